//! Deals: what may be sold, to whom, and how far it has come. A deal changes its stage by one transition only,
//! which is recorded: won and lost close it, lost needs a reason, and back to an open stage opens it again.

use super::pipeline::{self, Stage, StageKind};
use super::{Contact, Pipeline};
use crate::amount::{Amount, half_even};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Field, Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, User, currency, member};
use crate::policy::Permission;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::{Day, Timestamp};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use std::collections::HashMap;

/// Something that may be sold to a contact.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Deal", table = "deals", path = "deals")]
pub struct Deal {
    #[entity(read_only)]
    pub id: Id<Deal>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// What the deal is about.
    #[entity(required, max = 200, sort)]
    pub name: String,
    /// Who buys.
    #[entity(refers = "Contact")]
    pub contact_id: Option<Id<Contact>>,
    /// What it is worth, in its currency.
    pub value: Option<Amount>,
    /// ISO 4217 code of its value; the organization's when not given.
    #[entity(max = 3)]
    pub currency: String,
    /// The pipeline it goes through; the organization's first when not given. Changed with the stage.
    #[entity(create_only, refers = "Pipeline")]
    pub pipeline_id: Id<Pipeline>,
    /// Key of a stage of its pipeline; the first when not given. Changed by `POST deals/{id}/stage`.
    #[entity(create_only, max = 64)]
    pub stage: String,
    /// open, won or lost: what the stage means.
    #[entity(read_only)]
    pub stage_kind: String,
    /// Its value by the probability of its stage.
    #[entity(virtual, read_only)]
    pub weighted_value: Option<Amount>,
    /// Who works on it.
    #[entity(refers = "Member")]
    pub assigned_to: Option<Id<User>>,
    /// The day on which it will be decided, as far as one can tell.
    #[entity(sort)]
    pub expected_close_on: Option<Day>,
    /// Why it was lost. Changed with the stage.
    #[entity(create_only, max = 2000)]
    pub lost_reason: Option<String>,
    /// When it was won or lost.
    #[entity(read_only)]
    pub closed_at: Option<Timestamp>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only, sort)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
}

/// The fields that only a change of stage sets.
const DECIDED: [&str; 3] = ["stage", "pipelineId", "lostReason"];

/// A value by a probability of 0 to 100, rounded half to even in the fourth decimal.
fn weighted(value: Amount, probability: Amount) -> Amount {
    let weighted = half_even(i128::from(value.0) * i128::from(probability.0), 1_000_000);
    // Not larger than the value itself, so it always fits.
    Amount(i64::try_from(weighted).unwrap_or(value.0))
}

/// Where a deal goes.
#[derive(Debug, Clone, Default)]
pub struct Transition {
    pub stage: String,
    /// Another pipeline.
    pub pipeline: Option<Id<Pipeline>>,
    pub lost_reason: Option<String>,
}

impl Deal {
    /// Brings a deal into another stage: the one way there is.
    pub async fn change_stage(cx: &mut Ctx, id: AnyId, to: &Transition, expected: Option<i64>) -> Result<Self> {
        cx.require_reach(Self::UPDATE)?;
        let old = crate::crud::get_locked::<Self>(cx, id, Some(false)).await?;
        crate::crud::require_on(cx, &old, Self::UPDATE)?;
        if expected.is_some_and(|revision| revision != old.revision) {
            return Err(Error::Stale { revision: old.revision });
        }
        let pipeline = pipeline::hold(cx, Some(to.pipeline.unwrap_or(old.pipeline_id))).await?;
        let mut new = old.clone();
        new.pipeline_id = pipeline.id;
        if to.lost_reason.is_some() {
            new.lost_reason.clone_from(&to.lost_reason);
        }
        let named = to.lost_reason.is_some();
        new.enter(pipeline.stage(&to.stage)?, named, cx)?;
        crate::crud::save_as(cx, &old, new, &Given::default(), "stage_changed").await
    }

    /// Takes on a stage with all that follows from it; `named` says that the request gives a reason.
    fn enter(&mut self, stage: &Stage, named: bool, cx: &Ctx) -> Result<()> {
        let kind = stage.kind.as_str();
        if kind != self.stage_kind {
            self.closed_at = if stage.kind == StageKind::Open { None } else { Some(cx.now) };
        }
        if stage.kind == StageKind::Lost {
            let reason = self.lost_reason.as_deref().unwrap_or_default().trim();
            if reason.is_empty() {
                return Err(Error::invalid("lostReason", "required", "a lost deal needs a reason"));
            }
            if reason.chars().count() > 2000 || reason.contains('\0') {
                return Err(Error::invalid("lostReason", "too_long", "a text of at most 2000 characters"));
            }
            self.lost_reason = Some(reason.to_owned());
        } else if named {
            return Err(Error::invalid("lostReason", "not_lost", "only a lost deal has a reason"));
        } else {
            self.lost_reason = None;
        }
        self.stage.clone_from(&stage.key);
        kind.clone_into(&mut self.stage_kind);
        self.weigh(stage);
        Ok(())
    }

    fn weigh(&mut self, stage: &Stage) {
        self.weighted_value = self.value.map(|value| weighted(value, stage.probability));
    }

    fn check(&mut self, cx: &Ctx) -> Result<()> {
        self.name = self.name.trim().to_owned();
        if self.value.is_some_and(|value| value.0 < 0) {
            return Err(Error::invalid("value", "range", "not below 0"));
        }
        if self.currency.is_empty() {
            self.currency.clone_from(&cx.settings.currency);
        }
        currency::check("currency", &self.currency)
    }
}

impl Resource for Deal {
    const READ: Permission = Permission::DealRead;
    const CREATE: Permission = Permission::DealCreate;
    const UPDATE: Permission = Permission::DealUpdate;
    const DELETE: Permission = Permission::DealDelete;
    const OWN: &'static [&'static str] = &["assigned_to"];
    const SHOWN: Shown = Shown::ByHome;

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new(&self.name, self.lost_reason.as_deref().unwrap_or_default()))
    }

    fn compared(cx: &Ctx, field: &Field, sql: &mut Sql) -> Option<String> {
        (field.name == "contactId").then(|| super::compared::<Contact>(cx, field.column, sql))
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let contacts = crate::list::found(cx, rows.iter().map(|d| d.contact_id)).await?;
        let ids: Vec<Id<Pipeline>> = rows.iter().map(|d| d.pipeline_id).collect();
        let sql = format!(
            "SELECT {} FROM pipelines t WHERE t.organization_id = $1 AND t.id = ANY($2)",
            Pipeline::COLUMNS_OF_T
        );
        let pipelines: Vec<Pipeline> = cx.tx.rows(&sql, &[&ids]).await?;
        let pipelines: HashMap<_, _> = pipelines.iter().map(|p| (p.id, p)).collect();
        for row in rows {
            row.contact_id = row.contact_id.filter(|id| contacts.contains(id));
            if let Some(Ok(stage)) = pipelines.get(&row.pipeline_id).map(|p| p.stage(&row.stage)) {
                row.weigh(stage);
            }
        }
        Ok(())
    }

    async fn prepare(_cx: &mut Ctx, body: &mut Map<String, Json>, old: Option<&Self>) -> Result<()> {
        match DECIDED.into_iter().find(|name| old.is_some() && body.contains_key(*name)) {
            Some(name) => {
                let detail = format!("`{name}` is changed by POST deals/{{id}}/stage");
                Err(Error::invalid(name, "read_only", detail))
            }
            None => Ok(()),
        }
    }

    async fn creating(&mut self, cx: &mut Ctx, given: &Given) -> Result<()> {
        self.check(cx)?;
        crate::crud::hold_reference::<Contact, _>(cx, "contactId", self.contact_id).await?;
        member::require(cx, "assignedTo", &Vec::from_iter(self.assigned_to)).await?;
        let pipeline = pipeline::hold(cx, given.has(Self::PIPELINE_ID).then_some(self.pipeline_id)).await?;
        self.pipeline_id = pipeline.id;
        let first = pipeline.stages.0.first().map(|s| s.key.clone()).unwrap_or_default();
        let key = if self.stage.is_empty() { first } else { std::mem::take(&mut self.stage) };
        let named = self.lost_reason.is_some();
        self.enter(pipeline.stage(&key)?, named, cx)
    }

    fn kept(&self, other: &Self) -> Map<String, Json> {
        crate::amount::together(self, other, Self::CURRENCY, &[Self::VALUE])
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        self.check(cx)?;
        if self.currency != old.currency && old.value.is_some() && !given.has(Self::VALUE) {
            let detail = "the value is in the old currency; give it again together with the new one";
            return Err(Error::invalid("currency", "amounts", detail));
        }
        if self.contact_id != old.contact_id {
            crate::crud::hold_reference::<Contact, _>(cx, "contactId", self.contact_id).await?;
        }
        if self.assigned_to != old.assigned_to {
            member::require(cx, "assignedTo", &Vec::from_iter(self.assigned_to)).await?;
        }
        if self.value != old.value {
            let pipeline = pipeline::hold(cx, Some(self.pipeline_id)).await?;
            self.weigh(pipeline.stage(&self.stage)?);
        }
        Ok(())
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        match pipeline::hold(cx, Some(self.pipeline_id)).await {
            Err(Error::Invalid(_)) => {
                Err(Error::conflict("pipeline_in_trash", "its pipeline is in the trash; restore the pipeline first"))
            }
            held => held.map(drop),
        }
    }

    /// Logs stay, without the deal.
    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        for sql in [
            "UPDATE comm_logs SET deal_id = NULL WHERE organization_id = $1 AND deal_id = $2",
            "DELETE FROM external_refs WHERE organization_id = $1 AND object_id = $2",
        ] {
            cx.tx.execute(sql, &[&self.id]).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_half_is_rounded_to_the_even_neighbour() {
        for (value, probability, expected) in [
            ("0.0001", "50", "0"),
            ("0.0003", "50", "0.0002"),
            ("0.0005", "50", "0.0002"),
            ("1000", "33.3333", "333.333"),
        ] {
            let parse = |text: &str| text.parse::<Amount>().unwrap();
            assert_eq!(weighted(parse(value), parse(probability)), parse(expected), "{value} by {probability}");
        }
    }

    proptest! {
        #[test]
        fn the_weighted_value_is_the_nearest(value in 0_i64..1_000_000_000_000_000_000, probability in 0_i64..=1_000_000) {
            let weighted = weighted(Amount(value), Amount(probability));
            prop_assert!((0..=value).contains(&weighted.0));
            let off = i128::from(weighted.0) * 1_000_000 - i128::from(value) * i128::from(probability);
            prop_assert!(off.abs() * 2 <= 1_000_000);
            prop_assert!(off.abs() * 2 < 1_000_000 || weighted.0 % 2 == 0);
        }
    }
}
