//! What no shared file holds: every lag format, constraint, calendar form and encoding.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{after, codes, link, project, shown, task, tasks};
use guildhall_interchange::{
    ImportPlan, InterchangeError,
    model::{CalendarException, ConstraintKind, Priority, Span},
    mspdi,
};

fn read(document: &str) -> ImportPlan {
    mspdi::parse(document.as_bytes()).unwrap()
}

fn refuse(document: &str) -> InterchangeError {
    mspdi::parse(document.as_bytes()).unwrap_err()
}

#[test]
fn each_lag_format_is_written_as_the_api_writes_it() {
    let duration = "<Duration>PT16H0M0S</Duration>";
    for (lag, format, text) in [
        (300, 3, "30m"),
        (300, 35, "30m"),
        (300, 4, "30em"),
        (-2400, 5, "-4h"),
        (600, 6, "1eh"),
        (4800, 7, "1d"),
        (7200, 7, "1.5d"),
        (100, 7, "10m"),
        (14_400, 8, "1ed"),
        (14_400, 40, "1ed"),
        (24_000, 9, "1w"),
        (4800, 9, "1d"),
        (100_800, 10, "1ew"),
        (96_000, 11, "1mo"),
        (432_000, 12, "1emo"),
        (50, 19, "50%"),
        (-25, 51, "-25%"),
        (50, 20, "8eh"),
        (50, 52, "8eh"),
        (4800, 21, "1d"),
        (4800, 53, "1d"),
        (0, 11, "0d"),
    ] {
        let plan = read(&tasks(&[(1, 1, duration), (2, 1, &link(1, 1, lag, format))]));
        assert_eq!(task(&plan, "2").links[0].lag, text, "{lag} {format}");
    }
    let error = refuse(&tasks(&[(1, 1, ""), (2, 1, &link(1, 1, 5, 99))]));
    assert_eq!(error.code, "bad_number");
}

#[test]
fn a_lag_in_days_of_another_length_is_written_in_hours() {
    let rows = "<Tasks><Task><UID>1</UID></Task><Task><UID>2</UID>LINK</Task></Tasks>";
    let rows = rows.replace("LINK", &link(1, 1, 4500, 7));
    let plan = read(&project(&format!("<MinutesPerDay>450</MinutesPerDay>{rows}")));
    assert_eq!(task(&plan, "2").links[0].lag, "450m");
}

#[test]
fn constraints_progress_and_priority_are_read() {
    for (code, kind) in [
        (2, ConstraintKind::Mso),
        (3, ConstraintKind::Mfo),
        (4, ConstraintKind::Snet),
        (5, ConstraintKind::Snlt),
        (6, ConstraintKind::Fnet),
        (7, ConstraintKind::Fnlt),
    ] {
        let more =
            format!("<ConstraintType>{code}</ConstraintType><ConstraintDate>2026-03-02T08:00:00</ConstraintDate>");
        let constraint = task(&read(&tasks(&[(1, 1, &more)])), "1").constraint.unwrap();
        assert_eq!(constraint.kind, kind);
        assert_eq!(shown(constraint.date), "2026-03-02T08:00");
    }
    let plan = read(&tasks(&[
        (1, 1, "<PercentComplete>100</PercentComplete><ActualFinish>2026-03-02T17:00:00</ActualFinish>"),
        (
            2,
            1,
            "<PercentComplete>40</PercentComplete><Priority>700</Priority><RemainingDuration>PT3H0M0S</RemainingDuration>",
        ),
        (3, 1, "<Active>0</Active><Priority>1000</Priority><RemainingDuration>PT3H0M0S</RemainingDuration>"),
        (4, 1, "<ConstraintType>1</ConstraintType><Priority>100</Priority><Deadline>2026-04-01T17:00:00</Deadline>"),
        (
            5,
            1,
            "<ConstraintType>4</ConstraintType><Manual>1</Manual><Duration>PT48H0M0S</Duration><DurationFormat>40</DurationFormat>",
        ),
    ]));
    let statuses: Vec<_> = plan.tasks.iter().map(|task| task.status.as_str()).collect();
    assert_eq!(statuses, ["done", "in_progress", "cancelled", "todo", "todo"]);
    let priorities: Vec<_> = plan.tasks.iter().map(|task| task.priority).collect();
    use Priority::{High, Low, Normal, Urgent};
    assert_eq!(priorities, [Normal, High, Urgent, Low, Normal]);
    assert_eq!(plan.tasks[1].remaining_duration.map(|span| span.minutes), Some(180));
    assert_eq!(plan.tasks[2].remaining_duration, None, "not started");
    assert_eq!(plan.tasks[3].constraint.unwrap().kind, ConstraintKind::Alap);
    assert_eq!(shown(plan.tasks[3].due), "2026-04-01T17:00");
    assert!(plan.tasks[4].manual);
    assert_eq!(plan.tasks[4].duration, Some(Span { minutes: 2_880, elapsed: true, estimated: true }));
    assert_eq!(codes(&plan), ["constraint_without_date"]);
}

#[test]
fn rows_stand_in_the_order_of_their_ids_and_gaps_are_reported() {
    let plan = read(&tasks(&[
        (0, 0, "<ID>0</ID><Notes>About it</Notes>"),
        (7, 1, "<ID>2</ID>"),
        (3, 1, "<ID>1</ID>"),
        (4, 3, "<ID>3</ID>"),
        (9, 1, "<ID>4</ID><IsNull>1</IsNull>"),
        (5, 2, "<ID>5</ID>"),
    ]));
    let order: Vec<_> = plan.tasks.iter().map(|task| (task.external_id.as_str(), task.parent)).collect();
    assert_eq!(order, [("3", None), ("7", None), ("4", Some(1)), ("5", Some(1))]);
    assert_eq!(codes(&plan), ["outline_gap"]);
    assert_eq!(plan.project.description, "About it");
    let numbered = "<Tasks><Task><UID>1</UID><OutlineNumber>1</OutlineNumber></Task>\
                    <Task><UID>2</UID><OutlineNumber>1.1</OutlineNumber></Task></Tasks>";
    assert_eq!(read(&project(numbered)).tasks[1].parent, Some(0));
}

#[test]
fn what_is_not_a_person_or_not_in_the_file_is_reported() {
    let plan = read(&project(
        "<Tasks><Task><UID>1</UID><Name>A</Name></Task><Task><UID>2</UID><ExternalTask>1</ExternalTask></Task>\
         <Task><UID>3</UID><Name>B</Name>\
         <PredecessorLink><PredecessorUID>2</PredecessorUID></PredecessorLink>\
         <PredecessorLink><PredecessorUID>8</PredecessorUID><CrossProject>1</CrossProject><CrossProjectName>other\\4</CrossProjectName></PredecessorLink>\
         <PredecessorLink><PredecessorUID>99</PredecessorUID></PredecessorLink>\
         <PredecessorLink><PredecessorUID>1</PredecessorUID></PredecessorLink>\
         <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type></PredecessorLink>\
         </Task></Tasks>\
         <Resources><Resource><UID>0</UID></Resource>\
         <Resource><UID>1</UID><Name>Ada</Name><Type>1</Type><EmailAddress>ada@example.org</EmailAddress></Resource>\
         <Resource><UID>2</UID><Name>Concrete</Name><Type>0</Type></Resource></Resources>\
         <Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID></Assignment>\
         <Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>0.5</Units></Assignment>\
         <Assignment><TaskUID>1</TaskUID><ResourceUID>2</ResourceUID><Units>40</Units></Assignment>\
         <Assignment><TaskUID>3</TaskUID><ResourceUID>-65535</ResourceUID></Assignment>\
         <Assignment><TaskUID>3</TaskUID><ResourceUID>77</ResourceUID></Assignment></Assignments>",
    ));
    assert_eq!(plan.people.len(), 1);
    assert_eq!(plan.people[0].email.as_deref(), Some("ada@example.org"));
    assert_eq!(plan.tasks[0].assignments[0].units, 10_000);
    assert_eq!(plan.tasks[1].links.len(), 1);
    assert_eq!(
        codes(&plan),
        [
            "duplicate_assignment",
            "duplicate_link",
            "external_link",
            "external_link",
            "external_task",
            "not_a_person",
            "unknown_predecessor",
            "unknown_resource",
        ]
    );
}

/// The days of all exceptions, those that come back day by day.
fn days(exceptions: &[CalendarException]) -> Vec<String> {
    let of = |each: &CalendarException| match &each.repeat {
        Some(repeat) => repeat.engine().unwrap().days(each.from, each.to).map(|day| (day, day)).collect(),
        None => vec![(each.from, each.to)],
    };
    let line = |each: &CalendarException, (from, to): (jiff::civil::Date, jiff::civil::Date)| {
        format!("{from}..{to} {}", each.hours.len())
    };
    let mut days: Vec<String> =
        exceptions.iter().flat_map(|each| of(each).into_iter().map(move |day| line(each, day))).collect();
    days.sort();
    days
}

#[test]
fn exceptions_old_new_recurring_and_inherited_are_resolved() {
    let period = |from: &str, to: &str| {
        format!("<TimePeriod><FromDate>{from}T00:00:00</FromDate><ToDate>{to}T23:59:00</ToDate></TimePeriod>")
    };
    let hours = "<WorkingTimes><WorkingTime><FromTime>09:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime></WorkingTimes>";
    let base = format!(
        "<Calendar><UID>1</UID><Name>Base</Name><BaseCalendarUID>-1</BaseCalendarUID>\
         <Exceptions>\
         <Exception>{}<Type>1</Type><Name>Shutdown</Name></Exception>\
         <Exception><EnteredByOccurrences>1</EnteredByOccurrences>{}<Occurrences>3</Occurrences><Type>6</Type><Period>2</Period><DaysOfWeek>2</DaysOfWeek></Exception>\
         <Exception>{}<Type>2</Type><Month>1</Month><MonthDay>30</MonthDay></Exception>\
         <Exception>{}<Type>3</Type><Month>10</Month><MonthItem>7</MonthItem><MonthPosition>3</MonthPosition></Exception>\
         <Exception>{}<Type>5</Type><MonthItem>1</MonthItem><MonthPosition>4</MonthPosition><DayWorking>1</DayWorking>{hours}</Exception>\
         </Exceptions></Calendar>",
        period("2026-12-24", "2026-12-31"),
        period("2026-01-05", "2026-12-31"),
        period("2027-01-01", "2028-12-31"),
        period("2027-01-01", "2027-12-31"),
        period("2029-01-01", "2029-02-28"),
    );
    let derived = format!(
        "<Calendar><UID>2</UID><BaseCalendarUID>1</BaseCalendarUID><WeekDays>\
         <WeekDay><DayType>7</DayType><DayWorking>1</DayWorking>{hours}</WeekDay>\
         <WeekDay><DayType>0</DayType><DayWorking>1</DayWorking>{}{hours}</WeekDay>\
         </WeekDays></Calendar>",
        period("2026-12-28", "2026-12-28"),
    );
    let plan = read(&project(&format!(
        "<CalendarUID>1</CalendarUID><Calendars>{base}{derived}</Calendars><Tasks/>\
         <Resources><Resource><UID>1</UID><Name>Ada</Name><CalendarUID>2</CalendarUID></Resource></Resources>"
    )));
    assert_eq!(
        days(&plan.calendars[0].exceptions),
        [
            "2026-01-05..2026-01-05 0",
            "2026-01-19..2026-01-19 0",
            "2026-02-02..2026-02-02 0",
            "2026-12-24..2026-12-31 0",
            "2027-02-28..2027-02-28 0",
            "2027-11-25..2027-11-25 0",
            "2028-02-29..2028-02-29 0",
            "2029-01-31..2029-01-31 1",
            "2029-02-28..2029-02-28 1",
        ]
    );
    let kept = plan.calendars[0].exceptions.iter().filter_map(|each| each.repeat.as_ref());
    let kept: Vec<String> = kept.map(|repeat| serde_json::to_string(repeat).unwrap()).collect();
    assert_eq!(
        kept,
        [
            r#"{"every":"week","interval":2,"days":["mon"]}"#,
            r#"{"every":"year","month":2,"day":30}"#,
            r#"{"every":"year","month":11,"nth":"fourth","on":"thu"}"#,
            r#"{"every":"month","nth":"last","on":"weekday"}"#,
        ]
    );
    let own = &plan.calendars[1];
    assert_eq!((own.name.as_str(), own.week[5].len(), own.week[0].len()), ("Ada", 1, 2));
    assert_eq!(
        days(&own.exceptions)[3..6],
        ["2026-12-24..2026-12-27 0", "2026-12-28..2026-12-28 1", "2026-12-29..2026-12-31 0"]
    );
    assert_eq!(plan.people[0].calendar.as_deref(), Some("2"));
    assert_eq!(codes(&plan), Vec::<&str>::new());
}

#[test]
fn every_encoding_gives_the_same_plan() {
    let text = project("<Tasks><Task><UID>1</UID><Name>Größe – 日本</Name></Task></Tasks>");
    let plan = read(&text);
    let utf16 = |big: bool, mark: bool| -> Vec<u8> {
        let text = text.replace("?>", " encoding=\"UTF-16\"?>");
        let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for bytes in [utf16(true, true), utf16(false, true), utf16(true, false), utf16(false, false), marked] {
        assert_eq!(mspdi::parse(bytes.as_slice()).unwrap(), plan);
        assert!(guildhall_interchange::detect(&bytes, "plan").is_some());
    }
    let long = "<?xml version=\"1.0\"      encoding=\"windows-1252\"      standalone=\"yes\"     ?>";
    let latin = [
        long.as_bytes(),
        b"<Project xmlns='http://schemas.microsoft.com/project'><Tasks><Task><UID>1</UID><Name>Gr\xf6\xdfe \x96</Name></Task></Tasks></Project>",
    ]
    .concat();
    assert_eq!(mspdi::parse(latin.as_slice()).unwrap().tasks[0].title, "Größe –");
}

#[test]
fn text_keeps_character_references_cdata_and_lines() {
    let plan = read(&tasks(&[(
        1,
        1,
        "<Notes>a &lt;b&gt; &#x20AC;\n<![CDATA[1 < 2]]>\n</Notes><HyperlinkAddress>https://example.org/a(b)</HyperlinkAddress><Hyperlink>More</Hyperlink>",
    )]));
    assert_eq!(plan.tasks[0].description, "a <b> €\n1 < 2\n\n- [More](<https://example.org/a(b)>)");
    let ordered = read(&tasks(&[(1, 1, ""), (2, 1, &after(1))]));
    assert_eq!(ordered.tasks[1].links[0].predecessor, "1");
}

#[test]
fn the_largest_numbers_overflow_nothing() {
    let most = i64::MAX.to_string();
    let field = |name: &str| format!("<{name}>{most}</{name}>");
    let recurring: String = (1..=9)
        .map(|kind| {
            let period = "<TimePeriod><FromDate>2026-01-01T00:00:00</FromDate>\
                          <ToDate>2026-02-01T00:00:00</ToDate></TimePeriod>";
            let names = ["Month", "MonthDay", "MonthItem", "MonthPosition", "Period", "DaysOfWeek"];
            let fields: String = names.iter().map(|name| field(name)).collect();
            format!("<Exception>{period}<Type>{kind}</Type>{fields}</Exception>")
        })
        .collect();
    let names = ["OutlineLevel", "ID", "Priority", "ConstraintType", "LevelingDelay"];
    let fields: String = names.iter().map(|name| field(name)).collect();
    let lags: String = [7, 11, 19, 20].iter().map(|format| link(1, 1, i64::MAX, *format)).collect();
    let plan = read(&project(&format!(
        "<Calendars><Calendar>{}<Exceptions>{recurring}</Exceptions></Calendar></Calendars>\
         <Tasks><Task><UID>1</UID><Duration>PT100000000000H0M0S</Duration></Task>\
         <Task>{}{fields}{lags}</Task><Task><UID>2</UID><OutlineLevel>-9</OutlineLevel></Task></Tasks>",
        field("UID"),
        field("UID"),
    )));
    assert_eq!(plan.tasks.len(), 2);
}

#[test]
fn base_calendars_and_the_projects_own_are_always_in_the_plan() {
    let calendar = |uid: i64, is_base: i64, base: i64| {
        format!(
            "<Calendar><UID>{uid}</UID><IsBaseCalendar>{is_base}</IsBaseCalendar>\
             <BaseCalendarUID>{base}</BaseCalendarUID></Calendar>"
        )
    };
    let calendars = [calendar(1, 1, 0), calendar(2, 0, 1), calendar(3, 0, 1), calendar(4, 0, 9)].concat();
    let plan = read(&project(&format!(
        "<CalendarUID>2</CalendarUID><Calendars>{calendars}</Calendars>\
         <Tasks><Task><UID>1</UID><Name>A</Name><CalendarUID>4</CalendarUID></Task></Tasks>"
    )));
    let ids: Vec<_> = plan.calendars.iter().map(|each| each.external_id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "4"]);
    assert_eq!(plan.project.calendar.as_deref(), Some("2"));
    assert_eq!(codes(&plan), ["unknown_calendar"]);
}
