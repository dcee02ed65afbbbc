//! Custom fields in a list: what `customFields.<fieldId>`, or in the filter language the name in quotes, stands
//! for. What the caller may not see is as unknown as what was never there.

use super::condition::{Column, Operand, Side};
use crate::ctx::Ctx;
use crate::entity::{AnyId, Entity, Resource};
use crate::error::{Error, Result, shorten};
use crate::field::Kind;
use crate::sql::{Arg, Sql};
use crate::work::FieldDefinition;
use crate::work::custom::{self, Definition, Holder};
use crate::work::field_definition::FieldKind;

/// What stands before the id of a custom field.
pub const PREFIX: &str = "customFields.";

/// The definitions that a list names, as far as the caller may see them.
#[derive(Debug, Default)]
pub struct Custom {
    holder: Option<&'static Holder>,
    known: Vec<Definition>,
}

/// One custom field, or several of one name.
#[derive(Debug)]
pub struct Found {
    pub side: Side,
    pub kind: FieldKind,
}

/// The id in `customFields.<fieldId>`.
pub fn id_of<E: Resource>(name: &str) -> Option<Result<AnyId>> {
    let id = name.strip_prefix(PREFIX).filter(|_| E::CUSTOM.is_some())?;
    Some(id.parse().map_err(|_| unknown(id)))
}

/// No such field, or none that the caller may see.
pub fn unknown(name: &str) -> Error {
    Error::unreadable("unknown_field", format!("no custom field `{}`", shorten(name)))
}

impl Custom {
    /// Reads the definitions of these ids and names; no statement where there are none.
    pub async fn read<E: Resource>(cx: &Ctx, ids: Vec<AnyId>, names: Vec<String>) -> Result<Self> {
        let Some(holder) = E::CUSTOM else { return Ok(Self::default()) };
        if ids.is_empty() && names.is_empty() {
            return Ok(Self { holder: Some(holder), known: Vec::new() });
        }
        cx.require(FieldDefinition::READ)?;
        let mut sql = Sql::default();
        let model = sql.arg(Arg::Text(holder.model.into()));
        let ids = sql.arg(Arg::Ids(ids.iter().map(|id| id.as_bytes().to_vec()).collect()));
        let names = sql.arg(Arg::Texts(names));
        FieldDefinition::visible(cx, &mut sql);
        let (joins, conditions) = sql.parts();
        let text = format!(
            "SELECT t.id, t.name, t.type, t.options, t.required FROM {} t{joins} WHERE t.organization_id = $1 \
             AND t.model = {model} AND t.deleted_at IS NULL AND (t.id = ANY({ids}) OR t.name = ANY({names}))\
             {conditions} ORDER BY t.created_at, t.id",
            FieldDefinition::TABLE
        );
        let rows = cx.tx.rows(&text, &sql.args()).await?;
        Ok(Self { holder: Some(holder), known: custom::definitions(rows) })
    }

    /// The field of an id.
    pub fn by_id(&self, id: AnyId, sql: &mut Sql) -> Option<Found> {
        let definition = self.known.iter().find(|d| d.id == id)?;
        self.found(&[definition], sql)
    }

    /// The fields of a name; none if they are of different kinds, for then nothing says which is meant.
    pub fn by_name(&self, name: &str, sql: &mut Sql) -> Option<Found> {
        let all: Vec<&Definition> = self.known.iter().filter(|d| d.name == name).collect();
        let first = all.first()?;
        if all.iter().any(|d| d.kind != first.kind) {
            return None;
        }
        self.found(&all, sql)
    }

    /// The kind of a field by its id, with the table of its values.
    pub fn kind(&self, id: AnyId) -> Option<(FieldKind, &'static Holder)> {
        Some((self.known.iter().find(|d| d.id == id)?.kind, self.holder?))
    }

    fn found(&self, definitions: &[&Definition], sql: &mut Sql) -> Option<Found> {
        let (holder, kind) = (self.holder?, definitions.first()?.kind);
        let ids = match definitions {
            [one] => format!("= {}", sql.arg(one.id)),
            many => format!("= ANY({})", sql.arg(Arg::Ids(many.iter().map(|d| d.id.as_bytes().to_vec()).collect()))),
        };
        let side = Side {
            from: format!("{} v", holder.table),
            owner: "v.object_id",
            more: format!(" AND v.field_id {ids}"),
            column: column(kind, "v"),
            name: None,
            refers: if kind == FieldKind::User { "Member" } else { "" },
        };
        Some(Found { side, kind })
    }
}

/// The column of a value.
pub fn column(kind: FieldKind, alias: &str) -> Column {
    let kind = kind.compared_as();
    match kind {
        Kind::Id => Column::new(format!("{alias}.user_id"), kind),
        // A day is a text that sorts.
        Kind::Text | Kind::Day => Column {
            whole: Some(format!("{alias}.text_value")),
            bytewise: true,
            ..Column::new(format!("{alias}.text_head"), kind)
        },
        // A tick is kept as a number.
        other => Column::new(format!("{alias}.number_value"), other),
    }
}

/// Reads a value of a custom field, as its column holds it.
pub fn read(kind: FieldKind, text: &str) -> Result<Operand, String> {
    match kind {
        FieldKind::Duration => {
            let minutes = custom::minutes(text).map_err(|refused| refused.detail)?;
            Ok(Operand::One(Arg::Int(minutes)))
        }
        FieldKind::Checkbox => {
            let ticked: bool = text.parse().map_err(|_| "expected true or false")?;
            Ok(Operand::One(Arg::Int(ticked.into())))
        }
        other => super::value::read(other.compared_as(), text),
    }
}
