//! Where a list begins for a caller who sees little. Going through a whole organization in the order of the list
//! and dropping what the caller may not see reads a thousand rows for each that is shown; so a list begins at the
//! few projects that the caller sees, or at what is its own, and every row that is read counts. What is found is
//! the same, whichever way leads there.

use super::{List, Part};
use crate::ctx::Ctx;
use crate::entity::{Resource, Through};
use crate::error::Result;
use crate::list::sort::Key;
use crate::own;
use crate::policy::Permission;
use crate::sql::{Arg, Sql};
use crate::work::{Task, project};

/// So many projects are gone through one by one; beyond that most rows are shown anyway.
const FEW: usize = 64;
/// With so few beginnings it pays to begin there even if the request names a reference.
const VERY_FEW: usize = 8;

/// How the rows of a page are found.
#[derive(Debug)]
pub enum Plan {
    /// In the order of the list, each looked at.
    Scan,
    /// From several beginnings, each with an index in the order of the list.
    Merge(Vec<Way>),
    /// Unordered from indexes without the order of the list, unless they are too many.
    Gather(Vec<Way>),
}

/// One of several beginnings. Together they lead to what the caller sees, each row once.
#[derive(Debug, Clone)]
pub enum Way {
    /// Whatever the caller sees.
    All,
    /// What belongs to a project.
    Project(Vec<u8>),
    /// What is the caller's own by this column of `OWN`, behind the last one by `own::beside`, and not by an earlier one.
    Own(usize),
    /// What hangs on the caller's own tasks, in the same way.
    OfOwnTask(usize),
}

/// How far the caller sees.
#[derive(Debug)]
pub enum Reach {
    /// The rule of the entity decides row by row.
    Rule,
    /// Exactly these projects.
    Projects(Vec<Vec<u8>>),
    /// Its own objects, and in how many ways they may be.
    Own(usize),
    /// What hangs on its own tasks, in the same way.
    OwnTasks(usize),
}

/// What a request itself narrows the list to.
enum Named {
    Nothing,
    /// One value of a reference.
    Reference(&'static str),
    /// Objects that have an index of their own: words, or what is below a task.
    Objects,
}

impl Reach {
    /// Finds out how far the caller sees, for lists of `E`.
    pub async fn of<E: Resource>(cx: &Ctx) -> Result<Self> {
        let own_only = cx.permissions().has_own_only(E::READ);
        if own_only || !own::reaches::<E>(cx) || E::THROUGH == Through::Rule {
            return Ok(if own_only && !E::OWN.is_empty() { Self::Own(count_own::<E>(cx)) } else { Self::Rule });
        }
        if E::THROUGH == Through::Task && cx.permissions().has_own_only(Permission::TaskRead) {
            return Ok(Self::OwnTasks(count_own::<Task>(cx)));
        }
        Ok(project::few(cx)
            .await?
            .map_or(Self::Rule, |ids| Self::Projects(ids.into_iter().map(|id| id.as_bytes().to_vec()).collect())))
    }

    /// The ways that together lead to all that the caller sees, if it sees nothing but its own.
    pub fn own_ways<E: Resource>(&self) -> Option<Vec<Way>> {
        matches!(self, Self::Own(_) | Self::OwnTasks(_)).then(|| self.ways::<E>())
    }

    /// Narrows to what the caller sees, for statements in any order.
    pub fn narrow<E: Resource>(&self, cx: &Ctx, sql: &mut Sql) {
        match (self, E::THROUGH) {
            (Self::Projects(ids), Through::Project) => {
                let ids = sql.arg(Arg::Ids(ids.clone()));
                sql.and(&format!("t.project_id = ANY({ids})"));
            }
            (Self::Projects(ids), Through::Itself) => {
                let ids = sql.arg(Arg::Ids(ids.clone()));
                sql.and(&format!("t.id = ANY({ids})"));
            }
            (Self::Projects(ids), Through::Task) if ids.len() <= FEW => {
                let ids = sql.arg(Arg::Ids(ids.clone()));
                sql.and(&format!(
                    "t.task_id IN (SELECT o.id FROM tasks o WHERE o.organization_id = $1 AND o.project_id = ANY({ids}))"
                ));
            }
            _ => own::narrow::<E>(cx, sql),
        }
    }

    /// The same for a statement that goes through the table in the order of the list, and must not be led astray by
    /// an index of what it only looks at.
    pub fn narrow_in_order<E: Resource>(&self, cx: &Ctx, sql: &mut Sql) {
        match (self, E::THROUGH) {
            (Self::Projects(ids), Through::Project) => {
                let ids = sql.arg(Arg::Ids(ids.clone()));
                sql.and(&format!("(t.project_id = ANY({ids})) IS TRUE"));
            }
            _ => own::narrow::<E>(cx, sql),
        }
    }

    /// Where a page may begin, the first sort column deciding.
    fn ways<E: Resource>(&self) -> Vec<Way> {
        match self {
            Self::Projects(ids) if ids.len() > FEW => Vec::new(),
            Self::Projects(ids) if E::THROUGH == Through::Project && !ids.is_empty() => {
                ids.iter().cloned().map(Way::Project).collect()
            }
            Self::Projects(_) => vec![Way::All],
            Self::Own(count) => (0..*count).map(Way::Own).collect(),
            Self::OwnTasks(count) => (0..*count).map(Way::OfOwnTask).collect(),
            Self::Rule => Vec::new(),
        }
    }

    /// Chooses how to find a page.
    pub fn plan<E: Resource>(&self, list: &List) -> Plan {
        let by = match list.sort.first().map(|step| step.key) {
            Some(Key::Field(index)) => E::FIELDS[index].column,
            _ => "",
        };
        let ordered = |column: &'static str| E::ORDERED.contains(&(column, by));
        let ways = self.ways::<E>();
        // What is own by what stands beside is found by its ids, and sorted.
        let sorted = |way: &Way| way.is_beside::<E>() || way.column::<E>().is_some_and(ordered);
        let merges = !ways.is_empty() && ways.iter().all(sorted);
        match named::<E>(list) {
            Named::Objects => Plan::Scan,
            Named::Reference(_) if merges && ways.len() <= VERY_FEW => Plan::Merge(ways),
            Named::Reference(column) if ordered(column) => Plan::Scan,
            Named::Reference(_) => Plan::Gather(vec![Way::All]),
            Named::Nothing if merges => Plan::Merge(ways),
            Named::Nothing if ways.is_empty() => Plan::Scan,
            Named::Nothing if matches!(self, Self::Projects(_)) => Plan::Gather(vec![Way::All]),
            Named::Nothing => Plan::Gather(ways),
        }
    }
}

impl Way {
    /// The column of `t` that it goes by.
    fn column<E: Resource>(&self) -> Option<&'static str> {
        match self {
            Self::Project(_) => Some("project_id"),
            Self::Own(at) => E::OWN.get(*at).copied(),
            Self::All | Self::OfOwnTask(_) => None,
        }
    }

    /// Whether it goes by ids, without an order.
    pub fn is_beside<E: Resource>(&self) -> bool {
        matches!(self, Self::Own(at) if *at == E::OWN.len())
    }

    /// Narrows a statement to what this way leads to and the caller sees.
    pub fn narrow<E: Resource>(&self, cx: &Ctx, reach: &Reach, sql: &mut Sql) {
        match self {
            Self::All => reach.narrow::<E>(cx, sql),
            Self::Project(id) => {
                let id = sql.arg(Arg::Bytes(id.clone()));
                sql.and(&format!("t.project_id = {id}"));
            }
            Self::Own(at) => {
                E::visible(cx, sql);
                let own = first_own::<E>(cx, "t", *at, sql);
                sql.and(&own);
            }
            Self::OfOwnTask(at) => {
                own::narrow::<E>(cx, sql);
                let own = first_own::<Task>(cx, "o", *at, sql);
                sql.and(&format!("t.task_id IN (SELECT o.id FROM tasks o WHERE o.organization_id = $1 AND {own})"));
            }
        }
    }
}

/// In how many ways something may be one's own.
fn count_own<E: Resource>(cx: &Ctx) -> usize {
    E::OWN.len() + usize::from(!own::beside::<E>(cx).is_empty())
}

/// The caller's own by one of these ways, and by none before it.
fn first_own<E: Resource>(cx: &Ctx, alias: &str, at: usize, sql: &mut Sql) -> String {
    let me = sql.arg(cx.actor);
    let before = E::OWN.iter().take(at).map(|name| format!("{alias}.{name} IS DISTINCT FROM {me}"));
    let mut all: Vec<String> = before.collect();
    match E::OWN.get(at) {
        Some(name) => all.push(format!("{alias}.{name} = {me}")),
        None => all.extend(own::is_beside::<E>(cx, sql, alias)),
    }
    all.join(" AND ")
}

fn named<E: Resource>(list: &List) -> Named {
    let mut found = Named::Nothing;
    for part in &list.parts {
        match part {
            Part::Words(_) => return Named::Objects,
            Part::Extra(name, _) if name != "rootsOnly" => return Named::Objects,
            Part::Simple(simple) => {
                if let Some(index) = simple.equal() {
                    let field = &E::FIELDS[index];
                    match field.refers {
                        _ if field.name == "id" => return Named::Objects,
                        "" => {}
                        _ => found = Named::Reference(field.column),
                    }
                }
            }
            _ => {}
        }
    }
    found
}
