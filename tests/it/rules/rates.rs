//! What an organization with one of everything has of rates, approval and timers.

use super::recipe::{Ids, pair};
use guildhall_tests::Person;
use serde_json::json;

/// What hours and currencies cost, an expense that is submitted, and a timer that runs.
pub async fn rates(who: &Person<'_>, ids: &mut Ids, mark: &str) {
    let (person, project) = (ids.of("members", false).to_owned(), ids.of("projects", false).to_owned());
    // Days of its own for each mark.
    let sum = |text: &str| text.bytes().map(usize::from).sum::<usize>();
    let day = |x: &str| format!("20{:02}-{:02}-01", sum(mark) % 100, sum(x) % 12 + 1);
    let rate = |x: &str| json!({"userId": person, "projectId": project, "from": day(x), "hourlyRate": 1});
    pair(who, ids, "person-rates", rate).await;
    pair(who, ids, "currency-rates", |x| json!({"from": "USD", "to": "EUR", "date": day(x), "rate": "0.9"})).await;
    let submitted = who.make("expenses", json!({"projectId": project, "amount": 1})).await;
    who.post(&format!("expenses/{submitted}/submit"), json!({})).await.expect(200);
    ids.set("submitted", submitted);
    // Time that is older than the rate of its person.
    let time = json!({"kind": "time", "projectId": project, "hours": 1, "userId": person, "date": "2000-01-01"});
    ids.set("unpriced", who.make("expenses", time).await);
    let rate = json!({"userId": person, "projectId": project, "from": "1999-01-01", "hourlyRate": 1});
    who.make("person-rates", rate).await;
    who.post("timer/start", json!({"projectId": project})).await.expect(200);
}
