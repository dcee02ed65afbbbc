//! Speed of the server beside its floors: what the same work costs without the product around it. Ours and
//! the floor run in turns within one run, on the same machine, so that their ratio means something where
//! the absolute numbers do not. `scripts/bench.sh` builds both binaries and starts a PostgreSQL; nothing
//! but a table on standard output is written.

mod embedded;
mod floor_list;
mod floor_write;
mod hello;
mod load;
#[path = "../../crates/schedule/benches/support/mod.rs"]
mod network;
mod people;
mod pgbench;
mod plan;
mod postgres;
mod seed;
mod server;
mod table;
mod upload;

/// As the server has it, so that no floor stands on another one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why a run ended early.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
pub type Outcome<T> = Result<T, Failure>;

/// Tasks in the large database and in the small one it is compared with.
pub const MANY: u32 = 200_000;
pub const FEW: u32 = 10_000;

fn main() -> Outcome<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let runtime = |threads| tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    if wanted.first().is_some_and(|word| word == "hello") {
        // As many threads as the server has.
        let threads = std::thread::available_parallelism()?.get();
        return runtime(threads)?.block_on(hello::serve());
    }
    let runs = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    runtime(1)?.block_on(async {
        let mut table = table::Table::default();
        for part in ["start", "import", "create", "read", "list"] {
            if runs(part) || runs("sqlite") {
                embedded::part(part, &mut table).await?;
            }
        }
        for part in ["search", "populate", "bulk", "narrow"] {
            if runs(part) || runs("sqlite") {
                people::part(part, &mut table).await?;
            }
        }
        if runs("plan") || runs("sqlite") {
            plan::measure(&mut table).await?;
        }
        if runs("upload") || runs("sqlite") {
            upload::measure(&mut table).await?;
        }
        if runs("postgres") {
            postgres::all(&mut table).await?;
        }
        table.print();
        Ok(())
    })
}

#[expect(clippy::disallowed_methods, reason = "a benchmark has no other settings")]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A number that a run on a small machine, or a try, sets lower.
pub fn size(name: &str, usual: u32) -> Outcome<u32> {
    setting(name).map_or(Ok(usual), |text| Ok(text.parse()?))
}

/// The middle of several measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
