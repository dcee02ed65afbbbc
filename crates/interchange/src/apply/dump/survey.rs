//! What the organization has already, as far as an export touches it.

use super::super::refs::{self, Refs};
use super::super::survey::{PEOPLE, Person};
use super::maps::{Bundle, Form, Learned, Maps};
use super::scope::Scope;
use crate::mongo::{Collection, Dump};
use guildhall_core::crm::Pipeline;
use guildhall_core::entity::Entity;
use guildhall_core::files::File;
use guildhall_core::intake::FormTemplate;
use guildhall_core::org::organization;
use guildhall_core::policy::Permission;
use guildhall_core::work::{FieldDefinition, Project, calendar};
use guildhall_core::{AnyId, Ctx, Resource, Result, crud, entity_of};
use guildhall_store::Id;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Most ids in one query.
const MOST: usize = 2_000;
/// The scope of external ids: an ObjectId is one of its kind in the whole export.
const SCOPE: &str = "mongo";

/// The state of the organization.
pub(super) struct Survey {
    pub maps: Maps,
    pub refs: Refs,
    pub people: Vec<Person>,
    /// What was imported before and is here still; true for what is in the trash.
    pub states: HashMap<(Collection, AnyId), bool>,
    /// Ids that were used here before.
    pub taken: HashSet<AnyId>,
    /// The last place below a parent, by project and parent.
    pub last: HashMap<(AnyId, Option<AnyId>), String>,
}

/// The model that a collection becomes.
pub(super) fn model(collection: Collection) -> &'static str {
    if collection == Collection::User { "Member" } else { collection.name() }
}

/// The line under which a document is known.
pub(super) fn key(id: &str) -> String {
    refs::key(SCOPE, id)
}

/// Refuses who may not bring in all of it: an export speaks for everybody.
pub(super) fn require(cx: &Ctx, collections: &BTreeSet<Collection>) -> Result<()> {
    cx.require(Permission::ImportCreate)?;
    cx.require(Permission::ProjectReadAll)?;
    for collection in collections {
        entity_of!(model(*collection), E => cx.require(E::CREATE)?, ());
    }
    Ok(())
}

impl Survey {
    /// Reads it.
    pub(super) async fn read(cx: &Ctx, dump: &Dump, scope: &Scope) -> Result<Self> {
        let calendar = calendar::effective(cx, [None, None]).await?;
        let zone = organization::zone("timeZone", &cx.settings.time_zone)?;
        let maps = Maps::new((cx.actor, cx.now), zone, &cx.settings.currency, calendar);
        let mut survey = Self {
            maps,
            refs: Refs::default(),
            people: cx.tx.rows(PEOPLE, &[]).await?,
            states: HashMap::new(),
            taken: HashSet::new(),
            last: HashMap::new(),
        };
        survey.maps.left = survey.people.iter().filter(|person| person.left).map(|person| person.id.cast()).collect();
        survey.read_known(cx, dump, scope).await?;
        survey.read_taken(cx, dump).await?;
        survey.read_details(cx).await?;
        survey.know_outside(dump);
        Ok(survey)
    }

    async fn read_known(&mut self, cx: &Ctx, dump: &Dump, scope: &Scope) -> Result<()> {
        let mut keys: HashMap<Collection, Vec<String>> = HashMap::new();
        for (entry, _) in dump.entries.iter().zip(&scope.ours).filter(|(_, ours)| **ours) {
            keys.entry(entry.collection).or_default().push(key(&entry.id));
        }
        for (collection, ids) in &dump.outside {
            keys.entry(*collection).or_default().extend(ids.iter().map(|id| key(id)));
        }
        for (collection, keys) in keys {
            let model = model(collection);
            self.refs.load(cx, "mongo", model, &keys).await?;
            let mut objects = self.refs.objects(model);
            if collection == Collection::RoleAssignment {
                objects = dump
                    .entries
                    .iter()
                    .filter(|e| e.collection == collection)
                    .filter_map(|e| e.id.parse().ok())
                    .collect();
            }
            let states = entity_of!(model, E => states::<E>(cx, &objects).await?, Vec::new());
            self.states.extend(states.into_iter().map(|(id, trashed)| ((collection, id), trashed)));
        }
        Ok(())
    }

    async fn read_taken(&mut self, cx: &Ctx, dump: &Dump) -> Result<()> {
        let ids: Vec<AnyId> = dump.entries.iter().filter_map(|entry| entry.id.parse().ok()).collect();
        let sql = "SELECT DISTINCT object_id FROM events WHERE organization_id = $1 AND object_id = ANY($2)";
        for some in ids.chunks(MOST) {
            let rows: Vec<(AnyId,)> = cx.tx.rows(sql, &[&some.to_vec()]).await?;
            self.taken.extend(rows.into_iter().map(|(id,)| id));
        }
        Ok(())
    }

    /// What must be known of things that are here to bring in what refers to them.
    async fn read_details(&mut self, cx: &Ctx) -> Result<()> {
        let sql = format!(
            "SELECT {} FROM pipelines WHERE organization_id = $1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1",
            Pipeline::COLUMNS
        );
        self.maps.pipeline = cx.tx.row(&sql, &[]).await?;
        for field in by_ids::<FieldDefinition>(cx, &self.here(Collection::FieldDefinition)).await? {
            self.maps.fields.insert(field.id.cast(), field);
        }
        for form in by_ids::<FormTemplate>(cx, &self.here(Collection::FormTemplate)).await? {
            let known = Form { fields: form.fields.0, version: form.version, project: form.project_id.map(Id::cast) };
            self.maps.forms.insert(form.id.cast(), known);
        }
        let mut files = by_ids::<File>(cx, &self.here(Collection::File)).await?;
        File::load(cx, &mut files).await?;
        for file in files {
            let versions = file.versions.iter().map(|version| version.version_number).collect();
            let bundle = Bundle { project: file.project_id.cast(), task: file.task_id.map(Id::cast), versions };
            self.maps.files.insert(file.id.cast(), bundle);
        }
        let projects = by_ids::<Project>(cx, &self.here(Collection::Project)).await?;
        for project in &projects {
            self.maps.statuses.insert(project.id.cast(), project.statuses.0.clone());
        }
        let sql = "SELECT project_id, parent_id, MAX(rank COLLATE \"C\") FROM tasks WHERE organization_id = $1 \
            AND project_id = ANY($2) AND deleted_at IS NULL GROUP BY project_id, parent_id";
        let projects: Vec<AnyId> = projects.iter().map(|project| project.id.cast()).collect();
        let last: Vec<(AnyId, Option<AnyId>, String)> = cx.tx.rows(sql, &[&projects]).await?;
        self.last = last.into_iter().map(|(project, parent, rank)| ((project, parent), rank)).collect();
        self.read_homes(cx).await
    }

    async fn read_homes(&mut self, cx: &Ctx) -> Result<()> {
        let sql = "SELECT id, project_id, LENGTH(path) FROM tasks WHERE organization_id = $1 AND id = ANY($2)";
        for some in self.here(Collection::Task).chunks(MOST) {
            let rows: Vec<(AnyId, AnyId, i64)> = cx.tx.rows(sql, &[&some.to_vec()]).await?;
            for (id, home, length) in rows {
                self.maps.homes.insert(id, home);
                self.maps.depths.insert(id, usize::try_from(length / 12).unwrap_or_default());
            }
        }
        for (collection, sql) in [
            (Collection::Comment, "SELECT id, task_id FROM comments WHERE organization_id = $1 AND id = ANY($2)"),
            (Collection::ChatRoom, "SELECT id, project_id FROM chat_rooms WHERE organization_id = $1 AND id = ANY($2)"),
        ] {
            for some in self.here(collection).chunks(MOST) {
                let rows: Vec<(AnyId, Option<AnyId>)> = cx.tx.rows(sql, &[&some.to_vec()]).await?;
                for (id, home) in rows {
                    match (collection, home) {
                        (Collection::Comment, Some(home)) => drop(self.maps.talks.insert(id, home)),
                        _ => drop(self.maps.rooms.insert(id, home)),
                    }
                }
            }
        }
        Ok(())
    }

    /// What of a collection is here and not in the trash.
    fn here(&self, collection: Collection) -> Vec<AnyId> {
        let own = self.states.iter().filter(|((of, _), trashed)| *of == collection && !**trashed);
        own.map(|((_, id), _)| *id).collect()
    }

    /// What the export refers to and does not hold, but an earlier one brought.
    fn know_outside(&mut self, dump: &Dump) {
        for (collection, ids) in &dump.outside {
            for id in ids {
                let Some(known) = self.refs.get(model(*collection), &key(id)) else { continue };
                let object = known.object;
                if *collection == Collection::User {
                    if let Some(person) = self.person(object) {
                        let person = person.id.cast();
                        self.maps.learn(*collection, id, person, Learned::Nothing);
                    }
                } else if self.states.get(&(*collection, object)) == Some(&false) {
                    self.maps.learn(*collection, id, object, Learned::Nothing);
                }
            }
        }
    }

    /// A person by id, or who it was merged into.
    pub(super) fn person(&self, id: AnyId) -> Option<&Person> {
        let by_id = |id: AnyId| self.people.iter().find(|person| person.id.cast() == id);
        let mut person = by_id(id)?;
        for _ in 0..8 {
            match person.merged_into.and_then(|next| by_id(next.cast())) {
                Some(next) => person = next,
                None => break,
            }
        }
        Some(person)
    }
}

/// Which of these are there, and whether in the trash.
async fn states<E: Entity>(cx: &Ctx, ids: &[AnyId]) -> Result<Vec<(AnyId, bool)>> {
    let id = crud::id_column::<E>();
    let sql = format!("SELECT {id}, {} FROM {} WHERE organization_id = $1 AND {id} = ANY($2)", E::DELETED, E::TABLE);
    let mut out = Vec::with_capacity(ids.len());
    for some in ids.chunks(MOST) {
        let rows: Vec<(AnyId, Option<i64>)> = cx.tx.rows(&sql, &[&some.to_vec()]).await?;
        out.extend(rows.into_iter().map(|(id, trashed)| (id, trashed.is_some())));
    }
    Ok(out)
}

async fn by_ids<E: Entity>(cx: &Ctx, ids: &[AnyId]) -> Result<Vec<E>> {
    let sql = format!("SELECT {} FROM {} WHERE organization_id = $1 AND id = ANY($2)", E::COLUMNS, E::TABLE);
    let mut out = Vec::new();
    for some in ids.chunks(MOST) {
        out.extend(cx.tx.rows::<E>(&sql, &[&some.to_vec()]).await?);
    }
    Ok(out)
}
