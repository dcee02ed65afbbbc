//! The working calendar of one person in one organization: tasks that have none of their own run in it, share
//! by share of the people who work on them.

use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::{Error, Result};
use crate::org::{Member, User};
use crate::policy::Permission;
use crate::work::Calendar;
use guildhall_store::Id;
use serde::Serialize;
use serde_json::json;

/// A person's own working calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberCalendar {
    #[schema(value_type = String)]
    pub member_id: Id<User>,
    /// Null where the person works in the project's calendar.
    #[schema(value_type = Option<String>)]
    pub calendar_id: Option<Id<Calendar>>,
}

/// Reads it.
pub async fn get(cx: &Ctx, member: AnyId) -> Result<MemberCalendar> {
    cx.require_reach(Permission::CalendarRead)?;
    let member: Member = crate::list::one(cx, member, Some(false), false).await?;
    Ok(MemberCalendar { member_id: member.id, calendar_id: stored(cx, member.id).await? })
}

async fn stored(cx: &Ctx, member: Id<User>) -> Result<Option<Id<Calendar>>> {
    let sql = "SELECT calendar_id FROM member_calendars WHERE organization_id = $1 AND user_id = $2";
    let found: Option<(Id<Calendar>,)> = cx.tx.row(sql, &[&member]).await?;
    Ok(found.map(|(id,)| id))
}

/// Its event, on the person.
pub const ACTION: &str = "calendar_set";

/// Sets it, or takes it away.
pub async fn set(cx: &mut Ctx, member: AnyId, calendar: Option<Id<Calendar>>) -> Result<MemberCalendar> {
    cx.require(Permission::CalendarWrite)?;
    // Locked, so that the event of another change of it tells what it was.
    let member: Member = crate::list::one(cx, member, Some(false), true).await?;
    crate::crud::hold_reference::<Calendar, _>(cx, "calendarId", calendar).await?;
    let before = stored(cx, member.id).await?;
    if before == calendar {
        return Ok(MemberCalendar { member_id: member.id, calendar_id: calendar });
    }
    remove(cx, member.id).await?;
    if let Some(calendar) = calendar {
        place(cx, member.id, calendar).await?;
    }
    note(cx, member.id, before, calendar);
    Ok(MemberCalendar { member_id: member.id, calendar_id: calendar })
}

fn note(cx: &mut Ctx, member: Id<User>, before: Option<Id<Calendar>>, after: Option<Id<Calendar>>) {
    let side = |calendar: Option<Id<Calendar>>| json!({"calendarId": calendar.map(|id| id.to_string())});
    cx.note::<Member>(ACTION, member.cast(), &side(before), &side(after));
}

/// Takes it away from somebody who leaves; whether there was one.
pub(super) async fn end(cx: &mut Ctx, member: Id<User>) -> Result<bool> {
    let before = stored(cx, member).await?;
    if before.is_none() {
        return Ok(false);
    }
    remove(cx, member).await?;
    note(cx, member, before, None);
    Ok(true)
}

async fn remove(cx: &Ctx, member: Id<User>) -> Result<()> {
    let sql = "DELETE FROM member_calendars WHERE organization_id = $1 AND user_id = $2";
    cx.tx.execute(sql, &[&member]).await.map(drop).map_err(Error::from)
}

/// Gives a calendar to somebody who has none.
pub async fn place(cx: &Ctx, member: Id<User>, calendar: Id<Calendar>) -> Result<()> {
    let sql = "INSERT INTO member_calendars (organization_id, user_id, calendar_id) VALUES ($1, $2, $3) \
        ON CONFLICT (organization_id, user_id) DO NOTHING";
    cx.tx.execute(sql, &[&member, &calendar]).await.map(drop).map_err(Error::from)
}
