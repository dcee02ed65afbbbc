//! Registration: account, session, organization (or membership by invitation), role and events in one
//! transaction. Where registration is closed, only the very first person and invited addresses get in.

use super::login::Entered;
use super::session::NewSession;
use super::{Identity, User, founding, joining, normal_email, normal_name, password};
use crate::ctx::{App, Origin};
use crate::error::{Error, Fault, Result};
use crate::ids;
use crate::org::Organization;
use crate::time::Timestamp;
use guildhall_store::{Id, Scope, Tx};
use std::sync::Arc;

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Admission {
    /// Everybody.
    #[default]
    Open,
    /// The very first person, and invited addresses.
    Closed,
}

/// What a person says to get an account.
#[derive(Debug, Clone, Default)]
pub struct Registration {
    pub name: String,
    pub email: String,
    pub password: String,
    /// Name of the organization to found; absent with an invitation.
    pub organization_name: Option<String>,
    pub invitation_token: Option<String>,
}

/// A registration that was read and checked.
struct Checked {
    person: Identity,
    entry: Entry,
    session: NewSession,
    password_hash: String,
    admission: Admission,
    origin: Origin,
    now: Timestamp,
}

/// How the person comes into an organization.
enum Entry {
    Found(Id<Organization>, Organization),
    Invited(String),
}

/// Makes an account, and an organization for it or a membership by invitation.
pub async fn register(
    app: &App,
    registration: Registration,
    admission: Admission,
    origin: &Origin,
) -> Result<(Entered, Organization)> {
    let now = Timestamp::now();
    let (person, entry) = check(&registration, now)?;
    // Before the expensive part, so that a closed door costs nothing; it is looked at again when it counts.
    if admission == Admission::Closed && matches!(entry, Entry::Found(..)) {
        let read =
            app.db().read(Scope::System("first account"), |tx| Box::pin(async move { require_first(&tx).await }));
        read.await?;
    }
    let password_hash = password::hash(registration.password).await?;
    let session = NewSession::draw(now)?;
    let checked = Checked { person, entry, session, password_hash, admission, origin: origin.clone(), now };
    let checked = Arc::new(checked);
    let stored = Arc::clone(&checked);
    let registered = app.db().write(Scope::System("register"), move |tx| {
        let checked = Arc::clone(&checked);
        Box::pin(async move { store(&tx, &checked).await })
    });
    let (user, organization) = registered.await?;
    app.wake(organization.id);
    Ok((Entered { user, session: stored.session.clone() }, organization))
}

/// Reads every field, so that all faults are named at once.
fn check(registration: &Registration, now: Timestamp) -> Result<(Identity, Entry)> {
    let mut faults = Vec::new();
    let name = noted(normal_name("name", &registration.name), &mut faults)?;
    let email = noted(normal_email("email", &registration.email), &mut faults)?;
    noted(password::check("password", &registration.password), &mut faults)?;
    let entry = match (&registration.organization_name, &registration.invitation_token) {
        (Some(_), Some(_)) => {
            Err(Error::invalid("organizationName", "not_both", "an invitation leads into an organization already"))
        }
        (None, None) => Err(Error::invalid("organizationName", "required", "`organizationName` is required")),
        (None, Some(secret)) => Ok(Entry::Invited(secret.clone())),
        (Some(name), None) => draft(name, now),
    };
    let entry = noted(entry, &mut faults)?;
    match (name, email, entry) {
        (Some(name), Some(email), Some(entry)) if faults.is_empty() => {
            Ok((Identity { id: ids::fresh(now), name, email }, entry))
        }
        _ => Err(Error::Invalid(faults)),
    }
}

fn draft(name: &str, now: Timestamp) -> Result<Entry> {
    let body = serde_json::Map::from_iter([("name".to_owned(), name.into())]);
    let rename = |fault: Fault| Fault {
        pointer: "/organizationName".into(),
        detail: fault.detail.replace("`name`", "`organizationName`"),
        ..fault
    };
    match founding::draft(&body) {
        Ok(draft) => Ok(Entry::Found(ids::fresh(now), draft)),
        Err(Error::Invalid(faults)) => Err(Error::Invalid(faults.into_iter().map(rename).collect())),
        Err(other) => Err(other),
    }
}

/// Collects the faults of one field; any other error is final.
fn noted<T>(field: Result<T>, faults: &mut Vec<Fault>) -> Result<Option<T>> {
    match field {
        Ok(value) => Ok(Some(value)),
        Err(Error::Invalid(found)) => {
            faults.extend(found);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

async fn store(tx: &Tx, checked: &Checked) -> Result<(User, Organization)> {
    let Checked { person, session, now, .. } = checked;
    let organization = match &checked.entry {
        Entry::Found(id, draft) => {
            if checked.admission == Admission::Closed {
                stand_in_line(tx, *now).await?;
                require_first(tx).await?;
            }
            insert(tx, checked, *id).await?;
            founding::found_in(tx, *id, person, draft.clone(), &checked.origin).await?
        }
        Entry::Invited(secret) => {
            let offer = joining::find(tx, &super::token::hash(secret), true).await?;
            if offer.invitation.email != person.email {
                let detail = format!("this invitation is for {}", offer.invitation.email);
                return Err(Error::invalid("email", "not_invited", detail));
            }
            insert(tx, checked, offer.organization.id).await?;
            joining::accept_in(tx, &offer, person, &checked.origin).await?;
            offer.organization
        }
    };
    tx.execute("UPDATE members SET last_login = $2 WHERE account_id = $1", &[&person.id, now]).await?;
    session.store(tx, person.id, *now).await?;
    Ok((super::load(tx, person.id).await?, organization))
}

async fn insert(tx: &Tx, checked: &Checked, organization: Id<Organization>) -> Result<()> {
    let Checked { person, password_hash, now, .. } = checked;
    let sql = "SELECT id FROM users WHERE email_key = $1";
    if tx.row::<(Id<User>,)>(sql, &[&person.email]).await?.is_some() {
        return Err(Error::taken("email", "there is an account with this e-mail address already; sign in instead"));
    }
    let sql = "INSERT INTO users (id, name, email, email_key, password_hash, organization_id, last_login, created_at, \
        updated_at, revision) VALUES ($1, $2, $3, $3, $4, $5, $6, $6, $6, 1)";
    tx.execute(sql, &[&person.id, &person.name, &person.email, password_hash, &organization, now]).await?;
    Ok(())
}

async fn require_first(tx: &Tx) -> Result<()> {
    match tx.row::<(Id<User>,)>("SELECT id FROM users LIMIT 1", &[]).await? {
        Some(_) => Err(Error::Forbidden("registration is closed here; ask an Admin for an invitation".into())),
        None => Ok(()),
    }
}

/// Of two who want to be the very first at the same moment, one waits here for the other to commit.
async fn stand_in_line(tx: &Tx, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO login_attempts (subject, failures, blocked_until, updated_at) VALUES ($1, 0, 0, $2) \
        ON CONFLICT (subject) DO UPDATE SET updated_at = $2";
    tx.execute(sql, &[&"first account", &now]).await?;
    Ok(())
}
