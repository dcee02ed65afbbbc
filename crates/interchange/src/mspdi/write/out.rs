//! Elements with values of MSPDI's types, as `value` reads them.

use crate::model::When;
use crate::xml::INSTRUCTION;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::io;

/// A document that is being written.
pub(super) struct Out(Writer<Vec<u8>>);

impl Out {
    /// Begins a document.
    pub(super) fn begin() -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        Ok(Self(writer))
    }

    /// Its bytes.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }

    /// The document element and what is in it.
    pub(super) fn root(&mut self, body: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.element(BytesStart::new("Project").with_attributes([("xmlns", super::super::NAMESPACE)]), body)
    }

    /// An element and what is in it.
    pub(super) fn within(
        &mut self,
        name: &'static str,
        body: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.element(BytesStart::new(name), body)
    }

    fn element(&mut self, start: BytesStart<'_>, body: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        let end = start.to_end().into_owned();
        self.0.write_event(Event::Start(start))?;
        body(self)?;
        self.0.write_event(Event::End(end))
    }

    /// A remark for who reads the file itself; two hyphens would end it.
    pub(super) fn comment(&mut self, text: &str) -> io::Result<()> {
        let text = format!(" {} ", legal(text).replace("--", "—"));
        self.0.write_event(Event::Comment(BytesText::from_escaped(text)))
    }

    /// What only Guildhall reads; other programs pass over it. Neither names nor values need escapes.
    pub(super) fn instruction(&mut self, values: &[(&str, &str)]) -> io::Result<()> {
        let values: String = values.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
        self.0.write_event(Event::PI(BytesPI::new(format!("{INSTRUCTION}{values}"))))
    }

    /// Text as it stands, without what XML has no way to write.
    pub(super) fn text(&mut self, name: &'static str, value: &str) -> io::Result<()> {
        self.0.write_event(Event::Start(BytesStart::new(name)))?;
        self.0.write_event(Event::Text(BytesText::new(&legal(value))))?;
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// A number.
    pub(super) fn number(&mut self, name: &'static str, value: impl Into<i64>) -> io::Result<()> {
        self.text(name, &value.into().to_string())
    }

    /// 0 or 1.
    pub(super) fn flag(&mut self, name: &'static str, value: bool) -> io::Result<()> {
        self.number(name, value)
    }

    /// A wall-clock time; nothing where there is none.
    pub(super) fn moment(&mut self, name: &'static str, value: Option<When>) -> io::Result<()> {
        match value {
            Some(when) => self.text(name, &local(when).strftime("%Y-%m-%dT%H:%M:%S").to_string()),
            None => Ok(()),
        }
    }

    /// A time of day.
    pub(super) fn time(&mut self, name: &'static str, value: Time) -> io::Result<()> {
        self.text(name, &value.strftime("%H:%M:%S").to_string())
    }

    /// Minutes as `PT8H30M0S`; nothing where there are none.
    pub(super) fn length(&mut self, name: &'static str, minutes: Option<i64>) -> io::Result<()> {
        let Some(minutes) = minutes else { return Ok(()) };
        let (sign, all) = (if minutes < 0 { "-" } else { "" }, minutes.unsigned_abs());
        self.text(name, &format!("{sign}PT{}H{}M0S", all / 60, all % 60))
    }

    /// Money in hundredths of the unit; nothing where there is none.
    pub(super) fn money(&mut self, name: &'static str, value: Option<i64>) -> io::Result<()> {
        value.map_or(Ok(()), |value| self.text(name, &decimal(value, 100)))
    }
}

/// The wall-clock time that is written; an instant is written in UTC.
pub(super) fn local(when: When) -> DateTime {
    match when {
        When::Local(at) => at,
        When::Instant(at) => TimeZone::UTC.to_datetime(at),
    }
}

/// `value / scale` as a decimal number, exactly; `scale` is a power of ten.
pub(super) fn decimal(value: i64, scale: u64) -> String {
    let (sign, all) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    let (whole, rest) = (all / scale, all % scale);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{:0width$}", rest, width = scale.ilog10() as usize);
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

/// The text without the characters that XML 1.0 cannot hold.
fn legal(text: &str) -> Cow<'_, str> {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(fits) { Cow::Borrowed(text) } else { Cow::Owned(text.chars().filter(|c| fits(*c)).collect()) }
}
