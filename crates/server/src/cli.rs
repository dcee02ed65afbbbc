//! Commands that do something to the data: by the running server where there is one, else alone.

pub mod admin;
pub mod demo;
pub mod export;
pub mod import;
pub mod start;

use crate::local;
use crate::orders::{self, Answer, Order};
use crate::serve;
use crate::settings::Settings;
use std::io::Write;

/// Has an order carried out.
async fn carry_out(
    settings: &Settings,
    order: Order,
    file: Vec<u8>,
    mut progress: impl FnMut(i64, i64) + Send,
) -> Result<Answer, String> {
    if settings.database_url.is_none()
        && let Some(answer) = local::ask(&settings.data, &order, &file, &mut progress).await
    {
        return answer;
    }
    let (app, _lock) = serve::open(settings).await?;
    let answer = orders::carry_out(&app, order, file, progress).await;
    app.db().close().await;
    answer.map_err(|error| error.to_string())
}

fn print(text: &str) -> Result<(), String> {
    std::io::stdout().write_all(text.as_bytes()).map_err(|error| error.to_string())
}
