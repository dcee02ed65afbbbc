//! Questions a planner asks of a finished schedule: why here, what is critical, along which path.
//! Must stay true: nothing here changes the plan or computes a date the plan does not hold.

use crate::instant::Instant;
use crate::network::{Constraint, Link, LinkType};
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

    /// The chain of tasks that drives this one, from the first cause down to the task itself: the critical path to it.
    pub fn driving_path(&self, task: usize) -> Vec<usize> {
        let first = (task < self.dates.len()).then_some(task);
        let mut path: Vec<usize> = std::iter::successors(first, |&at| self.cause(at)).collect();
        path.reverse();
        path
    }

    /// The tasks whose driving path leads through this one or through a part of it, in order of start; not itself and
    /// not its parts. When it slips they slip.
    pub fn driven_tasks(&self, task: usize) -> Vec<usize> {
        let mut is_own = vec![false; self.dates.len()];
        let mut below: Vec<usize> = (task < self.dates.len()).then_some(task).into_iter().collect();
        while let Some(at) = below.pop() {
            is_own[at] = true;
            below.extend(self.graph.children(at));
        }
        // Whether the path of each leads through them, as far as that is known.
        let mut known: Vec<Option<bool>> = is_own.iter().map(|own| own.then_some(true)).collect();
        for from in 0..known.len() {
            let mut walked = Vec::new();
            let mut at = Some(from);
            while let Some(step) = at.filter(|&step| known[step].is_none()) {
                walked.push(step);
                at = self.cause(step);
            }
            let through = at.and_then(|end| known[end]).unwrap_or(false);
            walked.into_iter().for_each(|step| known[step] = Some(through));
        }
        let mut driven: Vec<usize> = (0..known.len()).filter(|&at| known[at] == Some(true) && !is_own[at]).collect();
        driven.sort_by_key(|&at| (self.dates[at].start, self.dates[at].finish, at));
        driven
    }

    /// The task that drives this one, if one does.
    fn cause(&self, task: usize) -> Option<usize> {
        match self.dates[task].driven_by {
            DrivenBy::Link(link) => self.network.links.get(link).map(|link| self.source(link)),
            DrivenBy::Child(child) => Some(child),
            _ => None,
        }
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

    /// The work behind the predecessor of a link: of a summary, the leaf that finishes last, or starts first where the
    /// link waits for its start.
    fn source(&self, link: &Link) -> usize {
        let starts = matches!(link.kind, LinkType::StartStart | LinkType::StartFinish);
        let mut at = link.predecessor;
        loop {
            let children = self.graph.children(at);
            let next = match starts {
                true => children.min_by_key(|&child| self.dates[child].start),
                false => children.max_by_key(|&child| self.dates[child].finish),
            };
            match next {
                Some(child) => at = child,
                None => return at,
            }
        }
    }

    fn leaves(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.dates.len()).filter(|&task| !self.graph.is_summary(task) && !self.network.tasks[task].outside)
    }
}
