//! Where the real files are, and small documents for the rest.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod organization;
pub mod random;

use std::path::PathBuf;

use guildhall_interchange::{
    ImportPlan,
    model::{PlannedTask, When},
};

/// A file of the shared test data; none, said aloud, where the data is absent.
pub fn shared(path: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let file = root.join(path);
    match std::fs::read(&file) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            eprintln!("SKIPPED: {} can't be read: {error}", file.display());
            None
        }
    }
}

/// The task with an external id.
pub fn task<'a>(plan: &'a ImportPlan, id: &str) -> &'a PlannedTask {
    plan.tasks.iter().find(|task| task.external_id == id).unwrap()
}

/// Wall-clock time to the minute, or the instant.
pub fn shown(when: Option<When>) -> String {
    match when {
        Some(When::Local(moment)) => moment.strftime("%Y-%m-%dT%H:%M").to_string(),
        Some(When::Instant(moment)) => moment.to_string(),
        None => "None".to_owned(),
    }
}

/// Codes of the plan's warnings, sorted.
pub fn codes(plan: &ImportPlan) -> Vec<&'static str> {
    let mut codes: Vec<_> = plan.warnings.iter().map(|notice| notice.code).collect();
    codes.sort_unstable();
    codes
}

/// An MSPDI document with these children of `Project`.
pub fn project(body: &str) -> String {
    format!(r#"<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project">{body}</Project>"#)
}

/// An MSPDI document of tasks: UID, level, and more elements.
pub fn tasks(rows: &[(i64, i64, &str)]) -> String {
    let mut body = String::new();
    for (uid, level, more) in rows {
        body.push_str(&format!(
            "<Task><UID>{uid}</UID><Name>T{uid}</Name><OutlineLevel>{level}</OutlineLevel>{more}</Task>\n"
        ));
    }
    project(&format!("<Tasks>{body}</Tasks>"))
}

/// A finish-to-start link without lag.
pub fn after(uid: i64) -> String {
    link(uid, 1, 0, 7)
}

/// A predecessor link.
pub fn link(uid: i64, kind: i64, lag: i64, format: i64) -> String {
    format!(
        "<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>\
         <LinkLag>{lag}</LinkLag><LagFormat>{format}</LagFormat></PredecessorLink>"
    )
}

/// What one of the generators in `tests/data-tools` writes; none, said aloud, without Python.
pub fn generated(tool: &str, arguments: &[&str]) -> Option<Vec<u8>> {
    let tools = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data-tools");
    match std::process::Command::new("python3").arg(tools.join(tool)).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(output.stdout)
        }
        Err(error) => {
            eprintln!("SKIPPED: {tool} can't run: {error}");
            None
        }
    }
}
