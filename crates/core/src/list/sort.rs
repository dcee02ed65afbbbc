//! The order of a list, and the cursor that says where in it a page ended. The id decides last, so that the
//! order is total and a row that does not change while a client pages appears exactly once.

use super::custom::{self, Custom};
use super::{bad, unknown};
use crate::entity::{AnyId, Entity, Resource};
use crate::error::{Error, Result};
use crate::field::Kind;
use crate::sql::{Arg, Sql};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use std::cmp::Ordering;
use std::fmt::Write;

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Position of a field.
    Field(usize),
    /// Id of a custom field.
    Custom(AnyId),
}

/// One step of an order.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub key: Key,
    pub down: bool,
}

/// A step with its column.
#[derive(Debug)]
pub struct Sorted {
    pub column: String,
    kind: Kind,
    nullable: bool,
    down: bool,
    /// The field that holds the value; a custom one is read beside the row.
    pub field: Option<usize>,
    name: String,
}

/// Reads `sort=`; the id is added as the last step.
pub fn parse<E: Resource>(value: Option<&str>) -> Result<Vec<Step>> {
    let mut out: Vec<Step> = Vec::new();
    for part in value.into_iter().flat_map(|value| value.split(',')) {
        let (name, down) = part.strip_prefix('-').map_or((part, false), |name| (name, true));
        let key = key::<E>(name)?;
        if out.iter().any(|step| step.key == key) {
            return Err(bad(format!("`sort` names `{name}` twice")));
        }
        out.push(Step { key, down });
    }
    if out.is_empty() {
        out = E::field("createdAt").map(|f| Step { key: Key::Field(f), down: false }).into_iter().collect();
    }
    let id = Key::Field(E::field("id").ok_or_else(|| Error::Internal("an entity without an id".into()))?);
    out.retain(|step| step.key != id);
    let down = out.last().is_some_and(|step| step.down);
    out.push(Step { key: id, down });
    Ok(out)
}

fn key<E: Resource>(name: &str) -> Result<Key> {
    if let Some(id) = custom::id_of::<E>(name) {
        return id.map(Key::Custom);
    }
    let index = E::field(name).ok_or_else(|| unknown::<E>("sort", name))?;
    if E::FIELDS[index].sort {
        return Ok(Key::Field(index));
    }
    let able: Vec<_> = E::FIELDS.iter().filter(|f| f.sort).map(|f| f.name).collect();
    Err(bad(format!("`sort`: `{name}` is not sortable; sortable are {}", able.join(", "))))
}

/// Finds the column of each step, joining what is needed for custom fields.
pub fn columns<E: Resource>(steps: &[Step], custom: &Custom, sql: &mut Sql) -> Result<Vec<Sorted>> {
    let one = |step: &Step| match step.key {
        Key::Field(index) => {
            let field = &E::FIELDS[index];
            let collate = if field.kind == Kind::Text { " COLLATE \"C\"" } else { "" };
            Ok(Sorted {
                column: format!("t.{}{collate}", field.column),
                kind: field.kind,
                nullable: field.nullable,
                down: step.down,
                field: Some(index),
                name: field.name.to_owned(),
            })
        }
        Key::Custom(id) => custom_column::<E>(id, step.down, custom, sql),
    };
    steps.iter().map(one).collect()
}

fn custom_column<E: Resource>(id: AnyId, down: bool, custom: &Custom, sql: &mut Sql) -> Result<Sorted> {
    let (kind, holder) = custom.kind(id).ok_or_else(|| custom::unknown(&id.to_string()))?;
    if !kind.sorts() {
        return Err(bad("`sort`: people and several choices have no order"));
    }
    let field = sql.arg(id);
    let alias = format!("s{}", &field[1..]);
    sql.join(&format!(
        "LEFT JOIN {} {alias} ON {alias}.organization_id = t.organization_id AND {alias}.object_id = t.{} \
         AND {alias}.field_id = {field} AND {alias}.position = 0",
        holder.table,
        crate::crud::id_column::<E>()
    ));
    let column = custom::column(kind, &alias);
    let collate = if column.bytewise { " COLLATE \"C\"" } else { "" };
    let name = format!("{}{id}", custom::PREFIX);
    let sql = format!("{}{collate}", column.sql);
    Ok(Sorted { column: sql, kind: column.kind, nullable: true, down, field: None, name })
}

/// The text after ORDER BY.
pub fn order(sorted: &[Sorted]) -> String {
    let one = |s: &Sorted| {
        let nulls = match (s.nullable, s.down) {
            (false, _) => "",
            (true, false) => " NULLS FIRST",
            (true, true) => " NULLS LAST",
        };
        format!("{} {}{nulls}", s.column, if s.down { "DESC" } else { "ASC" })
    };
    sorted.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The condition "after the cursor". Row values where both databases can use them with an index; spelled out
/// where directions are mixed or NULLs follow.
pub fn after(sorted: &[Sorted], cursor: &[Arg], sql: &mut Sql) -> String {
    let down = sorted.first().is_some_and(|s| s.down);
    let same_way = sorted.iter().all(|s| s.down == down);
    let no_nulls = sorted.iter().zip(cursor).all(|(s, v)| !(s.nullable && (down || *v == Arg::Null)));
    let args: Vec<String> = cursor.iter().map(|v| sql.arg(v.clone())).collect();
    if same_way && no_nulls {
        let columns: Vec<&str> = sorted.iter().map(|s| s.column.as_str()).collect();
        let sign = if down { "<" } else { ">" };
        return format!("({}) {sign} ({})", columns.join(", "), args.join(", "));
    }
    let mut either = Vec::new();
    let mut equal = String::new();
    for (i, (step, arg)) in sorted.iter().zip(&args).enumerate() {
        let (column, null) = (&step.column, cursor[i] == Arg::Null);
        let beyond = match (step.down, null) {
            (false, true) => format!("{column} IS NOT NULL"),
            (false, false) => format!("{column} > {arg}"),
            (true, true) => String::from("1 = 0"),
            (true, false) if step.nullable => format!("({column} < {arg} OR {column} IS NULL)"),
            (true, false) => format!("{column} < {arg}"),
        };
        either.push(format!("({equal}{beyond})"));
        let _ = write!(equal, "{column} {} AND ", if null { "IS NULL".into() } else { format!("= {arg}") });
    }
    // A parameter that is compared with nothing still needs a place and a type.
    for (i, arg) in args.iter().enumerate().filter(|(i, _)| cursor[*i] == Arg::Null) {
        either[0] = format!("({} OR {} = {arg})", either[0], sorted[i].column);
    }
    format!("({})", either.join(" OR "))
}

/// What a row is sorted by.
pub fn values<E: Entity>(sorted: &[Sorted], row: &E, beside: &[Arg]) -> Vec<Arg> {
    let mut beside = beside.iter();
    let value = |s: &Sorted| match s.field {
        Some(field) => Arg::from(&row.bind(field)),
        None => beside.next().cloned().unwrap_or(Arg::Null),
    };
    sorted.iter().map(value).collect()
}

/// The order of two rows by what they are sorted by.
pub fn compare(sorted: &[Sorted], a: &[Arg], b: &[Arg]) -> Ordering {
    let one = |(step, (a, b)): (&Sorted, (&Arg, &Arg))| if step.down { b.cmp(a) } else { a.cmp(b) };
    sorted.iter().zip(a.iter().zip(b)).map(one).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn names(sorted: &[Sorted]) -> String {
    let name = |s: &Sorted| format!("{}{}", if s.down { "-" } else { "" }, s.name);
    sorted.iter().map(name).collect::<Vec<_>>().join(",")
}

/// A cursor is the sort names and the last row's values, base64url of JSON: opaque, not secret.
pub fn encode<E: Entity>(sorted: &[Sorted], row: &E, beside: &[Arg]) -> String {
    let value = |value| match value {
        Arg::Int(v) => v.into(),
        Arg::Bool(v) => v.into(),
        Arg::Text(v) => v.into(),
        Arg::Bytes(v) => URL_SAFE_NO_PAD.encode(v).into(),
        _ => Json::Null,
    };
    let values: Vec<Json> = values(sorted, row, beside).into_iter().map(value).collect();
    URL_SAFE_NO_PAD.encode(serde_json::json!([names(sorted), values]).to_string())
}

/// Reads a cursor of this very order.
pub fn decode(sorted: &[Sorted], text: &str) -> Result<Vec<Arg>> {
    let wrong = || Error::unreadable("bad_cursor", "this cursor is not one of this list; start without a cursor");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let (named, values): (String, Vec<Json>) = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
    if named != names(sorted) || values.len() != sorted.len() {
        return Err(wrong());
    }
    sorted.iter().zip(values).map(|(s, v)| value(s, &v).ok_or_else(wrong)).collect()
}

fn value(step: &Sorted, value: &Json) -> Option<Arg> {
    if value.is_null() {
        return step.nullable.then_some(Arg::Null);
    }
    Some(match step.kind {
        Kind::Text | Kind::Day => Arg::Text(value.as_str().filter(|text| !text.contains('\0'))?.to_owned()),
        Kind::Id => Arg::Bytes(URL_SAFE_NO_PAD.decode(value.as_str()?).ok().filter(|b| b.len() == 12)?),
        _ => Arg::Int(value.as_i64()?),
    })
}
