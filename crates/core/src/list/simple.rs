//! The filters of the query string: `field=value`, `field[op]=value`, for fields, for what stands in tables of
//! its own, and for custom fields.

use super::condition::{Op, Operand, Test};
use super::custom;
use super::{Frame, bad, flag, value};
use crate::entity::{AnyId, Field, Resource};
use crate::error::{Error, Result, shorten};
use crate::field::Kind;
use crate::sql::Sql;
use crate::work::field_definition::FieldKind;

/// One filter of the query string.
#[derive(Debug, Clone)]
pub enum Simple {
    Field {
        index: usize,
        test: Test,
    },
    Side {
        name: &'static str,
        test: Test,
    },
    /// What its value means shows when its definition is known.
    Custom {
        id: AnyId,
        name: String,
        asked: Asked,
    },
}

/// An operator and the text that came with it.
#[derive(Debug, Clone)]
pub struct Asked {
    word: &'static str,
    text: String,
}

const WORDS: [&str; 8] = ["gte", "gt", "lte", "lt", "ne", "in", "contains", "exists"];

/// Reads one parameter.
pub fn parse<E: Resource>(name: &str, text: &str) -> Result<Simple> {
    let (name, word) = match name.strip_suffix(']').and_then(|n| n.split_once('[')) {
        Some((name, word)) => {
            let word = WORDS.into_iter().find(|known| *known == word);
            (name, word.ok_or_else(|| bad(format!("`{}`: operators are {}", shorten(name), WORDS.join(", "))))?)
        }
        None => (name, "eq"),
    };
    let asked = Asked { word, text: text.to_owned() };
    if let Some(id) = custom::id_of::<E>(name) {
        return Ok(Simple::Custom { id: id?, name: name.to_owned(), asked });
    }
    if let Some(side) = E::SIDES.iter().find(|side| **side == name) {
        if !matches!(word, "eq" | "ne" | "in" | "exists") {
            return Err(bad(format!("`{name}`: operators are ne, in, exists")));
        }
        return Ok(Simple::Side { name: side, test: asked.test(name, true, |text| value::read(Kind::Id, text))? });
    }
    let unknown = || Error::unreadable("unknown_parameter", format!("unknown parameter `{}`", shorten(name)));
    let index = E::field(name).ok_or_else(unknown)?;
    let field = &E::FIELDS[index];
    if field.is_virtual {
        return Err(bad(format!("`{name}` cannot be filtered")));
    }
    Ok(Simple::Field { index, test: asked.of_field(field)? })
}

impl Asked {
    fn of_field(&self, field: &Field) -> Result<Test> {
        if self.word == "contains" && field.kind != Kind::Text {
            return Err(bad(format!("`{}` is no text", field.name)));
        }
        self.test(field.name, field.nullable, |text| value::of_field(field, text))
    }

    fn of_custom(&self, name: &str, kind: FieldKind) -> Result<Test> {
        if self.word == "contains" && kind.compared_as() != Kind::Text {
            return Err(bad(format!("`{name}` is no text")));
        }
        self.test(name, true, |text| custom::read(kind, text))
    }

    /// The comparison, its values read by `read`.
    fn test(&self, name: &str, nullable: bool, read: impl Fn(&str) -> Result<Operand, String>) -> Result<Test> {
        let read = |text: &str| read(text).map_err(|detail| bad(format!("`{name}`: {detail}")));
        let one = |op, negated| Ok(Test { op, negated, values: vec![read(&self.text)?] });
        match self.word {
            "exists" => Ok(Test { op: Op::Exists, negated: !flag(name, &self.text)?, values: Vec::new() }),
            "eq" | "ne" if self.text == "null" && nullable => {
                Ok(Test { op: Op::Equal, negated: self.word == "ne", values: vec![Operand::Null] })
            }
            "in" => {
                let values = self.text.split(',').map(read).collect::<Result<_>>()?;
                Ok(Test { op: Op::In, negated: false, values })
            }
            "ne" => one(Op::Equal, true),
            "gte" => one(Op::GreaterOrEqual, false),
            "gt" => one(Op::Greater, false),
            "lte" => one(Op::LessOrEqual, false),
            "lt" => one(Op::Less, false),
            "contains" => one(Op::Contains, false),
            _ => one(Op::Equal, false),
        }
    }
}

impl Simple {
    /// The custom field that must be known to apply it.
    pub fn custom(&self) -> Option<AnyId> {
        if let Self::Custom { id, .. } = self { Some(*id) } else { None }
    }

    /// The stored field that must have one of few values.
    pub fn equal(&self) -> Option<usize> {
        match self {
            Self::Field { index, test } if !test.negated && matches!(test.op, Op::Equal | Op::In) => Some(*index),
            _ => None,
        }
    }

    /// Its condition.
    pub fn condition<E: Resource>(&self, frame: &Frame<'_>, sql: &mut Sql) -> Result<String> {
        let id = crate::crud::id_column::<E>();
        match self {
            Self::Field { index, test } => {
                let column = super::seen_column::<E>(frame.cx, &E::FIELDS[*index], sql);
                Ok(test.on(&column, &frame.zone, sql))
            }
            Self::Side { name, test } => match E::side(frame.cx, name, sql) {
                Some(side) => Ok(test.on_side(&side, id, &frame.zone, sql)),
                None => Err(Error::Internal(format!("{} has no side `{name}`", E::MODEL))),
            },
            Self::Custom { id: field, name, asked } => {
                let found = frame.custom.by_id(*field, sql).ok_or_else(|| custom::unknown(&field.to_string()))?;
                Ok(asked.of_custom(name, found.kind)?.on_side(&found.side, id, &frame.zone, sql))
            }
        }
    }
}
