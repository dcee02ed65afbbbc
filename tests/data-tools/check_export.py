#!/usr/bin/env python3
"""Compares a project as MPXJ reads it from our export with how it reads the file that was imported.

usage: check_export.py ORIGINAL EXPORTED…   (pairs of files, one after the other)

Everything is compared exactly. A difference that is right stands in REASONS with why; it is printed with its
reason. Any other is printed as WRONG, and the exit status is 1. A reason that never applied is printed too.
"""

import sys

import jpype
import mpxj  # noqa: F401 (adds MPXJ to the class path)


def text(value):
    return None if value is None else str(value)


def number(value):
    return None if value is None else float(str(value))


class Reader:
    """A file as MPXJ reads it, in values that compare."""

    def __init__(self, path):
        from org.mpxj import TimeUnit
        from org.mpxj.reader import UniversalProjectReader
        self.units = TimeUnit
        self.file = UniversalProjectReader().read(path)
        self.properties = self.file.getProjectProperties()
        rows = [task for task in self.file.getTasks() if task.getOutlineLevel() and not task.getNull()]
        self.rows = sorted(rows, key=lambda task: int(task.getID()))
        self.place = {int(task.getUniqueID()): place for place, task in enumerate(self.rows, 1)}

    def minutes(self, duration):
        if duration is None:
            return None
        return float(duration.convertUnits(self.units.MINUTES, self.properties).getDuration())

    def length(self, duration):
        """Minutes or percent, and whether they run around the clock."""
        if duration is None:
            return None
        unit = str(duration.getUnits())
        amount = float(duration.getDuration()) if "%" in unit else self.minutes(duration)
        return round(amount, 4), "%" if "%" in unit else "", "elapsed" if unit.startswith("e") else "working"

    def project(self):
        of = self.properties
        row = next((task for task in self.file.getTasks() if int(task.getOutlineLevel() or 0) == 0), None)
        return {
            "title": text(of.getProjectTitle()), "project start": text(of.getStartDate()),
            "project finish": text(of.getFinishDate()), "hours of a week": self.week(of.getDefaultCalendar()),
            "currency": text(of.getCurrencyCode()), "minutes per day": number(of.getMinutesPerDay()),
            "minutes per week": number(of.getMinutesPerWeek()), "days per month": number(of.getDaysPerMonth()),
            "calendar": text(of.getDefaultCalendar().getName()), "tasks": len(self.rows),
            "notes": text(row.getNotes()) if row is not None and str(row.getNotes() or "") else None,
        }

    def task(self, task):
        parent = task.getParentTask()
        values = {
            "name": " ".join(text(task.getName() or "").split()), "outline": text(task.getOutlineNumber()),
            "WBS": text(task.getWBS()), "parent": self.place.get(int(parent.getUniqueID())) if parent else None,
            "notes": text(task.getNotes()) or None, "priority": number(task.getPriority().getValue()),
            "start": text(task.getStart()), "finish": text(task.getFinish()), "deadline": text(task.getDeadline()),
            "duration": self.length(task.getDuration()), "estimated": bool(task.getEstimated()),
            "unit of duration": text(task.getDuration().getUnits()) if task.getDuration() is not None else None,
            "remaining duration": self.minutes(task.getRemainingDuration()),
            "mode": text(task.getTaskMode()), "type": text(task.getType()), "active": bool(task.getActive()),
            "constraint": text(task.getConstraintType()), "constraint date": text(task.getConstraintDate()),
            "milestone": bool(task.getMilestone()), "summary": bool(task.getSummary()),
            "percent complete": number(task.getPercentageComplete()), "actual start": text(task.getActualStart()),
            "actual finish": text(task.getActualFinish()), "work": self.minutes(task.getWork()),
            "actual work": self.minutes(task.getActualWork()), "cost": number(task.getCost()),
            "fixed cost": number(task.getFixedCost()), "actual cost": number(task.getActualCost()),
            "calendar": text(task.getCalendar().getName()) if task.getCalendar() is not None else None,
            "ignores people's calendars": bool(task.getIgnoreResourceCalendar()),
        }
        values["links"] = sorted(
            (self.place[int(link.getPredecessorTask().getUniqueID())], text(link.getType()), self.length(link.getLag()))
            for link in task.getPredecessors())
        people = sorted(self.people(task))
        values["people"] = [(name, units) for name, units, _, _ in people]
        values["work of people"] = [work for _, _, work, _ in people]
        values["hours of people"] = [hours for _, _, _, hours in people]
        below = self.leaves(task)
        values["work below"] = sum(self.minutes(leaf.getWork()) or 0.0 for leaf in below)
        values["cost below"] = sum(number(leaf.getCost()) or 0.0 for leaf in below)
        values["percent below"] = self.done(below)
        values["hours of its days"] = self.hours(task, task.getEffectiveCalendar())
        for index in range(11):
            of = (lambda name, index=index: getattr(task, f"getBaseline{name}")(*([index] if index else [])))
            values[f"baseline {index}"] = (text(of("Start")), text(of("Finish")), self.minutes(of("Duration")),
                                           self.minutes(of("Work")), number(of("Cost")))
        return values

    def done(self, leaves):
        """What these have done together, weighed by their work, else by their duration, else each as a day."""
        known = [[self.minutes(leaf.getWork()) or None, self.minutes(leaf.getDuration()), 480.0] for leaf in leaves]
        weights = [next(value for value in values if value is not None) for values in known]
        weights = weights if sum(weights) else [1.0] * len(leaves)
        done = sum(weight * number(leaf.getPercentageComplete() or 0) for weight, leaf in zip(weights, leaves))
        return round(done / sum(weights), 6) if leaves else None

    def leaves(self, task):
        """The tasks below without tasks below them."""
        found, open_tasks = [], list(task.getChildTasks())
        while open_tasks:
            one = open_tasks.pop()
            below = list(one.getChildTasks())
            open_tasks += below
            found += [] if below else [one]
        return found

    def week(self, calendar):
        from java.time import LocalDate
        first = LocalDate.of(1996, 1, 1)  # A Monday, before the exceptions of any file here.
        return [self.minutes(calendar.getWork(first.plusDays(day), self.units.MINUTES)) for day in range(7)]

    def people(self, task):
        for each in task.getResourceAssignments():
            person = each.getResource()
            if person is not None:
                hours = self.hours(task, person.getCalendar())
                yield text(person.getName()), number(each.getUnits()), self.minutes(each.getWork()), hours

    def hours(self, task, calendar):
        """Minutes of work on each day from the task's start to its finish."""
        if task.getStart() is None or task.getFinish() is None or calendar is None:
            return None
        day, last, found = task.getStart().toLocalDate(), task.getFinish().toLocalDate(), []
        while not day.isAfter(last):
            found.append(self.minutes(calendar.getWork(day, self.units.MINUTES)))
            day = day.plusDays(1)
        return found


def level(priority):
    return (priority >= 400) + (priority >= 600) + (priority >= 800)


def common(week):
    """The most common length of the days that work, the longest of several."""
    days = [minutes for minutes in week if minutes]
    return max(days, key=lambda minutes: (days.count(minutes), minutes))


FIGURES = ("work", "actual work", "cost", "fixed cost", "actual cost")

# What rightly differs: the field, when (from all values of the original and of the export), and why.
REASONS = [
    ("title", lambda old, new: old["title"] is None and new["title"] is not None,
     "a project always has a name; this one is from the name of the file"),
    ("currency", lambda old, new: old["currency"] is None and new["currency"] is not None,
     "the file has only a symbol, by which the import knew the currency"),
    ("project start", lambda old, new: old["project start"][:10] == new["project start"][:10],
     "a project starts on a day here: at the first hour of its calendar"),
    ("minutes per day", lambda old, new: new["minutes per day"] == common(old["hours of a week"]),
     "a day is as long here as the calendar's days are"),
    ("minutes per week", lambda old, new: new["minutes per week"] == sum(old["hours of a week"]),
     "a week is as long here as the calendar's week is"),
    ("type", lambda old, new: old["type"] != "FIXED_UNITS" and new["type"] == "FIXED_UNITS",
     "the type of a task is not held: here a change of the duration always changes the work"),
    ("WBS", lambda old, new: old["WBS"] != old["outline"] and new["WBS"] == new["outline"] == old["outline"],
     "own WBS codes are not held; it is the outline number"),
    ("priority", lambda old, new: level(old["priority"]) == level(new["priority"]),
     "there are four priorities: low, normal, high, urgent"),
    ("unit of duration", lambda old, new: old["duration"] == new["duration"],
     "the unit in which a duration is shown is not held, only its length"),
    ("estimated", lambda old, new: old["estimated"] and not new["estimated"],
     "the mark of an estimate is not held"),
    ("fixed cost", lambda old, new: old["fixed cost"] in (None, 0.0) and new["fixed cost"] == new["cost"] == old["cost"],
     "people have no rates here, so that Project gets the whole cost as fixed; the cost itself is the same"),
    ("remaining duration", lambda old, new: old["remaining duration"] is None and old["percent complete"] in (None, 0.0)
     and new["remaining duration"] == new["duration"][0], "all of it remains of what has not begun"),
    ("work of people", lambda old, new: set(old["work of people"]) == {None},
     "the file leaves people's work to duration and share, which tell it"),
    ("hours of people", lambda old, new: new["hours of people"] == [new["hours of its days"]] * len(new["people"]),
     "people without a calendar work in the project's"),
    ("work", lambda old, new: old["summary"] and new["work"] == new["work below"] == old["work below"],
     "a summary shows the sum of the work below it, and the file another figure"),
    ("percent complete", lambda old, new: old["summary"] and old["percent below"] == new["percent below"] is not None
     and abs(new["percent complete"] - new["percent below"]) <= 1,
     "a summary has done what is done below it, weighed by work, then duration; the file says another figure"),
    ("cost", lambda old, new: old["summary"] and new["cost"] == new["cost below"] == old["cost below"],
     "a summary shows the sum of the costs below it, and the file none"),
] + [
    (figure, lambda old, new, figure=figure: old[figure] == 0.0 and new[figure] is None,
     "nothing planned or spent is not written: zero and none are one")
    for figure in FIGURES
]


def explain(field, before, after):
    for number_, (name, applies, why) in enumerate(REASONS):
        if name == field and applies(before, after):
            return number_, why
    return None


def compare(original, exported, applied):
    before, after, wrong = Reader(original), Reader(exported), 0
    pairs = [("project", before.project(), after.project())]
    for one, other in zip(before.rows, after.rows):
        pairs.append((f"task {one.getID()} “{one.getName()}”", before.task(one), after.task(other)))
    compared = 0
    for where, one, other in pairs:
        for field in one:
            compared += 1
            if one[field] == other[field]:
                continue
            reason = explain(field, one, other)
            said = f"  {where}: {field} {one[field]!r} → {other[field]!r}"
            if reason is None:
                wrong += 1
                print(f"{said}: WRONG")
            else:
                applied.add(reason[0])
                print(f"{said}: {reason[1]}")
    return len(before.rows), compared, wrong


def main():
    files = sys.argv[1:]
    if not files or len(files) % 2:
        sys.exit(__doc__)
    jpype.startJVM("-Xmx512m")
    applied, wrong = set(), 0
    for original, exported in zip(files[::2], files[1::2]):
        print(original.rsplit("/", 1)[-1])
        tasks, compared, found = compare(original, exported, applied)
        print(f"  {tasks} tasks, {compared} values compared, {found} wrong")
        wrong += found
    for number_, (field, _, why) in enumerate(REASONS):
        if number_ not in applied:
            print(f"not needed: {field}: {why}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
