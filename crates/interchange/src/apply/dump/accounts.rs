//! Brings the organizations of an export with their accounts: for whoever runs the server, not for a caller. What
//! each organization holds then comes in as its first Admin would import it.

use super::super::{Options, Prepared, report};
use super::put::Out;
use super::scope;
use super::words::{self, About};
use crate::mongo::{Collection, Document, Dump, written};
use crate::text::one_line;
use guildhall_core::field::Kind;
use guildhall_core::org::account::adopting::{Account, Adopted, Fate, adopt};
use guildhall_core::org::account::{normal_email, password};
use guildhall_core::org::{Organization, RoleAssignment, User, operator};
use guildhall_core::time::Timestamp;
use guildhall_core::work::Import;
use guildhall_core::{App, Error, Origin, Result, ids};
use guildhall_store::Id;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Roles from few permissions to many.
const ROLES: [&str; 4] = ["Guest", "Viewer", "Editor", "Admin"];

/// What is said of a document that came with the accounts, and whether it is new.
type Remarks = HashMap<(Collection, String), (bool, Vec<String>)>;

/// An organization to bring along.
struct Wanted {
    organization: Organization,
    accounts: Vec<Account>,
    remarks: Remarks,
}

/// Imports the organizations of an export with their accounts, or the one that is named; a dry run says of each
/// what would become of its accounts, and of its documents if it is here already.
pub async fn bring(
    app: &App,
    dump: Dump,
    named: Option<&str>,
    options: &Options,
    mut progress: impl FnMut(i64, i64) + Send,
) -> Result<Vec<Import>> {
    let dump = Arc::new(dump);
    let all = scope::organizations(&dump);
    let chosen: Vec<String> = match named {
        Some(_) => scope::choose(&dump, named, ("", ""))?.into_iter().collect(),
        None => all.into_keys().collect(),
    };
    if chosen.is_empty() {
        return Err(Error::invalid("file", "no_organization", "the export has no organization"));
    }
    let mut reports = Vec::with_capacity(chosen.len());
    for id in chosen {
        let mut wanted = wanted(&dump, &id)?;
        let organization = wanted.organization.id;
        if options.dry_run {
            reports.push(rehearsed(&wanted, options));
            continue;
        }
        let origin = Origin::from("command line");
        let adopted = adopt(app, wanted.organization.clone(), wanted.accounts.clone(), &origin).await?;
        wanted.tell(&adopted);
        let caller = operator::act(app, organization, None).await?;
        let own = Options { from: Some(id), ..options.clone() };
        let mut prepared = super::prepare(app, &caller, Arc::clone(&dump), own).await?;
        prepared.tell(&wanted.remarks);
        prepared.start(app).await?;
        reports.push(prepared.run(app, &mut progress).await?);
    }
    Ok(reports)
}

/// The report of a dry run: nothing of it is here, so only the accounts can be decided upon.
fn rehearsed(wanted: &Wanted, options: &Options) -> Import {
    let mut draft = super::Draft::default();
    draft.row("import", "", &wanted.organization.id.to_string(), &wanted.organization.name);
    draft.say(0, ["its documents are decided upon when its accounts are here".to_owned()]);
    for account in &wanted.accounts {
        let row = draft.row("person", "", &account.id.to_string(), &account.name);
        draft.act(row, super::super::draft::Action::Created, Some(account.id.cast()));
        draft.say(row, [format!("an account, as {}", account.role.1)]);
    }
    Import { source: "mongo".into(), filename: options.filename.clone(), ..report(draft.rows) }
}

impl Wanted {
    /// Says what became of each account.
    fn tell(&mut self, adopted: &Adopted) {
        for account in &self.accounts {
            let fate = adopted.fates.get(&account.id).copied().unwrap_or(Fate::Known);
            let said = match fate {
                Fate::IdTaken => Some("another account here has its id; it stays a person without an account"),
                Fate::AddressTaken => Some("another account here has its address; invite that person"),
                Fate::Joined => Some("the account was here, with its own password, and is a member now"),
                Fate::Made | Fate::Known => None,
            };
            let new = matches!(fate, Fate::Made | Fate::Joined);
            let entry = self.remarks.entry((Collection::User, account.id.to_string())).or_default();
            entry.0 = new;
            entry.1.extend(said.map(str::to_owned));
            let role = self.remarks.entry((Collection::RoleAssignment, account.role.0.to_string())).or_default();
            role.0 = new;
        }
        let own = self.remarks.entry((Collection::Organization, self.organization.id.to_string())).or_default();
        own.0 = adopted.founded;
    }
}

impl Prepared {
    /// Adds to the report what came with the accounts.
    fn tell(&mut self, remarks: &Remarks) {
        let kinds: HashMap<String, Collection> =
            Collection::ALL.into_iter().map(|each| (super::decide::row_kind(each), each)).collect();
        let mut rows = std::mem::take(&mut self.import.rows.0);
        for row in &mut rows {
            let Some(collection) = kinds.get(&row.kind) else { continue };
            let Some((new, said)) = remarks.get(&(*collection, row.external_id.clone())) else { continue };
            row.messages.extend(said.iter().cloned());
            if *new && row.action == "unchanged" {
                "created".clone_into(&mut row.action);
                row.messages.retain(|message| message != super::decide::NOT_OURS);
            }
        }
        let Import { id, source, filename, created_by, .. } = self.import.clone();
        self.import = Import { id, source, filename, created_by, ..report(rows) };
    }
}

/// Reads an organization of the export and its accounts.
fn wanted(dump: &Dump, id: &str) -> Result<Wanted> {
    let entry = dump.entries.iter().find(|entry| entry.collection == Collection::Organization && entry.id == *id);
    let document = entry.map(|entry| dump.document(entry));
    let (Some(document), Ok(key)) = (document, id.parse::<Id<Organization>>()) else {
        let detail = format!("the export has no document of the organization {id}, or its `_id` is no ObjectId");
        return Err(Error::invalid("organization", "not_found", detail));
    };
    let text = |field: &str| document.get(field).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let name = text("name").and_then(one_line).unwrap_or_else(|| id.to_owned());
    let organization = Organization {
        id: key,
        name: name.chars().take(200).collect(),
        domain: text("domain").map(|domain| domain.chars().take(253).collect()),
        time_zone: text("timeZone").unwrap_or("UTC").to_owned(),
        currency: text("currency").unwrap_or("EUR").to_owned(),
        created_at: document.created().unwrap_or_default(),
        ..Organization::default()
    };
    let mut wanted = Wanted { organization, accounts: Vec::new(), remarks: HashMap::new() };
    let roles = assignments(dump, id, &mut wanted.remarks);
    for entry in dump.entries.iter().filter(|entry| entry.collection == Collection::User) {
        let document = dump.document(entry);
        if let Some(account) = account(&document, id, &roles, &mut wanted.remarks) {
            wanted.accounts.push(account);
        }
    }
    Ok(wanted)
}

/// The roles in an organization by person; of two the one with fewer permissions.
type Roles = HashMap<String, (Id<RoleAssignment>, &'static str)>;

fn assignments(dump: &Dump, organization: &str, remarks: &mut Remarks) -> Roles {
    let mut roles = Roles::new();
    for entry in dump.entries.iter().filter(|entry| entry.collection == Collection::RoleAssignment) {
        if entry.organization.as_deref() != Some(organization) {
            continue;
        }
        let document = dump.document(entry);
        let (Some(person), Ok(id)) = (document.reference("userId"), entry.id.parse()) else { continue };
        let own = (Collection::RoleAssignment, entry.id.clone());
        let given = document.get("role").and_then(Value::as_str).unwrap_or_default();
        let role = role_of(given, &mut remarks.entry(own).or_default().1);
        let weight = |role: &str| ROLES.iter().position(|each| *each == role);
        match roles.get(&person) {
            Some((_, other)) if weight(other) <= weight(role) => {
                let said = format!("this person has two roles; the one with fewer permissions, {other}, stays");
                remarks.entry((Collection::User, person)).or_default().1.push(said);
            }
            Some((_, other)) => {
                let said =
                    format!("this person has two roles, {other} too; the one with fewer permissions, {role}, stays");
                remarks.entry((Collection::User, person.clone())).or_default().1.push(said);
                roles.insert(person, (id, role));
            }
            None => drop(roles.insert(person, (id, role))),
        }
    }
    roles
}

fn role_of(given: &str, remarks: &mut Vec<String>) -> &'static str {
    let role = words::known(About::Role, given).unwrap_or("Viewer");
    if role != given {
        remarks.push(format!("`role`: “{}” became {role}", guildhall_core::error::shorten(given)));
    }
    role
}

/// The account of a person who belongs to an organization; none for anybody else.
fn account(document: &Document, organization: &str, roles: &Roles, remarks: &mut Remarks) -> Option<Account> {
    let own = document.reference("organizationId").as_deref() == Some(organization);
    let listed = document.roles().into_iter().find(|(of, _)| of == organization).map(|(_, role)| role);
    let held = roles.get(&document.id).copied();
    if !own && listed.is_none() && held.is_none() {
        return None;
    }
    let said = &mut remarks.entry((Collection::User, document.id.clone())).or_default().1;
    let text = |field: &str| document.get(field).and_then(Value::as_str);
    let Ok(id) = document.id.parse::<Id<User>>() else {
        said.push("its `_id` is no ObjectId; it stays a person without an account".to_owned());
        return None;
    };
    let Ok(email) = normal_email("email", text("email").unwrap_or_default()) else {
        said.push("without an address it stays a person without an account".to_owned());
        return None;
    };
    let given = text("passwordHash").filter(|text| !text.is_empty());
    let password_hash = given.filter(|text| password::bcrypt_cost(text).is_some());
    if given.is_some() && password_hash.is_none() {
        said.push("its password is no hash of bcrypt that can be checked; it has to be set anew".to_owned());
    }
    let mut out = Out { remarks: Vec::new(), zone: &TimeZone::UTC };
    out.read(document, "createdAt", Kind::Instant, written);
    let last_login = out.instant(document, "lastLogin");
    said.append(&mut out.remarks);
    let created = document.created().unwrap_or_default();
    let role = held.unwrap_or_else(|| (ids::fresh(created), role_of(listed.as_deref().unwrap_or("Viewer"), said)));
    let name = text("name").and_then(one_line).unwrap_or_else(|| email.clone());
    Some(Account {
        id,
        name: name.chars().take(200).collect(),
        email,
        password_hash: password_hash.map(str::to_owned),
        clerk_user_id: text("clerkUserId").filter(|text| !text.trim().is_empty()).map(str::to_owned),
        last_login,
        created_at: created.max(Timestamp(0)),
        role: (role.0, role.1.to_owned()),
    })
}
