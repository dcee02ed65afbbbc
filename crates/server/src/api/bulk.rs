//! Many changes of one collection in one request, for every entity.

use crate::api::schedule_follow;
use crate::body::Object;
use crate::crud::{Params, job, to_vec};
use crate::idempotency::{Reply, reply};
use crate::identity::InOrganization;
use crate::openapi::{answer, problem, query, reference};
use crate::problem::{Problem, ProblemBody, mark_as_problem};
use crate::state::AppState;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use guildhall_core::bulk::{self, Bulk, MOST, Outcome};
use guildhall_core::field::{array, id_schema, simple};
use guildhall_core::plan::{Difference, Followed};
use guildhall_core::populate::{Populated, View};
use guildhall_core::registry::Verbs;
use guildhall_core::schema::nullable;
use guildhall_core::{AnyId, Ctx, Entity, Error, Fault, Resource};
use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::Arc;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Operation, OperationBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type,
};
use utoipa::openapi::{RefOr, Required};

/// What the OpenAPI document says of each of these routes.
pub const HELP: &str = "Creates, changes, trashes and restores many at once, in one transaction: all or nothing, or (mode \
    `each`) those that are right. The fields of an operation stand beside `op`, or in `data`.";

/// What became of one operation.
#[derive(Serialize)]
struct Item {
    index: usize,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<AnyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProblemBody>,
}

/// What became of all of them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Results {
    /// On every event of this change.
    batch_id: Option<AnyId>,
    results: Vec<Item>,
    /// Tasks that moved because they depend on what was changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    moved: Vec<Difference>,
    /// Why something that depends on what was changed stands where it stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_scheduled: Option<String>,
}

/// The problem of a request of which nothing was kept.
#[derive(Serialize)]
struct Refused {
    #[serde(flatten)]
    problem: ProblemBody,
    results: Vec<Item>,
}

/// Makes many changes.
pub async fn run<E: Resource>(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Query(query): Params,
    Object(body): Object,
) -> Result<Response, Problem> {
    let options = schedule_follow::options::<E>(&query, false)?;
    let moving = Arc::new(schedule_follow::moving::<E>(&body));
    let bulk = Bulk::read::<E>(body)?;
    let work = job(move |cx| {
        let (bulk, moving) = (bulk.clone(), Arc::clone(&moving));
        Box::pin(async move {
            let mut outcomes = bulk::run::<E>(cx, &bulk).await?;
            let refused = cx.is_taken_back();
            let moved =
                if refused { Followed::default() } else { schedule_follow::moved(cx, &moving, &mut outcomes).await? };
            let changed: Vec<AnyId> = outcomes.iter().filter_map(Outcome::id).collect();
            moved.within_limit(cx, &changed)?;
            let results = outcomes.into_iter().enumerate().map(|(index, outcome)| item(cx, index, outcome));
            let results = results.collect::<Result<Vec<_>, _>>()?;
            told(refused, cx.batch, results, moved)
        })
    });
    let mut response = reply(&state, &caller, options, work).await?;
    if !response.status().is_success() {
        mark_as_problem(&mut response);
    }
    Ok(response)
}

fn told(refused: bool, batch_id: Option<AnyId>, results: Vec<Item>, told: Followed) -> Result<Reply, Error> {
    if !refused {
        return Ok(Reply::json(
            StatusCode::OK,
            to_vec(&Results { batch_id, results, moved: told.moved, not_scheduled: told.stopped })?,
        ));
    }
    let wrong = results.iter().filter(|item| item.error.is_some()).count();
    let errors = results.iter().filter_map(|item| Some((item.index, item.error.as_ref()?)));
    let errors = errors.flat_map(|(index, error)| match error.errors.as_slice() {
        [] => vec![Fault::at(&format!("operations/{index}"), &error.code, error.detail.clone())],
        faults => faults.to_vec(),
    });
    let mut problem = ProblemBody::of(Error::Invalid(errors.collect()));
    problem.detail = format!("{wrong} of {} operations are wrong; nothing was changed", results.len());
    Ok(Reply::json(StatusCode::UNPROCESSABLE_ENTITY, to_vec(&Refused { problem, results })?))
}

fn item<E: Resource>(cx: &Ctx, index: usize, outcome: Outcome<E>) -> Result<Item, Error> {
    let id = outcome.id();
    let show = |row: &E| View::whole(row, cx, &Populated::new()).raw().map(Some);
    let (status, data, error) = match outcome {
        Outcome::Created(row) => (201, show(&row)?, None),
        Outcome::Changed(row) => (200, show(&row)?, None),
        Outcome::Trashed(_) => (204, None, None),
        Outcome::NotKept => (StatusCode::FAILED_DEPENDENCY.as_u16(), None, None),
        Outcome::Refused(error) => {
            let error = ProblemBody::of(error);
            (error.status, None, Some(error))
        }
    };
    Ok(Item { index, status, id, data, error })
}

/// The operation in the OpenAPI document.
pub fn operation<E: Resource>(start: OperationBuilder) -> Operation {
    let content = ContentBuilder::new().schema(Some(RefOr::T(request::<E>()))).build();
    let body = RequestBodyBuilder::new().required(Some(Required::True)).content("application/json", content);
    let refused = ContentBuilder::new().schema(Some(reference("BulkProblem"))).build();
    let refused = ResponseBuilder::new()
        .description("An operation is wrong and nothing was changed: with the result of each.")
        .content("application/problem+json", refused);
    start
        .parameter(query("dryRun", Type::Boolean, "Answers what would change and writes nothing."))
        .request_body(Some(body.build()))
        .response("200", answer("What became of each.", RefOr::T(results::<E>())))
        .response("422", refused.build())
        .response("default", problem())
        .build()
}

fn request<E: Entity + Resource>() -> Schema {
    let verbs = bulk::verbs(E::VERBS);
    let op = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some(verbs.to_vec()));
    let mut operation = ObjectBuilder::new()
        .property("op", Schema::Object(op.build()))
        .property("id", described(id_schema(), "Which one; with create a chosen id."))
        .property(
            "ifMatch",
            described(simple(Type::String, None), "With update and delete: the revision or ETag that must be current."),
        );
    let fields = match E::VERBS {
        Verbs::All | Verbs::NoTrash => Some(
            OneOfBuilder::new()
                .item(reference(&format!("{}Create", E::MODEL)))
                .item(reference(&format!("{}Patch", E::MODEL))),
        ),
        Verbs::NoCreate => Some(OneOfBuilder::new().item(reference(&format!("{}Patch", E::MODEL)))),
        Verbs::ReadAndTrash | Verbs::Read | Verbs::OwnReads => None,
    };
    if let Some(fields) = fields {
        let help = "The fields of create or update; they may stand beside `op` instead.";
        operation = operation.property("data", Schema::OneOf(fields.description(Some(help)).build()));
    }
    let free = AdditionalProperties::FreeForm(E::VERBS != Verbs::ReadAndTrash);
    let operation = operation.required("op").additional_properties(Some(free));
    let operations = ArrayBuilder::new().items(operation).max_items(Some(MOST));
    let mode = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .enum_values(Some(["all", "each"]))
        .description(Some("`all` (default): all or nothing. `each`: keeps those that are right."));
    let object = ObjectBuilder::new().property("operations", operations).property("mode", mode).required("operations");
    Schema::Object(object.additional_properties(Some(AdditionalProperties::FreeForm(false))).build())
}

fn described(schema: Schema, help: &str) -> Schema {
    match schema {
        Schema::Object(mut object) => {
            object.description = Some(help.into());
            Schema::Object(object)
        }
        other => other,
    }
}

fn results<E: Entity>() -> Schema {
    let object = ObjectBuilder::new()
        .property("batchId", nullable(id_schema()))
        .property("results", array(item_schema(Some(reference(E::MODEL)))))
        .required("batchId")
        .required("results");
    let object = if schedule_follow::moves::<E>() { schedule_follow::told(object) } else { object };
    Schema::Object(object.build())
}

fn item_schema(data: Option<RefOr<Schema>>) -> Schema {
    let mut object = ObjectBuilder::new()
        .property("index", simple(Type::Integer, None))
        .property("status", described(simple(Type::Integer, None), "As a request of its own would be answered; 424 for one that is right, but not kept because of another."))
        .property("id", id_schema())
        .property("error", reference("ProblemBody"));
    if let Some(data) = data {
        object = object.property("data", data);
    }
    Schema::Object(object.required("index").required("status").build())
}

/// The schema of a problem with the result of every operation.
pub fn problem_schema() -> Schema {
    let text = || simple(Type::String, None);
    let object = ObjectBuilder::new()
        .property("type", text())
        .property("title", text())
        .property("status", simple(Type::Integer, None))
        .property("code", text())
        .property("detail", text())
        .property("errors", ArrayBuilder::new().items(reference("Fault")))
        .property("results", array(item_schema(None)));
    Schema::Object(
        ["type", "title", "status", "code", "detail"].into_iter().fold(object, ObjectBuilder::required).build(),
    )
}
