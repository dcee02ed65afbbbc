//! Which tasks are made, changed, moved or left alone. A new task goes below its parent of the file; one that
//! was imported before is changed in what the file changed; one in the trash stays there, and so does
//! everything new below it.

use super::convert::Remarks;
use super::draft::{Action, Draft};
use super::fields::{self, Ours, Part, Source};
use super::order::{Place, Sibling, places};
use super::print::{self, Changed};
use super::refs::{self, Mark};
use super::steps::{Change, Work};
use super::survey;
use crate::apply::convert;
use crate::model::PlannedTask;
use guildhall_core::entity::Entity;
use guildhall_core::time::Timestamp;
use guildhall_core::work::Task;
use guildhall_core::work::task::links::{self, Dependency};
use guildhall_core::{AnyId, ids};
use guildhall_store::Id;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a task of the plan is here.
#[derive(Debug, Clone)]
pub(super) enum State {
    New(Id<Task>),
    Here(Id<Task>),
    Out(Option<AnyId>, &'static str),
}

impl State {
    /// The task's id, unless it stays out.
    pub(super) fn id(&self) -> Option<Id<Task>> {
        match self {
            Self::New(id) | Self::Here(id) => Some(*id),
            Self::Out(..) => None,
        }
    }
}

const IN_TRASH: &str = "it is in the trash and stays there; restore it, or purge it to import it anew";
const PARENT_OUT: &str = "the task above it is in the trash";
/// Why everything stays out of a project in the trash.
pub(super) const PROJECT_OUT: &str = "the project is in the trash";

struct Tasks<'a> {
    source: &'a Source<'a>,
    scope: String,
    index: HashMap<&'a str, usize>,
    states: Vec<State>,
    places: Vec<Place>,
    after: Vec<Option<usize>>,
    ours: Arc<Ours>,
    /// People linked or moved tasks here since: a new link of the file could close a circle with them.
    guarded: bool,
}

/// Decides about every task, in the plan's order.
pub(super) fn decide(source: &Source<'_>, now: Timestamp, draft: &mut Draft) -> Vec<State> {
    let tasks = Tasks::new(source, now);
    let mut late = Draft::default();
    for (index, planned) in source.plan.tasks.iter().enumerate() {
        let row = draft.row("task", &planned.row, &planned.external_id, &planned.title);
        match tasks.states[index].clone() {
            State::Out(id, reason) => draft.skip(row, id, reason),
            State::New(id) => tasks.create(index, id, row, draft, &mut late),
            State::Here(id) => tasks.change(index, id, row, draft, &mut late),
        }
    }
    // Changes and moves last: they may lead to tasks that are new.
    draft.steps.append(&mut late.steps);
    tasks.states
}

impl<'a> Tasks<'a> {
    fn new(source: &'a Source<'a>, now: Timestamp) -> Self {
        let all = &source.plan.tasks;
        let mut tasks = Self {
            source,
            scope: survey::scope(source.target.id, source.plan),
            index: all.iter().enumerate().map(|(index, task)| (task.external_id.as_str(), index)).collect(),
            states: Vec::with_capacity(all.len()),
            places: vec![Place::Stays; all.len()],
            after: vec![None; all.len()],
            ours: Arc::default(),
            guarded: false,
        };
        for planned in all {
            let state = tasks.state(planned, now);
            tasks.states.push(state);
        }
        let here = tasks.states.iter().filter_map(State::id).collect();
        let labels = source.around.labels.values().copied().collect();
        tasks.ours = Arc::new(Ours { labels, tasks: here });
        tasks.guarded = tasks.is_guarded();
        tasks.arrange();
        tasks
    }

    fn state(&self, planned: &PlannedTask, now: Timestamp) -> State {
        if self.source.target.trashed {
            return State::Out(None, PROJECT_OUT);
        }
        let known = self.source.survey.refs.get(Task::MODEL, &refs::key(&self.scope, &planned.external_id));
        let spot = known.and_then(|known| self.source.survey.tasks.get(&known.object.cast()));
        match spot {
            Some(spot) if spot.trashed => State::Out(Some(spot.id.cast()), IN_TRASH),
            Some(spot) => State::Here(spot.id),
            None => match planned.parent.and_then(|parent| self.states.get(parent)) {
                Some(State::Out(..)) => State::Out(None, PARENT_OUT),
                _ => State::New(ids::fresh(now)),
            },
        }
    }

    /// Whether something between the imported tasks differs from the file: the file itself has no circle.
    fn is_guarded(&self) -> bool {
        let by_id: HashMap<Id<Task>, usize> =
            self.states.iter().enumerate().filter_map(|(index, state)| Some((state.id()?, index))).collect();
        let planned: HashSet<(Id<Task>, Id<Task>)> = (self.source.plan.tasks.iter().zip(&self.states))
            .flat_map(|(task, state)| task.links.iter().map(move |link| (state.id(), &link.predecessor)))
            .filter_map(|(task, before)| Some((task?, self.by_external(before)?)))
            .collect();
        let foreign = |link: &(Id<Task>, Id<Task>)| {
            let touches = by_id.contains_key(&link.0) || by_id.contains_key(&link.1);
            touches && !planned.contains(link)
        };
        let moved = |(id, index): (&Id<Task>, &usize)| {
            let parent = self.source.plan.tasks[*index].parent.and_then(|parent| self.states[parent].id());
            self.source.survey.tasks.get(id).is_some_and(|spot| spot.parent != parent)
        };
        self.source.survey.links.iter().any(foreign) || by_id.iter().any(moved)
    }

    fn by_external(&self, id: &str) -> Option<Id<Task>> {
        self.states.get(*self.index.get(id)?)?.id()
    }

    fn parent(&self, index: usize) -> Option<usize> {
        self.source.plan.tasks.get(index)?.parent
    }

    fn parent_id(&self, index: usize) -> Option<Id<Task>> {
        self.states.get(self.parent(index)?)?.id()
    }

    /// Finds every task's place among its siblings.
    fn arrange(&mut self) {
        let mut families: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
        let mut family_of: HashMap<Option<usize>, usize> = HashMap::new();
        for index in 0..self.states.len() {
            let parent = self.parent(index);
            let family = *family_of.entry(parent).or_insert_with(|| {
                families.push((parent, Vec::new()));
                families.len() - 1
            });
            self.after[index] = families[family].1.last().copied();
            families[family].1.push(index);
        }
        let mut here: HashMap<Option<Id<Task>>, Vec<String>> = HashMap::new();
        for spot in self.source.survey.tasks.values().filter(|spot| spot.project == self.source.target.id) {
            here.entry(spot.parent).or_default().push(spot.rank.clone());
        }
        for ranks in here.values_mut() {
            ranks.sort_unstable();
        }
        for (parent, family) in families {
            let parent = parent.and_then(|parent| self.states[parent].id());
            let family: Vec<usize> = family.into_iter().filter(|index| self.takes_a_place(*index, parent)).collect();
            let siblings: Vec<Sibling> = family.iter().map(|index| self.sibling(*index)).collect();
            let ranks = here.get(&parent).map(Vec::as_slice).unwrap_or_default();
            for (index, place) in family.into_iter().zip(places(&siblings, ranks)) {
                self.places[index] = place;
            }
        }
    }

    /// Whether a task stands, or will stand, below this parent: one that was moved elsewhere does not.
    fn takes_a_place(&self, index: usize, parent: Option<Id<Task>>) -> bool {
        match &self.states[index] {
            State::New(_) => true,
            State::Here(id) => self
                .source
                .survey
                .tasks
                .get(id)
                .is_some_and(|spot| spot.parent == parent && spot.project == self.source.target.id),
            State::Out(..) => false,
        }
    }

    fn sibling(&self, index: usize) -> Sibling {
        let State::Here(id) = &self.states[index] else { return Sibling { rank: None, moved: false } };
        let rank = self.source.survey.tasks.get(id).map(|spot| spot.rank.clone());
        Sibling { rank, moved: self.parts(index).is_some_and(|parts| parts.has(Part::After.at())) }
    }

    fn print(&self, index: usize) -> String {
        let all = &self.source.plan.tasks;
        let external = |index: Option<usize>| index.map(|index| all[index].external_id.as_str());
        fields::print_of(&all[index], external(self.parent(index)), external(self.after[index]))
    }

    fn known(&self, index: usize) -> Option<&refs::Known> {
        let key = refs::key(&self.scope, &self.source.plan.tasks[index].external_id);
        self.source.survey.refs.get(Task::MODEL, &key)
    }

    fn parts(&self, index: usize) -> Option<Changed> {
        Some(Changed::between(&self.known(index)?.print, &self.print(index)))
    }

    fn mark(&self, index: usize, id: Id<Task>, print: String) -> Mark {
        let key = refs::key(&self.scope, &self.source.plan.tasks[index].external_id);
        Mark { model: Task::MODEL, key, object: id.cast(), print, known: self.known(index).is_some() }
    }

    /// The links of a task, with the place of each predecessor in the plan.
    fn links(&self, index: usize, remarks: &mut Remarks) -> Vec<(usize, Dependency)> {
        let mut out = Vec::new();
        for link in &self.source.plan.tasks[index].links {
            let at = self.index.get(link.predecessor.as_str()).copied();
            let Some((at, task_id)) = at.and_then(|at| Some((at, self.states[at].id()?))) else {
                remarks.push("a link to a task in the trash was left out".into());
                continue;
            };
            let kind = convert::link_kind(link.kind);
            match links::check(kind, &link.lag) {
                Ok(lag) => out.push((at, Dependency::new(task_id, kind, lag))),
                Err(refused) => remarks.push(format!("a link was left out: {}", refused.detail)),
            }
        }
        out
    }

    fn create(&self, index: usize, id: Id<Task>, row: usize, draft: &mut Draft, late: &mut Draft) {
        let mut remarks = Remarks::new();
        let mut task = self.source.task(&self.source.plan.tasks[index], &mut remarks);
        task.id = id;
        task.parent_id = self.parent_id(index);
        if let Place::New(rank) = &self.places[index] {
            task.rank.clone_from(rank);
        }
        // A link to a task further down waits until that one is there.
        let (now, later): (Vec<_>, Vec<_>) =
            self.links(index, &mut remarks).into_iter().partition(|(at, _)| !self.guarded && *at < index);
        task.dependencies = now.into_iter().map(|(_, link)| link).collect();
        let print = self.print(index);
        let mark = self.mark(index, id, print.clone());
        draft.act(row, Action::Created, Some(id.cast()));
        draft.say(row, remarks);
        if later.is_empty() {
            return draft.step(row, Work::Task(Box::new(task), mark));
        }
        let begun = Mark { print: print::without(&print, Part::Links.at()), ..mark.clone() };
        draft.step(row, Work::Task(Box::new(task), begun));
        let links = later.into_iter().map(|(_, link)| link).collect();
        late.step(row, Work::Link { task: id, links, guarded: self.guarded, mark: Mark { known: true, ..mark } });
    }

    fn change(&self, index: usize, id: Id<Task>, row: usize, draft: &mut Draft, late: &mut Draft) {
        draft.act(row, Action::Unchanged, Some(id.cast()));
        let Some(mut parts) = self.parts(index).filter(|parts| parts.beyond(&[])) else { return };
        let spot = self.source.survey.tasks.get(&id);
        let elsewhere = spot.is_none_or(|spot| spot.project != self.source.target.id);
        if elsewhere {
            draft.say(row, ["it was moved to another project; its place and status stay".to_owned()]);
            parts = parts.except(Part::Parent.at()).except(Part::After.at()).except(Part::Status.at());
        }
        let mark = self.mark(index, id, self.print(index));
        let parent = self.parent_id(index);
        let climbs = parts.has(Part::Parent.at()) && spot.is_some_and(|spot| spot.parent != parent);
        let moves = !elsewhere && (climbs || self.places[index] == Place::Moves);
        let changes = parts.beyond(&[Part::Parent.at(), Part::After.at()]);
        if changes {
            let mut remarks = Remarks::new();
            let mut target = self.source.task(&self.source.plan.tasks[index], &mut remarks);
            target.id = id;
            target.dependencies = self.links(index, &mut remarks).into_iter().map(|(_, link)| link).collect();
            draft.say(row, remarks);
            let change = Change::Task(Box::new(target), parts, Arc::clone(&self.ours));
            late.step(row, Work::Change(change, mark.clone()));
        }
        if moves {
            let after = self.after[index].and_then(|after| self.states[after].id());
            late.step(row, Work::Move { task: id, parent, after, mark: mark.clone() });
        }
        if changes || moves {
            draft.act(row, Action::Updated, Some(id.cast()));
        } else {
            draft.remember(row, mark);
        }
    }
}
