//! How far projects have come, for the list of them.

use super::Project;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::policy::Permission;
use crate::sql::Sql;
use crate::work::Task;
use guildhall_store::Id;
use serde::Serialize;

/// How far the tasks of a project have come.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    #[schema(value_type = String)]
    pub project_id: Id<Project>,
    /// Live tasks.
    pub tasks: i64,
    /// Those of them that are done or cancelled.
    pub closed: i64,
}

/// The progress of every project that the caller sees, in one query.
pub async fn progress(cx: &Ctx) -> Result<Vec<Progress>> {
    cx.require_reach(Permission::TaskRead)?;
    let mut sql = Sql::default();
    crate::own::narrow::<Task>(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let text = format!(
        "SELECT t.project_id, COUNT(*), COUNT(CASE WHEN t.status_kind IN ('done', 'cancelled') THEN 1 END) \
         FROM tasks t{joins} WHERE t.organization_id = $1 AND t.deleted_at IS NULL{conditions} GROUP BY t.project_id"
    );
    let rows: Vec<(Id<Project>, i64, i64)> = cx.tx.rows(&text, &sql.args()).await?;
    Ok(rows.into_iter().map(|(project_id, tasks, closed)| Progress { project_id, tasks, closed }).collect())
}
