//! Microsoft Project XML (MSPDI), as Project 2002 and later and its many imitators write it.
//!
//! The file is read as a stream, element by element; what is kept follows the plan, not the file.
//! Dates stay as they are in the file: wall-clock times without a zone. A wrong value, a second
//! use of a UID or a cycle of links refuses the file by line; what merely has no place in the plan
//! is reported. Format: Microsoft's mspdi_pj12.xsd; details checked against files that Project
//! saved.

mod calendar;
mod exception;
mod field;
mod header;
mod links;
mod outline;
mod plan;
mod resolve;
mod resource;
mod task;
mod value;
mod write;

use std::{
    fmt::{self, Display},
    io::BufRead,
};

use crate::{
    error::InterchangeError,
    model::ImportPlan,
    notices::Notices,
    xml::{Root, Xml},
};

pub(crate) use exception::{Budget, Exceptions};
pub use write::write;

/// Start of the namespace of every version; the whole of Project's own.
const NAMESPACE: &str = "http://schemas.microsoft.com/project";

/// Everything the file holds, before it is put together.
struct Raw {
    header: header::Header,
    calendars: Vec<calendar::RawCalendar>,
    resources: Vec<resource::RawResource>,
    assignments: Vec<resource::RawAssignment>,
    tasks: Vec<task::RawTask>,
}

/// A line of the file as a plan's row names it.
#[derive(Debug, Clone, Copy)]
struct Line(u64);

impl Display for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}", self.0)
    }
}

/// Reads one MSPDI document; an error means that nothing of it can be imported.
pub fn parse(input: impl BufRead) -> Result<ImportPlan, InterchangeError> {
    let (mut xml, root) = Xml::open(input)?;
    let in_namespace = is_project(&xml, &root)?;
    let mut notices = Notices::default();
    let mut has_tasks = false;
    let mut raw = Raw {
        header: header::Header::default(),
        calendars: Vec::new(),
        resources: Vec::new(),
        assignments: Vec::new(),
        tasks: Vec::new(),
    };
    while let Some(name) = xml.child()? {
        match name.as_str() {
            "Calendars" => {
                while xml.child()?.is_some() {
                    raw.calendars.push(calendar::RawCalendar::read(&mut xml, &mut notices)?);
                }
            }
            "Tasks" => {
                has_tasks = true;
                let day = raw.header.units().day;
                while xml.child()?.is_some() {
                    raw.tasks.push(task::RawTask::read(&mut xml, day, &mut notices)?);
                }
            }
            "Resources" => {
                while xml.child()?.is_some() {
                    raw.resources.push(resource::RawResource::read(&mut xml)?);
                }
            }
            "Assignments" => {
                let day = raw.header.units().day;
                while xml.child()?.is_some() {
                    raw.assignments.push(resource::RawAssignment::read(&mut xml, day)?);
                }
            }
            name => {
                if !raw.header.read(&mut xml, name)? {
                    xml.skip()?;
                }
            }
        }
    }
    xml.finish()?;
    for (name, value) in xml.instructions() {
        raw.header.instruct(name, value);
    }
    if !has_tasks && !in_namespace {
        return Err(not_mspdi(&xml, "the Project element has no Tasks"));
    }
    plan::assemble(raw, notices)
}

/// Whether the root is in MSPDI's namespace; some writers leave the namespace out.
fn is_project(xml: &Xml<impl BufRead>, root: &Root) -> Result<bool, InterchangeError> {
    let namespace = root.namespace.as_deref();
    let ours = namespace.is_some_and(|uri| uri.starts_with(NAMESPACE));
    if root.name != "Project" || !(ours || namespace.is_none()) {
        let found = match namespace {
            Some(uri) => format!("the root element is {} of {uri}", root.name),
            None => format!("the root element is {}", root.name),
        };
        return Err(not_mspdi(xml, &found));
    }
    Ok(ours)
}

fn not_mspdi(xml: &Xml<impl BufRead>, found: &str) -> InterchangeError {
    let detail = format!("not a Microsoft Project XML file: expected a Project element of {NAMESPACE}, but {found}");
    xml.error("not_mspdi", detail)
}
