//! A chart in parts: below a task, within a time, from a row on; and never more than the caller may see.

use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

/// Five summaries of four days each, one after the other; each summary's parts wait for each other.
async fn large(who: &Person<'_>) -> (String, Vec<String>, Vec<String>) {
    let project = who.make("projects", json!({"name": "Large", "startDate": "2026-03-02"})).await;
    let (mut wholes, mut parts): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for whole in 0..5 {
        wholes.push(who.task(&project, &format!("Whole {whole}")).await);
        for part in 0..4 {
            let body = json!({"projectId": project, "parentId": wholes[whole], "title": format!("Part {whole}.{part}"),
                "duration": 1, "dependsOn": parts.last().into_iter().collect::<Vec<_>>()});
            parts.push(who.make("tasks", body).await);
        }
    }
    who.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    (project, wholes, parts)
}

async fn chart(who: &Person<'_>, project: &str, query: &str) -> Value {
    who.get(&format!("projects/{project}/gantt{query}")).await.expect(200)
}

fn titles(chart: &Value) -> Vec<String> {
    chart["tasks"]["title"].as_array().unwrap().iter().map(text).collect()
}

both!(windows_of_rows_add_up_to_the_whole_chart, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, ..) = large(&ada).await;
    let whole = chart(&ada, &project, "").await;
    assert_eq!((titles(&whole).len(), &whole["rows"]), (25, &Value::Null));
    let mut seen = Vec::new();
    for offset in (0..25).step_by(7) {
        let part = chart(&ada, &project, &format!("?offset={offset}&limit=7")).await;
        let rows = &part["rows"];
        assert_eq!((&rows["total"], &rows["offset"]), (&json!(25), &json!(offset)));
        for (name, column) in part["tasks"].as_object().unwrap() {
            let expected = whole["tasks"][name].as_array().unwrap().iter().skip(offset).take(7);
            match name.as_str() {
                // A parent on another page is not among these rows.
                "parent" => {
                    let expected = expected.map(|at| at.as_i64().unwrap() - offset as i64).map(|at| at.max(-1));
                    assert_eq!(column, &json!(expected.collect::<Vec<_>>()));
                }
                _ => assert_eq!(column, &json!(expected.collect::<Vec<_>>()), "{name}"),
            }
        }
        let same = ["projectStart", "projectFinish", "calendars", "hiddenPredecessors", "problem", "projectId"];
        same.iter().for_each(|name| assert_eq!(part[name], whole[name], "{name}"));
        assert_eq!(rows["level"].as_array().unwrap().len(), titles(&part).len());
        assert_eq!(rows["level"][0], json!(if offset % 5 == 0 { 0 } else { 1 }));
        seen.extend(titles(&part));
    }
    assert_eq!(seen, titles(&whole));
    let none = chart(&ada, &project, "?offset=99&limit=5").await;
    assert_eq!((titles(&none).len(), &none["rows"]["total"]), (0, &json!(25)));
});

both!(links_that_leave_a_window_say_where_they_lead, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, wholes, parts) = large(&ada).await;
    let part = chart(&ada, &project, &format!("?under={}", wholes[1])).await;
    assert_eq!(titles(&part), ["Whole 1", "Part 1.0", "Part 1.1", "Part 1.2", "Part 1.3"]);
    assert_eq!((&part["tasks"]["parent"], &part["rows"]["level"]), (&json!([-1, 0, 0, 0, 0]), &json!([0, 1, 1, 1, 1])));
    assert_eq!(part["links"]["from"], json!([1, 2, 3]));
    let beyond = &part["rows"]["beyond"];
    assert_eq!((&beyond["at"], &beyond["waits"]), (&json!([1, 4]), &json!([1, 0])));
    assert_eq!((&beyond["other"], &beyond["row"]), (&json!([parts[3], parts[8]]), &json!([-1, -1])));
    assert_eq!((&beyond["type"], &beyond["lag"]), (&json!(["FS", "FS"]), &json!(["0d", "0d"])));
    // Without `under` the row of the other is known.
    let page = chart(&ada, &project, "?offset=5&limit=5").await;
    assert_eq!(page["rows"]["beyond"]["row"], json!([4, 11]));
    let whole = chart(&ada, &project, "").await;
    let starts = [4, 11].map(|row: usize| whole["tasks"]["plannedStart"][row].clone());
    assert_eq!(page["rows"]["beyond"]["start"], json!(starts));
    let one = chart(&ada, &project, &format!("?under={}&offset=1&limit=2", wholes[1])).await;
    assert_eq!((titles(&one), &one["rows"]["total"]), (vec!["Part 1.0".into(), "Part 1.1".into()], &json!(5)));
});

both!(a_window_in_time_holds_what_touches_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, wholes, parts) = large(&ada).await;
    // One a day from Monday 2 March: the second week begins with the sixth.
    let week = chart(&ada, &project, "?from=2026-03-09&to=2026-03-10").await;
    assert_eq!(titles(&week), ["Whole 1", "Part 1.1", "Part 1.2"]);
    let hour = chart(&ada, &project, "?from=2026-03-10T09:00:00.000Z&to=2026-03-10T10:00:00.000Z").await;
    assert_eq!(titles(&hour), ["Whole 1", "Part 1.2"]);
    let late = chart(&ada, &project, &format!("?from=2026-03-27&under={}", wholes[4])).await;
    assert_eq!(titles(&late), ["Whole 4", "Part 4.3"]);
    let before = chart(&ada, &project, "?to=2026-02-27").await;
    assert_eq!((titles(&before).len(), &before["rows"]["total"]), (0, &json!(0)));
    // A deadline counts as a part of the bar.
    ada.patch(&format!("tasks/{}", parts[0]), json!({"dueDate": "2026-04-20"})).await.expect(200);
    assert_eq!(titles(&chart(&ada, &project, "?from=2026-04-20").await), ["Part 0.0"]);
    let path = format!("projects/{project}/gantt");
    for (query, code) in [
        ("?limit=0", "bad_parameter"),
        ("?limit=5001", "bad_parameter"),
        ("?offset=-1", "bad_parameter"),
        ("?under=x", "bad_parameter"),
        ("?from=soon", "bad_parameter"),
        ("?rows=4", "unknown_parameter"),
    ] {
        ada.get(&format!("{path}{query}")).await.problem(400, code);
    }
});

both!(a_window_reveals_nothing_that_the_caller_may_not_see, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, wholes, parts) = large(&ada).await;
    let permissions = json!(["project:read", "project:read-open", "task:read:own"]);
    ada.post("roles", json!({"name": "Own", "permissions": permissions})).await.expect(201);
    let nora = ada.invite("Nora", "Own").await;
    for at in [5, 6, 10] {
        ada.patch(&format!("tasks/{}", parts[at]), json!({"assigneeId": nora.id})).await.expect(200);
    }
    let own = ["Part 1.1", "Part 1.2", "Part 2.2"];
    assert_eq!(titles(&chart(&nora, &project, "").await), own);
    let page = chart(&nora, &project, "?offset=0&limit=2").await;
    assert_eq!(
        (titles(&page), &page["rows"]["total"]),
        (own[..2].iter().map(ToString::to_string).collect(), &json!(3))
    );
    assert_eq!(page["tasks"]["parent"], json!([-1, -1]));
    assert_eq!((&page["links"]["from"], &page["rows"]["beyond"]["at"]), (&json!([0]), &json!([])));
    let all = format!("{}", chart(&nora, &project, "?from=2026-01-01").await);
    let hidden = parts.iter().enumerate().filter(|(at, _)| ![5, 6, 10].contains(at)).map(|(_, id)| id);
    for id in hidden.chain(&wholes) {
        assert!(!all.contains(id.as_str()), "{id} shows in {all}");
        let under = chart(&nora, &project, &format!("?under={id}")).await;
        assert_eq!((titles(&under).len(), &under["rows"]["total"]), (0, &json!(0)), "below what is hidden is nothing");
    }
    // A task of another project is not below this one.
    let other = ada.project("Other").await;
    let elsewhere = ada.task(&other, "Elsewhere").await;
    assert_eq!(titles(&chart(&ada, &project, &format!("?under={elsewhere}")).await), Vec::<String>::new());
    let eve = world.founder("Eve").await;
    let path = format!("/api/v1/organizations/{}/projects/{project}/gantt?limit=5", ada.organization);
    eve.get(&path).await.problem(404, "not_found");
});
