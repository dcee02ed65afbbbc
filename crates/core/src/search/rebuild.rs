//! Indexing what is there already: organizations that were here before search was, once, in chunks that hold
//! up nobody. It may be cut off anywhere and begins anew at the next start.

use super::index;
use crate::crud::id_column;
use crate::ctx::App;
use crate::entity::{AnyId, Resource};
use crate::error::{Error, Result};
use crate::org::Organization;
use crate::registry::MODELS;
use guildhall_store::{Id, Scope, Tx};
use std::collections::HashSet;

/// Which index an organization has; a higher number indexes every organization anew.
const VERSION: i64 = 3;
const COUNTER: &str = "search-index";
const CHUNK: usize = 200;

/// Notes that everything in the organization is indexed.
pub(crate) async fn mark(tx: &Tx) -> Result<()> {
    let sql = "INSERT INTO counters (organization_id, name, value) VALUES ($1, $2, $3) \
        ON CONFLICT (organization_id, name) DO UPDATE SET value = excluded.value";
    tx.execute_later(sql, &[&COUNTER, &VERSION]).await?;
    Ok(())
}

/// Indexes every organization that has no index yet; answers how many objects that were.
pub async fn missing(app: &App) -> Result<usize> {
    let (mut after, mut count, mut failed) = (Id::default(), 0, None);
    while let Some(organization) = next(app, after).await? {
        match everything(app, organization).await {
            Ok(indexed) => count += indexed,
            // Of no concern to the others.
            Err(error) => failed = failed.or(Some(error)),
        }
        after = organization;
    }
    failed.map_or(Ok(count), Err)
}

async fn next(app: &App, after: Id<Organization>) -> Result<Option<Id<Organization>>> {
    let sql = "SELECT o.organization_id FROM organizations o WHERE o.organization_id > $1 AND NOT EXISTS \
        (SELECT 1 FROM counters c WHERE c.organization_id = o.organization_id AND c.name = $2 AND c.value >= $3) \
        ORDER BY o.organization_id LIMIT 1";
    let read = app.db().read(Scope::System("organizations to index"), move |tx| {
        Box::pin(async move { tx.row::<(Id<Organization>,)>(sql, &[&after, &COUNTER, &VERSION]).await })
    });
    Ok(read.await.map_err(Error::from)?.map(|(id,)| id))
}

/// Indexes one organization anew.
pub async fn everything(app: &App, organization: Id<Organization>) -> Result<usize> {
    let mut count = 0;
    for model in MODELS {
        count += crate::entity_of!(*model, E => all_of::<E>(app, organization).await?, 0);
    }
    let done = app.db().write(Scope::Org(organization.cast()), |tx| Box::pin(async move { mark(&tx).await }));
    done.await?;
    Ok(count)
}

async fn all_of<E: Resource>(app: &App, organization: Id<Organization>) -> Result<usize> {
    if !super::is_searched::<E>() {
        return Ok(0);
    }
    let (mut after, mut count) = (AnyId::default(), 0);
    loop {
        let chunk = app.db().write(Scope::Org(organization.cast()), move |tx| {
            Box::pin(async move { chunk::<E>(&tx, organization, after).await })
        });
        let chunk: Vec<AnyId> = chunk.await?;
        count += chunk.len();
        match chunk.last() {
            Some(last) if chunk.len() == CHUNK => after = *last,
            _ => return Ok(count),
        }
    }
}

async fn chunk<E: Resource>(tx: &Tx, organization: Id<Organization>, after: AnyId) -> Result<Vec<AnyId>> {
    let id = id_column::<E>();
    let sql = format!(
        "SELECT {} FROM {} t WHERE t.organization_id = $1 AND t.{id} > $2 ORDER BY t.{id} LIMIT {CHUNK}",
        E::COLUMNS_OF_T,
        E::TABLE
    );
    let rows: Vec<E> = tx.rows(&sql, &[&after]).await?;
    let mut learned = HashSet::new();
    for row in &rows {
        index(tx, organization, &mut learned, row, false).await?;
    }
    Ok(rows.iter().map(|row| row.head().id).collect())
}
