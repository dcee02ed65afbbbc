//! The columns of a chart, filled from a computed schedule.

use super::window::{Row, Window};
use super::{Gantt, GanttBeyond, GanttCalendar, GanttException, GanttLinks, GanttRows, GanttTasks};
use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::plan::read::Shown;
use crate::plan::{Computed, chart_as_stored, compute_chart};
use crate::time::Timestamp;
use guildhall_schedule::{Calendar, Instant, LinkType};

/// Reads and computes the chart of a project that the caller sees, or a part of it.
pub async fn gantt(cx: &Ctx, project: AnyId, window: &Window) -> Result<Gantt> {
    let (mut computed, problem) = match compute_chart(cx, project).await {
        Err(Error::Conflict { detail, .. }) => (chart_as_stored(cx, project).await?, Some(detail)),
        other => (other?, None),
    };
    let rows = window.rows(cx, &computed)?;
    let page = window.page(&rows);
    let (mut chart, place) = computed.chart(page);
    chart.problem = problem;
    if !window.is_whole() {
        chart.rows = Some(computed.rows(window.offset, &rows, page, &place));
    }
    Ok(chart)
}

fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000_000)
}

fn pairs(hours: &[(u16, u16)]) -> Vec<[u16; 2]> {
    hours.iter().map(|(from, to)| [*from, *to]).collect()
}

fn calendar(calendar: &Calendar) -> GanttCalendar {
    let exceptions = calendar.special_days().map(|(from, to, hours)| GanttException {
        from: from.to_string(),
        to: to.to_string(),
        hours: pairs(hours),
    });
    GanttCalendar {
        time_zone: calendar.zone().iana_name().unwrap_or("UTC").to_owned(),
        week: calendar.week().iter().map(|day| pairs(day)).collect(),
        exceptions: exceptions.collect(),
    }
}

fn word(kind: LinkType) -> &'static str {
    match kind {
        LinkType::FinishStart => "FS",
        LinkType::StartStart => "SS",
        LinkType::FinishFinish => "FF",
        LinkType::StartFinish => "SF",
    }
}

/// Where each task of the network stands in the answer.
type Places = Vec<Option<usize>>;

impl Computed {
    fn chart(&mut self, rows: &[Row]) -> (Gantt, Places) {
        let mut place = vec![None; self.plan.network().tasks.len()];
        let mut tasks = GanttTasks::default();
        for (at, _) in rows {
            let Some(more) = self.built.tasks[*at].shown.take() else { continue };
            place[*at] = Some(tasks.id.len());
            self.push(&mut tasks, *at, more, &place);
        }
        let mut links = GanttLinks::default();
        for link in self.links() {
            let (Some(from), Some(to)) = (place[link.predecessor], place[link.successor]) else { continue };
            links.from.push(from);
            links.to.push(to);
            links.lag.push(link.lag.to_string());
            links.kind.push(word(link.kind));
        }
        let chart = Gantt {
            project_id: self.project.id,
            project_start: seconds(self.project_start()),
            project_finish: seconds(self.project_finish()),
            tasks,
            links,
            hidden_predecessors: self.built.hidden,
            problem: None,
            calendars: self.calendars().iter().map(calendar).collect(),
            rows: None,
        };
        (chart, place)
    }

    /// Where the rows of a page stand among all, and what leads out of it to tasks that the caller sees.
    fn rows(&self, offset: usize, all: &[Row], page: &[Row], place: &Places) -> GanttRows {
        let level = page.iter().filter(|(at, _)| place[*at].is_some()).map(|(_, level)| *level).collect();
        let mut number = vec![-1; place.len()];
        for ((at, _), row) in all.iter().zip(0..) {
            number[*at] = row;
        }
        let mut beyond = GanttBeyond::default();
        for link in self.links() {
            let (at, other, waits) = match (place[link.predecessor], place[link.successor]) {
                (Some(at), None) => (at, link.successor, 0),
                (None, Some(at)) => (at, link.predecessor, 1),
                _ => continue,
            };
            let (Some(row), Some(dates)) = (self.built.tasks.get(other).filter(|row| row.seen), self.dates(other))
            else {
                continue;
            };
            beyond.at.push(at);
            beyond.waits.push(waits);
            beyond.other.push(row.id);
            beyond.row.push(number[other]);
            beyond.start.push(seconds(Timestamp(dates.start.0)));
            beyond.end.push(seconds(Timestamp(dates.finish.0)));
            beyond.kind.push(word(link.kind));
            beyond.lag.push(link.lag.to_string());
        }
        GanttRows { offset, total: all.len(), level, beyond }
    }

    fn push(&self, tasks: &mut GanttTasks, at: usize, more: Shown, place: &[Option<usize>]) {
        let (row, network) = (&self.built.tasks[at], self.plan.network());
        let (Some(dates), Some(task)) = (self.dates(at), network.tasks.get(at)) else { return };
        let flag = |yes: bool| u8::from(yes);
        let known = |at: Option<Timestamp>| at.map(seconds);
        let computed = |at: Instant| seconds(Timestamp(at.0));
        let parent = task.parent.and_then(|parent| place[parent]).and_then(|parent| i64::try_from(parent).ok());
        tasks.id.push(row.id);
        tasks.key.push(row.key.clone());
        tasks.title.push(more.title);
        tasks.parent.push(parent.unwrap_or(-1));
        tasks.start.push(known(row.start_date));
        tasks.end.push(known(row.end_date));
        tasks.planned_start.push(computed(dates.start));
        tasks.planned_end.push(computed(dates.finish));
        tasks.duration.push(row.duration_minutes.map(|minutes| self.days(at, minutes)));
        tasks.percent.push(Amount(row.percent_complete));
        let point = row.milestone || (task.duration == 0 && !self.built.summary[at]);
        tasks.kind.push(if self.built.parts[at] { 1 } else { 2 * flag(point) });
        tasks.manual.push(flag(row.schedule_mode == "manual"));
        let counts = self.built.aside.is_none();
        tasks.critical.push(flag(counts && dates.critical && (self.built.summary[at] || !task.outside)));
        tasks.total_float.push(self.days(at, if counts { dates.total_slack } else { 0 }));
        tasks.free_float.push(self.days(at, if counts { dates.free_slack } else { 0 }));
        tasks.deadline.push(known(row.due_date));
        tasks.constraint.push(row.constraint_type.clone());
        tasks.constraint_date.push(known(row.constraint_date));
        tasks.baseline_start.push(known(more.baseline[0]));
        tasks.baseline_end.push(known(more.baseline[1]));
        tasks.status_kind.push(row.status_kind.clone());
        tasks.assignee.push(more.assignee);
        tasks.calendar.push(task.calendar);
        tasks.revision.push(more.revision);
    }
}
