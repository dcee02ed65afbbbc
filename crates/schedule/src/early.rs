//! The forward pass: the earliest dates links, constraints and calendars allow.
//! One rule computes one node from what lies before it; full and incremental passes share it.
//! Must stay true: a node reads only nodes of lower rank, and late dates only in the second pass,
//! in which tasks placed as late as possible push their successors.

use crate::graph::Graph;
use crate::instant::Instant;
use crate::late::Late;
use crate::network::{Constraint, Network, Task};
use crate::outcome::DrivenBy;
use crate::running::Moment;
use crate::{CalendarError, LinkType};

/// Earliest dates of a task; of a summary, what its children add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Early {
    pub start: Instant,
    pub finish: Instant,
    pub by: DrivenBy,
}

/// A bound with the link that makes it.
pub(crate) type Bound = Option<(Instant, usize)>;

/// What the links and constraints of a summary and those above it ask of every leaf below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gate {
    pub start: Bound,
    pub finish: Bound,
    /// The latest 'start no earlier than' above, and the summary that has it.
    pub floor: Bound,
}

/// One forward pass: records of tasks and of summaries' entries and exits.
#[derive(Clone, Debug)]
pub(crate) struct Forward {
    pub early: Vec<Early>,
    pub gates: Vec<Gate>,
    /// Of a summary, the leaf that starts first; of a leaf itself.
    pub first_leaf: Vec<usize>,
}

impl Forward {
    pub fn new(tasks: usize) -> Self {
        let blank = Early { start: Instant(0), finish: Instant(0), by: DrivenBy::ProjectStart };
        Self { early: vec![blank; tasks], gates: vec![Gate::default(); tasks], first_leaf: (0..tasks).collect() }
    }
}

/// What the rules of the forward pass read.
pub(crate) struct ForwardRules<'a> {
    pub network: &'a Network,
    pub graph: &'a Graph,
    pub forward: &'a Forward,
    /// Late dates, in the second pass.
    pub late: Option<&'a [Late]>,
}

impl ForwardRules<'_> {
    /// What binds the leaves below a summary.
    pub fn gate(&self, summary: usize) -> Result<Gate, CalendarError> {
        let mut gate = self.above(summary);
        self.bind(summary, &mut gate)?;
        if let Constraint::StartNoEarlierThan(date) = self.network.tasks[summary].constraint {
            raise(&mut gate.floor, date, summary);
        }
        Ok(gate)
    }

    /// What the children of a summary add up to, and the leaf that starts first.
    pub fn rollup(&self, summary: usize) -> (Early, usize) {
        let mut first: Option<(Instant, usize)> = None;
        let mut finish = None;
        for child in self.graph.children(summary) {
            let (start, end) = self.ends(child);
            if first.is_none_or(|known| start < known.0) {
                first = Some((start, child));
            }
            finish = finish.max(Some(end));
        }
        let (start, child) = first.unwrap_or((Instant(0), summary));
        let leaf = self.forward.first_leaf[child];
        let by = DrivenBy::Child(child);
        let early = Early { start, finish: finish.unwrap_or(start), by };
        match self.network.tasks[summary].manual {
            Some((start, finish)) => (Early { start, finish, by: DrivenBy::Manual }, leaf),
            None => (early, leaf),
        }
    }

    /// The earliest dates of a leaf.
    pub fn leaf(&self, index: usize) -> Result<Early, CalendarError> {
        let task = &self.network.tasks[index];
        if let Some((start, finish)) = task.manual {
            return Ok(Early { start, finish, by: DrivenBy::Manual });
        }
        if task.actual_start.is_some() || task.actual_finish.is_some() {
            return self.started(task);
        }
        let (unbound, by) = self.links_allow(index)?;
        let (start, finish) = self.network.run_from(task, unbound, task.duration)?;
        self.constrain(index, Early { start, finish, by })
    }

    /// The first start that links, tree, project start and levelling allow, with the reason.
    pub fn links_allow(&self, index: usize) -> Result<(Instant, DrivenBy), CalendarError> {
        let task = &self.network.tasks[index];
        let mut gate = self.above(index);
        self.bind(index, &mut gate)?;
        let (mut start, mut by) = match (gate.start, gate.finish) {
            (None, None) => self.unlinked(task)?,
            (Some((at, link)), None) => (at, DrivenBy::Link(link)),
            (None, Some(bound)) => self.by_finish(task, bound)?,
            (Some((at, link)), Some(bound)) => {
                let (pulled, by) = self.by_finish(task, bound)?;
                if pulled > self.network.snap_start(task, at)? { (pulled, by) } else { (at, DrivenBy::Link(link)) }
            }
        };
        if let Some((date, summary)) = gate.floor
            && self.network.is_after(index, date, start)
        {
            (start, by) = (date, DrivenBy::SummaryConstraint(summary));
        }
        if task.delay != 0 {
            let ready = self.network.snap_start(task, start)?;
            start = ready.plus_elapsed(task.delay).ok_or(CalendarError::OutOfRange)?;
        }
        Ok((start, by))
    }

    /// Start of a leaf without predecessors: its own earliest date, or the project's start.
    fn unlinked(&self, task: &Task) -> Result<(Instant, DrivenBy), CalendarError> {
        Ok(match task.constraint {
            Constraint::StartNoEarlierThan(date) => (date, DrivenBy::Constraint),
            Constraint::FinishNoEarlierThan(date) => {
                (self.network.start_before(task, date, task.duration)?, DrivenBy::Constraint)
            }
            _ => (self.network.options.project_start, DrivenBy::ProjectStart),
        })
    }

    /// The start that lets a leaf finish at a bound, never pulled before the project start.
    fn by_finish(&self, task: &Task, bound: (Instant, usize)) -> Result<(Instant, DrivenBy), CalendarError> {
        let options = &self.network.options;
        let start = self.network.start_before(task, bound.0, task.duration)?;
        if start < options.project_start && !options.allow_before_project_start {
            return Ok((options.project_start, DrivenBy::ProjectStart));
        }
        Ok((start, DrivenBy::Link(bound.1)))
    }

    fn constrain(&self, index: usize, early: Early) -> Result<Early, CalendarError> {
        let (network, task) = (self.network, &self.network.tasks[index]);
        let minutes = task.duration;
        let (date, sooner, later) = match task.constraint {
            Constraint::AsSoonAsPossible | Constraint::AsLateAsPossible => return Ok(early),
            Constraint::StartNoEarlierThan(date) => (date, false, true),
            Constraint::FinishNoEarlierThan(date) => (network.start_before(task, date, minutes)?, false, true),
            Constraint::StartNoLaterThan(date) => (date, true, false),
            Constraint::FinishNoLaterThan(date) => (network.start_before(task, date, minutes)?, true, false),
            Constraint::MustStartOn(date) => (date, true, true),
            Constraint::MustFinishOn(date) => (network.start_before(task, date, minutes)?, true, true),
        };
        let sooner = sooner && network.options.honor_constraints;
        let moves = (later && network.is_after(index, date, early.start))
            || (sooner && network.is_after(index, early.start, date));
        if moves || (sooner && later) {
            let (start, finish) = network.run_from(task, date, minutes)?;
            return Ok(Early { start, finish, by: DrivenBy::Constraint });
        }
        Ok(early)
    }

    fn started(&self, task: &Task) -> Result<Early, CalendarError> {
        let by = DrivenBy::Actual;
        if let Some(finish) = task.actual_finish {
            let start = match task.actual_start {
                Some(start) => start,
                None => self.network.start_before(task, finish, task.duration)?,
            };
            return Ok(Early { start, finish, by });
        }
        let start = task.actual_start.unwrap_or(self.network.options.project_start);
        let mut finish = match task.resume {
            Some(resume) => self.network.finish_after(task, resume.max(start), task.left())?,
            None => self.network.finish_after(task, start, task.duration.max(task.left()))?,
        };
        if let Constraint::FinishNoEarlierThan(date) = task.constraint {
            finish = finish.max(date);
        }
        Ok(Early { start, finish, by })
    }

    fn above(&self, task: usize) -> Gate {
        self.graph.parent(task).map_or_else(Gate::default, |parent| self.forward.gates[parent])
    }

    /// Raises a gate by the links that lead to a task.
    fn bind(&self, task: usize, gate: &mut Gate) -> Result<(), CalendarError> {
        for index in self.graph.incoming(task) {
            let link = &self.network.links[index];
            let moment = self.link_allows(index)?;
            raise(if link.kind.reaches_start() { &mut gate.start } else { &mut gate.finish }, moment, index);
        }
        Ok(())
    }

    /// The moment from which a link lets its successor's end be.
    fn link_allows(&self, index: usize) -> Moment {
        let link = &self.network.links[index];
        let (start, finish) = match self.late {
            Some(late) if self.pushes(link.predecessor, link.successor) => {
                (late[link.predecessor].start, late[link.predecessor].finish)
            }
            _ => (self.forward.early[link.predecessor].start, self.forward.early[link.predecessor].finish),
        };
        let edge = if link.kind.leaves_finish() { finish } else { start };
        self.network.add_lag(link, edge, self.minutes_of(link.predecessor))
    }

    fn pushes(&self, predecessor: usize, successor: usize) -> bool {
        self.network.tasks[predecessor].is_late()
            && !self.graph.is_summary(predecessor)
            && !self.network.tasks[successor].is_late()
    }

    /// Start and finish of a child as its summary sees them.
    fn ends(&self, child: usize) -> (Instant, Instant) {
        let early = &self.forward.early[child];
        match self.late {
            Some(late) if self.network.tasks[child].is_late() && !self.graph.is_summary(child) => {
                (late[child].start, late[child].finish)
            }
            _ => (early.start, early.finish),
        }
    }

    /// The duration a percentage lag counts from: a leaf's own, a summary's from start to finish.
    pub fn minutes_of(&self, task: usize) -> i64 {
        if self.graph.is_summary(task) {
            let early = &self.forward.early[task];
            return self.network.calendar_of(task).between(early.start, early.finish);
        }
        self.network.tasks[task].duration
    }
}

fn raise(bound: &mut Bound, at: Instant, source: usize) {
    if bound.is_none_or(|known| at > known.0) {
        *bound = Some((at, source));
    }
}

/// Whether a link of this kind asks every leaf of a summary it leaves, or only the first.
pub(crate) fn binds_every_leaf(kind: LinkType) -> bool {
    kind.leaves_finish()
}
