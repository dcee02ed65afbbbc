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
use crate::own;
use crate::sql::Sql;

/// What a list compares in the place of a reference of `t` to a contact or a deal: no value where it reads null, being
/// in the trash or not the caller's to see. The column itself still leads to the rows, by its index.
fn compared<E: Resource>(cx: &Ctx, column: &str, sql: &mut Sql) -> String {
    if !cx.reaches(E::READ) {
        return "CAST(NULL AS BYTEA)".into();
    }
    let own = own::and::<E>(cx, sql, "r");
    format!(
        "(SELECT r.id FROM {} r WHERE r.organization_id = t.organization_id AND r.id = t.{column} \
         AND r.deleted_at IS NULL{own})",
        E::TABLE
    )
}
