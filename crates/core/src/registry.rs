//! Every entity, once. Routes, the OpenAPI document, populate and the event log all go through this list, so
//! that a new entity is served, documented and guarded by its one line here.

/// The models, in the order in which the API shows them.
pub const MODELS: &[&str] = &[
    "Organization",
    "Member",
    "RoleAssignment",
    "Invitation",
    "Project",
    "Task",
    "Label",
    "Comment",
    "Checklist",
    "Calendar",
    "Baseline",
    "Import",
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
            "RoleAssignment" org::RoleAssignment,
            "Invitation" org::Invitation,
            "Project" work::Project,
            "Task" work::Task,
            "Label" work::Label,
            "Comment" work::Comment,
            "Checklist" work::Checklist,
            "Calendar" work::Calendar,
            "Baseline" work::Baseline,
            "Import" work::Import,
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
    /// Made and changed by routes of its own.
    ReadAndTrash,
    /// List and read alone.
    Read,
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
