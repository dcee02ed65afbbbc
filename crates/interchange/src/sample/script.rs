//! The vocabulary in which the sample's projects are written down: work, milestones and groups, who does
//! them, what they wait for, and what people said. Dates are not written; they follow from the links.

/// Minutes of a working day.
pub(super) const DAY: i64 = 480;

/// A project of the sample.
pub(super) struct Script {
    pub key: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    pub owner: &'static str,
    pub private: bool,
    /// Working days between its start and today.
    pub began: i64,
    pub priority: &'static str,
    /// Key, name and kind of its statuses; the usual ones when empty.
    pub statuses: &'static [(&'static str, &'static str, &'static str)],
    /// Name of the plan that was frozen at the start; none for no baseline.
    pub baseline: Option<&'static str>,
    pub items: Vec<Item>,
}

/// A task.
#[derive(Clone, Default)]
pub(super) struct Item {
    pub title: &'static str,
    pub text: &'static str,
    /// Name by which others wait for it.
    pub id: &'static str,
    pub minutes: i64,
    /// What it was planned to take, where that was something else.
    pub planned: Option<i64>,
    pub milestone: bool,
    pub who: Vec<&'static str>,
    /// Predecessor, type and lag.
    pub after: Vec<(&'static str, &'static str, &'static str)>,
    pub labels: &'static [&'static str],
    pub priority: &'static str,
    /// A status of its own, whatever the dates say.
    pub status: Option<&'static str>,
    /// Not finished although it should be.
    pub late: bool,
    /// No dates: an idea for later.
    pub someday: bool,
    /// Working days from its planned finish to its deadline.
    pub due: Option<i64>,
    /// Cost beside the hours, in whole units of the currency.
    pub cost: i64,
    pub checklists: Vec<(&'static str, &'static [(&'static str, bool)])>,
    pub comments: Vec<Said>,
    pub parts: Vec<Item>,
}

/// What somebody said.
#[derive(Clone)]
pub(super) struct Said {
    pub who: &'static str,
    /// How many hours ago.
    pub hours_ago: i64,
    pub text: &'static str,
    /// Answers the last comment that is no answer itself.
    pub answer: bool,
}

/// Work of so many minutes.
pub(super) fn work(title: &'static str, minutes: i64) -> Item {
    Item { title, minutes, priority: "normal", ..Item::default() }
}

/// A point in time.
pub(super) fn milestone(title: &'static str) -> Item {
    Item { milestone: true, ..work(title, 0) }
}

/// A task made of others.
pub(super) fn group(title: &'static str, parts: impl IntoIterator<Item = Item>) -> Item {
    Item { parts: parts.into_iter().collect(), ..work(title, 0) }
}

/// Something for later, without dates.
pub(super) fn idea(title: &'static str) -> Item {
    Item { someday: true, ..work(title, 0) }
}

impl Item {
    /// Named, so that others can wait for it.
    pub(super) fn id(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }

    /// Done by these people.
    pub(super) fn by(mut self, who: &[&'static str]) -> Self {
        self.who.extend(who);
        self
    }

    /// Begins when another is finished.
    pub(super) fn after(self, id: &'static str) -> Self {
        self.link(id, "FS", "0d")
    }

    /// Waits for another in this way.
    pub(super) fn link(mut self, id: &'static str, kind: &'static str, lag: &'static str) -> Self {
        self.after.push((id, kind, lag));
        self
    }

    /// Described, as Markdown.
    pub(super) fn text(mut self, text: &'static str) -> Self {
        self.text = text;
        self
    }

    /// Carries these labels.
    pub(super) fn labels(mut self, labels: &'static [&'static str]) -> Self {
        self.labels = labels;
        self
    }

    /// More, or less, urgent than others.
    pub(super) fn priority(mut self, priority: &'static str) -> Self {
        self.priority = priority;
        self
    }

    /// Stands in this status, whatever its dates say.
    pub(super) fn status(mut self, status: &'static str) -> Self {
        self.status = Some(status);
        self
    }

    /// Should be finished by now, and is not.
    pub(super) fn late(mut self) -> Self {
        self.late = true;
        self
    }

    /// Was planned to take this long.
    pub(super) fn planned(mut self, minutes: i64) -> Self {
        self.planned = Some(minutes);
        self
    }

    /// Must be finished so many working days after its planned finish.
    pub(super) fn due(mut self, days: i64) -> Self {
        self.due = Some(days);
        self
    }

    /// Costs this beside the hours.
    pub(super) fn cost(mut self, cost: i64) -> Self {
        self.cost = cost;
        self
    }

    /// With a list of things to tick off.
    pub(super) fn checklist(mut self, title: &'static str, items: &'static [(&'static str, bool)]) -> Self {
        self.checklists.push((title, items));
        self
    }

    /// Somebody said this, so many hours ago.
    pub(super) fn says(mut self, who: &'static str, hours_ago: i64, text: &'static str) -> Self {
        self.comments.push(Said { who, hours_ago, text, answer: false });
        self
    }

    /// Somebody answered.
    pub(super) fn answers(mut self, who: &'static str, hours_ago: i64, text: &'static str) -> Self {
        self.comments.push(Said { who, hours_ago, text, answer: true });
        self
    }
}
