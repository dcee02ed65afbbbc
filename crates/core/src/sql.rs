//! Builds the dynamic statements: lists, partial updates. Values only ever enter as parameters; `$1` is
//! the scope, so the first argument pushed is `$2`.

use guildhall_store::{Bind, Cell, FromCell, Id, Value};
use std::fmt::Write;

/// An owned parameter. In the order of the databases: nothing is smallest, text goes by its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arg {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
    Ints(Vec<i64>),
    Texts(Vec<String>),
    Ids(Vec<Vec<u8>>),
}

impl Bind for Arg {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(v) => Value::Int(*v),
            Self::Bool(v) => Value::Bool(*v),
            Self::Text(v) => Value::Text(v.as_str().into()),
            Self::Bytes(v) => Value::Bytes(v),
            Self::Ints(v) => Value::IntList(v),
            Self::Texts(v) => Value::TextList(v),
            Self::Ids(v) => Value::BytesList(v.iter().map(Vec::as_slice).collect()),
        }
    }
}

/// What a query answered, to be sent back with the next one.
impl FromCell for Arg {
    fn from_cell(cell: Cell<'_>) -> guildhall_store::Result<Self> {
        Ok(match cell {
            Cell::Int(v) => Self::Int(v),
            Cell::Text(v) => Self::Text(v.to_owned()),
            Cell::Bytes(v) => Self::Bytes(v.to_vec()),
            Cell::Null | Cell::Real(_) => Self::Null,
        })
    }
}

impl<T: ?Sized> From<Id<T>> for Arg {
    fn from(id: Id<T>) -> Self {
        Self::Bytes(id.as_bytes().to_vec())
    }
}
impl From<&Value<'_>> for Arg {
    fn from(value: &Value<'_>) -> Self {
        match value {
            Value::Null | Value::Real(_) => Self::Null,
            Value::Int(v) => Self::Int(*v),
            Value::Bool(v) => Self::Bool(*v),
            Value::Text(v) => Self::Text(v.to_string()),
            Value::Bytes(v) => Self::Bytes(v.to_vec()),
            Value::IntList(v) => Self::Ints(v.to_vec()),
            Value::TextList(v) => Self::Texts(v.to_vec()),
            Value::BytesList(v) => Self::Ids(v.iter().map(|b| b.to_vec()).collect()),
        }
    }
}

/// A statement under construction: joins, conditions, parameters.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    joins: String,
    conditions: String,
    args: Vec<Arg>,
}

impl Sql {
    /// Adds a parameter and returns its `$n`.
    pub fn arg(&mut self, value: impl Into<Arg>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len() + 1)
    }

    /// Adds a join, once.
    pub fn join(&mut self, text: &str) {
        if !self.joins.contains(text) {
            let _ = write!(self.joins, " {text}");
        }
    }

    /// Adds a condition that must hold too.
    pub fn and(&mut self, condition: &str) {
        let _ = write!(self.conditions, " AND {condition}");
    }

    /// ` JOIN … ` and ` AND …`, as they stand in a statement.
    pub fn parts(&self) -> (&str, &str) {
        (&self.joins, &self.conditions)
    }

    /// The parameters from `$2` on.
    pub fn args(&self) -> Vec<&dyn Bind> {
        self.args.iter().map(|a| a as &dyn Bind).collect()
    }
}
