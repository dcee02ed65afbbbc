//! Whatever happens to a good file on its way, reading it gives a plan or an error, and every
//! plan keeps the promises that the importer builds on.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::HashSet;

use common::shared;
use guildhall_interchange::{ImportPlan, Source, detect, parse};
use proptest::prelude::*;

const PLAN: &str = include_str!("small/plan.xml");
const BOARD: &str = include_str!("small/board.json");

/// Everything the importer takes for granted.
fn check(plan: &ImportPlan) {
    let statuses: HashSet<_> = plan.project.statuses.iter().map(|each| &each.key).collect();
    let people: HashSet<_> = plan.people.iter().map(|each| &each.external_id).collect();
    let labels: HashSet<_> = plan.labels.iter().map(|each| &each.external_id).collect();
    let calendars: HashSet<_> = plan.calendars.iter().map(|each| &each.external_id).collect();
    let tasks: HashSet<_> = plan.tasks.iter().map(|each| &each.external_id).collect();
    assert_eq!(statuses.len(), plan.project.statuses.len());
    assert_eq!(people.len(), plan.people.len());
    assert_eq!(labels.len(), plan.labels.len());
    assert_eq!(calendars.len(), plan.calendars.len());
    assert_eq!(tasks.len(), plan.tasks.len());
    assert!(!plan.project.name.is_empty() && !plan.project.external_id.is_empty());
    assert!(plan.project.calendar.iter().all(|each| calendars.contains(each)));
    assert!(plan.people.iter().all(|each| each.calendar.iter().all(|id| calendars.contains(id))));
    for calendar in &plan.calendars {
        assert!(calendar.exceptions.iter().all(|each| each.from <= each.to));
        assert!(calendar.exceptions.windows(2).all(|two| two[0].to < two[1].from));
    }
    for (index, task) in plan.tasks.iter().enumerate() {
        assert!(task.parent.is_none_or(|parent| parent < index));
        assert!(!task.title.is_empty() && !task.title.contains('\n'));
        assert!(statuses.contains(&task.status));
        assert!(task.calendar.iter().all(|each| calendars.contains(each)));
        assert!(task.assignments.iter().all(|each| people.contains(&each.person)));
        assert!(task.labels.iter().all(|each| labels.contains(each)));
        assert!(task.links.iter().all(|each| tasks.contains(&each.predecessor)));
        let authors = task.comments.iter().filter_map(|each| each.author.as_ref());
        assert!(authors.into_iter().all(|author| people.contains(author)));
    }
}

fn read_as_all(bytes: &[u8]) {
    let _ = detect(bytes, "file");
    for source in [Source::Mspdi, Source::Trello] {
        match parse(source, bytes) {
            Ok(plan) => check(&plan),
            Err(error) => assert!(!error.detail.is_empty() && !error.to_string().is_empty()),
        }
    }
}

/// One wound: at a place, some bytes are replaced by others.
fn wound() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let tokens = [
        "<",
        ">",
        "</Task>",
        "<Task>",
        "&",
        "&#0;",
        "&lt;",
        "<![CDATA[",
        "-->",
        "<!--",
        "<!DOCTYPE a>",
        "-1",
        "0",
        "999999999999999999999",
        "1e400",
        "NaN",
        "\u{0}",
        "ü",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "null",
        "true",
        "\\u0000",
        ",",
        "<UID>3</UID>",
        "2026-02-30T25:00:00",
        "PT-8H",
        "24:00:00",
        "-9999-01-01T00:00:00",
        "9999-12-31T23:59:59",
        "<Type>6</Type>",
    ];
    let token = prop::sample::select(tokens.to_vec()).prop_map(|token| token.as_bytes().to_vec());
    let bytes = prop_oneof![3 => token, 1 => prop::collection::vec(any::<u8>(), 0..6)];
    (any::<prop::sample::Index>(), 0_usize..12, bytes)
}

fn wounded(text: &str, wounds: &[(prop::sample::Index, usize, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (place, length, replacement) in wounds {
        let start = place.index(bytes.len() + 1);
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, replacement.iter().copied());
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_wounded_schedule_is_read_or_refused(wounds in prop::collection::vec(wound(), 1..6)) {
        read_as_all(&wounded(PLAN, &wounds));
    }

    #[test]
    fn a_wounded_board_is_read_or_refused(wounds in prop::collection::vec(wound(), 1..6)) {
        read_as_all(&wounded(BOARD, &wounds));
    }

    #[test]
    fn noise_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_as_all(&bytes);
    }
}

#[test]
fn the_good_files_are_read() {
    for (text, source, count) in [(PLAN, Source::Mspdi, 4), (BOARD, Source::Trello, 3)] {
        let plan = parse(source, text.as_bytes()).unwrap();
        assert_eq!(plan.tasks.len(), count);
        check(&plan);
    }
}

#[test]
fn every_shared_file_keeps_the_promises() {
    for path in [
        "scheduling/mspdi/baselines.xml",
        "scheduling/mspdi/calendar-calendars-project2010-mspdi.xml",
        "scheduling/mspdi/msproject-legacy_bug1.xml",
        "scheduling/mspdi/msproject-legacy_sample.xml",
        "scheduling/mspdi/msproject-slack9.xml",
        "scheduling/mspdi/task-links-project2010-mspdi.xml",
        "import/trello/nextcloud-deck-fixture.json",
    ] {
        let Some(bytes) = shared(path) else { return };
        let source = detect(&bytes, path).unwrap();
        check(&parse(source, &bytes).unwrap());
    }
    let Some(other) = shared("import/jira/jira-export.xml") else { return };
    assert_eq!(detect(&other, "jira-export.xml"), None);
    assert_eq!(parse(Source::Mspdi, &other).unwrap_err().code, "not_mspdi");
}
