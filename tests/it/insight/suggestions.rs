//! Suggestions: what a model may say, what accepting it does, and what the built-in model finds.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn suggest(who: &Person<'_>, task: &str, kind: &str, content: &str) -> String {
    who.make("ai-suggestions", json!({"taskId": task, "type": kind, "content": content})).await
}

async fn decide(who: &Person<'_>, id: &str, status: &str) -> guildhall_tests::Answer {
    who.post(&format!("ai-suggestions/{id}/decide"), json!({"status": status})).await
}

both!(content_is_checked_by_its_type, |world: World| async move {
    let ada = world.founder("Ada").await;
    let stranger = world.founder("Mallory").await;
    let project = ada.project("Web").await;
    let task = ada.task(&project, "Fix login").await;
    let foreign = stranger.task(&stranger.project("Theirs").await, "Theirs").await;
    ada.make("labels", json!({"name": "bug"})).await;
    let duplicate = |id: &str| json!([{"taskId": id, "similarity": 0.8}]).to_string();
    for (kind, content) in [
        ("labels", json!(["nope"]).to_string()),
        ("labels", "[]".into()),
        ("labels", "7".into()),
        ("assignee", json!(stranger.id).to_string()),
        ("assignee", "Ada".into()),
        ("due_date", "soon".into()),
        ("due_date", "2026-02-30".into()),
        ("estimate", "-1".into()),
        ("estimate", "\"long\"".into()),
        ("duplicates", "some".into()),
        ("duplicates", duplicate(&foreign)),
        ("summary", " ".into()),
        ("summary", "x".repeat(20_001)),
    ] {
        let body = json!({"taskId": task, "type": kind, "content": content});
        let refused = ada.post("ai-suggestions", body).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], "/content", "{kind} {content}");
    }
    for (kind, content) in [
        ("labels", json!(["bug"]).to_string()),
        ("labels", "bug".into()),
        ("assignee", json!({"userId": ada.id}).to_string()),
        ("assignee", ada.id.clone()),
        ("due_date", "2026-03-02".into()),
        ("estimate", "1.5".into()),
        ("duplicates", duplicate(&task)),
        ("reply", "Thank you!".into()),
        ("subtasks", json!(["One", "Two"]).to_string()),
    ] {
        suggest(&ada, &task, kind, &content).await;
    }
    for (body, pointer) in [
        (json!({"taskId": foreign, "type": "summary", "content": "x"}), "/taskId"),
        (json!({"taskId": task, "type": "poem", "content": "x"}), "/type"),
        (json!({"taskId": task, "type": "summary", "content": "x", "evidence": [foreign]}), "/evidence"),
        (json!({"taskId": task, "type": "summary", "content": "x", "status": "accepted"}), "/status"),
        (
            json!({"taskId": task, "type": "summary", "content": "x", "generatedAt": "2999-01-01T00:00:00Z"}),
            "/generatedAt",
        ),
    ] {
        let refused = ada.post("ai-suggestions", body.clone()).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{body}");
    }
    let body = json!({"taskId": task, "type": "summary", "content": "x", "model": "elsewhere-1", "evidence": [task]});
    let made = ada.post("ai-suggestions", body).await.expect(201);
    assert_eq!(
        (&made["status"], &made["model"], &made["createdBy"]),
        (&json!("pending"), &json!("elsewhere-1"), &json!(ada.id))
    );
    assert_eq!(made["inputHash"].as_str().map(str::len), Some(32));
    assert_eq!(ada.all(&format!("ai-suggestions?taskId={task}&type=summary")).await.len(), 1);
});

both!(accepting_is_an_ordinary_change_of_the_task, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, viewer) = (ada.invite("Bob", "Editor").await, ada.invite("Vic", "Viewer").await);
    let task = ada.task(&ada.project("Web").await, "Fix login").await;
    let path = format!("tasks/{task}");
    let (bug, old) =
        (ada.make("labels", json!({"name": "bug"})).await, ada.make("labels", json!({"name": "old"})).await);
    ada.patch(&path, json!({"labels": [old]})).await.expect(200);
    let labels = suggest(&ada, &task, "labels", "[\"bug\"]").await;
    decide(&viewer, &labels, "accepted").await.problem(403, "forbidden");
    let done = decide(&bob, &labels, "accepted").await.expect(200);
    assert_eq!((&done["status"], &done["decidedBy"]), (&json!("accepted"), &json!(bob.id)));
    decide(&bob, &labels, "rejected").await.problem(409, "decided");
    let now = ada.get(&path).await.expect(200);
    let mut held: Vec<String> = now["labels"].as_array().unwrap().iter().map(text).collect();
    let mut both = vec![bug, old];
    held.sort();
    both.sort();
    assert_eq!(held, both);
    for (kind, content) in [("assignee", bob.id.clone()), ("due_date", "2026-03-02".into()), ("estimate", "3".into())] {
        let id = suggest(&ada, &task, kind, &content).await;
        decide(&bob, &id, "accepted").await.expect(200);
    }
    let now = ada.get(&path).await.expect(200);
    assert_eq!((&now["assigneeId"], &now["estimateHours"]), (&json!(bob.id), &json!(3)));
    assert!(text(&now["dueDate"]).starts_with("2026-03-02"), "{now}");
    let events = ada.get("events?limit=200").await.expect(200);
    let events: Vec<&Value> = events["data"].as_array().unwrap().iter().rev().take(2).collect();
    assert_eq!((&events[0]["model"], &events[1]["model"]), (&json!("AISuggestion"), &json!("Task")));
    assert_eq!(events[0]["batchId"], events[1]["batchId"], "undone as one");
    assert!(events[0]["batchId"].is_string() && events[1]["actorId"] == json!(bob.id));

    let id = suggest(&ada, &task, "estimate", "3").await;
    let at = format!("ai-suggestions/{id}/decide");
    for (body, pointer) in [
        (json!({"status": "stale"}), "/status"),
        (json!({"status": "edited"}), "/content"),
        (json!({"status": "accepted", "content": "4"}), "/content"),
        (json!({"status": "edited", "content": "many"}), "/content"),
    ] {
        let refused = bob.post(&at, body.clone()).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{body}");
    }
    let edited = bob.post(&at, json!({"status": "edited", "content": "8"})).await.expect(200);
    assert_eq!((&edited["status"], &edited["content"]), (&json!("edited"), &json!("8")));
    assert_eq!(ada.get(&path).await.expect(200)["estimateHours"], 8);
    let id = suggest(&ada, &task, "estimate", "100").await;
    decide(&bob, &id, "rejected").await.expect(200);
    assert_eq!(ada.get(&path).await.expect(200)["estimateHours"], 8);
    bob.patch(&format!("ai-suggestions/{id}"), json!({"content": "5"})).await.problem(409, "decided");
    bob.patch(&format!("ai-suggestions/{id}"), json!({"status": "pending"})).await.expect(422);
});

both!(parts_and_words_that_are_accepted_come_to_be_and_go_again_when_that_is_taken_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let task = ada.task(&ada.project("Web").await, "Fix login").await;
    let titles = |all: Vec<Value>| all.iter().map(|one| text(&one["title"])).collect::<Vec<_>>();
    for (content, parts) in
        [("- Find it\n* Fix it\n\n", ["Find it", "Fix it"]), ("[\"Test\", \" Ship \"]", ["Test", "Ship"])]
    {
        let id = suggest(&ada, &task, "subtasks", content).await;
        decide(&bob, &id, "accepted").await.expect(200);
        let below = format!("tasks?parentId={task}&sort=rank");
        assert_eq!(titles(ada.all(&below).await), parts);
        let path = format!("ai-suggestions/{id}");
        for (status, decided, left) in
            [("pending", Value::Null, 0), ("accepted", json!(bob.id), 2), ("pending", Value::Null, 0)]
        {
            let last = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["batchId"].clone();
            bob.post(&format!("batches/{}/undo", text(&last)), json!({})).await.expect(200);
            let now = ada.get(&path).await.expect(200);
            assert_eq!((&now["status"], &now["decidedBy"]), (&json!(status), &decided));
            assert_eq!(ada.all(&below).await.len(), left);
        }
    }
    for wrong in ["[]", "[1]", "-\n", &"x\n".repeat(101), &"x".repeat(2_000)] {
        let body = json!({"taskId": task, "type": "subtasks", "content": wrong});
        assert_eq!(ada.post("ai-suggestions", body).await.expect(422)["errors"][0]["pointer"], "/content", "{wrong}");
    }
    for (kind, said) in [("summary", "All is well."), ("reply", "Thank you!")] {
        let id = suggest(&ada, &task, kind, said).await;
        decide(&bob, &id, "accepted").await.expect(200);
        let last = ada.all(&format!("comments?task={task}&sort=createdAt")).await.pop().unwrap();
        assert_eq!((&last["content"], &last["user"]), (&json!(said), &json!(bob.id)));
    }
    let id = suggest(&ada, &task, "estimate", "5").await;
    decide(&bob, &id, "accepted").await.expect(200);
    let batch = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["batchId"].clone();
    bob.post(&format!("batches/{}/undo", text(&batch)), json!({})).await.expect(200);
    decide(&bob, &id, "rejected").await.expect(200);
    let undone = bob.post(&format!("batches/{}/undo", text(&batch)), json!({})).await.expect(409);
    assert!(undone["conflicts"].as_array().unwrap().iter().any(|one| one["field"] == "status"), "{undone}");
});

both!(a_suggestion_for_an_older_text_is_stale, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Fix login").await;
    let (one, kept) = (suggest(&ada, &task, "summary", "x").await, suggest(&ada, &task, "reply", "y").await);
    decide(&ada, &kept, "accepted").await.expect(200);
    ada.patch(&format!("tasks/{task}"), json!({"priority": "high"})).await.expect(200);
    let status = async |id: &str| text(&ada.get(&format!("ai-suggestions/{id}")).await.expect(200)["status"]);
    assert_eq!(status(&one).await, "pending");
    ada.patch(&format!("tasks/{task}"), json!({"description": "Another matter"})).await.expect(200);
    assert_eq!((status(&one).await.as_str(), status(&kept).await.as_str()), ("stale", "accepted"));
    decide(&ada, &one, "accepted").await.problem(409, "stale");
    assert_eq!(ada.all("ai-suggestions?status=stale").await.len(), 1);
    decide(&ada, &one, "rejected").await.expect(200);
});

both!(the_built_in_model_finds_duplicates_and_sums_up, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, other) = (ada.project("Web").await, ada.project("Other").await);
    let body = json!({"projectId": project, "title": "Fix login on Safari", "description": "**Login** fails. Since v1.2 only. Ask Bob."});
    let task = ada.make("tasks", body).await;
    let near = ada.task(&project, "Login on Safari is broken: fix").await;
    let done = ada.task(&project, "Fix login on Safari!").await;
    ada.patch(&format!("tasks/{done}"), json!({"status": "done"})).await.expect(200);
    ada.task(&project, "Order new chairs").await;
    ada.task(&other, "Fix login on Safari").await;
    let ask = format!("tasks/{task}/suggestions");
    let dry = ada.post(&format!("{ask}?dryRun=true"), json!({"type": "duplicates"})).await.expect(200);
    assert!(ada.all("ai-suggestions").await.is_empty() && dry["evidence"] == json!([near]));
    let found = ada.post(&ask, json!({"type": "duplicates"})).await.expect(201);
    assert_eq!((&found["evidence"], &found["model"]), (&json!([near]), &json!("built-in")));
    let content: Value = serde_json::from_str(&text(&found["content"])).unwrap();
    assert_eq!(content[0]["taskId"], json!(near));
    assert!(content[0]["similarity"].as_f64().unwrap() > 0.5, "{content}");

    let empty = ada.post(&format!("tasks/{near}/suggestions"), json!({"type": "summary"})).await.expect(201);
    assert!(text(&empty["content"]).contains("no description"), "{empty}");
    let items = json!([{"text": "a", "done": true}, {"text": "b"}, {"text": "c"}]);
    ada.make("checklists", json!({"taskId": task, "title": "Steps", "items": items})).await;
    ada.make("comments", json!({"task": task, "content": "It works on Firefox. Really."})).await;
    let summary = ada.post(&ask, json!({"type": "summary"})).await.expect(201);
    assert_eq!(
        text(&summary["content"]),
        "Login fails. Since v1.2 only.\n2 of 3 checklist items are open.\nAda wrote last: It works on Firefox."
    );
    ada.post(&ask, json!({"type": "summary"})).await.expect(201);
    let path = format!("ai-suggestions/{}", text(&summary["id"]));
    assert_eq!(ada.get(&path).await.expect(200)["status"], "stale", "the newer one stands for it");
    let refused = ada.post(&ask, json!({"type": "estimate"})).await.expect(422);
    assert_eq!(
        (&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]),
        (&json!("/type"), &json!("unsupported_type"))
    );
});

both!(a_suggestion_goes_with_its_task_and_names_nothing_hidden, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, guest) = (ada.invite("Bob", "Editor").await, ada.invite("Gus", "Guest").await);
    let (project, secret) = (ada.project("Web").await, ada.project("Secret").await);
    ada.patch(&format!("projects/{secret}"), json!({"visibility": "private"})).await.expect(200);
    let (task, near) = (ada.task(&project, "Fix login").await, ada.task(&project, "Fix login!").await);
    let found = ada.post(&format!("tasks/{task}/suggestions"), json!({"type": "duplicates"})).await.expect(201);
    let path = format!("ai-suggestions/{}", text(&found["id"]));
    assert_eq!(bob.get(&path).await.expect(200)["evidence"], json!([near]));
    guest.get(&path).await.problem(404, "not_found");
    ada.post(&format!("tasks/{near}/move"), json!({"projectId": secret})).await.expect(200);
    let seen = bob.get(&path).await.expect(200);
    assert_eq!((&seen["evidence"], &seen["content"]), (&json!([]), &json!("[]")));
    let events = bob.get("events?limit=200").await.expect(200);
    let events = events["data"].as_array().unwrap().iter().filter(|event| event["model"] == "AISuggestion");
    let told: Vec<String> = events.map(ToString::to_string).collect();
    assert!(!told.is_empty() && told.iter().all(|event| !event.contains(&near)), "{told:?}");
    assert_eq!(ada.get(&path).await.expect(200)["evidence"], json!([near]));
    let unknown = json!({"taskId": task, "type": "reply", "content": "x", "evidence": [near]});
    bob.post("ai-suggestions", unknown).await.expect(422);

    for above in [format!("tasks/{task}"), format!("projects/{project}")] {
        ada.delete(&above).await.expect(204);
        ada.get(&path).await.problem(404, "not_found");
        ada.post(&format!("{path}/restore"), json!({})).await.problem(409, "task_in_trash");
        ada.post(&format!("{above}/restore"), json!({})).await.expect(200);
        ada.get(&path).await.expect(200);
    }
    ada.delete(&format!("tasks/{task}")).await.expect(204);
    ada.delete(&format!("tasks/{task}?purge=true")).await.expect(204);
    assert!(ada.all("ai-suggestions?deleted=true").await.is_empty());
});
