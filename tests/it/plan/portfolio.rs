//! All projects at a glance, as far as the caller sees them.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

fn row<'b>(portfolio: &'b Value, project: &str) -> &'b Value {
    portfolio["data"].as_array().unwrap().iter().find(|row| row["projectId"] == project).unwrap()
}

fn codes(row: &Value) -> Vec<String> {
    row["health"]["reasons"].as_array().unwrap().iter().map(|reason| text(&reason["code"])).collect()
}

both!(a_project_is_as_long_and_as_far_as_its_tasks, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = json!({"name": "Plan", "startDate": "2040-03-01", "endDate": "2040-03-20"});
    let project = ada.make("projects", project).await;
    let empty = ada.project("Empty").await;
    let task = |title: &str, more: Value| {
        let mut body = json!({"projectId": project, "title": title});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let above = ada.make("tasks", task("Above", json!({}))).await;
    // 30 hours of 40, and a day of work that is done: 30 × 25 % and 8 × 100 % of 46, a milestone being none.
    let big = json!({"parentId": above, "startDate": "2040-03-05", "duration": 5, "estimateHours": 30, "percentComplete": 25});
    ada.make("tasks", task("Big", big)).await;
    ada.make("tasks", task("Small", json!({"startDate": "2040-03-12", "duration": 1, "status": "done"}))).await;
    ada.make("tasks", task("Undated", json!({"estimateHours": 8}))).await;
    ada.make("tasks", task("Given up", json!({"startDate": "2040-06-01", "duration": 9, "status": "cancelled"}))).await;
    let late = ada.make("tasks", task("Handover", json!({"milestone": true, "startDate": "2040-03-16"}))).await;
    let early = ada.make("tasks", task("Kick-off", json!({"milestone": true, "startDate": "2040-03-05"}))).await;
    let portfolio = ada.get("portfolio?sort=name").await.expect(200);
    let of = row(&portfolio, &project);
    assert_eq!((&of["startDate"], &of["endDate"]), (&json!("2040-03-01"), &json!("2040-03-20")));
    assert_eq!(of["plannedStart"], "2040-03-05T08:00:00.000Z");
    assert!(text(&of["plannedEnd"]).starts_with("2040-03-16"), "{}", of["plannedEnd"]);
    assert_eq!(of["tasks"], json!({"open": 5, "done": 1, "cancelled": 1, "overdue": 0}));
    assert_eq!(of["progress"], json!(33.6957));
    let told: Vec<&Value> = of["milestones"].as_array().unwrap().iter().map(|one| &one["taskId"]).collect();
    assert_eq!((told, &of["moreMilestones"]), (vec![&json!(early), &json!(late)], &json!(0)));
    assert_eq!(of["health"], json!({"state": "on_track", "reasons": []}));
    let of = row(&portfolio, &empty);
    assert_eq!((&of["plannedStart"], &of["plannedEnd"], &of["progress"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(of["health"]["state"], "unplanned");
});

both!(health_says_why, |world: World| async move {
    let ada = world.founder("Ada").await;
    let vic = ada.invite("Vic", "Viewer").await;
    let gus = ada.invite("Gus", "Guest").await;
    let body =
        json!({"name": "Late", "endDate": "2040-03-06", "budget": 100, "currency": "EUR", "memberIds": [gus.id]});
    let project = ada.make("projects", body).await;
    let body = json!({"projectId": project, "title": "Work", "startDate": "2040-03-05", "duration": 2});
    let task = ada.make("tasks", body).await;
    ada.post(&format!("projects/{project}/baselines"), json!({"name": "Approved"})).await.expect(201);
    ada.patch(&format!("tasks/{task}"), json!({"duration": 4, "dueDate": "2040-03-06"})).await.expect(200);
    let old = json!({"projectId": project, "title": "Forgotten", "startDate": "2020-03-02", "duration": 1});
    let old = ada.make("tasks", old).await;
    let spent = ada.make("expenses", json!({"projectId": project, "amount": 120})).await;
    ada.post(&format!("expenses/{spent}/submit"), json!({})).await.expect(200);
    let portfolio = ada.get("portfolio").await.expect(200);
    let of = row(&portfolio, &project);
    assert_eq!(of["health"]["state"], "off_track");
    assert_eq!(codes(of), ["ends_late", "over_budget", "behind_baseline", "overdue", "misses_deadlines"]);
    assert_eq!(of["health"]["reasons"][0], json!({"code": "ends_late", "endDate": "2040-03-06", "days": 2}));
    assert_eq!(of["health"]["reasons"][2]["days"], 2);
    assert!(text(&of["baselineEnd"]).starts_with("2040-03-06"));
    // A viewer may see expenses, a guest may not.
    let seen = vic.get("portfolio").await.expect(200);
    assert!(codes(row(&seen, &project)).contains(&"over_budget".to_owned()));
    let seen = gus.get("portfolio").await.expect(200);
    assert_eq!(codes(row(&seen, &project)), ["ends_late", "behind_baseline", "overdue", "misses_deadlines"]);
    ada.patch(&format!("tasks/{old}"), json!({"status": "done"})).await.expect(200);
    ada.patch(&format!("tasks/{task}"), json!({"duration": 2, "dueDate": null})).await.expect(200);
    ada.patch(&format!("projects/{project}"), json!({"budget": 130})).await.expect(200);
    let portfolio = ada.get("portfolio").await.expect(200);
    let of = row(&portfolio, &project);
    assert_eq!((&of["health"]["state"], codes(of)), (&json!("at_risk"), vec!["budget_threshold".to_owned()]));
    ada.patch(&format!("projects/{project}"), json!({"status": "done"})).await.expect(200);
    let portfolio = ada.get("portfolio").await.expect(200);
    assert_eq!(row(&portfolio, &project)["health"], json!({"state": "closed", "reasons": []}));
});

both!(a_portfolio_holds_what_one_sees, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bo = ada.invite("Bo", "Editor").await;
    let role = json!({"name": "Own", "permissions": ["project:read", "project:read-open", "task:read:own"]});
    ada.make("roles", role).await;
    let nora = ada.invite("Nora", "Own").await;
    let open = ada.project("Open").await;
    let closed = ada.make("projects", json!({"name": "Closed", "visibility": "private"})).await;
    let plan = |project: &str, title: &str, start: &str| json!({"projectId": project, "title": title, "startDate": start, "duration": 1, "milestone": false});
    ada.make("tasks", plan(&closed, "Hidden", "2040-03-05")).await;
    let above = ada.make("tasks", plan(&open, "Hers", "2040-03-05")).await;
    ada.patch(&format!("tasks/{above}"), json!({"assigneeId": nora.id, "percentComplete": 50})).await.expect(200);
    let mut part = plan(&open, "Not hers", "2040-04-02");
    (part["parentId"], part["percentComplete"]) = (json!(above), json!(50));
    ada.make("tasks", part).await;
    let stone = json!({"projectId": open, "title": "Not hers either", "milestone": true, "startDate": "2040-05-01"});
    ada.make("tasks", stone).await;
    let seen = bo.get("portfolio?count=true").await.expect(200);
    assert_eq!((seen["data"].as_array().unwrap().len(), &seen["total"]), (1, &json!(1)));
    let seen = nora.get("portfolio").await.expect(200);
    let of = row(&seen, &open);
    assert_eq!(of["tasks"], json!({"open": 1, "done": 0, "cancelled": 0, "overdue": 0}));
    assert_eq!((&of["progress"], &of["milestones"], &of["moreMilestones"]), (&json!(50), &json!([]), &json!(0)));
    let none = json!({"name": "None", "permissions": ["project:read", "project:read-open"]});
    ada.make("roles", none).await;
    ada.invite("Olaf", "None").await.get("portfolio").await.problem(403, "forbidden");
});

both!(a_portfolio_is_filtered_sorted_and_paged_as_projects_are, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bo = ada.invite("Bo", "Editor").await;
    for (name, status, owner) in
        [("A", "active", &ada.id), ("B", "planned", &bo.id), ("C", "active", &bo.id), ("D", "on_hold", &ada.id)]
    {
        ada.make("projects", json!({"name": name, "status": status, "ownerId": owner})).await;
    }
    let names = async |query: &str| -> Vec<String> {
        ada.all(&format!("portfolio?{query}")).await.iter().map(|row| text(&row["name"])).collect()
    };
    let first = ada.get("portfolio?sort=-name&limit=3").await.expect(200);
    let rest =
        ada.get(&format!("portfolio?sort=-name&limit=3&cursor={}", text(&first["nextCursor"]))).await.expect(200);
    assert_eq!((&first["data"][2]["name"], &rest["data"][0]["name"]), (&json!("B"), &json!("A")));
    assert_eq!(rest["nextCursor"], Value::Null);
    assert_eq!(names("sort=name&status[in]=active,planned").await, ["A", "B", "C"]);
    assert_eq!(names(&format!("sort=name&ownerId={}", bo.id)).await, ["B", "C"]);
    assert_eq!(names("sort=name&filter=status%20=%20on_hold").await, ["D"]);
    for name in ["fields=name", "populate=ownerId", "deleted=true"] {
        ada.get(&format!("portfolio?{name}")).await.problem(400, "unknown_parameter");
    }
});

both!(milestones_beyond_the_first_fifty_are_counted, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Many").await;
    let operations: Vec<Value> = (0..53)
        .map(|number| {
            json!({"op": "create", "data": {"projectId": project, "title": format!("M{number}"), "milestone": true,
                "startDate": "2040-03-05"}})
        })
        .collect();
    ada.post("tasks/bulk", json!({"operations": operations})).await.expect(200);
    let portfolio = ada.get("portfolio").await.expect(200);
    let of = row(&portfolio, &project);
    assert_eq!((of["milestones"].as_array().unwrap().len(), &of["moreMilestones"]), (50, &json!(3)));
});
