//! The 480 networks of PSPLIB j30 through the API: length, critical tasks and the sum of floats are the published
//! ones. On SQLite all of them, on PostgreSQL every sixteenth; `make soak` asks both for all
//! (`GUILDHALL_EVERY_NETWORK`). The data lies beside the project; without it these tests say so and pass.

use super::reference::{data, worked};
use guildhall_store::Target;
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};
use std::process::Command;

/// A network as it is published.
struct Published {
    number: usize,
    name: String,
    /// Days of each job.
    days: Vec<i64>,
    /// Predecessors of each job, by position.
    after: Vec<Vec<usize>>,
    /// Length in days, critical jobs, sum of floats.
    truth: [i64; 3],
}

impl Published {
    fn project(&self) -> String {
        format!("6e{:022x}", self.number)
    }

    fn task(&self, job: usize) -> String {
        format!("6f{:010x}{job:012x}", self.number)
    }

    fn create(&self) -> Value {
        let key = format!("J{}", self.number);
        json!({"op": "create", "id": self.project(), "key": key, "name": self.name, "startDate": "2025-04-07"})
    }

    fn jobs(&self) -> impl Iterator<Item = Value> {
        let project = self.project();
        self.days.iter().zip(&self.after).enumerate().map(move |(job, (days, after))| {
            let links: Vec<String> = after.iter().map(|job| self.task(*job)).collect();
            json!({"op": "create", "id": self.task(job), "projectId": project, "title": format!("job {}", job + 1),
                "duration": days, "dependsOn": links})
        })
    }
}

/// The rows of numbers below a heading of a PSPLIB file.
fn rows(file: &str, heading: &str) -> Vec<Vec<usize>> {
    let lines = file[file.find(heading).unwrap()..].lines().skip(2).skip_while(|line| line.starts_with('-'));
    lines.map_while(|line| line.split_whitespace().map(|word| word.parse().ok()).collect()).collect()
}

#[expect(clippy::disallowed_methods, reason = "a test has no other settings")]
fn every_network() -> bool {
    std::env::var("GUILDHALL_EVERY_NETWORK").is_ok()
}

/// Every so many-th network.
fn published(stride: usize) -> Option<Vec<Published>> {
    let (archive, truth) = (data("psplib/j30.tar.gz")?, data("psplib/j30-truth.csv")?);
    let folder = tempfile::tempdir().unwrap();
    let unpacked = Command::new("tar").arg("xzf").arg(archive).arg("-C").arg(folder.path()).status();
    if !unpacked.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: no tar to unpack PSPLIB");
        return None;
    }
    let truth = std::fs::read_to_string(truth).unwrap();
    let networks = truth.lines().skip(1).enumerate().step_by(stride).map(|(number, line)| {
        let columns: Vec<&str> = line.split(',').collect();
        let file = std::fs::read_to_string(folder.path().join(format!("{}.sm", columns[0]))).unwrap();
        let days: Vec<i64> = rows(&file, "REQUESTS/DURATIONS").iter().map(|row| row[2] as i64).collect();
        let mut after = vec![Vec::new(); days.len()];
        for row in rows(&file, "PRECEDENCE RELATIONS") {
            row[3..].iter().for_each(|job| after[job - 1].push(row[0] - 1));
        }
        let [length, critical, floats] = [3, 5, 6].map(|column| columns[column].parse().unwrap());
        Published { number, name: columns[0].to_owned(), days, after, truth: [length, critical, floats] }
    });
    Some(networks.collect())
}

/// Makes projects and their tasks, as many in a request as it may hold.
async fn make(who: &Person<'_>, networks: &[Published]) {
    let projects: Vec<Value> = networks.iter().map(Published::create).collect();
    who.post("projects/bulk", json!({"operations": projects})).await.expect(200);
    for some in networks.chunks(31) {
        let jobs: Vec<Value> = some.iter().flat_map(Published::jobs).collect();
        who.post("tasks/bulk", json!({"operations": jobs})).await.expect(200);
    }
}

/// Length in days, critical tasks and the sum of floats, as the API computes them.
async fn computed(who: &Person<'_>, network: &Published) -> [i64; 3] {
    let schedule = who.get(&format!("projects/{}/schedule", network.project())).await.expect(200);
    let [start, finish] = ["projectStart", "projectFinish"].map(|name| worked(&text(&schedule[name])));
    let tasks = schedule["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), network.days.len(), "{}", network.name);
    let critical = tasks.iter().filter(|task| task["critical"] == true).count();
    assert_eq!(schedule["criticalPath"].as_array().map(Vec::len), Some(critical), "{}", network.name);
    let floats: f64 = tasks.iter().map(|task| task["totalFloat"].as_f64().unwrap()).sum();
    assert_eq!((floats.fract(), (finish - start) % 480), (0.0, 0), "{}", network.name);
    [(finish - start) / 480, critical as i64, floats as i64]
}

/// Applies the schedule, and finds every task where it was computed to be, with nothing more to do.
async fn apply(who: &Person<'_>, network: &Published) {
    let path = format!("projects/{}/schedule", network.project());
    let computed = who.get(&path).await.expect(200);
    who.post(&path, json!({})).await.expect(200);
    let stored = who.all(&format!("tasks?projectId={}", network.project())).await;
    for one in computed["tasks"].as_array().unwrap() {
        let task = stored.iter().find(|task| task["id"] == one["taskId"]).unwrap();
        for name in ["startDate", "endDate"] {
            assert_eq!(task[name], one[name], "{} {}", network.name, task["title"]);
        }
        assert_eq!(task["constraint"], Value::Null);
    }
    let again = who.post(&format!("{path}?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(again["changes"], json!([]), "{}", network.name);
}

both!(networks_have_the_published_length_critical_jobs_and_floats, |world: World| async move {
    let all = every_network() || matches!(world.target(), Target::Sqlite(_));
    let stride = if all { 1 } else { 16 };
    let Some(networks) = published(stride) else { return };
    let ada = world.founder("Ada").await;
    make(&ada, &networks).await;
    let mut wrong = Vec::new();
    for network in &networks {
        let found = computed(&ada, network).await;
        if found != network.truth {
            wrong.push(format!("{}: {found:?} is not {:?}", network.name, network.truth));
        }
    }
    assert!(wrong.is_empty(), "{} differ: {wrong:#?}", wrong.len());
    assert_eq!(networks.len(), 480 / stride);
    for network in networks.iter().step_by(40) {
        apply(&ada, network).await;
    }
});
