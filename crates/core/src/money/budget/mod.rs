//! The budget of a project: estimate, actual, committed and earned value, task by task and rolled up the tree, in
//! each currency and, by the rates of the days, in the organization's. Read in a fixed number of statements
//! (`read`), added up (`tally`), and told over time (`series`).
//!
//! - estimate: `estimateCost` and `estimateHours` of the tasks.
//! - actual: approved expenses and approved time that is priced, and `actualCost` and `actualHours` that were
//!   entered on tasks. Committed: the same of drafts and of what is submitted. What is rejected counts nowhere.
//! - an entry is converted by the rate of its own day, everything else by that of the status date.

mod earned;
mod hours;
mod read;
mod series;
mod tally;

pub use earned::EarnedValue;
pub use read::Entry;
pub use series::CurvePoint;
pub use tally::{Converted, CostFigures, Money, WorkHours};

use super::exchange::Exchange;
use crate::amount::{Amount, Sum, half_even};
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::org::{User, organization};
use crate::policy::Permission;
use crate::time::Day;
use crate::work::expense::{TIME, withheld};
use crate::work::project::Percent;
use crate::work::{Baseline, Expense, Project, Task, baseline};
use guildhall_store::Id;
use serde::Serialize;
use tally::Tally;

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question {
    /// The day for which earned value is told; today when not given.
    pub status_date: Option<Day>,
    pub interval: Interval,
    /// The baseline that is planned by; the newest when not given.
    pub baseline: Option<AnyId>,
}

/// The distance between points of the series.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Interval {
    #[default]
    Week,
    Month,
}

/// A project's budget.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Budget {
    #[schema(value_type = String)]
    pub project_id: Id<Project>,
    /// The organization's currency, to which is converted.
    pub currency: String,
    #[schema(value_type = String, format = Date)]
    pub status_date: Day,
    pub interval: Interval,
    /// The baseline that is planned by; null where the project has none.
    #[schema(value_type = Option<String>)]
    pub baseline_id: Option<Id<Baseline>>,
    /// What the project may cost, and how much of that is spent.
    pub budget: Option<Allowance>,
    /// Everything in the project.
    pub total: CostFigures,
    /// What belongs to no task.
    pub unassigned: CostFigures,
    /// In the order of the tree, each with its parts.
    pub tasks: Vec<TaskBudget>,
    /// Of everything in the organization's currency.
    pub earned_value: EarnedValue,
    pub earned_value_by_currency: Vec<EarnedValue>,
    /// Planned, earned and actual cost over time, in the organization's currency.
    pub series: Vec<CurvePoint>,
    pub not_priced: NotPriced,
}

/// A task with its parts.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskBudget {
    #[schema(value_type = String)]
    pub task_id: Id<Task>,
    #[schema(value_type = Option<String>)]
    pub parent_id: Option<Id<Task>>,
    pub key: String,
    pub title: String,
    pub status_kind: String,
    #[schema(value_type = f64)]
    pub percent_complete: Amount,
    #[serde(flatten)]
    pub figures: CostFigures,
}

/// What a project may cost, and how much of that is spent.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Allowance {
    #[schema(value_type = f64)]
    pub amount: Amount,
    pub currency: String,
    #[schema(value_type = Vec<i64>)]
    pub thresholds: Vec<Percent>,
    /// Actual and committed, in the currency of the budget.
    #[schema(value_type = f64)]
    pub spent: Sum,
    /// Spent in percent of the budget; null where that is 0.
    #[schema(value_type = Option<f64>)]
    pub percent: Option<Sum>,
    /// The highest threshold that is reached.
    pub reached: Option<i64>,
    /// False where something could not be converted or is not priced, and is missing.
    pub complete: bool,
}

/// Entries that are missing in the converted figures.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub struct NotPriced {
    /// All of them.
    pub count: usize,
    /// The first of them by day.
    pub entries: Vec<Unpriced>,
}

/// An entry without an amount, or whose amount no rate converts.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Unpriced {
    #[schema(value_type = String)]
    pub expense_id: Id<Expense>,
    #[schema(value_type = Option<String>)]
    pub task_id: Option<Id<Task>>,
    #[schema(value_type = String)]
    pub user_id: Id<User>,
    pub kind: String,
    pub status: String,
    #[schema(value_type = String, format = Date)]
    pub date: Day,
    #[schema(value_type = Option<f64>)]
    pub hours: Option<Amount>,
    /// Of others' time only with `rate:read`.
    #[schema(value_type = Option<f64>)]
    pub amount: Option<Amount>,
    pub currency: Option<String>,
    /// `no_rate` (of the person) or `no_currency_rate`.
    pub reason: &'static str,
}

/// Most entries that are told one by one.
const MOST_ENTRIES: usize = 1000;

/// Most lines, one a task and currency, that a budget tells: what has more is no plan that anybody reads, and would
/// take the server's memory.
const MOST_LINES: usize = 200_000;

/// What a budget is made of, read on one snapshot. Adding it up takes no database, and long where there is much.
#[derive(Debug)]
pub struct Reading {
    project: Project,
    interval: Interval,
    status_date: Day,
    today: Day,
    baseline: Option<Id<Baseline>>,
    facts: read::Facts,
    exchange: Exchange,
    /// To the currency of the budget, where that is another one.
    own: Option<Exchange>,
    hours: hours::Calendar,
    /// Whose time alone is told one by one; none to who sees what everybody costs.
    reader: Option<Id<User>>,
}

/// Reads what the budget of a project that the caller sees is made of. Sums of a part would pass for the whole, so
/// that it takes the right to read all tasks and all expenses of the project.
pub async fn read(cx: &Ctx, project: AnyId, question: Question) -> Result<Reading> {
    let project: Project = crate::list::one(cx, project, Some(false), false).await?;
    cx.require(Permission::TaskRead)?;
    cx.require(Permission::ExpenseRead)?;
    let today = organization::today(cx);
    let baseline = match question.baseline {
        Some(id) => Some(chosen(cx, id, project.id).await?),
        None if cx.permits(Permission::BaselineRead) => baseline::active(cx, project.id, None).await?,
        None => None,
    };
    let other = project.currency.as_ref().filter(|code| project.budget.is_some() && **code != cx.settings.currency);
    Ok(Reading {
        interval: question.interval,
        status_date: question.status_date.unwrap_or(today),
        today,
        baseline,
        facts: read::facts(cx, &project, baseline).await?,
        exchange: Exchange::to(cx, &cx.settings.currency).await?,
        own: match other {
            Some(currency) => Some(Exchange::to(cx, currency).await?),
            None => None,
        },
        hours: hours::Calendar::of(cx, &project).await?,
        reader: withheld::reader(cx),
        project,
    })
}

impl Reading {
    /// Adds it up.
    pub fn budget(&self) -> Result<Budget> {
        let tally = Tally::new(&self.facts, &self.exchange, &self.hours, self.status_date);
        if tally.lines() > MOST_LINES {
            let detail = format!("tasks times currencies make more than {MOST_LINES} lines; spread the project");
            return Err(Error::conflict("too_large", detail));
        }
        let currency = self.exchange.currency();
        Ok(Budget {
            project_id: self.project.id,
            currency: currency.to_owned(),
            status_date: self.status_date,
            interval: self.interval,
            baseline_id: self.baseline,
            budget: self.project.budget.map(|amount| self.allowance(amount)),
            earned_value: earned::of_converted(currency, &tally.total),
            earned_value_by_currency: earned::by_currency(&tally.total),
            series: series::series(&self.facts, &self.exchange, &self.hours, &tally, self.interval),
            not_priced: self.not_priced(),
            total: tally.total.figures(currency),
            unassigned: tally.unassigned.figures(currency),
            tasks: tally.tasks(&self.facts, currency),
        })
    }

    /// How much of the budget is spent, in its own currency.
    fn allowance(&self, amount: Amount) -> Allowance {
        let exchange = self.own.as_ref().unwrap_or(&self.exchange);
        let spent = self.facts.spent(exchange, self.today);
        let percent = half_even(spent.amount * 1_000_000, amount.0.into());
        Allowance {
            amount,
            currency: exchange.currency().to_owned(),
            thresholds: self.project.budget_thresholds.0.clone(),
            spent: Sum(spent.amount),
            percent: (amount.0 != 0).then_some(Sum(percent)),
            reached: self.project.budget_reached,
            complete: spent.complete,
        }
    }
    fn not_priced(&self) -> NotPriced {
        let reason = |entry: &Entry| match entry.amount {
            None => Some("no_rate"),
            Some(amount) => {
                let converted = self.exchange.convert(amount.0.into(), &entry.currency, entry.date);
                converted.is_none().then_some("no_currency_rate")
            }
        };
        let open = |entry: &Entry| entry.kind != TIME || self.reader.is_none_or(|reader| reader == entry.user);
        let mut missing: Vec<(&Entry, &'static str)> =
            self.facts.entries.iter().filter_map(|entry| Some((entry, reason(entry)?))).collect();
        missing.sort_unstable_by_key(|(entry, _)| (entry.date, entry.id));
        let told = missing.iter().take(MOST_ENTRIES).map(|(entry, reason)| Unpriced {
            expense_id: entry.id,
            task_id: entry.task,
            user_id: entry.user,
            kind: entry.kind.clone(),
            status: entry.status.clone(),
            date: entry.date,
            hours: entry.hours,
            amount: entry.amount.filter(|_| open(entry)),
            currency: entry.amount.map(|_| entry.currency.clone()),
            reason,
        });
        NotPriced { count: missing.len(), entries: told.collect() }
    }
}

async fn chosen(cx: &Ctx, id: AnyId, project: Id<Project>) -> Result<Id<Baseline>> {
    match crate::list::one::<Baseline>(cx, id, Some(false), false).await {
        Ok(baseline) if baseline.project_id == project => Ok(baseline.id),
        Ok(_) | Err(Error::NotFound) => {
            Err(Error::unreadable("bad_parameter", "`baselineId` names no baseline of this project"))
        }
        Err(other) => Err(other),
    }
}
