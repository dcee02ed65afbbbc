//! Who has how much to do: for each person and stretch of days what they can work and what is planned of the open
//! tasks that the caller sees. Read in a fixed number of statements (`read`), then spread over working time
//! (`spread`, `rows`), which takes no database. What the caller does not see counts nowhere.
//!
//! - What is planned of a task is what is left of its work; what is done counts nowhere, in the past neither.
//! - It is spread evenly over the working time between start and end. Of a task under way, over what is left of
//!   that time from today on; one whose end has passed stays where it was planned, and is told as overdue.
//! - The work of a task with parts is that of its parts.

mod ask;
mod left;
mod read;
mod rows;
mod spread;

pub use ask::{Question, WorkloadInterval, WorkloadPeriod};
pub use rows::{Amounts, MemberLoad, PlannedWork, TaskLoad};

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::org::organization;
use crate::policy::Permission;
use crate::time::Day;
use crate::work::Calendar;
use ask::Asked;
use guildhall_schedule as engine;
use guildhall_store::Id;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::HashMap;

/// Work by person and period.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Workload {
    #[schema(value_type = String, format = Date)]
    pub from: Day,
    #[schema(value_type = String, format = Date)]
    pub to: Day,
    pub interval: WorkloadInterval,
    /// The day from which the rest of a task under way is planned.
    #[schema(value_type = String, format = Date)]
    pub today: Day,
    /// False where the caller's role does not see every project and task: people may then have more to do.
    pub complete: bool,
    /// In order and without gap; the first and the last are cut to what was asked for.
    pub periods: Vec<WorkloadPeriod>,
    /// By name.
    pub members: Vec<MemberLoad>,
    /// What nobody is assigned to; null where people were asked for.
    pub unassigned: Option<PlannedWork>,
}

/// Most people times periods.
const MOST_CELLS: usize = 200_000;

/// What it is made of, read on one snapshot.
#[derive(Debug)]
pub struct Reading {
    asked: Asked,
    today: Day,
    complete: bool,
    people: Vec<read::Person>,
    tasks: Vec<read::Planned>,
    calendars: Calendars,
    unassigned: bool,
}

/// Working calendars by their ids, and the one that holds where nothing else does.
#[derive(Debug)]
struct Calendars {
    by_id: HashMap<Id<Calendar>, engine::Calendar>,
    /// The project's, where one project is asked for, else the organization's.
    common: engine::Calendar,
    /// In which the days of what nobody is assigned to begin.
    zone: TimeZone,
}

impl Calendars {
    /// The nearest of these, else the common one.
    fn nearest(&self, ids: impl IntoIterator<Item = Option<Id<Calendar>>>) -> &engine::Calendar {
        ids.into_iter().flatten().find_map(|id| self.by_id.get(&id)).unwrap_or(&self.common)
    }
}

/// Reads it, for who may see people, their working hours and tasks, be it only tasks of their own.
pub async fn read(cx: &Ctx, question: Question) -> Result<Reading> {
    cx.require_reach(Permission::TaskRead)?;
    cx.require_reach(Permission::MemberRead)?;
    cx.require_reach(Permission::CalendarRead)?;
    let today = organization::today(cx);
    let asked = Asked::of(&question, today)?;
    let people = read::people(cx, question.people.as_deref()).await?;
    if people.len() * asked.periods.len() > MOST_CELLS {
        let detail =
            format!("people times periods make more than {MOST_CELLS}; ask for fewer people or longer periods");
        return Err(Error::conflict("too_large", detail));
    }
    let tasks = read::tasks(cx, &question, &asked).await?;
    Ok(Reading {
        complete: cx.permits(Permission::TaskRead) && cx.permits(Permission::ProjectReadAll),
        calendars: calendars(cx, &question, &people, &tasks).await?,
        unassigned: question.people.is_none(),
        asked,
        today,
        people,
        tasks,
    })
}

impl Reading {
    /// Spreads it.
    pub fn workload(&self) -> Workload {
        let (members, unassigned) = rows::rows(self);
        Workload {
            from: self.asked.from,
            to: self.asked.to,
            interval: self.asked.interval,
            today: self.today,
            complete: self.complete,
            periods: self.asked.periods.clone(),
            members,
            unassigned: self.unassigned.then_some(unassigned),
        }
    }
}

async fn calendars(
    cx: &Ctx,
    question: &Question,
    people: &[read::Person],
    tasks: &[read::Planned],
) -> Result<Calendars> {
    let zone = &cx.settings.time_zone;
    let own = cx.settings.calendar_id.map(Id::cast);
    let project = match question.projects.as_deref() {
        Some([one]) => read::calendar_of(cx, *one).await?,
        _ => None,
    };
    let of_tasks = tasks.iter().flat_map(|task| [task.calendar, task.project_calendar]);
    let of_people = people.iter().map(|person| person.calendar);
    let wanted = of_tasks.chain(of_people).chain([own, project]).flatten().collect();
    let mut by_id = HashMap::new();
    for (id, calendar) in super::read::calendars(cx, wanted).await? {
        by_id.insert(id, calendar.engine(zone)?);
    }
    let zone = organization::zone("timeZone", zone)?;
    let common = project.or(own).and_then(|id| by_id.get(&id)).cloned();
    let common = common.unwrap_or_else(|| engine::Calendar::standard(zone.clone()));
    Ok(Calendars { by_id, common, zone })
}
