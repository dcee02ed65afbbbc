//! Calendars that stand alone: each with the days and exceptions of the calendars it builds on.
//!
//! Days that a calendar does not define come from its base, whose exceptions hold wherever it has
//! none of its own; a calendar without base and week works Monday to Friday.

use std::collections::HashMap;

use super::{
    Line,
    calendar::{RawCalendar, default_hours},
    exception::{Budget, Exceptions},
};
use crate::{error::InterchangeError, model::PlannedCalendar, notices::Notices};

/// Longest chain of base calendars; Project has one base below a resource's calendar.
const MAX_BASES: usize = 16;
/// Most exception ranges of all calendars together.
const MAX_EXCEPTIONS: usize = 200_000;

/// Resolves the wanted calendars; `names` supplies what a nameless one is called.
pub(super) fn resolve(
    calendars: &[RawCalendar],
    by_uid: &HashMap<i64, &RawCalendar>,
    wanted: impl Fn(i64, &RawCalendar) -> bool,
    names: &HashMap<i64, String>,
    notices: &mut Notices,
) -> Result<Vec<PlannedCalendar>, InterchangeError> {
    let mut budget = Budget::default();
    let mut own: HashMap<i64, Exceptions> = HashMap::new();
    let mut total = 0;
    let mut resolved = Vec::new();
    for calendar in calendars {
        let Some(uid) = calendar.uid.filter(|uid| wanted(*uid, calendar)) else {
            continue;
        };
        let mut week = calendar.week.clone();
        let mut exceptions = Exceptions::default();
        for (level, (uid, part)) in chain(uid, calendar, by_uid, notices).into_iter().enumerate() {
            for (known, inherited) in week.iter_mut().zip(&part.week) {
                *known = known.take().or_else(|| inherited.clone());
            }
            let part = own.entry(uid).or_insert_with(|| part.own_exceptions(&mut budget, notices));
            if level == 0 {
                exceptions = part.clone();
            } else {
                let complete = part.iter().all(|each| exceptions.add(each, &mut budget));
                if !complete {
                    let detail = "the calendar has more exceptions than are kept";
                    notices.add(Line(calendar.line), "calendar_exception_skipped", detail);
                }
            }
        }
        total += exceptions.len();
        if total > MAX_EXCEPTIONS {
            let detail = format!("the calendars have more than {MAX_EXCEPTIONS} exceptions");
            let path = "/Project/Calendars/Calendar";
            return Err(InterchangeError::new(Some(calendar.line), path, "too_large", detail));
        }
        let name = calendar.name.clone().or_else(|| names.get(&uid).cloned());
        let mut day = 0;
        resolved.push(PlannedCalendar {
            external_id: uid.to_string(),
            name: name.unwrap_or_else(|| format!("Calendar {uid}")),
            week: week.map(|hours| {
                day += 1;
                hours.unwrap_or_else(|| if day <= 5 { default_hours() } else { Vec::new() })
            }),
            exceptions: exceptions.into_vec(),
            time_zone: None,
        });
    }
    Ok(resolved)
}

/// The calendar and those below it, nearest first.
fn chain<'a>(
    uid: i64,
    calendar: &'a RawCalendar,
    by_uid: &HashMap<i64, &'a RawCalendar>,
    notices: &mut Notices,
) -> Vec<(i64, &'a RawCalendar)> {
    let mut chain = vec![(uid, calendar)];
    let mut next = calendar.base;
    while let Some(uid) = next {
        let Some(base) = by_uid.get(&uid) else {
            if chain.last().is_some_and(|(_, last)| !last.is_base) {
                let detail = format!("the base calendar with UID {uid} is not in the file");
                notices.add(Line(calendar.line), "unknown_calendar", detail);
            }
            break;
        };
        if chain.len() > MAX_BASES || chain.iter().any(|(seen, _)| *seen == uid) {
            let detail = "the base calendars refer to each other in a circle, or are too many";
            notices.add(Line(calendar.line), "calendar_cycle", detail);
            break;
        }
        chain.push((uid, base));
        next = base.base;
    }
    chain
}
