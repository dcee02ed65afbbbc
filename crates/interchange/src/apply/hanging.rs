//! What hangs on tasks: checklists and comments. An item of a checklist keeps the id that it has in the file,
//! so that ticks made here and items added here survive a later import. A comment keeps its author, who may
//! be a placeholder, and the date on which it was written.

use super::around::Around;
use super::convert::{Remarks, fit};
use super::draft::{Action, Draft};
use super::fields::Source;
use super::print::{Changed, Print};
use super::refs::{self, Mark};
use super::steps::{Change, Work};
use super::survey::{self, Survey};
use super::tasks::State;
use crate::model::{PlannedChecklist, PlannedComment};
use guildhall_core::entity::Entity;
use guildhall_core::field::Doc;
use guildhall_core::org::User;
use guildhall_core::time::Timestamp;
use guildhall_core::work::checklist::Item;
use guildhall_core::work::{Checklist, Comment, Project, Task};
use guildhall_core::{AnyId, ids};
use guildhall_store::Id;
use std::collections::{HashMap, HashSet};

/// Parts of a checklist's fingerprint.
pub(super) const TITLE: usize = 0;
pub(super) const ITEMS: usize = 1;

const LONGEST_TITLE: usize = 200;
const LONGEST_ITEM: usize = 2000;
const MOST_ITEMS: usize = 1000;
const LONGEST_COMMENT: usize = 100_000;
const IN_TRASH: &str = "it is in the trash and stays there; restore it, or purge it to import it anew";
const TASK_OUT: &str = "its task is left out";

struct Hanging<'a> {
    survey: &'a Survey,
    around: &'a Around,
    scope: String,
    project: Id<Project>,
    /// Who writes what the file gives no author.
    actor: Id<User>,
    now: Timestamp,
}

/// Decides about everything that hangs on the plan's tasks.
pub(super) fn decide(source: &Source<'_>, tasks: &[State], by: (Id<User>, Timestamp), draft: &mut Draft) {
    let Source { plan, survey, around, target } = *source;
    let (project, scope) = (target.id, survey::scope(target.id, plan));
    let hanging = Hanging { survey, around, scope, project, actor: by.0, now: by.1 };
    for (planned, task) in plan.tasks.iter().zip(tasks) {
        for checklist in &planned.checklists {
            let row = draft.row("checklist", &planned.row, &checklist.external_id, &checklist.title);
            match task.id() {
                Some(id) => hanging.checklist(checklist, id, row, draft),
                None => draft.skip(row, None, TASK_OUT),
            }
        }
        let mut answered = HashMap::new();
        for comment in &planned.comments {
            let row = draft.row("comment", &planned.row, &comment.external_id, &first_line(&comment.text));
            match task {
                State::Out(..) => draft.skip(row, None, TASK_OUT),
                State::New(id) | State::Here(id) => hanging.comment(comment, *id, &mut answered, row, draft),
            }
        }
    }
}

fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let mut out: String = line.chars().take(80).collect();
    if out.len() < line.len() {
        out.push('…');
    }
    out
}

/// What was imported before, and is still there or in the trash.
enum Before<'a> {
    Nothing,
    Here(&'a refs::Known),
    Trashed(AnyId),
}

impl Hanging<'_> {
    fn before(&self, model: &str, key: &str) -> (Before<'_>, bool) {
        let Some(known) = self.survey.refs.get(model, key) else { return (Before::Nothing, false) };
        match self.survey.hanging.get(&known.object) {
            Some(true) => (Before::Trashed(known.object), true),
            Some(false) => (Before::Here(known), true),
            None => (Before::Nothing, true),
        }
    }

    fn checklist(&self, planned: &PlannedChecklist, task: Id<Task>, row: usize, draft: &mut Draft) {
        let mut remarks = Remarks::new();
        let title = fit(&planned.title, LONGEST_TITLE, "title", &mut remarks);
        let items = items(planned, self.now, &mut remarks);
        let print = Print::new().part(&planned.title).part(&planned.items).finish();
        let key = refs::key(&self.scope, &planned.external_id);
        let (before, known) = self.before(Checklist::MODEL, &key);
        let mark =
            |object: AnyId| Mark { model: Checklist::MODEL, key: key.clone(), object, print: print.clone(), known };
        let checklist = |id: Id<Checklist>| Checklist {
            id,
            task_id: task,
            title: title.clone(),
            items: Doc(items.clone()),
            project_id: Some(self.project.cast()),
            ..Checklist::default()
        };
        match before {
            Before::Trashed(id) => draft.skip(row, Some(id), IN_TRASH),
            Before::Here(known) => {
                draft.act(row, Action::Unchanged, Some(known.object));
                let parts = Changed::between(&known.print, &print);
                if parts.beyond(&[]) {
                    draft.act(row, Action::Updated, Some(known.object));
                    draft.say(row, remarks);
                    let change = Change::Checklist(Box::new(checklist(known.object.cast())), parts);
                    draft.step(row, Work::Change(change, mark(known.object)));
                }
            }
            Before::Nothing => {
                let id: Id<Checklist> = ids::fresh(self.now);
                draft.act(row, Action::Created, Some(id.cast()));
                draft.say(row, remarks);
                draft.step(row, Work::Checklist(Box::new(checklist(id)), mark(id.cast())));
            }
        }
    }

    fn comment<'p>(
        &self,
        planned: &'p PlannedComment,
        task: Id<Task>,
        answered: &mut HashMap<&'p str, Id<Comment>>,
        row: usize,
        draft: &mut Draft,
    ) {
        let mut remarks = Remarks::new();
        let content = fit(&planned.text, LONGEST_COMMENT, "text", &mut remarks);
        let author = planned.author.as_ref().and_then(|id| self.around.people.get(id)).map(|(id, _)| *id);
        if author.is_none() {
            remarks.push("the file does not say who wrote it".into());
        }
        let print = Print::new().part(&planned.text).finish();
        let key = refs::key(&self.scope, &planned.external_id);
        let (before, known) = self.before(Comment::MODEL, &key);
        let mark =
            |object: AnyId| Mark { model: Comment::MODEL, key: key.clone(), object, print: print.clone(), known };
        let at = Timestamp::from(planned.at);
        let parent_id = planned.thread.as_deref().and_then(|thread| answered.get(thread)).copied();
        let comment = |id: Id<Comment>| Comment {
            id,
            task_id: task,
            user_id: author.unwrap_or(self.actor),
            parent_id,
            content: content.clone(),
            project_id: Some(self.project.cast()),
            created_at: at,
            ..Comment::default()
        };
        match before {
            Before::Trashed(id) => draft.skip(row, Some(id), IN_TRASH),
            Before::Here(known) => {
                draft.act(row, Action::Unchanged, Some(known.object));
                answered.insert(&planned.external_id, known.object.cast());
                let parts = Changed::between(&known.print, &print);
                if parts.beyond(&[]) {
                    draft.act(row, Action::Updated, Some(known.object));
                    let change = Change::Comment(Box::new(comment(known.object.cast())));
                    draft.step(row, Work::Change(change, mark(known.object)));
                }
            }
            Before::Nothing => {
                let id: Id<Comment> = ids::fresh(self.now);
                draft.act(row, Action::Created, Some(id.cast()));
                draft.step(row, Work::Comment(Box::new(comment(id)), mark(id.cast())));
                answered.insert(&planned.external_id, id);
                draft.say(row, remarks);
            }
        }
    }
}

/// The items with the ids of the file, where those are ids here too.
fn items(planned: &PlannedChecklist, now: Timestamp, remarks: &mut Remarks) -> Vec<Item> {
    if planned.items.len() > MOST_ITEMS {
        remarks.push(format!("only the first {MOST_ITEMS} items were imported"));
    }
    let mut seen: HashSet<AnyId> = HashSet::new();
    let item = |each: &crate::model::PlannedItem| {
        let own: Option<AnyId> = each.external_id.parse().ok().filter(|id| seen.insert(*id));
        let text = fit(&each.text, LONGEST_ITEM, "text of an item", remarks);
        Item { id: Some(own.unwrap_or_else(|| ids::fresh(now))), text, done: each.done }
    };
    planned.items.iter().take(MOST_ITEMS).map(item).collect()
}

/// Takes over what changed of a checklist; items that were added here stay, at the end.
pub(super) fn take_checklist(checklist: &mut Checklist, file: &Checklist, parts: &Changed) {
    if parts.has(TITLE) {
        checklist.title.clone_from(&file.title);
    }
    if parts.has(ITEMS) {
        let own = std::mem::take(&mut checklist.items.0);
        let added = own.into_iter().filter(|item| !file.items.0.iter().any(|other| other.id == item.id));
        checklist.items.0 = file.items.0.iter().cloned().chain(added).collect();
    }
}
