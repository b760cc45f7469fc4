//! Notices of weeks: how often they come for nothing, and whether they come for something.

use pannier_analytics::{Formula, MIN_WEEKS, Silence, Watch, WatchedWeek, watch_week};
use pannier_core::{Day, Facts};
use rayon::prelude::*;

use crate::made_up::{Columns, FIRST_DAY, Random, cents};

/// How a made-up shop's weeks come about.
#[derive(Clone, Copy)]
struct Weeks {
    /// Orders a week in the first year, on average.
    orders: f64,
    /// How much that differs from week to week beyond chance, as a deviation of its logarithm.
    restless: f64,
    /// Growth of the logarithm in a year.
    growth: f64,
    /// How far the season moves the logarithm up and down.
    season: f64,
    /// Deviation of the logarithm of order values.
    spread: f64,
}

const STABLE: Weeks = Weeks {
    orders: 90.0,
    restless: 0.0,
    growth: 0.0,
    season: 0.0,
    spread: 0.7,
};

fn first() -> Day {
    FIRST_DAY.parse().unwrap()
}

fn poisson(mean: f64, random: &mut Random) -> u32 {
    let (mut product, mut count) = (random.unit(), 0);
    while product > (-mean).exp() {
        product *= random.unit();
        count += 1;
    }
    count
}

impl Weeks {
    fn shop(self, weeks: i32, random: &mut Random) -> Facts {
        self.shop_with(weeks, random, |_| (1.0, 1.0))
    }

    /// A shop whose orders and values of single weeks are multiplied.
    fn shop_with(
        self,
        weeks: i32,
        random: &mut Random,
        special: impl Fn(i32) -> (f64, f64),
    ) -> Facts {
        let mut columns = Columns::default();
        for week in 0..weeks {
            let (more, dearer) = special(week);
            let years = f64::from(week) / 52.0;
            let season = self.season * (2.0 * std::f64::consts::PI * years).sin();
            let log = self.growth * years + season + self.restless * random.normal();
            for _ in 0..poisson(self.orders * more * log.exp(), random) {
                let goods = 3_000.0 * dearer * (self.spread * random.normal()).exp();
                columns.push(first().plus_days(7 * i64::from(week)), None, cents(goods));
            }
        }
        columns.finish(0)
    }

    /// The share of weeks with a notice of the average, of the orders, and of either.
    fn notices(self, shops: u64, weeks: std::ops::Range<i32>) -> [f64; 3] {
        let found: Vec<WatchedWeek> = (0..shops)
            .into_par_iter()
            .flat_map_iter(|shop| {
                let mut random = Random(shop * 7_919 + 17);
                let facts = self.shop(weeks.end, &mut random);
                let judged = weeks.clone().map(|week| judge(&facts, week));
                judged.collect::<Vec<_>>()
            })
            .collect();
        let share = |of: &dyn Fn(&WatchedWeek) -> bool| {
            let count = found.iter().filter(|week| of(week)).count();
            f64::from(u32::try_from(count).unwrap())
                / f64::from(u32::try_from(found.len()).unwrap())
        };
        [
            share(&|week| is_notice(week.aov)),
            share(&|week| is_notice(week.orders)),
            share(&|week| is_notice(week.aov) || is_notice(week.orders)),
        ]
    }
}

fn is_notice(watch: Watch) -> bool {
    matches!(watch, Watch::Lower(_) | Watch::Higher(_))
}

fn all(facts: &Facts) -> Vec<u32> {
    (0..u32::try_from(facts.len()).unwrap()).collect()
}

/// The judgement of the week with this number, the first being 0.
fn judge(facts: &Facts, week: i32) -> WatchedWeek {
    let until = first().plus_days(7 * i64::from(week + 1));
    watch_week(facts, Formula::Goods, &all(facts), until).unwrap()
}

#[test]
fn a_stable_shop_is_disturbed_for_nothing_once_in_20_to_50_weeks() {
    for (name, weeks) in [
        ("plain", STABLE),
        (
            "small",
            Weeks {
                orders: 45.0,
                spread: 0.9,
                ..STABLE
            },
        ),
        (
            "restless",
            Weeks {
                restless: 0.15,
                ..STABLE
            },
        ),
        (
            "growing",
            Weeks {
                growth: 0.4,
                ..STABLE
            },
        ),
    ] {
        let [aov, orders, either] = weeks.notices(60, 13..113);
        println!("{name}: {aov:.4} by average, {orders:.4} by orders, {either:.4} by either");
        assert!((0.02..=0.05).contains(&either), "{name}: {either}");
    }
}

#[test]
fn with_little_history_it_is_no_more_nervous() {
    let [_, _, either] = STABLE.notices(300, 13..25);
    println!("weeks 14 to 25: {either:.4}");
    assert!((0.015..=0.055).contains(&either), "{either}");
}

#[test]
fn a_season_that_was_there_last_year_is_no_news() {
    let weeks = Weeks {
        season: 0.35,
        ..STABLE
    };
    let [_, _, either] = weeks.notices(60, 80..160);
    println!("season: {either:.4}");
    assert!((0.01..=0.055).contains(&either), "{either}");
}

#[test]
fn few_orders_a_week_are_watched_without_an_average() {
    let weeks = Weeks {
        orders: 4.0,
        ..STABLE
    };
    let [aov, orders, _] = weeks.notices(60, 13..113);
    println!("four orders a week: {orders:.4}");
    assert!(aov == 0.0 && orders <= 0.03, "{aov}, {orders}");
}

#[test]
fn what_happened_is_noticed() {
    let orders = |week: WatchedWeek| week.orders;
    let aov = |week: WatchedWeek| week.aov;
    for (event, of, higher) in [
        ((0.5, 1.0), orders as fn(WatchedWeek) -> Watch, false),
        ((1.6, 1.0), orders, true),
        ((1.0, 0.65), aov, false),
        ((1.0, 1.5), aov, true),
    ] {
        let seen = (0..50).filter(|shop| {
            let mut random = Random(*shop);
            let facts = STABLE.shop_with(60, &mut random, |week| match week {
                // A sale half a year back neither bends nor blinds the judgement of today.
                40 => (3.0, 0.6),
                59 => event,
                _ => (1.0, 1.0),
            });
            match of(judge(&facts, 59)) {
                Watch::Higher(_) => higher,
                Watch::Lower(_) => !higher,
                _ => false,
            }
        });
        let seen = seen.count();
        println!("{event:?}: seen in {seen} of 50 shops");
        assert!(seen >= 44, "{event:?}: {seen}");
    }
}

#[test]
fn a_notice_says_what_was_likely() {
    let mut random = Random(4);
    let facts = STABLE.shop_with(40, &mut random, |week| {
        if week == 39 { (2.0, 1.0) } else { (1.0, 1.0) }
    });
    let found = judge(&facts, 39);
    assert_eq!(found.week.from, first().plus_days(7 * 39));
    assert_eq!(found.week.days(), 7);
    let Watch::Higher(orders) = found.orders else {
        panic!("{found:?}");
    };
    let (low, high) = orders.likely;
    assert!(
        low < orders.middle && orders.middle < high && high < orders.value,
        "{orders:?}"
    );
    assert!(
        (80..100).contains(&orders.middle),
        "about 90 a week: {orders:?}"
    );
    assert_eq!(orders.weeks, 26);
    let Watch::Usual(aov) = found.aov else {
        panic!("{found:?}");
    };
    assert!(aov.likely.0 < aov.value && aov.value < aov.likely.1);
}

#[test]
fn where_it_cannot_know_it_is_silent() {
    let mut random = Random(8);
    let facts = STABLE.shop(20, &mut random);
    let enough = i32::try_from(MIN_WEEKS).unwrap() + 1;
    let early = judge(&facts, enough - 1);
    let silent = Watch::Silent(Silence::TooLittleHistory);
    assert_eq!(
        (early.aov, early.orders),
        (silent, silent),
        "the first week may be a part of one"
    );
    assert!(!matches!(judge(&facts, enough).orders, Watch::Silent(_)));

    let quiet = STABLE.shop_with(20, &mut random, |week| {
        if week == 19 { (0.2, 1.0) } else { (1.0, 1.0) }
    });
    let found = judge(&quiet, 19);
    assert_eq!(found.aov, Watch::Silent(Silence::TooFewOrders));
    assert!(
        matches!(found.orders, Watch::Lower(_)),
        "the number of orders is still judged"
    );

    let positions = all(&facts);
    for until in [first().plus_days(-30), first(), first().plus_days(13)] {
        assert_eq!(watch_week(&facts, Formula::Goods, &positions, until), None);
    }
    assert_eq!(watch_week(&facts, Formula::Goods, &[], first()), None);
    assert_eq!(
        watch_week(&Facts::default(), Formula::Goods, &[], first()),
        None
    );
}

#[test]
fn refunds_alone_and_closed_months_end_in_words() {
    let mut columns = Columns::default();
    for week in 0..30 {
        for _ in 0..40 {
            columns.push(first().plus_days(7 * week), None, -500);
        }
    }
    // Half a year closed, then one order.
    columns.push(first().plus_days(7 * 56), None, 2_000);
    let facts = columns.finish(0);
    assert_eq!(judge(&facts, 29).aov, Watch::Silent(Silence::TooFewOrders));
    assert!(matches!(judge(&facts, 29).orders, Watch::Usual(_)));
    assert!(
        matches!(judge(&facts, 30).orders, Watch::Lower(_)),
        "forty, and now none"
    );
    assert!(
        matches!(judge(&facts, 55).orders, Watch::Usual(_)),
        "closed as before"
    );
}
