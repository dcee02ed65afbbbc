//! The data-model document as data: tests/data/data-models.toml.

use guildhall_core::entity::Field as OurField;
use guildhall_core::{Entity, entity_of};
use serde::Deserialize;

/// A model of the document, and which of ours it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    pub name: String,
    pub ours: String,
    #[serde(default)]
    pub why: String,
    pub tests: Vec<String>,
    pub fields: Vec<Field>,
    pub relations: Vec<Relation>,
    pub indexes: Vec<Index>,
}

/// One of its fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub required: bool,
    #[serde(rename = "ref", default)]
    pub leads_to: String,
    /// `table.column`, where it is not the column of the same name.
    #[serde(default)]
    pub at: String,
    /// `Model.field`, where it is not the field of the same name; empty where it is never sent.
    pub api: Option<String>,
    #[serde(default)]
    pub test: String,
    #[serde(default)]
    pub why: String,
}

/// A relation: the field that holds it, and where that leads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    pub says: String,
    pub via: String,
    pub to: String,
    #[serde(default)]
    pub why: String,
}

/// An index on some fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    pub on: Vec<String>,
    /// `table.index` or `table.column` (a unique one), where it is not one of the table's own.
    #[serde(default)]
    pub at: String,
    #[serde(default)]
    pub why: String,
}

#[derive(Debug, Deserialize)]
struct Document {
    model: Vec<Model>,
}

/// The document; its 22 models, each by its own name.
pub fn read() -> Vec<Model> {
    let text = std::fs::read_to_string(super::root().join("tests/data/data-models.toml")).unwrap();
    let models = toml::from_str::<Document>(&text).unwrap().model;
    let names: std::collections::BTreeSet<&str> = models.iter().map(|model| model.name.as_str()).collect();
    assert_eq!((models.len(), names.len()), (22, 22), "the document has 22 models");
    models
}

impl Model {
    /// The table of our model.
    pub fn table(&self) -> &'static str {
        entity_of!(self.ours.as_str(), E => <E as Entity>::TABLE, panic!("{} is no model of ours", self.ours))
    }

    /// Where the API has it.
    pub fn route(&self) -> String {
        let path = entity_of!(self.ours.as_str(), E => <E as Entity>::PATH, "");
        let rest = if self.ours == "Organization" { String::new() } else { format!("/{path}") };
        format!("/api/v1/organizations/{{organizationId}}{rest}")
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Our field of this name on the wire.
    pub fn our_field(&self, name: &str) -> Option<&'static OurField> {
        let fields = entity_of!(self.ours.as_str(), E => <E as Entity>::FIELDS, &[][..]);
        fields.iter().find(|field| field.name == name && !field.hidden)
    }

    /// The table and the column that hold a field.
    pub fn place(&self, field: &Field) -> Option<(String, String)> {
        if let Some((table, column)) = field.at.split_once('.') {
            return Some((table.to_owned(), column.to_owned()));
        }
        let ours = self.our_field(&field.name).filter(|field| !field.is_virtual)?;
        Some((self.table().to_owned(), ours.column.to_owned()))
    }

    /// The model and the field of the API; nothing for what is never sent.
    pub fn api(&self, field: &Field) -> Option<(String, String)> {
        let named = field.api.clone().unwrap_or_else(|| format!("{}.{}", self.ours, field.name));
        named.split_once('.').map(|(model, field)| (model.to_owned(), field.to_owned()))
    }
}
