//! Just enough of Microsoft Project's XML to build a network: tasks in outline order, links,
//! calendars with exceptions and base calendars, assignments of real resources.

use super::at;
use guildhall_schedule::{
    Assignment, Calendar, Constraint, Exception, Hours, Instant, Lag, LagUnit, Link, LinkType, Network, Options, Task,
    Units,
};
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// A file read: the network, and each task's identity and stored values in the same order.
pub struct File {
    pub network: Network,
    pub tasks: Vec<Stored>,
}

/// What the file says about a task.
pub struct Stored {
    pub uid: i64,
    pub xml: String,
}

impl Stored {
    pub fn instant(&self, tag: &str) -> Option<Instant> {
        Some(at(value(&self.xml, tag)?))
    }

    pub fn number(&self, tag: &str) -> Option<f64> {
        value(&self.xml, tag)?.parse().ok()
    }
}

pub fn read(xml: &str) -> File {
    let head = &xml[..xml.find("<Calendars>").unwrap_or(xml.len())];
    let (calendars, by_uid) = calendars(xml);
    let number = |tag: &str, default: i64| value(head, tag).map_or(default, |v| v.parse().unwrap());
    let mut options = Options::starting(at(value(head, "StartDate").unwrap()));
    options.project_calendar = by_uid[&number("CalendarUID", 1)];
    options.critical_threshold = number("CriticalSlackLimit", 0) * number("MinutesPerDay", 480);
    options.honor_constraints = number("HonorConstraints", 1) != 0;
    options.units = Some(Units {
        minutes_per_day: number("MinutesPerDay", 480),
        minutes_per_week: number("MinutesPerWeek", 2400),
        days_per_month: number("DaysPerMonth", 20),
    });
    let mut network = Network { options, calendars, tasks: Vec::new(), links: Vec::new() };
    let tasks = tasks(xml, &mut network, &by_uid);
    links(&tasks, &mut network);
    assignments(xml, &tasks, &mut network, &by_uid);
    File { network, tasks }
}

fn tasks(xml: &str, network: &mut Network, calendars: &HashMap<i64, usize>) -> Vec<Stored> {
    let mut tasks = Vec::new();
    let mut outline: Vec<usize> = Vec::new();
    for xml in blocks(section(xml, "Tasks"), "Task") {
        let flag = |tag: &str| value(xml, tag).is_some_and(|v| v == "1" || v == "true");
        let level: usize = value(xml, "OutlineLevel").map_or(0, |v| v.parse().unwrap());
        if flag("IsNull") || level == 0 || value(xml, "Active") == Some("0") {
            continue;
        }
        outline.truncate(level - 1);
        let mut task = Task::new(value(xml, "Duration").map_or(0, minutes));
        task.parent = outline.last().copied();
        let own = uid(xml, "CalendarUID").and_then(|uid| calendars.get(&uid));
        task.calendar = own.copied().unwrap_or(network.options.project_calendar);
        let stored = Stored { uid: uid(xml, "UID").unwrap(), xml: xml.to_owned() };
        let date = |tag: &str| stored.instant(tag);
        task.constraint = constraint(uid(xml, "ConstraintType").unwrap_or(0), date("ConstraintDate"));
        task.deadline = date("Deadline");
        task.facts.actual_start = date("ActualStart");
        task.facts.actual_finish = date("ActualFinish");
        task.facts.remaining = value(xml, "RemainingDuration").map(minutes);
        if flag("Manual") && !flag("Summary") {
            task.facts.manual = date("Start").zip(date("Finish"));
        }
        outline.push(network.tasks.len());
        network.tasks.push(task);
        tasks.push(stored);
    }
    tasks
}

fn links(tasks: &[Stored], network: &mut Network) {
    let index: HashMap<i64, usize> = tasks.iter().enumerate().map(|(i, task)| (task.uid, i)).collect();
    for (successor, task) in tasks.iter().enumerate() {
        for xml in blocks(&task.xml, "PredecessorLink") {
            let Some(&predecessor) = index.get(&uid(xml, "PredecessorUID").unwrap()) else { continue };
            let kind = match uid(xml, "Type") {
                Some(0) => LinkType::FinishFinish,
                Some(2) => LinkType::StartFinish,
                Some(3) => LinkType::StartStart,
                _ => LinkType::FinishStart,
            };
            let lag = lag(uid(xml, "LinkLag").unwrap_or(0), uid(xml, "LagFormat").unwrap_or(7));
            network.links.push(Link { predecessor, successor, kind, lag });
        }
    }
}

fn lag(amount: i64, format: i64) -> Lag {
    match format & !32 {
        19 => Lag::new(amount, LagUnit::Percent).unwrap(),
        20 => Lag::new(amount, LagUnit::ElapsedPercent).unwrap(),
        4 | 6 | 8 | 10 | 12 => Lag::new(amount / 10, LagUnit::ElapsedMinutes).unwrap(),
        _ => Lag::minutes(amount / 10),
    }
}

fn assignments(xml: &str, tasks: &[Stored], network: &mut Network, calendars: &HashMap<i64, usize>) {
    let people: HashMap<i64, i64> = blocks(section(xml, "Resources"), "Resource")
        .into_iter()
        .filter(|xml| value(xml, "Type") == Some("1"))
        .filter_map(|xml| Some((uid(xml, "UID")?, uid(xml, "CalendarUID")?)))
        .collect();
    for xml in blocks(section(xml, "Assignments"), "Assignment") {
        let index = tasks.iter().position(|task| Some(task.uid) == uid(xml, "TaskUID"));
        let person = uid(xml, "ResourceUID").and_then(|person| people.get(&person));
        let (Some(index), Some(calendar)) = (index, person) else { continue };
        let fixed_duration = value(&tasks[index].xml, "Type") == Some("1");
        let units: f64 = value(xml, "Units").map_or(1.0, |v| v.parse().unwrap());
        let own_calendar = network.tasks[index].calendar != network.options.project_calendar;
        if fixed_duration || own_calendar || units <= 0.0 {
            continue;
        }
        let work = value(xml, "Work").map_or(0, minutes);
        let minutes = Some((work as f64 / units).round() as i64);
        network.tasks[index].assignments.push(Assignment { calendar: calendars[calendar], minutes });
    }
}

fn constraint(kind: i64, date: Option<Instant>) -> Constraint {
    match (kind, date) {
        (1, _) => Constraint::AsLateAsPossible,
        (2, Some(at)) => Constraint::MustStartOn(at),
        (3, Some(at)) => Constraint::MustFinishOn(at),
        (4, Some(at)) => Constraint::StartNoEarlierThan(at),
        (5, Some(at)) => Constraint::StartNoLaterThan(at),
        (6, Some(at)) => Constraint::FinishNoEarlierThan(at),
        (7, Some(at)) => Constraint::FinishNoLaterThan(at),
        _ => Constraint::AsSoonAsPossible,
    }
}

type Raw = ([Option<Hours>; 7], Vec<Exception>, i64);

fn calendars(xml: &str) -> (Vec<Calendar>, HashMap<i64, usize>) {
    let mut raw: HashMap<i64, Raw> = HashMap::new();
    for xml in blocks(section(xml, "Calendars"), "Calendar") {
        raw.insert(uid(xml, "UID").unwrap(), calendar(xml));
    }
    let mut uids: Vec<i64> = raw.keys().copied().collect();
    uids.sort_unstable();
    let built = uids.iter().map(|&uid| {
        let mut week: [Option<Hours>; 7] = Default::default();
        let (mut exceptions, mut at) = (Vec::new(), Some(uid));
        while let Some((days, own, base)) = at.and_then(|uid| raw.get(&uid)) {
            for (day, hours) in days.iter().enumerate() {
                week[day] = week[day].take().or_else(|| hours.clone());
            }
            exceptions.splice(0..0, own.iter().cloned());
            at = (*base >= 0).then_some(*base);
        }
        let standard = Calendar::standard(TimeZone::UTC);
        let mut day = 0;
        let week = week.map(|hours| {
            day += 1;
            hours.unwrap_or_else(|| standard.week()[day - 1].clone())
        });
        Calendar::new(TimeZone::UTC, week, exceptions).unwrap()
    });
    let built = built.collect();
    (built, uids.into_iter().enumerate().map(|(index, uid)| (uid, index)).collect())
}

fn calendar(xml: &str) -> Raw {
    let mut week: [Option<Hours>; 7] = Default::default();
    let mut exceptions = Vec::new();
    let mut add = |xml: &str, hours: Hours| {
        let day = |tag: &str| at(value(xml, tag).unwrap());
        let date = |at: Instant| super::text(at)[..10].parse().unwrap();
        exceptions.push(Exception { from: date(day("FromDate")), to: date(day("ToDate")), hours, repeat: None });
    };
    for day in blocks(section(xml, "WeekDays"), "WeekDay") {
        match uid(day, "DayType").unwrap() {
            0 => add(day, hours(day)),
            kind => week[(kind as usize + 5) % 7] = Some(hours(day)),
        }
    }
    for exception in blocks(section(xml, "Exceptions"), "Exception") {
        add(exception, hours(exception));
    }
    (week, exceptions, uid(xml, "BaseCalendarUID").unwrap_or(-1))
}

fn hours(xml: &str) -> Hours {
    let minute = |text: &str| text[..2].parse::<u16>().unwrap() * 60 + text[3..5].parse::<u16>().unwrap();
    let pairs = blocks(xml, "WorkingTime").into_iter().filter_map(|xml| {
        let (from, to) = (minute(value(xml, "FromTime")?), minute(value(xml, "ToTime")?));
        Some((from, if to == 0 { 1440 } else { to }))
    });
    pairs.collect()
}

fn minutes(duration: &str) -> i64 {
    let mut total = 0.0;
    let mut number = String::new();
    for c in duration.trim_start_matches("PT").chars() {
        let unit = match c {
            'H' => 60.0,
            'M' => 1.0,
            'S' => 1.0 / 60.0,
            digit => {
                number.push(digit);
                continue;
            }
        };
        total += number.parse::<f64>().unwrap() * unit;
        number.clear();
    }
    total.round() as i64
}

fn uid(xml: &str, tag: &str) -> Option<i64> {
    value(xml, tag)?.parse().ok()
}

/// The first element of this name, directly or deeper.
fn section<'a>(xml: &'a str, tag: &str) -> &'a str {
    blocks(xml, tag).first().copied().unwrap_or("")
}

/// The contents of all elements of this name.
fn blocks<'a>(xml: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let mut rest = xml;
    let mut found = Vec::new();
    while let Some(from) = rest.find(&open) {
        let body = &rest[from + open.len()..];
        let Some(to) = body.find(&close) else { break };
        found.push(&body[..to]);
        rest = &body[to..];
    }
    found
}

fn value<'a>(xml: &'a str, tag: &str) -> Option<&'a str> {
    section(xml, tag).split('<').next().filter(|text| !text.is_empty())
}
