//! Deals: their stages, their money, and who hears of them.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn stage(who: &Person<'_>, deal: &str, body: Value) -> guildhall_tests::Answer {
    who.post(&format!("deals/{deal}/stage"), body).await
}

both!(a_deal_goes_from_stage_to_stage_by_one_transition, |world: World| async move {
    let ada = world.founder("Ada").await;
    let deal = ada.post("deals", json!({"name": "Compiler"})).await.expect(201);
    let pipelines = ada.all("pipelines").await;
    assert_eq!(pipelines.len(), 1, "an organization starts with one pipeline");
    assert_eq!(
        (&deal["stage"], &deal["stageKind"], &deal["pipelineId"], &deal["closedAt"]),
        (&json!("prospect"), &json!("open"), &pipelines[0]["id"], &Value::Null)
    );
    let deal = text(&deal["id"]);
    for field in ["stage", "pipelineId", "lostReason"] {
        let refused = ada.patch(&format!("deals/{deal}"), json!({field: "closed"})).await.problem(422, "read_only");
        let detail = text(&refused["errors"][0]["detail"]);
        assert!(detail.contains("deals/{id}/stage"), "{detail}");
    }
    let refused = stage(&ada, &deal, json!({"stage": "nope"})).await.problem(422, "one_of");
    assert!(refused["errors"][0]["detail"].as_str().unwrap().contains("prospect, negotiation, closed, lost"));
    for (body, pointer, code) in [
        (json!({"stage": "lost"}), "/lostReason", "required"),
        (json!({"stage": "lost", "lostReason": " \n"}), "/lostReason", "required"),
        (json!({"stage": "lost", "lostReason": "x".repeat(2001)}), "/lostReason", "too_long"),
        (json!({"stage": "closed", "lostReason": "too dear"}), "/lostReason", "not_lost"),
        (json!({"stage": "closed", "pipelineId": deal}), "/pipelineId", "not_found"),
        (json!({}), "/stage", "required"),
    ] {
        let refused = stage(&ada, &deal, body).await.problem(422, code);
        assert_eq!(refused["errors"][0]["pointer"], pointer);
    }
    let won = stage(&ada, &deal, json!({"stage": "closed"})).await.expect(200);
    assert_eq!((&won["stageKind"], &won["closedAt"]), (&json!("won"), &won["updatedAt"]));
    let lost = stage(&ada, &deal, json!({"stage": "lost", "lostReason": " too dear "})).await.expect(200);
    assert_eq!((&lost["stageKind"], &lost["lostReason"]), (&json!("lost"), &json!("too dear")));
    let again = stage(&ada, &deal, json!({"stage": "lost"})).await.expect(200);
    assert_eq!((&again["revision"], &again["closedAt"]), (&lost["revision"], &lost["closedAt"]), "nothing changed");
    let open = stage(&ada, &deal, json!({"stage": "negotiation"})).await.expect(200);
    assert_eq!((&open["closedAt"], &open["lostReason"]), (&Value::Null, &Value::Null));
    let log = ada.get(&format!("events?objectId={deal}&limit=200")).await.expect(200);
    let actions: Vec<&str> = log["data"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["created", "stage_changed", "stage_changed", "stage_changed"]);
    assert_eq!(log["data"][1]["before"]["stage"], "prospect");
    let stale = ada.request(reqwest::Method::POST, &format!("deals/{deal}/stage")).header("if-match", "\"1\"");
    ada.send(stale.json(&json!({"stage": "closed"}))).await.problem(412, "stale");
    let viewer = ada.invite("Vic", "Viewer").await;
    stage(&viewer, &deal, json!({"stage": "closed"})).await.problem(403, "forbidden");
});

both!(a_deal_may_begin_in_any_stage_by_the_same_rules, |world: World| async move {
    let ada = world.founder("Ada").await;
    let won = ada.post("deals", json!({"name": "x", "stage": "closed"})).await.expect(201);
    assert!(won["closedAt"].is_string() && won["stageKind"] == "won", "{won:#}");
    ada.post("deals", json!({"name": "x", "stage": "lost"})).await.problem(422, "required");
    ada.post("deals", json!({"name": "x", "stage": "nope"})).await.problem(422, "one_of");
    ada.post("deals", json!({"name": "x", "stage": "lost", "lostReason": "late"})).await.expect(201);
    let nobody = world.founder("Nobody").await;
    for (body, pointer) in [
        (json!({"name": "x", "assignedTo": nobody.id}), "/assignedTo"),
        (json!({"name": "x", "contactId": nobody.id}), "/contactId"),
        (json!({"name": "x", "pipelineId": nobody.id}), "/pipelineId"),
    ] {
        let refused = ada.post("deals", body).await.problem(422, "not_found");
        assert_eq!(refused["errors"][0]["pointer"], pointer);
    }
});

both!(the_money_of_a_deal_is_exact_and_keeps_its_currency, |world: World| async move {
    let ada = world.founder("Ada").await;
    ada.patch("", json!({"currency": "CHF"})).await.expect(200);
    for (value, kept) in [
        ("99999999999.9999", 201),
        ("99999999999999.9", 201),
        ("1234567890123456", 422),
        ("1e14", 422),
        ("0.00001", 422),
        ("-1", 422),
        ("\"5\"", 422),
        ("0", 201),
        ("null", 201),
    ] {
        let body: Value = serde_json::from_str(&format!(r#"{{"name": "x", "value": {value}}}"#)).unwrap();
        let made = ada.post("deals", body).await.expect(kept);
        if kept == 201 {
            assert_eq!((made["value"].to_string(), &made["currency"]), (value.to_owned(), &json!("CHF")));
        } else {
            assert_eq!(made["errors"][0]["pointer"], "/value");
        }
    }
    let deal = ada.make("deals", json!({"name": "x", "value": 1000.0001, "currency": "EUR"})).await;
    let path = format!("deals/{deal}");
    let weight = |of: &Value| of["weightedValue"].to_string();
    assert_eq!(weight(&ada.get(&path).await.expect(200)), "100");
    let moved = stage(&ada, &deal, json!({"stage": "negotiation"})).await.expect(200);
    assert_eq!((weight(&moved), weight(&ada.get(&path).await.expect(200))), ("500".into(), "500".into()));
    assert_eq!(weight(&ada.patch(&path, json!({"value": 0.0003})).await.expect(200)), "0.0002");
    ada.patch(&path, json!({"currency": "USD"})).await.problem(422, "amounts");
    ada.patch(&path, json!({"currency": null})).await.problem(422, "amounts");
    ada.patch(&path, json!({"currency": "XYZ", "value": 1})).await.problem(422, "currency");
    let changed = ada.patch(&path, json!({"currency": "USD", "value": 7})).await.expect(200);
    assert_eq!((&changed["currency"], weight(&changed)), (&json!("USD"), "3.5".into()));
    let none = ada.patch(&path, json!({"value": null})).await.expect(200);
    assert_eq!((&none["value"], &none["weightedValue"]), (&Value::Null, &Value::Null));
    ada.patch(&path, json!({"currency": "EUR"})).await.expect(200);
});

both!(who_reads_no_deals_hears_of_none, |world: World| async move {
    let ada = world.founder("Ada").await;
    let contact = ada.make("contacts", json!({"name": "Secret customer"})).await;
    let deal = ada.make("deals", json!({"name": "Secret deal", "contactId": contact})).await;
    ada.make("comm-logs", json!({"dealId": deal, "type": "note", "notes": "Secret note"})).await;
    let (editor, guest) = (ada.invite("Ed", "Editor").await, ada.invite("Gus", "Guest").await);
    for (who, hears) in [(&editor, true), (&guest, false)] {
        let log = who.get("events?limit=200").await.expect(200).to_string();
        assert_eq!(log.contains("Secret"), hears, "{}", who.name);
    }
    let log = guest.get(&format!("events?objectId={deal}")).await.expect(200);
    assert_eq!(log["data"], json!([]));
});
