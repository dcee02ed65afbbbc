//! The bytes: large ones, too many, cut off, collected.

use super::{download, noise, sha256, stored};
use guildhall_core::MIGRATIONS;
use guildhall_server::state::Config;
use guildhall_server::sweep::sweep;
use guildhall_store::testing::TestDb;
use guildhall_tests::{World, both, text};
use reqwest::Method;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

both!(a_large_file_goes_in_and_out_whole, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let bytes = noise(64 << 20, 1);
    let made = ada.upload("attachments", &[("task", &task)], "large.bin", bytes.clone()).await.expect(201);
    assert_eq!(made["sha256"], sha256(&bytes));
    let path = text(&made["filepath"]);
    assert_eq!(sha256(&download(&ada, &path, &[]).await.bytes), sha256(&bytes));
    let middle = download(&ada, &path, &[("range", "bytes=33554432-34603007")]).await;
    assert!(middle.bytes == bytes[33_554_432..34_603_008]);
});

/// Sends the beginning of an upload and leaves.
async fn cut_off(world: &World, token: &str, organization: &str, task: &str) {
    let head = format!(
        "POST /api/v1/organizations/{organization}/attachments HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: multipart/form-data; boundary=x\r\ncontent-length: 9000000\r\n\r\n\
         --x\r\ncontent-disposition: form-data; name=\"task\"\r\n\r\n{task}\r\n\
         --x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
    );
    let mut stream = tokio::net::TcpStream::connect(world.url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&noise(3_000_000, 2)).await.unwrap();
    for _ in 0..200 {
        if stored(world).1 > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(stored(world).1, 1, "it lies aside while it arrives");
}

both!(an_upload_that_is_cut_off_leaves_nothing, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    cut_off(&world, &ada.token, &ada.organization, &task).await;
    for _ in 0..500 {
        if stored(&world).1 == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(stored(&world), (0, 0));
    assert_eq!(ada.all("attachments").await.len(), 0);
});

both!(what_a_killed_server_left_is_swept, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let made = ada.upload("attachments", &[("task", &task)], "a", "kept").await.expect(201);
    // Killed while bytes arrived, and between the bytes and their row.
    std::fs::write(world.folder().join("incoming").join("half"), "ha").unwrap();
    let staged = world.objects.stage("no row".into()).await.unwrap();
    let hash = "ab".repeat(32);
    let key = format!("{}/ab/ab/{hash}-0123456789abcdef01234567", ada.organization);
    staged.keep(&key).await.unwrap();
    assert_eq!(stored(&world), (2, 1));
    let young = sweep(&world.app, &world.objects, Duration::from_secs(3600), true).await.unwrap();
    assert_eq!((young, stored(&world)), (0, (2, 1)), "it may still be on its way");
    assert_eq!(sweep(&world.app, &world.objects, Duration::ZERO, true).await.unwrap(), 2);
    assert_eq!(stored(&world), (1, 0));
    assert_eq!(download(&ada, &text(&made["filepath"]), &[]).await.bytes, b"kept");
});

/// A world with limits.
async fn limited(db: TestDb) -> World {
    World::on(db, Config { max_upload: 100_000, storage_quota: Some(150_000), ..Config::default() }).await
}

async fn limits(world: World) {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let texts = [("task", task.as_str())];
    // Said beforehand, and found out on the way.
    ada.upload("attachments", &texts, "a", noise(300_000, 1)).await.problem(413, "too_large");
    let pieces = futures_util::stream::iter((0..30).map(|n| Ok::<_, std::io::Error>(noise(10_000, n))));
    let part = reqwest::multipart::Part::stream(reqwest::Body::wrap_stream(pieces)).file_name("a");
    let form = reqwest::multipart::Form::new().text("task", task.clone()).part("file", part);
    ada.send(ada.request(Method::POST, "attachments").multipart(form)).await.problem(413, "too_large");
    let first = ada.upload("attachments", &texts, "a", noise(90_000, 1)).await.expect(201);
    let full = ada.upload("attachments", &texts, "b", noise(90_000, 2)).await.problem(413, "quota_exceeded");
    assert!(text(&full["detail"]).starts_with("90000 of 150000 bytes are in use"), "{full}");
    assert_eq!(stored(&world), (1, 0));
    // The same bytes again cost nothing.
    let again = ada.upload("attachments", &texts, "c", noise(90_000, 1)).await.expect(201);
    for made in [&first, &again] {
        let path = format!("attachments/{}", text(&made["id"]));
        ada.delete(&path).await.expect(204);
        ada.upload("attachments", &texts, "b", noise(90_000, 2)).await.problem(413, "quota_exceeded");
        ada.delete(&format!("{path}?purge=true")).await.expect(204);
    }
    sweep(&world.app, &world.objects, Duration::ZERO, false).await.unwrap();
    assert_eq!(stored(&world), (0, 0));
    ada.upload("attachments", &texts, "b", noise(90_000, 2)).await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_hold_on_sqlite() {
    limits(limited(TestDb::sqlite(MIGRATIONS).await).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_hold_on_postgres() {
    if let Some(db) = TestDb::postgres(MIGRATIONS).await {
        limits(limited(db).await).await;
    }
}

both!(a_picture_has_a_small_one, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbaImage::new(900, 300).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let mut png = png.into_inner();
    let texts = [("task", task.as_str())];
    let made = ada.upload("attachments", &texts, "a.png", png.clone()).await.expect(201);
    let path = format!("attachments/{}/thumbnail", text(&made["id"]));
    for _ in 0..2 {
        let small = download(&ada, &path, &[]).await;
        assert_eq!((small.status, small.header("content-type")), (200, "image/png"));
        let small = image::load_from_memory(&small.bytes).unwrap();
        assert_eq!((small.width(), small.height()), (320, 107));
    }
    assert_eq!(stored(&world), (2, 0));
    // A bomb, and what is no picture.
    png[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    for bytes in [png, b"words".to_vec()] {
        let made = ada.upload("attachments", &texts, "b.png", bytes).await.expect(201);
        assert_eq!(download(&ada, &format!("attachments/{}/thumbnail", text(&made["id"])), &[]).await.status, 404);
    }
    let id = text(&made["id"]);
    ada.delete(&format!("attachments/{id}")).await.expect(204);
    ada.delete(&format!("attachments/{id}?purge=true")).await.expect(204);
    sweep(&world.app, &world.objects, Duration::ZERO, true).await.unwrap();
    assert_eq!(stored(&world), (2, 0), "the small picture goes with the large one");
});

both!(many_at_once_store_the_same_bytes_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let texts = [("task", task.as_str())];
    let all = (0..12).map(|n| ada.upload("attachments", &texts, "x", noise(200_000, n % 3)));
    for made in futures_util::future::join_all(all).await {
        let made = made.expect(201);
        assert_eq!(download(&ada, &text(&made["filepath"]), &[]).await.bytes.len(), 200_000);
    }
    assert_eq!(stored(&world), (3, 0));
});

/// Reads what a refusal says before the client has sent anything of the file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_is_told_before_the_file_is_sent() {
    let world = World::sqlite().await;
    let ada = world.founder("Ada").await;
    let viewer = ada.invite("Vic", "Viewer").await;
    let head = format!(
        "POST /api/v1/organizations/{}/attachments HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: multipart/form-data; boundary=x\r\ncontent-length: 4000000000\r\nexpect: 100-continue\r\n\r\n",
        ada.organization, viewer.token
    );
    let mut stream = tokio::net::TcpStream::connect(world.url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 403");
}
