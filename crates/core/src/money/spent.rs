//! How much of a project's budget is spent: the same sum as in its whole budget, without reading its entries one by
//! one. What is in the budget's currency is added up by the database. Of the rest each entry is rounded for itself,
//! so that entries alike in currency, day and amount are read once, with their number and the rate of their day.

use super::ExchangeRate;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::org::organization;
use crate::time::Day;
use crate::work::Project;
use guildhall_store::Bind;
use std::collections::HashMap;

/// Sums are taken of the two halves of each amount: many large ones may be more than a column holds.
const HALF: i64 = 1_000_000_000;

const ENTRIES: &str = "SELECT CAST(SUM(amount / 1000000000) AS BIGINT), CAST(SUM(amount % 1000000000) AS BIGINT) \
    FROM expenses WHERE organization_id = $1 AND project_id = $2 AND currency = $3 AND deleted_at IS NULL \
    AND status <> 'rejected'";

const FOREIGN_ENTRIES: &str = "SELECT currency, date, amount, COUNT(*) FROM expenses \
    WHERE organization_id = $1 AND project_id = $2 AND currency <> $3 AND deleted_at IS NULL \
    AND status <> 'rejected' AND amount IS NOT NULL GROUP BY currency, date, amount";

/// The rate of each day on which something was spent in another currency, where there is one.
const RATES: &str = "SELECT d.currency, d.date, (SELECT r.rate FROM currency_rates r \
    WHERE r.organization_id = $1 AND r.quote = $3 AND r.base = d.currency AND r.date <= d.date \
    AND r.deleted_at IS NULL ORDER BY r.date DESC LIMIT 1) FROM (SELECT e.currency, e.date FROM expenses e \
    WHERE e.organization_id = $1 AND e.project_id = $2 AND e.currency <> $3 AND e.deleted_at IS NULL \
    AND e.status <> 'rejected' AND e.amount IS NOT NULL GROUP BY e.currency, e.date) d";

const TASKS: &str = "SELECT CAST(SUM(actual_cost / 1000000000) AS BIGINT), \
    CAST(SUM(actual_cost % 1000000000) AS BIGINT) FROM tasks WHERE organization_id = $1 AND project_id = $2 \
    AND actual_cost IS NOT NULL AND deleted_at IS NULL AND COALESCE(currency, $4) = $3";

const FOREIGN_TASKS: &str = "SELECT c.cost, c.number, (SELECT r.rate FROM currency_rates r \
    WHERE r.organization_id = $1 AND r.quote = $3 AND r.base = c.currency AND r.date <= $5 \
    AND r.deleted_at IS NULL ORDER BY r.date DESC LIMIT 1) FROM (SELECT COALESCE(t.currency, $4) AS currency, \
    t.actual_cost AS cost, COUNT(*) AS number FROM tasks t WHERE t.organization_id = $1 AND t.project_id = $2 \
    AND t.actual_cost IS NOT NULL AND t.deleted_at IS NULL AND COALESCE(t.currency, $4) <> $3 \
    GROUP BY COALESCE(t.currency, $4), t.actual_cost) c";

/// Actual and committed costs in the budget's currency, as far as rates lead there.
pub(super) async fn spent(cx: &Ctx, project: &Project) -> Result<i128> {
    let own = &cx.settings.currency;
    let currency = project.currency.as_ref().unwrap_or(own);
    let today = organization::today(cx);
    let entries = sum(cx, ENTRIES, &[&project.id, currency]).await?;
    let tasks = sum(cx, TASKS, &[&project.id, currency, own]).await?;
    let foreign: Vec<(i64, i64, Option<ExchangeRate>)> =
        cx.tx.rows(FOREIGN_TASKS, &[&project.id, currency, own, &today]).await?;
    let foreign = foreign.into_iter().filter_map(|(cost, number, rate)| Some(converted(cost, number, rate?)));
    Ok(entries + tasks + foreign.sum::<i128>() + foreign_entries(cx, project, currency).await?)
}

async fn sum(cx: &Ctx, sql: &str, args: &[&dyn Bind]) -> Result<i128> {
    let halves: Option<(Option<i64>, Option<i64>)> = cx.tx.row(sql, args).await?;
    let (high, low) = halves.unwrap_or_default();
    Ok(i128::from(high.unwrap_or(0)) * i128::from(HALF) + i128::from(low.unwrap_or(0)))
}

async fn foreign_entries(cx: &Ctx, project: &Project, currency: &str) -> Result<i128> {
    let entries: Vec<(String, Day, i64, i64)> = cx.tx.rows(FOREIGN_ENTRIES, &[&project.id, &currency]).await?;
    if entries.is_empty() {
        return Ok(0);
    }
    let rates: Vec<(String, Day, Option<ExchangeRate>)> = cx.tx.rows(RATES, &[&project.id, &currency]).await?;
    let rates: HashMap<(String, Day), ExchangeRate> =
        rates.into_iter().filter_map(|(code, day, rate)| Some(((code, day), rate?))).collect();
    let of = |(code, day, amount, number)| Some(converted(amount, number, *rates.get(&(code, day))?));
    Ok(entries.into_iter().filter_map(of).sum())
}

/// So many times the same, each rounded for itself.
fn converted(amount: i64, number: i64, rate: ExchangeRate) -> i128 {
    rate.convert(amount.into()) * i128::from(number)
}
