//! Saved views: how somebody looks at a collection. A view is its owner's alone, or shared with everybody who
//! sees its project; others' private views do not exist, not for Admins either.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Given, Resource};
use crate::error::{Error, Result};
use crate::field::{Doc, Document, array, simple};
use crate::list::List;
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::registry::MODELS;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::Project;
use futures_util::future::FutureExt;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// A way to look at a collection, kept under a name.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "View", table = "views", path = "views")]
pub struct View {
    #[entity(read_only)]
    pub id: Id<View>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    #[entity(required, max = 200, sort)]
    pub name: String,
    /// The collection that it shows, like tasks.
    #[entity(required, create_only, max = 64)]
    pub area: String,
    /// The project whose things it shows; all that the reader sees when absent.
    #[entity(create_only, refers = "Project")]
    pub project_id: Option<Id<Project>>,
    /// Whether everybody sees it who sees its project.
    pub shared: bool,
    /// Who saved it.
    #[entity(read_only, refers = "Member")]
    pub owner_id: Id<User>,
    /// What it shows, and how.
    pub query: Doc<ViewQuery>,
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

/// What a view shows, and how: the same texts that a list takes as parameters.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ViewQuery {
    /// The filter, as `filter=` takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Words, as `q=` takes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// The order, as `sort=` takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Fields that are shown, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Field whose values part the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Table, board, timeline and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Scale of a timeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zoom: Option<String>,
}

const TEXTS: [(&str, usize); 6] =
    [("filter", 4000), ("q", 500), ("sort", 500), ("group", 100), ("layout", 50), ("zoom", 50)];
const MOST_COLUMNS: usize = 200;
const LONGEST_COLUMN: usize = 100;

impl Document for ViewQuery {
    fn schema() -> Schema {
        let object = TEXTS.into_iter().fold(ObjectBuilder::new(), |object, (name, most)| {
            let text = ObjectBuilder::new().schema_type(utoipa::openapi::schema::SchemaType::new(Type::String));
            object.property(name, Schema::Object(text.max_length(Some(most)).build()))
        });
        Schema::Object(object.property("columns", array(simple(Type::String, None))).build())
    }
}

impl ViewQuery {
    fn check(&self) -> Result<()> {
        let texts = [&self.filter, &self.q, &self.sort, &self.group, &self.layout, &self.zoom];
        for ((name, most), text) in TEXTS.into_iter().zip(texts) {
            check(name, text.as_deref().unwrap_or_default(), most)?;
        }
        if self.columns.len() > MOST_COLUMNS {
            return Err(Error::invalid("query/columns", "too_many", format!("at most {MOST_COLUMNS} columns")));
        }
        self.columns.iter().try_for_each(|column| check("columns", column, LONGEST_COLUMN))
    }
}

fn check(name: &str, text: &str, most: usize) -> Result<()> {
    if text.chars().count() > most || text.contains('\0') {
        let detail = format!("at most {most} characters, and no NUL");
        return Err(Error::invalid(&format!("query/{name}"), "too_long", detail));
    }
    Ok(())
}

impl View {
    async fn check(&self, cx: &Ctx) -> Result<()> {
        let shown = |model: &&&str| crate::entity_of!(**model, E => <E as Entity>::PATH == self.area, false);
        let Some(model) = MODELS.iter().find(shown) else {
            return Err(Error::invalid("area", "one_of", "a collection, like tasks"));
        };
        self.query.0.check()?;
        for (name, text) in [("filter", &self.query.0.filter), ("sort", &self.query.0.sort)] {
            let Some(text) = text.as_ref().filter(|text| !text.trim().is_empty()) else { continue };
            let query = [(name.to_owned(), text.clone())];
            let none = async { Ok(()) };
            let taken = crate::entity_of!(*model, E => List::check::<E>(cx, &query), none.boxed()).await;
            match taken {
                Err(refused @ (Error::Unreadable { .. } | Error::BadFilter { .. })) => {
                    return Err(Error::invalid(&format!("query/{name}"), "unreadable", refused.to_string()));
                }
                other => other?,
            }
        }
        Ok(())
    }
}

impl Resource for View {
    const READ: Permission = Permission::ViewRead;
    const CREATE: Permission = Permission::ViewWrite;
    const UPDATE: Permission = Permission::ViewWrite;
    const DELETE: Permission = Permission::ViewWrite;

    const OWN: &'static [&'static str] = &["owner_id"];

    fn visible(cx: &Ctx, sql: &mut Sql) {
        let me = sql.arg(cx.actor);
        sql.and(&format!("(t.owner_id = {me} OR t.shared = TRUE)"));
        if !cx.permits(Permission::ProjectReadAll) {
            sql.join("LEFT JOIN projects p ON p.organization_id = t.organization_id AND p.id = t.project_id");
            let seen = super::project::seen(cx, sql);
            sql.and(&format!("(t.project_id IS NULL OR {seen})"));
        }
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.owner_id = cx.actor;
        self.check(cx).await?;
        if self.shared {
            cx.require(Permission::ViewShare)?;
        }
        crate::crud::hold_reference::<Project, _>(cx, "projectId", self.project_id).await
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        if self.shared && !old.shared {
            cx.require(Permission::ViewShare)?;
        }
        // What a field that is gone by now was once part of keeps its name.
        if self.query == old.query { Ok(()) } else { self.check(cx).await }
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        let Some(project) = self.project_id else { return Ok(()) };
        super::project::require_live(cx, project).await
    }

    /// A shared view belongs to the organization too: who may change its settings may change the view.
    fn own_rule(&self, cx: &Ctx, _permission: Permission) -> bool {
        self.owner_id == cx.actor || (self.shared && cx.permits(Permission::OrganizationUpdate))
    }

    fn saw(cx: &Ctx, last: &Map<String, Json>) -> bool {
        last["ownerId"] == Json::String(cx.actor.to_string()) || last["shared"] == Json::Bool(true)
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id.map(Id::cast), None)
    }
}
