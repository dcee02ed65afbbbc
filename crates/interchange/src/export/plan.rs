//! Makes the neutral plan of what was read. Tasks are numbered by their keys, which they keep for life, so
//! that the next export names them by the same numbers.

use super::read::{Facts, calendar_of};
use super::tasks::Ground;
use super::tree::{Line, outline};
use super::{baselines, convert};
use crate::model::{
    ImportPlan, LinkRules, Notice, PlannedCalendar, PlannedPerson, PlannedProject, PlannedStatus, Source, StatusKind,
    When,
};
use guildhall_core::org::{User, organization};
use guildhall_core::policy::Permission;
use guildhall_core::work::{Calendar, Project, Task, status};
use guildhall_core::{Ctx, Result};
use guildhall_schedule::Units;
use guildhall_store::Id;
use jiff::civil::{Date, DateTime, Time};
use std::collections::{HashMap, HashSet};

/// Makes the plan.
pub(super) fn plan(cx: &Ctx, facts: &Facts) -> Result<ImportPlan> {
    let project = &facts.project;
    let own = calendar_of(cx, project).filter(|id| facts.calendars.contains_key(id));
    let (calendars, numbers) = calendars(cx, facts, own);
    let lines = outline(&facts.tasks);
    let (people, names) = people(facts, &lines, &numbers);
    let (baselines, unnumbered) = baselines::numbers(facts);
    let ground = Ground {
        facts,
        zone: organization::zone("timeZone", &cx.settings.time_zone)?,
        currency: project.currency.clone().unwrap_or_else(|| cx.settings.currency.clone()),
        tasks: task_numbers(project, &facts.tasks),
        calendars: numbers,
        people: names,
        baselines,
        days: days(cx, facts, own),
        lines,
    };
    let (tasks, mut left_out) = ground.tasks();
    left_out.baselines = unnumbered;
    let rules = LinkRules { before_start: project.allow_before_project_start, ..LinkRules::default() };
    let rules = rules.lags_in(&project.lag_calendar);
    let (first, other_zones) = (calendars.first(), of_zones(&calendars));
    let start = project.start_date.map(|day| first.map_or(day.0.to_datetime(Time::midnight()), |of| begin(of, day.0)));
    // Project would start today what has no start, and move everything.
    let earliest = || ground.facts.tasks.iter().filter_map(|task| task.start_date).min();
    Ok(ImportPlan {
        source: Source::Mspdi,
        project: PlannedProject {
            external_id: guid(project.id),
            name: project.name.clone(),
            description: project.description.clone(),
            start: start.map(When::Local).or_else(|| convert::local(earliest(), &ground.zone)),
            currency: Some(ground.currency.clone()),
            calendar: first.map(|each| each.external_id.clone()),
            critical_slack: project.critical_slack.0 / 10_000,
            rules,
            statuses: project.statuses.0.iter().map(planned_status).collect(),
            schedules: true,
        },
        calendars,
        people,
        labels: Vec::new(),
        tasks,
        warnings: left_out.notices().into_iter().chain(of_rules(rules)).chain(other_zones).collect(),
    })
}

/// Calendars whose hours are those of another time zone, of which Project knows nothing.
fn of_zones(calendars: &[PlannedCalendar]) -> Option<Notice> {
    let zoned = |each: &PlannedCalendar| Some(format!("{} ({})", each.name, each.time_zone.as_deref()?));
    let all: Vec<String> = calendars.iter().filter_map(zoned).collect();
    let detail =
        format!("hours of another time zone, which other programs take for the file's own: {}", all.join("; "));
    (!all.is_empty()).then(|| Notice { row: String::new(), code: "other_zone", detail })
}

/// What other programs do otherwise, because Project knows no such rules.
fn of_rules(rules: LinkRules) -> Option<Notice> {
    let lags = rules.lag_calendar.map(|hours| format!("lags of links run in the hours of: {hours}"));
    let early = rules.before_start.then(|| "links to a finish may pull tasks before the project's start".to_owned());
    let all: Vec<String> = [lags, early].into_iter().flatten().collect();
    let detail = format!("rules that other programs do not know, and may move tasks by their own: {}", all.join("; "));
    (!all.is_empty()).then(|| Notice { row: String::new(), code: "own_rules", detail })
}

/// What a file has no place for.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    /// Links to tasks that are not in the file.
    pub links: usize,
    /// Tasks whose costs are in another currency.
    pub costs: usize,
    /// Tasks with parts that have hours or actual costs of their own, where a file sums up the parts.
    pub sums: usize,
    /// Baselines beyond the eleventh.
    pub baselines: usize,
}

impl LeftOut {
    fn notices(&self) -> Vec<Notice> {
        [
            ("external_link", self.links, "links left out, to tasks that are not in this file"),
            ("other_currency", self.costs, "tasks whose costs are left out, in another currency"),
            ("own_sums", self.sums, "tasks whose own hours or actual costs are left out, because they have parts"),
            ("baseline_skipped", self.baselines, "baselines left out, beyond the eleven that a file holds"),
        ]
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(code, count, what)| Notice { row: String::new(), code, detail: format!("{what}: {count}") })
        .collect()
    }
}

/// The project's id as a GUID: the same project is known by it in every file.
fn guid(id: Id<Project>) -> String {
    let hex = id.to_string();
    let (time, rest) = hex.split_at(12);
    // Version 8 and its variant: bits of our own (RFC 9562).
    format!("{}-{}-8000-8000-{rest}", &time[..8], &time[8..]).to_ascii_uppercase()
}

fn planned_status(own: &status::Status) -> PlannedStatus {
    let kind = match own.kind {
        status::StatusKind::Open => StatusKind::Open,
        status::StatusKind::Active => StatusKind::Active,
        status::StatusKind::Done => StatusKind::Done,
        status::StatusKind::Cancelled => StatusKind::Cancelled,
    };
    PlannedStatus { key: own.key.clone(), name: own.name.clone(), kind, external_id: None }
}

/// The numbers in the keys; tasks that came from other projects follow behind, in the order of their ids.
fn task_numbers(project: &Project, tasks: &[Task]) -> HashMap<Id<Task>, String> {
    let own = |task: &Task| {
        let number: i64 = task.key.strip_prefix(project.key.as_str())?.strip_prefix('-')?.parse().ok()?;
        (1..=i64::from(i32::MAX)).contains(&number).then_some(number)
    };
    let mut numbers: HashMap<Id<Task>, i64> = HashMap::with_capacity(tasks.len());
    let mut taken: HashSet<i64> = HashSet::with_capacity(tasks.len());
    let mut others: Vec<Id<Task>> = Vec::new();
    for task in tasks {
        match own(task).filter(|number| taken.insert(*number)) {
            Some(number) => drop(numbers.insert(task.id, number)),
            None => others.push(task.id),
        }
    }
    others.sort_unstable();
    let next = taken.iter().max().map_or(1, |last| last + 1);
    numbers.extend(others.into_iter().zip(next..));
    numbers.into_iter().map(|(id, number)| (id, number.to_string())).collect()
}

/// The calendars in use, the project's first; without any it is the standard one. Their names only for who
/// may look at calendars.
fn calendars(
    cx: &Ctx,
    facts: &Facts,
    own: Option<Id<Calendar>>,
) -> (Vec<PlannedCalendar>, HashMap<Id<Calendar>, String>) {
    let mut all: Vec<&Calendar> = facts.calendars.values().collect();
    all.sort_unstable_by_key(|calendar| (Some(calendar.id) != own, calendar.id));
    let mut planned = Vec::with_capacity(all.len() + 1);
    if own.is_none() {
        planned.push(convert::standard("1".to_owned()));
    }
    let mut numbers = HashMap::with_capacity(all.len());
    for calendar in all {
        let number = (planned.len() + 1).to_string();
        numbers.insert(calendar.id, number.clone());
        let mut one = convert::calendar(calendar, number);
        if !cx.reaches(Permission::CalendarRead) {
            one.name = format!("Calendar {}", one.external_id);
            one.exceptions.iter_mut().for_each(|each| each.name.clear());
        }
        planned.push(one);
    }
    (planned, numbers)
}

/// Who works on the tasks, in the order in which they first do, and their numbers.
fn people(
    facts: &Facts,
    lines: &[Line],
    calendars: &HashMap<Id<Calendar>, String>,
) -> (Vec<PlannedPerson>, HashMap<Id<User>, String>) {
    let mut by_task: HashMap<Id<Task>, Vec<Id<User>>> = HashMap::new();
    for (task, person, ..) in &facts.shares {
        by_task.entry(*task).or_default().push(*person);
    }
    let mut known: HashMap<Id<User>, _> = facts.people.iter().map(|row| (row.0, row)).collect();
    let (mut people, mut numbers) = (Vec::new(), HashMap::new());
    let order = lines.iter().filter_map(|(at, _)| by_task.get(&facts.tasks[*at].id)).flatten();
    for (id, name, email, calendar) in order.filter_map(|person| known.remove(person)) {
        let external_id = (people.len() + 1).to_string();
        numbers.insert(*id, external_id.clone());
        let calendar = calendar.and_then(|id| calendars.get(&id)).filter(|number| *number != "1").cloned();
        people.push(PlannedPerson { external_id, name: name.clone(), email: email.clone(), calendar });
    }
    (people, numbers)
}

/// Minutes of a working day by calendar; under none, of the project's.
fn days(cx: &Ctx, facts: &Facts, own: Option<Id<Calendar>>) -> HashMap<Option<Id<Calendar>>, i64> {
    let of = |calendar: &Calendar| {
        let engine = calendar.engine(&cx.settings.time_zone);
        engine.map_or(Units::default(), |engine| engine.units()).minutes_per_day
    };
    let mut days: HashMap<_, _> = facts.calendars.values().map(|each| (Some(each.id), of(each))).collect();
    let around = own.and_then(|_| days.get(&own).copied()).unwrap_or(Units::default().minutes_per_day);
    days.insert(None, around);
    days
}

/// When work begins on a day; on one without work when it would.
fn begin(calendar: &PlannedCalendar, day: Date) -> DateTime {
    let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    let special = calendar.exceptions.iter().rev().find(|each| each.meets(day));
    let hours = special.map_or(&calendar.week[weekday], |each| &each.hours).first();
    let usual = || calendar.week.iter().find_map(|hours| hours.first());
    day.to_datetime(hours.or_else(usual).map_or(Time::midnight(), |hours| hours.from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_has_one_guid() {
        let id: Id<Project> = "0123456789abcdef01234567".parse().unwrap();
        assert_eq!(guid(id), "01234567-89AB-8000-8000-CDEF01234567");
    }
}
