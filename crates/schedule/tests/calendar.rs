//! Calendars and lags: examples people can check by hand, and properties against a slow,
//! obvious model that walks minute by minute.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use guildhall_schedule::{Calendar, CalendarError, Exception, Instant, Lag, LagError, apply_lag};
use jiff::{civil::Date, tz::TimeZone};
use proptest::prelude::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(zone: &TimeZone, text: &str) -> Instant {
    let local: jiff::civil::DateTime = text.parse().unwrap();
    Instant(zone.to_timestamp(local).unwrap().as_microsecond())
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn standard() -> (TimeZone, Calendar) {
    let utc = TimeZone::UTC;
    (utc.clone(), Calendar::standard(utc))
}

#[test]
fn a_day_of_work_ends_at_five_and_the_next_begins_at_eight() {
    let (utc, calendar) = standard();
    let friday = at(&utc, "2025-04-11T08:00");
    let end = calendar.add(friday, 480).unwrap();
    assert_eq!(end, at(&utc, "2025-04-11T17:00"));
    assert_eq!(calendar.next_working(end).unwrap(), at(&utc, "2025-04-14T08:00"));
    assert_eq!(calendar.previous_working(at(&utc, "2025-04-14T08:00")).unwrap(), end);
    assert!(calendar.same_moment(end, at(&utc, "2025-04-14T08:00")));
    assert_eq!(calendar.add(end, -480).unwrap(), friday);
    assert_eq!(calendar.add(at(&utc, "2025-04-14T08:00"), -1).unwrap(), at(&utc, "2025-04-11T16:59"));
    assert_eq!(calendar.between(friday, at(&utc, "2025-04-14T09:00")), 540);
    assert_eq!(calendar.between(at(&utc, "2025-04-14T09:00"), friday), -540);
    assert!(!calendar.is_working(at(&utc, "2025-04-11T12:30")));
    assert!(calendar.is_working(at(&utc, "2025-04-11T13:00")));
    assert!(!calendar.is_working(end));
}

#[test]
fn a_long_step_crosses_years_exactly() {
    let (utc, calendar) = standard();
    let start = at(&utc, "2025-01-06T08:00");
    assert_eq!(calendar.add(start, 480 * 5 * 1000).unwrap(), at(&utc, "2044-03-04T17:00"));
}

#[test]
fn bare_dates_mean_the_first_and_last_working_moment() {
    let (utc, calendar) = standard();
    assert_eq!(calendar.day_start(date("2025-04-12")).unwrap(), at(&utc, "2025-04-14T08:00"));
    assert_eq!(calendar.day_finish(date("2025-04-12")).unwrap(), at(&utc, "2025-04-11T17:00"));
    assert_eq!(calendar.day_start(date("2025-04-11")).unwrap(), at(&utc, "2025-04-11T08:00"));
    assert_eq!(calendar.day_finish(date("2025-04-11")).unwrap(), at(&utc, "2025-04-11T17:00"));
    assert_eq!(calendar.date_of(at(&utc, "2025-04-11T17:00")).unwrap(), date("2025-04-11"));
}

#[test]
fn exceptions_take_days_away_and_add_them() {
    let utc = TimeZone::UTC;
    let week = Calendar::standard(utc.clone()).week().clone();
    let exceptions = vec![
        Exception { from: date("2025-04-18"), to: date("2025-04-21"), hours: vec![] },
        Exception { from: date("2025-04-19"), to: date("2025-04-19"), hours: vec![(600, 660)] },
    ];
    let calendar = Calendar::new(utc.clone(), week, exceptions).unwrap();
    let thursday = at(&utc, "2025-04-17T17:00");
    assert_eq!(calendar.next_working(thursday).unwrap(), at(&utc, "2025-04-19T10:00"));
    assert_eq!(calendar.add(thursday, 60).unwrap(), at(&utc, "2025-04-19T11:00"));
    assert_eq!(calendar.add(thursday, 61).unwrap(), at(&utc, "2025-04-22T08:01"));
}

#[test]
fn an_exception_may_last_from_the_first_day_to_the_last() {
    let utc = TimeZone::UTC;
    let week = Calendar::standard(utc.clone()).week().clone();
    let always = Exception { from: Date::MIN, to: Date::MAX, hours: vec![(0, 60)] };
    let calendar = Calendar::new(utc.clone(), week, vec![always]).unwrap();
    assert_eq!(calendar.add(at(&utc, "2025-04-19T00:00"), 61).unwrap(), at(&utc, "2025-04-20T00:01"));
    assert_eq!(calendar.add(at(&utc, "1965-04-19T00:00"), 61).unwrap(), at(&utc, "1965-04-20T00:01"));
}

#[test]
fn clock_changes_keep_local_hours() {
    let berlin = zone("Europe/Berlin");
    let calendar = Calendar::standard(berlin.clone());
    let friday = at(&berlin, "2025-03-28T08:00");
    assert_eq!(calendar.add(friday, 960).unwrap(), at(&berlin, "2025-03-31T17:00"));
    let night = Calendar::always(berlin.clone());
    let (from, to) = (at(&berlin, "2025-03-30T00:00"), at(&berlin, "2025-03-31T00:00"));
    assert_eq!(night.between(from, to), 23 * 60);
    let (from, to) = (at(&berlin, "2025-10-26T00:00"), at(&berlin, "2025-10-27T00:00"));
    assert_eq!(night.between(from, to), 25 * 60);
}

#[test]
fn no_working_time_is_an_error() {
    let empty: [Vec<(u16, u16)>; 7] = Default::default();
    let once = Exception { from: date("2025-04-18"), to: date("2025-04-18"), hours: vec![(0, 1440)] };
    let never = Calendar::new(TimeZone::UTC, empty.clone(), vec![]).unwrap();
    let noon = at(&TimeZone::UTC, "2025-04-18T12:00");
    assert_eq!(never.next_working(noon), Err(CalendarError::NoWorkingTime));
    assert_eq!(never.previous_working(noon), Err(CalendarError::NoWorkingTime));
    assert_eq!(never.add(noon, 1), Err(CalendarError::NoWorkingTime));
    assert!(!never.has_working_time());
    let single = Calendar::new(TimeZone::UTC, empty, vec![once]).unwrap();
    assert_eq!(single.add(noon, 720).unwrap(), at(&TimeZone::UTC, "2025-04-19T00:00"));
    assert_eq!(single.add(noon, 721), Err(CalendarError::NoWorkingTime));
    assert_eq!(single.add(noon, -721), Err(CalendarError::NoWorkingTime));
}

#[test]
fn absurd_input_is_refused_not_overflown() {
    let (utc, calendar) = standard();
    let now = at(&utc, "2025-04-11T08:00");
    assert_eq!(calendar.add(now, i64::MAX), Err(CalendarError::OutOfRange));
    assert_eq!(calendar.add(now, i64::MIN), Err(CalendarError::OutOfRange));
    assert_eq!(calendar.next_working(Instant(i64::MIN)), Err(CalendarError::OutOfRange));
    assert!(calendar.between(Instant(i64::MIN), Instant(i64::MAX)) > 0);
    let week: [Vec<(u16, u16)>; 7] = std::array::from_fn(|_| vec![(60, 60)]);
    assert!(matches!(Calendar::new(utc, week, vec![]), Err(CalendarError::InvalidHours)));
}

#[test]
fn units_come_from_the_most_common_day() {
    let mut week = Calendar::standard(TimeZone::UTC).week().clone();
    week[4] = vec![(480, 720)];
    let calendar = Calendar::new(TimeZone::UTC, week, vec![]).unwrap();
    assert_eq!(calendar.units().minutes_per_day, 480);
    assert_eq!(calendar.units().minutes_per_week, 4 * 480 + 240);
    assert_eq!(calendar.units().minutes(1.5), Some(720));
    assert_eq!(calendar.units().minutes(f64::NAN), None);
}

#[test]
fn lag_text_reads_and_writes_canonically() {
    for (text, canonical, minutes) in [
        ("2d", "2d", 960),
        ("-4h", "-4h", -240),
        ("1ed", "1ed", 1440),
        ("50%", "50%", 300),
        ("1.5d", "1.5d", 720),
        (" +01.50 d", "1.5d", 720),
        ("-0m", "0m", 0),
        ("1w", "1w", 2400),
        ("1mo", "1mo", 9600),
        ("1EMO", "1emo", 43200),
        ("-25e%", "-25e%", -150),
    ] {
        let lag: Lag = text.parse().unwrap();
        assert_eq!(lag.to_string(), canonical);
        assert_eq!(lag.to_minutes(Calendar::standard(TimeZone::UTC).units(), 600), minutes);
    }
    let refused = |text: &str| text.parse::<Lag>().unwrap_err();
    assert_eq!(refused(""), LagError::NumberExpected);
    assert_eq!(refused("d"), LagError::NumberExpected);
    assert_eq!(refused("1."), LagError::NumberExpected);
    assert_eq!(refused("1.2.3d"), LagError::NumberExpected);
    assert_eq!(refused("2"), LagError::UnknownUnit(String::new()));
    assert_eq!(refused("2 years"), LagError::UnknownUnit("years".into()));
    assert_eq!(refused("1.00001d"), LagError::TooPrecise);
    assert_eq!(refused("99999999999999999999d"), LagError::TooLarge);
    assert_eq!(refused("100000000.1d"), LagError::TooLarge);
}

#[test]
fn lags_move_in_working_or_elapsed_time() {
    let (utc, calendar) = standard();
    let friday = at(&utc, "2025-04-11T17:00");
    let moved = |text: &str| apply_lag(&calendar, friday, text.parse().unwrap(), 480).unwrap();
    assert_eq!(moved("1d"), at(&utc, "2025-04-14T17:00"));
    assert_eq!(moved("1ed"), at(&utc, "2025-04-12T17:00"));
    assert_eq!(moved("-1d"), at(&utc, "2025-04-11T08:00"));
    assert_eq!(moved("50%"), at(&utc, "2025-04-14T12:00"));
    assert_eq!(moved("0d"), friday);
}

fn hours() -> impl Strategy<Value = Vec<(u16, u16)>> {
    prop_oneof![
        2 => Just(vec![]),
        2 => Just(vec![(480, 720), (780, 1020)]),
        1 => Just(vec![(0, 1440)]),
        1 => Just(vec![(0, 360), (1320, 1440)]),
        2 => proptest::collection::btree_set(0u16..=1440, 2..6).prop_map(|cuts| {
            let cuts: Vec<u16> = cuts.into_iter().collect();
            cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
        }),
    ]
}

fn calendars() -> impl Strategy<Value = Calendar> {
    let exception = (0i32..30, 0i32..4, hours()).prop_map(|(from, days, hours)| {
        let from = date("2025-03-20").saturating_add(jiff::Span::new().days(from));
        Exception { from, to: from.saturating_add(jiff::Span::new().days(days)), hours }
    });
    let zones = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"];
    (
        proptest::sample::select(zones.to_vec()),
        proptest::array::uniform7(hours()),
        proptest::collection::vec(exception, 0..4),
    )
        .prop_map(|(name, week, exceptions)| Calendar::new(zone(name), week, exceptions).unwrap())
}

/// Whether the local wall clock at this minute lies in working hours, computed day by day.
fn slow_is_working(calendar: &Calendar, at: Instant) -> bool {
    let stamp = jiff::Timestamp::from_microsecond(at.0).unwrap();
    let local = calendar.zone().to_datetime(stamp);
    let minute = local.hour() as u16 * 60 + local.minute() as u16;
    let covering = |e: &&Exception| e.from <= local.date() && local.date() <= e.to;
    let hours = match calendar.exceptions().iter().rev().find(covering) {
        Some(exception) => &exception.hours,
        None => &calendar.week()[local.weekday().to_monday_zero_offset() as usize],
    };
    hours.iter().any(|&(from, to)| from <= minute && minute < to)
}

proptest! {
    #[test]
    fn it_agrees_with_walking_minute_by_minute(
        calendar in calendars(), start in 0i64..43_200, steps in 1i64..6_000,
    ) {
        let from = Instant(1_742_428_800_000_000 + start * 60_000_000);
        let mut worked = 0;
        for step in 0..steps {
            let minute = Instant(from.0 + step * 60_000_000);
            let working = slow_is_working(&calendar, minute);
            prop_assert_eq!(calendar.is_working(minute), working);
            worked += i64::from(working);
        }
        prop_assert_eq!(calendar.between(from, Instant(from.0 + steps * 60_000_000)), worked);
    }

    #[test]
    fn adding_and_measuring_are_inverse(
        calendar in calendars(), start in 0i64..43_200, minutes in -200_000i64..200_000,
    ) {
        prop_assume!(calendar.week().iter().any(|hours| !hours.is_empty()));
        let from = Instant(1_742_428_800_000_000 + start * 60_000_000 + 17_000_000);
        let to = calendar.add(from, minutes).unwrap();
        prop_assert_eq!(calendar.between(from, to), minutes);
        if minutes != 0 {
            let (start, finish) = if minutes > 0 { (from, to) } else { (to, from) };
            prop_assert_eq!(calendar.previous_working(finish).unwrap() == finish || minutes < 0, true);
            prop_assert!(minutes > 0 || calendar.is_working(start));
        }
    }

    #[test]
    fn snapping_is_idempotent_and_brackets(calendar in calendars(), start in 0i64..43_200) {
        prop_assume!(calendar.week().iter().any(|hours| !hours.is_empty()));
        let at = Instant(1_742_428_800_000_000 + start * 60_000_000);
        let (next, previous) = (calendar.next_working(at).unwrap(), calendar.previous_working(at).unwrap());
        prop_assert!(previous <= at && at <= next);
        prop_assert_eq!(calendar.next_working(next).unwrap(), next);
        prop_assert_eq!(calendar.previous_working(previous).unwrap(), previous);
        prop_assert!(calendar.same_moment(previous, next));
    }

    #[test]
    fn any_lag_text_is_read_or_refused(text in "\\PC{0,12}") {
        if let Ok(lag) = text.parse::<Lag>() {
            prop_assert_eq!(lag.to_string().parse::<Lag>().unwrap(), lag);
        }
    }

    #[test]
    fn every_lag_survives_its_text(amount in -1_000_000_000i64..1_000_000_000, unit in 0usize..12) {
        let units = ["m", "h", "d", "w", "mo", "em", "eh", "ed", "ew", "emo", "%", "e%"];
        let sign = if amount < 0 { "-" } else { "" };
        let (whole, part) = (amount.abs() / 10_000, amount.abs() % 10_000);
        let text = format!("{sign}{whole}.{part:04}{}", units[unit]);
        let lag: Lag = text.parse().unwrap();
        prop_assert_eq!(lag.ten_thousandths(), amount);
        prop_assert_eq!(lag.to_string().parse::<Lag>().unwrap(), lag);
    }
}
