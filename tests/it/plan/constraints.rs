//! A constraint is never added behind anybody's back: only the start of an automatically scheduled task sets one,
//! in the open, and taking it away schedules the task anew at once. Circles are refused by name.

use super::follow::{chain, moved, starts};
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn constraint(who: &Person<'_>, task: &str) -> Value {
    who.get(&format!("tasks/{task}")).await.expect(200)["constraint"].clone()
}

both!(nothing_but_a_set_start_adds_a_constraint, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let path = format!("tasks/{}", ids[1]);
    let calendar = json!({"name": "Short", "week": {"mon": [["08:00", "12:00"]], "wed": [["08:00", "12:00"]]}});
    let calendar = ada.make("calendars", calendar).await;
    let parent = ada.task(&project, "Above").await;
    for body in [
        json!({"duration": 4}),
        json!({"endDate": "2026-03-12"}),
        json!({"endDate": "2026-03-12T12:00:00.000Z"}),
        json!({"endDate": null}),
        json!({"duration": null}),
        json!({"duration": 2, "estimateHours": 9}),
        json!({"dueDate": "2026-03-20"}),
        json!({"remainingDuration": 1}),
        json!({"percentComplete": 20}),
        json!({"milestone": true}),
        json!({"milestone": false, "duration": 2}),
        json!({"calendarId": calendar}),
        json!({"calendarId": null}),
        json!({"assignments": [{"userId": ada.id, "units": 0.5}]}),
        json!({"dependencies": [{"taskId": ids[0], "type": "SS", "lag": "3d"}]}),
        json!({"scheduleMode": "manual"}),
        json!({"startDate": "2026-03-11"}),
        json!({"endDate": "2026-03-13"}),
        json!({"scheduleMode": "auto"}),
        json!({"actualStart": "2026-03-05"}),
        json!({"actualStart": null}),
        json!({"status": "done"}),
        json!({"status": "todo"}),
    ] {
        let answer = ada.patch(&path, body.clone()).await.expect(200);
        assert_eq!(answer["constraint"], Value::Null, "{body}");
        assert_eq!(constraint(&ada, &ids[1]).await, Value::Null, "{body}");
    }
    ada.post(&format!("{path}/move"), json!({"parentId": parent})).await.expect(200);
    let bulk = json!({"operations": [{"op": "update", "id": ids[1], "duration": 3}, {"op": "update", "id": ids[2], "endDate": "2026-03-31"}]});
    ada.post("tasks/bulk", bulk).await.expect(200);
    ada.patch(&format!("projects/{project}"), json!({"startDate": "2026-03-05"})).await.expect(200);
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let all = ada.all(&format!("tasks?projectId={project}")).await;
    assert!(all.iter().all(|task| task["constraint"].is_null()), "{all:#?}");
});

both!(a_length_or_an_end_leaves_a_constraint_as_it_is, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, ids) = chain(&ada).await;
    let path = format!("tasks/{}", ids[1]);
    for kind in ["ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"] {
        let date = if kind == "ALAP" { Value::Null } else { json!("2026-03-05T08:00:00.000Z") };
        let set = ada.patch(&path, json!({"constraint": {"type": kind, "date": date}})).await.expect(200);
        let stated = set["constraint"].clone();
        assert_eq!(stated["type"], kind);
        for body in [json!({"duration": 3}), json!({"endDate": "2026-03-20"}), json!({"duration": 1})] {
            let answer = ada.patch(&path, body.clone()).await.expect(200);
            assert_eq!(answer["constraint"], stated, "{kind} {body}");
        }
    }
});

both!(a_set_start_shows_the_constraint_that_it_sets_wherever_it_is_set, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let snet = |day: &str| json!({"type": "SNET", "date": format!("2026-03-{day}T08:00:00.000Z")});
    let path = format!("tasks/{}", ids[1]);
    let dry = ada.patch(&format!("{path}?dryRun=true"), json!({"startDate": "2026-03-09"})).await.expect(200);
    assert_eq!((&dry["constraint"], constraint(&ada, &ids[1]).await), (&snet("09"), Value::Null));
    let set = ada.patch(&path, json!({"startDate": "2026-03-09"})).await.expect(200);
    assert_eq!((&set["constraint"], moved(&set)), (&snet("09"), ids[2..].to_vec()));
    let again = ada.patch(&path, json!({"startDate": "2026-03-11", "endDate": "2026-03-12"})).await.expect(200);
    assert_eq!((&again["constraint"], &again["duration"]), (&snet("11"), &json!(2)));
    let bulk = json!({"operations": [{"op": "update", "id": ids[2], "startDate": "2026-03-20"}]});
    let bulk = ada.post("tasks/bulk", bulk).await.expect(200);
    assert_eq!(bulk["results"][0]["data"]["constraint"], snet("20"), "{bulk:#}");
    let made = json!({"projectId": project, "title": "New", "startDate": "2026-03-23", "duration": 1});
    assert_eq!(ada.post("tasks", made).await.expect(201)["constraint"], snet("23"));
    // Each way to take it away schedules the task and what follows it at once.
    for none in [Value::Null, json!({"type": "ASAP"})] {
        ada.patch(&path, json!({"startDate": "2026-03-16"})).await.expect(200);
        let freed = ada.patch(&path, json!({"constraint": none})).await.expect(200);
        assert_eq!(&text(&freed["startDate"])[..10], "2026-03-03");
        assert!(matches!(freed["constraint"]["type"].as_str(), None | Some("ASAP")), "{freed:#}");
        assert!(moved(&freed).contains(&ids[1]), "{freed:#}");
        assert_eq!(starts(&ada, &ids[1..2]).await, ["03-03"]);
    }
});

/// The answer to what would close a circle names everything in it, and nothing has changed.
async fn refused(who: &Person<'_>, path: &str, body: Value, names: &[&str]) {
    let before = who.get("events?order=desc&limit=1").await.expect(200);
    let answer = if path.ends_with("/move") || path.ends_with("/bulk") {
        who.post(path, body.clone()).await
    } else if path.contains("/dependencies/") {
        who.put(path, body.clone()).await
    } else {
        who.patch(path, body.clone()).await
    };
    assert!([409, 422].contains(&answer.status), "{path} {body}: {answer:?}");
    let told = answer.body.to_string();
    assert!(told.contains("cycle"), "{path}: {told}");
    for name in names {
        assert!(told.contains(name), "{path} does not name {name}: {told}");
    }
    assert_eq!(who.get("events?order=desc&limit=1").await.expect(200), before);
}

both!(circles_through_links_and_parents_are_refused_by_name, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Ring").await;
    let mut ids = Vec::new();
    for title in ["a", "b", "c", "whole", "after"] {
        ids.push(ada.task(&project, title).await);
    }
    let [a, b, c, whole, after] = ids.try_into().unwrap();
    ada.patch(&format!("tasks/{b}"), json!({"dependsOn": [a]})).await.expect(200);
    ada.patch(&format!("tasks/{c}"), json!({"dependsOn": [b]})).await.expect(200);
    // Through links, by each way to make one.
    let ring = ["RING-1", "RING-2", "RING-3"];
    refused(&ada, &format!("tasks/{a}/dependencies/{c}"), json!({}), &ring).await;
    refused(&ada, &format!("tasks/{a}"), json!({"dependsOn": [c]}), &ring).await;
    refused(&ada, &format!("tasks/{a}"), json!({"dependencies": [{"taskId": c, "type": "SF"}]}), &ring).await;
    let bulk = json!({"operations": [{"op": "update", "id": a, "dependsOn": [c]}]});
    refused(&ada, "tasks/bulk", bulk, &ring).await;
    refused(&ada, &format!("tasks/{a}/dependencies/{a}"), json!({}), &["RING-1"]).await;
    // Through parents: a task is no predecessor of what it is a part of, nor of what waits for that.
    ada.post(&format!("tasks/{c}/move"), json!({"parentId": whole})).await.expect(200);
    refused(&ada, &format!("tasks/{c}/dependencies/{whole}"), json!({}), &["RING-3", "RING-4"]).await;
    refused(&ada, &format!("tasks/{whole}/dependencies/{c}"), json!({}), &["RING-3", "RING-4"]).await;
    ada.put(&format!("tasks/{after}/dependencies/{whole}"), json!({})).await.expect(200);
    refused(&ada, &format!("tasks/{a}/dependencies/{after}"), json!({}), &["RING-1", "RING-4", "RING-5"]).await;
    refused(&ada, &format!("tasks/{after}/move"), json!({"parentId": whole}), &["RING-4", "RING-5"]).await;
    refused(&ada, &format!("tasks/{whole}/move"), json!({"parentId": c}), &["RING-3", "RING-4"]).await;
});
