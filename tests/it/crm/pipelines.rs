//! Pipelines: what stages may be, and what deals hold in place.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

fn stage(key: &str, probability: i64, kind: &str) -> Value {
    json!({"key": key, "name": key, "probability": probability, "kind": kind})
}

both!(stages_are_checked, |world: World| async move {
    let ada = world.founder("Ada").await;
    let first = ada.all("pipelines").await.remove(0);
    let keys: Vec<&str> = first["stages"].as_array().unwrap().iter().map(|s| s["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["prospect", "negotiation", "closed", "lost"]);
    let open = stage("open", 20, "open");
    for stages in [
        json!([]),
        json!([stage("won", 100, "won")]),
        json!([open, open]),
        json!([open, stage("won", 90, "won")]),
        json!([open, stage("lost", 1, "lost")]),
        json!([stage("open", 101, "open")]),
        json!([stage("open", -1, "open")]),
        json!([stage("Open", 1, "open")]),
        json!([stage("", 1, "open")]),
        json!([{"key": "open", "name": " ", "probability": 1, "kind": "open"}]),
    ] {
        ada.post("pipelines", json!({"name": "x", "stages": stages})).await.problem(422, "stages");
    }
    for stages in [json!([stage("open", 1, "maybe")]), json!([{"key": "open"}]), json!(["open"]), json!({"a": 1})] {
        let refused = ada.post("pipelines", json!({"name": "x", "stages": stages})).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], "/stages", "{refused:#}");
    }
    let exact = json!([{"key": "open", "name": "Open", "probability": 33.3333, "kind": "open"}]);
    let made = ada.post("pipelines", json!({"name": "Exact", "stages": exact})).await.expect(201);
    assert_eq!(made["stages"], exact);
});

both!(a_stage_in_use_stays_what_it_is, |world: World| async move {
    let ada = world.founder("Ada").await;
    let first = text(&ada.all("pipelines").await[0]["id"]);
    let path = format!("pipelines/{first}");
    let deal = ada.make("deals", json!({"name": "x", "value": 200})).await;
    let (prospect, won) = (stage("prospect", 10, "open"), stage("closed", 100, "won"));
    ada.patch(&path, json!({"stages": [stage("new", 1, "open")]})).await.problem(422, "in_use");
    let turned = json!({"stages": [stage("new", 1, "open"), stage("prospect", 100, "won")]});
    ada.patch(&path, turned).await.problem(422, "in_use");
    // Renamed, weighed anew, in another order, with others beside it: fine.
    ada.patch(&path, json!({"stages": [stage("new", 1, "open"), stage("prospect", 30, "open"), won]}))
        .await
        .expect(200);
    assert_eq!(ada.get(&format!("deals/{deal}")).await.expect(200)["weightedValue"], 60);
    // A deal in the trash comes back into its stage.
    ada.delete(&format!("deals/{deal}")).await.expect(204);
    ada.patch(&path, json!({"stages": [stage("new", 1, "open")]})).await.problem(422, "in_use");
    ada.post(&format!("deals/{deal}/restore"), json!({})).await.expect(200);
    ada.patch(&path, json!({"stages": [prospect]})).await.expect(200);
});

both!(a_pipeline_goes_when_nothing_is_in_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let first = text(&ada.all("pipelines").await[0]["id"]);
    let path = format!("pipelines/{first}");
    ada.delete(&path).await.problem(409, "last_pipeline");
    let second = ada.make("pipelines", json!({"name": "Second", "stages": [stage("open", 5, "open")]})).await;
    let deal = ada.make("deals", json!({"name": "x"})).await;
    ada.delete(&path).await.problem(409, "in_use");
    let to = json!({"stage": "open", "pipelineId": second});
    let moved = ada.post(&format!("deals/{deal}/stage"), to).await.expect(200);
    assert_eq!((&moved["pipelineId"], &moved["stage"]), (&json!(second), &json!("open")));
    let gone = ada.make("deals", json!({"name": "y", "pipelineId": first})).await;
    ada.delete(&format!("deals/{gone}")).await.expect(204);
    ada.delete(&path).await.expect(204);
    ada.post(&format!("deals/{gone}/restore"), json!({})).await.problem(409, "pipeline_in_trash");
    ada.delete(&format!("{path}?purge=true")).await.problem(409, "in_use");
    ada.delete(&format!("deals/{gone}?purge=true")).await.expect(204);
    ada.delete(&format!("{path}?purge=true")).await.expect(204);
    ada.post("deals", json!({"name": "z", "pipelineId": first})).await.problem(422, "not_found");
    assert_eq!(ada.post("deals", json!({"name": "z"})).await.expect(201)["pipelineId"], json!(second));
});
