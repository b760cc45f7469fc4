//! Random histories of a shop beside a slow model: whatever happened, and in whatever order files
//! and postings came, the ledger says what all facts and decisions together make of it.

use std::{cell::RefCell, collections::BTreeMap};

use pannier_core::{ShopZone, Timestamp};
use pannier_loyalty::{Error, Expiry};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::{
    model::{Decision, LARGE_REWARD, Model, OFF, Plan, SMALL_REWARD},
    support::{DAY, HOUR, Said, Shop, at, shop},
};

/// One thing that happens.
#[derive(Debug, Clone)]
enum Act {
    /// A file comes: which orders, and what it says of each.
    Import(Vec<(u32, u8)>),
    /// The nth import that stands is undone.
    Undo(usize),
    /// The nth import that stands comes once more.
    Again(usize),
    /// The first two, or the last two people turn out to be one.
    Join(bool),
    Part(bool),
    /// Hours pass; backwards where the clock is set right.
    Pass(i64),
    Redeem(usize, bool),
    /// The nth reward is taken back.
    Unredeem(usize),
    Adjust(usize, i64),
    Change(Plan, i64),
    Warn,
    Post,
}

const PEOPLE: [&str; 4] = [
    "ada@example.com",
    "bea@example.com",
    "cleo@example.com",
    "dora@example.com",
];

/// What a file says of an order, in one of its versions.
fn said(number: u32, version: u8, codes: &[String]) -> Said {
    let base = at("2026-01-01T09:00:00Z").0;
    // Some fall on the same day, two into the same moment.
    let placed = base + i64::from(number / 3) * 9 * DAY + i64::from(number % 3 / 2) * 5 * HOUR;
    let goods = [2_000, 5_500, 10_000, 12_345, 499, 30_000][number as usize % 6];
    let person = PEOPLE[number as usize % 4];
    let plain = Said {
        placed_at: Timestamp(placed),
        ..Said::plain(number, person, "2026-01-01T09:00:00Z", goods)
    };
    match version {
        0 => plain,
        1 => plain.refunded(goods / 3),
        2 => plain.refunded(goods),
        3 => Said {
            cancelled_at: Some(Timestamp(placed + DAY)),
            ..plain
        },
        4 => Said {
            goods: goods + 4_000,
            ..plain
        },
        5 => Said {
            email: Some(PEOPLE[(number as usize + 1) % 4].to_owned()),
            ..plain
        },
        6 => Said {
            is_test: true,
            ..plain
        },
        7 => Said {
            email: None,
            ..plain
        },
        8 => Said {
            placed_at: Timestamp(placed + 3 * DAY),
            ..plain
        },
        _ => Said {
            codes: codes.last().cloned().unwrap_or_default(),
            goods: goods - OFF.min(goods),
            discounts: OFF.min(goods),
            ..plain
        },
    }
}

fn plan() -> impl Strategy<Value = Plan> {
    let expiry = prop_oneof![
        2 => Just(Expiry::Never),
        3 => (1..4_u32, 0..20_u32)
            .prop_map(|(months, warning_days)| Expiry::AfterEarning { months, warning_days }),
        3 => (1..4_u32, 0..20_u32)
            .prop_map(|(months, warning_days)| Expiry::WithoutOrder { months, warning_days }),
    ];
    let points = (1..40_i64, 0..6_i64, 0..9_i64, 0..9_i64, 0..9_i64);
    let rest = (
        prop::sample::select(vec![0, 5_000, 10_000]),
        prop::option::of(5..30_i64),
        prop::sample::select(vec![0, 0, 0, 7, 30]),
    );
    (points, rest, expiry).prop_map(|(points, rest, expiry)| Plan {
        per_order: points.0,
        per_five_euro: points.1,
        first: points.2,
        third: points.3,
        joining: points.4,
        threshold: rest.0,
        cap_of_day: rest.1,
        pending_days: rest.2,
        expiry,
    })
}

fn act() -> impl Strategy<Value = Act> {
    let orders = prop::collection::btree_map(0..40_u32, 0..10_u8, 1..9);
    prop_oneof![
        8 => orders.prop_map(|map| Act::Import(map.into_iter().collect())),
        3 => (0..5_usize).prop_map(Act::Undo),
        2 => (0..5_usize).prop_map(Act::Again),
        1 => any::<bool>().prop_map(Act::Join),
        1 => any::<bool>().prop_map(Act::Part),
        5 => prop_oneof![1..72_i64, 1..2_400_i64, -900..0_i64].prop_map(Act::Pass),
        10 => (0..4_usize, any::<bool>()).prop_map(|(who, large)| Act::Redeem(who, large)),
        7 => (0..6_usize).prop_map(Act::Unredeem),
        2 => (0..4_usize, -30..60_i64).prop_map(|(who, points)| Act::Adjust(who, points)),
        1 => (plan(), prop_oneof![Just(0), 1..600_i64]).prop_map(|(plan, hours)| Act::Change(plan, hours)),
        1 => Just(Act::Warn),
        1 => Just(Act::Post),
    ]
}

/// A shop beside its model.
struct Played {
    shop: Shop,
    model: Model,
    zone: ShopZone,
    codes: Vec<String>,
}

impl Played {
    fn begin(plan: Plan, first: &[u32], is_told: bool) -> Self {
        let shop = shop("2026-04-01T12:00:00Z");
        let zone = shop.store.read(|tx| tx.shop()).unwrap().zone;
        shop.set(&plan.programme(), Some("2026-01-20T00:00:00Z"));
        let model = Model {
            plans: vec![(at("2026-01-20T00:00:00Z"), plan)],
            ..Model::default()
        };
        let mut played = Self {
            shop,
            model,
            zone,
            codes: Vec::new(),
        };
        if is_told {
            played.do_it(&Act::Warn);
        }
        let first = first.iter().map(|number| (*number, 0)).collect();
        played.do_it(&Act::Import(first));
        played
    }

    fn do_it(&mut self, act: &Act) {
        match act {
            Act::Import(orders) => {
                let orders: Vec<Said> = orders
                    .iter()
                    .map(|(number, version)| said(*number, *version, &self.codes))
                    .collect();
                self.import(orders);
            }
            Act::Again(nth) => {
                if let Some((_, orders)) = self.model.standing.get(*nth).cloned() {
                    self.import(orders);
                }
            }
            Act::Undo(nth) => {
                if !self.model.standing.is_empty() {
                    let nth = &(nth % self.model.standing.len());
                    let (import, _) = self.model.standing.remove(*nth);
                    // Every other one leaves posting to whoever comes next.
                    if nth.is_multiple_of(2) {
                        self.shop.undo(import);
                    } else {
                        let undone = self.shop.write(|tx| {
                            self.shop.undo_in(tx, import);
                            Ok(())
                        });
                        undone.unwrap();
                    }
                }
            }
            Act::Join(first) => self.join(*first),
            Act::Part(first) => self.part(*first),
            Act::Pass(hours) => self.shop.pass(*hours),
            Act::Redeem(who, large) => self.redeem(PEOPLE[*who], *large),
            Act::Unredeem(nth) => self.unredeem(*nth),
            Act::Adjust(who, points) => self.adjust(PEOPLE[*who], *points),
            Act::Change(plan, hours) => {
                let starts_at = Timestamp(self.shop.now().0 + hours * HOUR);
                let programme = plan.programme();
                let (shop, now) = (&self.shop, self.shop.now());
                shop.write(|tx| {
                    pannier_loyalty::set_programme(tx, &programme, Some(starts_at), now)
                })
                .unwrap();
                self.model.plans.push((starts_at, *plan));
            }
            Act::Warn => {
                let (shop, now) = (&self.shop, self.shop.now());
                shop.write(|tx| pannier_loyalty::tell_of_expiry(tx, now))
                    .unwrap();
                self.model.warnings.push(now);
            }
            Act::Post => {
                self.shop.post();
            }
        }
    }

    fn import(&mut self, orders: Vec<Said>) {
        let import = self.shop.import(&orders);
        self.model.standing.push((import, orders));
    }

    fn pair(first: bool) -> [&'static str; 2] {
        if first {
            [PEOPLE[0], PEOPLE[1]]
        } else {
            [PEOPLE[2], PEOPLE[3]]
        }
    }

    fn join(&mut self, first: bool) {
        let [a, b] = Self::pair(first);
        let (Some(one), Some(other)) = (self.shop.customer(a), self.shop.customer(b)) else {
            return;
        };
        let now = self.shop.now();
        let is_news = self
            .shop
            .store
            .write(|tx| tx.join_customers(one, other, now));
        if is_news.unwrap() {
            self.model.joined.push((a.to_owned(), b.to_owned()));
        }
    }

    fn part(&mut self, first: bool) {
        let [a, b] = Self::pair(first);
        let (Some(one), Some(other)) = (self.shop.customer(a), self.shop.customer(b)) else {
            return;
        };
        let now = self.shop.now();
        self.shop
            .write(|tx| {
                tx.part_customers(one, other, now)?;
                pannier_loyalty::post(tx, now)
            })
            .unwrap();
        self.model.joined.retain(|(known, _)| known != a);
    }

    fn redeem(&mut self, email: &str, large: bool) {
        let Some(customer) = self.shop.customer(email) else {
            return;
        };
        let now = self.shop.now();
        let (reward, cost) = if large {
            (2, LARGE_REWARD)
        } else {
            (1, SMALL_REWARD)
        };
        let there = self.model.available(email, now, self.zone);
        let redeemed = self
            .shop
            .write(|tx| pannier_loyalty::redeem(tx, customer, reward, now));
        match redeemed {
            Ok(issued) => {
                assert!(there >= cost, "{email} had {there} points and spent {cost}");
                assert!(issued.available >= 0, "spending never overdraws");
                assert_eq!(issued.available, there - cost);
                self.codes.push(issued.code.clone());
                self.model.decisions.push(Decision {
                    email: email.to_owned(),
                    at: now,
                    points: -cost,
                    code: Some(issued.code),
                    taken_back: false,
                });
            }
            Err(Error::NotEnough { needed, available }) => {
                assert_eq!((needed, available), (cost, there));
                assert!(there < cost);
            }
            // The clock went back to before the programme.
            Err(Error::NoProgramme) => {}
            Err(error) => panic!("{error}"),
        }
    }

    fn unredeem(&mut self, nth: usize) {
        let now = self.shop.now();
        let newest = self.codes.len().wrapping_sub(1 + nth % 3);
        let Some(code) = self.codes.get(newest).cloned() else {
            return;
        };
        let back = self
            .shop
            .write(|tx| pannier_loyalty::unredeem(tx, &code, now));
        match back {
            Ok(_) => {
                let mut decisions = self.model.decisions.iter_mut();
                let found = decisions.find(|d| d.code.as_ref() == Some(&code));
                found.unwrap().taken_back = true;
            }
            Err(Error::NotOpen { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }

    fn adjust(&mut self, email: &str, points: i64) {
        let Some(customer) = self.shop.customer(email) else {
            return;
        };
        let now = self.shop.now();
        let there = self.model.available(email, now, self.zone);
        let adjusted = self
            .shop
            .write(|tx| pannier_loyalty::adjust(tx, customer, points, "", now));
        match adjusted {
            Ok(available) => {
                assert_eq!(available, there + points);
                self.model.decisions.push(Decision {
                    email: email.to_owned(),
                    at: now,
                    points,
                    code: None,
                    taken_back: false,
                });
            }
            Err(Error::NotEnough { available, .. }) => {
                assert_eq!(available, there);
                assert!(points < 0 && there < -points);
            }
            Err(Error::BadPoints(0)) => assert_eq!(points, 0),
            Err(error) => panic!("{error}"),
        }
    }

    fn compare(&self) {
        self.shop.post();
        let known = self.model.known();
        for email in PEOPLE {
            assert_eq!(self.shop.customer(email).is_some(), known.contains(email));
            if known.contains(email) {
                let expected = self.model.available(email, self.shop.now(), self.zone);
                assert_eq!(self.shop.available(email), expected, "{email}");
            }
        }
        self.shop.assert_settled();
    }
}

fn histories(count: u32, length: usize) {
    let seen: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: count,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    });
    let first = prop::sample::subsequence((0..40).collect::<Vec<u32>>(), 0..30);
    let acts = prop::collection::vec(act(), 1..length);
    let history = (plan(), first, prop::bool::weighted(0.7), acts);
    runner
        .run(&history, |(plan, first, is_told, acts)| {
            let mut played = Played::begin(plan, &first, is_told);
            for act in &acts {
                played.do_it(act);
            }
            played.compare();
            for row in played.shop.rows() {
                *seen.borrow_mut().entry(row.kind.word()).or_default() += 1;
            }
            Ok(())
        })
        .unwrap();
    let seen = seen.into_inner();
    for kind in [
        "earn", "reverse", "redeem", "unredeem", "expire", "adjust", "bonus",
    ] {
        let rows = seen.get(kind).copied().unwrap_or(0);
        assert!(
            rows * 20 >= count as usize,
            "{kind} is hardly tried: {seen:?}"
        );
    }
}

#[test]
fn a_thousand_histories_say_what_the_facts_say() {
    histories(1_000, 14);
}

#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_ten_thousand_histories_say_what_the_facts_say() {
    histories(10_000, 24);
}
