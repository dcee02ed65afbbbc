//! Making an account, signing in and out, and the slowing down of who guesses.

use guildhall_tests::{Answer, PASSWORD, Person, World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

/// A request as nobody.
async fn anonymous(who: &Person<'_>, path: &str, body: Value) -> Answer {
    who.send(who.world.request(Method::POST, path).json(&body)).await
}

const LOGIN: &str = "/api/v1/auth/login";
const REGISTER: &str = "/api/v1/auth/register";

both!(who_registers_is_the_admin_of_a_new_organization, |world: World| async move {
    let ada = world.founder("Ada").await;
    let me = ada.get("/api/v1/me").await.expect(200);
    assert_eq!((&me["name"], &me["memberships"][0]["role"]), (&json!("Ada"), &json!("Admin")));
    assert!(!me.to_string().contains("assword"), "{me:#}");
    let body = |email: &str| json!({"name": "Eve", "email": email, "password": PASSWORD, "organizationName": "Eve"});
    anonymous(&ada, REGISTER, body(&ada.email.to_uppercase())).await.problem(409, "taken");
    let wrong = json!({"name": " ", "email": "nobody", "password": "short", "organizationName": ""});
    let problem = anonymous(&ada, REGISTER, wrong).await.expect(422);
    let pointers: Vec<String> = problem["errors"].as_array().unwrap().iter().map(|e| text(&e["pointer"])).collect();
    assert_eq!(pointers, ["/name", "/email", "/password", "/organizationName"], "all faults at once");
    anonymous(&ada, REGISTER, body("eve@example.com")).await.expect(201);
});

both!(an_unknown_address_and_a_wrong_password_answer_alike, |world: World| async move {
    let ada = world.founder("Ada").await;
    let wrong = anonymous(&ada, LOGIN, json!({"email": ada.email, "password": "wrong password"})).await;
    let unknown = anonymous(&ada, LOGIN, json!({"email": "nobody@example.com", "password": "wrong password"})).await;
    let mangled = anonymous(&ada, LOGIN, json!({"email": "no address", "password": "wrong password"})).await;
    for answer in [&unknown, &mangled] {
        assert_eq!((answer.status, &answer.body), (wrong.status, &wrong.body));
        let mut names: Vec<_> = answer.headers.keys().map(|name| name.as_str()).collect();
        let mut others: Vec<_> = wrong.headers.keys().map(|name| name.as_str()).collect();
        names.sort_unstable();
        others.sort_unstable();
        assert_eq!(names, others);
    }
    wrong.problem(401, "unauthenticated");
    let right = json!({"email": format!(" {} ", ada.email.to_uppercase()), "password": PASSWORD});
    let entered = anonymous(&ada, LOGIN, right).await.expect(200);
    assert_eq!(entered["user"]["id"], json!(ada.id));
});

both!(guessing_is_slowed_down_also_for_an_address_that_is_nobodys, |world: World| async move {
    let ada = world.founder("Ada").await;
    for email in [ada.email.as_str(), "nobody@example.com"] {
        let mut refused = None;
        for _ in 0..12 {
            let answer = anonymous(&ada, LOGIN, json!({"email": email, "password": "wrong password"})).await;
            if answer.status == 429 {
                refused = Some(answer);
                break;
            }
            assert_eq!(answer.status, 401);
        }
        let refused = refused.unwrap_or_else(|| panic!("{email} can be guessed at for ever"));
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds >= 1));
        refused.problem(429, "too_many");
        // The right password waits as well, or the answer would tell it.
        anonymous(&ada, LOGIN, json!({"email": email, "password": PASSWORD})).await.problem(429, "too_many");
    }
});

both!(a_new_password_ends_every_session_and_token, |world: World| async move {
    let ada = world.founder("Ada").await;
    let second = anonymous(&ada, LOGIN, json!({"email": ada.email, "password": PASSWORD})).await.expect(200);
    let token = ada.post("/api/v1/me/tokens", json!({"name": "script"})).await.expect(201);
    let tokens = [ada.token.clone(), text(&second["token"]), text(&token["token"])];
    let change = |body: Value| ada.request(Method::PATCH, "/api/v1/me").json(&body);
    let new = "a new password";
    ada.send(change(json!({"password": new}))).await.problem(422, "required");
    ada.send(change(json!({"password": new, "currentPassword": "wrong password"}))).await.problem(422, "wrong");
    ada.send(change(json!({"password": "short", "currentPassword": PASSWORD}))).await.problem(422, "too_short");
    for token in &tokens {
        let me = world.request(Method::GET, "/api/v1/me").bearer_auth(token);
        ada.send(me).await.expect(200);
    }
    ada.send(change(json!({"password": new, "currentPassword": PASSWORD}))).await.expect(200);
    for token in &tokens {
        let me = world.request(Method::GET, "/api/v1/me").bearer_auth(token);
        ada.send(me).await.problem(401, "unauthenticated");
    }
    anonymous(&ada, LOGIN, json!({"email": ada.email, "password": PASSWORD})).await.problem(401, "unauthenticated");
    anonymous(&ada, LOGIN, json!({"email": ada.email, "password": new})).await.expect(200);
});
