//! `populate=`: references of a page replaced by the objects they lead to, as far as the caller may see
//! them; one query a model, however many rows. What may not be seen reads null.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource};
use crate::error::Result;
use crate::policy::Permission;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value as Json;
use std::collections::{BTreeSet, HashMap};

/// Objects by id, as JSON.
pub type Populated = HashMap<AnyId, Json>;

/// An object as it goes out: all its fields or those asked for, references replaced where populated.
pub struct View<'a, E> {
    pub row: &'a E,
    pub can: Vec<&'static str>,
    pub fields: Option<&'a [usize]>,
    pub populate: &'a [usize],
    pub populated: &'a Populated,
}

impl<'a, E: Resource> View<'a, E> {
    /// The whole object.
    pub fn whole(row: &'a E, cx: &Ctx, none: &'a Populated) -> Self {
        Self { row, can: row.can(cx), fields: None, populate: &[], populated: none }
    }
}

impl<E: Entity> Serialize for View<'_, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (index, field) in E::FIELDS.iter().enumerate().filter(|(_, f)| !f.hidden) {
            if self.fields.is_some_and(|fields| !fields.contains(&index) && field.name != "id") {
                continue;
            }
            if self.populate.contains(&index) {
                map.serialize_entry(field.name, &self.replaced(self.row.json(index)))?;
            } else {
                self.row.write(index, &mut map)?;
            }
        }
        if self.fields.is_none() {
            map.serialize_entry("can", &self.can)?;
        }
        map.end()
    }
}

impl<E> View<'_, E> {
    fn replaced(&self, value: Json) -> Json {
        match value {
            Json::Array(items) => {
                let found = items.iter().filter_map(|item| self.populated.get(&parse(item)?).cloned());
                Json::Array(found.collect())
            }
            one => parse(&one).and_then(|id| self.populated.get(&id).cloned()).unwrap_or(Json::Null),
        }
    }
}

fn parse(value: &Json) -> Option<AnyId> {
    value.as_str()?.parse().ok()
}

/// Fetches what the named reference fields of a page lead to.
pub async fn fetch<E: Resource>(cx: &Ctx, rows: &[E], fields: &[usize]) -> Result<Populated> {
    let mut wanted: HashMap<&'static str, BTreeSet<AnyId>> = HashMap::new();
    for index in fields {
        let ids = wanted.entry(E::FIELDS[*index].refers).or_default();
        for row in rows {
            match row.json(*index) {
                Json::Array(items) => ids.extend(items.iter().filter_map(parse)),
                one => ids.extend(parse(&one)),
            }
        }
    }
    let mut out = Populated::new();
    for (model, ids) in wanted {
        let ids: Vec<Vec<u8>> = ids.iter().map(|id| id.as_bytes().to_vec()).collect();
        let none = crate::Error::Internal(format!("nothing populates {model}"));
        crate::entity_of!(model, E => load::<E>(cx, ids, &mut out).await?, return Err(none));
    }
    Ok(out)
}

async fn load<E: Resource>(cx: &Ctx, ids: Vec<Vec<u8>>, out: &mut Populated) -> Result<()> {
    if !cx.reaches(E::READ) && E::READ != Permission::MemberRead {
        return Ok(());
    }
    let none = Populated::new();
    for row in crate::list::by_ids::<E>(cx, ids).await? {
        let json = serde_json::to_value(View::whole(&row, cx, &none));
        out.insert(row.head().id, json.map_err(|e| crate::Error::Internal(e.to_string()))?);
    }
    Ok(())
}
