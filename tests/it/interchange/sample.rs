//! The sample organization: made with one click, alive, removed as a whole.

use guildhall_tests::{both, text};
use serde_json::json;

both!(a_newcomer_gets_a_sample_organization_and_removes_it_as_a_whole, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let sample = ada.post("/api/v1/organizations/sample", json!({})).await.expect(201);
    assert_eq!(sample["sample"], true);
    let path = |rest: &str| format!("/api/v1/organizations/{}/{rest}", text(&sample["id"]));
    let projects = ada.all(&path("projects")).await;
    let keys: Vec<String> = projects.iter().map(|project| text(&project["key"])).collect();
    assert_eq!(keys, ["HALO", "MOVE", "WEB", "HIRE"]);
    let tasks = ada.all(&path("tasks")).await;
    assert!((80..=120).contains(&tasks.len()), "{}", tasks.len());
    for kind in ["open", "active", "done"] {
        assert!(tasks.iter().any(|task| task["statusKind"] == kind), "{kind}");
    }
    assert!(tasks.iter().any(|task| task["dependencies"].as_array().is_some_and(|links| links.len() > 1)));
    let baseline = &ada.all(&path("baselines")).await[0];
    let frozen = ada.get(&path(&format!("baselines/{}/tasks", text(&baseline["id"])))).await.expect(200);
    assert!(frozen.as_array().is_some_and(|rows| rows.len() > 40));
    // A task of it is changed like any other.
    let first = text(&tasks[0]["id"]);
    ada.patch(&path(&format!("tasks/{first}")), json!({"priority": "low"})).await.expect(200);
    let whole = format!("/api/v1/organizations/{}", text(&sample["id"]));
    ada.delete(&whole).await.expect(204);
    ada.get(&path("projects")).await.expect(404);
});
