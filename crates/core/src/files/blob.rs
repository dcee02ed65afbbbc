//! Stored bytes, once an organization. A row is made in the transaction of the first thing that shows the
//! bytes, after the bytes are safe, so that no row is ever without them. The key under which they are stored
//! carries the row's own id: bytes that are being collected and the same bytes uploaded again never share one.

use crate::ctx::{App, Ctx};
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::event;
use crate::org::Organization;
use guildhall_store::{FromRow, Id, Row, Scope};

/// Counts the stored bytes of an organization.
const COUNTER: &str = "stored_bytes";

/// Bytes that are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    pub organization: Id<Organization>,
    pub id: Id<Blob>,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    pub size: i64,
    pub media_type: String,
    pub thumbnail: Option<Id<Blob>>,
}

impl FromRow for Blob {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self {
            organization: row.get(0)?,
            id: row.get(1)?,
            sha256: row.get(2)?,
            size: row.get(3)?,
            media_type: row.get(4)?,
            thumbnail: row.get(5)?,
        })
    }
}

const SELECT: &str =
    "SELECT organization_id, id, sha256, size, media_type, thumbnail_id FROM blobs WHERE organization_id = $1";

impl Blob {
    /// Where the bytes are in the object store.
    pub fn key(&self) -> String {
        key(self.organization, &self.sha256, self.id)
    }
}

/// Where bytes are in the object store: a folder for the organization, two levels by the hash.
pub fn key(organization: Id<Organization>, sha256: &str, id: Id<Blob>) -> String {
    let level = |from: usize| sha256.get(from..from + 2).unwrap_or("00");
    format!("{organization}/{}/{}/{sha256}-{id}", level(0), level(2))
}

/// The organization and the row that a key names.
pub fn parse_key(key: &str) -> Option<(Id<Organization>, Id<Blob>)> {
    let organization = key.split('/').next()?.parse().ok()?;
    let id = key.rsplit('-').next()?.parse().ok()?;
    Some((organization, id))
}

/// Bytes that have arrived and that something is about to show.
#[derive(Debug, Clone)]
pub struct Upload {
    pub sha256: String,
    pub size: i64,
    pub media_type: String,
    /// The row they get, if the organization has not got the same bytes already.
    pub candidate: Id<Blob>,
    /// They are stored under the candidate's key; else the same bytes were there a moment ago.
    pub kept: bool,
    /// Most bytes that the organization may store.
    pub quota: Option<i64>,
}

impl Upload {
    /// The row of the same bytes, made if there is none.
    pub async fn claim(&self, cx: &Ctx) -> Result<Id<Blob>> {
        let sql = "INSERT INTO blobs (organization_id, id, sha256, size, media_type, created_at) \
            VALUES ($1, $2, $3, $4, $5, $6) \
            ON CONFLICT (organization_id, sha256) DO UPDATE SET created_at = blobs.created_at RETURNING id";
        let values: [&dyn guildhall_store::Bind; 5] =
            [&self.candidate, &self.sha256, &self.size, &self.media_type, &cx.now];
        let found: Option<(Id<Self>,)> = cx.tx.row(sql, &values).await?;
        let id = found.map_or(self.candidate, |(id,)| id.cast());
        if id != self.candidate {
            return Ok(id);
        }
        if !self.kept {
            return Err(lost());
        }
        let used = event::take(cx, COUNTER, self.size).await?;
        if self.quota.is_some_and(|most| used > most) {
            return Err(over_quota(used - self.size, self.size, self.quota.unwrap_or_default()));
        }
        Ok(id)
    }
}

/// The stored bytes that a new thing was to show have gone in the same moment.
pub const LOST: &str = "bytes_lost";

fn lost() -> Error {
    Error::Unavailable { code: LOST, detail: "the same file was deleted in this moment; send it again".into() }
}

fn over_quota(used: i64, more: i64, most: i64) -> Error {
    Error::OverQuota(format!(
        "{used} of {most} bytes are in use; {more} more do not fit. Purge files from the trash, or ask whoever runs the server"
    ))
}

/// Refuses what will not fit before it is read.
pub async fn require_room(cx: &Ctx, more: i64, quota: Option<i64>) -> Result<()> {
    let Some(most) = quota else { return Ok(()) };
    let used = used(cx).await?;
    if used.saturating_add(more) > most { Err(over_quota(used, more, most)) } else { Ok(()) }
}

/// How many bytes the organization stores.
pub async fn used(cx: &Ctx) -> Result<i64> {
    let sql = "SELECT value FROM counters WHERE organization_id = $1 AND name = $2";
    Ok(cx.tx.row::<(i64,)>(sql, &[&COUNTER]).await?.map_or(0, |(value,)| value))
}

/// The row of bytes with this hash.
pub async fn find(cx: &Ctx, sha256: &str) -> Result<Option<Id<Blob>>> {
    let sql = "SELECT id FROM blobs WHERE organization_id = $1 AND sha256 = $2";
    Ok(cx.tx.row::<(Id<Blob>,)>(sql, &[&sha256]).await?.map(|(id,)| id))
}

/// A row by its id; who may see it was decided by what shows it.
pub async fn get(cx: &Ctx, id: Option<Id<Blob>>) -> Result<Blob> {
    let id = id.ok_or(Error::NotFound)?;
    cx.tx.row(&format!("{SELECT} AND id = $2"), &[&id]).await?.ok_or(Error::NotFound)
}

/// Says which bytes are the small picture of others.
pub async fn set_thumbnail(cx: &Ctx, of: Id<Blob>, thumbnail: &Upload) -> Result<Blob> {
    let id = thumbnail.claim(cx).await?;
    let sql = "UPDATE blobs SET thumbnail_id = $3 WHERE organization_id = $1 AND id = $2";
    cx.tx.execute(sql, &[&of, &id]).await?;
    get(cx, Some(id)).await
}

/// Has the bytes looked at that a thing showed which is about to be purged; `shown` selects their ids.
pub(crate) fn look_at(shown: &str) -> String {
    format!("UPDATE blobs SET check_at = 0 WHERE organization_id = $1 AND id IN ({shown})")
}

/// Something shows the bytes of `b`.
const SHOWN: &str = "EXISTS (SELECT 1 FROM attachments a WHERE a.organization_id = b.organization_id AND a.blob_id = b.id) \
    OR EXISTS (SELECT 1 FROM file_versions v WHERE v.organization_id = b.organization_id AND v.blob_id = b.id) \
    OR EXISTS (SELECT 1 FROM blobs o WHERE o.organization_id = b.organization_id AND o.thumbnail_id = b.id)";

/// Most rows that one round of collecting looks at.
const ROUND: usize = 100;

/// Deletes rows of bytes that nothing shows any more, up to a hundred; answers them, so that the bytes can
/// follow. The second is true while there is more to look at.
pub async fn collect(app: &App) -> Result<(Vec<Blob>, bool)> {
    let due = app.db().read(Scope::System("bytes to look at"), |tx| {
        Box::pin(async move {
            let sql = format!(
                "SELECT organization_id, id FROM blobs WHERE check_at <= $1 AND check_at IS NOT NULL \
                 ORDER BY check_at LIMIT {ROUND}"
            );
            let rows: Vec<(Id<Organization>, Id<Blob>)> =
                tx.rows(&sql, &[&crate::time::Timestamp::now()]).await.map_err(Error::from)?;
            Ok::<_, Error>(rows)
        })
    });
    let due = due.await?;
    let more = due.len() == ROUND;
    let mut gone = Vec::new();
    for (organization, id) in due {
        gone.extend(collect_one(app, organization, id).await?);
    }
    Ok((gone, more))
}

async fn collect_one(app: &App, organization: Id<Organization>, id: Id<Blob>) -> Result<Option<Blob>> {
    let done = app.db().write(Scope::Org(organization.cast()), move |tx| {
        Box::pin(async move {
            // Locked first: whoever shows it anew either comes before this and is seen, or finds no row.
            let blob: Option<Blob> = tx.row(&format!("{SELECT} AND id = $2 FOR NO KEY UPDATE"), &[&id]).await?;
            let Some(blob) = blob else { return Ok(None) };
            let sql = format!("SELECT b.id FROM blobs b WHERE b.organization_id = $1 AND b.id = $2 AND ({SHOWN})");
            if tx.row::<(AnyId,)>(&sql, &[&id]).await?.is_some() {
                let sql = "UPDATE blobs SET check_at = NULL WHERE organization_id = $1 AND id = $2";
                tx.execute(sql, &[&id]).await?;
                return Ok(None);
            }
            tx.execute("DELETE FROM blobs WHERE organization_id = $1 AND id = $2", &[&id]).await?;
            if let Some(thumbnail) = blob.thumbnail {
                let sql = "UPDATE blobs SET check_at = 0 WHERE organization_id = $1 AND id = $2";
                tx.execute(sql, &[&thumbnail]).await?;
            }
            let sql = "UPDATE counters SET value = value - $3 WHERE organization_id = $1 AND name = $2";
            tx.execute(sql, &[&COUNTER, &blob.size]).await?;
            Ok::<_, Error>(Some(blob))
        })
    });
    done.await
}

/// Which of these rows of an organization are there.
pub async fn present(app: &App, organization: Id<Organization>, ids: Vec<Id<Blob>>) -> Result<Vec<Id<Blob>>> {
    let read = app.db().read(Scope::Org(organization.cast()), move |tx| {
        Box::pin(async move {
            let sql = "SELECT id FROM blobs WHERE organization_id = $1 AND id = ANY($2)";
            let rows: Vec<(Id<Blob>,)> = tx.rows(sql, &[&ids]).await.map_err(Error::from)?;
            Ok::<_, Error>(rows.into_iter().map(|(id,)| id).collect())
        })
    });
    read.await
}
