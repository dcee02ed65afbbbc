//! What a request by itself cannot reach, an operation of a bulk request cannot reach either: another
//! organization's things, and what is hidden, are as unknown there as what was never there.

use super::raw::{Raw, difference};
use super::recipe::{Body, Ids, furnish};
use super::walk::{Operation, Tally, operations};
use guildhall_tests::{Answer, Person, World, both};
use reqwest::Method;
use serde_json::{Value, json};

/// In every text that must not come out.
const MARK: &str = "Zanzibar";

fn verbs(operation: &Operation) -> Vec<String> {
    let verbs = &operation.schema["properties"]["operations"]["items"]["properties"]["op"]["enum"];
    verbs.as_array().unwrap().iter().map(guildhall_tests::text).collect()
}

/// Every operation on a thing of `theirs`, alone and beside a good one.
async fn by_id(tally: &mut Tally, operation: &Operation, who: &Person<'_>, theirs: &Ids) {
    let collection = operation.path.trim_end_matches("/bulk").rsplit('/').next().unwrap();
    let path = format!("{collection}/bulk");
    for op in verbs(operation).into_iter().filter(|op| op != "create") {
        for id in [theirs.of(collection, false), theirs.of(collection, true)] {
            for mode in ["all", "each"] {
                let body = json!({"mode": mode, "operations": [{"op": op, "id": id}]});
                let answer = who.post(&path, body).await;
                let fine = refused(&answer, &[404]);
                tally.count(&who.name, &format!("{} {op} {mode} {id}", operation.id), &answer, fine);
            }
        }
    }
}

/// Everything that a bulk request may name, of another organization.
pub async fn reach(
    tally: &mut Tally,
    operation: &Operation,
    all: &[Operation],
    who: &Person<'_>,
    (theirs, own): (&Ids, &Ids),
) {
    if !operation.id.ends_with("_bulk") {
        return;
    }
    tally.trying("bulk");
    by_id(tally, operation, who, theirs).await;
    by_reference(tally, operation, all, who, (theirs, own)).await;
    by_change(tally, operation, all, who, (theirs, own)).await;
}

/// Every reference of one's own thing changed to lead to one of `theirs`.
async fn by_change(
    tally: &mut Tally,
    operation: &Operation,
    all: &[Operation],
    who: &Person<'_>,
    (theirs, own): (&Ids, &Ids),
) {
    let item = operation.path.replace("/bulk", "/{id}");
    let change = all.iter().find(|o| o.method == Method::PATCH && o.path == item);
    let Some(change) = change.filter(|_| verbs(operation).contains(&"update".to_owned())) else { return };
    let collection = item.trim_end_matches("/{id}").rsplit('/').next().unwrap();
    for reference in &change.references {
        let Body::Json(fields) = change.body_with(own, reference, change.target(reference, theirs)) else { continue };
        let one = json!({"op": "update", "id": own.of(collection, false), "data": fields});
        let path = operation.at(&who.organization, own, false);
        let answer = who.post(&path, json!({"operations": [one], "mode": "each"})).await;
        let pointer = answer.body["results"][0]["error"]["errors"][0]["pointer"].as_str().unwrap_or_default();
        let there = pointer.strip_prefix("/operations/0/data/").and_then(|rest| rest.split('/').next());
        let fine = answer.status == 403 || (refused(&answer, &[422]) && there == Some(reference.field()));
        tally.count(&who.name, &format!("{} to {}", operation.id, reference.name), &answer, fine);
    }
}

/// Every reference of a new thing led to one of `theirs`.
async fn by_reference(
    tally: &mut Tally,
    operation: &Operation,
    all: &[Operation],
    who: &Person<'_>,
    (theirs, own): (&Ids, &Ids),
) {
    let collection = operation.path.trim_end_matches("/bulk");
    if !verbs(operation).contains(&"create".to_owned()) {
        return;
    }
    let Some(create) = all.iter().find(|o| o.method == Method::POST && o.path == collection) else { return };
    for reference in &create.references {
        let Body::Json(fields) = create.body_with(own, reference, create.target(reference, theirs)) else { continue };
        for inline in [false, true] {
            let one = if inline {
                let mut one = fields.clone();
                one["op"] = json!("create");
                one
            } else {
                json!({"op": "create", "data": fields})
            };
            let path = operation.at(&who.organization, own, false);
            let answer = who.post(&path, json!({"operations": [one], "mode": "each"})).await;
            let pointer = answer.body["results"][0]["error"]["errors"][0]["pointer"].as_str().unwrap_or_default();
            let base = if inline { "/operations/0/" } else { "/operations/0/data/" };
            let there = pointer.strip_prefix(base).and_then(|rest| rest.split('/').next()) == Some(reference.field());
            let fine = answer.status == 403 || (refused(&answer, &[422]) && there);
            tally.count(&who.name, &format!("{} with {}", operation.id, reference.name), &answer, fine);
        }
    }
}

fn refused(answer: &Answer, with: &[u64]) -> bool {
    let silent = !answer.body.to_string().contains(MARK);
    let status = answer.body["results"][0]["status"].as_u64().unwrap_or_default();
    silent && (answer.status == 403 || (matches!(answer.status, 200 | 422) && with.contains(&status)))
}

fn bulks(all: &[Operation]) -> impl Iterator<Item = &Operation> {
    all.iter().filter(|operation| operation.id.ends_with("_bulk"))
}

both!(a_bulk_request_reaches_nothing_hidden, |world: World| async move {
    let ada = world.founder("Ada").await;
    let hidden = furnish(&ada, MARK).await;
    for (slot, trash) in [("projects", false), ("projects2", false), ("projects", true)] {
        let path = format!("projects/{}", hidden.of(slot, trash));
        if trash {
            ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
        }
        ada.patch(&path, json!({"visibility": "private"})).await.expect(200);
        if trash {
            ada.delete(&path).await.expect(204);
        }
    }
    let editor = ada.invite("Ed", "Editor").await;
    let raw = Raw::open(&world).await;
    let before = raw.dump(&ada.organization).await;
    let all = operations(&world).await;
    let mut tally = Tally::default();
    let of_projects = ["project_bulk", "task_bulk", "comment_bulk", "checklist_bulk", "baseline_bulk"];
    for operation in bulks(&all).filter(|operation| of_projects.contains(&&*operation.id)) {
        tally.operations += 1;
        by_id(&mut tally, operation, &editor, &hidden).await;
    }
    let changed: Vec<String> = difference(&before, &raw.dump(&ada.organization).await);
    assert_eq!(changed, Vec::<String>::new());
    tally.settle("in bulk, as Editor, on what is hidden");
    let task = |id: &str| json!({"operations": [{"op": "create", "projectId": id, "title": "x"}]});
    let [seen, unknown] =
        [hidden.of("projects", false), "0123456789abcdef01234567"].map(|id| editor.post("tasks/bulk", task(id)));
    let (seen, unknown): (Value, Value) = (seen.await.expect(422), unknown.await.expect(422));
    assert_eq!(seen, unknown, "a hidden project is as unknown as none");
});
