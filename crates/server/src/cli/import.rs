//! `guildhall import`: a file into an organization, with a short report of what came in.

use super::carry_out;
use crate::orders::{Answer, ImportOrder, Order, Report};
use crate::settings::Settings;
use guildhall_core::work::import::ImportRow;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::path::PathBuf;

/// What `import` takes.
#[derive(Debug, clap::Args)]
pub struct ImportFlags {
    /// Microsoft Project XML, or a Trello board exported as JSON.
    pub file: PathBuf,
    /// The organization to import into: its id or its exact name.
    #[arg(long)]
    pub organization: String,
    /// Say what would come in, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Id of the project to import into; a new one, or the one of the last import of this file, when absent.
    #[arg(long)]
    pub project: Option<String>,
    /// Name of a new project, instead of the file's.
    #[arg(long)]
    pub name: Option<String>,
    /// Format of the file: mspdi or trello; detected when absent.
    #[arg(long)]
    pub source: Option<String>,
    /// E-mail address of the member who imports; the longest-standing Admin when absent.
    #[arg(long = "as", value_name = "EMAIL")]
    pub acting: Option<String>,
}

/// Most remarks that are printed; the others stand in the report of the web app.
const MOST_REMARKS: usize = 20;

/// Imports the file.
pub async fn run(settings: &Settings, flags: ImportFlags) -> Result<(), String> {
    let path = &flags.file;
    let file = std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let filename = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let order = ImportOrder {
        organization: flags.organization,
        acting: flags.acting,
        project: flags.project,
        name: flags.name,
        source: flags.source,
        dry_run: flags.dry_run,
        filename,
    };
    let watched = std::io::stderr().is_terminal();
    let progress = move |done: i64, total: i64| {
        if watched {
            let _ = write!(std::io::stderr(), "\r{done} of {total}");
        }
    };
    let answer = carry_out(settings, Order::Import(order), file, progress).await;
    if watched {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    match answer? {
        Answer::Imported(report) => super::print(&text(&report)),
        _ => Err("the server answered something else".into()),
    }
}

/// The report as a person reads it.
fn text(report: &Report) -> String {
    let mut out = String::new();
    let verb = if report.dry_run { "Would import" } else { "Imported" };
    let into = match &report.project {
        Some((key, name)) => format!("into {key} “{name}”"),
        None => "into a new project".to_owned(),
    };
    let _ = writeln!(out, "{verb} {} ({}) {into}", report.filename, report.source);
    for kind in ["project", "calendar", "person", "label", "task", "checklist", "comment", "baseline"] {
        let rows: Vec<&ImportRow> = report.rows.iter().filter(|row| row.kind == kind).collect();
        let counts = ["created", "updated", "unchanged", "skipped"].map(|action| {
            let count = rows.iter().filter(|row| row.action == action).count();
            (count > 0).then(|| format!("{count} {action}"))
        });
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        if !counts.is_empty() {
            let _ = writeln!(out, "  {kind:<10} {}", counts.join(", "));
        }
    }
    remarks(report, &mut out);
    out
}

fn remarks(report: &Report, out: &mut String) {
    let all: Vec<(&ImportRow, &String)> =
        report.rows.iter().flat_map(|row| row.messages.iter().map(move |message| (row, message))).collect();
    match all.len() {
        0 => {}
        1 => out.push_str("1 remark:\n"),
        many => {
            let _ = writeln!(out, "{many} remarks:");
        }
    }
    for (row, message) in all.iter().take(MOST_REMARKS) {
        let place = if row.row.is_empty() { String::new() } else { format!("{}, ", row.row) };
        let _ = writeln!(out, "  {place}{} “{}”: {message}", row.kind, row.title);
    }
    if all.len() > MOST_REMARKS {
        let _ = writeln!(out, "  … and {} more; the report in the web app has them all", all.len() - MOST_REMARKS);
    }
}
