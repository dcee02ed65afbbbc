//! The order of siblings: a text between any two others (fractional indexing as described by D. Greenspan,
//! "Implementing Fractional Indexing", 2020). The first letter tells how long the integer part is, so that
//! appending ten thousand times keeps ranks a few characters long.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Ranks longer than this are renumbered.
pub const LONGEST: usize = 60;

/// A rank after `before` and before `after`, either of which may be open; `None` if they are not in order.
pub fn between(before: Option<&str>, after: Option<&str>) -> Option<String> {
    match (before, after) {
        (Some(a), Some(b)) if a >= b => None,
        (None, None) => Some("a0".into()),
        (None, Some(b)) => {
            let whole = integer(b)?;
            if whole.len() < b.len() {
                return Some(whole.to_owned());
            }
            step(whole, false)
        }
        (Some(a), None) => {
            let whole = integer(a)?;
            step(whole, true).or_else(|| Some(format!("{whole}{}", midpoint(&a[whole.len()..], None)?)))
        }
        (Some(a), Some(b)) => {
            let (x, y) = (integer(a)?, integer(b)?);
            if x == y {
                return Some(format!("{x}{}", midpoint(&a[x.len()..], Some(&b[y.len()..]))?));
            }
            let next = step(x, true)?;
            if next.as_str() < b { Some(next) } else { Some(format!("{x}{}", midpoint(&a[x.len()..], None)?)) }
        }
    }
}

/// The n-th of `count` ranks in order, for renumbering and imports.
pub fn nth(index: usize) -> String {
    // Four digits after a head letter for five characters: 62^4 places.
    let mut rest = index;
    let mut digits = [b'0'; 4];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[rest % 62];
        rest /= 62;
    }
    format!("d{}", String::from_utf8_lossy(&digits))
}

fn integer(rank: &str) -> Option<&str> {
    let length = match *rank.as_bytes().first()? {
        c @ b'a'..=b'z' => usize::from(c - b'a') + 2,
        c @ b'A'..=b'Z' => usize::from(b'Z' - c) + 2,
        _ => return None,
    };
    rank.get(..length)
}

fn digit(byte: u8) -> Option<usize> {
    DIGITS.iter().position(|d| *d == byte)
}

/// The next or previous integer part; `None` beyond the last.
fn step(whole: &str, up: bool) -> Option<String> {
    let (head, digits) = whole.split_at_checked(1)?;
    let mut digits = digits.as_bytes().to_vec();
    let (full, reset) = if up { (61, b'0') } else { (0, b'z') };
    for at in (0..digits.len()).rev() {
        let value = digit(digits[at])?;
        if value != full {
            digits[at] = DIGITS[if up { value + 1 } else { value - 1 }];
            return Some(format!("{head}{}", String::from_utf8(digits).ok()?));
        }
        digits[at] = reset;
    }
    let head = match (head.as_bytes()[0], up) {
        (b'z', true) | (b'A', false) => return None,
        (b'Z', true) => b'a',
        (b'a', false) => b'Z',
        (c, true) => c + 1,
        (c, false) => c - 1,
    };
    let length = if head >= b'a' { usize::from(head - b'a') + 1 } else { usize::from(b'Z' - head) + 1 };
    Some(format!("{}{}", char::from(head), String::from_utf8(vec![reset; length]).ok()?))
}

/// A fraction strictly between two fractions; `b` open means one.
fn midpoint(a: &str, b: Option<&str>) -> Option<String> {
    if let Some(b) = b {
        let common = b.bytes().zip(a.bytes().chain(std::iter::repeat(b'0'))).take_while(|(x, y)| x == y).count();
        if common > 0 {
            let rest = midpoint(a.get(common..).unwrap_or(""), Some(&b[common..]))?;
            return Some(format!("{}{rest}", &b[..common]));
        }
    }
    let low = a.bytes().next().map_or(Some(0), digit)?;
    let high = b.map_or(Some(62), |b| b.bytes().next().and_then(digit))?;
    if high > low + 1 {
        return Some(char::from(DIGITS[(low + high) / 2]).to_string());
    }
    if let Some(b) = b.filter(|b| b.len() > 1) {
        return Some(b[..1].to_owned());
    }
    let rest = midpoint(a.get(1..).unwrap_or(""), None)?;
    Some(format!("{}{rest}", char::from(DIGITS[low])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn appending_stays_short_and_in_order() {
        let mut last = between(None, None).unwrap();
        for _ in 0..20_000 {
            let next = between(Some(&last), None).unwrap();
            assert!(next > last && next.len() <= 5, "{last} {next}");
            last = next;
        }
        assert!((0..5000).map(nth).is_sorted());
        assert!(between(Some(&nth(7)), Some(&nth(8))).is_some_and(|r| r > nth(7) && r < nth(8)));
    }

    proptest! {
        #[test]
        fn a_rank_fits_between_any_two(places in proptest::collection::vec(0_usize..1000, 1..300)) {
            let mut ranks: Vec<String> = Vec::new();
            for place in places {
                let at = place % (ranks.len() + 1);
                let before = at.checked_sub(1).map(|i| ranks[i].as_str());
                let rank = between(before, ranks.get(at).map(String::as_str)).unwrap();
                ranks.insert(at, rank);
            }
            prop_assert!(ranks.windows(2).all(|w| w[0] < w[1]), "{ranks:?}");
        }
    }
}
