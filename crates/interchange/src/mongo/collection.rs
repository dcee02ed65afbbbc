//! The 22 collections: what their files are called, how their fields are spelled, and what they refer to.

/// A collection of the exported database, in an order in which each comes after what it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Collection {
    Organization,
    User,
    RoleAssignment,
    Project,
    FieldDefinition,
    Task,
    Comment,
    Attachment,
    Checklist,
    AiSuggestion,
    FormTemplate,
    FormRequest,
    Contact,
    Deal,
    CommLog,
    Integration,
    SyncLog,
    File,
    Approval,
    Expense,
    ChatRoom,
    Message,
}

/// What is known of a collection.
pub(super) struct Spec {
    pub name: &'static str,
    /// Its fields; other spellings follow after `|`.
    pub fields: &'static [&'static str],
    /// Fields that lead to another collection, one or many.
    pub refers: &'static [(&'static str, Collection)],
    /// The first of these that is there says which organization a document belongs to.
    pub owners: &'static [&'static str],
}

use Collection::{Project, Task, User};

pub(super) const ORGANIZATION: &str = "organizationId|organization|orgId|org|tenantId";
pub(super) const CREATED: &str = "createdAt|created|createdDate";
pub(super) const UPDATED: &str = "updatedAt|updated|modifiedAt|updatedDate";

impl Collection {
    /// All of them, in order.
    pub const ALL: [Self; 22] = [
        Self::Organization,
        Self::User,
        Self::RoleAssignment,
        Self::Project,
        Self::FieldDefinition,
        Self::Task,
        Self::Comment,
        Self::Attachment,
        Self::Checklist,
        Self::AiSuggestion,
        Self::FormTemplate,
        Self::FormRequest,
        Self::Contact,
        Self::Deal,
        Self::CommLog,
        Self::Integration,
        Self::SyncLog,
        Self::File,
        Self::Approval,
        Self::Expense,
        Self::ChatRoom,
        Self::Message,
    ];

    /// The name of its model, as the data-model document has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The names of all, for a sentence.
    pub(super) fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// The collection that a file holds, by its name: singular or plural, in any case, with `_` or `-`.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = last.split('.').next().unwrap_or_default();
        let plain: String = stem.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        Self::ALL.into_iter().find(|each| {
            let own = each.name().to_ascii_lowercase();
            plain == own || plain == format!("{own}s")
        })
    }

    pub(super) const fn spec(self) -> &'static Spec {
        match self {
            Self::Organization => &Spec {
                name: "Organization",
                fields: &["name", "domain", "timeZone|timezone|tz", "currency", CREATED, UPDATED],
                refers: &[],
                owners: &[],
            },
            Self::User => &Spec {
                name: "User",
                fields: &[
                    "name|fullName|displayName|username",
                    "email|emailAddress|mail",
                    "passwordHash|password|hashedPassword|hash",
                    "clerkUserId|clerkId",
                    ORGANIZATION,
                    "roles|memberships",
                    "lastLogin|lastLoginAt",
                    CREATED,
                    UPDATED,
                ],
                refers: &[],
                owners: &[],
            },
            Self::RoleAssignment => &Spec {
                name: "RoleAssignment",
                fields: &["userId|user", ORGANIZATION, "role|roleName", CREATED, UPDATED],
                refers: &[("userId", User)],
                owners: &[],
            },
            Self::Project => &Spec {
                name: "Project",
                fields: &[
                    "name|title",
                    "description",
                    ORGANIZATION,
                    "ownerId|owner",
                    "memberIds|members",
                    "startDate|start",
                    "endDate|end|dueDate",
                    "status",
                    "priority",
                    "visibility",
                    "currency",
                    "customFields",
                    CREATED,
                    UPDATED,
                ],
                refers: &[("ownerId", User), ("memberIds", User)],
                owners: &[],
            },
            Self::FieldDefinition => &Spec {
                name: "FieldDefinition",
                fields: &[
                    ORGANIZATION,
                    "projectId|project",
                    "name|label",
                    "type|fieldType",
                    "options|choices",
                    "required|isRequired",
                    "model|appliesTo",
                    CREATED,
                    UPDATED,
                ],
                refers: &[("projectId", Project)],
                owners: &["projectId"],
            },
            Self::Task => &Spec {
                name: "Task",
                fields: &[
                    "projectId|project",
                    "parentId|parent|parentTask|parentTaskId",
                    "ancestors|path",
                    "title|name",
                    "description",
                    "status",
                    "priority",
                    "assigneeId|assignee|assignedTo",
                    "startDate|start",
                    "endDate|end",
                    "dueDate|due|deadline",
                    "duration",
                    "baselineStart",
                    "baselineEnd",
                    "dependsOn|dependencies|predecessors",
                    "estimateHours|estimatedHours",
                    "actualHours",
                    "estimateCost|estimatedCost",
                    "actualCost",
                    "currency",
                    "customFields",
                    "percentComplete|progress",
                    "milestone|isMilestone",
                    ORGANIZATION,
                    "createdBy",
                    CREATED,
                    UPDATED,
                ],
                refers: &[
                    ("projectId", Project),
                    ("parentId", Task),
                    ("assigneeId", User),
                    ("dependsOn", Task),
                    ("createdBy", User),
                ],
                owners: &["projectId"],
            },
            Self::Comment => &Spec {
                name: "Comment",
                fields: &[
                    "task|taskId",
                    "user|userId|author|authorId|createdBy",
                    "content|text|body",
                    "replies",
                    "parentId|parent|replyTo",
                    ORGANIZATION,
                    CREATED,
                    UPDATED,
                ],
                refers: &[("task", Task), ("user", User), ("parentId", Self::Comment)],
                owners: &["task"],
            },
            Self::Attachment => &Spec {
                name: "Attachment",
                fields: &[
                    "task|taskId",
                    "filename|fileName|name|originalName",
                    "filepath|filePath|path|url",
                    "fileType|mimeType|contentType|mimetype",
                    "fileSize|size",
                    "uploadedBy|user|userId",
                    ORGANIZATION,
                    CREATED,
                    UPDATED,
                ],
                refers: &[("task", Task), ("uploadedBy", User)],
                owners: &["task"],
            },
            Self::Checklist => &Spec {
                name: "Checklist",
                fields: &["taskId|task", "title|name", "items", ORGANIZATION, CREATED, UPDATED],
                refers: &[("taskId", Task)],
                owners: &["taskId"],
            },
            _ => self.more(),
        }
    }
}
