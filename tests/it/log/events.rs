//! An event shows if its object shows.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn log(who: &Person<'_>, query: &str) -> Vec<Value> {
    who.get(&format!("events?limit=200&{query}")).await.expect(200)["data"].as_array().unwrap().clone()
}

both!(events_of_a_model_show_to_who_may_read_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Website").await;
    let task = ada.task(&project, "Write").await;
    ada.make("comments", json!({"task": task, "content": "Said"})).await;
    ada.make(
        "roles",
        json!({"name": "Narrow", "permissions": ["event:read", "project:read", "project:read-open", "task:read"]}),
    )
    .await;
    let bob = ada.invite("Bob", "Narrow").await;
    let mut models: Vec<String> = log(&bob, "after=0").await.iter().map(|event| text(&event["model"])).collect();
    models.sort();
    models.dedup();
    assert_eq!(models, ["Project", "Task"]);
    let vic = ada.invite("Vic", "Viewer").await;
    let models: Vec<String> = log(&vic, "after=0").await.iter().map(|event| text(&event["model"])).collect();
    assert!(models.contains(&"Comment".into()) && !models.contains(&"Invitation".into()), "{models:?}");
    let mute = ada.make("roles", json!({"name": "Mute", "permissions": ["task:read"]})).await;
    assert!(!mute.is_empty());
    ada.invite("Moe", "Mute").await.get("events").await.problem(403, "forbidden");
});

both!(events_are_found_by_who_what_and_when, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project = ada.project("Website").await;
    let task = bob.task(&project, "Write").await;
    ada.patch(&format!("tasks/{task}"), json!({"title": "Rewrite"})).await.expect(200);
    let actions = |events: Vec<Value>| events.iter().map(|event| text(&event["action"])).collect::<Vec<_>>();
    assert_eq!(actions(log(&ada, &format!("objectId={task}&model=Task")).await), ["created", "updated"]);
    assert_eq!(actions(log(&ada, &format!("objectId={task}&actorId={}", bob.id)).await), ["created"]);
    assert_eq!(actions(log(&ada, "model=Task&action=updated").await), ["updated"]);
    assert_eq!(log(&ada, "model=Spaceship").await, Vec::<Value>::new());
    let all = log(&ada, "after=0").await;
    let last = &all[all.len() - 1];
    assert_eq!(log(&ada, &format!("from={}&order=desc", text(&last["at"]))).await[0], *last);
    assert!(log(&ada, &format!("until={}", text(&last["at"]))).await.iter().all(|event| event["at"] != last["at"]));
    assert_eq!(log(&ada, "from=2999-01-01").await, Vec::<Value>::new());
    assert_eq!(log(&ada, "until=2999-01-01").await, all);
    ada.get("events?from=yesterday").await.problem(400, "bad_parameter");
});

both!(pages_are_full_however_little_one_sees, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (open, closed) = (ada.project("Open").await, ada.project("Closed").await);
    ada.patch(&format!("projects/{closed}"), json!({"visibility": "private"})).await.expect(200);
    let held = ["event:read", "project:read", "project:read-open", "task:read:own"];
    ada.make("roles", json!({"name": "Narrow", "permissions": held})).await;
    let bob = ada.invite("Bob", "Narrow").await;
    for number in 0..6 {
        ada.make("tasks", json!({"projectId": open, "title": format!("{number}"), "assigneeId": bob.id})).await;
        for _ in 0..5 {
            ada.task(&open, "Other").await;
            ada.task(&closed, "Hidden").await;
        }
    }
    let (mut after, mut pages) = (0, Vec::new());
    loop {
        let page = bob.get(&format!("events?after={after}&limit=2&model=Task")).await.expect(200);
        let next = text(&page["nextCursor"]).parse::<i64>().unwrap();
        assert!(next > after || page["data"] == json!([]));
        after = next;
        match page["data"].as_array().unwrap().len() {
            0 => break,
            count => pages.push(count),
        }
    }
    assert_eq!(pages, [2, 2, 2]);
    let newest = bob.get("events?order=desc&limit=6&model=Task").await.expect(200);
    assert_eq!(newest["data"].as_array().map(Vec::len), Some(6));
});

both!(what_was_purged_shows_to_who_saw_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let vic = ada.invite("Vic", "Viewer").await;
    let (open, closed) = (ada.project("Open").await, ada.project("Closed").await);
    let body = json!({"visibility": "private", "memberIds": [bob.id]});
    ada.patch(&format!("projects/{closed}"), body).await.expect(200);
    let task = ada.task(&closed, "Inside").await;
    for project in [&open, &closed] {
        ada.delete(&format!("projects/{project}")).await.expect(204);
        ada.delete(&format!("projects/{project}?purge=true")).await.expect(204);
    }
    let seen = |events: Vec<Value>| events.iter().map(|event| text(&event["action"])).collect::<Vec<_>>();
    for who in [&ada, &bob] {
        assert_eq!(seen(log(who, &format!("objectId={closed}")).await), ["created", "updated", "deleted", "purged"]);
        assert_eq!(seen(log(who, &format!("objectId={task}")).await), ["created"]);
    }
    assert_eq!(log(&vic, &format!("objectId={closed}")).await, Vec::<Value>::new());
    assert_eq!(log(&vic, &format!("objectId={task}")).await, Vec::<Value>::new());
    assert_eq!(seen(log(&vic, &format!("objectId={open}")).await), ["created", "deleted", "purged"]);
});

both!(what_an_expense_is_for_is_hidden_from_whoever_does_not_see_the_task, |world: World| async move {
    let ada = world.founder("Ada").await;
    let permissions = ["project:read", "project:read-open", "task:read:own", "expense:read", "event:read"];
    ada.make("roles", json!({"name": "Narrow", "permissions": permissions})).await;
    let nora = ada.invite("Nora", "Narrow").await;
    let project = ada.project("Here").await;
    let hidden = ada.task(&project, "Hidden").await;
    let own = ada.make("tasks", json!({"projectId": project, "title": "Own", "assigneeId": nora.id})).await;
    for task in [&hidden, &own] {
        ada.make("expenses", json!({"taskId": task, "amount": 5})).await;
    }
    let told = nora.get("events?model=Expense").await.expect(200);
    assert_eq!(told["data"].as_array().unwrap().len(), 2);
    let told = told.to_string();
    assert!(told.contains(&own) && !told.contains(&hidden), "{told}");
    assert!(ada.get("events?model=Expense").await.expect(200).to_string().contains(&hidden));
});

both!(what_is_gone_for_good_shows_to_who_saw_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let held = ["project:read", "project:read-open", "comment:read", "checklist:read", "event:read"];
    let roles = [("Full", ["task:read", "contact:read"]), ("Narrow", ["task:read", "contact:read:own"])];
    let roles = roles.into_iter().chain([("Own", ["task:read:own", "contact:read"])]);
    let mut people = Vec::new();
    for (name, more) in roles {
        let permissions = [&held[..], &more].concat();
        ada.make("roles", json!({"name": name, "permissions": permissions})).await;
        people.push(ada.invite(name, name).await);
    }
    let project = ada.project("Here").await;
    let (hidden, own) = (ada.task(&project, "Hidden").await, ada.task(&project, "Own").await);
    ada.patch(&format!("tasks/{own}"), json!({"assigneeId": people[2].id})).await.expect(200);
    let mut gone = Vec::new();
    for task in [&hidden, &own] {
        for (path, body) in [
            ("comments", json!({"task": task, "content": "Said"})),
            ("checklists", json!({"taskId": task, "title": "Steps"})),
        ] {
            let id = ada.make(path, body).await;
            ada.delete(&format!("{path}/{id}")).await.expect(204);
            ada.delete(&format!("{path}/{id}?purge=true")).await.expect(204);
            gone.push(id);
        }
    }
    let count = async |who: &Person<'_>, id: &str| log(who, &format!("objectId={id}")).await.len();
    for (at, id) in gone.iter().enumerate() {
        assert_eq!([count(&people[0], id).await, count(&people[1], id).await], [3, 3]);
        assert_eq!(count(&people[2], id).await, if at < 2 { 0 } else { 3 }, "{at}");
    }
    for (at, task) in [&hidden, &own].into_iter().enumerate() {
        ada.delete(&format!("tasks/{task}")).await.expect(204);
        ada.delete(&format!("tasks/{task}?purge=true")).await.expect(204);
        let before = count(&ada, task).await;
        assert_eq!([count(&people[0], task).await, count(&people[1], task).await], [before, before]);
        assert_eq!(count(&people[2], task).await, if at == 0 { 0 } else { before });
        assert_eq!(count(&people[2], &gone[2 * at]).await, if at == 0 { 0 } else { 3 });
    }
});
