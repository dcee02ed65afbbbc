//! What is attached to a task: one file, as it was uploaded. It goes with its task.

use super::{Blob, Upload, blob, filename};
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource, Through};
use crate::error::Result;
use crate::event::Shown;
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::search::Text;
use crate::time::Timestamp;
use crate::work::{Task, task};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;

/// A file that is attached to a task.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Attachment", table = "attachments", path = "attachments")]
pub struct Attachment {
    #[entity(read_only)]
    pub id: Id<Attachment>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The task it is attached to.
    #[entity(read_only, name = "task", column = "task_id", refers = "Task")]
    pub task_id: Id<Task>,
    #[entity(required, max = 255)]
    pub filename: String,
    /// Where this API hands it out.
    #[entity(virtual, read_only)]
    pub filepath: String,
    /// Media type, told by its bytes.
    #[entity(read_only)]
    pub file_type: String,
    /// Bytes.
    #[entity(read_only)]
    pub file_size: i64,
    /// SHA-256 of its bytes, in hexadecimal digits; null where an import did not bring the bytes.
    #[entity(read_only)]
    pub sha256: Option<String>,
    /// Where it was before an import brought it without its bytes.
    #[entity(read_only)]
    pub origin: Option<String>,
    #[entity(read_only, refers = "Member")]
    pub uploaded_by: Id<User>,
    #[entity(hidden)]
    pub blob_id: Option<Id<Blob>>,
    #[entity(virtual, hidden)]
    pub project_id: Option<AnyId>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
    #[entity(hidden)]
    pub deleted_with: Option<AnyId>,
}

impl Resource for Attachment {
    const READ: Permission = Permission::AttachmentRead;
    const CREATE: Permission = Permission::AttachmentCreate;
    const UPDATE: Permission = Permission::AttachmentCreate;
    const DELETE: Permission = Permission::AttachmentDelete;
    const THROUGH: Through = Through::Task;
    const VERBS: Verbs = Verbs::NoCreate;
    const OWN: &'static [&'static str] = &["uploaded_by"];
    const SHOWN: Shown = Shown::ByHome;

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new(&self.filename, ""))
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let tasks: Vec<Id<Task>> = rows.iter().map(|a| a.task_id).collect();
        let homes = task::projects_of(cx, &tasks).await?;
        for row in rows {
            row.project_id = homes.get(&row.task_id).copied();
            row.filepath = row.path();
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        crud::hold_reference::<Task, _>(cx, "task", Some(self.task_id)).await?;
        self.project_id = task::projects_of(cx, &[self.task_id]).await?.remove(&self.task_id);
        self.uploaded_by = cx.actor;
        self.filepath = self.path();
        Ok(())
    }

    async fn updating(&mut self, _old: &Self, _cx: &mut Ctx, _given: &Given) -> Result<()> {
        filename::check("filename", &self.filename)
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        task::require_live(cx, self.task_id).await
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        let shown = "SELECT a.blob_id FROM attachments a WHERE a.organization_id = $1 AND a.id = $2";
        cx.tx.execute(&blob::look_at(shown), &[&self.id]).await?;
        Ok(())
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id, Some(self.task_id.cast()))
    }
}

impl Attachment {
    /// The download path.
    fn path(&self) -> String {
        format!("/api/v1/organizations/{}/attachments/{}/content", self.organization_id, self.id)
    }

    /// Refuses, before any byte is read, what could not be attached.
    pub async fn may_attach(cx: &Ctx, task: Id<Task>) -> Result<()> {
        cx.require(Self::CREATE)?;
        crud::require_reference::<Task, _>(cx, "task", Some(task)).await
    }

    /// Attaches bytes that have arrived.
    pub async fn attach(cx: &mut Ctx, id: Option<AnyId>, mut new: Self, upload: &Upload) -> Result<Self> {
        Self::may_attach(cx, new.task_id).await?;
        if let Some(id) = id {
            crud::refuse_used_id(cx, id).await?;
        }
        new.blob_id = Some(upload.claim(cx).await?);
        new.sha256 = Some(upload.sha256.clone());
        new.file_size = upload.size;
        new.file_type.clone_from(&upload.media_type);
        crud::insert(cx, new, id, &Given::default()).await
    }
}
