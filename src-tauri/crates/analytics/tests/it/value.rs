//! How often customers come and what they spend: against published fits, and at the edges.

use std::{collections::HashMap, path::Path};

use pannier_analytics::{
    BgNbd, CannotTell, GammaGamma, Monetary, OrderHistories, OrderHistory, RfmOptions, Spent,
    fit_orders, fit_spend, value_model,
};
use pannier_core::{Currency, Day, Facts, OrderFact};
use proptest::prelude::*;

use crate::{
    golden::{orders, thousandths},
    made_up::{Random, cents, facts, order},
    shared_data::shared,
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn near(found: f64, expected: f64, part: f64) {
    assert!(
        (found - expected).abs() <= part * expected.abs(),
        "{found} is not {expected}"
    );
}

/// The published sample of a record shop's customers, in cents.
pub(crate) fn record_shop(path: &Path) -> Vec<OrderFact> {
    let mut orders = Vec::new();
    for row in csv::Reader::from_path(path).unwrap().records() {
        let row = row.unwrap();
        let paid = thousandths(row[4].trim()) / 10;
        orders.push(order(day(&row[2]), row[1].parse().ok(), paid));
    }
    orders
}

fn gross(as_of: &str, currency: &str) -> RfmOptions {
    RfmOptions {
        monetary: Monetary::Gross,
        ..RfmOptions::on(day(as_of), currency.parse().unwrap())
    }
}

fn published(path: &Path) -> HashMap<i64, Vec<f64>> {
    csv::Reader::from_path(path)
        .unwrap()
        .records()
        .map(|row| {
            let row = row.unwrap();
            let numbers = row.iter().skip(1).map(|cell| cell.parse().unwrap());
            (row[0].parse().unwrap(), numbers.collect())
        })
        .collect()
}

/// The purchases after the first, as the model of spending wants them.
fn spent(rows: &HashMap<i64, Vec<f64>>, minor: f64) -> Vec<Spent> {
    let mut all: Vec<Spent> = rows
        .values()
        .map(|row| Spent {
            again: u32::try_from(cents(row[0])).unwrap(),
            mean: row[5] * minor,
        })
        .collect();
    all.sort_by(|one, other| one.mean.total_cmp(&other.mean));
    all
}

#[test]
fn a_record_shops_customers_fit_as_published() {
    let test = "a_record_shops_customers_fit_as_published";
    let Some(path) = shared(test, "data/cdnow_sample.csv") else {
        return;
    };
    let Some(golden) = shared(test, "golden/cdnow_sample_clv.csv") else {
        return;
    };
    let shop = facts(&record_shop(&path));
    let asked = gross("1997-09-30", "EUR");
    let found = value_model(&shop, asked).unwrap();
    // Fader, Hardie and Lee (2005), table 2; to more digits by other programs.
    let BgNbd { r, alpha, a, b } = found.orders.model;
    near(r, 0.2426, 1e-3);
    near(alpha, 4.4136, 1e-3);
    near(a, 0.7929, 1e-3);
    near(b, 2.4259, 1e-3);
    assert!(
        (found.orders.log_likelihood + 9_582.429).abs() < 1e-3,
        "{:?}",
        found.orders
    );
    let GammaGamma { p, q, gamma } = found.spend.model;
    near(p, 6.24957, 2e-3);
    near(q, 3.74422, 2e-3);
    near(gamma, 1_544.353, 2e-3);
    assert_eq!(found.spend.customers, 946);
    // In dollars rather than cents.
    let in_dollars = found.spend.log_likelihood + 946.0 * 100_f64.ln();
    assert!((in_dollars + 4_055.918).abs() < 2e-3, "{in_dollars}");

    let rows = published(&golden);
    let (mut error, mut square, mut expected, mut held) = (0.0, 0.0, 0.0, 0.0);
    for (customer, id) in (0..).zip(&shop.customer_ids) {
        let Some(row) = rows.get(id) else {
            panic!("{id}");
        };
        let seen = found.history(customer).unwrap();
        assert_eq!(i64::from(seen.again), cents(row[0]));
        assert!((f64::from(seen.last) / 7.0 - row[1]).abs() < 1e-6);
        assert!((f64::from(seen.age) / 7.0 - row[2]).abs() < 1e-6);
        let foretold = found.foretold(customer).unwrap();
        assert!((foretold.alive - row[7]).abs() < 1e-3, "{id}");
        let model = found.orders.model;
        let later = model.expected(seen, 39 * 7);
        assert!(
            (later - row[8]).abs() < 1e-3,
            "{id}: {later} and {}",
            row[8]
        );
        assert!(foretold.orders_90 < later && later < foretold.orders_365);
        near(found.order_value(customer).unwrap() / 100.0, row[9], 1e-3);
        error += (later - row[3]).abs();
        square += (later - row[3]).powi(2);
        expected += later;
        held += row[3];
    }
    let people = f64::from(u32::try_from(rows.len()).unwrap());
    near(error / people, 0.786, 1e-3);
    near((square / people).sqrt(), 1.608, 1e-3);
    near(expected, 1_653.0, 1e-3);
    assert_eq!(cents(held), 1_882);
}

/// The range of what someone spends holds what they then spent as often as it says.
#[test]
fn ranges_of_spending_hold_what_a_record_shops_customers_spent() {
    let test = "ranges_of_spending_hold_what_a_record_shops_customers_spent";
    let Some(path) = shared(test, "data/cdnow_sample.csv") else {
        return;
    };
    let orders = record_shop(&path);
    // A year is not published after the fit; the first half year foretells the one after it.
    let shop = facts(&orders);
    let found = value_model(&shop, gross("1997-06-30", "EUR")).unwrap();
    let mut later: HashMap<i64, i64> = HashMap::new();
    for order in &orders {
        if order.day > day("1997-06-30") && order.day <= day("1998-06-30") {
            *later.entry(order.customer.unwrap()).or_default() += order.goods;
        }
    }
    let (mut all, mut above, mut below, mut foretold, mut spent) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (customer, id) in (0..).zip(&shop.customer_ids) {
        if customer % 4 > 0 {
            continue;
        }
        let range = found.range_365(customer).unwrap();
        let came = later.get(id).copied().unwrap_or(0);
        assert!(range.low <= range.likely && range.likely <= range.high);
        all += 1.0;
        above += f64::from(u8::from(came > range.high));
        below += f64::from(u8::from(came < range.low));
        foretold += f64::from(u32::try_from(range.likely).unwrap());
        spent += f64::from(u32::try_from(came).unwrap());
    }
    // At most a tenth on either side; many lie on the lower end, which is nothing.
    println!(
        "{} above, {} below, {}",
        above / all,
        below / all,
        foretold / spent
    );
    assert!((0.06..0.14).contains(&(above / all)), "{}", above / all);
    assert!(below / all < 0.1, "{}", below / all);
    assert!(
        (0.75..1.25).contains(&(foretold / spent)),
        "{}",
        foretold / spent
    );
}

#[test]
fn a_wholesaler_whose_customers_never_leave_is_on_the_border() {
    let test = "a_wholesaler_whose_customers_never_leave_is_on_the_border";
    let Some(path) = shared(test, "golden/or_orders.csv.gz") else {
        return;
    };
    let Some(golden) = shared(test, "golden/or_clv.csv") else {
        return;
    };
    let shop = facts(&orders(&path));
    let asked = gross("2011-08-31", "KWD");
    let now = gross("2011-12-09", "KWD");
    for asked in [asked, now] {
        let found = value_model(&shop, asked);
        assert_eq!(found.err(), Some(CannotTell::OnTheBorder));
    }
    // What the fit at the border says is what others found there.
    let histories = OrderHistories::of(&shop, asked);
    let fit = fit_orders(&histories).unwrap();
    assert!(fit.on_border && fit.model.a < 1e-3, "{fit:?}");
    let rows = published(&golden);
    let spend = fit_spend(&spent(&rows, 1_000.0)).unwrap();
    assert!(!spend.on_border, "{spend:?}");
    let mut compared = 0;
    for (customer, id) in (0..).zip(&shop.customer_ids) {
        let Some(row) = rows.get(id) else {
            continue;
        };
        let seen = histories.history(customer).unwrap();
        assert!((fit.model.alive(seen) - row[7]).abs() < 1e-3, "{id}");
        // The hold-out of that shop is 100 days long.
        let later = fit.model.expected(seen, 100);
        assert!(
            (later - row[8]).abs() < 1e-3 * row[8].max(1.0),
            "{id}: {later} and {}",
            row[8]
        );
        let worth = spend.model.expected(Spent {
            again: seen.again,
            mean: row[5] * 1_000.0,
        });
        near(worth / 1_000.0, row[9], 1e-3);
        compared += 1;
    }
    assert_eq!(compared, rows.len());
}

/// A shop whose customers follow the model, over so many days.
fn drawn(people: u32, model: BgNbd, days: i64, seed: u64) -> Facts {
    let mut random = Random(seed);
    let first = day("2024-01-01");
    let gamma = |random: &mut Random, shape: f64| {
        // A sum of squares of normals for halves of whole numbers.
        let halves = u32::try_from(cents(shape * 2.0)).unwrap();
        (0..halves)
            .map(|_| random.normal().powi(2) / 2.0)
            .sum::<f64>()
    };
    let mut orders = Vec::new();
    for who in 0..i64::from(people) {
        let rate = gamma(&mut random, model.r) / model.alpha;
        let (leaves, stays) = (gamma(&mut random, model.a), gamma(&mut random, model.b));
        let begin = i64::from(random.below(180));
        let mut time = 0.0;
        loop {
            let at = first.plus_days(begin + cents(time * 7.0));
            let dear = 3_000.0 * (0.4 * random.normal()).exp();
            orders.push(order(at, Some(who), cents(dear)));
            if time > 0.0 && random.unit() * (leaves + stays) < leaves {
                break;
            }
            time -= random.unit().ln() / rate;
            if begin + cents(time * 7.0) > days {
                break;
            }
        }
    }
    facts(&orders)
}

#[test]
fn customers_drawn_from_a_model_give_it_back() {
    let truth = BgNbd {
        r: 1.0,
        alpha: 8.0,
        a: 1.0,
        b: 3.0,
    };
    let asked = RfmOptions::on(day("2024-01-01").plus_days(700), Currency::EUR);
    let (mut expected, mut came) = (0.0, 0.0);
    for seed in 1..=3 {
        let shop = drawn(4_000, truth, 700, seed);
        let found = value_model(&shop, asked).unwrap();
        let model = found.orders.model;
        near(model.r / model.alpha, truth.r / truth.alpha, 0.1);
        near(model.r, truth.r, 0.15);
        near(model.a / (model.a + model.b), 0.25, 0.1);
        let trial = found.trial.as_ref().unwrap();
        expected += trial.expected;
        came += f64::from(trial.came);
        near(trial.back.expected, f64::from(trial.back.came), 0.1);
        assert!(trial.root_error < trial.root_error_of_pace, "{trial:?}");
        assert!(trial.back.auc.unwrap() > 0.8);
        let share = trial.back.share_back().unwrap();
        assert!(
            share.low > 0.5,
            "likelier than not is more than half: {share:?}"
        );
        for (customer, _) in (0..).zip(&shop.customer_ids).step_by(97) {
            let next = found.next_order(customer).unwrap();
            assert!(next.from >= found.as_of);
            assert!(next.likely.is_none_or(|likely| next.from <= likely));
            let likely = |until| next.likely.is_some_and(|likely| likely <= until);
            assert!(next.until.is_none_or(likely));
        }
        assert_eq!(found.foretold(u32::MAX), None);
    }
    // What three shops buy in 91 days varies by some hundredths of itself.
    near(expected, came, 0.06);
}

#[test]
fn few_or_equal_customers_cannot_be_told_anything_of() {
    let asked = RfmOptions::on(day("2026-06-30"), Currency::EUR);
    let few = |found| Err(CannotTell::FewRepeatBuyers { found, needed: 200 });
    assert_eq!(value_model(&Facts::default(), asked), few(0));
    let one = facts(&[
        order(day("2026-01-01"), Some(1), 900),
        order(day("2026-02-01"), Some(1), 900),
    ]);
    assert_eq!(value_model(&one, asked), few(1));
    // Everyone does the very same.
    let alike: Vec<OrderFact> = (0..500)
        .flat_map(|who| {
            let on = |month: i32| order(day("2026-01-05").plus_months(month), Some(who), 2_000);
            [on(0), on(2), on(4)]
        })
        .collect();
    let found = value_model(&facts(&alike), asked);
    assert_eq!(found.err(), Some(CannotTell::OnTheBorder));
    // All on one day: no one came back.
    let one_day: Vec<OrderFact> = (0..900)
        .map(|at| order(day("2026-01-05"), Some(at % 300), 2_000))
        .collect();
    assert_eq!(value_model(&facts(&one_day), asked), few(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_foretold_is_a_number_and_grows_with_time(
        r in 0.02_f64..20.0, alpha in 0.05_f64..200.0, a in 0.01_f64..20.0, b in 0.01_f64..50.0,
        again in 0_u32..10_000, age in 0_u32..8_000, part in 0.0_f64..1.0,
    ) {
        let model = BgNbd { r, alpha, a, b };
        let last = if again == 0 { 0.0 } else { part * f64::from(age) };
        let seen = OrderHistory { again, age, last: u32::try_from(cents(last)).unwrap() };
        let alive = model.alive(seen);
        prop_assert!((0.0..=1.0).contains(&alive));
        let mut before = 0.0;
        for days in [0, 1, 30, 90, 365, 3_650] {
            let expected = model.expected(seen, days);
            prop_assert!(expected.is_finite() && expected >= before * (1.0 - 1e-9), "{days}: {expected} {before}");
            let chance = model.chance(seen, days);
            prop_assert!((0.0..=1.0).contains(&chance) && chance <= expected + 1e-9, "{chance} {expected}");
            before = expected;
        }
        let (soon, late) = (model.days_to_next(seen, 0.1), model.days_to_next(seen, 0.9));
        prop_assert!(0.0 < soon && soon < late);
    }
}
