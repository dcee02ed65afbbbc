//! What the log says of an object only through others: a move is one event for a whole subtree, and so is
//! going to the trash. Which project a task was in, what was above it and whether it was in the trash follows
//! from the tasks above it at that moment.

use super::{Was, replay, rows};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource};
use crate::error::Result;
use crate::sql::Arg;
use crate::time::Timestamp;
use crate::work::task::tree::LEVELS;
use crate::work::{Project, Task};
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};

type States = HashMap<AnyId, Was>;

/// Completes what tasks and projects say about these objects.
pub async fn complete<E: Resource>(cx: &Ctx, states: &mut States, seq: i64) -> Result<()> {
    if states.is_empty() || E::MODEL == Project::MODEL {
        return Ok(());
    }
    let is_task = E::MODEL == Task::MODEL;
    let mut tasks = if is_task { states.clone() } else { States::new() };
    let first = states.values().filter_map(|was| if is_task { parent(was) } else { was.task }).collect();
    climb(cx, &mut tasks, first, seq).await?;
    forget_purged::<E>(cx, states, &tasks, seq).await?;
    let mut projects = HashSet::new();
    for (id, was) in states.iter_mut() {
        let task = if is_task { Some(*id) } else { was.task };
        let chain = task.map(|task| Chain::of(&tasks, task)).unwrap_or_default();
        was.project = chain.project.or(was.project);
        was.deleted = was.deleted.or(chain.deleted);
        projects.extend(was.project);
        if is_task {
            let above = chain.above.iter().rev().map(|id| Json::from(id.to_string())).collect();
            was.fields.insert("ancestors".into(), Json::Array(above));
        }
        if E::field("projectId").is_some() && task.is_some() {
            was.fields.insert("projectId".into(), was.project.map_or(Json::Null, |id| id.to_string().into()));
        }
    }
    let projects: Vec<AnyId> = projects.into_iter().collect();
    let projects = at::<Project>(cx, &projects, seq).await?;
    for was in states.values_mut() {
        let project = was.project.and_then(|id| projects.get(&id));
        was.deleted = was.deleted.or_else(|| project?.deleted);
    }
    Ok(())
}

/// What was purged took along what it held, of which the log tells nothing.
async fn forget_purged<E: Resource>(cx: &Ctx, states: &mut States, tasks: &States, seq: i64) -> Result<()> {
    let is_task = E::MODEL == Task::MODEL;
    let holders = |of: &AnyId, was: &Was| -> Vec<AnyId> {
        let chain = if is_task { Some(*of) } else { was.task }.map(|task| Chain::of(tasks, task)).unwrap_or_default();
        let project = chain.project.or(was.project);
        let task = was.task.filter(|_| !is_task);
        chain.above.iter().copied().chain(chain.lost).chain(task).chain(project).chain(id(was, "fileId")).collect()
    };
    let of: HashMap<AnyId, Vec<AnyId>> = states.iter().map(|(id, was)| (*id, holders(id, was))).collect();
    let all: HashSet<AnyId> = of.values().flatten().copied().collect();
    let all = Arg::Ids(all.iter().map(|id| id.as_bytes().to_vec()).collect());
    let sql = "SELECT e.object_id FROM events e WHERE e.organization_id = $1 AND e.object_id = ANY($2) \
        AND e.action = 'purged' AND e.seq <= $3";
    let purged: HashSet<AnyId> =
        cx.tx.rows::<(AnyId,)>(sql, &[&all, &seq]).await?.into_iter().map(|(id,)| id).collect();
    states.retain(|id, _| of.get(id).is_none_or(|holders| holders.iter().all(|holder| !purged.contains(holder))));
    Ok(())
}

async fn at<E: Resource>(cx: &Ctx, ids: &[AnyId], seq: i64) -> Result<States> {
    if ids.is_empty() {
        return Ok(States::new());
    }
    let today = rows::<E>(cx, ids, false).await?;
    replay::states::<E>(cx, ids, seq, &today).await
}

/// Adds the tasks above, level by level.
async fn climb(cx: &Ctx, tasks: &mut States, mut wanted: HashSet<AnyId>, seq: i64) -> Result<()> {
    for _ in 0..LEVELS {
        let missing: Vec<AnyId> = wanted.iter().filter(|id| !tasks.contains_key(*id)).copied().collect();
        if missing.is_empty() {
            break;
        }
        let found = at::<Task>(cx, &missing, seq).await?;
        wanted = found.values().filter_map(parent).collect();
        tasks.extend(found);
    }
    Ok(())
}

fn id(was: &Was, field: &str) -> Option<AnyId> {
    was.fields.get(field)?.as_str()?.parse().ok()
}

fn parent(was: &Was) -> Option<AnyId> {
    id(was, "parentId")
}

/// What stands above a task, the nearest first.
#[derive(Default)]
struct Chain {
    above: Vec<AnyId>,
    project: Option<AnyId>,
    deleted: Option<Timestamp>,
    /// What should stand above the last of them, and was not there.
    lost: Option<AnyId>,
}

impl Chain {
    fn of(tasks: &States, task: AnyId) -> Self {
        let mut chain = Self::default();
        let mut next = Some(task);
        while let Some(at) = next {
            let Some(was) = tasks.get(&at) else {
                chain.lost = Some(at);
                break;
            };
            if at != task {
                chain.above.push(at);
            }
            chain.project = id(was, "projectId").or(was.project);
            chain.deleted = chain.deleted.or(was.deleted);
            next = parent(was).filter(|_| chain.above.len() < LEVELS);
        }
        chain
    }
}
