//! A planned task and everything that hangs on it.
//!
//! References are external ids of the same plan; times of day are in the file's terms (`When`),
//! lengths in minutes, money in 1/10,000 of the currency unit.

use jiff::Timestamp;
use serde::Serialize;

use super::When;

/// A task. Empty `Option`s mean that the file is silent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedTask {
    /// MSPDI task UID or Trello card id.
    pub external_id: String,
    /// Where it stands in the file: `line 12` (XML) or a JSON pointer.
    pub row: String,
    /// Index of the parent in `ImportPlan::tasks`, always smaller than its own.
    pub parent: Option<usize>,
    /// One line; never empty.
    pub title: String,
    /// Markdown; empty when the file has none.
    pub description: String,
    /// Key of one of the project's statuses.
    pub status: String,
    /// Urgency.
    pub priority: Priority,
    /// Planned start.
    pub start: Option<When>,
    /// Planned finish.
    pub finish: Option<When>,
    /// Scheduling deadline (MSPDI `Deadline`, Trello `due`): the task's `dueDate`.
    pub due: Option<When>,
    /// Planned duration.
    pub duration: Option<Span>,
    /// Duration still to do, of a started task.
    pub remaining_duration: Option<Span>,
    /// Whether the file schedules it by hand; always true for a board.
    pub manual: bool,
    /// Scheduling constraint; none is as soon as possible.
    pub constraint: Option<Constraint>,
    /// 0 to 100.
    pub percent_complete: Option<u8>,
    /// When work began.
    pub actual_start: Option<When>,
    /// When work ended.
    pub actual_finish: Option<When>,
    /// Shown as a point in time.
    pub milestone: bool,
    /// Has children, or the file says so; its dates, duration and progress are rolled up.
    pub summary: bool,
    /// Planned work in minutes; none for a summary, whose work is the sum of its children's.
    pub work: Option<i64>,
    /// Work done in minutes; none for a summary.
    pub actual_work: Option<i64>,
    /// Planned cost in 1/10,000 of the currency unit; for a summary only its own fixed cost.
    pub cost: Option<i64>,
    /// Cost so far in 1/10,000 of the currency unit; none for a summary.
    pub actual_cost: Option<i64>,
    /// External id of the task's own calendar in `calendars`.
    pub calendar: Option<String>,
    /// Who works on it, each person once, in the file's order.
    pub assignments: Vec<PlannedAssignment>,
    /// External ids of labels, each once.
    pub labels: Vec<String>,
    /// Links to predecessors, each predecessor once.
    pub links: Vec<PlannedLink>,
    /// Frozen plans, by number.
    pub baselines: Vec<PlannedBaseline>,
    /// Checklists in order.
    pub checklists: Vec<PlannedChecklist>,
    /// Comments, oldest first, an answered one before its answers.
    pub comments: Vec<PlannedComment>,
    /// The card or its list was archived.
    ///
    /// An archived card is imported in full, carries the label `Archived`, and never looks like
    /// open work: in a list that is itself closed or means done it keeps that status, from any
    /// other list it goes to the status `archived` (kind cancelled) at the end of the board. The
    /// trash would hide it, and later purge what Trello keeps.
    pub archived: bool,
}

/// Urgency of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// MSPDI 0–399.
    Low,
    /// MSPDI 400–599; also when the file is silent.
    #[default]
    Normal,
    /// MSPDI 600–799.
    High,
    /// MSPDI 800–1000.
    Urgent,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Minutes: of working time, or of the clock when `elapsed`.
    pub minutes: i64,
    /// Runs day and night, whatever the calendar says.
    pub elapsed: bool,
    /// The file marks it as an estimate (`1d?`).
    pub estimated: bool,
}

/// A scheduling constraint; ASAP is the absence of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Constraint {
    /// What is constrained.
    pub kind: ConstraintKind,
    /// Its moment; always present except for ALAP.
    pub date: Option<When>,
}

/// The constraints beside ASAP, named as the API names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ConstraintKind {
    /// As late as possible.
    Alap,
    /// Start no earlier than.
    Snet,
    /// Start no later than.
    Snlt,
    /// Finish no earlier than.
    Fnet,
    /// Finish no later than.
    Fnlt,
    /// Must start on.
    Mso,
    /// Must finish on.
    Mfo,
}

/// A person's part in a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedAssignment {
    /// External id of the person.
    pub person: String,
    /// Share of the person's time in 1/10,000: 10,000 is full time.
    pub units: i64,
    /// Work in minutes, where duration and share do not tell it.
    pub work: Option<i64>,
}

/// A link to a predecessor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedLink {
    /// External id of the predecessor, a task of the same plan.
    pub predecessor: String,
    /// Which edges are linked.
    pub kind: LinkKind,
    /// Lag as the API writes it (`2d`, `-4h`, `1ed`, `50%`); `0d` is none.
    pub lag: String,
}

/// Which edges a link joins: predecessor first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LinkKind {
    /// Finish to start.
    Fs,
    /// Start to start.
    Ss,
    /// Finish to finish.
    Ff,
    /// Start to finish.
    Sf,
}

/// What a task looked like when a baseline was frozen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedBaseline {
    /// 0 (`Baseline`) to 10 (`Baseline 10`).
    pub number: u8,
    /// Planned start then.
    pub start: Option<When>,
    /// Planned finish then.
    pub finish: Option<When>,
    /// Planned duration then.
    pub duration: Option<Span>,
    /// Planned work then, in minutes.
    pub work: Option<i64>,
    /// Planned cost then, in 1/10,000 of the currency unit.
    pub cost: Option<i64>,
}

impl PlannedBaseline {
    /// The baseline's name as Microsoft Project shows it: `Baseline`, `Baseline 1` … `Baseline 10`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.number {
            0 => "Baseline".to_owned(),
            n => format!("Baseline {n}"),
        }
    }
}

/// A checklist on a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedChecklist {
    /// Trello checklist id.
    pub external_id: String,
    /// Display name; never empty.
    pub title: String,
    /// Items in order.
    pub items: Vec<PlannedItem>,
}

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedItem {
    /// Trello checkItem id.
    pub external_id: String,
    /// One line.
    pub text: String,
    /// Ticked.
    pub done: bool,
}

/// A comment on a task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedComment {
    /// Trello action id.
    pub external_id: String,
    /// External id of the person who wrote it; none when the file does not say.
    pub author: Option<String>,
    /// When it was written.
    pub at: Timestamp,
    /// Markdown.
    pub text: String,
    /// External id of the comment it answers (no format read today has threads).
    pub thread: Option<String>,
}
