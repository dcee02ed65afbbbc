//! Form templates: the questions of a form. Each set of questions that was published keeps its number and
//! never changes, so that a request can always be read with the questions it answered.

use super::form_field::{self, FormField};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::field::Doc;
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::Project;
use guildhall_entity_derive::Entity;
use guildhall_store::{FromRow, Id, Row};
use serde::Serialize;

/// A form that people fill in to ask for something.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "FormTemplate", table = "form_templates", path = "form-templates")]
pub struct FormTemplate {
    #[entity(read_only)]
    pub id: Id<FormTemplate>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The project it is for: who does not see that does not see the form. Absent for everybody's form.
    #[entity(create_only, refers = "Project")]
    pub project_id: Option<Id<Project>>,
    #[entity(required, max = 200, sort)]
    pub name: String,
    /// What the form is for, as Markdown.
    #[entity(max = 20000)]
    pub description: String,
    /// The questions in order; a change publishes them as the next version.
    pub fields: Doc<Vec<FormField>>,
    /// Number of the published questions, from 1.
    #[entity(read_only)]
    pub version: i64,
    /// Whether somebody may decide on a request of their own.
    pub allow_self_approval: bool,
    #[entity(read_only, refers = "Member")]
    pub created_by: Id<User>,
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

/// The questions as they were published once.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FormTemplateVersion)]
pub struct Version {
    pub version: i64,
    /// The questions in order.
    #[schema(value_type = Vec<Object>)]
    pub fields: Doc<Vec<FormField>>,
    #[schema(value_type = String)]
    pub created_by: Id<User>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl FromRow for Version {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self { version: row.get(0)?, fields: row.get(1)?, created_by: row.get(2)?, created_at: row.get(3)? })
    }
}

const VERSION: &str = "SELECT version, fields, created_by, created_at FROM form_template_versions \
    WHERE organization_id = $1 AND template_id = $2";

impl FormTemplate {
    /// Every version, oldest first.
    pub async fn versions(cx: &Ctx, id: AnyId) -> Result<Vec<Version>> {
        crate::list::one::<Self>(cx, id, Some(false), false).await?;
        Ok(cx.tx.rows(&format!("{VERSION} ORDER BY version"), &[&id]).await?)
    }

    /// The questions of one version; whether the caller may see the form is decided before.
    pub async fn questions(cx: &Ctx, id: Id<Self>, version: i64) -> Result<Vec<FormField>> {
        let found: Option<Version> = cx.tx.row(&format!("{VERSION} AND version = $3"), &[&id, &version]).await?;
        let missing = || Error::Internal(format!("version {version} of the form {id} is missing"));
        Ok(found.ok_or_else(missing)?.fields.0)
    }

    async fn publish(&self, cx: &Ctx) -> Result<()> {
        let sql = "INSERT INTO form_template_versions (organization_id, template_id, version, fields, created_by, \
            created_at) VALUES ($1, $2, $3, $4, $5, $6)";
        cx.tx.execute(sql, &[&self.id, &self.version, &self.fields, &cx.actor, &cx.now]).await?;
        Ok(())
    }
}

/// Narrows to the templates on alias `f` that the caller sees, their projects being on alias `p`.
pub fn seen(cx: &Ctx, sql: &mut Sql) -> String {
    let project = crate::work::project::seen(cx, sql);
    format!("(f.project_id IS NULL OR (p.id IS NOT NULL AND {project}))")
}

impl Resource for FormTemplate {
    const READ: Permission = Permission::FormRead;
    const CREATE: Permission = Permission::FormWrite;
    const UPDATE: Permission = Permission::FormWrite;
    const DELETE: Permission = Permission::FormWrite;
    const OWN: &'static [&'static str] = &["created_by"];

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new(&self.name, &self.description))
    }

    fn visible(cx: &Ctx, sql: &mut Sql) {
        if !cx.permits(Permission::ProjectReadAll) {
            sql.join("LEFT JOIN projects p ON p.organization_id = t.organization_id AND p.id = t.project_id");
            let seen = seen(cx, sql).replace("f.project_id", "t.project_id");
            sql.and(&seen);
        }
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        crate::crud::hold_reference::<Project, _>(cx, "projectId", self.project_id).await?;
        form_field::complete(&mut self.fields.0, cx)?;
        self.version = 1;
        self.created_by = cx.actor;
        Ok(())
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        if self.fields != old.fields {
            form_field::complete(&mut self.fields.0, cx)?;
            self.version = old.version + 1;
        }
        Ok(())
    }

    async fn stored(&mut self, old: Option<&Self>, cx: &mut Ctx, _given: &Given) -> Result<()> {
        if old.is_none_or(|old| old.version != self.version) { self.publish(cx).await } else { Ok(()) }
    }

    /// What was handed in goes along, and comes back along.
    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        let sql = "UPDATE form_requests SET deleted_at = $3, deleted_with = $2 \
            WHERE organization_id = $1 AND template_id = $2 AND deleted_at IS NULL";
        cx.tx.execute(sql, &[&self.id, &cx.now]).await?;
        Ok(())
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        if let Some(project) = self.project_id {
            crate::work::project::require_live(cx, project).await?;
        }
        self.deleted_with = None;
        let sql = "UPDATE form_requests SET deleted_at = NULL, deleted_with = NULL \
            WHERE organization_id = $1 AND template_id = $2 AND deleted_with = $2";
        cx.tx.execute(sql, &[&self.id]).await?;
        Ok(())
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        for sql in [
            "DELETE FROM search_docs WHERE organization_id = $1 AND model = 'FormRequest' AND object_id IN \
                (SELECT r.id FROM form_requests r WHERE r.organization_id = $1 AND r.template_id = $2)",
            "DELETE FROM form_requests WHERE organization_id = $1 AND template_id = $2",
            "DELETE FROM form_template_versions WHERE organization_id = $1 AND template_id = $2",
        ] {
            cx.tx.execute(sql, &[&self.id]).await?;
        }
        Ok(())
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id.map(Id::cast), None)
    }
}

/// What a project takes along of its forms when it goes into the trash, and brings back: the requests. The
/// forms themselves go like everything else that names its project.
pub const GOES_WITH_PROJECT: &str = "UPDATE form_requests SET deleted_at = $3, deleted_with = $2 \
    WHERE organization_id = $1 AND deleted_at IS NULL AND template_id IN \
    (SELECT f.id FROM form_templates f WHERE f.organization_id = $1 AND f.project_id = $2)";

/// The way back of `GOES_WITH_PROJECT`.
pub const COMES_WITH_PROJECT: &str = "UPDATE form_requests SET deleted_at = NULL, deleted_with = NULL \
    WHERE organization_id = $1 AND deleted_with = $2 AND template_id IN \
    (SELECT f.id FROM form_templates f WHERE f.organization_id = $1 AND f.project_id = $2)";

/// Deletes the forms of a project for good, children first.
pub const PURGED_WITH_PROJECT: [&str; 4] = [
    "DELETE FROM search_docs WHERE organization_id = $1 AND model = 'FormRequest' AND object_id IN \
        (SELECT r.id FROM form_requests r JOIN form_templates f ON f.organization_id = r.organization_id \
        AND f.id = r.template_id WHERE r.organization_id = $1 AND f.project_id = $2)",
    "DELETE FROM form_requests WHERE organization_id = $1 AND template_id IN \
        (SELECT f.id FROM form_templates f WHERE f.organization_id = $1 AND f.project_id = $2)",
    "DELETE FROM form_template_versions WHERE organization_id = $1 AND template_id IN \
        (SELECT f.id FROM form_templates f WHERE f.organization_id = $1 AND f.project_id = $2)",
    "DELETE FROM form_templates WHERE organization_id = $1 AND project_id = $2",
];
