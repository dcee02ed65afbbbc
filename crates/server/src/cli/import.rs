//! `guildhall import`: a file into an organization, with a short report of what came in.

use super::carry_out;
use crate::orders::{Answer, ImportOrder, Order, Report};
use crate::settings::Settings;
use guildhall_core::work::import::ImportRow;
use guildhall_interchange::mongo::Collection;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};

/// What `import` takes.
#[derive(Debug, clap::Args)]
pub struct ImportFlags {
    /// Microsoft Project XML, a Trello board exported as JSON, or a collection of a MongoDB database as mongoexport
    /// writes it; or a folder with one such file for each collection, named like it.
    pub file: PathBuf,
    /// The organization to import into: its id or its exact name. With --accounts the one of the export that comes
    /// in; all of them when absent.
    #[arg(long, required_unless_present = "accounts")]
    pub organization: Option<String>,
    /// Bring the organizations of a MongoDB export with their accounts: ids, roles and bcrypt passwords, which
    /// keep working. Without it the people of an export get no accounts.
    #[arg(long, conflicts_with_all = ["from", "project", "name", "acting"])]
    pub accounts: bool,
    /// Say what would come in, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Id of the project to import into; a new one, or the one of the last import of this file, when absent.
    #[arg(long)]
    pub project: Option<String>,
    /// Name of a new project, instead of the file's.
    #[arg(long)]
    pub name: Option<String>,
    /// Of a MongoDB export with several organizations the one whose documents come in: its id there, or its name.
    #[arg(long)]
    pub from: Option<String>,
    /// Format of the file: mspdi, trello or mongo; detected when absent.
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
    let (files, file) = files(path)?;
    let filename = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let order = ImportOrder {
        organization: flags.organization,
        acting: flags.acting,
        project: flags.project,
        name: flags.name,
        source: flags.source,
        dry_run: flags.dry_run,
        filename,
        files,
        from: flags.from,
        accounts: flags.accounts,
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
        Answer::Brought(reports) => super::print(&reports.iter().map(text).collect::<String>()),
        _ => Err("the server answered something else".into()),
    }
}

/// Names and lengths of files, and their bytes one after the other.
type Files = (Vec<(String, u64)>, Vec<u8>);

/// The file, or the collections in the folder; another file there is no part of an export.
fn files(path: &Path) -> Result<Files, String> {
    let cannot = |path: &Path, error: &std::io::Error| format!("cannot read {}: {error}", path.display());
    let mut paths = vec![path.to_path_buf()];
    if path.is_dir() {
        let found = std::fs::read_dir(path).map_err(|error| cannot(path, &error))?;
        paths = found.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_collection(path)).collect();
        paths.sort();
        if paths.is_empty() {
            return Err(format!("{} holds no collection, like tasks.json", path.display()));
        }
    }
    let (mut names, mut all) = (Vec::with_capacity(paths.len()), Vec::new());
    for path in paths {
        let bytes = std::fs::read(&path).map_err(|error| cannot(&path, &error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        names.push((name, bytes.len() as u64));
        all.extend(bytes);
    }
    Ok((names, all))
}

fn is_collection(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    matches!(ending.as_str(), "json" | "jsonl" | "ndjson") && Collection::of_file(&name).is_some()
}

/// The report as a person reads it.
fn text(report: &Report) -> String {
    let mut out = String::new();
    let verb = if report.dry_run { "Would import" } else { "Imported" };
    let into = match &report.project {
        Some((key, name)) => format!("into {key} “{name}”"),
        None if report.source == "mongo" => {
            format!("into “{}”", report.rows.first().map(|row| row.title.as_str()).unwrap_or_default())
        }
        None => "into a new project".to_owned(),
    };
    let _ = writeln!(out, "{verb} {} ({}) {into}", report.filename, report.source);
    let mut kinds: Vec<&str> = Vec::new();
    for row in report.rows.iter().filter(|row| row.kind != "import") {
        if !kinds.contains(&row.kind.as_str()) {
            kinds.push(&row.kind);
        }
    }
    for kind in kinds {
        let rows: Vec<&ImportRow> = report.rows.iter().filter(|row| row.kind == kind).collect();
        let counts = ["created", "updated", "unchanged", "skipped"].map(|action| {
            let count = rows.iter().filter(|row| row.action == action).count();
            (count > 0).then(|| format!("{count} {action}"))
        });
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        if !counts.is_empty() {
            let _ = writeln!(out, "  {kind:<16} {}", counts.join(", "));
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
