//! Members, comment authors and people who left: everyone a board names, once.
//!
//! Trello's export lists only today's members; who has left is known from the actions, or only by
//! id, and still keeps cards and comments.

use std::collections::HashMap;

use super::export::{Action, At, Member};
use crate::{model::PlannedPerson, notices::Notices, text::one_line};

/// The people of the board, in the order they were met.
pub(super) struct People<'a> {
    all: Vec<PlannedPerson>,
    known: HashMap<String, usize>,
    /// Named by actions, for those who are no longer members.
    named: HashMap<&'a str, &'a Member>,
}

impl<'a> People<'a> {
    /// Starts with today's members.
    pub(super) fn of(members: &[At<Member>], actions: &'a [At<Action>]) -> Self {
        let mut people = Self { all: Vec::new(), known: HashMap::new(), named: HashMap::new() };
        for At { value: action, .. } in actions {
            for member in [&action.member_creator, &action.member].into_iter().flatten() {
                people.named.entry(&member.id).or_insert(member);
            }
        }
        for At { value: member, .. } in members {
            if !people.known.contains_key(&member.id) {
                people.push(member);
            }
        }
        people
    }

    /// The external id of a person, who is added when not met before.
    pub(super) fn meet(&mut self, id: &str, row: &str, notices: &mut Notices) -> String {
        if self.known.contains_key(id) {
            return id.to_owned();
        }
        match self.named.get(id) {
            Some(member) => self.push(member),
            None => {
                let detail = format!("the file names a member {id} but does not say who that is");
                notices.add(row, "unknown_member", detail);
                let nobody = Member { id: id.to_owned(), full_name: None, username: None, email: None };
                self.push(&nobody);
            }
        }
        id.to_owned()
    }

    /// Everyone that was met.
    pub(super) fn finish(self) -> Vec<PlannedPerson> {
        self.all
    }

    fn push(&mut self, member: &Member) {
        let name = member
            .full_name
            .as_deref()
            .and_then(one_line)
            .or_else(|| member.username.as_deref().and_then(one_line))
            .unwrap_or_else(|| {
                let tail: String = member.id.chars().rev().take(6).collect();
                format!("Former member {}", tail.chars().rev().collect::<String>())
            });
        self.known.insert(member.id.clone(), self.all.len());
        self.all.push(PlannedPerson {
            external_id: member.id.clone(),
            name,
            email: member.email.as_deref().and_then(one_line),
            calendar: None,
        });
    }
}
