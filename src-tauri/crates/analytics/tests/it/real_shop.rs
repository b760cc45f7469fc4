//! The lines of a real shop, a British wholesaler of gifts: what moved its months.

use std::{collections::HashMap, fs::File, path::Path};

use flate2::read::GzDecoder;
use pannier_analytics::{
    Formula, Granularity, Moved, PartKind, Watch, decompose, decompose_by, outliers, periods,
    watch_week,
};
use pannier_core::{
    Currency, Day, Facts, FactsBuilder, LineFact, OrderFact, OrderId, OrderWords, Period,
    ProductFact, ProductsBuilder, Timestamp,
};

use crate::{golden::thousandths, made_up::order, shared_data::shared};

struct Sale {
    country: String,
    fact: OrderFact,
    lines: Vec<LineFact>,
}

/// `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country`, without
/// cancellations, adjustments and what was written off.
fn read(path: &Path) -> Facts {
    let mut reader = csv::Reader::from_reader(GzDecoder::new(File::open(path).unwrap()));
    let (mut sales, mut products) = (HashMap::<String, Sale>::new(), ProductsBuilder::default());
    let mut codes: HashMap<String, u32> = HashMap::new();
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).unwrap() {
        let (quantity, price) = (row[3].parse().unwrap_or(0_u32), thousandths(&row[5]));
        let not_a_sale = row[0].starts_with(['C', 'A']);
        if not_a_sale || quantity == 0 || price <= 0 {
            continue;
        }
        let product = *codes.entry(row[1].to_owned()).or_insert_with(|| {
            products.push(&ProductFact {
                id: 0,
                name: &row[2],
                sku: &row[1],
                vendor: "",
                category: "",
                cost: None,
                price: None,
            })
        });
        let day: Day = row[4][..10].parse().unwrap();
        let sale = sales.entry(row[0].to_owned()).or_insert_with(|| Sale {
            country: row[7].to_owned(),
            fact: OrderFact {
                id: OrderId(row[0].parse().unwrap()),
                currency: "KWD".parse::<Currency>().unwrap(),
                units: 0,
                ..order(day, None, 0)
            },
            lines: Vec::new(),
        });
        let amount = i64::from(quantity) * price;
        sale.fact.units += i64::from(quantity);
        sale.fact.goods += amount;
        sale.fact.total += amount;
        let known = Timestamp(i64::from(day.number()) * 86_400_000);
        if known < sale.fact.placed_at {
            (sale.fact.placed_at, sale.fact.day) = (known, day);
        }
        sale.lines.push(LineFact {
            product,
            quantity,
            amount,
            discount: 0,
            gift_card: false,
        });
    }
    let mut sorted: Vec<Sale> = sales.into_values().collect();
    sorted.sort_by_key(|sale| (sale.fact.placed_at, sale.fact.id.0));
    let mut builder = FactsBuilder::with_capacity(sorted.len());
    for sale in &sorted {
        let words = OrderWords {
            country: &sale.country,
            ..OrderWords::default()
        };
        builder.push(&sale.fact, &words, &sale.lines);
    }
    builder.finish(products.finish())
}

fn within(facts: &Facts, period: Period) -> Vec<u32> {
    let range = facts.positions(Some(period.from), Some(period.until));
    range.map(|at| u32::try_from(at).unwrap()).collect()
}

fn told(moved: &Moved) -> Vec<(PartKind, i64)> {
    moved
        .parts
        .iter()
        .map(|part| (part.kind, part.amount))
        .collect()
}

#[test]
fn months_of_a_real_shop_moved_by_parts_that_add_up() {
    let test = "months_of_a_real_shop_moved_by_parts_that_add_up";
    let Some(path) = shared(test, "data/online_retail.csv.gz") else {
        return;
    };
    let facts = read(&path);
    assert_eq!(facts.len(), 19_959);
    let day = |text: &str| text.parse::<Day>().unwrap();
    let months = periods(day("2010-12-01"), day("2012-01-01"), Granularity::Month);
    let months: Vec<Vec<u32>> = months.iter().map(|month| within(&facts, *month)).collect();
    for (index, two) in months.windows(2).enumerate() {
        let moved = decompose(&facts, Formula::Goods, &two[0], &two[1], 5);
        let change = moved.change.unwrap();
        assert_eq!(
            moved.parts.iter().map(|part| part.amount).sum::<i64>(),
            change
        );
        assert!(
            !told(&moved)
                .iter()
                .any(|(kind, _)| *kind == PartKind::FreeItems)
        );
        assert!(
            moved.parts[..4]
                .iter()
                .all(|part| part.kind == PartKind::Discount || part.amount != 0)
        );
        let country = &facts.country;
        let by_country = decompose_by(
            &facts,
            Formula::Goods,
            &two[0],
            &two[1],
            &country.of,
            country.names.len(),
        )
        .unwrap();
        assert_eq!(
            (by_country.change, by_country.within + by_country.between),
            (change, change)
        );
        if index == 10 {
            assert_eq!(change, -21_025, "545.141325 − 566.166324");
        }
    }
    let january = outliers(&facts, Formula::Goods, &months[1]);
    let named: Vec<i64> = january.named.iter().map(|order| order.order.0).collect();
    assert_eq!(named, [541_431], "74,215 jars in one order");
    let all: Vec<u32> = (0..19_959).collect();
    // The file ends within the week of 5 December.
    let mut notices = Vec::new();
    for week in 0..39 {
        let until = day("2011-03-14").plus_days(7 * week);
        let watched = watch_week(&facts, Formula::Goods, &all, until).unwrap();
        let is_notice = |watch: Watch| matches!(watch, Watch::Lower(_) | Watch::Higher(_));
        if is_notice(watched.aov) || is_notice(watched.orders) {
            notices.push(watched.week.from.to_string());
        }
    }
    assert_eq!(
        notices,
        ["2011-08-08"],
        "one week in 39: its orders averaged a third more"
    );
}
