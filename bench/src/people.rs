//! A company of 1,000 projects: what people with several roles list, find, and make. `BENCH_TASKS` sets how many
//! tasks it has.

use crate::embedded::{file, prepared};
use crate::load::{self, Connection, Requests};
use crate::server::{Place, Server, get, post};
use crate::table::{Goal, Table};
use crate::{MANY, Outcome, median, seed, size};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const TURNS: usize = 5;
const TURN: Duration = Duration::from_millis(1500);

/// The company, and its people besides the Admin.
struct Company {
    data: TempDir,
    admin: Place,
    /// Sees three projects.
    guest: Place,
    /// Sees its own tasks alone.
    own: Place,
    /// Sees everything, but by a role that the organization made and the rule of each project.
    custom: Place,
}

impl Company {
    async fn found() -> Outcome<Self> {
        let (data, admin) = prepared(size("BENCH_TASKS", MANY)?).await?;
        let server = Server::guildhall(data.path(), None).await?;
        let seen = ["project:read", "project:read-open", "comment:read", "event:read"];
        for (name, task) in [("Custom", "task:read"), ("Own", "task:read:own")] {
            let body = json!({"name": name, "permissions": seen.iter().chain([&task]).collect::<Vec<_>>()});
            admin.post(&server, &admin.path("/roles"), &body).await?;
        }
        let (guest, guest_id) = admin.invite(&server, "Gus", "Guest").await?;
        let (own, own_id) = admin.invite(&server, "Nora", "Own").await?;
        let (custom, _) = admin.invite(&server, "Cid", "Custom").await?;
        server.stop().await?;
        seed::company(&file(&data), &admin, &own_id, &guest_id)?;
        Ok(Self { data, admin, guest, own, custom })
    }
}

/// Runs one part.
pub async fn part(name: &str, table: &mut Table) -> Outcome<()> {
    let company = Company::found().await?;
    let server = Server::guildhall(company.data.path(), None).await?;
    let begun = Instant::now();
    while !seed::is_indexed(&file(&company.data), &company.admin)? {
        if begun.elapsed() > Duration::from_secs(900) {
            return Err("the search index was not made in 15 minutes".into());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    match name {
        "search" => search(&server, &company, table).await?,
        "populate" => populate(&server, &company, table).await?,
        "bulk" => bulk(&server, &company, table).await?,
        _ => narrow(&server, &company, table).await?,
    }
    server.stop().await
}

fn page(place: &Place, query: &str) -> Requests {
    let request = get(&place.path(query), &place.token);
    Arc::new(move |_, _| request.clone())
}

/// Rare words, common ones, beginnings, keys and a misspelling, in turns.
async fn search(server: &Server, company: &Company, table: &mut Table) -> Outcome<()> {
    let words = ["12345", "plan%204242", "task%20777%20of", "COPY-1999", "report%20board", "quarter%20fig", "reprot"];
    let requests: Vec<Vec<u8>> = words
        .iter()
        .map(|words| get(&company.admin.path(&format!("/search?q={words}")), &company.admin.token))
        .collect();
    let mixed: Requests =
        Arc::new(move |_, turn| requests[usize::try_from(turn).unwrap_or(0) % requests.len()].clone());
    let (mut middle, mut slow) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let measured = load::run(server.address, 1, TURN, 200, &mixed).await?;
        middle.push(measured.median);
        slow.push(measured.p99);
    }
    table.value("search among 200,000 tasks, p50", median(middle), "ms", Goal::AtMost(10.0));
    table.value("search among 200,000 tasks, p99", median(slow), "ms", Goal::None);
    Ok(())
}

/// Times of two requests in turns, as the ratio of the first to the second.
async fn beside(
    server: &Server,
    ours: &Requests,
    floor: &Requests,
    name: &str,
    goal: f64,
    table: &mut Table,
) -> Outcome<()> {
    let (mut times, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        times.push(load::run(server.address, 1, TURN, 200, ours).await?.median);
        floors.push(load::run(server.address, 1, TURN, 200, floor).await?.median);
    }
    let each = times.iter().zip(&floors).map(|(ours, floor)| ours / floor).collect();
    let [ours, floor] = [times, floors].map(|times| format!("{:.2} ms", median(times)));
    table.ratio(name, ours, floor, median(each), Goal::AtMost(goal));
    Ok(())
}

async fn populate(server: &Server, company: &Company, table: &mut Table) -> Outcome<()> {
    // In one project, as its screens list it; and across the company, where each of the 50 is in another project.
    let project = format!("/tasks?limit=50&projectId={}", seed::project(1));
    let places = [("/tasks?limit=50", "50 projects"), (project.as_str(), "one project")];
    for (query, place) in places {
        let plain = page(&company.admin, query);
        let populated = page(&company.admin, &format!("{query}&populate=projectId,assigneeId,createdBy"));
        let name = format!("list with three references populated / plain, {place} (time)");
        beside(server, &populated, &plain, &name, 1.5, table).await?;
    }
    Ok(())
}

async fn narrow(server: &Server, company: &Company, table: &mut Table) -> Outcome<()> {
    let admin = page(&company.admin, "/tasks?limit=50");
    for (who, name) in [
        (&company.custom, "list by a custom role's filter / an Admin's (time)"),
        (&company.guest, "list of who sees 3 of 1,000 projects / an Admin's (time)"),
        (&company.own, "list of one's own tasks alone / an Admin's (time)"),
    ] {
        beside(server, &page(who, "/tasks?limit=50"), &admin, name, 1.3, table).await?;
    }
    Ok(())
}

async fn bulk(server: &Server, company: &Company, table: &mut Table) -> Outcome<()> {
    let operations: Vec<Value> = (0..1000)
        .map(|n| {
            json!({"op": "create", "data": {"projectId": company.admin.project, "title": format!("Step {n}"),
                "description": "With figures of the last quarter, and what follows from them."}})
        })
        .collect();
    let body = json!({"operations": operations}).to_string();
    let request = post(&company.admin.path("/tasks/bulk"), &company.admin.token, &body);
    let mut connection = Connection::open(server.address).await?;
    let mut times = Vec::new();
    for _ in 0..TURNS {
        let begun = Instant::now();
        let status = connection.send(&request).await?;
        times.push(begun.elapsed().as_secs_f64());
        if status != 200 {
            return Err(format!("{status}: {}", connection.text()).into());
        }
    }
    table.ratio(
        "bulk create of 1,000 tasks, s",
        format!("{:.3} s", median(times.clone())),
        String::new(),
        median(times),
        Goal::AtMost(0.3),
    );
    Ok(())
}
