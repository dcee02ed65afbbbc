//! The backward pass: the latest dates that keep the project finish and every later promise.
//! One rule computes one node from what lies after it; full and incremental passes share it.
//! Must stay true: a node reads only nodes of higher rank; finished successors bind nothing.

use crate::calendar::CalendarError;
use crate::early::{Forward, minutes_of};
use crate::edges::Edge;
use crate::graph::Graph;
use crate::instant::Instant;
use crate::network::{Constraint, LinkType, Network, Task};
use crate::outcome::LimitedBy;
use crate::running::{Moment, Spot};

/// Latest dates of a task; of a summary, what its children add up to. Two lines of the processor's cache each.
#[repr(align(64))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Late {
    pub start: Spot,
    pub finish: Spot,
    /// Latest start of what is still to do; of a summary, the first such start below it.
    pub left_start: Spot,
    /// Latest finish; of a summary, the first below it that is still open.
    pub left_finish: Spot,
    /// The bound of the finish before it was snapped to working time.
    pub limit: Instant,
    pub by: LimitedBy,
    /// Whether anything is left to do; if not, its successors' wishes and its own bind nothing.
    pub open: bool,
    /// Whether work has begun: then only the finish can still be late.
    pub begun: bool,
    /// Whether it is placed at these dates, as late as possible.
    pub placed: bool,
}

/// A bound with its reason.
type Limit = Option<(Spot, LimitedBy)>;

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
    pub fn new(graph: &Graph) -> Self {
        let blank = closed(Spot::BLANK, Spot::BLANK, LimitedBy::ProjectFinish);
        Self { late: vec![blank; graph.tasks()], ceilings: vec![Ceiling::default(); graph.summaries()] }
    }
}

/// What the rules of the backward pass read.
pub(crate) struct BackwardRules<'a> {
    pub network: &'a Network,
    pub graph: &'a Graph,
    pub forward: &'a Forward,
    pub backward: &'a Backward,
    pub project_finish: Spot,
}

impl BackwardRules<'_> {
    /// What binds the leaves below a summary.
    pub fn ceiling(&self, summary: usize) -> Result<Ceiling, CalendarError> {
        let above =
            self.graph.parent(summary).and_then(|parent| self.backward.ceilings[self.graph.slot(parent)].finish);
        let mut ceiling = Ceiling { finish: above, start: None };
        for edge in self.graph.outgoing(summary) {
            let Some(at) = self.edge_after(edge, summary)? else { continue };
            let limit = if edge.kind.leaves_finish() { &mut ceiling.finish } else { &mut ceiling.start };
            lower(limit, at, LimitedBy::Link(edge.link()));
        }
        let task = &self.network.tasks[summary];
        let ends = match task.constraint {
            Constraint::FinishNoLaterThan(date) => [Some(date), task.deadline],
            _ => [None, task.deadline],
        };
        for date in ends.into_iter().flatten() {
            lower(&mut ceiling.finish, self.network.spot(task.calendar, date)?, LimitedBy::Summary(summary));
        }
        Ok(ceiling)
    }

    /// What the children of a summary add up to.
    pub fn rollup(&self, summary: usize) -> Late {
        let mut children = self.graph.children(summary);
        let Some(first) = children.next() else { return self.backward.late[summary] };
        let mut sum = Late { by: LimitedBy::Child(first), placed: false, ..self.seen(first) };
        for child in children {
            let late = self.seen(child);
            if late.finish.at > sum.finish.at {
                (sum.finish, sum.by) = (late.finish, LimitedBy::Child(child));
            }
            sum.start = sum.start.min(late.start);
            sum.begun |= late.begun;
            if late.open {
                sum.left_start = if sum.open { sum.left_start.min(late.left_start) } else { late.left_start };
                sum.left_finish = if sum.open { sum.left_finish.min(late.left_finish) } else { late.left_finish };
                sum.open = true;
            }
        }
        sum
    }

    /// The latest dates of a leaf.
    pub fn leaf(&self, index: usize) -> Result<Late, CalendarError> {
        let task = &self.network.tasks[index];
        if task.facts.actual_finish.is_some() {
            let early = &self.forward.early[index];
            let begun = task.facts.actual_start.is_some();
            return Ok(Late { begun, ..closed(early.start, early.finish, LimitedBy::Actual) });
        }
        let mut limit = (self.project_finish, LimitedBy::ProjectFinish);
        let mut followed = false;
        for edge in self.graph.outgoing(index) {
            if let Some(at) = self.finish_before(task, edge, index)? {
                followed = true;
                tighten(&mut limit, at, LimitedBy::Link(edge.link()));
            }
        }
        self.limit_by_summaries(index, &mut limit)?;
        if let (true, 0, Some(start)) = (followed, task.duration, task.facts.actual_start) {
            limit = (self.network.spot(task.calendar, start)?, LimitedBy::Actual);
        }
        self.constrain(task, &mut limit)?;
        if let Some(deadline) = task.deadline {
            tighten(&mut limit, self.network.spot(task.calendar, deadline)?, LimitedBy::Deadline);
        }
        let finish = self.network.snap_finish(task, limit.0)?;
        let minutes = if task.facts.manual.is_some() { task.duration } else { task.left() };
        let left_start = self.network.start_before(task, finish, minutes)?;
        let start = match task.facts.actual_start {
            Some(start) => self.network.spot(task.calendar, start)?,
            None => left_start,
        };
        let (begun, placed) = (task.facts.actual_start.is_some(), task.is_late());
        let (limit, by) = (limit.0.at, limit.1);
        Ok(Late { start, finish, left_start, left_finish: finish, limit, by, open: true, begun, placed })
    }

    /// Limits from the summaries above: to every leaf, and to the one that starts first.
    fn limit_by_summaries(&self, index: usize, limit: &mut (Spot, LimitedBy)) -> Result<(), CalendarError> {
        let task = &self.network.tasks[index];
        let mut above = self.graph.parent(index);
        if let Some((at, by)) = above.and_then(|parent| self.backward.ceilings[self.graph.slot(parent)].finish) {
            tighten(limit, at, by);
        }
        while let Some(summary) = above.filter(|&summary| self.forward.first_leaf[summary] == index) {
            if let (Some((at, by)), None) =
                (self.backward.ceilings[self.graph.slot(summary)].start, task.facts.actual_start)
            {
                let finish = self.network.finish_after(task, at, task.duration)?;
                tighten(limit, finish, by);
            }
            above = self.graph.parent(summary);
        }
        Ok(())
    }

    fn constrain(&self, task: &Task, limit: &mut (Spot, LimitedBy)) -> Result<(), CalendarError> {
        let (date, must) = match task.constraint {
            Constraint::MustStartOn(date) | Constraint::MustFinishOn(date) => (date, true),
            Constraint::StartNoLaterThan(date) | Constraint::FinishNoLaterThan(date) => (date, false),
            _ => return Ok(()),
        };
        let mut spot = self.network.spot(task.calendar, date)?;
        if !task.constraint.is_on_finish() {
            spot = self.network.finish_after(task, spot, task.duration)?;
        }
        if must || spot.at < limit.0.at {
            *limit = (spot, LimitedBy::Constraint);
        }
        Ok(())
    }

    /// The latest finish of a leaf that this link of its own allows; none when it asks nothing.
    fn finish_before(&self, task: &Task, edge: &Edge, index: usize) -> Result<Option<Spot>, CalendarError> {
        if let (LinkType::StartStart, Some(special)) = (edge.kind, self.start_start(task, edge.other())?) {
            return Ok(Some(special));
        }
        let Some(at) = self.edge_after(edge, index)? else { return Ok(None) };
        let late = if edge.kind.leaves_finish() { at } else { self.network.finish_after(task, at, task.duration)? };
        Ok(Some(late))
    }

    /// Start-to-start with facts: a start that has happened, or is kept by hand, cannot be late.
    fn start_start(&self, task: &Task, index: usize) -> Result<Option<Spot>, CalendarError> {
        let successor = &self.network.tasks[index];
        let late = &self.backward.late[index];
        let begun = successor.facts.actual_start.filter(|_| !self.graph.is_summary(index));
        if !late.open || (task.is_free() && begun.is_none()) {
            return Ok(None);
        }
        let last = self.graph.outgoing(index).is_empty();
        match begun {
            _ if task.facts.actual_start.is_some() => Ok(Some(self.project_finish)),
            Some(_) if last => Ok(Some(self.project_finish)),
            Some(start) => {
                let start = self.network.spot(successor.calendar, start)?;
                let done = successor.duration.saturating_sub(successor.left()).max(0);
                let at = self.network.finish_after(successor, start, done)?;
                self.network.finish_after(task, at, task.duration).map(Some)
            }
            None => Ok(Some(if last { late.finish } else { self.project_finish })),
        }
    }

    /// The latest moment of the predecessor's end that a link allows; none when it asks nothing.
    fn edge_after(&self, edge: &Edge, predecessor: usize) -> Result<Option<Spot>, CalendarError> {
        let late = &self.backward.late[edge.other()];
        if !late.open {
            return Ok(None);
        }
        // A predecessor in other hours has until the successor's work goes on.
        let latest = |at| self.network.latest_name(at);
        let end = match edge.kind {
            LinkType::FinishStart => latest(late.left_start),
            LinkType::StartStart => self.network.next_working(predecessor, latest(late.left_start))?,
            LinkType::FinishFinish | LinkType::StartFinish => latest(late.left_finish),
        };
        let at = self.without_lag(edge, predecessor, end)?;
        Ok(Some(if edge.lag().is_zero() { at } else { latest(at) }))
    }

    /// A moment of the successor moved back by the lag.
    pub fn without_lag(&self, edge: &Edge, predecessor: usize, at: Spot) -> Moment {
        let (graph, early) = (self.graph, &self.forward.early);
        self.network.shift(edge.lag(), (predecessor, edge.other()), at, false, || {
            minutes_of(self.network, graph, early, predecessor)
        })
    }

    /// Late dates of a child as its summary sees them; what is kept by hand stays where it is.
    fn seen(&self, child: usize) -> Late {
        let late = self.backward.late[child];
        let early = &self.forward.early[child];
        let by_hand = self.network.tasks[child].facts.manual.is_some() && !self.graph.is_summary(child);
        if by_hand { Late { start: early.start, finish: early.finish, ..late } } else { late }
    }
}

/// Late dates of work that is done.
fn closed(start: Spot, finish: Spot, by: LimitedBy) -> Late {
    let limit = finish.at;
    Late { start, finish, left_start: start, left_finish: finish, limit, by, open: false, begun: false, placed: false }
}

fn tighten(limit: &mut (Spot, LimitedBy), at: Spot, by: LimitedBy) {
    if at.at < limit.0.at {
        *limit = (at, by);
    }
}

fn lower(limit: &mut Limit, at: Spot, by: LimitedBy) {
    if limit.is_none_or(|known| at.at < known.0.at) {
        *limit = Some((at, by));
    }
}
