//! Cases at the edges of following a change: other projects, circles that would come back, hours that change back.

use super::follow::{chain, moved, starts};
use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(several_tasks_may_wait_for_one_of_another_project, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, ids) = chain(&ada).await;
    let other = ada.make("projects", json!({"name": "Other", "startDate": "2026-03-02"})).await;
    let mut waiting = Vec::new();
    for title in ["y", "z"] {
        let body = json!({"projectId": other, "title": title, "duration": 1, "dependsOn": [ids[2]]});
        waiting.push(ada.make("tasks", body).await);
    }
    assert_eq!(starts(&ada, &waiting).await, ["03-05", "03-05"]);
    ada.get(&format!("projects/{other}/gantt")).await.expect(200);
    let longer = ada.patch(&format!("tasks/{}", ids[2]), json!({"duration": 2})).await.expect(200);
    assert_eq!(moved(&longer), waiting);
    ada.patch(&format!("tasks/{}", ids[2]), json!({"status": "cancelled"})).await.expect(200);
    assert_eq!(starts(&ada, &waiting).await, ["03-02", "03-02"], "what was cancelled holds nobody up elsewhere");
});

both!(a_restored_task_closes_no_circle, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Circle").await;
    let (whole, after) = (ada.task(&project, "Whole").await, ada.task(&project, "After").await);
    let part = |title: &str| json!({"projectId": project, "parentId": whole, "title": title});
    let (part, _other) = (ada.make("tasks", part("Part")).await, ada.make("tasks", part("Other")).await);
    ada.put(&format!("tasks/{part}/dependencies/{after}"), json!({})).await.expect(200);
    ada.delete(&format!("tasks/{part}")).await.expect(204);
    ada.put(&format!("tasks/{after}/dependencies/{whole}"), json!({})).await.expect(200);
    let refused = ada.post(&format!("tasks/{part}/restore"), json!({})).await;
    let refused = refused.problem(409, "cycle");
    assert!(text(&refused["detail"]).contains("CIRC-"), "{refused}");
    ada.get(&format!("projects/{project}/schedule")).await.expect(200);
    ada.delete(&format!("tasks/{after}/dependencies/{whole}")).await.expect(200);
    ada.post(&format!("tasks/{part}/restore"), json!({})).await.expect(200);
});

both!(hours_taken_back_leave_the_lengths_as_they_were, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let hours = |to: &str| json!({"mon": [["08:00", to]], "tue": [["08:00", to]], "wed": [["08:00", to]]});
    let calendar = ada.make("calendars", json!({"name": "Own", "week": hours("16:00")})).await;
    ada.patch(&format!("projects/{project}"), json!({"calendarId": calendar})).await.expect(200);
    let before = ada.get(&format!("projects/{project}/schedule")).await.expect(200);
    let change = json!({"operations": [{"op": "update", "id": calendar, "week": hours("12:00")}]});
    let shorter = ada.post("calendars/bulk", change).await.expect(200);
    assert_eq!(moved(&shorter), ids);
    let batch = text(&shorter["batchId"]);
    ada.post(&format!("batches/{batch}/undo"), json!({})).await.expect(200);
    assert_eq!(ada.get(&format!("projects/{project}/schedule")).await.expect(200), before);
    let left = ada.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(left["changes"], json!([]));
});

both!(what_is_taken_back_is_what_was_there, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let last = ada.task(&project, "Last").await;
    let links = json!([{"taskId": ids[2]}, {"taskId": ids[0], "lag": "1d"}]);
    ada.patch(&format!("tasks/{last}"), json!({"dependencies": links})).await.expect(200);
    let undo_last = async || {
        let events = ada.get("events?order=desc&limit=1").await.expect(200);
        let seq = &events["data"][0]["seq"];
        ada.post(&format!("events/{seq}/undo"), json!({})).await.expect(200);
    };
    undo_last().await;
    assert_eq!(ada.get(&format!("tasks/{last}")).await.expect(200)["dependencies"], json!([]));
    let free = ada.make("tasks", json!({"projectId": project, "title": "Free", "duration": 1})).await;
    let path = format!("tasks/{free}");
    let early = json!({"constraint": {"type": "SNET", "date": "2026-03-03T08:00:00.000Z"}, "startDate": "2026-03-09"});
    ada.patch(&path, early).await.expect(200);
    ada.patch(&path, json!({"scheduleMode": "manual"})).await.expect(200);
    let before = ada.get(&path).await.expect(200);
    ada.patch(&path, json!({"startDate": "2026-03-04"})).await.expect(200);
    undo_last().await;
    let after = ada.get(&path).await.expect(200);
    assert_eq!((&after["constraint"], &after["startDate"]), (&before["constraint"], &before["startDate"]));
});

both!(a_project_without_a_start_stays_where_it_is, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Drift").await;
    let first =
        ada.make("tasks", json!({"projectId": project, "title": "a", "startDate": "2026-03-04", "duration": 1})).await;
    let lead = json!({"projectId": project, "title": "b", "duration": 1, "dependencies": [{"taskId": first, "type": "SS", "lag": "-4h"}]});
    ada.make("tasks", lead).await;
    let path = format!("projects/{project}/schedule");
    ada.post(&path, json!({})).await.expect(200);
    let again = ada.post(&path, json!({})).await.expect(200);
    assert_eq!((&again["changes"], &again["batchId"]), (&json!([]), &Value::Null));
    // Its start follows from all of its tasks, also for a change that is followed.
    ada.patch(&format!("tasks/{first}"), json!({"constraint": null})).await.expect(200);
    ada.post(&path, json!({})).await.expect(200);
    let begun = ada.patch(&format!("tasks/{first}"), json!({"percentComplete": 10})).await.expect(200);
    assert_eq!(moved(&begun), Vec::<String>::new());
    let again = ada.post(&path, json!({})).await.expect(200);
    assert_eq!(again["changes"], json!([]));
});

both!(a_large_summary_is_moved_in_one_search, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Large").await;
    let (whole, after, above) =
        (ada.task(&project, "Whole").await, ada.task(&project, "After").await, ada.task(&project, "Above").await);
    let id = |n: usize| format!("5e{n:022x}");
    let create = |n: usize| {
        let links = if n == 0 { json!([]) } else { json!([id(n - 1)]) };
        json!({"op": "create", "id": id(n), "projectId": project, "parentId": whole, "title": "x", "dependsOn": links})
    };
    let operations: Vec<Value> = (0..300).map(create).collect();
    ada.post("tasks/bulk", json!({"operations": operations})).await.expect(200);
    ada.put(&format!("tasks/{after}/dependencies/{whole}"), json!({})).await.expect(200);
    ada.post(&format!("tasks/{whole}/move"), json!({"parentId": above})).await.expect(200);
    ada.put(&format!("tasks/{above}/dependencies/{after}"), json!({})).await.problem(409, "cycle");
    ada.post(&format!("tasks/{after}/move"), json!({"parentId": whole})).await.problem(409, "cycle");
});
