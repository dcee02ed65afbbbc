//! One condition of a list, whoever asked for it: the parameters `field[op]=` and the filter language both end
//! here. Values enter as parameters only. What has no value compares with nothing, and differs from everything.

use crate::field::Kind;
use crate::sql::{Arg, Sql};
use crate::time::{Day, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    In,
    Contains,
    Exists,
}

/// A value to compare with, read as the kind of its field.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// What no object can have: an id that is none, a text that cannot be stored.
    Impossible,
    /// No value.
    Null,
    One(Arg),
    /// A whole day; compared with an instant it is that day in the organization's time zone.
    Day(Day),
}

/// A comparison with values, not yet with a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    pub op: Op,
    /// The opposite is asked for.
    pub negated: bool,
    pub values: Vec<Operand>,
}

/// What a comparison looks at.
#[derive(Debug, Clone)]
pub struct Column {
    /// The column with its alias.
    pub sql: String,
    pub kind: Kind,
    /// The column that holds the whole text, where `sql` holds only its beginning.
    pub whole: Option<String>,
    /// Its index is in the order of the bytes, also for equality.
    pub bytewise: bool,
    /// The stored column of which `sql` is what the caller may see.
    pub stored: Option<String>,
    /// The choices it holds one of, in their order, divided by `|`; empty where it holds anything.
    pub one_of: &'static str,
}

/// How much of a text a column of beginnings holds.
pub const HEAD: usize = 200;

/// Values of an object that stand in a table of their own.
#[derive(Debug, Clone)]
pub struct Side {
    /// The table with its alias, and joins.
    pub from: String,
    /// The column that names the object, with its alias.
    pub owner: &'static str,
    /// Further conditions, each beginning with ` AND `.
    pub more: String,
    pub column: Column,
    /// Where a name stands that a person would rather write than the id.
    pub name: Option<Column>,
    /// Model that the values lead to; empty for none.
    pub refers: &'static str,
}

impl Column {
    /// A column that holds the whole value.
    pub fn new(sql: impl Into<String>, kind: Kind) -> Self {
        Self { sql: sql.into(), kind, whole: None, bytewise: false, stored: None, one_of: "" }
    }
}

impl Test {
    /// The comparison of one column, as a condition that is true or not.
    pub fn on(&self, column: &Column, zone: &TimeZone, sql: &mut Sql) -> String {
        let condition = self.plain(column, zone, sql);
        let finds = matches!(self.op, Op::Equal | Op::In) && !self.negated && !self.values.contains(&Operand::Null);
        match column.stored.as_ref().filter(|_| finds) {
            // What is seen has a value only where the column has it, whose index leads there.
            Some(stored) => {
                let stored = self.plain(&Column::new(stored, column.kind), zone, sql);
                format!("(({stored}) AND ({condition}))")
            }
            None => self.signed(condition),
        }
    }

    /// The comparison of whatever values the object has there: one that fits is enough, and the opposite wants
    /// none that fits.
    pub fn on_side(&self, side: &Side, id: &str, zone: &TimeZone, sql: &mut Sql) -> String {
        let null = self.op != Op::Exists && self.values.contains(&Operand::Null);
        let rest = Self {
            values: self.values.iter().filter(|value| **value != Operand::Null).cloned().collect(),
            negated: false,
            ..self.clone()
        };
        let mut either = Vec::new();
        if null {
            either.push(format!("NOT {}", side.exists(id, "")));
        }
        if self.op == Op::Exists {
            either.push(side.exists(id, ""));
        } else if !rest.values.is_empty() || !null {
            let test = rest.plain(&side.column, zone, sql);
            either.push(side.exists(id, &format!(" AND ({test})")));
        }
        self.signed(either.join(" OR "))
    }

    fn signed(&self, condition: String) -> String {
        if self.negated { format!("(({condition}) IS NOT TRUE)") } else { format!("({condition})") }
    }

    fn plain(&self, column: &Column, zone: &TimeZone, sql: &mut Sql) -> String {
        let c = self.compared(column);
        match (self.op, self.values.as_slice()) {
            (Op::Exists, _) => format!("{c} IS NOT NULL"),
            (Op::In | Op::Equal, values) => any_of(values, &c, column.kind, zone, sql),
            (Op::Contains, [Operand::One(Arg::Text(text))]) => {
                let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                let whole = column.whole.as_ref().unwrap_or(&column.sql);
                let pattern = sql.arg(Arg::Text(format!("%{escaped}%")));
                format!("{} LIKE {} ESCAPE '\\'", folded(whole), folded(&format!("CAST({pattern} AS TEXT)")))
            }
            (op, [Operand::One(Arg::Text(text))]) if !column.one_of.is_empty() => {
                any_of(&choices(op, column.one_of, text), &column.sql, column.kind, zone, sql)
            }
            (op, [Operand::One(value)]) => format!("{c} {} {}", op.sign(), sql.arg(value.clone())),
            (op, [Operand::Day(day)]) => {
                let (from, until) = span(*day, zone);
                // After a day is from its end on; up to it is before its end.
                let (sign, at) = match op {
                    Op::Greater => (">=", until),
                    Op::LessOrEqual => ("<", until),
                    Op::Less => ("<", from),
                    _ => (">=", from),
                };
                format!("{c} {sign} {}", sql.arg(Arg::Int(at.0)))
            }
            _ => "1 = 0".into(),
        }
    }

    /// The column to compare: the beginning of a text tells it all while every value is shorter.
    fn compared(&self, column: &Column) -> String {
        let long = |value: &Operand| matches!(value, Operand::One(Arg::Text(text)) if text.chars().count() >= HEAD);
        let c = match &column.whole {
            Some(whole) if self.values.iter().any(long) => whole,
            _ => &column.sql,
        };
        let ordered = column.kind == Kind::Text && !matches!(self.op, Op::Equal | Op::In | Op::Exists);
        if column.bytewise || ordered { format!("{c} COLLATE \"C\"") } else { c.clone() }
    }
}

/// A text however it is capitalised, in any script: by way of the capitals, for some letters have more than one small
/// form.
fn folded(text: &str) -> String {
    format!("REPLACE(LOWER(UPPER({text} COLLATE \"und-x-icu\")), 'ς', 'σ')")
}

impl Op {
    fn sign(self) -> &'static str {
        match self {
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            _ => "=",
        }
    }
}

/// The choices before or after one of them: `low` is less than `high`.
fn choices(op: Op, one_of: &str, text: &str) -> Vec<Operand> {
    let all: Vec<&str> = one_of.split('|').collect();
    let Some(at) = all.iter().position(|choice| *choice == text) else { return vec![Operand::Impossible] };
    let fits = |place: usize| match op {
        Op::Greater => place > at,
        Op::GreaterOrEqual => place >= at,
        Op::Less => place < at,
        _ => place <= at,
    };
    let fitting = all.iter().enumerate().filter(|(place, _)| fits(*place));
    fitting.map(|(_, choice)| Operand::One(Arg::Text((*choice).to_owned()))).collect()
}

impl Side {
    fn exists(&self, id: &str, test: &str) -> String {
        let Self { from, owner, more, .. } = self;
        let alias = owner.split('.').next().unwrap_or_default();
        format!("EXISTS (SELECT 1 FROM {from} WHERE {alias}.organization_id = $1 AND {owner} = t.{id}{more}{test})")
    }
}

/// From when until when a day runs in a time zone.
pub fn span(day: Day, zone: &TimeZone) -> (Timestamp, Timestamp) {
    (start_of(day.0, zone), start_of(day.0.tomorrow().unwrap_or(day.0), zone))
}

/// The first instant of a day in a time zone.
pub fn start_of(day: Date, zone: &TimeZone) -> Timestamp {
    match day.to_zoned(zone.clone()) {
        Ok(at) => at.timestamp().into(),
        Err(_) => jiff::Timestamp::MAX.into(),
    }
}

fn any_of(values: &[Operand], c: &str, kind: Kind, zone: &TimeZone, sql: &mut Sql) -> String {
    let mut either = Vec::new();
    let mut args = Vec::new();
    for value in values {
        match value {
            Operand::Impossible => {}
            Operand::Null => either.push(format!("{c} IS NULL")),
            Operand::One(value) => args.push(value.clone()),
            Operand::Day(day) => {
                let (from, until) = span(*day, zone);
                let (from, until) = (sql.arg(Arg::Int(from.0)), sql.arg(Arg::Int(until.0)));
                either.push(format!("({c} >= {from} AND {c} < {until})"));
            }
        }
    }
    // There is no list of booleans that both databases take.
    if kind == Kind::Boolean || args.len() == 1 {
        either.extend(args.into_iter().map(|value| format!("{c} = {}", sql.arg(value))));
    } else if !args.is_empty() {
        either.push(format!("{c} = ANY({})", sql.arg(list(args))));
    }
    if either.is_empty() { "1 = 0".into() } else { either.join(" OR ") }
}

/// Values of one kind as one parameter.
fn list(values: Vec<Arg>) -> Arg {
    let (mut ids, mut texts, mut ints) = (Vec::new(), Vec::new(), Vec::new());
    for value in values {
        match value {
            Arg::Bytes(id) => ids.push(id),
            Arg::Text(text) => texts.push(text),
            Arg::Int(number) => ints.push(number),
            _ => {}
        }
    }
    match (ids.is_empty(), texts.is_empty()) {
        (false, _) => Arg::Ids(ids),
        (_, false) => Arg::Texts(texts),
        _ => Arg::Ints(ints),
    }
}
