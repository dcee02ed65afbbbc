//! A part of a transaction can be taken back alone: what it wrote is gone, what came before and comes after
//! stays, also if a constraint refused one of its statements.

mod common;

use common::{ACME, SCHEMA, id, insert, notes, write};
use guildhall_store::testing::TestDb;
use guildhall_store::{StoreError, Tx};

async fn insert_later(tx: &Tx, n: u64) -> Result<(), StoreError> {
    let sql = "INSERT INTO notes (organization_id, id, n) VALUES ($1, $2, $3)";
    tx.execute_later(sql, &[&id(n), &n.cast_signed()]).await
}

#[tokio::test]
async fn a_part_that_is_taken_back_leaves_nothing() {
    for db in TestDb::each(SCHEMA).await {
        let parts = |tx: Tx| async move {
            tx.savepoint().await?;
            insert(&tx, 1).await?;
            tx.release().await?;
            tx.savepoint().await?;
            insert(&tx, 2).await?;
            insert_later(&tx, 3).await?;
            tx.roll_back().await?;
            insert_later(&tx, 4).await
        };
        write(&db, ACME, move |tx| Box::pin(parts(tx))).await.expect("written");
        assert_eq!(notes(&db, ACME).await, [1, 4]);
    }
}

#[tokio::test]
async fn a_refused_statement_is_forgotten_with_its_part() {
    for db in TestDb::each(SCHEMA).await {
        let parts = |tx: Tx| async move {
            insert(&tx, 1).await?;
            tx.savepoint().await?;
            insert(&tx, 2).await?;
            assert!(matches!(insert(&tx, 1).await, Err(StoreError::Unique(_))));
            tx.roll_back().await?;
            tx.savepoint().await?;
            insert_later(&tx, 3).await?;
            // On PostgreSQL the refusal shows only when it is asked for.
            let refused = match insert_later(&tx, 1).await {
                Ok(()) => tx.release().await,
                refused => refused,
            };
            assert!(matches!(refused, Err(StoreError::Unique(_))), "{refused:?}");
            tx.roll_back().await?;
            insert(&tx, 4).await
        };
        write(&db, ACME, move |tx| Box::pin(parts(tx))).await.expect("written");
        assert_eq!(notes(&db, ACME).await, [1, 4]);
    }
}

#[tokio::test]
async fn parts_nest() {
    for db in TestDb::each(SCHEMA).await {
        let parts = |tx: Tx| async move {
            tx.savepoint().await?;
            insert(&tx, 1).await?;
            tx.savepoint().await?;
            insert(&tx, 2).await?;
            tx.roll_back().await?;
            insert(&tx, 3).await?;
            tx.release().await?;
            tx.savepoint().await?;
            tx.savepoint().await?;
            insert(&tx, 4).await?;
            tx.release().await?;
            tx.roll_back().await?;
            insert(&tx, 5).await
        };
        write(&db, ACME, move |tx| Box::pin(parts(tx))).await.expect("written");
        assert_eq!(notes(&db, ACME).await, [1, 3, 5]);
    }
}

#[tokio::test]
async fn a_failure_before_the_part_is_not_forgotten() {
    for db in TestDb::each(SCHEMA).await {
        let parts = |tx: Tx| async move {
            insert(&tx, 1).await?;
            let _ = insert(&tx, 1).await;
            assert!(matches!(tx.savepoint().await, Err(StoreError::Unique(_))), "nothing begins after a failure");
            Ok(())
        };
        let answer = write(&db, ACME, move |tx| Box::pin(parts(tx))).await;
        assert!(matches!(answer, Err(StoreError::Unique(_))), "{answer:?}");
        assert_eq!(notes(&db, ACME).await, [0; 0]);
    }
}
