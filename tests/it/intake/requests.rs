//! Form requests: answers against the questions, and the way from pending to decided.

use guildhall_tests::{Person, World, both};
use serde_json::{Value, json};

async fn form(who: &Person<'_>, fields: Value, own: bool) -> String {
    who.make("form-templates", json!({"name": "Form", "fields": fields, "allowSelfApproval": own})).await
}

both!(answers_are_checked_against_their_questions, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Viewer").await;
    let stranger = world.founder("Mallory").await;
    let fields = json!([
        {"id": "who", "label": "Who?", "type": "user", "required": true},
        {"id": "urgent", "label": "Urgent?", "type": "checkbox"},
        {"id": "size", "label": "Size", "type": "dropdown", "options": ["S", "L"], "required": true,
            "showIf": {"field": "urgent", "equals": true}},
        {"id": "a/b", "label": "Mail", "type": "email"},
        {"id": "doc", "label": "Document", "type": "file"}
    ]);
    let form = form(&ada, fields, false).await;
    let hand_in = |data: Value| ada.post("form-requests", json!({"templateId": form, "data": data}));
    let bad = [
        (json!({}), "/data/who", "required"),
        (json!({"who": stranger.id}), "/data/who", "not_found"),
        (json!({"who": "0123456789abcdef01234567"}), "/data/who", "not_found"),
        (json!({"who": "Bob"}), "/data/who", "format"),
        (json!({"who": bob.id, "urgent": true}), "/data/size", "required"),
        (json!({"who": bob.id, "urgent": true, "size": "M"}), "/data/size", "one_of"),
        (json!({"who": bob.id, "urgent": "yes"}), "/data/urgent", "type"),
        (json!({"who": bob.id, "a/b": "nobody"}), "/data/a~1b", "format"),
        (json!({"who": bob.id, "doc": "0123456789abcdef01234567"}), "/data/doc", "not_found"),
        (json!({"who": bob.id, "nope": null}), "/data/nope", "unknown_field"),
        (json!(["who"]), "/data", "type"),
    ];
    for (data, pointer, code) in bad {
        let refused = hand_in(data.clone()).await.expect(422);
        assert_eq!(
            (&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]),
            (&json!(pointer), &json!(code)),
            "{data}"
        );
    }
    let made = hand_in(json!({"who": bob.id, "urgent": false, "size": "of no interest", "a/b": "Bob@Example.org"}))
        .await
        .expect(201);
    assert_eq!(made["data"], json!({"who": bob.id, "urgent": false, "a/b": "bob@example.org"}));
    assert_eq!((&made["status"], &made["submittedBy"]), (&json!("pending"), &json!(ada.id)));
    for (body, pointer) in [
        (json!({"templateId": "0123456789abcdef01234567", "data": {}}), "/templateId"),
        (json!({"templateId": form, "data": {"who": bob.id}, "assignedTo": stranger.id}), "/assignedTo"),
        (json!({"templateId": form, "data": {"who": bob.id}, "status": "approved"}), "/status"),
        (json!({"templateId": form, "data": {"who": bob.id}, "submittedBy": bob.id}), "/submittedBy"),
    ] {
        let refused = ada.post("form-requests", body.clone()).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{body}");
    }
    let populated = ada.get("form-requests?populate=templateId,submittedBy").await.expect(200);
    assert_eq!(populated["data"][0]["templateId"]["name"], "Form");
});

both!(who_has_left_stays_in_the_answers_that_name_them, |world: World| async move {
    let ada = world.founder("Ada").await;
    let [bob, carol] = [ada.invite("Bob", "Viewer").await, ada.invite("Carol", "Viewer").await];
    let fields =
        json!([{"id": "who", "label": "Who?", "type": "user"}, {"id": "say", "label": "What?", "type": "text"}]);
    let form = form(&ada, fields, false).await;
    let data = json!({"who": bob.id, "say": "one"});
    let request = ada.make("form-requests", json!({"templateId": form, "data": data})).await;
    for who in [&bob, &carol] {
        ada.delete(&format!("members/{}", who.id)).await.expect(204);
    }
    let path = format!("form-requests/{request}");
    let told = ada.patch(&path, json!({"data": {"who": bob.id, "say": "two"}})).await.expect(200);
    assert_eq!(told["data"]["say"], "two");
    let other = json!({"data": {"who": carol.id, "say": "two"}});
    assert_eq!(ada.patch(&path, other).await.expect(422)["errors"][0]["pointer"], "/data/who");
});

both!(a_request_goes_its_way_to_a_decision, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, eve) = (ada.invite("Bob", "Editor").await, ada.invite("Eve", "Editor").await);
    let viewer = ada.invite("Vic", "Viewer").await;
    let form = form(&ada, json!([{"id": "why", "label": "Why?", "type": "text"}]), false).await;
    let body = json!({"templateId": form, "data": {"why": "x"}});
    viewer.post("form-requests", body.clone()).await.problem(403, "forbidden");
    let id = bob.make("form-requests", body.clone()).await;
    let (path, decide) = (format!("form-requests/{id}"), format!("form-requests/{id}/decide"));
    let yes = json!({"status": "approved"});
    bob.post(&decide, yes.clone()).await.problem(403, "forbidden");
    viewer.post(&decide, yes.clone()).await.problem(403, "forbidden");
    for (body, pointer) in [
        (json!({"status": "done"}), "/status"),
        (json!({"status": "withdrawn"}), "/status"),
        (json!({"status": "denied"}), "/reason"),
        (json!({"status": "needs_changes", "reason": " "}), "/reason"),
        (json!({"reason": "x"}), "/status"),
    ] {
        let refused = eve.post(&decide, body.clone()).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{body}");
    }
    let refused = eve.patch(&path, json!({"status": "approved"})).await.expect(422);
    assert!(refused["errors"][0]["detail"].as_str().unwrap().contains("/decide"), "{refused}");
    eve.patch(&path, json!({"data": {"why": "because I say so"}})).await.problem(403, "forbidden");
    eve.patch(&path, json!({"assignedTo": eve.id})).await.expect(200);

    let back = eve.post(&decide, json!({"status": "needs_changes", "reason": "say more"})).await.expect(200);
    assert_eq!(
        (&back["status"], &back["reason"], &back["decidedBy"]),
        (&json!("needs_changes"), &json!("say more"), &json!(eve.id))
    );
    let again = bob.patch(&path, json!({"data": {"why": "a longer reason"}})).await.expect(200);
    assert_eq!(
        (&again["status"], &again["decidedBy"], &again["reason"]),
        (&json!("pending"), &Value::Null, &Value::Null)
    );
    assert_eq!((&again["templateVersion"], &again["assignedTo"]), (&json!(1), &json!(eve.id)));
    let can = eve.get(&path).await.expect(200)["can"].clone();
    assert_eq!(can, json!(["update", "delete", "decide"]));
    let dry = eve.post(&format!("{decide}?dryRun=true"), yes.clone()).await.expect(200);
    assert_eq!((&dry["status"], &bob.get(&path).await.expect(200)["status"]), (&json!("approved"), &json!("pending")));
    eve.post(&decide, yes.clone()).await.expect(200);
    for answer in [
        ada.post(&decide, json!({"status": "denied", "reason": "no"})).await,
        bob.patch(&path, json!({"data": {"why": "more"}})).await,
        bob.post(&format!("{path}/withdraw"), json!({})).await,
    ] {
        answer.problem(409, "decided");
    }

    let id = bob.make("form-requests", body).await;
    let path = format!("form-requests/{id}");
    eve.post(&format!("{path}/withdraw"), json!({})).await.problem(403, "forbidden");
    assert_eq!(bob.post(&format!("{path}/withdraw"), json!({})).await.expect(200)["status"], "withdrawn");
    eve.post(&format!("{path}/decide"), yes).await.problem(409, "decided");
});

both!(a_form_may_let_people_decide_on_their_own, |world: World| async move {
    let ada = world.founder("Ada").await;
    let form = form(&ada, json!([]), false).await;
    let id = ada.make("form-requests", json!({"templateId": form, "data": {}})).await;
    let decide = format!("form-requests/{id}/decide");
    ada.post(&decide, json!({"status": "approved"})).await.problem(403, "forbidden");
    assert_eq!(
        ada.get(&format!("form-requests/{id}")).await.expect(200)["can"],
        json!(["update", "delete", "withdraw"])
    );
    ada.patch(&format!("form-templates/{form}"), json!({"allowSelfApproval": true})).await.expect(200);
    let decided = ada.post(&decide, json!({"status": "approved"})).await.expect(200);
    assert_eq!((&decided["status"], &decided["decidedBy"]), (&json!("approved"), &json!(ada.id)));
});

both!(a_form_of_a_private_project_hides_its_requests, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, guest) = (ada.invite("Bob", "Editor").await, ada.invite("Gus", "Guest").await);
    let project = ada.project("Secret").await;
    let form = ada.make("form-templates", json!({"name": "Hidden", "projectId": project})).await;
    let own = bob.make("form-requests", json!({"templateId": form, "data": {}})).await;
    let others = ada.make("form-requests", json!({"templateId": form, "data": {}})).await;
    ada.patch(&format!("projects/{project}"), json!({"visibility": "private"})).await.expect(200);
    bob.get(&format!("form-templates/{form}")).await.problem(404, "not_found");
    bob.get(&format!("form-templates/{form}/versions")).await.problem(404, "not_found");
    bob.get(&format!("form-requests/{others}")).await.problem(404, "not_found");
    bob.post(&format!("form-requests/{others}/decide"), json!({"status": "approved"})).await.problem(404, "not_found");
    bob.post("form-requests", json!({"templateId": form, "data": {}})).await.expect(422);
    bob.get(&format!("form-requests/{own}")).await.expect(200);
    let seen = bob.get("form-requests?count=true&populate=templateId").await.expect(200);
    assert_eq!((&seen["total"], &seen["data"][0]["templateId"]), (&json!(1), &Value::Null));
    guest.get("form-requests").await.problem(403, "forbidden");
    let events = guest.get("events?limit=200").await.expect(200);
    assert!(!events.to_string().contains("FormRequest"), "who may not read requests does not read of them: {events:#}");
});
