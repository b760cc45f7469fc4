//! A thousand people, each with a mailbox of their own, and those who are to get nothing.

use std::collections::BTreeSet;

use pannier_api::{
    get_sending, import_suppressed, poll_inbox, start_sending, suppress_address,
    views::{OutboxState, SendingState},
};
use pannier_mail::Letter;

use crate::{
    place::{Place, person},
    servers::{Lab, until},
};

const PEOPLE: usize = 1_000;
/// As the screens count them.
const COUNT: u32 = 1_000;

/// What lies in a mailbox.
fn mailbox(lab: &Lab, address: &str) -> Vec<Letter> {
    let since = "2020-01-01".parse().unwrap();
    lab.inbox(address)
        .read("INBOX", None, since, 100)
        .unwrap()
        .letters
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn a_thousand_people_get_their_own_message_and_nobody_who_said_no_gets_any() {
    let address = |number: usize| format!("m{number}@thousand.example");
    let mut people: Vec<String> = (0..PEOPLE)
        .map(|number| person(number, &format!("Mara{number}"), &address(number), true))
        .collect();
    let refused = person(PEOPLE, "Never", "never@thousand.example", false);
    let listed = person(PEOPLE + 1, "Listed", "listed@thousand.example", true);
    let by_hand = person(PEOPLE + 2, "Hand", "hand@thousand.example", true);
    // Their numbers are the last: they wait longest.
    let meanwhile = person(PEOPLE + 3, "Late", "late@thousand.example", true);
    people.extend([refused, listed, by_hand, meanwhile]);
    let place = Place::open("thousand@lavender-lane.example", "TLS", &people);
    let list = place.path("no.csv");
    std::fs::write(&list, "E-Mail\nlisted@thousand.example\n").unwrap();
    assert_eq!(import_suppressed(&place.shop, &list).unwrap().added, 1);
    suppress_address(&place.shop, "hand@thousand.example").unwrap();

    let id = place.planned();
    let planned = get_sending(&place.shop, id).unwrap().row.counts;
    assert_eq!(planned.ready, COUNT + 1);
    start_sending(&place.shop, Place::start(id)).unwrap();
    place.wait_for(id, |row| row.counts.sent >= 20);
    suppress_address(&place.shop, "late@thousand.example").unwrap();
    place.wait_for(id, |row| row.state == SendingState::Finished);
    let counts = get_sending(&place.shop, id).unwrap().row.counts;
    assert_eq!(
        (counts.sent, counts.failed, counts.uncertain, counts.skipped),
        (COUNT, 0, 0, 4)
    );
    let late = place.row(id, "late@thousand.example");
    assert_eq!(late.state, OutboxState::Skipped, "{}", late.why);

    // Each has one message, with their own name, and an id that nobody else has.
    let mut ids = BTreeSet::new();
    until(|| (!mailbox(&place.lab, &address(PEOPLE - 1)).is_empty()).then_some(()));
    for number in 0..PEOPLE {
        let letters = until(|| {
            let letters = mailbox(&place.lab, &address(number));
            (!letters.is_empty()).then_some(letters)
        });
        assert_eq!(letters.len(), 1, "{}", address(number));
        assert_eq!(letters[0].subject, format!("Offers for Mara{number}"));
        assert!(ids.insert(letters[0].message_id.clone().unwrap()));
    }
    for nobody in ["never", "listed", "hand", "late"] {
        let letters = mailbox(&place.lab, &format!("{nobody}@thousand.example"));
        assert!(letters.is_empty(), "{nobody}: {letters:?}");
    }
    // Nothing came back.
    let polled = poll_inbox(&place.shop, place.account).unwrap();
    assert_eq!((polled.bounces, polled.refused), (0, 0), "{polled:?}");
    assert_eq!(place.never().len(), 3);
}
