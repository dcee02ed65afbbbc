//! When a project starts, and what starts with it. A project without a start date of its own starts with the first of
//! its tasks that wait for nothing, so that moving that one task moves the start, and with it the others.

use super::Computed;
use super::build::{Life, instant};
use super::read::{Facts, LinkRow, TaskRow};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::work::Task;
use guildhall_schedule::{Calendar, CalendarError, Constraint, DrivenBy, Instant, Options, ScheduleError};
use guildhall_store::Id;
use std::collections::{HashMap, HashSet};

/// Most times that a start is looked for again. It is found at the second: what starts with the project starts no
/// earlier than it, and everything else has its date from elsewhere.
const MOST_ROUNDS: usize = 5;

/// Tasks whose dates say when a project starts that has no start date; none of one that has.
pub(super) fn free(facts: &Facts, summary: &[bool]) -> Vec<usize> {
    if facts.project.start_date.is_some() {
        return Vec::new();
    }
    let leaves = facts.tasks.iter().zip(summary).enumerate().filter(|(_, (_, summary))| !**summary);
    let counts: Vec<(usize, &TaskRow)> =
        leaves.filter(|(_, (row, _))| row.life() != Life::Cancelled).map(|(at, (row, _))| (at, row)).collect();
    // Where it waits for another task its date follows from the start, and not the other way round.
    let free = unbound(facts, &counts, |_| true);
    let is_late = |at: &usize| {
        let row = &facts.tasks[*at];
        row.actual_start.is_none() && row.constraint() == Constraint::AsLateAsPossible
    };
    // Where what waits may begin before the project, nothing keeps a late task from being the first.
    if facts.project.allow_before_project_start || !free.iter().any(is_late) {
        return free;
    }
    // What is as late as possible says when the end is. What waits for its finish alone begins with the project.
    unbound(facts, &counts, |link| matches!(link.kind.as_str(), "FS" | "SS"))
}

/// Of these tasks those whose start no such link binds, be it one of a summary above.
fn unbound(facts: &Facts, tasks: &[(usize, &TaskRow)], binds: fn(&LinkRow) -> bool) -> Vec<usize> {
    let waits: HashSet<Id<Task>> = facts.links.iter().filter(|link| binds(link)).map(|link| link.task).collect();
    let above: HashMap<Id<Task>, Id<Task>> =
        facts.tasks.iter().filter_map(|row| Some((row.id, row.parent_id?))).collect();
    let is_free = |row: &TaskRow| {
        let mut path = std::iter::successors(Some(row.id), |id| above.get(id).copied());
        row.actual_start.is_some() || row.schedule_mode == "manual" || !path.any(|id| waits.contains(&id))
    };
    tasks.iter().filter(|(_, row)| is_free(row)).map(|(at, _)| *at).collect()
}

/// The project's start; without one the earliest date that stands, else today.
pub(super) fn project_start(cx: &Ctx, facts: &Facts, calendar: &Calendar, free: &[usize]) -> Result<Instant> {
    let wrong = |error: CalendarError| Error::conflict("calendar", format!("project start: {error}"));
    if let Some(day) = facts.project.start_date {
        return calendar.day_start(day.0).map_err(wrong);
    }
    let dates = free.iter().map(|at| &facts.tasks[*at]).filter_map(|row| row.actual_start.or(row.start_date)).min();
    match dates {
        Some(at) => Ok(instant(at)),
        None => calendar.date_of(instant(cx.now)).and_then(|day| calendar.day_start(day)).map_err(wrong),
    }
}

/// Where the chart of a project begins whose start its calendar cannot tell: with the first stored date.
pub(super) fn stored_start(cx: &Ctx, facts: &Facts) -> Instant {
    let dates = facts.tasks.iter().filter_map(|row| row.start_date.or(row.end_date)).min();
    instant(dates.unwrap_or(cx.now))
}

impl Computed {
    /// Computes again from where the project starts once what was computed is written, until that changes nothing.
    pub(super) fn settle_start(&mut self) -> std::result::Result<(), ScheduleError> {
        for _ in 0..MOST_ROUNDS {
            let options = self.plan.network().options.clone();
            let Some(project_start) = self.first_date().filter(|at| *at != options.project_start) else { break };
            self.plan.set_options(Options { project_start, ..options })?;
        }
        Ok(())
    }

    /// The earliest date of what gives the project its start, as it will be stored.
    fn first_date(&self) -> Option<Instant> {
        let date = |at: usize, row: &TaskRow| match self.differs(at) {
            Some(difference) => difference.after.start_date,
            None => row.actual_start.or(row.start_date),
        };
        let dates = |planned: bool| {
            let rows = self.built.free.iter().map(|at| (*at, &self.built.tasks[*at]));
            rows.filter(|(at, row)| self.has_date(*at, row) == planned).filter_map(|(at, row)| date(at, row)).min()
        };
        dates(true).or_else(|| dates(false)).map(instant)
    }

    /// It has a date, or gets one from its own constraint; what is not planned gets none.
    fn has_date(&self, at: usize, row: &TaskRow) -> bool {
        let bound = || self.dates(at).is_some_and(|dates| dates.driven_by == DrivenBy::Constraint);
        row.start_date.is_some() || row.actual_start.is_some() || (row.duration_minutes.is_some() && bound())
    }

    /// Tasks that stand elsewhere when the project starts at another time. Their links and constraints say which they
    /// are, and not what drives them now: a constraint that holds one of them now may not have held it before.
    pub(super) fn at_start(&self) -> Vec<usize> {
        let network = self.plan.network();
        let waits: HashSet<usize> = network.links.iter().map(|link| link.successor).collect();
        let starts = |at: &usize| {
            let task = &network.tasks[*at];
            let facts = &task.facts;
            let placed = facts.manual.is_some() || facts.actual_start.is_some() || facts.actual_finish.is_some();
            let dated = !matches!(
                task.constraint,
                Constraint::AsSoonAsPossible
                    | Constraint::AsLateAsPossible
                    | Constraint::StartNoLaterThan(_)
                    | Constraint::FinishNoLaterThan(_)
            );
            let mut path = std::iter::successors(Some(*at), |at| network.tasks[*at].parent);
            !self.built.summary[*at] && !placed && !dated && !path.any(|at| waits.contains(&at))
        };
        let starts = (0..self.built.tasks.len()).filter(starts);
        // What a link to its finish would pull before the start stands at it.
        starts.chain(self.built.pulled.iter().copied()).collect()
    }
}
