//! Cells that contradict each other, or the file they stand in.

use crate::{
    rows::{file, further, head},
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
