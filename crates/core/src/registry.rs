//! Every entity, once. Routes, the OpenAPI document, populate and the event log all go through this list, so
//! that a new entity is served, documented and guarded by its one line here.

/// The models, in the order in which the API shows them.
pub const MODELS: &[&str] = &[
    "Organization",
    "Member",
    "Role",
    "RoleAssignment",
    "Invitation",
    "Project",
    "Task",
    "Label",
    "FieldDefinition",
    "Comment",
    "Checklist",
    "Calendar",
    "Baseline",
    "Import",
    "Expense",
    "PersonRate",
    "CurrencyRate",
    "Contact",
    "Pipeline",
    "Deal",
    "CommLog",
    "ChatRoom",
    "Message",
    "FormTemplate",
    "FormRequest",
    "Integration",
    "SyncLog",
    "AISuggestion",
    "Attachment",
    "File",
    "Approval",
    "View",
];

/// Evaluates an expression with a type name bound to the entity of a model's name:
/// `entity_of!(name, E => E::TABLE, "no such model")`.
#[macro_export]
macro_rules! entity_of {
    ($model:expr, $entity:ident => $body:expr, $none:expr) => {
        $crate::entity_of!(@ $model, $entity, $body, $none,
            "Organization" org::Organization,
            "Member" org::Member,
            "Role" org::Role,
            "RoleAssignment" org::RoleAssignment,
            "Invitation" org::Invitation,
            "Project" work::Project,
            "Task" work::Task,
            "Label" work::Label,
            "FieldDefinition" work::FieldDefinition,
            "Comment" work::Comment,
            "Checklist" work::Checklist,
            "Calendar" work::Calendar,
            "Baseline" work::Baseline,
            "Import" work::Import,
            "Expense" work::Expense,
            "PersonRate" money::PersonRate,
            "CurrencyRate" money::CurrencyRate,
            "Contact" crm::Contact,
            "Pipeline" crm::Pipeline,
            "Deal" crm::Deal,
            "CommLog" crm::CommLog,
            "ChatRoom" chat::ChatRoom,
            "Message" chat::Message,
            "FormTemplate" intake::FormTemplate,
            "FormRequest" intake::FormRequest,
            "Integration" connect::Integration,
            "SyncLog" connect::SyncLog,
            "AISuggestion" insight::AISuggestion,
            "Attachment" files::Attachment,
            "File" files::File,
            "Approval" files::Approval,
            "View" work::View,
        )
    };
    (@ $model:expr, $entity:ident, $body:expr, $none:expr, $($name:literal $area:ident::$type:ident,)*) => {
        match $model {
            $($name => {
                type $entity = $crate::$area::$type;
                $body
            })*
            _ => $none,
        }
    };
}

/// What can be done with an entity over HTTP by the routes that all share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbs {
    /// List, create, read, change, trash, restore, purge.
    All,
    /// Made by a route of its own.
    NoCreate,
    /// List, create, read, change; deleted by a route of its own, and never in the trash.
    NoTrash,
    /// Made and changed by routes of its own.
    ReadAndTrash,
    /// List and read alone.
    Read,
    /// Created, changed, trashed and restored like all; listed and read by routes of its own.
    OwnReads,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Entity;

    #[test]
    fn every_model_leads_to_its_own_entity() {
        for model in MODELS {
            assert_eq!(entity_of!(*model, E => E::MODEL, "nothing"), *model);
        }
    }
}
