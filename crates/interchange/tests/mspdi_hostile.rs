//! Files that are wrong, broken or meant to do harm: one precise error each, in bounded time.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::time::{Duration, Instant};

use common::{after, project, shared, tasks};
use guildhall_interchange::{InterchangeError, mspdi};

fn refuse(document: impl AsRef<[u8]>) -> InterchangeError {
    mspdi::parse(document.as_ref()).unwrap_err()
}

#[test]
fn entities_of_any_kind_are_refused() {
    let external = r#"<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project xmlns="http://schemas.microsoft.com/project"><Tasks><Task><UID>1</UID><Name>&x;</Name></Task></Tasks></Project>"#;
    let error = refuse(external);
    assert_eq!((error.code, error.line), ("doctype_refused", Some(1)));
    let mut laughs = "<!DOCTYPE lolz [<!ENTITY a0 \"ha\">".to_owned();
    for level in 1..30 {
        let below = format!("&a{};", level - 1).repeat(10);
        laughs.push_str(&format!("<!ENTITY a{level} \"{below}\">"));
    }
    laughs.push_str("]><Project><Tasks><Task><Name>&a29;</Name></Task></Tasks></Project>");
    assert_eq!(refuse(laughs).code, "doctype_refused");
    let undeclared = tasks(&[(1, 1, "<Notes>\n&nbsp;</Notes>")]);
    let error = refuse(undeclared);
    assert_eq!((error.code, error.line), ("entity_refused", Some(2)));
    assert_eq!(error.pointer, "/Project/Tasks/Task/Notes");
}

#[test]
fn deep_nesting_is_refused_wherever_it_is() {
    let deep = "<a>".repeat(100_000);
    assert_eq!(refuse(&deep).code, "not_mspdi");
    for inside in [project(&deep), tasks(&[(1, 1, &deep)]), tasks(&[(1, 1, &format!("<Notes>{deep}"))])] {
        assert_eq!(refuse(inside).code, "too_deep");
    }
}

#[test]
fn a_broken_file_is_refused_by_line() {
    for (document, code, line) in [
        ("", "empty", None),
        ("  \n ", "not_xml", Some(2)),
        ("UID,Name\n1,a\n", "not_xml", Some(3)),
        ("<Project xmlns='http://schemas.microsoft.com/project'>\n<Tasks>\n<Task>", "truncated", Some(3)),
        ("<Project xmlns='http://schemas.microsoft.com/project'>\n<Tasks></Task></Project>", "malformed_xml", Some(2)),
        (
            "<Project xmlns='http://schemas.microsoft.com/project'><Tasks/></Project>\n<More/>",
            "trailing_content",
            Some(2),
        ),
        ("<rss version='2.0'/>", "not_mspdi", Some(1)),
        ("<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup/></Project>", "not_mspdi", Some(1)),
        (
            "<Project xmlns='http://schemas.microsoft.com/developer/msbuild/2003'><Tasks/></Project>",
            "not_mspdi",
            Some(1),
        ),
        ("<?xml version='1.0' encoding='klingon'?><Project/>", "unsupported_encoding", Some(1)),
    ] {
        let error = refuse(document);
        assert_eq!((error.code, error.line), (code, line), "{document}: {error}");
    }
    let latin = b"<Project xmlns='http://schemas.microsoft.com/project'>\n<Title>Gr\xf6\xdfe</Title><Tasks/></Project>";
    let error = refuse(latin);
    assert_eq!(error.code, "invalid_encoding");
    let not = refuse("<rss/>");
    assert!(not.detail.contains("http://schemas.microsoft.com/project"), "{not}");
}

#[test]
fn a_wrong_value_is_named_with_its_place() {
    for (field, value, code) in [
        ("Start", "yesterday", "bad_date"),
        ("Finish", "2026-02-30T08:00:00", "bad_date"),
        ("Duration", "8 hours", "bad_duration"),
        ("Duration", "P1Y", "bad_duration"),
        ("PercentComplete", "140", "bad_number"),
        ("Cost", "12,50", "bad_number"),
        ("Cost", "99999999999999999999999999999999999999999", "bad_number"),
        ("Milestone", "maybe", "bad_boolean"),
        ("OutlineLevel", "1.5", "bad_number"),
        ("UID", "abc", "bad_number"),
    ] {
        let error = refuse(tasks(&[(1, 1, ""), (2, 1, &format!("<{field}>{value}</{field}>"))]));
        assert_eq!(error.code, code, "{field} {value}");
        assert_eq!(error.pointer, format!("/Project/Tasks/Task/{field}"));
        assert_eq!(error.line, Some(2));
        assert!(error.detail.contains(&value[..5.min(value.len())]), "{error}");
    }
}

#[test]
fn repeated_and_missing_uids_are_refused() {
    let error = refuse(tasks(&[(1, 1, ""), (2, 1, ""), (1, 1, "")]));
    assert_eq!((error.code, error.line), ("duplicate_uid", Some(3)));
    assert!(error.detail.contains("line 1"), "{error}");
    assert_eq!(refuse(project("<Tasks><Task><Name>a</Name></Task></Tasks>")).code, "missing_uid");
    let calendars = "<Calendars><Calendar><UID>1</UID></Calendar><Calendar><UID>1</UID></Calendar></Calendars><Tasks/>";
    assert_eq!(refuse(project(calendars)).code, "duplicate_uid");
}

#[test]
fn cycles_are_refused_and_named() {
    let error = refuse(tasks(&[(1, 1, &after(3)), (2, 1, &after(1)), (3, 1, &after(2))]));
    assert_eq!(error.code, "link_cycle");
    assert_eq!(error.detail, "the links form a cycle: “T1” (UID 1) → “T2” (UID 2) → “T3” (UID 3) → “T1” (UID 1)");
    assert_eq!(refuse(tasks(&[(1, 1, &after(1))])).code, "link_cycle");
    let through_summary = refuse(tasks(&[(1, 1, &after(3)), (2, 2, ""), (3, 1, &after(2))]));
    assert_eq!(through_summary.code, "link_cycle");
    let between_children = tasks(&[(1, 1, ""), (2, 2, ""), (3, 2, &after(4)), (4, 1, &after(2))]);
    assert!(mspdi::parse(between_children.as_bytes()).is_ok(), "leaving a summary and coming back");
    let to_parent = tasks(&[(1, 1, &after(2)), (2, 2, "")]);
    let plan = mspdi::parse(to_parent.as_bytes()).unwrap();
    assert_eq!(common::codes(&plan), ["link_to_ancestor"]);
}

#[test]
fn a_long_chain_and_a_deep_outline_are_no_trouble() {
    let chain: Vec<(i64, String)> =
        (1..=20_000).map(|uid| (uid, if uid > 1 { after(uid - 1) } else { String::new() })).collect();
    let rows: Vec<(i64, i64, &str)> = chain.iter().map(|(uid, more)| (*uid, 1, more.as_str())).collect();
    assert_eq!(mspdi::parse(tasks(&rows).as_bytes()).unwrap().tasks.len(), 20_000);
    let deep: Vec<(i64, i64, &str)> = (1..=20_000).map(|uid| (uid, uid, "")).collect();
    assert_eq!(mspdi::parse(tasks(&deep).as_bytes()).unwrap().tasks[19_999].parent, Some(19_998));
}

#[test]
fn a_calendar_can_not_ask_for_endless_work() {
    let started = Instant::now();
    let forever =
        "<TimePeriod><FromDate>0001-01-01T00:00:00</FromDate><ToDate>9999-12-31T00:00:00</ToDate></TimePeriod>";
    let weekly = format!("<Exception>{forever}<Type>6</Type><DaysOfWeek>0</DaysOfWeek></Exception>");
    let daily = format!("<Exception>{forever}<Type>1</Type><Period>2</Period></Exception>");
    let counted = format!(
        "<Exception><EnteredByOccurrences>1</EnteredByOccurrences>{forever}<Occurrences>5000</Occurrences><Type>5</Type>\
         <MonthItem>1</MonthItem><MonthPosition>4</MonthPosition></Exception>"
    );
    for exception in [weekly, daily, counted] {
        let calendar = format!("<Calendar><UID>1</UID><Exceptions>{}</Exceptions></Calendar>", exception.repeat(2_000));
        let plan = mspdi::parse(project(&format!("<Calendars>{calendar}</Calendars><Tasks/>")).as_bytes()).unwrap();
        assert!(common::codes(&plan).contains(&"calendar_exception_skipped"));
    }
    let circle: String = (0..200)
        .map(|uid| {
            format!("<Calendar><UID>{uid}</UID><BaseCalendarUID>{}</BaseCalendarUID></Calendar>", (uid + 1) % 200)
        })
        .collect();
    let used = "<Tasks><Task><UID>1</UID><Name>A</Name><CalendarUID>5</CalendarUID></Task></Tasks>";
    let plan = mspdi::parse(project(&format!("<Calendars>{circle}</Calendars>{used}")).as_bytes()).unwrap();
    assert_eq!(common::codes(&plan), ["calendar_cycle"]);
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_file_cut_at_any_byte_is_refused() {
    let Some(bytes) = shared("scheduling/mspdi/msproject-slack9.xml") else { return };
    let end = bytes.len() - 20;
    for cut in (0..end).step_by(997) {
        let error = mspdi::parse(&bytes[..cut]).unwrap_err();
        assert!(!error.detail.is_empty());
    }
}
