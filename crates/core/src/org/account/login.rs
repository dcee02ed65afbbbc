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
    let (user, hash) = find(app, email).await?.unzip();
    let hash = hash.flatten();
    let fits = password::verify(password, hash.clone()).await?;
    match (user, hash) {
        (Some(user), Some(hash)) if fits => enter(app, user, hash, attempt).await,
        _ => Err(wrong()),
    }
}

fn wrong() -> Error {
    Error::Unauthenticated("the e-mail address or the password is wrong".into())
}

async fn find(app: &App, email: String) -> Result<Option<(Id<User>, Option<String>)>> {
    let found = app.db().read(Scope::System("account by e-mail"), move |tx| {
        Box::pin(async move {
            let sql = "SELECT id, password_hash FROM users WHERE email_key = $1";
            Ok(tx.row(sql, &[&email]).await?)
        })
    });
    found.await
}

async fn enter(app: &App, user: Id<User>, hash: String, attempt: Arc<Attempt>) -> Result<Entered> {
    let now = Timestamp::now();
    let session = Arc::new(NewSession::draw(now)?);
    let kept = Arc::clone(&session);
    let entered = app.db().write(Scope::System("sign in"), move |tx| {
        let (session, attempt, hash) = (Arc::clone(&session), Arc::clone(&attempt), hash.clone());
        Box::pin(async move {
            attempt.succeeded(&tx, now).await?;
            seen(&tx, user, &hash, now).await?;
            session.store(&tx, user, now).await?;
            super::load(&tx, user).await
        })
    });
    let user = entered.await?;
    Ok(Entered { user, session: Arc::unwrap_or_clone(kept) })
}

/// Notes when the person was here last. If the password has changed since it was checked, the session must
/// not begin: a change of password ends them all.
async fn seen(tx: &Tx, user: Id<User>, hash: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE users SET last_login = $3 WHERE id = $1 AND password_hash = $2";
    if tx.execute(sql, &[&user, &hash, &now]).await? == 0 {
        return Err(wrong());
    }
    tx.execute("UPDATE members SET last_login = $2 WHERE account_id = $1 AND left_at IS NULL", &[&user, &now]).await?;
    Ok(())
}
