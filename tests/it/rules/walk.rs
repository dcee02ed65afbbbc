//! The operations of the OpenAPI document, and how a request for one of them is put together.

use super::recipe::{self, Body, Ids};
use guildhall_tests::{Answer, Person, World, text};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One operation of the document.
pub struct Operation {
    pub id: String,
    pub method: Method,
    pub path: String,
    /// Its query parameters.
    pub query: Vec<String>,
    /// References that `populate` may name.
    pub populate: String,
    /// Fields that a list can be sorted by.
    pub sort: String,
    /// The schema of its body; null without one.
    pub schema: Value,
    /// The fields of its body that name something else.
    pub references: Vec<Reference>,
}

/// A field that names another object.
pub struct Reference {
    /// Like `parentId` or `assignments.userId`.
    pub name: String,
    many: bool,
}

impl Reference {
    /// The field of the body.
    pub fn field(&self) -> &str {
        self.name.split('.').next().unwrap()
    }

    /// Its value when it leads to this id.
    pub fn to(&self, id: &str) -> Value {
        let one = match self.name.split_once('.') {
            Some(("customFields", inner)) => json!({inner: id, "value": 1}),
            Some((_, inner)) => json!({inner: id}),
            None => json!(id),
        };
        if self.many { json!([one]) } else { one }
    }
}

fn resolved<'d>(doc: &'d Value, schema: &'d Value) -> &'d Value {
    match schema["$ref"].as_str() {
        Some(at) => doc.pointer(&at[1..]).unwrap_or(schema),
        None => schema,
    }
}

/// The schema beside null.
fn present(schema: &Value) -> &Value {
    let mut choices = schema["oneOf"].as_array().into_iter().flatten();
    choices.find(|one| one["type"] != "null").unwrap_or(schema)
}

fn names_something(name: &str, schema: &Value) -> bool {
    let looks = name.ends_with("Id") || name.ends_with("Ids") || matches!(name, "before" | "after" | "task" | "user");
    schema.get("pattern").is_some() || looks
}

fn references(schema: &Value) -> Vec<Reference> {
    let mut out = Vec::new();
    for (name, schema) in schema["properties"].as_object().into_iter().flatten().filter(|(name, _)| *name != "id") {
        let schema = present(schema);
        let many = schema["type"] == "array";
        let one = if many { present(&schema["items"]) } else { schema };
        if names_something(name, one) {
            out.push(Reference { name: name.clone(), many });
        }
        let inner = one["properties"].as_object().into_iter().flatten();
        for (inner, _) in inner.filter(|(inner, schema)| *inner != "id" && names_something(inner, present(schema))) {
            out.push(Reference { name: format!("{name}.{inner}"), many });
        }
    }
    out
}

fn operation(doc: &Value, path: &str, method: &str, of: &Value) -> Operation {
    let parameters = of["parameters"].as_array().cloned().unwrap_or_default();
    let query = parameters.iter().filter(|p| p["in"] == "query");
    // The names stand at the end of the description.
    let names = |parameter: &str| {
        let help = query.clone().find(|p| p["name"] == parameter).and_then(|p| p["description"].as_str());
        help.and_then(|help| Some(help.split_once(": ")?.1.trim_end_matches('.').replace(", ", ",")))
            .unwrap_or_default()
    };
    let body = of["requestBody"]["content"].as_object().and_then(|kinds| kinds.values().next());
    let schema = body.map(|body| resolved(doc, &body["schema"]).clone()).unwrap_or_default();
    Operation {
        id: text(&of["operationId"]),
        method: method.to_uppercase().parse().unwrap(),
        path: path.to_owned(),
        query: query.clone().map(|p| text(&p["name"])).collect(),
        populate: names("populate"),
        sort: names("sort"),
        references: references(&schema),
        schema,
    }
}

/// Every operation that the server says it has.
pub async fn operations(world: &World) -> Vec<Operation> {
    let doc: Value = world.request(Method::GET, "/api/v1/openapi.json").send().await.unwrap().json().await.unwrap();
    let mut out = Vec::new();
    for (path, item) in doc["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "patch", "delete"] {
            if let Some(of) = item.get(method) {
                out.push(operation(&doc, path, method, of));
            }
        }
    }
    out
}

impl Operation {
    pub fn reads(&self) -> bool {
        self.method == Method::GET
    }

    pub fn lists(&self) -> bool {
        self.reads() && self.query.iter().any(|name| name == "limit")
    }

    /// Is about one organization.
    pub fn in_organization(&self) -> bool {
        self.path.contains("{organizationId}")
    }

    /// Can be tried without a trace.
    pub fn rehearses(&self) -> bool {
        self.query.iter().any(|name| name == "dryRun")
    }

    /// The path with these ids; `trash` where what is in the trash is meant.
    pub fn at(&self, organization: &str, ids: &Ids, trash: bool) -> String {
        let mut collection = "";
        let parts = self.path.split('/').map(|part| {
            let slot = match part {
                "{organizationId}" => return organization,
                "{id}" if matches!(&*self.id, "expense_withdraw" | "expense_decide") => "submitted",
                "{id}" if self.id == "expense_price" => "unpriced",
                "{id}" => collection,
                "{taskId}" => "tasks3",
                "{userId}" => "members",
                "{itemId}" => "items",
                "{n}" => return "1",
                "{token}" => "secret",
                "{seq}" => "seq",
                "{batchId}" => "batches",
                "{baselineId}" => "baselines",
                part if part.starts_with('{') => panic!("{}: say in walk.rs what {part} is", self.id),
                part => {
                    collection = part;
                    return part;
                }
            };
            ids.of(slot, trash)
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// Means what lies in the trash.
    pub fn wants_trash(&self) -> bool {
        self.path.ends_with("/restore")
    }

    /// A body that is right, with these ids.
    pub fn body(&self, ids: &Ids) -> Body {
        if self.reads() { Body::None } else { recipe::body(&self.id, ids) }
    }

    /// The same body with a reference that leads to `id`.
    pub fn body_with(&self, ids: &Ids, reference: &Reference, id: &str) -> Body {
        let (field, value) = (reference.field(), reference.to(id));
        match self.body(ids) {
            Body::None => Body::Json(json!({field: value})),
            Body::Json(mut body) => {
                body[field] = value;
                Body::Json(body)
            }
            Body::Form(mut parts) => {
                // Texts come before the file.
                parts.retain(|(name, _)| name != field);
                parts.insert(0, (field.to_owned(), text(&value)));
                Body::Form(parts)
            }
        }
    }

    /// The ids that a reference of this operation leads to.
    pub fn target<'i>(&self, reference: &Reference, ids: &'i Ids) -> &'i str {
        ids.of(recipe::slot(&self.id, &reference.name), false)
    }
}

/// Adds a body to a request.
pub fn with(request: RequestBuilder, body: Body) -> RequestBuilder {
    match body {
        Body::None => request,
        Body::Json(value) => request.json(&value),
        Body::Form(parts) => {
            let form = parts.into_iter().fold(reqwest::multipart::Form::new(), |form, (name, text)| {
                let part = reqwest::multipart::Part::text(text);
                let part = if name == "file" { part.file_name("board.json") } else { part };
                form.part(name, part)
            });
            request.multipart(form)
        }
    }
}

/// Sends a request as somebody.
pub async fn send(who: &Person<'_>, method: &Method, path: &str, body: Body) -> Answer {
    who.send(with(who.request(method.clone(), path), body)).await
}

/// How many operations and attempts there were, and what leaked.
#[derive(Default)]
pub struct Tally {
    pub operations: usize,
    pub attempts: usize,
    pub leaks: Vec<String>,
    /// Attempts by the way they took.
    pub ways: BTreeMap<&'static str, usize>,
    way: &'static str,
}

impl Tally {
    /// Says which way the next attempts take.
    pub fn trying(&mut self, way: &'static str) {
        self.way = way;
    }

    /// Counts an attempt; `fine` says whether the answer is what it should be.
    pub fn count(&mut self, who: &str, did: &str, answer: &Answer, fine: bool) {
        self.attempts += 1;
        *self.ways.entry(self.way).or_default() += 1;
        if !fine {
            self.leaks.push(format!("{who}: {did} → {} {}", answer.status, shorten(&answer.body.to_string())));
        }
    }

    /// Counts an attempt past the API.
    pub fn tried(&mut self, did: &str, came: &str, fine: bool) {
        self.attempts += 1;
        if !fine {
            self.leaks.push(format!("{did} → {}", shorten(came)));
        }
    }

    /// Prints the figures and fails if anything leaked.
    pub fn settle(self, what: &str) {
        let Self { operations, attempts, leaks, ways, .. } = self;
        let ways: Vec<String> =
            ways.iter().filter(|(way, _)| !way.is_empty()).map(|(way, count)| format!("{way} {count}")).collect();
        if !ways.is_empty() {
            println!("{what}: {}", ways.join(", "));
        }
        println!("{what}: {operations} operations, {attempts} attempts, {} leaks", leaks.len());
        assert!(leaks.is_empty(), "{leaks:#?}");
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(300).collect()
}
