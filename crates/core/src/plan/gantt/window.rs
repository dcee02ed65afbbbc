//! Which rows of a chart are wanted: below a task, within a time, from a row on. The schedule is computed of the
//! whole project all the same; only what is told of it is less.

use crate::ctx::Ctx;
use crate::error::Result;
use crate::list::start_of;
use crate::org::organization::zone;
use crate::plan::Computed;
use crate::time::{Day, Timestamp};
use crate::work::Task;
use guildhall_store::Id;

/// Most rows of a window.
pub const MOST_ROWS: usize = 5_000;

/// Where a window in time begins or ends.
#[derive(Debug, Clone, Copy)]
pub enum Edge {
    At(Timestamp),
    /// A whole day of the organization, which is within the window.
    Day(Day),
}

/// Which rows are wanted; all when nothing is said.
#[derive(Debug, Clone, Default)]
pub struct Window {
    /// This task and everything below it.
    pub under: Option<Id<Task>>,
    /// What is not over before.
    pub from: Option<Edge>,
    /// What begins before its end.
    pub to: Option<Edge>,
    /// Rows to leave out first.
    pub offset: usize,
    pub limit: Option<usize>,
}

/// A row of the chart: the task's place among those that were read, and how deep it stands in the tree.
pub(super) type Row = (usize, usize);

impl Window {
    /// Whether the whole chart is wanted.
    pub(super) fn is_whole(&self) -> bool {
        let narrow = self.under.is_some() || self.from.is_some() || self.to.is_some();
        !narrow && self.offset == 0 && self.limit.is_none()
    }

    /// The rows that it is about, of which `offset` and `limit` show some.
    pub(super) fn rows(&self, cx: &Ctx, computed: &Computed) -> Result<Vec<Row>> {
        let mut rows = computed.in_tree_order();
        let tasks = &computed.built.tasks;
        if let Some(under) = self.under {
            let from = rows.iter().position(|(at, _)| tasks[*at].id == under && tasks[*at].seen);
            rows.drain(..from.unwrap_or(rows.len()));
            let level = rows.first().map_or(0, |(_, level)| *level);
            let below = rows.iter().skip(1).take_while(|(_, own)| *own > level).count();
            rows.truncate(below + 1);
        }
        rows.retain(|(at, _)| tasks[*at].seen);
        if self.from.is_some() || self.to.is_some() {
            let zone = zone("timeZone", &cx.settings.time_zone)?;
            let next = |day: Day| day.0.tomorrow().map_or(Timestamp(i64::MAX), |day| start_of(day, &zone));
            let from = self.from.map(|edge| match edge {
                Edge::At(at) => at,
                Edge::Day(day) => start_of(day.0, &zone),
            });
            let to = self.to.map(|edge| match edge {
                Edge::At(at) => at,
                Edge::Day(day) => next(day),
            });
            rows.retain(|(at, _)| computed.is_within(*at, from, to));
        }
        Ok(rows)
    }

    /// The rows that are told.
    pub(super) fn page<'a>(&self, rows: &'a [Row]) -> &'a [Row] {
        let rest = rows.get(self.offset..).unwrap_or_default();
        &rest[..self.limit.map_or(rest.len(), |limit| limit.min(rest.len()))]
    }
}

impl Computed {
    /// All tasks with their levels, each before its parts, siblings in their order. What is a part of a task that the
    /// caller does not see stands as a root.
    pub(super) fn in_tree_order(&self) -> Vec<Row> {
        let tasks = &self.plan.network().tasks;
        let count = self.built.tasks.len();
        let (mut roots, mut parts) = (Vec::new(), vec![Vec::new(); count]);
        for (at, task) in tasks.iter().enumerate().take(count).rev() {
            match task.parent.filter(|parent| self.built.tasks[*parent].seen) {
                Some(parent) => parts[parent].push(at),
                None => roots.push((at, 0)),
            }
        }
        let mut order = Vec::with_capacity(count);
        while let Some((at, level)) = roots.pop() {
            order.push((at, level));
            roots.extend(parts[at].drain(..).map(|part| (part, level + 1)));
        }
        order
    }

    /// Whether a bar of the task, computed or stored, or its deadline touches a stretch of time.
    fn is_within(&self, at: usize, from: Option<Timestamp>, to: Option<Timestamp>) -> bool {
        let (row, dates) = (&self.built.tasks[at], self.dates(at));
        let stored = row.start_date.or(row.end_date).zip(row.end_date.or(row.start_date));
        let computed = dates.map(|dates| (Timestamp(dates.start.0), Timestamp(dates.finish.0)));
        let deadline = row.due_date.zip(row.due_date);
        let touches = |(start, end): (Timestamp, Timestamp)| {
            from.is_none_or(|from| end >= from) && to.is_none_or(|to| start < to)
        };
        [stored, computed, deadline].into_iter().flatten().any(touches)
    }
}
