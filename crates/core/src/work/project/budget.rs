//! What a project may cost, and at which shares of that its owner hears of it. Whether a share is reached is
//! looked at after every change that spends something (`money::watch`).

use super::Project;
use crate::ctx::Ctx;
use crate::entity::{Field, Given};
use crate::error::{Error, Result};
use crate::field::{Doc, Document, FieldType, Refused};
use crate::policy::Permission;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use utoipa::openapi::schema::Schema;

/// A percentage in whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(pub i64);

impl Document for Percent {
    fn schema() -> Schema {
        i64::schema()
    }
    fn read(value: &Json) -> Result<Self, Refused> {
        i64::parse(value).map(Self)
    }
}

/// Most thresholds of one project.
const MOST: usize = 10;

/// The thresholds of a project that names none.
pub(super) fn defaults() -> Vec<Percent> {
    vec![Percent(80), Percent(100)]
}

pub(super) fn check(project: &Project) -> Result<()> {
    if project.budget.is_some_and(|budget| budget.0 < 0) {
        return Err(Error::invalid("budget", "range", "not below 0"));
    }
    let thresholds = &project.budget_thresholds.0;
    let ascend = thresholds.windows(2).all(|pair| pair[0] < pair[1]);
    let known = thresholds.iter().all(|Percent(percent)| (1..=1000).contains(percent));
    if thresholds.len() > MOST || !ascend || !known {
        let detail = format!("at most {MOST} percentages from 1 to 1000, in ascending order");
        return Err(Error::invalid("budgetThresholds", "range", detail));
    }
    Ok(())
}

/// A budget is set by those who may set estimates, and always in a currency. It is changed by who sees it: to others
/// an answer, or its revision, would tell by comparison what it is.
pub(super) fn settle(project: &mut Project, old: Option<&Project>, cx: &Ctx, given: &Given) -> Result<()> {
    if old.is_some() && given.has(Project::BUDGET) {
        cx.require(Permission::ExpenseRead)?;
    }
    let of = |project: &Project| {
        (project.budget.map(|budget| (budget, project.currency.clone())), project.budget_thresholds.clone())
    };
    if of(project) != old.map_or_else(|| (None, Doc(defaults())), of) {
        cx.require(Permission::TaskEstimate)?;
    }
    let held = old.filter(|old| old.budget.is_some() && project.budget.is_some());
    if held.is_some_and(|old| old.currency != project.currency) && !given.has(Project::BUDGET) {
        let detail = "the budget is in the old currency; give it again together with the new one";
        return Err(Error::invalid("currency", "amounts", detail));
    }
    if project.budget.is_some() && project.currency.is_none() {
        project.currency = Some(cx.settings.currency.clone());
    }
    Ok(())
}

/// The fields that tell what a project may cost and how much of that is spent.
const FIELDS: [&str; 2] = ["budget", "budgetReached"];

/// True if the caller sees what projects may cost: who reads their budgets.
pub fn is_seen(cx: &Ctx) -> bool {
    cx.permits(Permission::ExpenseRead)
}

/// The project as the caller may see it.
pub(super) fn seen<'p>(project: &'p Project, cx: &Ctx) -> Cow<'p, Project> {
    if is_seen(cx) || (project.budget.is_none() && project.budget_reached.is_none()) {
        return Cow::Borrowed(project);
    }
    Cow::Owned(Project { budget: None, budget_reached: None, ..project.clone() })
}

/// What a list compares in the place of a field that tells it.
pub(super) fn compared(cx: &Ctx, field: &Field) -> Option<String> {
    (FIELDS.contains(&field.name) && !is_seen(cx)).then(|| "CAST(NULL AS BIGINT)".into())
}

/// Empties what tells it in a project of the past, or in a side of an event.
pub(crate) fn empty(fields: &mut Map<String, Json>) {
    fields.iter_mut().filter(|(name, _)| FIELDS.contains(&name.as_str())).for_each(|(_, value)| *value = Json::Null);
}
