//! Whether the intervals hold what they promise, on shops made up by chance with a known truth.

use pannier_analytics::{Formula, Verdict, change, headline_interval, summarise};
use pannier_core::{Currency, Day, Facts, Period};
use rayon::prelude::*;

use crate::made_up::{Columns, FIRST_DAY, Random, cents};

/// How a made-up shop's customers buy. Order values are lognormal: a customer has a level, and
/// each order scatters about it.
#[derive(Clone, Copy)]
struct Habits {
    orders: u32,
    /// Deviation of the logarithm of order values, of which the customer's level is 0.6 parts.
    spread: f64,
    /// Chance of one more order of the same customer.
    again: f64,
    /// Guests: chance that an order is tied to nobody.
    guest: f64,
}

impl Habits {
    const LEVEL: f64 = 40.0;

    /// The true average in cents: how often someone buys does not depend on how much.
    fn truth(self) -> f64 {
        100.0 * Self::LEVEL * (self.spread * self.spread / 2.0).exp()
    }

    fn level(self, random: &mut Random) -> f64 {
        self.spread * 0.6 * random.normal()
    }

    /// One shop's orders, each dealt to the first or to the second of two periods.
    fn shop(self, random: &mut Random) -> Facts {
        let first: Day = FIRST_DAY.parse().unwrap();
        let (mut in_first, mut in_second) = (Vec::new(), Vec::new());
        let (mut who, mut orders) = (0, 0);
        while orders < self.orders {
            let level = self.level(random);
            loop {
                let known = (random.unit() >= self.guest).then_some(who);
                // A guest is someone else, with a level of their own.
                let level = if known.is_some() {
                    level
                } else {
                    self.level(random)
                };
                let log = level + self.spread * 0.8 * random.normal();
                let goods = cents(100.0 * Self::LEVEL * log.exp());
                let period = if random.below(2) == 0 {
                    &mut in_first
                } else {
                    &mut in_second
                };
                period.push((known, goods));
                orders += 1;
                if random.unit() >= self.again {
                    break;
                }
            }
            who += 1;
        }
        let mut columns = Columns::default();
        for (offset, orders) in [(0, in_first), (1, in_second)] {
            for (customer, goods) in orders {
                columns.push(first.plus_days(offset), customer, goods);
            }
        }
        columns.finish(who)
    }

    /// The share of `runs` shops of which `holds` is true.
    fn share(self, runs: u32, seed: u64, holds: impl Fn(&Facts) -> bool + Sync) -> f64 {
        let held = (0..runs)
            .into_par_iter()
            .filter(|run| {
                let mut random = Random(seed ^ (u64::from(*run) << 32));
                random.0 = random.bits();
                holds(&self.shop(&mut random))
            })
            .count();
        f64::from(u32::try_from(held).unwrap()) / f64::from(runs)
    }

    fn summary_holds(self, facts: &Facts) -> bool {
        let found = summarise(facts, Formula::Goods, Currency::EUR, None, None);
        self.in_interval(found.interval)
    }

    fn headline_holds(self, facts: &Facts) -> bool {
        self.in_interval(headline_interval(
            facts,
            Formula::Goods,
            Currency::EUR,
            None,
            None,
        ))
    }

    fn in_interval(self, interval: Option<(i64, i64)>) -> bool {
        let truth = cents(self.truth());
        interval.is_some_and(|(low, high)| low <= truth && truth <= high)
    }
}

/// Nothing changed from the first period to the second, and the interval says so.
fn no_change_is_seen(facts: &Facts) -> bool {
    let first: Day = FIRST_DAY.parse().unwrap();
    let before = Period {
        from: first,
        until: first.plus_days(1),
    };
    let current = Period {
        from: before.until,
        until: first.plus_days(2),
    };
    change(facts, Formula::Goods, Currency::EUR, current, before).verdict == Verdict::CannotTell
}

const ORDINARY: Habits = Habits {
    orders: 300,
    spread: 0.7,
    again: 0.35,
    guest: 0.1,
};

fn promised(share: f64) -> bool {
    (0.93..=0.97).contains(&share)
}

#[test]
fn the_interval_of_an_average_holds_it_19_times_in_20() {
    for orders in [200, 300, 500] {
        let habits = Habits { orders, ..ORDINARY };
        let share = habits.share(1_000, 20_261_122, |facts| habits.summary_holds(facts));
        assert!(promised(share), "{orders} orders: {share}");
    }
}

#[test]
fn the_interval_of_a_change_holds_none_19_times_in_20() {
    for orders in [400, 800] {
        let share = Habits { orders, ..ORDINARY }.share(1_000, 7, no_change_is_seen);
        assert!(promised(share), "{orders} orders in two periods: {share}");
    }
}

#[test]
fn the_headline_holds_the_average_19_times_in_20() {
    let habits = Habits {
        orders: 500,
        ..ORDINARY
    };
    let share = habits.share(60, 3, |facts| habits.headline_holds(facts));
    assert!((0.88..=1.0).contains(&share), "of 60 shops, {share}");
}

/// Repeat buyers make fewer witnesses than orders: an interval that took orders for independent
/// would be too narrow here, and this test would notice.
#[test]
fn loyal_customers_do_not_make_it_too_sure() {
    let habits = Habits {
        orders: 500,
        again: 0.7,
        ..ORDINARY
    };
    let share = habits.share(1_000, 11, |facts| habits.summary_holds(facts));
    assert!(promised(share), "clustered by customer: {share}");
    let strangers = habits.share(1_000, 11, |facts| {
        let mut facts = facts.clone();
        facts.customer.fill(pannier_core::NO_CUSTOMER);
        habits.summary_holds(&facts)
    });
    assert!(strangers < 0.92, "taken as independent: {strangers}");
}

#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_intervals_over_many_kinds_of_shops() {
    let mut report = Vec::new();
    let mut kept = true;
    for spread in [0.4, 0.7, 1.0] {
        for again in [0.0, 0.35, 0.7] {
            for orders in [200, 500, 2_000] {
                let habits = Habits {
                    orders,
                    spread,
                    again,
                    guest: 0.1,
                };
                let average = habits.share(10_000, 41, |facts| habits.summary_holds(facts));
                let same = habits.share(10_000, 42, no_change_is_seen);
                let headline = habits.share(1_000, 43, |facts| habits.headline_holds(facts));
                // The simulation itself deviates by 0.2 %, that of the headline by 0.7 %. BCa is
                // known to stay short with few customers and long tails.
                kept &= (0.93..=0.97).contains(&average) && (0.93..=0.97).contains(&same);
                kept &= (0.905..=0.975).contains(&headline);
                report.push(format!(
                    "spread {spread}, again {again}, {orders} orders: average {average:.4}, \
                     change {same:.4}, headline {headline:.3}"
                ));
            }
        }
    }
    let report = report.join("\n");
    println!("{report}");
    assert!(kept, "{report}");
}

/// The fewer orders, the less an interval can promise: what it holds with hardly more than the
/// number from which one is shown at all.
#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_intervals_of_small_shops() {
    let mut report = Vec::new();
    let mut kept = true;
    for spread in [0.4, 0.7, 1.0] {
        for again in [0.0, 0.35, 0.7] {
            for orders in [30, 50, 100] {
                let habits = Habits {
                    orders,
                    spread,
                    again,
                    guest: 0.1,
                };
                let average = habits.share(10_000, 51, |facts| habits.summary_holds(facts));
                let headline = habits.share(1_000, 53, |facts| habits.headline_holds(facts));
                // A long tail that hardly any of so few orders comes from cannot be seen in them.
                let least = if orders < 100 { 0.9 } else { 0.925 };
                kept &= (least..=0.97).contains(&average);
                report.push(format!(
                    "spread {spread}, again {again}, {orders} orders: average {average:.4}, \
                     headline {headline:.3}"
                ));
            }
        }
    }
    let report = report.join("\n");
    println!("{report}");
    assert!(kept, "{report}");
}
