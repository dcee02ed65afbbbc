//! A project exported is the file that it was imported from, as far as the product holds it: for files that
//! Project saved, and for random ones; and imported elsewhere it is the same project.
#![allow(clippy::allow_attributes, clippy::unwrap_used, reason = "tests")]

mod common;

use common::organization::{Office, plan};
use common::random::plans;
use common::{generated, shared};
use guildhall_core::work::Project;
use guildhall_interchange::export::{self, Format};
use guildhall_interchange::model::{Hours, ImportPlan, PlannedCalendar, PlannedTask, Span};
use guildhall_interchange::mspdi;
use guildhall_store::Id;
use jiff::civil::time;
use proptest::test_runner::{Config, TestRunner};
use std::collections::HashSet;

/// A plan as the product holds it: people and calendars as far as tasks lead to them, by what they are and not
/// by their numbers; lengths as working time, without the mark of an estimate; the start as a day.
#[derive(Debug, PartialEq)]
struct Held {
    name: String,
    description: String,
    start: Option<String>,
    currency: String,
    calendar: PlannedCalendar,
    tasks: Vec<HeldTask>,
}

#[derive(Debug, PartialEq)]
struct HeldTask {
    /// Without what names something else.
    task: PlannedTask,
    calendar: Option<PlannedCalendar>,
    /// Place of the predecessor, type and lag.
    links: Vec<(usize, String, String)>,
    people: Vec<HeldPerson>,
}

/// Name, address, calendar, units, work.
type HeldPerson = (String, Option<String>, Option<PlannedCalendar>, i64, Option<i64>);

fn held(plan: &ImportPlan) -> Held {
    let calendar = |id: Option<&String>| {
        let found = plan.calendars.iter().find(|each| Some(&each.external_id) == id)?;
        let mut calendar = PlannedCalendar { external_id: String::new(), ..found.clone() };
        calendar.exceptions.iter_mut().for_each(|each| each.name.clear());
        Some(calendar)
    };
    let own = plan.project.calendar.as_ref();
    let place = |id: &str| plan.tasks.iter().position(|task| task.external_id == id).unwrap();
    let task = |task: &PlannedTask| {
        let kind = |kind| format!("{kind:?}").to_uppercase();
        let link = |link: &guildhall_interchange::model::PlannedLink| {
            (place(&link.predecessor), kind(link.kind), link.lag.clone())
        };
        let mut links: Vec<_> = task.links.iter().map(link).collect();
        links.sort();
        let person = |each: &guildhall_interchange::model::PlannedAssignment| {
            let person = plan.people.iter().find(|person| person.external_id == each.person).unwrap();
            let hours = calendar(person.calendar.as_ref());
            (person.name.clone(), person.email.clone(), hours, each.units, each.work)
        };
        let people = task.assignments.iter().map(person).collect();
        HeldTask { task: plain(task), calendar: calendar(task.calendar.as_ref()), links, people }
    };
    // Project would begin today what has no start: such a file says when its first task begins.
    let earliest = || plan.tasks.iter().filter_map(|task| task.start).min_by_key(|start| common::shown(Some(*start)));
    let start = plan.project.start.or_else(earliest);
    Held {
        name: plan.project.name.clone(),
        description: plan.project.description.clone(),
        start: start.map(|start| common::shown(Some(start))[..10].to_owned()),
        currency: plan.project.currency.clone().unwrap_or("EUR".to_owned()),
        calendar: calendar(own).unwrap_or_else(standard),
        tasks: plan.tasks.iter().map(task).collect(),
    }
}

fn standard() -> PlannedCalendar {
    let stretch = |from, to| Hours { from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) };
    let day = |at| if at < 5 { vec![stretch(8, 12), stretch(13, 17)] } else { Vec::new() };
    PlannedCalendar {
        external_id: String::new(),
        name: "Standard".to_owned(),
        week: std::array::from_fn(day),
        exceptions: Vec::new(),
        time_zone: None,
    }
}

fn working(span: Option<Span>) -> Option<Span> {
    span.map(|span| Span { minutes: span.minutes, elapsed: false, estimated: false })
}

fn plain(task: &PlannedTask) -> PlannedTask {
    let mut task = task.clone();
    (task.external_id, task.row, task.calendar) = Default::default();
    (task.links, task.assignments) = Default::default();
    (task.duration, task.remaining_duration) = (working(task.duration), working(task.remaining_duration));
    task.baselines.iter_mut().for_each(|each| each.duration = working(each.duration));
    let silent = if task.status == "done" { 100 } else { 0 };
    task.percent_complete = task.percent_complete.or(Some(silent));
    task
}

/// The plan without where its rows stood.
fn nowhere(mut plan: ImportPlan) -> ImportPlan {
    plan.tasks.iter_mut().for_each(|task| task.row.clear());
    plan
}

async fn exported(office: &Office, project: Id<Project>) -> (ImportPlan, String) {
    let plan = office.read(move |cx| Box::pin(async move { export::plan(cx, project.cast()).await })).await;
    let file = export::export(&office.app, &office.caller, project.cast(), Format::Mspdi).await.unwrap();
    (plan, String::from_utf8(file.bytes).unwrap())
}

async fn import(office: &Office, plan: ImportPlan) -> Id<Project> {
    let report = office.import(plan).await.unwrap();
    assert_eq!((report.status.as_str(), report.error.as_deref(), report.skipped), ("done", None, 0));
    report.project_id.unwrap()
}

/// A whole has the progress of its parts here, whatever a file says, and by its progress a file tells its status
/// and whether something of it is left.
fn parts_speak<'t>(wholes: &HashSet<usize>, tasks: impl Iterator<Item = &'t mut PlannedTask>) {
    for (_, task) in tasks.enumerate().filter(|(at, _)| wholes.contains(at)) {
        (task.percent_complete, task.status, task.remaining_duration) = Default::default();
    }
}

/// What is held, the progress of wholes aside.
fn held_apart(plan: &ImportPlan, wholes: &HashSet<usize>) -> Held {
    let mut held = held(plan);
    parts_speak(wholes, held.tasks.iter_mut().map(|one| &mut one.task));
    held
}

/// In, out, and into another organization, and out of that.
async fn round(here: &Office, elsewhere: &Office, plan: ImportPlan) {
    let wholes: HashSet<usize> = plan.tasks.iter().filter_map(|part| part.parent).collect();
    let wanted = held_apart(&plan, &wholes);
    let project = import(here, plan).await;
    let (first, document) = exported(here, project).await;
    similar(&held_apart(&first, &wholes), &wanted);
    let read = mspdi::parse(document.as_bytes()).unwrap();
    assert_eq!(read.warnings, []);
    let (mut told, mut meant) = (nowhere(read.clone()).tasks, first.tasks.clone());
    parts_speak(&wholes, told.iter_mut());
    parts_speak(&wholes, meant.iter_mut());
    assert_eq!(told, meant);
    assert_eq!((&read.people, &read.calendars), (&first.people, &first.calendars));
    let copy = import(elsewhere, read).await;
    let (second, _) = exported(elsewhere, copy).await;
    assert_ne!(second.project.external_id, first.project.external_id);
    similar(&held_apart(&second, &wholes), &held_apart(&first, &wholes));
    let progress = |plan: &ImportPlan| plan.tasks.iter().map(|task| task.percent_complete).collect::<Vec<_>>();
    assert_eq!(progress(&second), progress(&first));
}

/// Task by task, so that a difference can be read.
fn similar(found: &Held, wanted: &Held) {
    for (found, wanted) in found.tasks.iter().zip(&wanted.tasks) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found, wanted);
}

/// Elapsed lengths become working time on the way in; the rest of the file stays as it is.
fn without_elapsed(mut plan: ImportPlan) -> ImportPlan {
    for task in &mut plan.tasks {
        (task.duration, task.remaining_duration) = (working(task.duration), working(task.remaining_duration));
        task.baselines.iter_mut().for_each(|each| each.duration = working(each.duration));
    }
    plan
}

#[tokio::test]
async fn files_that_project_saved_come_out_as_they_came_in() {
    for name in [
        "baselines.xml",
        "calendar-calendars-project2010-mspdi.xml",
        "msproject-legacy_bug1.xml",
        "msproject-legacy_sample.xml",
        "msproject-slack9.xml",
        "task-links-project2010-mspdi.xml",
    ] {
        let Some(bytes) = shared(&format!("scheduling/mspdi/{name}")) else { return };
        println!("{name}");
        for (here, elsewhere) in Office::each().await.iter().zip(Office::each().await) {
            round(here, &elsewhere, plan(&bytes)).await;
        }
    }
}

#[tokio::test]
async fn files_of_ours_come_out_as_they_came_in() {
    let small = include_str!("small/plan.xml").as_bytes().to_vec();
    for bytes in [Some(small), generated("make_mspdi.py", &["--tasks", "300"])].into_iter().flatten() {
        for (here, elsewhere) in Office::each().await.iter().zip(Office::each().await) {
            let mut plan = without_elapsed(plan(&bytes));
            // Who is here already keeps the address of their account.
            plan.people.iter_mut().for_each(|person| person.name.push_str(" of the file"));
            round(here, &elsewhere, plan).await;
        }
    }
}

#[test]
fn random_projects_come_out_as_they_came_in() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config { cases: 16, failure_persistence: None, ..Config::default() });
    let tested = runner.run(&plans(), |mut plan| {
        // Addresses that are none are not kept.
        for (person, number) in plan.people.iter_mut().zip(0..) {
            person.email = person.email.is_some().then(|| format!("p{number}@example.org"));
        }
        runtime.block_on(async {
            let (here, elsewhere) = (Office::sqlite().await, Office::sqlite().await);
            round(&here, &elsewhere, without_elapsed(plan)).await;
        });
        Ok(())
    });
    tested.unwrap();
}
