//! The network that is measured, here and in `make bench`.

use guildhall_schedule::{Calendar, Instant, Lag, LagUnit, Link, LinkType, Network, Options, Task};
use jiff::tz::TimeZone;

/// 2025-04-07T08:00Z.
pub const MONDAY: Instant = Instant(1_744_012_800_000_000);

/// A small deterministic source of numbers (xorshift).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Work in summaries of twenty, linked to earlier work nearby, a fifth with lags of every kind.
pub fn network(tasks: usize) -> Network {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let summaries = tasks / 21;
    let mut network = Network {
        options: Options::starting(MONDAY),
        calendars: vec![Calendar::standard(TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC))],
        tasks: (0..summaries).map(|_| Task::new(0)).collect(),
        links: Vec::with_capacity(tasks * 2),
    };
    for leaf in 0..tasks - summaries {
        let parent = Some((leaf / 20).min(summaries - 1));
        network.tasks.push(Task { parent, ..Task::new(60 * random.below(60) as i64) });
    }
    let leaves = tasks - summaries;
    let kinds = [LinkType::StartStart, LinkType::FinishFinish, LinkType::StartFinish, LinkType::FinishStart];
    while network.links.len() < tasks * 2 {
        let successor = 1 + random.below(leaves - 1);
        let predecessor = successor - 1 - random.below(successor.min(400));
        let mut link = Link::new(summaries + predecessor, summaries + successor);
        if random.below(5) == 0 {
            link.kind = kinds[random.below(4)];
            link.lag = Lag::new(random.below(5) as i64 - 1, LagUnit::Days).unwrap_or_default();
        }
        network.links.push(link);
    }
    network
}
