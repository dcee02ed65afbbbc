//! Turns the tree of a filter into one condition. NOT is carried down to the comparisons; there the opposite of
//! a comparison holds wherever the comparison does not, also where there is no value to compare.

use super::dates::{Clock, KNOWN};
use super::{Ask, Form, Literal, Name, Node, Sign, Term, fault, history};
use crate::entity::{Field, Resource};
use crate::error::{Result, shorten};
use crate::field::Kind;
use crate::list::condition::{Column, Op, Operand, Side, Test};
use crate::list::custom::PREFIX;
use crate::list::{Frame, custom, seen_column, value as read};
use crate::sql::{Arg, Sql};
use crate::work::field_definition::FieldKind;

/// What a name stands for.
enum Target {
    Field(&'static Field, Column),
    Side(Side),
    Custom(Side, FieldKind),
}

/// The condition of a whole filter.
pub fn condition<E: Resource>(node: &Node, frame: &Frame<'_>, sql: &mut Sql) -> Result<String> {
    let id = crate::crud::id_column::<E>();
    walk(node, false, sql, &mut |term, sql| {
        let target = target::<E>(&term.field, frame, sql)?;
        self::term(term, &target, E::HISTORY, id, frame, sql)
    })
}

/// Puts a tree together from its comparisons.
fn walk(
    node: &Node,
    negated: bool,
    sql: &mut Sql,
    leaf: &mut impl FnMut(&Term, &mut Sql) -> Result<String>,
) -> Result<String> {
    let (parts, word) = match node {
        Node::Not(inner) => return walk(inner, !negated, sql, leaf),
        Node::Term(term) if negated => return Ok(format!("({} IS NOT TRUE)", leaf(term, sql)?)),
        Node::Term(term) => return leaf(term, sql),
        Node::And(parts) => (parts, if negated { " OR " } else { " AND " }),
        Node::Or(parts) => (parts, if negated { " AND " } else { " OR " }),
    };
    let parts = parts.iter().map(|part| walk(part, negated, sql, leaf)).collect::<Result<Vec<_>>>()?;
    Ok(format!("({})", parts.join(word)))
}

fn target<E: Resource>(name: &Name, frame: &Frame<'_>, sql: &mut Sql) -> Result<Target> {
    let text = name.text.as_str();
    let found = format!("`{}`", shorten(text));
    let custom = |found: custom::Found| Target::Custom(found.side, found.kind);
    if name.quoted {
        return frame.custom.by_name(text, sql).map(custom).ok_or_else(|| {
            let expected = "the name of one custom field that you can see; customFields.<fieldId> names any";
            fault(name.at, found, expected)
        });
    }
    if let Some(id) = text.strip_prefix(PREFIX).filter(|_| E::CUSTOM.is_some()) {
        let known = id.parse().ok().and_then(|id| frame.custom.by_id(id, sql));
        return known.map(custom).ok_or_else(|| fault(name.at, found, "the id of a custom field that you can see"));
    }
    if E::SIDES.contains(&text)
        && let Some(side) = E::side(frame.cx, text, sql)
    {
        return Ok(Target::Side(side));
    }
    match E::field(text).map(|index| &E::FIELDS[index]) {
        Some(field) if !field.is_virtual && field.kind != Kind::Document => {
            Ok(Target::Field(field, seen_column::<E>(frame.cx, field, sql)))
        }
        Some(_) => Err(fault(name.at, found, "a field that can be filtered")),
        None => Err(fault(name.at, found, format!("a field of {}", E::MODEL))),
    }
}

fn term(term: &Term, target: &Target, history: bool, id: &str, frame: &Frame<'_>, sql: &mut Sql) -> Result<String> {
    let past = |sort: fn(&Field) -> bool| match target {
        Target::Field(field, _) if history && sort(field) => Ok(*field),
        _ => Err(fault(term.field.at, format!("`{}`", shorten(&term.field.text)), "a field whose past is known")),
    };
    match &term.ask {
        Ask::Compare(sign, literal) => compare(*sign, literal, target, id, frame, sql),
        Ask::In { negated, values } => {
            one_of(values, target, id, frame, sql).map(|condition| signed(condition, *negated))
        }
        Ask::Empty { negated } => Ok(empty(*negated, target, id, frame, sql)),
        Ask::Was { negated, values } => {
            let field = past(history::remembers)?;
            let values = values.iter().map(|literal| of_field(field, literal, frame)).collect::<Result<Vec<_>>>()?;
            history::was(field, id, values, frame, sql).map(|condition| signed(condition, *negated))
        }
        Ask::Changed(changed) => history::changed(past(history::changes)?, id, changed, frame, sql),
    }
}

fn signed(condition: String, negated: bool) -> String {
    if negated { format!("({condition} IS NOT TRUE)") } else { condition }
}

fn empty(negated: bool, target: &Target, id: &str, frame: &Frame<'_>, sql: &mut Sql) -> String {
    let test = Test { op: Op::Exists, negated: !negated, values: Vec::new() };
    match target {
        Target::Field(field, _) if field.kind == Kind::Text => {
            format!("(COALESCE(t.{}, '') {} '')", field.column, if negated { "<>" } else { "=" })
        }
        Target::Field(_, column) => test.on(column, &frame.zone, sql),
        Target::Side(side) | Target::Custom(side, _) => test.on_side(side, id, &frame.zone, sql),
    }
}

fn compare(
    sign: Sign,
    literal: &Literal,
    target: &Target,
    id: &str,
    frame: &Frame<'_>,
    sql: &mut Sql,
) -> Result<String> {
    let kind = target.kind();
    let (op, negated) = match sign {
        Sign::Equal => (Op::Equal, false),
        Sign::NotEqual => (Op::Equal, true),
        Sign::Contains => (Op::Contains, false),
        Sign::Lacks => (Op::Contains, true),
        Sign::Greater => (Op::Greater, false),
        Sign::GreaterOrEqual => (Op::GreaterOrEqual, false),
        Sign::Less => (Op::Less, false),
        Sign::LessOrEqual => (Op::LessOrEqual, false),
    };
    if op == Op::Equal {
        return one_of(std::slice::from_ref(literal), target, id, frame, sql).map(|one| signed(one, negated));
    }
    if op == Op::Contains && kind != Kind::Text {
        return Err(literal.fault("a comparison with =, !=, >, <; only texts contain something"));
    }
    let ticked = matches!(target, Target::Custom(_, FieldKind::Checkbox));
    if ticked || matches!(kind, Kind::Id | Kind::Boolean) {
        return Err(literal.fault("a comparison with =, !=, IN or IS EMPTY; this field has no order"));
    }
    // Part of a choice may be written in words that are no choice.
    let value = match &literal.form {
        Form::Word(text) | Form::Quoted(text) if op == Op::Contains => Operand::One(Arg::Text(text.replace('\0', ""))),
        _ => target.value(literal, frame)?,
    };
    if value == Operand::Null {
        return Err(literal.fault("a value to compare with; use IS EMPTY or IS NOT EMPTY"));
    }
    let test = Test { op, negated, values: vec![value] };
    Ok(target.tested(&test, id, frame, sql))
}

/// One of several values; where a name may stand for an id, those that are no ids are names.
fn one_of(values: &[Literal], target: &Target, id: &str, frame: &Frame<'_>, sql: &mut Sql) -> Result<String> {
    let is_name = |literal: &&Literal| match (&literal.form, target) {
        (Form::Word(text) | Form::Quoted(text), Target::Side(Side { name: Some(_), .. })) => {
            text.parse::<crate::AnyId>().is_err() && *text != "null"
        }
        _ => false,
    };
    let (names, ids): (Vec<&Literal>, Vec<&Literal>) = values.iter().partition(is_name);
    let mut either = Vec::new();
    if !ids.is_empty() {
        let values = ids.into_iter().map(|literal| target.value(literal, frame)).collect::<Result<_>>()?;
        either.push(target.tested(&Test { op: Op::In, negated: false, values }, id, frame, sql));
    }
    if let Target::Side(side @ Side { name: Some(column), .. }) = target
        && !names.is_empty()
    {
        let values = names.into_iter().map(|literal| value(literal, Kind::Text, "", frame)).collect::<Result<_>>()?;
        let named = Side { column: column.clone(), ..side.clone() };
        let test = Test { op: Op::In, negated: false, values };
        either.push(test.on_side(&named, id, &frame.zone, sql));
    }
    Ok(format!("({})", either.join(" OR ")))
}

impl Target {
    fn kind(&self) -> Kind {
        match self {
            Self::Field(field, _) => field.kind,
            Self::Side(side) | Self::Custom(side, _) => side.column.kind,
        }
    }

    fn value(&self, literal: &Literal, frame: &Frame<'_>) -> Result<Operand> {
        match self {
            Self::Field(field, _) => of_field(field, literal, frame),
            Self::Side(side) => value(literal, Kind::Id, side.refers, frame),
            Self::Custom(side, kind @ (FieldKind::Duration | FieldKind::Checkbox)) => match &literal.form {
                Form::Word(text) if text.eq_ignore_ascii_case("null") => Ok(Operand::Null),
                Form::Word(text) | Form::Quoted(text) => {
                    custom::read(*kind, text).map_err(|detail| literal.fault(detail))
                }
                Form::Call(..) => value(literal, side.column.kind, side.refers, frame),
            },
            Self::Custom(side, _) => value(literal, side.column.kind, side.refers, frame),
        }
    }

    fn tested(&self, test: &Test, id: &str, frame: &Frame<'_>, sql: &mut Sql) -> String {
        match self {
            Self::Field(_, column) => test.on(column, &frame.zone, sql),
            Self::Side(side) | Self::Custom(side, _) => test.on_side(side, id, &frame.zone, sql),
        }
    }
}

/// Reads a value of a stored field.
pub fn of_field(field: &Field, literal: &Literal, frame: &Frame<'_>) -> Result<Operand> {
    let read = value(literal, field.kind, field.refers, frame)?;
    match &read {
        Operand::One(Arg::Text(text)) if field.name == crate::list::value::EMAIL => {
            Ok(Operand::One(Arg::Text(text.to_lowercase())))
        }
        Operand::One(Arg::Text(text)) if !field.one_of.is_empty() && field.one_of.split('|').all(|one| one != text) => {
            Err(literal.fault(format!("one of {}", field.one_of.replace('|', ", "))))
        }
        _ => Ok(read),
    }
}

/// Reads a value of this kind; `me` stands for the caller, and dates may be relative.
pub fn value(literal: &Literal, kind: Kind, refers: &str, frame: &Frame<'_>) -> Result<Operand> {
    let text = match &literal.form {
        Form::Word(text) if text.eq_ignore_ascii_case("null") => return Ok(Operand::Null),
        Form::Word(text) if refers == "Member" && text.eq_ignore_ascii_case("me") => {
            return Ok(Operand::One(frame.cx.actor.into()));
        }
        Form::Word(text) | Form::Quoted(text) => text,
        Form::Call(name, _) => name,
    };
    let dated = matches!(kind, Kind::Instant | Kind::Day);
    if dated && let Some(moment) = (Clock { now: frame.cx.now, zone: &frame.zone }).read(&literal.form, kind) {
        return moment.map_err(|detail| literal.fault(detail));
    }
    if matches!(literal.form, Form::Call(..)) {
        return Err(literal.fault("a value; only dates are computed"));
    }
    let expected = |detail: String| match kind {
        Kind::Instant | Kind::Day => KNOWN.into(),
        Kind::Amount => "a number".into(),
        _ => detail,
    };
    match read::read(kind, text).map_err(|detail| literal.fault(expected(detail)))? {
        Operand::Impossible if kind == Kind::Id && refers == "Member" => {
            Err(literal.fault("the id of a person, 24 hexadecimal digits, or me"))
        }
        Operand::Impossible if kind == Kind::Id => Err(literal.fault("an id of 24 hexadecimal digits")),
        read => Ok(read),
    }
}
