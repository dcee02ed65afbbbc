//! Trello's export form: the fields that are read, each part parsed on its own.
//!
//! The board is cut into its parts as raw text first, so that a wrong value is named by the JSON
//! pointer of its list, card or action, and so that what nobody reads is never built in memory.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::error::InterchangeError;

type Result<T> = std::result::Result<T, InterchangeError>;

/// The board: arrays as raw text.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Board<'a> {
    #[serde(borrow, default)]
    pub id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub name: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub desc: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub lists: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub cards: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub labels: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub members: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub checklists: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub actions: Option<&'a RawValue>,
}

/// An element of an array and its JSON pointer.
pub(super) struct At<T> {
    pub pointer: String,
    pub value: T,
}

#[derive(Debug, Deserialize)]
pub(super) struct List {
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub closed: Option<bool>,
    #[serde(default)]
    pub pos: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Card {
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub desc: Option<String>,
    #[serde(default)]
    pub id_list: Option<String>,
    #[serde(default)]
    pub pos: Option<f64>,
    #[serde(default)]
    pub closed: Option<bool>,
    #[serde(default)]
    pub start: Option<String>,
    #[serde(default)]
    pub due: Option<String>,
    #[serde(default)]
    pub due_complete: Option<bool>,
    #[serde(default)]
    pub id_members: Option<Vec<String>>,
    #[serde(default)]
    pub id_labels: Option<Vec<String>>,
    #[serde(default)]
    pub labels: Option<Vec<Label>>,
    #[serde(default)]
    pub id_checklists: Option<Vec<String>>,
    #[serde(default)]
    pub attachments: Option<Vec<Attachment>>,
    #[serde(default)]
    pub custom_field_items: Option<Vec<serde::de::IgnoredAny>>,
    #[serde(default)]
    pub badges: Option<Badges>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Badges {
    /// How many comments the card has in Trello.
    #[serde(default)]
    pub comments: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Attachment {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Label {
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub color: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Member {
    pub id: String,
    #[serde(default)]
    pub full_name: Option<String>,
    #[serde(default)]
    pub username: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Checklist {
    pub id: String,
    #[serde(default)]
    pub id_card: Option<String>,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub pos: Option<f64>,
    #[serde(default)]
    pub check_items: Option<Vec<CheckItem>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckItem {
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub state: Option<String>,
    #[serde(default)]
    pub pos: Option<f64>,
    #[serde(default)]
    pub due: Option<String>,
    #[serde(default)]
    pub id_member: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Action {
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    #[serde(default)]
    pub date: Option<String>,
    #[serde(default)]
    pub id_member_creator: Option<String>,
    #[serde(default)]
    pub member_creator: Option<Member>,
    #[serde(default)]
    pub member: Option<Member>,
    #[serde(default)]
    pub data: Option<ActionData>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ActionData {
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub card: Option<CardRef>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CardRef {
    #[serde(default)]
    pub id: Option<String>,
}

/// The board of a whole export.
pub(super) fn board(bytes: &[u8]) -> Result<Board<'_>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(InterchangeError::new(None, "", "empty", "the file is empty"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let feeds = bytes.iter().take(error.valid_up_to()).filter(|&&byte| byte == b'\n').count();
        let detail = "the file is not UTF-8, as JSON must be";
        InterchangeError::new(Some(feeds as u64 + 1), "", "invalid_encoding", detail)
    })?;
    if text.trim_start().starts_with(['[', '"']) {
        return Err(not_a_board("", "it is not one JSON object"));
    }
    let board: Board<'_> = serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            return not_a_board("", "it is not one JSON object");
        }
        let code = if error.is_eof() { "truncated" } else { "malformed_json" };
        InterchangeError::new(Some(error.line() as u64), "", code, sentence(&error))
    })?;
    for (name, part) in [("lists", board.lists), ("cards", board.cards)] {
        if part.is_none_or(|part| !part.get().starts_with('[')) {
            return Err(not_a_board(&format!("/{name}"), &format!("it has no array `{name}`")));
        }
    }
    Ok(board)
}

/// The elements of an array of the board; an absent array has none.
pub(super) fn elements<T: DeserializeOwned>(array: Option<&RawValue>, name: &str) -> Result<Vec<At<T>>> {
    let raw: Vec<&RawValue> = one(array, &format!("/{name}"))?.unwrap_or_default();
    let parse = |(index, element): (usize, &RawValue)| {
        let pointer = format!("/{name}/{index}");
        if !element.get().starts_with('{') {
            let detail = "expected a JSON object";
            return Err(InterchangeError::new(None, pointer, "bad_field", detail));
        }
        match serde_json::from_str(element.get()) {
            Ok(value) => Ok(At { pointer, value }),
            Err(error) => Err(bad_field(pointer, &error)),
        }
    };
    raw.into_iter().enumerate().map(parse).collect()
}

/// One value of the board; absent and null are none.
pub(super) fn one<'a, T: Deserialize<'a>>(value: Option<&'a RawValue>, pointer: &str) -> Result<Option<T>> {
    let parse = |value: &'a RawValue| serde_json::from_str::<Option<T>>(value.get());
    let parsed = value.map(parse).transpose();
    Ok(parsed.map_err(|error| bad_field(pointer.to_owned(), &error))?.flatten())
}

fn bad_field(pointer: String, error: &serde_json::Error) -> InterchangeError {
    InterchangeError::new(None, pointer, "bad_field", sentence(error))
}

/// The message without serde's position, which would be that of the part.
fn sentence(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(sentence, _)| sentence.to_owned())
}

fn not_a_board(pointer: &str, found: &str) -> InterchangeError {
    let detail =
        format!("not a Trello board: expected the JSON of “Export as JSON” with `lists` and `cards`, but {found}");
    InterchangeError::new(None, pointer, "not_trello", detail)
}
