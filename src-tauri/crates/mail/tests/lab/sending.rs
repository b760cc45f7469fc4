//! What leaves, and what is refused.

use std::{collections::BTreeSet, thread};

use pannier_core::{Class, Messenger, Stage};
use pannier_mail::Inbox;

use crate::servers::{Lab, message, messenger, until};

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn everyone_gets_their_own_message_over_both_kinds_of_line() {
    let lab = Lab::here();
    let per_line = 50;
    thread::scope(|scope| {
        for (line, port) in ["TLS", "STARTTLS", "TLS", "STARTTLS"]
            .into_iter()
            .enumerate()
        {
            let lab = &lab;
            scope.spawn(move || {
                let mut messenger = lab.line(port, "shop@lavender-lane.example");
                for number in 0..per_line {
                    // All arrive in the mailbox of one, each at an address of its own.
                    let to = format!("crowd+{line}x{number}@shops.example");
                    let word = format!("crowd{line}x{number}");
                    let mail = message("shop@lavender-lane.example", &to, &word);
                    let receipt = messenger.send(&mail, &mut || Ok(())).unwrap();
                    assert!(receipt.said.contains("queued"), "{}", receipt.said);
                }
            });
        }
    });
    let expected = 4 * per_line;
    let since = "2020-01-01".parse().unwrap();
    let reading = until(|| {
        let mut inbox = lab.inbox("crowd@shops.example");
        let reading = inbox.read("INBOX", None, since, 1000).unwrap();
        (reading.letters.len() >= expected).then_some(reading)
    });
    let ids: BTreeSet<_> = reading
        .letters
        .iter()
        .map(|letter| letter.message_id.clone().unwrap())
        .collect();
    assert_eq!((reading.letters.len(), ids.len()), (expected, expected));
    assert!(ids.contains("crowd3x49@lavender-lane.example"));
    assert_eq!(reading.letters[0].subject, "Soap is back – für Zoë");
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn a_wrong_password_is_refused_in_both_directions() {
    let lab = Lab::here();
    for port in ["TLS", "STARTTLS"] {
        let account = lab.smtp(port, "shop@lavender-lane.example", "wrong");
        let error = messenger(account, lab.trust("ca"))
            .check_login()
            .unwrap_err();
        assert_eq!((error.stage, error.class), (Stage::Auth, Class::Auth));
        assert!(
            error
                .to_string()
                .starts_with("The mail server refused the name or the password"),
            "{error}"
        );
        let account = lab.smtp(port, "shop@lavender-lane.example", "secret");
        messenger(account, lab.trust("ca")).check_login().unwrap();
    }
    let account = lab.imap("shop@lavender-lane.example", "wrong");
    let error = Inbox::new(account, lab.trust("ca"))
        .unwrap()
        .check_login()
        .unwrap_err();
    assert_eq!(error.class, Class::Auth, "{error}");
    assert!(error.pauses_until_mended());
    lab.inbox("shop@lavender-lane.example")
        .check_login()
        .unwrap();
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn a_server_that_cannot_be_trusted_is_told_nothing() {
    let lab = Lab::here();
    for port in ["TLS", "STARTTLS"] {
        let account = lab.smtp(port, "shop@lavender-lane.example", "secret");
        let error = messenger(account, lab.trust("stranger"))
            .check_login()
            .unwrap_err();
        assert_eq!((error.stage, error.class), (Stage::Tls, Class::Security));
        assert!(
            error.to_string().contains("Nobody this computer trusts"),
            "{error}"
        );
    }
    let account = lab.smtp("OTHERNAME", "shop@lavender-lane.example", "secret");
    let error = messenger(account, lab.trust("ca"))
        .check_login()
        .unwrap_err();
    assert_eq!(error.class, Class::Security);
    assert!(error.to_string().contains("is for another name"), "{error}");
    let account = lab.imap("shop@lavender-lane.example", "secret");
    let error = Inbox::new(account, lab.trust("stranger"))
        .unwrap()
        .check_login()
        .unwrap_err();
    assert_eq!(error.class, Class::Security, "{error}");
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn a_dead_address_and_a_full_mailbox_cost_neither_line_nor_others() {
    let lab = Lab::here();
    let mut line = lab.line("STARTTLS", "shop@lavender-lane.example");
    let from = "shop@lavender-lane.example";
    let mut send = |to: &str| line.send(&message(from, to, "onek7"), &mut || Ok(()));
    send("first@shops.example").unwrap();
    assert!(
        send("nobody@shops.example")
            .unwrap_err()
            .says_the_address_is_dead()
    );
    assert!(
        send("full@shops.example")
            .unwrap_err()
            .counts_against_the_mailbox()
    );
    send("last@shops.example").unwrap();
    send("jörg@shops.example").unwrap();
}
