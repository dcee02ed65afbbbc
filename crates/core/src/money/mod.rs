//! Money over time: what an hour of a person costs, what currencies are worth in each other, and what follows from
//! both for a project: its budget, rolled up the tree, and its earned value.

pub mod budget;
pub mod currency_rate;
pub mod exchange;
pub mod person_rate;
mod spent;
mod watch;

pub use currency_rate::CurrencyRate;
pub use exchange::ExchangeRate;
pub use person_rate::PersonRate;
pub use watch::FOLLOWS;
pub(crate) use watch::watch;
