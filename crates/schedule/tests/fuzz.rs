//! Networks out of any bytes: those in `tests/corpus`, which once were wrong or reach far, and random ones made from
//! them. Brief by default; `GUILDHALL_FUZZ_SECONDS` makes it as long as one likes and `GUILDHALL_FUZZ_SEED` repeats a
//! run. What fails prints its bytes, which go into the corpus. `scripts/fuzz.sh` does the same led by coverage.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/bytes.rs"]
mod bytes;

use std::path::Path;
use std::time::{Duration, Instant};

/// How many networks a brief run makes.
const BRIEF: u64 = 20_000;
const LONGEST: usize = 1_200;

#[expect(clippy::disallowed_methods, reason = "a test has no other settings")]
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// A deterministic source of numbers (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }

    /// Another one like it: bytes changed, put in, taken out, or taken from yet another.
    fn like(&mut self, one: &[u8], other: &[u8]) -> Vec<u8> {
        let mut new = one.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(new.len());
            match self.below(5) {
                0 if !new.is_empty() => new[at] = self.next() as u8,
                1 if !new.is_empty() => new[at] ^= 1 << self.below(8),
                2 => {
                    let (some, from) = (self.below(12), at.min(new.len()));
                    let some = self.bytes(some);
                    new.splice(from..from, some);
                }
                3 => drop(new.splice(at.min(new.len())..(at + self.below(12)).min(new.len()), [])),
                _ => {
                    let from = self.below(other.len()).min(other.len());
                    new.truncate(at);
                    new.extend(&other[from..]);
                }
            }
        }
        new.truncate(LONGEST);
        new
    }
}

/// Says which bytes it was that failed.
struct Names<'a>(&'a [u8]);

impl Drop for Names<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let hex: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
            eprintln!("these bytes fail: {hex}");
        }
    }
}

fn check(bytes: &[u8]) {
    let named = Names(bytes);
    bytes::run(bytes);
    drop(named);
}

fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

#[test]
fn what_is_in_the_corpus_is_scheduled_or_refused() {
    let corpus = corpus();
    assert!(!corpus.is_empty());
    corpus.iter().for_each(|bytes| check(bytes));
}

#[test]
fn any_bytes_are_scheduled_or_refused() {
    let seed = setting("GUILDHALL_FUZZ_SEED").unwrap_or(20);
    let length = setting("GUILDHALL_FUZZ_SECONDS").map(Duration::from_secs);
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut pool = corpus();
    let begun = Instant::now();
    let mut made = 0;
    while length.map_or(made < BRIEF, |length| begun.elapsed() < length) {
        let length = random.below(LONGEST);
        let new = match random.below(3) {
            0 => random.bytes(length),
            _ => {
                let (one, other) = (random.below(pool.len()), random.below(pool.len()));
                random.like(&pool[one], &pool[other])
            }
        };
        check(&new);
        made += 1;
        if made % 50 == 0 {
            let place = random.below(pool.len());
            if pool.len() < 500 { pool.push(new) } else { pool[place] = new }
        }
    }
    println!("{made} networks, seed {seed}");
}
