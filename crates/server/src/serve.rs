//! Starts and stops the server. One process owns the embedded database at a time: it holds a lock on the
//! data folder. On SIGTERM or SIGINT requests in flight finish, then the database is closed.

use crate::keys;
use crate::local;
use crate::router::router;
use crate::settings::Settings;
use crate::state::AppState;
use crate::sweep;
use guildhall_core::connect::Outside;
use guildhall_core::event::retention;
use guildhall_core::search::rebuild;
use guildhall_core::time::Timestamp;
use guildhall_core::work::import;
use guildhall_core::{App, MIGRATIONS};
use guildhall_store::{Db, Target};
use std::fs::{File, OpenOptions};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A running import writes how far it is more often than this, in seconds.
const LONGEST_SILENCE: i64 = 15 * 60;

/// Logs are trimmed this long after the start, and from then on once a day.
const FIRST_TRIM: Duration = Duration::from_secs(10 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long requests in flight may take after the signal to stop.
const PATIENCE: Duration = Duration::from_secs(30);

/// Holds the data folder; released when dropped or when the process ends in any way.
pub struct Lock(#[expect(dead_code, reason = "held open for its lock")] File);

/// Takes the data folder for this process alone.
pub fn lock(data: &Path) -> Result<Lock, String> {
    std::fs::create_dir_all(data).map_err(|e| format!("cannot create the data folder {}: {e}", data.display()))?;
    let path = data.join("guildhall.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|e| format!("cannot write in the data folder {}: {e}", data.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(std::fs::TryLockError::WouldBlock) => Err(format!(
            "another guildhall is running on {}; stop it first or give --data another folder",
            data.display()
        )),
        Err(std::fs::TryLockError::Error(e)) => Err(format!("cannot lock {}: {e}", path.display())),
    }
}

/// Opens the database that the settings name.
pub async fn open(settings: &Settings) -> Result<(App, Option<Lock>), String> {
    let (target, lock) = match &settings.database_url {
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            (Target::Postgres(url.clone()), None)
        }
        Some(_) => return Err("--database-url begins with postgres://".into()),
        None => (Target::Sqlite(settings.data.join("guildhall.db")), Some(lock(&settings.data)?)),
    };
    let db = Db::open(&target, MIGRATIONS).await.map_err(|e| format!("cannot open the database: {e}"))?;
    let vault = keys::open(&db, &settings.keys).await?;
    Ok((App::new(db).with_outside(Outside { vault, ..Outside::default() }), lock))
}

/// Serves until told to stop.
pub async fn serve(settings: Settings) -> Result<(), String> {
    let (app, _lock) = open(&settings).await?;
    let listener = tokio::net::TcpListener::bind(settings.listen)
        .await
        .map_err(|e| format!("cannot listen on {}: {e}", settings.listen))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    // Alone on its file this process knows that nobody imports; beside others only silence tells.
    let silent = if settings.database_url.is_none() { 0 } else { LONGEST_SILENCE };
    let since = Timestamp::now().plus_seconds(-silent);
    import::abandon(&app, since).await.map_err(|e| format!("cannot end abandoned imports: {e}"))?;
    index_in_background(app.clone());
    if settings.database_url.is_none() {
        local::listen(app.clone(), &settings.data);
    }
    let trimming = tokio::spawn(trim_logs(app.clone()));
    let objects = settings.storage.open(&settings.data)?;
    // The folder is this process's alone as the database is: what lies aside in it now was cut off.
    let alone = settings.database_url.is_none() && objects.is_local();
    let sweeping = sweep::start(app.clone(), objects.clone(), alone);
    let state = AppState { app: app.clone(), objects, config: Arc::new(settings.config) };
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    announce(address);
    let (stopping, mut stopped) = tokio::sync::watch::channel(false);
    let signal = async move {
        stop_signal().await;
        tracing::info!("stopping: requests in flight finish");
        let _ = stopping.send(true);
    };
    let server = axum::serve(listener, service).with_graceful_shutdown(signal);
    let deadline = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        done = async { server.await } => done.map_err(|e| e.to_string())?,
        () = deadline => tracing::warn!("some requests did not finish in time"),
    }
    trimming.abort();
    sweeping.abort();
    app.db().close().await;
    Ok(())
}

/// Organizations from before there was search are indexed while they are served.
fn index_in_background(app: App) {
    tokio::spawn(async move {
        match rebuild::missing(&app).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "indexed what was not indexed yet"),
            Err(error) => tracing::error!(%error, "the search index is not complete; the next start goes on"),
        }
    });
}

/// Trims the event logs by the settings of their organizations, as long as the server runs.
async fn trim_logs(app: App) {
    let mut daily = tokio::time::interval_at(tokio::time::Instant::now() + FIRST_TRIM, DAY);
    loop {
        daily.tick().await;
        match retention::prune(&app).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "events trimmed"),
            Err(error) => tracing::warn!(%error, "the event logs could not be trimmed"),
        }
    }
}

fn announce(address: SocketAddr) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "listening on http://{address}");
    let _ = out.flush();
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
