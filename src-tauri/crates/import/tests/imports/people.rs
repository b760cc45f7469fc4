//! Who is who and what they said, when files come in several orders and are taken back again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::PathBuf,
};

use pannier_core::{Channel, ConsentState, CustomerId, ImportId};
use pannier_store::{CustomerContent, OrderContent, UndoKeeps};
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

use crate::{
    export::{Order, export},
    support::{Shop, shop},
};

use ConsentState::{NotSubscribed, Subscribed, Unsubscribed};

pub(crate) fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

/// A customers file of (id, address, accepts).
pub(crate) fn people(rows: &[(&str, &str, &str)]) -> String {
    let mut text = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Phone,Total Spent,Total Orders,Note,Tax Exempt,Tags\n".to_owned();
    for (id, email, accepts) in rows {
        let id = if id.is_empty() {
            String::new()
        } else {
            format!("'{id}")
        };
        writeln!(text, "{id},Ann,Of {email},{email},{accepts},,0,0,,no,").unwrap();
    }
    text
}

/// An order of someone, named in the file as `name`.
pub(crate) fn order(index: u64, email: &str, name: &str, ticked: bool) -> (Order, String, bool) {
    let mut order = Order::plain(index);
    email.clone_into(&mut order.email);
    order.created = format!("2026-05-{:02} 10:15:31 +0200", 1 + index);
    (order, name.to_owned(), ticked)
}

pub(crate) fn orders(all: &[(Order, String, bool)]) -> String {
    let mut text = String::new();
    for (order, name, ticked) in all {
        let one = export(std::slice::from_ref(order)).replace("Ada Moss", name);
        let one = if *ticked {
            one.replace(",no,EUR,", ",yes,EUR,")
        } else {
            one
        };
        let (header, rows) = one.split_once('\n').unwrap();
        if text.is_empty() {
            text = format!("{header}\n");
        }
        text.push_str(rows);
    }
    text
}

impl Shop {
    pub(crate) fn bring(&self, files: &[String]) -> Option<ImportId> {
        let paths: Vec<PathBuf> = files
            .iter()
            .enumerate()
            .map(|(index, text)| self.file(&format!("{index}.csv"), text))
            .collect();
        self.import(&paths).import
    }

    pub(crate) fn brings(&self, file: String) -> ImportId {
        self.bring(&[file]).unwrap()
    }

    pub(crate) fn by_key(&self, key: &str) -> Option<CustomerId> {
        self.store
            .read(|tx| {
                let source = tx.source("shopify", "")?;
                source.map_or(Ok(None), |source| tx.customer_by_key(source, key))
            })
            .unwrap()
            .map(|known| known.id)
    }

    pub(crate) fn by_email(&self, email: &str) -> Option<CustomerId> {
        self.store
            .read(|tx| tx.customer_by_email(email))
            .unwrap()
            .map(|known| known.id)
    }

    fn profile(&self, id: CustomerId) -> CustomerContent {
        self.store.read(|tx| tx.stored_customer(id)).unwrap()
    }

    pub(crate) fn consent_of(&self, id: CustomerId) -> ConsentState {
        self.store
            .read(|tx| tx.consent(id, Channel::Email))
            .unwrap()
    }

    pub(crate) fn consent(&self, email: &str) -> Option<ConsentState> {
        self.by_email(email).map(|id| self.consent_of(id))
    }
}

#[test]
fn a_no_in_a_second_file_or_row_holds_and_both_ids_are_kept() {
    let (yes, no) = (
        people(&[("1", "a@x.com", "yes")]),
        people(&[("2", "A@x.com", "no")]),
    );
    let in_one_file = people(&[("1", "a@x.com", "yes"), ("2", "A@x.com", "no")]);
    for files in [vec![yes.clone(), no.clone()], vec![in_one_file]] {
        let shop = german();
        let import = shop.bring(&files).unwrap();
        assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed));
        let customer = shop.by_email("a@x.com");
        assert_eq!(
            (shop.by_key("1"), shop.by_key("2")),
            (customer, customer),
            "merging keeps both ids"
        );
        shop.assert_healthy();
        shop.undo(import).unwrap();
        assert_eq!((shop.by_key("1"), shop.by_key("2")), (None, None));
        shop.assert_healthy();
    }
    let shop = german();
    shop.bring(&[no, yes]).unwrap();
    assert_eq!(
        shop.consent("a@x.com"),
        Some(NotSubscribed),
        "of a yes and a no in one drop, the no holds"
    );
}

#[test]
fn ids_go_with_the_import_that_brought_them() {
    let shop = german();
    shop.brings(people(&[("2", "b@x.com", "")]));
    let second = shop.brings(people(&[("1", "b@x.com", "")]));
    assert_eq!(shop.by_key("1"), shop.by_email("b@x.com"));
    shop.undo(second).unwrap();
    assert_eq!(shop.by_key("1"), None);
    shop.brings(people(&[("1", "z@x.com", "")]));
    assert_ne!(shop.by_email("z@x.com"), None);
    assert_ne!(shop.by_email("b@x.com"), None, "someone else stays");
    shop.assert_healthy();
}

#[test]
fn an_order_goes_back_to_someone_who_was_gone() {
    for sequence in [[0, 2, 1], [2, 0, 1], [1, 2, 0], [0, 1, 2], [2, 1, 0]] {
        let shop = german();
        let imports: Vec<ImportId> = ["a@x.com", "a@x.com", "b@x.com"]
            .into_iter()
            .zip(10..)
            .map(|(email, later)| {
                let later = order(later, "", "", false);
                shop.brings(orders(&[order(1, email, "Ann Lee", false), later]))
            })
            .collect();
        assert_eq!(shop.by_email("a@x.com"), None, "nothing is theirs any more");
        for (done, index) in sequence.into_iter().enumerate() {
            shop.undo(imports[index]).unwrap();
            shop.assert_healthy();
            let standing: Vec<usize> = (0..3).filter(|i| !sequence[..=done].contains(i)).collect();
            let last = standing.last();
            assert_eq!(
                (
                    shop.by_email("a@x.com").is_some(),
                    shop.by_email("b@x.com").is_some()
                ),
                (last.is_some_and(|last| *last < 2), last == Some(&2)),
                "{sequence:?}, {standing:?} stand"
            );
        }
    }
}

#[test]
fn a_refund_that_comes_back_keeps_clear_of_the_others() {
    let refunded = |index, refunded| {
        let mut order = order(index, "a@x.com", "Ann Lee", false);
        order.0.refunded = refunded;
        order
    };
    let shop = german();
    shop.brings(orders(&[refunded(1, 1000)]));
    // A newer file without the refund, as after an edit by hand.
    let second = shop.brings(orders(&[refunded(1, 0), order(9, "", "", false)]));
    shop.brings(orders(&[refunded(2, 1000)]));
    shop.undo(second).unwrap();
    shop.assert_healthy();

    let shop = german();
    shop.brings(orders(&[refunded(1, 1000), refunded(2, 0)]));
    let second = shop.brings(orders(&[
        refunded(1, 0),
        refunded(2, 1000),
        order(9, "", "", false),
    ]));
    shop.undo(second).unwrap();
    shop.assert_healthy();
    let refunds = shop.store.read(|tx| tx.facts()).unwrap().refunded;
    assert_eq!(refunds.iter().sum::<i64>(), 1000);
}

#[test]
fn a_yes_that_a_later_file_says_too_outlives_the_first() {
    let shop = german();
    let first = shop.brings(people(&[("1", "a@x.com", "yes")]));
    let second = shop.brings(people(&[("1", "a@x.com", "yes")]));
    shop.undo(first).unwrap();
    assert_eq!(shop.consent("a@x.com"), Some(Subscribed));
    shop.undo(second).unwrap();
    assert_eq!(shop.by_email("a@x.com"), None);
    shop.assert_healthy();
}

#[test]
fn a_no_after_the_tick_of_an_order_is_an_unsubscribing() {
    let ticked = || orders(&[order(1, "a@x.com", "Ann Lee", true)]);
    let said = |accepts| people(&[("1", "a@x.com", accepts)]);
    for histories in [
        vec![vec![ticked()], vec![said("no")]],
        vec![vec![said("no")], vec![ticked()]],
        vec![vec![said("no"), ticked()]],
        vec![vec![ticked(), said("no")]],
    ] {
        let shop = german();
        for files in &histories {
            shop.bring(files).unwrap();
        }
        assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed));
        shop.brings(said("yes"));
        assert_eq!(
            shop.consent("a@x.com"),
            Some(Unsubscribed),
            "an undated yes lifts no no"
        );
        shop.assert_healthy();
    }
    let shop = german();
    shop.brings(ticked());
    assert_eq!(shop.consent("a@x.com"), Some(Subscribed), "the order alone");
}

#[test]
fn a_no_stays_with_the_address_that_its_customer_left() {
    let shop = german();
    shop.brings(people(&[("1", "a@x.com", "yes")]));
    shop.brings(people(&[("1", "a@x.com", "no")]));
    shop.brings(people(&[("1", "b@x.com", "no")]));
    assert_eq!(shop.consent("b@x.com"), Some(Unsubscribed));
    shop.brings(orders(&[order(1, "a@x.com", "Ann Lee", true)]));
    assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed), "a guest");
    shop.brings(people(&[("2", "a@x.com", "yes")]));
    assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed), "another id");
    shop.assert_healthy();
}

#[test]
fn a_no_outlives_the_customer_who_goes_with_undo() {
    let shop = german();
    let first = shop.brings(people(&[("1", "a@x.com", "yes")]));
    let second = shop.brings(people(&[("1", "a@x.com", "no")]));
    shop.undo(first).unwrap();
    shop.undo(second).unwrap();
    assert_eq!(shop.by_email("a@x.com"), None);
    shop.brings(people(&[("", "a@x.com", "yes")]));
    assert_eq!(shop.consent("a@x.com"), Some(Unsubscribed));
    shop.assert_healthy();
}

#[test]
fn an_address_can_pass_to_another_id_within_a_file() {
    let shop = german();
    shop.brings(people(&[("1", "a@x.com", "")]));
    let file = people(&[("1", "b@x.com", ""), ("2", "a@x.com", "")]);
    let plan = shop.preview(&[shop.file("moved.csv", &file)]);
    let counts = plan.files()[0].customers;
    assert_eq!((counts.new, counts.updated), (1, 1));
    let import = shop.brings(file);
    assert_eq!(shop.by_key("1"), shop.by_email("b@x.com"));
    assert_eq!(shop.by_key("2"), shop.by_email("a@x.com"));
    shop.undo(import).unwrap();
    assert_eq!(shop.by_key("1"), shop.by_email("a@x.com"));
    assert_eq!(shop.by_email("b@x.com"), None);
    shop.assert_healthy();
}

#[test]
fn a_guest_is_the_customer_who_comes_by_their_address() {
    let shop = german();
    shop.brings(people(&[("1", "a@x.com", "")]));
    shop.brings(orders(&[order(1, "b@x.com", "Bo Lee", false)]));
    let moved = shop.brings(people(&[("1", "b@x.com", "")]));
    let known = shop.by_email("b@x.com");
    assert_eq!(shop.by_key("1"), known);
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!(facts.customer_ids.len(), 1);
    shop.undo(moved).unwrap();
    assert_eq!(shop.by_key("1"), shop.by_email("a@x.com"));
    let guest = shop.profile(shop.by_email("b@x.com").unwrap());
    assert_eq!(guest.first_name, "Bo");
    shop.assert_healthy();
}

#[test]
fn a_guest_bears_the_name_of_their_newest_order() {
    let shop = german();
    let old = order(1, "a@x.com", "Ann Lee", false);
    let new = order(2, "a@x.com", "Ann Moss", false);
    shop.brings(orders(&[old]));
    let second = shop.brings(orders(&[new]));
    let last_name = || shop.profile(shop.by_email("a@x.com").unwrap()).last_name;
    assert_eq!(last_name(), "Moss");
    shop.undo(second).unwrap();
    assert_eq!(last_name(), "Lee");
}

/// A file of a random history.
#[derive(Debug, Clone)]
pub(crate) enum File {
    /// Id, address, number, consent, name; 0 is none.
    People(Vec<[u8; 5]>),
    /// By number: address, name. Those with a higher number are ticked and keep their address:
    /// a tick that is gone again has made a “no” an unsubscribing while it was there.
    Orders(BTreeMap<u64, [u8; 2]>),
}

#[derive(Debug, Clone)]
enum Act {
    Import(Vec<File>),
    Undo(usize),
}

impl File {
    pub(crate) fn text(&self) -> String {
        const ACCEPTS: [&str; 3] = ["", "yes", "no"];
        match self {
            Self::People(rows) => {
                let mut text = people(&[]);
                for [id, email, phone, accepts, name] in rows {
                    let id = key(*id).map(|id| format!("'{id}")).unwrap_or_default();
                    let email = address(*email).unwrap_or_default();
                    let phone = match phone {
                        0 => String::new(),
                        number => format!("'+49 30 90182{number}"),
                    };
                    let accepts = ACCEPTS[usize::from(*accepts)];
                    writeln!(
                        text,
                        "{id},Ann,Of {name},{email},{accepts},{phone},0,0,,no,"
                    )
                    .unwrap();
                }
                text
            }
            Self::Orders(all) => {
                let all: Vec<(Order, String, bool)> = all
                    .iter()
                    .map(|(index, [email, name])| {
                        let email = match index {
                            0..3 => address(*email).unwrap_or_default(),
                            _ => address(u8::try_from(index - 2).unwrap()).unwrap(),
                        };
                        let mut order = order(*index, &email, &format!("Bo Nr{name}"), *index > 2);
                        order.0.lines[0].3 += i64::from(*name) * 100;
                        order.0.refunded = i64::try_from(index % 2).unwrap() * 500;
                        order
                    })
                    .collect();
                orders(&all)
            }
        }
    }
}

pub(crate) fn key(id: u8) -> Option<String> {
    (id > 0).then(|| format!("700{id}"))
}

pub(crate) fn address(email: u8) -> Option<String> {
    (email > 0).then(|| format!("p{email}@example.com"))
}

pub(crate) fn file() -> impl Strategy<Value = File> {
    let row = (0..4_u8, 0..4_u8, 0..3_u8, 0..3_u8, 0..3_u8)
        .prop_map(|(id, email, phone, accepts, name)| [id, email, phone, accepts, name]);
    let said = (0..4_u8, 0..3_u8).prop_map(|(email, name)| [email, name]);
    prop_oneof![
        prop::collection::vec(row, 1..4).prop_map(File::People),
        prop::collection::btree_map(0..6_u64, said, 1..4).prop_map(File::Orders),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => prop::collection::vec(file(), 1..3).prop_map(Act::Import),
        2 => (0..4_usize).prop_map(Act::Undo),
    ]
}

/// Everyone of the shop file, by what they can be known by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Everyone {
    by_key: BTreeMap<String, CustomerContent>,
    by_email: BTreeMap<String, CustomerContent>,
    /// For each order: what it says with its lines and refund, and whose it is.
    orders: BTreeMap<String, (OrderContent, Option<CustomerContent>)>,
}

pub(crate) fn everyone(shop: &Shop) -> Everyone {
    let keys = (1..4).filter_map(key);
    let emails = (1..4).filter_map(address);
    let orders = shop
        .store
        .read(|tx| {
            let mut orders = BTreeMap::new();
            for id in tx.facts()?.order {
                let stored = tx.stored_order(id)?;
                let customer = stored
                    .customer
                    .map(|id| tx.stored_customer(id))
                    .transpose()?;
                orders.insert(stored.content.number.clone(), (stored.content, customer));
            }
            Ok::<_, pannier_store::Error>(orders)
        })
        .unwrap();
    Everyone {
        by_key: keys
            .filter_map(|key| Some((key.clone(), shop.profile(shop.by_key(&key)?))))
            .collect(),
        by_email: emails
            .filter_map(|email| Some((email.clone(), shop.profile(shop.by_email(&email)?))))
            .collect(),
        orders,
    }
}

/// What holds for each address and each id.
fn consents(shop: &Shop) -> BTreeMap<String, ConsentState> {
    let keys = (1..4)
        .filter_map(key)
        .filter_map(|key| Some((key.clone(), shop.by_key(&key)?)));
    let emails = (1..4)
        .filter_map(address)
        .filter_map(|email| Some((email.clone(), shop.by_email(&email)?)));
    keys.chain(emails)
        .map(|(word, id)| (word, shop.consent_of(id)))
        .collect()
}

fn play(acts: &[Act]) {
    let shop = german();
    let mut standing: Vec<(ImportId, Vec<String>)> = Vec::new();
    let mut said_no: BTreeSet<String> = BTreeSet::new();
    for act in acts {
        match act {
            Act::Import(files) => {
                let files: Vec<String> = files.iter().map(File::text).collect();
                let import = shop.bring(&files);
                standing.extend(import.map(|import| (import, files)));
            }
            Act::Undo(nth) if *nth < standing.len() => {
                let (import, _) = standing.remove(*nth);
                shop.undo(import).unwrap();
            }
            Act::Undo(_) => {}
        }
        let now = consents(&shop);
        for (word, state) in &now {
            assert!(
                !said_no.contains(word) || *state == Unsubscribed,
                "{word} said no before {act:?} of {acts:#?}"
            );
        }
        let is_no = |word: &&String| now[*word] == Unsubscribed;
        said_no.extend(now.keys().filter(is_no).cloned());
    }
    shop.assert_healthy();
    let fresh = german();
    for (_, files) in &standing {
        fresh.bring(files);
    }
    assert_eq!(everyone(&shop), everyone(&fresh), "{acts:#?}");
    let found = consents(&shop);
    for (word, state) in consents(&fresh) {
        assert!(
            found[&word] == state || found[&word] == Unsubscribed,
            "{word}: {:?} and not {state:?} after {acts:#?}",
            found[&word]
        );
        assert!(
            found[&word] != Unsubscribed || state == Unsubscribed || said_no.contains(&word),
            "nobody said no for {word} in {acts:#?}"
        );
    }
}

pub(crate) fn config(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
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
fn undo_leaves_what_the_imports_that_stand_bring_afresh() {
    // The same histories each time; the long check looks for new ones.
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    histories(TestRunner::new_with_rng(config(150), rng), 8);
}

#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_undo_leaves_what_ten_thousand_fresh_histories_bring() {
    histories(TestRunner::new(config(10_000)), 10);
}

/// Found by the long check: a change and its way back, of which the first is undone, are none.
#[test]
fn an_update_that_changes_nothing_any_more_moves_no_order() {
    let named = |name| File::Orders(BTreeMap::from([(3, [0, name])]));
    play(&[
        Act::Import(vec![File::People(vec![[3, 1, 0, 0, 0]]), named(1)]),
        Act::Import(vec![File::People(vec![[3, 2, 0, 0, 2]])]),
        Act::Import(vec![named(0)]),
        Act::Import(vec![named(1)]),
        Act::Undo(2),
    ]);
}

/// Found by the long check: an id held p3's address for a while and said no with it.
#[test]
fn a_no_reaches_an_address_that_its_id_held_for_a_while() {
    play(&[
        Act::Import(vec![
            File::People(vec![[2, 0, 0, 0, 0]]),
            File::People(vec![[0, 3, 0, 0, 0]]),
        ]),
        Act::Import(vec![File::People(vec![[2, 3, 0, 1, 0], [2, 0, 0, 2, 0]])]),
        Act::Import(vec![File::People(vec![[2, 1, 0, 0, 0]])]),
        Act::Undo(0),
        Act::Import(vec![File::Orders(BTreeMap::from([(5, [0, 0])]))]),
    ]);
}

/// Found by the long check.
#[test]
fn a_no_after_a_yes_of_an_order_stays_one_when_an_earlier_file_goes() {
    play(&[
        Act::Import(vec![File::People(vec![[3, 3, 0, 0, 0]])]),
        Act::Import(vec![
            File::People(vec![[2, 3, 0, 0, 0], [3, 0, 0, 0, 0]]),
            File::Orders(BTreeMap::from([(4, [0, 0])])),
        ]),
        Act::Import(vec![File::People(vec![[3, 0, 0, 0, 0], [2, 2, 0, 2, 0]])]),
        Act::Import(vec![File::People(vec![[2, 1, 0, 0, 0]])]),
        Act::Import(vec![File::Orders(BTreeMap::from([(0, [2, 0])]))]),
        Act::Undo(0),
    ]);
}

/// Found by the long check: the box was ticked while the order was still theirs.
#[test]
fn a_tick_counts_for_whom_an_order_was_when_it_first_came() {
    let people = |rows: &[[u8; 5]]| File::People(rows.to_vec());
    let orders = |name| File::Orders(BTreeMap::from([(4, [0, name])]));
    play(&[
        Act::Import(vec![people(&[[0, 3, 0, 0, 0]]), people(&[[2, 2, 0, 0, 0]])]),
        Act::Import(vec![people(&[[3, 0, 0, 0, 0]])]),
        Act::Import(vec![people(&[[3, 2, 0, 2, 0]]), orders(0)]),
        Act::Import(vec![people(&[[2, 1, 0, 0, 0]])]),
        Act::Import(vec![orders(1)]),
        Act::Undo(1),
    ]);
}

#[test]
fn what_an_undo_would_leave_is_told_before_it() {
    let shop = german();
    let keeps = |import| shop.store.read(|tx| tx.undo_keeps(import)).unwrap();
    let lee = || order(1, "a@x.com", "Ann Lee", false);
    let moss = || order(2, "b@x.com", "Bo Moss", false);
    let first = shop
        .bring(&[
            people(&[("1", "a@x.com", "yes"), ("2", "c@x.com", "yes")]),
            orders(&[lee(), moss()]),
        ])
        .unwrap();
    assert_eq!(keeps(first), UndoKeeps::default(), "nothing came later");
    let no = shop.brings(people(&[("1", "a@x.com", "no")]));
    shop.brings(orders(&[moss()]));
    shop.join("a@x.com", "c@x.com");
    assert_eq!(
        keeps(first),
        UndoKeeps {
            orders: 1,
            customers: 2,
            joinings: 1,
            ..UndoKeeps::default()
        },
        "Moss' order was in another file too; of a and b other files speak"
    );
    assert_eq!(keeps(no).noes, 1);
    shop.undo(first).unwrap();
    let left = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!(left.order.len(), 1, "as it was told");
    assert!(shop.by_email("c@x.com").is_none());
    assert!(shop.by_email("a@x.com").is_some());
}
