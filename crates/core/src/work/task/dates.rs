//! How start, end and duration of one task hang together. A changed start keeps the duration, a changed
//! end changes it; three that disagree are refused. Setting the start of an auto task sets a visible SNET
//! constraint, unless work has begun; nothing else ever adds one. A bare day means the start (for ends: the finish)
//! of that working day in the hours that the task runs in.

use super::hours::Hours;
use super::{Task, actuals};
use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::Given;
use crate::error::{Error, Result};
use crate::field::{FieldType, Kind, Refused, simple};
use crate::time::{Day, Timestamp};
use crate::work::Project;
use guildhall_schedule::Instant;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};

/// What binds a task's dates besides links.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constraint {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub date: Option<Timestamp>,
}

const KINDS: [&str; 8] = ["ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"];

impl FieldType for Constraint {
    const KIND: Kind = Kind::Document;
    fn parse(value: &Json) -> std::result::Result<Self, Refused> {
        let constraint: Self = crate::field::object(value)?;
        if !KINDS.contains(&constraint.kind.as_str()) {
            return Err(Refused { code: "one_of", detail: format!("type is one of {}", KINDS.join(", ")) });
        }
        let dated = !matches!(constraint.kind.as_str(), "ASAP" | "ALAP");
        match (dated, constraint.date) {
            (true, None) => Err(Refused::format(format!("{} needs a date", constraint.kind))),
            (false, Some(_)) => Err(Refused::format(format!("{} has no date", constraint.kind))),
            _ => Ok(constraint),
        }
    }
    fn schema() -> Schema {
        let kinds = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some(KINDS));
        let object = ObjectBuilder::new()
            .property("type", Schema::Object(kinds.build()))
            .property("date", crate::schema::nullable(Timestamp::schema()));
        Schema::Object(object.required("type").build())
    }
}

/// Fields that take part in the arithmetic.
pub const FIELDS: [usize; 10] = [
    Task::START_DATE,
    Task::END_DATE,
    Task::DURATION,
    Task::REMAINING_DURATION,
    Task::ACTUAL_START,
    Task::ACTUAL_FINISH,
    Task::CONSTRAINT,
    Task::SCHEDULE_MODE,
    Task::CALENDAR_ID,
    Task::MILESTONE,
];

/// Dates that may be given as a bare day, and whether that means the finish of the day.
const DAYS: [(&str, bool); 5] =
    [("startDate", false), ("endDate", true), ("dueDate", true), ("actualStart", false), ("actualFinish", true)];

fn is_day(value: &Json) -> bool {
    value.as_str().is_some_and(|text| text.len() == 10)
}

/// Replaces bare days in a request by instants.
pub async fn resolve_days(cx: &Ctx, body: &mut Map<String, Json>, old: Option<&Task>) -> Result<()> {
    let constrained = body.get("constraint").and_then(|c| c.get("date")).is_some_and(is_day);
    if !constrained && !DAYS.iter().any(|(name, _)| body.get(*name).is_some_and(is_day)) {
        return Ok(());
    }
    let hours = Hours::of_request(cx, body, old).await?;
    for (name, finish) in DAYS {
        if let Some(value) = body.get_mut(name).filter(|v| is_day(v)) {
            *value = resolve(&hours, name, value, finish)?;
        }
    }
    if let Some(constraint) = body.get_mut("constraint").and_then(Json::as_object_mut).filter(|_| constrained) {
        let kind = constraint.get("type").and_then(Json::as_str).unwrap_or_default();
        let finish = !matches!(kind, "SNET" | "SNLT" | "MSO");
        if let Some(value) = constraint.get_mut("date") {
            *value = resolve(&hours, "constraint", value, finish)?;
        }
    }
    Ok(())
}

fn resolve(hours: &Hours, name: &str, value: &Json, finish: bool) -> Result<Json> {
    let day: Day = value.as_str().unwrap_or_default().parse().map_err(|e: String| Error::invalid(name, "format", e))?;
    let at = if finish { hours.day_finish(day.0) } else { hours.day_start(day.0) };
    let at = at.map_err(|e| Error::invalid(name, "calendar", e.to_string()))?;
    Ok(Json::String(Timestamp(at.0).to_string()))
}

/// Completes start, end, duration and constraint of a new or changed task.
pub async fn complete(new: &mut Task, old: &Task, cx: &Ctx, given: &Given, project: &Project) -> Result<()> {
    take_constraint(new, given);
    let (start, end, length) = (given.has(Task::START_DATE), given.has(Task::END_DATE), given.has(Task::DURATION));
    if given.has(Task::MILESTONE) && new.milestone && !length && new.duration.is_none() {
        new.duration = Some(Amount(0));
    }
    let actual = given.has(Task::ACTUAL_START) || given.has(Task::ACTUAL_FINISH);
    let untouched = !(start || end || length || actual || given.has(Task::REMAINING_DURATION));
    if untouched && new.duration == old.duration && new.calendar_id == old.calendar_id {
        return Ok(());
    }
    let hours = Hours::of(new, cx, given, project).await?;
    let days = hours.units().minutes_per_day;
    if length || new.duration != old.duration {
        new.duration_minutes = new.duration.map(|d| to_minutes("duration", d, days)).transpose()?;
    }
    if given.has(Task::REMAINING_DURATION) {
        new.remaining_minutes = new.remaining_duration.map(|d| to_minutes("remainingDuration", d, days)).transpose()?;
    }
    if !(end || length) && actuals::outlasts(new) {
        new.duration_minutes = new.remaining_minutes;
        new.duration = new.duration_minutes.map(|m| to_days(m, days));
    }
    let open = actuals::hold(new, old, &hours, [start, end, length || new.duration != old.duration])?;
    settle(new, &hours, open)?;
    keep_by_hand(new, old, &hours, start || end || length);
    actuals::bound_remaining(new, given.has(Task::REMAINING_DURATION), days)?;
    if let (Some(start), Some(end)) = (new.start_date, new.end_date)
        && start > end
    {
        return Err(Error::invalid("endDate", "before_start", "the end lies before the start"));
    }
    new.duration = new.duration_minutes.map(|m| to_days(m, days));
    if start && new.schedule_mode == "auto" && !given.has(Task::CONSTRAINT) && !new.is_fact() {
        let snet = |date| (Some("SNET".to_owned()), Some(date));
        (new.constraint_type, new.constraint_date) = new.start_date.map_or((None, None), snet);
    }
    show_constraint(new);
    Ok(())
}

/// Fills in what follows from what was given: `[start, end, duration]`.
fn settle(task: &mut Task, hours: &Hours, given: [bool; 3]) -> Result<()> {
    let at = |t: Timestamp| Instant(t.0);
    let moved = |from: Timestamp, minutes: i64| -> Result<Timestamp> {
        let end = hours.add(at(from), minutes).map_err(|e| Error::invalid("duration", "calendar", e.to_string()))?;
        Ok(Timestamp(end.0))
    };
    match (given, task.start_date, task.end_date, task.duration_minutes) {
        ([true, true, true], Some(start), Some(end), Some(minutes)) => {
            require_agreement(hours, [start, end, moved(start, minutes)?])?;
        }
        ([_, true, false], Some(start), Some(end), _) => {
            if start > end {
                return Err(Error::invalid("endDate", "before_start", "the end lies before the start"));
            }
            task.duration_minutes = Some(hours.between(at(start), at(end)));
        }
        ([false, true, true], _, Some(end), Some(minutes)) => task.start_date = Some(moved(end, -minutes)?),
        ([true, false, _] | [false, false, true], Some(start), _, Some(minutes)) => {
            task.end_date = Some(moved(start, minutes)?);
        }
        ([true, false, false], Some(start), Some(end), None) if start <= end => {
            task.duration_minutes = Some(hours.between(at(start), at(end)));
        }
        _ => {}
    }
    Ok(())
}

/// Dates that are kept by hand stand when the hours between them change: what changes is how long that is.
fn keep_by_hand(task: &mut Task, old: &Task, hours: &Hours, given: bool) {
    let is_kept = task.schedule_mode == "manual" && task.calendar_id != old.calendar_id && !given;
    if let (Some(start), Some(end), true) = (task.start_date, task.end_date, is_kept)
        && start <= end
    {
        task.duration_minutes = Some(hours.between(Instant(start.0), Instant(end.0)));
    }
}

/// `[start, end, the end that follows from start and duration]`
fn require_agreement(hours: &Hours, [start, end, follows]: [Timestamp; 3]) -> Result<()> {
    if hours.same_moment(Instant(follows.0), Instant(end.0)) {
        return Ok(());
    }
    let days = to_days(hours.between(Instant(start.0), Instant(end.0)), hours.units().minutes_per_day);
    let detail = format!("from start to end are {days} working days; give two of the three");
    Err(Error::invalid("duration", "disagrees", detail))
}

/// Days as whole minutes.
pub fn to_minutes(field: &str, days: Amount, minutes_per_day: i64) -> Result<i64> {
    let minutes = (i128::from(days.0) * i128::from(minutes_per_day) + 5_000).div_euclid(10_000);
    let most = i128::from(minutes_per_day) * 100_000;
    if !(0..=most).contains(&minutes) {
        return Err(Error::invalid(field, "range", "from 0 to 100000 working days"));
    }
    if minutes == 0 && days.0 != 0 {
        return Err(Error::invalid(field, "range", "shorter than a minute; 0 is a milestone's duration"));
    }
    i64::try_from(minutes).map_err(|_| Error::invalid(field, "range", "too long"))
}

/// Minutes as days, rounded to four decimals.
pub fn to_days(minutes: i64, minutes_per_day: i64) -> Amount {
    let scaled = i128::from(minutes) * 20_000 / i128::from(minutes_per_day.max(1));
    Amount(i64::try_from((scaled + scaled.signum()) / 2).unwrap_or(i64::MAX))
}

pub(super) fn take_constraint(task: &mut Task, given: &Given) {
    if given.has(Task::CONSTRAINT) {
        task.constraint_type = task.constraint.as_ref().map(|c| c.kind.clone());
        task.constraint_date = task.constraint.as_ref().and_then(|c| c.date);
    }
}

/// Shows the stored constraint on the wire field.
pub fn show_constraint(task: &mut Task) {
    task.constraint = task.constraint_type.clone().map(|kind| Constraint { kind, date: task.constraint_date });
}

/// The schema of a link's or constraint's text choice.
pub fn choice(values: &[&'static str]) -> Schema {
    let values: Vec<&str> = values.to_vec();
    Schema::Object(ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).enum_values(Some(values)).build())
}

/// The schema of a plain text.
pub fn text() -> Schema {
    simple(Type::String, None)
}
