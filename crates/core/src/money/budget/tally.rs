//! Adds up a budget: each task's own figures first, then each with those of its parts. Exact sums, each currency for
//! itself; beside them the same in one currency, and what no rate leads there.

use super::TaskBudget;
use super::hours::{Calendar, Share};
use super::read::{Entry, Facts, TaskRow};
use crate::amount::{Amount, Sum, half_even};
use crate::money::exchange::Exchange;
use crate::time::{Day, Timestamp};
use crate::work::expense::TIME;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// WorkHours and costs of a task with its parts, or of a project.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CostFigures {
    pub hours: WorkHours,
    /// Each currency for itself.
    pub amounts: Vec<Money>,
    /// All of it in the organization's currency, as far as rates lead there.
    pub converted: Converted,
}

#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkHours {
    #[schema(value_type = f64)]
    pub estimate: Sum,
    #[schema(value_type = f64)]
    pub actual: Sum,
    #[schema(value_type = f64)]
    pub committed: Sum,
    /// Those of them, actual and committed, that no rate of their person prices.
    #[schema(value_type = f64)]
    pub not_priced: Sum,
}

/// Costs in one currency.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Money {
    pub currency: String,
    #[schema(value_type = f64)]
    pub estimate: Sum,
    #[schema(value_type = f64)]
    pub actual: Sum,
    #[schema(value_type = f64)]
    pub committed: Sum,
    /// Estimate without actual.
    #[schema(value_type = f64)]
    pub variance: Sum,
    /// Estimate without actual and committed.
    #[schema(value_type = f64)]
    pub available: Sum,
    /// Budget at completion: the planned cost of all the work.
    #[schema(value_type = f64)]
    pub bac: Sum,
    /// Planned value: the planned cost of what should be done on the status date.
    #[schema(value_type = f64)]
    pub pv: Sum,
    /// Earned value: the planned cost of what is done.
    #[schema(value_type = f64)]
    pub ev: Sum,
    /// Actual cost up to the status date.
    #[schema(value_type = f64)]
    pub ac: Sum,
}

/// Costs in the organization's currency.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Converted {
    #[serde(flatten)]
    pub money: Money,
    /// What is missing because no rate leads to the organization's currency, each currency for itself.
    pub not_priced: Vec<Money>,
}

/// Costs while they are added up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Costs {
    pub estimate: i128,
    pub actual: i128,
    pub committed: i128,
    pub bac: i128,
    pub pv: i128,
    pub ev: i128,
    pub ac: i128,
}

impl Costs {
    fn add(&mut self, other: &Self) {
        self.estimate += other.estimate;
        self.actual += other.actual;
        self.committed += other.committed;
        self.bac += other.bac;
        self.pv += other.pv;
        self.ev += other.ev;
        self.ac += other.ac;
    }

    fn money(&self, currency: &str) -> Money {
        Money {
            currency: currency.to_owned(),
            estimate: Sum(self.estimate),
            actual: Sum(self.actual),
            committed: Sum(self.committed),
            variance: Sum(self.estimate - self.actual),
            available: Sum(self.estimate - self.actual - self.committed),
            bac: Sum(self.bac),
            pv: Sum(self.pv),
            ev: Sum(self.ev),
            ac: Sum(self.ac),
        }
    }
}

/// Everything of a task, or of a project, while it is added up.
#[derive(Debug, Clone, Default)]
pub(super) struct Pot {
    hours: [i128; 4],
    pub own: BTreeMap<String, Costs>,
    pub converted: Costs,
    pub unpriced: BTreeMap<String, Costs>,
}

impl Pot {
    fn put(&mut self, currency: &str, costs: &Costs, converted: Option<Costs>) {
        self.own.entry(currency.to_owned()).or_default().add(costs);
        match converted {
            Some(converted) => self.converted.add(&converted),
            None => self.unpriced.entry(currency.to_owned()).or_default().add(costs),
        }
    }

    fn add(&mut self, other: &Self) {
        self.hours.iter_mut().zip(other.hours).for_each(|(sum, more)| *sum += more);
        other.own.iter().for_each(|(code, costs)| self.own.entry(code.clone()).or_default().add(costs));
        other.unpriced.iter().for_each(|(code, costs)| self.unpriced.entry(code.clone()).or_default().add(costs));
        self.converted.add(&other.converted);
    }

    pub fn figures(&self, currency: &str) -> CostFigures {
        let each = |costs: &BTreeMap<String, Costs>| costs.iter().map(|(code, costs)| costs.money(code)).collect();
        let [estimate, actual, committed, not_priced] = self.hours.map(Sum);
        CostFigures {
            hours: WorkHours { estimate, actual, committed, not_priced },
            amounts: each(&self.own),
            converted: Converted { money: self.converted.money(currency), not_priced: each(&self.unpriced) },
        }
    }
}

/// What a task is planned to cost, and when: by the baseline where that holds it, else by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan<'f> {
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    pub cost: i128,
    /// Of the cost: what was frozen stays in the currency that it was frozen in.
    pub currency: &'f str,
}

impl<'f> Plan<'f> {
    pub fn of(facts: &'f Facts, task: &'f TaskRow) -> Self {
        let frozen = facts.frozen.get(&task.id);
        let cost = match frozen {
            Some(frozen) if frozen.is_priced => frozen.cost,
            _ => task.estimate_cost,
        };
        let cost = cost.filter(|_| task.counts());
        let (start, end) = frozen.map_or((task.start, task.end), |frozen| (frozen.start, frozen.end));
        let currency = frozen.filter(|frozen| frozen.cost.is_some()).and_then(|frozen| frozen.currency.as_deref());
        Self {
            start: start.or(end),
            end: end.or(start),
            cost: cost.map_or(0, |cost| cost.0.into()),
            currency: currency.unwrap_or(&task.currency),
        }
    }

    /// How much of it should be done by a moment; nothing of what has no dates.
    pub fn share(&self, calendar: &Calendar, at: Timestamp) -> Share {
        match (self.start, self.end) {
            (Some(start), Some(end)) => calendar.share(start, end, at),
            _ => Share::NONE,
        }
    }
}

/// A part of a cost.
pub(super) fn part(cost: i128, share: Share) -> i128 {
    if share.part == 0 || share.part == share.whole {
        return if share.part == 0 { 0 } else { cost };
    }
    half_even(cost * i128::from(share.part), share.whole.into())
}

/// The share that is complete.
pub(super) fn done(percent: Amount) -> Share {
    Share { part: percent.0, whole: 1_000_000 }
}

/// How complete a task was at a moment, as the log tells; what came into being after it counts as it is now.
pub(super) fn percent_at(facts: &Facts, task: &TaskRow, at: Timestamp) -> Amount {
    let log = facts.progress.get(&task.id).filter(|_| task.created_at <= at);
    let Some(log) = log else { return task.percent_complete };
    let later = log.partition_point(|progress| progress.at <= at);
    match (later.checked_sub(1).and_then(|last| log.get(last)), log.get(later)) {
        (Some(last), _) => last.after,
        (None, Some(next)) => next.before,
        (None, None) => task.percent_complete,
    }
}

/// The sums.
pub(super) struct Tally {
    pub status_date: Day,
    pub total: Pot,
    pub unassigned: Pot,
    /// Of each task with its parts, by its place in `Facts::tasks`.
    pots: Vec<Pot>,
    /// The places of the tasks, each before its parts.
    order: Vec<usize>,
}

impl Tally {
    pub fn new(facts: &Facts, exchange: &Exchange, calendar: &Calendar, status_date: Day) -> Self {
        let place: HashMap<_, _> = facts.tasks.iter().enumerate().map(|(at, task)| (task.id, at)).collect();
        let at = calendar.end(status_date);
        let mut pots: Vec<Pot> =
            facts.tasks.iter().map(|task| of_task(facts, task, exchange, calendar, (status_date, at))).collect();
        let mut unassigned = Pot::default();
        for entry in &facts.entries {
            let pot = entry.task.and_then(|task| place.get(&task)).and_then(|at| pots.get_mut(*at));
            put_entry(pot.unwrap_or(&mut unassigned), entry, exchange, status_date);
        }
        let parents: Vec<Option<usize>> = facts.tasks.iter().map(|task| place.get(&task.parent_id?).copied()).collect();
        let order = in_tree_order(&parents);
        let mut total = unassigned.clone();
        for at in order.iter().rev() {
            let pot = pots[*at].clone();
            match parents[*at] {
                Some(parent) => pots[parent].add(&pot),
                None => total.add(&pot),
            }
        }
        Self { status_date, total, unassigned, pots, order }
    }

    /// How many tasks and currencies there are to tell, each with each.
    pub fn lines(&self) -> usize {
        self.pots.iter().map(|pot| pot.own.len() + pot.unpriced.len()).sum()
    }

    /// The tasks in the order of the tree.
    pub fn tasks(&self, facts: &Facts, currency: &str) -> Vec<TaskBudget> {
        let told = |at: &usize| {
            let task = &facts.tasks[*at];
            TaskBudget {
                task_id: task.id,
                parent_id: task.parent_id,
                key: task.key.clone(),
                title: task.title.clone(),
                status_kind: task.status_kind.clone(),
                percent_complete: task.percent_complete,
                figures: self.pots[*at].figures(currency),
            }
        };
        self.order.iter().map(told).collect()
    }
}

/// What a task has of its own, its entries aside.
fn of_task(
    facts: &Facts,
    task: &TaskRow,
    exchange: &Exchange,
    calendar: &Calendar,
    (day, at): (Day, Timestamp),
) -> Pot {
    let whole = |amount: Option<Amount>| amount.map_or(0, |amount| i128::from(amount.0));
    let mut pot = Pot { hours: [whole(task.estimate_hours), whole(task.actual_hours), 0, 0], ..Pot::default() };
    let plan = Plan::of(facts, task);
    if task.estimate_cost.is_none() && task.actual_cost.is_none() && plan.cost == 0 {
        return pot;
    }
    let (planned, earned) = (plan.share(calendar, at), done(percent_at(facts, task, at)));
    let now = |estimate: i128, actual: i128| Costs { estimate, actual, ac: actual, ..Costs::default() };
    let (estimate, actual) = (whole(task.estimate_cost), whole(task.actual_cost));
    let convert = |amount: i128| exchange.convert(amount, &task.currency, day);
    let converted = || Some(now(convert(estimate)?, convert(actual)?));
    pot.put(&task.currency, &now(estimate, actual), converted());
    let worth = |bac: i128| Costs { bac, pv: part(bac, planned), ev: part(bac, earned), ..Costs::default() };
    pot.put(plan.currency, &worth(plan.cost), exchange.convert(plan.cost, plan.currency, day).map(worth));
    pot
}

fn put_entry(pot: &mut Pot, entry: &Entry, exchange: &Exchange, status_date: Day) {
    let actual = entry.is_actual();
    if let Some(hours) = entry.hours.filter(|_| entry.kind == TIME) {
        pot.hours[if actual { 1 } else { 2 }] += i128::from(hours.0);
        if entry.amount.is_none() {
            pot.hours[3] += i128::from(hours.0);
        }
    }
    let Some(amount) = entry.amount else { return };
    let costs = |amount: i128| match actual {
        true => {
            let ac = if entry.date <= status_date { amount } else { 0 };
            Costs { actual: amount, ac, ..Costs::default() }
        }
        false => Costs { committed: amount, ..Costs::default() },
    };
    let converted = exchange.convert(amount.0.into(), &entry.currency, entry.date).map(costs);
    pot.put(&entry.currency, &costs(amount.0.into()), converted);
}

/// Each before its parts, siblings in their order.
fn in_tree_order(parents: &[Option<usize>]) -> Vec<usize> {
    let (mut open, mut parts) = (Vec::new(), vec![Vec::new(); parents.len()]);
    for (at, parent) in parents.iter().enumerate().rev() {
        match parent {
            Some(parent) => parts[*parent].push(at),
            None => open.push(at),
        }
    }
    let mut order = Vec::with_capacity(parents.len());
    while let Some(at) = open.pop() {
        order.push(at);
        open.append(&mut parts[at]);
    }
    order
}
