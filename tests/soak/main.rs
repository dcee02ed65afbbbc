//! Kills the server under load and looks what is left. Each round starts the real binary, lets eight
//! writers work through HTTP, ends it with SIGKILL at a random moment (now and then again while it
//! recovers), starts it once more and checks that every acknowledged write is there with its content and
//! that the database agrees with itself. One database lives through all rounds.
//! `GUILDHALL_SOAK_SQLITE` and `GUILDHALL_SOAK_POSTGRES` are the numbers of rounds, `GUILDHALL_SOAK_SEED`
//! repeats a run's decisions; `make soak` runs the long version.

mod check;
mod database;
mod server;
mod upload;
mod writer;

use database::Database;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use server::Server;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;
use writer::{Ack, Place, Writer};

/// Why a round failed.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
pub type Outcome<T> = Result<T, Failure>;

const WRITERS: usize = 8;
/// Writers and what they change fall into two organizations, so that sequences mix.
const ORGANIZATIONS: usize = 2;
const LONGEST_ROUND: u64 = 1200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_write_outlives_a_kill_on_sqlite() -> Outcome<()> {
    run(Database::sqlite()?, rounds("GUILDHALL_SOAK_SQLITE", 5)?).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_write_outlives_a_kill_on_postgresql() -> Outcome<()> {
    let Some(server) = setting("GUILDHALL_TEST_POSTGRES") else {
        eprintln!("SKIPPED ON POSTGRESQL: GUILDHALL_TEST_POSTGRES is not set (scripts/with-postgres.sh sets it)");
        return Ok(());
    };
    run(Database::postgres(&server).await?, rounds("GUILDHALL_SOAK_POSTGRES", 2)?).await
}

#[expect(clippy::disallowed_methods, reason = "a test has no other settings")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn rounds(name: &str, otherwise: u32) -> Outcome<u32> {
    Ok(setting(name).map(|text| text.parse()).transpose()?.unwrap_or(otherwise))
}

async fn run(database: Database, rounds: u32) -> Outcome<()> {
    let random = || Ok(std::hash::RandomState::new().build_hasher().finish());
    let seed: u64 = setting("GUILDHALL_SOAK_SEED").map_or_else(random, |text| text.parse())?;
    println!("{}: {rounds} rounds, GUILDHALL_SOAK_SEED={seed}", database.name());
    let mut rng = StdRng::seed_from_u64(seed);
    let mut server = Server::start(&database).await?;
    let mut places = Vec::new();
    for number in 0..ORGANIZATIONS {
        places.push(Place::found(&server.url, number).await?);
    }
    let untouched = check::events(&database).await?.len();
    let mut acks: Vec<Ack> = Vec::new();
    for round in 1..=rounds {
        let fresh = one_round(&mut server, &database, &places, &mut rng).await?;
        let from = acks.len();
        acks.extend(fresh);
        let most = untouched + acks.len() + WRITERS * round as usize;
        let checked = check::everything(&database, &places, &acks, most);
        let report = checked.await.map_err(|error| format!("round {round}, seed {seed}: {error}"))?;
        check::answers(&server.url, &places, &acks[from..], &report)
            .await
            .map_err(|error| format!("round {round}, seed {seed}: {error}"))?;
        println!("round {round}: {} writes acknowledged, all there; {} events", acks.len() - from, report.events);
    }
    server.kill().await?;
    database.remove().await
}

/// Lets the writers work until the kill; answers what was acknowledged, with the server up again.
async fn one_round(server: &mut Server, database: &Database, places: &[Place], rng: &mut StdRng) -> Outcome<Vec<Ack>> {
    let mut writers = Vec::new();
    for number in 0..WRITERS {
        let writer = Writer::new(&server.url, &places[number % places.len()], rng.random())?;
        writers.push(tokio::spawn(writer.work()));
    }
    tokio::time::sleep(Duration::from_millis(rng.random_range(0..LONGEST_ROUND))).await;
    server.kill().await?;
    let mut acks = Vec::new();
    for writer in writers {
        acks.extend(writer.await??);
    }
    database.settle().await?;
    if rng.random_ratio(1, 3) {
        Server::start_and_kill(database, Duration::from_millis(rng.random_range(0..80))).await?;
        database.settle().await?;
    }
    *server = Server::start(database).await?;
    Ok(acks)
}
