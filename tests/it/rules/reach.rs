//! Ways to another organization beside the path and the fields of a body: search, export, explanations, the value
//! of a custom field, an id of one's own choice.

use super::recipe::{Body, Ids};
use super::walk::{Operation, Tally, send};
use guildhall_tests::{Answer, Person, text};
use reqwest::Method;
use serde_json::{Value, json};

/// Nobody's id.
const UNKNOWN: &str = "0123456789abcdef01234567";

fn silent(answer: &Answer, mark: &str) -> bool {
    !answer.body.to_string().contains(mark)
}

fn rows(answer: &Answer) -> usize {
    ["data", "hits"].iter().filter_map(|name| answer.body[name].as_array()).map(Vec::len).sum()
}

/// A text of the victim in the full-text search and in the language of filters.
pub async fn by_text(tally: &mut Tally, operation: &Operation, who: &Person<'_>, own: &Ids, mark: &str) {
    if !operation.reads() {
        return;
    }
    tally.trying("search");
    let path = operation.at(&who.organization, own, false);
    let has = |name: &str| operation.query.iter().any(|query| query == name);
    let mut queries = Vec::new();
    if has("q") {
        queries.extend([mark, &mark[..4], &mark.to_lowercase(), "Zanzibbar"].map(|text| ("q", text.to_owned())));
    }
    if has("filter") {
        for field in ["name", "title", "content", "description", "filename", "notes"] {
            queries.push(("filter", format!("{field} ~ \"{mark}\"")));
        }
    }
    for (name, value) in queries {
        let answer = who.send(who.request(Method::GET, &path).query(&[(name, &value)])).await;
        let fine = silent(&answer, mark) && rows(&answer) == 0 && matches!(answer.status, 200 | 400);
        tally.count(&who.name, &format!("{path}?{name}={value}"), &answer, fine);
    }
}

/// Every parameter of what is read and is no list: exports and explanations.
pub async fn by_parameter(
    tally: &mut Tally,
    operation: &Operation,
    who: &Person<'_>,
    (theirs, own): (&Ids, &Ids),
    mark: &str,
) {
    if !operation.reads() || operation.lists() || operation.path.contains("{id}") {
        return;
    }
    tally.trying("export");
    let path = operation.at(&who.organization, own, false);
    for name in operation.query.iter().filter(|name| name.ends_with("Id")) {
        let explains = operation.id == "access_explain";
        let ask = |id: &str| {
            let mut query = vec![(name.clone(), id.to_owned())];
            if explains {
                query.extend([("resource", "task:update"), ("model", "Task")].map(|(k, v)| (k.into(), v.into())));
                query.extend((name == "userId").then(|| ("objectId".into(), own.of("tasks", false).into())));
            }
            who.send(who.request(Method::GET, &path).query(&query))
        };
        let unknown = ask(UNKNOWN).await;
        for (slot, id) in theirs.all() {
            let answer = ask(id).await;
            // A table of nothing has its head alone.
            let lines = answer.body.as_str().map_or(0, |text| text.lines().count());
            let nothing = !explains && answer.status == 200 && lines <= 1 && rows(&answer) == 0;
            let (said, of_unknown) = (answer.body.to_string(), unknown.body.to_string());
            let alike = answer.status == unknown.status && said == of_unknown.replace(UNKNOWN, id);
            let fine = silent(&answer, mark) && (nothing || alike || matches!(answer.status, 400 | 404 | 422));
            tally.count(&who.name, &format!("{path}?{name}={id} ({slot})"), &answer, fine);
        }
    }
}

/// A new thing with an id that somebody else's already has: answered as with any other.
pub async fn by_own_id(tally: &mut Tally, operation: &Operation, who: &Person<'_>, (theirs, own): (&Ids, &Ids)) {
    if operation.schema["properties"].get("id").is_none() || operation.method != Method::POST {
        return;
    }
    tally.trying("body");
    let collection = operation.path.rsplit('/').next().unwrap();
    let path = operation.at(&who.organization, own, false) + "?dryRun=true";
    let Body::Json(body) = operation.body(own) else { return };
    let with = |id: &str| {
        let mut body = body.clone();
        body["id"] = json!(id);
        Body::Json(body)
    };
    let unknown = send(who, &operation.method, &path, with(UNKNOWN)).await;
    let answer = send(who, &operation.method, &path, with(theirs.of(collection, false))).await;
    tally.count(&who.name, &format!("{} with their id", operation.id), &answer, answer.status == unknown.status);
}

/// A person of theirs as the value of a custom field of one's own, on a task and on a project, in and out of bulk.
pub async fn by_value(tally: &mut Tally, who: &Person<'_>, (theirs, own): (&Ids, &Ids)) {
    tally.trying("nested body");
    for (model, collection) in [("task", "tasks"), ("project", "projects")] {
        let field = json!({"name": format!("Person of {model}"), "type": "user", "model": model});
        let field = who.make("field-definitions", field).await;
        let own = own.of(collection, false);
        for person in [theirs.of("members", false), theirs.of("placeholders", false), UNKNOWN] {
            let data = json!({"customFields": [{"fieldId": field, "value": person}]});
            let answer = who.patch(&format!("{collection}/{own}"), data.clone()).await;
            let pointer = answer.body["errors"][0]["pointer"].as_str().unwrap_or_default();
            let fine = answer.status == 422 && pointer.starts_with("/customFields");
            tally.count(&who.name, &format!("{collection} with the person {person}"), &answer, fine);
            let one = json!({"operations": [{"op": "update", "id": own, "data": data}]});
            let answer = who.post(&format!("{collection}/bulk"), one).await;
            tally.count(&who.name, &format!("{collection} in bulk with {person}"), &answer, answer.status == 422);
        }
    }
}

/// The event stream from before the beginning, whole: nothing of theirs, by id or by text.
pub async fn by_events(tally: &mut Tally, who: &Person<'_>, theirs: &Ids, mark: &str) {
    tally.trying("event stream");
    for path in ["events", "audit"] {
        let (mut cursor, mut pages) = (None::<String>, 0);
        loop {
            let at = cursor.iter().map(|at| (if path == "events" { "after" } else { "cursor" }, at.clone()));
            let answer =
                who.send(who.request(Method::GET, path).query(&[("limit", "200")]).query(&at.collect::<Vec<_>>()));
            let answer = answer.await;
            let said = answer.body.to_string();
            let named = theirs.all().filter(|(slot, id)| id.len() == 24 && *slot != "batches" && said.contains(id));
            let fine = answer.status == 200 && silent(&answer, mark) && named.count() == 0;
            tally.count(&who.name, &format!("{path} page {pages}"), &answer, fine);
            pages += 1;
            let next = answer.body["nextCursor"].as_str().map(str::to_owned);
            if next.is_none()
                || next == cursor
                || answer.body["data"].as_array().is_none_or(Vec::is_empty)
                || pages > 50
            {
                break;
            }
            cursor = next;
        }
    }
}

/// What the victim looks for in vain in Mallory's organization, the right person finds in its own: the tries above
/// try what works.
pub async fn control(victim: &Person<'_>, theirs: &Ids, mark: &str) {
    let found: Value = victim.get(&format!("tasks?q={mark}")).await.expect(200);
    assert!(!found["data"].as_array().unwrap().is_empty(), "{found:#}");
    let task = theirs.of("tasks", false);
    let found = victim.get(&format!("events?objectId={task}")).await.expect(200);
    assert!(!found["data"].as_array().unwrap().is_empty(), "{found:#}");
    let export = text(&victim.get(&format!("audit/export?objectId={task}")).await.expect(200));
    assert!(export.lines().count() > 1, "{export}");
}
