//! The places of tasks among their siblings. New ones stand where the file has them: after the sibling that
//! comes before them there. What is here already keeps its place, unless the file itself moved it.

use guildhall_core::work::rank;

/// A sibling in the file's order.
#[derive(Debug, Clone)]
pub(super) struct Sibling {
    /// Its rank here; none for a new one.
    pub rank: Option<String>,
    /// The file put it somewhere else since the last import.
    pub moved: bool,
}

/// What becomes of a sibling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A new one gets this rank.
    New(String),
    /// It stays where it is.
    Stays,
    /// It goes after the sibling before it in the file, or to the front.
    Moves,
}

/// Decides about siblings in the file's order; `here` are all ranks below this parent, in order. Where none
/// of them was imported before, they go after what is there.
pub(super) fn places(siblings: &[Sibling], here: &[String]) -> Vec<Place> {
    if here.is_empty() {
        let all_new = siblings.iter().enumerate().map(|(index, _)| Place::New(rank::nth(index)));
        return all_new.collect();
    }
    let mut out = Vec::with_capacity(siblings.len());
    let all_new = siblings.iter().all(|each| each.rank.is_none());
    let mut before: Option<String> = if all_new { here.last().cloned() } else { None };
    let mut index = 0;
    while let Some(sibling) = siblings.get(index) {
        let Some(own) = &sibling.rank else {
            let run = siblings.iter().skip(index).take_while(|each| each.rank.is_none()).count();
            let next = here.partition_point(|rank| before.as_ref().is_some_and(|before| rank <= before));
            let fresh = spread(before.as_deref(), here.get(next).map(String::as_str), run);
            before = fresh.last().cloned().or(before);
            out.extend(fresh.into_iter().map(Place::New));
            index += run;
            continue;
        };
        let behind = before.as_ref().is_none_or(|before| own > before);
        let first = before.is_some() || siblings.iter().filter_map(|each| each.rank.as_ref()).all(|rank| rank >= own);
        if sibling.moved && !(behind && first) {
            out.push(Place::Moves);
        } else {
            out.push(Place::Stays);
            if behind {
                before = Some(own.clone());
            }
        }
        index += 1;
    }
    out
}

/// `count` ranks between two, short ones first.
fn spread(before: Option<&str>, after: Option<&str>, count: usize) -> Vec<String> {
    let mut out = Vec::with_capacity(count);
    let mut last = before.map(str::to_owned);
    if after.is_none() {
        for index in 0..count {
            let next = rank::between(last.as_deref(), None).unwrap_or_else(|| rank::nth(index));
            out.push(next.clone());
            last = Some(next);
        }
        return out;
    }
    halve(before, after, count, &mut out);
    out
}

fn halve(before: Option<&str>, after: Option<&str>, count: usize, out: &mut Vec<String>) {
    if count == 0 {
        return;
    }
    let Some(middle) = rank::between(before, after) else {
        // Two siblings with one rank: the new ones share it, the id decides.
        out.extend(std::iter::repeat_n(before.or(after).unwrap_or_default().to_owned(), count));
        return;
    };
    let left = count / 2;
    halve(before, Some(&middle), left, out);
    out.push(middle.clone());
    halve(Some(&middle), after, count - left - 1, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn siblings(ranks: &[&str], moved: usize) -> Vec<Sibling> {
        let rank = |text: &&str| (!text.is_empty()).then(|| (*text).to_owned());
        ranks.iter().enumerate().map(|(i, text)| Sibling { rank: rank(text), moved: i == moved }).collect()
    }

    #[test]
    fn new_ones_stand_after_the_one_before_them() {
        let here = ["a0".to_owned(), "a1".to_owned()];
        let found = places(&siblings(&["a0", "", "", "", "a1"], 9), &here);
        let new: Vec<&String> =
            found.iter().filter_map(|place| if let Place::New(rank) = place { Some(rank) } else { None }).collect();
        assert_eq!(new.len(), 3);
        assert!(new.windows(2).all(|pair| pair[0] < pair[1]) && *new[0] > here[0] && *new[2] < here[1], "{new:?}");
        assert_eq!(places(&siblings(&["", ""], 9), &here), [Place::New("a2".into()), Place::New("a3".into())]);
    }

    #[test]
    fn only_what_the_file_moved_moves() {
        let here = ["a0".to_owned(), "a1".to_owned(), "a2".to_owned()];
        assert_eq!(places(&siblings(&["a1", "a0", "a2"], 9), &here), vec![Place::Stays; 3]);
        let found = places(&siblings(&["a1", "a0", "a2"], 1), &here);
        assert_eq!(found, [Place::Stays, Place::Moves, Place::Stays]);
        let found = places(&siblings(&["a2", "a0", "a1"], 0), &here);
        assert_eq!(found, [Place::Moves, Place::Stays, Place::Stays]);
    }

    #[test]
    fn many_between_two_neighbours_stay_short() {
        let here = ["a0".to_owned(), "a1".to_owned()];
        let mut file = siblings(&["a0"], 9);
        file.extend(siblings(&[""; 2000], 9999));
        file.extend(siblings(&["a1"], 9));
        let found = places(&file, &here);
        let longest = found.iter().map(|place| if let Place::New(rank) = place { rank.len() } else { 0 }).max();
        assert!(longest < Some(10), "{longest:?}");
    }
}
