//! Which test covers a field: found in the sources of the tests by the field's name on the wire.

use std::path::PathBuf;

/// A test and what it says.
struct Test {
    name: String,
    text: String,
}

/// The tests of some files, in order.
pub struct Tests(Vec<Test>);

impl Tests {
    /// The tests of these files below tests/it.
    pub fn of(files: &[String]) -> Self {
        let tests = files.iter().flat_map(|file| {
            let path = super::root().join("tests/it").join(file);
            let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let module = file.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
            parts(&text).map(move |(name, text)| Test { name: format!("{module}::{name}"), text }).collect::<Vec<_>>()
        });
        Self(tests.collect())
    }

    /// Every test there is.
    pub fn all() -> Self {
        let root = super::root().join("tests/it");
        let mut files = Vec::new();
        let mut folders: Vec<PathBuf> = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.extension() {
                    Some(end) if end == "rs" => files.push(path.strip_prefix(&root).unwrap().display().to_string()),
                    _ if path.is_dir() => folders.push(path),
                    _ => {}
                }
            }
        }
        files.sort();
        Self::of(&files)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|test| test.name == name)
    }

    /// The first test that names this field, in a body, an answer or a query.
    pub fn on(&self, field: &str) -> Option<&str> {
        let ways = [format!("\"{field}\""), format!("?{field}="), format!("&{field}="), format!("{field}[")];
        let names = |test: &&Test| ways.iter().any(|way| test.text.contains(way));
        self.0.iter().find(names).map(|test| test.name.as_str())
    }
}

/// Name and text of each test of a file.
fn parts(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let lines: Vec<&str> = text.lines().collect();
    let starts: Vec<(usize, String)> =
        lines.iter().enumerate().filter_map(|(i, line)| start(&lines, i, line)).collect();
    starts.into_iter().map(move |(at, name)| {
        let end = lines[at..].iter().position(|line| line.starts_with('}')).unwrap_or(lines.len() - at);
        (name, lines[at..at + end].join("\n"))
    })
}

fn start(lines: &[&str], at: usize, line: &str) -> Option<(usize, String)> {
    if let Some(rest) = line.strip_prefix("both!(") {
        return Some((at, rest.split(',').next()?.to_owned()));
    }
    let marked = at > 0 && (lines[at - 1].starts_with("#[tokio::test") || lines[at - 1] == "#[test]");
    let rest = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn ")).filter(|_| marked)?;
    Some((at, rest.split('(').next()?.to_owned()))
}
