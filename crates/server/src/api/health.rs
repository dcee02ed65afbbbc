//! `/healthz`: the process lives. `/readyz`: the database answers.

use crate::problem::Problem;
use crate::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use guildhall_core::Error;
use guildhall_store::Scope;

/// Routes of this area.
pub fn routes() -> Router<AppState> {
    Router::new().route("/healthz", get(async || "ok")).route("/readyz", get(ready))
}

async fn ready(State(state): State<AppState>) -> Result<&'static str, Problem> {
    let sql = "SELECT COUNT(*) FROM migrations";
    let counted: Result<Option<(i64,)>, Error> = state
        .app
        .db()
        .read(Scope::System("readiness"), move |tx| Box::pin(async move { Ok(tx.row(sql, &[]).await?) }))
        .await;
    counted?;
    Ok("ready")
}
