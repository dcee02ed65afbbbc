//! What is generated from the code is what lies in git.

use std::path::Path;

fn same(file: &str, generated: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let line = kept.lines().zip(generated.lines()).position(|(a, b)| a != b).unwrap_or(0) + 1;
    assert!(kept == generated, "{file} is stale from line {line} on: `make gen` writes it anew");
}

#[test]
fn the_table_of_permissions_is_current() {
    same("docs/PERMISSIONS.md", &guildhall_core::policy::to_markdown());
}

#[test]
fn the_openapi_document_is_current() {
    same("docs/openapi.json", &guildhall_server::openapi::text().unwrap());
}
