"""A Microsoft Project XML file as it says it, against the imported project."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

NS = "{http://schemas.microsoft.com/project}"
LINKS = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
CONSTRAINTS = {"0": None, "1": "ALAP", "2": "MSO", "3": "MFO", "4": "SNET", "5": "SNLT",
               "6": "FNET", "7": "FNLT"}
LAG_UNITS = {"m": 1, "h": 60, "d": 480, "w": 2400, "mo": 9600}
ELAPSED_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10080, "mo": 43200}


def line(text):
    return " ".join((text or "").split())


def value(element, name, default=None):
    text = element.findtext(NS + name)
    return default if text is None or not text.strip() else text.strip()


def flag(element, name):
    return value(element, name, "0") in ("1", "true")


def minutes(text):
    """Minutes of PT8H30M0S; None without one."""
    if text is None:
        return None
    hours, mins, seconds = re.fullmatch(r"PT(\d+)H(\d+)M([\d.]+)S", text).groups()
    return int(hours) * 60 + int(mins) + round(float(seconds) / 60)


class Source:
    def __init__(self, content):
        root = ElementTree.fromstring(content)
        self.root, self.start = root, value(root, "StartDate")
        stem = re.sub(r"\.\w{1,4}$", "", value(root, "Name", ""))
        rows = [task for task in root.iter(NS + "Task") if not flag(task, "IsNull")]
        if len({value(task, "ID") for task in rows} - {None}) == len(rows):
            rows.sort(key=lambda task: int(value(task, "ID")))
        top = [task for task in rows if value(task, "OutlineLevel", "1") == "0"]
        self.name = line(value(root, "Title") or stem or (top and value(top[0], "Name")) or "Imported project")
        self.tasks = [task for task in rows if value(task, "OutlineLevel", "1") != "0"
                      and not flag(task, "ExternalTask")]
        self.uids = {value(task, "UID") for task in self.tasks}
        self.people = {value(each, "UID"): line(value(each, "Name"))
                       for each in root.iter(NS + "Resource")
                       if value(each, "Type", "1") == "1" and value(each, "Name")
                       and not flag(each, "IsNull") and not flag(each, "IsCostResource")}
        self.parents, self.summaries = self.outline()
        self.assignments = {}
        for each in root.iter(NS + "Assignment"):
            name = self.people.get(value(each, "ResourceUID"))
            if name:
                units = Decimal(value(each, "Units", "1"))
                self.assignments.setdefault(value(each, "TaskUID"), []).append((name, units))
        eight = value(root, "MinutesPerDay", "480") == "480"
        self.standard_days = eight and self.standard_calendar()

    def outline(self):
        parents, trail = {}, []
        for task in self.tasks:
            level = int(value(task, "OutlineLevel", "1"))
            trail = [(above, uid) for above, uid in trail if above < level]
            parents[value(task, "UID")] = trail[-1][1] if trail else None
            trail.append((level, value(task, "UID")))
        return parents, set(parents.values())

    def standard_calendar(self):
        for calendar in self.root.iter(NS + "Calendar"):
            if value(calendar, "UID") == value(self.root, "CalendarUID"):
                days = calendar.findall(f"{NS}WeekDays/{NS}WeekDay")
                spans = [[value(each, "FromTime") for each in day.iter(NS + "WorkingTime")]
                         for day in days if flag(day, "DayWorking")]
                return all(span == ["08:00:00", "13:00:00"] for span in spans)
        return True


def compare(source, project, report, _options):
    zone = ZoneInfo(project.zone)
    expected, found = source.tasks, project.outline()
    report.same("project", "number of tasks", len(expected), len(found))
    titles = [line(value(task, "Name")) or f"Task {value(task, 'ID')}" for task in expected]
    report.same("project", "titles in outline order", titles, [line(t["title"]) for t in found])
    if source.start and project.project.get("startDate"):
        report.same("project", "startDate", source.start[:10], project.project["startDate"])
    missing = set(source.people.values()) - set(project.people.values())
    report.same("project", "missing people", set(), missing)
    uid_of = {task["id"]: value(row, "UID") for row, task in zip(expected, found)}
    for row, task in zip(expected, found):
        uid = value(row, "UID")
        where = f"task {uid} “{line(value(row, 'Name'))}”"
        parent = uid_of.get(task["parentId"]) if task.get("parentId") else None
        report.same(where, "parent", source.parents[uid], parent)
        compare_dates(source, row, task, report, where, zone)
        compare_links(source, row, task, report, where, uid_of)
        compare_figures(source, row, task, report, where)
        people = sorted((str(project.people.get(each["userId"])), Decimal(each["units"]))
                        for each in task.get("assignments") or [])
        wanted = sorted(source.assignments.get(uid, []))
        hundred = [(name, units * 100) for name, units in wanted]
        report.same(where, "people and units", wanted, wanted if people == hundred else people)
    compare_baselines(source, project, report)


def compare_dates(source, row, task, report, where, zone):
    for element, field in [("Start", "startDate"), ("Finish", "endDate"), ("Deadline", "dueDate"),
                           ("ActualStart", "actualStart"), ("ActualFinish", "actualFinish")]:
        report.same(where, field, moment(value(row, element), zone), moment(task.get(field), zone))
    kind = CONSTRAINTS[value(row, "ConstraintType", "0")]
    constraint = task.get("constraint") or {}
    found = constraint.get("type")
    report.same(where, "constraint", kind, None if found == "ASAP" else found)
    if kind and kind != "ALAP":
        report.same(where, "constraint date", moment(value(row, "ConstraintDate"), zone),
                    moment(constraint.get("date"), zone))


def moment(text, zone):
    if not text:
        return None
    parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
    local = parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)
    return local.astimezone(timezone.utc).isoformat()


def compare_links(source, row, task, report, where, uid_of):
    wanted = {}
    for link in row.findall(NS + "PredecessorLink"):
        uid = value(link, "PredecessorUID")
        if uid in source.uids and not flag(link, "CrossProject"):
            lag = source_lag(link)
            wanted.setdefault(uid, (LINKS[value(link, "Type", "1")], lag))
    found = {uid_of.get(each["taskId"]): (each["type"], lag_of(each.get("lag") or "0d"))
             for each in task.get("dependencies") or []}
    report.same(where, "links", wanted, found)


def source_lag(link):
    """Amount and kind: working minutes, elapsed minutes or percent."""
    amount, code = Decimal(value(link, "LinkLag", "0")), int(value(link, "LagFormat", "7")) % 32
    if amount == 0:
        return 0, "working"
    if code in (19, 20):
        return amount, "percent" if code == 19 else "elapsed percent"
    return amount / 10, "elapsed" if code in (4, 6, 8, 10, 12) else "working"


def lag_of(text):
    amount, elapsed, unit = re.fullmatch(r"(-?[\d.]+)(e?)(mo|m|h|d|w|%)", text).groups()
    amount = Decimal(amount)
    if amount == 0:
        return 0, "working"
    if unit == "%":
        return amount, "elapsed percent" if elapsed else "percent"
    return amount * (ELAPSED_UNITS if elapsed else LAG_UNITS)[unit], "elapsed" if elapsed else "working"


def compare_figures(source, row, task, report, where):
    summary = value(row, "UID") in source.summaries
    code = int(value(row, "DurationFormat", "7")) % 32
    elapsed = code in (4, 6, 8, 10, 12)
    span = minutes(value(row, "Duration"))
    plain = not summary and not elapsed and value(row, "CalendarUID", "-1") == "-1"
    if source.standard_days and plain and span is not None and task.get("duration") is not None:
        report.same(where, "duration in minutes", span, round(Decimal(task["duration"]) * 480))
    report.same(where, "milestone", flag(row, "Milestone"), bool(task.get("milestone")))
    manual = "manual" if flag(row, "Manual") else "auto"
    report.same(where, "scheduleMode", manual, task.get("scheduleMode"))
    priority = int(value(row, "Priority", "500"))
    name = ["low", "normal", "high", "urgent"][(priority >= 400) + (priority >= 600) + (priority >= 800)]
    report.same(where, "priority", name, task.get("priority"))
    notes = "\n".join((row.findtext(NS + "Notes") or "").split("\n")).strip()
    text = (task.get("description") or "").strip()
    report.same(where, "description", notes, text[:len(notes)] if value(row, "HyperlinkAddress") else text)
    if summary:
        return
    percent = int(Decimal(value(row, "PercentComplete", "0")))
    report.same(where, "percentComplete", percent, int(task.get("percentComplete") or 0))
    work, cost = minutes(value(row, "Work")) or 0, Decimal(value(row, "Cost", "0")) / 100
    report.same(where, "work in minutes", work, round(Decimal(task.get("estimateHours") or 0) * 60))
    report.same(where, "estimateCost", cost, Decimal(task.get("estimateCost") or 0))


def compare_baselines(source, project, report):
    numbers = {int(value(each, "Number", "0")) for task in source.tasks
               for each in task.findall(NS + "Baseline")}
    wanted = sorted("Baseline" if number == 0 else f"Baseline {number}" for number in numbers)
    found = project.api.all("/baselines", projectId=project.project["id"]) if wanted else []
    report.same("project", "baselines", wanted, sorted(each["name"] for each in found))
