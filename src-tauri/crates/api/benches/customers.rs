//! How fast customers are found as one types, listed, and tried for a segment, in a shop of half a
//! million of them: through the use-cases that the window asks, from the file to the answer.
//!
//! `cargo bench -p pannier-api --bench customers`. `PANNIER_BENCH_CUSTOMERS` is the size of the shop.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has nothing to say"
)]

#[path = "../../../../tests/support/shop.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod shop;

use std::{fmt::Write as _, fs, hint::black_box, time::Instant};

use pannier_api::{
    Shop, breakdown, customer_detail, customers_overview, list_customers, preview_segment,
    views::{
        BreakdownInput, BreakdownSort, CustomerSort, CustomersAsked, Dimension, ExploreInput,
        ListCustomers, PreviewSegment,
    },
};
use pannier_core::plain_words;

const FIRST: [&str; 16] = [
    "Anna", "Jørgen", "Zoë", "Karl", "Ingrid", "Milan", "Søren", "Aylin", "Marta", "Élodie", "Tom",
    "Nadia", "Piotr", "Giulia", "Sven", "Amélie",
];
const LAST: [&str; 20] = [
    "Berg",
    "Lindqvist",
    "Okafor",
    "Moreau",
    "Schmidt",
    "Novák",
    "Rossi",
    "Jansen",
    "Keller",
    "Haddad",
    "Brandt",
    "Visser",
    "Lang",
    "Petrov",
    "Weiss",
    "Dubois",
    "Larsen",
    "Costa",
    "Yilmaz",
    "Wolf",
];
const TOWNS: [&str; 12] = [
    "Hamburg", "Lyon", "Utrecht", "Wien", "Zürich", "Aarhus", "Bologna", "Gent", "Köln", "Malmö",
    "Porto", "Graz",
];
/// What a merchant types, a letter at a time.
const TYPED: [&str; 8] = [
    "berg",
    "anna lindq",
    "zoe",
    "berg4711",
    "hamburg",
    "utrecht okafor",
    "#123456",
    "+4915100047",
];
/// Rules of twelve kinds of sentence.
const RULES: [&str; 12] = [
    "orders at least 2",
    "spent at least 250.00 in the last 365 days",
    "average order at least 120.00",
    "first order in the last 90 days",
    "last order not in the last 180 days",
    "items per order in the top 20 %",
    "orders at least 1 of product \"Linen throw\"",
    "country \"DE\"",
    "high-value",
    "orders at least 2 and last order not in the last 60 days",
    "(orders exactly 1 or average order at least 150.00) and country \"DE\"",
    "in segment \"Champions\" or in segment \"One-time buyers\"",
];

fn main() {
    // Under `cargo test` a benchmark only has to build.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let wanted = std::env::var("PANNIER_BENCH_CUSTOMERS").ok();
    let customers: u64 = wanted.and_then(|text| text.parse().ok()).unwrap_or(500_000);
    let test = shop::shop_in("EUR");
    let path = test.folder.path().join("orders.csv");
    fs::write(&path, orders(customers)).unwrap();
    let start = Instant::now();
    test.import(&[&path]).unwrap();
    println!("imported in {:.1} s", start.elapsed().as_secs_f64());
    let shop = &test.shop;
    let start = Instant::now();
    let overview = customers_overview(shop).unwrap();
    println!(
        "{} customers; everything about them for the first time in {:.0} ms",
        overview.customers,
        start.elapsed().as_secs_f64() * 1_000.0
    );

    splits(shop);
    searches(shop);
    pages(shop);
    let mut times = Vec::new();
    for id in (1..2_000).step_by(7) {
        times.push(timed(|| {
            black_box(customer_detail(shop, id).unwrap());
        }));
    }
    told("a customer's page", times);
    for text in RULES {
        let asked = PreviewSegment {
            text: Some(text.to_owned()),
            sample: 6,
            ..PreviewSegment::default()
        };
        let people = preview_segment(shop, &asked).unwrap().figures.people;
        let times = (0..20).map(|_| {
            timed(|| {
                black_box(preview_segment(shop, &asked).unwrap());
            })
        });
        told(&format!("{text}: {people}"), times.collect());
    }
}

/// Every beginning of what is typed, each with its first rows, as the screen asks for them.
fn searches(shop: &Shop) {
    let mut times = Vec::new();
    for typed in TYPED {
        let mut slowest = (0.0, String::new());
        let mut found = 0;
        for (end, _) in typed.char_indices().skip(1).chain([(typed.len(), ' ')]) {
            let so_far = &typed[..end];
            let took = timed(|| found = page(shop, so_far, CustomerSort::Spent, 0));
            if took > slowest.0 {
                slowest = (took, so_far.to_owned());
            }
            times.push(took);
        }
        println!(
            "  “{typed}”: {found} found, slowest {:.1} ms at “{}”",
            slowest.0, slowest.1
        );
    }
    told("a letter typed", times);
}

/// Orders split by the saved segments of who placed them, as the screen asks for it.
fn splits(shop: &Shop) {
    let asked = BreakdownInput {
        orders: ExploreInput::default(),
        by: Dimension::Segment,
        sort: BreakdownSort::Revenue,
        ascending: false,
    };
    let rows = breakdown(shop, &asked).unwrap().rows.len();
    let times = (0..20).map(|_| {
        timed(|| {
            black_box(breakdown(shop, &asked).unwrap());
        })
    });
    told(
        &format!("orders split by segment, {rows} rows"),
        times.collect(),
    );
}

/// Sorting, and rows from everywhere in the list.
fn pages(shop: &Shop) {
    let sorts = [
        CustomerSort::Spent,
        CustomerSort::LastOrder,
        CustomerSort::Orders,
        CustomerSort::Average,
        CustomerSort::Name,
    ];
    for sort in sorts {
        let first = timed(|| {
            page(shop, "", sort, 0);
        });
        let times = (0..50_u32).map(|step| {
            timed(|| {
                page(shop, "", sort, step * 9_973);
            })
        });
        println!("  sorted by {sort:?} for the first time: {first:.1} ms");
        told("  a page of it", times.collect());
    }
}

fn page(shop: &Shop, search: &str, sort: CustomerSort, offset: u32) -> u32 {
    let asked = ListCustomers {
        who: CustomersAsked {
            search: search.to_owned(),
            ..CustomersAsked::default()
        },
        sort,
        offset,
        limit: 100,
        ..ListCustomers::default()
    };
    list_customers(shop, &asked).unwrap().total
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1_000.0
}

fn told(name: &str, mut times: Vec<f64>) {
    times.sort_unstable_by(f64::total_cmp);
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{name}: p50 {:.1} ms, p95 {:.1} ms, most {:.1} ms",
        at(50),
        at(95),
        at(100)
    );
}

/// An export of orders, each customer's one after the other: one, and of every third person some
/// more.
fn orders(customers: u64) -> String {
    let mut text = String::from(
        "Name,Email,Financial Status,Currency,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Shipping City,Shipping Country,Refunded Amount,Id,Phone\n",
    );
    let pick = |words: &[&'static str], at: u64| words[usize::try_from(at).unwrap() % words.len()];
    let mut number = 100_000_u64;
    for who in 0..customers {
        let first = pick(&FIRST, who * 5 + who / 16);
        let last = pick(&LAST, who * 7 + who / 20);
        let address = plain_words(&format!("{first}.{last}"));
        let times = if who % 3 == 0 { 1 + who * 31 % 5 } else { 1 };
        for time in 0..times {
            number += 1;
            let (day, cents) = (
                (who * 7_919 + time * 97) % 900,
                1_500 + (who * 104_729 + time * 7_001) % 20_000,
            );
            let (year, month, of_month) = (2024 + day / 360, 1 + day % 360 / 30, 1 + day % 30 % 28);
            let price = format!("{}.{:02}", cents / 100, cents % 100);
            let product = pick(
                &["Linen throw", "Oak stool", "Wool socks", "Tea set"],
                who + time,
            );
            writeln!(
                text,
                "#{number},{address}{who}@example.com,paid,EUR,0.00,0.00,{price},{year}-{month:02}-{of_month:02} 10:00:00 +0000,1,{product},{price},S{},{} {},{},{},0.00,{},+49151{:08}",
                (who + time) % 4,
                first,
                last,
                pick(&TOWNS, who * 11),
                pick(&["DE", "FR", "NL", "AT"], who),
                5_000_000_000_000 + number,
                who,
            )
            .unwrap();
        }
    }
    text
}
