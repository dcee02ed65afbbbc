//! Form requests: what somebody handed in, and what was decided about it. A decision has who, when and why,
//! and is made by a route of its own; approved and denied are final. Only who handed it in changes the
//! answers, and only while nothing final was decided.

use super::FormTemplate;
use super::answers::{self, Answers};
use super::form_template;
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::field::Doc;
use crate::org::{Organization, User, member};
use crate::policy::Permission;
use crate::search::{self, Text};
use crate::sql::Sql;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};

/// A form as somebody filled it in.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "FormRequest", table = "form_requests", path = "form-requests")]
pub struct FormRequest {
    #[entity(read_only)]
    pub id: Id<FormRequest>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The form that it answers.
    #[entity(required, create_only, refers = "FormTemplate")]
    pub template_id: Id<FormTemplate>,
    /// The version of the form that it was filled in with.
    #[entity(read_only)]
    pub template_version: i64,
    /// Who handed it in.
    #[entity(read_only, refers = "Member")]
    pub submitted_by: Id<User>,
    /// The answers by the id of their question; a patch changes those that it names, null removes one.
    pub data: Doc<Answers>,
    /// Where it stands; decided by `/decide`, taken back by `/withdraw`.
    #[entity(read_only, one_of = "pending|approved|denied|needs_changes|withdrawn", default = "pending".into())]
    pub status: String,
    /// Who is to decide on it.
    #[entity(refers = "Member")]
    pub assigned_to: Option<Id<User>>,
    #[entity(read_only, refers = "Member")]
    pub decided_by: Option<Id<User>>,
    #[entity(read_only)]
    pub decided_at: Option<Timestamp>,
    /// Why it was decided so.
    #[entity(read_only)]
    pub reason: Option<String>,
    #[entity(virtual, hidden)]
    pub project_id: Option<AnyId>,
    #[entity(virtual, hidden)]
    pub own_allowed: bool,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only, sort)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
    #[entity(hidden)]
    pub deleted_with: Option<AnyId>,
}

/// What can be decided, and whether the reason must be said.
const VERDICTS: [(&str, bool); 3] = [("approved", false), ("denied", true), ("needs_changes", true)];
const LONGEST_REASON: usize = 5000;

impl FormRequest {
    fn is_open(&self) -> bool {
        matches!(self.status.as_str(), "pending" | "needs_changes")
    }

    fn require_open(&self) -> Result<()> {
        if self.is_open() {
            return Ok(());
        }
        Err(Error::conflict("decided", format!("this request is {} already, which is final", self.status)))
    }

    fn may_be_decided_by(&self, user: Id<User>) -> bool {
        self.own_allowed || self.submitted_by != user
    }

    /// Approves, denies or sends it back.
    pub async fn decide(cx: &mut Ctx, id: AnyId, verdict: &str, reason: Option<&str>) -> Result<Self> {
        cx.require(Permission::RequestDecide)?;
        let old = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        let Some((_, needs_reason)) = VERDICTS.into_iter().find(|(name, _)| *name == verdict) else {
            return Err(Error::invalid("status", "one_of", "one of approved, denied, needs_changes"));
        };
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        if needs_reason && reason.is_none() {
            return Err(Error::invalid("reason", "required", format!("say why it is {verdict}")));
        }
        if reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON || reason.contains('\0')) {
            return Err(Error::invalid("reason", "too_long", format!("at most {LONGEST_REASON} characters")));
        }
        if !old.may_be_decided_by(cx.actor) {
            return Err(Error::Forbidden("nobody decides on their own request; the form does not allow it".into()));
        }
        old.require_open()?;
        let mut new = old.clone();
        new.status = verdict.to_owned();
        (new.decided_by, new.decided_at, new.reason) = (Some(cx.actor), Some(cx.now), reason.map(str::to_owned));
        let given = Given(vec![Self::STATUS]);
        crud::save_as(cx, &old, new, &given, "decided").await
    }

    /// Takes it back; only who handed it in can.
    pub async fn withdraw(cx: &mut Ctx, id: AnyId) -> Result<Self> {
        cx.require(Permission::RequestCreate)?;
        let old = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        if old.submitted_by != cx.actor {
            return Err(Error::Forbidden("only who handed a request in takes it back".into()));
        }
        old.require_open()?;
        let mut new = old.clone();
        new.status = "withdrawn".into();
        let given = Given(vec![Self::STATUS]);
        crud::save_as(cx, &old, new, &given, "withdrawn").await
    }

    /// Answers that were changed are pending again, whatever was said about the old ones.
    async fn answered_again(&mut self, old: &Self, cx: &Ctx) -> Result<()> {
        if self.submitted_by != cx.actor {
            return Err(Error::Forbidden("only who handed a request in changes its answers".into()));
        }
        old.require_open()?;
        let questions = FormTemplate::questions(cx, self.template_id, self.template_version).await?;
        self.data = answers::check(cx, &questions, &self.data.0, Some(&old.data.0)).await?;
        self.status = "pending".into();
        (self.decided_by, self.decided_at, self.reason) = (None, None, None);
        Ok(())
    }
}

/// Fields that have routes of their own, and which.
const BY_ROUTE: [(&str, &str); 4] = [
    ("status", "POST form-requests/{id}/decide or /withdraw"),
    ("reason", "POST form-requests/{id}/decide"),
    ("decidedBy", "POST form-requests/{id}/decide"),
    ("decidedAt", "POST form-requests/{id}/decide"),
];

impl Resource for FormRequest {
    const READ: Permission = Permission::RequestRead;
    const CREATE: Permission = Permission::RequestCreate;
    const UPDATE: Permission = Permission::RequestUpdate;
    const DELETE: Permission = Permission::RequestDelete;
    const OWN: &'static [&'static str] = &["submitted_by"];

    /// Requests of visible forms, and one's own.
    fn visible(cx: &Ctx, sql: &mut Sql) {
        if !cx.permits(Permission::ProjectReadAll) {
            sql.join("JOIN form_templates f ON f.organization_id = t.organization_id AND f.id = t.template_id");
            sql.join("LEFT JOIN projects p ON p.organization_id = f.organization_id AND p.id = f.project_id");
            let seen = form_template::seen(cx, sql);
            let me = sql.arg(cx.actor);
            sql.and(&format!("(t.submitted_by = {me} OR {seen})"));
        }
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let ids: Vec<Id<FormTemplate>> = rows.iter().map(|row| row.template_id).collect();
        let sql = "SELECT id, project_id, allow_self_approval FROM form_templates \
            WHERE organization_id = $1 AND id = ANY($2)";
        let forms: Vec<(Id<FormTemplate>, Option<AnyId>, bool)> = cx.tx.rows(sql, &[&ids]).await?;
        for row in rows {
            if let Some((_, project, own)) = forms.iter().find(|(id, ..)| *id == row.template_id) {
                (row.project_id, row.own_allowed) = (*project, *own);
            }
        }
        Ok(())
    }

    async fn prepare(_cx: &mut Ctx, body: &mut Map<String, Json>, old: Option<&Self>) -> Result<()> {
        if let Some((name, route)) = BY_ROUTE.into_iter().find(|(name, _)| body.contains_key(*name)) {
            return Err(Error::invalid(name, "read_only", format!("`{name}` is changed by {route}")));
        }
        if let (Some(old), Some(Json::Object(given))) = (old, body.get_mut("data")) {
            let mut merged = old.data.0.0.clone();
            merged.append(given);
            *given = merged;
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        let form = match crate::list::one::<FormTemplate>(cx, self.template_id.cast(), Some(false), true).await {
            Err(Error::NotFound | Error::Forbidden(_)) => return Err(Error::no_such("templateId", "form template")),
            other => other?,
        };
        member::require(cx, "assignedTo", self.assigned_to.as_slice()).await?;
        self.data = answers::check(cx, &form.fields.0, &self.data.0, None).await?;
        self.template_version = form.version;
        self.submitted_by = cx.actor;
        (self.project_id, self.own_allowed) = (form.project_id.map(Id::cast), form.allow_self_approval);
        Ok(())
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        if self.assigned_to != old.assigned_to {
            member::require(cx, "assignedTo", self.assigned_to.as_slice()).await?;
        }
        if given.has(Self::DATA) { self.answered_again(old, cx).await } else { Ok(()) }
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        let sql = "SELECT id FROM form_templates WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL \
            FOR NO KEY UPDATE";
        if cx.tx.row::<(AnyId,)>(sql, &[&self.template_id]).await?.is_none() {
            return Err(Error::conflict("template_in_trash", "its form is in the trash; restore the form first"));
        }
        self.deleted_with = None;
        Ok(())
    }

    fn search_text(&self) -> Option<Text<'_>> {
        let mut body = self.reason.clone().unwrap_or_default();
        search::add_texts(self.data.0.0.values(), &mut body);
        Some(Text { body: body.into(), ..Text::default() })
    }

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        let all = [
            ("update", crate::own::allows(cx, self, Self::UPDATE)),
            ("delete", crate::own::allows(cx, self, Self::DELETE)),
            ("decide", cx.permits(Permission::RequestDecide) && self.is_open() && self.may_be_decided_by(cx.actor)),
            ("withdraw", cx.permits(Permission::RequestCreate) && self.is_open() && self.submitted_by == cx.actor),
        ];
        all.into_iter().filter(|(_, may)| *may).map(|(name, _)| name).collect()
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id, None)
    }
}
