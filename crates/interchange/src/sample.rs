//! A sample organization that a newcomer explores: three projects that look like work under way and one that
//! is private, with people, dates around today, links, costs and talk. It is made as the newcomer, whose role
//! is Admin there, and removed as a whole with the organization.

mod build;
mod hiring;
mod launch;
mod office;
mod plan;
mod script;
mod website;

use build::{Built, People};
use guildhall_core::entity::{Entity, Given, Head};
use guildhall_core::org::account::founding;
use guildhall_core::org::{Member, Organization, User};
use guildhall_core::time::Timestamp;
use guildhall_core::work::task::bulk;
use guildhall_core::work::{Label, Project};
use guildhall_core::{App, Caller, Ctx, Origin, Resource, Result, crud, ids};
use guildhall_store::Id;
use script::Script;
use std::sync::Arc;

/// Name of the sample organization.
pub const NAME: &str = "Lumen & Oak (sample)";

const TIME_ZONE: &str = "Europe/Berlin";
const CURRENCY: &str = "EUR";

const PEOPLE: [&str; 10] = [
    "Inês Carvalho",
    "Kwame Mensah",
    "Mei-Ling Zhou",
    "Søren Lindqvist",
    "Aisha Rahman",
    "Tomasz Nowak",
    "Priya Natarajan",
    "Noah Okafor",
    "Yuki Tanaka",
    "Lucía Fernández",
];

const LABELS: [(&str, &str); 9] = [
    ("Design", "#7c3aed"),
    ("Engineering", "#2563eb"),
    ("Marketing", "#db2777"),
    ("Content", "#9333ea"),
    ("Customer", "#0891b2"),
    ("Legal", "#b45309"),
    ("Facilities", "#0d9488"),
    ("Blocked", "#dc2626"),
    ("Quick win", "#16a34a"),
];

fn scripts() -> [Script; 4] {
    [launch::script(), office::script(), website::script(), hiring::script()]
}

/// Founds the sample organization for somebody who has an account.
pub async fn create(app: &App, founder: Id<User>, origin: &Origin) -> Result<Organization> {
    let draft = Organization {
        name: NAME.into(),
        time_zone: TIME_ZONE.into(),
        currency: CURRENCY.into(),
        sample: true,
        ..Organization::default()
    };
    let organization = founding::found(app, founder, draft, origin).await?;
    let caller = Caller { user: founder, organization: organization.id, limit: None, origin: origin.clone() };
    fill(app, &caller).await?;
    Ok(organization)
}

/// Makes an organization of the caller's that is still empty the sample.
pub async fn adopt(app: &App, caller: &Caller) -> Result<Organization> {
    let id = caller.organization;
    let flagged = app.write(caller, move |cx| {
        Box::pin(async move {
            let old: Organization = crud::get_locked(cx, id.cast(), Some(false)).await?;
            let new =
                Organization { sample: true, time_zone: TIME_ZONE.into(), currency: CURRENCY.into(), ..old.clone() };
            crud::save_as_is(cx, &old, new, &Given::default(), "updated").await
        })
    });
    let organization = flagged.await?;
    fill(app, caller).await?;
    Ok(organization)
}

/// Fills it: people and labels first, then a transaction for each project.
async fn fill(app: &App, caller: &Caller) -> Result<()> {
    let now = Timestamp::now();
    let mut people = People { all: Vec::new(), me: caller.user, labels: Vec::new() };
    people.all.extend(PEOPLE.map(|name| (name, ids::fresh(now))));
    people.labels.extend(LABELS.map(|(name, _)| (name, ids::fresh(now))));
    let people = Arc::new(people);
    let known = Arc::clone(&people);
    let around = app.write(caller, move |cx| {
        let known = Arc::clone(&known);
        Box::pin(async move { store_around(cx, &known).await })
    });
    around.await?;
    for script in scripts() {
        let built = Arc::new(build::build(&script, &people, TIME_ZONE, now)?);
        let stored = app.write(caller, move |cx| {
            let built = Arc::clone(&built);
            Box::pin(async move { store(cx, &built).await })
        });
        stored.await?;
    }
    Ok(())
}

async fn store_new<E: Resource>(cx: &mut Ctx, mut entity: E, at: Timestamp) -> Result<()> {
    let id = entity.head().id;
    entity.set_head(Head { id, organization_id: cx.organization, revision: 1 }, at);
    crud::store_as_is(cx, &entity).await
}

async fn store_around(cx: &mut Ctx, people: &People) -> Result<()> {
    let now = cx.now;
    for (name, id) in &people.all {
        let member = Member { id: *id, name: (*name).into(), placeholder: true, ..Member::default() };
        store_new(cx, member, now).await?;
    }
    for ((name, id), (_, color)) in people.labels.iter().zip(LABELS) {
        let label = Label { id: *id, name: (*name).into(), color: color.into(), ..Label::default() };
        store_new(cx, label, now).await?;
    }
    Ok(())
}

async fn store(cx: &mut Ctx, built: &Built) -> Result<()> {
    let now = cx.now;
    let id = built.project.id;
    let project: Project = crud::insert(cx, built.project.clone(), Some(id.cast()), &Given::default()).await?;
    let mut tasks = built.tasks.clone();
    for task in &mut tasks {
        task.created_by = cx.actor;
        task.set_head(Head { id: task.id.cast(), organization_id: cx.organization, revision: 1 }, now);
    }
    bulk::store(cx, &project.key, &mut tasks).await?;
    for checklist in &built.checklists {
        store_new(cx, checklist.clone(), now).await?;
    }
    for comment in &built.comments {
        store_new(cx, comment.clone(), comment.created_at).await?;
    }
    if let Some((baseline, frozen)) = &built.baseline {
        let mut baseline = baseline.clone();
        baseline.created_by = cx.actor;
        store_new(cx, baseline.clone(), now).await?;
        for task in frozen {
            baseline.freeze(cx, task).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_the_scripts_is_known() {
        let people = People {
            all: PEOPLE.map(|name| (name, ids::fresh(Timestamp(0)))).to_vec(),
            me: ids::fresh(Timestamp(0)),
            labels: LABELS.map(|(name, _)| (name, ids::fresh(Timestamp(0)))).to_vec(),
        };
        let mut tasks = 0;
        for script in scripts() {
            let built = build::build(&script, &people, TIME_ZONE, Timestamp(1_800_000_000_000_000)).unwrap();
            assert_eq!(built.unknown, Vec::<&str>::new());
            tasks += built.tasks.len();
        }
        assert!((80..=120).contains(&tasks), "{tasks}");
    }
}
