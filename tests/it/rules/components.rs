//! The OpenAPI document keeps one schema of a name without a word where there are two: no two may have one name.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
}

/// The names of the types that derive a schema, with the place of each.
fn named() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let (mut files, mut out) = (Vec::new(), Vec::new());
    sources(&root, &mut files);
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        for part in text.split("#[derive(").skip(1) {
            let (derives, rest) = part.split_once(")]").unwrap();
            if !derives.split(',').any(|derive| derive.trim().ends_with("ToSchema")) {
                continue;
            }
            let item = rest.find("struct ").into_iter().chain(rest.find("enum ")).min().unwrap();
            let given = rest[..item].split("schema(as = ").nth(1).map(|rest| rest.split([')', ',']).next().unwrap());
            let name = rest[item..].split_whitespace().nth(1).unwrap();
            let name = given.unwrap_or_else(|| name.split(|c: char| !c.is_alphanumeric()).next().unwrap());
            out.push((name.trim_matches('"').to_owned(), path.display().to_string()));
        }
    }
    out
}

#[test]
fn no_two_schemas_have_one_name() {
    let mut wrong = guildhall_server::openapi::collisions();
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    let found = named();
    assert!(found.len() > 40, "only {found:?}");
    for (name, place) in found {
        if let Some(other) = places.insert(name.clone(), place.clone()) {
            wrong.push(format!("{name} is a schema of {other} and of {place}"));
        }
    }
    for model in guildhall_core::registry::MODELS {
        for name in ["", "Create", "Patch"].map(|end| format!("{model}{end}")) {
            if let Some(place) = places.get(&name) {
                wrong.push(format!("{name} of {place} is the name of an entity's schema, too"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every `$ref` below a value.
fn refs<'d>(value: &'d Value, out: &mut Vec<&'d str>) {
    out.extend(value["$ref"].as_str());
    match value {
        Value::Array(all) => all.iter().for_each(|one| refs(one, out)),
        Value::Object(all) => all.values().for_each(|one| refs(one, out)),
        _ => {}
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere() {
    let document: Value = serde_json::from_str(&guildhall_server::openapi::text().unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut used = Vec::new();
    refs(&document, &mut used);
    for at in used {
        if document.pointer(at.trim_start_matches('#')).is_none() {
            wrong.push(format!("{at} leads nowhere"));
        }
    }
    let mut names = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters") {
            let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
            if let Some(other) = names.insert(name.clone(), format!("{method} {path}")) {
                wrong.push(format!("{name} is {other} and {method} {path}"));
            }
            if operation["responses"].get("default").is_some() {
                wrong.push(format!("{name} answers with `default`, which says nothing"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
