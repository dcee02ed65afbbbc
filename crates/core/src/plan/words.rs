//! Why a task stands where it stands, in words and with references that the caller may see.

use super::Computed;
use super::build::Built;
use crate::time::Timestamp;
use crate::work::Task;
use guildhall_schedule::{Constraint, DrivenBy, Instant, LimitedBy, LinkType};
use guildhall_store::Id;
use serde::Serialize;

/// What a date follows from.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// project_start, project_finish, link, constraint, summary_constraint, deadline, late_dates, manual, actual,
    /// child, or hidden: a task that the caller does not see.
    pub kind: &'static str,
    /// The same in words.
    pub reason: String,
    /// The task that it leads to, if there is one and the caller sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub task_id: Option<Id<Task>>,
    /// Of a link: FS, SS, FF or SF.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub link_type: Option<&'static str>,
    /// Of a link: "2d", "-4h", "1ed", "50%".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lag: Option<String>,
    /// Date of the constraint or deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub date: Option<Timestamp>,
    /// Whether there was no working time then, so that it starts later.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub calendar_gap: bool,
}

impl Reason {
    fn new(kind: &'static str, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { kind, reason, task_id: None, link_type: None, lag: None, date: None, calendar_gap: false }
    }

    /// What a task above or below decides that the caller does not see: not even that it stands there.
    fn hidden() -> Self {
        Self::new("hidden", "it follows from a task that you cannot see")
    }
}

/// A task by its key, unless the caller does not see it.
pub(super) fn name(built: &Built, at: usize) -> String {
    seen(built, at).map_or_else(|| "a task that you cannot see".to_owned(), |(_, key)| key.to_owned())
}

fn seen(built: &Built, at: usize) -> Option<(Id<Task>, &str)> {
    match built.tasks.get(at) {
        Some(task) => task.seen.then_some((task.id, task.key.as_str())),
        None => {
            let task = built.outside.get(at - built.tasks.len()).filter(|task| task.seen)?;
            Some((task.id, task.key.as_str()))
        }
    }
}

impl Computed {
    /// Why a task starts when it does.
    pub(super) fn driven_by(&self, at: usize) -> Reason {
        let Some(why) = self.plan.why(at) else { return Reason::new("project_start", "the project's start") };
        let mut reason = match why.driven_by {
            DrivenBy::ProjectStart if self.built.pulled.contains(&at) => {
                Reason::new("project_start", "the project's start, before which its links may not pull it")
            }
            DrivenBy::ProjectStart => Reason::new("project_start", "the project's start"),
            DrivenBy::Link(link) if self.is_before_start(at) => {
                let reason = self.link(link, true);
                Reason { reason: format!("{}, before the project's start", reason.reason), ..reason }
            }
            DrivenBy::Link(link) => self.link(link, true),
            DrivenBy::Constraint => self.constraint(at, "constraint"),
            DrivenBy::SummaryConstraint(other) | DrivenBy::Child(other) if seen(&self.built, other).is_none() => {
                Reason::hidden()
            }
            DrivenBy::SummaryConstraint(above) => Reason {
                reason: format!("the constraint of {} above it", name(&self.built, above)),
                ..self.about(above, self.constraint(above, "summary_constraint"))
            },
            DrivenBy::LateDates => Reason::new("late_dates", "as late as what follows allows"),
            DrivenBy::Manual => Reason::new("manual", "scheduled by hand"),
            DrivenBy::Actual => Reason::new("actual", "work has begun or ended then"),
            DrivenBy::Child(child) => {
                let words = format!("{} below it starts first", name(&self.built, child));
                self.about(child, Reason::new("child", words))
            }
        };
        if why.calendar_gap {
            reason.calendar_gap = true;
            reason.reason += ", then the next working time";
        }
        reason
    }

    /// What its late dates, and so its slack, follow from.
    pub(super) fn limited_by(&self, at: usize) -> Reason {
        match self.plan.why(at).map(|why| why.limited_by) {
            None | Some(LimitedBy::ProjectFinish) => Reason::new("project_finish", "the project's finish"),
            Some(LimitedBy::Link(link)) => self.link(link, false),
            Some(LimitedBy::Constraint) => self.constraint(at, "constraint"),
            Some(LimitedBy::Deadline) => self.deadline(at),
            Some(LimitedBy::Summary(other) | LimitedBy::Child(other)) if seen(&self.built, other).is_none() => {
                Reason::hidden()
            }
            Some(LimitedBy::Summary(above)) => {
                let words = format!("the constraint or deadline of {} above it", name(&self.built, above));
                self.about(above, Reason::new("summary_constraint", words))
            }
            Some(LimitedBy::Actual) => Reason::new("actual", "work has begun or ended then"),
            Some(LimitedBy::Child(child)) => {
                let words = format!("{} below it must finish last", name(&self.built, child));
                self.about(child, Reason::new("child", words))
            }
        }
    }

    /// Whether a link to its finish pulled it before the project's start, which the project allows.
    fn is_before_start(&self, at: usize) -> bool {
        let start = self.plan.network().options.project_start;
        self.built.pulled.contains(&at) && self.dates(at).is_some_and(|dates| dates.start < start)
    }

    fn about(&self, at: usize, reason: Reason) -> Reason {
        Reason { task_id: seen(&self.built, at).map(|(id, _)| id), ..reason }
    }

    /// A link, seen from the task that waits or from the one that is waited for.
    fn link(&self, link: usize, waits: bool) -> Reason {
        let Some(link) = self.plan.network().links.get(link) else { return Reason::new("link", "a link") };
        let other = name(&self.built, if waits { link.predecessor } else { link.successor });
        let (kind, verbs) = match link.kind {
            LinkType::FinishStart => ("FS", ["starts", "finishes"]),
            LinkType::StartStart => ("SS", ["starts", "starts"]),
            LinkType::FinishFinish => ("FF", ["finishes", "finishes"]),
            LinkType::StartFinish => ("SF", ["finishes", "starts"]),
        };
        let lag = link.lag.to_string();
        let wait = match lag.strip_prefix('-') {
            _ if link.lag.is_zero() => String::new(),
            Some(lead) => format!(" with {lead} lead"),
            None => format!(" with {lag} lag"),
        };
        let words = match waits {
            true => format!("{} after {other} {}{wait}", verbs[0], verbs[1]),
            false => format!("{} before {other} {}{wait}", verbs[1], verbs[0]),
        };
        let reason = Reason { link_type: Some(kind), lag: Some(lag), ..Reason::new("link", words) };
        self.about(if waits { link.predecessor } else { link.successor }, reason)
    }

    fn constraint(&self, at: usize, kind: &'static str) -> Reason {
        let constraint = self.plan.network().tasks.get(at).map(|task| task.constraint);
        let (words, date) = match constraint {
            Some(Constraint::StartNoEarlierThan(date)) => ("start no earlier than", Some(date)),
            Some(Constraint::StartNoLaterThan(date)) => ("start no later than", Some(date)),
            Some(Constraint::FinishNoEarlierThan(date)) => ("finish no earlier than", Some(date)),
            Some(Constraint::FinishNoLaterThan(date)) => ("finish no later than", Some(date)),
            Some(Constraint::MustStartOn(date)) => ("must start on", Some(date)),
            Some(Constraint::MustFinishOn(date)) => ("must finish on", Some(date)),
            Some(Constraint::AsLateAsPossible) => ("as late as possible", None),
            Some(Constraint::AsSoonAsPossible) | None => ("as soon as possible", None),
        };
        let words = format!("its constraint: {words}{}", date.map_or_else(String::new, |date| self.day(date)));
        Reason { date: date.map(|date| Timestamp(date.0)), ..Reason::new(kind, words) }
    }

    fn deadline(&self, at: usize) -> Reason {
        let date = self.plan.network().tasks.get(at).and_then(|task| task.deadline);
        let words = format!("its deadline{}", date.map_or_else(String::new, |date| self.day(date)));
        Reason { date: date.map(|date| Timestamp(date.0)), ..Reason::new("deadline", words) }
    }

    /// ` 2026-03-02`, in the project's time zone.
    fn day(&self, at: Instant) -> String {
        let calendar = self.plan.network().calendars.first();
        calendar.and_then(|calendar| calendar.date_of(at).ok()).map_or_else(String::new, |day| format!(" {day}"))
    }
}
