//! What is taken back meets what happened since: links made in between, other lengths of a day, fields of one's own.
//! And whatever a project's end, another project, a status or a new part moves.

use super::follow::{chain, moved, starts};
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn plain(who: &Person<'_>) -> String {
    who.make("projects", json!({"name": "Plan", "startDate": "2027-01-04"})).await
}

async fn task(who: &Person<'_>, project: &str, more: Value) -> String {
    let mut body = json!({"projectId": project, "title": "t", "duration": 1});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    who.make("tasks", body).await
}

async fn apply(who: &Person<'_>, project: &str) {
    who.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
}

/// Nothing of the project stands elsewhere than its schedule says.
async fn settled(who: &Person<'_>, project: &str, what: &str) {
    let left = who.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(left["changes"], json!([]), "{what}");
}

async fn undo_last(who: &Person<'_>) -> Value {
    let last = who.get("events?order=desc&limit=1").await.expect(200)["data"][0].clone();
    let path = match last["batchId"].as_str() {
        Some(batch) => format!("batches/{batch}/undo"),
        None => format!("events/{}/undo", last["seq"]),
    };
    who.post(&path, json!({})).await.expect(200)
}

fn day(from: &str, to: &str) -> Value {
    let hours = json!([[from, to]]);
    json!({"mon": hours, "tue": hours, "wed": hours, "thu": hours, "fri": hours})
}

both!(lengths_stay_when_a_change_of_hours_is_taken_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let eve = ada.invite("Eve", "Editor").await.id;
    let own = ada.make("calendars", json!({"name": "Own", "week": day("08:00", "16:00")})).await;
    ada.put(&format!("members/{eve}/calendar"), json!({"calendarId": own})).await.expect(200);
    let week = ada.make("calendars", json!({"name": "Project", "week": day("08:00", "16:00")})).await;
    let project = ada.make("projects", json!({"name": "P", "startDate": "2027-01-04", "calendarId": week})).await;
    let id = task(&ada, &project, json!({"duration": 4, "assigneeId": eve})).await;
    apply(&ada, &project).await;
    ada.patch(&format!("calendars/{week}"), json!({"week": day("08:00", "12:00")})).await.expect(200);
    ada.patch(&format!("calendars/{week}"), json!({"week": day("09:00", "17:00")})).await.expect(200);
    undo_last(&ada).await;
    settled(&ada, &project, "the length is what it was").await;
    let end = ada.get(&format!("tasks/{id}")).await.expect(200)["endDate"].clone();
    assert_eq!(end, "2027-01-07T16:00:00.000Z");
});

both!(what_was_linked_since_follows_what_is_taken_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": 5})).await.expect(200);
    let batch = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["batchId"].clone();
    let later = task(&ada, &project, json!({"dependsOn": [ids[0]]})).await;
    assert_eq!(starts(&ada, std::slice::from_ref(&later)).await, ["03-09"]);
    let undone = ada.post(&format!("batches/{}/undo", text(&batch)), json!({})).await.expect(200);
    assert_eq!(
        (moved(&undone), starts(&ada, std::slice::from_ref(&later)).await),
        (vec![later], vec!["03-03".to_owned()])
    );
    settled(&ada, &project, "a batch").await;
    // A task that others were put before does not go back in front of them.
    let (early, before) = (task(&ada, &project, json!({})).await, task(&ada, &project, json!({"duration": 10})).await);
    apply(&ada, &project).await;
    ada.patch(&format!("tasks/{early}"), json!({"startDate": "2026-03-30"})).await.expect(200);
    let seq = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
    ada.put(&format!("tasks/{early}/dependencies/{before}"), json!({})).await.expect(200);
    ada.post(&format!("events/{seq}/undo"), json!({})).await.expect(200);
    assert_eq!(starts(&ada, &[early]).await, ["03-16"]);
    settled(&ada, &project, "an event").await;
});

both!(fields_of_ones_own_are_taken_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = plain(&ada).await;
    for (model, path) in [
        ("task", format!("tasks/{}", task(&ada, &project, json!({})).await)),
        ("project", format!("projects/{project}")),
    ] {
        let mut fields = Vec::new();
        for name in ["a", "b"] {
            fields.push(ada.make("field-definitions", json!({"model": model, "name": name, "type": "number"})).await);
        }
        let value = |at: usize, value: Value| json!({"customFields": [{"fieldId": fields[at], "value": value}]});
        let mut seen = Vec::new();
        for change in [value(0, json!(5)), value(1, json!(6)), value(0, json!(7)), value(0, Value::Null)] {
            seen.push(ada.get(&path).await.expect(200)["customFields"].clone());
            ada.patch(&path, change).await.expect(200);
            let done = ada.get(&path).await.expect(200)["customFields"].clone();
            undo_last(&ada).await;
            assert_eq!(&ada.get(&path).await.expect(200)["customFields"], seen.last().unwrap(), "{model}");
            undo_last(&ada).await;
            assert_eq!(ada.get(&path).await.expect(200)["customFields"], done, "{model}, again");
        }
    }
});

both!(links_in_a_circle_of_projects_come_to_rest, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (here, there) = (plain(&ada).await, plain(&ada).await);
    let late = task(&ada, &here, json!({"constraint": {"type": "ALAP"}})).await;
    let base = task(&ada, &here, json!({"duration": 3})).await;
    apply(&ada, &here).await;
    let outside = task(&ada, &there, json!({"dependsOn": [late]})).await;
    apply(&ada, &there).await;
    let made = ada.post("tasks", json!({"projectId": here, "title": "z", "duration": 1, "dependsOn": [outside]})).await;
    let made = made.expect(201);
    let told = moved(&made);
    let names: std::collections::BTreeSet<&String> = told.iter().collect();
    assert_eq!(names.len(), told.len(), "each is told once: {told:?}");
    let year = |start: &Value| text(start)[..7].to_owned();
    let stands = ada.get(&format!("tasks/{late}")).await.expect(200)["startDate"].clone();
    assert_eq!(year(&stands), "2027-01", "{stands}");
    ada.patch(&format!("tasks/{base}"), json!({"duration": 4})).await.expect(200);
    let stands = ada.get(&format!("tasks/{late}")).await.expect(200)["startDate"].clone();
    assert!(["2027-01", "2027-02"].contains(&year(&stands).as_str()), "{stands}");
});

both!(a_project_that_goes_lets_go_and_holds_again, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (here, there) = (plain(&ada).await, plain(&ada).await);
    let first = task(&ada, &here, json!({"duration": 10})).await;
    apply(&ada, &here).await;
    let waits = task(&ada, &there, json!({"dependsOn": [first]})).await;
    assert_eq!(starts(&ada, std::slice::from_ref(&waits)).await, ["01-18"]);
    ada.delete(&format!("projects/{here}")).await.expect(204);
    assert_eq!(starts(&ada, std::slice::from_ref(&waits)).await, ["01-04"]);
    let back = ada.post(&format!("projects/{here}/restore"), json!({})).await.expect(200);
    assert_eq!(
        (moved(&back), starts(&ada, std::slice::from_ref(&waits)).await),
        (vec![waits.clone()], vec!["01-18".to_owned()])
    );
    for (op, start) in [("delete", "01-04"), ("restore", "01-18")] {
        let bulk = json!({"operations": [{"op": op, "id": here}]});
        let told = ada.post("projects/bulk", bulk).await.expect(200);
        assert_eq!(
            (moved(&told), starts(&ada, std::slice::from_ref(&waits)).await),
            (vec![waits.clone()], vec![start.to_owned()])
        );
    }
});

both!(a_status_of_another_kind_lets_go, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    ada.patch(&format!("tasks/{}", ids[0]), json!({"status": "in_review"})).await.expect(200);
    let path = format!("projects/{project}");
    let mut statuses = ada.get(&path).await.expect(200)["statuses"].clone();
    for status in statuses.as_array_mut().unwrap() {
        if status["key"] == "in_review" {
            status["kind"] = json!("cancelled");
        }
    }
    let changed = ada.patch(&path, json!({"statuses": statuses})).await.expect(200);
    assert_eq!(
        (moved(&changed), starts(&ada, &ids[1..]).await),
        (ids[1..].to_vec(), ["03-02", "03-03"].map(String::from).to_vec())
    );
    settled(&ada, &project, "statuses").await;
});

both!(what_is_as_late_as_possible_follows_the_end, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, other) = (plain(&ada).await, plain(&ada).await);
    let long = task(&ada, &project, json!({"duration": 10})).await;
    let late = task(&ada, &project, json!({"constraint": {"type": "ALAP"}})).await;
    task(&ada, &project, json!({"duration": 3})).await;
    apply(&ada, &project).await;
    let late = std::slice::from_ref(&late);
    assert_eq!(starts(&ada, late).await, ["01-15"]);
    ada.post(&format!("tasks/{long}/move"), json!({"parentId": null, "projectId": other})).await.expect(200);
    assert_eq!(starts(&ada, late).await, ["01-06"]);
    ada.post(&format!("tasks/{long}/move"), json!({"parentId": null, "projectId": project})).await.expect(200);
    assert_eq!(starts(&ada, late).await, ["01-15"]);
    ada.delete(&format!("tasks/{long}")).await.expect(204);
    assert_eq!(starts(&ada, late).await, ["01-06"]);
    settled(&ada, &project, "the end").await;
});

both!(a_part_without_a_length_moves_what_it_is_a_part_of, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = plain(&ada).await;
    let whole = task(&ada, &project, json!({"duration": 5})).await;
    let after = task(&ada, &project, json!({"dependsOn": [whole]})).await;
    apply(&ada, &project).await;
    ada.make("tasks", json!({"projectId": project, "parentId": whole, "title": "part"})).await;
    assert_eq!(starts(&ada, &[after]).await, ["01-05"]);
    let whole = ada.get(&format!("tasks/{whole}")).await.expect(200);
    assert_eq!(&text(&whole["endDate"])[..10], "2027-01-04");
});

both!(a_start_outside_working_time_counts_as_the_next_one_everywhere, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = plain(&ada).await;
    let first = task(&ada, &project, json!({"startDate": "2027-01-09T10:00:00.000Z"})).await;
    let link = json!([{"taskId": first, "type": "SS", "lag": "1ed"}]);
    let waits = task(&ada, &project, json!({"dependencies": link})).await;
    apply(&ada, &project).await;
    let before = starts(&ada, std::slice::from_ref(&waits)).await;
    let changed = ada.patch(&format!("tasks/{waits}"), json!({"dueDate": "2027-02-01"})).await.expect(200);
    assert_eq!((moved(&changed), starts(&ada, &[waits]).await), (vec![], before));
    settled(&ada, &project, "a deadline").await;
});
