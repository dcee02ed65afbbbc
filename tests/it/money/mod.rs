//! What work costs: time and its rates, approval, timers and timesheets, budgets and earned value.

mod approval;
mod budget;
mod currency;
mod earned;
mod locked;
mod past;
mod rates;
mod spent;
mod thresholds;
mod timer;
mod timesheet;
mod totals;
mod withheld;
