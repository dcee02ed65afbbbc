//! Whole files, brought into an organization and compared with their plan; then once more.
#![allow(clippy::allow_attributes, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use common::organization::{Office, plan};
use common::{generated, shared};
use guildhall_core::time::Timestamp;
use guildhall_core::work::{Baseline, Calendar, Checklist, Comment, Import, Label, Task};
use guildhall_interchange::ImportPlan;
use guildhall_interchange::apply::{self, Options};
use guildhall_interchange::model::When;
use jiff::tz::TimeZone;
use std::collections::HashMap;

fn at(when: Option<When>) -> Option<Timestamp> {
    when.map(|when| match when {
        When::Instant(at) => at.into(),
        When::Local(local) => TimeZone::UTC.to_timestamp(local).unwrap().into(),
    })
}

/// Every value of the plan stands in the organization.
async fn compare(office: &Office, plan: &ImportPlan) {
    let project = office.project(&plan.project.name).await;
    let tasks = office.outline(project.id).await;
    let names = office.names().await;
    assert_eq!(tasks.len(), plan.tasks.len());
    let external: HashMap<String, &str> = plan
        .tasks
        .iter()
        .zip(&tasks)
        .map(|(planned, task)| (task.id.to_string(), planned.external_id.as_str()))
        .collect();
    let people: HashMap<&str, &str> =
        plan.people.iter().map(|each| (each.external_id.as_str(), each.name.as_str())).collect();
    let labels: HashMap<&str, &str> =
        plan.labels.iter().map(|each| (each.external_id.as_str(), each.name.as_str())).collect();
    for (planned, task) in plan.tasks.iter().zip(&tasks) {
        assert_eq!(task.title, planned.title);
        let parent = planned.parent.map(|parent| plan.tasks[parent].external_id.as_str());
        assert_eq!(task.parent_id.map(|id| external[&id.to_string()]), parent, "{}", task.title);
        assert_eq!(task.start_date, at(planned.start), "{}", task.title);
        assert_eq!(task.end_date, at(planned.finish), "{}", task.title);
        assert_eq!(task.due_date, at(planned.due), "{}", task.title);
        assert_eq!(task.constraint_date, at(planned.constraint.and_then(|each| each.date)), "{}", task.title);
        assert_eq!(task.actual_start, at(planned.actual_start), "{}", task.title);
        let elapsed = planned.duration.is_some_and(|span| span.elapsed);
        if !elapsed {
            assert_eq!(task.duration_minutes, planned.duration.map(|span| span.minutes), "{}", task.title);
        }
        assert_eq!(task.schedule_mode == "manual", planned.manual, "{}", task.title);
        assert_eq!(task.status, planned.status, "{}", task.title);
        assert_eq!(task.estimate_cost.map(|cost| cost.0), planned.cost, "{}", task.title);
        let mut found: Vec<_> = task
            .dependencies
            .iter()
            .map(|l| (external[&l.task_id.to_string()].to_owned(), l.kind.clone(), l.lag.clone()))
            .collect();
        let kind = |link: &guildhall_interchange::model::PlannedLink| format!("{:?}", link.kind).to_uppercase();
        let mut wanted: Vec<_> =
            planned.links.iter().map(|l| (l.predecessor.clone(), kind(l), l.lag.clone())).collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{}", task.title);
        let found: Vec<_> =
            task.assignments.iter().map(|a| (names[&a.user_id.to_string()].as_str(), a.units.0)).collect();
        let wanted: Vec<_> = planned.assignments.iter().map(|a| (people[a.person.as_str()], a.units)).collect();
        assert_eq!(found, wanted, "{}", task.title);
        let mut found: Vec<_> = task.labels.iter().map(|id| names[&id.to_string()].as_str()).collect();
        let mut wanted: Vec<_> = planned.labels.iter().map(|id| labels[id.as_str()]).collect();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{}", task.title);
        hanging(office, planned, task, &people, &names).await;
    }
    let numbers: std::collections::BTreeSet<String> =
        plan.tasks.iter().flat_map(|task| task.baselines.iter().map(|each| each.name())).collect();
    let found: std::collections::BTreeSet<String> =
        office.all::<Baseline>(&[]).await.into_iter().map(|each| each.name).collect();
    assert_eq!(found, numbers);
}

async fn hanging(
    office: &Office,
    planned: &guildhall_interchange::model::PlannedTask,
    task: &Task,
    people: &HashMap<&str, &str>,
    names: &HashMap<String, String>,
) {
    let id = task.id.to_string();
    let lists = office.all::<Checklist>(&[("taskId", &id)]).await;
    let found: Vec<_> = lists
        .iter()
        .map(|l| (l.title.clone(), l.items.0.iter().map(|i| (i.text.clone(), i.done)).collect::<Vec<_>>()))
        .collect();
    let wanted: Vec<_> = planned
        .checklists
        .iter()
        .map(|l| (l.title.clone(), l.items.iter().map(|i| (i.text.clone(), i.done)).collect::<Vec<_>>()))
        .collect();
    assert_eq!(found, wanted);
    let comments = office.all::<Comment>(&[("task", &id)]).await;
    let mut found: Vec<_> =
        comments.iter().map(|c| (c.created_at, names[&c.user_id.to_string()].clone(), c.content.clone())).collect();
    let author = |id: &Option<String>| id.as_deref().map_or("Ada Lovelace", |id| people[id]).to_owned();
    let mut wanted: Vec<_> =
        planned.comments.iter().map(|c| (Timestamp::from(c.at), author(&c.author), c.text.clone())).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

/// Imports twice; the second time changes nothing. Then takes it back and imports anew.
async fn round(bytes: &[u8]) {
    for office in Office::each().await {
        let plan = plan(bytes);
        let preview = Options { dry_run: true, ..Options::default() };
        let before = office.last_event().await;
        let dry = apply::apply(&office.app, &office.caller, plan.clone(), preview, |_, _| {}).await.unwrap();
        assert_eq!((office.last_event().await, office.all::<Task>(&[]).await.len()), (before, 0));
        assert!(office.all::<Import>(&[]).await.is_empty(), "a dry run leaves no report");

        let first = office.import(plan.clone()).await.unwrap();
        assert_eq!((first.status.as_str(), first.error.as_deref()), ("done", None));
        assert_eq!((first.created, first.updated, first.skipped), (dry.created, 0, dry.skipped));
        let actions = |import: &Import| {
            import.rows.0.iter().map(|r| (r.title.clone(), r.action.clone(), r.messages.clone())).collect::<Vec<_>>()
        };
        assert_eq!(actions(&first), actions(&dry));
        compare(&office, &plan).await;
        let stored = office.all::<Import>(&[]).await.remove(0);
        assert_eq!(stored, first);

        let (last, tasks) = (office.last_event().await, office.all::<Task>(&[]).await);
        let second = office.import(plan.clone()).await.unwrap();
        assert_eq!(
            (second.created, second.updated),
            (0, 0),
            "{:?}",
            second.rows.0.iter().find(|r| r.action != "unchanged")
        );
        assert_eq!(second.unchanged + second.skipped, second.total);
        assert_eq!(office.last_event().await, last, "a second run has no event");
        assert_eq!(office.all::<Task>(&[]).await, tasks);

        let undone = apply::undo(&office.app, &office.caller, first.id).await.unwrap();
        assert_eq!(undone.status, "undone");
        assert!(office.all::<Task>(&[]).await.is_empty() && office.all::<Comment>(&[]).await.is_empty());
        assert!(office.all::<Label>(&[]).await.is_empty() && office.all::<Calendar>(&[]).await.is_empty());
        assert_eq!(office.names().await.into_values().collect::<Vec<_>>(), ["Ada Lovelace"]);

        let again = office.import(plan.clone()).await.unwrap();
        assert_eq!((again.created, again.skipped), (first.created, first.skipped));
        compare(&office, &plan).await;
    }
}

#[tokio::test]
async fn a_schedule_of_microsoft_project_with_slack() {
    let Some(bytes) = shared("scheduling/mspdi/msproject-slack9.xml") else { return };
    round(&bytes).await;
}

#[tokio::test]
async fn a_schedule_with_two_people_on_a_task() {
    let Some(bytes) = shared("scheduling/mspdi/msproject-legacy_sample.xml") else { return };
    round(&bytes).await;
}

#[tokio::test]
async fn a_schedule_with_every_kind_of_link() {
    let Some(bytes) = shared("scheduling/mspdi/task-links-project2010-mspdi.xml") else { return };
    round(&bytes).await;
}

#[tokio::test]
async fn a_schedule_with_baselines_and_one_with_calendars() {
    for name in ["baselines.xml", "calendar-calendars-project2010-mspdi.xml"] {
        let Some(bytes) = shared(&format!("scheduling/mspdi/{name}")) else { return };
        round(&bytes).await;
    }
}

#[tokio::test]
async fn a_board_of_trello() {
    let Some(bytes) = shared("import/trello/nextcloud-deck-fixture.json") else { return };
    round(&bytes).await;
}

#[tokio::test]
async fn a_generated_board_of_200_cards() {
    let Some(bytes) = generated("make_trello_board.py", &["--cards", "200"]) else { return };
    round(&bytes).await;
}

#[tokio::test]
async fn a_generated_schedule_whose_links_lead_both_ways() {
    let Some(bytes) = generated("make_mspdi.py", &["--tasks", "700"]) else { return };
    round(&bytes).await;
}
