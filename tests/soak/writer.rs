//! A client that creates, changes, moves and comments as fast as it is answered, and remembers what was
//! acknowledged. It stops at the first request that finds the server gone.

use crate::Outcome;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// An organization to write in.
#[derive(Clone)]
pub struct Place {
    pub path: String,
    pub token: String,
    project: String,
    /// A task that every writer of the organization changes.
    contended: String,
}

impl Place {
    /// Signs somebody up and makes a project.
    pub async fn found(url: &str, number: usize) -> Outcome<Self> {
        let http = client()?;
        let body = json!({"name": "Ada", "email": format!("ada{number}@example.com"),
            "password": "correct horse battery", "organizationName": format!("Ada & Co {number}")});
        let answer = http.post(format!("{url}/api/v1/auth/register")).json(&body).send().await?.error_for_status()?;
        let answer: Value = answer.json().await?;
        let path = format!("/api/v1/organizations/{}", text(&answer["organization"]["id"])?);
        let mut place = Self { path, token: text(&answer["token"])?, project: String::new(), contended: String::new() };
        let project = place.request(&http, url, Method::POST, "projects", &json!({"name": "Bridge"})).await?;
        place.project = text(&project["id"])?;
        let body = json!({"projectId": place.project, "title": "Everybody's"});
        place.contended = text(&place.request(&http, url, Method::POST, "tasks", &body).await?["id"])?;
        Ok(place)
    }

    /// A task to hang things on.
    pub fn task(&self) -> &str {
        &self.contended
    }

    /// Sends one request; what is not a success is an error with the server's words.
    pub async fn request(&self, http: &Client, url: &str, method: Method, path: &str, body: &Value) -> Outcome<Value> {
        let request = http.request(method, format!("{url}{}/{path}", self.path)).bearer_auth(&self.token);
        let answer = if body.is_null() { request } else { request.json(body) }.send().await?;
        let status = answer.status();
        let body = answer.text().await?;
        if !status.is_success() {
            return Err(Refused(format!("{path}: {status} {body}")).into());
        }
        Ok(serde_json::from_str(&body)?)
    }
}

/// An answer that no healthy server gives to these requests; everything else is the kill.
#[derive(Debug)]
struct Refused(String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused: {}", self.0)
    }
}
impl std::error::Error for Refused {}

/// A client that waits a while and no longer.
pub fn client() -> Outcome<Client> {
    Ok(Client::builder().timeout(std::time::Duration::from_secs(30)).build()?)
}

pub fn text(value: &Value) -> Outcome<String> {
    Ok(value.as_str().ok_or_else(|| format!("expected a text, got {value}"))?.to_owned())
}

/// A write that the server answered: what must be found again.
#[derive(Debug, Clone)]
pub struct Ack {
    pub collection: &'static str,
    /// Path of the organization.
    pub place: String,
    pub id: String,
    pub revision: i64,
    pub action: &'static str,
    pub field: &'static str,
    pub value: Value,
}

pub struct Writer {
    http: Client,
    url: String,
    place: Place,
    rng: StdRng,
    /// Own tasks with their parents. The first two never move below another and take the rest.
    tasks: Vec<(String, Option<usize>)>,
    comments: Vec<String>,
    acks: Vec<Ack>,
}

/// What to ask for, and what the answer proves.
struct Request {
    method: Method,
    path: String,
    body: Value,
    collection: &'static str,
    action: &'static str,
    field: &'static str,
}

impl Writer {
    pub fn new(url: &str, place: &Place, seed: u64) -> Outcome<Self> {
        let rng = StdRng::seed_from_u64(seed);
        let (tasks, comments, acks) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { http: client()?, url: url.into(), place: place.clone(), rng, tasks, comments, acks })
    }

    /// Writes until the server is gone.
    pub async fn work(mut self) -> Outcome<Vec<Ack>> {
        loop {
            match self.step().await {
                Ok(()) => {}
                Err(error) if error.is::<Refused>() => return Err(error),
                Err(_) => return Ok(self.acks),
            }
        }
    }

    async fn step(&mut self) -> Outcome<()> {
        let words = format!("{:016x}", self.rng.random::<u64>());
        match self.rng.random_range(0..100) {
            _ if self.tasks.len() < 3 => self.create(None, &words).await,
            0..40 => {
                let parent = self.rng.random_range(0..3);
                self.create((parent < 2).then_some(parent), &words).await
            }
            40..60 => {
                let id = self.tasks[self.rng.random_range(0..self.tasks.len())].0.clone();
                let body = json!({"title": words});
                self.send("updated", "title", Method::PATCH, ("tasks", format!("tasks/{id}")), body).await.map(drop)
            }
            60..65 => {
                let path = format!("tasks/{}", self.place.contended);
                let body = json!({"description": words});
                self.send("updated", "description", Method::PATCH, ("tasks", path), body).await.map(drop)
            }
            65..80 => self.move_one().await,
            80..95 => {
                let task = self.tasks[self.rng.random_range(0..self.tasks.len())].0.clone();
                let body = json!({"task": task, "content": words});
                let path = ("comments", "comments".to_owned());
                let id = self.send("created", "content", Method::POST, path, body).await?;
                self.comments.push(id);
                Ok(())
            }
            _ => {
                let Some(id) = self.comments.last().cloned() else { return Ok(()) };
                let path = ("comments", format!("comments/{id}"));
                self.send("updated", "content", Method::PATCH, path, json!({"content": words})).await.map(drop)
            }
        }
    }

    async fn create(&mut self, parent: Option<usize>, title: &str) -> Outcome<()> {
        let parent_id = parent.map(|at| self.tasks[at].0.clone());
        let body = json!({"projectId": self.place.project, "parentId": parent_id, "title": title});
        let id = self.send("created", "title", Method::POST, ("tasks", "tasks".to_owned()), body).await?;
        self.tasks.push((id, parent));
        Ok(())
    }

    /// Moves a task between the two shelves, or the second shelf with all that is on it below the first.
    async fn move_one(&mut self) -> Outcome<()> {
        let at = self.rng.random_range(1..self.tasks.len());
        let (id, parent) = self.tasks[at].clone();
        let to = match (at, parent) {
            (1, None) => Some(0),
            (1, Some(_)) => None,
            (_, Some(0)) => Some(1),
            _ => Some(0),
        };
        let parent_id = to.map(|at| self.tasks[at].0.clone());
        let path = ("tasks", format!("tasks/{id}/move"));
        self.send("moved", "parentId", Method::POST, path, json!({"parentId": parent_id})).await?;
        self.tasks[at].1 = to;
        Ok(())
    }

    /// Sends a write and remembers its acknowledgement; answers the object's id.
    async fn send(
        &mut self,
        action: &'static str,
        field: &'static str,
        method: Method,
        (collection, path): (&'static str, String),
        body: Value,
    ) -> Outcome<String> {
        let request = Request { method, path, body, collection, action, field };
        let Request { method, path, body, .. } = &request;
        let answer = self.place.request(&self.http, &self.url, method.clone(), path, body).await?;
        let object = answer.get("task").filter(|inner| inner.is_object()).unwrap_or(&answer);
        let id = text(&object["id"])?;
        let revision = object["revision"].as_i64().ok_or("no revision")?;
        let value = request.body[request.field].clone();
        if object[request.field] != value {
            return Err(Refused(format!("{path}: acknowledged {} instead of {value}", object[request.field])).into());
        }
        let place = self.place.path.clone();
        let Request { collection, action, field, .. } = request;
        self.acks.push(Ack { collection, place, id: id.clone(), revision, action, field, value });
        Ok(id)
    }
}
