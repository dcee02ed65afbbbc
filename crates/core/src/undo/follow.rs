//! What depends on a change follows when it is taken back, as it would if the change were made by hand: also what was
//! linked to it since. What is put back stands where it is put, unless its links ask for later by now.

use super::Past;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity};
use crate::error::Result;
use crate::org::{Member, Organization, member_calendar};
use crate::plan::{self, Followed};
use crate::work::{Calendar, Project, Task};
use guildhall_store::Id;
use serde_json::Value as Json;

/// Fields of a task that are its place in time.
const DATES: [&str; 3] = ["startDate", "endDate", "duration"];

/// Moves what depends on objects of which changes were taken back.
pub(super) async fn all(cx: &mut Ctx, past: &[Past]) -> Result<Followed> {
    let is_task = |one: &&Past| one.model == Task::MODEL;
    let put_back = past.iter().filter(is_task).filter(|one| one.is_dated());
    cx.plan.stay = put_back.map(|one| one.object.cast()).collect();
    let mut tasks = Vec::new();
    for one in past.iter().filter(is_task) {
        tasks.extend(of_task(cx, one).await?);
    }
    tasks.sort_unstable();
    tasks.dedup();
    let mut followed = if tasks.is_empty() { Followed::default() } else { plan::follow_all(cx, &tasks).await? };
    for one in past.iter().filter(|one| !is_task(one)) {
        followed.add(of_other(cx, one).await?);
    }
    cx.plan.stay.clear();
    Ok(followed)
}

impl Past {
    /// Whether it was a change of a task's place in time.
    fn is_dated(&self) -> bool {
        self.action == plan::ACTION || (self.action == "updated" && self.names(&DATES))
    }

    fn names(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.before.contains_key(*name))
    }
}

async fn of_other(cx: &mut Ctx, past: &Past) -> Result<Followed> {
    let Past { object, ref action, .. } = *past;
    match past.model.as_str() {
        Calendar::MODEL if past.names(&["week", "exceptions", "timeZone"]) => {
            plan::follow_calendar(cx, object.cast()).await
        }
        Project::MODEL if action == "updated" => plan::follow_project(cx, object.cast(), &past.before).await,
        Project::MODEL => plan::follow_whole_project(cx, object.cast()).await,
        Organization::MODEL if action == "updated" => {
            plan::follow_organization(cx, past.names(&["calendarId"]), past.names(&["timeZone"])).await
        }
        Member::MODEL if action == member_calendar::ACTION => plan::follow_member(cx, object.cast()).await,
        _ => Ok(Followed::default()),
    }
}

/// The tasks from which others may have to follow.
async fn of_task(cx: &Ctx, past: &Past) -> Result<Vec<Id<Task>>> {
    let task = past.object.cast();
    Ok(match past.action.as_str() {
        "updated" if past.is_dated() || plan::touches(&past.before) || plan::disturbed(cx) => vec![task],
        "created" | "deleted" | "restored" | "moved" => {
            let mut tasks = plan::around(cx, &[task]).await?;
            // The parent that it leaves again.
            let parent = past.after.get("parentId").and_then(Json::as_str);
            tasks.extend(parent.and_then(|id| id.parse::<AnyId>().ok()).map(AnyId::cast));
            tasks
        }
        action if action == plan::ACTION => vec![task],
        _ => Vec::new(),
    })
}
