//! docs/MODELS.md: what answers each field, relation and index of the data-model document. The document is held as
//! data; what answers it is read from the migrated database, the OpenAPI document and the tests themselves, so that
//! a hole fails here.

mod answers;
mod document;
mod found;
mod page;
mod shape;

use super::raw::Raw;
use super::recipe::furnish;
use guildhall_tests::{World, both};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[expect(clippy::disallowed_methods, reason = "a test has no other settings")]
fn writes() -> bool {
    std::env::var("GUILDHALL_WRITE_DOCS").is_ok()
}

both!(no_model_has_a_hole, |world: World| async move {
    let raw = Raw::open(&world).await;
    let models = document::read();
    let (text, holes) = page::write(&raw, &models).await;
    assert!(holes.is_empty(), "{holes:#?}");
    let path = root().join("docs/MODELS.md");
    if writes() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let line = kept.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or(0) + 1;
    assert!(kept == text, "docs/MODELS.md is stale from line {line} on: `make gen` writes it anew");
    let count = |of: fn(&document::Model) -> usize| models.iter().map(of).sum::<usize>();
    let (fields, relations) = (count(|m| m.fields.len()), count(|m| m.relations.len()));
    let indexes = count(|m| m.indexes.len());
    println!(
        "{:?}: {} models, {fields} fields, {relations} relations, {indexes} indexes, 0 holes",
        raw.dialect(),
        models.len()
    );
});

both!(every_field_of_the_document_is_answered, |world: World| async move {
    let ada = world.founder("Ada").await;
    let ids = furnish(&ada, "Ada").await;
    let mut wrong = Vec::new();
    for model in document::read() {
        answers::check(&ada, &ids, &model, &mut wrong).await;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
});
