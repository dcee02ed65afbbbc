//! What depends on a change follows when that is taken back alone; events of what has no object of its own.

use super::follow::{chain, moved, starts};
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// The newest event of an object.
async fn newest(who: &Person<'_>, object: &str) -> Value {
    let log = who.get(&format!("events?objectId={object}&order=desc&limit=1")).await.expect(200);
    log["data"][0].clone()
}

async fn undo(who: &Person<'_>, event: &Value) -> Value {
    who.post(&format!("events/{}/undo", event["seq"]), json!({})).await.expect(200)
}

both!(what_depends_on_a_change_follows_when_it_is_taken_back_alone, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": 3})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-05", "03-06"]);
    // Alone, and not with what had followed.
    let undone = undo(&ada, &newest(&ada, &ids[0]).await).await;
    assert_eq!(
        (starts(&ada, &ids).await, moved(&undone)),
        (vec!["03-02".into(), "03-03".into(), "03-04".into()], ids[1..].to_vec())
    );
    // One undo of that does it again, whole.
    ada.post(&format!("batches/{}/undo", text(&undone["batchId"])), json!({})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-05", "03-06"]);
    ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": 1})).await.expect(200);
    ada.patch(&format!("projects/{project}"), json!({"startDate": "2026-03-09"})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await[0], "03-09");
    undo(&ada, &newest(&ada, &project).await).await;
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
    ada.delete(&format!("tasks/{}", ids[1])).await.expect(204);
    undo(&ada, &newest(&ada, &ids[1]).await).await;
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
});

both!(a_persons_calendar_and_a_baseline_are_in_the_log, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let week = json!({"mon": [["08:00", "12:00"]], "tue": [], "wed": [], "thu": [], "fri": [], "sat": [], "sun": []});
    let calendar = ada.make("calendars", json!({"name": "Mondays", "week": week})).await;
    let path = format!("members/{}/calendar", ada.id);
    for _ in 0..2 {
        ada.put(&path, json!({"calendarId": calendar})).await.expect(200);
    }
    let log = ada.get(&format!("events?objectId={}&action=calendar_set", ada.id)).await.expect(200);
    let [event] = log["data"].as_array().unwrap().as_slice() else { panic!("{log:#}") };
    assert_eq!(
        (&event["model"], &event["before"], &event["after"]),
        (&json!("Member"), &json!({"calendarId": null}), &json!({"calendarId": calendar}))
    );
    ada.put(&path, json!({"calendarId": null})).await.expect(200);
    ada.post(&format!("events/{}/undo", event["seq"]), json!({})).await.problem(409, "undo_conflict");
    undo(&ada, &newest(&ada, &ada.id).await).await;
    assert_eq!(ada.get(&path).await.expect(200)["calendarId"], json!(calendar));
    let baseline = ada.post(&format!("projects/{project}/baselines"), json!({"name": "First"})).await.expect(201);
    let frozen = newest(&ada, &text(&baseline["id"])).await;
    assert_eq!((&frozen["action"], &frozen["after"]["name"]), (&json!("created"), &json!("First")));
});

both!(a_schedule_takes_no_fields, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, _) = chain(&ada).await;
    let path = format!("projects/{project}/schedule");
    for end in ["", "?dryRun=true"] {
        let refused = ada.post(&format!("{path}{end}"), json!({"from": "2026-03-02"})).await;
        assert_eq!(refused.problem(422, "unknown_field")["errors"][0]["pointer"], "/from");
        ada.post(&format!("{path}{end}"), json!({})).await.expect(200);
        ada.send(ada.request(reqwest::Method::POST, &format!("{path}{end}"))).await.expect(200);
    }
});

both!(a_threshold_is_not_taken_back_alone, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Here", "budget": 100})).await;
    ada.make("expenses", json!({"projectId": project, "amount": 90})).await;
    let event = newest(&ada, &project).await;
    assert_eq!(event["action"], "budget_reached");
    let refused = ada.post(&format!("events/{}/undo", event["seq"]), json!({})).await.problem(409, "undo_conflict");
    assert_eq!(refused["conflicts"][0]["code"], "follows");
    assert_eq!(ada.get(&format!("projects/{project}")).await.expect(200)["budgetReached"], 80);
});

both!(what_was_scheduled_and_is_taken_back_alone_stays_behind_its_links, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, ids) = chain(&ada).await;
    ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": 3})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-05", "03-06"]);
    undo(&ada, &newest(&ada, &ids[1]).await).await;
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-05", "03-06"], "its link asks for a later start by now");
    ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": 1})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
    // Later than its link asks for it may stand, and what depends on it follows, whatever else binds it.
    undo(&ada, &newest(&ada, &ids[1]).await).await;
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-05", "03-06"]);
    let bound = json!({"constraint": {"type": "SNET", "date": "2026-03-03T08:00:00.000Z"}});
    ada.patch(&format!("tasks/{}", ids[1]), bound).await.expect(200);
    for duration in [5, 1] {
        ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": duration})).await.expect(200);
    }
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
    undo(&ada, &newest(&ada, &ids[1]).await).await;
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-09", "03-10"]);
});

both!(what_a_limit_holds_ahead_of_its_link_stays_there, |world: World| async move {
    let ada = world.founder("Ada").await;
    for (constraint, day) in [("FNLT", "2026-03-05"), ("SNLT", "2026-03-04")] {
        let project = ada.make("projects", json!({"name": constraint, "startDate": "2026-03-02"})).await;
        let first = ada.make("tasks", json!({"projectId": project, "title": "First", "duration": 5})).await;
        let limit = json!({"type": constraint, "date": day});
        let held =
            json!({"projectId": project, "title": "Held", "duration": 2, "dependsOn": [first], "constraint": limit});
        let held = ada.make("tasks", held).await;
        let last = json!({"projectId": project, "title": "Last", "duration": 1, "dependsOn": [held]});
        let last = ada.make("tasks", last).await;
        ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
        let ids = [first, held.clone(), last];
        assert_eq!(starts(&ada, &ids).await, ["03-02", "03-04", "03-06"]);
        ada.patch(&format!("tasks/{held}"), json!({"duration": 1})).await.expect(200);
        undo(&ada, &newest(&ada, &held).await).await;
        assert_eq!(starts(&ada, &ids).await, ["03-02", "03-04", "03-06"], "{constraint}");
    }
});
