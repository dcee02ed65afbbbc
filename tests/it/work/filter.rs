//! The filter language, custom fields in lists, and populate over several levels.

use guildhall_tests::{Person, World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

/// The titles that a filter finds.
async fn found(who: &Person<'_>, filter: &str) -> Vec<String> {
    let request = who.request(Method::GET, "tasks").query(&[("filter", filter), ("sort", "title")]);
    let page = who.send(request).await.expect(200);
    page["data"].as_array().unwrap().iter().map(|task| text(&task["title"])).collect()
}

async fn define(who: &Person<'_>, name: &str, kind: &str) -> String {
    who.make("field-definitions", json!({"name": name, "type": kind})).await
}

both!(a_filter_that_cannot_be_read_says_where_and_what_would_be_right, |world: World| async move {
    let ada = world.founder("Ada").await;
    define(&ada, "Effort", "number").await;
    for (filter, position, found, expected) in [
        ("status = done AND", 17, "the end", "a field"),
        ("colour = red", 0, "`colour`", "a field of Task"),
        ("status = done OR childCount > 1", 17, "`childCount`", "can be filtered"),
        ("estimateHours > many", 16, "`many`", "a number"),
        ("dueDate < someday", 10, "`someday`", "startOfWeek"),
        ("dueDate < -7q", 10, "`-7q`", "h, d, w, mo or y"),
        ("dueDate < startOfTime()", 10, "`startOfTime()`", "startOfWeek"),
        ("priority = hihg", 11, "`hihg`", "low, normal, high, urgent"),
        ("assigneeId = bob", 13, "`bob`", "or me"),
        ("milestone > true", 12, "`true`", "no order"),
        ("projectId ~ a", 12, "`a`", "only texts"),
        ("\"Cost\" = 1", 0, "`Cost`", "custom field"),
        ("\"Effort\" = x", 11, "`x`", "a number"),
        ("customFields.0123456789abcdef01234567 = 1", 0, "`customFields.0123456789abcdef01234567`", "custom field"),
        ("title = today()", 8, "`today()`", "only dates"),
        ("dueDate WAS today", 0, "`dueDate`", "past"),
        ("projectId CHANGED", 0, "`projectId`", "past"),
        ("labels WAS red", 0, "`labels`", "past"),
        ("dueDate CHANGED TO today", 19, "`today`", "AFTER"),
        ("status CHANGED AFTER x", 21, "`x`", "startOfWeek"),
        ("estimateHours > null", 16, "`null`", "IS EMPTY"),
    ] {
        let request = ada.request(Method::GET, "tasks").query(&[("filter", filter)]);
        let problem = ada.send(request).await.problem(400, "bad_filter");
        assert_eq!((&problem["position"], &problem["found"]), (&json!(position), &json!(found)), "{filter}");
        assert!(text(&problem["expected"]).contains(expected), "{filter}: {}", problem["expected"]);
    }
    let request = ada.request(Method::GET, "labels").query(&[("filter", "name WAS x")]);
    ada.send(request).await.problem(400, "bad_filter");
});

both!(people_labels_dates_and_named_fields, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project = ada.project("One").await;
    let label = ada.make("labels", json!({"name": "in review"})).await;
    let effort = define(&ada, "Effort points", "number").await;
    let now = ada.get(&format!("projects/{project}")).await.expect(200)["createdAt"].clone();
    let make = |title: &str, more: Value| {
        let mut body = json!({"projectId": project, "title": title});
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        ada.make("tasks", body)
    };
    let values = json!([{"fieldId": effort, "value": 8}]);
    make("a", json!({"assigneeId": ada.id, "labels": [label], "customFields": values, "dueDate": now})).await;
    make("b", json!({"assigneeId": bob.id, "dueDate": "2020-01-01T00:00:00Z"})).await;
    make("c", json!({"dueDate": "2099-01-01T00:00:00Z"})).await;
    for (filter, titles) in [
        ("assigneeId = me", vec!["a"]),
        ("assigneeId != me", vec!["b", "c"]),
        ("labels = \"in review\"", vec!["a"]),
        ("NOT labels = \"in review\" and not assigneeId = ME", vec!["b", "c"]),
        ("labels IN (\"in review\", null)", vec!["a", "b", "c"]),
        ("\"Effort points\" >= 5", vec!["a"]),
        ("\"Effort points\" IS EMPTY", vec!["b", "c"]),
        ("dueDate < yesterday", vec!["b"]),
        ("dueDate > tomorrow OR dueDate < -1y", vec!["b", "c"]),
        ("dueDate >= startOfDay(-1d) AND dueDate <= endOfYear(+1y)", vec!["a"]),
        ("dueDate >= startOfWeek(-1w) AND dueDate < now+2d", vec!["a"]),
        ("createdAt > -1h AND createdAt <= today", vec!["a", "b", "c"]),
        ("createdAt < today-1d OR createdAt > today+1d", vec![]),
        ("title IN (a, c) AND (title = 'a' OR title ~ \"C\")", vec!["a", "c"]),
    ] {
        assert_eq!(found(&ada, filter).await, titles, "{filter}");
    }
    assert_eq!(found(&bob, "assigneeId = me").await, ["b"]);
    let projects = ada.request(Method::GET, "projects").query(&[("filter", "memberIds IS EMPTY AND ownerId = me")]);
    assert_eq!(ada.send(projects).await.expect(200)["data"].as_array().map(Vec::len), Some(1));
    // The largest filter that is taken reaches the database and comes back.
    let deep = format!("{}title = a{}", "NOT (".repeat(25), ")".repeat(25));
    assert_eq!(found(&ada, &deep).await, ["b", "c"]);
    let mixed = (0..49).fold("title = a".to_owned(), |inner, n| {
        format!("({inner}) {} title = b", if n % 2 == 0 { "AND" } else { "OR" })
    });
    assert_eq!(found(&ada, &mixed).await, ["b"]);
    for list in [vec!["true"; 200].join(","), vec!["null"; 200].join(",")] {
        assert_eq!(found(&ada, &format!("NOT milestone IN ({list}) AND title = a")).await, ["a"]);
    }
    let days = format!("dueDate IN ({}, today)", vec!["2031-01-01"; 199].join(","));
    assert_eq!(found(&ada, &days).await, ["a"]);
    let wide = vec!["assigneeId WAS me"; 100].join(" OR ");
    assert_eq!(found(&ada, &wide).await, ["a"]);
    assert_eq!(found(&ada, &vec!["\"Effort points\" = 8"; 100].join(" AND ")).await, ["a"]);
});

both!(the_past_of_a_task_is_known, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project = ada.project("One").await;
    let (a, _b) = (ada.task(&project, "a").await, ada.task(&project, "b").await);
    let path = format!("tasks/{a}");
    // A text that looks like an entry of the log is none.
    ada.patch(&path, json!({"description": "\"status\":\"cancelled\""})).await.expect(200);
    ada.patch(&path, json!({"status": "done", "assigneeId": bob.id})).await.expect(200);
    ada.patch(&path, json!({"status": "todo", "assigneeId": null, "priority": "high"})).await.expect(200);
    for (filter, titles) in [
        ("status WAS done", vec!["a"]),
        ("status WAS NOT done", vec!["b"]),
        ("status WAS IN (done, todo)", vec!["a", "b"]),
        ("status WAS cancelled", vec![]),
        ("status WAS DONE", vec![]),
        ("priority WAS normal", vec!["a", "b"]),
        ("priority WAS high", vec!["a"]),
        ("assigneeId WAS me", vec![]),
        ("assigneeId WAS null", vec!["a", "b"]),
        ("status CHANGED", vec!["a"]),
        ("NOT status CHANGED", vec!["b"]),
        ("status CHANGED FROM done TO todo", vec!["a"]),
        ("status CHANGED FROM review TO done", vec![]),
        ("status CHANGED TO done AFTER -1h BEFORE +1h", vec!["a"]),
        ("status CHANGED DURING (yesterday, tomorrow)", vec!["a"]),
        ("status CHANGED BEFORE -1h", vec![]),
        ("description CHANGED AND dueDate CHANGED", vec![]),
    ] {
        assert_eq!(found(&ada, filter).await, titles, "{filter}");
    }
    assert_eq!(found(&bob, "assigneeId WAS me").await, ["a"]);
    ada.patch(&format!("projects/{project}"), json!({"visibility": "private"})).await.expect(200);
    assert_eq!(found(&bob, "assigneeId WAS me OR status CHANGED").await, Vec::<String>::new());
});

both!(what_is_hidden_is_unknown_to_filters, |world: World| async move {
    let ada = world.founder("Ada").await;
    let editor = ada.invite("Ed", "Editor").await;
    let (open, closed) = (ada.project("Open").await, ada.project("Closed").await);
    let secret = ada.make("field-definitions", json!({"name": "S", "type": "number", "projectId": closed})).await;
    let (task, hidden) = (ada.task(&open, "open").await, ada.task(&closed, "closed").await);
    ada.patch(&format!("tasks/{task}"), json!({"dependsOn": [hidden]})).await.expect(200);
    ada.patch(&format!("projects/{closed}"), json!({"visibility": "private"})).await.expect(200);
    assert_eq!(found(&ada, &format!("dependsOn = {hidden}")).await, ["open"]);
    assert_eq!(found(&editor, &format!("dependsOn = {hidden}")).await, Vec::<String>::new());
    assert_eq!(found(&editor, "dependsOn IS EMPTY").await, ["open"]);
    ada.get(&format!("tasks?customFields.{secret}=1")).await.expect(200);
    for query in [
        format!("customFields.{secret}=1"),
        "customFields.0123456789abcdef01234567=1".into(),
        format!("sort=customFields.{secret}"),
        "customFields.x=1".into(),
    ] {
        editor.get(&format!("tasks?{query}")).await.problem(400, "unknown_field");
    }
    for filter in ["\"S\" = 1".to_owned(), format!("customFields.{secret} = 1")] {
        editor.send(editor.request(Method::GET, "tasks").query(&[("filter", filter)])).await.problem(400, "bad_filter");
    }
    ada.get(&format!("labels?customFields.{secret}=1")).await.problem(400, "unknown_parameter");
});

both!(lists_are_filtered_and_sorted_by_custom_fields, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("One").await;
    let (number, date) = (define(&ada, "n", "number").await, define(&ada, "d", "date").await);
    let (length, person) = (define(&ada, "l", "duration").await, define(&ada, "p", "user").await);
    for n in 0..11 {
        let mut values = vec![json!({"fieldId": date, "value": format!("2026-03-{:02}", 20 - n)})];
        if n % 3 != 0 {
            values.push(json!({"fieldId": number, "value": (n * 4) % 7}));
            values.push(json!({"fieldId": length, "value": format!("{n}h")}));
        }
        let body = json!({"projectId": project, "title": format!("{n:02}"), "customFields": values});
        ada.make("tasks", body).await;
    }
    for (sort, wanted) in [
        (format!("customFields.{number},title"), "00 03 06 09 07 02 04 01 08 10 05"),
        (format!("-customFields.{number},title"), "05 10 01 08 04 02 07 00 03 06 09"),
        (format!("customFields.{date}"), "10 09 08 07 06 05 04 03 02 01 00"),
        (format!("-customFields.{length},-title"), "10 08 07 05 04 02 01 09 06 03 00"),
    ] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = ada.get(&format!("tasks?limit=2&sort={sort}{cursor}")).await.expect(200);
            seen.extend(page["data"].as_array().unwrap().iter().map(|task| text(&task["title"])));
            let Some(next) = page["nextCursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen.join(" "), wanted, "{sort}");
    }
    ada.get(&format!("tasks?sort=customFields.{person}")).await.problem(400, "bad_parameter");
    for (query, count) in [
        (format!("customFields.{number}=4"), 2),
        (format!("customFields.{number}[in]=4,1"), 3),
        (format!("customFields.{number}[ne]=4"), 9),
        (format!("customFields.{number}[exists]=false"), 4),
        (format!("customFields.{number}=null"), 4),
        (format!("customFields.{length}[gte]=1d"), 2),
        (format!("customFields.{date}[lt]=2026-03-12"), 2),
    ] {
        let page = ada.get(&format!("tasks?count=true&{query}")).await.expect(200);
        assert_eq!(page["total"], count, "{query}");
    }
    ada.get(&format!("tasks?customFields.{number}=x")).await.problem(400, "bad_parameter");
    ada.get(&format!("tasks?customFields.{number}[contains]=1")).await.problem(400, "bad_parameter");
});

both!(populate_goes_several_levels_deep_as_far_as_the_caller_sees, |world: World| async move {
    let ada = world.founder("Ada").await;
    let viewer = ada.invite("Vic", "Viewer").await;
    let (project, closed) = (ada.project("One").await, ada.project("Closed").await);
    ada.patch(&format!("projects/{project}"), json!({"memberIds": [ada.id, viewer.id]})).await.expect(200);
    let parent = ada.task(&project, "parent").await;
    let child = json!({"projectId": project, "parentId": parent, "title": "child", "assigneeId": ada.id});
    let child = ada.make("tasks", child).await;
    ada.make("comments", json!({"task": child, "content": "c"})).await;
    let query =
        "populate=projectId.ownerId,projectId.memberIds,parentId.projectId,parentId.createdBy,assigneeId,createdBy";
    let task = viewer.get(&format!("tasks/{child}?{query}")).await.expect(200);
    assert_eq!(task["projectId"]["ownerId"]["name"], "Ada");
    let names = |list: &Value| list.as_array().unwrap().iter().map(|m| text(&m["name"])).collect::<Vec<_>>();
    assert_eq!(names(&task["projectId"]["memberIds"]).len(), 2);
    assert_eq!(task["parentId"]["projectId"]["ownerId"], json!(ada.id), "each path says for itself how deep it goes");
    assert_eq!((&task["parentId"]["createdBy"]["name"], &task["assigneeId"]["name"]), (&json!("Ada"), &json!("Ada")));
    let comments = viewer.get("comments?populate=task.projectId.ownerId,user").await.expect(200);
    assert_eq!(comments["data"][0]["task"]["projectId"]["ownerId"]["id"], json!(ada.id));
    let calendar = json!({"name": "c", "week": {"mon": [["08:00", "12:00"]]}});
    let calendar = ada.make("calendars", calendar).await;
    ada.patch(&format!("projects/{project}"), json!({"calendarId": calendar})).await.expect(200);
    let task = viewer.get(&format!("tasks/{child}?populate=projectId.calendarId")).await.expect(200);
    assert_eq!(task["projectId"]["calendarId"]["name"], "c");
    let field = json!({"name": "f", "type": "text", "projectId": closed});
    ada.make("field-definitions", field).await;
    ada.patch(&format!("projects/{closed}"), json!({"visibility": "private"})).await.expect(200);
    assert_eq!(viewer.get("field-definitions?populate=projectId.ownerId").await.expect(200)["data"], json!([]));
    for path in ["title", "projectId.name", "projectId.", "nope", "projectId.ownerId.x", "a.b.c.d.e", ""] {
        assert_eq!(ada.get(&format!("tasks?populate={path}")).await.status, 400, "{path}");
    }
    ada.get(&format!("tasks?populate={}", vec!["projectId"; 41].join(","))).await.problem(400, "bad_parameter");
});

both!(choices_compare_in_their_order, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("One").await;
    for priority in ["high", "low", "normal", "urgent"] {
        ada.make("tasks", json!({"projectId": project, "title": priority, "priority": priority})).await;
    }
    for (sign, name, titles) in [
        (">", "gt", vec!["high", "urgent"]),
        (">=", "gte", vec!["high", "normal", "urgent"]),
        ("<", "lt", vec!["low"]),
        ("<=", "lte", vec!["low", "normal"]),
    ] {
        assert_eq!(found(&ada, &format!("priority {sign} normal")).await, titles, "{sign}");
        let page = ada.get(&format!("tasks?sort=title&priority[{name}]=normal")).await.expect(200);
        let listed: Vec<String> = page["data"].as_array().unwrap().iter().map(|task| text(&task["title"])).collect();
        assert_eq!(listed, titles, "{name}");
    }
    assert_eq!(found(&ada, "priority > urgent").await, Vec::<String>::new());
});

both!(words_are_found_however_they_are_capitalised, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Words").await;
    for title in ["ÄPFEL und Straße", "ПРИВЕТ мир", "ΣΊΣΥΦΟΣ", "Crème brûlée"] {
        ada.task(&project, title).await;
    }
    for (words, title) in [
        ("äpfel", "ÄPFEL und Straße"),
        ("STRASSE", "ÄPFEL und Straße"),
        ("привет", "ПРИВЕТ мир"),
        ("σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("CRÈME", "Crème brûlée"),
    ] {
        assert_eq!(found(&ada, &format!("title ~ \"{words}\"")).await, [title], "{words}");
    }
    assert_eq!(found(&ada, "title !~ \"äpfel\"").await.len(), 3);
    assert_eq!(ada.all("tasks?title[contains]=%D0%9C%D0%98%D0%A0").await.len(), 1);
});

both!(the_past_of_a_field_is_not_that_of_another_one_inside_a_value, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Past").await;
    let field = define(&ada, "Budget", "money").await;
    let task = ada.task(&project, "t").await;
    for amount in [5, 6] {
        let value = json!([{"fieldId": field, "value": {"amount": amount, "currency": "USD"}}]);
        ada.patch(&format!("tasks/{task}"), json!({"customFields": value})).await.expect(200);
    }
    for filter in ["currency WAS USD", "currency CHANGED", "currency CHANGED FROM USD"] {
        assert!(found(&ada, filter).await.is_empty(), "{filter}");
    }
    ada.patch(&format!("tasks/{task}"), json!({"estimateCost": 1, "currency": "USD"})).await.expect(200);
    ada.patch(&format!("tasks/{task}"), json!({"estimateCost": 1, "currency": "CHF"})).await.expect(200);
    for filter in ["currency WAS USD", "currency CHANGED FROM USD TO CHF", "blockedReason WAS null"] {
        assert_eq!(found(&ada, filter).await, ["t"], "{filter}");
    }
});
