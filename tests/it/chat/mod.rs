//! Rooms and messages.

mod messages;
mod rooms;

use guildhall_tests::Person;
use serde_json::json;

/// A room of a project with these people; its id.
async fn room(who: &Person<'_>, project: &str, people: &[&Person<'_>]) -> String {
    let people: Vec<&str> = people.iter().map(|person| &*person.id).collect();
    who.make("chat-rooms", json!({"projectId": project, "name": "Talk", "memberIds": people})).await
}

/// Says something; the id of the message.
async fn say(who: &Person<'_>, room: &str, content: &str) -> String {
    who.make("messages", json!({"roomId": room, "content": content})).await
}
