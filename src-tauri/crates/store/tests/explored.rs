//! The explorer's answers, held against the same questions put to the shop file in plain SQL.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::{collections::BTreeMap, fmt::Write, sync::Arc};

use pannier_analytics::{
    Condition, Dimension, Explorer, Filter, Formula, Granularity, Question, Span, SplitOrder,
    periods, summarise, summarise_days,
};
use pannier_core::{Currency, FixedClock, Timestamp};
use pannier_store::{NewShop, OpenOptions, Role, Store};
use rusqlite::Connection;

/// Random numbers from a seed (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap() % end
    }

    fn one<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

const COUNTRIES: [(&str, &str); 6] = [
    ("DE", "DE"),
    ("Germany", "DE"),
    ("Deutschland", "DE"),
    ("at", "AT"),
    ("Atlantis", "Atlantis"),
    ("", ""),
];

/// A shop with everything odd in it: two currencies, test, cancelled and gift-card orders,
/// refunds, orders without customer or lines, several codes on one order, countries spelled in
/// many ways, empty words.
fn fill(raw: &Connection, orders: usize) {
    let mut random = Random(20_261_122);
    raw.execute_batch(
        "INSERT INTO import (id, state, applied_at) VALUES (1, 'applied', 0);
         INSERT INTO import_file VALUES (1, 1, 0, 'a.csv', 'a.csv', x'00', 'shopify', 'orders',
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL);
         INSERT INTO source (id, platform, name) VALUES (1, 'shopify', 'One'), (2, 'shopify', 'Two'),
           (3, 'etsy', '');
         INSERT INTO catalogue_product (id, source_id, external_id, category, vendor)
           VALUES (1, 1, 'mug', 'Mugs', 'Ash'), (2, 1, 'bowl', 'Bowls', NULL);",
    )
    .unwrap();
    for customer in 1..=60 {
        raw.execute(
            "INSERT INTO customer VALUES (?1, 'p' || ?1 || '@example.com', NULL, '', '', '', '', '',
               '', '', '', '', '', '', NULL, NULL, 1)",
            [customer],
        )
        .unwrap();
    }
    for product in 1..=12_i64 {
        // Two products have one name.
        let name = format!("Thing {}", product.min(11));
        let vendor = ["", "Birch"][usize::from(product % 3 == 0)];
        raw.execute(
            "INSERT INTO product VALUES (?1, 1, 'key' || ?1, 'T-' || ?1, ?2, ?3, 1)",
            (product, name, vendor),
        )
        .unwrap();
        if product < 9 {
            raw.execute(
                "INSERT INTO catalogue_variant (product_id, position, key, title, sold_as)
                 VALUES (1 + ?1 % 2, ?1, 'k' || ?1, '', ?1)",
                [product],
            )
            .unwrap();
        }
    }
    for order in 1..=i64::try_from(orders).unwrap() {
        insert_order(raw, &mut random, order);
    }
}

fn insert_order(raw: &Connection, random: &mut Random, order: i64) {
    let number = |random: &mut Random, end| i64::try_from(random.below(end)).unwrap();
    let lines: Vec<(i64, i64, i64, i64)> = (0..random.below(4))
        .map(|_| {
            let amount = 300 + number(random, 5_000);
            let discount = number(random, 3) * amount / 7;
            (
                1 + number(random, 12),
                1 + number(random, 4),
                amount,
                discount,
            )
        })
        .collect();
    let gross: i64 = lines.iter().map(|line| line.2).sum();
    let discounts: i64 = lines.iter().map(|line| line.3).sum();
    let (goods, shipping) = (gross - discounts, 490);
    let refunded = if random.below(6) == 0 { goods / 2 } else { 0 };
    let tax_included = number(random, 2);
    let tax = goods / 6;
    let total = goods + shipping + if tax_included == 1 { 0 } else { tax };
    // Two years, with the days on which clocks change.
    let placed_at = 1_704_000_000_000 + number(random, 63_000_000) * 1_000;
    let day = "Europe/Berlin"
        .parse::<pannier_core::ShopZone>()
        .unwrap()
        .day_of(Timestamp(placed_at))
        .to_string();
    let customer = (random.below(6) > 0).then(|| 1 + number(random, 60));
    let flag = |random: &mut Random, of: usize| i64::from(random.below(of) == 0);
    let cancelled = (random.below(12) == 0).then_some(placed_at);
    let currency = if random.below(5) == 0 { "USD" } else { "EUR" };
    raw.execute(
        "INSERT INTO orders (id, source_id, external_id, number, placed_at, placed_day, currency,
           customer_id, customer_name, customer_key, email, phone, city, zip, region, country, gross,
           discounts, goods, gift_cards, shipping, tax, goods_tax, duties, tip, unexplained, total,
           refunded, goods_refunded, units, tax_included, is_test, gift_cards_only, fully_refunded,
           payment, cancelled_at, payment_method, discount_codes, channel, device, campaign, tags,
           content_hash, import_id, import_file_id)
         VALUES (?1, ?2, ?1, ?1, ?3, ?4, ?5, ?6, '', '', '', '', '', '', ?7, ?8, ?9, ?10, ?11, 0,
           ?12, ?13, ?13, 0, 0, 0, ?14, ?15, ?15, ?16, ?17, ?18, ?19, ?20, 'paid', ?21, ?22, ?23,
           ?24, ?25, '', '', x'00', 1, 1)",
        rusqlite::params![
            order,
            1 + number(random, 3),
            placed_at,
            day,
            currency,
            customer,
            random.one(&["BY", "NW", ""]),
            COUNTRIES[random.below(6)].0,
            gross,
            discounts,
            goods,
            shipping,
            tax,
            total,
            refunded,
            lines.iter().map(|line| line.1).sum::<i64>(),
            tax_included,
            flag(random, 40),
            flag(random, 30),
            flag(random, 25),
            cancelled,
            random.one(&["PayPal", "Card", ""]),
            random.one(&["", "SPRING", "spring, TEN", "TEN,Ten", ","]),
            random.one(&["web", "pos", ""]),
            random.one(&["phone", ""]),
        ],
    )
    .unwrap();
    for (position, (product, quantity, amount, discount)) in (0_i64..).zip(lines) {
        raw.execute(
            "INSERT INTO order_line VALUES (?1, ?2, ?3, '', '', '', ?4, 0, ?5, ?6, 0)",
            (order, position, product, quantity, amount, discount),
        )
        .unwrap();
    }
}

/// A query of the value and the order of each value that an order has.
fn values_sql(dimension: Dimension, first: &str) -> String {
    let own = |expression: &str| format!("SELECT id, {expression} AS v FROM orders");
    let line = |expression: &str| {
        format!(
            "SELECT o.id, coalesce({expression}, '') AS v FROM orders o
               LEFT JOIN order_line l ON l.order_id = o.id LEFT JOIN product p ON p.id = l.product_id
               LEFT JOIN (SELECT sold_as, category, vendor FROM catalogue_variant
                            JOIN catalogue_product c ON c.id = product_id) c ON c.sold_as = p.id
              GROUP BY 1, 2"
        )
    };
    match dimension {
        Dimension::Source => {
            "SELECT o.id, CASE s.id WHEN 3 THEN 'etsy' ELSE 'shopify · ' || s.name END AS v
               FROM orders o JOIN source s ON s.id = source_id"
                .to_owned()
        }
        Dimension::Channel => own("channel"),
        Dimension::Device => own("device"),
        Dimension::Campaign => own("campaign"),
        Dimension::Country => own("CASE country WHEN 'Germany' THEN 'DE' WHEN 'Deutschland' THEN 'DE'
            WHEN 'at' THEN 'AT' ELSE country END"),
        Dimension::Region => own("region"),
        Dimension::Payment => own("payment_method"),
        Dimension::Product => line("CASE WHEN p.id > 10 THEN '#' || p.id ELSE p.name END"),
        Dimension::Category => line("c.category"),
        Dimension::Vendor => line("CASE p.vendor WHEN '' THEN c.vendor ELSE p.vendor END"),
        // The five texts that there are.
        Dimension::Code => "SELECT id, 'spring' AS v FROM orders WHERE discount_codes LIKE '%spring%'
            UNION ALL SELECT id, 'ten' FROM orders WHERE discount_codes LIKE '%ten%'
            UNION ALL SELECT id, '' FROM orders WHERE discount_codes IN ('', ',')"
            .to_owned(),
        Dimension::Customer => own(&format!(
            "CASE WHEN customer_id IS NULL THEN '' WHEN id IN ({first}) THEN 'new' ELSE 'returning' END"
        )),
        Dimension::Weekday => own("CASE strftime('%w', placed_day) WHEN '0' THEN 'sunday' WHEN '1' THEN
            'monday' WHEN '2' THEN 'tuesday' WHEN '3' THEN 'wednesday' WHEN '4' THEN 'thursday' WHEN
            '5' THEN 'friday' ELSE 'saturday' END"),
        // Berlin's summer time of 2024 and 2025, in seconds UTC.
        Dimension::Hour => own("CAST((placed_at / 1000 + CASE
            WHEN placed_at / 1000 >= unixepoch('2024-03-31 01:00') AND placed_at / 1000 < unixepoch('2024-10-27 01:00')
              OR placed_at / 1000 >= unixepoch('2025-03-30 01:00') AND placed_at / 1000 < unixepoch('2025-10-26 01:00')
            THEN 7200 ELSE 3600 END) % 86400 / 3600 AS TEXT)"),
        Dimension::Basket => own("CASE WHEN units = 0 THEN '' WHEN units < 5 THEN CAST(units AS TEXT)
            WHEN units < 10 THEN '5-9' ELSE '10+' END"),
        Dimension::Discount => own("CASE WHEN gross <= 0 THEN '' WHEN discounts = 0 THEN '0'
            WHEN discounts * 100 < 5 * gross THEN '0-5' WHEN discounts * 100 < 10 * gross THEN '5-10'
            WHEN discounts * 100 < 15 * gross THEN '10-15' WHEN discounts * 100 < 20 * gross THEN '15-20'
            WHEN discounts * 100 < 30 * gross THEN '20-30' WHEN discounts * 100 < 50 * gross THEN '30-50'
            ELSE '50+' END"),
    }
}

fn counted_sql(formula: Formula) -> &'static str {
    match formula {
        Formula::Goods => "is_test = 0 AND gift_cards_only = 0 AND cancelled_at IS NULL",
        Formula::Shopify => "is_test = 0 AND gift_cards_only = 0",
        Formula::Net | Formula::Collected => {
            "is_test = 0 AND gift_cards_only = 0 AND cancelled_at IS NULL AND fully_refunded = 0"
        }
    }
}

fn revenue_sql(formula: Formula) -> &'static str {
    match formula {
        Formula::Goods => "goods",
        Formula::Shopify => "goods - tax_included * goods_tax",
        Formula::Net => "goods - goods_refunded",
        Formula::Collected => "total - refunded",
    }
}

/// Each customer's first order that counts.
fn first_sql(formula: Formula) -> String {
    format!(
        "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY placed_at, id)
           AS place FROM orders WHERE customer_id IS NOT NULL AND {}) WHERE place = 1",
        counted_sql(formula)
    )
}

fn span_sql(what: &str, span: Span) -> String {
    format!(
        "({what}) BETWEEN {} AND {}",
        span.from.unwrap(),
        span.to.unwrap()
    )
}

fn where_sql(question: &Question) -> String {
    let mut sql = format!(
        "currency = '{}' AND {}",
        question.currency.code(),
        counted_sql(question.formula)
    );
    if let Some(from) = question.from {
        write!(sql, " AND placed_day >= '{from}'").unwrap();
    }
    if let Some(until) = question.until {
        write!(sql, " AND placed_day < '{until}'").unwrap();
    }
    for condition in &question.filter.conditions {
        let part = match condition {
            Condition::Value {
                dimension,
                values,
                is_not,
            } => {
                let words: Vec<String> = values
                    .iter()
                    .map(|value| format!("'{}'", value.to_lowercase()))
                    .collect();
                format!(
                    "id {} (SELECT id FROM ({}) WHERE lower(v) IN ({}))",
                    if *is_not { "NOT IN" } else { "IN" },
                    values_sql(*dimension, &first_sql(question.formula)),
                    words.join(", ")
                )
            }
            Condition::Goods(span) => span_sql("goods", *span),
            Condition::Revenue(span) => span_sql(revenue_sql(question.formula), *span),
            Condition::Units(span) => span_sql("units", *span),
            Condition::Customers { .. } => unreachable!("no set of customers is asked for here"),
        };
        write!(sql, " AND {part}").unwrap();
    }
    sql
}

type Sums = BTreeMap<String, (u32, i64, i64)>;

fn sums(raw: &Connection, question: &Question, dimension: Dimension) -> Sums {
    let sql = format!(
        "SELECT lower(min(v)), count(*), sum({}), sum(units) FROM orders JOIN
           (SELECT id AS of, v FROM ({})) ON of = id
          WHERE {} GROUP BY lower(v)",
        revenue_sql(question.formula),
        values_sql(dimension, &first_sql(question.formula)),
        where_sql(question)
    );
    let mut statement = raw.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn any_question(random: &mut Random, explorer: &Explorer) -> Question {
    let mut conditions = Vec::new();
    for _ in 0..random.below(4) {
        let from = i64::try_from(random.below(6_000)).unwrap();
        let span = |more: i64| Span {
            from: Some(from),
            to: Some(from + more),
        };
        conditions.push(match random.below(7) {
            0 => Condition::Goods(span(6_000)),
            1 => Condition::Revenue(span(4_000)),
            2 => Condition::Units(Span {
                from: Some(from % 4),
                to: Some(from % 4 + 3),
            }),
            _ => {
                let dimension = Dimension::ALL[random.below(16)];
                let known = explorer.values(dimension);
                Condition::Value {
                    dimension,
                    values: (0..=random.below(3))
                        .map(|_| known[random.below(known.len())].value.clone())
                        .collect(),
                    is_not: random.below(3) == 0,
                }
            }
        });
    }
    let day = |random: &mut Random| {
        let first: pannier_core::Day = "2023-12-01".parse().unwrap();
        first.plus_days(i64::try_from(random.below(800)).unwrap())
    };
    Question {
        formula: Formula::ALL[random.below(4)],
        currency: if random.below(4) == 0 {
            Currency::USD
        } else {
            Currency::EUR
        },
        from: (random.below(2) == 0).then(|| day(random)),
        until: (random.below(2) == 0).then(|| day(random)),
        filter: Filter { conditions },
    }
}

struct Odd {
    _folder: tempfile::TempDir,
    store: Store,
    raw: Connection,
}

#[expect(clippy::disallowed_methods, reason = "asks the file as anybody could")]
fn odd_shop(orders: usize) -> Odd {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.pannier");
    let new = NewShop {
        name: "Odd".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: "Europe/Berlin".parse().unwrap(),
        is_sample: false,
    };
    let clock = FixedClock(Timestamp(1_782_820_800_000));
    let store = Store::create(&path, &new, OpenOptions::new(Role::Owner), &clock).unwrap();
    let raw = Connection::open(&path).unwrap();
    fill(&raw, orders);
    Odd {
        _folder: folder,
        store,
        raw,
    }
}

#[test]
fn sums_of_days_are_the_figures_of_their_orders() {
    let odd = odd_shop(600);
    let before = odd.store.facts().unwrap();
    // Every day begins at another hour: all of them are summed anew.
    odd.store
        .write(|tx| {
            let mut shop = tx.shop()?;
            shop.zone = "America/New_York".parse().unwrap();
            tx.update_shop(&shop)
        })
        .unwrap();
    let changed = odd.store.take_changed();
    let facts = odd.store.facts_after(&before, &changed).unwrap().facts;
    assert_ne!(facts.hour, before.facts.hour);
    let days = odd.store.read(|tx| tx.day_sums()).unwrap();
    assert_eq!(days.iter().map(|sum| sum.orders).sum::<i64>(), 600);
    let (from, until) = ("2023-12-01".parse().unwrap(), "2026-01-01".parse().unwrap());
    for period in periods(from, until, Granularity::Month) {
        for formula in Formula::ALL {
            for currency in [Currency::EUR, Currency::USD] {
                let found = summarise_days(&days, formula, currency, period);
                let whole = summarise(
                    &facts,
                    formula,
                    currency,
                    Some(period.from),
                    Some(period.until),
                );
                assert_eq!(
                    (found.revenue, found.orders, found.units, found.aov),
                    (whole.revenue, whole.orders, whole.units, whole.aov),
                    "{formula} {currency} {period:?}"
                );
            }
        }
    }
}

#[test]
fn two_hundred_questions_have_the_answers_of_plain_sql() {
    let odd = odd_shop(1_500);
    let (store, raw) = (&odd.store, &odd.raw);
    let explorer = Explorer::new(Arc::clone(&store.facts().unwrap().facts));
    assert_eq!(explorer.facts().len(), 1_500);
    let mut random = Random(4);
    let mut groups = 0;
    for _ in 0..200 {
        let question = any_question(&mut random, &explorer);
        let dimension = Dimension::ALL[random.below(16)];
        let split = explorer.split(&question, &SplitOrder::by(dimension));
        let mut found = Sums::new();
        for row in &split.rows {
            let figures = &row.figures.current;
            let sums = (figures.orders, figures.revenue, figures.units);
            let before = found.insert(row.value.to_lowercase(), sums);
            assert_eq!(before, None, "no value comes twice");
        }
        let expected = sums(raw, &question, dimension);
        assert_eq!(
            found,
            expected,
            "{dimension} of {} {:?}",
            question.filter.text(question.currency),
            (question.formula, question.from, question.until)
        );
        groups += found.len();
        let whole: (u32, Option<i64>) = raw
            .query_row(
                &format!(
                    "SELECT count(*), sum({}) FROM orders WHERE {}",
                    revenue_sql(question.formula),
                    where_sql(&question)
                ),
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        let current = &split.whole.current;
        assert_eq!(
            (current.orders, current.revenue),
            (whole.0, whole.1.unwrap_or(0))
        );
    }
    assert!(groups > 300, "only {groups} groups were compared");
}
