//! The backward pass: the latest dates that keep the project finish and every later promise.
//! One rule computes one node from what lies after it; full and incremental passes share it.
//! Must stay true: a node reads only nodes of higher rank; finished successors bind nothing.

use crate::calendar::CalendarError;
use crate::early::{Forward, binds_every_leaf};
use crate::graph::Graph;
use crate::instant::Instant;
use crate::network::{Constraint, Link, LinkType, Network, Task};
use crate::outcome::LimitedBy;
use crate::running::Moment;

/// Latest dates of a task; of a summary, what its children add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Late {
    pub start: Instant,
    pub finish: Instant,
    /// Latest start of what is still to do; of a summary, the first such start below it.
    pub left_start: Option<Instant>,
    /// Latest finish; of a summary, the first below it that is still open.
    pub left_finish: Option<Instant>,
    /// The bound of the finish before it was snapped to working time.
    pub limit: Instant,
    pub by: LimitedBy,
}

/// A bound with its reason.
type Limit = Option<(Instant, LimitedBy)>;

/// What the links, constraints and deadlines of a summary and those above ask of leaves below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ceiling {
    /// No leaf below may finish later.
    pub finish: Limit,
    /// The leaf that starts first may not start later; from the summary's own links only.
    pub start: Limit,
}

/// The backward pass: records of tasks and of summaries' exits.
#[derive(Clone, Debug)]
pub(crate) struct Backward {
    pub late: Vec<Late>,
    pub ceilings: Vec<Ceiling>,
}

impl Backward {
    pub fn new(tasks: usize) -> Self {
        let at = Instant(0);
        let by = LimitedBy::ProjectFinish;
        let blank = Late { start: at, finish: at, left_start: None, left_finish: None, limit: at, by };
        Self { late: vec![blank; tasks], ceilings: vec![Ceiling::default(); tasks] }
    }
}

/// What the rules of the backward pass read.
pub(crate) struct BackwardRules<'a> {
    pub network: &'a Network,
    pub graph: &'a Graph,
    pub forward: &'a Forward,
    pub backward: &'a Backward,
    pub project_finish: Instant,
}

impl BackwardRules<'_> {
    /// What binds the leaves below a summary.
    pub fn ceiling(&self, summary: usize) -> Result<Ceiling, CalendarError> {
        let above = self.graph.parent(summary).and_then(|parent| self.backward.ceilings[parent].finish);
        let mut ceiling = Ceiling { finish: above, start: None };
        for index in self.graph.outgoing(summary) {
            let link = &self.network.links[index];
            let Some(at) = self.edge_after(index)? else { continue };
            let limit = if binds_every_leaf(link.kind) { &mut ceiling.finish } else { &mut ceiling.start };
            lower(limit, at, LimitedBy::Link(index));
        }
        let task = &self.network.tasks[summary];
        if let Constraint::FinishNoLaterThan(date) = task.constraint {
            lower(&mut ceiling.finish, date, LimitedBy::Summary(summary));
        }
        if let Some(date) = task.deadline {
            lower(&mut ceiling.finish, date, LimitedBy::Summary(summary));
        }
        Ok(ceiling)
    }

    /// What the children of a summary add up to.
    pub fn rollup(&self, summary: usize) -> Late {
        let mut children = self.graph.children(summary);
        let Some(first) = children.next() else { return self.backward.late[summary] };
        let mut sum = Late { by: LimitedBy::Child(first), ..self.seen(first) };
        for child in children {
            let late = self.seen(child);
            if late.finish > sum.finish {
                (sum.finish, sum.by) = (late.finish, LimitedBy::Child(child));
            }
            sum.start = sum.start.min(late.start);
            sum.left_start = earlier(sum.left_start, late.left_start);
            sum.left_finish = earlier(sum.left_finish, late.left_finish);
        }
        sum
    }

    /// The latest dates of a leaf.
    pub fn leaf(&self, index: usize) -> Result<Late, CalendarError> {
        let task = &self.network.tasks[index];
        if let Some(finish) = task.actual_finish {
            let start = self.forward.early[index].start;
            let by = LimitedBy::Actual;
            return Ok(Late { start, finish, left_start: None, left_finish: None, limit: finish, by });
        }
        let mut limit = (self.project_finish, LimitedBy::ProjectFinish);
        let mut followed = false;
        for link in self.graph.outgoing(index) {
            if let Some(at) = self.finish_before(index, link)? {
                followed = true;
                tighten(&mut limit, at, LimitedBy::Link(link));
            }
        }
        self.limit_by_summaries(index, &mut limit)?;
        if let (true, 0, Some(start)) = (followed, task.duration, task.actual_start) {
            limit = (start, LimitedBy::Actual);
        }
        self.constrain(task, &mut limit)?;
        if let Some(deadline) = task.deadline {
            tighten(&mut limit, deadline, LimitedBy::Deadline);
        }
        let finish = self.network.snap_finish(task, limit.0)?;
        let minutes = if task.manual.is_some() { task.duration } else { task.left() };
        let left = self.network.start_before(task, finish, minutes)?;
        let start = task.actual_start.unwrap_or(left);
        let (limit, by) = limit;
        Ok(Late { start, finish, left_start: Some(left), left_finish: Some(finish), limit, by })
    }

    /// Limits from the summaries above: to every leaf, and to the one that starts first.
    fn limit_by_summaries(&self, index: usize, limit: &mut (Instant, LimitedBy)) -> Result<(), CalendarError> {
        let task = &self.network.tasks[index];
        let mut above = self.graph.parent(index);
        if let Some((at, by)) = above.and_then(|parent| self.backward.ceilings[parent].finish) {
            tighten(limit, at, by);
        }
        while let Some(summary) = above.filter(|&summary| self.forward.first_leaf[summary] == index) {
            if let (Some((at, by)), None) = (self.backward.ceilings[summary].start, task.actual_start) {
                let finish = self.network.finish_after(task, at, task.duration)?;
                tighten(limit, finish, by);
            }
            above = self.graph.parent(summary);
        }
        Ok(())
    }

    fn constrain(&self, task: &Task, limit: &mut (Instant, LimitedBy)) -> Result<(), CalendarError> {
        let by = LimitedBy::Constraint;
        match task.constraint {
            Constraint::MustStartOn(date) => {
                *limit = (self.network.finish_after(task, date, task.duration)?, by);
            }
            Constraint::MustFinishOn(date) => *limit = (date, by),
            Constraint::StartNoLaterThan(date) => {
                tighten(limit, self.network.finish_after(task, date, task.duration)?, by);
            }
            Constraint::FinishNoLaterThan(date) => tighten(limit, date, by),
            _ => {}
        }
        Ok(())
    }

    /// The latest finish of a leaf that this link of its own allows; none when it asks nothing.
    fn finish_before(&self, index: usize, link: usize) -> Result<Option<Instant>, CalendarError> {
        let task = &self.network.tasks[index];
        let edge = &self.network.links[link];
        if let (LinkType::StartStart, Some(special)) = (edge.kind, self.start_start(task, edge)) {
            return special;
        }
        let Some(at) = self.edge_after(link)? else { return Ok(None) };
        let late = if edge.kind.leaves_finish() { at } else { self.network.finish_after(task, at, task.duration)? };
        Ok(Some(late))
    }

    /// Start-to-start with facts: a start that has happened, or is kept by hand, cannot be late.
    fn start_start(&self, task: &Task, link: &Link) -> Option<Result<Option<Instant>, CalendarError>> {
        let successor = &self.network.tasks[link.successor];
        let summary = self.graph.is_summary(link.successor);
        if summary && task.is_free() || successor.actual_finish.is_some() {
            return None;
        }
        let last = self.graph.outgoing(link.successor).next().is_none();
        if task.actual_start.is_some() {
            return Some(Ok(Some(self.project_finish)));
        }
        if let Some(start) = successor.actual_start.filter(|_| !summary) {
            if last {
                return Some(Ok(Some(self.project_finish)));
            }
            let done = successor.duration.saturating_sub(successor.left()).max(0);
            let begun = self.network.finish_after(successor, start, done);
            return Some(begun.and_then(|at| self.network.finish_after(task, at, task.duration)).map(Some));
        }
        task.manual.map(|_| {
            let finish = self.backward.late[link.successor].finish;
            Ok(Some(if last { finish } else { self.project_finish }))
        })
    }

    /// The latest moment of the predecessor's end that a link allows; none when it asks nothing.
    fn edge_after(&self, index: usize) -> Result<Option<Instant>, CalendarError> {
        let link = &self.network.links[index];
        let late = &self.backward.late[link.successor];
        let edge = if link.kind.reaches_start() { late.left_start } else { late.left_finish };
        let Some(mut at) = edge else { return Ok(None) };
        if link.kind == LinkType::StartStart {
            at = self.network.calendar_of(link.predecessor).next_working(at)?;
        }
        self.without_lag(index, at).map(Some)
    }

    /// A moment of the successor moved back by the lag.
    pub fn without_lag(&self, index: usize, at: Instant) -> Moment {
        let link = &self.network.links[index];
        if link.lag.is_zero() {
            return Ok(at);
        }
        let predecessor = link.predecessor;
        let minutes = if self.graph.is_summary(predecessor) {
            let early = &self.forward.early[predecessor];
            self.network.calendar_of(predecessor).between(early.start, early.finish)
        } else {
            self.network.tasks[predecessor].duration
        };
        self.network.remove_lag(link, at, minutes)
    }

    /// Late dates of a child as its summary sees them; what is kept by hand stays where it is.
    fn seen(&self, child: usize) -> Late {
        let late = self.backward.late[child];
        match self.network.tasks[child].manual {
            Some((start, finish)) if !self.graph.is_summary(child) => Late { start, finish, ..late },
            _ => late,
        }
    }
}

fn tighten(limit: &mut (Instant, LimitedBy), at: Instant, by: LimitedBy) {
    if at < limit.0 {
        *limit = (at, by);
    }
}

fn lower(limit: &mut Limit, at: Instant, by: LimitedBy) {
    if limit.is_none_or(|known| at < known.0) {
        *limit = Some((at, by));
    }
}

fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        _ => a.or(b),
    }
}
