//! Baselines frozen and compared, and the chart of a project.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(a_baseline_shows_what_moved_what_came_and_what_went, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Compare", "startDate": "2026-03-02"})).await;
    let make = async |title: &str, start: &str| {
        let body =
            json!({"projectId": project, "title": title, "startDate": start, "duration": 2, "estimateHours": 16});
        ada.make("tasks", body).await
    };
    let stays = make("Stays", "2026-03-02").await;
    let moves = make("Moves", "2026-03-04").await;
    let trashed = make("Trashed", "2026-03-04").await;
    let purged = make("Purged", "2026-03-04").await;
    let path = format!("projects/{project}/baselines");
    let baseline = ada.post(&path, json!({"name": "Approved"})).await.expect(201);
    ada.post(&path, json!({"name": "Approved"})).await.problem(409, "taken");
    ada.post(&path, json!({"name": " "})).await.problem(422, "length");
    let task = ada.get(&format!("tasks/{moves}")).await.expect(200);
    assert_eq!(task["baselineStart"], "2026-03-04T08:00:00.000Z");
    let later = json!({"startDate": "2026-03-09", "duration": 3, "estimateHours": 20});
    ada.patch(&format!("tasks/{moves}"), later).await.expect(200);
    for id in [&trashed, &purged] {
        ada.delete(&format!("tasks/{id}")).await.expect(204);
    }
    ada.delete(&format!("tasks/{purged}?purge=true")).await.expect(204);
    let fresh = make("Fresh", "2026-03-10").await;
    let id = text(&baseline["id"]);
    let variance = ada.get(&format!("{path}/{id}/variance")).await.expect(200);
    let of = |id: &str| variance["tasks"].as_array().unwrap().iter().find(|one| one["taskId"] == *id).unwrap().clone();
    let states: Vec<Value> = [&stays, &moves, &trashed, &purged, &fresh].map(|id| of(id)["state"].clone()).to_vec();
    assert_eq!(states, ["unchanged", "changed", "deleted", "deleted", "added"]);
    let moved = of(&moves);
    let found = ["startVariance", "endVariance", "durationVariance", "workVariance"].map(|name| moved[name].clone());
    assert_eq!(found, [json!(3), json!(4), json!(1), json!(4)]);
    assert_eq!((text(&of(&purged)["title"]), &of(&purged)["current"]), ("Purged".into(), &Value::Null));
    assert_eq!(of(&trashed)["baseline"]["startDate"], "2026-03-04T08:00:00.000Z");
    let other = ada.project("Other").await;
    ada.get(&format!("projects/{other}/baselines/{id}/variance")).await.problem(404, "not_found");
    let vic = ada.invite("Vic", "Viewer").await;
    vic.get(&format!("{path}/{id}/variance")).await.expect(200);
    vic.post(&path, json!({"name": "Mine"})).await.problem(403, "forbidden");
});

both!(the_newest_baseline_left_is_the_active_one, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Frozen", "startDate": "2040-03-05"})).await;
    let make = async |title: &str, start: &str| {
        let body = json!({"projectId": project, "title": title, "startDate": start, "duration": 1});
        ada.make("tasks", body).await
    };
    let freeze = async |name: &str| {
        let path = format!("projects/{project}/baselines");
        text(&ada.post(&path, json!({"name": name})).await.expect(201)["id"])
    };
    let undo = async || {
        let last = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0].clone();
        match last["batchId"].as_str() {
            Some(batch) => ada.post(&format!("batches/{batch}/undo"), json!({})).await.expect(200),
            None => ada.post(&format!("events/{}/undo", last["seq"]), json!({})).await.expect(200),
        };
    };
    let task = make("Moves", "2040-03-06").await;
    let trashed = make("Comes back", "2040-03-07").await;
    // [start of the task, its end, end of the task that was in the trash, what the portfolio says of it]
    let shown = async || {
        let task = ada.get(&format!("tasks/{task}")).await.expect(200);
        let other = ada.get(&format!("tasks/{trashed}")).await;
        let portfolio = ada.get("portfolio").await.expect(200);
        let days = |value: &Value| value.as_str().map(|text| text[5..10].to_owned());
        let behind = portfolio["data"][0]["health"]["reasons"].as_array().unwrap().iter();
        let behind = behind.filter(|reason| reason["code"] == "behind_baseline").count();
        (days(&task["baselineStart"]), days(&task["baselineEnd"]), days(&other.body["baselineEnd"]), behind)
    };
    let of = |task: Option<&str>, other: Option<&str>, behind| {
        let day = |day: Option<&str>| day.map(str::to_owned);
        (day(task), day(task), day(other), behind)
    };
    let one = freeze("one").await;
    assert_eq!(shown().await, of(Some("03-06"), Some("03-07"), 0));
    ada.patch(&format!("tasks/{task}"), json!({"startDate": "2040-03-12"})).await.expect(200);
    let fresh = make("Fresh", "2040-03-08").await;
    assert_eq!(shown().await, of(Some("03-06"), Some("03-07"), 1));
    let two = freeze("two").await;
    assert_eq!(shown().await, of(Some("03-12"), Some("03-07"), 0));
    // Taken back, done again, taken back.
    undo().await;
    assert_eq!(shown().await, of(Some("03-06"), Some("03-07"), 1));
    assert_eq!(ada.get(&format!("tasks/{fresh}")).await.expect(200)["baselineEnd"], Value::Null);
    undo().await;
    assert_eq!(shown().await, of(Some("03-12"), Some("03-07"), 0));
    ada.delete(&format!("baselines/{one}")).await.expect(204);
    assert_eq!(shown().await, of(Some("03-12"), Some("03-07"), 0));
    ada.delete(&format!("tasks/{trashed}")).await.expect(204);
    ada.delete(&format!("baselines/{two}")).await.expect(204);
    ada.post(&format!("tasks/{trashed}/restore"), json!({})).await.expect(200);
    assert_eq!(shown().await, of(None, None, 0), "none is left");
    ada.post(&format!("baselines/{one}/restore"), json!({})).await.expect(200);
    assert_eq!(shown().await, of(Some("03-06"), Some("03-07"), 1));
    ada.post(&format!("baselines/{two}/restore"), json!({})).await.expect(200);
    assert_eq!(shown().await, of(Some("03-12"), Some("03-07"), 0));
});

both!(the_chart_is_columns_in_the_order_of_the_tree, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Chart", "startDate": "2026-03-02"})).await;
    let above = ada.make("tasks", json!({"projectId": project, "title": "Above"})).await;
    let last = ada.make("tasks", json!({"projectId": project, "title": "Last", "milestone": true})).await;
    let first = json!({"projectId": project, "parentId": above, "title": "First", "duration": 2});
    let first = ada.make("tasks", first).await;
    let second = json!({"projectId": project, "parentId": above, "title": "Second", "duration": 1, "dependencies":
        [{"taskId": first, "type": "SS", "lag": "1d"}]});
    ada.make("tasks", second).await;
    ada.put(&format!("tasks/{last}/dependencies/{above}"), json!({})).await.expect(200);
    let chart = ada.get(&format!("projects/{project}/gantt")).await.expect(200);
    let tasks = &chart["tasks"];
    assert_eq!(tasks["title"], json!(["Above", "First", "Second", "Last"]));
    assert_eq!((&tasks["parent"], &tasks["kind"]), (&json!([-1, 0, 0, -1]), &json!([1, 0, 0, 2])));
    let monday = 1_772_438_400;
    assert_eq!(tasks["plannedStart"], json!([monday, monday, monday + 86_400, monday + 86_400 + 9 * 3_600]));
    assert_eq!(chart["links"], json!({"from": [0, 1], "to": [3, 2], "type": ["FS", "SS"], "lag": ["0d", "1d"]}));
    assert_eq!(chart["calendars"][0]["week"][0], json!([[480, 720], [780, 1020]]));
    let lengths = tasks.as_object().unwrap().values().map(|column| column.as_array().unwrap().len());
    assert!(lengths.clone().all(|length| length == 4), "{:?}", lengths.collect::<Vec<_>>());
});

both!(a_baseline_tells_of_no_hidden_task, |world: World| async move {
    let ada = world.founder("Ada").await;
    let held = ["project:read", "project:read-open", "baseline:read", "task:read:own"];
    for (name, held) in [("Narrow", &held[..]), ("None", &held[..3])] {
        ada.make("roles", json!({"name": name, "permissions": held})).await;
    }
    let (bob, nina) = (ada.invite("Bob", "Narrow").await, ada.invite("Nina", "None").await);
    let vic = ada.invite("Vic", "Viewer").await;
    let project = ada.project("Here").await;
    let secret = ada.make("projects", json!({"name": "Secret", "visibility": "private"})).await;
    let hidden = ada.task(&project, "Hidden").await;
    let mine = ada.make("tasks", json!({"projectId": project, "title": "Mine", "assigneeId": bob.id})).await;
    let (purged, moved) = (ada.task(&project, "Purged").await, ada.task(&project, "Moved").await);
    let variances = format!("projects/{project}/baselines");
    let baseline = text(&ada.post(&variances, json!({"name": "One"})).await.expect(201)["id"]);
    ada.delete(&format!("tasks/{purged}")).await.expect(204);
    ada.delete(&format!("tasks/{purged}?purge=true")).await.expect(204);
    ada.post(&format!("tasks/{moved}/move"), json!({"parentId": null, "projectId": secret})).await.expect(200);
    let path = format!("baselines/{baseline}/tasks");
    for (who, mut expected) in
        [(&ada, vec![&hidden, &mine, &purged, &moved]), (&vic, vec![&hidden, &mine, &purged]), (&bob, vec![&mine])]
    {
        let held = |answer: &Value| {
            let mut all: Vec<String> = answer.as_array().unwrap().iter().map(|one| text(&one["taskId"])).collect();
            all.sort();
            all
        };
        expected.sort();
        assert_eq!(
            held(&who.get(&path).await.expect(200)),
            expected.iter().map(|id| (*id).clone()).collect::<Vec<_>>(),
            "{}",
            who.name
        );
        let variance = who.get(&format!("{variances}/{baseline}/variance")).await.expect(200);
        assert_eq!(held(&variance["tasks"]), expected.into_iter().cloned().collect::<Vec<_>>(), "{}", who.name);
    }
    nina.get(&path).await.problem(403, "forbidden");
});

both!(a_moved_task_shows_the_baseline_of_where_it_is, |world: World| async move {
    let ada = world.founder("Ada").await;
    let plan = async |name: &str| ada.make("projects", json!({"name": name, "startDate": "2027-01-04"})).await;
    let (here, there) = (plan("Here").await, plan("There").await);
    let id = ada.make("tasks", json!({"projectId": here, "title": "t", "duration": 1})).await;
    ada.post(&format!("projects/{here}/schedule"), json!({})).await.expect(200);
    ada.post(&format!("projects/{here}/baselines"), json!({"name": "p"})).await.expect(201);
    let held = async || ada.get(&format!("tasks/{id}")).await.expect(200)["baselineStart"].clone();
    let frozen = held().await;
    assert_eq!(frozen, "2027-01-04T08:00:00.000Z");
    let to = |project: &str| json!({"parentId": null, "projectId": project});
    let path = format!("tasks/{id}/move");
    let moved = ada.post(&path, to(&there)).await.expect(200);
    assert_eq!((&moved["task"]["baselineStart"], held().await), (&Value::Null, Value::Null));
    let moved = ada.post(&path, to(&here)).await.expect(200);
    assert_eq!((&moved["task"]["baselineStart"], held().await), (&frozen, frozen.clone()));
});
