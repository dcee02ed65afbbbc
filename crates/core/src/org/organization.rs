//! A company or tenant. Its own key is its `organization_id`; everything else hangs below it.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::currency;
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::time::{Day, Timestamp};
use crate::work::Calendar;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;

/// A company or tenant: every project, person and file belongs to exactly one.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Organization", table = "organizations", path = "organizations")]
pub struct Organization {
    #[entity(read_only, column = "organization_id")]
    pub id: Id<Organization>,
    #[entity(virtual, read_only)]
    pub organization_id: Id<Organization>,
    /// Name of the organization.
    #[entity(required, max = 200)]
    pub name: String,
    /// Internet domain of the organization.
    #[entity(max = 253)]
    pub domain: Option<String>,
    /// IANA time zone that dates without a zone are meant in.
    #[entity(max = 64)]
    pub time_zone: String,
    /// ISO 4217 code used where neither the amount nor its project names one.
    #[entity(max = 3)]
    pub currency: String,
    /// Working calendar used where neither task nor project has one.
    #[entity(refers = "Calendar")]
    pub calendar_id: Option<Id<Calendar>>,
    /// Days after which events leave the log for good, audit and history with them; null keeps all.
    pub event_retention_days: Option<i64>,
    /// Days after which the log forgets the addresses and programs that changes came from; null keeps them as
    /// long as the events.
    pub audit_retention_days: Option<i64>,
    /// True for the sample organization that a newcomer explores.
    #[entity(read_only)]
    pub sample: bool,
    #[entity(read_only)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
}

/// The time zone of that name.
pub fn zone(field: &str, name: &str) -> Result<jiff::tz::TimeZone> {
    jiff::tz::TimeZone::get(name)
        .map_err(|_| Error::invalid(field, "time_zone", "no such time zone; use an IANA name like Europe/Berlin"))
}

/// The day that it is where the organization works.
pub fn today(cx: &Ctx) -> Day {
    cx.now.day_in(&zone("date", &cx.settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC))
}

impl Organization {
    /// Checks the values that a request may set.
    pub fn check(&self) -> Result<()> {
        currency::check("currency", &self.currency)?;
        for (name, days) in
            [("eventRetentionDays", self.event_retention_days), ("auditRetentionDays", self.audit_retention_days)]
        {
            if days.is_some_and(|days| !(1..=36_500).contains(&days)) {
                return Err(Error::invalid(name, "range", "a number of days from 1 to 36500, or null"));
            }
        }
        zone("timeZone", &self.time_zone)?;
        Ok(())
    }
}

impl Resource for Organization {
    const READ: Permission = Permission::OrganizationRead;
    const CREATE: Permission = Permission::OrganizationUpdate;
    const UPDATE: Permission = Permission::OrganizationUpdate;
    const DELETE: Permission = Permission::OrganizationDelete;
    const SHOWN: Shown = Shown::ByHome;
    const VERBS: Verbs = Verbs::NoCreate;

    async fn load(_cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        for row in rows {
            row.organization_id = row.id;
        }
        Ok(())
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check()?;
        if self.calendar_id != old.calendar_id {
            crate::crud::hold_reference::<Calendar, _>(cx, "calendarId", self.calendar_id).await?;
        }
        // What follows in this transaction goes by the new settings.
        (cx.settings.time_zone, cx.settings.currency) = (self.time_zone.clone(), self.currency.clone());
        cx.settings.calendar_id = self.calendar_id.map(Id::cast);
        Ok(())
    }
}

/// Tables of an organization, each before those that it refers to.
pub const TABLES: [&str; 52] = [
    "idempotency_keys",
    "search_docs",
    "search_near",
    "views",
    "external_refs",
    "messages",
    "chat_room_members",
    "chat_rooms",
    "comm_logs",
    "deals",
    "pipelines",
    "contacts",
    "expenses",
    "timers",
    "person_rates",
    "currency_rates",
    "form_requests",
    "form_template_versions",
    "form_templates",
    "integration_credentials",
    "sync_logs",
    "integrations",
    "ai_suggestions",
    "baseline_tasks",
    "baselines",
    "imports",
    "approvals",
    "file_versions",
    "files",
    "attachments",
    "blobs",
    "comments",
    "checklists",
    "task_links",
    "task_assignments",
    "task_labels",
    "task_field_values",
    "project_field_values",
    "field_definitions",
    "labels",
    "tasks",
    "project_members",
    "projects",
    "member_calendars",
    "calendars",
    "events",
    "counters",
    "invitations",
    "roles",
    "role_assignments",
    "members",
    "organizations",
];

/// Deletes the organization in the trash for good, with everything in it; nothing of it remains.
pub async fn purge(cx: &mut Ctx) -> Result<()> {
    cx.require(Permission::Purge)?;
    cx.require(Permission::OrganizationDelete)?;
    for table in TABLES {
        cx.tx.execute(&format!("DELETE FROM {table} WHERE organization_id = $1"), &[]).await?;
    }
    Ok(())
}

/// Keeps two changes of the same organization's structure (links, moves, roles) from passing each other.
pub async fn lock(cx: &Ctx) -> Result<()> {
    let sql = "SELECT organization_id FROM organizations WHERE organization_id = $1 FOR NO KEY UPDATE";
    cx.tx.rows::<(AnyId,)>(sql, &[]).await?;
    Ok(())
}
