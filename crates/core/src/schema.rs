//! The schemas of the entities, made from their fields: what comes back, what a create takes, what a patch
//! takes. One struct is the row, the JSON and the schema.

use crate::entity::{Entity, Field};
use crate::field::{Kind, array, id_schema, simple};
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type,
};

/// The schema, or null.
pub fn nullable(schema: Schema) -> Schema {
    let null = ObjectBuilder::new().schema_type(SchemaType::new(Type::Null)).build();
    Schema::OneOf(OneOfBuilder::new().item(schema).item(Schema::Object(null)).build())
}

fn described(field: &Field, mut schema: Schema) -> Schema {
    if let Schema::Object(object) = &mut schema {
        if !field.one_of.is_empty() {
            object.enum_values = Some(field.one_of.split('|').map(Into::into).collect());
        }
        if field.max > 0 && field.kind == Kind::Text {
            object.max_length = Some(field.max);
        }
        if field.required && field.kind == Kind::Text {
            object.min_length = Some(1);
        }
    }
    let mut schema = if field.nullable { nullable(schema) } else { schema };
    if !field.help.is_empty() {
        let help = Some(field.help.to_owned());
        match &mut schema {
            Schema::Object(object) => object.description = help,
            Schema::Array(array) => array.description = help,
            Schema::OneOf(one) => one.description = help,
            _ => {}
        }
    }
    schema
}

/// What the API answers for an object; `fields=` may leave any of it out.
pub fn answer<E: Entity>() -> Schema {
    let mut object = ObjectBuilder::new();
    for field in E::FIELDS.iter().filter(|f| !f.hidden) {
        let schema = described(field, (field.schema)());
        object = object.property(field.name, populated(field, schema));
    }
    object = object.property("can", array(simple(Type::String, None)));
    object = object.required("id");
    Schema::Object(object.description(Some(E::HELP)).build())
}

/// A reference may be replaced by the object itself (`populate=`).
fn populated(field: &Field, schema: Schema) -> Schema {
    if field.refers.is_empty() {
        return schema;
    }
    let any = || {
        Schema::Object(ObjectBuilder::new().additional_properties(Some(AdditionalProperties::FreeForm(true))).build())
    };
    match schema {
        Schema::Array(list) => {
            let item = OneOfBuilder::new().item(id_schema()).item(any());
            let built = ArrayBuilder::new().items(item).description(list.description);
            Schema::Array(built.build())
        }
        Schema::OneOf(mut one) => {
            one.items.push(any().into());
            Schema::OneOf(one)
        }
        Schema::Object(object) => {
            let help = object.description.clone();
            let one = OneOfBuilder::new().item(Schema::Object(object)).item(any()).description(help);
            Schema::OneOf(one.build())
        }
        other => other,
    }
}

fn request<E: Entity>(fits: impl Fn(&Field) -> bool, creating: bool) -> Schema {
    let mut object = ObjectBuilder::new();
    if creating {
        object = object.property("id", id_schema());
    }
    for field in E::FIELDS.iter().filter(|f| f.writable() && fits(f)) {
        object = object.property(field.name, described(field, (field.schema)()));
        if creating && field.required {
            object = object.required(field.name);
        }
    }
    Schema::Object(object.additional_properties(Some(AdditionalProperties::FreeForm(false))).build())
}

/// What a create takes.
pub fn create<E: Entity>() -> Schema {
    request::<E>(|_| true, true)
}

/// What a patch takes.
pub fn patch<E: Entity>() -> Schema {
    request::<E>(|f| !f.create_only, false)
}
