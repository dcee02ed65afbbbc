//! A request inside its transaction: who acts, in which organization, with which rights, read here and now, so that a
//! member removed a moment ago cannot write. `Ctx` is the only door to data, and what it records is written as events
//! in the same transaction, in the order of commit.

pub use crate::caller::{Caller, Origin};
use crate::connect::Outside;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::event::{Pending, append};
use crate::idempotency::{self, Running};
use crate::org::{Organization, User, account::Known, role};
use crate::policy::{Permission, Permissions, ROLES};
use crate::time::Timestamp;
use crate::{ids, money, own, work::task::progress};
use guildhall_store::{BoxFuture, Db, Id, Scope, StoreError, Tx};
use parking_lot::Mutex;
use std::collections::HashSet;
use std::sync::Arc;
use tokio::sync::broadcast;

/// The product: its database and what wakes listeners after a commit. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

#[derive(Clone)]
struct Parts {
    db: Db,
    woken: broadcast::Sender<Id<Organization>>,
    known: Arc<Known>,
    outside: Arc<Outside>,
    running: Arc<Running>,
}

impl App {
    /// The product on an open database.
    pub fn new(db: Db) -> Self {
        let (woken, _) = broadcast::channel(1024);
        Self(Arc::new(Parts { db, woken, known: Arc::default(), outside: Arc::default(), running: Arc::default() }))
    }

    /// The same product with keys and connectors to outside systems.
    #[must_use]
    pub fn with_outside(self, outside: Outside) -> Self {
        Self(Arc::new(Parts { outside: Arc::new(outside), ..Parts::clone(&self.0) }))
    }

    /// What it reaches beyond its database.
    pub fn outside(&self) -> &Outside {
        &self.0.outside
    }

    /// The database, for the named functions of the System scope.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Tokens that were looked up a moment ago.
    pub(crate) fn known(&self) -> &Known {
        &self.0.known
    }

    /// Requests with an Idempotency-Key that this process is working on.
    pub(crate) fn running(&self) -> &Arc<Running> {
        &self.0.running
    }

    /// Hears of every organization whose event log has grown.
    pub fn listen(&self) -> broadcast::Receiver<Id<Organization>> {
        self.0.woken.subscribe()
    }

    /// Says that an organization's event log has grown by a transaction that was not begun here.
    pub(crate) fn wake(&self, organization: Id<Organization>) {
        let _ = self.0.woken.send(organization);
    }

    /// Reads on one snapshot as the caller.
    pub async fn read<T: Send + 'static>(
        &self,
        caller: &Caller,
        body: impl for<'a> FnOnce(&'a mut Ctx) -> BoxFuture<'a, Result<T>> + Send + 'static,
    ) -> Result<T> {
        let caller = caller.clone();
        let scope = Scope::Org(caller.organization.cast());
        let outside = Arc::clone(&self.0.outside);
        self.0
            .db
            .read(scope, move |tx| {
                Box::pin(async move {
                    let mut cx = Ctx::open(tx, caller, OPEN).await?;
                    cx.outside = outside;
                    body(&mut cx).await
                })
            })
            .await
    }

    /// Changes in one transaction as the caller; the closure may run more than once.
    pub async fn write<T, F>(&self, caller: &Caller, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Ctx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        self.transact(caller, body, Way::Live).await
    }

    /// The same for an organization that is in the trash: it can be restored and purged, and nothing else.
    pub async fn write_trashed<T, F>(&self, caller: &Caller, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Ctx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        self.transact(caller, body, Way::Trashed).await
    }

    /// Does what `write` does, then takes it back: the answer tells what would have changed.
    pub async fn rehearse<T, F>(&self, caller: &Caller, body: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Ctx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        self.transact(caller, body, Way::Rehearsal).await
    }

    async fn transact<T, F>(&self, caller: &Caller, body: F, way: Way) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Ctx) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
    {
        let own = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&own);
        let body: Body = Arc::new(move |cx| {
            let (work, kept) = (body(cx), Arc::clone(&kept));
            Box::pin(async move {
                *kept.lock() = Some(work.await?);
                Ok(())
            })
        });
        self.perform(caller, body, way).await?;
        own.lock().take().ok_or_else(|| StoreError::Closed.into())
    }

    /// Runs a change whose answer is kept elsewhere, so that this code exists once.
    async fn perform(&self, caller: &Caller, body: Body, way: Way) -> Result<()> {
        let (organization, claim) = (caller.organization, caller.origin.claim.clone());
        let caller = Arc::new(caller.clone());
        let outside = Arc::clone(&self.0.outside);
        let outcome = self
            .0
            .db
            .write(Scope::Org(organization.cast()), move |tx| {
                let (body, caller, outside) = (Arc::clone(&body), Arc::clone(&caller), Arc::clone(&outside));
                Box::pin(async move {
                    let run = async {
                        let door = if way == Way::Trashed { OPEN_TRASHED } else { OPEN };
                        let mut cx = Ctx::open(tx, (*caller).clone(), door).await?;
                        cx.outside = outside;
                        if way != Way::Rehearsal {
                            cx.take_claim().await?;
                        }
                        body(&mut cx).await?;
                        progress::roll_up(&mut cx).await?;
                        money::watch(&mut cx).await?;
                        append(&mut cx).await?;
                        Ok(way == Way::Rehearsal || cx.taken_back)
                    };
                    match run.await {
                        Ok(true) => Err(Stop::Rehearsed),
                        Ok(false) => Ok(()),
                        Err(error) => Err(Stop::Failed(error)),
                    }
                })
            })
            .await;
        idempotency::settle(claim.as_ref(), outcome.is_ok());
        match outcome {
            Ok(()) => {
                let _ = self.0.woken.send(organization);
                Ok(())
            }
            Err(Stop::Rehearsed) => Ok(()),
            Err(Stop::Failed(error)) => Err(error),
        }
    }
}

/// A change whose answer is kept elsewhere.
type Body = Arc<dyn for<'a> Fn(&'a mut Ctx) -> BoxFuture<'a, Result<()>> + Send + Sync>;

/// How a change is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Live,
    /// Taken back at its end.
    Rehearsal,
    /// In an organization that is in the trash.
    Trashed,
}

/// Why a transaction is taken back.
enum Stop {
    Rehearsed,
    Failed(Error),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// The settings of the organization that rules need.
#[derive(Debug, Clone)]
pub struct Settings {
    pub time_zone: String,
    pub currency: String,
    pub calendar_id: Option<AnyId>,
}

/// A part of a change that was begun: how much was recorded before it.
#[derive(Debug)]
pub struct Part {
    recorded: usize,
}

/// A request inside its transaction.
pub struct Ctx {
    pub tx: Tx,
    pub organization: Id<Organization>,
    pub actor: Id<User>,
    pub now: Timestamp,
    pub settings: Settings,
    pub role: String,
    permissions: Permissions,
    /// What the role allows, whatever the token is limited to.
    held: Permissions,
    pub(crate) limit: Option<Permissions>,
    pub(crate) origin: Origin,
    pub(crate) pending: Vec<Pending>,
    pub(crate) outside: Arc<Outside>,
    /// Set on every event of a change that is undone as one.
    pub batch: Option<AnyId>,
    taken_back: bool,
    /// What it remembers for the schedule that follows it.
    pub plan: crate::plan::Notes,
    pub(crate) beside: Vec<AnyId>,
    /// Words that this transaction has stored (see `search::near`).
    pub(crate) learned: HashSet<String>,
}

/// Settings, the role, what it allows where the organization made it, and whether there are tasks `own::beside`.
macro_rules! door {
    ($trashed:literal) => {
        concat!(
            "SELECT r.role, o.time_zone, o.currency, o.calendar_id, c.permissions, EXISTS (SELECT 1 FROM task_assignments a \
             WHERE a.organization_id = $1 AND a.user_id = $2 AND a.position > 0) FROM role_assignments r \
             JOIN organizations o ON o.organization_id = r.organization_id \
             LEFT JOIN roles c ON c.organization_id = r.organization_id AND c.name = r.role AND c.deleted_at IS NULL \
             WHERE r.organization_id = $1 AND r.user_id = $2 AND r.deleted_at IS NULL AND o.deleted_at IS ",
            $trashed
        )
    };
}

const OPEN: &str = door!("NULL");
const OPEN_TRASHED: &str = door!("NOT NULL");

type Door = (String, String, String, Option<AnyId>, Option<String>, bool);

impl Ctx {
    async fn open(tx: Tx, caller: Caller, door: &str) -> Result<Self> {
        let found: Option<Door> = tx.row(door, &[&caller.user]).await?;
        let (role, time_zone, currency, calendar_id, permissions, beside) = found.ok_or(Error::NotFound)?;
        let held = role::held(&role, permissions.as_deref());
        let permissions = caller.limit.map_or(held, |limit| held.intersect(limit));
        let beside = if beside { own::read_beside(&tx, permissions, caller.user).await? } else { Vec::new() };
        Ok(Self {
            tx,
            organization: caller.organization,
            actor: caller.user,
            now: Timestamp::now(),
            settings: Settings { time_zone, currency, calendar_id },
            role,
            permissions,
            held,
            limit: caller.limit,
            origin: caller.origin,
            pending: Vec::new(),
            outside: Arc::default(),
            batch: None,
            taken_back: false,
            plan: crate::plan::Notes::default(),
            beside,
            learned: HashSet::new(),
        })
    }

    /// The same transaction as another member sees it; to read only.
    pub(crate) async fn seen_by(&self, user: Id<User>) -> Result<Self> {
        let (organization, origin) = (self.organization, self.origin.clone());
        Self::open(self.tx.clone(), Caller { user, organization, limit: None, origin }, OPEN).await
    }

    /// For somebody who is about to become a member, where there is no role to read yet: inside a System
    /// transaction, with every permission. What such a person may do is decided before.
    pub(crate) fn founding(tx: &Tx, organization: Id<Organization>, actor: Id<User>, origin: &Origin) -> Result<Self> {
        let held = Permissions::of_role(ROLES[0]).unwrap_or(Permissions::NONE);
        Ok(Self {
            tx: tx.within(organization.cast())?,
            organization,
            actor,
            now: Timestamp::now(),
            settings: Settings { time_zone: "UTC".into(), currency: "EUR".into(), calendar_id: None },
            role: ROLES[0].to_owned(),
            permissions: held,
            held,
            limit: None,
            origin: origin.clone(),
            pending: Vec::new(),
            outside: Arc::default(),
            batch: None,
            taken_back: false,
            plan: crate::plan::Notes::default(),
            beside: Vec::new(),
            learned: HashSet::new(),
        })
    }

    /// Nothing of this change is to be kept: its answer only tells why.
    pub fn take_back(&mut self) {
        self.taken_back = true;
    }

    /// True if nothing of it is kept.
    pub fn is_taken_back(&self) -> bool {
        self.taken_back
    }

    /// Begins a part of the change that can be taken back alone.
    pub async fn begin_part(&self) -> Result<Part> {
        self.tx.savepoint().await?;
        Ok(Part { recorded: self.pending.len() })
    }

    /// Ends a part: keeps what succeeded, takes back what the rules refused, hands on what is no fault of the part alone.
    pub async fn end_part<T>(&mut self, part: Part, outcome: Result<T>) -> Result<Result<T>> {
        let outcome = match outcome {
            Ok(value) => self.tx.release().await.map(|()| value).map_err(Error::from),
            refused => refused,
        };
        match outcome {
            Ok(value) => Ok(Ok(value)),
            Err(error) if error.is_refusal() => {
                self.tx.roll_back().await?;
                self.pending.truncate(part.recorded);
                Ok(Err(error))
            }
            Err(error) => Err(error),
        }
    }

    /// A fresh id.
    pub fn new_id<T: ?Sized>(&self) -> Id<T> {
        ids::fresh(self.now)
    }

    /// What the caller may do, objects aside.
    pub fn permissions(&self) -> Permissions {
        self.permissions
    }

    /// True if the caller's role allows it for every object.
    pub fn permits(&self, permission: Permission) -> bool {
        self.permissions.has(permission)
    }

    /// True if the caller's role allows it for some objects at least; which ones, `own` decides.
    pub fn reaches(&self, permission: Permission) -> bool {
        self.permissions.reaches(permission)
    }

    /// Refuses what the caller's role does not allow for every object.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.permits(permission) { Ok(()) } else { Err(self.refusal(permission, Permissions::has)) }
    }

    /// Refuses what the caller's role allows for no object; where it allows it for its own, the object decides.
    pub fn require_reach(&self, permission: Permission) -> Result<()> {
        if self.reaches(permission) { Ok(()) } else { Err(self.refusal(permission, Permissions::reaches)) }
    }

    fn refusal(&self, permission: Permission, allows: fn(Permissions, Permission) -> bool) -> Error {
        let name = permission.line().name;
        if allows(self.held, permission) {
            return Error::Forbidden(format!("the scopes of this token do not allow {name}; use a token that has it"));
        }
        Error::Forbidden(format!("your role {} does not allow {name}; ask an Admin", self.role))
    }
}
