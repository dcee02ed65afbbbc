//! The server as a process of its own: started like anybody starts it, ended only by SIGKILL.

use crate::database::Database;
use crate::{Failure, Outcome};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    /// Starts it and waits until it serves.
    pub async fn start(database: &Database) -> Outcome<Self> {
        let mut child = command(database).spawn()?;
        let out = child.stdout.take().ok_or("no standard output")?;
        let mut line = String::new();
        let mut out = BufReader::new(out);
        tokio::time::timeout(Duration::from_secs(60), out.read_line(&mut line))
            .await
            .map_err(|_| "the server does not start")??;
        let url = line.trim().strip_prefix("listening on ").ok_or_else(|| Failure::from("the server did not start"))?;
        Ok(Self { url: url.to_owned(), child })
    }

    /// Starts it and kills it again, most likely while it opens its database.
    pub async fn start_and_kill(database: &Database, after: Duration) -> Outcome<()> {
        let mut child = command(database).spawn()?;
        tokio::time::sleep(after).await;
        Ok(child.kill().await?)
    }

    /// Most memory that the process held so far, in bytes.
    pub fn peak(&self) -> Outcome<u64> {
        let id = self.child.id().ok_or("the server is gone")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }

    /// SIGKILL, and waits for the process to be gone.
    pub async fn kill(&mut self) -> Outcome<()> {
        Ok(self.child.kill().await?)
    }
}

fn command(database: &Database) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guildhall"));
    command.args(["serve", "--listen", "127.0.0.1:0"]).arg("--data").arg(database.folder());
    match database.url() {
        Some(url) => command.arg("--database-url").arg(url),
        None => command.env_remove("GUILDHALL_DATABASE_URL"),
    };
    command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    command
}
