//! What is written as Microsoft Project XML reads back as the same plan: for files that Project saved, and
//! for random ones.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::random::plans;
use common::{project, shared, tasks};
use guildhall_interchange::{
    ImportPlan,
    model::{LinkKind, Span},
    mspdi,
};
use proptest::prelude::*;

/// The files of the shared data.
const FILES: [&str; 6] = [
    "baselines.xml",
    "calendar-calendars-project2010-mspdi.xml",
    "msproject-legacy_bug1.xml",
    "msproject-legacy_sample.xml",
    "msproject-slack9.xml",
    "task-links-project2010-mspdi.xml",
];

/// The plan without where its rows stood and what was remarked on the way in.
fn plain(mut plan: ImportPlan) -> ImportPlan {
    plan.warnings.clear();
    plan.tasks.iter_mut().for_each(|task| task.row.clear());
    plan
}

fn written(plan: &ImportPlan) -> String {
    String::from_utf8(mspdi::write(plan).unwrap()).unwrap()
}

fn read(document: &str) -> ImportPlan {
    mspdi::parse(document.as_bytes()).unwrap()
}

#[test]
fn every_file_that_project_saved_is_written_as_it_was_read() {
    for name in FILES {
        let Some(bytes) = shared(&format!("scheduling/mspdi/{name}")) else { return };
        let plan = plain(mspdi::parse(bytes.as_slice()).unwrap());
        let again = read(&written(&plan));
        assert_eq!(again.warnings, [], "{name}");
        assert_eq!(plain(again), plan, "{name}");
    }
}

#[test]
fn a_small_file_of_ours_is_written_as_it_was_read() {
    let plan = plain(read(include_str!("small/plan.xml")));
    assert_eq!(plain(read(&written(&plan))), plan);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_random_plan_is_written_as_it_stands(plan in plans()) {
        let document = written(&plan);
        let again = read(&document);
        prop_assert_eq!(&again.warnings, &[], "{}", document);
        prop_assert_eq!(plain(again), plan);
        prop_assert_eq!(written(&plain(read(&document))), document);
    }
}

#[test]
fn what_is_left_out_is_a_remark_that_ends_no_comment() {
    let mut plan = read(&project("<Title>T</Title><Tasks/>"));
    plan.warnings = vec![guildhall_interchange::Notice {
        row: String::new(),
        code: "external_link",
        detail: "2 links --> elsewhere were left out --".to_owned(),
    }];
    let document = written(&plan);
    assert!(document.contains("<!-- 2 links —> elsewhere were left out — -->"), "{document}");
    assert_eq!(read(&document).warnings, []);
}

#[test]
fn text_reaches_the_file_whatever_it_holds() {
    let mut plan = read(&tasks(&[(1, 1, "<Notes>x</Notes>")]));
    plan.tasks[0].title = "a <b> & \"c\" 日本 🎉".to_owned();
    plan.tasks[0].description = "one\r\ntwo\n\n  ]]> &amp; <!-- \u{1}end".to_owned();
    let again = read(&written(&plan));
    assert_eq!(again.tasks[0].title, plan.tasks[0].title);
    assert_eq!(again.tasks[0].description, plan.tasks[0].description.replace('\u{1}', ""));
}

#[test]
fn a_lag_is_as_long_as_the_calendar_of_its_task_says() {
    let mut plan = read(&tasks(&[(1, 1, ""), (2, 1, &common::link(1, 1, 0, 7))]));
    plan.tasks[0].duration = Some(Span { minutes: 600, elapsed: false, estimated: false });
    for (lag, expected, again) in [
        ("1.5d", "<LinkLag>7200</LinkLag>", "1.5d"),
        ("12.5%", "<LinkLag>750</LinkLag>", "75m"),
        ("0.25h", "<LinkLag>150</LinkLag>", "15m"),
        ("50e%", "<LinkLag>50</LinkLag>", "5eh"),
    ] {
        plan.tasks[1].links[0].lag = lag.to_owned();
        let document = written(&plan);
        assert!(document.contains(expected), "{lag}: {document}");
        assert_eq!(read(&document).tasks[1].links[0].lag, again);
    }
}

#[test]
fn ids_of_another_source_become_numbers_and_links_follow_them() {
    let mut plan = read(&tasks(&[(1, 1, ""), (2, 1, &common::link(1, 3, 0, 7))]));
    plan.tasks[0].external_id = "card-a".to_owned();
    plan.tasks[1].external_id = "card-b".to_owned();
    plan.tasks[1].links[0].predecessor = "card-a".to_owned();
    let again = read(&written(&plan));
    assert_eq!(again.tasks[1].external_id, "2");
    assert_eq!((again.tasks[1].links[0].predecessor.as_str(), again.tasks[1].links[0].kind), ("1", LinkKind::Ss));
}

#[test]
fn a_summary_shows_the_sums_below_it_and_counts_nothing_twice() {
    let leaf = "<Work>PT2H0M0S</Work><Cost>150</Cost>";
    let plan = read(&tasks(&[(1, 1, "<FixedCost>50</FixedCost>"), (2, 2, leaf), (3, 2, leaf)]));
    let document = written(&plan);
    assert!(document.contains("<Work>PT4H0M0S</Work>") && document.contains("<Cost>350</Cost>"), "{document}");
    assert_eq!(plain(read(&document)), plain(plan));
}
