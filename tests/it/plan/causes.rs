//! Everything that others' dates follow from moves them: a project's start, hours of work, a task that goes,
//! comes back, moves in the tree or is cancelled. What cannot be scheduled says so and stays.

use super::follow::{chain, moved, starts};
use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(a_project_start_moves_what_starts_with_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let path = format!("projects/{project}");
    let later = ada.patch(&path, json!({"startDate": "2026-03-09"})).await.expect(200);
    assert_eq!((moved(&later), text(&later["startDate"])), (ids.to_vec(), "2026-03-09".into()));
    assert_eq!(starts(&ada, &ids).await, ["03-09", "03-10", "03-11"]);
    let renamed = ada.patch(&path, json!({"name": "Renamed"})).await.expect(200);
    assert_eq!(renamed["moved"], Value::Null);
    let events = ada.get("events?order=desc&limit=2").await.expect(200);
    let batch = text(&events["data"][1]["batchId"]);
    ada.post(&format!("batches/{batch}/undo"), json!({})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
});

both!(another_calendar_moves_what_runs_in_it_and_nothing_else, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let hours = json!([["08:00", "16:00"]]);
    let week = json!({"tue": hours, "wed": hours, "thu": hours, "fri": hours});
    let calendar = ada.make("calendars", json!({"name": "No Mondays", "week": week})).await;
    // Manual for a moment, so that its dates are not those that the schedule would give it.
    let stale = json!({"projectId": project, "title": "Stale", "scheduleMode": "manual", "startDate": "2026-04-01", "duration": 1});
    let stale = ada.make("tasks", stale).await;
    let own = ada.make("calendars", json!({"name": "Own", "week": {"wed": hours}})).await;
    ada.patch(&format!("tasks/{stale}"), json!({"calendarId": own})).await.expect(200);
    let switched = ada.patch(&format!("projects/{project}"), json!({"calendarId": calendar})).await.expect(200);
    assert_eq!(
        (moved(&switched), starts(&ada, &ids).await),
        (ids.to_vec(), ["03-03", "03-04", "03-05"].map(String::from).to_vec())
    );
    ada.patch(&format!("projects/{project}"), json!({"calendarId": null})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
    let org = format!("/api/v1/organizations/{}", ada.organization);
    let whole = ada.patch(&org, json!({"calendarId": calendar})).await.expect(200);
    assert_eq!((moved(&whole), starts(&ada, &ids).await[0].as_str()), (ids.to_vec(), "03-03"));
    let holiday = json!({"exceptions": [{"from": "2026-03-03", "to": "2026-03-03", "hours": []}]});
    let closed = ada.patch(&format!("calendars/{calendar}"), holiday).await.expect(200);
    assert_eq!((moved(&closed), starts(&ada, &[stale]).await), (ids.to_vec(), vec!["04-01".to_owned()]));
});

both!(a_persons_hours_move_what_they_work_on, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (_, ids) = chain(&ada).await;
    let me = text(&ada.get("/api/v1/me").await.expect(200)["id"]);
    ada.patch(&format!("tasks/{}", ids[1]), json!({"assigneeId": me})).await.expect(200);
    let calendar = json!({"name": "Fridays", "week": {"fri": [["08:00", "12:00"], ["13:00", "17:00"]]}});
    let calendar = ada.make("calendars", calendar).await;
    let path = format!("members/{me}/calendar");
    let dry = ada.put(&format!("{path}?dryRun=true"), json!({"calendarId": calendar})).await.expect(200);
    assert_eq!((moved(&dry), starts(&ada, &ids).await[1].as_str()), (ids[1..].to_vec(), "03-03"));
    let given = ada.put(&path, json!({"calendarId": calendar})).await.expect(200);
    assert_eq!((moved(&given), &given["calendarId"]), (ids[1..].to_vec(), &json!(calendar)));
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-06", "03-09"]);
    assert_eq!(moved(&ada.put(&path, json!({"calendarId": null})).await.expect(200)), ids[1..]);
});

both!(what_goes_and_comes_back_lets_go_and_holds_again, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let middle = format!("tasks/{}", ids[1]);
    ada.delete(&middle).await.expect(204);
    assert_eq!(starts(&ada, &ids[2..]).await, ["03-02"], "nothing holds it any more");
    ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": 3})).await.expect(200);
    let back = ada.post(&format!("{middle}/restore"), json!({})).await.expect(200);
    assert_eq!((moved(&back), &text(&back["startDate"])[..10]), (ids[1..].to_vec(), "2026-03-05"));
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-05", "03-06"]);
    let bulk = json!({"operations": [{"op": "delete", "id": ids[1]}]});
    assert_eq!(moved(&ada.post("tasks/bulk", bulk).await.expect(200)), ids[2..]);
    let bulk = json!({"operations": [{"op": "restore", "id": ids[1]}]});
    assert_eq!(moved(&ada.post("tasks/bulk", bulk).await.expect(200)), ids[2..]);
    let cancelled = ada.patch(&middle, json!({"status": "cancelled"})).await.expect(200);
    assert_eq!((moved(&cancelled), starts(&ada, &ids).await[2].as_str()), (ids[2..].to_vec(), "03-02"));
    assert_eq!(moved(&ada.patch(&middle, json!({"status": "todo"})).await.expect(200)), ids[2..]);
    // A part that leaves its whole: the whole ends sooner, and what waits for it begins sooner.
    let whole = ada.task(&project, "Whole").await;
    let part =
        |title: &str, days: i64| json!({"projectId": project, "parentId": whole, "title": title, "duration": days});
    let (long, short) = (ada.make("tasks", part("Long", 5)).await, ada.make("tasks", part("Short", 1)).await);
    let after =
        ada.make("tasks", json!({"projectId": project, "title": "After", "duration": 1, "dependsOn": [whole]})).await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    assert_eq!(starts(&ada, &[short, after.clone()]).await, ["03-02", "03-09"]);
    let out = ada.post(&format!("tasks/{long}/move"), json!({"parentId": null})).await.expect(200);
    assert_eq!((moved(&out).contains(&after), starts(&ada, &[after]).await), (true, vec!["03-03".to_owned()]));
});

both!(what_cannot_be_scheduled_says_so_and_the_chart_still_shows_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let never = ada.post("calendars", json!({"name": "Never", "week": {}})).await;
    never.problem(422, "no_working_time");
    let (project, ids) = chain(&ada).await;
    let week = json!({"mon": [["08:00", "12:00"], ["13:00", "17:00"]]});
    let calendar = ada.make("calendars", json!({"name": "Mondays", "week": week})).await;
    ada.patch(&format!("calendars/{calendar}"), json!({"week": {"mon": []}})).await.problem(422, "no_working_time");
    ada.patch(&format!("tasks/{}", ids[1]), json!({"calendarId": calendar})).await.expect(200);
    let closed = json!({"exceptions": [{"from": "2026-01-01", "to": "9999-12-30", "hours": []}]});
    let closed = ada.patch(&format!("calendars/{calendar}"), closed).await.expect(200);
    let why = text(&closed["notScheduled"]);
    assert!(why.contains("CHAI-2"), "{why}");
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-09", "03-10"]);
    ada.get(&format!("projects/{project}/schedule")).await.problem(409, "calendar");
    let chart = ada.get(&format!("projects/{project}/gantt")).await.expect(200);
    assert_eq!((&chart["problem"], chart["tasks"]["id"].as_array().map(Vec::len)), (&json!(why), Some(3)));
    assert_eq!(chart["tasks"]["start"], chart["tasks"]["plannedStart"]);
    assert_eq!((&chart["links"]["from"], &chart["tasks"]["critical"]), (&json!([0, 1]), &json!([0, 0, 0])));
    let longer = ada.patch(&format!("tasks/{}", ids[0]), json!({"duration": 2})).await.expect(200);
    assert_eq!((moved(&longer).len(), text(&longer["notScheduled"])), (0, why));
});

both!(a_project_that_starts_nowhere_says_so_and_the_chart_still_shows_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let path = format!("projects/{project}");
    let far = ada.patch(&path, json!({"startDate": "9999-12-31"})).await.expect(200);
    let why = text(&far["notScheduled"]);
    assert!(why.starts_with("project start: "), "{why}");
    ada.get(&format!("{path}/schedule")).await.problem(409, "calendar");
    for window in ["", "?from=2026-03-01&to=2026-03-31&limit=10"] {
        let chart = ada.get(&format!("{path}/gantt{window}")).await.expect(200);
        assert_eq!((&chart["problem"], &chart["tasks"]["id"]), (&json!(why), &json!(ids)), "{window}");
        assert_eq!(chart["tasks"]["start"], chart["tasks"]["plannedStart"], "{window}");
        assert_eq!(chart["projectStart"], chart["tasks"]["start"][0], "{window}");
    }
    assert_eq!(starts(&ada, &ids).await, ["03-02", "03-03", "03-04"]);
    ada.patch(&path, json!({"startDate": "2026-03-09"})).await.expect(200);
    assert_eq!(starts(&ada, &ids).await, ["03-09", "03-10", "03-11"]);
    // A file may bring a calendar in which nobody ever works.
    let never: String =
        (1..=7).map(|day| format!("<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>")).collect();
    let file = format!(
        "<Project xmlns=\"http://schemas.microsoft.com/project\"><Title>Never</Title><StartDate>2026-01-05T08:00:00</StartDate>\
         <CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Never</Name><BaseCalendarUID>-1</BaseCalendarUID>\
         <WeekDays>{never}</WeekDays></Calendar></Calendars><Tasks><Task><UID>1</UID><ID>1</ID><Name>Dig</Name>\
         <OutlineLevel>1</OutlineLevel><Start>2026-01-05T08:00:00</Start><Finish>2026-01-06T17:00:00</Finish>\
         <Duration>PT16H0M0S</Duration></Task></Tasks></Project>"
    );
    let report = ada.upload("imports", &[], "never.xml", file.into_bytes()).await.expect(201);
    let path = format!("projects/{}", text(&report["projectId"]));
    ada.get(&format!("{path}/schedule")).await.problem(409, "calendar");
    let chart = ada.get(&format!("{path}/gantt")).await.expect(200);
    assert!(text(&chart["problem"]).contains("no working time"), "{chart:#}");
    assert_eq!(
        (&chart["tasks"]["title"], &chart["tasks"]["start"]),
        (&json!(["Dig"]), &chart["tasks"]["plannedStart"])
    );
});

both!(dates_stay_within_the_years_that_can_be_written, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let path = format!("tasks/{}", ids[0]);
    ada.patch(&path, json!({"startDate": "9999-12-01", "duration": 90_000})).await.problem(422, "calendar");
    let far = ada.patch(&path, json!({"startDate": "9999-12-30"})).await.expect(200);
    assert!(text(&far["notScheduled"]).contains("0 to 9999"), "{far}");
    assert_eq!(starts(&ada, &ids).await, ["12-30", "03-03", "03-04"]);
    ada.get(&format!("projects/{project}/schedule")).await.problem(409, "calendar");
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.problem(409, "calendar");
    let link = format!("tasks/{}/dependencies/{}", ids[2], ids[1]);
    ada.patch(&path, json!({"startDate": "2026-03-02"})).await.expect(200);
    let led = ada.put(&link, json!({"lag": "-90000000d"})).await.expect(200);
    assert!(text(&led["notScheduled"]).contains("0 to 9999"), "{led}");
});

both!(a_task_that_went_to_another_project_was_moved_not_deleted, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ids) = chain(&ada).await;
    let frozen = ada.post(&format!("projects/{project}/baselines"), json!({"name": "Plan"})).await.expect(201);
    let other = ada.make("projects", json!({"name": "Other"})).await;
    ada.post(&format!("tasks/{}/move", ids[2]), json!({"projectId": other})).await.expect(200);
    ada.delete(&format!("tasks/{}", ids[1])).await.expect(204);
    let path = format!("projects/{project}/baselines/{}/variance", text(&frozen["id"]));
    let variance = ada.get(&path).await.expect(200);
    let state = |id: &str| {
        let tasks = variance["tasks"].as_array().unwrap();
        text(&tasks.iter().find(|one| one["taskId"] == id).unwrap()["state"])
    };
    assert_eq!([state(&ids[0]), state(&ids[1]), state(&ids[2])], ["unchanged", "deleted", "moved"]);
});
