//! A large upload beside writing, syncing and hashing the same bytes. `BENCH_UPLOAD_MB` sets how large.

use crate::embedded::prepared;
use crate::load::Connection;
use crate::server::{Place, Server};
use crate::table::{Goal, Table};
use crate::{Outcome, median, size};
use rand::{RngCore, SeedableRng, rngs::SmallRng};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

const TURNS: u64 = 3;
const PIECE: usize = 1 << 20;

/// Bytes that no other upload has: a piece whose head is counted on.
struct Bytes {
    piece: Vec<u8>,
    turn: u64,
}

impl Bytes {
    fn new(turn: u64) -> Self {
        let mut piece = vec![0; PIECE];
        SmallRng::seed_from_u64(turn).fill_bytes(&mut piece);
        Self { piece, turn }
    }

    fn piece(&mut self, number: u64) -> &[u8] {
        self.piece[..8].copy_from_slice(&(self.turn << 32 | number).to_le_bytes());
        &self.piece
    }
}

/// Seconds that the upload takes.
async fn upload(server: &Server, place: &Place, turn: u64, pieces: u64) -> Outcome<f64> {
    let before = format!(
        "--cut\r\ncontent-disposition: form-data; name=\"task\"\r\n\r\n{}\r\n\
         --cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"large.bin\"\r\n\r\n",
        place.task
    );
    let after = "\r\n--cut--\r\n";
    let length = before.len() as u64 + pieces * PIECE as u64 + after.len() as u64;
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {}\r\n\
         content-type: multipart/form-data; boundary=cut\r\ncontent-length: {length}\r\n\r\n",
        place.path("/attachments"),
        place.token
    );
    let mut bytes = Bytes::new(turn);
    let mut connection = Connection::open(server.address).await?;
    let begun = Instant::now();
    connection.write(head.as_bytes()).await?;
    connection.write(before.as_bytes()).await?;
    for number in 0..pieces {
        connection.write(bytes.piece(number)).await?;
    }
    connection.write(after.as_bytes()).await?;
    let status = connection.answer().await?;
    let took = begun.elapsed().as_secs_f64();
    if status == 201 { Ok(took) } else { Err(format!("{status}: {}", connection.text()).into()) }
}

/// Seconds that the same bytes take without a server.
fn floor(folder: &Path, turn: u64, pieces: u64) -> Outcome<f64> {
    let path = folder.join("floor.bin");
    let mut bytes = Bytes::new(turn);
    let begun = Instant::now();
    let mut file = std::fs::File::create(&path)?;
    let mut hash = Sha256::new();
    for number in 0..pieces {
        let piece = bytes.piece(number);
        hash.update(piece);
        file.write_all(piece)?;
    }
    file.sync_all()?;
    std::hint::black_box(hash.finalize());
    let took = begun.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(took)
}

pub async fn measure(table: &mut Table) -> Outcome<()> {
    let pieces = u64::from(size("BENCH_UPLOAD_MB", 1024)?);
    let (data, place) = prepared(0).await?;
    let (mut ours, mut floors, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..TURNS {
        // A server of its own each time: what an allocator keeps of the last upload is not counted again.
        let server = Server::guildhall(data.path(), None).await?;
        server.forget_peak()?;
        ours.push(upload(&server, &place, turn, pieces).await?);
        peaks.push(server.peak()?);
        server.stop().await?;
        floors.push(floor(data.path(), turn, pieces)?);
    }
    let each = ours.iter().zip(&floors).map(|(ours, floor)| floor / ours).collect();
    let [ours, floor] = [ours, floors].map(|times| format!("{:.2} s", median(times)));
    let name = format!("upload of {pieces} MiB / write + fsync + SHA-256");
    table.ratio(&name, ours, floor, median(each), Goal::AtLeast(0.5));
    table.value("most memory during the upload", median(peaks), "MiB", Goal::AtMost(100.0));
    Ok(())
}
