//! Real schedules through the API: files that Microsoft Project saved, and published networks, are imported
//! or made, computed over HTTP and compared with the dates, slacks and critical flags they are known to have.
//! The data lies beside the project; without it these tests say so and pass.

use guildhall_tests::{Person, World, both, text};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub(super) fn data(name: &str) -> Option<PathBuf> {
    let places = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = places.map(|place| place.join("shared/data/scheduling").join(name)).find(|path| path.exists());
    if found.is_none() {
        eprintln!("SKIPPED: no ../shared/data/scheduling/{name}");
    }
    found
}

fn read(name: &str) -> Option<Value> {
    let text = std::fs::read_to_string(data(name)?).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// Minutes since 1970 of a time as the files (local, read as UTC) or the API write it.
fn minute(text: &str) -> i64 {
    let number = |from: usize, to: usize| text[from..to].parse::<i64>().unwrap();
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    // Days by the civil calendar, years that begin in March.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468;
    days * 1440 + number(11, 13) * 60 + number(14, 16)
}

/// Working minutes of Monday to Friday 08:00-12:00 and 13:00-17:00 before a moment: a day's end and the next
/// start are one moment.
pub(super) fn worked(text: &str) -> i64 {
    let at = minute(text);
    let monday = at + 3 * 1440;
    let (week, rest) = (monday.div_euclid(7 * 1440), monday.rem_euclid(7 * 1440));
    let (day, inside) = (rest / 1440, rest % 1440);
    let of_day = (inside - 480).clamp(0, 240) + (inside - 780).clamp(0, 240);
    week * 2400 + if day < 5 { day * 480 + of_day } else { 2400 }
}

async fn import(who: &Person<'_>, path: &Path) -> String {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let file = Part::bytes(std::fs::read(path).unwrap()).file_name(name);
    let request = who.request(Method::POST, "imports").multipart(Form::new().part("file", file));
    text(&who.send(request).await.expect(201)["projectId"])
}

/// The schedule of a project by the titles of its tasks.
async fn by_title(who: &Person<'_>, project: &str) -> (HashMap<String, Value>, HashMap<String, Value>) {
    let schedule = who.get(&format!("projects/{project}/schedule")).await.expect(200);
    let scheduled: HashMap<String, Value> =
        schedule["tasks"].as_array().unwrap().iter().map(|task| (text(&task["taskId"]), task.clone())).collect();
    let tasks = who.all(&format!("tasks?projectId={project}")).await;
    let named = tasks.iter().map(|task| (text(&task["title"]), scheduled[&text(&task["id"])].clone())).collect();
    (named, tasks.into_iter().map(|task| (text(&task["title"]), task)).collect())
}

/// Where a file contradicts itself: in legacy_bug1 tasks 3 and 4 kept the slack that they had before their
/// successor was made longer, as the late dates stored for that successor show.
const STALE: [(&str, i64, f64, f64); 2] = [("legacy_bug1", 3, 12.0, 9.0), ("legacy_bug1", 4, 12.0, 9.0)];

both!(microsoft_project_files_have_their_own_dates, |world: World| async move {
    let Some(truth) = read("msproject-truth.json") else { return };
    let ada = world.founder("Ada").await;
    let mut wrong = Vec::new();
    for (name, file) in truth.as_object().unwrap() {
        let project = import(&ada, &data(&format!("mspdi/msproject-{name}.xml")).unwrap()).await;
        let (scheduled, _) = by_title(&ada, &project).await;
        for expected in file["tasks"].as_array().unwrap() {
            let what = format!("{name} task {} ({})", expected["id"], expected["name"]);
            let Some(found) = scheduled.get(text(&expected["name"]).trim()) else {
                wrong.push(format!("{what} is not there: {:?}", scheduled.keys()));
                continue;
            };
            for (field, stated) in [("startDate", "start"), ("endDate", "finish")] {
                let (found, stated) = (text(&found[field]), text(&expected[stated]));
                if found[..16] != stated[..16] && worked(&found) != worked(&stated) {
                    wrong.push(format!("{what} {field}: {found} is not {stated}"));
                }
            }
            let stored = expected["total_slack_days"].as_f64().unwrap();
            let stale = STALE.iter().find(|s| (s.0, Some(s.1), s.2) == (name, expected["id"].as_i64(), stored));
            let slack = stale.map_or(stored, |stale| stale.3);
            if found["totalFloat"].as_f64() != Some(slack) {
                wrong.push(format!("{what} slack: {} is not {slack}", found["totalFloat"]));
            }
            if found["critical"] != expected["critical"] {
                wrong.push(format!("{what} critical: {} is not {}", found["critical"], expected["critical"]));
            }
        }
        let changes = ada.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
        let changes = changes["changes"].as_array().unwrap();
        let odd = changes
            .iter()
            .filter(|one| worked(&text(&one["before"]["startDate"])) != worked(&text(&one["after"]["startDate"])));
        wrong.extend(odd.map(|one| format!("{name}: applying would move {one}")));
    }
    assert!(wrong.is_empty(), "{} differ: {wrong:#?}", wrong.len());
});

/// Makes a network of the file in one bulk request; answers the project.
async fn make(who: &Person<'_>, name: &str, start: &str, tasks: &[Value]) -> String {
    let project = who.make("projects", json!({"name": name, "startDate": &start[..10]})).await;
    // No two projects share an id.
    let id = |task: &Value, at: usize| (text(&task["id"]), format!("{}{:06x}", &project[6..], 0x00f0_0000 + at));
    let ids: HashMap<String, String> = tasks.iter().enumerate().map(|(at, task)| id(task, at)).collect();
    let create = |task: &Value| json!({"op": "create", "id": ids[&text(&task["id"])], "projectId": project, "title": task["id"], "duration": task["days"]});
    let made: Vec<Value> = tasks.iter().map(create).collect();
    who.post("tasks/bulk", json!({"operations": made})).await.expect(200);
    let link = |task: &Value| {
        let links = task["deps"].as_array().unwrap().iter();
        let links: Vec<Value> = links
            .map(|link| {
                json!({"taskId": ids[&text(&link["on"])], "type": link.get("type").unwrap_or(&json!("FS")),
                    "lag": format!("{}d", link.get("lag_days").and_then(Value::as_i64).unwrap_or(0))})
            })
            .collect();
        json!({"op": "update", "id": ids[&text(&task["id"])], "dependencies": links})
    };
    let linked: Vec<Value> = tasks.iter().map(link).collect();
    who.post("tasks/bulk", json!({"operations": linked})).await.expect(200);
    project
}

/// Compares every network of a file of dated networks through the API; the number compared.
async fn dated(world: &World, name: &str) -> Option<usize> {
    let networks = read(name)?;
    let ada = world.founder("Ada").await;
    let networks = networks.as_array().unwrap();
    for network in networks {
        let name = text(&network["name"]);
        let tasks = network["tasks"].as_array().unwrap();
        let project = make(&ada, &name, &text(&network["start"]), tasks).await;
        let (scheduled, _) = by_title(&ada, &project).await;
        for (id, expected) in network["expected"].as_object().unwrap() {
            let found = &scheduled[id];
            let fields = [
                ("startDate", "start"),
                ("endDate", "finish"),
                ("earlyStart", "early_start"),
                ("lateFinish", "late_finish"),
            ];
            for (field, stated) in fields {
                let (found, stated) = (text(&found[field]), text(&expected[stated]));
                assert_eq!(worked(&found), worked(&stated), "{name} {id} {field}: {found} is not {stated}");
            }
            assert_eq!(found["critical"], expected["critical"], "{name} {id}");
            assert_eq!(found["totalFloat"].as_f64(), expected["total_slack"].as_f64(), "{name} {id}");
        }
    }
    Some(networks.len())
}

both!(finish_to_start_networks_have_the_reference_dates, |world: World| async move {
    assert_eq!(dated(&world, "dated-fs-24.json").await.unwrap_or(24), 24);
});

both!(mixed_links_with_lags_have_the_reference_dates, |world: World| async move {
    assert_eq!(dated(&world, "mixed-links-15.json").await.unwrap_or(15), 15);
});
