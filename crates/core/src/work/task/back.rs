//! A change of a task that is taken back, as the event log tells it: every field becomes what it was, nothing is
//! derived from another one, and nothing is moved into working time. A start at lunch or on a free Saturday that
//! somebody once set is what they get back.

use super::links::{self, Dependency};
use super::{Task, dates, progress, sides};
use crate::amount;
use crate::ctx::Ctx;
use crate::entity::{Entity, Given};
use crate::error::Result;
use crate::field::FieldType;
use crate::time::Timestamp;
use crate::work::{Calendar, Project, calendar};
use serde_json::{Map, Value as Json};

/// Lengths in days, each with its minutes, which nobody sees: how many a day has is the calendar's matter, and that
/// may be another one by the time of taking back.
const LENGTHS: [(usize, usize); 2] =
    [(Task::DURATION, Task::DURATION_MINUTES), (Task::REMAINING_DURATION, Task::REMAINING_MINUTES)];

/// Where the log keeps since when there were the links that a change took away.
const LINKED: &str = "linkedAt";

impl Task {
    /// What the log keeps of this side of a change.
    pub(super) fn kept_beside(&self, other: &Self) -> Map<String, Json> {
        let mut kept = amount::together(self, other, Self::CURRENCY, &[Self::ESTIMATE_COST, Self::ACTUAL_COST]);
        for (days, minutes) in LENGTHS {
            if !self.same(other, days) || !self.same(other, minutes) {
                kept.insert(Self::FIELDS[minutes].name.to_owned(), self.json(minutes));
            }
        }
        let stays = |one: &&Dependency| other.dependencies.iter().any(|link| link.task_id == one.task_id);
        let gone = self.dependencies.iter().filter(|one| !stays(one));
        let gone = gone.filter_map(|one| Some((one.task_id.to_string(), one.since?.to_json())));
        let gone: Map<String, Json> = gone.collect();
        if !gone.is_empty() {
            kept.insert(LINKED.to_owned(), gone.into());
        }
        kept
    }

    /// Sets the minutes of its lengths as the log kept them.
    pub(crate) fn set_minutes(&mut self, kept: &Map<String, Json>) {
        for (_, minutes) in LENGTHS {
            if let Some(was) = kept.get(Self::FIELDS[minutes].name) {
                // What the log wrote itself.
                let _ = self.parse(minutes, was);
            }
        }
    }

    /// Completes what a request of the log names.
    pub(super) async fn put_back(
        &mut self,
        old: &Self,
        cx: &mut Ctx,
        given: &Given,
        kept: &Map<String, Json>,
    ) -> Result<()> {
        self.require_estimator(Some(old), cx)?;
        progress::refuse_on_whole(cx, self, old).await?;
        if self.status != old.status {
            let project = self.project(cx).await?;
            self.enter(&project.statuses.0)?;
            cx.plan.disturbed |= super::actuals::ending(&self.status_kind) != super::actuals::ending(&old.status_kind);
        }
        if self.calendar_id != old.calendar_id {
            crate::crud::hold_reference::<Calendar, _>(cx, "calendarId", self.calendar_id).await?;
        }
        dates::take_constraint(self, given);
        self.count_minutes(cx, given, kept).await?;
        self.set_minutes(kept);
        self.complete_custom(old, cx, given).await?;
        self.check_currency_change(old, given)?;
        self.check()?;
        sides::complete(self, Some(old), cx, given).await?;
        self.link_again(old, cx, kept);
        Ok(())
    }

    async fn project(&self, cx: &Ctx) -> Result<Project> {
        crate::list::one(cx, self.project_id.cast(), Some(false), false).await
    }

    /// Counts the minutes of lengths that changed before the log kept them.
    async fn count_minutes(&mut self, cx: &Ctx, given: &Given, kept: &Map<String, Json>) -> Result<()> {
        let unknown =
            |(days, minutes): &(usize, usize)| given.has(*days) && !kept.contains_key(Self::FIELDS[*minutes].name);
        let [duration, remaining] = LENGTHS.map(|length| unknown(&length));
        if !duration && !remaining {
            return Ok(());
        }
        let project = self.project(cx).await?;
        let day = calendar::effective(cx, self.calendars(&project)).await?.units().minutes_per_day;
        if duration {
            self.duration_minutes = self.duration.map(|d| dates::to_minutes("duration", d, day)).transpose()?;
        }
        if remaining {
            let days = self.remaining_duration;
            self.remaining_minutes = days.map(|d| dates::to_minutes("remainingDuration", d, day)).transpose()?;
        }
        Ok(())
    }

    /// Links that come back have been there since they were made first, and stand in their old place.
    fn link_again(&mut self, old: &Self, cx: &Ctx, kept: &Map<String, Json>) {
        let Some(linked) = kept.get(LINKED).and_then(Json::as_object) else { return };
        for link in &mut self.dependencies {
            let since = linked.get(&link.task_id.to_string()).and_then(|at| Timestamp::parse(at).ok());
            if since.is_some() && !old.dependencies.iter().any(|one| one.task_id == link.task_id) {
                link.since = since;
            }
        }
        links::put_in_order(self, cx.now);
    }
}
