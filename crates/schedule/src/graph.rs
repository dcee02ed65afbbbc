//! The order in which tasks can be computed. A leaf is one node; a summary is two: its entry (links
//! and constraints that bind everything below it) and its exit (what its children add up to).
//! Links run from the predecessor's exit to the successor's entry, entries run down the tree, exits
//! up; so a cycle through links, parents or roll-up is simply a cycle of this graph.
//! Must stay true: `rank` orders every edge; lists are in index order, so ties resolve the same way.

use crate::network::{Link, Network};
use crate::outcome::{CycleStep, ScheduleError, Via};

/// Marks the end of a list, no parent, no node.
const NONE: u32 = u32::MAX;

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

    /// Every edge `(from, to)` that leaves a node.
    fn each_next(&self, node: usize, links: &[Link], mut visit: impl FnMut(usize)) {
        let tasks = self.tasks();
        let task = if node < tasks { node } else { node - tasks };
        if node < tasks && self.is_summary(task) {
            self.children(task).for_each(&mut visit);
            return;
        }
        self.outgoing(task).for_each(|link| visit(links[link].successor));
        if let Some(parent) = self.parent(task) {
            visit(tasks + parent);
        }
    }

    fn sort(&mut self, links: &[Link]) -> Result<(), ScheduleError> {
        let tasks = self.tasks();
        let mut waiting = vec![0_u32; tasks * 2];
        links.iter().for_each(|link| waiting[link.successor] += 1);
        for task in 0..tasks {
            if let Some(parent) = self.parent(task) {
                waiting[task] += 1;
                waiting[tasks + parent] += 1;
            }
        }
        let mut order: Vec<u32> = (0..tasks as u32).filter(|&t| waiting[t as usize] == 0).collect();
        let mut done = 0;
        while let Some(&node) = order.get(done) {
            done += 1;
            self.each_next(node as usize, links, |next| {
                waiting[next] -= 1;
                if waiting[next] == 0 {
                    order.push(next as u32);
                }
            });
        }
        let nodes = tasks + (0..tasks).filter(|&t| self.is_summary(t)).count();
        if order.len() < nodes {
            return Err(refusal(self.find_cycle(&waiting, links)));
        }
        let mut rank = vec![NONE; tasks * 2];
        for (position, &node) in order.iter().enumerate() {
            rank[node as usize] = position as u32;
        }
        self.rank = rank;
        self.order = order;
        Ok(())
    }

    /// Walks back from a node that still waits until one repeats: that stretch is a cycle.
    fn find_cycle(&self, waiting: &[u32], links: &[Link]) -> Vec<CycleStep> {
        let tasks = self.tasks();
        let mut seen = vec![usize::MAX; tasks * 2];
        let mut steps: Vec<CycleStep> = Vec::new();
        let mut node = waiting.iter().position(|&count| count > 0).unwrap_or(0);
        while seen[node] == usize::MAX {
            seen[node] = steps.len();
            let Some((before, via)) = self.waiting_before(node, waiting, links) else { break };
            let name = |node: usize| if node < tasks { node } else { node - tasks };
            steps.push(CycleStep { from: name(before), to: name(node), via });
            node = before;
        }
        let mut cycle = steps.split_off(seen[node].min(steps.len()));
        cycle.reverse();
        cycle
    }

    fn waiting_before(&self, node: usize, waiting: &[u32], links: &[Link]) -> Option<(usize, Via)> {
        let tasks = self.tasks();
        let waits = |node: &usize| waiting[*node] > 0;
        if let Some(summary) = node.checked_sub(tasks) {
            let mut exits = self.children(summary).map(|child| self.exit(child));
            return exits.find(waits).map(|exit| (exit, Via::Parent));
        }
        let mut linked = self.incoming(node).map(|link| (self.exit(links[link].predecessor), Via::Link(link)));
        linked.find(|(before, _)| waits(before)).or_else(|| {
            let parent = self.parent(node).filter(waits)?;
            Some((parent, Via::Child))
        })
    }
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
