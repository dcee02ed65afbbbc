//! What integrations did: one entry an action, with its result and the reason. Entries are only ever added;
//! trying again adds another one.

use super::Integration;
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::field::{Doc, Document, Refused, simple};
use crate::org::Organization;
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, OneOfBuilder, Schema, Type};

/// One thing that an integration did, or failed to do.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "SyncLog", table = "sync_logs", path = "sync-logs")]
pub struct SyncLog {
    #[entity(read_only)]
    pub id: Id<SyncLog>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    #[entity(read_only, refers = "Integration")]
    pub integration_id: Id<Integration>,
    /// What was done, like check.
    #[entity(read_only)]
    pub action: String,
    #[entity(read_only, one_of = "success|fail|skipped|conflict")]
    pub status: String,
    /// in from the outside system, or out to it.
    #[entity(read_only, one_of = "in|out")]
    pub direction: String,
    /// When it was done.
    #[entity(read_only, sort, column = "at")]
    pub timestamp: Timestamp,
    /// What a person should know about it: a text or an object.
    #[entity(read_only)]
    pub details: Doc<Details>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash, with its integration.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
    #[entity(hidden)]
    pub deleted_with: Option<AnyId>,
}

/// A text or an object.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Details(pub Json);

impl Document for Details {
    fn schema() -> Schema {
        let open = ObjectBuilder::new().additional_properties(Some(AdditionalProperties::FreeForm(true)));
        let one = OneOfBuilder::new().item(simple(Type::String, None)).item(Schema::Object(open.build()));
        Schema::OneOf(one.build())
    }
    fn read(value: &Json) -> Result<Self, Refused> {
        match value {
            Json::String(_) | Json::Object(_) => Ok(Self(value.clone())),
            other => Err(Refused::type_error("a text or an object", other)),
        }
    }
}

impl SyncLog {
    /// Writes down what was done towards the outside system.
    pub async fn write(
        cx: &mut Ctx,
        integration: Id<Integration>,
        action: &str,
        status: &str,
        details: Json,
    ) -> Result<Self> {
        let entry = Self {
            integration_id: integration,
            action: action.to_owned(),
            status: status.to_owned(),
            direction: "out".to_owned(),
            timestamp: cx.now,
            details: Doc(Details(details)),
            ..Self::default()
        };
        crud::store_new(cx, entry).await
    }

    /// Does again what failed, where somebody is there to do it; the answer is the new entry.
    pub async fn retry(cx: &mut Ctx, id: AnyId) -> Result<Self> {
        cx.require(Permission::IntegrationManage)?;
        let failed = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        let refused = |detail: String| Err(Error::conflict("not_retryable", detail));
        if !failed.may_be_retried() {
            return refused(format!("this ended with {}; there is nothing to do again", failed.status));
        }
        let integration = crud::get_locked::<Integration>(cx, failed.integration_id.cast(), Some(false)).await?;
        if failed.action == "check" {
            return integration.checked(cx, Some(failed.id)).await;
        }
        if !integration.enabled {
            return refused("the integration is off; turn it on first".into());
        }
        let Some(connector) = cx.outside.connectors.of(&integration.kind) else {
            return refused(format!("nothing runs here that works for {} integrations", integration.kind));
        };
        let outcome = connector.retry(cx, &integration, &failed).await?;
        let details = match outcome.details {
            Json::Object(mut details) => {
                details.insert("retryOf".into(), json!(failed.id));
                Json::Object(details)
            }
            other => json!({"retryOf": failed.id, "result": other}),
        };
        Self::write(cx, integration.id, &failed.action, outcome.status, details).await
    }

    fn may_be_retried(&self) -> bool {
        matches!(self.status.as_str(), "fail" | "conflict")
    }
}

impl Resource for SyncLog {
    const READ: Permission = Permission::IntegrationRead;
    const CREATE: Permission = Permission::IntegrationManage;
    const UPDATE: Permission = Permission::IntegrationManage;
    const DELETE: Permission = Permission::IntegrationManage;
    const SHOWN: Shown = Shown::ByHome;
    const VERBS: Verbs = Verbs::Read;

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        let retry = self.may_be_retried() && cx.permits(Permission::IntegrationManage);
        if retry { vec!["retry"] } else { Vec::new() }
    }
}
