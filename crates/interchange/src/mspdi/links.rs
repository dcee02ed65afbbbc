//! Predecessor links: type, lag as the API writes it, and the proof that they have no cycle.
//!
//! A cycle refuses the file and is named by its tasks: the schedule would have no answer. It is
//! looked for as the schedule sees links: one from a summary waits for all below it, one to a
//! summary holds all below it. A link that merely leads nowhere is left out and reported.

use std::collections::HashSet;

use super::{
    Line,
    outline::{Outline, Row},
    task::RawLink,
    value::{Format, Unit},
};
use crate::{
    error::InterchangeError,
    model::{Hours, LinkKind, PlannedLink},
    notices::Notices,
};
use guildhall_schedule::Calendar;
use jiff::tz::TimeZone;

/// Minutes of the file's working day, week and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Units {
    pub day: i64,
    pub week: i64,
    pub month: i64,
}

impl Units {
    /// What `d`, `w` and `mo` of a lag stand for: 8 hours, 5 days, 20 days.
    pub(super) const STANDARD: Self = Self { day: 480, week: 2_400, month: 9_600 };
    /// What they stand for where time runs around the clock.
    pub(super) const ELAPSED: Self = Self { day: 1_440, week: 10_080, month: 43_200 };

    /// What they stand for in a calendar with these hours, which is where the schedule measures a lag.
    pub(super) fn of(week: &[Vec<Hours>; 7]) -> Self {
        let minute = |time: jiff::civil::Time| {
            u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
        };
        let end = |time| if minute(time) == 0 { 1_440 } else { minute(time) };
        let week = week.each_ref().map(|day| day.iter().map(|each| (minute(each.from), end(each.to))).collect());
        Calendar::new(TimeZone::UTC, week, Vec::new()).map_or(Self::STANDARD, |calendar| {
            let units = calendar.units();
            Self {
                day: units.minutes_per_day,
                week: units.minutes_per_week,
                month: units.minutes_per_day * units.days_per_month,
            }
        })
    }
}

/// The links of every row, in the rows' order; `here` is what units stand for in the calendar of each row.
pub(super) fn resolve(
    outline: &Outline,
    units: Units,
    here: &[Units],
    notices: &mut Notices,
) -> Result<Vec<Vec<PlannedLink>>, InterchangeError> {
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); outline.rows.len()];
    let mut all = Vec::with_capacity(outline.rows.len());
    for (index, row) in outline.rows.iter().enumerate() {
        let mut seen = HashSet::new();
        let mut links = Vec::new();
        for link in &row.task.links {
            let Some(from) = predecessor(outline, index, link, notices)? else {
                continue;
            };
            if !seen.insert(from) {
                let detail = "a second link to the same predecessor was left out";
                notices.add(Line(link.line), "duplicate_link", detail);
                continue;
            }
            edges[from].push(index);
            links.push(PlannedLink {
                predecessor: outline.rows[from].uid.to_string(),
                kind: kind_of(link)?,
                lag: lag_of(link, &outline.rows[from], (units, here[index]), notices)?,
            });
        }
        all.push(links);
    }
    match find_cycle(&outline.rows, &edges) {
        Some(cycle) => Err(cycle_error(outline, &cycle)),
        None => Ok(all),
    }
}

/// The row that a link names; none when the link can't be kept.
fn predecessor(
    outline: &Outline,
    successor: usize,
    link: &RawLink,
    notices: &mut Notices,
) -> Result<Option<usize>, InterchangeError> {
    let Some(uid) = link.predecessor else {
        notices.add(Line(link.line), "unknown_predecessor", "a link names no predecessor");
        return Ok(None);
    };
    if link.cross_project || outline.external.contains(&uid) {
        let project = link.project_name.as_deref().unwrap_or("another project");
        let detail = format!("the link to a task of {project} was left out");
        notices.add(Line(link.line), "external_link", detail);
        return Ok(None);
    }
    let Some(&from) = outline.by_uid.get(&uid) else {
        let detail = format!("the link to UID {uid} was left out: the file has no such task");
        notices.add(Line(link.line), "unknown_predecessor", detail);
        return Ok(None);
    };
    if from == successor {
        return Err(InterchangeError::new(
            Some(link.line),
            "/Project/Tasks/Task/PredecessorLink",
            "link_cycle",
            format!("the task {} is its own predecessor", label(&outline.rows[from])),
        ));
    }
    let rows = &outline.rows;
    if rows[from].holds(from, successor) || rows[successor].holds(successor, from) {
        let detail = "a link between a summary and a task below it was left out";
        notices.add(Line(link.line), "link_to_ancestor", detail);
        return Ok(None);
    }
    Ok(Some(from))
}

fn kind_of(link: &RawLink) -> Result<LinkKind, InterchangeError> {
    match link.kind {
        Some(0) => Ok(LinkKind::Ff),
        Some(1) | None => Ok(LinkKind::Fs),
        Some(2) => Ok(LinkKind::Sf),
        Some(3) => Ok(LinkKind::Ss),
        Some(other) => Err(InterchangeError::new(
            Some(link.line),
            "/Project/Tasks/Task/PredecessorLink/Type",
            "bad_number",
            format!("{other} is not a link type from 0 to 3"),
        )),
    }
}

fn lag_of(
    link: &RawLink,
    predecessor: &Row,
    units: (Units, Units),
    notices: &mut Notices,
) -> Result<String, InterchangeError> {
    let days = Format { unit: Unit::Days, elapsed: false, estimated: false };
    let Some(format) = link.format.map_or(Some(days), Format::of) else {
        return Err(InterchangeError::new(
            Some(link.line),
            "/Project/Tasks/Task/PredecessorLink/LagFormat",
            "bad_number",
            "the LagFormat is not one that Microsoft Project writes",
        ));
    };
    if link.lag == 0 {
        return Ok("0d".to_owned());
    }
    if format.unit != Unit::Percent {
        let (minutes, rounded) = (link.lag.div_euclid(10), link.lag.rem_euclid(10) != 0);
        if rounded {
            let detail = "a lag of less than a minute was rounded down";
            notices.add(Line(link.line), "lag_rounded", detail);
        }
        return Ok(lag_text(minutes, format, units));
    }
    if !format.elapsed {
        return Ok(format!("{}%", link.lag));
    }
    let duration = predecessor.task.duration.map_or(0, |span| span.minutes);
    let minutes = duration.saturating_mul(link.lag) / 100;
    let detail =
        format!("a lag of {} elapsed percent was fixed at what it is now, {minutes} elapsed minutes", link.lag);
    notices.add(Line(link.line), "elapsed_percent_lag", detail);
    let hours = Format { unit: Unit::Hours, elapsed: true, estimated: false };
    Ok(lag_text(minutes, hours, units))
}

/// Exact text in the file's unit when that is one or more, with at most four decimals, and means the same here, else in
/// the largest smaller unit of which it is a whole number.
fn lag_text(minutes: i64, format: Format, (file, here): (Units, Units)) -> String {
    let here = if format.elapsed { Units::ELAPSED } else { here };
    let means_the_same = |own: i64, here: i64| format.elapsed || own == here;
    let candidates = [
        (Unit::Months, "mo", here.month, means_the_same(file.month, here.month)),
        (Unit::Weeks, "w", here.week, means_the_same(file.week, here.week)),
        (Unit::Days, "d", here.day, means_the_same(file.day, here.day)),
        (Unit::Hours, "h", 60, true),
    ];
    let elapsed = if format.elapsed { "e" } else { "" };
    let own = candidates.iter().position(|(unit, ..)| *unit == format.unit);
    if let Some((_, suffix, size, true)) = own.map(|own| candidates[own])
        && minutes.unsigned_abs() >= size.unsigned_abs()
        && i128::from(minutes) * SCALE % i128::from(size) == 0
    {
        return format!("{}{elapsed}{suffix}", decimal(i128::from(minutes) * SCALE / i128::from(size)));
    }
    for (_, suffix, size, same) in &candidates[own.unwrap_or(candidates.len())..] {
        if *same && minutes % size == 0 {
            return format!("{}{elapsed}{suffix}", minutes / size);
        }
    }
    format!("{minutes}{elapsed}m")
}

/// Lags are kept in ten-thousandths.
const SCALE: i128 = 10_000;

/// `-1.5` of -15,000.
fn decimal(scaled: i128) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:04}", (scaled / SCALE).abs(), (scaled % SCALE).abs());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A cycle of rows, each the predecessor or the summary of the next.
///
/// Every row is two events, its start and its finish: a start precedes the starts below it, the
/// finishes below precede the summary's, and a link leads from a finish to a start.
fn find_cycle(rows: &[Row], links: &[Vec<usize>]) -> Option<Vec<usize>> {
    let count = rows.len();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count * 2];
    for (index, row) in rows.iter().enumerate() {
        next[index].push(index + count);
        if let Some(parent) = row.parent {
            next[parent].push(index);
            next[index + count].push(parent + count);
        }
        next[index + count].extend(&links[index]);
    }
    let mut finished = vec![false; next.len()];
    let mut position: Vec<Option<usize>> = vec![None; next.len()];
    for first in 0..next.len() {
        let mut trail: Vec<(usize, usize)> = Vec::new();
        if !finished[first] {
            position[first] = Some(0);
            trail.push((first, 0));
        }
        while let Some((node, tried)) = trail.last_mut() {
            let Some(&target) = next[*node].get(*tried) else {
                finished[*node] = true;
                position[*node] = None;
                trail.pop();
                continue;
            };
            *tried += 1;
            if let Some(start) = position[target] {
                let events = trail[start..].iter().map(|(node, _)| node % count);
                return Some(events.collect());
            }
            if !finished[target] {
                position[target] = Some(trail.len());
                trail.push((target, 0));
            }
        }
    }
    None
}

fn cycle_error(outline: &Outline, cycle: &[usize]) -> InterchangeError {
    let mut names: Vec<usize> = cycle.to_vec();
    names.dedup();
    if names.len() > 1 && names.first() == names.last() {
        names.pop();
    }
    let line = names.iter().map(|index| outline.rows[*index].task.line).min();
    let shown: Vec<String> = names.iter().chain(names.first()).map(|index| label(&outline.rows[*index])).collect();
    let text = if shown.len() > 12 {
        let (head, tail) = (&shown[..10], &shown[shown.len() - 1..]);
        format!("{} → … → {}", head.join(" → "), tail.join(""))
    } else {
        shown.join(" → ")
    };
    InterchangeError::new(
        line,
        "/Project/Tasks/Task/PredecessorLink",
        "link_cycle",
        format!("the links form a cycle: {text}"),
    )
}

fn label(row: &Row) -> String {
    let name: String = row.task.name.as_deref().unwrap_or("unnamed").chars().take(40).collect();
    format!("“{name}” (UID {})", row.uid)
}
