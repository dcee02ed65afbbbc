//! What a later import respects: what people did since, what the file changed, and what may not be.
#![allow(clippy::allow_attributes, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use common::organization::{Office, mspdi, plan};
use common::{after, project, tasks};
use guildhall_core::org::Member;
use guildhall_core::policy::Permissions;
use guildhall_core::work::task::Task;
use guildhall_core::work::{Checklist, Comment, Import, Project};
use guildhall_core::{Caller, Error, crud};
use guildhall_interchange::apply::{self, Options};
use guildhall_interchange::model::ImportPlan;
use serde_json::json;

fn action<'i>(import: &'i Import, title: &str) -> &'i str {
    let row = import.rows.0.iter().find(|row| row.title == title);
    row.map_or("absent", |row| row.action.as_str())
}

fn remarks(import: &Import, title: &str) -> Vec<String> {
    import.rows.0.iter().filter(|row| row.title == title).flat_map(|row| row.messages.clone()).collect()
}

async fn task(office: &Office, title: &str) -> Task {
    office.all::<Task>(&[("title", title)]).await.remove(0)
}

async fn titles(office: &Office) -> Vec<String> {
    let project = office.all::<Project>(&[]).await.remove(0);
    office.outline(project.id).await.into_iter().map(|task| task.title).collect()
}

const SMALL: [(i64, i64, &str); 3] = [(1, 1, ""), (2, 2, ""), (3, 2, "")];

#[tokio::test]
async fn a_changed_file_changes_what_it_changed_and_nothing_else() {
    for office in Office::each().await {
        office.import(mspdi(&tasks(&SMALL))).await.unwrap();
        let edited = task(&office, "T2").await;
        office.patch::<Task>(edited.id, json!({"title": "Dig", "priority": "urgent"})).await.unwrap();
        let changed = tasks(&[(1, 1, ""), (2, 2, "<PercentComplete>40</PercentComplete>"), (3, 2, "")]);
        let again = office.import(mspdi(&changed)).await.unwrap();
        assert_eq!((again.created, again.updated), (0, 1));
        let found: Task = task(&office, "Dig").await;
        assert_eq!((found.percent_complete.to_string().as_str(), found.priority.as_str()), ("40", "urgent"));
        assert_eq!(found.status, "in_progress", "the file's progress is its status");
        let last = office.last_event().await;
        office.import(mspdi(&changed)).await.unwrap();
        assert_eq!(office.last_event().await, last);
    }
}

#[tokio::test]
async fn new_tasks_stand_where_the_file_has_them_and_moved_ones_move() {
    for office in Office::each().await {
        office.import(mspdi(&tasks(&[(1, 1, ""), (2, 1, ""), (3, 1, "")]))).await.unwrap();
        office.import(mspdi(&tasks(&[(1, 1, ""), (4, 1, ""), (5, 2, ""), (2, 1, ""), (3, 1, "")]))).await.unwrap();
        assert_eq!(titles(&office).await, ["T1", "T4", "T5", "T2", "T3"]);
        let moved = office.import(mspdi(&tasks(&[(3, 1, ""), (1, 1, ""), (4, 1, ""), (5, 2, ""), (2, 2, "")]))).await;
        let moved = moved.unwrap();
        assert_eq!(titles(&office).await, ["T3", "T1", "T4", "T5", "T2"]);
        assert_eq!((action(&moved, "T3"), action(&moved, "T2")), ("updated", "updated"));
        assert_eq!(task(&office, "T2").await.parent_id, Some(task(&office, "T4").await.id));
    }
}

#[tokio::test]
async fn what_was_trashed_stays_in_the_trash_with_what_would_come_below_it() {
    for office in Office::each().await {
        office.import(mspdi(&tasks(&SMALL))).await.unwrap();
        office.trash::<Task>(task(&office, "T1").await.id).await;
        let again =
            office.import(mspdi(&tasks(&[(1, 1, ""), (2, 2, ""), (3, 2, ""), (4, 2, ""), (5, 1, &after(2))]))).await;
        let again = again.unwrap();
        assert_eq!(["T1", "T2", "T4"].map(|title| action(&again, title)), ["skipped"; 3]);
        assert_eq!((titles(&office).await, action(&again, "T5")), (vec!["T5".to_owned()], "created"));
        assert_eq!(remarks(&again, "T5"), ["a link to a task in the trash was left out"]);

        let project = office.all::<Project>(&[]).await.remove(0);
        office.trash::<Project>(project.id).await;
        let last = office.last_event().await;
        let again = office.import(mspdi(&tasks(&SMALL))).await.unwrap();
        assert_eq!((again.skipped, again.created, office.last_event().await), (again.total, 0, last));
    }
}

#[tokio::test]
async fn a_purged_task_is_imported_anew() {
    for office in Office::each().await {
        office.import(mspdi(&tasks(&SMALL))).await.unwrap();
        let gone = task(&office, "T3").await.id;
        office.trash::<Task>(gone).await;
        let purged = office
            .app
            .write(&office.caller, move |cx| Box::pin(async move { crud::purge::<Task>(cx, gone.cast()).await }));
        purged.await.unwrap();
        let again = office.import(mspdi(&tasks(&SMALL))).await.unwrap();
        assert_eq!((action(&again, "T3"), again.created), ("created", 1));
    }
}

#[tokio::test]
async fn a_link_that_would_close_a_circle_with_a_link_made_here_is_left_out() {
    for office in Office::each().await {
        let flat = [(1, 1, ""), (2, 1, ""), (3, 1, "")];
        office.import(mspdi(&tasks(&flat))).await.unwrap();
        let (first, third) = (task(&office, "T1").await, task(&office, "T3").await);
        office.patch::<Task>(first.id, json!({"dependsOn": [third.id.to_string()]})).await.unwrap();
        let two = after(2);
        let again =
            office.import(mspdi(&tasks(&[(1, 1, ""), (2, 1, &after(1)), (3, 1, &two), (4, 1, &after(3))]))).await;
        let again = again.unwrap();
        let said: Vec<String> = ["T2", "T3"].iter().flat_map(|title| remarks(&again, title)).collect();
        assert!(said.iter().any(|text| text.contains("circle")), "{said:?}");
        assert_eq!(task(&office, "T4").await.depends_on, [third.id]);
        assert_eq!(task(&office, "T1").await.depends_on, [third.id], "the link made here stays");
    }
}

#[tokio::test]
async fn a_file_whose_links_go_in_a_circle_is_refused_as_a_whole() {
    let text = tasks(&[(1, 1, &after(2)), (2, 1, &after(1))]);
    let error: Error = guildhall_interchange::read(None, text.as_bytes(), "plan.xml").unwrap_err().into();
    let Error::Invalid(faults) = error else { panic!("{error:?}") };
    assert_eq!((faults[0].pointer.as_str(), faults[0].code.as_str()), ("/file", "link_cycle"));
    let error = guildhall_interchange::read(None, b"PK\x03\x04", "plan.mpp").unwrap_err();
    assert_eq!(error.code, "unknown_format");
}

#[tokio::test]
async fn into_a_chosen_project_it_only_adds() {
    for office in Office::each().await {
        let made = office.app.write(&office.caller, |cx| {
            Box::pin(async move {
                let project = json!({"name": "Garden", "statuses": [{"key": "todo", "name": "To do", "kind": "open"}]});
                let project: Project = crud::create(cx, project.as_object().unwrap()).await?;
                let own = json!({"projectId": project.id.to_string(), "title": "Own"});
                crud::create::<Task>(cx, own.as_object().unwrap()).await?;
                Ok(project)
            })
        });
        let garden = made.await.unwrap();
        let options = Options { project: Some(garden.id), ..Options::default() };
        let file = tasks(&[(1, 1, ""), (2, 2, "<PercentComplete>100</PercentComplete>")]);
        let first = apply::apply(&office.app, &office.caller, mspdi(&file), options.clone(), |_, _| {}).await.unwrap();
        assert_eq!(first.project_id, Some(garden.id));
        assert_eq!(titles(&office).await, ["Own", "T1", "T2"]);
        let keys: Vec<String> = office.outline(garden.id).await.into_iter().map(|task| task.key).collect();
        assert_eq!(keys, ["GARD-1", "GARD-2", "GARD-3"]);
        let after: Project = office.project("Garden").await;
        let statuses: Vec<&str> = after.statuses.0.iter().map(|status| status.key.as_str()).collect();
        assert_eq!(statuses, ["todo", "done"], "only what its tasks need");
        let last = office.last_event().await;
        for options in [options, Options::default()] {
            apply::apply(&office.app, &office.caller, mspdi(&file), options, |_, _| {}).await.unwrap();
        }
        assert_eq!((office.last_event().await, office.all::<Project>(&[]).await.len()), (last, 1));
        apply::undo(&office.app, &office.caller, first.id).await.unwrap();
        assert_eq!(titles(&office).await, ["Own"]);
        let missing = Options { project: Some("0123456789abcdef01234567".parse().unwrap()), ..Options::default() };
        let refused = apply::apply(&office.app, &office.caller, mspdi(&file), missing, |_, _| {}).await;
        assert!(matches!(refused, Err(Error::Invalid(faults)) if faults[0].pointer == "/projectId"));
    }
}

#[tokio::test]
async fn people_are_found_by_address_then_by_name_and_kept_apart() {
    for office in Office::each().await {
        let resource = |uid: i64, name: &str, email: &str| {
            let email = if email.is_empty() { String::new() } else { format!("<EmailAddress>{email}</EmailAddress>") };
            format!("<Resource><UID>{uid}</UID><Name>{name}</Name>{email}</Resource>")
        };
        let file = |people: &str| {
            project(&format!(
                "<Tasks><Task><UID>1</UID><Name>T1</Name></Task></Tasks><Resources>{people}</Resources>\
                 <Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID></Assignment></Assignments>"
            ))
        };
        let people = [
            resource(1, "A. L.", "ADA@example.org"),
            resource(2, "Max", ""),
            resource(3, "Max", ""),
            resource(4, "Ada Lovelace", ""),
        ];
        let first = office.import(mspdi(&file(&people.concat()))).await.unwrap();
        assert_eq!(task(&office, "T1").await.assignee_id, Some(office.caller.user));
        let mut names: Vec<String> = office.all::<Member>(&[]).await.into_iter().map(|member| member.name).collect();
        names.sort();
        assert_eq!(names, ["Ada Lovelace", "Ada Lovelace", "Max", "Max"], "one file person is one person here");
        assert!(office.all::<Member>(&[]).await.iter().filter(|m| m.placeholder).all(|m| m.role.is_none()));
        assert_eq!(first.created, 5);
        let renamed = [resource(1, "A. L.", "ada@example.org"), resource(2, "Maxine", "")];
        office.import(mspdi(&file(&renamed.concat()))).await.unwrap();
        let mut names: Vec<String> = office.all::<Member>(&[]).await.into_iter().map(|member| member.name).collect();
        names.sort();
        assert_eq!(names, ["Ada Lovelace", "Ada Lovelace", "Max", "Maxine"]);
    }
}

fn board(card: serde_json::Value, action: &str) -> ImportPlan {
    let board = json!({
        "id": "b1", "name": "Board", "cards": [card],
        "lists": [{"id": "l1", "name": "Doing", "pos": 1}],
        "labels": [], "members": [{"id": "m1", "fullName": "Grace"}],
        "checklists": [{"id": "k1", "idCard": "c1", "name": "Steps", "checkItems": [
            {"id": "0123456789abcdef01234567", "name": "One", "state": "incomplete", "pos": 1}]}],
        "actions": [{"id": "a1", "type": "commentCard", "date": "2026-01-02T03:04:05.678Z", "idMemberCreator": "m1",
            "data": {"text": action, "card": {"id": "c1"}}}]
    });
    plan(board.to_string().as_bytes())
}

#[tokio::test]
async fn ticks_and_items_of_people_here_survive_and_a_comment_keeps_its_date() {
    for office in Office::each().await {
        let card = json!({"id": "c1", "name": "Card", "idList": "l1", "pos": 1});
        office.import(board(card.clone(), "First")).await.unwrap();
        let comment: Comment = office.all::<Comment>(&[]).await.remove(0);
        assert_eq!(comment.created_at.to_string(), "2026-01-02T03:04:05.678Z");
        let list: Checklist = office.all::<Checklist>(&[]).await.remove(0);
        let ticked =
            json!({"items": [{"id": "0123456789abcdef01234567", "text": "One", "done": true}, {"text": "Mine"}]});
        office.patch::<Checklist>(list.id, ticked).await.unwrap();
        let again = office.import(board(card.clone(), "First, corrected")).await.unwrap();
        assert_eq!((again.updated, again.created), (1, 0));
        let list: Checklist = office.all::<Checklist>(&[]).await.remove(0);
        let items: Vec<(&str, bool)> = list.items.0.iter().map(|item| (item.text.as_str(), item.done)).collect();
        assert_eq!(items, [("One", true), ("Mine", false)]);
        let comment: Comment = office.all::<Comment>(&[]).await.remove(0);
        assert_eq!(comment.content, "First, corrected");
        assert!(comment.edited_at.is_some() && comment.created_at.to_string().starts_with("2026-01-02"));
    }
}

#[tokio::test]
async fn what_the_file_does_not_fit_is_cut_and_said() {
    let office = Office::sqlite().await;
    let long = "x".repeat(700);
    let card = json!({"id": "c1", "name": long, "desc": "Below", "idList": "gone", "idMembers": ["nobody"]});
    let import = office.import(board(card, "ok")).await.unwrap();
    let found = office.all::<Task>(&[]).await.remove(0);
    assert_eq!(found.title.chars().count(), 500);
    assert!(found.description.starts_with(&"x".repeat(700)) && found.description.ends_with("Below"));
    let said = remarks(&import, &"x".repeat(700));
    assert!(said.iter().any(|text| text.contains("cut to 500")), "{said:?}");
    assert_eq!(
        usize::try_from(import.warnings).unwrap(),
        import.rows.0.iter().filter(|r| !r.messages.is_empty()).count()
    );
}

#[tokio::test]
async fn who_may_not_import_is_refused_and_a_private_project_does_not_show() {
    let office = Office::sqlite().await;
    let viewer = Caller { limit: Permissions::of_role("Viewer"), ..office.caller.clone() };
    let refused = apply::apply(&office.app, &viewer, mspdi(&tasks(&SMALL)), Options::default(), |_, _| {}).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    assert!(office.all::<Import>(&[]).await.is_empty());

    let first = office.import(mspdi(&tasks(&SMALL))).await.unwrap();
    office.patch::<Project>(first.project_id.unwrap(), json!({"visibility": "private"})).await.unwrap();
    let guest = Caller { limit: Permissions::of_role("Editor"), ..office.caller.clone() };
    // The owner sees it still; what matters is that the line of an unseen project is nobody else's.
    let again = apply::apply(&office.app, &guest, mspdi(&tasks(&SMALL)), Options::default(), |_, _| {}).await.unwrap();
    assert_eq!(again.created, 0);
}

#[tokio::test]
async fn two_imports_of_the_same_file_at_once_make_one_project() {
    for office in Office::each().await {
        let text = tasks(&SMALL);
        let (one, two) = tokio::join!(office.import(mspdi(&text)), office.import(mspdi(&text)));
        let failed = [one, two].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        for error in &failed {
            assert!(matches!(error, Error::Conflict { code: "import_running", .. }), "{error:?}");
        }
        assert_eq!((office.all::<Project>(&[]).await.len(), titles(&office).await.len()), (1, 3));
        office.import(mspdi(&text)).await.unwrap();
        assert_eq!((office.all::<Project>(&[]).await.len(), titles(&office).await.len()), (1, 3));
    }
}

#[tokio::test]
async fn the_sample_is_an_organization_with_work_under_way() {
    let office = Office::sqlite().await;
    let sample = guildhall_interchange::sample::create(&office.app, office.caller.user, &"test".into()).await.unwrap();
    assert!(sample.sample);
    let inside = Caller { organization: sample.id, ..office.caller.clone() };
    let office = Office { caller: inside, ..office };
    let tasks = office.all::<Task>(&[]).await;
    for kind in ["open", "active", "done"] {
        assert!(tasks.iter().filter(|task| task.status_kind == kind).count() > 5, "{kind}");
    }
    let now = guildhall_core::time::Timestamp::now();
    let overdue = tasks.iter().filter(|t| t.status_kind != "done" && t.due_date.is_some_and(|due| due < now));
    assert!(overdue.count() >= 3);
    assert_eq!(office.all::<Project>(&[("visibility", "private")]).await.len(), 1);
    assert!(office.all::<Comment>(&[]).await.len() > 20);
    assert!(tasks.iter().any(|task| task.ancestors.len() == 2));
}
