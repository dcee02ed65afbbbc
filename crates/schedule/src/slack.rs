//! From early and late dates to the answer of each task: slack, critical flag, scheduled dates.
//! Must stay true: total slack may be negative, free slack never is nor exceeds a positive total;
//! a summary is critical when any of its children is.

use crate::calendar::CalendarError;
use crate::early::{Early, ForwardRules};
use crate::edges::Edge;
use crate::late::BackwardRules;
use crate::network::{Constraint, Task};
use crate::outcome::{Dates, DrivenBy};
use crate::running::Spot;

/// What the rules of slack read: both finished passes.
pub(crate) struct SlackRules<'a> {
    pub early: ForwardRules<'a>,
    pub late: BackwardRules<'a>,
    /// Of every summary, by slot, the latest finish below it that moves none of its successors.
    pub free_edges: &'a [Option<Spot>],
    /// Answers so far, for summaries to add up.
    pub dates: &'a [Dates],
}

impl SlackRules<'_> {
    /// The latest finish of leaves below a summary that moves no successor of it or of those above.
    pub fn free_edge(&self, summary: usize) -> Result<Option<Spot>, CalendarError> {
        let mut edge =
            self.early.graph.parent(summary).and_then(|parent| self.free_edges[self.early.graph.slot(parent)]);
        for link in self.early.graph.outgoing(summary) {
            if link.kind.leaves_finish()
                && let Some(at) = self.driven_edge(link, summary)?
            {
                edge = Some(edge.map_or(at, |known| known.min(at)));
            }
        }
        Ok(edge)
    }

    /// The answer for a leaf.
    pub fn leaf(&self, index: usize) -> Result<Dates, CalendarError> {
        let network = self.early.network;
        let task = &network.tasks[index];
        let (early, late) = (self.early.forward.early[index], self.late.backward.late[index]);
        let calendar = task.calendar;
        let (start_slack, finish_slack) = if task.is_late() {
            (0, 0)
        } else {
            let (start, finish) = self.promised(index, task, early)?;
            (network.slack(calendar, start, late.start), network.slack(calendar, finish, late.finish))
        };
        let total_slack = if late.begun { finish_slack } else { start_slack.min(finish_slack) };
        let (start, finish, driven_by) = if task.is_late() {
            (late.start, late.finish, DrivenBy::LateDates)
        } else {
            (early.start, early.finish, early.by)
        };
        let free = self.free(index, (start, finish))?.unwrap_or(total_slack);
        let finished = task.facts.actual_finish.is_some();
        Ok(Dates {
            start: start.at,
            finish: finish.at,
            early_start: early.start.at,
            early_finish: early.finish.at,
            late_start: late.start.at,
            late_finish: late.finish.at,
            start_slack,
            finish_slack,
            total_slack,
            free_slack: if finished { 0 } else { free.min(total_slack).max(0) },
            critical: !finished && total_slack <= network.options.critical_threshold,
            driven_by,
            limited_by: late.by,
        })
    }

    /// The answer for a summary, from its children's.
    pub fn summary(&self, index: usize) -> Result<Dates, CalendarError> {
        let network = self.early.network;
        let (early, late) = (self.early.forward.early[index], self.late.backward.late[index]);
        let calendar = network.tasks[index].calendar;
        let start_slack = network.slack(calendar, early.start, late.start);
        let finish_slack = network.slack(calendar, early.finish, late.finish);
        let total_slack = if late.begun { finish_slack } else { start_slack.min(finish_slack) };
        let free = self.free(index, (early.start, early.finish))?.unwrap_or(total_slack);
        Ok(Dates {
            start: early.start.at,
            finish: early.finish.at,
            early_start: early.start.at,
            early_finish: early.finish.at,
            late_start: late.start.at,
            late_finish: late.finish.at,
            start_slack,
            finish_slack,
            total_slack,
            free_slack: free.min(total_slack).max(0),
            critical: self.early.graph.children(index).any(|child| self.dates[child].critical),
            driven_by: early.by,
            limited_by: late.by,
        })
    }

    /// The dates slack is measured from: where a constraint pulls a task before its links allow,
    /// what the links promise, so that the conflict shows as negative slack.
    fn promised(&self, index: usize, task: &Task, early: Early) -> Result<(Spot, Spot), CalendarError> {
        let dates = (early.start, early.finish);
        let pulls = matches!(
            task.constraint,
            Constraint::StartNoLaterThan(_)
                | Constraint::FinishNoLaterThan(_)
                | Constraint::MustStartOn(_)
                | Constraint::MustFinishOn(_)
        );
        if !pulls || !task.is_free() {
            return Ok(dates);
        }
        let (allowed, by) = self.early.links_allow(index)?;
        if !matches!(by, DrivenBy::Link(_) | DrivenBy::SummaryConstraint(_)) {
            return Ok(dates);
        }
        let linked = self.early.network.run_from(task, allowed, task.duration)?;
        Ok(if self.early.network.is_after(task, linked.0, early.start) { linked } else { dates })
    }

    /// The smallest gap to an open successor's driven end; none without such a successor.
    fn free(&self, index: usize, own: (Spot, Spot)) -> Result<Option<i64>, CalendarError> {
        let network = self.early.network;
        let calendar = network.tasks[index].calendar;
        let above = self.early.graph.parent(index).and_then(|parent| self.free_edges[self.early.graph.slot(parent)]);
        let mut smallest = above.map(|edge| network.between(calendar, own.1, edge));
        for link in self.early.graph.outgoing(index) {
            let Some(edge) = self.driven_edge(link, index)? else { continue };
            let from = if link.kind.leaves_finish() { own.1 } else { own.0 };
            let gap = network.between(calendar, from, edge);
            smallest = Some(smallest.map_or(gap, |known: i64| known.min(gap)));
        }
        Ok(smallest)
    }

    /// The end of the successor that a link drives, moved back by the lag; none when it is finished.
    fn driven_edge(&self, link: &Edge, predecessor: usize) -> Result<Option<Spot>, CalendarError> {
        let (successor, start) = (link.other(), link.kind.reaches_start());
        let edge = if self.early.graph.is_summary(successor) {
            self.first_edge_below(successor, start)
        } else {
            self.edge_of(successor, start)
        };
        edge.map(|at| self.late.without_lag(link, predecessor, at)).transpose()
    }

    fn first_edge_below(&self, summary: usize, start: bool) -> Option<Spot> {
        let leaves = self.early.graph.leaves(summary);
        leaves.into_iter().filter_map(|leaf| self.edge_of(leaf, start)).min_by_key(|spot| spot.at)
    }

    fn edge_of(&self, leaf: usize, start: bool) -> Option<Spot> {
        let early = &self.early.forward.early[leaf];
        let any = if start { early.start } else { early.finish };
        let settled = matches!(early.by, DrivenBy::Actual | DrivenBy::Manual);
        if !settled && self.early.late.is_none() {
            // Open, and nothing is placed late. This is asked for every link: its late dates need not be looked at.
            return Some(any);
        }
        let late = &self.late.backward.late[leaf];
        Some(match (late.placed, start) {
            _ if !late.open => return None,
            (true, true) => late.start,
            (true, false) => late.finish,
            (false, _) => any,
        })
    }
}
