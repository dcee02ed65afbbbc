//! Estimate, actual and committed, rolled up the task tree.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// An expense in a state.
pub async fn spend(who: &Person<'_>, body: Value, status: &str) -> String {
    let id = who.make("expenses", body).await;
    if status != "draft" {
        who.post(&format!("expenses/{id}/submit"), json!({})).await.expect(200);
    }
    if matches!(status, "approved" | "rejected") {
        let decision = json!({"status": status, "reason": "because"});
        who.post(&format!("expenses/{id}/decide"), decision).await.expect(200);
    }
    id
}

/// The row of a task.
pub fn row<'b>(budget: &'b Value, task: &str) -> &'b Value {
    budget["tasks"].as_array().unwrap().iter().find(|row| row["taskId"] == task).unwrap()
}

both!(costs_roll_up_the_tree_each_currency_for_itself, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let task = |parent: Option<String>, title: &str, estimate: Option<i64>, currency: &str| {
        let mut body = json!({"projectId": project, "title": title, "parentId": parent, "currency": currency});
        if let Some(estimate) = estimate {
            (body["estimateCost"], body["estimateHours"]) = (json!(estimate), json!(10));
        }
        body
    };
    let top = ada.make("tasks", task(None, "top", Some(100), "EUR")).await;
    let mid = ada.make("tasks", task(Some(top.clone()), "mid", None, "EUR")).await;
    let leaf = ada.make("tasks", task(Some(mid.clone()), "leaf", Some(1000), "USD")).await;
    let other = ada.make("tasks", task(None, "other", Some(7), "EUR")).await;
    ada.patch(&format!("tasks/{leaf}"), json!({"actualCost": 5, "actualHours": 1})).await.expect(200);
    let rate = json!({"from": "USD", "to": "EUR", "date": "2026-01-01", "rate": "0.5"});
    ada.make("currency-rates", rate).await;
    let money = |task: &str, amount: i64, currency: &str, date: &str| json!({"taskId": task, "amount": amount, "currency": currency, "date": date});
    spend(&ada, money(&leaf, 300, "USD", "2026-02-01"), "approved").await;
    spend(&ada, money(&leaf, 40, "USD", "2026-02-01"), "submitted").await;
    spend(&ada, money(&leaf, 9999, "USD", "2026-02-01"), "rejected").await;
    let early = spend(&ada, money(&leaf, 60, "USD", "2025-12-31"), "approved").await;
    let yen = spend(&ada, money(&mid, 777, "JPY", "2026-02-01"), "draft").await;
    let credit = json!({"projectId": project, "amount": -20, "date": "2026-02-01"});
    spend(&ada, credit, "approved").await;
    let time = json!({"kind": "time", "taskId": leaf, "hours": 2.5, "date": "2026-02-01"});
    let unpriced = spend(&ada, time, "approved").await;

    let budget = ada.get(&format!("projects/{project}/budget?statusDate=2026-06-30")).await.expect(200);
    let order: Vec<String> = budget["tasks"].as_array().unwrap().iter().map(|row| text(&row["title"])).collect();
    assert_eq!(order, ["top", "mid", "leaf", "other"]);
    let figures = |row: &Value, currency: &str| {
        let of = row["amounts"].as_array().unwrap().iter().find(|money| money["currency"] == currency);
        of.map(|m| ["estimate", "actual", "committed", "variance", "available"].map(|n| m[n].as_i64().unwrap()))
    };
    let top_row = row(&budget, &top);
    assert_eq!(figures(top_row, "EUR"), Some([100, 0, 0, 100, 100]));
    assert_eq!(figures(top_row, "USD"), Some([1000, 365, 40, 635, 595]));
    assert_eq!(figures(top_row, "JPY"), Some([0, 0, 777, 0, -777]));
    assert_eq!(figures(row(&budget, &other), "USD"), None);
    let hours = json!({"estimate": 20, "actual": 3.5, "committed": 0, "notPriced": 2.5});
    assert_eq!(top_row["hours"], hours);
    // 1000 and 5 by the status date, 300 by its own; 60 has no rate yet and 777 never.
    let converted = &top_row["converted"];
    assert_eq!(
        (&converted["estimate"], &converted["actual"], &converted["committed"]),
        (&json!(600), &json!(152.5), &json!(20))
    );
    assert_eq!(figures(&json!({"amounts": converted["notPriced"]}), "USD"), Some([0, 60, 0, -60, -60]));
    assert_eq!(figures(&json!({"amounts": converted["notPriced"]}), "JPY"), Some([0, 0, 777, 0, -777]));
    assert_eq!(figures(&budget["unassigned"], "EUR"), Some([0, -20, 0, 20, 20]));
    assert_eq!(figures(&budget["total"], "EUR"), Some([107, -20, 0, 127, 127]));
    let missing: Vec<(String, String)> = budget["notPriced"]["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (text(&entry["expenseId"]), text(&entry["reason"])))
        .collect();
    let expected = [(early, "no_currency_rate"), (yen, "no_currency_rate"), (unpriced, "no_rate")];
    assert_eq!(missing, expected.map(|(id, why)| (id, why.to_owned())));
    assert_eq!(budget["notPriced"]["count"], 3);
});

both!(a_budget_is_for_those_who_may_see_all_of_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let names = json!(["task:read:own", "expense:read:own", "project:read", "project:read-open"]);
    ada.make("roles", json!({"name": "Narrow", "permissions": names})).await;
    let (viewer, guest, narrow) =
        (ada.invite("Vic", "Viewer").await, ada.invite("Gus", "Guest").await, ada.invite("Nora", "Narrow").await);
    let project = ada.project("Here").await;
    ada.put(&format!("projects/{project}/members/{}", guest.id), json!({})).await.expect(200);
    let path = format!("projects/{project}/budget");
    viewer.get(&path).await.expect(200);
    guest.get(&path).await.problem(403, "forbidden");
    narrow.get(&path).await.problem(403, "forbidden");
    ada.patch(&format!("projects/{project}"), json!({"visibility": "private"})).await.expect(200);
    viewer.get(&path).await.problem(404, "not_found");
    for (query, status) in [("statusDate=x", 400), ("interval=day", 400), ("what=1", 400), ("baselineId=1", 400)] {
        assert_eq!(ada.get(&format!("{path}?{query}")).await.status, status, "{query}");
    }
    let unknown = format!("{path}?baselineId=0123456789abcdef01234567");
    ada.get(&unknown).await.problem(400, "bad_parameter");
    let far = ada.get(&format!("{path}?statusDate=9999-12-31")).await.expect(200);
    assert!(far["series"].as_array().unwrap().len() <= 502);
});
