//! Integrations: an outside system, how to reach it and with which secrets. The secrets are sealed in a table
//! of their own; nothing that goes out, and no entry of the log, ever holds one.

use super::credentials::{self, Credentials};
use super::{SyncLog, kind};
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::field::{Doc, Document};
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema};

/// A connection to an outside system.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Integration", table = "integrations", path = "integrations")]
pub struct Integration {
    #[entity(read_only)]
    pub id: Id<Integration>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// Which system it connects to.
    #[entity(
        required,
        create_only,
        name = "type",
        column = "type",
        one_of = "github|slack|webhook|smtp|clerk|oidc|llm"
    )]
    pub kind: String,
    /// What people call it; the system's name when not given.
    #[entity(max = 200)]
    pub name: String,
    /// Secrets by name, like `{"token": "…"}`: they go in and never come out. A patch changes those that it
    /// names; null takes one, or all, away. Shown is `{"set", "last4", "updatedAt"}`.
    #[entity(virtual)]
    pub credentials: Credentials,
    /// Names of the secrets that are set.
    #[entity(virtual, read_only)]
    pub credential_names: Vec<String>,
    /// How to reach it; what it holds depends on the type.
    pub config: Doc<Config>,
    /// Whether it is at work.
    #[entity(default = true)]
    pub enabled: bool,
    /// When it last worked.
    #[entity(read_only)]
    pub last_sync: Option<Timestamp>,
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
}

/// Settings by name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Config(pub Map<String, Json>);

impl Document for Config {
    fn schema() -> Schema {
        let open = Some(AdditionalProperties::FreeForm(true));
        Schema::Object(ObjectBuilder::new().additional_properties(open).build())
    }
}

impl Integration {
    fn complete(&mut self, old: &Credentials, cx: &Ctx) -> Result<()> {
        let kind = kind::of(&self.kind)?;
        if self.name.trim().is_empty() {
            self.name = kind.label.to_owned();
        }
        kind.check(&self.config.0.0)?;
        self.credentials.settle(old, cx);
        self.credential_names = self.credentials.names();
        Ok(())
    }

    /// What keeps it from working: a setting or a secret that is missing, or one that does not open.
    async fn problems(&self, cx: &Ctx) -> Result<Vec<String>> {
        let mut problems = kind::of(&self.kind)?.missing(&self.config.0.0, &self.credential_names);
        match credentials::open(cx, self.id.cast()).await {
            Ok(_) => Ok(problems),
            Err(Error::Unavailable { detail, .. }) => {
                problems.push(detail);
                Ok(problems)
            }
            Err(other) => Err(other),
        }
    }

    /// Looks whether all that it needs is there, and writes down what came of it.
    pub async fn check(cx: &mut Ctx, id: AnyId) -> Result<SyncLog> {
        cx.require(Permission::IntegrationManage)?;
        let old = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        old.checked(cx, None).await
    }

    /// The same of one that was read in this transaction; `again` is the entry that is tried again.
    pub(super) async fn checked(&self, cx: &mut Ctx, again: Option<Id<SyncLog>>) -> Result<SyncLog> {
        let problems = self.problems(cx).await?;
        let mut details = json!({"checked": "settings and credentials"});
        if let Some(again) = again {
            details["retryOf"] = json!(again);
        }
        if problems.is_empty() {
            let mut new = self.clone();
            new.last_sync = Some(cx.now);
            crud::save_as(cx, self, new, &Given::default(), "checked").await?;
            return SyncLog::write(cx, self.id, "check", "success", details).await;
        }
        details["problems"] = json!(problems);
        SyncLog::write(cx, self.id, "check", "fail", details).await
    }
}

impl Resource for Integration {
    const READ: Permission = Permission::IntegrationRead;
    const CREATE: Permission = Permission::IntegrationManage;
    const UPDATE: Permission = Permission::IntegrationManage;
    const DELETE: Permission = Permission::IntegrationManage;
    const SHOWN: Shown = Shown::ByHome;

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let ids: Vec<AnyId> = rows.iter().map(|row| row.id.cast()).collect();
        let mut kept = credentials::load(cx, &ids).await?;
        for row in rows {
            row.credentials = kept.remove(&row.id.cast()).unwrap_or_default();
            row.credential_names = row.credentials.names();
        }
        Ok(())
    }

    async fn prepare(_cx: &mut Ctx, body: &mut Map<String, Json>, old: Option<&Self>) -> Result<()> {
        if let Some(Json::Object(given)) = body.get_mut("config") {
            let mut merged = old.map(|old| old.config.0.0.clone()).unwrap_or_default();
            merged.append(given);
            merged.retain(|_, value| !value.is_null());
            *given = merged;
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.created_by = cx.actor;
        self.complete(&Credentials::default(), cx)
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.complete(&old.credentials, cx)
    }

    async fn stored(&mut self, _old: Option<&Self>, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.credentials.store(cx, self.id.cast()).await
    }

    /// What it did goes along, and comes back along.
    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        let sql = "UPDATE sync_logs SET deleted_at = $3, deleted_with = $2 \
            WHERE organization_id = $1 AND integration_id = $2 AND deleted_at IS NULL";
        cx.tx.execute(sql, &[&self.id, &cx.now]).await?;
        Ok(())
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        let sql = "UPDATE sync_logs SET deleted_at = NULL, deleted_with = NULL \
            WHERE organization_id = $1 AND integration_id = $2 AND deleted_with = $2";
        cx.tx.execute(sql, &[&self.id]).await?;
        Ok(())
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        credentials::purge(cx, self.id.cast()).await?;
        let sql = "DELETE FROM sync_logs WHERE organization_id = $1 AND integration_id = $2";
        cx.tx.execute(sql, &[&self.id]).await?;
        Ok(())
    }

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        if cx.permits(Permission::IntegrationManage) { vec!["update", "delete", "check"] } else { Vec::new() }
    }
}
