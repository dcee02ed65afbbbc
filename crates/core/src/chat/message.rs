//! Messages. The room numbers them 1, 2, 3 … in the transaction that stores them, and that number is their
//! order. A client chooses the id of what it sends and may send it again: the same message is stored once. What
//! is deleted stays in its place as a tombstone, without its text.

use super::{ChatRoom, room};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given, Resource};
use crate::error::{Error, Result};
use crate::field::{Doc, Document, simple};
use crate::org::{Organization, User};
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// A message in a chat room.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Message", table = "messages", path = "messages")]
pub struct Message {
    #[entity(read_only)]
    pub id: Id<Message>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// The room it was said in.
    #[entity(required, create_only, refers = "ChatRoom")]
    pub room_id: Id<ChatRoom>,
    /// Its number in the room, from 1 without a gap: the order of the messages.
    #[entity(read_only, sort)]
    pub number: i64,
    /// Who wrote it.
    #[entity(read_only, refers = "Member")]
    pub sender_id: Id<User>,
    /// Text as Markdown; empty once the message is deleted.
    #[entity(required, max = 40000)]
    pub content: String,
    /// The text as sanitised HTML.
    #[entity(virtual, read_only)]
    pub content_html: String,
    /// What goes with it: name, address, media type and size of each.
    pub attachments: Doc<Vec<Enclosure>>,
    /// The message of the same room that it answers.
    #[entity(create_only, refers = "Message")]
    pub reply_to: Option<Id<Message>>,
    /// When it was last changed.
    #[entity(read_only)]
    pub edited_at: Option<Timestamp>,
    /// When it was deleted; it stays in its place, without its text.
    #[entity(read_only, name = "deletedAt", column = "deleted_at")]
    pub removed_at: Option<Timestamp>,
    #[entity(virtual, hidden)]
    pub project_id: Option<AnyId>,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    #[entity(hidden, name = "trashedAt", column = "trashed_at")]
    pub deleted_at: Option<Timestamp>,
}

/// What a message tells of something that goes with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Enclosure {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
}

impl Document for Enclosure {
    fn schema() -> Schema {
        let object = ObjectBuilder::new()
            .property("name", simple(Type::String, None))
            .property("url", simple(Type::String, None))
            .property("mediaType", simple(Type::String, None))
            .property("size", simple(Type::Integer, None));
        Schema::Object(object.required("name").build())
    }
}

const MOST_ENCLOSURES: usize = 50;

impl Enclosure {
    /// Refuses what a message cannot carry.
    pub fn check(&self) -> Result<(), &'static str> {
        let within = |text: &str, most: usize| !text.chars().any(char::is_control) && text.chars().count() <= most;
        if self.name.trim().is_empty() || !within(&self.name, 255) {
            return Err("each attachment has a name of 1 to 255 characters");
        }
        let leads_somewhere = |url: &String| {
            let known = ["https://", "http://", "/api/v1/"].iter().any(|start| url.starts_with(start));
            known && within(url, 2000) && !url.contains(char::is_whitespace)
        };
        if !self.url.as_ref().is_none_or(leads_somewhere) {
            return Err("`url` begins with https://, http:// or /api/v1/ and has at most 2000 characters");
        }
        if !self.media_type.as_ref().is_none_or(|kind| kind.contains('/') && within(kind, 255)) {
            return Err("`mediaType` is like image/png");
        }
        if self.size.is_some_and(|size| size < 0) {
            return Err("`size` is a number of bytes");
        }
        Ok(())
    }
}

impl Message {
    fn check(&self) -> Result<()> {
        if self.attachments.0.len() > MOST_ENCLOSURES {
            let detail = format!("at most {MOST_ENCLOSURES} attachments");
            return Err(Error::invalid("attachments", "too_many", detail));
        }
        let wrong = self.attachments.0.iter().find_map(|one| one.check().err());
        wrong.map_or(Ok(()), |detail| Err(Error::invalid("attachments", "attachment", detail)))
    }

    /// Stores new messages of one room exactly as they stand, in this order, and gives out their numbers: what an
    /// import brings in. Nobody has read them by that.
    pub async fn store_as_they_are(cx: &mut Ctx, messages: &mut [Self]) -> Result<()> {
        let Some(room) = messages.first().map(|message| message.room_id) else { return Ok(()) };
        let count = i64::try_from(messages.len()).unwrap_or(i64::MAX);
        let first = crate::event::take(cx, &room::counter(room), count).await? - count + 1;
        for (message, number) in messages.iter_mut().zip(first..) {
            message.number = number;
            crate::crud::store_as_is(cx, message).await?;
        }
        Ok(())
    }

    /// Leaves a tombstone in its place.
    pub async fn remove(cx: &mut Ctx, id: AnyId, expected: Option<i64>) -> Result<()> {
        cx.require(Self::DELETE)?;
        let old = crate::crud::get_locked::<Self>(cx, id, Some(false)).await?;
        crate::crud::require_on(cx, &old, Self::DELETE)?;
        if expected.is_some_and(|revision| revision != old.revision) {
            return Err(Error::Stale { revision: old.revision });
        }
        if old.removed_at.is_some() {
            return Ok(());
        }
        let mut new = old.clone();
        (new.content, new.content_html, new.attachments) = Default::default();
        new.removed_at = Some(cx.now);
        crate::crud::save_as_is(cx, &old, new, &Given::default(), "deleted").await.map(drop)
    }

    /// The room, if the caller is in it.
    async fn room(&self, cx: &Ctx) -> Result<Option<ChatRoom>> {
        match crate::list::one::<ChatRoom>(cx, self.room_id.cast(), Some(false), false).await {
            Ok(room) => Ok(Some(room)),
            Err(Error::NotFound | Error::Forbidden(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

impl Resource for Message {
    const READ: Permission = Permission::MessageRead;
    const CREATE: Permission = Permission::MessageCreate;
    const UPDATE: Permission = Permission::MessageUpdate;
    const DELETE: Permission = Permission::MessageDelete;
    const VERBS: Verbs = Verbs::NoTrash;

    fn search_text(&self) -> Option<Text<'_>> {
        Some(Text::new("", &self.content))
    }

    fn visible(cx: &Ctx, sql: &mut Sql) {
        sql.join(
            "JOIN chat_rooms r ON r.organization_id = t.organization_id AND r.id = t.room_id AND r.deleted_at IS NULL",
        );
        room::seen(cx, sql, "r");
    }

    async fn load(cx: &Ctx, rows: &mut [Self]) -> Result<()> {
        let mut rooms: Vec<Id<ChatRoom>> = rows.iter().map(|m| m.room_id).collect();
        rooms.sort_unstable();
        rooms.dedup();
        let sql = "SELECT id, project_id FROM chat_rooms WHERE organization_id = $1 AND id = ANY($2)";
        let homes: Vec<(Id<ChatRoom>, Option<AnyId>)> = cx.tx.rows(sql, &[&rooms]).await?;
        let homes: HashMap<_, _> = homes.into_iter().collect();
        for row in rows {
            row.project_id = homes.get(&row.room_id).copied().flatten();
            row.content_html = crate::markdown::to_html(&row.content);
        }
        Ok(())
    }

    /// The number is locked first: if the same message is being stored by another request, that one is done then.
    async fn again(&self, cx: &Ctx, id: AnyId) -> Result<Option<Self>> {
        if self.room(cx).await?.is_none() {
            return Ok(None);
        }
        crate::event::take(cx, &room::counter(self.room_id), 0).await?;
        let stored = match crate::crud::get::<Self>(cx, id).await {
            Err(Error::NotFound) => return Ok(None),
            other => other?,
        };
        let alike = (stored.sender_id, stored.room_id, &stored.content) == (cx.actor, self.room_id, &self.content)
            && (stored.reply_to, &stored.attachments) == (self.reply_to, &self.attachments);
        Ok(alike.then_some(stored))
    }

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        let room = self.room(cx).await?.ok_or_else(|| Error::no_such("roomId", "chatroom"))?;
        self.check()?;
        if let Some(message) = self.reply_to {
            let sql = "SELECT id FROM messages WHERE organization_id = $1 AND id = $2 AND room_id = $3";
            let found = cx.tx.row::<(AnyId,)>(sql, &[&message, &room.id]).await?;
            found.ok_or_else(|| Error::no_such("replyTo", "message in this room"))?;
        }
        self.sender_id = cx.actor;
        self.project_id = room.project_id.map(Id::cast);
        self.content_html = crate::markdown::to_html(&self.content);
        self.number = crate::event::take(cx, &room::counter(room.id), 1).await?;
        Ok(())
    }

    async fn updating(&mut self, old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        if old.removed_at.is_some() {
            return Err(Error::conflict("deleted", "this message was deleted"));
        }
        self.check()?;
        if (&self.content, &self.attachments) != (&old.content, &old.attachments) {
            self.edited_at = Some(cx.now);
            self.content_html = crate::markdown::to_html(&self.content);
        }
        Ok(())
    }

    /// Who writes has read what was there.
    async fn stored(&mut self, old: Option<&Self>, cx: &mut Ctx, _given: &Given) -> Result<()> {
        if old.is_none() {
            let sql = "UPDATE chat_room_members SET read_number = $4 WHERE organization_id = $1 AND room_id = $2 \
                AND user_id = $3 AND read_number < $4";
            cx.tx.execute(sql, &[&self.room_id, &cx.actor, &self.number]).await?;
        }
        Ok(())
    }

    fn own_rule(&self, cx: &Ctx, permission: Permission) -> bool {
        self.sender_id == cx.actor || (permission == Self::DELETE && cx.permits(Permission::MessageModerate))
    }

    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        let all = [(Self::UPDATE, "update"), (Self::DELETE, "delete")];
        let may = |permission| self.removed_at.is_none() && crate::own::allows(cx, self, permission);
        all.into_iter().filter(|(permission, _)| may(*permission)).map(|(_, name)| name).collect()
    }

    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (self.project_id, None)
    }
}
