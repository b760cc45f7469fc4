//! Shops whose orders were published.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::File,
    path::Path,
};

use flate2::read::GzDecoder;
use pannier_core::Day;
use pannier_recommend::{BasketLine, Catalogue, History, HistoryBuilder, Product};

/// Whatever is learnt is learnt before this day.
pub(crate) const TEST: &str = "2011-10-01";

/// The shop, with products by code and customers by number, each ascending.
pub(crate) struct Shop {
    pub(crate) catalogue: Catalogue,
    pub(crate) history: History,
    pub(crate) products: HashMap<String, u32>,
    pub(crate) customers: HashMap<String, u32>,
}

/// Lines of products that were sold, as the published figures count them.
struct Line {
    order: String,
    code: String,
    title: String,
    quantity: u32,
    time: String,
    thousandths: i64,
    customer: String,
}

fn is_product(code: &str) -> bool {
    let (digits, letters) = code.split_at(code.len().min(5));
    digits.len() == 5
        && digits.bytes().all(|sign| sign.is_ascii_digit())
        && letters.len() <= 2
        && letters.bytes().all(|sign| sign.is_ascii_uppercase())
}

fn lines(path: &Path) -> Vec<Line> {
    let mut reader = csv::Reader::from_reader(GzDecoder::new(File::open(path).unwrap()));
    let mut lines = Vec::new();
    for row in reader.records() {
        let row = row.unwrap();
        let (quantity, price): (i64, f64) = (row[3].parse().unwrap(), row[5].parse().unwrap());
        // The shop wrote some codes now with a small letter, now with a large one.
        let code = row[1].to_ascii_uppercase();
        if row[0].starts_with(['C', 'A']) || quantity <= 0 || price <= 0.0 || !is_product(&code) {
            continue;
        }
        lines.push(Line {
            order: row[0].to_owned(),
            code,
            title: row[2].to_owned(),
            quantity: u32::try_from(quantity).unwrap(),
            time: row[4].to_owned(),
            thousandths: thousandths(&row[5]),
            customer: row[6].trim_end_matches(".0").to_owned(),
        });
    }
    lines
}

fn thousandths(text: &str) -> i64 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction: i64 = format!("{fraction:0<3}")[..3].parse().unwrap();
    whole.parse::<i64>().unwrap() * 1000 + fraction
}

pub(crate) fn online_retail(path: &Path) -> Shop {
    let lines = lines(path);
    let codes: BTreeSet<&str> = lines.iter().map(|line| line.code.as_str()).collect();
    let people: BTreeSet<&str> = lines.iter().map(|line| line.customer.as_str()).collect();
    let titles: HashMap<&str, &str> = lines
        .iter()
        .filter(|line| line.time.as_str() < TEST && !line.title.is_empty())
        .map(|line| (line.code.as_str(), line.title.as_str()))
        .collect();
    let mut catalogue = Catalogue::default();
    let mut products = HashMap::new();
    for code in codes {
        let index = catalogue.push(&Product {
            title: titles.get(code).copied().unwrap_or_default(),
            ..Product::default()
        });
        products.insert(code.to_owned(), index);
    }
    let customers: HashMap<String, u32> = people
        .into_iter()
        .filter(|customer| !customer.is_empty())
        .map(str::to_owned)
        .zip(0..)
        .collect();
    let mut orders: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in &lines {
        orders.entry(&line.order).or_default().push(line);
    }
    let mut orders: Vec<Vec<&Line>> = orders.into_values().collect();
    let time = |order: &[&Line]| order.iter().map(|line| line.time.clone()).min().unwrap();
    orders.sort_by_cached_key(|order| time(order));
    let mut builder = HistoryBuilder::default();
    for order in orders {
        let day: Day = time(&order)[..10].parse().unwrap();
        let customer = customers.get(&order[0].customer).copied();
        let lines = order.iter().map(|line| BasketLine {
            product: products[&line.code],
            quantity: line.quantity,
            unit_price: Some(line.thousandths),
        });
        builder.push(day, customer, lines);
    }
    let history = builder.finish(&catalogue);
    Shop {
        catalogue,
        history,
        products,
        customers,
    }
}

/// A basket on its way: its day, whose it is, and what was in it.
type Basket = (Day, Option<u32>, Vec<BasketLine>);

/// A grocer's year: 155,848 baskets of 2,469 households.
pub(crate) fn complete_journey(path: &Path) -> Shop {
    let mut catalogue = Catalogue::default();
    let mut products = HashMap::new();
    for row in rows(&path.with_file_name("complete_journey_products.csv.gz")) {
        let index = catalogue.push(&Product {
            id: row[0].parse().unwrap(),
            title: &format!("{} {}", &row[5], &row[6]),
            category: &row[4],
            vendor: &row[1],
            ..Product::default()
        });
        products.insert(row[0].to_owned(), index);
    }
    let mut customers: HashMap<String, u32> = HashMap::new();
    let mut baskets: BTreeMap<u64, Basket> = BTreeMap::new();
    let file = GzDecoder::new(File::open(path).unwrap());
    let mut reader = csv::Reader::from_reader(file);
    for row in reader.records() {
        let row = row.unwrap();
        let Some(product) = products.get(&row[3]).copied() else {
            continue;
        };
        let next = u32::try_from(customers.len()).unwrap();
        let customer = *customers.entry(row[0].to_owned()).or_insert(next);
        let day: Day = row[10][..10].parse().unwrap();
        let basket = baskets.entry(row[2].parse().unwrap());
        let (_, _, lines) = basket.or_insert((day, Some(customer), Vec::new()));
        let quantity: u32 = row[4].parse().unwrap();
        let paid = thousandths(&row[5]) / 10;
        lines.push(BasketLine {
            product,
            quantity,
            unit_price: paid.checked_div(quantity.into()).filter(|paid| *paid > 0),
        });
    }
    let mut builder = HistoryBuilder::default();
    for (day, customer, lines) in baskets.into_values() {
        builder.push(day, customer, lines);
    }
    let history = builder.finish(&catalogue);
    Shop {
        catalogue,
        history,
        products,
        customers,
    }
}

/// A grocer's baskets without days or people; the days are made up, a hundred baskets each.
pub(crate) fn groceries(path: &Path) -> Shop {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    let names: BTreeSet<&str> = rows.iter().map(|row| &row[1]).collect();
    let mut catalogue = Catalogue::default();
    let mut products = HashMap::new();
    for name in names {
        let index = catalogue.push(&Product {
            title: name,
            ..Product::default()
        });
        products.insert(name.to_owned(), index);
    }
    let mut builder = HistoryBuilder::default();
    let first: Day = "2024-01-01".parse().unwrap();
    for (number, basket) in (0..).zip(rows.chunk_by(|one, other| one[0] == other[0])) {
        let lines = basket.iter().map(|row| BasketLine {
            product: products[&row[1]],
            quantity: 1,
            unit_price: None,
        });
        builder.push(first.plus_days(number / 100), None, lines);
    }
    let history = builder.finish(&catalogue);
    Shop {
        catalogue,
        history,
        products,
        customers: HashMap::new(),
    }
}

/// All rows of a compressed table; a few have a comma in a name that is not quoted.
pub(crate) fn rows(path: &Path) -> Vec<csv::StringRecord> {
    let file = GzDecoder::new(File::open(path).unwrap());
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    reader.records().map(|row| row.unwrap()).collect()
}
