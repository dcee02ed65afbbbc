//! PostgreSQL's own failure paths: connections that are lost before, during and after COMMIT, requests
//! that leave, transactions that lose a race, and how many round trips all of it takes.

#![expect(clippy::expect_used, reason = "what a test cannot do without fails it")]

mod common;

use common::proxy::{Mode, Proxy};
use common::{ACME, GLOBEX, SCHEMA, id, insert, notes, read, write};
use guildhall_store::testing::TestDb;
use guildhall_store::{Db, Migration, Result, Scope, StoreError, Tx};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::{Duration, Instant};

/// Which server process the transaction runs in.
async fn process(tx: &Tx) -> Result<Option<(i64,)>> {
    tx.row("SELECT pg_backend_pid()::int8 WHERE length($1::bytea) = 12", &[]).await
}

#[tokio::test]
async fn a_connection_lost_during_commit_is_unknown_and_never_run_again() {
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    for reaches_server in [true, false] {
        let proxy = Proxy::start(db.target()).await;
        let through = Db::open(proxy.target(), SCHEMA).await.expect("opens through the proxy");
        proxy.set(Mode::LoseCommit { reaches_server });
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        let answer = write(&through, ACME, move |tx| {
            counted.fetch_add(1, SeqCst);
            Box::pin(async move { insert(&tx, u64::from(reaches_server)).await })
        })
        .await;
        assert!(matches!(answer, Err(StoreError::OutcomeUnknown)), "{answer:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(runs.load(SeqCst), 1);
        assert_eq!(notes(&db, ACME).await, [1], "once if COMMIT arrived, never if it did not");
    }
}

#[tokio::test]
async fn a_database_that_goes_away_is_named_at_once_and_found_again() {
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    let proxy = Proxy::start(db.target()).await;
    let through = Db::open(proxy.target(), SCHEMA).await.expect("opens through the proxy");
    let one = |n| write(&through, ACME, move |tx| Box::pin(async move { insert(&tx, n).await }));
    one(1).await.expect("it is there");
    proxy.set(Mode::Down);
    let started = Instant::now();
    for n in 10..20 {
        let answer = one(n).await;
        assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
    }
    assert!(started.elapsed() < Duration::from_secs(2), "ten refusals took {:?}", started.elapsed());
    proxy.set(Mode::Pass);
    one(2).await.expect("it is back, and nobody restarted anything");
    assert_eq!(notes(&through, ACME).await, [1, 2]);
}

#[tokio::test]
async fn connections_that_the_server_ended_are_replaced_unnoticed() {
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    for n in 0..5 {
        write(&db, ACME, move |tx| Box::pin(async move { insert(&tx, n).await })).await.expect("written");
        end_connections(&db).await;
    }
    assert_eq!(notes(&db, ACME).await.len(), 5);
}

/// Ends every other connection to this database, as a restart of the server does.
async fn end_connections(db: &TestDb) {
    let client = raw(db).await;
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    client.query(sql, &[]).await.expect("ended");
    tokio::time::sleep(Duration::from_millis(50)).await;
}

async fn raw(db: &TestDb) -> tokio_postgres::Client {
    let guildhall_store::Target::Postgres(url) = db.target() else { unreachable!("made by TestDb::postgres") };
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("connected");
    tokio::spawn(connection);
    client
}

#[tokio::test]
async fn a_connection_lost_in_a_transaction_changes_nothing() {
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    let proxy = Arc::new(Proxy::start(db.target()).await);
    let through = Db::open(proxy.target(), SCHEMA).await.expect("opens through the proxy");
    let cut = Arc::clone(&proxy);
    let answer = write(&through, ACME, move |tx| {
        let cut = Arc::clone(&cut);
        Box::pin(async move {
            insert(&tx, 1).await?;
            cut.set(Mode::Down);
            insert(&tx, 2).await
        })
    })
    .await;
    assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
    assert_eq!(notes(&db, ACME).await, [0; 0]);
}

#[tokio::test]
async fn a_request_that_leaves_or_panics_in_mid_transaction_takes_its_connection_along() {
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    let first = write(&db, ACME, |tx| Box::pin(async move { process(&tx).await })).await.expect("a connection");
    let again = write(&db, ACME, |tx| Box::pin(async move { process(&tx).await })).await.expect("a connection");
    assert_eq!(first, again, "requests one after the other share a connection");

    let waits = read(&db, ACME, |tx| {
        Box::pin(async move {
            process(&tx).await?;
            std::future::pending::<Result<()>>().await
        })
    });
    assert!(tokio::time::timeout(Duration::from_millis(100), waits).await.is_err(), "the request left");
    let panics = write(&db, ACME, |tx| {
        Box::pin(async move {
            insert(&tx, 1).await?;
            let process = process(&tx).await?;
            assert_eq!(process, None, "as planned");
            Ok(())
        })
    });
    assert!(matches!(panics.await, Err(StoreError::Panicked)));
    let next = |tx: Tx| async move {
        insert(&tx, 2).await?;
        process(&tx).await
    };
    let fresh = write(&db, ACME, move |tx| Box::pin(next(tx))).await.expect("written");
    assert_ne!(first, fresh, "the connection of the request that left is gone");
    assert_eq!(notes(&db, ACME).await, [2]);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let open =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in trans%'";
    let open: i64 = raw(&db).await.query_one(open, &[]).await.expect("counted").get(0);
    assert_eq!(open, 0, "no transaction was left open");
}

#[tokio::test]
async fn a_statement_dropped_before_its_answer_cannot_be_committed() {
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    let answer = write(&db, ACME, |tx| {
        Box::pin(async move {
            insert(&tx, 1).await?;
            let slow = "SELECT pg_sleep(0.3)::text WHERE length($1::bytea) = 12";
            let dropped = tokio::time::timeout(Duration::from_millis(50), tx.execute(slow, &[])).await;
            assert!(dropped.is_err());
            Ok(())
        })
    })
    .await;
    assert!(matches!(answer, Err(StoreError::Statement(_))), "{answer:?}");
    assert_eq!(notes(&db, ACME).await, [0; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_run_again() {
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    write(&db, ACME, |tx| {
        Box::pin(async move {
            insert(&tx, 1).await?;
            insert(&tx, 2).await
        })
    })
    .await
    .expect("two notes");
    let (runs, both_hold_one) = (Arc::new(AtomicU32::new(0)), Arc::new(tokio::sync::Barrier::new(2)));
    let both = |a: u64, b: u64| {
        let (runs, both_hold_one) = (Arc::clone(&runs), Arc::clone(&both_hold_one));
        write(&db, ACME, move |tx| {
            let (run, both_hold_one) = (runs.fetch_add(1, SeqCst), Arc::clone(&both_hold_one));
            Box::pin(async move {
                let add = "UPDATE notes SET n = n + 10 WHERE organization_id = $1 AND id = $2";
                tx.execute(add, &[&id(a)]).await?;
                if run < 2 {
                    both_hold_one.wait().await;
                }
                tx.execute(add, &[&id(b)]).await
            })
        })
    };
    let (a, b) = tokio::join!(both(1, 2), both(2, 1));
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(runs.load(SeqCst), 3, "the victim ran twice");
    assert_eq!(notes(&db, ACME).await, [21, 22]);
}

const RACE: &[Migration] = &[Migration {
    name: "0001_race",
    sql: "
CREATE TABLE notes (organization_id BYTEA NOT NULL, id BYTEA NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (organization_id, id));
CREATE SEQUENCE losses;
CREATE FUNCTION lose(times BIGINT) RETURNS BIGINT LANGUAGE plpgsql SECURITY DEFINER AS $$ DECLARE k BIGINT := nextval('losses'); BEGIN IF k <= times THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END IF; RETURN k; END $$;
",
}];

/// What a caller's own error type makes of a lost race: nothing that the store could recognise.
#[derive(Debug)]
struct Hidden;
impl From<StoreError> for Hidden {
    fn from(_: StoreError) -> Self {
        Self
    }
}

#[tokio::test]
async fn a_lost_race_is_run_again_whatever_error_the_closure_makes_of_it() {
    let Some(db) = TestDb::postgres(RACE).await else { return };
    let runs = Arc::new(AtomicU32::new(0));
    let race = |losses: i64| {
        let runs = Arc::clone(&runs);
        db.write::<_, Hidden, _>(ACME, move |tx| {
            runs.fetch_add(1, SeqCst);
            Box::pin(async move {
                insert(&tx, losses.unsigned_abs()).await?;
                let lose = "SELECT lose($2) WHERE length($1::bytea) = 12";
                Ok(tx.row::<(i64,)>(lose, &[&losses]).await?)
            })
        })
    };
    assert_eq!(race(3).await.expect("the fourth run wins"), Some((4,)));
    assert_eq!(runs.swap(0, SeqCst), 4);
    assert!(race(1_000_000).await.is_err(), "not for ever");
    assert_eq!(runs.load(SeqCst), 8);
    assert_eq!(notes(&db, ACME).await, [3]);
}

#[tokio::test]
async fn one_organization_cannot_take_every_connection() {
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    let counters: Arc<[AtomicU32; 3]> = Arc::default();
    let slow = |n: u64| {
        let counters = Arc::clone(&counters);
        write(&db, ACME, move |tx| {
            let counters = Arc::clone(&counters);
            Box::pin(async move {
                let [now, most, done] = &*counters;
                most.fetch_max(now.fetch_add(1, SeqCst) + 1, SeqCst);
                let answer = insert(&tx, n).await;
                tokio::time::sleep(Duration::from_millis(100)).await;
                now.fetch_sub(1, SeqCst);
                done.fetch_add(1, SeqCst);
                answer
            })
        })
    };
    let crowd = futures_util::future::join_all((0..40).map(slow));
    let other = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        write(&db, GLOBEX, |tx| Box::pin(async move { insert(&tx, 1).await })).await.expect("written");
        counters[2].load(SeqCst)
    };
    let (crowd, done) = tokio::join!(crowd, other);
    assert!(crowd.iter().all(Result::is_ok));
    assert_eq!(counters[1].load(SeqCst), 8);
    assert!(done <= 24, "another organization had to wait for {done} of the 40");
}

#[tokio::test]
async fn a_read_costs_one_round_trip_and_a_write_two() {
    const TRIP: Duration = Duration::from_millis(60);
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    let proxy = Proxy::start(db.target()).await;
    let through = Db::open(proxy.target(), SCHEMA).await.expect("opens through the proxy");
    let three = |tx: Tx| async move {
        let sql = "SELECT n FROM notes WHERE organization_id = $1 AND n = $2";
        let one = |n: i64| {
            let tx = tx.clone();
            async move { tx.rows::<(i64,)>(sql, &[&n]).await }
        };
        tokio::try_join!(biased; one(1), one(2), one(3))
    };
    let reading = || read(&through, ACME, move |tx| Box::pin(three(tx)));
    let writing = |n| write(&through, ACME, move |tx| Box::pin(async move { insert(&tx, n).await }));
    let later = |n: u64| {
        write(&through, ACME, move |tx| {
            let sql = "INSERT INTO notes (organization_id, id, n) VALUES ($1, $2, $3)";
            Box::pin(async move { tx.execute_later(sql, &[&id(n), &n.cast_signed()]).await })
        })
    };
    reading().await.expect("prepared");
    writing(1).await.expect("prepared");

    proxy.set(Mode::Delay(TRIP));
    // The best of three, because the machine may be busy; fewer trips than needed cannot be had by luck.
    let mut best = [Duration::MAX; 3];
    for n in 2..5 {
        let started = Instant::now();
        assert_eq!(reading().await.expect("read").0, [(1,)]);
        best[0] = best[0].min(started.elapsed());
        let started = Instant::now();
        writing(n).await.expect("written");
        best[1] = best[1].min(started.elapsed());
        let started = Instant::now();
        later(n + 10).await.expect("written");
        best[2] = best[2].min(started.elapsed());
    }
    let trips = best.map(|took| took.as_millis() / TRIP.as_millis());
    // BEGIN, scope and three queries; BEGIN, scope and insert, then COMMIT; all of these at once.
    assert_eq!(trips, [1, 2, 1], "{best:?}");
}

/// What fails on its way is not lost: neither that it failed, nor that it may be run again.
#[tokio::test]
async fn a_statement_answered_with_commit_can_fail_it() {
    let Some(db) = TestDb::postgres(RACE).await else { return };
    let runs = Arc::new(AtomicU32::new(0));
    for (losses, another) in [(2_i64, false), (4, true)] {
        let runs = Arc::clone(&runs);
        write(&db, ACME, move |tx| {
            runs.fetch_add(1, SeqCst);
            Box::pin(async move {
                let lose = "INSERT INTO notes (organization_id, id, n) VALUES ($1, $2, lose($3))";
                tx.execute_later(lose, &[&id(losses.unsigned_abs()), &losses]).await?;
                if another { insert(&tx, 9).await } else { Ok(1) }
            })
        })
        .await
        .expect("run again until it wins");
    }
    assert_eq!(runs.load(SeqCst), 5, "three runs to pass two losses, two more to pass four");
    assert_eq!(notes(&db, ACME).await, [3, 5, 9]);
}

#[tokio::test]
async fn closing_waits_for_running_writes() {
    let Some(db) = TestDb::postgres(SCHEMA).await else { return };
    let writing: Db = (*db).clone();
    let running = tokio::spawn(async move {
        write(&writing, ACME, |tx| {
            Box::pin(async move {
                insert(&tx, 1).await?;
                tokio::time::sleep(Duration::from_millis(200)).await;
                insert(&tx, 2).await
            })
        })
        .await
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    db.close().await;
    let late = write(&db, Scope::System("late"), |_| Box::pin(async { Ok(()) })).await;
    assert!(matches!(late, Err(StoreError::Unavailable(_))), "{late:?}");
    running.await.expect("ran").expect("committed");
    let again = Db::open(db.target(), SCHEMA).await.expect("opens");
    assert_eq!(notes(&again, ACME).await, [1, 2]);
}
