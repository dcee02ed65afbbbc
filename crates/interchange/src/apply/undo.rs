//! Takes an import back: what its batch made goes into the trash, and what it was imported from is forgotten,
//! so that a later import makes it again. What people use elsewhere by now, a label on another task or a
//! person who has come to be somebody, stays. What the import changed stays changed.

use super::refs;
use guildhall_core::chat::ChatRoom;
use guildhall_core::connect::Integration;
use guildhall_core::crm::{CommLog, Contact, Deal};
use guildhall_core::entity::Entity;
use guildhall_core::files::{Attachment, File};
use guildhall_core::insight::AISuggestion;
use guildhall_core::intake::{FormRequest, FormTemplate};
use guildhall_core::org::{Member, User};
use guildhall_core::work::{
    Baseline, Calendar, Checklist, Comment, Expense, FieldDefinition, Import, Label, Project, Task,
};
use guildhall_core::{AnyId, App, Caller, Ctx, Error, Resource, Result, crud, entity_of, ids};
use guildhall_store::Id;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Most objects looked at in one transaction.
const MOST: usize = 100;
/// Most refs forgotten in one transaction.
const MOST_REFS: usize = 1_000;

/// What an import made, by model, in the order in which it was made.
type Made = HashMap<String, Vec<AnyId>>;

/// Takes an import back; one that is taken back already stays so.
pub async fn undo(app: &App, caller: &Caller, id: Id<Import>) -> Result<Import> {
    let (import, made) = app.read(caller, move |cx| Box::pin(async move { read(cx, id).await })).await?;
    match import.status.as_str() {
        "undone" => return Ok(import),
        "running" => return Err(Error::conflict("running", "the import is still running; undo it when it is over")),
        _ => {}
    }
    let batch: AnyId = ids::fresh(import.updated_at);
    let everything: Vec<AnyId> = made.values().flatten().copied().collect();
    for work in order(&made) {
        let work = Arc::new(work);
        let trashed = app.write(caller, move |cx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                cx.batch = Some(batch);
                trash(cx, &work).await
            })
        });
        trashed.await?;
    }
    forget(app, caller, everything).await?;
    app.write(caller, move |cx| {
        Box::pin(async move {
            cx.batch = Some(batch);
            close(cx, id).await
        })
    })
    .await
}

async fn read(cx: &Ctx, id: Id<Import>) -> Result<(Import, Made)> {
    cx.require(Import::UPDATE)?;
    let import: Import = crud::get(cx, id.cast()).await?;
    let sql = "SELECT model, object_id FROM events WHERE organization_id = $1 AND batch_id = $2 AND action = $3 \
        ORDER BY seq";
    let rows: Vec<(String, AnyId)> = cx.tx.rows(sql, &[&id, &"created"]).await?;
    let mut made = Made::new();
    for (model, object) in rows.into_iter().filter(|(model, _)| model != Import::MODEL) {
        made.entry(model).or_default().push(object);
    }
    Ok((import, made))
}

/// Objects of one model to trash together.
struct Trash {
    model: &'static str,
    ids: Vec<AnyId>,
}

/// What imports make and an undo takes back, in the order in which it goes.
const MADE: [&str; 20] = [
    Project::MODEL,
    Task::MODEL,
    Comment::MODEL,
    Checklist::MODEL,
    Attachment::MODEL,
    AISuggestion::MODEL,
    File::MODEL,
    Expense::MODEL,
    ChatRoom::MODEL,
    FormTemplate::MODEL,
    FormRequest::MODEL,
    CommLog::MODEL,
    Deal::MODEL,
    Contact::MODEL,
    Integration::MODEL,
    FieldDefinition::MODEL,
    Baseline::MODEL,
    Label::MODEL,
    Calendar::MODEL,
    Member::MODEL,
];

/// Where they stand first: what is inside goes with it. What others may use comes last.
fn order(made: &Made) -> Vec<Trash> {
    let of = |model: &'static str| {
        let ids = made.get(model).map(Vec::as_slice).unwrap_or_default();
        ids.chunks(MOST).map(move |ids| Trash { model, ids: ids.to_vec() })
    };
    MADE.into_iter().flat_map(of).collect()
}

async fn trash(cx: &mut Ctx, work: &Trash) -> Result<()> {
    match work.model {
        Project::MODEL => each::<Project>(cx, &work.ids).await,
        Task::MODEL => each::<Task>(cx, &work.ids).await,
        Comment::MODEL => each::<Comment>(cx, &work.ids).await,
        Checklist::MODEL => each::<Checklist>(cx, &work.ids).await,
        Attachment::MODEL => each::<Attachment>(cx, &work.ids).await,
        AISuggestion::MODEL => each::<AISuggestion>(cx, &work.ids).await,
        File::MODEL => each::<File>(cx, &work.ids).await,
        Expense::MODEL => each::<Expense>(cx, &work.ids).await,
        ChatRoom::MODEL => each::<ChatRoom>(cx, &work.ids).await,
        FormTemplate::MODEL => each::<FormTemplate>(cx, &work.ids).await,
        FormRequest::MODEL => each::<FormRequest>(cx, &work.ids).await,
        CommLog::MODEL => each::<CommLog>(cx, &work.ids).await,
        Deal::MODEL => each::<Deal>(cx, &work.ids).await,
        Contact::MODEL => each::<Contact>(cx, &work.ids).await,
        Integration::MODEL => each::<Integration>(cx, &work.ids).await,
        FieldDefinition::MODEL => each::<FieldDefinition>(cx, &work.ids).await,
        Baseline::MODEL => each::<Baseline>(cx, &work.ids).await,
        Label::MODEL => {
            let used = used(cx, LABELS_IN_USE, &work.ids).await?;
            each::<Label>(cx, &without(&work.ids, &used)).await
        }
        Calendar::MODEL => calendars(cx, &work.ids).await,
        _ => people(cx, &work.ids).await,
    }
}

/// Trashes what is still there; what went with its project or parent is gone already.
async fn each<E: Resource>(cx: &mut Ctx, ids: &[AnyId]) -> Result<()> {
    for id in live_of::<E>(cx, ids).await? {
        match crud::get_locked::<E>(cx, id, Some(false)).await {
            Ok(object) => crud::trash_row(cx, &object).await?,
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

const LABELS_IN_USE: &str = "SELECT DISTINCT l.label_id FROM task_labels l \
    JOIN tasks k ON k.organization_id = l.organization_id AND k.id = l.task_id AND k.deleted_at IS NULL \
    WHERE l.organization_id = $1 AND l.label_id = ANY($2)";

const CALENDARS_IN_USE: [&str; 3] = [
    "SELECT DISTINCT calendar_id FROM tasks WHERE organization_id = $1 AND calendar_id = ANY($2) AND deleted_at IS NULL",
    "SELECT DISTINCT calendar_id FROM projects WHERE organization_id = $1 AND calendar_id = ANY($2) AND deleted_at IS NULL",
    "SELECT calendar_id FROM organizations WHERE organization_id = $1 AND calendar_id = ANY($2)",
];

const PEOPLE_IN_USE: [&str; 6] = [
    "SELECT user_id FROM members WHERE organization_id = $1 AND user_id = ANY($2) \
     AND (account_id IS NOT NULL OR merged_into IS NOT NULL)",
    "SELECT DISTINCT a.user_id FROM task_assignments a \
     JOIN tasks k ON k.organization_id = a.organization_id AND k.id = a.task_id AND k.deleted_at IS NULL \
     WHERE a.organization_id = $1 AND a.user_id = ANY($2)",
    "SELECT DISTINCT user_id FROM comments WHERE organization_id = $1 AND user_id = ANY($2) AND deleted_at IS NULL",
    "SELECT DISTINCT owner_id FROM projects WHERE organization_id = $1 AND owner_id = ANY($2) AND deleted_at IS NULL",
    "SELECT DISTINCT user_id FROM project_members WHERE organization_id = $1 AND user_id = ANY($2)",
    "SELECT DISTINCT member_id FROM invitations WHERE organization_id = $1 AND member_id = ANY($2) \
     AND deleted_at IS NULL",
];

async fn used(cx: &Ctx, sql: &str, ids: &[AnyId]) -> Result<Vec<AnyId>> {
    let rows: Vec<(AnyId,)> = cx.tx.rows(sql, &[&ids.to_vec()]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

fn without(ids: &[AnyId], used: &[AnyId]) -> Vec<AnyId> {
    let used: HashSet<&AnyId> = used.iter().collect();
    ids.iter().filter(|id| !used.contains(id)).copied().collect()
}

/// A calendar that only trashed tasks run in goes too: they come back to the one above it.
async fn calendars(cx: &mut Ctx, ids: &[AnyId]) -> Result<()> {
    let mut kept = Vec::new();
    for sql in CALENDARS_IN_USE {
        kept.extend(used(cx, sql, ids).await?);
    }
    for id in without(ids, &kept) {
        let Ok(calendar) = crud::get_locked::<Calendar>(cx, id, Some(false)).await else { continue };
        let now = cx.now;
        let sql = "UPDATE calendars SET deleted_at = $3, updated_at = $3, revision = revision + 1 \
            WHERE organization_id = $1 AND id = $2";
        cx.tx.execute(sql, &[&id, &now]).await?;
        cx.record("deleted", Some(&calendar), None);
    }
    Ok(())
}

async fn people(cx: &mut Ctx, ids: &[AnyId]) -> Result<()> {
    let mut kept = Vec::new();
    for sql in PEOPLE_IN_USE {
        kept.extend(used(cx, sql, ids).await?);
    }
    let gone = without(ids, &kept);
    // Who has a role is no placeholder any more, whatever the batch made.
    let roles =
        "SELECT user_id FROM role_assignments WHERE organization_id = $1 AND user_id = ANY($2) AND deleted_at IS NULL";
    let held: Vec<(Id<User>,)> = cx.tx.rows(roles, &[&gone]).await?;
    let held: Vec<AnyId> = held.into_iter().map(|(id,)| id.cast()).collect();
    each::<Member>(cx, &without(&gone, &held)).await
}

/// Forgets the refs of what is in the trash, or gone, now.
async fn forget(app: &App, caller: &Caller, made: Vec<AnyId>) -> Result<()> {
    for some in made.chunks(MOST_REFS) {
        let some = Arc::new(some.to_vec());
        let forgotten = app.write(caller, move |cx| {
            let some = Arc::clone(&some);
            Box::pin(async move {
                let kept = live(cx, &some).await?;
                refs::forget(cx, &without(&some, &kept)).await
            })
        });
        forgotten.await?;
    }
    Ok(())
}

/// Those of one model that are not in the trash.
async fn live_of<E: Entity>(cx: &Ctx, ids: &[AnyId]) -> Result<Vec<AnyId>> {
    let id = crud::id_column::<E>();
    let sql = format!(
        "SELECT {id} FROM {} WHERE organization_id = $1 AND {id} = ANY($2) AND {} IS NULL",
        E::TABLE,
        E::DELETED
    );
    used(cx, &sql, ids).await
}

/// Those that are not in the trash, of any model that an import makes. What hangs on a thing without a trash of
/// its own, like the entries of an integration, is forgotten with it.
async fn live(cx: &Ctx, ids: &[AnyId]) -> Result<Vec<AnyId>> {
    let mut out = Vec::new();
    for model in MADE {
        out.extend(entity_of!(model, E => live_of::<E>(cx, ids).await?, Vec::new()));
    }
    Ok(out)
}

async fn close(cx: &mut Ctx, id: Id<Import>) -> Result<Import> {
    let old: Import = crud::get_locked(cx, id.cast(), Some(false)).await?;
    let sql = "UPDATE imports SET status = $3, updated_at = $4, revision = revision + 1 \
        WHERE organization_id = $1 AND id = $2";
    let now = cx.now;
    cx.tx.execute(sql, &[&id, &"undone", &now]).await?;
    let new = Import { status: "undone".into(), updated_at: now, revision: old.revision + 1, ..old.clone() };
    cx.record("updated", Some(&old), Some(&new));
    Ok(new)
}
