//! Organizations that come with their accounts, on the command line of the server.

use super::mongo_export::{Spelling, files, id};
use guildhall_server::orders::{Answer, ImportOrder, Order, Report, carry_out};
use guildhall_tests::{PASSWORD, Person, World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

/// The order to import an export on the server, and its bytes.
pub(super) fn order(organization: Option<&str>, export: &[(String, String)], accounts: bool) -> (Order, Vec<u8>) {
    let order = Order::Import(ImportOrder {
        organization: organization.map(str::to_owned),
        acting: None,
        project: None,
        name: None,
        source: None,
        dry_run: false,
        filename: "export".into(),
        files: export.iter().map(|(name, text)| (name.clone(), text.len() as u64)).collect(),
        from: None,
        accounts,
    });
    (order, export.iter().flat_map(|(_, text)| text.bytes()).collect())
}

async fn bring(world: &World, organization: Option<&str>, export: &[(String, String)]) -> Result<Vec<Report>, String> {
    let (order, bytes) = order(organization, export, true);
    match carry_out(&world.app, order, bytes, |_, _| {}).await {
        Ok(Answer::Brought(reports)) => Ok(reports),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error.to_string()),
    }
}

async fn sign_in(world: &World, email: &str, password: &str) -> (u16, Value) {
    let body = json!({"email": email, "password": password});
    let answer = world.request(Method::POST, "/api/v1/auth/login").json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

fn said(report: &Report, external: &str) -> (String, String) {
    let row = report.rows.iter().find(|row| row.external_id == external && row.kind != "import").unwrap();
    (row.action.clone(), row.messages.join("; "))
}

/// Address, hash, and what a bcrypt hash costs.
type Hash = (String, Option<String>, Option<i64>);

async fn hashes(world: &World) -> Vec<Hash> {
    let read = world.app.db().read(guildhall_store::Scope::System("hashes in a test"), |tx| {
        Box::pin(async move {
            tx.rows("SELECT email, password_hash, bcrypt_cost FROM users WHERE id > $1 ORDER BY id", &[&vec![0_u8; 12]])
                .await
        })
    });
    let rows: guildhall_store::Result<Vec<Hash>> = read.await;
    rows.unwrap()
}

both!(an_organization_comes_with_its_people_who_sign_in_as_before, |world: World| async move {
    let export = files(Spelling::Canonical);
    let reports = bring(&world, Some("Lovelace Ltd"), &export).await.unwrap();
    let [report] = reports.as_slice() else { panic!("{reports:?}") };
    assert_eq!(said(report, &id(1)).0, "created");
    assert_eq!(said(report, &id(10)).0, "created");
    let (action, told) = said(report, &id(11));
    assert!(action == "created" && told.contains("the one with fewer permissions, Viewer, stays"), "{told}");
    assert_eq!(sign_in(&world, "eve@others.example", PASSWORD).await.0, 401, "the other organization stays out");

    let before = hashes(&world).await;
    assert!(before.iter().all(|(_, hash, cost)| hash.as_ref().unwrap().starts_with("$2b$04$") && *cost == Some(4)));
    assert_eq!(sign_in(&world, "ada@lovelace.example", "wrong password").await.0, 401);
    let (status, entered) = sign_in(&world, "ada@lovelace.example", PASSWORD).await;
    assert_eq!((status, text(&entered["user"]["id"])), (200, id(10)));
    let after = hashes(&world).await;
    let ada = after.iter().find(|(email, ..)| email.starts_with("ada")).unwrap();
    assert!(ada.1.as_ref().unwrap().starts_with("$argon2id$") && ada.2.is_none(), "{ada:?}");
    assert_eq!(after.iter().filter(|(_, _, cost)| cost.is_some()).count(), before.len() - 1);
    assert_eq!(sign_in(&world, "ada@lovelace.example", "wrong password").await.0, 401);
    let (status, entered) = sign_in(&world, "ada@lovelace.example", PASSWORD).await;
    assert_eq!(status, 200, "the new hash fits too");

    let ada = Person {
        world: &world,
        name: "Ada".into(),
        email: "ada@lovelace.example".into(),
        token: text(&entered["token"]),
        id: id(10),
        organization: id(1),
    };
    let own = ada.get("").await.expect(200);
    assert_eq!((&own["name"], &own["createdAt"]), (&json!("Lovelace Ltd"), &json!("2026-01-02T03:04:05.678Z")));
    let mut roles: Vec<_> =
        ada.all("role-assignments").await.iter().map(|r| (text(&r["id"]), text(&r["role"]))).collect();
    roles.sort();
    assert_eq!(roles, [(id(15), "Admin".into()), (id(17), "Viewer".into())]);
    assert_eq!(ada.get(&format!("tasks/{}", id(30))).await.expect(200)["assigneeId"], json!(id(11)));
    assert_eq!(ada.get(&format!("comments/{}", id(40))).await.expect(200)["user"], json!(id(11)));
    let last = ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();

    let again = bring(&world, Some(&id(1)), &export).await.unwrap();
    assert!(again[0].rows.iter().all(|row| row.action != "created" && row.action != "updated"), "{again:#?}");
    assert_eq!(ada.get("events?order=desc&limit=1").await.expect(200)["data"][0]["seq"], last);
    assert_eq!(sign_in(&world, "ada@lovelace.example", PASSWORD).await.0, 200);
});

both!(who_is_somebody_else_here_is_refused_and_everything_of_theirs_stays, |world: World| async move {
    let bob = world.founder("Bob").await;
    let mut export = files(Spelling::Relaxed);
    for (_, text) in &mut export {
        *text = text.replace("grace@lovelace.example", &bob.email);
    }
    let all = bring(&world, None, &export).await.unwrap();
    assert_eq!(all.len(), 2, "all organizations of the export");
    let (_, told) = said(&all[0], &id(11));
    assert!(told.contains("another account here has its address"), "{told}");
    assert_eq!(sign_in(&world, &bob.email, PASSWORD).await.0, 200, "Bob's password stays");
    let mine = bob.get("/api/v1/me").await.expect(200);
    assert_eq!(mine["memberships"].as_array().map(Vec::len), Some(1), "{mine:#}");
    // An organization that came to be here is nobody's to fill, and an account's id is nobody else's.
    for (old, new, reason) in [
        (id(2), bob.organization.clone(), "belongs to another organization here"),
        (id(12), bob.id.clone(), "no Admin of"),
    ] {
        let taken: Vec<_> =
            files(Spelling::Relaxed).into_iter().map(|(name, text)| (name, text.replace(&old, &new))).collect();
        let taken: Vec<_> =
            taken.into_iter().map(|(name, text)| (name, text.replace(&id(2), "6500000000000000000fffff"))).collect();
        let wanted = if old == id(2) { bob.organization.clone() } else { "6500000000000000000fffff".into() };
        let refused = bring(&world, Some(&wanted), &taken).await.unwrap_err();
        assert!(refused.contains(reason), "{refused}");
    }
    assert_eq!(bob.all("projects").await.len(), 0);
});
