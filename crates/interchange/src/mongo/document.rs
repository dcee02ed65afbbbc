//! One document: its fields under the names of the data-model document, however the export spells them.

use super::collection::Collection;
use super::ejson;
use crate::error::InterchangeError;
use guildhall_core::error::shorten;
use guildhall_core::time::Timestamp;
use serde_json::{Map, Value};

/// A document of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub collection: Collection,
    /// Its `_id` as text.
    pub id: String,
    /// Its known fields, plain.
    pub fields: Map<String, Value>,
    /// Names of fields that nothing is known of.
    pub(super) unknown: Vec<String>,
}

impl Default for Document {
    fn default() -> Self {
        Self { collection: Collection::Organization, id: String::new(), fields: Map::new(), unknown: Vec::new() }
    }
}

/// What is wrong in a document; the line is added by who knows it.
pub(super) struct Fault {
    pointer: String,
    code: &'static str,
    detail: String,
}

impl Fault {
    pub(super) fn at(self, line: u64) -> InterchangeError {
        InterchangeError::new(Some(line), self.pointer, self.code, self.detail)
    }
}

fn unreadable(error: &serde_json::Error) -> Fault {
    let said = error.to_string();
    let plain = said.split(" at line ").next().unwrap_or_default();
    let (code, detail) = if plain.contains("recursion limit") {
        ("too_deep", "a document nests at most 127 levels deep".to_owned())
    } else {
        ("malformed_json", plain.to_owned())
    };
    Fault { pointer: String::new(), code, detail }
}

/// An id as text, whatever it was: an ObjectId, a text, a number, or a document that was put in its place.
#[must_use]
pub fn id_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(map) => return map.get("_id").or_else(|| map.get("id")).and_then(id_text),
        _ => return None,
    };
    let hex = text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.is_empty() { None } else { Some(if hex { text.to_ascii_lowercase() } else { text }) }
}

/// `task_id` as `taskId`.
fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut up = false;
    for char in name.chars() {
        match char {
            '_' if out.ends_with(char::is_alphanumeric) => up = true,
            char if up => {
                out.extend(char.to_uppercase());
                up = false;
            }
            char => out.push(char),
        }
    }
    out
}

impl Document {
    /// Reads a document that is well-formed JSON.
    pub(super) fn parse(collection: Collection, bytes: &[u8]) -> Result<Self, Fault> {
        let value: Value = serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
        let plain =
            ejson::plain(value).map_err(|(pointer, detail)| Fault { pointer, code: "malformed_value", detail })?;
        let Value::Object(mut given) = plain else {
            let detail = "a document was expected".to_owned();
            return Err(Fault { pointer: String::new(), code: "malformed_value", detail });
        };
        let id = given.remove("_id").or_else(|| given.remove("id")).as_ref().and_then(id_text).ok_or_else(|| {
            Fault { pointer: "/_id".into(), code: "no_id", detail: "a document has an `_id`".to_owned() }
        })?;
        let mut document = Self { collection, id, fields: Map::new(), unknown: Vec::new() };
        document.take(given);
        Ok(document)
    }

    /// Takes over the known fields; of two spellings the first of the table wins.
    fn take(&mut self, given: Map<String, Value>) {
        let mut given: Map<String, Value> = given.into_iter().map(|(name, value)| (camel(&name), value)).collect();
        for field in self.collection.spec().fields {
            let mut spellings = field.split('|');
            let own = spellings.next().unwrap_or_default();
            let mut value = given.remove(own);
            for other in spellings {
                let found = given.remove(other);
                value = value.filter(|value| !value.is_null()).or(found);
            }
            if let Some(value) = value.filter(|value| !value.is_null()) {
                self.fields.insert(own.to_owned(), value);
            }
        }
        // What the driver of the exported application keeps for itself.
        let own = |name: &&String| !matches!(name.as_str(), "__v" | "_class");
        self.unknown = given.keys().filter(own).map(|name| shorten(name)).collect();
    }

    /// A field, if it is there.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.fields.get(field)
    }

    /// The id that a field holds.
    #[must_use]
    pub fn reference(&self, field: &str) -> Option<String> {
        self.get(field).and_then(id_text)
    }

    /// The ids that a field holds; one alone is a list of one.
    #[must_use]
    pub fn references_of(&self, field: &str) -> Vec<String> {
        match self.get(field) {
            Some(Value::Array(items)) => items.iter().filter_map(link_target).collect(),
            Some(one) => one_id(one),
            None => Vec::new(),
        }
    }

    /// Everything that it refers to.
    pub(super) fn references(&self) -> Vec<(Collection, String)> {
        let of = |(field, collection): &(&str, Collection)| {
            let collection = *collection;
            self.references_of(field).into_iter().map(move |id| (collection, id))
        };
        let mut all: Vec<(Collection, String)> = self.collection.spec().refers.iter().flat_map(of).collect();
        if let Some(Value::Array(versions)) = self.get("versions") {
            let people = versions.iter().filter_map(|version| id_text(version.get("uploadedBy")?));
            all.extend(people.map(|id| (Collection::User, id)));
        }
        all
    }

    /// Everybody that it names.
    #[must_use]
    pub fn people(&self) -> Vec<String> {
        self.references().into_iter().filter(|(of, _)| *of == Collection::User).map(|(_, id)| id).collect()
    }

    /// The roles that a person has, by organization, as the person's own document says.
    #[must_use]
    pub fn roles(&self) -> Vec<(String, String)> {
        let Some(Value::Array(roles)) = self.get("roles") else { return Vec::new() };
        let role = |role: &Value| {
            let organization = ["organizationId", "organization", "orgId"].iter().find_map(|n| role.get(*n))?;
            let name = ["roleName", "role", "name"].iter().find_map(|n| role.get(*n)).and_then(Value::as_str);
            Some((id_text(organization)?, name.unwrap_or_default().to_owned()))
        };
        roles.iter().filter_map(role).collect()
    }

    pub(super) fn organization(&self) -> Option<String> {
        self.reference("organizationId")
    }

    pub(super) fn owner(&self) -> Option<(Collection, String)> {
        let spec = self.collection.spec();
        spec.owners.iter().find_map(|field| {
            let (_, of) = spec.refers.iter().find(|(name, _)| name == field)?;
            Some((*of, self.reference(field)?))
        })
    }

    pub(super) fn parent(&self) -> Option<String> {
        match self.collection {
            Collection::Task | Collection::Comment => self.reference("parentId"),
            Collection::Message => self.reference("replyTo"),
            _ => None,
        }
    }

    /// Milliseconds of `createdAt`, else of the ObjectId.
    pub(super) fn at(&self) -> i64 {
        self.created().map_or(0, |at| at.0 / 1000)
    }

    /// When it came to be: `createdAt`, else the time in its ObjectId.
    #[must_use]
    pub fn created(&self) -> Option<Timestamp> {
        self.get("createdAt").and_then(written).or_else(|| {
            let id: guildhall_core::AnyId = self.id.parse().ok()?;
            let [a, b, c, d, ..] = *id.as_bytes();
            Some(Timestamp(i64::from(u32::from_be_bytes([a, b, c, d])) * 1_000_000))
        })
    }
}

/// An instant as an export writes it.
pub(crate) fn written(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

fn one_id(value: &Value) -> Vec<String> {
    link_target(value).into_iter().collect()
}

/// An id, or the task that a link in its full form leads to.
fn link_target(value: &Value) -> Option<String> {
    let full = value.as_object().and_then(|map| ["taskId", "task", "userId", "user"].iter().find_map(|n| map.get(*n)));
    full.and_then(id_text).or_else(|| id_text(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_comment_are_the_same_document() {
        let id = "5f1e0a0b0c0d0e0f10111213";
        let read = |text: String| Document::parse(Collection::Comment, text.as_bytes()).ok().unwrap();
        let one = read(format!(
            r#"{{"_id":{{"$oid":"{id}"}},"task":{{"$oid":"{id}"}},"user":{{"$oid":"{id}"}},"content":"Hi","__v":0}}"#
        ));
        let other = read(format!(r#"{{"_id":"{id}","task_id":"{id}","userId":"{id}","text":"Hi","mood":1}}"#));
        assert_eq!((&one.fields, &one.id), (&other.fields, &other.id));
        assert_eq!((one.unknown.len(), other.unknown), (0, vec!["mood".to_owned()]));
    }

    #[test]
    fn a_collection_is_known_by_its_file() {
        for (name, collection) in [
            ("dump/aisuggestions.json", Collection::AiSuggestion),
            ("Form_Templates.JSONL", Collection::FormTemplate),
            ("task.json", Collection::Task),
        ] {
            assert_eq!(Collection::of_file(name), Some(collection));
        }
        assert_eq!(Collection::of_file("sessions.json"), None);
    }
}
