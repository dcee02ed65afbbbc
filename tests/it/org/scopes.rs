//! Tokens with scopes: those from before estimates had a permission of their own, and what they are refused with.

use crate::rules::raw::Raw;
use guildhall_tests::{World, both, text};
use reqwest::Method;
use serde_json::json;

both!(a_token_that_could_set_estimates_still_can, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Here").await;
    let task = ada.task(&project, "t").await;
    let raw = Raw::open(&world).await;
    let token = async |scopes: serde_json::Value, old: bool| {
        let body = json!({"name": "script", "scopes": scopes});
        let made = ada.post("/api/v1/me/tokens", body).await.expect(201);
        let at = if old { "0" } else { "created_at" };
        let sql = format!("UPDATE access_tokens SET created_at = {at} WHERE last4 = '{}'", text(&made["last4"]));
        raw.rows(&sql).await.unwrap();
        text(&made["token"])
    };
    let common = ["project:read", "project:read-open", "task:read"];
    let with = |more: &str| json!(common.iter().copied().chain([more]).collect::<Vec<_>>());
    let tokens = [
        (token(with("task:update"), true).await, 200),
        (token(with("task:update"), false).await, 403),
        (token(json!(null), true).await, 200),
    ];
    for statement in include_str!("../../../migrations/0081_scopes.sql").split(";\n") {
        if !statement.trim().is_empty() {
            raw.rows(statement).await.unwrap();
        }
    }
    for (at, (token, status)) in tokens.iter().enumerate() {
        let path = format!("/api/v1/organizations/{}/tasks/{task}", ada.organization);
        let request = world.request(Method::PATCH, &path).bearer_auth(token);
        let answer = ada.send(request.json(&json!({"estimateHours": at + 1}))).await;
        assert_eq!(answer.status, *status, "{at}: {:#}", answer.body);
    }
});

both!(a_refusal_says_whether_the_role_or_the_token_is_too_narrow, |world: World| async move {
    let ada = world.founder("Ada").await;
    let vic = ada.invite("Vic", "Viewer").await;
    let scopes = json!({"name": "script", "scopes": ["project:read", "project:read-open", "task:read:own"]});
    for (who, path, says) in [
        (&ada, "person-rates", "the scopes of this token do not allow rate:read"),
        (&ada, "labels", "the scopes of this token do not allow label:read"),
        (&vic, "person-rates", "your role Viewer does not allow rate:read; ask an Admin"),
    ] {
        let token = text(&who.post("/api/v1/me/tokens", scopes.clone()).await.expect(201)["token"]);
        let path = format!("/api/v1/organizations/{}/{path}", ada.organization);
        let answer = who.send(world.request(Method::GET, &path).bearer_auth(token)).await.problem(403, "forbidden");
        assert!(text(&answer["detail"]).starts_with(says), "{answer:#}");
    }
    let refused = vic.get("person-rates").await.problem(403, "forbidden");
    assert!(text(&refused["detail"]).starts_with("your role Viewer does not allow rate:read"), "{refused:#}");
});
