//! Random histories: failures at any stage, ends of the run, people joined, people who say no. Nobody gets a message twice, nobody who may be written to is lost, nobody who
//! said no before gets one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use pannier_campaign::Ended;
use pannier_core::{Class, CustomerId, Stage};
use pannier_store::{OutboxState, Reason, Role, Store, SuppressionReason};
use proptest::prelude::*;

use crate::{
    place::{MINUTE, NOON, Place, SetClock},
    stub::Server,
};

const PEOPLE: i64 = 25;

/// Something that happens when the server is asked for the nth time.
#[derive(Debug, Clone)]
enum Deed {
    SaysNo(i64),
    Joins(i64, i64),
    Pauses,
    /// The program is gone: as if it was killed with rows on their way.
    Forgets,
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = 1..=PEOPLE;
    prop_oneof![
        3 => who.clone().prop_map(Deed::SaysNo),
        3 => (who.clone(), who).prop_map(|(a, b)| Deed::Joins(a, b)),
        1 => Just(Deed::Pauses),
        1 => Just(Deed::Forgets),
    ]
}

fn end() -> impl Strategy<Value = (Stage, Class)> {
    prop_oneof![
        Just((Stage::Connect, Class::Line)),
        Just((Stage::Rcpt, Class::Greylist)),
        Just((Stage::Rcpt, Class::Hard)),
        Just((Stage::Rcpt, Class::Soft)),
        Just((Stage::Mail, Class::Rate)),
        Just((Stage::Body, Class::Line)),
        Just((Stage::Dot, Class::NotAccepted)),
        Just((Stage::Dot, Class::Policy)),
        Just((Stage::Dot, Class::Uncertain)),
    ]
}

fn happen(path: &std::path::Path, sending: i64, deed: &Deed) {
    let clock = SetClock::at(NOON);
    let options = pannier_store::OpenOptions::new(Role::Guest);
    let other = Store::open(path, options, &clock).unwrap();
    match deed {
        Deed::SaysNo(who) => {
            other
                .write(|tx| {
                    let reason = SuppressionReason::Unsubscribed;
                    let address = format!("p{who}@example.com");
                    tx.unsubscribe_address(&address, reason, "a mail", NOON, NOON)
                })
                .unwrap();
        }
        Deed::Joins(a, b) if a != b => {
            other
                .write(|tx| tx.join_customers(CustomerId(*a), CustomerId(*b), NOON))
                .unwrap();
        }
        Deed::Joins(..) => {}
        Deed::Pauses => {
            crate::place::raw(path)
                .execute(
                    "UPDATE sending SET state = 'paused', paused_by = 'merchant' WHERE id = ?1",
                    [sending],
                )
                .unwrap();
        }
        Deed::Forgets => {
            crate::place::raw(path)
                .execute_batch("DELETE FROM sender_lease")
                .unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn nobody_twice_and_nobody_lost(
        ends in proptest::collection::vec((1..=PEOPLE, end()), 0..20),
        deeds in proptest::collection::btree_map(1_usize..60, deed(), 0..6),
        lines in 1_usize..=3,
    ) {
        let place = Place::with(25);
        let sending = place.planned(|_| {});
        let server = Server::default();
        for (who, end) in &ends {
            server.tell(&format!("p{who}@example.com"), &[*end]);
        }
        let no_since: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
        let (path, deeds_left, noted) = (place.path.clone(), deeds.clone(), Arc::clone(&no_since));
        let log = server.clone();
        let mut turn = 0;
        server.before(move |_| {
            turn += 1;
            if let Some(deed) = deeds_left.get(&turn) {
                happen(&path, sending, deed);
                if let Deed::SaysNo(who) = deed {
                    let so_far = log.arrived().len();
                    noted.lock().unwrap().entry(format!("p{who}@example.com")).or_insert(so_far);
                }
            }
        });
        for round in 0..60 {
            let ended = place.run(sending, server.lines(lines));
            match ended {
                Ended::Finished | Ended::Elsewhere(pannier_store::SendingState::Finished) => break,
                Ended::Waits(..) => place.clock.add(5 * 60 * MINUTE),
                _ => {}
            }
            prop_assert!(round < 59, "it comes to an end: {:?}", place.rows(sending));
        }
        let arrived = server.arrived();
        let mut of_address: BTreeMap<&str, usize> = BTreeMap::new();
        for (address, _) in &arrived {
            *of_address.entry(address).or_default() += 1;
        }
        prop_assert!(of_address.values().all(|times| *times == 1), "{of_address:?}");
        let rows = place.rows(sending);
        prop_assert_eq!(rows.len(), 25);
        let may_be_first = ends.iter().map(|(who, _)| format!("p{who}@example.com"));
        let told: BTreeSet<String> = may_be_first.collect();
        let said_no = no_since.lock().unwrap();
        for row in &rows {
            let has = of_address.contains_key(row.address.as_str());
            match row.state {
                OutboxState::Sent => prop_assert!(has, "{} is lost", row.address),
                OutboxState::Uncertain => {}
                OutboxState::Failed => {
                    prop_assert!(!has && told.contains(&row.address), "{row:?}");
                }
                OutboxState::Skipped => {
                    let known = matches!(row.reason, Some(Reason::SamePerson | Reason::SaidNo));
                    prop_assert!(!has && known, "{row:?}");
                }
                other => prop_assert!(false, "{other:?} at the end"),
            }
        }
        // Of people who are one, one at most has it, save those who had it before they were joined.
        for (address, before) in said_no.iter() {
            let later = arrived.iter().skip(before + lines).filter(|(to, _)| to == address);
            prop_assert_eq!(later.count(), 0, "{} said no before", address);
        }
    }
}
