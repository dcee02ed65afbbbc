//! What starts with its project follows whatever moves that start: the hours of its first day, the first of the tasks
//! of a project without a start date. What people work on follows when their own hours end with their membership.

use super::follow::{moved, starts};
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// When a task starts, to the minute.
async fn start(who: &Person<'_>, task: &str) -> String {
    text(&who.get(&format!("tasks/{task}")).await.expect(200)["startDate"])[..16].to_owned()
}

/// Requires that the schedule of the project has nothing to add.
async fn is_settled(who: &Person<'_>, project: &str, after: &str) {
    let left = who.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(left["changes"], json!([]), "{after}");
}

fn weekdays(hours: Value) -> Value {
    let days = ["mon", "tue", "wed", "thu", "fri"];
    Value::Object(days.iter().map(|day| ((*day).to_owned(), hours.clone())).collect())
}

both!(what_starts_with_the_project_follows_the_hours_of_its_first_day, |world: World| async move {
    let ada = world.founder("Ada").await;
    let calendar = async |name: &str, from: &str, to: &str| {
        let body = json!({"name": name, "timeZone": "UTC", "week": weekdays(json!([[from, to]]))});
        ada.make("calendars", body).await
    };
    let (early, middle) = (calendar("Early", "06:00", "14:00").await, calendar("Middle", "05:00", "13:00").await);
    let project = ada.make("projects", json!({"name": "Hours", "startDate": "2027-01-04"})).await;
    let own = json!({"projectId": project, "title": "Own hours", "duration": 1, "calendarId": early});
    let own = ada.make("tasks", own).await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    assert_eq!(start(&ada, &own).await, "2027-01-04T08:00");
    let (path, of_calendar) = (format!("projects/{project}"), format!("calendars/{middle}"));
    let organization = format!("/api/v1/organizations/{}", ada.organization);
    let closed = json!([{"from": "2027-01-04", "to": "2027-01-04", "hours": []}]);
    for (path, body, begins) in [
        (&path, json!({"calendarId": middle}), "2027-01-04T06:00"),
        (&of_calendar, json!({"week": weekdays(json!([["07:00", "15:00"]]))}), "2027-01-04T07:00"),
        (&of_calendar, json!({"exceptions": closed}), "2027-01-05T07:00"),
        (&of_calendar, json!({"exceptions": []}), "2027-01-04T07:00"),
        (&of_calendar, json!({"timeZone": "Europe/Berlin"}), "2027-01-04T06:00"),
        (&path, json!({"calendarId": null}), "2027-01-04T08:00"),
        (&organization, json!({"calendarId": middle}), "2027-01-04T06:00"),
        (&organization, json!({"calendarId": null}), "2027-01-04T08:00"),
        (&organization, json!({"timeZone": "America/New_York"}), "2027-01-04T13:00"),
    ] {
        let changed = ada.patch(path, body.clone()).await.expect(200);
        assert_eq!((moved(&changed), start(&ada, &own).await), (vec![own.clone()], begins.to_owned()), "{body}");
        is_settled(&ada, &project, &body.to_string()).await;
    }
});

both!(a_constraint_that_held_nothing_before_holds_after_the_start_has_moved, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Held", "startDate": "2027-01-07"})).await;
    let whole = ada.task(&project, "Whole").await;
    let task = async |title: &str, more: Value| {
        let mut body = json!({"projectId": project, "title": title, "duration": 1});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ada.make("tasks", body).await
    };
    let part = task("Part", json!({"parentId": whole})).await;
    let by = task("By then", json!({"constraint": {"type": "SNLT", "date": "2027-01-06"}})).await;
    let from = json!({"constraint": {"type": "SNET", "date": "2027-01-05"}});
    ada.patch(&format!("tasks/{whole}"), from).await.expect(200);
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let ids = [whole, part, by];
    assert_eq!(starts(&ada, &ids).await, ["01-07", "01-07", "01-06"]);
    for (day, stand) in [
        ("2027-01-04", ["01-05", "01-05", "01-04"]),
        ("2027-01-07", ["01-07", "01-07", "01-06"]),
        ("2027-01-05", ["01-05", "01-05", "01-05"]),
    ] {
        let changed = ada.patch(&format!("projects/{project}"), json!({"startDate": day})).await.expect(200);
        assert_eq!((moved(&changed).len(), starts(&ada, &ids).await), (3, stand.map(String::from).to_vec()), "{day}");
        is_settled(&ada, &project, day).await;
    }
});

both!(the_first_of_the_tasks_moves_the_start_of_a_project_without_one, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("No start").await;
    let task = async |title: &str, more: Value| {
        let mut body = json!({"projectId": project, "title": title, "duration": 2});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ada.make("tasks", body).await
    };
    let a = task("a", json!({"startDate": "2027-01-04"})).await;
    let b = task("b", json!({})).await;
    let c = task("c", json!({"dependsOn": [b]})).await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let ids = [a.clone(), b, c];
    assert_eq!(starts(&ada, &ids).await, ["01-04", "01-04", "01-06"]);
    let path = format!("tasks/{a}");
    let sooner = ada.patch(&path, json!({"startDate": "2026-12-14"})).await.expect(200);
    assert_eq!((moved(&sooner), starts(&ada, &ids).await), (ids[1..].to_vec(), days(["12-14", "12-14", "12-16"])));
    assert_eq!(sooner["moved"][0]["why"]["kind"], "project_start");
    is_settled(&ada, &project, "an earlier start").await;
    let begun = ada.patch(&path, json!({"actualStart": "2026-12-07"})).await.expect(200);
    assert_eq!((moved(&begun), starts(&ada, &ids).await), (ids[1..].to_vec(), days(["12-07", "12-07", "12-09"])));
    is_settled(&ada, &project, "an earlier actual start").await;
    let by_hand = json!({"startDate": "2026-11-30", "scheduleMode": "manual", "projectId": project, "title": "By hand", "duration": 1});
    let by_hand = ada.post("tasks", by_hand).await.expect(201);
    assert_eq!((moved(&by_hand), starts(&ada, &ids).await), (ids[1..].to_vec(), days(["12-07", "11-30", "12-02"])));
    is_settled(&ada, &project, "a task by hand").await;
});

fn days(all: [&str; 3]) -> Vec<String> {
    all.map(String::from).to_vec()
}

both!(what_is_kept_from_the_start_follows_when_the_first_task_goes_or_changes, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, other) = (ada.project("Pinned").await, ada.project("Other").await);
    let dated = |title: &str, day: &str| json!({"projectId": project, "title": title, "startDate": day, "duration": 1});
    let first = ada.make("tasks", dated("First", "2027-01-04")).await;
    let last = ada.make("tasks", dated("Last", "2027-01-11")).await;
    let links = json!([{"taskId": last, "type": "FF"}]);
    let pulled = json!({"projectId": project, "title": "Pulled", "duration": 10, "dependencies": links});
    let pulled = ada.make("tasks", pulled).await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let (path, ids) = (format!("tasks/{first}"), [pulled.clone()]);
    assert_eq!(starts(&ada, &ids).await, ["01-04"]);
    let later = json!({"constraint": {"type": "SNET", "date": "2027-01-06"}});
    let later = ada.patch(&path, later).await.expect(200);
    assert_eq!((moved(&later), starts(&ada, &ids).await), (vec![first.clone(), pulled.clone()], vec!["01-06".into()]));
    is_settled(&ada, &project, "a later constraint").await;
    ada.delete(&path).await.expect(204);
    assert_eq!(starts(&ada, &ids).await, ["01-11"], "trashed");
    is_settled(&ada, &project, "trashed").await;
    let back = ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!((moved(&back), starts(&ada, &ids).await), (ids.to_vec(), vec!["01-06".to_owned()]));
    let cancelled = ada.patch(&path, json!({"status": "cancelled"})).await.expect(200);
    assert_eq!((moved(&cancelled), starts(&ada, &ids).await), (ids.to_vec(), vec!["01-11".to_owned()]));
    ada.patch(&path, json!({"status": "todo"})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["01-06"]);
    let away = ada.post(&format!("{path}/move"), json!({"projectId": other, "parentId": null})).await.expect(200);
    assert_eq!((moved(&away), starts(&ada, &ids).await), (ids.to_vec(), vec!["01-11".to_owned()]));
    is_settled(&ada, &project, "moved away").await;
});

both!(what_people_work_on_follows_when_their_hours_end_with_their_membership, |world: World| async move {
    let ada = world.founder("Ada").await;
    let hours = json!([["08:00", "12:00"], ["13:00", "17:00"]]);
    let week = json!({"mon": hours, "tue": hours, "wed": hours, "thu": hours});
    let calendar = ada.make("calendars", json!({"name": "Four days", "week": week})).await;
    let project = ada.make("projects", json!({"name": "Left", "startDate": "2027-01-04"})).await;
    let leaver = async |name: &str| {
        let person = ada.invite(name, "Editor").await;
        ada.put(&format!("members/{}/calendar", person.id), json!({"calendarId": calendar})).await.expect(200);
        let work = json!({"projectId": project, "title": name, "duration": 5, "assigneeId": person.id});
        let work = ada.make("tasks", work).await;
        let after = json!({"projectId": project, "title": "After", "duration": 1, "dependsOn": [work]});
        (person.id, [work, ada.make("tasks", after).await])
    };
    let (bo, of_bo) = leaver("Bo").await;
    let (cy, of_cy) = leaver("Cy").await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    assert_eq!(starts(&ada, &of_bo).await, ["01-04", "01-12"]);
    let last = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
    ada.delete(&format!("members/{bo}?dryRun=true")).await;
    assert_eq!(starts(&ada, &of_bo).await, ["01-04", "01-12"]);
    ada.delete(&format!("members/{bo}")).await.expect(204);
    assert_eq!(starts(&ada, &of_bo).await, ["01-04", "01-11"]);
    is_settled(&ada, &project, "somebody left").await;
    let log = ada.get(&format!("events?after={last}&limit=100")).await.expect(200);
    let events = log["data"].as_array().unwrap();
    let of = |action: &str| events.iter().filter(|event| event["action"] == action).collect::<Vec<_>>();
    assert_eq!(of("calendar_set")[0]["before"], json!({"calendarId": calendar}));
    let scheduled: Vec<&Value> = of("scheduled").iter().map(|event| &event["objectId"]).collect();
    assert_eq!(scheduled, of_bo.iter().map(|id| json!(id)).collect::<Vec<_>>().iter().collect::<Vec<_>>());
    assert!(events.iter().all(|event| event["batchId"] == events[0]["batchId"] && event["batchId"].is_string()));
    let bulk = json!({"operations": [{"op": "delete", "id": cy}]});
    assert_eq!(moved(&ada.post("members/bulk", bulk).await.expect(200)), of_cy);
    is_settled(&ada, &project, "somebody left in bulk").await;
});

both!(what_is_as_late_as_possible_does_not_carry_the_start_along, |world: World| async move {
    let ada = world.founder("Ada").await;
    let links = [("FF", "0d"), ("SS", "-2d"), ("SF", "1d"), ("FS", "-3d"), ("SS", "0d")];
    for (kind, lag, before) in links.iter().flat_map(|(kind, lag)| [(kind, lag, false), (kind, lag, true)]) {
        let project = json!({"name": format!("{kind} {lag}"), "allowBeforeProjectStart": before});
        let project = ada.make("projects", project).await;
        let late = json!({"projectId": project, "title": "Late", "duration": 1, "constraint": {"type": "ALAP"}});
        let late = ada.make("tasks", late).await;
        let link = json!([{"taskId": late, "type": kind, "lag": lag}]);
        let waits = json!({"projectId": project, "title": "Waits", "duration": 5, "dependencies": link});
        let waits = ada.make("tasks", waits).await;
        ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
        let ids = [late, waits.clone()];
        let first = starts(&ada, &ids).await;
        is_settled(&ada, &project, "once it is scheduled").await;
        for duration in [6, 5] {
            ada.patch(&format!("tasks/{waits}"), json!({"duration": duration})).await.expect(200);
            is_settled(&ada, &project, "a duration").await;
        }
        assert_eq!(starts(&ada, &ids).await, first, "{kind} {lag} {before}");
    }
});
