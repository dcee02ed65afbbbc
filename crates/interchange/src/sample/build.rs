//! A script as objects, ready to be stored: everything has its id, nothing has been written.

use super::plan::{self, Flat, Stage, When};
use super::script::{Item, Script};
use guildhall_core::amount::Amount;
use guildhall_core::field::Doc;
use guildhall_core::org::User;
use guildhall_core::org::organization;
use guildhall_core::time::Timestamp;
use guildhall_core::work::baseline::BaselineTask;
use guildhall_core::work::checklist::Item as Tick;
use guildhall_core::work::status::{self, Status, StatusKind};
use guildhall_core::work::task::dates::to_days;
use guildhall_core::work::task::links::Dependency;
use guildhall_core::work::task::sides::Assignment;
use guildhall_core::work::{Baseline, Checklist, Comment, Label, Project, Task, rank};
use guildhall_core::{AnyId, Result, ids};
use guildhall_schedule::{Calendar, Instant};
use guildhall_store::Id;
use std::collections::HashMap;

/// Who and what the scripts name.
pub(super) struct People {
    pub all: Vec<(&'static str, Id<User>)>,
    /// Who makes the sample.
    pub me: Id<User>,
    pub labels: Vec<(&'static str, Id<Label>)>,
}

/// A project as objects.
pub(super) struct Built {
    pub project: Project,
    pub tasks: Vec<Task>,
    pub checklists: Vec<Checklist>,
    pub comments: Vec<Comment>,
    pub baseline: Option<(Baseline, Vec<BaselineTask>)>,
    /// Names that lead nowhere: none, which a test holds.
    pub unknown: Vec<&'static str>,
}

/// Cost of an hour of work, in 1/10,000.
const HOUR: i64 = 65 * 10_000;
const MINUTES_PER_DAY: i64 = 480;

struct Builder<'s> {
    script: &'s Script,
    people: &'s People,
    statuses: Vec<Status>,
    ids: HashMap<&'static str, Id<Task>>,
    now: Timestamp,
    calendar: Calendar,
    built: Built,
}

/// Builds a script around today.
pub(super) fn build(script: &Script, people: &People, zone: &str, now: Timestamp) -> Result<Built> {
    let calendar = Calendar::standard(organization::zone("timeZone", zone)?);
    let flat = plan::flatten(&script.items);
    let when = plan::plan(script, &flat, &calendar, Instant(now.0))?;
    let statuses = statuses(script);
    let project = Project {
        id: ids::fresh(now),
        key: script.key.into(),
        name: script.name.into(),
        description: script.description.into(),
        priority: script.priority.into(),
        visibility: if script.private { "private" } else { "organization" }.into(),
        statuses: Doc(statuses.clone()),
        ..Project::default()
    };
    let built = Built {
        project,
        tasks: Vec::new(),
        checklists: Vec::new(),
        comments: Vec::new(),
        baseline: None,
        unknown: Vec::new(),
    };
    let mut builder = Builder { script, people, statuses, ids: HashMap::new(), now, calendar, built };
    builder.project(&when);
    let ids: Vec<Id<Task>> = flat.iter().map(|_| ids::fresh(now)).collect();
    builder.ids = flat.iter().zip(&ids).map(|(each, id)| (each.item.id, *id)).collect();
    let mut paths: Vec<Vec<u8>> = Vec::with_capacity(flat.len());
    for (index, each) in flat.iter().enumerate() {
        let mut path = each.parent.map(|parent| paths[parent].clone()).unwrap_or_default();
        path.extend_from_slice(ids[index].as_bytes());
        paths.push(path.clone());
        let task = Task {
            id: ids[index],
            parent_id: each.parent.map(|parent| ids[parent]),
            path,
            rank: rank::nth(each.place),
            ..builder.task(each, &when[index])
        };
        builder.hanging(each.item, task.id);
        builder.built.tasks.push(task);
    }
    builder.baseline(&flat, &when);
    Ok(builder.built)
}

fn statuses(script: &Script) -> Vec<Status> {
    if script.statuses.is_empty() {
        return status::defaults();
    }
    let kind = |name: &str| match name {
        "done" => StatusKind::Done,
        "active" => StatusKind::Active,
        "cancelled" => StatusKind::Cancelled,
        _ => StatusKind::Open,
    };
    let all = script.statuses.iter();
    all.map(|(key, name, means)| Status { key: (*key).into(), name: (*name).into(), kind: kind(means) }).collect()
}

impl Builder<'_> {
    fn person(&mut self, name: &'static str) -> Id<User> {
        let found = self.people.all.iter().find(|(known, _)| *known == name).map(|(_, id)| *id);
        if found.is_none() && !name.is_empty() {
            self.built.unknown.push(name);
        }
        found.unwrap_or(self.people.me)
    }

    fn project(&mut self, when: &[When]) {
        let owner = self.person(self.script.owner);
        let zone = self.calendar.zone().clone();
        let day = |at: Option<Instant>| at.map(|at| Timestamp(at.0).day_in(&zone));
        let mut members: Vec<Id<User>> = Vec::new();
        for flat in plan::flatten(&self.script.items) {
            members.extend(flat.item.who.iter().map(|name| self.person(name)));
        }
        let project = &mut self.built.project;
        project.owner_id = owner;
        project.start_date = day(when.iter().map(|each| each.start).min());
        project.end_date = day(when.iter().map(|each| each.finish).max());
        members.sort_unstable();
        members.dedup();
        project.member_ids = members;
    }

    fn status(&self, item: &Item, when: &When) -> (String, StatusKind) {
        let someday = |item: &Item| item.someday;
        let idle = item.someday || (!item.parts.is_empty() && item.parts.iter().all(someday));
        let soon = self.calendar.between(Instant(self.now.0), when.start) < 8 * MINUTES_PER_DAY;
        let of_kind = |kind: StatusKind| self.statuses.iter().filter(move |status| status.kind == kind);
        let found = match (item.status, when.stage) {
            (Some(key), _) => self.statuses.iter().find(|status| status.key == key),
            (None, Stage::Done) => of_kind(StatusKind::Done).next(),
            (None, Stage::Active) if when.percent >= 85 && item.parts.is_empty() => of_kind(StatusKind::Active).nth(1),
            (None, Stage::Active) => of_kind(StatusKind::Active).next(),
            (None, Stage::Open) if soon && !idle => of_kind(StatusKind::Open).nth(1),
            (None, Stage::Open) => of_kind(StatusKind::Open).next(),
        };
        found.map_or((String::new(), StatusKind::Open), |status| (status.key.clone(), status.kind))
    }

    fn task(&mut self, flat: &Flat<'_>, when: &When) -> Task {
        let item = flat.item;
        let (status, kind) = self.status(item, when);
        let dated = !item.someday && !(item.parts.iter().any(|part| part.someday));
        let at = |instant: Instant| dated.then_some(Timestamp(instant.0));
        let share = |first: bool| Amount(if first { 10_000 } else { 5_000 });
        let people: Vec<Id<User>> = item.who.iter().map(|name| self.person(name)).collect();
        let assignments = people.iter().enumerate().map(|(n, user_id)| Assignment {
            user_id: *user_id,
            units: share(n == 0),
            work: None,
        });
        let due = item.due.and_then(|days| self.calendar.add(when.finish, days * MINUTES_PER_DAY).ok());
        let mut task = Task {
            project_id: self.built.project.id,
            title: item.title.into(),
            description: item.text.into(),
            status,
            status_kind: kind.as_str().into(),
            priority: item.priority.into(),
            assignments: assignments.collect(),
            labels: self.labels(item),
            start_date: at(when.start),
            end_date: at(when.finish),
            due_date: due.map(|due| Timestamp(due.0)),
            duration: dated.then(|| to_days(when.minutes, MINUTES_PER_DAY)),
            duration_minutes: dated.then_some(when.minutes),
            dependencies: self.links(item),
            percent_complete: Amount(when.percent * 10_000),
            actual_start: at(when.start).filter(|_| when.stage != Stage::Open),
            actual_finish: at(when.finish).filter(|_| when.stage == Stage::Done),
            milestone: item.milestone,
            ..Task::default()
        };
        if self.script.baseline.is_some() && dated {
            task.baseline_start = Some(Timestamp(when.planned.0.0));
            task.baseline_end = Some(Timestamp(when.planned.1.0));
        }
        if item.parts.is_empty() && dated && !item.milestone {
            costs(&mut task, item, when);
        }
        task
    }

    fn labels(&mut self, item: &Item) -> Vec<Id<Label>> {
        let mut out = Vec::with_capacity(item.labels.len());
        for name in item.labels {
            match self.people.labels.iter().find(|(known, _)| known == name) {
                Some((_, id)) => out.push(*id),
                None => self.built.unknown.push(name),
            }
        }
        out.sort_unstable();
        out
    }

    fn links(&self, item: &Item) -> Vec<Dependency> {
        let link = |(name, kind, lag): &(&str, &str, &str)| {
            let task_id = self.ids.get(name).copied()?;
            Some(Dependency::new(task_id, *kind, *lag))
        };
        item.after.iter().filter_map(link).collect()
    }

    fn hanging(&mut self, item: &Item, task: Id<Task>) {
        let project_id: Option<AnyId> = Some(self.built.project.id.cast());
        for (title, items) in &item.checklists {
            let tick = |(text, done): &(&str, bool)| Tick {
                id: Some(ids::fresh(self.now)),
                text: (*text).into(),
                done: *done,
            };
            let items = Doc(items.iter().map(tick).collect());
            let id = ids::fresh(self.now);
            let list =
                Checklist { id, task_id: task, title: (*title).into(), items, project_id, ..Checklist::default() };
            self.built.checklists.push(list);
        }
        let mut asked: Option<Id<Comment>> = None;
        for said in &item.comments {
            let id: Id<Comment> = ids::fresh(self.now);
            let parent_id = asked.filter(|_| said.answer);
            if parent_id.is_none() {
                asked = Some(id);
            }
            let user_id = self.person(said.who);
            self.built.comments.push(Comment {
                id,
                task_id: task,
                user_id,
                parent_id,
                content: said.text.into(),
                project_id,
                created_at: self.now.plus_seconds(-said.hours_ago * 3600),
                ..Comment::default()
            });
        }
    }

    fn baseline(&mut self, flat: &[Flat<'_>], when: &[When]) {
        let Some(name) = self.script.baseline else { return };
        let project_id = self.built.project.id;
        let baseline = Baseline { id: ids::fresh(self.now), project_id, name: name.into(), ..Baseline::default() };
        let frozen = self.built.tasks.iter().zip(flat).zip(when).map(|((task, each), when)| {
            let minutes = each.item.planned.unwrap_or(when.minutes);
            BaselineTask {
                task_id: task.id,
                title: task.title.clone(),
                start_date: Some(Timestamp(when.planned.0.0)),
                end_date: Some(Timestamp(when.planned.1.0)),
                duration: Some(to_days(minutes, MINUTES_PER_DAY)),
                work: task.estimate_hours,
                cost: task.estimate_cost,
                currency: task.currency.clone(),
            }
        });
        self.built.baseline = Some((baseline, frozen.collect()));
    }
}

/// Hours and money: as estimated, and as it turned out so far.
fn costs(task: &mut Task, item: &Item, when: &When) {
    let planned = item.planned.unwrap_or(item.minutes);
    let halves = 1 + i64::try_from(item.who.len()).unwrap_or(1).max(1);
    let hours = |minutes: i64| minutes * halves * 10_000 / 120;
    let money = |hours: i64| hours / 10_000 * HOUR;
    let things = item.cost * 10_000;
    let estimate = hours(planned);
    task.estimate_hours = Some(Amount(estimate));
    task.estimate_cost = Some(Amount(money(estimate) + things));
    if when.percent > 0 {
        let spent = hours(item.minutes) * when.percent / 100;
        task.actual_hours = Some(Amount(spent));
        let paid = if when.stage == Stage::Done { things } else { things / 2 };
        task.actual_cost = Some(Amount(money(spent) + paid));
    }
    task.currency = Some(super::CURRENCY.into());
}
