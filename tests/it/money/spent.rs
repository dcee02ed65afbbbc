//! What is spent of a budget, as it is looked at after each change: the sum of the whole budget to the last digit,
//! and also where a rate between currencies changes.

use super::thresholds::told;
use super::totals::{Dice, decimal, exact};
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// Sets a budget and tells what is reached of it.
async fn reached(who: &Person<'_>, project: &str, budget: i128) -> Value {
    let body = json!({"budget": decimal(budget), "budgetThresholds": [100]});
    who.patch(&format!("projects/{project}"), body).await.expect(200);
    who.get(&format!("projects/{project}")).await.expect(200)["budgetReached"].clone()
}

both!(a_threshold_is_reached_by_exactly_what_the_whole_budget_says, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Here", "currency": "EUR", "budget": 1})).await;
    for (from, date, rate) in [
        ("USD", "2025-06-01", "0.9213456789"),
        ("USD", "2026-02-15", "0.9100000001"),
        ("JPY", "2026-03-01", "0.0061234567"),
        ("GBP", "2026-01-01", "0.00005"),
    ] {
        ada.make("currency-rates", json!({"from": from, "to": "EUR", "date": date, "rate": rate})).await;
    }
    let mut dice = Dice(0x51f1_5e2d);
    let mut entries: Vec<String> = Vec::new();
    let currencies = ["EUR", "USD", "JPY", "KWD", "GBP"];
    for round in 0..40 {
        let currency = currencies[usize::try_from(dice.roll(5)).unwrap()];
        // Few amounts and days, so that entries are alike.
        let amount = decimal(i128::from(dice.roll(12)) * 12_345 + 5_000);
        match dice.roll(6) {
            0 if !entries.is_empty() => {
                let at = usize::try_from(dice.roll(entries.len() as u64)).unwrap();
                ada.delete(&format!("expenses/{}", entries.swap_remove(at))).await.expect(204);
            }
            1 => {
                let body = json!({"projectId": project, "title": "t", "actualCost": amount, "currency": currency});
                ada.make("tasks", body).await;
            }
            _ => {
                let date = format!("2026-{:02}-{:02}", dice.roll(4) + 1, 14 + dice.roll(3));
                let body = json!({"projectId": project, "amount": amount, "currency": currency, "date": date});
                entries.push(ada.make("expenses", body).await);
            }
        }
        if round % 4 != 3 {
            continue;
        }
        let budget = ada.get(&format!("projects/{project}/budget")).await.expect(200);
        let spent = exact(&budget["budget"]["spent"]);
        assert!(spent > 0);
        assert_eq!(reached(&ada, &project, spent).await, 100, "{spent}");
        assert_eq!(reached(&ada, &project, spent + 1).await, Value::Null, "{spent}");
    }
});

both!(a_sum_may_be_more_than_any_amount, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project =
        ada.make("projects", json!({"name": "Here", "currency": "EUR", "budget": 99_999_999_999_999_i64})).await;
    let each = json!({"op": "create", "projectId": project, "amount": 90_000_000_000_000_i64});
    ada.post("expenses/bulk", json!({"operations": vec![each; 20]})).await.expect(200);
    let budget = ada.get(&format!("projects/{project}/budget")).await.expect(200)["budget"].clone();
    assert_eq!((&budget["spent"], &budget["reached"]), (&json!(1_800_000_000_000_000_i64), &json!(100)));
});

both!(a_change_of_a_rate_is_looked_at, |world: World| async move {
    let ada = world.founder("Ada").await;
    let budget = |name: &str, currency: &str| json!({"name": name, "currency": currency, "budget": 100});
    let project = ada.make("projects", budget("Here", "EUR")).await;
    let (home, other) =
        (ada.make("projects", budget("Home", "EUR")).await, ada.make("projects", budget("There", "JPY")).await);
    let money = |project: &str, currency: &str| json!({"projectId": project, "amount": 100, "currency": currency, "date": "2026-02-01"});
    ada.make("expenses", money(&project, "USD")).await;
    ada.make("expenses", money(&other, "USD")).await;
    let own = json!({"projectId": home, "amount": 85, "date": "2026-02-01"});
    ada.make("expenses", own).await;
    assert_eq!(told(&ada, &project).await, []);
    let up = |percent: i64| ("budget_reached".to_owned(), json!(percent));
    let down = |percent: Value| ("budget_fell".to_owned(), percent);
    let rate = json!({"from": "USD", "to": "EUR", "date": "2026-01-01", "rate": "0.8"});
    let rate = format!("currency-rates/{}", ada.make("currency-rates", rate).await);
    assert_eq!(told(&ada, &project).await, [up(80)]);
    ada.patch(&rate, json!({"rate": "1.2"})).await.expect(200);
    assert_eq!(told(&ada, &project).await[1..], [up(100)]);
    ada.patch(&rate, json!({"date": "2026-02-02"})).await.expect(200);
    assert_eq!(told(&ada, &project).await[2..], [down(Value::Null)]);
    ada.patch(&rate, json!({"date": "2026-02-01"})).await.expect(200);
    assert_eq!(told(&ada, &project).await[3..], [up(80), up(100)]);
    ada.delete(&rate).await.expect(204);
    assert_eq!(told(&ada, &project).await[5..], [down(Value::Null)]);
    ada.post(&format!("{rate}/restore"), json!({})).await.expect(200);
    assert_eq!(told(&ada, &project).await[6..], [up(80), up(100)]);
    // A batch, costs on a task by the rate of today, and both taken back.
    let task = json!({"projectId": home, "title": "t", "actualCost": 10, "currency": "GBP"});
    ada.make("tasks", task).await;
    let rates = ["CHF", "GBP"]
        .map(|from| json!({"op": "create", "from": from, "to": "EUR", "date": "2026-01-01", "rate": "1.5"}));
    let batch = ada.post("currency-rates/bulk", json!({"operations": rates})).await.expect(200);
    assert_eq!(told(&ada, &home).await, [up(80), up(100)]);
    ada.post(&format!("batches/{}/undo", text(&batch["batchId"])), json!({})).await.expect(200);
    assert_eq!(told(&ada, &home).await[2..], [down(json!(80))]);
    assert_eq!(told(&ada, &project).await.len(), 8);
    assert_eq!(told(&ada, &other).await, [], "no rate leads to its currency");
});
