//! What marketplaces say of refunds in ways of their own, what counts as an order at all, and what
//! a price is today.

use std::fs;

use pannier_store::OrderContent;

use crate::support::{Shop, fixture, shop};

fn american() -> Shop {
    shop("USD", "US", "America/New_York")
}

fn order(shop: &Shop, number: &str) -> OrderContent {
    let orders = shop.store.read(|tx| {
        let ids = tx.facts()?.order;
        let orders = ids.into_iter().map(|id| Ok(tx.stored_order(id)?.content));
        orders.collect::<Result<Vec<_>, pannier_store::Error>>()
    });
    let mut orders = orders.unwrap().into_iter();
    orders.find(|order| order.number == number).unwrap()
}

fn import(shop: &Shop, name: &str, text: &str) {
    shop.import_trusting(&[shop.file(name, text)]);
    shop.assert_healthy();
}

#[test]
fn a_partial_refund_of_ebay_is_what_the_total_lacks() {
    let shop = american();
    let text = fs::read_to_string(fixture("ebay/us.csv")).unwrap();
    import(&shop, "us.csv", &text.replace("$71.50", "$61.50"));
    let paid_back = order(&shop, "12-10002-20002");
    assert_eq!((paid_back.total, paid_back.refunded), (7150, 1000));
    assert_eq!((paid_back.goods, paid_back.unexplained), (6500, 0));
    assert_eq!(paid_back.payment.word(), "partially_refunded");
    let whole = order(&shop, "12-10001-20001");
    assert_eq!((whole.total, whole.refunded), (5399, 0));
}

#[test]
fn a_full_refund_of_etsy_leaves_nought_where_others_leave_nothing() {
    let shop = american();
    let text = fs::read_to_string(fixture("etsy/sold_orders.csv")).unwrap();
    let all = text.replace("0.0,1.73,28.77", "0.0,0.0,0.0");
    import(&shop, "orders.csv", &all);
    let back = order(&shop, "3100000002");
    assert_eq!((back.refunded, back.fully_refunded), (4450, true));
    assert_eq!(order(&shop, "3100000001").refunded, 0);

    // A file that writes nought everywhere says nothing by it.
    let shop = american();
    let noughts = all.replace(",24.55,,,,", ",24.55,0.0,0.0,0.0,");
    import(&shop, "orders.csv", &noughts);
    assert_eq!(order(&shop, "3100000002").refunded, 0);
}

#[test]
fn an_order_of_bigcommerce_whose_checkout_was_left_is_none() {
    let text = fs::read_to_string(fixture("bigcommerce/orders.csv")).unwrap();
    let shop = shop("USD", "US", "America/New_York");
    let plain = shop
        .import_trusting(&[shop.file("orders.csv", &text)])
        .files;
    let left = text
        .replace("Completed", "Incomplete")
        .replace("Shipped", "Incomplete");
    assert_ne!(left, text);
    let other = american();
    let files = other
        .import_trusting(&[other.file("orders.csv", &left)])
        .files;
    assert!(
        files[0].orders.new < plain[0].orders.new,
        "{:?}",
        files[0].orders
    );
    assert!(
        files[0]
            .ignored
            .iter()
            .any(|rows| rows.reason.contains("never placed"))
    );
}

#[test]
fn a_price_is_lowered_between_its_dates_alone() {
    // Today is 30 June 2026.
    for (from, until, price, before) in [
        ("2026-06-01", "2026-06-30", 1490, Some(1990)),
        ("", "", 1490, Some(1990)),
        ("2026-06-01", "", 1490, Some(1990)),
        ("2026-07-01", "2026-07-31", 1990, None),
        ("2026-05-01", "2026-05-31", 1990, None),
    ] {
        let shop = american();
        let text = format!(
            "ID,Type,SKU,Name,Published,\"Visibility in catalog\",\"Date sale price starts\",\"Date sale price ends\",\"Tax status\",Stock,\"Sale price\",\"Regular price\",Categories\n\
             7,simple,MUG,Mug,1,visible,{from},{until},taxable,4,14.90,19.90,Kitchen\n"
        );
        import(&shop, "products.csv", &text);
        let products = shop.store.read(|tx| tx.catalogue()).unwrap();
        let variant = &products[0].variants[0];
        assert_eq!(
            (variant.price, variant.compare_at),
            (Some(price), before),
            "{from} to {until}"
        );
    }
}
