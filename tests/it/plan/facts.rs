//! Work that has begun or ended stands where it did: stored and computed dates are the actual ones, and whoever gives
//! others is told what to change instead.

use super::follow::{chain, moved, starts};
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// Start, end and length as stored, which are those that are computed.
async fn dates(who: &Person<'_>, project: &str, id: &str) -> (String, String, Value) {
    let task = who.get(&format!("tasks/{id}")).await.expect(200);
    let schedule = who.get(&format!("projects/{project}/schedule")).await.expect(200);
    let computed = schedule["tasks"].as_array().unwrap().iter().find(|one| one["taskId"] == id).unwrap();
    assert_eq!([&task["startDate"], &task["endDate"]], [&computed["startDate"], &computed["endDate"]]);
    let left = who.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(left["changes"], json!([]));
    (text(&task["startDate"])[5..16].to_owned(), text(&task["endDate"])[5..16].to_owned(), task["duration"].clone())
}

both!(finished_work_stands_where_it_was_done, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let path = format!("tasks/{}", ids[0]);
    let done = ada.patch(&path, json!({"actualStart": "2026-03-04", "actualFinish": "2026-03-06"})).await.expect(200);
    assert_eq!((moved(&done), starts(&ada, &ids).await), (ids[1..].to_vec(), three(["03-04", "03-09", "03-10"])));
    let stands = ("03-04T08:00".to_owned(), "03-06T17:00".to_owned(), json!(3));
    assert_eq!(dates(&ada, &project, &ids[0]).await, stands);
    for (body, code, says) in [
        (json!({"startDate": "2026-03-20"}), "begun", "`actualStart`"),
        (json!({"startDate": null}), "begun", "2026-03-04T08:00:00.000Z"),
        (json!({"endDate": "2026-03-20"}), "finished", "`actualFinish`"),
        (json!({"duration": 5}), "disagrees", "are 3 working days"),
        (json!({"actualStart": "2026-03-09"}), "before_start", "before the actual start"),
    ] {
        let refused = ada.patch(&path, body.clone()).await.problem(422, code);
        let errors = refused["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{body}");
        assert!(text(&errors[0]["detail"]).contains(says), "{body}: {refused}");
        assert_eq!(dates(&ada, &project, &ids[0]).await, stands, "{body}");
    }
    // What says the same is no change, and what is said together with the fact is the fact.
    let same = json!({"startDate": "2026-03-04", "endDate": "2026-03-06", "duration": 3, "status": "done"});
    assert_eq!(ada.patch(&path, same).await.expect(200)["constraint"], Value::Null);
    let corrected = json!({"startDate": "2026-03-05", "actualStart": "2026-03-05"});
    let corrected = ada.patch(&path, corrected).await.expect(200);
    assert_eq!((&corrected["constraint"], moved(&corrected)), (&Value::Null, Vec::new()));
    assert_eq!(dates(&ada, &project, &ids[0]).await, ("03-05T08:00".into(), "03-06T17:00".into(), json!(2)));
    let open = json!({"actualStart": null, "actualFinish": null, "status": "todo"});
    ada.patch(&path, open).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-04", "03-05"]);
});

fn three(all: [&str; 3]) -> Vec<String> {
    all.map(String::from).to_vec()
}

both!(a_finish_alone_ends_what_began_as_planned, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let path = format!("tasks/{}", ids[1]);
    ada.patch(&path, json!({"actualFinish": "2026-03-05"})).await.expect(200);
    assert_eq!(dates(&ada, &project, &ids[1]).await, ("03-03T08:00".into(), "03-05T17:00".into(), json!(3)));
    let refused = ada.patch(&path, json!({"startDate": "2026-03-04"})).await.problem(422, "finished");
    assert!(text(&refused["errors"][0]["detail"]).contains("`actualStart`"), "{refused}");
    // Finished before it was to begin: it took as long as it was to take.
    ada.patch(&path, json!({"actualFinish": "2026-03-02"})).await.expect(200);
    let (_, end, days) = dates(&ada, &project, &ids[1]).await;
    assert_eq!((end, days), ("03-02T17:00".into(), json!(3)));
    assert_eq!(starts(&ada, &ids[2..]).await, ["03-03"]);
});

both!(begun_work_starts_when_it_began_and_no_start_sets_a_constraint, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let path = format!("tasks/{}", ids[0]);
    let begun = ada.patch(&path, json!({"actualStart": "2026-03-05"})).await.expect(200);
    assert_eq!((text(&begun["startDate"])[5..10].to_owned(), moved(&begun)), ("03-05".into(), ids[1..].to_vec()));
    let refused = ada.patch(&path, json!({"startDate": "2026-03-09"})).await.problem(422, "begun");
    assert_eq!(refused["errors"][0]["pointer"], "/startDate");
    assert_eq!(dates(&ada, &project, &ids[0]).await, ("03-05T08:00".into(), "03-05T17:00".into(), json!(1)));
    ada.patch(&path, json!({"endDate": "2026-03-06"})).await.expect(200);
    assert_eq!(dates(&ada, &project, &ids[0]).await, ("03-05T08:00".into(), "03-06T17:00".into(), json!(2)));
    // Of what is done without a word of when, the dates are its record.
    let done =
        json!({"projectId": project, "title": "Done", "status": "done", "startDate": "2026-03-03", "duration": 1});
    let done = ada.post("tasks", done).await.expect(201);
    let path = format!("tasks/{}", text(&done["id"]));
    let corrected = ada.patch(&path, json!({"startDate": "2026-03-04"})).await.expect(200);
    assert_eq!([&done["constraint"], &corrected["constraint"]], [&Value::Null; 2]);
    assert_eq!(dates(&ada, &project, &text(&done["id"])).await, ("03-04T08:00".into(), "03-04T17:00".into(), json!(1)));
});

both!(a_milestone_takes_no_time_whenever_it_is_reached, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "M", "startDate": "2027-01-04"})).await;
    let body = json!({"projectId": project, "title": "m", "milestone": true, "startDate": "2027-01-04"});
    let id = ada.make("tasks", body).await;
    ada.patch(&format!("tasks/{id}"), json!({"actualFinish": "2027-01-13T10:30:00.000Z"})).await.expect(200);
    assert_eq!(dates(&ada, &project, &id).await, ("01-13T10:30".into(), "01-13T10:30".into(), json!(0)));
});

both!(what_is_left_of_begun_work_lengthens_it_and_ends_with_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let path = format!("tasks/{}", ids[0]);
    let begun = ada.patch(&path, json!({"actualStart": "2026-03-02", "remainingDuration": 5})).await.expect(200);
    assert_eq!((moved(&begun), &begun["duration"]), (ids[1..].to_vec(), &json!(5)));
    let stands = ("03-02T08:00".to_owned(), "03-06T17:00".to_owned(), json!(5));
    assert_eq!(dates(&ada, &project, &ids[0]).await, stands);
    // What was read can be written, and is no change.
    let same: serde_json::Map<String, Value> = ["startDate", "endDate", "duration", "remainingDuration"]
        .map(|name| (name.to_owned(), begun[name].clone()))
        .into_iter()
        .collect();
    let again = ada.patch(&path, Value::Object(same)).await.expect(200);
    assert_eq!(again["revision"], begun["revision"]);
    for body in
        [json!({"remainingDuration": 6, "duration": 4}), json!({"remainingDuration": 6, "endDate": "2026-03-04"})]
    {
        let refused = ada.patch(&path, body).await.problem(422, "disagrees");
        assert_eq!(refused["errors"][0]["pointer"], "/remainingDuration");
        assert_eq!(dates(&ada, &project, &ids[0]).await, stands);
    }
    let shorter = ada.patch(&path, json!({"duration": 3})).await.expect(200);
    assert_eq!(shorter["remainingDuration"], 3);
    let less = ada.patch(&path, json!({"remainingDuration": 1})).await.expect(200);
    assert_eq!((&less["duration"], &less["remainingDuration"]), (&json!(3), &json!(1)));
    let done = ada.patch(&path, json!({"status": "done"})).await.expect(200);
    assert_eq!((&done["remainingDuration"], &done["percentComplete"]), (&Value::Null, &json!(100)));
});

both!(dates_kept_by_hand_stand_in_other_hours_and_agree_with_their_length, |world: World| async move {
    let ada = world.founder("Ada").await;
    let six = json!([["09:00", "15:00"]]);
    let week = json!({"mon": six, "tue": six, "wed": six, "thu": six, "fri": six});
    let short = ada.make("calendars", json!({"name": "Short", "timeZone": "UTC", "week": week})).await;
    let project = ada.make("projects", json!({"name": "By hand", "startDate": "2026-03-02"})).await;
    let task = json!({"projectId": project, "title": "Kept", "scheduleMode": "manual", "startDate": "2026-03-02", "duration": 3});
    let path = format!("tasks/{}", ada.make("tasks", task).await);
    let other = ada.patch(&path, json!({"calendarId": short})).await.expect(200);
    let told = [&other["startDate"], &other["endDate"], &other["duration"]];
    assert_eq!(told, [&json!("2026-03-02T08:00:00.000Z"), &json!("2026-03-04T17:00:00.000Z"), &json!(3)]);
    let same = json!({"startDate": told[0], "endDate": told[1], "duration": told[2]});
    ada.patch(&path, same).await.expect(200);
});
