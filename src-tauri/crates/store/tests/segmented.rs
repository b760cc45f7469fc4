//! Who is in a segment, held against the same rules put to the shop file in plain SQL; and the
//! segments that are saved in it.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "../../../../tests/support/random_rules.rs"]
mod random_rules;
#[path = "segmented/shop.rs"]
mod shop;
#[path = "segmented/sql.rs"]
mod sql;

use std::{collections::HashMap, sync::Arc};

use pannier_analytics::{Segmenter, SegmentsAsked, Worth};
use pannier_core::{
    Channel, Currency, CustomerId, FixedClock, PointsFacts, Timestamp,
    segment::{READY_MADE, Rule},
};
use pannier_store::{Error, NewShop, OpenOptions, Role, SegmentDay, SegmentSaved, Store};
use random_rules::Random;
use rusqlite::Connection;

const NOON: FixedClock = FixedClock(Timestamp(1_782_820_800_000));

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let new = NewShop {
        name: "Odd".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: shop::zone(),
        is_sample: false,
    };
    let path = folder.path().join("odd.pannier");
    let store = Store::create(&path, &new, OpenOptions::new(Role::Owner), &NOON).unwrap();
    (folder, store)
}

#[expect(clippy::disallowed_methods, reason = "a test fills the tables itself")]
fn raw(store: &Store) -> Connection {
    Connection::open(store.path()).unwrap()
}

fn segmenter(store: &Store) -> Segmenter {
    let people = store.read(|tx| tx.people_facts()).unwrap();
    Segmenter::new(
        store.facts().unwrap().facts,
        Arc::new(people),
        Currency::EUR,
    )
}

#[test]
fn the_engine_finds_whom_sql_finds() {
    let (_folder, store) = store();
    let raw = raw(&store);
    shop::fill(&raw, 700);
    let segmenter = segmenter(&store);
    let (worth, others) = (Worth::default(), HashMap::new());
    let points = PointsFacts::default();
    let asked = SegmentsAsked {
        today: shop::today(),
        zone: shop::zone(),
        worth: &worth,
        points: &points,
        others: &others,
    };
    let sql = sql::Asked {
        raw: &raw,
        today: shop::today(),
        zone: shop::zone(),
    };
    let words = shop::vocabulary();
    let mut telling = 0;
    for seed in 0..400 {
        let rule = words
            .rule(&mut Random(seed), usize::from(seed > 150) * 3)
            .normal();
        let found = segmenter.ids(&segmenter.members(&rule, &asked));
        let found: Vec<i64> = found.into_iter().map(|id| id.0).collect();
        assert_eq!(found, sql.people(&rule), "{}", rule.text(Currency::EUR));
        telling += usize::from(!found.is_empty() && found.len() < 150);
        let (left, steps) = segmenter.funnel(&rule, &asked);
        assert_eq!(segmenter.ids(&left).len(), found.len());
        assert_eq!(steps.last().map(|step| step.left), Some(left.count()));
        let people: Vec<u32> = segmenter.sample(&left, 3, seed);
        for reasons in segmenter.told(&rule, &people, &asked) {
            assert!(!reasons.is_empty());
            if let Rule::All(rules) = &rule
                && rules.iter().all(|rule| matches!(rule, Rule::Is(_)))
            {
                assert!(reasons.iter().all(|reason| reason.holds), "{reasons:?}");
            }
        }
    }
    assert!(telling > 200, "only {telling} rules told people apart");
}

#[test]
fn consent_of_all_at_once_is_consent_of_each() {
    let (_folder, store) = store();
    shop::fill(&raw(&store), 300);
    store
        .read::<_, Error>(|tx| {
            let people = tx.people_facts()?;
            assert_eq!(people.len(), 150);
            for (id, contacts) in people.id.iter().zip(&people.contacts) {
                for channel in [Channel::Email, Channel::Sms, Channel::WhatsApp] {
                    assert_eq!(contacts.said(channel), tx.consent(*id, channel)?, "{id:?}");
                }
            }
            Ok(())
        })
        .unwrap();
}

fn saved(id: Option<i64>, name: &str, priority: Option<u32>) -> SegmentSaved<'_> {
    SegmentSaved {
        id,
        name,
        rules: "orders at least 3",
        priority,
    }
}

#[test]
fn segments_are_saved_deleted_and_come_back() {
    let (_folder, store) = store();
    let now = Timestamp(1_000);
    let all = store.read(|tx| tx.segments()).unwrap();
    assert_eq!(
        all.len(),
        READY_MADE.len(),
        "a new shop has the ready-made ones"
    );
    let save = |saved: SegmentSaved| store.write(|tx| tx.save_segment(&saved, now));
    let one = save(saved(None, "Regulars", Some(1))).unwrap();
    let two = save(saved(None, "Others", Some(1))).unwrap();
    let rank = |id| store.read(|tx| tx.segment(id)).unwrap().priority;
    assert_eq!(
        (rank(one), rank(two)),
        (Some(2), Some(1)),
        "the newcomer goes before"
    );
    let taken = save(saved(None, "REGULARS", None)).unwrap_err();
    assert!(matches!(taken, Error::Conflict(_)), "{taken}");
    let delete = |id, deleted| store.write(|tx| tx.delete_segment(id, deleted, now));
    delete(one, true).unwrap();
    assert!(
        store
            .read(|tx| tx.segment(one))
            .unwrap()
            .deleted_at
            .is_some()
    );
    assert!(matches!(
        save(saved(Some(one), "Regulars", None)),
        Err(Error::Missing(_))
    ));
    let again = save(saved(None, "Regulars", None)).unwrap();
    assert!(again > two, "numbers are never given again");
    assert!(matches!(delete(one, false), Err(Error::Conflict(_))));
    delete(again, true).unwrap();
    delete(one, false).unwrap();
    let back = store.read(|tx| tx.segment(one)).unwrap();
    assert_eq!((back.name.as_str(), back.deleted_at), ("Regulars", None));
}

#[test]
fn a_frozen_list_and_a_day_stay_as_they_were() {
    let (_folder, store) = store();
    let raw = raw(&store);
    shop::fill(&raw, 20);
    let people: Vec<CustomerId> = (140..=150).map(CustomerId).collect();
    let list = store
        .write(|tx| tx.snapshot_segment(1, &people, Timestamp(5)))
        .unwrap();
    raw.execute_batch("PRAGMA foreign_keys = ON; DELETE FROM consent WHERE customer_id = 150; DELETE FROM customer WHERE id = 150;")
        .unwrap();
    let lists = store.read(|tx| tx.segment_snapshots(1)).unwrap();
    assert_eq!(
        (lists.len(), lists[0].id, lists[0].people, lists[0].still),
        (1, list, 11, 10)
    );
    let left = store.read(|tx| tx.segment_snapshot_people(list)).unwrap();
    assert_eq!(left, people[..10]);
    for (people, revenue) in [(7, 100), (9, 300)] {
        let day = SegmentDay {
            day: shop::today(),
            people,
            orders: 3,
            revenue,
            currency: Currency::EUR,
        };
        store.write(|tx| tx.keep_segment_day(1, &day)).unwrap();
    }
    let days = store.read(|tx| tx.segment_days(1)).unwrap();
    assert_eq!((days.len(), days[0].people, days[0].revenue), (1, 9, 300));
}
