//! The documents of one file: JSON values one after the other, mostly one a line, or one array of them.

use crate::error::InterchangeError;
use serde::de::IgnoredAny;

/// Line, start and end of a document.
pub(super) type Found = Result<(u64, usize, usize), InterchangeError>;

/// Finds the documents of a file one by one; ends after the first error.
pub(super) fn documents(bytes: &[u8]) -> Documents<'_> {
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let mut all = Documents { bytes, at: mark, line: 1, array: None, ended: false };
    all.skip_space();
    if all.peek() == Some(b'[') {
        all.at += 1;
        all.array = Some(true);
    }
    all
}

pub(super) struct Documents<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
    /// In an array; true until its first element.
    array: Option<bool>,
    ended: bool,
}

impl Documents<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek().filter(u8::is_ascii_whitespace) {
            self.line += u64::from(byte == b'\n');
            self.at += 1;
        }
    }

    fn fail(&mut self, code: &'static str, detail: impl Into<String>) -> Option<Found> {
        self.ended = true;
        Some(Err(InterchangeError::new(Some(self.line), "", code, detail)))
    }

    /// What stands around the elements of an array; false at its end.
    fn between(&mut self) -> Result<bool, &'static str> {
        self.skip_space();
        match (self.array, self.peek()) {
            (None, None) => Ok(false),
            (None, Some(_)) => Ok(true),
            (Some(_), None) => Err("the array does not end"),
            (Some(_), Some(b']')) => {
                self.at += 1;
                self.skip_space();
                if self.peek().is_none() { Ok(false) } else { Err("something follows the array") }
            }
            (Some(true), Some(_)) => {
                self.array = Some(false);
                Ok(true)
            }
            (Some(false), Some(b',')) => {
                self.at += 1;
                self.skip_space();
                Ok(true)
            }
            (Some(false), Some(_)) => Err("a comma or the end of the array was expected"),
        }
    }
}

impl Iterator for Documents<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.ended {
            return None;
        }
        match self.between() {
            Ok(true) => {}
            Ok(false) => {
                self.ended = true;
                return None;
            }
            Err(detail) => return self.fail("malformed_json", detail),
        }
        if self.peek() != Some(b'{') {
            return self.fail("malformed_json", "a document was expected: an object in braces");
        }
        let (start, rest) = (self.at, &self.bytes[self.at..]);
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
        match values.next() {
            Some(Ok(_)) => {}
            Some(Err(error)) if error.is_eof() => return self.fail("truncated", "the document does not end"),
            Some(Err(error)) => {
                self.line += error.line().saturating_sub(1) as u64;
                let said = error.to_string();
                let plain = said.split(" at line ").next().unwrap_or_default();
                return self.fail("malformed_json", format!("column {}: {plain}", error.column()));
            }
            None => return self.fail("truncated", "the document does not end"),
        }
        let end = start + values.byte_offset();
        let found = (self.line, start, end);
        self.line += self.bytes[start..end].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = end;
        Some(Ok(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(u64, &str)>, String> {
        let found = documents(text.as_bytes()).collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
        Ok(found.into_iter().map(|(line, start, end)| (line, &text[start..end])).collect())
    }

    #[test]
    fn lines_arrays_and_spread_out_documents_are_found_with_their_lines() {
        assert_eq!(read("{\"a\":1}\n\n{\"b\":\n2}\n{}"), Ok(vec![(1, "{\"a\":1}"), (3, "{\"b\":\n2}"), (5, "{}")]));
        assert_eq!(read("[{\"a\":1},\n{}\n]\n"), Ok(vec![(1, "{\"a\":1}"), (2, "{}")]));
        assert_eq!((read(""), read("[]")), (Ok(vec![]), Ok(vec![])));
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line() {
        for (text, said) in [
            ("{}\n{\"a\": ", "line 2: the document does not end"),
            ("{}\n{]", "line 2: column 2: key must be a string"),
            ("[{}\n{}]", "line 2: a comma or the end of the array was expected"),
            ("[{}", "line 1: the array does not end"),
            ("7", "line 1: a document was expected: an object in braces"),
        ] {
            assert_eq!(read(text), Err(said.to_owned()));
        }
    }
}
