#!/usr/bin/env python3
"""Compares an organization, as the HTTP API shows it, with the MongoDB export that it came from.

usage: check_mongo.py BASE_URL TOKEN ORG_ID FOLDER [--accounts] [--from ID_IN_THE_EXPORT]

Needs `pip install pymongo`. The export is read with `bson.json_util`, on purpose by other code than the
product's. With --accounts people keep their ids; without, they are told apart by their addresses. Values
that the product spells otherwise are not made by make_mongo.py and not forgiven here. Exit 1 on any
difference.
"""

import argparse
import os
import sys
from datetime import datetime, timezone
from decimal import Decimal

from bson import json_util
from bson.decimal128 import Decimal128
from bson.objectid import ObjectId

from check_import import Api, Report

OPTIONS = json_util.JSONOptions(tz_aware=True, tzinfo=timezone.utc)
# Collection → path, and of each field that is compared its name here and there.
PLAN = {
    "organizations": ("", "name domain createdAt"),
    "roleassignments": ("/role-assignments", "userId* role"),
    "projects": ("/projects", "name description ownerId* memberIds* startDate^ status priority createdAt updatedAt"),
    "fielddefinitions": ("/field-definitions", "projectId name type options required createdAt"),
    "tasks": ("/tasks", "projectId parentId ancestors title description status priority assigneeId* startDate endDate "
              "dueDate dependsOn estimateHours actualHours estimateCost currency customFields createdAt updatedAt"),
    "comments": ("/comments", "task|taskId user|userId* content|text replies createdAt"),
    "attachments": ("/attachments", "task filename fileType fileSize uploadedBy* createdAt"),
    "checklists": ("/checklists", "taskId items createdAt"),
    "aisuggestions": ("/ai-suggestions", "taskId type content generatedAt"),
    "formtemplates": ("/form-templates", "name fields createdBy* createdAt"),
    "formrequests": ("/form-requests", "templateId submittedBy* data status assignedTo* createdAt"),
    "contacts": ("/contacts", "name email company ownerId* source createdAt"),
    "deals": ("/deals", "name contactId value currency stage assignedTo* createdAt"),
    "commlogs": ("/comm-logs", "contactId dealId type timestamp notes createdBy*"),
    "integrations": ("/integrations", "type config enabled"),
    "synclogs": ("/sync-logs", "integrationId action status timestamp details"),
    "files": ("/files", "projectId taskId filename mimeType currentVersion versions createdAt"),
    "approvals": ("/approvals", "fileId versionNumber reviewerId* status comments reviewedAt"),
    "expenses": ("/expenses", "projectId taskId amount description date^ createdBy* currency"),
    "chatrooms": ("/chat-rooms", "projectId name memberIds* createdAt"),
    "messages": ("/messages", "roomId senderId* content attachments createdAt"),
}
WITHOUT_ORDER = {"memberIds", "dependsOn", "replies"}


def load(folder):
    """The documents by collection; a file is JSON lines or one array."""
    out = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read()
        if text.lstrip().startswith("["):
            documents = json_util.loads(text, json_options=OPTIONS)
        else:
            documents = [json_util.loads(line, json_options=OPTIONS) for line in text.splitlines() if line.strip()]
        out[name.rsplit(".", 1)[0].lower()] = documents
    return out


def plain(value):
    """A BSON value as the API shows it."""
    if isinstance(value, ObjectId):
        return str(value)
    if isinstance(value, datetime):
        value = value.astimezone(timezone.utc)
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
    if isinstance(value, Decimal128):
        return value.to_decimal()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        if isinstance(value, list):
            return [plain(each) for each in value]
        return {name: plain(each) for name, each in value.items()} if isinstance(value, dict) else value
    return Decimal(str(value))


def number(value):
    if isinstance(value, list):
        return [number(each) for each in value]
    if isinstance(value, dict):
        return {name: number(each) for name, each in value.items()}
    return Decimal(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


class Check:
    def __init__(self, api, documents, organization, accounts):
        self.api, self.documents, self.organization = api, documents, organization
        self.report, self.count = Report(), 0
        self.people = self.find_people(accounts)

    def find_people(self, accounts):
        """The id here of each person of the export."""
        members = self.api.all("/members")
        by_email, by_id = {each["email"]: each for each in members}, {each["id"]: each for each in members}
        people = {}
        for document in self.ours("users"):
            person = by_id.get(str(document["_id"])) if accounts else by_email.get(document["email"].lower())
            self.count += 1
            if person is None:
                self.report.differ(f"users {document['_id']}: missing")
                continue
            where = f"users {document['_id']}"
            self.report.same(where, "name", document["name"], person["name"])
            self.report.same(where, "email", document["email"].lower(), person["email"])
            self.report.same(where, "placeholder", not accounts, person["placeholder"])
            people[str(document["_id"])] = person["id"]
        return people

    def ours(self, collection):
        """The documents of the organization, by their own word or by what they belong to."""
        homes = {str(each["_id"]): str(each.get("organizationId", self.organization))
                 for each in self.documents.get("projects", [])}
        def home(document):
            if collection == "organizations":
                return str(document["_id"])
            return str(document.get("organizationId") or homes.get(str(document.get("projectId")), self.organization))
        return [each for each in self.documents.get(collection, []) if home(each) == self.organization]

    def wanted(self, document, spec):
        """A field of the export as it should be here."""
        person, day = spec.endswith("*"), spec.endswith("^")
        spellings = spec.rstrip("*^").split("|")
        value = next((document[name] for name in spellings if name in document), None)
        value = plain(value)
        if person and isinstance(value, list):
            value = [self.people.get(each, each) for each in value]
        elif person:
            value = self.people.get(value, value)
        if day and value:
            value = value[:10]
        return spellings[0], value

    def compare(self, collection):
        path, specs = PLAN[collection]
        found = [self.api.get("")] if collection == "organizations" else self.all(collection, path)
        by_id = {each["id"]: each for each in found}
        for document in self.ours(collection):
            self.count += 1
            where, here = f"{collection} {document['_id']}", by_id.get(str(document["_id"]))
            if here is None:
                self.report.differ(f"{where}: missing")
                continue
            for spec in specs.split():
                name, value = self.wanted(document, spec)
                self.same(where, name, value, here.get(name))
        if collection not in ("organizations", "chatrooms", "messages"):
            self.report.same(collection, "how many", len(self.ours(collection)), len(found))

    def all(self, collection, path):
        if collection != "messages":
            return self.api.all(path)
        rooms = {str(each["roomId"]) for each in self.ours("messages")}
        return [each for room in sorted(rooms) for each in self.api.all(path, roomId=room)]

    def same(self, where, name, value, here):
        if name in WITHOUT_ORDER:
            value, here = sorted(value or []), sorted(here or [])
        if name == "items":
            here = [{"text": each["text"], "done": each["done"]} for each in here or []]
        if name == "fields":
            here = [{key: each[key] for key in ("id", "label", "type", "required")} for each in here or []]
        if name == "versions":
            value = [(each["versionNumber"], self.people.get(each["uploadedBy"]), each["uploadDate"], each["url"])
                     for each in value]
            here = [(Decimal(each["versionNumber"]), each["uploadedBy"], each["uploadDate"], each["origin"])
                    for each in here or []]
        if name in ("ancestors", "options") and value is None:
            value = []
        self.report.same(where, name, value, number(here))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base_url")
    parser.add_argument("token")
    parser.add_argument("organization")
    parser.add_argument("folder")
    parser.add_argument("--accounts", action="store_true")
    parser.add_argument("--from", dest="source", help="the organization in the export; by default its first")
    options = parser.parse_args()
    documents = load(options.folder)
    source = options.source or str(documents["organizations"][0]["_id"])
    api = Api(options.base_url, options.token, options.organization)
    check = Check(api, documents, source, options.accounts)
    skipped = set() if options.accounts else {"organizations", "roleassignments"}
    for collection in PLAN:
        if collection in documents and collection not in skipped:
            check.compare(collection)
    print(f"{check.count} documents, {check.report.compared} values compared, {check.report.differences} differences")
    sys.exit(1 if check.report.differences else 0)


if __name__ == "__main__":
    main()
