//! The order in which tasks can be computed. A leaf is one node; a summary is two: its entry (links
//! and constraints that bind everything below it) and its exit (what its children add up to).
//! Links run from the predecessor's exit to the successor's entry, entries run down the tree, exits
//! up; so a cycle through links, parents or roll-up is simply a cycle of this graph.
//! Must stay true: `rank` orders every edge; lists are in index order, so ties resolve the same way.

use crate::network::{Link, Network};
use crate::outcome::{CycleStep, ScheduleError, Via};

/// Marks the end of a list, no parent, no node.
const NONE: u32 = u32::MAX;
/// Rank of a node whose visit has begun and not ended.
const OPEN: u32 = u32::MAX - 1;

#[derive(Clone, Debug)]
pub(crate) struct Graph {
    parent: Vec<u32>,
    first_child: Vec<u32>,
    next_child: Vec<u32>,
    first_in: Vec<u32>,
    next_in: Vec<u32>,
    first_out: Vec<u32>,
    next_out: Vec<u32>,
    /// Position of each node in `order`; a summary's exit is node `tasks + task`.
    rank: Vec<u32>,
    order: Vec<u32>,
}

/// Walks one of the intrusive lists.
pub(crate) struct Chain<'a> {
    at: u32,
    next: &'a [u32],
}

impl Iterator for Chain<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.at == NONE {
            return None;
        }
        let current = self.at as usize;
        self.at = self.next[current];
        Some(current)
    }
}

/// One computation: a leaf, or the entry or exit of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Leaf(usize),
    Entry(usize),
    Exit(usize),
}

impl Graph {
    pub fn new(network: &Network) -> Result<Self, ScheduleError> {
        let tasks = network.tasks.len();
        let mut graph = Self {
            parent: vec![NONE; tasks],
            first_child: vec![NONE; tasks],
            next_child: vec![NONE; tasks],
            first_in: vec![NONE; tasks],
            next_in: Vec::new(),
            first_out: vec![NONE; tasks],
            next_out: Vec::new(),
            rank: Vec::new(),
            order: Vec::new(),
        };
        for (task, parent) in network.tasks.iter().enumerate().rev().filter_map(|(t, task)| Some((t, task.parent?))) {
            if parent >= tasks {
                return Err(ScheduleError::UnknownParent { task });
            }
            graph.parent[task] = parent as u32;
            graph.next_child[task] = std::mem::replace(&mut graph.first_child[parent], task as u32);
        }
        graph.link_all(&network.links)?;
        graph.sort(&network.links)?;
        Ok(graph)
    }

    fn link_all(&mut self, links: &[Link]) -> Result<(), ScheduleError> {
        self.first_in.fill(NONE);
        self.first_out.fill(NONE);
        self.next_in = vec![NONE; links.len()];
        self.next_out = vec![NONE; links.len()];
        for (index, link) in links.iter().enumerate().rev() {
            if link.predecessor >= self.parent.len() || link.successor >= self.parent.len() {
                return Err(ScheduleError::UnknownTask { link: index });
            }
            self.next_in[index] = std::mem::replace(&mut self.first_in[link.successor], index as u32);
            self.next_out[index] = std::mem::replace(&mut self.first_out[link.predecessor], index as u32);
        }
        Ok(())
    }

    /// Takes up one link; sorts again only when the present order does not fit it.
    pub fn insert(&mut self, links: &[Link], index: usize) -> Result<(), ScheduleError> {
        let link = links[index];
        self.take(link, index);
        if self.exit_rank(link.predecessor) < self.entry_rank(link.successor) {
            return Ok(());
        }
        self.sort(links)
    }

    /// Takes up one link that fits the present order.
    pub fn take(&mut self, link: Link, index: usize) {
        let len = self.next_in.len().max(index + 1);
        self.next_in.resize(len, NONE);
        self.next_out.resize(len, NONE);
        insert(&mut self.first_in[link.successor], &mut self.next_in, index as u32);
        insert(&mut self.first_out[link.predecessor], &mut self.next_out, index as u32);
    }

    /// Lets go of one link; the order still fits.
    pub fn remove(&mut self, link: Link, index: usize) {
        remove(&mut self.first_in[link.successor], &mut self.next_in, index as u32);
        remove(&mut self.first_out[link.predecessor], &mut self.next_out, index as u32);
    }

    pub fn tasks(&self) -> usize {
        self.parent.len()
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
        self.first_child[task] != NONE
    }

    pub fn children(&self, task: usize) -> Chain<'_> {
        Chain { at: self.first_child[task], next: &self.next_child }
    }

    /// Links that lead to this task.
    pub fn incoming(&self, task: usize) -> Chain<'_> {
        Chain { at: self.first_in[task], next: &self.next_in }
    }

    /// Links that leave this task.
    pub fn outgoing(&self, task: usize) -> Chain<'_> {
        Chain { at: self.first_out[task], next: &self.next_out }
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
    fn sort(&mut self, links: &[Link]) -> Result<(), ScheduleError> {
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
                match self.step_back(visit, links) {
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
        let tasks = self.tasks();
        let next = if node < tasks { self.first_in[node] } else { self.first_child[node - tasks] };
        Visit { node: node as u32, next, above: node < tasks, via: Via::Child }
    }

    /// The next node that lies before a visited one, with what ties them.
    fn step_back(&self, visit: &mut Visit, links: &[Link]) -> Option<(usize, Via)> {
        let (node, tasks) = (visit.node as usize, self.tasks());
        if visit.next != NONE {
            let next = visit.next as usize;
            if node < tasks {
                visit.next = self.next_in[next];
                return Some((self.exit(links[next].predecessor), Via::Link(next)));
            }
            visit.next = self.next_child[next];
            return Some((self.exit(next), Via::Parent));
        }
        if !std::mem::take(&mut visit.above) {
            return None;
        }
        self.parent(node).map(|parent| (parent, Via::Child))
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
    /// The next link (of an entry) or child (of an exit) to follow back.
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

/// Puts an index into its sorted place of a list.
fn insert(first: &mut u32, next: &mut [u32], index: u32) {
    let mut before = NONE;
    let mut after = *first;
    while after < index {
        before = after;
        after = next[after as usize];
    }
    next[index as usize] = after;
    match before {
        NONE => *first = index,
        _ => next[before as usize] = index,
    }
}

/// Takes an index out of a list.
fn remove(first: &mut u32, next: &mut [u32], index: u32) {
    let after = std::mem::replace(&mut next[index as usize], NONE);
    if *first == index {
        *first = after;
        return;
    }
    let mut at = *first;
    while at != NONE && next[at as usize] != index {
        at = next[at as usize];
    }
    if at != NONE {
        next[at as usize] = after;
    }
}
