//! Exports of a MongoDB database that hold what the product refuses from anybody else: circles, numbers and dates
//! beyond all limits. It is left out and said by file and line, and everything else comes in.

use super::mongo::{everything, form, last_event, row, said, send};
use super::mongo_accounts::order;
use super::mongo_export::id;
use guildhall_server::orders::carry_out;
use guildhall_tests::{Person, both, text};
use serde_json::{Value, json};
use tokio::runtime::Handle;

type File = (String, String);

fn oid(n: u32) -> Value {
    json!({"$oid": id(n)})
}

fn date(at: &str) -> Value {
    json!({"$date": at})
}

/// One document a line.
fn file(name: &str, documents: &[Value]) -> File {
    let lines: Vec<String> = documents.iter().map(Value::to_string).collect();
    (name.to_owned(), lines.join("\n"))
}

/// The nth task of the project, with these fields too.
fn task(n: u32, fields: Value) -> Value {
    let mut task = json!({"_id": oid(n), "projectId": oid(20), "title": format!("t{n}")});
    task.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    task
}

/// The importer, as 10, and the project, as 20.
fn ground(ada: &Person<'_>) -> Vec<File> {
    vec![
        file("users.json", &[json!({"_id": oid(10), "name": "Ada", "email": ada.email})]),
        file("projects.json", &[json!({"_id": oid(20), "name": "Engine", "ownerId": oid(10)})]),
    ]
}

async fn import(ada: &Person<'_>, export: &[File]) -> Value {
    send(ada, "", form(export)).await.expect(201)
}

/// Imports once more and finds everything as it was.
async fn changes_nothing(ada: &Person<'_>, export: &[File]) {
    let (all, last) = (everything(ada).await, last_event(ada).await);
    let again = import(ada, export).await;
    let counts = ["created", "updated", "skipped"].map(|name| again[name].as_i64());
    assert_eq!((counts, last_event(ada).await), ([Some(0); 3], last), "{again:#}");
    assert_eq!(everything(ada).await, all);
}

both!(a_circle_is_cut_at_one_link_and_all_that_hangs_on_it_stays, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let below = |n: u32| json!({"parentId": oid(n)});
    let mut export = ground(&ada);
    export.extend([
        file(
            "tasks.json",
            &[
                // Two below each other and one below them, one below itself, and three in a circle, the part first.
                task(30, below(31)),
                task(31, below(30)),
                task(32, below(31)),
                task(33, below(33)),
                task(34, below(33)),
                task(43, below(42)),
                task(40, below(42)),
                task(41, below(40)),
                task(42, below(41)),
                task(44, json!({"dependsOn": [oid(31)]})),
            ],
        ),
        file(
            "comments.json",
            &[
                json!({"_id": oid(50), "task": oid(31), "user": oid(10), "content": "a", "parentId": oid(51)}),
                json!({"_id": oid(51), "task": oid(31), "user": oid(10), "content": "b", "parentId": oid(50)}),
            ],
        ),
        file(
            "attachments.json",
            &[json!({"_id": oid(52), "task": oid(31), "filename": "a.png", "uploadedBy": oid(10)})],
        ),
        file("expenses.json", &[json!({"_id": oid(53), "taskId": oid(31), "projectId": oid(20), "amount": 3})]),
        file("chatrooms.json", &[json!({"_id": oid(54), "projectId": oid(20), "name": "R", "memberIds": [oid(10)]})]),
        file(
            "messages.json",
            &[
                json!({"_id": oid(55), "roomId": oid(54), "senderId": oid(10), "content": "a", "replyTo": oid(56)}),
                json!({"_id": oid(56), "roomId": oid(54), "senderId": oid(10), "content": "b", "replyTo": oid(55)}),
            ],
        ),
    ]);
    let report = import(&ada, &export).await;
    assert_eq!((report["created"].as_i64(), report["skipped"].as_i64()), (Some(18), Some(0)), "{report:#}");
    for (n, parent) in [(30, 31), (32, 31), (34, 33), (43, 42), (42, 41), (41, 40)] {
        assert_eq!(ada.get(&format!("tasks/{}", id(n))).await.expect(200)["parentId"], json!(id(parent)), "{n}");
    }
    for (n, place) in [(31, "tasks.json:2"), (33, "tasks.json:4"), (40, "tasks.json:7")] {
        assert_eq!(ada.get(&format!("tasks/{}", id(n))).await.expect(200)["parentId"], Value::Null, "{n}");
        assert_eq!(row(&report, &id(n))["row"], place);
        assert!(said(&report, &id(n)).contains("in a circle; this link was left out"), "{report:#}");
    }
    assert_eq!(report.to_string().matches("in a circle").count(), 5, "one link of each circle: {report:#}");
    assert_eq!(ada.get(&format!("tasks/{}", id(44))).await.expect(200)["dependsOn"], json!([id(31)]));
    assert_eq!(ada.get(&format!("expenses/{}", id(53))).await.expect(200)["taskId"], json!(id(31)));
    let messages = ada.all(&format!("messages?roomId={}&sort=number", id(54))).await;
    assert_eq!(messages.iter().filter(|message| message["replyTo"].is_string()).count(), 1, "{messages:#?}");
    changes_nothing(&ada, &export).await;
});

both!(a_task_that_nests_too_deep_stands_at_the_top_and_keeps_its_comment, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let deepest = 1000 + 1001;
    let mut tasks = vec![task(1001, json!({}))];
    tasks.extend((1002..=deepest).map(|n| task(n, json!({"parentId": oid(n - 1)}))));
    let mut export = ground(&ada);
    export.push(file("tasks.json", &tasks));
    export.push(file(
        "comments.json",
        &[json!({"_id": oid(50), "task": oid(deepest), "user": oid(10), "content": "Deep"})],
    ));
    let report = import(&ada, &export).await;
    assert_eq!((report["skipped"].as_i64(), row(&report, &id(50))["action"].as_str()), (Some(0), Some("created")));
    assert!(said(&report, &id(deepest)).contains("at most 1000 levels deep"), "{}", said(&report, &id(deepest)));
    let task = ada.get(&format!("tasks/{}", id(deepest))).await.expect(200);
    assert_eq!(task["parentId"], Value::Null);
    let again = import(&ada, &export).await;
    assert_eq!((again["created"].as_i64(), again["updated"].as_i64()), (Some(0), Some(0)));
});

both!(what_hangs_on_a_task_that_stayed_out_stays_out_too, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let mut export = ground(&ada);
    let last = 100 + 250;
    // Links lead from what comes in to what does not, and back.
    let linked = |n| json!({"dependsOn": [oid(if n == 101 { last } else { n - 1 })]});
    let tasks: Vec<Value> = (101..=last).map(|n| task(n, if n == 102 { json!({}) } else { linked(n) })).collect();
    export.extend([
        file("tasks.json", &tasks),
        file("comments.json", &[json!({"_id": oid(50), "task": oid(last), "user": oid(10), "content": "Lost"})]),
        file("attachments.json", &[json!({"_id": oid(51), "task": oid(last), "filename": "a", "uploadedBy": oid(10)})]),
        file("files.json", &[json!({"_id": oid(52), "taskId": oid(last), "filename": "a", "versions": []})]),
        file(
            "approvals.json",
            &[json!({"_id": oid(53), "fileId": oid(52), "versionNumber": 1, "reviewerId": oid(10)})],
        ),
        file("expenses.json", &[json!({"_id": oid(54), "taskId": oid(last), "projectId": oid(20), "amount": 3})]),
    ]);
    let (order, bytes) = order(Some(&ada.organization), &export, false);
    // Somebody trashes the project while the import is running.
    let mut trashed = false;
    let trash = |_, _| {
        if !std::mem::replace(&mut trashed, true) {
            let project = format!("projects/{}", id(20));
            let (here, ada) = (Handle::current(), &ada);
            // On a thread of its own, for this one belongs to the runtime.
            std::thread::scope(|scope| {
                let gone = scope.spawn(move || here.block_on(async { ada.delete(&project).await.expect(204) }));
                gone.join().unwrap();
            });
        }
    };
    carry_out(&world.app, order, bytes, trash).await.unwrap();
    assert!(trashed);
    let report = ada.get("imports?limit=1").await.expect(200)["data"][0].clone();
    let report = ada.get(&format!("imports/{}", text(&report["id"]))).await.expect(200);
    assert_eq!(report["status"], "done", "{}", report["error"]);
    assert_eq!(row(&report, &id(101))["action"], "created");
    assert!(said(&report, &id(last)).contains("its project was trashed meanwhile"), "{}", said(&report, &id(last)));
    for (n, place) in [(50, "comments"), (51, "attachments"), (52, "files"), (53, "approvals"), (54, "expenses")] {
        let own = row(&report, &id(n));
        assert_eq!((&own["action"], &own["row"]), (&json!("skipped"), &json!(format!("{place}.json:1"))), "{own:#}");
        assert!(said(&report, &id(n)).contains("what it belongs to stayed out"), "{own:#}");
    }
});

both!(values_that_any_other_write_refuses_are_left_out_and_said, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let mut export = ground(&ada);
    let long = json!({"$numberLong": "99999999999"});
    let never = "9999-12-31T23:59:59Z";
    let double = |text: &str| json!({"$numberDouble": text});
    let (start, end) = (date("2026-05-01T00:00:00Z"), date("2026-04-01T00:00:00Z"));
    let rows = [
        (30, json!({"startDate": start, "endDate": end}), "`endDate` lies before `startDate` and was left out"),
        (31, json!({"duration": long}), "`duration`: 99999999999 was left out (from 0 to 100000 working days)"),
        (32, json!({"startDate": start, "duration": long}), "`duration`: 99999999999 was left out"),
        (33, json!({"duration": -1}), "`duration`: -1 was left out (from 0 to 100000 working days)"),
        (34, json!({"duration": 0.0001}), "`duration`: 0.0001 was left out (shorter than a minute"),
        (
            35,
            json!({"startDate": date("9999-12-01T00:00:00Z"), "duration": 90}),
            "the date lies outside the years 0 to 9999",
        ),
        (36, json!({"estimateHours": double("NaN")}), "`estimateHours`: NaN was left out (a number)"),
        (37, json!({"actualCost": double("-Infinity")}), "`actualCost`: -Infinity was left out (a number)"),
        (38, json!({"estimateCost": -2.5}), "`estimateCost`: -2.5 was left out (not below 0)"),
        (39, json!({"status": 5}), "`status`: 5 was left out"),
        (40, json!({"status": double("NaN"), "priority": []}), "`priority`: [] was left out"),
        (41, json!({"createdAt": date(never)}), "`createdAt`: a date out of range was left out (a time)"),
        (42, json!({"updatedAt": date("+275760-09-13T00:00:00.000Z")}), "`updatedAt`: a date out of range"),
        (43, json!({"dueDate": {"$date": {"$numberLong": "253402300799000"}}}), "`dueDate`: a date out of range"),
        (44, json!({"customFields": [{"fieldId": oid(25), "value": double("Infinity")}]}), "`customFields`: Size"),
    ];
    let size = json!({"_id": oid(25), "projectId": oid(20), "name": "Size", "type": "number"});
    export.push(file("fielddefinitions.json", &[size]));
    let tasks: Vec<Value> = rows.iter().map(|(n, fields, _)| task(*n, fields.clone())).collect();
    export.push(file("tasks.json", &tasks));
    let report = import(&ada, &export).await;
    assert_eq!(report["skipped"], 0, "{report:#}");
    for (line, (n, fields, part)) in rows.iter().enumerate() {
        assert_eq!(row(&report, &id(*n))["row"], json!(format!("tasks.json:{}", line + 1)));
        assert!(said(&report, &id(*n)).contains(part), "{n}: {}", said(&report, &id(*n)));
        let path = format!("tasks/{}", id(*n));
        let task = ada.get(&path).await.expect(200);
        for (name, _) in fields.as_object().unwrap() {
            let kept = matches!(name.as_str(), "startDate" | "createdAt" | "updatedAt" | "status" | "priority");
            let empty = task[name].is_null() || task[name] == json!([]);
            assert_eq!(empty, !kept, "{n} {name}: {task:#}");
        }
    }
    ada.get(&format!("projects/{}/schedule", id(20))).await.expect(200);
    changes_nothing(&ada, &export).await;
    for (n, ..) in &rows {
        ada.patch(&format!("tasks/{}", id(*n)), json!({"title": "Renamed"})).await.expect(200);
    }
});

both!(an_end_that_an_export_moves_before_the_start_of_today_is_left_out, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let export = |end: &str| {
        let dates = json!({"startDate": date("2026-05-01T08:00:00Z"), "endDate": date(end)});
        let mut export = ground(&ada);
        export.push(file("tasks.json", &[task(30, dates)]));
        export
    };
    import(&ada, &export("2026-05-20T16:00:00Z")).await;
    let path = format!("tasks/{}", id(30));
    ada.patch(&path, json!({"startDate": "2026-05-11T08:00:00Z"})).await.expect(200);
    let report = import(&ada, &export("2026-05-06T16:00:00Z")).await;
    assert!(said(&report, &id(30)).contains("`endDate` lies before `startDate`"), "{report:#}");
    let task = ada.get(&path).await.expect(200);
    assert_eq!((&task["startDate"], &task["endDate"]), (&json!("2026-05-11T08:00:00.000Z"), &Value::Null));
});
