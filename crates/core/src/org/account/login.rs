//! Signing in with a password. An unknown address and a wrong password have the same answer, the same
//! work and the same counting of attempts.

use super::session::NewSession;
use super::throttle::{self, Attempt};
use super::{User, normal_email, password};
use crate::ctx::App;
use crate::error::{Error, Result};
use crate::time::Timestamp;
use guildhall_store::{Id, Scope, Tx};
use std::net::IpAddr;
use std::sync::Arc;

/// Somebody who has just signed in.
#[derive(Debug)]
pub struct Entered {
    pub user: User,
    pub session: NewSession,
}

/// Signs a person in.
pub async fn login(app: &App, email: &str, password: String, address: Option<IpAddr>) -> Result<Entered> {
    // What is no address cannot be an account's, but it must not answer faster either.
    let email = normal_email("email", email).unwrap_or_default();
    let attempt = throttle::begin(app, &email, address).await?;
    let (found, imported) = find(app, email).await?;
    let (user, hash) = found.unzip();
    let hash = hash.flatten();
    let fits = password::verify(password.clone(), hash.clone(), imported).await?;
    match (user, hash) {
        (Some(user), Some(hash)) if fits => {
            // A hash that an import brought is good for one sign-in.
            let old = password::bcrypt_cost(&hash).is_some();
            let kept = if old { password::hash(password).await? } else { hash.clone() };
            enter(app, user, (hash, kept), attempt).await
        }
        _ => Err(wrong()),
    }
}

fn wrong() -> Error {
    Error::Unauthenticated("the e-mail address or the password is wrong".into())
}

/// The account behind an address, and the highest cost of a hash of bcrypt that any account still has.
async fn find(app: &App, email: String) -> Result<(Option<(Id<User>, Option<String>)>, Option<u32>)> {
    let found = app.db().read(Scope::System("account by e-mail"), move |tx| {
        Box::pin(async move {
            let sql = "SELECT id, password_hash FROM users WHERE email_key = $1";
            let found = tx.row(sql, &[&email]).await?;
            let sql = "SELECT bcrypt_cost FROM users WHERE bcrypt_cost IS NOT NULL ORDER BY bcrypt_cost DESC LIMIT 1";
            let imported: Option<(i64,)> = tx.row(sql, &[]).await?;
            Ok((found, imported.and_then(|(cost,)| u32::try_from(cost).ok())))
        })
    });
    found.await
}

async fn enter(app: &App, user: Id<User>, hashes: (String, String), attempt: Arc<Attempt>) -> Result<Entered> {
    let now = Timestamp::now();
    let session = Arc::new(NewSession::draw(now)?);
    let kept = Arc::clone(&session);
    let entered = app.db().write(Scope::System("sign in"), move |tx| {
        let (session, attempt, (hash, kept)) = (Arc::clone(&session), Arc::clone(&attempt), hashes.clone());
        Box::pin(async move {
            attempt.succeeded(&tx, now).await?;
            seen(&tx, user, (&hash, &kept), now).await?;
            session.store(&tx, user, now).await?;
            super::load(&tx, user).await
        })
    });
    let user = entered.await?;
    Ok(Entered { user, session: Arc::unwrap_or_clone(kept) })
}

/// Notes when the person was here last. If the password has changed since it was checked, the session must
/// not begin: a change of password ends them all.
async fn seen(tx: &Tx, user: Id<User>, (hash, kept): (&str, &str), now: Timestamp) -> Result<()> {
    let sql = "UPDATE users SET last_login = $3, password_hash = $4, bcrypt_cost = NULL \
        WHERE id = $1 AND password_hash = $2";
    if tx.execute(sql, &[&user, &hash, &now, &kept]).await? == 0 {
        return Err(wrong());
    }
    tx.execute("UPDATE members SET last_login = $2 WHERE account_id = $1 AND left_at IS NULL", &[&user, &now]).await?;
    Ok(())
}
