//! The same with an S3 bucket, whose server checks every signature.

use super::{download, noise, sha256};
use guildhall_connectors::Objects;
use guildhall_connectors::objects::BucketSettings;
use guildhall_core::MIGRATIONS;
use guildhall_server::state::Config;
use guildhall_server::sweep::sweep;
use guildhall_store::testing::TestDb;
use guildhall_tests::{World, text};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use std::path::Path;
use std::time::Duration;

const KEY: &str = "AKEXAMPLE";
const SECRET: &str = "a secret of the test";

/// An S3 server on a folder; its address.
async fn server(folder: &Path) -> String {
    std::fs::create_dir_all(folder.join("files")).unwrap();
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
    service.set_auth(SimpleAuth::from_single(KEY, SECRET));
    let service = service.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    format!("http://{address}")
}

fn bucket(endpoint: &str, secret: &str) -> Objects {
    let settings = BucketSettings {
        bucket: "files".into(),
        endpoint: Some(endpoint.into()),
        region: None,
        access_key_id: Some(KEY.into()),
        secret_access_key: Some(secret.into()),
    };
    Objects::bucket(&settings).unwrap()
}

async fn count(world: &World) -> usize {
    use futures_util::TryStreamExt;
    world.objects.list().try_collect::<Vec<_>>().await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_in_a_bucket_are_as_files_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let endpoint = server(folder.path()).await;
    let objects = bucket(&endpoint, SECRET);
    let world = World::with(TestDb::sqlite(MIGRATIONS).await, Config::default(), objects, folder).await;
    let ada = world.founder("Ada").await;
    let task = ada.task(&ada.project("Web").await, "Draft").await;
    let texts = [("task", task.as_str())];
    let mut made = Vec::new();
    // In one part, in several, and exactly in one.
    for length in [0, 10_000, 30 << 20, 8 << 20] {
        let bytes = noise(length, 7);
        let one = ada.upload("attachments", &texts, "x.bin", bytes.clone()).await.expect(201);
        assert_eq!(one["sha256"], sha256(&bytes));
        let path = text(&one["filepath"]);
        assert!(download(&ada, &path, &[]).await.bytes == bytes, "{length}");
        if length > 0 {
            let part = download(&ada, &path, &[("range", "bytes=1000-4999")]).await;
            assert!(part.status == 206 && part.bytes == bytes[1000..5000]);
        }
        made.push(one);
    }
    let again = ada.upload("attachments", &texts, "y.bin", noise(10_000, 7)).await.expect(201);
    assert_eq!(count(&world).await, 4);
    for one in made.iter().chain([&again]) {
        let path = format!("attachments/{}", text(&one["id"]));
        ada.delete(&path).await.expect(204);
        ada.delete(&format!("{path}?purge=true")).await.expect(204);
    }
    let stray = world.objects.stage("no row".into()).await.unwrap();
    stray.keep(&format!("{}/ab/ab/{}-{task}", ada.organization, "ab".repeat(32))).await.unwrap();
    sweep(&world.app, &world.objects, Duration::ZERO, true).await.unwrap();
    assert_eq!(count(&world).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_signature_gets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let endpoint = server(folder.path()).await;
    let right = bucket(&endpoint, SECRET);
    right.stage("bytes".into()).await.unwrap().keep("a/b").await.unwrap();
    assert!(right.exists("a/b").await.unwrap() && !right.exists("a/c").await.unwrap());
    let wrong = bucket(&endpoint, "another secret");
    assert!(wrong.get("a/b", None).await.is_err());
    assert!(wrong.stage("bytes".into()).await.unwrap().keep("a/d").await.is_err());
    assert!(!right.exists("a/d").await.unwrap());
}
