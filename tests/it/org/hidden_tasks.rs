//! Who reads its own tasks alone does not learn of others by what refers to them: not above its tasks, not in files,
//! expenses, charts, suggestions and the log, and not by asking for them.

use guildhall_tests::{Person, World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

const HELD: [&str; 12] = [
    "project:read",
    "project:read-open",
    "task:read:own",
    "event:read",
    "member:read",
    "expense:read",
    "file:read",
    "baseline:read",
    "suggestion:read",
    "suggestion:create",
    "task:create",
    "task:update:own",
];

/// Bob, who reads his own tasks alone.
async fn bob<'w>(ada: &'w Person<'_>) -> Person<'w> {
    ada.make("roles", json!({"name": "Narrow", "permissions": HELD})).await;
    ada.invite("Bob", "Narrow").await
}

fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(|row| text(&row["id"])).collect()
}

/// What a filter in words finds.
async fn by_words(who: &Person<'_>, path: &str, words: &str) -> Vec<String> {
    let request = who.request(Method::GET, path).query(&[("filter", words)]);
    ids(&who.send(request).await.expect(200))
}

async fn last_seq(ada: &Person<'_>) -> Value {
    ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone()
}

both!(a_task_below_a_hidden_one_shows_as_a_root, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = bob(&ada).await;
    let project = ada.project("Here").await;
    let below = |parent: &str, title: &str| json!({"projectId": project, "parentId": parent, "title": title});
    let top = ada.task(&project, "Top").await;
    let middle = ada.make("tasks", below(&top, "Middle")).await;
    let mine = ada.make("tasks", below(&middle, "Mine")).await;
    ada.patch(&format!("tasks/{mine}"), json!({"assigneeId": bob.id})).await.expect(200);
    let made = bob.post("tasks", below(&mine, "Made")).await.expect(201);
    let part = text(&made["id"]);
    assert_eq!((&made["parentId"], &made["ancestors"]), (&json!(mine), &json!([mine])));
    let seq = last_seq(&ada).await;
    let (path, own) = (format!("tasks/{mine}"), [mine.clone(), part.clone()]);
    let seen = bob.get(&path).await.expect(200);
    assert_eq!((&seen["parentId"], &seen["ancestors"], &seen["childCount"]), (&Value::Null, &json!([]), &json!(1)));
    assert_eq!(ada.get(&path).await.expect(200)["ancestors"], json!([top, middle]));
    assert_eq!(ada.get(&format!("tasks/{part}")).await.expect(200)["ancestors"], json!([top, middle, mine]));
    for query in ["tasks", "tasks?populate=parentId", "search?q=mine", "events?after=0&limit=200"] {
        let answer = bob.get(query).await.expect(200).to_string();
        assert!(answer.contains(&mine) && !answer.contains(&middle) && !answer.contains(&top), "{query}: {answer}");
    }
    for (query, words, finds) in [
        (format!("parentId={middle}"), format!("parentId = {middle}"), &own[..0]),
        (format!("parentId[in]={middle},{mine}"), format!("parentId IN ({middle}, {mine})"), &own[1..]),
        (format!("parentId[ne]={middle}"), format!("parentId != {middle}"), &own[..]),
        ("parentId[exists]=true".into(), "parentId IS NOT EMPTY".into(), &own[1..]),
        ("parentId[exists]=false".into(), "NOT parentId IS NOT EMPTY".into(), &own[..1]),
        ("parentId=null".into(), "parentId = null".into(), &own[..1]),
        ("rootsOnly=true".into(), "parentId IS EMPTY".into(), &own[..1]),
        (format!("ancestors={mine}"), format!("parentId = {mine}"), &own[1..]),
        (format!("ancestors={middle}"), format!("parentId = {top}"), &own[..0]),
    ] {
        assert_eq!(ids(&bob.get(&format!("tasks?{query}")).await.expect(200)), finds, "{query}");
        assert_eq!(by_words(&bob, "tasks", &words).await, finds, "{words}");
    }
    assert_eq!(ids(&ada.get(&format!("tasks?parentId={middle}")).await.expect(200)), std::slice::from_ref(&mine));
    assert_eq!(ids(&ada.get(&format!("tasks?ancestors={middle}")).await.expect(200)), own);
    let then = bob.get(&format!("{path}?as_of={seq}")).await.expect(200);
    assert_eq!((&then["parentId"], &then["ancestors"]), (&Value::Null, &json!([])));
    assert_eq!(ids(&bob.get(&format!("tasks?as_of={seq}&parentId={middle}")).await.expect(200)), Vec::<String>::new());
    // Where it stands is kept, and what moves beside it tells no more.
    let moved = bob.post(&format!("{path}/move"), json!({})).await.expect(200);
    assert_eq!((&moved["task"]["parentId"], &moved["task"]["ancestors"]), (&Value::Null, &json!([])));
    let changed = bob.patch(&path, json!({"title": "Mine too"})).await.expect(200);
    assert_eq!(changed["ancestors"], json!([]));
    assert_eq!(ada.get(&path).await.expect(200)["parentId"], json!(middle));
});

both!(what_hangs_on_a_hidden_task_does_not_tell_which, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = bob(&ada).await;
    let project = ada.project("Here").await;
    let hidden = ada.task(&project, "Hidden").await;
    let mine = json!({"projectId": project, "title": "Mine", "assigneeId": bob.id, "dependsOn": [hidden]});
    let mine = ada.make("tasks", mine).await;
    let mut made: Vec<[String; 2]> = Vec::new();
    for task in [&hidden, &mine] {
        let expense = json!({"taskId": task, "amount": 3, "description": "Zebra"});
        let file = ada.upload("files", &[("taskId", task.as_str())], "zebra.txt", "x").await.expect(201);
        made.push([ada.make("expenses", expense).await, text(&file["id"])]);
    }
    let seq = last_seq(&ada).await;
    for (at, path) in ["expenses", "files"].into_iter().enumerate() {
        let (of_hidden, of_mine) = (made[0][at].clone(), made[1][at].clone());
        let both = [of_hidden.clone(), of_mine.clone()];
        for (id, task) in [(&of_hidden, Value::Null), (&of_mine, json!(mine))] {
            assert_eq!(bob.get(&format!("{path}/{id}")).await.expect(200)["taskId"], task);
            assert_eq!(bob.get(&format!("{path}/{id}?as_of={seq}")).await.expect(200)["taskId"], task);
        }
        for (query, words, finds) in [
            (format!("taskId={hidden}"), format!("taskId = {hidden}"), &both[..0]),
            (format!("taskId[in]={hidden},{mine}"), format!("taskId IN ({hidden}, {mine})"), &both[1..]),
            (format!("taskId={mine}"), "taskId IS NOT EMPTY".into(), &both[1..]),
            ("taskId[exists]=true".into(), format!("taskId = {mine}"), &both[1..]),
            ("taskId[exists]=false".into(), "taskId IS EMPTY".into(), &both[..1]),
            (format!("taskId[ne]={hidden}"), format!("NOT taskId = {hidden}"), &both[..]),
        ] {
            assert_eq!(ids(&bob.get(&format!("{path}?{query}")).await.expect(200)), finds, "{path} {query}");
            assert_eq!(by_words(&bob, path, &words).await, finds, "{path} {words}");
        }
        assert_eq!(ids(&ada.get(&format!("{path}?taskId={hidden}")).await.expect(200)), both[..1]);
        let past = bob.get(&format!("{path}?as_of={seq}&taskId={hidden}")).await.expect(200);
        assert_eq!(ids(&past), Vec::<String>::new());
    }
    for (query, words) in [
        (format!("dependsOn={hidden}"), format!("dependsOn = {hidden}")),
        ("dependsOn[exists]=true".into(), "dependsOn IS NOT EMPTY".into()),
    ] {
        assert_eq!(ids(&bob.get(&format!("tasks?{query}")).await.expect(200)), Vec::<String>::new(), "{query}");
        assert_eq!(by_words(&bob, "tasks", &words).await, Vec::<String>::new(), "{words}");
        assert_eq!(ids(&ada.get(&format!("tasks?{query}")).await.expect(200)), std::slice::from_ref(&mine));
    }
    let found = bob.get("search?q=zebra").await.expect(200);
    let of =
        |id: &str| found["data"].as_array().unwrap().iter().find(|hit| hit["id"] == *id).unwrap()["taskId"].clone();
    assert_eq!(
        made.iter().flatten().map(|id| of(id)).collect::<Vec<_>>(),
        [Value::Null, Value::Null, json!(mine), json!(mine)]
    );
    assert!(!found.to_string().contains(&hidden), "{found:#}");
    let log =
        async |who: &Person<'_>, query: &str| who.get(&format!("events?after=0&limit=200&{query}")).await.expect(200);
    let all = log(&bob, "").await;
    assert!(all.to_string().contains(&made[0][0]) && !all.to_string().contains(&hidden), "{all:#}");
    for more in ["", "&model=Expense", "&model=File", "&model=Task"] {
        let of_hidden = log(&bob, &format!("taskId={hidden}{more}")).await;
        assert_eq!(of_hidden["data"], json!([]), "{more}");
        let count = |log: Value| log["data"].as_array().unwrap().len();
        let of_mine = format!("taskId={mine}{more}");
        assert_eq!(count(log(&bob, &of_mine).await), count(log(&ada, &of_mine).await), "{more}");
    }
});

both!(a_suggestion_names_no_hidden_task, |world: World| async move {
    let ada = world.founder("Ada").await;
    let held = HELD.into_iter().chain(["project:read-all"]).collect::<Vec<_>>();
    ada.make("roles", json!({"name": "Wide", "permissions": held})).await;
    let (bob, eve) = (bob(&ada).await, ada.invite("Eve", "Wide").await);
    let project = ada.project("Here").await;
    let hidden = ada.task(&project, "Hidden").await;
    for who in [&bob, &eve] {
        let mine = json!({"projectId": project, "title": "Mine", "assigneeId": who.id});
        let mine = ada.make("tasks", mine).await;
        let body = json!({"taskId": mine, "type": "summary", "content": "Short", "evidence": [hidden, mine]});
        let path = format!("ai-suggestions/{}", ada.make("ai-suggestions", body).await);
        assert_eq!(who.get(&path).await.expect(200)["evidence"], json!([mine]), "{}", who.name);
        assert_eq!(ada.get(&path).await.expect(200)["evidence"], json!([hidden, mine]));
        let named = json!([{"taskId": hidden, "similarity": 0.5}]).to_string();
        let named = ada.make("ai-suggestions", json!({"taskId": mine, "type": "duplicates", "content": named})).await;
        assert_eq!(who.get(&format!("ai-suggestions/{named}")).await.expect(200)["content"], "[]");
        for query in [format!("content[contains]={}", &hidden[..4]), format!("filter=content ~ \"{}\"", &hidden[..4])] {
            let listed =
                async |who: &Person<'_>| who.all(&format!("ai-suggestions?id[in]={named}&{query}")).await.len();
            assert_eq!((listed(&ada).await, listed(who).await), (1, 0), "{} {query}", who.name);
        }
    }
});

both!(a_chart_shows_no_parts_that_the_reader_does_not_see, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = bob(&ada).await;
    let project = ada.make("projects", json!({"name": "Here", "startDate": "2027-01-04"})).await;
    let task = |more: Value| {
        let mut body = json!({"projectId": project, "title": "Hidden"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let bound = json!({"type": "SNET", "date": "2027-01-06T08:00:00Z"});
    let top = ada.make("tasks", task(json!({"constraint": bound}))).await;
    let mine = json!({"parentId": top, "title": "Mine", "assigneeId": bob.id});
    let mine = ada.make("tasks", task(mine)).await;
    let child = ada.make("tasks", task(json!({"parentId": mine, "duration": 3}))).await;
    let whole = json!({"title": "Whole", "assigneeId": bob.id});
    let whole = ada.make("tasks", task(whole)).await;
    let part = json!({"parentId": whole, "title": "Part", "assigneeId": bob.id, "duration": 1});
    let part = ada.make("tasks", task(part)).await;
    let deep = ada.make("tasks", task(json!({"parentId": part, "duration": 1}))).await;
    let deeper = json!({"parentId": deep, "title": "Deeper", "assigneeId": bob.id, "duration": 1});
    let deeper = ada.make("tasks", task(deeper)).await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let schedule = bob.get(&format!("projects/{project}/schedule")).await.expect(200);
    let of = |id: &str| schedule["tasks"].as_array().unwrap().iter().find(|one| one["taskId"] == *id).unwrap().clone();
    let summaries = [&mine, &whole, &part, &deeper].map(|id| of(id)["summary"].clone());
    assert_eq!(summaries, [json!(false), json!(true), json!(false), json!(false)]);
    assert_eq!(
        (&of(&mine)["drivenBy"]["kind"], &of(&mine)["startDate"]),
        (&json!("hidden"), &json!("2027-01-06T08:00:00.000Z"))
    );
    assert_eq!((&of(&whole)["drivenBy"]["kind"], &of(&part)["drivenBy"]["kind"]), (&json!("child"), &json!("hidden")));
    let told = schedule.to_string();
    for id in [&mine, &part, &deeper] {
        let words = of(id).to_string();
        assert!(!words.contains("below it") && !words.contains("above it") && !words.contains("\"date\""), "{words}");
    }
    for id in [&top, &child, &deep] {
        assert!(!told.contains(id.as_str()), "{told}");
    }
    let chart = bob.get(&format!("projects/{project}/gantt?limit=100")).await.expect(200);
    let tasks = &chart["tasks"];
    assert_eq!(tasks["id"].as_array().unwrap().len(), 4);
    for (id, kind, parent, level) in
        [(&mine, 0, None, 0), (&whole, 1, None, 0), (&part, 0, Some(&whole), 1), (&deeper, 0, None, 0)]
    {
        let place = |id: &str| tasks["id"].as_array().unwrap().iter().position(|one| one == id).unwrap();
        let at = place(id);
        let parent = parent.map_or(json!(-1), |parent| json!(place(parent)));
        assert_eq!(
            (&tasks["kind"][at], &tasks["parent"][at], &chart["rows"]["level"][at]),
            (&json!(kind), &parent, &json!(level))
        );
    }
    let chart = ada.get(&format!("projects/{project}/gantt")).await.expect(200);
    assert_eq!(chart["tasks"]["kind"].as_array().unwrap().iter().filter(|kind| **kind == 1).count(), 5);
});

both!(nothing_tells_a_hidden_task_from_none, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = bob(&ada).await;
    let project = ada.project("Here").await;
    let (hidden, mine) = (ada.task(&project, "Acquisition of Contoso").await, bob.task(&project, "Acquire").await);
    let nobody = "0123456789abcdef01234567";
    for name in ["objectId", "taskId"] {
        let cursor = async |id: &str| {
            let path = format!("events?after=0&{name}={id}");
            bob.get(&path).await.expect(200)
        };
        assert_eq!(cursor(&hidden).await, cursor(nobody).await, "{name}");
    }
    for side in ["before", "after"] {
        for id in [hidden.as_str(), nobody] {
            let body = json!({"parentId": null, side: id});
            bob.post(&format!("tasks/{mine}/move"), body).await.problem(422, "not_found");
        }
    }
    let guess = bob.task(&project, "acquisition contoso").await;
    let made = bob.post(&format!("tasks/{guess}/suggestions"), json!({"type": "duplicates"})).await.expect(201);
    assert!(!made.to_string().contains(&hidden), "{made}");
});

both!(what_hangs_on_tasks_shows_to_nobody_who_reads_none, |world: World| async move {
    let ada = world.founder("Ada").await;
    let held = [
        "project:read",
        "project:read-open",
        "project:read-all",
        "comment:read",
        "checklist:read",
        "attachment:read",
        "suggestion:read",
        "event:read",
        "member:read",
    ];
    ada.make("roles", json!({"name": "No tasks", "permissions": held})).await;
    let open = [&held[..2], &held[3..]].concat();
    ada.make("roles", json!({"name": "No tasks, open", "permissions": open})).await;
    let people = [ada.invite("Eve", "No tasks").await, ada.invite("Fay", "No tasks, open").await];
    let project = ada.project("Here").await;
    let task = ada.task(&project, "Zebra").await;
    let comment = ada.make("comments", json!({"task": task, "content": "A zebra"})).await;
    let purged = ada.make("comments", json!({"task": task, "content": "Another zebra"})).await;
    let checklist = ada.make("checklists", json!({"taskId": task, "title": "Stripes"})).await;
    let attached = ada.upload("attachments", &[("task", task.as_str())], "zebra.txt", "x").await.expect(201);
    let suggestion = json!({"taskId": task, "type": "summary", "content": "A zebra", "evidence": [task]});
    let suggestion = ada.make("ai-suggestions", suggestion).await;
    ada.delete(&format!("comments/{purged}")).await.expect(204);
    ada.delete(&format!("comments/{purged}?purge=true")).await.expect(204);
    let seq = last_seq(&ada).await;
    for who in &people {
        for (path, id) in [
            ("comments", &comment),
            ("checklists", &checklist),
            ("attachments", &text(&attached["id"])),
            ("ai-suggestions", &suggestion),
        ] {
            who.get(&format!("{path}/{id}")).await.problem(404, "not_found");
            for query in ["count=true", "sort=-createdAt", &format!("as_of={seq}")] {
                let page = who.get(&format!("{path}?{query}")).await.expect(200);
                assert_eq!(ids(&page), Vec::<String>::new(), "{} {path}?{query}", who.name);
                assert!(page["total"].is_null() || page["total"] == 0, "{page}");
            }
        }
        let told = who.get("events?after=0&limit=200").await.expect(200).to_string();
        let found = who.get("search?q=zebra").await.expect(200).to_string();
        for id in [&task, &comment, &purged, &checklist, &suggestion] {
            assert!(!told.contains(id.as_str()) && !found.contains(id.as_str()), "{}: {told} {found}", who.name);
        }
    }
});

both!(who_is_assigned_second_is_assigned_to, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = bob(&ada).await;
    let project = ada.project("Here").await;
    let [shared, other] = [ada.task(&project, "Shared").await, ada.task(&project, "Other").await];
    let shares = json!({"assignments": [{"userId": ada.id, "units": 0.5}, {"userId": bob.id, "units": 0.5}]});
    ada.patch(&format!("tasks/{shared}"), shares).await.expect(200);
    let mine = bob.task(&project, "Mine").await;
    assert_eq!(bob.get(&format!("tasks/{shared}")).await.expect(200)["title"], "Shared");
    bob.get(&format!("tasks/{other}")).await.problem(404, "not_found");
    for (query, count) in [("tasks", 2), ("tasks?sort=-createdAt", 2), ("tasks?sort=title", 2), ("tasks?q=shared", 1)] {
        let mut found = ids(&bob.get(query).await.expect(200));
        found.sort();
        let all = [shared.clone(), mine.clone()];
        assert_eq!(found, all[..count], "{query}");
    }
    assert_eq!(bob.get("tasks?count=true").await.expect(200)["total"], 2);
    bob.patch(&format!("tasks/{shared}"), json!({"title": "Ours"})).await.expect(200);
    let events = bob.get("events?after=0&limit=200").await.expect(200).to_string();
    assert!(events.contains(&shared) && !events.contains(&other));
    // What follows in one request goes by who is assigned by then.
    let path = format!("tasks/{shared}");
    let shares = |people: &[&str]| json!(people.iter().map(|id| json!({"userId": id})).collect::<Vec<_>>());
    for people in [[bob.id.as_str()].as_slice(), &[&ada.id, &bob.id], &[&bob.id, &ada.id], &[&ada.id, &bob.id]] {
        let told = bob.patch(&path, json!({"assignments": shares(people)})).await.expect(200);
        assert_eq!(told["can"], bob.get(&path).await.expect(200)["can"], "{told}");
    }
    let first = [bob.id.as_str()];
    for (people, status) in [(first.as_slice(), 200), (&[&ada.id, &bob.id], 200), (&[&ada.id], 422)] {
        let change = |field: &str, to: Value| json!({"op": "update", "id": shared, field: to});
        let bulk = json!({"operations": [change("assignments", shares(people)), change("title", json!("Again"))]});
        let answer = bob.post("tasks/bulk", bulk).await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
    ada.patch(&path, json!({"assigneeId": null})).await.expect(200);
    bob.get(&path).await.problem(404, "not_found");
});
