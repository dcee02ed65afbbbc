//! Earned value at any date, from the baseline's or the planned dates, from progress and from costs.

use super::budget::{row, spend};
use guildhall_tests::{World, both};
use serde_json::{Value, json};

fn figures(value: &Value, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| value[*name].to_string()).collect()
}

both!(earned_value_follows_from_plan_progress_and_cost, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let task = |title: &str, start: &str, end: &str, cost: i64, percent: i64| {
        json!({"projectId": project, "title": title, "scheduleMode": "manual", "startDate": start, "endDate": end,
            "estimateCost": cost, "percentComplete": percent})
    };
    // Two working weeks, of which the first is over on the status date; a week that is over; one to come.
    let long = ada.make("tasks", task("long", "2026-03-02", "2026-03-13", 1000, 40)).await;
    let over = ada.make("tasks", task("over", "2026-03-02", "2026-03-06", 500, 100)).await;
    let later = ada.make("tasks", task("later", "2026-03-16", "2026-03-20", 300, 0)).await;
    let undated = json!({"projectId": project, "title": "undated", "estimateCost": 200, "percentComplete": 50});
    let undated = ada.make("tasks", undated).await;
    let given_up = ada.make("tasks", task("given up", "2026-03-02", "2026-03-06", 900, 0)).await;
    ada.patch(&format!("tasks/{given_up}"), json!({"status": "cancelled"})).await.expect(200);
    for (task, amount, date) in [(&long, 450, "2026-03-03"), (&over, 600, "2026-03-06"), (&over, 50, "2026-03-09")] {
        let body = json!({"taskId": task, "amount": amount, "date": date});
        spend(&ada, body, "approved").await;
    }
    spend(&ada, json!({"taskId": long, "amount": 1, "date": "2026-03-03"}), "submitted").await;
    let path = format!("projects/{project}/budget");
    let told = ada.get(&format!("{path}?statusDate=2026-03-08")).await.expect(200);
    let all = ["bac", "pv", "ev", "ac", "sv", "cv", "spi", "cpi", "eac", "etc", "vac", "tcpi"];
    let expected = ["2000", "1000", "1000", "1050", "0", "-50", "1", "0.9524", "2100", "1050", "-100", "1.0526"];
    assert_eq!(figures(&told["earnedValue"], &all), expected);
    assert_eq!(figures(&told["earnedValueByCurrency"][0], &all), expected);
    let own = |task: &str| figures(&row(&told, task)["amounts"][0], &["bac", "pv", "ev", "ac"]);
    assert_eq!(own(&long), ["1000", "500", "400", "450"]);
    assert_eq!(own(&over), ["500", "500", "500", "600"]);
    assert_eq!(own(&later), ["300", "0", "0", "0"]);
    assert_eq!(own(&undated), ["200", "0", "100", "0"]);
    assert_eq!(own(&given_up)[0], "0");
    let middle = ada.get(&format!("{path}?statusDate=2026-03-04")).await.expect(200);
    assert_eq!(figures(&middle["earnedValue"], &["pv", "ac"]), ["600", "450"], "3 of 10 and 3 of 5 days");
    let end = ada.get(&format!("{path}?statusDate=2026-04-01&interval=month")).await.expect(200);
    assert_eq!(figures(&end["earnedValue"], &["pv", "ev", "ac"]), ["1800", "1000", "1100"]);
});

both!(the_baseline_goes_before_the_plan, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let task = |title: &str| {
        json!({"projectId": project, "title": title, "scheduleMode": "manual", "startDate": "2026-03-02",
            "endDate": "2026-03-06", "estimateCost": 100})
    };
    let kept = ada.make("tasks", task("kept")).await;
    let freeze = |name: &str| json!({"name": name});
    let first = ada.make(&format!("projects/{project}/baselines"), freeze("first")).await;
    let moved = json!({"startDate": "2026-04-06", "endDate": "2026-04-10", "estimateCost": 300});
    ada.patch(&format!("tasks/{kept}"), moved).await.expect(200);
    let added = ada.make("tasks", task("added")).await;
    let path = format!("projects/{project}/budget?statusDate=2026-03-31");
    let told = ada.get(&path).await.expect(200);
    assert_eq!(told["baselineId"], json!(first));
    assert_eq!(
        figures(&told["earnedValue"], &["bac", "pv"]),
        ["200", "200"],
        "what the baseline lacks is planned by itself"
    );
    assert_eq!(figures(&row(&told, &kept)["amounts"][0], &["estimate", "bac", "pv"]), ["300", "100", "100"]);
    assert_eq!(figures(&row(&told, &added)["amounts"][0], &["estimate", "bac", "pv"]), ["100", "100", "100"]);
    let second = ada.make(&format!("projects/{project}/baselines"), freeze("second")).await;
    let told = ada.get(&path).await.expect(200);
    assert_eq!((&told["baselineId"], &told["earnedValue"]["pv"]), (&json!(second), &json!(100)));
    let told = ada.get(&format!("{path}&baselineId={first}")).await.expect(200);
    assert_eq!((&told["baselineId"], &told["earnedValue"]["pv"]), (&json!(first), &json!(200)));
});

both!(the_curves_add_up_week_by_week, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let body = json!({"projectId": project, "title": "t", "scheduleMode": "manual", "startDate": "2026-03-02",
        "endDate": "2026-03-27", "estimateCost": 400, "percentComplete": 50});
    let task = ada.make("tasks", body).await;
    spend(&ada, json!({"taskId": task, "amount": 30, "date": "2026-03-04"}), "approved").await;
    spend(&ada, json!({"taskId": task, "amount": 60, "date": "2026-03-16"}), "approved").await;
    ada.patch(&format!("tasks/{task}"), json!({"actualCost": 5})).await.expect(200);
    let told = ada.get(&format!("projects/{project}/budget?statusDate=2026-03-18")).await.expect(200);
    let points: Vec<(String, String, String, String)> = told["series"]
        .as_array()
        .unwrap()
        .iter()
        .map(|point| {
            let of = |name: &str| point[name].to_string().trim_matches('"').to_owned();
            (of("date"), of("planned"), of("earned"), of("actual"))
        })
        .collect();
    let expected = [
        ("2026-03-08", "100", "100", "35"),
        ("2026-03-15", "200", "200", "35"),
        ("2026-03-18", "260", "200", "95"),
        ("2026-03-22", "300", "null", "null"),
        ("2026-03-29", "400", "null", "null"),
    ];
    let expected = expected.map(|(a, b, c, d)| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()));
    assert_eq!(points, expected);
    assert_eq!(figures(&told["earnedValue"], &["pv", "ev", "ac"]), ["260", "200", "95"]);
});

both!(a_cost_that_came_after_the_baseline_is_not_planned_by_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let task = |title: &str, cost: Value| {
        json!({"projectId": project, "title": title, "scheduleMode": "manual", "startDate": "2026-03-02",
            "endDate": "2026-03-06", "estimateCost": cost})
    };
    let free = ada.make("tasks", task("free", Value::Null)).await;
    let priced = ada.make("tasks", task("priced", json!(100))).await;
    ada.make(&format!("projects/{project}/baselines"), json!({"name": "b"})).await;
    ada.patch(&format!("tasks/{free}"), json!({"estimateCost": 50})).await.expect(200);
    ada.patch(&format!("tasks/{priced}"), json!({"estimateCost": null})).await.expect(200);
    let told = ada.get(&format!("projects/{project}/budget?statusDate=2026-03-31")).await.expect(200);
    assert_eq!(figures(&told["earnedValue"], &["bac", "pv"]), ["100", "100"]);
    // A baseline without any cost says nothing of costs.
    let bare = ada.project("Bare").await;
    let body = json!({"projectId": bare, "title": "t", "startDate": "2026-03-02", "duration": 5});
    let task = ada.make("tasks", body).await;
    ada.make(&format!("projects/{bare}/baselines"), json!({"name": "b"})).await;
    ada.patch(&format!("tasks/{task}"), json!({"estimateCost": 70})).await.expect(200);
    let told = ada.get(&format!("projects/{bare}/budget?statusDate=2026-03-31")).await.expect(200);
    assert_eq!(figures(&told["earnedValue"], &["bac", "pv"]), ["70", "70"]);
});
