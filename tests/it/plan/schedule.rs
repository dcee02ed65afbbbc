//! A schedule computed, shown as a difference, applied and taken back; who may, and what is told to whom.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// A project that starts on Monday 2026-03-02.
async fn project(who: &Person<'_>, name: &str) -> String {
    who.make("projects", json!({"name": name, "startDate": "2026-03-02"})).await
}

async fn task(who: &Person<'_>, project: &str, title: &str, more: Value) -> String {
    let mut body = json!({"projectId": project, "title": title});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    who.make("tasks", body).await
}

fn of<'a>(schedule: &'a Value, task: &str) -> &'a Value {
    schedule["tasks"].as_array().unwrap().iter().find(|one| one["taskId"] == task).unwrap()
}

both!(dates_floats_and_reasons_are_computed_and_nothing_is_written, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = project(&ada, "House").await;
    let dig = task(&ada, &project, "Dig", json!({"duration": 2})).await;
    let deadline = json!({"duration": 1, "dueDate": "2026-03-03", "dependencies": [{"taskId": dig, "lag": "1d"}]});
    let pour = task(&ada, &project, "Pour", deadline).await;
    let paint = task(&ada, &project, "Paint", json!({"duration": 1})).await;
    let before = ada.get("events?order=desc&limit=1").await.expect(200);
    let schedule = ada.get(&format!("projects/{project}/schedule")).await.expect(200);
    assert_eq!(schedule["projectStart"], "2026-03-02T08:00:00.000Z");
    assert_eq!(schedule["projectFinish"], "2026-03-05T17:00:00.000Z");
    assert_eq!(schedule["criticalPath"], json!([dig, pour]));
    let (dig_row, pour_row, paint_row) = (of(&schedule, &dig), of(&schedule, &pour), of(&schedule, &paint));
    assert_eq!((&dig_row["earlyFinish"], &dig_row["totalFloat"]), (&json!("2026-03-03T17:00:00.000Z"), &json!(-2)));
    assert_eq!(dig_row["driven_by"], Value::Null);
    assert_eq!(dig_row["drivenBy"]["kind"], "project_start");
    assert_eq!((&pour_row["earlyStart"], &pour_row["totalFloat"]), (&json!("2026-03-05T08:00:00.000Z"), &json!(-2)));
    let why = &pour_row["drivenBy"];
    assert_eq!(
        (&why["kind"], &why["taskId"], &why["type"], &why["lag"]),
        (&json!("link"), &json!(dig), &json!("FS"), &json!("1d"))
    );
    assert!(text(&why["reason"]).starts_with("starts after HOUS-1 finishes with 1d lag"), "{why}");
    assert_eq!(pour_row["limitedBy"]["kind"], "deadline");
    assert_eq!(
        (&paint_row["totalFloat"], &paint_row["freeFloat"], &paint_row["critical"]),
        (&json!(3), &json!(3), &json!(false))
    );
    assert_eq!(ada.get("events?order=desc&limit=1").await.expect(200), before);
});

both!(a_cascade_of_five_hundred_is_applied_and_taken_back_bit_by_bit, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = project(&ada, "Chain").await;
    let id = |n: usize| format!("5f{n:022x}");
    let create = |n: usize| {
        let links = if n == 0 { json!([]) } else { json!([id(n - 1)]) };
        json!({"op": "create", "id": id(n), "projectId": project, "title": format!("t{n}"), "duration": 1, "dependsOn": links})
    };
    let operations: Vec<Value> = (0..500).map(create).collect();
    ada.post("tasks/bulk", json!({"operations": operations})).await.expect(200);
    let plain = |tasks: Vec<Value>| -> Vec<Value> {
        let drop = |mut task: Value| {
            ["revision", "updatedAt"].iter().for_each(|name| drop(task.as_object_mut().unwrap().remove(*name)));
            task
        };
        tasks.into_iter().map(drop).collect()
    };
    let list = format!("tasks?projectId={project}&sort=createdAt");
    let before = plain(ada.all(&list).await);
    let path = format!("projects/{project}/schedule");
    let dry = ada.post(&format!("{path}?dryRun=true"), json!({})).await.expect(200);
    assert_eq!((dry["changes"].as_array().unwrap().len(), &dry["batchId"]), (500, &Value::Null));
    assert_eq!(plain(ada.all(&list).await), before);
    let done = ada.post(&path, json!({})).await.expect(200);
    assert_eq!(done["changes"], dry["changes"]);
    let after = plain(ada.all(&list).await);
    assert_eq!(after[499]["startDate"], dry["changes"][499]["after"]["startDate"]);
    assert!(after.iter().all(|task| task["constraint"].is_null()), "scheduling adds no constraint");
    let again = ada.post(&path, json!({})).await.expect(200);
    assert_eq!((again["changes"].as_array().unwrap().len(), &again["batchId"]), (0, &Value::Null));
    let batch = text(&done["batchId"]);
    ada.post(&format!("batches/{batch}/undo"), json!({})).await.expect(200);
    assert_eq!(plain(ada.all(&list).await), before);
});

both!(finished_and_manual_tasks_stay_and_begun_work_goes_on, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = project(&ada, "Stays").await;
    let dates = json!({"scheduleMode": "manual", "startDate": "2026-03-10", "duration": 2});
    let manual = task(&ada, &project, "By hand", dates).await;
    let next = task(&ada, &project, "After it", json!({"duration": 1, "dependsOn": [manual]})).await;
    let done = json!({"status": "done", "actualStart": "2026-03-04", "actualFinish": "2026-03-05", "duration": 2});
    let done = task(&ada, &project, "Done", done).await;
    let begun =
        task(&ada, &project, "Begun", json!({"actualStart": "2026-03-05", "duration": 3, "dependsOn": [next]})).await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let dates = async |id: &str| {
        let task = ada.get(&format!("tasks/{id}")).await.expect(200);
        (text(&task["startDate"])[..10].to_owned(), text(&task["endDate"])[..10].to_owned())
    };
    assert_eq!(dates(&manual).await, ("2026-03-10".into(), "2026-03-11".into()));
    assert_eq!(dates(&next).await, ("2026-03-12".into(), "2026-03-12".into()));
    assert_eq!(dates(&begun).await, ("2026-03-05".into(), "2026-03-09".into()));
    assert_eq!(dates(&done).await, ("2026-03-04".into(), "2026-03-05".into()));
    let schedule = ada.get(&format!("projects/{project}/schedule")).await.expect(200);
    assert_eq!(of(&schedule, &manual)["drivenBy"]["kind"], "manual");
    assert_eq!(
        (&of(&schedule, &begun)["drivenBy"]["kind"], &of(&schedule, &done)["critical"]),
        (&json!("actual"), &json!(false))
    );
});

both!(who_may_not_see_a_task_hears_only_that_there_is_one, |world: World| async move {
    let ada = world.founder("Ada").await;
    let hidden =
        ada.make("projects", json!({"name": "Hidden", "visibility": "private", "startDate": "2026-03-02"})).await;
    let open = project(&ada, "Open").await;
    let secret = task(&ada, &hidden, "Secret", json!({"startDate": "2026-03-09", "duration": 1})).await;
    let waits = task(&ada, &open, "Waits", json!({"duration": 1, "dependsOn": [secret]})).await;
    let path = format!("projects/{open}/schedule");
    let own = ada.get(&path).await.expect(200);
    assert_eq!((&of(&own, &waits)["drivenBy"]["taskId"], &own["hiddenPredecessors"]), (&json!(secret), &json!(0)));
    assert_eq!(of(&own, &waits)["earlyStart"], "2026-03-10T08:00:00.000Z");
    let eve = ada.invite("Eve", "Editor").await;
    let seen = eve.get(&path).await.expect(200);
    assert_eq!(
        (&of(&seen, &waits)["earlyStart"], &seen["hiddenPredecessors"]),
        (&of(&own, &waits)["earlyStart"], &json!(1))
    );
    let why = of(&seen, &waits)["drivenBy"].to_string();
    assert!(!why.contains(&secret) && !why.contains("HIDD") && why.contains("cannot see"), "{why}");
    eve.get(&format!("projects/{hidden}/schedule")).await.problem(404, "not_found");
    eve.post(&path, json!({})).await.expect(200);
    let vic = ada.invite("Vic", "Viewer").await;
    vic.get(&path).await.expect(200);
    vic.post(&path, json!({})).await.problem(403, "forbidden");
    vic.post(&format!("{path}?dryRun=true"), json!({})).await.problem(403, "forbidden");
});

both!(calendars_are_the_nearest_ones, |world: World| async move {
    let ada = world.founder("Ada").await;
    let nights = json!({"name": "Nights", "week": {"tue": [["20:00", "24:00"]], "wed": [["20:00", "24:00"]]}});
    let nights = ada.make("calendars", nights).await;
    let week = json!({"name": "Short", "week": {"mon": [["08:00", "12:00"]], "wed": [["08:00", "12:00"]]}});
    let short = ada.make("calendars", week).await;
    let project = project(&ada, "Nearest").await;
    let me = text(&ada.get("members").await.expect(200)["data"][0]["id"]);
    let body = json!({"duration": 1, "assignments": [{"userId": me}]});
    let plain = task(&ada, &project, "Plain", body.clone()).await;
    let mut own = body.clone();
    own["calendarId"] = json!(short);
    own["duration"] = json!(2);
    let own = task(&ada, &project, "Own", own).await;
    let path = format!("members/{me}/calendar");
    assert_eq!(ada.get(&path).await.expect(200)["calendarId"], Value::Null);
    ada.put(&path, json!({"calendarId": nights})).await.expect(200);
    assert_eq!(ada.get(&path).await.expect(200)["calendarId"], json!(nights));
    ada.delete(&format!("calendars/{nights}")).await.problem(409, "in_use");
    let schedule = ada.get(&format!("projects/{project}/schedule")).await.expect(200);
    let dates = |task: &str| (text(&of(&schedule, task)["startDate"]), text(&of(&schedule, task)["endDate"]));
    assert_eq!(dates(&plain), ("2026-03-03T20:00:00.000Z".into(), "2026-03-05T00:00:00.000Z".into()));
    assert_eq!(dates(&own), ("2026-03-02T08:00:00.000Z".into(), "2026-03-04T12:00:00.000Z".into()));
});

both!(what_waits_in_another_project_moves_when_a_schedule_is_applied, |world: World| async move {
    let ada = world.founder("Ada").await;
    let eve = ada.invite("Eve", "Editor").await;
    let [here, there] = [("Here", "organization"), ("There", "private")].map(|(name, visibility)| {
        ada.make("projects", json!({"name": name, "startDate": "2027-01-04", "visibility": visibility}))
    });
    let (here, there) = (here.await, there.await);
    let first = ada.make("tasks", json!({"projectId": here, "title": "First", "duration": 5})).await;
    let then = json!({"projectId": there, "title": "Then", "duration": 2, "dependsOn": [first]});
    let then = ada.make("tasks", then).await;
    let last = json!({"projectId": here, "title": "Last", "duration": 1, "dependsOn": [then]});
    let last = ada.make("tasks", last).await;
    let all = [&first, &then, &last];
    let start = async |task: &str| ada.get(&format!("tasks/{task}")).await.expect(200)["startDate"].clone();
    assert_eq!((start(&first).await, start(&then).await), (Value::Null, Value::Null));
    let path = format!("projects/{here}/schedule");
    let applied = ada.post(&path, json!({})).await.expect(200);
    let mut told: Vec<String> = applied["changes"].as_array().unwrap().iter().map(|one| text(&one["taskId"])).collect();
    told.sort();
    assert_eq!(told, {
        let mut ids = all.map(Clone::clone).to_vec();
        ids.sort();
        ids
    });
    assert!(applied["notScheduled"].is_null());
    for (task, day) in all.into_iter().zip(["04", "11", "13"]) {
        assert_eq!(start(task).await, format!("2027-01-{day}T08:00:00.000Z"), "{applied:#}");
    }
    ada.post(&format!("batches/{}/undo", text(&applied["batchId"])), json!({})).await.expect(200);
    for task in all {
        assert_eq!(start(task).await, Value::Null);
    }
    // Nobody moves or hears of what they do not see.
    let applied = eve.post(&path, json!({})).await.expect(200);
    assert!(!applied.to_string().contains(&then), "{applied:#}");
    assert_eq!(start(&then).await, Value::Null);
});

both!(a_chain_that_goes_to_and_fro_between_projects_is_followed_to_its_end, |world: World| async move {
    let ada = world.founder("Ada").await;
    let projects = [project(&ada, "Here").await, project(&ada, "There").await];
    let mut chain: Vec<String> = Vec::new();
    for n in 0..24 {
        let before: Vec<String> = chain.last().cloned().into_iter().collect();
        let body = json!({"duration": 1, "dependsOn": before});
        chain.push(task(&ada, &projects[n % 2], &format!("t{n}"), body).await);
    }
    let in_order = async |told: &Value| {
        assert!(told["notScheduled"].is_null(), "{}", told["notScheduled"]);
        let mut last = String::new();
        for id in &chain {
            let task = ada.get(&format!("tasks/{id}")).await.expect(200);
            assert!(text(&task["startDate"]) >= last, "{task} before {last}");
            last = text(&task["endDate"]);
        }
    };
    let told = ada.post(&format!("projects/{}/schedule", projects[0]), json!({})).await.expect(200);
    in_order(&told).await;
    let told = ada.patch(&format!("tasks/{}", chain[0]), json!({"duration": 3})).await.expect(200);
    in_order(&told).await;
});
