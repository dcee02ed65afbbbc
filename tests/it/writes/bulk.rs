//! Bulk requests: all or nothing, or each for itself; every operation has its result.

use guildhall_tests::{Answer, Person, World, both, text};
use serde_json::{Value, json};

fn statuses(answer: &Value) -> Vec<u64> {
    answer["results"].as_array().unwrap().iter().map(|one| one["status"].as_u64().unwrap()).collect()
}

async fn titles(who: &Person<'_>) -> Vec<String> {
    let mut all: Vec<String> = who.all("tasks").await.iter().map(|task| text(&task["title"])).collect();
    all.sort();
    all
}

async fn events(who: &Person<'_>) -> Vec<Value> {
    who.get("events?after=0&limit=200").await.expect(200)["data"].as_array().unwrap().clone()
}

both!(good_operations_are_made_in_order_in_one_batch, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let (old, gone) = (ada.task(&project, "old").await, ada.task(&project, "gone").await);
    ada.delete(&format!("tasks/{gone}")).await.expect(204);
    let parent = "65f000000000000000000001";
    let from = events(&ada).await.len();
    let answer = ada
        .post(
            "tasks/bulk",
            json!({"operations": [
                {"op": "create", "id": parent, "projectId": project, "title": "parent"},
                {"op": "create", "data": {"projectId": project, "parentId": parent, "title": "child"}},
                {"op": "update", "id": old, "data": {"title": "new"}, "ifMatch": "1"},
                {"op": "update", "id": old, "priority": "high"},
                {"op": "restore", "id": gone},
                {"op": "delete", "id": gone},
            ]}),
        )
        .await
        .expect(200);
    assert_eq!(statuses(&answer), [201, 201, 200, 200, 200, 204]);
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results[0]["id"], parent);
    assert_eq!(results[1]["data"]["ancestors"], json!([parent]));
    assert_eq!(results[3]["data"]["title"], "new");
    assert_eq!(results[3]["data"]["revision"], 3);
    assert!(results[0]["data"]["can"].is_array() && results[5].get("data").is_none());
    assert_eq!(titles(&ada).await, ["child", "new", "parent"]);
    let batch = &events(&ada).await[from..];
    assert_eq!(batch.len(), 6);
    assert!(batch.iter().all(|event| event["batchId"] == answer["batchId"]), "{batch:#?}");
});

both!(one_bad_operation_keeps_nothing_and_tells_of_all, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let old = ada.task(&project, "old").await;
    let before = events(&ada).await.len();
    let body = json!({"operations": [
        {"op": "create", "projectId": project, "title": "fine"},
        {"op": "create", "projectId": project, "title": ""},
        {"op": "create", "data": {"projectId": project, "title": "x", "priority": "sometimes", "nonsense": 1}},
        {"op": "update", "id": old, "title": "fine too"},
        {"op": "update", "id": old, "title": "late", "ifMatch": "\"7.abc\""},
        {"op": "update", "id": "0123456789abcdef01234567", "title": "x"},
        {"op": "destroy", "id": old},
        "nothing",
        {"op": "create", "id": old, "projectId": project, "title": "taken"},
        {"op": "delete", "id": old, "title": "x"},
        {"op": "delete"},
    ]});
    for dry in ["", "?dryRun=true"] {
        let answer = ada.post(&format!("tasks/bulk{dry}"), body.clone()).await;
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let answer = answer.expect(422);
        assert_eq!(statuses(&answer), [424, 422, 422, 424, 412, 404, 422, 422, 409, 422, 422]);
        let pointers: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|one| text(&one["pointer"])).collect();
        assert_eq!(
            pointers,
            [
                "/operations/1/title",
                "/operations/2/data/nonsense",
                "/operations/2/data/priority",
                "/operations/4",
                "/operations/5",
                "/operations/6/op",
                "/operations/7",
                "/operations/8/id",
                "/operations/9/title",
                "/operations/10/id",
            ]
        );
        assert_eq!(answer["results"][8]["error"]["code"], "taken");
    }
    assert_eq!(titles(&ada).await, ["old"]);
    assert_eq!(events(&ada).await.len(), before, "nothing happened");
});

both!(each_keeps_the_good_ones, |world: World| async move {
    let ada = world.founder("Ada").await;
    let body = json!({"mode": "each", "operations": [
        {"op": "create", "name": "red"},
        {"op": "create", "name": "red"},
        {"op": "create", "name": "blue", "color": "blue"},
        {"op": "create", "name": "green"},
    ]});
    let answer = ada.post("labels/bulk?dryRun=true", body.clone()).await.expect(200);
    assert_eq!(statuses(&answer), [201, 409, 422, 201]);
    assert_eq!(ada.all("labels").await.len(), 0, "a dry run is dry");
    let answer = ada.post("labels/bulk", body).await.expect(200);
    assert_eq!(statuses(&answer), [201, 409, 422, 201]);
    let names: Vec<_> = ada.all("labels").await.iter().map(|label| text(&label["name"])).collect();
    assert_eq!(names, ["red", "green"]);
    let kept: Vec<_> = events(&ada).await.into_iter().filter(|event| event["model"] == "Label").collect();
    assert_eq!(kept.len(), 2, "what was taken back left no event");
});

both!(a_refused_task_takes_its_number_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let task = |title: &str, more: Value| {
        let mut one = json!({"op": "create", "projectId": project, "title": title});
        one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        one
    };
    let unknown = json!({"dependsOn": ["0123456789abcdef01234567"]});
    let operations = [task("a", json!({})), task("b", unknown), task("c", json!({}))];
    let answer = ada.post("tasks/bulk", json!({"mode": "each", "operations": operations})).await.expect(200);
    assert_eq!(statuses(&answer), [201, 422, 201]);
    assert_eq!(
        (&answer["results"][0]["data"]["key"], &answer["results"][2]["data"]["key"]),
        (&json!("WEB-1"), &json!("WEB-2"))
    );
});

both!(what_is_wrong_with_the_request_is_said_at_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    let many = vec![json!({"op": "create"}); 1001];
    let pointer = |answer: Answer| text(&answer.expect(422)["errors"][0]["pointer"]);
    for (body, at) in [
        (json!({}), "/operations"),
        (json!({"operations": {}}), "/operations"),
        (json!({"operations": many}), "/operations"),
        (json!({"operations": [], "mode": "some"}), "/mode"),
        (json!({"operations": [], "dryRun": true}), "/dryRun"),
    ] {
        assert_eq!(pointer(ada.post("tasks/bulk", body).await), at);
    }
    assert_eq!(ada.post("tasks/bulk", json!({"operations": []})).await.expect(200)["results"], json!([]));
    let vic = ada.invite("Vic", "Viewer").await;
    for operations in [json!([]), json!(["?"]), json!([{"op": "create", "title": "x"}])] {
        vic.post("tasks/bulk", json!({"operations": operations})).await.problem(403, "forbidden");
    }
    ada.post("baselines/bulk", json!({"operations": [{"op": "create", "name": "x"}]})).await.expect(422);
    ada.post("imports/bulk", json!({"operations": []})).await.expect(405);
});

both!(others_keep_their_comments, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let task = ada.task(&project, "t").await;
    let hers = ada.make("comments", json!({"task": task, "content": "hers"})).await;
    let ed = ada.invite("Ed", "Editor").await;
    let own = ed.make("comments", json!({"task": task, "content": "own"})).await;
    let body = json!({"mode": "each", "operations": [
        {"op": "update", "id": hers, "content": "changed"}, {"op": "update", "id": own, "content": "changed"}]});
    assert_eq!(statuses(&ed.post("comments/bulk", body).await.expect(200)), [403, 200]);
    assert_eq!(ada.get(&format!("comments/{hers}")).await.expect(200)["content"], "hers");
});
