//! What the computer must have, why, and how it gets it.
//!
//! On Debian and its like the missing packages are named with their reasons and then installed.
//! Elsewhere the words say what to install.

use std::env;

use anyhow::{Context, Result, bail};

use crate::workspace::{answer, program, succeed};

/// A package of the system and why it is needed.
type Need = (&'static str, &'static str);

/// What building and running takes.
const TO_RUN: &[Need] = &[
    ("build-essential", "compiles SQLite and links the programs"),
    ("pkg-config", "finds the libraries below"),
    ("libwebkit2gtk-4.1-dev", "draws the window"),
    ("librsvg2-dev", "draws the icon of the window"),
];

/// What the tests take beyond that.
const TO_TEST: &[Need] = &[
    (
        "webkit2gtk-driver",
        "lets the tests press the buttons of the real window",
    ),
    ("xvfb", "a screen where there is none"),
    ("xauth", "opens that screen to the tests"),
    ("dbus", "the message bus that a desktop has"),
    ("dbus-x11", "starts that bus"),
    (
        "openbox",
        "a window manager, so that windows have focus and size",
    ),
    (
        "xdotool",
        "moves the mouse when the tests drag a file from another program",
    ),
    ("python3-gi", "that other program is a few lines of Python"),
    ("gir1.2-gtk-3.0", "and draws with GTK"),
];

/// What a real mail server and those who judge its mail take.
const TO_TEST_MAIL: &[Need] = &[
    ("postfix", "a mail server, for the tests alone"),
    ("dovecot-imapd", "lets the tests read what arrived"),
    ("dovecot-lmtpd", "keeps what that server takes"),
    ("openssl", "makes certificates for the two"),
    ("spamassassin", "says whether a mail looks like junk"),
    (
        "php-cli",
        "runs the page that takes a “no more” on a web site",
    ),
    ("python3", "its mail parser reads what was built"),
];

/// How much is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Build and open the window.
    Run,
    /// Also drive it.
    Test,
    /// Also send real mail on this computer.
    TestMail,
}

/// Makes sure that everything is there.
pub(crate) fn prepare(purpose: Purpose) -> Result<()> {
    if cfg!(target_os = "macos") {
        println!("Needed: Xcode's command line tools (xcode-select --install). The window's");
        println!("web view is part of macOS.");
        return Ok(());
    }
    if cfg!(windows) {
        println!("Needed: the C++ build tools of Visual Studio with a Windows SDK, and the");
        println!("WebView2 runtime, which Windows 10 (1803 and later) and 11 have already.");
        return Ok(());
    }
    let mut needs = TO_RUN.to_vec();
    if purpose != Purpose::Run {
        needs.extend(TO_TEST);
    }
    if purpose == Purpose::TestMail {
        needs.extend(TO_TEST_MAIL);
    }
    let Ok(missing) = missing(&needs) else {
        println!("This is not a Debian or one of its like. Please see to it that these are here,");
        println!("under whatever names your system gives them:");
        list(&needs);
        return Ok(());
    };
    if missing.is_empty() {
        println!("All system packages are here.");
        return Ok(());
    }
    install(&missing)
}

fn list(needs: &[Need]) {
    for (name, why) in needs {
        println!("  {name:<24} {why}");
    }
}

/// The packages that dpkg does not know as installed. An error where there is no dpkg.
fn missing(needs: &[Need]) -> Result<Vec<Need>> {
    let known =
        answer(program("dpkg-query").args(["-W", "-f", "${Package} ${db:Status-Status}\n"]))?;
    Ok(needs
        .iter()
        .filter(|(name, _)| !is_installed(&known, name))
        .copied()
        .collect())
}

fn is_installed(known: &str, name: &str) -> bool {
    known
        .lines()
        .any(|line| line.split_once(' ') == Some((name, "installed")))
}

fn install(missing: &[Need]) -> Result<()> {
    println!("These system packages are missing:");
    list(missing);
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    let root = answer(program("id").arg("-u"))?.trim() == "0";
    let apt = if root { "apt-get" } else { "sudo apt-get" };
    let by_hand = format!("{apt} install {}", names.join(" "));
    if !root && !on_path("sudo") {
        bail!("they can only be installed by root; please run: {by_hand}");
    }
    println!("Installing them: {by_hand}");
    if names.contains(&"postfix") {
        without_a_server_of_its_own(root)?;
    }
    let apt_get = |words: &[&str]| {
        let mut command = if root {
            program("apt-get")
        } else {
            program("sudo")
        };
        if root {
            command.env("DEBIAN_FRONTEND", "noninteractive");
        } else {
            command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        }
        command.args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(words);
        succeed(&mut command)
    };
    apt_get(&["update"]).context("the list of packages could not be fetched")?;
    apt_get(
        &[
            &["install", "-y", "--no-install-recommends"],
            names.as_slice(),
        ]
        .concat(),
    )
    .with_context(|| format!("please install them by hand: {by_hand}"))
}

/// Postfix would otherwise be set up as this computer's mail server, and started.
fn without_a_server_of_its_own(root: bool) -> Result<()> {
    let words = "echo postfix postfix/main_mailer_type select No configuration \
                 | debconf-set-selections";
    let mut command = if root {
        program("sh")
    } else {
        let mut sudo = program("sudo");
        sudo.arg("sh");
        sudo
    };
    succeed(command.args(["-c", words]))
}

fn on_path(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Whether a window can be opened.
pub(crate) fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_package_that_is_installed_counts() {
        let known = "xvfb installed\nxvfb-extras installed\ndbus config-files\n";
        assert!(is_installed(known, "xvfb"));
        assert!(!is_installed(known, "dbus"), "removed, its settings kept");
        assert!(!is_installed(known, "xauth"));
    }

    #[test]
    fn every_package_says_why() {
        assert!(
            TO_RUN
                .iter()
                .chain(TO_TEST)
                .chain(TO_TEST_MAIL)
                .all(|(_, why)| why.len() > 10)
        );
    }
}
