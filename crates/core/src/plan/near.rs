//! The part of a project that one change can move: what is downstream of it, and beside that only what bears on
//! it, at its stored dates. So a change costs as much as it moves, however large the project is. Where that part
//! cannot be told from the rest, or is large itself, the whole project is computed instead.

use super::read::{Part, TaskRow, facts};
use super::{Computed, plan};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::policy::Permission;
use crate::work::{Project, Task};
use guildhall_store::Id;
use std::collections::HashSet;

/// How the rest of the project bears on a part of it.
pub(super) struct Rest {
    /// Tasks of the part that stand where they are stored.
    pub fixed: HashSet<Id<Task>>,
    /// Those of them that have parts, which are not read.
    pub summaries: HashSet<Id<Task>>,
}

/// Most steps down a chain, and most tasks, that are looked at one by one.
const MOST_STEPS: usize = 30;
const MOST_TASKS: usize = 1_500;

/// Computes what a change of these tasks can move; none where the whole project has to be computed.
pub(super) async fn compute(cx: &Ctx, project: Id<Project>, from: &[Id<Task>]) -> Result<Option<Computed>> {
    cx.require_reach(Permission::TaskRead)?;
    let project: Project = crate::list::one(cx, project.cast(), Some(false), false).await?;
    // Without a start of its own a project starts with the first of all its tasks.
    if project.start_date.is_none() {
        return Ok(None);
    }
    // What is as late as possible depends on all that comes after it.
    let sql = "SELECT id FROM tasks WHERE organization_id = $1 AND project_id = $2 AND constraint_type = 'ALAP' \
        AND deleted_at IS NULL LIMIT 1";
    if cx.tx.row::<(Id<Task>,)>(sql, &[&project.id]).await?.is_some() {
        return Ok(None);
    }
    let Some(can_move) = downstream(cx, project.id, from).await? else { return Ok(None) };
    let beside = beside(cx, project.id, &can_move).await?;
    if can_move.len() + beside.len() > MOST_TASKS {
        return Ok(None);
    }
    let all = can_move.union(&beside).copied().collect();
    let mut facts = facts(cx, project, &Part::These(all)).await?;
    let summaries = summaries(cx, &beside).await?;
    let stands = |row: &TaskRow| {
        let dated = row.start_date.is_some() && row.end_date.is_some();
        match (beside.contains(&row.id), summaries.contains(&row.id)) {
            (false, _) => true,
            // One that scheduling leaves alone is stored as it was, and adds up to something else.
            (true, true) => dated && row.moves(),
            (true, false) => dated || row.is_past(),
        }
    };
    if !facts.tasks.iter().all(stands) {
        return Ok(None);
    }
    facts.rest = Some(Rest { fixed: beside, summaries });
    let project = facts.project.clone();
    plan(super::build::network(cx, facts, false)?, project).map(Some)
}

/// These tasks and all whose dates can follow from theirs: parts, successors, and all above them.
async fn downstream(cx: &Ctx, project: Id<Project>, from: &[Id<Task>]) -> Result<Option<HashSet<Id<Task>>>> {
    let sql =
        "SELECT id FROM tasks WHERE organization_id = $1 AND id = ANY($2) AND project_id = $3 AND deleted_at IS NULL";
    let live: Vec<(Id<Task>,)> = cx.tx.rows(sql, &[&from.to_vec(), &project]).await?;
    // A summary reached from below has moved as a whole; its other parts have not.
    let mut whole: HashSet<Id<Task>> = live.iter().map(|(id,)| *id).collect();
    let mut above: HashSet<Id<Task>> = HashSet::new();
    let (mut fresh, mut fresh_above): (Vec<Id<Task>>, Vec<Id<Task>>) = (whole.iter().copied().collect(), Vec::new());
    for _ in 0..MOST_STEPS {
        if fresh.is_empty() && fresh_above.is_empty() {
            whole.extend(above);
            return Ok(Some(whole));
        }
        let both: Vec<Id<Task>> = fresh.iter().chain(&fresh_above).copied().collect();
        let next = step(cx, project, &fresh, &both).await?;
        (fresh, fresh_above) = (Vec::new(), Vec::new());
        for (up, task) in next {
            if up == 0 && whole.insert(task) {
                fresh.push(task);
            } else if up == 1 && above.insert(task) {
                fresh_above.push(task);
            }
        }
        if whole.len() + above.len() > MOST_TASKS {
            return Ok(None);
        }
    }
    Ok(None)
}

/// One step down and up: parts of `whole`, successors of `both`, and (with 1) what `both` are parts of.
async fn step(cx: &Ctx, project: Id<Project>, whole: &[Id<Task>], both: &[Id<Task>]) -> Result<Vec<(i64, Id<Task>)>> {
    let sql = "SELECT 0, t.id FROM tasks t WHERE t.organization_id = $1 AND t.parent_id = ANY($2) AND t.deleted_at IS NULL \
        UNION ALL SELECT 0, l.task_id FROM task_links l JOIN tasks t ON t.organization_id = l.organization_id \
        AND t.id = l.task_id AND t.project_id = $4 AND t.deleted_at IS NULL \
        WHERE l.organization_id = $1 AND l.predecessor_id = ANY($3) \
        UNION ALL SELECT 1, t.parent_id FROM tasks t WHERE t.organization_id = $1 AND t.id = ANY($3) \
        AND t.parent_id IS NOT NULL";
    Ok(cx.tx.rows(sql, &[&whole.to_vec(), &both.to_vec(), &project]).await?)
}

/// What bears on these tasks without being one of them: what they wait for, and what else their summaries add up.
async fn beside(cx: &Ctx, project: Id<Project>, can_move: &HashSet<Id<Task>>) -> Result<HashSet<Id<Task>>> {
    let all: Vec<Id<Task>> = can_move.iter().copied().collect();
    let sql = format!(
        "SELECT l.predecessor_id FROM task_links l JOIN tasks k ON k.organization_id = l.organization_id \
         AND k.id = l.predecessor_id AND k.project_id = $3 AND k.deleted_at IS NULL \
         WHERE l.organization_id = $1 AND l.task_id = ANY($2) \
         UNION SELECT t.id FROM tasks t WHERE t.organization_id = $1 AND t.parent_id = ANY($2) AND t.deleted_at IS NULL \
         LIMIT {}",
        2 * MOST_TASKS
    );
    let rows: Vec<(Id<Task>,)> = cx.tx.rows(&sql, &[&all, &project]).await?;
    Ok(rows.into_iter().map(|(id,)| id).filter(|id| !can_move.contains(id)).collect())
}

/// Those of these tasks that have parts.
async fn summaries(cx: &Ctx, tasks: &HashSet<Id<Task>>) -> Result<HashSet<Id<Task>>> {
    let all: Vec<Id<Task>> = tasks.iter().copied().collect();
    let sql = "SELECT DISTINCT t.parent_id FROM tasks t WHERE t.organization_id = $1 AND t.parent_id = ANY($2) \
        AND t.deleted_at IS NULL";
    let rows: Vec<(Id<Task>,)> = cx.tx.rows(sql, &[&all]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
