//! The list grammar: pages, filters, sorting, fields, populate, tags.

use guildhall_tests::{World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

both!(every_row_appears_once_while_paging, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Pages").await;
    for n in 0..23 {
        let due = if n % 3 == 0 { Value::Null } else { json!(format!("2026-03-{:02}T09:00:00Z", n % 7 + 1)) };
        ada.make("tasks", json!({"projectId": project, "title": format!("t{n}"), "dueDate": due})).await;
    }
    for sort in [
        "createdAt",
        "-createdAt",
        "dueDate",
        "-dueDate",
        "-dueDate,createdAt",
        "dueDate,-createdAt",
        "rank",
        "title",
        "-updatedAt,title",
    ] {
        let mut seen: Vec<(Value, String)> = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = ada.get(&format!("tasks?limit=4&sort={sort}{cursor}")).await.expect(200);
            seen.extend(page["data"].as_array().unwrap().iter().map(|t| (t["dueDate"].clone(), text(&t["title"]))));
            let Some(next) = page["nextCursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let mut titles: Vec<_> = seen.iter().map(|(_, t)| t.clone()).collect();
        titles.sort();
        titles.dedup();
        assert_eq!((titles.len(), seen.len()), (23, 23), "{sort}");
        if let Some(rest) = sort.strip_prefix("-dueDate") {
            let dues: Vec<_> = seen.iter().map(|(d, _)| d.as_str().map(str::to_owned)).collect();
            assert!(dues.windows(2).all(|w| w[0] >= w[1]), "null is the smallest ({rest}): {dues:?}");
        }
    }
    ada.get("tasks?sort=description").await.problem(400, "bad_parameter");
    ada.get("tasks?cursor=nonsense").await.problem(400, "bad_cursor");
    ada.get("tasks?limit=0").await.problem(400, "bad_parameter");
    ada.get("tasks?nope=1").await.problem(400, "unknown_parameter");
});

both!(filters_find_what_they_name, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Filters").await;
    let other = ada.project("Other").await;
    ada.make("tasks", json!({"projectId": project, "title": "Alpha 50%", "priority": "high", "estimateHours": 3.5}))
        .await;
    ada.make("tasks", json!({"projectId": project, "title": "beta", "assigneeId": ada.id})).await;
    ada.make("tasks", json!({"projectId": other, "title": "gamma"})).await;
    for (query, count) in [
        (format!("projectId={project}"), 2),
        (format!("projectId[ne]={project}"), 1),
        (format!("projectId[in]={project},{other}"), 3),
        ("projectId=0123456789abcdef01234567".into(), 0),
        ("projectId=nonsense".into(), 0),
        ("priority=high".into(), 1),
        ("priority[in]=high,urgent".into(), 1),
        ("title[contains]=ALPHA".into(), 1),
        ("title[contains]=50%25".into(), 1),
        ("title[contains]=5_%25".into(), 0),
        (format!("assigneeId={}", ada.id), 1),
        (format!("assignments.userId={}", ada.id), 1),
        ("assigneeId[exists]=false".into(), 2),
        ("assigneeId=null".into(), 2),
        ("estimateHours[gte]=3.5".into(), 1),
        ("estimateHours[gt]=3.5".into(), 0),
        ("createdAt[gt]=2020-01-01".into(), 3),
        ("milestone=true".into(), 0),
    ] {
        let page = ada.get(&format!("tasks?count=true&{query}")).await.expect(200);
        assert_eq!(page["total"], count, "{query}");
        assert_eq!(page["data"].as_array().unwrap().len(), count, "{query}");
    }
    ada.get("tasks?estimateHours=x").await.problem(400, "bad_parameter");
    ada.get("tasks?title[like]=x").await.problem(400, "bad_parameter");
    let page = ada
        .get("tasks?assigneeId[exists]=true&populate=assigneeId,projectId&fields=title,assigneeId,projectId")
        .await
        .expect(200);
    let row = &page["data"][0];
    assert_eq!((&row["assigneeId"]["name"], &row["projectId"]["name"]), (&json!("Ada"), &json!("Filters")));
    assert!(row.get("status").is_none());
});

both!(tags_guard_against_lost_updates, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Tags").await;
    let path = format!("tasks/{}", ada.task(&project, "t").await);
    let first = ada.get(&path).await;
    let tag = first.header("etag");
    let same = ada.send(ada.request(Method::GET, &path).header("if-none-match", &tag)).await;
    assert_eq!(same.status, 304);
    let body = json!({"title": "new"});
    let request = |tag: &str| ada.request(Method::PATCH, &path).header("if-match", tag.to_owned()).json(&body);
    ada.send(request(&tag)).await.expect(200);
    let stale = ada.send(request(&tag)).await.problem(412, "stale");
    assert_eq!(stale["current"]["title"], "new");
    ada.send(request("\"2\"")).await.expect(200);
    let unchanged = ada.get(&path).await.expect(200);
    assert_eq!(unchanged["revision"], 2, "a change that changes nothing is none");
    let dry = ada
        .send(ada.request(Method::PATCH, &format!("{path}?dryRun=true")).json(&json!({"title": "dry"})))
        .await
        .expect(200);
    assert_eq!(dry["title"], "dry");
    assert_eq!(ada.get(&path).await.expect(200)["title"], "new");
});
