//! Who and what a workload is made of: people, and open tasks that have no parts, each in one statement.

use super::Question;
use super::ask::Asked;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::org::{Member, User};
use crate::sql::{Arg, Sql};
use crate::time::{Day, Timestamp};
use crate::work::{Calendar, Project, Task};
use guildhall_store::{FromRow, Id, Row};
use jiff::ToSpan;

/// A person that the caller sees.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub id: Id<User>,
    pub name: String,
    pub left: bool,
    pub calendar: Option<Id<Calendar>>,
}

impl FromRow for Person {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let left: Option<Timestamp> = row.get(2)?;
        Ok(Self { id: row.get(0)?, name: row.get(1)?, left: left.is_some(), calendar: row.get(3)? })
    }
}

/// A share of a task.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub user: Id<User>,
    /// Of the person's time, in ten-thousandths.
    pub units: i64,
    /// Hours in ten-thousandths.
    pub work: Option<i64>,
}

/// An open task without parts.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub id: Id<Task>,
    pub key: String,
    pub title: String,
    pub project: Id<Project>,
    pub project_calendar: Option<Id<Calendar>>,
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    pub duration_minutes: Option<i64>,
    pub remaining_minutes: Option<i64>,
    /// In ten-thousandths of a percent.
    pub percent_complete: i64,
    /// Hours in ten-thousandths.
    pub estimate: Option<i64>,
    pub calendar: Option<Id<Calendar>>,
    pub milestone: bool,
    pub shares: Vec<Share>,
}

impl FromRow for Planned {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let share = match row.get::<Option<Id<User>>>(13)? {
            Some(user) => Some(Share { user, units: row.get(14)?, work: row.get(15)? }),
            None => None,
        };
        Ok(Self {
            id: row.get(0)?,
            key: row.get(1)?,
            title: row.get(2)?,
            project: row.get(3)?,
            project_calendar: row.get(4)?,
            start: row.get(5)?,
            end: row.get(6)?,
            duration_minutes: row.get(7)?,
            remaining_minutes: row.get(8)?,
            percent_complete: row.get(9)?,
            estimate: row.get(10)?,
            calendar: row.get(11)?,
            milestone: row.get(12)?,
            shares: share.into_iter().collect(),
        })
    }
}

/// Most tasks times people on them that are read.
const MOST_SHARES: usize = 20_000;

fn ids(ids: &[AnyId]) -> Arg {
    Arg::Ids(ids.iter().map(|id| id.as_bytes().to_vec()).collect())
}

/// The people, those included who have left: work may still be theirs.
pub(super) async fn people(cx: &Ctx, asked: Option<&[AnyId]>) -> Result<Vec<Person>> {
    let mut sql = Sql::default();
    crate::own::narrow::<Member>(cx, &mut sql);
    if let Some(asked) = asked {
        let asked = sql.arg(ids(asked));
        sql.and(&format!("t.user_id = ANY({asked})"));
    }
    let (joins, conditions) = sql.parts();
    let text = format!(
        "SELECT t.user_id, t.name, t.left_at, c.calendar_id FROM members t{joins} LEFT JOIN member_calendars c \
         ON c.organization_id = t.organization_id AND c.user_id = t.user_id \
         WHERE t.organization_id = $1{conditions} ORDER BY t.name COLLATE \"C\", t.user_id"
    );
    Ok(cx.tx.rows(&text, &sql.args()).await?)
}

/// The calendar of a project, if the caller sees it and it has one.
pub(super) async fn calendar_of(cx: &Ctx, project: AnyId) -> Result<Option<Id<Calendar>>> {
    match crate::list::one::<Project>(cx, project, Some(false), false).await {
        Ok(project) => Ok(project.calendar_id),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The tasks that may bear on the days asked for, that are overdue, or that have no dates.
pub(super) async fn tasks(cx: &Ctx, question: &Question, asked: &Asked) -> Result<Vec<Planned>> {
    let mut sql = Sql::default();
    sql.join("JOIN projects p ON p.organization_id = t.organization_id AND p.id = t.project_id");
    crate::own::narrow::<Task>(cx, &mut sql);
    narrow(&mut sql, question);
    within(cx, &mut sql, asked);
    // Of parts that the caller does not see nothing is to be told, not even that they are there.
    let parts = crate::own::and::<Task>(cx, &mut sql, "c");
    let (joins, conditions) = sql.parts();
    let text = format!(
        "SELECT t.id, t.key, t.title, t.project_id, p.calendar_id, t.start_date, t.end_date, t.duration_minutes, \
         t.remaining_minutes, t.percent_complete, t.estimate_hours, t.calendar_id, t.milestone, a.user_id, a.units, a.work \
         FROM tasks t{joins} LEFT JOIN task_assignments a ON a.organization_id = t.organization_id AND a.task_id = t.id \
         WHERE t.organization_id = $1 AND t.deleted_at IS NULL AND t.status_kind IN ('open', 'active') \
         AND t.actual_finish IS NULL AND p.status NOT IN ('done', 'cancelled'){conditions} \
         AND NOT EXISTS (SELECT 1 FROM tasks c WHERE c.organization_id = t.organization_id AND c.parent_id = t.id \
         AND c.deleted_at IS NULL{parts}) ORDER BY t.id, a.position LIMIT {}",
        MOST_SHARES + 1
    );
    let rows: Vec<Planned> = cx.tx.rows(&text, &sql.args()).await?;
    if rows.len() > MOST_SHARES {
        let detail = format!(
            "more than {MOST_SHARES} tasks times people on them; ask for fewer projects, fewer people or a shorter time"
        );
        return Err(Error::conflict("too_large", detail));
    }
    let mut tasks: Vec<Planned> = Vec::new();
    for mut row in rows {
        match tasks.last_mut().filter(|last| last.id == row.id) {
            Some(last) => last.shares.append(&mut row.shares),
            None => tasks.push(row),
        }
    }
    Ok(tasks)
}

/// Projects and people that are asked for; of their tasks all shares are read, because they split the work.
fn narrow(sql: &mut Sql, question: &Question) {
    if let Some(projects) = &question.projects {
        let projects = sql.arg(ids(projects));
        sql.and(&format!("t.project_id = ANY({projects})"));
    }
    if let Some(people) = &question.people {
        let people = sql.arg(ids(people));
        sql.and(&format!(
            "EXISTS (SELECT 1 FROM task_assignments f WHERE f.organization_id = t.organization_id \
             AND f.task_id = t.id AND f.user_id = ANY({people}))"
        ));
    }
}

/// The days asked for, two more at each end: days begin where people are.
fn within(cx: &Ctx, sql: &mut Sql, asked: &Asked) {
    let at = |day: Day, days: i64| {
        let moved = day.0.checked_add(days.days()).and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC));
        moved.ok().map(|at| Timestamp::from(at.timestamp()).0)
    };
    let from = sql.arg(Arg::Int(at(asked.from, -2).unwrap_or(i64::MIN)));
    let to = sql.arg(Arg::Int(at(asked.to, 3).unwrap_or(i64::MAX)));
    let now = sql.arg(Arg::Int(cx.now.0));
    sql.and(&format!("(t.start_date IS NULL OR t.start_date < {to})"));
    sql.and(&format!("(t.end_date IS NULL OR t.end_date >= {from} OR t.end_date < {now})"));
}
