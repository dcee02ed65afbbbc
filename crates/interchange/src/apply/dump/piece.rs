//! A document as the entity that it becomes, with what storing it and changing it take.

use super::super::print::{Changed, Print};
use super::maps::Learned;
use guildhall_core::entity::{Entity, Given, Head};
use guildhall_core::time::Timestamp;
use guildhall_core::{AnyId, Ctx, Resource, Result, crud};
use guildhall_store::BoxFuture;
use serde_json::{Value, json};
use std::any::Any;

/// An entity that is ready to be stored.
pub(super) trait Piece: Send + Sync {
    fn model(&self) -> &'static str;
    /// One hash for each of its parts.
    fn print(&self) -> String;
    /// Gives it its id; its time stamps are those of the export.
    fn name(&mut self, id: AnyId, created: Timestamp, updated: Timestamp);
    /// Stores it as a new one.
    fn store<'a>(&'a self, cx: &'a mut Ctx) -> BoxFuture<'a, Result<()>>;
    /// Takes over into what is there the parts that the export changed, and answers what there is to say of it.
    fn change<'a>(&'a self, cx: &'a mut Ctx, parts: &'a Changed) -> BoxFuture<'a, Result<Option<&'static str>>>;
    /// What it cannot be without: the table and the id.
    fn owner(&self) -> Option<(&'static str, AnyId)>;
    /// The entity itself.
    fn entity(self: Box<Self>) -> Box<dyn Any + Send>;
}

/// What follows from a change that fields alone do not tell, from the new state and the export's; what there is to
/// say of it.
pub(super) type Follow<E> = fn(&mut E, &E) -> Option<&'static str>;

/// Fields that lead to what a thing cannot be without, and where that is kept.
const OWNERS: [(&str, &str); 3] = [("task", "tasks"), ("taskId", "tasks"), ("fileId", "files")];

/// An entity and the fields of it that an export tells.
pub(super) struct Built<E> {
    pub entity: E,
    pub parts: &'static [&'static str],
    /// One more part, for what fields do not show.
    pub extra: Value,
    pub follow: Follow<E>,
}

/// A document, built: the piece, a title for the report, and what is learned from it.
pub(super) struct Made {
    pub piece: Box<dyn Piece>,
    pub title: String,
    pub learned: Learned,
}

impl<E: Resource> Built<E> {
    pub(super) fn new(entity: E, parts: &'static [&'static str]) -> Self {
        Self { entity, parts, extra: Value::Null, follow: |_, _| None }
    }

    /// With a part that fields do not show.
    pub(super) fn with(self, extra: Value) -> Self {
        Self { extra, ..self }
    }

    pub(super) fn following(self, follow: Follow<E>) -> Self {
        Self { follow, ..self }
    }

    pub(super) fn titled(self, title: &str, learned: Learned) -> Made {
        let title: String = title.lines().next().unwrap_or_default().chars().take(200).collect();
        Made { piece: Box::new(self), title, learned }
    }
}

/// Takes over the changed parts of an entity.
pub(super) fn take<E: Entity>(new: &mut E, target: &E, parts: &[&str], changed: &Changed) {
    for (at, name) in parts.iter().enumerate().filter(|(at, _)| changed.has(*at)) {
        if let Some(field) = E::field(name) {
            let (was, value) = (new.json(field), target.json(field));
            if new.parse(field, &value).is_err() {
                // A field that no request may set keeps what it had.
                debug_assert_eq!(was, new.json(field), "part {at}");
            }
        }
    }
}

impl<E: Resource> Piece for Built<E> {
    fn model(&self) -> &'static str {
        E::MODEL
    }

    fn print(&self) -> String {
        let fields = self.parts.iter().filter_map(|name| E::field(name));
        let print = fields.fold(Print::new(), |print, field| print.part(&self.entity.json(field)));
        print.part(&self.extra).finish()
    }

    fn name(&mut self, id: AnyId, created: Timestamp, updated: Timestamp) {
        let organization_id = self.entity.head().organization_id;
        self.entity.set_head(Head { id, organization_id, revision: 0 }, created);
        for (name, at) in [("createdAt", created), ("updatedAt", updated)] {
            if let Some(field) = E::field(name) {
                let _ = self.entity.parse(field, &json!(at));
            }
        }
    }

    fn store<'a>(&'a self, cx: &'a mut Ctx) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut entity = self.entity.clone();
            finish(&mut entity, cx);
            crud::store_as_is(cx, &entity).await?;
            entity.stored(None, cx, &Given::default()).await
        })
    }

    fn change<'a>(&'a self, cx: &'a mut Ctx, parts: &'a Changed) -> BoxFuture<'a, Result<Option<&'static str>>> {
        Box::pin(async move {
            let old: E = crud::get_locked(cx, self.entity.head().id, Some(false)).await?;
            let mut new = old.clone();
            take(&mut new, &self.entity, self.parts, parts);
            let remark = (self.follow)(&mut new, &self.entity);
            crud::save_as_is(cx, &old, new, &Given::default(), "updated").await?;
            Ok(remark)
        })
    }

    fn owner(&self) -> Option<(&'static str, AnyId)> {
        OWNERS.iter().find_map(|(name, table)| {
            let id = self.entity.json(E::field(name)?);
            Some((*table, id.as_str()?.parse().ok()?))
        })
    }

    fn entity(self: Box<Self>) -> Box<dyn Any + Send> {
        Box::new(self.entity)
    }
}

/// Sets the head of a new object and keeps its time stamps.
pub(super) fn finish<E: Entity>(entity: &mut E, cx: &Ctx) {
    let updated = E::field("updatedAt").map(|field| (field, entity.json(field)));
    let id = entity.head().id;
    let created = E::field("createdAt").map(|field| (field, entity.json(field)));
    entity.set_head(Head { id, organization_id: cx.organization, revision: 1 }, cx.now);
    for (field, at) in [created, updated].into_iter().flatten() {
        let _ = entity.parse(field, &at);
    }
}
