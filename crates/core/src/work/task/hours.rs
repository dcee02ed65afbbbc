//! In whose working hours a task runs: those of its own calendar, else of the people on it, else the project's. With
//! several people each works the duration in their own hours; the task begins with the first and ends with the last.

use super::Task;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given};
use crate::error::{Error, Result};
use crate::org::User;
use crate::work::{Project, calendar};
use guildhall_schedule::{Calendar, CalendarError, Instant, Units};
use guildhall_store::Id;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};

/// The calendars that a task runs in.
pub(super) struct Hours {
    /// Its own calendar or the project's: what its days are measured in.
    base: Calendar,
    /// Those of people where they are others.
    people: Vec<Calendar>,
}

impl Hours {
    /// Of a task as it is about to be stored.
    pub async fn of(task: &Task, cx: &Ctx, given: &Given, project: &Project) -> Result<Self> {
        let mut people: Vec<Id<User>> = task.assignments.iter().map(|one| one.user_id).collect();
        if given.has(Task::ASSIGNEE_ID) && !given.has(Task::ASSIGNMENTS) {
            people = task.assignee_id.into_iter().chain(people.into_iter().skip(1)).collect();
        }
        Self::read(cx, [task.calendar_id, project.calendar_id], people).await
    }

    /// Of a task as a request names it.
    pub async fn of_request(cx: &Ctx, body: &Map<String, Json>, old: Option<&Task>) -> Result<Self> {
        let id = |value: &Json| value.as_str().and_then(|text| text.parse::<AnyId>().ok());
        let named = |name: &str| body.get(name).and_then(id);
        let own = named("calendarId").map(Id::cast).or(old.and_then(|t| t.calendar_id));
        let project = named("projectId").or(old.map(|t| t.project_id.cast()));
        let of_project = match project {
            Some(id) => crate::list::one::<Project>(cx, id, Some(false), false).await.ok().and_then(|p| p.calendar_id),
            None => None,
        };
        let known = || old.into_iter().flat_map(|task| task.assignments.iter().map(|one| one.user_id));
        let people = match (body.get("assignments").and_then(Json::as_array), body.get("assigneeId")) {
            (Some(all), _) => all.iter().filter_map(|one| one.get("userId").and_then(id).map(Id::cast)).collect(),
            (None, Some(lead)) => id(lead).map(Id::cast).into_iter().chain(known().skip(1)).collect(),
            (None, None) => known().collect(),
        };
        Self::read(cx, [own, of_project], people).await
    }

    async fn read(cx: &Ctx, nearest: [Option<Id<crate::work::Calendar>>; 2], people: Vec<Id<User>>) -> Result<Self> {
        let base = match calendar::effective(cx, nearest).await {
            Err(Error::NotFound) => return Err(Error::no_such("calendarId", "calendar")),
            other => other?,
        };
        let mut hours = Self { base, people: Vec::new() };
        if nearest[0].is_some() || people.is_empty() {
            return Ok(hours);
        }
        let sql = "SELECT calendar_id FROM member_calendars WHERE organization_id = $1 AND user_id = ANY($2)";
        let rows: Vec<(Id<crate::work::Calendar>,)> = cx.tx.rows(sql, &[&people]).await?;
        if !rows.is_empty() && rows.len() < people.len() {
            hours.people.push(hours.base.clone());
        }
        let ids = rows.into_iter().map(|(id,)| id).collect();
        for calendar in crate::plan::read::calendars(cx, ids).await?.into_values() {
            hours.people.push(calendar.engine(&cx.settings.time_zone)?);
        }
        Ok(hours)
    }

    fn all(&self) -> &[Calendar] {
        if self.people.is_empty() { std::slice::from_ref(&self.base) } else { &self.people }
    }

    /// What a day and a week of the task are.
    pub fn units(&self) -> Units {
        self.base.units()
    }

    /// When that much work from a moment on ends; of a negative length, when it begins that ends there.
    pub fn add(&self, at: Instant, minutes: i64) -> Result<Instant, CalendarError> {
        let ends = self.all().iter().map(|calendar| calendar.add(at, minutes));
        let ends = ends.collect::<Result<Vec<_>, _>>()?;
        let end = if minutes < 0 { ends.into_iter().min() } else { ends.into_iter().max() };
        Ok(end.unwrap_or(at))
    }

    /// The longest work that everybody gets done between two moments.
    pub fn between(&self, from: Instant, to: Instant) -> i64 {
        self.all().iter().map(|calendar| calendar.between(from, to)).min().unwrap_or_default()
    }

    /// Whether nobody works between two moments.
    pub fn same_moment(&self, a: Instant, b: Instant) -> bool {
        self.all().iter().all(|calendar| calendar.same_moment(a, b))
    }

    /// When work on a day begins, or on the next day of work.
    pub fn day_start(&self, day: Date) -> Result<Instant, CalendarError> {
        let starts = self.all().iter().map(|calendar| calendar.day_start(day)).collect::<Result<Vec<_>, _>>()?;
        starts.into_iter().min().ok_or(CalendarError::NoWorkingTime)
    }

    /// When work on a day ends, or on the last day of work before it.
    pub fn day_finish(&self, day: Date) -> Result<Instant, CalendarError> {
        let ends = self.all().iter().map(|calendar| calendar.day_finish(day)).collect::<Result<Vec<_>, _>>()?;
        ends.into_iter().max().ok_or(CalendarError::NoWorkingTime)
    }
}
