//! Lists that are short by nature (one's organizations, one's tokens, the roles): read whole, handed out in
//! the same pages as every other list. The cursor is the key of the last row, and rows come in its order.

use guildhall_core::error::shorten;
use guildhall_core::populate::{Populated, View};
use guildhall_core::{Ctx, Error, Resource, schema};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    pub data: Vec<T>,
    /// Where the next page begins; null on the last.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Which page, and whether of the trash.
#[derive(Debug)]
pub struct Window {
    limit: usize,
    after: Option<String>,
    pub deleted: bool,
}

impl Window {
    /// Reads the query parameters; `deleted` only where there is a trash.
    pub fn parse(query: &[(String, String)], has_trash: bool) -> Result<Self, Error> {
        let mut out = Self { limit: 50, after: None, deleted: false };
        for (name, value) in query {
            let bad = |what: &str| Error::unreadable("bad_parameter", format!("`{name}` is {what}"));
            match name.as_str() {
                "limit" => {
                    let limit = value.parse().ok().filter(|n| (1..=200).contains(n));
                    out.limit = limit.ok_or_else(|| bad("a number from 1 to 200"))?;
                }
                "cursor" => out.after = Some(value.clone()),
                "deleted" if has_trash => out.deleted = value.parse().map_err(|_| bad("true or false"))?,
                _ => {
                    let detail = format!("unknown parameter `{}`", shorten(name));
                    return Err(Error::unreadable("unknown_parameter", detail));
                }
            }
        }
        Ok(out)
    }

    /// The page of rows that come in the order of `key`.
    pub fn page<T>(&self, rows: Vec<T>, key: impl Fn(&T) -> String) -> Page<T> {
        let after = self.after.as_deref();
        let mut data: Vec<T> =
            rows.into_iter().filter(|row| after.is_none_or(|after| key(row).as_str() > after)).collect();
        let more = data.len() > self.limit;
        data.truncate(self.limit);
        let next_cursor = data.last().filter(|_| more).map(&key);
        Page { data, next_cursor }
    }
}

/// An entity as it goes out inside another answer, under its own schema.
#[derive(Debug)]
pub struct Shown<E> {
    row: E,
    can: Vec<&'static str>,
}

impl<E: Resource> Shown<E> {
    /// The whole object as the caller sees it, with what may be done with it.
    pub fn new(cx: &Ctx, row: &E) -> Self {
        Self { row: row.seen(cx).into_owned(), can: row.can(cx) }
    }

    /// An object of which nothing is withheld from those who see it, with what may be done with it.
    pub fn open(row: E, can: Vec<&'static str>) -> Self {
        Self { row, can }
    }
}

impl<E: Resource> Serialize for Shown<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (can, populated) = (self.can.clone(), Populated::new());
        let view = View { row: Cow::Borrowed(&self.row), can, fields: None, populate: &[], populated: &populated };
        // As fields and not as one raw value, so that others can stand beside them.
        let text = view.text().map_err(serde::ser::Error::custom)?;
        let fields: BTreeMap<&str, &RawValue> = serde_json::from_slice(&text).map_err(serde::ser::Error::custom)?;
        serializer.collect_map(fields)
    }
}

impl<E: Resource> PartialSchema for Shown<E> {
    fn schema() -> RefOr<Schema> {
        RefOr::T(schema::answer::<E>())
    }
}

impl<E: Resource> ToSchema for Shown<E> {
    fn name() -> Cow<'static, str> {
        E::MODEL.into()
    }
}

/// The schema of a body whose object gets its id from the server.
pub fn without_id(mut schema: Schema) -> Schema {
    if let Schema::Object(object) = &mut schema {
        object.properties.shift_remove("id");
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_without_gap_or_repeat() {
        let rows: Vec<u32> = (10..17).collect();
        let mut seen = Vec::new();
        let mut query = vec![("limit".to_owned(), "3".to_owned())];
        loop {
            let page = Window::parse(&query, false).unwrap().page(rows.clone(), ToString::to_string);
            seen.extend(page.data);
            let Some(cursor) = page.next_cursor else { break };
            query.truncate(1);
            query.push(("cursor".into(), cursor));
        }
        assert_eq!(seen, rows);
        assert!(Window::parse(&[("deleted".into(), "true".into())], false).is_err());
    }
}
