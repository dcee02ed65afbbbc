//! Pipelines: the stages that deals go through, in order, each with the probability of winning. A deal begins
//! in the first stage, so that one is open; a stage that deals are in stays, and stays what it means.

use super::Deal;
use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::{Entity, Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::field::{Doc, Document, simple};
use crate::org::{Organization, organization};
use crate::policy::Permission;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};

/// The stages that deals go through.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Pipeline", table = "pipelines", path = "pipelines")]
pub struct Pipeline {
    #[entity(read_only)]
    pub id: Id<Pipeline>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    #[entity(required, max = 100)]
    pub name: String,
    /// Its stages in order, the first one open; prospect, negotiation, closed and lost when not given.
    #[entity(default = Doc(defaults()))]
    pub stages: Doc<Vec<Stage>>,
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

/// What a stage means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    Open,
    Won,
    Lost,
}

impl StageKind {
    /// The name on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}

/// One stage of a pipeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub key: String,
    pub name: String,
    /// How likely a deal in it is won, 0 to 100; always 100 where it is won and 0 where it is lost.
    pub probability: Amount,
    pub kind: StageKind,
}

impl Document for Stage {
    fn schema() -> Schema {
        let kinds =
            ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some(["open", "won", "lost"]));
        let object = ObjectBuilder::new()
            .property("key", simple(Type::String, None))
            .property("name", simple(Type::String, None))
            .property("probability", simple(Type::Number, None))
            .property("kind", Schema::Object(kinds.build()));
        let required = ["key", "name", "probability", "kind"];
        Schema::Object(required.into_iter().fold(object, ObjectBuilder::required).build())
    }
}

/// The name of the pipeline that an organization starts with.
const FIRST: &str = "Sales";

/// The stages that a pipeline starts with.
fn defaults() -> Vec<Stage> {
    let stage = |key: &str, name: &str, probability, kind| Stage {
        key: key.into(),
        name: name.into(),
        probability: Amount::whole(probability),
        kind,
    };
    vec![
        stage("prospect", "Prospect", 10, StageKind::Open),
        stage("negotiation", "Negotiation", 50, StageKind::Open),
        stage("closed", "Closed (won)", 100, StageKind::Won),
        stage("lost", "Lost", 0, StageKind::Lost),
    ]
}

/// Checks a list of stages: the first one open, keys unique and plain, probabilities that fit their kind.
fn check(stages: &[Stage]) -> Result<()> {
    let wrong = |detail: String| Err(Error::invalid("stages", "stages", detail));
    if stages.len() > 100 || stages.first().is_none_or(|first| first.kind != StageKind::Open) {
        return wrong("a pipeline has 1 to 100 stages, and the first one is open".into());
    }
    for (i, stage) in stages.iter().enumerate() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        if stage.key.is_empty() || stage.key.len() > 64 || !stage.key.chars().all(plain) {
            return wrong(format!("key `{}`: use a-z, 0-9, _ and -", crate::error::shorten(&stage.key)));
        }
        let name = stage.name.trim();
        if name.is_empty() || name.chars().count() > 100 || name.contains('\0') {
            return wrong(format!("stage `{}` needs a name of at most 100 characters", stage.key));
        }
        let fits = match stage.kind {
            StageKind::Open => (0..=1_000_000).contains(&stage.probability.0),
            StageKind::Won => stage.probability == Amount::whole(100),
            StageKind::Lost => stage.probability == Amount(0),
        };
        if !fits {
            return wrong(format!("stage `{}`: probability is 0 to 100; 100 where won, 0 where lost", stage.key));
        }
        if stages[..i].iter().any(|other| other.key == stage.key) {
            return wrong(format!("key `{}` stands twice", stage.key));
        }
    }
    Ok(())
}

/// Makes the pipeline that an organization starts with.
pub async fn found(cx: &mut Ctx) -> Result<Pipeline> {
    crate::crud::store_new(cx, Pipeline { name: FIRST.into(), ..Pipeline::default() }).await
}

/// Reads a pipeline for a deal that goes into one of its stages, the first one when none is named. Until the end
/// of the transaction nobody takes a stage away.
pub async fn hold(cx: &Ctx, id: Option<Id<Pipeline>>) -> Result<Pipeline> {
    let select = format!(
        "SELECT {} FROM pipelines t WHERE t.organization_id = $1 AND t.deleted_at IS NULL",
        Pipeline::COLUMNS_OF_T
    );
    let lock = "FOR NO KEY UPDATE OF t";
    let held: Option<Pipeline> = match id {
        Some(id) => cx.tx.row(&format!("{select} AND t.id = $2 {lock}"), &[&id]).await?,
        None => cx.tx.row(&format!("{select} ORDER BY t.created_at, t.id LIMIT 1 {lock}"), &[]).await?,
    };
    held.ok_or_else(|| Error::no_such("pipelineId", "pipeline"))
}

impl Pipeline {
    /// Finds a stage by key; the error lists what there is.
    pub fn stage(&self, key: &str) -> Result<&Stage> {
        self.stages.0.iter().find(|s| s.key == key).ok_or_else(|| {
            let keys: Vec<_> = self.stages.0.iter().map(|s| s.key.as_str()).collect();
            Error::invalid("stage", "one_of", format!("a stage of this pipeline: {}", keys.join(", ")))
        })
    }

    /// A stage in use cannot go, nor become won, lost or open; deals in the trash come back to theirs.
    async fn keep_used_stages(&self, cx: &Ctx) -> Result<()> {
        let sql = "SELECT DISTINCT stage, stage_kind FROM deals WHERE organization_id = $1 AND pipeline_id = $2";
        let used: Vec<(String, String)> = cx.tx.rows(sql, &[&self.id]).await?;
        for (key, kind) in used {
            if !self.stages.0.iter().any(|s| s.key == key && s.kind.as_str() == kind) {
                let detail = format!("deals are in stage `{key}`, which is {kind}; move them to another one first");
                return Err(Error::invalid("stages", "in_use", detail));
            }
        }
        Ok(())
    }
}

impl Resource for Pipeline {
    const READ: Permission = Permission::PipelineRead;
    const CREATE: Permission = Permission::PipelineWrite;
    const UPDATE: Permission = Permission::PipelineWrite;
    const DELETE: Permission = Permission::PipelineWrite;
    const SHOWN: Shown = Shown::ByHome;

    async fn creating(&mut self, _cx: &mut Ctx, _given: &Given) -> Result<()> {
        check(&self.stages.0)
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        check(&self.stages.0)?;
        if self.stages == old.stages { Ok(()) } else { self.keep_used_stages(cx).await }
    }

    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        organization::lock(cx).await?;
        let sql = "SELECT id FROM deals WHERE organization_id = $1 AND pipeline_id = $2 AND deleted_at IS NULL LIMIT 1";
        if cx.tx.row::<(Id<Deal>,)>(sql, &[&self.id]).await?.is_some() {
            return Err(Error::conflict("in_use", "deals are in this pipeline; move them to another one first"));
        }
        let sql = "SELECT id FROM pipelines WHERE organization_id = $1 AND deleted_at IS NULL LIMIT 1";
        match cx.tx.row::<(Id<Pipeline>,)>(sql, &[]).await? {
            Some(_) => Ok(()),
            None => Err(Error::conflict("last_pipeline", "the last pipeline cannot go; make another one first")),
        }
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        let sql = "SELECT id FROM deals WHERE organization_id = $1 AND pipeline_id = $2 LIMIT 1";
        match cx.tx.row::<(Id<Deal>,)>(sql, &[&self.id]).await? {
            Some(_) => Err(Error::conflict("in_use", "deals in the trash are in this pipeline; purge them first")),
            None => Ok(()),
        }
    }
}
