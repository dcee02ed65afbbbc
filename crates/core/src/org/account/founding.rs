//! Founding an organization: the row, its first member, the Admin role and their events come to be in one
//! transaction, begun in the System scope because before it there is no membership to act by.

use super::{Identity, User};
use crate::ctx::{App, Ctx, Origin};
use crate::entity::{Given, apply};
use crate::error::{Error, Result};
use crate::event;
use crate::idempotency::write_as_system;
use crate::ids;
use crate::org::{Organization, role_assignment};
use crate::search::rebuild;
use crate::time::Timestamp;
use guildhall_store::{Id, Tx};
use serde_json::{Map, Value as Json};

/// The role of who founds an organization.
pub const FOUNDER: &str = "Admin";

/// Reads what a request says about a new organization; nothing is stored yet.
pub fn draft(body: &Map<String, Json>) -> Result<Organization> {
    if body.contains_key("id") {
        return Err(Error::invalid("id", "read_only", "an organization gets its id from the server"));
    }
    let mut organization = Organization::default();
    apply(&mut organization, body, true)?;
    if organization.calendar_id.is_some() {
        return Err(Error::no_such("calendarId", "calendar; a new organization has none yet"));
    }
    organization.name = organization.name.trim().to_owned();
    for (value, default) in [(&mut organization.time_zone, "UTC"), (&mut organization.currency, "EUR")] {
        if value.is_empty() {
            default.clone_into(value);
        }
    }
    organization.check()?;
    Ok(organization)
}

/// Founds one more organization for somebody who has an account.
pub async fn found(app: &App, founder: Id<User>, draft: Organization, origin: &Origin) -> Result<Organization> {
    let id = ids::fresh(Timestamp::now());
    let (claim, origin) = (origin.claim.clone(), origin.clone());
    let founded = write_as_system(app, "found an organization", claim.as_ref(), move |tx| {
        let (draft, origin) = (draft.clone(), origin.clone());
        Box::pin(async move {
            let founder = super::load(&tx, founder).await?.identity();
            found_in(&tx, id, &founder, draft, &origin).await
        })
    });
    let organization = founded.await?;
    app.wake(organization.id);
    Ok(organization)
}

/// Founds an organization inside a System transaction.
pub(super) async fn found_in(
    tx: &Tx,
    id: Id<Organization>,
    founder: &Identity,
    draft: Organization,
    origin: &Origin,
) -> Result<Organization> {
    let mut cx = Ctx::founding(tx, id, founder.id, origin)?;
    let organization = crate::crud::insert(&mut cx, draft, Some(id.cast()), &Given::default()).await?;
    role_assignment::admit(&mut cx, founder, FOUNDER).await?;
    crate::crm::pipeline::found(&mut cx).await?;
    rebuild::mark(&cx.tx).await?;
    event::append(&mut cx).await?;
    Ok(organization)
}
