//! Checklists of a task. The items are one document; each has routes of its own, so that two people who
//! tick different items never undo each other.

use crate::ctx::Ctx;
use crate::entity::{Any, AnyId, Given, Resource, Through};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::field::{Doc, Document, id_schema, simple};
use crate::org::Organization;
use crate::policy::Permission;
use crate::search::Text;
use crate::time::Timestamp;
use crate::work::Task;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// A list of things to tick off on a task.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Checklist", table = "checklists", path = "checklists")]
pub struct Checklist {
    #[entity(read_only)]
    pub id: Id<Checklist>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The task it belongs to.
    #[entity(required, create_only, refers = "Task")]
    pub task_id: Id<Task>,
    #[entity(max = 200)]
    pub title: String,
    /// The items in order.
    pub items: Doc<Vec<Item>>,
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

/// One thing to tick off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    #[serde(default)]
    #[schema(value_type = String)]
    pub id: Option<Id<Any>>,
    pub text: String,
    #[serde(default)]
    pub done: bool,
}

impl Document for Item {
    fn schema() -> Schema {
        let object = ObjectBuilder::new()
            .property("id", id_schema())
            .property("text", simple(Type::String, None))
            .property("done", simple(Type::Boolean, None));
        Schema::Object(object.required("text").build())
    }
}

const MOST_ITEMS: usize = 1000;

impl Checklist {
    fn check(&mut self, cx: &Ctx) -> Result<()> {
        let items = &mut self.items.0;
        if items.len() > MOST_ITEMS {
            return Err(Error::invalid("items", "too_many", format!("at most {MOST_ITEMS} items")));
        }
        for item in items.iter_mut() {
            if item.text.trim().is_empty() || item.text.chars().count() > 2000 || item.text.contains('\0') {
                return Err(Error::invalid("items", "text", "each item has a text of 1 to 2000 characters"));
            }
            item.id.get_or_insert_with(|| cx.new_id());
        }
        let mut ids: Vec<_> = items.iter().map(|i| i.id).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|w| w[0] == w[1]) {
            return Err(Error::invalid("items", "duplicate", "two items have the same id"));
        }
        Ok(())
    }

    /// Position of an item.
    pub fn position(&self, item: AnyId) -> Result<usize> {
        self.items.0.iter().position(|i| i.id == Some(item)).ok_or(Error::NotFound)
    }
}

impl Resource for Checklist {
    const READ: Permission = Permission::ChecklistRead;
    const CREATE: Permission = Permission::ChecklistWrite;
    const UPDATE: Permission = Permission::ChecklistWrite;
    const DELETE: Permission = Permission::ChecklistWrite;
    const THROUGH: Through = Through::Task;
    const ORDERED: &'static [(&'static str, &'static str)] = &[("task_id", "created_at")];
    const SHOWN: Shown = Shown::ByHome;

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let tasks: Vec<Id<Task>> = rows.iter().map(|c| c.task_id).collect();
        let homes = super::task::projects_of(cx, &tasks).await?;
        for row in rows {
            row.project_id = homes.get(&row.task_id).copied();
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        crate::crud::hold_reference::<Task, _>(cx, "taskId", Some(self.task_id)).await?;
        self.project_id = super::task::projects_of(cx, &[self.task_id]).await?.remove(&self.task_id);
        self.check(cx)
    }

    async fn updating(&mut self, _old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check(cx)
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        super::task::require_live(cx, self.task_id).await
    }

    fn search_text(&self) -> Option<Text<'_>> {
        let items: Vec<&str> = self.items.0.iter().map(|item| item.text.as_str()).collect();
        Some(Text { body: items.join("\n").into(), ..Text::new(&self.title, "") })
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id, Some(self.task_id.cast()))
    }
}
