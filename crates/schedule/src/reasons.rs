//! Questions a planner asks of a finished schedule: why here, what is critical, along which path.
//! Must stay true: nothing here changes the plan or computes a date the plan does not hold.

use crate::instant::Instant;
use crate::network::Constraint;
use crate::outcome::{DrivenBy, Why};
use crate::plan::Plan;

impl Plan {
    /// The earliest scheduled start of any task; the project start when there is none.
    pub fn start(&self) -> Instant {
        let starts = self.leaves().map(|task| self.dates[task].start);
        starts.min().unwrap_or(self.network.options.project_start)
    }

    /// The latest early finish of any task, which bounds all late dates.
    pub fn finish(&self) -> Instant {
        self.finish.at
    }

    /// Whether a task is a summary of others.
    pub fn is_summary(&self, task: usize) -> bool {
        task < self.dates.len() && self.graph.is_summary(task)
    }

    /// All critical tasks that are not summaries, in order of start.
    pub fn critical_tasks(&self) -> Vec<usize> {
        let mut tasks: Vec<usize> = self.leaves().filter(|&task| self.dates[task].critical).collect();
        tasks.sort_by_key(|&task| (self.dates[task].start, self.dates[task].finish, task));
        tasks
    }

    /// The chain of tasks that drives this one, from the first cause down to the task itself.
    pub fn driving_path(&self, task: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut at = (task < self.dates.len()).then_some(task);
        while let Some(task) = at {
            path.push(task);
            at = match self.dates[task].driven_by {
                DrivenBy::Link(link) => self.network.links.get(link).map(|link| self.source(link.predecessor)),
                DrivenBy::Child(child) => Some(child),
                _ => None,
            };
        }
        path.reverse();
        path
    }

    /// Why a task stands where it stands; none when there is no such task.
    pub fn why(&self, task: usize) -> Option<Why> {
        let dates = self.dates.get(task)?;
        let allowed_from = self.allowed_from(task).unwrap_or(dates.start);
        let calendar = self.network.calendar_of(task);
        let rolls_over = calendar.previous_working(allowed_from) == Ok(allowed_from);
        Some(Why {
            driven_by: dates.driven_by,
            allowed_from,
            calendar_gap: dates.start > allowed_from && !rolls_over,
            limited_by: dates.limited_by,
        })
    }

    fn allowed_from(&self, index: usize) -> Option<Instant> {
        let task = &self.network.tasks[index];
        if self.graph.is_summary(index) {
            return None;
        }
        match (self.dates[index].driven_by, task.constraint) {
            (DrivenBy::Link(_) | DrivenBy::ProjectStart | DrivenBy::SummaryConstraint(_), _) => {
                self.slack_rules().early.links_allow(index).ok().map(|(spot, _)| spot.at)
            }
            (
                DrivenBy::Constraint,
                Constraint::StartNoEarlierThan(date)
                | Constraint::StartNoLaterThan(date)
                | Constraint::MustStartOn(date),
            ) => Some(date),
            _ => None,
        }
    }

    /// The work behind a task that drives another: of a summary, the leaf that finishes last.
    fn source(&self, task: usize) -> usize {
        let mut at = task;
        while let Some(last) = self.graph.children(at).max_by_key(|&child| self.dates[child].finish) {
            at = last;
        }
        at
    }

    fn leaves(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.dates.len()).filter(|&task| !self.graph.is_summary(task) && !self.network.tasks[task].outside)
    }
}
