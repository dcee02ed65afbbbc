//! A reference that reads null compares as null: filters, counts, the log and the past tell no more than the object
//! itself, whether its reader sees none of what is referred to, or not this one, or it is in the trash.

use guildhall_tests::{Person, World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

const HELD: [&str; 9] = [
    "project:read",
    "project:read-open",
    "project:read-all",
    "task:read",
    "comm-log:read",
    "expense:read",
    "approval:read",
    "event:read",
    "member:read",
];

/// Somebody who holds these, too.
async fn reader<'w>(ada: &'w Person<'_>, name: &str, more: &[&str]) -> Person<'w> {
    let held = [&HELD, more].concat();
    ada.make("roles", json!({"name": name, "permissions": held})).await;
    ada.invite(name, name).await
}

fn ids(page: &Value) -> Vec<String> {
    let mut ids: Vec<String> = page["data"].as_array().unwrap().iter().map(|row| text(&row["id"])).collect();
    ids.sort();
    ids
}

/// A reference that reads null in an object, and another one that does not if there is any.
struct Case {
    path: &'static str,
    field: &'static str,
    hidden: String,
    without: String,
    shown: Option<(String, String)>,
}

impl Case {
    /// Every way of asking finds what reads so.
    async fn holds(&self, who: &Person<'_>) {
        let Self { path, field, hidden, without, shown } = self;
        let read = who.get(&format!("{path}/{without}")).await.expect(200);
        assert_eq!(read[*field], Value::Null, "{} {path} {field}", who.name);
        let with: Vec<String> = shown.iter().map(|(_, object)| object.clone()).collect();
        let mut every = [&with[..], std::slice::from_ref(without)].concat();
        every.sort();
        let value = shown.as_ref().map_or(hidden, |(value, _)| value);
        let (none, without) = (Vec::new(), vec![without.clone()]);
        for (query, words, finds) in [
            (format!("{field}={hidden}"), format!("{field} = {hidden}"), &none),
            (format!("{field}={value}"), format!("{field} = {value}"), &with),
            (format!("{field}[in]={hidden},{value}"), format!("{field} IN ({hidden}, {value})"), &with),
            (format!("{field}[ne]={hidden}"), format!("NOT {field} = {hidden}"), &every),
            (format!("{field}[exists]=true"), format!("{field} IS NOT EMPTY"), &with),
            (format!("{field}[exists]=false"), format!("{field} IS EMPTY"), &without),
            (format!("{field}=null"), format!("{field} = null"), &without),
        ] {
            let by_words = who.request(Method::GET, &format!("{path}?count=true")).query(&[("filter", &words)]);
            for page in [who.get(&format!("{path}?{query}&count=true")).await, who.send(by_words).await] {
                let page = page.expect(200);
                assert_eq!((&ids(&page), &page["total"]), (finds, &json!(finds.len())), "{} {path} {query}", who.name);
            }
        }
    }

    /// Neither do the log and the past name it.
    async fn is_not_told(&self, who: &Person<'_>, seq: &Value) {
        let Self { path, field, hidden, without, shown } = self;
        let past = who.get(&format!("{path}/{without}?as_of={seq}")).await.expect(200);
        assert_eq!(past[*field], Value::Null, "{} {path} {field}", who.name);
        let found = who.get(&format!("{path}?as_of={seq}&{field}={hidden}")).await.expect(200);
        assert_eq!(ids(&found), Vec::<String>::new(), "{} {path} {field}", who.name);
        for object in [Some(without), shown.as_ref().map(|(_, object)| object)].into_iter().flatten() {
            let log = who.get(&format!("events?after=0&objectId={object}")).await.expect(200);
            assert_ne!(log["data"], json!([]), "{} {path}", who.name);
            assert!(!log.to_string().contains(hidden.as_str()), "{} {field}: {log:#}", who.name);
        }
        if let Some((value, object)) = shown {
            let past = who.get(&format!("{path}/{object}?as_of={seq}")).await.expect(200);
            assert_eq!(past[*field], json!(value));
            let log = who.get(&format!("events?after=0&objectId={object}")).await.expect(200);
            assert!(log.to_string().contains(value.as_str()), "{log:#}");
        }
    }
}

/// What refers to what: one of each model for each person. What the first one's refer to is hidden.
#[derive(Default)]
struct Scene {
    contacts: Vec<String>,
    deals: Vec<String>,
    logs: Vec<String>,
    files: Vec<String>,
    expenses: Vec<String>,
}

async fn scene(ada: &Person<'_>, people: &[&Person<'_>]) -> Scene {
    let project = ada.project("Here").await;
    let mut scene = Scene::default();
    for who in people {
        let contact = ada.make("contacts", json!({"name": who.name, "ownerId": who.id})).await;
        let deal = json!({"name": who.name, "contactId": contact, "assignedTo": who.id});
        let deal = ada.make("deals", deal).await;
        let log = json!({"type": "call", "contactId": contact, "dealId": deal});
        scene.logs.push(ada.make("comm-logs", log).await);
        let file = who.upload("files", &[("projectId", project.as_str())], "receipt.txt", "x").await.expect(201);
        let expense = json!({"projectId": project, "amount": 3, "receiptFileId": file["id"]});
        scene.expenses.push(ada.make("expenses", expense).await);
        scene.contacts.push(contact);
        scene.deals.push(deal);
        scene.files.push(text(&file["id"]));
    }
    scene
}

async fn last_seq(ada: &Person<'_>) -> Value {
    ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone()
}

impl Scene {
    fn cases(&self) -> Vec<Case> {
        let case = |path, field, to: &[String], of: &[String]| {
            let shown = to.get(1).cloned().zip(of.get(1).cloned());
            Case { path, field, hidden: to[0].clone(), without: of[0].clone(), shown }
        };
        vec![
            case("deals", "contactId", &self.contacts, &self.deals),
            case("comm-logs", "contactId", &self.contacts, &self.logs),
            case("expenses", "receiptFileId", &self.files, &self.expenses),
            case("comm-logs", "dealId", &self.deals, &self.logs),
        ]
    }
}

both!(a_reference_tells_nothing_to_who_reads_none_of_its_kind, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (eve, fay) = (reader(&ada, "Eve", &["deal:read"]).await, reader(&ada, "Fay", &[]).await);
    let scene = scene(&ada, &[&ada]).await;
    let seq = last_seq(&ada).await;
    // Eve sees deals, Fay does not.
    for (who, cases) in [(&eve, 0..3), (&fay, 1..4)] {
        for case in &scene.cases()[cases] {
            case.holds(who).await;
            case.is_not_told(who, &seq).await;
        }
        let log = who.get("events?after=0&limit=200").await.expect(200).to_string();
        let hidden = [&scene.contacts[0], &scene.files[0]];
        assert!(hidden.into_iter().all(|id| !log.contains(id.as_str())), "{}: {log}", who.name);
        assert_eq!(log.contains(scene.deals[0].as_str()), who.name == "Eve", "{log}");
    }
    // Who sees everything is told everything.
    for case in scene.cases() {
        let found = ada.get(&format!("{}?{}={}&count=true", case.path, case.field, case.hidden)).await.expect(200);
        assert_eq!((ids(&found), &found["total"]), (vec![case.without.clone()], &json!(1)));
        let past = ada.get(&format!("{}/{}?as_of={seq}", case.path, case.without)).await.expect(200);
        assert_eq!(past[case.field], json!(case.hidden));
        let log = ada.get(&format!("events?after=0&objectId={}", case.without)).await.expect(200);
        assert_eq!(log["data"][0]["after"][case.field], json!(case.hidden));
    }
});

both!(a_reference_to_what_is_not_ones_own_tells_nothing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let scene = scene(&ada, &[&ada, &bob]).await;
    let seq = last_seq(&ada).await;
    let own = [&HELD[..], &["contact:read:own", "deal:read:own", "file:read:own"]].concat();
    ada.make("roles", json!({"name": "Narrow", "permissions": own})).await;
    let held = ada.get(&format!("role-assignments?userId={}", bob.id)).await.expect(200);
    let held = format!("role-assignments/{}", text(&held["data"][0]["id"]));
    ada.patch(&held, json!({"role": "Narrow"})).await.expect(200);
    // The deal that is not his own is not there at all.
    for case in &scene.cases()[1..] {
        case.holds(&bob).await;
        case.is_not_told(&bob, &seq).await;
    }
    // Of all deals the contacts alone are hidden.
    let own = [&HELD[..], &["contact:read:own", "deal:read"]].concat();
    ada.make("roles", json!({"name": "Wider", "permissions": own})).await;
    ada.patch(&held, json!({"role": "Wider"})).await.expect(200);
    for case in &scene.cases()[..2] {
        case.holds(&bob).await;
        case.is_not_told(&bob, &seq).await;
    }
});

both!(a_receipt_in_a_project_that_one_does_not_see_tells_nothing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let (open, closed) = (ada.project("Open").await, ada.project("Closed").await);
    let hidden = ada.upload("files", &[("projectId", closed.as_str())], "a.txt", "x").await.expect(201);
    let shown = ada.upload("files", &[("projectId", open.as_str())], "b.txt", "x").await.expect(201);
    let (hidden, shown) = (text(&hidden["id"]), text(&shown["id"]));
    let task = ada.task(&closed, "Moves").await;
    let moved = json!({"taskId": task, "amount": 3, "receiptFileId": hidden});
    let object = json!({"projectId": open, "amount": 3, "receiptFileId": shown});
    let (moved, object) = (ada.make("expenses", moved).await, ada.make("expenses", object).await);
    ada.post(&format!("tasks/{task}/move"), json!({"projectId": open})).await.expect(200);
    ada.patch(&format!("projects/{closed}"), json!({"visibility": "private"})).await.expect(200);
    let seq = last_seq(&ada).await;
    let shown = Some((shown, object));
    let case = Case { path: "expenses", field: "receiptFileId", hidden, without: moved, shown };
    case.holds(&bob).await;
    case.is_not_told(&bob, &seq).await;
});

both!(what_is_in_the_trash_is_found_by_no_reference, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let scene = scene(&ada, &[&ada, &bob]).await;
    let trashed =
        [("contacts", &scene.contacts), ("files", &scene.files)].map(|(path, of)| format!("{path}/{}", of[0]));
    for path in &trashed {
        ada.delete(path).await.expect(204);
    }
    for case in &scene.cases()[..3] {
        case.holds(&ada).await;
        case.holds(&bob).await;
    }
    for path in &trashed {
        ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    }
    for case in scene.cases() {
        let found = bob.get(&format!("{}?{}={}", case.path, case.field, case.hidden)).await.expect(200);
        assert_eq!(ids(&found), [case.without]);
    }
});

both!(reviews_are_not_there_for_who_reads_no_files, |world: World| async move {
    let ada = world.founder("Ada").await;
    let people = [reader(&ada, "Eve", &[]).await, reader(&ada, "Fay", &["file:read"]).await];
    let project = ada.project("Here").await;
    let mut made = Vec::new();
    for name in ["kept.txt", "purged.txt"] {
        let file = ada.upload("files", &[("projectId", project.as_str())], name, "x").await.expect(201);
        let review = json!({"fileId": file["id"], "reviewerId": ada.id});
        made.push([text(&file["id"]), ada.make("approvals", review).await]);
    }
    let seq = last_seq(&ada).await;
    let [[file, review], [purged, gone]] = [made[0].clone(), made[1].clone()];
    ada.delete(&format!("files/{purged}")).await.expect(204);
    ada.delete(&format!("files/{purged}?purge=true")).await.expect(204);
    for (who, reads) in people.iter().zip([false, true]) {
        let status = if reads { 200 } else { 404 };
        for id in [&review, &gone] {
            assert_eq!(who.get(&format!("approvals/{id}?as_of={seq}")).await.status, status, "{}", who.name);
        }
        assert_eq!(who.get(&format!("approvals/{review}")).await.status, status, "{}", who.name);
        for query in ["count=true", &format!("fileId={file}&count=true"), "sort=-createdAt&count=true"] {
            let page = who.get(&format!("approvals?{query}")).await.expect(200);
            assert_eq!((ids(&page).len(), &page["total"]), (usize::from(reads), &json!(usize::from(reads))), "{query}");
        }
        let past = ids(&who.get(&format!("approvals?as_of={seq}")).await.expect(200));
        assert_eq!(past.len(), if reads { 2 } else { 0 });
        let log = who.get("events?after=0&limit=200").await.expect(200).to_string();
        for id in [&file, &review, &gone, &purged] {
            assert_eq!(log.contains(id.as_str()), reads, "{}: {log}", who.name);
        }
    }
});
