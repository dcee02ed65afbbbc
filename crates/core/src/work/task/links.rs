//! Links between tasks. `dependsOn` and `dependencies` are two forms of the same thing. A link makes no
//! cycle, neither through other links nor through parents: a link to a summary binds all below it, and a
//! task inherits the links of those above it. Checked under the organization's lock, so that two requests
//! cannot close a circle together.

use super::Task;
use crate::ctx::Ctx;
use crate::entity::Given;
use crate::error::{Error, Result};
use crate::field::{FieldType, Kind, Refused, id_schema};
use crate::policy::Permission;
use crate::sql::{Arg, Sql};
use crate::time::Timestamp;
use guildhall_schedule::Lag;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};
use utoipa::openapi::schema::{ObjectBuilder, Schema};

/// A task that comes before, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Dependency {
    pub task_id: Id<Task>,
    /// FS, SS, FF or SF.
    #[serde(rename = "type", default = "finish_to_start")]
    pub kind: String,
    /// Waiting time, negative for lead: `"2d"`, `"-4h"`, `"1ed"`, `"50%"`.
    #[serde(default = "no_lag")]
    pub lag: String,
    /// Since when; links are read in this order.
    #[serde(skip)]
    pub(super) since: Option<Timestamp>,
}

/// How long it has been there makes no other link of it.
impl PartialEq for Dependency {
    fn eq(&self, other: &Self) -> bool {
        (self.task_id, &self.kind, &self.lag) == (other.task_id, &other.kind, &other.lag)
    }
}

impl Eq for Dependency {}

impl Dependency {
    /// A link that is yet to be made.
    pub fn new(task_id: Id<Task>, kind: impl Into<String>, lag: impl Into<String>) -> Self {
        Self { task_id, kind: kind.into(), lag: lag.into(), since: None }
    }

    /// The same, made at a time.
    #[must_use]
    pub(super) fn since(self, at: Timestamp) -> Self {
        Self { since: Some(at), ..self }
    }
}

const KINDS: [&str; 4] = ["FS", "SS", "FF", "SF"];

fn finish_to_start() -> String {
    "FS".into()
}

fn no_lag() -> String {
    Lag::ZERO.to_string()
}

/// Checks the type and brings the lag to its canonical text.
pub fn check(kind: &str, lag: &str) -> std::result::Result<String, Refused> {
    if !KINDS.contains(&kind) {
        return Err(Refused { code: "one_of", detail: format!("type is one of {}", KINDS.join(", ")) });
    }
    let lag: Lag = lag.parse().map_err(|e: guildhall_schedule::LagError| Refused::format(e.to_string()))?;
    Ok(lag.to_string())
}

impl FieldType for Dependency {
    const KIND: Kind = Kind::Document;
    fn parse(value: &Json) -> std::result::Result<Self, Refused> {
        let mut link: Self = crate::field::object(value)?;
        link.lag = check(&link.kind, &link.lag)?;
        Ok(link)
    }
    fn schema() -> Schema {
        let object = ObjectBuilder::new()
            .property("taskId", id_schema())
            .property("type", super::dates::choice(&KINDS))
            .property("lag", super::dates::text());
        Schema::Object(object.required("taskId").build())
    }
}

/// A link as it is read: whether the caller sees its predecessor.
#[derive(Debug, Clone)]
pub struct Seen {
    link: Dependency,
    visible: bool,
}

impl Seen {
    /// A link that was read.
    pub fn new(link: Dependency, visible: bool) -> Self {
        Self { link, visible }
    }
}

/// The links of the tasks that `these` names, as a part of the statement that reads a page's sides; a
/// predecessor in the trash counts for nothing.
pub fn select(cx: &Ctx, sql: &mut Sql, kind: i64, these: &str) -> String {
    let mut rules: Vec<String> = crate::own::condition::<Task>(cx, sql, "k").into_iter().collect();
    if !cx.permits(Permission::ProjectReadAll) {
        sql.join("JOIN projects p ON p.organization_id = k.organization_id AND p.id = k.project_id");
        rules.push(crate::work::project::seen(cx, sql));
    }
    let seen = match rules.as_slice() {
        [] => "1".to_owned(),
        rules => format!("CASE WHEN {} THEN 1 ELSE 0 END", rules.join(" AND ")),
    };
    let (joins, _) = sql.parts();
    format!(
        "SELECT {kind}, l.task_id, l.predecessor_id, {seen}, l.created_at, l.type, l.lag FROM task_links l \
         JOIN tasks k ON k.organization_id = l.organization_id AND k.id = l.predecessor_id AND k.deleted_at IS NULL{joins} \
         WHERE l.organization_id = $1 AND l.task_id {these}"
    )
}

/// Shows the links on a task: those that the caller sees by name, the others by their number.
pub fn show(task: &mut Task, links: Vec<Seen>) {
    task.hidden_dependencies = i64::try_from(links.iter().filter(|l| !l.visible).count()).unwrap_or(0);
    task.dependencies = links.into_iter().filter(|l| l.visible).map(|l| l.link).collect();
    task.depends_on = task.dependencies.iter().map(|l| l.task_id).collect();
}

/// Brings both forms of a request together and checks that every new predecessor is there and seen.
pub async fn complete(task: &mut Task, old: Option<&Task>, cx: &Ctx, given: &Given) -> Result<()> {
    let (plain, full) = (given.has(Task::DEPENDS_ON), given.has(Task::DEPENDENCIES));
    if !plain && !full {
        return Ok(());
    }
    if plain && full {
        let detail = "dependsOn and dependencies are two forms of the same links; give one of them";
        return Err(Error::invalid("dependsOn", "disagrees", detail));
    }
    let before: &[Dependency] = old.map(|o| o.dependencies.as_slice()).unwrap_or_default();
    if plain {
        let kept = |id: &Id<Task>| before.iter().find(|l| l.task_id == *id).cloned();
        let fresh = |id: &Id<Task>| Dependency::new(*id, finish_to_start(), no_lag());
        task.dependencies = task.depends_on.iter().map(|id| kept(id).unwrap_or_else(|| fresh(id))).collect();
    }
    for link in &mut task.dependencies {
        link.since = before.iter().find(|known| known.task_id == link.task_id).and_then(|known| known.since);
    }
    put_in_order(task, cx.now);
    let name = if plain { "dependsOn" } else { "dependencies" };
    let mut once = task.depends_on.clone();
    once.sort_unstable();
    once.dedup();
    if once.len() != task.depends_on.len() {
        return Err(Error::invalid(name, "duplicate", "a task stands twice"));
    }
    let fresh = once.iter().filter(|id| !before.iter().any(|l| l.task_id == **id));
    let fresh: Vec<Vec<u8>> = fresh.map(|id| id.as_bytes().to_vec()).collect();
    let wanted = fresh.len();
    if wanted > 0 && crate::list::by_ids::<Task>(cx, fresh).await?.len() != wanted {
        return Err(Error::no_such(name, "task"));
    }
    Ok(())
}

/// Puts the links in the order in which they are read: a changed one keeps its place, and new ones come last.
pub(super) fn put_in_order(task: &mut Task, now: Timestamp) {
    task.dependencies.sort_by_key(|link| (link.since.unwrap_or(now), link.task_id));
    task.depends_on = task.dependencies.iter().map(|link| link.task_id).collect();
}

/// Writes the links as the difference to what was there; refuses a cycle.
pub async fn store(task: &Task, old: Option<&Task>, cx: &Ctx) -> Result<()> {
    let before: &[Dependency] = old.map(|o| o.dependencies.as_slice()).unwrap_or_default();
    if before == task.dependencies {
        return Ok(());
    }
    crate::org::organization::lock(cx).await?;
    let stays = |links: &[Dependency], one: &Dependency| links.iter().any(|link| link.task_id == one.task_id);
    for gone in before.iter().filter(|link| !stays(&task.dependencies, link)) {
        let sql = "DELETE FROM task_links WHERE organization_id = $1 AND task_id = $2 AND predecessor_id = $3";
        cx.tx.execute(sql, &[&task.id, &gone.task_id]).await?;
    }
    for link in task.dependencies.iter().filter(|link| !before.contains(link)) {
        if stays(before, link) {
            let sql = "UPDATE task_links SET type = $4, lag = $5 \
                WHERE organization_id = $1 AND task_id = $2 AND predecessor_id = $3";
            cx.tx.execute(sql, &[&task.id, &link.task_id, &link.kind, &link.lag]).await?;
            continue;
        }
        let sql = "INSERT INTO task_links (organization_id, task_id, predecessor_id, type, lag, created_at) \
            VALUES ($1, $2, $3, $4, $5, $6)";
        cx.tx.execute(sql, &[&task.id, &link.task_id, &link.kind, &link.lag, &link.since.unwrap_or(cx.now)]).await?;
        refuse_cycle(cx, link.task_id, task.id).await?;
    }
    Ok(())
}

/// Refuses the link `from → to` if `to` already comes before `from`; names the way round.
pub async fn refuse_cycle(cx: &Ctx, from: Id<Task>, to: Id<Task>) -> Result<()> {
    let ends = nodes(cx, &[from, to]).await?;
    let (Some(a), Some(b)) = (ends.get(&from), ends.get(&to)) else { return Err(Error::NotFound) };
    if a.path.starts_with(&b.path) || b.path.starts_with(&a.path) {
        let detail = if from == to {
            format!("{} cannot depend on itself", a.key)
        } else {
            format!("{} and {} are part of each other, so neither can wait for the other", a.key, b.key)
        };
        return Err(Error::conflict("cycle", detail));
    }
    if !is_waited_for(cx, to, &b.path).await? {
        return Ok(());
    }
    let target = b.path.clone();
    let mut came_from: HashMap<Id<Task>, Id<Task>> = HashMap::new();
    let mut seen = ends;
    let mut frontier = vec![from];
    while !frontier.is_empty() {
        let mut next = Vec::new();
        for (task, before) in drivers(cx, &frontier, &seen).await? {
            if task != before && !came_from.contains_key(&before) && before != from {
                came_from.insert(before, task);
                next.push(before);
            }
        }
        let fresh: Vec<Id<Task>> = next.iter().filter(|id| !seen.contains_key(id)).copied().collect();
        seen.extend(nodes(cx, &fresh).await?);
        let hit = next.iter().find(|id| seen.get(id).is_some_and(|n| n.path.starts_with(&target)));
        if let Some(hit) = hit {
            let way = way_round(*hit, to, from, &came_from);
            return Err(named_cycle(cx, &way, &seen).await?);
        }
        frontier = next;
    }
    Ok(())
}

/// Refuses links that are stored already if they close a circle: all of them in one search, which reads each task
/// that they wait for once.
pub async fn refuse_cycles(cx: &Ctx, links: &[(Id<Task>, Id<Task>)]) -> Result<()> {
    let ends: Vec<Id<Task>> = links.iter().flat_map(|(from, to)| [*from, *to]).collect();
    let mut seen = nodes(cx, &ends).await?;
    for (from, to) in links {
        let (Some(a), Some(b)) = (seen.get(from), seen.get(to)) else { continue };
        if a.path.starts_with(&b.path) || b.path.starts_with(&a.path) {
            let detail = format!("{} and {} are part of each other, so neither can wait for the other", a.key, b.key);
            return Err(Error::conflict("cycle", detail));
        }
    }
    let mut waits: HashMap<Id<Task>, Vec<Id<Task>>> = HashMap::new();
    let mut frontier: Vec<Id<Task>> = seen.keys().copied().collect();
    while !frontier.is_empty() {
        let edges = drivers(cx, &frontier, &seen).await?;
        let mut fresh: Vec<Id<Task>> =
            edges.iter().map(|(_, before)| *before).filter(|id| !seen.contains_key(id)).collect();
        fresh.sort_unstable();
        fresh.dedup();
        edges.into_iter().for_each(|(task, before)| waits.entry(task).or_default().push(before));
        seen.extend(nodes(cx, &fresh).await?);
        frontier = fresh;
    }
    match circle(&waits) {
        Some(way) => Err(named_cycle(cx, &way, &seen).await?),
        None => Ok(()),
    }
}

/// A circle among tasks and what they wait for, from a task round to itself.
fn circle(waits: &HashMap<Id<Task>, Vec<Id<Task>>>) -> Option<Vec<Id<Task>>> {
    let mut done: HashSet<Id<Task>> = HashSet::new();
    for start in waits.keys() {
        // The way down to here, and for each task on it how many of its predecessors were looked at.
        let mut way: Vec<(Id<Task>, usize)> = vec![(*start, 0)];
        let mut on_way: HashSet<Id<Task>> = HashSet::from([*start]);
        while let Some((task, looked)) = way.last_mut() {
            let (task, next) = (*task, waits.get(task).and_then(|before| before.get(*looked)).copied());
            *looked += 1;
            match next {
                Some(next) if on_way.contains(&next) => {
                    let mut names: Vec<Id<Task>> = way.iter().map(|(id, _)| *id).collect();
                    names.drain(..names.iter().position(|id| *id == next).unwrap_or(0));
                    names.push(next);
                    names.reverse();
                    return Some(names);
                }
                Some(next) if !done.contains(&next) => {
                    on_way.insert(next);
                    way.push((next, 0));
                }
                Some(_) => {}
                None => {
                    done.insert(task);
                    on_way.remove(&task);
                    way.pop();
                }
            }
        }
    }
    None
}

/// Whether anything waits for a task, something below it or what it is a part of: without that it closes no
/// circle. A chain that grows at its end is then not walked back again with each new task.
async fn is_waited_for(cx: &Ctx, task: Id<Task>, path: &[u8]) -> Result<bool> {
    let mut whole = super::tree::ancestors(path);
    whole.push(task);
    let mut sql = Sql::default();
    let whole = sql.arg(Arg::Ids(whole.iter().map(|id| id.as_bytes().to_vec()).collect()));
    let under = super::visible::under(&mut sql, "k.path", path);
    let text = format!(
        "SELECT l.task_id FROM task_links l WHERE l.organization_id = $1 AND l.predecessor_id = ANY({whole}) UNION ALL \
         SELECT l.task_id FROM tasks k JOIN task_links l ON l.organization_id = k.organization_id \
         AND l.predecessor_id = k.id WHERE k.organization_id = $1 AND {under} LIMIT 1"
    );
    Ok(cx.tx.row::<(Id<Task>,)>(&text, &sql.args()).await?.is_some())
}

struct Node {
    key: String,
    path: Vec<u8>,
}

async fn nodes(cx: &Ctx, ids: &[Id<Task>]) -> Result<HashMap<Id<Task>, Node>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = "SELECT id, key, path FROM tasks WHERE organization_id = $1 AND id = ANY($2)";
    let rows: Vec<(Id<Task>, String, Vec<u8>)> = cx.tx.rows(sql, &[&ids.to_vec()]).await?;
    Ok(rows.into_iter().map(|(id, key, path)| (id, Node { key, path })).collect())
}

/// What each task of the frontier waits for: the predecessors of itself and of all above it, and the parts
/// of a predecessor that is a summary.
async fn drivers(cx: &Ctx, frontier: &[Id<Task>], seen: &HashMap<Id<Task>, Node>) -> Result<Vec<(Id<Task>, Id<Task>)>> {
    let mut under: HashMap<Id<Task>, Vec<Id<Task>>> = HashMap::new();
    for task in frontier {
        let path = seen.get(task).map(|n| n.path.as_slice()).unwrap_or_default();
        for above in super::tree::ancestors(path).into_iter().chain([*task]) {
            under.entry(above).or_default().push(*task);
        }
    }
    let bound: Vec<Id<Task>> = under.keys().copied().collect();
    let sql = "SELECT task_id, predecessor_id FROM task_links WHERE organization_id = $1 AND task_id = ANY($2)";
    let links: Vec<(Id<Task>, Id<Task>)> = cx.tx.rows(sql, &[&bound]).await?;
    let sql =
        "SELECT parent_id, id FROM tasks WHERE organization_id = $1 AND parent_id = ANY($2) AND deleted_at IS NULL";
    let parts: Vec<(Id<Task>, Id<Task>)> = cx.tx.rows(sql, &[&frontier.to_vec()]).await?;
    let of_links = links.into_iter().flat_map(|(bound, before)| {
        under.get(&bound).into_iter().flatten().map(move |task| (*task, before)).collect::<Vec<_>>()
    });
    Ok(of_links.chain(parts).collect())
}

fn way_round(hit: Id<Task>, to: Id<Task>, from: Id<Task>, came_from: &HashMap<Id<Task>, Id<Task>>) -> Vec<Id<Task>> {
    let mut way = vec![to];
    let mut at = hit;
    while at != from && way.len() < 12 {
        if at != to {
            way.push(at);
        }
        match came_from.get(&at) {
            Some(next) => at = *next,
            None => break,
        }
    }
    way.extend([from, to]);
    way
}

/// Names the circle; a task that the caller may not see stands in it without its name.
async fn named_cycle(cx: &Ctx, way: &[Id<Task>], seen: &HashMap<Id<Task>, Node>) -> Result<Error> {
    let ids = way.iter().map(|id| id.as_bytes().to_vec()).collect();
    let mut sql = Sql::default();
    let ids = sql.arg(Arg::Ids(ids));
    crate::own::narrow::<Task>(cx, &mut sql);
    let (joins, conditions) = sql.parts();
    let text = format!(
        "SELECT t.id, t.deleted_at FROM tasks t{joins} WHERE t.organization_id = $1 AND t.id = ANY({ids}){conditions}"
    );
    let visible: Vec<(Id<Task>, Option<i64>)> = cx.tx.rows(&text, &sql.args()).await?;
    let visible: HashMap<Id<Task>, Option<i64>> = visible.into_iter().collect();
    let name = |id: &Id<Task>| match (seen.get(id), visible.get(id)) {
        (Some(node), Some(None)) => node.key.clone(),
        (Some(node), Some(Some(_))) => format!("{} (in the trash)", node.key),
        _ => "a task that you cannot see".to_owned(),
    };
    let names: Vec<String> = way.iter().map(name).collect();
    Ok(Error::conflict("cycle", format!("this would make a circle: {}", names.join(" → "))))
}
