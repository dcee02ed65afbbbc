//! The organizations of one person, with what the person may do there, in one query.

use super::User;
use crate::ctx::App;
use crate::entity::{Entity, Resource};
use crate::error::{Error, Result};
use crate::org::{Organization, role};
use crate::policy::Permissions;
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
        let own: Option<String> = row.get(1)?;
        let mut organization = Organization::read(row, 2)?;
        organization.organization_id = organization.id;
        let permissions = role::held(&role, own.as_deref());
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

/// A person's organizations, oldest first; with `deleted` those in the trash that the person may restore.
pub async fn list(app: &App, user: Id<User>, deleted: bool) -> Result<Vec<Membership>> {
    let sql = format!(
        "SELECT r.role, c.permissions, {} FROM role_assignments r \
         JOIN organizations t ON t.organization_id = r.organization_id \
         LEFT JOIN roles c ON c.organization_id = r.organization_id AND c.name = r.role AND c.deleted_at IS NULL \
         WHERE r.user_id = $1 AND r.deleted_at IS NULL AND t.deleted_at IS {} ORDER BY t.organization_id",
        Organization::COLUMNS_OF_T,
        if deleted { "NOT NULL" } else { "NULL" },
    );
    let read = app.db().read(Scope::User(user.cast()), move |tx| {
        Box::pin(async move { Ok::<_, Error>(tx.rows::<Membership>(&sql, &[]).await?) })
    });
    let mut found = read.await?;
    found.retain(|membership| !deleted || membership.permissions.has(Organization::DELETE));
    Ok(found)
}
