//! Which baselines go into a file, and under which number: eleven have a place, and names have none.

use super::read::Facts;
use guildhall_core::work::Baseline;
use guildhall_store::Id;
use std::collections::HashMap;

/// Numbers that a file has: 0 is the active one.
const NUMBERS: std::ops::RangeInclusive<u8> = 0..=10;

/// The number that a name of Microsoft Project's own stands for: `Baseline`, `Baseline 1` to `Baseline 10`.
fn named(name: &str) -> Option<u8> {
    match name.strip_prefix("Baseline")? {
        "" => Some(0),
        rest => rest.strip_prefix(' ')?.parse().ok().filter(|number| (1..=10).contains(number)),
    }
}

/// Numbers by baseline, and how many got none. A name that is a number keeps it; the others take the numbers
/// that are left, the newest first.
pub(super) fn numbers(facts: &Facts) -> (HashMap<Id<Baseline>, u8>, usize) {
    let mut by_number: HashMap<u8, Id<Baseline>> = HashMap::new();
    for (id, name) in &facts.baselines {
        if let Some(number) = named(name) {
            by_number.entry(number).or_insert(*id);
        }
    }
    let others = facts.baselines.iter().rev().filter(|(id, _)| !by_number.values().any(|taken| taken == id));
    let others: Vec<Id<Baseline>> = others.map(|(id, _)| *id).collect();
    let free: Vec<u8> = NUMBERS.filter(|number| !by_number.contains_key(number)).collect();
    let left_out = others.len().saturating_sub(free.len());
    by_number.extend(free.into_iter().zip(others));
    (by_number.into_iter().map(|(number, id)| (id, number)).collect(), left_out)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn names_of_microsoft_project_are_numbers() {
        let all = ["Baseline", "Baseline 1", "Baseline 10", "Baseline 11", "Baseline  2", "Baseline 0", "Plan"];
        assert_eq!(all.map(named), [Some(0), Some(1), Some(10), None, None, None, None]);
    }
}
