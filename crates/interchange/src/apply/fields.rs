//! A planned task as the product keeps it, field by field and exactly as in the file: dates, constraints and
//! durations are taken over, never computed. Each field belongs to one part of the fingerprint, so that a
//! later file changes what it changed and leaves the rest to the people who work here.

use super::around::Around;
use super::convert::{self, Remarks, fit};
use super::print::{Changed, Print};
use super::project::{LONGEST_TEXT, Target};
use super::survey::Survey;
use crate::model::{ConstraintKind, ImportPlan, PlannedTask, Priority};
use guildhall_core::amount::Amount;
use guildhall_core::org::User;
use guildhall_core::work::task::sides::Assignment;
use guildhall_core::work::{Label, Task, status};
use guildhall_store::Id;
use std::collections::HashSet;

const LONGEST_TITLE: usize = 500;
/// Most of a person's time, in 1/10,000.
const MOST_UNITS: i64 = 10_000_000;

/// Parts of a task's fingerprint, in order.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Part {
    Parent,
    After,
    Title,
    Description,
    Status,
    Priority,
    Start,
    Finish,
    Due,
    Duration,
    Remaining,
    Manual,
    Constraint,
    Percent,
    ActualStart,
    ActualFinish,
    Milestone,
    Work,
    ActualWork,
    Cost,
    ActualCost,
    Calendar,
    Assignments,
    Labels,
    Links,
    Baseline,
}

impl Part {
    /// Its place in the fingerprint.
    pub(super) const fn at(self) -> usize {
        self as usize
    }
}

/// The fingerprint of a task; `after` is the sibling before it in the file.
pub(super) fn print_of(task: &PlannedTask, parent: Option<&str>, after: Option<&str>) -> String {
    let baseline = task.baselines.iter().find(|each| each.number == 0).map(|each| (each.start, each.finish));
    let print = Print::new().part(&parent).part(&after).part(&task.title).part(&task.description).part(&task.status);
    let print = print.part(&task.priority).part(&task.start).part(&task.finish).part(&task.due).part(&task.duration);
    let print = print.part(&task.remaining_duration).part(&task.manual).part(&task.constraint);
    let print = print.part(&task.percent_complete).part(&task.actual_start).part(&task.actual_finish);
    let print = print.part(&task.milestone).part(&task.work).part(&task.actual_work).part(&task.cost);
    let print = print.part(&task.actual_cost).part(&task.calendar).part(&task.assignments).part(&task.labels);
    print.part(&task.links).part(&baseline).finish()
}

/// A rule that takes one part over.
type Take = fn(&mut Task, &Task);

const TAKE: [(Part, Take); 21] = [
    (Part::Title, |task, file| task.title.clone_from(&file.title)),
    (Part::Description, |task, file| task.description.clone_from(&file.description)),
    (Part::Status, |task, file| {
        task.status.clone_from(&file.status);
        task.status_kind.clone_from(&file.status_kind);
    }),
    (Part::Priority, |task, file| task.priority.clone_from(&file.priority)),
    (Part::Start, |task, file| task.start_date = file.start_date),
    (Part::Finish, |task, file| task.end_date = file.end_date),
    (Part::Due, |task, file| task.due_date = file.due_date),
    (Part::Duration, |task, file| {
        (task.duration, task.duration_minutes) = (file.duration, file.duration_minutes);
    }),
    (Part::Remaining, |task, file| {
        (task.remaining_duration, task.remaining_minutes) = (file.remaining_duration, file.remaining_minutes);
    }),
    (Part::Manual, |task, file| task.schedule_mode.clone_from(&file.schedule_mode)),
    (Part::Constraint, |task, file| {
        task.constraint_type.clone_from(&file.constraint_type);
        task.constraint_date = file.constraint_date;
    }),
    (Part::Percent, |task, file| task.percent_complete = file.percent_complete),
    (Part::ActualStart, |task, file| task.actual_start = file.actual_start),
    (Part::ActualFinish, |task, file| task.actual_finish = file.actual_finish),
    (Part::Milestone, |task, file| task.milestone = file.milestone),
    (Part::Work, |task, file| task.estimate_hours = file.estimate_hours),
    (Part::ActualWork, |task, file| task.actual_hours = file.actual_hours),
    (Part::Cost, |task, file| task.estimate_cost = file.estimate_cost),
    (Part::ActualCost, |task, file| task.actual_cost = file.actual_cost),
    (Part::Calendar, |task, file| task.calendar_id = file.calendar_id),
    (Part::Baseline, |task, file| {
        (task.baseline_start, task.baseline_end) = (file.baseline_start, file.baseline_end);
    }),
];

/// Takes over what the file changed. Labels and links that the file knows nothing of stay.
pub(super) fn take(task: &mut Task, file: &Task, parts: &Changed, ours: &Ours) {
    for (part, take) in TAKE {
        if parts.has(part.at()) {
            take(task, file);
        }
    }
    if parts.has(Part::Assignments.at()) {
        task.assignments.clone_from(&file.assignments);
    }
    if parts.has(Part::Labels.at()) {
        task.labels.retain(|label| !ours.labels.contains(label));
        task.labels.extend(&file.labels);
        task.labels.sort_unstable();
        task.labels.dedup();
    }
    if parts.has(Part::Links.at()) {
        task.dependencies.retain(|link| !ours.tasks.contains(&link.task_id));
        task.dependencies.extend(file.dependencies.iter().cloned());
    }
    if task.currency.is_none() && (task.estimate_cost.is_some() || task.actual_cost.is_some()) {
        task.currency.clone_from(&file.currency);
    }
}

/// What the file speaks of.
#[derive(Debug, Default)]
pub(super) struct Ours {
    pub labels: HashSet<Id<Label>>,
    pub tasks: HashSet<Id<Task>>,
}

/// What fields are made from.
pub(super) struct Source<'a> {
    pub plan: &'a ImportPlan,
    pub survey: &'a Survey,
    pub around: &'a Around,
    pub target: &'a Target,
}

impl Source<'_> {
    /// The calendar that a task runs in.
    pub(super) fn calendar(&self, planned: &PlannedTask) -> &guildhall_schedule::Calendar {
        let own = planned.calendar.as_ref().and_then(|id| self.around.calendars.get(id)).copied();
        let nearest = own.or(self.target.calendar).and_then(|id| self.around.engines.get(&id));
        nearest.unwrap_or(&self.survey.calendar)
    }

    /// The task without its place and its links.
    pub(super) fn task(&self, planned: &PlannedTask, remarks: &mut Remarks) -> Task {
        let calendar = self.calendar(planned);
        let mut at = |when, what| convert::instant(when, &self.survey.zone, what, remarks);
        let (start, finish) = (at(planned.start, "start"), at(planned.finish, "finish"));
        let baseline = planned.baselines.iter().find(|each| each.number == 0);
        let mut task = Task {
            project_id: self.target.id,
            priority: priority(planned.priority).into(),
            start_date: start,
            end_date: finish,
            due_date: at(planned.due, "deadline"),
            baseline_start: at(baseline.and_then(|each| each.start), "start in the baseline"),
            baseline_end: at(baseline.and_then(|each| each.finish), "finish in the baseline"),
            actual_start: at(planned.actual_start, "actual start"),
            actual_finish: at(planned.actual_finish, "actual finish"),
            constraint_type: planned.constraint.map(|each| constraint(each.kind).to_owned()),
            constraint_date: at(planned.constraint.and_then(|each| each.date), "date of the constraint"),
            schedule_mode: if planned.manual { "manual" } else { "auto" }.into(),
            milestone: planned.milestone,
            calendar_id: planned.calendar.as_ref().and_then(|id| self.around.calendars.get(id)).copied(),
            estimate_hours: planned.work.map(convert::hours),
            actual_hours: planned.actual_work.map(convert::hours),
            estimate_cost: convert::money(planned.cost, remarks),
            actual_cost: convert::money(planned.actual_cost, remarks),
            ..Task::default()
        };
        task.duration_minutes = convert::minutes(planned.duration, (start, finish), calendar, remarks);
        task.duration = task.duration_minutes.map(|minutes| convert::days(minutes, calendar));
        let left = (task.actual_start.or(start), finish);
        task.remaining_minutes = convert::minutes(planned.remaining_duration, left, calendar, &mut Remarks::new());
        task.remaining_duration = task.remaining_minutes.map(|minutes| convert::days(minutes, calendar));
        if task.constraint_date.is_none() && task.constraint_type.as_deref() != Some("ALAP") {
            task.constraint_type = None;
        }
        if task.estimate_cost.is_some() || task.actual_cost.is_some() {
            task.currency = Some(self.target.currency.clone());
        }
        self.words(planned, &mut task, remarks);
        self.sides(planned, &mut task, remarks);
        task
    }

    fn words(&self, planned: &PlannedTask, task: &mut Task, remarks: &mut Remarks) {
        task.title = fit(&planned.title, LONGEST_TITLE, "title", remarks);
        let description = if planned.title.chars().count() > LONGEST_TITLE {
            format!("{}\n\n{}", planned.title, planned.description)
        } else {
            planned.description.clone()
        };
        task.description = fit(&description, LONGEST_TEXT, "description", remarks);
        if let Some(status) = self.target.statuses.get(&planned.status) {
            task.status.clone_from(&status.key);
            task.status_kind = status.kind.as_str().into();
        }
        let silent = if task.status_kind == status::StatusKind::Done.as_str() { 100 } else { 0 };
        task.percent_complete = Amount::whole(i32::from(planned.percent_complete.unwrap_or(silent).min(100)));
    }

    fn sides(&self, planned: &PlannedTask, task: &mut Task, remarks: &mut Remarks) {
        let mut seen: HashSet<Id<User>> = HashSet::new();
        for each in &planned.assignments {
            let Some((user_id, left)) = self.around.people.get(&each.person).copied() else { continue };
            if left {
                remarks.push("somebody assigned in the file has left the organization".into());
            } else if seen.insert(user_id) {
                let units = Amount(if each.units < 1 { 10_000 } else { each.units.min(MOST_UNITS) });
                if units.0 != each.units {
                    remarks.push(format!("a share of {} became {units}", Amount(each.units)));
                }
                task.assignments.push(Assignment { user_id, units, work: each.work.map(convert::hours) });
            }
        }
        let labels = planned.labels.iter().filter_map(|id| self.around.labels.get(id)).copied();
        task.labels = labels.collect();
        if task.labels.len() < planned.labels.len() {
            remarks.push("a label of it is in the trash".into());
        }
        task.labels.sort_unstable();
        task.labels.dedup();
    }
}

fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

fn constraint(kind: ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::Alap => "ALAP",
        ConstraintKind::Snet => "SNET",
        ConstraintKind::Snlt => "SNLT",
        ConstraintKind::Fnet => "FNET",
        ConstraintKind::Fnlt => "FNLT",
        ConstraintKind::Mso => "MSO",
        ConstraintKind::Mfo => "MFO",
    }
}
