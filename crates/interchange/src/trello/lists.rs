//! Lists become statuses: order, keys, and a guess at what each list means.
//!
//! A name tells most: words for done, under way, cancelled and still to do, in the languages that
//! boards are kept in. On a board that looks like a workflow, a nameless step between the first
//! and the last is under way and the last is done; a board whose lists are mere topics keeps them
//! all open. A board always gets one status that means done.

use std::collections::HashMap;

use super::export::{At, List};
use crate::{
    model::{PlannedStatus, StatusKind},
    notices::Notices,
    text::one_line,
};

/// Key of the status for archived cards.
const ARCHIVED: &str = "archived";

/// Words and phrases, lower case; a list means the kind of the first group that has one.
const WORDS: [(StatusKind, &[&str]); 4] = [
    (
        StatusKind::Cancelled,
        &[
            "cancelled",
            "canceled",
            "won t do",
            "wont do",
            "wontfix",
            "rejected",
            "abandoned",
            "discarded",
            "duplicate",
            "abgebrochen",
            "verworfen",
            "annulé",
            "abandonné",
            "cancelado",
            "descartado",
            "annullato",
            "geannuleerd",
            "anulowane",
            "отменено",
            "已取消",
            "キャンセル",
            "취소",
        ],
    ),
    (
        StatusKind::Open,
        &[
            "to do",
            "todo",
            "to dos",
            "todos",
            "to be done",
            "not done",
            "not started",
            "backlog",
            "ideas",
            "inbox",
            "icebox",
            "next",
            "up next",
            "later",
            "someday",
            "planned",
            "offen",
            "zu erledigen",
            "geplant",
            "à faire",
            "idées",
            "por hacer",
            "pendiente",
            "pendientes",
            "a fazer",
            "para fazer",
            "pendente",
            "da fare",
            "te doen",
            "att göra",
            "å gjøre",
            "at gøre",
            "do zrobienia",
            "udělat",
            "сделать",
            "к выполнению",
            "зробити",
            "待办",
            "待辦",
            "未着手",
            "할 일",
            "yapılacak",
            "yapılacaklar",
        ],
    ),
    (
        StatusKind::Done,
        &[
            "done",
            "complete",
            "completed",
            "finished",
            "closed",
            "released",
            "shipped",
            "deployed",
            "delivered",
            "resolved",
            "archive",
            "archived",
            "fertig",
            "erledigt",
            "abgeschlossen",
            "terminé",
            "terminée",
            "terminés",
            "fini",
            "fait",
            "hecho",
            "hechas",
            "terminado",
            "completado",
            "feito",
            "concluído",
            "concluido",
            "finalizado",
            "fatto",
            "completato",
            "klaar",
            "gereed",
            "afgerond",
            "klart",
            "färdig",
            "ferdig",
            "færdig",
            "valmis",
            "gotowe",
            "zrobione",
            "hotovo",
            "готово",
            "сделано",
            "выполнено",
            "завершено",
            "完成",
            "已完成",
            "完了",
            "완료",
            "bitti",
            "tamamlandı",
        ],
    ),
    (
        StatusKind::Active,
        &[
            "doing",
            "in progress",
            "wip",
            "working",
            "ongoing",
            "started",
            "active",
            "current",
            "development",
            "review",
            "in review",
            "testing",
            "test",
            "qa",
            "blocked",
            "waiting",
            "on hold",
            "in arbeit",
            "laufend",
            "in bearbeitung",
            "en cours",
            "en progreso",
            "en curso",
            "haciendo",
            "em andamento",
            "fazendo",
            "em progresso",
            "in corso",
            "in lavorazione",
            "bezig",
            "mee bezig",
            "pågående",
            "pågår",
            "i gang",
            "käynnissä",
            "w toku",
            "probíhá",
            "в работе",
            "в процессе",
            "进行中",
            "進行中",
            "작업중",
            "진행",
            "devam ediyor",
        ],
    ),
];

/// The board's statuses, and where its lists and archived cards go.
pub(super) struct Statuses {
    pub all: Vec<PlannedStatus>,
    by_list: HashMap<String, Place>,
    archived: Option<usize>,
    first_open: usize,
}

struct Place {
    status: usize,
    closed: bool,
}

impl Statuses {
    /// Makes a status of each list, in board order, open lists before closed ones.
    pub(super) fn of(mut lists: Vec<At<List>>, archived: bool, notices: &mut Notices) -> Self {
        lists.sort_by(|a, b| {
            let place = |list: &List| (list.closed == Some(true), list.pos.unwrap_or(f64::MAX));
            let ((a_closed, a_pos), (b_closed, b_pos)) = (place(&a.value), place(&b.value));
            a_closed.cmp(&b_closed).then(a_pos.total_cmp(&b_pos))
        });
        let kinds = kinds_of(&lists, notices);
        let mut statuses = Self { all: Vec::new(), by_list: HashMap::new(), archived: None, first_open: 0 };
        let mut keys = Keys::default();
        keys.give(ARCHIVED, 0);
        for (index, (At { value: list, .. }, kind)) in lists.into_iter().zip(&kinds).enumerate() {
            let name = list.name.as_deref().and_then(one_line);
            let name = name.unwrap_or_else(|| format!("List {}", index + 1));
            let key = keys.give(&name, index);
            let status = statuses.push(key, name, *kind, Some(list.id.clone()));
            let closed = list.closed == Some(true);
            statuses.by_list.insert(list.id, Place { status, closed });
        }
        if statuses.all.is_empty() {
            statuses.push("todo".to_owned(), "To do".to_owned(), StatusKind::Open, None);
        }
        if !kinds.contains(&StatusKind::Done) {
            let key = keys.give("Done", kinds.len());
            statuses.push(key, "Done".to_owned(), StatusKind::Done, None);
        }
        let is_open = |status: &PlannedStatus| status.kind == StatusKind::Open;
        statuses.first_open = statuses.all.iter().position(is_open).unwrap_or_default();
        if archived {
            let name = "Archived".to_owned();
            let status = statuses.push(ARCHIVED.to_owned(), name, StatusKind::Cancelled, None);
            statuses.archived = Some(status);
        }
        statuses
    }

    /// Index of the status of a card, and whether the card counts as archived; none for a list
    /// that the board does not have.
    pub(super) fn place(&self, list: Option<&str>, closed: bool) -> Option<(usize, bool)> {
        let place = self.by_list.get(list?)?;
        let finished = place.closed || self.all[place.status].kind == StatusKind::Done;
        match self.archived.filter(|_| closed && !finished) {
            Some(archived) => Some((archived, true)),
            None => Some((place.status, closed || place.closed)),
        }
    }

    /// Where a card of an unknown list goes.
    pub(super) fn fallback(&self, closed: bool) -> usize {
        self.archived.filter(|_| closed).unwrap_or(self.first_open)
    }

    fn push(&mut self, key: String, name: String, kind: StatusKind, external_id: Option<String>) -> usize {
        self.all.push(PlannedStatus { key, name, kind, external_id });
        self.all.len() - 1
    }
}

fn kinds_of(lists: &[At<List>], notices: &mut Notices) -> Vec<StatusKind> {
    let named: Vec<Option<StatusKind>> = lists.iter().map(|list| kind_of_name(list.value.name.as_deref()?)).collect();
    let open = lists.iter().filter(|list| list.value.closed != Some(true)).count();
    let is_step =
        |kind: &Option<StatusKind>| matches!(kind, Some(StatusKind::Open | StatusKind::Active | StatusKind::Done));
    let workflow = named[..open].iter().any(is_step);
    let done = named[..open].contains(&Some(StatusKind::Done));
    let guess = |index: usize| {
        if index >= open {
            StatusKind::Cancelled
        } else if !workflow || index == 0 {
            StatusKind::Open
        } else if index + 1 == open && !done {
            StatusKind::Done
        } else {
            StatusKind::Active
        }
    };
    let mut kinds = Vec::with_capacity(lists.len());
    for (index, (kind, list)) in named.into_iter().zip(lists).enumerate() {
        let kind = kind.unwrap_or_else(|| {
            let (kind, name) = (guess(index), list.value.name.as_deref().unwrap_or_default());
            let detail = format!("the list “{name}” was taken to mean {}", in_words(kind));
            notices.add(&list.pointer, "status_kind_guessed", detail);
            kind
        });
        // Cards of a closed list are out of sight in Trello: they must not look like open work.
        let hidden = index >= open && kind != StatusKind::Done;
        kinds.push(if hidden { StatusKind::Cancelled } else { kind });
    }
    kinds
}

fn kind_of_name(name: &str) -> Option<StatusKind> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let padded = format!(" {} ", words.join(" "));
    let has = |word: &&str| {
        if word.chars().all(|char| char < '\u{1100}') {
            padded.contains(&format!(" {word} "))
        } else {
            lower.contains(*word)
        }
    };
    WORDS.iter().find(|(_, words)| words.iter().any(has)).map(|(kind, _)| *kind)
}

fn in_words(kind: StatusKind) -> &'static str {
    match kind {
        StatusKind::Open => "not begun",
        StatusKind::Active => "under way",
        StatusKind::Done => "done",
        StatusKind::Cancelled => "out of sight",
    }
}

/// Keys given so far, and how often each was asked for.
#[derive(Default)]
struct Keys {
    asked: HashMap<String, usize>,
}

impl Keys {
    /// A key from the name's ASCII letters and digits, else from the list's place; never one that
    /// was given before.
    fn give(&mut self, name: &str, index: usize) -> String {
        let mut key = String::new();
        for char in name.to_lowercase().chars() {
            if char.is_ascii_alphanumeric() {
                key.push(char);
            } else if !key.is_empty() && !key.ends_with('_') {
                key.push('_');
            }
        }
        key.truncate(40);
        let key = match key.trim_end_matches('_') {
            "" => format!("list_{}", index + 1),
            key => key.to_owned(),
        };
        let mut number = self.asked.get(&key).copied().unwrap_or_default();
        loop {
            number += 1;
            let free = if number == 1 { key.clone() } else { format!("{key}_{number}") };
            if number == 1 || !self.asked.contains_key(&free) {
                self.asked.insert(key, number);
                self.asked.entry(free.clone()).or_insert(1);
                return free;
            }
        }
    }
}
