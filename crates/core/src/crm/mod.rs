//! Customers: contacts, deals and the pipelines they go through, and what was said with whom.

pub mod comm_log;
pub mod contact;
pub mod deal;
mod phone;
pub mod pipeline;

pub use comm_log::CommLog;
pub use contact::Contact;
pub use deal::Deal;
pub use pipeline::Pipeline;

use crate::ctx::Ctx;
use crate::entity::Resource;
use crate::error::Result;
use guildhall_store::Id;
use std::collections::HashSet;

/// Which of these the caller finds outside the trash: a reference to any other reads null.
async fn found<E: Resource>(cx: &Ctx, ids: impl Iterator<Item = Option<Id<E>>> + Send) -> Result<HashSet<Id<E>>> {
    let ids: Vec<Id<E>> = ids.flatten().collect();
    if ids.is_empty() || !cx.permits(E::READ) {
        return Ok(HashSet::new());
    }
    let sql =
        format!("SELECT id FROM {} WHERE organization_id = $1 AND id = ANY($2) AND {} IS NULL", E::TABLE, E::DELETED);
    let rows: Vec<(Id<E>,)> = cx.tx.rows(&sql, &[&ids]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
