//! Pannier on the command line: the same use-cases as the window, for scripts.
//!
//! Exit codes: 0 done, 1 refused or failed with a sentence on standard error, 2 wrong usage.
//! Nothing is ever asked: what only a person can decide is an option, and its absence an error
//! that names it.

mod args;
mod json;
mod run;
mod text;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    let outcome = run::run(&cli);
    // A reader that went away (`| head`) wants no more; that is no failure.
    let _ = io::stdout().write_all(outcome.output.as_bytes());
    match outcome.failure {
        None => ExitCode::SUCCESS,
        Some(sentence) => {
            let _ = writeln!(io::stderr(), "{sentence}");
            ExitCode::FAILURE
        }
    }
}
