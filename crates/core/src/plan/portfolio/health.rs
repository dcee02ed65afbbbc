//! Whether a project goes well, and why not: derived from its dates, its tasks and its budget, never stored. Each
//! reason carries the figures that it follows from, so that a reader can check it.

use super::read::Counts;
use crate::time::{Day, Timestamp};
use crate::work::Project;
use jiff::tz::TimeZone;
use serde::Serialize;

/// How a project goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// It is done or cancelled.
    Closed,
    /// None of its tasks has a date.
    Unplanned,
    OnTrack,
    /// Something wants attention.
    AtRisk,
    /// It misses its end or its budget.
    OffTrack,
}

/// How a project goes, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Health {
    pub state: HealthState,
    /// The worst first; none where it is on track.
    pub reasons: Vec<HealthReason>,
}

/// A fact that speaks against a project, with the figures that it follows from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum HealthReason {
    /// Its day of end has passed, and tasks are open.
    #[serde(rename_all = "camelCase")]
    EndPassed {
        #[schema(value_type = String, format = Date)]
        end_date: Day,
        open: i64,
    },
    /// Its last task ends after the project's end.
    #[serde(rename_all = "camelCase")]
    EndsLate {
        #[schema(value_type = String, format = Date)]
        end_date: Day,
        /// Calendar days.
        days: i64,
    },
    /// Actual and committed costs have reached 100 percent of the budget.
    OverBudget {
        /// The highest threshold that is reached.
        percent: i64,
    },
    /// Its last task ends later than in the active baseline.
    #[serde(rename_all = "camelCase")]
    BehindBaseline {
        #[schema(value_type = String, format = DateTime)]
        baseline_end: Timestamp,
        /// Calendar days.
        days: i64,
    },
    /// Open tasks whose due date, else whose end, has passed.
    Overdue { tasks: i64 },
    /// Open tasks that are planned to end after their due date.
    MissesDeadlines { tasks: i64 },
    /// Costs have reached a threshold of the budget.
    BudgetThreshold { percent: i64 },
}

impl HealthReason {
    fn state(&self) -> HealthState {
        match self {
            Self::EndPassed { .. } | Self::EndsLate { .. } | Self::OverBudget { .. } => HealthState::OffTrack,
            _ => HealthState::AtRisk,
        }
    }
}

/// What it is judged by.
pub(super) struct Judge {
    pub today: Day,
    pub zone: TimeZone,
    /// What is spent is only for those who may read expenses.
    pub sees_budgets: bool,
}

impl Judge {
    pub fn health(&self, project: &Project, counts: &Counts) -> Health {
        if matches!(project.status.as_str(), "done" | "cancelled") {
            return Health { state: HealthState::Closed, reasons: Vec::new() };
        }
        let mut reasons: Vec<HealthReason> =
            [self.end(project, counts), self.budget(project), self.baseline(counts)].into_iter().flatten().collect();
        let (overdue, misses) = (counts.tasks.overdue, counts.misses);
        reasons.extend((overdue > 0).then_some(HealthReason::Overdue { tasks: overdue }));
        reasons.extend((misses > 0).then_some(HealthReason::MissesDeadlines { tasks: misses }));
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.state()));
        let fine = if counts.end.is_none() { HealthState::Unplanned } else { HealthState::OnTrack };
        Health { state: reasons.first().map_or(fine, HealthReason::state), reasons }
    }

    fn end(&self, project: &Project, counts: &Counts) -> Option<HealthReason> {
        let end_date = project.end_date?;
        if end_date < self.today && counts.tasks.open > 0 {
            return Some(HealthReason::EndPassed { end_date, open: counts.tasks.open });
        }
        let days = days(end_date, self.last_day(counts.end?));
        (days > 0).then_some(HealthReason::EndsLate { end_date, days })
    }

    /// The last day of what ends at a moment: midnight ends the day before.
    fn last_day(&self, end: Timestamp) -> Day {
        Timestamp(end.0.saturating_sub(1)).day_in(&self.zone)
    }

    fn budget(&self, project: &Project) -> Option<HealthReason> {
        let percent = project.budget_reached.filter(|_| self.sees_budgets)?;
        Some(match percent {
            percent if percent >= 100 => HealthReason::OverBudget { percent },
            percent => HealthReason::BudgetThreshold { percent },
        })
    }

    fn baseline(&self, counts: &Counts) -> Option<HealthReason> {
        let (baseline_end, end) = (counts.baseline_end?, counts.end?);
        let days = days(self.last_day(baseline_end), self.last_day(end));
        (days > 0).then_some(HealthReason::BehindBaseline { baseline_end, days })
    }
}

/// Calendar days from one to the other.
fn days(from: Day, to: Day) -> i64 {
    to.0.duration_since(from.0).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::super::TaskCounts;
    use super::*;

    fn at(text: &str) -> Option<Timestamp> {
        text.parse().ok()
    }

    fn health(project: &Project, counts: &Counts) -> (HealthState, Vec<HealthReason>) {
        let judge = Judge { today: "2026-03-10".parse().unwrap(), zone: TimeZone::UTC, sees_budgets: true };
        let health = judge.health(project, counts);
        (health.state, health.reasons)
    }

    #[test]
    fn a_project_is_late_against_its_end_and_its_baseline() {
        let project = Project { end_date: "2026-03-20".parse().ok(), status: "active".into(), ..Project::default() };
        let counts =
            Counts { end: at("2026-03-23T17:00:00Z"), baseline_end: at("2026-03-21T17:00:00Z"), ..Counts::default() };
        let end_date = project.end_date.unwrap();
        let late = HealthReason::EndsLate { end_date, days: 3 };
        let behind = HealthReason::BehindBaseline { baseline_end: counts.baseline_end.unwrap(), days: 2 };
        assert_eq!(health(&project, &counts), (HealthState::OffTrack, vec![late, behind]));
        let closed = Project { status: "done".into(), ..project.clone() };
        assert_eq!(health(&closed, &counts), (HealthState::Closed, vec![]));
        let early = Counts { end: at("2026-03-20T17:00:00Z"), ..Counts::default() };
        assert_eq!(health(&project, &early), (HealthState::OnTrack, vec![]));
        assert_eq!(health(&project, &Counts::default()), (HealthState::Unplanned, vec![]));
    }

    #[test]
    fn a_budget_and_tasks_have_their_say() {
        let project = Project { budget_reached: Some(80), end_date: "2026-03-09".parse().ok(), ..Project::default() };
        let tasks = TaskCounts { open: 2, overdue: 1, ..TaskCounts::default() };
        let counts = Counts { tasks, end: at("2026-03-09T17:00:00Z"), ..Counts::default() };
        let passed = HealthReason::EndPassed { end_date: project.end_date.unwrap(), open: 2 };
        let rest = [HealthReason::BudgetThreshold { percent: 80 }, HealthReason::Overdue { tasks: 1 }];
        assert_eq!(health(&project, &counts), (HealthState::OffTrack, [&[passed][..], &rest].concat()));
        let over = Project { budget_reached: Some(100), ..Project::default() };
        let reason = HealthReason::OverBudget { percent: 100 };
        assert_eq!(health(&over, &Counts::default()), (HealthState::OffTrack, vec![reason]));
    }
}
