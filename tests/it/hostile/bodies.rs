//! Bodies that cannot be read, or are not what they say.

use guildhall_tests::{Answer, Person, World, both, text};
use reqwest::Method;
use serde_json::json;

async fn raw(who: &Person<'_>, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
    who.send(who.request(Method::POST, "labels").header("content-type", kind).body(body)).await
}

const JSON: &str = "application/json";

both!(what_cannot_be_read_is_400_and_changes_nothing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let before = ada.get("events?limit=200").await.expect(200);
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    for body in [
        b"".to_vec(),
        b"{".to_vec(),
        b"{\"name\": \"x\"".to_vec(),
        b"{\"name\": \"x\"} {}".to_vec(),
        b"{'name': 'x'}".to_vec(),
        b"{\"name\": \"x\",}".to_vec(),
        b"{\"name\": NaN}".to_vec(),
        b"\xef\xbb\xbf{\"name\": \"x\"}".to_vec(),
        b"{\"name\": \"\xff\xfe\"}".to_vec(),
        b"{\"name\": \"\xed\xa0\x80\"}".to_vec(),
        b"{\"name\": \"\\ud800\"}".to_vec(),
        b"{\"name\": \"\\udc00\\ud800\"}".to_vec(),
        b"{\"name\": \"a\x00b\"}".to_vec(),
        nested("[", "]").into_bytes(),
        nested("{\"a\":", "}").into_bytes(),
        format!("{{\"name\": {}", nested("[", "]")).into_bytes(),
        "[".repeat(100_000).into_bytes(),
    ] {
        let shown = String::from_utf8_lossy(&body).chars().take(40).collect::<String>();
        let answer = raw(&ada, JSON, body).await;
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!("malformed_json")), "{shown}");
        let size = answer.body.to_string().len();
        assert!(size < 1000, "{shown}: an answer of {size} bytes");
    }
    // UTF-16, as some tools send it, and a compressed body that nobody asked for.
    let wide: Vec<u8> = "{\"name\": \"x\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    raw(&ada, "application/json; charset=utf-16", wide).await.problem(400, "malformed_json");
    let packed = ada.request(Method::POST, "labels").header("content-type", JSON).header("content-encoding", "gzip");
    let answer = ada.send(packed.body(vec![0x1f, 0x8b, 8, 0, 0])).await;
    assert!(matches!(answer.status, 400 | 415), "{:#}", answer.body);
    assert_eq!(ada.get("events?limit=200").await.expect(200), before);
});

both!(what_can_be_read_but_is_no_label_is_422, |world: World| async move {
    let ada = world.founder("Ada").await;
    for body in ["null", "true", "7", "\"x\"", "[]", "[{\"name\": \"x\"}]"] {
        let problem = raw(&ada, JSON, body).await.problem(422, "type");
        assert_eq!(problem["errors"][0]["pointer"], "", "{body}");
    }
    let nul = raw(&ada, JSON, "{\"name\": \"a\\u0000b\"}").await.problem(422, "format");
    assert_eq!(nul["errors"][0]["pointer"], "/name");
    let deep = format!("{{\"name\": {}{}}}", "[".repeat(100), "]".repeat(100));
    raw(&ada, JSON, deep).await.problem(422, "type");
    raw(&ada, JSON, "{}").await.problem(422, "required");
    raw(&ada, JSON, "{\"name\": \" \\n\\t \"}").await.problem(422, "required");
    raw(&ada, JSON, format!("{{\"name\": \"{}\"}}", "x".repeat(101))).await.problem(422, "too_long");
    // An unknown field is named, however it is spelled, and shown shortened.
    let odd = json!({"name": "x", "Name": 1, "a/b~c": 1, "": 1, "__proto__": {}, "x".repeat(10_000): 1});
    let problem = ada.post("labels", odd).await.problem(422, "unknown_field");
    let pointers: Vec<String> = problem["errors"].as_array().unwrap().iter().map(|e| text(&e["pointer"])).collect();
    assert!(
        ["/Name", "/a~1b~0c", "/", "/__proto__"].iter().all(|p| pointers.contains(&(*p).to_owned())),
        "{pointers:?}"
    );
    assert!(ada.all("labels").await.is_empty());
});

both!(a_field_that_stands_twice_counts_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    // RFC 8259 leaves it open; the last one counts, and never half of each.
    let label = raw(&ada, JSON, "{\"name\": \"first\", \"name\": \"second\"}").await.expect(201);
    assert_eq!(label["name"], "second");
    raw(&ada, JSON, "{\"name\": 7, \"name\": \"fine\"}").await.expect(201);
    raw(&ada, JSON, "{\"name\": \"fine\", \"name\": 7}").await.problem(422, "type");
});

both!(another_media_type_or_method_is_refused, |world: World| async move {
    let ada = world.founder("Ada").await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json", "a", ""] {
        raw(&ada, kind, "{\"name\": \"x\"}").await.problem(415, "unsupported_media_type");
    }
    raw(&ada, "Application/JSON ; charset=utf-8", "{\"name\": \"x\"}").await.expect(201);
    for method in ["PUT", "TRACE", "OPTIONS", "BREW"] {
        let answer = ada.send(ada.request(method.parse().unwrap(), "labels")).await;
        assert_eq!((answer.status, &answer.body["code"]), (405, &json!("method_not_allowed")), "{method}");
        assert_eq!(answer.body["status"], 405, "{method}");
    }
    ada.get("nonsense").await.problem(404, "not_found");
    for id in
        ["x", "0123456789abcdef0123456", "0123456789abcdef012345678", "%00", "..%2f..", "0123456789abcdef0123456g"]
    {
        ada.get(&format!("labels/{id}")).await.problem(404, "not_found");
    }
});

both!(a_stale_revision_changes_nothing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Stale").await;
    let task = ada.task(&project, "t").await;
    ada.patch(&format!("tasks/{task}"), json!({"title": "new"})).await.expect(200);
    let stale = |method: Method, path: String| ada.request(method, &path).header("if-match", "\"1.0000000000000000\"");
    for request in [
        stale(Method::PATCH, format!("tasks/{task}")).json(&json!({"title": "lost"})),
        stale(Method::DELETE, format!("tasks/{task}")),
        stale(Method::POST, format!("tasks/{task}/move")).json(&json!({"parentId": null})),
    ] {
        ada.send(request).await.problem(412, "stale");
    }
    for tag in ["nonsense", "\"\"", "\"-\"", "\"99999999999999999999\"", "\"1e3\""] {
        let request = ada.request(Method::PATCH, &format!("tasks/{task}")).header("if-match", tag);
        ada.send(request.json(&json!({"title": "lost"}))).await.problem(400, "bad_if_match");
    }
    let kept = ada.get(&format!("tasks/{task}")).await.expect(200);
    assert_eq!((&kept["title"], &kept["revision"]), (&json!("new"), &json!(2)));
});
