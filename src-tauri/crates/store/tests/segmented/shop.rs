//! A shop with everything in it that a segment can ask for, and all of it odd.

use pannier_core::{Day, ShopZone, Timestamp};
use rusqlite::{Connection, params};

use crate::random_rules::{Random, Vocabulary};

pub(crate) const PEOPLE: i64 = 150;

pub(crate) fn zone() -> ShopZone {
    "Europe/Berlin".parse().unwrap()
}

pub(crate) fn today() -> Day {
    "2026-06-30".parse().unwrap()
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

pub(crate) fn vocabulary() -> Vocabulary {
    Vocabulary {
        products: strings(&[
            "Thing 1", "thing 2", "T-3", "Thing 11", "handle-1", "Mug", "Nothing",
        ]),
        categories: strings(&["Mugs", "bowls", "Lamps"]),
        vendors: strings(&["Ash", "birch", "Oak"]),
        codes: strings(&["SPRING", "ten", "NONE"]),
        channels: strings(&["web", "POS", "fair"]),
        countries: strings(&["DE", "Germany", "AT", "Austria", "Atlantis", "FR"]),
        cities: strings(&["Berlin", "wien", "Rome"]),
        tags: strings(&["wholesale", "VIP", "friend of the house", "no one"]),
        today: today(),
        worked_out: false,
    }
}

pub(crate) fn fill(raw: &Connection, orders: i64) {
    let mut random = Random(20_261_123);
    raw.execute_batch(
        "BEGIN;
         INSERT INTO import (id, state, applied_at) VALUES (1, 'applied', 0);
         INSERT INTO import_file VALUES (1, 1, 0, 'a.csv', 'a.csv', x'00', 'shopify', 'orders',
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL);
         INSERT INTO source (id, platform, name) VALUES (1, 'shopify', 'One'), (2, 'etsy', '');
         INSERT INTO catalogue_product (id, source_id, external_id, title, category, vendor)
           VALUES (1, 1, 'handle-1', 'Mug', 'Mugs', 'Ash'), (2, 1, 'handle-2', 'Bowl', 'Bowls', NULL);",
    )
    .unwrap();
    for person in 1..=PEOPLE {
        let country = random.of(&["DE", "Germany", "at", "Atlantis", "", ""]);
        let city = random.of(&["Berlin", "Wien", "", ""]);
        let tags = random.of(&[
            "",
            "",
            "wholesale",
            "VIP, wholesale",
            "friend of the house, vip",
        ]);
        let email = (random.below(5) > 0).then(|| format!("p{person}@example.com"));
        let phone = random.coin().then(|| format!("+49301234{person:03}"));
        raw.execute(
            "INSERT INTO customer VALUES (?1, ?2, ?3, '', '', '', '', ?4, '', '', ?5, ?6, '', '', NULL, NULL, 1)",
            params![person, email, phone, city, country, tags],
        )
        .unwrap();
        said(raw, &mut random, person);
    }
    for product in 1..=12_i64 {
        let name = format!("Thing {}", product.min(11));
        let vendor = ["", "Birch"][usize::from(product % 3 == 0)];
        raw.execute(
            "INSERT INTO product VALUES (?1, 1, 'key' || ?1, 'T-' || ?1, ?2, ?3, 1)",
            params![product, name, vendor],
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
    for order in 1..=orders {
        insert_order(raw, &mut random, order);
    }
    site(raw, &mut random);
    raw.execute_batch("COMMIT").unwrap();
}

fn moment(random: &mut Random) -> i64 {
    // Two years up to the evening of the last day.
    1_719_800_000_000 + random.number(63_000_000) * 1_000
}

fn said(raw: &Connection, random: &mut Random, person: i64) {
    for channel in ["email", "sms", "whats_app"] {
        for _ in 0..random.below(4) {
            let state = random.of(&["subscribed", "not_subscribed", "unsubscribed"]);
            let dated = random.coin().then(|| moment(random));
            let voided = (state != "unsubscribed" && random.below(6) == 0).then_some(1);
            raw.execute(
                "INSERT INTO consent (customer_id, channel, state, source, recorded_at, dated_at, proof, import_id, voided_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', 1, ?7)",
                params![person, channel, state, random.of(&["person", "customers_file"]), moment(random), dated, voided],
            )
            .unwrap();
        }
    }
}

fn insert_order(raw: &Connection, random: &mut Random, order: i64) {
    let lines: Vec<(i64, i64, i64, i64)> = (0..random.below(4))
        .map(|_| {
            let amount = 300 + random.number(9_000);
            let discount = random.number(3) * amount / 7;
            (
                1 + random.number(12),
                1 + random.number(4),
                amount,
                discount,
            )
        })
        .collect();
    let gross: i64 = lines.iter().map(|line| line.2).sum();
    let discounts: i64 = lines.iter().map(|line| line.3).sum();
    let goods = gross - discounts;
    let refunded = if random.below(5) == 0 { goods / 2 } else { 0 };
    let placed_at = moment(random);
    let day = zone().day_of(Timestamp(placed_at)).to_string();
    // Some people have many orders, some none.
    let end = random.of(&[5, 40, PEOPLE - 30]);
    let customer = (random.below(9) > 0).then(|| 1 + random.number(end));
    let flag = |random: &mut Random, of: usize| i64::from(random.below(of) == 0);
    raw.execute(
        "INSERT INTO orders (id, source_id, external_id, number, placed_at, placed_day, currency,
           customer_id, customer_name, customer_key, email, phone, city, zip, region, country, gross,
           discounts, goods, gift_cards, shipping, tax, goods_tax, duties, tip, unexplained, total,
           refunded, goods_refunded, units, tax_included, is_test, gift_cards_only, fully_refunded,
           payment, cancelled_at, payment_method, discount_codes, channel, device, campaign, tags,
           accepts_marketing, content_hash, import_id, import_file_id)
         VALUES (?1, ?2, ?1, ?1, ?3, ?4, ?5, ?6, '', '', '', '', ?7, '', '', ?8, ?9, ?10, ?11, 0, 0, 0,
           0, 0, 0, 0, ?11, ?12, ?12, ?13, 1, ?14, ?15, 0, 'paid', ?16, '', ?17, ?18, '', '', '', ?19,
           x'00', 1, 1)",
        params![
            order,
            1 + random.number(2),
            placed_at,
            day,
            if random.below(6) == 0 { "USD" } else { "EUR" },
            customer,
            random.of(&["Berlin", "Wien", "Rome", ""]),
            random.of(&["DE", "Germany", "at", ""]),
            gross,
            discounts,
            goods,
            refunded,
            lines.iter().map(|line| line.1).sum::<i64>(),
            flag(random, 40),
            flag(random, 30),
            (random.below(12) == 0).then_some(placed_at),
            random.of(&["", "", "SPRING", "spring, TEN", "TEN"]),
            random.of(&["web", "pos", ""]),
            random.of(&[None, None, Some(1), Some(0)]),
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

fn site(raw: &Connection, random: &mut Random) {
    for (id, text, catalogue, sold) in [
        (1, "handle-1", Some(1), None),
        (2, "https://shop.example/bowl", Some(2), Some(3)),
        (3, "T-11", None, Some(11)),
        (4, "unknown page", None, None),
        (5, "Thing 2", Some(1), Some(2)),
    ] {
        raw.execute(
            "INSERT INTO behaviour_product VALUES (?1, ?2, ?3, ?4)",
            params![id, text, catalogue, sold],
        )
        .unwrap();
    }
    for person in 1..=60_i64 {
        let customer = (random.below(8) > 0).then_some(person * 2);
        raw.execute(
            "INSERT INTO behaviour_person VALUES (?1, 's' || ?1 || '@example.com', ?2)",
            params![person, customer],
        )
        .unwrap();
        for _ in 0..random.below(9) {
            raw.execute(
                "INSERT OR IGNORE INTO behaviour (source_id, person_id, product_id, kind, at) VALUES (1, ?1, ?2, ?3, ?4)",
                params![person, 1 + random.number(5), random.of(&["view", "wishlist", "cart"]), moment(random)],
            )
            .unwrap();
        }
        for cart in 0..random.number(3) {
            raw.execute(
                "INSERT INTO checkout (source_id, external_id, number, left_at, currency, total, email, phone, name, discount_codes, customer_id)
                 VALUES (1, ?1 || '-' || ?2, '', ?3, ?4, ?5, '', '', '', '', ?6)",
                params![person, cart, moment(random), random.of(&["EUR", "EUR", "USD"]), random.number(20_000), customer],
            )
            .unwrap();
        }
    }
}
