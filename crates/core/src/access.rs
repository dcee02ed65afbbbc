//! Explains one right: which rules allow or deny a person something, in the order in which they are asked.
//! It asks the same rules as every request does, as that person, so that it cannot say anything else.

use crate::ctx::Ctx;
use crate::entity::{AnyId, Resource};
use crate::error::{Error, Result, shorten};
use crate::org::User;
use crate::own;
use crate::policy::Permission;
use crate::registry::MODELS;
use guildhall_store::Id;
use serde::Serialize;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    pub user: Id<User>,
    /// Without one only membership and role are explained.
    pub permission: Option<Permission>,
    /// The very object, and its model where the permission is one of several models.
    pub object: Option<AnyId>,
    pub model: Option<String>,
}

/// One rule and what it says.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Rule {
    /// membership, role, token, visibility, own or object.
    pub rule: &'static str,
    pub allows: bool,
    /// Why, in words.
    pub detail: String,
}

/// The answer: allowed if every rule allows.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    #[schema(value_type = String)]
    pub user_id: Id<User>,
    /// The permission, like `task:update`.
    #[schema(required)]
    pub resource: Option<&'static str>,
    #[schema(value_type = Option<String>)]
    pub object_id: Option<AnyId>,
    pub allowed: bool,
    pub rules: Vec<Rule>,
    /// All that the person's role allows.
    pub permissions: Vec<String>,
}

fn rule(rule: &'static str, allows: bool, detail: impl Into<String>) -> Rule {
    Rule { rule, allows, detail: detail.into() }
}

/// Explains a right of the caller, or of anybody to those who manage roles.
pub async fn explain(cx: &Ctx, question: &Question) -> Result<Explanation> {
    if question.user != cx.actor {
        cx.require(Permission::RoleManage)?;
    }
    let (mut rules, mut permissions) = (Vec::new(), Vec::new());
    match cx.seen_by(question.user).await {
        Ok(subject) => {
            permissions = subject.permissions().names();
            rules.push(rule("membership", true, format!("holds the role {}", subject.role)));
            if let Some(permission) = question.permission {
                ask(cx, &subject, question, permission, &mut rules).await?;
            }
        }
        Err(Error::NotFound) => {
            let sql = "SELECT user_id FROM members WHERE organization_id = $1 AND user_id = $2";
            cx.tx.row::<(AnyId,)>(sql, &[&question.user]).await?.ok_or(Error::NotFound)?;
            rules.push(rule("membership", false, "holds no role in this organization"));
        }
        Err(other) => return Err(other),
    }
    Ok(Explanation {
        user_id: question.user,
        resource: question.permission.map(|permission| permission.line().name),
        object_id: question.object,
        allowed: rules.iter().all(|rule| rule.allows),
        rules,
        permissions,
    })
}

async fn ask(
    cx: &Ctx,
    subject: &Ctx,
    question: &Question,
    permission: Permission,
    rules: &mut Vec<Rule>,
) -> Result<()> {
    let name = permission.line().name;
    let (all, reaches) = (subject.permits(permission), subject.reaches(permission));
    rules.push(match (all, reaches) {
        (true, _) => rule("role", true, format!("{} allows {name}", subject.role)),
        (_, true) => rule("role", true, format!("{} allows {name} for one's own objects alone", subject.role)),
        _ => rule("role", false, format!("{} does not allow {name}", subject.role)),
    });
    if let Some(limit) = cx.limit.filter(|_| question.user == cx.actor) {
        let within = if limit.reaches(permission) { "include" } else { "leave out" };
        rules.push(rule("token", limit.reaches(permission), format!("the scopes of this token {within} {name}")));
    }
    let Some(object) = question.object else { return Ok(()) };
    let model = model(question, permission)?;
    crate::entity_of!(model, E => about::<E>(cx, subject, object, permission, rules).await, Err(Error::NotFound))
}

/// The model that is meant: the one that was named, or the only one that the permission is about.
fn model(question: &Question, permission: Permission) -> Result<&'static str> {
    let bad = |detail: String| Error::unreadable("bad_parameter", detail);
    if let Some(named) = &question.model {
        let known = MODELS.iter().find(|model| *model == named);
        return known.copied().ok_or_else(|| bad(format!("`model`: there is no model `{}`", shorten(named))));
    }
    let about = |model: &&&str| crate::entity_of!(**model, E => [E::READ, E::CREATE, E::UPDATE, E::DELETE].contains(&permission), false);
    let mut fitting = MODELS.iter().filter(about);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(bad(format!("`model`: {} is not about one model; say which one", permission.line().name))),
    }
}

async fn about<E: Resource>(
    cx: &Ctx,
    subject: &Ctx,
    object: AnyId,
    permission: Permission,
    rules: &mut Vec<Rule>,
) -> Result<()> {
    if cx.actor != subject.actor {
        // Who asks about another learns nothing of what they do not see themselves.
        crate::list::one::<E>(cx, object, None, false).await?;
    }
    let row = match crate::list::one::<E>(subject, object, None, false).await {
        Ok(row) => row,
        Err(Error::NotFound) => {
            let detail = "no such object, or none that this person sees: its project is private and not shared with \
                them, or only own objects show";
            rules.push(rule("visibility", false, detail));
            return Ok(());
        }
        Err(Error::Forbidden(_)) => {
            rules.push(rule("visibility", false, format!("{} does not allow {}", subject.role, E::READ.line().name)));
            return Ok(());
        }
        Err(other) => return Err(other),
    };
    let mut rows = [row];
    E::load(subject, &mut rows).await?;
    let [row] = rows;
    let why = match row.home().0 {
        Some(project) => of_project(subject, project).await?,
        None => "it belongs to no project".into(),
    };
    rules.push(rule("visibility", true, why));
    if !subject.permits(permission) && subject.reaches(permission) {
        let own = own::is_own(subject, &row);
        let detail = if own { "it is this person's own" } else { "it is not this person's own" };
        rules.push(rule("own", own, detail));
    }
    // Whoever finds it may read it: the rule of an object is about changing it.
    if permission != E::READ && !row.own_rule(subject, permission) {
        rules.push(rule("object", false, format!("this {} is not theirs to change", E::MODEL.to_lowercase())));
    }
    Ok(())
}

/// Why somebody sees a project that they see.
async fn of_project(subject: &Ctx, project: AnyId) -> Result<String> {
    if subject.permits(Permission::ProjectReadAll) {
        return Ok("sees every project".into());
    }
    let sql = "SELECT p.visibility, p.owner_id FROM projects p WHERE p.organization_id = $1 AND p.id = $2";
    let found: Option<(String, Id<User>)> = subject.tx.row(sql, &[&project]).await?;
    Ok(match found {
        Some((_, owner)) if owner == subject.actor => "owns its project",
        Some((visibility, _)) if visibility == "organization" && subject.permits(Permission::ProjectReadOpen) => {
            "its project is visible to the whole organization"
        }
        _ => "is a member of its project",
    }
    .into())
}
