//! A cascade of 500 tasks is taken back bit by bit: every column of every row of tasks, links and assignments is
//! what it was, looked at in the database itself. Two columns of tasks go on by design, because taking back is a
//! change of its own: `revision` counts it, and `updated_at` says when it was.

use crate::rules::raw::Raw;
use guildhall_store::Dialect;
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

const TASKS: usize = 500;
const SUMMARIES: usize = 10;

/// Columns that taking back does not take back.
const GO_ON: [&str; 2] = ["revision", "updated_at"];

/// Every row of the three tables, column by column.
pub async fn rows(raw: &Raw) -> Vec<String> {
    let mut all = Vec::new();
    for table in ["tasks", "task_links", "task_assignments"] {
        let sql = match raw.dialect() {
            Dialect::Sqlite => format!("SELECT name FROM pragma_table_xinfo('{table}') ORDER BY name"),
            Dialect::Postgres => {
                format!("SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1")
            }
        };
        let mut columns: Vec<String> = raw.texts(&sql).await.into_iter().flatten().collect();
        columns.retain(|column| !GO_ON.contains(&column.as_str()));
        assert!(columns.len() >= 5, "{table}: {columns:?}");
        for row in raw.rows(&format!("SELECT {} FROM {table}", columns.join(", "))).await.unwrap() {
            let named = columns.iter().zip(row).map(|(name, value)| format!("{name}={}", value.unwrap_or_default()));
            all.push(format!("{table} {}", named.collect::<Vec<_>>().join(" ")));
        }
    }
    all.sort();
    all
}

pub fn same(before: &[String], after: &[String], what: &str) {
    let differ = before.iter().zip(after).find(|(before, after)| before != after);
    assert_eq!((before.len(), differ), (after.len(), None), "{what}");
}

fn id(n: usize) -> String {
    format!("5d{n:022x}")
}

/// Tasks that each wait for the one before, with every kind of link and lag, people, constraints, parts.
async fn cascade(who: &Person<'_>) -> String {
    let project = who.make("projects", json!({"name": "Cascade", "startDate": "2026-03-02"})).await;
    let other = who.invite("Nora", "Editor").await.id;
    let lags = ["0d", "1d", "33.3333%", "-2h", "1ed", "0.0001m", "12.5e%"];
    let kinds = ["FS", "FS", "SS", "FF", "FS"];
    let create = |n: usize| {
        let link =
            |before: usize| json!({"taskId": id(before), "type": kinds[n % kinds.len()], "lag": lags[n % lags.len()]});
        let links: Vec<Value> = (1..=n.min(1)).map(|back| link(n - back)).collect();
        let people = [
            json!([]),
            json!([{"userId": who.id, "units": 1}]),
            json!([{"userId": who.id, "units": 0.5}, {"userId": other, "units": 0.25}]),
        ];
        let early = json!({"type": "FNET", "date": "2026-03-03T17:00:00.000Z"});
        json!({"op": "create", "id": id(n), "projectId": project, "title": format!("t{n}"),
            "duration": 1.0 + (n % 4) as f64 / 4.0, "dependencies": links, "assignments": people[n % 3],
            "constraint": if n % 97 == 96 { early } else { Value::Null },
            "parentId": if n.is_multiple_of(3) { json!(id(TASKS + n % SUMMARIES)) } else { Value::Null }})
    };
    let above = |n: usize| json!({"op": "create", "id": id(TASKS + n), "projectId": project, "title": format!("s{n}")});
    let operations: Vec<Value> = (0..SUMMARIES).map(above).chain((0..TASKS).map(create)).collect();
    who.post("tasks/bulk", json!({"operations": operations})).await.expect(200);
    project
}

async fn last_batch(who: &Person<'_>) -> String {
    text(&who.get("events?order=desc&limit=1").await.expect(200)["data"][0]["batchId"])
}

/// Takes the last batch back and finds everything as it was; done again it is as it was then, too.
async fn taken_back(who: &Person<'_>, raw: &Raw, before: &[String], what: &str) {
    let done = rows(raw).await;
    assert_ne!(done, before, "{what} changes nothing");
    let undone = who.post(&format!("batches/{}/undo", last_batch(who).await), json!({})).await.expect(200);
    same(before, &rows(raw).await, &format!("{what}, taken back"));
    who.post(&format!("batches/{}/undo", text(&undone["batchId"])), json!({})).await.expect(200);
    same(&done, &rows(raw).await, &format!("{what}, done again"));
    who.post(&format!("batches/{}/undo", last_batch(who).await), json!({})).await.expect(200);
    same(before, &rows(raw).await, &format!("{what}, taken back twice"));
}

both!(a_cascade_of_five_hundred_is_taken_back_bit_by_bit, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = cascade(&ada).await;
    let raw = Raw::open(&world).await;
    let path = format!("projects/{project}/schedule");
    let plain = rows(&raw).await;
    assert!(plain.len() > 2 * TASKS, "{}", plain.len());
    let applied = ada.post(&path, json!({})).await.expect(200);
    assert_eq!(applied["changes"].as_array().map(Vec::len), Some(TASKS + SUMMARIES));
    taken_back(&ada, &raw, &plain, "the schedule").await;
    ada.post(&path, json!({})).await.expect(200);
    let planned = rows(&raw).await;
    let moved = |answer: &Value| answer["moved"].as_array().map_or(0, Vec::len);
    let longer = ada.patch(&format!("tasks/{}", id(0)), json!({"duration": 9.5})).await.expect(200);
    assert!(moved(&longer) > TASKS - 10, "{}", moved(&longer));
    taken_back(&ada, &raw, &planned, "a longer task").await;
    let link = format!("tasks/{}/dependencies/{}", id(1), id(0));
    let lagged = ada.put(&link, json!({"type": "FS", "lag": "7.7777d"})).await.expect(200);
    assert!(moved(&lagged) > TASKS - 10, "{}", moved(&lagged));
    taken_back(&ada, &raw, &planned, "a longer lag").await;
    let later = ada.patch(&format!("tasks/{}", id(0)), json!({"startDate": "2026-03-19"})).await.expect(200);
    assert!(moved(&later) > TASKS - 10, "{}", moved(&later));
    taken_back(&ada, &raw, &planned, "a later start").await;
    let left = ada.post(&format!("{path}?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(left["changes"], json!([]), "nothing is left to do");
});
