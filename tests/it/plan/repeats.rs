//! Exceptions of calendars that come back.

use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

fn exception(repeat: Value) -> Value {
    json!([{"from": "2027-01-01", "to": "2027-12-31", "hours": [], "name": "Short week", "repeat": repeat}])
}

both!(exceptions_that_come_back_are_kept_followed_and_undone, |world: World| async move {
    let ada = world.founder("Ada").await;
    let day = json!([["08:00", "12:00"], ["13:00", "17:00"]]);
    let week = json!({"mon": day, "tue": day, "wed": day, "thu": day, "fri": day});
    let calendar = ada.make("calendars", json!({"name": "Ours", "timeZone": "UTC", "week": week})).await;
    let project =
        ada.make("projects", json!({"name": "Here", "startDate": "2027-01-04", "calendarId": calendar})).await;
    let body = json!({"projectId": project, "title": "t", "startDate": "2027-01-04", "duration": 10});
    let task = format!("tasks/{}", text(&ada.post("tasks", body).await.expect(201)["id"]));
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    let end = async |at: &str| assert_eq!(ada.get(&task).await.expect(200)["endDate"], format!("{at}T17:00:00.000Z"));
    end("2027-01-15").await;

    // Every second Friday from the first of January: the 1st and the 15th.
    let path = format!("calendars/{calendar}");
    let fridays = exception(json!({"every": "week", "interval": 2, "days": ["fri"]}));
    let answer = ada.patch(&path, json!({"exceptions": fridays})).await.expect(200);
    assert_eq!(answer["exceptions"], fridays);
    assert_eq!(answer["moved"].as_array().map(Vec::len), Some(1), "{answer}");
    end("2027-01-18").await;
    let gantt = ada.get(&format!("projects/{project}/gantt")).await.expect(200);
    let days = gantt["calendars"][0]["exceptions"].as_array().unwrap();
    assert_eq!((days.len(), &days[1]["from"]), (27, &json!("2027-01-15")), "day by day for the chart");

    let seq = ada.get("events?model=Calendar&order=desc&limit=1").await.expect(200)["data"][0]["seq"].clone();
    ada.post(&format!("events/{seq}/undo"), json!({})).await.expect(200);
    end("2027-01-15").await;
    let last = exception(json!({"every": "month", "nth": "second", "on": "tue"}));
    ada.patch(&path, json!({"exceptions": last})).await.expect(200);
    end("2027-01-18").await;
});

both!(a_repetition_that_makes_no_sense_is_one_precise_error, |world: World| async move {
    let ada = world.founder("Ada").await;
    let week = json!({"mon": [["08:00", "16:00"]]});
    for (repeat, said) in [
        (json!({"every": "week"}), "item 0: every \"week\" takes `days`"),
        (json!({"every": "day", "interval": 0}), "item 0: `interval` is 1 to 999"),
        (json!({"every": "month", "day": 3, "nth": "last", "on": "fri"}), "item 0: it needs either `day`"),
        (json!({"every": "year", "day": 3}), "item 0: every \"year\" takes `month`"),
        (json!({"every": "never"}), "item 0: unknown variant `never`"),
        (json!(7), "item 0: "),
    ] {
        let body = json!({"name": "x", "week": week, "exceptions": exception(repeat)});
        let error = ada.post("calendars", body).await.expect(422)["errors"].clone();
        assert_eq!((error.as_array().map(Vec::len), &error[0]["pointer"]), (Some(1), &json!("/exceptions")), "{error}");
        assert!(text(&error[0]["detail"]).starts_with(said), "{error}");
    }
    let forever = json!([{"from": "2027-01-01", "to": "2090-12-31", "repeat": {"every": "day"}}]);
    let body = json!({"name": "x", "week": week, "exceptions": forever});
    let error = ada.post("calendars", body).await.expect(422)["errors"][0].clone();
    assert!(text(&error["detail"]).contains("more than 5,200 days"), "{error}");
    // What is wrong is named, whatever else is there.
    let wrong = json!({"mon": [["08:00", "12:00"], ["11:00", "16:00"]]});
    let fine = exception(json!({"every": "day", "interval": 2}));
    let body = json!({"name": "x", "week": wrong, "exceptions": fine});
    assert_eq!(ada.post("calendars", body).await.expect(422)["errors"][0]["pointer"], "/week");
    assert_eq!(ada.all("calendars").await.len(), 0);
});
