//! Reviews: one person is asked about one version of a file and decides once. A new version locks the old
//! one: what was still open is superseded and asked again. A review is not deleted but withdrawn, by who asked.

use super::File;
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::sql::Sql;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use std::collections::{HashMap, HashSet};

/// The decision of one person on one version of a file.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Approval", table = "approvals", path = "approvals")]
pub struct Approval {
    #[entity(read_only)]
    pub id: Id<Approval>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    #[entity(required, create_only, refers = "File")]
    pub file_id: Id<File>,
    /// The version it is about; the current one when not given.
    #[entity(create_only)]
    pub version_number: i64,
    /// Who is asked; sees the file.
    #[entity(required, create_only, refers = "Member")]
    pub reviewer_id: Id<User>,
    /// Who asked.
    #[entity(read_only, refers = "Member")]
    pub requested_by: Id<User>,
    /// Decided by `POST approvals/{id}/decide`; superseded by a new version.
    #[entity(
        read_only,
        one_of = "pending|approved|approved_with_changes|changes_requested|rejected|withdrawn|superseded",
        default = PENDING.into()
    )]
    pub status: String,
    /// What the reviewer says about it.
    #[entity(read_only)]
    pub comments: String,
    /// When it was decided.
    #[entity(read_only)]
    pub reviewed_at: Option<Timestamp>,
    #[entity(virtual, hidden)]
    pub project_id: Option<AnyId>,
    #[entity(virtual, hidden)]
    pub task_id: Option<AnyId>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    #[entity(hidden)]
    pub deleted_at: Option<Timestamp>,
}

const PENDING: &str = "pending";

/// What a reviewer can decide.
pub const DECISIONS: [&str; 4] = ["approved", "approved_with_changes", "changes_requested", "rejected"];

/// Longest text of a decision.
const LONGEST_COMMENTS: usize = 10_000;

impl Resource for Approval {
    const READ: Permission = Permission::ApprovalRead;
    const CREATE: Permission = Permission::ApprovalRequest;
    const UPDATE: Permission = Permission::ApprovalRequest;
    const DELETE: Permission = Permission::ApprovalRequest;
    const VERBS: Verbs = Verbs::NoTrash;
    const OWN: &'static [&'static str] = &["reviewer_id", "requested_by"];
    const SHOWN: Shown = Shown::ByHome;

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        let mut can = Vec::new();
        if self.status == PENDING && self.reviewer_id == cx.actor && cx.permits(Permission::ApprovalDecide) {
            can.push("decide");
        }
        if self.status == PENDING && self.requested_by == cx.actor && cx.permits(Permission::ApprovalRequest) {
            can.push("withdraw");
        }
        can
    }

    /// As its file, which may be in the trash: then there is nothing to review; nor is there to who reads no files.
    fn visible(cx: &Ctx, sql: &mut Sql) {
        if !cx.reaches(Permission::FileRead) {
            sql.and("1 = 0");
            return;
        }
        sql.join("JOIN files f ON f.organization_id = t.organization_id AND f.id = t.file_id AND f.deleted_at IS NULL");
        if !cx.permits(Permission::ProjectReadAll) {
            sql.join("JOIN projects p ON p.organization_id = f.organization_id AND p.id = f.project_id");
            let seen = crate::work::project::seen(cx, sql);
            sql.and(&seen);
        }
        if let Some(own) = crate::own::condition::<File>(cx, sql, "f") {
            sql.and(&own);
        }
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let files: Vec<Id<File>> = rows.iter().map(|a| a.file_id).collect();
        let sql = "SELECT id, project_id, task_id FROM files WHERE organization_id = $1 AND id = ANY($2)";
        let homes: Vec<(Id<File>, AnyId, Option<AnyId>)> = cx.tx.rows(sql, &[&files]).await?;
        let homes: HashMap<_, _> = homes.into_iter().map(|(id, project, task)| (id, (project, task))).collect();
        for row in rows {
            let home = homes.get(&row.file_id);
            row.project_id = home.map(|(project, _)| *project);
            row.task_id = home.and_then(|(_, task)| *task);
        }
        Ok(())
    }

    /// What is decided is not patched.
    async fn prepare(_cx: &mut Ctx, body: &mut Map<String, Json>, _old: Option<&Self>) -> Result<()> {
        match ["status", "comments", "reviewedAt"].into_iter().find(|name| body.contains_key(*name)) {
            Some(name) => {
                let detail = format!("`{name}` is set by POST approvals/{{id}}/decide, or …/withdraw");
                Err(Error::invalid(name, "read_only", detail))
            }
            None => Ok(()),
        }
    }

    async fn creating(&mut self, cx: &mut Ctx, given: &Given) -> Result<()> {
        let file = match crud::get_locked::<File>(cx, self.file_id.cast(), Some(false)).await {
            Err(Error::NotFound | Error::Forbidden(_)) => return Err(Error::no_such("fileId", "file")),
            other => other?,
        };
        if !given.has(Self::VERSION_NUMBER) {
            self.version_number = file.current_version;
        }
        if file.version(self.version_number).is_err() {
            return Err(Error::no_such("versionNumber", "version"));
        }
        if self.version_number != file.current_version {
            return Err(locked(&file));
        }
        if !sees(cx, self.reviewer_id, &file).await? {
            return Err(Error::no_such("reviewerId", "person who sees this file"));
        }
        let sql = "SELECT id FROM approvals WHERE organization_id = $1 AND file_id = $2 AND version_number = $3 \
            AND reviewer_id = $4 AND status = 'pending'";
        let open: Option<(AnyId,)> = cx.tx.row(sql, &[&self.file_id, &self.version_number, &self.reviewer_id]).await?;
        if open.is_some() {
            return Err(Error::conflict("already_asked", "this person is asked about this version already"));
        }
        self.of(&file);
        self.requested_by = cx.actor;
        Ok(())
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id, self.task_id)
    }
}

/// The person sees the file and may decide on it.
async fn sees(cx: &Ctx, person: Id<User>, file: &File) -> Result<bool> {
    let other = match cx.seen_by(person).await {
        Err(Error::NotFound) => return Ok(false),
        other => other?,
    };
    if !other.permits(Permission::ApprovalDecide) {
        return Ok(false);
    }
    match crate::list::one::<File>(&other, file.id.cast(), Some(false), false).await {
        Ok(_) => Ok(true),
        Err(Error::NotFound | Error::Forbidden(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

fn locked(file: &File) -> Error {
    let detail = format!("version {} has taken its place; look at that one", file.current_version);
    Error::conflict("version_locked", detail)
}

impl Approval {
    fn of(&mut self, file: &File) {
        self.project_id = Some(file.project_id.cast());
        self.task_id = file.task_id.map(Id::cast);
    }

    /// Reads it to end it. The file first: a new version locks in the same order.
    async fn open(cx: &Ctx, id: AnyId) -> Result<(Self, File)> {
        let file = crud::get::<Self>(cx, id).await?.file_id;
        let file = crud::get_locked::<File>(cx, file.cast(), Some(false)).await?;
        Ok((crud::get_locked::<Self>(cx, id, Some(false)).await?, file))
    }

    fn require_open(&self, file: &File) -> Result<()> {
        if self.status == "superseded" || self.version_number != file.current_version {
            return Err(locked(file));
        }
        if self.status != PENDING {
            return Err(Error::conflict("decided", format!("this is {} already", self.status)));
        }
        Ok(())
    }

    /// The reviewer who was asked decides, once.
    pub async fn decide(cx: &mut Ctx, id: AnyId, status: &str, comments: &str) -> Result<Self> {
        cx.require(Permission::ApprovalDecide)?;
        let (old, file) = Self::open(cx, id).await?;
        if old.reviewer_id != cx.actor {
            return Err(Error::Forbidden("only the person who was asked decides".into()));
        }
        if !DECISIONS.contains(&status) {
            return Err(Error::invalid("status", "one_of", format!("one of {}", DECISIONS.join(", "))));
        }
        if comments.chars().count() > LONGEST_COMMENTS {
            return Err(Error::invalid("comments", "too_long", format!("at most {LONGEST_COMMENTS} characters")));
        }
        if comments.contains('\0') {
            return Err(Error::invalid("comments", "format", "a text holds no NUL characters"));
        }
        old.require_open(&file)?;
        let mut new = old.clone();
        (new.status, new.comments, new.reviewed_at) = (status.to_owned(), comments.to_owned(), Some(cx.now));
        crud::save_as(cx, &old, new, &Given::default(), "decided").await
    }

    /// Whoever asked takes the question back.
    pub async fn withdraw(cx: &mut Ctx, id: AnyId) -> Result<Self> {
        cx.require(Permission::ApprovalRequest)?;
        let (old, file) = Self::open(cx, id).await?;
        if old.requested_by != cx.actor {
            return Err(Error::Forbidden("only the person who asked withdraws the question".into()));
        }
        old.require_open(&file)?;
        let mut new = old.clone();
        new.status = "withdrawn".into();
        crud::save_as(cx, &old, new, &Given::default(), "withdrawn").await
    }

    /// Supersedes what is open about older versions of a file, and asks whoever was asked about the version before,
    /// whatever they decided, about the current one.
    pub(super) async fn ask_again(cx: &mut Ctx, file: &File) -> Result<()> {
        let sql = format!(
            "SELECT {} FROM approvals t WHERE t.organization_id = $1 AND t.file_id = $2 AND t.version_number < $3 \
             AND (t.status = 'pending' OR (t.version_number = $3 - 1 \
             AND t.status IN ('approved', 'rejected', 'changes_requested'))) ORDER BY t.created_at, t.id",
            Self::COLUMNS_OF_T
        );
        let asked: Vec<Self> = cx.tx.rows(&sql, &[&file.id, &file.current_version]).await?;
        let mut again = HashSet::new();
        for mut old in asked {
            old.of(file);
            if old.status == PENDING {
                let mut new = old.clone();
                new.status = "superseded".into();
                crud::save_as(cx, &old, new, &Given::default(), "superseded").await?;
            }
            // Whoever does not see the file any more is not asked.
            if again.insert(old.reviewer_id) && sees(cx, old.reviewer_id, file).await? {
                let (reviewer_id, requested_by) = (old.reviewer_id, old.requested_by);
                let mut again = Self { file_id: file.id, reviewer_id, requested_by, ..Self::default() };
                again.version_number = file.current_version;
                again.of(file);
                crud::store_new(cx, again).await?;
            }
        }
        Ok(())
    }
}
