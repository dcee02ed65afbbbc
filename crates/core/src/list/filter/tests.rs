//! What is printed reads back as the same tree, what cannot be read says where, and nothing panics.

use super::{Ask, At, Changed, Filter, Form, Literal, Name, Node, Sign, Term, parse};
use crate::error::Error;
use proptest::prelude::*;

fn literal() -> impl Strategy<Value = Literal> {
    let word = "[A-Za-z0-9_.:@/+-]{1,12}".prop_filter("no keyword", |text| !parse::is_keyword(text));
    let form = prop_oneof![
        word.prop_map(Form::Word),
        any::<String>().prop_map(Form::Quoted),
        ("[A-Za-z]{1,10}", "(|[+-][0-9]{1,3}[dw])").prop_map(|(name, inside)| Form::Call(name, inside)),
    ];
    form.prop_map(|form| Literal { form, at: At(0) })
}

fn name() -> impl Strategy<Value = Name> {
    let plain = "[a-zA-Z][a-zA-Z0-9.]{0,12}".prop_filter("no keyword", |text| !parse::is_keyword(text));
    prop_oneof![
        plain.prop_map(|text| Name { text, quoted: false, at: At(0) }),
        any::<String>().prop_map(|text| Name { text, quoted: true, at: At(0) }),
    ]
}

fn sign() -> impl Strategy<Value = Sign> {
    prop::sample::select(vec![
        Sign::Equal,
        Sign::NotEqual,
        Sign::Greater,
        Sign::GreaterOrEqual,
        Sign::Less,
        Sign::LessOrEqual,
        Sign::Contains,
        Sign::Lacks,
    ])
}

fn ask() -> impl Strategy<Value = Ask> {
    let some = || prop::option::of(literal());
    let values = || prop::collection::vec(literal(), 1..4);
    let during = prop::option::of((literal(), literal()));
    let changed = (some(), some(), some(), some(), during);
    prop_oneof![
        (sign(), literal()).prop_map(|(sign, value)| Ask::Compare(sign, value)),
        (any::<bool>(), values()).prop_map(|(negated, values)| Ask::In { negated, values }),
        any::<bool>().prop_map(|negated| Ask::Empty { negated }),
        (any::<bool>(), values()).prop_map(|(negated, values)| Ask::Was { negated, values }),
        changed.prop_map(|(from, to, after, before, during)| {
            Ask::Changed(Box::new(Changed { from, to, after, before, during }))
        }),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = (name(), ask()).prop_map(|(field, ask)| Node::Term(Box::new(Term { field, ask })));
    leaf.prop_recursive(6, 40, 4, |inner| {
        let parts = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            parts().prop_map(Node::and),
            parts().prop_map(Node::or),
            inner.clone().prop_map(|inner| Node::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(node in node()) {
        let filter = Filter(node);
        let text = filter.to_string();
        prop_assume!(text.chars().count() <= super::LONGEST);
        prop_assert_eq!(text.parse::<Filter>().map_err(|e| format!("{e} in {text}")), Ok(filter));
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_character_of_it(text in r#"([ ()=!<>~,"'\\a-c-]|AND|OR|NOT|IN|IS|EMPTY|WAS|CHANGED|é){0,30}"#) {
        match text.parse::<Filter>() {
            Ok(filter) => prop_assert_eq!(filter.to_string().parse::<Filter>().ok(), Some(filter)),
            Err(Error::BadFilter { position, .. }) => prop_assert!(position <= text.chars().count()),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

#[test]
fn a_value_after_was_is_not_taken_for_a_sign() {
    let calls = ["in", "In(-686d)", "Not(1d)", "NOT(2w)"];
    for text in calls.iter().flat_map(|call| ["", "NOT "].map(|not| format!("a WAS {not}IN ({call})"))) {
        let filter: Filter = text.parse().unwrap();
        assert_eq!(filter.to_string(), text);
        assert_eq!(filter.to_string().parse::<Filter>().ok(), Some(filter));
    }
}

/// Where it goes wrong, what stands there, what would be right.
#[track_caller]
fn refused(text: &str, at: usize, what: &str, right: &str) {
    match text.parse::<Filter>() {
        Err(Error::BadFilter { position, found, expected }) => {
            assert_eq!((position, found.as_str()), (at, what), "{text}");
            assert!(expected.contains(right), "{text}: {expected}");
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn faults_point_at_the_character() {
    refused("", 0, "the end", "a field");
    refused("status", 6, "the end", "IS EMPTY");
    refused("status = ", 9, "the end", "a value");
    refused("status == done", 8, "`=`", "a value");
    refused("(status = done", 14, "the end", "closing parenthesis");
    refused("status = done)", 13, "`)`", "AND, OR or the end");
    refused("status = in progress", 12, "`progress`", "AND, OR or the end");
    refused("é = 1 & b = 2", 6, "`&`", "AND, OR or the end");
    refused("a = \"x", 4, "a quote without an end", "closing \"");
    refused("a IN ()", 6, "`)`", "a value");
    refused("a IN (1 2)", 8, "`2`", "a comma");
    refused("a IS done", 5, "`done`", "EMPTY");
    refused("AND a = 1", 0, "`AND`", "a field");
    refused("a = 1 AND", 9, "the end", "a field");
    refused("status CHANGED TO a TO b", 20, "`TO`", "once");
    refused("a ! b", 2, "`!`", "a sign");
}

#[test]
fn size_depth_and_number_are_limited() {
    let deep = |levels: usize| format!("{}a = 1{}", "(".repeat(levels), ")".repeat(levels));
    assert!(deep(super::DEEPEST).parse::<Filter>().is_ok());
    refused(&deep(super::DEEPEST + 1), 50, "`(`", "50 levels");
    let many = |terms: usize| vec!["a = 1"; terms].join(" OR ");
    assert!(many(super::MOST_TERMS).parse::<Filter>().is_ok());
    refused(&many(super::MOST_TERMS + 1), 900, "`a`", "100 comparisons");
    refused(&"x".repeat(super::LONGEST + 1), super::LONGEST, "more text", "4000 characters");
    let not = format!("{}a = 1", "NOT ".repeat(51));
    refused(&not, 200, "`NOT`", "50 levels");
}
