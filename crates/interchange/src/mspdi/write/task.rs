//! `Task` elements, in outline order.

use super::out::Out;
use super::{Sheet, lag};
use crate::model::{
    Constraint, ConstraintKind, LinkKind, PlannedBaseline, PlannedLink, PlannedTask, Priority, Span, StatusKind,
};
use std::io;

/// `DurationFormat`: days, and what is added for elapsed time and for an estimate.
pub(super) const DAYS: i64 = 7;
const ELAPSED: i64 = 1;
const ESTIMATED: i64 = 32;
/// A change of the duration changes the work, and not people's shares: as it is here.
const FIXED_UNITS: i64 = 0;
/// What Project calls no calendar.
const NO_CALENDAR: i64 = -1;

impl Sheet<'_> {
    /// Writes the project's own row, then all tasks.
    pub(super) fn tasks(&self, out: &mut Out) -> io::Result<()> {
        self.project_row(out)?;
        for (at, task) in self.plan.tasks.iter().enumerate() {
            out.within("Task", |out| {
                self.identity(at, task, out)?;
                self.dates(at, task, out)?;
                self.progress(at, task, out)?;
                self.bounds(task, out)?;
                task.links.iter().try_for_each(|link| self.link(at, link, out))?;
                task.baselines.iter().try_for_each(|each| baseline(each, out))
            })?;
        }
        Ok(())
    }

    fn kind(&self, task: &PlannedTask) -> StatusKind {
        self.statuses.get(task.status.as_str()).copied().unwrap_or(StatusKind::Open)
    }

    fn identity(&self, at: usize, task: &PlannedTask, out: &mut Out) -> io::Result<()> {
        out.number("UID", self.tasks.get(&task.external_id).unwrap_or_default())?;
        out.number("ID", i64::try_from(at + 1).unwrap_or(i64::MAX))?;
        out.text("Name", &task.title)?;
        out.flag("Active", self.kind(task) != StatusKind::Cancelled)?;
        out.flag("Manual", task.manual)?;
        out.number("Type", FIXED_UNITS)?;
        out.flag("IsNull", false)?;
        out.text("WBS", &self.sums.numbers[at])?;
        out.text("OutlineNumber", &self.sums.numbers[at])?;
        out.number("OutlineLevel", self.sums.levels[at])?;
        let priority = match task.priority {
            Priority::Low => 300,
            Priority::Normal => 500,
            Priority::High => 700,
            Priority::Urgent => 900,
        };
        out.number("Priority", priority)
    }

    fn dates(&self, at: usize, task: &PlannedTask, out: &mut Out) -> io::Result<()> {
        out.moment("Start", task.start)?;
        out.moment("Finish", task.finish)?;
        let minutes = |span: Option<Span>| span.map(|span| span.minutes);
        out.length("Duration", minutes(task.duration))?;
        if task.manual {
            out.moment("ManualStart", task.start)?;
            out.moment("ManualFinish", task.finish)?;
            out.length("ManualDuration", minutes(task.duration))?;
        }
        let span = task.duration.or(task.remaining_duration);
        if let Some(span) = span {
            out.number("DurationFormat", format_of(span))?;
        }
        out.length("Work", some(if task.summary { Some(self.sums.work[at]) } else { task.work }))?;
        out.flag("EffortDriven", false)?;
        out.flag("Estimated", span.is_some_and(|span| span.estimated))?;
        out.flag("Milestone", task.milestone)?;
        out.flag("Summary", task.summary)
    }

    fn progress(&self, at: usize, task: &PlannedTask, out: &mut Out) -> io::Result<()> {
        let (sums, summary) = (&self.sums, task.summary);
        let figure = |sum: &[i64], own: Option<i64>| some(if summary { Some(sum[at]) } else { own });
        // Project adds the rates of people to the fixed cost; people have no rates here, so that all of it is fixed.
        out.money("FixedCost", task.cost)?;
        // It knows of nothing else that makes a task done.
        let done = self.kind(task) == StatusKind::Done && task.actual_finish.is_none();
        if let Some(percent) = if done { Some(100) } else { task.percent_complete } {
            out.number("PercentComplete", percent)?;
        }
        out.money("Cost", figure(&sums.cost, task.cost))?;
        out.moment("ActualStart", task.actual_start)?;
        out.moment("ActualFinish", task.actual_finish)?;
        out.money("ActualCost", figure(&sums.actual_cost, task.actual_cost))?;
        out.length("ActualWork", figure(&sums.actual_work, task.actual_work))?;
        // All of it remains of what has not begun.
        let begun = task.actual_start.is_some() || task.percent_complete.is_some_and(|percent| percent > 0);
        let all = task.duration.filter(|span| !begun && !done && span.minutes != 0);
        out.length("RemainingDuration", task.remaining_duration.or(all).map(|span| span.minutes))
    }

    fn bounds(&self, task: &PlannedTask, out: &mut Out) -> io::Result<()> {
        out.number("ConstraintType", constraint_type(task.constraint))?;
        let calendar = task.calendar.as_deref().and_then(|id| self.calendars.get(id));
        out.number("CalendarUID", calendar.unwrap_or(NO_CALENDAR))?;
        out.moment("ConstraintDate", task.constraint.and_then(|each| each.date))?;
        out.moment("Deadline", task.due)?;
        // A calendar of the task's own wins over those of its people.
        out.flag("IgnoreResourceCalendar", calendar.is_some())?;
        if task.description.is_empty() { Ok(()) } else { out.text("Notes", &task.description) }
    }

    fn link(&self, at: usize, link: &PlannedLink, out: &mut Out) -> io::Result<()> {
        let Some(predecessor) = self.tasks.get(&link.predecessor) else { return Ok(()) };
        let before = self.duration_of(&link.predecessor);
        let (amount, format) = lag::of(link.lag.parse().unwrap_or_default(), self.units[at], before);
        out.within("PredecessorLink", |out| {
            out.number("PredecessorUID", predecessor)?;
            let kind = match link.kind {
                LinkKind::Ff => 0,
                LinkKind::Fs => 1,
                LinkKind::Sf => 2,
                LinkKind::Ss => 3,
            };
            out.number("Type", kind)?;
            out.flag("CrossProject", false)?;
            out.number("LinkLag", amount)?;
            out.number("LagFormat", format)
        })
    }

    /// Minutes of the task of this id.
    fn duration_of(&self, id: &str) -> i64 {
        let at = self.tasks.place(id);
        at.and_then(|at| self.plan.tasks.get(at)?.duration).map_or(0, |span| span.minutes)
    }
}

/// Nothing for a figure of nothing.
fn some(figure: Option<i64>) -> Option<i64> {
    figure.filter(|value| *value != 0)
}

fn format_of(span: Span) -> i64 {
    DAYS + if span.elapsed { ELAPSED } else { 0 } + if span.estimated { ESTIMATED } else { 0 }
}

fn constraint_type(constraint: Option<Constraint>) -> i64 {
    match constraint.map(|each| each.kind) {
        None => 0,
        Some(ConstraintKind::Alap) => 1,
        Some(ConstraintKind::Mso) => 2,
        Some(ConstraintKind::Mfo) => 3,
        Some(ConstraintKind::Snet) => 4,
        Some(ConstraintKind::Snlt) => 5,
        Some(ConstraintKind::Fnet) => 6,
        Some(ConstraintKind::Fnlt) => 7,
    }
}

fn baseline(baseline: &PlannedBaseline, out: &mut Out) -> io::Result<()> {
    out.within("Baseline", |out| {
        out.number("Number", i64::from(baseline.number))?;
        out.moment("Start", baseline.start)?;
        out.moment("Finish", baseline.finish)?;
        if let Some(span) = baseline.duration {
            out.length("Duration", Some(span.minutes))?;
            out.number("DurationFormat", format_of(span))?;
            out.flag("EstimatedDuration", span.estimated)?;
        }
        out.length("Work", baseline.work)?;
        out.money("Cost", baseline.cost)
    })
}
