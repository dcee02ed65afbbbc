//! A pull reader for trusted shapes in untrusted XML: children by name, text, skip.
//!
//! It decodes UTF-8, UTF-16 and any ASCII-compatible encoding that the declaration names, knows
//! the line and path of every element, and refuses what an import file never needs and an attacker
//! does: any DOCTYPE (so no entities, internal or external) and nesting below [`MAX_DEPTH`].
//! Nothing but the current element is held in memory.

use std::io::{self, BufRead, Chain, Cursor, Read};

use quick_xml::{
    Reader,
    encoding::DecodingReader,
    errors::Error as XmlError,
    events::{BytesPI, BytesRef, BytesStart, Event},
};

use crate::error::InterchangeError;

type Result<T> = std::result::Result<T, InterchangeError>;

/// Deepest nesting that is read; Microsoft Project writes 8 levels.
const MAX_DEPTH: usize = 64;
/// Bytes looked at for the XML declaration.
const HEAD: u64 = 512;

/// The whole input again, its head first, as UTF-8.
type Decoded<R> = DecodingReader<Chain<Cursor<Vec<u8>>, R>>;

/// A reader positioned inside an element of the document.
pub(crate) struct Xml<R: BufRead> {
    reader: Reader<Lines<Decoded<R>>>,
    buffer: Vec<u8>,
    path: String,
    /// Length of `path` before each open element.
    open: Vec<usize>,
    /// Name of the child that was entered last, kept when it is left.
    field: String,
    /// Names and values of instructions to Guildhall so far.
    instructions: Vec<(String, String)>,
}

/// The target of instructions to Guildhall.
pub(crate) const INSTRUCTION: &str = "guildhall";
/// Most of them that are kept.
const MOST_INSTRUCTIONS: usize = 1024;

/// The document element.
pub(crate) struct Root {
    /// Name without prefix.
    pub name: String,
    /// Its default namespace or the one bound to its prefix.
    pub namespace: Option<String>,
}

enum Step {
    Open,
    Close,
    Text,
    End,
}

impl<R: BufRead> Xml<R> {
    /// Opens a document and enters its root element.
    pub(crate) fn open(mut input: R) -> Result<(Self, Root)> {
        let mut head = Vec::new();
        (&mut input)
            .take(HEAD)
            .read_to_end(&mut head)
            .map_err(|error| InterchangeError::new(None, "", "unreadable", error.to_string()))?;
        if head.is_empty() {
            return Err(InterchangeError::new(None, "", "empty", "the file is empty"));
        }
        let declared = declared_encoding(&head)?;
        let mut decoder = DecodingReader::new(Cursor::new(head).chain(input));
        if let Some(set) = declared {
            set(&mut decoder);
        }
        let mut reader = Reader::from_reader(Lines { inner: decoder, line: 1 });
        reader.config_mut().expand_empty_elements = true;
        let mut xml = Self {
            reader,
            buffer: Vec::new(),
            path: String::new(),
            open: Vec::new(),
            field: String::new(),
            instructions: Vec::new(),
        };
        let root = xml.root()?;
        Ok((xml, root))
    }

    /// The line that was read last, counted from 1.
    pub(crate) fn line(&self) -> u64 {
        self.reader.get_ref().line
    }

    /// An error at the current element.
    pub(crate) fn error(&self, code: &'static str, detail: impl Into<String>) -> InterchangeError {
        InterchangeError::new(Some(self.line()), self.path.clone(), code, detail)
    }

    /// An error in the field that was just read, which began in `line`.
    pub(crate) fn field_error(&self, line: u64, code: &'static str, detail: impl Into<String>) -> InterchangeError {
        let pointer = format!("{}/{}", self.path, self.field);
        InterchangeError::new(Some(line), pointer, code, detail)
    }

    /// Enters the next child of the current element and gives its name; leaves the element and
    /// gives none when there is no further child.
    pub(crate) fn child(&mut self) -> Result<Option<String>> {
        let mut text = String::new();
        loop {
            match self.step(&mut text)? {
                Step::Open => {
                    let name = self.name().to_owned();
                    self.field.clone_from(&name);
                    return Ok(Some(name));
                }
                Step::Close => return Ok(None),
                Step::Text => text.clear(),
                Step::End => return Err(self.truncated()),
            }
        }
    }

    /// The text of the current element, which is left; elements inside it are passed over.
    pub(crate) fn text(&mut self) -> Result<String> {
        let mut text = String::new();
        loop {
            match self.step(&mut text)? {
                Step::Open => self.skip()?,
                Step::Close => return Ok(text),
                Step::Text => {}
                Step::End => return Err(self.truncated()),
            }
        }
    }

    /// Leaves the current element with all that is in it.
    pub(crate) fn skip(&mut self) -> Result<()> {
        let outside = self.open.len().saturating_sub(1);
        let mut text = String::new();
        while self.open.len() > outside {
            text.clear();
            if matches!(self.step(&mut text)?, Step::End) {
                return Err(self.truncated());
            }
        }
        Ok(())
    }

    /// Reads what follows the root element, where only comments and white space may stand.
    pub(crate) fn finish(&mut self) -> Result<()> {
        let mut text = String::new();
        loop {
            match self.step(&mut text)? {
                Step::End => return Ok(()),
                Step::Text if text.trim().is_empty() => {}
                _ => {
                    return Err(self.error("trailing_content", "the document goes on after its root element"));
                }
            }
        }
    }

    fn root(&mut self) -> Result<Root> {
        let mut text = String::new();
        let mut namespace = None;
        loop {
            match self.step_with(&mut text, &mut |start| namespace = namespace_of(start))? {
                Step::Open => {
                    let name = self.name().to_owned();
                    return Ok(Root { name, namespace });
                }
                Step::Text if text.trim().is_empty() => {}
                Step::Text => return Err(self.error("not_xml", "the file is not XML")),
                Step::Close | Step::End => {
                    return Err(self.error("not_xml", "the file has no XML element"));
                }
            }
        }
    }

    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    fn step(&mut self, text: &mut String) -> Result<Step> {
        self.step_with(text, &mut |_| {})
    }

    fn step_with(&mut self, text: &mut String, on_start: &mut dyn FnMut(&BytesStart<'_>)) -> Result<Step> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let step = match self.reader.read_event_into(&mut buffer) {
            Ok(event) => self.take(event, text, on_start),
            Err(error) => Err(self.malformed(&error)),
        };
        self.buffer = buffer;
        step
    }

    fn take(&mut self, event: Event<'_>, text: &mut String, on_start: &mut dyn FnMut(&BytesStart<'_>)) -> Result<Step> {
        match event {
            Event::Start(start) | Event::Empty(start) => {
                if self.open.len() >= MAX_DEPTH {
                    let detail = format!("elements are nested deeper than {MAX_DEPTH} levels");
                    return Err(self.error("too_deep", detail));
                }
                on_start(&start);
                self.open.push(self.path.len());
                self.path.push('/');
                self.path.push_str(start.local_name().as_ref());
                return Ok(Step::Open);
            }
            Event::End(_) => {
                let outside = self.open.pop().unwrap_or_default();
                self.path.truncate(outside);
                return Ok(Step::Close);
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) => text.push(self.resolve(&reference)?),
            Event::DocType(_) => {
                return Err(self.error(
                    "doctype_refused",
                    "a DOCTYPE (and with it any entity) is refused; an import file needs none",
                ));
            }
            Event::PI(instruction) if instruction.target() == INSTRUCTION => self.instruct(&instruction),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            Event::Eof => return Ok(Step::End),
        }
        Ok(Step::Text)
    }

    fn instruct(&mut self, instruction: &BytesPI<'_>) {
        let values = instruction.attributes().flatten();
        let values = values.map(|one| (one.key.as_ref().to_owned(), one.value.into_owned()));
        self.instructions.extend(values);
        self.instructions.truncate(MOST_INSTRUCTIONS);
    }

    /// Names and values of instructions to Guildhall so far.
    pub(crate) fn instructions(&self) -> &[(String, String)] {
        &self.instructions
    }

    fn resolve(&self, reference: &BytesRef<'_>) -> Result<char> {
        match reference.resolve_char_ref() {
            Ok(Some(char)) => return Ok(char),
            Ok(None) => {}
            Err(error) => return Err(self.malformed(&error)),
        }
        match &**reference {
            "amp" => Ok('&'),
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            name => Err(self.error("entity_refused", format!("the entity &{name}; is not one of XML's five"))),
        }
    }

    fn malformed(&self, error: &XmlError) -> InterchangeError {
        match error {
            XmlError::Encoding(_) => {
                let detail = "the bytes do not fit the file's character encoding";
                self.error("invalid_encoding", detail)
            }
            other => self.error("malformed_xml", other.to_string()),
        }
    }

    fn truncated(&self) -> InterchangeError {
        self.error("truncated", "the file ends inside this element")
    }
}

fn namespace_of(start: &BytesStart<'_>) -> Option<String> {
    let name = start.name();
    let wanted = match name.as_ref().split_once(':') {
        Some((prefix, _)) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    let attribute = start.try_get_attribute(wanted.as_str()).ok().flatten()?;
    Some(attribute.value.into_owned())
}

type SetEncoding<R> = Box<dyn FnOnce(&mut DecodingReader<R>)>;

/// What to tell the decoder about the encoding that an ASCII-compatible declaration names.
///
/// A byte order mark and UTF-16's zero bytes speak for themselves and are left to the decoder;
/// a file of single bytes that calls itself UTF-16 is read as UTF-8, as other readers do.
fn declared_encoding<R>(head: &[u8]) -> Result<Option<SetEncoding<R>>> {
    let Some(end) = head.windows(2).position(|two| two == b"?>") else {
        return Ok(None);
    };
    let declaration = match std::str::from_utf8(&head[..end + 2]) {
        Ok(text) if text.starts_with("<?xml") => text,
        _ => return Ok(None),
    };
    let Ok(Event::Decl(declaration)) = Reader::from_str(declaration).read_event() else {
        return Ok(None);
    };
    let Some(Ok(label)) = declaration.encoding() else {
        return Ok(None);
    };
    match declaration.encoder() {
        Some(encoding) if encoding.name().starts_with("UTF-16") => Ok(None),
        Some(encoding) => Ok(Some(Box::new(|decoder| decoder.set_encoding(encoding)))),
        None => Err(InterchangeError::new(
            Some(1),
            "",
            "unsupported_encoding",
            format!("the character encoding “{label}” is not known"),
        )),
    }
}

/// Counts line feeds as they are consumed.
struct Lines<R> {
    inner: R,
    line: u64,
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let size = self.fill_buf()?.read(target)?;
        self.consume(size);
        Ok(size)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if amount > 0
            && let Ok(bytes) = self.inner.fill_buf()
        {
            let feeds = bytes.iter().take(amount).filter(|&&byte| byte == b'\n');
            self.line += feeds.count() as u64;
        }
        self.inner.consume(amount);
    }
}
