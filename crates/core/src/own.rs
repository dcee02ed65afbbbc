//! What is one's own: permissions with the suffix `:own` reach only the objects that one made, owns or is
//! assigned to, as the entity's `OWN` says. Reading is narrowed in SQL, so that lists, counts and pages hold
//! exactly what can be read one by one; changing is decided on the object.

use crate::ctx::Ctx;
use crate::entity::Resource;
use crate::policy::Permission;
use crate::sql::Sql;
use guildhall_store::Value;
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
    let either: Vec<String> = E::OWN.iter().map(|column| format!("{alias}.{column} = {me}")).collect();
    Some(format!("({})", either.join(" OR ")))
}

/// The same as one more condition of a statement; nothing where there is none.
pub fn and<E: Resource>(cx: &Ctx, sql: &mut Sql, alias: &str) -> String {
    condition::<E>(cx, sql, alias).map_or_else(String::new, |own| format!(" AND {own}"))
}

/// True if the object is the caller's own.
pub fn is_own<E: Resource>(cx: &Ctx, entity: &E) -> bool {
    columns::<E>().any(|field| matches!(entity.bind(field), Value::Bytes(id) if id == cx.actor.as_bytes()))
}

/// The same of an object's fields as JSON.
pub fn was_own<E: Resource>(cx: &Ctx, fields: &Map<String, Json>) -> bool {
    let me = cx.actor.to_string();
    columns::<E>().any(|field| fields.get(E::FIELDS[field].name).and_then(Json::as_str) == Some(me.as_str()))
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
