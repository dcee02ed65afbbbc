//! Personal access tokens: for scripts, named, revocable, shown once. Scopes are permission names and only
//! ever narrow what the owner's role allows; a token without scopes does what its owner does. That a token
//! was used is noted once a minute at most, and no request waits for the note.

use super::known::Found;
use super::token::{self, Hash, PERSONAL};
use super::{Bearer, User, normal_name};
use crate::ctx::App;
use crate::error::{Error, Fault, Result};
use crate::idempotency::{Claim, write_as_system};
use crate::ids;
use crate::policy::Permissions;
use crate::time::Timestamp;
use guildhall_store::{FromRow, Id, Row, Scope, StoreError};
use serde::Serialize;
use std::sync::Arc;

/// Most tokens of one person.
const MOST: i64 = 100;
const DAY: i64 = 24 * 60 * 60;
/// For how long the note of a use holds, in seconds.
const NOTED: i64 = 60;

/// A personal access token, without its secret.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessToken {
    #[schema(value_type = String)]
    pub id: Id<AccessToken>,
    /// What it is for.
    pub name: String,
    /// The last four characters of the secret.
    pub last4: String,
    /// Permissions that it is limited to; null for all that its owner has.
    #[schema(required)]
    pub scopes: Option<Vec<String>>,
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub expires_at: Option<Timestamp>,
    /// When it was used last, to the minute.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub last_used_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

const COLUMNS: &str = "id, name, last4, scopes, expires_at, last_used_at, created_at";

impl FromRow for AccessToken {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let scopes: String = row.get(3)?;
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            last4: row.get(2)?,
            scopes: serde_json::from_str(&scopes).map_err(|e| StoreError::Other(e.to_string()))?,
            expires_at: row.get(4)?,
            last_used_at: row.get(5)?,
            created_at: row.get(6)?,
        })
    }
}

/// What a new token should be.
#[derive(Debug, Clone)]
pub struct Draft {
    pub name: String,
    pub scopes: Option<Vec<String>>,
    pub expires_at: Option<Timestamp>,
}

/// Makes a token. The second answer is its secret, known only now.
pub async fn create(
    app: &App,
    user: Id<User>,
    draft: Draft,
    claim: Option<&Arc<Claim>>,
) -> Result<(AccessToken, String)> {
    let now = Timestamp::now();
    let name = normal_name("name", &draft.name)?;
    draft.scopes.as_deref().map(check_scopes).transpose()?;
    if draft.expires_at.is_some_and(|at| at <= now) {
        return Err(Error::invalid("expiresAt", "past", "a time to come"));
    }
    let secret = token::draw(PERSONAL)?;
    let hash = token::hash(&secret);
    let last4 = secret.chars().skip(secret.len() - 4).collect();
    let (scopes, expires_at) = (draft.scopes, draft.expires_at);
    let made =
        AccessToken { id: ids::fresh(now), name, last4, scopes, expires_at, last_used_at: None, created_at: now };
    let kept = Arc::new(made.clone());
    let stored = write_as_system(app, "new access token", claim, move |tx| {
        let kept = Arc::clone(&kept);
        Box::pin(async move { store(&tx, user, &kept, hash).await })
    });
    stored.await?;
    Ok((made, secret))
}

fn check_scopes(scopes: &[String]) -> Result<()> {
    if scopes.is_empty() {
        return Err(Error::invalid("scopes", "required", "name at least one permission, or leave `scopes` out"));
    }
    let unknown = |(at, name): (usize, &String)| {
        let known = Permissions::named(name).is_some();
        (!known).then(|| {
            Fault::at(
                &format!("scopes/{at}"),
                "one_of",
                "a permission like task:read or task:update:own; see the roles",
            )
        })
    };
    let faults: Vec<Fault> = scopes.iter().enumerate().filter_map(unknown).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

async fn store(tx: &guildhall_store::Tx, user: Id<User>, made: &AccessToken, hash: [u8; 32]) -> Result<()> {
    // Long expired ones are not shown for ever.
    let sql = "DELETE FROM access_tokens WHERE user_id = $1 AND expires_at < $2";
    tx.execute(sql, &[&user, &made.created_at.plus_seconds(-30 * DAY)]).await?;
    let sql = "SELECT COUNT(*) FROM access_tokens WHERE user_id = $1";
    if tx.row::<(i64,)>(sql, &[&user]).await?.is_some_and(|(count,)| count >= MOST) {
        return Err(Error::conflict("too_many", format!("at most {MOST} tokens; revoke one that is not needed")));
    }
    let scopes = serde_json::to_string(&made.scopes).map_err(|e| Error::Internal(e.to_string()))?;
    let sql = "INSERT INTO access_tokens (id, token_hash, user_id, name, last4, scopes, expires_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let params: guildhall_store::Params<'_> =
        &[&made.id, &hash, &user, &made.name, &made.last4, &scopes, &made.expires_at, &made.created_at];
    tx.execute(sql, params).await?;
    Ok(())
}

/// A person's tokens, oldest first.
pub async fn list(app: &App, user: Id<User>) -> Result<Vec<AccessToken>> {
    let sql = format!("SELECT {COLUMNS} FROM access_tokens WHERE user_id = $1 ORDER BY id");
    let read = app.db().read(Scope::System("own access tokens"), move |tx| {
        Box::pin(async move { Ok(tx.rows(&sql, &[&user]).await?) })
    });
    read.await
}

/// Revokes one of a person's own tokens.
pub async fn revoke(app: &App, user: Id<User>, id: Id<AccessToken>) -> Result<()> {
    let revoked = app.db().write(Scope::System("revoke an access token"), move |tx| {
        Box::pin(async move {
            let sql = "DELETE FROM access_tokens WHERE user_id = $1 AND id = $2";
            match tx.execute(sql, &[&user, &id]).await? {
                0 => Err(Error::NotFound),
                _ => Ok(()),
            }
        })
    });
    revoked.await
}

/// Finds who a token belongs to.
pub(super) async fn find(app: &App, hash: Hash, now: Timestamp) -> Result<Option<Found>> {
    let read = app.db().read(Scope::System("access token by hash"), move |tx| {
        Box::pin(async move {
            let sql = "SELECT id, user_id, scopes, last_used_at, expires_at FROM access_tokens \
                WHERE token_hash = $1 AND (expires_at IS NULL OR expires_at > $2)";
            tx.row::<(Id<AccessToken>, Id<User>, String, Option<Timestamp>, Option<Timestamp>)>(sql, &[&hash, &now])
                .await
        })
    });
    let Some((id, user, scopes, last_used_at, expires_at)) = read.await? else { return Ok(None) };
    let noted_until = last_used_at.map_or(now, |at| at.plus_seconds(NOTED));
    if noted_until <= now {
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = note_use(&app, id, now).await {
                tracing::warn!(%error, "the use of a token could not be noted");
            }
        });
    }
    let bearer = Bearer { user, limit: limit(&scopes)?, session: None };
    Ok(Some(Found { bearer, fresh_until: expires_at.map_or(noted_until, |at| at.min(noted_until)) }))
}

async fn note_use(app: &App, id: Id<AccessToken>, now: Timestamp) -> Result<()> {
    let noted = app.db().write(Scope::System("use of an access token"), move |tx| {
        Box::pin(async move {
            let sql = "UPDATE access_tokens SET last_used_at = $2 \
                WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3)";
            tx.execute(sql, &[&id, &now, &now.plus_seconds(-NOTED)]).await?;
            Ok(())
        })
    });
    noted.await
}

/// What the scopes leave. A permission that is not there any more allows nothing.
fn limit(scopes: &str) -> Result<Option<Permissions>> {
    let scopes: Option<Vec<String>> =
        serde_json::from_str(scopes).map_err(|e| Error::Internal(format!("scopes of a token: {e}")))?;
    Ok(scopes.map(|names| Permissions::from_known_names(names.iter().map(String::as_str))))
}
