//! Which documents of an export come in: those of one organization. The others are counted and nothing more.

use crate::mongo::{Collection, Dump, Entry};
use guildhall_core::{Error, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The organization of an export whose documents come in.
#[derive(Debug, Default, Clone)]
pub struct Scope {
    /// Its id in the export; absent where the export names none.
    pub organization: Option<String>,
    /// Documents of others, by collection.
    pub foreign: BTreeMap<Collection, u64>,
    /// Whether an entry comes in, by its position.
    pub ours: Vec<bool>,
}

/// Organizations that the export tells of, with their names where they stand in it.
pub fn organizations(dump: &Dump) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for entry in &dump.entries {
        if entry.collection == Collection::Organization {
            let document = dump.document(entry);
            let name = document.get("name").and_then(serde_json::Value::as_str).unwrap_or_default();
            all.insert(entry.id.clone(), name.to_owned());
        } else if let Some(organization) = &entry.organization
            && entry.collection != Collection::User
        {
            all.entry(organization.clone()).or_default();
        }
    }
    all
}

/// Chooses the organization: the one that is named, else the one that is imported into, else the only one.
pub fn choose(dump: &Dump, named: Option<&str>, own: (&str, &str)) -> Result<Option<String>> {
    let all = organizations(dump);
    let by_name = |name: &str| {
        let mut found = all.iter().filter(|(_, own)| own.trim().eq_ignore_ascii_case(name.trim()));
        found.next().map(|(id, _)| id.clone()).filter(|_| found.next().is_none())
    };
    if let Some(named) = named.map(str::trim).filter(|named| !named.is_empty()) {
        let id = named.to_ascii_lowercase();
        let found = if all.contains_key(&id) { Some(id) } else { by_name(named) };
        return found.map(Some).ok_or_else(|| {
            let detail = format!("the export has no organization “{named}”, or several: {}", listed(&all));
            Error::invalid("from", "not_found", detail)
        });
    }
    if all.contains_key(own.0) {
        return Ok(Some(own.0.to_owned()));
    }
    match all.len() {
        0 => Ok(None),
        1 => Ok(all.into_keys().next()),
        many => by_name(own.1).map(Some).ok_or_else(|| {
            let detail = format!("the export has {many} organizations; say which one with `from`: {}", listed(&all));
            Error::invalid("from", "ambiguous", detail)
        }),
    }
}

fn listed(all: &BTreeMap<String, String>) -> String {
    let some: Vec<String> = all.iter().take(20).map(|(id, name)| format!("{name} ({id})").trim().to_owned()).collect();
    some.join(", ")
}

/// Decides of every entry whether it comes in.
pub fn of(dump: &Dump, organization: Option<String>) -> Scope {
    let mut scope = Scope { organization, foreign: BTreeMap::new(), ours: vec![true; dump.entries.len()] };
    let Some(chosen) = scope.organization.clone() else { return scope };
    let mut homes: HashMap<(Collection, &str), Option<&str>> = HashMap::new();
    let mut positions: Vec<usize> = (0..dump.entries.len()).collect();
    positions.sort_by_key(|at| dump.entries[*at].collection);
    for at in &positions {
        let entry = &dump.entries[*at];
        let home = home(entry, &homes);
        homes.insert((entry.collection, &entry.id), home);
        let ours = match entry.collection {
            Collection::Organization => entry.id == chosen,
            Collection::User => true,
            _ => home.is_none_or(|home| home == chosen),
        };
        scope.ours[*at] = ours;
        if !ours {
            *scope.foreign.entry(entry.collection).or_default() += 1;
        }
    }
    // People belong where their roles are, and wherever something of theirs comes in.
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for (entry, _) in dump.entries.iter().zip(&scope.ours).filter(|(_, ours)| **ours) {
        if entry.collection != Collection::User && entry.collection != Collection::Organization {
            wanted.extend(dump.document(entry).people());
        }
    }
    for (at, entry) in dump.entries.iter().enumerate().filter(|(_, entry)| entry.collection == Collection::User) {
        let member = entry.organization.as_deref() == Some(&chosen)
            || wanted.contains(&entry.id)
            || dump.document(entry).roles().iter().any(|(organization, _)| *organization == chosen);
        if !member {
            scope.ours[at] = false;
            *scope.foreign.entry(Collection::User).or_default() += 1;
        }
    }
    scope
}

/// The organization that an entry names, or else what it belongs to.
fn home<'a>(entry: &'a Entry, homes: &HashMap<(Collection, &'a str), Option<&'a str>>) -> Option<&'a str> {
    if let Some(own) = &entry.organization {
        return Some(own);
    }
    let (collection, id) = entry.owner.as_ref()?;
    homes.get(&(*collection, id.as_str())).copied().flatten()
}
