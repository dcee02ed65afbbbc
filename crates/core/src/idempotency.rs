//! Doing what was asked once, however often it is asked: the Idempotency-Key of a request is stored in the
//! transaction of its first change, and where possible the answer with it. A request that comes again is
//! answered from what is kept; a crash leaves either both or neither.

use crate::ctx::{App, Ctx};
use crate::error::{Error, Fault, Result};

use crate::org::{Organization, User};
use crate::policy::Permissions;
use crate::time::Timestamp;
use guildhall_store::{BoxFuture, Id, Scope, Tx};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How long an answer is kept, in seconds.
const LASTS: i64 = 24 * 60 * 60;

/// What a request with a key asks, and how far it has come.
#[derive(Debug)]
pub struct Claim {
    organization: Id<Organization>,
    user: Id<User>,
    slot: [u8; 32],
    /// What was asked, as far as it has arrived.
    request: Mutex<Sha256>,
    /// Stored by a transaction that was committed.
    taken: AtomicBool,
    /// With the answer.
    answered: AtomicBool,
}

/// An answer as it went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: i64,
    /// Headers as a JSON object.
    pub headers: String,
    /// Absent for one that is not kept, because it carried a secret.
    pub body: Option<Vec<u8>>,
}

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    pub user: Id<User>,
    /// None for what belongs to no organization.
    pub organization: Option<Id<Organization>>,
    /// A scoped token is somebody else than its owner.
    pub limit: Option<Permissions>,
}

fn hash(parts: &[&[u8]]) -> Sha256 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part);
    }
    hasher
}

impl Claim {
    /// The claim of a request: `place` is its method and path, `request` its query and body.
    pub fn new(asker: Asker, place: [&str; 2], key: &str, request: [&[u8]; 2]) -> Self {
        let limit = asker.limit.map(|limit| limit.names().join(" ")).unwrap_or_default();
        let [method, path] = place.map(str::as_bytes);
        Self {
            organization: asker.organization.unwrap_or_default(),
            user: asker.user,
            slot: hash(&[asker.user.as_bytes(), limit.as_bytes(), method, path, key.as_bytes()]).finalize().into(),
            request: Mutex::new(hash(&request)),
            taken: AtomicBool::new(false),
            answered: AtomicBool::new(false),
        }
    }

    /// Takes up what arrives of a body that is never held whole. It has all arrived before the change is made.
    pub fn arrived(&self, piece: &[u8]) {
        self.request.lock().update(piece);
    }

    fn request(&self) -> [u8; 32] {
        self.request.lock().clone().finalize().into()
    }

    /// True if a change that was committed stands behind it.
    pub fn is_taken(&self) -> bool {
        self.taken.load(Ordering::Acquire)
    }

    /// True if the answer was kept with the change.
    pub fn is_answered(&self) -> bool {
        self.answered.load(Ordering::Acquire)
    }

    /// Stores the claim in the transaction of its change.
    async fn take(&self, tx: &Tx, now: Timestamp) -> Result<()> {
        let clean = "DELETE FROM idempotency_keys WHERE organization_id = $1 AND slot IN (SELECT k.slot \
            FROM idempotency_keys k WHERE k.organization_id = $1 AND k.expires_at <= $2 ORDER BY k.expires_at LIMIT 20)";
        tx.execute_later(clean, &[&now]).await?;
        let sql = "INSERT INTO idempotency_keys (organization_id, slot, user_id, request, created_at, expires_at) \
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organization_id, slot) DO UPDATE SET request = $4, \
            status = NULL, headers = NULL, body = NULL, created_at = $5, expires_at = $6 \
            WHERE idempotency_keys.expires_at <= $5";
        let until = now.plus_seconds(LASTS);
        match tx.execute(sql, &[&self.slot, &self.user, &self.request(), &now, &until]).await? {
            0 => Err(in_progress()),
            _ => Ok(()),
        }
    }

    async fn keep(&self, tx: &Tx, answer: &Answer) -> Result<()> {
        let sql = "UPDATE idempotency_keys SET status = $3, headers = $4, body = $5 \
            WHERE organization_id = $1 AND slot = $2";
        tx.execute_later(sql, &[&self.slot, &answer.status, &answer.headers, &answer.body]).await?;
        Ok(())
    }

    fn scope(&self) -> Scope {
        Scope::Org(self.organization.cast())
    }
}

fn in_progress() -> Error {
    Error::conflict("in_progress", "the first request with this Idempotency-Key is still running; ask again later")
}

/// The claims that this process is working on.
#[derive(Debug, Default)]
pub struct Running(Mutex<HashSet<[u8; 32]>>);

/// A claim that is being worked on; given up when dropped.
#[derive(Debug)]
pub struct Held {
    app: Arc<Running>,
    slot: [u8; 32],
}

impl Drop for Held {
    fn drop(&mut self) {
        self.app.0.lock().remove(&self.slot);
    }
}

/// Begins to work on a claim; refused while another request of this process does.
pub fn hold(app: &App, claim: &Claim) -> Result<Held> {
    let running = Arc::clone(app.running());
    if !running.0.lock().insert(claim.slot) {
        return Err(in_progress());
    }
    Ok(Held { app: running, slot: claim.slot })
}

const FIND: &str = "SELECT k.request, k.status, k.headers, k.body FROM idempotency_keys k \
    WHERE k.organization_id = $1 AND k.slot = $2 AND k.expires_at > $3";
/// Who has left gets no answer from the past.
const STILL_MEMBER: &str = " AND EXISTS (SELECT 1 FROM role_assignments r JOIN organizations o \
    ON o.organization_id = r.organization_id AND o.deleted_at IS NULL \
    WHERE r.organization_id = k.organization_id AND r.user_id = $4 AND r.deleted_at IS NULL)";

type Row = (Vec<u8>, Option<i64>, Option<String>, Option<Vec<u8>>);

/// What was kept of a request with the same key: not yet compared with this one.
#[derive(Debug)]
pub struct Kept(Row);

/// What was kept under the key of a claim.
pub async fn find(app: &App, claim: &Claim) -> Result<Option<Kept>> {
    let (slot, user, now) = (claim.slot, claim.user, Timestamp::now());
    let nobodys = claim.organization == Id::default();
    let read = app.db().read(claim.scope(), move |tx| {
        Box::pin(async move {
            if nobodys {
                return tx.row::<Row>(FIND, &[&slot, &now]).await;
            }
            tx.row::<Row>(&format!("{FIND}{STILL_MEMBER}"), &[&slot, &now, &user]).await
        })
    });
    let kept: Option<Row> = read.await?;
    Ok(kept.map(Kept))
}

impl Kept {
    /// The answer that was given before, if all of this request is the same.
    pub fn answer(self, claim: &Claim) -> Result<Answer> {
        match self.0 {
            (request, ..) if request != claim.request() => {
                let detail = "this Idempotency-Key was used for another request; take a new one";
                let code = "idempotency_mismatch".into();
                Err(Error::Invalid(vec![Fault { pointer: String::new(), code, detail: detail.into() }]))
            }
            (_, Some(status), Some(headers), Some(body)) => Ok(Answer { status, headers, body: Some(body) }),
            _ => Err(Error::conflict(
                "already_done",
                "this was done already; its answer is not kept (it carried a secret, or was cut off)",
            )),
        }
    }
}

/// Keeps the answer of a request whose change did not keep it itself.
pub async fn keep(app: &App, claim: &Arc<Claim>, answer: Answer) -> Result<()> {
    let (claim, answer) = (Arc::clone(claim), Arc::new(answer));
    let kept = app.db().write(claim.scope(), move |tx| {
        let (claim, answer) = (Arc::clone(&claim), Arc::clone(&answer));
        Box::pin(async move {
            if !claim.is_taken() {
                claim.take(&tx, Timestamp::now()).await?;
            }
            claim.keep(&tx, &answer).await
        })
    });
    kept.await
}

/// Gives a claim back whose request failed after a part of it was committed: it may be asked again.
pub async fn give_back(app: &App, claim: &Arc<Claim>) -> Result<()> {
    let slot = claim.slot;
    let sql = "DELETE FROM idempotency_keys WHERE organization_id = $1 AND slot = $2";
    let given = app.db().write(claim.scope(), move |tx| {
        Box::pin(async move { tx.execute(sql, &[&slot]).await.map(drop).map_err(Error::from) })
    });
    given.await
}

/// Changes what belongs to no organization, or founds one, once for each claim.
pub async fn write_as_system<T, F>(app: &App, purpose: &'static str, claim: Option<&Arc<Claim>>, body: F) -> Result<T>
where
    T: Send + 'static,
    F: Fn(Tx) -> BoxFuture<'static, Result<T>> + Send + Sync + 'static,
{
    let (inner, body) = (claim.cloned(), Arc::new(body));
    let done = app.db().write(Scope::System(purpose), move |tx| {
        let (claim, body) = (inner.clone(), Arc::clone(&body));
        Box::pin(async move {
            if let Some(claim) = claim.filter(|claim| !claim.is_taken()) {
                claim.take(&tx.within(claim.organization.cast())?, Timestamp::now()).await?;
            }
            body(tx).await
        })
    });
    let done = done.await?;
    settle(claim, true);
    Ok(done)
}

/// Notes how a transaction with a claim has ended.
pub(crate) fn settle(claim: Option<&Arc<Claim>>, committed: bool) {
    let Some(claim) = claim else { return };
    if committed {
        claim.taken.store(true, Ordering::Release);
    } else if !claim.is_taken() {
        claim.answered.store(false, Ordering::Release);
    }
}

impl Ctx {
    /// Stores the request's claim, once, however many transactions it takes.
    pub(crate) async fn take_claim(&mut self) -> Result<()> {
        match &self.origin.claim {
            Some(claim) if !claim.is_taken() => {
                claim.answered.store(false, Ordering::Release);
                claim.take(&self.tx, self.now).await
            }
            _ => Ok(()),
        }
    }

    /// True if the answer is to be kept with the change.
    pub fn has_claim(&self) -> bool {
        self.origin.claim.is_some()
    }

    /// Keeps the answer in the transaction of the change.
    pub async fn keep_answer(&mut self, answer: &Answer) -> Result<()> {
        let Some(claim) = &self.origin.claim else { return Ok(()) };
        claim.keep(&self.tx, answer).await?;
        claim.answered.store(true, Ordering::Release);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(key: &str, path: &str, body: &[u8]) -> Claim {
        let asker = Asker { user: Id::from_bytes([7; 12]), organization: None, limit: None };
        Claim::new(asker, ["POST", path], key, [b"", body])
    }

    #[test]
    fn a_claim_is_of_its_key_path_and_body() {
        let first = claim("k", "/a", b"{}");
        assert_eq!(first.slot, claim("k", "/a", b"[]").slot);
        assert_ne!(first.request(), claim("k", "/a", b"[]").request());
        let (cut, whole) = (claim("k", "/a", b""), claim("k", "/a", b""));
        cut.arrived(b"ab");
        whole.arrived(b"a");
        assert_ne!(cut.request(), whole.request());
        whole.arrived(b"b");
        assert_eq!(cut.request(), whole.request());
        assert_ne!(first.slot, claim("k", "/b", b"{}").slot);
        assert_ne!(claim("ka", "/", b"").slot, claim("k", "a/", b"").slot, "parts do not run into each other");
        let limited = Asker { user: Id::from_bytes([7; 12]), organization: None, limit: Some(Permissions::NONE) };
        let admin = Asker { limit: Permissions::of_role("Admin"), ..limited };
        let [a, b] = [limited, admin].map(|asker| Claim::new(asker, ["POST", "/a"], "k", [b"", b""]));
        assert_ne!(a.slot, b.slot);
    }
}
