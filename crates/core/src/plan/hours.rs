//! Automatic scheduling after a change of working hours: of a calendar, of who works in one, and of what the
//! whole organization works in. Only what runs in those hours moves, what starts with a project whose first day they
//! are of, and what depends on it.

use super::Computed;
use super::follow::{Followed, follow_all, within_each};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::org::User;
use crate::work::{Calendar, Project, Task};
use guildhall_schedule::{Constraint, LagCalendar, Link};
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use std::collections::HashSet;

/// Most projects that follow one change of hours.
const MOST_PROJECTS: usize = 200;

/// Moves what runs in a calendar whose hours were changed.
pub async fn follow_calendar(cx: &mut Ctx, calendar: Id<Calendar>) -> Result<Followed> {
    let inherits = if cx.settings.calendar_id == Some(calendar.cast()) { " OR p.calendar_id IS NULL" } else { "" };
    let sql = format!(
        "SELECT p.id FROM projects p WHERE p.organization_id = $1 AND p.deleted_at IS NULL AND (p.calendar_id = $2{inherits} \
         OR EXISTS (SELECT 1 FROM tasks t WHERE t.organization_id = p.organization_id AND t.project_id = p.id \
         AND t.calendar_id = $2) OR EXISTS (SELECT 1 FROM member_calendars c JOIN task_assignments a \
         ON a.organization_id = c.organization_id AND a.user_id = c.user_id JOIN tasks k \
         ON k.organization_id = a.organization_id AND k.id = a.task_id WHERE c.organization_id = p.organization_id \
         AND c.calendar_id = $2 AND k.project_id = p.id)) ORDER BY p.id LIMIT {}",
        MOST_PROJECTS + 1
    );
    let projects = cx.tx.rows(&sql, &[&calendar]).await?;
    each(cx, projects, |computed| {
        let Some(place) = computed.built.calendars.get(&calendar).copied() else { return Vec::new() };
        computed.in_hours(place == 0, |at| at == place)
    })
    .await
}

/// Moves what depends on a project itself, after these fields of it were changed: what runs in its calendar, starts
/// with it, waits with a lag, or could be pulled before its start.
pub async fn follow_project(cx: &mut Ctx, project: Id<Project>, changed: &Map<String, Json>) -> Result<Followed> {
    let fields = ["calendarId", "startDate", "lagCalendar", "allowBeforeProjectStart"];
    let [hours, start, lags, before] = fields.map(|name| changed.contains_key(name));
    let kinds: HashSet<String> = std::mem::take(&mut cx.plan.rekinded).into_iter().collect();
    if !(hours || start || lags || before || !kinds.is_empty()) {
        return Ok(Followed::default());
    }
    let ended = of_statuses(cx, project, kinds).await?;
    each(cx, vec![(project,)], |computed| {
        let mut from = computed.in_hours(hours || start, |at| hours && at == 0);
        if before {
            from.extend(&computed.built.pulled);
        }
        if lags {
            from.extend(computed.lagging(|_| true));
        }
        from.extend(ended.iter().filter_map(|id| computed.built.index.get(id)));
        from
    })
    .await
}

/// Tasks whose statuses mean something else now, and what waits for them.
async fn of_statuses(cx: &Ctx, project: Id<Project>, statuses: HashSet<String>) -> Result<Vec<Id<Task>>> {
    if statuses.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT t.id FROM tasks t WHERE t.organization_id = $1 AND t.project_id = $2 AND t.status = ANY($3) \
        AND t.deleted_at IS NULL UNION SELECT l.task_id FROM tasks t JOIN task_links l \
        ON l.organization_id = t.organization_id AND l.predecessor_id = t.id WHERE t.organization_id = $1 \
        AND t.project_id = $2 AND t.status = ANY($3) AND t.deleted_at IS NULL";
    let statuses: Vec<String> = statuses.into_iter().collect();
    let rows: Vec<(Id<Task>,)> = cx.tx.rows(sql, &[&project, &statuses]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Moves what waits in other projects for the tasks of one that was trashed or came back, and what waits in it for
/// others.
pub async fn follow_whole_project(cx: &mut Ctx, project: Id<Project>) -> Result<Followed> {
    let sql = "SELECT l.task_id FROM tasks k JOIN task_links l ON l.organization_id = k.organization_id \
        AND l.predecessor_id = k.id JOIN tasks t ON t.organization_id = l.organization_id AND t.id = l.task_id \
        AND t.project_id <> $2 AND t.deleted_at IS NULL WHERE k.organization_id = $1 AND k.project_id = $2 \
        UNION SELECT l.task_id FROM tasks t JOIN task_links l ON l.organization_id = t.organization_id \
        AND l.task_id = t.id JOIN tasks k ON k.organization_id = l.organization_id AND k.id = l.predecessor_id \
        AND k.project_id <> $2 WHERE t.organization_id = $1 AND t.project_id = $2 AND t.deleted_at IS NULL";
    let rows: Vec<(Id<Task>,)> = cx.tx.rows(sql, &[&project]).await?;
    let tasks: Vec<Id<Task>> = rows.into_iter().map(|(id,)| id).collect();
    follow_all(cx, &tasks).await
}

/// Moves what runs in the organization's calendar or in its time zone, after that was changed.
pub async fn follow_organization(cx: &mut Ctx, hours: bool, zone: bool) -> Result<Followed> {
    if !hours && !zone {
        return Ok(Followed::default());
    }
    let inherits = if zone { "" } else { " AND p.calendar_id IS NULL" };
    let sql = format!(
        "SELECT p.id FROM projects p WHERE p.organization_id = $1 AND p.deleted_at IS NULL{inherits} ORDER BY p.id LIMIT {}",
        MOST_PROJECTS + 1
    );
    let projects = cx.tx.rows(&sql, &[]).await?;
    let own = crate::org::organization::zone("timeZone", &cx.settings.time_zone)?;
    each(cx, projects, move |computed| {
        let calendars = computed.calendars();
        let in_zone = |at: usize| calendars.get(at).is_some_and(|one| *one.zone() == own);
        let inherits = computed.project.calendar_id.is_none();
        let is = |at: usize| (hours && inherits && at == 0) || (zone && in_zone(at));
        computed.in_hours(is(0), is)
    })
    .await
}

/// Moves what starts with a project that a task went from, where the project starts with the first of its tasks, and
/// what is as late as its end allows.
pub async fn follow_departure(cx: &mut Ctx, project: Id<Project>) -> Result<Followed> {
    let sql = "SELECT p.id FROM projects p WHERE p.organization_id = $1 AND p.id = $2 AND p.deleted_at IS NULL \
        AND (p.start_date IS NULL OR EXISTS (SELECT 1 FROM tasks t WHERE t.organization_id = p.organization_id \
        AND t.project_id = p.id AND t.constraint_type = 'ALAP' AND t.deleted_at IS NULL))";
    let projects = cx.tx.rows(sql, &[&project]).await?;
    each(cx, projects, |computed| {
        let mut from = computed.late();
        if computed.project.start_date.is_none() {
            from.extend(computed.at_start());
        }
        from
    })
    .await
}

/// Moves what a person works on, after that person was given other hours.
pub async fn follow_member(cx: &mut Ctx, member: Id<User>) -> Result<Followed> {
    let sql = "SELECT a.task_id FROM task_assignments a JOIN tasks t ON t.organization_id = a.organization_id \
        AND t.id = a.task_id WHERE a.organization_id = $1 AND a.user_id = $2 AND t.deleted_at IS NULL \
        AND t.calendar_id IS NULL AND t.status_kind NOT IN ('done', 'cancelled')";
    let rows: Vec<(Id<Task>,)> = cx.tx.rows(sql, &[&member]).await?;
    let tasks: Vec<Id<Task>> = rows.into_iter().map(|(id,)| id).collect();
    follow_all(cx, &tasks).await
}

async fn each<F>(cx: &mut Ctx, projects: Vec<(Id<Project>,)>, from: F) -> Result<Followed>
where
    F: Fn(&Computed) -> Vec<usize> + Send + Sync,
{
    let mut told = Followed::default();
    for (project,) in projects.iter().take(MOST_PROJECTS) {
        within_each(cx, *project, &mut told, &from).await?;
    }
    if projects.len() > MOST_PROJECTS {
        told.stop(format!("it reaches more than {MOST_PROJECTS} projects; apply the schedule of the others"));
    }
    Ok(told)
}

impl Computed {
    /// Tasks that are as late as possible.
    fn late(&self) -> Vec<usize> {
        let tasks = self.plan.network().tasks.iter().enumerate();
        tasks.filter(|(_, task)| task.constraint == Constraint::AsLateAsPossible).map(|(at, _)| at).collect()
    }

    /// What runs in calendars that `is` finds by their places; with other hours of the project's also the moment at
    /// which its first day begins is another, also for what runs in a calendar of its own.
    fn in_hours(&self, of_project: bool, is: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut from = self.running(is);
        if of_project {
            from.extend(self.at_start());
        }
        from
    }

    /// Tasks without parts that run in a calendar which `is` finds by its place, and those that wait with a lag
    /// which runs in it.
    fn running(&self, is: impl Fn(usize) -> bool) -> Vec<usize> {
        let tasks = self.plan.network().tasks.iter().take(self.built.tasks.len()).enumerate();
        let runs = tasks.filter(|(_, task)| is(task.calendar) || task.assignments.iter().any(|one| is(one.calendar)));
        let runs = runs.map(|(at, _)| at).filter(|at| !self.built.summary[*at]);
        runs.chain(self.lagging(&is)).collect()
    }

    /// Tasks that wait with a lag which runs in a calendar that `is` finds by its place.
    fn lagging(&self, is: impl Fn(usize) -> bool) -> impl Iterator<Item = usize> {
        let network = self.plan.network();
        let runs_in = |link: &Link| match network.options.lag_calendar {
            LagCalendar::Predecessor => network.tasks[link.predecessor].calendar,
            LagCalendar::Project => network.options.project_calendar,
            LagCalendar::Successor | LagCalendar::Elapsed => network.tasks[link.successor].calendar,
        };
        let lags = network.links.iter().filter(move |link| !link.lag.is_zero() && is(runs_in(link)));
        lags.map(|link| link.successor)
    }
}
