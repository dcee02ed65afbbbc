//! Cuts a filter into its words. A word is whatever stands between blanks and the signs of the language, so
//! that ids, dates, addresses and `-7d` need no quotes.

use super::{At, fault};
use crate::error::Result;

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Word(String),
    Quoted(String),
    /// `=`, `!=`, `>`, `>=`, `<`, `<=`, `~`, `!~`
    Sign(&'static str),
    Open,
    Close,
    Comma,
    End,
}

impl Piece {
    /// As a message shows it.
    pub fn shown(&self) -> String {
        match self {
            Self::Word(text) => format!("`{}`", crate::error::shorten(text)),
            Self::Quoted(text) => format!("\"{}\"", crate::error::shorten(text)),
            Self::Sign(sign) => format!("`{sign}`"),
            Self::Open => "`(`".into(),
            Self::Close => "`)`".into(),
            Self::Comma => "`,`".into(),
            Self::End => "the end".into(),
        }
    }

    /// The same word, however it is capitalised.
    pub fn is(&self, keyword: &str) -> bool {
        matches!(self, Self::Word(text) if text.eq_ignore_ascii_case(keyword))
    }
}

/// True if the character can stand in a word.
pub fn in_word(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"()=!<>~,\"'\\".contains(c)
}

const SIGNS: [&str; 8] = ["!=", ">=", "<=", "!~", "=", ">", "<", "~"];

/// All pieces with the character at which each begins, and `End`.
pub fn pieces(text: &str) -> Result<Vec<(Piece, At)>> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let start = At(at);
        let piece = match c {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '(' => Piece::Open,
            ')' => Piece::Close,
            ',' => Piece::Comma,
            '"' | '\'' => {
                let (text, after) = quoted(&chars, at)?;
                at = after;
                out.push((Piece::Quoted(text), start));
                continue;
            }
            c if in_word(c) => {
                let rest = chars.get(at..).unwrap_or_default();
                let word: String = rest.iter().take_while(|c| in_word(**c)).collect();
                at += word.chars().count();
                out.push((Piece::Word(word), start));
                continue;
            }
            _ => {
                let fits = |sign: &&&str| sign.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
                let sign = SIGNS.iter().find(fits);
                let sign =
                    sign.ok_or_else(|| fault(start, format!("`{}`", c.escape_debug()), "a field, a value or a sign"))?;
                at += sign.len() - 1;
                Piece::Sign(sign)
            }
        };
        at += 1;
        out.push((piece, start));
    }
    out.push((Piece::End, At(chars.len())));
    Ok(out)
}

/// A text in quotes: a backslash takes the next character as it is.
fn quoted(chars: &[char], start: usize) -> Result<(String, usize)> {
    let mut text = String::new();
    let mut at = start + 1;
    loop {
        match chars.get(at) {
            Some(c) if *c == chars[start] => return Ok((text, at + 1)),
            Some('\\') if at + 1 < chars.len() => {
                text.push(chars[at + 1]);
                at += 2;
            }
            Some(c) => {
                text.push(*c);
                at += 1;
            }
            None => {
                return Err(fault(At(start), "a quote without an end", format!("a closing {}", chars[start])));
            }
        }
    }
}
