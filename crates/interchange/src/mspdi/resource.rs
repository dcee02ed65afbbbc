//! Resources and assignments: which of them are people, and who works on which task.
//!
//! Only work resources with a name are people; material, cost and budget resources are reported
//! when something uses them, and the resource that Project calls unassigned is nobody.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::BufRead,
};

use super::{Line, value};
use crate::{
    error::InterchangeError,
    model::{PlannedAssignment, PlannedPerson},
    notices::Notices,
    xml::Xml,
};

type Result<T> = std::result::Result<T, InterchangeError>;

/// Project's resource UID for work that nobody is assigned to.
pub(super) const UNASSIGNED: i64 = -65_535;
/// Full-time units in 1/10,000.
const FULL_TIME: i64 = 10_000;

/// A `Resource` element.
#[derive(Debug, Default)]
pub(super) struct RawResource {
    pub line: u64,
    pub uid: Option<i64>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub calendar: Option<i64>,
    initials: Option<String>,
    /// 0 material, 1 work, 2 cost.
    kind: Option<i64>,
    blank: bool,
    cost: bool,
    budget: bool,
    generic: bool,
}

/// An `Assignment` element.
#[derive(Debug, Default)]
pub(super) struct RawAssignment {
    pub line: u64,
    pub task: Option<i64>,
    pub resource: Option<i64>,
    pub units: Option<i64>,
    /// Minutes.
    pub work: Option<i64>,
}

impl RawResource {
    /// Reads the element that was just entered.
    pub(super) fn read(xml: &mut Xml<impl BufRead>) -> Result<Self> {
        let mut resource = Self { line: xml.line(), ..Self::default() };
        while let Some(name) = xml.child()? {
            match name.as_str() {
                "UID" => resource.uid = xml.integer()?,
                "Name" => resource.name = xml.line_of_text()?,
                "Initials" => resource.initials = xml.line_of_text()?,
                "EmailAddress" => resource.email = xml.line_of_text()?,
                "CalendarUID" => resource.calendar = xml.integer()?.filter(|uid| *uid >= 0),
                "Type" => resource.kind = xml.integer()?,
                "IsNull" => resource.blank = xml.boolean()?,
                "IsCostResource" => resource.cost = xml.boolean()?,
                "IsBudget" => resource.budget = xml.boolean()?,
                "IsGeneric" => resource.generic = xml.boolean()?,
                _ => xml.skip()?,
            }
        }
        Ok(resource)
    }

    fn is_person(&self) -> bool {
        self.kind.unwrap_or(1) == 1 && !self.cost && !self.budget && !self.blank
    }

    fn label(&self) -> Option<String> {
        self.name.clone().or_else(|| self.initials.clone())
    }
}

impl RawAssignment {
    /// Reads the element that was just entered.
    pub(super) fn read(xml: &mut Xml<impl BufRead>, day: i64) -> Result<Self> {
        let mut assignment = Self { line: xml.line(), ..Self::default() };
        while let Some(name) = xml.child()? {
            match name.as_str() {
                "TaskUID" => assignment.task = xml.integer()?,
                "ResourceUID" => assignment.resource = xml.integer()?,
                "Units" => assignment.units = xml.units()?,
                "Work" => assignment.work = xml.duration(day)?.map(|tenths| value::minutes(tenths).0),
                _ => xml.skip()?,
            }
        }
        Ok(assignment)
    }
}

/// The people of the file; `calendar_of` gives the calendar that is a person's own.
pub(super) fn people(
    resources: &[RawResource],
    assignments: &[RawAssignment],
    calendar_of: impl Fn(&RawResource) -> Option<i64>,
    notices: &mut Notices,
) -> Result<Vec<PlannedPerson>> {
    let assigned: HashSet<i64> = assignments.iter().filter_map(|each| each.resource).collect();
    let mut lines: HashMap<i64, u64> = HashMap::new();
    let mut people = Vec::new();
    for resource in resources.iter().filter(|resource| !resource.blank) {
        let Some(uid) = resource.uid else {
            notices.add(Line(resource.line), "missing_uid", "a resource without UID was left out");
            continue;
        };
        if let Some(first) = lines.insert(uid, resource.line) {
            return Err(duplicate(resource.line, "Resources/Resource", uid, first));
        }
        if !resource.is_person() {
            continue;
        }
        let name = match resource.label() {
            Some(name) => name,
            None if assigned.contains(&uid) => format!("Resource {uid}"),
            None => continue,
        };
        if resource.generic {
            let detail = format!("the generic resource “{name}” is imported like a person");
            notices.add(Line(resource.line), "generic_resource", detail);
        }
        people.push(PlannedPerson {
            external_id: uid.to_string(),
            name,
            email: resource.email.clone(),
            calendar: calendar_of(resource).map(|calendar| calendar.to_string()),
        });
    }
    Ok(people)
}

/// The refusal of a UID that two elements have.
pub(super) fn duplicate(line: u64, path: &str, uid: i64, first: u64) -> InterchangeError {
    InterchangeError::new(
        Some(line),
        format!("/Project/{path}/UID"),
        "duplicate_uid",
        format!("the UID {uid} was already used in line {first}"),
    )
}

/// Who works on each task, by task UID.
pub(super) fn assignments(
    resources: &[RawResource],
    raw: &[RawAssignment],
    known_task: impl Fn(i64) -> bool,
    notices: &mut Notices,
) -> HashMap<i64, Vec<PlannedAssignment>> {
    let by_uid: HashMap<i64, &RawResource> =
        resources.iter().filter_map(|resource| Some((resource.uid?, resource))).collect();
    let mut by_task: HashMap<i64, Vec<PlannedAssignment>> = HashMap::new();
    let mut seen: HashSet<(i64, i64)> = HashSet::new();
    let mut not_people: BTreeMap<i64, usize> = BTreeMap::new();
    for assignment in raw {
        let (Some(task), Some(uid)) = (assignment.task, assignment.resource) else {
            continue;
        };
        if uid == UNASSIGNED || !known_task(task) {
            continue;
        }
        let Some(resource) = by_uid.get(&uid).filter(|resource| !resource.blank) else {
            let detail = format!("an assignment names resource {uid}, which is not in the file");
            notices.add(Line(assignment.line), "unknown_resource", detail);
            continue;
        };
        if !resource.is_person() {
            *not_people.entry(uid).or_default() += 1;
            continue;
        }
        if !seen.insert((task, uid)) {
            let detail = format!("resource {uid} is assigned twice to task {task}; the first stays");
            notices.add(Line(assignment.line), "duplicate_assignment", detail);
            continue;
        }
        by_task.entry(task).or_default().push(PlannedAssignment {
            person: uid.to_string(),
            units: assignment.units.unwrap_or(FULL_TIME),
            work: assignment.work,
        });
    }
    for (uid, count) in not_people {
        if let Some(resource) = by_uid.get(&uid) {
            let name = resource.label().unwrap_or_else(|| format!("Resource {uid}"));
            let detail = format!(
                "“{name}” is a material, cost or budget resource, not a person: \
                 {count} assignment(s) were left out"
            );
            notices.add(Line(resource.line), "not_a_person", detail);
        }
    }
    by_task
}
