//! Bringing a deal into another stage: the one way there is.

use crate::body::Json;
use crate::crud::{At, Params, WriteOptions, if_match, job, one, run};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;
use guildhall_core::crm::Deal;
use guildhall_core::crm::deal::Transition;
use guildhall_core::{AnyId, Resource};
use serde::Deserialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/api/v1/organizations/{organizationId}/deals/{id}/stage", post(change_stage))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(change_stage), components(schemas(ChangeStage)))]
pub struct Api;

/// The stage that a deal goes into.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ChangeStage {
    /// Key of a stage of its pipeline.
    stage: String,
    /// Another pipeline, whose stage it is.
    #[schema(value_type = Option<String>)]
    pipeline_id: Option<AnyId>,
    /// Why it is lost; required where the stage means that, refused elsewhere.
    #[schema(max_length = 2000)]
    lost_reason: Option<String>,
}

/// Brings a deal into another stage.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/deals/{id}/stage", operation_id = "deal_stage", tag = "deals",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query), ("If-Match" = Option<String>, Header)),
    request_body = ChangeStage,
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn change_stage(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    headers: HeaderMap,
    Json(body): Json<ChangeStage>,
) -> Result<Response, Problem> {
    let (id, expected) = (at.id()?, if_match(&headers)?);
    let options = WriteOptions::parse(&query, false)?;
    let to =
        Transition { stage: body.stage, pipeline: body.pipeline_id.map(AnyId::cast), lost_reason: body.lost_reason };
    let work = job(move |cx| {
        let to = to.clone();
        Box::pin(async move {
            let deal = Deal::change_stage(cx, id, &to, expected).await?;
            let can = deal.can(cx);
            Ok((deal, can))
        })
    });
    let (deal, can) = run(&state, &caller, options, work).await?;
    one(StatusCode::OK, &deal, can)
}
