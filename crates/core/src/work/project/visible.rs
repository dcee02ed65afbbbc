//! Who sees a project, as SQL: row by row, and as the list of those that somebody sees. Both say the same.

use super::Project;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::policy::Permission;
use crate::sql::Sql;
use guildhall_store::Id;
use std::collections::BTreeSet;

/// The caller sees the project behind alias `p`.
pub fn seen(cx: &Ctx, sql: &mut Sql) -> String {
    seen_as(cx, sql, "p")
}

/// The caller sees the project behind alias `p`, whatever that alias is called.
pub fn seen_as(cx: &Ctx, sql: &mut Sql, p: &str) -> String {
    if cx.permits(Permission::ProjectReadAll) {
        return "1 = 1".into();
    }
    let me = sql.arg(cx.actor);
    let open = if cx.permits(Permission::ProjectReadOpen) {
        format!("{p}.visibility = 'organization' OR ")
    } else {
        String::new()
    };
    let own = crate::own::and::<Project>(cx, sql, p);
    format!(
        "({open}{p}.owner_id = {me} OR EXISTS (SELECT 1 FROM project_members pm \
         WHERE pm.organization_id = {p}.organization_id AND pm.project_id = {p}.id AND pm.user_id = {me})){own}"
    )
}

/// Refuses what cannot be in a project that is in the trash, and keeps it from going there before the change is done.
/// Whoever has it locked is the only one that gives out places in the order of its tasks.
pub async fn require_live(cx: &Ctx, project: Id<Project>) -> Result<()> {
    let sql = "SELECT id FROM projects WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE";
    match cx.tx.row::<(AnyId,)>(sql, &[&project]).await? {
        Some(_) => Ok(()),
        None => Err(Error::conflict("project_in_trash", "its project is in the trash; restore the project first")),
    }
}

/// Most rows that `few` reads: at most three for each project, so that a full answer is of many projects.
const FEW_ROWS: usize = 195;

/// The projects that the caller sees, by the rule of `seen`; none if that is all or many of them.
pub async fn few(cx: &Ctx) -> Result<Option<Vec<AnyId>>> {
    if cx.permits(Permission::ProjectReadAll) {
        return Ok(None);
    }
    let mut sql = Sql::default();
    let me = sql.arg(cx.actor);
    let own = crate::own::and::<Project>(cx, &mut sql, "p");
    let of_project = |rule: &str| format!("SELECT p.id FROM projects p WHERE p.organization_id = $1 AND {rule}{own}");
    let mut either = vec![of_project(&format!("p.owner_id = {me}"))];
    if cx.permits(Permission::ProjectReadOpen) {
        either.push(of_project("p.visibility = 'organization'"));
    }
    either.push(format!(
        "SELECT p.id FROM project_members pm JOIN projects p ON p.organization_id = pm.organization_id \
         AND p.id = pm.project_id WHERE pm.organization_id = $1 AND pm.user_id = {me}{own}"
    ));
    let text = format!("{} LIMIT {FEW_ROWS}", either.join(" UNION ALL "));
    let rows: Vec<(AnyId,)> = cx.tx.rows(&text, &sql.args()).await?;
    if rows.len() >= FEW_ROWS {
        return Ok(None);
    }
    let ids: BTreeSet<AnyId> = rows.into_iter().map(|(id,)| id).collect();
    Ok(Some(ids.into_iter().collect()))
}

/// Narrows a list of things with a `project_id` to the projects that the caller sees.
pub fn visible_by_project(cx: &Ctx, sql: &mut Sql) {
    if !cx.permits(Permission::ProjectReadAll) {
        sql.join("JOIN projects p ON p.organization_id = t.organization_id AND p.id = t.project_id");
        let seen = seen(cx, sql);
        sql.and(&seen);
    }
}
