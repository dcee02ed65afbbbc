//! Telephone numbers: kept as E.164 where that is certain, else as they were written. A national number says
//! nothing without its country, and guessing one would be wrong for half of the world.

/// An international number as E.164; anything else as it was written.
pub fn normal(text: &str) -> String {
    let text = text.trim();
    let written = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '-' | '.' | '/' | '(' | ')');
    // Letters would be an extension or a word to dial, and both would be lost.
    let plain = text.strip_prefix('+').is_some_and(|rest| rest.chars().all(written));
    let parsed = if plain { phonenumber::parse(None, text).ok() } else { None };
    parsed.map_or_else(|| text.to_owned(), |number| number.format().mode(phonenumber::Mode::E164).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_international_number_is_kept_as_e164() {
        for (written, kept) in [
            ("+49 (0)30 901820", "+4930901820"),
            ("+49 30 90-18-20", "+4930901820"),
            ("  +1 (202) 555-0123 ", "+12025550123"),
            ("+44 20.7946/0958", "+442079460958"),
            ("+14155550100", "+14155550100"),
        ] {
            assert_eq!(normal(written), kept, "{written}");
        }
    }

    #[test]
    fn what_is_uncertain_is_kept_as_it_was_written() {
        for written in ["030 901820", "0049 30 901820", "+49 30 901820 ext. 5", "+1-800-FLOWERS", "+", "+0 1", "-", ""]
        {
            assert_eq!(normal(written), written);
        }
    }
}
