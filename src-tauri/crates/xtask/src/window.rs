//! The real window, on a screen and a message bus of its own, for tests and pictures.

use std::env;
use std::process::Command;

use anyhow::Result;

use crate::workspace::{self, program};

/// Builds the programs and names the end-to-end tests, ready to be run. They share one pointer and
/// one focus, so they come one at a time.
///
/// They are built with the same packages as all other tests: picking one package would choose
/// other features for what it depends on, and build all of it once more.
pub(crate) fn tests() -> Result<Command> {
    // Some stories also call the command line, which is no part of the tests' own package.
    workspace::build()?;
    let mut command = program("xvfb-run");
    command
        .args([
            "--auto-servernum",
            "--server-args=-screen 0 1600x1000x24 -noreset",
        ])
        .args(["dbus-run-session", "--"])
        .arg(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["test", "--workspace", "--test", "e2e"])
        .args(["--", "--ignored", "--test-threads=1"]);
    Ok(command)
}
