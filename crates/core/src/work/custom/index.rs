//! The values once more, typed, in the tables that lists filter and sort by: one row a value, one a choice
//! where several are chosen. Written only for what changed.

use super::{CustomValue, Definition, HOLDERS, Holder, check, definitions};
use crate::amount::Amount;
use crate::ctx::Ctx;
use crate::entity::AnyId;
use crate::error::Result;
use crate::org::User;
use crate::work::field_definition::FieldKind;
use guildhall_store::Id;
use serde_json::Value as Json;

/// A value as its columns hold it.
#[derive(Default)]
struct Cells {
    text: Option<String>,
    number: Option<i64>,
    user: Option<Id<User>>,
}

fn amount(value: &Json) -> Option<i64> {
    value.as_number()?.as_str().parse::<Amount>().ok().map(|amount| amount.0)
}

fn cells(kind: FieldKind, value: &Json) -> Vec<Cells> {
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let one = match kind {
        FieldKind::MultiSelect => {
            let choices = value.as_array().map(Vec::as_slice).unwrap_or_default();
            return choices.iter().map(|choice| Cells { text: text(choice), ..Cells::default() }).collect();
        }
        FieldKind::Number => Cells { number: amount(value), ..Cells::default() },
        FieldKind::Money => {
            Cells { number: amount(&value["amount"]), text: text(&value["currency"]), ..Cells::default() }
        }
        FieldKind::Checkbox => Cells { number: value.as_bool().map(i64::from), ..Cells::default() },
        FieldKind::Duration => {
            let minutes = value.as_str().and_then(|text| check::minutes(text).ok());
            Cells { number: minutes, ..Cells::default() }
        }
        FieldKind::User => Cells { user: value.as_str().and_then(|id| id.parse().ok()), ..Cells::default() },
        _ => Cells { text: text(value), ..Cells::default() },
    };
    vec![one]
}

/// Writes what changed of the values of one object.
pub async fn store(cx: &Ctx, holder: &Holder, object: AnyId, old: &[CustomValue], new: &[CustomValue]) -> Result<()> {
    if old == new {
        return Ok(());
    }
    let gone = old.iter().filter(|value| !new.contains(value));
    let sql = format!("DELETE FROM {} WHERE organization_id = $1 AND object_id = $2 AND field_id = $3", holder.table);
    for value in gone {
        cx.tx.execute(&sql, &[&object, &value.field_id]).await?;
    }
    let fresh: Vec<(AnyId, &CustomValue)> =
        new.iter().filter(|value| !old.contains(value)).map(|value| (object, value)).collect();
    insert(cx, holder, &fresh).await
}

/// Writes the values of many new objects, exactly as they stand; what has no definition only stays on its
/// document.
pub async fn store_all<'v>(
    cx: &Ctx,
    holder: &Holder,
    objects: impl Iterator<Item = (AnyId, &'v [CustomValue])> + Send,
) -> Result<()> {
    let fresh: Vec<(AnyId, &CustomValue)> =
        objects.flat_map(|(object, values)| values.iter().map(move |value| (object, value))).collect();
    insert(cx, holder, &fresh).await
}

async fn insert(cx: &Ctx, holder: &Holder, values: &[(AnyId, &CustomValue)]) -> Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let mut ids: Vec<AnyId> = values.iter().map(|(_, value)| value.field_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let sql = "SELECT d.id, d.name, d.type, d.options, d.required FROM field_definitions d \
        WHERE d.organization_id = $1 AND d.id = ANY($2) AND d.model = $3";
    let known: Vec<Definition> = definitions(cx.tx.rows(sql, &[&ids, &holder.model]).await?);
    let sql = format!(
        "INSERT INTO {} (organization_id, object_id, field_id, position, text_value, number_value, user_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        holder.table
    );
    for (object, CustomValue { field_id, value }) in values {
        let Some(definition) = known.iter().find(|d| d.id == *field_id) else { continue };
        for (position, Cells { text, number, user }) in (0_i64..).zip(cells(definition.kind, value)) {
            cx.tx.execute_later(&sql, &[object, field_id, &position, &text, &number, &user]).await?;
        }
    }
    Ok(())
}

/// Gives the values that name a placeholder to the person it turned out to be.
pub async fn merge_people(cx: &Ctx, placeholder: Id<User>, person: Id<User>) -> Result<()> {
    let (from, to) = (format!("\"{placeholder}\""), format!("\"{person}\""));
    for Holder { table, of, .. } in HOLDERS {
        let sql = format!(
            "UPDATE {of} SET custom_fields = REPLACE(custom_fields, $3, $4) WHERE organization_id = $1 AND id IN \
             (SELECT v.object_id FROM {table} v WHERE v.organization_id = $1 AND v.user_id = $2)"
        );
        cx.tx.execute(&sql, &[&placeholder, &from, &to]).await?;
        let sql = format!("UPDATE {table} SET user_id = $3 WHERE organization_id = $1 AND user_id = $2");
        cx.tx.execute(&sql, &[&placeholder, &person]).await?;
    }
    Ok(())
}
