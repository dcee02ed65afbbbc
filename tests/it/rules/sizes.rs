//! Files stay short enough to be read, and the crates point one way.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const MOST_LINES: usize = 400;
const WRITTEN: [&str; 6] = [".rs", ".ts", ".tsx", ".sql", ".sh", ".css"];
/// Written by a program.
const GENERATED: [&str; 2] = ["web/src/api/schema.ts", "web/src/routeTree.gen.ts"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn no_written_file_is_over_400_lines() {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let Some(listed) = listed.ok().filter(|out| out.status.success()) else {
        eprintln!("SKIPPED: this is no git work tree, so nothing says which files are ours");
        return;
    };
    let files = String::from_utf8(listed.stdout).unwrap();
    let written = |file: &&str| WRITTEN.iter().any(|end| file.ends_with(end)) && !GENERATED.contains(file);
    let files: Vec<&str> = files.split('\0').filter(written).collect();
    assert!(files.len() > 100, "only {} files", files.len());
    let lines = |file: &str| std::fs::read_to_string(root().join(file)).map_or(0, |text| text.lines().count());
    let long: Vec<_> = files.iter().map(|file| (file, lines(file))).filter(|(_, n)| *n > MOST_LINES).collect();
    assert!(long.is_empty(), "{long:#?}");
}

/// Every crate and how far up it stands; a crate uses only what stands lower.
const LAYERS: [(&str, u8); 8] = [
    ("schedule", 0),
    ("entity-derive", 0),
    ("web-assets", 0),
    ("store", 0),
    ("core", 1),
    ("connectors", 2),
    ("interchange", 2),
    ("server", 3),
];

#[test]
fn crates_point_one_way() {
    let layers: BTreeMap<_, _> = LAYERS.into_iter().collect();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let own = layers.get(name.as_str()).unwrap_or_else(|| panic!("say in LAYERS where the crate {name} stands"));
        let manifest = std::fs::read_to_string(path.join("Cargo.toml")).unwrap();
        let mut section = "";
        for line in manifest.lines() {
            section = if line.starts_with('[') { line.trim() } else { section };
            let Some(used) = line.strip_prefix("guildhall-") else { continue };
            let used = used.split(['.', ' ', '=']).next().unwrap();
            // A test may use what stands above the crate that it tests.
            if !section.contains("dev-dependencies") {
                let other = layers.get(used).unwrap_or_else(|| panic!("say in LAYERS where the crate {used} stands"));
                assert!(other < own, "{name} uses {used}, which does not stand below it");
            }
        }
    }
}

#[test]
fn only_the_store_names_a_database() {
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let path = entry.unwrap().path();
        let manifest = std::fs::read_to_string(path.join("Cargo.toml")).unwrap();
        let shipped = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        let driver = ["rusqlite", "tokio-postgres", "deadpool"].into_iter().find(|d| shipped.contains(d));
        assert!(driver.is_none() || path.ends_with("store"), "{} uses {driver:?}", path.display());
    }
}
