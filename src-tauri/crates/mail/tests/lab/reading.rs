//! What comes back, and what is left as it was.

use pannier_core::{Identifier, Messenger, ShopKey, UnsubscribeToken};
use pannier_mail::{Bounce, Meaning, Reading};

use crate::{
    fault_smtp::{At, FaultSmtp, Plan, say},
    servers::{Lab, email, message, until},
};

fn all(lab: &Lab, user: &str, folder: &str) -> Reading {
    let since = "2020-01-01".parse().unwrap();
    lab.inbox(user).read(folder, None, since, 100).unwrap()
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn a_message_that_comes_back_names_its_person_and_itself() {
    let lab = Lab::here();
    let elsewhere = Plan::at(At::Rcpt, say("550 5.1.1 no such user here"));
    let _elsewhere = FaultSmtp::open_at(lab.port("RETURNS"), elsewhere);
    let shop = "returns@lavender-lane.example";
    let mail = message(shop, "gone@returns.example", "returnsk7");
    lab.line("TLS", shop).send(&mail, &mut || Ok(())).unwrap();
    let bounce: Bounce = until(|| {
        let letters = all(&lab, shop, "INBOX").letters;
        letters.into_iter().find_map(|letter| match letter.meaning {
            Meaning::Bounces(mut bounces) => bounces.pop(),
            _ => None,
        })
    });
    assert_eq!(bounce.recipient, Some(email("gone@returns.example")));
    assert_eq!(
        bounce.original.app_id,
        Some(Identifier::parse("returnsk7").unwrap())
    );
    assert_eq!(
        bounce.original.message_id.as_deref(),
        Some("returnsk7@lavender-lane.example")
    );
    assert!(bounce.says_the_address_is_dead(), "{bounce:?}");
    assert!(bounce.diagnostic.contains("no such user here"));
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn people_who_want_no_more_are_heard_by_subject_and_by_address() {
    let lab = Lab::here();
    let key = ShopKey::new([7; 32]);
    let token = UnsubscribeToken::issue(&key, "offers", &email("anna@shops.example"));
    let shop = "no-more@lavender-lane.example";
    let mut line = lab.line("TLS", "anna@shops.example");
    let mut by_subject = message("anna@shops.example", shop, "annak1");
    by_subject.subject =
        pannier_core::HeaderText::folded(&format!("unsubscribe-{}", token.as_str()));
    line.send(&by_subject, &mut || Ok(())).unwrap();
    let plus = format!("no-more+{}@lavender-lane.example", token.as_str());
    line.send(&message("anna@shops.example", &plus, "annak2"), &mut || {
        Ok(())
    })
    .unwrap();
    let letters = until(|| {
        let letters = all(&lab, shop, "INBOX").letters;
        (letters.len() == 2).then_some(letters)
    });
    for letter in letters {
        let Meaning::Unsubscribe(found) = letter.meaning else {
            panic!("{letter:?}");
        };
        assert_eq!(found.tokens, std::slice::from_ref(&token));
        assert!(found.tokens[0].is_genuine(&key));
        assert_eq!(letter.from, Some(email("anna@shops.example")));
    }
}

const NOTE: &str = "From: anna@shops.example\nTo: shop@lavender-lane.example\nSubject: Hello\nMessage-ID: <NUMBER@shops.example>\n\nHello\n";

fn note(number: usize) -> String {
    NOTE.replace("NUMBER", &format!("note{number}"))
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn a_folder_is_read_on_from_where_it_was_left_and_nothing_in_it_changes() {
    let lab = Lab::here();
    let user = "onward@lavender-lane.example";
    let since = "2020-01-01".parse().unwrap();
    for number in 0..5 {
        lab.put(user, "INBOX", &note(number));
    }
    let mut inbox = lab.inbox(user);
    let first = inbox.read("INBOX", None, since, 3).unwrap();
    assert!(first.letters.len() == 3 && first.more && !first.renumbered);
    let second = inbox.read("INBOX", Some(first.cursor), since, 3).unwrap();
    assert!(second.letters.len() == 2 && !second.more);
    assert_eq!(
        second.letters[1].message_id.as_deref(),
        Some("note4@shops.example")
    );
    let third = inbox.read("INBOX", Some(second.cursor), since, 3).unwrap();
    assert!(third.letters.is_empty() && third.cursor == second.cursor);
    lab.put(user, "INBOX", &note(5));
    let fourth = inbox.read("INBOX", Some(third.cursor), since, 3).unwrap();
    assert_eq!(fourth.letters.len(), 1);
    let heard = lab.says(user, &["EXAMINE INBOX".into(), "SEARCH UNSEEN".into()]);
    assert!(heard.contains("* SEARCH 1 2 3 4 5 6\r\n"), "{heard}");
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn a_renumbered_folder_is_read_again_and_said_to_be() {
    let lab = Lab::here();
    let user = "renumbered@lavender-lane.example";
    let since = "2020-01-01".parse().unwrap();
    lab.says(user, &["CREATE Reports".into()]);
    for number in 0..3 {
        lab.put(user, "Reports", &note(number));
    }
    let before = lab.inbox(user).read("Reports", None, since, 10).unwrap();
    assert_eq!(before.letters.len(), 3);
    lab.renumber(user, "Reports");
    for number in 1..3 {
        lab.put(user, "Reports", &note(number));
    }
    let mut inbox = lab.inbox(user);
    let after = inbox
        .read("Reports", Some(before.cursor), since, 10)
        .unwrap();
    assert!(after.renumbered);
    assert_ne!(after.cursor.uid_validity, before.cursor.uid_validity);
    assert_eq!(after.letters.len(), 2);
    // What was seen before is known by its id.
    assert_eq!(after.letters[0].message_id, before.letters[1].message_id);
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn the_folder_of_sent_mail_settles_what_was_uncertain() {
    let lab = Lab::here();
    let user = "sent@lavender-lane.example";
    let mut inbox = lab.inbox(user);
    let folders = inbox.folders(None).unwrap();
    assert_eq!(folders.sent.as_deref(), Some("Sent"));
    assert_eq!(folders.junk.as_deref(), Some("Junk"));
    lab.put(
        user,
        "Sent",
        "From: sent@lavender-lane.example\nTo: anna@shops.example\nSubject: Soap\nMessage-ID: <theirs@provider.example>\nX-App-Id: sentk1\n\nHello\n",
    );
    lab.put(
        user,
        "Sent",
        "From: sent@lavender-lane.example\nTo: anna@shops.example\nSubject: Soap\nMessage-ID: <sentk2@lavender-lane.example>\n\nHello\n",
    );
    let words = ["sentk1", "sentk2", "sentk3"].map(|word| Identifier::parse(word).unwrap());
    let found = inbox.was_sent("Sent", &words).unwrap();
    assert_eq!(found, [true, true, false]);
}
