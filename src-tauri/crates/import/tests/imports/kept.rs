//! Products, stock, carts, payments, refunds and behaviour: what files say, and what becomes of it.

use std::{fmt::Write, path::PathBuf};

use pannier_import::{Counts, Error, FileReport, Kind, Options, PaymentsAre, Question};
use pannier_store::{BehaviourRecord, CatalogueContent, PaymentRecord, VariantContent};
use proptest::prelude::*;

use crate::support::{Imported, Shop, fixture, shop};

fn wren() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

/// A number as text; `-` where no file has said one.
fn or_none(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// Variants: product, title, SKU, price, compare-at, cost, stock.
fn variants(shop: &Shop) -> Vec<String> {
    let products = shop.store.read(|tx| tx.catalogue()).unwrap();
    let variants = products.iter().flat_map(|product| {
        let text = |v: &VariantContent| {
            let numbers = [v.price, v.compare_at, v.cost, v.stock]
                .map(or_none)
                .join("|");
            let sku = or_none(v.sku.as_ref());
            format!("{}|{}|{sku}|{numbers}", product.external_id, v.title)
        };
        product.variants.iter().map(text).collect::<Vec<_>>()
    });
    variants.collect()
}

/// Products: id, title, vendor, category, tags, status, picture, gift card.
fn products(shop: &Shop) -> Vec<String> {
    let products = shop.store.read(|tx| tx.catalogue()).unwrap();
    let text = |p: CatalogueContent| {
        let status = or_none(p.status.map(|status| format!("{status:?}")));
        let texts = [p.title, p.vendor, p.category, p.tags]
            .map(or_none)
            .join("|");
        let (picture, gift_card) = (or_none(p.picture), or_none(p.gift_card));
        format!("{}|{texts}|{status}|{picture}|{gift_card}", p.external_id)
    };
    products.into_iter().map(text).collect()
}

/// Payments: kind, status, amount, currency, refunded, fee, e-mail, order.
fn payments(shop: &Shop) -> Vec<String> {
    let payments = shop.store.read(|tx| tx.payments()).unwrap();
    let text = |payment: PaymentRecord| {
        let p = payment.content;
        let (kind, status) = (p.kind.word(), p.status.word());
        let numbers = [p.refunded, p.fee].map(or_none).join("|");
        let (email, order) = (or_none(p.email), or_none(payment.order_number));
        format!(
            "{kind}|{status}|{}|{}|{numbers}|{email}|{order}",
            p.amount, p.currency
        )
    };
    payments.into_iter().map(text).collect()
}

/// Behaviour: e-mail, whether they are a customer, what they did, with what, the product.
fn behaviour(shop: &Shop) -> Vec<String> {
    let behaviour = shop.store.read(|tx| tx.behaviour()).unwrap();
    let text = |b: BehaviourRecord| {
        let (is_known, kind) = (b.customer.is_some(), b.content.kind.word());
        let product = or_none(b.product);
        format!(
            "{}|{is_known}|{kind}|{}|{product}",
            b.content.email, b.content.product
        )
    };
    behaviour.into_iter().map(text).collect()
}

/// Imports a fixture; payments are those of orders of other files.
fn import(shop: &Shop, file: &str) -> Imported {
    import_as(shop, &[fixture(file)], PaymentsAre::Payments)
}

fn import_as(shop: &Shop, files: &[PathBuf], are: PaymentsAre) -> Imported {
    let options = Options {
        payments: Some(are),
        ..Options::default()
    };
    let plan = shop.preview_with(files, &options);
    Imported {
        import: shop.apply(&plan).unwrap(),
        files: plan.files().to_vec(),
    }
}

fn new(count: u64) -> Counts {
    Counts {
        new: count,
        ..Counts::default()
    }
}

#[test]
fn products_of_shopify_are_put_together_from_their_rows() {
    let shop = wren();
    let report = import(&shop, "shopify/products_2026.csv").files.remove(0);
    assert_eq!((report.rows, report.products), (7, new(4)));
    assert_eq!(
        variants(&shop),
        [
            "gift-card|25.00|-|2500|-|-|-",
            "gift-card|50.00|-|5000|-|-|-",
            "linen-throw|Sand|WW-THR-SAND|5200|6400|2140|12",
            "linen-throw|Clay|WW-THR-CLAY|5200|-|2140|0",
            "old-lamp||WW-LMP-9|8900|-|-|-2",
            "soy-candle||WW-CAN-1|1800|-|620|40",
        ]
    );
    assert_eq!(
        products(&shop),
        [
            "gift-card|Gift card|Wren & Willow|Gift cards|-|Active|-|true",
            "linen-throw|Linen throw|Wren & Willow|Throws|linen, home|Active|https://cdn.example/throw-sand.jpg|false",
            "old-lamp|Old lamp|Wren & Willow|Lamps|-|Archived|-|false",
            "soy-candle|Soy candle|Hearth & Co|Candles|candle|Active|https://cdn.example/candle.jpg|false",
        ]
    );
    shop.assert_healthy();
}

#[test]
fn a_file_of_stock_changes_stock_alone_and_undo_puts_it_back() {
    let shop = wren();
    import(&shop, "shopify/products_2026.csv");
    let before = variants(&shop);
    let stock = import(&shop, "shopify/inventory.csv");
    let counts = stock.files[0].products;
    assert_eq!((counts.new, counts.updated, counts.unchanged), (0, 1, 1));
    let now = variants(&shop);
    assert_eq!(now[2], "linen-throw|Sand|WW-THR-SAND|5200|6400|2140|10");
    assert_eq!(now[3], "linen-throw|Clay|WW-THR-CLAY|5200|-|2140|4");
    assert_eq!(
        now[5], before[5],
        "what is not counted anywhere is left alone"
    );
    shop.undo(stock.import.unwrap()).unwrap();
    assert_eq!(variants(&shop), before);
    let places = fixture("shopify/inventory_2024.csv");
    let options = pannier_import::Options {
        trust_columns: true,
        ..pannier_import::Options::default()
    };
    let plan = shop.preview_with(&[places], &options);
    shop.apply(&plan).unwrap();
    let now = variants(&shop);
    assert_eq!(now[2], "linen-throw|Sand|WW-THR-SAND|5200|6400|2140|10");
    shop.assert_healthy();
}

#[test]
fn the_new_header_says_the_same_products() {
    let shop = wren();
    import(&shop, "shopify/products_2026.csv");
    let report = import(&shop, "shopify/products_2025.csv").files.remove(0);
    let counts = report.products;
    assert_eq!((counts.new, counts.updated), (1, 1), "{report:?}");
    assert!(variants(&shop).contains(&"soy-candle||WW-CAN-1|1900|-|620|38".to_owned()));
}

#[test]
fn products_and_their_stock_in_one_drop_are_one_in_either_order() {
    let files = ["shopify/products_2026.csv", "shopify/inventory.csv"].map(fixture);
    let shops = [wren(), wren()];
    shops[0].import(&files);
    shops[1].import(&[files[1].clone(), files[0].clone()]);
    assert_eq!(variants(&shops[0]), variants(&shops[1]));
    assert_eq!(
        variants(&shops[0])[3],
        "linen-throw|Clay|WW-THR-CLAY|5200|-|2140|4"
    );
}

#[test]
fn variations_of_woocommerce_find_their_product() {
    let shop = wren();
    let report = import(&shop, "woocommerce/products_de.csv").files.remove(0);
    assert_eq!((report.rows, report.products), (5, new(2)));
    assert_eq!(report.rejected.len(), 1, "{:?}", report.rejected);
    assert!(report.rejected[0].reason.contains("not in the file"));
    assert_eq!(
        variants(&shop),
        [
            "20|S|TEE-S|1990|-|-|4",
            "20|M|TEE-M|1490|1990|-|0",
            "30||-BOX|125000|-|-|12",
        ]
    );
    assert_eq!(
        products(&shop),
        [
            "20|T-Shirt|Wren & Willow|Kleidung > T-Shirts, Neu, gut|baumwolle|Active|https://shop.example/tee.jpg|-",
            "30|Geschenkbox|-|Boxen|-|Draft|-|-",
        ]
    );
}

#[test]
fn other_platforms_have_their_catalogues() {
    for (file, expected) in [
        (
            "squarespace/products.csv",
            &[
                "68aa01|100 g|SQ0001|590|740|-|3",
                "68aa01|200 g|SQ0002|1200|-|-|-",
                "68aa02||SQ0003|2400|-|-|0",
            ][..],
        ),
        (
            "etsy/listings.csv",
            &[
                "sku:MUG-1||MUG-1|2850|-|-|6",
                "title:Bud vase||-|1900|-|-|2",
            ],
        ),
        (
            "prestashop/products.csv",
            &["11||WW-BOWL-1|3250|-|1420|9", "12||WW-SPOON|600|-|-|-2"],
        ),
        (
            "magento/products.csv",
            &[
                "sku:WW-BOWL-1||WW-BOWL-1|2800|3250|-|9",
                "sku:WW-SPOON||WW-SPOON|600|-|-|0",
            ],
        ),
        (
            "shopware/products.csv",
            &[
                "0a1b2c3d4e5f60718293a4b5c6d7e8f1|Sand|WW-10.1|5200|-|-|4",
                "0a1b2c3d4e5f60718293a4b5c6d7e8f1|in Clay|WW-10.2|4900|-|-|7",
                "0a1b2c3d4e5f60718293a4b5c6d7e8f4||WW-11|600|-|-|12",
            ],
        ),
    ] {
        let shop = wren();
        import(&shop, file);
        assert_eq!(variants(&shop), expected, "{file}");
    }
}

/// A products file of so many rows; of the first ones, the price is another one.
fn many_products(shop: &Shop, name: &str, rows: u32, dearer: u32) -> PathBuf {
    let mut text =
        "Handle,Title,Vendor,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
            .to_owned();
    for row in 0..rows {
        let price = if row < dearer { "9.00" } else { "7.50" };
        let rest = "Wren,true,Title,Default Title";
        writeln!(text, "lamp-{row},Lamp {row},{rest},LA-{row},{price}").unwrap();
    }
    shop.file(name, &text)
}

#[test]
fn many_products_are_known_again_and_taken_back_as_few_are() {
    let shop = wren();
    let first = import_as(
        &shop,
        &[many_products(&shop, "1.csv", 1_500, 0)],
        PaymentsAre::Payments,
    );
    assert_eq!(first.files[0].products, new(1_500));
    let before = variants(&shop);
    let again = import_as(
        &shop,
        &[many_products(&shop, "2.csv", 1_500, 0)],
        PaymentsAre::Payments,
    );
    assert_eq!(again.files[0].products.unchanged, 1_500);
    assert_eq!(variants(&shop), before);
    let changed = import_as(
        &shop,
        &[many_products(&shop, "3.csv", 1_600, 70)],
        PaymentsAre::Payments,
    );
    let counts = changed.files[0].products;
    assert_eq!(
        (counts.new, counts.updated, counts.unchanged),
        (100, 70, 1_430)
    );
    let after = variants(&shop);
    assert_eq!(
        after
            .iter()
            .filter(|variant| variant.contains("|900|"))
            .count(),
        70
    );
    shop.undo(first.import.unwrap()).unwrap();
    assert_eq!(variants(&shop), after, "two imports still say it");
    shop.undo(changed.import.unwrap()).unwrap();
    assert_eq!(variants(&shop), before);
    shop.assert_healthy();
    shop.undo(again.import.unwrap()).unwrap();
    assert_eq!(variants(&shop), Vec::<String>::new());
    shop.assert_healthy();
}

/// Two orders of one shop.
fn orders(shop: &Shop) -> PathBuf {
    shop.file(
        "orders.csv",
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,Id\n\
         #1001,ada.lind@example.com,partially_refunded,,EUR,57.80,0.00,0.00,57.80,2026-01-05 10:02:00 +0100,1,Linen throw - Sand,57.80,WW-THR-SAND,20.00,5375180000001\n\
         #1002,ben.okafor@example.com,paid,2026-01-06 08:00:00 +0100,EUR,24.00,0.00,0.00,24.00,2026-01-06 08:00:00 +0100,1,Soy candle,24.00,WW-CAN-1,0.00,5375190000002\n",
    )
}

#[test]
fn transactions_belong_to_their_orders_and_date_the_refunds() {
    let shop = wren();
    let report = import(&shop, "shopify/transactions_2026.csv")
        .files
        .remove(0);
    assert_eq!(
        (report.kind, report.payments),
        (Some(Kind::Payments), new(6))
    );
    assert!(
        report
            .notes
            .iter()
            .any(|note| note.starts_with("None of these")),
        "{:?}",
        report.notes
    );
    assert!(
        shop.store.read(|tx| tx.facts()).unwrap().is_empty(),
        "payments are no orders"
    );
    shop.import(&[orders(&shop)]);
    assert_eq!(
        payments(&shop),
        [
            "sale|success|5780|EUR|-|-|-|#1001",
            "authorization|success|2400|EUR|-|-|-|#1002",
            "capture|success|2400|EUR|-|-|-|#1002",
            "sale|failed|3150|EUR|-|-|-|-",
            "refund|success|-1000|EUR|-|-|-|#1001",
            "refund|success|-1000|EUR|-|-|-|#1001",
        ]
    );
    let order = shop.store.read(|tx| {
        let id = tx.search_orders("1001")?[0];
        tx.orders_by_id(&[id])
    });
    let order: Result<_, pannier_store::Error> = order;
    let refunded_at = order.unwrap()[0].refunded_at;
    assert_eq!(refunded_at, Some("2026-01-19T08:30:00Z".parse().unwrap()));
    shop.assert_healthy();
}

#[test]
fn payments_of_a_service_are_those_of_the_orders_and_no_revenue() {
    for (file, rows_in_file, first, expected) in [
        (
            "stripe/payments.csv",
            6,
            "2 of 3 payments are those of orders that you have; 1 match none",
            &[
                "sale|success|5780|EUR|0|110|ada.lind@example.com|#1001",
                "sale|success|2400|EUR|2400|61|ben.okafor@example.com|#1002",
                "sale|failed|2400|EUR|0|-|ben.okafor@example.com|-",
                "sale|success|9900|USD|0|320|cleo.marsh@example.com|-",
            ][..],
        ),
        (
            "paypal/activity_de.csv",
            5,
            "All 2 payments are those of orders that you have",
            &[
                "sale|success|5780|EUR|-|179|ada.lind@example.com|#1001",
                "refund|success|-1000|EUR|-|0|laden@example.com|#1001",
            ],
        ),
    ] {
        let shop = wren();
        let outcome = shop.import(&[fixture(file), orders(&shop)]);
        let report: &FileReport = &outcome.files[0];
        assert_eq!(report.rows, rows_in_file, "{report:?}");
        assert_eq!(
            report.notes.first().map(String::as_str),
            Some(first),
            "{:?}",
            report.notes
        );
        assert_eq!(payments(&shop), expected);
        let facts = shop.store.read(|tx| tx.facts()).unwrap();
        assert_eq!(facts.len(), 2, "the money is counted once");
        shop.assert_healthy();
    }
}

#[test]
fn payments_in_a_shop_without_orders_are_asked_about() {
    let paid = [fixture("stripe/payments.csv")];
    let shop = wren();
    let plan = shop.preview(&paid);
    assert_eq!(plan.questions(), [Question::PaymentsOrOrders]);
    assert!(matches!(shop.apply(&plan), Err(Error::Undecided(_))));
    let outcome = import_as(&shop, &paid, PaymentsAre::Orders);
    let report = &outcome.files[0];
    assert_eq!(
        (report.kind, report.orders),
        (Some(Kind::Orders), new(3)),
        "{report:?}"
    );
    assert_eq!(report.row_verdicts.sum(), report.rows);
    assert_eq!(report.row_verdicts.ignored, 3, "{:?}", report.ignored);
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!(facts.total, [5780, 2400, 9900]);
    assert_eq!(facts.refunded, [0, 2400, 0]);
    // What was said once holds: the next file goes on with it.
    let again = shop.import(&paid);
    assert_eq!(again.files[0].orders.unchanged, 3);
    shop.assert_healthy();
}

#[test]
fn payments_of_paypal_as_orders_leave_out_what_is_no_sale() {
    let shop = wren();
    let files = [fixture("paypal/activity_de.csv")];
    let report = import_as(&shop, &files, PaymentsAre::Orders)
        .files
        .remove(0);
    assert_eq!(
        (report.orders, report.refunds),
        (new(1), new(1)),
        "{report:?}"
    );
    assert_eq!(report.row_verdicts.ignored, 3, "{:?}", report.ignored);
    assert_eq!(report.row_verdicts.sum(), report.rows);
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!(facts.total, [5780]);
    assert_eq!(
        facts.refunded,
        [1000],
        "of the payment that the refund names"
    );
    shop.assert_healthy();
}

#[test]
fn square_payments_and_refunds_are_kept() {
    let shop = wren();
    let report = import(&shop, "square/transactions.csv").files.remove(0);
    assert_eq!(report.payments, new(2), "{report:?}");
    assert_eq!(
        payments(&shop),
        [
            "sale|success|971|EUR|-|35|-|-",
            "refund|success|-871|EUR|-|0|-|-"
        ]
    );
}

#[test]
fn refunds_without_an_order_are_kept_beside_the_orders() {
    let shop = shop("USD", "US", "America/New_York");
    let outcome = import(&shop, "square/items.csv");
    let report = &outcome.files[0];
    assert!(report.refunds.new > 0, "{:?}", report.rejected);
    let totals = shop.store.read(|tx| tx.kept_totals()).unwrap();
    assert_eq!(
        totals.unattached_refunds,
        i64::try_from(report.refunds.new).unwrap()
    );
    let again = import(&shop, "square/items.csv");
    assert_eq!(again.files[0].refunds.unchanged, report.refunds.new);
    shop.undo(outcome.import.unwrap()).unwrap();
    let totals = shop.store.read(|tx| tx.kept_totals()).unwrap();
    assert_eq!(
        totals.unattached_refunds,
        i64::try_from(report.refunds.new).unwrap()
    );
    shop.undo(again.import.unwrap()).unwrap();
    assert_eq!(
        shop.store
            .read(|tx| tx.kept_totals())
            .unwrap()
            .unattached_refunds,
        0
    );
    shop.assert_healthy();
}

#[test]
fn carts_are_kept_with_their_lines_and_recovered_by_a_later_order() {
    let shop = wren();
    let report = import(&shop, "shopify/checkouts.csv").files.remove(0);
    assert_eq!(
        (report.kind, report.checkouts),
        (Some(Kind::Checkouts), new(4))
    );
    let carts = shop.store.read(|tx| tx.checkouts()).unwrap();
    let cart = &carts[2].content;
    let lines: Vec<_> = cart
        .lines
        .iter()
        .map(|l| (l.name.as_str(), l.quantity, l.amount))
        .collect();
    assert_eq!(
        (cart.number.as_str(), cart.total),
        ("#30123085690002", 9090)
    );
    assert_eq!(cart.email, "cart2@example.com");
    assert_eq!(
        lines,
        [("Oak stool", 1, 3100), ("Linen lamp - Sand", 1, 5990)]
    );
    let recovered = |shop: &Shop| {
        let totals = shop.store.read(|tx| tx.kept_totals()).unwrap();
        (totals.checkouts, totals.checkouts_recovered)
    };
    assert_eq!(recovered(&shop), (4, 0));
    let order = |number: &str, email: &str, day: &str| {
        format!("{number},{email},paid,EUR,31.00,31.00,{day} 10:00:00 +0200,1,Oak stool,31.00\n")
    };
    let header = "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price\n";
    let file = shop.file(
        "later.csv",
        [
            header,
            &order("#1", "cart0@example.com", "2026-05-20"),
            &order("#2", "cart1@example.com", "2026-06-20"),
            &order("#3", "cart2@example.com", "2026-04-20"),
        ]
        .concat(),
    );
    let orders = shop.import(&[file]);
    assert_eq!(recovered(&shop), (4, 1), "within thirty days after it");
    shop.undo(orders.import.unwrap()).unwrap();
    assert_eq!(recovered(&shop), (4, 0));
    shop.assert_healthy();
}

#[test]
fn behaviour_finds_its_people_and_its_products() {
    let shop = wren();
    let report = import(&shop, "behaviour.csv").files.remove(0);
    assert_eq!((report.rows, report.behaviour), (7, new(3)), "{report:?}");
    let verdicts = report.row_verdicts;
    assert_eq!(
        (verdicts.merged, verdicts.ignored, verdicts.rejected),
        (1, 1, 2)
    );
    let address = "https://wren.example/products/linen-throw?variant=2";
    assert_eq!(
        behaviour(&shop)[0],
        "ada.lind@example.com|false|view|linen-throw|-"
    );
    let catalogue = import(&shop, "shopify/products_2026.csv");
    shop.import(&[orders(&shop)]);
    assert_eq!(
        behaviour(&shop),
        [
            "ada.lind@example.com|true|view|linen-throw|linen-throw".to_owned(),
            format!("ada.lind@example.com|true|cart|{address}|linen-throw"),
            "ben.okafor@example.com|true|wishlist|WW-CAN-1|soy-candle".to_owned(),
        ]
    );
    let sold = shop.store.read(|tx| tx.sold_variants()).unwrap();
    let sold: Vec<_> = sold
        .iter()
        .map(|(sku, name)| (sku.as_str(), name.as_str()))
        .collect();
    assert_eq!(
        sold,
        [
            ("WW-CAN-1", "Soy candle"),
            ("WW-THR-SAND", "Linen throw - Sand")
        ]
    );
    shop.undo(catalogue.import.unwrap()).unwrap();
    assert_eq!(
        behaviour(&shop)[0],
        "ada.lind@example.com|true|view|linen-throw|-"
    );
    shop.assert_healthy();
}

/// All that the shop knows besides customers.
fn everything(shop: &Shop) -> Vec<Vec<String>> {
    let carts = shop.store.read(|tx| tx.checkouts()).unwrap();
    let refunds = shop.store.read(|tx| tx.unattached_refunds()).unwrap();
    let totals = shop.store.read(|tx| tx.kept_totals()).unwrap();
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    vec![
        products(shop),
        variants(shop),
        payments(shop),
        carts
            .iter()
            .map(|cart| format!("{:?}", cart.content))
            .collect(),
        refunds.iter().map(|refund| format!("{refund:?}")).collect(),
        behaviour(shop),
        vec![format!("{totals:?}"), format!("{:?}", facts.total)],
    ]
}

const FILES: [&str; 9] = [
    "shopify/products_2026.csv",
    "shopify/products_2025.csv",
    "shopify/inventory.csv",
    "shopify/transactions_2026.csv",
    "shopify/checkouts.csv",
    "woocommerce/products_de.csv",
    "stripe/payments.csv",
    "square/items.csv",
    "behaviour.csv",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn undo_in_any_order_leaves_what_the_other_files_would_have_made(
        files in prop::sample::subsequence((0..FILES.len()).collect::<Vec<_>>(), 2..6).prop_shuffle(),
        gone in prop::collection::vec(any::<bool>(), 6),
        backwards in any::<bool>(),
    ) {
        let with = wren();
        let imports: Vec<_> = files.iter().map(|file| import(&with, FILES[*file]).import).collect();
        let mut undone: Vec<usize> = (0..files.len()).filter(|index| gone[*index]).collect();
        if backwards {
            undone.reverse();
        }
        for index in &undone {
            if let Some(import) = imports[*index] {
                with.undo(import).unwrap();
            }
        }
        let without = wren();
        for (index, file) in files.iter().enumerate() {
            if !undone.contains(&index) {
                import(&without, FILES[*file]);
            }
        }
        prop_assert_eq!(everything(&with), everything(&without));
        with.assert_healthy();
    }
}

#[test]
fn payments_of_an_older_export_do_not_win_over_those_of_a_newer_one() {
    let header = "id,Created date (UTC),Amount,Amount Refunded,Currency,Description,Fee,Status,Customer Email\n";
    let paid = |refunded: &str| {
        format!("{header}ch_1,2026-05-04 08:20:00,31.00,{refunded},eur,,0.50,Paid,a@example.com\n")
    };
    let newer = paid("4.00") + "ch_2,2026-05-20 08:20:00,9.00,0.00,eur,,0.50,Paid,b@example.com\n";
    let refunded = |shop: &Shop| -> Vec<Option<i64>> {
        let payments = shop.store.read(|tx| tx.payments()).unwrap();
        payments.iter().map(|p| p.content.refunded).collect()
    };
    for newer_first in [true, false] {
        let shop = wren();
        let of = |name: &str, text: &str| {
            let file = shop.file(name, text);
            import_as(&shop, &[file], PaymentsAre::Payments)
        };
        let (old, new) = if newer_first {
            let new = of("new.csv", &newer);
            let old = of("old.csv", &paid("0.00"));
            assert_eq!(old.files[0].payments.unchanged, 1, "{:?}", old.files[0]);
            (old, new)
        } else {
            let old = of("old.csv", &paid("0.00"));
            let new = of("new.csv", &newer);
            assert_eq!(new.files[0].payments.updated, 1);
            (old, new)
        };
        assert_eq!(refunded(&shop), [Some(400), Some(0)], "{newer_first}");
        shop.undo(new.import.unwrap()).unwrap();
        assert_eq!(refunded(&shop), [Some(0)]);
        shop.undo(old.import.unwrap()).unwrap();
        assert_eq!(refunded(&shop), []);
        shop.assert_healthy();
    }
}
