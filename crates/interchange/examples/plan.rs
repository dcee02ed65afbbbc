//! Prints the plan of a file as JSON, and on standard error how long reading took.
//!
//! `cargo run --release -p guildhall-interchange --example plan FILE`

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Instant,
};

use guildhall_interchange::{detect, parse};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("usage: plan FILE")?;
    let bytes = std::fs::read(&file)?;
    let source = detect(&bytes, &file).ok_or("neither MSPDI nor a Trello board")?;
    let started = Instant::now();
    let plan = parse(source, &bytes)?;
    eprintln!("{} tasks in {:?}", plan.tasks.len(), started.elapsed());
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &plan)?;
    Ok(writeln!(out)?)
}
