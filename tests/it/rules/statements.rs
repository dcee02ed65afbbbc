//! Every statement that the product ran prepares on both databases, and reaches every table by an index.
//! The statements are those that this process has seen: the run below, and whatever ran before it.

use super::raw::Raw;
use super::recipe::{Ids, furnish};
use super::walk::{Operation, operations, send};
use futures_util::StreamExt;
use guildhall_core::event::retention;
use guildhall_core::policy::{ALL, OWN};
use guildhall_server::sweep::sweep;
use guildhall_store::{Dialect, Kind, statements_seen};
use guildhall_tests::{PASSWORD, Person, World, text};
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;

/// Statements that read a whole table. Closed.
const SCANS: [(&str, &str); 1] =
    [("SELECT id FROM users LIMIT 1", "whether there is anybody at all: it stops at the first row")];

/// Statements of one database alone, by how they begin. Closed.
const OF_POSTGRES: [(&str, &str); 1] = [(
    "INSERT INTO search_docs ",
    "on SQLite the words of an object stand in the FTS5 table; see the store's search.rs",
)];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_statement_prepares_on_both_databases_and_uses_an_index() {
    let worlds = [Some(World::sqlite().await), World::postgres().await];
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    for world in worlds.iter().flatten() {
        drive(world).await;
    }
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        seen.extend(statements_seen(dialect).into_iter().map(|(kind, sql)| (role(kind), sql)));
    }
    assert!(seen.len() > 250, "only {} statements", seen.len());
    let mut wrong = Vec::new();
    for world in worlds.iter().flatten() {
        let raw = Raw::open(world).await;
        let elsewhere = |sql: &str| OF_POSTGRES.iter().any(|(begins, _)| sql.starts_with(begins));
        for (role, sql) in seen.iter().filter(|(_, sql)| raw.dialect() == Dialect::Postgres || !elsewhere(sql)) {
            wrong.extend(
                plan(&raw, role, sql).await.err().map(|fault| format!("{:?}: {fault} in: {sql}", raw.dialect())),
            );
        }
        println!("{:?}: {} statements", raw.dialect(), seen.len());
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), seen.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_spent_comes_out_of_its_indexes() {
    for world in [Some(World::sqlite().await), World::postgres().await].iter().flatten() {
        let ada = world.founder("Ada").await;
        let project = ada.make("projects", json!({"name": "Here", "budget": 100, "currency": "EUR"})).await;
        ada.make("expenses", json!({"projectId": project, "amount": 5, "currency": "USD"})).await;
        let raw = Raw::open(world).await;
        let sums = |sql: &str, table: &str| {
            sql.contains(&format!("FROM {table} ")) && (sql.contains("SUM(") || sql.contains("GROUP BY"))
        };
        for (table, index, most) in [("expenses", "expenses_spent", 3), ("tasks", "tasks_actual_cost", 2)] {
            let seen = statements_seen(raw.dialect());
            let known = |sql: &str| sums(sql, table) && (sql.contains("status <> 'rejected'") || table == "tasks");
            let cost = |sql: &str| table == "expenses" || sql.contains("actual_cost IS NOT NULL");
            let all: Vec<_> = seen.iter().filter(|(_, sql)| known(sql) && cost(sql)).collect();
            assert_eq!(all.len(), most, "{all:#?}");
            for (kind, sql) in all {
                let lines = lines(&raw, role(*kind), sql).await.unwrap();
                assert!(lines.iter().any(|line| line.contains(index)), "{sql}: {lines:#?}");
            }
        }
    }
}

/// The role that a statement of this kind runs in.
fn role(kind: Kind) -> &'static str {
    if kind == Kind::System { "guildhall_system" } else { "guildhall_app" }
}

/// Prepares a statement and reads its plan.
async fn plan(raw: &Raw, role: &str, sql: &str) -> Result<(), String> {
    let lines = lines(raw, role, sql).await?;
    // The rows of a subquery are found by lines of its own.
    let inner = |line: &str| {
        let name = line.strip_prefix("SCAN ").unwrap_or_default();
        lines.iter().any(|l| ["CO-ROUTINE ", "MATERIALIZE "].iter().any(|how| l.strip_prefix(how) == Some(name)))
    };
    let bad = lines.iter().find(|line| scans(line) && !inner(line));
    match bad.filter(|_| !SCANS.iter().any(|(known, _)| *known == sql)) {
        Some(line) => Err(format!("`{}`", line.trim())),
        None => Ok(()),
    }
}

/// The plan of a statement, line by line.
async fn lines(raw: &Raw, role: &str, sql: &str) -> Result<Vec<String>, String> {
    match raw {
        Raw::Sqlite(_) => {
            let rows = raw.rows(&format!("EXPLAIN QUERY PLAN {}", Dialect::Sqlite.statement(sql))).await?;
            Ok(rows.into_iter().map(|row| row[3].clone().unwrap_or_default()).collect())
        }
        Raw::Postgres(_) => postgres_plan(raw, role, sql).await,
    }
}

async fn postgres_plan(raw: &Raw, role: &str, sql: &str) -> Result<Vec<String>, String> {
    raw.rows(&format!("RESET ROLE; PREPARE checked AS {sql}")).await?;
    let types = "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'checked'";
    let count: usize = raw.texts(types).await[0][0].parse().unwrap();
    let nulls = if count == 0 { String::new() } else { format!("({})", vec!["NULL"; count].join(", ")) };
    // The generic plan of the role itself, so that policies take part in it.
    let set = format!("SET ROLE {role}; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan");
    let rows = raw.rows(&format!("{set}; EXPLAIN EXECUTE checked{nulls}")).await;
    raw.rows("RESET ROLE; DEALLOCATE checked").await?;
    Ok(rows?.into_iter().map(|row| row[0].clone().unwrap_or_default()).collect())
}

/// A line of a plan that reads a whole table, or builds an index because there is none.
fn scans(line: &str) -> bool {
    let sqlite = line.starts_with("SCAN ") && !line.contains(" USING ");
    // What FTS5 matches it finds by its own index.
    let matched = line.contains(" VIRTUAL TABLE INDEX ") && line.contains('M');
    let own = ["SCAN rarray", "SCAN CONSTANT", "SCAN (subquery"].iter().any(|known| line.starts_with(known));
    (sqlite && !own && !matched) || line.contains("AUTOMATIC") || line.contains("Seq Scan on")
}

/// Everything that the API can be asked, once, as each role.
async fn drive(world: &World) {
    let ada = world.founder("Ada").await;
    let ids = furnish(&ada, "Ada").await;
    let all = operations(world).await;
    let viewer = ada.invite("Vic", "Viewer").await;
    let guest = ada.invite("Gus", "Guest").await;
    let own = ALL.iter().filter(|p| p.is_ownable()).map(|p| format!("{}{OWN}", p.line().name));
    let whole = ["event:read", "project:read-open", "checklist:read", "label:read", "member:read", "calendar:read"]
        .map(String::from);
    let narrow = json!({"name": "Narrow", "permissions": own.chain(whole).collect::<Vec<_>>()});
    ada.make("roles", narrow).await;
    let narrow = ada.invite("Nora", "Narrow").await;
    for operation in all.iter().filter(|o| o.lists() && o.in_organization()) {
        for who in [&ada, &viewer, &guest, &narrow] {
            lists(who, operation, &operation.at(&ada.organization, &ids, false), who.id == ada.id).await;
        }
    }
    for operation in all.iter().filter(|o| o.in_organization() && o.rehearses()) {
        for end in ["?dryRun=true", "?dryRun=true&purge=true"] {
            for trash in [false, true] {
                let path = operation.at(&ada.organization, &ids, trash) + end;
                let answer = send(&ada, &operation.method, &path, operation.body(&ids)).await;
                assert!(!answer.body.to_string().contains("\"1970-01-01T"), "{path}: {:#}", answer.body);
            }
        }
        for reference in &operation.references {
            let body = operation.body_with(&ids, reference, operation.target(reference, &ids));
            let path = operation.at(&ada.organization, &ids, false) + "?dryRun=true";
            send(&ada, &operation.method, &path, body).await;
        }
    }
    filters(&ada, &viewer, &ids).await;
    for who in [&ada, &viewer, &guest, &narrow] {
        who.get(&format!("projects/{}/export", ids.of("projects", false))).await;
    }
    for who in [&ada, &viewer, &guest] {
        let project = ids.of("projects", false);
        for query in ["q=ada kept", "q=Adda", "q=AK-1&limit=1", &format!("q=ada&projectId={project}")] {
            who.get(&format!("search?{query}")).await.expect(200);
        }
        for query in ["".into(), format!("projectId={project}&userId={}", who.id)] {
            who.get(&format!("workload?{query}")).await.expect(200);
        }
    }
    narrow.get("workload").await.expect(200);
    let id = "0123456789abcdef01234567";
    for query in ["tasks?rootsOnly=true", "tasks?dependsOn[exists]=true", "expenses?taskId[exists]=true"] {
        narrow.get(query).await.expect(200);
    }
    for path in ["tasks?parentId", "tasks?ancestors", "files?taskId", "expenses?taskId", "events?taskId"] {
        narrow.get(&format!("{path}={id}")).await.expect(200);
    }
    tree(&ada).await;
    let attachment = format!("attachments/{}?purge=true", ids.of("attachments", true));
    ada.delete(&attachment).await.expect(204);
    sweep(&world.app, &world.objects, Duration::ZERO, true).await.unwrap();
    account(&ada).await;
    trim(&ada).await;
}

/// Custom fields and the filter language: every kind of condition, with and without a NOT.
async fn filters(ada: &Person<'_>, viewer: &Person<'_>, ids: &Ids) {
    let task = format!("customFields.{}", ids.of("field-definitions", false));
    let project = format!("customFields.{}", ids.of("projectFields", false));
    let text = ada.make("field-definitions", json!({"name": "Text", "type": "text"})).await;
    for who in [ada, viewer] {
        for query in [format!("{task}=7"), format!("{task}[in]=7,8"), format!("{task}[exists]=false")] {
            who.get(&format!("tasks?{query}")).await.expect(200);
        }
        for (path, sort) in [("tasks", &task), ("projects", &project), ("tasks", &format!("customFields.{text}"))] {
            for sign in ["", "-"] {
                let page = who.get(&format!("{path}?limit=1&sort={sign}{sort}")).await.expect(200);
                if let Some(cursor) = page["nextCursor"].as_str() {
                    who.get(&format!("{path}?limit=1&sort={sign}{sort}&cursor={cursor}")).await.expect(200);
                }
            }
        }
        for (path, term) in [
            ("tasks", format!("{task} > 3")),
            ("tasks", format!("customFields.{text} ~ x")),
            ("tasks", format!("customFields.{text} IN (a, b, null)")),
            ("tasks", "labels = bug OR labels IS EMPTY OR dependsOn IS NOT EMPTY".into()),
            ("tasks", "assignments.userId = me".into()),
            ("tasks", "status WAS done".into()),
            ("tasks", "assigneeId CHANGED FROM null TO me AFTER -7d DURING (yesterday, now)".into()),
            ("tasks", "dueDate = today OR description IS EMPTY OR milestone = true".into()),
            ("projects", "memberIds = me AND startDate < today".into()),
            ("projects", format!("{project} IN (1, 2)")),
        ] {
            for filter in [term.clone(), format!("NOT ({term})")] {
                let request = who.request(Method::GET, path).query(&[("filter", &*filter), ("count", "true")]);
                who.send(request).await.expect(200);
            }
        }
    }
}

/// Every sort, filter and option of a list, and the page after the first.
async fn lists(who: &Person<'_>, operation: &Operation, path: &str, filters: bool) {
    let mut queries = vec!["limit=200&count=true&deleted=true".to_owned()];
    queries.push(format!("count=true&populate={}", operation.populate));
    for field in operation.sort.split(',').filter(|field| !field.is_empty()) {
        queries.extend([format!("limit=1&sort={field}"), format!("limit=1&sort=-{field}")]);
    }
    let options = ["limit", "cursor", "sort", "fields", "populate", "count", "deleted", "filter"];
    for name in operation.query.iter().filter(|name| filters && !options.contains(&name.as_str())) {
        let value = filter_value(who, path, name).await;
        queries.extend(["", "[ne]", "[in]", "[gt]", "[contains]"].map(|op| format!("{name}{op}={value}")));
        queries.push(format!("{name}[exists]=true"));
    }
    let pages = queries.into_iter().map(|query| async move {
        let page = who.get(&format!("{path}?{query}")).await;
        if let Some(cursor) = page.body["nextCursor"].as_str() {
            who.get(&format!("{path}?{query}&cursor={cursor}")).await;
        }
    });
    futures_util::stream::iter(pages).buffer_unordered(4).collect::<()>().await;
}

/// A value of the kind that this filter takes.
async fn filter_value(who: &Person<'_>, path: &str, name: &str) -> &'static str {
    for value in ["0123456789abcdef01234567", "1", "2026-03-01", "true", "desc", "Task"] {
        if who.get(&format!("{path}?{name}={value}")).await.status == 200 {
            return value;
        }
    }
    panic!("no value fits the filter {name} of {path}")
}

/// Deep trees, whose paths are longer than their index; ends of tasks and projects.
async fn tree(ada: &Person<'_>) {
    let (project, other) = (ada.project("Deep").await, ada.project("Other").await);
    let mut chain = vec![ada.task(&project, "root").await];
    for _ in 0..103 {
        let parent = chain.last().unwrap();
        chain.push(ada.make("tasks", json!({"projectId": project, "parentId": parent, "title": "t"})).await);
    }
    let deep = &chain[102];
    ada.make("comments", json!({"task": deep, "content": "x"})).await;
    for (task, to) in [
        (deep, json!({"parentId": chain[50]})),
        (&chain[1], json!({"projectId": other, "parentId": null})),
        (&chain[1], json!({"projectId": project, "parentId": chain[0]})),
    ] {
        ada.post(&format!("tasks/{task}/move"), to).await.expect(200);
    }
    ada.get(&format!("tasks?ancestors={}", chain[0])).await.expect(200);
    for path in [format!("tasks/{}", chain[103]), format!("tasks/{}", chain[101]), format!("projects/{project}")] {
        ada.delete(&path).await.expect(204);
        ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
        ada.delete(&path).await.expect(204);
        ada.delete(&format!("{path}?purge=true")).await.expect(204);
    }
}

/// The end of an old log.
async fn trim(ada: &Person<'_>) {
    let days = json!({"eventRetentionDays": 1, "auditRetentionDays": 1});
    ada.patch("", days).await.expect(200);
    let sql = "UPDATE events SET at = at - 172800000000 WHERE seq < 40";
    Raw::open(ada.world).await.rows(sql).await.unwrap();
    retention::prune(&ada.world.app).await.unwrap();
    let last = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
    for collection in ["tasks", "projects", "comments", "members"] {
        ada.get(&format!("{collection}?as_of={last}&limit=2")).await.expect(200);
    }
    ada.get("events?after=1").await.problem(410, "gone");
}

/// What a person does about itself.
async fn account(ada: &Person<'_>) {
    let bob = ada.invite("Bob", "Editor").await;
    let login = json!({"email": bob.email, "password": PASSWORD});
    let (login_path, me) = ("/api/v1/auth/login", "/api/v1/me");
    let answer = bob.send(ada.world.request(Method::POST, login_path).json(&login)).await.expect(200);
    assert_eq!(text(&answer["user"]["id"]), bob.id);
    let wrong = json!({"email": bob.email, "password": "something else"});
    bob.send(ada.world.request(Method::POST, login_path).json(&wrong)).await.problem(401, "unauthenticated");
    bob.patch(me, json!({"name": "Robert", "email": "robert@example.com"})).await.expect(200);
    let change = json!({"password": "another password", "currentPassword": PASSWORD});
    bob.patch(me, change).await.expect(200);
    ada.delete(&format!("members/{}", bob.id)).await.expect(204);
}

#[test]
fn a_plan_that_reads_a_whole_table_is_told_from_one_that_does_not() {
    for line in ["SCAN t", "SEARCH t USING AUTOMATIC COVERING INDEX (id=?)", "  ->  Seq Scan on tasks t  (cost=0..1)"] {
        assert!(scans(line), "{line}");
    }
    for line in ["SCAN t USING INDEX tasks_due", "SEARCH t USING INDEX tasks_key (id=?)", "Index Scan using x on tasks"]
    {
        assert!(!scans(line), "{line}");
    }
}
