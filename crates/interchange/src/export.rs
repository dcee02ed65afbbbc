//! A project of ours as the neutral plan, and the plan as a file: the way back of an import. What the caller
//! does not see is not in it; what the format has no place for is named in the plan's notices, by number.

mod baselines;
mod convert;
mod plan;
mod read;
mod size;
mod tasks;
mod tree;

use crate::model::{ImportPlan, Notice};
use crate::mspdi;
use guildhall_core::{AnyId, App, Caller, Ctx, Error, Result};
use read::Facts;
use tokio::sync::Semaphore;

/// A format that a project can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Microsoft Project XML.
    Mspdi,
}

impl Format {
    /// Every one of them.
    pub const ALL: [Self; 1] = [Self::Mspdi];

    /// The name of the format on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mspdi => "mspdi",
        }
    }

    /// What its files are.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Mspdi => "application/xml",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }
}

/// A project that was written.
#[derive(Debug)]
pub struct Exported {
    /// Name for the file.
    pub filename: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
    /// What the file has no place for.
    pub left_out: Vec<Notice>,
}

/// Reads a project as the neutral plan; one that the caller does not see is not found.
pub async fn plan(cx: &Ctx, project: AnyId) -> Result<ImportPlan> {
    let facts = Facts::read(cx, project).await?;
    plan::plan(cx, &facts)
}

/// How many are written at once: each takes memory in proportion to its file, which has a most.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Reads a project on one snapshot as the caller, and writes it.
pub async fn export(app: &App, caller: &Caller, project: AnyId, format: Format) -> Result<Exported> {
    let turn = TURNS.acquire().await;
    let _turn = turn.map_err(|error| Error::Internal(format!("an export has no turn: {error}")))?;
    let plan = app.read(caller, move |cx| Box::pin(async move { plan(cx, project).await })).await?;
    let written = tokio::task::spawn_blocking(move || {
        let bytes = match format {
            Format::Mspdi => mspdi::write(&plan),
        };
        bytes.map(|bytes| Exported { filename: filename(&plan.project.name), bytes, left_out: plan.warnings })
    });
    let written = written.await.map_err(|error| Error::Internal(format!("an export stopped: {error}")))?;
    written.map_err(|error| Error::Internal(format!("an export cannot be written: {error}")))
}

/// The project's name as that of a file.
fn filename(name: &str) -> String {
    let plain = name.replace(['/', '\\', ':'], "-");
    format!("{}.xml", guildhall_core::files::filename::tidy(&plain))
}
