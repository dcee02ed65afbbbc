//! Tasks: where they stand, how long they are and how far. What the product would refuse from anybody else is left
//! out and said.

use super::maps::{Learned, Maps, Skip};
use super::piece::{Built, Made};
use super::put::Out;
use super::words::{self, About};
use super::work::{end_after_start, money_code, text, values, word};
use crate::mongo::{Collection, Document, Entry};
use guildhall_core::AnyId;
use guildhall_core::amount::Amount;
use guildhall_core::time::Timestamp;
use guildhall_core::work::status::{self, StatusKind};
use guildhall_core::work::task::dates;
use guildhall_core::work::task::sides::Assignment;
use guildhall_core::work::task::tree::LEVELS;
use guildhall_core::work::{Project, Task};
use guildhall_schedule::Instant;
use guildhall_store::Id;
use serde_json::json;

const TASK: &[&str] = &[
    "title",
    "description",
    "status",
    "statusKind",
    "priority",
    "assignments",
    "startDate",
    "endDate",
    "dueDate",
    "duration",
    "baselineStart",
    "baselineEnd",
    "estimateHours",
    "actualHours",
    "estimateCost",
    "actualCost",
    "currency",
    "customFields",
    "percentComplete",
    "milestone",
];
/// The part of a task's fingerprint that its links are.
pub(super) const LINKS: usize = TASK.len();

pub(super) fn task(maps: &Maps, document: &Document, entry: &Entry, out: &mut Out<'_>) -> Result<Made, Skip> {
    let home: AnyId = maps.required::<Project>(document, "projectId", Collection::Project)?.cast();
    let mut task = Task { project_id: home.cast(), ..Task::default() };
    let title = crate::text::one_line(&text(document, "title")?).unwrap_or_default();
    out.put(&mut task, "title", &json!(title));
    let plain = ["description", "startDate", "endDate", "dueDate", "baselineStart", "baselineEnd"];
    out.copy(&mut task, document, &plain);
    out.copy(
        &mut task,
        document,
        &["estimateHours", "actualHours", "estimateCost", "actualCost", "duration", "milestone"],
    );
    end_after_start(task.start_date, &mut task.end_date).into_iter().for_each(|remark| out.say(remark));
    measure(maps, &mut task, out);
    task.parent_id = parent(maps, entry, home, out).map(Id::cast);
    let depth = task.parent_id.and_then(|parent| maps.depths.get(&parent.cast())).map_or(1, |depth| depth + 1);
    place(maps, document, &mut task, home, out);
    word(&mut task, document, "priority", About::Priority, out);
    task.currency = money_code(document, out);
    if task.currency.is_none() && (task.estimate_cost.is_some() || task.actual_cost.is_some()) {
        task.currency = Some(maps.currency.clone());
    }
    task.custom_fields.0 = values(maps, document, "task", Some(home), out);
    task.created_by = maps.optional(document, "createdBy", Collection::User, out).unwrap_or(maps.me);
    task.rank = maps.ranks.get(&document.id).cloned().unwrap_or_default();
    let links = document.references_of("dependsOn");
    let dated = task.start_date.is_some() || task.end_date.is_some();
    task.schedule_mode = if dated && links.is_empty() { "manual" } else { "auto" }.into();
    let made = Built::new(task, TASK).with(json!(links)).following(|new, target| {
        if new.duration == target.duration {
            new.duration_minutes = target.duration_minutes;
        }
        new.assignee_id = new.assignments.first().map(|each| each.user_id);
        end_after_start(new.start_date, &mut new.end_date)
    });
    Ok(made.titled(&title, Learned::Task(home, depth)))
}

/// The task that one stands below; at the top of its project where that cannot be.
pub(super) fn parent(maps: &Maps, entry: &Entry, home: AnyId, out: &mut Out<'_>) -> Option<AnyId> {
    let parent = maps.above(entry, "parentId", out)?;
    if maps.homes.get(&parent) != Some(&home) {
        out.say("the task above it is in another project; it stands at the top of its own");
        return None;
    }
    if maps.depths.get(&parent).is_some_and(|depth| *depth >= LEVELS) {
        out.say(format!("tasks nest at most {LEVELS} levels deep; it stands at the top of its project"));
        return None;
    }
    Some(parent)
}

/// Its amounts within their limits, and its length in minutes.
fn measure(maps: &Maps, task: &mut Task, out: &mut Out<'_>) {
    for (name, amount) in [
        ("estimateHours", &mut task.estimate_hours),
        ("actualHours", &mut task.actual_hours),
        ("estimateCost", &mut task.estimate_cost),
        ("actualCost", &mut task.actual_cost),
    ] {
        if let Some(below) = amount.take_if(|amount| amount.0 < 0) {
            out.say(format!("`{name}`: {below} was left out (not below 0)"));
        }
    }
    let Some(days) = task.duration else { return };
    match minutes(maps, task.start_date, days) {
        Ok(minutes) => task.duration_minutes = Some(minutes),
        Err(reason) => {
            task.duration = None;
            out.say(format!("`duration`: {days} was left out ({reason})"));
        }
    }
}

/// Working days in minutes, if they end within the years that there are.
fn minutes(maps: &Maps, start: Option<Timestamp>, days: Amount) -> Result<i64, String> {
    let calendar = maps.calendar.as_ref().ok_or("there is no calendar")?;
    let length = dates::to_minutes("duration", days, calendar.units().minutes_per_day);
    let minutes = length.map_err(|error| error.to_string())?;
    if let Some(start) = start {
        calendar.add(Instant(start.0), minutes).map_err(|error| error.to_string())?;
    }
    Ok(minutes)
}

/// Who works on it and how far it is.
fn place(maps: &Maps, document: &Document, task: &mut Task, home: AnyId, out: &mut Out<'_>) {
    for user_id in maps.people(document, "assigneeId", out) {
        task.assignments.push(Assignment { user_id, units: Amount::whole(1), work: None });
    }
    task.assignee_id = task.assignments.first().map(|each| each.user_id);
    let statuses = maps.statuses.get(&home).cloned().unwrap_or_else(status::defaults);
    let given = out.text(document, "status");
    let found = given.and_then(|given| words::status(&statuses, given));
    if let (Some(given), Some(found)) = (given, found)
        && found.key != given
    {
        out.say(format!("`status`: “{given}” became {}", found.key));
    }
    if let (Some(given), None) = (given, found) {
        out.say(format!("`status`: “{}” is none of the project's", guildhall_core::error::shorten(given)));
    }
    if let Some(status) = found.or_else(|| status::initial(&statuses)) {
        task.status.clone_from(&status.key);
        task.status_kind = status.kind.as_str().into();
    }
    if task.status_kind == StatusKind::Done.as_str() {
        task.percent_complete = Amount::whole(100);
    }
    if let Some(given) = document.get("percentComplete") {
        let was = task.percent_complete;
        out.put(task, "percentComplete", given);
        if !(0..=1_000_000).contains(&task.percent_complete.0) {
            task.percent_complete = was;
            out.say("`percentComplete` runs from 0 to 100 and was left out");
        }
    }
}
