//! What each field *type* can do: how it reads JSON, how it prints, which schema and which filters it has.
//! An entity's field is of one of these types; nothing else is said about types anywhere.

use crate::amount::Amount;
use crate::time::{Day, Timestamp};
use guildhall_store::{Bind, Cell, FromCell, Id, StoreError, Value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    ArrayBuilder, ArrayItems, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};

/// Why a value was refused: the stable code and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub code: &'static str,
    pub detail: String,
}

impl Refused {
    /// The value has the wrong JSON type.
    pub fn type_error(expected: &str, got: &Json) -> Self {
        let found = match got {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::String(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        };
        Self { code: "type", detail: format!("expected {expected}, got {found}") }
    }

    /// The value has the right JSON type but is no such thing.
    pub fn format(detail: impl Into<String>) -> Self {
        Self { code: "format", detail: detail.into() }
    }
}

/// What a field holds, as far as filters and sorting care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    Amount,
    Boolean,
    Instant,
    Day,
    Id,
    /// A document; not filtered or sorted.
    Document,
}

/// A type that can stand as a field of an entity.
pub trait FieldType: Clone + PartialEq + Serialize {
    const KIND: Kind;
    const NULLABLE: bool = false;
    /// Reads it from a request.
    fn parse(value: &Json) -> Result<Self, Refused>;
    /// Its JSON Schema.
    fn schema() -> Schema;
    /// Prints it for an event.
    fn to_json(&self) -> Json {
        serde_json::to_value(self).unwrap_or(Json::Null)
    }
}

/// A schema of one JSON type.
pub fn simple(kind: Type, format: Option<SchemaFormat>) -> Schema {
    Schema::Object(ObjectBuilder::new().schema_type(SchemaType::new(kind)).format(format).build())
}

fn text<'v>(value: &'v Json, expected: &str) -> Result<&'v str, Refused> {
    value.as_str().ok_or_else(|| Refused::type_error(expected, value))
}

impl FieldType for String {
    const KIND: Kind = Kind::Text;
    fn parse(value: &Json) -> Result<Self, Refused> {
        let text = text(value, "a string")?;
        if text.contains('\0') {
            return Err(Refused::format("a text holds no NUL characters"));
        }
        Ok(text.to_owned())
    }
    fn schema() -> Schema {
        simple(Type::String, None)
    }
}

impl FieldType for i64 {
    const KIND: Kind = Kind::Integer;
    fn parse(value: &Json) -> Result<Self, Refused> {
        let number = value.as_number().ok_or_else(|| Refused::type_error("a whole number", value))?;
        let amount: Amount = number.as_str().parse().map_err(Refused::format)?;
        if amount.0 % 10_000 != 0 {
            return Err(Refused::format("expected a whole number"));
        }
        Ok(amount.0 / 10_000)
    }
    fn schema() -> Schema {
        simple(Type::Integer, Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
    }
}

impl FieldType for bool {
    const KIND: Kind = Kind::Boolean;
    fn parse(value: &Json) -> Result<Self, Refused> {
        value.as_bool().ok_or_else(|| Refused::type_error("true or false", value))
    }
    fn schema() -> Schema {
        simple(Type::Boolean, None)
    }
}

impl FieldType for Amount {
    const KIND: Kind = Kind::Amount;
    fn parse(value: &Json) -> Result<Self, Refused> {
        let number = value.as_number().ok_or_else(|| Refused::type_error("a number", value))?;
        number.as_str().parse().map_err(Refused::format)
    }
    fn schema() -> Schema {
        simple(Type::Number, None)
    }
}

impl FieldType for Timestamp {
    const KIND: Kind = Kind::Instant;
    fn parse(value: &Json) -> Result<Self, Refused> {
        text(value, "an instant like \"2026-03-01T09:00:00.000Z\"")?.parse().map_err(Refused::format)
    }
    fn schema() -> Schema {
        simple(Type::String, Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
    }
}

impl FieldType for Day {
    const KIND: Kind = Kind::Day;
    fn parse(value: &Json) -> Result<Self, Refused> {
        text(value, "a day like \"2026-03-01\"")?.parse().map_err(Refused::format)
    }
    fn schema() -> Schema {
        simple(Type::String, Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
    }
}

impl<T: 'static> FieldType for Id<T> {
    const KIND: Kind = Kind::Id;
    fn parse(value: &Json) -> Result<Self, Refused> {
        let id = text(value, "an id of 24 hexadecimal digits")?.parse();
        let id: Self = id.map_err(|_| Refused::format("an id is 24 hexadecimal digits"))?;
        // It stands for none where one is required.
        if id == Self::default() {
            return Err(Refused { code: "not_found", detail: "nothing has an id of zeros alone".into() });
        }
        Ok(id)
    }
    fn schema() -> Schema {
        id_schema()
    }
}

/// The schema of an array of these.
pub fn array(items: Schema) -> Schema {
    Schema::Array(ArrayBuilder::new().items(ArrayItems::RefOrSchema(Box::new(RefOr::T(items)))).build())
}

/// The schema of an id.
pub fn id_schema() -> Schema {
    let schema = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).pattern(Some("^[0-9a-fA-F]{24}$"));
    Schema::Object(schema.build())
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;
    fn parse(value: &Json) -> Result<Self, Refused> {
        if value.is_null() { Ok(None) } else { T::parse(value).map(Some) }
    }
    fn schema() -> Schema {
        T::schema()
    }
}

impl<T: FieldType> FieldType for Vec<T> {
    const KIND: Kind = Kind::Document;
    fn parse(value: &Json) -> Result<Self, Refused> {
        items(value, T::parse)
    }
    fn schema() -> Schema {
        array(T::schema())
    }
}

/// A whole document kept as JSON text in one column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Doc<T>(pub T);

/// A document with a schema of its own.
pub trait Document: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync {
    /// Its JSON Schema.
    fn schema() -> Schema;
    /// Reads it from a request.
    fn read(value: &Json) -> Result<Self, Refused> {
        object(value)
    }
}

/// Reads a struct from a JSON object; serde alone would take an array of its fields as well.
pub fn object<T: DeserializeOwned>(value: &Json) -> Result<T, Refused> {
    if !value.is_object() {
        return Err(Refused::type_error("an object", value));
    }
    T::deserialize(value).map_err(|e| Refused::format(e.to_string()))
}

/// Reads an array, each item by `read`; says which item is wrong.
fn items<T>(value: &Json, read: fn(&Json) -> Result<T, Refused>) -> Result<Vec<T>, Refused> {
    let items = value.as_array().ok_or_else(|| Refused::type_error("an array", value))?;
    let one = |(i, item)| read(item).map_err(|e| Refused { detail: format!("item {i}: {}", e.detail), ..e });
    items.iter().enumerate().map(one).collect()
}

impl<T: Document> FieldType for Doc<T> {
    const KIND: Kind = Kind::Document;
    fn parse(value: &Json) -> Result<Self, Refused> {
        T::read(value).map(Self)
    }
    fn schema() -> Schema {
        T::schema()
    }
}
impl<T: Serialize + Sync> Bind for Doc<T> {
    fn value(&self) -> Value<'_> {
        Value::Text(serde_json::to_string(&self.0).unwrap_or_default().into())
    }
}
impl<T: DeserializeOwned> FromCell for Doc<T> {
    fn from_cell(cell: Cell<'_>) -> guildhall_store::Result<Self> {
        match cell {
            Cell::Text(text) => serde_json::from_str(text).map(Self).map_err(|e| StoreError::Other(e.to_string())),
            other => Err(StoreError::Other(format!("expected a JSON text, got {other:?}"))),
        }
    }
}
impl<T: Document> Document for Vec<T> {
    fn schema() -> Schema {
        array(T::schema())
    }
    fn read(value: &Json) -> Result<Self, Refused> {
        items(value, T::read)
    }
}

/// Raw bytes; never on the wire.
impl FieldType for u8 {
    const KIND: Kind = Kind::Document;
    fn parse(value: &Json) -> Result<Self, Refused> {
        Err(Refused::type_error("nothing", value))
    }
    fn schema() -> Schema {
        simple(Type::Integer, None)
    }
}
