//! A person as one organization sees it. The row outlives the membership, so that what the person did
//! keeps its author; a placeholder is somebody an import named who has no account here yet.

use crate::ctx::Ctx;
use crate::entity::{Entity, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, RoleAssignment, User, member_calendar, role};
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::sql::Sql;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use std::collections::HashMap;

/// A person of this organization; its id is the user's id.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Member", table = "members", path = "members")]
pub struct Member {
    #[entity(read_only, column = "user_id")]
    pub id: Id<User>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    #[entity(read_only, sort)]
    pub name: String,
    #[entity(read_only)]
    pub email: Option<String>,
    /// The role held here; null for a placeholder and for who has left.
    #[entity(virtual, read_only)]
    pub role: Option<String>,
    /// True for somebody an import named who cannot sign in.
    #[entity(virtual, read_only)]
    pub placeholder: bool,
    #[entity(hidden)]
    pub account_id: Option<Id<User>>,
    #[entity(hidden)]
    pub merged_into: Option<Id<User>>,
    #[entity(read_only)]
    pub last_login: Option<Timestamp>,
    #[entity(read_only)]
    pub joined_at: Option<Timestamp>,
    #[entity(read_only, name = "leftAt", column = "left_at")]
    pub deleted_at: Option<Timestamp>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Holds a role that allows more than the caller's.
    #[entity(virtual, hidden)]
    pub above: bool,
}

impl Resource for Member {
    const READ: Permission = Permission::MemberRead;
    const CREATE: Permission = Permission::InvitationManage;
    const UPDATE: Permission = Permission::MemberRemove;
    const DELETE: Permission = Permission::MemberRemove;
    const VERBS: Verbs = Verbs::ReadAndTrash;
    const SHOWN: Shown = Shown::ByHome;

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        if cx.permits(Self::DELETE) && !self.above { vec!["delete"] } else { Vec::new() }
    }

    fn visible(_cx: &Ctx, sql: &mut Sql) {
        sql.and("t.merged_into IS NULL");
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let ids: Vec<Id<User>> = rows.iter().map(|m| m.id).collect();
        let sql = "SELECT user_id, role FROM role_assignments \
            WHERE organization_id = $1 AND user_id = ANY($2) AND deleted_at IS NULL";
        let held: Vec<(Id<User>, String)> = cx.tx.rows(sql, &[&ids]).await?;
        let above = role::above(cx, held.iter().map(|(_, role)| role.as_str())).await?;
        let mut held: HashMap<_, _> = held.into_iter().collect();
        for row in rows {
            row.above = held.get(&row.id).is_some_and(|role| above.contains(role));
            row.role = held.remove(&row.id);
            row.placeholder = row.account_id.is_none();
        }
        Ok(())
    }

    /// Who leaves loses the role at once; what they did stays theirs.
    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        // Read as it is: who may end a membership need not see who holds which role.
        let sql = format!(
            "SELECT {} FROM role_assignments t WHERE t.organization_id = $1 AND t.user_id = $2 AND t.deleted_at IS NULL \
                FOR NO KEY UPDATE OF t",
            RoleAssignment::COLUMNS_OF_T
        );
        if let Some(held) = cx.tx.row::<RoleAssignment>(&sql, &[&self.id]).await? {
            crate::org::role_assignment::end(cx, held).await?;
        }
        for sql in [
            "DELETE FROM project_members WHERE organization_id = $1 AND user_id = $2",
            "DELETE FROM timers WHERE organization_id = $1 AND user_id = $2",
            // Direct conversations stay: they are of these very people.
            "DELETE FROM chat_room_members WHERE organization_id = $1 AND user_id = $2 AND room_id IN \
                (SELECT r.id FROM chat_rooms r WHERE r.organization_id = $1 AND r.kind = 'room')",
        ] {
            cx.tx.execute(sql, &[&self.id]).await?;
        }
        // What they stay assigned to runs in other hours from now on.
        cx.plan.disturbed |= member_calendar::end(cx, self.id).await?;
        Ok(())
    }

    async fn restoring(&mut self, _cx: &mut Ctx) -> Result<()> {
        Err(Error::conflict("left", "a person comes back by accepting a new invitation"))
    }

    async fn purging(&self, _cx: &mut Ctx) -> Result<()> {
        Err(Error::conflict("kept", "a person is kept as the author of what they did"))
    }
}

/// Refuses a person that is not here: unknown, left, or merged into another.
pub async fn require(cx: &Ctx, field: &str, people: &[Id<User>]) -> Result<()> {
    if people.is_empty() || people == [cx.actor] {
        return Ok(());
    }
    let sql = "SELECT user_id FROM members WHERE organization_id = $1 AND user_id = ANY($2) \
        AND left_at IS NULL AND merged_into IS NULL";
    let found: Vec<(Id<User>,)> = cx.tx.rows(sql, &[&people.to_vec()]).await?;
    match people.iter().find(|p| !found.iter().any(|(f,)| f == *p)) {
        Some(_) => Err(Error::no_such(field, "person in this organization")),
        None => Ok(()),
    }
}

const MOVE: [&str; 40] = [
    "UPDATE projects SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE tasks SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE baselines SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE imports SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE form_templates SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE form_template_versions SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE integrations SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE ai_suggestions SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE ai_suggestions SET decided_by = $3 WHERE organization_id = $1 AND decided_by = $2",
    "UPDATE views SET owner_id = $3 WHERE organization_id = $1 AND owner_id = $2",
    "UPDATE form_requests SET submitted_by = $3 WHERE organization_id = $1 AND submitted_by = $2",
    "UPDATE form_requests SET assigned_to = $3 WHERE organization_id = $1 AND assigned_to = $2",
    "UPDATE form_requests SET decided_by = $3 WHERE organization_id = $1 AND decided_by = $2",
    "UPDATE projects SET owner_id = $3 WHERE organization_id = $1 AND owner_id = $2",
    "UPDATE tasks SET assignee_id = $3 WHERE organization_id = $1 AND assignee_id = $2",
    "UPDATE comments SET user_id = $3 WHERE organization_id = $1 AND user_id = $2",
    "UPDATE attachments SET uploaded_by = $3 WHERE organization_id = $1 AND uploaded_by = $2",
    "UPDATE files SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE file_versions SET uploaded_by = $3 WHERE organization_id = $1 AND uploaded_by = $2",
    // One of two open reviews of one version is enough.
    "DELETE FROM approvals WHERE organization_id = $1 AND reviewer_id = $2 AND status = 'pending' AND EXISTS \
        (SELECT 1 FROM approvals x WHERE x.organization_id = $1 AND x.file_id = approvals.file_id \
        AND x.version_number = approvals.version_number AND x.reviewer_id = $3 AND x.status = 'pending')",
    "UPDATE approvals SET reviewer_id = $3 WHERE organization_id = $1 AND reviewer_id = $2",
    "UPDATE approvals SET requested_by = $3 WHERE organization_id = $1 AND requested_by = $2",
    "DELETE FROM task_assignments WHERE organization_id = $1 AND user_id = $2 AND task_id IN \
        (SELECT x.task_id FROM task_assignments x WHERE x.organization_id = $1 AND x.user_id = $3)",
    "UPDATE task_assignments SET user_id = $3 WHERE organization_id = $1 AND user_id = $2",
    "DELETE FROM member_calendars WHERE organization_id = $1 AND user_id = $2 AND EXISTS \
        (SELECT 1 FROM member_calendars x WHERE x.organization_id = $1 AND x.user_id = $3)",
    "UPDATE member_calendars SET user_id = $3 WHERE organization_id = $1 AND user_id = $2",
    "DELETE FROM project_members WHERE organization_id = $1 AND user_id = $2 AND project_id IN \
        (SELECT x.project_id FROM project_members x WHERE x.organization_id = $1 AND x.user_id = $3)",
    "UPDATE project_members SET user_id = $3 WHERE organization_id = $1 AND user_id = $2",
    "UPDATE contacts SET owner_id = $3 WHERE organization_id = $1 AND owner_id = $2",
    "UPDATE deals SET assigned_to = $3 WHERE organization_id = $1 AND assigned_to = $2",
    "UPDATE comm_logs SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE expenses SET created_by = $3 WHERE organization_id = $1 AND created_by = $2",
    "UPDATE expenses SET user_id = $3 WHERE organization_id = $1 AND user_id = $2",
    "UPDATE expenses SET decided_by = $3 WHERE organization_id = $1 AND decided_by = $2",
    "DELETE FROM person_rates WHERE organization_id = $1 AND user_id = $2 AND EXISTS \
        (SELECT 1 FROM person_rates x WHERE x.organization_id = $1 AND x.user_id = $3)",
    "UPDATE person_rates SET user_id = $3 WHERE organization_id = $1 AND user_id = $2",
    "UPDATE messages SET sender_id = $3 WHERE organization_id = $1 AND sender_id = $2",
    "DELETE FROM chat_room_members WHERE organization_id = $1 AND user_id = $2 AND room_id IN \
        (SELECT x.room_id FROM chat_room_members x WHERE x.organization_id = $1 AND x.user_id = $3)",
    "UPDATE chat_room_members SET user_id = $3 WHERE organization_id = $1 AND user_id = $2",
    "UPDATE members SET merged_into = $3 WHERE organization_id = $1 AND user_id = $2",
];

/// Gives what a placeholder holds to the person it turned out to be.
pub async fn merge(cx: &Ctx, placeholder: Id<User>, person: Id<User>) -> Result<()> {
    for sql in MOVE {
        cx.tx.execute(sql, &[&placeholder, &person]).await?;
    }
    crate::chat::room::merge_people(cx, person).await?;
    crate::work::custom::merge_people(cx, placeholder, person).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::MODELS;

    #[test]
    fn whatever_names_a_person_goes_from_a_placeholder_to_the_person() {
        let mut lacking = Vec::new();
        for model in MODELS {
            crate::entity_of!(*model, E => {
                for field in <E as Entity>::FIELDS.iter().filter(|field| field.refers == Member::MODEL && !field.is_virtual) {
                    let moves = format!("UPDATE {} SET {} = $3", <E as Entity>::TABLE, field.column);
                    // A placeholder has no role, and its invitation is how it becomes a person.
                    let is_door = ["role_assignments", "invitations"].contains(&<E as Entity>::TABLE);
                    if !is_door && !MOVE.iter().any(|sql| sql.starts_with(&moves)) {
                        lacking.push(moves);
                    }
                }
            }, {});
        }
        assert!(lacking.is_empty(), "{lacking:#?}");
    }
}
