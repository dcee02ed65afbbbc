//! Words that were meant by mistyped ones. Each word of an organization is kept under what is left of its
//! beginning without one letter; two words that share such a part are near each other, and how near is
//! measured then. Both the keeping and the finding are a handful of index lookups, however many words there are.

use crate::ctx::Ctx;
use crate::error::Result;
use crate::org::Organization;
use guildhall_store::search::{Query, Term};
use guildhall_store::{Id, Tx};
use parking_lot::RwLock;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

/// Letters of a word that its parts are made of.
const BEGINNING: usize = 7;
/// Words that are shorter or longer are taken as they are.
const SHORTEST: usize = 4;
const LONGEST: usize = 24;
/// New words that one text may bring.
const MOST_NEW: usize = 300;
/// Words looked at, and taken, for one mistyped word.
const MOST_LOOKED_AT: usize = 500;
const MOST_TAKEN: usize = 5;

/// Words that are kept already, as hashes with their organization, so that nobody asks for them again.
static KEPT: LazyLock<RwLock<HashSet<u64>>> = LazyLock::new(RwLock::default);
const MOST_KEPT: usize = 1_000_000;

fn hash(organization: Id<Organization>, word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (organization.as_bytes(), word).hash(&mut hasher);
    hasher.finish()
}

fn is_typed(word: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic)
}

/// The beginning of a word, and the same without each of its letters.
fn parts(word: &str) -> HashSet<String> {
    let beginning: Vec<char> = word.chars().take(BEGINNING).collect();
    let without =
        |left_out: usize| beginning.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, c)| *c).collect();
    (0..=beginning.len()).map(without).collect()
}

/// Keeps the words of a text that are new in the organization.
pub(super) async fn learn<'w>(
    tx: &Tx,
    organization: Id<Organization>,
    learned: &mut HashSet<String>,
    words: impl Iterator<Item = &'w String>,
) -> Result<()> {
    let fresh: Vec<String> = {
        let kept = KEPT.read();
        let new =
            |word: &&String| is_typed(word) && !learned.contains(*word) && !kept.contains(&hash(organization, word));
        words.filter(new).take(MOST_NEW).cloned().collect()
    };
    if fresh.is_empty() {
        return Ok(());
    }
    let sql = "SELECT word FROM search_near WHERE organization_id = $1 AND part = ANY($2) AND word = part";
    let known: Vec<(String,)> = tx.rows(sql, &[&fresh]).await?;
    {
        let mut kept = KEPT.write();
        if kept.len() > MOST_KEPT {
            kept.clear();
        }
        kept.extend(known.iter().map(|(word,)| hash(organization, word)));
    }
    for word in fresh {
        if known.iter().any(|(known,)| *known == word) || !learned.insert(word.clone()) {
            continue;
        }
        let mut parts = parts(&word);
        parts.insert(word.clone());
        for part in parts {
            let sql = "INSERT INTO search_near (organization_id, part, word) VALUES ($1, $2, $3) \
                ON CONFLICT (organization_id, part, word) DO NOTHING";
            tx.execute_later(sql, &[&part, &word]).await?;
        }
    }
    Ok(())
}

/// The query with near words beside each of its own; `None` if there are none.
pub(super) async fn corrected(cx: &Ctx, query: &Query) -> Result<Option<Query>> {
    let mut out = query.clone();
    let mut any = false;
    for alternatives in &mut out.0 {
        let Some(typed) = alternatives.first().map(|term| term.text.clone()).filter(|word| is_typed(word)) else {
            continue;
        };
        let sql = format!(
            "SELECT DISTINCT word FROM search_near WHERE organization_id = $1 AND part = ANY($2) LIMIT {MOST_LOOKED_AT}"
        );
        let parts: Vec<String> = parts(&typed).into_iter().collect();
        let found: Vec<(String,)> = cx.tx.rows(&sql, &[&parts]).await?;
        let most = if typed.chars().count() < 6 { 1 } else { 2 };
        let measured = found.into_iter().map(|(word,)| (distance(&typed, &word), word));
        let mut near: Vec<(usize, String)> = measured.filter(|(far, _)| (1..=most).contains(far)).collect();
        near.sort();
        any |= !near.is_empty();
        alternatives.extend(near.into_iter().take(MOST_TAKEN).map(|(_, text)| Term { text, prefix: false }));
    }
    Ok(any.then_some(out))
}

/// How many letters were left out, added, exchanged or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn distances_are_counted() {
        for (a, b, far) in [("plan", "plan", 0), ("plan", "plna", 1), ("project", "projct", 1), ("abcd", "xyz", 4)] {
            assert_eq!((distance(a, b), distance(b, a)), (far, far), "{a} {b}");
        }
    }

    proptest! {
        /// One slip anywhere, and two words share a part.
        #[test]
        fn a_slip_is_found(word in "[a-z]{4,12}", at in 0_usize..12, kind in 0_u8..4, letter in proptest::char::range('a', 'z')) {
            let mut slip: Vec<char> = word.chars().collect();
            let at = at % (slip.len() - 1);
            match kind {
                0 => { slip.remove(at); }
                1 => slip.insert(at, letter),
                2 => slip[at] = letter,
                _ => slip.swap(at, at + 1),
            }
            let slip: String = slip.into_iter().collect();
            prop_assert!(distance(&word, &slip) <= 1);
            prop_assert!(!parts(&word).is_disjoint(&parts(&slip)), "{word} {slip}");
        }
    }
}
