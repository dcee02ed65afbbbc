//! Time is priced by the rate of its person on its day, and keeps that price.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(time_costs_its_hours_by_the_rate_of_the_day, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let (here, there) = (ada.project("Here").await, ada.project("There").await);
    let rate = |from: &str, hourly: f64| json!({"userId": bob.id, "from": from, "hourlyRate": hourly});
    let first = ada.make("person-rates", rate("2026-01-01", 80.5)).await;
    ada.make("person-rates", rate("2026-03-01", 90.0)).await;
    let mut special = rate("2026-02-01", 120.0);
    (special["projectId"], special["currency"]) = (json!(there), json!("CHF"));
    ada.make("person-rates", special).await;
    ada.post("person-rates", rate("2026-03-01", 1.0)).await.problem(409, "taken");
    let time = |project: &str, date: &str, hours: &str| {
        let hours: Value = serde_json::from_str(hours).unwrap();
        json!({"kind": "time", "projectId": project, "date": date, "hours": hours})
    };
    for (project, date, hours, rate, amount, currency) in [
        (&here, "2025-12-31", "2", "null", "null", "EUR"),
        (&here, "2026-01-01", "2", "80.5", "161", "EUR"),
        (&here, "2026-02-28", "0.0001", "80.5", "0.008", "EUR"),
        (&here, "2026-02-28", "0.3333", "80.5", "26.8306", "EUR"),
        (&here, "2026-03-01", "1.5", "90", "135", "EUR"),
        (&there, "2026-01-31", "1", "80.5", "80.5", "EUR"),
        (&there, "2026-03-01", "1", "120", "120", "CHF"),
    ] {
        let made = bob.post("expenses", time(project, date, hours)).await.expect(201);
        assert_eq!(
            (made["rate"].to_string(), made["amount"].to_string(), text(&made["currency"])),
            (rate.to_owned(), amount.to_owned(), currency.to_owned()),
            "{hours} on {date}"
        );
        assert_eq!(
            (&made["userId"], &made["createdBy"], &made["status"]),
            (&json!(bob.id), &json!(bob.id), &json!("draft"))
        );
    }
    let priced = bob.post("expenses", time(&here, "2026-01-05", "2")).await.expect(201);
    let path = format!("expenses/{}", text(&priced["id"]));
    ada.patch(&format!("person-rates/{first}"), json!({"hourlyRate": 1000})).await.expect(200);
    assert_eq!(bob.get(&path).await.expect(200)["amount"], 161, "what was priced is not priced again");
    let longer = bob.patch(&path, json!({"hours": 3, "description": "longer"})).await.expect(200);
    assert_eq!((&longer["rate"], &longer["amount"]), (&json!(80.5), &json!(241.5)));
    let later = bob.patch(&path, json!({"date": "2026-03-02"})).await.expect(200);
    assert_eq!((&later["rate"], &later["amount"]), (&json!(90), &json!(270)));
    ada.delete(&format!("person-rates/{first}")).await.expect(204);
    let before = bob.patch(&path, json!({"date": "2026-01-02"})).await.expect(200);
    assert_eq!((&before["rate"], &before["amount"]), (&Value::Null, &Value::Null), "no rate is not 0");
    ada.post(&format!("person-rates/{first}/restore"), json!({})).await.expect(200);
    let still = bob.patch(&path, json!({"description": "said better"})).await.expect(200);
    assert_eq!(still["amount"], Value::Null);
    bob.post(&format!("{path}/price"), json!({})).await.problem(403, "forbidden");
    let late = ada.post(&format!("{path}/price"), json!({})).await.expect(200);
    assert_eq!((&late["rate"], &late["amount"]), (&json!(1000), &json!(3000)));
    ada.post(&format!("{path}/price"), json!({})).await.problem(409, "priced");
    bob.patch(&path, json!({"date": "2025-01-02"})).await.expect(200);
    ada.post(&format!("{path}/price"), json!({})).await.problem(409, "no_rate");
});

both!(only_who_manages_expenses_enters_them_for_others_and_prices_by_hand, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, carol) = (ada.invite("Bob", "Editor").await, ada.invite("Carol", "Editor").await);
    let project = ada.project("Here").await;
    let stranger = world.founder("Mallory").await;
    let time = |user: &str| json!({"kind": "time", "projectId": project, "hours": 1, "userId": user});
    bob.post("expenses", time(&carol.id)).await.problem(403, "forbidden");
    ada.post("expenses", time(&stranger.id)).await.problem(422, "not_found");
    let made = ada.post("expenses", time(&carol.id)).await.expect(201);
    assert_eq!((&made["userId"], &made["createdBy"]), (&json!(carol.id), &json!(ada.id)));
    let path = format!("expenses/{}", text(&made["id"]));
    bob.patch(&path, json!({"hours": 2})).await.problem(403, "forbidden");
    carol.patch(&path, json!({"hours": 2})).await.expect(200);
    carol.patch(&path, json!({"userId": bob.id})).await.problem(403, "forbidden");
    let mut stated = time(&bob.id);
    stated["amount"] = json!(50);
    bob.post("expenses", stated.clone()).await.problem(422, "rated");
    carol.patch(&path, json!({"amount": 5})).await.problem(422, "rated");
    let by_hand = ada.post("expenses", stated).await.expect(201);
    assert_eq!((&by_hand["amount"], &by_hand["rate"]), (&json!(50), &Value::Null));
    for (body, code) in [
        (json!({"kind": "time", "projectId": project}), "required"),
        (json!({"kind": "time", "projectId": project, "hours": 0}), "range"),
        (json!({"kind": "time", "projectId": project, "hours": 1000.0001}), "range"),
        (json!({"kind": "trip", "projectId": project, "amount": 1}), "one_of"),
        (json!({"kind": "expense", "projectId": project}), "required"),
    ] {
        bob.post("expenses", body).await.problem(422, code);
    }
});

both!(rates_are_for_those_who_may_know_them, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let rate = ada.make("person-rates", json!({"userId": bob.id, "from": "2026-01-01", "hourlyRate": 80})).await;
    for path in ["person-rates".to_owned(), format!("person-rates/{rate}")] {
        bob.get(&path).await.problem(403, "forbidden");
    }
    assert!(!bob.get("events?limit=200").await.expect(200).to_string().contains("hourlyRate"));
    let eur = json!({"from": "USD", "to": "EUR", "date": "2026-01-01", "rate": "0.92"});
    bob.post("currency-rates", eur.clone()).await.problem(403, "forbidden");
    let made = ada.post("currency-rates", eur.clone()).await.expect(201);
    assert_eq!((&made["rate"], &made["from"], &made["to"]), (&json!("0.92"), &json!("USD"), &json!("EUR")));
    ada.post("currency-rates", eur).await.problem(409, "taken");
    assert_eq!(bob.all("currency-rates?from=USD").await.len(), 1);
    for (rate, code) in [
        (json!(0.92), "type"),
        (json!("0"), "format"),
        (json!("-1"), "format"),
        (json!("1e3"), "format"),
        (json!("0.00000000001"), "format"),
    ] {
        let body = json!({"from": "USD", "to": "EUR", "date": "2026-02-01", "rate": rate});
        ada.post("currency-rates", body).await.problem(422, code);
    }
    let same = json!({"from": "EUR", "to": "EUR", "date": "2026-02-01", "rate": "1"});
    ada.post("currency-rates", same).await.problem(422, "same");
    let unknown = json!({"from": "XXX", "to": "EUR", "date": "2026-02-01", "rate": "1"});
    ada.post("currency-rates", unknown).await.problem(422, "currency");
});

both!(a_receipt_is_a_file_of_the_same_project, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (here, there) = (ada.project("Here").await, ada.project("There").await);
    let upload = ada.upload("files", &[("projectId", &here)], "receipt.txt", "12.50").await.expect(201);
    let file = text(&upload["id"]);
    let expense = |project: &str| json!({"projectId": project, "amount": 12.5, "receiptFileId": file});
    ada.post("expenses", expense(&there)).await.problem(422, "disagrees");
    let made = ada.post("expenses", expense(&here)).await.expect(201);
    let path = format!("expenses/{}", text(&made["id"]));
    ada.patch(&path, json!({"projectId": there})).await.problem(422, "disagrees");
    let shown = ada.get(&format!("{path}?populate=receiptFileId")).await.expect(200);
    assert_eq!(shown["receiptFileId"]["filename"], "receipt.txt");
    ada.delete(&format!("files/{file}")).await.expect(204);
    assert_eq!(ada.get(&path).await.expect(200)["receiptFileId"], Value::Null);
    ada.post(&format!("files/{file}/restore"), json!({})).await.expect(200);
    assert_eq!(ada.get(&path).await.expect(200)["receiptFileId"], json!(file));
    ada.delete(&format!("files/{file}")).await.expect(204);
    ada.delete(&format!("files/{file}?purge=true")).await.expect(204);
    assert_eq!(ada.get(&path).await.expect(200)["receiptFileId"], Value::Null);
});
