//! Pannier on the command line: the same use-cases as the window, for scripts.
//!
//! Exit codes: 0 done, 1 refused or failed with a sentence on standard error, 2 wrong usage.
//! Nothing is ever asked: what only a person can decide is an option, and its absence an error
//! that names it.

mod args;
mod campaigns;
mod customers;
mod explore;
mod handout;
mod insights;
mod json;
mod loyalty;
mod people;
mod recommend;
mod run;
mod said;
mod segments;
mod sending;
mod text;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    let outcome = run::run(&cli);
    let printed = print(&outcome.output);
    match outcome.failure.or(printed.err()) {
        None => ExitCode::SUCCESS,
        Some(sentence) => {
            let _ = writeln!(io::stderr(), "{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the answer, whole. A reader that went away (`| head`) wants no more: that is no failure.
fn print(text: &str) -> Result<(), String> {
    let mut output = io::stdout();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("The answer could not be written ({error})"))
        }
        _ => Ok(()),
    }
}
