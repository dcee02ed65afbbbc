//! What depends on a change follows when that alone is taken back, as it would if the change were made by hand. A
//! batch needs none of this: what had followed is in it, and is taken back as well.

use super::Past;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity};
use crate::error::Result;
use crate::org::{Member, Organization, member_calendar};
use crate::plan::{self, Followed};
use crate::work::{Calendar, Project, Task};
use serde_json::Value as Json;

/// Fields of a task that are its place in time.
const DATES: [&str; 3] = ["startDate", "endDate", "duration"];

/// Moves what depends on an object, of which a change was taken back.
pub(super) async fn alone(cx: &mut Ctx, past: &Past) -> Result<Followed> {
    let Past { object, ref action, .. } = *past;
    let has = |names: &[&str]| names.iter().any(|name| past.before.contains_key(*name));
    match past.model.as_str() {
        Task::MODEL => of_task(cx, past).await,
        Calendar::MODEL if has(&["week", "exceptions", "timeZone"]) => plan::follow_calendar(cx, object.cast()).await,
        Project::MODEL if action == "updated" => plan::follow_project(cx, object.cast(), &past.before).await,
        Organization::MODEL if action == "updated" => {
            plan::follow_organization(cx, has(&["calendarId"]), has(&["timeZone"])).await
        }
        Member::MODEL if action == member_calendar::ACTION => plan::follow_member(cx, object.cast()).await,
        _ => Ok(Followed::default()),
    }
}

async fn of_task(cx: &mut Ctx, past: &Past) -> Result<Followed> {
    let task = past.object.cast();
    match past.action.as_str() {
        // Its dates are what they were; only what hangs on them may move.
        "updated" if DATES.iter().any(|name| past.before.contains_key(*name)) => plan::follow_beyond(cx, &[task]).await,
        "updated" if plan::touches(&past.before) || plan::disturbed(cx) => plan::follow_all(cx, &[task]).await,
        "created" | "deleted" | "restored" | "moved" => {
            let mut tasks = plan::around(cx, &[task]).await?;
            // The parent that it leaves again.
            let parent = past.after.get("parentId").and_then(Json::as_str);
            tasks.extend(parent.and_then(|id| id.parse::<AnyId>().ok()).map(AnyId::cast));
            plan::follow_all(cx, &tasks).await
        }
        // What was scheduled stands where it is put back to, until somebody schedules again.
        _ => Ok(Followed::default()),
    }
}
