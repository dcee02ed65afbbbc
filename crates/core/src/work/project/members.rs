//! Members of a project, one by one, so that two people never undo each other.

use super::Project;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::Result;
use crate::org::User;
use guildhall_store::Id;

impl Project {
    /// Adds a person to the project, or takes it away.
    pub async fn set_member(cx: &mut Ctx, project: AnyId, user: Id<User>, belongs: bool) -> Result<Self> {
        cx.require_reach(Self::UPDATE)?;
        let old = crate::crud::get_locked::<Self>(cx, project, Some(false)).await?;
        crate::crud::require_on(cx, &old, Self::UPDATE)?;
        let mut new = old.clone();
        new.member_ids.retain(|u| *u != user);
        if belongs {
            new.member_ids.push(user);
        }
        crate::crud::save(cx, &old, new, &Given(vec![Self::MEMBER_IDS])).await
    }
}
