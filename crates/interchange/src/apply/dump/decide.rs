//! Decides about every document, collection by collection, what is referred to before what refers to it.

use super::super::draft::{Action, Draft};
use super::super::print::{self, Changed};
use super::super::refs::{Known, Mark};
use super::super::steps::Work;
use super::maps::Learned;
use super::put::Out;
use super::survey::{Survey, key, model};
use super::{Shared, build, links, people, task, words};
use crate::mongo::{Collection, Document, Dump, Entry};
use guildhall_core::work::rank;
use guildhall_core::work::task::links::Dependency;
use guildhall_core::{AnyId, ids};
use jiff::tz::TimeZone;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

const IN_TRASH: &str = "it is in the trash and stays there; restore it, or purge it to import it anew";
const NO_ROLE: &str = "roles are given here by invitation; `guildhall import --accounts` brings them along";
pub(super) const NOT_OURS: &str = "the settings of the organization stay as they are";

/// The name of a collection's rows in a report.
pub(super) fn row_kind(collection: Collection) -> String {
    if collection == Collection::User { "person".to_owned() } else { words::plain(collection.name()) }
}

/// A decision in the making.
pub(super) struct Decision<'a> {
    pub dump: &'a Dump,
    pub survey: Survey,
    pub source: Shared,
    pub draft: Draft,
    /// Ids that things of this import get.
    used: HashSet<AnyId>,
    /// The lines of tasks that wait for their links.
    waiting: HashMap<usize, Mark>,
    /// Steps of tasks lead to ones that are there already.
    guarded: bool,
    zone: TimeZone,
}

impl<'a> Decision<'a> {
    pub(super) fn new(dump: &'a Dump, survey: Survey, source: Shared, draft: Draft) -> Self {
        let zone = survey.maps.zone.clone().unwrap_or(TimeZone::UTC);
        Self { dump, survey, source, draft, used: HashSet::new(), waiting: HashMap::new(), guarded: false, zone }
    }

    /// Decides about the entries that come in.
    pub(super) fn all(&mut self, ours: &[bool]) {
        let mut by_collection: HashMap<Collection, Vec<usize>> = HashMap::new();
        for (at, entry) in self.dump.entries.iter().enumerate().filter(|(at, _)| ours.get(*at) == Some(&true)) {
            by_collection.entry(entry.collection).or_default().push(at);
        }
        self.listen(by_collection.get(&Collection::Task));
        for collection in Collection::ALL {
            let mut entries = by_collection.remove(&collection).unwrap_or_default();
            if matches!(collection, Collection::Task | Collection::Comment | Collection::Message) {
                entries = self.ordered(collection, entries);
            }
            if collection == Collection::Comment {
                self.survey.maps.comments = entries.iter().map(|at| self.dump.entries[*at].id.clone()).collect();
            }
            let mut rows = Vec::with_capacity(entries.len());
            let mut seen: HashSet<&str> = HashSet::new();
            for at in &entries {
                let entry = &self.dump.entries[*at];
                let document = self.dump.document(entry);
                let title = build::title(&document);
                let row = self.draft.row(&row_kind(collection), &self.dump.place(entry), &entry.id, &title);
                rows.push(row);
                if seen.insert(&entry.id) {
                    self.one(*at, entry, &document, row);
                } else {
                    self.draft.skip(row, None, "a document with this `_id` stands further up");
                }
            }
            if collection == Collection::Task {
                self.link(&entries, &rows);
            }
        }
    }

    /// Hears which statuses the tasks of each project have that the product has no word for.
    fn listen(&mut self, tasks: Option<&Vec<usize>>) {
        let usual = guildhall_core::work::status::defaults();
        for at in tasks.into_iter().flatten() {
            let document = self.dump.document(&self.dump.entries[*at]);
            let spelling =
                document.get("status").and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
            if let (Some(spelling), Some(project)) = (spelling, document.reference("projectId"))
                && words::status(&usual, spelling).is_none()
            {
                let spoken = self.survey.maps.spoken.entry(project).or_default();
                if !spoken.iter().any(|other| words::plain(other) == words::plain(spelling)) {
                    spoken.push(spelling.to_owned());
                }
            }
        }
    }

    /// What stands above before what stands below; the link that closes a circle is cut.
    fn ordered(&mut self, collection: Collection, mut entries: Vec<usize>) -> Vec<usize> {
        if collection != Collection::Task {
            entries.sort_by_key(|at| self.dump.entries[*at].at);
        }
        // Of several documents with one `_id` the first is the one that comes in.
        let by_id: HashMap<&str, usize> =
            entries.iter().rev().map(|at| (self.dump.entries[*at].id.as_str(), *at)).collect();
        let mut done: HashSet<usize> = HashSet::new();
        let mut out = Vec::with_capacity(entries.len());
        for at in entries.iter().copied() {
            let mut chain = Vec::new();
            let mut next = Some(at);
            while let Some(at) = next.filter(|at| done.insert(*at)) {
                chain.push(at);
                next = self.dump.entries[at].parent.as_deref().and_then(|id| by_id.get(id)).copied();
            }
            // The last of the chain comes first: where it stands below one of the others, its link is the one to cut.
            if let Some((last, _)) = chain.last().zip(next).filter(|(_, at)| chain.contains(at)) {
                self.survey.maps.cut.insert((collection, self.dump.entries[*last].id.clone()));
            }
            out.extend(chain.into_iter().rev());
        }
        out
    }

    fn one(&mut self, at: usize, entry: &Entry, document: &Document, row: usize) {
        match entry.collection {
            Collection::Organization => return self.draft.say(row, [NOT_OURS.to_owned()]),
            Collection::User => return people::decide(&mut self.survey, document, row, &mut self.draft),
            Collection::RoleAssignment => return self.role(entry, row),
            _ => {}
        }
        let of = model(entry.collection);
        let known = self.survey.refs.get(of, &key(&entry.id)).cloned();
        let state = known.as_ref().and_then(|known| self.survey.states.get(&(entry.collection, known.object))).copied();
        if state == Some(true) {
            return self.draft.skip(row, known.map(|known| known.object), IN_TRASH);
        }
        let new = state.is_none();
        if entry.collection == Collection::Task {
            self.guarded |= !new;
            if new {
                self.rank(entry, document);
            }
        }
        let mut out = Out { remarks: Vec::new(), zone: &self.zone };
        let made = build::build(&self.survey.maps, entry, document, &mut out);
        let mut remarks = out.remarks;
        let made = match made {
            Ok(made) => made,
            Err(reason) => {
                self.draft.skip(row, None, &reason);
                return self.draft.say(row, remarks);
            }
        };
        self.title(row, &made.title);
        let id = match &known {
            Some(known) if !new => known.object,
            _ => self.free_id(entry, &mut remarks),
        };
        let mut learned = made.learned;
        if let Learned::Field(field) = &mut learned {
            field.id = id.cast();
        }
        self.survey.maps.learn(entry.collection, &entry.id, id, learned);
        let print = made.piece.print();
        let mark = Mark { model: of, key: key(&entry.id), object: id, print, known: known.is_some() };
        if new {
            self.draft.act(row, Action::Created, Some(id));
            let begun = if entry.collection == Collection::Task && document.get("dependsOn").is_some() {
                self.waiting.insert(at, Mark { known: true, ..mark.clone() });
                Mark { print: print::without(&mark.print, task::LINKS), ..mark }
            } else {
                mark
            };
            self.draft.step(row, Work::Document(self.source.clone(), at, begun));
        } else {
            self.again(at, known.as_ref(), mark, row);
        }
        if new || self.is_changed(row) {
            self.draft.say(row, remarks);
        }
    }

    /// Something that was imported before: what the export changed since.
    fn again(&mut self, at: usize, known: Option<&Known>, mark: Mark, row: usize) {
        let parts = Changed::between(known.map(|known| known.print.as_str()).unwrap_or_default(), &mark.print);
        let changed = parts.beyond(&[]);
        self.draft.act(row, if changed { Action::Updated } else { Action::Unchanged }, Some(mark.object));
        if !changed {
            return;
        }
        if self.dump.entries[at].collection == Collection::Task && parts.has(task::LINKS) {
            self.waiting.insert(at, mark.clone());
        }
        self.draft.step(row, Work::Amend(self.source.clone(), at, parts, mark));
    }

    fn is_changed(&self, row: usize) -> bool {
        self.draft.rows.get(row).is_some_and(|row| row.action == Action::Updated.as_str())
    }

    fn title(&mut self, row: usize, title: &str) {
        if let Some(row) = self.draft.rows.get_mut(row).filter(|_| !title.trim().is_empty()) {
            title.clone_into(&mut row.title);
        }
    }

    /// The id of the export where it is one and free; else a fresh one.
    fn free_id(&mut self, entry: &Entry, remarks: &mut Vec<String>) -> AnyId {
        let own: Option<AnyId> = entry.id.parse().ok();
        if let Some(id) = own.filter(|id| !self.survey.taken.contains(id))
            && self.used.insert(id)
        {
            return id;
        }
        remarks.push(match own {
            Some(_) => "its id was used here before; it got a new one".to_owned(),
            None => "its `_id` is no ObjectId; it got a new one".to_owned(),
        });
        ids::fresh(self.survey.maps.now)
    }

    fn role(&mut self, entry: &Entry, row: usize) {
        let id: Option<AnyId> = entry.id.parse().ok();
        match id.filter(|id| self.survey.states.contains_key(&(Collection::RoleAssignment, *id))) {
            Some(id) => self.draft.act(row, Action::Unchanged, Some(id)),
            None => self.draft.skip(row, None, NO_ROLE),
        }
    }

    /// The place of a new task: after its siblings of the export that come before it, and after those that are
    /// here.
    fn rank(&mut self, entry: &Entry, document: &Document) {
        let maps = &mut self.survey.maps;
        let project = document.reference("projectId").and_then(|id| maps.get(Collection::Project, &id));
        let Some(project) = project else { return };
        // What there is to say is said when the task is built.
        let mut unsaid = Out { remarks: Vec::new(), zone: &self.zone };
        let parent = task::parent(maps, entry, project, &mut unsaid);
        let last = self.survey.last.get(&(project, parent));
        let next = match last {
            None => rank::nth(0),
            Some(last) => rank::between(Some(last), None).unwrap_or_else(|| last.clone()),
        };
        self.survey.last.insert((project, parent), next.clone());
        maps.ranks.insert(entry.id.clone(), next);
    }

    /// Decides about the links of all tasks, now that every task is known.
    fn link(&mut self, entries: &[usize], rows: &[usize]) {
        let at_of: HashMap<&str, usize> =
            entries.iter().enumerate().rev().map(|(index, at)| (self.dump.entries[*at].id.as_str(), index)).collect();
        let parents: Vec<Option<usize>> = entries
            .iter()
            .map(|at| self.dump.entries[*at].parent.as_deref().and_then(|id| at_of.get(id)).copied())
            .collect();
        let mut pairs: Vec<links::Link> = Vec::new();
        let mut wanted: Vec<(usize, Option<usize>, Dependency)> = Vec::new();
        for (index, at) in entries.iter().enumerate() {
            let entry = &self.dump.entries[*at];
            if self.survey.maps.get(Collection::Task, &entry.id).is_none() {
                continue;
            }
            for (id, bound) in links::of(&self.dump.document(entry)) {
                let Some(task) = self.survey.maps.get(Collection::Task, &id) else {
                    self.draft.say(rows[index], [super::maps::dangling("dependsOn", &id, Collection::Task)]);
                    continue;
                };
                let Some(link) = links::dependency(task.cast(), bound) else { continue };
                let inside = at_of.get(id.as_str()).copied();
                wanted.push((index, inside.map(|_| pairs.len()), link));
                if let Some(earlier) = inside {
                    pairs.push((index, earlier));
                }
            }
        }
        let parents = self.uncut(entries, parents);
        let circular: HashSet<usize> = links::circular(&parents, &pairs).into_iter().collect();
        let mut by_task: HashMap<usize, Vec<Dependency>> = HashMap::new();
        for (index, pair, link) in wanted {
            if pair.is_some_and(|pair| circular.contains(&pair)) {
                self.draft
                    .say(rows[index], [format!("`dependsOn`: {} was left out: it closes a circle", link.task_id)]);
            } else {
                by_task.entry(index).or_default().push(link);
            }
        }
        for (index, row) in rows.iter().enumerate() {
            self.link_one(entries[index], *row, by_task.remove(&index).unwrap_or_default());
        }
    }

    fn uncut(&self, entries: &[usize], parents: Vec<Option<usize>>) -> Vec<Option<usize>> {
        let cut = |at: &usize| self.survey.maps.cut.contains(&(Collection::Task, self.dump.entries[*at].id.clone()));
        entries.iter().zip(parents).map(|(at, parent)| parent.filter(|_| !cut(at))).collect()
    }

    fn link_one(&mut self, at: usize, row: usize, links: Vec<Dependency>) {
        let Some(mark) = self.waiting.remove(&at) else { return };
        if links.is_empty() {
            return self.draft.remember(row, mark);
        }
        let (task, guarded) = (mark.object.cast(), self.guarded);
        self.draft.step(row, Work::Link { task, links, guarded, mark });
    }
}
