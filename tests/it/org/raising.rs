//! For random roles, what is listed is what can be read, and `can` says what can be done; and whatever a person
//! who is no Admin does with roles, it never ends with more than it had.

use guildhall_core::policy::{ALL, OWN};
use guildhall_tests::{Person, World, both, text};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub fn names() -> Vec<String> {
    let own = ALL.iter().filter(|p| p.is_ownable()).map(|p| format!("{}{OWN}", p.line().name));
    ALL.iter().map(|p| p.line().name.to_owned()).chain(own).collect()
}

pub fn draw<S: Strategy>(runner: &mut TestRunner, strategy: &S) -> S::Value {
    strategy.new_tree(runner).expect("a value").current()
}

/// Names of these resources, each with an even chance.
fn subset(runner: &mut TestRunner, of: &[&str]) -> Vec<String> {
    let fitting: Vec<String> = names().into_iter().filter(|name| of.iter().any(|of| name.starts_with(of))).collect();
    fitting.into_iter().filter(|_| draw(runner, &any::<bool>())).collect()
}

const COLLECTIONS: [&str; 4] = ["projects", "tasks", "comments", "checklists"];

/// Projects open and private, of several people, with tasks and what hangs on them.
async fn furnish(ada: &Person<'_>, bob: &Person<'_>, runner: &mut TestRunner) {
    let people = [ada, bob];
    for number in 0..6 {
        let visibility = if draw(runner, &any::<bool>()) { "private" } else { "organization" };
        let owner = people[draw(runner, &(0..2usize))];
        let mut body = json!({"name": format!("P{number}"), "ownerId": owner.id, "visibility": visibility});
        if draw(runner, &any::<bool>()) {
            body["memberIds"] = json!([bob.id]);
        }
        let maker = if visibility == "organization" { people[draw(runner, &(0..2usize))] } else { ada };
        let project = maker.make("projects", body).await;
        for title in ["a", "b", "c"] {
            let mut body = json!({"projectId": project, "title": title});
            if draw(runner, &any::<bool>()) {
                body["assigneeId"] = json!(people[draw(runner, &(0..2usize))].id);
            }
            let task = ada.make("tasks", body).await;
            let writes = [ada, bob][draw(runner, &(0..2usize))];
            let said = writes.post("comments", json!({"task": task, "content": "x"})).await;
            assert!(matches!(said.status, 201 | 422), "{:#}", said.body);
            ada.make("checklists", json!({"taskId": task, "title": "x"})).await;
        }
    }
}

pub fn ids(rows: &[Value]) -> BTreeSet<String> {
    rows.iter().map(|row| text(&row["id"])).collect()
}

both!(what_is_listed_is_what_can_be_read_under_any_role, |world: World| async move {
    let mut runner = TestRunner::deterministic();
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    furnish(&ada, &bob, &mut runner).await;
    let role = format!("roles/{}", ada.make("roles", json!({"name": "Any", "permissions": []})).await);
    let held = ada.get(&format!("role-assignments?userId={}", bob.id)).await.expect(200);
    let assignment = format!("role-assignments/{}", text(&held["data"][0]["id"]));
    ada.patch(&assignment, json!({"role": "Any"})).await.expect(200);
    let mut everything = Vec::new();
    for collection in COLLECTIONS {
        everything.push((collection, ids(&ada.all(collection).await)));
    }
    for round in 0..24 {
        let mut permissions = subset(&mut runner, &["project:", "task:", "comment:", "checklist:"]);
        if round % 3 == 0 {
            permissions.retain(|name| name != "project:read-all" && name != "task:read");
            permissions.extend(["project:read", "task:read:own", "comment:read"].map(String::from));
        }
        ada.patch(&role, json!({"permissions": permissions})).await.expect(200);
        for (collection, all) in &everything {
            let list = bob.get(&format!("{collection}?limit=200&count=true")).await;
            let listed =
                if list.status == 403 { Vec::new() } else { list.expect(200)["data"].as_array().unwrap().clone() };
            let mut readable = BTreeSet::new();
            for id in all {
                let one = bob.get(&format!("{collection}/{id}")).await;
                match one.status {
                    200 => {
                        can_is_right(&bob, collection, &one.body).await;
                        readable.insert(id.clone());
                    }
                    status => assert!(matches!(status, 403 | 404), "{:#}", one.body),
                }
            }
            assert_eq!(ids(&listed), readable, "{collection} as {permissions:?}");
        }
    }
});

/// What `can` names succeeds, unless something stands in the way (409), and what it leaves out is refused.
pub async fn can_is_right(who: &Person<'_>, collection: &str, object: &Value) {
    let path = format!("{collection}/{}?dryRun=true", text(&object["id"]));
    let can = |what: &str| object["can"].as_array().unwrap().contains(&json!(what));
    // An approval has no field that is changed but by a route of its own.
    let changed = if collection == "approvals" { 405 } else { who.patch(&path, json!({})).await.status };
    assert!(matches!(changed, 405 | 409) || (changed == 200) == can("update"), "{path}: {changed} {object:#}");
    let trashed = who.delete(&path).await.status;
    assert!(matches!(trashed, 405 | 409) || (trashed == 204) == can("delete"), "{path}: {trashed} {object:#}");
}

/// What somebody may do, or none who is no member any more.
async fn held(who: &Person<'_>) -> BTreeSet<String> {
    let me = who.get("/api/v1/me").await.expect(200);
    let held =
        me["memberships"].as_array().unwrap().iter().find(|m| m["organization"]["id"] == json!(who.organization));
    let names = held.map(|held| held["permissions"].as_array().unwrap().iter().map(text).collect());
    names.unwrap_or_default()
}

/// Each name that is held, also as what it says of own objects.
fn widened(names: &BTreeSet<String>) -> BTreeSet<String> {
    names.iter().flat_map(|name| [name.clone(), format!("{name}{OWN}")]).collect()
}

both!(no_edit_of_roles_ends_with_more_than_its_editor_had, |world: World| async move {
    let mut runner = TestRunner::deterministic();
    let ada = world.founder("Ada").await;
    let mut clerk = subset(&mut runner, &["task:", "project:read", "comment:"]);
    clerk.extend(["role:read", "role:manage", "member:read", "invitation:manage", "invitation:read"].map(String::from));
    ada.make("roles", json!({"name": "Clerk", "permissions": clerk})).await;
    ada.make("roles", json!({"name": "Lead", "permissions": ["task:read", "task:update", "audit:read"]})).await;
    ada.make("roles", json!({"name": "Low", "permissions": ["task:read"]})).await;
    let cleo = ada.invite("Cleo", "Clerk").await;
    let (lea, vic) = (ada.invite("Lea", "Lead").await, ada.invite("Vic", "Low").await);
    let had = widened(&held(&cleo).await);
    let others = [&lea, &vic];
    let mut before = [held(&lea).await, held(&vic).await];
    for step in 0..120 {
        let roles = cleo.get("roles?limit=200").await;
        if roles.status != 200 {
            break;
        }
        let roles: Vec<Value> = roles.body["data"].as_array().unwrap().clone();
        let role = &roles[draw(&mut runner, &(0..roles.len()))];
        let assignments = cleo.all("role-assignments").await;
        let assignment = &assignments[draw(&mut runner, &(0..assignments.len()))];
        let permissions = subset(&mut runner, &["task:", "role:", "audit:"]);
        let (role_path, path) =
            (format!("roles/{}", text(&role["id"])), format!("role-assignments/{}", text(&assignment["id"])));
        match draw(&mut runner, &(0..7u8)) {
            0 => cleo.post("roles", json!({"name": format!("R{step}"), "permissions": permissions})).await,
            1 => cleo.patch(&role_path, json!({"permissions": permissions})).await,
            2 => cleo.patch(&role_path, json!({"name": format!("N{step}")})).await,
            3 => cleo.delete(&role_path).await,
            4 => cleo.post("roles", json!({"name": role["name"], "permissions": ["task:read"]})).await,
            // Its own role it leaves alone, or the tale were short.
            5 if assignment["userId"] == json!(cleo.id) => continue,
            5 => cleo.patch(&path, json!({"role": role["name"]})).await,
            _ => cleo.patch(&path, json!({"role": "Admin"})).await,
        };
        let now = held(&cleo).await;
        assert!(now.is_subset(&had), "step {step}: {:?}", now.difference(&had).collect::<Vec<_>>());
        for (who, was) in others.iter().zip(&mut before) {
            let now = held(who).await;
            let grantable: BTreeSet<String> = widened(was).union(&had).cloned().collect();
            assert!(now.is_subset(&grantable), "step {step}, {}: {now:?}", who.name);
            *was = now;
        }
    }
});
