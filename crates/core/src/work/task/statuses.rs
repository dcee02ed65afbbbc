//! Statuses of tasks that go to another project, which has its own. Every task below that gets another one has an event
//! of that, so that the past can be told and the move taken back whole.

use super::tree::Destination;
use super::{Task, visible};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::sql::{Arg, Sql};
use crate::work::Project;
use crate::work::status::{self, Status};
use guildhall_store::Id;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Name of such an event in the log, right before that of the move.
pub const ACTION: &str = "status_mapped";

/// A status that became another one on the way.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct StatusMapped {
    pub from: String,
    pub to: String,
}

type Row = (Id<Task>, String, String);

/// In another project each status maps by key, else to the first of its kind, else to the first; where the destination
/// says which one a task had there, it has that again.
pub(super) async fn enter(cx: &mut Ctx, new: &mut Task, old: &Task, to: &Destination) -> Result<Vec<StatusMapped>> {
    let project = match crate::crud::get::<Project>(cx, new.project_id.cast()).await {
        Err(Error::NotFound) => return Err(Error::no_such("projectId", "project")),
        other => other?,
    };
    let known = &project.statuses.0;
    let mut sql = Sql::default();
    let under = visible::under(&mut sql, "path", &old.path);
    let text = format!("SELECT id, status, status_kind FROM tasks WHERE organization_id = $1 AND {under} ORDER BY id");
    let rows: Vec<Row> = cx.tx.rows(&text, &sql.args()).await?;
    let (mut groups, mut mapped) = (BTreeMap::<&str, Vec<Row>>::new(), BTreeMap::new());
    for row in rows {
        let again = to.statuses.get(&row.0).and_then(|key| known.iter().find(|status| status.key == *key));
        let status = again.map_or_else(|| counterpart(known, &row.1, &row.2), Ok)?;
        if status.key != row.1 {
            mapped.insert(row.1.clone(), status.key.clone());
        }
        if row.0 == old.id {
            (new.status, new.status_kind) = (status.key.clone(), status.kind.as_str().into());
        } else if status.key != row.1 || status.kind.as_str() != row.2 {
            groups.entry(&status.key).or_default().push(row);
        }
    }
    for (key, rows) in groups {
        if let Some(status) = known.iter().find(|status| status.key == key) {
            set(cx, status, rows, new).await?;
        }
    }
    Ok(mapped.into_iter().map(|(from, to)| StatusMapped { from, to }).collect())
}

async fn set(cx: &mut Ctx, status: &Status, rows: Vec<Row>, moved: &Task) -> Result<()> {
    let (key, kind) = (&status.key, status.kind.as_str());
    let mut sql = Sql::default();
    let (to, means) = (sql.arg(Arg::Text(key.clone())), sql.arg(Arg::Text(kind.into())));
    let ids = sql.arg(Arg::Ids(rows.iter().map(|(id, ..)| id.as_bytes().to_vec()).collect()));
    let now = sql.arg(Arg::Int(cx.now.0));
    let text = format!(
        "UPDATE tasks SET status = {to}, status_kind = {means}, revision = revision + 1, updated_at = {now} \
         WHERE organization_id = $1 AND id = ANY({ids})"
    );
    cx.tx.execute(&text, &sql.args()).await?;
    let fresh = cx.new_id();
    cx.batch.get_or_insert(fresh);
    for (id, old, was) in rows {
        let sides = [json!({"status": old, "statusKind": was}), json!({"status": key, "statusKind": kind})];
        cx.note_at::<Task>(ACTION, id.cast(), (moved.project_id.cast(), id.cast()), sides);
    }
    Ok(())
}

fn counterpart<'s>(statuses: &'s [Status], key: &str, kind: &str) -> Result<&'s Status> {
    let by_kind = || statuses.iter().find(|s| s.kind.as_str() == kind);
    let found = statuses.iter().find(|s| s.key == key).or_else(by_kind).or_else(|| status::initial(statuses));
    found.ok_or_else(|| Error::Internal("a project without statuses".into()))
}
