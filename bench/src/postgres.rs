//! The measurements on PostgreSQL, beside pgbench. The server is named by `GUILDHALL_TEST_POSTGRES`.

use crate::embedded::{creations, ratios, reads};
use crate::load::{self, Requests};
use crate::server::{Place, Server};
use crate::table::{Goal, Table};
use crate::{MANY, Outcome, pgbench, seed, setting};
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::NoTls;

const TURNS: usize = 3;
const SECONDS: u64 = 2;
/// Connections of the server's pool, so pgbench has as many.
const POOL: u32 = 24;

pub async fn all(table: &mut Table) -> Outcome<()> {
    let Some(server) = setting("GUILDHALL_TEST_POSTGRES") else {
        eprintln!("nothing measured on PostgreSQL: GUILDHALL_TEST_POSTGRES is not set");
        return Ok(());
    };
    let name = format!("guildhall_bench_{}", std::process::id());
    let admin = connect(&server).await?;
    admin.batch_execute(&format!("CREATE DATABASE {name}")).await?;
    let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
    let done = measure(&format!("{base}/{name}"), table).await;
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).await?;
    done
}

async fn connect(url: &str) -> Outcome<tokio_postgres::Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn measure(url: &str, table: &mut Table) -> Outcome<()> {
    let data = tempfile::tempdir()?;
    let server = Server::guildhall(data.path(), Some(url)).await?;
    let mut places = vec![Place::found(&server).await?];
    for number in 1..100 {
        places.push(places[0].another(&server, number).await?);
    }
    for (name, places) in [("1 organization", &places[..1]), ("100 organizations", &places[..])] {
        let scripts: Vec<String> = places.iter().map(pgbench::create).collect();
        let name = format!("PostgreSQL: create in {name}, 64 connections / pgbench");
        let run = Run { url, clients: POOL, connections: 64, status: 201, goal: Goal::None };
        run.beside(&server, &creations(places), &scripts, &name, table).await?;
    }
    let place = &places[0];
    seed::postgres(&connect(url).await?, place, MANY).await?;
    let run = Run { url, clients: 16, connections: 16, status: 200, goal: Goal::None };
    run.beside(
        &server,
        &reads(place),
        &[pgbench::read(place)],
        "PostgreSQL: GET task, 16 connections / pgbench",
        table,
    )
    .await?;
    let page = place.list();
    let page: Requests = Arc::new(move |_, _| page.clone());
    let name = "PostgreSQL: list 50 of 200,000, 16 connections / pgbench";
    run.beside(&server, &page, &[pgbench::list(place)], name, table).await?;
    server.stop().await
}

struct Run<'a> {
    url: &'a str,
    clients: u32,
    connections: usize,
    status: u16,
    goal: Goal,
}

impl Run<'_> {
    async fn beside(
        &self,
        server: &Server,
        requests: &Requests,
        scripts: &[String],
        name: &str,
        table: &mut Table,
    ) -> Outcome<()> {
        let (mut ours, mut floor) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let length = Duration::from_secs(SECONDS);
            ours.push(load::run(server.address, self.connections, length, self.status, requests).await?.per_second);
            floor.push(pgbench::run(self.url, scripts, self.clients, SECONDS).await?);
        }
        ratios(table, name, &ours, &floor, self.goal);
        Ok(())
    }
}
