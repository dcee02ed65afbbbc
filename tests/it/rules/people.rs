//! Members who may less: a Viewer tries every write, and Editor, Viewer and Guest try every operation on
//! what is hidden from them. What a person may not see does not exist for it, in lists, filters, references,
//! counts and events alike.

use super::raw::{Raw, difference};
use super::recipe::{Ids, furnish};
use super::walk::{Operation, Tally, operations, send};
use guildhall_tests::{Answer, Person, World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

/// What everybody may do in a room they are in; Vic is in none, so there is nothing to do it with. And what
/// everybody may do with views of their own: of many, those of others are refused one by one.
const OWN: [&str; 2] = ["chat_room_mark_read", "view_bulk"];
/// A view of one's own changes nobody else's work.
const MAKES_OWN: &str = "view_create";

both!(a_viewer_changes_nothing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let ids = furnish(&ada, "Open").await;
    let vic = ada.invite("Vic", "Viewer").await;
    let raw = Raw::open(&world).await;
    let before = raw.dump(&ada.organization).await;
    let mut tally = Tally::default();
    for operation in operations(&world).await.iter().filter(|o| o.in_organization()) {
        tally.operations += 1;
        if operation.id == MAKES_OWN {
            continue;
        }
        let own = OWN.contains(&&*operation.id);
        let mut ends = vec![""];
        if operation.method == Method::DELETE {
            ends.push("?purge=true");
        }
        if operation.rehearses() {
            ends.push("?dryRun=true");
        }
        for end in ends {
            for trash in [false, true].into_iter().filter(|trash| *trash || !operation.wants_trash()) {
                let path = operation.at(&ada.organization, &ids, trash) + end;
                let answer = send(&vic, &operation.method, &path, operation.body(&ids)).await;
                // What lies in the trash is listed, not read.
                let read = operation.reads() && matches!(answer.status, 200 | 403 | 404);
                let absent = (trash || own) && answer.status == 404;
                let refused = own && answer.status == 422 && answer.body["results"][0]["status"] == 403;
                let fine =
                    read || refused || answer.status == 403 || absent || (answer.status == 400 && end == "?purge=true");
                tally.count("Vic", &format!("{} {path}", operation.method), &answer, fine);
            }
        }
        let changed = difference(&before, &raw.dump(&ada.organization).await);
        assert!(changed.is_empty(), "{} by a Viewer: {changed:#?}", operation.id);
    }
    tally.settle("as Viewer");
});

/// What belongs to a project, and so is hidden with it.
const HIDDEN: [&str; 26] = [
    "projects",
    "projects2",
    "tasks",
    "tasks2",
    "tasks3",
    "child",
    "comments",
    "checklists",
    "items",
    "baselines",
    "field-definitions",
    "imports",
    "expenses",
    "submitted",
    "unpriced",
    "person-rates",
    "chat-rooms",
    "messages",
    "form-templates",
    "form-requests",
    "ai-suggestions",
    "attachments",
    "files",
    "files2",
    "approvals",
    "views",
];

fn hidden_ids(ids: &Ids) -> Vec<String> {
    let all = ids.all().filter(|(slot, _)| HIDDEN.contains(&slot.trim_end_matches(":trash")));
    all.map(|(_, id)| id.to_owned()).collect()
}

both!(what_is_hidden_does_not_exist, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (hidden, open) = (furnish(&ada, "Hidden").await, furnish(&ada, "Open").await);
    for (slot, trash) in [("projects", false), ("projects2", false), ("projects", true)] {
        let path = format!("projects/{}", hidden.of(slot, trash));
        if trash {
            ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
        }
        ada.patch(&path, json!({"visibility": "private"})).await.expect(200);
        if trash {
            ada.delete(&path).await.expect(204);
        }
    }
    entangle(&ada, &hidden, &open).await;
    let editor = ada.invite("Ed", "Editor").await;
    let viewer = ada.invite("Vic", "Viewer").await;
    let guest = ada.invite("Gus", "Guest").await;
    let stray = ada.invite("Stray", "Guest").await;
    ada.put(&format!("projects/{}/members/{}", open.of("projects", false), guest.id), json!({})).await.expect(200);
    let raw = Raw::open(&world).await;
    let before = raw.dump(&ada.organization).await;
    let all = operations(&world).await;
    let mut tally = Tally::default();
    for (who, hidden, open) in
        [(&editor, &hidden, &open), (&viewer, &hidden, &open), (&guest, &hidden, &open), (&stray, &open, &hidden)]
    {
        for operation in all.iter().filter(|o| o.in_organization()) {
            tally.operations += 1;
            by_path(&mut tally, operation, who, hidden).await;
            by_body(&mut tally, operation, who, hidden, open).await;
            by_list(&mut tally, operation, who, hidden).await;
            let changed = difference(&before, &raw.dump(&ada.organization).await);
            assert!(changed.is_empty(), "{} by {}: {changed:#?}", operation.id, who.name);
        }
    }
    tally.settle("on what is hidden, as Editor, Viewer and Guest");
});

/// Visible things refer to hidden ones, as far as that can be.
async fn entangle(ada: &Person<'_>, hidden: &Ids, open: &Ids) {
    let (seen, unseen) = (open.of("tasks2", false), hidden.of("tasks2", false));
    ada.put(&format!("tasks/{seen}/dependencies/{unseen}"), json!({"type": "SS"})).await.expect(200);
    ada.put(&format!("tasks/{unseen}/dependencies/{}", open.of("tasks3", false)), json!({})).await.expect(200);
    let later = json!({"dependsOn": [unseen, open.of("child", false)]});
    ada.patch(&format!("tasks/{seen}"), later).await.expect(200);
    // One that was visible when it was made, and moved away since; and one that came out of hiding.
    let project = open.of("projects", false);
    let moved = ada.make("tasks", json!({"projectId": project, "title": "Hidden since"})).await;
    ada.make("comments", json!({"task": moved, "content": "Hidden since"})).await;
    ada.make("expenses", json!({"taskId": moved, "amount": 1})).await;
    ada.upload("files", &[("taskId", &moved)], "x", "Hidden since").await.expect(201);
    let body = json!({"projectId": hidden.of("projects", false)});
    ada.post(&format!("tasks/{moved}/move"), body).await.expect(200);
    let project = hidden.of("projects", false);
    let body = json!({"projectId": project, "parentId": hidden.of("tasks2", false), "title": "Seen since"});
    let shown = ada.make("tasks", body).await;
    ada.upload("files", &[("taskId", &shown)], "x", "Seen since").await.expect(201);
    ada.post(&format!("tasks/{shown}/move"), json!({"projectId": open.of("projects", false)})).await.expect(200);
}

fn collection(operation: &Operation) -> &str {
    operation.path.split("{organizationId}/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

/// Hidden things in the path are not found.
async fn by_path(tally: &mut Tally, operation: &Operation, who: &Person<'_>, hidden: &Ids) {
    if !HIDDEN.contains(&collection(operation)) || !operation.path.contains("{id}") {
        return;
    }
    for trash in [false, true] {
        let path = operation.at(&who.organization, hidden, trash);
        let answer = send(who, &operation.method, &path, operation.body(hidden)).await;
        let fine = matches!(answer.status, 404 | 403);
        tally.count(&who.name, &format!("{} {path}", operation.method), &answer, fine);
    }
}

/// Hidden things in a body are as unknown as what was never there.
async fn by_body(tally: &mut Tally, operation: &Operation, who: &Person<'_>, hidden: &Ids, open: &Ids) {
    for reference in &operation.references {
        let target = operation.target(reference, hidden);
        if !hidden_ids(hidden).iter().any(|id| id == target) {
            continue;
        }
        let path = operation.at(&who.organization, open, false);
        let answers = [target, "0123456789abcdef01234567"]
            .map(|id| send(who, &operation.method, &path, operation.body_with(open, reference, id)));
        let [answer, unknown] = answers;
        let (answer, unknown) = (answer.await, unknown.await);
        let alike = (answer.status, &answer.body) == (unknown.status, &unknown.body);
        let fine = alike && matches!(answer.status, 403 | 404 | 422);
        tally.count(&who.name, &format!("{} with {}", operation.id, reference.name), &answer, fine);
    }
}

/// No answer names a hidden id anywhere, whatever is asked.
async fn by_list(tally: &mut Tally, operation: &Operation, who: &Person<'_>, hidden: &Ids) {
    if !operation.reads() || operation.path.contains("{id}") {
        return;
    }
    let secret = hidden_ids(hidden);
    let path = operation.at(&who.organization, hidden, false);
    let mut queries: Vec<String> =
        ["", "?limit=200", "?limit=200&deleted=true", "?limit=200&order=desc"].map(str::to_owned).into();
    queries.push(format!("?limit=200&count=true&populate={}", operation.populate));
    for (name, id) in operation
        .query
        .iter()
        .filter(|name| name.ends_with("Id") || *name == "id")
        .flat_map(|name| secret.iter().map(move |id| (name, id)))
    {
        queries.push(format!("?{name}={id}"));
        if operation.query.iter().any(|name| name == "filter") {
            queries.push(format!("?count=true&filter={name}%20=%20{id}%20OR%20NOT%20{name}%20=%20{id}"));
        }
    }
    for query in queries {
        let answer = who.get(&format!("{path}{query}")).await;
        let named = |id: &String| answer.body.to_string().contains(id.as_str());
        let leak = secret.iter().find(|id| named(id));
        let fine = leak.is_none() && matches!(answer.status, 200 | 400 | 403) && counts_right(&answer, &query);
        tally.count(&who.name, &format!("{path}{query} names {leak:?}"), &answer, fine);
    }
}

/// A total counts what can be seen and nothing else.
fn counts_right(answer: &Answer, query: &str) -> bool {
    let rows = answer.body["data"].as_array().map_or(0, Vec::len);
    !query.contains("count=true") || answer.status != 200 || answer.body["total"] == json!(rows)
}

both!(a_circle_through_hidden_tasks_names_none_of_them, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (open, closed) = (ada.project("Open").await, ada.project("Closed").await);
    ada.patch(&format!("projects/{closed}"), json!({"visibility": "private"})).await.expect(200);
    let (a, hidden, b) = (ada.task(&open, "a").await, ada.task(&closed, "hidden").await, ada.task(&open, "b").await);
    ada.patch(&format!("tasks/{hidden}"), json!({"dependsOn": [a]})).await.expect(200);
    ada.patch(&format!("tasks/{b}"), json!({"dependsOn": [hidden]})).await.expect(200);
    let editor = ada.invite("Ed", "Editor").await;
    let refused = editor.put(&format!("tasks/{a}/dependencies/{b}"), json!({})).await.problem(409, "cycle");
    let key = text(&ada.get(&format!("tasks/{hidden}")).await.expect(200)["key"]);
    assert!(!refused.to_string().contains(&key), "{refused:#}");
    let seen: Value = editor.get(&format!("tasks/{b}")).await.expect(200);
    assert_eq!((&seen["dependsOn"], &seen["hiddenDependencies"]), (&json!([]), &json!(1)));
    let kept = editor.patch(&format!("tasks/{b}"), json!({"dependsOn": [a]})).await.expect(200);
    assert_eq!(kept["hiddenDependencies"], 1, "a patched array leaves what the caller cannot see");
});
