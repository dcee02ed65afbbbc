//! Every file of JSONTestSuite as a body: what is no JSON is 400, what is JSON but no label is 422.

use guildhall_tests::{World, both};
use reqwest::Method;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An answer that takes longer is a hang.
const PATIENCE: Duration = Duration::from_secs(20);

/// The suite is read from beside the project; its licence (MIT) stands with it.
fn files() -> Vec<PathBuf> {
    let places = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let Some(folder) = places.map(|place| place.join("shared/data/json/test_parsing")).find(|place| place.is_dir())
    else {
        eprintln!("SKIPPED: JSONTestSuite is not at ../shared/data/json/test_parsing");
        return Vec::new();
    };
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    assert_eq!(files.len(), 318);
    files
}

both!(no_file_of_the_suite_is_mistaken, |world: World| async move {
    let ada = world.founder("Ada").await;
    let files = files();
    for path in &files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let body = std::fs::read(path).unwrap();
        let request = ada.request(Method::POST, "labels").header("content-type", "application/json").body(body);
        let answer = tokio::time::timeout(PATIENCE, ada.send(request)).await;
        let answer = answer.unwrap_or_else(|_| panic!("{name}: no answer"));
        let fine = match name.as_bytes()[0] {
            b'n' => answer.status == 400 && answer.body["code"] == "malformed_json",
            b'y' => answer.status == 422,
            // A reader may take these or not.
            _ => matches!(answer.status, 400 | 422),
        };
        assert!(fine, "{name}: {} {:#}", answer.status, answer.body);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{name}");
    }
    assert!(ada.all("labels").await.is_empty());
    println!("{} files", files.len());
});
