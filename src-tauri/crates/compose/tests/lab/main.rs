//! What a filter of junk says of the mails of all kinds, as they leave.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

use std::{
    io::Write,
    process::{Command, Stdio},
};

use pannier_compose::{CampaignKind, Language};
use pannier_mail::as_file;

#[path = "../it/outgoing.rs"]
mod outgoing;
#[path = "../it/people.rs"]
mod people;

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn mails_do_not_look_like_junk() {
    for kind in CampaignKind::ALL {
        for language in [Language::En, Language::De] {
            let message = outgoing::message(&people::mail(kind, language));
            let file = as_file(&message, outgoing::AT).unwrap();
            let mut child = Command::new("spamassassin")
                .args(["-L", "-t"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            child.stdin.take().unwrap().write_all(&file).unwrap();
            let output = child.wait_with_output().unwrap();
            let report = String::from_utf8_lossy(&output.stdout).into_owned();
            let score: f64 = report
                .lines()
                .find_map(|line| line.strip_prefix("Content analysis details:"))
                .and_then(|rest| rest.trim().strip_prefix('('))
                .and_then(|rest| rest.split_whitespace().next())
                .and_then(|score| score.parse().ok())
                .unwrap_or_else(|| panic!("{report}"));
            assert!(score < 2.0, "{kind:?} in {language}: {score}\n{report}");
        }
    }
}
