//! For random roles over one of everything, of two people, in open and private projects: what is listed is
//! what can be read, and `can` says what can be done.

use super::raising::{can_is_right, draw, ids, names};
use crate::rules::recipe::furnish;
use guildhall_core::registry::MODELS;
use guildhall_core::{Entity, entity_of};
use guildhall_tests::{Person, World, both, text};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Where each model stands; organizations are not in themselves.
fn collections() -> impl Iterator<Item = &'static str> {
    MODELS
        .iter()
        .filter(|model| **model != "Organization")
        .map(|model| entity_of!(*model, E => <E as Entity>::PATH, ""))
}

/// Hides a project of each with what stands in it, and tells the other of half of them.
async fn hide(ada: &Person<'_>, bob: &Person<'_>, runner: &mut TestRunner) {
    for project in ada.all("projects").await {
        if draw(runner, &any::<bool>()) {
            let members = if draw(runner, &any::<bool>()) { json!([bob.id, ada.id]) } else { json!([]) };
            let change = json!({"visibility": "private", "memberIds": members});
            ada.patch(&format!("projects/{}", text(&project["id"])), change).await.expect(200);
        }
    }
}

/// Names with even chances, and the reading ones with better: a role that reads nothing says little.
fn any_permissions(runner: &mut TestRunner) -> BTreeSet<String> {
    let likely = |name: &str| if name.contains(":read") { 3 } else { 2 };
    names().into_iter().filter(|name| draw(runner, &(0..4)) < likely(name)).collect()
}

async fn agrees(who: &Person<'_>, collection: &str, all: &BTreeSet<String>, permissions: &BTreeSet<String>) {
    // The list of roles is short and whole.
    let count = if collection == "roles" { "" } else { "&count=true" };
    let list = who.get(&format!("{collection}?limit=200{count}")).await;
    let list = if list.status == 403 { json!({"data": [], "total": 0}) } else { list.expect(200) };
    let listed: &Vec<Value> = list["data"].as_array().unwrap();
    assert!(count.is_empty() || list["total"] == json!(listed.len()), "{collection} as {permissions:?}");
    let mut readable = BTreeSet::new();
    for id in all {
        let one = who.get(&format!("{collection}/{id}")).await;
        match one.status {
            200 => {
                // A message that was deleted stays, and is deleted however often it is asked.
                if one.body["deletedAt"].is_null() {
                    can_is_right(who, collection, &one.body).await;
                }
                readable.insert(id.clone());
            }
            status => assert!(matches!(status, 403 | 404), "{:#}", one.body),
        }
    }
    assert_eq!(ids(listed), readable, "{collection} as {permissions:?}");
}

both!(everything_listed_can_be_read_under_any_role, |world: World| async move {
    let mut runner = TestRunner::deterministic();
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Admin").await;
    furnish(&ada, "Ada").await;
    furnish(&bob, "Bob").await;
    let role = format!("roles/{}", ada.make("roles", json!({"name": "Any", "permissions": []})).await);
    let mut everything = Vec::new();
    for collection in collections() {
        let mut all = ids(&ada.all(collection).await);
        all.extend(ids(&bob.all(collection).await));
        everything.push((collection, all));
    }
    hide(&ada, &bob, &mut runner).await;
    let held = ada.get(&format!("role-assignments?userId={}", bob.id)).await.expect(200);
    ada.patch(&format!("role-assignments/{}", text(&held["data"][0]["id"])), json!({"role": "Any"})).await.expect(200);
    for _ in 0..8 {
        let permissions = any_permissions(&mut runner);
        ada.patch(&role, json!({"permissions": permissions})).await.expect(200);
        for (collection, all) in &everything {
            agrees(&bob, collection, all, &permissions).await;
        }
    }
});
