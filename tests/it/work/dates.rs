//! Start, end and duration of one task, and the constraint that a set start shows.

use guildhall_tests::{World, both};
use serde_json::json;

both!(start_end_and_duration_hang_together, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Dates").await;
    let body =
        json!({"projectId": project, "title": "t", "startDate": "2026-03-06", "duration": 2, "dueDate": "2026-03-08"});
    let task = ada.post("tasks", body).await.expect(201);
    let path = format!("tasks/{}", task["id"].as_str().unwrap());
    assert_eq!(task["startDate"], "2026-03-06T08:00:00.000Z");
    assert_eq!(task["endDate"], "2026-03-09T17:00:00.000Z", "over a weekend");
    assert_eq!(task["dueDate"], "2026-03-06T17:00:00.000Z", "a Sunday means the finish of the working day before");
    assert_eq!(task["constraint"], json!({"type": "SNET", "date": "2026-03-06T08:00:00.000Z"}));
    let later = ada.patch(&path, json!({"startDate": "2026-03-10"})).await.expect(200);
    assert_eq!((&later["endDate"], &later["duration"]), (&json!("2026-03-11T17:00:00.000Z"), &json!(2)));
    let longer = ada.patch(&path, json!({"endDate": "2026-03-12T12:00:00Z"})).await.expect(200);
    assert_eq!((&longer["duration"], &longer["constraint"]["date"]), (&json!(2.5), &json!("2026-03-10T08:00:00.000Z")));
    let free = ada.patch(&path, json!({"constraint": null, "duration": 0.25})).await.expect(200);
    assert_eq!((&free["endDate"], &free["constraint"]), (&json!("2026-03-10T10:00:00.000Z"), &json!(null)));
    let all = json!({"startDate": "2026-03-10", "endDate": "2026-03-12", "duration": 7});
    ada.patch(&path, all).await.problem(422, "disagrees");
    ada.patch(&path, json!({"endDate": "2026-03-09"})).await.problem(422, "before_start");
    ada.patch(&path, json!({"startDate": "tomorrow"})).await.problem(422, "format");
    ada.patch(&path, json!({"constraint": {"type": "SNET"}})).await.problem(422, "format");
});

both!(a_working_calendar_of_its_own_is_used, |world: World| async move {
    let ada = world.founder("Ada").await;
    let week = json!({"sat": [["10:00", "14:00"]], "sun": [["10:00", "14:00"]]});
    let calendar = ada.make("calendars", json!({"name": "Weekend", "week": week})).await;
    let project = ada.make("projects", json!({"name": "Weekends", "calendarId": calendar})).await;
    let body = json!({"projectId": project, "title": "t", "startDate": "2026-03-02", "duration": 3});
    let task = ada.post("tasks", body).await.expect(201);
    assert_eq!(
        (&task["startDate"], &task["endDate"]),
        (&json!("2026-03-07T10:00:00.000Z"), &json!("2026-03-14T14:00:00.000Z"))
    );
    ada.delete(&format!("calendars/{calendar}")).await.problem(409, "in_use");
    ada.post("calendars", json!({"name": "x", "week": {"mon": [["9", "17:00"]]}})).await.problem(422, "hours");
});
