//! Lists for people who see little: whichever way a page is found, it holds exactly what an Admin's holds of what
//! the person can read one by one, in the same order.

use guildhall_tests::{Person, World, both, text};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PROJECTS: usize = 70;
const TASKS: usize = 90;
const TITLES: [&str; 4] = ["Alpha", "beta", "gamma", "Delta"];
const DUE: [Option<&str>; 3] = [None, Some("2026-03-01T09:00:00Z"), Some("2026-03-02T09:00:00Z")];

/// What a task is drawn from: its project, title, due date and assignee.
type Drawn = (usize, usize, usize, usize);

fn task(drawn: Drawn, projects: &[String], people: &[&str]) -> Value {
    let (project, title, due, assignee) = drawn;
    let assigned = people.get(assignee).map_or(Value::Null, |id| json!(id));
    json!({"op": "create", "data": {"projectId": projects[project], "title": TITLES[title], "dueDate": DUE[due],
        "assigneeId": assigned}})
}

async fn bulk(who: &Person<'_>, collection: &str, operations: Vec<Value>) -> Vec<String> {
    let answer = who.post(&format!("{collection}/bulk"), json!({"operations": operations})).await.expect(200);
    answer["results"].as_array().unwrap().iter().map(|one| text(&one["data"]["id"])).collect()
}

/// Brings somebody in who holds these permissions alone, after it has worked as an Editor.
async fn limited<'w>(ada: &'w Person<'_>, name: &str, permissions: &[&str]) -> Person<'w> {
    ada.make("roles", json!({"name": format!("Role of {name}"), "permissions": permissions})).await;
    ada.invite(name, "Editor").await
}

async fn limit(ada: &Person<'_>, who: &Person<'_>) {
    let held = ada.get(&format!("role-assignments?userId={}", who.id)).await.expect(200);
    let path = format!("role-assignments/{}", text(&held["data"][0]["id"]));
    ada.patch(&path, json!({"role": format!("Role of {}", who.name)})).await.expect(200);
}

/// Projects of which few people see many, tasks that crowd in the first of them, and what hangs on tasks.
async fn furnish(ada: &Person<'_>, few: &Person<'_>, many: &Person<'_>, workers: &[&Person<'_>]) -> Vec<String> {
    let project = |n: usize| {
        let visibility = if n % 23 == 2 { "organization" } else { "private" };
        let members =
            [(few, n < 5), (many, n >= 3), (workers[0], n.is_multiple_of(2)), (workers[1], n.is_multiple_of(3))];
        let members = members.into_iter().filter(|(_, belongs)| *belongs).map(|(who, _)| who.id.clone());
        let owner = if n == 7 { &few.id } else { &ada.id };
        json!({"op": "create", "data": {"name": format!("P{n}"), "key": format!("K{n}"), "visibility": visibility,
            "ownerId": owner, "memberIds": members.collect::<Vec<_>>()}})
    };
    let projects = bulk(ada, "projects", (0..PROJECTS).map(project).collect()).await;
    let people = [ada.id.as_str(), &workers[0].id, &workers[1].id];
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let crowded = prop_oneof![3 => 0..3_usize, 2 => 0..PROJECTS];
    let drawn = prop::collection::vec((crowded, 0..TITLES.len(), 0..DUE.len(), 0..4_usize), TASKS);
    let drawn = drawn.new_tree(&mut runner).unwrap().current();
    let mut tasks = Vec::new();
    for (at, part) in drawn.chunks(10).enumerate() {
        let who = if at % 4 == 3 { workers[at % 2] } else { ada };
        let seen: BTreeSet<String> = who.all("projects").await.iter().map(|row| text(&row["id"])).collect();
        let visible = part.iter().filter(|drawn| seen.contains(&projects[drawn.0]));
        tasks.extend(bulk(who, "tasks", visible.map(|drawn| task(*drawn, &projects, &people)).collect()).await);
    }
    for (at, task) in tasks.iter().enumerate() {
        let who = if at % 5 == 0 { workers[0] } else { ada };
        who.post("comments", json!({"task": task, "content": "Said"})).await;
        if at % 4 == 0 {
            ada.make("checklists", json!({"taskId": task, "title": "List", "items": []})).await;
        }
    }
    projects
}

/// The ids of a list, page by page.
async fn paged(who: &Person<'_>, path: &str, size: usize) -> (Vec<String>, Value) {
    let (mut ids, mut cursor, mut total) = (Vec::new(), String::new(), Value::Null);
    let sign = if path.contains('?') { '&' } else { '?' };
    loop {
        let page = who.get(&format!("{path}{sign}limit={size}&count=true{cursor}")).await.expect(200);
        let rows = page["data"].as_array().unwrap();
        assert!(rows.len() <= size);
        ids.extend(rows.iter().map(|row| text(&row["id"])));
        total = if total.is_null() { page["total"].clone() } else { total };
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (ids, total),
        }
    }
}

both!(whoever_sees_little_is_listed_what_an_admin_is_as_far_as_it_can_be_read, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (few, many) = (ada.invite("Gus", "Guest").await, ada.invite("Max", "Guest").await);
    let (viewer, nobody) = (ada.invite("Vic", "Viewer").await, ada.invite("Zed", "Guest").await);
    let rest = ["project:read", "project:read-open", "checklist:read"];
    let own = limited(&ada, "Nora", &[&rest[..], &["task:read:own", "comment:read"]].concat()).await;
    let all = ["project:read-all", "task:read:own", "comment:read:own"];
    let alone = limited(&ada, "Otto", &[&rest[..], &all].concat()).await;
    let projects = furnish(&ada, &few, &many, &[&own, &alone]).await;
    limit(&ada, &own).await;
    limit(&ada, &alone).await;
    let first = &projects[0];
    let queries = [
        "tasks".to_owned(),
        "tasks?sort=-createdAt".into(),
        "tasks?sort=rank".into(),
        "tasks?sort=-dueDate,title".into(),
        "tasks?sort=dueDate,-createdAt".into(),
        "tasks?sort=-title".into(),
        "tasks?title=Alpha".into(),
        "tasks?rootsOnly=true&sort=-updatedAt".into(),
        "tasks?filter=dueDate IS EMPTY OR title = beta".into(),
        "tasks?q=gamma&sort=dueDate".into(),
        format!("tasks?projectId={first}"),
        format!("tasks?projectId={first}&sort=dueDate"),
        format!("tasks?assigneeId={}", own.id),
        format!("tasks?assigneeId[in]={},{}&sort=title", own.id, ada.id),
        "comments".into(),
        "comments?sort=-createdAt".into(),
        format!("comments?user={}", own.id),
        "checklists?sort=-createdAt".into(),
        "projects".into(),
        "projects?sort=-name".into(),
        format!("projects?ownerId={}", ada.id),
    ];
    let mut found = 0;
    for who in [&few, &many, &viewer, &nobody, &own, &alone] {
        let mut readable = BTreeSet::new();
        for collection in ["tasks", "comments", "checklists", "projects"] {
            for id in ada.all(collection).await.iter().map(|row| text(&row["id"])) {
                if who.get(&format!("{collection}/{id}")).await.status == 200 {
                    readable.insert(id);
                }
            }
        }
        for query in &queries {
            let everything: Vec<String> = ada.all(query).await.iter().map(|row| text(&row["id"])).collect();
            let wanted: Vec<String> = everything.into_iter().filter(|id| readable.contains(id)).collect();
            let (listed, total) = paged(who, query, 13).await;
            assert_eq!(listed, wanted, "{} {query}", who.name);
            assert_eq!(total, wanted.len(), "{} {query}", who.name);
            found += wanted.len();
        }
    }
    assert!(found > 1000, "{found} rows: too few to mean anything");
});
