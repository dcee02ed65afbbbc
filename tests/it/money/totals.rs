//! Ten thousand expenses in six currencies: every total is exactly what adding them up by hand gives.

use super::budget::row;
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const COUNT: usize = 10_000;
const CURRENCIES: [&str; 6] = ["EUR", "USD", "CHF", "GBP", "JPY", "KWD"];
/// The rates to EUR: currency, day of 2026, rate in 1/10^10. There is none for KWD, and none for JPY before March.
const RATES: [(&str, &str, i128); 6] = [
    ("USD", "2025-01-01", 9_213_456_789),
    ("USD", "2026-02-15", 9_100_000_001),
    ("CHF", "2025-01-01", 10_512_000_000),
    ("GBP", "2025-12-31", 11_799_999_999),
    ("GBP", "2026-06-01", 11_650_500_005),
    ("JPY", "2026-03-01", 61_234_567),
];

/// The same numbers in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// What was entered, in 1/10,000.
struct Spent {
    id: String,
    task: usize,
    amount: i128,
    currency: &'static str,
    date: String,
    approved: bool,
}

pub fn decimal(value: i128) -> Value {
    let sign = if value < 0 { "-" } else { "" };
    serde_json::from_str(&format!("{sign}{}.{:04}", value.abs() / 10_000, value.abs() % 10_000)).unwrap()
}

pub fn exact(value: &Value) -> i128 {
    let text = value.to_string();
    let (digits, negative) = text.strip_prefix('-').map_or((text.as_str(), false), |rest| (rest, true));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let value: i128 = format!("{whole}{rest:0<4}").parse().unwrap();
    if negative { -value } else { value }
}

/// Half to even, by looking at both neighbours.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    let below = numerator.div_euclid(denominator);
    let (to_below, to_above) = (numerator - below * denominator, (below + 1) * denominator - numerator);
    match to_below.cmp(&to_above) {
        std::cmp::Ordering::Less => below,
        std::cmp::Ordering::Greater => below + 1,
        std::cmp::Ordering::Equal if below % 2 == 0 => below,
        std::cmp::Ordering::Equal => below + 1,
    }
}

fn in_euro(spent: &Spent) -> Option<i128> {
    if spent.currency == "EUR" {
        return Some(spent.amount);
    }
    let valid = RATES.iter().filter(|(code, from, _)| *code == spent.currency && *from <= spent.date.as_str());
    let (_, _, rate) = valid.max_by_key(|(_, from, _)| *from)?;
    Some(rounded(spent.amount * rate, 10_000_000_000))
}

async fn enter(ada: &Person<'_>, tasks: &[String]) -> Vec<Spent> {
    let mut dice = Dice(0x1234_5678_9abc_def1);
    let mut all = Vec::with_capacity(COUNT);
    while all.len() < COUNT {
        let mut batch: Vec<Spent> = (0..1000)
            .map(|_| {
                let digits = 10_u64.pow(u32::try_from(dice.roll(12)).unwrap() + 2);
                let amount = i128::from(dice.roll(digits)) * if dice.roll(20) == 0 { -1 } else { 1 };
                let currency = CURRENCIES[usize::try_from(dice.roll(6)).unwrap()];
                let date = format!("2026-{:02}-{:02}", dice.roll(12) + 1, dice.roll(28) + 1);
                let task = usize::try_from(dice.roll(tasks.len() as u64)).unwrap();
                Spent { id: String::new(), task, amount, currency, date, approved: false }
            })
            .collect();
        let create: Vec<Value> = batch
            .iter()
            .map(|spent| {
                json!({"op": "create", "taskId": tasks[spent.task],
            "amount": decimal(spent.amount), "currency": spent.currency, "date": spent.date})
            })
            .collect();
        let answer = ada.post("expenses/bulk", json!({"operations": create})).await.expect(200);
        for (spent, result) in batch.iter_mut().zip(answer["results"].as_array().unwrap()) {
            spent.id = text(&result["data"]["id"]);
        }
        all.append(&mut batch);
    }
    // Some are approved: by a person, one by one.
    for spent in all.iter_mut().step_by(97) {
        ada.post(&format!("expenses/{}/submit", spent.id), json!({})).await.expect(200);
        ada.post(&format!("expenses/{}/decide", spent.id), json!({"status": "approved"})).await.expect(200);
        spent.approved = true;
    }
    all
}

fn check(row: &Value, spent: &[&Spent]) {
    let mut own: BTreeMap<&str, [i128; 2]> = BTreeMap::new();
    let mut converted = [0; 2];
    let mut missing: BTreeMap<&str, [i128; 2]> = BTreeMap::new();
    for one in spent {
        let place = usize::from(!one.approved);
        own.entry(one.currency).or_default()[place] += one.amount;
        match in_euro(one) {
            Some(euro) => converted[place] += euro,
            None => missing.entry(one.currency).or_default()[place] += one.amount,
        }
    }
    let told = |money: &Value| [exact(&money["actual"]), exact(&money["committed"])];
    let by_code = |list: &Value| -> BTreeMap<String, [i128; 2]> {
        list.as_array().unwrap().iter().map(|money| (text(&money["currency"]), told(money))).collect()
    };
    let owned = |sums: BTreeMap<&str, [i128; 2]>| -> BTreeMap<String, [i128; 2]> {
        sums.into_iter().map(|(code, sums)| (code.to_owned(), sums)).collect()
    };
    assert_eq!(by_code(&row["amounts"]), owned(own));
    assert_eq!(told(&row["converted"]), converted);
    assert_eq!(by_code(&row["converted"]["notPriced"]), owned(missing));
}

both!(ten_thousand_expenses_add_up_exactly, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let mut tasks: Vec<String> = Vec::new();
    for at in 0..20_usize {
        let parent = at.checked_sub(1).map(|before| tasks[before / 2].clone());
        tasks.push(ada.make("tasks", json!({"projectId": project, "title": "t", "parentId": parent})).await);
    }
    for (from, date, rate) in RATES {
        let rate = format!("{}.{:010}", rate / 10_000_000_000, rate % 10_000_000_000);
        ada.make("currency-rates", json!({"from": from, "to": "EUR", "date": date, "rate": rate})).await;
    }
    let all = enter(&ada, &tasks).await;
    let budget = ada.get(&format!("projects/{project}/budget?statusDate=2026-12-31")).await.expect(200);
    check(&budget["total"], &all.iter().collect::<Vec<_>>());
    for (at, task) in tasks.iter().enumerate() {
        let above = |mut one: usize| loop {
            if one == at {
                return true;
            }
            match one.checked_sub(1) {
                Some(before) => one = before / 2,
                None => return false,
            }
        };
        let below: Vec<&Spent> = all.iter().filter(|spent| above(spent.task)).collect();
        check(row(&budget, task), &below);
    }
    let missing: BTreeSet<&str> =
        all.iter().filter(|spent| in_euro(spent).is_none()).map(|spent| spent.id.as_str()).collect();
    assert!(missing.len() > 1000, "only {}", missing.len());
    let listed = budget["notPriced"]["entries"].as_array().unwrap();
    assert_eq!((budget["notPriced"]["count"].as_u64(), listed.len()), (Some(missing.len() as u64), 1000));
    assert!(listed.iter().all(|entry| missing.contains(entry["expenseId"].as_str().unwrap())));
});
