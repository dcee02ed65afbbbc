//! Labels of an organization: a name and a colour.

use crate::ctx::Ctx;
use crate::entity::{Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::Organization;
use crate::policy::Permission;
use crate::search::Text;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;

/// A label that tasks can carry.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Label", table = "labels", path = "labels")]
pub struct Label {
    #[entity(read_only)]
    pub id: Id<Label>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    #[entity(required, max = 100)]
    pub name: String,
    /// Colour as `#rrggbb`.
    #[entity(max = 7, default = "#6b7280".into())]
    pub color: String,
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

impl Label {
    fn check(&self) -> Result<()> {
        let digits = self.color.strip_prefix('#').unwrap_or_default();
        if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(());
        }
        Err(Error::invalid("color", "format", "a colour like #4f46e5"))
    }
}

impl Resource for Label {
    const READ: Permission = Permission::LabelRead;
    const CREATE: Permission = Permission::LabelWrite;
    const UPDATE: Permission = Permission::LabelWrite;
    const DELETE: Permission = Permission::LabelWrite;
    const SHOWN: Shown = Shown::ByHome;

    async fn creating(&mut self, _cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check()
    }

    async fn updating(&mut self, _old: &Self, _cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check()
    }

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new(&self.name, ""))
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        cx.tx.execute("DELETE FROM task_labels WHERE organization_id = $1 AND label_id = $2", &[&self.id]).await?;
        Ok(())
    }
}
