//! An invitation by link. The token is shown once and kept as its SHA-256; it works once, until it expires.

use crate::ctx::Ctx;
use crate::entity::{Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, User, role};
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;

/// Asks a person to join, by a link that works once.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Invitation", table = "invitations", path = "invitations")]
pub struct Invitation {
    #[entity(read_only)]
    pub id: Id<Invitation>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// Address of the invited person.
    #[entity(required, create_only, max = 254)]
    pub email: String,
    /// Role that the person will hold.
    #[entity(required, create_only, max = 64)]
    pub role: String,
    /// Placeholder that the person takes over: its tasks and comments become theirs.
    #[entity(create_only, refers = "Member")]
    pub member_id: Option<Id<User>>,
    #[entity(hidden)]
    pub token_hash: Vec<u8>,
    #[entity(read_only)]
    pub expires_at: Timestamp,
    #[entity(read_only)]
    pub accepted_at: Option<Timestamp>,
    #[entity(read_only, refers = "Member")]
    pub created_by: Id<User>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
}

const DAYS_VALID: i64 = 14;

impl Resource for Invitation {
    const READ: Permission = Permission::InvitationRead;
    const CREATE: Permission = Permission::InvitationManage;
    const UPDATE: Permission = Permission::InvitationManage;
    const DELETE: Permission = Permission::InvitationManage;
    const SHOWN: Shown = Shown::ByHome;
    const VERBS: Verbs = Verbs::ReadAndTrash;

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        if cx.permits(Self::DELETE) { vec!["delete"] } else { Vec::new() }
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.email = super::account::normal_email("email", &self.email)?;
        role::require_grantable(cx, "role", &self.role).await?;
        self.expires_at = cx.now.plus_seconds(DAYS_VALID * 86_400);
        self.created_by = cx.actor;
        if let Some(placeholder) = self.member_id {
            let sql = "SELECT user_id FROM members WHERE organization_id = $1 AND user_id = $2 \
                AND account_id IS NULL AND merged_into IS NULL";
            let found = cx.tx.row::<(Id<User>,)>(sql, &[&placeholder]).await?;
            found.ok_or_else(|| Error::no_such("memberId", "placeholder"))?;
        }
        let sql = "SELECT m.user_id FROM members m JOIN role_assignments r \
            ON r.organization_id = m.organization_id AND r.user_id = m.user_id AND r.deleted_at IS NULL \
            WHERE m.organization_id = $1 AND m.email = $2 AND m.left_at IS NULL LIMIT 1";
        match cx.tx.row::<(Id<User>,)>(sql, &[&self.email]).await? {
            Some(_) => Err(Error::conflict("member", "this person is a member already")),
            None => Ok(()),
        }
    }

    /// A revoked invitation that comes back grants its role again.
    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        role::require_grantable(cx, "role", &self.role).await
    }
}
