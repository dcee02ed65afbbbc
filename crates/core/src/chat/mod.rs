//! Conversation: rooms and their messages. Who is in a room sees it, and nobody else does.

pub mod message;
pub mod room;

pub use message::Message;
pub use room::ChatRoom;
