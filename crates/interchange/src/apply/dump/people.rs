//! The people of an export. Over HTTP and without `--accounts` nobody gets an account by it: who is here already
//! is found by an earlier import or by the address, everybody else becomes a placeholder with an id of ours.

use super::super::convert::fit;
use super::super::draft::{Action, Draft};
use super::super::print::{Changed, Print};
use super::super::refs::Mark;
use super::super::steps::{Change, Work};
use super::maps::Learned;
use super::survey::{Survey, key};
use crate::mongo::{Collection, Document};
use crate::text::one_line;
use guildhall_core::entity::Entity;
use guildhall_core::ids;
use guildhall_core::org::account::normal_email;
use guildhall_core::org::{Member, User};
use guildhall_store::Id;
use serde_json::Value;

const LONGEST_NAME: usize = 200;

/// Decides about one person.
pub(super) fn decide(survey: &mut Survey, document: &Document, row: usize, draft: &mut Draft) {
    let text = |field: &str| document.get(field).and_then(Value::as_str);
    let mut remarks = Vec::new();
    let email = text("email").and_then(|text| normal_email("email", text).ok());
    if email.is_none() {
        remarks.push("`email` is no address, or is missing".to_owned());
    }
    let name = text("name").and_then(one_line).or_else(|| email.clone()).unwrap_or_else(|| document.id.clone());
    let name = fit(&name, LONGEST_NAME, "name", &mut remarks);
    draft.say(row, remarks);
    let print = Print::new().part(&name).part(&email).finish();
    let known = survey.refs.get(Member::MODEL, &key(&document.id)).cloned();
    let mark = |id: Id<User>| Mark {
        model: Member::MODEL,
        key: key(&document.id),
        object: id.cast(),
        print: print.clone(),
        known: known.is_some(),
    };
    let before = known.as_ref().and_then(|known| survey.person(known.object)).cloned();
    let found = before.clone().or_else(|| {
        let mut here = survey.people.iter().filter(|person| !person.left && person.merged_into.is_none());
        let same = |id: Id<User>| id.to_string() == document.id;
        let by_account = here.clone().find(|person| person.account && same(person.id));
        by_account.or_else(|| here.find(|person| email.is_some() && person.email == email)).cloned()
    });
    let Some(person) = found else {
        let id: Id<User> = ids::fresh(survey.maps.now);
        let member = Member { id, name, email, placeholder: true, ..Member::default() };
        draft.act(row, Action::Created, Some(id.cast()));
        draft.step(row, Work::Person(member, None, mark(id)));
        return survey.maps.learn(Collection::User, &document.id, id.cast(), Learned::Nothing);
    };
    draft.act(row, Action::Unchanged, Some(person.id.cast()));
    survey.maps.learn(Collection::User, &document.id, person.id.cast(), Learned::Nothing);
    let Some(known) = known.as_ref().filter(|_| before.is_some()) else {
        if person.id.to_string() != document.id {
            draft.say(row, [format!("this is {}, who is here already", person.name)]);
        }
        return draft.remember(row, mark(person.id));
    };
    let parts = Changed::between(&known.print, &print);
    if !parts.beyond(&[]) {
        return;
    }
    if person.account || person.left {
        return draft.remember(row, mark(person.id));
    }
    draft.act(row, Action::Updated, Some(person.id.cast()));
    let target = Member { id: person.id, name, email, ..Member::default() };
    draft.step(row, Work::Change(Change::Person(Box::new(target), parts), mark(person.id)));
}
