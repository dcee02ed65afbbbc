#!/usr/bin/env python3
"""Writes a folder as `mongoexport` does: 22 collections in Extended JSON, the same for the same arguments.

usage: make_mongo.py FOLDER [--size 20000] [--seed 1] [--mode canonical|relaxed|legacy] [--array]

Needs `pip install pymongo bcrypt`. One organization has most of the documents, a second one a few that
must stay apart. Everybody's password is PASSWORD. Ids, dates, decimals and references are BSON values,
written by `bson.json_util`; comments come in both spellings.
"""

import argparse
import os
import random
from datetime import datetime, timedelta, timezone

import bcrypt
from bson import json_util
from bson.decimal128 import Decimal128
from bson.int64 import Int64
from bson.objectid import ObjectId

PASSWORD = "correct horse battery"
EPOCH = datetime(2024, 1, 8, 9, 0, tzinfo=timezone.utc)
VERBS = ["Write", "Check", "Draw", "Measure", "Order", "Repair", "Describe", "Move", "Test", "Plan"]
THINGS = ["the gearbox", "the façade", "invoices", "the login page", "日本語の説明", "bearings", "a < b && c"]
NAMES = ["Ada", "Grace", "Алан", "Katherine", "Hedy", "Jürgen", "José", "Mary", "Radia", "Barbara"]
SURNAMES = ["Lovelace", "Hopper", "Тьюринг", "Johnson", "Lamarr", "Weiß", "Álvarez", "Shelley", "Perlman"]
# Per 1,000 documents of the whole export.
SHARES = {"tasks": 300, "comments": 200, "attachments": 30, "checklists": 60, "aisuggestions": 30,
          "formrequests": 40, "contacts": 50, "deals": 40, "commlogs": 50, "synclogs": 20, "files": 20,
          "approvals": 20, "expenses": 60, "messages": 60}
MODES = {"canonical": json_util.CANONICAL_JSON_OPTIONS, "relaxed": json_util.RELAXED_JSON_OPTIONS,
         "legacy": json_util.LEGACY_JSON_OPTIONS}


class Export:
    def __init__(self, size, seed):
        self.random = random.Random(f"{seed}/{size}")
        self.size = size
        self.counter = 0
        self.hash = bcrypt.hashpw(PASSWORD.encode(), b"$2b$04$abcdefghijklmnopqrstuu").decode()
        self.all = {}
        self.make()

    def id(self):
        self.counter += 1
        return ObjectId(f"{0x659bc000 + self.counter:08x}{self.random.getrandbits(40):010x}{self.counter:06x}")

    def when(self, days=700):
        return EPOCH + timedelta(days=self.random.randrange(days), milliseconds=self.random.randrange(86_400_000))

    def day(self):
        return datetime(2024, 1, 1, tzinfo=timezone.utc) + timedelta(days=self.random.randrange(700))

    def text(self):
        return f"{self.random.choice(VERBS)} {self.random.choice(THINGS)}"

    def money(self):
        return Decimal128(f"{self.random.randrange(1, 10_000_000)}.{self.random.randrange(100):02}")

    def some(self, items, chance=0.7):
        return self.random.choice(items) if items and self.random.random() < chance else None

    def add(self, collection, **fields):
        document = {"_id": self.id(), **{name: value for name, value in fields.items() if value is not None}}
        self.all.setdefault(collection, []).append(document)
        return document

    def count(self, collection):
        return max(2, self.size * SHARES[collection] // 1000)

    def make(self):
        self.org = self.add("organizations", name="Lovelace Ltd", domain="lovelace.example", createdAt=self.when())
        self.other = self.add("organizations", name="Others & Co", createdAt=self.when())
        self.people = [self.person(self.org, n) for n in range(max(10, self.size // 200))]
        stranger = self.person(self.other, 999_999)
        for number, person in enumerate(self.people):
            role = "Admin" if number == 0 else self.random.choice(["Editor", "Editor", "Viewer", "Guest"])
            self.role(self.org, person, role)
        self.role(self.other, stranger, "Admin")
        self.ids = [person["_id"] for person in self.people]
        self.work()
        self.talk()
        self.desk()
        self.papers()
        secret = self.add("projects", name="Not yours", organizationId=self.other["_id"], ownerId=stranger["_id"])
        self.add("tasks", projectId=secret["_id"], title="Not yours either")

    def person(self, organization, number):
        name = f"{self.random.choice(NAMES)} {self.random.choice(SURNAMES)}"
        return self.add("users", name=name, email=f"Person{number}@Example.com", passwordHash=self.hash,
                        organizationId=organization["_id"], roles=[], lastLogin=self.when(), createdAt=self.when())

    def role(self, organization, person, role):
        self.add("roleassignments", userId=person["_id"], organizationId=organization["_id"], role=role,
                 createdAt=self.when())

    def work(self):
        org = self.org["_id"]
        self.projects = [
            self.add("projects", name=f"{self.text()} {n}", description=f"About **{n}**", organizationId=org,
                     ownerId=self.random.choice(self.ids), memberIds=self.random.sample(self.ids, 3),
                     startDate=self.day(), status=self.random.choice(["active", "planned", "done"]),
                     priority=self.random.choice(["low", "normal", "high"]), createdAt=self.when(),
                     updatedAt=EPOCH + timedelta(days=800))
            for n in range(max(3, self.size // 500))]
        self.fields = {}
        for project in self.projects:
            field = self.add("fielddefinitions", organizationId=org, projectId=project["_id"], name="Phase",
                             type="dropdown", options=["One", "Two"], required=False, createdAt=self.when())
            self.fields[project["_id"]] = field["_id"]
        self.tasks, by_project = [], {}
        for number in range(self.count("tasks")):
            project = self.random.choice(self.projects)["_id"]
            before = by_project.setdefault(project, [])
            parent = self.some(before, 0.5)
            chain = self.chain(parent)
            roots = [task for task in before[-40:] if "parentId" not in task]
            after = [self.random.choice(roots)["_id"]] if roots and parent is None and self.random.random() < 0.3 else []
            start = self.when()
            end = start + timedelta(hours=self.random.randrange(1, 200))
            dated = self.random.random() < 0.6
            task = self.add(
                "tasks", projectId=project, parentId=parent and parent["_id"], ancestors=chain,
                title=f"{self.text()} {number}", description=f"Line one\n\n- *{number}*",
                status=self.random.choice(["backlog", "todo", "in_progress", "in_review", "done"]),
                priority=self.random.choice(["low", "normal", "high", "urgent"]),
                assigneeId=self.some(self.ids), startDate=start if dated else None, endDate=end if dated else None,
                dueDate=end if dated else None, dependsOn=after, estimateHours=self.random.randrange(1, 80),
                actualHours=Int64(self.random.randrange(80)), estimateCost=self.money(), currency="EUR",
                customFields=[{"fieldId": self.fields[project], "value": self.random.choice(["One", "Two"])}],
                createdAt=self.when(), updatedAt=EPOCH + timedelta(days=800, milliseconds=number))
            before.append(task)
            self.tasks.append(task)

    @staticmethod
    def chain(parent):
        return [] if parent is None else [*parent["ancestors"], parent["_id"]]

    def task(self):
        return self.random.choice(self.tasks)

    def talk(self):
        org = self.org["_id"]
        for number in range(self.count("comments")):
            long, task, user = number % 2 == 0, self.task()["_id"], self.random.choice(self.ids)
            names = ("task", "user", "content") if long else ("taskId", "userId", "text")
            values = dict(zip(names, (task, user, f"{self.text()}: **{number}**")))
            comment = self.add("comments", **values, replies=[], organizationId=org, createdAt=self.when())
            if number % 7 == 0:
                answer = dict(zip(names, (task, self.random.choice(self.ids), f"Yes, {number}")))
                reply = self.add("comments", **answer, replies=[], organizationId=org,
                                 createdAt=comment["createdAt"] + timedelta(minutes=5))
                comment["replies"].append(reply["_id"])
        for number in range(self.count("checklists")):
            items = [{"text": f"{self.text()} {n}", "done": self.random.random() < 0.5} for n in range(4)]
            self.add("checklists", taskId=self.task()["_id"], items=items, createdAt=self.when())
        for number in range(self.count("aisuggestions")):
            self.add("aisuggestions", taskId=self.task()["_id"], type=self.random.choice(["summary", "reply"]),
                     content=f"In short: {self.text()}", generatedAt=self.when())
        rooms = [self.add("chatrooms", projectId=project["_id"], name=f"Room {n}", createdAt=self.when(),
                          memberIds=sorted({self.ids[0], *self.random.sample(self.ids, 3)}))
                 for n, project in enumerate(self.projects)]
        for number in range(self.count("messages")):
            room = self.random.choice(rooms)
            self.add("messages", roomId=room["_id"], senderId=self.random.choice(room["memberIds"]),
                     content=f"{self.text()} {number}", createdAt=EPOCH + timedelta(minutes=number),
                     attachments=[{"name": "a.png", "url": "https://example.com/a.png"}] if number % 9 == 0 else [])

    def desk(self):
        org = self.org["_id"]
        questions = [{"id": "what", "label": "What?", "type": "text", "required": True},
                     {"id": "many", "label": "How many?", "type": "number", "required": False}]
        forms = [self.add("formtemplates", organizationId=org, name=f"Form {n}", fields=questions,
                          createdBy=self.random.choice(self.ids), createdAt=self.when()) for n in range(5)]
        for number in range(self.count("formrequests")):
            self.add("formrequests", templateId=self.random.choice(forms)["_id"], organizationId=org,
                     submittedBy=self.random.choice(self.ids), data={"what": self.text(), "many": number},
                     status=self.random.choice(["pending", "approved", "denied"]), assignedTo=self.some(self.ids),
                     createdAt=self.when())
        contacts = [self.add("contacts", organizationId=org, name=f"{self.random.choice(NAMES)} {n}",
                             email=f"contact{n}@example.org", company="Engines", source="Fair",
                             ownerId=self.random.choice(self.ids), createdAt=self.when())["_id"]
                    for n in range(self.count("contacts"))]
        deals = [self.add("deals", organizationId=org, name=f"Deal {n}", contactId=self.some(contacts),
                          value=self.money(), currency="GBP", assignedTo=self.some(self.ids),
                          stage=self.random.choice(["prospect", "negotiation", "closed"]),
                          createdAt=self.when())["_id"] for n in range(self.count("deals"))]
        for number in range(self.count("commlogs")):
            self.add("commlogs", organizationId=org, contactId=self.random.choice(contacts), dealId=self.some(deals),
                     type=self.random.choice(["call", "email", "meeting", "note"]), timestamp=self.when(),
                     notes=self.text(), createdBy=self.random.choice(self.ids))
        links = [self.add("integrations", organizationId=org, type=kind, credentials={}, config=config,
                          enabled=True)["_id"]
                 for kind, config in (("slack", {"channel": "engine"}), ("github", {"repository": "a/b"}))]
        for number in range(self.count("synclogs")):
            self.add("synclogs", integrationId=self.random.choice(links), action="push", timestamp=self.when(),
                     status=self.random.choice(["success", "fail", "skipped"]), details=self.text())

    def papers(self):
        org = self.org["_id"]
        for number in range(self.count("attachments")):
            self.add("attachments", task=self.task()["_id"], filename=f"plan {number}.pdf", organizationId=org,
                     filepath=f"/uploads/{number}.pdf", fileType="application/pdf", fileSize=Int64(number * 1000),
                     uploadedBy=self.random.choice(self.ids), createdAt=self.when())
        files = []
        for number in range(self.count("files")):
            task, count = self.task(), self.random.randrange(1, 4)
            versions = [{"versionNumber": n + 1, "uploadedBy": self.random.choice(self.ids), "uploadDate": self.when(),
                         "url": f"/files/{number}/{n + 1}"} for n in range(count)]
            files.append(self.add("files", projectId=task["projectId"], taskId=task["_id"], mimeType="image/png",
                                  filename=f"drawing {number}.png", currentVersion=count, versions=versions,
                                  createdAt=self.when()))
        for number in range(self.count("approvals")):
            file = files[number % len(files)]
            self.add("approvals", fileId=file["_id"], versionNumber=file["currentVersion"],
                     reviewerId=self.ids[number // len(files) % len(self.ids)], comments=self.text(),
                     status=self.random.choice(["approved", "rejected"]), reviewedAt=self.when())
        for number in range(self.count("expenses")):
            task = self.task()
            self.add("expenses", projectId=task["projectId"], taskId=task["_id"], amount=self.money(),
                     description=self.text(), date=self.day(), createdBy=self.random.choice(self.ids), currency="EUR")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--size", type=int, default=20_000, help="about how many documents")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mode", choices=MODES, default="canonical")
    parser.add_argument("--array", action="store_true", help="like mongoexport --jsonArray")
    options = parser.parse_args()
    export = Export(options.size, options.seed)
    os.makedirs(options.folder, exist_ok=True)
    for collection, documents in export.all.items():
        lines = [json_util.dumps(each, json_options=MODES[options.mode], ensure_ascii=False) for each in documents]
        text = "[" + ",\n".join(lines) + "]\n" if options.array else "\n".join(lines) + "\n"
        with open(os.path.join(options.folder, f"{collection}.json"), "w", encoding="utf-8") as file:
            file.write(text)
    print(f"{sum(map(len, export.all.values()))} documents of {len(export.all)} collections in {options.folder}")


if __name__ == "__main__":
    main()
