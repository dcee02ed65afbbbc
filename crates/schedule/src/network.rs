//! What the engine is given: tasks in a tree, links between them, calendars and a few options.
//! Tasks, links and calendars are named by their index; the caller keeps the map to its own ids.
//! Must stay true: nothing here is computed; a network is exactly what people entered.

use crate::calendar::Calendar;
use crate::facts::AnyFacts;
use crate::instant::Instant;
use crate::lag::Lag;
use crate::units::Units;

/// Everything a schedule is computed from.
#[derive(Clone, Debug)]
pub struct Network {
    /// Rules that hold for the whole project.
    pub options: Options,
    /// Calendars, named by index.
    pub calendars: Vec<Calendar>,
    /// Tasks, named by index; one that is another's parent is a summary.
    pub tasks: Vec<Task>,
    /// Dependencies, named by index.
    pub links: Vec<Link>,
}

/// Rules that hold for the whole project.
#[derive(Clone, Debug)]
pub struct Options {
    /// Tasks without predecessors start at the next working moment from here.
    pub project_start: Instant,
    /// The project's calendar, used for lags when `lag_calendar` says so.
    pub project_calendar: usize,
    /// A task is critical when its total slack is at most this many working minutes.
    pub critical_threshold: i64,
    /// In whose working time lags run.
    pub lag_calendar: LagCalendar,
    /// Length of a lag's day, week and month; the lag calendar's own when absent.
    pub units: Option<Units>,
    /// Whether finish-to-finish and start-to-finish links may pull a task before the project start.
    pub allow_before_project_start: bool,
    /// Whether 'must' and 'no later than' constraints beat links (and then show negative slack).
    pub honor_constraints: bool,
}

impl Options {
    /// The usual rules for a project that starts here, in the first calendar.
    pub fn starting(project_start: Instant) -> Self {
        Self {
            project_start,
            project_calendar: 0,
            critical_threshold: 0,
            lag_calendar: LagCalendar::Successor,
            units: None,
            allow_before_project_start: false,
            honor_constraints: true,
        }
    }
}

/// In whose working time the lag of a link runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LagCalendar {
    /// The successor's calendar (the default).
    Successor,
    /// The predecessor's calendar.
    Predecessor,
    /// The project's calendar.
    Project,
    /// Around the clock.
    Elapsed,
}

/// One task: work when nothing has it as a parent, else a summary of its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The summary it belongs to.
    pub parent: Option<usize>,
    /// Working minutes; zero is a milestone. Ignored for a summary.
    pub duration: i64,
    /// The calendar it works in, and in which its slack is measured.
    pub calendar: usize,
    /// People whose own calendars it runs in; none means its own calendar.
    pub assignments: Vec<Assignment>,
    /// When it may or must happen. A summary knows `StartNoEarlierThan` and `FinishNoLaterThan`.
    pub constraint: Constraint,
    /// A date that moves nothing but eats slack.
    pub deadline: Option<Instant>,
    /// What has happened to it, or is kept by hand.
    pub facts: AnyFacts,
    /// Elapsed minutes by which levelling holds it back.
    pub delay: i64,
    /// It stands outside the project: it drives its successors but does not bound the project's finish.
    pub outside: bool,
}

impl Task {
    /// An automatically scheduled task of this many working minutes, as soon as possible.
    pub fn new(duration: i64) -> Self {
        Self {
            parent: None,
            duration,
            calendar: 0,
            assignments: Vec::new(),
            constraint: Constraint::AsSoonAsPossible,
            deadline: None,
            facts: AnyFacts::default(),
            delay: 0,
            outside: false,
        }
    }

    /// Whether its dates follow from the network rather than from facts or a hand.
    pub(crate) fn is_free(&self) -> bool {
        self.facts.manual.is_none() && self.facts.actual_start.is_none() && self.facts.actual_finish.is_none()
    }

    /// Whether it is placed at its late dates.
    pub(crate) fn is_late(&self) -> bool {
        self.constraint == Constraint::AsLateAsPossible && self.is_free()
    }

    /// Working minutes still to do.
    pub(crate) fn left(&self) -> i64 {
        match (self.facts.actual_start, self.facts.remaining) {
            (Some(_), Some(remaining)) => remaining,
            _ => self.duration,
        }
    }
}

/// One person's or machine's share of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The calendar this share is worked in.
    pub calendar: usize,
    /// Working minutes of this share (work divided by units); the task's duration when absent.
    pub minutes: Option<i64>,
}

/// When a task may or must happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Constraint {
    /// As soon as its links allow.
    AsSoonAsPossible,
    /// As late as its successors and the project finish allow.
    AsLateAsPossible,
    /// Not before this start.
    StartNoEarlierThan(Instant),
    /// Not after this start, even against links.
    StartNoLaterThan(Instant),
    /// Not before this finish.
    FinishNoEarlierThan(Instant),
    /// Not after this finish, even against links.
    FinishNoLaterThan(Instant),
    /// Exactly this start, even against links.
    MustStartOn(Instant),
    /// Exactly this finish, even against links.
    MustFinishOn(Instant),
}

impl Constraint {
    /// Whether its date is one of the finish.
    pub(crate) fn is_on_finish(self) -> bool {
        matches!(self, Self::FinishNoEarlierThan(_) | Self::FinishNoLaterThan(_) | Self::MustFinishOn(_))
    }
}

/// Which ends of the two tasks a link ties together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkType {
    /// The successor starts after the predecessor's finish.
    FinishStart,
    /// The successor starts after the predecessor's start.
    StartStart,
    /// The successor finishes after the predecessor's finish.
    FinishFinish,
    /// The successor finishes after the predecessor's start.
    StartFinish,
}

impl LinkType {
    /// Whether it leaves the predecessor at its finish.
    pub(crate) fn leaves_finish(self) -> bool {
        matches!(self, Self::FinishStart | Self::FinishFinish)
    }

    /// Whether it reaches the successor at its start.
    pub(crate) fn reaches_start(self) -> bool {
        matches!(self, Self::FinishStart | Self::StartStart)
    }
}

/// A dependency of one task on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The task that comes first.
    pub predecessor: usize,
    /// The task that depends on it.
    pub successor: usize,
    /// Which ends it ties.
    pub kind: LinkType,
    /// Time between the two ends; negative is lead.
    pub lag: Lag,
}

impl Link {
    /// A finish-to-start link without lag.
    pub fn new(predecessor: usize, successor: usize) -> Self {
        Self { predecessor, successor, kind: LinkType::FinishStart, lag: Lag::ZERO }
    }
}
