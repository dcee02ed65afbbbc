//! What follows from the tree: levels, outline numbers, and what a summary adds up.

use crate::model::PlannedTask;

/// By task, in the plan's order.
pub(super) struct Sums {
    /// 1 for the top of the outline.
    pub levels: Vec<i64>,
    /// `2.1.3`.
    pub numbers: Vec<String>,
    /// Minutes of the task and everything below it.
    pub work: Vec<i64>,
    /// Cost of the task and everything below it, in 1/10,000.
    pub cost: Vec<i64>,
    /// The same of what was spent.
    pub actual_cost: Vec<i64>,
    /// The same of the work that was done.
    pub actual_work: Vec<i64>,
}

impl Sums {
    /// Adds up the tree.
    pub(super) fn of(tasks: &[PlannedTask]) -> Self {
        let mut levels: Vec<i64> = Vec::with_capacity(tasks.len());
        let mut numbers: Vec<String> = Vec::with_capacity(tasks.len());
        let mut children = vec![0_usize; tasks.len()];
        let mut roots = 0_usize;
        for task in tasks {
            let count = task.parent.map_or(&mut roots, |parent| &mut children[parent]);
            *count += 1;
            levels.push(task.parent.map_or(1, |parent| levels[parent] + 1));
            numbers.push(match task.parent {
                Some(parent) => format!("{}.{count}", numbers[parent]),
                None => count.to_string(),
            });
        }
        let up = |figure: fn(&PlannedTask) -> Option<i64>| {
            let mut sums: Vec<i64> = tasks.iter().map(|task| figure(task).unwrap_or_default()).collect();
            for (at, task) in tasks.iter().enumerate().rev() {
                if let Some(parent) = task.parent {
                    sums[parent] = sums[parent].saturating_add(sums[at]);
                }
            }
            sums
        };
        Self {
            work: up(|task| task.work),
            cost: up(|task| task.cost),
            actual_cost: up(|task| task.actual_cost),
            actual_work: up(|task| task.actual_work),
            levels,
            numbers,
        }
    }
}
