//! Values between Rust and the two databases. Six kinds only, so that a column means the same on both:
//! integer (8 bytes), real, text, bytes, boolean, and an array of one of them for `= ANY($n)`.

use crate::error::{Result, StoreError};
use crate::id::Id;
use bytes::BytesMut;
use std::borrow::Cow;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A value to bind, borrowed from the caller.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Real(f64),
    Bool(bool),
    Text(Cow<'a, str>),
    Bytes(&'a [u8]),
    /// An array for `= ANY($n)`.
    IntList(&'a [i64]),
    TextList(&'a [String]),
    BytesList(Vec<&'a [u8]>),
}

/// Anything that can be bound to a statement.
pub trait Bind: Sync {
    /// The value as the database takes it.
    fn value(&self) -> Value<'_>;
}

/// The parameters of a statement, in order.
pub type Params<'a> = &'a [&'a (dyn Bind + 'a)];

macro_rules! bind {
    ($($type:ty: |$v:ident| $value:expr),* $(,)?) => {$(
        impl Bind for $type {
            fn value(&self) -> Value<'_> { let $v = self; $value }
        }
    )*};
}
bind! {
    i64: |v| Value::Int(*v),
    i32: |v| Value::Int(i64::from(*v)),
    u32: |v| Value::Int(i64::from(*v)),
    f64: |v| Value::Real(*v),
    bool: |v| Value::Bool(*v),
    str: |v| Value::Text(Cow::Borrowed(v)),
    String: |v| Value::Text(Cow::Borrowed(v)),
    &str: |v| Value::Text(Cow::Borrowed(v)),
    Vec<u8>: |v| Value::Bytes(v),
    [u8]: |v| Value::Bytes(v),
    &[u8]: |v| Value::Bytes(v),
    [u8; 32]: |v| Value::Bytes(v),
    Vec<i64>: |v| Value::IntList(v),
    Vec<String>: |v| Value::TextList(v),
}
impl<T: ?Sized> Bind for Id<T> {
    fn value(&self) -> Value<'_> {
        Value::Bytes(self.as_bytes())
    }
}
impl<T> Bind for Vec<Id<T>> {
    fn value(&self) -> Value<'_> {
        Value::BytesList(self.iter().map(|id| id.as_bytes().as_slice()).collect())
    }
}
impl<B: Bind> Bind for Option<B> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Bind::value)
    }
}
impl Bind for Value<'_> {
    fn value(&self) -> Value<'_> {
        self.clone()
    }
}

/// One cell of an answer, borrowed from the driver's row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// One row of an answer.
pub enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl Row<'_> {
    /// The cell at column `index`, converted.
    pub fn get<T: FromCell>(&self, index: usize) -> Result<T> {
        T::from_cell(self.cell(index)?)
            .map_err(|error| StoreError::Other(format!("column {} ({}): {error}", index, self.name(index))))
    }

    fn name(&self, index: usize) -> String {
        match self {
            Self::Sqlite(row) => row.as_ref().column_name(index).map_or_else(|_| "?".into(), str::to_owned),
            Self::Postgres(row) => row.columns().get(index).map_or_else(|| "?".into(), |c| c.name().to_owned()),
        }
    }

    fn cell(&self, index: usize) -> Result<Cell<'_>> {
        match self {
            Self::Sqlite(row) => {
                use rusqlite::types::ValueRef;
                Ok(match row.get_ref(index)? {
                    ValueRef::Null => Cell::Null,
                    ValueRef::Integer(v) => Cell::Int(v),
                    ValueRef::Real(v) => Cell::Real(v),
                    ValueRef::Text(v) => {
                        Cell::Text(std::str::from_utf8(v).map_err(|e| StoreError::Other(e.to_string()))?)
                    }
                    ValueRef::Blob(v) => Cell::Bytes(v),
                })
            }
            Self::Postgres(row) => postgres_cell(row, index),
        }
    }
}

fn postgres_cell(row: &tokio_postgres::Row, index: usize) -> Result<Cell<'_>> {
    let column = row.columns().get(index).ok_or_else(|| StoreError::Other(format!("no column {index}")))?;
    let cell = match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Cell::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(|v| Cell::Int(i64::from(v))),
        Type::BOOL => row.try_get::<_, Option<bool>>(index)?.map(|v| Cell::Int(i64::from(v))),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(index)?.map(Cell::Real),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(index)?.map(Cell::Bytes),
        _ => row.try_get::<_, Option<&str>>(index)?.map(Cell::Text),
    };
    Ok(cell.unwrap_or(Cell::Null))
}

/// A type that can be read from one cell.
pub trait FromCell: Sized {
    /// Reads the cell; the error names what was found instead.
    fn from_cell(cell: Cell<'_>) -> Result<Self>;
}

fn unexpected<T>(cell: Cell<'_>) -> Result<T> {
    Err(StoreError::Other(format!("unexpected {cell:?} for {}", std::any::type_name::<T>())))
}

macro_rules! from_cell {
    ($($type:ty: $pattern:pat => $value:expr),* $(,)?) => {$(
        impl FromCell for $type {
            fn from_cell(cell: Cell<'_>) -> Result<Self> {
                match cell { $pattern => Ok($value), other => unexpected(other) }
            }
        }
    )*};
}
from_cell! {
    i64: Cell::Int(v) => v,
    bool: Cell::Int(v) => v != 0,
    f64: Cell::Real(v) => v,
    String: Cell::Text(v) => v.to_owned(),
    Vec<u8>: Cell::Bytes(v) => v.to_vec(),
}
impl<T: ?Sized> FromCell for Id<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Bytes(bytes) => Self::from_slice(bytes).map_err(|e| StoreError::Other(e.to_string())),
            other => unexpected(other),
        }
    }
}
impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Null => Ok(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

/// A type that can be read from a whole row, by position.
pub trait FromRow: Sized + Send {
    /// Reads the row.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}
macro_rules! from_row_tuple {
    ($($name:ident $index:tt),+) => {
        impl<$($name: FromCell + Send),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self> { Ok(($(row.get::<$name>($index)?,)+)) }
        }
    };
}
from_row_tuple!(A 0);
from_row_tuple!(A 0, B 1);
from_row_tuple!(A 0, B 1, C 2);
from_row_tuple!(A 0, B 1, C 2, D 3);
from_row_tuple!(A 0, B 1, C 2, D 3, F 4);
from_row_tuple!(A 0, B 1, C 2, D 3, F 4, G 5);
from_row_tuple!(A 0, B 1, C 2, D 3, F 4, G 5, H 6);
from_row_tuple!(A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7);

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
        use std::rc::Rc;
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(v) => ToSqlOutput::Borrowed(ValueRef::Integer(*v)),
            Self::Bool(v) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*v))),
            Self::Real(v) => ToSqlOutput::Borrowed(ValueRef::Real(*v)),
            Self::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Self::Bytes(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v)),
            Self::IntList(v) => ToSqlOutput::Array(Rc::new(v.iter().copied().map(Owned::Integer).collect())),
            Self::TextList(v) => ToSqlOutput::Array(Rc::new(v.iter().cloned().map(Owned::Text).collect())),
            Self::BytesList(v) => ToSqlOutput::Array(Rc::new(v.iter().map(|b| Owned::Blob(b.to_vec())).collect())),
        })
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(v) if *ty == Type::INT4 => i32::try_from(*v)?.to_sql(ty, out),
            Self::Int(v) if *ty == Type::FLOAT8 => {
                #[expect(clippy::cast_precision_loss, reason = "a real parameter takes the nearest double")]
                let real = *v as f64;
                real.to_sql(ty, out)
            }
            Self::Int(v) => v.to_sql_checked(ty, out),
            Self::Real(v) => v.to_sql_checked(ty, out),
            Self::Bool(v) => v.to_sql_checked(ty, out),
            Self::Text(v) => v.as_ref().to_sql_checked(ty, out),
            Self::Bytes(v) => v.to_sql_checked(ty, out),
            Self::IntList(v) => v.to_sql_checked(ty, out),
            Self::TextList(v) => v.to_sql_checked(ty, out),
            Self::BytesList(v) => v.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
