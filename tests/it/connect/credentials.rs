//! A secret goes in and never comes out: not in an answer, an event, or anywhere in the database. The keys
//! rotate, and a key ring that does not fit stops the server.

use crate::rules::raw::Raw;
use guildhall_core::connect::{KeyRing, Outside, vault};
use guildhall_server::keys::{self, KeyFile};
use guildhall_tests::{Person, World, both};
use serde_json::{Value, json};
use std::path::Path;

const SECRET: &str = "ghp_aVerySecretTokenOfSomebody9876";

async fn connect(who: &Person<'_>) -> String {
    let config = json!({"repository": "octo/hello"});
    who.make("integrations", json!({"type": "github", "config": config, "credentials": {"token": SECRET}})).await
}

async fn check(who: &Person<'_>, id: &str) -> Value {
    who.post(&format!("integrations/{id}/check"), json!({})).await.expect(200)
}

both!(a_secret_is_nowhere_to_be_found, |world: World| async move {
    let ada = world.founder("Ada").await;
    let id = connect(&ada).await;
    let path = format!("integrations/{id}");
    let shown = ada.get(&path).await.expect(200);
    assert_eq!((&shown["credentials"]["set"], &shown["credentials"]["last4"]), (&json!(true), &json!("9876")));
    assert!(shown["credentials"]["updatedAt"].is_string());
    assert_eq!(shown["credentials"].as_object().map(serde_json::Map::len), Some(3));
    assert_eq!(
        (&shown["credentialNames"], &shown["name"], &shown["enabled"]),
        (&json!(["token"]), &json!("GitHub"), &json!(true))
    );
    let more = ada.patch(&path, json!({"credentials": {"webhookSecret": format!("{SECRET}x")}})).await.expect(200);
    assert_eq!(
        (&more["credentialNames"], &more["credentials"]["last4"]),
        (&json!(["token", "webhookSecret"]), &json!("876x"))
    );
    assert_eq!(check(&ada, &id).await["status"], "success");
    assert!(ada.get(&path).await.expect(200)["lastSync"].is_string());
    let wrong = json!({"type": "github", "credentials": {"token": [SECRET]}});
    let refused = ada.post("integrations", wrong).await.expect(422);
    let text = [
        ada.get("integrations").await.expect(200).to_string(),
        ada.get("sync-logs?populate=integrationId").await.expect(200).to_string(),
        ada.get("events?limit=200").await.expect(200).to_string(),
        refused.to_string(),
    ];
    assert!(text.iter().all(|text| !text.contains("VerySecret")), "{text:?}");
    assert!(text[2].contains("9876"), "the log says that it changed");
    let hex: String = SECRET.bytes().map(|byte| format!("{byte:02x}")).collect();
    let rows = Raw::open(&world).await.dump(&ada.organization).await;
    let told = rows.iter().find(|row| row.contains("VerySecret") || row.contains(&hex));
    assert!(told.is_none() && rows.len() > 10, "{told:?}");

    let less = ada.patch(&path, json!({"credentials": {"token": null}})).await.expect(200);
    assert_eq!(less["credentialNames"], json!(["webhookSecret"]));
    let none = ada.patch(&path, json!({"credentials": null})).await.expect(200);
    assert_eq!(none["credentials"], json!({"set": false, "last4": null, "updatedAt": null}));
    assert_eq!(check(&ada, &id).await["status"], "fail");
    let short = ada.patch(&path, json!({"credentials": {"token": "short"}})).await.expect(200);
    assert_eq!(short["credentials"]["last4"], Value::Null, "the end of a short secret is most of it");
    for bad in [json!("token"), json!({"token": ""}), json!({"token": 5}), json!({"a b": "x"})] {
        let refused = ada.patch(&path, json!({"credentials": bad})).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], "/credentials");
    }
});

async fn keys_in_use(world: &World) -> Vec<Vec<String>> {
    Raw::open(world).await.texts("SELECT DISTINCT key_id FROM integration_credentials ORDER BY 1").await
}

both!(keys_rotate_and_every_credential_still_opens, |world: World| async move {
    let (ada, mallory) = (world.founder("Ada").await, world.founder("Mallory").await);
    let (one, other) = (connect(&ada).await, connect(&mallory).await);
    assert_eq!(keys_in_use(&world).await, [["1"]]);
    let done = vault::rotate(&world.app).await.unwrap();
    assert_eq!((done.active, done.resealed), (2, 2));
    assert_eq!(keys_in_use(&world).await, [["2"]]);
    assert_eq!(
        (&check(&ada, &one).await["status"], &check(&mallory, &other).await["status"]),
        (&json!("success"), &json!("success"))
    );
    let third = connect(&ada).await;
    assert_eq!(check(&ada, &third).await["status"], "success");
    assert_eq!(vault::rotate(&world.app).await.unwrap().resealed, 3);
});

/// What a start on this database says with this key file.
async fn start(world: &World, path: &Path, named: bool) -> Result<(), String> {
    keys::open(world.app.db(), &KeyFile { path: path.to_owned(), named }).await.map(|_| ())
}

both!(a_key_ring_that_does_not_fit_stops_the_start, |world: World| async move {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let named = start(&world, &file("named.json"), true).await.unwrap_err();
    assert!(named.contains("is missing"), "{named}");
    start(&world, &file("keys.json"), false).await.unwrap();
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(file("keys.json")).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    start(&world, &file("keys.json"), true).await.unwrap();

    // A credential that another ring sealed.
    let ada = world.founder("Ada").await;
    let id = connect(&ada).await;
    let wrong = start(&world, &file("keys.json"), false).await.unwrap_err();
    assert!(wrong.contains("does not open the credentials"), "{wrong}");
    let missing = start(&world, &file("gone.json"), false).await.unwrap_err();
    assert!(missing.contains("put it back") && !file("gone.json").exists(), "{missing}");
    std::fs::write(file("broken.json"), "{\"active\": 1}").unwrap();
    let broken = start(&world, &file("broken.json"), false).await.unwrap_err();
    assert!(broken.contains("cannot be used"), "{broken}");

    // Also while it runs: never an empty value, and nothing pretends to work.
    let outside = Outside { vault: vault::Vault::of(KeyRing::generate()), ..Outside::default() };
    let stranger = world.app.clone().with_outside(outside);
    let caller = guildhall_core::Caller {
        user: ada.id.parse().unwrap(),
        organization: ada.organization.parse().unwrap(),
        limit: None,
        origin: "".into(),
    };
    let id = id.parse().unwrap();
    let log =
        stranger.write(&caller, move |cx| Box::pin(guildhall_core::connect::Integration::check(cx, id))).await.unwrap();
    assert_eq!(log.status, "fail");
    assert!(log.details.0.0.to_string().contains("does not open"), "{log:?}");
});

both!(a_ring_in_a_file_rotates_in_the_file, |world: World| async move {
    let world = &world;
    let folder = tempfile::tempdir().unwrap();
    let file = KeyFile { path: folder.path().join("keys.json"), named: false };
    let vault = keys::open(world.app.db(), &file).await.unwrap();
    let app = world.app.clone().with_outside(Outside { vault, ..Outside::default() });
    assert_eq!(vault::rotate(&app).await.unwrap().active, 2);
    let text = std::fs::read_to_string(&file.path).unwrap();
    assert_eq!(KeyRing::parse(&text).unwrap().active(), 2);
    assert!(text.contains("\"id\": 1"), "the older key stays for backups");
});
