//! Rules of the whole product that hold for what is not written yet, too: each test finds by itself what it
//! has to look at. Exceptions are closed lists with a reason for each line, and may only shrink.

mod bulk;
mod components;
mod current;
mod isolation;
mod models;
mod people;
mod rates;
pub mod raw;
mod reach;
pub mod recipe;
mod repeated;
mod row_level;
mod schema;
mod sizes;
mod statements;
mod uploads;
pub mod walk;
