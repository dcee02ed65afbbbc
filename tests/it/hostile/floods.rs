//! Bodies without end: refused at once when they say so, cut early when they do not.

use guildhall_tests::World;
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const GIGABYTE: usize = 1 << 30;

/// Sends a head and then, as long as the server takes it, a body; what it answered and how much it took.
async fn flood(world: &World, head: String, chunked: bool) -> (String, usize) {
    let address = world.url.strip_prefix("http://").unwrap();
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    let answer = tokio::spawn(async move {
        let mut bytes = vec![0; 65_536];
        let count = read.read(&mut bytes).await.unwrap_or(0);
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    });
    write.write_all(head.as_bytes()).await.unwrap();
    let block = if chunked {
        [b"10000\r\n".to_vec(), vec![b' '; 65_536], b"\r\n".to_vec()].concat()
    } else {
        vec![b' '; 65_536]
    };
    let mut taken = 0;
    while taken < GIGABYTE && !answer.is_finished() {
        match tokio::time::timeout(Duration::from_secs(2), write.write_all(&block)).await {
            Ok(Ok(())) => taken += 65_536,
            _ => break,
        }
    }
    (answer.await.unwrap(), taken)
}

async fn refuse_floods(world: World) {
    let ada = world.founder("Ada").await;
    let head = |path: &str, rest: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n{rest}\r\n\r\n",
            ada.token
        )
    };
    let labels = format!("/api/v1/organizations/{}/labels", ada.organization);
    let import =
        head(&format!("/api/v1/organizations/{}/imports", ada.organization), &format!("content-length: {GIGABYTE}"))
            .replace("application/json", "multipart/form-data; boundary=x");
    let began = Instant::now();
    for (head, chunked) in [
        (head(&labels, &format!("content-length: {GIGABYTE}")), false),
        (head(&labels, "content-length: 5000000"), false),
        (head(&labels, "transfer-encoding: chunked"), true),
        (head("/api/v1/auth/login", "transfer-encoding: chunked"), true),
        (import, false),
    ] {
        let (answer, taken) = flood(&world, head, chunked).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
        assert!(taken < 64 << 20, "{taken} bytes were taken");
    }
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    assert!(ada.all("labels").await.is_empty());
    // Just below the limit is read.
    let body = json!({"name": "x", "color": " ".repeat(4_000_000)});
    ada.post("labels", body).await.problem(422, "too_long");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gigabyte_is_refused_before_it_is_read() {
    refuse_floods(World::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_ends_too_early_changes_nothing() {
    let world = World::sqlite().await;
    let ada = world.founder("Ada").await;
    let path = format!("/api/v1/organizations/{}/labels", ada.organization);
    for (rest, body) in
        [("content-length: 100", "{\"name\": \"x\"}"), ("transfer-encoding: chunked", "d\r\n{\"name\": \"x\"}\r\n")]
    {
        let address = world.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n{rest}\r\n\r\n{body}",
            ada.token
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        assert!(!answer.contains(" 201 "), "{answer}");
    }
    assert!(ada.all("labels").await.is_empty());
}
