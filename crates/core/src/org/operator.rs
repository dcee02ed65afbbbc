//! What whoever runs the server may ask on its command line, where nobody is signed in: an organization by
//! its name, and as whom to act there. Acting is then bound by that person's role, like any request.

use super::account::normal_email;
use super::{Organization, User};
use crate::ctx::{App, Caller};
use crate::entity::Entity;
use crate::error::{Error, Result};
use guildhall_store::{Id, Scope, Tx};

/// Finds an organization by its id or its exact name.
pub async fn organization(app: &App, named: &str) -> Result<Organization> {
    let named = named.trim().to_owned();
    let read = app.db().read(Scope::System("organization by name"), move |tx| {
        Box::pin(async move {
            let columns = Organization::COLUMNS;
            let id: Option<Id<Organization>> = named.parse().ok();
            let (key, what): (&str, &dyn guildhall_store::Bind) = match &id {
                Some(id) => ("organization_id", id),
                None => ("name", &named),
            };
            let sql = format!(
                "SELECT {columns} FROM organizations WHERE {key} = $1 AND deleted_at IS NULL ORDER BY organization_id"
            );
            let mut found: Vec<Organization> = tx.rows(&sql, &[what]).await?;
            match (found.len(), found.pop()) {
                (1, Some(organization)) => Ok(organization),
                (0, _) | (_, None) => Err(Error::no_such("organization", &format!("organization: {named}"))),
                (many, Some(last)) => {
                    let ids: Vec<String> = found.iter().chain([&last]).map(|each| each.id.to_string()).collect();
                    let detail = format!("{many} organizations are called “{named}”; give an id: {}", ids.join(", "));
                    Err(Error::invalid("organization", "ambiguous", detail))
                }
            }
        })
    });
    read.await
}

/// Acts in an organization as the member with this e-mail address, or as its longest-standing Admin.
pub async fn act(app: &App, organization: Id<Organization>, email: Option<&str>) -> Result<Caller> {
    let email = email.map(|text| normal_email("as", text)).transpose()?;
    let read = app.db().read(Scope::System("member by e-mail"), move |tx| {
        Box::pin(async move {
            let user = match &email {
                Some(email) => by_email(&tx, organization, email).await?,
                None => first_admin(&tx, organization).await?,
            };
            user.ok_or_else(|| match email {
                Some(email) => Error::no_such("as", &format!("member with the address {email}")),
                None => Error::no_such("as", "Admin in this organization"),
            })
        })
    });
    Ok(Caller { user: read.await?, organization, limit: None, origin: "command line".into() })
}

async fn by_email(tx: &Tx, organization: Id<Organization>, email: &str) -> Result<Option<Id<User>>> {
    let sql = "SELECT r.user_id FROM role_assignments r JOIN users u ON u.id = r.user_id \
        WHERE r.organization_id = $1 AND u.email_key = $2 AND r.deleted_at IS NULL";
    Ok(tx.row::<(Id<User>,)>(sql, &[&organization, &email]).await?.map(|(user,)| user))
}

async fn first_admin(tx: &Tx, organization: Id<Organization>) -> Result<Option<Id<User>>> {
    let sql = "SELECT r.user_id FROM role_assignments r \
        JOIN members m ON m.organization_id = r.organization_id AND m.user_id = r.user_id \
        WHERE r.organization_id = $1 AND r.role = $2 AND r.deleted_at IS NULL AND m.left_at IS NULL \
        ORDER BY m.joined_at, r.user_id LIMIT 1";
    Ok(tx.row::<(Id<User>,)>(sql, &[&organization, &"Admin"]).await?.map(|(user,)| user))
}
