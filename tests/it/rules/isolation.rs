//! Nobody, and the Admin of another organization, try every operation of the OpenAPI document: with the
//! victim's ids in the path, in every reference of a body, in every filter. Nothing may come out and nothing
//! may change, and every attempt that fails here succeeds when the right person makes it.

use super::bulk;
use super::raw::{Raw, difference};
use super::reach;
use super::recipe::{Body, Ids, furnish};
use super::walk::{Operation, Tally, operations, send, with};
use guildhall_tests::{Answer, Person, World, both, text};
use reqwest::Method;
use serde_json::json;

/// In every text of the victim.
const MARK: &str = "Zanzibar";

/// The ways that must all have been tried.
const WAYS: [&str; 11] = [
    "path",
    "body",
    "nested body",
    "filter",
    "populate",
    "bulk",
    "search",
    "event stream",
    "file content",
    "import",
    "export",
];

/// Need nobody signed in. Closed.
const OPEN: [&str; 3] = ["auth_register", "auth_login", "invitation_show"];

/// Not rehearsed as the right person, because they have no dry run or nothing to do. Closed.
const NO_CONTROL: [(&str, &str); 2] = [
    ("member_restore", "a person comes back by a new invitation only"),
    ("organization_restore", "the organization is not in the trash; org/organizations.rs restores one"),
];

both!(every_operation_needs_somebody_signed_in, |world: World| async move {
    let victim = world.founder("Zanzibar").await;
    let ids = furnish(&victim, MARK).await;
    let raw = Raw::open(&world).await;
    let before = raw.dump(&victim.organization).await;
    let mut tally = Tally::default();
    for operation in operations(&world).await {
        tally.operations += 1;
        for trash in [false, true] {
            let path = operation.at(&victim.organization, &ids, trash);
            for token in [None, Some("ghs_forged"), Some("")] {
                let request = world.request(operation.method.clone(), &path);
                let request = token.into_iter().fold(request, |request, token| request.bearer_auth(token));
                let body = if OPEN.contains(&&*operation.id) { Body::Json(json!({})) } else { operation.body(&ids) };
                let answer = victim.send(with(request, body)).await;
                let open = OPEN.contains(&&*operation.id) && matches!(answer.status, 200 | 422);
                let fine = open || (answer.status == 401 && answer.header("www-authenticate") == "Bearer");
                tally.count("nobody", &format!("{} {path}", operation.method), &answer, fine);
            }
        }
    }
    assert_eq!(difference(&before, &raw.dump(&victim.organization).await), Vec::<String>::new());
    tally.settle("as nobody");
});

both!(a_right_request_succeeds_for_the_right_person, |world: World| async move {
    let ada = world.founder("Ada").await;
    let ids = furnish(&ada, "Ada").await;
    let raw = Raw::open(&world).await;
    let before = raw.dump(&ada.organization).await;
    let mut tally = Tally::default();
    for operation in operations(&world).await.iter().filter(|o| o.in_organization() && (o.reads() || o.rehearses())) {
        tally.operations += 1;
        if NO_CONTROL.iter().any(|(id, _)| *id == operation.id) {
            continue;
        }
        for (did, path, body) in control(operation, &ada, &ids) {
            let answer = send(&ada, &operation.method, &path, body).await;
            let fine = (200..300).contains(&answer.status);
            tally.count("Ada", &format!("{did} {path}"), &answer, fine);
        }
    }
    assert_eq!(difference(&before, &raw.dump(&ada.organization).await), Vec::<String>::new(), "a dry run is dry");
    tally.settle("as the right person");
});

/// The operation as it should be, once with each reference that it can have.
fn control(operation: &Operation, who: &Person<'_>, ids: &Ids) -> Vec<(String, String, Body)> {
    let dry = if operation.reads() { "" } else { "?dryRun=true" };
    let path = operation.at(&who.organization, ids, operation.wants_trash()) + dry;
    let mut out = vec![(operation.id.clone(), path.clone(), operation.body(ids))];
    if operation.method == Method::DELETE && purges(operation, ids) {
        out.push((operation.id.clone(), operation.at(&who.organization, ids, true) + dry + "&purge=true", Body::None));
    }
    if operation.lists() && !operation.populate.is_empty() {
        out.push((operation.id.clone(), format!("{path}?populate={}", operation.populate), Body::None));
    }
    for reference in &operation.references {
        let body = operation.body_with(ids, reference, operation.target(reference, ids));
        out.push((format!("{} with {}", operation.id, reference.name), path.clone(), body));
    }
    out
}

fn purges(operation: &Operation, ids: &Ids) -> bool {
    let collection = operation.path.trim_end_matches("/{id}").rsplit('/').next().unwrap_or_default();
    operation.query.iter().any(|name| name == "purge") && ids.has_trash(collection)
}

both!(another_organization_is_out_of_reach, |world: World| async move {
    let victim = world.founder("Zanzibar").await;
    let theirs = furnish(&victim, MARK).await;
    let mallory = world.founder("Mallory").await;
    let own = furnish(&mallory, "Mallory").await;
    let raw = Raw::open(&world).await;
    reach::control(&victim, &theirs, MARK).await;
    let before = raw.dump(&victim.organization).await;
    let mut tally = Tally::default();
    let all = operations(&world).await;
    for operation in &all {
        tally.operations += 1;
        // What changes Mallory herself cannot be tried twice, and names nobody else.
        if matches!(&*operation.id, "auth_logout" | "me_change" | "auth_register" | "auth_login" | "invitation_show") {
            continue;
        }
        by_path(&mut tally, operation, &mallory, (&victim.organization, &theirs), &own).await;
        if operation.in_organization() {
            by_body(&mut tally, operation, &mallory, &theirs, &own).await;
            by_filter(&mut tally, operation, &mallory, &theirs, &own).await;
            bulk::reach(&mut tally, operation, &all, &mallory, (&theirs, &own)).await;
            reach::by_text(&mut tally, operation, &mallory, &own, MARK).await;
            reach::by_parameter(&mut tally, operation, &mallory, (&theirs, &own), MARK).await;
            reach::by_own_id(&mut tally, operation, &mallory, (&theirs, &own)).await;
        }
        let changed = difference(&before, &raw.dump(&victim.organization).await);
        assert!(changed.is_empty(), "{} changed the victim: {changed:#?}", operation.id);
    }
    reach::by_value(&mut tally, &mallory, (&theirs, &own)).await;
    reach::by_events(&mut tally, &mallory, &theirs, MARK).await;
    assert_eq!(difference(&before, &raw.dump(&victim.organization).await), Vec::<String>::new());
    for way in WAYS {
        assert!(tally.ways.get(way).is_some_and(|count| *count > 1), "nothing was tried by {way}");
    }
    tally.settle(&format!("{:?}, as the Admin of another organization", raw.dialect()));
});

/// What the path of an operation leads to.
fn way(operation: &Operation) -> &'static str {
    match &*operation.id {
        id if id.ends_with("_content") || id.ends_with("_thumbnail") => "file content",
        id if id.starts_with("import_") => "import",
        id if id.ends_with("_export") => "export",
        "search" => "search",
        "event_list" | "audit_list" => "event stream",
        id if id.ends_with("_bulk") => "bulk",
        _ => "path",
    }
}

fn silent(answer: &Answer) -> bool {
    !answer.body.to_string().contains(MARK)
}

/// The victim's ids in the path.
async fn by_path(
    tally: &mut Tally,
    operation: &Operation,
    mallory: &Person<'_>,
    (organization, theirs): (&str, &Ids),
    own: &Ids,
) {
    tally.trying(way(operation));
    let mut tries = vec![(organization, theirs, own), (organization, theirs, theirs), (organization, own, own)];
    if !operation.in_organization() {
        tries.truncate(1);
    }
    if operation.path.split("{organizationId}").nth(1).is_some_and(|rest| rest.contains('{')) {
        tries.push((&mallory.organization, theirs, own));
    }
    let ends = match operation.method {
        Method::DELETE => vec!["", "?purge=true", "?dryRun=true"],
        Method::GET if operation.lists() => vec!["", "?deleted=true", "?limit=1&count=true"],
        _ if operation.rehearses() => vec!["", "?dryRun=true"],
        _ => vec![""],
    };
    for (organization, ids, body) in tries {
        for trash in [false, true] {
            for end in ends
                .iter()
                .filter(|_| trash == operation.wants_trash() || ids.all().any(|(s, _)| s.ends_with(":trash")))
            {
                let path = operation.at(organization, ids, trash) + end;
                let answer = send(mallory, &operation.method, &path, operation.body(body)).await;
                let fine = silent(&answer) && expected(operation, &answer, end);
                tally.count("Mallory", &format!("{} {path}", operation.method), &answer, fine);
            }
        }
    }
}

/// 404, wherever an organization or another's thing is named.
fn expected(operation: &Operation, answer: &Answer, end: &str) -> bool {
    match &*operation.id {
        "invitation_accept" => answer.status == 403,
        "me_show" | "auth_session" | "organization_list" | "token_list" => matches!(answer.status, 200 | 400),
        "token_create" | "organization_create" | "organization_sample" => matches!(answer.status, 201 | 400),
        // Every organization counts its own events.
        "event_undo" => matches!(answer.status, 200 | 404 | 409) || (answer.status == 400 && !end.is_empty()),
        // A parameter that the operation does not have is refused before anything is looked up.
        _ => answer.status == 404 || (answer.status == 400 && !end.is_empty()),
    }
}

/// The victim's ids in each reference of the body: 422 that points there.
async fn by_body(tally: &mut Tally, operation: &Operation, mallory: &Person<'_>, theirs: &Ids, own: &Ids) {
    for reference in &operation.references {
        let nested = if reference.name.contains('.') { "nested body" } else { "body" };
        tally.trying(if way(operation) == "import" { "import" } else { nested });
        let path = operation.at(&mallory.organization, own, false);
        let body = operation.body_with(own, reference, operation.target(reference, theirs));
        let answer = send(mallory, &operation.method, &path, body).await;
        let pointer = answer.body["errors"][0]["pointer"].as_str().unwrap_or_default();
        let fine = answer.status == 422 && pointer.trim_start_matches('/').split('/').next() == Some(reference.field());
        tally.count("Mallory", &format!("{} with {}", operation.id, reference.name), &answer, fine && silent(&answer));
    }
}

/// The victim's ids in each filter: nothing is found.
async fn by_filter(tally: &mut Tally, operation: &Operation, mallory: &Person<'_>, theirs: &Ids, own: &Ids) {
    if !operation.lists() {
        return;
    }
    tally.trying(if way(operation) == "event stream" { "event stream" } else { "filter" });
    let path = operation.at(&mallory.organization, own, false);
    // What says where in a list or in the log is no filter.
    let known = [
        "limit", "cursor", "sort", "fields", "populate", "count", "deleted", "filter", "order", "after", "before",
        "as_of",
    ];
    for name in operation.query.iter().filter(|name| !known.contains(&name.as_str())) {
        let mut values: Vec<&str> = theirs.all().map(|(_, id)| id).collect();
        values.sort_unstable();
        values.dedup();
        let one_by_one = values.iter().map(|value| ("", (*value).to_owned()));
        for (op, value) in [("[in]", values.join(",")), ("[gte]", "0".repeat(24))].into_iter().chain(one_by_one) {
            let request = mallory.request(Method::GET, &path).query(&[(format!("{name}{op}"), &value)]);
            let answer = mallory.send(request).await;
            let rows = answer.body["data"].as_array().map_or(0, Vec::len);
            let nothing = rows == 0 || op == "[gte]";
            let fine = silent(&answer) && matches!(answer.status, 200 | 400) && nothing;
            tally.count("Mallory", &format!("{path}?{name}{op}={value}"), &answer, fine);
            if op.is_empty() && operation.query.iter().any(|name| name == "filter") {
                let filter = format!("{name} = \"{value}\"");
                let answer = mallory.send(mallory.request(Method::GET, &path).query(&[("filter", &filter)])).await;
                let rows = answer.body["data"].as_array().map_or(0, Vec::len);
                let fine = silent(&answer) && matches!(answer.status, 200 | 400) && rows == 0;
                tally.count("Mallory", &format!("{path}?filter={filter}"), &answer, fine);
            }
            // No id is what this filter takes, so no other one is either.
            if op.is_empty() && answer.status == 400 {
                break;
            }
        }
    }
    if !operation.populate.is_empty() {
        tally.trying("populate");
        let answer = mallory.get(&format!("{path}?populate={}", operation.populate)).await;
        let stranger = text(&json!(mallory.organization));
        let rows = answer.body["data"].as_array().cloned().unwrap_or_default();
        let home = rows.iter().all(|row| row["organizationId"] == json!(stranger));
        tally.count("Mallory", &format!("{path}?populate"), &answer, silent(&answer) && home && answer.status == 200);
    }
}
