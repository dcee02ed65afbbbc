//! The list grammar: sort, keyset cursor, filters, fields, populate, count. Everything a request names is
//! checked against the entity's fields; what is unknown is an error that names it, never ignored.
//! A row that does not change while a client pages appears exactly once.

use crate::ctx::Ctx;
use crate::entity::{Entity, Field, Resource};
use crate::error::{Error, Result, shorten};
use crate::field::Kind;
use crate::search;
use crate::sql::{Arg, Sql};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guildhall_store::search::Query;

/// A parsed list request.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Field positions and whether each descends.
    sort: Vec<(usize, bool)>,
    cursor: Option<Vec<Arg>>,
    limit: usize,
    filters: Vec<Filter>,
    extra: Vec<(String, String)>,
    words: Option<Query>,
    pub fields: Option<Vec<usize>>,
    pub populate: Vec<usize>,
    pub count: bool,
    pub deleted: bool,
}

#[derive(Debug, Clone)]
struct Filter {
    field: usize,
    op: &'static str,
    values: Vec<Arg>,
}

/// One page of a list.
#[derive(Debug)]
pub struct Page<E> {
    pub rows: Vec<E>,
    pub next_cursor: Option<String>,
    pub total: Option<i64>,
}

const MOST: usize = 200;
const OPS: [&str; 8] = ["gte", "gt", "lte", "lt", "ne", "in", "contains", "exists"];

fn bad(detail: impl Into<String>) -> Error {
    Error::unreadable("bad_parameter", detail)
}

impl List {
    /// Reads the query parameters of a list of `E`.
    pub fn parse<E: Resource>(query: &[(String, String)]) -> Result<Self> {
        let mut list = Self { limit: 50, ..Self::default() };
        let mut cursor = None;
        for (name, value) in query {
            match name.as_str() {
                "limit" => {
                    let limit = value.parse().ok().filter(|n| (1..=MOST).contains(n));
                    list.limit = limit.ok_or_else(|| bad(format!("`limit` is a number from 1 to {MOST}")))?;
                }
                "cursor" => cursor = Some(value),
                "sort" => list.sort = parse_sort::<E>(value)?,
                "fields" => list.fields = Some(names::<E>(value, "fields", |_| true)?),
                "populate" => list.populate = names::<E>(value, "populate", |f| !f.refers.is_empty())?,
                "count" => list.count = flag(name, value)?,
                "deleted" => list.deleted = flag(name, value)?,
                "q" if search::is_searched::<E>() => {
                    list.words = (!value.is_empty()).then(|| search::terms(value));
                }
                name if E::EXTRA_FILTERS.contains(&name) => list.extra.push((name.into(), value.clone())),
                name => list.filters.push(parse_filter::<E>(name, value)?),
            }
        }
        if list.sort.is_empty() {
            list.sort = E::field("createdAt").map(|f| (f, false)).into_iter().collect();
        }
        let id = E::field("id").ok_or_else(|| Error::Internal("an entity without an id".into()))?;
        list.sort.retain(|(f, _)| *f != id);
        let descends = list.sort.last().is_some_and(|(_, d)| *d);
        list.sort.push((id, descends));
        list.cursor = cursor.map(|text| decode::<E>(&list.sort, text)).transpose()?;
        Ok(list)
    }

    /// The conditions that both the page and the count share.
    async fn conditions<E: Resource>(&self, cx: &Ctx) -> Result<Sql> {
        let mut sql = Sql::default();
        sql.and(&trash::<E>(self.deleted));
        for filter in &self.filters {
            filter.apply(&E::FIELDS[filter.field], &mut sql);
        }
        for (name, value) in &self.extra {
            E::extra_filter(cx, name, value, &mut sql).await?;
        }
        if let Some(words) = &self.words {
            search::narrow::<E>(cx, words, &mut sql).await?;
        }
        E::visible(cx, &mut sql);
        Ok(sql)
    }

    /// Runs the list.
    pub async fn run<E: Resource>(&self, cx: &Ctx) -> Result<Page<E>> {
        cx.require(E::READ)?;
        let mut sql = self.conditions::<E>(cx).await?;
        let total = if self.count { Some(count::<E>(cx, &sql).await?) } else { None };
        if let Some(cursor) = &self.cursor {
            let after = self.after::<E>(cursor, &mut sql);
            sql.and(&after);
        }
        let order: Vec<String> = self.sort.iter().map(|(f, down)| order(&E::FIELDS[*f], *down)).collect();
        let (joins, conditions) = sql.parts();
        let text = format!(
            "SELECT {} FROM {} t{joins} WHERE t.organization_id = $1{conditions} ORDER BY {} LIMIT {}",
            E::COLUMNS_OF_T,
            E::TABLE,
            order.join(", "),
            self.limit + 1
        );
        let mut rows: Vec<E> = cx.tx.rows(&text, &sql.args()).await?;
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next_cursor = rows.last().filter(|_| more).map(|row| encode(&self.sort, row));
        E::load(cx, &mut rows).await?;
        Ok(Page { rows, next_cursor, total })
    }

    /// The condition "after the cursor". Row values where both databases can use them with an index;
    /// spelled out where directions are mixed or NULLs follow.
    fn after<E: Entity>(&self, cursor: &[Arg], sql: &mut Sql) -> String {
        let down = self.sort[0].1;
        let same_way = self.sort.iter().all(|(_, d)| *d == down);
        let no_nulls =
            self.sort.iter().zip(cursor).all(|((f, _), v)| !(E::FIELDS[*f].nullable && (down || *v == Arg::Null)));
        let columns: Vec<String> = self.sort.iter().map(|(f, _)| sort_column(&E::FIELDS[*f])).collect();
        let args: Vec<String> = cursor.iter().map(|v| sql.arg(v.clone())).collect();
        if same_way && no_nulls {
            let sign = if down { "<" } else { ">" };
            return format!("({}) {sign} ({})", columns.join(", "), args.join(", "));
        }
        let mut either = Vec::new();
        let mut equal = String::new();
        for (i, (column, arg)) in columns.iter().zip(&args).enumerate() {
            let null = cursor[i] == Arg::Null;
            let nullable = E::FIELDS[self.sort[i].0].nullable;
            let beyond = match (self.sort[i].1, null) {
                (false, true) => format!("{column} IS NOT NULL"),
                (false, false) => format!("{column} > {arg}"),
                (true, true) => String::from("1 = 0"),
                (true, false) if nullable => format!("({column} < {arg} OR {column} IS NULL)"),
                (true, false) => format!("{column} < {arg}"),
            };
            either.push(format!("({equal}{beyond})"));
            equal += &if null { format!("{column} IS NULL AND ") } else { format!("{column} = {arg} AND ") };
        }
        // A parameter that is compared with nothing still needs a place and a type.
        for (i, arg) in args.iter().enumerate().filter(|(i, _)| cursor[*i] == Arg::Null) {
            either[0] = format!("({} OR {} = {arg})", either[0], columns[i]);
        }
        format!("({})", either.join(" OR "))
    }
}

/// In the trash, or not.
fn trash<E: Entity>(deleted: bool) -> String {
    format!("t.{} IS {}NULL", E::DELETED, if deleted { "NOT " } else { "" })
}

async fn count<E: Resource>(cx: &Ctx, sql: &Sql) -> Result<i64> {
    let (joins, conditions) = sql.parts();
    let text = format!("SELECT COUNT(*) FROM {} t{joins} WHERE t.organization_id = $1{conditions}", E::TABLE);
    let count: Option<(i64,)> = cx.tx.row(&text, &sql.args()).await?;
    Ok(count.map_or(0, |(n,)| n))
}

fn flag(name: &str, value: &str) -> Result<bool> {
    value.parse().map_err(|_| bad(format!("`{name}` is true or false")))
}

fn unknown<E: Entity>(parameter: &str, name: &str) -> Error {
    Error::unreadable("unknown_field", format!("`{parameter}`: {} has no field `{}`", E::MODEL, shorten(name)))
}

fn names<E: Entity>(value: &str, parameter: &str, fits: fn(&Field) -> bool) -> Result<Vec<usize>> {
    let find = |name: &str| {
        let index = E::field(name).ok_or_else(|| unknown::<E>(parameter, name))?;
        if fits(&E::FIELDS[index]) { Ok(index) } else { Err(bad(format!("`{parameter}`: `{name}` is no reference"))) }
    };
    value.split(',').map(find).collect()
}

fn parse_sort<E: Entity>(value: &str) -> Result<Vec<(usize, bool)>> {
    let mut out: Vec<(usize, bool)> = Vec::new();
    for part in value.split(',') {
        let (name, down) = part.strip_prefix('-').map_or((part, false), |name| (name, true));
        let index = E::field(name).ok_or_else(|| unknown::<E>("sort", name))?;
        if !E::FIELDS[index].sort {
            let able: Vec<_> = E::FIELDS.iter().filter(|f| f.sort).map(|f| f.name).collect();
            return Err(bad(format!("`sort`: `{name}` is not sortable; sortable are {}", able.join(", "))));
        }
        if out.iter().any(|(f, _)| *f == index) {
            return Err(bad(format!("`sort` names `{name}` twice")));
        }
        out.push((index, down));
    }
    Ok(out)
}

fn sort_column(field: &Field) -> String {
    let collate = if field.kind == Kind::Text { " COLLATE \"C\"" } else { "" };
    format!("t.{}{collate}", field.column)
}

fn order(field: &Field, down: bool) -> String {
    let nulls = match (field.nullable, down) {
        (false, _) => "",
        (true, false) => " NULLS FIRST",
        (true, true) => " NULLS LAST",
    };
    format!("{} {}{nulls}", sort_column(field), if down { "DESC" } else { "ASC" })
}

/// Reads one value as the field's kind; `None` for an id or a text that no object can have.
fn value(field: &Field, text: &str) -> Result<Option<Arg>> {
    let wrong = |detail: String| bad(format!("`{}`: {detail}", field.name));
    Ok(Some(match field.kind {
        Kind::Text if text.contains('\0') => return Ok(None),
        Kind::Text => Arg::Text(text.to_owned()),
        Kind::Integer => Arg::Int(text.parse().map_err(|_| wrong("expected a whole number".into()))?),
        Kind::Amount => Arg::Int(text.parse::<crate::amount::Amount>().map_err(wrong)?.0),
        Kind::Boolean => Arg::Bool(text.parse().map_err(|_| wrong("expected true or false".into()))?),
        Kind::Instant if text.len() == 10 => {
            Arg::Int(format!("{text}T00:00:00Z").parse::<crate::time::Timestamp>().map_err(wrong)?.0)
        }
        Kind::Instant => Arg::Int(text.parse::<crate::time::Timestamp>().map_err(wrong)?.0),
        Kind::Day => Arg::Text(text.parse::<crate::time::Day>().map_err(wrong)?.to_string()),
        Kind::Id => match text.parse::<crate::entity::AnyId>() {
            Ok(id) => id.into(),
            Err(_) => return Ok(None),
        },
        Kind::Document => return Err(wrong("cannot be filtered".into())),
    }))
}

fn parse_filter<E: Entity>(name: &str, text: &str) -> Result<Filter> {
    let (name, op) = match name.strip_suffix(']').and_then(|n| n.split_once('[')) {
        Some((name, op)) => {
            let op = OPS.into_iter().find(|known| *known == op);
            (name, op.ok_or_else(|| bad(format!("`{name}`: operators are {}", OPS.join(", "))))?)
        }
        None => (name, "eq"),
    };
    let unknown = || Error::unreadable("unknown_parameter", format!("unknown parameter `{}`", shorten(name)));
    let index = E::field(name).ok_or_else(unknown)?;
    let field = &E::FIELDS[index];
    if field.is_virtual {
        return Err(bad(format!("`{name}` cannot be filtered")));
    }
    let values = match op {
        "exists" => vec![Arg::Bool(flag(name, text)?)],
        "in" => text.split(',').map(|v| value(field, v)).filter_map(Result::transpose).collect::<Result<_>>()?,
        "contains" if field.kind != Kind::Text => return Err(bad(format!("`{name}` is no text"))),
        "eq" | "ne" if text == "null" && field.nullable => vec![Arg::Null],
        _ => value(field, text)?.into_iter().collect(),
    };
    Ok(Filter { field: index, op, values })
}

impl Filter {
    fn apply(&self, field: &Field, sql: &mut Sql) {
        let column = format!("t.{}", field.column);
        let first = self.values.first();
        let condition = match (self.op, first) {
            ("exists", Some(Arg::Bool(true))) => format!("{column} IS NOT NULL"),
            ("exists", _) | ("eq", Some(Arg::Null)) => format!("{column} IS NULL"),
            ("ne", Some(Arg::Null)) => format!("{column} IS NOT NULL"),
            // There is no list of booleans that both databases take.
            ("in", _) if field.kind == Kind::Boolean => {
                let either: Vec<String> =
                    self.values.iter().map(|v| format!("{column} = {}", sql.arg(v.clone()))).collect();
                format!("({})", either.join(" OR "))
            }
            ("in", _) => format!("{column} = ANY({})", sql.arg(list(&self.values, field.kind))),
            ("ne", None) => return,
            (_, None) => String::from("1 = 0"),
            ("ne", Some(v)) if field.nullable => format!("({column} <> {} OR {column} IS NULL)", sql.arg(v.clone())),
            ("contains", Some(Arg::Text(text))) => {
                let pattern =
                    format!("%{}%", text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
                format!("LOWER({column}) LIKE {} ESCAPE '\\'", sql.arg(Arg::Text(pattern)))
            }
            (op, Some(v)) => {
                let sign = match op {
                    "gte" => ">=",
                    "gt" => ">",
                    "lte" => "<=",
                    "lt" => "<",
                    "ne" => "<>",
                    _ => "=",
                };
                let collate =
                    if field.kind == Kind::Text && !matches!(op, "eq" | "ne") { " COLLATE \"C\"" } else { "" };
                format!("{column}{collate} {sign} {}", sql.arg(v.clone()))
            }
        };
        sql.and(&condition);
    }
}

fn list(values: &[Arg], kind: Kind) -> Arg {
    match kind {
        Kind::Id => {
            Arg::Ids(values.iter().filter_map(|v| if let Arg::Bytes(b) = v { Some(b.clone()) } else { None }).collect())
        }
        Kind::Text | Kind::Day => Arg::Texts(
            values.iter().filter_map(|v| if let Arg::Text(t) = v { Some(t.clone()) } else { None }).collect(),
        ),
        _ => Arg::Ints(values.iter().filter_map(|v| if let Arg::Int(n) = v { Some(*n) } else { None }).collect()),
    }
}

/// A cursor is the sort names and the last row's values, base64url of JSON: opaque, not secret.
fn encode<E: Entity>(sort: &[(usize, bool)], row: &E) -> String {
    let names = sort_names::<E>(sort);
    let values: Vec<serde_json::Value> = sort
        .iter()
        .map(|(f, _)| match Arg::from(&row.bind(*f)) {
            Arg::Int(v) => v.into(),
            Arg::Bool(v) => v.into(),
            Arg::Text(v) => v.into(),
            Arg::Bytes(v) => URL_SAFE_NO_PAD.encode(v).into(),
            _ => serde_json::Value::Null,
        })
        .collect();
    URL_SAFE_NO_PAD.encode(serde_json::json!([names, values]).to_string())
}

fn sort_names<E: Entity>(sort: &[(usize, bool)]) -> String {
    let name = |(f, down): &(usize, bool)| format!("{}{}", if *down { "-" } else { "" }, E::FIELDS[*f].name);
    sort.iter().map(name).collect::<Vec<_>>().join(",")
}

fn decode<E: Entity>(sort: &[(usize, bool)], text: &str) -> Result<Vec<Arg>> {
    let wrong = || Error::unreadable("bad_cursor", "this cursor is not one of this list; start without a cursor");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let (names, values): (String, Vec<serde_json::Value>) = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
    if names != sort_names::<E>(sort) || values.len() != sort.len() {
        return Err(wrong());
    }
    sort.iter().zip(values).map(|((f, _), v)| cursor_value(&E::FIELDS[*f], &v).ok_or_else(wrong)).collect()
}

fn cursor_value(field: &Field, value: &serde_json::Value) -> Option<Arg> {
    if value.is_null() {
        return field.nullable.then_some(Arg::Null);
    }
    Some(match field.kind {
        Kind::Text | Kind::Day => Arg::Text(value.as_str().filter(|text| !text.contains('\0'))?.to_owned()),
        Kind::Id => Arg::Bytes(URL_SAFE_NO_PAD.decode(value.as_str()?).ok().filter(|b| b.len() == 12)?),
        _ => Arg::Int(value.as_i64()?),
    })
}

/// Reads rows of `E` by id, as far as the caller may see them.
pub async fn by_ids<E: Resource>(cx: &Ctx, ids: Vec<Vec<u8>>) -> Result<Vec<E>> {
    let mut sql = Sql::default();
    let arg = sql.arg(Arg::Ids(ids));
    let id = E::field("id").map_or("id", |f| E::FIELDS[f].column);
    sql.and(&format!("t.{id} = ANY({arg}) AND {}", trash::<E>(false)));
    E::visible(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let text =
        format!("SELECT {} FROM {} t{joins} WHERE t.organization_id = $1{conditions}", E::COLUMNS_OF_T, E::TABLE);
    let mut rows: Vec<E> = cx.tx.rows(&text, &sql.args()).await?;
    E::load(cx, &mut rows).await?;
    Ok(rows)
}

/// One row as the caller may see it, trashed ones only if asked for.
pub async fn one<E: Resource>(cx: &Ctx, id: crate::entity::AnyId, deleted: Option<bool>, lock: bool) -> Result<E> {
    cx.require(E::READ)?;
    let mut sql = Sql::default();
    let arg = sql.arg(id);
    let column = E::field("id").map_or("id", |f| E::FIELDS[f].column);
    sql.and(&format!("t.{column} = {arg}"));
    if let Some(deleted) = deleted {
        sql.and(&trash::<E>(deleted));
    }
    E::visible(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let tail = if lock { " FOR NO KEY UPDATE OF t" } else { "" };
    let text =
        format!("SELECT {} FROM {} t{joins} WHERE t.organization_id = $1{conditions}{tail}", E::COLUMNS_OF_T, E::TABLE);
    cx.tx.row::<E>(&text, &sql.args()).await?.ok_or(Error::NotFound)
}
