//! How far the approval of an expense has come. Its person submits it and may take it back; who manages expenses
//! approves or rejects it, or hands it back for changes; nobody but an Admin decides on their own. From submitted
//! on it is locked.

use super::Expense;
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::policy::{Permission, ROLES};
use serde_json::{Map, Value as Json};

pub const DRAFT: &str = "draft";
pub const SUBMITTED: &str = "submitted";
pub const APPROVED: &str = "approved";
pub const REJECTED: &str = "rejected";

/// What can be decided; a draft is handed back for changes.
pub const DECISIONS: [&str; 3] = [APPROVED, REJECTED, DRAFT];

/// Longest text of a decision.
const LONGEST_REASON: usize = 2000;

/// Fields that only these requests set.
const DECIDED: [&str; 5] = ["status", "submittedAt", "decidedBy", "decidedAt", "decisionReason"];

/// What is decided is not patched.
pub(super) fn refuse_patch(body: &Map<String, Json>) -> Result<()> {
    match DECIDED.into_iter().find(|name| body.contains_key(*name)) {
        Some(name) => {
            let detail = format!("`{name}` is set by POST expenses/{{id}}/submit, …/withdraw and …/decide");
            Err(Error::invalid(name, "read_only", detail))
        }
        None => Ok(()),
    }
}

/// A decision that can be made: known, and with a reason where it needs one.
pub fn check(status: &str, reason: &str) -> Result<()> {
    if !DECISIONS.contains(&status) {
        return Err(Error::invalid("status", "one_of", format!("one of {}", DECISIONS.join(", "))));
    }
    if reason.chars().count() > LONGEST_REASON || reason.contains('\0') {
        let detail = format!("a text of at most {LONGEST_REASON} characters");
        return Err(Error::invalid("reason", "too_long", detail));
    }
    if status == REJECTED && reason.trim().is_empty() {
        return Err(Error::invalid("reason", "required", "say why it is rejected"));
    }
    Ok(())
}

impl Expense {
    /// True from submitted to decided, and of what is approved for good.
    pub fn is_locked(&self) -> bool {
        matches!(self.status.as_str(), SUBMITTED | APPROVED)
    }

    /// Refuses to change what is locked.
    pub(super) fn require_open(&self) -> Result<()> {
        if !self.is_locked() {
            return Ok(());
        }
        let detail = format!("it is {}; take it back, or let who manages expenses hand it back", self.status);
        Err(Error::conflict("locked", detail))
    }

    /// The names in `can`.
    pub(super) fn ways(&self, cx: &Ctx) -> Vec<&'static str> {
        let may = |permission| crate::own::allows(cx, self, permission);
        let (changes, open) = (may(Self::UPDATE), !self.is_locked());
        let manages = cx.permits(Permission::ExpenseManage);
        let all = [
            ("update", changes && open),
            ("delete", may(Self::DELETE) && (open || manages)),
            ("submit", changes && open),
            ("withdraw", changes && self.status == SUBMITTED),
            ("price", manages && self.lacks_price()),
            ("decide", self.may_be_decided_by(cx) && self.status != DRAFT),
        ];
        all.into_iter().filter(|(_, may)| *may).map(|(name, _)| name).collect()
    }

    fn may_be_decided_by(&self, cx: &Ctx) -> bool {
        let others = self.user_id != cx.actor && self.created_by != cx.actor;
        cx.permits(Permission::ExpenseManage) && (others || cx.role == ROLES[0])
    }

    /// Asks for its approval.
    pub async fn submit(cx: &mut Ctx, id: AnyId) -> Result<Self> {
        let old = Self::own_locked(cx, id).await?;
        old.submit_row(cx).await
    }

    /// The same of one that was read in this transaction.
    pub async fn submit_row(self, cx: &mut Ctx) -> Result<Self> {
        if self.is_locked() {
            return Err(Error::conflict("not_draft", format!("it is {} already", self.status)));
        }
        let undecided = Self { decided_by: None, decided_at: None, decision_reason: None, ..self.clone() };
        let new = Self { status: SUBMITTED.into(), submitted_at: Some(cx.now), ..undecided };
        crud::save_as_is(cx, &self, new, &Given::default(), "submitted").await
    }

    /// Takes it back while nobody has decided.
    pub async fn withdraw(cx: &mut Ctx, id: AnyId) -> Result<Self> {
        let old = Self::own_locked(cx, id).await?;
        if old.status != SUBMITTED {
            return Err(Error::conflict("not_submitted", format!("it is {}, not submitted", old.status)));
        }
        let new = Self { status: DRAFT.into(), submitted_at: None, ..old.clone() };
        crud::save_as_is(cx, &old, new, &Given::default(), "withdrawn").await
    }

    /// Decides on it, or hands it back.
    pub async fn decide(cx: &mut Ctx, id: AnyId, status: &str, reason: &str) -> Result<Self> {
        cx.require(Permission::ExpenseManage)?;
        let old = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        check(status, reason)?;
        old.decide_row(cx, status, reason).await
    }

    /// The same of one that was read in this transaction, with a decision that was checked.
    pub async fn decide_row(self, cx: &mut Ctx, status: &str, reason: &str) -> Result<Self> {
        if !self.may_be_decided_by(cx) {
            return Err(Error::Forbidden("nobody but an Admin decides on their own expenses and time".into()));
        }
        let fits = if status == DRAFT { self.status != DRAFT } else { self.status == SUBMITTED };
        if !fits {
            return Err(Error::conflict("not_submitted", format!("it is {}, not submitted", self.status)));
        }
        let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        let mut new = Self { status: status.into(), decided_by: Some(cx.actor), ..self.clone() };
        (new.decided_at, new.decision_reason) = (Some(cx.now), reason);
        if status == DRAFT {
            new.submitted_at = None;
        }
        crud::save_as_is(cx, &self, new, &Given::default(), "decided").await
    }

    async fn own_locked(cx: &Ctx, id: AnyId) -> Result<Self> {
        cx.require_reach(Self::UPDATE)?;
        let old = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        crud::require_on(cx, &old, Self::UPDATE)?;
        Ok(old)
    }
}
