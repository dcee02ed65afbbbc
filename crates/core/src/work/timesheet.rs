//! A week of one person's time: a row for each task or project, a column for each day. The week is submitted and
//! decided as a whole, entry by entry as anywhere else.

use crate::amount::{Amount, Sum};
use crate::ctx::Ctx;
use crate::entity::{Entity, Resource};
use crate::error::{Error, Result};
use crate::org::{User, member, organization};
use crate::policy::Permission;
use crate::sql::{Arg, Sql};
use crate::time::Day;
use crate::work::expense::decide::{self, APPROVED, REJECTED, SUBMITTED};
use crate::work::{Expense, Project, Task};
use guildhall_store::Id;
use jiff::civil::{ISOWeekDate, Weekday};
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// A week of ISO 8601, like 2026-W48.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week(ISOWeekDate);

impl Week {
    /// Reads one.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(week, 2) {
            return None;
        }
        let (year, week) = (year.parse().ok()?, week.parse().ok()?);
        // The last week of all has no Sunday.
        ISOWeekDate::new(year, week, Weekday::Sunday).ok()?;
        ISOWeekDate::new(year, week, Weekday::Monday).ok().map(Self)
    }

    /// The week of today.
    pub fn current(cx: &Ctx) -> Self {
        let today = organization::today(cx).0.iso_week_date();
        Self(ISOWeekDate::new(today.year(), today.week(), Weekday::Monday).unwrap_or(today))
    }

    fn days(self) -> [Day; 7] {
        let mut day = self.0.date();
        std::array::from_fn(|_| {
            let one = Day(day);
            day = day.tomorrow().unwrap_or(day);
            one
        })
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.0.year(), self.0.week())
    }
}

impl Serialize for Week {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A week of one person's time.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Timesheet {
    #[schema(value_type = String)]
    pub user_id: Id<User>,
    #[schema(value_type = String)]
    pub week: Week,
    /// Monday to Sunday.
    #[schema(value_type = Vec<String>)]
    pub days: [Day; 7],
    /// By project and task.
    pub rows: Vec<SheetRow>,
    /// Of each day.
    #[schema(value_type = Vec<f64>)]
    pub hours: [Sum; 7],
    #[schema(value_type = f64)]
    pub total: Sum,
    pub by_status: ByStatus,
    /// Hours that no rate prices.
    #[schema(value_type = f64)]
    pub not_priced: Sum,
}

/// Time on one task, or on a project itself.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetRow {
    #[schema(value_type = Option<String>)]
    pub project_id: Option<Id<Project>>,
    pub project_name: Option<String>,
    #[schema(value_type = Option<String>)]
    pub task_id: Option<Id<Task>>,
    pub task_key: Option<String>,
    pub task_title: Option<String>,
    /// Of each day.
    #[schema(value_type = Vec<f64>)]
    pub hours: [Sum; 7],
    #[schema(value_type = f64)]
    pub total: Sum,
    /// In the order of their days.
    pub entries: Vec<TimeEntry>,
}

/// One entry of time.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TimeEntry {
    #[schema(value_type = String)]
    pub id: Id<Expense>,
    #[schema(value_type = String, format = Date)]
    pub date: Day,
    #[schema(value_type = f64)]
    pub hours: Amount,
    pub status: String,
    pub description: String,
    /// Null while no rate prices it, and where it is withheld.
    #[schema(value_type = Option<f64>)]
    pub amount: Option<Amount>,
    /// True if it has an amount, also where that is withheld.
    pub priced: bool,
    pub currency: String,
    pub revision: i64,
}

/// Hours by how far their approval has come.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub struct ByStatus {
    #[schema(value_type = f64)]
    pub draft: Sum,
    #[schema(value_type = f64)]
    pub submitted: Sum,
    #[schema(value_type = f64)]
    pub approved: Sum,
    #[schema(value_type = f64)]
    pub rejected: Sum,
}

/// Shows a week of the caller, or of another person to who manages expenses.
pub async fn show(cx: &Ctx, user: Option<Id<User>>, week: Week) -> Result<Timesheet> {
    cx.require_reach(Expense::READ)?;
    let user = user.unwrap_or(cx.actor);
    if user != cx.actor {
        cx.require(Permission::ExpenseManage)?;
        crate::list::one::<crate::org::Member>(cx, user.cast(), None, false).await?;
    }
    let entries = entries(cx, user, week, "ORDER BY t.date, t.created_at, t.id").await?;
    let projects = by_id(cx, entries.iter().map(|entry| entry.project_id)).await?;
    let tasks = by_id(cx, entries.iter().map(|entry| entry.task_id)).await?;
    let entries = entries.iter().map(|entry| entry.seen(cx).into_owned()).collect();
    Ok(sheet(user, week, entries, &projects, &tasks))
}

/// Submits what of a week is not submitted, or was rejected.
pub async fn submit(cx: &mut Ctx, user: Option<Id<User>>, week: Week) -> Result<Timesheet> {
    cx.require_reach(Expense::UPDATE)?;
    require_person(cx, user).await?;
    for entry in entries(cx, user.unwrap_or(cx.actor), week, "FOR NO KEY UPDATE OF t").await? {
        if !entry.is_locked() {
            entry.submit_row(cx).await?;
        }
    }
    show(cx, user, week).await
}

/// Decides on everything that is submitted of a week.
pub async fn decide(cx: &mut Ctx, user: Id<User>, week: Week, status: &str, reason: &str) -> Result<Timesheet> {
    cx.require(Permission::ExpenseManage)?;
    require_person(cx, Some(user)).await?;
    decide::check(status, reason)?;
    for entry in entries(cx, user, week, "FOR NO KEY UPDATE OF t").await? {
        if entry.status == SUBMITTED {
            entry.decide_row(cx, status, reason).await?;
        }
    }
    show(cx, Some(user), week).await
}

async fn require_person(cx: &Ctx, user: Option<Id<User>>) -> Result<()> {
    let Some(user) = user.filter(|user| *user != cx.actor) else { return Ok(()) };
    cx.require(Permission::ExpenseManage)?;
    member::require(cx, "userId", &[user]).await
}

/// The entries of time of a week, as far as the caller sees them.
async fn entries(cx: &Ctx, user: Id<User>, week: Week, rest: &str) -> Result<Vec<Expense>> {
    let [from, .., to] = week.days();
    let mut sql = Sql::default();
    let user = sql.arg(user);
    let (from, to) = (sql.arg(Arg::Text(from.to_string())), sql.arg(Arg::Text(to.to_string())));
    crate::own::narrow::<Expense>(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let text = format!(
        "SELECT {} FROM expenses t{joins} WHERE t.organization_id = $1 AND t.user_id = {user} AND t.date >= {from} \
         AND t.date <= {to} AND t.kind = 'time' AND t.deleted_at IS NULL{conditions} {rest}",
        Expense::COLUMNS_OF_T
    );
    Ok(cx.tx.rows(&text, &sql.args()).await?)
}

/// Those of the objects that the caller sees.
async fn by_id<E: Resource>(cx: &Ctx, ids: impl Iterator<Item = Option<Id<E>>> + Send) -> Result<HashMap<Id<E>, E>> {
    let mut ids: Vec<Vec<u8>> = ids.flatten().map(|id| id.as_bytes().to_vec()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() || !cx.reaches(E::READ) {
        return Ok(HashMap::new());
    }
    let rows = crate::list::by_ids::<E>(cx, ids).await?;
    Ok(rows.into_iter().map(|row| (row.head().id.cast(), row)).collect())
}

/// What time was spent on.
type Place = (Option<Id<Project>>, Option<Id<Task>>);

fn sheet(
    user_id: Id<User>,
    week: Week,
    entries: Vec<Expense>,
    projects: &HashMap<Id<Project>, Project>,
    tasks: &HashMap<Id<Task>, Task>,
) -> Timesheet {
    let days = week.days();
    let mut rows: BTreeMap<Place, SheetRow> = BTreeMap::new();
    let (mut hours, mut total, mut not_priced) = ([Sum::default(); 7], Sum::default(), Sum::default());
    let mut by_status = ByStatus::default();
    for entry in entries {
        let (Some(day), Some(worked)) = (days.iter().position(|day| *day == entry.date), entry.hours) else { continue };
        let project = entry.project_id.and_then(|id| projects.get(&id));
        let task = entry.task_id.and_then(|id| tasks.get(&id));
        let row = rows.entry((project.map(|p| p.id), task.map(|t| t.id))).or_insert_with(|| SheetRow {
            project_id: project.map(|project| project.id),
            project_name: project.map(|project| project.name.clone()),
            task_id: task.map(|task| task.id),
            task_key: task.map(|task| task.key.clone()),
            task_title: task.map(|task| task.title.clone()),
            hours: [Sum::default(); 7],
            total: Sum::default(),
            entries: Vec::new(),
        });
        let more = i128::from(worked.0);
        for sum in [&mut row.hours[day], &mut row.total, &mut hours[day], &mut total, by_status.of(&entry.status)] {
            sum.0 += more;
        }
        if !entry.priced {
            not_priced.0 += more;
        }
        row.entries.push(TimeEntry {
            id: entry.id,
            date: entry.date,
            hours: worked,
            status: entry.status,
            description: entry.description,
            amount: entry.amount,
            priced: entry.priced,
            currency: entry.currency,
            revision: entry.revision,
        });
    }
    let mut rows: Vec<SheetRow> = rows.into_values().collect();
    rows.sort_by(|a, b| (&a.project_name, &a.task_title, a.task_id).cmp(&(&b.project_name, &b.task_title, b.task_id)));
    Timesheet { user_id, week, days, rows, hours, total, by_status, not_priced }
}

impl ByStatus {
    fn of(&mut self, status: &str) -> &mut Sum {
        match status {
            SUBMITTED => &mut self.submitted,
            APPROVED => &mut self.approved,
            REJECTED => &mut self.rejected,
            _ => &mut self.draft,
        }
    }
}

/// Refuses what is no week.
pub fn week_of(field: &str, text: &str) -> Result<Week> {
    Week::parse(text).ok_or_else(|| Error::invalid(field, "format", "a week of ISO 8601 like 2026-W48"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_and_reads_back() {
        for text in ["2026-W00", "2026-W54", "2025-W53", "2026-48", "2026-W4", "26-W048", "+026-W48", "9999-W52", ""] {
            assert_eq!(Week::parse(text), None, "{text}");
        }
        let week = Week::parse("2026-W01").unwrap();
        let days = week.days().map(|day| day.to_string());
        assert_eq!(
            (days[0].as_str(), days[6].as_str(), week.to_string().as_str()),
            ("2025-12-29", "2026-01-04", "2026-W01")
        );
        assert!(Week::parse("2026-W53").is_some());
        let last = Week::parse("9999-W51").unwrap().days().map(|day| day.to_string());
        assert_eq!((last[0].as_str(), last[6].as_str()), ("9999-12-20", "9999-12-26"));
    }
}
