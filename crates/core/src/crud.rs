//! Create, read, change, trash, restore and purge, once for every entity. All of it runs inside one
//! transaction as the caller; the rules of an entity stand in its `Resource`.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Given, Head, Resource, apply};
use crate::error::{Error, Result};
use crate::list;
use crate::policy::Permission;
use crate::search;
use crate::sql::{Arg, Sql};
use crate::time::Timestamp;
use guildhall_store::{Bind, Id, Value};
use serde_json::{Map, Value as Json};
use std::fmt::Write;

/// Makes an object from a request body.
pub async fn create<E: Resource>(cx: &mut Ctx, body: &Map<String, Json>) -> Result<E> {
    cx.require(E::CREATE)?;
    let mut body = body.clone();
    E::prepare(cx, &mut body, None).await?;
    let mut entity = E::default();
    let given = apply(&mut entity, &body, true)?;
    let chosen = body.get("id").map(chosen_id).transpose()?;
    if let Some(id) = chosen {
        if let Some(stored) = entity.again(cx, id).await? {
            return Ok(stored);
        }
        refuse_used_id(cx, id).await?;
    }
    insert(cx, entity, chosen, &given).await
}

fn chosen_id(value: &Json) -> Result<AnyId> {
    let id = value.as_str().and_then(|text| text.parse().ok()).filter(|id| *id != AnyId::default());
    id.ok_or_else(|| Error::invalid("id", "format", "an id is 24 hexadecimal digits, not all of them 0"))
}

/// An id is never used twice, not even after a purge: the event log remembers it.
pub(crate) async fn refuse_used_id(cx: &Ctx, id: AnyId) -> Result<()> {
    let sql = "SELECT seq FROM events WHERE organization_id = $1 AND object_id = $2 LIMIT 1";
    match cx.tx.row::<(i64,)>(sql, &[&id]).await? {
        Some(_) => Err(Error::taken("id", "this id is taken")),
        None => Ok(()),
    }
}

/// Stores a new object that was built in Rust; the rules run all the same.
pub async fn insert<E: Resource>(cx: &mut Ctx, mut entity: E, id: Option<AnyId>, given: &Given) -> Result<E> {
    let id = id.unwrap_or_else(|| cx.new_id());
    entity.set_head(Head { id, organization_id: cx.organization, revision: 0 }, cx.now);
    entity.creating(cx, given).await?;
    entity.set_head(Head { id, organization_id: cx.organization, revision: 1 }, cx.now);
    insert_row(cx, &entity).await?;
    entity.stored(None, cx, given).await?;
    search::store(cx, &entity, None).await?;
    cx.record("created", None, Some(&entity));
    Ok(entity)
}

/// Stores a new object that needs no rule: what the product itself makes within another operation.
pub async fn store_new<E: Resource>(cx: &mut Ctx, mut entity: E) -> Result<E> {
    entity.set_head(Head { id: cx.new_id(), organization_id: cx.organization, revision: 0 }, cx.now);
    entity.set_head(Head { revision: 1, ..entity.head() }, cx.now);
    insert_row(cx, &entity).await?;
    search::store(cx, &entity, None).await?;
    cx.record("created", None, Some(&entity));
    Ok(entity)
}

/// Stores a new object exactly as it stands, its dates too: what an import brings in. No rule runs; who calls
/// has seen to them. An id that is taken shows when the transaction commits.
pub async fn store_as_is<E: Resource>(cx: &mut Ctx, entity: &E) -> Result<()> {
    insert_as_is(cx, entity).await?;
    search::store(cx, entity, None).await?;
    cx.record("created", None, Some(entity));
    Ok(())
}

/// The same without an event: for what is no change of the organization's work.
pub async fn insert_as_is<E: Resource>(cx: &Ctx, entity: &E) -> Result<()> {
    let (sql, values) = insert_statement(entity);
    let params: Vec<&dyn Bind> = values.iter().map(|v| v as &dyn Bind).collect();
    Ok(cx.tx.execute_later(&sql, &params).await?)
}

async fn insert_row<E: Entity>(cx: &Ctx, entity: &E) -> Result<()> {
    let (sql, values) = insert_statement(entity);
    let params: Vec<&dyn Bind> = values.iter().map(|v| v as &dyn Bind).collect();
    cx.tx.execute(&sql, &params).await?;
    Ok(())
}

fn insert_statement<E: Entity>(entity: &E) -> (String, Vec<Value<'_>>) {
    let mut places = String::new();
    let mut values = Vec::new();
    for (index, field) in E::FIELDS.iter().enumerate().filter(|(_, f)| !f.is_virtual) {
        let comma = if places.is_empty() { "" } else { ", " };
        if field.column == "organization_id" {
            let _ = write!(places, "{comma}$1");
        } else {
            values.push(entity.bind(index));
            let _ = write!(places, "{comma}${}", values.len() + 1);
        }
    }
    (format!("INSERT INTO {} ({}) VALUES ({places})", E::TABLE, E::COLUMNS), values)
}

/// Reads one object with its virtual fields.
pub async fn get<E: Resource>(cx: &Ctx, id: AnyId) -> Result<E> {
    let mut rows = [list::one::<E>(cx, id, Some(false), false).await?];
    E::load(cx, &mut rows).await?;
    let [row] = rows;
    Ok(row)
}

/// Reads one object in order to change it: until the end of the transaction nobody else can.
pub async fn get_locked<E: Resource>(cx: &Ctx, id: AnyId, deleted: Option<bool>) -> Result<E> {
    let mut rows = [list::one::<E>(cx, id, deleted, true).await?];
    E::load(cx, &mut rows).await?;
    let [row] = rows;
    Ok(row)
}

fn require_current<E: Entity>(entity: &E, expected: Option<i64>) -> Result<()> {
    let revision = entity.head().revision;
    match expected {
        Some(expected) if expected != revision => Err(Error::Stale { revision }),
        _ => Ok(()),
    }
}

/// Refuses what the role, or this very object, does not allow.
pub fn require_on<E: Resource>(cx: &Ctx, entity: &E, permission: Permission) -> Result<()> {
    cx.require_reach(permission)?;
    if crate::own::allows(cx, entity, permission) {
        return Ok(());
    }
    Err(Error::Forbidden(format!("this {} is not yours to change", E::MODEL.to_lowercase())))
}

/// Changes the fields that the body names.
pub async fn patch<E: Resource>(cx: &mut Ctx, id: AnyId, expected: Option<i64>, body: &Map<String, Json>) -> Result<E> {
    cx.require_reach(E::UPDATE)?;
    let old = get_locked::<E>(cx, id, Some(false)).await?;
    require_on(cx, &old, E::UPDATE)?;
    require_current(&old, expected)?;
    let mut new = old.clone();
    let mut body = body.clone();
    E::prepare(cx, &mut body, Some(&old)).await?;
    let given = apply(&mut new, &body, false)?;
    save(cx, &old, new, &given).await
}

/// Takes a change back: sets the fields that the body names as they were, with what the log kept beside them.
pub async fn put_back<E: Resource>(
    cx: &mut Ctx,
    id: AnyId,
    body: &Map<String, Json>,
    kept: &Map<String, Json>,
) -> Result<E> {
    cx.require_reach(E::UPDATE)?;
    let old = get_locked::<E>(cx, id, Some(false)).await?;
    require_on(cx, &old, E::UPDATE)?;
    let mut new = old.clone();
    let mut body = body.clone();
    E::prepare(cx, &mut body, Some(&old)).await?;
    let given = apply(&mut new, &body, false)?;
    new.taking_back(&old, cx, &given, kept).await?;
    save_as_is(cx, &old, new, &given, "updated").await
}

/// Stores a changed object; writes only the columns that differ, and nothing at all if none does.
pub async fn save<E: Resource>(cx: &mut Ctx, old: &E, new: E, given: &Given) -> Result<E> {
    save_as(cx, old, new, given, "updated").await
}

/// The same under another name in the event log.
pub async fn save_as<E: Resource>(cx: &mut Ctx, old: &E, mut new: E, given: &Given, action: &'static str) -> Result<E> {
    new.updating(old, cx, given).await?;
    save_as_is(cx, old, new, given, action).await
}

/// The same without the rules of the entity: what an import changes is as the file says.
pub async fn save_as_is<E: Resource>(cx: &mut Ctx, old: &E, new: E, given: &Given, action: &'static str) -> Result<E> {
    let now = cx.now;
    save_at(cx, old, new, given, action, now).await
}

/// The same with the moment of its last change: what only follows is nobody's change of the object.
pub async fn save_at<E: Resource>(
    cx: &mut Ctx,
    old: &E,
    mut new: E,
    given: &Given,
    action: &'static str,
    at: Timestamp,
) -> Result<E> {
    let changed = |e: &E| (0..E::FIELDS.len()).any(|i| !e.same(old, i));
    if !changed(&new) {
        return Ok(new);
    }
    let head = Head { revision: old.head().revision + 1, ..old.head() };
    new.set_head(head, at);
    update_row(cx, old, &new).await?;
    new.stored(Some(old), cx, given).await?;
    search::store(cx, &new, Some(old)).await?;
    cx.record(action, Some(old), Some(&new));
    Ok(new)
}

async fn update_row<E: Entity>(cx: &Ctx, old: &E, new: &E) -> Result<()> {
    let mut sets = String::new();
    let mut sql = Sql::default();
    let id = sql.arg(new.head().id);
    let revision = sql.arg(Arg::Int(old.head().revision));
    for (index, field) in E::FIELDS.iter().enumerate().filter(|(_, f)| !f.is_virtual) {
        if !new.same(old, index) && field.column != "organization_id" {
            let arg = sql.arg(&new.bind(index));
            let _ = write!(sets, "{}{} = {arg}", if sets.is_empty() { "" } else { ", " }, field.column);
        }
    }
    let key = id_column::<E>();
    let tied = if key == "organization_id" { format!("{id} = {key}") } else { format!("{key} = {id}") };
    let text =
        format!("UPDATE {} SET {sets} WHERE organization_id = $1 AND {tied} AND revision = {revision}", E::TABLE);
    match cx.tx.execute(&text, &sql.args()).await? {
        0 => Err(cx.tx.lose_race().into()),
        _ => Ok(()),
    }
}

/// The column of the id.
pub fn id_column<E: Entity>() -> &'static str {
    E::field("id").map_or("id", |f| E::FIELDS[f].column)
}

/// Puts an object into the trash, with all that hangs on it.
pub async fn trash<E: Resource>(cx: &mut Ctx, id: AnyId, expected: Option<i64>) -> Result<()> {
    cx.require_reach(E::DELETE)?;
    let old = get_locked::<E>(cx, id, Some(false)).await?;
    require_on(cx, &old, E::DELETE)?;
    require_current(&old, expected)?;
    trash_row(cx, &old).await
}

/// Puts an object that was read in this transaction into the trash; whether the caller may is decided before.
pub async fn trash_row<E: Resource>(cx: &mut Ctx, old: &E) -> Result<()> {
    let mut new = old.clone();
    new.set_deleted_at(Some(cx.now));
    new.set_head(Head { revision: old.head().revision + 1, ..old.head() }, cx.now);
    update_row(cx, old, &new).await?;
    old.trashed(cx).await?;
    cx.record("deleted", Some(old), None);
    Ok(())
}

/// Brings an object back from the trash, with all that went with it.
pub async fn restore<E: Resource>(cx: &mut Ctx, id: AnyId) -> Result<E> {
    cx.require_reach(E::DELETE)?;
    let old = get_locked::<E>(cx, id, Some(true)).await?;
    require_on(cx, &old, E::DELETE)?;
    let mut new = old.clone();
    new.set_deleted_at(None);
    new.restoring(cx).await?;
    new.set_head(Head { revision: old.head().revision + 1, ..old.head() }, cx.now);
    update_row(cx, &old, &new).await?;
    cx.record("restored", None, Some(&new));
    get(cx, id).await
}

/// Deletes an object for good: from the trash only, by those who may.
pub async fn purge<E: Resource>(cx: &mut Ctx, id: AnyId) -> Result<()> {
    cx.require(Permission::Purge)?;
    let old = get_locked::<E>(cx, id, None).await?;
    if old.deleted_at().is_none() {
        return Err(Error::conflict("not_in_trash", "only what is in the trash can be purged; delete it first"));
    }
    old.purging(cx).await?;
    let sql = format!("DELETE FROM {} WHERE organization_id = $1 AND {} = $2", E::TABLE, id_column::<E>());
    cx.tx.execute(&sql, &[&id]).await?;
    search::forget::<E>(cx, id).await?;
    cx.record("purged", Some(&old), None);
    Ok(())
}

/// Refuses a reference to something that is not there, or that the caller may not see.
pub async fn require_reference<E: Resource, T>(cx: &Ctx, field: &str, id: Option<Id<T>>) -> Result<()> {
    reference::<E, T>(cx, field, id, false).await
}

/// The same in a change that stores the reference: nobody trashes or moves what it leads to before that is done.
pub async fn hold_reference<E: Resource, T>(cx: &Ctx, field: &str, id: Option<Id<T>>) -> Result<()> {
    reference::<E, T>(cx, field, id, true).await
}

async fn reference<E: Resource, T>(cx: &Ctx, field: &str, id: Option<Id<T>>, held: bool) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    match list::one::<E>(cx, id.cast(), Some(false), held).await {
        Ok(_) => Ok(()),
        Err(Error::NotFound | Error::Forbidden(_)) => Err(Error::no_such(field, &E::MODEL.to_lowercase())),
        Err(other) => Err(other),
    }
}
