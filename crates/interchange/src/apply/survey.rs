//! What the organization has already, as far as a plan touches it: read on one snapshot before anything is
//! decided. Everything is fetched in a fixed number of queries, whatever the size of the plan.

use super::Options;
use super::refs::{self, Refs};
use crate::model::{ImportPlan, PlannedTask};
use guildhall_core::entity::{Entity, Resource};
use guildhall_core::org::{Member, User, organization};
use guildhall_core::policy::Permission;
use guildhall_core::work::{Baseline, Calendar, Checklist, Comment, Label, Project, Task, calendar};
use guildhall_core::{AnyId, Ctx, Error, Result, crud, list};
use guildhall_store::{FromRow, Id, Row};
use std::collections::HashMap;

/// Print of a project that was there before the import into it: the file does not change it.
pub(super) const ADOPTED: &str = "adopted";

/// The state of the organization.
pub(super) struct Survey {
    pub zone: jiff::tz::TimeZone,
    pub zone_name: String,
    pub currency: String,
    pub found: Found,
    pub refs: Refs,
    pub people: Vec<Person>,
    pub labels: Vec<Label>,
    pub calendars: Vec<Calendar>,
    pub tasks: HashMap<Id<Task>, Spot>,
    /// Links from or to tasks of the project: task, then predecessor.
    pub links: Vec<(Id<Task>, Id<Task>)>,
    /// Comments and checklists that were imported before, and whether they are in the trash.
    pub hanging: HashMap<AnyId, bool>,
    pub baselines: Vec<Named>,
    /// What tasks without a calendar of their own run in, unless the import brings the project's.
    pub calendar: guildhall_schedule::Calendar,
}

/// The project that the plan goes into.
pub(super) enum Found {
    /// It is made; the line in the refs may be there from one that was purged.
    None { key: String, known: bool },
    /// It is there; `print` is absent if this file was never imported into it.
    Here { project: Box<Project>, key: String, print: Option<String> },
    /// It was imported before and is in the trash.
    Trashed(Box<Project>),
}

/// A person of the organization.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub id: Id<User>,
    pub name: String,
    pub email: Option<String>,
    pub account: bool,
    pub left: bool,
    pub merged_into: Option<Id<User>>,
}

impl FromRow for Person {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let account: Option<AnyId> = row.get(3)?;
        let left: Option<i64> = row.get(4)?;
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            email: row.get(2)?,
            account: account.is_some(),
            left: left.is_some(),
            merged_into: row.get(5)?,
        })
    }
}

/// Where a task stands.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub id: Id<Task>,
    pub parent: Option<Id<Task>>,
    pub project: Id<Project>,
    pub rank: String,
    pub trashed: bool,
}

impl FromRow for Spot {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let trashed: Option<i64> = row.get(4)?;
        Ok(Self {
            id: row.get(0)?,
            parent: row.get(1)?,
            project: row.get(2)?,
            rank: row.get(3)?,
            trashed: trashed.is_some(),
        })
    }
}

/// A baseline of the project.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub id: Id<Baseline>,
    pub name: String,
    pub trashed: bool,
}

impl FromRow for Named {
    fn from_row(row: &Row<'_>) -> guildhall_store::Result<Self> {
        let trashed: Option<i64> = row.get(2)?;
        Ok(Self { id: row.get(0)?, name: row.get(1)?, trashed: trashed.is_some() })
    }
}

pub(super) const PEOPLE: &str = "SELECT user_id, name, email, account_id, left_at, merged_into FROM members \
    WHERE organization_id = $1 ORDER BY created_at, user_id";
const SPOTS: &str = "SELECT id, parent_id, project_id, rank, deleted_at FROM tasks \
    WHERE organization_id = $1 AND project_id = $2";
const SPOTS_BY_ID: &str = "SELECT id, parent_id, project_id, rank, deleted_at FROM tasks \
    WHERE organization_id = $1 AND id = ANY($2)";
const LINKS: [&str; 2] = [
    "SELECT l.task_id, l.predecessor_id FROM task_links l \
     JOIN tasks k ON k.organization_id = l.organization_id AND k.id = l.task_id \
     WHERE l.organization_id = $1 AND k.project_id = $2",
    "SELECT l.task_id, l.predecessor_id FROM task_links l \
     JOIN tasks k ON k.organization_id = l.organization_id AND k.id = l.predecessor_id \
     WHERE l.organization_id = $1 AND k.project_id = $2",
];
const BASELINES: &str = "SELECT id, name, deleted_at FROM baselines WHERE organization_id = $1 AND project_id = $2";

impl Survey {
    /// Reads it; refuses a caller who may not import there.
    pub(super) async fn read(cx: &Ctx, plan: &ImportPlan, options: &Options) -> Result<Self> {
        cx.require(Permission::ImportCreate)?;
        let zone_name = cx.settings.time_zone.clone();
        let mut survey = Self {
            zone: organization::zone("timeZone", &zone_name)?,
            zone_name,
            currency: cx.settings.currency.clone(),
            found: find(cx, plan, options).await?,
            refs: Refs::default(),
            people: cx.tx.rows(PEOPLE, &[]).await?,
            labels: everything(cx).await?,
            calendars: everything(cx).await?,
            tasks: HashMap::new(),
            links: Vec::new(),
            hanging: HashMap::new(),
            baselines: Vec::new(),
            calendar: calendar::effective(cx, [None, None]).await?,
        };
        survey.read_refs(cx, plan).await?;
        if let Found::Here { project, .. } = &survey.found {
            let id = project.id;
            survey.calendar = calendar::effective(cx, [None, project.calendar_id]).await?;
            survey.baselines = cx.tx.rows(BASELINES, &[&id]).await?;
            survey.read_tasks(cx, id).await?;
        }
        require(cx, plan, matches!(survey.found, Found::Here { .. }))?;
        Ok(survey)
    }

    /// The scope of what belongs to the project that the plan goes into.
    pub(super) fn scope(&self, plan: &ImportPlan) -> Option<String> {
        match &self.found {
            Found::Here { project, .. } => Some(scope(project.id, plan)),
            _ => None,
        }
    }

    async fn read_refs(&mut self, cx: &Ctx, plan: &ImportPlan) -> Result<()> {
        let source = plan.source.as_str();
        let outer = &plan.project.external_id;
        let keys = |ids: &mut dyn Iterator<Item = &String>| ids.map(|id| refs::key(outer, id)).collect::<Vec<_>>();
        let calendars = keys(&mut plan.calendars.iter().map(|each| &each.external_id));
        let people = keys(&mut plan.people.iter().map(|each| &each.external_id));
        let labels = keys(&mut plan.labels.iter().map(|each| &each.external_id));
        self.refs.load(cx, source, Calendar::MODEL, &calendars).await?;
        self.refs.load(cx, source, Member::MODEL, &people).await?;
        self.refs.load(cx, source, Label::MODEL, &labels).await?;
        let Some(scope) = self.scope(plan) else { return Ok(()) };
        let keys = |ids: &mut dyn Iterator<Item = &String>| ids.map(|id| refs::key(&scope, id)).collect::<Vec<_>>();
        let tasks = keys(&mut plan.tasks.iter().map(|task| &task.external_id));
        let comments = plan.tasks.iter().flat_map(|task| task.comments.iter().map(|each| &each.external_id));
        let comments = keys(&mut { comments });
        let lists = plan.tasks.iter().flat_map(|task| task.checklists.iter().map(|each| &each.external_id));
        let lists = keys(&mut { lists });
        let numbers: Vec<String> = (0..=10).map(|number: u8| number.to_string()).collect();
        let baselines = keys(&mut numbers.iter());
        self.refs.load(cx, source, Task::MODEL, &tasks).await?;
        self.refs.load(cx, source, Comment::MODEL, &comments).await?;
        self.refs.load(cx, source, Checklist::MODEL, &lists).await?;
        self.refs.load(cx, source, Baseline::MODEL, &baselines).await
    }

    async fn read_tasks(&mut self, cx: &Ctx, project: Id<Project>) -> Result<()> {
        let spots: Vec<Spot> = cx.tx.rows(SPOTS, &[&project]).await?;
        self.tasks.extend(spots.into_iter().map(|spot| (spot.id, spot)));
        let elsewhere: Vec<Id<Task>> = self.refs.objects(Task::MODEL).into_iter().map(Id::cast).collect();
        let elsewhere: Vec<_> = elsewhere.into_iter().filter(|id| !self.tasks.contains_key(id)).collect();
        if !elsewhere.is_empty() {
            let spots: Vec<Spot> = cx.tx.rows(SPOTS_BY_ID, &[&elsewhere]).await?;
            self.tasks.extend(spots.into_iter().map(|spot| (spot.id, spot)));
        }
        for sql in LINKS {
            let links: Vec<(Id<Task>, Id<Task>)> = cx.tx.rows(sql, &[&project]).await?;
            self.links.extend(links);
        }
        for (model, sql) in [
            (Comment::MODEL, "SELECT id, deleted_at FROM comments WHERE organization_id = $1 AND id = ANY($2)"),
            (Checklist::MODEL, "SELECT id, deleted_at FROM checklists WHERE organization_id = $1 AND id = ANY($2)"),
        ] {
            let rows: Vec<(AnyId, Option<i64>)> = cx.tx.rows(sql, &[&self.refs.objects(model)]).await?;
            self.hanging.extend(rows.into_iter().map(|(id, trashed)| (id, trashed.is_some())));
        }
        Ok(())
    }

    /// A person by id, or who it was merged into.
    pub(super) fn person(&self, id: AnyId) -> Option<&Person> {
        let by_id = |id: Id<User>| self.people.iter().find(|person| person.id == id);
        let mut person = by_id(id.cast())?;
        for _ in 0..8 {
            match person.merged_into.and_then(by_id) {
                Some(next) => person = next,
                None => break,
            }
        }
        Some(person)
    }
}

/// Refuses who may not make by hand what the file brings: an import is no way around a role.
fn require(cx: &Ctx, plan: &ImportPlan, again: bool) -> Result<()> {
    let tasks = &plan.tasks;
    let estimates = |task: &PlannedTask| task.work.is_some() || task.cost.is_some();
    for (permission, needed) in [
        (Task::CREATE, !tasks.is_empty()),
        (Task::UPDATE, again && !tasks.is_empty()),
        (Permission::TaskEstimate, tasks.iter().any(estimates)),
        (Calendar::CREATE, !plan.calendars.is_empty()),
        (Label::CREATE, !plan.labels.is_empty()),
        (Checklist::CREATE, tasks.iter().any(|task| !task.checklists.is_empty())),
        (Comment::CREATE, tasks.iter().any(|task| !task.comments.is_empty())),
        (Baseline::CREATE, tasks.iter().any(|task| !task.baselines.is_empty())),
    ] {
        if needed {
            cx.require(permission)?;
        }
    }
    Ok(())
}

/// The scope of what belongs to a project.
pub(super) fn scope(project: Id<Project>, plan: &ImportPlan) -> String {
    format!("{project}/{}", plan.project.external_id)
}

/// Every row of a model that the whole organization sees, trashed ones too.
async fn everything<E: Entity>(cx: &Ctx) -> Result<Vec<E>> {
    let sql = format!("SELECT {} FROM {} WHERE organization_id = $1", E::COLUMNS, E::TABLE);
    Ok(cx.tx.rows(&sql, &[]).await?)
}

/// Finds the project that the plan goes into. One that the caller may not see does not exist: its line is
/// left alone, and the caller's own import of the same file gets a line of its own.
async fn find(cx: &Ctx, plan: &ImportPlan, options: &Options) -> Result<Found> {
    let plain = refs::key("project", &plan.project.external_id);
    let own = refs::key(&format!("project of {}", cx.actor), &plan.project.external_id);
    let mut refs = Refs::default();
    refs.load(cx, plan.source.as_str(), Project::MODEL, &[plain.clone(), own.clone()]).await?;
    if let Some(id) = options.project {
        let project: Project = match crud::get(cx, id.cast()).await {
            Err(Error::NotFound) => return Err(Error::no_such("projectId", "project")),
            other => other?,
        };
        cx.require(Permission::ProjectUpdate)?;
        let line = [&plain, &own].into_iter().find_map(|key| Some((key, refs.get(Project::MODEL, key)?)));
        let (key, print) = match line {
            Some((key, known)) if known.object == id.cast() => (key.clone(), Some(known.print.clone())),
            Some(_) => (refs::key(&format!("project {id}"), &plan.project.external_id), Some(ADOPTED.to_owned())),
            None => (plain, None),
        };
        return Ok(Found::Here { project: Box::new(project), key, print });
    }
    let mut free = None;
    for key in [plain, own] {
        let Some(known) = refs.get(Project::MODEL, &key) else {
            free.get_or_insert((key, false));
            continue;
        };
        match list::one::<Project>(cx, known.object, None, false).await {
            Ok(project) if project.deleted_at.is_some() => return Ok(Found::Trashed(Box::new(project))),
            Ok(_) => {
                cx.require(Permission::ProjectUpdate)?;
                let project: Project = crud::get(cx, known.object).await?;
                return Ok(Found::Here { project: Box::new(project), key, print: Some(known.print.clone()) });
            }
            Err(Error::NotFound) if !exists(cx, known.object).await? => {
                free.get_or_insert((key, true));
            }
            Err(Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    cx.require(Permission::ProjectCreate)?;
    let (key, known) =
        free.ok_or_else(|| Error::conflict("taken", "this file was imported by somebody else already"))?;
    Ok(Found::None { key, known })
}

async fn exists(cx: &Ctx, project: AnyId) -> Result<bool> {
    let sql = "SELECT id FROM projects WHERE organization_id = $1 AND id = $2";
    Ok(cx.tx.row::<(AnyId,)>(sql, &[&project]).await?.is_some())
}
