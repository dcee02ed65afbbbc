//! Where the words of a query stand in a text, and a piece of the text around the first of them. Places are
//! counted in UTF-16 code units, as the strings of browsers are; never as HTML.

use guildhall_store::search::Query;
use guildhall_store::search::words::{Word, words};

/// Longest piece of a text, in characters, and how much of it goes before the first hit.
const PIECE: usize = 240;
const BEFORE: usize = 60;

/// From and to.
pub type Range = [usize; 2];

/// A text, or a piece of one, and the ranges of it that were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    pub text: String,
    pub ranges: Vec<Range>,
    /// How well it fits: 3 for each word that stands in it, 2 for one that begins as asked.
    pub weight: i64,
}

fn fit(query: &Query, word: &str) -> Option<(usize, i64)> {
    query.0.iter().enumerate().find_map(|(at, alternatives)| {
        let exact = alternatives.iter().any(|term| term.text == word);
        let begun = alternatives.iter().any(|term| term.prefix && word.starts_with(term.text.as_str()));
        match (exact, begun) {
            (true, _) => Some((at, 3)),
            (_, true) => Some((at, 2)),
            _ => None,
        }
    })
}

/// The whole text with its hits.
pub fn mark(query: &Query, text: &str) -> Marked {
    let all = words(text);
    let hits: Vec<&Word> = all.iter().filter(|word| fit(query, &word.text).is_some()).collect();
    Marked { text: text.to_owned(), ranges: ranges(text, 0, &hits), weight: weight(query, &all) }
}

fn weight(query: &Query, words: &[Word]) -> i64 {
    let mut best = vec![0; query.0.len()];
    for (at, weight) in words.iter().filter_map(|word| fit(query, &word.text)) {
        best[at] = weight.max(best[at]);
    }
    best.iter().sum()
}

/// A piece of the text around its first hit; its beginning where there is none.
pub fn piece(query: &Query, text: &str) -> Marked {
    let all = words(text);
    let hits: Vec<&Word> = all.iter().filter(|word| fit(query, &word.text).is_some()).collect();
    let first = hits.first().map_or(0, |word| word.from);
    let (from, to) = window(text, first, &all);
    let inside: Vec<&Word> = hits.into_iter().filter(|word| word.from >= from && word.to <= to).collect();
    let (open, close) = (if from > 0 { "…" } else { "" }, if to < text.len() { "…" } else { "" });
    let shown = text.get(from..to).unwrap_or_default();
    let mut ranges = ranges(shown, from, &inside);
    let shift = open.chars().count();
    ranges.iter_mut().for_each(|range| range.iter_mut().for_each(|at| *at += shift));
    Marked { text: format!("{open}{shown}{close}"), ranges, weight: weight(query, &all) }
}

/// From where to where the piece goes: whole words, as far as they are not endless.
fn window(text: &str, first: usize, words: &[Word]) -> (usize, usize) {
    let back = text[..first].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let from = match words.iter().find(|word| word.from >= back) {
        Some(word) if back > 0 && word.from <= first => word.from,
        _ => back,
    };
    let end = text[from..].char_indices().nth(PIECE).map_or(text.len(), |(at, _)| from + at);
    if end == text.len() {
        return (from, end);
    }
    let last = words.iter().rev().find(|word| word.to <= end && word.from > first);
    (from, last.map_or(end, |word| word.to))
}

/// Places of words in `text`, which begins at `base` of the whole; neighbours that touch become one.
fn ranges(text: &str, base: usize, hits: &[&Word]) -> Vec<Range> {
    let mut out: Vec<Range> = Vec::new();
    let (mut byte, mut unit) = (0, 0);
    let mut units = |to: usize| {
        let between = text.get(byte..to).unwrap_or_default();
        unit += between.encode_utf16().count();
        byte = to;
        unit
    };
    // Pairs of characters overlap, so that the places do not always grow.
    let mut places: Vec<(usize, usize)> = Vec::new();
    for word in hits {
        let (from, to) = (word.from - base, word.to - base);
        match places.last_mut() {
            Some(last) if from <= last.1 => last.1 = to.max(last.1),
            _ => places.push((from, to)),
        }
    }
    for (from, to) in places {
        let from = units(from);
        out.push([from, units(to)]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::terms;
    use proptest::prelude::*;

    fn cut(marked: &Marked) -> Vec<String> {
        let units: Vec<u16> = marked.text.encode_utf16().collect();
        marked.ranges.iter().map(|[from, to]| String::from_utf16(&units[*from..*to]).unwrap()).collect()
    }

    #[test]
    fn hits_are_marked_in_the_text_as_it_is_written() {
        let marked = mark(&terms("uber plan"), "𝄞 Über Pläne: planning");
        assert_eq!(cut(&marked), ["Über", "Pläne", "planning"]);
        assert_eq!(cut(&mark(&terms("検索"), "全文検索")), ["検索"]);
        assert_eq!(cut(&mark(&terms("全文検"), "全文検索")), ["全文検"]);
    }

    #[test]
    fn a_piece_stands_around_the_first_hit() {
        let text = format!("{} needle {}", "hay ".repeat(100), "straw ".repeat(100));
        let piece = piece(&terms("needle"), &text);
        assert!(piece.text.starts_with("…hay") && piece.text.ends_with("straw…"), "{}", piece.text);
        assert_eq!(cut(&piece), ["needle"]);
        assert!(piece.text.chars().count() <= PIECE + 2);
    }

    proptest! {
        #[test]
        fn every_range_lies_in_its_text(text in "(\\PC{0,9} ?ab[cé]? ?){0,40}", query in "[a-c]{1,3}( [a-c]{1,2})?") {
            for marked in [mark(&terms(&query), &text), piece(&terms(&query), &text)] {
                let units = marked.text.encode_utf16().count();
                prop_assert!(marked.ranges.iter().all(|[from, to]| from < to && *to <= units), "{marked:?}");
                prop_assert!(marked.ranges.windows(2).all(|w| w[0][1] < w[1][0]), "{marked:?}");
                cut(&marked);
            }
        }
    }
}
