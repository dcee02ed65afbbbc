//! A list as it was: objects in the order in which they came to be, those first whose beginning the log does
//! not hold any more. Filters compare the rebuilt fields; what cannot be evaluated so is refused by name.

use super::{Fields, moment, rebuild};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource};
use crate::error::{Error, Result, shorten};
use crate::event::retention;
use serde_json::Value as Json;

/// What a list as it was is asked for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    as_of: String,
    limit: usize,
    cursor: Option<(bool, String)>,
    deleted: bool,
    fields: Option<Vec<&'static str>>,
    filters: Vec<(&'static str, String)>,
}

/// One page of it.
#[derive(Debug, Default)]
pub struct Page {
    pub data: Vec<Fields>,
    pub next_cursor: Option<String>,
}

/// Most objects rebuilt for one page; then the page is short and its cursor has moved.
const MOST_REBUILT: usize = 5000;

impl Query {
    /// Reads the parameters of a list, if it is one of the past.
    pub fn parse<E: Entity>(query: &[(String, String)]) -> Result<Option<Self>> {
        let Some((_, as_of)) = query.iter().find(|(name, _)| name == "as_of") else { return Ok(None) };
        let bad = |detail: String| Error::unreadable("bad_parameter", detail);
        let mut out = Self { as_of: as_of.clone(), limit: 50, ..Self::default() };
        for (name, value) in query {
            match name.as_str() {
                "as_of" => {}
                "limit" => {
                    let limit = value.parse().ok().filter(|n| (1..=200).contains(n));
                    out.limit = limit.ok_or_else(|| bad("`limit` is a number from 1 to 200".into()))?;
                }
                "cursor" => {
                    let wrong = || Error::unreadable("bad_cursor", "this cursor is not one of this list");
                    let (phase, key) = value.split_once('-').ok_or_else(wrong)?;
                    let fits = matches!(phase, "old" if key.parse::<AnyId>().is_ok())
                        || matches!(phase, "log" if key.parse::<i64>().is_ok());
                    out.cursor = Some((phase == "log", key.to_owned())).filter(|_| fits);
                    out.cursor.as_ref().ok_or_else(wrong)?;
                }
                "deleted" => {
                    out.deleted = value.parse().map_err(|_| bad("`deleted` is true or false".into()))?;
                }
                "fields" => out.fields = Some(value.split(',').map(known::<E>).collect::<Result<_>>()?),
                name => out.filters.push((known::<E>(name)?, value.clone())),
            }
        }
        Ok(Some(out))
    }

    /// True if whole objects are asked for.
    pub fn is_whole(&self) -> bool {
        self.fields.is_none()
    }

    fn fits(&self, trashed: bool, fields: &Fields) -> bool {
        trashed == self.deleted && self.filters.iter().all(|(name, value)| is(&fields[*name], value))
    }
}

fn known<E: Entity>(name: &str) -> Result<&'static str> {
    let unknown = || {
        let name = shorten(name);
        let detail = format!(
            "unknown parameter `{name}`; with `as_of` a list takes limit, cursor, deleted, fields and fields by value"
        );
        Error::unreadable("unknown_parameter", detail)
    };
    E::field(name).map(|field| E::FIELDS[field].name).ok_or_else(unknown)
}

/// A field has this value, or holds it among others.
fn is(field: &Json, value: &str) -> bool {
    match field {
        Json::String(text) => text == value,
        Json::Array(items) => items.iter().any(|item| is(item, value)),
        Json::Object(_) => false,
        other => &*other.to_string() == value,
    }
}

/// The objects as they were, as far as the caller sees them now.
pub async fn list<E: Resource>(cx: &Ctx, query: &Query) -> Result<Page> {
    cx.require_reach(E::READ)?;
    let seq = moment(cx, &query.as_of).await?;
    let mut page = Page::default();
    let mut from = match &query.cursor {
        Some((true, key)) => From::Log(key.parse().unwrap_or(i64::MAX)),
        Some((false, key)) => From::Rows(key.parse().unwrap_or_default()),
        None if retention::trimmed(cx).await? > 0 => From::Rows(AnyId::default()),
        None => From::Log(0),
    };
    let mut rebuilt = 0;
    loop {
        let (keys, ids) = from.next::<E>(cx, seq, query.limit).await?;
        let end = keys.len() < query.limit;
        rebuilt += keys.len();
        let mut objects = rebuild::<E>(cx, &ids, seq).await?.into_iter().collect::<Vec<_>>();
        for (key, id) in keys.into_iter().zip(ids) {
            from = key;
            let id = Json::from(id.to_string());
            let Some(at) = objects.iter().position(|(_, fields)| fields["id"] == id) else { continue };
            let (trashed, fields) = objects.swap_remove(at);
            if query.fits(trashed, &fields) {
                page.data.push(only(fields, query.fields.as_deref()));
            }
            if page.data.len() == query.limit {
                page.next_cursor = Some(from.cursor());
                return Ok(page);
            }
        }
        match from {
            From::Rows(_) if end => from = From::Log(0),
            From::Log(_) if end => return Ok(page),
            _ => {}
        }
        if rebuilt >= MOST_REBUILT {
            page.next_cursor = Some(from.cursor());
            return Ok(page);
        }
    }
}

fn only(mut fields: Fields, names: Option<&[&'static str]>) -> Fields {
    if let Some(names) = names {
        fields.retain(|name, _| name == "id" || names.contains(&name.as_str()));
    }
    fields
}

/// Where a list goes on: after a row whose creation was trimmed, or after a creation in the log.
#[derive(Debug, Clone, Copy)]
enum From {
    Rows(AnyId),
    Log(i64),
}

impl From {
    fn cursor(self) -> String {
        match self {
            Self::Rows(id) => format!("old-{id}"),
            Self::Log(seq) => format!("log-{seq}"),
        }
    }

    /// The next objects, each with where to go on after it.
    async fn next<E: Resource>(self, cx: &Ctx, seq: i64, limit: usize) -> Result<(Vec<Self>, Vec<AnyId>)> {
        match self {
            Self::Log(after) => {
                let text = format!(
                    "SELECT e.seq, e.object_id FROM events e WHERE e.organization_id = $1 AND e.model = $2 AND e.seq > $3 \
                     AND e.seq <= $4 AND e.action IN ('created', 'joined') AND e.before IS NULL ORDER BY e.seq LIMIT {limit}"
                );
                let found: Vec<(i64, AnyId)> = cx.tx.rows(&text, &[&E::MODEL, &after, &seq]).await?;
                Ok(found.into_iter().map(|(seq, id)| (Self::Log(seq), id)).unzip())
            }
            Self::Rows(after) => {
                let id = crate::crud::id_column::<E>();
                let text = format!(
                    "SELECT t.{id} FROM {} t WHERE t.organization_id = $1 AND t.{id} > $2 AND NOT EXISTS \
                     (SELECT 1 FROM events e WHERE e.organization_id = t.organization_id AND e.object_id = t.{id} \
                     AND e.action IN ('created', 'joined') AND e.before IS NULL) ORDER BY t.{id} LIMIT {limit}",
                    E::TABLE
                );
                let found: Vec<(AnyId,)> = cx.tx.rows(&text, &[&after]).await?;
                Ok(found.into_iter().map(|(id,)| (Self::Rows(id), id)).unzip())
            }
        }
    }
}
