//! Files: what is attached to a task, files with versions, and their reviews. Here stand the rules and the
//! rows; the bytes themselves are written and read by the server, before a row here says that they are there.

pub mod approval;
pub mod attachment;
pub mod blob;
pub mod file;
pub mod filename;
pub mod media;
pub mod version;

pub use approval::Approval;
pub use attachment::Attachment;
pub use blob::{Blob, Upload};
pub use file::File;
pub use version::Version;
