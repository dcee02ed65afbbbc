//! Files of a project or a task, with versions. A new version locks the one before: its open reviews are
//! superseded and asked for again.

use super::version::{self, Version};
use super::{Approval, Upload, blob, filename};
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Field, Given, Resource, Through};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, User};
use crate::own;
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::expense::locked::{self, Entries};
use crate::work::{Project, Task, project, task};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use std::borrow::Cow;

/// A file with its versions.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "File", table = "files", path = "files")]
pub struct File {
    #[entity(read_only)]
    pub id: Id<File>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The project it belongs to; with a task, the task's.
    #[entity(read_only, refers = "Project")]
    pub project_id: Id<Project>,
    /// The task it belongs to, if it is one's.
    #[entity(read_only, refers = "Task")]
    pub task_id: Option<Id<Task>>,
    #[entity(required, max = 255, sort)]
    pub filename: String,
    /// Media type of the current version.
    #[entity(read_only)]
    pub mime_type: String,
    /// Number of the newest version.
    #[entity(read_only)]
    pub current_version: i64,
    /// All versions, oldest first.
    #[entity(virtual, read_only)]
    pub versions: Vec<Version>,
    #[entity(read_only, refers = "Member")]
    pub created_by: Id<User>,
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
    /// The caller does not see the task.
    #[entity(virtual, hidden)]
    pub hides_task: bool,
}

/// Most versions of one file.
const MOST_VERSIONS: i64 = 1000;

/// What a list compares in the place of a reference of `t` to a file: no value where it reads null, being in the trash
/// or not the caller's to see. The column itself still leads to the rows, by its index.
pub(crate) fn compared(cx: &Ctx, column: &str, sql: &mut Sql) -> String {
    if !cx.reaches(File::READ) {
        return "CAST(NULL AS BYTEA)".into();
    }
    let own = own::and::<File>(cx, sql, "rf");
    let mut project = String::new();
    if !cx.permits(Permission::ProjectReadAll) {
        let seen = project::seen_as(cx, sql, "rp");
        project = format!(
            " AND EXISTS (SELECT 1 FROM projects rp WHERE rp.organization_id = rf.organization_id \
             AND rp.id = rf.project_id AND {seen})"
        );
    }
    format!(
        "(SELECT rf.id FROM files rf WHERE rf.organization_id = t.organization_id AND rf.id = t.{column} \
         AND rf.deleted_at IS NULL{own}{project})"
    )
}

impl Resource for File {
    const READ: Permission = Permission::FileRead;
    const CREATE: Permission = Permission::FileCreate;
    const UPDATE: Permission = Permission::FileUpdate;
    const DELETE: Permission = Permission::FileDelete;
    const THROUGH: Through = Through::Project;
    const VERBS: Verbs = Verbs::NoCreate;
    const OWN: &'static [&'static str] = &["created_by"];
    const SHOWN: Shown = Shown::ByHome;

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new(&self.filename, ""))
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let ids: Vec<Id<File>> = rows.iter().map(|f| f.id).collect();
        let mut versions = version::of_files(cx, &ids).await?;
        for row in &mut *rows {
            row.versions = versions.remove(&row.id).unwrap_or_default();
        }
        if !cx.permits(Permission::TaskRead) {
            let seen = crate::list::found(cx, rows.iter().map(|row| row.task_id)).await?;
            for row in rows {
                row.hides_task = row.task_id.is_some_and(|id| !seen.contains(&id));
            }
        }
        Ok(())
    }

    fn compared(cx: &Ctx, field: &Field, sql: &mut Sql) -> Option<String> {
        if field.name == "taskId" { task::visible::compared(cx, field.column, sql) } else { None }
    }

    /// The task reads null to who does not see all tasks of the project, and not this one.
    fn seen(&self, _cx: &Ctx) -> Cow<'_, Self> {
        if self.hides_task { Cow::Owned(Self { task_id: None, ..self.clone() }) } else { Cow::Borrowed(self) }
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.created_by = cx.actor;
        Ok(())
    }

    async fn updating(&mut self, _old: &Self, _cx: &mut Ctx, _given: &Given) -> Result<()> {
        filename::check("filename", &self.filename)
    }

    /// The version that is new with this change.
    async fn stored(&mut self, old: Option<&Self>, cx: &mut Ctx, _given: &Given) -> Result<()> {
        let known = old.map_or(0, |old| old.versions.len());
        for version in self.versions.iter().skip(known) {
            version::store(cx, self.id, version).await?;
        }
        Ok(())
    }

    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        locked::keep_receipt(cx, self.id, Entries::Live).await
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        if let Some(task) = self.task_id {
            return task::require_live(cx, task).await;
        }
        crate::work::project::require_live(cx, self.project_id).await
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        locked::keep_receipt(cx, self.id, Entries::All).await?;
        let [look, approvals, versions, receipts, _] = purge_where("f.id = $2");
        for sql in [look, approvals, versions, receipts] {
            cx.tx.execute(&sql, &[&self.id]).await?;
        }
        Ok(())
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (Some(self.project_id.cast()), self.task_id.map(Id::cast))
    }
}

/// The statements that delete for good the files that a condition on `f` finds, and what hangs on them.
pub(crate) fn purge_where(condition: &str) -> [String; 5] {
    let those = format!("SELECT f.id FROM files f WHERE f.organization_id = $1 AND {condition}");
    [
        blob::look_at(&format!(
            "SELECT v.blob_id FROM file_versions v WHERE v.organization_id = $1 AND v.file_id IN ({those})"
        )),
        format!("DELETE FROM approvals WHERE organization_id = $1 AND file_id IN ({those})"),
        format!("DELETE FROM file_versions WHERE organization_id = $1 AND file_id IN ({those})"),
        format!(
            "UPDATE expenses SET receipt_file_id = NULL WHERE organization_id = $1 AND receipt_file_id IN ({those})"
        ),
        format!("DELETE FROM files WHERE organization_id = $1 AND id IN ({those})"),
    ]
}

/// The statements that delete for good what is attached to the tasks of a sub-select, and their files.
pub(crate) fn purge_of_tasks(those: &str) -> Vec<String> {
    let attached = format!("SELECT a.blob_id FROM attachments a WHERE a.organization_id = $1 AND a.task_id IN {those}");
    let own = [
        blob::look_at(&attached),
        format!("DELETE FROM attachments WHERE organization_id = $1 AND task_id IN {those}"),
    ];
    own.into_iter().chain(purge_where(&format!("f.task_id IN {those}"))).collect()
}

/// Files follow the tasks that a sub-select finds into another project.
pub(crate) fn follow(project: &str, those: &str) -> String {
    format!("UPDATE files SET project_id = {project} WHERE organization_id = $1 AND task_id IN {those}")
}

impl File {
    /// Where a new file belongs; refuses, before any byte is read, what could not be stored there.
    pub async fn may_create(cx: &Ctx, project: Option<Id<Project>>, of: Option<Id<Task>>) -> Result<Id<Project>> {
        cx.require(Self::CREATE)?;
        crud::require_reference::<Task, _>(cx, "taskId", of).await?;
        crud::require_reference::<Project, _>(cx, "projectId", project).await?;
        let home = match of {
            Some(of) => task::projects_of(cx, &[of]).await?.remove(&of).map(AnyId::cast),
            None => project,
        };
        let home = home.ok_or_else(|| Error::invalid("projectId", "required", "give `projectId` or `taskId`"))?;
        if project.is_some_and(|project| project != home) {
            return Err(Error::invalid("projectId", "disagrees", "the task is in another project; give one of them"));
        }
        Ok(home)
    }

    /// Makes a file of bytes that have arrived.
    pub async fn make(cx: &mut Ctx, id: Option<AnyId>, mut new: Self, note: &str, upload: &Upload) -> Result<Self> {
        let given = Some(new.project_id).filter(|project| *project != Id::default());
        // A task that is being moved has arrived, and neither goes while the file comes in.
        crud::hold_reference::<Task, _>(cx, "taskId", new.task_id).await?;
        new.project_id = Self::may_create(cx, given, new.task_id).await?;
        crud::hold_reference::<Project, _>(cx, "projectId", Some(new.project_id)).await?;
        if let Some(id) = id {
            crud::refuse_used_id(cx, id).await?;
        }
        let id = id.unwrap_or_else(|| cx.new_id());
        new.versions = vec![version::of_upload(cx, id.cast(), 1, note, upload).await?];
        (new.current_version, new.mime_type) = (1, upload.media_type.clone());
        crud::insert(cx, new, Some(id), &Given::default()).await
    }

    /// Refuses, before any byte is read, a version that could not be added.
    pub async fn may_add_version(cx: &Ctx, id: AnyId) -> Result<()> {
        cx.require(Self::UPDATE)?;
        let file = crud::get::<Self>(cx, id).await?;
        crud::require_on(cx, &file, Self::UPDATE)?;
        file.require_room()
    }

    fn require_room(&self) -> Result<()> {
        if self.current_version < MOST_VERSIONS {
            return Ok(());
        }
        Err(Error::conflict("too_many_versions", format!("a file has at most {MOST_VERSIONS} versions")))
    }

    /// Adds a version; what was asked about the one before is asked again about this one.
    pub async fn add_version(cx: &mut Ctx, id: AnyId, note: &str, upload: &Upload) -> Result<Self> {
        cx.require(Self::UPDATE)?;
        let old = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        crud::require_on(cx, &old, Self::UPDATE)?;
        old.require_room()?;
        let mut new = old.clone();
        new.current_version = old.current_version + 1;
        let version = version::of_upload(cx, old.id, new.current_version, note, upload).await?;
        new.mime_type.clone_from(&version.mime_type);
        new.versions.push(version);
        let new = crud::save_as(cx, &old, new, &Given::default(), "version_added").await?;
        Approval::ask_again(cx, &new).await?;
        Ok(new)
    }

    /// One of its versions.
    pub fn version(&self, number: i64) -> Result<&Version> {
        self.versions.iter().find(|version| version.version_number == number).ok_or(Error::NotFound)
    }
}
