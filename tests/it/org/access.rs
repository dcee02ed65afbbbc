//! Explaining a right says what every request finds.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn explain(who: &Person<'_>, query: &str) -> (bool, Vec<(String, bool)>) {
    let answer = who.get(&format!("access/explain?{query}")).await.expect(200);
    let rules = answer["rules"].as_array().unwrap().iter();
    let rules = rules.map(|rule| (text(&rule["rule"]), rule["allows"] == true)).collect();
    (answer["allowed"] == true, rules)
}

fn rules(of: &[(&str, bool)]) -> Vec<(String, bool)> {
    of.iter().map(|(rule, allows)| ((*rule).to_owned(), *allows)).collect()
}

both!(each_rule_is_named, |world: World| async move {
    let ada = world.founder("Ada").await;
    let vic = ada.invite("Vic", "Viewer").await;
    let (open, closed) = (ada.project("Open").await, ada.project("Closed").await);
    ada.patch(&format!("projects/{closed}"), json!({"visibility": "private"})).await.expect(200);
    let (seen, hidden) = (ada.task(&open, "Seen").await, ada.task(&closed, "Hidden").await);
    let comment = ada.make("comments", json!({"task": seen, "content": "Ada's"})).await;
    let of_vic = format!("userId={}&resource=task:", vic.id);
    assert_eq!(explain(&ada, &format!("{of_vic}read")).await, (true, rules(&[("membership", true), ("role", true)])));
    assert_eq!(
        explain(&ada, &format!("{of_vic}update")).await,
        (false, rules(&[("membership", true), ("role", false)]))
    );
    let (allowed, why) = explain(&ada, &format!("{of_vic}read&objectId={seen}")).await;
    assert_eq!((allowed, why.last()), (true, Some(&("visibility".to_owned(), true))));
    let (allowed, why) = explain(&ada, &format!("{of_vic}read&objectId={hidden}")).await;
    assert_eq!((allowed, why.last()), (false, Some(&("visibility".to_owned(), false))));
    let bob = ada.invite("Bob", "Editor").await;
    let (allowed, why) = explain(&bob, &format!("resource=comment:update&objectId={comment}")).await;
    assert_eq!((allowed, why.last()), (false, Some(&("object".to_owned(), false))));
    let moderate = format!("userId={}&resource=comment:moderate&objectId={comment}", ada.id);
    ada.get(&format!("access/explain?{moderate}")).await.problem(400, "bad_parameter");
    assert!(explain(&ada, &format!("{moderate}&model=Comment")).await.0);
    // What is theirs to read is explained so, whosever it is to change.
    let expense = ada.make("expenses", json!({"projectId": open, "amount": 5})).await;
    let view = ada.make("views", json!({"name": "All", "area": "tasks", "shared": true})).await;
    for (model, id) in [("comment", comment), ("expense", expense), ("view", view)] {
        bob.get(&format!("{model}s/{id}")).await.expect(200);
        let (allowed, why) = explain(&bob, &format!("resource={model}:read&objectId={id}")).await;
        assert_eq!((allowed, why.last()), (true, Some(&("visibility".to_owned(), true))), "{model}");
    }
    let all: Value = ada.get(&format!("access/explain?userId={}", vic.id)).await.expect(200);
    assert!(all["permissions"].as_array().unwrap().contains(&json!("task:read")), "{all:#}");
});

both!(others_are_explained_to_those_who_manage_roles_alone, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (vic, bob) = (ada.invite("Vic", "Viewer").await, ada.invite("Bob", "Editor").await);
    assert!(explain(&vic, "resource=task:read").await.0);
    vic.get(&format!("access/explain?userId={}&resource=task:read", bob.id)).await.problem(403, "forbidden");
    let stranger = world.founder("Eve").await;
    ada.get(&format!("access/explain?userId={}&resource=task:read", stranger.id)).await.problem(404, "not_found");
    ada.get("access/explain?resource=task:fly").await.problem(400, "bad_parameter");
    ada.get("access/explain?resource=task:read&model=Spaceship&objectId=0123456789abcdef01234567")
        .await
        .problem(400, "bad_parameter");
    // A hidden object and none at all are explained alike.
    let closed = ada.make("projects", json!({"name": "Closed", "visibility": "private"})).await;
    let [hidden, none] =
        [closed.as_str(), "0123456789abcdef01234567"].map(|id| format!("resource=project:read&objectId={id}"));
    assert_eq!(explain(&vic, &hidden).await, explain(&vic, &none).await);
    ada.delete(&format!("members/{}", bob.id)).await.expect(204);
    let gone = explain(&ada, &format!("userId={}&resource=task:read", bob.id)).await;
    assert_eq!(gone, (false, rules(&[("membership", false)])));
});
