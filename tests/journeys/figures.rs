//! From orders to average order value.

use pannier_api::{
    formula_sheet, home, list_orders, order_detail, report_aov, update_shop,
    views::{
        ChangeVerdict, Formula, FormulaInput, HomeInput, ListOrders, OrderSort, ReportInput,
        ShopSettings,
    },
};

use crate::{
    shop::{settings, shop_in},
    shopify::{Order, export, order, thousand_orders_of_may},
};

#[test]
fn a_thousand_orders_worth_31_000_are_31_each() {
    let test = shop_in("USD");
    let file = test.file("orders_export.csv", thousand_orders_of_may());
    test.import(&[&file]).unwrap();
    let home = home(&test.shop, &HomeInput::default()).unwrap();
    assert_eq!(home.current.from, "2022-05-01");
    assert_eq!(home.current.revenue.text, "31000.00");
    assert_eq!(home.current.orders, 1_000);
    assert_eq!(home.current.aov.as_ref().unwrap().text, "31.00");
    let interval = home.current.interval.unwrap();
    assert!(interval.low.minor.0 < 3_100 && 3_100 < interval.high.minor.0);
    assert!(home.before.is_none(), "there is no month before the first");
}

/// Two months: forty orders of 40 to 59, then forty of 80 to 99.
fn two_months() -> Vec<Order> {
    (0..80_u32)
        .map(|i| {
            let (month, base) = if i < 40 { (4, 40) } else { (5, 80) };
            let created = format!("2026-{month:02}-{:02} 12:00:00 +0200", 1 + i % 28);
            order(
                1_000 + i,
                &created,
                &format!("buyer{i}@example.com"),
                &format!("{}.50", base + i % 20),
            )
        })
        .collect()
}

#[test]
fn a_real_rise_is_called_one_and_few_orders_are_not_judged() {
    let test = shop_in("EUR");
    test.import(&[&test.file("a.csv", export(&two_months()))])
        .unwrap();
    let view = home(&test.shop, &HomeInput::default()).unwrap();
    let change = view.change.unwrap();
    assert_eq!(change.verdict, ChangeVerdict::Higher);
    assert_eq!(change.aov.unwrap().text, "40.00");
    assert!(change.interval.unwrap().low.minor.0 > 0);
    assert_eq!(view.months.len(), 2);

    let few = shop_in("EUR");
    few.import(&[&few.file("a.csv", export(&two_months()[20..60]))])
        .unwrap();
    let view = home(&few.shop, &HomeInput::default()).unwrap();
    assert_eq!(view.change.unwrap().verdict, ChangeVerdict::TooFew);
    assert!(view.current.interval.is_none(), "twenty orders stand alone");
}

#[test]
fn formulas_differ_by_steps_that_add_up() {
    let test = shop_in("EUR");
    let day = "2026-05-04 12:00:00 +0200";
    let orders = [
        order(1, day, "a@example.com", "100.00"),
        Order {
            cancelled: day.into(),
            ..order(2, day, "b@example.com", "50.00")
        },
        Order {
            refunded: "30.00".into(),
            status: "partially_refunded".into(),
            ..order(3, day, "c@example.com", "90.00")
        },
        Order {
            refunded: "60.00".into(),
            status: "refunded".into(),
            ..order(4, day, "d@example.com", "60.00")
        },
        Order {
            shipping: "4.90".into(),
            tax: "8.76".into(),
            total: "54.90".into(),
            ..order(5, day, "e@example.com", "50.00")
        },
    ];
    test.import(&[&test.file("a.csv", export(&orders))])
        .unwrap();
    let input = FormulaInput {
        from: None,
        until: None,
        formula: Formula::Goods,
    };
    let sheet = formula_sheet(&test.shop, &input).unwrap();
    let of = |formula| {
        sheet
            .formulas
            .iter()
            .find(|f| f.formula == formula)
            .unwrap()
    };
    let seen = |formula| (of(formula).revenue.text.clone(), of(formula).orders);
    assert_eq!(seen(Formula::Goods), ("300.00".into(), 4));
    // 7.98 of the 8.76 tax is the goods' (50.00 of 54.90).
    assert_eq!(seen(Formula::Shopify), ("342.02".into(), 5));
    assert_eq!(seen(Formula::Net), ("210.00".into(), 3));
    assert_eq!(seen(Formula::Collected), ("214.90".into(), 3));
    for target in &sheet.formulas {
        let revenue: i64 = target.steps.iter().map(|s| s.revenue.minor.0).sum();
        let orders: i32 = target.steps.iter().map(|s| s.orders).sum();
        assert_eq!(
            of(Formula::Goods).revenue.minor.0 + revenue,
            target.revenue.minor.0
        );
        assert_eq!(4 + orders, i32::try_from(target.orders).unwrap());
    }
    assert_eq!(
        (sheet.cancelled, sheet.test, sheet.gift_cards_only),
        (1, 0, 0)
    );
}

#[test]
fn the_list_holds_the_orders_behind_the_number() {
    let test = shop_in("EUR");
    let mut orders = two_months();
    orders[3].cancelled = "2026-04-20 12:00:00 +0200".into();
    test.import(&[&test.file("a.csv", export(&orders))])
        .unwrap();
    let month = home(
        &test.shop,
        &HomeInput {
            month: Some("2026-04-01".into()),
            ..HomeInput::default()
        },
    )
    .unwrap();
    let mut wanted = ListOrders {
        from: Some("2026-04-01".into()),
        until: Some("2026-05-01".into()),
        counted_by: Some(Formula::Goods),
        limit: 200,
        ..ListOrders::default()
    };
    let list = list_orders(&test.shop, &wanted).unwrap();
    assert_eq!(
        (list.total, &list.goods),
        (month.current.orders, &month.current.revenue)
    );
    assert_eq!(list.total, 39, "the cancelled one is not behind the number");

    wanted.sort = OrderSort::Largest;
    let sizes: Vec<i64> = list_orders(&test.shop, &wanted)
        .unwrap()
        .rows
        .iter()
        .map(|r| r.goods.minor.0)
        .collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b));
    wanted.search = "buyer7@exa".into();
    let found = list_orders(&test.shop, &wanted).unwrap();
    assert_eq!(
        found
            .rows
            .iter()
            .map(|r| r.number.as_str())
            .collect::<Vec<_>>(),
        ["#1007"]
    );
    let detail = order_detail(&test.shop, found.rows[0].id).unwrap();
    assert_eq!(
        (detail.lines[0].name.as_str(), detail.place.as_str()),
        ("Linen throw", "Hamburg, DE")
    );
    for words in ["hamburg", "LINEN thr", "#1007 anna", "sku linen"] {
        let list = list_orders(
            &test.shop,
            &ListOrders {
                search: words.into(),
                limit: 5,
                ..ListOrders::default()
            },
        );
        assert!(list.unwrap().total > 0, "{words} stands in an order");
    }
    let none = list_orders(
        &test.shop,
        &ListOrders {
            search: "zeppelin".into(),
            limit: 5,
            ..ListOrders::default()
        },
    );
    assert_eq!(none.unwrap().total, 0);
}

#[test]
fn currencies_stand_apart() {
    let test = shop_in("EUR");
    let day = "2026-05-04 12:00:00 +0200";
    let orders = [
        order(1, day, "a@example.com", "100.00"),
        Order {
            currency: "USD".into(),
            ..order(2, day, "b@example.com", "70.00")
        },
        Order {
            currency: "JPY".into(),
            ..order(3, day, "c@example.com", "9000")
        },
    ];
    test.import(&[&test.file("a.csv", export(&orders))])
        .unwrap();
    let reports = report_aov(&test.shop, &ReportInput::default()).unwrap();
    let seen: Vec<_> = reports
        .iter()
        .map(|r| {
            (
                r.figures.revenue.currency.as_str(),
                r.figures.revenue.text.as_str(),
            )
        })
        .collect();
    assert_eq!(seen, [("EUR", "100.00"), ("USD", "70.00"), ("JPY", "9000")]);
    let view = home(&test.shop, &HomeInput::default()).unwrap();
    assert_eq!(view.current.revenue.text, "100.00");
    assert_eq!(view.other_currencies.len(), 2);
}

#[test]
fn a_report_is_half_open_and_names_empty_periods() {
    let test = shop_in("EUR");
    let orders = [
        order(1, "2026-03-31 23:59:59 +0200", "a@example.com", "10.00"),
        order(2, "2026-04-01 00:00:00 +0200", "b@example.com", "20.00"),
        order(3, "2026-06-01 00:00:00 +0200", "c@example.com", "40.00"),
    ];
    test.import(&[&test.file("a.csv", export(&orders))])
        .unwrap();
    let input = ReportInput {
        from: Some("2026-04-01".into()),
        until: Some("2026-07-01".into()),
        by: Some(pannier_api::views::Granularity::Month),
        ..ReportInput::default()
    };
    let report = report_aov(&test.shop, &input).unwrap().remove(0);
    assert_eq!(
        (report.figures.revenue.text.as_str(), report.figures.orders),
        ("60.00", 2)
    );
    let months: Vec<_> = report
        .periods
        .iter()
        .map(|p| (p.from.as_str(), p.orders, p.aov.is_some()))
        .collect();
    assert_eq!(
        months,
        [
            ("2026-04-01", 1, true),
            ("2026-05-01", 0, false),
            ("2026-06-01", 1, true)
        ]
    );
    let open = ReportInput {
        by: input.by,
        ..ReportInput::default()
    };
    let whole = report_aov(&test.shop, &open).unwrap().remove(0);
    assert_eq!(
        (whole.figures.from.as_str(), whole.figures.until.as_str()),
        ("2026-03-01", "2026-07-01")
    );
    assert_eq!(
        whole.periods.len(),
        4,
        "open ends reach to the ends of whole months"
    );
    let as_of = ReportInput {
        as_of: Some("2026-05-31".into()),
        ..input.clone()
    };
    assert_eq!(report_aov(&test.shop, &as_of).unwrap()[0].figures.orders, 1);
    let backwards = ReportInput {
        from: Some("2026-07-01".into()),
        until: Some("2026-04-01".into()),
        ..input
    };
    assert_eq!(
        report_aov(&test.shop, &backwards)
            .unwrap_err()
            .field
            .as_deref(),
        Some("until")
    );
}

#[test]
fn another_time_zone_moves_orders_to_another_day() {
    let test = shop_in("EUR");
    test.import(&[&test.file(
        "a.csv",
        export(&[order(
            1,
            "2026-05-01 00:30:00 +0200",
            "a@example.com",
            "10.00",
        )]),
    )])
    .unwrap();
    let month = |test: &crate::shop::TestShop| {
        home(&test.shop, &HomeInput::default())
            .unwrap()
            .current
            .from
    };
    assert_eq!(month(&test), "2026-05-01");
    let new_york = ShopSettings {
        time_zone: "America/New_York".into(),
        ..settings("EUR")
    };
    update_shop(&test.shop, &new_york).unwrap();
    assert_eq!(month(&test), "2026-04-01");
}
