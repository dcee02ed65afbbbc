//! Typed fields of an MSPDI element: text read where it stands, so that an error names its line.
//!
//! An empty element is a missing one. A value that is not of its type refuses the file, because
//! a date or link dropped in silence is a wrong plan.

use std::io::BufRead;

use jiff::civil::{DateTime, Time};

use super::value;
use crate::{error::InterchangeError, text::one_line, xml::Xml};

type Result<T> = std::result::Result<T, InterchangeError>;

impl<R: BufRead> Xml<R> {
    fn field<T>(
        &mut self,
        code: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        let line = self.line();
        let text = self.text()?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        parse(&text).map(Some).ok_or_else(|| {
            let shown: String = text.trim().chars().take(60).collect();
            self.field_error(line, code, format!("“{shown}” is not {expected}"))
        })
    }

    pub(super) fn integer(&mut self) -> Result<Option<i64>> {
        self.field("bad_number", "a whole number", value::integer)
    }

    pub(super) fn boolean(&mut self) -> Result<bool> {
        let value = self.field("bad_boolean", "0 or 1", value::boolean)?;
        Ok(value.unwrap_or_default())
    }

    pub(super) fn date(&mut self) -> Result<Option<DateTime>> {
        self.field("bad_date", "a date and time like 2026-03-01T08:00:00", value::date_time)
    }

    pub(super) fn time(&mut self) -> Result<Option<Time>> {
        self.field("bad_time", "a time like 08:00:00", value::time)
    }

    pub(super) fn money(&mut self) -> Result<Option<i64>> {
        self.field("bad_number", "an amount", value::money)
    }

    pub(super) fn units(&mut self) -> Result<Option<i64>> {
        self.field("bad_number", "a number of units", value::units)
    }

    /// A percentage, rounded to a whole one.
    pub(super) fn percent(&mut self) -> Result<Option<u8>> {
        self.field("bad_number", "a percentage from 0 to 100", |text| {
            let whole = u8::try_from(value::decimal(text, 0)?).ok()?;
            (whole <= 100).then_some(whole)
        })
    }

    /// A duration in tenths of a second.
    pub(super) fn duration(&mut self, day: i64) -> Result<Option<i64>> {
        self.field("bad_duration", "a duration like PT8H0M0S", |text| value::duration(text, day))
    }

    /// Text of one line, none when there is nothing to see.
    pub(super) fn line_of_text(&mut self) -> Result<Option<String>> {
        Ok(one_line(&self.text()?))
    }
}
