//! Any bytes are a network and changes of it, so that a fuzzer, a corpus and random bytes all say the same.
//! What must hold of each: nothing panics, and after every change, kept or refused, the answers are those of a new
//! plan of the same network; a refused change leaves everything as it was.

use guildhall_schedule::{
    Assignment, Calendar, Constraint, DayKind, Exception, Hours, Instant, Lag, LagCalendar, LagUnit, Link, LinkType,
    MonthDay, Network, Nth, Options, Plan, Recurrence, ScheduleError, Task, Units,
};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

const HOUR: i64 = 3_600_000_000;
const MONDAY: i64 = 1_744_012_800_000_000; // 2025-04-07T08:00Z
const MOST_TASKS: usize = 12;
const MOST_LINKS: usize = 20;
const MOST_CHANGES: usize = 10;

struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    /// The next byte; 0 when there are none left.
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit.max(1)
    }

    fn flag(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    /// One of several.
    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn wide(&mut self) -> i64 {
        i64::from_le_bytes(std::array::from_fn(|_| self.byte()))
    }

    /// Mostly ordinary, now and then as large as a number gets.
    fn number(&mut self, unit: i64) -> i64 {
        match self.byte() {
            0..=199 => i64::from(self.byte()) * unit,
            200..=219 => -i64::from(self.byte()) * unit,
            220..=229 => self.wide(),
            230 => i64::MAX,
            231 => i64::MIN,
            _ => 0,
        }
    }

    fn instant(&mut self) -> Instant {
        match self.byte() {
            0..=229 => Instant(MONDAY + i64::from(self.byte() as i8) * 7 * HOUR),
            230..=239 => Instant(self.wide()),
            240 => Instant(i64::MIN),
            241 => Instant(i64::MAX),
            _ => Instant(MONDAY + i64::from(self.byte()) * 365 * 24 * HOUR * 40),
        }
    }

    fn maybe<T>(&mut self, one_in: u8, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.byte() % one_in == 1).then(|| value(self))
    }

    fn hours(&mut self) -> Hours {
        let count = self.below(3);
        let mut edges: Vec<u16> = (0..2 * count).map(|_| u16::from(self.byte()) * 6).collect();
        edges.sort_unstable();
        edges.chunks(2).map(|pair| (pair[0], pair[1].min(1440))).collect()
    }

    fn day(&mut self) -> Date {
        match self.byte() {
            0..=229 => Date::constant(2025, 4, 1).checked_add(jiff::Span::new().days(i64::from(self.byte()))).unwrap(),
            230 => Date::MIN,
            231 => Date::MAX,
            _ => Date::new(self.wide() as i16 % 9999, 1, 1).unwrap(),
        }
    }

    fn recurrence(&mut self) -> Recurrence {
        let interval = u16::from(self.byte());
        let on = match self.flag() {
            true => MonthDay::Date(self.byte() as i8),
            false => MonthDay::Nth(
                self.one_of(&[Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last]),
                self.one_of(&[DayKind::Any, DayKind::MondayToFriday, DayKind::Weekend, DayKind::On(Weekday::Friday)]),
            ),
        };
        match self.below(4) {
            0 => Recurrence::Days { interval },
            1 => Recurrence::Weeks { interval, days: std::array::from_fn(|_| self.flag()) },
            2 => Recurrence::Months { interval, on },
            _ => Recurrence::Years { month: self.byte() as i8 % 16, on },
        }
    }

    /// None where it would not be one.
    fn calendar(&mut self) -> Option<Calendar> {
        let zone = self.one_of(&["UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York"]);
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        match self.below(4) {
            0 => Some(Calendar::standard(zone)),
            1 => Some(Calendar::always(zone)),
            _ => {
                let week = std::array::from_fn(|_| self.hours());
                let count = self.below(4);
                let exceptions = (0..count).map(|_| Exception {
                    from: self.day(),
                    to: self.day(),
                    hours: self.hours(),
                    repeat: self.maybe(3, Self::recurrence),
                });
                let exceptions = exceptions.collect();
                Calendar::new(zone, week, exceptions).ok()
            }
        }
    }

    fn constraint(&mut self) -> Constraint {
        match self.below(14) {
            0 => Constraint::AsLateAsPossible,
            1 => Constraint::StartNoEarlierThan(self.instant()),
            2 => Constraint::StartNoLaterThan(self.instant()),
            3 => Constraint::FinishNoEarlierThan(self.instant()),
            4 => Constraint::FinishNoLaterThan(self.instant()),
            5 => Constraint::MustStartOn(self.instant()),
            6 => Constraint::MustFinishOn(self.instant()),
            _ => Constraint::AsSoonAsPossible,
        }
    }

    fn task(&mut self, calendars: usize) -> Task {
        let mut task = Task::new(self.number(60));
        task.calendar = self.below(calendars);
        task.constraint = self.constraint();
        task.deadline = self.maybe(9, Self::instant);
        task.facts.manual = self.maybe(11, |bytes| (bytes.instant(), bytes.instant()));
        task.facts.actual_start = self.maybe(9, Self::instant);
        task.facts.actual_finish = self.maybe(17, Self::instant);
        task.facts.remaining = self.maybe(9, |bytes| bytes.number(60));
        task.facts.resume = self.maybe(17, Self::instant);
        task.delay = self.maybe(17, |bytes| bytes.number(60)).unwrap_or(0);
        task.outside = self.byte() % 23 == 1;
        let people = self.maybe(5, |bytes| bytes.below(3)).unwrap_or(0);
        let share = |bytes: &mut Self| Assignment {
            calendar: bytes.below(calendars),
            minutes: bytes.maybe(2, |bytes| bytes.number(60)),
        };
        task.assignments = (0..people).map(|_| share(self)).collect();
        task
    }

    fn lag(&mut self) -> Lag {
        let units = [
            LagUnit::Minutes,
            LagUnit::Days,
            LagUnit::Months,
            LagUnit::ElapsedHours,
            LagUnit::ElapsedWeeks,
            LagUnit::Percent,
            LagUnit::ElapsedPercent,
        ];
        match self.below(8) {
            0..=3 => Lag::ZERO,
            4 => Lag::minutes(self.wide()),
            _ => {
                let unit = self.one_of(&units);
                Lag::new(self.number(1), unit).unwrap_or_default()
            }
        }
    }

    fn link(&mut self, tasks: usize) -> Link {
        let kinds = [LinkType::FinishStart, LinkType::StartStart, LinkType::FinishFinish, LinkType::StartFinish];
        let (predecessor, successor) = (self.below(tasks), self.below(tasks));
        Link { predecessor, successor, kind: self.one_of(&kinds), lag: self.lag() }
    }

    fn options(&mut self, calendars: usize) -> Options {
        let lags = [LagCalendar::Successor, LagCalendar::Predecessor, LagCalendar::Project, LagCalendar::Elapsed];
        let units = |bytes: &mut Self| Units {
            minutes_per_day: bytes.number(10),
            minutes_per_week: bytes.number(60),
            days_per_month: bytes.number(1),
        };
        Options {
            project_start: self.instant(),
            project_calendar: self.below(calendars),
            critical_threshold: self.number(60),
            lag_calendar: self.one_of(&lags),
            units: self.maybe(5, units),
            allow_before_project_start: self.flag(),
            honor_constraints: self.flag(),
        }
    }

    fn network(&mut self) -> Network {
        let count = 1 + self.below(3);
        let mut calendars: Vec<Calendar> = (0..count).filter_map(|_| self.calendar()).collect();
        if calendars.is_empty() {
            calendars.push(Calendar::standard(TimeZone::UTC));
        }
        let options = self.options(calendars.len());
        let count = 1 + self.below(MOST_TASKS);
        let mut tasks = Vec::with_capacity(count);
        for index in 0..count {
            let mut task = self.task(calendars.len());
            // Now and then any task, so that a circle of parents comes up.
            let above = if self.byte() % 31 == 1 { count } else { index };
            task.parent = self.maybe(3, |bytes| bytes.below(above)).filter(|parent| *parent < above);
            tasks.push(task);
        }
        let links = (0..self.below(MOST_LINKS)).map(|_| self.link(count)).collect();
        Network { options, calendars, tasks, links }
    }

    fn change(&mut self, plan: &mut Plan) -> Result<(), ScheduleError> {
        let (tasks, calendars) = (plan.network().tasks.len(), plan.network().calendars.len());
        match self.below(8) {
            0..=2 => {
                let (index, task) = (self.below(tasks), self.task(calendars));
                plan.set_task(index, Task { parent: plan.network().tasks[index].parent, ..task })
            }
            3 => {
                let (index, parent) = (self.below(tasks), self.maybe(2, |bytes| bytes.below(tasks)));
                plan.set_task(index, Task { parent, ..plan.network().tasks[index].clone() })
            }
            4 | 5 => plan.add_link(self.link(tasks)),
            6 => {
                let links = plan.network().links.len();
                if links == 0 { Ok(Vec::new()) } else { plan.remove_link(self.below(links)) }
            }
            _ => match self.calendar() {
                Some(calendar) => plan.set_calendar(self.below(calendars), calendar),
                None => Ok(Vec::new()),
            },
        }
        .map(drop)
    }
}

/// Schedules what the bytes say and changes it as they say.
pub fn run(bytes: &[u8]) {
    let mut bytes = Bytes(bytes);
    let network = bytes.network();
    for link in &network.links {
        assert_eq!(link.lag.to_string().parse(), Ok(link.lag), "a lag reads back as it is written");
    }
    let Ok(mut plan) = Plan::new(network) else { return };
    for _ in 0..bytes.below(MOST_CHANGES) {
        let before = plan.clone();
        let kept = bytes.change(&mut plan).is_ok();
        let fresh = Plan::new(plan.network().clone()).expect("what was kept has a schedule");
        assert_eq!(plan.all_dates(), fresh.all_dates());
        assert_eq!(plan.finish(), fresh.finish());
        assert!(kept || before.all_dates() == plan.all_dates(), "a refused change changes nothing");
        for task in 0..plan.all_dates().len() {
            assert!(plan.why(task).is_some() && !plan.driving_path(task).is_empty());
        }
    }
}
