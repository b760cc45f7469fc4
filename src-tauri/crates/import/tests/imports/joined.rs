//! Customers whom the merchant joined, among imports and undos.

use std::collections::{BTreeMap, BTreeSet};

use pannier_core::{ConsentState, CustomerId, ImportId};
use pannier_store::{CustomerWord, PairVerdict};
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    people::{File, address, config, everyone, file, german, key, order, orders, people},
    support::Shop,
};

use ConsentState::{NotSubscribed, Subscribed, Unsubscribed};

impl Shop {
    pub(crate) fn join(&self, a: &str, b: &str) -> bool {
        let (a, b) = (self.by_email(a).unwrap(), self.by_email(b).unwrap());
        self.join_ids(a, b)
    }

    fn join_ids(&self, a: CustomerId, b: CustomerId) -> bool {
        let now = self.context.now;
        self.store.write(|tx| tx.join_customers(a, b, now)).unwrap()
    }

    fn part(&self, a: &str, b: &str) -> bool {
        let (a, b) = (self.by_email(a).unwrap(), self.by_email(b).unwrap());
        let now = self.context.now;
        self.store.write(|tx| tx.part_customers(a, b, now)).unwrap()
    }

    fn is_joined(&self, a: &str, b: &str) -> bool {
        let people = self.store.read(|tx| tx.people()).unwrap();
        let person = |email| people.person(self.by_email(email).unwrap());
        person(a) == person(b)
    }

    /// How many people ordered.
    fn buyers(&self) -> usize {
        let facts = self.store.read(|tx| tx.facts()).unwrap();
        facts.customer_ids.len()
    }
}

fn two_guests() -> String {
    orders(&[
        order(1, "a@x.com", "Ann Lee", false),
        order(2, "b@x.com", "Ann Lee", false),
    ])
}

#[test]
fn joined_customers_count_as_one_and_parting_restores_exactly() {
    let shop = german();
    shop.brings(two_guests());
    let before = shop.store.read(|tx| tx.facts()).unwrap();
    assert!(shop.join("a@x.com", "b@x.com"));
    assert_eq!(shop.buyers(), 1);
    assert!(!shop.join("b@x.com", "a@x.com"), "they are one already");
    shop.assert_healthy();
    assert!(shop.part("b@x.com", "a@x.com"));
    assert_eq!(shop.store.read(|tx| tx.facts()).unwrap(), before);
    assert!(!shop.part("a@x.com", "b@x.com"), "they are two already");
    shop.assert_healthy();
}

#[test]
fn a_joining_holds_through_imports_and_undos_and_rests_while_nobody_is_there() {
    let shop = german();
    let first = shop.brings(two_guests());
    shop.join("a@x.com", "b@x.com");
    shop.brings(people(&[("1", "a@x.com", "")]));
    let moved = shop.brings(people(&[("1", "c@x.com", "")]));
    assert_eq!(shop.buyers(), 1, "the file said the address of them");
    shop.undo(moved).unwrap();
    assert!(shop.is_joined("a@x.com", "b@x.com"));
    shop.undo(first).unwrap();
    assert_eq!(shop.by_email("b@x.com"), None);
    shop.assert_healthy();
    shop.brings(two_guests());
    assert!(shop.is_joined("a@x.com", "b@x.com"), "both are back");
    shop.assert_healthy();
}

#[test]
fn a_joining_by_an_id_follows_its_customer_to_another_address() {
    let shop = german();
    shop.brings(people(&[("1", "a@x.com", ""), ("2", "b@x.com", "")]));
    shop.join("a@x.com", "b@x.com");
    shop.brings(people(&[("1", "c@x.com", ""), ("3", "a@x.com", "")]));
    assert!(shop.is_joined("c@x.com", "b@x.com"));
    assert!(
        !shop.is_joined("a@x.com", "b@x.com"),
        "the address passed to someone else"
    );
    shop.assert_healthy();
}

#[test]
fn a_no_of_either_holds_for_both_and_parting_lifts_none() {
    let yes_and_no = || {
        let shop = german();
        shop.brings(people(&[
            ("1", "a@x.com", "yes"),
            ("2", "b@x.com", "yes"),
            ("3", "c@x.com", "no"),
        ]));
        shop
    };
    let no = people(&[("2", "b@x.com", "no")]);
    let shop = yes_and_no();
    shop.brings(no.clone());
    shop.join("a@x.com", "b@x.com");
    assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed), "said before");
    shop.part("a@x.com", "b@x.com");
    assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed));
    shop.assert_healthy();

    let shop = yes_and_no();
    shop.join("a@x.com", "b@x.com");
    assert_eq!(shop.consent("a@x.com"), Some(Subscribed));
    let later = shop.brings(no);
    assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed), "said later");
    shop.undo(later).unwrap();
    assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed));
    shop.part("a@x.com", "b@x.com");
    shop.brings(people(&[("1", "a@x.com", "yes")]));
    assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed));
    shop.assert_healthy();

    let shop = yes_and_no();
    shop.join("a@x.com", "c@x.com");
    assert_eq!(
        (shop.consent("a@x.com"), shop.consent("c@x.com")),
        (Some(Subscribed), Some(NotSubscribed)),
        "who was never asked said neither"
    );
}

#[test]
fn of_three_the_last_joining_between_two_is_taken_back() {
    let shop = german();
    let rows = [
        ("1", "a@x.com", ""),
        ("2", "b@x.com", ""),
        ("3", "c@x.com", ""),
    ];
    shop.brings(people(&rows));
    shop.join("a@x.com", "b@x.com");
    shop.join("b@x.com", "c@x.com");
    assert!(shop.is_joined("a@x.com", "c@x.com"));
    shop.part("a@x.com", "c@x.com");
    assert!(shop.is_joined("a@x.com", "b@x.com"));
    assert!(!shop.is_joined("b@x.com", "c@x.com"));
    shop.join("a@x.com", "c@x.com");
    shop.part("a@x.com", "b@x.com");
    assert!(shop.is_joined("a@x.com", "c@x.com"));
    assert!(!shop.is_joined("a@x.com", "b@x.com"));
}

#[test]
fn two_people_stay_two_until_that_is_taken_back() {
    let shop = german();
    shop.brings(two_guests());
    let (a, b) = (
        shop.by_email("a@x.com").unwrap(),
        shop.by_email("b@x.com").unwrap(),
    );
    let now = shop.context.now;
    let apart = |apart| {
        shop.store
            .write(|tx| tx.keep_customers_apart(a, b, apart, now))
    };
    let said = || {
        let pairs = shop.store.read(|tx| tx.customer_pairs(PairVerdict::Two));
        pairs.unwrap().len()
    };
    assert!(apart(true).unwrap());
    assert!(!apart(true).unwrap(), "said before");
    assert_eq!(said(), 1);
    assert!(apart(false).unwrap());
    assert_eq!(said(), 0);
    apart(true).unwrap();
    shop.join("a@x.com", "b@x.com");
    assert_eq!(said(), 0, "the later word counts");
    assert!(apart(true).is_err(), "who was joined is parted first");
    let same = shop.store.write(|tx| tx.join_customers(a, a, now));
    assert!(same.unwrap_err().to_string().contains("same customer"));
    shop.assert_healthy();
}

/// A step of a random history.
#[derive(Debug, Clone)]
enum Act {
    Import(Vec<File>),
    Undo(usize),
    /// Of the people there are then.
    Join(usize, usize),
    Part(usize, usize),
}

fn act() -> impl Strategy<Value = Act> {
    let pair = || (0..6_usize, 0..6_usize);
    prop_oneof![
        4 => prop::collection::vec(file(), 1..3).prop_map(Act::Import),
        2 => (0..4_usize).prop_map(Act::Undo),
        3 => pair().prop_map(|(a, b)| Act::Join(a, b)),
        1 => pair().prop_map(|(a, b)| Act::Part(a, b)),
    ]
}

/// A word by which someone can be found in any shop file that holds the same.
type Name = String;

fn named(shop: &Shop) -> BTreeMap<Name, CustomerId> {
    let keys = (1..4).filter_map(key);
    let keys = keys.filter_map(|key| Some((key.clone(), shop.by_key(&key)?)));
    let emails = (1..4).filter_map(address);
    let emails = emails.filter_map(|email| Some((email.clone(), shop.by_email(&email)?)));
    let phones = (1..3).map(|number| format!("+493090182{number}"));
    let phones = phones.filter_map(|phone| {
        let word = CustomerWord::Phone(phone.clone());
        let id = shop.store.read(|tx| tx.customer_known_by(&word)).unwrap()?;
        Some((phone, id))
    });
    keys.chain(emails).chain(phones).collect()
}

/// Everyone there is, in an order that row numbers have no part in.
fn everyone_named(named: &BTreeMap<Name, CustomerId>) -> Vec<CustomerId> {
    let mut seen = BTreeSet::new();
    named
        .values()
        .copied()
        .filter(|id| seen.insert(*id))
        .collect()
}

/// The names of one customer in the order in which they identify: ids, address, number.
fn names_of(named: &BTreeMap<Name, CustomerId>, id: CustomerId) -> Vec<Name> {
    let mut names: Vec<Name> = named
        .iter()
        .filter(|(_, of)| **of == id)
        .map(|(name, _)| name.clone())
        .collect();
    names.sort_by_key(|name| (name.starts_with('+'), name.contains('@'), name.clone()));
    names
}

/// A joining as the test remembers it.
type Joining = [Vec<Name>; 2];

fn meant(shop: &Shop, names: &[Name]) -> Option<CustomerId> {
    let word = |name: &Name| match name {
        name if name.starts_with('+') => Some(CustomerWord::Phone(name.clone())),
        name if name.contains('@') => Some(CustomerWord::Email(name.clone())),
        name => {
            let source = shop.store.read(|tx| tx.source("shopify", "")).unwrap()?;
            Some(CustomerWord::Key(source, name.clone()))
        }
    };
    let words: Vec<CustomerWord> = names.iter().filter_map(word).collect();
    let read = |word: &CustomerWord| shop.store.read(|tx| tx.customer_known_by(word)).unwrap();
    let once = |word: &CustomerWord| {
        let once = shop.store.read(|tx| tx.customer_once_known_by(word));
        once.unwrap()
    };
    let known = words.iter().find_map(read);
    known.or_else(|| words.iter().find_map(once))
}

/// The sets of names that are one person, worked out from joinings without the shop's help.
fn expected(shop: &Shop, joinings: &[Joining]) -> BTreeSet<BTreeSet<Name>> {
    let named = named(shop);
    let mut person: BTreeMap<CustomerId, CustomerId> = BTreeMap::new();
    let of = |person: &BTreeMap<_, _>, id| person.get(&id).copied().unwrap_or(id);
    for [a, b] in joinings {
        if let (Some(a), Some(b)) = (meant(shop, a), meant(shop, b)) {
            let (one, other) = (of(&person, a), of(&person, b));
            for id in [a, b] {
                person.entry(id).or_insert(one);
            }
            for of in person.values_mut().filter(|of| **of == other) {
                *of = one;
            }
        }
    }
    sets(&named, |id| of(&person, id))
}

fn sets(
    named: &BTreeMap<Name, CustomerId>,
    person: impl Fn(CustomerId) -> CustomerId,
) -> BTreeSet<BTreeSet<Name>> {
    let mut sets: BTreeMap<CustomerId, BTreeSet<Name>> = BTreeMap::new();
    for (name, id) in named {
        sets.entry(person(*id)).or_default().insert(name.clone());
    }
    sets.into_values().collect()
}

fn found(shop: &Shop) -> BTreeSet<BTreeSet<Name>> {
    let people = shop.store.read(|tx| tx.people()).unwrap();
    sets(&named(shop), |id| people.person(id))
}

fn texts(files: &[File]) -> Vec<String> {
    files.iter().map(File::text).collect()
}

/// For each person, everything that their customers are known by: also a number that finds another
/// customer first.
fn words(shop: &Shop) -> BTreeMap<CustomerId, BTreeSet<Name>> {
    let word = |word| match word {
        CustomerWord::Key(_, word) | CustomerWord::Email(word) | CustomerWord::Phone(word) => word,
    };
    let mut words: BTreeMap<CustomerId, BTreeSet<Name>> = BTreeMap::new();
    let people = shop.store.read(|tx| tx.people()).unwrap();
    for id in everyone_named(&named(shop)) {
        let theirs = shop.store.read(|tx| tx.customer_words(id)).unwrap();
        let known = words.entry(people.person(id)).or_default();
        known.extend(theirs.into_iter().map(word));
    }
    words
}

/// The words that each row of customers files says of one person: someone can be known by a word
/// while files are read and by another one at their end.
fn rows(files: &[File]) -> Vec<BTreeSet<Name>> {
    let mut sets = Vec::new();
    for file in files {
        if let File::People(rows) = file {
            sets.extend(rows.iter().map(|[id, email, phone, ..]| {
                let phone = (*phone > 0).then(|| format!("+493090182{phone}"));
                let words = [key(*id), address(*email), phone];
                words.into_iter().flatten().collect::<BTreeSet<Name>>()
            }));
        }
    }
    sets
}

/// Lets a “no” that was said for some words reach all that the same person is known by.
fn spread(reached: &mut BTreeSet<Name>, sets: &[BTreeSet<Name>]) {
    loop {
        let before = reached.len();
        for words in sets {
            if !words.is_disjoint(reached) {
                reached.extend(words.iter().cloned());
            }
        }
        if reached.len() == before {
            return;
        }
    }
}

fn play(acts: &[Act]) {
    let shop = german();
    // The same imports and undos without joinings: nobody says a no that is not said there.
    let twin = german();
    let mut standing: Vec<(ImportId, ImportId, Vec<File>)> = Vec::new();
    let mut joinings: Vec<Joining> = Vec::new();
    let mut reached: BTreeSet<Name> = BTreeSet::new();
    let mut said_no: BTreeSet<Name> = BTreeSet::new();
    for act in acts {
        let before = named(&shop);
        let all = everyone_named(&before);
        let mut read = Vec::new();
        match act {
            Act::Import(files) => {
                read = rows(files);
                let texts = texts(files);
                let imports = shop.bring(&texts).zip(twin.bring(&texts));
                standing.extend(imports.map(|(import, twins)| (import, twins, files.clone())));
            }
            Act::Undo(nth) if *nth < standing.len() => {
                // What stands is read again.
                read = standing
                    .iter()
                    .flat_map(|(_, _, files)| rows(files))
                    .collect();
                let (import, twins, _) = standing.remove(*nth);
                shop.undo(import).unwrap();
                twin.undo(twins).unwrap();
            }
            Act::Join(a, b)
                if a != b && a.max(b) < &all.len() && shop.join_ids(all[*a], all[*b]) =>
            {
                joinings.push([a, b].map(|nth| names_of(&before, all[*nth])));
            }
            Act::Part(a, b) if a != b && a.max(b) < &all.len() => {
                let now = shop.context.now;
                let (a, b) = (all[*a], all[*b]);
                let one = |joinings: &[Joining]| {
                    let sets = expected(&shop, joinings);
                    let name = |id| names_of(&before, id).swap_remove(0);
                    sets.iter()
                        .any(|set| set.contains(&name(a)) && set.contains(&name(b)))
                };
                // The last ones said without which they would be two.
                while one(&joinings) {
                    let newest = (0..joinings.len()).find(|nth| one(&joinings[..=*nth]));
                    joinings.remove(newest.unwrap());
                }
                shop.store.write(|tx| tx.part_customers(a, b, now)).unwrap();
            }
            _ => {}
        }
        let people = found(&shop);
        assert_eq!(people, expected(&shop, &joinings), "{act:?} of {acts:#?}");
        // A number alone can have said no as well.
        let no = |shop: &Shop| {
            let all = named(shop).into_iter();
            let no = all.filter(|(_, id)| shop.consent_of(*id) == Unsubscribed);
            no.map(|(name, _)| name).collect::<BTreeSet<Name>>()
        };
        let now = no(&shop);
        let there: BTreeSet<Name> = named(&shop).into_keys().collect();
        for names in &people {
            let theirs: BTreeSet<&Name> = names.intersection(&there).collect();
            let said = theirs.iter().filter(|name| now.contains(**name)).count();
            assert!(
                said == 0 || said == theirs.len(),
                "a no holds for all of {names:?} after {act:?} of {acts:#?}"
            );
        }
        assert!(
            said_no.intersection(&there).all(|name| now.contains(name)),
            "{said_no:?} said no before {act:?} of {acts:#?}"
        );
        said_no.extend(now.iter().cloned());
        reached.extend(no(&twin));
        read.extend(words(&twin).into_values());
        read.extend(words(&shop).into_values());
        spread(&mut reached, &read);
        assert!(
            now.is_subset(&reached),
            "nobody said no for all of {now:?}, only {reached:?}: {act:?} of {acts:#?}"
        );
    }
    shop.assert_healthy();
    let fresh = german();
    for (_, _, files) in &standing {
        fresh.bring(&texts(files));
    }
    assert_eq!(everyone(&shop), everyone(&fresh), "{acts:#?}");
    assert_eq!(found(&shop), expected(&fresh, &joinings), "{acts:#?}");
}

fn histories(mut runner: TestRunner, length: usize) {
    runner
        .run(&prop::collection::vec(act(), 1..length), |acts| {
            play(&acts);
            Ok(())
        })
        .unwrap();
}

#[test]
fn joinings_hold_among_imports_and_undos() {
    // The same histories each time; the long check looks for new ones.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    histories(TestRunner::new_with_rng(config(120), rng), 10);
}

#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_joinings_hold_among_ten_thousand_fresh_histories() {
    histories(TestRunner::new(config(10_000)), 14);
}

/// Found by the long check.
#[test]
fn a_no_of_a_number_alone_holds_for_whom_it_is_joined_with() {
    let people = |rows: &[[u8; 5]]| File::People(rows.to_vec());
    play(&[
        Act::Import(vec![people(&[[1, 0, 0, 0, 0], [0, 1, 0, 0, 0]])]),
        Act::Import(vec![people(&[[0, 0, 1, 1, 0]]), people(&[[0, 0, 1, 2, 0]])]),
        Act::Join(0, 1),
    ]);
}

/// Found by the long check.
#[test]
fn an_id_stays_apart_from_a_number_that_another_file_has_first() {
    let of = |row| File::People(vec![row]);
    play(&[
        Act::Import(vec![of([0, 1, 0, 0, 0])]),
        Act::Import(vec![of([0, 1, 0, 0, 0])]),
        Act::Import(vec![of([3, 0, 0, 0, 0])]),
        Act::Import(vec![of([0, 0, 2, 0, 0]), of([3, 0, 0, 0, 0])]),
        Act::Undo(2),
        Act::Import(vec![of([3, 0, 2, 0, 0])]),
    ]);
}

/// Found by the long check.
#[test]
fn a_no_of_whom_an_order_was_before_an_undo_stays_theirs() {
    let of = |row| File::People(vec![row]);
    let order = |index, said| File::Orders(BTreeMap::from([(index, said)]));
    play(&[
        Act::Import(vec![of([1, 2, 0, 0, 0])]),
        Act::Import(vec![order(3, [0, 0]), order(1, [3, 0])]),
        Act::Import(vec![of([0, 1, 0, 2, 0])]),
        Act::Import(vec![order(1, [2, 0]), of([1, 1, 0, 0, 0])]),
        Act::Undo(2),
        Act::Join(0, 1),
        Act::Undo(2),
    ]);
}
