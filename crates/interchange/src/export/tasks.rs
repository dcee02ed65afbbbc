//! Tasks as the neutral plan has them, with their links, people and frozen dates.

use super::convert;
use super::plan::LeftOut;
use super::read::{Facts, FrozenRow, LinkRow, ShareRow};
use super::tree::Line;
use crate::model::{Constraint, PlannedAssignment, PlannedBaseline, PlannedLink, PlannedTask, Span};
use crate::text::one_line;
use guildhall_core::amount::Amount;
use guildhall_core::org::User;
use guildhall_core::work::{Baseline, Calendar, Task};
use guildhall_store::Id;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// What the tasks are made from: what was read, and the numbers that everything has in the file.
pub(super) struct Ground<'a> {
    pub facts: &'a Facts,
    pub zone: TimeZone,
    pub currency: String,
    /// The outline.
    pub lines: Vec<Line>,
    pub tasks: HashMap<Id<Task>, String>,
    pub calendars: HashMap<Id<Calendar>, String>,
    pub people: HashMap<Id<User>, String>,
    pub baselines: HashMap<Id<Baseline>, u8>,
    /// Minutes of a working day by calendar; under none, of the project's.
    pub days: HashMap<Option<Id<Calendar>>, i64>,
}

/// What hangs on tasks, task by task.
struct Hanging<'a> {
    links: HashMap<Id<Task>, Vec<&'a LinkRow>>,
    shares: HashMap<Id<Task>, Vec<&'a ShareRow>>,
    frozen: HashMap<Id<Task>, Vec<&'a FrozenRow>>,
}

impl<'a> Hanging<'a> {
    fn of(facts: &'a Facts) -> Self {
        Self {
            links: by_task(&facts.links, |row| row.0),
            shares: by_task(&facts.shares, |row| row.0),
            frozen: by_task(&facts.frozen, |row| row.1),
        }
    }
}

fn by_task<T>(rows: &[T], task: impl Fn(&T) -> Id<Task>) -> HashMap<Id<Task>, Vec<&T>> {
    let mut all: HashMap<Id<Task>, Vec<&T>> = HashMap::new();
    rows.iter().for_each(|row| all.entry(task(row)).or_default().push(row));
    all
}

/// Whether a task has hours or actual costs of its own, which the file has no place for beside those of its parts.
fn has_own_sums(task: &Task) -> bool {
    [task.estimate_hours, task.actual_hours, task.actual_cost].into_iter().flatten().any(|amount| amount.0 != 0)
}

impl Ground<'_> {
    /// The tasks in outline order, and what of them has no place.
    pub(super) fn tasks(&self) -> (Vec<PlannedTask>, LeftOut) {
        let hanging = Hanging::of(self.facts);
        let mut summary = vec![false; self.lines.len()];
        self.lines.iter().filter_map(|(_, parent)| *parent).for_each(|parent| summary[parent] = true);
        let mut left_out = LeftOut::default();
        let tasks = self.lines.iter().zip(summary).map(|((at, parent), summary)| {
            let task = &self.facts.tasks[*at];
            let links = hanging.links.get(&task.id).map(Vec::as_slice).unwrap_or_default();
            let (links, lost) = self.links(links);
            left_out.links += lost;
            left_out.costs += usize::from(!self.is_priced_here(task));
            left_out.sums += usize::from(summary && has_own_sums(task));
            let shares = hanging.shares.get(&task.id).map(Vec::as_slice).unwrap_or_default();
            let frozen = hanging.frozen.get(&task.id).map(Vec::as_slice).unwrap_or_default();
            PlannedTask {
                parent: *parent,
                links,
                assignments: shares.iter().filter_map(|share| self.assignment(share)).collect(),
                baselines: self.baselines(task, frozen),
                ..self.task(task, summary)
            }
        });
        (tasks.collect(), left_out)
    }

    /// The task without what hangs on it.
    fn task(&self, task: &Task, summary: bool) -> PlannedTask {
        let at = |moment| convert::local(moment, &self.zone);
        let span = |minutes: Option<i64>| minutes.map(|minutes| Span { minutes, elapsed: false, estimated: false });
        let number = |id: Id<Task>| self.tasks.get(&id).cloned().unwrap_or_default();
        let hours = |amount: Option<Amount>| Some(convert::minutes(amount?, 60)).filter(|all| !summary && *all != 0);
        let money = |amount: Option<Amount>| Some(amount?.0).filter(|all| self.is_priced_here(task) && *all != 0);
        let kind = task.constraint_type.as_deref().and_then(convert::constraint);
        PlannedTask {
            external_id: number(task.id),
            row: String::new(),
            parent: None,
            title: one_line(&task.title).unwrap_or_else(|| task.key.clone()),
            description: task.description.clone(),
            status: task.status.clone(),
            priority: convert::priority(&task.priority),
            start: at(task.start_date),
            finish: at(task.end_date),
            due: at(task.due_date),
            duration: span(task.duration_minutes),
            remaining_duration: span(task.remaining_minutes),
            manual: task.schedule_mode == "manual",
            constraint: kind.map(|kind| Constraint { kind, date: at(task.constraint_date) }),
            percent_complete: Some(convert::percent(task.percent_complete)),
            actual_start: at(task.actual_start),
            actual_finish: at(task.actual_finish),
            milestone: task.milestone,
            summary,
            work: hours(task.estimate_hours),
            actual_work: hours(task.actual_hours),
            cost: money(task.estimate_cost),
            actual_cost: money(task.actual_cost).filter(|_| !summary),
            calendar: task.calendar_id.and_then(|id| self.calendars.get(&id)).cloned(),
            assignments: Vec::new(),
            labels: Vec::new(),
            links: Vec::new(),
            baselines: Vec::new(),
            checklists: Vec::new(),
            comments: Vec::new(),
            archived: false,
        }
    }

    /// Whether its costs, if it has any, are in the currency of the file: currencies are never mixed.
    fn is_priced_here(&self, task: &Task) -> bool {
        let priced = task.estimate_cost.is_some() || task.actual_cost.is_some();
        !priced || task.currency.as_ref().is_none_or(|currency| *currency == self.currency)
    }

    /// The links whose predecessors are in the file, and the number of the others.
    fn links(&self, rows: &[&LinkRow]) -> (Vec<PlannedLink>, usize) {
        let known = rows.iter().filter_map(|(_, predecessor, kind, lag)| {
            let predecessor = self.tasks.get(predecessor)?.clone();
            Some(PlannedLink { predecessor, kind: convert::link_kind(kind), lag: lag.clone() })
        });
        let links: Vec<PlannedLink> = known.collect();
        let lost = rows.len() - links.len();
        (links, lost)
    }

    fn assignment(&self, (_, person, units, work): &ShareRow) -> Option<PlannedAssignment> {
        let person = self.people.get(person)?.clone();
        Some(PlannedAssignment { person, units: units.0, work: work.map(|hours| convert::minutes(hours, 60)) })
    }

    fn baselines(&self, task: &Task, rows: &[&FrozenRow]) -> Vec<PlannedBaseline> {
        let day = self.days.get(&task.calendar_id).or_else(|| self.days.get(&None)).copied().unwrap_or_default();
        let planned = rows.iter().filter_map(|(baseline, _, start, end, duration, work, cost)| {
            let minutes = duration.map(|days| convert::minutes(days, day));
            Some(PlannedBaseline {
                number: *self.baselines.get(baseline)?,
                start: convert::local(*start, &self.zone),
                finish: convert::local(*end, &self.zone),
                duration: minutes.map(|minutes| Span { minutes, elapsed: false, estimated: false }),
                work: work.map(|hours| convert::minutes(hours, 60)),
                cost: cost.map(|cost| cost.0),
            })
        });
        let mut planned: Vec<PlannedBaseline> = planned.collect();
        planned.sort_unstable_by_key(|each| each.number);
        planned
    }
}
