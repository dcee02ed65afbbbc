//! The network that the engine schedules, made from what was read. Tasks keep their order, predecessors in
//! other projects follow them: those stand where they stand and bound nothing of this project.
//! A cancelled task holds nobody up; a finished one stays where it was.

use super::read::{Facts, LinkRow, OutsideRow, ShareRow, TaskRow};
use super::start;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::time::Timestamp;
use crate::work::status::StatusKind;
use crate::work::{Calendar, Task};
use guildhall_schedule as engine;
use guildhall_schedule::{Constraint, Instant, Lag, LagCalendar, LinkType, Network};
use guildhall_store::Id;
use std::collections::{HashMap, HashSet};

/// A network, and what its indexes mean.
pub(super) struct Built {
    pub network: Network,
    /// Tasks of the project; indexes from `tasks.len()` on are those of `outside`.
    pub tasks: Vec<TaskRow>,
    /// Predecessors in other projects.
    pub outside: Vec<OutsideRow>,
    pub index: HashMap<Id<Task>, usize>,
    /// Where the network has each stored calendar.
    pub calendars: HashMap<Id<Calendar>, usize>,
    /// In which a predecessor of another project runs that has none of its own.
    common: usize,
    /// Tasks with links that tie their finish.
    pub pulled: HashSet<usize>,
    /// Whether a task has parts.
    pub summary: Vec<bool>,
    /// Whether it has parts that the caller sees: to others it is a task like any.
    pub parts: Vec<bool>,
    /// Tasks whose dates say when the project starts (see `start`).
    pub free: Vec<usize>,
    /// Links to predecessors that the caller does not see.
    pub hidden: usize,
    /// Predecessor and successor of links that hold nobody up, because a task of theirs counts for nothing.
    pub idle: Vec<(usize, usize)>,
    /// Links and calendars as they are kept, where the network goes without them.
    pub aside: Option<(Vec<engine::Link>, Vec<engine::Calendar>)>,
}

pub(super) fn instant(at: Timestamp) -> Instant {
    Instant(at.0)
}

/// What a status means for the schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    Open,
    Done,
    Cancelled,
}

impl TaskRow {
    pub(super) fn life(&self) -> Life {
        match self.status_kind.as_str() {
            kind if kind == StatusKind::Done.as_str() => Life::Done,
            kind if kind == StatusKind::Cancelled.as_str() => Life::Cancelled,
            _ => Life::Open,
        }
    }

    /// Whether scheduling may move it.
    pub(super) fn moves(&self) -> bool {
        self.schedule_mode == "auto" && self.life() == Life::Open && self.actual_finish.is_none()
    }

    /// Whether its dates follow from nothing but itself.
    pub(super) fn is_fixed(&self) -> bool {
        !self.moves() || self.actual_start.is_some()
    }

    /// Whether work on it began, ended or was given up, so that it needs no planned dates to be placed.
    pub(super) fn is_past(&self) -> bool {
        !self.counts() || self.actual_start.is_some() || self.actual_finish.is_some()
    }

    /// Whether it counts in the network: what was closed without dates has none to count with.
    fn counts(&self) -> bool {
        match self.life() {
            Life::Open => true,
            Life::Done => self.actual_finish.or(self.end_date).is_some(),
            Life::Cancelled => false,
        }
    }

    pub(super) fn constraint(&self) -> Constraint {
        let at = self.constraint_date.map(instant);
        match (self.constraint_type.as_deref(), at) {
            (Some("ALAP"), _) => Constraint::AsLateAsPossible,
            (Some("SNET"), Some(at)) => Constraint::StartNoEarlierThan(at),
            (Some("SNLT"), Some(at)) => Constraint::StartNoLaterThan(at),
            (Some("FNET"), Some(at)) => Constraint::FinishNoEarlierThan(at),
            (Some("FNLT"), Some(at)) => Constraint::FinishNoLaterThan(at),
            (Some("MSO"), Some(at)) => Constraint::MustStartOn(at),
            (Some("MFO"), Some(at)) => Constraint::MustFinishOn(at),
            _ => Constraint::AsSoonAsPossible,
        }
    }

    /// Working minutes: as stated, else those between its dates, else one day.
    fn minutes(&self, calendar: &engine::Calendar) -> i64 {
        match (self.duration_minutes, self.start_date, self.end_date) {
            (Some(minutes), ..) => minutes,
            (None, ..) if self.milestone => 0,
            (None, Some(start), Some(end)) if start <= end => calendar.between(instant(start), instant(end)),
            _ => calendar.units().minutes_per_day,
        }
    }
}

/// The calendars of the network; the first is the project's.
struct Calendars {
    all: Vec<engine::Calendar>,
    index: HashMap<Id<Calendar>, usize>,
    /// Where the organization's is.
    common: usize,
}

impl Calendars {
    fn new(cx: &Ctx, facts: &Facts) -> Result<Self> {
        let zone = &cx.settings.time_zone;
        let own = facts.project.calendar_id.or(cx.settings.calendar_id.map(Id::cast));
        let first = match own.and_then(|id| facts.calendars.get(&id)) {
            Some(calendar) => calendar.engine(zone)?,
            None => engine::Calendar::standard(crate::org::organization::zone("timeZone", zone)?),
        };
        let mut calendars = Self { all: vec![first], index: own.into_iter().map(|id| (id, 0)).collect(), common: 0 };
        for (id, calendar) in &facts.calendars {
            if !calendars.index.contains_key(id) {
                calendars.index.insert(*id, calendars.all.len());
                calendars.all.push(calendar.engine(zone)?);
            }
        }
        let matters = facts.project.lags_run_in() == LagCalendar::Predecessor && facts.project.calendar_id.is_some();
        calendars.common = match calendars.of(cx.settings.calendar_id.map(Id::cast)) {
            _ if !matters => 0,
            Some(at) => at,
            None => {
                calendars.all.push(engine::Calendar::standard(crate::org::organization::zone("timeZone", zone)?));
                calendars.all.len() - 1
            }
        };
        Ok(calendars)
    }

    fn of(&self, id: Option<Id<Calendar>>) -> Option<usize> {
        self.index.get(&id?).copied()
    }
}

/// Makes the network; of a project that cannot be scheduled also where nothing says when it starts.
pub(super) fn network(cx: &Ctx, facts: Facts, anyway: bool) -> Result<Built> {
    let calendars = Calendars::new(cx, &facts)?;
    let index: HashMap<Id<Task>, usize> = facts.tasks.iter().enumerate().map(|(at, task)| (task.id, at)).collect();
    let mut summary = vec![false; facts.tasks.len()];
    let parents: Vec<Option<usize>> = facts.tasks.iter().map(|task| index.get(&task.parent_id?).copied()).collect();
    parents.iter().flatten().for_each(|parent| summary[*parent] = true);
    let mut parts = vec![false; facts.tasks.len()];
    let seen = facts.tasks.iter().zip(&parents).filter(|(row, _)| row.seen);
    seen.filter_map(|(_, parent)| *parent).for_each(|parent| parts[parent] = true);
    let rest = facts.rest.as_ref();
    for (row, summary) in facts.tasks.iter().zip(&mut summary) {
        *summary |= rest.is_some_and(|rest| rest.summaries.contains(&row.id));
    }
    let free = start::free(&facts, &summary);
    let start = match start::project_start(cx, &facts, &calendars.all[0], &free) {
        Err(_) if anyway => start::stored_start(cx, &facts),
        other => other?,
    };
    let options = facts.project.schedule_rules(start, &calendars.all[0]);
    let mut tasks = Vec::with_capacity(facts.tasks.len());
    for (at, row) in facts.tasks.iter().enumerate() {
        let calendar = calendars.of(row.calendar_id);
        let mut task = match summary[at] {
            true => summary_of(row),
            false => leaf_of(row, &calendars.all[calendar.unwrap_or(0)]),
        };
        task.parent = parents[at];
        task.calendar = calendar.unwrap_or(0);
        tasks.push(task);
    }
    share_out(&facts.shares, &facts.tasks, &index, &calendars, &mut tasks);
    for (at, row) in facts.tasks.iter().enumerate() {
        if rest.is_some_and(|rest| rest.fixed.contains(&row.id)) && (summary[at] || !row.is_fixed()) {
            stand(&mut tasks[at], row, summary[at], &calendars.all);
        }
    }
    let mut built = Built {
        network: Network { options, calendars: calendars.all, tasks, links: Vec::new() },
        common: calendars.common,
        pulled: HashSet::new(),
        calendars: calendars.index,
        tasks: facts.tasks,
        outside: Vec::new(),
        index,
        summary,
        parts,
        free,
        hidden: 0,
        idle: Vec::new(),
        aside: None,
    };
    let project = facts.project.id;
    for link in facts.links {
        let outside = facts.outside.get(&link.predecessor).filter(|row| row.project != project);
        built.link(&link, outside);
    }
    built.hold(&cx.plan.stay);
    Ok(built)
}

fn summary_of(row: &TaskRow) -> engine::Task {
    let mut task = engine::Task::new(0);
    task.constraint = row.constraint();
    task.deadline = row.due_date.map(instant);
    task
}

fn leaf_of(row: &TaskRow, calendar: &engine::Calendar) -> engine::Task {
    let minutes = row.minutes(calendar).max(0);
    let mut task = engine::Task::new(minutes);
    task.outside = !row.counts();
    task.constraint = row.constraint();
    task.deadline = row.due_date.map(instant);
    let fixed = match (row.start_date.map(instant), row.end_date.map(instant)) {
        (Some(start), Some(end)) => Some((start, end.max(start))),
        (Some(start), None) => calendar.add(start, minutes).ok().map(|end| (start, end)),
        (None, Some(end)) => calendar.add(end, -minutes).ok().map(|start| (start, end)),
        (None, None) => None,
    };
    match row.life() {
        Life::Done if row.counts() => end(&mut task, row, row.actual_finish.or(row.end_date)),
        Life::Done | Life::Cancelled => task.facts.manual = fixed,
        Life::Open if row.schedule_mode == "manual" => task.facts.manual = fixed,
        Life::Open if row.actual_finish.is_some() => end(&mut task, row, row.actual_finish),
        Life::Open if row.actual_start.is_some() => {
            task.facts.actual_start = row.actual_start.map(instant);
            let done = row.percent_complete.clamp(0, 1_000_000);
            let left = || i64::try_from(i128::from(minutes) * i128::from(1_000_000 - done) / 1_000_000).ok();
            task.facts.remaining = row.remaining_minutes.or_else(left).map(|left| left.max(0));
        }
        Life::Open => {}
    }
    task
}

/// What has ended then, and began when that is known, as planned else.
fn end(task: &mut engine::Task, row: &TaskRow, finish: Option<Timestamp>) {
    task.facts.actual_finish = finish.map(instant);
    let start = row.actual_start.or(row.start_date);
    task.facts.actual_start = start.map(|start| instant(finish.map_or(start, |finish| start.min(finish))));
}

/// Lets a task stand where it is stored, whatever it would follow from. One whose parts are not known is as long as
/// they are together: lags may be a percentage of that.
fn stand(task: &mut engine::Task, row: &TaskRow, summary: bool, calendars: &[engine::Calendar]) {
    let of_people = task.assignments.iter().map(|share| share.calendar);
    let own = task.assignments.is_empty().then_some(task.calendar);
    let hours: Vec<&engine::Calendar> = of_people.chain(own).map(|at| &calendars[at]).collect();
    let first = |at: Instant| hours.iter().filter_map(|hours| hours.next_working(at).ok()).min().unwrap_or(at);
    let last = |at: Instant| hours.iter().filter_map(|hours| hours.previous_working(at).ok()).max().unwrap_or(at);
    // What scheduling moves stands at work, though a date of it was once set outside of that; a milestone may stand
    // where work ends, and a summary where its parts do.
    let at_work = |from: Instant, to: Instant| match row.moves() && !summary {
        true if from == to && last(to) == to => (from, to),
        true => (first(from), last(to)),
        false => (from, to),
    };
    let manual = row.start_date.map(instant).zip(row.end_date.map(instant)).map(|(from, to)| at_work(from, to));
    let manual = manual.map(|(from, to)| (from, to.max(from)));
    let minutes = match manual {
        Some((from, to)) if task.duration == 0 => calendars[task.calendar].between(from, to),
        _ => task.duration,
    };
    let (parent, calendar, outside) = (task.parent, task.calendar, task.outside);
    let assignments = std::mem::take(&mut task.assignments);
    *task = engine::Task { parent, calendar, assignments, facts: kept(manual), outside, ..engine::Task::new(minutes) };
}

/// Nothing is known of a task but that it stands here.
fn kept(manual: Option<(Instant, Instant)>) -> engine::AnyFacts {
    engine::Facts { manual, ..engine::Facts::default() }.into()
}

/// Shares of people whose calendar or work differs from the task's; a calendar of the task's own wins.
fn share_out(
    shares: &[ShareRow],
    rows: &[TaskRow],
    index: &HashMap<Id<Task>, usize>,
    calendars: &Calendars,
    tasks: &mut [engine::Task],
) {
    for same in shares.chunk_by(|a, b| a.task == b.task) {
        let Some(&at) = same.first().and_then(|share| index.get(&share.task)) else { continue };
        let own = calendars.of(rows[at].calendar_id);
        let plain = same.iter().all(|share| share.work.is_none() && (own.is_some() || share.calendar.is_none()));
        if plain {
            continue;
        }
        let share = |each: &ShareRow| engine::Assignment {
            calendar: own.or(calendars.of(each.calendar)).unwrap_or(0),
            minutes: each.work.filter(|_| each.units > 0).map(|work| minutes_of(work, each.units)),
        };
        tasks[at].assignments = same.iter().map(share).collect();
    }
}

/// Minutes that this much work takes with this share of a person's time, both in ten-thousandths.
fn minutes_of(work: i64, units: i64) -> i64 {
    let minutes = (i128::from(work) * 60 + i128::from(units) / 2) / i128::from(units);
    i64::try_from(minutes).unwrap_or(i64::MAX).max(0)
}

impl Built {
    /// Keeps every task at its stored dates, whatever links, constraints and calendars say.
    pub(super) fn stand_still(&mut self) {
        let start = self.network.options.project_start;
        let standard = engine::Calendar::standard(jiff::tz::TimeZone::UTC);
        for (row, task) in self.tasks.iter().zip(&mut self.network.tasks) {
            let from = row.start_date.or(row.end_date).map_or(start, instant);
            let to = row.end_date.map_or(from, instant).max(from);
            let (parent, calendar) = (task.parent, task.calendar);
            *task = engine::Task { parent, calendar, facts: kept(Some((from, to))), ..engine::Task::new(0) };
        }
        let links = std::mem::take(&mut self.network.links);
        let plain = vec![standard; self.network.calendars.len()];
        self.aside = Some((links, std::mem::replace(&mut self.network.calendars, plain)));
    }

    /// Lets these tasks start no earlier than they are stored, so that what waits for them follows from there.
    fn hold(&mut self, those: &HashSet<Id<Task>>) {
        let rows = self.tasks.iter().zip(&mut self.network.tasks).zip(&self.summary);
        for ((row, task), _) in rows.filter(|((row, _), summary)| !**summary && those.contains(&row.id)) {
            let itself = matches!(
                task.constraint,
                Constraint::MustStartOn(_) | Constraint::MustFinishOn(_) | Constraint::AsLateAsPossible
            );
            if !itself && let Some(start) = row.start_date {
                task.facts.not_before = Some(instant(start));
            }
        }
    }

    /// Adds a link of two live tasks, of which one may stand in another project.
    fn link(&mut self, row: &LinkRow, outside: Option<&OutsideRow>) {
        let Some(&successor) = self.index.get(&row.task) else { return };
        let known = self.index.get(&row.predecessor).copied();
        let inside = known.and_then(|at| self.tasks.get(at));
        self.hidden += usize::from(!inside.map(|row| row.seen).or(outside.map(|row| row.seen)).unwrap_or(true));
        let kind = match row.kind.as_str() {
            "SS" => LinkType::StartStart,
            "FF" => LinkType::FinishFinish,
            "SF" => LinkType::StartFinish,
            _ => LinkType::FinishStart,
        };
        let lag: Lag = row.lag.parse().unwrap_or_default();
        // What stands outside comes after the project's own tasks, and counts.
        let counts = |at: usize| self.summary.get(at).is_none_or(|summary| *summary || self.tasks[at].counts());
        if !counts(successor) || known.is_some_and(|at| !counts(at)) {
            self.idle.extend(known.map(|predecessor| (predecessor, successor)));
            return;
        }
        let predecessor = match known {
            Some(at) => at,
            None => match outside.and_then(|row| self.stand_outside(row)) {
                Some(at) => at,
                None => return,
            },
        };
        if matches!(kind, LinkType::FinishFinish | LinkType::StartFinish) {
            self.pulled.insert(successor);
        }
        self.network.links.push(engine::Link { predecessor, successor, kind, lag });
    }

    /// A predecessor in another project, as it stands there; none when it has no dates.
    fn stand_outside(&mut self, row: &OutsideRow) -> Option<usize> {
        if row.status_kind == StatusKind::Cancelled.as_str() {
            return None;
        }
        let start = row.start_date.or(row.end_date).map(instant)?;
        let end = row.end_date.map_or(start, instant).max(start);
        let calendar = row.calendar_id.and_then(|id| self.calendars.get(&id).copied()).unwrap_or(self.common);
        let minutes = row.duration_minutes.unwrap_or_else(|| self.network.calendars[calendar].between(start, end));
        let mut task = engine::Task::new(minutes.max(0));
        task.outside = true;
        task.facts.manual = Some((start, end));
        task.calendar = calendar;
        let at = self.network.tasks.len();
        self.network.tasks.push(task);
        self.index.insert(row.id, at);
        self.outside.push(row.clone());
        Some(at)
    }
}
