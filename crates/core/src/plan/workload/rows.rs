//! The rows of a workload: what each person can work and has to do, and the tasks that make it.

use super::Reading;
use super::read::{Person, Planned};
use super::spread::{Edges, Stretch, midnight};
use crate::org::User;
use crate::time::Timestamp;
use crate::work::{Calendar, Project, Task};
use guildhall_schedule as engine;
use guildhall_schedule::Instant;
use guildhall_store::Id;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::HashMap;

/// What a person can work and has to do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberLoad {
    #[schema(value_type = String)]
    pub user_id: Id<User>,
    pub name: String,
    /// Left the organization: can work nothing, and is told only where work is still theirs.
    pub left: bool,
    /// The person's own working calendar; null where they work in the project's or the organization's.
    #[schema(value_type = Option<String>)]
    pub calendar_id: Option<Id<Calendar>>,
    /// Working minutes of each period.
    pub capacity: Vec<i64>,
    /// Whether more is planned than the person can work, period by period.
    pub overload: Vec<bool>,
    #[serde(flatten)]
    pub load: PlannedWork,
}

/// Work that is planned, period by period.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlannedWork {
    /// Minutes of each period.
    pub planned: Vec<i64>,
    /// What is left of tasks whose end lies before today, wherever they were planned.
    pub overdue: Amounts,
    /// Tasks without start and end: their work stands in no period.
    pub undated: Amounts,
    /// Those with most to do in the periods first.
    pub tasks: Vec<TaskLoad>,
    /// Tasks with work in the periods that are not told one by one.
    pub more: Amounts,
}

/// Some tasks, added up.
#[derive(Debug, Clone, Copy, Default, Serialize, utoipa::ToSchema)]
pub struct Amounts {
    pub tasks: usize,
    pub minutes: i64,
}

impl Amounts {
    fn add(&mut self, minutes: i64) {
        self.tasks += 1;
        self.minutes = self.minutes.saturating_add(minutes);
    }
}

/// What a task gives a person to do in the periods.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskLoad {
    #[schema(value_type = String)]
    pub task_id: Id<Task>,
    #[schema(value_type = String)]
    pub project_id: Id<Project>,
    pub key: String,
    pub title: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub start_date: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub end_date: Option<Timestamp>,
    /// Its end lies before today.
    pub overdue: bool,
    /// In all periods.
    pub minutes: i64,
    /// The place of the first period that it has work in.
    pub first_period: usize,
    /// Minutes from that period on.
    pub planned: Vec<i64>,
}

/// Most tasks that are told of each person, and of the only one that is asked for.
const MOST_TASKS: usize = 20;
const MOST_TASKS_OF_ONE: usize = 200;

/// A row while it is added up.
struct Tally<'r> {
    zone: &'r TimeZone,
    /// The person's own calendar.
    calendar: Option<Id<Calendar>>,
    load: PlannedWork,
}

/// Where periods begin in a time zone, and today.
struct Days {
    edges: Edges,
    today: Instant,
}

/// Adds up every row; that of nobody comes beside.
pub(super) fn rows(reading: &Reading) -> (Vec<MemberLoad>, PlannedWork) {
    let all = &reading.calendars;
    let count = reading.asked.periods.len();
    let empty = || PlannedWork { planned: vec![0; count], ..PlannedWork::default() };
    let of_person = |person: &Person| Tally {
        zone: all.nearest([person.calendar]).zone(),
        calendar: person.calendar,
        load: empty(),
    };
    let mut tallies: Vec<Tally<'_>> = reading.people.iter().map(of_person).collect();
    let place: HashMap<Id<User>, usize> = reading.people.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
    let mut nobody = Tally { zone: &all.zone, calendar: None, load: empty() };
    let mut days = Zones { reading, known: HashMap::new() };
    for task in &reading.tasks {
        if task.shares.is_empty() {
            nobody.take(task, reading, &mut days, 0);
        }
        for (share, one) in task.shares.iter().enumerate() {
            if let Some(at) = place.get(&one.user) {
                tallies[*at].take(task, reading, &mut days, share);
            }
        }
    }
    let most = if tallies.len() == 1 { MOST_TASKS_OF_ONE } else { MOST_TASKS };
    let members = reading.people.iter().zip(tallies).filter_map(|(person, tally)| {
        let load = tally.load.told(most);
        let idle = load.overdue.tasks + load.undated.tasks + load.tasks.len() == 0;
        (!person.left || !idle).then(|| member(person, load, &mut days))
    });
    (members.collect(), nobody.load.told(most))
}

fn member(person: &Person, load: PlannedWork, days: &mut Zones<'_>) -> MemberLoad {
    let calendar = days.reading.calendars.nearest([person.calendar]);
    let capacity = match person.left {
        true => vec![0; load.planned.len()],
        false => days.of(calendar.zone()).edges.capacity(calendar),
    };
    MemberLoad {
        user_id: person.id,
        name: person.name.clone(),
        left: person.left,
        calendar_id: person.calendar,
        overload: load.planned.iter().zip(&capacity).map(|(planned, capacity)| planned > capacity).collect(),
        capacity,
        load,
    }
}

/// Where periods begin in each time zone that people work in.
struct Zones<'r> {
    reading: &'r Reading,
    known: HashMap<String, Days>,
}

impl Zones<'_> {
    fn of(&mut self, zone: &TimeZone) -> &Days {
        let name = zone.iana_name().unwrap_or_default().to_owned();
        let reading = self.reading;
        self.known.entry(name).or_insert_with(|| Days {
            edges: Edges::of(&reading.asked.periods, zone),
            today: midnight(reading.today, zone),
        })
    }
}

impl Tally<'_> {
    /// Takes a share of a task, or all of it where nobody has one.
    fn take(&mut self, task: &Planned, reading: &Reading, zones: &mut Zones<'_>, share: usize) {
        let calendar = reading.calendars.nearest([task.calendar, self.calendar, task.project_calendar]);
        let work = task.left(calendar).get(share).copied().unwrap_or_default();
        let Some((start, end)) = dates(task, calendar) else {
            self.load.undated.add(work);
            return;
        };
        let days = zones.of(self.zone);
        let overdue = end < days.today;
        if overdue {
            self.load.overdue.add(work);
        }
        let from = if !overdue && start < days.today { days.today } else { start };
        let spread = days.edges.spread(work, (from, end.max(from)), calendar);
        let Some(Stretch { first, minutes }) = spread.filter(|one| one.minutes.iter().any(|minutes| *minutes > 0))
        else {
            return;
        };
        for (sum, more) in self.load.planned[first..].iter_mut().zip(&minutes) {
            *sum = sum.saturating_add(*more);
        }
        self.load.tasks.push(TaskLoad {
            task_id: task.id,
            project_id: task.project,
            key: task.key.clone(),
            title: task.title.clone(),
            start_date: task.start,
            end_date: task.end,
            overdue,
            minutes: minutes.iter().sum(),
            first_period: first,
            planned: minutes,
        });
    }
}

/// Start and end; where one is missing it follows from the duration.
fn dates(task: &Planned, calendar: &engine::Calendar) -> Option<(Instant, Instant)> {
    let minutes = task.minutes(calendar);
    match (task.start.map(|at| Instant(at.0)), task.end.map(|at| Instant(at.0))) {
        (Some(start), Some(end)) => Some((start, end.max(start))),
        (Some(start), None) => Some((start, calendar.add(start, minutes).unwrap_or(start))),
        (None, Some(end)) => Some((calendar.add(end, -minutes).unwrap_or(end), end)),
        (None, None) => None,
    }
}

impl PlannedWork {
    /// The tasks with most to do, and how much the others are.
    fn told(mut self, most: usize) -> Self {
        self.tasks.sort_by(|a, b| b.minutes.cmp(&a.minutes).then_with(|| a.task_id.cmp(&b.task_id)));
        for task in self.tasks.drain(most.min(self.tasks.len())..) {
            self.more.add(task.minutes);
        }
        self
    }
}
