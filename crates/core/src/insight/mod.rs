//! Insight: what a model suggests for a task, from outside or built in, and what people make of it.

pub mod ai_suggestion;
pub mod builtin;
pub mod content;
pub mod similarity;

pub use ai_suggestion::AISuggestion;
