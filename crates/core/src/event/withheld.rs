//! Takes out of the log what its reader may not know of money: what the time of others costs, and what projects may
//! cost and how much of that is spent. What is withheld reads null, as in the objects themselves.

use super::{Event, veil};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity};
use crate::error::Result;
use crate::money;
use crate::work::expense::withheld;
use crate::work::project::budget;
use crate::work::{Expense, Project};
use serde_json::{Map, Value as Json};
use std::collections::HashSet;

/// Leaves out events that tell of nothing else.
pub(super) fn keep(cx: &Ctx, events: &mut Vec<Event>) {
    if !budget::is_seen(cx) {
        events.retain(|event| event.model != Project::MODEL || !money::FOLLOWS.contains(&event.action.as_str()));
    }
}

/// Empties what is withheld in the sides of events.
pub(super) async fn draw(cx: &Ctx, events: &mut [Event]) -> Result<()> {
    if withheld::reader(cx).is_some() {
        let of_entries = |event: &&Event| event.model == Expense::MODEL;
        let entries: HashSet<AnyId> = events.iter().filter(of_entries).map(|event| event.object_id).collect();
        let open = if entries.is_empty() { entries } else { withheld::told_in_log(cx, &entries).await? };
        for event in events.iter_mut().filter(|event| event.model == Expense::MODEL) {
            if !open.contains(&event.object_id) {
                empty(event, withheld::empty)?;
            }
        }
    }
    if !budget::is_seen(cx) {
        for event in events.iter_mut().filter(|event| event.model == Project::MODEL) {
            empty(event, budget::empty)?;
        }
    }
    Ok(())
}

fn empty(event: &mut Event, fields: fn(&mut Map<String, Json>)) -> Result<()> {
    for side in [&mut event.before, &mut event.after] {
        if let Some(mut map) = veil::parse(side.as_deref())? {
            fields(&mut map);
            *side = veil::raw(&map)?;
        }
    }
    Ok(())
}

/// Empties what is withheld in objects rebuilt from the log.
pub(super) fn cover(cx: &Ctx, model: &str, objects: &mut [Map<String, Json>]) {
    if model == Expense::MODEL {
        objects.iter_mut().for_each(|entry| withheld::cover(cx, entry));
    }
    if model == Project::MODEL && !budget::is_seen(cx) {
        objects.iter_mut().for_each(budget::empty);
    }
}
