//! Intake: forms that people fill in, and what becomes of what they handed in.

pub mod answers;
pub mod form_field;
pub mod form_request;
pub mod form_template;

pub use form_request::FormRequest;
pub use form_template::FormTemplate;
