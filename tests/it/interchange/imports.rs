//! Imports over HTTP and from the command line of a machine whose server runs.

use guildhall_core::work::{Import, import};
use guildhall_core::{Caller, crud};
use guildhall_server::local;
use guildhall_server::orders::{Answer as Ordered, ImportOrder, Order};
use guildhall_tests::{Answer, Person, both, text};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::time::Duration;

fn board() -> String {
    let card = |id: &str, name: &str| json!({"id": id, "name": name, "idList": "l1", "idMembers": ["m1"]});
    let board = json!({
        "id": "b1", "name": "Allotment", "cards": [card("c1", "Dig"), card("c2", "Sow")],
        "lists": [{"id": "l1", "name": "Doing", "pos": 1}], "members": [{"id": "m1", "fullName": "Grace Hopper"}],
        "actions": [{"id": "a1", "type": "commentCard", "date": "2026-01-02T03:04:05.678Z", "idMemberCreator": "m1",
            "data": {"text": "Not before **May**", "card": {"id": "c2"}}}]
    });
    board.to_string()
}

fn form(file: impl Into<Vec<u8>>) -> Form {
    Form::new().part("file", Part::bytes(file.into()).file_name("board.json"))
}

async fn send(person: &Person<'_>, query: &str, form: Form) -> Answer {
    person.send(person.request(Method::POST, &format!("imports{query}")).multipart(form)).await
}

async fn last_event(person: &Person<'_>) -> i64 {
    let newest = person.get("events?order=desc&limit=1").await.expect(200);
    newest["data"][0]["seq"].as_i64().unwrap()
}

fn actions(report: &Value) -> Vec<(String, String)> {
    let rows = report["rows"].as_array().unwrap();
    rows.iter().map(|row| (text(&row["kind"]), text(&row["action"]))).collect()
}

both!(a_board_is_rehearsed_imported_once_and_taken_back, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let before = last_event(&ada).await;
    let dry = send(&ada, "?dryRun=true", form(board())).await.expect(200);
    assert_eq!(
        (last_event(&ada).await, ada.all("projects").await.len(), ada.all("imports").await.len()),
        (before, 0, 0)
    );
    assert_eq!((dry["created"].as_i64(), dry["projectId"].is_null()), (Some(5), true));

    let answer = send(&ada, "", form(board())).await;
    let location = answer.header("location");
    let done = answer.expect(201);
    assert_eq!(actions(&done), actions(&dry));
    assert_eq!(ada.get(&location).await.expect(200)["status"], "done");
    let tasks = ada.all(&format!("tasks?projectId={}&sort=rank", text(&done["projectId"]))).await;
    assert_eq!(tasks.iter().map(|task| text(&task["title"])).collect::<Vec<_>>(), ["Dig", "Sow"]);
    let comment = &ada.all("comments").await[0];
    assert_eq!(
        (text(&comment["createdAt"]), text(&comment["task"])),
        ("2026-01-02T03:04:05.678Z".into(), text(&tasks[1]["id"]))
    );
    let grace = ada.get(&format!("members/{}", text(&comment["user"]))).await.expect(200);
    assert_eq!((text(&grace["name"]), grace["placeholder"].as_bool()), ("Grace Hopper".into(), Some(true)));

    let before = last_event(&ada).await;
    let again = send(&ada, "", form(board())).await.expect(201);
    assert_eq!(
        (again["unchanged"].as_i64(), again["created"].as_i64(), last_event(&ada).await),
        (Some(5), Some(0), before)
    );

    let undone = ada.post(&format!("imports/{}/undo", text(&done["id"])), json!({})).await.expect(200);
    assert_eq!((undone["status"].as_str(), ada.all("tasks").await.len()), (Some("undone"), 0));
    assert_eq!(ada.all("projects?deleted=true").await.len(), 1, "what is taken back lies in the trash");
    assert_eq!(send(&ada, "", form(board())).await.expect(201)["created"], 5);
});

both!(an_import_answers_at_once_and_tells_how_far_it_is, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let request = ada.request(Method::POST, "imports").header("prefer", "respond-async").multipart(form(board()));
    let answer = ada.send(request).await;
    let location = answer.header("location");
    assert_eq!(answer.expect(202)["status"], "running");
    for _ in 0..200 {
        let report = ada.get(&location).await.expect(200);
        if report["status"] == "done" {
            assert_eq!((report["done"].as_i64(), report["rows"].as_array().map(Vec::len)), (Some(5), Some(5)));
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the import did not end");
});

both!(
    a_file_that_cannot_be_imported_is_one_precise_problem_and_changes_nothing,
    |world: guildhall_tests::World| async move {
        let ada = world.founder("Ada").await;
        let start = last_event(&ada).await;
        let project = |tasks: &str| {
            format!("<Project xmlns=\"http://schemas.microsoft.com/project\"><Tasks>{tasks}</Tasks></Project>")
        };
        let link = |uid: i64, to: i64| {
            format!(
                "<Task><UID>{uid}</UID><Name>T</Name><PredecessorLink><PredecessorUID>{to}</PredecessorUID></PredecessorLink></Task>"
            )
        };
        let entity = "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><Project><Tasks><Task><UID>1</UID><Name>&x;</Name></Task></Tasks></Project>";
        for (file, code) in [
            ("{\"id\": ".to_owned(), "truncated"),
            ("{]".to_owned(), "malformed_json"),
            (project("<Task><UID>1</Task>"), "malformed_xml"),
            (project(&(link(1, 2) + &link(2, 1))), "link_cycle"),
            (entity.to_owned(), "doctype_refused"),
        ] {
            let problem = send(&ada, "", form(file)).await.problem(422, code);
            assert_eq!(problem["errors"][0]["pointer"], "/file");
        }
        let unknown = Form::new().part("file", Part::bytes(b"PK\x03\x04".to_vec()).file_name("plan.mpp"));
        send(&ada, "", unknown).await.problem(422, "unknown_format");
        let part = |name: &'static str, value: &'static str| form(board()).text(name, value);
        send(&ada, "", part("source", "jira")).await.problem(422, "one_of");
        send(&ada, "", part("projectId", "0123456789abcdef01234567")).await.problem(422, "not_found");
        send(&ada, "", part("colour", "red")).await.problem(422, "unknown_field");
        send(&ada, "", Form::new().text("name", "x")).await.problem(422, "required");
        send(&ada, "?quick=true", form(board())).await.problem(400, "unknown_parameter");
        ada.post("imports", json!({})).await.problem(415, "unsupported_media_type");
        assert_eq!((last_event(&ada).await, ada.all("imports").await.len()), (start, 0));
        let viewer = ada.invite("Vera", "Viewer").await;
        let before = last_event(&ada).await;
        send(&viewer, "?dryRun=true", form(board())).await.problem(403, "forbidden");
        assert_eq!((last_event(&ada).await, ada.all("imports").await.len()), (before, 0));
    }
);

both!(what_was_running_when_its_server_stopped_is_said_to_have_failed, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let done = send(&ada, "", form(board())).await.expect(201);
    let caller = Caller {
        user: ada.id.parse().unwrap(),
        organization: ada.organization.parse().unwrap(),
        limit: None,
        origin: "test".into(),
    };
    let begun = world.app.write(&caller, |cx| {
        Box::pin(async move {
            let begun = Import { created_by: cx.actor, status: "running".into(), ..Import::default() };
            crud::store_new(cx, begun).await
        })
    });
    let begun = begun.await.unwrap();
    let path = format!("imports/{}", begun.id);
    assert_eq!(import::abandon(&world.app, begun.updated_at).await.unwrap(), 0, "it has just written");
    assert_eq!(import::abandon(&world.app, begun.updated_at.plus_seconds(1)).await.unwrap(), 1);
    let ended = ada.get(&path).await.expect(200);
    assert_eq!((ended["status"].as_str(), ended["revision"].as_i64()), (Some("failed"), Some(2)));
    assert!(text(&ended["error"]).contains("import the file again"));
    assert_eq!(ada.get(&format!("imports/{}", text(&done["id"]))).await.expect(200)["status"], "done");
});

both!(a_command_beside_the_running_server_goes_through_its_socket, |world: guildhall_tests::World| async move {
    let ada = world.founder("Ada").await;
    let folder = tempfile::tempdir().unwrap();
    let order = |organization: &str, acting: Option<&str>| {
        Order::Import(ImportOrder {
            organization: Some(organization.into()),
            acting: acting.map(str::to_owned),
            project: None,
            name: Some("Garden".into()),
            source: None,
            dry_run: false,
            filename: "board.json".into(),
            files: vec![("board.json".into(), board().len() as u64)],
            from: None,
            accounts: false,
        })
    };
    let file = board().into_bytes();
    assert!(
        local::ask(folder.path(), &order("Ada & Co", None), &file, |_, _| {}).await.is_none(),
        "nobody listens yet"
    );
    local::listen(world.app.clone(), folder.path());
    let mut heard = Vec::new();
    let answer =
        local::ask(folder.path(), &order("Ada & Co", None), &file, |done, total| heard.push((done, total))).await;
    let Some(Ok(Ordered::Imported(report))) = answer else { panic!("{answer:?}") };
    assert_eq!(
        (report.project, report.rows.len(), heard.last()),
        (Some(("GARD".into(), "Garden".into())), 5, Some(&(5, 5)))
    );
    assert_eq!(ada.all("tasks").await.len(), 2);
    for (order, reason) in [
        (order("Nobody & Co", None), "no such organization: Nobody & Co"),
        (order(&ada.organization, Some("eve@example.com")), "no such member with the address eve@example.com"),
    ] {
        let answer = local::ask(folder.path(), &order, &file, |_, _| {}).await;
        assert!(matches!(&answer, Some(Err(why)) if why == reason), "{answer:?}");
    }
    let vera = ada.invite("Vera", "Viewer").await;
    let answer = local::ask(folder.path(), &order("Ada & Co", Some(&vera.email)), &file, |_, _| {}).await;
    assert!(matches!(&answer, Some(Err(why)) if why.contains("does not allow import:create")), "{answer:?}");
});
