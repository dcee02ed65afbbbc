//! Calendars and lags: examples people can check by hand, and properties against a slow,
//! obvious model that walks minute by minute.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use guildhall_schedule::{
    Calendar, CalendarError, DayKind, Exception, Instant, Lag, LagError, MonthDay, Nth, Recurrence, apply_lag,
};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
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
        Exception { from: date("2025-04-18"), to: date("2025-04-21"), hours: vec![], repeat: None },
        Exception { from: date("2025-04-19"), to: date("2025-04-19"), hours: vec![(600, 660)], repeat: None },
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
    let always = Exception { from: Date::MIN, to: Date::MAX, hours: vec![(0, 60)], repeat: None };
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
    let once = Exception { from: date("2025-04-18"), to: date("2025-04-18"), hours: vec![(0, 1440)], repeat: None };
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
    let rare: [Vec<(u16, u16)>; 7] = std::array::from_fn(|day| if day == 0 { vec![(480, 481)] } else { Vec::new() });
    let rare = Calendar::new(TimeZone::UTC, rare, vec![]).unwrap();
    for minutes in [1_000_000, 1 << 32, 5_000_000_000, -1_000_000, -(1 << 33), i64::MIN / 60_000_000] {
        assert_eq!(rare.add(now, minutes), Err(CalendarError::OutOfRange), "{minutes} at one a week");
    }
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

/// The days of a recurrence in a period.
fn met(repeat: Recurrence, from: &str, to: &str) -> Vec<String> {
    repeat.days(date(from), date(to)).map(|day| day.to_string()).collect()
}

#[test]
fn exceptions_come_back() {
    let months = |interval, on| Recurrence::Months { interval, on };
    assert_eq!(
        met(months(1, MonthDay::Date(31)), "2024-01-31", "2024-04-29"),
        ["2024-01-31", "2024-02-29", "2024-03-31"]
    );
    let last_friday = MonthDay::Nth(Nth::Last, DayKind::On(Weekday::Friday));
    assert_eq!(met(months(3, last_friday), "2025-11-29", "2026-08-30"), ["2026-02-27", "2026-05-29", "2026-08-28"]);
    let thanksgiving = MonthDay::Nth(Nth::Fourth, DayKind::On(Weekday::Thursday));
    let yearly = Recurrence::Years { month: 11, on: thanksgiving };
    assert_eq!(met(yearly, "2025-11-28", "2027-12-31"), ["2026-11-26", "2027-11-25"]);
    let leap = Recurrence::Years { month: 2, on: MonthDay::Date(29) };
    assert_eq!(met(leap, "2023-01-01", "2024-12-31"), ["2023-02-28", "2024-02-29"]);
    let fridays = Recurrence::Weeks { interval: 2, days: [false, false, false, false, true, false, false] };
    assert_eq!(met(fridays, "2025-12-24", "2026-01-31"), ["2025-12-26", "2026-01-09", "2026-01-23"]);
    assert_eq!(
        met(Recurrence::Days { interval: 10 }, "2025-12-24", "2026-01-13"),
        ["2025-12-24", "2026-01-03", "2026-01-13"]
    );
    assert_eq!(met(Recurrence::Days { interval: 65_535 }, "9999-12-30", "9999-12-31"), ["9999-12-30"]);
}

#[test]
fn a_recurrence_that_makes_no_sense_or_no_end_is_refused() {
    let calendar = |repeat, to: &str| {
        let once = Exception { from: date("2025-01-01"), to: date(to), hours: vec![], repeat: Some(repeat) };
        Calendar::new(TimeZone::UTC, std::array::from_fn(|_| vec![(0, 60)]), vec![once]).map(drop)
    };
    let wrong = Err(CalendarError::InvalidRecurrence);
    assert_eq!(calendar(Recurrence::Days { interval: 0 }, "2025-01-01"), wrong);
    assert_eq!(calendar(Recurrence::Weeks { interval: 1, days: [false; 7] }, "2025-01-01"), wrong);
    assert_eq!(calendar(Recurrence::Months { interval: 1, on: MonthDay::Date(32) }, "2025-01-01"), wrong);
    assert_eq!(calendar(Recurrence::Years { month: 13, on: MonthDay::Date(1) }, "2025-01-01"), wrong);
    assert_eq!(calendar(Recurrence::Days { interval: 1 }, "2039-03-28"), Ok(()));
    assert_eq!(calendar(Recurrence::Days { interval: 1 }, "2039-03-29"), Err(CalendarError::TooManyDays));
    assert_eq!(
        calendar(Recurrence::Years { month: 1, on: MonthDay::Date(1) }, "9999-12-31"),
        Err(CalendarError::TooManyDays)
    );
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

fn month_day() -> impl Strategy<Value = MonthDay> {
    let nth = proptest::sample::select(vec![Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last]);
    let kind = prop_oneof![
        Just(DayKind::Any),
        Just(DayKind::MondayToFriday),
        Just(DayKind::Weekend),
        (0i8..7).prop_map(|day| DayKind::On(Weekday::from_monday_zero_offset(day).unwrap())),
    ];
    prop_oneof![(1i8..=31).prop_map(MonthDay::Date), (nth, kind).prop_map(|(nth, kind)| MonthDay::Nth(nth, kind))]
}

fn recurrence() -> impl Strategy<Value = Recurrence> {
    prop_oneof![
        (1u16..20).prop_map(|interval| Recurrence::Days { interval }),
        (1u16..4, proptest::array::uniform7(any::<bool>()))
            .prop_filter("some day", |(_, days)| days.contains(&true))
            .prop_map(|(interval, days)| Recurrence::Weeks { interval, days }),
        (1u16..4, month_day()).prop_map(|(interval, on)| Recurrence::Months { interval, on }),
        (1i8..=12, month_day()).prop_map(|(month, on)| Recurrence::Years { month, on }),
    ]
}

/// Whether a day is the one that is meant in its month, by counting the days like it before and after.
fn slow_is_on(on: MonthDay, day: Date) -> bool {
    let MonthDay::Nth(nth, kind) = on else {
        let MonthDay::Date(date) = on else { unreachable!() };
        return day.day() == date || (date > day.day() && day == day.last_of_month());
    };
    let weekend = |day: Date| day.weekday().to_monday_zero_offset() > 4;
    let counts = |other: i8| {
        let other = day.with().day(other).build().unwrap();
        match kind {
            DayKind::Any => true,
            DayKind::MondayToFriday => !weekend(other),
            DayKind::Weekend => weekend(other),
            DayKind::On(weekday) => other.weekday() == weekday,
        }
    };
    let before = (1..day.day()).filter(|other| counts(*other)).count();
    let after = (day.day() + 1..=day.days_in_month()).filter(|other| counts(*other)).count();
    counts(day.day()) && if nth == Nth::Last { after == 0 } else { before == nth as usize }
}

/// Whether an exception is in force on a day, each rule in its own words.
fn slow_meets(exception: &Exception, day: Date) -> bool {
    if day < exception.from || exception.to < day {
        return false;
    }
    let passed = day.duration_since(exception.from).as_hours() / 24;
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    match exception.repeat {
        None => true,
        Some(Recurrence::Days { interval }) => passed % i64::from(interval) == 0,
        Some(Recurrence::Weeks { interval, days }) => {
            passed / 7 % i64::from(interval) == 0 && days[day.weekday().to_monday_zero_offset() as usize]
        }
        Some(Recurrence::Months { interval, on }) => {
            (months(day) - months(exception.from)) % i32::from(interval) == 0 && slow_is_on(on, day)
        }
        Some(Recurrence::Years { month, on }) => day.month() == month && slow_is_on(on, day),
    }
}

fn calendars() -> impl Strategy<Value = Calendar> {
    let length = prop_oneof![0i32..4, 0i32..100];
    let exception = (0i32..30, length, hours(), proptest::option::of(recurrence()));
    let exception = exception.prop_map(|(from, days, hours, repeat)| {
        let from = date("2025-03-20").saturating_add(jiff::Span::new().days(from));
        Exception { from, to: from.saturating_add(jiff::Span::new().days(days)), hours, repeat }
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
    let hours = match calendar.exceptions().iter().rev().find(|exception| slow_meets(exception, local.date())) {
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
