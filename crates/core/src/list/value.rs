//! How a text reads as a value of a kind, in a parameter as in the filter language.

use super::condition::Operand;
use crate::amount::Amount;
use crate::entity::AnyId;
use crate::field::Kind;
use crate::sql::Arg;
use crate::time::{Day, Timestamp};

/// Reads one value; what no object can have is read as such, what is no value at all is refused.
pub fn read(kind: Kind, text: &str) -> Result<Operand, String> {
    let one = |arg| Ok(Operand::One(arg));
    match kind {
        Kind::Text if text.contains('\0') => Ok(Operand::Impossible),
        Kind::Text => one(Arg::Text(text.to_owned())),
        Kind::Integer => one(Arg::Int(text.parse().map_err(|_| "expected a whole number")?)),
        Kind::Amount => one(Arg::Int(text.parse::<Amount>()?.0)),
        Kind::Boolean => one(Arg::Bool(text.parse().map_err(|_| "expected true or false")?)),
        Kind::Instant if text.len() == 10 => Ok(Operand::Day(text.parse()?)),
        Kind::Instant => one(Arg::Int(text.parse::<Timestamp>()?.0)),
        Kind::Day => one(Arg::Text(text.parse::<Day>()?.to_string())),
        Kind::Id => Ok(text.parse::<AnyId>().map_or(Operand::Impossible, |id| Operand::One(id.into()))),
        Kind::Document => Err("cannot be filtered".into()),
    }
}
