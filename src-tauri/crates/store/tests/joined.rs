//! What the checks of a shop file say of customers who were joined.

use pannier_core::{Currency, CustomerId, FixedClock, Timestamp};
use pannier_store::{NewShop, OpenOptions, Role, Store};

const NOON: FixedClock = FixedClock(Timestamp(1_782_820_800_000));

/// A shop of two people, one of whom said no to e-mail.
const TWO: &str = "
  INSERT INTO import (state, applied_at) VALUES ('applied', 0);
  INSERT INTO customer (email, first_name, last_name, company, address, city, zip, region, country,
                        tags, note, import_id)
  VALUES ('a@x.example', '', '', '', '', '', '', '', '', '', '', 1),
         ('b@x.example', '', '', '', '', '', '', '', '', '', '', 1);
  INSERT INTO consent (customer_id, channel, state, source, recorded_at, proof)
  VALUES (1, 'email', 'unsubscribed', 'person', 5, 'a letter');";

#[test]
fn a_no_that_was_taken_from_one_who_was_joined_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wren.pannier");
    let new = NewShop {
        name: "Wren".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: "Europe/Berlin".parse().unwrap(),
        is_sample: false,
    };
    let store = Store::create(&path, &new, OpenOptions::new(Role::Owner), &NOON).unwrap();
    #[expect(clippy::disallowed_methods, reason = "plays another program")]
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch(TWO).unwrap();
    let (a, b) = (CustomerId(1), CustomerId(2));
    let joined = store.write(|tx| tx.join_customers(a, b, NOON.0));
    assert!(joined.unwrap());
    let found = |store: &Store| {
        let health = store.read(|tx| tx.health()).unwrap();
        health
            .findings
            .into_iter()
            .filter(|finding| finding.check.contains("joined") || finding.check.contains("two"))
            .map(|finding| finding.message)
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&store), Vec::<String>::new());
    for sql in [
        "DELETE FROM consent WHERE customer_id = 2",
        "DELETE FROM customer_pair_word WHERE side = 1",
    ] {
        other.execute(sql, []).unwrap();
        assert_eq!(found(&store).len(), 1, "{sql}");
    }
}
