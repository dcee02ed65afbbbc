//! What is written, step by step. Everything was decided on a snapshot; a step looks again only where people
//! could have come between: a parent that went into the trash, a task that was changed. Every step writes its
//! line of the refs in the same transaction, so that an import that broke off goes on where it stopped.

use super::around::{DETAIL, NAME, take_calendar};
use super::dump::{self, Shared};
use super::fields::{self, Ours};
use super::hanging::take_checklist;
use super::print::Changed;
use super::refs::Mark;
use guildhall_core::entity::{Entity, Given, Head};
use guildhall_core::org::{Member, member_calendar};
use guildhall_core::time::Timestamp;
use guildhall_core::work::baseline::BaselineTask;
use guildhall_core::work::task::bulk;
use guildhall_core::work::task::links::{self, Dependency};
use guildhall_core::work::task::tree::{self, Destination, LEVELS};
use guildhall_core::work::{Baseline, Calendar, Checklist, Comment, Label, Project, Task};
use guildhall_core::{AnyId, Ctx, Error, Resource, Result, crud};
use guildhall_store::Id;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Something to write for a row of the report.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub row: usize,
    pub work: Work,
}

/// What to write.
#[derive(Debug, Clone)]
pub(super) enum Work {
    Calendar(Box<Calendar>, Mark),
    /// A person, and the calendar of their own.
    Person(Member, Option<Id<Calendar>>, Mark),
    Label(Label, Mark),
    Project(Box<Project>, Mark),
    Task(Box<Task>, Mark),
    Checklist(Box<Checklist>, Mark),
    Comment(Box<Comment>, Mark),
    Baseline(Box<Baseline>, Mark),
    Freeze(Id<Baseline>, Box<BaselineTask>),
    Change(Change, Mark),
    Move {
        task: Id<Task>,
        parent: Option<Id<Task>>,
        after: Option<Id<Task>>,
        mark: Mark,
    },
    Link {
        task: Id<Task>,
        links: Vec<Dependency>,
        guarded: bool,
        mark: Mark,
    },
    Mark(Mark),
    /// A new document of an export, by its position there.
    Document(Shared, usize, Mark),
    /// What an export changed of one.
    Amend(Shared, usize, Changed, Mark),
}

/// What to change: the object as the file has it, and which parts of it.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Calendar(Box<Calendar>, Changed),
    Person(Box<Member>, Changed),
    Label(Label, Changed),
    /// As it was and as it is to be.
    Project(Box<Project>, Box<Project>),
    Task(Box<Task>, Changed, Arc<Ours>),
    Checklist(Box<Checklist>, Changed),
    Comment(Box<Comment>),
}

/// Steps that are written together.
pub(super) struct Chunk {
    pub source: &'static str,
    pub steps: Vec<Step>,
    pub project: Id<Project>,
    /// The key of the project, once it is there.
    pub key: Option<String>,
}

/// What turned out otherwise than planned.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The key of the project that the chunk made.
    pub key: Option<String>,
    /// Rows that were left out after all, and remarks on rows.
    pub skipped: Vec<(usize, String)>,
    pub remarks: Vec<(usize, String)>,
}

const GONE: &str = "it was trashed or moved while the import was running";

/// Writes a chunk.
pub(super) async fn write(cx: &mut Ctx, chunk: &Chunk) -> Result<Outcome> {
    let mut outcome = Outcome { key: chunk.key.clone(), ..Outcome::default() };
    let mut at = 0;
    while let Some(step) = chunk.steps.get(at) {
        if matches!(step.work, Work::Task(..)) {
            let run = chunk.steps[at..].iter().take_while(|step| matches!(step.work, Work::Task(..))).count();
            write_tasks(cx, chunk, &chunk.steps[at..at + run], &mut outcome).await?;
            at += run;
        } else if matches!(step.work, Work::Document(..)) {
            let run = chunk.steps[at..].iter().take_while(|step| matches!(step.work, Work::Document(..))).count();
            dump::write::documents(cx, chunk.source, &chunk.steps[at..at + run], &mut outcome).await?;
            at += run;
        } else {
            write_one(cx, chunk, step, &mut outcome).await?;
            at += 1;
        }
    }
    Ok(outcome)
}

fn head(cx: &Ctx, id: AnyId) -> Head {
    Head { id, organization_id: cx.organization, revision: 1 }
}

/// Stores a new object, and its line.
async fn store<E: Resource>(cx: &mut Ctx, source: &str, entity: &E, mark: &Mark) -> Result<()> {
    let mut entity = entity.clone();
    entity.set_head(head(cx, entity.head().id), cx.now);
    crud::store_as_is(cx, &entity).await?;
    mark.write(cx, source).await
}

async fn write_one(cx: &mut Ctx, chunk: &Chunk, step: &Step, outcome: &mut Outcome) -> Result<()> {
    let source = chunk.source;
    match &step.work {
        Work::Calendar(calendar, mark) => store(cx, source, &**calendar, mark).await,
        Work::Person(member, hours, mark) => {
            store(cx, source, member, mark).await?;
            match hours {
                Some(calendar) => Ok(member_calendar::place(cx, member.id, *calendar).await?),
                None => Ok(()),
            }
        }
        Work::Label(label, mark) => store(cx, source, label, mark).await,
        Work::Checklist(checklist, mark) => store(cx, source, &**checklist, mark).await,
        Work::Baseline(baseline, mark) => {
            let baseline = Baseline { created_by: cx.actor, ..(**baseline).clone() };
            store(cx, source, &baseline, mark).await
        }
        Work::Comment(comment, mark) => {
            let mut comment = (**comment).clone();
            let at = comment.created_at;
            comment.set_head(head(cx, comment.id.cast()), at);
            crud::store_as_is(cx, &comment).await?;
            mark.write(cx, source).await
        }
        Work::Project(project, mark) => {
            let project = (**project).clone();
            let id = project.id.cast();
            let made = crud::insert(cx, project, Some(id), &Given::default()).await?;
            outcome.key = Some(made.key);
            mark.write(cx, source).await
        }
        Work::Freeze(baseline, task) => Ok(Baseline { id: *baseline, ..Baseline::default() }.freeze(cx, task).await?),
        Work::Change(change, mark) => {
            match write_change(cx, change, step.row, outcome).await {
                Err(Error::NotFound) => outcome.skipped.push((step.row, GONE.to_owned())),
                other => other?,
            }
            mark.write(cx, source).await
        }
        Work::Move { task, parent, after, mark } => {
            relocate(cx, *task, *parent, *after).await?;
            mark.write(cx, source).await
        }
        Work::Link { task, links, guarded, mark } => {
            let links =
                if *guarded { without_circles(cx, *task, links, step.row, outcome).await? } else { links.clone() };
            bulk::link(cx, *task, &links).await?;
            mark.write(cx, source).await
        }
        Work::Amend(..) => dump::write::amend(cx, source, step, outcome).await,
        Work::Task(..) | Work::Document(..) => Ok(()),
        Work::Mark(mark) => mark.write(cx, source).await,
    }
}

/// The paths of the parents that stand already; locked, so that none is moved while a child comes in.
async fn parents(cx: &Ctx, chunk: &Chunk, steps: &[Step]) -> Result<HashMap<Id<Task>, Vec<u8>>> {
    let own: HashSet<Id<Task>> = steps.iter().filter_map(|step| task_of(step).map(|task| task.id)).collect();
    let mut wanted: Vec<Id<Task>> = steps.iter().filter_map(|step| task_of(step)?.parent_id).collect();
    wanted.retain(|id| !own.contains(id));
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = "SELECT t.id, t.path FROM tasks t WHERE t.organization_id = $1 AND t.id = ANY($2) AND t.project_id = $3 \
        AND t.deleted_at IS NULL ORDER BY t.id FOR NO KEY UPDATE OF t";
    let rows: Vec<(Id<Task>, Vec<u8>)> = cx.tx.rows(sql, &[&wanted, &chunk.project]).await?;
    Ok(rows.into_iter().collect())
}

fn task_of(step: &Step) -> Option<&Task> {
    match &step.work {
        Work::Task(task, _) => Some(task),
        _ => None,
    }
}

async fn write_tasks(cx: &mut Ctx, chunk: &Chunk, steps: &[Step], outcome: &mut Outcome) -> Result<()> {
    let key = outcome.key.clone().ok_or_else(|| Error::Internal("tasks came before their project".into()))?;
    let mut paths = parents(cx, chunk, steps).await?;
    let mut tasks: Vec<Task> = Vec::with_capacity(steps.len());
    let mut marks: Vec<&Mark> = Vec::with_capacity(steps.len());
    for step in steps {
        let Work::Task(task, mark) = &step.work else { continue };
        let mut path = match task.parent_id.map(|parent| paths.get(&parent)) {
            None => Vec::new(),
            Some(Some(path)) => path.clone(),
            Some(None) => {
                outcome.skipped.push((step.row, "the task above it was trashed or moved meanwhile".into()));
                continue;
            }
        };
        path.extend_from_slice(task.id.as_bytes());
        if path.len() / 12 > LEVELS {
            outcome.skipped.push((step.row, format!("tasks nest at most {LEVELS} levels deep")));
            continue;
        }
        paths.insert(task.id, path.clone());
        let mut task = Task { path, created_by: cx.actor, ..(**task).clone() };
        task.set_head(head(cx, task.id.cast()), cx.now);
        tasks.push(task);
        marks.push(mark);
    }
    let here: HashSet<Id<Task>> = tasks.iter().map(|task| task.id).collect();
    for task in &mut tasks {
        // A predecessor that was left out just now has no row to lead to.
        let skipped =
            |id: &Id<Task>| !here.contains(id) && steps.iter().filter_map(task_of).any(|other| other.id == *id);
        task.dependencies.retain(|link| !skipped(&link.task_id));
    }
    bulk::store(cx, &key, &mut tasks).await?;
    for mark in marks {
        mark.write(cx, chunk.source).await?;
    }
    Ok(())
}

async fn write_change(cx: &mut Ctx, change: &Change, row: usize, outcome: &mut Outcome) -> Result<()> {
    match change {
        Change::Calendar(target, parts) => {
            update::<Calendar>(cx, target.id.cast(), |calendar, _| take_calendar(calendar, target, parts)).await
        }
        Change::Label(target, parts) => {
            let take = |label: &mut Label, _: Timestamp| {
                if parts.has(NAME) {
                    label.name.clone_from(&target.name);
                }
                if parts.has(DETAIL) {
                    label.color.clone_from(&target.color);
                }
            };
            update(cx, target.id.cast(), take).await
        }
        Change::Person(target, parts) => {
            let take = |member: &mut Member, _: Timestamp| {
                if parts.has(NAME) {
                    member.name.clone_from(&target.name);
                }
                if parts.has(DETAIL) {
                    member.email.clone_from(&target.email);
                }
            };
            update(cx, target.id.cast(), take).await
        }
        Change::Project(was, target) => {
            update::<Project>(cx, target.id.cast(), |project, _| rebase(project, was, target)).await
        }
        Change::Checklist(target, parts) => {
            update::<Checklist>(cx, target.id.cast(), |checklist, _| take_checklist(checklist, target, parts)).await
        }
        Change::Comment(target) => {
            let take = |comment: &mut Comment, now: Timestamp| {
                comment.content.clone_from(&target.content);
                comment.edited_at = Some(now);
            };
            update(cx, target.id.cast(), take).await
        }
        Change::Task(target, parts, ours) => {
            let old: Task = crud::get_locked(cx, target.id.cast(), Some(false)).await?;
            let mut new = old.clone();
            fields::take(&mut new, target, parts, ours);
            let fresh = new.dependencies.iter().filter(|link| !old.depends_on.contains(&link.task_id)).cloned();
            let fresh: Vec<Dependency> = fresh.collect();
            let good = without_circles(cx, target.id, &fresh, row, outcome).await?;
            new.dependencies.retain(|link| !fresh.contains(link) || good.contains(link));
            bulk::complete(&mut new);
            crud::save_as_is(cx, &old, new, &Given::default(), "updated").await.map(drop)
        }
    }
}

/// Changes an object as it is now.
async fn update<E: Resource>(cx: &mut Ctx, id: AnyId, take: impl Fn(&mut E, Timestamp)) -> Result<()> {
    let old: E = crud::get_locked(cx, id, Some(false)).await?;
    let mut new = old.clone();
    take(&mut new, cx.now);
    crud::save_as_is(cx, &old, new, &Given::default(), "updated").await.map(drop)
}

/// Makes of the project what was planned from another state of it: only what differs there changes here.
fn rebase(project: &mut Project, was: &Project, target: &Project) {
    if was.name != target.name {
        project.name.clone_from(&target.name);
    }
    if was.description != target.description {
        project.description.clone_from(&target.description);
    }
    if was.start_date != target.start_date {
        project.start_date = target.start_date;
    }
    if was.currency != target.currency {
        project.currency.clone_from(&target.currency);
    }
    if was.calendar_id != target.calendar_id {
        project.calendar_id = target.calendar_id;
    }
    if was.critical_slack != target.critical_slack {
        project.critical_slack = target.critical_slack;
    }
    if was.lag_calendar != target.lag_calendar {
        project.lag_calendar.clone_from(&target.lag_calendar);
    }
    if was.allow_before_project_start != target.allow_before_project_start {
        project.allow_before_project_start = target.allow_before_project_start;
    }
    for status in &target.statuses.0 {
        match project.statuses.0.iter_mut().find(|own| own.key == status.key) {
            Some(own) if was.statuses.0.contains(own) => own.name.clone_from(&status.name),
            Some(_) => {}
            None => project.statuses.0.push(status.clone()),
        }
    }
}

/// The links that close no circle with what people linked here; the others are said and left out.
async fn without_circles(
    cx: &Ctx,
    task: Id<Task>,
    links: &[Dependency],
    row: usize,
    outcome: &mut Outcome,
) -> Result<Vec<Dependency>> {
    let mut good = Vec::with_capacity(links.len());
    for link in links {
        match links::refuse_cycle(cx, link.task_id, task).await {
            Ok(()) => good.push(link.clone()),
            Err(Error::Conflict { detail, .. }) => {
                outcome.remarks.push((row, format!("a link of the file was left out: {detail}")));
            }
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(good)
}

/// Moves a task to where the file has it now.
async fn relocate(cx: &mut Ctx, task: Id<Task>, parent: Option<Id<Task>>, after: Option<Id<Task>>) -> Result<()> {
    let sql = "SELECT parent_id FROM tasks WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL";
    let beside = match after {
        None => None,
        Some(after) => {
            cx.tx.row::<(Option<Id<Task>>,)>(sql, &[&after]).await?.filter(|(own,)| *own == parent).and(Some(after))
        }
    };
    let first = if after.is_none() { first_child(cx, task, parent).await? } else { None };
    let to = Destination { parent, before: first, after: beside, ..Destination::default() };
    tree::move_to(cx, task.cast(), &to, None).await.map(drop)
}

/// The first of the siblings that a task comes to, to stand before it.
async fn first_child(cx: &Ctx, task: Id<Task>, parent: Option<Id<Task>>) -> Result<Option<Id<Task>>> {
    let found: Option<(Id<Task>,)> = match parent {
        Some(parent) => {
            let sql = "SELECT id FROM tasks WHERE organization_id = $1 AND parent_id = $2 AND id <> $3 \
                AND deleted_at IS NULL ORDER BY rank COLLATE \"C\", id LIMIT 1";
            cx.tx.row(sql, &[&parent, &task]).await?
        }
        None => {
            let sql = "SELECT t.id FROM tasks t JOIN tasks own ON own.organization_id = t.organization_id \
                AND own.project_id = t.project_id AND own.id = $2 WHERE t.organization_id = $1 \
                AND t.parent_id IS NULL AND t.id <> $2 AND t.deleted_at IS NULL \
                ORDER BY t.rank COLLATE \"C\", t.id LIMIT 1";
            cx.tx.row(sql, &[&task]).await?
        }
    };
    Ok(found.map(|(id,)| id))
}
