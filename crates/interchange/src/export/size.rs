//! How large a file would be, before anything of it is read: a project is written in memory, and what is larger
//! than any plan that a tool opens is refused by name.

use guildhall_core::work::Project;
use guildhall_core::{Ctx, Error, Result};
use guildhall_store::Id;

/// Largest file; half of what an import takes.
const MOST_BYTES: i64 = 128 << 20;
/// What a task takes in a file besides its texts.
const TASK: i64 = 2_500;
/// What a link, a person on a task or the baseline of a task takes.
const ROW: i64 = 300;

const TASKS: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(OCTET_LENGTH(t.title) + OCTET_LENGTH(t.description)), 0) \
    AS BIGINT) FROM tasks t WHERE t.organization_id = $1 AND t.project_id = $2 AND t.deleted_at IS NULL";
const ROWS: [&str; 3] = [
    "SELECT COUNT(*) FROM tasks t JOIN task_links l ON l.organization_id = t.organization_id AND l.task_id = t.id \
     WHERE t.organization_id = $1 AND t.project_id = $2 AND t.deleted_at IS NULL",
    "SELECT COUNT(*) FROM tasks t JOIN task_assignments a ON a.organization_id = t.organization_id \
     AND a.task_id = t.id WHERE t.organization_id = $1 AND t.project_id = $2 AND t.deleted_at IS NULL",
    "SELECT COUNT(*) FROM baselines b JOIN baseline_tasks f ON f.organization_id = b.organization_id \
     AND f.baseline_id = b.id WHERE b.organization_id = $1 AND b.project_id = $2 AND b.deleted_at IS NULL",
];

/// Refuses a project whose file would be too large.
pub(super) async fn require_fit(cx: &Ctx, project: Id<Project>) -> Result<()> {
    let (tasks, texts) = cx.tx.row::<(i64, i64)>(TASKS, &[&project]).await?.unwrap_or_default();
    let mut rows = 0;
    for sql in ROWS {
        rows += cx.tx.row::<(i64,)>(sql, &[&project]).await?.map_or(0, |(count,)| count);
    }
    check(tasks, rows, texts)
}

fn check(tasks: i64, rows: i64, texts: i64) -> Result<()> {
    let bytes = tasks.saturating_mul(TASK).saturating_add(rows.saturating_mul(ROW)).saturating_add(texts);
    if bytes <= MOST_BYTES {
        return Ok(());
    }
    let detail = format!(
        "the file would be larger than {} MiB; move a part of the project into another one, or trash baselines that \
         are not needed any more, and export each",
        MOST_BYTES >> 20
    );
    Err(Error::conflict("too_large", detail))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn tasks_what_hangs_on_them_and_their_texts_count() {
        for (tasks, rows, texts) in [(50_000, 0, 0), (20_000, 280_000, 0), (1, 1, 100 << 20)] {
            assert!(check(tasks, rows, texts).is_ok(), "{tasks} {rows} {texts}");
        }
        for (tasks, rows, texts) in [(60_000, 0, 0), (20_000, 290_000, 0), (1, 0, 128 << 20), (i64::MAX, i64::MAX, 1)] {
            assert!(check(tasks, rows, texts).is_err(), "{tasks} {rows} {texts}");
        }
    }
}
