//! What custom fields there are: of the whole organization, or of one project, for its tasks or for projects
//! themselves. A definition says what is taken from now on; changing or trashing it never touches a value.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::field::{Doc, Document, FieldType, Kind, Refused, simple};
use crate::org::Organization;
use crate::policy::Permission;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::Project;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::openapi::schema::{Schema, Type};

/// A custom field that tasks or projects can have.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "FieldDefinition", table = "field_definitions", path = "field-definitions")]
pub struct FieldDefinition {
    #[entity(read_only)]
    pub id: Id<FieldDefinition>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The project that has it; the whole organization when absent.
    #[entity(create_only, refers = "Project")]
    pub project_id: Option<Id<Project>>,
    /// What has it: tasks or projects.
    #[entity(create_only, name = "model", column = "model", one_of = "task|project", default = "task".into())]
    pub applies_to: String,
    /// Its name, once in the project or, without one, in the organization.
    #[entity(required, max = 100, sort)]
    pub name: String,
    /// What its values are.
    #[entity(
        required,
        create_only,
        name = "type",
        column = "type",
        one_of = "text|long_text|number|checkbox|date|dropdown|multi_select|user|url|email|money|duration"
    )]
    pub kind: String,
    /// What can be chosen, in order; of dropdown and multi_select only.
    pub options: Doc<Vec<Choice>>,
    /// True if whatever is new must have a value.
    pub required: bool,
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

/// One of the choices of a dropdown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Choice(pub String);

impl Document for Choice {
    fn schema() -> Schema {
        simple(Type::String, None)
    }
    fn read(value: &Json) -> Result<Self, Refused> {
        String::parse(value).map(Self)
    }
}

/// What the values of a custom field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    LongText,
    Number,
    Checkbox,
    Date,
    Dropdown,
    MultiSelect,
    User,
    Url,
    Email,
    Money,
    Duration,
}

impl FieldKind {
    const NAMES: [(&'static str, Self); 12] = [
        ("text", Self::Text),
        ("long_text", Self::LongText),
        ("number", Self::Number),
        ("checkbox", Self::Checkbox),
        ("date", Self::Date),
        ("dropdown", Self::Dropdown),
        ("multi_select", Self::MultiSelect),
        ("user", Self::User),
        ("url", Self::Url),
        ("email", Self::Email),
        ("money", Self::Money),
        ("duration", Self::Duration),
    ];

    /// The kind of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }

    /// What lists compare its values as.
    pub fn compared_as(self) -> Kind {
        match self {
            Self::Number | Self::Money => Kind::Amount,
            Self::Checkbox => Kind::Boolean,
            Self::Date => Kind::Day,
            Self::User => Kind::Id,
            Self::Duration => Kind::Integer,
            Self::Text | Self::LongText | Self::Dropdown | Self::MultiSelect | Self::Url | Self::Email => Kind::Text,
        }
    }

    /// True if lists can be sorted by it: a person has no order, and several choices have none either.
    pub fn sorts(self) -> bool {
        !matches!(self, Self::User | Self::MultiSelect)
    }
}

const MOST_CHOICES: usize = 500;

impl FieldDefinition {
    fn check(&self) -> Result<()> {
        let wrong = |code, detail: String| Err(Error::invalid("options", code, detail));
        let choices = &self.options.0;
        if !matches!(self.kind.as_str(), "dropdown" | "multi_select") {
            return match choices.as_slice() {
                [] => Ok(()),
                _ => wrong("not_taken", format!("a field of type {} has no options", self.kind)),
            };
        }
        if choices.is_empty() || choices.len() > MOST_CHOICES {
            return wrong("range", format!("a field of type {} has 1 to {MOST_CHOICES} options", self.kind));
        }
        for (at, Choice(choice)) in choices.iter().enumerate() {
            if choice.trim().is_empty() || choice.chars().count() > 200 {
                return wrong("text", format!("option {at}: an option has 1 to 200 characters"));
            }
            if choices.iter().take(at).any(|Choice(earlier)| earlier == choice) {
                return wrong("duplicate", format!("option {at} stands twice"));
            }
        }
        Ok(())
    }
}

impl Resource for FieldDefinition {
    const READ: Permission = Permission::FieldRead;
    const CREATE: Permission = Permission::FieldWrite;
    const UPDATE: Permission = Permission::FieldWrite;
    const DELETE: Permission = Permission::FieldWrite;

    fn visible(cx: &Ctx, sql: &mut Sql) {
        if !cx.permits(Permission::ProjectReadAll) {
            sql.join("LEFT JOIN projects p ON p.organization_id = t.organization_id AND p.id = t.project_id");
            let seen = super::project::seen(cx, sql);
            sql.and(&format!("(t.project_id IS NULL OR {seen})"));
        }
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        crate::crud::hold_reference::<Project, _>(cx, "projectId", self.project_id).await?;
        self.check()
    }

    async fn updating(&mut self, _old: &Self, _cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check()
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        let Some(project) = self.project_id else { return Ok(()) };
        super::project::require_live(cx, project).await
    }

    /// The documents keep their values; only lists can no longer ask for them.
    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        for holder in super::custom::HOLDERS {
            let sql = format!("DELETE FROM {} WHERE organization_id = $1 AND field_id = $2", holder.table);
            cx.tx.execute(&sql, &[&self.id]).await?;
        }
        Ok(())
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id.map(Id::cast), None)
    }
}
