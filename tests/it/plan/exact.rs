//! What is taken back is what was there, not what follows from it: dates outside working time, of people with hours
//! of their own, in lengths that no calendar gives any more. Tables are compared column by column, as in `bits`.

use super::bits::{rows, same};
use crate::rules::raw::Raw;
use guildhall_tests::{Person, World, both, text};
use serde_json::{Map, Value, json};

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }

    /// A moment in January 2027, at work, between two halves of a day, at night or to the millisecond.
    fn moment(&mut self) -> Value {
        let times = ["06:10:00.000", "08:00:00.000", "10:00:00.000", "12:30:15.123", "13:00:00.000", "17:00:00.000"];
        let times = [times.as_slice(), &["19:45:00.000", "23:59:59.999"]].concat();
        json!(format!("2027-01-{:02}T{}Z", 2 + self.roll(27), self.of(&times)))
    }

    /// A moment, a bare day, or nothing.
    fn date(&mut self) -> Value {
        match self.roll(8) {
            0 => Value::Null,
            1 | 2 => json!(format!("2027-01-{:02}", 2 + self.roll(27))),
            _ => self.moment(),
        }
    }
}

/// Who and what a plan has.
struct Cast {
    project: String,
    tasks: Vec<String>,
    people: Vec<String>,
    calendar: String,
}

fn week(days: &[&str], hours: &Value) -> Value {
    let all = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let of = |day: &str| if days.contains(&day) { hours.clone() } else { json!([]) };
    all.iter().map(|day| ((*day).to_owned(), of(day))).collect::<Map<_, _>>().into()
}

/// Nora works from Monday to Thursday.
async fn short_week(ada: &Person<'_>, nora: &str) {
    let hours = json!([["08:00", "12:00"], ["13:00", "17:00"]]);
    let body = json!({"name": "Short", "week": week(&["mon", "tue", "wed", "thu"], &hours)});
    let calendar = ada.make("calendars", body).await;
    ada.put(&format!("members/{nora}/calendar"), json!({"calendarId": calendar})).await.expect(200);
}

async fn cast(ada: &Person<'_>) -> Cast {
    let nora = ada.invite("Nora", "Editor").await.id;
    short_week(ada, &nora).await;
    let late = week(&["tue", "wed", "thu", "fri", "sat"], &json!([["12:30", "20:45"]]));
    let calendar = ada.make("calendars", json!({"name": "Late", "week": late})).await;
    let project = ada.make("projects", json!({"name": "Odd", "startDate": "2027-01-04"})).await;
    let mut tasks: Vec<String> = Vec::new();
    for at in 0..9_usize {
        let before = |back: usize| json!({"taskId": tasks[at - back], "type": "FS", "lag": "33.3333%"});
        let mut body = json!({"projectId": project, "title": format!("t{at}")});
        // The sixth is a summary of the three after it.
        if at != 5 {
            body["duration"] = json!((10_000.0 * (1.0 + at as f64 / 3.0)).round() / 10_000.0);
        }
        if at > 5 {
            body["parentId"] = json!(tasks[5]);
        }
        if at % 2 == 1 && at != 5 && at != 7 {
            body["dependencies"] = json!([before(1)]);
        }
        if at % 3 == 2 && at != 5 {
            body["assignments"] = json!([{"userId": nora, "units": 1}]);
        }
        if at == 4 {
            body["scheduleMode"] = json!("manual");
            body["startDate"] = json!("2027-01-09T10:00:00.000Z");
        }
        tasks.push(ada.make("tasks", body).await);
    }
    ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
    Cast { project, tasks, people: vec![ada.id.clone(), nora], calendar }
}

/// One or two fields of a task with other values.
fn change(dice: &mut Dice, cast: &Cast, at: usize) -> Value {
    let mut body = Map::new();
    for _ in 0..=dice.roll(2) {
        let mut set = |name: &str, value: Value| drop(body.insert(name.to_owned(), value));
        match dice.roll(14) {
            0 | 1 => set("startDate", dice.date()),
            2 | 3 => set("endDate", dice.date()),
            4 | 5 => set("duration", dice.of(&[json!(2), json!(0.3333), json!(7.25), json!(0), json!(null)]).clone()),
            6 => {
                let mut both = [dice.moment(), dice.moment()];
                both.sort_by_key(text);
                let [start, end] = both;
                set("startDate", start);
                set("endDate", end);
            }
            7 => {
                let kind = *dice.of(&["ASAP", "ALAP", "SNET", "FNET", "MSO", "FNLT"]);
                let date = if kind.starts_with('A') { Value::Null } else { dice.moment() };
                set("constraint", json!({"type": kind, "date": date}));
            }
            8 => {
                let earlier = cast.tasks[..at.min(5)].iter().filter(|_| dice.roll(3) == 0);
                let earlier: Vec<String> = earlier.cloned().collect();
                let links = earlier.iter().map(|id| {
                    let (kind, lag) =
                        (dice.of(&["FS", "SS", "FF"]), dice.of(&["0d", "33.3333%", "1ed", "-7.7%", "12.5e%", "0.7d"]));
                    json!({"taskId": id, "type": kind, "lag": lag})
                });
                set("dependencies", links.collect());
            }
            9 => set("scheduleMode", json!(dice.of(&["auto", "manual"]))),
            10 => set("calendarId", dice.of(&[json!(cast.calendar), Value::Null]).clone()),
            11 => {
                let [ada, nora] = [&cast.people[0], &cast.people[1]];
                let both = json!([{"userId": nora, "units": 0.5, "work": 7.77}, {"userId": ada, "units": 0.25}]);
                set("assignments", dice.of(&[json!([]), json!([{"userId": nora}]), both]).clone());
            }
            12 => set("status", json!(dice.of(&["todo", "done", "cancelled"]))),
            _ => match dice.roll(4) {
                0 => set("remainingDuration", json!(0.3333)),
                1 => set("percentComplete", json!(37.5)),
                2 => set("milestone", json!(dice.roll(2) == 0)),
                _ => set("actualStart", dice.date()),
            },
        }
    }
    body.into()
}

/// Takes the last change back, with what followed it if something did.
async fn undo(who: &Person<'_>, what: &str) -> Value {
    let last = who.get("events?order=desc&limit=1").await.expect(200)["data"][0].clone();
    let path = match last["batchId"].as_str() {
        Some(batch) => format!("batches/{batch}/undo"),
        None => format!("events/{}/undo", last["seq"]),
    };
    let answer = who.post(&path, json!({})).await;
    assert_eq!(answer.status, 200, "{what}: {:#}", answer.body);
    answer.body
}

/// Takes the last change back and does it again, and finds every column as it was each time.
async fn back_and_forth(who: &Person<'_>, raw: &Raw, before: &[String], what: &str) {
    let done = rows(raw).await;
    if done == before {
        return;
    }
    undo(who, what).await;
    same(before, &rows(raw).await, &format!("{what}, taken back"));
    undo(who, what).await;
    same(&done, &rows(raw).await, &format!("{what}, done again"));
}

both!(any_change_of_a_plan_is_taken_back_to_the_bit, |world: World| async move {
    for seed in [7_u64, 1_802, 20_270_104] {
        let ada = world.founder("Ada").await;
        let cast = cast(&ada).await;
        let raw = Raw::open(&world).await;
        let mut dice = Dice(seed);
        let mut taken = 0;
        for step in 0..60 {
            let at = dice.roll(cast.tasks.len());
            let body = change(&mut dice, &cast, at);
            let before = rows(&raw).await;
            let answer = ada.patch(&format!("tasks/{}", cast.tasks[at]), body.clone()).await;
            if answer.status != 200 {
                assert!([409, 422].contains(&answer.status), "{:#}", answer.body);
                continue;
            }
            taken += 1;
            let what = format!("seed {seed}, step {step}, t{at}: {body}");
            back_and_forth(&ada, &raw, &before, &what).await;
            if dice.roll(3) == 0 && rows(&raw).await != before {
                undo(&ada, &what).await;
                same(&before, &rows(&raw).await, &format!("{what}, taken back twice"));
            }
        }
        assert!(taken > 25, "only {taken} changes were accepted");
        ada.get(&format!("projects/{}", cast.project)).await.expect(200);
    }
});

both!(dates_outside_working_time_come_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let raw = Raw::open(&world).await;
    let project = ada.make("projects", json!({"name": "Odd", "startDate": "2027-01-04"})).await;
    let manual = |start: &str, end: &str| {
        let [start, end] = [start, end].map(|time| format!("2027-01-{time}Z"));
        json!({"scheduleMode": "manual", "startDate": start, "endDate": end})
    };
    let cases = [
        (manual("09T10:00:00.000", "11T12:00:00.000"), json!({"duration": 3})),
        (manual("09T10:00:00.000", "11T12:00:00.000"), json!({"endDate": "2027-01-13T12:00:00.000Z"})),
        (manual("07T19:00:00.000", "08T22:00:00.000"), json!({"startDate": "2027-01-11T19:00:00.000Z"})),
        (manual("07T12:30:00.000", "08T17:00:00.000"), json!({"duration": 3})),
        (manual("07T17:00:00.000", "08T17:00:00.000"), json!({"duration": 3})),
        (json!({"duration": 2, "startDate": "2027-01-09T10:00:00.000Z"}), json!({"duration": 3})),
        (json!({"duration": 2, "actualStart": "2027-01-06T06:00:00.000Z"}), json!({"duration": 3})),
    ];
    for (body, change) in cases {
        let mut body = body;
        (body["projectId"], body["title"]) = (json!(project), json!("t"));
        let task = ada.make("tasks", body.clone()).await;
        let before = rows(&raw).await;
        ada.patch(&format!("tasks/{task}"), change.clone()).await.expect(200);
        back_and_forth(&ada, &raw, &before, &format!("{body} {change}")).await;
    }
});

both!(dates_of_somebody_with_own_hours_come_back, |world: World| async move {
    let ada = world.founder("Ada").await;
    let raw = Raw::open(&world).await;
    let nora = ada.invite("Nora", "Editor").await.id;
    short_week(&ada, &nora).await;
    for change in [
        json!({"startDate": "2027-01-11T10:00:00.000Z"}),
        json!({"duration": 7}),
        json!({"endDate": "2027-01-14"}),
        json!({"assigneeId": null}),
        json!({"constraint": {"type": "SNET", "date": "2027-01-11"}}),
    ] {
        let project = ada.make("projects", json!({"name": "Odd", "startDate": "2027-01-04"})).await;
        let body = json!({"projectId": project, "title": "t", "duration": 5, "assigneeId": nora});
        let task = ada.make("tasks", body).await;
        ada.post(&format!("projects/{project}/schedule"), json!({})).await.expect(200);
        let before = rows(&raw).await;
        ada.patch(&format!("tasks/{task}"), change.clone()).await.expect(200);
        back_and_forth(&ada, &raw, &before, &change.to_string()).await;
        undo(&ada, "once more").await;
        let dry = ada.post(&format!("projects/{project}/schedule?dryRun=true"), json!({})).await.expect(200);
        assert_eq!(dry["changes"], json!([]), "{change}");
    }
});

both!(a_link_that_comes_back_is_as_old_as_it_was, |world: World| async move {
    let ada = world.founder("Ada").await;
    let raw = Raw::open(&world).await;
    let project = ada.project("Links").await;
    let [a, b] = [ada.task(&project, "a").await, ada.task(&project, "b").await];
    let task = ada.task(&project, "c").await;
    let links = |lag: &str| json!({"dependencies": [{"taskId": b, "lag": lag}, {"taskId": a}]});
    ada.put(&format!("tasks/{task}/dependencies/{b}"), json!({"lag": "1d"})).await.expect(200);
    ada.put(&format!("tasks/{task}/dependencies/{a}"), json!({})).await.expect(200);
    for (name, change) in
        [("gone", json!({"dependsOn": []})), ("first gone", json!({"dependsOn": [a]})), ("lag", links("2d"))]
    {
        let before = rows(&raw).await;
        ada.patch(&format!("tasks/{task}"), change).await.expect(200);
        back_and_forth(&ada, &raw, &before, name).await;
        undo(&ada, name).await;
        same(&before, &rows(&raw).await, name);
    }
    let before = rows(&raw).await;
    ada.delete(&format!("tasks/{task}/dependencies/{b}")).await.expect(200);
    back_and_forth(&ada, &raw, &before, "deleted").await;
});

both!(a_length_keeps_its_minutes_though_days_are_shorter_now, |world: World| async move {
    let ada = world.founder("Ada").await;
    let raw = Raw::open(&world).await;
    let days = ["mon", "tue", "wed", "thu", "fri"];
    let calendar =
        ada.make("calendars", json!({"name": "Long", "week": week(&days, &json!([["08:00", "16:00"]]))})).await;
    let project = ada.make("projects", json!({"name": "Short", "calendarId": calendar})).await;
    let body =
        json!({"projectId": project, "title": "t", "scheduleMode": "manual", "startDate": "2027-01-04", "duration": 2});
    let task = ada.make("tasks", body).await;
    let shorter = json!({"week": week(&days, &json!([["08:00", "12:00"]]))});
    ada.patch(&format!("calendars/{calendar}"), shorter).await.expect(200);
    let before = rows(&raw).await;
    ada.patch(&format!("tasks/{task}"), json!({"duration": 3})).await.expect(200);
    back_and_forth(&ada, &raw, &before, "a duration").await;
    undo(&ada, "a duration").await;
    same(&before, &rows(&raw).await, "a duration, taken back twice");
});
