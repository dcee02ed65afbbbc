//! What is one's own: permissions with the suffix `:own` reach only the objects that one made, owns or is
//! assigned to, as the entity's `OWN` says. Reading is narrowed in SQL, so that lists, counts and pages hold
//! exactly what can be read one by one; changing is decided on the object.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource, Through};
use crate::error::Result;
use crate::org::User;
use crate::policy::{Permission, Permissions};
use crate::sql::{Arg, Sql};
use crate::work::Task;
use guildhall_store::{Id, Tx, Value};
use serde_json::{Map, Value as Json};

/// What the caller may see of an entity: its rule, and its own alone where the role says so.
pub fn narrow<E: Resource>(cx: &Ctx, sql: &mut Sql) {
    E::visible(cx, sql);
    if let Some(own) = condition::<E>(cx, sql, "t") {
        sql.and(&own);
    }
}

/// The condition that rows of `E` behind an alias are the caller's own; none where it reads all of them.
pub fn condition<E: Resource>(cx: &Ctx, sql: &mut Sql, alias: &str) -> Option<String> {
    if !cx.permissions().has_own_only(E::READ) {
        return None;
    }
    if E::OWN.is_empty() {
        return Some("1 = 0".into());
    }
    let me = sql.arg(cx.actor);
    let columns = E::OWN.iter().map(|column| format!("{alias}.{column} = {me}"));
    let either: Vec<String> = columns.chain(is_beside::<E>(cx, sql, alias)).collect();
    Some(format!("({})", either.join(" OR ")))
}

/// The same as one more condition of a statement; nothing where there is none.
pub fn and<E: Resource>(cx: &Ctx, sql: &mut Sql, alias: &str) -> String {
    condition::<E>(cx, sql, alias).map_or_else(String::new, |own| format!(" AND {own}"))
}

/// Reads those for who may do something with its own tasks alone; nobody else is asked which are.
pub(crate) async fn read_beside(tx: &Tx, permissions: Permissions, user: Id<User>) -> Result<Vec<AnyId>> {
    if ![Task::READ, Task::UPDATE, Task::DELETE].into_iter().any(|one| permissions.has_own_only(one)) {
        return Ok(Vec::new());
    }
    let sql = "SELECT a.task_id FROM task_assignments a WHERE a.organization_id = $1 AND a.user_id = $2 \
        AND a.position > 0 ORDER BY a.task_id";
    let rows: Vec<(AnyId,)> = tx.rows(sql, &[&user]).await?;
    Ok(rows.into_iter().map(|(task,)| task).collect())
}

/// Reads them again after a change of who is assigned: what follows in the same transaction goes by that.
pub(crate) async fn reread_beside(cx: &mut Ctx) -> Result<()> {
    cx.beside = read_beside(&cx.tx, cx.permissions(), cx.actor).await?;
    Ok(())
}

/// Tasks that the caller is assigned to, but not first: such assignments stand beside them, in no column. In order of
/// their ids; none of other entities.
pub fn beside<E: Resource>(cx: &Ctx) -> &[AnyId] {
    if E::MODEL == Task::MODEL { &cx.beside } else { &[] }
}

/// The condition that rows behind an alias are such; none where there are none.
pub fn is_beside<E: Resource>(cx: &Ctx, sql: &mut Sql, alias: &str) -> Option<String> {
    let known = beside::<E>(cx);
    (!known.is_empty()).then(|| format!("{alias}.id = ANY({})", sql.arg(Arg::Ids(ids(known)))))
}

/// Ids as a parameter has them.
pub fn ids(ids: &[AnyId]) -> Vec<Vec<u8>> {
    ids.iter().map(|id| id.as_bytes().to_vec()).collect()
}

/// True if the caller may see any objects of `E`: what hangs on tasks shows to nobody who reads none.
pub fn reaches<E: Resource>(cx: &Ctx) -> bool {
    cx.reaches(E::READ) && (E::THROUGH != Through::Task || cx.reaches(Permission::TaskRead))
}

/// True if the object is the caller's own.
pub fn is_own<E: Resource>(cx: &Ctx, entity: &E) -> bool {
    let stands = |field| matches!(entity.bind(field), Value::Bytes(id) if id == cx.actor.as_bytes());
    columns::<E>().any(stands) || beside::<E>(cx).binary_search(&entity.head().id).is_ok()
}

/// The same of an object's fields as JSON.
pub fn was_own<E: Resource>(cx: &Ctx, fields: &Map<String, Json>) -> bool {
    let me = cx.actor.to_string();
    let stood = |field: usize| fields.get(E::FIELDS[field].name).and_then(Json::as_str) == Some(me.as_str());
    let shares = fields.get("assignments").and_then(Json::as_array).filter(|_| E::MODEL == Task::MODEL);
    columns::<E>().any(stood) || shares.is_some_and(|shares| shares.iter().any(|share| share["userId"] == me.as_str()))
}

fn columns<E: Resource>() -> impl Iterator<Item = usize> {
    let stands = |column: &&str| E::FIELDS.iter().position(|field| field.column == *column && !field.is_virtual);
    E::OWN.iter().filter_map(stands)
}

/// True if the caller may do this with this very object: by its role, and by the rule of the entity.
pub fn allows<E: Resource>(cx: &Ctx, entity: &E, permission: Permission) -> bool {
    let held = cx.permits(permission) || (cx.reaches(permission) && is_own(cx, entity));
    held && entity.own_rule(cx, permission)
}
