//! The harness of the tests: a whole server on a fresh database, and people who talk to it over HTTP.
//! `both!` runs one body on SQLite and, where a server is named, on PostgreSQL.

use guildhall_connectors::Objects;
use guildhall_core::connect::{KeyRing, Outside, Vault};
use guildhall_core::{App, MIGRATIONS};
use guildhall_server::state::{AppState, Config};
use guildhall_store::Target;
use guildhall_store::testing::TestDb;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Defines a test on each database: `both!(name, |world| async move { … });`
#[macro_export]
macro_rules! both {
    ($name:ident, $body:expr) => {
        mod $name {
            #[allow(unused_imports, reason = "the body stands in a module of its own")]
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let body = $body;
                body($crate::World::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(world) = $crate::World::postgres().await {
                    let body = $body;
                    body(world).await;
                }
            }
        }
    };
}

/// A running server with its database.
pub struct World {
    pub url: String,
    pub http: reqwest::Client,
    pub app: App,
    pub objects: Objects,
    people: AtomicU32,
    _server: Server,
    db: TestDb,
    folder: tempfile::TempDir,
}

/// Stops with the test.
struct Server(tokio::task::JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl World {
    /// A server on a new SQLite file.
    pub async fn sqlite() -> Self {
        Self::on(TestDb::sqlite(MIGRATIONS).await, Config::default()).await
    }

    /// A server on a new PostgreSQL database, if there is a PostgreSQL.
    pub async fn postgres() -> Option<Self> {
        Some(Self::on(TestDb::postgres(MIGRATIONS).await?, Config::default()).await)
    }

    /// A server on this database.
    pub async fn on(db: TestDb, config: Config) -> Self {
        let folder = tempfile::tempdir().expect("a folder for files");
        let objects = Objects::folder(folder.path()).expect("a folder for files");
        Self::with(db, config, objects, folder).await
    }

    /// A server that keeps files in this object store.
    pub async fn with(db: TestDb, config: Config, objects: Objects, folder: tempfile::TempDir) -> Self {
        // What went wrong inside stands in the log of the failing test.
        let logs =
            tracing_subscriber::fmt().with_test_writer().with_max_level(tracing_subscriber::filter::LevelFilter::WARN);
        let _ = logs.try_init();
        let outside = Outside { vault: Vault::of(KeyRing::generate()), ..Outside::default() };
        let app = App::new((*db).clone()).with_outside(outside);
        let state = AppState { app: app.clone(), objects: objects.clone(), config: Arc::new(config) };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let service = guildhall_server::router::router(state).into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, service).await;
        });
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { url, http, app, objects, people: AtomicU32::new(0), _server: Server(server), db, folder }
    }

    /// Where the database is, to look at it past the product.
    pub fn target(&self) -> &Target {
        self.db.target()
    }

    /// Where files are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A request as nobody.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// A new person with an organization of its own.
    pub async fn founder(&self, name: &str) -> Person<'_> {
        let number = self.people.fetch_add(1, Ordering::Relaxed);
        let email = format!("{}{number}@example.com", name.to_lowercase().replace(' ', "."));
        let body =
            json!({"name": name, "email": email, "password": PASSWORD, "organizationName": format!("{name} & Co")});
        let answer = self.request(Method::POST, "/api/v1/auth/register").json(&body).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::CREATED, "{}", answer.text().await.unwrap_or_default());
        let answer: Value = answer.json().await.expect("JSON");
        Person {
            world: self,
            name: name.into(),
            email,
            token: text(&answer["token"]),
            id: text(&answer["user"]["id"]),
            organization: text(&answer["organization"]["id"]),
        }
    }
}

/// The password of everybody in the tests.
pub const PASSWORD: &str = "correct horse battery";

/// Somebody signed in, and the organization they talk about.
pub struct Person<'w> {
    pub world: &'w World,
    pub name: String,
    pub email: String,
    pub token: String,
    pub id: String,
    pub organization: String,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answer {
    /// Requires a status and hands the body on.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{:#}", self.body);
        self.body
    }

    /// Requires a status and the stable code of the problem.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{:#}", self.body);
        self.body
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
    }
}

impl Person<'_> {
    /// A request to a path below the organization (or to an absolute `/api/…` path).
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let path = if path.starts_with("/api/") {
            path.to_owned()
        } else {
            format!("/api/v1/organizations/{}{}{path}", self.organization, if path.is_empty() { "" } else { "/" })
        };
        self.world.request(method, &path).bearer_auth(&self.token)
    }

    /// Sends a prepared request and reads the answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let answer = request.send().await.expect("an answer");
        let url = answer.url().to_string();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await.expect("a whole body");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        assert_ne!(status, 500, "{url} {body:#}");
        Answer { status, headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// Sends a form whose last part is a file.
    pub async fn upload(&self, path: &str, texts: &[(&str, &str)], name: &str, bytes: impl Into<Vec<u8>>) -> Answer {
        let texts = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let form = texts.fold(Form::new(), |form, (name, text)| form.text(name, text));
        let file = Part::bytes(bytes.into()).file_name(name.to_owned());
        self.send(self.request(Method::POST, path).multipart(form.part("file", file))).await
    }

    /// Makes something and returns its id.
    pub async fn make(&self, path: &str, body: Value) -> String {
        text(&self.post(path, body).await.expect(201)["id"])
    }

    /// A new project; its id.
    pub async fn project(&self, name: &str) -> String {
        self.make("projects", json!({"name": name})).await
    }

    /// A new task; its id.
    pub async fn task(&self, project: &str, title: &str) -> String {
        self.make("tasks", json!({"projectId": project, "title": title})).await
    }

    /// Everything in a collection, page by page.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut out = Vec::new();
        let mut cursor = String::new();
        let sign = if path.contains('?') { '&' } else { '?' };
        loop {
            let page = self.get(&format!("{path}{sign}limit=200{cursor}")).await.expect(200);
            out.extend(page["data"].as_array().cloned().unwrap_or_default());
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return out,
            }
        }
    }

    /// Brings another person into this organization with a role.
    pub async fn invite(&self, name: &str, role: &str) -> Person<'_> {
        let mut person = self.world.founder(name).await;
        let invitation = self.post("invitations", json!({"email": person.email, "role": role})).await.expect(201);
        let path = format!("/api/v1/invitations/{}/accept", text(&invitation["token"]));
        person.send(person.request(Method::POST, &path)).await.expect(200);
        person.organization = self.organization.clone();
        person
    }
}

/// A JSON string's text.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("expected a string, got {value}")).to_owned()
}
