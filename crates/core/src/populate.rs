//! `populate=`: references of a page replaced by the objects they lead to, and their references in turn, as far
//! as the caller may see them; one query a model and level, however many rows. What may not be seen reads null.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Field, Resource};
use crate::error::{Error, Result, shorten};
use crate::object::{self, ObjectWriter};
use crate::policy::Permission;
use futures_util::future::{BoxFuture, FutureExt, try_join_all};
use guildhall_store::Value;
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

/// Objects by the field that leads to them and their id, as they go out.
pub type Populated = HashMap<(usize, AnyId), Arc<[u8]>>;

/// Which references to replace, level by level.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    fields: Vec<usize>,
    /// What to replace in turn in the objects that each field leads to.
    below: Vec<Tree>,
}

/// The fields of the first level.
impl Deref for Tree {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        &self.fields
    }
}

/// Deepest path, and most of them.
const DEEPEST: usize = 4;
const MOST: usize = 40;

impl Tree {
    /// Reads `projectId.ownerId,assigneeId`.
    pub fn parse<E: Entity>(value: &str) -> Result<Self> {
        let mut tree = Self::default();
        let bad = |detail: String| Error::unreadable("bad_parameter", detail);
        for (count, path) in value.split(',').enumerate() {
            if count >= MOST || path.split('.').count() > DEEPEST {
                return Err(bad(format!("`populate` names at most {MOST} paths of at most {DEEPEST} references")));
            }
            let (mut level, mut model, mut fields) = (&mut tree, E::MODEL, E::FIELDS);
            for name in path.split('.') {
                let unknown = || format!("`populate`: {model} has no field `{}`", shorten(name));
                let index = fields.iter().position(|f| f.name == name && !f.hidden);
                let index = index.ok_or_else(|| Error::unreadable("unknown_field", unknown()))?;
                model = fields[index].refers;
                fields = fields_of(model).ok_or_else(|| bad(format!("`populate`: `{name}` is no reference")))?;
                level = level.below(index);
            }
        }
        Ok(tree)
    }

    fn below(&mut self, field: usize) -> &mut Self {
        let at = self.fields.iter().position(|known| *known == field).unwrap_or_else(|| {
            self.fields.push(field);
            self.below.push(Self::default());
            self.fields.len() - 1
        });
        &mut self.below[at]
    }
}

fn fields_of(model: &str) -> Option<&'static [Field]> {
    crate::entity_of!(model, E => Some(<E as Entity>::FIELDS), None)
}

/// An object as it goes out: all its fields or those asked for, references replaced where populated.
pub struct View<'a, E: Clone> {
    pub row: Cow<'a, E>,
    pub can: Vec<&'static str>,
    pub fields: Option<&'a [usize]>,
    pub populate: &'a [usize],
    pub populated: &'a Populated,
}

impl<'a, E: Resource> View<'a, E> {
    /// The whole object.
    pub fn whole(row: &'a E, cx: &Ctx, none: &'a Populated) -> Self {
        Self { row: row.seen(cx), can: row.can(cx), fields: None, populate: &[], populated: none }
    }
}

impl<E: Entity> View<'_, E> {
    /// Writes it at the end of a buffer.
    pub fn write(&self, out: &mut Vec<u8>) -> Result<()> {
        self.fields(out).map_err(|e| Error::Internal(e.to_string()))
    }

    /// Its JSON.
    pub fn text(&self) -> Result<Vec<u8>> {
        let mut out = Vec::with_capacity(1024);
        self.write(&mut out)?;
        Ok(out)
    }

    /// Its JSON as a part of what serde writes.
    pub fn raw(&self) -> Result<Box<RawValue>> {
        let text = String::from_utf8(self.text()?).map_err(|e| Error::Internal(e.to_string()))?;
        RawValue::from_string(text).map_err(|e| Error::Internal(e.to_string()))
    }

    fn fields(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let mut object = ObjectWriter::begin(out);
        for (index, field) in E::FIELDS.iter().enumerate().filter(|(_, f)| !f.hidden) {
            if self.fields.is_some_and(|fields| !fields.contains(&index) && field.name != "id") {
                continue;
            }
            if !self.populate.contains(&index) {
                self.row.write(index, &mut object)?;
                continue;
            }
            let (many, ids) = leads_to(&*self.row, index);
            let mut found = ids.iter().filter_map(|id| self.populated.get(&(index, *id)));
            let out = object.name(field.name);
            if many {
                object::array(out, found);
            } else {
                out.extend_from_slice(found.next().map_or(b"null", |found| found));
            }
        }
        if self.fields.is_none() {
            object.field("can", &self.can)?;
        }
        object.end();
        Ok(())
    }
}

/// Whether a field leads to many, and to which.
fn leads_to<E: Entity>(row: &E, index: usize) -> (bool, Vec<AnyId>) {
    if !E::FIELDS[index].is_virtual {
        let id = if let Value::Bytes(id) = row.bind(index) { AnyId::from_slice(id).ok() } else { None };
        return (false, id.into_iter().collect());
    }
    let parse = |value: &Json| value.as_str().and_then(|text| text.parse().ok());
    match row.json(index) {
        Json::Array(items) => (true, items.iter().filter_map(parse).collect()),
        one => (false, parse(&one).into_iter().collect()),
    }
}

/// Fetches what the named reference fields of a page lead to, level by level.
pub async fn fetch<E: Resource>(cx: &Ctx, rows: &[E], tree: &Tree) -> Result<Populated> {
    let mut wanted: HashMap<&'static str, Vec<Wanted<'_>>> = HashMap::new();
    for (field, below) in tree.fields.iter().zip(&tree.below) {
        let ids = rows.iter().flat_map(|row| leads_to(row, *field).1).collect();
        wanted.entry(E::FIELDS[*field].refers).or_default().push(Wanted { field: *field, ids, below });
    }
    let loads = wanted.into_iter().map(|(model, wanted)| {
        crate::entity_of!(model, E => load::<E>(cx, wanted), {
            let none = Error::Internal(format!("nothing populates {model}"));
            async { Err(none) }.boxed()
        })
    });
    // Polled together: on PostgreSQL the queries of a level share their round trip.
    Ok(try_join_all(loads).await?.into_iter().flatten().collect())
}

/// What one field leads to, and what to replace there in turn.
struct Wanted<'t> {
    field: usize,
    ids: BTreeSet<AnyId>,
    below: &'t Tree,
}

type Loaded = Vec<((usize, AnyId), Arc<[u8]>)>;

fn load<'a, E: Resource>(cx: &'a Ctx, wanted: Vec<Wanted<'a>>) -> BoxFuture<'a, Result<Loaded>> {
    Box::pin(async move {
        let ids: BTreeSet<AnyId> = wanted.iter().flat_map(|w| w.ids.iter().copied()).collect();
        if ids.is_empty() || (!cx.reaches(E::READ) && E::READ != Permission::MemberRead) {
            return Ok(Loaded::new());
        }
        let ids = ids.iter().map(|id| id.as_bytes().to_vec()).collect();
        let rows = crate::list::by_ids::<E>(cx, ids).await?;
        let (mut out, mut scratch) = (Loaded::new(), Vec::new());
        let mut plain: HashMap<AnyId, Arc<[u8]>> = HashMap::new();
        for Wanted { field, ids, below } in wanted {
            let nested = if below.is_empty() { Populated::new() } else { fetch(cx, &rows, below).await? };
            for row in rows.iter().filter(|row| ids.contains(&row.head().id)) {
                let id = row.head().id;
                let known = plain.get(&id).filter(|_| below.is_empty());
                let shown = match known {
                    Some(known) => Arc::clone(known),
                    None => {
                        let (can, row) = (row.can(cx), row.seen(cx));
                        let view = View { row, can, fields: None, populate: below, populated: &nested };
                        scratch.clear();
                        view.write(&mut scratch)?;
                        Arc::from(scratch.as_slice())
                    }
                };
                if below.is_empty() {
                    plain.insert(id, Arc::clone(&shown));
                }
                out.push(((field, id), shown));
            }
        }
        Ok(out)
    })
}
