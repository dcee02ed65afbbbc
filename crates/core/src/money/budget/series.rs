//! Planned, earned and actual cost over time, added up: the curves of a project. Points are the ends of weeks
//! (Sundays) or months, and the status date, after which nothing is earned or spent yet.

use super::Interval;
use super::hours::{Calendar, Share};
use super::read::{Facts, TaskRow};
use super::tally::{Plan, Tally, done, part, percent_at};
use crate::amount::Sum;
use crate::money::exchange::Exchange;
use crate::time::{Day, Timestamp};
use jiff::ToSpan;
use serde::Serialize;

/// What was planned, earned and spent up to the end of a day, in the organization's currency.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
pub struct CurvePoint {
    #[schema(value_type = String, format = Date)]
    pub date: Day,
    #[schema(value_type = f64)]
    pub planned: Sum,
    /// Null after the status date.
    #[schema(value_type = Option<f64>)]
    pub earned: Option<Sum>,
    /// Null after the status date.
    #[schema(value_type = Option<f64>)]
    pub actual: Option<Sum>,
}

/// Most points; of a longer time every n-th is told.
const MOST: i64 = 500;

/// The days of the points, with their ends.
struct Axis<'c> {
    calendar: &'c Calendar,
    days: Vec<Day>,
    ends: Vec<Timestamp>,
    /// How many of them are not after the status date.
    past: usize,
}

pub(super) fn series(
    facts: &Facts,
    exchange: &Exchange,
    calendar: &Calendar,
    tally: &Tally,
    interval: Interval,
) -> Vec<CurvePoint> {
    let days = days(facts, calendar, tally.status_date, interval);
    let ends = days.iter().map(|day| calendar.end(*day)).collect();
    let past = days.partition_point(|day| *day <= tally.status_date);
    let axis = Axis { calendar, days, ends, past };
    let count = axis.days.len();
    let (mut planned, mut earned, mut actual) = (vec![0_i128; count], vec![0_i128; past], vec![0_i128; past]);
    for task in &facts.tasks {
        let plan = Plan::of(facts, task);
        let convert = |amount: i128| exchange.convert(amount, &task.currency, tally.status_date);
        let worth = exchange.convert(plan.cost, plan.currency, tally.status_date);
        if let Some(cost) = worth.filter(|cost| *cost != 0) {
            axis.plan(&plan, cost, &mut planned);
            axis.earn(facts, task, (&plan, cost), &mut earned);
        }
        if let Some(cost) = task.actual_cost.and_then(|cost| convert(cost.0.into())) {
            let began = task.actual_start.or(task.start).map(|at| calendar.day(at));
            axis.spend(began, cost, &mut actual);
        }
    }
    for entry in facts.entries.iter().filter(|entry| entry.is_actual() && entry.date <= tally.status_date) {
        let amount = entry.amount.and_then(|amount| exchange.convert(amount.0.into(), &entry.currency, entry.date));
        axis.spend(Some(entry.date), amount.unwrap_or(0), &mut actual);
    }
    let at = |(index, date): (usize, Day)| CurvePoint {
        date,
        planned: Sum(planned[index]),
        earned: earned.get(index).copied().map(Sum),
        actual: actual.get(index).copied().map(Sum),
    };
    axis.days.iter().copied().enumerate().map(at).collect()
}

impl Axis<'_> {
    /// Adds what is planned of a task by each point.
    fn plan(&self, plan: &Plan<'_>, cost: i128, planned: &mut [i128]) {
        for (end, sum) in self.ends.iter().zip(planned) {
            *sum += part(cost, plan.share(self.calendar, *end));
        }
    }

    /// Adds what was earned with a task by each point. Before the log knows the task, its progress is spread from its
    /// start as fast as it was planned, up to what it was then.
    fn earn(&self, facts: &Facts, task: &TaskRow, (plan, cost): (&Plan<'_>, i128), earned: &mut [i128]) {
        if task.percent_complete.0 == 0 && !facts.progress.contains_key(&task.id) {
            return;
        }
        let last = self.past.saturating_sub(1);
        for (at, sum) in earned.iter_mut().enumerate() {
            let end = self.ends[at];
            let known = done(percent_at(facts, task, end));
            let share =
                if at < last && task.created_at > end { least(known, self.spread(task, plan, end)) } else { known };
            *sum += part(cost, share);
        }
    }

    fn spread(&self, task: &TaskRow, plan: &Plan<'_>, at: Timestamp) -> Share {
        let start = task.actual_start.or(plan.start);
        match (start, plan.end) {
            (Some(start), Some(end)) => self.calendar.share(start, end.max(start), at),
            _ => Share::NONE,
        }
    }

    /// Adds a cost to every point from a day on; what has no day counts at the status date.
    fn spend(&self, day: Option<Day>, cost: i128, actual: &mut [i128]) {
        let last = self.past.saturating_sub(1);
        let first = day.map_or(last, |day| self.days.partition_point(|point| *point < day).min(last));
        actual.iter_mut().skip(first).for_each(|sum| *sum += cost);
    }
}

fn least(one: Share, other: Share) -> Share {
    let (a, b) = (i128::from(one.part) * i128::from(other.whole), i128::from(other.part) * i128::from(one.whole));
    if a <= b { one } else { other }
}

/// The days of the points: from the first thing that is planned or spent to the last, and the status date.
fn days(facts: &Facts, calendar: &Calendar, status_date: Day, interval: Interval) -> Vec<Day> {
    let plans = facts.tasks.iter().map(|task| Plan::of(facts, task)).filter(|plan| plan.cost != 0);
    let planned = plans.flat_map(|plan| [plan.start, plan.end]).flatten().map(|at| calendar.day(at));
    let spent = facts.entries.iter().filter(|entry| entry.is_actual()).map(|entry| entry.date);
    let (mut first, mut last) = (status_date, status_date);
    for day in planned.chain(spent) {
        (first, last) = (first.min(day), last.max(day));
    }
    let mut days = Vec::new();
    let between = first.0.until(last.0).map_or(0, |span| i64::from(span.get_days()));
    let period = if interval == Interval::Week { 7 } else { 30 };
    let stride = between / period / MOST + 1;
    let mut day = period_end(first, interval);
    while day.0 < last.0 {
        days.push(day);
        let Some(next) = next(day, interval, stride) else { break };
        day = next;
    }
    days.push(period_end(last, interval));
    days.push(status_date);
    days.sort_unstable();
    days.dedup();
    days
}

/// The last day of the week or month of a day.
fn period_end(day: Day, interval: Interval) -> Day {
    let end = match interval {
        Interval::Week => day.0.checked_add((7 - i64::from(day.0.weekday().to_monday_one_offset())).days()),
        Interval::Month => Ok(day.0.last_of_month()),
    };
    Day(end.unwrap_or(day.0))
}

fn next(day: Day, interval: Interval, stride: i64) -> Option<Day> {
    let next = match interval {
        Interval::Week => day.0.checked_add((7 * stride).days()),
        Interval::Month => day.0.checked_add(stride.months()).map(jiff::civil::Date::last_of_month),
    };
    next.ok().map(Day)
}
