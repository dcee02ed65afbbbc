//! The server as a process, and the person and project that the measurements need.

use crate::{Outcome, load};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to its first answer.
    pub start: Duration,
}

impl Server {
    /// Starts `guildhall serve`, which lies beside this binary.
    pub async fn guildhall(data: &Path, database: Option<&str>) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?.with_file_name("guildhall"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).arg("--data").arg(data);
        if let Some(url) = database {
            command.arg("--database-url").arg(url);
        }
        Self::start(command, "/readyz").await
    }

    /// Starts the floor of every request.
    pub async fn hello() -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("hello");
        Self::start(command, "/hello").await
    }

    async fn start(mut command: Command, path: &str) -> Outcome<Self> {
        let begun = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let mut out = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        let mut line = String::new();
        out.read_line(&mut line).await?;
        let address = line.trim().strip_prefix("listening on http://").ok_or("the server did not start")?.parse()?;
        load::once(address, &get(path, "")).await?;
        Ok(Self { child, address, start: begun.elapsed() })
    }

    /// Resident memory in MiB.
    pub fn resident(&self) -> Outcome<f64> {
        self.memory("VmRSS:")
    }

    /// The most of it since `forget_peak`.
    pub fn peak(&self) -> Outcome<f64> {
        self.memory("VmHWM:")
    }

    fn memory(&self, name: &str) -> Outcome<f64> {
        let id = self.child.id().ok_or("the server is gone")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
        let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kib / 1024.0)
    }

    /// Time on a processor so far, of all its threads, in microseconds: what a busy machine does not stretch.
    pub fn processor(&self) -> Outcome<f64> {
        let id = self.child.id().ok_or("the server is gone")?;
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        // Behind the name: utime and stime are the 12th and 13th, in hundredths of a second.
        let (_, fields) = stat.rsplit_once(") ").ok_or("no stat")?;
        let ticks: Vec<f64> = fields.split(' ').skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
        Ok(ticks.iter().sum::<f64>() * 10_000.0)
    }

    /// Begins to note the most memory that it has from now on.
    pub fn forget_peak(&self) -> Outcome<()> {
        let id = self.child.id().ok_or("the server is gone")?;
        Ok(std::fs::write(format!("/proc/{id}/clear_refs"), "5")?)
    }

    /// Ends it; what was acknowledged is on disk.
    pub async fn stop(mut self) -> Outcome<()> {
        Ok(self.child.kill().await?)
    }
}

/// A GET request.
pub fn get(path: &str, token: &str) -> Vec<u8> {
    let signed = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept: application/json\r\n{signed}\r\n").into_bytes()
}

/// A POST request with a JSON body.
pub fn post(path: &str, token: &str, body: &str) -> Vec<u8> {
    let head = format!("POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n");
    format!("{head}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// An organization with a project and one task.
#[derive(Clone)]
pub struct Place {
    pub token: String,
    pub organization: String,
    pub project: String,
    pub task: String,
    http: reqwest::Client,
}

impl Place {
    /// Signs somebody up.
    pub async fn found(server: &Server) -> Outcome<Self> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(600)).build()?;
        let body = json!({"name": "Ada", "email": "ada@example.com", "password": "correct horse battery",
            "organizationName": "Bench"});
        let request = http.post(format!("http://{}/api/v1/auth/register", server.address)).json(&body);
        let answer: Value = request.send().await?.error_for_status()?.json().await?;
        let (token, organization) = (text(&answer["token"])?, text(&answer["organization"]["id"])?);
        Self { token, organization, project: String::new(), task: String::new(), http }.furnish(server).await
    }

    /// Another organization of the same person.
    pub async fn another(&self, server: &Server, number: usize) -> Outcome<Self> {
        let body = json!({"name": format!("Bench {number}")});
        let made = self.post(server, "/api/v1/organizations", &body).await?;
        Self { organization: text(&made["id"])?, ..self.clone() }.furnish(server).await
    }

    async fn furnish(mut self, server: &Server) -> Outcome<Self> {
        let body = json!({"name": "Bench"});
        self.project = text(&self.post(server, &self.path("/projects"), &body).await?["id"])?;
        self.task = text(&self.post(server, &self.path("/tasks"), &self.new_task()).await?["id"])?;
        Ok(self)
    }

    /// What a new task of the measurement is made from.
    pub fn new_task(&self) -> Value {
        json!({"projectId": self.project, "title": "Write the report for the board", "priority": "high",
            "description": "With figures of the last quarter, and what follows from them."})
    }

    /// A path below the organization.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v1/organizations/{}{rest}", self.organization)
    }

    /// One page of the filtered list.
    pub fn list(&self) -> Vec<u8> {
        get(&self.path(&format!("/tasks?projectId={}&status=todo&limit=50", self.project)), &self.token)
    }

    /// Another person in this organization, with a role; its id comes along.
    pub async fn invite(&self, server: &Server, name: &str, role: &str) -> Outcome<(Self, String)> {
        let email = format!("{}@example.com", name.to_lowercase());
        let body = json!({"name": name, "email": email, "password": "correct horse battery",
            "organizationName": name});
        let made = self.post(server, "/api/v1/auth/register", &body).await?;
        let body = json!({"email": email, "role": role});
        let invitation = self.post(server, &self.path("/invitations"), &body).await?;
        let other = Self { token: text(&made["token"])?, ..self.clone() };
        let accept = format!("/api/v1/invitations/{}/accept", text(&invitation["token"])?);
        other.post(server, &accept, &json!({})).await?;
        Ok((other, text(&made["user"]["id"])?))
    }

    /// Sends what must succeed.
    pub async fn post(&self, server: &Server, path: &str, body: &Value) -> Outcome<Value> {
        let request = self.http.post(format!("http://{}{path}", server.address)).bearer_auth(&self.token);
        Ok(request.json(body).send().await?.error_for_status()?.json().await?)
    }

    /// The body of an answer as it was sent, in this encoding.
    pub async fn body(&self, server: &Server, path: &str, encoding: &str) -> Outcome<Vec<u8>> {
        let request = self.http.get(format!("http://{}{path}", server.address)).bearer_auth(&self.token);
        let answer = request.header("accept-encoding", encoding).send().await?.error_for_status()?;
        Ok(answer.bytes().await?.to_vec())
    }

    /// Imports a file; how long it took and how many rows came in.
    pub async fn import(&self, server: &Server, file: Vec<u8>) -> Outcome<(Duration, i64)> {
        let part = reqwest::multipart::Part::bytes(file).file_name("plan.xml");
        let form = reqwest::multipart::Form::new().part("file", part);
        let url = format!("http://{}{}", server.address, self.path("/imports"));
        let begun = Instant::now();
        let answer = self.http.post(url).bearer_auth(&self.token).multipart(form).send().await?;
        let took = begun.elapsed();
        let report: Value = answer.error_for_status()?.json().await?;
        Ok((took, report["created"].as_i64().unwrap_or_default()))
    }
}

/// A JSON string's text.
pub fn text(value: &Value) -> Outcome<String> {
    Ok(value.as_str().ok_or_else(|| format!("expected a text, got {value}"))?.to_owned())
}
