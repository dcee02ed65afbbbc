//! Automatic scheduling: a change moves what depends on it, the answer says what and why, and one undo takes
//! all of it back.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// A chain of three one-day tasks, scheduled from Monday 2026-03-02.
pub(super) async fn chain(who: &Person<'_>) -> (String, [String; 3]) {
    let project = who.make("projects", json!({"name": "Chain", "startDate": "2026-03-02"})).await;
    let mut ids: Vec<String> = Vec::new();
    for title in ["a", "b", "c"] {
        let links: Vec<&String> = ids.last().into_iter().collect();
        let body = json!({"projectId": project, "title": title, "duration": 1, "dependsOn": links});
        ids.push(who.make("tasks", body).await);
    }
    who.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    (project, ids.try_into().unwrap())
}

pub(super) async fn starts(who: &Person<'_>, ids: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for id in ids {
        let task = who.get(&format!("tasks/{id}")).await.expect(200);
        out.push(task["startDate"].as_str().map_or_else(String::new, |date| date[5..10].to_owned()));
    }
    out
}

pub(super) fn moved(answer: &Value) -> Vec<String> {
    answer["moved"].as_array().into_iter().flatten().map(|one| text(&one["taskId"])).collect()
}

both!(a_longer_task_moves_what_comes_after_and_one_undo_takes_it_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, ids) = chain(&ada).await;
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
    let path = format!("tasks/{}", ids[0]);
    let dry = ada.patch(&format!("{path}?dryRun=true"), json!({"duration": 3})).await.expect(200);
    assert_eq!((moved(&dry), starts(&ada, &ids).await[1].as_str()), (ids[1..].to_vec(), "03-03"));
    let longer = ada.patch(&path, json!({"duration": 3})).await.expect(200);
    assert_eq!((moved(&longer), &longer["constraint"]), (ids[1..].to_vec(), &Value::Null));
    assert_eq!(longer["moved"][0]["why"]["taskId"], json!(ids[0]));
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-05", "03-06"]);
    let events = ada.get("events?order=desc&limit=1").await.expect(200);
    let batch = text(&events["data"][0]["batchId"]);
    ada.post(&format!("batches/{batch}/undo"), json!({})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
    assert_eq!(ada.get(&format!("tasks/{}", ids[2])).await.expect(200)["constraint"], Value::Null);
});

both!(a_set_start_shows_its_constraint_and_removing_that_recomputes, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, ids) = chain(&ada).await;
    let path = format!("tasks/{}", ids[1]);
    let later = ada.patch(&path, json!({"startDate": "2026-03-09"})).await.expect(200);
    assert_eq!(later["constraint"], json!({"type": "SNET", "date": "2026-03-09T08:00:00.000Z"}));
    assert_eq!(moved(&later), ids[2..]);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-09", "03-10"]);
    let freed = ada.patch(&path, json!({"constraint": null})).await.expect(200);
    assert_eq!((moved(&freed), text(&freed["startDate"])), (ids[1..].to_vec(), "2026-03-03T08:00:00.000Z".into()));
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
    let ended = ada.patch(&path, json!({"endDate": "2026-03-04"})).await.expect(200);
    assert_eq!((&ended["duration"], &ended["constraint"], moved(&ended)), (&json!(2), &Value::Null, ids[2..].to_vec()));
});

both!(links_calendars_and_bulk_changes_move_too_and_manual_tasks_never, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    ada.patch(&format!("tasks/{}", ids[2]), json!({"scheduleMode": "manual"})).await.expect(200);
    let link = format!("tasks/{}/dependencies/{}", ids[1], ids[0]);
    let lagged = ada.put(&link, json!({"lag": "2d"})).await.expect(200);
    assert_eq!(
        (moved(&lagged), text(&lagged["startDate"])[..10].to_owned()),
        (vec![ids[1].clone()], "2026-03-05".into())
    );
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-05", "03-04"]);
    let cut = ada.delete(&link).await.expect(200);
    assert_eq!(text(&cut["startDate"])[..10], *"2026-03-02");
    let calendar = json!({"name": "Late", "week": {"wed": [["08:00", "16:00"]], "thu": [["08:00", "16:00"]]}});
    let calendar = ada.make("calendars", calendar).await;
    let own = ada.patch(&format!("tasks/{}", ids[1]), json!({"calendarId": calendar})).await.expect(200);
    assert_eq!(text(&own["startDate"])[..10], *"2026-03-04");
    let hours = json!({"exceptions": [{"from": "2026-03-04", "to": "2026-03-04", "hours": []}]});
    let changed = ada.patch(&format!("calendars/{calendar}"), hours).await.expect(200);
    assert_eq!((moved(&changed), starts(&ada, &ids).await[1].as_str()), (vec![ids[1].clone()], "03-05"));
    let after = json!({"projectId": project, "title": "d", "duration": 1, "dependsOn": [ids[1]]});
    let after = ada.post("tasks", after).await.expect(201);
    assert_eq!(text(&after["startDate"])[..16], *"2026-03-05T16:00", "a new task stands where its links put it");
    let bulk = json!({"operations": [{"op": "update", "id": ids[1], "duration": 2}]});
    let bulk = ada.post("tasks/bulk", bulk).await.expect(200);
    assert_eq!(moved(&bulk), [text(&after["id"])]);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-05", "03-04"]);
});

both!(what_is_not_planned_stays_so_and_summaries_follow_their_parts, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Ideas", "startDate": "2026-03-02"})).await;
    let idea = ada.task(&project, "Idea").await;
    let other = ada.make("tasks", json!({"projectId": project, "title": "Other", "dependsOn": [idea]})).await;
    ada.patch(&format!("tasks/{idea}"), json!({"duration": 2})).await.expect(200);
    assert_eq!(starts(&ada, &[idea, other]).await, ["", ""]);
    let above = ada.task(&project, "Above").await;
    let part =
        json!({"projectId": project, "parentId": above, "title": "Part", "startDate": "2026-03-04", "duration": 2});
    let part = ada.make("tasks", part).await;
    let whole = ada.get(&format!("tasks/{above}")).await.expect(200);
    assert_eq!((text(&whole["startDate"])[..10].to_owned(), &whole["duration"]), ("2026-03-04".into(), &json!(2)));
    let longer = ada.patch(&format!("tasks/{part}"), json!({"duration": 4})).await.expect(200);
    assert_eq!(moved(&longer), [above.as_str()]);
    assert_eq!(text(&ada.get(&format!("tasks/{above}")).await.expect(200)["endDate"])[..10], *"2026-03-09");
});

both!(a_change_reaches_other_projects_that_the_caller_sees, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, ids) = chain(&ada).await;
    let make = async |name: &str, visibility: &str| {
        let body = json!({"name": name, "visibility": visibility, "startDate": "2026-03-02"});
        let project = ada.make("projects", body).await;
        let body = json!({"projectId": project, "title": name, "duration": 1, "dependsOn": [ids[2]]});
        ada.make("tasks", body).await
    };
    let (open, hidden) = (make("Open", "organization").await, make("Hidden", "private").await);
    let both = [open.clone(), hidden.clone()];
    assert_eq!(starts(&ada, &both).await, ["03-05", "03-05"]);
    let eve = ada.invite("Eve", "Editor").await;
    let longer = eve.patch(&format!("tasks/{}", ids[0]), json!({"duration": 2})).await.expect(200);
    assert_eq!(moved(&longer), [ids[1].clone(), ids[2].clone(), open]);
    assert_eq!(starts(&ada, &both).await, ["03-06", "03-05"], "what she does not see stays");
});
