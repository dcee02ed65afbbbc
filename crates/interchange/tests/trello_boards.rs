//! Boards: the shared fixture, a board with everything, and boards that are none.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{codes, shared, shown, task};
use guildhall_interchange::{
    ImportPlan, InterchangeError, Source, detect,
    model::StatusKind::{self, Active, Cancelled, Done, Open},
    trello,
};
use serde_json::{Value, json};

fn read(board: &Value) -> ImportPlan {
    trello::parse(board.to_string().as_bytes()).unwrap()
}

fn refuse(bytes: impl AsRef<[u8]>) -> InterchangeError {
    trello::parse(bytes.as_ref()).unwrap_err()
}

fn statuses(plan: &ImportPlan) -> Vec<(&str, &str, StatusKind)> {
    let of = |status: &'_ guildhall_interchange::model::PlannedStatus| status.kind;
    let all = plan.project.statuses.iter();
    all.map(|status| (status.key.as_str(), status.name.as_str(), of(status))).collect()
}

fn board() -> Value {
    json!({
        "id": "board1", "name": "Shop", "desc": "All *about* it", "prefs": {"x": [1, {"y": null}]},
        "lists": [
            {"id": "l3", "name": "Fertig", "closed": false, "pos": 300},
            {"id": "l1", "name": "To Do", "closed": false, "pos": 100.5},
            {"id": "l2", "name": "Bench", "closed": false, "pos": 200},
            {"id": "l4", "name": "Sprint 1", "closed": true, "pos": 1},
        ],
        "cards": [
            {"id": "c2", "name": "Second", "idList": "l1", "pos": 20, "closed": false, "due": null},
            {"id": "c1", "name": " First\nline ", "desc": "# Why\n", "idList": "l1", "pos": 3.5,
             "due": "2026-03-01T09:30:00.000Z", "start": "2026-02-27T09:00:00.000Z",
             "dueComplete": true, "idMembers": ["m2", "m1", "m9"], "idLabels": ["y", "r", "gone"],
             "idChecklists": ["k2"], "badges": {"comments": 4},
             "attachments": [{"name": "a [b].pdf", "url": "https://example.org/a b.pdf"},
                             {"name": "x]y", "url": "https://example.org/(1)"},
                             {"name": "evil", "url": "javascript:alert(1)"}]},
            {"id": "c3", "name": "Was doing", "idList": "l2", "pos": 1, "closed": true},
            {"id": "c4", "name": "Was done", "idList": "l3", "pos": 1, "closed": true},
            {"id": "c5", "name": "In an old list", "idList": "l4", "pos": 1},
            {"id": "c6", "name": "Lost", "idList": "nowhere", "pos": 1},
        ],
        "labels": [
            {"id": "r", "name": "Bug", "color": "red"}, {"id": "y", "name": "", "color": "yellow_dark"},
            {"id": "n", "name": "", "color": null},
        ],
        "members": [{"id": "m1", "fullName": "Ada Lovelace", "username": "ada"},
                    {"id": "m2", "fullName": "", "username": "grace"}],
        "checklists": [
            {"id": "k1", "idCard": "c1", "name": "After", "pos": 9, "checkItems": []},
            {"id": "k2", "name": "Before", "pos": 2, "checkItems": [
                {"id": "i2", "name": "two", "state": "incomplete", "pos": 2},
                {"id": "i1", "name": "one", "state": "complete", "pos": 1}]},
            {"id": "k3", "idCard": "deleted", "checkItems": null},
        ],
        "actions": [
            {"id": "a3", "type": "commentCard", "date": "2026-02-03T10:00:00.000Z", "idMemberCreator": "m7",
             "memberCreator": {"id": "m7", "fullName": "Hedy Lamarr"},
             "data": {"text": "later", "card": {"id": "c1"}}},
            {"id": "a2", "type": "commentCard", "date": "2026-02-02T10:00:00.000Z", "idMemberCreator": "m1",
             "data": {"text": "**earlier**", "card": {"id": "c1"}}},
            {"id": "a1", "type": "updateCard", "data": {"old": {"pos": 1}}},
            {"id": "a0", "type": "commentCard", "date": "2026-02-02T10:00:00.000Z",
             "data": {"text": "on a deleted card", "card": {"id": "c0"}}},
        ],
    })
}

#[test]
fn a_board_is_read_with_everything_on_it() {
    let plan = read(&board());
    assert_eq!((plan.project.external_id.as_str(), plan.project.name.as_str()), ("board1", "Shop"));
    assert!(!plan.project.schedules);
    assert_eq!(
        statuses(&plan),
        [
            ("to_do", "To Do", Open),
            ("bench", "Bench", Active),
            ("fertig", "Fertig", Done),
            ("sprint_1", "Sprint 1", Cancelled),
            ("archived", "Archived", Cancelled),
        ]
    );
    let order: Vec<_> =
        plan.tasks.iter().map(|task| (task.title.as_str(), task.status.as_str(), task.archived)).collect();
    assert_eq!(
        order,
        [
            ("Lost", "to_do", false),
            ("First line", "to_do", false),
            ("Second", "to_do", false),
            ("Was done", "fertig", true),
            ("In an old list", "sprint_1", true),
            ("Was doing", "archived", true),
        ]
    );
    for task in &plan.tasks {
        assert_eq!(task.labels.contains(&"archived".to_owned()), task.archived);
        assert!(task.manual);
    }
    let first = task(&plan, "c1");
    assert_eq!(first.row, "/cards/1");
    assert_eq!(shown(first.due), "2026-03-01T09:30:00Z");
    assert_eq!(shown(first.start), "2026-02-27T09:00:00Z");
    assert_eq!(first.percent_complete, Some(100));
    assert_eq!(first.labels, ["y", "r"]);
    assert_eq!(
        first.description,
        "# Why\n\n- a \\[b\\].pdf: `https://example.org/a b.pdf`\n\
         - [x\\]y](<https://example.org/(1)>)\n- evil: `javascript:alert(1)`"
    );
    let lists: Vec<_> = first.checklists.iter().map(|list| list.title.as_str()).collect();
    assert_eq!(lists, ["Before", "After"]);
    let items: Vec<_> = first.checklists[0].items.iter().map(|item| (item.text.as_str(), item.done)).collect();
    assert_eq!(items, [("one", true), ("two", false)]);
    let comments: Vec<_> = first
        .comments
        .iter()
        .map(|comment| (comment.text.as_str(), comment.author.as_deref(), comment.at.to_string()))
        .collect();
    assert_eq!(
        comments,
        [
            ("**earlier**", Some("m1"), "2026-02-02T10:00:00Z".to_owned()),
            ("later", Some("m7"), "2026-02-03T10:00:00Z".to_owned()),
        ]
    );
    let people: Vec<_> = plan.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(people, ["Ada Lovelace", "grace", "Hedy Lamarr", "Former member m9"]);
    let assigned: Vec<_> = first.assignments.iter().map(|part| part.person.as_str()).collect();
    assert_eq!(assigned, ["m2", "m1", "m9"]);
    let labels: Vec<_> = plan.labels.iter().map(|label| (label.name.as_str(), label.color.as_str())).collect();
    assert_eq!(labels, [("Bug", "#f87168"), ("yellow dark", "#946f00"), ("Label", "#8590a2"), ("Archived", "#8590a2")]);
    assert_eq!(
        codes(&plan),
        [
            "attachments_linked",
            "checklist_skipped",
            "comment_skipped",
            "comments_missing",
            "status_kind_guessed",
            "status_kind_guessed",
            "unknown_label",
            "unknown_list",
            "unknown_member",
        ]
    );
}

#[test]
fn the_shared_fixture_is_one_open_card() {
    let Some(bytes) = shared("import/trello/nextcloud-deck-fixture.json") else { return };
    assert_eq!(detect(&bytes, "export.json"), Some(Source::Trello));
    let plan = trello::parse(&bytes).unwrap();
    assert_eq!(plan.project.name, "Test Board Name");
    assert_eq!(statuses(&plan), [("todo", "TODO", Open), ("done", "Done", Done)]);
    assert_eq!(plan.tasks.len(), 1);
    assert_eq!(plan.tasks[0].title, "Name Card 7");
    assert!(plan.tasks[0].assignments.is_empty() && !plan.tasks[0].archived);
    assert_eq!(plan.people[0].name, "John Doe");
    assert_eq!(plan.labels[0].name, "yellow");
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
}

#[test]
fn lists_mean_what_their_names_say() {
    let kinds = |names: &[&str]| -> Vec<StatusKind> {
        let lists: Vec<Value> = names
            .iter()
            .enumerate()
            .map(|(pos, name)| json!({"id": pos.to_string(), "name": name, "pos": pos}))
            .collect();
        let plan = read(&json!({"lists": lists, "cards": []}));
        plan.project.statuses.iter().map(|status| status.kind).collect()
    };
    assert_eq!(kinds(&["Backlog", "Doing 🚧", "✅ Done!", "Won't do"]), [Open, Active, Done, Cancelled]);
    assert_eq!(kinds(&["À faire", "En cours", "Terminé"]), [Open, Active, Done]);
    assert_eq!(kinds(&["待办", "进行中", "已完成"]), [Open, Active, Done]);
    assert_eq!(kinds(&["Сделать", "В работе", "Готово"]), [Open, Active, Done]);
    assert_eq!(kinds(&["To be done", "Bench", "Shelf"]), [Open, Active, Done], "by place");
    assert_eq!(kinds(&["Marketing", "Sales"]), [Open, Open, Done], "topics, and one status added");
    assert_eq!(kinds(&[]), [Open, Done]);
    let plan = read(&json!({"cards": [], "lists": [
        {"id": "a", "name": "Done"}, {"id": "b", "name": "done"}, {"id": "c", "name": "做"},
        {"id": "d", "name": "Done 2"}]}));
    let keys: Vec<_> = plan.project.statuses.iter().map(|status| status.key.as_str()).collect();
    assert_eq!(keys, ["done", "done_2", "list_3", "done_2_2"]);
}

#[test]
fn missing_optional_parts_are_no_trouble() {
    let plan = read(&json!({"lists": [{"id": "a"}], "cards": [{"id": "b"}, {"id": "c", "idList": "a",
        "idMembers": null, "labels": [{"id": "g", "color": "green"}], "pos": null}],
        "actions": null, "members": null}));
    assert_eq!(plan.tasks.len(), 2);
    assert_eq!(plan.project.name, "Imported board");
    assert_eq!(plan.labels[0].name, "green");
    assert_eq!(task(&plan, "c").labels, ["g"]);
    assert_eq!(codes(&plan), ["status_kind_guessed", "unknown_list", "unnamed_task", "unnamed_task"]);
}

#[test]
fn what_is_no_board_is_refused_precisely() {
    for (text, code, pointer) in [
        ("", "empty", ""),
        (" \n", "empty", ""),
        ("[]", "not_trello", ""),
        ("42", "not_trello", ""),
        ("{}", "not_trello", "/lists"),
        (r#"{"lists":[]}"#, "not_trello", "/cards"),
        (r#"{"lists":{},"cards":[]}"#, "not_trello", "/lists"),
        (r#"{"lists":[],"cards":["#, "truncated", ""),
        (r#"{"lists":[],"cards":[}"#, "malformed_json", ""),
        (r#"{"lists":[],"cards":[{"name":"a"}]}"#, "bad_field", "/cards/0"),
        (r#"{"lists":[{"id":"a","pos":"top"}],"cards":[]}"#, "bad_field", "/lists/0"),
        (r#"{"lists":[],"cards":[{"id":"a"},{"id":"b","due":"soon"}]}"#, "bad_date", "/cards/1/due"),
        (r#"{"lists":[],"cards":[{"id":"a"},{"id":"a"}]}"#, "duplicate_id", "/cards/1"),
        (r#"{"lists":[],"cards":[["a"]]}"#, "bad_field", "/cards/0"),
        (r#"{"lists":[],"cards":[],"members":{}}"#, "bad_field", "/members"),
        (r#"{"lists":[],"cards":[],"name":7}"#, "bad_field", "/name"),
    ] {
        let error = refuse(text);
        assert_eq!((error.code, error.pointer.as_str()), (code, pointer), "{text}: {error}");
    }
    let error = refuse("{\"lists\":[],\n\"cards\":[}");
    assert_eq!(error.line, Some(2));
    assert!(!error.detail.contains("at line"), "{error}");
    assert_eq!(refuse(b"{\"lists\":[],\n\"name\":\"\xff\"}").line, Some(2));
    assert_eq!(refuse(r#"{"lists":[],"cards":["#.to_owned() + &"[".repeat(100_000)).code, "truncated");
    let deep = format!(r#"{{"lists":[],"cards":[{{"id":"a","x":{}1{}}}]}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(trello::parse(deep.as_bytes()).unwrap().tasks.len(), 1, "never built in memory");
    let marked = ["\u{feff}", &board().to_string()].concat();
    assert_eq!(trello::parse(marked.as_bytes()).unwrap(), read(&board()));
}

#[test]
fn files_are_told_apart_by_their_first_bytes() {
    let project = "<?xml version='1.0'?><!-- <a> --><Project xmlns='x'/>";
    for (text, name, source) in [
        (project, "a.json", Some(Source::Mspdi)),
        ("<ms:Project xmlns:ms='x'>", "", Some(Source::Mspdi)),
        ("<!DOCTYPE Project []>", "a.xml", Some(Source::Mspdi)),
        ("<html><Project/></html>", "a.xml", None),
        ("\u{feff} {\"id\":1}", "a.txt", Some(Source::Trello)),
        ("a,b\n1,2", "a.csv", None),
        ("", "a.xml", Some(Source::Mspdi)),
        ("", "BOARD.JSON", Some(Source::Trello)),
    ] {
        assert_eq!(detect(text.as_bytes(), name), source, "{text} {name}");
    }
}
