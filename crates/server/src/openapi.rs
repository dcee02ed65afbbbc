//! The OpenAPI 3.1 document: the routes of the entities are written here from their fields, the others come
//! from their handlers. It is a snapshot in git; a stale one fails the check.

mod refusals;

use crate::api;
use crate::crud::collection;
use crate::problem::ProblemBody;
use guildhall_core::entity::Field;
use guildhall_core::field::Kind;
use guildhall_core::registry::{MODELS, Verbs};
use guildhall_core::{Error, Fault, Resource, entity_of, schema};
use std::collections::BTreeMap;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required};
use utoipa::{OpenApi as _, PartialSchema};

/// The whole document.
pub fn document() -> OpenApi {
    let info = InfoBuilder::new().title("Guildhall").version(env!("CARGO_PKG_VERSION")).description(Some(
        "Work management for many organizations. Errors are RFC 9457 problem+json; ids are 24 hex digits; times are \
         RFC 3339 in UTC; lists page by an opaque keyset cursor.",
    ));
    let mut doc = OpenApiBuilder::new().info(info.build()).build();
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    let components = ComponentsBuilder::new()
        .security_scheme("bearer", bearer)
        .schema("ProblemBody", ProblemBody::schema())
        .schema("Fault", Fault::schema())
        .schema("BulkProblem", api::bulk::problem_schema())
        .response(refusals::PROBLEM, problem());
    doc.components = Some(components.build());
    doc.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    for model in MODELS {
        entity_of!(*model, E => add::<E>(&mut doc), ());
    }
    parts().into_iter().for_each(|part| doc.merge(part));
    doc
}

/// What the handlers say of themselves, area by area.
fn parts() -> Vec<OpenApi> {
    vec![
        api::auth::openapi(),
        api::me::openapi(),
        api::organizations::openapi(),
        api::invitations::openapi(),
        api::roles::openapi(),
        api::imports::Api::openapi(),
        api::exports::Api::openapi(),
        api::sample::Api::openapi(),
        api::projects::Api::openapi(),
        api::tasks::Api::openapi(),
        api::schedule::Api::openapi(),
        api::gantt::Api::openapi(),
        api::budget::Api::openapi(),
        api::portfolio::Api::openapi(),
        api::expenses::Api::openapi(),
        api::timer::Api::openapi(),
        api::checklists::Api::openapi(),
        api::deals::Api::openapi(),
        api::chat::Api::openapi(),
        api::forms::Api::openapi(),
        api::integrations::Api::openapi(),
        api::suggestions::Api::openapi(),
        api::attachments::Api::openapi(),
        api::files::Api::openapi(),
        api::approvals::Api::openapi(),
        api::events::Api::openapi(),
        api::audit::Api::openapi(),
        api::access::Api::openapi(),
        api::search::Api::openapi(),
        api::undo::Api::openapi(),
    ]
}

/// Adds the routes and schemas of one entity.
fn add<E: Resource>(doc: &mut OpenApi) {
    let (name, verbs) = (E::MODEL, E::VERBS);
    if let Some(components) = &mut doc.components {
        components.schemas.insert(name.into(), RefOr::T(schema::answer::<E>()));
        if matches!(verbs, Verbs::All | Verbs::NoTrash | Verbs::OwnReads) {
            components.schemas.insert(format!("{name}Create"), RefOr::T(schema::create::<E>()));
        }
        if matches!(verbs, Verbs::All | Verbs::NoCreate | Verbs::NoTrash | Verbs::OwnReads) {
            components.schemas.insert(format!("{name}Patch"), RefOr::T(schema::patch::<E>()));
        }
    }
    let root = name == "Organization";
    let list = collection::<E>();
    let item = if root { "/api/v1/organizations/{organizationId}".to_owned() } else { format!("{list}/{{id}}") };
    if !root {
        if verbs != Verbs::OwnReads {
            put(doc, &list, HttpMethod::Get, list_operation::<E>());
        }
        if matches!(verbs, Verbs::All | Verbs::NoTrash | Verbs::OwnReads) {
            put(doc, &list, HttpMethod::Post, write::<E>("create", "Creates", 201, Some("Create"), false));
        }
    }
    if !root && !guildhall_core::bulk::verbs(verbs).is_empty() {
        put(
            doc,
            &format!("{list}/bulk"),
            HttpMethod::Post,
            api::bulk::operation::<E>(limited::<E>(start::<E>("bulk", api::bulk::HELP.into()))),
        );
    }
    if verbs != Verbs::OwnReads {
        put(doc, &item, HttpMethod::Get, read_operation::<E>(root));
    }
    if matches!(verbs, Verbs::All | Verbs::NoCreate | Verbs::NoTrash | Verbs::OwnReads) {
        put(doc, &item, HttpMethod::Patch, write::<E>("change", "Changes", 200, Some("Patch"), !root));
    }
    if !matches!(verbs, Verbs::Read | Verbs::NoTrash) {
        put(doc, &item, HttpMethod::Delete, remove_operation::<E>(root));
        put(doc, &format!("{item}/restore"), HttpMethod::Post, write::<E>("restore", "Restores", 200, None, !root));
        if root {
            // An organization is restored as a whole or not at all: there is nothing to rehearse.
            let restore = doc.paths.paths.get_mut(&format!("{item}/restore")).and_then(|path| path.post.as_mut());
            if let Some(parameters) = restore.and_then(|operation| operation.parameters.as_mut()) {
                parameters.retain(|parameter| !["dryRun", "moveAtMost"].contains(&parameter.name.as_str()));
            }
        }
    }
}

fn put(doc: &mut OpenApi, path: &str, method: HttpMethod, operation: Operation) {
    doc.paths.add_path_operation(path, vec![method], operation);
}

fn snake(model: &str) -> String {
    let mut out = String::new();
    let letters: Vec<char> = model.chars().collect();
    for (i, c) in letters.iter().enumerate() {
        // The last capital of a run begins the next word: AISuggestion is ai_suggestion.
        let follows = i > 0 && letters[i - 1].is_lowercase();
        let begins = i > 0 && letters.get(i + 1).is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && (follows || begins) {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

fn start<E: Resource>(verb: &str, summary: String) -> OperationBuilder {
    OperationBuilder::new()
        .operation_id(Some(format!("{}_{verb}", snake(E::MODEL))))
        .tag(E::PATH)
        .summary(Some(summary))
        .parameter(path_parameter("organizationId"))
}

fn path_parameter(name: &str) -> Parameter {
    let built = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
    built.schema(Some(guildhall_core::field::id_schema())).build()
}

pub(crate) fn query(name: &str, kind: Type, help: &str) -> Parameter {
    let schema = Schema::Object(ObjectBuilder::new().schema_type(SchemaType::new(kind)).build());
    let built = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query).required(Required::False);
    built.description(Some(help)).schema(Some(schema)).build()
}

pub(crate) fn reference(name: &str) -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(name))
}

pub(crate) fn answer(description: &str, schema: RefOr<Schema>) -> Response {
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(description).content("application/json", content).build()
}

pub(crate) fn problem() -> Response {
    let content = ContentBuilder::new().schema(Some(reference("ProblemBody"))).build();
    let built = ResponseBuilder::new().description("What is wrong, and what would be right.");
    built.content("application/problem+json", content).build()
}

const AS_OF: &str = "As it was at an instant, or at a number of the event log.";
/// What a list says of custom fields, whose names no document can know.
const CUSTOM_FIELDS: &str = "Custom fields are filters, too: `customFields.<fieldId>` with the same operators; and \
    `sort` takes them, but for people and several choices.";

/// What a list says of the filter language; all of it stands in docs/API.md.
const FILTER: &str = "A filter in words, like `priority = high AND (assigneeId = me OR dueDate < today) AND NOT labels = \
    \"waiting\"`. Comparisons are = != > >= < <= ~ (contains) !~ IN NOT IN, IS EMPTY and IS NOT EMPTY; on tasks also \
    WAS and CHANGED (FROM, TO, AFTER, BEFORE, DURING). Fields are those of the object, `customFields.<fieldId>`, or the \
    name of a custom field in quotes. Dates may be `today`, `-7d`, `startOfWeek()`. A filter that cannot be read is 400 \
    `bad_filter` with `position`, `found` and `expected`.";

fn list_operation<E: Resource>() -> Operation {
    let names = |fits: fn(&Field) -> bool| {
        let of: Vec<_> = E::FIELDS.iter().filter(|f| !f.hidden && fits(f)).map(|f| f.name).collect();
        of.join(", ")
    };
    let sort = format!("Fields to sort by, `-` for descending: {}.", names(|f| f.sort));
    let paths = "References to replace by what they lead to, and theirs in turn after a dot (`projectId.ownerId`)";
    let populate = format!("{paths}: {}.", names(|f| !f.refers.is_empty()));
    let mut operation = start::<E>("list", format!("Lists {} as far as the caller may see them.", E::PATH))
        .description(E::CUSTOM.map(|_| CUSTOM_FIELDS))
        .parameter(query("limit", Type::Integer, "Rows of a page, 1 to 200; 50 by default."))
        .parameter(query("cursor", Type::String, "Where the last page ended."))
        .parameter(query("sort", Type::String, &sort))
        .parameter(query("fields", Type::String, "Only these fields, separated by commas."))
        .parameter(query("populate", Type::String, &populate))
        .parameter(query("count", Type::Boolean, "Adds `total`."))
        .parameter(query("deleted", Type::Boolean, "What is in the trash instead."))
        .parameter(query("as_of", Type::String, AS_OF))
        .parameter(query("filter", Type::String, FILTER));
    for field in E::FIELDS.iter().filter(|f| !f.hidden && !f.is_virtual && f.kind != Kind::Document) {
        let help = format!("Filter; also `{0}[gte|gt|lte|lt|ne|in|contains|exists]`.", field.name);
        operation = operation.parameter(query(field.name, Type::String, &help));
    }
    if guildhall_core::search::is_searched::<E>() {
        operation = operation.parameter(query("q", Type::String, "Only what has all these words; the last may go on."));
    }
    for name in E::SIDES {
        operation = operation.parameter(query(name, Type::String, "Filter by id; also `[ne|in|exists]`."));
    }
    for name in E::EXTRA_FILTERS {
        operation = operation.parameter(query(name, Type::String, "Filter."));
    }
    let null = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null])).build();
    let page = ObjectBuilder::new()
        .property("data", utoipa::openapi::schema::ArrayBuilder::new().items(Ref::from_schema_name(E::MODEL)))
        .property("nextCursor", Schema::Object(null))
        .property("total", ObjectBuilder::new().schema_type(SchemaType::new(Type::Integer)))
        .required("data")
        .required("nextCursor");
    operation
        .response("200", answer("One page.", RefOr::T(Schema::Object(page.build()))))
        .response("default", problem())
        .build()
}

fn read_operation<E: Resource>(root: bool) -> Operation {
    let mut operation = start::<E>("get", format!("Reads one {}.", E::MODEL));
    if !root {
        operation = operation.parameter(path_parameter("id"));
    }
    operation
        .parameter(query("fields", Type::String, "Only these fields, separated by commas."))
        .parameter(query("populate", Type::String, "References to replace by what they lead to."))
        .parameter(query("as_of", Type::String, AS_OF))
        .response("200", answer("The object.", reference(E::MODEL)))
        .response("304", ResponseBuilder::new().description("It is as the client knows it (If-None-Match).").build())
        .response("default", problem())
        .build()
}

fn write<E: Resource>(verb: &str, does: &str, status: u16, body: Option<&str>, item: bool) -> Operation {
    let mut operation = start::<E>(verb, format!("{does} one {}.", E::MODEL));
    if item {
        operation = operation.parameter(path_parameter("id"));
    }
    operation = operation.parameter(query("dryRun", Type::Boolean, "Answers what would change and writes nothing."));
    operation = limited::<E>(operation);
    if let Some(suffix) = body {
        let schema = reference(&format!("{}{suffix}", E::MODEL));
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let kind = if suffix == "Patch" { "application/merge-patch+json" } else { "application/json" };
        let body = RequestBodyBuilder::new().required(Some(Required::True)).content(kind, content);
        operation = operation.request_body(Some(body.build()));
    }
    if status == 201 {
        operation =
            operation.response("200", answer("What a dry run would create.", api::schedule_follow::written::<E>()));
    }
    operation
        .response(status.to_string(), answer("The object.", api::schedule_follow::written::<E>()))
        .response("default", problem())
        .build()
}

/// Of a change that may move tasks: how many it may.
fn limited<E: Resource>(operation: OperationBuilder) -> OperationBuilder {
    if !api::schedule_follow::moves::<E>() {
        return operation;
    }
    let help = "Refused with 409 `large_cascade` if more tasks than this would move with it.";
    operation.parameter(query("moveAtMost", Type::Integer, help))
}

fn remove_operation<E: Resource>(root: bool) -> Operation {
    let mut operation = start::<E>("delete", format!("Puts one {} into the trash, or deletes it for good.", E::MODEL));
    if !root {
        operation = operation.parameter(path_parameter("id"));
    }
    limited::<E>(operation)
        .parameter(query("purge", Type::Boolean, "Deletes for good what is in the trash; Admins only."))
        .parameter(query("dryRun", Type::Boolean, "Writes nothing."))
        .response("204", ResponseBuilder::new().description("Done.").build())
        .response("default", problem())
        .build()
}

/// The document as it is served and kept in git.
pub fn text() -> Result<String, Error> {
    let mut doc = document();
    doc.paths.paths.iter_mut().for_each(|(path, item)| tidy(path, item));
    doc.to_pretty_json().map(|text| text + "\n").map_err(|e| Error::Internal(e.to_string()))
}

/// What a POST with an Idempotency-Key may be sure of.
fn idempotency_key() -> Parameter {
    let schema =
        ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).min_length(Some(1)).max_length(Some(255));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .schema(Some(Schema::Object(schema.build())))
        .description(Some(
            "Does this once: for 24 hours the same request with the same key is answered as the first time, with \
             `Idempotent-Replayed: true`. Another body is 422 `idempotency_mismatch`, a first one that still runs 409 \
             `in_progress`, one whose answer is not kept (it carried a secret) 409 `already_done`. Of an upload only \
             key and path are compared.",
        ))
        .build()
}

/// Operations that need nobody signed in say so; those that make something take a key.
fn tidy(path: &str, item: &mut PathItem) {
    if let Some(post) = &mut item.post
        && !matches!(post.operation_id.as_deref(), Some("auth_register" | "auth_login"))
    {
        post.parameters.get_or_insert_default().push(idempotency_key());
    }
    let all = [
        ("get", &mut item.get),
        ("put", &mut item.put),
        ("post", &mut item.post),
        ("patch", &mut item.patch),
        ("delete", &mut item.delete),
    ];
    for (method, operation) in all {
        let Some(operation) = operation else { continue };
        refusals::spell_out(path, method, operation);
        if operation.operation_id.as_deref().is_some_and(|id| refusals::OPEN.contains(&id)) {
            operation.security = Some(vec![SecurityRequirement::default()]);
        }
    }
}

/// Names that mean two things: the document keeps the last one without a word.
pub fn collisions() -> Vec<String> {
    let mut known: BTreeMap<String, Option<serde_json::Value>> = BTreeMap::new();
    let mut out = Vec::new();
    let mut entities = OpenApiBuilder::new().components(Some(ComponentsBuilder::new().build())).build();
    for model in MODELS {
        entity_of!(*model, E => add::<E>(&mut entities), ());
    }
    for part in std::iter::once(entities).chain(parts()) {
        for (name, schema) in part.components.map(|components| components.schemas).unwrap_or_default() {
            let schema = serde_json::to_value(schema).ok();
            if known.insert(name.clone(), schema.clone()).is_some_and(|other| other != schema) {
                out.push(format!("{name} is the name of two different schemas"));
            }
        }
    }
    out
}
