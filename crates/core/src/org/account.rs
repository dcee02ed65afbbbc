//! A person's account, the only thing that belongs to no organization. What an organization knows of the
//! person is its row in `members`; which rights the person has stands in role assignments alone. Password
//! and token values are not part of `User`: they are read where they are checked and nowhere else.

pub mod access_token;
pub mod adopting;
pub mod founding;
pub mod joining;
mod known;
pub mod login;
pub mod membership;
pub mod password;
pub mod profile;
pub mod register;
pub mod session;
pub mod throttle;
mod token;

pub(crate) use known::Known;
pub use membership::Membership;

use crate::ctx::App;
use crate::error::{Error, Result};
use crate::org::Organization;
use crate::policy::Permissions;
use crate::time::Timestamp;
use guildhall_store::{FromRow, Id, Row, Scope, Tx};
use serde::Serialize;

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct User {
    #[schema(value_type = String)]
    pub id: Id<User>,
    /// Name that others see.
    pub name: String,
    /// Address to sign in with, in lower case.
    pub email: String,
    /// Subject at the Clerk identity provider.
    #[schema(required)]
    pub clerk_user_id: Option<String>,
    /// The organization that the person came in by.
    #[schema(value_type = Option<String>, required)]
    pub organization_id: Option<Id<Organization>>,
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub last_login: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Counts the changes.
    pub revision: i64,
}

/// What an organization takes over from an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub id: Id<User>,
    pub name: String,
    pub email: String,
}

/// The columns of `User`, in its order.
const COLUMNS: &str = "id, name, email, clerk_user_id, organization_id, last_login, created_at, updated_at, revision";

impl FromRow for User {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            email: row.get(2)?,
            clerk_user_id: row.get(3)?,
            organization_id: row.get(4)?,
            last_login: row.get(5)?,
            created_at: row.get(6)?,
            updated_at: row.get(7)?,
            revision: row.get(8)?,
        })
    }
}

impl User {
    /// What an organization takes over.
    pub fn identity(&self) -> Identity {
        Identity { id: self.id, name: self.name.clone(), email: self.email.clone() }
    }
}

/// Who is behind a token, and how far it reaches.
#[derive(Debug, Clone)]
pub struct Bearer {
    pub user: Id<User>,
    /// A scoped token narrows what its owner may do.
    pub limit: Option<Permissions>,
    /// Absent for a personal access token.
    pub session: Option<session::Session>,
}

/// Finds who a token belongs to: a session's or a personal access token.
pub async fn authenticate(app: &App, token: &str) -> Result<Bearer> {
    let nobody = || Error::Unauthenticated("the token is unknown, expired or revoked; sign in again".into());
    let (hash, now) = (token::hash(token), Timestamp::now());
    if let Some(bearer) = app.known().get(app.db(), &hash, now) {
        return Ok(bearer);
    }
    let changes = app.db().global_changes();
    let found = if token.starts_with(token::SESSION) {
        session::find(app, hash, now).await?
    } else if token.starts_with(token::PERSONAL) {
        access_token::find(app, hash, now).await?
    } else {
        None
    };
    let found = found.ok_or_else(nobody)?;
    app.known().keep(changes, hash, &found);
    Ok(found.bearer)
}

/// Reads an account.
pub async fn get(app: &App, user: Id<User>) -> Result<User> {
    let read = app.db().read(Scope::System("account by id"), move |tx| Box::pin(async move { load(&tx, user).await }));
    read.await
}

/// Reads an account in a System transaction.
async fn load(tx: &Tx, user: Id<User>) -> Result<User> {
    tx.row(&select("WHERE id = $1"), &[&user]).await?.ok_or_else(gone)
}

fn select(condition: &str) -> String {
    format!("SELECT {COLUMNS} FROM users {condition}")
}

fn gone() -> Error {
    Error::Unauthenticated("this account is not there any more".into())
}

/// Longest name of a person.
const LONGEST_NAME: usize = 200;

/// A person's name, trimmed and checked.
pub fn normal_name(field: &str, text: &str) -> Result<String> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Error::invalid(field, "required", format!("`{field}` cannot be empty")));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid(field, "too_long", format!("at most {LONGEST_NAME} characters")));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::invalid(field, "format", "a name is one line without control characters"));
    }
    Ok(name.to_owned())
}

/// Longest address that mail can carry (RFC 5321).
const LONGEST_EMAIL: usize = 254;

/// An e-mail address as it is kept and compared: trimmed, in lower case, checked.
pub fn normal_email(field: &str, text: &str) -> Result<String> {
    let email = text.trim().to_lowercase();
    if email.is_empty() {
        return Err(Error::invalid(field, "required", format!("`{field}` cannot be empty")));
    }
    if email.len() > LONGEST_EMAIL {
        return Err(Error::invalid(field, "too_long", format!("at most {LONGEST_EMAIL} bytes")));
    }
    let well_formed = email.split_once('@').is_some_and(|(local, domain)| is_local(local) && is_domain(domain));
    if well_formed { Ok(email) } else { Err(Error::invalid(field, "email", "an address like name@example.org")) }
}

/// The part before the @, without the quoted form that no mailbox in use has.
fn is_local(text: &str) -> bool {
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && !"\"(),:;<>[\\]@".contains(c);
    text.len() <= 64 && text.split('.').all(|part| !part.is_empty() && part.chars().all(allowed))
}

/// A host name, one label being enough: `admin@localhost` is an address in a private network.
fn is_domain(text: &str) -> bool {
    text.split('.').all(|label| {
        let allowed =
            label.chars().all(|c| c == '-' || !(c.is_ascii_punctuation() || c.is_whitespace() || c.is_control()));
        (1..=63).contains(&label.len()) && allowed && !label.starts_with('-') && !label.ends_with('-')
    })
}

#[cfg(test)]
mod tests;
