//! Roles that an organization makes: what they are made of, who may make them, and that nobody rises by them.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// Makes a role; its path.
async fn role(who: &Person<'_>, name: &str, permissions: &[&str]) -> String {
    format!("roles/{}", who.make("roles", json!({"name": name, "permissions": permissions})).await)
}

async fn held(admin: &Person<'_>, person: &str) -> String {
    let page = admin.get(&format!("role-assignments?userId={person}")).await.expect(200);
    format!("role-assignments/{}", text(&page["data"][0]["id"]))
}

/// What a person may do here.
async fn permissions(who: &Person<'_>) -> Value {
    let me = who.get("/api/v1/me").await.expect(200);
    let here = |held: &&Value| held["organization"]["id"] == json!(who.organization);
    me["memberships"].as_array().unwrap().iter().find(here).unwrap()["permissions"].clone()
}

const READER: [&str; 4] = ["project:read", "project:read-open", "task:read", "task:update:own"];

both!(a_role_is_made_held_renamed_and_trashed, |world: World| async move {
    let ada = world.founder("Ada").await;
    let path = role(&ada, "Field crew", &["task:update:own", "task:read", "project:read", "project:read-open"]).await;
    let made = ada.get(&path).await.expect(200);
    assert_eq!(made["permissions"], json!(READER), "in the order of the table");
    assert_eq!((&made["builtIn"], &made["can"]), (&json!(false), &json!(["update", "delete"])));
    let bob = ada.invite("Bob", "Field crew").await;
    assert_eq!(permissions(&bob).await, json!(READER));
    bob.post("labels", json!({"name": "x"})).await.problem(403, "forbidden");
    ada.delete(&path).await.problem(409, "in_use");
    ada.patch(&path, json!({"name": "Crew"})).await.expect(200);
    assert_eq!(ada.get(&held(&ada, &bob.id).await).await.expect(200)["role"], "Crew", "the name is carried along");
    assert_eq!(ada.get(&format!("members/{}", bob.id)).await.expect(200)["role"], "Crew");
    assert_eq!(permissions(&bob).await, json!(READER));
    let wider = json!({"permissions": ["project:read", "project:read-open", "task:read", "label:read", "label:write"]});
    ada.patch(&path, wider).await.expect(200);
    bob.post("labels", json!({"name": "x"})).await.expect(201);
    ada.post("invitations", json!({"email": "new@example.com", "role": "Crew"})).await.expect(201);
    ada.patch(&held(&ada, &bob.id).await, json!({"role": "Viewer"})).await.expect(200);
    ada.delete(&path).await.problem(409, "in_use");
    let open = ada.get("invitations").await.expect(200);
    let revoked = open["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["acceptedAt"].is_null() && one["role"] == "Crew")
        .unwrap();
    ada.delete(&format!("invitations/{}", text(&revoked["id"]))).await.expect(204);
    ada.delete(&path).await.expect(204);
    ada.patch(&held(&ada, &bob.id).await, json!({"role": "Crew"})).await.problem(422, "one_of");
    let invitation = format!("invitations/{}/restore", text(&revoked["id"]));
    ada.post(&invitation, json!({})).await.problem(422, "one_of");
    assert_eq!(ada.get("roles?deleted=true").await.expect(200)["data"][0]["name"], "Crew");
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    ada.patch(&held(&ada, &bob.id).await, json!({"role": "Crew"})).await.expect(200);
});

both!(names_and_permissions_of_a_role_are_checked, |world: World| async move {
    let ada = world.founder("Ada").await;
    let wrong = ada.post("roles", json!({"name": "x", "permissions": ["task:read", "task:fly"]})).await;
    assert_eq!(wrong.problem(422, "one_of")["errors"][0]["pointer"], "/permissions/1");
    for name in ["task:create:own", "label:write:own", "task:own", ":own", ""] {
        let answer = ada.post("roles", json!({"name": "x", "permissions": [name]})).await;
        assert!(answer.problem(422, "one_of").to_string().contains("/permissions/0"), "{name}");
    }
    for body in
        [json!({"name": "x"}), json!({"name": " ", "permissions": []}), json!({"name": "x", "permissions": "all"})]
    {
        assert_eq!(ada.post("roles", body.clone()).await.status, 422, "{body}");
    }
    for name in ["Admin", "viewer", " Guest "] {
        ada.post("roles", json!({"name": name, "permissions": []})).await.problem(409, "taken");
    }
    let path = role(&ada, "Crew", &["task:read"]).await;
    ada.post("roles", json!({"name": "Crew", "permissions": []})).await.problem(409, "taken");
    ada.patch(&path, json!({"name": "Editor"})).await.problem(409, "taken");
    world.founder("Eve").await.post("roles", json!({"name": "Crew", "permissions": []})).await.expect(201);
});

both!(built_in_roles_are_listed_and_stay_as_they_are, |world: World| async move {
    let ada = world.founder("Ada").await;
    role(&ada, "Crew", &["task:read"]).await;
    let page = ada.get("roles").await.expect(200);
    let all: Vec<_> =
        page["data"].as_array().unwrap().iter().map(|role| (text(&role["name"]), role["builtIn"] == true)).collect();
    let names: Vec<_> = all.iter().map(|(name, built_in)| (name.as_str(), *built_in)).collect();
    assert_eq!(names, [("Admin", true), ("Editor", true), ("Viewer", true), ("Guest", true), ("Crew", false)]);
    let viewer = format!("roles/{}", text(&page["data"][2]["id"]));
    assert_eq!(ada.get(&viewer).await.expect(200)["can"], json!([]));
    ada.patch(&viewer, json!({"permissions": []})).await.problem(409, "built_in");
    ada.delete(&viewer).await.problem(409, "built_in");
    let vic = ada.invite("Vic", "Viewer").await;
    vic.patch(&viewer, json!({"permissions": []})).await.problem(403, "forbidden");
    let first = ada.get("roles?limit=3").await.expect(200);
    let rest = ada.get(&format!("roles?limit=3&cursor={}", text(&first["nextCursor"]))).await.expect(200);
    assert_eq!((rest["data"].as_array().map(Vec::len), &rest["nextCursor"]), (Some(2), &Value::Null));
    let table = ada.get("permissions").await.expect(200);
    let line = table["data"].as_array().unwrap().iter().find(|line| line["name"] == "task:update").unwrap();
    assert_eq!(
        (&line["ownable"], &line["held"], &line["roles"]),
        (&json!(true), &json!(true), &json!(["Admin", "Editor"]))
    );
});

both!(nobody_gives_or_takes_more_than_they_hold, |world: World| async move {
    let ada = world.founder("Ada").await;
    let clerk = ["member:read", "member:remove", "role:read", "role:manage", "invitation:read", "invitation:manage"];
    let clerk = [&clerk[..], &["project:read", "task:read", "task:update:own", "comment:read:own"]].concat();
    let own = role(&ada, "Clerk", &clerk).await;
    let above = role(&ada, "Lead", &["task:read", "task:update"]).await;
    let below = role(&ada, "Reader", &["task:read"]).await;
    let cleo = ada.invite("Cleo", "Clerk").await;
    let (vic, bob, lea) =
        (ada.invite("Vic", "Reader").await, ada.invite("Bob", "Admin").await, ada.invite("Lea", "Lead").await);
    // Making and changing roles.
    for more in ["task:update", "comment:read", "audit:read"] {
        cleo.post("roles", json!({"name": "x", "permissions": [more]})).await.problem(403, "forbidden");
        cleo.patch(&own, json!({"permissions": [more]})).await.problem(403, "forbidden");
        cleo.patch(&below, json!({"permissions": [more]})).await.problem(403, "forbidden");
    }
    cleo.patch(&below, json!({"permissions": ["task:read", "task:update:own"]})).await.expect(200);
    for body in [json!({"description": "x"}), json!({"permissions": ["task:read"]}), json!({"name": "x"})] {
        cleo.patch(&above, body).await.problem(403, "forbidden");
    }
    cleo.delete(&above).await.problem(403, "forbidden");
    assert_eq!(cleo.get(&above).await.expect(200)["can"], json!([]));
    assert_eq!(cleo.get(&below).await.expect(200)["can"], json!(["update", "delete"]));
    // Giving and taking them.
    for role in ["Admin", "Viewer", "Lead"] {
        cleo.patch(&held(&ada, &vic.id).await, json!({"role": role})).await.problem(403, "forbidden");
        cleo.patch(&held(&ada, &cleo.id).await, json!({"role": role})).await.problem(403, "forbidden");
        cleo.post("invitations", json!({"email": "x@example.com", "role": role})).await.problem(403, "forbidden");
    }
    for person in [&bob, &lea] {
        let path = held(&ada, &person.id).await;
        cleo.patch(&path, json!({"role": "Reader"})).await.problem(403, "forbidden");
        cleo.delete(&path).await.problem(403, "forbidden");
        cleo.delete(&format!("members/{}", person.id)).await.problem(403, "forbidden");
        assert_eq!(cleo.get(&path).await.expect(200)["can"], json!([]));
        assert_eq!(cleo.get(&format!("members/{}", person.id)).await.expect(200)["can"], json!([]));
    }
    cleo.patch(&held(&ada, &vic.id).await, json!({"role": "Clerk"})).await.expect(200);
    cleo.delete(&format!("members/{}", vic.id)).await.expect(204);
    // What was revoked does not come back as more than one may give.
    let revoked = ada.make("invitations", json!({"email": "y@example.com", "role": "Admin"})).await;
    ada.delete(&format!("invitations/{revoked}")).await.expect(204);
    cleo.post(&format!("invitations/{revoked}/restore"), json!({})).await.problem(403, "forbidden");
    ada.delete(&held(&ada, &lea.id).await).await.expect(204);
    ada.delete(&above).await.expect(204);
    cleo.post(&format!("{above}/restore"), json!({})).await.problem(403, "forbidden");
});

both!(a_token_takes_the_same_names, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Website").await;
    let bob = ada.invite("Bob", "Editor").await;
    let (hers, his) = (ada.task(&project, "Hers").await, bob.task(&project, "His").await);
    let scopes =
        json!({"name": "script", "scopes": ["project:read", "project:read-open", "task:read", "task:update:own"]});
    let made = ada.post("/api/v1/me/tokens", scopes).await.expect(201);
    ada.post("/api/v1/me/tokens", json!({"name": "x", "scopes": ["task:create:own"]})).await.problem(422, "one_of");
    let script = Person {
        world: &world,
        token: text(&made["token"]),
        name: "script".into(),
        ..Person { world: &world, ..copy(&ada) }
    };
    script.patch(&format!("tasks/{hers}"), json!({"title": "x"})).await.expect(200);
    script.patch(&format!("tasks/{his}"), json!({"title": "x"})).await.problem(403, "forbidden");
    assert_eq!(script.get(&format!("tasks/{his}")).await.expect(200)["can"], json!([]));
    let why = script.get("access/explain?resource=task:delete").await.expect(200);
    assert_eq!((&why["allowed"], &why["rules"][2]["rule"]), (&json!(false), &json!("token")));
});

fn copy<'w>(who: &Person<'w>) -> Person<'w> {
    let (name, email, token) = (who.name.clone(), who.email.clone(), who.token.clone());
    Person { world: who.world, name, email, token, id: who.id.clone(), organization: who.organization.clone() }
}

both!(two_who_use_a_role_and_rename_it_at_once_agree, |world: World| async move {
    let ada = world.founder("Ada").await;
    let vic = ada.invite("Vic", "Viewer").await;
    let assignment = held(&ada, &vic.id).await;
    for round in 0..8 {
        let path = role(&ada, &format!("Crew {round}"), &["task:read"]).await;
        let (name, renamed) = (json!({"role": format!("Crew {round}")}), json!({"name": format!("Renamed {round}")}));
        let (given, changed) = tokio::join!(ada.patch(&assignment, name), ada.patch(&path, renamed));
        changed.expect(200);
        assert!(matches!(given.status, 200 | 422), "{:#}", given.body);
        let now = text(&ada.get(&assignment).await.expect(200)["role"]);
        let expected = if given.status == 200 { format!("Renamed {round}") } else { String::new() };
        assert!(expected.is_empty() || now == expected, "{now} after {}", given.status);
        ada.patch(&assignment, json!({"role": "Viewer"})).await.expect(200);
    }
});
