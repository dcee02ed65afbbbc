//! The browser's cookie, and tokens for scripts.

use guildhall_tests::{PASSWORD, Person, World, both, text};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

/// Signs in as a browser does; the cookie that it keeps.
async fn cookie(who: &Person<'_>) -> String {
    let body = json!({"email": who.email, "password": PASSWORD});
    let answer = who.send(who.world.request(Method::POST, "/api/v1/auth/login").json(&body)).await;
    let set = answer.header("set-cookie");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"), "{set}");
    answer.expect(200);
    set.split(';').next().unwrap().to_owned()
}

both!(a_cookie_alone_changes_nothing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let cookie = cookie(&ada).await;
    let path = format!("/api/v1/organizations/{}/labels", ada.organization);
    let by_cookie = |method: Method, path: &str| world.request(method, path).header("cookie", &cookie);
    let post = || by_cookie(Method::POST, &path).json(&json!({"name": "x"}));
    ada.send(by_cookie(Method::GET, &path)).await.expect(200);
    let session = ada.send(by_cookie(Method::GET, "/api/v1/auth/session")).await.expect(200);
    let csrf = text(&session["csrfToken"]);
    let host = world.url.strip_prefix("http://").unwrap().to_owned();
    let refused: Vec<RequestBuilder> = vec![
        post(),
        post().header("x-csrf-token", "guessed"),
        post().header("x-csrf-token", ""),
        post().header("origin", "https://evil.example"),
        post().header("origin", "null"),
        post().header("origin", format!("http://{host}.evil.example")),
        post().header("sec-fetch-site", "cross-site"),
        post().header("sec-fetch-site", "same-site"),
        post().header("sec-fetch-site", "cross-site").header("origin", format!("http://{host}")),
    ];
    for request in refused {
        ada.send(request).await.problem(403, "forbidden");
    }
    assert!(ada.all("labels").await.is_empty());
    ada.send(post().header("x-csrf-token", &csrf)).await.expect(201);
    ada.send(by_cookie(Method::POST, &path).header("origin", &world.url).json(&json!({"name": "y"}))).await.expect(201);
    // The token of another session is of no use, and a header that names nobody is not passed over.
    let other = world.founder("Eve").await;
    let theirs = other.get("/api/v1/auth/session").await.expect(200);
    ada.send(post().header("x-csrf-token", text(&theirs["csrfToken"]))).await.problem(403, "forbidden");
    ada.send(by_cookie(Method::GET, &path).header("authorization", "Basic x")).await.problem(401, "unauthenticated");
    ada.send(by_cookie(Method::POST, "/api/v1/auth/logout")).await.problem(403, "forbidden");
    let out = ada.send(by_cookie(Method::POST, "/api/v1/auth/logout").header("x-csrf-token", &csrf)).await;
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{out:?}");
    out.expect(204);
    ada.send(by_cookie(Method::GET, &path)).await.problem(401, "unauthenticated");
    ada.get("labels").await.expect(200);
});

both!(signing_out_ends_this_session_and_no_other, |world: World| async move {
    let ada = world.founder("Ada").await;
    let kept = cookie(&ada).await;
    ada.post("/api/v1/auth/logout", json!({})).await.expect(204);
    ada.get("/api/v1/me").await.problem(401, "unauthenticated");
    ada.send(world.request(Method::GET, "/api/v1/me").header("cookie", kept)).await.expect(200);
});

both!(a_token_reaches_as_far_as_its_scopes, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Scopes").await;
    let body = json!({"name": "reader", "scopes": ["task:read", "project:read", "project:read-open"]});
    let made = ada.post("/api/v1/me/tokens", body).await.expect(201);
    let secret = text(&made["token"]);
    assert!(secret.ends_with(&text(&made["last4"])));
    let script = Person { world: &world, token: secret.clone(), name: "script".into(), ..person(&ada) };
    assert_eq!(script.all("projects").await.len(), 1);
    script.post("tasks", json!({"projectId": project, "title": "t"})).await.problem(403, "forbidden");
    script.get("labels").await.problem(403, "forbidden");
    script.get("role-assignments").await.problem(403, "forbidden");
    script.post("/api/v1/organizations", json!({"name": "x"})).await.problem(403, "forbidden");
    script.patch("/api/v1/me", json!({"name": "x"})).await.problem(403, "forbidden");
    script.post("/api/v1/me/tokens", json!({"name": "x"})).await.problem(403, "forbidden");
    let list = ada.get("/api/v1/me/tokens").await.expect(200);
    assert!(!list.to_string().contains(&secret), "the secret is shown once");
    ada.post("/api/v1/me/tokens", json!({"name": "x", "scopes": ["task:fly"]})).await.problem(422, "one_of");
    ada.post("/api/v1/me/tokens", json!({"name": "x", "scopes": []})).await.problem(422, "required");
    let past = json!({"name": "x", "expiresAt": "2020-01-01T00:00:00Z"});
    ada.post("/api/v1/me/tokens", past).await.problem(422, "past");
    let eve = world.founder("Eve").await;
    let path = format!("/api/v1/me/tokens/{}", text(&made["id"]));
    eve.delete(&path).await.problem(404, "not_found");
    ada.delete(&path).await.expect(204);
    script.get("projects").await.problem(401, "unauthenticated");
});

both!(a_token_never_makes_up_for_a_right_that_is_missing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let vic = ada.invite("Vic", "Viewer").await;
    let made =
        vic.post("/api/v1/me/tokens", json!({"name": "x", "scopes": ["label:write", "label:read"]})).await.expect(201);
    let script = Person { token: text(&made["token"]), ..person(&vic) };
    script.get("labels").await.expect(200);
    script.post("labels", json!({"name": "x"})).await.problem(403, "forbidden");
});

/// The same person once more.
fn person<'w>(who: &Person<'w>) -> Person<'w> {
    let Person { world, name, email, token, id, organization } = who;
    let (name, email, token) = (name.clone(), email.clone(), token.clone());
    Person { world, name, email, token, id: id.clone(), organization: organization.clone() }
}
