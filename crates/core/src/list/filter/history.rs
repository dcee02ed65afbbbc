//! What a field was, and when it changed, as the event log tells it. The log holds the fields of a change as
//! JSON in one known form, so that a field with its value is one text to look for first; what has it is read as
//! JSON, for fields of the same name stand inside of others. Which events there are to look at is an index: those
//! of the very object, which the caller sees as it sees the object.

use super::dates::KNOWN;
use super::{Changed, Literal, compile};
use crate::entity::{AnyId, Field};
use crate::error::Result;
use crate::field::Kind;
use crate::list::condition::{Column, Op, Operand, Test};
use crate::list::{Frame, column};
use crate::policy::Permission;
use crate::sql::{Arg, Sql};

/// True if filters may ask what this field was: a choice, a text or a person.
pub fn remembers(field: &Field) -> bool {
    changes(field) && (field.kind == Kind::Text || field.refers == "Member")
}

/// True if filters may ask when this field changed. Where a task stood in the tree or in another project is not
/// for everybody who sees it now.
pub fn changes(field: &Field) -> bool {
    let kept = !matches!(field.name, "id" | "organizationId" | "createdAt" | "updatedAt" | "deletedAt" | "revision");
    kept && !field.hidden && !field.is_virtual && !matches!(field.refers, "Task" | "Project")
}

fn events(id: &str, condition: &str) -> String {
    format!("EXISTS (SELECT 1 FROM events e WHERE e.organization_id = $1 AND e.object_id = t.{id} AND {condition})")
}

/// That a side of an event names the field.
fn names(side: &str, field: &Field, sql: &mut Sql) -> String {
    let name = sql.arg(Arg::Text(format!("\"{}\":", field.name)));
    format!("(STRPOS(e.{side}, {name}) > 0 AND (CAST(e.{side} AS JSONB) -> '{}') IS NOT NULL)", field.name)
}

/// That a side of an event names the field with this value; none where no text of the log can.
fn holds(side: &str, field: &Field, value: &Operand, sql: &mut Sql) -> Option<String> {
    let text = match value {
        Operand::Null => {
            let text = sql.arg(Arg::Text(format!("\"{}\":null", field.name)));
            let is = format!("CAST((CAST(e.{side} AS JSONB) -> '{}') AS TEXT) = 'null'", field.name);
            return Some(format!("(STRPOS(e.{side}, {text}) > 0 AND {is})"));
        }
        Operand::One(Arg::Text(text)) => text.clone(),
        Operand::One(Arg::Bytes(id)) => AnyId::from_slice(id).ok()?.to_string(),
        _ => return None,
    };
    let json = serde_json::to_string(&text).ok()?;
    let (pair, text) = (sql.arg(Arg::Text(format!("\"{}\":{json}", field.name))), sql.arg(Arg::Text(text)));
    Some(format!("(STRPOS(e.{side}, {pair}) > 0 AND (CAST(e.{side} AS JSONB) ->> '{}') = {text})", field.name))
}

/// The field has one of these values, or had it once.
pub fn was(field: &'static Field, id: &str, values: Vec<Operand>, frame: &Frame<'_>, sql: &mut Sql) -> Result<String> {
    frame.cx.require(Permission::EventRead)?;
    let mut either: Vec<String> = Vec::new();
    for value in &values {
        either.extend(["before", "after"].into_iter().filter_map(|side| holds(side, field, value, sql)));
    }
    let now = Test { op: Op::In, negated: false, values }.on(&column(field), &frame.zone, sql);
    if either.is_empty() {
        return Ok(now);
    }
    Ok(format!("({now} OR {})", events(id, &format!("({})", either.join(" OR ")))))
}

/// The field was changed: from, to, after, before as asked.
pub fn changed(field: &'static Field, id: &str, asked: &Changed, frame: &Frame<'_>, sql: &mut Sql) -> Result<String> {
    frame.cx.require(Permission::EventRead)?;
    let mut all = format!("e.after IS NOT NULL AND {}", names("before", field, sql));
    for (side, value) in [("before", &asked.from), ("after", &asked.to)] {
        let Some(literal) = value else { continue };
        if !remembers(field) {
            return Err(literal.fault("only AFTER, BEFORE and DURING for this field"));
        }
        let value = compile::of_field(field, literal, frame)?;
        let held = holds(side, field, &value, sql).ok_or_else(|| literal.fault("a value of this field"))?;
        all += &format!(" AND {held}");
    }
    let during = asked.during.as_ref();
    for (op, value) in [
        (Op::Greater, asked.after.as_ref()),
        (Op::Less, asked.before.as_ref()),
        (Op::GreaterOrEqual, during.map(|(from, _)| from)),
        (Op::LessOrEqual, during.map(|(_, until)| until)),
    ] {
        let Some(literal) = value else { continue };
        let value = moment(literal, frame)?;
        let test = Test { op, negated: false, values: vec![value] };
        all += &format!(" AND {}", test.on(&Column::new("e.at", Kind::Instant), &frame.zone, sql));
    }
    Ok(events(id, &all))
}

fn moment(literal: &Literal, frame: &Frame<'_>) -> Result<Operand> {
    match compile::value(literal, Kind::Instant, "", frame)? {
        Operand::Null => Err(literal.fault(KNOWN)),
        other => Ok(other),
    }
}
