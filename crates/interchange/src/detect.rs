//! Which format a file is in, from its first bytes; the file's name decides only what they leave
//! open. A guess is never trusted: the parser of the format still says precisely what is wrong.

use crate::model::Source;

/// How much of a file is looked at.
const HEAD: usize = 4_096;

/// The format that a file looks like, if any.
#[must_use]
pub fn detect(bytes: &[u8], filename: &str) -> Option<Source> {
    let head: String = bytes
        .iter()
        .take(HEAD)
        // UTF-16 of ASCII text is that text between zero bytes.
        .filter(|byte| **byte != 0)
        .map(|byte| if byte.is_ascii() { char::from(*byte) } else { '\u{FFFD}' })
        .collect();
    let head = head.trim_start_matches(|char: char| char == '\u{FFFD}' || char.is_whitespace());
    if head.starts_with('<') {
        return is_project(head).then_some(Source::Mspdi);
    }
    if crate::mongo::shows(head, filename) {
        return Some(Source::Mongo);
    }
    if head.starts_with('{') {
        return Some(Source::Trello);
    }
    let ending = filename.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("xml" | "mspdi") => Some(Source::Mspdi),
        Some("json") => Some(Source::Trello),
        _ => None,
    }
}

/// Whether the first element is `Project`; a head without any element may still have one.
fn is_project(head: &str) -> bool {
    let mut rest = head;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            match comment.find("-->") {
                Some(end) => rest = &comment[end..],
                None => return true,
            }
        } else if !rest.starts_with(['?', '!']) {
            let end = rest.find(|char: char| char.is_whitespace() || "/>".contains(char));
            let name = &rest[..end.unwrap_or(rest.len())];
            return name.rsplit(':').next() == Some("Project");
        }
    }
    true
}
