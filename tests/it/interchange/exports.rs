//! Projects as files of Microsoft Project, over HTTP and from the command line: whole for who sees them, and
//! without a trace of what the caller does not see.

use crate::rules::raw::Raw;
use guildhall_server::local;
use guildhall_server::orders::{Answer as Ordered, ExportOrder, Order};
use guildhall_store::Dialect;
use guildhall_tests::{Answer, Person, World, both, text};
use serde_json::{Value, json};

async fn export(who: &Person<'_>, project: &str) -> Answer {
    who.get(&format!("projects/{project}/export?format=mspdi")).await
}

/// The elements of one name, as they stand in the document.
fn elements<'d>(document: &'d str, name: &str) -> Vec<&'d str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    document.split(&open).skip(1).filter_map(|rest| rest.split(&close).next()).collect()
}

/// What a task of a document says under one name.
fn said(task: &str, name: &str) -> Option<String> {
    elements(task, name).first().map(|value| (*value).to_owned())
}

/// Two phases, a milestone, links of each kind of lag, people and costs; its id, and those of its tasks.
async fn garden(ada: &Person<'_>) -> (String, Vec<String>) {
    let project = json!({"name": "Garden/1", "key": "GAR", "description": "Beds & paths", "startDate": "2026-03-02"});
    let project = ada.make("projects", project).await;
    let phase = ada.make("tasks", json!({"projectId": project, "title": "Beds"})).await;
    let dig = json!({"projectId": project, "parentId": phase, "title": "Dig <deep>", "duration": 2,
        "startDate": "2026-03-02", "assignments": [{"userId": ada.id, "units": 0.5}], "estimateHours": 8,
        "estimateCost": 12.5, "priority": "urgent", "dueDate": "2026-03-10", "description": "one\ntwo"});
    let dig = ada.make("tasks", dig).await;
    let sow = json!({"projectId": project, "parentId": phase, "title": "Sow", "duration": 1.5, "percentComplete": 40,
        "dependencies": [{"taskId": dig, "type": "SS", "lag": "1ed"}]});
    let sow = ada.make("tasks", sow).await;
    let ready = json!({"projectId": project, "title": "Ready", "milestone": true,
        "dependencies": [{"taskId": sow, "type": "FF", "lag": "50%"}, {"taskId": dig, "lag": "-4h"}]});
    let ready = ada.make("tasks", ready).await;
    (project, vec![phase, dig, sow, ready])
}

both!(a_project_is_saved_as_a_file_and_is_the_same_project_elsewhere, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, tasks) = garden(&ada).await;
    ada.post(&format!("projects/{project}/baselines"), json!({"name": "Signed"})).await.expect(201);
    let answer = export(&ada, &project).await;
    assert_eq!(answer.header("content-type"), "application/xml");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"Garden-1.xml\"");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let document = text(&answer.expect(200));
    assert_eq!(text(&ada.get(&format!("projects/{project}/export")).await.expect(200)), document, "the usual format");

    let copy = world.founder("Grace").await;
    let report = copy.upload("imports", &[], "garden.xml", document.clone().into_bytes()).await.expect(201);
    assert_eq!((report["source"].as_str(), report["warnings"].as_i64()), (Some("mspdi"), Some(0)), "{report:#}");
    let of =
        |who: &Person<'_>, project: &str| format!("tasks?projectId={project}&sort=createdAt").replace("{who}", &who.id);
    let (here, there) = (ada.all(&of(&ada, &project)).await, copy.all(&of(&copy, &text(&report["projectId"]))).await);
    assert_eq!(here.len(), tasks.len());
    let mut there: Vec<&Value> = there.iter().collect();
    there.sort_by_key(|task| text(&task["key"]));
    let place = |all: &[&Value], id: &Value| all.iter().position(|task| task["id"] == *id);
    let mine: Vec<&Value> = here.iter().collect();
    for (own, other) in mine.iter().zip(&there) {
        for field in [
            "title",
            "description",
            "priority",
            "startDate",
            "endDate",
            "dueDate",
            "duration",
            "percentComplete",
            "milestone",
            "estimateHours",
            "estimateCost",
            "currency",
            "constraint",
            "scheduleMode",
            "baselineStart",
            "baselineEnd",
        ] {
            assert_eq!(own[field], other[field], "{field} of {}", own["title"]);
        }
        assert_eq!(place(&mine, &own["parentId"]), place(&there, &other["parentId"]));
        let links = |task: &Value, all: &[&Value]| {
            let links = task["dependencies"].as_array().unwrap().iter();
            let mut links: Vec<_> =
                links.map(|link| (place(all, &link["taskId"]), text(&link["type"]), text(&link["lag"]))).collect();
            links.sort();
            links
        };
        assert_eq!(links(own, &mine), links(other, &there), "{}", own["title"]);
        let units = |task: &Value| {
            task["assignments"].as_array().unwrap().iter().map(|one| one["units"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(units(own), units(other));
    }
    let copied = copy.get(&format!("projects/{}", text(&report["projectId"]))).await.expect(200);
    assert_eq!((&copied["name"], &copied["description"]), (&json!("Garden/1"), &json!("Beds & paths")));
    assert_eq!((&copied["startDate"], &copied["currency"]), (&json!("2026-03-02"), &json!("EUR")));
});

both!(a_file_numbers_tasks_by_their_keys_and_rows_by_their_place, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, tasks) = garden(&ada).await;
    ada.post(&format!("tasks/{}/move", tasks[3]), json!({"parentId": null, "before": tasks[0]})).await.expect(200);
    let document = text(&export(&ada, &project).await.expect(200));
    let rows: Vec<[Option<String>; 4]> = elements(&document, "Task")
        .iter()
        .map(|task| ["UID", "ID", "OutlineNumber", "Name"].map(|name| said(task, name)))
        .collect();
    let row = |texts: [&str; 4]| texts.map(|text| Some(text.to_owned()));
    assert_eq!(
        rows,
        [
            row(["0", "0", "0", "Garden/1"]),
            row(["4", "1", "1", "Ready"]),
            row(["1", "2", "2", "Beds"]),
            row(["2", "3", "2.1", "Dig &lt;deep&gt;"]),
            row(["3", "4", "2.2", "Sow"]),
        ]
    );
    let links: Vec<_> = elements(&document, "PredecessorLink")
        .iter()
        .map(|link| ["PredecessorUID", "Type", "LinkLag", "LagFormat"].map(|name| said(link, name).unwrap()).join(" "))
        .collect();
    assert_eq!(links.len(), 3);
    for link in ["3 0 50 19", "2 1 -2400 5", "2 3 14400 8"] {
        assert!(links.iter().any(|found| found == link), "{links:?}");
    }
    assert_eq!(elements(&document, "CalendarUID")[0], "1");
    assert_eq!(elements(&document, "MinutesPerDay"), ["480"]);
});

both!(what_the_caller_does_not_see_is_not_in_the_file, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, tasks) = garden(&ada).await;
    let secret = ada.make("projects", json!({"name": "Secret", "visibility": "private"})).await;
    let hidden = ada.task(&secret, "Zanzibar").await;
    let both = json!({"dependencies": [{"taskId": hidden}, {"taskId": tasks[1]}]});
    ada.patch(&format!("tasks/{}", tasks[2]), both).await.expect(200);

    let mallory = world.founder("Mallory").await;
    let foreign = format!("/api/v1/organizations/{}/projects/{project}/export", ada.organization);
    mallory.get(&foreign).await.problem(404, "not_found");
    export(&mallory, &project).await.problem(404, "not_found");
    for (name, role) in [("Vic", "Viewer"), ("Ed", "Editor")] {
        let who = ada.invite(name, role).await;
        let document = text(&export(&who, &project).await.expect(200));
        assert!(!document.contains("Zanzibar") && !document.contains("Secret"));
        assert!(document.contains("<!-- links left out, to tasks that are not in this file: 1 -->"), "{document}");
        assert_eq!(elements(&document, "PredecessorLink").len(), 3);
        export(&who, &secret).await.problem(404, "not_found");
    }
    let permissions = ["project:read", "project:read-open", "task:read:own"];
    ada.make("roles", json!({"name": "Own", "permissions": permissions})).await;
    let bob = ada.invite("Bob", "Own").await;
    let sow = json!({"assignments": [{"userId": bob.id}]});
    ada.patch(&format!("tasks/{}", tasks[2]), sow).await.expect(200);
    let document = text(&export(&bob, &project).await.expect(200));
    let names: Vec<_> = elements(&document, "Task").iter().map(|task| said(task, "Name").unwrap()).collect();
    assert_eq!(names, ["Garden/1", "Sow"], "the others and the phase above are not there");
    assert!(elements(&document, "PredecessorLink").is_empty() && elements(&document, "Resource").is_empty());
    assert!(document.contains("<!-- links left out, to tasks that are not in this file: 2 -->"), "{document}");

    let nothing =
        ada.make("roles", json!({"name": "No tasks", "permissions": ["project:read", "project:read-open"]})).await;
    assert!(!nothing.is_empty());
    let nora = ada.invite("Nora", "No tasks").await;
    export(&nora, &project).await.problem(403, "forbidden");
    ada.delete(&format!("projects/{project}")).await.expect(204);
    export(&ada, &project).await.problem(404, "not_found");
});

both!(costs_in_another_currency_are_left_out_and_said, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Trip").await;
    let fare = json!({"projectId": project, "title": "Fare", "estimateCost": 100, "currency": "USD"});
    ada.make("tasks", fare).await;
    ada.make("tasks", json!({"projectId": project, "title": "Hotel", "estimateCost": 80.25})).await;
    let document = text(&export(&ada, &project).await.expect(200));
    assert_eq!(elements(&document, "Cost"), ["8025"]);
    assert!(document.contains("<!-- tasks whose costs are left out, in another currency: 1 -->"), "{document}");
});

both!(what_a_task_with_parts_has_of_its_own_is_said, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Trip").await;
    let whole = json!({"projectId": project, "title": "Whole", "actualCost": 50, "actualHours": 3});
    let whole = ada.make("tasks", whole).await;
    ada.make("tasks", json!({"projectId": project, "parentId": whole, "title": "Part", "actualCost": 10})).await;
    let document = text(&export(&ada, &project).await.expect(200));
    let said = "<!-- tasks whose own hours or actual costs are left out, because they have parts: 1 -->";
    assert!(document.contains(said), "{document}");
});

both!(what_is_too_large_for_a_file_is_refused, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Long").await;
    ada.task(&project, "t").await;
    let raw = Raw::open(&world).await;
    let long = if raw.dialect() == Dialect::Sqlite { "hex(zeroblob(67200000))" } else { "repeat('x', 134400000)" };
    raw.rows(&format!("UPDATE tasks SET description = {long}")).await.unwrap();
    let refused = export(&ada, &project).await.problem(409, "too_large");
    assert!(text(&refused["detail"]).contains("another one"), "{refused:#}");
    raw.rows("UPDATE tasks SET description = ''").await.unwrap();
    export(&ada, &project).await.expect(200);
});

both!(a_format_or_parameter_that_is_not_known_is_refused, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Trip").await;
    let path = format!("projects/{project}/export");
    ada.get(&format!("{path}?format=mpp")).await.problem(400, "bad_parameter");
    ada.get(&format!("{path}?colour=red")).await.problem(400, "unknown_parameter");
    ada.get("projects/nonsense/export").await.problem(404, "not_found");
});

both!(a_command_exports_by_key_name_or_id, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, _) = garden(&ada).await;
    ada.make("projects", json!({"name": "Twin", "key": "TWA"})).await;
    ada.make("projects", json!({"name": "Twin", "key": "TWB"})).await;
    let folder = tempfile::tempdir().unwrap();
    local::listen(world.app.clone(), folder.path());
    let document = text(&export(&ada, &project).await.expect(200));
    let ask = |project: &str, format: &str| {
        let order = ExportOrder {
            organization: "Ada & Co".into(),
            acting: None,
            project: project.into(),
            format: format.into(),
        };
        let folder = folder.path().to_owned();
        async move { local::ask(&folder, &Order::Export(order), &[], |_, _| {}).await.unwrap() }
    };
    for named in [project.as_str(), "GAR", "Garden/1"] {
        let Ok(Ordered::Exported { text, left_out }) = ask(named, "mspdi").await else { panic!("{named}") };
        assert_eq!((text.as_str(), left_out.len()), (document.as_str(), 0));
    }
    // A name that reads like an id.
    let odd = "0123456789abcdef01234567";
    ada.project(odd).await;
    let answer = ask(odd, "mspdi").await;
    assert!(matches!(&answer, Ok(Ordered::Exported { text, .. }) if text.contains(odd)), "{:?}", answer.err());
    for (named, format, reason) in [
        ("Nowhere", "mspdi", "no such project: Nowhere"),
        ("Twin", "mspdi", "several projects are called"),
        ("GAR", "mpp", "one of mspdi"),
    ] {
        let answer = ask(named, format).await;
        assert!(matches!(&answer, Err(why) if why.contains(reason)), "{answer:?}");
    }
});

both!(hours_of_another_time_zone_are_said_and_come_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let day = json!([["08:00", "12:00"], ["13:00", "17:00"]]);
    let week = json!({"mon": day, "tue": day, "wed": day, "thu": day, "fri": day, "sat": [], "sun": []});
    let body = json!({"name": "Tokyo", "timeZone": "Asia/Tokyo", "week": week});
    let tokyo = ada.make("calendars", body).await;
    let project = ada.make("projects", json!({"name": "P", "startDate": "2026-03-02"})).await;
    let body = json!({"projectId": project, "title": "a", "duration": 2, "calendarId": tokyo});
    let task = ada.make("tasks", body).await;
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let document = text(&export(&ada, &project).await.expect(200));
    assert!(document.contains("Tokyo (Asia/Tokyo)"), "{}", &document[..600]);
    let grace = world.founder("Grace").await;
    for _ in 0..2 {
        let report = grace.upload("imports", &[], "p.xml", document.clone()).await.expect(201);
        let copy = text(&report["projectId"]);
        let calendars = grace.all("calendars").await;
        let there: Vec<&Value> = calendars.iter().filter(|one| one["name"] == "Tokyo").collect();
        assert_eq!((there.len(), &there[0]["timeZone"]), (1, &json!("Asia/Tokyo")));
        let dry = grace.post(&format!("projects/{copy}/schedule?dryRun=true"), json!({})).await.expect(200);
        assert_eq!(dry["changes"], json!([]));
        let (here, there) = (ada.get(&format!("tasks/{task}")).await.expect(200), grace.all("tasks").await);
        assert_eq!((&here["startDate"], &here["endDate"]), (&there[0]["startDate"], &there[0]["endDate"]));
    }
});

both!(a_file_is_no_way_around_a_role, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, _) = garden(&ada).await;
    let document = text(&export(&ada, &project).await.expect(200));
    let grace = world.founder("Grace").await;
    let may = [
        "import:create",
        "project:create",
        "project:read",
        "project:update",
        "task:read",
        "task:create",
        "task:update",
        "calendar:write",
        "calendar:read",
        "label:write",
        "baseline:write",
    ];
    let role =
        |name: &str, more: &[&str]| json!({"name": name, "permissions": may.iter().chain(more).collect::<Vec<_>>()});
    for (name, more) in [("Without", &[][..]), ("With", &["task:estimate"])] {
        grace.make("roles", role(name, more)).await;
        let person = grace.invite(name, name).await;
        let answer = person.upload("imports", &[], "p.xml", document.clone()).await;
        match more.is_empty() {
            true => {
                assert!(text(&answer.problem(403, "forbidden")["detail"]).contains("task:estimate"));
                assert!(grace.all("projects").await.is_empty());
            }
            false => assert_eq!(answer.expect(201)["status"], "done"),
        }
    }
});

both!(holidays_have_no_names_for_who_may_not_look_at_calendars, |world: World| async move {
    let ada = world.founder("Ada").await;
    let day = json!([["08:00", "16:00"]]);
    let week = json!({"mon": day, "tue": day, "wed": day, "thu": day, "fri": day});
    let closed = json!([{"from": "2026-03-03", "to": "2026-03-03", "name": "Anniversary", "hours": []}]);
    let hours = json!({"name": "Harbour hours", "timeZone": "UTC", "week": week, "exceptions": closed});
    let calendar = ada.make("calendars", hours).await;
    let project =
        ada.make("projects", json!({"name": "Quay", "startDate": "2026-03-02", "calendarId": calendar})).await;
    ada.make("tasks", json!({"projectId": project, "title": "Dig", "duration": 2})).await;
    ada.make("roles", json!({"name": "Reader", "permissions": ["project:read", "project:read-open", "task:read"]}))
        .await;
    let reader = ada.invite("Rita", "Reader").await;
    let (whole, less) =
        (text(&export(&ada, &project).await.expect(200)), text(&export(&reader, &project).await.expect(200)));
    for word in ["Anniversary", "Harbour hours"] {
        assert!(whole.contains(word) && !less.contains(word), "{word}");
    }
    assert!(less.contains("2026-03-03"), "the day itself is what dates follow from");
});
