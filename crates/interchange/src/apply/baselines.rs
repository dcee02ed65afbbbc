//! Frozen plans, one for each number that the file's tasks carry. What a baseline holds is never edited:
//! when a later file says something else under the same number, a new baseline stands beside the old one.

use super::convert::{self, Remarks, money};
use super::draft::{Action, Draft};
use super::fields::Source;
use super::print::Print;
use super::refs::{self, Mark};
use super::steps::Work;
use super::survey;
use super::tasks::{PROJECT_OUT, State};
use crate::model::{PlannedBaseline, PlannedTask};
use guildhall_core::entity::Entity;
use guildhall_core::ids;
use guildhall_core::time::Timestamp;
use guildhall_core::work::baseline::BaselineTask;
use guildhall_core::work::{Baseline, Task};
use guildhall_store::Id;
use std::collections::BTreeMap;

/// The print of a baseline whose rows are not all there yet.
const BEGUN: &str = "begun";
const IN_TRASH: &str = "it is in the trash and stays there; restore it, or purge it to import it anew";

/// Tasks that stay out have no id; they count all the same when the file is compared with an earlier one.
type Frozen<'a> = Vec<(Option<Id<Task>>, &'a PlannedTask, &'a PlannedBaseline)>;

/// Decides about every baseline of the file.
pub(super) fn decide(source: &Source<'_>, tasks: &[State], now: Timestamp, draft: &mut Draft) {
    let mut by_number: BTreeMap<u8, Frozen<'_>> = BTreeMap::new();
    for (planned, task) in source.plan.tasks.iter().zip(tasks) {
        for each in &planned.baselines {
            by_number.entry(each.number).or_default().push((task.id(), planned, each));
        }
    }
    let mut names: Vec<String> =
        source.survey.baselines.iter().filter(|each| !each.trashed).map(|b| b.name.clone()).collect();
    for (number, frozen) in by_number {
        let name = PlannedBaseline { number, start: None, finish: None, duration: None, work: None, cost: None }.name();
        let row = draft.row("baseline", "", &number.to_string(), &name);
        if source.target.trashed {
            draft.skip(row, None, PROJECT_OUT);
        } else {
            one(source, (number, &frozen), &mut names, (row, name), now, draft);
        }
    }
}

fn one(
    source: &Source<'_>,
    (number, frozen): (u8, &Frozen<'_>),
    names: &mut Vec<String>,
    (row, name): (usize, String),
    now: Timestamp,
    draft: &mut Draft,
) {
    let key = refs::key(&survey::scope(source.target.id, source.plan), &number.to_string());
    let values: Vec<(&str, &PlannedBaseline)> =
        frozen.iter().map(|(_, task, each)| (task.external_id.as_str(), *each)).collect();
    let print = Print::new().part(&values).finish();
    let known = source.survey.refs.get(Baseline::MODEL, &key);
    let here = known.and_then(|known| source.survey.baselines.iter().find(|each| each.id == known.object.cast()));
    let mut id: Id<Baseline> = ids::fresh(now);
    let mut fresh = true;
    if let (Some(here), Some(known)) = (here, known) {
        if here.trashed {
            return draft.skip(row, Some(here.id.cast()), IN_TRASH);
        }
        draft.act(row, Action::Unchanged, Some(here.id.cast()));
        if known.print == print {
            return;
        }
        if known.print == BEGUN {
            (id, fresh) = (here.id, false);
            draft.act(row, Action::Updated, Some(id.cast()));
        } else {
            draft.say(row, [format!("the file's baseline is another now; “{}” stays beside it", here.name)]);
        }
    }
    let mark =
        |print: String, known| Mark { model: Baseline::MODEL, key: key.clone(), object: id.cast(), print, known };
    if fresh {
        let name = free(names, name);
        names.push(name.clone());
        draft.act(row, Action::Created, Some(id.cast()));
        let baseline = Baseline { id, project_id: source.target.id, name, ..Baseline::default() };
        draft.step(row, Work::Baseline(Box::new(baseline), mark(BEGUN.to_owned(), known.is_some())));
    }
    for (task, planned, each) in frozen {
        if let Some(task) = task {
            draft.step(row, Work::Freeze(id, Box::new(frozen_task(source, *task, planned, each))));
        }
    }
    draft.step(row, Work::Mark(mark(print, true)));
}

fn free(names: &[String], name: String) -> String {
    let numbered = (2..).map(|n| format!("{name} ({n})"));
    let mut all = std::iter::once(name.clone()).chain(numbered.take(10_000));
    all.find(|name| !names.contains(name)).unwrap_or_default()
}

fn frozen_task(source: &Source<'_>, id: Id<Task>, planned: &PlannedTask, each: &PlannedBaseline) -> BaselineTask {
    let calendar = source.calendar(planned);
    let zone = &source.survey.zone;
    // What cannot be kept was remarked with the task.
    let mut remarks = Remarks::new();
    let start = convert::instant(each.start, zone, "start", &mut remarks);
    let finish = convert::instant(each.finish, zone, "finish", &mut remarks);
    let minutes = convert::minutes(each.duration, (start, finish), calendar, &mut remarks);
    BaselineTask {
        task_id: id,
        title: convert::fit(&planned.title, 500, "title", &mut remarks),
        start_date: start,
        end_date: finish,
        duration: minutes.map(|minutes| convert::days(minutes, calendar)),
        work: each.work.map(convert::hours),
        cost: money(each.cost, &mut remarks),
        currency: Some(source.target.currency.clone()).filter(|_| each.cost.is_some()),
    }
}
