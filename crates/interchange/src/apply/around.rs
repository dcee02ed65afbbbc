//! What stands around the tasks: people, labels and calendars. People are found first by what was imported
//! before, then by e-mail address, then by their exact name, and otherwise become placeholders without an
//! account; labels are found by name; a calendar that is there with the same hours is used again.

use super::convert::{self, Remarks, fit};
use super::draft::{Action, Draft};
use super::print::{Changed, Print};
use super::refs::{self, Mark};
use super::steps::{Change, Work};
use super::survey::{Person, Survey};
use crate::model::{ImportPlan, PlannedCalendar, PlannedLabel, PlannedPerson};
use guildhall_core::entity::Entity;
use guildhall_core::org::account::normal_email;
use guildhall_core::org::{Member, User};
use guildhall_core::time::Timestamp;
use guildhall_core::work::{Calendar, Label};
use guildhall_core::{AnyId, ids};
use guildhall_store::Id;
use std::collections::{HashMap, HashSet};

/// What external ids lead to.
#[derive(Default)]
pub(super) struct Around {
    /// People, and whether they have left.
    pub people: HashMap<String, (Id<User>, bool)>,
    pub labels: HashMap<String, Id<Label>>,
    pub calendars: HashMap<String, Id<Calendar>>,
    pub engines: HashMap<Id<Calendar>, guildhall_schedule::Calendar>,
}

/// Parts of a person's, label's and calendar's fingerprint.
pub(super) const NAME: usize = 0;
pub(super) const DETAIL: usize = 1;
pub(super) const EXCEPTIONS: usize = 2;

/// Longest names that the product keeps.
const LONGEST_NAME: usize = 200;
const LONGEST_LABEL: usize = 100;

const IN_TRASH: &str = "it is in the trash and stays there; restore it, or purge it to import it anew";

/// Decides about all of them.
pub(super) fn decide(plan: &ImportPlan, survey: &Survey, now: Timestamp, draft: &mut Draft) -> Around {
    let mut around = Around::default();
    let mut calendars = Calendars { plan, survey, now };
    for planned in &plan.calendars {
        calendars.decide(planned, draft, &mut around);
    }
    let mut people = People::new(plan, survey, now);
    for planned in &plan.people {
        let calendar = planned.calendar.as_ref().and_then(|id| around.calendars.get(id)).copied();
        let found = people.decide(planned, calendar, draft);
        around.people.insert(planned.external_id.clone(), found);
    }
    let mut labels = Labels { plan, survey, now, fresh: HashMap::new() };
    for planned in &plan.labels {
        if let Some(label) = labels.decide(planned, draft) {
            around.labels.insert(planned.external_id.clone(), label);
        }
    }
    around
}

struct People<'a> {
    plan: &'a ImportPlan,
    survey: &'a Survey,
    now: Timestamp,
    /// Everybody that a person of the file is already.
    taken: HashSet<Id<User>>,
}

impl<'a> People<'a> {
    fn new(plan: &'a ImportPlan, survey: &'a Survey, now: Timestamp) -> Self {
        let known = survey.refs.objects(Member::MODEL);
        let taken = known.into_iter().filter_map(|id| survey.person(id)).map(|person| person.id).collect();
        Self { plan, survey, now, taken }
    }

    fn decide(&mut self, planned: &PlannedPerson, hours: Option<Id<Calendar>>, draft: &mut Draft) -> (Id<User>, bool) {
        let row = draft.row("person", "", &planned.external_id, &planned.name);
        let mut remarks = Remarks::new();
        let name = fit(&planned.name, LONGEST_NAME, "name", &mut remarks);
        let email = planned.email.as_deref().and_then(|text| normal_email("email", text).ok());
        draft.say(row, remarks);
        let key = refs::key(&self.plan.project.external_id, &planned.external_id);
        let print = Print::new().part(&planned.name).part(&planned.email).finish();
        let known = self.survey.refs.get(Member::MODEL, &key);
        let mark = |object: AnyId| Mark {
            model: Member::MODEL,
            key: key.clone(),
            object,
            print: print.clone(),
            known: known.is_some(),
        };
        if let Some(known) = known
            && let Some(person) = self.survey.person(known.object)
        {
            rename(person, &known.print, (name, email), &mark(known.object), row, draft);
            return (person.id, person.left);
        }
        if let Some(person) = self.somebody(email.as_deref(), &name) {
            draft.act(row, Action::Unchanged, Some(person.id.cast()));
            draft.say(row, [format!("this is {}, who is here already", person.name)]);
            draft.say(row, hours.map(|_| "the working hours that this person has here stay".to_owned()));
            draft.remember(row, mark(person.id.cast()));
            self.taken.insert(person.id);
            return (person.id, false);
        }
        let id: Id<User> = ids::fresh(self.now);
        let member = Member { id, name, email, placeholder: true, ..Member::default() };
        draft.act(row, Action::Created, Some(id.cast()));
        draft.step(row, Work::Person(member, hours, mark(id.cast())));
        (id, false)
    }

    /// Somebody who is here: by address, else by name, and nobody twice by name.
    fn somebody(&self, email: Option<&str>, name: &str) -> Option<&'a Person> {
        let mut here = self.survey.people.iter().filter(|person| !person.left && person.merged_into.is_none());
        let by_email = here.clone().find(|person| email.is_some() && person.email.as_deref() == email);
        by_email.or_else(|| here.find(|person| person.name == name && !self.taken.contains(&person.id)))
    }
}

/// A placeholder follows the file; somebody with an account has the name of the account.
fn rename(person: &Person, old: &str, new: (String, Option<String>), mark: &Mark, row: usize, draft: &mut Draft) {
    draft.act(row, Action::Unchanged, Some(person.id.cast()));
    let parts = Changed::between(old, &mark.print);
    if !parts.beyond(&[]) {
        return;
    }
    if person.account || person.left {
        return draft.remember(row, mark.clone());
    }
    let (name, email) = new;
    draft.act(row, Action::Updated, Some(person.id.cast()));
    let target = Member { id: person.id, name, email, ..Member::default() };
    draft.step(row, Work::Change(Change::Person(Box::new(target), parts), mark.clone()));
}

struct Labels<'a> {
    plan: &'a ImportPlan,
    survey: &'a Survey,
    now: Timestamp,
    /// Labels that this import makes, by name.
    fresh: HashMap<String, Id<Label>>,
}

impl Labels<'_> {
    fn decide(&mut self, planned: &PlannedLabel, draft: &mut Draft) -> Option<Id<Label>> {
        let row = draft.row("label", "", &planned.external_id, &planned.name);
        let mut remarks = Remarks::new();
        let name = fit(&planned.name, LONGEST_LABEL, "name", &mut remarks);
        draft.say(row, remarks);
        let key = refs::key(&self.plan.project.external_id, &planned.external_id);
        let print = Print::new().part(&planned.name).part(&planned.color).finish();
        let known = self.survey.refs.get(Label::MODEL, &key);
        let mark = |id: Id<Label>| Mark {
            model: Label::MODEL,
            key: key.clone(),
            object: id.cast(),
            print: print.clone(),
            known: known.is_some(),
        };
        let here = known.and_then(|known| self.survey.labels.iter().find(|label| label.id == known.object.cast()));
        if let (Some(label), Some(known)) = (here, known) {
            if label.deleted_at.is_some() {
                draft.skip(row, Some(known.object), IN_TRASH);
                return None;
            }
            draft.act(row, Action::Unchanged, Some(known.object));
            let parts = Changed::between(&known.print, &print);
            let clash = parts.has(NAME) && self.by_name(&name).is_some_and(|other| other != label.id);
            if clash {
                draft.say(row, [format!("the name stays “{}”: another label is called “{name}”", label.name)]);
                draft.remember(row, mark(label.id));
            } else if parts.beyond(&[]) {
                draft.act(row, Action::Updated, Some(known.object));
                let target = Label { id: label.id, name, color: planned.color.clone(), ..Label::default() };
                draft.step(row, Work::Change(Change::Label(target, parts), mark(label.id)));
            }
            return Some(label.id);
        }
        if let Some(id) = self.by_name(&name) {
            draft.act(row, Action::Unchanged, Some(id.cast()));
            draft.say(row, ["a label of this name is used again".to_owned()]);
            draft.remember(row, mark(id));
            return Some(id);
        }
        let id: Id<Label> = ids::fresh(self.now);
        self.fresh.insert(name.clone(), id);
        let label = Label { id, name, color: planned.color.clone(), ..Label::default() };
        draft.act(row, Action::Created, Some(id.cast()));
        draft.step(row, Work::Label(label, mark(id)));
        Some(id)
    }

    fn by_name(&self, name: &str) -> Option<Id<Label>> {
        let here = self.survey.labels.iter().find(|label| label.deleted_at.is_none() && label.name == name);
        here.map(|label| label.id).or_else(|| self.fresh.get(name).copied())
    }
}

struct Calendars<'a> {
    plan: &'a ImportPlan,
    survey: &'a Survey,
    now: Timestamp,
}

impl Calendars<'_> {
    fn decide(&mut self, planned: &PlannedCalendar, draft: &mut Draft, around: &mut Around) {
        let row = draft.row("calendar", "", &planned.external_id, &planned.name);
        let (week, exceptions) = convert::calendar(planned);
        let mut remarks = Remarks::new();
        let name = fit(&planned.name, LONGEST_NAME, "name", &mut remarks);
        draft.say(row, remarks);
        let time_zone = planned.time_zone.clone();
        let fresh = Calendar { id: ids::fresh(self.now), name, week, exceptions, time_zone, ..Calendar::default() };
        let key = refs::key(&self.plan.project.external_id, &planned.external_id);
        let hours = (&planned.week, planned.time_zone.as_ref());
        let print = Print::new().part(&planned.name);
        // As it always was where the hours are the file's own.
        let print = if planned.time_zone.is_none() { print.part(&planned.week) } else { print.part(&hours) };
        let print = print.part(&planned.exceptions).finish();
        let known = self.survey.refs.get(Calendar::MODEL, &key);
        let mark = |id: Id<Calendar>| Mark {
            model: Calendar::MODEL,
            key: key.clone(),
            object: id.cast(),
            print: print.clone(),
            known: known.is_some(),
        };
        let by_id = known.and_then(|known| self.survey.calendars.iter().find(|here| here.id == known.object.cast()));
        let used = match (by_id, known) {
            (Some(here), Some(known)) => self.again((here, &known.print), &fresh, mark(here.id), row, draft),
            _ => self.first(fresh, mark, row, draft),
        };
        if let Some(calendar) = used
            && let Ok(engine) = calendar.engine(&self.survey.zone_name)
        {
            around.calendars.insert(planned.external_id.clone(), calendar.id);
            around.engines.insert(calendar.id, engine);
        }
    }

    /// A calendar that was imported before, with its fingerprint of then.
    fn again(
        &self,
        (here, old): (&Calendar, &str),
        fresh: &Calendar,
        mark: Mark,
        row: usize,
        draft: &mut Draft,
    ) -> Option<Calendar> {
        if here.deleted_at.is_some() {
            draft.skip(row, Some(here.id.cast()), IN_TRASH);
            return None;
        }
        draft.act(row, Action::Unchanged, Some(here.id.cast()));
        let parts = Changed::between(old, &mark.print);
        if !parts.beyond(&[]) {
            return Some(here.clone());
        }
        let target = Calendar { id: here.id, ..fresh.clone() };
        let mut after = here.clone();
        take_calendar(&mut after, &target, &parts);
        if after.engine(&self.survey.zone_name).is_err() {
            draft.say(row, ["its hours cannot be worked and stay as they were".to_owned()]);
            return Some(here.clone());
        }
        draft.act(row, Action::Updated, Some(here.id.cast()));
        draft.step(row, Work::Change(Change::Calendar(Box::new(target), parts), mark));
        Some(after)
    }

    /// A calendar that was never imported, or is gone for good.
    fn first(
        &self,
        fresh: Calendar,
        mark: impl Fn(Id<Calendar>) -> Mark,
        row: usize,
        draft: &mut Draft,
    ) -> Option<Calendar> {
        if let Err(error) = fresh.engine(&self.survey.zone_name) {
            draft.skip(row, None, &format!("it cannot be worked by: {error}"));
            return None;
        }
        let same = |here: &&Calendar| {
            let content = here.name == fresh.name && here.week == fresh.week && here.exceptions == fresh.exceptions;
            content && here.deleted_at.is_none() && here.time_zone == fresh.time_zone
        };
        if let Some(here) = self.survey.calendars.iter().find(same) {
            draft.act(row, Action::Unchanged, Some(here.id.cast()));
            draft.say(row, ["a calendar with the same hours is used again".to_owned()]);
            draft.remember(row, mark(here.id));
            return Some(here.clone());
        }
        draft.act(row, Action::Created, Some(fresh.id.cast()));
        draft.step(row, Work::Calendar(Box::new(fresh.clone()), mark(fresh.id)));
        Some(fresh)
    }
}

/// Takes over what changed of a calendar.
pub(super) fn take_calendar(calendar: &mut Calendar, target: &Calendar, parts: &Changed) {
    if parts.has(NAME) {
        calendar.name.clone_from(&target.name);
    }
    if parts.has(DETAIL) {
        calendar.week.clone_from(&target.week);
        calendar.time_zone.clone_from(&target.time_zone);
    }
    if parts.has(EXCEPTIONS) {
        calendar.exceptions.clone_from(&target.exceptions);
    }
}
