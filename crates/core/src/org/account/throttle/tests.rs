use super::*;
use crate::MIGRATIONS;
use guildhall_store::testing::TestDb;
use proptest::prelude::*;

const START: Timestamp = Timestamp(1_800_000_000_000_000);

async fn guess(db: &TestDb, account: &'static str, address: &'static str, now: Timestamp) -> Result<Arc<Attempt>> {
    let counted = db.write(Scope::System("test"), move |tx| {
        Box::pin(async move { count(&tx, account, address, now).await.map(Arc::new) })
    });
    counted.await
}

async fn succeed(db: &TestDb, attempt: Arc<Attempt>, now: Timestamp) {
    let done = db.write(Scope::System("test"), move |tx| {
        let attempt = Arc::clone(&attempt);
        Box::pin(async move { attempt.succeeded(&tx, now).await })
    });
    done.await.unwrap();
}

/// Guesses as often as it is let, for so many seconds; answers how often it was let.
async fn hammer(db: &TestDb, account: &'static str, address: &'static str, from: Timestamp, seconds: i64) -> i64 {
    let (mut guesses, mut now) = (0, from);
    while now < from.plus_seconds(seconds) {
        match guess(db, account, address, now).await {
            Ok(_) => guesses += 1,
            Err(Error::TooMany(wait)) => {
                assert!(wait > 0);
                now = now.plus_seconds(wait);
            }
            Err(other) => panic!("{other}"),
        }
    }
    guesses
}

#[tokio::test]
async fn the_first_failures_are_free_and_each_later_one_doubles_the_wait() {
    for db in TestDb::each(MIGRATIONS).await {
        for _ in 0..5 {
            guess(&db, "ada", "a", START).await.unwrap();
        }
        let mut now = START;
        for wait in [1, 2, 4, 8] {
            guess(&db, "ada", "a", now).await.unwrap();
            let refused = guess(&db, "ada", "a", now).await.unwrap_err();
            assert!(matches!(refused, Error::TooMany(seconds) if seconds == wait), "{refused}");
            now = now.plus_seconds(wait);
        }
    }
}

#[tokio::test]
async fn a_day_of_guessing_from_one_address_is_a_hundred_guesses() {
    for db in TestDb::each(MIGRATIONS).await {
        let guesses = hammer(&db, "ada", "a", START, 24 * 3600).await;
        assert!((20..200).contains(&guesses), "{guesses}");
    }
}

#[tokio::test]
async fn a_refused_attempt_is_not_counted_so_that_waiting_always_helps() {
    for db in TestDb::each(MIGRATIONS).await {
        for _ in 0..6 {
            guess(&db, "ada", "a", START).await.unwrap();
        }
        for _ in 0..100 {
            guess(&db, "ada", "a", START).await.unwrap_err();
        }
        guess(&db, "ada", "a", START.plus_seconds(1)).await.unwrap();
    }
}

#[tokio::test]
async fn the_right_password_begins_anew() {
    for db in TestDb::each(MIGRATIONS).await {
        for _ in 0..6 {
            guess(&db, "ada", "a", START).await.unwrap();
        }
        let now = START.plus_seconds(1);
        let attempt = guess(&db, "ada", "a", now).await.unwrap();
        succeed(&db, attempt, now).await;
        for _ in 0..5 {
            guess(&db, "ada", "a", now).await.unwrap();
        }
    }
}

#[tokio::test]
async fn others_cannot_lock_a_person_out() {
    for db in TestDb::each(MIGRATIONS).await {
        let attempt = guess(&db, "ada", "home", START).await.unwrap();
        succeed(&db, attempt, START).await;
        for address in ["b", "c", "d", "e", "f", "g", "h"] {
            for _ in 0..10 {
                let _ = guess(&db, "ada", address, START).await;
            }
        }
        // The account waits now, for those it does not know, and for a minute at most.
        let refused = guess(&db, "ada", "unheard of", START).await.unwrap_err();
        assert!(matches!(refused, Error::TooMany(seconds) if seconds <= 60), "{refused}");
        guess(&db, "ada", "home", START).await.unwrap();
    }
}

#[tokio::test]
async fn one_address_that_tries_one_password_at_many_accounts_waits_too() {
    for db in TestDb::each(MIGRATIONS).await {
        let mut let_in = 0;
        for person in 0..60 {
            let person: &'static str = person.to_string().leak();
            let_in += usize::from(guess(&db, person, "a", START).await.is_ok());
        }
        assert_eq!(let_in, 51);
    }
}

#[test]
fn an_ipv6_client_is_its_network() {
    let of = |text: &str| network(text.parse().unwrap());
    assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
    assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
}

proptest! {
    #[test]
    fn a_wait_grows_and_is_never_longer_than_its_limit(failures in 0_i64..1_000_000) {
        for kind in [Kind::Pair, Kind::Address, Kind::Account] {
            prop_assert!(kind.wait(failures) <= kind.wait(failures + 1));
            prop_assert!(kind.wait(failures) <= kind.longest());
            prop_assert_eq!(kind.wait(failures) > 0, failures > kind.free());
        }
    }
}
