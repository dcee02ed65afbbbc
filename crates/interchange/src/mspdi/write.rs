//! Writes a plan as Microsoft Project XML: what `parse` reads from it is the same plan.
//!
//! Elements stand in the order of Microsoft's schema (mspdi_pj12.xsd, with what Project 2010 added), because
//! Project reads a sequence. What the plan does not hold is not written, but for what Project cannot do
//! without: row numbers, outline numbers, and the sums that a summary shows.

mod calendar;
mod header;
mod lag;
mod out;
mod resource;
mod sums;
mod task;
mod uids;

use super::{links::Units, plan::units_of};
use crate::model::{ImportPlan, StatusKind};
use out::Out;
use std::{collections::HashMap, io};
use sums::Sums;
use uids::Uids;

/// The plan and what is looked up in it while it is written.
struct Sheet<'a> {
    plan: &'a ImportPlan,
    tasks: Uids<'a>,
    calendars: Uids<'a>,
    people: Uids<'a>,
    /// What units of a lag stand for, by task.
    units: Vec<Units>,
    sums: Sums,
    statuses: HashMap<&'a str, StatusKind>,
}

impl<'a> Sheet<'a> {
    fn of(plan: &'a ImportPlan) -> Self {
        let statuses = plan.project.statuses.iter().map(|each| (each.key.as_str(), each.kind)).collect();
        Self {
            plan,
            tasks: Uids::of(plan.tasks.iter().map(|each| each.external_id.as_str())),
            calendars: Uids::of(plan.calendars.iter().map(|each| each.external_id.as_str())),
            people: Uids::of(plan.people.iter().map(|each| each.external_id.as_str())),
            units: units_of(&plan.tasks, plan.project.calendar.as_deref(), &plan.calendars),
            sums: Sums::of(&plan.tasks),
            statuses,
        }
    }
}

/// Writes one MSPDI document; what was left out stands in a comment at its head.
pub fn write(plan: &ImportPlan) -> io::Result<Vec<u8>> {
    let sheet = Sheet::of(plan);
    let mut out = Out::begin()?;
    for notice in &plan.warnings {
        out.comment(&notice.detail)?;
    }
    out.root(|out| {
        sheet.header(out)?;
        sheet.calendars(out)?;
        out.within("Tasks", |out| sheet.tasks(out))?;
        out.within("Resources", |out| sheet.resources(out))?;
        out.within("Assignments", |out| sheet.assignments(out))
    })?;
    Ok(out.finish())
}
