//! The rules of a project's schedule: in whose hours lags run, from which float on a task is critical, and whether
//! links may pull a task before the project's start. Whoever changes one moves what depends on it, at once.

use super::follow::{moved, starts};
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// A predecessor that works on Saturdays and Sundays only, a successor that works Tuesdays and Thursdays only, in a
/// project of Monday to Friday; eight hours a day, two days of lag.
async fn lagging(who: &Person<'_>) -> (String, [String; 2]) {
    let hours = json!([["08:00", "12:00"], ["13:00", "17:00"]]);
    let make = async |name: &str, days: [&str; 2]| {
        let week: serde_json::Map<String, Value> = days.iter().map(|day| ((*day).into(), hours.clone())).collect();
        who.make("calendars", json!({"name": name, "week": week})).await
    };
    let (weekend, some) = (make("Weekend", ["sat", "sun"]).await, make("Some", ["tue", "thu"]).await);
    let project = who.make("projects", json!({"name": "Lags", "startDate": "2026-03-02"})).await;
    let first = json!({"projectId": project, "title": "First", "duration": 1, "calendarId": weekend});
    let first = who.make("tasks", first).await;
    let links = json!([{"taskId": first, "lag": "2d"}]);
    let then = json!({"projectId": project, "title": "Then", "duration": 1, "calendarId": some, "dependencies": links});
    let then = who.make("tasks", then).await;
    who.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    (project, [first, then])
}

both!(lags_run_in_the_hours_that_the_project_names, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = lagging(&ada).await;
    let path = format!("projects/{project}");
    assert_eq!(ada.get(&path).await.expect(200)["lagCalendar"], "successor");
    // The first ends on Saturday 7 March, 17:00. Two of the successor's days: Tuesday and Thursday.
    assert_eq!(starts(&ada, &ids).await, ["03-07", "03-17"]);
    for (rule, start) in [
        // Sunday and the next Saturday.
        ("predecessor", "03-17"),
        // Monday and Tuesday, until 17:00.
        ("project", "03-12"),
        // Sixteen hours around the clock, until Sunday 09:00.
        ("24_hour", "03-10"),
        ("successor", "03-17"),
    ] {
        let dry = ada.patch(&format!("{path}?dryRun=true"), json!({"lagCalendar": rule})).await.expect(200);
        let changed = ada.patch(&path, json!({"lagCalendar": rule})).await.expect(200);
        assert_eq!((&changed["lagCalendar"], moved(&dry)), (&json!(rule), moved(&changed)), "{rule}");
        assert_eq!(starts(&ada, &ids[1..]).await, [start], "{rule}");
        let left = ada.post(&format!("{path}/schedule?dryRun=true"), json!({})).await.expect(200);
        assert_eq!(left["changes"], json!([]), "{rule}");
        let chart = ada.get(&format!("{path}/gantt")).await.expect(200);
        assert_eq!(chart["tasks"]["start"], chart["tasks"]["plannedStart"], "{rule}");
        // What follows a change of a task keeps to the rule, too.
        let longer = ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": 3})).await.expect(200);
        assert_eq!(moved(&longer), ids[1..], "{rule}");
        let left = ada.post(&format!("{path}/schedule?dryRun=true"), json!({})).await.expect(200);
        assert_eq!(left["changes"], json!([]), "{rule}");
        ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": 1})).await.expect(200);
    }
    ada.patch(&path, json!({"lagCalendar": "moon"})).await.problem(422, "one_of");
});

both!(other_hours_of_the_project_move_lags_that_run_in_them, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = lagging(&ada).await;
    let path = format!("projects/{project}");
    ada.patch(&path, json!({"lagCalendar": "project"})).await.expect(200);
    assert_eq!(starts(&ada, &ids[1..]).await, ["03-12"]);
    let fridays = json!({"name": "Fridays", "week": {"fri": [["08:00", "12:00"], ["13:00", "17:00"]]}});
    let fridays = ada.make("calendars", fridays).await;
    let switched = ada.patch(&path, json!({"calendarId": fridays})).await.expect(200);
    assert_eq!((moved(&switched), starts(&ada, &ids[1..]).await), (ids[1..].to_vec(), vec!["03-24".to_owned()]));
    let left = ada.post(&format!("{path}/schedule?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(left["changes"], json!([]));
    // One undo takes the rule and what moved by it back.
    let before = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].as_i64().unwrap();
    ada.patch(&path, json!({"calendarId": null, "lagCalendar": "24_hour"})).await.expect(200);
    let events = ada.get(&format!("events?after={before}")).await.expect(200);
    let batch = text(&events["data"][0]["batchId"]);
    ada.post(&format!("batches/{batch}/undo"), json!({})).await.expect(200);
    let project = ada.get(&path).await.expect(200);
    assert_eq!((&project["lagCalendar"], &project["calendarId"]), (&json!("project"), &json!(fridays)));
    assert_eq!(starts(&ada, &ids[1..]).await, ["03-24"]);
});

both!(a_predecessor_of_another_project_lends_its_own_hours, |world: World| async move {
    let ada = world.founder("Ada").await;
    let hours = json!([["08:00", "12:00"], ["13:00", "17:00"]]);
    let sundays = ada.make("calendars", json!({"name": "Sundays", "week": {"sun": hours}})).await;
    let other = json!({"name": "Other", "startDate": "2026-03-02", "calendarId": sundays});
    let other = ada.make("projects", other).await;
    let first = json!({"projectId": other, "title": "First", "startDate": "2026-03-08", "duration": 1});
    let first = ada.make("tasks", first).await;
    let own = json!({"name": "Own", "startDate": "2026-03-02", "lagCalendar": "predecessor"});
    let own = ada.make("projects", own).await;
    let links = json!([{"taskId": first, "lag": "2d"}]);
    let then = json!({"projectId": own, "title": "Then", "duration": 1, "dependencies": links});
    let then = ada.make("tasks", then).await;
    // Two Sundays after 8 March end on the 22nd.
    assert_eq!(starts(&ada, std::slice::from_ref(&then)).await, ["03-23"]);
    let changed = ada.patch(&format!("projects/{own}"), json!({"lagCalendar": "successor"})).await.expect(200);
    assert_eq!(moved(&changed), [then.as_str()]);
    assert_eq!(starts(&ada, &[then]).await, ["03-11"]);
});

both!(criticality_begins_at_the_float_that_the_project_names, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Critical", "startDate": "2026-03-02"})).await;
    let make = async |title: &str, days: f64| {
        ada.make("tasks", json!({"projectId": project, "title": title, "duration": days})).await
    };
    let (long, near, short) = (make("Long", 5.0).await, make("Near", 3.5).await, make("Short", 1.0).await);
    let path = format!("projects/{project}");
    let critical = async || {
        let schedule = ada.get(&format!("{path}/schedule")).await.expect(200);
        let chart = ada.get(&format!("{path}/gantt")).await.expect(200);
        (schedule["criticalPath"].clone(), chart["tasks"]["critical"].clone())
    };
    assert_eq!(critical().await, (json!([long]), json!([1, 0, 0])));
    for (days, path_of, flags) in [
        (json!(1.4999), json!([long]), json!([1, 0, 0])),
        (json!(1.5), json!([near, long]), json!([1, 1, 0])),
        (json!(4), json!([short, near, long]), json!([1, 1, 1])),
    ] {
        let set = ada.patch(&path, json!({"criticalSlack": days})).await.expect(200);
        assert_eq!((&set["criticalSlack"], &set["moved"]), (&days, &Value::Null));
        assert_eq!(critical().await, (path_of, flags), "{days}");
    }
    for days in [json!(-1), json!(1000.5)] {
        ada.patch(&path, json!({"criticalSlack": days})).await.problem(422, "range");
    }
});

both!(links_to_a_finish_pull_before_the_start_where_the_project_allows_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Pull", "startDate": "2026-03-09"})).await;
    let first = ada.make("tasks", json!({"projectId": project, "title": "First", "duration": 1})).await;
    let link = json!([{"taskId": first, "type": "FF"}]);
    let pulled = json!({"projectId": project, "title": "Pulled", "duration": 3, "dependencies": link});
    let pulled = ada.make("tasks", pulled).await;
    let path = format!("projects/{project}");
    ada.post(&format!("{path}/schedule"), json!({})).await.expect(200);
    let why = async || {
        let schedule = ada.get(&format!("{path}/schedule")).await.expect(200);
        let tasks = schedule["tasks"].as_array().unwrap().clone();
        tasks.into_iter().find(|task| task["taskId"] == pulled).unwrap()["drivenBy"].clone()
    };
    assert_eq!(starts(&ada, std::slice::from_ref(&pulled)).await, ["03-09"]);
    let clamped = why().await;
    assert_eq!(clamped["kind"], "project_start");
    assert!(text(&clamped["reason"]).contains("may not pull it"), "{clamped}");
    let allowed = ada.patch(&path, json!({"allowBeforeProjectStart": true})).await.expect(200);
    assert_eq!(moved(&allowed), [pulled.as_str()]);
    assert_eq!(starts(&ada, std::slice::from_ref(&pulled)).await, ["03-05"]);
    let free = why().await;
    assert_eq!((&free["kind"], &free["taskId"]), (&json!("link"), &json!(first)));
    assert!(text(&free["reason"]).contains("before the project's start"), "{free}");
    let back = ada.patch(&path, json!({"allowBeforeProjectStart": false})).await.expect(200);
    assert_eq!(
        (moved(&back), starts(&ada, std::slice::from_ref(&pulled)).await),
        (vec![pulled.clone()], vec!["03-09".into()])
    );
});

both!(a_percentage_counts_from_the_length_of_what_comes_before_wherever_that_is, |world: World| async move {
    let ada = world.founder("Ada").await;
    let other = ada.make("projects", json!({"name": "Other", "startDate": "2026-03-02"})).await;
    let first = json!({"projectId": other, "title": "First", "startDate": "2026-03-02", "duration": 4});
    let first = ada.make("tasks", first).await;
    let project = ada.make("projects", json!({"name": "Own", "startDate": "2026-03-02"})).await;
    let after = async |before: &str| {
        let links = json!([{"taskId": before, "lag": "50%"}]);
        ada.make("tasks", json!({"projectId": project, "title": "After", "duration": 1, "dependencies": links})).await
    };
    // Four days end on Thursday the 5th; half of them are Friday and Monday.
    let elsewhere = after(&first).await;
    assert_eq!(starts(&ada, std::slice::from_ref(&elsewhere)).await, ["03-10"]);
    let whole = ada.task(&project, "Whole").await;
    let part =
        json!({"projectId": project, "parentId": whole, "title": "Part", "startDate": "2026-03-02", "duration": 4});
    ada.make("tasks", part).await;
    let summed = after(&whole).await;
    assert_eq!(starts(&ada, std::slice::from_ref(&summed)).await, ["03-10"]);
    // Also for a change that is followed without the parts.
    let longer = ada.patch(&format!("tasks/{summed}"), json!({"duration": 2})).await.expect(200);
    assert_eq!((moved(&longer), starts(&ada, &[summed]).await), (Vec::<String>::new(), vec!["03-10".to_owned()]));
    let left = ada.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(left["changes"], json!([]));
});
