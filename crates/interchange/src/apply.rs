//! Brings a plan into an organization. First a snapshot is read and everything is decided (`survey`, `draft`),
//! which is all that a dry run does; then the steps are written in chunks, each a short transaction of its
//! own under one batch id, so that others go on working, a broken import goes on where it stopped, and the
//! whole can be undone. What was imported before is known by its id in the file: a second run of the same
//! file changes nothing, and a later version of it changes what it changed.

mod around;
mod baselines;
mod convert;
mod draft;
pub mod dump;
mod fields;
mod hanging;
mod order;
mod print;
mod project;
mod refs;
mod run;
mod steps;
mod survey;
mod tasks;
mod undo;

use crate::Content;
use crate::error::InterchangeError;
use crate::model::ImportPlan;
use draft::{Action, Draft};
use fields::Source;
use guildhall_core::field::Doc;
use guildhall_core::org::User;
use guildhall_core::time::Timestamp;
use guildhall_core::work::import::ImportRow;
use guildhall_core::work::{Import, Project};
use guildhall_core::{App, Caller, Error, Fault, Result, ids};
use guildhall_store::Id;
use std::sync::Arc;
use steps::Step;
use survey::{Found, Survey};
use tasks::PROJECT_OUT;

pub use undo::undo;

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The project to import into; a new one, or the one of the last import of this file, when absent.
    pub project: Option<Id<Project>>,
    /// Name of a new project, instead of the file's.
    pub name: Option<String>,
    /// Says what would happen and writes nothing.
    pub dry_run: bool,
    /// Name of the file, for the report.
    pub filename: String,
    /// Of an export with several organizations the one whose documents come in: its id there, or its name.
    pub from: Option<String>,
}

/// A decided import that waits to be written.
pub struct Prepared {
    caller: Caller,
    source: &'static str,
    steps: Vec<Step>,
    project: Id<Project>,
    key: Option<String>,
    import: Import,
}

/// Imports a plan and reports what became of each row; `progress` hears how many of how many rows are done.
pub async fn apply(
    app: &App,
    caller: &Caller,
    plan: ImportPlan,
    options: Options,
    progress: impl FnMut(i64, i64) + Send,
) -> Result<Import> {
    apply_content(app, caller, Content::Plan(Box::new(plan)), options, progress).await
}

/// Imports files, whichever they are.
pub async fn apply_content(
    app: &App,
    caller: &Caller,
    content: Content,
    options: Options,
    progress: impl FnMut(i64, i64) + Send,
) -> Result<Import> {
    let dry_run = options.dry_run;
    let mut prepared = prepare_content(app, caller, content, options).await?;
    if dry_run {
        return Ok(prepared.preview());
    }
    prepared.start(app).await?;
    prepared.run(app, progress).await
}

/// Decides what an import of files does, whichever they are; reads, and writes nothing.
pub async fn prepare_content(app: &App, caller: &Caller, content: Content, options: Options) -> Result<Prepared> {
    match content {
        Content::Plan(plan) => prepare(app, caller, *plan, options).await,
        Content::Dump(dump) => dump::prepare(app, caller, Arc::new(dump), options).await,
    }
}

/// Decides what an import does; reads, and writes nothing.
pub async fn prepare(app: &App, caller: &Caller, plan: ImportPlan, options: Options) -> Result<Prepared> {
    let plan = Arc::new(plan);
    let options = Arc::new(options);
    let (read_plan, read_options) = (Arc::clone(&plan), Arc::clone(&options));
    let survey = app.read(caller, move |cx| {
        Box::pin(async move {
            let survey = Survey::read(cx, &read_plan, &read_options).await?;
            Ok((survey, cx.now))
        })
    });
    let (survey, now) = survey.await?;
    let actor = caller.user;
    let decided = tokio::task::spawn_blocking(move || decide(&plan, &survey, &options, actor, now));
    let decided =
        decided.await.map_err(|error| Error::Internal(format!("an import could not be decided: {error}")))??;
    Ok(Prepared { caller: caller.clone(), ..decided })
}

fn decide(plan: &ImportPlan, survey: &Survey, options: &Options, actor: Id<User>, now: Timestamp) -> Result<Prepared> {
    let mut draft = Draft::default();
    let name = options.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let title = match &survey.found {
        Found::None { .. } => name.unwrap_or(&plan.project.name),
        Found::Here { project, .. } | Found::Trashed(project) => &project.name,
    };
    draft.row("project", "", &plan.project.external_id, title);
    let around = around::decide(plan, survey, now, &mut draft);
    let target = project::decide(plan, survey, name, &around, now, &mut draft)?;
    let source = Source { plan, survey, around: &around, target: &target };
    let decided = tasks::decide(&source, now, &mut draft);
    hanging::decide(&source, &decided, (actor, now), &mut draft);
    baselines::decide(&source, &decided, now, &mut draft);
    if target.trashed {
        leave_out(&mut draft);
    }
    draft.place_notices(plan.warnings.clone());
    let made = matches!(survey.found, Found::None { .. });
    let import = Import {
        id: ids::fresh(now),
        source: plan.source.as_str().to_owned(),
        filename: shorten(&options.filename),
        project_id: (!made).then_some(target.id),
        created_by: actor,
        ..report(draft.rows)
    };
    let caller = Caller { user: actor, organization: Id::default(), limit: None, origin: "".into() };
    let (source, steps) = (plan.source.as_str(), draft.steps);
    Ok(Prepared { caller, source, steps, project: target.id, key: target.key, import })
}

/// A project in the trash keeps everything out, what stands around the tasks too.
fn leave_out(draft: &mut Draft) {
    draft.steps.clear();
    for row in &mut draft.rows {
        if row.action != Action::Unchanged.as_str() && row.action != Action::Skipped.as_str() {
            Action::Skipped.as_str().clone_into(&mut row.action);
            row.object_id = None;
            row.messages.push(PROJECT_OUT.to_owned());
        }
    }
}

/// The counts of a report with these rows.
fn report(rows: Vec<ImportRow>) -> Import {
    let count = |action: Action| rows.iter().filter(|row| row.action == action.as_str()).count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Import {
        total: number(rows.len()),
        done: number(rows.len()),
        created: number(count(Action::Created)),
        updated: number(count(Action::Updated)),
        unchanged: number(count(Action::Unchanged)),
        skipped: number(count(Action::Skipped)),
        warnings: number(rows.iter().filter(|row| !row.messages.is_empty()).count()),
        status: "done".into(),
        rows: Doc(rows),
        ..Import::default()
    }
}

/// Longest name of a file in a report.
const LONGEST_FILENAME: usize = 255;

fn shorten(filename: &str) -> String {
    filename.chars().filter(|c| !c.is_control()).take(LONGEST_FILENAME).collect()
}

impl Prepared {
    /// What the import would do.
    pub fn preview(self) -> Import {
        let (mut import, now) = (self.import, Timestamp::now());
        for row in import.rows.0.iter_mut().filter(|row| row.action == Action::Created.as_str()) {
            row.object_id = None;
        }
        import.organization_id = self.caller.organization;
        (import.created_at, import.updated_at) = (now, now);
        import
    }
}

/// A file that cannot be imported is a wrong `file` of the request; the place stands in the detail.
impl From<InterchangeError> for Error {
    fn from(error: InterchangeError) -> Self {
        Self::Invalid(vec![Fault::at("file", error.code, error.to_string())])
    }
}
