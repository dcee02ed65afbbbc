//! Chat rooms. A room belongs to a project and is seen by those who are in it, while they see the project too;
//! a direct room is a conversation of certain people without a project, and there is one for each set of people.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::org::{Organization, User, member, organization};
use crate::policy::Permission;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::{Project, project};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// A room in which people of a project talk, or a conversation of certain people.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "ChatRoom", table = "chat_rooms", path = "chat-rooms")]
pub struct ChatRoom {
    #[entity(read_only)]
    pub id: Id<ChatRoom>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The project it belongs to; required, except for a direct room, which has none.
    #[entity(create_only, refers = "Project")]
    pub project_id: Option<Id<Project>>,
    /// A room of a project, or a direct conversation of certain people.
    #[entity(create_only, one_of = "room|direct", default = "room".into())]
    pub kind: String,
    /// Name of the room; a direct one may go without.
    #[entity(max = 200, sort)]
    pub name: String,
    /// The people in it, who alone see it; who makes it is always in. Those of a direct room stay the same.
    #[entity(virtual, refers = "Member")]
    pub member_ids: Vec<Id<User>>,
    #[entity(hidden)]
    pub people: Option<Vec<u8>>,
    /// Number of its newest message; 0 without any.
    #[entity(virtual, read_only)]
    pub last_number: i64,
    /// Number of the last message that the caller has read.
    #[entity(virtual, read_only)]
    pub read_number: i64,
    /// How many messages the caller has not read.
    #[entity(virtual, read_only)]
    pub unread: i64,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only, sort)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
    #[entity(hidden)]
    pub deleted_with: Option<AnyId>,
}

const DIRECT: &str = "direct";
const MOST_PEOPLE: usize = 1000;
const MOST_IN_DIRECT: usize = 50;

/// The counter that numbers the messages of a room.
pub(super) fn counter(room: Id<ChatRoom>) -> String {
    format!("room:{room}")
}

/// The caller is in the room behind this alias, and sees its project.
pub(super) fn seen(cx: &Ctx, sql: &mut Sql, room: &str) {
    let me = sql.arg(cx.actor);
    sql.and(&format!(
        "EXISTS (SELECT 1 FROM chat_room_members rm WHERE rm.organization_id = {room}.organization_id \
         AND rm.room_id = {room}.id AND rm.user_id = {me})"
    ));
    if !cx.permits(Permission::ProjectReadAll) {
        sql.join(&format!(
            "LEFT JOIN projects p ON p.organization_id = {room}.organization_id AND p.id = {room}.project_id"
        ));
        let seen = project::seen(cx, sql);
        sql.and(&format!("({room}.project_id IS NULL OR {seen})"));
    }
}

/// True if a person sees a project. A placeholder has no role yet and is taken for somebody who sees what the
/// whole organization sees.
async fn sees(cx: &Ctx, user: Id<User>, project: Id<Project>) -> Result<bool> {
    let found = match cx.seen_by(user).await {
        Ok(other) => crate::list::one::<Project>(&other, project.cast(), Some(false), false).await.map(drop),
        Err(Error::NotFound) => {
            let sql = "SELECT p.id FROM projects p JOIN members m ON m.organization_id = p.organization_id \
                WHERE p.organization_id = $1 AND p.id = $2 AND p.deleted_at IS NULL AND m.user_id = $3 \
                AND m.account_id IS NULL AND (p.visibility = 'organization' OR p.owner_id = m.user_id OR EXISTS \
                (SELECT 1 FROM project_members pm WHERE pm.organization_id = p.organization_id \
                AND pm.project_id = p.id AND pm.user_id = m.user_id))";
            cx.tx.row::<(AnyId,)>(sql, &[&project, &user]).await?.map(drop).ok_or(Error::NotFound)
        }
        Err(other) => Err(other),
    };
    match found {
        Err(Error::NotFound | Error::Forbidden(_)) => Ok(false),
        other => other.map(|()| true),
    }
}

impl ChatRoom {
    fn is_direct(&self) -> bool {
        self.kind == DIRECT
    }

    fn check(&mut self) -> Result<()> {
        self.name = self.name.trim().to_owned();
        if self.name.is_empty() && !self.is_direct() {
            return Err(Error::invalid("name", "required", "`name` cannot be empty"));
        }
        self.member_ids.sort_unstable();
        self.member_ids.dedup();
        let most = if self.is_direct() { MOST_IN_DIRECT } else { MOST_PEOPLE };
        if self.member_ids.is_empty() || self.member_ids.len() > most {
            return Err(Error::invalid("memberIds", "size", format!("1 to {most} people")));
        }
        Ok(())
    }

    /// Refuses people who are not here, and, as unknown ones, those who do not see the project.
    async fn require_people(&self, cx: &Ctx, people: &[Id<User>]) -> Result<()> {
        member::require(cx, "memberIds", people).await?;
        let Some(project) = self.project_id else { return Ok(()) };
        for user in people.iter().filter(|user| **user != cx.actor) {
            if !sees(cx, *user, project).await? {
                return Err(Error::no_such("memberIds", "person in this organization"));
            }
        }
        Ok(())
    }

    /// A direct room is the only one of its people.
    async fn begin_direct(&mut self, cx: &Ctx) -> Result<()> {
        if self.project_id.is_some() {
            return Err(Error::invalid("projectId", "direct", "a direct room has no project"));
        }
        if self.member_ids.len() < 2 {
            return Err(Error::invalid("memberIds", "size", "a direct room has at least one other person"));
        }
        self.people = Some(print(&self.member_ids));
        self.require_only(cx).await
    }

    async fn require_only(&self, cx: &Ctx) -> Result<()> {
        let Some(people) = &self.people else { return Ok(()) };
        organization::lock(cx).await?;
        let sql = "SELECT id FROM chat_rooms WHERE organization_id = $1 AND people = $2 AND deleted_at IS NULL";
        match cx.tx.row::<(Id<ChatRoom>,)>(sql, &[people]).await? {
            Some((id,)) => Err(Error::conflict("exists", format!("these people have a direct room already: {id}"))),
            None => Ok(()),
        }
    }

    /// Adds a person to the room, or takes one out of it; everybody may leave.
    pub async fn set_member(cx: &mut Ctx, room: AnyId, user: Id<User>, belongs: bool) -> Result<Self> {
        let leaves = !belongs && user == cx.actor;
        cx.require(if leaves { Self::READ } else { Self::UPDATE })?;
        let old = crate::crud::get_locked::<Self>(cx, room, Some(false)).await?;
        if old.is_direct() {
            return Err(Error::conflict("direct", "the people of a direct room stay the same; open another room"));
        }
        let mut new = old.clone();
        new.member_ids.retain(|u| *u != user);
        if belongs {
            new.member_ids.push(user);
        } else if new.member_ids.is_empty() {
            return Err(Error::conflict("last_member", "the last person cannot leave; delete the room instead"));
        }
        crate::crud::save(cx, &old, new, &Given(vec![Self::MEMBER_IDS])).await
    }

    /// Says how far the caller has read; also back, to keep something unread. Nobody else learns of it.
    pub async fn mark_read(cx: &Ctx, room: AnyId, number: i64) -> Result<Self> {
        cx.require(Permission::MessageRead)?;
        let mut room: Self = crate::crud::get(cx, room).await?;
        if !(0..=room.last_number).contains(&number) {
            return Err(Error::invalid("number", "range", format!("from 0 to {}, the newest", room.last_number)));
        }
        let sql = "UPDATE chat_room_members SET read_number = $3 WHERE organization_id = $1 AND room_id = $2 \
            AND user_id = $4";
        cx.tx.execute(sql, &[&room.id, &number, &cx.actor]).await?;
        (room.read_number, room.unread) = (number, room.last_number - number);
        Ok(room)
    }
}

impl Resource for ChatRoom {
    const READ: Permission = Permission::RoomRead;
    const CREATE: Permission = Permission::RoomCreate;
    const UPDATE: Permission = Permission::RoomUpdate;
    const DELETE: Permission = Permission::RoomDelete;

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new(&self.name, ""))
    }

    fn visible(cx: &Ctx, sql: &mut Sql) {
        seen(cx, sql, "t");
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let ids: Vec<Id<ChatRoom>> = rows.iter().map(|r| r.id).collect();
        let sql = "SELECT room_id, user_id, read_number FROM chat_room_members WHERE organization_id = $1 \
            AND room_id = ANY($2) ORDER BY user_id";
        let mut members: HashMap<Id<ChatRoom>, Vec<(Id<User>, i64)>> = HashMap::new();
        for (room, user, read) in cx.tx.rows::<(Id<ChatRoom>, Id<User>, i64)>(sql, &[&ids]).await? {
            members.entry(room).or_default().push((user, read));
        }
        let names: Vec<String> = ids.into_iter().map(counter).collect();
        let sql = "SELECT name, value FROM counters WHERE organization_id = $1 AND name = ANY($2)";
        let last: HashMap<String, i64> = cx.tx.rows::<(String, i64)>(sql, &[&names]).await?.into_iter().collect();
        for row in rows {
            let members = members.remove(&row.id).unwrap_or_default();
            row.last_number = last.get(&counter(row.id)).copied().unwrap_or_default();
            row.read_number = members.iter().find(|(user, _)| *user == cx.actor).map_or(0, |(_, read)| *read);
            row.unread = row.last_number - row.read_number;
            row.member_ids = members.into_iter().map(|(user, _)| user).collect();
        }
        Ok(())
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.member_ids.push(cx.actor);
        self.check()?;
        if self.is_direct() {
            self.begin_direct(cx).await?;
        } else if self.project_id.is_none() {
            return Err(Error::invalid("projectId", "required", "a room belongs to a project"));
        }
        crate::crud::hold_reference::<Project, _>(cx, "projectId", self.project_id).await?;
        self.require_people(cx, &self.member_ids).await
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check()?;
        if self.member_ids == old.member_ids {
            return Ok(());
        }
        if self.is_direct() {
            return Err(Error::invalid("memberIds", "direct", "the people of a direct room stay the same"));
        }
        let fresh: Vec<_> = self.member_ids.iter().copied().filter(|u| !old.member_ids.contains(u)).collect();
        self.require_people(cx, &fresh).await
    }

    async fn stored(&mut self, old: Option<&Self>, cx: &mut Ctx, _given: &Given) -> Result<()> {
        let before = old.map(|o| o.member_ids.as_slice()).unwrap_or_default();
        for user in before.iter().filter(|u| !self.member_ids.contains(u)) {
            let sql = "DELETE FROM chat_room_members WHERE organization_id = $1 AND room_id = $2 AND user_id = $3";
            cx.tx.execute(sql, &[&self.id, user]).await?;
        }
        // Who comes later finds what was said before, but need not read it.
        for user in self.member_ids.iter().filter(|u| !before.contains(u)) {
            let sql = "INSERT INTO chat_room_members (organization_id, room_id, user_id, read_number, created_at) \
                VALUES ($1, $2, $3, $4, $5)";
            cx.tx.execute(sql, &[&self.id, user, &self.last_number, &cx.now]).await?;
        }
        Ok(())
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        self.deleted_with = None;
        self.require_only(cx).await?;
        let Some(project) = self.project_id else { return Ok(()) };
        crate::work::project::require_live(cx, project).await
    }

    async fn purging(&self, cx: &mut Ctx) -> Result<()> {
        empty(cx, self.id).await
    }

    /// The caller was among its people; what became of its project is asked elsewhere.
    fn saw(cx: &Ctx, last: &Map<String, Json>) -> bool {
        let me = Json::String(cx.actor.to_string());
        last["memberIds"].as_array().is_some_and(|people| people.contains(&me))
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id.map(Id::cast), None)
    }
}

/// By which a direct room is known: its people, in the order of their ids.
fn print(people: &[Id<User>]) -> Vec<u8> {
    let ids: Vec<u8> = people.iter().flat_map(|user| *user.as_bytes()).collect();
    Sha256::digest(ids).to_vec()
}

/// Has the direct rooms of a person known by who is in them now, unless these people have another one already.
pub async fn merge_people(cx: &Ctx, person: Id<User>) -> Result<()> {
    let sql = "SELECT r.id, x.user_id FROM chat_room_members m JOIN chat_rooms r ON r.organization_id = m.organization_id \
        AND r.id = m.room_id JOIN chat_room_members x ON x.organization_id = m.organization_id AND x.room_id = m.room_id \
        WHERE m.organization_id = $1 AND m.user_id = $2 AND r.kind = 'direct' ORDER BY r.id, x.user_id";
    let mut rooms: BTreeMap<Id<ChatRoom>, Vec<Id<User>>> = BTreeMap::new();
    for (room, user) in cx.tx.rows::<(Id<ChatRoom>, Id<User>)>(sql, &[&person]).await? {
        rooms.entry(room).or_default().push(user);
    }
    for (room, people) in rooms {
        let sql = "UPDATE chat_rooms SET people = $3 WHERE organization_id = $1 AND id = $2 AND NOT EXISTS (SELECT 1 \
            FROM chat_rooms x WHERE x.organization_id = $1 AND x.people = $3 AND x.id <> $2 AND x.deleted_at IS NULL)";
        cx.tx.execute(sql, &[&room, &print(&people)]).await?;
    }
    Ok(())
}

/// Deletes for good what is in a room: messages, people, numbers.
async fn empty(cx: &Ctx, room: Id<ChatRoom>) -> Result<()> {
    for sql in [
        "UPDATE messages SET reply_to = NULL WHERE organization_id = $1 AND room_id = $2 AND reply_to IS NOT NULL",
        "DELETE FROM search_docs WHERE organization_id = $1 AND object_id IN \
            (SELECT m.id FROM messages m WHERE m.organization_id = $1 AND m.room_id = $2)",
        "DELETE FROM messages WHERE organization_id = $1 AND room_id = $2",
        "DELETE FROM chat_room_members WHERE organization_id = $1 AND room_id = $2",
        "DELETE FROM external_refs WHERE organization_id = $1 AND object_id = $2",
    ] {
        cx.tx.execute(sql, &[&room]).await?;
    }
    let sql = "DELETE FROM counters WHERE organization_id = $1 AND name = $2";
    cx.tx.execute(sql, &[&counter(room)]).await?;
    Ok(())
}

/// Deletes the rooms of a project for good.
pub async fn purge_of(cx: &Ctx, project: Id<Project>) -> Result<()> {
    let sql = "SELECT id FROM chat_rooms WHERE organization_id = $1 AND project_id = $2";
    for (room,) in cx.tx.rows::<(Id<ChatRoom>,)>(sql, &[&project]).await? {
        empty(cx, room).await?;
    }
    cx.tx.execute("DELETE FROM chat_rooms WHERE organization_id = $1 AND project_id = $2", &[&project]).await?;
    Ok(())
}
