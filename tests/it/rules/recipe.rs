//! An organization with one of everything, and a right body for every operation that writes. One that is not
//! here fails the test: whoever adds one says here how it is done rightly, and the tests try every wrong way.

use guildhall_core::registry::MODELS;
use guildhall_core::work::{Baseline, Import};
use guildhall_core::{Caller, Entity, crud};
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

    fn set(&mut self, slot: &str, id: impl Into<String>) {
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
        "role_assignment_create" => json!({"userId": id("roleless"), "role": "Viewer"}),
        "role_assignment_change" => json!({"role": "Editor"}),
        "invitation_create" => json!({"email": "new@example.com", "role": "Viewer"}),
        "project_create" => json!({"name": "One more"}),
        "project_change" => json!({"description": "changed"}),
        "task_create" => json!({"projectId": id("projects"), "title": "One more"}),
        "task_change" => json!({"title": "changed"}),
        "task_move" | "task_link" => json!({}),
        "label_create" => json!({"name": "One more"}),
        "label_change" => json!({"color": "#123456"}),
        "comment_create" => json!({"task": id("tasks"), "content": "One more"}),
        "comment_change" => json!({"content": "changed"}),
        "checklist_create" => json!({"taskId": id("tasks"), "title": "One more"}),
        "checklist_change" => json!({"title": "changed"}),
        "checklist_item_add" => json!({"text": "One more"}),
        "checklist_item_change" => json!({"done": true}),
        "calendar_create" => json!({"name": "One more", "week": week}),
        "calendar_change" => json!({"name": "changed"}),
        "import_create" => return Body::Form(vec![("file".into(), board().to_string())]),
        "view_create" => json!({"name": "One more", "area": "tasks"}),
        "view_change" => json!({"name": "changed"}),
        "auth_logout"
        | "invitation_accept"
        | "token_revoke"
        | "task_unlink"
        | "checklist_item_remove"
        | "project_member_add"
        | "project_member_remove"
        | "import_undo"
        | "event_undo"
        | "batch_undo"
        | "organization_sample" => return Body::None,
        known if ["_delete", "_restore"].iter().any(|end| known.ends_with(end)) => {
            return Body::None;
        }
        known if known.ends_with("_bulk") => {
            json!({"operations": [{"op": "delete", "id": id(collection(known.trim_end_matches("_bulk")))}]})
        }
        unknown => panic!("recipe.rs has no recipe for the operation {unknown}"),
    })
}

/// The path segment of the entity that the names of its operations begin with.
fn collection(entity: &str) -> &'static str {
    let plain = entity.replace('_', "");
    let model = MODELS.iter().find(|model| model.to_lowercase() == plain);
    let model = model.unwrap_or_else(|| panic!("recipe.rs knows no model for {entity}"));
    guildhall_core::entity_of!(*model, E => <E as Entity>::PATH, "")
}

/// What a reference in a body leads to, as a slot of `Ids`.
pub fn slot(operation: &str, reference: &str) -> &'static str {
    match (operation, reference) {
        ("comment_create", "parentId") => "comments",
        ("checklist_item_add", "after") => "items",
        ("role_assignment_create", "userId") => "roleless",
        ("task_move", "projectId") => "projects2",
        ("task_move", "parentId") | (_, "before" | "after" | "dependsOn" | "dependencies.taskId") => "tasks2",
        (_, "projectId") => "projects",
        (_, "parentId" | "task" | "taskId") => "tasks",
        (_, "ownerId" | "memberIds" | "assigneeId" | "assignments.userId") => "members",
        (_, "memberId") => "placeholders",
        (_, "labels") => "labels",
        (_, "calendarId") => "calendars",
        (_, "customFields.fieldId") => "fields",
        unknown => panic!("recipe.rs does not know what {unknown:?} refers to"),
    }
}

/// A board as Trello exports it.
fn board() -> Value {
    json!({"id": "5f0000000000000000000001", "name": "Board", "lists": [{"id": "5f0000000000000000000002", "name": "To do",
        "closed": false, "pos": 1}], "cards": [], "labels": [], "members": [], "checklists": [], "actions": []})
}

/// Makes a second thing that lies in the trash.
async fn pair(who: &Person<'_>, ids: &mut Ids, slot: &str, body: impl Fn(&str) -> Value) {
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
    hang(who, &mut ids, mark).await;
    let project = ids.of("projects", false).to_owned();
    let view = |x: &str| json!({"name": format!("{mark} {x}"), "area": "tasks", "projectId": project, "shared": true});
    pair(who, &mut ids, "views", view).await;
    people(who, &mut ids, mark).await;
    ids.set("fields", "0123456789abcdef01234567");
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
    let task = |title: &str| json!({"projectId": project, "title": format!("{mark} {title}"), "description": mark});
    ids.set("tasks2", who.make("tasks", task("second")).await);
    ids.set("tasks3", who.make("tasks", task("third")).await);
    let third = ids.of("tasks3", false).to_owned();
    pair(who, ids, "tasks", |x| {
        let mut body = task(x);
        body["labels"] = json!([label]);
        body["dependsOn"] = json!([third]);
        body["assigneeId"] = json!(who.id);
        body
    })
    .await;
    let kept = ids.of("tasks", false).to_owned();
    ids.set("child", who.make("tasks", json!({"projectId": project, "parentId": kept, "title": mark})).await);
    pair(who, ids, "comments", |x| json!({"task": kept, "content": format!("{mark} {x}")})).await;
    let items = json!([{"text": format!("{mark} item")}]);
    pair(who, ids, "checklists", |x| json!({"taskId": kept, "title": format!("{mark} {x}"), "items": items})).await;
    let list = who.get(&format!("checklists/{}", ids.of("checklists", false))).await.expect(200);
    ids.set("items", text(&list["items"][0]["id"]));
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
        request_id: "".into(),
        claim: None,
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
