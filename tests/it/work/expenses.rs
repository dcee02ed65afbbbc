//! Expenses: what they are for, their money, whose they are.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(an_expense_has_a_project_or_a_task_and_follows_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Here", "currency": "CHF"})).await;
    let other = ada.project("There").await;
    let task = ada.task(&project, "t").await;
    let below = ada.make("tasks", json!({"projectId": project, "parentId": task, "title": "below"})).await;
    ada.post("expenses", json!({"amount": 1})).await.problem(422, "required");
    ada.post("expenses", json!({"amount": 1, "taskId": task, "projectId": other})).await.problem(422, "disagrees");
    ada.post("expenses", json!({"amount": 1, "taskId": project})).await.problem(422, "not_found");
    let made = ada.post("expenses", json!({"amount": 12.3456, "taskId": below})).await.expect(201);
    assert_eq!(
        (&made["projectId"], &made["currency"], &made["createdBy"], made["amount"].to_string()),
        (&json!(project), &json!("CHF"), &json!(ada.id), "12.3456".into())
    );
    let path = format!("expenses/{}", text(&made["id"]));
    ada.post(&format!("tasks/{task}/move"), json!({"projectId": other})).await.expect(200);
    let moved = ada.get(&path).await.expect(200);
    assert_eq!((&moved["projectId"], &moved["currency"]), (&json!(other), &json!("CHF")));
    ada.patch(&path, json!({"projectId": project})).await.problem(422, "disagrees");
    let loose = ada.patch(&path, json!({"taskId": null, "projectId": project})).await.expect(200);
    assert_eq!((&loose["taskId"], &loose["projectId"]), (&Value::Null, &json!(project)));
    ada.patch(&path, json!({"projectId": null})).await.problem(422, "required");
    let tied = ada.patch(&path, json!({"taskId": task})).await.expect(200);
    assert_eq!(tied["projectId"], json!(other));
});

both!(every_value_of_an_expense_is_checked, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let with = |field: &str, value: Value| {
        let mut body = json!({"projectId": project, "amount": 1});
        body[field] = value;
        body
    };
    for (body, pointer, code) in [
        (json!({"projectId": project}), "/amount", "required"),
        (with("amount", json!("1")), "/amount", "type"),
        (with("amount", json!(0.00001)), "/amount", "format"),
        (with("amount", serde_json::from_str("1234567890123456").unwrap()), "/amount", "format"),
        (with("currency", json!("eur")), "/currency", "currency"),
        (with("hours", json!(-1)), "/hours", "range"),
        (with("date", json!("2026-02-30")), "/date", "format"),
        (with("date", json!("2026-03-01T00:00:00Z")), "/date", "format"),
        (with("description", json!("x".repeat(2001))), "/description", "too_long"),
        (with("createdBy", json!(ada.id)), "/createdBy", "read_only"),
    ] {
        let refused = ada.post("expenses", body).await.problem(422, code);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{code}");
    }
    let credit = ada.post("expenses", with("amount", json!(-99999999999.9999))).await.expect(201);
    assert_eq!((credit["amount"].to_string(), &credit["currency"]), ("-99999999999.9999".into(), &json!("EUR")));
    let path = format!("expenses/{}", text(&credit["id"]));
    ada.patch(&path, json!({"currency": "USD"})).await.problem(422, "amounts");
    ada.patch(&path, json!({"currency": "USD", "amount": -1, "hours": 7.5})).await.expect(200);
    ada.patch(&path, json!({"amount": null})).await.problem(422, "required");
    let day = |answer: &Value| text(&answer["date"]);
    let made = text(&credit["createdAt"]);
    assert_eq!(day(&credit), made[..10], "today, in the organization's zone");
    assert_eq!(day(&ada.patch(&path, json!({"date": "2026-03-01"})).await.expect(200)), "2026-03-01");
    assert!(day(&ada.patch(&path, json!({"date": null})).await.expect(200)).as_str() >= &made[..10]);
    assert_eq!(ada.all("expenses?sort=-date&date[gte]=2026-03-02").await.len(), 1);
});

both!(today_is_the_day_where_the_organization_works, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let mut days = Vec::new();
    // 26 hours lie between these two, so they are never in the same day.
    for zone in ["Pacific/Kiritimati", "Etc/GMT+12"] {
        ada.patch("", json!({"timeZone": zone})).await.expect(200);
        days.push(text(&ada.post("expenses", json!({"projectId": project, "amount": 1})).await.expect(201)["date"]));
    }
    assert!(days[0] > days[1], "{days:?}");
});

both!(everybody_changes_their_own_expenses, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, carol) = (ada.invite("Bob", "Editor").await, ada.invite("Carol", "Editor").await);
    let guest = ada.invite("Gus", "Guest").await;
    let project = ada.project("Here").await;
    ada.put(&format!("projects/{project}/members/{}", guest.id), json!({})).await.expect(200);
    let expense =
        bob.post("expenses", json!({"projectId": project, "amount": 1, "description": "Taxi"})).await.expect(201);
    assert_eq!(expense["can"], json!(["update", "delete", "submit"]));
    let path = format!("expenses/{}", text(&expense["id"]));
    assert_eq!(carol.get(&path).await.expect(200)["can"], json!([]));
    carol.patch(&path, json!({"amount": 2})).await.problem(403, "forbidden");
    carol.delete(&path).await.problem(403, "forbidden");
    bob.patch(&path, json!({"amount": 2})).await.expect(200);
    ada.patch(&path, json!({"amount": 3})).await.expect(200);
    ada.delete(&path).await.expect(204);
    carol.post(&format!("{path}/restore"), json!({})).await.problem(403, "forbidden");
    bob.post(&format!("{path}/restore"), json!({})).await.expect(200);
    guest.get(&path).await.problem(403, "forbidden");
    let log = guest.get("events?limit=200").await.expect(200).to_string();
    assert!(!log.contains("Taxi"), "who reads no expenses hears of none: {log}");
});

both!(an_expense_goes_with_its_task_and_comes_back_with_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let task = ada.task(&project, "t").await;
    let of_task = ada.make("expenses", json!({"taskId": task, "amount": 1})).await;
    let of_project = ada.make("expenses", json!({"projectId": project, "amount": 2})).await;
    let ids = |rows: Vec<Value>| rows.iter().map(|row| text(&row["id"])).collect::<Vec<_>>();
    ada.delete(&format!("tasks/{task}")).await.expect(204);
    assert_eq!(ids(ada.all("expenses").await), std::slice::from_ref(&of_project));
    ada.post(&format!("expenses/{of_task}/restore"), json!({})).await.problem(409, "task_in_trash");
    ada.post(&format!("tasks/{task}/restore"), json!({})).await.expect(200);
    assert_eq!(ada.all("expenses").await.len(), 2);
    ada.delete(&format!("projects/{project}")).await.expect(204);
    assert!(ada.all("expenses").await.is_empty());
    ada.post(&format!("expenses/{of_project}/restore"), json!({})).await.problem(409, "project_in_trash");
    ada.post(&format!("projects/{project}/restore"), json!({})).await.expect(200);
    assert_eq!(ids(ada.all("expenses").await), [of_task.clone(), of_project.clone()]);
    ada.delete(&format!("tasks/{task}")).await.expect(204);
    ada.delete(&format!("tasks/{task}?purge=true")).await.expect(204);
    assert!(ada.all("expenses?deleted=true").await.is_empty());
    ada.delete(&format!("projects/{project}")).await.expect(204);
    ada.delete(&format!("projects/{project}?purge=true")).await.expect(204);
});
