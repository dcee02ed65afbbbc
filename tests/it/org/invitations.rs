//! Invitations: a link that works once, for one address, for a while.

use crate::rules::raw::Raw;
use guildhall_core::Caller;
use guildhall_tests::{PASSWORD, Person, World, both, text};
use reqwest::Method;
use serde_json::{Value, json};

fn link(invitation: &Value) -> String {
    format!("/api/v1/invitations/{}", text(&invitation["token"]))
}

both!(an_invitation_works_once_and_for_its_address_only, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, eve) = (world.founder("Bob").await, world.founder("Eve").await);
    let made = ada.post("invitations", json!({"email": bob.email, "role": "Editor"})).await.expect(201);
    let accept = format!("{}/accept", link(&made));
    let seen = bob.send(world.request(Method::GET, &link(&made))).await.expect(200);
    assert_eq!((&seen["email"], &seen["organization"]["name"]), (&json!(bob.email), &json!("Ada & Co")));
    eve.post(&accept, json!({})).await.problem(403, "forbidden");
    let joined = bob.post(&accept, json!({})).await.expect(200);
    assert_eq!(joined["role"], "Editor");
    bob.post(&accept, json!({})).await.problem(410, "gone");
    ada.send(world.request(Method::GET, &link(&made))).await.problem(410, "gone");
    let again = json!({"email": bob.email, "role": "Viewer"});
    ada.post("invitations", again).await.problem(409, "member");
    let listed = ada.get("invitations").await.expect(200);
    assert!(!listed.to_string().contains(&text(&made["token"])), "the secret is shown once");
    bob.get("/api/v1/invitations/ghi_unknown").await.problem(404, "not_found");
});

both!(a_revoked_or_late_invitation_is_gone, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = world.founder("Bob").await;
    let invite = || ada.post("invitations", json!({"email": bob.email, "role": "Viewer"}));
    let revoked = invite().await.expect(201);
    ada.delete(&format!("invitations/{}", text(&revoked["id"]))).await.expect(204);
    bob.post(&format!("{}/accept", link(&revoked)), json!({})).await.problem(410, "gone");
    let late = invite().await.expect(201);
    Raw::open(&world).await.rows("UPDATE invitations SET expires_at = 1").await.unwrap();
    bob.post(&format!("{}/accept", link(&late)), json!({})).await.problem(410, "gone");
    let register =
        json!({"name": "New", "email": "new@example.com", "password": PASSWORD, "invitationToken": late["token"]});
    let answer = bob.send(world.request(Method::POST, "/api/v1/auth/register").json(&register)).await;
    answer.problem(410, "gone");
    let me = bob.get("/api/v1/me").await.expect(200);
    assert_eq!(me["memberships"].as_array().map(Vec::len), Some(1));
});

both!(who_is_invited_registers_into_the_organization, |world: World| async move {
    let ada = world.founder("Ada").await;
    let made = ada.post("invitations", json!({"email": "New@Example.com", "role": "Guest"})).await.expect(201);
    let register = |email: &str| {
        let body = json!({"name": "New", "email": email, "password": PASSWORD, "invitationToken": made["token"]});
        ada.send(world.request(Method::POST, "/api/v1/auth/register").json(&body))
    };
    register("other@example.com").await.problem(422, "not_invited");
    let entered = register("new@example.com").await.expect(201);
    assert_eq!(entered["organization"]["id"], json!(ada.organization));
    assert_eq!(entered["user"]["roles"][0]["roleName"], "Guest");
});

fn caller(who: &Person<'_>) -> Caller {
    let (user, organization) = (who.id.parse().unwrap(), who.organization.parse().unwrap());
    Caller { user, organization, limit: None, origin: "".into() }
}

/// A member without an account, as an import makes them, with a task and a comment of its own.
async fn placeholder(ada: &Person<'_>, task: &str) -> String {
    let caller = caller(ada);
    let made = ada.world.app.write(&caller, |cx| {
        Box::pin(async move {
            let id: guildhall_core::AnyId = cx.new_id();
            let sql = "INSERT INTO members (organization_id, user_id, name, created_at, updated_at, revision) \
                VALUES ($1, $2, $3, $4, $4, 1)";
            cx.tx.execute(sql, &[&id, &"Trello Bob", &cx.now]).await?;
            Ok(id.to_string())
        })
    });
    let id = made.await.unwrap();
    ada.patch(&format!("tasks/{task}"), json!({"assigneeId": id})).await.expect(200);
    id
}

both!(a_placeholder_is_taken_over_with_what_it_holds, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Imported").await;
    let task = ada.task(&project, "t").await;
    let ghost = placeholder(&ada, &task).await;
    let form = ada.make("form-templates", json!({"name": "Form", "fields": []})).await;
    let direct = ada.make("chat-rooms", json!({"kind": "direct", "memberIds": [ghost]})).await;
    let of_ghost = ["UPDATE projects SET created_by = $2", "UPDATE form_templates SET created_by = $2"];
    for sql in of_ghost {
        let sql = format!("{sql} WHERE organization_id = $1");
        let ghost: guildhall_core::AnyId = ghost.parse().unwrap();
        let caller = caller(&ada);
        let write = ada.world.app.write(&caller, move |cx| {
            let sql = sql.clone();
            Box::pin(async move { Ok(cx.tx.execute(&sql, &[&ghost]).await?) })
        });
        assert_eq!(write.await.unwrap(), 1);
    }
    let before = ada.get(&format!("members/{ghost}")).await.expect(200);
    assert_eq!((&before["placeholder"], &before["role"]), (&json!(true), &Value::Null));
    let bob = world.founder("Bob").await;
    let not = json!({"email": bob.email, "role": "Editor", "memberId": ada.id});
    ada.post("invitations", not).await.problem(422, "not_found");
    let body = json!({"email": bob.email, "role": "Editor", "memberId": ghost});
    let made = ada.post("invitations", body).await.expect(201);
    bob.post(&format!("{}/accept", link(&made)), json!({})).await.expect(200);
    let taken = ada.get(&format!("tasks/{task}")).await.expect(200);
    assert_eq!((&taken["assigneeId"], &taken["assignments"][0]["userId"]), (&json!(bob.id), &json!(bob.id)));
    for path in [format!("projects/{project}"), format!("form-templates/{form}")] {
        assert_eq!(ada.get(&path).await.expect(200)["createdBy"], json!(bob.id), "{path}");
    }
    let twin = ada.post("chat-rooms", json!({"kind": "direct", "memberIds": [bob.id]})).await;
    assert!(text(&twin.problem(409, "exists")["detail"]).contains(&direct));
    ada.get(&format!("members/{ghost}")).await.problem(404, "not_found");
    assert_eq!(ada.all("members").await.len(), 2);
});
