//! Sealing: XChaCha20-Poly1305 under the active key of a ring, with a random nonce, bound to the place where
//! the value is kept. A sealed value that is moved to another organization, row or field does not open, nor
//! does one that was touched; it never opens to something else.

use crate::entity::AnyId;
use crate::org::Organization;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use guildhall_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const KEY: usize = 32;
const NONCE: usize = 24;

/// Keys by number: the active one seals, the older ones still open.
pub struct KeyRing {
    active: i64,
    keys: BTreeMap<i64, Zeroizing<[u8; KEY]>>,
}

/// A key ring as a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    active: i64,
    keys: Vec<WrittenKey>,
}

/// One key of the file, in base64.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    id: i64,
    key: Zeroizing<String>,
}

/// Where a sealed value is kept; it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub organization: Id<Organization>,
    pub table: &'a str,
    pub row: AnyId,
    pub field: &'a str,
}

impl Place<'_> {
    fn bytes(&self) -> Vec<u8> {
        // The ids have a fixed length, and no table's name holds a NUL: two places never read alike.
        [self.organization.as_bytes(), self.row.as_bytes(), self.table.as_bytes(), b"\0", self.field.as_bytes()]
            .concat()
    }
}

/// A sealed value and the number of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub key_id: i64,
    /// The nonce, then the value with its tag.
    pub bytes: Vec<u8>,
}

/// Why a value does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unopened {
    /// Its key is not on the ring.
    NoKey(i64),
    /// The key of that number is another one, or the value was touched or moved.
    Wrong(i64),
}

impl std::fmt::Display for Unopened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoKey(id) => write!(f, "key {id} is missing from the key ring"),
            Self::Wrong(id) => write!(f, "key {id} of the key ring is not the one it was sealed with"),
        }
    }
}

impl KeyRing {
    /// A ring with one fresh key.
    pub fn generate() -> Self {
        Self { active: 1, keys: BTreeMap::from([(1, fresh_key())]) }
    }

    /// The same ring with one key more, which is now the active one.
    pub fn rotated(&self) -> Self {
        let active = self.keys.keys().next_back().map_or(1, |last| last + 1);
        let mut keys = self.keys.clone();
        keys.insert(active, fresh_key());
        Self { active, keys }
    }

    /// Number of the key that seals.
    pub fn active(&self) -> i64 {
        self.active
    }

    /// Reads a ring from the text of its file; the error never quotes it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(text)
            .map_err(|e| format!("not a key ring (line {}, column {})", e.line(), e.column()))?;
        let mut keys = BTreeMap::new();
        for WrittenKey { id, key } in &written.keys {
            let bytes = STANDARD.decode(key.as_bytes()).map(Zeroizing::new).ok();
            let bytes = bytes.and_then(|bytes| <[u8; KEY]>::try_from(bytes.as_slice()).ok());
            let bytes = bytes.ok_or_else(|| format!("key {id} is not {KEY} bytes in base64"))?;
            if keys.insert(*id, Zeroizing::new(bytes)).is_some() {
                return Err(format!("key {id} stands twice"));
            }
        }
        if !keys.contains_key(&written.active) {
            return Err(format!("the active key {} is not among its keys", written.active));
        }
        Ok(Self { active: written.active, keys })
    }

    /// The text of its file.
    pub fn to_text(&self) -> Zeroizing<String> {
        let key = |(id, key): (&i64, &Zeroizing<[u8; KEY]>)| WrittenKey {
            id: *id,
            key: Zeroizing::new(STANDARD.encode(key.as_slice())),
        };
        let written = Written { active: self.active, keys: self.keys.iter().map(key).collect() };
        Zeroizing::new(serde_json::to_string_pretty(&written).unwrap_or_default() + "\n")
    }

    /// Seals a text for one place.
    pub fn seal(&self, place: &Place<'_>, text: &str) -> Option<Sealed> {
        let nonce = fresh_nonce();
        let payload = Payload { msg: text.as_bytes(), aad: &place.bytes() };
        let value = self.cipher(self.active)?.encrypt(XNonce::from_slice(&nonce), payload).ok()?;
        Some(Sealed { key_id: self.active, bytes: [nonce.as_slice(), &value].concat() })
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, place: &Place<'_>, sealed: &Sealed) -> Result<Zeroizing<String>, Unopened> {
        let cipher = self.cipher(sealed.key_id).ok_or(Unopened::NoKey(sealed.key_id))?;
        let wrong = Unopened::Wrong(sealed.key_id);
        let (nonce, value) = sealed.bytes.split_at_checked(NONCE).ok_or(wrong)?;
        let payload = Payload { msg: value, aad: &place.bytes() };
        let bytes = Zeroizing::new(cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| wrong)?);
        std::str::from_utf8(&bytes).map(|text| Zeroizing::new(text.to_owned())).map_err(|_| wrong)
    }

    fn cipher(&self, key: i64) -> Option<XChaCha20Poly1305> {
        self.keys.get(&key).and_then(|key| XChaCha20Poly1305::new_from_slice(key.as_slice()).ok())
    }
}

#[expect(clippy::disallowed_methods, reason = "a key that could be foreseen would be none")]
fn fresh_key() -> Zeroizing<[u8; KEY]> {
    Zeroizing::new(rand::random())
}

#[expect(clippy::disallowed_methods, reason = "of 192 bits, so that chance alone keeps nonces apart")]
fn fresh_nonce() -> [u8; NONCE] {
    rand::random()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(field: &str) -> Place<'_> {
        Place {
            organization: Id::from_bytes([1; 12]),
            table: "integration_credentials",
            row: Id::from_bytes([2; 12]),
            field,
        }
    }

    proptest! {
        #[test]
        fn opens_in_its_place_and_nowhere_else(text in ".{0,200}", field in "[a-z]{1,20}", at in any::<prop::sample::Index>()) {
            let ring = KeyRing::generate();
            let sealed = ring.seal(&place(&field), &text).unwrap();
            let opened = ring.open(&place(&field), &sealed).unwrap();
            prop_assert_eq!(opened.as_str(), text.as_str());
            let other = Place { row: Id::from_bytes([3; 12]), ..place(&field) };
            prop_assert_eq!(ring.open(&other, &sealed).unwrap_err(), Unopened::Wrong(1));
            let other = Place { organization: Id::from_bytes([3; 12]), ..place(&field) };
            prop_assert_eq!(ring.open(&other, &sealed).unwrap_err(), Unopened::Wrong(1));
            prop_assert_eq!(ring.open(&place(&format!("{field}x")), &sealed).unwrap_err(), Unopened::Wrong(1));
            let mut touched = sealed.clone();
            *at.get_mut(&mut touched.bytes) ^= 1;
            prop_assert_eq!(ring.open(&place(&field), &touched).unwrap_err(), Unopened::Wrong(1));
        }
    }

    #[test]
    fn older_keys_open_and_the_newest_seals() {
        let old = KeyRing::generate();
        let new = KeyRing::parse(&old.rotated().to_text()).unwrap();
        let sealed = old.seal(&place("token"), "ghp_1234").unwrap();
        assert_eq!(new.open(&place("token"), &sealed).unwrap().as_str(), "ghp_1234");
        let again = new.seal(&place("token"), "ghp_1234").unwrap();
        assert_eq!((again.key_id, old.open(&place("token"), &again).unwrap_err()), (2, Unopened::NoKey(2)));
        assert_eq!(KeyRing::generate().open(&place("token"), &sealed).unwrap_err(), Unopened::Wrong(1));
        let short = Sealed { key_id: 1, bytes: vec![0; 5] };
        assert_eq!(old.open(&place("token"), &short).unwrap_err(), Unopened::Wrong(1));
    }

    #[test]
    fn a_file_that_is_no_ring_is_refused_without_quoting_it() {
        let secret = "c2VjcmV0";
        for text in [
            secret.to_owned(),
            format!("{{\"active\": 1, \"keys\": [{{\"id\": 1, \"key\": \"{secret}\"}}]}}"),
            "{\"active\": 1, \"keys\": []}".to_owned(),
            format!("{{\"active\": \"{secret}\", \"keys\": []}}"),
        ] {
            let refused = KeyRing::parse(&text).err().unwrap();
            assert!(!refused.contains(secret), "{refused}");
        }
    }
}
