//! Sessions: a secret in the browser's cookie or in a client's `Authorization` header, good for thirty
//! days from when it was last seen, moved on once a day at most. Found by its SHA-256. A request never
//! waits for the moving on; expired rows go when somebody signs in.

use super::known::Found;
use super::token::{self, Hash, SESSION};
use super::{Bearer, User};
use crate::ctx::App;
use crate::error::Result;
use crate::time::Timestamp;
use guildhall_store::{Id, Scope, Tx};
use subtle::ConstantTimeEq;

const DAY: i64 = 24 * 60 * 60;
/// How long a session lasts after it was last seen, in seconds.
pub const LASTS: i64 = 30 * DAY;

/// A session that a request came with.
#[derive(Debug, Clone)]
pub struct Session {
    token_hash: [u8; 32],
    /// Sent back by the browser's script with every unsafe request, which another site cannot.
    pub csrf_token: String,
    pub expires_at: Timestamp,
}

impl Session {
    /// True if this is the session's CSRF token; takes the same time however much of it fits.
    pub fn has_csrf_token(&self, given: &[u8]) -> bool {
        self.csrf_token.as_bytes().ct_eq(given).into()
    }
}

/// A session that begins; the only time its token is known.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub token: String,
    pub csrf_token: String,
    pub expires_at: Timestamp,
}

impl NewSession {
    /// Draws the secrets of a session.
    pub(super) fn draw(now: Timestamp) -> Result<Self> {
        let csrf_token = token::draw("")?;
        Ok(Self { token: token::draw(SESSION)?, csrf_token, expires_at: now.plus_seconds(LASTS) })
    }

    /// Stores it in a System transaction, and drops what has expired.
    pub(super) async fn store(&self, tx: &Tx, user: Id<User>, now: Timestamp) -> Result<()> {
        tx.execute("DELETE FROM sessions WHERE expires_at < $1", &[&now]).await?;
        let sql = "INSERT INTO sessions (token_hash, user_id, csrf_token, created_at, expires_at) \
            VALUES ($1, $2, $3, $4, $5)";
        tx.execute(sql, &[&token::hash(&self.token), &user, &self.csrf_token, &now, &self.expires_at]).await?;
        Ok(())
    }
}

/// Finds a session by its token.
pub(super) async fn find(app: &App, token_hash: Hash, now: Timestamp) -> Result<Option<Found>> {
    let found: Option<(Id<User>, String, Timestamp)> = app
        .db()
        .read(Scope::System("session by hash"), move |tx| {
            Box::pin(async move {
                let sql = "SELECT user_id, csrf_token, expires_at FROM sessions \
                    WHERE token_hash = $1 AND expires_at > $2";
                tx.row(sql, &[&token_hash, &now]).await
            })
        })
        .await?;
    let Some((user, csrf_token, expires_at)) = found else { return Ok(None) };
    let session = Session { token_hash, csrf_token, expires_at };
    let fresh_until = expires_at.plus_seconds(DAY - LASTS);
    if fresh_until < now {
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = move_on(&app, token_hash, now).await {
                tracing::warn!(%error, "a session could not be moved on");
            }
        });
    }
    let bearer = Bearer { user, limit: None, session: Some(session) };
    Ok(Some(Found { bearer, fresh_until }))
}

async fn move_on(app: &App, token_hash: [u8; 32], now: Timestamp) -> Result<()> {
    let moved = app.db().write(Scope::System("move a session on"), move |tx| {
        Box::pin(async move {
            let sql = "UPDATE sessions SET expires_at = $2 WHERE token_hash = $1 AND expires_at < $3";
            tx.execute(sql, &[&token_hash, &now.plus_seconds(LASTS), &now.plus_seconds(LASTS - DAY)]).await?;
            Ok(())
        })
    });
    moved.await
}

/// Ends one session.
pub async fn end(app: &App, session: &Session) -> Result<()> {
    let token_hash = session.token_hash;
    let ended = app.db().write(Scope::System("sign out"), move |tx| {
        Box::pin(async move {
            tx.execute("DELETE FROM sessions WHERE token_hash = $1", &[&token_hash]).await?;
            Ok(())
        })
    });
    ended.await
}

/// Ends every session and every access token of a person, in a System transaction.
pub(super) async fn end_all(tx: &Tx, user: Id<User>) -> Result<()> {
    tx.execute("DELETE FROM sessions WHERE user_id = $1", &[&user]).await?;
    tx.execute("DELETE FROM access_tokens WHERE user_id = $1", &[&user]).await?;
    Ok(())
}
