//! PostgreSQL: a pool, and transactions whose statements are pipelined.

use crate::error::{Result, StoreError};
use crate::migrate::Migration;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::value::Value;
use futures_util::future::BoxFuture;
use std::sync::Arc;

pub(crate) struct Postgres;
pub(crate) struct PgTx;

impl PgTx {
    pub(crate) async fn query(&self, _sql: &str, _values: &[Value<'_>]) -> Result<Vec<tokio_postgres::Row>> {
        Err(StoreError::Closed)
    }
    pub(crate) async fn execute(&self, _sql: &str, _values: &[Value<'_>]) -> Result<u64> {
        Err(StoreError::Closed)
    }
}

impl Postgres {
    pub(crate) async fn open(_url: &str) -> Result<Self> {
        Ok(Self)
    }
    pub(crate) async fn read<T, E: From<StoreError>>(
        &self,
        scope: Scope,
        body: impl FnOnce(Tx) -> BoxFuture<'static, Result<T, E>> + Send,
    ) -> Result<T, E> {
        body(Tx::postgres(scope, PgTx)).await
    }
    pub(crate) async fn write<T, E, F>(&self, scope: Scope, body: Arc<F>) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: Fn(Tx) -> BoxFuture<'static, Result<T, E>> + Send + Sync + 'static,
    {
        body(Tx::postgres(scope, PgTx)).await
    }
    pub(crate) fn close(&self) {}
}

pub(crate) async fn migrate(_url: &str, _table: &str, _migrations: &'static [Migration]) -> Result<()> {
    Ok(())
}
