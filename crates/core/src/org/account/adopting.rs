//! Accounts that an export brings along, with their ids and their hashed passwords, and the organization that
//! they are members of. Only whoever runs the server can ask for it. An account that is here already is left
//! as it is; one whose id or address is another account's here is refused.

use super::password;
use crate::crm::pipeline;
use crate::crud;
use crate::ctx::{App, Ctx, Origin};
use crate::entity::{AnyId, Entity, Given, Head};
use crate::error::{Error, Result};
use crate::event;
use crate::org::{Member, Organization, RoleAssignment, User};
use crate::search::rebuild;
use crate::time::Timestamp;
use guildhall_store::{Id, Scope, Tx};
use std::collections::HashMap;
use std::sync::Arc;

/// An account to bring along.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: Id<User>,
    pub name: String,
    /// In the form in which it is kept.
    pub email: String,
    /// A hash of bcrypt; without one the person cannot sign in with a password yet.
    pub password_hash: Option<String>,
    pub clerk_user_id: Option<String>,
    pub last_login: Option<Timestamp>,
    pub created_at: Timestamp,
    /// The role in the organization, and the id of its assignment.
    pub role: (Id<RoleAssignment>, String),
}

/// What became of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was made.
    Made,
    /// It was here, and is a member now.
    Joined,
    /// It was here, as a member.
    Known,
    /// Another account has its id.
    IdTaken,
    /// Another account has its address.
    AddressTaken,
}

/// Who came, by id, and whether the organization is new.
#[derive(Debug, Clone, Default)]
pub struct Adopted {
    pub founded: bool,
    pub fates: HashMap<Id<User>, Fate>,
}

struct Wanted {
    organization: Organization,
    accounts: Vec<Account>,
    origin: Origin,
}

/// How an organization is known that an export brought.
const SOURCE: &str = "mongo";

/// Makes the organization and its accounts, as far as they are not here; all of it or nothing.
pub async fn adopt(app: &App, organization: Organization, accounts: Vec<Account>, origin: &Origin) -> Result<Adopted> {
    organization.check()?;
    let id = organization.id;
    let wanted = Arc::new(Wanted { organization, accounts, origin: origin.clone() });
    let adopted = app.db().write(Scope::System("adopt accounts"), move |tx| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move { adopt_in(&tx, &wanted).await })
    });
    let adopted = adopted.await?;
    app.wake(id);
    Ok(adopted)
}

async fn adopt_in(tx: &Tx, wanted: &Wanted) -> Result<Adopted> {
    let Wanted { organization, accounts, origin } = wanted;
    let mut fates = HashMap::new();
    for account in accounts {
        fates.insert(account.id, settle(tx, account, organization.id).await?);
    }
    let comes = |account: &&Account| matches!(fates.get(&account.id), Some(Fate::Made | Fate::Known));
    let coming: Vec<&Account> = accounts.iter().filter(comes).collect();
    let admin = coming.iter().find(|account| account.role.1 == super::founding::FOUNDER);
    let known = is_known(tx, organization.id).await?;
    let admin = match (admin, known) {
        (Some(admin), _) => admin.id,
        (None, true) => Id::default(),
        (None, false) => {
            let detail = format!("the export names no Admin of “{}” whose account could come along", organization.name);
            return Err(Error::invalid("organization", "no_admin", detail));
        }
    };
    let mut cx = Ctx::founding(tx, organization.id, admin, origin)?;
    if !known {
        found(&mut cx, organization).await?;
    }
    for account in coming {
        if !is_member(&cx, account.id).await? {
            join(&mut cx, account).await?;
            fates
                .entry(account.id)
                .and_modify(|fate| *fate = if *fate == Fate::Made { Fate::Made } else { Fate::Joined });
        }
    }
    if !known {
        pipeline::found(&mut cx).await?;
        rebuild::mark(&cx.tx).await?;
    }
    event::append(&mut cx).await?;
    Ok(Adopted { founded: !known, fates })
}

/// Finds an account, or makes it.
async fn settle(tx: &Tx, account: &Account, organization: Id<Organization>) -> Result<Fate> {
    let by_id: Option<(String,)> = tx.row("SELECT email_key FROM users WHERE id = $1", &[&account.id]).await?;
    if let Some((email,)) = by_id {
        return Ok(if email == account.email { Fate::Known } else { Fate::IdTaken });
    }
    let sql = "SELECT id FROM users WHERE email_key = $1";
    if tx.row::<(AnyId,)>(sql, &[&account.email]).await?.is_some() {
        return Ok(Fate::AddressTaken);
    }
    let sql = "SELECT id FROM users WHERE clerk_user_id = $1";
    // Whoever has that subject here already keeps it.
    let clerk = match &account.clerk_user_id {
        Some(subject) if tx.row::<(AnyId,)>(sql, &[subject]).await?.is_none() => Some(subject.clone()),
        _ => None,
    };
    let cost = account.password_hash.as_deref().and_then(password::bcrypt_cost).map(i64::from);
    let sql = "INSERT INTO users (id, name, email, email_key, password_hash, bcrypt_cost, clerk_user_id, \
        organization_id, last_login, created_at, updated_at, revision) VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $9, 1)";
    let Account { id, name, email, password_hash, last_login, created_at, .. } = account;
    tx.execute(sql, &[id, name, email, password_hash, &cost, &clerk, &organization, last_login, created_at]).await?;
    Ok(Fate::Made)
}

/// True if an export brought this organization; one that came to be otherwise is nobody's to fill.
async fn is_known(tx: &Tx, id: Id<Organization>) -> Result<bool> {
    let sql = "SELECT organization_id FROM organizations WHERE organization_id = $1";
    if tx.row::<(AnyId,)>(sql, &[&id]).await?.is_none() {
        return Ok(false);
    }
    let sql = "SELECT object_id FROM external_refs WHERE organization_id = $1 AND source = $2 AND model = $3 \
        AND external_id = $4";
    let own = tx.within(id.cast())?;
    match own.row::<(AnyId,)>(sql, &[&SOURCE, &Organization::MODEL, &id.to_string()]).await? {
        Some(_) => Ok(true),
        None => Err(Error::conflict("taken", format!("the id {id} belongs to another organization here"))),
    }
}

async fn found(cx: &mut Ctx, organization: &Organization) -> Result<()> {
    let id: AnyId = organization.id.cast();
    let created = organization.created_at;
    crud::insert(cx, organization.clone(), Some(id), &Given::default()).await?;
    let sql = "UPDATE organizations SET created_at = $2 WHERE organization_id = $1";
    cx.tx.execute(sql, &[&created]).await?;
    let sql = "INSERT INTO external_refs (organization_id, source, model, external_id, object_id, fingerprint) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    cx.tx.execute(sql, &[&SOURCE, &Organization::MODEL, &id.to_string(), &id, &""]).await?;
    Ok(())
}

async fn is_member(cx: &Ctx, user: Id<User>) -> Result<bool> {
    let sql = "SELECT user_id FROM members WHERE organization_id = $1 AND user_id = $2";
    Ok(cx.tx.row::<(Id<User>,)>(sql, &[&user]).await?.is_some())
}

/// Makes an account a member, with its role.
async fn join(cx: &mut Ctx, account: &Account) -> Result<()> {
    let Account { id, name, email, last_login, created_at, role, .. } = account;
    let mut member = Member { id: *id, name: name.clone(), email: Some(email.clone()), ..Member::default() };
    member.account_id = Some(*id);
    (member.last_login, member.joined_at) = (*last_login, Some(*created_at));
    member.set_head(Head { id: id.cast(), organization_id: cx.organization, revision: 0 }, *created_at);
    member.set_head(Head { id: id.cast(), organization_id: cx.organization, revision: 1 }, cx.now);
    crud::insert_as_is(cx, &member).await?;
    let told = Member { email: None, account_id: None, ..member.clone() };
    cx.record("joined", None, Some(&told));
    let mut held = RoleAssignment { user_id: *id, role: role.1.clone(), ..RoleAssignment::default() };
    held.set_head(Head { id: role.0.cast(), organization_id: cx.organization, revision: 0 }, *created_at);
    held.set_head(Head { id: role.0.cast(), organization_id: cx.organization, revision: 1 }, cx.now);
    crud::store_as_is(cx, &held).await
}
