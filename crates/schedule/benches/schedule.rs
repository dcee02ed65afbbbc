//! How long a schedule takes: all of it for 10,000 and 100,000 tasks with twice as many links, and
//! one change in 50,000. Prints milliseconds, best and median of several runs on one thread.
//! Run with `cargo bench -p guildhall-schedule`.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

mod support;

use guildhall_schedule::{Link, Plan};
use std::time::{Duration, Instant as Clock};
use support::{MONDAY, Random, network};

fn report(what: &str, runs: usize, mut run: impl FnMut(usize) -> Duration) {
    let mut times: Vec<f64> = (0..runs).map(|index| run(index).as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    println!("{what}: best {:.3} ms, median {:.3} ms, worst {:.3} ms", times[0], times[runs / 2], times[runs - 1]);
}

fn main() {
    for size in [10_000, 100_000] {
        let source = network(size);
        report(&format!("schedule {size} tasks, {} links", source.links.len()), 9, |_| {
            let network = source.clone();
            let clock = Clock::now();
            let plan = Plan::new(network).unwrap();
            let time = clock.elapsed();
            assert!(plan.finish() > MONDAY);
            time
        });
    }
    changes(50_000);
}

fn changes(size: usize) {
    let mut plan = Plan::new(network(size)).unwrap();
    let mut random = Random(42);
    let mut moved = 0;
    report(&format!("one duration of {size} tasks, anywhere"), 200, |_| {
        let index = size / 21 + random.below(size - size / 21);
        let mut task = plan.network().tasks[index].clone();
        task.duration += 60;
        let clock = Clock::now();
        moved += plan.set_task(index, task).unwrap().len();
        clock.elapsed()
    });
    println!("  {} answers changed on average", moved / 200);
    let first = *plan.critical_tasks().first().unwrap();
    report("one duration that moves the whole critical path", 9, |_| {
        let mut task = plan.network().tasks[first].clone();
        task.duration += 60;
        let clock = Clock::now();
        moved = plan.set_task(first, task).unwrap().len();
        clock.elapsed()
    });
    println!("  {moved} answers changed");
    report("one link added and removed", 50, |_| {
        let successor = size - 1 - random.below(size / 4);
        let link = Link::new(successor - 300, successor);
        let clock = Clock::now();
        plan.add_link(link).unwrap();
        plan.remove_link(plan.network().links.len() - 1).unwrap();
        clock.elapsed()
    });
}
