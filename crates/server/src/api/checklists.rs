//! Items of a checklist, one by one.

use crate::body::Json;
use crate::crud::{At, Params, WriteOptions, job};
use crate::idempotency::{Reply, reply};
use crate::identity::InOrganization;
use crate::problem::{Problem, ProblemBody};
use crate::state::AppState;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{patch, post};
use guildhall_core::entity::Given;
use guildhall_core::work::Checklist;
use guildhall_core::work::checklist::Item;
use guildhall_core::{AnyId, Error, Resource, crud};
use serde::Deserialize;
use utoipa::OpenApi;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    let root = "/api/v1/organizations/{organizationId}/checklists/{id}/items";
    Router::new().route(root, post(add)).route(&format!("{root}/{{itemId}}"), patch(change).delete(remove))
}

/// What the OpenAPI document says of it.
#[derive(OpenApi)]
#[openapi(paths(add, change, remove), components(schemas(NewItem, ItemChange)))]
pub struct Api;

/// A new item.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewItem {
    #[schema(value_type = Option<String>)]
    id: Option<AnyId>,
    text: String,
    #[serde(default)]
    done: bool,
    /// The item it comes after; at the end when absent.
    #[schema(value_type = Option<String>)]
    after: Option<AnyId>,
}

/// What changes about an item.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ItemChange {
    text: Option<String>,
    done: Option<bool>,
}

#[derive(Deserialize)]
struct ItemPath {
    id: String,
    #[serde(rename = "itemId")]
    item: String,
}

async fn edit(
    state: AppState,
    caller: guildhall_core::Caller,
    id: AnyId,
    query: &[(String, String)],
    status: StatusCode,
    change: impl Fn(&mut Checklist) -> Result<(), Error> + Send + Sync + 'static,
) -> Result<Response, Problem> {
    let options = WriteOptions::parse(query, false)?;
    let change = std::sync::Arc::new(change);
    let work = job(move |cx| {
        let change = std::sync::Arc::clone(&change);
        Box::pin(async move {
            cx.require(Checklist::UPDATE)?;
            let old: Checklist = crud::get_locked(cx, id, Some(false)).await?;
            let mut new = old.clone();
            change(&mut new)?;
            let row = crud::save(cx, &old, new, &Given(vec![Checklist::ITEMS])).await.map_err(of_item)?;
            Reply::one(status, cx, &row)
        })
    });
    reply(&state, &caller, options, work).await
}

/// A fault of the list as one of the item that the request is about.
fn of_item(error: Error) -> Error {
    let Error::Invalid(mut faults) = error else { return error };
    for fault in &mut faults {
        fault.pointer = match fault.code.as_str() {
            "text" => "/text".into(),
            "duplicate" => "/id".into(),
            _ => String::new(),
        };
    }
    Error::Invalid(faults)
}

/// Adds an item.
#[utoipa::path(post, path = "/api/v1/organizations/{organizationId}/checklists/{id}/items", operation_id = "checklist_item_add", tag = "checklists",
    params(("organizationId" = String, Path), ("id" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = NewItem,
    responses((status = 201, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn add(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(at): Path<At>,
    Query(query): Params,
    Json(body): Json<NewItem>,
) -> Result<Response, Problem> {
    edit(state, caller, at.id()?, &query, StatusCode::CREATED, move |list| {
        let place = match body.after {
            None => list.items.0.len(),
            Some(after) => list.position(after).map_err(|_| Error::no_such("after", "item"))? + 1,
        };
        list.items.0.insert(place, Item { id: body.id, text: body.text.clone(), done: body.done });
        Ok(())
    })
    .await
}

/// Changes an item, or ticks it off.
#[utoipa::path(patch, path = "/api/v1/organizations/{organizationId}/checklists/{id}/items/{itemId}", operation_id = "checklist_item_change", tag = "checklists",
    params(("organizationId" = String, Path), ("id" = String, Path), ("itemId" = String, Path), ("dryRun" = Option<bool>, Query)), request_body = ItemChange,
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn change(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(path): Path<ItemPath>,
    Query(query): Params,
    Json(body): Json<ItemChange>,
) -> Result<Response, Problem> {
    let (id, item): (AnyId, AnyId) =
        (path.id.parse().map_err(|_| Error::NotFound)?, path.item.parse().map_err(|_| Error::NotFound)?);
    edit(state, caller, id, &query, StatusCode::OK, move |list| {
        let at = list.position(item)?;
        let item = &mut list.items.0[at];
        item.text = body.text.clone().unwrap_or_else(|| item.text.clone());
        item.done = body.done.unwrap_or(item.done);
        Ok(())
    })
    .await
}

/// Takes an item away.
#[utoipa::path(delete, path = "/api/v1/organizations/{organizationId}/checklists/{id}/items/{itemId}", operation_id = "checklist_item_remove", tag = "checklists",
    params(("organizationId" = String, Path), ("id" = String, Path), ("itemId" = String, Path), ("dryRun" = Option<bool>, Query)),
    responses((status = 200, body = Object), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
async fn remove(
    State(state): State<AppState>,
    InOrganization(caller): InOrganization,
    Path(path): Path<ItemPath>,
    Query(query): Params,
) -> Result<Response, Problem> {
    let (id, item): (AnyId, AnyId) =
        (path.id.parse().map_err(|_| Error::NotFound)?, path.item.parse().map_err(|_| Error::NotFound)?);
    edit(state, caller, id, &query, StatusCode::OK, move |list| {
        let at = list.position(item)?;
        list.items.0.remove(at);
        Ok(())
    })
    .await
}
