//! Forms and what was handed in, contacts, deals and logs, integrations and what they did.

use super::maps::{Form, Learned, Maps, Skip};
use super::piece::{Built, Made};
use super::put::{Out, day, instant};
use super::words::{self, About};
use super::work::{choices, money_code, optional_home, text, word};
use crate::mongo::{Collection, Document, id_text};
use guildhall_core::connect::integration::Config;
use guildhall_core::connect::sync_log::Details;
use guildhall_core::connect::{Integration, SyncLog, kind};
use guildhall_core::crm::pipeline::StageKind;
use guildhall_core::crm::{CommLog, Contact, Deal};
use guildhall_core::error::shorten;
use guildhall_core::field::Doc;
use guildhall_core::intake::answers::{self, Answers};
use guildhall_core::intake::form_field::{self, FieldKind, FormField};
use guildhall_core::intake::{FormRequest, FormTemplate};
use serde_json::{Map, Value, json};

type Done = Result<Made, Skip>;

pub(super) fn form_template(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let name = text(document, "name")?;
    let mut form = FormTemplate { project_id: optional_home(maps, document)?, version: 1, ..FormTemplate::default() };
    out.put(&mut form, "name", &json!(name));
    out.copy(&mut form, document, &["description"]);
    form.created_by = maps.person(document, "createdBy", out);
    let items = match document.get("fields") {
        Some(Value::Array(items)) => items.as_slice(),
        _ => &[],
    };
    for (at, item) in items.iter().enumerate() {
        form.fields.0.push(question(at, item, out));
        if let Some(fault) = form_field::faults(&form.fields.0).pop() {
            form.fields.0.pop();
            out.say(format!("`fields`: question {at} was left out: {}", fault.detail));
        }
    }
    let learned =
        Form { fields: form.fields.0.clone(), version: 1, project: form.project_id.map(guildhall_store::Id::cast) };
    let built = Built::new(form, &["name", "description", "fields"]).following(|new, target| {
        new.fields.clone_from(&target.fields);
        None
    });
    Ok(built.titled(&name, Learned::Form(learned)))
}

fn question(at: usize, item: &Value, out: &mut Out<'_>) -> FormField {
    let part = |names: &[&str]| names.iter().find_map(|name| item.get(*name)).cloned().unwrap_or_default();
    let id = ["id", "_id", "name", "key"].iter().find_map(|name| id_text(item.get(*name)?));
    let label = part(&["label", "name", "title", "question"]);
    let given = part(&["type", "fieldType"]);
    let spelled = given.as_str().unwrap_or("text");
    let kind = words::known(About::Field, spelled).unwrap_or("text");
    if kind != spelled {
        out.say(format!("`fields`: type “{}” of question {at} became {kind}", shorten(spelled)));
    }
    let kind: FieldKind = serde_json::from_value(json!(kind)).unwrap_or(FieldKind::Text);
    let options = if matches!(kind, FieldKind::Dropdown | FieldKind::MultiSelect) {
        let mut options = choices(item.get("options"));
        let mut seen = std::collections::HashSet::new();
        options.retain(|option| seen.insert(option.clone()));
        options
    } else {
        Vec::new()
    };
    // A choice without anything to choose takes a text.
    let kind = if matches!(kind, FieldKind::Dropdown | FieldKind::MultiSelect) && options.is_empty() {
        FieldKind::Text
    } else {
        kind
    };
    let required = super::put::boolean(&part(&["required"])).unwrap_or(false);
    let id = id.filter(|id| id.chars().count() <= 100).unwrap_or_else(|| format!("question-{}", at + 1));
    let label = label.as_str().map_or_else(|| id.clone(), |label| crate::text::one_line(label).unwrap_or_default());
    FormField { id, label, kind, options, required, help: None, show_if: None }
}

pub(super) fn form_request(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let template = maps.required::<FormTemplate>(document, "templateId", Collection::FormTemplate)?;
    let form = maps.forms.get(&template.cast()).ok_or("its form is not there")?;
    let mut request = FormRequest { template_id: template, template_version: form.version, ..FormRequest::default() };
    request.submitted_by = maps.person(document, "submittedBy", out);
    request.assigned_to = maps.optional(document, "assignedTo", Collection::User, out);
    word(&mut request, document, "status", About::Request, out);
    out.copy(&mut request, document, &["reason", "decidedAt"]);
    request.decided_by = maps.optional(document, "decidedBy", Collection::User, out);
    if let Some(Value::Object(data)) = document.get("data") {
        request.data = Doc(Answers(answered(maps, form, data, out)));
    }
    request.project_id = form.project;
    let parts = &["submittedBy", "assignedTo", "status", "reason", "decidedBy", "decidedAt", "data"];
    Ok(Built::new(request, parts).titled(&document.id, Learned::Nothing))
}

/// The answers that fit their questions, which are named by id or by label.
fn answered(maps: &Maps, form: &Form, data: &Map<String, Value>, out: &mut Out<'_>) -> Map<String, Value> {
    let mut kept = Map::new();
    for (name, value) in data.iter().filter(|(_, value)| !value.is_null()) {
        let Some(field) = form.fields.iter().find(|field| field.id == *name || field.label == *name) else {
            out.say(format!("`data`: the form has no question `{}`", shorten(name)));
            continue;
        };
        let value = match (field.kind, id_text(value)) {
            (FieldKind::User, Some(id)) => maps.get(Collection::User, &id).map_or(Value::Null, |id| json!(id)),
            (FieldKind::File, Some(id)) => Value::String(id),
            (FieldKind::Date, _) => day(value, out.zone).map_or_else(|| value.clone(), |day| json!(day)),
            _ => value.clone(),
        };
        let alone = [FormField { required: false, show_if: None, ..field.clone() }];
        let one: Map<String, Value> = [(field.id.clone(), value)].into_iter().collect();
        match answers::read(&alone, &one, &maps.currency) {
            Ok(checked) => kept.extend(checked.data),
            Err(faults) => {
                let detail = faults.first().map(|fault| fault.detail.clone()).unwrap_or_default();
                out.say(format!("`data`: the answer to `{}` was left out: {detail}", shorten(&field.id)));
            }
        }
    }
    kept
}

pub(super) fn contact(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let name = text(document, "name")?;
    let mut contact = Contact { owner_id: maps.person(document, "ownerId", out), ..Contact::default() };
    out.put(&mut contact, "name", &json!(name));
    out.copy(&mut contact, document, &["email", "phone", "company", "source"]);
    for remark in contact.tidy() {
        out.say(remark);
    }
    let parts = &["name", "email", "phone", "company", "ownerId", "source"];
    Ok(Built::new(contact, parts).titled(&name, Learned::Nothing))
}

pub(super) fn deal(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let name = text(document, "name")?;
    let pipeline = maps.pipeline.as_ref().ok_or("the organization has no pipeline")?;
    let mut deal = Deal { pipeline_id: pipeline.id, ..Deal::default() };
    out.put(&mut deal, "name", &json!(name));
    out.copy(&mut deal, document, &["value", "expectedCloseOn"]);
    if deal.value.is_some_and(|value| value.0 < 0) {
        deal.value = None;
        out.say("`value` is below 0 and was left out");
    }
    deal.currency = money_code(document, out).unwrap_or_else(|| maps.currency.clone());
    deal.contact_id = maps.optional(document, "contactId", Collection::Contact, out);
    deal.assigned_to = maps.optional(document, "assignedTo", Collection::User, out);
    let given = out.text(document, "stage").unwrap_or_default();
    let word = words::plain(given);
    let own = pipeline.stages.0.iter().find(|stage| stage.key == word || words::plain(&stage.name) == word);
    let meant = || pipeline.stages.0.iter().find(|stage| stage.key == words::stage(given));
    let stage = own.or_else(meant).or_else(|| pipeline.stages.0.first()).ok_or("the pipeline has no stages")?;
    if !given.is_empty() && stage.key != given {
        out.say(format!("`stage`: “{}” became {}", shorten(given), stage.key));
    }
    deal.stage.clone_from(&stage.key);
    stage.kind.as_str().clone_into(&mut deal.stage_kind);
    if stage.kind != StageKind::Open {
        deal.closed_at = document.get("updatedAt").and_then(instant).or_else(|| document.created());
    }
    if stage.kind == StageKind::Lost {
        deal.lost_reason = Some("not given".into());
        out.copy(&mut deal, document, &["lostReason"]);
    }
    let parts = &[
        "name",
        "value",
        "currency",
        "contactId",
        "assignedTo",
        "stage",
        "stageKind",
        "closedAt",
        "lostReason",
        "expectedCloseOn",
    ];
    Ok(Built::new(deal, parts).titled(&name, Learned::Nothing))
}

pub(super) fn comm_log(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let mut log = CommLog { created_by: maps.person(document, "createdBy", out), ..CommLog::default() };
    log.contact_id = maps.optional(document, "contactId", Collection::Contact, out);
    log.deal_id = maps.optional(document, "dealId", Collection::Deal, out);
    if log.contact_id.is_none() && log.deal_id.is_none() {
        return Err("neither its contact nor its deal is there".into());
    }
    if !word(&mut log, document, "type", About::Comm, out) {
        out.say("`type`: it became note");
        log.kind = "note".into();
    }
    out.copy(&mut log, document, &["notes"]);
    let said = out.instant(document, "timestamp").or_else(|| document.created());
    log.timestamp = said.unwrap_or(maps.now);
    let title = log.notes.clone();
    let parts = &["contactId", "dealId", "type", "timestamp", "notes", "createdBy"];
    Ok(Built::new(log, parts).titled(&title, Learned::Nothing))
}

pub(super) fn integration(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let mut integration = Integration { created_by: maps.me, ..Integration::default() };
    if !word(&mut integration, document, "type", About::Integration, out) {
        return Err("nothing here connects to such a system".into());
    }
    out.copy(&mut integration, document, &["name", "enabled", "lastSync"]);
    let known = kind::of(&integration.kind).map_err(|error| error.to_string())?;
    if integration.name.trim().is_empty() {
        known.label.clone_into(&mut integration.name);
    }
    if let Some(Value::Object(given)) = document.get("config") {
        let mut config = Map::new();
        for (name, value) in given.iter().filter(|(_, value)| !value.is_null()) {
            let one: Map<String, Value> = [(name.clone(), value.clone())].into_iter().collect();
            if known.check(&one).is_ok() {
                config.extend(one);
            } else {
                out.say(format!("`config`: `{}` does not fit and was left out", shorten(name)));
            }
        }
        integration.config = Doc(Config(config));
    }
    // Sealed with a key that is not ours, or not at all: a secret does not travel in a file.
    if document.get("credentials").is_some_and(|given| given.as_object().is_some_and(|map| !map.is_empty())) {
        out.say("`credentials` are not taken over; set them anew");
        if integration.enabled {
            integration.enabled = false;
            out.say("`enabled`: it is off until its credentials are set");
        }
    }
    let title = integration.name.clone();
    Ok(Built::new(integration, &["name", "config", "enabled", "lastSync"]).titled(&title, Learned::Nothing))
}

pub(super) fn sync_log(maps: &Maps, document: &Document, out: &mut Out<'_>) -> Done {
    let integration_id = maps.required(document, "integrationId", Collection::Integration)?;
    let mut log = SyncLog { integration_id, direction: "out".into(), ..SyncLog::default() };
    out.copy(&mut log, document, &["action", "direction"]);
    if !word(&mut log, document, "status", About::Sync, out) {
        out.say("`status`: it became skipped");
        log.status = "skipped".into();
    }
    let done = out.instant(document, "timestamp").or_else(|| document.created());
    log.timestamp = done.unwrap_or(maps.now);
    log.details = Doc(Details(match document.get("details") {
        Some(Value::String(text)) => json!(text.replace('\0', "")),
        Some(given @ Value::Object(_)) => out.kept("details", given),
        Some(other) => json!(out.kept("details", other).to_string()),
        None => json!(""),
    }));
    let title = log.action.clone();
    Ok(Built::new(log, &["action", "status", "timestamp", "details"]).titled(&title, Learned::Nothing))
}
