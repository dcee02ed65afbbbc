//! How long an organization keeps its log. What is older than its settings say is trimmed from the beginning,
//! in small steps; numbers go on counting, and a cursor into the trimmed part is told so.

use super::read::{counter, last_seq};
use crate::ctx::{App, Ctx, Origin};
use crate::error::{Error, Result};
use crate::org::Organization;
use crate::time::Timestamp;
use guildhall_store::{Id, Scope, Tx};

/// The counter that holds the last number that was trimmed.
const TRIMMED: &str = "events-trimmed";
/// The counter that holds the last number whose origin was forgotten.
const FORGOTTEN: &str = "origins-forgotten";
/// Events that go in one transaction.
const STEP: i64 = 500;
const DAY: i64 = 24 * 60 * 60;

/// The last number that was trimmed; 0 while the whole log is kept.
pub async fn trimmed(cx: &Ctx) -> Result<i64> {
    counter(cx, TRIMMED).await
}

/// Refuses to go on from, or to go back to, what was trimmed.
pub async fn require_kept(cx: &Ctx, seq: i64) -> Result<()> {
    if seq >= trimmed(cx).await? {
        return Ok(());
    }
    let cursor = last_seq(cx).await?;
    Err(Error::Trimmed { cursor: cursor.to_string() })
}

/// Trims the log of every organization by its settings; answers how many events went. Called once a day, and
/// may be called at any time by several processes at once.
pub async fn prune(app: &App) -> Result<u64> {
    let read = app.db().read(Scope::System("organizations that trim their log"), |tx| {
        Box::pin(async move {
            let sql = "SELECT organization_id, event_retention_days, audit_retention_days FROM organizations \
                WHERE event_retention_days IS NOT NULL OR audit_retention_days IS NOT NULL ORDER BY organization_id";
            Ok::<_, Error>(tx.rows::<(Id<Organization>, Option<i64>, Option<i64>)>(sql, &[]).await?)
        })
    });
    let mut gone = 0;
    for (organization, events, audit) in read.await? {
        if let Some(days) = audit {
            all_steps(app, organization, days, forget_origins).await?;
        }
        if let Some(days) = events {
            gone += all_steps(app, organization, days, trim).await?;
        }
    }
    Ok(gone)
}

type Step = for<'a> fn(&'a Ctx, Timestamp) -> guildhall_store::BoxFuture<'a, Result<u64>>;

/// Runs one small transaction after the other until nothing older is left; answers how many events it reached.
async fn all_steps(app: &App, organization: Id<Organization>, days: i64, step: Step) -> Result<u64> {
    let mut reached = 0;
    loop {
        let written = app.db().write(Scope::System("trim a log"), move |tx: Tx| {
            Box::pin(async move {
                let cx = Ctx::founding(&tx, organization, Id::default(), &Origin::from("retention"))?;
                step(&cx, cx.now.plus_seconds(-days * DAY)).await
            })
        });
        match written.await? {
            0 => return Ok(reached),
            count => reached += count,
        }
    }
}

/// Moves a mark over the next events that are older; answers the stretch that it went over, if there is one.
async fn advance(cx: &Ctx, mark: &str, before: Timestamp) -> Result<Option<(i64, i64)>> {
    let from = counter(cx, mark).await?;
    let sql = format!("SELECT seq, at FROM events WHERE organization_id = $1 AND seq > $2 ORDER BY seq LIMIT {STEP}");
    let next: Vec<(i64, Timestamp)> = cx.tx.rows(&sql, &[&from]).await?;
    let Some((last, _)) = next.into_iter().take_while(|(_, at)| *at < before).last() else { return Ok(None) };
    let sql = "INSERT INTO counters (organization_id, name, value) VALUES ($1, $2, $3) \
        ON CONFLICT (organization_id, name) DO UPDATE SET value = $3";
    cx.tx.execute(sql, &[&mark, &last]).await?;
    Ok(Some((from, last)))
}

/// Deletes the next events at the beginning that are older.
fn trim(cx: &Ctx, before: Timestamp) -> guildhall_store::BoxFuture<'_, Result<u64>> {
    Box::pin(async move {
        let Some((_, last)) = advance(cx, TRIMMED, before).await? else { return Ok(0) };
        let sql = "DELETE FROM events WHERE organization_id = $1 AND seq <= $2";
        Ok(cx.tx.execute(sql, &[&last]).await?.max(1))
    })
}

/// Forgets where the next older changes came from.
fn forget_origins(cx: &Ctx, before: Timestamp) -> guildhall_store::BoxFuture<'_, Result<u64>> {
    Box::pin(async move {
        let Some((from, last)) = advance(cx, FORGOTTEN, before).await? else { return Ok(0) };
        let sql = "UPDATE events SET address = NULL, agent = NULL \
            WHERE organization_id = $1 AND seq > $2 AND seq <= $3";
        Ok(cx.tx.execute(sql, &[&from, &last]).await?.max(1))
    })
}
