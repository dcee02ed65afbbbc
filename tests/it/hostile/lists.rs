//! Queries that no page of ours sends: 400 that names what is wrong, or nothing found, never 500.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

both!(hostile_queries_are_refused_by_name, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Lists").await;
    ada.task(&project, "t").await;
    for query in [
        "limit=-1",
        "limit=1e2",
        "limit=201",
        "limit=99999999999999999999",
        "limit=",
        "limit=1;DROP TABLE tasks",
        "sort=",
        "sort=-",
        "sort=--createdAt",
        "sort=createdAt,createdAt",
        "sort=createdAt;",
        "sort=path",
        "sort=organization_id",
        "sort=createdAt,,title",
        "fields=",
        "fields=path",
        "fields=*",
        "populate=title",
        "populate=",
        "populate=a.b",
        "count=yes",
        "deleted=1",
        "title[]=x",
        "title[eq]=x",
        "title[$ne]=x",
        "title[contains=x",
        "[contains]=x",
        "=x",
        "path=00",
        "tokenHash=x",
        "organization_id=x",
        "dueDate=now",
        "dueDate[gt]=9999999999999",
        "estimateHours=1e999",
        "estimateHours=NaN",
        "milestone=2",
        "milestone[in]=true,2",
        "constraint=x",
        "customFields=x",
        "ancestors[in]=x",
        "rootsOnly=1",
        "id[exists]=maybe",
        "title[exists]=",
        "estimateHours[contains]=1",
        "__proto__=x",
        "deleted_at=null",
        "dueDate[gte]=2026-02-30",
        "dueDate[gte]=-292277022399-01-01T00:00:00Z",
        "cursor=",
        "cursor=%00",
        "cursor=AAAA",
    ] {
        let answer = ada.get(&format!("tasks?{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {:#}", answer.body);
        assert!(answer.body["code"].as_str().is_some_and(|code| code != "internal"), "{query}");
    }
    let long = format!("tasks?{}=1", "x".repeat(5_000));
    let answer = ada.get(&long).await.problem(400, "unknown_parameter");
    assert!(answer.to_string().len() < 500, "a name is shown shortened");
});

both!(odd_values_find_nothing_and_break_nothing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Lists").await;
    ada.task(&project, "t").await;
    let many = vec!["0123456789abcdef01234567"; 300].join(",");
    for query in [
        "title=%00",
        "title[contains]=%00",
        "title[in]=%00,x",
        "title=%27%20OR%201=1--",
        "title[contains]=%25",
        "title[contains]=_",
        "title[contains]=%5C",
        "title[contains]=%F0%9F%92%A9",
        "title[gt]=%F4%8F%BF%BF",
        "title=%FF%FE",
        "projectId=%00",
        "projectId[in]=",
        "projectId[in]=,,,",
        "projectId[gt]=ffffffffffffffffffffffff",
        "id=null",
        "title=null",
        "rank[lt]=",
        "priority[in]=",
        "dueDate[gt]=9999-01-01T00:00:00Z",
        "ancestors=x",
        "ancestors=ffffffffffffffffffffffff",
        "labels=x",
        "assignments.userId=x",
        "estimateHours[in]=1,2.5",
        "estimateHours=null&estimateHours[gt]=1",
    ] {
        let answer = ada.get(&format!("tasks?count=true&{query}")).await;
        let body = answer.expect(200);
        assert_eq!((&body["data"], &body["total"]), (&json!([]), &json!(0)), "{query}");
    }
    ada.get(&format!("tasks?projectId[in]={many}")).await.expect(200);
    for op in ["gte", "gt", "lte", "lt", "ne", "in", "contains", "exists"] {
        for field in ["id", "title", "dueDate", "milestone", "estimateHours", "projectId", "revision", "rank"] {
            for value in ["true", "1", "x", "0123456789abcdef01234567", "2026-01-01", "null", "", "-1", "%00"] {
                let answer = ada.get(&format!("tasks?{field}[{op}]={value}")).await;
                assert!(matches!(answer.status, 200 | 400), "{field}[{op}]={value}: {:#}", answer.body);
            }
        }
    }
});

/// The letters of base64url, as cursors use them.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letter = |bits: u32| char::from(LETTERS[bits as usize & 63]);
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        out.extend((0..=chunk.len()).map(|at| letter(bits >> (18 - 6 * at))));
    }
    out
}

both!(a_cursor_that_was_tampered_with_is_refused, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Cursors").await;
    for _ in 0..3 {
        ada.task(&project, "t").await;
    }
    let first = ada.get("tasks?limit=1&sort=rank").await.expect(200);
    let real = text(&first["nextCursor"]);
    ada.get(&format!("tasks?limit=1&sort=rank&cursor={real}")).await.expect(200);
    for (query, cursor) in [
        ("sort=-rank", real.clone()),
        ("sort=dueDate", real.clone()),
        ("", real.clone()),
        ("sort=rank", real[..real.len() - 3].to_owned()),
        ("sort=rank", format!("{real}AAAA")),
        ("sort=rank", real.to_lowercase()),
        ("sort=rank", base64(b"null")),
        ("sort=rank", base64(b"[\"rank,id\",[]]")),
        ("sort=rank", base64(b"[\"rank,id\",[7,7]]")),
        ("sort=rank", base64(b"[\"rank,id\",[\"a\",\"AAAA\"]]")),
        ("sort=rank", base64(b"[\"rank,id\",[\"a\\u0000\",\"AAAAAAAAAAAAAAAA\"]]")),
        ("sort=rank", base64(b"[\"rank,id\",[null,null]]")),
        ("sort=createdAt", base64(b"[\"createdAt,id\",[1e99,\"AAAAAAAAAAAAAAAA\"]]")),
        ("sort=createdAt", base64(b"[\"createdAt,id\",[99999999999999999999,\"AAAAAAAAAAAAAAAA\"]]")),
        ("sort=createdAt", base64(&[b"[\"createdAt,id\",".to_vec(), b"[".repeat(5_000)].concat())),
    ] {
        let answer = ada.get(&format!("tasks?{query}&cursor={cursor}")).await;
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!("bad_cursor")), "{query} {cursor}");
    }
    // A forged one that is well formed only begins somewhere else, in the caller's own list.
    let forged = base64(b"[\"createdAt,id\",[-9223372036854775808,\"AAAAAAAAAAAAAAAA\"]]");
    let page = ada.get(&format!("tasks?sort=createdAt&cursor={forged}")).await.expect(200);
    assert_eq!(page["data"].as_array().map(Vec::len), Some(3));
    assert_eq!(page["nextCursor"], Value::Null);
    for query in
        ["after=x", "after=-1", "after=99999999999999999999", "before=", "limit=0", "order=up", "objectId[in]=x"]
    {
        let answer = ada.get(&format!("events?{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {:#}", answer.body);
    }
});
