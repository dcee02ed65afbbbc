//! What a field was, and when it changed, as the event log tells it. The log holds the fields of a change as
//! JSON in one known form, so that a field with its value is one text to look for; a quote inside a text is
//! always escaped there and cannot be taken for the end of a name. Which events there are to look at is an
//! index: those of the very object, which the caller sees as it sees the object.

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

/// The field with this value, as the log writes it.
fn written(field: &Field, value: &Operand) -> Option<String> {
    let json = match value {
        Operand::Null => "null".to_owned(),
        Operand::One(Arg::Text(text)) => serde_json::to_string(text).ok()?,
        Operand::One(Arg::Bytes(id)) => format!("\"{}\"", AnyId::from_slice(id).ok()?),
        _ => return None,
    };
    Some(format!("\"{}\":{json}", field.name))
}

/// The field has one of these values, or had it once.
pub fn was(field: &'static Field, id: &str, values: Vec<Operand>, frame: &Frame<'_>, sql: &mut Sql) -> Result<String> {
    frame.cx.require(Permission::EventRead)?;
    let mut either: Vec<String> = Vec::new();
    for text in values.iter().filter_map(|value| written(field, value)) {
        let text = sql.arg(Arg::Text(text));
        either.push(format!("STRPOS(e.before, {text}) > 0 OR STRPOS(e.after, {text}) > 0"));
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
    let name = sql.arg(Arg::Text(format!("\"{}\":", field.name)));
    let mut all = format!("e.after IS NOT NULL AND STRPOS(e.before, {name}) > 0");
    for (side, value) in [("before", &asked.from), ("after", &asked.to)] {
        let Some(literal) = value else { continue };
        if !remembers(field) {
            return Err(literal.fault("only AFTER, BEFORE and DURING for this field"));
        }
        let value = compile::of_field(field, literal, frame)?;
        let text = written(field, &value).ok_or_else(|| literal.fault("a value of this field"))?;
        let text = sql.arg(Arg::Text(text));
        all += &format!(" AND STRPOS(e.{side}, {text}) > 0");
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
