//! What was said with whom: calls, e-mails, meetings and notes, about a contact, a deal, or both.

use super::{Contact, Deal};
use crate::ctx::Ctx;
use crate::entity::{Field, Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};

/// A call, e-mail, meeting or note about a contact or a deal.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "CommLog", table = "comm_logs", path = "comm-logs")]
pub struct CommLog {
    #[entity(read_only)]
    pub id: Id<CommLog>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// With whom; a log has a contact or a deal.
    #[entity(refers = "Contact")]
    pub contact_id: Option<Id<Contact>>,
    /// About which deal; a log has a contact or a deal.
    #[entity(refers = "Deal")]
    pub deal_id: Option<Id<Deal>>,
    /// How it was said.
    #[entity(required, one_of = "call|email|meeting|note", name = "type", column = "type")]
    pub kind: String,
    /// When it was said; now when not given.
    #[entity(sort)]
    pub timestamp: Timestamp,
    /// What was said, as Markdown.
    #[entity(max = 100000)]
    pub notes: String,
    /// Who logged it.
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

impl CommLog {
    async fn check(&self, old: &Self, cx: &Ctx, given: &Given) -> Result<()> {
        let named = given.has(Self::CONTACT_ID) || given.has(Self::DEAL_ID);
        if self.contact_id.is_none() && self.deal_id.is_none() && (named || self.revision == 0) {
            return Err(Error::invalid("contactId", "required", "a log has a contact or a deal"));
        }
        if self.contact_id != old.contact_id {
            crate::crud::hold_reference::<Contact, _>(cx, "contactId", self.contact_id).await?;
        }
        if self.deal_id != old.deal_id {
            crate::crud::hold_reference::<Deal, _>(cx, "dealId", self.deal_id).await?;
        }
        Ok(())
    }
}

impl Resource for CommLog {
    const READ: Permission = Permission::CommLogRead;
    const CREATE: Permission = Permission::CommLogCreate;
    const UPDATE: Permission = Permission::CommLogUpdate;
    const DELETE: Permission = Permission::CommLogDelete;
    const OWN: &'static [&'static str] = &["created_by"];
    const SHOWN: Shown = Shown::ByHome;

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new("", &self.notes))
    }

    fn compared(cx: &Ctx, field: &Field, sql: &mut Sql) -> Option<String> {
        match field.name {
            "contactId" => Some(super::compared::<Contact>(cx, field.column, sql)),
            "dealId" => Some(super::compared::<Deal>(cx, field.column, sql)),
            _ => None,
        }
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let contacts = crate::list::found(cx, rows.iter().map(|l| l.contact_id)).await?;
        let deals = crate::list::found(cx, rows.iter().map(|l| l.deal_id)).await?;
        for row in rows {
            row.contact_id = row.contact_id.filter(|id| contacts.contains(id));
            row.deal_id = row.deal_id.filter(|id| deals.contains(id));
        }
        Ok(())
    }

    async fn prepare(cx: &mut Ctx, body: &mut Map<String, Json>, old: Option<&Self>) -> Result<()> {
        let absent = body.get("timestamp").map_or(old.is_none(), Json::is_null);
        if absent {
            body.insert("timestamp".into(), cx.now.to_string().into());
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, given: &Given) -> Result<()> {
        self.created_by = cx.actor;
        self.check(&Self::default(), cx, given).await
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, given: &Given) -> Result<()> {
        self.check(old, cx, given).await
    }
}
