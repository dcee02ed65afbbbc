//! A load generator: keep-alive connections over plain TCP, each sending its next request when the last one
//! is answered. It does as little as it can, because it shares the machine with what it measures.

use crate::Outcome;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What to send: the bytes of the request for a connection's n-th turn.
pub type Requests = Arc<dyn Fn(usize, u64) -> Vec<u8> + Send + Sync>;

/// What came of it.
pub struct Measured {
    pub requests: f64,
    pub per_second: f64,
    /// In milliseconds.
    pub median: f64,
    pub p99: f64,
}

/// Sends requests over so many connections for so long; every answer must have the expected status.
pub async fn run(
    address: SocketAddr,
    connections: usize,
    length: Duration,
    status: u16,
    requests: &Requests,
) -> Outcome<Measured> {
    let started = Instant::now();
    let mut running = Vec::new();
    for number in 0..connections {
        let requests = Arc::clone(requests);
        running.push(tokio::spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut times = Vec::new();
            let mut turn = 0;
            while started.elapsed() < length {
                let request = requests(number, turn);
                let begun = Instant::now();
                let got = connection.send(&request).await?;
                times.push(begun.elapsed());
                if got != status {
                    return Err(format!("{got} instead of {status}: {}", connection.text()).into());
                }
                turn += 1;
            }
            Ok::<_, crate::Failure>(times)
        }));
    }
    let mut times = Vec::new();
    for connection in running {
        times.extend(connection.await??);
    }
    let elapsed = started.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |part: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a position in the list"
        )]
        let index = (times.len() as f64 * part) as usize;
        times.get(index.min(times.len().saturating_sub(1))).map_or(f64::NAN, |t| t.as_secs_f64() * 1000.0)
    };
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let requests = times.len() as f64;
    Ok(Measured { requests, per_second: requests / elapsed, median: at(0.5), p99: at(0.99) })
}

/// Sends one request on a connection of its own and expects success.
pub async fn once(address: SocketAddr, request: &[u8]) -> Outcome<()> {
    let mut connection = Connection::open(address).await?;
    match connection.send(request).await? {
        200..300 => Ok(()),
        other => Err(format!("{other}: {}", connection.text()).into()),
    }
}

pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// Where the body of the last answer begins.
    body: usize,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(128 << 10), body: 0 })
    }

    /// Sends a request and reads its answer whole; the status.
    pub async fn send(&mut self, request: &[u8]) -> Outcome<u16> {
        self.write(request).await?;
        self.answer().await
    }

    /// Sends a part of a request.
    pub async fn write(&mut self, bytes: &[u8]) -> Outcome<()> {
        Ok(self.stream.write_all(bytes).await?)
    }

    /// Reads an answer whole; the status.
    pub async fn answer(&mut self) -> Outcome<u16> {
        self.buffer.clear();
        let head = loop {
            self.more().await?;
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
        };
        self.body = head;
        let length = content_length(&self.buffer[..head]).ok_or("an answer without a length")?;
        while self.buffer.len() < head + length {
            self.more().await?;
        }
        Ok(std::str::from_utf8(&self.buffer[9..12])?.parse()?)
    }

    async fn more(&mut self) -> Outcome<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(())
    }

    /// The body of the last answer.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.buffer[self.body..]).into_owned()
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn content_length(head: &[u8]) -> Option<usize> {
    let at = find(head, b"content-length: ")? + b"content-length: ".len();
    let end = at + find(&head[at..], b"\r\n")?;
    std::str::from_utf8(&head[at..end]).ok()?.parse().ok()
}
