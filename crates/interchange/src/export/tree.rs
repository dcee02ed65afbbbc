//! The outline: tasks in the order in which they are read, a parent before its children. A task whose parent
//! the caller does not see stands below the nearest one above that it does see.

use guildhall_core::work::Task;
use guildhall_core::work::task::tree::ancestors;
use guildhall_store::Id;
use std::collections::HashMap;

/// A task's place in what was read, and that of its parent in the outline.
pub(super) type Line = (usize, Option<usize>);

/// Brings tasks, whose siblings are in order, into outline order.
pub(super) fn outline(tasks: &[Task]) -> Vec<Line> {
    let places: HashMap<Id<Task>, usize> = tasks.iter().enumerate().map(|(at, task)| (task.id, at)).collect();
    let mut children: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    for (at, task) in tasks.iter().enumerate() {
        let above = ancestors(&task.path).into_iter().rev().find_map(|id| places.get(&id).copied());
        children.entry(above).or_default().push(at);
    }
    let mut lines: Vec<Line> = Vec::with_capacity(tasks.len());
    let mut open: Vec<Line> = Vec::new();
    let mut push = |open: &mut Vec<Line>, at: Option<usize>, line: Option<usize>| {
        open.extend(children.remove(&at).unwrap_or_default().into_iter().rev().map(|child| (child, line)));
    };
    push(&mut open, None, None);
    while let Some(line) = open.pop() {
        push(&mut open, Some(line.0), Some(lines.len()));
        lines.push(line);
    }
    lines
}
