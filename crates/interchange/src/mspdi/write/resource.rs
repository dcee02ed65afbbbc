//! People as work resources, and who works on what.

use super::Sheet;
use super::out::{Out, decimal};
use crate::model::{PlannedAssignment, PlannedTask};
use crate::mspdi::resource::UNASSIGNED;
use std::io;

/// A resource that works.
const WORK: i64 = 1;
/// Full-time units in 1/10,000.
const FULL_TIME: i64 = 10_000;

impl Sheet<'_> {
    /// Writes the people.
    pub(super) fn resources(&self, out: &mut Out) -> io::Result<()> {
        for (person, at) in self.plan.people.iter().zip(0_i64..) {
            out.within("Resource", |out| {
                out.number("UID", self.people.get(&person.external_id).unwrap_or_default())?;
                out.number("ID", at + 1)?;
                out.text("Name", &person.name)?;
                out.number("Type", WORK)?;
                out.flag("IsNull", false)?;
                if let Some(email) = &person.email {
                    out.text("EmailAddress", email)?;
                }
                out.text("MaxUnits", "1")?;
                let works = person.calendar.is_some() || self.plan.project.calendar.is_some();
                if works { out.number("CalendarUID", self.calendar_of_person(at)) } else { Ok(()) }
            })?;
        }
        Ok(())
    }

    /// Writes who works on what; work without anybody is Project's unassigned resource's.
    pub(super) fn assignments(&self, out: &mut Out) -> io::Result<()> {
        let mut uid = 0_i64;
        for task in &self.plan.tasks {
            let Some(of) = self.tasks.get(&task.external_id) else { continue };
            for each in &task.assignments {
                let Some(person) = self.people.get(&each.person) else { continue };
                uid += 1;
                assignment(out, [uid, of, person], task, each.units, work_of(task, each))?;
            }
            if let (Some(work), true) = (task.work, task.assignments.is_empty()) {
                uid += 1;
                assignment(out, [uid, of, UNASSIGNED], task, FULL_TIME, Some(work))?;
            }
        }
        Ok(())
    }
}

fn assignment(
    out: &mut Out,
    [uid, of, person]: [i64; 3],
    task: &PlannedTask,
    units: i64,
    work: Option<i64>,
) -> io::Result<()> {
    out.within("Assignment", |out| {
        out.number("UID", uid)?;
        out.number("TaskUID", of)?;
        out.number("ResourceUID", person)?;
        out.moment("Finish", task.finish)?;
        out.moment("Start", task.start)?;
        out.text("Units", &decimal(units, 10_000))?;
        out.length("Work", work)
    })
}

/// A person's work: as stated, else what duration and share tell, where that comes out in whole minutes.
fn work_of(task: &PlannedTask, each: &PlannedAssignment) -> Option<i64> {
    let told = || {
        let minutes = task.duration.filter(|span| !task.summary && !span.elapsed)?.minutes;
        let work = i128::from(minutes) * i128::from(each.units);
        (work % 10_000 == 0).then(|| i64::try_from(work / 10_000).ok()).flatten()
    };
    each.work.or_else(told)
}
