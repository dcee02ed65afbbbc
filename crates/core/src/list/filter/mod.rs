//! The filter language of lists: `status = done AND (assigneeId = me OR dueDate < today)`. A text is cut into
//! words (`lex`), read into a tree (`parse`) and turned into one condition (`compile`), values as parameters
//! only. Whoever wrote it is told at which character it goes wrong, what stands there, and what would be right.

mod compile;
mod dates;
mod history;
mod lex;
mod parse;
mod print;
#[cfg(test)]
mod tests;

use super::Frame;
use super::custom::PREFIX;
use crate::entity::{AnyId, Resource};
use crate::error::{Error, Result, shorten};
use crate::sql::Sql;
use std::str::FromStr;

/// Longest text, deepest nesting, most comparisons and most values of one list.
pub const LONGEST: usize = 4_000;
pub const DEEPEST: usize = 50;
pub const MOST_TERMS: usize = 100;

/// A filter that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter(pub Node);

/// A filter or a part of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Term(Box<Term>),
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    pub field: Name,
    pub ask: Ask,
}

/// A field's name; in quotes it is the name of a custom field.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    pub text: String,
    pub quoted: bool,
    pub at: At,
}

/// What is asked of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    Compare(Sign, Literal),
    In {
        negated: bool,
        values: Vec<Literal>,
    },
    Empty {
        negated: bool,
    },
    /// It has, or once had, one of these values.
    Was {
        negated: bool,
        values: Vec<Literal>,
    },
    Changed(Box<Changed>),
}

/// A change that the event log tells of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changed {
    pub from: Option<Literal>,
    pub to: Option<Literal>,
    pub after: Option<Literal>,
    pub before: Option<Literal>,
    pub during: Option<(Literal, Literal)>,
}

/// How to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Contains,
    Lacks,
}

/// A value as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    pub form: Form,
    pub at: At,
}

/// How a value was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// `done`, `7`, `me`, `-7d`
    Word(String),
    /// `"in quotes"`
    Quoted(String),
    /// `startOfWeek(-1w)`
    Call(String, String),
}

/// At which character something stands; two trees that differ only in that are the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct At(pub usize);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A fault at a character.
fn fault(at: At, found: impl Into<String>, expected: impl Into<String>) -> Error {
    Error::BadFilter { position: at.0, found: found.into(), expected: expected.into() }
}

impl Literal {
    /// The text as it was written, shortened.
    fn shown(&self) -> String {
        shorten(&self.to_string())
    }

    fn fault(&self, expected: impl Into<String>) -> Error {
        fault(self.at, format!("`{}`", self.shown()), expected)
    }
}

impl FromStr for Filter {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        parse::read(text).map(Self)
    }
}

impl Filter {
    /// Collects the custom fields that it names, by id and by name.
    pub(super) fn custom(&self, ids: &mut Vec<AnyId>, names: &mut Vec<String>) {
        self.0.each(&mut |term| {
            if term.field.quoted {
                names.push(term.field.text.clone());
            } else if let Some(id) = term.field.text.strip_prefix(PREFIX) {
                ids.extend(id.parse::<AnyId>());
            }
        });
    }

    /// Its condition.
    pub(super) fn condition<E: Resource>(&self, frame: &Frame<'_>, sql: &mut Sql) -> Result<String> {
        compile::condition::<E>(&self.0, frame, sql)
    }
}

impl Node {
    fn each(&self, visit: &mut impl FnMut(&Term)) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.each(visit)),
            Self::Not(inner) => inner.each(visit),
            Self::Term(term) => visit(term),
        }
    }
}
