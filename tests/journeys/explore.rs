//! From a figure to the orders behind it, split, filtered and handed out.

use pannier_api::{
    Code, breakdown, dimension_values, explain_figure, explore, export_explorer, export_orders,
    list_orders,
    views::{
        BarKind, Breakdown, BreakdownInput, BreakdownSort, ChangeVerdict, ComparedWith, Dimension,
        DimensionValuesInput, ExplainInput, ExploreInput, ExportFormat, ExportInput, ExportPart,
        FigureKind, Formula, ListOrders, Minor, OrderFilter, StepKind, TimeStep,
    },
};

use crate::{
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

/// Three months of forty orders each: throws in March; throws and mugs in April and May, of which
/// five are large, one is cancelled, and a fifth paid for shipping.
fn spring() -> Vec<Order> {
    (0..120_u32)
        .map(|i| {
            let created = format!(
                "2026-{:02}-{:02} {:02}:30:00 +0200",
                3 + i / 40,
                1 + i % 28,
                8 + i % 12
            );
            let mut made = order(
                1_000 + i,
                &created,
                &format!("buyer{}@example.com", i % 70),
                "40.00",
            );
            if i >= 40 && i % 2 == 0 {
                made.lines.push(("=Mug".to_owned(), 2, "10.00".to_owned()));
                made.total = "60.00".into();
            }
            if i % 5 == 0 {
                made.shipping = "4.90".into();
                made.total = format!("{}.90", made.total[..2].parse::<u32>().unwrap() + 4);
            }
            if i == 81 {
                made.cancelled = "2026-05-20 12:00:00 +0200".into();
            }
            made
        })
        .collect()
}

fn spring_shop() -> TestShop {
    let test = shop_in("EUR");
    test.import(&[&test.file("a.csv", export(&spring()))])
        .unwrap();
    test
}

fn of(from: &str, until: &str) -> ExploreInput {
    ExploreInput {
        from: Some(from.into()),
        until: Some(until.into()),
        ..ExploreInput::default()
    }
}

fn split(test: &TestShop, orders: ExploreInput, by: Dimension) -> Breakdown {
    let input = BreakdownInput {
        orders,
        by,
        sort: BreakdownSort::Revenue,
        ascending: false,
    };
    breakdown(&test.shop, &input).unwrap()
}

fn only(by: Dimension, value: &str) -> OrderFilter {
    OrderFilter {
        by,
        value: value.into(),
    }
}

#[test]
fn the_rows_of_a_split_are_the_whole_and_each_leads_to_its_orders() {
    let test = spring_shop();
    let may = of("2026-05-01", "2026-06-01");
    let seen = explore(&test.shop, &may).unwrap();
    assert_eq!(seen.figures.orders, 39, "the cancelled one is not counted");
    for by in &seen.dimensions {
        let table = split(&test, may.clone(), *by);
        assert_eq!(table.all.figures.revenue, seen.figures.revenue, "{by:?}");
        let orders: u32 = table.rows.iter().map(|row| row.figures.orders).sum();
        let other = table
            .other
            .as_ref()
            .map_or(0, |other| other.row.figures.orders);
        if !table.several {
            assert_eq!(orders + other, 39, "{by:?} is cut into parts");
        }
        for row in &table.rows {
            let list = list_orders(
                &test.shop,
                &ListOrders {
                    from: may.from.clone(),
                    until: may.until.clone(),
                    counted_by: Some(Formula::Goods),
                    currency: Some("EUR".into()),
                    filters: vec![only(*by, &row.value)],
                    limit: 200,
                    ..ListOrders::default()
                },
            )
            .unwrap();
            assert_eq!(
                (list.total, &list.goods),
                (row.figures.orders, &row.figures.revenue),
                "the orders of {by:?} {}",
                row.value
            );
        }
    }
}

#[test]
fn only_what_the_files_tell_apart_is_offered() {
    let seen = explore(&spring_shop().shop, &ExploreInput::default()).unwrap();
    for by in [
        Dimension::Product,
        Dimension::Customer,
        Dimension::Weekday,
        Dimension::Hour,
        Dimension::Basket,
    ] {
        assert!(seen.dimensions.contains(&by), "{by:?} differs");
    }
    for by in [
        Dimension::Country,
        Dimension::Device,
        Dimension::Code,
        Dimension::Discount,
        Dimension::Channel,
    ] {
        assert!(!seen.dimensions.contains(&by), "{by:?} is the same for all");
    }
}

#[test]
fn an_order_with_two_products_counts_in_both_rows() {
    let test = spring_shop();
    let table = split(&test, of("2026-04-01", "2026-05-01"), Dimension::Product);
    assert!(table.several);
    let row = |name: &str| table.rows.iter().find(|row| row.name == name).unwrap();
    assert_eq!(row("Linen throw").figures.orders, 40);
    assert_eq!(row("=Mug").figures.orders, 20);
    assert_eq!(row("=Mug").figures.aov.as_ref().unwrap().text, "60.00");
    assert!(
        row("=Mug").change.as_ref().unwrap().aov.is_none(),
        "there were none before"
    );
    let filtered = explore(
        &test.shop,
        &ExploreInput {
            filters: vec![only(Dimension::Product, "=Mug")],
            ..of("2026-04-01", "2026-05-01")
        },
    )
    .unwrap();
    assert_eq!(filtered.figures.orders, 20);
    assert_eq!(filtered.filters[0].name, "=Mug");
}

#[test]
fn whole_months_are_compared_with_whole_months() {
    let test = spring_shop();
    let april = explore(&test.shop, &of("2026-04-01", "2026-05-01")).unwrap();
    let before = april.before.unwrap();
    assert_eq!(
        (before.from.as_str(), before.until.as_str()),
        ("2026-03-01", "2026-04-01")
    );
    let change = april.change.unwrap();
    assert_eq!(
        (change.aov.unwrap().text.as_str(), change.verdict),
        ("10.00", ChangeVerdict::Higher)
    );
    let nothing = ExploreInput {
        compared_with: ComparedWith::Nothing,
        ..of("2026-04-01", "2026-05-01")
    };
    assert!(explore(&test.shop, &nothing).unwrap().before.is_none());
    let march = explore(&test.shop, &of("2026-03-01", "2026-04-01")).unwrap();
    assert!(
        march.before.is_none(),
        "there is nothing before the first order"
    );
    let named = ExploreInput {
        compared_with: ComparedWith::Custom,
        compare_from: Some("2026-03-01".into()),
        compare_until: Some("2026-03-11".into()),
        ..of("2026-04-01", "2026-05-01")
    };
    assert_eq!(
        explore(&test.shop, &named).unwrap().before.unwrap().until,
        "2026-03-11"
    );
    let unnamed = ExploreInput {
        compare_from: None,
        ..named
    };
    let error = explore(&test.shop, &unnamed).unwrap_err();
    assert_eq!(
        (error.code, error.field.as_deref()),
        (Code::Validation, Some("compareFrom"))
    );
}

#[test]
fn points_in_time_are_as_long_as_fits_and_add_up() {
    let test = spring_shop();
    for (step, shown, points) in [
        (None, TimeStep::Week, 14),
        (Some(TimeStep::Month), TimeStep::Month, 3),
        (Some(TimeStep::Day), TimeStep::Day, 92),
        // Hours of three months are more than a chart shows.
        (Some(TimeStep::Hour), TimeStep::Day, 92),
    ] {
        let input = ExploreInput {
            step,
            ..of("2026-03-01", "2026-06-01")
        };
        let seen = explore(&test.shop, &input).unwrap();
        assert_eq!((seen.step, seen.series.len()), (shown, points), "{step:?}");
        let revenue: i64 = seen
            .series
            .iter()
            .map(|point| point.figures.revenue.minor.0)
            .sum();
        assert_eq!(revenue, seen.figures.revenue.minor.0);
    }
    let day = explore(&test.shop, &of("2026-05-03", "2026-05-04")).unwrap();
    assert_eq!((day.step, day.series.len()), (TimeStep::Hour, 24));
    assert_eq!(day.series[10].starts, "2026-05-03T10");
}

#[test]
fn bars_hold_every_order_once() {
    let test = spring_shop();
    let seen = explore(&test.shop, &ExploreInput::default()).unwrap();
    let orders: u32 = seen.sizes.bars.iter().map(|bar| bar.orders).sum();
    assert_eq!(orders + seen.sizes.below_zero, seen.figures.orders);
    let items = ExploreInput {
        bars: BarKind::Items,
        ..ExploreInput::default()
    };
    let kinds = explore(&test.shop, &items).unwrap().kinds;
    let values: Vec<(&str, u32)> = kinds
        .iter()
        .map(|bar| (bar.value.as_str(), bar.orders))
        .collect();
    assert_eq!(values, [("1", 79), ("3", 40)]);
    let named = ExploreInput {
        threshold: Some(Minor(4_500)),
        ..ExploreInput::default()
    };
    let threshold = explore(&test.shop, &named).unwrap().sizes.thresholds;
    assert_eq!(
        (threshold[0].short, threshold[0].within.text.as_str()),
        (79, "5.00")
    );
    assert!(!threshold[0].found);
}

#[test]
fn a_period_without_orders_says_nothing_wrong() {
    let test = spring_shop();
    for (from, until) in [
        ("2031-01-01", "2031-02-01"),
        ("2019-01-01", "2019-02-01"),
        ("2026-05-30", "2026-05-31"),
    ] {
        let seen = explore(&test.shop, &of(from, until)).unwrap();
        assert_eq!(
            (seen.figures.orders, &seen.figures.aov),
            (0, &None),
            "{from}"
        );
        assert!(seen.sizes.bars.is_empty() && seen.outliers.is_empty());
        assert_eq!(seen.first_day.as_deref(), Some("2026-03-01"));
        let table = split(&test, of(from, until), Dimension::Product);
        assert!(table.rows.is_empty() && table.all.figures.aov.is_none());
    }
    let empty = shop_in("EUR");
    let seen = explore(&empty.shop, &ExploreInput::default()).unwrap();
    assert_eq!((seen.figures.orders, seen.first_day), (0, None));
    assert!(seen.dimensions.is_empty());
}

#[test]
fn one_large_order_is_named_with_the_average_without_it() {
    let test = shop_in("EUR");
    let mut orders = spring();
    orders.push(order(
        5_000,
        "2026-05-12 09:00:00 +0200",
        "wholesale@example.com",
        "9800.00",
    ));
    test.import(&[&test.file("a.csv", export(&orders))])
        .unwrap();
    let may = of("2026-05-01", "2026-06-01");
    let seen = explore(&test.shop, &may).unwrap();
    let [outlier] = &seen.outliers[..] else {
        panic!("one order moves the average: {:?}", seen.outliers)
    };
    assert_eq!(
        (outlier.number.as_str(), outlier.amount.text.as_str()),
        ("#5000", "9800.00")
    );
    let without = explore(&spring_shop().shop, &may).unwrap().figures.aov;
    assert_eq!(Some(&outlier.without), without.as_ref());
    assert!(outlier.moves > 1.0);
}

#[test]
fn values_to_filter_by_are_searched() {
    let test = spring_shop();
    let values = |search: &str| {
        let input = DimensionValuesInput {
            orders: ExploreInput::default(),
            by: Dimension::Product,
            search: search.into(),
        };
        let found = dimension_values(&test.shop, &input).unwrap();
        found
            .iter()
            .map(|value| value.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(values(""), ["Linen throw", "=Mug"]);
    assert_eq!(values(" MUG "), ["=Mug"]);
    assert!(values("teapot").is_empty());
}

#[test]
fn another_tool_s_figure_is_explained_and_each_step_opens_its_orders() {
    let test = spring_shop();
    let may = |value| ExplainInput {
        from: Some("2026-05-01".into()),
        until: Some("2026-06-01".into()),
        formula: Formula::Goods,
        figure: FigureKind::Revenue,
        value: Minor(value),
    };
    let figures = explore(&test.shop, &of("2026-05-01", "2026-06-01"))
        .unwrap()
        .figures;
    // With the cancelled order of 40.00 and the shipping of eight orders.
    let theirs = figures.revenue.minor.0 + 4_000 + 8 * 490;
    let told = explain_figure(&test.shop, &may(theirs)).unwrap();
    let way = &told.ways[0];
    let kinds: Vec<StepKind> = way.steps.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, [StepKind::CancelledOrders, StepKind::Shipping]);
    assert_eq!((way.left, way.orders), (Some(Minor(0)), figures.orders + 1));
    for (about, orders) in [(StepKind::CancelledOrders, 1), (StepKind::Shipping, 8)] {
        let list = ListOrders {
            from: Some("2026-05-01".into()),
            until: Some("2026-06-01".into()),
            about: Some(about),
            limit: 50,
            ..ListOrders::default()
        };
        assert_eq!(
            list_orders(&test.shop, &list).unwrap().total,
            orders,
            "{about:?}"
        );
    }
    let told = explain_figure(&test.shop, &may(theirs + 1)).unwrap();
    assert_eq!(
        told.ways[0].left,
        Some(Minor(1)),
        "a cent is left unexplained"
    );
}

#[test]
fn tables_are_written_with_formula_and_period_and_no_cell_runs() {
    let test = spring_shop();
    let table = |part, format| ExportInput {
        table: BreakdownInput {
            orders: of("2026-04-01", "2026-05-01"),
            by: Dimension::Product,
            sort: BreakdownSort::Orders,
            ascending: false,
        },
        part,
        format,
    };
    let made =
        export_explorer(&test.shop, &table(ExportPart::Breakdown, ExportFormat::Csv)).unwrap();
    assert_eq!(made.name, "average-by-product.csv");
    let text = String::from_utf8(made.bytes).unwrap();
    assert!(
        text.contains("Linen throw") && text.contains("goods after discounts"),
        "{text}"
    );
    assert!(
        !text.contains("\n=Mug") && !text.contains("\"=Mug"),
        "a cell that begins with = is escaped: {text}"
    );
    for (part, format, head) in [
        (ExportPart::Breakdown, ExportFormat::Xlsx, &b"PK"[..]),
        (ExportPart::Series, ExportFormat::Png, b"\x89PNG"),
        (ExportPart::Series, ExportFormat::Svg, b"<"),
        (ExportPart::Bars, ExportFormat::Svg, b"<"),
        (ExportPart::Bars, ExportFormat::Xlsx, b"PK"),
    ] {
        let made = export_explorer(&test.shop, &table(part, format)).unwrap();
        assert!(made.bytes.starts_with(head), "{part:?} as {format:?}");
    }
    let error = export_explorer(&test.shop, &table(ExportPart::Breakdown, ExportFormat::Png));
    assert_eq!(error.unwrap_err().code, Code::Validation);

    let list = ListOrders {
        counted_by: Some(Formula::Goods),
        value_from: Some(Minor(5_000)),
        ..ListOrders::default()
    };
    let made = export_orders(&test.shop, &list, ExportFormat::Csv).unwrap();
    let text = String::from_utf8(made.bytes).unwrap();
    assert_eq!(
        text.lines().filter(|line| line.starts_with("#1")).count(),
        40,
        "all pages: {text}"
    );
}

#[test]
fn currencies_are_never_added_together() {
    let test = shop_in("EUR");
    let mut orders = spring();
    for made in &mut orders[40..50] {
        made.currency = "CHF".into();
    }
    test.import(&[&test.file("a.csv", export(&orders))])
        .unwrap();
    let seen = explore(&test.shop, &of("2026-04-01", "2026-05-01")).unwrap();
    assert_eq!((seen.currency.as_str(), seen.figures.orders), ("EUR", 30));
    assert_eq!(seen.other_currencies.len(), 1);
    assert_eq!(
        (
            seen.other_currencies[0].orders,
            seen.other_currencies[0].revenue.currency.as_str()
        ),
        (10, "CHF")
    );
    let francs = ExploreInput {
        currency: Some("CHF".into()),
        ..of("2026-04-01", "2026-05-01")
    };
    assert_eq!(explore(&test.shop, &francs).unwrap().figures.orders, 10);
}

#[test]
fn a_threshold_stands_between_bars() {
    let test = shop_in("EUR");
    let orders: Vec<Order> = (0..200_u32)
        .map(|i| {
            let price = format!("{}.00", 5 + i);
            order(
                1_000 + i,
                "2026-05-04 10:00:00 +0200",
                &format!("b{i}@example.com"),
                &price,
            )
        })
        .collect();
    test.import(&[&test.file("a.csv", export(&orders))])
        .unwrap();
    let bars = |threshold| {
        let input = ExploreInput {
            threshold,
            ..ExploreInput::default()
        };
        explore(&test.shop, &input).unwrap().sizes.bars
    };
    let edge =
        |bars: &[pannier_api::views::SizeBar], at| bars.iter().any(|bar| bar.from.minor.0 == at);
    let usual = bars(None);
    assert!(!edge(&usual, 6_500), "the usual bars are wider");
    let finer = bars(Some(Minor(6_500)));
    assert!(edge(&finer, 6_500) && edge(&finer, 5_500));
    assert_eq!(finer.iter().map(|bar| bar.orders).sum::<u32>(), 200);
    assert!(finer.last().unwrap().until.is_none());
    let within: u32 = finer
        .iter()
        .filter(|bar| (5_500..6_500).contains(&bar.from.minor.0))
        .map(|bar| bar.orders)
        .sum();
    assert_eq!(within, 10, "those who stopped ten or less short");
}
