//! Fingerprints of planned rows: one short hash for each part of a row, so that a later file shows not only
//! that a row changed but which of its parts did. They are kept in the database: the hash (FNV-1a, 36 bits
//! of it) must stay what it is, and another list of parts is another version.

use serde::Serialize;
use std::io::Write;

const VERSION: &str = "1";
const WIDTH: usize = 6;
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/";

struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Write for Fnv {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The whole hash of a text, as 16 hexadecimal digits.
pub(super) fn digest(text: &str) -> String {
    let mut hash = Fnv::new();
    let _ = hash.write_all(text.as_bytes());
    format!("{:016x}", hash.0)
}

/// A fingerprint in the making.
pub(super) struct Print(String);

impl Print {
    /// A fingerprint without parts.
    pub(super) fn new() -> Self {
        Self(VERSION.to_owned())
    }

    /// Adds the next part.
    pub(super) fn part(mut self, value: &impl Serialize) -> Self {
        let mut hash = Fnv::new();
        // Writing into a hash cannot fail, and a plan holds nothing that has no JSON form.
        let _ = serde_json::to_writer(&mut hash, value);
        let mut rest = hash.0 >> 28;
        for _ in 0..WIDTH {
            self.0.push(char::from(DIGITS[(rest % 64) as usize]));
            rest /= 64;
        }
        self
    }

    /// The text that is kept.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// The fingerprint of a row one part of which is not written yet.
pub(super) fn without(print: &str, part: usize) -> String {
    let start = VERSION.len() + part * WIDTH;
    let mut out = print.to_owned();
    if out.is_char_boundary(start) && out.len() >= start + WIDTH {
        out.replace_range(start..start + WIDTH, &"-".repeat(WIDTH));
    }
    out
}

/// Which parts of a row differ from what was imported before.
#[derive(Debug, Clone)]
pub(super) struct Changed(Vec<bool>);

impl Changed {
    /// Compares two fingerprints; one of another version differs in every part.
    pub(super) fn between(old: &str, new: &str) -> Self {
        let parts = |text: &str| -> Vec<Vec<u8>> {
            text.as_bytes().get(VERSION.len()..).unwrap_or_default().chunks(WIDTH).map(<[u8]>::to_vec).collect()
        };
        let (old_parts, new_parts) = (parts(old), parts(new));
        let comparable = old.starts_with(VERSION) && old.len() == new.len();
        Self(new_parts.iter().enumerate().map(|(i, part)| !comparable || old_parts.get(i) != Some(part)).collect())
    }

    /// Whether this part differs.
    pub(super) fn has(&self, part: usize) -> bool {
        self.0.get(part).copied().unwrap_or(true)
    }

    /// The same with one part taken as unchanged.
    pub(super) fn except(mut self, part: usize) -> Self {
        if let Some(changed) = self.0.get_mut(part) {
            *changed = false;
        }
        self
    }

    /// Whether any part but these differs.
    pub(super) fn beyond(&self, ignored: &[usize]) -> bool {
        self.0.iter().enumerate().any(|(i, changed)| *changed && !ignored.contains(&i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_part_is_named_and_the_others_are_not() {
        let print = |title: &str, done: bool| Print::new().part(&title).part(&done).finish();
        let old = print("Dig", false);
        assert!(!Changed::between(&old, &print("Dig", false)).beyond(&[]));
        let changed = Changed::between(&old, &print("Dig", true));
        assert_eq!((changed.has(0), changed.has(1)), (false, true));
        assert!(!changed.beyond(&[1]));
        assert!(Changed::between(&without(&old, 0), &old).has(0));
        assert!(Changed::between("0abc", &old).has(0));
    }

    #[test]
    fn what_is_kept_in_databases_stays_the_same() {
        assert_eq!(Print::new().part(&"Dig").part(&None::<i64>).finish(), "1OgRgLPbk4lvM");
    }
}
