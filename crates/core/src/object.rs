//! Writes JSON objects straight into a buffer. Names of fields are known when the product is compiled and hold
//! nothing to escape, and an object that was written before goes in as it is; a page of a list is mostly that.

use serde::Serialize;

/// An object that is being written.
#[derive(Debug)]
pub struct ObjectWriter<'o> {
    out: &'o mut Vec<u8>,
    any: bool,
}

impl<'o> ObjectWriter<'o> {
    /// Begins an object at the end of a buffer.
    pub fn begin(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, any: false }
    }

    /// Adds a field.
    pub fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> serde_json::Result<()> {
        serde_json::to_writer(self.name(name), value)
    }

    /// Adds a field whose value the caller writes, as JSON.
    pub fn name(&mut self, name: &'static str) -> &mut Vec<u8> {
        debug_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "a name that needs escapes: {name}");
        if std::mem::replace(&mut self.any, true) {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    /// Ends the object.
    pub fn end(self) {
        self.out.push(b'}');
    }
}

/// Writes an array of what is written already.
pub fn array<T: AsRef<[u8]>>(out: &mut Vec<u8>, items: impl Iterator<Item = T>) {
    out.push(b'[');
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        out.extend_from_slice(item.as_ref());
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_json() -> serde_json::Result<()> {
        let mut out = Vec::new();
        let mut object = ObjectWriter::begin(&mut out);
        object.field("title", "a \"quoted\"\nline")?;
        array(object.name("items"), [b"1".as_slice(), b"{}"].into_iter());
        object.field("none", &None::<i64>)?;
        object.end();
        assert_eq!(
            serde_json::from_slice::<serde_json::Value>(&out)?,
            serde_json::json!({"title": "a \"quoted\"\nline", "items": [1, {}], "none": null})
        );
        Ok(())
    }
}
