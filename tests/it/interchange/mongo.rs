//! Exports of a MongoDB database: what comes in, what is said about the rest, and that twice is once.

use super::mongo_export::{Spelling, files, id};
use guildhall_tests::{Answer, Person, both, text};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn form(files: &[(String, String)]) -> Form {
    files.iter().fold(Form::new(), |form, (name, text)| {
        form.part("file", Part::bytes(text.clone().into_bytes()).file_name(name.clone()))
    })
}

pub(super) async fn send(person: &Person<'_>, query: &str, form: Form) -> Answer {
    person.send(person.request(Method::POST, &format!("imports{query}")).multipart(form)).await
}

pub(super) async fn last_event(person: &Person<'_>) -> i64 {
    person.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].as_i64().unwrap()
}

pub(super) fn row<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["rows"].as_array().unwrap().iter().find(|row| row["externalId"] == id).unwrap_or(&Value::Null)
}

pub(super) fn said(report: &Value, id: &str) -> String {
    let messages = row(report, id)["messages"].as_array().cloned().unwrap_or_default();
    messages.iter().map(text).collect::<Vec<_>>().join("; ")
}

const COLLECTIONS: [&str; 18] = [
    "projects",
    "tasks",
    "comments",
    "attachments",
    "checklists",
    "ai-suggestions",
    "form-templates",
    "form-requests",
    "contacts",
    "deals",
    "comm-logs",
    "integrations",
    "sync-logs",
    "files",
    "approvals",
    "expenses",
    "field-definitions",
    "members",
];

/// Everything that can be read, by id.
pub(super) async fn everything(person: &Person<'_>) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for collection in COLLECTIONS {
        for object in person.all(collection).await {
            all.insert(format!("{collection}/{}", text(&object["id"])), object);
        }
    }
    all
}

both!(an_export_comes_in_whole_under_its_own_ids_and_only_once, |world: guildhall_tests::World| async move {
    let mut before: Option<Vec<String>> = None;
    for spelling in [Spelling::Canonical, Spelling::Relaxed, Spelling::V1] {
        let ada = world.founder("Ada").await;
        let export = files(spelling);
        let dry = send(&ada, "?dryRun=true", form(&export).text("from", "Lovelace Ltd")).await.expect(200);
        assert!(ada.all("projects").await.is_empty());
        let report = send(&ada, "", form(&export).text("from", "Lovelace Ltd")).await.expect(201);
        assert_eq!((&report["source"], &report["created"]), (&json!("mongo"), &dry["created"]), "{report:#}");
        let all = everything(&ada).await;
        let own: Vec<String> = all.keys().filter(|key| !key.starts_with("members/")).cloned().collect();
        for (collection, n) in [
            ("projects", 20),
            ("field-definitions", 25),
            ("tasks", 30),
            ("tasks", 31),
            ("tasks", 32),
            ("tasks", 33),
            ("comments", 40),
            ("comments", 41),
            ("attachments", 45),
            ("checklists", 46),
            ("ai-suggestions", 47),
            ("form-templates", 50),
            ("form-requests", 51),
            ("contacts", 60),
            ("deals", 61),
            ("comm-logs", 62),
            ("integrations", 70),
            ("sync-logs", 71),
            ("files", 80),
            ("approvals", 81),
            ("expenses", 90),
        ] {
            assert!(own.contains(&format!("{collection}/{}", id(n))), "{spelling:?} {collection} {n}: {report:#}");
        }
        // All spellings are the same export.
        assert_eq!(*before.get_or_insert_with(|| own.clone()), own);
        checks(&all, &report);

        let last = last_event(&ada).await;
        let again = send(&ada, "", form(&export).text("from", id(1))).await.expect(201);
        assert_eq!(
            (again["created"].as_i64(), again["updated"].as_i64(), last_event(&ada).await),
            (Some(0), Some(0), last),
            "{again:#}"
        );
        assert_eq!(everything(&ada).await, all);

        let changed: Vec<(String, String)> = export
            .iter()
            .map(|(name, text)| (name.clone(), text.replace("Draw", "Draw it").replace("Of brass", "Of iron")))
            .collect();
        let third = send(&ada, "", form(&changed).text("from", id(1))).await.expect(201);
        assert_eq!((third["created"].as_i64(), third["updated"].as_i64()), (Some(0), Some(2)), "{third:#}");
        let draw = ada.get(&format!("tasks/{}", id(30))).await.expect(200);
        assert_eq!((&draw["title"], &draw["estimateCost"]), (&json!("Draw it"), &json!(99.95)));

        let undone = ada.post(&format!("imports/{}/undo", text(&report["id"])), json!({})).await.expect(200);
        assert_eq!(undone["status"], "undone");
        for collection in COLLECTIONS.iter().filter(|name| !matches!(**name, "members" | "approvals")) {
            assert!(ada.all(collection).await.is_empty(), "{collection}");
        }
    }
});

fn checks(all: &BTreeMap<String, Value>, report: &Value) {
    let get = |collection: &str, n: u32| &all[&format!("{collection}/{}", id(n))];
    let person = |name: &str| {
        let found = all.iter().find(|(key, value)| key.starts_with("members/") && value["name"] == name);
        text(&found.unwrap().1["id"])
    };
    let (ada, grace) = (person("Ada Lovelace"), person("Grace Hopper"));
    assert_ne!(ada, id(10), "over HTTP nobody keeps the id of an account");
    let project = get("projects", 20);
    assert_eq!(
        (&project["ownerId"], &project["status"], &project["startDate"]),
        (&json!(ada), &json!("active"), &json!("2026-01-01"))
    );
    assert_eq!(project["createdAt"], "2026-01-02T03:04:05.678Z");
    let mut members = [ada.clone(), grace.clone()];
    members.sort();
    assert_eq!(project["memberIds"], json!(members));
    let (draw, wheels, build) = (get("tasks", 30), get("tasks", 32), get("tasks", 31));
    assert_eq!(
        (&draw["status"], &wheels["status"], &build["status"]),
        (&json!("done"), &json!("in_progress"), &json!("simmering"))
    );
    assert_eq!((&wheels["ancestors"], &wheels["dependsOn"]), (&json!([id(31)]), &json!([id(30)])));
    assert_eq!((&draw["assigneeId"], &draw["customFields"][0]["value"]), (&json!(grace), &json!("Two")));
    assert_eq!((&draw["startDate"], draw["estimateHours"].as_i64()), (&json!("2026-01-02T03:04:05.678Z"), Some(12)));
    let links = [&build["dependsOn"], &get("tasks", 33)["dependsOn"]].map(|links| links.as_array().unwrap().len());
    assert_eq!(links, [1, 0], "the link that closes a circle is left out");
    let reply = get("comments", 41);
    assert_eq!((&reply["parentId"], &reply["task"], &reply["user"]), (&json!(id(40)), &json!(id(31)), &json!(ada)));
    assert_eq!(get("comments", 40)["replies"], json!([id(41)]));
    assert_eq!(get("checklists", 46)["items"][0], json!({"id": id(461), "text": "Ink", "done": true}));
    let request = get("form-requests", 51);
    assert_eq!((&request["status"], &request["data"]), (&json!("denied"), &json!({"what": "Brass", "n": 7})));
    assert_eq!((&get("deals", 61)["stage"], &get("deals", 61)["value"]), (&json!("closed"), &json!(1500.25)));
    assert_eq!(get("comm-logs", 62)["type"], "call");
    assert_eq!(
        (&get("integrations", 70)["enabled"], &get("integrations", 70)["credentials"]["set"]),
        (&json!(false), &json!(false))
    );
    let file = get("files", 80);
    assert_eq!((&file["versions"][1]["uploadedBy"], &file["versions"][1]["origin"]), (&json!(grace), &json!("/f/2")));
    assert_eq!(
        (&get("approvals", 81)["reviewerId"], &get("approvals", 81)["status"]),
        (&json!(grace), &json!("approved"))
    );
    assert_eq!((&get("expenses", 90)["date"], &get("expenses", 90)["amount"]), (&json!("2026-01-03"), &json!(12.34)));
    // What was left out is said where it stands.
    assert_eq!(row(report, &id(34))["row"], "tasks.json:5");
    for (n, action, part) in [
        (20, "created", "`memberIds`: there is no User"),
        (22, "skipped", "`ownerId`: there is no User"),
        (32, "created", "`dependsOn`: there is no Task"),
        (33, "created", "`parentId`: there is no Task"),
        (34, "skipped", "`projectId`: there is no Project"),
        (40, "created", "`replies`: there is no Comment"),
        (31, "created", "became urgent"),
        (15, "skipped", "roles are given here by invitation"),
    ] {
        assert_eq!(row(report, &id(n))["action"], action, "{n}");
        assert!(said(report, &id(n)).contains(part), "{n}: {}", said(report, &id(n)));
    }
    let whole = said(report, &id(1));
    assert!(whole.contains("Task: 2 documents have the field `mood`"), "{whole}");
    assert!(whole.contains("Task: 1 documents of other organizations stay out"), "{whole}");
    let report = report.to_string();
    assert!(!report.contains("Secret of others") && !report.contains("xoxb") && !report.contains("$2"), "{report}");
}

both!(rooms_and_messages_keep_their_order_and_are_seen_by_who_is_in_them, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let mut export = files(Spelling::Relaxed);
    for (_, text) in &mut export {
        *text = text.replace("Ada@Lovelace.example", &ada.email);
    }
    let report = send(&ada, "", form(&export).text("from", "Lovelace Ltd")).await.expect(201);
    assert_eq!(row(&report, &id(10))["objectId"], json!(ada.id), "who is here already is found by the address");
    let room = ada.get(&format!("chat-rooms/{}", id(95))).await.expect(200);
    assert_eq!((&room["name"], room["lastNumber"].as_i64()), (&json!("Engine room"), Some(2)));
    let messages = ada.all(&format!("messages?roomId={}&sort=number", id(95))).await;
    let told: Vec<_> = messages.iter().map(|m| (text(&m["id"]), text(&m["content"]), m["number"].as_i64())).collect();
    assert_eq!(told, [(id(96), "Hello".into(), Some(1)), (id(97), "Later".into(), Some(2))]);
});

both!(what_is_broken_is_one_precise_problem_and_changes_nothing, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let start = last_event(&ada).await;
    let project = format!(r#"{{"_id":{{"$oid":"{}"}},"name":"P"}}"#, id(20));
    let deep = format!("{{\"_id\":1,\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for (name, file, code, place) in [
        (
            "projects.json",
            format!("{project}\n{{\"_id\":{{\"$oid\":\"zz\"}}}}"),
            "malformed_value",
            "line 2, projects.json /_id: `$oid`",
        ),
        (
            "projects.json",
            format!("{project}\n{{\"_id\":1,\"name\":\"P"),
            "truncated",
            "line 2, projects.json: the document does not end",
        ),
        ("projects.json", format!("{project}\n{deep}"), "too_deep", "line 2, projects.json: a document nests"),
        ("projects.json", format!("[{project}\n{project}]"), "malformed_json", "line 2, projects.json: a comma"),
        (
            "projects.json",
            format!("{project}\n{{\"_id\":{{\"$date\":\"soon\"}}}}"),
            "malformed_value",
            "line 2, projects.json /_id: `$date`",
        ),
        ("projects.json", "{\"name\":\"P\",\"x\":{\"_id\":1}}".into(), "no_id", "line 1, projects.json /_id"),
        ("sessions.json", project.clone(), "unknown_collection", "sessions.json: the file's name is none"),
    ] {
        let problem = send(&ada, "", form(&[(name.to_owned(), file)]).text("source", "mongo")).await.problem(422, code);
        assert!(text(&problem["errors"][0]["detail"]).starts_with(place), "{problem:#}");
    }
    let two = [(
        "organizations.json".to_owned(),
        format!(r#"[{{"_id":"{}","name":"A"}},{{"_id":"{}","name":"B"}}]"#, id(1), id(2)),
    )];
    send(&ada, "", form(&two)).await.problem(422, "ambiguous");
    send(&ada, "", form(&two).text("from", "C")).await.problem(422, "not_found");
    assert_eq!((last_event(&ada).await, ada.all("imports").await.len()), (start, 0));
    let editor = ada.invite("Edith", "Editor").await;
    send(&editor, "?dryRun=true", form(&[("projects.json".to_owned(), project)])).await.problem(403, "forbidden");
});

both!(single_rows_that_do_not_fit_stay_out_and_the_rest_comes_in, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let bob = world.founder("Bob").await;
    let file = |text: String| [("projects.json".to_owned(), text)];
    let own = format!(r#"{{"_id":{{"$oid":"{}"}},"name":"Same id"}}"#, id(20));
    send(&bob, "", form(&file(own.clone()))).await.expect(201);
    // Another organization's ids are free here, and nothing tells of them.
    let report = send(&ada, "", form(&file(own.clone()))).await.expect(201);
    assert_eq!(
        (row(&report, &id(20))["objectId"].as_str(), said(&report, &id(20)).contains("used")),
        (Some(&*id(20)), false)
    );
    assert_eq!(bob.all("projects").await.len(), 1);
    let odd = format!(
        r#"{{"_id":{{"$oid":"{}"}},"name":"Far","startDate":{{"$date":{{"$numberLong":"9223372036854775807"}}}}}}
{{"_id":7,"name":"Odd id"}}
{{"_id":8}}
{{"_id":7,"name":"Twice"}}"#,
        id(23)
    );
    let report = send(&ada, "", form(&file(odd.clone()))).await.expect(201);
    assert_eq!((report["created"].as_i64(), report["skipped"].as_i64()), (Some(2), Some(2)), "{report:#}");
    assert!(said(&report, &id(23)).contains("`startDate`: a date out of range was left out"), "{report:#}");
    assert!(said(&report, "7").contains("is no ObjectId"), "{report:#}");
    assert!(said(&report, "8").contains("`name` is missing"), "{report:#}");
    assert_eq!(send(&ada, "", form(&file(odd))).await.expect(201)["created"], 0);
    let task = format!(r#"{{"_id":"{}","projectId":"{}","title":"Later"}}"#, id(30), id(20));
    let report = send(&ada, "", form(&[("task.jsonl".to_owned(), task)])).await.expect(201);
    assert_eq!(report["created"], 1, "what an earlier import brought is found: {report:#}");
    // Purged for good, its id is never used again.
    let path = format!("projects/{}", id(23));
    ada.delete(&path).await.expect(204);
    ada.delete(&format!("{path}?purge=true")).await.expect(204);
    let report =
        send(&ada, "", form(&file(format!(r#"{{"_id":{{"$oid":"{}"}},"name":"Anew"}}"#, id(23))))).await.expect(201);
    assert!(said(&report, &id(23)).contains("its id was used here before"), "{report:#}");
});
