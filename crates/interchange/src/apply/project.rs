//! The project that a plan goes into: a new one, the one it went into before, or one that the caller chose.
//! A chosen one keeps its name, dates and statuses; it only gains the statuses that its new tasks need.

use super::around::Around;
use super::convert::{self, Remarks, fit};
use super::draft::{Action, Draft};
use super::print::{Changed, Print};
use super::refs::Mark;
use super::steps::{Change, Work};
use super::survey::{ADOPTED, Found, Survey};
use crate::model::{ImportPlan, LinkRules, PlannedStatus};
use guildhall_core::amount::Amount;
use guildhall_core::entity::Entity;
use guildhall_core::field::Doc;
use guildhall_core::org::currency;
use guildhall_core::time::Timestamp;
use guildhall_core::work::Project;
use guildhall_core::work::status::{self, Status};
use guildhall_core::{Result, ids};
use guildhall_store::Id;
use std::collections::{HashMap, HashSet};

/// Parts of a project's fingerprint.
const NAME: usize = 0;
const DESCRIPTION: usize = 1;
const START: usize = 2;
const CURRENCY: usize = 3;
const CALENDAR: usize = 4;
/// Statuses, and the slack up to which a task is critical.
const STATUSES: usize = 5;

const LONGEST_NAME: usize = 200;
const LONGEST_STATUS: usize = 100;
/// Longest text of a description.
pub(super) const LONGEST_TEXT: usize = guildhall_core::entity::LONGEST_TEXT;
/// Most statuses of a project.
const MOST_STATUSES: usize = 100;

/// Where tasks go.
pub(super) struct Target {
    pub id: Id<Project>,
    /// The key that task keys begin with, of a project that is there.
    pub key: Option<String>,
    /// Everything stays out: the project is in the trash.
    pub trashed: bool,
    /// The project's statuses by the plan's keys.
    pub statuses: HashMap<String, Status>,
    /// Currency of costs.
    pub currency: String,
    /// Calendar that the import gives the project.
    pub calendar: Option<Id<guildhall_core::work::Calendar>>,
}

/// Decides about the project, whose row is the first.
pub(super) fn decide(
    plan: &ImportPlan,
    survey: &Survey,
    name: Option<&str>,
    around: &Around,
    now: Timestamp,
    draft: &mut Draft,
) -> Result<Target> {
    let row = 0;
    let mut remarks = Remarks::new();
    let planned = project_of(plan, survey, name, around, &mut remarks)?;
    draft.say(row, remarks);
    let currency = |project: &Project| {
        let own = planned.currency.clone().or_else(|| project.currency.clone());
        own.unwrap_or_else(|| survey.currency.clone())
    };
    match &survey.found {
        Found::Trashed(project) => {
            let reason = format!(
                "“{}”, into which this file was imported before, is in the trash; restore it, or purge it to import \
                 the file anew",
                project.name
            );
            draft.skip(row, Some(project.id.cast()), &reason);
            let statuses = HashMap::new();
            Ok(Target {
                id: project.id,
                key: None,
                trashed: true,
                statuses,
                currency: currency(project),
                calendar: None,
            })
        }
        Found::None { key, known } => {
            let id: Id<Project> = ids::fresh(now);
            draft.act(row, Action::Created, Some(id.cast()));
            let print = print_of(plan);
            let mark = Mark { model: Project::MODEL, key: key.clone(), object: id.cast(), print, known: *known };
            let statuses = planned.statuses.0.iter().map(|each| (each.key.clone(), each.clone())).collect();
            let (calendar, currency) = (planned.calendar_id, currency(&planned));
            draft.step(row, Work::Project(Box::new(Project { id, ..planned }), mark));
            Ok(Target { id, key: None, trashed: false, statuses, currency, calendar })
        }
        Found::Here { project, key, print } => {
            draft.act(row, Action::Unchanged, Some(project.id.cast()));
            let new = print.as_deref().filter(|print| *print != ADOPTED).map(|_| print_of(plan));
            let mark = Mark {
                model: Project::MODEL,
                key: key.clone(),
                object: project.id.cast(),
                print: new.clone().unwrap_or_else(|| ADOPTED.to_owned()),
                known: print.is_some(),
            };
            let parts = match (print, &new) {
                (Some(old), Some(new)) => Some(Changed::between(old, new)),
                _ => None,
            };
            let statuses = again(project, &planned, (mark, parts), row, plan, draft)?;
            let id = project.id;
            Ok(Target {
                id,
                key: Some(project.key.clone()),
                trashed: false,
                statuses,
                currency: currency(project),
                calendar: project.calendar_id,
            })
        }
    }
}

/// A project that is there: what the file changed since the last import, and the statuses that are missing.
fn again(
    project: &Project,
    planned: &Project,
    (mark, parts): (Mark, Option<Changed>),
    row: usize,
    plan: &ImportPlan,
    draft: &mut Draft,
) -> Result<HashMap<String, Status>> {
    let mut after = project.clone();
    let mut statuses = HashMap::new();
    let used: HashSet<&str> = plan.tasks.iter().map(|task| task.status.as_str()).collect();
    for status in planned.statuses.0.iter().filter(|each| parts.is_some() || used.contains(each.key.as_str())) {
        let fits = |own: &&mut Status| own.key == status.key;
        let renamed = parts.as_ref().is_some_and(|parts| parts.has(STATUSES));
        let own = &mut after.statuses.0;
        let found = match own.iter_mut().find(fits) {
            Some(found) => {
                if renamed {
                    found.name.clone_from(&status.name);
                }
                found.clone()
            }
            None => match own.iter().find(|each| each.name.to_lowercase() == status.name.to_lowercase()) {
                Some(found) => found.clone(),
                None => {
                    own.push(status.clone());
                    status.clone()
                }
            },
        };
        statuses.insert(status.key.clone(), found);
    }
    status::check(&after.statuses.0)?;
    if let Some(parts) = &parts {
        take(&mut after, planned, parts);
    }
    if after == *project {
        let stale = !mark.known || parts.is_some_and(|parts| parts.beyond(&[]));
        if stale {
            draft.remember(row, mark);
        }
    } else {
        draft.act(row, Action::Updated, Some(project.id.cast()));
        draft.step(row, Work::Change(Change::Project(Box::new(project.clone()), Box::new(after)), mark));
    }
    Ok(statuses)
}

fn take(project: &mut Project, planned: &Project, parts: &Changed) {
    if parts.has(NAME) {
        project.name.clone_from(&planned.name);
    }
    if parts.has(DESCRIPTION) {
        project.description.clone_from(&planned.description);
    }
    if parts.has(START) {
        project.start_date = planned.start_date;
    }
    if parts.has(CURRENCY) {
        project.currency.clone_from(&planned.currency);
    }
    if parts.has(CALENDAR) {
        project.calendar_id = planned.calendar_id;
    }
    if parts.has(STATUSES) {
        project.critical_slack = planned.critical_slack;
        project.lag_calendar.clone_from(&planned.lag_calendar);
        project.allow_before_project_start = planned.allow_before_project_start;
    }
}

fn print_of(plan: &ImportPlan) -> String {
    let project = &plan.project;
    let print = Print::new().part(&project.name).part(&project.description).part(&project.start);
    let print = print.part(&project.currency).part(&project.calendar);
    // Prints from before there were such rules stay what they are.
    match (project.critical_slack, project.rules) {
        (0, rules) if rules == LinkRules::default() => print.part(&project.statuses).finish(),
        (days, rules) if rules == LinkRules::default() => print.part(&(&project.statuses, days)).finish(),
        (days, rules) => print.part(&(&project.statuses, days, rules)).finish(),
    }
}

fn project_of(
    plan: &ImportPlan,
    survey: &Survey,
    name: Option<&str>,
    around: &Around,
    remarks: &mut Remarks,
) -> Result<Project> {
    let planned = &plan.project;
    let code = planned.currency.clone().filter(|code| currency::check("currency", code).is_ok());
    if code != planned.currency {
        remarks.push("the currency is no ISO 4217 code and was left out".into());
    }
    let statuses = statuses_of(plan, remarks);
    status::check(&statuses)?;
    Ok(Project {
        name: fit(name.unwrap_or(&planned.name), LONGEST_NAME, "name", remarks),
        description: fit(&planned.description, LONGEST_TEXT, "description", remarks),
        start_date: planned.start.map(|start| convert::day(start, &survey.zone)),
        currency: code,
        calendar_id: planned.calendar.as_ref().and_then(|id| around.calendars.get(id)).copied(),
        critical_slack: Amount(planned.critical_slack * 10_000),
        lag_calendar: planned.rules.lag_calendar.unwrap_or("successor").to_owned(),
        allow_before_project_start: planned.rules.before_start,
        statuses: Doc(statuses),
        ..Project::default()
    })
}

/// The plan's statuses; of too many those that no task is in go.
fn statuses_of(plan: &ImportPlan, remarks: &mut Remarks) -> Vec<Status> {
    let used: HashSet<&str> = plan.tasks.iter().map(|task| task.status.as_str()).collect();
    let all = &plan.project.statuses;
    let mut spare = all.len().saturating_sub(MOST_STATUSES);
    let mut kept: Vec<&PlannedStatus> = Vec::with_capacity(all.len());
    for status in all {
        if spare > 0 && !used.contains(status.key.as_str()) {
            spare -= 1;
            remarks
                .push(format!("the empty list “{}” was left out: a project has {MOST_STATUSES} statuses", status.name));
        } else {
            kept.push(status);
        }
    }
    let status = |each: &PlannedStatus| Status {
        key: each.key.clone(),
        name: fit(&each.name, LONGEST_STATUS, "name of a status", remarks),
        kind: convert::status_kind(each.kind),
    };
    kept.into_iter().map(status).collect()
}
