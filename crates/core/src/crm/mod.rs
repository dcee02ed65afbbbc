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
use crate::sql::{Arg, Sql};
use guildhall_store::Id;
use std::collections::HashSet;

/// Which of these the caller finds outside the trash: a reference to any other reads null.
async fn found<E: Resource>(cx: &Ctx, ids: impl Iterator<Item = Option<Id<E>>> + Send) -> Result<HashSet<Id<E>>> {
    let ids: Vec<Vec<u8>> = ids.flatten().map(|id| id.as_bytes().to_vec()).collect();
    if ids.is_empty() || !cx.reaches(E::READ) {
        return Ok(HashSet::new());
    }
    let mut sql = Sql::default();
    let those = sql.arg(Arg::Ids(ids));
    crate::own::narrow::<E>(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let text = format!(
        "SELECT t.id FROM {} t{joins} WHERE t.organization_id = $1 AND t.id = ANY({those}) AND t.{} IS NULL{conditions}",
        E::TABLE,
        E::DELETED
    );
    let rows: Vec<(Id<E>,)> = cx.tx.rows(&text, &sql.args()).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
