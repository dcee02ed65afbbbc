//! Changes at the same time end as if one had come after the other, on PostgreSQL too, where they run beside each other.

use futures_util::future::{join, join_all};
use guildhall_tests::{Answer, Person, World, both, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const ROUNDS: usize = 6;

async fn task(who: &Person<'_>, project: &str, more: Value) -> String {
    let mut body = json!({"projectId": project, "title": "t"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    who.make("tasks", body).await
}

/// True if it was done; if not, it was refused as something that is not there, or does not fit any more.
fn done(answer: &Answer) -> bool {
    assert!([200, 201, 204, 404, 409, 422].contains(&answer.status), "{answer:?}");
    answer.status < 300
}

both!(linked_tasks_are_changed_at_once_and_nobody_is_told_to_come_again, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project = ada.make("projects", json!({"name": "P", "startDate": "2027-01-04"})).await;
    let a = task(&ada, &project, json!({"duration": 1})).await;
    let b = task(&ada, &project, json!({"duration": 1, "dependencies": [{"taskId": a}]})).await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    for round in 0..ROUNDS {
        let (first, second) = (json!({"duration": 2 + round % 2}), json!({"title": format!("b {round}")}));
        let (paths, length) = ([format!("tasks/{a}"), format!("tasks/{b}")], json!({"duration": 1 + round % 3}));
        let (one, two) = join(ada.patch(&paths[0], first), bob.patch(&paths[1], length)).await;
        one.expect(200);
        two.expect(200);
        let (one, two) = join(ada.patch(&paths[0], json!({"duration": 1})), bob.patch(&paths[1], second)).await;
        one.expect(200);
        two.expect(200);
    }
    let left = ada.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(left["changes"], json!([]));
});

both!(siblings_made_at_once_have_places_of_their_own, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("P").await;
    let made = join_all((0..12).map(|_| task(&ada, &project, json!({})))).await;
    let list = format!("tasks?projectId={project}&sort=rank");
    let ranks: BTreeSet<String> = ada.all(&list).await.iter().map(|one| text(&one["rank"])).collect();
    assert_eq!(ranks.len(), made.len());
    let keys = join_all((0..6).map(|_| ada.post("projects", json!({"name": "Web"})))).await;
    let keys: BTreeSet<String> = keys.into_iter().map(|one| text(&one.expect(201)["key"])).collect();
    assert_eq!(keys.len(), 6);
});

both!(no_task_keeps_a_status_that_its_project_has_not, |world: World| async move {
    let ada = world.founder("Ada").await;
    for _ in 0..ROUNDS {
        let project = ada.project("P").await;
        let id = task(&ada, &project, json!({})).await;
        let path = format!("projects/{project}");
        let mut statuses = ada.get(&path).await.expect(200)["statuses"].clone();
        statuses.as_array_mut().unwrap().retain(|one| one["key"] != "in_review");
        let of_task = format!("tasks/{id}");
        let (fewer, enters, made) = tokio::join!(
            ada.patch(&path, json!({"statuses": statuses})),
            ada.patch(&of_task, json!({"status": "in_review"})),
            ada.post("tasks", json!({"projectId": project, "title": "n", "status": "in_review"})),
        );
        let (fewer, used) = (done(&fewer), [done(&enters), done(&made)].contains(&true));
        assert!(fewer != used, "fewer {fewer}, used {used}");
    }
});

both!(nothing_stays_alive_in_a_project_that_goes, |world: World| async move {
    let ada = world.founder("Ada").await;
    for _ in 0..ROUNDS {
        let (project, other) = (ada.project("P").await, ada.project("Q").await);
        let moving = task(&ada, &other, json!({})).await;
        let goes = format!("projects/{project}");
        let there = |body: Value| {
            let mut body = body;
            body["projectId"] = json!(project);
            body
        };
        let all = [
            ("tasks", there(json!({"title": "n"}))),
            ("expenses", there(json!({"amount": 1}))),
            ("chat-rooms", there(json!({"name": "n"}))),
            ("form-templates", there(json!({"name": "n"}))),
            ("field-definitions", there(json!({"name": "n", "type": "text"}))),
            ("views", there(json!({"name": "n", "area": "tasks"}))),
        ];
        let makes = join_all(all.iter().map(|(path, body)| ada.post(path, body.clone())));
        let fields = [("projectId", project.as_str())];
        let file = ada.upload("files", &fields, "n.txt", "n");
        let at = format!("tasks/{moving}/move");
        let moves = ada.post(&at, json!({"projectId": project}));
        let (gone, made, file, moved) = tokio::join!(ada.delete(&goes), makes, file, moves);
        gone.expect(204);
        let paths = all.iter().map(|(path, _)| *path).chain(["files"]);
        for (path, answer) in paths.zip(made.iter().chain([&file])) {
            if done(answer) {
                let id = text(&answer.body["id"]);
                assert_eq!(ada.get(&format!("{path}/{id}")).await.status, 404, "{path}");
            }
        }
        let expected = if done(&moved) { 404 } else { 200 };
        assert_eq!(ada.get(&format!("tasks/{moving}")).await.status, expected, "moved");
    }
});

both!(what_hangs_on_a_task_goes_where_the_task_goes, |world: World| async move {
    let ada = world.founder("Ada").await;
    for _ in 0..ROUNDS {
        let (project, other) = (ada.project("P").await, ada.project("Q").await);
        let above = task(&ada, &project, json!({})).await;
        let id = task(&ada, &project, json!({"parentId": above})).await;
        let at = format!("tasks/{above}/move");
        let fields = [("taskId", id.as_str())];
        let (moved, file, expense) = tokio::join!(
            ada.post(&at, json!({"projectId": other})),
            ada.upload("files", &fields, "n.txt", "n"),
            ada.post("expenses", json!({"taskId": id, "amount": 1})),
        );
        moved.expect(200);
        for (path, made) in [("files", file), ("expenses", expense)] {
            let made = text(&made.expect(201)["id"]);
            let now = ada.get(&format!("{path}/{made}")).await.expect(200);
            assert_eq!((&now["projectId"], &now["taskId"]), (&json!(other), &json!(id)), "{path}");
        }
    }
});

both!(a_calendar_that_goes_is_nobodys, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("P").await;
    for _ in 0..ROUNDS {
        let calendar = ada.make("calendars", json!({"name": "C", "week": {"mon": [["08:00", "12:00"]]}})).await;
        let goes = format!("calendars/{calendar}");
        let body = json!({"projectId": project, "title": "t", "calendarId": calendar});
        let (gone, made) = join(ada.delete(&goes), ada.post("tasks", body)).await;
        assert!(done(&gone) != done(&made), "{gone:?} {made:?}");
    }
});

both!(what_is_taken_back_twice_at_once_is_taken_back_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    let id = task(&ada, &ada.project("P").await, json!({})).await;
    for round in 0..ROUNDS {
        ada.patch(&format!("tasks/{id}"), json!({"title": format!("{round}")})).await.expect(200);
        let last = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
        let undo = format!("events/{last}/undo");
        let (one, two) = join(ada.post(&undo, json!({})), ada.post(&undo, json!({}))).await;
        let mut both = [one.status, two.status];
        both.sort_unstable();
        assert_eq!(both, [200, 409]);
    }
});
