//! Every file of JSONTestSuite as a body: what is no JSON is 400, what is JSON but no label is 422.

use guildhall_tests::{World, both};
use reqwest::Method;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/json/test_parsing");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED: JSONTestSuite is not at {}", folder.display());
        return Vec::new();
    };
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "json")).collect()
}

both!(no_file_of_the_suite_is_mistaken, |world: World| async move {
    let ada = world.founder("Ada").await;
    let files = files();
    for path in &files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let body = std::fs::read(path).unwrap();
        let request = ada.request(Method::POST, "labels").header("content-type", "application/json").body(body);
        let answer = ada.send(request).await;
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
