//! Every operation that is a POST, twice with the same Idempotency-Key: done once, and answered alike.

use super::raw::{Raw, difference};
use super::recipe::furnish;
use super::walk::{operations, with};
use guildhall_tests::{World, both};
use reqwest::Method;

/// Not tried, because nobody is signed in, or because it ends the session that asks. Closed.
const NOT_TRIED: [&str; 3] = ["auth_register", "auth_login", "auth_logout"];

both!(a_request_with_a_key_is_done_once, |world: World| async move {
    let raw = Raw::open(&world).await;
    let mut tried = 0;
    let (mut replayed, mut kept_back) = (Vec::new(), Vec::new());
    let ada = world.founder("Ada").await;
    let ids = furnish(&ada, "Ada").await;
    for operation in operations(&world).await.iter().filter(|operation| operation.method == Method::POST) {
        if NOT_TRIED.contains(&&*operation.id) {
            continue;
        }
        tried += 1;
        let path = operation.at(&ada.organization, &ids, operation.wants_trash());
        let key = format!("key of {}", operation.id);
        let ask = || {
            let request = ada.request(operation.method.clone(), &path).header("Idempotency-Key", &key);
            ada.send(with(request, operation.body(&ids)))
        };
        let first = ask().await;
        let between = raw.dump(&ada.organization).await;
        let founded = organizations(&raw).await;
        let second = ask().await;
        let changed = difference(&between, &raw.dump(&ada.organization).await);
        assert!(changed.is_empty(), "{} was done twice: {changed:#?}", operation.id);
        assert_eq!(founded, organizations(&raw).await, "{} was done twice", operation.id);
        if first.status >= 400 {
            assert_eq!((first.status, &first.body), (second.status, &second.body), "{}", operation.id);
        } else if second.status == 409 {
            assert_eq!(second.body["code"], "already_done", "{}", operation.id);
            assert_eq!(first.header("cache-control"), "no-store", "{} carries no secret", operation.id);
            kept_back.push(operation.id.clone());
        } else {
            assert_eq!((first.status, &first.body), (second.status, &second.body), "{}", operation.id);
            assert_eq!(second.header("idempotent-replayed"), "true", "{}", operation.id);
            for name in ["location", "etag", "content-type"] {
                assert_eq!(first.header(name), second.header(name), "{} {name}", operation.id);
            }
            replayed.push(operation.id.clone());
        }
    }
    println!("{tried} operations, {} replayed, kept back: {kept_back:?}", replayed.len());
    assert!(replayed.len() > 15 && kept_back.contains(&"token_create".to_owned()), "{replayed:#?}");
});

async fn organizations(raw: &Raw) -> Vec<Vec<String>> {
    raw.texts("SELECT (SELECT count(*) FROM organizations), (SELECT count(*) FROM access_tokens)").await
}
