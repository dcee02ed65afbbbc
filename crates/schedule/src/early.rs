//! The forward pass: the earliest dates links, constraints and calendars allow.
//! One rule computes one node from what lies before it; full and incremental passes share it.
//! Must stay true: a node reads only nodes of lower rank, and late dates only in the second pass,
//! in which tasks placed as late as possible push their successors.

use crate::CalendarError;
use crate::edges::Edge;
use crate::graph::Graph;
use crate::instant::Instant;
use crate::late::Late;
use crate::network::{Constraint, Network, Task};
use crate::outcome::DrivenBy;
use crate::running::{Moment, Spot};

/// Earliest dates of a task; of a summary, what its children add up to. One line of the processor's cache each: every
/// link looks at one.
#[repr(align(64))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Early {
    pub start: Spot,
    pub finish: Spot,
    pub by: DrivenBy,
}

/// A bound with the link that makes it.
pub(crate) type Bound = Option<(Spot, usize)>;

/// What the links and constraints of a summary and those above it ask of every leaf below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gate {
    pub start: Bound,
    pub finish: Bound,
    /// The latest 'start no earlier than' above, and the summary that has it.
    pub floor: Bound,
}

/// One forward pass: records of tasks, and by slot of what binds below summaries.
#[derive(Clone, Debug)]
pub(crate) struct Forward {
    pub early: Vec<Early>,
    pub gates: Vec<Gate>,
    /// Of a summary, the leaf that starts first; of a leaf itself.
    pub first_leaf: Vec<usize>,
}

impl Forward {
    pub fn new(graph: &Graph) -> Self {
        let tasks = graph.tasks();
        let blank = Early { start: Spot::BLANK, finish: Spot::BLANK, by: DrivenBy::ProjectStart };
        Self {
            early: vec![blank; tasks],
            gates: vec![Gate::default(); graph.summaries()],
            first_leaf: (0..tasks).collect(),
        }
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
            raise(&mut gate.floor, self.network.spot(self.network.tasks[summary].calendar, date)?, summary);
        }
        Ok(gate)
    }

    /// What the children of a summary add up to, and the leaf that starts first.
    pub fn rollup(&self, summary: usize) -> Result<(Early, usize), CalendarError> {
        let mut children = self.graph.children(summary);
        let mut first = children.next().unwrap_or(summary);
        let (mut start, mut finish) = self.ends(first);
        for child in children {
            let ends = self.ends(child);
            if ends.0.at < start.at {
                (start, first) = (ends.0, child);
            }
            finish = finish.max(ends.1);
        }
        let leaf = self.forward.first_leaf[first];
        let task = &self.network.tasks[summary];
        match task.facts.manual {
            Some(manual) => Ok((self.by_hand(task, manual)?, leaf)),
            None => Ok((Early { start, finish, by: DrivenBy::Child(first) }, leaf)),
        }
    }

    fn by_hand(&self, task: &Task, (start, finish): (Instant, Instant)) -> Result<Early, CalendarError> {
        let (start, finish) = (self.network.spot(task.calendar, start)?, self.network.spot(task.calendar, finish)?);
        Ok(Early { start, finish, by: DrivenBy::Manual })
    }

    /// The earliest dates of a leaf.
    pub fn leaf(&self, index: usize) -> Result<Early, CalendarError> {
        let task = &self.network.tasks[index];
        if let Some(manual) = task.facts.manual {
            return self.by_hand(task, manual);
        }
        if task.facts.actual_start.is_some() || task.facts.actual_finish.is_some() {
            return self.started(task);
        }
        let (unbound, by) = self.links_allow(index)?;
        let (start, finish) = self.network.run_from(task, unbound, task.duration)?;
        let early = self.constrain(task, Early { start, finish, by })?;
        let Some(floor) = task.facts.not_before else { return Ok(early) };
        let floor = self.network.spot(task.calendar, floor)?;
        if !self.network.is_after(task, floor, early.start) {
            return Ok(early);
        }
        let (start, finish) = self.network.run_from(task, floor, task.duration)?;
        Ok(Early { start, finish, by: DrivenBy::Constraint })
    }

    /// The first start that links, tree, project start and levelling allow, with the reason.
    pub fn links_allow(&self, index: usize) -> Result<(Spot, DrivenBy), CalendarError> {
        let task = &self.network.tasks[index];
        let mut gate = self.above(index);
        self.bind(index, &mut gate)?;
        let (mut start, mut by) = match (gate.start, gate.finish) {
            (None, None) => self.unlinked(task)?,
            (Some((at, link)), None) => (at, DrivenBy::Link(link)),
            (None, Some(bound)) => self.by_finish(task, bound)?,
            (Some((at, link)), Some(bound)) => {
                let (pulled, by) = self.by_finish(task, bound)?;
                if pulled.at > self.network.snap_start(task, at)?.at {
                    (pulled, by)
                } else {
                    (at, DrivenBy::Link(link))
                }
            }
        };
        if let Some((date, summary)) = gate.floor
            && self.network.is_after(task, date, start)
        {
            (start, by) = (date, DrivenBy::SummaryConstraint(summary));
        }
        if task.delay != 0 {
            let ready = self.network.snap_start(task, start)?;
            let at = ready.at.plus_elapsed(task.delay).ok_or(CalendarError::OutOfRange)?;
            start = self.network.spot(task.calendar, at)?;
        }
        Ok((start, by))
    }

    /// Start of a leaf without predecessors: its own earliest date, or the project's start.
    fn unlinked(&self, task: &Task) -> Result<(Spot, DrivenBy), CalendarError> {
        let spot = |at| self.network.spot(task.calendar, at);
        Ok(match task.constraint {
            Constraint::StartNoEarlierThan(date) => (spot(date)?, DrivenBy::Constraint),
            Constraint::FinishNoEarlierThan(date) => {
                (self.network.start_before(task, spot(date)?, task.duration)?, DrivenBy::Constraint)
            }
            _ => (spot(self.network.options.project_start)?, DrivenBy::ProjectStart),
        })
    }

    /// The start that lets a leaf finish at a bound, never pulled before the project start.
    fn by_finish(&self, task: &Task, bound: (Spot, usize)) -> Result<(Spot, DrivenBy), CalendarError> {
        let options = &self.network.options;
        let start = self.network.start_before(task, bound.0, task.duration)?;
        if start.at < options.project_start && !options.allow_before_project_start {
            return Ok((self.network.spot(task.calendar, options.project_start)?, DrivenBy::ProjectStart));
        }
        Ok((start, DrivenBy::Link(bound.1)))
    }

    fn constrain(&self, task: &Task, early: Early) -> Result<Early, CalendarError> {
        let (date, sooner, later) = match task.constraint {
            Constraint::AsSoonAsPossible | Constraint::AsLateAsPossible => return Ok(early),
            Constraint::StartNoEarlierThan(date) | Constraint::FinishNoEarlierThan(date) => (date, false, true),
            Constraint::StartNoLaterThan(date) | Constraint::FinishNoLaterThan(date) => (date, true, false),
            Constraint::MustStartOn(date) | Constraint::MustFinishOn(date) => (date, true, true),
        };
        let mut spot = self.network.spot(task.calendar, date)?;
        if task.constraint.is_on_finish() {
            spot = self.network.start_before(task, spot, task.duration)?;
        }
        let sooner = sooner && self.network.options.honor_constraints;
        let moves = (later && self.network.is_after(task, spot, early.start))
            || (sooner && self.network.is_after(task, early.start, spot));
        if moves || (sooner && later) {
            let (start, finish) = self.network.run_from(task, spot, task.duration)?;
            return Ok(Early { start, finish, by: DrivenBy::Constraint });
        }
        Ok(early)
    }

    fn started(&self, task: &Task) -> Result<Early, CalendarError> {
        let by = DrivenBy::Actual;
        let spot = |at| self.network.spot(task.calendar, at);
        if let Some(finish) = task.facts.actual_finish {
            let finish = spot(finish)?;
            let start = match task.facts.actual_start {
                Some(start) => spot(start)?,
                None => self.network.start_before(task, finish, task.duration)?,
            };
            return Ok(Early { start, finish, by });
        }
        let start = spot(task.facts.actual_start.unwrap_or(self.network.options.project_start))?;
        let mut finish = match task.facts.resume {
            Some(resume) => self.network.finish_after(task, spot(resume)?.max(start), task.left())?,
            None => self.network.finish_after(task, start, task.duration.max(task.left()))?,
        };
        if let Constraint::FinishNoEarlierThan(date) = task.constraint {
            finish = finish.max(spot(date)?);
        }
        Ok(Early { start, finish, by })
    }

    fn above(&self, task: usize) -> Gate {
        self.graph.parent(task).map_or_else(Gate::default, |parent| self.forward.gates[self.graph.slot(parent)])
    }

    /// Raises a gate by the links that lead to a task.
    fn bind(&self, task: usize, gate: &mut Gate) -> Result<(), CalendarError> {
        for edge in self.graph.incoming(task) {
            let moment = self.link_allows(edge, task)?;
            raise(if edge.kind.reaches_start() { &mut gate.start } else { &mut gate.finish }, moment, edge.link());
        }
        Ok(())
    }

    /// The moment from which a link lets its successor's end be.
    fn link_allows(&self, edge: &Edge, successor: usize) -> Moment {
        let predecessor = edge.other();
        let (start, finish) = match self.late {
            Some(late) if self.pushes(predecessor, successor) => (late[predecessor].start, late[predecessor].finish),
            _ => (self.forward.early[predecessor].start, self.forward.early[predecessor].finish),
        };
        let from = if edge.kind.leaves_finish() { finish } else { start };
        let (graph, early) = (self.graph, &self.forward.early);
        self.network.shift(edge.lag(), (predecessor, successor), from, true, || {
            minutes_of(self.network, graph, early, predecessor)
        })
    }

    fn pushes(&self, predecessor: usize, successor: usize) -> bool {
        self.network.tasks[predecessor].is_late()
            && !self.graph.is_summary(predecessor)
            && !self.network.tasks[successor].is_late()
    }

    /// Start and finish of a child as its summary sees them.
    fn ends(&self, child: usize) -> (Spot, Spot) {
        let early = &self.forward.early[child];
        match self.late {
            Some(late) if self.network.tasks[child].is_late() && !self.graph.is_summary(child) => {
                (late[child].start, late[child].finish)
            }
            _ => (early.start, early.finish),
        }
    }
}

fn raise(bound: &mut Bound, at: Spot, source: usize) {
    if bound.is_none_or(|known| at.at > known.0.at) {
        *bound = Some((at, source));
    }
}

/// The duration a percentage lag counts from: a leaf's own, a summary's from start to finish.
pub(crate) fn minutes_of(network: &Network, graph: &Graph, early: &[Early], task: usize) -> i64 {
    let settings = &network.tasks[task];
    if graph.is_summary(task) {
        return network.between(settings.calendar, early[task].start, early[task].finish);
    }
    settings.duration
}
