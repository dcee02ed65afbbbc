//! What is submitted or approved stays where it is, with its receipt: it does not leave its project because its
//! task goes into the trash, is moved to another project or is purged, unless who does that manages expenses.

use super::Expense;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::files::File;
use crate::policy::Permission;
use crate::sql::Sql;
use crate::work::Project;
use guildhall_store::Id;

/// Which entries count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entries {
    /// Those that are not in the trash.
    Live,
    /// Those in the trash, too.
    All,
}

impl Entries {
    /// Submitted or approved ones behind alias `e`.
    fn condition(self) -> &'static str {
        match self {
            Self::Live => "e.status IN ('submitted', 'approved') AND e.deleted_at IS NULL",
            Self::All => "e.status IN ('submitted', 'approved')",
        }
    }
}

/// Refuses if entries of the tasks that a condition on `k` finds are locked, or entries whose receipts these tasks
/// hold.
pub async fn keep_on_tasks(cx: &Ctx, sql: &Sql, condition: &str, entries: Entries) -> Result<()> {
    if cx.permits(Permission::ExpenseManage) {
        return Ok(());
    }
    let locked = entries.condition();
    let text = format!(
        "SELECT e.id FROM tasks k JOIN expenses e ON e.organization_id = k.organization_id AND e.task_id = k.id \
         WHERE k.organization_id = $1 AND {condition} AND {locked} LIMIT 1"
    );
    refuse_any(cx, &text, sql, "its submitted or approved expenses and time").await?;
    let text = format!(
        "SELECT e.id FROM tasks k JOIN files f ON f.organization_id = k.organization_id AND f.task_id = k.id \
         JOIN expenses e ON e.organization_id = f.organization_id AND e.receipt_file_id = f.id \
         WHERE k.organization_id = $1 AND {condition} AND {locked} LIMIT 1"
    );
    refuse_any(cx, &text, sql, "its files that are receipts of submitted or approved expenses").await
}

/// Refuses if entries of a project are locked, in the trash or not.
pub async fn keep_in_project(cx: &Ctx, project: Id<Project>) -> Result<()> {
    if cx.permits(Permission::ExpenseManage) {
        return Ok(());
    }
    let mut sql = Sql::default();
    let project = sql.arg(project);
    let locked = Entries::All.condition();
    let text = format!(
        "SELECT e.id FROM expenses e WHERE e.organization_id = $1 AND e.project_id = {project} AND {locked} LIMIT 1"
    );
    refuse_any(cx, &text, &sql, "its submitted or approved expenses and time").await
}

/// Refuses if a file is the receipt of a locked entry.
pub async fn keep_receipt(cx: &Ctx, file: Id<File>, entries: Entries) -> Result<()> {
    if cx.permits(Permission::ExpenseManage) {
        return Ok(());
    }
    let mut sql = Sql::default();
    let file = sql.arg(file);
    let locked = entries.condition();
    let text = format!(
        "SELECT e.id FROM expenses e WHERE e.organization_id = $1 AND e.receipt_file_id = {file} AND {locked} LIMIT 1"
    );
    refuse_any(cx, &text, &sql, "the receipt of a submitted or approved expense").await
}

async fn refuse_any(cx: &Ctx, text: &str, sql: &Sql, what: &str) -> Result<()> {
    match cx.tx.row::<(Id<Expense>,)>(text, &sql.args()).await? {
        Some(_) => Err(Error::conflict("locked", format!("{what} stay here; ask somebody who manages expenses"))),
        None => Ok(()),
    }
}
