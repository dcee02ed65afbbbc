//! What must hold after every kill. The event log is the witness: the n-th event of an object is its n-th
//! revision, so that an acknowledged write is looked up by the revision in its answer.

use crate::Outcome;
use crate::database::Database;
use crate::writer::{Ack, Place, client};
use reqwest::Method;
use rusqlite::types::Value as Cell;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One entry of the log.
pub struct Event {
    organization: String,
    seq: i64,
    object: String,
    action: String,
    after: Map<String, Value>,
}

/// What the log says of every object, for the comparison with what the API answers.
pub struct Report {
    pub events: usize,
    objects: HashMap<String, Vec<Event>>,
}

/// Whole tables, and what must not be found in them.
const NEVER: [(&str, &str); 6] = [
    (
        "an event counter beside the log",
        "SELECT c.organization_id FROM counters c WHERE c.name = 'events' AND c.value <> \
         (SELECT COUNT(*) FROM events e WHERE e.organization_id = c.organization_id)",
    ),
    (
        "a task whose revision is not its number of events",
        "SELECT t.id, t.revision FROM tasks t WHERE t.revision <> \
         (SELECT COUNT(*) FROM events e WHERE e.organization_id = t.organization_id AND e.object_id = t.id)",
    ),
    (
        "a comment whose revision is not its number of events",
        "SELECT t.id, t.revision FROM comments t WHERE t.revision <> \
         (SELECT COUNT(*) FROM events e WHERE e.organization_id = t.organization_id AND e.object_id = t.id)",
    ),
    (
        "an event without its task",
        "SELECT e.organization_id, e.seq FROM events e WHERE e.model = 'Task' AND NOT EXISTS \
         (SELECT 1 FROM tasks t WHERE t.organization_id = e.organization_id AND t.id = e.object_id)",
    ),
    (
        "an event without its comment",
        "SELECT e.organization_id, e.seq FROM events e WHERE e.model = 'Comment' AND NOT EXISTS \
         (SELECT 1 FROM comments t WHERE t.organization_id = e.organization_id AND t.id = e.object_id)",
    ),
    (
        "a task key beyond its counter",
        "SELECT t.key, c.value FROM tasks t JOIN projects p ON p.organization_id = t.organization_id \
         AND p.id = t.project_id LEFT JOIN counters c ON c.organization_id = t.organization_id \
         AND c.name = 'task-key:' || p.key WHERE c.value IS NULL \
         OR CAST(substr(t.key, length(p.key) + 2) AS BIGINT) > c.value",
    ),
];

/// Checks the database by itself and against what was acknowledged; there are at most `most` events.
pub async fn everything(database: &Database, places: &[Place], acks: &[Ack], most: usize) -> Outcome<Report> {
    let complaints = database.complaints()?;
    if let Some(first) = complaints.first() {
        return Err(format!("{} complaints of the database, first {first:?}", complaints.len()).into());
    }
    let log = events(database).await?;
    sequences(&log, places.len())?;
    if log.len() > most {
        return Err(format!("{} events, but no more than {most} writes were sent", log.len()).into());
    }
    for (what, sql) in NEVER {
        let found = database.rows(sql).await?;
        if let Some(first) = found.first() {
            return Err(format!("{what}: {} times, first {first:?}", found.len()).into());
        }
    }
    paths(database).await?;
    let events = log.len();
    let mut objects: HashMap<String, Vec<Event>> = HashMap::new();
    for event in log {
        objects.entry(event.object.clone()).or_default().push(event);
    }
    acks.iter().try_for_each(|ack| acknowledged(ack, &objects))?;
    Ok(Report { events, objects })
}

/// The whole log, in order.
pub async fn events(database: &Database) -> Outcome<Vec<Event>> {
    let sql = "SELECT organization_id, seq, object_id, action, after FROM events ORDER BY organization_id, seq";
    let mut out = Vec::new();
    for row in database.rows(sql).await? {
        let [Cell::Blob(organization), Cell::Integer(seq), Cell::Blob(object), Cell::Text(action), after] = &row[..]
        else {
            return Err(format!("an event of a strange shape: {row:?}").into());
        };
        let after = if let Cell::Text(after) = after { serde_json::from_str(after)? } else { Map::new() };
        let (organization, object) = (hex(organization), hex(object));
        out.push(Event { organization, seq: *seq, object, action: action.clone(), after });
    }
    Ok(out)
}

/// 1, 2, 3 … in each organization.
fn sequences(log: &[Event], organizations: usize) -> Outcome<()> {
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    for event in log {
        let expected = last.entry(&event.organization).or_insert(0);
        *expected += 1;
        if event.seq != *expected {
            return Err(format!("{}: event {} where {expected} should stand", event.organization, event.seq).into());
        }
    }
    if last.len() == organizations { Ok(()) } else { Err("an organization without events".into()) }
}

fn acknowledged(ack: &Ack, objects: &HashMap<String, Vec<Event>>) -> Outcome<()> {
    let position = usize::try_from(ack.revision - 1)?;
    let event = objects.get(&ack.id).and_then(|events| events.get(position));
    let found = event.ok_or_else(|| format!("lost: {ack:?}"))?;
    let value = found.after.get(ack.field).unwrap_or(&Value::Null);
    if found.action == ack.action && *value == ack.value {
        return Ok(());
    }
    Err(format!("acknowledged {ack:?}, found {} with {value}", found.action).into())
}

/// The path of each task is its parent's and its own id.
async fn paths(database: &Database) -> Outcome<()> {
    let mut all = HashMap::new();
    for row in database.rows("SELECT id, parent_id, path FROM tasks").await? {
        let [Cell::Blob(id), parent, Cell::Blob(path)] = &row[..] else {
            return Err(format!("a task of a strange shape: {row:?}").into());
        };
        let parent = if let Cell::Blob(parent) = parent { Some(parent.clone()) } else { None };
        all.insert(id.clone(), (parent, path.clone()));
    }
    for (id, (parent, path)) in &all {
        let above = match parent {
            Some(parent) => &all.get(parent).ok_or("a parent is missing")?.1[..],
            None => &[],
        };
        if *path != [above, id].concat() {
            return Err(format!("the path of task {} does not lead to it", hex(id)).into());
        }
    }
    Ok(())
}

/// Asks the server for every object of these writes: it must be what its events add up to.
pub async fn answers(url: &str, places: &[Place], acks: &[Ack], report: &Report) -> Outcome<()> {
    let http = client()?;
    let touched: BTreeSet<_> = acks.iter().map(|ack| (ack.place.as_str(), ack.collection, ack.id.as_str())).collect();
    for (place, collection, id) in touched {
        let place = places.iter().find(|p| p.path == place).ok_or("an unknown place")?;
        let object = place.request(&http, url, Method::GET, &format!("{collection}/{id}"), &Value::Null).await?;
        let events = report.objects.get(id).map(Vec::as_slice).unwrap_or_default();
        let mut sum = Map::new();
        events.iter().for_each(|event| sum.extend(event.after.clone()));
        for field in ["title", "description", "parentId", "projectId", "status", "key", "rank", "content", "task"] {
            if let Some(value) = sum.get(field).filter(|value| object[field] != **value) {
                return Err(format!("{collection}/{id}: {field} is {}, its events say {value}", object[field]).into());
            }
        }
        if object["revision"] != events.len() {
            return Err(format!("{collection}/{id}: {} after {} events", object["revision"], events.len()).into());
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
