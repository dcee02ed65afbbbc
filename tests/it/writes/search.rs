//! Full-text search: in any script, kept with every change, seen as lists are seen.

use guildhall_core::search::rebuild;
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

async fn search(who: &Person<'_>, query: &str) -> Value {
    who.send(who.request(reqwest::Method::GET, "search").query(&[("q", query)])).await.expect(200)
}

/// The titles (of comments the pieces) that are found.
async fn found(who: &Person<'_>, query: &str) -> Vec<String> {
    shown(&search(who, query).await)
}

fn shown(answer: &Value) -> Vec<String> {
    let name = |hit: &Value| [&hit["title"], &hit["snippet"]].map(text).into_iter().find(|text| !text.is_empty());
    answer["data"].as_array().unwrap().iter().map(|hit| name(hit).unwrap()).collect()
}

async fn described(who: &Person<'_>, project: &str, title: &str, description: &str) -> String {
    who.make("tasks", json!({"projectId": project, "title": title, "description": description})).await
}

both!(words_are_found_in_any_script, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    for title in
        ["Überprüfung der Pläne", "全文検索を作る", "ค้นหาข้อมูล", "Обновить документы", "خطة المشروع", "Don't stop"]
    {
        ada.task(&project, title).await;
    }
    for (query, title) in [
        ("uberprufung", "Überprüfung der Pläne"),
        ("PLAN", "Überprüfung der Pläne"),
        ("plane uber", "Überprüfung der Pläne"),
        ("検索", "全文検索を作る"),
        ("索", "全文検索を作る"),
        ("ค้นหา", "ค้นหาข้อมูล"),
        ("документ обновить", "Обновить документы"),
        ("المشروع", "خطة المشروع"),
        ("dont st", "Don't stop"),
        ("web-3", "ค้นหาข้อมูล"),
    ] {
        assert_eq!(found(&ada, query).await, [title], "{query}");
    }
    for nothing in ["", "  ", "…", "überprüfung projekt", "\" OR 1", "* :", "NEAR(a b)", "'"] {
        assert_eq!(found(&ada, nothing).await, Vec::<String>::new(), "{nothing}");
    }
});

both!(titles_come_first_and_hits_are_marked, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let title = described(&ada, &project, "Launch the rocket", "nothing else").await;
    let long = format!("{} before the launch of the rocket {}", "words ".repeat(80), "more ".repeat(80));
    let body = described(&ada, &project, "Preparation", &long).await;
    let answer = search(&ada, "rocket launch").await;
    let ids: Vec<&Value> = answer["data"].as_array().unwrap().iter().map(|hit| &hit["id"]).collect();
    assert_eq!(ids, [&json!(title), &json!(body)]);
    let (first, second) = (&answer["data"][0], &answer["data"][1]);
    assert_eq!(first["titleRanges"], json!([[0, 6], [11, 17]]));
    assert_eq!(first["model"], "Task");
    assert_eq!((&first["projectId"], &first["taskId"]), (&json!(project), &json!(title)));
    assert_eq!(first["object"]["title"], "Launch the rocket");
    assert!(first["score"].as_i64() > second["score"].as_i64());
    let piece = text(&second["snippet"]);
    assert!(piece.starts_with('…') && piece.contains("before the launch of the rocket") && piece.len() < 300);
    assert_eq!(second["snippetRanges"].as_array().unwrap().len(), 2);
});

both!(the_index_follows_every_change, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let task = described(&ada, &project, "Aardvark", "").await;
    ada.make("comments", json!({"task": task, "content": "a zebra"})).await;
    let checklist = json!({"taskId": task, "title": "steps", "items": [{"text": "feed the aardwolf"}]});
    ada.make("checklists", checklist).await;
    assert_eq!(found(&ada, "aard").await.len(), 2);
    ada.patch(&format!("tasks/{task}"), json!({"title": "Badger"})).await.expect(200);
    assert_eq!(found(&ada, "aardvark").await.len(), 0);
    assert_eq!(found(&ada, "badger").await, ["Badger"]);
    ada.delete(&format!("tasks/{task}")).await.expect(204);
    assert_eq!((found(&ada, "badger").await, found(&ada, "zebra").await), (vec![], vec![]), "not from the trash");
    ada.post(&format!("tasks/{task}/restore"), json!({})).await.expect(200);
    assert_eq!(found(&ada, "zebra").await, ["a zebra"]);
    ada.delete(&format!("tasks/{task}")).await.expect(204);
    ada.delete(&format!("tasks/{task}?purge=true")).await.expect(204);
    let raw = crate::rules::raw::Raw::open(&world).await;
    let left = raw.texts("SELECT model, count(*) FROM search_docs GROUP BY model ORDER BY 1").await;
    assert_eq!(left, [["Project", "1"]], "what is purged is forgotten");
    if let crate::rules::raw::Raw::Sqlite(_) = raw {
        assert_eq!(raw.texts("SELECT count(*) FROM search_words").await, [["1"]]);
    }
    let dry = json!({"projectId": project, "title": "Chimera"});
    ada.post("tasks?dryRun=true", dry).await.expect(200);
    assert_eq!(found(&ada, "chimera").await.len(), 0, "a dry run is not indexed");
});

both!(only_what_is_visible_is_found, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (open, closed) = (ada.project("Open").await, ada.project("Closed").await);
    ada.patch(&format!("projects/{closed}"), json!({"visibility": "private"})).await.expect(200);
    for n in 0..150 {
        ada.task(&closed, &format!("needle {n}")).await;
    }
    let seen = ada.task(&open, "needle seen").await;
    for n in 0..150 {
        ada.task(&closed, &format!("needle later {n}")).await;
    }
    let hidden = ada.task(&closed, "needle commented").await;
    ada.make("comments", json!({"task": hidden, "content": "needle in a comment"})).await;
    let ed = ada.invite("Ed", "Editor").await;
    assert_eq!(found(&ed, "needle").await, ["needle seen"], "however many are hidden around it");
    assert_eq!(ed.get("search?q=needle").await.expect(200)["nextCursor"], Value::Null);
    let listed = ed.get("tasks?q=needle&count=true").await.expect(200);
    assert_eq!((&listed["total"], &listed["data"][0]["id"]), (&json!(1), &json!(seen)));
    assert_eq!(found(&ed, "CLOSED-3").await, Vec::<String>::new(), "not by its key either");
    let stray = ada.invite("Stray", "Guest").await;
    assert_eq!(found(&stray, "needle").await, Vec::<String>::new());
    let other = world.founder("Mallory").await;
    assert_eq!(found(&other, "needle").await, Vec::<String>::new());
    assert_eq!(other.get("tasks?q=needle").await.expect(200)["data"], json!([]));
});

both!(pages_follow_each_other, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    for n in 0..25 {
        let (title, body) = if n % 3 == 0 { ("other", "a needle") } else { ("needle", "") };
        described(&ada, &project, &format!("{title} {n}"), body).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ada.get(&format!("search?q=needle&limit=4{cursor}")).await.expect(200);
        assert!(page["data"].as_array().unwrap().len() <= 4);
        seen.extend(shown(&page));
        let Some(next) = page["nextCursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.len(), 25);
    assert!(seen[..16].iter().all(|title| title.starts_with("needle")), "{seen:?}");
    assert_eq!((&*seen[0], &*seen[24]), ("needle 23", "other 0"), "the newest first");
    ada.get("search?q=needle&cursor=AAAA").await.problem(400, "bad_cursor");
});

both!(it_is_narrowed_by_model_and_project, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (one, two) = (ada.project("Needle one").await, ada.project("Needle two").await);
    let (a, b) = (ada.task(&one, "needle a").await, ada.task(&two, "needle b").await);
    ada.make("comments", json!({"task": a, "content": "needle comment a"})).await;
    ada.make("comments", json!({"task": b, "content": "needle comment b"})).await;
    ada.make("labels", json!({"name": "needle label"})).await;
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    let of = async |more: &str| sorted(shown(&ada.get(&format!("search?q=needle{more}")).await.expect(200)));
    assert_eq!(of("").await.len(), 7);
    assert_eq!(of("&model=Task").await, ["needle a", "needle b"]);
    assert_eq!(of("&model=Comment,Label").await, ["needle comment a", "needle comment b", "needle label"]);
    assert_eq!(of(&format!("&projectId={one}")).await, ["Needle one", "needle a", "needle comment a"]);
    assert_eq!(of("&projectId=nonsense").await, Vec::<String>::new());
    for wrong in ["model=Nothing", "limit=0", "nonsense=1", "model=Member"] {
        assert_eq!(ada.get(&format!("search?q=needle&{wrong}")).await.status, 400, "{wrong}");
    }
});

both!(a_mistyped_word_finds_what_was_meant, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    for title in ["Migration of the database", "Quarterly report", "Überprüfung"] {
        ada.task(&project, title).await;
    }
    for (typed, meant) in [
        ("migartion", "Migration of the database"),
        ("databse migration", "Migration of the database"),
        ("quartely reprot", "Quarterly report"),
        ("überprüfng", "Überprüfung"),
    ] {
        let answer = search(&ada, typed).await;
        assert_eq!((shown(&answer), &answer["corrected"]), (vec![meant.to_owned()], &json!(true)), "{typed}");
    }
    let right = search(&ada, "report").await;
    assert_eq!(right["corrected"], false);
    assert_eq!(found(&ada, "nonsensical").await.len(), 0);
});

both!(lists_take_words_too, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let old = ada.task(&project, "blue needle").await;
    ada.task(&project, "red needle").await;
    ada.task(&project, "red herring").await;
    let titles = async |query: &str| -> Vec<String> {
        ada.all(&format!("tasks?{query}")).await.iter().map(|task| text(&task["title"])).collect()
    };
    assert_eq!(titles("q=needle").await, ["blue needle", "red needle"]);
    assert_eq!(titles("q=red&sort=-createdAt").await, ["red herring", "red needle"]);
    assert_eq!(titles("q=red nee&status[ne]=done").await, ["red needle"]);
    assert_eq!(titles("q=").await.len(), 3);
    assert_eq!(titles("q=!").await.len(), 0);
    ada.delete(&format!("tasks/{old}")).await.expect(204);
    assert_eq!(titles("q=needle").await, ["red needle"]);
    assert_eq!(titles("q=needle&deleted=true").await, ["blue needle"]);
    ada.get("calendars?q=x").await.problem(400, "unknown_parameter");
});

both!(what_was_there_before_is_indexed, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let bodies: Vec<Value> =
        (0..250).map(|n| json!({"op": "create", "projectId": project, "title": format!("needle n{n}")})).collect();
    ada.post("tasks/bulk", json!({"operations": bodies})).await.expect(200);
    assert_eq!(rebuild::missing(&world.app).await.unwrap(), 0, "a new organization is complete");
    let raw = crate::rules::raw::Raw::open(&world).await;
    raw.rows("DELETE FROM search_docs").await.unwrap();
    raw.rows("DELETE FROM counters WHERE name = 'search-index'").await.unwrap();
    assert_eq!(found(&ada, "needle n249").await, Vec::<String>::new());
    assert_eq!(rebuild::missing(&world.app).await.unwrap(), 251);
    assert_eq!(found(&ada, "needle n249").await, ["needle n249"]);
    assert_eq!(rebuild::missing(&world.app).await.unwrap(), 0);
});

both!(what_fields_answers_and_suggestions_say_is_found, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let field = async |body: Value| ada.make("field-definitions", body).await;
    let text_field = field(json!({"name": "Supplier", "type": "text"})).await;
    let several = field(json!({"name": "Kinds", "type": "multi_select", "options": ["Oak", "Larch"]})).await;
    let task = ada.task(&project, "Floor").await;
    let values = json!([{"fieldId": text_field, "value": "Nordholz"}, {"fieldId": several, "value": ["Larch"]}]);
    ada.patch(&format!("tasks/{task}"), json!({"customFields": values})).await.expect(200);
    assert_eq!(
        (found(&ada, "nordholz").await, found(&ada, "floor larch").await),
        (vec!["Floor".into()], vec!["Floor".into()])
    );
    assert_eq!(text(&search(&ada, "nordholz").await["data"][0]["snippet"]), "Nordholz\nLarch");
    let gone = json!([{"fieldId": text_field, "value": null}]);
    ada.patch(&format!("tasks/{task}"), json!({"customFields": gone})).await.expect(200);
    assert_eq!(found(&ada, "nordholz").await.len(), 0, "what was taken away is not found");

    let questions =
        json!([{"id": "why", "label": "Why", "type": "text"}, {"id": "who", "label": "Who", "type": "user"}]);
    let form = ada.make("form-templates", json!({"name": "Order", "projectId": project, "fields": questions})).await;
    let data = json!({"why": "Chairs of beechwood", "who": ada.id});
    let request = ada.make("form-requests", json!({"templateId": form, "data": data})).await;
    let answer = search(&ada, "beechwood").await;
    assert_eq!((&answer["data"][0]["model"], &answer["data"][0]["id"]), (&json!("FormRequest"), &json!(request)));
    assert_eq!(found(&ada, &ada.id.to_string()).await.len(), 0, "an id is no word");
    let within = ada.get(&format!("search?q=beechwood&projectId={project}")).await.expect(200);
    assert_eq!(shown(&within), ["Chairs of beechwood"]);
    let stray = ada.invite("Stray", "Guest").await;
    assert_eq!(found(&stray, "beechwood").await.len(), 0, "somebody else's request");

    let suggestion = |kind: &str, content: &str| json!({"taskId": task, "type": kind, "content": content});
    ada.make("ai-suggestions", suggestion("summary", "Varnish the planks")).await;
    ada.make("ai-suggestions", suggestion("subtasks", "[\"Sand the caf\\u00e9\", \"Wax\"]")).await;
    assert_eq!(found(&ada, "varnish").await, ["Varnish the planks"]);
    assert_eq!(
        (found(&ada, "cafe wax").await, found(&ada, "u00e9").await),
        (vec!["Sand the café\nWax".into()], vec![])
    );
    assert_eq!(ada.all("ai-suggestions?q=planks").await.len(), 1);
    assert_eq!(ada.all("form-requests?q=chairs").await.len(), 1);

    ada.delete(&format!("form-templates/{form}")).await.expect(204);
    assert_eq!(found(&ada, "beechwood").await.len(), 0, "not from the trash");
    ada.delete(&format!("form-templates/{form}?purge=true")).await.expect(204);
    let raw = crate::rules::raw::Raw::open(&world).await;
    let left = raw.texts("SELECT count(*) FROM search_docs WHERE model IN ('FormTemplate', 'FormRequest')").await;
    assert_eq!(left, [["0"]], "what is purged is forgotten");
});

both!(a_request_does_not_tell_where_its_form_is, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Secret").await;
    ada.patch(&format!("projects/{project}"), json!({"visibility": "private"})).await.expect(200);
    let ed = ada.invite("Ed", "Editor").await;
    let member = format!("projects/{project}/members/{}", ed.id);
    ada.put(&member, json!({})).await.expect(200);
    let questions =
        json!([{"id": "why", "label": "Why", "type": "text"}, {"id": "serial", "label": "Serial", "type": "text"}]);
    let form = ada.make("form-templates", json!({"name": "Order", "projectId": project, "fields": questions})).await;
    let data = json!({"why": "Gravel", "serial": "123456789012345678901234"});
    let request = ed.make("form-requests", json!({"templateId": form, "data": data})).await;
    let hit = async |query: &str| ed.get(&format!("search?q={query}")).await.expect(200)["data"][0].clone();
    assert_eq!(hit("123456789012345678901234").await["projectId"], json!(project));
    assert_eq!(hit(&format!("gravel&projectId={project}")).await["id"], json!(request));
    ada.delete(&member).await.expect(200);
    let own = hit("gravel").await;
    assert_eq!((&own["id"], &own["projectId"]), (&json!(request), &Value::Null));
    assert_eq!(hit(&format!("gravel&projectId={project}")).await, Value::Null);
});

both!(texts_of_any_size_are_stored_and_found, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Web").await;
    let long = |from: u32, count: u32| -> String {
        let letter = |n: u32| char::from_u32(0x10D0 + n % 33).unwrap();
        let word = |n: u32| -> String { (0..40).map(|at| letter(n / 33_u32.pow(at % 4))).collect() };
        (from..from + count).map(|n| word(n) + " ").collect()
    };
    let field = ada.make("field-definitions", json!({"name": "Notes", "type": "long_text"})).await;
    let task = described(&ada, &project, "Needle", &long(0, 4_800)).await;
    let notes = json!([{"fieldId": field, "value": long(5_000, 4_800)}]);
    ada.patch(&format!("tasks/{task}"), json!({"customFields": notes})).await.expect(200);
    assert_eq!(found(&ada, "needle").await, ["Needle"]);
    assert_eq!(found(&ada, long(7, 1).trim()).await, ["Needle"]);
});
