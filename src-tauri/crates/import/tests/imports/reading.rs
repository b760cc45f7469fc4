//! Cells that contradict each other, or the file they stand in.

use pannier_import::{FileReport, Kind};

use crate::{
    rows::{BASE, file, further, head, header_without, row_under},
    support::{Shop, shop},
};

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

/// Goods and discounts of what rows come to.
fn goods(rows: &[String]) -> (Vec<i64>, Vec<i64>) {
    let shop = german();
    let outcome = shop.import(&[shop.file("orders.csv", file(rows))]);
    shop.assert_healthy();
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    let sample = &outcome.files[0].sample;
    (facts.goods, sample.iter().map(|o| o.discounts).collect())
}

#[test]
fn discounts_of_lines_count_where_the_order_says_none() {
    let line = |own, of_order, subtotal, total| {
        head(&[
            ("Lineitem discount", own),
            ("Discount Amount", of_order),
            ("Subtotal", subtotal),
            ("Total", total),
        ])
    };
    for (own, of_order, subtotal, total, expected) in [
        ("10.00", "0.00", "40.00", "45.00", 1000),
        ("10.00", "", "40.00", "45.00", 1000),
        ("10.00", "10.00", "40.00", "45.00", 1000),
        ("10.00", "15.00", "35.00", "40.00", 1500),
        ("0.00", "15.00", "35.00", "40.00", 1500),
    ] {
        let found = goods(&[line(own, of_order, subtotal, total)]);
        assert_eq!(
            found,
            (vec![5000 - expected], vec![expected]),
            "{own} of the line, {of_order} of the order"
        );
    }
    let cup = further(&[
        ("Lineitem name", "Cup"),
        ("Lineitem price", "20.00"),
        ("Lineitem discount", "5.00"),
    ]);
    let found = goods(&[line("10.00", "0.00", "55.00", "60.00"), cup]);
    assert_eq!(found, (vec![5500], vec![1500]));
}

/// What a file without some columns comes to, its rows being `BASE` with those cells.
fn reduced(without: &[&str], cells: &[(&str, &str)]) -> FileReport {
    let header = header_without(without);
    let row = row_under(&header, BASE, cells);
    german().look("reduced.csv", format!("{header}\n{row}"))
}

#[test]
fn a_column_that_is_missing_is_named() {
    for (without, words) in [
        (&["Created at"][..], "the column “Created at” is missing"),
        (&["Lineitem name"], "the column “Lineitem name” is missing"),
        (&["Name"], "the column “Name” is missing"),
        (
            &["Lineitem name", "Created at"],
            "the columns “Created at” and “Lineitem name” are missing",
        ),
    ] {
        let report = reduced(without, &[]);
        let refusal = report.refused.unwrap();
        assert!(refusal.what.contains(words), "{refusal:?}");
        assert!(refusal.need.contains("without removing columns"));
    }
}

#[test]
fn an_empty_quantity_is_no_quantity_of_none() {
    let report = german().look("empty.csv", file(&[head(&[("Lineitem quantity", "")])]));
    assert_eq!((report.orders.new, report.row_verdicts.rejected), (0, 1));
    let rejection = &report.rejected[0];
    assert_eq!(rejection.column, "Lineitem quantity");
    assert!(rejection.reason.contains("is empty"), "{rejection:?}");
    let bare = [
        ("Lineitem quantity", ""),
        ("Lineitem name", ""),
        ("Lineitem price", ""),
    ];
    let report = german().look("bare.csv", file(&[head(&bare)]));
    assert_eq!(report.row_verdicts.rejected, 0, "an order without lines");
}

#[test]
fn items_that_contradict_the_subtotal_are_said() {
    let notes = |subtotals: &[&str]| {
        let rows: Vec<String> = subtotals
            .iter()
            .zip(1..)
            .map(|(subtotal, n)| {
                let (number, id) = crate::rows::nth(n);
                head(&[("Name", &number), ("Id", &id), ("Subtotal", subtotal)])
            })
            .collect();
        let notes = german().look("orders.csv", file(&rows)).notes;
        notes
            .into_iter()
            .filter(|note| note.contains("do not add up"))
            .collect::<Vec<_>>()
    };
    assert_eq!(notes(&["50.00", "50.01"]), [""; 0], "a cent is rounding");
    let some = notes(&["40.00", "50.00", "60.00", "45.00"]);
    assert!(
        some[0].starts_with("The items of 3 orders do not add up to their subtotal; they are"),
        "{some:?}"
    );
    let one = notes(&["40.00"]);
    assert!(one[0].starts_with("The items of 1 order do"), "{one:?}");
}

#[test]
fn dates_in_both_orders_are_no_question() {
    let dated = |n, date: &str| {
        let (number, id) = crate::rows::nth(n);
        head(&[("Name", &number), ("Id", &id), ("Created at", date)])
    };
    let rows = [
        dated(1, "03/04/2026 10:00"),
        dated(2, "13/04/2026 10:00"),
        dated(3, "06/25/2026 10:00"),
    ];
    let report = german().look("turned.csv", file(&rows));
    let what = report.refused.unwrap().what;
    for words in [
        "“13/04/2026 10:00” on line 3 has the day first",
        "“06/25/2026 10:00” on line 4 the month",
    ] {
        assert!(what.contains(words), "{what}");
    }
}

#[test]
fn carts_without_a_column_for_payment_are_no_orders() {
    let cart = [
        ("Name", "#35000000000001"),
        ("Id", "35000000000001"),
        ("Financial Status", ""),
    ];
    let renamed = [("Name", "Cart 1"), ("Id", "35000000000001")];
    let financial = ["Financial Status"];
    for (without, cells) in [
        (&[][..], &cart[..]),
        (&financial, &cart),
        (&financial, &renamed),
    ] {
        let report = reduced(without, cells);
        assert_eq!(report.kind, Some(Kind::Checkouts), "{cells:?}");
        assert_eq!((report.orders.new, report.checkouts.new), (0, 1));
    }
    let paid = ("Paid at", "2026-03-05 10:00:00 +0100");
    let method = ("Payment Method", "Shopify Payments");
    for (without, cells) in [
        (&financial[..], &[][..]),
        (&financial, &[renamed[0], renamed[1], paid]),
        (&[], &[cart[0], cart[1], cart[2], method]),
    ] {
        let report = reduced(without, cells);
        assert_eq!(
            (report.kind, report.orders.new),
            (Some(Kind::Orders), 1),
            "{cells:?}"
        );
    }
}

#[test]
fn a_sign_of_another_currency_is_a_contradiction() {
    for (column, row) in [
        ("Total", head(&[("Total", "$55.00")])),
        ("Lineitem price", head(&[("Lineitem price", "£50.00")])),
        ("Refunded Amount", head(&[("Refunded Amount", "5 USD")])),
    ] {
        let report = german().look("sign.csv", file(&[row]));
        assert_eq!(report.row_verdicts.rejected, 1, "{column}");
        assert_eq!(report.rejected[0].column, column);
        assert!(report.rejected[0].reason.contains("order is in EUR"));
    }
    let cup = further(&[("Lineitem name", "Cup"), ("Lineitem price", "$20.00")]);
    let report = german().look("further.csv", file(&[head(&[("Subtotal", "70.00")]), cup]));
    assert_eq!((report.orders.new, report.row_verdicts.rejected), (0, 2));
    assert!(report.rejected.iter().any(|r| r.line == 3
        && r.column == "Lineitem price"
        && r.reason.contains("written with $")));
    let own = [
        ("Total", "55.00 €"),
        ("Lineitem price", "€50.00"),
        ("Subtotal", "EUR 50.00"),
    ];
    let report = german().look("own.csv", file(&[head(&own)]));
    assert_eq!(report.orders.new, 1, "{:?}", report.rejected);
}
