//! Entries from before they were of people: the log of old versions, read by today's.

use crate::rules::raw::Raw;
use guildhall_tests::{World, both, text};
use serde_json::json;

both!(an_entry_of_an_old_log_is_of_who_entered_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, vic) = (ada.invite("Bob", "Editor").await, ada.invite("Vic", "Viewer").await);
    let project = ada.project("Here").await;
    let time = json!({"kind": "time", "projectId": project, "hours": 2, "date": "2026-02-02"});
    let entry = bob.make("expenses", time).await;
    let money = bob.make("expenses", json!({"projectId": project, "amount": 55, "date": "2026-02-02"})).await;
    // As it was written before: neither whose nor of which kind.
    let raw = Raw::open(&world).await;
    for (id, fields) in [(&entry, json!({"amount": 160, "hours": 2})), (&money, json!({"amount": 55}))] {
        let mut old = json!({"projectId": project, "currency": "EUR", "date": "2026-02-02", "createdBy": bob.id});
        old.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let sql = format!(
            "UPDATE events SET after = '{old}' WHERE model = 'Expense' AND action = 'created' AND after LIKE '%\"amount\":55%' = {}",
            if id == &money { "TRUE" } else { "FALSE" }
        );
        raw.rows(&sql).await.unwrap();
    }
    let seq = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
    for (id, kind) in [(&entry, "time"), (&money, "expense")] {
        let past = ada.get(&format!("expenses/{id}?as_of={seq}")).await.expect(200);
        assert_eq!((text(&past["kind"]), text(&past["userId"])), (kind.to_owned(), bob.id.clone()));
    }
    let past = vic.get(&format!("expenses/{entry}?as_of={seq}")).await.expect(200);
    assert_eq!((&past["amount"], &past["priced"]), (&json!(null), &json!(true)));
    let page = vic.get(&format!("expenses?as_of={seq}&kind=time")).await.expect(200);
    assert_eq!(page["data"].as_array().unwrap().len(), 1);
});

both!(whoever_sees_its_own_tasks_alone_reads_no_id_of_another, |world: World| async move {
    let ada = world.founder("Ada").await;
    let permissions = [
        "project:read",
        "project:read-open",
        "task:read:own",
        "expense:read",
        "expense:create",
        "expense:update",
        "event:read",
    ];
    ada.make("roles", json!({"name": "Narrow", "permissions": permissions})).await;
    let nora = ada.invite("Nora", "Narrow").await;
    let project = ada.project("Here").await;
    let task = ada.task(&project, "Hidden").await;
    let own = ada.make("tasks", json!({"projectId": project, "title": "Own", "assigneeId": nora.id})).await;
    let entry = |task: &str| json!({"taskId": task, "amount": 5, "userId": nora.id});
    let (hidden, seen) = (ada.make("expenses", entry(&task)).await, ada.make("expenses", entry(&own)).await);
    for (id, expected) in [(&hidden, json!(null)), (&seen, json!(own))] {
        let path = format!("expenses/{id}");
        assert_eq!(nora.get(&path).await.expect(200)["taskId"], expected);
        assert_eq!(nora.get(&format!("{path}?populate=taskId")).await.expect(200)["taskId"]["id"], expected);
        let changed = nora.patch(&path, json!({"description": "mine"})).await.expect(200);
        assert_eq!(changed["taskId"], expected);
    }
    for listed in nora.all("expenses").await {
        assert_ne!(listed["taskId"], json!(task));
    }
    assert_eq!(ada.get(&format!("expenses/{hidden}")).await.expect(200)["taskId"], json!(task), "it stays on its task");
    assert!(!nora.get("events?model=Expense&limit=200").await.expect(200).to_string().contains(&task));
});
