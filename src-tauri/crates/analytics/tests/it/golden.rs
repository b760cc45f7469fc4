//! A real shop's published orders: half a million lines of a British wholesaler of gifts.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    path::Path,
    sync::Arc,
};

use flate2::read::GzDecoder;
use pannier_analytics::{
    CohortBy, CohortKey, CohortsAsked, Explorer, Filter, Formula, Granularity, Question, change,
    cohorts, headline_interval, order_numbers, periods, reconcile, series, summarise,
};
use pannier_core::{Currency, Day, Facts, OrderFact};

use crate::{
    made_up::{Columns, Random, facts, order},
    shared_data::shared,
};

/// Thousandths, as prices of that shop have three decimals: the minor unit of the dinar.
pub(crate) fn thousandths(text: &str) -> i64 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let fraction: i64 = format!("{fraction:0<3}")[..3].parse().unwrap();
    whole.parse::<i64>().unwrap() * 1000 + sign * fraction
}

fn dinar() -> Currency {
    "KWD".parse().unwrap()
}

/// `order,customer,first_line_at,order_value,units,distinct_items`
pub(crate) fn orders(path: &Path) -> Vec<OrderFact> {
    let file = GzDecoder::new(File::open(path).unwrap());
    csv::Reader::from_reader(file)
        .records()
        .map(|row| {
            let row = row.unwrap();
            let day: Day = row[2][..10].parse().unwrap();
            OrderFact {
                currency: dinar(),
                units: row[4].parse().unwrap(),
                ..order(day, row[1].parse().ok(), thousandths(&row[3]))
            }
        })
        .collect()
}

#[test]
fn months_of_a_real_shop_are_the_published_ones() {
    let test = "months_of_a_real_shop_are_the_published_ones";
    let Some(path) = shared(test, "golden/or_orders.csv.gz") else {
        return;
    };
    let Some(monthly) = shared(test, "golden/or_monthly.csv") else {
        return;
    };
    let facts = facts(&orders(&path));
    let whole = summarise(&facts, Formula::Goods, dinar(), None, None);
    assert_eq!((whole.orders, whole.revenue), (19_959, 10_655_622_484));
    assert_eq!(whole.aov, Some(533_876), "533.875569");
    assert_eq!(whole.median, Some(303_830));

    let cut = periods(
        "2010-12-01".parse().unwrap(),
        "2012-01-01".parse().unwrap(),
        Granularity::Month,
    );
    let figures = series(&facts, Formula::Goods, dinar(), &cut);
    let rows: HashMap<String, csv::StringRecord> = csv::Reader::from_path(monthly)
        .unwrap()
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row))
        .collect();
    assert_eq!(rows.len(), cut.len());
    for (period, found) in cut.iter().zip(&figures) {
        let row = &rows[&period.from.to_string()[..7]];
        assert_eq!(found.orders.to_string(), row[1], "{row:?}");
        assert_eq!(found.revenue, thousandths(&row[6]), "{row:?}");
        assert_eq!(found.units.to_string(), row[5], "{row:?}");
        let published: f64 = row[10].parse().unwrap();
        let aov = f64::from(i32::try_from(found.aov.unwrap()).unwrap()) / 1000.0;
        assert!((aov - published).abs() <= 0.000_501, "{row:?}: {aov}");
        let (low, high) = found.interval.unwrap();
        assert!(
            found.aov.is_some_and(|aov| low < aov && aov < high),
            "{row:?}"
        );
    }
    let november = change(&facts, Formula::Goods, dinar(), cut[11], cut[10]);
    assert_eq!(
        november.difference,
        Some(-21_025),
        "545.141325 − 566.166324"
    );
    let sheet = reconcile(&facts, dinar(), None, None, Formula::Goods);
    assert!(
        sheet
            .iter()
            .all(|other| other.steps.is_empty() && other.orders == 19_959)
    );
    let (low, high) = headline_interval(&facts, Formula::Goods, dinar(), None, None).unwrap();
    let (plain_low, plain_high) = whole.interval.unwrap();
    let off = (low - plain_low).abs().max((high - plain_high).abs());
    assert!(
        off * 10 < plain_high - plain_low,
        "{low}..{high} and {plain_low}..{plain_high}"
    );
}

/// Customers drawn from real shops as from a hat: the interval of a small draw ought to hold the
/// average of all, and says how far real tails are from made-up ones.
#[test]
#[ignore = "long: cargo xtask soak"]
fn soak_intervals_on_draws_from_real_shops() {
    let test = "soak_intervals_on_draws_from_real_shops";
    let Some(wholesaler) = shared(test, "golden/or_orders.csv.gz") else {
        return;
    };
    let Some(records) = shared(test, "data/cdnow_sample.csv") else {
        return;
    };
    let mut discs: Vec<OrderFact> = Vec::new();
    for row in csv::Reader::from_path(records).unwrap().records() {
        let row = row.unwrap();
        let column = |name: usize| row.get(name).unwrap().trim();
        let last = row.len() - 1;
        let day: Day = "1997-01-01".parse().unwrap();
        discs.push(order(
            day,
            column(0).parse().ok(),
            thousandths(column(last)),
        ));
    }
    for (name, orders, customers, floor) in [
        ("record shop", discs, 300_u32, 0.92),
        ("wholesaler", orders(&wholesaler), 1_000, 0.8),
    ] {
        let held = held_in_draws(&orders, customers);
        println!("{name}: {held:.4} of draws of {customers} customers");
        assert!((floor..=0.97).contains(&held), "{name}: {held}");
        let known = orders.iter().filter_map(|order| order.customer);
        let people: HashSet<i64> = known.clone().collect();
        let each = known.count().div_ceil(people.len());
        // As if each order were someone else's: what the values alone do to the interval.
        let strangers: Vec<OrderFact> = (0..)
            .zip(&orders)
            .map(|(who, order)| OrderFact {
                customer: Some(who),
                ..*order
            })
            .collect();
        for wanted in [30, 50, 100, 300, 1_000] {
            let customers = u32::try_from(wanted / each).unwrap().max(2);
            let held = held_in_draws(&orders, customers);
            let alone = held_in_draws(&strangers, u32::try_from(wanted).unwrap());
            println!(
                "{name}, about {wanted} orders: {held:.4} of draws of {customers} customers, \
                 {alone:.4} of draws of single orders"
            );
        }
    }
}

fn held_in_draws(orders: &[OrderFact], draw: u32) -> f64 {
    let mut by_customer: HashMap<i64, Vec<i64>> = HashMap::new();
    for order in orders {
        if let Some(customer) = order.customer {
            by_customer.entry(customer).or_default().push(order.goods);
        }
    }
    let mut customers: Vec<(i64, Vec<i64>)> = by_customer.into_iter().collect();
    customers.sort_unstable();
    let all: Vec<i64> = customers
        .iter()
        .flat_map(|(_, goods)| goods.clone())
        .collect();
    let truth = all.iter().sum::<i64>() / i64::try_from(all.len()).unwrap();
    let day: Day = "2026-01-01".parse().unwrap();
    let mut random = Random(1);
    // Under the least number of orders no interval is shown, and none can miss.
    let (mut shown, mut held) = (0, 0);
    for _ in 0..4_000 {
        let mut columns = Columns::default();
        for who in 0..draw {
            let drawn = random.below(u32::try_from(customers.len()).unwrap());
            for goods in &customers[drawn as usize].1 {
                columns.push(day, Some(who), *goods);
            }
        }
        let facts: Facts = columns.finish(draw);
        let found = summarise(&facts, Formula::Goods, Currency::EUR, None, None);
        if let Some((low, high)) = found.interval {
            shown += 1;
            held += i32::from(low <= truth && truth <= high);
        }
    }
    f64::from(held) / f64::from(shown)
}

/// Cohorts by month of the first order, and the share that ordered again.
#[test]
fn new_and_returning_customers_of_a_real_shop_are_the_published_ones() {
    let test = "new_and_returning_customers_of_a_real_shop_are_the_published_ones";
    let Some(path) = shared(test, "golden/or_orders.csv.gz") else {
        return;
    };
    let Some(monthly) = shared(test, "golden/or_monthly.csv") else {
        return;
    };
    let explorer = Explorer::new(Arc::new(facts(&orders(&path))));
    for row in csv::Reader::from_path(monthly).unwrap().records() {
        let row = row.unwrap();
        let from: Day = format!("{}-01", &row[0]).parse().unwrap();
        let question = |filter: &str| Question {
            from: Some(from),
            until: Some(from.plus_months(1)),
            filter: Filter::parse(filter, dinar()).unwrap(),
            ..Question::all(Formula::Goods, dinar())
        };
        let customers: HashSet<u32> = explorer
            .pick(&question("customer=new,returning"))
            .into_iter()
            .map(|at| explorer.facts().customer[at as usize])
            .collect();
        let new = explorer.pick(&question("customer=new")).len();
        assert_eq!(customers.len().to_string(), row[2], "{row:?}");
        assert_eq!(new.to_string(), row[3], "{row:?}");
        assert_eq!((customers.len() - new).to_string(), row[4], "{row:?}");
    }
    // Of all years: who came at all, and who came again.
    let people = |filter: &str| {
        let question = Question {
            filter: Filter::parse(filter, dinar()).unwrap(),
            ..Question::all(Formula::Goods, dinar())
        };
        let orders = explorer.pick(&question);
        let who = |at: &u32| explorer.facts().customer[*at as usize];
        (
            orders.len(),
            orders.iter().map(who).collect::<HashSet<u32>>().len(),
        )
    };
    assert_eq!(people("customer=new,returning"), (18_532, 4_338));
    assert_eq!(people("customer=returning"), (18_532 - 4_338, 2_845));
}

#[test]
fn cohorts_of_a_real_shop_are_the_published_ones() {
    let test = "cohorts_of_a_real_shop_are_the_published_ones";
    let Some(path) = shared(test, "golden/or_orders.csv.gz") else {
        return;
    };
    let Some(published) = shared(test, "golden/or_cohorts.csv") else {
        return;
    };
    let Some(summary) = shared(test, "golden/or_summary.csv") else {
        return;
    };
    let facts = facts(&orders(&path));
    let positions = crate::baskets::counted(&facts, Formula::Goods);
    let asked = CohortsAsked {
        by: CohortBy::Month,
        until: "2011-12-10".parse().unwrap(),
        most: 0,
        costs: false,
    };
    let found = cohorts(&facts, Formula::Goods, &positions, &asked);
    let rows: Vec<csv::StringRecord> = csv::Reader::from_path(published)
        .unwrap()
        .records()
        .map(|row| row.unwrap())
        .collect();
    assert_eq!(rows.len(), found.each.len());
    for (row, cohort) in rows.iter().zip(&found.each) {
        let CohortKey::Month(month) = cohort.key else {
            panic!("{cohort:?}");
        };
        assert_eq!(month.to_string()[..7], row[0]);
        assert_eq!(cohort.customers.to_string(), row[1]);
        let told: Vec<String> = cohort
            .cells
            .iter()
            .map(|cell| cell.customers.to_string())
            .collect();
        let cells: Vec<&str> = row.iter().skip(2).filter(|cell| !cell.is_empty()).collect();
        assert_eq!(told, cells, "{row:?}");
        assert!(cohort.cells.iter().all(|cell| cell.of == cohort.customers));
    }
    let published: HashMap<String, String> = csv::Reader::from_path(summary)
        .unwrap()
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    let numbers = order_numbers(&facts, Formula::Goods, &positions, 10);
    assert_eq!(numbers.customers.to_string(), published["customers"]);
    assert_eq!(numbers.came_back.to_string(), published["repeat_customers"]);
    let rate = numbers.repeat_rate().unwrap();
    assert_eq!(format!("{rate:.6}"), published["repeat_rate"]);
    assert_eq!(found.all.repeat_rate(), Some(rate));
    assert_eq!(
        found.all.orders.to_string(),
        published["orders_with_customer"]
    );
    assert_eq!(19_959 - found.guest_orders, found.all.orders);
}
