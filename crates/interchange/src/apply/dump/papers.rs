//! Attachments and files, whose bytes stay where they were; approvals, expenses, rooms and messages.

use super::maps::{Bundle, Learned, Maps, Skip};
use super::piece::{Built, Made};
use super::put::{Out, instant, integer};
use super::words::About;
use super::work::{money_code, text, word};
use crate::mongo::{Collection, Document, Entry, id_text};
use guildhall_core::AnyId;
use guildhall_core::chat::message::Enclosure;
use guildhall_core::chat::{ChatRoom, Message};
use guildhall_core::files::{Approval, Attachment, File, Version, filename};
use guildhall_core::work::expense::TIME;
use guildhall_core::work::{Expense, Project, Task};
use guildhall_store::Id;
use serde_json::{Value, json};

type Done = Result<Made, Skip>;

/// The media type of a file that nothing is told of.
const BYTES: &str = "application/octet-stream";

fn media_type(given: Option<&Value>) -> String {
    let text = given.and_then(Value::as_str).unwrap_or_default().trim().to_ascii_lowercase();
    let fits = text.contains('/') && text.len() <= 255 && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    if fits { text } else { BYTES.to_owned() }
}

fn origin(given: Option<&Value>) -> Option<String> {
    let text = given.and_then(Value::as_str)?.replace('\0', "");
    (!text.trim().is_empty()).then(|| text.chars().take(2000).collect())
}

fn named(document: &Document, out: &mut Out<'_>) -> Result<String, Skip> {
    let given = text(document, "filename")?;
    let tidy = filename::tidy(&given);
    if tidy != given {
        out.say(format!("`filename` became {tidy}"));
    }
    Ok(tidy)
}

pub(super) fn attachment(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let task: AnyId = maps.required::<Task>(document, "task", Collection::Task)?.cast();
    let mut attachment = Attachment { task_id: task.cast(), filename: named(document, out)?, ..Attachment::default() };
    attachment.uploaded_by = maps.person(document, "uploadedBy", out);
    attachment.file_type = media_type(document.get("fileType"));
    attachment.file_size = out.integer(document, "fileSize").filter(|size| *size >= 0).unwrap_or(0);
    attachment.origin = Some(origin(document.get("filepath")).unwrap_or_default());
    attachment.project_id = maps.homes.get(&task).copied();
    let title = attachment.filename.clone();
    let parts = &["filename", "fileType", "fileSize", "origin", "uploadedBy"];
    Ok(Built::new(attachment, parts).titled(&title, Learned::Nothing))
}

pub(super) fn file(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let task: Option<Id<Task>> =
        document.reference("taskId").map(|_| maps.required(document, "taskId", Collection::Task)).transpose()?;
    let of_task = task.and_then(|task| maps.homes.get(&task.cast())).copied();
    let project: Option<Id<Project>> = match of_task {
        Some(project) => Some(project.cast()),
        None => maps.optional(document, "projectId", Collection::Project, out),
    };
    let project_id = project.ok_or("it has neither a project nor a task that is there")?;
    let mut file = File { project_id, task_id: task, filename: named(document, out)?, ..File::default() };
    file.mime_type = media_type(document.get("mimeType"));
    file.versions = versions(maps, document, &file.mime_type, out);
    file.created_by = match (document.reference("createdBy"), file.versions.first()) {
        (None, Some(first)) => first.uploaded_by,
        _ => maps.person(document, "createdBy", out),
    };
    let newest = file.versions.last().map_or(1, |version| version.version_number);
    file.current_version = newest;
    if let Some(given) = out.integer(document, "currentVersion")
        && given != newest
    {
        out.say(format!("`currentVersion`: {given} became {newest}, the newest there is"));
    }
    let bundle = Bundle {
        project: project_id.cast(),
        task: task.map(Id::cast),
        versions: file.versions.iter().map(|version| version.version_number).collect(),
    };
    let told: Vec<Value> =
        file.versions.iter().map(|version| json!([version.version_number, version.origin])).collect();
    let title = file.filename.clone();
    let built = Built::new(file, &["filename", "mimeType"]).with(json!(told)).following(|new, target| {
        let known = new.current_version;
        let fresh = target.versions.iter().filter(|version| version.version_number > known).cloned();
        new.versions.extend(fresh);
        new.current_version = new.versions.last().map_or(known, |version| version.version_number);
        None
    });
    Ok(built.titled(&title, Learned::File(bundle)))
}

/// The versions in order, each number once; one is made of nothing where none is told of.
fn versions(maps: &Maps, document: &Document, mime_type: &str, out: &mut Out<'_>) -> Vec<Version> {
    let items = match document.get("versions") {
        Some(Value::Array(items)) => items.as_slice(),
        _ => &[],
    };
    let created = document.created().unwrap_or(maps.now);
    let version = |number: i64, uploaded_by, upload_date, origin| Version {
        version_number: number,
        uploaded_by,
        url: String::new(),
        upload_date,
        sha256: None,
        size: 0,
        mime_type: mime_type.to_owned(),
        note: String::new(),
        origin: Some(origin),
        blob_id: None,
    };
    let mut all: Vec<Version> = Vec::new();
    for (at, item) in items.iter().enumerate().take(1000) {
        let number = item.get("versionNumber").or_else(|| item.get("version")).and_then(integer);
        let number = number.filter(|n| *n > 0).unwrap_or_else(|| i64::try_from(at).unwrap_or(0) + 1);
        if all.iter().any(|other| other.version_number == number) {
            out.say(format!("`versions`: number {number} stands twice; the first stays"));
            continue;
        }
        let person = item.get("uploadedBy").and_then(id_text);
        let known = person.as_ref().and_then(|id| maps.get(Collection::User, id));
        if let (Some(id), None) = (&person, known) {
            out.say(super::maps::dangling("versions", id, Collection::User));
        }
        let dates = || ["uploadDate", "uploadedAt", "createdAt"].iter().filter_map(|name| item.get(*name));
        let date = dates().find_map(instant);
        if date.is_none() && dates().any(|given| !given.is_null()) {
            out.say(format!("`versions`: the date of number {number} cannot be read and was left out"));
        }
        let from = origin(item.get("url").or_else(|| item.get("filepath"))).unwrap_or_default();
        all.push(version(number, known.map_or(maps.me, Id::cast), date.unwrap_or(created), from));
    }
    all.sort_by_key(|version| version.version_number);
    if all.is_empty() {
        out.say("`versions`: none is told of; the first one is empty");
        all.push(version(1, maps.me, created, String::new()));
    }
    all
}

pub(super) fn approval(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let file_id: Id<File> = maps.required(document, "fileId", Collection::File)?;
    let bundle = maps.files.get(&file_id.cast()).ok_or("its file is not there")?;
    let number = document.get("versionNumber").and_then(integer).ok_or("`versionNumber` is missing")?;
    if !bundle.versions.contains(&number) {
        return Err(format!("`versionNumber`: its file has no version {number}"));
    }
    let reviewer_id = maps.required(document, "reviewerId", Collection::User)?;
    let mut approval = Approval { file_id, version_number: number, reviewer_id, ..Approval::default() };
    approval.requested_by = maps.optional(document, "requestedBy", Collection::User, out).unwrap_or(maps.me);
    word(&mut approval, document, "status", About::Approval, out);
    out.copy(&mut approval, document, &["comments", "reviewedAt"]);
    approval.project_id = Some(bundle.project);
    approval.task_id = bundle.task;
    Ok(Built::new(approval, &["status", "comments", "reviewedAt"]).titled(&document.id, Learned::Nothing))
}

pub(super) fn expense(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let task: Option<Id<Task>> = maps.optional(document, "taskId", Collection::Task, out);
    let of_task: Option<AnyId> = task.and_then(|task| maps.homes.get(&task.cast())).copied();
    let project = maps.optional::<Project>(document, "projectId", Collection::Project, out);
    let project_id = of_task.map(Id::cast).or(project).ok_or("it has neither a project nor a task that is there")?;
    if project.is_some_and(|project| project != project_id) {
        out.say("`projectId`: the expense follows its task, which is in another project");
    }
    let mut expense = Expense { project_id: Some(project_id), task_id: task, ..Expense::default() };
    let put = document.get("amount").is_some_and(|given| out.put(&mut expense, "amount", given));
    if !put || expense.amount.is_none() {
        return Err("`amount` is missing, or is no number".into());
    }
    out.copy(&mut expense, document, &["description", "hours"]);
    if expense.hours.is_some_and(|hours| hours.0 < 0) {
        expense.hours = None;
        out.say("`hours` is below 0 and was left out");
    }
    expense.currency = money_code(document, out).unwrap_or_else(|| maps.currency.clone());
    let created = json!(document.created().unwrap_or(maps.now));
    if !document.get("date").is_some_and(|given| out.put(&mut expense, "date", given)) {
        out.put(&mut expense, "date", &created);
    }
    if expense.hours.is_some_and(|hours| hours.0 > 0) {
        expense.kind = TIME.into();
    }
    expense.created_by = maps.person(document, "createdBy", out);
    expense.user_id = expense.created_by;
    let title = expense.description.clone();
    let parts = &["projectId", "taskId", "amount", "currency", "hours", "description", "date", "createdBy"];
    Ok(Built::new(expense, parts).titled(&title, Learned::Nothing))
}

pub(super) fn chat_room(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let project: Id<Project> = maps.required(document, "projectId", Collection::Project)?;
    let name = text(document, "name")?;
    let mut room = ChatRoom { project_id: Some(project), ..ChatRoom::default() };
    out.put(&mut room, "name", &json!(name));
    room.member_ids = maps.people(document, "memberIds", out);
    room.member_ids.truncate(1000);
    if room.member_ids.is_empty() {
        out.say("`memberIds`: nobody is in the room; you are now");
        room.member_ids.push(maps.me);
    }
    Ok(Built::new(room, &["name", "memberIds"]).titled(&name, Learned::Room(Some(project.cast()))))
}

pub(super) fn message(maps: &Maps, document: &Document, entry: &Entry, out: &mut Out<'_>) -> Done {
    let room: AnyId = maps.required::<ChatRoom>(document, "roomId", Collection::ChatRoom)?.cast();
    let sender_id = maps.required(document, "senderId", Collection::User)?;
    let mut message = Message { room_id: room.cast(), sender_id, ..Message::default() };
    if let Some(content) = document.get("content") {
        out.put(&mut message, "content", content);
    }
    let items = match document.get("attachments") {
        Some(Value::Array(items)) => items.as_slice(),
        _ => &[],
    };
    for (at, item) in items.iter().enumerate() {
        let one = enclosure(item);
        if message.attachments.0.len() < 50 && one.check().is_ok() {
            message.attachments.0.push(one);
        } else {
            out.say(format!("`attachments`: number {at} does not fit and was left out"));
        }
    }
    if message.content.trim().is_empty() && message.attachments.0.is_empty() {
        return Err("it says nothing: `content` and `attachments` are empty".into());
    }
    message.reply_to = maps.above(entry, "replyTo", out).map(Id::cast);
    message.project_id = maps.rooms.get(&room).copied().flatten();
    message.content_html = guildhall_core::markdown::to_html(&message.content);
    let title = message.content.clone();
    Ok(Built::new(message, &["content", "attachments"]).titled(&title, Learned::Nothing))
}

fn enclosure(item: &Value) -> Enclosure {
    let part = |names: &[&str]| names.iter().find_map(|name| item.get(*name)?.as_str().map(str::to_owned));
    let address = item.as_str().map(str::to_owned).or_else(|| part(&["url", "filepath", "path", "link"]));
    let name = part(&["name", "filename", "fileName", "originalName"]).or_else(|| address.clone()).unwrap_or_default();
    let known = |url: &String| ["https://", "http://", "/api/v1/"].iter().any(|start| url.starts_with(start));
    Enclosure {
        name: filename::tidy(&name),
        url: address.filter(known),
        media_type: part(&["mediaType", "mimeType", "fileType", "contentType", "type"])
            .filter(|kind| kind.contains('/')),
        size: ["size", "fileSize"].iter().find_map(|name| item.get(*name)).and_then(integer).filter(|size| *size >= 0),
    }
}
