//! The neutral plan: what an import file says, in our words, before any database is asked.
//!
//! Every parser of this crate returns one [`ImportPlan`], and the importer reads nothing else.
//! What must stay true: tasks stand in outline order (a parent before its children, siblings in
//! the file's order); every reference inside a plan (parent, person, label, calendar, status,
//! predecessor) resolves inside the same plan; the links have no cycle; money never passes
//! through a float; whatever the file held and the plan does not is named in `warnings`.

mod task;

use guildhall_core::work::calendar::Repeat;
use guildhall_schedule::Recurrence;
use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
};
use serde::Serialize;

pub use task::{
    Constraint, ConstraintKind, LinkKind, PlannedAssignment, PlannedBaseline, PlannedChecklist, PlannedComment,
    PlannedItem, PlannedLink, PlannedTask, Priority, Span,
};

/// One file, read: a project with its people, calendars, labels and tasks, and what was left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportPlan {
    /// The format the file was read as.
    pub source: Source,
    /// The project the tasks belong to.
    pub project: PlannedProject,
    /// Working calendars, base calendars already resolved, in the file's order.
    pub calendars: Vec<PlannedCalendar>,
    /// People named by the file: everyone who is assigned, comments or is a member.
    pub people: Vec<PlannedPerson>,
    /// Labels in the file's order.
    pub labels: Vec<PlannedLabel>,
    /// Tasks in outline order: a parent before its children, siblings in the file's order.
    pub tasks: Vec<PlannedTask>,
    /// What was changed, guessed or left out, and where in the file it stands.
    pub warnings: Vec<Notice>,
}

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Microsoft Project XML.
    Mspdi,
    /// Trello's JSON board export.
    Trello,
    /// Collections of a MongoDB database, exported by `mongoexport`; read by [`crate::mongo`].
    Mongo,
}

impl Source {
    /// The name of the format on the wire: `mspdi`, `trello` or `mongo`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mspdi => "mspdi",
            Self::Trello => "trello",
            Self::Mongo => "mongo",
        }
    }
}

/// A moment as the file states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum When {
    /// A wall-clock time without a zone (MSPDI): it is meant in the organization's time zone.
    Local(DateTime),
    /// An instant in UTC (Trello).
    Instant(Timestamp),
}

/// The project of the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedProject {
    /// Stable name of the project in its source (GUID, board id), the scope of all other ids.
    pub external_id: String,
    /// Display name; never empty.
    pub name: String,
    /// Markdown; empty when the file has none.
    pub description: String,
    /// Project start.
    pub start: Option<When>,
    /// ISO 4217 code; none means the organization's.
    pub currency: Option<String>,
    /// External id of the project's calendar in `calendars`.
    pub calendar: Option<String>,
    /// Whole working days of slack up to which a task is critical.
    pub critical_slack: i64,
    /// Rules that Project does not have; in its files they stand as an instruction to Guildhall.
    pub rules: LinkRules,
    /// Columns in board order; never empty, and each task's `status` is one of their keys.
    pub statuses: Vec<PlannedStatus>,
    /// Whether the source computes dates from links (MSPDI does, a board does not).
    pub schedules: bool,
}

/// By which rules links move tasks, where a project has other ones than Project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LinkRules {
    /// In whose working hours lags run: `predecessor`, `project` or `24_hour`; none is the successor's.
    pub lag_calendar: Option<&'static str>,
    /// Whether FF and SF links may pull a task before the project's start.
    pub before_start: bool,
}

impl LinkRules {
    /// With lags in the hours that this word means.
    pub(crate) fn lags_in(self, word: &str) -> Self {
        Self { lag_calendar: ["predecessor", "project", "24_hour"].into_iter().find(|known| *known == word), ..self }
    }
}

/// One status of the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedStatus {
    /// Key within the project: lower-case ASCII letters, digits and `_`; unique.
    pub key: String,
    /// Display name.
    pub name: String,
    /// What the status means for progress.
    pub kind: StatusKind,
    /// Trello list id; none for a status that the file does not have.
    pub external_id: Option<String>,
}

/// What a status means for progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StatusKind {
    /// Not begun.
    Open,
    /// Being worked on.
    Active,
    /// Finished.
    Done,
    /// Will not be done.
    Cancelled,
}

/// A working calendar; it has no time zone of its own and runs in the organization's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedCalendar {
    /// MSPDI calendar UID.
    pub external_id: String,
    /// Display name; never empty.
    pub name: String,
    /// Working hours of Monday (0) to Sunday (6); an empty day does not work.
    pub week: [Vec<Hours>; 7],
    /// Days that differ from the week, without overlap, in order of `from`.
    pub exceptions: Vec<CalendarException>,
    /// IANA time zone of its hours, where it is not the file's; Project knows none, so that in its files it stands as
    /// an instruction to Guildhall.
    pub time_zone: Option<String>,
}

/// One stretch of working time within a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Hours {
    /// Start of work.
    pub from: Time,
    /// End of work; midnight means the end of the day (24:00).
    pub to: Time,
}

/// Days whose hours differ from the week's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CalendarException {
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// Hours of each of these days; empty means no work.
    pub hours: Vec<Hours>,
    /// Name of the holiday; empty when the file has none.
    pub name: String,
    /// Which of these days; all of them when absent.
    pub repeat: Option<Repeat>,
}

impl CalendarException {
    /// How it comes back.
    pub(crate) fn recurrence(&self) -> Option<Recurrence> {
        self.repeat.as_ref().and_then(|repeat| repeat.engine().ok())
    }

    /// Whether it is in force on a day.
    pub(crate) fn meets(&self, day: Date) -> bool {
        let met = |repeat: Recurrence| repeat.days(self.from, day).last() == Some(day);
        (self.from..=self.to).contains(&day) && self.recurrence().is_none_or(met)
    }
}

/// A person named by the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedPerson {
    /// MSPDI resource UID or Trello member id.
    pub external_id: String,
    /// Display name; never empty.
    pub name: String,
    /// E-mail address as in the file.
    pub email: Option<String>,
    /// External id of the person's own calendar in `calendars`.
    pub calendar: Option<String>,
}

/// A label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedLabel {
    /// Trello label id, or `archived` for the label that this crate adds.
    pub external_id: String,
    /// Display name, not always unique; the colour's name when the file has none; never empty.
    pub name: String,
    /// `#rrggbb`.
    pub color: String,
}

/// Something that the import changed, guessed or left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Where it stands in the file: `line 12` (XML) or a JSON pointer.
    pub row: String,
    /// Stable name of the case, snake_case.
    pub code: &'static str,
    /// One sentence for a person.
    pub detail: String,
}
