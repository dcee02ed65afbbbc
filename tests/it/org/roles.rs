//! Roles: who may give them, and that they act at once.

use guildhall_tests::{Person, World, both};
use serde_json::{Value, json};

async fn held(admin: &Person<'_>, person: &str) -> String {
    let all = admin.all("role-assignments").await;
    let one = all.iter().find(|held| held["userId"] == json!(person)).unwrap();
    format!("role-assignments/{}", one["id"].as_str().unwrap())
}

both!(the_last_admin_stays, |world: World| async move {
    let ada = world.founder("Ada").await;
    let own = held(&ada, &ada.id).await;
    ada.patch(&own, json!({"role": "Editor"})).await.problem(409, "last_admin");
    ada.delete(&own).await.problem(409, "last_admin");
    ada.delete(&format!("members/{}", ada.id)).await.problem(409, "last_admin");
    let bob = ada.invite("Bob", "Admin").await;
    ada.patch(&own, json!({"role": "Viewer"})).await.expect(200);
    ada.patch(&own, json!({"role": "Admin"})).await.problem(403, "forbidden");
    bob.delete(&held(&bob, &bob.id).await).await.problem(409, "last_admin");
});

both!(nobody_below_an_admin_gives_or_takes_roles, |world: World| async move {
    let ada = world.founder("Ada").await;
    let vic = ada.invite("Vic", "Viewer").await;
    for role in ["Editor", "Viewer", "Guest"] {
        let who = ada.invite("Who", role).await;
        for person in [&who, &vic, &ada] {
            let path = held(&ada, &person.id).await;
            for to in ["Admin", "Editor", "Guest"] {
                who.patch(&path, json!({"role": to})).await.problem(403, "forbidden");
            }
            who.delete(&path).await.problem(403, "forbidden");
            who.delete(&format!("members/{}", person.id)).await.problem(403, "forbidden");
        }
        who.post("role-assignments", json!({"userId": who.id, "role": "Admin"})).await.problem(403, "forbidden");
        who.post("invitations", json!({"email": "x@example.com", "role": "Guest"})).await.problem(403, "forbidden");
        who.get("invitations").await.problem(403, "forbidden");
    }
    for role in ["admin", "Owner", "", "Admin "] {
        let answer = ada.patch(&held(&ada, &vic.id).await, json!({"role": role})).await;
        assert_eq!(answer.status, 422, "{role}: {:#}", answer.body);
    }
    let twice = json!({"userId": vic.id, "role": "Editor"});
    ada.post("role-assignments", twice).await.problem(409, "taken");
});

both!(a_changed_role_acts_from_the_next_request_on, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let own = bob.project("Bob's").await;
    let path = held(&ada, &bob.id).await;
    ada.patch(&path, json!({"role": "Viewer"})).await.expect(200);
    bob.post("labels", json!({"name": "x"})).await.problem(403, "forbidden");
    bob.get("labels").await.expect(200);
    ada.patch(&path, json!({"role": "Guest"})).await.expect(200);
    let seen: Vec<Value> = bob.all("projects").await.iter().map(|p| p["id"].clone()).collect();
    assert_eq!(seen, [json!(own)], "a Guest sees what is its own");
    ada.patch(&path, json!({"role": "Editor"})).await.expect(200);
    bob.post("labels", json!({"name": "x"})).await.expect(201);
    ada.delete(&path).await.expect(204);
    bob.get("labels").await.problem(404, "not_found");
    let me = bob.get("/api/v1/me").await.expect(200);
    assert_eq!(me["memberships"].as_array().map(Vec::len), Some(1), "the own organization stays");
});
