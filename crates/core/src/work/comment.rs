//! Comments on tasks, in threads, as Markdown. The answer carries sanitised HTML too.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource, Through};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::search::Text;
use crate::time::Timestamp;
use crate::work::Task;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use std::collections::HashMap;

/// A comment on a task.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Comment", table = "comments", path = "comments")]
pub struct Comment {
    #[entity(read_only)]
    pub id: Id<Comment>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The task it is about.
    #[entity(required, create_only, name = "task", column = "task_id", refers = "Task")]
    pub task_id: Id<Task>,
    /// Who wrote it.
    #[entity(read_only, name = "user", column = "user_id", refers = "Member")]
    pub user_id: Id<User>,
    /// The comment it answers.
    #[entity(create_only, refers = "Comment")]
    pub parent_id: Option<Id<Comment>>,
    /// Text as Markdown.
    #[entity(required, max = 100000)]
    pub content: String,
    /// The text as sanitised HTML.
    #[entity(virtual, read_only)]
    pub content_html: String,
    /// Comments that answer this one, oldest first.
    #[entity(virtual, read_only)]
    pub replies: Vec<Id<Comment>>,
    /// When the text was last changed.
    #[entity(read_only)]
    pub edited_at: Option<Timestamp>,
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

impl Resource for Comment {
    const READ: Permission = Permission::CommentRead;
    const CREATE: Permission = Permission::CommentCreate;
    const UPDATE: Permission = Permission::CommentUpdate;
    const DELETE: Permission = Permission::CommentDelete;
    const THROUGH: Through = Through::Task;
    const ORDERED: &'static [(&'static str, &'static str)] = &[("task_id", "created_at")];
    const OWN: &'static [&'static str] = &["user_id"];
    const SHOWN: Shown = Shown::ByHome;

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let ids: Vec<Id<Comment>> = rows.iter().map(|c| c.id).collect();
        // Put in order here: an ORDER BY leads SQLite to an index of all comments in that order.
        let sql = "SELECT parent_id, created_at, id FROM comments WHERE organization_id = $1 \
            AND parent_id = ANY($2) AND deleted_at IS NULL";
        let mut answers: Vec<(Id<Comment>, Timestamp, Id<Comment>)> = cx.tx.rows(sql, &[&ids]).await?;
        answers.sort_unstable();
        let mut replies: HashMap<Id<Comment>, Vec<Id<Comment>>> = HashMap::new();
        for (parent, _, reply) in answers {
            replies.entry(parent).or_default().push(reply);
        }
        let tasks: Vec<Id<Task>> = rows.iter().map(|c| c.task_id).collect();
        let homes = super::task::projects_of(cx, &tasks).await?;
        for row in rows {
            row.replies = replies.remove(&row.id).unwrap_or_default();
            row.content_html = crate::markdown::to_html(&row.content);
            row.project_id = homes.get(&row.task_id).copied();
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        crate::crud::hold_reference::<Task, _>(cx, "task", Some(self.task_id)).await?;
        if let Some(parent) = self.parent_id {
            let sql = "SELECT task_id FROM comments WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL";
            let task = cx.tx.row::<(Id<Task>,)>(sql, &[&parent]).await?;
            if task != Some((self.task_id,)) {
                return Err(Error::no_such("parentId", "comment on this task"));
            }
        }
        self.user_id = cx.actor;
        self.content_html = crate::markdown::to_html(&self.content);
        self.project_id = super::task::projects_of(cx, &[self.task_id]).await?.remove(&self.task_id);
        Ok(())
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        if self.content != old.content {
            self.edited_at = Some(cx.now);
            self.content_html = crate::markdown::to_html(&self.content);
        }
        Ok(())
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        super::task::require_live(cx, self.task_id).await
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        let sql = "UPDATE comments SET parent_id = NULL WHERE organization_id = $1 AND parent_id = $2";
        cx.tx.execute(sql, &[&self.id]).await?;
        Ok(())
    }

    fn own_rule(&self, cx: &Ctx, permission: Permission) -> bool {
        self.user_id == cx.actor || (permission == Self::DELETE && cx.permits(Permission::CommentModerate))
    }

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new("", &self.content))
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id, Some(self.task_id.cast()))
    }
}
