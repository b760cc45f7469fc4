//! The real window, on a screen and a message bus of its own, for tests and pictures.

use std::env;
use std::process::Command;

use crate::workspace::program;

/// The end-to-end tests, ready to be run.
///
/// They are built with the same packages as all other tests: picking one package would choose
/// other features for what it depends on, and build all of it once more.
pub(crate) fn tests() -> Command {
    let mut command = program("xvfb-run");
    command
        .args([
            "--auto-servernum",
            "--server-args=-screen 0 1600x1000x24 -noreset",
        ])
        .args(["dbus-run-session", "--"])
        .arg(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["test", "--workspace", "--test", "e2e"])
        // One at a time: there is one pointer and one focus.
        .args(["--", "--ignored", "--test-threads=1"]);
    command
}
