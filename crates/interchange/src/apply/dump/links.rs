//! What tasks wait for. A link makes all of a task wait for all of another, their parts with them; what would
//! close a circle is left out, the later link of the export first.

use crate::mongo::{Document, id_text};
use guildhall_core::work::Task;
use guildhall_core::work::task::links::{Dependency, check};
use guildhall_store::Id;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The links of a document: the id in the export and how it is bound.
pub(super) fn of(document: &Document) -> Vec<(String, Option<(String, String)>)> {
    let items = match document.get("dependsOn") {
        Some(Value::Array(items)) => items.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let mut out: Vec<(String, Option<(String, String)>)> = Vec::new();
    for item in &items {
        let target = ["taskId", "task"].iter().find_map(|name| item.get(*name)).unwrap_or(item);
        let Some(id) = id_text(target) else { continue };
        let part = |name: &str| item.get(name).and_then(Value::as_str);
        let bound = part("type").map(|kind| (kind.to_ascii_uppercase(), part("lag").unwrap_or("0d").to_owned()));
        if !out.iter().any(|(other, _)| *other == id) {
            out.push((id, bound));
        }
    }
    out
}

/// A link to a task that is here.
pub(super) fn dependency(task: Id<Task>, bound: Option<(String, String)>) -> Option<Dependency> {
    let full = bound.and_then(|(kind, lag)| {
        let lag = check(&kind, &lag).ok()?;
        serde_json::from_value(json!({"taskId": task, "type": kind, "lag": lag})).ok()
    });
    full.or_else(|| serde_json::from_value(json!({"taskId": task})).ok())
}

/// A link between two tasks: the later one, and the one that it waits for.
pub(super) type Link = (usize, usize);

/// Which of the links would close a circle. Tasks are named by position, with the one that each is a part of.
pub(super) fn circular(parents: &[Option<usize>], links: &[Link]) -> Vec<usize> {
    let mut gone: Vec<usize> = (0..links.len()).filter(|at| related(parents, links[*at])).collect();
    for round in 0..100 {
        let alive: Vec<usize> = (0..links.len()).filter(|at| !gone.contains(at)).collect();
        let parts = components(parents, links, &alive);
        let mut last: HashMap<usize, usize> = HashMap::new();
        for at in alive {
            let (later, earlier) = links[at];
            let (from, to) = (parts[2 * earlier + 1], parts[2 * later]);
            if from == to {
                if round == 99 {
                    gone.push(at);
                }
                last.insert(from, at);
            }
        }
        if last.is_empty() {
            break;
        }
        gone.extend(last.into_values());
    }
    gone.sort_unstable();
    gone.dedup();
    gone
}

/// One is a part of the other, or both are the same.
fn related(parents: &[Option<usize>], (one, other): Link) -> bool {
    let above = |from: usize, wanted: usize| {
        let mut at = Some(from);
        for _ in 0..=parents.len() {
            match at {
                Some(found) if found == wanted => return true,
                Some(found) => at = parents[found],
                None => return false,
            }
        }
        false
    };
    above(one, other) || above(other, one)
}

/// Strongly connected parts of the graph of begins (2n) and ends (2n + 1): a task begins before it ends, its
/// parts lie between, and a link leads from the end of one to the beginning of the other.
fn components(parents: &[Option<usize>], links: &[Link], alive: &[usize]) -> Vec<usize> {
    let count = parents.len() * 2;
    let (mut forth, mut back) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    let mut edge = |from: usize, to: usize| {
        forth[from].push(to);
        back[to].push(from);
    };
    for (task, parent) in parents.iter().enumerate() {
        edge(2 * task, 2 * task + 1);
        if let Some(parent) = parent {
            edge(2 * parent, 2 * task);
            edge(2 * task + 1, 2 * parent + 1);
        }
    }
    for at in alive {
        let (later, earlier) = links[*at];
        edge(2 * earlier + 1, 2 * later);
    }
    let mut order = Vec::with_capacity(count);
    let mut seen = vec![false; count];
    for start in 0..count {
        walk(start, &forth, &mut seen, &mut |node| order.push(node));
    }
    let mut part = vec![usize::MAX; count];
    let mut seen = vec![false; count];
    for start in order.into_iter().rev() {
        walk(start, &back, &mut seen, &mut |node| part[node] = start);
    }
    part
}

/// Visits everything that is reached from a node, each after what it leads to.
fn walk(start: usize, edges: &[Vec<usize>], seen: &mut [bool], visit: &mut impl FnMut(usize)) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    let mut stack = vec![(start, 0)];
    while let Some((node, next)) = stack.pop() {
        match edges[node].get(next) {
            Some(to) => {
                stack.push((node, next + 1));
                if !std::mem::replace(&mut seen[*to], true) {
                    stack.push((*to, 0));
                }
            }
            None => visit(node),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_link_of_a_circle_goes() {
        let flat = [None; 3];
        assert_eq!(circular(&flat, &[(1, 0), (2, 1)]), Vec::<usize>::new());
        assert_eq!(circular(&flat, &[(1, 0), (2, 1), (0, 2)]), vec![2]);
        assert_eq!(circular(&flat, &[(0, 0)]), vec![0]);
    }

    #[test]
    fn a_part_and_its_whole_wait_for_each_other_in_no_way() {
        // 1 and 2 are parts of 0; 3 stands alone.
        let parents = [None, Some(0), Some(0), None];
        assert_eq!(circular(&parents, &[(1, 0)]), vec![0], "a part cannot wait for its whole");
        assert_eq!(circular(&parents, &[(3, 0), (1, 3)]), vec![1], "nor for what waits for the whole");
        assert_eq!(circular(&parents, &[(2, 1), (3, 2)]), Vec::<usize>::new());
    }
}
