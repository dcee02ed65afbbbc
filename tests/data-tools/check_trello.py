"""A Trello board as its export says it, against the imported project."""

import json
from datetime import datetime


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def line(text):
    return " ".join((text or "").split())


class Source:
    def __init__(self, content):
        self.board = json.loads(content.decode("utf-8-sig"))
        self.name = line(self.board.get("name"))
        self.lists = {each["id"]: each for each in self.board["lists"]}
        self.members = {each["id"]: self.person(each) for each in self.board.get("members") or []}
        self.labels = {each["id"]: line(each.get("name")) or line((each.get("color") or "Label")
                                                                  .replace("_", " "))
                       for each in self.board.get("labels") or []}
        self.comments, self.checklists = {}, {}
        for action in self.board.get("actions") or []:
            creator = action.get("memberCreator")
            if creator:
                self.members.setdefault(creator["id"], self.person(creator))
            if action["type"] == "commentCard":
                self.comments.setdefault(action["data"]["card"]["id"], []).append(action)
        for each in self.board.get("checklists") or []:
            self.checklists.setdefault(each["idCard"], []).append(each)

    @staticmethod
    def person(member):
        return line(member.get("fullName")) or line(member.get("username"))

    def in_order(self):
        """Cards list by list, by position."""
        lists = sorted(self.lists.values(), key=lambda each: (bool(each.get("closed")), each["pos"]))
        place = {each["id"]: number for number, each in enumerate(lists)}
        return lists, sorted(self.board["cards"], key=lambda c: (place[c["idList"]], c["pos"]))


def compare(source, project, report, options):
    lists, cards = source.in_order()
    statuses = project.project["statuses"]
    names = [status["name"] for status in statuses]
    wanted = [line(each["name"]) for each in lists]
    report.same("project", "statuses", wanted, names[:len(wanted)])
    report.same("project", "description", (source.board.get("desc") or "").strip(),
                (project.project.get("description") or "").strip())
    missing = set(source.labels.values()) - set(project.labels.values())
    report.same("project", "missing labels", set(), missing)
    kinds = {status["key"]: status["kind"] for status in statuses}
    column = {status["key"]: status["name"] for status in statuses}
    tasks = pair(source, cards, project, column, report)
    for card, task in tasks:
        where = f"card “{line(card['name'])}”"
        compare_card(source, card, task, project, report, where)
        compare_archived(source, card, task, project, report, where, kinds, column)
        compare_checklists(source, card, task, project, report, where)
        compare_comments(source, card, task, project, report, where, options)
    compare_order(source, lists, tasks, report)


def pair(source, cards, project, column, report):
    """Each card with its task: by title, and among equal ones by status and order."""
    by_title, pairs = {}, []
    for task in sorted(project.tasks, key=lambda task: task["rank"]):
        by_title.setdefault(line(task["title"]), []).append(task)
    for card in cards:
        candidates = by_title.get(line(card["name"]) or "Unnamed card", [])
        name = line(source.lists[card["idList"]]["name"])
        found = next((t for t in candidates if column[t["status"]] == name), None)
        found = found or next(iter(candidates), None)
        if found is None:
            report.differ(f"card “{line(card['name'])}” was not imported")
            continue
        candidates.remove(found)
        pairs.append((card, found))
    for left in (task for tasks in by_title.values() for task in tasks):
        report.differ(f"task “{left['title']}” is not on the board")
    return pairs


def compare_card(source, card, task, project, report, where):
    description = (task.get("description") or "").strip()
    wanted = (card.get("desc") or "").strip()
    attachments = card.get("attachments") or []
    start = description[:len(wanted)] if attachments else description
    report.same(where, "description", wanted, start)
    for attachment in attachments:
        report.same(where, f"link to {attachment['url']}", True, attachment["url"] in description)
    report.same(where, "dueDate", instant(card.get("due")), instant(task.get("dueDate")))
    report.same(where, "startDate", instant(card.get("start")), instant(task.get("startDate")))
    report.same(where, "parentId", None, task.get("parentId"))
    if card.get("dueComplete"):
        report.same(where, "percentComplete", 100, int(task.get("percentComplete") or 0))
    people = [project.people.get(each["userId"]) for each in task.get("assignments") or []]
    report.same(where, "people", sorted(source.members.get(each, "?") for each in card["idMembers"]),
                sorted(str(name) for name in people))
    labels = sorted(str(project.labels.get(each)) for each in task.get("labels") or [])
    wanted = [source.labels[each] for each in card["idLabels"] if each in source.labels]
    if is_archived(source, card):
        wanted.append("Archived")
    report.same(where, "labels", sorted(wanted), labels)


def is_archived(source, card):
    return bool(card.get("closed") or source.lists[card["idList"]].get("closed"))


def compare_archived(source, card, task, project, report, where, kinds, column):
    name = line(source.lists[card["idList"]]["name"])
    if not is_archived(source, card):
        report.same(where, "status", name, column[task["status"]])
        return
    report.same(where, "archived status", True, column[task["status"]] in (name, "Archived"))
    report.same(where, "archived kind", True, kinds[task["status"]] in ("done", "cancelled"))


def compare_checklists(source, card, task, project, report, where):
    wanted = [
        (line(each["name"]), [(line(item["name"]), item["state"] == "complete")
                              for item in sorted(each["checkItems"], key=lambda i: i["pos"])])
        for each in sorted(source.checklists.get(card["id"], []), key=lambda each: each["pos"])]
    found = [(line(each["title"]), [(line(item["text"]), item["done"]) for item in each["items"]])
             for each in project.checklists(task)]
    report.same(where, "checklists", sorted(wanted), sorted(found))


def compare_comments(source, card, task, project, report, where, options):
    dates = not options.ignore_comment_dates
    wanted = [(action["data"]["text"].strip(), source.members.get(action.get("idMemberCreator")),
               instant(action["date"]) if dates else None)
              for action in source.comments.get(card["id"], [])]
    found = [(each["content"].strip(), project.people.get(each["user"]),
              instant(each["createdAt"]) if dates else None) for each in project.comments(task)]
    report.same(where, "comments", sorted(wanted, key=str), sorted(found, key=str))


def compare_order(source, lists, pairs, report):
    for each in lists:
        inside = [(card, task) for card, task in pairs
                  if card["idList"] == each["id"] and not card.get("closed")]
        by_rank = sorted(inside, key=lambda pair: pair[1]["rank"])
        report.same(f"list “{each['name']}”", "order", [line(card["name"]) for card, _ in inside],
                    [line(card["name"]) for card, _ in by_rank])
