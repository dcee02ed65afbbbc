//! Working time as one increasing function: `worked(t)` microseconds were worked up to `t`.
//! The line is cut into segments at every change of the zone's offset and at both ends of every
//! exception; inside a segment hours repeat with a fixed period, so a step of any length costs two
//! binary searches and one division, never a walk over days.
//! Must stay true: `worked` never decreases, and a real hour counts as an hour, also on the days
//! when clocks change (an hour that does not exist is not worked, a repeated one is worked twice).

use crate::instant::{DAY_US, MINUTE_US};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::BTreeSet;

/// Local midnight of Monday 1969-12-29, where every repeating pattern begins.
const MONDAY_US: i64 = -3 * DAY_US;
/// Zone changes are known from 1970 to 2100; outside, the nearest offset is kept.
const ZONE_FROM_S: i64 = 0;
const ZONE_TO_S: i64 = 4_102_444_800;

/// Working hours of one day: sorted pairs of minutes after midnight.
pub(crate) type Hours = [(u16, u16)];

/// Special hours for the days `from..to` (days since 1970-01-01, end excluded).
pub(crate) struct DayRange<'a> {
    pub from: i64,
    pub to: i64,
    pub hours: &'a Hours,
}

#[derive(Clone, Debug)]
struct Span {
    from: i64,
    before: i64,
}

/// Hours that repeat: weekly for the normal week, daily for an exception.
#[derive(Clone, Debug)]
struct Pattern {
    period: i64,
    total: i64,
    spans: Vec<Span>,
}

#[derive(Clone, Debug)]
struct Segment {
    /// UTC microsecond of the pattern's beginning under this segment's offset.
    origin: i64,
    /// `worked(t) = base + pattern.work(t - origin)`.
    base: i64,
    pattern: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Timeline {
    /// First microsecond (UTC) of each segment.
    starts: Vec<i64>,
    /// `worked(start)` of each segment; the first has none and counts as minus infinity.
    works: Vec<i64>,
    segments: Vec<Segment>,
    patterns: Vec<Pattern>,
}

impl Pattern {
    fn new<'a>(days: impl IntoIterator<Item = &'a Hours>) -> Self {
        let (mut period, mut total, mut spans) = (0, 0, Vec::new());
        let mut open_until = -1;
        for hours in days {
            for &(from, to) in hours {
                let from = period + i64::from(from) * MINUTE_US;
                let to = period + i64::from(to) * MINUTE_US;
                if from != open_until {
                    spans.push(Span { from, before: total });
                }
                total += to - from;
                open_until = to;
            }
            period += DAY_US;
        }
        Self { period, total, spans }
    }

    /// Microseconds worked between the pattern's beginning and `at` after it.
    fn work(&self, at: i64) -> i64 {
        if self.total == 0 {
            return 0;
        }
        let cycles = at.div_euclid(self.period);
        let inside = at - cycles * self.period;
        let index = self.spans.partition_point(|span| span.from <= inside);
        let partial = match index.checked_sub(1) {
            Some(last) => {
                let end = self.spans.get(index).map_or(self.total, |next| next.before);
                (self.spans[last].before + inside - self.spans[last].from).min(end)
            }
            None => 0,
        };
        cycles * self.total + partial
    }

    /// The earliest moment at which `work` has been done; the end of a span, not the next start.
    fn earliest(&self, work: i64) -> i64 {
        let cycles = (work - 1).div_euclid(self.total);
        let inside = work - cycles * self.total;
        let index = self.spans.partition_point(|span| span.before < inside).saturating_sub(1);
        self.at(cycles, index, inside)
    }

    /// The latest moment at which no more than `work` has been done; always a working moment.
    fn latest(&self, work: i64) -> i64 {
        let cycles = work.div_euclid(self.total);
        let inside = work - cycles * self.total;
        let index = self.spans.partition_point(|span| span.before <= inside).saturating_sub(1);
        self.at(cycles, index, inside)
    }

    /// The moment in a span with this much work of a period done. Where little is worked a lot of work may end after all
    /// time; what is too far away is the last moment there is, which is out of every range.
    fn at(&self, cycles: i64, index: usize, inside: i64) -> i64 {
        let span = &self.spans[index];
        cycles.saturating_mul(self.period).saturating_add(span.from + inside - span.before)
    }
}

impl Timeline {
    pub fn new(zone: &TimeZone, week: &[Vec<(u16, u16)>; 7], exceptions: &[DayRange<'_>]) -> Self {
        let mut patterns = vec![Pattern::new(week.iter().map(Vec::as_slice))];
        patterns.extend(exceptions.iter().map(|e| Pattern::new([e.hours])));
        let special = flatten(exceptions);
        let eras = offsets(zone);
        let mut cuts = Vec::new();
        for (index, &(start, offset)) in eras.iter().enumerate() {
            let end = eras.get(index + 1).map_or(i64::MAX, |next| next.0);
            cut_era(start, end, offset, &special, &mut cuts);
        }
        let mut timeline = Self { starts: Vec::new(), works: Vec::new(), segments: Vec::new(), patterns };
        cuts.into_iter().for_each(|(start, origin, pattern)| timeline.push(start, origin, pattern));
        timeline
    }

    /// Appends a segment so that `worked` goes on where the last one leaves it.
    fn push(&mut self, start: i64, origin: i64, pattern: usize) {
        let (work, base) = match self.segments.last() {
            None => (i64::MIN, 0),
            Some(last) => {
                let work = last.base + self.patterns[last.pattern].work(start - last.origin);
                (work, work - self.patterns[pattern].work(start - origin))
            }
        };
        self.starts.push(start);
        self.works.push(work);
        self.segments.push(Segment { origin, base, pattern });
    }

    /// Microseconds worked up to `at`, counted from an arbitrary origin.
    pub fn worked(&self, at: i64) -> i64 {
        let index = self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        let segment = &self.segments[index];
        segment.base + self.patterns[segment.pattern].work(at - segment.origin)
    }

    /// The earliest moment with this much work done (a finish); none where no work lies before it.
    pub fn finish(&self, work: i64) -> Option<i64> {
        let index = self.works.partition_point(|&before| before < work).saturating_sub(1);
        let segment = &self.segments[index];
        let pattern = &self.patterns[segment.pattern];
        (pattern.total > 0).then(|| segment.origin.saturating_add(pattern.earliest(work - segment.base)))
    }

    /// The latest moment with this much work done (a start); none where no work lies after it.
    pub fn start(&self, work: i64) -> Option<i64> {
        let index = self.works.partition_point(|&before| before <= work).saturating_sub(1);
        let segment = &self.segments[index];
        let pattern = &self.patterns[segment.pattern];
        (pattern.total > 0).then(|| segment.origin.saturating_add(pattern.latest(work - segment.base)))
    }

    /// Whether any hour is worked at all.
    pub fn has_work(&self) -> bool {
        self.segments.iter().any(|s| self.patterns[s.pattern].total > 0)
    }
}

/// The zone's offsets in microseconds, each with the instant from which it holds.
fn offsets(zone: &TimeZone) -> Vec<(i64, i64)> {
    let second = 1_000_000;
    let from = Timestamp::from_second(ZONE_FROM_S).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut eras = vec![(i64::MIN, i64::from(zone.to_offset(from).seconds()) * second)];
    for change in zone.following(from) {
        let at = change.timestamp().as_second();
        if at > ZONE_TO_S {
            break;
        }
        let offset = i64::from(change.offset().seconds()) * second;
        if eras.last().is_some_and(|last| last.1 != offset) {
            eras.push((at * second, offset));
        }
    }
    eras
}

/// Exceptions as disjoint day ranges in order; where several cover a day, the last listed wins.
fn flatten(exceptions: &[DayRange<'_>]) -> Vec<(i64, i64, usize)> {
    let mut edges: Vec<(i64, bool, usize)> = Vec::with_capacity(exceptions.len() * 2);
    for (index, range) in exceptions.iter().enumerate() {
        edges.push((range.from, true, index));
        edges.push((range.to, false, index));
    }
    edges.sort_unstable();
    let mut open = BTreeSet::new();
    let mut ranges: Vec<(i64, i64, usize)> = Vec::new();
    let mut since = i64::MIN;
    for (day, opens, index) in edges {
        if let Some(&winner) = open.last()
            && since < day
        {
            match ranges.last_mut() {
                Some(last) if last.1 == since && last.2 == winner => last.1 = day,
                _ => ranges.push((since, day, winner)),
            }
        }
        since = day;
        if opens {
            open.insert(index);
        } else {
            open.remove(&index);
        }
    }
    ranges
}

/// Appends `(start, origin, pattern)` for every stretch of one offset era.
fn cut_era(start: i64, end: i64, offset: i64, special: &[(i64, i64, usize)], cuts: &mut Vec<(i64, i64, usize)>) {
    let origin = MONDAY_US - offset;
    let mut at = start;
    let first = special.partition_point(|range| range.1 * DAY_US - offset <= start);
    for &(from, to, exception) in &special[first..] {
        let from = (from * DAY_US - offset).max(start);
        let to = (to * DAY_US - offset).min(end);
        if from >= end {
            break;
        }
        if at < from {
            cuts.push((at, origin, 0));
        }
        cuts.push((from, origin, exception + 1));
        at = to;
    }
    if at < end {
        cuts.push((at, origin, 0));
    }
}
