//! What the engine answers: dates, slack and the reason for each, or why it refuses.
//! Must stay true: every date has exactly one reason, and every refusal names its culprits.

use crate::calendar::CalendarError;
use crate::instant::Instant;
use std::fmt;

/// The computed dates of one task; slack in working minutes of its calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// Scheduled start.
    pub start: Instant,
    /// Scheduled finish.
    pub finish: Instant,
    /// Earliest start.
    pub early_start: Instant,
    /// Earliest finish.
    pub early_finish: Instant,
    /// Latest start that does not move the project finish or break a later constraint.
    pub late_start: Instant,
    /// Latest finish that does not move the project finish or break a later constraint.
    pub late_finish: Instant,
    /// From early to late start.
    pub start_slack: i64,
    /// From early to late finish.
    pub finish_slack: i64,
    /// The smaller of start and finish slack, of begun work the finish slack; negative when the plan
    /// cannot be met.
    pub total_slack: i64,
    /// Delay that moves no successor; never negative, never more than a positive total.
    pub free_slack: i64,
    /// Whether total slack is within the threshold and work is left.
    pub critical: bool,
    /// What its early dates follow from.
    pub driven_by: DrivenBy,
    /// What its late dates, and so its slack, follow from.
    pub limited_by: LimitedBy,
}

/// What the early dates of a task follow from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DrivenBy {
    /// The project's start.
    ProjectStart,
    /// This link: its own, or one that leads to a summary above it.
    Link(usize),
    /// Its own constraint.
    Constraint,
    /// The constraint of this summary above it.
    SummaryConstraint(usize),
    /// The successors it is placed before as late as possible.
    LateDates,
    /// Dates kept by hand.
    Manual,
    /// Its actual start or finish.
    Actual,
    /// For a summary, the child that starts first.
    Child(usize),
}

/// What the late dates of a task follow from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitedBy {
    /// The project's finish.
    ProjectFinish,
    /// This link: its own, or one that leaves a summary above it.
    Link(usize),
    /// Its own constraint.
    Constraint,
    /// Its own deadline.
    Deadline,
    /// The constraint or deadline of this summary above it.
    Summary(usize),
    /// Its actual start or finish.
    Actual,
    /// For a summary, the child that must finish last.
    Child(usize),
}

/// Why a task stands where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    /// What drives it.
    pub driven_by: DrivenBy,
    /// The first start that reason alone would allow, before the calendar.
    pub allowed_from: Instant,
    /// Whether the calendar then had no working time, so that it starts later.
    pub calendar_gap: bool,
    /// What limits its slack.
    pub limited_by: LimitedBy,
}

/// How one step of a cycle leads to the next task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// Through this link.
    Link(usize),
    /// From a summary down to its child.
    Child,
    /// From a child up to its summary, whose dates it makes.
    Parent,
}

/// One step of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CycleStep {
    /// The task the step leaves.
    pub from: usize,
    /// The task it reaches.
    pub to: usize,
    /// What ties them.
    pub via: Via,
}

/// Why a network cannot be scheduled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleError {
    /// Tasks wait for each other in this circle.
    Cycle(Vec<CycleStep>),
    /// This link ties a task to itself, its ancestor or its descendant.
    LinkWithinFamily {
        /// The link.
        link: usize,
    },
    /// This link names a task that does not exist.
    UnknownTask {
        /// The link.
        link: usize,
    },
    /// This task names a parent that does not exist.
    UnknownParent {
        /// The task.
        task: usize,
    },
    /// This task, or the project (none), names a calendar that does not exist.
    UnknownCalendar {
        /// The task.
        task: Option<usize>,
    },
    /// This task's duration, remaining work or share is negative, or its finish lies before its start.
    Negative {
        /// The task.
        task: usize,
    },
    /// The project's start is out of range.
    Start(CalendarError),
    /// This task's calendar has no answer.
    Calendar {
        /// The task.
        task: usize,
        /// The calendar's reason.
        error: CalendarError,
    },
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cycle(steps) => {
                f.write_str("tasks wait for each other:")?;
                steps.iter().try_for_each(|step| write!(f, " {} ->", step.from))?;
                steps.first().map_or(Ok(()), |step| write!(f, " {}", step.from))
            }
            Self::LinkWithinFamily { link } => {
                write!(f, "link {link} ties a task to itself, its ancestor or its descendant")
            }
            Self::UnknownTask { link } => write!(f, "link {link} names an unknown task"),
            Self::UnknownParent { task } => write!(f, "task {task} names an unknown parent"),
            Self::UnknownCalendar { task: Some(task) } => write!(f, "task {task} names an unknown calendar"),
            Self::UnknownCalendar { task: None } => f.write_str("the project names an unknown calendar"),
            Self::Negative { task } => write!(f, "task {task} has a negative duration"),
            Self::Start(error) => write!(f, "project start: {error}"),
            Self::Calendar { task, error } => write!(f, "task {task}: {error}"),
        }
    }
}

impl std::error::Error for ScheduleError {}
