//! The measurements on SQLite. Each part has a data folder of its own.

use crate::load::{self, Measured, Requests};
use crate::server::{Place, Server, get, post};
use crate::table::{Goal, Table, rate};
use crate::{FEW, MANY, Outcome, floor_list, floor_write, median, seed};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// How often ours and the floor take turns, and for how long each.
const TURNS: usize = 5;
const TURN: Duration = Duration::from_millis(1500);

/// Runs one part.
pub async fn part(name: &str, table: &mut Table) -> Outcome<()> {
    match name {
        "start" => start(table).await,
        "import" => import(table).await,
        "create" => create(table).await,
        "read" => read(table).await,
        _ => list(table).await,
    }
}

pub fn file(data: &TempDir) -> PathBuf {
    data.path().join("guildhall.db")
}

/// A data folder with one organization, and so many tasks.
pub async fn prepared(tasks: u32) -> Outcome<(TempDir, Place)> {
    let data = tempfile::tempdir()?;
    let server = Server::guildhall(data.path(), None).await?;
    let place = Place::found(&server).await?;
    server.stop().await?;
    seed::sqlite(&file(&data), &place, tasks)?;
    Ok((data, place))
}

async fn start(table: &mut Table) -> Outcome<()> {
    let (data, place) = prepared(MANY).await?;
    let (mut starts, mut idle) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let server = Server::guildhall(data.path(), None).await?;
        starts.push(server.start.as_secs_f64() * 1000.0);
        load::once(server.address, &place.list()).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        idle.push(server.resident()?);
        server.stop().await?;
    }
    table.value("start to first answer, 200,000 tasks", median(starts), "ms", Goal::AtMost(200.0));
    table.value("idle memory", median(idle), "MiB", Goal::AtMost(50.0));
    Ok(())
}

async fn import(table: &mut Table) -> Outcome<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data-tools/make_mspdi.py");
    let made = tokio::process::Command::new("python3").arg(script).arg("--tasks").arg(FEW.to_string()).output().await?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
    }
    let (mut times, mut created) = (Vec::new(), 0);
    for _ in 0..3 {
        let (data, place) = prepared(0).await?;
        let server = Server::guildhall(data.path(), None).await?;
        let (took, rows) = place.import(&server, made.stdout.clone()).await?;
        times.push(took.as_secs_f64());
        created = rows;
        server.stop().await?;
    }
    table.value(&format!("import of 10,000 tasks ({created} created)"), median(times), "s", Goal::AtMost(3.0));
    Ok(())
}

/// The requests that create tasks in these organizations.
pub fn creations(places: &[Place]) -> Requests {
    let one = |p: &Place| post(&p.path("/tasks"), &p.token, &p.new_task().to_string());
    let each: Vec<Vec<u8>> = places.iter().map(one).collect();
    Arc::new(move |connection, turn| each[(connection + usize::try_from(turn).unwrap_or(0) * 7) % each.len()].clone())
}

async fn create(table: &mut Table) -> Outcome<()> {
    let (data, place) = prepared(0).await?;
    let floor = tempfile::tempdir()?;
    std::fs::copy(file(&data), file(&floor))?;
    let server = Server::guildhall(data.path(), None).await?;
    let requests = creations(std::slice::from_ref(&place));
    let (mut ours, mut p99, mut pools, mut batches) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let measured = load::run(server.address, 64, TURN, 201, &requests).await?;
        ours.push(measured.per_second);
        p99.push(measured.p99);
        pools.push(floor_write::pool(&file(&floor), &place, TURN)?);
        batches.push(floor_write::batches(&file(&floor), &place, TURN)?);
    }
    server.stop().await?;
    ratios(table, "create, 64 connections / one commit each", &ours, &pools, Goal::AtLeast(3.0));
    ratios(table, "create, 64 connections / 64 rows a commit", &ours, &batches, Goal::AtLeast(0.3));
    table.value("create, 64 connections, p99", median(p99), "ms", Goal::None);
    Ok(())
}

/// Adds the median of the ratios of each turn.
pub fn ratios(table: &mut Table, name: &str, ours: &[f64], floor: &[f64], goal: Goal) {
    let each = ours.iter().zip(floor).map(|(a, b)| a / b).collect();
    table.ratio(name, rate(median(ours.to_vec())), rate(median(floor.to_vec())), median(each), goal);
}

/// Requests for tasks all over the table.
pub fn reads(place: &Place) -> Requests {
    let place = place.clone();
    Arc::new(move |connection, turn| {
        let mixed = (turn.wrapping_mul(2_654_435_761) ^ (connection as u64 * 7919)) % u64::from(MANY);
        let n = u32::try_from(mixed).unwrap_or(0) + 1;
        get(&place.path(&format!("/tasks/{}", seed::id(n))), &place.token)
    })
}

async fn read(table: &mut Table) -> Outcome<()> {
    let (data, place) = prepared(MANY).await?;
    let server = Server::guildhall(data.path(), None).await?;
    let hello = Server::hello().await?;
    let (requests, floor): (_, Requests) = (reads(&place), Arc::new(|_, _| get("/hello", "")));
    let route: Requests = Arc::new(|_, _| get("/healthz", ""));
    let (mut ours, mut floors, mut spent, mut least) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut same, mut same_spent) = (Vec::new(), Vec::new());
    load::run(server.address, 16, TURN, 200, &requests).await?;
    for _ in 0..TURNS {
        for (process, requests, rates, costs) in [
            (&hello, &floor, &mut floors, &mut least),
            (&server, &route, &mut same, &mut same_spent),
            (&server, &requests, &mut ours, &mut spent),
        ] {
            let before = process.processor()?;
            let measured = load::run(process.address, 16, TURN, 200, requests).await?;
            rates.push(measured.per_second);
            costs.push((process.processor()? - before) / measured.requests);
        }
    }
    ratios(table, "GET task, 16 connections / /healthz of this server", &ours, &same, Goal::AtLeast(0.25));
    ratios(table, "GET task, 16 connections / a bare axum hello JSON", &ours, &floors, Goal::None);
    let (ours, floor) = (median(spent), median(least));
    let costs = [ours, floor].map(|cost| format!("{cost:.0} us"));
    let [spent, least] = costs;
    table.ratio("GET task, processor time / a bare axum hello JSON", spent, least, ours / floor, Goal::None);
    server.stop().await?;
    hello.stop().await
}

async fn list(table: &mut Table) -> Outcome<()> {
    let (many, place) = prepared(MANY).await?;
    let (few, place_few) = prepared(FEW).await?;
    let server = Server::guildhall(many.path(), None).await?;
    let small = Server::guildhall(few.path(), None).await?;
    let page = |place: &Place| -> Requests {
        let request = place.list();
        Arc::new(move |_, _| request.clone())
    };
    let (large_page, small_page) = (page(&place), page(&place_few));
    let (mut one, mut sixteen, mut bare, mut large_time, mut small_time) = Default::default();
    let keep = |to: &mut Vec<f64>, value: f64| to.push(value);
    for _ in 0..TURNS {
        let Measured { per_second, median, .. } = load::run(server.address, 1, TURN, 200, &large_page).await?;
        keep(&mut one, per_second);
        keep(&mut large_time, median);
        keep(&mut small_time, load::run(small.address, 1, TURN, 200, &small_page).await?.median);
        keep(&mut bare, floor_list::run(&file(&many), &place, TURN)?);
        keep(&mut sixteen, load::run(server.address, 16, TURN, 200, &large_page).await?.per_second);
    }
    ratios(table, "list 50 of 200,000, 16 connections / bare loop", &sixteen, &bare, Goal::AtLeast(0.5));
    ratios(table, "list 50 of 200,000, 1 connection / bare loop", &one, &bare, Goal::None);
    let slower = large_time.iter().zip(&small_time).map(|(large, small)| large / small).collect();
    let times = [&large_time, &small_time].map(|times: &Vec<f64>| format!("{:.2} ms", median(times.clone())));
    let [large, small_one] = times;
    table.ratio("list at 200,000 / at 10,000 tasks (time)", large, small_one, median(slower), Goal::AtMost(1.3));
    server.stop().await?;
    small.stop().await
}
