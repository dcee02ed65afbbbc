//! Links by task, packed: the links of one task lie side by side in index order.
//! Must stay true: an edge says the same as the link it names.

use crate::lag::{Lag, LagUnit};
use crate::network::{Link, LinkType};

/// A link as one of its tasks sees it: all fields side by side in 16 bytes, since every pass walks all links.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    other: u32,
    link: u32,
    /// Ten-thousandths of the lag's unit; the greatest lag takes 41 bits.
    lag: [u8; 6],
    unit: LagUnit,
    pub kind: LinkType,
}

impl Edge {
    const BLANK: Self = Self { other: 0, link: 0, lag: [0; 6], unit: LagUnit::Days, kind: LinkType::FinishStart };

    pub fn new(other: usize, link: usize, settings: &Link) -> Self {
        let (lag, unit) = settings.lag.parts();
        let [lag @ .., _, _] = lag.to_le_bytes();
        Self { other: other as u32, link: link as u32, lag, unit, kind: settings.kind }
    }

    pub fn lag(&self) -> Lag {
        let [a, b, c, d, e, f] = self.lag;
        Lag::of_parts(i64::from_le_bytes([0, 0, a, b, c, d, e, f]) >> 16, self.unit)
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
    /// Links by their successors; the first one that names an unknown task is refused with its index.
    pub fn incoming(tasks: usize, links: &[Link]) -> Result<Self, usize> {
        let mut count = vec![0; tasks];
        for (index, link) in links.iter().enumerate() {
            match count.get_mut(link.successor).filter(|_| link.predecessor < tasks) {
                Some(count) => *count += 1,
                None => return Err(index),
            }
        }
        let edges = links.iter().enumerate();
        let edges = edges.map(|(index, link)| (link.successor, Edge::new(link.predecessor, index, link)));
        Ok(Self::counted(&count, edges))
    }

    /// The same links by the tasks at their other ends. Tasks are mostly linked to others near them, so this order
    /// touches less memory at a time than that of the links.
    pub fn turned(&self) -> Self {
        let tasks = self.from.len() - 1;
        let mut count = vec![0; tasks];
        self.edges.iter().for_each(|edge| count[edge.other()] += 1);
        let of = |task: usize| self.of(task).iter().map(move |edge| (task, edge));
        let edges = (0..tasks).flat_map(of).map(|(task, edge)| (edge.other(), Edge { other: task as u32, ..*edge }));
        let mut turned = Self::counted(&count, edges);
        for task in 0..tasks {
            let span = turned.from[task] as usize..turned.from[task + 1] as usize;
            turned.edges[span].sort_unstable_by_key(|edge| edge.link);
        }
        turned
    }

    /// Edges with the tasks they belong to, those of one task in the order given; `count` says how many each has.
    fn counted(count: &[u32], given: impl Iterator<Item = (usize, Edge)>) -> Self {
        let mut from = Vec::with_capacity(count.len() + 1);
        from.push(0);
        let mut sum = 0;
        from.extend(count.iter().map(|count| {
            sum += count;
            sum
        }));
        let mut free = from.clone();
        let mut edges = vec![Edge::BLANK; sum as usize];
        for (task, edge) in given {
            edges[free[task] as usize] = edge;
            free[task] += 1;
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
