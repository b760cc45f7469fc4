//! `cargo xtask test`: everything that must hold, what is quick first.

use std::{env, fs};

use anyhow::{Result, ensure};

use crate::interface;
use crate::mail_lab;
use crate::steps::Steps;
use crate::system::{self, Purpose};
use crate::toolchain;
use crate::window;
use crate::workspace::{cargo, succeed, target};

/// Does all the steps, also after one has failed, and prints one summary. With `mail` a real mail
/// server is set up as well; a contributor's computer gets one only when asked to, a machine that
/// checks changes always.
pub(crate) fn check(mail: bool) -> Result<()> {
    let mail = mail || env::var_os("CI").is_some_and(|value| value == "true");
    let skip_log = target().join("skipped-checks.txt");
    fs::create_dir_all(target())?;
    fs::write(&skip_log, "")?;
    // What needs the data beside the project notes here when it is absent.
    let noting = |mut command: std::process::Command| {
        command.env("PANNIER_SKIP_LOG", &skip_log);
        command
    };

    let mut steps = Steps::default();
    let purpose = if mail {
        Purpose::TestMail
    } else {
        Purpose::Test
    };
    steps.step("system packages", || system::prepare(purpose));
    steps.step("rustfmt and clippy are here", toolchain::prepare_checks);
    steps.step("rustfmt", || {
        succeed(cargo().args(["fmt", "--all", "--check"]))
    });
    let interface = steps.step("interface: packages", interface::install);
    let built = if interface {
        steps.step("interface: svelte-check", || interface::script("check"));
        steps.step("interface: eslint", || interface::script("lint"));
        steps.step("interface: vitest", || interface::script("test"));
        steps.step("interface: build", || interface::script("build"))
    } else {
        for name in ["svelte-check", "eslint", "vitest", "build"] {
            steps.left_out(format!("interface: {name}"));
        }
        false
    };
    // The window's program embeds the built interface and does not compile without it.
    if built {
        steps.step("clippy", || {
            let words = [
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ];
            succeed(cargo().args(words))
        });
        steps.step("cargo doc", || {
            succeed(
                cargo()
                    .args(["doc", "--workspace", "--no-deps"])
                    .env("RUSTDOCFLAGS", "-Dwarnings"),
            )
        });
        steps.step("cargo test and doc tests", || {
            succeed(noting(cargo()).args(["test", "--workspace", "--no-fail-fast"]))
        });
        if mail && cfg!(target_os = "linux") {
            steps.step("with a real mail server", || {
                mail_lab::check(noting(cargo()))
            });
        } else {
            println!("Not checked with a real mail server: cargo xtask test --mail, on Linux.");
        }
        if cfg!(target_os = "linux") {
            steps.step("in the real window", || {
                // Taking pictures is a task of its own, and checks nothing.
                succeed(noting(window::tests()?).args(["--skip", "screens"]))
            });
        } else {
            println!("The tests in the real window run on Linux alone.");
        }
    } else {
        for name in [
            "clippy",
            "cargo doc",
            "cargo test and doc tests",
            "in the real window",
        ] {
            steps.left_out(name);
        }
    }
    println!(
        "{}",
        steps.summary(&skipped(&fs::read_to_string(&skip_log)?))
    );
    ensure!(steps.all_passed(), "Not everything passed.");
    Ok(())
}

/// The names in the log, each once, in order.
fn skipped(log: &str) -> Vec<String> {
    let mut names: Vec<String> = log
        .lines()
        .map(|line| {
            line.split_once(": ")
                .map_or(line, |(_, name)| name)
                .trim()
                .to_owned()
        })
        .filter(|name| !name.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::skipped;

    #[test]
    fn skipped_checks_are_named_once() {
        let log = "SKIPPED (no ../shared): golden numbers\nSKIPPED (no ../shared): checkouts\n\
                   SKIPPED (no ../shared): golden numbers\n";
        assert_eq!(skipped(log), ["checkouts", "golden numbers"]);
        assert!(skipped("").is_empty());
    }
}
