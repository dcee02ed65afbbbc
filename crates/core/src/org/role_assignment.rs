//! Who holds which role here. One role a person; nobody raises itself, and the last Admin stays.

use crate::ctx::Ctx;
use crate::entity::{Entity, Given, Head, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::role::{self, require_grantable};
use crate::org::{Organization, User, member};
use crate::policy::Permission;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;

/// A role held by a person in this organization.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "RoleAssignment", table = "role_assignments", path = "role-assignments")]
pub struct RoleAssignment {
    #[entity(read_only)]
    pub id: Id<RoleAssignment>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The person.
    #[entity(required, create_only, refers = "Member")]
    pub user_id: Id<User>,
    /// Admin, Editor, Viewer, Guest, or a role that the organization made.
    #[entity(required, max = 64)]
    pub role: String,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
    /// It allows more than the caller holds.
    #[entity(virtual, hidden)]
    pub above: bool,
}

async fn require_another_admin(cx: &Ctx, held: &RoleAssignment) -> Result<()> {
    if held.role != "Admin" {
        return Ok(());
    }
    super::organization::lock(cx).await?;
    let sql = "SELECT id FROM role_assignments WHERE organization_id = $1 AND role = $2 AND deleted_at IS NULL \
        AND id <> $3 LIMIT 1";
    match cx.tx.row::<(crate::AnyId,)>(sql, &[&"Admin", &held.id]).await? {
        Some(_) => Ok(()),
        None => Err(Error::conflict("last_admin", "the last Admin cannot go; make somebody else Admin first")),
    }
}

/// Takes a role away, by somebody who holds no less.
pub async fn end(cx: &mut Ctx, held: RoleAssignment) -> Result<()> {
    require_grantable(cx, "role", &held.role).await?;
    require_another_admin(cx, &held).await?;
    let sql = "UPDATE role_assignments SET deleted_at = $3, updated_at = $3, revision = revision + 1 \
        WHERE organization_id = $1 AND id = $2";
    cx.tx.execute(sql, &[&held.id, &cx.now]).await?;
    cx.record("deleted", Some(&held), None);
    Ok(())
}

impl Resource for RoleAssignment {
    const READ: Permission = Permission::RoleRead;
    const CREATE: Permission = Permission::RoleManage;
    const UPDATE: Permission = Permission::RoleManage;
    const DELETE: Permission = Permission::RoleManage;
    const SHOWN: Shown = Shown::ByHome;

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let above = role::above(cx, rows.iter().map(|row| row.role.as_str())).await?;
        rows.iter_mut().for_each(|row| row.above = above.contains(&row.role));
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        require_grantable(cx, "role", &self.role).await?;
        member::require(cx, "userId", &[self.user_id]).await
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        if self.role == old.role {
            return Ok(());
        }
        require_grantable(cx, "role", &old.role).await?;
        require_grantable(cx, "role", &self.role).await?;
        require_another_admin(cx, old).await
    }

    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        require_grantable(cx, "role", &self.role).await?;
        require_another_admin(cx, self).await
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        require_grantable(cx, "role", &self.role).await?;
        member::require(cx, "userId", &[self.user_id]).await
    }

    /// Nobody gives or takes a role above its own.
    fn own_rule(&self, _cx: &Ctx, _permission: Permission) -> bool {
        !self.above
    }
}

/// Makes somebody a member with a role: the end of an invitation, or the founding of an organization.
pub async fn admit(cx: &mut Ctx, person: &super::account::Identity, role: &str) -> Result<RoleAssignment> {
    let sql = "INSERT INTO members (organization_id, user_id, name, email, account_id, joined_at, created_at, \
        updated_at, revision) VALUES ($1, $2, $3, $4, $2, $5, $5, $5, 1) \
        ON CONFLICT (organization_id, user_id) DO UPDATE SET name = $3, email = $4, left_at = NULL, joined_at = $5, \
        updated_at = $5, revision = members.revision + 1";
    cx.tx.execute(sql, &[&person.id, &person.name, &person.email, &cx.now]).await?;
    let mut member = super::Member { id: person.id, name: person.name.clone(), ..Default::default() };
    member.set_head(Head { id: person.id.cast(), organization_id: cx.organization, revision: 1 }, cx.now);
    cx.record("joined", None, Some(&member));
    let held = RoleAssignment { user_id: person.id, role: role.to_owned(), ..Default::default() };
    crate::crud::store_new(cx, held).await
}
