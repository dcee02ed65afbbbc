//! `guildhall export`: a project as a file, on standard output or under a name.

use super::carry_out;
use crate::orders::{Answer, ExportOrder, Order};
use crate::settings::Settings;
use guildhall_interchange::export::Format;
use std::io::Write as _;
use std::path::PathBuf;

/// What `export` takes.
#[derive(Debug, clap::Args)]
pub struct ExportFlags {
    /// The project: its id, its key or its exact name.
    pub project: String,
    /// The organization that it is in: its id or its exact name.
    #[arg(long)]
    pub organization: String,
    /// The file to write; standard output when absent.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Format of the file: mspdi (Microsoft Project XML).
    #[arg(long, default_value = Format::Mspdi.as_str())]
    pub format: String,
    /// E-mail address of the member who exports, and who sees what is in the file; the longest-standing Admin when
    /// absent.
    #[arg(long = "as", value_name = "EMAIL")]
    pub acting: Option<String>,
}

/// Exports the project; what the file has no place for is said on standard error.
pub async fn run(settings: &Settings, flags: ExportFlags) -> Result<(), String> {
    let ExportFlags { project, organization, output, format, acting } = flags;
    let order = ExportOrder { organization, acting, project, format };
    match carry_out(settings, Order::Export(order), Vec::new(), |_, _| {}).await? {
        Answer::Exported { text, left_out } => {
            for what in left_out {
                let _ = writeln!(std::io::stderr(), "{what}");
            }
            match output {
                Some(path) => {
                    std::fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
                }
                None => super::print(&text),
            }
        }
        _ => Err("the server answered something else".into()),
    }
}
