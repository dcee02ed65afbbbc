//! Looks, at the end of a change, whether what is spent has reached a threshold of a project's budget or has
//! fallen below one, and writes that down: an event for each threshold that is crossed, once. It is what the owner
//! is told by.

use super::CurrencyRate;
use super::spent::spent;
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Given};
use crate::error::Result;
use crate::event::Pending;
use crate::work::project::Percent;
use crate::work::{Expense, Project, Task};
use std::collections::BTreeMap;

/// A threshold was reached.
const REACHED: &str = "budget_reached";
/// What is spent has fallen below one.
const FELL: &str = "budget_fell";

/// Events that follow from what was spent, and that are taken back with it.
pub const FOLLOWS: [&str; 2] = [REACHED, FELL];

/// Looks at the budgets that the recorded changes bear on.
pub(crate) async fn watch(cx: &mut Ctx) -> Result<()> {
    let mut touched: Vec<AnyId> =
        cx.pending.iter().filter(|event| spends(event)).flat_map(|event| event.projects()).collect();
    touched.extend(revalued(cx).await?);
    touched.sort_unstable();
    touched.dedup();
    if touched.is_empty() {
        return Ok(());
    }
    // Locked, so that of two changes at once the second sees what the first spent.
    let sql = format!(
        "SELECT {} FROM projects t WHERE t.organization_id = $1 AND t.id = ANY($2) AND t.deleted_at IS NULL \
         AND (t.budget IS NOT NULL OR t.budget_reached IS NOT NULL) ORDER BY t.id FOR NO KEY UPDATE OF t",
        Project::COLUMNS_OF_T
    );
    for project in cx.tx.rows::<Project>(&sql, &[&touched]).await? {
        settle(cx, project).await?;
    }
    Ok(())
}

/// Whether a change may have spent something, or changed what may be spent.
fn spends(event: &Pending) -> bool {
    match event.model() {
        model if model == Expense::MODEL => {
            event.went_or_came() || names(event, &["amount", "currency", "date", "status", "projectId"])
        }
        model if model == Task::MODEL => event.went_or_came() || names(event, &["actualCost", "currency"]),
        model if model == Project::MODEL => {
            !FOLLOWS.contains(&event.action()) && names(event, &["budget", "budgetThresholds", "currency"])
        }
        _ => false,
    }
}

/// Projects whose budget is in a currency to which a rate has changed, and that have spent what it converts.
async fn revalued(cx: &Ctx) -> Result<Vec<AnyId>> {
    let rates: Vec<AnyId> =
        cx.pending.iter().filter(|event| event.model() == CurrencyRate::MODEL).map(Pending::object).collect();
    if rates.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT DISTINCT base, quote FROM currency_rates WHERE organization_id = $1 AND id = ANY($2)";
    let mut bases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (base, quote) in cx.tx.rows::<(String, String)>(sql, &[&rates]).await? {
        bases.entry(quote).or_default().push(base);
    }
    let mut touched = Vec::new();
    for (quote, bases) in bases {
        // First locked, so that what is spent at the same time is either seen here or sees the rate.
        let sql = "SELECT t.id FROM projects t WHERE t.organization_id = $1 AND t.currency = $2 \
            AND t.budget IS NOT NULL AND t.deleted_at IS NULL ORDER BY t.id FOR NO KEY UPDATE";
        let budgets: Vec<(AnyId,)> = cx.tx.rows(sql, &[&quote]).await?;
        let budgets: Vec<AnyId> = budgets.into_iter().map(|(id,)| id).collect();
        let sql = "SELECT t.id FROM projects t WHERE t.organization_id = $1 AND t.id = ANY($2) AND (EXISTS \
            (SELECT 1 FROM expenses e WHERE e.organization_id = $1 AND e.project_id = t.id AND e.currency = ANY($3) \
            AND e.deleted_at IS NULL AND e.status <> 'rejected') OR EXISTS (SELECT 1 FROM tasks k \
            WHERE k.organization_id = $1 AND k.project_id = t.id AND k.actual_cost IS NOT NULL \
            AND k.deleted_at IS NULL AND COALESCE(k.currency, $4) = ANY($3)))";
        let found: Vec<(AnyId,)> = cx.tx.rows(sql, &[&budgets, &bases, &cx.settings.currency]).await?;
        touched.extend(found.into_iter().map(|(id,)| id));
    }
    Ok(touched)
}

fn names(event: &Pending, fields: &[&str]) -> bool {
    fields.iter().any(|field| event.names(field))
}

async fn settle(cx: &mut Ctx, mut project: Project) -> Result<()> {
    let reached = match project.budget {
        None => None,
        Some(budget) => {
            let spent = spent(cx, &project).await?;
            let is_reached =
                |Percent(percent): &&Percent| spent > 0 && spent * 100 >= i128::from(budget.0) * i128::from(*percent);
            project.budget_thresholds.0.iter().rev().find(is_reached).map(|Percent(percent)| *percent)
        }
    };
    let before = project.budget_reached;
    if reached < before {
        move_to(cx, &mut project, reached, FELL).await?;
    }
    let crossed =
        |Percent(percent): &Percent| Some(*percent).filter(|_| Some(*percent) > before && Some(*percent) <= reached);
    let crossed: Vec<i64> = project.budget_thresholds.0.iter().filter_map(crossed).collect();
    for percent in crossed {
        move_to(cx, &mut project, Some(percent), REACHED).await?;
    }
    Ok(())
}

async fn move_to(cx: &mut Ctx, project: &mut Project, reached: Option<i64>, action: &'static str) -> Result<()> {
    let new = Project { budget_reached: reached, ..project.clone() };
    *project = crud::save_as_is(cx, project, new, &Given::default(), action).await?;
    Ok(())
}
