//! Values of the product in the neutral plan's terms. An instant becomes the wall-clock time of the
//! organization's time zone, to the second.

use crate::model::{CalendarException, ConstraintKind, Hours, LinkKind, PlannedCalendar, Priority, When};
use crate::mspdi::{Budget, Exceptions};
use guildhall_core::amount::Amount;
use guildhall_core::time::Timestamp;
use guildhall_core::work::Calendar;
use guildhall_core::work::calendar;
use jiff::civil::{Time, time};
use jiff::tz::TimeZone;

/// The wall-clock time of an instant.
pub(super) fn local(at: Option<Timestamp>, zone: &TimeZone) -> Option<When> {
    let local = zone.to_datetime(at?.to_jiff());
    Some(When::Local(local.with().subsec_nanosecond(0).build().unwrap_or(local)))
}

/// An amount of units of so many minutes, in whole minutes.
pub(super) fn minutes(amount: Amount, unit: i64) -> i64 {
    let scaled = i128::from(amount.0) * i128::from(unit);
    i64::try_from((scaled + 5_000 * scaled.signum()) / 10_000).unwrap_or(i64::MAX)
}

/// A percentage as a whole number, which is 0 or 100 only where it was exactly that.
pub(super) fn percent(value: Amount) -> u8 {
    let whole = (value.0 + 5_000) / 10_000;
    let inner = (1..1_000_000).contains(&value.0);
    u8::try_from(if inner { whole.clamp(1, 99) } else { whole.clamp(0, 100) }).unwrap_or_default()
}

/// The urgency of that name.
pub(super) fn priority(name: &str) -> Priority {
    match name {
        "low" => Priority::Low,
        "high" => Priority::High,
        "urgent" => Priority::Urgent,
        _ => Priority::Normal,
    }
}

/// The constraint of that name; none is as soon as possible.
pub(super) fn constraint(name: &str) -> Option<ConstraintKind> {
    match name {
        "ALAP" => Some(ConstraintKind::Alap),
        "SNET" => Some(ConstraintKind::Snet),
        "SNLT" => Some(ConstraintKind::Snlt),
        "FNET" => Some(ConstraintKind::Fnet),
        "FNLT" => Some(ConstraintKind::Fnlt),
        "MSO" => Some(ConstraintKind::Mso),
        "MFO" => Some(ConstraintKind::Mfo),
        _ => None,
    }
}

/// The link of that type.
pub(super) fn link_kind(name: &str) -> LinkKind {
    match name {
        "SS" => LinkKind::Ss,
        "FF" => LinkKind::Ff,
        "SF" => LinkKind::Sf,
        _ => LinkKind::Fs,
    }
}

/// A calendar under a number of the file's own. Where exceptions overlap the last holds here and the first
/// there, so that they are cut apart.
pub(super) fn calendar(calendar: &Calendar, external_id: String) -> PlannedCalendar {
    let w = &calendar.week.0;
    let (mut exceptions, mut budget) = (Exceptions::default(), Budget::default());
    for each in calendar.exceptions.0.iter().rev() {
        let (from, to, name, repeat) = (each.from.0, each.to.0, each.name.clone(), each.repeat.clone());
        exceptions.add(&CalendarException { from, to, hours: hours(&each.hours), name, repeat }, &mut budget);
    }
    PlannedCalendar {
        external_id,
        name: calendar.name.clone(),
        week: [&w.mon, &w.tue, &w.wed, &w.thu, &w.fri, &w.sat, &w.sun].map(hours),
        exceptions: exceptions.into_vec(),
        time_zone: calendar.time_zone.clone(),
    }
}

/// Working hours; what the product stores is well-formed, and `24:00` is the midnight that ends a day.
fn hours(all: &calendar::Hours) -> Vec<Hours> {
    let read = |text: &str| match text {
        "24:00" => Some(Time::midnight()),
        text => text.parse().ok(),
    };
    all.iter().filter_map(|(from, to)| Some(Hours { from: read(from)?, to: read(to)? })).collect()
}

/// What runs in no calendar of the organization's: Monday to Friday, 08:00–12:00 and 13:00–17:00.
pub(super) fn standard(external_id: String) -> PlannedCalendar {
    let day = || {
        let stretch = |from, to| Hours { from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) };
        vec![stretch(8, 12), stretch(13, 17)]
    };
    PlannedCalendar {
        external_id,
        name: "Standard".to_owned(),
        week: std::array::from_fn(|weekday| if weekday < 5 { day() } else { Vec::new() }),
        exceptions: Vec::new(),
        time_zone: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_begun_or_done_only_where_it_was() {
        let of = |value| percent(Amount(value));
        assert_eq!([of(0), of(1), of(994_999), of(999_999), of(1_000_000), of(505_000)], [0, 1, 99, 99, 100, 51]);
    }

    #[test]
    fn days_and_hours_are_whole_minutes_again() {
        assert_eq!(minutes(Amount(15_833), 60), 95);
        assert_eq!(minutes(Amount(5_000), 450), 225);
        assert_eq!(minutes(Amount(-5_000), 450), -225);
    }
}
