//! The values of custom fields. They stand as one document on the task or project, so that reading costs
//! nothing, and once more in a table of their own, typed, which lists filter and sort by. A request changes
//! them one by one: what it does not name stays, null removes. Each is checked against its definition when it
//! is set, and never again: a definition that changed later leaves it alone.

mod check;
mod index;

use crate::ctx::Ctx;
use crate::entity::{Any, AnyId};
use crate::error::{Error, Fault, Result};
use crate::field::{Doc, Document, Refused, id_schema};
use crate::work::FieldDefinition;
use crate::work::Project;
use crate::work::field_definition::{Choice, FieldKind};
pub use check::minutes;
use guildhall_store::Id;
pub use index::{merge_people, store, store_all};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType};

/// The value of a custom field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CustomValue {
    pub field_id: Id<Any>,
    pub value: Json,
}

impl Document for CustomValue {
    fn schema() -> Schema {
        let any = ObjectBuilder::new().schema_type(SchemaType::AnyValue).build();
        let object = ObjectBuilder::new().property("fieldId", id_schema()).property("value", Schema::Object(any));
        Schema::Object(object.required("fieldId").required("value").build())
    }
}

/// What can have custom fields.
#[derive(Debug, PartialEq, Eq)]
pub struct Holder {
    /// As definitions name it.
    pub model: &'static str,
    /// Where its values stand for lists.
    pub table: &'static str,
    /// Where it stands itself.
    pub of: &'static str,
}

/// Tasks.
pub const TASK: Holder = Holder { model: "task", table: "task_field_values", of: "tasks" };
/// Projects.
pub const PROJECT: Holder = Holder { model: "project", table: "project_field_values", of: "projects" };
/// All that can have custom fields.
pub const HOLDERS: [&Holder; 2] = [&TASK, &PROJECT];

/// A definition as far as its values need it.
#[derive(Debug, Clone)]
pub struct Definition {
    pub id: AnyId,
    pub name: String,
    pub kind: FieldKind,
    options: Vec<Choice>,
    required: bool,
}

type Row = (AnyId, String, String, Doc<Vec<Choice>>, bool);

pub(crate) fn definitions(rows: Vec<Row>) -> Vec<Definition> {
    let definition = |(id, name, kind, options, required): Row| {
        let kind = FieldKind::of(&kind)?;
        Some(Definition { id, name, kind, options: options.0, required })
    };
    rows.into_iter().filter_map(definition).collect()
}

/// Reads a value as a definition wants it, without asking the database whether a person is there.
pub fn fits(field: &FieldDefinition, value: &Json) -> Result<Json, Refused> {
    let unknown = || Refused { code: "one_of", detail: format!("no such type: {}", field.kind) };
    let kind = FieldKind::of(&field.kind).ok_or_else(unknown)?;
    let (name, options) = (field.name.clone(), field.options.0.clone());
    let definition = Definition { id: field.id.cast(), name, kind, options, required: field.required };
    check::read(&definition, value)
}

/// What must be known before the values of a new object, or of a change, can be checked.
#[derive(Debug)]
pub struct Rules {
    definitions: Vec<Definition>,
    project: Option<AnyId>,
}

/// The definitions in force for these values, and for a new object those that it must have a value for.
pub async fn rules(
    cx: &Ctx,
    holder: &Holder,
    project: Option<AnyId>,
    given: &[CustomValue],
    new: bool,
) -> Result<Rules> {
    if given.is_empty() && !new {
        return Ok(Rules { definitions: Vec::new(), project });
    }
    let ids: Vec<AnyId> = given.iter().map(|value| value.field_id).collect();
    let wanted = if new { "(d.required = TRUE OR d.id = ANY($4))" } else { "d.id = ANY($4)" };
    let sql = format!(
        "SELECT d.id, d.name, d.type, d.options, d.required FROM field_definitions d WHERE d.organization_id = $1 \
         AND d.model = $2 AND (d.project_id IS NULL OR d.project_id = $3) AND d.deleted_at IS NULL AND {wanted} \
         ORDER BY d.created_at, d.id"
    );
    let rows = cx.tx.rows(&sql, &[&holder.model, &project, &ids]).await?;
    Ok(Rules { definitions: definitions(rows), project })
}

/// Checks the shape of `customFields` in a request, so that a fault points at its very place; null for all of
/// them becomes null for each.
pub fn shape(body: &mut Map<String, Json>, old: &[CustomValue]) -> Result<()> {
    let Some(values) = body.get_mut("customFields") else { return Ok(()) };
    if values.is_null() {
        *values = old.iter().map(|value| json!({"fieldId": value.field_id, "value": null})).collect();
        return Ok(());
    }
    let Some(items) = values.as_array() else { return Ok(()) };
    let mut seen: Vec<AnyId> = Vec::new();
    let mut faults = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let mut fault = |part: &str, code: &str, detail: &str| {
            faults.push(Fault::at(&format!("customFields/{at}{part}"), code, detail));
        };
        let Some(item) = item.as_object() else {
            fault("", "type", "expected an object with `fieldId` and `value`");
            continue;
        };
        match item.get("fieldId").and_then(Json::as_str).map(str::parse::<AnyId>) {
            Some(Ok(id)) if seen.contains(&id) => fault("/fieldId", "duplicate", "this field stands twice"),
            Some(Ok(id)) => seen.push(id),
            _ => fault("/fieldId", "format", "an id is 24 hexadecimal digits"),
        }
        if !item.contains_key("value") {
            fault("/value", "required", "`value` is required; null removes it");
        }
        if let Some(other) = item.keys().find(|key| !matches!(key.as_str(), "fieldId" | "value")) {
            fault("", "unknown_field", &format!("a value has no field `{}`", crate::error::shorten(other)));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

impl Rules {
    /// Turns what a request gave into what the object has: checked, and merged with what it had.
    pub async fn complete(
        &self,
        cx: &Ctx,
        given: &[CustomValue],
        old: Option<&[CustomValue]>,
    ) -> Result<Vec<CustomValue>> {
        let mut values = old.unwrap_or_default().to_vec();
        let mut faults = Vec::new();
        for (at, CustomValue { field_id, value }) in given.iter().enumerate() {
            let known = values.iter().position(|had| had.field_id == *field_id);
            let definition = self.definitions.iter().find(|d| d.id == *field_id);
            // Sent back as it was read: its definition may have changed or gone since.
            if known.is_some_and(|known| values[known].value == *value) {
                continue;
            }
            match (definition, known) {
                (Some(definition), _) if value.is_null() && definition.required => {
                    let detail = format!("`{}` cannot be empty", definition.name);
                    faults.push(Fault::at(&format!("customFields/{at}/value"), "required", detail));
                }
                (None, None) => {
                    faults.push(Fault::at(&format!("customFields/{at}/fieldId"), "not_found", "no such custom field"));
                }
                (_, Some(known)) if value.is_null() => drop(values.remove(known)),
                (Some(_), None) if value.is_null() => {}
                (None, Some(_)) => {
                    let detail = "this custom field is not in force any more; its value can only be removed";
                    faults.push(Fault::at(&format!("customFields/{at}/value"), "not_in_force", detail));
                }
                (Some(definition), known) => match self.read(cx, at, definition, value).await? {
                    Ok(value) => match known {
                        Some(known) => values[known].value = value,
                        None => values.push(CustomValue { field_id: *field_id, value }),
                    },
                    Err(fault) => faults.push(fault),
                },
            }
        }
        if old.is_none() {
            faults.extend(self.missing(given));
        }
        // In one order, however they came to be: what is taken back is then what it was.
        values.sort_by_key(|value| value.field_id);
        if faults.is_empty() { Ok(values) } else { Err(Error::Invalid(faults)) }
    }

    /// What a new object must have a value for, and was not given one.
    fn missing(&self, given: &[CustomValue]) -> Vec<Fault> {
        let wanted = self.definitions.iter().filter(|d| d.required);
        let missing = wanted.filter(|d| !given.iter().any(|value| value.field_id == d.id));
        missing.map(|d| Fault::at("customFields", "required", format!("`{}` ({}) is required", d.name, d.id))).collect()
    }

    async fn read(&self, cx: &Ctx, at: usize, definition: &Definition, value: &Json) -> Result<Result<Json, Fault>> {
        let pointer = format!("customFields/{at}/value");
        let read = match check::read(definition, value) {
            Ok(read) => read,
            Err(refused) => return Ok(Err(Fault::at(&pointer, refused.code, refused.detail))),
        };
        match (definition.kind, read) {
            (FieldKind::User, read) => {
                let user = read.as_str().and_then(|text| text.parse().ok());
                match crate::org::member::require(cx, &pointer, user.as_slice()).await {
                    Err(Error::Invalid(mut faults)) => Ok(faults.pop().map_or(Ok(read), Err)),
                    other => other.map(|()| Ok(read)),
                }
            }
            (FieldKind::Money, mut read) if read["currency"].is_null() => {
                read["currency"] = self.currency(cx).await?.into();
                Ok(Ok(read))
            }
            (_, read) => Ok(Ok(read)),
        }
    }

    /// The currency of an amount that names none: the project's, else the organization's.
    async fn currency(&self, cx: &Ctx) -> Result<String> {
        let own: Option<(Option<String>,)> = match self.project {
            Some(project) => {
                let sql = "SELECT currency FROM projects WHERE organization_id = $1 AND id = $2";
                cx.tx.row(sql, &[&project.cast::<Project>()]).await?
            }
            None => None,
        };
        Ok(own.and_then(|(own,)| own).unwrap_or_else(|| cx.settings.currency.clone()))
    }
}
