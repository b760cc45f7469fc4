//! Who gets a message, and who does not.

use pannier_campaign::{Error, plan};
use pannier_core::{Cancel, CustomerId, Reporter};
use pannier_store::{NewSuppression, OutboxState, PairVerdict, Reason, SuppressionReason};

use crate::place::{NOON, Place, variables};

#[test]
fn everyone_has_a_row_with_why_not() {
    let place = Place::with(9);
    place
        .raw()
        .execute_batch(
            "UPDATE consent SET state = 'unsubscribed' WHERE customer_id = 2;
             DELETE FROM consent WHERE customer_id = 3;
             UPDATE customer SET email = NULL WHERE id = 4;
             UPDATE customer SET email = 'x@marketplace.amazon.de' WHERE id = 5;",
        )
        .unwrap();
    place
        .store
        .write(|tx| {
            for (address, reason) in [
                ("p6@example.com", SuppressionReason::Bounced),
                ("p7@example.com", SuppressionReason::Complained),
            ] {
                tx.suppress_address(&NewSuppression {
                    address,
                    reason,
                    source: "a mail",
                    said: "",
                    at: NOON,
                })?;
            }
            // Eight and nine are one person.
            tx.join_customers(CustomerId(8), CustomerId(9), NOON)
        })
        .unwrap();
    let sending = place.write(|_| {});
    let planned = place.plan(sending);
    assert_eq!((planned.ready, planned.held_out), (2, 0));
    let why = |reason| planned.skipped.get(&reason).copied().unwrap_or(0);
    for reason in [
        Reason::SaidNo,
        Reason::NeverAsked,
        Reason::NoAddress,
        Reason::Relay,
        Reason::Bounced,
        Reason::Complained,
    ] {
        assert_eq!(why(reason), 1, "{reason:?}");
    }
    assert_eq!(place.rows(sending).len(), 8, "one person has one row");
    let again = plan(
        &place.store,
        sending,
        &place.everyone(),
        &variables(),
        NOON,
        &Reporter::default(),
        &Cancel::default(),
    );
    assert!(
        matches!(again, Err(Error::Conflict(_))),
        "who gets it is settled once"
    );
}

#[test]
fn some_are_held_back_and_stay_so() {
    let place = Place::with(2_000);
    let sending = place.write(|said| said.holdout_share = 100_000);
    let planned = place.plan(sending);
    assert!((140..=260).contains(&planned.held_out), "{planned:?}");
    assert_eq!(planned.ready + planned.held_out, 2_000);
    let held = place.count(sending, OutboxState::HeldOut);
    let other = place.write(|said| said.holdout_share = 100_000);
    place.plan(other);
    let of = |sending| {
        let rows = place.rows(sending).into_iter();
        let held = rows.filter(|row| row.state == OutboxState::HeldOut);
        held.map(|row| row.customer).collect::<Vec<_>>()
    };
    assert_eq!(of(sending).len(), held);
    assert_ne!(of(sending), of(other), "each message draws anew");
}

#[test]
fn a_message_that_someone_cannot_be_sent_is_not_planned() {
    let place = Place::with(3);
    place
        .raw()
        .execute_batch("UPDATE customer SET first_name = '' WHERE id = 2")
        .unwrap();
    let sending = place.write(|said| said.subject = "Hello {{ first_name }}".into());
    let refused = plan(
        &place.store,
        sending,
        &place.everyone(),
        &variables(),
        NOON,
        &Reporter::default(),
        &Cancel::default(),
    );
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("Not everyone has first_name"), "{words}");
    assert!(place.rows(sending).is_empty());
}

#[test]
fn a_no_is_lifted_by_a_later_yes_alone() {
    let place = Place::with(2);
    place
        .store
        .write(|tx| {
            let reason = SuppressionReason::Unsubscribed;
            tx.unsubscribe_address("p1@example.com", reason, "a mail", NOON, NOON)
        })
        .unwrap();
    let sending = place.write(|_| {});
    assert_eq!(place.plan(sending).ready, 1);
    place
        .raw()
        .execute_batch(&format!(
            "INSERT INTO consent (customer_id, channel, state, source, recorded_at, dated_at, proof)
             VALUES (1, 'email', 'subscribed', 'person', {0}, {0}, 'a form')",
            NOON.0 + 1
        ))
        .unwrap();
    let sending = place.write(|_| {});
    assert_eq!(place.plan(sending).ready, 2);
    let pairs = place.store.read(|tx| tx.customer_pairs(PairVerdict::One));
    assert!(pairs.unwrap().is_empty());
}
