#!/usr/bin/env python3
"""Writes a board in Trello's export form, the same for the same arguments.

200 cards by default, in 5 lists, with labels (one without a name), members (one of whom left),
due dates, checklists, 50 comments and 10 archived cards; larger boards grow in proportion. Arrays
stand in no useful order, as in real exports: only `pos` tells it.
"""

import argparse
import json
import random
import sys
from datetime import datetime, timedelta, timezone

LISTS = ["Ideas", "To Do", "Doing", "In Review", "Done"]
LABELS = [
    ("Bug", "red"), ("Feature", "green"), ("Docs", "sky"), ("Größe", "purple_dark"),
    ("Needs decision", None), ("", "yellow"),
]
PEOPLE = [
    ("Ada Lovelace", "ada"), ("Grace Hopper", "grace"), ("Алан Тьюринг", "alan"),
    ("Katherine Johnson", "katherine"), ("", "margaret"),
]
LEFT = ("Hedy Lamarr", "hedy")
VERBS = ["Write", "Check", "Draw", "Measure", "Order", "Repair", "Describe", "Move", "Test", "Plan"]
THINGS = ["the gearbox", "the façade", "invoices", "the login page", "日本語の説明", "bearings",
          "the “final” report", "a < b && c", "the release notes", "kitchen tiles"]
EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=timezone.utc)


def instant(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


class Board:
    def __init__(self, cards, seed):
        self.count = cards
        self.random = random.Random(f"{seed}/{cards}")
        self.id = self.new_id()
        self.lists = [self.list_of(name, 65536 * (n + 1), False) for n, name in enumerate(LISTS)]
        self.lists.append(self.list_of("Old plans", 1024, True))
        self.labels = [{"id": self.new_id(), "idBoard": self.id, "name": n, "color": c, "uses": 0}
                       for n, c in LABELS]
        self.members = [self.member(*person) for person in PEOPLE]
        self.left = self.member(*LEFT)
        self.cards, self.checklists, self.actions = [], [], []
        self.make_cards()
        self.make_comments()

    def new_id(self):
        return f"{self.random.getrandbits(96):024x}"

    def list_of(self, name, pos, closed):
        return {"id": self.new_id(), "name": name, "closed": closed, "color": None, "pos": pos,
                "idBoard": self.id, "subscribed": False, "softLimit": None, "type": None}

    def member(self, name, username):
        return {"id": self.new_id(), "fullName": name, "username": username, "memberType": "normal",
                "initials": username[:2].upper(), "avatarUrl": None, "confirmed": True}

    def make_cards(self):
        archived = set(self.random.sample(range(self.count), max(1, self.count // 20)))
        for number in range(self.count):
            self.cards.append(self.card(number, number in archived))
        self.random.shuffle(self.cards)

    def card(self, number, archived):
        pick = self.random
        card_id, lists = self.new_id(), self.lists[:len(LISTS)]
        due = EPOCH + timedelta(days=pick.randrange(120), minutes=pick.randrange(1440))
        has_due = pick.random() < 0.4
        labels = pick.sample(self.labels, pick.choice([0, 0, 1, 1, 2]))
        members = pick.sample(self.members, pick.choice([0, 1, 1, 2]))
        checklists = [self.checklist(card_id, n) for n in range(2)] if number % 10 == 3 else []
        attachments = []
        if number % 25 == 7:
            url = f"https://example.org/files/{number}/plan%20a.pdf"
            attachments = [{"id": self.new_id(), "name": "plan [a].pdf", "url": url, "bytes": 1234,
                            "isUpload": True, "mimeType": "application/pdf", "date": instant(due)}]
        desc = f"## Why\n\nBecause of *{number}*.\n\n- one\n- two\n" if number % 3 == 0 else ""
        return {
            "id": card_id, "idBoard": self.id, "idList": pick.choice(lists)["id"],
            "idShort": number + 1, "shortLink": f"c{number:07}", "pos": pick.randrange(1, 10**9) / 4,
            "name": f"{pick.choice(VERBS)} {pick.choice(THINGS)} {number + 1}", "desc": desc,
            "closed": archived, "due": instant(due) if has_due else None,
            "start": instant(due - timedelta(days=3)) if has_due and number % 2 else None,
            "dueComplete": has_due and pick.random() < 0.3, "dueReminder": -1,
            "idMembers": [m["id"] for m in members], "idMembersVoted": [],
            "idLabels": [each["id"] for each in labels], "labels": labels,
            "idChecklists": [each["id"] for each in checklists], "attachments": attachments,
            "badges": {"attachments": len(attachments), "comments": 0, "votes": 0},
            "cover": {"color": None, "size": "normal"}, "customFieldItems": [], "pluginData": [],
            "dateLastActivity": instant(due), "url": f"https://trello.com/c/c{number:07}",
        }

    def checklist(self, card_id, number):
        items = [{"id": self.new_id(), "name": f"Step {n + 1} of {number + 1}", "nameData": None,
                  "state": self.random.choice(["complete", "incomplete"]),
                  "pos": self.random.randrange(1, 10**6), "due": None, "idMember": None}
                 for n in range(4)]
        made = {"id": self.new_id(), "name": ["Before", "After ✓"][number], "idBoard": self.id,
                "idCard": card_id, "pos": self.random.randrange(1, 10**6), "checkItems": items}
        self.checklists.append(made)
        return made

    def make_comments(self):
        for number in range(max(1, self.count // 4)):
            card = self.random.choice(self.cards)
            card["badges"]["comments"] += 1
            author = self.left if number % 9 == 0 else self.random.choice(self.members)
            moment = EPOCH + timedelta(hours=number * 7, milliseconds=number)
            text = f"Comment **{number + 1}**: see https://example.org/{number}\nsecond line"
            self.actions.append(self.action("commentCard", moment, author, card, {"text": text}))
            moved = {"listBefore": {"name": "To Do"}, "listAfter": {"name": "Doing"}}
            self.actions.append(self.action("updateCard", moment, author, card, moved))
        self.actions.sort(key=lambda action: action["date"], reverse=True)

    def action(self, kind, moment, author, card, data):
        data = dict(data, card={"id": card["id"], "name": card["name"], "idShort": card["idShort"]},
                    board={"id": self.id, "name": "Workshop"})
        return {"id": self.new_id(), "idMemberCreator": author["id"], "type": kind, "data": data,
                "date": instant(moment), "appCreator": None, "limits": {}, "memberCreator": author}

    def export(self):
        return {"id": self.id, "name": "Workshop", "desc": "Everything about the *workshop*.",
                "closed": False, "idOrganization": None, "url": "https://trello.com/b/w/workshop",
                "prefs": {"permissionLevel": "private", "background": "blue"},
                "labelNames": {"green": "Feature", "red": "Bug"}, "actions": self.actions,
                "cards": self.cards, "labels": self.labels, "lists": list(reversed(self.lists)),
                "members": self.members, "checklists": self.checklists, "customFields": [],
                "memberships": [{"id": self.new_id(), "idMember": m["id"], "memberType": "normal"}
                                for m in self.members], "pluginData": []}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", help="file to write; standard output when absent")
    options = parser.parse_args()
    text = json.dumps(Board(options.cards, options.seed).export(), ensure_ascii=False, indent=1)
    if options.out:
        with open(options.out, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    else:
        sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
