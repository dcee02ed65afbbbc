//! The embedded database's own promises: many writes share one commit, a full disk inside a savepoint
//! takes nobody else's rows along, and what was acknowledged is in the files.

#![expect(clippy::expect_used, reason = "what a test cannot do without fails it")]

mod common;

use common::{ACME, SCHEMA, id, in_one_batch, insert, notes, write};
use guildhall_store::testing::TestDb;
use guildhall_store::{Db, Scope, StoreError, Target};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

fn file(db: &TestDb, ending: &str) -> PathBuf {
    let Target::Sqlite(path) = db.target() else { unreachable!("made by TestDb::sqlite") };
    let mut name = path.clone().into_os_string();
    name.push(ending);
    name.into()
}

/// How many commits the write-ahead log holds: a frame that ends one carries the size of the database.
fn commits(wal: &Path) -> usize {
    let log = std::fs::read(wal).expect("the log is there");
    if log.is_empty() {
        return 0;
    }
    let page = u32::from_be_bytes(log[8..12].try_into().expect("four bytes"));
    let frame = 24 + usize::try_from(page).expect("a page fits in memory");
    let salt = &log[16..24];
    log[32..].chunks_exact(frame).filter(|f| &f[8..16] == salt && f[4..8] != [0; 4]).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn waiting_writes_share_one_commit() {
    let db = TestDb::sqlite(SCHEMA).await;
    let before = commits(&file(&db, "-wal"));
    let all = async || {
        let one = |n| write(&db, ACME, move |tx| Box::pin(async move { insert(&tx, n).await }));
        futures_util::future::join_all((0..64).map(one)).await
    };
    for answer in in_one_batch(&db, all).await {
        answer.expect("every write is acknowledged");
    }
    assert_eq!(notes(&db, ACME).await.len(), 64);
    let commits = commits(&file(&db, "-wal")) - before;
    assert!(commits <= 8, "64 writes took {commits} commits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_long_write_leaves_its_batch_and_is_whole() {
    const LONG: u64 = 3_000;
    let db = TestDb::sqlite(SCHEMA).await;
    let runs = Arc::new(AtomicU32::new(0));
    let long = |gives_up: bool| {
        let runs = Arc::clone(&runs);
        write(&db, ACME, move |tx| {
            runs.fetch_add(1, SeqCst);
            Box::pin(async move {
                for n in 100..100 + LONG {
                    insert(&tx, n).await?;
                }
                if gives_up { Err(StoreError::Other("changed its mind".into())) } else { Ok(LONG) }
            })
        })
    };
    let short = |n| write(&db, ACME, move |tx| Box::pin(async move { insert(&tx, n).await }));
    let all = async || futures_util::future::join4(short(1), long(true), long(false), short(2)).await;
    let (first, refused, kept, last) = in_one_batch(&db, all).await;
    first.and(last).expect("short writes stay");
    assert!(matches!(refused, Err(StoreError::Other(_))), "{refused:?}");
    assert_eq!(kept.expect("however long"), LONG);
    assert_eq!(runs.load(SeqCst), 4, "each long one in the batch, then alone");
    assert_eq!(notes(&db, ACME).await.len(), 2 + 3_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_full_disk_inside_a_savepoint_takes_nobody_along() {
    let db = TestDb::sqlite(SCHEMA).await;
    limit_pages(&db, 20).await;
    let runs = Arc::new(AtomicU32::new(0));
    let small = |n: u64| {
        let runs = Arc::clone(&runs);
        write(&db, ACME, move |tx| {
            runs.fetch_add(1, SeqCst);
            Box::pin(async move { insert(&tx, n).await })
        })
    };
    let huge = |swallow: bool| {
        write(&db, ACME, move |tx| {
            let sql = "INSERT INTO blobs (organization_id, id, data) VALUES ($1, $2, $3)";
            Box::pin(async move {
                match tx.execute(sql, &[&id(9), &vec![1_u8; 1 << 20]]).await {
                    Err(_) if swallow => Ok(1),
                    other => other,
                }
            })
        })
    };
    let queue = async || tokio::join!(small(1), huge(false), small(2), huge(true), small(3));
    let (a, b, c, d, e) = in_one_batch(&db, queue).await;
    assert!(matches!(b, Err(StoreError::Unavailable(_))), "{b:?}");
    assert!(matches!(d, Err(StoreError::Unavailable(_))), "a closure that hides the failure: {d:?}");
    assert!(a.is_ok() && c.is_ok() && e.is_ok(), "{a:?} {c:?} {e:?}");
    assert_eq!(notes(&db, ACME).await, [1, 2, 3]);
    assert!(runs.load(SeqCst) > 3, "the whole transaction was gone, so the first ran again");

    limit_pages(&db, 1 << 20).await;
    huge(false).await.expect("there is room again");
}

/// Lets the file grow by so many pages only.
async fn limit_pages(db: &Db, more: i64) {
    write(db, Scope::System("test"), move |tx| {
        Box::pin(async move {
            let pages: Option<(i64,)> = tx.row("PRAGMA page_count", &[]).await?;
            let limit = format!("PRAGMA max_page_count = {}", pages.map_or(0, |(n,)| n) + more);
            tx.row::<(i64,)>(&limit, &[]).await
        })
    })
    .await
    .expect("the limit is set");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_is_in_the_files() {
    let db = TestDb::sqlite(SCHEMA).await;
    let synchronous = write(&db, Scope::System("test"), |tx| {
        Box::pin(async move { tx.row::<(i64,)>("PRAGMA synchronous", &[]).await })
    });
    assert_eq!(synchronous.await.expect("answered"), Some((2,)), "FULL: every commit is on the disk");
    let dir = tempfile::tempdir().expect("a folder");
    for n in 0..20_u64 {
        let one = |n| write(&db, ACME, move |tx| Box::pin(async move { insert(&tx, n).await }));
        for answer in futures_util::future::join_all((n * 8..n * 8 + 8).map(one)).await {
            answer.expect("acknowledged");
        }
        // The files as a power cut would leave them now.
        let copy = dir.path().join(format!("{n}.db"));
        std::fs::copy(file(&db, ""), &copy).expect("copied");
        std::fs::copy(file(&db, "-wal"), dir.path().join(format!("{n}.db-wal"))).expect("copied");
        let copy = Db::open(&Target::Sqlite(copy), SCHEMA).await.expect("the copy opens");
        assert_eq!(notes(&copy, ACME).await.len(), usize::try_from(n * 8 + 8).expect("small"));
        copy.close().await;
    }
}

#[tokio::test]
async fn a_closed_database_finishes_what_is_queued_and_takes_nothing_new() {
    let db = TestDb::sqlite(SCHEMA).await;
    let queued: Vec<_> = (0..50)
        .map(|n| {
            let db: Db = (*db).clone();
            tokio::spawn(async move { write(&db, ACME, move |tx| Box::pin(async move { insert(&tx, n).await })).await })
        })
        .collect();
    tokio::task::yield_now().await;
    db.close().await;
    let done = futures_util::future::join_all(queued).await;
    let kept = done.iter().filter(|answer| matches!(answer, Ok(Ok(_)))).count();
    assert_eq!(notes(&db, ACME).await.len(), kept, "answered and stored are the same");
    let late = write(&db, ACME, |tx| Box::pin(async move { insert(&tx, 99).await })).await;
    assert!(matches!(late, Err(StoreError::Unavailable(_))), "{late:?}");
}
