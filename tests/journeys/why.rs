//! Why two groups of orders differ, what each group did to a change, and where prices changed.

use pannier_api::{
    Code, breakdown, explore, export_explorer, list_orders, price_marks,
    views::{
        BreakdownInput, BreakdownSort, ChangeVerdict, ComparedWith, Dimension, ExploreInput,
        ExportFormat, ExportInput, ExportPart, Formula, ListOrders, OrderFilter, TimeStep,
        WhyGroupsInput, WhyInput,
    },
    why, why_groups,
};

use crate::{
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

/// April and May, sixty orders each: half the orders hold a mug too, in May every third a lamp, and
/// from 11 May on the throw costs 52.00 instead of 40.00. One order is a test, one is cancelled.
fn two_months() -> TestShop {
    let line = |name: &str, price: &str| (name.to_owned(), 1, price.to_owned());
    let orders: Vec<Order> = (0..120_u32)
        .map(|i| {
            let (month, day) = (4 + i / 60, 1 + i % 60 / 2);
            let created = format!("2026-{month:02}-{day:02} {:02}:30:00 +0200", 8 + i % 10);
            let throw = if month == 5 && day >= 11 {
                5_200
            } else {
                4_000
            };
            let cents = |cents: u32| format!("{}.{:02}", cents / 100, cents % 100);
            let mut made = order(
                1_000 + i,
                &created,
                &format!("buyer{}@example.com", i % 50),
                &cents(throw),
            );
            let mut total = throw;
            if i % 2 == 0 {
                made.lines.push(line("Mug", "12.50"));
                total += 1_250;
            }
            if month == 5 && i % 3 == 0 {
                made.lines.push(line("Lamp", "79.90"));
                total += 7_990;
            }
            made.total = cents(total);
            if i == 70 {
                made.cancelled = "2026-05-20 12:00:00 +0200".into();
            }
            made
        })
        .collect();
    let test = shop_in("EUR");
    test.import(&[&test.file("a.csv", export(&orders))])
        .unwrap();
    test
}

fn all() -> ExploreInput {
    ExploreInput {
        from: Some("2026-04-01".into()),
        until: Some("2026-06-01".into()),
        compared_with: ComparedWith::Nothing,
        ..ExploreInput::default()
    }
}

fn groups(by: Dimension, group: &str, against: Option<&str>) -> WhyGroupsInput {
    WhyGroupsInput {
        orders: all(),
        by,
        group: group.into(),
        against: against.map(Into::into),
    }
}

#[test]
fn two_groups_differ_by_parts_that_add_up_to_the_cent() {
    let test = two_months();
    let average = |by: Dimension, value: &str| {
        let input = ExploreInput {
            filters: vec![OrderFilter {
                by,
                value: value.into(),
            }],
            ..all()
        };
        explore(&test.shop, &input).unwrap().figures
    };
    for formula in [Formula::Goods, Formula::Net, Formula::Collected] {
        for (by, group, against) in [
            (Dimension::Basket, "2", "1"),
            (Dimension::Customer, "returning", "new"),
            (Dimension::Product, "Lamp", "Mug"),
        ] {
            let mut input = groups(by, group, Some(against));
            input.orders.formula = formula;
            let told = why_groups(&test.shop, &input).unwrap();
            let ends =
                [&told.why.before, &told.why.after].map(|side| side.aov.clone().unwrap().minor.0);
            let parts: i64 = told.why.parts.iter().map(|part| part.amount.minor.0).sum();
            assert_eq!(ends[0] + parts, ends[1], "{by:?}, {formula:?}");
            assert_eq!(told.why.change.unwrap().minor.0, parts);
            if formula == Formula::Goods {
                let shown = [average(by, against), average(by, group)];
                assert_eq!(ends, shown.map(|figures| figures.aov.unwrap().minor.0));
            }
        }
    }
    let told = why_groups(&test.shop, &groups(Dimension::Product, "Lamp", Some("Mug"))).unwrap();
    assert_eq!(
        (told.group.as_str(), told.against.as_deref()),
        ("Lamp", Some("Mug"))
    );
    assert_eq!(
        told.both, 10,
        "every sixth order of May holds both, but one was cancelled never"
    );
    let told = why_groups(&test.shop, &groups(Dimension::Basket, "2", Some("1"))).unwrap();
    assert_eq!(told.difference.verdict, ChangeVerdict::Higher);
    assert_eq!(told.both, 0);
}

#[test]
fn a_group_is_compared_with_all_others_where_none_is_named() {
    let test = two_months();
    let told = why_groups(&test.shop, &groups(Dimension::Product, "lamp", None)).unwrap();
    assert_eq!(told.against, None);
    assert_eq!(
        told.why.before.orders + told.why.after.orders,
        119,
        "all but the cancelled one"
    );
    assert_eq!(told.both, 0);
    let of = |by, group: &str, against: Option<&str>| {
        why_groups(&test.shop, &groups(by, group, against)).unwrap_err()
    };
    let unknown = of(Dimension::Product, "Chair", None);
    assert_eq!(
        (unknown.code, unknown.field.as_deref()),
        (Code::Validation, Some("group"))
    );
    let same = of(Dimension::Product, "Lamp", Some("Lamp"));
    assert_eq!(same.field.as_deref(), Some("against"));
}

#[test]
fn a_change_is_dealt_to_groups_from_within_and_by_their_mix() {
    let test = two_months();
    let input = |by| WhyInput {
        from: "2026-05-01".into(),
        until: "2026-06-01".into(),
        before_from: "2026-04-01".into(),
        before_until: "2026-05-01".into(),
        by: Some(by),
        ..WhyInput::default()
    };
    for by in [
        Dimension::Customer,
        Dimension::Basket,
        Dimension::Weekday,
        Dimension::Hour,
    ] {
        let told = why(&test.shop, &input(by)).unwrap();
        let by_group = told.by_group.unwrap();
        let rows = || by_group.rows.iter().chain(&by_group.other);
        let within: i64 = rows().map(|row| row.within.minor.0).sum();
        let mix: i64 = rows().map(|row| row.mix.minor.0).sum();
        assert_eq!(
            (within, mix),
            (by_group.within.minor.0, by_group.mix.minor.0)
        );
        let change = told.change.unwrap().minor.0;
        assert!(
            (within + mix - change).abs() <= 1,
            "{by:?}: but for a cent of rounding"
        );
        assert_eq!(
            rows().map(|row| row.orders_after).sum::<u32>(),
            59,
            "{by:?}"
        );
    }
    let products = why(&test.shop, &input(Dimension::Product)).unwrap();
    assert_eq!(
        products.by_group, None,
        "an order is in the group of each of its products"
    );
    let mugs = WhyInput {
        filters: vec![OrderFilter {
            by: Dimension::Product,
            value: "Mug".into(),
        }],
        ..input(Dimension::Weekday)
    };
    let told = why(&test.shop, &mugs).unwrap();
    assert_eq!(
        (told.before.orders, told.after.orders),
        (30, 29),
        "only what the filter lets in"
    );
}

#[test]
fn a_price_that_changed_is_a_mark_at_its_point() {
    let test = two_months();
    let weekly = ExploreInput {
        step: Some(TimeStep::Week),
        ..all()
    };
    let marks = price_marks(&test.shop, &weekly).unwrap();
    assert_eq!(marks.len(), 1, "{marks:?}");
    let seen = explore(&test.shop, &weekly).unwrap();
    assert!(
        seen.series
            .iter()
            .any(|point| point.starts == marks[0].starts)
    );
    assert_eq!(
        (marks[0].starts.as_str(), marks[0].products),
        ("2026-05-11", 1)
    );
    let moved = &marks[0].moves[0];
    assert_eq!(
        (moved.name.as_str(), moved.day.as_str()),
        ("Linen throw", "2026-05-11")
    );
    assert_eq!(
        (moved.before.text.as_str(), moved.after.text.as_str()),
        ("40.00", "52.00")
    );
    let april = ExploreInput {
        until: Some("2026-05-01".into()),
        ..weekly
    };
    assert_eq!(
        price_marks(&test.shop, &april).unwrap(),
        [],
        "nothing changed in April"
    );
}

#[test]
fn what_is_on_the_screen_is_one_file() {
    let test = two_months();
    let input = |format| ExportInput {
        table: BreakdownInput {
            orders: ExploreInput {
                filters: vec![OrderFilter {
                    by: Dimension::Customer,
                    value: "returning".into(),
                }],
                ..all()
            },
            by: Dimension::Customer,
            sort: BreakdownSort::Revenue,
            ascending: false,
        },
        part: ExportPart::Screen,
        format,
    };
    for (format, head, name) in [
        (ExportFormat::Pdf, "%PDF", "orders-report.pdf"),
        (ExportFormat::Html, "<!doctype html>", "orders-report.html"),
        (ExportFormat::Xlsx, "PK", "orders-report.xlsx"),
    ] {
        let made = export_explorer(&test.shop, &input(format)).unwrap();
        assert_eq!(made.name, name);
        let start = String::from_utf8_lossy(&made.bytes[..head.len()]).to_lowercase();
        assert_eq!(start, head.to_lowercase());
    }
    let page = export_explorer(&test.shop, &input(ExportFormat::Html)).unwrap();
    let page = String::from_utf8(page.bytes).unwrap();
    for words in [
        "New and returning: Returning customers",
        "New customers",
        "Linen throw to",
        "How big orders are",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let figures = explore(&test.shop, &input(ExportFormat::Html).table.orders).unwrap();
    // As amounts are written in the shop's country.
    let average = figures.figures.aov.unwrap().text;
    assert!(
        page.contains(&average) || page.contains(&average.replace('.', ",")),
        "{average}"
    );
    let table = ExportInput {
        part: ExportPart::Breakdown,
        ..input(ExportFormat::Pdf)
    };
    assert_eq!(
        export_explorer(&test.shop, &table)
            .unwrap_err()
            .field
            .as_deref(),
        Some("format")
    );
    let csv = export_explorer(&test.shop, &input(ExportFormat::Csv)).unwrap_err();
    assert_eq!(csv.code, Code::Validation);
}

#[test]
fn a_file_holds_the_rows_that_the_screen_puts_together() {
    let orders: Vec<Order> = (0..40_u32)
        .map(|i| {
            let mut made = order(
                1_000 + i,
                "2026-05-04 09:00:00 +0200",
                "a@example.com",
                "20.00",
            );
            made.lines[0].0 = format!("Bowl {i}");
            made
        })
        .collect();
    let test = shop_in("EUR");
    test.import(&[&test.file("a.csv", export(&orders))])
        .unwrap();
    let table = BreakdownInput {
        orders: ExploreInput::default(),
        by: Dimension::Product,
        sort: BreakdownSort::Orders,
        ascending: false,
    };
    let shown = breakdown(&test.shop, &table).unwrap();
    assert!(shown.rows.len() < 40 && shown.other.is_some());
    let input = ExportInput {
        table,
        part: ExportPart::Breakdown,
        format: ExportFormat::Csv,
    };
    let text = String::from_utf8(export_explorer(&test.shop, &input).unwrap().bytes).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("Bowl "));
    assert_eq!(rows.count(), 40, "{text}");
}

#[test]
fn all_orders_of_a_kind_hold_those_that_do_not_count() {
    let mut orders: Vec<Order> = (0..6_u32)
        .map(|i| {
            order(
                1_000 + i,
                "2026-05-04 09:00:00 +0200",
                "a@example.com",
                "20.00",
            )
        })
        .collect();
    orders[1].cancelled = "2026-05-05 12:00:00 +0200".into();
    orders[2].lines[0].0 = "Gift card".into();
    let test = shop_in("EUR");
    // A gift card is told by its name and by being free of tax.
    let text = export(&orders).replace("SKU-Gift-card,true,true", "SKU-Gift-card,true,false");
    test.import(&[&test.file("a.csv", text)]).unwrap();
    let of = |counted_by, value: &str| {
        let list = ListOrders {
            counted_by,
            filters: vec![OrderFilter {
                by: Dimension::Product,
                value: value.into(),
            }],
            limit: 50,
            ..ListOrders::default()
        };
        list_orders(&test.shop, &list).unwrap()
    };
    assert_eq!(of(None, "Linen throw").total, 5, "the cancelled one too");
    assert_eq!(of(Some(Formula::Goods), "Linen throw").total, 4);
    let cards = of(None, "Gift card");
    assert_eq!(cards.total, 1);
    assert!(cards.rows[0].gift_cards_only);
    assert_eq!(of(Some(Formula::Goods), "Gift card").total, 0);
}
