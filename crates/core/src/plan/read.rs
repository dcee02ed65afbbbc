//! Reads what a project's schedule is computed from, of all its tasks or of some, in the same few statements
//! however many. Also what the caller does not see is read, because dates follow from all of it; each row says
//! whether the caller sees it, and what is answered names nothing else.

use crate::ctx::Ctx;
use crate::error::Result;
use crate::org::User;
use crate::policy::Permission;
use crate::sql::{Arg, Sql};
use crate::time::Timestamp;
use crate::work::{Calendar, Project, Task};
use guildhall_schedule::LagCalendar;
use guildhall_store::{FromRow, Id, Row};
use std::collections::{HashMap, HashSet};

/// A live task of the project, as far as its dates depend on it.
#[derive(Debug, Clone)]
pub(super) struct TaskRow {
    pub id: Id<Task>,
    pub parent_id: Option<Id<Task>>,
    pub key: String,
    pub status_kind: String,
    pub start_date: Option<Timestamp>,
    pub end_date: Option<Timestamp>,
    pub due_date: Option<Timestamp>,
    pub duration_minutes: Option<i64>,
    pub schedule_mode: String,
    pub constraint_type: Option<String>,
    pub constraint_date: Option<Timestamp>,
    pub percent_complete: i64,
    pub actual_start: Option<Timestamp>,
    pub actual_finish: Option<Timestamp>,
    pub remaining_minutes: Option<i64>,
    pub calendar_id: Option<Id<Calendar>>,
    pub milestone: bool,
    /// Whether the caller sees it.
    pub seen: bool,
    /// What a chart shows of it; read only for one.
    pub shown: Option<Shown>,
}

impl FromRow for TaskRow {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            parent_id: row.get(1)?,
            key: row.get(2)?,
            status_kind: row.get(3)?,
            start_date: row.get(4)?,
            end_date: row.get(5)?,
            due_date: row.get(6)?,
            duration_minutes: row.get(7)?,
            schedule_mode: row.get(8)?,
            constraint_type: row.get(9)?,
            constraint_date: row.get(10)?,
            percent_complete: row.get(11)?,
            actual_start: row.get(12)?,
            actual_finish: row.get(13)?,
            remaining_minutes: row.get(14)?,
            calendar_id: row.get(15)?,
            milestone: row.get(16)?,
            seen: row.get::<i64>(17)? != 0,
            shown: None,
        })
    }
}

/// A task with what a chart shows of it.
struct Charted(TaskRow);

impl FromRow for Charted {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self(TaskRow { shown: Some(Shown::from_row(row, 18)?), ..TaskRow::from_row(row)? }))
    }
}

/// A link to a task of the project.
#[derive(Debug, Clone)]
pub(super) struct LinkRow {
    pub task: Id<Task>,
    pub predecessor: Id<Task>,
    pub kind: String,
    pub lag: String,
}

impl FromRow for LinkRow {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self { task: row.get(0)?, predecessor: row.get(1)?, kind: row.get(2)?, lag: row.get(3)? })
    }
}

/// A predecessor that is not among the tasks that are read, as it stands.
#[derive(Debug, Clone)]
pub(super) struct OutsideRow {
    pub id: Id<Task>,
    pub project: Id<Project>,
    pub key: String,
    pub status_kind: String,
    /// When it began, by its own word or by its plan.
    pub start_date: Option<Timestamp>,
    /// When it ended, by its own word or by its plan.
    pub end_date: Option<Timestamp>,
    pub duration_minutes: Option<i64>,
    /// The calendar that it runs in, where lags run in the predecessor's.
    pub calendar_id: Option<Id<Calendar>>,
    pub seen: bool,
}

impl FromRow for OutsideRow {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            project: row.get(1)?,
            key: row.get(2)?,
            status_kind: row.get(3)?,
            start_date: row.get(4)?,
            end_date: row.get(5)?,
            duration_minutes: row.get(6)?,
            calendar_id: row.get(7)?,
            seen: row.get::<i64>(8)? != 0,
        })
    }
}

/// What a chart shows of a task and its dates do not need.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub title: String,
    pub baseline: [Option<Timestamp>; 2],
    pub assignee: Option<Id<User>>,
    pub revision: i64,
}

impl Shown {
    /// Its columns, which follow `first`.
    const COLUMNS: &str = "t.title, t.baseline_start, t.baseline_end, t.assignee_id, t.revision";

    fn from_row(row: &Row<'_>, first: usize) -> guildhall_store::Result<Self> {
        let [title, start, end, assignee, revision] = std::array::from_fn(|at| first + at);
        let baseline = [row.get(start)?, row.get(end)?];
        Ok(Self { title: row.get(title)?, baseline, assignee: row.get(assignee)?, revision: row.get(revision)? })
    }
}

/// A person's share of a task where it differs from the task itself: by hours of work, or by the calendar.
pub(super) struct ShareRow {
    pub task: Id<Task>,
    position: i64,
    pub units: i64,
    /// Hours in ten-thousandths.
    pub work: Option<i64>,
    pub calendar: Option<Id<Calendar>>,
}

impl FromRow for ShareRow {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let (task, position, units) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Self { task, position, units, work: row.get(3)?, calendar: row.get(4)? })
    }
}

/// Which tasks are read.
pub(super) enum Part {
    Whole(Id<Project>),
    /// The whole project, with what a chart shows of it.
    Chart(Id<Project>),
    These(Vec<Id<Task>>),
}

impl Part {
    /// The condition on `t`.
    fn condition(&self, sql: &mut Sql) -> String {
        match self {
            Self::Whole(project) | Self::Chart(project) => format!("t.project_id = {}", sql.arg(*project)),
            Self::These(tasks) => {
                format!("t.id = ANY({})", sql.arg(Arg::Ids(tasks.iter().map(|id| id.as_bytes().to_vec()).collect())))
            }
        }
    }
}

/// All of it.
pub(super) struct Facts {
    pub project: Project,
    /// Of a part of the tasks: how the rest of the project bears on it.
    pub rest: Option<super::near::Rest>,
    pub tasks: Vec<TaskRow>,
    pub links: Vec<LinkRow>,
    pub outside: HashMap<Id<Task>, OutsideRow>,
    pub shares: Vec<ShareRow>,
    pub calendars: HashMap<Id<Calendar>, Calendar>,
}

/// Reads them; the project itself the caller must see.
pub(super) async fn facts(cx: &Ctx, project: Project, part: &Part) -> Result<Facts> {
    let tasks = tasks(cx, part).await?;
    let inside: HashSet<Id<Task>> = tasks.iter().map(|task| task.id).collect();
    let mut links = links(cx, part).await?;
    links.retain(|link| inside.contains(&link.task));
    let beyond = links.iter().map(|link| link.predecessor).filter(|id| !inside.contains(id)).collect();
    let outside = outside(cx, &project, beyond).await?;
    links.retain(|link| inside.contains(&link.predecessor) || outside.contains_key(&link.predecessor));
    let shares = shares(cx, part).await?;
    let of_tasks = tasks.iter().filter_map(|task| task.calendar_id);
    let of_others = outside.values().filter_map(|task| task.calendar_id);
    let of_people = shares.iter().filter_map(|share| share.calendar);
    let around = [project.calendar_id, cx.settings.calendar_id.map(Id::cast)].into_iter().flatten();
    let wanted: HashSet<Id<Calendar>> = of_tasks.chain(of_others).chain(of_people).chain(around).collect();
    let calendars = calendars(cx, wanted).await?;
    Ok(Facts { project, rest: None, tasks, links, outside, shares, calendars })
}

/// A condition as a number.
fn flag(rules: &[String]) -> String {
    match rules {
        [] => "1".to_owned(),
        rules => format!("CASE WHEN {} THEN 1 ELSE 0 END", rules.join(" AND ")),
    }
}

async fn tasks(cx: &Ctx, part: &Part) -> Result<Vec<TaskRow>> {
    let mut sql = Sql::default();
    let condition = part.condition(&mut sql);
    let seen = flag(crate::own::condition::<Task>(cx, &mut sql, "t").as_slice());
    let text = |more: &str| {
        format!(
            "SELECT t.id, t.parent_id, t.key, t.status_kind, t.start_date, t.end_date, t.due_date, t.duration_minutes, \
             t.schedule_mode, t.constraint_type, t.constraint_date, t.percent_complete, t.actual_start, \
             t.actual_finish, t.remaining_minutes, t.calendar_id, t.milestone, {seen}{more} FROM tasks t \
             WHERE t.organization_id = $1 AND {condition} AND t.deleted_at IS NULL ORDER BY t.rank COLLATE \"C\", t.id"
        )
    };
    if !matches!(part, Part::Chart(_)) {
        return Ok(cx.tx.rows(&text(""), &sql.args()).await?);
    }
    let rows: Vec<Charted> = cx.tx.rows(&text(&format!(", {}", Shown::COLUMNS)), &sql.args()).await?;
    Ok(rows.into_iter().map(|Charted(row)| row).collect())
}

/// Links of these tasks, also of trashed ones, so that an index alone tells which tasks they are.
async fn links(cx: &Ctx, part: &Part) -> Result<Vec<LinkRow>> {
    let mut sql = Sql::default();
    let part = part.condition(&mut sql);
    let text = format!(
        "SELECT l.task_id, l.predecessor_id, l.type, l.lag FROM tasks t \
         JOIN task_links l ON l.organization_id = t.organization_id AND l.task_id = t.id \
         WHERE t.organization_id = $1 AND {part}"
    );
    let mut rows: Vec<LinkRow> = cx.tx.rows(&text, &sql.args()).await?;
    rows.sort_unstable_by_key(|link| (link.task, link.predecessor));
    Ok(rows)
}

/// Which of these predecessors, which are not among the tasks, are live.
async fn outside(cx: &Ctx, project: &Project, wanted: HashSet<Id<Task>>) -> Result<HashMap<Id<Task>, OutsideRow>> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::default();
    let ids = sql.arg(Arg::Ids(wanted.iter().map(|id| id.as_bytes().to_vec()).collect()));
    let mut rules: Vec<String> = crate::own::condition::<Task>(cx, &mut sql, "k").into_iter().collect();
    let mut join = "";
    if !cx.permits(Permission::ProjectReadAll) {
        join = " JOIN projects p ON p.organization_id = k.organization_id AND p.id = k.project_id";
        rules.push(crate::work::project::seen(cx, &mut sql));
    }
    let seen = flag(&rules);
    let calendar = match project.lags_run_in() {
        LagCalendar::Predecessor => {
            "COALESCE(k.calendar_id, (SELECT o.calendar_id FROM projects o \
             WHERE o.organization_id = k.organization_id AND o.id = k.project_id))"
        }
        _ => "CAST(NULL AS BYTEA)",
    };
    let text = format!(
        "SELECT k.id, k.project_id, k.key, k.status_kind, COALESCE(k.actual_start, k.start_date), \
         COALESCE(k.actual_finish, k.end_date), k.duration_minutes, {calendar}, {seen} FROM tasks k{join} \
         WHERE k.organization_id = $1 AND k.id = ANY({ids}) AND k.deleted_at IS NULL"
    );
    let rows: Vec<OutsideRow> = cx.tx.rows(&text, &sql.args()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Shares of these tasks, also of trashed ones, in their order.
async fn shares(cx: &Ctx, part: &Part) -> Result<Vec<ShareRow>> {
    let mut sql = Sql::default();
    let part = part.condition(&mut sql);
    let text = format!(
        "SELECT a.task_id, a.position, a.units, a.work, c.calendar_id FROM tasks t \
         JOIN task_assignments a ON a.organization_id = t.organization_id AND a.task_id = t.id \
         LEFT JOIN member_calendars c ON c.organization_id = a.organization_id AND c.user_id = a.user_id \
         WHERE t.organization_id = $1 AND {part}"
    );
    let mut rows: Vec<ShareRow> = cx.tx.rows(&text, &sql.args()).await?;
    rows.sort_unstable_by_key(|share| (share.task, share.position));
    Ok(rows)
}

pub(crate) async fn calendars(cx: &Ctx, wanted: HashSet<Id<Calendar>>) -> Result<HashMap<Id<Calendar>, Calendar>> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::default();
    let ids = sql.arg(Arg::Ids(wanted.iter().map(|id| id.as_bytes().to_vec()).collect()));
    let columns = <Calendar as crate::entity::Entity>::COLUMNS_OF_T;
    let text = format!(
        "SELECT {columns} FROM calendars t WHERE t.organization_id = $1 AND t.id = ANY({ids}) AND t.deleted_at IS NULL"
    );
    let rows: Vec<Calendar> = cx.tx.rows(&text, &sql.args()).await?;
    Ok(rows.into_iter().map(|calendar| (calendar.id, calendar)).collect())
}
