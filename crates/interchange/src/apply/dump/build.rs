//! A document as what it becomes here.

use super::maps::{Maps, Skip};
use super::piece::{Made, Piece};
use super::put::Out;
use super::{Source, desk, papers, talk, task, work};
use crate::mongo::{Collection, Document, Entry};
use guildhall_core::AnyId;
use guildhall_core::field::Kind;
use serde_json::Value;

/// Builds it; the remarks go into `out`.
pub(super) fn build(maps: &Maps, entry: &Entry, document: &Document, out: &mut Out<'_>) -> Result<Made, Skip> {
    out.read(document, "createdAt", Kind::Instant, crate::mongo::written);
    out.instant(document, "updatedAt");
    match entry.collection {
        Collection::Project => work::project(maps, document, out),
        Collection::FieldDefinition => work::field_definition(maps, document, out),
        Collection::Task => task::task(maps, document, entry, out),
        Collection::Comment => talk::comment(maps, document, entry, out),
        Collection::Checklist => talk::checklist(maps, document, out),
        Collection::AiSuggestion => talk::suggestion(maps, document, out),
        Collection::FormTemplate => desk::form_template(maps, document, out),
        Collection::FormRequest => desk::form_request(maps, document, out),
        Collection::Contact => desk::contact(maps, document, out),
        Collection::Deal => desk::deal(maps, document, out),
        Collection::CommLog => desk::comm_log(maps, document, out),
        Collection::Integration => desk::integration(maps, document, out),
        Collection::SyncLog => desk::sync_log(maps, document, out),
        Collection::Attachment => papers::attachment(maps, document, out),
        Collection::File => papers::file(maps, document, out),
        Collection::Approval => papers::approval(maps, document, out),
        Collection::Expense => papers::expense(maps, document, out),
        Collection::ChatRoom => papers::chat_room(maps, document, out),
        Collection::Message => papers::message(maps, document, entry, out),
        Collection::Organization | Collection::User | Collection::RoleAssignment => Err("it is decided apart".into()),
    }
}

/// Gives a piece its id and the time stamps of its document.
pub(super) fn name(piece: &mut Box<dyn Piece>, maps: &Maps, document: &Document, id: AnyId) {
    let created = document.created().unwrap_or(maps.now);
    let updated = document.get("updatedAt").and_then(super::put::instant).filter(|at| *at >= created);
    piece.name(id, created, updated.unwrap_or(created));
}

/// Builds a document once more, to be written under this id.
pub(super) fn again(source: &Source, at: usize, id: AnyId) -> Option<Box<dyn Piece>> {
    let entry = source.dump.entries.get(at)?;
    let document = source.dump.document(entry);
    let zone = source.maps.zone.clone()?;
    let mut out = Out { remarks: Vec::new(), zone: &zone };
    let mut made = build(&source.maps, entry, &document, &mut out).ok()?;
    name(&mut made.piece, &source.maps, &document, id);
    Some(made.piece)
}

/// A short name of what is not built: the first text that it has.
pub(super) fn title(document: &Document) -> String {
    let texts = ["name", "title", "filename", "email", "content", "role", "action", "type"];
    let found = texts.iter().find_map(|field| document.get(field).and_then(Value::as_str));
    found.unwrap_or(&document.id).lines().next().unwrap_or_default().chars().take(200).collect()
}
