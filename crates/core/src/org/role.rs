//! Roles as sets of permissions: the four that every organization has, and those that it makes itself. An
//! assignment and an invitation name a role; what the name means is read in the transaction of each request.
//! Nobody grants, edits or takes away more than they hold, so that no chain of edits ever raises anybody.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Given, Head, Resource};
use crate::error::{Error, Fault, Result};
use crate::event::Shown;
use crate::field::{Doc, Document, Refused, array, simple};
use crate::org::Organization;
use crate::policy::{Permission, Permissions, ROLES};
use crate::registry::Verbs;
use crate::sql::Arg;
use crate::time::Timestamp;
use guildhall_entity_derive::Entity;
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::HashSet;
use utoipa::openapi::schema::{Schema, Type};

/// A named set of permissions.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "Role", table = "roles", path = "roles")]
pub struct Role {
    #[entity(read_only)]
    pub id: Id<Role>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// What people call it; assignments and invitations name it so.
    #[entity(required, max = 64)]
    pub name: String,
    /// What it is for.
    #[entity(max = 500)]
    pub description: String,
    /// Names like `task:create`, or `task:update:own` for own objects alone.
    #[entity(required)]
    pub permissions: Doc<Names>,
    /// True for the roles that every organization has and nobody changes.
    #[entity(virtual, read_only)]
    pub built_in: bool,
    #[entity(read_only)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
}

/// Names of permissions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(pub Vec<String>);

impl Document for Names {
    fn schema() -> Schema {
        array(simple(Type::String, None))
    }
    fn read(value: &Json) -> Result<Self, Refused> {
        Self::deserialize(value).map_err(|_| Refused::type_error("an array of names like task:create", value))
    }
}

impl From<Permissions> for Names {
    fn from(permissions: Permissions) -> Self {
        Self(permissions.names())
    }
}

/// Most roles that an organization makes.
const MOST: usize = 100;

/// What the role of that name allows; `own` is what the organization's row says, where there is one.
pub fn held(name: &str, own: Option<&str>) -> Permissions {
    if let Some(built_in) = Permissions::of_role(name) {
        return built_in;
    }
    let names: Vec<&str> = own.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    Permissions::from_known_names(names)
}

/// What a role allows. Until the transaction ends nobody renames or trashes it; an unknown name is refused.
pub async fn require(cx: &Ctx, field: &str, name: &str) -> Result<Permissions> {
    if let Some(built_in) = Permissions::of_role(name) {
        return Ok(built_in);
    }
    let sql = "SELECT permissions FROM roles WHERE organization_id = $1 AND name = $2 AND deleted_at IS NULL \
        FOR NO KEY UPDATE";
    let found = if name.contains('\0') { None } else { cx.tx.row::<(String,)>(sql, &[&name]).await? };
    match found {
        Some((own,)) => Ok(held(name, Some(&own))),
        None => {
            let known = format!("one of {}, or a role of this organization", ROLES.join(", "));
            Err(Error::invalid(field, "one_of", known))
        }
    }
}

/// Refuses to grant, or to take away, more than the caller holds.
pub async fn require_grantable(cx: &Ctx, field: &str, name: &str) -> Result<()> {
    require_covered(cx, require(cx, field, name).await?)
}

fn require_covered(cx: &Ctx, permissions: Permissions) -> Result<()> {
    if cx.permissions().covers(permissions) {
        return Ok(());
    }
    Err(Error::Forbidden("a role can grant only what you hold yourself".into()))
}

/// Those of the named roles that allow more than the caller holds, and so are not the caller's to give or take.
pub async fn above(cx: &Ctx, names: impl Iterator<Item = &str>) -> Result<HashSet<String>> {
    let beyond = |permissions: Permissions| !cx.permissions().covers(permissions);
    let (built_in, own): (Vec<&str>, Vec<&str>) = names.partition(|name| Permissions::of_role(name).is_some());
    let mut out: HashSet<String> =
        built_in.into_iter().filter(|name| beyond(held(name, None))).map(str::to_owned).collect();
    if !own.is_empty() {
        let sql = "SELECT name, permissions FROM roles WHERE organization_id = $1 AND name = ANY($2) \
            AND deleted_at IS NULL";
        let own: Vec<String> = own.into_iter().map(str::to_owned).collect();
        let found: Vec<(String, String)> = cx.tx.rows(sql, &[&Arg::Texts(own)]).await?;
        out.extend(found.into_iter().filter(|(name, names)| beyond(held(name, Some(names)))).map(|(name, _)| name));
    }
    Ok(out)
}

/// A built-in role by its id, which is the same in every organization.
pub fn built_in(id: AnyId) -> Option<&'static str> {
    ROLES.into_iter().enumerate().find(|(at, _)| id == built_in_id(*at)).map(|(_, name)| name)
}

fn built_in_id(at: usize) -> AnyId {
    let mut bytes = [0; 12];
    bytes[11] = u8::try_from(at + 1).unwrap_or(u8::MAX);
    Id::from_bytes(bytes)
}

impl Role {
    /// A built-in role as an object.
    pub fn of_built_in(cx: &Ctx, name: &str) -> Self {
        let at = ROLES.iter().position(|role| *role == name).unwrap_or_default();
        let mut role = Self { name: name.to_owned(), built_in: true, ..Self::default() };
        role.set_head(Head { id: built_in_id(at), organization_id: cx.organization, revision: 1 }, Timestamp(0));
        role.permissions = Doc(held(name, None).into());
        role
    }

    /// What it allows.
    pub fn allows(&self) -> Permissions {
        Permissions::from_known_names(self.permissions.0.0.iter().map(String::as_str))
    }

    /// Checks name and permissions and brings the names into the order of the table.
    fn check(&mut self, cx: &Ctx) -> Result<()> {
        self.name = self.name.trim().to_owned();
        if self.name.chars().any(char::is_control) {
            return Err(Error::invalid("name", "format", "a name is one line without control characters"));
        }
        if ROLES.iter().any(|built_in| built_in.eq_ignore_ascii_case(&self.name)) {
            return Err(Error::taken("name", "every organization has a role of this name already"));
        }
        let unknown = |(at, name): (usize, &String)| {
            let detail = format!("there is no permission `{}`", crate::error::shorten(name));
            Permissions::named(name).is_none().then(|| Fault::at(&format!("permissions/{at}"), "one_of", detail))
        };
        let faults: Vec<Fault> = self.permissions.0.0.iter().enumerate().filter_map(unknown).collect();
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        require_covered(cx, self.allows())?;
        self.permissions = Doc(self.allows().into());
        Ok(())
    }

    /// Refuses while anybody holds it, or is invited to.
    async fn require_unused(&self, cx: &Ctx) -> Result<()> {
        let sql = "SELECT id FROM role_assignments WHERE organization_id = $1 AND role = $2 AND deleted_at IS NULL \
            UNION ALL SELECT id FROM invitations WHERE organization_id = $1 AND role = $2 AND deleted_at IS NULL \
            AND accepted_at IS NULL AND expires_at > $3 LIMIT 1";
        match cx.tx.row::<(AnyId,)>(sql, &[&self.name, &cx.now]).await? {
            Some(_) => Err(Error::conflict("in_use", "people hold this role or are invited to it; change those first")),
            None => Ok(()),
        }
    }
}

/// Every role of the organization: the built-in ones first, from the one that may most to the one that may
/// least, then its own, oldest first.
pub async fn all(cx: &Ctx, deleted: bool) -> Result<Vec<Role>> {
    cx.require(Role::READ)?;
    let sql = format!(
        "SELECT {} FROM roles t WHERE t.organization_id = $1 AND t.deleted_at IS {} ORDER BY t.id",
        Role::COLUMNS_OF_T,
        if deleted { "NOT NULL" } else { "NULL" }
    );
    let mut roles: Vec<Role> =
        if deleted { Vec::new() } else { ROLES.iter().map(|name| Role::of_built_in(cx, name)).collect() };
    roles.extend(cx.tx.rows::<Role>(&sql, &[]).await?);
    Ok(roles)
}

/// One role, built in or of the organization's own.
pub async fn one(cx: &Ctx, id: AnyId) -> Result<Role> {
    cx.require(Role::READ)?;
    match built_in(id) {
        Some(name) => Ok(Role::of_built_in(cx, name)),
        None => crate::crud::get(cx, id).await,
    }
}

impl Resource for Role {
    const READ: Permission = Permission::RoleRead;
    const CREATE: Permission = Permission::RoleManage;
    const UPDATE: Permission = Permission::RoleManage;
    const DELETE: Permission = Permission::RoleManage;
    const VERBS: Verbs = Verbs::OwnReads;
    const SHOWN: Shown = Shown::ByHome;

    async fn creating(&mut self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check(cx)?;
        super::organization::lock(cx).await?;
        let sql = "SELECT COUNT(*) FROM roles WHERE organization_id = $1 AND deleted_at IS NULL";
        let count = cx.tx.row::<(i64,)>(sql, &[]).await?.map_or(0, |(count,)| count);
        if usize::try_from(count).is_ok_and(|count| count >= MOST) {
            return Err(Error::conflict("too_many", format!("at most {MOST} roles; trash one that nobody holds")));
        }
        Ok(())
    }

    async fn updating(&mut self, _old: &Self, cx: &mut Ctx, _given: &Given) -> Result<()> {
        self.check(cx)
    }

    /// A new name reaches everybody who holds the role or is invited to it, also what lies in the trash.
    async fn stored(&mut self, old: Option<&Self>, cx: &mut Ctx, _given: &Given) -> Result<()> {
        let Some(old) = old.filter(|old| old.name != self.name) else { return Ok(()) };
        for table in ["role_assignments", "invitations"] {
            let sql = format!("UPDATE {table} SET role = $3 WHERE organization_id = $1 AND role = $2");
            cx.tx.execute(&sql, &[&old.name, &self.name]).await?;
        }
        Ok(())
    }

    async fn trashed(&self, cx: &mut Ctx) -> Result<()> {
        self.require_unused(cx).await
    }

    async fn restoring(&mut self, cx: &mut Ctx) -> Result<()> {
        self.check(cx)
    }

    /// Nobody edits a role above its own, nor one that every organization has.
    fn own_rule(&self, cx: &Ctx, _permission: Permission) -> bool {
        !self.built_in && cx.permissions().covers(self.allows())
    }
}
