//! Prints a filter in the form that reads back as the same tree: what a form of conditions sends, and what a
//! saved view keeps.

use super::lex::in_word;
use super::parse::is_keyword;
use super::{Ask, Changed, Filter, Form, Literal, Name, Node, Sign, Term};
use std::fmt::{Display, Formatter, Result, Write};

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.0.fmt(f)
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::And(parts) => joined(f, parts, " AND ", |part| matches!(part, Self::And(_) | Self::Or(_))),
            Self::Or(parts) => joined(f, parts, " OR ", |part| matches!(part, Self::Or(_))),
            Self::Not(inner) => match inner.as_ref() {
                Self::And(_) | Self::Or(_) => write!(f, "NOT ({inner})"),
                one => write!(f, "NOT {one}"),
            },
            Self::Term(term) => term.fmt(f),
        }
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Node], by: &str, apart: fn(&Node) -> bool) -> Result {
    for (i, part) in parts.iter().enumerate() {
        f.write_str(if i == 0 { "" } else { by })?;
        if apart(part) {
            write!(f, "({part})")?;
        } else {
            part.fmt(f)?;
        }
    }
    Ok(())
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self { field, ask } = self;
        let not = |negated: &bool| if *negated { "NOT " } else { "" };
        match ask {
            Ask::Compare(sign, value) => write!(f, "{field} {sign} {value}"),
            Ask::In { negated, values } => write!(f, "{field} {}IN ({})", not(negated), list(values)),
            Ask::Empty { negated } => write!(f, "{field} IS {}EMPTY", not(negated)),
            Ask::Was { negated, values } => match values.as_slice() {
                [one] if !is_taken_for_a_sign(one) => {
                    write!(f, "{field} WAS {}{one}", not(negated))
                }
                many => write!(f, "{field} WAS {}IN ({})", not(negated), list(many)),
            },
            Ask::Changed(changed) => write!(f, "{field} CHANGED{changed}"),
        }
    }
}

/// After WAS a value `in`, `in(…)` or `not(…)` would read as the word before it.
fn is_taken_for_a_sign(value: &Literal) -> bool {
    let (Form::Word(text) | Form::Call(text, _)) = &value.form else { return false };
    ["IN", "NOT"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn list(values: &[Literal]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl Display for Changed {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self { from, to, after, before, during } = self;
        for (word, value) in [("FROM", from), ("TO", to), ("AFTER", after), ("BEFORE", before)] {
            if let Some(value) = value {
                write!(f, " {word} {value}")?;
            }
        }
        during.as_ref().map_or(Ok(()), |(from, until)| write!(f, " DURING ({from}, {until})"))
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.quoted { quoted(f, &self.text) } else { f.write_str(&self.text) }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.form {
            Form::Word(text) if !text.is_empty() && text.chars().all(in_word) && !is_keyword(text) => f.write_str(text),
            Form::Word(text) | Form::Quoted(text) => quoted(f, text),
            Form::Call(name, inside) => write!(f, "{name}({inside})"),
        }
    }
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

impl Display for Sign {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Contains => "~",
            Self::Lacks => "!~",
        })
    }
}
