//! An import as it is reported: what came in, row by row.

use crate::ctx::{App, Ctx};
use crate::entity::{Any, AnyId, Resource};
use crate::error::Result;
use crate::field::{Doc, Document};
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::Project;
use guildhall_entity_derive::Entity;
use guildhall_store::{Id, Scope};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// Ends the reports that nobody has gone on with since: their server was stopped. What they wrote stays, and
/// the file imported again goes on from there.
pub async fn abandon(app: &App, since: Timestamp) -> Result<u64> {
    let ended = app.db().write(Scope::System("abandoned imports"), move |tx| {
        Box::pin(async move {
            let sql = "UPDATE imports SET status = $1, error = $2, revision = revision + 1 \
                WHERE status = $3 AND updated_at < $4";
            let why = "the server was stopped; import the file again to go on";
            Ok(tx.execute(sql, &[&"failed", &why, &"running", &since]).await?)
        })
    });
    ended.await
}

/// One run of an import, with its report.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Import", table = "imports", path = "imports")]
pub struct Import {
    #[entity(read_only)]
    pub id: Id<Import>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// Format of the file: mspdi, trello or mongo.
    #[entity(read_only)]
    pub source: String,
    #[entity(read_only)]
    pub filename: String,
    /// running, done, failed or undone.
    #[entity(read_only)]
    pub status: String,
    /// The project that it went into.
    #[entity(read_only, refers = "Project")]
    pub project_id: Option<Id<Project>>,
    /// Rows of the file.
    #[entity(read_only)]
    pub total: i64,
    /// Rows worked on so far.
    #[entity(read_only)]
    pub done: i64,
    #[entity(read_only)]
    pub created: i64,
    #[entity(read_only)]
    pub updated: i64,
    #[entity(read_only)]
    pub unchanged: i64,
    #[entity(read_only)]
    pub skipped: i64,
    /// What became of each row.
    #[entity(read_only)]
    pub rows: Doc<Vec<ImportRow>>,
    /// How many of the rows carry remarks: what was changed, guessed or left out.
    #[entity(read_only)]
    pub warnings: i64,
    /// Why it failed.
    #[entity(read_only)]
    pub error: Option<String>,
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

/// What became of one row of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportRow {
    /// Where it stands in the file: a line, or a JSON pointer.
    pub row: String,
    /// What it is: task, comment, person, project and so on; import for what concerns all of it.
    pub kind: String,
    pub external_id: String,
    pub title: String,
    /// created, updated, unchanged or skipped.
    pub action: String,
    pub object_id: Option<Id<Any>>,
    pub messages: Vec<String>,
}

fn texts(names: &[&str]) -> ObjectBuilder {
    let text = || crate::field::simple(Type::String, None);
    names.iter().fold(ObjectBuilder::new(), |o, name| o.property(*name, text()).required(*name))
}

impl Document for ImportRow {
    fn schema() -> Schema {
        let object = texts(&["row", "kind", "externalId", "title", "action"])
            .property("objectId", crate::schema::nullable(crate::field::id_schema()))
            .property("messages", crate::field::array(crate::field::simple(Type::String, None)));
        Schema::Object(object.build())
    }
}

impl Resource for Import {
    const READ: Permission = Permission::ImportRead;
    const CREATE: Permission = Permission::ImportCreate;
    const UPDATE: Permission = Permission::ImportCreate;
    const DELETE: Permission = Permission::ImportCreate;
    const VERBS: Verbs = Verbs::Read;

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        if cx.permits(Self::CREATE) && self.status == "done" { vec!["undo"] } else { Vec::new() }
    }

    fn visible(cx: &Ctx, sql: &mut Sql) {
        if !cx.permits(Permission::ProjectReadAll) {
            sql.join("LEFT JOIN projects p ON p.organization_id = t.organization_id AND p.id = t.project_id");
            let seen = super::project::seen(cx, sql);
            let me = sql.arg(cx.actor);
            sql.and(&format!("((t.project_id IS NULL AND t.created_by = {me}) OR (p.id IS NOT NULL AND {seen}))"));
        }
    }

    fn saw(cx: &Ctx, last: &serde_json::Map<String, serde_json::Value>) -> bool {
        last["createdBy"] == cx.actor.to_string()
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id.map(Id::cast), None)
    }
}
