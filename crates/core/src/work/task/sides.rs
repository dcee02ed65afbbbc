//! What a task has in tables of its own: people, labels, and the counts shown with it. Read for a whole
//! page in one query; written as the difference to what was there.

use super::links::{self, Dependency, Seen};
use super::{Task, dates};
use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given};
use crate::error::{Error, Result};
use crate::field::{FieldType, Kind, Refused, id_schema, simple};
use crate::org::{User, member};
use crate::sql::{Arg, Sql};
use crate::time::Timestamp;
use crate::work::custom;
use crate::work::{Comment, Label};
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// A person at work on a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Assignment {
    pub user_id: Id<User>,
    /// Share of the person's time; 1 is full time.
    #[serde(default = "full_time")]
    pub units: Amount,
    /// Hours of work of this person, where the task's duration does not tell them; they change with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Amount>,
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
        if assignment.work.is_some_and(|work| !(0..=10_000_000_000).contains(&work.0)) {
            return Err(Refused { code: "range", detail: "work is from 0 to 1000000 hours".into() });
        }
        Ok(assignment)
    }
    fn schema() -> Schema {
        let object = ObjectBuilder::new().property("userId", id_schema()).property("units", simple(Type::Number, None));
        let object = object.property("work", crate::schema::nullable(simple(Type::Number, None)));
        Schema::Object(object.required("userId").build())
    }
}

/// What a line of the sides tells of its task.
const PERSON: i64 = 0;
const LABEL: i64 = 1;
const CHILDREN: i64 = 2;
const COMMENTS: i64 = 3;
const LINK: i64 = 4;

/// A line: its kind, the task, what it leads to, a number, its order, and two texts.
type Side = (i64, Id<Task>, AnyId, i64, i64, String, String);

/// Everything that the tasks named by `these` have elsewhere, in one statement: a read is mostly of one task
/// that has none of it, and five statements that find nothing cost more than the task itself.
fn select(cx: &Ctx, sql: &mut Sql, these: &str) -> String {
    let links = links::select(cx, sql, LINK, these);
    let own = |own: Option<String>| own.map_or_else(String::new, |own| format!(" AND {own}"));
    let children = own(crate::own::condition::<Task>(cx, sql, "c"));
    let comments = own(crate::own::condition::<Comment>(cx, sql, "d"));
    format!(
        "SELECT {PERSON}, a.task_id, a.user_id, a.units, a.position, COALESCE(CAST(a.work AS TEXT), ''), '' FROM task_assignments a \
         WHERE a.organization_id = $1 AND a.task_id {these} \
         UNION ALL SELECT {LABEL}, tl.task_id, tl.label_id, 0, 0, '', '' FROM task_labels tl \
         JOIN labels n ON n.organization_id = tl.organization_id AND n.id = tl.label_id AND n.deleted_at IS NULL \
         WHERE tl.organization_id = $1 AND tl.task_id {these} \
         UNION ALL SELECT {CHILDREN}, c.parent_id, c.parent_id, COUNT(*), 0, '', '' FROM tasks c \
         WHERE c.organization_id = $1 AND c.parent_id {these} AND c.deleted_at IS NULL{children} GROUP BY c.parent_id \
         UNION ALL SELECT {COMMENTS}, d.task_id, d.task_id, COUNT(*), 0, '', '' FROM comments d \
         WHERE d.organization_id = $1 AND d.task_id {these} AND d.deleted_at IS NULL{comments} GROUP BY d.task_id \
         UNION ALL {links}"
    )
}

/// Fills the virtual fields of a page of tasks.
pub async fn load(cx: &Ctx, rows: &mut [Task]) -> Result<()> {
    let mut sql = Sql::default();
    let these = match &*rows {
        [] => return Ok(()),
        [one] => format!("= {}", sql.arg(one.id)),
        page => format!("= ANY({})", sql.arg(Arg::Ids(page.iter().map(|t| t.id.as_bytes().to_vec()).collect()))),
    };
    let text = select(cx, &mut sql, &these);
    let mut sides: Vec<Side> = cx.tx.rows(&text, &sql.args()).await?;
    sides.sort_unstable_by_key(|side| (side.1, side.0, side.4, side.2));
    for task in rows {
        let from = sides.partition_point(|side| side.1 < task.id);
        let own = sides.get(from..).unwrap_or_default().iter().take_while(|side| side.1 == task.id);
        (task.assignments, task.labels) = Default::default();
        (task.child_count, task.comment_count) = (0, 0);
        let mut links = Vec::new();
        for (kind, _, other, number, order, text, more) in own {
            match *kind {
                PERSON => {
                    let work = text.parse().ok().map(Amount);
                    task.assignments.push(Assignment { user_id: other.cast(), units: Amount(*number), work });
                }
                LABEL => task.labels.push(other.cast()),
                CHILDREN => task.child_count = *number,
                COMMENTS => task.comment_count = *number,
                _ => {
                    let link = Dependency::new(other.cast(), text, more).since(Timestamp(*order));
                    links.push(Seen::new(link, *number != 0));
                }
            }
        }
        task.ancestors = super::tree::ancestors(&task.path);
        links::show(task, links);
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
    let lead = known.map_or(Assignment { user_id, units: full_time(), work: None }, |at| task.assignments.remove(at));
    if known.is_none() && !task.assignments.is_empty() {
        task.assignments.remove(0);
    }
    task.assignments.insert(0, lead);
}

/// Stated hours of work grow and shrink with the duration, as shares of it.
pub fn stretch(task: &mut Task, old: &Task) {
    let (Some(was), Some(now)) = (old.duration_minutes.filter(|was| *was > 0), task.duration_minutes) else { return };
    for work in task.assignments.iter_mut().filter_map(|a| a.work.as_mut()) {
        let scaled = (i128::from(work.0) * i128::from(now) + i128::from(was / 2)) / i128::from(was);
        work.0 = i64::try_from(scaled).unwrap_or(work.0);
    }
}

/// Writes people and labels.
pub async fn store(task: &Task, old: Option<&Task>, cx: &mut Ctx) -> Result<()> {
    let before = old.map(|o| o.assignments.as_slice()).unwrap_or_default();
    if before != task.assignments {
        let sql = "DELETE FROM task_assignments WHERE organization_id = $1 AND task_id = $2";
        if !before.is_empty() {
            cx.tx.execute(sql, &[&task.id]).await?;
        }
        for (position, a) in (0_i64..).zip(&task.assignments) {
            let sql = "INSERT INTO task_assignments (organization_id, task_id, user_id, units, position, work) \
                VALUES ($1, $2, $3, $4, $5, $6)";
            cx.tx.execute(sql, &[&task.id, &a.user_id, &a.units, &position, &a.work]).await?;
        }
        crate::own::reread_beside(cx).await?;
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

impl Task {
    /// Completes its custom fields by their definitions.
    pub(super) async fn complete_custom(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        if given.has(Self::CUSTOM_FIELDS) {
            let (values, home) = (std::mem::take(&mut self.custom_fields.0), Some(self.project_id.cast()));
            let rules = custom::rules(cx, &custom::TASK, home, &values, false).await?;
            self.custom_fields.0 = rules.complete(cx, &values, Some(&old.custom_fields.0)).await?;
        }
        Ok(())
    }
}
