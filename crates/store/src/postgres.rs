//! PostgreSQL. Two pools, one for each role a connection can have: a connection's role never changes, so
//! cached plans stay valid and nothing a closure sends can widen its reach. A read is a snapshot that is
//! thrown away without a round trip; a write runs in a task of its own and again when it lost a race.
//! A connection goes back to its pool only when its transaction has certainly ended (see `tx`).

mod access;
mod lease;
mod migrate;
mod turns;
mod tx;

use crate::db::{Change, Look};
use crate::error::{Result, StoreError};
use crate::scope::Scope;
use crate::tx::Tx;
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime, Timeouts};
use lease::Lease;
pub(crate) use migrate::migrate;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::RwLock;
use tokio_postgres::{Config, NoTls};
use turns::Turns;
pub(crate) use tx::PgTx;
use tx::Running;

/// Has the rights of one organization or account at a time; held there by row-level security.
const APP_ROLE: &str = "guildhall_app";
/// Has the rows of every organization; used by `Scope::System` only.
const SYSTEM_ROLE: &str = "guildhall_system";

const APP_CONNECTIONS: usize = 24;
const SYSTEM_CONNECTIONS: usize = 8;
/// How long a request waits for a connection, new or free, before it is told that there is none.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a write that lost a race (40001, 40P01) runs in all.
const MOST_RUNS: u32 = 8;

#[derive(Clone)]
pub(crate) struct Postgres {
    app: Pool,
    system: Pool,
    turns: Arc<Turns>,
    /// Held for reading by every write, so that `close` can wait for them.
    writing: Arc<RwLock<()>>,
}

/// What became of one run of a write.
enum Run {
    /// The closure's own answer stands, or the reason why it does not.
    Over(Result<()>),
    LostRace(Result<()>),
}

impl Postgres {
    pub(crate) async fn open(url: &str) -> Result<Self> {
        let config = config(url)?;
        let this = Self {
            app: pool(&config, APP_ROLE, APP_CONNECTIONS)?,
            system: pool(&config, SYSTEM_ROLE, SYSTEM_CONNECTIONS)?,
            turns: Arc::default(),
            writing: Arc::default(),
        };
        drop(tokio::try_join!(this.app.get(), this.system.get()).map_err(unavailable)?);
        Ok(this)
    }

    pub(crate) async fn read(&self, scope: Scope, look: Look<'_>) -> Result<()> {
        let tx = Running::new(self.lease(scope).await?, &scope, "ISOLATION LEVEL REPEATABLE READ READ ONLY");
        let succeeded = look(Tx::postgres(scope, tx.handle())).await;
        match tx.discard() {
            Some(failed) if succeeded => Err(failed),
            _ => Ok(()),
        }
    }

    pub(crate) async fn write(&self, scope: Scope, change: Change) -> Result<()> {
        let this = self.clone();
        match tokio::spawn(async move { this.runs(scope, &change).await }).await {
            Ok(result) => result,
            Err(error) if error.is_panic() => Err(StoreError::Panicked),
            Err(_) => Err(StoreError::Unavailable("the server is shutting down".into())),
        }
    }

    async fn runs(&self, scope: Scope, change: &Change) -> Result<()> {
        let _writing = self.writing.read().await;
        let _turn = self.turns.take(&scope).await;
        let mut run = 1;
        loop {
            match self.run(scope, change).await {
                Run::Over(result) => return result,
                Run::LostRace(result) if run == MOST_RUNS => return result,
                Run::LostRace(_) => tokio::time::sleep(back_off(run)).await,
            }
            run += 1;
        }
    }

    async fn run(&self, scope: Scope, change: &Change) -> Run {
        let lease = match self.lease(scope).await {
            Ok(lease) => lease,
            Err(error) => return Run::Over(Err(error)),
        };
        let tx = Running::new(lease, &scope, "ISOLATION LEVEL READ COMMITTED READ WRITE");
        if change(Tx::postgres(scope, tx.handle())).await {
            return match tx.commit().await {
                Err(StoreError::Retry) => Run::LostRace(Err(StoreError::Retry)),
                outcome => Run::Over(outcome),
            };
        }
        // The closure's error hides why its statement failed; the transaction remembers.
        match tx.discard() {
            Some(StoreError::Retry) => Run::LostRace(Ok(())),
            _ => Run::Over(Ok(())),
        }
    }

    async fn lease(&self, scope: Scope) -> Result<Lease> {
        let pool = if matches!(scope, Scope::System(_)) { &self.system } else { &self.app };
        Ok(Lease::new(pool.get().await.map_err(unavailable)?))
    }

    /// Waits for the running writes and closes both pools.
    pub(crate) async fn close(&self) {
        let _none = self.writing.write().await;
        self.app.close();
        self.system.close();
    }
}

/// Doubles from 4 ms, shortened by a random part, so that two that collided do not meet again.
fn back_off(run: u32) -> Duration {
    let random = std::hash::RandomState::new().build_hasher().finish();
    let longest = 4_u64 << run.min(6);
    Duration::from_millis(1 + random % longest)
}

/// Reads the URL and adds what it leaves open: time-outs and the name shown in `pg_stat_activity`.
fn config(url: &str) -> Result<Config> {
    let mut config: Config =
        url.parse().map_err(|e| StoreError::Unavailable(format!("the database URL cannot be read: {e}")))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if config.get_application_name().is_none() {
        config.application_name("guildhall");
    }
    config.keepalives_idle(Duration::from_secs(30)).tcp_user_timeout(Duration::from_secs(30));
    Ok(config)
}

fn pool(config: &Config, role: &'static str, size: usize) -> Result<Pool> {
    let manager =
        Manager::from_config(config.clone(), NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .timeouts(Timeouts { wait: Some(PATIENCE), create: Some(PATIENCE), recycle: Some(PATIENCE) })
        .post_create(Hook::async_fn(move |client, _| {
            // Read only outside a transaction: if ever a BEGIN is refused, what follows it changes nothing.
            let set_up = format!("SET ROLE {role}; SET default_transaction_read_only = on");
            Box::pin(async move { client.batch_execute(&set_up).await.map_err(HookError::Backend) })
        }))
        .build()
        .map_err(|e| StoreError::Unavailable(e.to_string()))
}

fn unavailable(error: PoolError) -> StoreError {
    match error {
        PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
            match StoreError::from(error) {
                known @ StoreError::Unavailable(_) => known,
                other => StoreError::Unavailable(other.to_string()),
            }
        }
        PoolError::Timeout(_) => StoreError::Unavailable("no connection to PostgreSQL in time".into()),
        PoolError::Closed => StoreError::Unavailable("the server is shutting down".into()),
        other => StoreError::Unavailable(other.to_string()),
    }
}
