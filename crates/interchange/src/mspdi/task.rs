//! A `Task` element as it stands in the file, before outline, people and links are put together.
//!
//! It keeps the fields that the plan holds and counts what the plan leaves out.

use std::io::BufRead;

use jiff::civil::DateTime;

use super::{Line, value};
use crate::{
    error::InterchangeError,
    model::{PlannedBaseline, Span, When},
    notices::Notices,
    xml::Xml,
};

type Result<T> = std::result::Result<T, InterchangeError>;

/// A task as the file has it.
#[derive(Debug, Default)]
pub(super) struct RawTask {
    pub line: u64,
    pub uid: Option<i64>,
    pub id: Option<i64>,
    pub name: Option<String>,
    pub blank: bool,
    pub notes: String,
    pub hyperlink: Option<String>,
    pub hyperlink_title: Option<String>,
    pub level: Option<i64>,
    pub outline_number: Option<String>,
    pub summary: bool,
    pub milestone: bool,
    pub external: bool,
    pub subproject: bool,
    pub inactive: bool,
    pub manual: bool,
    /// Its duration is fixed, whatever work its people have.
    pub fixed_duration: bool,
    pub priority: Option<i64>,
    pub start: Option<DateTime>,
    pub finish: Option<DateTime>,
    pub manual_start: Option<DateTime>,
    pub manual_finish: Option<DateTime>,
    pub deadline: Option<DateTime>,
    pub actual_start: Option<DateTime>,
    pub actual_finish: Option<DateTime>,
    pub percent: Option<u8>,
    pub constraint: Option<i64>,
    pub constraint_date: Option<DateTime>,
    pub calendar: Option<i64>,
    pub cost: Option<i64>,
    pub fixed_cost: Option<i64>,
    pub actual_cost: Option<i64>,
    /// Minutes.
    pub work: Option<i64>,
    /// Minutes.
    pub actual_work: Option<i64>,
    pub duration: Option<Span>,
    pub remaining: Option<Span>,
    pub baselines: Vec<PlannedBaseline>,
    pub links: Vec<RawLink>,
    pub levelling_delay: Option<i64>,
    /// `ExtendedAttribute` and `OutlineCode` elements.
    pub custom_fields: usize,
}

/// A `PredecessorLink` element.
#[derive(Debug, Default)]
pub(super) struct RawLink {
    pub line: u64,
    pub predecessor: Option<i64>,
    pub kind: Option<i64>,
    pub cross_project: bool,
    pub project_name: Option<String>,
    /// Tenths of a minute, or percent.
    pub lag: i64,
    pub format: Option<i64>,
}

/// Durations of one task, whose format may follow them.
#[derive(Default)]
struct RawDurations {
    /// Tenths of a second.
    duration: Option<i64>,
    manual: Option<i64>,
    remaining: Option<i64>,
    format: Option<i64>,
    estimated: bool,
}

impl RawTask {
    /// Reads the element that was just entered; `day` is the length of a working day in minutes.
    pub(super) fn read(xml: &mut Xml<impl BufRead>, day: i64, notices: &mut Notices) -> Result<Self> {
        let mut task = Self { line: xml.line(), ..Self::default() };
        let mut durations = RawDurations::default();
        while let Some(name) = xml.child()? {
            if !task.read_plan_field(xml, &name, &mut durations, day, notices)?
                && !task.read_other_field(xml, &name, notices)?
            {
                xml.skip()?;
            }
        }
        task.set_durations(&durations, notices);
        Ok(task)
    }

    fn read_plan_field(
        &mut self,
        xml: &mut Xml<impl BufRead>,
        name: &str,
        durations: &mut RawDurations,
        day: i64,
        notices: &mut Notices,
    ) -> Result<bool> {
        match name {
            "Start" => self.start = xml.date()?,
            "Finish" => self.finish = xml.date()?,
            "ManualStart" => self.manual_start = xml.date()?,
            "ManualFinish" => self.manual_finish = xml.date()?,
            "Deadline" => self.deadline = xml.date()?,
            "ActualStart" => self.actual_start = xml.date()?,
            "ActualFinish" => self.actual_finish = xml.date()?,
            "Duration" => durations.duration = xml.duration(day)?,
            "ManualDuration" => durations.manual = xml.duration(day)?,
            "RemainingDuration" => durations.remaining = xml.duration(day)?,
            "DurationFormat" => durations.format = xml.integer()?,
            "Estimated" => durations.estimated = xml.boolean()?,
            "PercentComplete" => self.percent = xml.percent()?,
            "ConstraintType" => self.constraint = xml.integer()?,
            "ConstraintDate" => self.constraint_date = xml.date()?,
            "CalendarUID" => self.calendar = xml.integer()?.filter(|uid| *uid >= 0),
            "Cost" => self.cost = xml.money()?,
            "FixedCost" => self.fixed_cost = xml.money()?,
            "ActualCost" => self.actual_cost = xml.money()?,
            "Work" => self.work = whole_minutes(xml, day, notices)?,
            "ActualWork" => self.actual_work = whole_minutes(xml, day, notices)?,
            "PredecessorLink" => self.links.push(read_link(xml)?),
            "Baseline" => self.read_baseline(xml, day, notices)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn read_other_field(&mut self, xml: &mut Xml<impl BufRead>, name: &str, notices: &mut Notices) -> Result<bool> {
        match name {
            "UID" => self.uid = xml.integer()?,
            "ID" => self.id = xml.integer()?,
            "Name" => self.name = xml.line_of_text()?,
            "IsNull" => self.blank = xml.boolean()?,
            "Notes" => self.notes = xml.text()?,
            "Hyperlink" => self.hyperlink_title = xml.line_of_text()?,
            "HyperlinkAddress" => self.hyperlink = xml.line_of_text()?,
            "OutlineLevel" => self.level = xml.integer()?,
            "OutlineNumber" => self.outline_number = xml.line_of_text()?,
            "Summary" => self.summary = xml.boolean()?,
            "Milestone" => self.milestone = xml.boolean()?,
            "ExternalTask" => self.external = xml.boolean()?,
            "IsSubproject" => self.subproject = xml.boolean()?,
            "Active" => self.inactive = !xml.boolean()?,
            "Manual" => self.manual = xml.boolean()?,
            "Type" => self.fixed_duration = xml.integer()? == Some(1),
            "Priority" => self.priority = xml.integer()?,
            "LevelingDelay" => self.levelling_delay = xml.integer()?,
            "ExtendedAttribute" | "OutlineCode" => {
                self.custom_fields += 1;
                xml.skip()?;
            }
            "Project" => {
                let detail = "the tasks of an inserted project are not imported";
                notices.add(Line(xml.line()), "subproject_skipped", detail);
                xml.skip()?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn set_durations(&mut self, raw: &RawDurations, notices: &mut Notices) {
        let format = raw.format.and_then(value::Format::of);
        let mut span = |tenths: i64| {
            let (minutes, rounded) = value::minutes(tenths);
            if rounded {
                note_rounded(notices, self.line);
            }
            Span {
                minutes,
                elapsed: format.is_some_and(|format| format.elapsed),
                estimated: raw.estimated || format.is_some_and(|format| format.estimated),
            }
        };
        let planned = raw.duration.or(raw.manual.filter(|_| self.manual));
        self.duration = planned.map(&mut span);
        self.remaining = raw.remaining.map(&mut span);
    }

    fn read_baseline(&mut self, xml: &mut Xml<impl BufRead>, day: i64, notices: &mut Notices) -> Result<()> {
        let line = xml.line();
        let (mut number, mut start, mut finish) = (0, None, None);
        let (mut duration, mut format, mut estimated) = (None, None, false);
        let (mut work, mut cost) = (None, None);
        while let Some(name) = xml.child()? {
            match name.as_str() {
                "Number" => number = xml.integer()?.unwrap_or_default(),
                "Start" => start = xml.date()?,
                "Finish" => finish = xml.date()?,
                "Duration" => duration = whole_minutes(xml, day, notices)?,
                "DurationFormat" => format = xml.integer()?.and_then(value::Format::of),
                "EstimatedDuration" => estimated = xml.boolean()?,
                "Work" => work = whole_minutes(xml, day, notices)?,
                "Cost" => cost = xml.money()?,
                _ => xml.skip()?,
            }
        }
        let known = self.baselines.iter().any(|known| i64::from(known.number) == number);
        match u8::try_from(number) {
            Ok(number) if number <= 10 && !known => self.baselines.push(PlannedBaseline {
                number,
                start: start.map(When::Local),
                finish: finish.map(When::Local),
                duration: duration.map(|minutes| Span {
                    minutes,
                    elapsed: format.is_some_and(|format| format.elapsed),
                    estimated: estimated || format.is_some_and(|format| format.estimated),
                }),
                work,
                cost,
            }),
            _ => {
                let detail = format!("a second baseline or one beyond 10 was left out: {number}");
                notices.add(Line(line), "baseline_skipped", detail);
            }
        }
        Ok(())
    }
}

fn read_link(xml: &mut Xml<impl BufRead>) -> Result<RawLink> {
    let mut link = RawLink { line: xml.line(), ..RawLink::default() };
    while let Some(name) = xml.child()? {
        match name.as_str() {
            "PredecessorUID" => link.predecessor = xml.integer()?,
            "Type" => link.kind = xml.integer()?,
            "CrossProject" => link.cross_project = xml.boolean()?,
            "CrossProjectName" => link.project_name = xml.line_of_text()?,
            "LinkLag" => link.lag = xml.integer()?.unwrap_or_default(),
            "LagFormat" => link.format = xml.integer()?,
            _ => xml.skip()?,
        }
    }
    Ok(link)
}

fn whole_minutes(xml: &mut Xml<impl BufRead>, day: i64, notices: &mut Notices) -> Result<Option<i64>> {
    let line = xml.line();
    let Some(tenths) = xml.duration(day)? else {
        return Ok(None);
    };
    let (minutes, rounded) = value::minutes(tenths);
    if rounded {
        note_rounded(notices, line);
    }
    Ok(Some(minutes))
}

fn note_rounded(notices: &mut Notices, line: u64) {
    let detail = "a duration with seconds was rounded to whole minutes";
    notices.add(Line(line), "duration_rounded", detail);
}
