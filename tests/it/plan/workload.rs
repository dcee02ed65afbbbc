//! Who has how much to do, as far as the caller sees it.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

/// The row of a person.
fn row<'b>(load: &'b Value, user: &str) -> &'b Value {
    load["members"].as_array().unwrap().iter().find(|row| row["userId"] == user).unwrap()
}

fn titles(row: &Value) -> Vec<String> {
    row["tasks"].as_array().unwrap().iter().map(|task| text(&task["title"])).collect()
}

/// Monday 5 to Sunday 11 March 2040.
const WEEK: &str = "workload?from=2040-03-05&to=2040-03-11";

both!(work_is_spread_over_working_time_and_shared, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bo = ada.invite("Bo", "Editor").await;
    let project = ada.project("Here").await;
    let task = |title: &str, more: Value| {
        let mut body = json!({"projectId": project, "title": title, "startDate": "2040-03-05"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let both = json!([{"userId": ada.id}, {"userId": bo.id}]);
    let shared = json!({"endDate": "2040-03-09", "estimateHours": 40, "assignments": both});
    ada.make("tasks", task("Shared", shared)).await;
    let alone = ada.make("tasks", task("Alone", json!({"duration": 3, "assigneeId": ada.id}))).await;
    // A task with parts is its parts.
    let above = task("Above", json!({"duration": 5, "estimateHours": 400, "assigneeId": ada.id}));
    let above = ada.make("tasks", above).await;
    ada.make("tasks", task("Part", json!({"parentId": above, "duration": 1, "estimateHours": 2, "assigneeId": bo.id})))
        .await;
    for status in ["done", "cancelled"] {
        ada.make("tasks", task(status, json!({"duration": 5, "status": status, "assigneeId": ada.id}))).await;
    }
    let half = json!({"duration": 2, "percentComplete": 50, "assignments": [{"userId": bo.id, "units": 0.5}]});
    ada.make("tasks", task("Half", half)).await;
    ada.make("tasks", task("Nobody's", json!({"duration": 1}))).await;

    let load = ada.get(&format!("{WEEK}&interval=day")).await.expect(200);
    assert_eq!((load["periods"].as_array().unwrap().len(), &load["complete"]), (7, &json!(true)));
    let of = row(&load, &ada.id);
    assert_eq!(of["capacity"], json!([480, 480, 480, 480, 480, 0, 0]));
    assert_eq!(of["planned"], json!([720, 720, 720, 240, 240, 0, 0]));
    assert_eq!(of["overload"], json!([true, true, true, false, false, false, false]));
    assert_eq!(titles(of), ["Alone", "Shared"]);
    let first = &of["tasks"][0];
    assert_eq!((&first["taskId"], &first["minutes"], &first["firstPeriod"]), (&json!(alone), &json!(1440), &json!(0)));
    assert_eq!(first["planned"], json!([480, 480, 480]));
    assert_eq!(of["more"], json!({"tasks": 0, "minutes": 0}));
    // 240 of the shared one each day, the part on Monday, and half the time of what is left of two days.
    assert_eq!(row(&load, &bo.id)["planned"], json!([480, 360, 240, 240, 240, 0, 0]));
    assert_eq!(load["unassigned"]["planned"], json!([480, 0, 0, 0, 0, 0, 0]));

    let weeks = ada.get("workload?from=2040-03-07&to=2040-03-20").await.expect(200);
    let days = json!([{"from": "2040-03-07", "to": "2040-03-11"}, {"from": "2040-03-12", "to": "2040-03-18"},
        {"from": "2040-03-19", "to": "2040-03-20"}]);
    assert_eq!((&weeks["interval"], &weeks["periods"]), (&json!("week"), &days));
    assert_eq!(row(&weeks, &ada.id)["capacity"], json!([1440, 2400, 960]));
    assert_eq!(row(&weeks, &ada.id)["planned"], json!([1200, 0, 0]));
    let usual = ada.get("workload").await.expect(200);
    assert_eq!(usual["periods"].as_array().unwrap().len(), 12);
});

both!(people_work_in_their_own_hours, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let long = json!([["08:00", "18:00"]]);
    let week = json!({"name": "Four days", "week": {"mon": long, "tue": long, "wed": long, "thu": long}});
    let calendar = ada.make("calendars", week).await;
    ada.put(&format!("members/{}/calendar", ada.id), json!({"calendarId": calendar})).await.expect(200);
    let body = json!({"projectId": project, "title": "Long", "assigneeId": ada.id, "estimateHours": 20,
        "scheduleMode": "manual", "startDate": "2040-03-05T08:00:00.000Z", "endDate": "2040-03-08T18:00:00.000Z"});
    ada.make("tasks", body).await;
    let load = ada.get(&format!("{WEEK}&interval=day")).await.expect(200);
    let of = row(&load, &ada.id);
    assert_eq!((&of["calendarId"], &of["capacity"]), (&json!(calendar), &json!([600, 600, 600, 600, 0, 0, 0])));
    assert_eq!(of["planned"], json!([300, 300, 300, 300, 0, 0, 0]));
});

both!(what_is_late_or_without_dates_is_told_beside, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let late =
        json!({"projectId": project, "title": "Late", "assigneeId": ada.id, "startDate": "2020-03-02", "duration": 2});
    ada.make("tasks", late).await;
    let undated = json!({"projectId": project, "title": "Some day", "assigneeId": ada.id, "estimateHours": 3});
    ada.make("tasks", undated).await;
    let load = ada.get(WEEK).await.expect(200);
    let of = row(&load, &ada.id);
    assert_eq!((&of["planned"], &of["tasks"]), (&json!([0]), &json!([])));
    assert_eq!(of["overdue"], json!({"tasks": 1, "minutes": 960}));
    assert_eq!(of["undated"], json!({"tasks": 1, "minutes": 180}));
    // It still stands where it was planned.
    let past = ada.get("workload?from=2020-03-02&to=2020-03-08").await.expect(200);
    let of = row(&past, &ada.id);
    assert_eq!((&of["planned"], &of["tasks"][0]["overdue"]), (&json!([960]), &json!(true)));
    // What is over in a project that is over is nobody's work.
    ada.patch(&format!("projects/{project}"), json!({"status": "done"})).await.expect(200);
    let past = ada.get("workload?from=2020-03-02&to=2020-03-08").await.expect(200);
    assert_eq!(row(&past, &ada.id)["planned"], json!([0]));
});

both!(work_that_one_does_not_see_is_not_told, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bo = ada.invite("Bo", "Editor").await;
    let gus = ada.invite("Gus", "Guest").await;
    let role = json!({"name": "Own", "permissions": ["project:read", "project:read-open", "task:read:own", "member:read",
        "calendar:read"]});
    ada.make("roles", role).await;
    let nora = ada.invite("Nora", "Own").await;
    let open = ada.project("Open").await;
    let closed = ada.make("projects", json!({"name": "Closed", "visibility": "private"})).await;
    let plan = |project: &str, title: &str, who: &str| json!({"projectId": project, "title": title, "assigneeId": who, "startDate": "2040-03-05", "duration": 1});
    for (project, title, who) in
        [(&open, "Seen", &bo.id), (&closed, "Hidden", &bo.id), (&open, "Hers", &nora.id), (&closed, "Secret", &nora.id)]
    {
        ada.make("tasks", plan(project, title, who)).await;
    }
    let undated = json!({"projectId": closed, "title": "Undated", "assigneeId": bo.id, "estimateHours": 8});
    ada.make("tasks", undated).await;
    let all = ada.get(WEEK).await.expect(200);
    assert_eq!(row(&all, &bo.id)["planned"], json!([960]));
    assert_eq!(row(&all, &bo.id)["undated"]["tasks"], json!(1));
    for (who, person, sees) in [
        (&bo, &bo.id, vec!["Seen"]),
        (&bo, &nora.id, vec!["Hers"]),
        (&nora, &bo.id, vec![]),
        (&nora, &nora.id, vec!["Hers"]),
        (&gus, &bo.id, vec![]),
    ] {
        let load = who.get(WEEK).await.expect(200);
        let of = row(&load, person);
        assert_eq!(
            (titles(of), &of["planned"]),
            (sees.iter().map(|title| (*title).to_owned()).collect(), &json!([480 * sees.len()]))
        );
        assert_eq!((&of["undated"]["tasks"], &load["complete"]), (&json!(0), &json!(false)));
    }
    // Not even as a filter: a hidden project is as unknown as one that never was.
    let hidden = bo.get(&format!("{WEEK}&projectId={closed}")).await.expect(200);
    let unknown = bo.get(&format!("{WEEK}&projectId=0123456789abcdef01234567")).await.expect(200);
    assert_eq!(hidden, unknown);
    let none = json!({"name": "None", "permissions": ["project:read", "project:read-open", "task:read"]});
    ada.make("roles", none).await;
    let olaf = ada.invite("Olaf", "None").await;
    olaf.get(WEEK).await.problem(403, "forbidden");
});

both!(projects_and_people_narrow_it_and_there_are_bounds, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bo = ada.invite("Bo", "Editor").await;
    let (one, two) = (ada.project("One").await, ada.project("Two").await);
    for (project, title) in [(&one, "First"), (&two, "Second")] {
        let both = json!([{"userId": ada.id}, {"userId": bo.id}]);
        let body = json!({"projectId": project, "title": title, "estimateHours": 4, "assignments": both,
            "startDate": "2040-03-05", "duration": 1});
        ada.make("tasks", body).await;
    }
    let narrowed = ada.get(&format!("{WEEK}&projectId={two}")).await.expect(200);
    assert_eq!(
        (titles(row(&narrowed, &ada.id)), &narrowed["unassigned"]["planned"]),
        (vec!["Second".into()], &json!([0]))
    );
    let either = ada.get(&format!("{WEEK}&projectId={two}&projectId={one}")).await.expect(200);
    assert_eq!(row(&either, &ada.id)["planned"], json!([240]));
    let his = ada.get(&format!("{WEEK}&userId={}", bo.id)).await.expect(200);
    assert_eq!((his["members"].as_array().unwrap().len(), &his["unassigned"]), (1, &Value::Null));
    assert_eq!(row(&his, &bo.id)["planned"], json!([240]), "others keep their share");
    let nobody = ada.get(&format!("{WEEK}&userId=nobody")).await.expect(200);
    assert_eq!(nobody["members"], json!([]));
    for wrong in
        ["from=2040-01-01&to=2041-02-05&interval=day", "from=2040-03-05&to=2040-03-04", "from=soon", "interval=year"]
    {
        ada.get(&format!("workload?{wrong}")).await.problem(400, "bad_parameter");
    }
    ada.get("workload?until=2040-01-01").await.problem(400, "unknown_parameter");
    // Beyond the first twenty of each person they are counted.
    for number in 0..22 {
        let body = json!({"projectId": one, "title": format!("More {number}"), "assigneeId": bo.id, "duration": 1,
            "startDate": "2040-03-05", "estimateHours": 1});
        ada.make("tasks", body).await;
    }
    let load = ada.get(WEEK).await.expect(200);
    let of = row(&load, &bo.id);
    assert_eq!((titles(of).len(), &of["more"]), (20, &json!({"tasks": 4, "minutes": 240})));
    let alone = ada.get(&format!("{WEEK}&userId={}", bo.id)).await.expect(200);
    assert_eq!((titles(row(&alone, &bo.id)).len(), &row(&alone, &bo.id)["more"]["tasks"]), (24, &json!(0)));
});

both!(who_has_left_is_told_only_with_work, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bo, cy) = (ada.invite("Bo", "Editor").await, ada.invite("Cy", "Editor").await);
    let project = ada.project("Here").await;
    let body = json!({"projectId": project, "title": "Left behind", "assigneeId": bo.id, "startDate": "2040-03-05", "duration": 1});
    ada.make("tasks", body).await;
    for id in [&bo.id, &cy.id] {
        ada.delete(&format!("members/{id}")).await.expect(204);
    }
    let load = ada.get(WEEK).await.expect(200);
    let people: Vec<String> = load["members"].as_array().unwrap().iter().map(|one| text(&one["name"])).collect();
    assert_eq!(people, ["Ada", "Bo"]);
    let of = row(&load, &bo.id);
    assert_eq!((&of["left"], &of["capacity"], &of["planned"]), (&json!(true), &json!([0]), &json!([480])));
});
