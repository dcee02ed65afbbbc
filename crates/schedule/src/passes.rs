//! Walks the marked computations: forward, backward, forward again where tasks sit as late as
//! possible, then the answers. A pass marks further computations where its results differ.
//! Must stay true: after `update` no computation would give another result than the stored one.

use crate::dirty::Dirty;
use crate::early::{Forward, ForwardRules};
use crate::graph::{Graph, Node};
use crate::late::{BackwardRules, Late};
use crate::network::Network;
use crate::outcome::{DrivenBy, LimitedBy, ScheduleError};
use crate::plan::{Change, Marks, Plan, of_task};
use crate::running::Spot;
use crate::slack::SlackRules;

impl Plan {
    /// Brings everything marked up to date and tells whose answer changed.
    pub(crate) fn update(&mut self, marks: Marks) -> Result<Vec<Change>, ScheduleError> {
        let mut changes = Vec::new();
        self.compute(marks, |change| changes.push(change))?;
        Ok(changes)
    }

    /// Brings everything marked up to date and hands over each change.
    pub(crate) fn compute(&mut self, mut marks: Marks, changed: impl FnMut(Change)) -> Result<(), ScheduleError> {
        let mut again = marks.forward.clone();
        let early = pass_forward(&self.network, &self.graph, &mut self.first, None, &mut marks.forward)?;
        self.mark_backward(&mut marks.backward, &early)?;
        let late = self.pass_backward(&mut marks.backward)?;
        let last = if self.late_tasks == 0 {
            if self.second.take().is_some() {
                marks.dates = Dirty::all(self.graph.len());
            }
            early
        } else {
            self.pass_again(&mut again, &late, &mut marks)?
        };
        if !marks.dates.is_all() {
            self.mark_dates(&mut marks, &last, &late);
        }
        self.pass_dates(&mut marks.dates, changed)
    }

    /// Marks the answers that early and late results enter.
    fn mark_dates(&self, marks: &mut Marks, early: &[usize], late: &[usize]) {
        for &task in early.iter().chain(late) {
            marks.dates.add(self.graph.entry_rank(task));
            marks.dates.add(self.graph.exit_rank(task));
        }
        let placed_late = late.iter().filter(|&&task| self.network.tasks[task].is_late());
        for &task in placed_late.chain(early) {
            self.mark_before(marks, task);
        }
    }

    /// Marks what reads early results in the backward pass, and all that the project finish bounds; where every task
    /// lies outside, that is the project start.
    fn mark_backward(&mut self, marks: &mut Dirty, changed: &[usize]) -> Result<(), ScheduleError> {
        let graph = &self.graph;
        let changed = if marks.is_all() { &[] } else { changed };
        for &task in changed {
            marks.add(graph.exit_rank(task));
            if graph.is_summary(task) {
                marks.add(graph.exit_rank(self.first.first_leaf[task]));
            }
        }
        let leaves = (0..graph.tasks()).filter(|&task| !graph.is_summary(task));
        let mut last: Option<Spot> = None;
        for task in leaves.clone() {
            let finish = self.first.early[task].finish;
            if last.is_none_or(|last| finish.at >= last.at) && !self.network.tasks[task].outside {
                last = Some(finish);
            }
        }
        let finish = match last {
            Some(finish) => finish,
            None => self.network.start().map_err(ScheduleError::Start)?,
        };
        if finish != self.finish {
            self.finish = finish;
            for task in leaves {
                let late = &self.backward.late[task];
                if late.by == LimitedBy::ProjectFinish || late.limit >= finish.at {
                    marks.add(graph.exit_rank(task));
                }
            }
        }
        Ok(())
    }

    fn pass_backward(&mut self, marks: &mut Dirty) -> Result<Vec<usize>, ScheduleError> {
        let mut changed = Vec::new();
        let mut until = marks.words();
        while let Some(rank) = marks.pop_down(&mut until) {
            let node = self.graph.node_at(rank);
            let rules = BackwardRules {
                network: &self.network,
                graph: &self.graph,
                forward: &self.first,
                backward: &self.backward,
                project_finish: self.finish,
            };
            let (task, late) = match node {
                Node::Leaf(task) => (task, rules.leaf(task).map_err(of_task(task))?),
                Node::Entry(task) => (task, rules.rollup(task)),
                Node::Exit(task) => {
                    let ceiling = rules.ceiling(task).map_err(of_task(task))?;
                    if std::mem::replace(&mut self.backward.ceilings[self.graph.slot(task)], ceiling) != ceiling {
                        self.graph.children(task).for_each(|child| marks.add(self.graph.exit_rank(child)));
                        marks.add(self.graph.exit_rank(self.first.first_leaf[task]));
                    }
                    continue;
                }
            };
            let differs = std::mem::replace(&mut self.backward.late[task], late) != late;
            if differs && !marks.is_all() {
                changed.push(task);
                self.mark_earlier(marks, task);
            }
        }
        Ok(changed)
    }

    /// Marks what reads the late dates of a task in the backward pass.
    fn mark_earlier(&self, marks: &mut Dirty, task: usize) {
        for edge in self.graph.incoming(task) {
            marks.add(self.graph.exit_rank(edge.other()));
        }
        if let Some(parent) = self.graph.parent(task) {
            marks.add(self.graph.entry_rank(parent));
        }
    }

    /// The second forward pass: late tasks push their successors from their late dates.
    fn pass_again(
        &mut self,
        again: &mut Dirty,
        late: &[usize],
        marks: &mut Marks,
    ) -> Result<Vec<usize>, ScheduleError> {
        if self.second.is_none() {
            *again = Dirty::all(self.graph.len());
            marks.dates = Dirty::all(self.graph.len());
        }
        for &task in late.iter().filter(|&&task| self.network.tasks[task].is_late()) {
            mark_later(&self.graph, again, task);
        }
        let graph = &self.graph;
        let second = self.second.get_or_insert_with(|| Forward::new(graph));
        pass_forward(&self.network, &self.graph, second, Some(&self.backward.late), again)
    }

    /// Downward like the backward pass, so that the successors that an answer looks at were looked at just before.
    fn pass_dates(&mut self, marks: &mut Dirty, mut changed: impl FnMut(Change)) -> Result<(), ScheduleError> {
        let mut until = marks.words();
        while let Some(rank) = marks.pop_down(&mut until) {
            let node = self.graph.node_at(rank);
            let rules = self.slack_rules();
            let (task, dates) = match node {
                Node::Leaf(task) => (task, rules.leaf(task).map_err(of_task(task))?),
                Node::Entry(task) => (task, rules.summary(task).map_err(of_task(task))?),
                Node::Exit(task) => {
                    let edge = rules.free_edge(task).map_err(of_task(task))?;
                    if std::mem::replace(&mut self.free_edges[self.graph.slot(task)], edge) != edge {
                        self.graph.children(task).for_each(|child| marks.add(self.graph.exit_rank(child)));
                        marks.add(self.graph.entry_rank(task));
                    }
                    continue;
                }
            };
            let before = std::mem::replace(&mut self.dates[task], dates);
            if before != dates {
                changed(Change { task, start: before.start, finish: before.finish });
                if let Some(parent) = self.graph.parent(task) {
                    marks.add(self.graph.entry_rank(parent));
                }
            }
        }
        Ok(())
    }

    pub(crate) fn slack_rules(&self) -> SlackRules<'_> {
        let (network, graph) = (&self.network, &self.graph);
        let late = self.second.as_ref().map(|_| self.backward.late.as_slice());
        let forward = self.second.as_ref().unwrap_or(&self.first);
        SlackRules {
            early: ForwardRules { network, graph, forward, late },
            late: BackwardRules { network, graph, forward, backward: &self.backward, project_finish: self.finish },
            free_edges: &self.free_edges,
            dates: &self.dates,
        }
    }
}

/// Walks one forward pass and tells which tasks' records changed.
fn pass_forward(
    network: &Network,
    graph: &Graph,
    forward: &mut Forward,
    late: Option<&[Late]>,
    marks: &mut Dirty,
) -> Result<Vec<usize>, ScheduleError> {
    let mut changed = Vec::new();
    let mut from = 0;
    while let Some(rank) = marks.pop_up(&mut from) {
        let node = graph.node_at(rank);
        let rules = ForwardRules { network, graph, forward, late };
        let (task, early, first) = match node {
            Node::Leaf(task) => (task, rules.leaf(task).map_err(of_task(task))?, task),
            Node::Exit(task) => {
                let (early, first) = rules.rollup(task).map_err(of_task(task))?;
                (task, early, first)
            }
            Node::Entry(task) => {
                let gate = rules.gate(task).map_err(of_task(task))?;
                if std::mem::replace(&mut forward.gates[graph.slot(task)], gate) != gate {
                    graph.children(task).for_each(|child| marks.add(graph.entry_rank(child)));
                }
                continue;
            }
        };
        let first_before = std::mem::replace(&mut forward.first_leaf[task], first);
        let before = std::mem::replace(&mut forward.early[task], early);
        if marks.is_all() {
            continue;
        }
        if first_before != first {
            changed.push(first_before);
        }
        if early.by == DrivenBy::Constraint {
            // Its slack looks at what its links ask, which may differ though its dates do not.
            changed.push(task);
        }
        if before != early || first_before != first {
            changed.push(task);
            mark_later(graph, marks, task);
        }
    }
    Ok(changed)
}

/// Marks what reads the early dates of a task in a forward pass.
fn mark_later(graph: &Graph, marks: &mut Dirty, task: usize) {
    for edge in graph.outgoing(task) {
        marks.add(graph.entry_rank(edge.other()));
    }
    if let Some(parent) = graph.parent(task) {
        marks.add(graph.exit_rank(parent));
    }
}
