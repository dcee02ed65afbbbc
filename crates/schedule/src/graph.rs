//! The order in which tasks can be computed. A leaf is one node; a summary is two: its entry (links
//! and constraints that bind everything below it) and its exit (what its children add up to).
//! Links run from the predecessor's exit to the successor's entry, entries run down the tree, exits
//! up; so a cycle through links, parents or roll-up is simply a cycle of this graph.
//! Must stay true: `rank` orders every edge; lists are in index order, so ties resolve the same way.

use crate::edges::{Edge, Edges};
use crate::network::Link;
use crate::outcome::{CycleStep, ScheduleError, Via};

/// No parent, no rank yet.
pub(crate) const NONE: u32 = u32::MAX;
/// Rank of a node whose visit has begun and not ended.
const OPEN: u32 = u32::MAX - 1;

#[derive(Clone, Debug)]
pub(crate) struct Graph {
    parent: Vec<u32>,
    /// Children of task `t` are `child[child_from[t]..child_from[t + 1]]`.
    child_from: Vec<u32>,
    child: Vec<u32>,
    /// Of a summary, its number among the summaries.
    slot: Vec<u32>,
    summaries: usize,
    incoming: Edges,
    outgoing: Edges,
    /// Position of each node in `order`; a summary's exit is node `tasks + task`.
    rank: Vec<u32>,
    order: Vec<u32>,
}

/// One computation: a leaf, or the entry or exit of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Leaf(usize),
    Entry(usize),
    Exit(usize),
}

impl Graph {
    /// `parent` holds the parent of each task, or `NONE`.
    pub fn new(parent: Vec<u32>, links: &[Link]) -> Result<Self, ScheduleError> {
        let tasks = parent.len();
        let mut child_from = vec![0_u32; tasks + 1];
        parent.iter().filter(|&&above| above != NONE).for_each(|&above| child_from[above as usize + 1] += 1);
        (0..tasks).for_each(|task| child_from[task + 1] += child_from[task]);
        let mut slot = vec![0_u32; tasks];
        let mut summaries = 0;
        for task in (0..tasks).filter(|&task| child_from[task] < child_from[task + 1]) {
            slot[task] = summaries as u32;
            summaries += 1;
        }
        let mut free = child_from.clone();
        let mut child = vec![0; child_from[tasks] as usize];
        for (index, &above) in parent.iter().enumerate().filter(|(_, above)| **above != NONE) {
            let place = &mut free[above as usize];
            child[*place as usize] = index as u32;
            *place += 1;
        }
        let incoming = Edges::incoming(tasks, links).map_err(|link| ScheduleError::UnknownTask { link })?;
        let outgoing = incoming.turned();
        let (rank, order) = (Vec::new(), Vec::new());
        let mut graph = Self { parent, child_from, child, slot, summaries, incoming, outgoing, rank, order };
        graph.sort()?;
        Ok(graph)
    }

    /// Takes up one link; sorts again only when the present order does not fit it.
    pub fn insert(&mut self, link: &Link, index: usize) -> Result<(), ScheduleError> {
        self.take(link, index);
        if self.exit_rank(link.predecessor) < self.entry_rank(link.successor) {
            return Ok(());
        }
        self.sort()
    }

    /// Takes up one link that fits the present order.
    pub fn take(&mut self, link: &Link, index: usize) {
        self.incoming.insert(link.successor, Edge::new(link.predecessor, index, link));
        self.outgoing.insert(link.predecessor, Edge::new(link.successor, index, link));
    }

    /// Lets go of one link; the order still fits.
    pub fn remove(&mut self, link: &Link, index: usize) {
        self.incoming.remove(link.successor, index);
        self.outgoing.remove(link.predecessor, index);
    }

    pub fn tasks(&self) -> usize {
        self.parent.len()
    }

    /// The number of summaries.
    pub fn summaries(&self) -> usize {
        self.summaries
    }

    /// The place of a summary in lists that hold only summaries.
    pub fn slot(&self, summary: usize) -> usize {
        self.slot[summary] as usize
    }

    /// The number of nodes in the order.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn parent(&self, task: usize) -> Option<usize> {
        let parent = self.parent[task];
        (parent != NONE).then_some(parent as usize)
    }

    pub fn is_summary(&self, task: usize) -> bool {
        self.child_from[task] < self.child_from[task + 1]
    }

    pub fn children(&self, task: usize) -> impl Iterator<Item = usize> + '_ {
        let span = self.child_from[task] as usize..self.child_from[task + 1] as usize;
        self.child[span].iter().map(|&child| child as usize)
    }

    /// Links that lead to this task, with their predecessors.
    pub fn incoming(&self, task: usize) -> &[Edge] {
        self.incoming.of(task)
    }

    /// Links that leave this task, with their successors.
    pub fn outgoing(&self, task: usize) -> &[Edge] {
        self.outgoing.of(task)
    }

    /// All work below a summary.
    pub fn leaves(&self, summary: usize) -> Vec<usize> {
        let (mut leaves, mut open) = (Vec::new(), vec![summary]);
        while let Some(task) = open.pop() {
            if self.is_summary(task) {
                open.extend(self.children(task));
            } else {
                leaves.push(task);
            }
        }
        leaves
    }

    pub fn node_at(&self, rank: usize) -> Node {
        let (node, tasks) = (self.order[rank] as usize, self.tasks());
        match node.checked_sub(tasks) {
            Some(task) => Node::Exit(task),
            None if self.is_summary(node) => Node::Entry(node),
            None => Node::Leaf(node),
        }
    }

    /// Where a task is entered: the leaf itself or a summary's entry.
    pub fn entry_rank(&self, task: usize) -> usize {
        self.rank[task] as usize
    }

    /// Where a task is left: the leaf itself or a summary's exit.
    pub fn exit_rank(&self, task: usize) -> usize {
        self.rank[self.exit(task)] as usize
    }

    fn exit(&self, task: usize) -> usize {
        if self.is_summary(task) { self.tasks() + task } else { task }
    }

    /// Orders nodes by visiting what lies before each first, in index order, so that neighbours in
    /// the list of tasks stay neighbours in the order.
    fn sort(&mut self) -> Result<(), ScheduleError> {
        let tasks = self.tasks();
        let mut rank = vec![NONE; tasks * 2];
        let mut order = Vec::with_capacity(tasks * 2);
        let mut open: Vec<Visit> = Vec::new();
        for task in 0..tasks {
            let node = self.exit(task);
            if rank[node] == NONE {
                rank[node] = OPEN;
                open.push(self.visit(node));
            }
            while let Some(visit) = open.last_mut() {
                let node = visit.node as usize;
                match self.step_back(visit) {
                    None => {
                        rank[node] = order.len() as u32;
                        order.push(node as u32);
                        open.pop();
                    }
                    Some((before, via)) if rank[before] == OPEN => {
                        return Err(refusal(self.circle(&open, before, via)));
                    }
                    Some((before, via)) if rank[before] == NONE => {
                        visit.via = via;
                        rank[before] = OPEN;
                        open.push(self.visit(before));
                    }
                    Some(_) => {}
                }
            }
        }
        self.rank = rank;
        self.order = order;
        Ok(())
    }

    fn visit(&self, node: usize) -> Visit {
        Visit { node: node as u32, next: 0, above: node < self.tasks(), via: Via::Child }
    }

    /// The next node that lies before a visited one, with what ties them.
    fn step_back(&self, visit: &mut Visit) -> Option<(usize, Via)> {
        let (node, next) = (visit.node as usize, visit.next as usize);
        visit.next += 1;
        let Some(summary) = node.checked_sub(self.tasks()) else {
            if let Some(edge) = self.incoming(node).get(next) {
                return Some((self.exit(edge.other()), Via::Link(edge.link())));
            }
            let above = std::mem::take(&mut visit.above);
            return self.parent(node).filter(|_| above).map(|parent| (parent, Via::Child));
        };
        let span = self.child_from[summary] as usize..self.child_from[summary + 1] as usize;
        self.child[span].get(next).map(|&child| (self.exit(child as usize), Via::Parent))
    }

    /// The open visits from `node` on, closed by the step that reached it again.
    fn circle(&self, open: &[Visit], node: usize, closing: Via) -> Vec<CycleStep> {
        let tasks = self.tasks();
        let name = |node: u32| if (node as usize) < tasks { node as usize } else { node as usize - tasks };
        let from = open.iter().position(|visit| visit.node as usize == node).unwrap_or(0);
        let around = &open[from..];
        let mut steps = Vec::with_capacity(around.len());
        for (index, visit) in around.iter().enumerate().rev() {
            let (before, via) = match around.get(index + 1) {
                Some(next) => (next.node, visit.via),
                None => (node as u32, closing),
            };
            steps.push(CycleStep { from: name(before), to: name(visit.node), via });
        }
        steps
    }
}

/// A node whose predecessors are being visited.
struct Visit {
    node: u32,
    /// The position of the next link (of an entry) or child (of an exit) to follow back.
    next: u32,
    /// Whether the summary above is still to be visited.
    above: bool,
    /// What ties it to the node visited next.
    via: Via,
}

/// A cycle with a single link is a link within one line of the tree.
fn refusal(cycle: Vec<CycleStep>) -> ScheduleError {
    let mut links = cycle.iter().filter_map(|step| match step.via {
        Via::Link(link) => Some(link),
        Via::Child | Via::Parent => None,
    });
    match (links.next(), links.next()) {
        (Some(link), None) => ScheduleError::LinkWithinFamily { link },
        _ => ScheduleError::Cycle(cycle),
    }
}
