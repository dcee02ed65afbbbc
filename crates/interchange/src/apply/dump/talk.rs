//! What hangs on tasks: comments, checklists, suggestions.

use super::maps::{Learned, Maps, Skip, dangling};
use super::piece::{Built, Made};
use super::put::Out;
use super::words::About;
use super::work::{text, word};
use crate::mongo::{Collection, Document, Entry, id_text};
use guildhall_core::AnyId;
use guildhall_core::insight::AISuggestion;
use guildhall_core::work::checklist::Item;
use guildhall_core::work::{Checklist, Comment, Task};
use guildhall_store::Id;
use serde_json::{Value, json};

type Done = Result<Made, Skip>;

pub(super) fn comment(maps: &Maps, document: &Document, entry: &Entry, out: &mut Out<'_>) -> Done {
    let task: AnyId = maps.required::<Task>(document, "task", Collection::Task)?.cast();
    let user_id = maps.required(document, "user", Collection::User)?;
    let content = text(document, "content")?;
    let mut comment = Comment { task_id: task.cast(), user_id, ..Comment::default() };
    out.put(&mut comment, "content", &json!(content));
    comment.parent_id = maps.above(entry, "parentId", out).map(Id::cast).filter(|parent| {
        let same = maps.talks.get(&parent.cast()) == Some(&task);
        if !same {
            out.say("the comment that it answers is about another task");
        }
        same
    });
    for reply in document.references_of("replies") {
        if !maps.comments.contains(&reply) && maps.get(Collection::Comment, &reply).is_none() {
            out.say(dangling("replies", &reply, Collection::Comment));
        }
    }
    comment.project_id = maps.homes.get(&task).copied();
    comment.content_html = guildhall_core::markdown::to_html(&comment.content);
    Ok(Built::new(comment, &["user", "content"]).titled(&content, Learned::Comment(task)))
}

pub(super) fn checklist(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let task: AnyId = maps.required::<Task>(document, "taskId", Collection::Task)?.cast();
    let mut list = Checklist { task_id: task.cast(), ..Checklist::default() };
    out.copy(&mut list, document, &["title"]);
    let items = match document.get("items") {
        Some(Value::Array(items)) => items.as_slice(),
        _ => &[],
    };
    for (at, item) in items.iter().enumerate() {
        let text =
            item.as_str().or_else(|| ["text", "title", "name"].iter().find_map(|name| item.get(*name)?.as_str()));
        let text: String = text.unwrap_or_default().replace('\0', "").chars().take(2000).collect();
        if text.trim().is_empty() || list.items.0.len() >= 1000 {
            out.say(format!("`items`: item {at} has no text, or is one too many, and was left out"));
            continue;
        }
        let done =
            ["done", "completed", "checked"].iter().find_map(|name| item.get(*name)).and_then(super::put::boolean);
        let own: Option<AnyId> = item.get("_id").and_then(id_text).and_then(|id| id.parse().ok());
        let twice = list.items.0.iter().any(|each| each.id == own);
        let id = own.filter(|_| !twice).unwrap_or_else(|| derived(&document.id, at));
        list.items.0.push(Item { id: Some(id), text, done: done.unwrap_or(false) });
    }
    list.project_id = maps.homes.get(&task).copied();
    let title = list.items.0.first().map(|item| item.text.clone()).unwrap_or_default();
    Ok(Built::new(list, &["title", "items"]).titled(&title, Learned::Nothing))
}

/// An id that is the same at every import: of the nth part of a document.
fn derived(id: &str, at: usize) -> AnyId {
    let mut bytes = [0; 12];
    for (byte, digits) in bytes.iter_mut().zip(super::super::print::digest(&format!("{id}/{at}")).as_bytes()) {
        *byte = *digits;
    }
    let number = u32::try_from(at).unwrap_or(u32::MAX);
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    AnyId::from_bytes(bytes)
}

pub(super) fn suggestion(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let task: AnyId = maps.required::<Task>(document, "taskId", Collection::Task)?.cast();
    let content = text(document, "content")?;
    let mut one = AISuggestion { task_id: task.cast(), created_by: maps.me, ..AISuggestion::default() };
    out.put(&mut one, "content", &json!(content));
    if !word(&mut one, document, "type", About::Suggestion, out) {
        out.say("`type`: it became summary, which takes any text");
        one.kind = "summary".into();
    }
    out.copy(&mut one, document, &["model"]);
    let made = out.instant(document, "generatedAt").or_else(|| document.created());
    one.generated_at = made.unwrap_or(maps.now);
    // What its task read like is not known, so nothing can be accepted unseen.
    one.status = "stale".into();
    if out.text(document, "status") == Some("pending") {
        out.say("`status`: it became stale, because the text that it was made from is not known");
    }
    one.project_id = maps.homes.get(&task).copied();
    Ok(Built::new(one, &["content"]).titled(&content, Learned::Nothing))
}
