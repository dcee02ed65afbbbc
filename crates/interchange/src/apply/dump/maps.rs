//! What the ids of an export lead to here, and what must be known of it to bring in what refers to it. Filled
//! in the order in which things are decided; whatever stands in it will be there when it is referred to.

use super::put::Out;
use crate::mongo::{Collection, Document, Entry};
use guildhall_core::AnyId;
use guildhall_core::crm::Pipeline;
use guildhall_core::error::shorten;
use guildhall_core::intake::form_field::FormField;
use guildhall_core::org::User;
use guildhall_core::time::Timestamp;
use guildhall_core::work::FieldDefinition;
use guildhall_core::work::status::Status;
use guildhall_schedule::Calendar;
use guildhall_store::Id;
use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet};

/// Why a row stays out.
pub(super) type Skip = String;

/// Questions, version and project of a form.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub fields: Vec<FormField>,
    pub version: i64,
    pub project: Option<AnyId>,
}

/// Project, task and versions of a file.
#[derive(Debug, Clone)]
pub(super) struct Bundle {
    pub project: AnyId,
    pub task: Option<AnyId>,
    pub versions: Vec<i64>,
}

/// What is learned from a thing that will be there.
#[derive(Debug, Clone, Default)]
pub(super) enum Learned {
    #[default]
    Nothing,
    Project(Vec<Status>),
    /// Its project, and how many levels deep it stands.
    Task(AnyId, usize),
    Comment(AnyId),
    Field(Box<FieldDefinition>),
    Form(Form),
    File(Bundle),
    Room(Option<AnyId>),
}

/// Everything that is known.
#[derive(Debug, Default)]
pub(super) struct Maps {
    pub me: Id<User>,
    pub now: Timestamp,
    pub zone: Option<TimeZone>,
    pub currency: String,
    pub pipeline: Option<Pipeline>,
    /// The calendar of the organization, in whose days durations are told.
    pub calendar: Option<Calendar>,
    ids: HashMap<(Collection, String), AnyId>,
    /// The project of a task.
    pub homes: HashMap<AnyId, AnyId>,
    /// How many levels deep a task stands; 1 at the top.
    pub depths: HashMap<AnyId, usize>,
    /// The task of a comment.
    pub talks: HashMap<AnyId, AnyId>,
    pub statuses: HashMap<AnyId, Vec<Status>>,
    pub fields: HashMap<AnyId, FieldDefinition>,
    pub forms: HashMap<AnyId, Form>,
    pub files: HashMap<AnyId, Bundle>,
    pub rooms: HashMap<AnyId, Option<AnyId>>,
    /// Places of new tasks among their siblings, by their id in the export.
    pub ranks: HashMap<String, String>,
    /// Statuses that tasks of a project have and that the product has no word for, by the project's id in the export.
    pub spoken: HashMap<String, Vec<String>>,
    /// Comments of the export that come in.
    pub comments: HashSet<String>,
    /// People who have left: nothing new is given to them.
    pub left: HashSet<AnyId>,
    /// The thing above that closes a circle, and is left out.
    pub cut: HashSet<(Collection, String)>,
}

impl Maps {
    /// Nothing but who imports, when, and what the organization counts in.
    pub(super) fn new((me, now): (Id<User>, Timestamp), zone: TimeZone, currency: &str, calendar: Calendar) -> Self {
        let currency = currency.to_owned();
        Self { me, now, zone: Some(zone), currency, calendar: Some(calendar), ..Self::default() }
    }

    /// What a thing became.
    pub(super) fn get(&self, collection: Collection, id: &str) -> Option<AnyId> {
        self.ids.get(&(collection, id.to_owned())).copied()
    }

    /// Remembers what a thing became, and what it tells.
    pub(super) fn learn(&mut self, collection: Collection, id: &str, object: AnyId, learned: Learned) {
        self.ids.insert((collection, id.to_owned()), object);
        match learned {
            Learned::Nothing => {}
            Learned::Project(statuses) => drop(self.statuses.entry(object).or_insert(statuses)),
            Learned::Task(project, depth) => {
                self.homes.entry(object).or_insert(project);
                self.depths.entry(object).or_insert(depth);
            }
            Learned::Comment(task) => drop(self.talks.insert(object, task)),
            Learned::Field(field) => drop(self.fields.insert(object, *field)),
            Learned::Form(form) => drop(self.forms.entry(object).or_insert(form)),
            Learned::File(bundle) => drop(self.files.insert(object, bundle)),
            Learned::Room(project) => drop(self.rooms.insert(object, project)),
        }
    }

    /// Where a field leads; one that leads nowhere is said.
    pub(super) fn optional<T>(
        &self,
        document: &Document,
        field: &str,
        of: Collection,
        out: &mut Out<'_>,
    ) -> Option<Id<T>> {
        let id = document.reference(field)?;
        let found = self.get(of, &id);
        if found.is_none() {
            out.say(dangling(field, &id, of));
        }
        found.map(Id::cast)
    }

    /// The same of a field that must lead somewhere.
    pub(super) fn required<T>(&self, document: &Document, field: &str, of: Collection) -> Result<Id<T>, Skip> {
        let Some(id) = document.reference(field) else {
            return Err(format!("`{field}` is missing, and without its {} it cannot be kept", of.name()));
        };
        self.get(of, &id).map(Id::cast).ok_or_else(|| dangling(field, &id, of))
    }

    /// What an entry stands below, or answers, if that comes in.
    pub(super) fn above(&self, entry: &Entry, field: &str, out: &mut Out<'_>) -> Option<AnyId> {
        let id = entry.parent.as_ref()?;
        if self.cut.contains(&(entry.collection, entry.id.clone())) {
            out.say(format!("`{field}`: {} stands below it too, in a circle; this link was left out", shorten(id)));
            return None;
        }
        let found = self.get(entry.collection, id);
        if found.is_none() {
            out.say(dangling(field, id, entry.collection));
        }
        found
    }

    /// A person; whoever imports stands in where the export names nobody, or nobody who is known.
    pub(super) fn person(&self, document: &Document, field: &str, out: &mut Out<'_>) -> Id<User> {
        self.optional(document, field, Collection::User, out).unwrap_or_else(|| {
            out.say(format!("`{field}`: you stand in for the person, who is not known"));
            self.me
        })
    }

    /// Several people, each once; who has left is left out.
    pub(super) fn people(&self, document: &Document, field: &str, out: &mut Out<'_>) -> Vec<Id<User>> {
        let mut people: Vec<Id<User>> = Vec::new();
        for id in document.references_of(field) {
            match self.get(Collection::User, &id) {
                Some(person) if self.left.contains(&person) => out.say("somebody named has left the organization"),
                Some(person) => people.push(person.cast()),
                None => out.say(dangling(field, &id, Collection::User)),
            }
        }
        people.sort_unstable();
        people.dedup();
        people
    }
}

pub(super) fn dangling(field: &str, id: &str, of: Collection) -> String {
    format!("`{field}`: there is no {} {}", of.name(), shorten(id))
}
