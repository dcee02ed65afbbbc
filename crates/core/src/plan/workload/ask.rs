//! What is asked: days, cut into periods.

use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::time::Day;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

/// Most periods of an answer.
const MOST_PERIODS: usize = 400;
/// How many are answered where no end is asked for.
const USUAL_PERIODS: usize = 12;

/// Whose work is asked for, and when.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The first day; the first one of the period that today is in when not given.
    pub from: Option<Day>,
    /// The last day; that of the twelfth period when not given.
    pub to: Option<Day>,
    pub interval: WorkloadInterval,
    /// Of these projects alone.
    pub projects: Option<Vec<AnyId>>,
    /// Of these people alone.
    pub people: Option<Vec<AnyId>>,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum WorkloadInterval {
    Day,
    /// From Monday.
    #[default]
    Week,
    Month,
}

/// Days that are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WorkloadPeriod {
    #[schema(value_type = String, format = Date)]
    pub from: Day,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    pub to: Day,
}

/// The periods of a question.
#[derive(Debug)]
pub(super) struct Asked {
    pub from: Day,
    pub to: Day,
    pub interval: WorkloadInterval,
    pub periods: Vec<WorkloadPeriod>,
}

fn bad(detail: String) -> Error {
    Error::unreadable("bad_parameter", detail)
}

impl Asked {
    pub fn of(question: &Question, today: Day) -> Result<Self> {
        let interval = question.interval;
        let from = question.from.unwrap_or_else(|| interval.first(today));
        if question.to.is_some_and(|to| to < from) {
            return Err(bad("`to` lies before `from`".into()));
        }
        let mut periods: Vec<WorkloadPeriod> = Vec::new();
        let mut next = Some(from);
        while let Some(start) = next {
            let last = question.to.map_or(periods.len() >= USUAL_PERIODS, |to| start > to);
            if last {
                break;
            }
            if periods.len() == MOST_PERIODS {
                return Err(bad(format!(
                    "`from` to `to` are more than {MOST_PERIODS} periods; choose a longer interval"
                )));
            }
            let end = interval.last(start);
            let end = question.to.map_or(end, |to| end.min(to));
            periods.push(WorkloadPeriod { from: start, to: end });
            next = end.0.tomorrow().ok().map(Day);
        }
        let to = periods.last().map_or(from, |period| period.to);
        Ok(Self { from, to, interval, periods })
    }
}

impl WorkloadInterval {
    /// The first day of the period that a day is in.
    fn first(self, day: Day) -> Day {
        let back = i64::from(day.0.weekday().to_monday_zero_offset());
        Day(match self {
            Self::Day => day.0,
            Self::Week => day.0.checked_sub(back.days()).unwrap_or(day.0),
            Self::Month => day.0.first_of_month(),
        })
    }

    /// The last one.
    fn last(self, day: Day) -> Day {
        let ahead = 6 - i64::from(day.0.weekday().to_monday_zero_offset());
        Day(match self {
            Self::Day => day.0,
            Self::Week => day.0.checked_add(ahead.days()).unwrap_or(Date::MAX),
            Self::Month => day.0.last_of_month(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(from: &str, to: &str, interval: WorkloadInterval) -> Result<Vec<String>> {
        let day = |text: &str| text.parse::<Day>().ok();
        let question = Question { from: day(from), to: day(to), interval, ..Question::default() };
        let asked = Asked::of(&question, "2026-03-04".parse().unwrap())?;
        Ok(asked.periods.iter().map(|one| format!("{}/{}", one.from, one.to)).collect())
    }

    #[test]
    fn periods_follow_each_other_and_are_cut_to_the_question() {
        let weeks = periods("2026-03-04", "2026-03-17", WorkloadInterval::Week).unwrap();
        assert_eq!(weeks, ["2026-03-04/2026-03-08", "2026-03-09/2026-03-15", "2026-03-16/2026-03-17"]);
        let months = periods("2026-01-31", "2026-03-01", WorkloadInterval::Month).unwrap();
        assert_eq!(months, ["2026-01-31/2026-01-31", "2026-02-01/2026-02-28", "2026-03-01/2026-03-01"]);
        let usual = periods("", "", WorkloadInterval::Week).unwrap();
        assert_eq!((usual.len(), &*usual[0], &*usual[11]), (12, "2026-03-02/2026-03-08", "2026-05-18/2026-05-24"));
    }

    #[test]
    fn too_many_periods_and_an_end_before_the_start_are_refused() {
        assert_eq!(periods("2026-01-01", "2027-02-04", WorkloadInterval::Day).map(|days| days.len()).ok(), Some(400));
        assert!(periods("2026-01-01", "2027-02-05", WorkloadInterval::Day).is_err());
        assert!(periods("2026-01-02", "2026-01-01", WorkloadInterval::Month).is_err());
        assert_eq!(periods("9999-12-30", "9999-12-31", WorkloadInterval::Week).map(|weeks| weeks.len()).ok(), Some(1));
    }
}
