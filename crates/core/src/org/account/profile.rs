//! What a person changes about itself: name, address, password. Every organization the person belongs to
//! learns the new name and address in the same transaction, each by an event of its own. A new password
//! ends every session and token; who changed it may go on in a session that begins then.

use super::session::{self, NewSession};
use super::throttle::{self, Attempt};
use super::{Identity, User, load, normal_email, normal_name, password};
use crate::ctx::{App, Ctx, Origin};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::event;
use crate::org::{Member, Organization};
use crate::time::Timestamp;
use guildhall_store::{Id, Scope, Tx};
use std::net::IpAddr;
use std::sync::Arc;

/// What to change; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    pub name: Option<String>,
    pub email: Option<String>,
    pub password: Option<String>,
    /// Needed for a new password, unless there is none yet; checked whenever it is given.
    pub current_password: Option<String>,
    /// With a new password, go on in a session that begins now.
    pub stay: bool,
    /// The revision that the change was made from.
    pub revision: Option<i64>,
}

/// A change that was read, its passwords verified and hashed.
struct Checked {
    user: Id<User>,
    name: Option<String>,
    email: Option<String>,
    revision: Option<i64>,
    /// The new hash, and the one it replaces.
    password: Option<(String, Option<String>)>,
    session: Option<NewSession>,
    attempt: Option<Arc<Attempt>>,
    origin: Origin,
    now: Timestamp,
}

/// Changes an account. With a new password the answer holds the session that begins.
pub async fn change(
    app: &App,
    user: Id<User>,
    change: Change,
    address: Option<IpAddr>,
    origin: &Origin,
) -> Result<(User, Option<NewSession>)> {
    let name = change.name.as_deref().map(|name| normal_name("name", name)).transpose()?;
    let email = change.email.as_deref().map(|email| normal_email("email", email)).transpose()?;
    change.password.as_deref().map(|new| password::check("password", new)).transpose()?;
    let now = Timestamp::now();
    let (old_hash, attempt) = verify(app, user, &change, address).await?;
    let password = match change.password {
        Some(new) => Some((password::hash(new).await?, old_hash)),
        None => None,
    };
    let session = if password.is_some() && change.stay { Some(NewSession::draw(now)?) } else { None };
    let begun = session.clone();
    let (revision, origin) = (change.revision, origin.clone());
    let checked = Arc::new(Checked { user, name, email, revision, password, session, attempt, origin, now });
    let written = app.db().write(Scope::System("change of account"), move |tx| {
        let checked = Arc::clone(&checked);
        Box::pin(async move { store(&tx, &checked).await })
    });
    let (user, organizations) = written.await?;
    organizations.into_iter().for_each(|organization| app.wake(organization));
    Ok((user, begun))
}

/// Checks the current password, counted like a sign-in. Answers the hash that is to be replaced.
async fn verify(
    app: &App,
    user: Id<User>,
    change: &Change,
    address: Option<IpAddr>,
) -> Result<(Option<String>, Option<Arc<Attempt>>)> {
    if change.password.is_none() && change.current_password.is_none() {
        return Ok((None, None));
    }
    let read = app.db().read(Scope::System("account by id"), move |tx| {
        Box::pin(async move {
            let sql = "SELECT email_key, password_hash FROM users WHERE id = $1";
            tx.row::<(String, Option<String>)>(sql, &[&user]).await?.ok_or_else(super::gone)
        })
    });
    let (email, hash) = read.await?;
    let current = match (&hash, &change.current_password) {
        (None, None) => return Ok((None, None)),
        (Some(_), None) => {
            let detail = "a new password needs the current one";
            return Err(Error::invalid("currentPassword", "required", detail));
        }
        (_, Some(current)) => current.clone(),
    };
    let attempt = throttle::begin(app, &email, address).await?;
    if !password::verify(current, hash.clone(), None).await? {
        return Err(Error::invalid("currentPassword", "wrong", "this is not the current password"));
    }
    Ok((hash, Some(attempt)))
}

async fn store(tx: &Tx, checked: &Checked) -> Result<(User, Vec<Id<Organization>>)> {
    tx.rows::<(Id<User>,)>("SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", &[&checked.user]).await?;
    let old = load(tx, checked.user).await?;
    if checked.revision.is_some_and(|revision| revision != old.revision) {
        return Err(Error::Stale { revision: old.revision });
    }
    if let Some(attempt) = &checked.attempt {
        attempt.succeeded(tx, checked.now).await?;
    }
    let mut new = old.clone();
    new.name = checked.name.clone().unwrap_or(new.name);
    new.email = checked.email.clone().unwrap_or(new.email);
    if let Some((hash, old_hash)) = &checked.password {
        replace_password(tx, checked, hash, old_hash.as_ref()).await?;
    }
    if let Some(session) = &checked.session {
        session.store(tx, old.id, checked.now).await?;
    }
    let renamed = new != old;
    if !renamed && checked.password.is_none() {
        return Ok((old, Vec::new()));
    }
    let sql = "UPDATE users SET name = $2, email = $3, email_key = $3, updated_at = $4, revision = revision + 1 \
        WHERE id = $1";
    tx.execute(sql, &[&new.id, &new.name, &new.email, &checked.now]).await?;
    let told = if renamed { tell(tx, &new.identity(), checked).await? } else { Vec::new() };
    Ok((load(tx, new.id).await?, told))
}

async fn replace_password(tx: &Tx, checked: &Checked, new: &str, old: Option<&String>) -> Result<()> {
    let sql = "SELECT password_hash FROM users WHERE id = $1";
    let kept = tx.row::<(Option<String>,)>(sql, &[&checked.user]).await?.and_then(|(hash,)| hash);
    if kept.as_ref() != old {
        return Err(Error::conflict(
            "changed_meanwhile",
            "the password was changed a moment ago; sign in with the new one",
        ));
    }
    tx.execute("UPDATE users SET password_hash = $2, bcrypt_cost = NULL WHERE id = $1", &[&checked.user, &new]).await?;
    session::end_all(tx, checked.user).await
}

/// Writes the new name and address into every organization, in id order so that two changes cannot
/// wait for each other.
async fn tell(tx: &Tx, person: &Identity, checked: &Checked) -> Result<Vec<Id<Organization>>> {
    let sql = "SELECT organization_id FROM members WHERE account_id = $1 ORDER BY organization_id";
    let organizations: Vec<(Id<Organization>,)> = tx.rows(sql, &[&person.id]).await?;
    for (organization,) in &organizations {
        let mut cx = Ctx::founding(tx, *organization, person.id, &checked.origin)?;
        let sql =
            format!("SELECT {} FROM members t WHERE t.organization_id = $1 AND t.user_id = $2", Member::COLUMNS_OF_T);
        let Some(old) = cx.tx.row::<Member>(&sql, &[&person.id]).await? else { continue };
        let sql = "UPDATE members SET name = $3, email = $4, updated_at = $5, revision = revision + 1 \
            WHERE organization_id = $1 AND user_id = $2";
        cx.tx.execute(sql, &[&person.id, &person.name, &person.email, &cx.now]).await?;
        let new = Member { name: person.name.clone(), email: Some(person.email.clone()), ..old.clone() };
        cx.record("updated", Some(&old), Some(&new));
        event::append(&mut cx).await?;
    }
    Ok(organizations.into_iter().map(|(organization,)| organization).collect())
}
