//! What a task has in tables of its own: people, labels, and the counts shown with it. Read for a whole
//! page in a fixed number of queries; written as the difference to what was there.

use super::{Task, dates, links};
use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::Given;
use crate::error::{Error, Result};
use crate::field::{FieldType, Kind, Refused, id_schema, simple};
use crate::org::{User, member};
use crate::work::Label;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::HashMap;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// A person at work on a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Assignment {
    pub user_id: Id<User>,
    /// Share of the person's time; 1 is full time.
    #[serde(default = "full_time")]
    pub units: Amount,
}

fn full_time() -> Amount {
    Amount::whole(1)
}

impl FieldType for Assignment {
    const KIND: Kind = Kind::Document;
    fn parse(value: &Json) -> std::result::Result<Self, Refused> {
        let assignment: Self = crate::field::object(value)?;
        if !(1..=10_000_000).contains(&assignment.units.0) {
            return Err(Refused { code: "range", detail: "units is above 0 and at most 1000".into() });
        }
        Ok(assignment)
    }
    fn schema() -> Schema {
        let object = ObjectBuilder::new().property("userId", id_schema()).property("units", simple(Type::Number, None));
        Schema::Object(object.required("userId").build())
    }
}

type ByTask<T> = HashMap<Id<Task>, Vec<T>>;

fn group<T>(rows: impl IntoIterator<Item = (Id<Task>, T)>) -> ByTask<T> {
    let mut out: ByTask<T> = HashMap::new();
    for (task, row) in rows {
        out.entry(task).or_default().push(row);
    }
    out
}

const PEOPLE: &str = "SELECT task_id, user_id, units FROM task_assignments \
    WHERE organization_id = $1 AND task_id = ANY($2) ORDER BY task_id, position, user_id";
const LABELS: &str = "SELECT tl.task_id, tl.label_id FROM task_labels tl \
    JOIN labels l ON l.organization_id = tl.organization_id AND l.id = tl.label_id AND l.deleted_at IS NULL \
    WHERE tl.organization_id = $1 AND tl.task_id = ANY($2) ORDER BY tl.task_id, tl.label_id";
const CHILDREN: &str = "SELECT parent_id, COUNT(*) FROM tasks WHERE organization_id = $1 AND parent_id = ANY($2) \
    AND deleted_at IS NULL GROUP BY parent_id";
const COMMENTS: &str = "SELECT task_id, COUNT(*) FROM comments WHERE organization_id = $1 AND task_id = ANY($2) \
    AND deleted_at IS NULL GROUP BY task_id";

/// Fills the virtual fields of a page of tasks.
pub async fn load(cx: &Ctx, rows: &mut [Task]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<Id<Task>> = rows.iter().map(|t| t.id).collect();
    let (people, labels, children, comments, links) = futures_util::try_join!(
        async { Ok(cx.tx.rows::<(Id<Task>, Id<User>, Amount)>(PEOPLE, &[&ids]).await?) },
        async { Ok(cx.tx.rows::<(Id<Task>, Id<Label>)>(LABELS, &[&ids]).await?) },
        async { Ok(cx.tx.rows::<(Id<Task>, i64)>(CHILDREN, &[&ids]).await?) },
        async { Ok(cx.tx.rows::<(Id<Task>, i64)>(COMMENTS, &[&ids]).await?) },
        links::of(cx, &ids),
    )?;
    let mut people = group(people.into_iter().map(|(t, user_id, units)| (t, Assignment { user_id, units })));
    let mut labels = group(labels);
    let mut links = group(links);
    let children: HashMap<_, _> = children.into_iter().collect();
    let comments: HashMap<_, _> = comments.into_iter().collect();
    for task in rows {
        task.assignments = people.remove(&task.id).unwrap_or_default();
        task.labels = labels.remove(&task.id).unwrap_or_default();
        task.child_count = children.get(&task.id).copied().unwrap_or(0);
        task.comment_count = comments.get(&task.id).copied().unwrap_or(0);
        task.ancestors = super::tree::ancestors(&task.path);
        links::show(task, links.remove(&task.id).unwrap_or_default());
        dates::show_constraint(task);
    }
    Ok(())
}

/// Brings `assigneeId` and `assignments` together, and checks people, labels and links of a request.
pub async fn complete(task: &mut Task, old: Option<&Task>, cx: &Ctx, given: &Given) -> Result<()> {
    let (lead, all) = (given.has(Task::ASSIGNEE_ID), given.has(Task::ASSIGNMENTS));
    let first = task.assignments.first().map(|a| a.user_id);
    if lead && all && task.assignee_id != first {
        return Err(Error::invalid(
            "assigneeId",
            "disagrees",
            "assigneeId is the first of assignments; give one of them",
        ));
    }
    if all {
        task.assignee_id = first;
    } else if lead {
        lead_with(task);
    }
    let people: Vec<Id<User>> = task.assignments.iter().map(|a| a.user_id).collect();
    let mut once = people.clone();
    once.sort_unstable();
    once.dedup();
    if once.len() != people.len() {
        return Err(Error::invalid("assignments", "duplicate", "a person stands twice"));
    }
    if lead || all {
        let before = old.map(|o| o.assignments.iter().map(|a| a.user_id).collect::<Vec<_>>()).unwrap_or_default();
        let fresh: Vec<_> = people.into_iter().filter(|p| !before.contains(p)).collect();
        member::require(cx, if all { "assignments" } else { "assigneeId" }, &fresh).await?;
    }
    if given.has(Task::LABELS) {
        task.labels.sort_unstable();
        task.labels.dedup();
        let found =
            crate::list::by_ids::<Label>(cx, task.labels.iter().map(|l| l.as_bytes().to_vec()).collect()).await?;
        if found.len() != task.labels.len() {
            return Err(Error::no_such("labels", "label"));
        }
    }
    links::complete(task, old, cx, given).await
}

/// `assigneeId` alone: that person comes first and the first one so far goes; null takes everybody off.
fn lead_with(task: &mut Task) {
    let Some(user_id) = task.assignee_id else {
        task.assignments.clear();
        return;
    };
    let known = task.assignments.iter().position(|a| a.user_id == user_id);
    let lead = known.map_or(Assignment { user_id, units: full_time() }, |at| task.assignments.remove(at));
    if known.is_none() && !task.assignments.is_empty() {
        task.assignments.remove(0);
    }
    task.assignments.insert(0, lead);
}

/// Writes people and labels.
pub async fn store(task: &Task, old: Option<&Task>, cx: &Ctx) -> Result<()> {
    let before = old.map(|o| o.assignments.as_slice()).unwrap_or_default();
    if before != task.assignments {
        let sql = "DELETE FROM task_assignments WHERE organization_id = $1 AND task_id = $2";
        if !before.is_empty() {
            cx.tx.execute(sql, &[&task.id]).await?;
        }
        for (position, a) in (0_i64..).zip(&task.assignments) {
            let sql = "INSERT INTO task_assignments (organization_id, task_id, user_id, units, position) \
                VALUES ($1, $2, $3, $4, $5)";
            cx.tx.execute(sql, &[&task.id, &a.user_id, &a.units, &position]).await?;
        }
    }
    let before = old.map(|o| o.labels.as_slice()).unwrap_or_default();
    for label in before.iter().filter(|l| !task.labels.contains(l)) {
        let sql = "DELETE FROM task_labels WHERE organization_id = $1 AND task_id = $2 AND label_id = $3";
        cx.tx.execute(sql, &[&task.id, label]).await?;
    }
    for label in task.labels.iter().filter(|l| !before.contains(l)) {
        let sql = "INSERT INTO task_labels (organization_id, task_id, label_id) VALUES ($1, $2, $3)";
        cx.tx.execute(sql, &[&task.id, label]).await?;
    }
    Ok(())
}
