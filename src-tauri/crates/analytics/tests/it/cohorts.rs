//! Who came back, by how they began: by hand, and against the plain way.

use std::collections::{BTreeMap, HashMap, HashSet};

use pannier_analytics::{
    AGES, Cohort, CohortBy, CohortKey, Cohorts, CohortsAsked, Formula, Verdict, cohorts,
    order_numbers,
};
use pannier_core::{Day, Facts, NO_CUSTOMER, OrderFact, OrderFlags};
use proptest::prelude::*;

use crate::{
    baskets::{Basket, counted, shop},
    made_up::{FIRST_DAY, Random, cents, facts, order},
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn asked(by: CohortBy, until: &str) -> CohortsAsked {
    CohortsAsked {
        by,
        until: day(until),
        most: 10,
        costs: true,
    }
}

fn ask(facts: &Facts, asked: &CohortsAsked) -> Cohorts {
    cohorts(
        facts,
        Formula::Goods,
        &counted(facts, Formula::Goods),
        asked,
    )
}

/// Each cohort's customers by month, and for whom that month has begun.
fn cells(cohort: &Cohort) -> Vec<(u32, u32)> {
    cohort
        .cells
        .iter()
        .map(|cell| (cell.customers, cell.of))
        .collect()
}

const CANDLE: u32 = 0;
const THROW: u32 = 1;

/// Four customers and a guest, in the first months of 2024, a leap year.
fn small_shop() -> Facts {
    let on = |text: &str| Basket::on(day(text));
    let mut taxed = on("2024-02-29")
        .by(1)
        .channel("Web")
        .line(CANDLE, 1, 1_190, 0);
    taxed.fact.flags = OrderFlags::TAX_INCLUDED;
    (taxed.fact.tax, taxed.fact.goods_tax) = (190, 190);
    shop(
        &[
            on("2024-01-31")
                .by(1)
                .channel("Web")
                .codes("HELLO, spring")
                .line(CANDLE, 2, 2_000, 0)
                .line(CANDLE, 1, 1_000, 0),
            taxed,
            on("2024-02-10")
                .by(2)
                .channel("Etsy")
                .codes("hello")
                .line(CANDLE, 1, 1_000, 100)
                .line(THROW, 1, 5_000, 0),
            on("2024-02-10")
                .by(2)
                .channel("Web")
                .line(THROW, 1, 4_000, 0),
            on("2024-02-20").channel("Etsy").line(THROW, 1, 5_000, 0),
            on("2024-03-05").by(3).line(THROW, 2, 9_000, 0),
            on("2024-03-05").by(4).goods(1, 700, 0),
        ],
        &[Some(400), None],
    )
}

#[test]
fn months_of_a_small_shop() {
    let found = ask(&small_shop(), &asked(CohortBy::Month, "2024-03-06"));
    assert_eq!((found.guest_orders, found.unknown, found.more), (1, 0, 0));
    let keys: Vec<&CohortKey> = found.each.iter().map(|cohort| &cohort.key).collect();
    let months = ["2024-01-01", "2024-02-01", "2024-03-01"];
    assert_eq!(
        keys,
        months
            .map(|text| CohortKey::Month(day(text)))
            .iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(cells(&found.each[0]), [(1, 1), (1, 1), (0, 1)]);
    assert_eq!(cells(&found.each[1]), [(1, 1), (0, 1)]);
    assert_eq!(cells(&found.each[2]), [(2, 2)]);
    assert_eq!(cells(&found.all), [(4, 4), (1, 2), (0, 1)]);
    let unfinished: Vec<u32> = found.all.cells.iter().map(|cell| cell.unfinished).collect();
    assert_eq!(unfinished, [2, 1, 1], "March is not over for anyone");
    let february = &found.each[1];
    assert_eq!(
        (february.orders, february.revenue, february.aov()),
        (2, 9_900, Some(4_950))
    );
    assert_eq!((february.came_back, february.repeat_rate()), (1, Some(1.0)));
    assert_eq!(february.cells[0].aov(), Some(4_950));
    assert_eq!(february.cells[1].retention(), Some(0.0));
    assert_eq!(february.cells[1].aov(), None, "a month without orders");

    let over = ask(&small_shop(), &asked(CohortBy::Month, "2024-04-01"));
    assert!(
        over.all.cells.iter().all(|cell| cell.unfinished == 0),
        "March is over"
    );
    let next = ask(&small_shop(), &asked(CohortBy::Month, "2024-04-02"));
    assert_eq!(
        cells(&next.all),
        [(4, 4), (1, 4), (0, 2), (0, 1)],
        "April has begun"
    );
}

#[test]
fn first_product_channel_and_code_of_a_small_shop() {
    let facts = small_shop();
    let told = |by| {
        let found = ask(&facts, &asked(by, "2024-03-06"));
        let sizes = found
            .each
            .iter()
            .map(|cohort| (cohort.key.clone(), cohort.customers, cohort.orders));
        (sizes.collect::<Vec<_>>(), found.unknown)
    };
    assert_eq!(
        told(CohortBy::Product),
        (
            vec![
                (CohortKey::Product(CANDLE), 2, 4),
                (CohortKey::Product(THROW), 2, 3)
            ],
            1
        ),
        "two began with a candle, two with a throw, of one no product is known"
    );
    let [web, etsy] =
        ["Web", "Etsy"].map(|name| CohortKey::Channel(facts.channel.index(name).unwrap()));
    assert_eq!(
        told(CohortBy::Channel),
        (vec![(web, 1, 2), (etsy, 1, 2)], 2)
    );
    let code = |text: &str| CohortKey::Code(text.to_owned());
    assert_eq!(
        told(CohortBy::Code),
        (
            vec![
                (code(""), 2, 2),
                (code("HELLO"), 2, 4),
                (code("spring"), 1, 2)
            ],
            0
        )
    );
    let largest = CohortsAsked {
        most: 1,
        ..asked(CohortBy::Code, "2024-03-06")
    };
    let found = ask(&facts, &largest);
    assert_eq!((found.each.len(), found.more), (1, 2));
}

#[test]
fn value_counts_only_those_who_are_old_enough() {
    let found = ask(&small_shop(), &asked(CohortBy::Month, "2024-03-06")).all;
    let ages: Vec<(u16, u32, u32, i64)> = found
        .ages
        .iter()
        .map(|age| (age.days, age.customers, age.too_young, age.revenue))
        .collect();
    // From 31 January 35 days are known, from 10 February 25.
    assert_eq!(
        ages[0],
        (30, 1, 3, 4_190),
        "29 February is day 30 of who began on 31 January"
    );
    assert_eq!(found.ages[0].per_customer(), Some(4_190));
    assert!(
        ages[1..]
            .iter()
            .all(|age| (age.1, age.2, age.3) == (0, 4, 0)),
        "{ages:?}"
    );
    assert_eq!(found.ages[1].per_customer(), None);
    let later = ask(&small_shop(), &asked(CohortBy::Month, "2024-03-11")).all;
    assert_eq!(
        (later.ages[0].customers, later.ages[0].revenue),
        (2, 4_190 + 9_900)
    );
}

#[test]
fn margins_say_how_much_of_the_goods_they_know() {
    let found = ask(&small_shop(), &asked(CohortBy::Month, "2024-03-06"));
    let january = found.each[0].margin.unwrap();
    assert_eq!(
        (january.goods, january.with_cost, january.cost),
        (4_000, 4_000, 1_600),
        "without 190 of tax"
    );
    assert_eq!(
        (january.left(), january.known_share(), january.rate()),
        (2_400, Some(1.0), Some(0.6))
    );
    let february = found.each[1].margin.unwrap();
    assert_eq!(
        (february.goods, february.with_cost, february.left()),
        (9_900, 900, 500)
    );
    let march = found.each[2].margin.unwrap();
    assert_eq!((march.known_share(), march.rate()), (Some(0.0), None));
    let without = CohortsAsked {
        costs: false,
        ..asked(CohortBy::Month, "2024-03-06")
    };
    assert_eq!(ask(&small_shop(), &without).all.margin, None);

    let at_a_loss = shop(
        &[Basket::on(day("2024-01-01")).by(1).line(CANDLE, 1, 300, 0)],
        &[Some(400)],
    );
    let margin = ask(&at_a_loss, &asked(CohortBy::Month, "2024-01-02"))
        .all
        .margin
        .unwrap();
    assert_eq!((margin.left(), margin.rate()), (-100, Some(-1.0 / 3.0)));
}

#[test]
fn shops_with_nothing_or_next_to_nothing() {
    for by in [
        CohortBy::Month,
        CohortBy::Product,
        CohortBy::Channel,
        CohortBy::Code,
    ] {
        let none = ask(&Facts::default(), &asked(by, "2024-03-06"));
        assert_eq!(
            (none.all.customers, none.each.len(), none.all.aov()),
            (0, 0, None)
        );
        assert_eq!((none.all.repeat_rate(), none.all.cells.len()), (None, 0));
        let guest = shop(
            &[Basket::on(day("2024-01-05")).line(CANDLE, 1, 500, 0)],
            &[None],
        );
        let found = ask(&guest, &asked(by, "2023-01-01"));
        assert_eq!(
            (found.guest_orders, found.all.customers, found.each.len()),
            (1, 0, 0)
        );
        let one = shop(
            &[Basket::on(day("2024-01-05")).by(7).line(CANDLE, 1, 500, 0)],
            &[None],
        );
        let found = ask(&one, &asked(by, "2023-01-01"));
        assert_eq!(
            cells(&found.all),
            [(1, 1)],
            "an end before the orders is moved behind them"
        );
    }
    let nothing = order_numbers(&Facts::default(), Formula::Goods, &[], 10);
    assert_eq!((nothing.numbers.len(), nothing.repeat_rate()), (0, None));
    assert_eq!(nothing.same_customers.verdict, Verdict::TooFew);
}

#[test]
fn order_numbers_of_one_customer_with_all_orders() {
    let orders: Vec<OrderFact> = (0..50)
        .map(|n| order(day(FIRST_DAY).plus_days(n), Some(1), 1_000 * (n + 1)))
        .collect();
    let facts = facts(&orders);
    let found = order_numbers(&facts, Formula::Goods, &counted(&facts, Formula::Goods), 3);
    let aovs: Vec<Option<i64>> = found.numbers.iter().map(|nth| nth.aov).collect();
    assert_eq!(aovs, [Some(1_000), Some(2_000), Some(3_000)]);
    assert_eq!(
        (found.later_orders, found.customers, found.came_back),
        (47, 1, 1)
    );
    assert_eq!(found.same_customers.difference, Some(1_000));
    assert_eq!(found.same_customers.verdict, Verdict::TooFew);
}

/// Who comes back spends more from the first order on, and a fifth more on the second one: among
/// the same customers the second beats the first by that, over all by far more.
#[test]
fn the_second_order_is_compared_within_customers() {
    let mut random = Random(5);
    let first = day(FIRST_DAY);
    let mut orders = Vec::new();
    for customer in 0..3_000 {
        let loyal = customer % 3 == 0;
        let level = if loyal { 6_000.0 } else { 3_000.0 } * (0.5 * random.normal()).exp();
        let mut value = |level: f64| cents(level * (0.2 * random.normal()).exp());
        orders.push(order(first, Some(customer), value(level)));
        if loyal {
            orders.push(order(
                first.plus_days(40),
                Some(customer),
                value(1.2 * level),
            ));
        }
    }
    let facts = facts(&orders);
    let found = order_numbers(&facts, Formula::Goods, &counted(&facts, Formula::Goods), 10);
    assert_eq!(
        (found.customers, found.came_back, found.numbers.len()),
        (3_000, 1_000, 2)
    );
    let truth = 0.2 * 6_000.0 * 0.145_f64.exp();
    let (low, high) = found.same_customers.interval.unwrap();
    assert!(
        low < cents(truth) && cents(truth) < high,
        "{low}..{high} and {truth}"
    );
    assert_eq!(found.same_customers.verdict, Verdict::Higher);
    assert!(found.all_customers.difference > found.same_customers.difference.map(|one| 2 * one));
    assert_eq!(found.all_customers.verdict, Verdict::Higher);
    let gap = found.numbers[1].aov.unwrap() - found.numbers[0].aov.unwrap();
    assert!((gap - found.all_customers.difference.unwrap()).abs() <= 1);
}

/// By month: customers, orders, revenue. By age: customers who reached it, revenue.
type PlainCohort = (Vec<(u32, u32, i64)>, Vec<(u32, i64)>);

/// Everything looked at anew for each cohort and month, in maps and sets.
fn plainly(facts: &Facts, until: Day) -> BTreeMap<Day, PlainCohort> {
    let day_of = |at: usize| Day::from_number(facts.day[at]).unwrap();
    let mut first: HashMap<u32, Day> = HashMap::new();
    for at in 0..facts.len() {
        if facts.customer[at] != NO_CUSTOMER {
            first
                .entry(facts.customer[at])
                .or_insert_with(|| day_of(at));
        }
    }
    let mut found: BTreeMap<Day, PlainCohort> = BTreeMap::new();
    for start in first.values() {
        let month = start.month_start();
        let of_cohort = |customer: &u32| {
            first
                .get(customer)
                .is_some_and(|day| day.month_start() == month)
        };
        let of: Vec<usize> = (0..facts.len())
            .filter(|at| of_cohort(&facts.customer[*at]))
            .collect();
        let (mut cells, mut from) = (Vec::new(), month);
        while from < until {
            let next = from.plus_months(1);
            let inside: Vec<usize> = of
                .iter()
                .copied()
                .filter(|at| from <= day_of(*at) && day_of(*at) < next)
                .collect();
            let who: HashSet<u32> = inside.iter().map(|at| facts.customer[*at]).collect();
            let revenue = inside.iter().map(|at| facts.goods[*at]).sum();
            cells.push((
                u32::try_from(who.len()).unwrap(),
                u32::try_from(inside.len()).unwrap(),
                revenue,
            ));
            from = next;
        }
        let ages = AGES.map(|days| {
            let reached = |customer: u32| first[&customer].plus_days(days.into()) <= until;
            let in_time =
                |at: usize| day_of(at) < first[&facts.customer[at]].plus_days(days.into());
            let who = first
                .keys()
                .filter(|customer| of_cohort(customer) && reached(**customer));
            let spent = of
                .iter()
                .filter(|at| reached(facts.customer[**at]) && in_time(**at));
            (
                u32::try_from(who.count()).unwrap(),
                spent.map(|at| facts.goods[*at]).sum(),
            )
        });
        found.insert(month, (cells, ages.to_vec()));
    }
    found
}

proptest! {
    #[test]
    fn cohorts_are_those_of_the_plain_way(
        orders in prop::collection::vec((0_i64..500, prop::option::weighted(0.9, 0_i64..12), -500_i64..9_000), 0..60),
        later in 0_i64..90,
    ) {
        let orders: Vec<OrderFact> = orders
            .into_iter()
            .map(|(after, who, goods)| order(day(FIRST_DAY).plus_days(after), who, goods))
            .collect();
        let facts = facts(&orders);
        let newest = facts.day.last().map_or(day(FIRST_DAY), |last| Day::from_number(*last).unwrap());
        let until = newest.plus_days(1 + later);
        let found = ask(&facts, &CohortsAsked { by: CohortBy::Month, until, most: 0, costs: false });
        let expected = plainly(&facts, until);
        prop_assert_eq!(found.each.len(), expected.len());
        for (cohort, (month, (cells, ages))) in found.each.iter().zip(&expected) {
            prop_assert_eq!(&cohort.key, &CohortKey::Month(*month));
            let told: Vec<_> = cohort.cells.iter().map(|cell| (cell.customers, cell.orders, cell.revenue)).collect();
            prop_assert_eq!(&told, cells);
            let told: Vec<_> = cohort.ages.iter().map(|age| (age.customers, age.revenue)).collect();
            prop_assert_eq!(&told, ages);
            prop_assert_eq!(cohort.cells[0].customers, cohort.customers);
        }
        let known: u32 = found.each.iter().map(|cohort| cohort.orders).sum();
        prop_assert_eq!((known + found.guest_orders) as usize, facts.len());
        prop_assert_eq!(found.all.orders, known);
        let numbers = order_numbers(&facts, Formula::Goods, &counted(&facts, Formula::Goods), 4);
        let told: u32 = numbers.numbers.iter().map(|nth| nth.orders).sum();
        prop_assert_eq!(told + numbers.later_orders, known);
        prop_assert_eq!(numbers.came_back, found.all.came_back);
    }
}
