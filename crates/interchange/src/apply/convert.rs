//! The plan's values in the product's terms. A wall-clock time is meant in the organization's time zone; one
//! that a change to or from summer time skips or repeats is resolved as RFC 5545 does. What is longer than
//! the product keeps is cut, and the row says so.

use crate::model::{LinkKind, PlannedCalendar, Span, StatusKind, When};
use guildhall_core::amount::Amount;
use guildhall_core::field::Doc;
use guildhall_core::time::{Day, Timestamp};
use guildhall_core::work::calendar::{Exception, Hours, LONGEST_NAME, Week};
use guildhall_core::work::status;
use guildhall_core::work::task::dates;
use guildhall_schedule::{Calendar, Instant};
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// Remarks on a row.
pub(super) type Remarks = Vec<String>;

/// The years that the product writes with four digits.
const YEARS: std::ops::RangeInclusive<i16> = 1..=9999;

/// The instant, in the organization's time zone where the file has none.
pub(super) fn instant(when: Option<When>, zone: &TimeZone, what: &str, remarks: &mut Remarks) -> Option<Timestamp> {
    let when = when?;
    let at = match when {
        When::Instant(at) => Some(at),
        When::Local(local) => zone.to_timestamp(local).ok(),
    };
    let at = at.filter(|at| YEARS.contains(&at.to_zoned(TimeZone::UTC).year()));
    if at.is_none() {
        remarks.push(format!("the {what} is out of range and was left out"));
    }
    at.map(Timestamp::from)
}

/// The day, in the organization's time zone where the file has an instant.
pub(super) fn day(when: When, zone: &TimeZone) -> Day {
    match when {
        When::Local(local) => Day(local.date()),
        When::Instant(at) => Timestamp::from(at).day_in(zone),
    }
}

/// A length of work in minutes; an elapsed one is the work between the task's dates.
pub(super) fn minutes(
    span: Option<Span>,
    dates: (Option<Timestamp>, Option<Timestamp>),
    calendar: &Calendar,
    remarks: &mut Remarks,
) -> Option<i64> {
    let span = span?;
    if !span.elapsed || span.minutes == 0 {
        return Some(span.minutes);
    }
    let (start, finish) = (dates.0?, dates.1?);
    remarks.push("an elapsed duration is kept as the working time between start and finish".into());
    Some(calendar.between(Instant(start.0), Instant(finish.0)).max(0))
}

/// Minutes as working days of a calendar.
pub(super) fn days(minutes: i64, calendar: &Calendar) -> Amount {
    dates::to_days(minutes, calendar.units().minutes_per_day)
}

/// Minutes as hours.
pub(super) fn hours(minutes: i64) -> Amount {
    dates::to_days(minutes, 60)
}

/// Money that the API can show: at most 15 significant digits.
pub(super) fn money(value: Option<i64>, remarks: &mut Remarks) -> Option<Amount> {
    let amount = Amount(value?);
    if amount.to_string().parse() == Ok(amount) {
        return Some(amount);
    }
    remarks.push(format!("the cost {amount} has too many digits and was left out"));
    None
}

/// A text of at most `most` characters, without what a database refuses.
pub(super) fn fit(text: &str, most: usize, what: &str, remarks: &mut Remarks) -> String {
    let clean = if text.contains('\0') { text.replace('\0', "") } else { text.to_owned() };
    if clean.len() <= most || clean.chars().count() <= most {
        return clean;
    }
    remarks.push(format!("the {what} was cut to {most} characters"));
    let mut cut: String = clean.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// The status kind in the product's terms.
pub(super) fn status_kind(kind: StatusKind) -> status::StatusKind {
    match kind {
        StatusKind::Open => status::StatusKind::Open,
        StatusKind::Active => status::StatusKind::Active,
        StatusKind::Done => status::StatusKind::Done,
        StatusKind::Cancelled => status::StatusKind::Cancelled,
    }
}

/// The link type on the wire.
pub(super) fn link_kind(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Fs => "FS",
        LinkKind::Ss => "SS",
        LinkKind::Ff => "FF",
        LinkKind::Sf => "SF",
    }
}

/// Working hours of a calendar.
pub(super) fn calendar(planned: &PlannedCalendar) -> (Doc<Week>, Doc<Vec<Exception>>) {
    let [mon, tue, wed, thu, fri, sat, sun] = planned.week.each_ref().map(|day| hours_of(day));
    let week = Week { mon, tue, wed, thu, fri, sat, sun };
    let exceptions = planned.exceptions.iter().map(|each| Exception {
        from: Day(each.from),
        to: Day(each.to),
        hours: hours_of(&each.hours),
        name: each.name.chars().take(LONGEST_NAME).collect(),
        repeat: each.repeat.clone(),
    });
    (Doc(week), Doc(exceptions.collect()))
}

fn hours_of(planned: &[crate::model::Hours]) -> Hours {
    let text = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let end = |time: Time| if time == Time::midnight() { "24:00".to_owned() } else { text(time) };
    planned.iter().map(|each| (text(each.from), end(each.to))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_time_that_the_clocks_skip_moves_forward_and_a_repeated_one_is_the_first() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let at = |month, day, hour| {
            let local = When::Local(date(2026, month, day).at(hour, 30, 0, 0));
            instant(Some(local), &berlin, "start", &mut Vec::new()).unwrap().to_string()
        };
        assert_eq!(at(3, 29, 2), "2026-03-29T01:30:00.000Z");
        assert_eq!(at(10, 25, 2), "2026-10-25T00:30:00.000Z");
        assert_eq!(at(7, 1, 9), "2026-07-01T07:30:00.000Z");
    }

    #[test]
    fn what_is_too_long_is_cut_and_said() {
        let mut remarks = Vec::new();
        assert_eq!(fit("Größe", 5, "title", &mut remarks), "Größe");
        assert_eq!(fit("Größer", 5, "title", &mut remarks), "Größ…");
        assert_eq!(remarks, ["the title was cut to 5 characters"]);
        assert_eq!(hours(95), Amount(15_833));
    }
}
