//! Full-text search: what an object is found by is stored with every change, in its transaction, and found
//! again by the same rule of visibility as lists. To make an entity searchable implement `search_text`.

pub mod find;
pub mod highlight;
mod near;
pub mod rebuild;

use crate::crud::id_column;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Resource};
use crate::error::Result;
use crate::org::Organization;
use crate::sql::{Arg, Sql};
use crate::work::custom::CustomValue;
use guildhall_store::search::words::words;
use guildhall_store::search::{Entry, Part, Query, Term};
use guildhall_store::{Id, Tx};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::HashSet;

/// Most words of a query; more are left out.
const MOST_TERMS: usize = 12;
/// Hits that a list takes by their ids; with more it asks the index again, row by row.
const BY_ID: usize = 2_000;

/// Most bytes that values add to a text: they are cut into words with every change of their object.
const MOST_ADDED: usize = 256 << 10;

/// What an object is found by. It is made of stored fields only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text<'e> {
    /// A short name that people type, like WEB-123; may be empty.
    pub key: &'e str,
    /// What the object is called; words here count more.
    pub title: Cow<'e, str>,
    /// Everything else.
    pub body: Cow<'e, str>,
}

impl<'e> Text<'e> {
    /// A title and a text.
    pub fn new(title: &'e str, body: &'e str) -> Self {
        Self { key: "", title: title.into(), body: body.into() }
    }

    /// With what its custom fields say.
    #[must_use]
    pub fn with_custom(mut self, values: &[CustomValue]) -> Self {
        if !values.is_empty() {
            add_texts(values.iter().map(|one| &one.value), self.body.to_mut());
        }
        self
    }
}

/// Adds the texts in JSON values, line by line, however deep, as long as they fit; ids are left out, which name
/// nothing to people.
pub fn add_texts<'j>(values: impl IntoIterator<Item = &'j Json>, out: &mut String) {
    let mut left = MOST_ADDED;
    let mut todo: Vec<&Json> = values.into_iter().collect();
    todo.reverse();
    while let Some(value) = todo.pop() {
        match value {
            Json::String(text) if text.len() <= left && !is_id(text) => {
                left -= text.len();
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(text);
            }
            Json::Array(items) => todo.extend(items.iter().rev()),
            Json::Object(fields) => todo.extend(fields.values()),
            _ => {}
        }
    }
}

/// Digits alone are a number that somebody typed.
fn is_id(text: &str) -> bool {
    text.parse::<AnyId>().is_ok() && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// True if objects of this kind can be found.
pub fn is_searched<E: Resource>() -> bool {
    E::default().search_text().is_some()
}

fn distinct(texts: &[&str]) -> Vec<String> {
    let mut seen = HashSet::new();
    let all = texts.iter().flat_map(|text| words(text)).map(|word| word.text);
    all.filter(|word| seen.insert(word.clone())).collect()
}

/// Stores what a new or changed object is found by.
pub(crate) async fn store<E: Resource>(cx: &mut Ctx, entity: &E, old: Option<&E>) -> Result<()> {
    let Some(text) = entity.search_text() else { return Ok(()) };
    if old.is_some_and(|old| old.search_text().as_ref() == Some(&text)) {
        return Ok(());
    }
    let (tx, organization) = (cx.tx.clone(), cx.organization);
    index(&tx, organization, &mut cx.learned, entity, old.is_none()).await
}

async fn index<E: Resource>(
    tx: &Tx,
    organization: Id<Organization>,
    learned: &mut HashSet<String>,
    entity: &E,
    is_new: bool,
) -> Result<()> {
    let Some(text) = entity.search_text() else { return Ok(()) };
    let (head, body) = (distinct(&[text.key, &text.title]), distinct(&[&text.body]));
    let (project, task) = entity.home();
    let object = entity.head().id;
    let home = task.or(project);
    let entry = Entry {
        model: E::MODEL,
        object: object.as_bytes(),
        home: home.as_ref().map(|home| home.as_bytes().as_slice()),
        head: &head,
        body: &body,
        is_new,
    };
    tx.index(&entry).await?;
    near::learn(tx, organization, learned, head.iter().chain(&body)).await
}

/// Forgets an object that is deleted for good. What it was purged with is forgotten by `home_id`.
pub(crate) async fn forget<E: Resource>(cx: &Ctx, id: AnyId) -> Result<()> {
    if is_searched::<E>() {
        let sql = "DELETE FROM search_docs WHERE organization_id = $1 AND object_id = $2 AND model = $3";
        cx.tx.execute(sql, &[&id, &E::MODEL]).await?;
    }
    Ok(())
}

/// The words of a query: all must be there, the last may go on.
pub fn terms(text: &str) -> Query {
    let all = words(text);
    let last = all.len().saturating_sub(1);
    let many = all.into_iter().enumerate().take(MOST_TERMS).map(|(at, word)| {
        // A lone character of a script without spaces is the beginning of a pair.
        let lone = word.dense && word.text.chars().count() == 1;
        vec![Term { text: word.text, prefix: at == last || lone }]
    });
    Query(many.collect())
}

fn hits(cx: &Ctx, query: &Query, part: Part) -> String {
    query.text(cx.tx.dialect(), cx.organization.cast(), part)
}

const HITS: &str = "FROM search_match({query}, {below}) m CROSS JOIN search_docs d \
    WHERE d.organization_id = $1 AND d.doc = m.doc AND d.model = {model}";

/// Narrows a list to what has all words of the query.
pub(crate) async fn narrow<E: Resource>(cx: &Ctx, query: &Query, sql: &mut Sql) -> Result<()> {
    if query.0.is_empty() {
        sql.and("1 = 0");
        return Ok(());
    }
    let text = hits(cx, query, Part::All);
    let from = HITS.replace("{query}", "$2").replace("{below}", "$3").replace("{model}", "$4");
    let some = format!("SELECT d.object_id {from} LIMIT {}", BY_ID + 1);
    let found: Vec<(AnyId,)> = cx.tx.rows(&some, &[&text, &i64::MAX, &E::MODEL]).await?;
    let id = id_column::<E>();
    if found.len() <= BY_ID {
        let these = sql.arg(Arg::Ids(found.into_iter().map(|(id,)| id.as_bytes().to_vec()).collect()));
        sql.and(&format!("t.{id} = ANY({these})"));
    } else {
        let (query, below) = (sql.arg(Arg::Text(text)), sql.arg(Arg::Int(i64::MAX)));
        let model = sql.arg(Arg::Text(E::MODEL.into()));
        let from = HITS.replace("{query}", &query).replace("{below}", &below).replace("{model}", &model);
        sql.and(&format!("t.{id} IN (SELECT d.object_id {from})"));
    }
    Ok(())
}
