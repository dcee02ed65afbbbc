//! The floor of every request: a route that answers a small JSON text, on the server's own HTTP stack.

use crate::Outcome;
use axum::Router;
use axum::routing::get;
use std::io::Write;

/// Serves until killed.
pub async fn serve() -> Outcome<()> {
    let app = Router::new().route("/hello", get(|| async { axum::Json(serde_json::json!({"hello": "world"})) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    Ok(axum::serve(listener, app).await?)
}
