//! Puts what was read together: rows, people, calendars and links become the neutral plan.
//!
//! A summary's own figures are those that are not sums of the tasks below it, so that nothing is
//! counted twice when the product rolls them up again.

use std::collections::{HashMap, HashSet};

use super::{
    Line, Raw,
    calendar::RawCalendar,
    links::{self, Units},
    outline::{Outline, Row},
    resolve, resource,
};
use crate::{
    error::InterchangeError,
    markdown,
    model::{
        Constraint, ConstraintKind, ImportPlan, PlannedCalendar, PlannedProject, PlannedStatus, PlannedTask, Priority,
        Source, StatusKind, When,
    },
    notices::Notices,
};

/// Assembles the plan from everything that was read.
pub(super) fn assemble(raw: Raw, mut notices: Notices) -> Result<ImportPlan, InterchangeError> {
    let Raw { header, calendars, resources, assignments, tasks } = raw;
    let outline = Outline::build(tasks, &mut notices)?;
    let known = by_uid(&calendars)?;
    let own_calendar = |resource: &resource::RawResource| {
        let calendar = known.get(&resource.calendar?)?;
        let nearest = if calendar.deviates() { calendar.uid } else { calendar.base };
        nearest.filter(|uid| known.contains_key(uid) && Some(*uid) != header.calendar)
    };
    let people = resource::people(&resources, &assignments, own_calendar, &mut notices)?;
    let mut by_task =
        resource::assignments(&resources, &assignments, |uid| outline.by_uid.contains_key(&uid), &mut notices);
    let mut used: HashSet<String> = people.iter().filter_map(|each| each.calendar.clone()).collect();
    used.extend(header.calendar.map(|uid| uid.to_string()));
    let mut planned = Vec::with_capacity(outline.rows.len());
    for (index, row) in outline.rows.iter().enumerate() {
        let mut task = task_of(index, row, &known, &mut notices);
        task.assignments = by_task.remove(&row.uid).unwrap_or_default();
        tell_work(&mut task, row.task.fixed_duration);
        used.extend(task.calendar.clone());
        planned.push(task);
    }
    note_custom_fields(&outline, &mut notices);
    let names = calendar_names(&resources);
    let mut planned_calendars = resolve::resolve(
        &calendars,
        &known,
        |uid, each| each.is_base || each.base.is_none() || used.contains(&uid.to_string()),
        &names,
        &mut notices,
    )?;
    for calendar in &mut planned_calendars {
        calendar.time_zone = header.zones.get(&calendar.external_id).cloned();
    }
    let project = project_of(&header, &outline, &known, &mut notices);
    let here = units_of(&planned, project.calendar.as_deref(), &planned_calendars);
    let links = links::resolve(&outline, header.units(), &here, &mut notices)?;
    for (task, links) in planned.iter_mut().zip(links) {
        task.links = links;
    }
    Ok(ImportPlan {
        source: Source::Mspdi,
        project,
        calendars: planned_calendars,
        people,
        labels: Vec::new(),
        tasks: planned,
        warnings: notices.finish(),
    })
}

/// What units of time stand for in the calendar that each task runs in.
pub(super) fn units_of(tasks: &[PlannedTask], project: Option<&str>, calendars: &[PlannedCalendar]) -> Vec<Units> {
    let all: HashMap<&str, Units> =
        calendars.iter().map(|each| (each.external_id.as_str(), Units::of(&each.week))).collect();
    let of = |id: Option<&str>| all.get(id?).copied();
    let around = of(project).unwrap_or(Units::STANDARD);
    tasks.iter().map(|task| of(task.calendar.as_deref()).unwrap_or(around)).collect()
}

/// The calendars of the file by UID.
type Calendars<'a> = HashMap<i64, &'a RawCalendar>;

fn by_uid(calendars: &[RawCalendar]) -> Result<Calendars<'_>, InterchangeError> {
    let mut all = Calendars::new();
    for calendar in calendars {
        if let Some(uid) = calendar.uid
            && let Some(first) = all.insert(uid, calendar)
        {
            let path = "Calendars/Calendar";
            return Err(resource::duplicate(calendar.line, path, uid, first.line));
        }
    }
    Ok(all)
}

fn calendar_names(resources: &[resource::RawResource]) -> HashMap<i64, String> {
    let named = |each: &resource::RawResource| Some((each.calendar?, each.name.clone()?));
    resources.iter().filter_map(named).collect()
}

fn project_of(
    header: &super::header::Header,
    outline: &Outline,
    known: &Calendars<'_>,
    notices: &mut Notices,
) -> PlannedProject {
    let row = outline.project.as_ref();
    let name = header.name().or_else(|| row.and_then(|row| row.name.clone()));
    let notes = row.map(|row| row.notes.trim_end()).unwrap_or_default();
    let name = name.unwrap_or_else(|| "Imported project".to_owned());
    PlannedProject {
        external_id: header.external_id(&name),
        description: match notes {
            "" => header.subject.clone().unwrap_or_default(),
            notes => notes.to_owned(),
        },
        name,
        start: header.start.map(When::Local),
        currency: header.currency(notices),
        calendar: header.calendar.filter(|uid| known.contains_key(uid)).map(|uid| uid.to_string()),
        critical_slack: header.critical_slack.unwrap_or(0),
        rules: header.rules,
        statuses: statuses(),
        schedules: true,
    }
}

/// The product's default statuses: MSPDI has none, and progress chooses among them.
fn statuses() -> Vec<PlannedStatus> {
    [
        ("backlog", "Backlog", StatusKind::Open),
        ("todo", "To do", StatusKind::Open),
        ("in_progress", "In progress", StatusKind::Active),
        ("in_review", "In review", StatusKind::Active),
        ("done", "Done", StatusKind::Done),
        ("cancelled", "Cancelled", StatusKind::Cancelled),
    ]
    .map(|(key, name, kind)| PlannedStatus { key: key.to_owned(), name: name.to_owned(), kind, external_id: None })
    .to_vec()
}

fn task_of(index: usize, row: &Row, known: &Calendars<'_>, notices: &mut Notices) -> PlannedTask {
    let task = &row.task;
    let line = Line(task.line);
    let summary = row.last > index;
    if task.subproject {
        let detail = "an inserted project is imported as a task, without what is in it";
        notices.add(line, "subproject", detail);
    }
    if task.levelling_delay.is_some_and(|delay| delay != 0) {
        let detail = "the levelling delay is not kept; the dates it led to are";
        notices.add(line, "levelling_delay", detail);
    }
    let started = task.actual_start.is_some() || task.percent.is_some_and(|percent| percent > 0);
    let start = task.start.or(task.manual_start);
    let finish = task.finish.or(task.manual_finish);
    let leaf = |figure: Option<i64>| figure.filter(|value| !summary && *value != 0);
    let cost = if summary { task.fixed_cost } else { task.cost };
    PlannedTask {
        external_id: row.uid.to_string(),
        row: line.to_string(),
        parent: row.parent,
        title: title_of(row, notices),
        description: description_of(row),
        status: status_of(row, started).to_owned(),
        priority: priority_of(task.priority),
        start: start.map(When::Local),
        finish: finish.or(start.filter(|_| task.milestone)).map(When::Local),
        due: task.deadline.map(When::Local),
        duration: task.duration,
        remaining_duration: task.remaining.filter(|_| started),
        manual: task.manual,
        constraint: constraint_of(row, notices),
        percent_complete: task.percent,
        actual_start: task.actual_start.map(When::Local),
        actual_finish: task.actual_finish.map(When::Local),
        milestone: task.milestone,
        summary,
        work: leaf(task.work),
        actual_work: leaf(task.actual_work),
        cost: cost.filter(|cost| *cost != 0),
        actual_cost: leaf(task.actual_cost),
        calendar: calendar_of(row, known, notices),
        assignments: Vec::new(),
        labels: Vec::new(),
        links: Vec::new(),
        baselines: task.baselines.clone(),
        checklists: Vec::new(),
        comments: Vec::new(),
        archived: false,
    }
}

/// Work is told where duration and share do not tell it: people whose calendars differ work side by side.
fn tell_work(task: &mut PlannedTask, fixed: bool) {
    let duration = task.duration.filter(|span| !fixed && !task.summary && !span.elapsed).map(|span| span.minutes);
    for each in &mut task.assignments {
        let told = |work: i64| duration.is_none_or(|minutes| work * 10_000 == minutes * each.units);
        each.work = each.work.filter(|work| *work > 0 && each.units > 0 && !told(*work));
    }
}

fn title_of(row: &Row, notices: &mut Notices) -> String {
    row.task.name.clone().unwrap_or_else(|| {
        notices.add(Line(row.task.line), "unnamed_task", "a task without a name got one");
        format!("Task {}", row.task.id.unwrap_or(row.uid))
    })
}

fn description_of(row: &Row) -> String {
    let notes = row.task.notes.trim_end();
    match &row.task.hyperlink {
        Some(address) => {
            let title = row.task.hyperlink_title.as_deref().unwrap_or(address);
            markdown::with_links(notes, &[(title, address)])
        }
        None => notes.to_owned(),
    }
}

fn status_of(row: &Row, started: bool) -> &'static str {
    let task = &row.task;
    if task.inactive {
        "cancelled"
    } else if task.percent == Some(100) || task.actual_finish.is_some() {
        "done"
    } else if started {
        "in_progress"
    } else {
        "todo"
    }
}

/// 500 is Project's default; its nine old names lie around it in steps of 100.
fn priority_of(priority: Option<i64>) -> Priority {
    match priority {
        Some(..=399) => Priority::Low,
        Some(600..=799) => Priority::High,
        Some(800..) => Priority::Urgent,
        Some(400..=599) | None => Priority::Normal,
    }
}

fn constraint_of(row: &Row, notices: &mut Notices) -> Option<Constraint> {
    let task = &row.task;
    let kind = match task.constraint? {
        0 => return None,
        1 => return Some(Constraint { kind: ConstraintKind::Alap, date: None }),
        2 => ConstraintKind::Mso,
        3 => ConstraintKind::Mfo,
        4 => ConstraintKind::Snet,
        5 => ConstraintKind::Snlt,
        6 => ConstraintKind::Fnet,
        7 => ConstraintKind::Fnlt,
        other => {
            let detail = format!("the ConstraintType {other} is unknown and was left out");
            notices.add(Line(task.line), "unknown_constraint", detail);
            return None;
        }
    };
    let Some(date) = task.constraint_date else {
        let detail = "a constraint without its date was left out";
        notices.add(Line(task.line), "constraint_without_date", detail);
        return None;
    };
    Some(Constraint { kind, date: Some(When::Local(date)) })
}

fn calendar_of(row: &Row, known: &Calendars<'_>, notices: &mut Notices) -> Option<String> {
    let uid = row.task.calendar?;
    if known.contains_key(&uid) {
        return Some(uid.to_string());
    }
    let detail = format!("the task calendar with UID {uid} is not in the file");
    notices.add(Line(row.task.line), "unknown_calendar", detail);
    None
}

fn note_custom_fields(outline: &Outline, notices: &mut Notices) {
    let with = outline.rows.iter().filter(|row| row.task.custom_fields > 0);
    let tasks = with.clone().count();
    if tasks > 0 {
        let fields: usize = with.map(|row| row.task.custom_fields).sum();
        let detail = format!("{fields} custom field values on {tasks} tasks were left out");
        notices.add("", "custom_fields_skipped", detail);
    }
}
