//! What every entity is: a documented struct that is its row, its JSON and its schema. `#[derive(Entity)]`
//! writes this trait; `Resource` adds the hand-written rules. Field positions index `FIELDS`.

use crate::ctx::Ctx;
use crate::error::{Error, Fault, Result};
use crate::event::Shown;
use crate::field::{Kind, Refused};
use crate::list::Side;
use crate::object::ObjectWriter;
use crate::org::Organization;
use crate::policy::Permission;
use crate::registry::Verbs;
use crate::search::Text;
use crate::sql::Sql;
use crate::time::Timestamp;
use crate::work::custom::Holder;
use crate::work::{project, task};
use guildhall_store::{FromRow, Id, Row, Value};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use utoipa::openapi::schema::Schema;

/// An id whose kind is known only at run time.
pub type AnyId = Id<Any>;
/// Marker of `AnyId`.
#[derive(Debug)]
pub enum Any {}

/// One field of an entity.
#[derive(Debug)]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// Column in the table; meaningless for a virtual field.
    pub column: &'static str,
    /// The doc comment: API text and help text in forms.
    pub help: &'static str,
    pub kind: Kind,
    pub nullable: bool,
    pub schema: fn() -> Schema,
    /// Has no column: computed, or kept in a table of its own.
    pub is_virtual: bool,
    /// Never on the wire.
    pub hidden: bool,
    pub read_only: bool,
    /// Set at creation, changed only by a route of its own.
    pub create_only: bool,
    pub required: bool,
    /// Has an index to sort by.
    pub sort: bool,
    /// Most characters of a text; 0 is the general limit.
    pub max: usize,
    /// Allowed values, separated by `|`; empty for any.
    pub one_of: &'static str,
    /// Model that a reference leads to; empty for none.
    pub refers: &'static str,
}

impl Field {
    /// True if a request may name it.
    pub fn writable(&self) -> bool {
        !self.read_only && !self.hidden
    }
}

/// What every object has.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    pub id: AnyId,
    pub organization_id: Id<Organization>,
    pub revision: i64,
}

/// A struct that is a table, a JSON object and a schema at once; derived.
pub trait Entity: FromRow + Clone + Default + Send + Sync + std::fmt::Debug + 'static {
    const MODEL: &'static str;
    const TABLE: &'static str;
    /// The collection's path segment.
    const PATH: &'static str;
    const HELP: &'static str;
    /// The stored columns in order, also with the alias `t.`.
    const COLUMNS: &'static str;
    const COLUMNS_OF_T: &'static str;
    /// The column that holds when the object was trashed.
    const DELETED: &'static str;
    const FIELDS: &'static [Field];

    fn head(&self) -> Head;
    /// Sets id, organization and revision, and the time stamps that go with them.
    fn set_head(&mut self, head: Head, now: Timestamp);
    fn deleted_at(&self) -> Option<Timestamp>;
    fn set_deleted_at(&mut self, at: Option<Timestamp>);
    /// The value of a stored field.
    fn bind(&self, field: usize) -> Value<'_>;
    /// Reads one field from a request.
    fn parse(&mut self, field: usize, value: &Json) -> Result<(), Refused>;
    /// True if both have the same value there.
    fn same(&self, other: &Self, field: usize) -> bool;
    /// One field as JSON.
    fn json(&self, field: usize) -> Json;
    /// Writes one field into an object; nothing for a hidden one.
    fn write(&self, field: usize, object: &mut ObjectWriter<'_>) -> serde_json::Result<()>;
    /// Reads the stored columns, beginning at column `from`.
    fn read(row: &Row<'_>, from: usize) -> guildhall_store::Result<Self>;

    /// Position of a field by its wire name.
    fn field(name: &str) -> Option<usize> {
        Self::FIELDS.iter().position(|f| f.name == name && !f.hidden)
    }
}

/// The fields that a request named, in the order of the request.
#[derive(Debug, Default, Clone)]
pub struct Given(pub Vec<usize>);

impl Given {
    /// True if the request named this field.
    pub fn has(&self, field: usize) -> bool {
        self.0.contains(&field)
    }
}

/// What an object is seen through. Where it is a project, a list for somebody who sees few of them begins there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Through {
    /// Its own rule, `visible`; without one everybody in the organization sees it.
    Rule,
    /// It is a project.
    Itself,
    /// The project in `project_id`, and nothing else.
    Project,
    /// The task in `task_id` and the project of that, and nothing else.
    Task,
}

impl Through {
    fn narrow(self, cx: &Ctx, sql: &mut Sql) {
        match self {
            Self::Rule => {}
            Self::Itself => {
                let seen = project::seen_as(cx, sql, "t");
                sql.and(&seen);
            }
            Self::Project => project::visible_by_project(cx, sql),
            Self::Task => task::visible_by_task(cx, sql),
        }
    }
}

/// The rules of an entity: what a caller may see and do, and what happens around a change.
pub trait Resource: Entity {
    /// Permissions for reading, creating, changing and trashing.
    const READ: Permission;
    const CREATE: Permission;
    const UPDATE: Permission;
    const DELETE: Permission;
    /// Which of the shared routes it has.
    const VERBS: Verbs = Verbs::All;
    /// Query parameters of the list beyond the fields (`rootsOnly`, …).
    const EXTRA_FILTERS: &'static [&'static str] = &[];
    /// Filters by values that stand in tables of their own (`labels`, …), each described by `side`.
    const SIDES: &'static [&'static str] = &[];
    /// Whether and where it has custom fields.
    const CUSTOM: Option<&'static Holder> = None;
    /// True if filters may ask the event log what its fields were.
    const HISTORY: bool = false;

    /// Columns of `t` that make an object its person's own; with them, the permissions to read, change and trash
    /// come in a variant `:own`.
    const OWN: &'static [&'static str] = &[];
    /// What decides whether an event of this model shows.
    const SHOWN: Shown = Shown::ByRule;

    /// What it is seen through.
    const THROUGH: Through = Through::Rule;
    /// Columns of `t` whose indexes go on in an order of the list, each with the column of that order.
    const ORDERED: &'static [(&'static str, &'static str)] = &[];

    /// What the caller may see, as a condition on alias `t`; joins go before WHERE. Only an entity that is seen by
    /// a rule of its own has another.
    fn visible(cx: &Ctx, sql: &mut Sql) {
        Self::THROUGH.narrow(cx, sql);
    }

    /// Applies one of `EXTRA_FILTERS`.
    fn extra_filter(_cx: &Ctx, name: &str, _value: &str, _sql: &mut Sql) -> impl Future<Output = Result<()>> + Send {
        let unknown = Error::unreadable("unknown_parameter", format!("unknown parameter `{name}`"));
        async { Err(unknown) }
    }

    /// What lists compare in the place of a field of `t` that not every caller may see in every object; what is
    /// withheld compares as no value.
    fn compared(_cx: &Ctx, _field: &Field, _sql: &mut Sql) -> Option<String> {
        None
    }

    /// The object as the caller may see it, whose fields may be withheld.
    fn seen(&self, _cx: &Ctx) -> Cow<'_, Self> {
        Cow::Borrowed(self)
    }

    /// Where the values of one of `SIDES` stand, as far as the caller may see them.
    fn side(_cx: &Ctx, _name: &str, _sql: &mut Sql) -> Option<Side> {
        None
    }

    /// Fills virtual fields of a page of rows, in a fixed number of queries.
    fn load(_cx: &Ctx, _rows: &mut [Self]) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Rewrites a request body before it is read (`old` is absent for a new object).
    fn prepare(
        _cx: &mut Ctx,
        _body: &mut Map<String, Json>,
        _old: Option<&Self>,
    ) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// What an earlier request stored with this id, if this one says the same once more: then it is the answer.
    fn again(&self, _cx: &Ctx, _id: AnyId) -> impl Future<Output = Result<Option<Self>>> + Send {
        async { Ok(None) }
    }

    /// Completes and checks a new object before it is stored.
    fn creating(&mut self, _cx: &mut Ctx, _given: &Given) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Checks and completes a change before it is stored.
    fn updating(&mut self, _old: &Self, _cx: &mut Ctx, _given: &Given) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// What the log keeps of this side of a change beside the fields that it tells, so that the change is taken back
    /// as it was: what nobody sees, and what means something only together with a field that changed.
    fn kept(&self, _other: &Self) -> Map<String, Json> {
        Map::new()
    }

    /// Checks a change that takes another one back; `kept` is what the log kept of it.
    fn taking_back(
        &mut self,
        old: &Self,
        cx: &mut Ctx,
        given: &Given,
        _kept: &Map<String, Json>,
    ) -> impl Future<Output = Result<()>> + Send {
        self.updating(old, cx, given)
    }

    /// Stores what has no column, after the row is there. `old` is absent for a new object.
    fn stored(
        &mut self,
        _old: Option<&Self>,
        _cx: &mut Ctx,
        _given: &Given,
    ) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Trashes what hangs on this object, after the row itself.
    fn trashed(&self, _cx: &mut Ctx) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Brings back what went with this object, before the row itself; may change the row.
    fn restoring(&mut self, _cx: &mut Ctx) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Deletes for good what hangs on this object, children first, before the row itself.
    fn purging(&self, _cx: &mut Ctx) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// True if the caller may do this with this very object, given that the permission is there.
    fn own_rule(&self, _cx: &Ctx, _permission: Permission) -> bool {
        true
    }

    /// The names in `can`: what the caller may do with this object.
    fn can(&self, cx: &Ctx) -> Vec<&'static str> {
        let mut can = Vec::with_capacity(4);
        for (permission, name) in [(Self::UPDATE, "update"), (Self::DELETE, "delete")] {
            if crate::own::allows(cx, self, permission) {
                can.push(name);
            }
        }
        can
    }

    /// What it is found by in full-text search, made of stored fields alone; the default is not searched.
    fn search_text(&self) -> Option<Text<'_>> {
        None
    }

    /// Whether the caller saw an object that is gone for good, from its fields as they were at last; its project, its
    /// task and who owned it aside. Asked only where `visible` would have had something to say.
    fn saw(_cx: &Ctx, _last: &Map<String, Json>) -> bool {
        Self::SHOWN == Shown::ByHome
    }

    /// Completes what the log tells of an object that is older than some of its fields.
    fn of_old(_fields: &mut Map<String, Json>) {}

    /// The project that this object belongs to, and the task, for its events.
    fn home(&self) -> (Option<AnyId>, Option<AnyId>) {
        (None, None)
    }
}

/// Sets the named fields of `target` from a JSON object; refuses what is unknown, read-only or wrong.
pub fn apply<E: Entity>(target: &mut E, body: &Map<String, Json>, creating: bool) -> Result<Given> {
    let mut given = Vec::with_capacity(body.len());
    let mut faults = Vec::new();
    for (name, value) in body {
        if creating && name == "id" {
            continue;
        }
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        let mut refuse = |code: &str, detail: String| {
            faults.push(Fault { pointer: pointer.clone(), code: code.into(), detail });
        };
        let Some(index) = E::field(name) else {
            refuse("unknown_field", format!("{} has no field `{}`", E::MODEL, crate::error::shorten(name)));
            continue;
        };
        let field = &E::FIELDS[index];
        if field.read_only {
            refuse("read_only", format!("`{name}` is set by the server"));
        } else if field.create_only && !creating {
            refuse("read_only", format!("`{name}` is set at creation and has a route of its own to change it"));
        } else if let Err(refused) = set(target, index, field, value) {
            refuse(refused.code, refused.detail);
        } else {
            given.push(index);
        }
    }
    if creating {
        for (index, field) in E::FIELDS.iter().enumerate().filter(|(_, f)| f.required) {
            if !given.contains(&index) && !faults.iter().any(|f| f.pointer[1..] == *field.name) {
                faults.push(Fault::at(field.name, "required", format!("`{}` is required", field.name)));
            }
        }
    }
    if faults.is_empty() { Ok(Given(given)) } else { Err(Error::Invalid(faults)) }
}

/// Longest text of a field that names no limit of its own.
pub const LONGEST_TEXT: usize = 200_000;

fn set<E: Entity>(target: &mut E, index: usize, field: &Field, value: &Json) -> Result<(), Refused> {
    if value.is_null() && !field.nullable {
        // In a merge patch null removes: the field goes back to its default, where it has one.
        if field.required {
            return Err(Refused { code: "required", detail: format!("`{}` cannot be empty", field.name) });
        }
        let fresh = E::default().json(index);
        return target.parse(index, &fresh);
    }
    if let Some(text) = value.as_str() {
        let most = if field.max == 0 { LONGEST_TEXT } else { field.max };
        if field.kind == Kind::Text && text.chars().count() > most {
            return Err(Refused { code: "too_long", detail: format!("at most {most} characters") });
        }
        if field.required && text.trim().is_empty() {
            return Err(Refused { code: "required", detail: format!("`{}` cannot be empty", field.name) });
        }
        if !field.one_of.is_empty() && !field.one_of.split('|').any(|allowed| allowed == text) {
            return Err(Refused { code: "one_of", detail: format!("one of {}", field.one_of.replace('|', ", ")) });
        }
    }
    target.parse(index, value)
}
