//! Reads the pieces of a filter into a tree: OR binds loosest, then AND, then NOT.

use super::lex::{Piece, pieces};
use super::{Ask, At, Changed, DEEPEST, Form, LONGEST, Literal, MOST_TERMS, Name, Node, Sign, Term, fault};
use crate::error::Result;

const COMPARISON: &str = "=, !=, >, >=, <, <=, ~, CONTAINS, IN, NOT IN, IS EMPTY, WAS or CHANGED";
/// Most values of one list.
const MOST_VALUES: usize = 200;

struct Parser {
    pieces: Vec<(Piece, At)>,
    next: usize,
    depth: usize,
    terms: usize,
}

/// Reads a whole filter.
pub fn read(text: &str) -> Result<Node> {
    if text.chars().count() > LONGEST {
        return Err(fault(At(LONGEST), "more text", format!("at most {LONGEST} characters")));
    }
    let mut parser = Parser { pieces: pieces(text)?, next: 0, depth: 0, terms: 0 };
    let node = parser.either()?;
    match parser.peek() {
        (Piece::End, _) => Ok(node),
        (other, at) => Err(fault(at, other.shown(), "AND, OR or the end")),
    }
}

impl Parser {
    fn peek(&self) -> (Piece, At) {
        self.pieces.get(self.next).or(self.pieces.last()).cloned().unwrap_or((Piece::End, At(0)))
    }

    fn take(&mut self) -> (Piece, At) {
        let piece = self.peek();
        self.next += 1;
        piece
    }

    /// Takes the next word if it is this keyword.
    fn takes(&mut self, keyword: &str) -> bool {
        let found = self.peek().0.is(keyword);
        self.next += usize::from(found);
        found
    }

    fn require(&mut self, piece: &Piece, expected: &str) -> Result<()> {
        match self.take() {
            (found, _) if found == *piece => Ok(()),
            (found, at) => Err(fault(at, found.shown(), expected)),
        }
    }

    fn either(&mut self) -> Result<Node> {
        let mut parts = vec![self.all()?];
        while self.takes("OR") {
            parts.push(self.all()?);
        }
        Ok(Node::or(parts))
    }

    fn all(&mut self) -> Result<Node> {
        let mut parts = vec![self.one()?];
        while self.takes("AND") {
            parts.push(self.one()?);
        }
        Ok(Node::and(parts))
    }

    fn one(&mut self) -> Result<Node> {
        let (piece, at) = self.peek();
        let group = piece == Piece::Open;
        if !group && !piece.is("NOT") {
            return self.term().map(|term| Node::Term(Box::new(term)));
        }
        self.take();
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(fault(at, piece.shown(), format!("at most {DEEPEST} levels of parentheses and NOT")));
        }
        let inner = if group {
            let inner = self.either()?;
            self.require(&Piece::Close, "AND, OR or a closing parenthesis")?;
            inner
        } else {
            Node::Not(Box::new(self.one()?))
        };
        self.depth -= 1;
        Ok(inner)
    }

    fn term(&mut self) -> Result<Term> {
        let expected = "a field, NOT or an opening parenthesis";
        let (piece, at) = self.take();
        self.terms += 1;
        if self.terms > MOST_TERMS {
            return Err(fault(at, piece.shown(), format!("at most {MOST_TERMS} comparisons")));
        }
        let field = match piece {
            Piece::Word(text) if !is_keyword(&text) => Name { text, quoted: false, at },
            Piece::Quoted(text) => Name { text, quoted: true, at },
            other => return Err(fault(at, other.shown(), expected)),
        };
        Ok(Term { field, ask: self.ask()? })
    }

    fn ask(&mut self) -> Result<Ask> {
        let (piece, at) = self.take();
        let compare = |parser: &mut Self, sign| Ok(Ask::Compare(sign, parser.value()?));
        match &piece {
            Piece::Sign(sign) => compare(self, Sign::of(sign)),
            word if word.is("CONTAINS") => compare(self, Sign::Contains),
            word if word.is("IN") => Ok(Ask::In { negated: false, values: self.values()? }),
            word if word.is("NOT") => match self.take() {
                (word, _) if word.is("IN") => Ok(Ask::In { negated: true, values: self.values()? }),
                (word, _) if word.is("CONTAINS") => compare(self, Sign::Lacks),
                (other, at) => Err(fault(at, other.shown(), "IN or CONTAINS")),
            },
            word if word.is("IS") => {
                let negated = self.takes("NOT");
                match self.take() {
                    (word, _) if word.is("EMPTY") || word.is("NULL") => Ok(Ask::Empty { negated }),
                    (other, at) => Err(fault(at, other.shown(), if negated { "EMPTY" } else { "EMPTY or NOT EMPTY" })),
                }
            }
            word if word.is("WAS") => {
                let negated = self.takes("NOT");
                let values = if self.takes("IN") { self.values()? } else { vec![self.value()?] };
                Ok(Ask::Was { negated, values })
            }
            word if word.is("CHANGED") => self.changed().map(|changed| Ask::Changed(Box::new(changed))),
            other => Err(fault(at, other.shown(), COMPARISON)),
        }
    }

    fn changed(&mut self) -> Result<Changed> {
        let mut out = Changed::default();
        loop {
            let (piece, at) = self.peek();
            let slot = match &piece {
                word if word.is("FROM") => &mut out.from,
                word if word.is("TO") => &mut out.to,
                word if word.is("AFTER") => &mut out.after,
                word if word.is("BEFORE") => &mut out.before,
                word if word.is("DURING") && out.during.is_none() => {
                    self.take();
                    self.require(&Piece::Open, "an opening parenthesis")?;
                    let from = self.value()?;
                    self.require(&Piece::Comma, "a comma")?;
                    let until = self.value()?;
                    self.require(&Piece::Close, "a closing parenthesis")?;
                    out.during = Some((from, until));
                    continue;
                }
                _ => return Ok(out),
            };
            if slot.is_some() {
                return Err(fault(at, piece.shown(), "each of FROM, TO, AFTER, BEFORE and DURING once"));
            }
            self.next += 1;
            *slot = Some(self.value()?);
        }
    }

    fn values(&mut self) -> Result<Vec<Literal>> {
        self.require(&Piece::Open, "an opening parenthesis")?;
        let mut values = vec![self.value()?];
        loop {
            match self.take() {
                (Piece::Close, _) => return Ok(values),
                (Piece::Comma, at) if values.len() >= MOST_VALUES => {
                    return Err(fault(at, "`,`", format!("at most {MOST_VALUES} values in a list")));
                }
                (Piece::Comma, _) => values.push(self.value()?),
                (other, at) => return Err(fault(at, other.shown(), "a comma or a closing parenthesis")),
            }
        }
    }

    fn value(&mut self) -> Result<Literal> {
        let (piece, at) = self.take();
        let form = match piece {
            Piece::Quoted(text) => Form::Quoted(text),
            Piece::Word(text) if self.peek().0 == Piece::Open => {
                self.take();
                let inside = match self.peek().0 {
                    Piece::Word(inside) => {
                        self.take();
                        inside
                    }
                    _ => String::new(),
                };
                self.require(&Piece::Close, "a closing parenthesis")?;
                Form::Call(text, inside)
            }
            Piece::Word(text) if !is_keyword(&text) => Form::Word(text),
            other => return Err(fault(at, other.shown(), "a value; put a text with blanks or signs in quotes")),
        };
        Ok(Literal { form, at })
    }
}

/// Words that mean something where a field or a value could stand.
pub fn is_keyword(text: &str) -> bool {
    ["AND", "OR", "NOT"].iter().any(|keyword| text.eq_ignore_ascii_case(keyword))
}

impl Sign {
    fn of(sign: &str) -> Self {
        match sign {
            "!=" => Self::NotEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            "~" => Self::Contains,
            "!~" => Self::Lacks,
            _ => Self::Equal,
        }
    }
}

impl Node {
    /// All of these; parts that are such themselves become one with it.
    pub fn and(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| if let Self::And(inner) = part { inner } else { vec![part] });
        Self::joined(flat.collect(), Self::And)
    }

    /// One of these.
    pub fn or(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| if let Self::Or(inner) = part { inner } else { vec![part] });
        Self::joined(flat.collect(), Self::Or)
    }

    fn joined(mut parts: Vec<Self>, join: fn(Vec<Self>) -> Self) -> Self {
        match (parts.len(), parts.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                parts.extend(last);
                join(parts)
            }
        }
    }
}
