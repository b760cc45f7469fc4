//! What came back, and whether it is believed.

use pannier_campaign::{Arrived, ArrivedKind, Ended, UNSUBSCRIBE_LIST, judge, said_no_by_token};
use pannier_core::{
    Channel, Class, ConsentState, CustomerId, Email, ShopKey, Stage, Timestamp, UnsubscribeToken,
};
use pannier_store::{EventVerdict, OutboxState, Reason, SuppressionReason};

use crate::{
    place::{NOON, Place},
    stub::Server,
};

fn arrived(known_by: &str, kind: ArrivedKind) -> Arrived {
    Arrived {
        known_by: known_by.into(),
        kind,
        words: Vec::new(),
        from: None,
        said: "550 5.1.1 unknown".into(),
        at: Timestamp(NOON.0 + 1_000),
    }
}

fn bounce(recipient: &str, status: &str) -> ArrivedKind {
    ArrivedKind::Bounce {
        recipient: recipient.into(),
        status: status.into(),
    }
}

fn told(place: &Place, one: Arrived) -> Option<(EventVerdict, String)> {
    let now = Timestamp(NOON.0 + 2_000);
    let judged = judge(&place.store, Some(place.account), &[one], now).unwrap();
    judged
        .into_iter()
        .next()
        .map(|one| (one.verdict, one.sentence))
}

fn listed(place: &Place) -> Vec<(String, SuppressionReason)> {
    let all = place
        .store
        .read(|tx| tx.suppressed_addresses("", 0, 100))
        .unwrap();
    let mut all: Vec<_> = all
        .into_iter()
        .map(|one| (one.address, one.reason))
        .collect();
    all.sort();
    all
}

/// Five people, of whom four have the message; it may have reached the fourth.
fn sent() -> (Place, i64) {
    let place = Place::with(5);
    let sending = place.planned(|_| {});
    let server = Server::default();
    server.tell("p4@example.com", &[(Stage::Dot, Class::Uncertain)]);
    server.tell("p5@example.com", &[(Stage::Rcpt, Class::Hard)]);
    assert_eq!(place.run(sending, server.lines(1)), Ended::Finished);
    (place, sending)
}

fn token(place: &Place, address: &str) -> UnsubscribeToken {
    let key = ShopKey::new(place.store.read(|tx| tx.shop_key()).unwrap());
    UnsubscribeToken::issue(&key, UNSUBSCRIBE_LIST, &Email::parse(address).unwrap())
}

#[test]
fn a_bounce_counts_for_an_address_that_was_written_to() {
    let (place, sending) = sent();
    let before = listed(&place);
    for stranger in ["someone@else.example", "not an address", ""] {
        let said = told(
            &place,
            arrived(&format!("b-{stranger}"), bounce(stranger, "5.1.1")),
        );
        let (verdict, sentence) = said.unwrap();
        assert_eq!(verdict, EventVerdict::Refused, "{stranger}");
        assert!(sentence.contains("never sent"), "{sentence}");
    }
    assert_eq!(listed(&place), before);
    let (verdict, _) = told(&place, arrived("b1", bounce("P1@example.com", "5.1.1"))).unwrap();
    assert_eq!(verdict, EventVerdict::Acted);
    let row = place.row(sending, "p1@example.com");
    assert_eq!(
        (row.state, row.reason),
        (OutboxState::Failed, Some(Reason::CameBack))
    );
    assert!(listed(&place).contains(&("p1@example.com".into(), SuppressionReason::Bounced)));
    assert_eq!(
        told(&place, arrived("b1", bounce("p1@example.com", "5.1.1"))),
        None,
        "once"
    );
    // What is no fault of the address does not end it; what is late is no bounce.
    told(&place, arrived("b2", bounce("p2@example.com", "5.7.1")));
    assert_eq!(
        place.row(sending, "p2@example.com").state,
        OutboxState::Failed
    );
    let late = ArrivedKind::Delay {
        recipient: "p3@example.com".into(),
    };
    let (verdict, _) = told(&place, arrived("b3", late)).unwrap();
    assert_eq!(verdict, EventVerdict::Noted);
    assert_eq!(
        place.row(sending, "p3@example.com").state,
        OutboxState::Sent
    );
    assert_eq!(listed(&place).len(), 2, "the dead ones");
    // The journal knows that the server took it over; that it came back is the later word.
    let next = place.planned(|_| {});
    place.run(next, Server::default().lines(1));
    assert_eq!(
        place.row(sending, "p1@example.com").reason,
        Some(Reason::CameBack)
    );
}

#[test]
fn an_unsubscribe_mail_ends_it_for_good() {
    let (place, _) = sent();
    let by_token = ArrivedKind::Unsubscribe {
        tokens: vec![token(&place, "p1@example.com")],
        in_words: false,
    };
    let (verdict, _) = told(&place, arrived("u1", by_token)).unwrap();
    assert_eq!(verdict, EventVerdict::Acted);
    let in_words = ArrivedKind::Unsubscribe {
        tokens: vec![],
        in_words: true,
    };
    let mut mail = arrived("u2", in_words.clone());
    mail.from = Some(Email::parse("p2@example.com").unwrap());
    assert_eq!(told(&place, mail).unwrap().0, EventVerdict::Acted);
    let mut stranger = arrived("u3", in_words);
    stranger.from = Some(Email::parse("someone@else.example").unwrap());
    assert_eq!(told(&place, stranger).unwrap().0, EventVerdict::Refused);
    for customer in [1, 2] {
        let consent = place
            .store
            .read(|tx| tx.consent(CustomerId(customer), Channel::Email));
        assert_eq!(
            consent.unwrap(),
            ConsentState::Unsubscribed,
            "it joins their history"
        );
    }
    let next = place.write(|_| {});
    assert_eq!(place.plan(next).skipped[&Reason::SaidNo], 2);
}

#[test]
fn a_forged_token_is_not_believed() {
    let (place, _) = sent();
    let before = listed(&place);
    let true_one = token(&place, "p1@example.com");
    let flipped = if true_one.as_str().starts_with('a') {
        "b"
    } else {
        "a"
    };
    let forged = format!("{flipped}{}", &true_one.as_str()[1..]);
    let forged = UnsubscribeToken::parse(&forged).unwrap();
    let kind = ArrivedKind::Unsubscribe {
        tokens: vec![forged.clone()],
        in_words: true,
    };
    let mut mail = arrived("u1", kind);
    mail.from = Some(Email::parse("p1@example.com").unwrap());
    let (verdict, sentence) = told(&place, mail).unwrap();
    assert_eq!(verdict, EventVerdict::Refused);
    assert!(sentence.contains("did not make"), "{sentence}");
    let now = Timestamp(NOON.0 + 9_000);
    assert_eq!(
        said_no_by_token(&place.store, None, &[(forged, NOON)], now).unwrap(),
        0
    );
    assert_eq!(listed(&place), before);
    let said = [(true_one, NOON)];
    assert_eq!(said_no_by_token(&place.store, None, &said, now).unwrap(), 1);
    assert_eq!(
        said_no_by_token(&place.store, None, &said, now).unwrap(),
        0,
        "once"
    );
}

#[test]
fn a_complaint_and_evidence() {
    let (place, sending) = sent();
    let complaint = ArrivedKind::Complaint {
        recipient: Some("p3@example.com".into()),
    };
    assert_eq!(
        told(&place, arrived("c1", complaint)).unwrap().0,
        EventVerdict::Acted
    );
    assert!(listed(&place).contains(&("p3@example.com".into(), SuppressionReason::Complained)));
    let unknown = ArrivedKind::Complaint { recipient: None };
    assert_eq!(
        told(&place, arrived("c2", unknown)).unwrap().0,
        EventVerdict::Refused
    );
    let row = place.row(sending, "p4@example.com");
    assert_eq!(row.state, OutboxState::Uncertain);
    let mut copy = arrived("s1", ArrivedKind::Copy);
    copy.words = vec!["nonsense".into(), row.word.clone()];
    assert_eq!(told(&place, copy).unwrap().0, EventVerdict::Acted);
    let row = place.row(sending, "p4@example.com");
    assert_eq!(
        (row.state, row.reason),
        (OutboxState::Sent, Some(Reason::FoundSent))
    );
    let events = place
        .store
        .read(|tx| tx.inbox_events_of(CustomerId(4)))
        .unwrap();
    assert_eq!(events.len(), 1, "it shows with the customer");
}
