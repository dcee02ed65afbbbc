//! Random plans in the form in which reading gives them: what a file can say, and nothing that reading would
//! say otherwise.

use guildhall_core::work::calendar::Repeat;
use guildhall_interchange::ImportPlan;
use guildhall_interchange::model::{
    CalendarException, Constraint, ConstraintKind, Hours, LinkKind, LinkRules, PlannedAssignment, PlannedBaseline,
    PlannedCalendar, PlannedLink, PlannedPerson, PlannedProject, PlannedStatus, PlannedTask, Priority, Source, Span,
    StatusKind, When,
};
use guildhall_schedule::{DayKind, MonthDay, Nth, Recurrence};
use jiff::ToSpan;
use jiff::civil::{Time, Weekday, date, time};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A whole plan. Either all calendars have the usual week's length, and lags are in any unit, or they differ.
pub fn plans() -> impl Strategy<Value = ImportPlan> {
    let people = vec((line(), option::of(line()), option::of(any::<Index>())), 0..4);
    let header = (line(), text(), option::of(moment()), option::of(select(vec!["EUR", "JPY"])), any::<Option<Index>>());
    any::<bool>().prop_flat_map(move |usual| {
        (header.clone(), vec(calendar(usual), 1..4), people.clone(), vec(task(usual), 0..12)).prop_map(assemble)
    })
}

fn line() -> impl Strategy<Value = String> + Clone {
    "\\PC{0,8}".prop_map(|text| format!("T{text}x"))
}

fn text() -> impl Strategy<Value = String> + Clone {
    vec(prop_oneof![Just("\r".to_owned()), Just("\n".to_owned()), Just("\t".to_owned()), "\\PC{1,6}"], 0..6)
        .prop_map(|parts| parts.concat().trim_end().to_owned())
}

fn moment() -> impl Strategy<Value = When> + Clone {
    (0..60_000_i64, 0..86_400_i64).prop_map(|(day, second)| {
        When::Local(date(1984, 1, 1).at(0, 0, 0, 0).checked_add(day.days().seconds(second)).unwrap())
    })
}

fn hours() -> impl Strategy<Value = Vec<Hours>> + Clone {
    vec(1..240_i16, 0..6).prop_map(|gaps| {
        let mut at = 0;
        let edges: Vec<i16> = gaps
            .iter()
            .map(|gap| {
                at += gap;
                at
            })
            .take_while(|at| *at <= 1_440)
            .collect();
        let of = |minute: i16| {
            if minute == 1_440 { Time::midnight() } else { time((minute / 60) as i8, (minute % 60) as i8, 0, 0) }
        };
        let pairs = edges.chunks_exact(2).filter(|pair| pair[0] < pair[1]);
        pairs.map(|pair| Hours { from: of(pair[0]), to: of(pair[1]) }).collect()
    })
}

/// How an exception comes back; each of them another one than the plain period.
fn repeat() -> impl Strategy<Value = Repeat> + Clone {
    let nth = select(vec![Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last]);
    let kind = prop_oneof![
        Just(DayKind::Any),
        Just(DayKind::MondayToFriday),
        Just(DayKind::Weekend),
        (0..7_i8).prop_map(|day| DayKind::On(Weekday::from_monday_zero_offset(day).unwrap())),
    ];
    let on = prop_oneof![
        (1..=31_i8).prop_map(MonthDay::Date),
        (nth, kind).prop_map(|(nth, kind)| MonthDay::Nth(nth, kind)),
    ];
    let weekdays = proptest::array::uniform7(any::<bool>()).prop_filter("some day", |days| days.contains(&true));
    prop_oneof![
        (2..9_u16).prop_map(|interval| Recurrence::Days { interval }),
        (1..5_u16, weekdays).prop_map(|(interval, days)| Recurrence::Weeks { interval, days }),
        (1..5_u16, on.clone()).prop_map(|(interval, on)| Recurrence::Months { interval, on }),
        (1..=12_i8, on).prop_map(|(month, on)| Recurrence::Years { month, on }),
    ]
    .prop_map(Repeat::from)
}

fn calendar(usual: bool) -> impl Strategy<Value = PlannedCalendar> + Clone {
    let week = vec(hours(), 7).prop_map(|days| <[Vec<Hours>; 7]>::try_from(days).unwrap());
    let usual_week = (0..16_i8).prop_map(|from| {
        let day = vec![Hours { from: time(from, 0, 0, 0), to: time(from + 8, 0, 0, 0) }];
        std::array::from_fn(|at| if at < 5 { day.clone() } else { Vec::new() })
    });
    let week = if usual { usual_week.boxed() } else { week.boxed() };
    let length = prop_oneof![0..9_i64, 0..800_i64];
    let name = prop_oneof![Just(String::new()), line()];
    let exceptions = vec((1..90_i64, length, hours(), name, proptest::option::of(repeat())), 0..5);
    (line(), week, exceptions).prop_map(|(name, week, rows)| {
        let mut day = date(2026, 1, 1);
        let exception = |(gap, length, hours, name, repeat): (i64, i64, Vec<Hours>, String, Option<Repeat>)| {
            let from = day.checked_add(gap.days()).unwrap();
            let to = from.checked_add(length.days()).unwrap();
            day = to;
            CalendarException { from, to, hours, name, repeat }
        };
        let exceptions = rows.into_iter().map(exception).collect();
        PlannedCalendar { external_id: String::new(), name, week, exceptions, time_zone: None }
    })
}

/// A task that does not know the others yet.
#[derive(Debug, Clone)]
struct Raw {
    task: PlannedTask,
    level: Index,
    calendar: Option<Index>,
    people: Vec<(Index, i64, Option<i64>)>,
    links: Vec<(Index, LinkKind, String)>,
    cancelled: bool,
}

fn lag(usual: bool) -> impl Strategy<Value = String> + Clone {
    let mut units = vec!["m", "h", "em", "eh", "ed", "ew", "emo", "%"];
    units.extend(if usual { ["d", "w", "mo"].as_slice() } else { &[] });
    let some = (prop_oneof![-300..0_i64, 1..300_i64], select(units)).prop_map(|(count, unit)| format!("{count}{unit}"));
    prop_oneof![Just("0d".to_owned()), some]
}

fn span() -> impl Strategy<Value = Span> + Clone {
    let flags = (prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    (0..20_000_i64, flags).prop_map(|(minutes, (elapsed, estimated))| Span { minutes, elapsed, estimated })
}

fn baseline() -> impl Strategy<Value = PlannedBaseline> + Clone {
    let figures = (option::of(span()), option::of(0..9_000_i64), option::of(0..1_000_000_000_000_i64));
    (0..=10_u8, option::of(moment()), option::of(moment()), figures).prop_map(
        |(number, start, finish, (duration, work, cost))| PlannedBaseline {
            number,
            start,
            finish,
            duration,
            work,
            cost,
        },
    )
}

fn constraint() -> impl Strategy<Value = Constraint> + Clone {
    use ConstraintKind::{Alap, Fnet, Fnlt, Mfo, Mso, Snet, Snlt};
    (select(vec![Alap, Snet, Snlt, Fnet, Fnlt, Mso, Mfo]), moment())
        .prop_map(|(kind, at)| Constraint { kind, date: (kind != Alap).then_some(at) })
}

fn task(usual: bool) -> impl Strategy<Value = Raw> + Clone {
    let kinds = select(vec![LinkKind::Fs, LinkKind::Ss, LinkKind::Ff, LinkKind::Sf]);
    let others = (
        any::<(Index, Option<Index>, bool)>(),
        vec((any::<Index>(), 1..30_000_i64, option::of(1..9_000_i64)), 0..3),
        vec((any::<Index>(), kinds, lag(usual)), 0..4),
        vec(baseline(), 0..3),
    );
    let dates =
        (option::of(moment()), option::of(moment()), option::of(moment()), option::of(moment()), option::of(moment()));
    let lengths = (option::of(span()), option::of(0..9_000_i64), any::<(bool, bool)>(), option::of(0..=100_u8));
    let money = || option::of(1..10_000_000_000_000_i64);
    let figures = (option::of(1..9_000_i64), option::of(1..9_000_i64), money(), money());
    let priority = select(vec![Priority::Low, Priority::Normal, Priority::High, Priority::Urgent]);
    (others, (line(), text()), dates, lengths, figures, (priority, option::of(constraint()))).prop_map(
        |(others, (title, description), dates, lengths, figures, (priority, constraint))| {
            let ((level, calendar, cancelled), people, links, mut baselines) = others;
            let (duration, left, (manual, milestone), percent) = lengths;
            baselines.sort_by_key(|each| each.number);
            baselines.dedup_by_key(|each| each.number);
            let same = duration.unwrap_or(Span { minutes: 0, elapsed: false, estimated: false });
            let remaining = left.map(|minutes| Span { minutes, ..same });
            let task = PlannedTask {
                external_id: String::new(),
                row: String::new(),
                parent: None,
                title,
                description,
                status: String::new(),
                priority,
                start: dates.0,
                finish: dates.1.or(dates.0.filter(|_| milestone)),
                due: dates.2,
                duration,
                remaining_duration: remaining,
                manual,
                constraint,
                percent_complete: percent,
                actual_start: dates.3,
                actual_finish: dates.4,
                milestone,
                summary: false,
                work: figures.0,
                actual_work: figures.1,
                cost: figures.2,
                actual_cost: figures.3,
                calendar: None,
                assignments: Vec::new(),
                labels: Vec::new(),
                links: Vec::new(),
                baselines,
                checklists: Vec::new(),
                comments: Vec::new(),
                archived: false,
            };
            Raw { task, level, calendar, people, links, cancelled }
        },
    )
}

type Header = (String, String, Option<When>, Option<&'static str>, Option<Index>);
type Person = (String, Option<String>, Option<Index>);

fn assemble(
    (header, mut calendars, people, tasks): (Header, Vec<PlannedCalendar>, Vec<Person>, Vec<Raw>),
) -> ImportPlan {
    calendars.iter_mut().zip(3..).for_each(|(each, uid)| each.external_id = uid.to_string());
    let calendar = |index: Option<Index>| index.map(|index| index.get(&calendars).external_id.clone());
    let (name, description, start, currency, own) = header;
    let own = calendar(own);
    let critical_slack = (description.len() % 3) as i64;
    let hours = [None, Some("predecessor"), Some("project"), Some("24_hour")];
    let rules = LinkRules { lag_calendar: hours[name.len() % 4], before_start: name.len() % 3 == 0 };
    let person = |((name, email, hours), uid): (Person, usize)| {
        let calendar = calendar(hours).filter(|each| Some(each) != own.as_ref());
        PlannedPerson { external_id: uid.to_string(), name, email, calendar }
    };
    let people: Vec<PlannedPerson> = people.into_iter().zip(5..).map(person).collect();
    let tasks = outline(tasks, &people, calendar);
    ImportPlan {
        source: Source::Mspdi,
        project: PlannedProject {
            external_id: "6B720F6F-6403-6D0B-7648-413F53265467".to_owned(),
            name,
            description,
            start,
            currency: currency.map(str::to_owned),
            calendar: own.clone(),
            critical_slack,
            rules,
            statuses: statuses(),
            schedules: true,
        },
        calendars,
        people,
        labels: Vec::new(),
        tasks,
        warnings: Vec::new(),
    }
}

fn statuses() -> Vec<PlannedStatus> {
    use StatusKind::{Active, Cancelled, Done, Open};
    [
        ("backlog", "Backlog", Open),
        ("todo", "To do", Open),
        ("in_progress", "In progress", Active),
        ("in_review", "In review", Active),
        ("done", "Done", Done),
        ("cancelled", "Cancelled", Cancelled),
    ]
    .map(|(key, name, kind)| PlannedStatus { key: key.into(), name: name.into(), kind, external_id: None })
    .to_vec()
}

fn outline(
    raws: Vec<Raw>,
    people: &[PlannedPerson],
    calendar: impl Fn(Option<Index>) -> Option<String>,
) -> Vec<PlannedTask> {
    let mut trail: Vec<usize> = Vec::new();
    let parents: Vec<Vec<usize>> = (raws.iter().enumerate())
        .map(|(at, raw)| {
            trail.truncate(raw.level.index(trail.len() + 1));
            let above = trail.clone();
            trail.push(at);
            above
        })
        .collect();
    let uid = |at: usize| (at * 7 + 2).to_string();
    let mut tasks = Vec::new();
    for (at, raw) in raws.into_iter().enumerate() {
        let mut task = raw.task;
        task.external_id = uid(at);
        task.parent = parents[at].last().copied();
        task.summary = parents.iter().any(|above| above.last() == Some(&at));
        task.calendar = calendar(raw.calendar);
        let mut before: Vec<usize> = Vec::new();
        for (index, kind, lag) in raw.links.into_iter().filter(|_| at > 0) {
            let from = index.index(at);
            if !parents[at].contains(&from) && !before.contains(&from) {
                before.push(from);
                task.links.push(PlannedLink { predecessor: uid(from), kind, lag });
            }
        }
        settle(&mut task, raw.cancelled);
        for (index, units, work) in raw.people.into_iter().filter(|_| !people.is_empty()) {
            let person = index.get(people).external_id.clone();
            if task.assignments.iter().all(|each| each.person != person) {
                let work = work.filter(|work| states(&task, units, *work));
                task.assignments.push(PlannedAssignment { person, units, work });
            }
        }
        tasks.push(task);
    }
    tasks
}

/// Whether a person's work says more than duration and share do.
fn states(task: &PlannedTask, units: i64, work: i64) -> bool {
    let duration = task.duration.filter(|span| !task.summary && !span.elapsed);
    duration.is_some_and(|span| work * 10_000 != span.minutes * units)
}

/// What follows from the rest.
fn settle(task: &mut PlannedTask, cancelled: bool) {
    let percent = task.percent_complete.unwrap_or(0);
    let started = task.actual_start.is_some() || percent > 0;
    task.status = match (cancelled, percent == 100 || task.actual_finish.is_some(), started) {
        (true, ..) => "cancelled",
        (_, true, _) => "done",
        (_, _, true) => "in_progress",
        _ => "todo",
    }
    .to_owned();
    task.remaining_duration = task.remaining_duration.filter(|_| started);
    if task.summary {
        (task.work, task.actual_work, task.actual_cost) = (None, None, None);
    }
}
