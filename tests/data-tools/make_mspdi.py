#!/usr/bin/env python3
"""Writes a Microsoft Project XML schedule of N tasks, the same for the same arguments.

Phases of groups of tasks, each group closed by a milestone; links of all four types with lags in
days, weeks, hours and percent; people, progress, baselines, deadlines and constraints. The dates
are those that the links give in a Monday-to-Friday calendar of 8 hours, so that computing the
schedule again moves nothing but what the constraints hold.
"""

import argparse
import random
import sys
from datetime import date, datetime, time, timedelta
from xml.sax.saxutils import escape

START = date(2026, 1, 5)
TYPES = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
NAMES = ["Ada Lovelace", "Grace Hopper", "Алан Тьюринг", "Katherine Johnson", "Margaret Hamilton",
         "Hedy Lamarr", "Edsger Dijkstra", "Barbara Liskov"]
GROUP, PHASE = 10, 100


def working_day(index):
    """The date of the working day with this number, 0 being START."""
    return START + timedelta(days=index // 5 * 7 + index % 5)


def begin(index):
    return datetime.combine(working_day(index), time(8)).isoformat()


def end(index):
    """The end of the day before the working day with this number."""
    return datetime.combine(working_day(index - 1), time(17)).isoformat()


class Row:
    def __init__(self, uid, level, name, number):
        self.uid, self.level, self.name, self.number = uid, level, name, number
        self.days, self.es, self.ef, self.links, self.children = 0, 0, 0, [], []
        self.milestone = False


class Schedule:
    def __init__(self, count, seed):
        self.random = random.Random(f"{seed}/{count}")
        self.rows, self.leaves, self.assigned = [], [], []
        self.build(count)
        self.compute()

    def build(self, count):
        phase = group = None
        for uid in range(1, count + 1):
            if (uid - 1) % PHASE == 0:
                number = str((uid - 1) // PHASE + 1)
                phase, group = Row(uid, 1, f"Phase {number}", number), None
                self.rows.append(phase)
                continue
            if (uid - 1) % GROUP == 1 or group is None:
                number = f"{phase.number}.{len(phase.children) + 1}"
                group = Row(uid, 2, f"Group {number} <&>", number)
                phase.children.append(group)
                self.rows.append(group)
                continue
            number = f"{group.number}.{len(group.children) + 1}"
            leaf = Row(uid, 3, f"Task {number}", number)
            group.children.append(leaf)
            self.rows.append(leaf)
            self.fill(leaf)
            self.leaves.append(leaf)

    def fill(self, leaf):
        pick = self.random
        leaf.milestone = (leaf.uid - 1) % GROUP == 0
        leaf.days = 0 if leaf.milestone else pick.choice([1, 2, 2, 4, 6])
        earlier = self.leaves[-12:]
        wanted = min(len(earlier), 1 if leaf.milestone else pick.choice([0, 1, 1, 2]))
        for before in pick.sample(earlier, wanted):
            if before.milestone or leaf.milestone:
                leaf.links.append((before, "FS", 0, 7, 0))
                continue
            kind = pick.choice(["FS", "FS", "FS", "SS", "FF", "SF"])
            lag, lag_format, days = pick.choice(
                [(0, 7, 0), (4800, 7, 1), (9600, 39, 2), (24000, 9, 5), (4800, 5, 1), (-4800, 7, -1)])
            if before.days % 2 == 0 and pick.random() < 0.1:
                lag, lag_format, days = 50, 19, before.days // 2
            leaf.links.append((before, kind, lag, lag_format, days))
        if not leaf.milestone and pick.random() < 0.7:
            for person in pick.sample(range(1, len(NAMES) + 1), pick.choice([1, 1, 2])):
                self.assigned.append((leaf.uid, person, pick.choice(["1", "0.5"])))

    def compute(self):
        for leaf in self.leaves:
            starts = [0]
            for before, kind, _, _, lag in leaf.links:
                edge = before.ef if kind[0] == "F" else before.es
                starts.append(edge + lag - (leaf.days if kind[1] == "F" else 0))
            leaf.es = max(starts)
            leaf.ef = leaf.es + leaf.days
        for row in reversed(self.rows):
            if row.children:
                row.es = min(child.es for child in row.children)
                row.ef = max(child.ef for child in row.children)
                row.days = row.ef - row.es

    def write(self, out):
        finish = max((row.ef for row in self.rows), default=1)
        out.write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
        out.write('<Project xmlns="http://schemas.microsoft.com/project">\n')
        fields(out, SaveVersion=14, Name="generated.xml", Title=f"Generated {len(self.rows)}",
               GUID="6D1C9B52-0000-4000-8000-%012d" % len(self.rows),
               CreationDate="2026-01-02T09:00:00", ScheduleFromStart=1, StartDate=begin(0),
               FinishDate=end(max(finish, 1)), CurrencyCode="EUR", CurrencySymbol="€",
               CurrencyDigits=2, CalendarUID=1, MinutesPerDay=480, MinutesPerWeek=2400,
               DaysPerMonth=20)
        write_calendar(out)
        out.write("<Tasks>\n")
        self.write_row(out, Row(0, 0, "Generated", "0"))
        for row in self.rows:
            self.write_row(out, row)
        out.write("</Tasks>\n<Resources>\n")
        for uid, name in enumerate(NAMES, 1):
            out.write("<Resource>")
            fields(out, UID=uid, ID=uid, Name=name, Type=1, IsNull=0, MaxUnits="1.00")
            out.write("</Resource>\n")
        out.write("</Resources>\n<Assignments>\n")
        for uid, (task, person, units) in enumerate(self.assigned, 1):
            out.write("<Assignment>")
            fields(out, UID=uid, TaskUID=task, ResourceUID=person, Units=units)
            out.write("</Assignment>\n")
        out.write("</Assignments>\n</Project>\n")

    def write_row(self, out, row):
        hours, summary = row.days * 8, bool(row.children) or row.uid == 0
        done = 0 if summary else max(0, min(100, 300 - row.ef * 10)) // 25 * 25
        start = end(row.es) if row.milestone and row.es > 0 else begin(row.es)
        finish = start if row.days == 0 else end(row.ef)
        out.write("<Task>")
        fields(out, UID=row.uid, ID=row.uid, Name=row.name, Type=1 if summary else 0, IsNull=0,
               CreateDate="2026-01-02T09:00:00", WBS=row.number, OutlineNumber=row.number,
               OutlineLevel=row.level, Priority=500 + 100 * (row.uid % 4 == 1), Start=start,
               Finish=finish, Duration=f"PT{hours}H0M0S", DurationFormat=7,
               Work=f"PT{hours}H0M0S", EffortDriven=0, Estimated=0,
               Milestone=int(row.milestone), Summary=int(summary), ExternalTask=0,
               EarlyStart=start, EarlyFinish=finish, PercentComplete=done,
               Cost=0 if summary else hours * 5050, ConstraintType=0, CalendarUID=-1, Manual=0)
        if done:
            fields(out, ActualStart=start, RemainingDuration=f"PT{hours * (100 - done) // 100}H0M0S")
        if done == 100:
            fields(out, ActualFinish=finish)
        if row.uid and row.uid % 50 == 0:
            fields(out, Deadline=end(row.ef + 10), Notes=f"Notes of {row.uid}\nsecond line")
        for before, kind, lag, lag_format, _ in row.links:
            out.write("<PredecessorLink>")
            fields(out, PredecessorUID=before.uid, Type=TYPES[kind], CrossProject=0, LinkLag=lag,
                   LagFormat=lag_format)
            out.write("</PredecessorLink>")
        if row.uid and row.uid % 5 == 0:
            out.write("<Baseline>")
            fields(out, Number=0, Start=start, Finish=finish, Duration=f"PT{hours}H0M0S",
                   DurationFormat=7, Work=f"PT{hours}H0M0S", Cost=hours * 5000)
            out.write("</Baseline>")
        out.write("</Task>\n")


def fields(out, **values):
    for name, value in values.items():
        out.write(f"<{name}>{escape(str(value))}</{name}>")


def write_calendar(out):
    out.write("\n<Calendars><Calendar>")
    fields(out, UID=1, Name="Standard", IsBaseCalendar=1, BaseCalendarUID=-1)
    out.write("<WeekDays>")
    for day in range(1, 8):
        working = 2 <= day <= 6
        out.write("<WeekDay>")
        fields(out, DayType=day, DayWorking=int(working))
        if working:
            out.write("<WorkingTimes>")
            for begins, ends in [("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")]:
                out.write("<WorkingTime>")
                fields(out, FromTime=begins, ToTime=ends)
                out.write("</WorkingTime>")
            out.write("</WorkingTimes>")
        out.write("</WeekDay>")
    out.write("</WeekDays></Calendar></Calendars>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", help="file to write; standard output when absent")
    options = parser.parse_args()
    schedule = Schedule(options.tasks, options.seed)
    if options.out:
        with open(options.out, "w", encoding="utf-8") as file:
            schedule.write(file)
    else:
        schedule.write(sys.stdout)


if __name__ == "__main__":
    main()
