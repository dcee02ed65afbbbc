//! The list grammar: sort, keyset cursor, filters, fields, populate, count. Everything a request names is
//! checked against the entity's fields; what is unknown is an error that names it, never ignored.
//! A row that does not change while a client pages appears exactly once.

mod condition;
mod custom;
pub mod filter;
mod page;
mod reach;
mod simple;
mod sort;
mod value;

use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Field, Resource};
use crate::error::{Error, Result, shorten};
use crate::populate::Tree;
use crate::search;
use crate::sql::{Arg, Sql};
pub use condition::{Column, Side, start_of};
use custom::Custom;
use filter::Filter;
use futures_util::future::BoxFuture;
use guildhall_store::Id;
use guildhall_store::search::Query;
use jiff::tz::TimeZone;
use reach::Reach;
use simple::Simple;
use sort::{Key, Step};
use std::collections::HashSet;

/// A parsed list request.
#[derive(Debug, Clone, Default)]
pub struct List {
    sort: Vec<Step>,
    cursor: Option<String>,
    limit: usize,
    parts: Vec<Part>,
    pub fields: Option<Vec<usize>>,
    pub populate: Tree,
    pub count: bool,
    pub deleted: bool,
}

/// What narrows a list. Each kind adds a condition that must hold besides the others.
#[derive(Debug, Clone)]
enum Part {
    /// `field[op]=value`
    Simple(Simple),
    /// `filter=`
    Language(Box<Filter>),
    /// `q=`
    Words(Query),
    /// One of the entity's own parameters.
    Extra(String, String),
}

/// What the conditions of one request share.
pub struct Frame<'a> {
    pub cx: &'a Ctx,
    /// The organization's time zone: where its days begin.
    pub zone: TimeZone,
    pub custom: Custom,
}

/// One page of a list.
#[derive(Debug)]
pub struct Page<E> {
    pub rows: Vec<E>,
    pub next_cursor: Option<String>,
    pub total: Option<i64>,
}

const MOST: usize = 200;

fn bad(detail: impl Into<String>) -> Error {
    Error::unreadable("bad_parameter", detail)
}

impl List {
    /// Reads the query parameters of a list of `E`.
    pub fn parse<E: Resource>(query: &[(String, String)]) -> Result<Self> {
        let mut list = Self { limit: 50, ..Self::default() };
        let mut order = None;
        for (name, value) in query {
            match name.as_str() {
                "limit" => {
                    let limit = value.parse().ok().filter(|n| (1..=MOST).contains(n));
                    list.limit = limit.ok_or_else(|| bad(format!("`limit` is a number from 1 to {MOST}")))?;
                }
                "cursor" => list.cursor = Some(value.clone()),
                "sort" => order = Some(value.as_str()),
                "fields" => list.fields = Some(names::<E>(value)?),
                "populate" => list.populate = Tree::parse::<E>(value)?,
                "count" => list.count = flag(name, value)?,
                "deleted" => list.deleted = flag(name, value)?,
                "filter" => list.parts.push(Part::Language(Box::new(value.parse()?))),
                "q" if search::is_searched::<E>() => {
                    list.parts.extend((!value.is_empty()).then(|| Part::Words(search::terms(value))));
                }
                name if E::EXTRA_FILTERS.contains(&name) => list.parts.push(Part::Extra(name.into(), value.clone())),
                name => list.parts.push(Part::Simple(simple::parse::<E>(name, value)?)),
            }
        }
        list.sort = sort::parse::<E>(order)?;
        Ok(list)
    }

    /// The definitions of the custom fields that the request names.
    async fn custom<E: Resource>(&self, cx: &Ctx) -> Result<Custom> {
        let (mut ids, mut named) = (Vec::new(), Vec::new());
        ids.extend(self.sort.iter().filter_map(|step| if let Key::Custom(id) = step.key { Some(id) } else { None }));
        for part in &self.parts {
            match part {
                Part::Simple(simple) => ids.extend(simple.custom()),
                Part::Language(filter) => filter.custom(&mut ids, &mut named),
                Part::Words(_) | Part::Extra(..) => {}
            }
        }
        Custom::read::<E>(cx, ids, named).await
    }

    /// The conditions of the request, which the page and the count share.
    async fn conditions<E: Resource>(&self, frame: &Frame<'_>) -> Result<Sql> {
        let mut sql = Sql::default();
        sql.and(&trash::<E>(self.deleted));
        for part in &self.parts {
            match part {
                Part::Simple(simple) => {
                    let condition = simple.condition::<E>(frame, &mut sql)?;
                    sql.and(&condition);
                }
                Part::Language(filter) => {
                    let condition = filter.condition::<E>(frame, &mut sql)?;
                    sql.and(&condition);
                }
                Part::Words(words) => search::narrow::<E>(frame.cx, words, &mut sql).await?,
                Part::Extra(name, value) => E::extra_filter(frame.cx, name, value, &mut sql).await?,
            }
        }
        Ok(sql)
    }

    /// Whether a list of `E` takes these words for its parameters, custom fields and all; nothing is read of it.
    /// Boxed, for who asks about any entity: all of them in one future would be one function.
    pub fn check<'a, E: Resource>(cx: &'a Ctx, query: &'a [(String, String)]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let list = Self::parse::<E>(query)?;
            let frame = Frame { cx, zone: zone(cx), custom: list.custom::<E>(cx).await? };
            let mut sql = list.conditions::<E>(&frame).await?;
            sort::columns::<E>(&list.sort, &frame.custom, &mut sql).map(drop)
        })
    }

    /// Runs the list.
    pub async fn run<E: Resource>(&self, cx: &Ctx) -> Result<Page<E>> {
        cx.require_reach(E::READ)?;
        let frame = Frame { cx, zone: zone(cx), custom: self.custom::<E>(cx).await? };
        let base = self.conditions::<E>(&frame).await?;
        let reach = Reach::of::<E>(cx).await?;
        let total = if self.count { Some(count::<E>(cx, base.clone(), &reach).await?) } else { None };
        let (mut lines, sorted) = self.page::<E>(&frame, &base, &reach).await?;
        let more = lines.len() > self.limit;
        lines.truncate(self.limit);
        let next_cursor = lines.last().filter(|_| more).map(|line| sort::encode(&sorted, &line.row, &line.beside));
        let mut rows: Vec<E> = lines.into_iter().map(|line| line.row).collect();
        E::load(cx, &mut rows).await?;
        Ok(Page { rows, next_cursor, total })
    }
}

/// The organization's time zone.
fn zone(cx: &Ctx) -> TimeZone {
    TimeZone::get(&cx.settings.time_zone).unwrap_or(TimeZone::UTC)
}

/// What a comparison of a stored field looks at.
fn column(field: &Field) -> Column {
    Column { one_of: field.one_of, ..Column::new(format!("t.{}", field.column), field.kind) }
}

/// The same as far as the caller may see what the field holds.
fn seen_column<E: Resource>(cx: &Ctx, field: &Field, sql: &mut Sql) -> Column {
    let Some(instead) = E::compared(cx, field, sql) else { return column(field) };
    let stored = Some(format!("t.{}", field.column));
    Column { stored, one_of: field.one_of, ..Column::new(instead, field.kind) }
}

/// In the trash, or not.
fn trash<E: Entity>(deleted: bool) -> String {
    format!("t.{} IS {}NULL", E::DELETED, if deleted { "NOT " } else { "" })
}

/// Who sees nothing but its own is counted way by way: in one condition they would be looked for everywhere.
async fn count<E: Resource>(cx: &Ctx, base: Sql, reach: &Reach) -> Result<i64> {
    let mut each = Vec::new();
    match reach.own_ways::<E>() {
        Some(ways) => each.extend(ways.iter().map(|way| {
            let mut sql = base.clone();
            way.narrow::<E>(cx, reach, &mut sql);
            sql
        })),
        None => {
            let mut sql = base;
            reach.narrow::<E>(cx, &mut sql);
            each.push(sql);
        }
    }
    let mut total = 0;
    for sql in each {
        let (joins, conditions) = sql.parts();
        let text = format!("SELECT COUNT(*) FROM {} t{joins} WHERE t.organization_id = $1{conditions}", E::TABLE);
        let count: Option<(i64,)> = cx.tx.row(&text, &sql.args()).await?;
        total += count.map_or(0, |(n,)| n);
    }
    Ok(total)
}

fn flag(name: &str, value: &str) -> Result<bool> {
    value.parse().map_err(|_| bad(format!("`{name}` is true or false")))
}

fn unknown<E: Entity>(parameter: &str, name: &str) -> Error {
    Error::unreadable("unknown_field", format!("`{parameter}`: {} has no field `{}`", E::MODEL, shorten(name)))
}

fn names<E: Entity>(value: &str) -> Result<Vec<usize>> {
    value.split(',').map(|name| E::field(name).ok_or_else(|| unknown::<E>("fields", name))).collect()
}

/// Reads rows of `E` by id, as far as the caller may see them.
pub async fn by_ids<E: Resource>(cx: &Ctx, ids: Vec<Vec<u8>>) -> Result<Vec<E>> {
    let mut sql = Sql::default();
    let arg = sql.arg(Arg::Ids(ids));
    let id = crate::crud::id_column::<E>();
    sql.and(&format!("t.{id} = ANY({arg}) AND {}", trash::<E>(false)));
    crate::own::narrow::<E>(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let text =
        format!("SELECT {} FROM {} t{joins} WHERE t.organization_id = $1{conditions}", E::COLUMNS_OF_T, E::TABLE);
    let mut rows: Vec<E> = cx.tx.rows(&text, &sql.args()).await?;
    E::load(cx, &mut rows).await?;
    Ok(rows)
}

/// One row as the caller may see it, trashed ones only if asked for.
pub async fn one<E: Resource>(cx: &Ctx, id: AnyId, deleted: Option<bool>, lock: bool) -> Result<E> {
    cx.require_reach(E::READ)?;
    let mut sql = Sql::default();
    let arg = sql.arg(id);
    let column = crate::crud::id_column::<E>();
    sql.and(&format!("t.{column} = {arg}"));
    if let Some(deleted) = deleted {
        sql.and(&trash::<E>(deleted));
    }
    crate::own::narrow::<E>(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let tail = if lock { " FOR NO KEY UPDATE OF t" } else { "" };
    let text =
        format!("SELECT {} FROM {} t{joins} WHERE t.organization_id = $1{conditions}{tail}", E::COLUMNS_OF_T, E::TABLE);
    cx.tx.row::<E>(&text, &sql.args()).await?.ok_or(Error::NotFound)
}

/// Which of these the caller finds outside the trash: a reference to any other reads null.
pub(crate) async fn found<E: Resource>(
    cx: &Ctx,
    ids: impl Iterator<Item = Option<Id<E>>> + Send,
) -> Result<HashSet<Id<E>>> {
    let ids: Vec<Vec<u8>> = ids.flatten().map(|id| id.as_bytes().to_vec()).collect();
    if ids.is_empty() || !cx.reaches(E::READ) {
        return Ok(HashSet::new());
    }
    let mut sql = Sql::default();
    let those = sql.arg(Arg::Ids(ids));
    crate::own::narrow::<E>(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let text = format!(
        "SELECT t.id FROM {} t{joins} WHERE t.organization_id = $1 AND t.id = ANY({those}) AND t.{} IS NULL{conditions}",
        E::TABLE,
        E::DELETED
    );
    let rows: Vec<(Id<E>,)> = cx.tx.rows(&text, &sql.args()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
