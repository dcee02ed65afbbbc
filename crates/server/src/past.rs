//! `as_of=`: an object or a list as it was at an instant or at a number of the event log.

use crate::crud::{json, to_vec};
use crate::problem::Problem;
use crate::state::AppState;
use axum::http::StatusCode;
use axum::response::Response;
use guildhall_core::event::as_of::{self, Fields, Page, Query};
use guildhall_core::{AnyId, Caller, Error, Resource};

/// Marks an object of the past: nothing can be done with it.
fn shown(mut fields: Fields, whole: bool) -> Fields {
    if whole {
        fields.insert("can".into(), serde_json::Value::Array(Vec::new()));
    }
    fields
}

/// One page of a list as it was.
pub async fn list<E: Resource>(state: &AppState, caller: &Caller, query: Query) -> Result<Response, Problem> {
    let whole = query.is_whole();
    let read = state.app.read(caller, move |cx| Box::pin(async move { as_of::list::<E>(cx, &query).await }));
    let Page { data, next_cursor } = read.await?;
    let data: Vec<Fields> = data.into_iter().map(|fields| shown(fields, whole)).collect();
    Ok(json(StatusCode::OK, to_vec(&serde_json::json!({"data": data, "nextCursor": next_cursor}))?))
}

/// One object as it was, in the trash or not.
pub async fn read<E: Resource>(
    state: &AppState,
    caller: &Caller,
    id: AnyId,
    query: &[(String, String)],
) -> Result<Response, Problem> {
    let [(_, moment)] = query else {
        return Err(Error::unreadable("bad_parameter", "`as_of` stands alone when one object is read").into());
    };
    let moment = moment.clone();
    let read = state.app.read(caller, move |cx| {
        Box::pin(async move {
            let seq = as_of::moment(cx, &moment).await?;
            as_of::one::<E>(cx, id, seq).await
        })
    });
    Ok(json(StatusCode::OK, to_vec(&shown(read.await?, true))?))
}
