//! An organization with one of everything, and a right body for every operation that writes. One that is not
//! here fails the test: whoever adds one says here how it is done rightly, and the tests try every wrong way.

use guildhall_core::bulk::verbs;
use guildhall_core::registry::MODELS;
use guildhall_core::work::{Baseline, Import};
use guildhall_core::{Caller, Entity, Resource, crud};
use guildhall_store::Id;
use guildhall_tests::{Person, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The ids of things by what they are: a collection's path segment, or a name of ours.
#[derive(Debug, Default, Clone)]
pub struct Ids(BTreeMap<String, String>);

impl Ids {
    /// An id; with `trash` that of one in the trash, if there is one.
    pub fn of(&self, slot: &str, trash: bool) -> &str {
        let in_trash = self.0.get(&format!("{slot}:trash")).filter(|_| trash);
        in_trash.or_else(|| self.0.get(slot)).unwrap_or_else(|| panic!("recipe.rs makes no `{slot}`"))
    }

    pub fn has_trash(&self, slot: &str) -> bool {
        self.0.contains_key(&format!("{slot}:trash"))
    }

    pub fn set(&mut self, slot: &str, id: impl Into<String>) {
        self.0.insert(slot.to_owned(), id.into());
    }

    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(slot, id)| (slot.as_str(), id.as_str()))
    }
}

/// A body as it is sent.
#[derive(Debug, Clone)]
pub enum Body {
    None,
    Json(Value),
    /// Parts of a form; the one named `file` is a file.
    Form(Vec<(String, String)>),
}

/// A right body for an operation that writes.
pub fn body(operation: &str, ids: &Ids) -> Body {
    let id = |slot: &str| ids.of(slot, false);
    let week = json!({"mon": [["08:00", "12:00"]]});
    Body::Json(match operation {
        "auth_register" => {
            json!({"name": "N", "email": "n@example.com", "password": "long enough", "organizationName": "N"})
        }
        "auth_login" => json!({"email": "n@example.com", "password": "long enough"}),
        "me_change" => json!({"name": "Another name"}),
        "token_create" => json!({"name": "script"}),
        "organization_create" => json!({"name": "One more"}),
        "organization_change" => json!({"name": "Renamed"}),
        "role_create" => json!({"name": "One more", "permissions": ["task:read", "task:update:own"]}),
        "role_change" => json!({"description": "changed"}),
        "role_assignment_create" => json!({"userId": id("roleless"), "role": "Viewer"}),
        "role_assignment_change" => json!({"role": "Editor"}),
        "invitation_create" => json!({"email": "new@example.com", "role": "Viewer"}),
        "member_calendar_set" => json!({"calendarId": id("calendars")}),
        "project_baseline_freeze" => json!({"name": "One more"}),
        "project_create" => json!({"name": "One more"}),
        "project_change" => json!({"description": "changed"}),
        "task_create" => json!({"projectId": id("projects"), "title": "One more"}),
        "task_change" => json!({"title": "changed"}),
        "task_move" | "task_link" => json!({}),
        "label_create" => json!({"name": "One more"}),
        "label_change" => json!({"color": "#123456"}),
        "field_definition_create" => json!({"name": "One more", "type": "dropdown", "options": ["a", "b"]}),
        "field_definition_change" => json!({"name": "changed"}),
        "comment_create" => json!({"task": id("tasks"), "content": "One more"}),
        "comment_change" => json!({"content": "changed"}),
        "checklist_create" => json!({"taskId": id("tasks"), "title": "One more"}),
        "checklist_change" => json!({"title": "changed"}),
        "checklist_item_add" => json!({"text": "One more"}),
        "checklist_item_change" => json!({"done": true}),
        "calendar_create" => json!({"name": "One more", "week": week}),
        "calendar_change" => json!({"name": "changed"}),
        "expense_create" => json!({"projectId": id("projects"), "amount": 1}),
        "expense_decide" => json!({"status": "approved"}),
        "person_rate_create" => json!({"userId": id("members"), "from": "2026-01-01", "hourlyRate": 1}),
        "person_rate_change" => json!({"hourlyRate": 2}),
        "currency_rate_create" => json!({"from": "CHF", "to": "EUR", "date": "2026-01-01", "rate": "0.9"}),
        "currency_rate_change" => json!({"rate": "0.8"}),
        "timer_start" => json!({"taskId": id("tasks")}),
        "timesheet_submit" => json!({"week": "2026-W48"}),
        "timesheet_decide" => json!({"week": "2026-W48", "userId": id("members"), "status": "approved"}),
        "expense_change" | "contact_change" | "deal_change" | "comm_log_change" => changed(operation),
        "contact_create" | "pipeline_create" | "deal_create" => json!({"name": "One more"}),
        "comm_log_create" => json!({"contactId": id("contacts"), "type": "call"}),
        "pipeline_change" | "chat_room_change" => json!({"name": "changed"}),
        "deal_stage" => json!({"stage": "negotiation"}),
        "chat_room_create" => json!({"projectId": id("projects"), "name": "One more"}),
        "chat_room_mark_read" => json!({"number": 0}),
        "message_create" => json!({"roomId": id("chat-rooms"), "content": "One more"}),
        "message_change" => json!({"content": "changed"}),
        "form_template_create" => json!({"name": "One more", "fields": [{"label": "Why?", "type": "text"}]}),
        "form_template_change" => json!({"description": "changed"}),
        "form_request_create" => json!({"templateId": id("form-templates"), "data": {"why": "One more"}}),
        "form_request_change" => json!({"data": {"why": "changed"}}),
        "form_request_decide" => json!({"status": "denied", "reason": "not now"}),
        "integration_create" => json!({"type": "slack", "credentials": {"botToken": "xoxb-one-more"}}),
        "integration_change" => json!({"enabled": false}),
        "ai_suggestion_create" => json!({"taskId": id("tasks"), "type": "summary", "content": "One more"}),
        "ai_suggestion_change" => json!({"content": "changed"}),
        "ai_suggestion_decide" => json!({"status": "rejected"}),
        "task_suggest" => json!({"type": "duplicates"}),
        "import_create" => return Body::Form(vec![("file".into(), board().to_string())]),
        "attachment_create" => {
            return Body::Form(vec![("task".into(), id("tasks").into()), ("file".into(), "One more".into())]);
        }
        "file_create" => {
            return Body::Form(vec![("projectId".into(), id("projects").into()), ("file".into(), "One more".into())]);
        }
        "file_version_add" => return Body::Form(vec![("file".into(), "One more".into())]),
        "attachment_change" | "file_change" => json!({"filename": "changed"}),
        "approval_create" => json!({"fileId": id("files2"), "reviewerId": id("members")}),
        "approval_change" => json!({}),
        "approval_decide" => json!({"status": "approved", "comments": "changed"}),
        "view_create" => json!({"name": "One more", "area": "tasks"}),
        "view_change" => json!({"name": "changed"}),
        "auth_logout"
        | "invitation_accept"
        | "token_revoke"
        | "task_unlink"
        | "checklist_item_remove"
        | "project_member_add"
        | "project_member_remove"
        | "project_schedule_apply"
        | "chat_room_member_add"
        | "chat_room_member_remove"
        | "import_undo"
        | "event_undo"
        | "batch_undo"
        | "form_request_withdraw"
        | "integration_check"
        | "sync_log_retry"
        | "approval_withdraw"
        | "expense_submit"
        | "expense_withdraw"
        | "expense_price"
        | "timer_stop"
        | "timer_discard"
        | "organization_sample" => return Body::None,
        known if ["_delete", "_restore"].iter().any(|end| known.ends_with(end)) => {
            return Body::None;
        }
        known if known.ends_with("_bulk") => {
            let (slot, op) = collection(known.trim_end_matches("_bulk"));
            json!({"operations": [{"op": op, "id": id(slot)}]})
        }
        unknown => panic!("recipe.rs has no recipe for the operation {unknown}"),
    })
}

/// The path segment of the entity that the names of its operations begin with, and what can be done with one.
fn collection(entity: &str) -> (&'static str, &'static str) {
    let plain = entity.replace('_', "");
    let model = MODELS.iter().find(|model| model.to_lowercase() == plain);
    let model = model.unwrap_or_else(|| panic!("recipe.rs knows no model for {entity}"));
    let (path, able) =
        guildhall_core::entity_of!(*model, E => (<E as Entity>::PATH, verbs(<E as Resource>::VERBS)), ("", &[][..]));
    (path, if able.contains(&"delete") { "delete" } else { "update" })
}

/// What a reference in a body leads to, as a slot of `Ids`.
pub fn slot(operation: &str, reference: &str) -> &'static str {
    match (operation, reference) {
        ("comment_create", "parentId") => "comments",
        ("checklist_item_add", "after") => "items",
        ("role_assignment_create", "userId") => "roleless",
        (_, "contactId") => "contacts",
        (_, "dealId") => "deals",
        (_, "pipelineId") => "pipelines",
        (_, "roomId") => "chat-rooms",
        (_, "replyTo") => "messages",
        ("task_move", "projectId") => "projects2",
        ("task_move", "parentId") | (_, "before" | "after" | "dependsOn" | "dependencies.taskId") => "tasks2",
        (_, "evidence") => "tasks2",
        (_, "templateId") => "form-templates",
        ("approval_create", "fileId") => "files2",
        (_, "reviewerId" | "userId") => "members",
        (_, "receiptFileId") => "files",
        (_, "projectId") => "projects",
        (_, "parentId" | "task" | "taskId") => "tasks",
        (_, "ownerId" | "memberIds" | "assigneeId" | "assignments.userId" | "assignedTo") => "members",
        (_, "memberId") => "placeholders",
        (_, "labels") => "labels",
        (_, "calendarId") => "calendars",
        ("project_create" | "project_change", "customFields.fieldId") => "projectFields",
        (_, "customFields.fieldId") => "field-definitions",
        unknown => panic!("recipe.rs does not know what {unknown:?} refers to"),
    }
}

/// A change of one field.
fn changed(operation: &str) -> Value {
    match operation {
        "expense_change" => json!({"description": "changed"}),
        "comm_log_change" => json!({"notes": "changed"}),
        _ => json!({"name": "changed"}),
    }
}

/// A board as Trello exports it.
fn board() -> Value {
    json!({"id": "5f0000000000000000000001", "name": "Board", "lists": [{"id": "5f0000000000000000000002", "name": "To do",
        "closed": false, "pos": 1}], "cards": [], "labels": [], "members": [], "checklists": [], "actions": []})
}

/// Makes a second thing that lies in the trash.
pub(super) async fn pair(who: &Person<'_>, ids: &mut Ids, slot: &str, body: impl Fn(&str) -> Value) {
    ids.set(slot, who.make(slot, body("kept")).await);
    let gone = who.make(slot, body("gone")).await;
    who.delete(&format!("{slot}/{gone}")).await.expect(204);
    ids.set(&format!("{slot}:trash"), gone);
}

/// One of everything, some of it in the trash; every text carries `mark`.
pub async fn furnish(who: &Person<'_>, mark: &str) -> Ids {
    let mut ids = Ids::default();
    let week = json!({"mon": [["08:00", "12:00"]], "tue": [["08:00", "12:00"]]});
    pair(who, &mut ids, "calendars", |x| json!({"name": format!("{mark} {x}"), "week": week})).await;
    pair(who, &mut ids, "labels", |x| json!({"name": format!("{mark} {x}")})).await;
    pair(who, &mut ids, "projects", |x| json!({"name": format!("{mark} {x}"), "description": mark})).await;
    ids.set("projects2", who.project(&format!("{mark} second")).await);
    pair(who, &mut ids, "roles", |x| json!({"name": format!("{mark} {x}"), "permissions": ["task:read"]})).await;
    let project = ids.of("projects", false).to_owned();
    let field = |x: &str| json!({"name": format!("{mark} {x}"), "type": "number", "projectId": project});
    pair(who, &mut ids, "field-definitions", field).await;
    let field = json!({"name": mark, "type": "number", "model": "project"});
    ids.set("projectFields", who.make("field-definitions", field).await);
    hang(who, &mut ids, mark).await;
    around(who, &mut ids, mark).await;
    let project = ids.of("projects", false).to_owned();
    let view = |x: &str| json!({"name": format!("{mark} {x}"), "area": "tasks", "projectId": project, "shared": true});
    pair(who, &mut ids, "views", view).await;
    people(who, &mut ids, mark).await;
    super::rates::rates(who, &mut ids, mark).await;
    sell(who, &mut ids, mark).await;
    talk(who, &mut ids, mark).await;
    let path = "/api/v1/me/tokens";
    ids.set("tokens", text(&who.post(path, json!({"name": mark})).await.expect(201)["id"]));
    past_http(who, &mut ids, mark).await;
    let bulk = json!({"operations": [{"op": "create", "name": format!("{mark} in bulk")}]});
    let batch = text(&who.post("labels/bulk", bulk).await.expect(200)["batchId"]);
    let last = who.get("events?order=desc&limit=1").await.expect(200);
    assert_eq!(last["data"][0]["batchId"], json!(batch));
    ids.set("batches", batch);
    ids.set("seq", last["data"][0]["seq"].to_string());
    ids
}

/// A task and what hangs on it.
async fn hang(who: &Person<'_>, ids: &mut Ids, mark: &str) {
    let (project, label) = (ids.of("projects", false).to_owned(), ids.of("labels", false).to_owned());
    let field = ids.of("field-definitions", false).to_owned();
    let task = |title: &str| json!({"projectId": project, "title": format!("{mark} {title}"), "description": mark});
    ids.set("tasks2", who.make("tasks", task("second")).await);
    ids.set("tasks3", who.make("tasks", task("third")).await);
    let third = ids.of("tasks3", false).to_owned();
    pair(who, ids, "tasks", |x| {
        let mut body = task(x);
        body["labels"] = json!([label]);
        body["dependsOn"] = json!([third]);
        body["assigneeId"] = json!(who.id);
        body["customFields"] = json!([{"fieldId": field, "value": 7}]);
        body
    })
    .await;
    let kept = ids.of("tasks", false).to_owned();
    ids.set("child", who.make("tasks", json!({"projectId": project, "parentId": kept, "title": mark})).await);
    pair(who, ids, "comments", |x| json!({"task": kept, "content": format!("{mark} {x}")})).await;
    pair(who, ids, "expenses", |x| json!({"taskId": kept, "amount": 5, "description": format!("{mark} {x}")})).await;
    let items = json!([{"text": format!("{mark} item")}]);
    pair(who, ids, "checklists", |x| json!({"taskId": kept, "title": format!("{mark} {x}"), "items": items})).await;
    super::uploads::uploads(who, ids, mark).await;
    let list = who.get(&format!("checklists/{}", ids.of("checklists", false))).await.expect(200);
    ids.set("items", text(&list["items"][0]["id"]));
}

/// Contacts, a pipeline, deals, and what was said about them.
async fn sell(who: &Person<'_>, ids: &mut Ids, mark: &str) {
    pair(who, ids, "contacts", |x| json!({"name": format!("{mark} {x}"), "company": mark})).await;
    pair(who, ids, "pipelines", |x| json!({"name": format!("{mark} {x}")})).await;
    let contact = ids.of("contacts", false).to_owned();
    pair(who, ids, "deals", |x| json!({"name": format!("{mark} {x}"), "contactId": contact, "value": 10})).await;
    let deal = ids.of("deals", false).to_owned();
    pair(who, ids, "comm-logs", |x| json!({"dealId": deal, "type": "note", "notes": format!("{mark} {x}")})).await;
}

/// A room of the project and what is said there; the deleted message stays as a tombstone.
async fn talk(who: &Person<'_>, ids: &mut Ids, mark: &str) {
    let (project, viewer) = (ids.of("projects", false).to_owned(), ids.of("members", false).to_owned());
    let body = |x: &str| json!({"projectId": project, "name": format!("{mark} {x}"), "memberIds": [viewer]});
    pair(who, ids, "chat-rooms", body).await;
    let room = ids.of("chat-rooms", false).to_owned();
    pair(who, ids, "messages", |x| json!({"roomId": room, "content": format!("{mark} {x}")})).await;
}

/// Forms and requests, suggestions, and an integration that does not work yet.
async fn around(who: &Person<'_>, ids: &mut Ids, mark: &str) {
    let (project, task) = (ids.of("projects", false).to_owned(), ids.of("tasks", false).to_owned());
    let fields = json!([{"id": "why", "label": format!("{mark} why?"), "type": "text"}]);
    pair(
        who,
        ids,
        "form-templates",
        |x| json!({"name": format!("{mark} {x}"), "projectId": project, "fields": fields, "allowSelfApproval": true}),
    )
    .await;
    let form = ids.of("form-templates", false).to_owned();
    pair(who, ids, "form-requests", |x| json!({"templateId": form, "data": {"why": format!("{mark} {x}")}})).await;
    let near = ids.of("tasks2", false).to_owned();
    pair(
        who,
        ids,
        "ai-suggestions",
        |x| json!({"taskId": task, "type": "reply", "content": format!("{mark} {x}"), "evidence": [near]}),
    )
    .await;
    pair(who, ids, "integrations", |x| {
        json!({"type": "webhook", "name": format!("{mark} {x}"), "credentials": {"secret": format!("{mark} whsec")}})
    })
    .await;
    let check = who.post(&format!("integrations/{}/check", ids.of("integrations", false)), json!({})).await.expect(200);
    ids.set("sync-logs", text(&check["id"]));
}

/// A Viewer, somebody whose role was taken away, a placeholder, and open and revoked invitations.
async fn people(who: &Person<'_>, ids: &mut Ids, mark: &str) {
    let viewer = who.invite(&format!("{mark} Viewer"), "Viewer").await;
    let former = who.invite(&format!("{mark} Former"), "Viewer").await;
    let held = who.get("role-assignments?limit=200").await.expect(200);
    for held in held["data"].as_array().unwrap() {
        match text(&held["userId"]) {
            user if user == viewer.id => ids.set("role-assignments", text(&held["id"])),
            user if user == former.id => ids.set("role-assignments:trash", text(&held["id"])),
            _ => {}
        }
    }
    who.delete(&format!("role-assignments/{}", ids.of("role-assignments", true))).await.expect(204);
    ids.set("members", &*viewer.id);
    ids.set("roleless", &*former.id);
    let body = |x: &str| json!({"email": format!("{}.{x}@example.com", mark.to_lowercase()), "role": "Viewer"});
    let open = who.post("invitations", body("kept")).await.expect(201);
    ids.set("invitations", text(&open["id"]));
    ids.set("secret", text(&open["token"]));
    let revoked = who.make("invitations", body("gone")).await;
    who.delete(&format!("invitations/{revoked}")).await.expect(204);
    ids.set("invitations:trash", revoked);
}

/// What only an import or a later route makes.
async fn past_http(who: &Person<'_>, ids: &mut Ids, mark: &str) {
    let caller = Caller {
        user: who.id.parse().unwrap(),
        organization: who.organization.parse().unwrap(),
        limit: None,
        origin: "".into(),
    };
    let project: Id<guildhall_core::work::Project> = ids.of("projects", false).parse().unwrap();
    let mark = mark.to_owned();
    let made = who.world.app.write(&caller, move |cx| {
        let mark = mark.clone();
        Box::pin(async move {
            let mut made = Vec::new();
            for name in ["kept", "gone"] {
                let name = format!("{mark} {name}");
                let baseline = Baseline { project_id: project, name, created_by: cx.actor, ..Default::default() };
                made.push(crud::store_new(cx, baseline).await?.id.to_string());
            }
            let mut import = Import { project_id: Some(project), created_by: cx.actor, ..Default::default() };
            (import.source, import.filename, import.status) = ("trello".into(), mark.clone(), "done".into());
            made.push(crud::store_new(cx, import).await?.id.to_string());
            let placeholder: guildhall_core::AnyId = cx.new_id();
            let sql = "INSERT INTO members (organization_id, user_id, name, created_at, updated_at, revision) \
                VALUES ($1, $2, $3, $4, $4, 1)";
            cx.tx.execute(sql, &[&placeholder, &mark, &cx.now]).await?;
            made.push(placeholder.to_string());
            Ok(made)
        })
    });
    let [kept, gone, import, placeholder] = made.await.unwrap().try_into().unwrap();
    who.delete(&format!("baselines/{gone}")).await.expect(204);
    ids.set("baselines", kept);
    ids.set("baselines:trash", gone);
    ids.set("imports", import);
    ids.set("placeholders", placeholder);
}
