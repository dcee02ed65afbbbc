//! Contacts: people and companies outside the organization. An address is kept in lower case and a number as
//! E.164, so that the same one is found however it was written.

use super::phone;
use crate::ctx::Ctx;
use crate::entity::{Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, User, account, member};
use crate::policy::Permission;
use crate::search::Text;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;

/// A person or company outside the organization.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Contact", table = "contacts", path = "contacts")]
pub struct Contact {
    #[entity(read_only)]
    pub id: Id<Contact>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// Name of the person or company.
    #[entity(required, max = 200, sort)]
    pub name: String,
    /// E-mail address; kept in lower case.
    #[entity(max = 254)]
    pub email: Option<String>,
    /// Telephone number; an international one is kept as E.164, any other as it was written.
    #[entity(max = 64)]
    pub phone: Option<String>,
    /// Company that the person works for.
    #[entity(max = 200)]
    pub company: Option<String>,
    /// Who looks after it; the creator when not given.
    #[entity(refers = "Member")]
    pub owner_id: Id<User>,
    /// Where it came from, like "Fair 2026".
    #[entity(max = 200)]
    pub source: Option<String>,
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

/// A text without the space around it; nothing if that is all there is.
fn trimmed(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Contact {
    /// Brings what an import says into the one form in which it is kept; what has none is left out and told.
    pub fn tidy(&mut self) -> Vec<String> {
        let mut left_out = Vec::new();
        if let Err(error) = self.check() {
            left_out.push(format!("`email` was left out: {error}"));
            self.email = None;
        }
        if self.phone.as_ref().is_some_and(|text| text.chars().any(char::is_control)) {
            left_out.push("`phone` was left out: it is no number in one line".to_owned());
            self.phone = None;
        }
        // What is left has a form, so this cannot fail again.
        let _ = self.check();
        left_out
    }

    fn check(&mut self) -> Result<()> {
        self.name = self.name.trim().to_owned();
        self.company = trimmed(self.company.as_ref());
        self.source = trimmed(self.source.as_ref());
        self.email = trimmed(self.email.as_ref());
        if let Some(email) = &self.email {
            self.email = Some(account::normal_email("email", email)?);
        }
        self.phone = trimmed(self.phone.as_ref()).map(|text| phone::normal(&text));
        if self.phone.as_ref().is_some_and(|text| text.chars().any(char::is_control)) {
            return Err(Error::invalid("phone", "format", "a number in one line"));
        }
        Ok(())
    }
}

impl Resource for Contact {
    const READ: Permission = Permission::ContactRead;
    const CREATE: Permission = Permission::ContactCreate;
    const UPDATE: Permission = Permission::ContactUpdate;
    const DELETE: Permission = Permission::ContactDelete;
    const OWN: &'static [&'static str] = &["owner_id"];
    const SHOWN: Shown = Shown::ByHome;

    fn search_text(&self) -> Option<Text<'_>> {
        let rest = [&self.company, &self.email, &self.phone].map(|text| text.as_deref().unwrap_or_default());
        Some(Text { body: rest.join("\n").trim().to_owned().into(), ..Text::new(&self.name, "") })
    }

    async fn creating(&mut self, cx: &mut Ctx, given: &Given) -> Result<()> {
        if !given.has(Self::OWNER_ID) {
            self.owner_id = cx.actor;
        }
        self.check()?;
        member::require(cx, "ownerId", &[self.owner_id]).await
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check()?;
        if self.owner_id != old.owner_id {
            member::require(cx, "ownerId", &[self.owner_id]).await?;
        }
        Ok(())
    }

    /// Deals and logs stay, without the contact.
    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        for sql in [
            "UPDATE deals SET contact_id = NULL WHERE organization_id = $1 AND contact_id = $2",
            "UPDATE comm_logs SET contact_id = NULL WHERE organization_id = $1 AND contact_id = $2",
            "DELETE FROM external_refs WHERE organization_id = $1 AND object_id = $2",
        ] {
            cx.tx.execute(sql, &[&self.id]).await?;
        }
        Ok(())
    }
}
