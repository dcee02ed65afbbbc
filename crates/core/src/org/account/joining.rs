//! Invitations, from the person's side. The link carries a secret of which the database keeps the SHA-256;
//! it works once, until it expires or is revoked, and only for the address that was invited: who forwards
//! a link does not hand on the membership.

use super::{Identity, User, token};
use crate::ctx::{App, Ctx, Origin};
use crate::entity::{Entity, Given, Resource, apply};
use crate::error::{Error, Result};
use crate::event;
use crate::org::{Invitation, Organization, member, role_assignment};
use crate::time::Timestamp;
use guildhall_store::{Id, Scope, Tx};
use serde_json::{Map, Value as Json};

/// An open invitation and where it leads.
#[derive(Debug, Clone)]
pub struct Offer {
    pub organization: Organization,
    pub invitation: Invitation,
}

/// Draws the secret of an invitation: what goes into the link, and what is kept.
pub fn draw() -> Result<(String, [u8; 32])> {
    let secret = token::draw(token::INVITATION)?;
    let hash = token::hash(&secret);
    Ok((secret, hash))
}

/// Invites a person, on behalf of a member.
pub async fn invite(cx: &mut Ctx, body: &Map<String, Json>, token_hash: [u8; 32]) -> Result<Invitation> {
    cx.require(Invitation::CREATE)?;
    if body.contains_key("id") {
        return Err(Error::invalid("id", "read_only", "an invitation gets its id from the server"));
    }
    let mut invitation = Invitation { token_hash: token_hash.to_vec(), ..Invitation::default() };
    let given = apply(&mut invitation, body, true)?;
    crate::crud::insert(cx, invitation, None, &given).await
}

/// What the holder of a link may know before signing in.
pub async fn preview(app: &App, secret: &str) -> Result<Offer> {
    let hash = token::hash(secret);
    let read = app
        .db()
        .read(Scope::System("invitation by hash"), move |tx| Box::pin(async move { find(&tx, &hash, false).await }));
    read.await
}

/// Makes the person a member. Answers the organization and the role.
pub async fn accept(app: &App, person: Id<User>, secret: &str, origin: &Origin) -> Result<Offer> {
    let hash = token::hash(secret);
    let origin = origin.clone();
    let accepted = app.db().write(Scope::System("accept an invitation"), move |tx| {
        let origin = origin.clone();
        Box::pin(async move {
            let person = super::load(&tx, person).await?.identity();
            let offer = find(&tx, &hash, true).await?;
            accept_in(&tx, &offer, &person, &origin).await?;
            Ok::<_, Error>(offer)
        })
    });
    let offer = accepted.await?;
    app.wake(offer.organization.id);
    Ok(offer)
}

/// Finds an open invitation in a System transaction; `locked` if it is about to be accepted.
pub(super) async fn find(tx: &Tx, hash: &[u8; 32], locked: bool) -> Result<Offer> {
    let sql = format!(
        "SELECT {} FROM invitations t WHERE t.token_hash = $1 {}",
        Invitation::COLUMNS_OF_T,
        if locked { "FOR NO KEY UPDATE" } else { "" }
    );
    let invitation: Invitation = tx.row(&sql, &[hash]).await?.ok_or(Error::NotFound)?;
    let sql = format!(
        "SELECT {} FROM organizations t WHERE t.organization_id = $1 AND t.deleted_at IS NULL",
        Organization::COLUMNS_OF_T
    );
    let mut organization: Organization = tx.row(&sql, &[&invitation.organization_id]).await?.ok_or(Error::NotFound)?;
    organization.organization_id = organization.id;
    match &invitation {
        Invitation { deleted_at: Some(_), .. } => Err(Error::Gone("this invitation was revoked".into())),
        Invitation { accepted_at: Some(_), .. } => Err(Error::Gone("this invitation was used already".into())),
        late if late.expires_at <= Timestamp::now() => Err(Error::Gone("this invitation has expired".into())),
        _ => Ok(Offer { organization, invitation }),
    }
}

/// Accepts an open invitation inside a System transaction.
pub(super) async fn accept_in(tx: &Tx, offer: &Offer, person: &Identity, origin: &Origin) -> Result<()> {
    let Offer { organization, invitation } = offer;
    if invitation.email != person.email {
        return Err(Error::Forbidden(format!(
            "this invitation is for {}; sign in with that address, or ask for a new invitation",
            invitation.email
        )));
    }
    let mut cx = Ctx::founding(tx, organization.id, person.id, origin)?;
    let sql = "SELECT role FROM role_assignments WHERE organization_id = $1 AND user_id = $2 AND deleted_at IS NULL";
    if cx.tx.row::<(String,)>(sql, &[&person.id]).await?.is_some() {
        return Err(Error::conflict("member", "you are a member of this organization already"));
    }
    let used = Invitation { accepted_at: Some(cx.now), ..invitation.clone() };
    crate::crud::save_as(&mut cx, invitation, used, &Given::default(), "accepted").await?;
    role_assignment::admit(&mut cx, person, &invitation.role).await?;
    if let Some(placeholder) = invitation.member_id {
        take_over(&cx, placeholder, person.id).await?;
    }
    event::append(&mut cx).await
}

/// Two invitations may name the same placeholder: who comes first takes it over.
async fn take_over(cx: &Ctx, placeholder: Id<User>, person: Id<User>) -> Result<()> {
    let sql = "SELECT user_id FROM members WHERE organization_id = $1 AND user_id = $2 AND account_id IS NULL \
        AND merged_into IS NULL FOR NO KEY UPDATE";
    match cx.tx.row::<(Id<User>,)>(sql, &[&placeholder]).await? {
        Some(_) => member::merge(cx, placeholder, person).await,
        None => Ok(()),
    }
}
