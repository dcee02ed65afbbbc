//! Who holds which role here. One role a person; nobody raises itself, and the last Admin stays.

use crate::ctx::Ctx;
use crate::entity::{Entity, Given, Head, Resource};
use crate::error::{Error, Result};
use crate::org::{Organization, User, member};
use crate::policy::{Permission, Permissions, ROLES};
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
    /// Admin, Editor, Viewer or Guest.
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
}

/// What a role allows; an unknown name is refused.
pub fn require_role(role: &str) -> Result<Permissions> {
    Permissions::of_role(role).ok_or_else(|| Error::invalid("role", "one_of", format!("one of {}", ROLES.join(", "))))
}

/// A role may grant only what its editor holds.
pub fn require_grantable(cx: &Ctx, role: &str) -> Result<()> {
    if cx.permissions().covers(require_role(role)?) {
        return Ok(());
    }
    Err(Error::Forbidden("a role can grant only what you hold yourself".into()))
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

/// Takes a role away.
pub async fn end(cx: &mut Ctx, held: RoleAssignment) -> Result<()> {
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

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        require_grantable(cx, &self.role)?;
        member::require(cx, "userId", &[self.user_id]).await
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        if self.role == old.role {
            return Ok(());
        }
        require_grantable(cx, &old.role)?;
        require_grantable(cx, &self.role)?;
        require_another_admin(cx, old).await
    }

    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        require_another_admin(cx, self).await
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        require_grantable(cx, &self.role)?;
        member::require(cx, "userId", &[self.user_id]).await
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
