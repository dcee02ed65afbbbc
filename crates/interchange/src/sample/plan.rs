//! When things happen in a script: the scheduling engine computes the dates, today decides how far each task
//! is. Nothing is finished before what it waits for, and what is marked late stays unfinished.

use super::script::{DAY, Item, Script};
use guildhall_core::{Error, Result};
use guildhall_schedule::{Calendar, Instant, Lag, Link, LinkType, Network, Options, Plan, Task};
use std::collections::HashMap;

/// An item in outline order.
pub(super) struct Flat<'s> {
    pub item: &'s Item,
    pub parent: Option<usize>,
    /// Place among its siblings.
    pub place: usize,
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Open,
    Active,
    Done,
}

/// When a task happens, and how far it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct When {
    pub start: Instant,
    pub finish: Instant,
    /// As it was planned at first.
    pub planned: (Instant, Instant),
    pub minutes: i64,
    pub stage: Stage,
    /// 0 to 100.
    pub percent: i64,
}

/// The items of a script in outline order.
pub(super) fn flatten(items: &[Item]) -> Vec<Flat<'_>> {
    let mut out = Vec::new();
    let mut open: Vec<(&[Item], usize, Option<usize>)> = vec![(items, 0, None)];
    while let Some((siblings, place, parent)) = open.pop() {
        let Some(item) = siblings.get(place) else { continue };
        open.push((siblings, place + 1, parent));
        out.push(Flat { item, parent, place });
        open.push((&item.parts, 0, Some(out.len() - 1)));
    }
    out
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("the sample cannot be scheduled: {error}"))
}

fn kind(name: &str) -> LinkType {
    match name {
        "SS" => LinkType::StartStart,
        "FF" => LinkType::FinishFinish,
        "SF" => LinkType::StartFinish,
        _ => LinkType::FinishStart,
    }
}

/// Computes dates and stages.
pub(super) fn plan(script: &Script, flat: &[Flat<'_>], calendar: &Calendar, now: Instant) -> Result<Vec<When>> {
    let today = calendar.date_of(now).and_then(|day| calendar.day_start(day)).map_err(failed)?;
    let start = calendar.add(today, -script.began * DAY).and_then(|at| calendar.next_working(at)).map_err(failed)?;
    let actual = schedule(flat, calendar, start, |item| item.minutes)?;
    let first = schedule(flat, calendar, start, |item| item.planned.unwrap_or(item.minutes))?;
    let dates: Vec<(Instant, Instant)> = actual.all_dates().iter().map(|each| (each.start, each.finish)).collect();
    let stages = stages(flat, &dates, now);
    let when = flat.iter().enumerate().map(|(index, each)| {
        let (start, finish) = dates[index];
        let planned = first.all_dates()[index];
        let minutes = if each.item.parts.is_empty() { each.item.minutes } else { calendar.between(start, finish) };
        let percent = percent(index, flat, &stages, &dates, (calendar, now));
        When { start, finish, planned: (planned.start, planned.finish), minutes, stage: stages[index], percent }
    });
    Ok(when.collect())
}

fn schedule(flat: &[Flat<'_>], calendar: &Calendar, start: Instant, minutes: impl Fn(&Item) -> i64) -> Result<Plan> {
    let index: HashMap<&str, usize> = flat
        .iter()
        .enumerate()
        .filter(|(_, each)| !each.item.id.is_empty())
        .map(|(at, each)| (each.item.id, at))
        .collect();
    let task = |each: &Flat<'_>| Task { parent: each.parent, ..Task::new(minutes(each.item)) };
    let mut links = Vec::new();
    for (successor, each) in flat.iter().enumerate() {
        for (name, type_name, lag) in &each.item.after {
            let predecessor = *index.get(name).ok_or_else(|| failed(format!("nothing is called {name}")))?;
            let lag: Lag = lag.parse().map_err(failed)?;
            links.push(Link { predecessor, successor, kind: kind(type_name), lag });
        }
    }
    let options = Options::starting(start);
    let tasks = flat.iter().map(task).collect();
    Plan::new(Network { options, calendars: vec![calendar.clone()], tasks, links }).map_err(failed)
}

fn stages(flat: &[Flat<'_>], dates: &[(Instant, Instant)], now: Instant) -> Vec<Stage> {
    let index: HashMap<&str, usize> = flat.iter().enumerate().map(|(at, each)| (each.item.id, at)).collect();
    let by_date = |(at, each): (usize, &Flat<'_>)| match dates[at] {
        _ if each.item.someday => Stage::Open,
        (_, finish) if finish <= now && !each.item.late => Stage::Done,
        (start, _) if start <= now && !each.item.milestone => Stage::Active,
        _ => Stage::Open,
    };
    let mut stages: Vec<Stage> = flat.iter().enumerate().map(by_date).collect();
    // What waits for something unfinished falls back, and so does what waits for that.
    for _ in 0..flat.len() {
        let before = stages.clone();
        for (at, each) in flat.iter().enumerate() {
            for (name, type_name, _) in &each.item.after {
                let ahead = index.get(name).map_or(Stage::Done, |ahead| stages[*ahead]);
                let most = match (*type_name, ahead) {
                    (_, Stage::Done) => Stage::Done,
                    ("FS" | "SF", _) | (_, Stage::Open) => Stage::Open,
                    _ => Stage::Active,
                };
                if rank(most) < rank(stages[at]) {
                    stages[at] = most;
                }
            }
        }
        for at in (0..flat.len()).rev().filter(|at| !flat[*at].item.parts.is_empty()) {
            let parts: Vec<Stage> =
                flat.iter().zip(&stages).filter(|(each, _)| each.parent == Some(at)).map(|(_, stage)| *stage).collect();
            stages[at] = match (parts.iter().all(|s| *s == Stage::Done), parts.iter().all(|s| *s == Stage::Open)) {
                (true, _) => Stage::Done,
                (_, true) => Stage::Open,
                _ => Stage::Active,
            };
        }
        if stages == before {
            break;
        }
    }
    stages
}

/// How much of its group an item is.
fn weight(item: &Item) -> i64 {
    if item.parts.is_empty() { item.minutes.max(1) } else { item.parts.iter().map(weight).sum() }
}

fn rank(stage: Stage) -> u8 {
    match stage {
        Stage::Open => 0,
        Stage::Active => 1,
        Stage::Done => 2,
    }
}

fn percent(
    at: usize,
    flat: &[Flat<'_>],
    stages: &[Stage],
    dates: &[(Instant, Instant)],
    (calendar, now): (&Calendar, Instant),
) -> i64 {
    match stages[at] {
        Stage::Done => return 100,
        Stage::Open => return 0,
        Stage::Active => {}
    }
    if !flat[at].item.parts.is_empty() {
        let parts: Vec<usize> = (0..flat.len()).filter(|index| flat[*index].parent == Some(at)).collect();
        let total: i64 = parts.iter().map(|index| weight(flat[*index].item)).sum();
        let weighed =
            parts.iter().map(|index| percent(*index, flat, stages, dates, (calendar, now)) * weight(flat[*index].item));
        return weighed.sum::<i64>() / total.max(1);
    }
    if flat[at].item.late {
        return 70;
    }
    let worked = calendar.between(dates[at].0, now);
    (worked * 20 / flat[at].item.minutes.max(1) * 5).clamp(10, 90)
}
