//! What an organization with one of everything has of rates, approval and timers.

use super::recipe::{Ids, pair};
use guildhall_tests::Person;
use serde_json::json;

/// What hours and currencies cost, an expense that is submitted, and a timer that runs.
pub async fn rates(who: &Person<'_>, ids: &mut Ids) {
    let (person, project) = (ids.of("members", false).to_owned(), ids.of("projects", false).to_owned());
    let day = |x: &str| if x == "kept" { "2020-01-01" } else { "2020-02-01" };
    let rate = |x: &str| json!({"userId": person, "projectId": project, "from": day(x), "hourlyRate": 1});
    pair(who, ids, "person-rates", rate).await;
    pair(who, ids, "currency-rates", |x| json!({"from": "USD", "to": "EUR", "date": day(x), "rate": "0.9"})).await;
    let submitted = who.make("expenses", json!({"projectId": project, "amount": 1})).await;
    who.post(&format!("expenses/{submitted}/submit"), json!({})).await.expect(200);
    ids.set("submitted", submitted);
    who.post("timer/start", json!({"projectId": project})).await.expect(200);
}
