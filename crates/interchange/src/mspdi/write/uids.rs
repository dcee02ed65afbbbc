//! The numbers by which elements name each other.

use std::collections::{HashMap, HashSet};

/// Largest number that Project keeps.
const MOST: i64 = 2_147_483_647;

/// Numbers by external id: the ids themselves where all of them can be that, else 1, 2, 3 and so on.
pub(super) struct Uids<'a> {
    by_id: HashMap<&'a str, i64>,
    places: HashMap<&'a str, usize>,
    last: i64,
}

impl<'a> Uids<'a> {
    /// Numbers these ids.
    pub(super) fn of(ids: impl Iterator<Item = &'a str> + Clone) -> Self {
        let own = |id: &str| id.parse().ok().filter(|uid: &i64| (1..=MOST).contains(uid) && uid.to_string() == id);
        let mut taken = HashSet::new();
        let kept: Option<HashMap<&'a str, i64>> =
            ids.clone().map(|id| Some((id, own(id).filter(|uid| taken.insert(*uid))?))).collect();
        let by_id = kept.unwrap_or_else(|| ids.clone().zip(1..).collect());
        let last = by_id.values().copied().max().unwrap_or_default();
        Self { by_id, places: ids.zip(0..).collect(), last }
    }

    /// The number of this id.
    pub(super) fn get(&self, id: &str) -> Option<i64> {
        self.by_id.get(id).copied()
    }

    /// Where this id stands among the others.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The largest number that is taken.
    pub(super) fn last(&self) -> i64 {
        self.last
    }
}
