//! How alike two titles are, from 0 to 1: by the words they share and by their pieces of three letters,
//! whichever is more, so that another order, another ending and a slip of the finger count little.

use std::collections::HashSet;

/// A title taken apart once, to be compared with many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    words: HashSet<String>,
    pieces: HashSet<[char; 3]>,
}

impl Title {
    /// Takes a title apart.
    pub fn new(text: &str) -> Self {
        let text = text.to_lowercase();
        let words: HashSet<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let mut pieces = HashSet::new();
        for word in &words {
            let padded: Vec<char> = [' ', ' '].into_iter().chain(word.chars()).chain([' ']).collect();
            pieces.extend(padded.windows(3).map(|three| [three[0], three[1], three[2]]));
        }
        Self { words, pieces }
    }

    /// How alike the two are, in hundredths.
    pub fn similarity(&self, other: &Self) -> u8 {
        let words = share(self.words.intersection(&other.words).count(), self.words.union(&other.words).count());
        let shared = self.pieces.intersection(&other.pieces).count();
        let pieces = share(2 * shared, self.pieces.len() + other.pieces.len());
        words.max(pieces)
    }
}

fn share(part: usize, whole: usize) -> u8 {
    (100 * part).checked_div(whole).map_or(0, |n| u8::try_from(n).unwrap_or(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alike(a: &str, b: &str) -> u8 {
        Title::new(a).similarity(&Title::new(b))
    }

    #[test]
    fn what_means_the_same_is_alike_and_other_things_are_not() {
        assert_eq!(alike("Fix the login page", "the login page: fix!"), 100);
        assert!(alike("Fix login on Safari", "Login fails on Safari") >= 50);
        assert!(alike("Migrate databse", "Migrate database") >= 60);
        assert!(alike("修复登录页面", "修复登录页") >= 50);
        assert!(alike("Fix login on Safari", "Order new chairs") < 20);
        assert_eq!(alike("", "anything"), 0);
        assert_eq!(alike("!!!", "???"), 0);
    }

    proptest! {
        #[test]
        fn it_is_symmetric_and_whole_for_itself(a in "[a-d ]{0,20}", b in "[a-d ]{0,20}") {
            prop_assert_eq!(alike(&a, &b), alike(&b, &a));
            prop_assert!(alike(&a, &b) <= 100);
            let own = if a.trim().is_empty() { 0 } else { 100 };
            prop_assert_eq!(alike(&a, &a), own);
        }
    }
}
