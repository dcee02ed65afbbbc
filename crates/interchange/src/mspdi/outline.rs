//! The outline: which rows are tasks, in which order, and who is whose parent.
//!
//! Rows stand in the order of their ID, as Project shows them, when every row has one of its own,
//! else as in the file. A row's parent is the nearest one above with a smaller level.

use std::collections::{HashMap, HashSet};

use super::{Line, resource::duplicate, task::RawTask};
use crate::{error::InterchangeError, notices::Notices};

/// The tasks of the file in outline order.
pub(super) struct Outline {
    pub rows: Vec<Row>,
    /// Index in `rows` by UID.
    pub by_uid: HashMap<i64, usize>,
    /// Row 0, which stands for the project itself.
    pub project: Option<RawTask>,
    /// UIDs of tasks that live in another project's file.
    pub external: HashSet<i64>,
}

/// One task and its place.
pub(super) struct Row {
    pub task: RawTask,
    pub uid: i64,
    /// Index of the parent, smaller than its own.
    pub parent: Option<usize>,
    /// Index of the last row of its subtree, its own for a leaf.
    pub last: usize,
}

impl Row {
    /// Whether `other` is in the subtree of this row, which is row `own`.
    pub(super) fn holds(&self, own: usize, other: usize) -> bool {
        own < other && other <= self.last
    }
}

impl Outline {
    /// Builds the outline; a task without UID or with another's is an error.
    pub(super) fn build(mut tasks: Vec<RawTask>, notices: &mut Notices) -> Result<Self, InterchangeError> {
        tasks.retain(|task| !task.blank);
        sort_by_id(&mut tasks);
        let mut outline = Self {
            rows: Vec::with_capacity(tasks.len()),
            by_uid: HashMap::with_capacity(tasks.len()),
            project: None,
            external: HashSet::new(),
        };
        let mut lines: HashMap<i64, u64> = HashMap::with_capacity(tasks.len());
        let mut open: Vec<(i64, usize)> = Vec::new();
        for task in tasks {
            let Some(uid) = task.uid else {
                let detail = "a task has no UID, by which links and assignments name it";
                let path = "/Project/Tasks/Task";
                return Err(InterchangeError::new(Some(task.line), path, "missing_uid", detail));
            };
            if let Some(first) = lines.insert(uid, task.line) {
                return Err(duplicate(task.line, "Tasks/Task", uid, first));
            }
            let level = level_of(&task);
            if level <= 0 {
                outline.project.get_or_insert(task);
            } else if task.external {
                outline.external.insert(uid);
                let detail = "a task of another project's file was left out";
                notices.add(Line(task.line), "external_task", detail);
            } else {
                outline.push(task, uid, level, &mut open, notices);
            }
        }
        outline.close();
        Ok(outline)
    }

    /// Sets where each subtree ends.
    fn close(&mut self) {
        for index in (0..self.rows.len()).rev() {
            let (last, parent) = (self.rows[index].last, self.rows[index].parent);
            if let Some(parent) = parent {
                self.rows[parent].last = self.rows[parent].last.max(last);
            }
        }
    }

    fn push(&mut self, task: RawTask, uid: i64, level: i64, open: &mut Vec<(i64, usize)>, notices: &mut Notices) {
        while open.last().is_some_and(|(above, _)| *above >= level) {
            open.pop();
        }
        let parent = open.last().copied();
        if level.saturating_sub(1) > parent.map_or(0, |(above, _)| above) {
            let detail = "the outline skips a level; the task is put below the nearest one above";
            notices.add(Line(task.line), "outline_gap", detail);
        }
        let index = self.rows.len();
        open.push((level, index));
        self.by_uid.insert(uid, index);
        let parent = parent.map(|(_, index)| index);
        self.rows.push(Row { task, uid, parent, last: index });
    }
}

fn sort_by_id(tasks: &mut [RawTask]) {
    let ids: HashSet<i64> = tasks.iter().filter_map(|task| task.id).collect();
    if ids.len() == tasks.len() {
        tasks.sort_by_key(|task| task.id);
    }
}

/// 0 for the project's own row; else 1 for the top of the outline.
fn level_of(task: &RawTask) -> i64 {
    if let Some(level) = task.level {
        return level;
    }
    match task.outline_number.as_deref() {
        Some("0") => 0,
        Some(number) => i64::try_from(number.split('.').count()).unwrap_or(i64::MAX),
        None => i64::from(task.uid != Some(0)),
    }
}
