//! What follows a change is found from what is near it, and must be what the whole project says: after any change
//! the schedule of the project, computed from all of its tasks, has nothing to add.

use crate::org::raising::draw;
use guildhall_tests::{Person, World, both};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

fn pick(runner: &mut TestRunner, ids: &[String]) -> String {
    ids[draw(runner, &(0..ids.len()))].clone()
}

/// A project of tasks in a tree, with links, scheduled.
async fn scheduled(who: &Person<'_>, runner: &mut TestRunner) -> (String, Vec<String>) {
    let project = who.make("projects", json!({"name": "Any", "startDate": "2026-03-02"})).await;
    let mut ids: Vec<String> = Vec::new();
    for n in 0..30 {
        let parent = if n > 3 && draw(runner, &(0..3)) == 0 { json!(pick(runner, &ids)) } else { Value::Null };
        let days = draw(runner, &(0..6));
        let body = json!({"projectId": project, "parentId": parent, "title": format!("t{n}"), "duration": days});
        ids.push(who.make("tasks", body).await);
    }
    for _ in 0..25 {
        link(who, runner, &ids).await;
    }
    who.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    (project, ids)
}

/// One more link; a circle is refused and leaves no trace.
async fn link(who: &Person<'_>, runner: &mut TestRunner, ids: &[String]) {
    let (task, before) = (pick(runner, ids), pick(runner, ids));
    let kind = draw(runner, &prop::sample::select(vec!["FS", "FS", "SS", "FF", "SF"]));
    let lag = draw(runner, &prop::sample::select(vec!["0d", "0d", "2d", "-1d", "1ed", "50%"]));
    let path = format!("tasks/{task}/dependencies/{before}");
    let answer = who.put(&path, json!({"type": kind, "lag": lag})).await;
    assert!([200, 404, 409].contains(&answer.status), "{answer:?}");
}

async fn change(who: &Person<'_>, runner: &mut TestRunner, ids: &[String]) -> String {
    let task = pick(runner, ids);
    let path = format!("tasks/{task}");
    let day = format!("2026-03-{:02}", draw(runner, &(2..28)));
    let body = match draw(runner, &(0..12)) {
        0 => json!({"duration": draw(runner, &(0..9))}),
        1 => json!({"startDate": day}),
        2 => json!({"constraint": null}),
        3 => {
            json!({"constraint": {"type": draw(runner, &prop::sample::select(vec!["FNLT", "MSO", "SNLT", "FNET"])), "date": day}})
        }
        4 => json!({"status": draw(runner, &prop::sample::select(vec!["cancelled", "todo", "todo"]))}),
        5 => json!({"scheduleMode": draw(runner, &prop::sample::select(vec!["manual", "auto"]))}),
        6 => json!({"actualStart": day}),
        7 => json!({"actualStart": null, "actualFinish": null}),
        8 => {
            link(who, runner, ids).await;
            return format!("a link among {task}");
        }
        9 => {
            let parent = if draw(runner, &any::<bool>()) { json!(pick(runner, ids)) } else { Value::Null };
            let answer = who.post(&format!("{path}/move"), json!({"parentId": parent})).await;
            assert!([200, 404, 409, 422].contains(&answer.status), "{answer:?}");
            return format!("{task} moved under {parent}: {}", answer.status);
        }
        10 => {
            who.delete(&path).await;
            return format!("{task} trashed");
        }
        _ => {
            who.post(&format!("{path}/restore"), json!({})).await;
            return format!("{task} restored");
        }
    };
    let answer = who.patch(&path, body.clone()).await;
    assert!([200, 404, 409, 422].contains(&answer.status), "{answer:?}");
    format!("{task} {body}: {} {}", answer.status, answer.body["notScheduled"])
}

both!(after_any_change_the_whole_schedule_has_nothing_to_add, |world: World| async move {
    let mut runner = TestRunner::deterministic();
    let ada = world.founder("Ada").await;
    let (project, ids) = scheduled(&ada, &mut runner).await;
    let path = format!("projects/{project}/schedule");
    for turn in 0..400 {
        let done = change(&ada, &mut runner, &ids).await;
        let left = ada.post(&format!("{path}?dryRun=true"), json!({})).await.expect(200);
        let planned = |one: &&Value| !one["before"]["startDate"].is_null();
        let more: Vec<&Value> = left["changes"].as_array().unwrap().iter().filter(planned).collect();
        assert!(more.is_empty(), "after change {turn}, {done}: {more:?}");
    }
});
