//! Tokens from before estimates had a permission of their own.

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
