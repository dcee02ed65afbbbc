//! The command line.

use super::admin::{self, AdminCommand};
use super::demo::{self, DemoFlags};
use super::export::{self, ExportFlags};
use super::import::{self, ImportFlags};
use super::print;
use crate::settings::{Flags, ServeFlags, Settings};
use crate::{openapi, serve};
use clap::{Parser, Subcommand};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Self-hosted work management for many organizations in one place.
#[derive(Parser)]
#[command(name = "guildhall", version, about)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and the web app; creates and migrates the database by itself.
    Serve(ServeFlags),
    /// Bring the database to the newest schema and stop.
    Migrate,
    /// Import a schedule of Microsoft Project (XML) or a Trello board (JSON).
    Import(ImportFlags),
    /// Export a project as a schedule of Microsoft Project (XML).
    Export(ExportFlags),
    /// Make an account with a sample organization to explore.
    Demo(DemoFlags),
    /// Look after the server itself.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Print the OpenAPI document.
    Openapi,
    /// Print the permission table as Markdown.
    Permissions,
}

/// What the binary does. It is here and not there because what is awaited is compiled where it is awaited, and most
/// of the product would be compiled for the binary once more.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    start_logging();
    small_pages();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("cannot start: {error}")),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => fail(&reason),
    }
}

/// Has the kernel give memory page by page. The allocator asks for huge ones, each of which is held whole as soon as
/// a byte of it is used: an idle server would hold half as much again, and answer no faster.
fn small_pages() {
    #[cfg(target_os = "linux")]
    if let Err(error) = nix::sys::prctl::set_thp_disable(true) {
        tracing::debug!(%error, "memory comes in huge pages");
    }
}

async fn run(cli: Cli) -> Result<(), String> {
    match cli.command {
        Command::Serve(flags) => serve::serve(Settings::read(&cli.flags, &flags)?).await,
        Command::Migrate => {
            let settings = Settings::read(&cli.flags, &ServeFlags::default())?;
            let (app, _lock) = serve::open(&settings).await?;
            app.db().close().await;
            Ok(())
        }
        Command::Import(flags) => import::run(&Settings::read(&cli.flags, &ServeFlags::default())?, flags).await,
        Command::Export(flags) => export::run(&Settings::read(&cli.flags, &ServeFlags::default())?, flags).await,
        Command::Demo(flags) => demo::run(&Settings::read(&cli.flags, &ServeFlags::default())?, flags).await,
        Command::Admin(command) => admin::run(&Settings::read(&cli.flags, &ServeFlags::default())?, command).await,
        Command::Openapi => print(&openapi::text().map_err(|e| e.to_string())?),
        Command::Permissions => print(&guildhall_core::policy::to_markdown()),
    }
}

fn fail(reason: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "guildhall: {reason}");
    ExitCode::FAILURE
}

/// Structured logs on standard error; `RUST_LOG` chooses what, `GUILDHALL_LOG=json` the form.
fn start_logging() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,guildhall=info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let logs = logs.with_ansi(std::io::stderr().is_terminal());
    #[expect(clippy::disallowed_methods, reason = "the form of the logs is decided before anything is read")]
    let json = std::env::var("GUILDHALL_LOG").is_ok_and(|form| form == "json");
    if json { logs.json().init() } else { logs.init() }
}
