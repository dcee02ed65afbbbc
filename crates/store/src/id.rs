//! Typed 12-byte ObjectIds: 4 bytes of seconds, 5 random bytes per process, 3 bytes of counter.
//! On the wire they are 24 hex digits, in the database 12 raw bytes. Time-ordered, so that new rows
//! land at the end of an index. The type parameter keeps a task's id from standing where a project's
//! belongs; it has no effect at run time.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

/// Identifier of a `T`: 12 bytes, printed as 24 lower-case hex digits.
pub struct Id<T: ?Sized> {
    bytes: [u8; 12],
    kind: PhantomData<fn() -> Box<T>>,
}

/// The text was not 24 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is 24 hexadecimal digits")]
pub struct NotAnId;

impl<T: ?Sized> Id<T> {
    /// The id with exactly these bytes.
    pub const fn from_bytes(bytes: [u8; 12]) -> Self {
        Self { bytes, kind: PhantomData }
    }

    /// The raw bytes, as stored.
    pub const fn as_bytes(&self) -> &[u8; 12] {
        &self.bytes
    }

    /// The same id, read as the id of another kind of thing.
    pub const fn cast<U: ?Sized>(self) -> Id<U> {
        Id::from_bytes(self.bytes)
    }

    /// Reads the id from a slice of exactly 12 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, NotAnId> {
        bytes.try_into().map(Self::from_bytes).map_err(|_| NotAnId)
    }

    /// Writes the 24 hex digits into `buffer` and returns them as text, without an allocation.
    pub fn encode<'b>(&self, buffer: &'b mut [u8; 24]) -> &'b str {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        for (i, byte) in self.bytes.iter().enumerate() {
            buffer[2 * i] = DIGITS[usize::from(byte >> 4)];
            buffer[2 * i + 1] = DIGITS[usize::from(byte & 15)];
        }
        std::str::from_utf8(buffer).unwrap_or_default()
    }
}

impl<T: ?Sized> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ?Sized> Copy for Id<T> {}
impl<T: ?Sized> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}
impl<T: ?Sized> Eq for Id<T> {}
impl<T: ?Sized> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T: ?Sized> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bytes.cmp(&other.bytes)
    }
}
impl<T: ?Sized> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}
/// The id of nothing: all zero. Only a placeholder until a real one is set.
impl<T: ?Sized> Default for Id<T> {
    fn default() -> Self {
        Self::from_bytes([0; 12])
    }
}
impl<T: ?Sized> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.encode(&mut [0; 24]))
    }
}
impl<T: ?Sized> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<T: ?Sized> FromStr for Id<T> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let digits = text.as_bytes();
        if digits.len() != 24 {
            return Err(NotAnId);
        }
        let mut bytes = [0; 12];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let high = char::from(pair[0]).to_digit(16).ok_or(NotAnId)?;
            let low = char::from(pair[1]).to_digit(16).ok_or(NotAnId)?;
            *byte = u8::try_from(high * 16 + low).map_err(|_| NotAnId)?;
        }
        Ok(Self::from_bytes(bytes))
    }
}

impl<T: ?Sized> serde::Serialize for Id<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.encode(&mut [0; 24]))
    }
}

impl<'de, T: ?Sized> serde::Deserialize<'de> for Id<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
