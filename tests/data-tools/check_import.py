#!/usr/bin/env python3
"""Compares an imported project, as the HTTP API shows it, with the file it came from.

usage: check_import.py BASE_URL TOKEN ORG_ID FILE [--project ID] [--ignore-comment-dates]

The file is read here with the standard library alone, on purpose by other code than the product's,
so that a wrong reading is found and not shared. Every difference is one line; exit 1 on any.
"""

import argparse
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from decimal import Decimal

import check_mspdi
import check_trello


class Api:
    """Reads collections of one organization."""

    def __init__(self, base, token, organization):
        self.root = f"{base.rstrip('/')}/api/v1/organizations/{organization}"
        self.token = token

    def get(self, path, **query):
        url = self.root + path + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self.token}"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer, parse_float=Decimal)
        except urllib.error.HTTPError as error:
            sys.exit(f"GET {url}: {error.code} {error.read().decode(errors='replace')[:500]}")

    def all(self, path, **query):
        rows, cursor = [], None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = self.get(path, limit=200, **query, **more)
            rows += page["data"]
            cursor = page.get("nextCursor")
            if not cursor:
                return rows


class Project:
    """The imported project with everything that hangs on its tasks."""

    def __init__(self, api, project_id, name):
        self.api = api
        self.zone = api.get("").get("timeZone") or "UTC"
        self.project = self.find(project_id, name)
        self.tasks = api.all("/tasks", projectId=self.project["id"], sort="rank")
        self.people = {each["id"]: each["name"] for each in api.all("/members")}
        self.labels = {each["id"]: each["name"] for each in api.all("/labels")}
        self.by_id = {task["id"]: task for task in self.tasks}

    def find(self, project_id, name):
        if project_id:
            return self.api.get(f"/projects/{project_id}")
        named = [each for each in self.api.all("/projects") if each["name"] == name]
        if len(named) != 1:
            sys.exit(f"{len(named)} projects are named “{name}”: say which with --project ID")
        return named[0]

    def outline(self):
        """Tasks in outline order: a parent before its children, siblings by rank."""
        children = {}
        for task in self.tasks:
            children.setdefault(task.get("parentId"), []).append(task)
        ordered, open_tasks = [], list(reversed(self.siblings(children, None)))
        while open_tasks:
            task = open_tasks.pop()
            ordered.append(task)
            open_tasks += reversed(self.siblings(children, task["id"]))
        return ordered

    @staticmethod
    def siblings(children, parent):
        return sorted(children.get(parent, []), key=lambda task: task["rank"])

    def comments(self, task):
        return self.api.all("/comments", task=task["id"]) if task.get("commentCount") != 0 else []

    def checklists(self, task):
        return self.api.all("/checklists", taskId=task["id"])


class Report:
    """Differences, printed as they are found."""

    def __init__(self):
        self.differences = 0
        self.compared = 0

    def same(self, where, what, expected, found):
        self.compared += 1
        if expected != found:
            self.differ(f"{where}: {what} should be {expected!r} and is {found!r}")

    def differ(self, text):
        self.differences += 1
        print(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base_url")
    parser.add_argument("token")
    parser.add_argument("organization")
    parser.add_argument("file")
    parser.add_argument("--project", help="id of the project; by default the one with its name")
    parser.add_argument("--ignore-comment-dates", action="store_true")
    options = parser.parse_args()
    with open(options.file, "rb") as file:
        content = file.read()
    kind = check_mspdi if content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n")[:1] == b"<" else check_trello
    source = kind.Source(content)
    api = Api(options.base_url, options.token, options.organization)
    project, report = Project(api, options.project, source.name), Report()
    kind.compare(source, project, report, options)
    print(f"{len(project.tasks)} tasks, {report.compared} values compared, "
          f"{report.differences} differences")
    sys.exit(1 if report.differences else 0)


if __name__ == "__main__":
    main()
