//! Reads a project with all that hangs on its tasks, in the same few statements however many they are.

use guildhall_core::amount::Amount;
use guildhall_core::org::User;
use guildhall_core::policy::Permission;
use guildhall_core::sql::Sql;
use guildhall_core::time::Timestamp;
use guildhall_core::work::{Baseline, Calendar, Project, Task};
use guildhall_core::{AnyId, Ctx, Entity, Result, list, own};
use guildhall_store::Id;
use std::collections::{BTreeSet, HashMap};

/// A link: the task that waits, the one before it, type and lag.
pub(super) type LinkRow = (Id<Task>, Id<Task>, String, String);
/// A task, who works on it, with which share of their time, and hours of work where they are stated.
pub(super) type ShareRow = (Id<Task>, Id<User>, Amount, Option<Amount>);
/// A person, the name, the address, and the calendar of their own.
pub(super) type PersonRow = (Id<User>, String, Option<String>, Option<Id<Calendar>>);
/// What a baseline holds of a task: start, end, working days, hours, and cost in the project's currency.
pub(super) type FrozenRow =
    (Id<Baseline>, Id<Task>, Option<Timestamp>, Option<Timestamp>, Option<Amount>, Option<Amount>, Option<Amount>);

/// All of it, as far as the caller sees it.
pub(super) struct Facts {
    pub project: Project,
    /// Siblings in their order.
    pub tasks: Vec<Task>,
    /// Links of these tasks, to whatever.
    pub links: Vec<LinkRow>,
    pub shares: Vec<ShareRow>,
    pub people: Vec<PersonRow>,
    pub calendars: HashMap<Id<Calendar>, Calendar>,
    /// Oldest first.
    pub baselines: Vec<(Id<Baseline>, String)>,
    pub frozen: Vec<FrozenRow>,
}

const LINKS: &str = "SELECT l.task_id, l.predecessor_id, l.type, l.lag FROM tasks t \
    JOIN task_links l ON l.organization_id = t.organization_id AND l.task_id = t.id \
    JOIN tasks k ON k.organization_id = l.organization_id AND k.id = l.predecessor_id AND k.deleted_at IS NULL \
    WHERE t.organization_id = $1 AND t.project_id = $2 AND t.deleted_at IS NULL ORDER BY l.created_at, l.predecessor_id";
const SHARES: &str = "SELECT a.task_id, a.user_id, a.units, a.work FROM tasks t \
    JOIN task_assignments a ON a.organization_id = t.organization_id AND a.task_id = t.id \
    WHERE t.organization_id = $1 AND t.project_id = $2 AND t.deleted_at IS NULL ORDER BY a.task_id, a.position";
const PEOPLE: &str = "SELECT m.user_id, m.name, m.email, c.calendar_id FROM members m \
    LEFT JOIN member_calendars c ON c.organization_id = m.organization_id AND c.user_id = m.user_id \
    WHERE m.organization_id = $1 AND m.user_id = ANY($2)";
const BASELINES: &str = "SELECT b.id, b.name FROM baselines b \
    WHERE b.organization_id = $1 AND b.project_id = $2 AND b.deleted_at IS NULL ORDER BY b.created_at, b.id";
const FROZEN: &str = "SELECT f.baseline_id, f.task_id, f.start_date, f.end_date, f.duration, f.work, \
    CASE WHEN f.currency = $2 THEN f.cost END \
    FROM baselines b JOIN baseline_tasks f ON f.organization_id = b.organization_id AND f.baseline_id = b.id \
    WHERE b.organization_id = $1 AND b.project_id = $3 AND b.deleted_at IS NULL";

impl Facts {
    /// Reads it; a project that the caller does not see is not found.
    pub(super) async fn read(cx: &Ctx, project: AnyId) -> Result<Self> {
        let project: Project = list::one(cx, project, Some(false), false).await?;
        cx.require_reach(Permission::TaskRead)?;
        let id = project.id;
        super::size::require_fit(cx, id).await?;
        let tasks = tasks(cx, id).await?;
        let (links, shares) = (cx.tx.rows(LINKS, &[&id]).await?, cx.tx.rows(SHARES, &[&id]).await?);
        let mut facts = Self {
            project,
            tasks,
            links,
            shares,
            people: Vec::new(),
            calendars: HashMap::new(),
            baselines: Vec::new(),
            frozen: Vec::new(),
        };
        if cx.reaches(Permission::MemberRead) {
            facts.people = cx.tx.rows(PEOPLE, &[&facts.assigned()]).await?;
        }
        if cx.reaches(Permission::BaselineRead) {
            facts.baselines = cx.tx.rows(BASELINES, &[&id]).await?;
            let currency = facts.project.currency.as_ref().unwrap_or(&cx.settings.currency);
            facts.frozen = cx.tx.rows(FROZEN, &[currency, &id]).await?;
        }
        let wanted = facts.calendars_in_use(cx).iter().map(|id| id.as_bytes().to_vec()).collect();
        let calendars = list::by_ids::<Calendar>(cx, wanted).await?;
        facts.calendars = calendars.into_iter().map(|calendar| (calendar.id, calendar)).collect();
        Ok(facts)
    }

    /// Everybody who works on a task that the caller sees.
    fn assigned(&self) -> Vec<Id<User>> {
        let seen: BTreeSet<Id<Task>> = self.tasks.iter().map(|task| task.id).collect();
        let people = self.shares.iter().filter(|share| seen.contains(&share.0)).map(|share| share.1);
        people.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn calendars_in_use(&self, cx: &Ctx) -> BTreeSet<Id<Calendar>> {
        let of_tasks = self.tasks.iter().filter_map(|task| task.calendar_id);
        let of_people = self.people.iter().filter_map(|person| person.3);
        of_tasks.chain(of_people).chain(calendar_of(cx, &self.project)).collect()
    }
}

/// The calendar that the project runs in, unless that is the standard one.
pub(super) fn calendar_of(cx: &Ctx, project: &Project) -> Option<Id<Calendar>> {
    project.calendar_id.or(cx.settings.calendar_id.map(Id::cast))
}

async fn tasks(cx: &Ctx, project: Id<Project>) -> Result<Vec<Task>> {
    let mut sql = Sql::default();
    let project = sql.arg(project);
    let own = own::and::<Task>(cx, &mut sql, "t");
    let text = format!(
        "SELECT {} FROM tasks t WHERE t.organization_id = $1 AND t.project_id = {project} AND t.deleted_at IS NULL{own} \
         ORDER BY t.rank COLLATE \"C\", t.id",
        Task::COLUMNS_OF_T
    );
    Ok(cx.tx.rows(&text, &sql.args()).await?)
}
