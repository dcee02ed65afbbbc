//! Schedules and charts: the engine alone on one thread, and the chart of a large project as the server sends it.

use crate::network::{MONDAY, Random, network};
use crate::server::{Place, Server};
use crate::table::{Goal, Table};
use crate::{FEW, Outcome, median};
use guildhall_schedule::Plan;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const TURNS: usize = 9;
/// Changes one by one.
const CHANGES: usize = 200;
/// Tasks and links of the chart.
const TASKS: usize = FEW as usize;
const LINKS: usize = 8_000;
const PER_SUMMARY: usize = 20;

/// Runs the part.
pub async fn measure(table: &mut Table) -> Outcome<()> {
    engine(table)?;
    chart(table).await
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// How long the whole schedule of so many tasks takes.
fn whole(tasks: usize) -> Outcome<f64> {
    let source = network(tasks);
    let mut times = Vec::new();
    for _ in 0..TURNS {
        let network = source.clone();
        let begun = Instant::now();
        let plan = Plan::new(network)?;
        times.push(milliseconds(begun.elapsed()));
        assert!(plan.finish() > MONDAY);
    }
    Ok(median(times))
}

fn engine(table: &mut Table) -> Outcome<()> {
    let (few, many) = (whole(10_000)?, whole(100_000)?);
    table.value("schedule of 100,000 tasks, 200,000 links", many, "ms", Goal::AtMost(100.0));
    let [ours, small] = [many, few].map(|time| format!("{time:.1} ms"));
    table.ratio("schedule of 100,000 / of 10,000 tasks (time)", ours, small, many / few, Goal::AtMost(12.0));
    let size = 50_000;
    let mut plan = Plan::new(network(size))?;
    let (mut random, mut times) = (Random(42), Vec::new());
    for _ in 0..CHANGES {
        let at = size / 21 + random.below(size - size / 21);
        let mut task = plan.network().tasks[at].clone();
        task.duration += 60;
        let begun = Instant::now();
        plan.set_task(at, task)?;
        times.push(milliseconds(begun.elapsed()));
    }
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or(f64::NAN);
    table.value("one duration of 50,000 tasks changed, p50", at(50), "ms", Goal::AtMost(5.0));
    table.value("one duration of 50,000 tasks changed, p95", at(95), "ms", Goal::None);
    Ok(())
}

/// An id as the server makes them, of a project that grew over months.
fn id(n: usize) -> String {
    let (seconds, process) = (0x6700_0000 + n * 613, (n / 640) as u64 * 0x3d_4f5b_6917 % (1 << 40));
    format!("{seconds:08x}{process:010x}{:06x}", n * 3 + 0x00a1_b2c3)
}

fn title(n: usize, random: &mut Random) -> String {
    let words = [
        ["Draft", "Review", "Order", "Test", "Install", "Paint", "Measure", "Approve"],
        ["the report", "the pumps", "the north wall", "the contract", "the interface", "the cabling", "stage", "floor"],
        ["for the board", "with the supplier", "in hall 3", "of unit", "before the audit", "again", "on site", "No."],
    ];
    let [what, which, where_to] = words.map(|some| some[random.below(some.len())]);
    format!("{what} {which} {where_to} {}", n % 977)
}

/// Makes a project over HTTP, schedules it and freezes a baseline.
async fn project(server: &Server, place: &Place) -> Outcome<String> {
    let mut random = Random(7);
    let body = json!({"name": "Large", "startDate": "2026-03-02"});
    let made = place.post(server, &place.path("/projects"), &body).await?;
    let project = crate::server::text(&made["id"])?;
    let me = crate::server::text(&made["ownerId"])?;
    let mut linked = 0;
    let task = |n: usize| {
        let first = n / PER_SUMMARY * PER_SUMMARY;
        let mut body = json!({"op": "create", "id": id(n), "projectId": project, "title": title(n, &mut random)});
        if n == first {
            return body;
        }
        body["parentId"] = json!(id(first));
        body["duration"] = json!(1 + random.below(12));
        body["assigneeId"] = if random.below(3) == 0 { json!(me) } else { Value::Null };
        // Sooner or later after another task shortly before it, now and then with a lag.
        let before = n - 1 - random.below(n.min(60));
        if !before.is_multiple_of(PER_SUMMARY) && linked < LINKS && random.below(100) < 92 {
            linked += 1;
            let lag = if random.below(5) == 0 { "1d" } else { "0d" };
            body["dependencies"] = json!([{"taskId": id(before), "lag": lag}]);
        }
        body
    };
    let tasks: Vec<Value> = (0..TASKS).map(task).collect();
    for some in tasks.chunks(1000) {
        place.post(server, &place.path("/tasks/bulk"), &json!({"operations": some})).await?;
    }
    let path = place.path(&format!("/projects/{project}"));
    place.post(server, &format!("{path}/schedule"), &json!({})).await?;
    place.post(server, &format!("{path}/baselines"), &json!({"name": "Approved"})).await?;
    Ok(path)
}

async fn chart(table: &mut Table) -> Outcome<()> {
    let data = tempfile::tempdir()?;
    let server = Server::guildhall(data.path(), None).await?;
    let place = Place::found(&server).await?;
    let path = project(&server, &place).await?;
    let whole = format!("{path}/gantt");
    let chart: Value = serde_json::from_slice(&place.body(&server, &whole, "identity").await?)?;
    let count = |of: &str, column: &str| chart[of][column].as_array().map_or(0, Vec::len);
    let (tasks, links) = (count("tasks", "id"), count("links", "from"));
    if tasks != TASKS || links < LINKS * 95 / 100 {
        return Err(format!("the chart has {tasks} tasks and {links} links").into());
    }
    let what = format!("GET gantt, 10,000 tasks, {links} links");
    for (encoding, name, goal) in [("identity", "plain", Goal::None), ("gzip", "gzip", Goal::AtMost(60.0))] {
        let mut times = Vec::new();
        let before = server.processor()?;
        let mut size = 0;
        for _ in 0..3 * TURNS {
            let begun = Instant::now();
            size = place.body(&server, &whole, encoding).await?.len();
            times.push(milliseconds(begun.elapsed()));
        }
        let spent = (server.processor()? - before) / 1000.0 / times.len() as f64;
        table.value(&format!("{what}, {name}: to the last byte"), median(times), "ms", goal);
        table.value(&format!("{what}, {name}: processor time"), spent, "ms", Goal::None);
        let goal = if encoding == "gzip" { Goal::AtMost(600.0) } else { Goal::None };
        table.value(&format!("{what}, {name}: size"), size as f64 / 1000.0, "kB", goal);
    }
    let mut times = Vec::new();
    for turn in 0..3 * TURNS {
        let begun = Instant::now();
        place.body(&server, &format!("{whole}?offset={}&limit=200", turn * 200), "gzip").await?;
        times.push(milliseconds(begun.elapsed()));
    }
    table.value("GET gantt, 200 rows of 10,000, gzip", median(times), "ms", Goal::None);
    server.stop().await
}
