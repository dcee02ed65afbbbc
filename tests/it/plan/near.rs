//! What follows a change is found from what is near it, and must be what the whole project says: after any change
//! the schedule of the project, computed from all of its tasks, has nothing to add. The same goes for changes of what
//! all of its tasks stand on: its start, its rules, working hours, people who come to have some of their own and leave.

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
    let body = match draw(runner, &(0..14)) {
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
        12 => json!({"actualFinish": day}),
        13 => json!({"calendarId": null, "endDate": day}),
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

/// Requires that the schedule of the project has nothing to add to what is planned.
async fn settled(who: &Person<'_>, project: &str, after: &str) {
    let left = who.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
    let planned = |one: &&Value| !one["before"]["startDate"].is_null();
    let more: Vec<&Value> = left["changes"].as_array().unwrap().iter().filter(planned).collect();
    assert!(more.is_empty(), "after change {after}: {more:#?}");
}

both!(after_any_change_the_whole_schedule_has_nothing_to_add, |world: World| async move {
    let mut runner = TestRunner::deterministic();
    let ada = world.founder("Ada").await;
    let (project, ids) = scheduled(&ada, &mut runner).await;
    for turn in 0..400 {
        let done = change(&ada, &mut runner, &ids).await;
        settled(&ada, &project, &format!("{turn}, {done}")).await;
    }
});

both!(a_milestone_at_the_end_of_work_stays_there_when_something_else_changes, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.make("projects", json!({"name": "Any", "startDate": "2027-01-04"})).await;
    let make = async |title: &str, days: i64, more: Value| {
        let mut body = json!({"projectId": project, "title": title, "duration": days});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ada.make("tasks", body).await
    };
    let phase = ada.task(&project, "Phase").await;
    let within = |before: &[&String]| json!({"parentId": phase, "dependsOn": before});
    let long = make("Long", 5, within(&[])).await;
    let short = make("Short", 2, within(&[])).await;
    let complete = make("Complete", 0, within(&[&long])).await;
    let other = make("Other", 7, json!({})).await;
    let both = make("Both", 0, json!({"dependsOn": [complete, other]})).await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let end = async |task: &str| ada.get(&format!("tasks/{task}")).await.expect(200)["endDate"].clone();
    let friday = "2027-01-08T17:00:00.000Z";
    assert_eq!((end(&complete).await, end(&phase).await), (json!(friday), json!(friday)));
    let told = ada.patch(&format!("tasks/{short}"), json!({"duration": 3})).await.expect(200);
    assert_eq!(end(&phase).await, friday, "{told}");
    ada.patch(&format!("tasks/{other}"), json!({"duration": 1})).await.expect(200);
    assert_eq!(end(&both).await, friday);
    settled(&ada, &project, "milestones").await;
});

both!(what_is_beside_a_change_stands_in_hours_of_its_own, |world: World| async move {
    let ada = world.founder("Ada").await;
    let eve = ada.invite("Eve", "Editor").await;
    let week = |hours: Value| json!({"mon": hours, "tue": hours, "wed": hours, "thu": hours});
    let hours = async |name: &str, from: &str, to: &str| {
        ada.make("calendars", json!({"name": name, "week": week(json!([[from, to]]))})).await
    };
    let (mornings, nights) = (hours("Mornings", "09:00", "13:00").await, hours("Nights", "18:00", "22:00").await);
    ada.put(&format!("members/{}/calendar", eve.id), json!({"calendarId": nights})).await.expect(200);
    let project = ada.make("projects", json!({"name": "Any", "startDate": "2027-01-04"})).await;
    let make = async |body: Value| {
        let mut whole = json!({"projectId": project, "title": "Any", "duration": 5});
        whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        ada.make("tasks", whole).await
    };
    let phase = json!({"projectId": project, "title": "Phase", "calendarId": mornings});
    let phase = ada.make("tasks", phase).await;
    make(json!({"parentId": phase})).await;
    let night = make(json!({"assigneeId": eve.id})).await;
    let (after_phase, after_night) =
        (make(json!({"dependsOn": [phase]})).await, make(json!({"dependsOn": [night]})).await);
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let start = async |task: &str| ada.get(&format!("tasks/{task}")).await.expect(200)["startDate"].clone();
    for task in [&after_phase, &after_night] {
        let before = start(task).await;
        ada.patch(&format!("tasks/{task}"), json!({"duration": 2})).await.expect(200);
        assert_eq!(start(task).await, before);
        settled(&ada, &project, task).await;
    }
});

/// Working hours that begin and end in one way or another.
fn week(runner: &mut TestRunner) -> Value {
    let from = draw(runner, &(5..11));
    let hours = json!([[format!("{from:02}:00"), format!("{:02}:00", from + 6)]]);
    let days = ["mon", "tue", "wed", "thu", "fri", "sat"];
    let days = days.iter().skip(draw(runner, &(0usize..3))).map(|day| ((*day).to_owned(), hours.clone()));
    Value::Object(days.collect())
}

/// A change of what all tasks of the project stand on.
async fn ground(who: &Person<'_>, runner: &mut TestRunner, project: &str, hours: &[String]) -> String {
    let calendar = if draw(runner, &any::<bool>()) { json!(pick(runner, hours)) } else { Value::Null };
    let day = format!("2026-03-{:02}", draw(runner, &(2..28)));
    let (path, organization) = (format!("projects/{project}"), format!("/api/v1/organizations/{}", who.organization));
    let (path, body) = match draw(runner, &(0..8)) {
        0 => (path, json!({"calendarId": calendar})),
        1 => (path, json!({"startDate": day})),
        2 => (path, json!({"startDate": null})),
        3 => (path, json!({"allowBeforeProjectStart": draw(runner, &any::<bool>())})),
        4 => (format!("calendars/{}", pick(runner, hours)), json!({"week": week(runner)})),
        5 => {
            let closed = json!([{"from": day, "to": day, "hours": []}]);
            (format!("calendars/{}", pick(runner, hours)), json!({"exceptions": closed}))
        }
        6 => (organization, json!({"calendarId": calendar})),
        _ => {
            let zone = draw(runner, &prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York"]));
            (organization, json!({"timeZone": zone}))
        }
    };
    who.patch(&path, body.clone()).await.expect(200);
    format!("{path} {body}")
}

/// Somebody with hours of their own is given a task; or leaves.
async fn people(
    who: &Person<'_>,
    runner: &mut TestRunner,
    ids: &[String],
    hours: &[String],
    who_is: &mut Vec<String>,
) -> String {
    if let Some(id) = who_is.pop().filter(|_| draw(runner, &any::<bool>())) {
        who.delete(&format!("members/{id}")).await.expect(204);
        return format!("{id} left");
    }
    let person = who.invite("Somebody", "Editor").await.id;
    who.put(&format!("members/{person}/calendar"), json!({"calendarId": pick(runner, hours)})).await.expect(200);
    let task = pick(runner, ids);
    let given = who.patch(&format!("tasks/{task}"), json!({"assigneeId": person})).await;
    who_is.push(person.clone());
    format!("{person} works on {task}: {}", given.status)
}

both!(nor_has_it_after_a_change_of_what_all_tasks_stand_on, |world: World| async move {
    let mut runner = TestRunner::deterministic();
    let ada = world.founder("Ada").await;
    let (project, ids) = scheduled(&ada, &mut runner).await;
    let (mut hours, mut staff) = (Vec::new(), Vec::new());
    for n in 0..3 {
        let calendar = json!({"name": format!("c{n}"), "week": week(&mut runner)});
        hours.push(ada.make("calendars", calendar).await);
        let own = json!({"calendarId": hours[n]});
        ada.patch(&format!("tasks/{}", pick(&mut runner, &ids)), own).await.expect(200);
    }
    for turn in 0..300 {
        let done = match draw(&mut runner, &(0..10)) {
            0..4 => ground(&ada, &mut runner, &project, &hours).await,
            4 => people(&ada, &mut runner, &ids, &hours, &mut staff).await,
            _ => change(&ada, &mut runner, &ids).await,
        };
        settled(&ada, &project, &format!("{turn}, {done}")).await;
    }
});
