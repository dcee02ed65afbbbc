//! Trees as deep and as wide as they may be: made, moved, listed and deleted without a slow request. The ids
//! are random, because those that follow each other compress and hide what a path costs.

use guildhall_core::entity::{AnyId, Head};
use guildhall_core::work::task::bulk;
use guildhall_core::work::{Project, Task, rank};
use guildhall_core::{Caller, Entity};
use guildhall_store::Id;
use guildhall_tests::{Answer, Person, World, both, text};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const LEVELS: usize = 1_000;
const SIBLINGS: usize = 10_000;
const BATCH: usize = 500;
/// Longer than this no request takes, in a build without optimization and on a busy machine.
const SLOW: Duration = Duration::from_secs(10);

/// An id that does not follow from the one before.
fn scattered(number: usize) -> String {
    let mut state = (number as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut next = || {
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        state ^= state >> 31;
        state
    };
    format!("{:016x}{:08x}", next(), next() & 0xffff_ffff)
}

/// Awaits a request and requires it to be fast.
async fn quick(what: &str, request: impl Future<Output = Answer>) -> Answer {
    let began = Instant::now();
    let answer = request.await;
    assert!(began.elapsed() < SLOW, "{what} took {:?}", began.elapsed());
    answer
}

async fn total(ada: &Person<'_>, query: &str) -> Value {
    quick(query, ada.get(&format!("tasks?limit=1&count=true&{query}"))).await.expect(200)["total"].clone()
}

both!(a_tree_of_a_thousand_levels_is_made_moved_listed_and_deleted, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Deep").await;
    let ids: Vec<String> = (0..LEVELS).map(scattered).collect();
    let body =
        |id: &str, parent: Option<&String>| json!({"id": id, "projectId": project, "parentId": parent, "title": "t"});
    for (level, id) in ids.iter().enumerate() {
        let parent = level.checked_sub(1).map(|above| &ids[above]);
        quick("a create", ada.post("tasks", body(id, parent))).await.expect(201);
    }
    let last = &ids[LEVELS - 1];
    ada.post("tasks", body(&scattered(LEVELS), Some(last))).await.problem(422, "too_deep");
    let deepest = quick("the deepest", ada.get(&format!("tasks/{last}"))).await.expect(200);
    assert_eq!(deepest["ancestors"], json!(ids[..LEVELS - 1]));
    assert_eq!(total(&ada, &format!("ancestors={}", ids[0])).await, LEVELS - 1);
    assert_eq!(total(&ada, &format!("ancestors={}", ids[500])).await, LEVELS - 501);
    let root = ada.task(&project, "root").await;
    let move_to = |id: &str, parent: &str| {
        let (path, body) = (format!("tasks/{id}/move"), json!({"parentId": parent}));
        let ada = &ada;
        async move { ada.post(&path, body).await }
    };
    move_to(&ids[0], &root).await.problem(422, "too_deep");
    move_to(&ids[0], last).await.problem(409, "cycle");
    move_to(&ids[300], &ids[900]).await.problem(409, "cycle");
    quick("a move", move_to(&ids[500], &root)).await.expect(200);
    let deepest = ada.get(&format!("tasks/{last}")).await.expect(200);
    assert_eq!(deepest["ancestors"].as_array().map(Vec::len), Some(LEVELS - 500));
    assert_eq!(total(&ada, &format!("ancestors={root}")).await, LEVELS - 500);
    quick("a move back", move_to(&ids[500], &ids[499])).await.expect(200);
    let other = ada.project("Other").await;
    let (path, body) = (format!("tasks/{}/move", ids[1]), json!({"projectId": other}));
    quick("a move to another project", ada.post(&path, body)).await.expect(200);
    assert_eq!(total(&ada, &format!("projectId={other}")).await, LEVELS - 1);
    let path = format!("tasks/{}", ids[1]);
    quick("a delete", ada.delete(&path)).await.expect(204);
    assert_eq!(total(&ada, &format!("projectId={other}")).await, 0);
    assert_eq!(total(&ada, "deleted=true").await, LEVELS - 1);
    quick("a restore", ada.post(&format!("{path}/restore"), json!({}))).await.expect(200);
    assert_eq!(total(&ada, &format!("ancestors={}", ids[1])).await, LEVELS - 2);
    ada.delete(&path).await.expect(204);
    quick("a purge", ada.delete(&format!("{path}?purge=true"))).await.expect(204);
    assert_eq!(total(&ada, "deleted=true").await, 0);
});

/// Stores children as an import does, many to a transaction: what one request costs is shown elsewhere.
async fn fill(ada: &Person<'_>, project: &str, parent: &str) {
    let caller = Caller {
        user: ada.id.parse().unwrap(),
        organization: ada.organization.parse().unwrap(),
        limit: None,
        origin: "".into(),
    };
    let project: Id<Project> = project.parse().unwrap();
    let parent: Id<Task> = parent.parse().unwrap();
    for first in (0..SIBLINGS).step_by(BATCH) {
        let made = ada.world.app.write(&caller, move |cx| {
            Box::pin(async move {
                let child = |number: usize| {
                    let id: AnyId = scattered(LEVELS + 1 + number).parse().unwrap();
                    let path = [*parent.as_bytes(), *id.as_bytes()].concat();
                    let (title, status, status_kind) = ("t".into(), "todo".into(), "open".into());
                    let mut task = Task { project_id: project, title, status, status_kind, path, ..Task::default() };
                    (task.parent_id, task.created_by) = (Some(parent), cx.actor);
                    task.rank = rank::nth(number);
                    task.set_head(Head { id, organization_id: cx.organization, revision: 1 }, cx.now);
                    task
                };
                let mut tasks: Vec<Task> = (first..first + BATCH).map(child).collect();
                bulk::store(cx, "WIDE", &mut tasks).await
            })
        });
        made.await.unwrap();
    }
}

both!(ten_thousand_siblings_are_made_moved_listed_and_deleted, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Wide").await;
    let parent = ada.task(&project, "parent").await;
    fill(&ada, &project, &parent).await;
    let began = Instant::now();
    let siblings = ada.all(&format!("tasks?parentId={parent}&sort=rank&fields=id,rank")).await;
    assert_eq!(siblings.len(), SIBLINGS);
    assert!(began.elapsed() < 2 * SLOW, "listing them took {:?}", began.elapsed());
    let ranks: Vec<String> = siblings.iter().map(|task| text(&task["rank"])).collect();
    assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]), "each has a place of its own");
    let (first, middle, last) = (&siblings[0]["id"], &siblings[SIBLINGS / 2]["id"], &siblings[SIBLINGS - 1]["id"]);
    for (task, to) in [
        (last, json!({"before": first})),
        (first, json!({"after": middle})),
        (middle, json!({"parentId": null})),
        (middle, json!({"parentId": parent})),
    ] {
        quick("a move", ada.post(&format!("tasks/{}/move", text(task)), to)).await.expect(200);
    }
    let body = json!({"projectId": project, "parentId": parent, "title": "one more"});
    quick("one more", ada.post("tasks", body)).await.expect(201);
    let page = quick("a page", ada.get(&format!("tasks?parentId={parent}&sort=rank&limit=1"))).await.expect(200);
    assert_eq!(page["data"][0]["id"], *last, "what was moved to the front is in front");
    let path = format!("tasks/{parent}");
    quick("a delete", ada.delete(&path)).await.expect(204);
    assert_eq!(total(&ada, "").await, 0);
    quick("a restore", ada.post(&format!("{path}/restore"), json!({}))).await.expect(200);
    assert_eq!(total(&ada, &format!("parentId={parent}")).await, SIBLINGS + 1);
});
