//! The organizations of one person, with what the person may do there, in one query.

use super::User;
use crate::ctx::App;
use crate::entity::{Entity, Resource};
use crate::error::Result;
use crate::org::Organization;
use crate::policy::{Permissions, ROLES};
use guildhall_store::{FromRow, Id, Row, Scope};

/// An organization, as somebody who holds a role there sees it.
#[derive(Debug, Clone)]
pub struct Membership {
    pub organization: Organization,
    pub role: String,
    pub permissions: Permissions,
}

impl FromRow for Membership {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let role: String = row.get(0)?;
        let mut organization = Organization::read(row, 1)?;
        organization.organization_id = organization.id;
        let permissions = Permissions::of_role(&role).unwrap_or(Permissions::NONE);
        Ok(Self { organization, role, permissions })
    }
}

impl Membership {
    /// The names in `can` of the organization.
    pub fn can(&self) -> Vec<&'static str> {
        [(Organization::UPDATE, "update"), (Organization::DELETE, "delete")]
            .into_iter()
            .filter(|(permission, _)| self.permissions.has(*permission))
            .map(|(_, name)| name)
            .collect()
    }

    /// The same, as far as a scoped token reaches.
    pub fn limited(mut self, limit: Option<Permissions>) -> Self {
        self.permissions = limit.map_or(self.permissions, |limit| self.permissions.intersect(limit));
        self
    }
}

/// Which of a person's organizations to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Window {
    /// Those in the trash, as far as the person may restore them.
    pub deleted: bool,
    /// Only those after this one.
    pub after: Option<Id<Organization>>,
    /// No more than this; 0 for all.
    pub limit: usize,
}

/// A person's organizations, oldest first.
pub async fn list(app: &App, user: Id<User>, window: Window) -> Result<Vec<Membership>> {
    let sql = format!(
        "SELECT r.role, {} FROM role_assignments r JOIN organizations t ON t.organization_id = r.organization_id \
         WHERE r.user_id = $1 AND r.deleted_at IS NULL AND t.deleted_at IS {} AND t.organization_id > $2 \
         AND (r.role = ANY($3) OR $4) ORDER BY t.organization_id{}",
        Organization::COLUMNS_OF_T,
        if window.deleted { "NOT NULL" } else { "NULL" },
        if window.limit == 0 { String::new() } else { format!(" LIMIT {}", window.limit) },
    );
    let may_restore = |role: &&str| Permissions::of_role(role).is_some_and(|held| held.has(Organization::DELETE));
    let restorers: Vec<String> = ROLES.into_iter().filter(may_restore).map(str::to_owned).collect();
    let after = window.after.unwrap_or_default();
    let any_role = !window.deleted;
    let found = app.db().read(Scope::User(user.cast()), move |tx| {
        Box::pin(async move { Ok(tx.rows::<Membership>(&sql, &[&after, &restorers, &any_role]).await?) })
    });
    found.await
}
