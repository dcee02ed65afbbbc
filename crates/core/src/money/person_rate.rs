//! What an hour of a person costs, from a day on until the next rate of the same kind: everywhere, or in one
//! project, where it goes first. One rate is enough: what clients are charged is no cost of a project. Entries of
//! time keep the rate that they were priced with, so that a rate can be corrected without touching them.

use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::org::{Organization, User, currency, member, organization};
use crate::policy::Permission;
use crate::sql::Sql;
use crate::time::{Day, Timestamp};
use crate::work::{Project, project};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};

/// What an hour of a person costs from a day on.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "PersonRate", table = "person_rates", path = "person-rates")]
pub struct PersonRate {
    #[entity(read_only)]
    pub id: Id<PersonRate>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    #[entity(required, create_only, refers = "Member")]
    pub user_id: Id<User>,
    /// The project that it is for; everywhere when not given.
    #[entity(create_only, refers = "Project")]
    pub project_id: Option<Id<Project>>,
    /// The first day on which it is valid.
    #[entity(required, sort, name = "from", column = "valid_from")]
    pub from: Day,
    #[entity(required)]
    pub hourly_rate: Amount,
    /// ISO 4217 code of the rate; the project's, else the organization's when not given.
    #[entity(max = 3)]
    pub currency: String,
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

/// The rate of a person on a day and its currency: that of the project, else the one that is valid everywhere.
pub async fn valid(
    cx: &Ctx,
    user: Id<User>,
    project: Option<Id<Project>>,
    day: Day,
) -> Result<Option<(Amount, String)>> {
    let sql = "SELECT hourly_rate, currency FROM person_rates WHERE organization_id = $1 AND user_id = $2 \
        AND valid_from <= $3 AND deleted_at IS NULL AND (project_id IS NULL OR project_id = $4) \
        ORDER BY CASE WHEN project_id IS NULL THEN 1 ELSE 0 END, valid_from DESC LIMIT 1";
    Ok(cx.tx.row(sql, &[&user, &day, &project]).await?)
}

impl PersonRate {
    async fn check(&self, cx: &Ctx) -> Result<()> {
        if self.hourly_rate.0 < 0 {
            return Err(Error::invalid("hourlyRate", "range", "not below 0"));
        }
        currency::check("currency", &self.currency)?;
        organization::lock(cx).await?;
        let sql = "SELECT project_id FROM person_rates WHERE organization_id = $1 AND user_id = $2 \
            AND valid_from = $3 AND id <> $4 AND deleted_at IS NULL";
        let same: Vec<(Option<Id<Project>>,)> = cx.tx.rows(sql, &[&self.user_id, &self.from, &self.id]).await?;
        if same.iter().any(|(project,)| *project == self.project_id) {
            return Err(Error::taken("from", "there is a rate of this person from this day on"));
        }
        Ok(())
    }
}

impl Resource for PersonRate {
    const READ: Permission = Permission::RateRead;
    const CREATE: Permission = Permission::RateWrite;
    const UPDATE: Permission = Permission::RateWrite;
    const DELETE: Permission = Permission::RateWrite;

    fn visible(cx: &Ctx, sql: &mut Sql) {
        if !cx.permits(Permission::ProjectReadAll) {
            sql.join("LEFT JOIN projects p ON p.organization_id = t.organization_id AND p.id = t.project_id");
            let seen = project::seen(cx, sql);
            sql.and(&format!("(t.project_id IS NULL OR {seen})"));
        }
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        member::require(cx, "userId", &[self.user_id]).await?;
        crate::crud::hold_reference::<Project, _>(cx, "projectId", self.project_id).await?;
        if self.currency.is_empty() {
            let sql = "SELECT currency FROM projects WHERE organization_id = $1 AND id = $2";
            let of_project: Option<(Option<String>,)> = cx.tx.row(sql, &[&self.project_id]).await?;
            self.currency = of_project.and_then(|(currency,)| currency).unwrap_or_else(|| cx.settings.currency.clone());
        }
        self.check(cx).await
    }

    fn kept(&self, other: &Self) -> Map<String, Json> {
        crate::amount::together(self, other, Self::CURRENCY, &[Self::HOURLY_RATE])
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        if self.currency.is_empty() {
            self.currency.clone_from(&cx.settings.currency);
        }
        if self.currency != old.currency && !given.has(Self::HOURLY_RATE) {
            let detail = "the rate is in the old currency; give it again together with the new one";
            return Err(Error::invalid("currency", "amounts", detail));
        }
        self.check(cx).await
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        self.deleted_with = None;
        if let Some(project) = self.project_id {
            crate::work::project::require_live(cx, project).await?;
        }
        self.check(cx).await
    }

    fn saw(_cx: &Ctx, _last: &Map<String, Json>) -> bool {
        true
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id.map(Id::cast), None)
    }
}
