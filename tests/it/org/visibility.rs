//! Private projects: for every role, and for everything that belongs to a project, what is listed is exactly
//! what can be read.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const COLLECTIONS: [&str; 5] = ["projects", "tasks", "comments", "checklists", "members"];

fn id_of(row: &Value) -> String {
    text(&row["id"])
}

/// Projects of every kind with things in them: each member of `people` owns, belongs to, or does neither.
async fn mixture(ada: &Person<'_>, people: &[&Person<'_>]) {
    for number in 0..18_usize {
        let visibility = if number % 3 == 0 { "organization" } else { "private" };
        let owner = if number % 4 == 1 { people[number % people.len()].id.clone() } else { ada.id.clone() };
        let belongs: Vec<&String> =
            people.iter().enumerate().filter(|(at, _)| number >> at & 1 == 1).map(|(_, person)| &person.id).collect();
        let body =
            json!({"name": format!("P{number}"), "visibility": visibility, "ownerId": owner, "memberIds": belongs});
        let project = ada.make("projects", body).await;
        let task = ada.task(&project, "t").await;
        let below = ada.make("tasks", json!({"projectId": project, "parentId": task, "title": "below"})).await;
        ada.make("comments", json!({"task": below, "content": "c"})).await;
        ada.make("checklists", json!({"taskId": task, "title": "c", "items": []})).await;
        if number % 5 == 4 {
            ada.delete(&format!("tasks/{below}")).await.expect(204);
        }
        if number == 17 {
            ada.delete(&format!("projects/{project}")).await.expect(204);
        }
    }
}

both!(what_is_listed_is_what_can_be_read, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (editor, viewer) = (ada.invite("Ed", "Editor").await, ada.invite("Vic", "Viewer").await);
    let (guest, admin) = (ada.invite("Gus", "Guest").await, ada.invite("Al", "Admin").await);
    mixture(&ada, &[&editor, &viewer, &guest]).await;
    let mut sizes = Vec::new();
    for who in [&ada, &admin, &editor, &viewer, &guest] {
        for collection in COLLECTIONS {
            let everything = ada.all(collection).await;
            let listed: BTreeSet<String> = who.all(collection).await.iter().map(id_of).collect();
            let mut readable = BTreeSet::new();
            for id in everything.iter().map(id_of) {
                match who.get(&format!("{collection}/{id}")).await.status {
                    200 => readable.insert(id),
                    status => {
                        assert_eq!(status, 404, "what is hidden is not there");
                        continue;
                    }
                };
            }
            assert_eq!(listed, readable, "{} {collection}", who.name);
            let counted = who.get(&format!("{collection}?limit=1&count=true")).await.expect(200);
            assert_eq!(counted["total"], json!(listed.len()), "{} {collection}", who.name);
            sizes.push(listed.len());
        }
        in_events(&ada, who).await;
    }
    let tasks: Vec<usize> = sizes.chunks(COLLECTIONS.len()).map(|of| of[1]).collect();
    let [ada, admin, editor, viewer, guest] = tasks.try_into().unwrap();
    assert!(ada == admin && admin > editor.max(viewer) && editor.min(viewer) > guest && guest > 0);
});

/// The log shows the events of exactly the projects that are listed, live or in the trash.
async fn in_events(ada: &Person<'_>, who: &Person<'_>) {
    let mut visible: BTreeSet<String> = who.all("projects").await.iter().map(id_of).collect();
    visible.extend(who.all("projects?deleted=true").await.iter().map(id_of));
    let mut logged = BTreeSet::new();
    let mut after = 0;
    loop {
        let page = who.get(&format!("events?after={after}&limit=200")).await.expect(200);
        let rows = page["data"].as_array().unwrap();
        logged.extend(rows.iter().filter_map(|event| event["projectId"].as_str().map(str::to_owned)));
        match rows.last() {
            Some(event) => after = event["seq"].as_i64().unwrap(),
            None => break,
        }
    }
    assert_eq!(logged, visible, "{}", who.name);
    let last = ada.get("events?order=desc&limit=1").await.expect(200);
    assert!(after <= last["data"][0]["seq"].as_i64().unwrap());
}

both!(who_is_added_sees_at_once_and_who_is_taken_out_sees_no_more, |world: World| async move {
    let ada = world.founder("Ada").await;
    let guest = ada.invite("Gus", "Guest").await;
    let project = ada.make("projects", json!({"name": "Shared", "visibility": "private"})).await;
    let task = ada.task(&project, "t").await;
    let path = format!("tasks/{task}");
    guest.get(&path).await.problem(404, "not_found");
    guest.post("comments", json!({"task": task, "content": "x"})).await.problem(422, "not_found");
    ada.put(&format!("projects/{project}/members/{}", guest.id), json!({})).await.expect(200);
    guest.get(&path).await.expect(200);
    let comment = guest.make("comments", json!({"task": task, "content": "x"})).await;
    guest.patch(&path, json!({"title": "x"})).await.problem(403, "forbidden");
    let others = ada.make("comments", json!({"task": task, "content": "Ada's"})).await;
    guest.patch(&format!("comments/{others}"), json!({"content": "x"})).await.problem(403, "forbidden");
    ada.patch(&format!("comments/{comment}"), json!({"content": "x"})).await.problem(403, "forbidden");
    ada.delete(&format!("projects/{project}/members/{}", guest.id)).await.expect(200);
    for hidden in [path, format!("projects/{project}"), format!("comments/{comment}")] {
        guest.get(&hidden).await.problem(404, "not_found");
    }
    guest.patch(&format!("comments/{comment}"), json!({"content": "y"})).await.problem(404, "not_found");
});
