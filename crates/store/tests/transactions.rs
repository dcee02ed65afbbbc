//! What a write and a read promise, one body on both databases: all or nothing, also for those that
//! share a commit with one that fails; no statement without a tenant; nothing after the end.

#![expect(clippy::expect_used, reason = "what a test cannot do without fails it")]

mod common;

use common::{ACME, GLOBEX, SCHEMA, id, in_one_batch, insert, notes, read, write};
use guildhall_store::testing::TestDb;
use guildhall_store::{Dialect, Id, Scope, StoreError, Tx};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_panicking_write_loses_its_own_rows_only() {
    for db in TestDb::each(SCHEMA).await {
        let one = |n: u64| {
            write(&db, ACME, move |tx| {
                Box::pin(async move {
                    insert(&tx, n).await?;
                    assert!(n != 2, "as planned");
                    Ok(n)
                })
            })
        };
        let (a, b, c) = in_one_batch(&db, async || tokio::join!(one(1), one(2), one(3))).await;
        assert_eq!((a.expect("first"), c.expect("third")), (1, 3));
        assert!(matches!(b, Err(StoreError::Panicked)), "{b:?}");
        one(4).await.expect("the writer goes on");
        assert_eq!(notes(&db, ACME).await, [1, 3, 4]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_failed_commit_acknowledges_nothing_and_innocents_run_again() {
    for db in TestDb::each(SCHEMA).await {
        let runs = Arc::new(AtomicU32::new(0));
        let innocent = |n: u64| {
            let runs = Arc::clone(&runs);
            write(&db, ACME, move |tx| {
                runs.fetch_add(1, SeqCst);
                Box::pin(async move { insert(&tx, n).await })
            })
        };
        // The reference is checked at COMMIT, after every statement has succeeded.
        let orphan = write(&db, ACME, |tx| {
            let sql = "INSERT INTO notes (organization_id, id, n, parent_id) VALUES ($1, $2, 5, $3)";
            Box::pin(async move { tx.execute(sql, &[&id(5), &id(999)]).await })
        });
        let (a, b, c) = in_one_batch(&db, async || tokio::join!(innocent(1), orphan, innocent(2))).await;
        assert!(matches!(b, Err(StoreError::ForeignKey(_))), "{b:?}");
        assert!(a.is_ok() && c.is_ok(), "{a:?} {c:?}");
        assert_eq!(notes(&db, ACME).await, [1, 2]);
        let again = runs.load(SeqCst) > 2;
        assert_eq!(again, db.dialect() == Dialect::Sqlite, "on SQLite they had shared its commit");
    }
}

#[tokio::test]
async fn a_swallowed_failure_still_fails_the_transaction() {
    for db in TestDb::each(SCHEMA).await {
        let twice = |tx: Tx| async move {
            insert(&tx, 1).await?;
            assert!(matches!(insert(&tx, 1).await, Err(StoreError::Unique(_))));
            assert!(matches!(insert(&tx, 2).await, Err(StoreError::Unique(_))), "nothing runs after a failure");
            Ok(())
        };
        let answer = write(&db, ACME, move |tx| Box::pin(twice(tx))).await;
        assert!(matches!(answer, Err(StoreError::Unique(_))), "{answer:?}");
        assert_eq!(notes(&db, ACME).await, [0; 0]);
        write(&db, ACME, |tx| Box::pin(async move { insert(&tx, 3).await })).await.expect("the next one is clean");
        assert_eq!(notes(&db, ACME).await, [3]);
    }
}

#[tokio::test]
async fn a_statement_sent_for_later_is_seen_in_order_and_fails_its_transaction() {
    for db in TestDb::each(SCHEMA).await {
        let later = |n: u64, again: bool| {
            write(&db, ACME, move |tx| {
                Box::pin(async move {
                    let sql = "INSERT INTO notes (organization_id, id, n, body) VALUES ($1, $2, $3, $4)";
                    tx.execute_later(sql, &[&id(n), &n.cast_signed(), &None::<String>]).await?;
                    let seen = "SELECT n FROM notes WHERE organization_id = $1 AND id = $2";
                    let seen = tx.row::<(i64,)>(seen, &[&id(n)]).await?;
                    if again {
                        let _ = tx.execute_later(sql, &[&id(n), &n.cast_signed(), &"again"]).await;
                    }
                    Ok(seen)
                })
            })
        };
        assert_eq!(later(1, false).await.expect("written"), Some((1,)));
        let failed = later(2, true).await;
        assert!(matches!(failed, Err(StoreError::Unique(_))), "{failed:?}");
        assert_eq!(later(3, false).await.expect("the next one is clean"), Some((3,)));
        assert_eq!(notes(&db, ACME).await, [1, 3]);
    }
}

#[tokio::test]
async fn an_escaped_handle_is_closed() {
    for db in TestDb::each(SCHEMA).await {
        let escaped: Arc<Mutex<Vec<Tx>>> = Arc::default();
        let keep = Arc::clone(&escaped);
        write(&db, ACME, move |tx| {
            keep.lock().push(tx.clone());
            Box::pin(async move { insert(&tx, 1).await })
        })
        .await
        .expect("the write itself is fine");
        let keep = Arc::clone(&escaped);
        read(&db, ACME, move |tx| {
            keep.lock().push(tx);
            Box::pin(async { Ok(()) })
        })
        .await
        .expect("the read itself is fine");
        let handles = std::mem::take(&mut *escaped.lock());
        assert_eq!(handles.len(), 2);
        for tx in handles {
            assert!(matches!(insert(&tx, 2).await, Err(StoreError::Closed)));
        }
        assert_eq!(notes(&db, ACME).await, [1]);
    }
}

#[tokio::test]
async fn a_write_goes_on_when_its_caller_leaves() {
    for db in TestDb::each(SCHEMA).await {
        let call = write(&db, ACME, |tx| Box::pin(async move { insert(&tx, 1).await }));
        let left = tokio::time::timeout(std::time::Duration::from_micros(1), call).await;
        for _ in 0..200 {
            if notes(&db, ACME).await == [1] {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(notes(&db, ACME).await, [1], "the caller left: {}", left.is_err());
    }
}

#[tokio::test]
async fn a_statement_without_its_tenant_never_reaches_the_database() {
    for db in TestDb::each(SCHEMA).await {
        for sql in [
            "SELECT n FROM notes",
            "SELECT n FROM notes WHERE id = $1",
            "SELECT n FROM notes WHERE organization_id = $1 OR n = 1",
            "DELETE FROM notes WHERE n = 1",
            "INSERT INTO notes (organization_id, id, n) VALUES ($2, $1, 1)",
            "UPDATE notes SET organization_id = $2 WHERE organization_id = $1",
            "SELECT n FROM notes WHERE organization_id = $1; DELETE FROM notes",
            "RESET ROLE",
            "COMMIT",
        ] {
            let answer = write(&db, ACME, move |tx| Box::pin(async move { tx.execute(sql, &[]).await })).await;
            assert!(matches!(answer, Err(StoreError::Statement(_))), "{sql}: {answer:?}");
        }
        let few = "SELECT n FROM notes WHERE organization_id = $1 AND n = $2";
        let answer = read(&db, ACME, move |tx| Box::pin(async move { tx.rows::<(i64,)>(few, &[]).await })).await;
        assert!(matches!(answer, Err(StoreError::Statement(_))), "{answer:?}");
    }
}

#[tokio::test]
async fn parameters_go_by_number_not_by_appearance() {
    for db in TestDb::each(SCHEMA).await {
        write(&db, ACME, |tx| {
            let sql = "INSERT INTO notes (n, body, id, organization_id) VALUES ($4, $3, $2, $1)";
            Box::pin(async move { tx.execute(sql, &[&id(1), &"text", &41_i64]).await })
        })
        .await
        .expect("the row fits");
        let found: Option<(Id<common::Note>, Option<String>)> = read(&db, ACME, |tx| {
            let sql = "SELECT id, body FROM notes WHERE n = $3 AND body = $2 AND organization_id = $1 AND n = ANY($4)";
            Box::pin(async move { tx.row(sql, &[&"text", &41_i64, &vec![40_i64, 41]]).await })
        })
        .await
        .expect("the query runs");
        assert_eq!(found, Some((id(1), Some("text".into()))));
    }
}

#[tokio::test]
async fn a_read_is_one_snapshot_and_cannot_write() {
    for db in TestDb::each(SCHEMA).await {
        let other = db.clone();
        let counted = read(&db, ACME, move |tx| {
            Box::pin(async move {
                let count = "SELECT count(*) FROM notes WHERE organization_id = $1";
                let before: Option<(i64,)> = tx.row(count, &[]).await?;
                write(&other, ACME, |tx| Box::pin(async move { insert(&tx, 1).await })).await?;
                Ok((before, tx.row::<(i64,)>(count, &[]).await?))
            })
        });
        assert_eq!(counted.await.expect("counted"), (Some((0,)), Some((0,))));
        assert!(read(&db, ACME, |tx| Box::pin(async move { insert(&tx, 2).await })).await.is_err());
        assert_eq!(notes(&db, ACME).await, [1]);
        assert_eq!(notes(&db, GLOBEX).await, [0; 0]);
    }
}

/// Two people on call each check that the other stays, and go: one of them must be refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn locked_write_skew_is_serialised() {
    for db in TestDb::each(SCHEMA).await {
        let Scope::Org(acme) = ACME else { unreachable!() };
        write(&db, Scope::System("set up"), move |tx| {
            Box::pin(async move {
                tx.execute("INSERT INTO organizations (organization_id, name) VALUES ($1, 'Acme')", &[&acme]).await?;
                let sql =
                    "INSERT INTO members (organization_id, user_id, on_call) VALUES ($1, $2, TRUE), ($1, $3, TRUE)";
                tx.execute(sql, &[&acme, &id(1), &id(2)]).await
            })
        })
        .await
        .expect("two people on call");
        for locked in [true, false] {
            // Without the lock PostgreSQL lets both go, which shows that this test can tell.
            let both_gone = !locked && db.dialect() == Dialect::Postgres;
            let (a, b) = tokio::join!(leave(&db, 1, locked), leave(&db, 2, locked));
            let gone = u32::from(a) + u32::from(b);
            assert_eq!(gone, if both_gone { 2 } else { 1 }, "locked: {locked}, {:?}", db.dialect());
            write(&db, ACME, |tx| {
                Box::pin(async move {
                    tx.execute("UPDATE members SET on_call = TRUE WHERE organization_id = $1", &[]).await
                })
            })
            .await
            .expect("both are back");
        }
    }
}

async fn leave(db: &TestDb, person: u64, locked: bool) -> bool {
    write(db, ACME, move |tx| {
        Box::pin(async move {
            if locked {
                let lock = "SELECT name FROM organizations WHERE organization_id = $1 FOR NO KEY UPDATE";
                tx.rows::<(String,)>(lock, &[]).await?;
            }
            let left = "SELECT count(*) FROM members WHERE organization_id = $1 AND on_call";
            let left: Option<(i64,)> = tx.row(left, &[]).await?;
            if tx.dialect() == Dialect::Postgres {
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
            if left < Some((2,)) {
                return Ok(false);
            }
            let go = "UPDATE members SET on_call = FALSE WHERE organization_id = $1 AND user_id = $2";
            Ok(tx.execute(go, &[&id(person)]).await? == 1)
        })
    })
    .await
    .expect("the transaction itself never fails")
}
