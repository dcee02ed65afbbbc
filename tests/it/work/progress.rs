//! Progress of tasks with parts: what their parts say together, at every level, whatever is done to the tree.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn part(ada: &Person<'_>, project: &str, parent: &str, more: Value) -> String {
    let mut body = json!({"projectId": project, "parentId": parent, "title": "part"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    ada.make("tasks", body).await
}

async fn percent(ada: &Person<'_>, task: &str) -> Value {
    ada.get(&format!("tasks/{task}")).await.expect(200)["percentComplete"].clone()
}

async fn review_means_done(ada: &Person<'_>, project: &str) {
    let mut statuses = ada.get(&format!("projects/{project}")).await.expect(200)["statuses"].clone();
    let review = statuses.as_array_mut().unwrap().iter_mut().find(|status| status["key"] == "in_review").unwrap();
    review["kind"] = json!("done");
    ada.patch(&format!("projects/{project}"), json!({"statuses": statuses})).await.expect(200);
}

both!(progress_of_parts_is_weighed_by_work_then_duration, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Rolled").await;
    let phase = ada.make("tasks", json!({"projectId": project, "title": "phase"})).await;
    let a = part(&ada, &project, &phase, json!({"estimateHours": 10, "duration": 1})).await;
    let b = part(&ada, &project, &phase, json!({"estimateHours": 30, "duration": 3})).await;
    ada.patch(&format!("tasks/{a}"), json!({"percentComplete": 100})).await.expect(200);
    assert_eq!(percent(&ada, &phase).await, 25);
    let chart = ada.get(&format!("projects/{project}/gantt")).await.expect(200);
    assert!(chart["tasks"]["percent"].as_array().unwrap().contains(&json!(25)), "{}", chart["tasks"]["percent"]);
    // Without an estimate the duration counts, and without that a day; a milestone weighs nothing.
    ada.patch(&format!("tasks/{b}"), json!({"estimateHours": null, "duration": 5})).await.expect(200);
    assert_eq!(percent(&ada, &phase).await, 20, "10 of 50 hours");
    let c = part(&ada, &project, &phase, json!({"milestone": true})).await;
    assert_eq!(percent(&ada, &phase).await, 20);
    ada.patch(&format!("tasks/{b}"), json!({"status": "cancelled"})).await.expect(200);
    assert_eq!(percent(&ada, &phase).await, 100, "what is cancelled is no longer to be done");
    ada.patch(&format!("tasks/{b}"), json!({"status": "todo"})).await.expect(200);
    // Trash and restore, and a move away.
    ada.delete(&format!("tasks/{a}")).await.expect(204);
    assert_eq!(percent(&ada, &phase).await, 0);
    ada.post(&format!("tasks/{a}/restore"), json!({})).await.expect(200);
    assert_eq!(percent(&ada, &phase).await, 20);
    ada.post(&format!("tasks/{b}/move"), json!({"parentId": null})).await.expect(200);
    assert_eq!(percent(&ada, &phase).await, 100);
    // What the status means counts as well.
    ada.patch(&format!("tasks/{a}"), json!({"percentComplete": 50, "status": "in_review"})).await.expect(200);
    ada.delete(&format!("tasks/{c}")).await.expect(204);
    assert_eq!(percent(&ada, &phase).await, 50);
    review_means_done(&ada, &project).await;
    assert_eq!(percent(&ada, &phase).await, 100);
});

both!(nobody_sets_the_progress_of_a_whole, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Rolled").await;
    let phase = ada.make("tasks", json!({"projectId": project, "title": "phase", "percentComplete": 60})).await;
    let a = part(&ada, &project, &phase, json!({"percentComplete": 30})).await;
    assert_eq!(percent(&ada, &phase).await, 30);
    let path = format!("tasks/{phase}");
    ada.patch(&path, json!({"percentComplete": 31})).await.problem(422, "rolled_up");
    ada.patch(&path, json!({"percentComplete": 30, "title": "same"})).await.expect(200);
    ada.patch(&path, json!({"status": "done"})).await.expect(200);
    assert_eq!(percent(&ada, &phase).await, 30, "its parts are not done by that");
    // Its own progress from before it had parts comes back when the last of them goes.
    ada.delete(&format!("tasks/{a}")).await.expect(204);
    assert_eq!(percent(&ada, &phase).await, 60);
    let log = ada.get(&format!("events?objectId={phase}&action=rolled_up")).await.expect(200);
    let told: Vec<Value> =
        log["data"].as_array().unwrap().iter().map(|e| e["after"]["percentComplete"].clone()).collect();
    assert_eq!(told, [json!(30), json!(60)]);
    let seq = &log["data"][0]["seq"];
    let refused = ada.post(&format!("events/{seq}/undo"), json!({})).await.problem(409, "undo_conflict");
    assert_eq!(refused["conflicts"][0]["code"], "follows");
    let was = ada.get(&format!("{path}?as_of={seq}")).await.expect(200);
    assert_eq!(was["percentComplete"], 30);
    // It is nobody's change of the whole.
    let (last, now) = (&log["data"][1]["seq"], ada.get(&path).await.expect(200));
    let same = ada.get(&format!("{path}?as_of={last}")).await.expect(200);
    assert_eq!((&same["updatedAt"], &same["revision"]), (&now["updatedAt"], &now["revision"]));
    let done = ada.get(&format!("events?objectId={phase}&action=updated&order=desc&limit=1")).await.expect(200);
    assert_eq!(now["updatedAt"], done["data"][0]["at"]);
});

both!(taking_a_change_of_a_part_back_takes_the_whole_along, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Rolled").await;
    let phase = ada.make("tasks", json!({"projectId": project, "title": "phase"})).await;
    let below = part(&ada, &project, &phase, json!({})).await;
    let [a, b] = [part(&ada, &project, &below, json!({})).await, part(&ada, &project, &below, json!({})).await];
    let operations = [&a, &b].map(|id| json!({"op": "update", "id": id, "percentComplete": 50}));
    let done = ada.post("tasks/bulk", json!({"operations": operations})).await.expect(200);
    assert_eq!((percent(&ada, &below).await, percent(&ada, &phase).await), (json!(50), json!(50)));
    ada.post(&format!("batches/{}/undo", text(&done["batchId"])), json!({})).await.expect(200);
    assert_eq!((percent(&ada, &below).await, percent(&ada, &phase).await), (json!(0), json!(0)));
});

both!(work_that_has_ended_is_complete, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Ended").await;
    let task = ada.task(&project, "t").await;
    let ended = json!({"actualStart": "2026-03-02T08:00:00.000Z", "actualFinish": "2026-03-03T17:00:00.000Z"});
    assert_eq!(ada.patch(&format!("tasks/{task}"), ended).await.expect(200)["percentComplete"], 100);
    ada.patch(&format!("tasks/{task}"), json!({"percentComplete": 40})).await.expect(200);
    let kept = ada.patch(&format!("tasks/{task}"), json!({"title": "still"})).await.expect(200);
    assert_eq!(kept["percentComplete"], 40);
});

both!(what_comes_back_from_the_trash_says_what_its_parts_say_now, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Trash").await;
    let [p, q] = {
        let p = ada.make("tasks", json!({"projectId": project, "title": "p", "percentComplete": 10})).await;
        let q = part(&ada, &project, &p, json!({"percentComplete": 20})).await;
        [p, q]
    };
    let a = part(&ada, &project, &q, json!({"percentComplete": 80, "status": "in_review"})).await;
    assert_eq!(percent(&ada, &p).await, 80);
    // A part that comes back alone is no longer a part.
    ada.delete(&format!("tasks/{p}")).await.expect(204);
    ada.post(&format!("tasks/{a}/restore"), json!({})).await.expect(200);
    let back = ada.post(&format!("tasks/{p}/restore"), json!({})).await;
    assert_eq!(back.body["percentComplete"], 20, "the answer is of what is stored");
    let tag = back.header("etag");
    assert_eq!((percent(&ada, &q).await, percent(&ada, &p).await), (json!(20), json!(20)));
    let path = format!("tasks/{p}");
    let named = ada.request(reqwest::Method::PATCH, &path).header("If-Match", tag).json(&json!({"title": "named"}));
    ada.send(named).await.expect(200);
    ada.patch(&format!("tasks/{q}"), json!({"percentComplete": 35})).await.expect(200);
    assert_eq!((percent(&ada, &q).await, percent(&ada, &p).await), (json!(35), json!(35)));
    // What a status means may change meanwhile.
    ada.post(&format!("tasks/{a}/move"), json!({"parentId": q})).await.expect(200);
    ada.delete(&path).await.expect(204);
    review_means_done(&ada, &project).await;
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!((percent(&ada, &q).await, percent(&ada, &p).await), (json!(100), json!(100)));
    ada.delete(&format!("projects/{project}")).await.expect(204);
    ada.post(&format!("projects/{project}/restore"), json!({})).await.expect(200);
    assert_eq!(percent(&ada, &p).await, 100);
});

both!(one_change_may_set_the_progress_of_what_gets_or_loses_its_parts, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Bulk").await;
    let p = ada.make("tasks", json!({"projectId": project, "title": "p", "percentComplete": 60})).await;
    let a = part(&ada, &project, &p, json!({"percentComplete": 30})).await;
    let operations = json!([{"op": "delete", "id": a}, {"op": "update", "id": p, "percentComplete": 80}]);
    let done = ada.post("tasks/bulk", json!({"operations": operations})).await.expect(200);
    assert_eq!((&done["results"][1]["data"]["percentComplete"], percent(&ada, &p).await), (&json!(80), json!(80)));
    let data = json!({"projectId": project, "title": "b", "parentId": p});
    let operations = json!([{"op": "update", "id": p, "percentComplete": 50}, {"op": "create", "data": data}]);
    let done = ada.post("tasks/bulk", json!({"operations": operations})).await.expect(200);
    assert_eq!(done["results"][0]["data"]["percentComplete"], 0);
    assert_eq!(percent(&ada, &p).await, 0);
    ada.post(&format!("batches/{}/undo", text(&done["batchId"])), json!({})).await.expect(200);
    assert_eq!(percent(&ada, &p).await, 80);
    // What was set before there were parts is not taken back over them.
    ada.patch(&format!("tasks/{p}"), json!({"percentComplete": 5})).await.expect(200);
    let set = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
    let b = part(&ada, &project, &p, json!({"percentComplete": 5})).await;
    let refused = ada.post(&format!("events/{set}/undo"), json!({})).await.problem(409, "undo_conflict");
    assert_eq!(refused["conflicts"][0]["code"], "rolled_up");
    // Parts that do not count leave it its own, which can be set.
    ada.patch(&format!("tasks/{b}"), json!({"status": "cancelled"})).await.expect(200);
    ada.patch(&format!("tasks/{p}"), json!({"percentComplete": 70})).await.expect(200);
    assert_eq!(percent(&ada, &p).await, 70);
    ada.patch(&format!("tasks/{b}"), json!({"status": "todo"})).await.expect(200);
    assert_eq!(percent(&ada, &p).await, 5);
});

/// A repeatable stream of numbers (a linear congruential generator, Knuth's constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// The work and the progress of a task that has no parts to speak for it.
fn own(task: &Value, hundredths: i64) -> (i64, i64) {
    let minutes = |field: &str, of_one: f64| task[field].as_f64().map(|value| (value * of_one).round() as i64);
    let work = minutes("estimateHours", 60.0).filter(|work| *work > 0).or_else(|| minutes("duration", 480.0));
    (work.unwrap_or(480), if task["statusKind"] == "done" { 10_000 } else { hundredths })
}

/// The work and the progress, in hundredths of a percent, of a task, told from its fields and its parts alone.
fn expected(all: &[Value], task: &Value) -> (i64, i64) {
    let parts: Vec<&Value> = all.iter().filter(|one| one["parentId"] == task["id"]).collect();
    let hundredths = (task["percentComplete"].as_f64().unwrap() * 100.0).round() as i64;
    if parts.is_empty() {
        return own(task, hundredths);
    }
    let counted: Vec<(i64, i64)> =
        parts.iter().filter(|one| one["statusKind"] != "cancelled").map(|one| expected(all, one)).collect();
    let weight: i64 = counted.iter().map(|(weight, _)| weight).sum();
    match (counted.len(), weight) {
        // Its own progress, and its own work.
        (0, _) => own(task, hundredths),
        (count, 0) => (0, counted.iter().map(|(_, done)| done).sum::<i64>() / i64::try_from(count).unwrap()),
        _ => (weight, counted.iter().map(|(weight, done)| weight * done).sum::<i64>() / weight),
    }
}

both!(every_whole_says_what_its_parts_say_after_any_changes, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Any").await;
    let mut numbers = Numbers(11);
    let mut ids: Vec<String> = Vec::new();
    for turn in 0..120 {
        let pick = |numbers: &mut Numbers| ids.get(numbers.below(ids.len().max(1))).cloned();
        let (one, other) = (pick(&mut numbers), pick(&mut numbers));
        let value = numbers.below(101);
        match (numbers.below(9), one, other) {
            (0..=2, _, parent) => {
                let parent = parent.filter(|_| numbers.below(4) > 0);
                let body = json!({"projectId": project, "title": format!("t{turn}"), "parentId": parent,
                    "percentComplete": value, "duration": if value.is_multiple_of(3) { json!(value % 7) } else { Value::Null }});
                let made = ada.post("tasks", body).await;
                ids.extend((made.status == 201).then(|| text(&made.body["id"])));
            }
            (3, Some(task), _) => drop(ada.patch(&format!("tasks/{task}"), json!({"percentComplete": value})).await),
            (4, Some(task), _) => {
                let status = ["todo", "done", "cancelled", "in_progress"][value % 4];
                drop(ada.patch(&format!("tasks/{task}"), json!({"status": status})).await);
            }
            (5, Some(task), _) => drop(ada.patch(&format!("tasks/{task}"), json!({"estimateHours": value % 20})).await),
            (6, Some(task), parent) => drop(ada.post(&format!("tasks/{task}/move"), json!({"parentId": parent})).await),
            (7, Some(task), _) => drop(ada.delete(&format!("tasks/{task}")).await),
            (_, Some(task), _) => drop(ada.post(&format!("tasks/{task}/restore"), json!({})).await),
            _ => {}
        }
        if turn % 5 == 4 {
            let all = ada.all("tasks?limit=200").await;
            for task in all.iter().filter(|task| task["childCount"] != 0) {
                let is = (task["percentComplete"].as_f64().unwrap() * 100.0).round() as i64;
                let counts = |one: &&Value| one["parentId"] == task["id"] && one["statusKind"] != "cancelled";
                if all.iter().any(|one| counts(&one)) {
                    assert_eq!(is, expected(&all, task).1, "turn {turn}: {task:#}");
                }
            }
        }
    }
});

both!(ones_own_progress_survives_what_is_taken_back_and_done_again, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Rolled").await;
    let undo = async |batch: &Value| {
        let done = ada.post(&format!("batches/{}/undo", text(batch)), json!({})).await.expect(200);
        done["batchId"].clone()
    };
    let newest = async |task: &str| {
        let log = ada.get(&format!("events?objectId={task}&order=desc&limit=1")).await.expect(200);
        log["data"][0]["batchId"].clone()
    };
    let phase = ada.make("tasks", json!({"projectId": project, "title": "phase", "percentComplete": 50})).await;
    let a = part(&ada, &project, &phase, json!({})).await;
    // Made, taken back, made again and taken back.
    let mut batch = newest(&a).await;
    for expected in [50, 0, 50, 0] {
        batch = undo(&batch).await;
        assert_eq!(percent(&ada, &phase).await, expected);
    }
    // Trashed, taken back, trashed again; moved away, taken back, trashed.
    for away in [true, false, true] {
        if away {
            ada.delete(&format!("tasks/{a}")).await.expect(204);
        } else {
            ada.post(&format!("tasks/{a}/move"), json!({"parentId": null})).await.expect(200);
        }
        assert_eq!(percent(&ada, &phase).await, 50);
        undo(&newest(&a).await).await;
        assert_eq!(percent(&ada, &phase).await, 0);
    }
    ada.delete(&format!("tasks/{a}")).await.expect(204);
    assert_eq!(percent(&ada, &phase).await, 50);
});
