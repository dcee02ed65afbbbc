//! Puts a board together: cards with their checklists, comments, labels and people.
//!
//! Cards stand list by list in board order. Whatever a card names and the file does not hold (a
//! list, label or member that was deleted) is reported; the card comes in all the same.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::{
    export::{Action, At, Board, Card, CheckItem, Checklist, List, elements, one},
    labels::{self, labels},
    lists::Statuses,
    people::People,
};
use crate::{
    error::InterchangeError,
    markdown,
    model::{
        ImportPlan, LinkRules, PlannedAssignment, PlannedChecklist, PlannedComment, PlannedItem, PlannedProject,
        PlannedTask, Priority, Source, When,
    },
    notices::Notices,
    text::one_line,
};

type Result<T> = std::result::Result<T, InterchangeError>;

/// What cards are put together from.
struct Parts<'a> {
    statuses: Statuses,
    labels: HashSet<String>,
    people: People<'a>,
    checklists: HashMap<String, Vec<PlannedChecklist>>,
    comments: HashMap<String, Vec<PlannedComment>>,
    notices: Notices,
}

/// Assembles the plan of a board.
pub(super) fn assemble(board: &Board<'_>) -> Result<ImportPlan> {
    let mut notices = Notices::default();
    let cards: Vec<At<Card>> = elements(board.cards, "cards")?;
    unique(&cards)?;
    let actions: Vec<At<Action>> = elements(board.actions, "actions")?;
    let lists: Vec<At<List>> = elements(board.lists, "lists")?;
    let closed_lists: HashSet<&str> =
        lists.iter().filter(|list| list.value.closed == Some(true)).map(|list| list.value.id.as_str()).collect();
    let any_closed = cards.iter().any(|card| card.value.closed == Some(true));
    let any_hidden =
        cards.iter().filter_map(|card| card.value.id_list.as_ref()).any(|list| closed_lists.contains(list.as_str()));
    let planned_labels = labels(elements(board.labels, "labels")?, &cards, any_closed || any_hidden);
    let mut people = People::of(&elements(board.members, "members")?, &actions);
    let comments = comments(&actions, &cards, &mut people, &mut notices)?;
    let checklists = checklists(elements(board.checklists, "checklists")?, &cards, &mut notices);
    let mut parts = Parts {
        statuses: Statuses::of(lists, any_closed, &mut notices),
        labels: planned_labels.iter().map(|label| label.external_id.clone()).collect(),
        people,
        checklists,
        comments,
        notices,
    };
    let mut tasks = Vec::with_capacity(cards.len());
    for card in cards {
        tasks.push(parts.task(card)?);
    }
    tasks.sort_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    Ok(ImportPlan {
        source: Source::Trello,
        project: project(board, &parts.statuses)?,
        calendars: Vec::new(),
        people: parts.people.finish(),
        labels: planned_labels,
        tasks: tasks.into_iter().map(|(_, task)| task).collect(),
        warnings: parts.notices.finish(),
    })
}

fn project(board: &Board<'_>, statuses: &Statuses) -> Result<PlannedProject> {
    let text = |value, pointer| one::<String>(value, pointer);
    let name = text(board.name, "/name")?.as_deref().and_then(one_line);
    let name = name.unwrap_or_else(|| "Imported board".to_owned());
    Ok(PlannedProject {
        external_id: text(board.id, "/id")?.unwrap_or_else(|| name.clone()),
        name,
        description: text(board.desc, "/desc")?.unwrap_or_default(),
        start: None,
        currency: None,
        calendar: None,
        critical_slack: 0,
        rules: LinkRules::default(),
        statuses: statuses.all.clone(),
        schedules: false,
    })
}

impl Parts<'_> {
    /// A card as a task, with its place: status, then position in its list.
    fn task(&mut self, card: At<Card>) -> Result<((usize, f64), PlannedTask)> {
        let At { pointer, value: card } = card;
        let closed = card.closed == Some(true);
        let place = self.statuses.place(card.id_list.as_deref(), closed);
        let (status, archived) = place.unwrap_or_else(|| {
            let detail = "the card's list is not in the file";
            self.notices.add(&pointer, "unknown_list", detail);
            (self.statuses.fallback(closed), closed)
        });
        if card.custom_field_items.as_ref().is_some_and(|items| !items.is_empty()) {
            let detail = "the card's custom field values were left out";
            self.notices.add(&pointer, "custom_fields_skipped", detail);
        }
        let title = card.name.as_deref().and_then(one_line).unwrap_or_else(|| {
            self.notices.add(&pointer, "unnamed_task", "a card without a name got one");
            "Unnamed card".to_owned()
        });
        let comments = self.comments.remove(&card.id).unwrap_or_default();
        self.note_missing_comments(&card, comments.len(), &pointer);
        let task = PlannedTask {
            row: pointer.clone(),
            parent: None,
            title,
            description: self.description(&card, &pointer),
            status: self.statuses.all[status].key.clone(),
            priority: Priority::Normal,
            start: instant(card.start.as_deref(), &pointer, "start")?.map(When::Instant),
            finish: None,
            due: instant(card.due.as_deref(), &pointer, "due")?.map(When::Instant),
            duration: None,
            remaining_duration: None,
            manual: true,
            constraint: None,
            percent_complete: card.due_complete.filter(|done| *done).map(|_| 100),
            actual_start: None,
            actual_finish: None,
            milestone: false,
            summary: false,
            work: None,
            actual_work: None,
            cost: None,
            actual_cost: None,
            calendar: None,
            assignments: self.assignments(&card, &pointer),
            labels: self.card_labels(&card, archived, &pointer),
            links: Vec::new(),
            baselines: Vec::new(),
            checklists: self.checklists.remove(&card.id).unwrap_or_default(),
            comments,
            archived,
            external_id: card.id,
        };
        Ok(((status, card.pos.unwrap_or(f64::MAX)), task))
    }

    fn description(&mut self, card: &Card, pointer: &str) -> String {
        let text = card.desc.as_deref().unwrap_or_default().trim_end();
        let attachments = card.attachments.as_deref().unwrap_or_default();
        let links: Vec<(&str, &str)> = attachments
            .iter()
            .filter_map(|attachment| {
                let address = attachment.url.as_deref()?;
                Some((attachment.name.as_deref().unwrap_or(address), address))
            })
            .collect();
        if !attachments.is_empty() {
            let detail = format!(
                "{} attachment(s) are kept as links at the end of the description, \
                 not as files",
                links.len()
            );
            self.notices.add(pointer, "attachments_linked", detail);
        }
        markdown::with_links(text, &links)
    }

    fn assignments(&mut self, card: &Card, pointer: &str) -> Vec<PlannedAssignment> {
        let mut seen = HashSet::new();
        let members = card.id_members.iter().flatten().filter(|id| seen.insert(*id));
        members
            .map(|id| PlannedAssignment {
                person: self.people.meet(id, pointer, &mut self.notices),
                units: 10_000,
                work: None,
            })
            .collect()
    }

    fn card_labels(&mut self, card: &Card, archived: bool, pointer: &str) -> Vec<String> {
        let mut seen = HashSet::new();
        let embedded = card.labels.iter().flatten().map(|label| &label.id);
        let mut labels: Vec<String> = Vec::new();
        for id in card.id_labels.iter().flatten().chain(embedded) {
            if !seen.insert(id) {
                continue;
            }
            if self.labels.contains(id) {
                labels.push(id.clone());
            } else {
                let detail = format!("the card's label {id} is not in the file");
                self.notices.add(pointer, "unknown_label", detail);
            }
        }
        if archived {
            labels.push(labels::ARCHIVED.to_owned());
        }
        labels
    }

    fn note_missing_comments(&mut self, card: &Card, found: usize, pointer: &str) {
        let stated = card.badges.as_ref().and_then(|badges| badges.comments).unwrap_or_default();
        if stated > found as u64 {
            let detail = format!(
                "{found} of the card's {stated} comments are in the file: \
                 Trello exports only a board's last 1000 actions"
            );
            self.notices.add(pointer, "comments_missing", detail);
        }
    }
}

fn unique(cards: &[At<Card>]) -> Result<()> {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for At { pointer, value: card } in cards {
        if let Some(first) = seen.insert(&card.id, pointer) {
            let detail = format!("the card id {} was already used at {first}", card.id);
            return Err(InterchangeError::new(None, pointer.clone(), "duplicate_id", detail));
        }
    }
    Ok(())
}

fn comments(
    actions: &[At<Action>],
    cards: &[At<Card>],
    people: &mut People<'_>,
    notices: &mut Notices,
) -> Result<HashMap<String, Vec<PlannedComment>>> {
    let known: HashSet<&str> = cards.iter().map(|card| card.value.id.as_str()).collect();
    let mut by_card: HashMap<String, Vec<PlannedComment>> = HashMap::new();
    for At { pointer, value: action } in actions {
        if !matches!(action.kind.as_deref(), Some("commentCard" | "copyCommentCard")) {
            continue;
        }
        let data = action.data.as_ref();
        let card = data.and_then(|data| data.card.as_ref()?.id.as_deref()).unwrap_or_default();
        let text = data.and_then(|data| data.text.as_deref()).unwrap_or_default();
        if !known.contains(card) || text.trim().is_empty() {
            let detail = "a comment without text, or on a card that is not in the file, was left out";
            notices.add(pointer, "comment_skipped", detail);
            continue;
        }
        let Some(at) = instant(action.date.as_deref(), pointer, "date")? else {
            let detail = "a comment has no date";
            return Err(InterchangeError::new(None, pointer.clone(), "bad_date", detail));
        };
        let creator = action.member_creator.as_ref().map(|member| member.id.as_str());
        let author = action.id_member_creator.as_deref().or(creator);
        by_card.entry(card.to_owned()).or_default().push(PlannedComment {
            external_id: action.id.clone().unwrap_or_else(|| pointer.clone()),
            author: author.map(|id| people.meet(id, pointer, notices)),
            at,
            text: text.to_owned(),
            thread: None,
        });
    }
    for comments in by_card.values_mut() {
        comments.reverse();
        comments.sort_by_key(|comment| comment.at);
    }
    Ok(by_card)
}

fn checklists(
    all: Vec<At<Checklist>>,
    cards: &[At<Card>],
    notices: &mut Notices,
) -> HashMap<String, Vec<PlannedChecklist>> {
    let mut owner: HashMap<&str, &str> = HashMap::new();
    for At { value: card, .. } in cards {
        for id in card.id_checklists.iter().flatten() {
            owner.insert(id, &card.id);
        }
    }
    let known: HashSet<&str> = cards.iter().map(|card| card.value.id.as_str()).collect();
    let mut placed: HashMap<String, Vec<(f64, PlannedChecklist)>> = HashMap::new();
    for At { pointer, value: list } in all {
        let named = list.id_card.as_deref().filter(|id| known.contains(id));
        let Some(card) = named.or_else(|| owner.get(list.id.as_str()).copied()) else {
            let detail = "a checklist of a card that is not in the file was left out";
            notices.add(&pointer, "checklist_skipped", detail);
            continue;
        };
        let place = list.pos.unwrap_or(f64::MAX);
        placed.entry(card.to_owned()).or_default().push((place, checklist(list, &pointer, notices)));
    }
    let in_order = |mut lists: Vec<(f64, PlannedChecklist)>| {
        lists.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        lists.into_iter().map(|(_, list)| list).collect()
    };
    placed.into_iter().map(|(card, lists)| (card, in_order(lists))).collect()
}

fn checklist(list: Checklist, pointer: &str, notices: &mut Notices) -> PlannedChecklist {
    let mut items = list.check_items.unwrap_or_default();
    items.sort_by(|a, b| a.pos.unwrap_or(f64::MAX).total_cmp(&b.pos.unwrap_or(f64::MAX)));
    if items.iter().any(|item| item.due.is_some() || item.id_member.is_some()) {
        let detail = "due dates and people of checklist items were left out";
        notices.add(pointer, "item_details_skipped", detail);
    }
    let item = |item: CheckItem| PlannedItem {
        text: item.name.as_deref().and_then(one_line).unwrap_or_else(|| "Unnamed item".to_owned()),
        done: item.state.as_deref() == Some("complete"),
        external_id: item.id,
    };
    PlannedChecklist {
        title: list.name.as_deref().and_then(one_line).unwrap_or_else(|| "Checklist".to_owned()),
        items: items.into_iter().map(item).collect(),
        external_id: list.id,
    }
}

fn instant(text: Option<&str>, pointer: &str, field: &str) -> Result<Option<Timestamp>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        let shown: String = text.chars().take(60).collect();
        let detail = format!("“{shown}” is not a time like 2026-03-01T09:00:00.000Z");
        InterchangeError::new(None, format!("{pointer}/{field}"), "bad_date", detail)
    })
}
