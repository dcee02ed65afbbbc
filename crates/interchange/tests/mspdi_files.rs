//! Files that Microsoft Project saved, against figures that another program read from them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{codes, shared, shown, task};
use guildhall_interchange::{
    Source, detect,
    model::{ConstraintKind, Hours, ImportPlan, LinkKind, Priority},
    mspdi,
};
use serde_json::Value;

fn read(name: &str) -> Option<ImportPlan> {
    let bytes = shared(&format!("scheduling/mspdi/{name}"))?;
    assert_eq!(detect(&bytes, name), Some(Source::Mspdi));
    Some(mspdi::parse(bytes.as_slice()).unwrap())
}

/// `1.0d` of the truth as the plan writes it.
fn lag(truth: &str) -> String {
    truth.replace(".0", "")
}

fn constraint(plan: Option<ConstraintKind>) -> &'static str {
    match plan {
        None => "AS_SOON_AS_POSSIBLE",
        Some(ConstraintKind::Snet) => "START_NO_EARLIER_THAN",
        Some(ConstraintKind::Mfo) => "MUST_FINISH_ON",
        Some(other) => panic!("{other:?} is not in the truth"),
    }
}

#[test]
fn every_task_date_duration_link_and_constraint_is_as_project_saved_it() {
    let Some(truth) = shared("scheduling/msproject-truth.json") else { return };
    let truth: Value = serde_json::from_slice(&truth).unwrap();
    let mut compared = 0;
    for (name, expected) in truth.as_object().unwrap() {
        let Some(plan) = read(&format!("msproject-{name}.xml")) else { return };
        let rows = expected["tasks"].as_array().unwrap();
        assert_eq!(plan.tasks.len(), rows.len(), "{name}");
        assert_eq!(shown(plan.project.start), expected["start"].as_str().unwrap());
        for row in rows {
            let task = task(&plan, &row["id"].to_string());
            let at = format!("{name} {}", task.title);
            assert_eq!(task.title, row["name"].as_str().unwrap().trim(), "{at}");
            let parent = task.parent.map_or("0", |index| plan.tasks[index].external_id.as_str());
            assert_eq!(parent, row["parent"].to_string(), "{at}");
            assert_eq!(task.summary, row["summary"].as_bool().unwrap(), "{at}");
            assert_eq!(shown(task.start), row["start"].as_str().unwrap(), "{at}");
            assert_eq!(shown(task.finish), row["finish"].as_str().unwrap(), "{at}");
            let minutes = task.duration.unwrap().minutes;
            assert_eq!(minutes as f64 / 480.0, row["duration_days"].as_f64().unwrap(), "{at}");
            let kind = task.constraint.map(|constraint| constraint.kind);
            assert_eq!(constraint(kind), row["constraint"].as_str().unwrap(), "{at}");
            let date = shown(task.constraint.and_then(|constraint| constraint.date));
            if kind.is_some() {
                assert_eq!(date, row["constraint_date"].as_str().unwrap(), "{at}");
            }
            let mut links: Vec<_> = task
                .links
                .iter()
                .map(|link| (link.predecessor.clone(), format!("{:?}", link.kind).to_uppercase(), link.lag.clone()))
                .collect();
            let mut wanted: Vec<_> = row["preds"]
                .as_array()
                .unwrap()
                .iter()
                .map(|pred| {
                    let kind = pred["type"].as_str().unwrap().to_owned();
                    (pred["on"].to_string(), kind, lag(pred["lag"].as_str().unwrap()))
                })
                .collect();
            links.sort();
            wanted.sort();
            assert_eq!(links, wanted, "{at}");
            compared += 1;
        }
    }
    assert_eq!(compared, 49);
}

#[test]
fn two_people_on_one_task_keep_their_units_and_money_is_exact() {
    let Some(plan) = read("msproject-legacy_sample.xml") else { return };
    let names: Vec<_> = plan.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["First Resource", "Second Resource"]);
    let second = task(&plan, "2");
    let parts: Vec<_> = second.assignments.iter().map(|part| (part.person.as_str(), part.units)).collect();
    assert_eq!(parts, [("1", 5_000), ("2", 7_500)]);
    // 200 h at 10, 300 h at 5, and the costs per use.
    assert_eq!(second.cost, Some(35_262_500));
    assert_eq!(second.work, Some(500 * 60));
    assert_eq!(task(&plan, "1").cost, None, "a summary's sum is not its own");
    assert_eq!(task(&plan, "1").description, "Test Task Notes");
    assert_eq!(plan.project.name, "sample");
    assert_eq!(plan.project.currency.as_deref(), Some("GBP"), "read from the symbol");
    assert_eq!(codes(&plan), ["currency_guessed"]);
    let night = plan.calendars.iter().find(|each| each.name == "Night Shift").unwrap();
    let hours = |each: &Hours| format!("{}-{}", each.from.strftime("%R"), each.to.strftime("%R"));
    let shown: Vec<Vec<String>> = night.week.iter().map(|day| day.iter().map(hours).collect()).collect();
    assert_eq!(shown[0], ["23:00-00:00"]);
    assert_eq!(shown[1], ["00:00-03:00", "04:00-08:00", "23:00-00:00"]);
    assert_eq!(shown[5], ["00:00-03:00", "04:00-08:00"]);
    assert!(shown[6].is_empty());
    assert_eq!(plan.people[0].calendar, None, "its calendar is the project's");
    assert_eq!(plan.people[1].calendar.as_deref(), Some("2"));
}

#[test]
fn all_link_types_and_week_lags_are_read() {
    let Some(plan) = read("task-links-project2010-mspdi.xml") else { return };
    let links: Vec<_> = plan
        .tasks
        .iter()
        .flat_map(|task| &task.links)
        .map(|link| (link.predecessor.as_str(), link.kind, link.lag.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            ("1", LinkKind::Fs, "0d"),
            ("3", LinkKind::Fs, "1d"),
            ("5", LinkKind::Fs, "2d"),
            ("7", LinkKind::Fs, "1w"),
            ("9", LinkKind::Fs, "2w"),
            ("11", LinkKind::Sf, "2d"),
            ("13", LinkKind::Ss, "2d"),
            ("15", LinkKind::Ff, "2d"),
        ]
    );
    assert_eq!(plan.project.currency.as_deref(), Some("GBP"));
    assert!(plan.tasks.iter().all(|task| task.duration.is_some_and(|span| span.estimated)));
    assert!(plan.tasks.iter().all(|task| task.priority == Priority::Normal && task.status == "todo"));
    assert!(plan.people.is_empty(), "the resource without a name is nobody");
    assert_eq!(codes(&plan), Vec::<&str>::new());
}

#[test]
fn ten_numbered_baselines_are_read_from_one_task() {
    let Some(plan) = read("baselines.xml") else { return };
    let task = &plan.tasks[0];
    assert_eq!(plan.tasks.len(), 1, "the project's own row is no task");
    let numbers: Vec<_> = task.baselines.iter().map(|baseline| baseline.number).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<u8>>());
    for baseline in &task.baselines {
        let number = i64::from(baseline.number);
        assert_eq!(shown(baseline.start), format!("2001-01-{number:02}T09:00"));
        assert_eq!(shown(baseline.finish), format!("2000-01-{number:02}T17:30"));
        assert_eq!(baseline.duration.map(|span| span.minutes), Some(450 * number));
        assert_eq!(baseline.work, Some(60 * number));
        assert_eq!(baseline.cost, Some(10_000 * number));
        assert_eq!(baseline.name(), format!("Baseline {number}"));
    }
    assert_eq!(plan.people[0].name, "Resource One");
    assert_eq!(plan.project.name, "project1");
}

#[test]
fn base_calendars_keep_their_names_and_weeks() {
    let Some(plan) = read("calendar-calendars-project2010-mspdi.xml") else { return };
    let names: Vec<_> = plan.calendars.iter().map(|each| each.name.as_str()).collect();
    assert_eq!(names, ["Standard", "Calendar1", "Calendar2"]);
    assert!(plan.calendars.iter().all(|each| each.week[0].len() == 2 && each.week[6].is_empty()));
    assert_eq!(plan.people.len(), 2);
    assert!(plan.tasks.is_empty());
}

#[test]
fn a_file_read_twice_gives_the_same_plan() {
    let Some(bytes) = shared("scheduling/mspdi/msproject-legacy_sample.xml") else { return };
    let first = mspdi::parse(bytes.as_slice()).unwrap();
    assert_eq!(first, mspdi::parse(bytes.as_slice()).unwrap());
    assert_eq!(first.project.external_id, "000E003E-0002-1E00-1115-1A100F7B035A");
}
