//! The commands of the project, as `cargo xtask …`: set up, build, run, check, ship.
//!
//! It stands outside the arrows between the crates and names none of them, so that it builds in a
//! few seconds on a computer that has Rust and nothing else.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal"
)]

mod arguments;
mod bundle;
mod check;
mod fuzz;
mod interface;
mod mail_lab;
mod run;
mod sample_shop;
mod screens;
mod soak;
mod steps;
mod system;
mod toolchain;
mod window;
mod workspace;

use std::env;
use std::process::ExitCode;

use arguments::Task;

fn main() -> ExitCode {
    let task = match arguments::read(env::args().skip(1)) {
        Ok(task) => task,
        Err(error) => {
            eprintln!("{error}\n\n{}", arguments::USAGE);
            return ExitCode::from(2);
        }
    };
    let outcome = match task {
        Task::Help => {
            print!("{}", arguments::USAGE);
            Ok(())
        }
        Task::Run => run::run(),
        Task::Test { mail } => check::check(mail),
        Task::MailLab => mail_lab::alone(),
        Task::Soak {
            kills,
            fuzz_seconds,
        } => soak::soak(kills, fuzz_seconds),
        Task::Screens { themes, size } => screens::take(&themes, &size),
        Task::SampleShop => sample_shop::write(),
        Task::Bundle => bundle::build(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
