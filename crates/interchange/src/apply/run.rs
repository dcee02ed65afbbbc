//! Writes a decided import: the row that reports it, then chunk after chunk. The report's row tells how far
//! it is after every chunk; if one fails, it says so, and what was written stays for the next try.

use super::draft::Action;
use super::steps::{self, Chunk, Outcome, Step, Work};
use super::{Prepared, report};
use guildhall_core::entity::{Entity, Head};
use guildhall_core::field::Doc;
use guildhall_core::work::Import;
use guildhall_core::work::import::ImportRow;
use guildhall_core::{App, Ctx, Error, Result, crud};
use std::sync::Arc;

/// Most steps of one transaction.
const MOST: usize = 200;

impl Prepared {
    /// Writes the row that reports the import, and answers it. Nothing to do is done at once: it is no change
    /// of the organization's work, so no event tells of it.
    pub async fn start(&mut self, app: &App) -> Result<Import> {
        let running = !self.steps.is_empty();
        let mut import = self.import.clone();
        if running {
            // The rows are written at the end; until then the counts tell how far it is.
            import = Import { rows: Doc(Vec::new()), done: 0, created: 0, updated: 0, ..import };
            "running".clone_into(&mut import.status);
        }
        let organization_id = self.caller.organization;
        let stored = app.write(&self.caller, move |cx| {
            let mut import = import.clone();
            Box::pin(async move {
                import.set_head(Head { id: import.id.cast(), organization_id, revision: 1 }, cx.now);
                cx.batch = Some(import.id.cast());
                crud::insert_as_is(cx, &import).await?;
                if running {
                    cx.record("created", None, Some(&import));
                }
                Ok(import)
            })
        });
        let stored = stored.await?;
        let Import { organization_id, created_at, updated_at, revision, .. } = stored.clone();
        self.import = Import { organization_id, created_at, updated_at, revision, ..self.import.clone() };
        Ok(stored)
    }

    /// Writes everything; `progress` hears how many of how many rows are done.
    pub async fn run(mut self, app: &App, mut progress: impl FnMut(i64, i64) + Send) -> Result<Import> {
        if self.steps.is_empty() {
            progress(self.import.total, self.import.total);
            return Ok(self.import);
        }
        let mut tally = Tally::new(&self.steps, &self.import.rows.0);
        let steps = std::mem::take(&mut self.steps);
        let mut failure = None;
        for steps in chunks(steps) {
            tally.count(&steps, &self.import.rows.0);
            match self.write(app, steps, &tally).await {
                Ok(outcome) => self.note(outcome),
                Err(error) => {
                    failure = Some(said(error));
                    break;
                }
            }
            progress(tally.done, self.import.total);
        }
        self.finish(app, tally.done, failure).await
    }

    async fn write(&self, app: &App, steps: Vec<Step>, tally: &Tally) -> Result<Outcome> {
        let makes_project = steps.iter().any(|step| matches!(step.work, Work::Project(..)));
        let lone = matches!(steps.as_slice(), [Step { work: Work::Move { .. }, .. }]);
        let row = steps.first().map_or(0, |step| step.row);
        let here = self.import.project_id.or_else(|| (makes_project || self.key.is_some()).then_some(self.project));
        let id = self.import.id;
        let chunk = Chunk { source: self.source, steps, project: self.project, key: self.key.clone() };
        let chunk = Arc::new(chunk);
        let counts = [tally.done, tally.created, tally.updated];
        let written = app.write(&self.caller, move |cx| {
            let chunk = Arc::clone(&chunk);
            Box::pin(async move {
                cx.batch = Some(id.cast());
                let outcome = steps::write(cx, &chunk).await?;
                let sql = "UPDATE imports SET done = $3, created = $4, updated = $5, project_id = $6, updated_at = $7, \
                    revision = revision + 1 WHERE organization_id = $1 AND id = $2";
                let [done, created, updated] = counts;
                cx.tx.execute_later(sql, &[&id, &done, &created, &updated, &here, &cx.now]).await?;
                Ok(outcome)
            })
        });
        match written.await {
            // A task that cannot go where the file has it stays where it is; the rest goes on.
            Err(error @ (Error::Conflict { .. } | Error::Invalid(_) | Error::NotFound)) if lone => {
                let remark = format!("it stays where it is: {error}");
                Ok(Outcome { key: self.key.clone(), remarks: vec![(row, remark)], ..Outcome::default() })
            }
            other => other,
        }
    }

    fn note(&mut self, outcome: Outcome) {
        self.key = outcome.key;
        if self.key.is_some() {
            self.import.project_id = Some(self.project);
        }
        for (row, reason) in outcome.skipped {
            if let Some(row) = self.import.rows.0.get_mut(row) {
                Action::Skipped.as_str().clone_into(&mut row.action);
                row.object_id = None;
                row.messages.push(reason);
            }
        }
        for (row, remark) in outcome.remarks {
            if let Some(row) = self.import.rows.0.get_mut(row) {
                row.messages.push(remark);
            }
        }
    }

    /// Writes the end of the report.
    async fn finish(mut self, app: &App, done: i64, failure: Option<Error>) -> Result<Import> {
        let counted = report(std::mem::take(&mut self.import.rows.0));
        let Import { id, organization_id, source, filename, project_id, created_by, created_at, .. } = self.import;
        let mut import =
            Import { id, organization_id, source, filename, project_id, created_by, created_at, ..counted };
        if let Some(error) = &failure {
            import.done = done;
            "failed".clone_into(&mut import.status);
            import.error = Some(reason(error));
        }
        let import = Arc::new(import);
        let finished = app.write(&self.caller, move |cx| {
            let import = Arc::clone(&import);
            Box::pin(async move { close(cx, &import).await })
        });
        let finished = finished.await;
        match failure {
            Some(error) => Err(error),
            None => finished,
        }
    }
}

async fn close(cx: &mut Ctx, import: &Import) -> Result<Import> {
    cx.batch = Some(import.id.cast());
    let sql = "UPDATE imports SET status = $3, project_id = $4, total = $5, done = $6, created = $7, updated = $8, \
        unchanged = $9, skipped = $10, rows = $11, warnings = $12, error = $13, updated_at = $14, \
        revision = revision + 1 WHERE organization_id = $1 AND id = $2 RETURNING revision";
    let Import { id, status, project_id, total, done, created, updated, unchanged, skipped, .. } = import;
    let Import { rows, warnings, error, .. } = import;
    let now = cx.now;
    let revision: Option<(i64,)> = cx
        .tx
        .row(
            sql,
            &[id, status, project_id, total, done, created, updated, unchanged, skipped, rows, warnings, error, &now],
        )
        .await?;
    let revision = revision.map_or(0, |(revision,)| revision);
    let closed = Import { revision, updated_at: now, ..import.clone() };
    // The log tells that it ended and how; the rows stand in the report alone.
    let after = Import { rows: Doc(Vec::new()), ..closed.clone() };
    let before = Import { status: "running".into(), error: None, ..after.clone() };
    cx.record("updated", Some(&before), Some(&after));
    Ok(closed)
}

/// Two imports of the same file at once refuse each other by what both would make.
fn said(error: Error) -> Error {
    match error {
        Error::Conflict { code: "taken", .. } => Error::conflict(
            "import_running",
            "another import, or somebody else, made the same things at the same time; import the file again to go on",
        ),
        other => other,
    }
}

fn reason(error: &Error) -> String {
    match error {
        Error::Internal(_) => "something went wrong on our side; the log has the details".to_owned(),
        other => other.to_string(),
    }
}

/// Steps in transactions: at most so many, and a move alone, because it may be refused.
fn chunks(steps: Vec<Step>) -> Vec<Vec<Step>> {
    let mut out: Vec<Vec<Step>> = Vec::new();
    let mut open = false;
    for step in steps {
        let lone = matches!(step.work, Work::Move { .. });
        match out.last_mut().filter(|chunk| open && !lone && chunk.len() < MOST) {
            Some(chunk) => chunk.push(step),
            None => out.push(vec![step]),
        }
        open = !lone;
    }
    out
}

/// How many rows are done.
struct Tally {
    /// Steps that a row still waits for.
    left: Vec<u32>,
    done: i64,
    created: i64,
    updated: i64,
}

impl Tally {
    fn new(steps: &[Step], rows: &[ImportRow]) -> Self {
        let mut left = vec![0_u32; rows.len()];
        for step in steps {
            if let Some(left) = left.get_mut(step.row) {
                *left += 1;
            }
        }
        let done = left.iter().filter(|left| **left == 0).count();
        Self { left, done: i64::try_from(done).unwrap_or(0), created: 0, updated: 0 }
    }

    /// Counts the rows that end with these steps.
    fn count(&mut self, steps: &[Step], rows: &[ImportRow]) {
        for step in steps {
            let (Some(left), Some(row)) = (self.left.get_mut(step.row), rows.get(step.row)) else { continue };
            *left = left.saturating_sub(1);
            if *left == 0 {
                self.done += 1;
                self.created += i64::from(row.action == Action::Created.as_str());
                self.updated += i64::from(row.action == Action::Updated.as_str());
            }
        }
    }
}
