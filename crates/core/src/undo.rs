//! Taking changes back, from what the event log says was there before: what was made goes into the trash, what
//! was trashed comes back, what was changed is set to its former values, as far as nobody has changed it since.
//! All of it as ordinary changes of the person who takes them back, in one transaction and as one batch, so
//! that taking the taking-back back does it again. If one thing cannot be taken back, nothing is.

mod follow;

use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource};
use crate::error::{Error, Result};
use crate::event::{self, Window};
use crate::insight::{AISuggestion, ai_suggestion};
use crate::money;
use crate::org::{Member, Organization, member_calendar};
use crate::plan::Followed;
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::work::task::tree::{self, Destination};
use crate::work::task::{progress, statuses};
use crate::work::{Project, Task};
use guildhall_store::{FromRow, Id, Row};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::HashMap;

/// Most events that are taken back together.
const MOST: usize = 5_000;

/// What is taken back.
#[derive(Debug, Clone, Copy)]
pub enum What {
    /// One event, by its number.
    Event(i64),
    /// Everything of one batch.
    Batch(AnyId),
}

/// What came of it.
#[derive(Debug)]
pub struct Undone {
    /// On the events of the taking-back.
    pub batch: AnyId,
    /// How many events were taken back.
    pub events: usize,
    /// Why nothing was.
    pub conflicts: Vec<Conflict>,
    /// What moved because it depends on what was taken back.
    pub followed: Followed,
}

/// Something that cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// The event.
    pub seq: i64,
    pub model: String,
    #[schema(value_type = String)]
    pub object_id: AnyId,
    /// The field that somebody has changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Stable name of the case: changed, gone, not_undoable, or that of the rule that refuses it.
    pub code: String,
    pub detail: String,
}

/// An event as it is kept, nothing of it hidden: what is made of it passes the rules again.
struct Past {
    seq: i64,
    model: String,
    object: AnyId,
    action: String,
    before: Map<String, Json>,
    after: Map<String, Json>,
    kept: Kept,
}

/// What the log kept beside; nothing of changes that are older than that.
#[derive(Default, Deserialize)]
struct Kept {
    before: Map<String, Json>,
    after: Map<String, Json>,
}

impl FromRow for Past {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let map = |index| -> guildhall_store::Result<Map<String, Json>> {
            let text: Option<String> = row.get(index)?;
            Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
        };
        let (seq, model, object, action) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let kept: Option<String> = row.get(6)?;
        let kept = kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Ok(Self { seq, model, object, action, before: map(4)?, after: map(5)?, kept })
    }
}

/// Whether a change came by itself with another one.
fn follows(model: &str, action: &str) -> bool {
    let of_task = [progress::ACTION, statuses::ACTION].contains(&action);
    (model == Project::MODEL && money::FOLLOWS.contains(&action)) || (model == Task::MODEL && of_task)
}

impl Past {
    fn follows(&self) -> bool {
        follows(&self.model, &self.action)
    }
}

/// Takes it back.
pub async fn run(cx: &mut Ctx, what: What) -> Result<Undone> {
    // Of two who take back the same, the second finds what the first did.
    event::take(cx, "undo", 0).await?;
    let past = read(cx, what).await?;
    let batch = cx.new_id();
    cx.batch = Some(batch);
    let mut conflicts = Vec::new();
    for one in past.iter().rev() {
        let part = cx.begin_part().await?;
        let done = revert(cx, one).await;
        match cx.end_part(part, done).await? {
            Ok(found) => conflicts.extend(found),
            // Not allowed is not a matter of this one thing.
            Err(forbidden @ Error::Forbidden(_)) => return Err(forbidden),
            Err(Error::NotFound) => conflicts.push(conflict(one, None, "gone", "it is not there any more")),
            Err(error) => conflicts.push(refused(one, &error)),
        }
    }
    if let [alone] = past.as_slice()
        && alone.follows()
    {
        let detail = match alone.action.as_str() {
            progress::ACTION => "it follows from the progress of its parts; take that back",
            statuses::ACTION => "it follows from the move to another project; take that back",
            _ => "it follows from what was spent; take that back, or change the budget",
        };
        conflicts.push(conflict(alone, None, "follows", detail));
    }
    let mut followed = Followed::default();
    if conflicts.is_empty() {
        crate::plan::settle_durations(cx, &rescheduled(&past)).await?;
        followed = follow::all(cx, &past).await?;
    } else {
        cx.take_back();
    }
    Ok(Undone { batch, events: past.len(), conflicts, followed })
}

/// Tasks whose scheduled dates were taken back together with what they run in, without the log having kept their
/// minutes: their lengths in days mean minutes of the calendar that is theirs again.
fn rescheduled(past: &[Past]) -> Vec<Id<Task>> {
    let is_task = |one: &Past| one.model == Task::MODEL;
    let hours = past.iter().any(|one| !is_task(one) || one.action == "moved" || one.before.contains_key("calendarId"));
    let scheduled = past.iter().filter(|one| hours && is_task(one) && one.action == crate::plan::ACTION);
    // A change that is younger than that and says nothing of a length left it as it was.
    let unknown = scheduled.filter(|one| one.kept.before.is_empty() && one.before.contains_key("duration"));
    unknown.map(|one| one.object.cast()).collect()
}

/// The events, if the caller sees all of them.
async fn read(cx: &Ctx, what: What) -> Result<Vec<Past>> {
    let mut window = Window { limit: MOST + 1, ..Window::default() };
    match what {
        What::Event(seq) => (window.after, window.before) = (Some(seq - 1), seq.checked_add(1)),
        What::Batch(batch) => window.batch = Some(batch),
    }
    let seen = event::read(cx, &window).await?.events;
    let columns = "SELECT seq, model, object_id, action, before, after, kept FROM events WHERE organization_id = $1";
    let past: Vec<Past> = match what {
        What::Event(seq) => cx.tx.rows(&format!("{columns} AND seq = $2"), &[&seq]).await?,
        What::Batch(batch) => {
            let sql = format!("{columns} AND batch_id = $2 ORDER BY seq LIMIT {}", MOST + 1);
            cx.tx.rows(&sql, &[&batch]).await?
        }
    };
    if seen.is_empty() {
        return Err(Error::NotFound);
    }
    // What only follows is not shown to everybody, and comes back by itself.
    let caused = past.iter().filter(|one| !one.follows()).count();
    if caused != seen.iter().filter(|event| !follows(&event.model, &event.action)).count() {
        return Err(Error::Forbidden("you do not see all of this change, so you cannot take it back".into()));
    }
    if past.len() > MOST {
        return Err(Error::conflict("too_many", format!("at most {MOST} events are taken back together")));
    }
    Ok(past)
}

fn conflict(past: &Past, field: Option<&str>, code: &str, detail: &str) -> Conflict {
    Conflict {
        seq: past.seq,
        model: past.model.clone(),
        object_id: past.object,
        field: field.map(str::to_owned),
        code: code.to_owned(),
        detail: detail.to_owned(),
    }
}

fn refused(past: &Past, error: &Error) -> Conflict {
    let code = match error {
        Error::Conflict { code, .. } | Error::Unreadable { code, .. } => code,
        Error::Invalid(faults) => faults.first().map_or("invalid", |fault| fault.code.as_str()),
        _ => "refused",
    };
    conflict(past, None, code, &error.to_string())
}

async fn revert(cx: &mut Ctx, past: &Past) -> Result<Vec<Conflict>> {
    if past.action == "moved" && past.model == Task::MODEL {
        return move_back(cx, past).await;
    }
    if past.action == crate::plan::ACTION && past.model == Task::MODEL {
        let changed = crate::plan::take_back(cx, past.object, [&past.before, &past.after, &past.kept.before]).await?;
        let told = |name| conflict(past, Some(name), "changed", &format!("`{name}` was changed since"));
        return Ok(changed.map(told).into_iter().collect());
    }
    if past.action == progress::ACTION && past.model == Task::MODEL {
        progress::take_back(cx, past.object, [&past.before, &past.after]).await?;
        return Ok(Vec::new());
    }
    // From the expenses, or the move of a task, that are taken back with it.
    if past.follows() {
        return Ok(Vec::new());
    }
    if past.action == ai_suggestion::DECIDED && past.model == AISuggestion::MODEL {
        let otherwise = AISuggestion::take_back(cx, past.object, [&past.after, &past.before]).await?;
        let told = otherwise.then(|| conflict(past, Some("status"), "changed", "`status` was changed since"));
        return Ok(told.into_iter().collect());
    }
    if past.action == member_calendar::ACTION && past.model == Member::MODEL {
        return give_calendar_back(cx, past).await;
    }
    if past.action == "created" && past.model == Organization::MODEL {
        return Ok(vec![conflict(past, None, "not_undoable", "an organization is deleted by name, in its settings")]);
    }
    let unknown = || vec![conflict(past, None, "not_undoable", "this kind of change is taken back in another way")];
    crate::entity_of!(past.model.as_str(), E => revert_one::<E>(cx, past).await, Ok(unknown()))
}

async fn revert_one<E: Resource>(cx: &mut Ctx, past: &Past) -> Result<Vec<Conflict>> {
    match (past.action.as_str(), E::VERBS) {
        ("created" | "restored", Verbs::All | Verbs::NoCreate | Verbs::ReadAndTrash | Verbs::OwnReads) => {
            trash::<E>(cx, past).await
        }
        ("deleted", Verbs::All | Verbs::NoCreate | Verbs::ReadAndTrash | Verbs::OwnReads) => {
            cx.require_reach(E::DELETE)?;
            match crate::list::one::<E>(cx, past.object, Some(false), false).await {
                // Somebody was faster.
                Ok(_) => {}
                Err(_) => drop(crud::restore::<E>(cx, past.object).await?),
            }
            Ok(Vec::new())
        }
        ("updated", Verbs::All | Verbs::NoCreate | Verbs::NoTrash | Verbs::OwnReads) => set_back::<E>(cx, past).await,
        ("purged", _) => Ok(vec![conflict(past, None, "gone", "it was deleted for good")]),
        _ => Ok(vec![conflict(past, None, "not_undoable", "this kind of change is taken back in another way")]),
    }
}

/// What came to be goes into the trash; what is there already stays there.
async fn trash<E: Resource>(cx: &mut Ctx, past: &Past) -> Result<Vec<Conflict>> {
    cx.require_reach(E::DELETE)?;
    let gone = crate::list::one::<E>(cx, past.object, Some(true), false).await.is_ok();
    if !gone {
        crud::trash::<E>(cx, past.object, None).await?;
    }
    Ok(Vec::new())
}

/// Fields that are another form of another one: that one alone is set.
const FORMS: [(&str, &str); 2] = [("dependsOn", "dependencies"), ("assigneeId", "assignments")];

/// The field whose change names only the values that it sets.
const CUSTOM_FIELDS: &str = "customFields";

async fn set_back<E: Resource>(cx: &mut Ctx, past: &Past) -> Result<Vec<Conflict>> {
    cx.require_reach(E::UPDATE)?;
    let now: E = crud::get(cx, past.object).await?;
    let mut body = Map::new();
    let mut conflicts = Vec::new();
    for (index, field) in E::FIELDS.iter().enumerate() {
        let of = |told: &Map<String, Json>, kept: &Map<String, Json>| {
            told.get(field.name).or_else(|| kept.get(field.name)).cloned()
        };
        let was = of(&past.before, &past.kept.before).filter(|_| field.writable() && !field.create_only);
        let Some(was) = was else { continue };
        if of(&past.after, &past.kept.after) != Some(now.json(index)) {
            let detail = format!("`{}` was changed since", field.name);
            conflicts.push(conflict(past, Some(field.name), "changed", &detail));
        }
        let was = if field.name == CUSTOM_FIELDS { without_others(was, &now.json(index)) } else { was };
        body.insert(field.name.to_owned(), was);
    }
    for (plain, full) in FORMS {
        if body.contains_key(full) {
            body.remove(plain);
        }
    }
    let kept = &past.kept.before;
    if conflicts.is_empty() && !(body.is_empty() && kept.is_empty()) {
        crud::put_back::<E>(cx, past.object, &body, kept).await?;
    }
    Ok(conflicts)
}

/// Values of custom fields as a change to exactly these: it takes away the others, which would stay by themselves.
fn without_others(values: Json, now: &Json) -> Json {
    let fields = |values: &Json| -> Vec<Json> {
        let values = values.as_array().into_iter().flatten();
        values.filter_map(|value| value.get("fieldId").cloned()).collect()
    };
    let kept = fields(&values);
    let gone = fields(now).into_iter().filter(|field| !kept.contains(field));
    let gone = gone.map(|field| serde_json::json!({"fieldId": field, "value": null}));
    values.as_array().into_iter().flatten().cloned().chain(gone).collect()
}

/// Gives a person the calendar of before.
async fn give_calendar_back(cx: &mut Ctx, past: &Past) -> Result<Vec<Conflict>> {
    let id =
        |side: &Map<String, Json>| side.get("calendarId").and_then(Json::as_str).and_then(|text| text.parse().ok());
    if member_calendar::get(cx, past.object).await?.calendar_id != id(&past.after) {
        return Ok(vec![conflict(past, Some("calendarId"), "changed", "`calendarId` was changed since")]);
    }
    member_calendar::set(cx, past.object, id(&past.before)).await?;
    Ok(Vec::new())
}

/// Moves a task back to where it came from, before the sibling that it stood before.
async fn move_back(cx: &mut Ctx, past: &Past) -> Result<Vec<Conflict>> {
    cx.require_reach(Task::UPDATE)?;
    let now: Task = crud::get(cx, past.object).await?;
    let places = [
        ("projectId", now.json(Task::PROJECT_ID)),
        ("parentId", now.json(Task::PARENT_ID)),
        ("rank", now.json(Task::RANK)),
    ];
    let moved = places.iter().find(|(name, now)| past.after.get(*name).is_some_and(|after| after != now));
    if let Some((name, _)) = moved {
        return Ok(vec![conflict(past, Some(name), "changed", "it was moved since")]);
    }
    let statuses = statuses_before(cx, past).await?;
    if has_changed(cx, &now, &statuses).await? {
        let detail = "the status of a task that was moved along was changed since";
        return Ok(vec![conflict(past, Some("status"), "changed", detail)]);
    }
    let statuses = statuses.into_iter().map(|(task, [before, _])| (task, before)).collect();
    let id = |name: &str| past.before.get(name).map(|value| value.as_str().and_then(|text| text.parse::<AnyId>().ok()));
    let project = id("projectId").flatten().map_or(now.project_id, Id::cast);
    let parent = id("parentId").map_or(now.parent_id, |parent| parent.map(Id::cast));
    let rank = past.before.get("rank").and_then(Json::as_str).unwrap_or(&now.rank);
    let above = if parent.is_some() { "parent_id = $5" } else { "parent_id IS NULL AND $5 = $2" };
    let sql = format!(
        "SELECT id FROM tasks WHERE organization_id = $1 AND project_id = $2 AND id <> $3 AND {above} \
         AND rank COLLATE \"C\" > $4 AND deleted_at IS NULL ORDER BY rank COLLATE \"C\", id LIMIT 1"
    );
    let above: AnyId = parent.map_or(project.cast(), Id::cast);
    let next: Option<(AnyId,)> = cx.tx.row(&sql, &[&project, &now.id, &rank, &above]).await?;
    let to = Destination { parent, project: Some(project), before: next.map(|(id,)| id.cast()), after: None, statuses };
    cx.require_reach(Permission::ProjectRead)?;
    crud::get::<crate::work::Project>(cx, project.cast()).await?;
    tree::move_to(cx, past.object, &to, None).await?;
    Ok(Vec::new())
}

/// The statuses of before and after a move, of the task and of those below it.
async fn statuses_before(cx: &Ctx, past: &Past) -> Result<HashMap<Id<Task>, [String; 2]>> {
    let mut found = HashMap::new();
    let status = |side: &Map<String, Json>| side.get("status").and_then(Json::as_str).map(str::to_owned);
    let both = |one: &Past| Some([status(&one.before)?, status(&one.after)?]);
    // Of a task that moved twice in one batch what is nearest to this move counts.
    let sql = "SELECT e.seq, e.model, e.object_id, e.action, e.before, e.after, e.kept FROM events e JOIN events m \
        ON m.organization_id = e.organization_id AND m.batch_id = e.batch_id WHERE e.organization_id = $1 AND m.seq = $2 \
        AND e.seq < m.seq AND e.action = $3 ORDER BY e.seq";
    for below in cx.tx.rows::<Past>(sql, &[&past.seq, &statuses::ACTION]).await? {
        found.extend(both(&below).map(|both| (below.object.cast(), both)));
    }
    found.extend(both(past).map(|both| (past.object.cast(), both)));
    Ok(found)
}

/// Whether one of these tasks that is still below the one that moved is no longer in the status that the move gave it.
async fn has_changed(cx: &Ctx, moved: &Task, statuses: &HashMap<Id<Task>, [String; 2]>) -> Result<bool> {
    let ids: Vec<Id<Task>> = statuses.keys().copied().collect();
    let sql = format!(
        "SELECT id, status FROM tasks WHERE organization_id = $1 AND id = ANY($2) AND deleted_at IS NULL \
         AND substr(path, 1, {}) = $3",
        moved.path.len()
    );
    let rows: Vec<(Id<Task>, String)> = cx.tx.rows(&sql, &[&ids, &moved.path]).await?;
    Ok(rows.iter().any(|(id, now)| statuses.get(id).is_some_and(|[_, after]| after != now)))
}
