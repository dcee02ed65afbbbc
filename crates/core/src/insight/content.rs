//! What a suggestion says, by its type: free text, or the value that accepting it will set on the task. What
//! would be refused when it is accepted is refused when it is suggested.

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::{Any, AnyId, Entity};
use crate::error::{Error, Result};
use crate::field::FieldType;
use crate::org::{User, member};
use crate::policy::Permission;
use crate::time::{Day, Timestamp};
use crate::work::{Label, Task};
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use std::collections::HashSet;

const LONGEST: usize = 20_000;
const MOST_PARTS: usize = 100;
/// What may stand before the lines of a list.
const BULLETS: [char; 5] = [' ', '\t', '-', '*', '•'];

/// A task that looks like another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Duplicate {
    pub task_id: Id<Any>,
    /// How alike they are, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub similarity: Option<Amount>,
}

fn wrong(code: &str, detail: impl Into<String>) -> Error {
    Error::invalid("content", code, detail)
}

/// The tasks that a suggestion of duplicates names; none for any other text.
pub fn duplicates(content: &str) -> Option<Vec<Duplicate>> {
    if content.starts_with('[') { serde_json::from_str(content).ok() } else { None }
}

/// The same text without the tasks that `visible` does not let through.
pub fn only(content: &str, visible: impl Fn(AnyId) -> bool) -> Option<String> {
    let mut named = duplicates(content)?;
    named.retain(|one| visible(one.task_id));
    serde_json::to_string(&named).ok()
}

/// What accepting a suggestion does.
#[derive(Debug)]
pub enum Effect {
    Nothing,
    /// Sets fields of the task.
    Task(Map<String, Json>),
    /// Gives it parts of these titles.
    Parts(Vec<String>),
    /// Is said about it by who accepts.
    Comment,
}

/// Checks a text for its type. The answer is what accepting it does.
pub async fn check(cx: &Ctx, kind: &str, content: &str, task: &Task) -> Result<Effect> {
    if content.trim().is_empty() || content.chars().count() > LONGEST || content.contains('\0') {
        return Err(wrong("too_long", format!("a text of 1 to {LONGEST} characters")));
    }
    let change = match kind {
        "labels" => json!({"labels": labels(cx, content, task).await?}),
        "assignee" => json!({"assigneeId": assignee(cx, content).await?}),
        "due_date" => json!({"dueDate": due(content)?}),
        "estimate" => json!({"estimateHours": estimate(content)?}),
        "duplicates" => return require_seen(cx, content).await.map(|()| Effect::Nothing),
        "subtasks" => return parts(content).map(Effect::Parts),
        _ => return Ok(Effect::Comment),
    };
    Ok(change.as_object().cloned().map_or(Effect::Nothing, Effect::Task))
}

/// Titles: an array of them, or a line each.
pub fn parts(content: &str) -> Result<Vec<String>> {
    let lines = |text: &str| text.lines().map(|line| line.trim_start_matches(BULLETS).trim().to_owned()).collect();
    let titles: Option<Vec<String>> = match value(content, "subtasks") {
        Json::Array(items) => items.iter().map(|item| item.as_str().map(|title| title.trim().to_owned())).collect(),
        Json::String(text) => Some(lines(&text)),
        _ => Some(lines(content)),
    };
    let mut titles = titles.unwrap_or_default();
    titles.retain(|title| !title.is_empty());
    let longest = Task::FIELDS[Task::TITLE].max;
    if titles.is_empty() || titles.len() > MOST_PARTS || titles.iter().any(|title| title.chars().count() > longest) {
        let detail = format!("1 to {MOST_PARTS} titles of at most {longest} characters, a line each or as an array");
        return Err(wrong("format", detail));
    }
    Ok(titles)
}

/// The text as JSON, or as the string that it is; of an object the value of that name.
fn value(content: &str, name: &str) -> Json {
    match serde_json::from_str(content) {
        Ok(Json::Object(mut map)) if map.len() == 1 => map.remove(name).unwrap_or(Json::Null),
        Ok(value) => value,
        Err(_) => Json::String(content.trim().to_owned()),
    }
}

/// The labels of the task and the suggested ones, which are named by id or by name.
async fn labels(cx: &Ctx, content: &str, task: &Task) -> Result<Vec<Id<Label>>> {
    let named: Vec<String> = match value(content, "labels") {
        Json::String(text) => text.split(',').map(|name| name.trim().to_owned()).collect(),
        Json::Array(items) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    let (ids, names): (Vec<String>, Vec<String>) =
        named.iter().cloned().partition(|text| text.parse::<AnyId>().is_ok());
    let ids: Vec<Id<Label>> = ids.iter().filter_map(|text| text.parse().ok()).collect();
    let sql = "SELECT id, name FROM labels WHERE organization_id = $1 AND deleted_at IS NULL AND id = ANY($2) \
        UNION SELECT id, name FROM labels WHERE organization_id = $1 AND deleted_at IS NULL AND name = ANY($3)";
    let found: Vec<(Id<Label>, String)> = cx.tx.rows(sql, &[&ids, &names]).await?;
    let unknown = named
        .iter()
        .find(|text| !found.iter().any(|(id, name)| name == *text || id.to_string() == text.to_lowercase()));
    if named.is_empty() || unknown.is_some() {
        return Err(wrong("not_found", "an array of labels of this organization, by id or by name"));
    }
    let mut all = task.labels.clone();
    all.extend(found.into_iter().map(|(id, _)| id));
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

async fn assignee(cx: &Ctx, content: &str) -> Result<Id<User>> {
    let id = value(content, "userId").as_str().and_then(|text| text.parse().ok());
    let id: Id<User> = id.ok_or_else(|| wrong("format", "the id of a person in this organization"))?;
    member::require(cx, "content", &[id]).await?;
    Ok(id)
}

fn due(content: &str) -> Result<String> {
    let value = value(content, "dueDate");
    let text = value.as_str().unwrap_or_default();
    if text.parse::<Day>().is_ok() || text.parse::<Timestamp>().is_ok() {
        return Ok(text.to_owned());
    }
    Err(wrong("format", "a day like 2026-03-01, or an instant like 2026-03-01T09:00:00.000Z"))
}

fn estimate(content: &str) -> Result<Amount> {
    let hours = Amount::parse(&value(content, "estimateHours"));
    let hours = hours.ok().filter(|hours| hours.0 >= 0);
    hours.ok_or_else(|| wrong("format", "a number of hours, not below 0"))
}

async fn require_seen(cx: &Ctx, content: &str) -> Result<()> {
    let named = duplicates(content).ok_or_else(|| wrong("format", "an array of {\"taskId\", \"similarity\"}"))?;
    let ids: Vec<AnyId> = named.iter().map(|one| one.task_id).collect();
    if seen(cx, &ids).await?.len() == ids.iter().collect::<HashSet<_>>().len() {
        return Ok(());
    }
    Err(wrong("not_found", "no such task"))
}

/// Which of these tasks the caller sees.
pub async fn seen(cx: &Ctx, ids: &[AnyId]) -> Result<HashSet<AnyId>> {
    if ids.is_empty() || !cx.reaches(Permission::TaskRead) {
        return Ok(HashSet::new());
    }
    let mut sql = crate::sql::Sql::default();
    let those = sql.arg(crate::sql::Arg::Ids(ids.iter().map(|id| id.as_bytes().to_vec()).collect()));
    crate::own::narrow::<Task>(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let text = format!(
        "SELECT t.id FROM tasks t{joins} WHERE t.organization_id = $1 AND t.id = ANY({those}) \
         AND t.deleted_at IS NULL{conditions}"
    );
    let rows: Vec<(AnyId,)> = cx.tx.rows(&text, &sql.args()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
