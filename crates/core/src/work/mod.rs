//! Work: projects, the task tree, what hangs on a task.

pub mod baseline;
pub mod calendar;
pub mod checklist;
pub mod comment;
pub mod custom;
pub mod expense;
pub mod field_definition;
pub mod import;
pub mod label;
pub mod project;
pub mod rank;
pub mod status;
pub mod task;
pub mod timer;
pub mod timesheet;
pub mod view;

pub use baseline::Baseline;
pub use calendar::Calendar;
pub use checklist::Checklist;
pub use comment::Comment;
pub use expense::Expense;
pub use field_definition::FieldDefinition;
pub use import::Import;
pub use label::Label;
pub use project::Project;
pub use task::Task;
pub use view::View;
