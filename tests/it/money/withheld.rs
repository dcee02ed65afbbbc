//! What the time of others costs is seen by who may see rates, and what a project may cost by who reads budgets:
//! nothing that answers, compares or remembers tells it to others.

use guildhall_tests::{Person, World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

/// What a person finds by a filter of the query string, and by one in words.
async fn found(who: &Person<'_>, path: &str, query: &str, words: &str) -> [Vec<String>; 2] {
    let ids = |page: Value| page["data"].as_array().unwrap().iter().map(|row| text(&row["id"])).collect();
    let plain = who.get(&format!("{path}?{query}")).await.expect(200);
    let request = who.request(Method::GET, path).query(&[("filter", words)]);
    [ids(plain), ids(who.send(request).await.expect(200))]
}

fn told(entry: &Value) -> [&Value; 3] {
    [&entry["amount"], &entry["rate"], &entry["priced"]]
}

/// Whether an answer holds this number as a value; its digits alone may be those of an id.
fn names(answer: &str, number: u32) -> bool {
    [",", "}", "]"].iter().any(|end| answer.contains(&format!(":{number}{end}")))
}

/// A role with these permissions, and somebody who holds it.
async fn holder<'a>(ada: &'a Person<'_>, name: &str, permissions: &[&str]) -> Person<'a> {
    let common = ["project:read", "project:read-open", "task:read", "member:read", "event:read", "expense:read"];
    let all: Vec<&str> = common.iter().chain(permissions).copied().collect();
    ada.make("roles", json!({"name": name, "permissions": all})).await;
    ada.invite(name, name).await
}

const MANAGES: [&str; 4] = ["expense:create", "expense:update", "expense:delete", "expense:manage"];

both!(what_others_time_costs_is_seen_with_the_right_to_see_rates, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, eve, vic) =
        (ada.invite("Bob", "Editor").await, ada.invite("Eve", "Editor").await, ada.invite("Vic", "Viewer").await);
    let (carl, rita) = (holder(&ada, "Carl", &MANAGES).await, holder(&ada, "Rita", &["rate:read"]).await);
    let project = ada.project("Here").await;
    ada.make("person-rates", json!({"userId": bob.id, "from": "2026-01-01", "hourlyRate": 80})).await;
    let time = json!({"kind": "time", "projectId": project, "hours": 2, "date": "2026-02-02", "description": "Zebra"});
    let entry = bob.post("expenses", time).await.expect(201);
    assert_eq!(told(&entry), [&json!(160), &json!(80), &json!(true)]);
    let (entry, path) = (text(&entry["id"]), format!("expenses/{}", text(&entry["id"])));
    let money = bob.make("expenses", json!({"projectId": project, "amount": 55})).await;
    let (hidden, shown) = ([&Value::Null, &Value::Null, &json!(true)], [&json!(160), &json!(80), &json!(true)]);
    let seq = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
    for (who, sees) in [(&bob, true), (&ada, true), (&rita, true), (&eve, false), (&vic, false), (&carl, false)] {
        let expected = if sees { shown } else { hidden };
        let one = who.get(&path).await.expect(200);
        assert_eq!((told(&one), &one["hours"], &one["currency"]), (expected, &json!(2), &json!("EUR")), "{}", who.name);
        let listed = who.all("expenses").await;
        let row = |id: &str| listed.iter().find(|row| row["id"] == id).unwrap();
        assert_eq!((told(row(&entry)), &row(&money)["amount"]), (expected, &json!(55)), "{}", who.name);
        let search = who.get("search?q=zebra").await.expect(200).to_string();
        assert_eq!((names(&search, 160), search.contains(&entry)), (sees, true), "{search}");
        let past = who.get(&format!("{path}?as_of={seq}")).await.expect(200);
        assert_eq!(told(&past), expected, "{}", who.name);
        let past = who.get(&format!("expenses?as_of={seq}&amount=160")).await.expect(200);
        assert_eq!(past["data"].as_array().unwrap().len(), usize::from(sees), "{}", who.name);
        let log = who.get("events?model=Expense&limit=200").await.expect(200);
        let of = |id: &str| {
            log["data"].as_array().unwrap().iter().find(|one| one["objectId"] == id).unwrap()["after"].clone()
        };
        assert_eq!((of(&entry)["amount"] == 160, of(&entry)["rate"] == 80), (sees, sees), "{}", who.name);
        assert_eq!(of(&money)["amount"], 55);
    }
});

both!(what_is_withheld_cannot_be_asked_for, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, vic) = (ada.invite("Bob", "Editor").await, ada.invite("Vic", "Viewer").await);
    let carl = holder(&ada, "Carl", &MANAGES).await;
    let project = ada.project("Here").await;
    ada.make("person-rates", json!({"userId": bob.id, "from": "2026-01-01", "hourlyRate": 80})).await;
    let time = json!({"kind": "time", "projectId": project, "hours": 2, "date": "2026-02-02"});
    let entry = bob.make("expenses", time).await;
    let path = format!("expenses/{entry}");
    for (query, words, finds) in [
        ("amount=160", "amount = 160", false),
        ("amount[gt]=1", "amount > 1", false),
        ("amount[in]=160,161", "amount IN (160, 161)", false),
        ("rate[lte]=80", "rate <= 80", false),
        ("rate[exists]=true", "rate IS NOT EMPTY", false),
        ("amount[exists]=false", "amount IS EMPTY", true),
        ("amount[ne]=160", "NOT amount = 160", true),
        ("amount=null", "amount = null AND hours = 2", true),
    ] {
        for who in [&vic, &carl] {
            for ids in found(who, "expenses", query, words).await {
                assert_eq!(ids.contains(&entry), finds, "{} {query} {words}", who.name);
            }
        }
        for ids in found(&bob, "expenses", query, words).await {
            assert_eq!(ids.contains(&entry), !finds, "{query} {words}");
        }
    }
    vic.get("expenses?sort=amount").await.problem(400, "bad_parameter");
    // Who manages expenses could try amounts, and read them in what is answered.
    for end in ["", "?dryRun=true"] {
        for amount in [160, 161] {
            carl.patch(&format!("{path}{end}"), json!({"amount": amount})).await.problem(403, "forbidden");
        }
    }
    let longer = carl.patch(&path, json!({"hours": 3})).await.expect(200);
    assert_eq!(told(&longer), [&Value::Null, &Value::Null, &json!(true)]);
    let one = json!({"op": "update", "id": entry, "description": "x"});
    let bulk = carl.post("expenses/bulk", json!({"operations": [one]})).await.expect(200);
    assert_eq!(told(&bulk["results"][0]["data"]), [&Value::Null, &Value::Null, &json!(true)]);
    bob.post(&format!("{path}/submit"), json!({})).await.expect(200);
    let decided = carl.post(&format!("{path}/decide"), json!({"status": "approved"})).await.expect(200);
    assert_eq!(told(&decided), [&Value::Null, &Value::Null, &json!(true)]);
    let sheet = carl.get(&format!("timesheet?week=2026-W06&userId={}", bob.id)).await.expect(200);
    let of = &sheet["rows"][0]["entries"][0];
    assert_eq!((&of["amount"], &of["priced"], &sheet["notPriced"]), (&Value::Null, &json!(true), &json!(0)));
    let sheet = bob.get("timesheet?week=2026-W06").await.expect(200);
    assert_eq!(sheet["rows"][0]["entries"][0]["amount"], 240);
});

both!(a_log_tells_nobody_what_the_one_before_has_cost, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, eve) = (ada.invite("Bob", "Editor").await, ada.invite("Eve", "Editor").await);
    let project = ada.project("Here").await;
    for (who, rate) in [(&bob, 80), (&eve, 7)] {
        ada.make("person-rates", json!({"userId": who.id, "from": "2026-01-01", "hourlyRate": rate})).await;
    }
    let time = json!({"kind": "time", "projectId": project, "hours": 2, "date": "2026-02-02"});
    let path = format!("expenses/{}", bob.make("expenses", time).await);
    bob.patch(&path, json!({"hours": 3})).await.expect(200);
    ada.patch(&path, json!({"userId": eve.id})).await.expect(200);
    let own = eve.get(&path).await.expect(200);
    assert_eq!(told(&own), [&json!(21), &json!(7), &json!(true)]);
    for who in [&eve, &bob] {
        let log = who.get("events?model=Expense").await.expect(200).to_string();
        assert!(![160, 240, 80].into_iter().any(|amount| names(&log, amount)), "{log}");
    }
    let then = eve.get(&format!("{path}?as_of=1")).await.status;
    assert_eq!(then, 404);
    // Gone for good, it is known by the log alone.
    ada.delete(&path).await.expect(204);
    ada.delete(&format!("{path}?purge=true")).await.expect(204);
    let log = eve.get("events?model=Expense").await.expect(200).to_string();
    assert!(log.contains("purged") && !names(&log, 240), "{log}");
    let log = ada.get("events?model=Expense").await.expect(200).to_string();
    assert!(names(&log, 240), "{log}");
});

both!(a_budget_tells_sums_and_of_others_no_single_amount, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, vic) = (ada.invite("Bob", "Editor").await, ada.invite("Vic", "Viewer").await);
    let project = ada.project("Here").await;
    let rate = json!({"userId": bob.id, "from": "2026-01-01", "hourlyRate": 80, "currency": "KWD"});
    ada.make("person-rates", rate).await;
    bob.make("expenses", json!({"kind": "time", "projectId": project, "hours": 2, "date": "2026-02-02"})).await;
    bob.make("expenses", json!({"projectId": project, "amount": 3, "currency": "KWD", "date": "2026-02-03"})).await;
    for (who, amount) in [(&ada, json!(160)), (&bob, json!(160)), (&vic, Value::Null)] {
        let budget = who.get(&format!("projects/{project}/budget")).await.expect(200);
        let entries = &budget["notPriced"]["entries"];
        assert_eq!((&entries[0]["amount"], &entries[1]["amount"]), (&amount, &json!(3)));
        assert_eq!(budget["total"]["amounts"][0]["committed"], 163);
    }
});

both!(what_a_project_may_cost_is_seen_by_who_reads_budgets, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (gus, vic) = (ada.invite("Gus", "Guest").await, ada.invite("Vic", "Viewer").await);
    let project = ada.make("projects", json!({"name": "Here", "budget": 100})).await;
    let path = format!("projects/{project}");
    ada.put(&format!("{path}/members/{}", gus.id), json!({})).await.expect(200);
    ada.make("expenses", json!({"projectId": project, "amount": 90})).await;
    ada.make("tasks", json!({"projectId": project, "title": "t"})).await;
    let seq = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
    for (who, sees) in [(&vic, true), (&gus, false)] {
        let expected = if sees { [json!(100), json!(80)] } else { [Value::Null, Value::Null] };
        let of = |project: &Value| [project["budget"].clone(), project["budgetReached"].clone()];
        assert_eq!(of(&who.get(&path).await.expect(200)), expected);
        assert_eq!(of(&who.all("projects").await[0]), expected);
        assert_eq!(of(&who.get("tasks?populate=projectId").await.expect(200)["data"][0]["projectId"]), expected);
        assert_eq!(of(&who.get(&format!("{path}?as_of={seq}")).await.expect(200)), expected);
        for (query, words) in [("budget[gt]=1", "budget > 1"), ("budgetReached=80", "budgetReached IS NOT EMPTY")] {
            for ids in found(who, "projects", query, words).await {
                assert_eq!(ids.len(), usize::from(sees), "{query}");
            }
        }
        let log = who.get(&format!("events?objectId={project}&limit=200")).await.expect(200).to_string();
        assert_eq!((log.contains("budget_reached"), log.contains("\"budget\":100")), (sees, sees), "{log}");
    }
});

both!(a_budget_is_not_guessed_by_trying, |world: World| async move {
    let ada = world.founder("Ada").await;
    let permissions = ["project:read", "project:read-open", "project:update", "project:create", "task:estimate"];
    for (name, held) in [("Carl", &permissions[..]), ("Dora", &permissions[..4])] {
        ada.make("roles", json!({"name": name, "permissions": held})).await;
    }
    let (carl, dora) = (ada.invite("Carl", "Carl").await, ada.invite("Dora", "Dora").await);
    let project = ada.make("projects", json!({"name": "Here", "budget": 100})).await;
    let path = format!("projects/{project}");
    for who in [&carl, &dora] {
        for end in ["", "?dryRun=true"] {
            for budget in [json!(100), json!(101), json!(null)] {
                who.patch(&format!("{path}{end}"), json!({"budget": budget})).await.problem(403, "forbidden");
                let one = json!({"op": "update", "id": project, "budget": budget});
                let bulk = who.post(&format!("projects/bulk{end}"), json!({"operations": [one]})).await;
                assert!(!bulk.body.to_string().contains("\"revision\""), "{:#}", bulk.body);
            }
        }
        assert_eq!(who.patch(&path, json!({"description": who.name})).await.expect(200)["budget"], Value::Null);
    }
    assert_eq!(ada.get(&path).await.expect(200)["budget"], 100);
    // One's own new project may have one.
    let made = carl.post("projects", json!({"name": "Carl's", "budget": 7})).await.expect(201);
    assert_eq!(ada.get(&format!("projects/{}", text(&made["id"]))).await.expect(200)["budget"], 7);
    assert_eq!(ada.patch(&path, json!({"budget": 101})).await.expect(200)["budget"], 101);
});
