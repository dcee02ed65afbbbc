//! Large files through the real server: one goes in and out whole while memory stays flat, and an upload that
//! dies with the server leaves neither bytes nor a row. `GUILDHALL_SOAK_FILE_MB` is the size of the file,
//! `GUILDHALL_SOAK_UPLOADS` the number of kills.

use crate::database::Database;
use crate::server::Server;
use crate::writer::{Place, text};
use crate::{Outcome, rounds};
use rand::rngs::{SmallRng, StdRng};
use rand::{Rng, RngCore, SeedableRng};
use reqwest::multipart::{Form, Part};
use reqwest::{Body, Client};
use rusqlite::types::Value;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::time::Duration;

const PIECE: usize = 1 << 20;
/// What the server may hold at most, whatever the size of a file.
const MOST_MEMORY: u64 = 100 << 20;

/// A file that nothing holds whole: every piece differs in its number.
fn pieces(count: u32, seed: u64) -> impl Iterator<Item = Vec<u8>> + Send + 'static {
    let mut piece = vec![0; PIECE];
    SmallRng::seed_from_u64(seed).fill_bytes(&mut piece);
    (0..count).map(move |number| {
        piece[..4].copy_from_slice(&number.to_le_bytes());
        piece.clone()
    })
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A client with the patience that gigabytes take.
fn client() -> Outcome<Client> {
    Ok(Client::builder().timeout(Duration::from_secs(900)).build()?)
}

/// Sends a file of so many pieces; answers the attachment.
async fn send(url: &str, place: &Place, count: u32, seed: u64) -> Outcome<serde_json::Value> {
    let stream = futures_util::stream::iter(pieces(count, seed).map(Ok::<_, std::io::Error>));
    let length = u64::from(count) * PIECE as u64;
    let part = Part::stream_with_length(Body::wrap_stream(stream), length).file_name("large.bin");
    let form = Form::new().text("task", place.task().to_owned()).part("file", part);
    let request = client()?.post(format!("{url}{}/attachments", place.path)).bearer_auth(&place.token);
    Ok(request.multipart(form).send().await?.error_for_status()?.json().await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_file_goes_in_and_out_whole() -> Outcome<()> {
    let count = rounds("GUILDHALL_SOAK_FILE_MB", 64)?;
    let database = Database::sqlite()?;
    let server = Server::start(&database).await?;
    let place = Place::found(&server.url, 0).await?;
    let mut hash = Sha256::new();
    pieces(count, 1).for_each(|piece| hash.update(piece));
    let expected = hex(hash);
    let made = send(&server.url, &place, count, 1).await?;
    assert_eq!(made["sha256"], expected.as_str(), "as the server counts");
    let url = format!("{}{}", server.url, text(&made["filepath"])?);
    let mut answer = client()?.get(url).bearer_auth(&place.token).send().await?.error_for_status()?;
    let mut hash = Sha256::new();
    while let Some(chunk) = answer.chunk().await? {
        hash.update(chunk);
    }
    assert_eq!(hex(hash), expected, "as it comes out");
    let peak = server.peak()?;
    println!("{count} MiB in and out, the server held at most {} MiB", peak >> 20);
    // An unoptimized build holds more, whatever the size of the file.
    assert!(cfg!(debug_assertions) || peak <= MOST_MEMORY, "{peak} bytes");
    Ok(())
}

/// What is stored: objects under their keys, and what lies aside.
fn stored(folder: &Path) -> Outcome<(usize, usize)> {
    let files = |folder: &Path| -> Outcome<usize> {
        let mut count = 0;
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() { open.push(entry.path()) } else { count += 1 }
            }
        }
        Ok(count)
    };
    let objects = folder.join("files");
    let aside = files(&objects.join("incoming"))?;
    Ok((files(&objects)? - aside, aside))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_dies_with_the_server_leaves_nothing() -> Outcome<()> {
    let kills = rounds("GUILDHALL_SOAK_UPLOADS", 3)?;
    let database = Database::sqlite()?;
    let mut server = Server::start(&database).await?;
    let place = Place::found(&server.url, 0).await?;
    let mut rng = StdRng::seed_from_u64(7);
    let (mut kept, mut begun) = (0, 0);
    for kill in 1..=kills {
        let sending: Vec<_> = (0..3_u64)
            .map(|number| {
                let (url, place) = (server.url.clone(), place.clone());
                tokio::spawn(async move { send(&url, &place, 24, u64::from(kill) << 8 | number).await })
            })
            .collect();
        begun += sending.len();
        tokio::time::sleep(Duration::from_millis(rng.random_range(20..400))).await;
        server.kill().await?;
        let mut acknowledged = 0;
        for one in sending {
            acknowledged += usize::from(one.await?.is_ok());
        }
        // The clock of the files is a coarse one; what is older than the process was left by another.
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        server = Server::start(&database).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let rows = database.rows("SELECT COUNT(*) FROM attachments").await?;
        let [Value::Integer(rows)] = rows[0][..] else { return Err("no count".into()) };
        let rows = usize::try_from(rows)?;
        assert!(rows >= kept + acknowledged, "kill {kill}: {rows} rows, {acknowledged} more acknowledged than {kept}");
        assert_eq!(stored(database.folder())?, (rows, 0), "kill {kill}: objects under their keys, and aside");
        kept = rows;
    }
    println!("{kills} kills under {begun} uploads: {kept} kept with their bytes, nothing of the others");
    Ok(())
}
