//! A scheduled network that is kept up to date: build it once, then change one thing at a time.
//! A change marks the computations it can affect; each pass walks the marked ones in order and marks
//! further ones only where a result differs. A full schedule is the same walk with all marked.
//! Must stay true: after any change the answers equal those of a new plan of the same network;
//! a refused change leaves everything as it was.

use crate::dirty::Dirty;
use crate::early::Forward;
use crate::graph::{self, Graph};
use crate::instant::Instant;
use crate::late::Backward;
use crate::network::{Link, Network, Options, Task};
use crate::outcome::{Dates, DrivenBy, LimitedBy, ScheduleError};
use crate::running::Spot;
use crate::{Calendar, CalendarError};

/// A network with its computed dates.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) network: Network,
    pub(crate) graph: Graph,
    pub(crate) first: Forward,
    /// The forward pass in which tasks placed as late as possible push their successors.
    pub(crate) second: Option<Forward>,
    pub(crate) backward: Backward,
    pub(crate) free_edges: Vec<Option<Spot>>,
    pub(crate) dates: Vec<Dates>,
    pub(crate) finish: Spot,
    pub(crate) late_tasks: usize,
}

/// A task whose answer a change altered: its dates, its slack or their reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The task.
    pub task: usize,
    /// Its scheduled start before the change.
    pub start: Instant,
    /// Its scheduled finish before the change.
    pub finish: Instant,
}

/// Computations to do in each pass, by rank.
pub(crate) struct Marks {
    pub forward: Dirty,
    pub backward: Dirty,
    pub dates: Dirty,
}

impl Plan {
    /// Schedules a network, or says what is wrong with it.
    pub fn new(network: Network) -> Result<Self, ScheduleError> {
        let (parents, late_tasks) = check(&network)?;
        let graph = Graph::new(parents, &network.links)?;
        let tasks = network.tasks.len();
        let mut plan = Self {
            first: Forward::new(&graph),
            second: None,
            backward: Backward::new(&graph),
            free_edges: vec![None; graph.summaries()],
            dates: vec![blank(network.options.project_start); tasks],
            finish: network.start().map_err(ScheduleError::Start)?,
            late_tasks,
            network,
            graph,
        };
        plan.recompute()?;
        Ok(plan)
    }

    /// The network as it stands after all changes.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The dates of a task; none when there is no such task.
    pub fn dates(&self, task: usize) -> Option<&Dates> {
        self.dates.get(task)
    }

    /// The dates of all tasks, by index.
    pub fn all_dates(&self) -> &[Dates] {
        &self.dates
    }

    /// Replaces a task; a new parent schedules everything anew, all else only what can move.
    pub fn set_task(&mut self, index: usize, task: Task) -> Result<Vec<Change>, ScheduleError> {
        check_task(&self.network, index, &task)?;
        if task.parent != self.network.tasks[index].parent {
            return self.replace(|network| network.tasks[index] = task);
        }
        let old = self.swap_task(index, task);
        let mut marks = Marks::none(&self.graph);
        self.touch(&mut marks, index);
        self.update(marks).map_err(|error| {
            self.swap_task(index, old);
            self.restore(error)
        })
    }

    /// Adds a link as the last one; a link that closes a cycle is refused and the cycle named.
    pub fn add_link(&mut self, link: Link) -> Result<Vec<Change>, ScheduleError> {
        let index = self.network.links.len();
        if link.predecessor.max(link.successor) >= self.network.tasks.len() {
            return Err(ScheduleError::UnknownTask { link: index });
        }
        self.network.links.push(link);
        let linked = self.graph.insert(&link, index);
        let updated = linked.and_then(|()| {
            let mut marks = Marks::none(&self.graph);
            self.touch(&mut marks, link.predecessor);
            self.touch(&mut marks, link.successor);
            self.update(marks)
        });
        updated.map_err(|error| {
            self.graph.remove(&link, index);
            self.network.links.pop();
            self.restore(error)
        })
    }

    /// Removes a link; the last link takes its index. Nothing happens when there is no such link.
    pub fn remove_link(&mut self, index: usize) -> Result<Vec<Change>, ScheduleError> {
        let Some(last) = self.network.links.len().checked_sub(1).filter(|&last| index <= last) else {
            return Ok(Vec::new());
        };
        let (link, moved) = (self.network.links[index], self.network.links[last]);
        self.unlink(index, last);
        let mut marks = Marks::none(&self.graph);
        for task in [link.predecessor, link.successor, moved.predecessor, moved.successor] {
            self.touch(&mut marks, task);
        }
        self.update(marks).map_err(|error| {
            self.relink(index, last, link);
            self.restore(error)
        })
    }

    /// Replaces a calendar and reschedules the tasks that use it.
    pub fn set_calendar(&mut self, index: usize, calendar: Calendar) -> Result<Vec<Change>, ScheduleError> {
        if index >= self.network.calendars.len() {
            return Err(ScheduleError::UnknownCalendar { task: None });
        }
        let old = std::mem::replace(&mut self.network.calendars[index], calendar);
        let mut marks = Marks::none(&self.graph);
        for (task, settings) in self.network.tasks.iter().enumerate() {
            let shared = settings.assignments.iter().any(|share| share.calendar == index);
            if settings.calendar == index || shared || self.network.options.project_calendar == index {
                self.touch(&mut marks, task);
            }
        }
        self.update(marks).map_err(|error| {
            self.network.calendars[index] = old;
            self.restore(error)
        })
    }

    /// Replaces the options and schedules everything anew.
    pub fn set_options(&mut self, options: Options) -> Result<Vec<Change>, ScheduleError> {
        self.replace(|network| network.options = options)
    }

    fn replace(&mut self, change: impl FnOnce(&mut Network)) -> Result<Vec<Change>, ScheduleError> {
        let mut network = self.network.clone();
        change(&mut network);
        let plan = Self::new(network)?;
        let old = std::mem::replace(self, plan);
        let pairs = old.dates.into_iter().zip(&self.dates).enumerate();
        let changed = pairs.filter(|(_, (a, b))| a != *b);
        Ok(changed.map(|(task, (old, _))| Change { task, start: old.start, finish: old.finish }).collect())
    }

    fn swap_task(&mut self, index: usize, task: Task) -> Task {
        self.late_tasks += usize::from(task.is_late());
        let old = std::mem::replace(&mut self.network.tasks[index], task);
        self.late_tasks -= usize::from(old.is_late());
        old
    }

    fn unlink(&mut self, index: usize, last: usize) {
        self.graph.remove(&self.network.links[index], index);
        if index != last {
            self.graph.remove(&self.network.links[last], last);
        }
        self.network.links.swap_remove(index);
        if index != last {
            self.graph.take(&self.network.links[index], index);
        }
    }

    fn relink(&mut self, index: usize, last: usize, link: Link) {
        if index != last {
            self.graph.remove(&self.network.links[index], index);
        }
        self.network.links.push(link);
        self.network.links.swap(index, last);
        self.graph.take(&self.network.links[index], index);
        if index != last {
            self.graph.take(&self.network.links[last], last);
        }
    }

    /// After a refused change: the dates of the network as it was, and the refusal.
    fn restore(&mut self, refusal: ScheduleError) -> ScheduleError {
        self.recompute().err().unwrap_or(refusal)
    }

    /// Computes everything.
    fn recompute(&mut self) -> Result<(), ScheduleError> {
        let len = self.graph.len();
        self.second = None;
        let all = || Dirty::all(len);
        self.compute(Marks { forward: all(), backward: all(), dates: all() }, |_| ())
    }

    /// Marks everything that reads this task's settings or the links at it.
    fn touch(&self, marks: &mut Marks, task: usize) {
        let graph = &self.graph;
        for rank in [graph.entry_rank(task), graph.exit_rank(task)] {
            marks.forward.add(rank);
            marks.backward.add(rank);
            marks.dates.add(rank);
        }
        if let Some(parent) = graph.parent(task) {
            marks.forward.add(graph.exit_rank(parent));
            marks.backward.add(graph.entry_rank(parent));
            marks.dates.add(graph.entry_rank(parent));
        }
        for edge in graph.outgoing(task) {
            marks.forward.add(graph.entry_rank(edge.other()));
        }
        for edge in graph.incoming(task) {
            marks.backward.add(graph.exit_rank(edge.other()));
        }
        self.mark_before(marks, task);
    }

    /// Marks the answers of everything whose free slack looks at this task.
    pub(crate) fn mark_before(&self, marks: &mut Marks, task: usize) {
        let mut at = Some(task);
        while let Some(task) = at {
            for edge in self.graph.incoming(task) {
                marks.dates.add(self.graph.entry_rank(edge.other()));
                marks.dates.add(self.graph.exit_rank(edge.other()));
            }
            at = self.graph.parent(task);
        }
    }
}

impl Marks {
    fn none(graph: &Graph) -> Self {
        let none = Dirty::none(graph.len());
        Self { forward: none.clone(), backward: none.clone(), dates: none }
    }
}

fn blank(at: Instant) -> Dates {
    Dates {
        start: at,
        finish: at,
        early_start: at,
        early_finish: at,
        late_start: at,
        late_finish: at,
        start_slack: 0,
        finish_slack: 0,
        total_slack: 0,
        free_slack: 0,
        critical: false,
        driven_by: DrivenBy::ProjectStart,
        limited_by: LimitedBy::ProjectFinish,
    }
}

/// Names the task a calendar failed for.
pub(crate) fn of_task(task: usize) -> impl FnOnce(CalendarError) -> ScheduleError {
    move |error| ScheduleError::Calendar { task, error }
}

/// Refuses what makes no sense; answers the parents of all tasks and how many are placed as late as possible.
fn check(network: &Network) -> Result<(Vec<u32>, usize), ScheduleError> {
    if network.options.project_calendar >= network.calendars.len() {
        return Err(ScheduleError::UnknownCalendar { task: None });
    }
    let mut parents = Vec::with_capacity(network.tasks.len());
    let mut late = 0;
    for (index, task) in network.tasks.iter().enumerate() {
        check_task(network, index, task)?;
        parents.push(match task.parent {
            Some(parent) if parent >= network.tasks.len() => return Err(ScheduleError::UnknownParent { task: index }),
            Some(parent) => parent as u32,
            None => graph::NONE,
        });
        late += usize::from(task.is_late());
    }
    Ok((parents, late))
}

fn check_task(network: &Network, index: usize, task: &Task) -> Result<(), ScheduleError> {
    let known = |calendar: usize| calendar < network.calendars.len();
    if !known(task.calendar) || !task.assignments.iter().all(|share| known(share.calendar)) {
        return Err(ScheduleError::UnknownCalendar { task: Some(index) });
    }
    let backwards = task.facts.manual.is_some_and(|(start, finish)| finish < start);
    let shares = task.assignments.iter().filter_map(|share| share.minutes);
    if backwards || shares.chain([task.duration, task.left()]).any(|minutes| minutes < 0) {
        return Err(ScheduleError::Negative { task: index });
    }
    Ok(())
}
