//! Working calendars as organizations keep them, and the way to the one that a task runs in:
//! task, then project, then organization, then Monday to Friday 08:00–12:00 and 13:00–17:00.

mod repeat;

use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::field::{Doc, Document};
use crate::org::Organization;
use crate::policy::Permission;
use crate::time::{Day, Timestamp};
use guildhall_entity_derive::Entity;
use guildhall_schedule as schedule;
use guildhall_store::Id;
pub use repeat::Repeat;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ArrayItems, ObjectBuilder, Schema, Type};

/// Working hours by weekday, with exceptions.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Calendar", table = "calendars", path = "calendars")]
pub struct Calendar {
    #[entity(read_only)]
    pub id: Id<Calendar>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    #[entity(required, max = 200)]
    pub name: String,
    /// IANA time zone; the organization's when absent.
    #[entity(max = 64)]
    pub time_zone: Option<String>,
    /// Hours of each weekday: `{"mon": [["08:00", "12:00"], ["13:00", "17:00"]], …}`.
    #[entity(required)]
    pub week: Doc<Week>,
    /// Days that differ: `[{"from", "to", "hours", "name", "repeat"}]`; no hours is a holiday. Where several meet a
    /// day the last holds.
    pub exceptions: Doc<Vec<Exception>>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
}

/// A stretch of work: from and to as `HH:MM`, to `24:00`.
pub type Hours = Vec<(String, String)>;

/// Hours of each weekday.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Week {
    pub mon: Hours,
    pub tue: Hours,
    pub wed: Hours,
    pub thu: Hours,
    pub fri: Hours,
    pub sat: Hours,
    pub sun: Hours,
}

/// Days whose hours differ from their weekday's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    pub from: Day,
    pub to: Day,
    #[serde(default)]
    pub hours: Hours,
    /// What it is, such as a holiday's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Which of the days; all of them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
}

/// Longest name of an exception, in characters.
pub const LONGEST_NAME: usize = 200;

fn hours_schema() -> Schema {
    let time = crate::field::simple(Type::String, None);
    let pair = ArrayBuilder::new()
        .items(ArrayItems::RefOrSchema(Box::new(RefOr::T(time))))
        .min_items(Some(2))
        .max_items(Some(2))
        .build();
    crate::field::array(Schema::Array(pair))
}

impl Document for Week {
    fn schema() -> Schema {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let object = days.iter().fold(ObjectBuilder::new(), |o, day| o.property(*day, hours_schema()));
        Schema::Object(object.build())
    }
}

impl Document for Exception {
    fn schema() -> Schema {
        use crate::field::FieldType;
        let object = ObjectBuilder::new()
            .property("from", Day::schema())
            .property("to", Day::schema())
            .property("hours", hours_schema())
            .property("name", ObjectBuilder::new().schema_type(Type::String).max_length(Some(LONGEST_NAME)))
            .property("repeat", Repeat::schema());
        Schema::Object(object.required("from").required("to").build())
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
    (text.len() == 5 && minutes < 60 && hours * 60 + minutes <= 1440).then_some(hours * 60 + minutes)
}

fn read_hours(field: &str, hours: &Hours) -> Result<schedule::Hours> {
    let wrong = || Error::invalid(field, "hours", "hours are pairs of HH:MM up to 24:00, like [\"08:00\", \"12:00\"]");
    hours.iter().map(|(from, to)| Ok((minute(from).ok_or_else(wrong)?, minute(to).ok_or_else(wrong)?))).collect()
}

impl Exception {
    fn engine(&self, at: usize) -> Result<schedule::Exception> {
        let wrong = |code, detail: String| Error::invalid("exceptions", code, format!("item {at}: {detail}"));
        if self.name.chars().count() > LONGEST_NAME {
            return Err(wrong("too_long", format!("a name has at most {LONGEST_NAME} characters")));
        }
        let repeat = self.repeat.as_ref().map(Repeat::engine).transpose();
        Ok(schedule::Exception {
            from: self.from.0,
            to: self.to.0,
            hours: read_hours("exceptions", &self.hours)?,
            repeat: repeat.map_err(|detail| wrong("repeat", detail.to_owned()))?,
        })
    }
}

impl Calendar {
    /// The calendar as the scheduling engine reads it.
    pub fn engine(&self, organization_zone: &str) -> Result<schedule::Calendar> {
        let name = self.time_zone.as_deref().unwrap_or(organization_zone);
        let zone = crate::org::organization::zone("timeZone", name)?;
        let w = &self.week.0;
        let mut week: [schedule::Hours; 7] = Default::default();
        for (day, hours) in week.iter_mut().zip([&w.mon, &w.tue, &w.wed, &w.thu, &w.fri, &w.sat, &w.sun]) {
            *day = read_hours("week", hours)?;
        }
        let exceptions = self.exceptions.0.iter().enumerate().map(|(at, exception)| exception.engine(at));
        let built = schedule::Calendar::new(zone.clone(), week.clone(), exceptions.collect::<Result<_>>()?);
        built.map_err(|error| {
            let of_week = schedule::Calendar::new(zone, week, Vec::new()).is_err();
            Error::invalid(if of_week { "week" } else { "exceptions" }, "calendar", error.to_string())
        })
    }

    /// A week without hours would end the schedule of everything that runs in it.
    fn check(&self, cx: &Ctx) -> Result<()> {
        let engine = self.engine(&cx.settings.time_zone)?;
        if engine.week().iter().all(Vec::is_empty) {
            let detail = "at least one weekday needs working hours, like {\"mon\": [[\"08:00\", \"16:00\"]]}";
            return Err(Error::invalid("week", "no_working_time", detail));
        }
        Ok(())
    }
}

impl Resource for Calendar {
    const READ: Permission = Permission::CalendarRead;
    const CREATE: Permission = Permission::CalendarWrite;
    const UPDATE: Permission = Permission::CalendarWrite;
    const DELETE: Permission = Permission::CalendarWrite;
    const SHOWN: Shown = Shown::ByHome;

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check(cx)
    }

    async fn updating(&mut self, _old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check(cx)
    }

    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        for (sql, user) in [
            ("SELECT id FROM tasks WHERE organization_id = $1 AND calendar_id = $2 LIMIT 1", "a task"),
            ("SELECT id FROM projects WHERE organization_id = $1 AND calendar_id = $2 LIMIT 1", "a project"),
            (
                "SELECT user_id FROM member_calendars WHERE organization_id = $1 AND calendar_id = $2 LIMIT 1",
                "a person",
            ),
            (
                "SELECT organization_id FROM organizations WHERE organization_id = $1 AND calendar_id = $2",
                "the organization",
            ),
        ] {
            if cx.tx.row::<(AnyId,)>(sql, &[&self.id]).await?.is_some() {
                return Err(Error::conflict(
                    "in_use",
                    format!("{user} runs in this calendar; give it another one first"),
                ));
            }
        }
        Ok(())
    }
}

/// The calendar that a task runs in.
pub async fn effective(cx: &Ctx, nearest: [Option<Id<Calendar>>; 2]) -> Result<schedule::Calendar> {
    let organization = cx.settings.calendar_id.map(Id::cast);
    let Some(id) = nearest.into_iter().chain([organization]).flatten().next() else {
        return Ok(schedule::Calendar::standard(crate::org::organization::zone("timeZone", &cx.settings.time_zone)?));
    };
    crate::list::one::<Calendar>(cx, id.cast(), None, false).await?.engine(&cx.settings.time_zone)
}
