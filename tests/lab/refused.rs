//! Servers that are not who they should be, and a password that is not right: nothing is sent, nobody
//! is harmed, and a plain sentence says why.

use pannier_api::{
    poll_inbox, send_now, test_mail_account,
    views::{OutboxState, SendingState, TestMailAccount},
};
use pannier_core::Cancel;

use crate::place::{Place, account, person};

fn sentence(place: &Place) -> String {
    let input = TestMailAccount {
        id: place.account,
        to: String::new(),
    };
    let tested = test_mail_account(&place.shop, &input).unwrap();
    assert!(!tested.sent, "{}", tested.words);
    tested.words
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn each_refusal_has_a_plain_sentence_and_harms_nobody() {
    let shop = "refused@lavender-lane.example";
    let people = [person(1, "Ann", "ann@refused.example", true)];
    let place = Place::open(shop, "TLS", &people);
    for (port, secret, words) in [
        (
            "TLS",
            "wrong",
            "The mail server refused the name or the password",
        ),
        (
            "STARTTLS",
            "wrong",
            "The mail server refused the name or the password",
        ),
        (
            "STRANGER",
            "secret",
            "Nobody this computer trusts says that",
        ),
        (
            "OTHERNAME",
            "secret",
            "its certificate is for another name. Please check the server's name",
        ),
        (
            "EXPIRED",
            "secret",
            "The certificate of localhost has expired. Its owner has to renew it",
        ),
    ] {
        let settings = account(&place.lab, shop, port);
        place.save(Some(place.account), settings, secret);
        let said = sentence(&place);
        assert!(said.contains(words), "{port}: {said}");
        let id = place.planned();
        let ended = send_now(&place.shop, Place::start(id), &Cancel::default()).unwrap();
        assert!(!ended.finished && ended.words.contains(words), "{ended:?}");
        assert_eq!(ended.detail.row.state, SendingState::Paused);
        let row = place.row(id, "ann@refused.example");
        assert_eq!(
            row.state,
            OutboxState::Ready,
            "{port}: it is not their fault"
        );
    }
    // The inbox too.
    place.save(
        Some(place.account),
        account(&place.lab, shop, "TLS"),
        "wrong",
    );
    let refused = poll_inbox(&place.shop, place.account).unwrap_err();
    assert!(
        refused.message.contains("refused the name or the password"),
        "{refused}"
    );
    // Put right, it goes.
    place.save(Some(place.account), place.settings.clone(), "secret");
    pannier_api::resume_mail_account(&place.shop, place.account).unwrap();
    let id = place.sent();
    assert_eq!(
        place.row(id, "ann@refused.example").state,
        OutboxState::Sent
    );
}
