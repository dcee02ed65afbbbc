//! Start, end and duration of a task in the hours of the people on it.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

fn dates(task: &Value) -> [&Value; 3] {
    [&task["startDate"], &task["endDate"], &task["duration"]]
}

both!(dates_are_read_in_the_hours_of_who_works, |world: World| async move {
    let ada = world.founder("Ada").await;
    let day = json!([["08:00", "12:00"], ["13:00", "17:00"]]);
    let week = json!({"mon": day, "tue": day, "wed": day, "thu": day});
    let calendar = ada.make("calendars", json!({"name": "Four days", "timeZone": "UTC", "week": week})).await;
    let bob = ada.invite("Bob", "Editor").await;
    ada.put(&format!("members/{}/calendar", bob.id), json!({"calendarId": calendar})).await.expect(200);
    let project = ada.make("projects", json!({"name": "Here", "startDate": "2027-01-04"})).await;
    let body =
        json!({"projectId": project, "title": "t", "assigneeId": bob.id, "startDate": "2027-01-04", "duration": 5});
    let task = ada.post("tasks", body).await.expect(201);
    let path = format!("tasks/{}", text(&task["id"]));
    let (start, end) = (json!("2027-01-04T08:00:00.000Z"), json!("2027-01-11T17:00:00.000Z"));
    assert_eq!(dates(&task), [&start, &end, &json!(5)], "Friday is free");

    let end = json!("2027-01-14T17:00:00.000Z");
    for given in [json!("2027-01-14"), end.clone(), json!("2027-01-15")] {
        let task = ada.patch(&path, json!({"endDate": given})).await.expect(200);
        assert_eq!(dates(&task), [&start, &end, &json!(8)]);
        assert_eq!(task["constraint"]["type"], "SNET", "set with its start, and by nothing else");
    }
    let both = json!({"projectId": project, "title": "u", "assigneeId": bob.id,
        "startDate": "2027-01-04", "endDate": "2027-01-14", "duration": 8});
    assert_eq!(dates(&ada.post("tasks", both).await.expect(201)), [&start, &end, &json!(8)]);

    // With a second one in the project's hours the last of them ends it.
    let people = json!([{"userId": bob.id}, {"userId": ada.id}]);
    let task = ada.patch(&path, json!({"assignments": people, "endDate": "2027-01-13"})).await.expect(200);
    assert_eq!(dates(&task), [&start, &json!("2027-01-13T17:00:00.000Z"), &json!(7)]);
    let add = ada.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(add["changes"].as_array().map(Vec::len), Some(0), "{add}");
});
