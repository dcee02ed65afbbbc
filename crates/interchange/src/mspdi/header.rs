//! The fields of the `Project` element itself.

use std::collections::HashMap;
use std::io::BufRead;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::links::Units;
use crate::{error::InterchangeError, model::LinkRules, notices::Notices, xml::Xml};

/// Names within the instruction to Guildhall.
pub(super) const LAG_CALENDAR: &str = "lag-calendar";
pub(super) const BEFORE_START: &str = "allow-before-project-start";
/// Before the UID of a calendar.
pub(super) const ZONE_OF: &str = "time-zone-of-calendar-";

/// What the file says about the project as a whole.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub start: Option<DateTime>,
    pub calendar: Option<i64>,
    pub subject: Option<String>,
    /// Minutes of a working day; Project's default is 480.
    pub day: Option<i64>,
    /// Days of slack up to which a task is critical.
    pub critical_slack: Option<i64>,
    pub rules: LinkRules,
    /// Time zones of calendars by UID.
    pub zones: HashMap<String, String>,
    name: Option<String>,
    title: Option<String>,
    guid: Option<String>,
    uid: Option<String>,
    created: Option<DateTime>,
    currency_code: Option<String>,
    currency_symbol: Option<String>,
    week: Option<i64>,
    days_per_month: Option<i64>,
}

impl Header {
    /// Reads one child of the root; false when it is not one of the header's.
    pub(super) fn read(&mut self, xml: &mut Xml<impl BufRead>, name: &str) -> Result<bool, InterchangeError> {
        let positive = |value: Option<i64>| value.filter(|minutes| (1..=50_000).contains(minutes));
        match name {
            "Name" => self.name = xml.line_of_text()?,
            "Title" => self.title = xml.line_of_text()?,
            "Subject" => self.subject = xml.line_of_text()?,
            "GUID" => self.guid = xml.line_of_text()?,
            "UID" => self.uid = xml.line_of_text()?,
            "CreationDate" => self.created = xml.date()?,
            "StartDate" => self.start = xml.date()?,
            "CalendarUID" => self.calendar = xml.integer()?,
            "CurrencyCode" => self.currency_code = xml.line_of_text()?,
            "CurrencySymbol" => self.currency_symbol = xml.line_of_text()?,
            "MinutesPerDay" => self.day = positive(xml.integer()?),
            "CriticalSlackLimit" => self.critical_slack = xml.integer()?.filter(|days| (0..=1_000).contains(days)),
            "MinutesPerWeek" => self.week = positive(xml.integer()?),
            "DaysPerMonth" => self.days_per_month = positive(xml.integer()?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Reads an instruction that only Guildhall writes and reads: what Project has no element for.
    pub(super) fn instruct(&mut self, name: &str, value: &str) {
        match name {
            LAG_CALENDAR => self.rules = self.rules.lags_in(value),
            BEFORE_START => self.rules.before_start = value == "true",
            name => {
                let calendar = name.strip_prefix(ZONE_OF).filter(|_| TimeZone::get(value).is_ok());
                self.zones.extend(calendar.map(|calendar| (calendar.to_owned(), value.to_owned())));
            }
        }
    }

    /// Title, else the file's name without its ending.
    pub(super) fn name(&self) -> Option<String> {
        let file = self.name.as_deref().map(|name| {
            let stem = name.rsplit_once('.').filter(|(_, end)| end.len() <= 4);
            stem.map_or(name, |(stem, _)| stem).to_owned()
        });
        self.title.clone().or(file).filter(|name| !name.is_empty())
    }

    /// GUID, else UID, else what stays the same when the file is saved again.
    pub(super) fn external_id(&self, name: &str) -> String {
        let id = self.guid.clone().or_else(|| self.uid.clone());
        id.unwrap_or_else(|| match self.created {
            Some(created) => format!("{created}/{name}"),
            None => name.to_owned(),
        })
    }

    /// The file's working day, week and month.
    pub(super) fn units(&self) -> Units {
        let standard = Units::STANDARD;
        let day = self.day.unwrap_or(standard.day);
        Units { day, week: self.week.unwrap_or(standard.week), month: day * self.days_per_month.unwrap_or(20) }
    }

    /// ISO 4217 code; files before Project 2007 have only a symbol, of which two are clear.
    pub(super) fn currency(&self, notices: &mut Notices) -> Option<String> {
        let code = self.currency_code.as_deref().map(str::to_ascii_uppercase);
        let is_code = |code: &String| code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase());
        if let Some(code) = code.filter(is_code) {
            return Some(code);
        }
        let guess = match self.currency_symbol.as_deref() {
            Some("€") => "EUR",
            Some("£") => "GBP",
            _ => return None,
        };
        let detail = format!("the currency was read from its symbol as {guess}");
        notices.add("", "currency_guessed", detail);
        Some(guess.to_owned())
    }
}
