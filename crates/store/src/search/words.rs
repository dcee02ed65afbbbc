//! The words of a text, the same on both databases: cut where Unicode says that words end, folded (lower case,
//! without accents). Scripts that write without spaces are cut into overlapping pairs of characters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Longest word, in characters; what is longer is cut off.
const LONGEST: usize = 40;

/// A word, and where in the text it stands (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub from: usize,
    pub to: usize,
    /// Written without spaces: a pair of characters, or a lone one.
    pub dense: bool,
}

/// The words of a text in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut was_dense = None;
    for (at, c) in text.char_indices() {
        let dense = is_dense(c);
        if was_dense.is_some_and(|was| was != dense) {
            run(text, start, at, !dense, &mut out);
            start = at;
        }
        was_dense = Some(dense);
    }
    if let Some(dense) = was_dense {
        run(text, start, text.len(), dense, &mut out);
    }
    out
}

/// Chinese, Japanese, Thai, Lao, Khmer, Burmese.
fn is_dense(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x2_0000..=0x3_FFFF)
}

fn run(text: &str, from: usize, to: usize, dense: bool, out: &mut Vec<Word>) {
    let Some(part) = text.get(from..to) else { return };
    if dense {
        return pairs(part, from, out);
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, word) in part.unicode_word_indices() {
        let end = at + word.len();
        match found.last_mut() {
            // What nobody sees between two words is no end of a word.
            Some((_, last)) if part[*last..at].chars().all(is_invisible) => *last = end,
            _ => found.push((at, end)),
        }
    }
    for (at, end) in found {
        pieces(&part[at..end], from + at, out);
    }
}

/// Overlapping pairs; a lone character stands for itself.
fn pairs(part: &str, base: usize, out: &mut Vec<Word>) {
    let chars: Vec<(usize, char)> = part.char_indices().filter(|(_, c)| belongs(*c)).collect();
    let end = |(at, c): (usize, char)| base + at + c.len_utf8();
    let mut push = |first: (usize, char), last: (usize, char)| {
        let text: String =
            if first.0 == last.0 { fold(&first.1.to_string()) } else { fold(&format!("{}{}", first.1, last.1)) };
        out.push(Word { text, from: base + first.0, to: end(last), dense: true });
    };
    match chars.as_slice() {
        [lone] => push(*lone, *lone),
        many => many.windows(2).for_each(|pair| push(pair[0], pair[1])),
    }
}

/// A word as Unicode cuts it may still hold a dot, an underscore or an apostrophe.
fn pieces(word: &str, base: usize, out: &mut Vec<Word>) {
    let mut start = None;
    let ends = word.char_indices().map(|(at, c)| (at, Some(c))).chain([(word.len(), None)]);
    for (at, c) in ends {
        let inside = c.is_some_and(|c| belongs(c) || is_apostrophe(c) || is_invisible(c));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let text = fold(&word[from..at]);
                if !text.is_empty() {
                    out.push(Word { text, from: base + from, to: base + at, dense: false });
                }
                start = None;
            }
            _ => {}
        }
    }
}

fn belongs(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}')
}

/// Soft hyphens, and marks of no width that say how a text may be cut, joined or turned.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The first of each ten decimal digits (general category Nd) of scripts that are written with spaces; those of the
/// others, and full-width ones, are no words of their own or fold by their compatibility form.
const ZEROS: [u32; 28] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0F20,
    0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xABF0,
];

fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Lower case, without accents and points; what has no plain letter below its stroke gets one, digits are those of
/// Europe, and letters that Arabic and Persian keyboards write differently are one.
pub fn fold(word: &str) -> String {
    let bare = word.nfkd().filter(|c| !is_accent(*c) && !is_apostrophe(*c)).flat_map(char::to_lowercase);
    let mut out = String::with_capacity(word.len());
    for c in bare.nfc() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            'ی' | 'ى' => out.push('ي'),
            'ک' => out.push('ك'),
            'ة' | 'ہ' | 'ە' => out.push('ه'),
            c if belongs(c) => out.push(digit(c).unwrap_or(c)),
            _ => {}
        }
    }
    match out.char_indices().nth(LONGEST) {
        Some((at, _)) => out[..at].to_owned(),
        None => out,
    }
}

/// Marks that do not make another letter: accents, Hebrew points, Arabic vowels. Vowel signs of India's
/// scripts stay.
fn is_accent(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 | 0x0640
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_cut_and_folded() {
        assert_eq!(of("Don't STOP: naïve façade, Straße!"), ["dont", "stop", "naive", "facade", "strasse"]);
        assert_eq!(of("WEB-123 v1.2_beta"), ["web", "123", "v1", "2", "beta"]);
        assert_eq!(of("Łódź Ærø ﬁnal ΣΊΣΥΦΟΣ"), ["lodz", "aero", "final", "σισυφοσ"]);
        assert_eq!(of("Привет, мир й"), ["привет", "мир", "и"]);
        assert_eq!(of("שָׁלוֹם مُحَمَّد हिन्दी"), ["שלום", "محمد", "हिन्दी"]);
        assert_eq!(of("한국어 문서"), ["한국어", "문서"]);
        assert_eq!(of("soft\u{AD}hyphen zero\u{200B}width \u{FEFF}mark"), ["softhyphen", "zerowidth", "mark"]);
        assert_eq!(of("می\u{200C}خواهم"), of("ميخواهم"));
        assert_eq!(of("کتاب فارسی"), of("كتاب فارسي"));
        assert_eq!(of("١٢٣ ۴५੬"), ["123", "456"]);
        assert_eq!(of(" … — !"), Vec::<String>::new());
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(of("全文検索"), ["全文", "文検", "検索"]);
        assert_eq!(of("plan計画2"), ["plan", "計画", "2"]);
        assert_eq!(of("ค้นหา").first().map(String::as_str), Some("ค้"));
        assert_eq!(of("字"), ["字"]);
    }

    #[test]
    fn places_lead_back_into_the_text() {
        let text = "Über 計画 can’t";
        let places: Vec<_> = words(text).iter().map(|w| &text[w.from..w.to]).collect();
        assert_eq!(places, ["Über", "計画", "can’t"]);
    }

    proptest! {
        #[test]
        fn every_word_stands_where_it_says(text in "\\PC{0,60}") {
            for word in words(&text) {
                prop_assert!(text.get(word.from..word.to).is_some_and(|place| !place.is_empty()), "{word:?} in {text:?}");
                prop_assert!(!word.text.is_empty() && word.text.chars().all(belongs), "{word:?} in {text:?}");
                prop_assert!(word.text.chars().count() <= LONGEST);
            }
        }

        #[test]
        fn folding_again_changes_nothing(text in "\\PC{0,20}") {
            for word in words(&text) {
                prop_assert_eq!(fold(&word.text), word.text);
            }
        }
    }
}
