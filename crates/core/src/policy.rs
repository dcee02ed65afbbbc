//! Who may do what: one table, read by every check, printed into `docs/PERMISSIONS.md`. A permission is
//! `resource:action`; a role is a set of them. Rules that depend on the object itself (own comments, the
//! visibility of a project) stand with the entity and only ever narrow what is said here.

use crate::entity::Resource;
use crate::entity_of;
use crate::registry::MODELS;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Built-in roles, in the order of the table's columns.
pub const ROLES: [&str; 4] = ["Admin", "Editor", "Viewer", "Guest"];

/// Ends the name of a permission that reaches only what is one's own: `task:update:own`.
pub const OWN: &str = ":own";

/// A set of permissions: those held for every object, and those held for one's own objects alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions {
    all: u128,
    /// Never overlaps `all`, which says more.
    own: u128,
}

const fn bit(permission: Permission) -> u128 {
    1 << permission as u32
}

impl Permissions {
    /// No permission at all.
    pub const NONE: Self = Self { all: 0, own: 0 };

    /// Who reads only its own projects does not read all of them, whatever else is said.
    const fn of(all: u128, own: u128) -> Self {
        let own = own & !all;
        let beyond = if own & bit(Permission::ProjectRead) != 0 { bit(Permission::ProjectReadAll) } else { 0 };
        Self { all: all & !beyond, own }
    }

    /// True if the permission is held for every object.
    pub const fn has(self, permission: Permission) -> bool {
        self.all & bit(permission) != 0
    }

    /// True if the permission is held for one's own objects and for no others.
    pub const fn has_own_only(self, permission: Permission) -> bool {
        self.own & bit(permission) != 0
    }

    /// True if the permission is held for some objects at least.
    pub const fn reaches(self, permission: Permission) -> bool {
        self.has(permission) || self.has_own_only(permission)
    }

    /// True if any permission is held for one's own objects alone.
    pub const fn narrows(self) -> bool {
        self.own != 0
    }

    /// What both sets hold.
    pub const fn intersect(self, other: Self) -> Self {
        Self::of(self.all & other.all, (self.all | self.own) & (other.all | other.own))
    }

    /// What either set holds.
    pub const fn union(self, other: Self) -> Self {
        Self::of(self.all | other.all, self.own | other.own)
    }

    /// True if every permission of `other` is in this set.
    pub const fn covers(self, other: Self) -> bool {
        self.all & other.all == other.all && (self.all | self.own) & other.own == other.own
    }

    /// The set of one name; none if there is no such permission.
    pub fn named(name: &str) -> Option<Self> {
        static PLACES: LazyLock<HashMap<&str, u128>> =
            LazyLock::new(|| TABLE.iter().enumerate().map(|(i, row)| (row.name, 1 << i)).collect());
        if let Some(place) = PLACES.get(name) {
            return Some(Self::of(*place, 0));
        }
        let place = *PLACES.get(name.strip_suffix(OWN)?)?;
        (ownable() & place != 0).then(|| Self::of(0, place))
    }

    /// The set of these names; an unknown name is returned as the error.
    pub fn from_names<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Self, &'n str> {
        names.into_iter().try_fold(Self::NONE, |set, name| Ok(set.union(Self::named(name).ok_or(name)?)))
    }

    /// The set of those names that are known: one that is not there any more allows nothing.
    pub fn from_known_names<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        names.into_iter().filter_map(Self::named).fold(Self::NONE, Self::union)
    }

    /// The names in the set, in the order of the table.
    pub fn names(self) -> Vec<String> {
        let name = |(i, row): (usize, &Line)| match 1 << i {
            place if self.all & place != 0 => Some(row.name.to_owned()),
            place if self.own & place != 0 => Some(format!("{}{OWN}", row.name)),
            _ => None,
        };
        TABLE.iter().enumerate().filter_map(name).collect()
    }

    /// What a built-in role may do; `None` for a name that is not built in.
    pub fn of_role(role: &str) -> Option<Self> {
        let column = ROLES.iter().position(|r| *r == role)?;
        let bits = TABLE.iter().enumerate().filter(|(_, row)| row.roles[column]).map(|(i, _)| 1 << i);
        Some(Self::of(bits.fold(0, |set: u128, bit: u128| set | bit), 0))
    }
}

impl Permission {
    /// Its line of the table.
    pub fn line(self) -> &'static Line {
        &TABLE[self as usize]
    }

    /// The permission of a name without suffix.
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|permission| permission.line().name == name)
    }

    /// True if it can be held for one's own objects alone.
    pub fn is_ownable(self) -> bool {
        ownable() & bit(self) != 0
    }
}

/// The permissions to read, change and trash what has an owner. One that also allows to create is none of
/// them: what is not there yet is nobody's.
fn ownable() -> u128 {
    static OWNABLE: LazyLock<u128> = LazyLock::new(|| {
        let of = |model: &&str| entity_of!(*model, E => ownable_of::<E>(), (0, 0));
        let (able, not) = MODELS.iter().map(of).fold((0, 0), |(able, not), (a, n)| (able | a, not | n));
        able & !not
    });
    *OWNABLE
}

/// What an owner makes ownable, and what cannot be.
fn ownable_of<E: Resource>() -> (u128, u128) {
    if E::OWN.is_empty() {
        return (0, bit(E::CREATE));
    }
    (bit(E::READ) | bit(E::UPDATE) | bit(E::DELETE), bit(E::CREATE))
}

/// One line of the table.
#[derive(Debug)]
pub struct Line {
    /// `resource:action`
    pub name: &'static str,
    /// Which built-in roles hold it, in the order of `ROLES`.
    pub roles: [bool; 4],
    /// What it allows.
    pub help: &'static str,
}

macro_rules! permissions {
    ($($variant:ident $name:literal $admin:literal $editor:literal $viewer:literal $guest:literal $help:literal;)*) => {
        /// A thing that a role may allow.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Permission { $(#[doc = $help] $variant),* }

        /// Every permission, in the order of the table.
        pub const ALL: &[Permission] = &[$(Permission::$variant),*];

        /// Every permission and the built-in roles that hold it.
        pub const TABLE: &[Line] = &[$(Line {
            name: $name, roles: [$admin == 1, $editor == 1, $viewer == 1, $guest == 1], help: $help,
        }),*];
    };
}

permissions! {
    //                  name                   Admin Editor Viewer Guest
    OrganizationRead   "organization:read"     1 1 1 1 "See the organization's name and settings";
    OrganizationUpdate "organization:update"   1 0 0 0 "Change the organization's settings";
    OrganizationDelete "organization:delete"   1 0 0 0 "Trash and purge the organization";
    MemberRead         "member:read"           1 1 1 1 "See the people of the organization";
    MemberRemove       "member:remove"         1 0 0 0 "End a person's membership";
    RoleRead           "role:read"             1 1 1 1 "See roles and who holds them";
    RoleManage         "role:manage"           1 0 0 0 "Give, change and take roles";
    InvitationRead     "invitation:read"       1 0 0 0 "See open invitations";
    InvitationManage   "invitation:manage"     1 0 0 0 "Invite people and revoke invitations";
    ProjectRead        "project:read"          1 1 1 1 "See visible projects (a guest: those shared with it)";
    ProjectReadOpen    "project:read-open"     1 1 1 0 "See projects that are visible to the whole organization";
    ProjectReadAll     "project:read-all"      1 0 0 0 "See every project, private ones too";
    ProjectCreate      "project:create"        1 1 0 0 "Create projects";
    ProjectUpdate      "project:update"        1 1 0 0 "Change visible projects and their members";
    ProjectDelete      "project:delete"        1 1 0 0 "Trash visible projects and restore them";
    TaskRead           "task:read"             1 1 1 1 "See tasks of visible projects";
    TaskCreate         "task:create"           1 1 0 0 "Create tasks";
    TaskUpdate         "task:update"           1 1 0 0 "Change, move and link tasks";
    TaskDelete         "task:delete"           1 1 0 0 "Trash tasks and restore them";
    TaskEstimate       "task:estimate"         1 1 0 0 "Set estimates of tasks and budgets of projects";
    CommentRead        "comment:read"          1 1 1 1 "See comments on visible tasks";
    CommentCreate      "comment:create"        1 1 0 1 "Comment on visible tasks";
    CommentUpdate      "comment:update"        1 1 0 1 "Change own comments";
    CommentDelete      "comment:delete"        1 1 0 1 "Trash own comments";
    CommentModerate    "comment:moderate"      1 0 0 0 "Trash comments of others";
    ChecklistRead      "checklist:read"        1 1 1 1 "See checklists of visible tasks";
    ChecklistWrite     "checklist:write"       1 1 0 0 "Create, change and trash checklists";
    LabelRead          "label:read"            1 1 1 1 "See labels";
    LabelWrite         "label:write"           1 1 0 0 "Create, change and trash labels";
    CalendarRead       "calendar:read"         1 1 1 1 "See working calendars";
    CalendarWrite      "calendar:write"        1 1 0 0 "Create, change and trash working calendars";
    BaselineRead       "baseline:read"         1 1 1 1 "See baselines of visible projects";
    BaselineWrite      "baseline:write"        1 1 0 0 "Freeze and trash baselines";
    ImportRead         "import:read"           1 1 0 0 "See reports of imports";
    ImportCreate       "import:create"         1 1 0 0 "Import files and undo an import";
    EventRead          "event:read"            1 1 1 1 "Read the event log of what is visible";
    AttachmentRead     "attachment:read"       1 1 1 1 "See attachments of visible tasks";
    AttachmentCreate   "attachment:create"     1 1 0 0 "Attach files to visible tasks";
    AttachmentDelete   "attachment:delete"     1 1 0 0 "Trash attachments and restore them";
    FileRead           "file:read"             1 1 1 1 "See files of visible projects";
    FileCreate         "file:create"           1 1 0 0 "Create files of visible projects";
    FileUpdate         "file:update"           1 1 0 0 "Change files of visible projects";
    FileDelete         "file:delete"           1 1 0 0 "Trash files of visible projects and restore them";
    ApprovalRead       "approval:read"         1 1 1 1 "See reviews of visible files";
    ApprovalRequest    "approval:request"      1 1 0 0 "Ask people to review a version, and withdraw the request";
    ApprovalDecide     "approval:decide"       1 1 1 1 "Decide on a version that one was asked to review";
    FieldRead          "field:read"            1 1 1 1 "See custom fields";
    FieldWrite         "field:write"           1 1 0 0 "Define, change and trash custom fields";
    FormRead           "form:read"             1 1 1 1 "See form templates";
    FormWrite          "form:write"            1 1 0 0 "Create, change and trash form templates";
    RequestRead        "request:read"          1 1 1 0 "See form requests";
    RequestCreate      "request:create"        1 1 0 0 "Create form requests";
    RequestUpdate      "request:update"        1 1 0 0 "Change form requests";
    RequestDelete      "request:delete"        1 1 0 0 "Trash form requests and restore them";
    RequestDecide      "request:decide"        1 1 0 0 "Decide on form requests of others";
    ContactRead        "contact:read"          1 1 1 0 "See contacts";
    ContactCreate      "contact:create"        1 1 0 0 "Create contacts";
    ContactUpdate      "contact:update"        1 1 0 0 "Change contacts";
    ContactDelete      "contact:delete"        1 1 0 0 "Trash contacts and restore them";
    DealRead           "deal:read"             1 1 1 0 "See deals";
    DealCreate         "deal:create"           1 1 0 0 "Create deals";
    DealUpdate         "deal:update"           1 1 0 0 "Change deals";
    DealDelete         "deal:delete"           1 1 0 0 "Trash deals and restore them";
    PipelineRead       "pipeline:read"         1 1 1 0 "See pipelines and their stages";
    PipelineWrite      "pipeline:write"        1 1 0 0 "Create, change and trash pipelines";
    CommLogRead        "comm-log:read"         1 1 1 0 "See logged calls, e-mails and meetings";
    CommLogCreate      "comm-log:create"       1 1 0 0 "Create logged calls, e-mails and meetings";
    CommLogUpdate      "comm-log:update"       1 1 0 0 "Change logged calls, e-mails and meetings";
    CommLogDelete      "comm-log:delete"       1 1 0 0 "Trash logged calls, e-mails and meetings and restore them";
    ExpenseRead        "expense:read"          1 1 1 0 "See expenses and time of visible projects, and budgets";
    ExpenseCreate      "expense:create"        1 1 0 0 "Enter own expenses and time";
    ExpenseUpdate      "expense:update"        1 1 0 0 "Change own expenses and time";
    ExpenseDelete      "expense:delete"        1 1 0 0 "Trash own expenses and time and restore them";
    ExpenseManage      "expense:manage"        1 0 0 0 "Enter, change, trash and decide on expenses and time of others";
    RateRead           "rate:read"             1 0 0 0 "See what an hour of a person costs, and amounts of others' time";
    RateWrite          "rate:write"            1 0 0 0 "Set what an hour of a person costs";
    CurrencyRateRead   "currency-rate:read"    1 1 1 1 "See the rates between currencies";
    CurrencyRateWrite  "currency-rate:write"   1 0 0 0 "Set the rates between currencies";
    IntegrationRead    "integration:read"      1 0 0 0 "See integrations and what they did";
    IntegrationManage  "integration:manage"    1 0 0 0 "Connect, change and trash integrations";
    SuggestionRead     "suggestion:read"       1 1 1 1 "See suggestions for visible tasks";
    SuggestionCreate   "suggestion:create"     1 1 0 0 "Ask for suggestions";
    SuggestionDecide   "suggestion:decide"     1 1 0 0 "Accept, edit and reject suggestions";
    RoomRead           "room:read"             1 1 1 1 "See chat rooms";
    RoomCreate         "room:create"           1 1 0 0 "Create chat rooms";
    RoomUpdate         "room:update"           1 1 0 0 "Change chat rooms";
    RoomDelete         "room:delete"           1 1 0 0 "Trash chat rooms and restore them";
    MessageRead        "message:read"          1 1 1 1 "Read the rooms that one is in";
    MessageCreate      "message:create"        1 1 0 1 "Write in the rooms that one is in";
    MessageUpdate      "message:update"        1 1 0 1 "Change own messages";
    MessageDelete      "message:delete"        1 1 0 1 "Delete own messages";
    MessageModerate    "message:moderate"      1 0 0 0 "Delete messages of others";
    ViewRead           "view:read"             1 1 1 1 "See own and shared views";
    ViewWrite          "view:write"            1 1 1 1 "Save own views";
    ViewShare          "view:share"            1 1 0 0 "Share views with everybody";
    AuditRead          "audit:read"            1 0 0 0 "See who did what, when and from where";
    Purge              "trash:purge"           1 0 0 0 "Delete for good what is in the trash";
}

/// `docs/PERMISSIONS.md`: the table as a non-engineer reads it.
pub fn to_markdown() -> String {
    use std::fmt::Write;
    let mut out = String::from(
        "# Permissions\n\nGenerated from `crates/core/src/policy.rs` by `make gen`; do not edit.\n\nA role is a set of \
         permissions, held through a role assignment and read again in the transaction of every request. What a\n\
         person may not see does not exist for it: private projects are seen by their owner, their members and those\n\
         who hold `project:read-all`; a comment is changed by who wrote it.\n\nOwn roles are sets of the same names. Where \
         the column Own has a mark the name also comes with `:own`\n(`task:update:own`): it then reaches only what one \
         made, owns or is assigned to. Nobody grants more than they hold.\n\n| Permission | Meaning |",
    );
    for role in ROLES {
        let _ = write!(out, " {role} |");
    }
    out.push_str(" Own |\n|---|---|:-:|:-:|:-:|:-:|:-:|\n");
    for (permission, line) in ALL.iter().zip(TABLE) {
        let _ = write!(out, "| `{}` | {} |", line.name, line.help);
        for held in line.roles {
            out.push_str(if held { " ● |" } else { " |" });
        }
        out.push_str(if permission.is_ownable() { " ● |\n" } else { " |\n" });
    }
    out
}
