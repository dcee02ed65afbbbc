//! The provider that needs no network and no model: it finds what looks like a task among the open tasks of
//! its project, and sums a task up from its own words. Only what the asking person sees is read, on a
//! snapshot; the suggestion is kept in a transaction of its own.

use super::ai_suggestion::{AISuggestion, Evidence, input_hash, outdate};
use super::content::Duplicate;
use super::similarity::Title;
use crate::amount::Amount;
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given};
use crate::error::{Error, Result};
use crate::field::Doc;
use crate::markdown;
use crate::policy::Permission;
use crate::sql::{Arg, Sql};
use crate::work::Task;
use crate::work::checklist::Item;
use guildhall_store::Id;

/// The model's name in what it makes.
pub const MODEL: &str = "built-in";

/// The types that it can make.
pub const TYPES: [&str; 2] = ["duplicates", "summary"];

/// The newest open tasks of the project that are looked through.
const MOST_COMPARED: usize = 5_000;
const MOST_DUPLICATES: usize = 5;
/// In hundredths; less is no likeness worth a look.
const LEAST: u8 = 45;

/// A suggestion before it is kept.
#[derive(Debug, Clone)]
pub struct Draft {
    kind: String,
    content: String,
    evidence: Vec<Id<Task>>,
    input_hash: String,
}

/// Makes a suggestion for a task.
pub async fn suggest(cx: &Ctx, task: AnyId, kind: &str) -> Result<Draft> {
    cx.require(Permission::SuggestionCreate)?;
    let task: Task = crud::get(cx, task).await?;
    let (content, evidence) = match kind {
        "duplicates" => duplicates(cx, &task).await?,
        "summary" => (summary(cx, &task).await?, vec![task.id]),
        other => {
            let detail =
                format!("the built-in model makes {}, not {}", TYPES.join(" and "), crate::error::shorten(other));
            return Err(Error::invalid("type", "unsupported_type", detail));
        }
    };
    Ok(Draft { kind: kind.to_owned(), content, evidence, input_hash: input_hash(&task) })
}

/// Keeps it in place of the last one of its type.
pub async fn keep(cx: &mut Ctx, task: AnyId, draft: Draft) -> Result<AISuggestion> {
    cx.require(Permission::SuggestionCreate)?;
    let task: Task = crud::get(cx, task).await?;
    outdate(cx, &task, Some((&draft.kind, MODEL))).await?;
    let changed = draft.input_hash != input_hash(&task);
    let suggestion = AISuggestion {
        task_id: task.id,
        kind: draft.kind,
        content: draft.content,
        evidence: Doc(Evidence(draft.evidence)),
        model_name: MODEL.to_owned(),
        input_hash: draft.input_hash,
        status: if changed { "stale" } else { "pending" }.to_owned(),
        ..AISuggestion::default()
    };
    crud::insert(cx, suggestion, None, &Given::default()).await
}

async fn duplicates(cx: &Ctx, task: &Task) -> Result<(String, Vec<Id<Task>>)> {
    let mut sql = Sql::default();
    let (project, open) = (sql.arg(task.project_id), sql.arg(Arg::Texts(vec!["open".to_owned(), "active".to_owned()])));
    let own = crate::own::and::<Task>(cx, &mut sql, "t");
    let text = format!(
        "SELECT t.id, t.title FROM tasks t WHERE t.organization_id = $1 AND t.project_id = {project} \
         AND t.deleted_at IS NULL AND t.status_kind = ANY({open}){own} \
         ORDER BY t.created_at DESC, t.id DESC LIMIT {MOST_COMPARED}"
    );
    let others: Vec<(Id<Task>, String)> = cx.tx.rows(&text, &sql.args()).await?;
    let own = Title::new(&task.title);
    let compared = others.into_iter().filter(|(id, _)| *id != task.id);
    let mut alike: Vec<(u8, Id<Task>)> =
        compared.map(|(id, title)| (own.similarity(&Title::new(&title)), id)).filter(|(n, _)| *n >= LEAST).collect();
    // The newest of those that are equally alike come first.
    alike.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
    alike.truncate(MOST_DUPLICATES);
    let named: Vec<Duplicate> = alike
        .iter()
        .map(|(likeness, id)| Duplicate { task_id: id.cast(), similarity: Some(Amount(i64::from(*likeness) * 100)) })
        .collect();
    let content = serde_json::to_string(&named).map_err(|error| Error::Internal(error.to_string()))?;
    Ok((content, alike.into_iter().map(|(_, id)| id).collect()))
}

/// Longest part of a summary, in characters.
const LONGEST_PART: usize = 400;

async fn summary(cx: &Ctx, task: &Task) -> Result<String> {
    let mut parts = Vec::new();
    let text = markdown::to_text(&task.description);
    parts.extend(sentences(&text, 2));
    if cx.permits(Permission::ChecklistRead) {
        parts.extend(checklists(cx, task.id).await?);
    }
    if cx.permits(Permission::CommentRead) {
        parts.extend(last_comment(cx, task.id).await?);
    }
    if parts.is_empty() {
        parts.push(format!("“{}” has no description, checklist or comment yet.", task.title));
    }
    Ok(parts.join("\n"))
}

async fn checklists(cx: &Ctx, task: Id<Task>) -> Result<Option<String>> {
    let sql = "SELECT items FROM checklists WHERE organization_id = $1 AND task_id = $2 AND deleted_at IS NULL";
    let lists: Vec<(Doc<Vec<Item>>,)> = cx.tx.rows(sql, &[&task]).await?;
    let items: Vec<Item> = lists.into_iter().flat_map(|(items,)| items.0).collect();
    let open = items.iter().filter(|item| !item.done).count();
    Ok((!items.is_empty()).then(|| format!("{open} of {} checklist items are open.", items.len())))
}

async fn last_comment(cx: &Ctx, task: Id<Task>) -> Result<Option<String>> {
    let sql = "SELECT m.name, c.content FROM comments c \
        JOIN members m ON m.organization_id = c.organization_id AND m.user_id = c.user_id \
        WHERE c.organization_id = $1 AND c.task_id = $2 AND c.deleted_at IS NULL \
        ORDER BY c.created_at DESC, c.id DESC LIMIT 1";
    let found: Option<(String, String)> = cx.tx.row(sql, &[&task]).await?;
    Ok(found.and_then(|(name, content)| {
        let said = sentences(&markdown::to_text(&content), 1)?;
        Some(format!("{name} wrote last: {said}"))
    }))
}

/// The first sentences of a text, in any script.
fn sentences(text: &str, count: usize) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut end = text.len();
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let spaced = matches!(c, '.' | '!' | '?') && text[after..].starts_with(' ');
        if spaced || matches!(c, '。' | '！' | '？') {
            seen += 1;
        }
        if seen == count {
            end = after;
            break;
        }
    }
    let first = text[..end].trim();
    let mut cut: String = first.chars().take(LONGEST_PART).collect();
    if cut.len() < first.len() {
        cut.push('…');
    }
    (!cut.is_empty()).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn sentences_end_where_they_end() {
        let text = "Move v1.2 to the new host. Ask Ada first!\nThen tell everybody.";
        assert_eq!(sentences(text, 1).as_deref(), Some("Move v1.2 to the new host."));
        assert_eq!(sentences(text, 2).as_deref(), Some("Move v1.2 to the new host. Ask Ada first!"));
        assert_eq!(sentences("登录失败。请修复。", 1).as_deref(), Some("登录失败。"));
        assert_eq!(sentences("no end", 2).as_deref(), Some("no end"));
        assert_eq!(sentences("  \n ", 2), None);
        assert_eq!(sentences(&"x".repeat(500), 1).map(|cut| cut.chars().count()), Some(401));
    }
}
