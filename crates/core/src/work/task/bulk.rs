//! Tasks that come in many at a time, exactly as they stand. No rule runs and nothing is read for a single
//! task: who calls has checked people, labels, calendar, status and place, and that the links make no circle.
//! Statements go out without waiting for one another; what is wrong shows when the transaction commits.

use super::links::Dependency;
use super::{Task, dates, tree};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::work::custom;
use guildhall_store::Id;

/// Stores new tasks with their people, labels and links, and gives out their keys in this order.
pub async fn store(cx: &mut Ctx, project_key: &str, tasks: &mut [Task]) -> Result<()> {
    let count = i64::try_from(tasks.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(());
    }
    let first = crate::event::take(cx, &format!("task-key:{project_key}"), count).await? - count + 1;
    for (task, number) in tasks.iter_mut().zip(first..) {
        task.key = format!("{project_key}-{number}");
        complete(task);
        crate::crud::store_as_is(cx, task).await?;
        store_sides(cx, task).await?;
    }
    let values = tasks.iter().map(|task| (task.id.cast(), task.custom_fields.0.as_slice()));
    custom::store_all(cx, &custom::TASK, values).await?;
    // Links last: one may lead to a task further down.
    for task in tasks {
        link(cx, task.id, &task.dependencies).await?;
    }
    Ok(())
}

/// Fills in what follows from the stored fields.
pub fn complete(task: &mut Task) {
    task.ancestors = tree::ancestors(&task.path);
    task.assignee_id = task.assignments.first().map(|a| a.user_id);
    task.depends_on = task.dependencies.iter().map(|l| l.task_id).collect();
    dates::show_constraint(task);
}

async fn store_sides(cx: &Ctx, task: &Task) -> Result<()> {
    for (position, a) in (0_i64..).zip(&task.assignments) {
        let sql = "INSERT INTO task_assignments (organization_id, task_id, user_id, units, position, work) \
            VALUES ($1, $2, $3, $4, $5, $6)";
        cx.tx.execute_later(sql, &[&task.id, &a.user_id, &a.units, &position, &a.work]).await?;
    }
    for label in &task.labels {
        let sql = "INSERT INTO task_labels (organization_id, task_id, label_id) VALUES ($1, $2, $3)";
        cx.tx.execute_later(sql, &[&task.id, label]).await?;
    }
    Ok(())
}

/// Adds links between tasks that are there; those that are there already stay as they are.
pub async fn link(cx: &Ctx, task: Id<Task>, links: &[Dependency]) -> Result<()> {
    for link in links {
        let sql = "INSERT INTO task_links (organization_id, task_id, predecessor_id, type, lag, created_at) \
            SELECT $1, t.id, p.id, $4, $5, $6 FROM tasks t JOIN tasks p ON p.organization_id = t.organization_id \
            AND p.id = $3 WHERE t.organization_id = $1 AND t.id = $2 \
            ON CONFLICT (organization_id, task_id, predecessor_id) DO NOTHING";
        cx.tx.execute_later(sql, &[&task, &link.task_id, &link.kind, &link.lag, &cx.now]).await?;
    }
    Ok(())
}
