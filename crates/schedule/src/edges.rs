//! Links by task, packed: the links of one task lie side by side in index order.
//! Must stay true: an edge says the same as the link it names.

use crate::lag::{Lag, LagUnit};
use crate::network::{Link, LinkType};

/// A link as one of its tasks sees it. All fields lie side by side, so that large networks stay small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    other: u32,
    link: u32,
    lag: i64,
    unit: LagUnit,
    pub kind: LinkType,
}

impl Edge {
    pub fn new(other: usize, link: usize, settings: &Link) -> Self {
        let (lag, unit) = settings.lag.parts();
        Self { other: other as u32, link: link as u32, lag, unit, kind: settings.kind }
    }

    pub fn lag(&self) -> Lag {
        Lag::of_parts(self.lag, self.unit)
    }

    /// The task at its other end.
    pub fn other(&self) -> usize {
        self.other as usize
    }

    /// The link's index.
    pub fn link(&self) -> usize {
        self.link as usize
    }
}

/// The edges of all tasks; those of task `t` are `edges[from[t]..from[t + 1]]`.
#[derive(Clone, Debug)]
pub(crate) struct Edges {
    from: Vec<u32>,
    edges: Vec<Edge>,
}

impl Edges {
    /// Sorts links by the first of the two tasks that `ends` gives.
    pub fn new(tasks: usize, links: &[Link], ends: impl Fn(&Link) -> (usize, usize)) -> Self {
        let mut from = vec![0_u32; tasks + 1];
        links.iter().for_each(|link| from[ends(link).0 + 1] += 1);
        (0..tasks).for_each(|task| from[task + 1] += from[task]);
        let mut free = from.clone();
        let Some(first) = links.first() else { return Self { from, edges: Vec::new() } };
        let mut edges = vec![Edge::new(0, 0, first); links.len()];
        for (index, link) in links.iter().enumerate() {
            let (own, other) = ends(link);
            edges[free[own] as usize] = Edge::new(other, index, link);
            free[own] += 1;
        }
        Self { from, edges }
    }

    pub fn of(&self, task: usize) -> &[Edge] {
        &self.edges[self.from[task] as usize..self.from[task + 1] as usize]
    }

    pub fn insert(&mut self, task: usize, edge: Edge) {
        let before = self.of(task).partition_point(|known| known.link < edge.link);
        self.edges.insert(self.from[task] as usize + before, edge);
        self.from[task + 1..].iter_mut().for_each(|from| *from += 1);
    }

    pub fn remove(&mut self, task: usize, link: usize) {
        let Some(place) = self.of(task).iter().position(|edge| edge.link() == link) else { return };
        self.edges.remove(self.from[task] as usize + place);
        self.from[task + 1..].iter_mut().for_each(|from| *from -= 1);
    }
}
