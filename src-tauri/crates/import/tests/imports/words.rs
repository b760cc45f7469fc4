//! Words and shapes that were read wrongly once: consent in other languages, marks of spreadsheets,
//! codes on one row of an order only.

use pannier_core::{Channel, ConsentState};
use pannier_import::{Kind, Options, RowShape};

use crate::support::{Shop, said, shop};

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

fn consent(shop: &Shop, email: &str) -> ConsentState {
    let state = shop.store.read(|tx| {
        let known = tx.customer_by_email(email)?;
        known
            .map(|known| tx.consent(known.id, Channel::Email))
            .transpose()
    });
    state.unwrap().unwrap()
}

fn trusting() -> Options {
    Options {
        trust_columns: true,
        ..Options::default()
    }
}

fn bring(shop: &Shop, name: &str, text: &str, options: &Options) -> Vec<String> {
    let file = shop.file(name, text);
    let plan = shop.preview_with(&[file], options);
    let report = &plan.files()[0];
    assert_eq!(
        (report.row_verdicts.sum(), &report.refused),
        (report.rows, &None),
        "{name}"
    );
    assert_eq!(report.rejected, [], "{name}");
    shop.apply(&plan).unwrap();
    report.notes.clone()
}

#[test]
fn a_no_is_a_no_in_every_language_and_an_unknown_word_is_no_yes() {
    for (header, yes, no) in [
        ("E-Mail-Adresse;Newsletter", "ja", "nein"),
        ("Adresse e-mail;Abonné", "oui", "non"),
        ("E-mailadres;Ingeschreven", "ja", "nee"),
        ("E-Mail-Adresse;Newsletter", "ja", "n"),
        ("E-Mail-Adresse;Newsletter", "ja", "marked as spam"),
        ("E-Mail-Adresse;Newsletter", "ja", "opted_out"),
        ("E-Mail-Adresse;Newsletter", "ja", "nicht mehr"),
    ] {
        let shop = german();
        bring(
            &shop,
            "1.csv",
            &format!("{header}\na@x.de;{yes}\n"),
            &trusting(),
        );
        assert_eq!(consent(&shop, "a@x.de"), ConsentState::Subscribed, "{yes}");
        let notes = bring(
            &shop,
            "2.csv",
            &format!("{header}\na@x.de;{no}\n"),
            &trusting(),
        );
        assert_eq!(consent(&shop, "a@x.de"), ConsentState::Unsubscribed, "{no}");
        let is_named = notes.iter().any(|note| note.contains(&format!("“{no}”")));
        assert_eq!(is_named, no == "nicht mehr", "{no}: {notes:?}");
        shop.assert_healthy();
    }
}

#[test]
fn do_not_contact_beside_an_order_outlives_an_undated_yes() {
    let header = "Purchase ID,Item Name,Buyer Name,Purchase Email,Buyer Email,Do not contact?,Purchase Date,Purchase Time (UTC timezone),Subtotal ($),Taxes ($),Shipping ($),Sale Price ($),Quantity,Item Price ($)";
    let sale = format!(
        "{header}\np1,Book,Ann,a@x.de,,1,2026-05-03,10:00:00,20.00,0.00,0.00,20.00,1,20.00\n"
    );
    let list = "Email,Subscribed\na@x.de,yes\n";
    for turned in [false, true] {
        let shop = german();
        let mut files = [("sales.csv", sale.as_str()), ("list.csv", list)];
        if turned {
            files.reverse();
        }
        for (name, text) in files {
            bring(&shop, name, text, &trusting());
        }
        assert_eq!(consent(&shop, "a@x.de"), ConsentState::Unsubscribed);
        shop.assert_healthy();
    }
}

#[test]
fn a_code_on_the_first_row_alone_makes_no_second_version() {
    let shop = german();
    let header = "Order Number,Order Status,Order Date,Email (Billing),Cart Discount Amount,Order Total Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost,Coupon Code";
    let rows = "1001,Completed,2026-05-03 10:00,a@x.de,3.00,22.00,A1,1,Tasse,2,10.00,SAVE\n1001,Completed,2026-05-03 10:00,a@x.de,3.00,22.00,B1,2,Teller,1,5.00,\n";
    bring(
        &shop,
        "orders.csv",
        &format!("{header}\n{rows}"),
        &trusting(),
    );
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    let order = shop
        .store
        .read(|tx| tx.stored_order(facts.order[0]))
        .unwrap();
    assert_eq!((order.content.goods, order.content.lines.len()), (2200, 2));
}

#[test]
fn what_a_code_took_off_is_a_discount_where_no_column_says_so() {
    let shop = german();
    let text = "Order,Date,Item,Qty,Price,Code,Shipping,Tax,Total\n1,2026-05-13,Cup,2,10.00,X,4.90,4.00,27.90\n1,2026-05-13,Plate,1,5.00,X,4.90,4.00,27.90\n2,2026-05-14,Cup,2,10.00,,4.90,4.00,22.90\n";
    let keys = [
        "orderNumber",
        "placedAt",
        "lineName",
        "lineQuantity",
        "linePrice",
        "discountCodes",
        "shipping",
        "tax",
        "total",
    ];
    bring(&shop, "own.csv", text, &of_lines(&keys));
    let sold: Vec<i64> = goods(&shop).iter().map(|(goods, ..)| *goods).collect();
    assert_eq!(
        sold,
        [2300, 2000],
        "without a code nobody knows what is missing"
    );
    shop.assert_healthy();
}

fn of_lines(keys: &[&str]) -> Options {
    Options {
        mappings: vec![said("own.csv", Kind::Orders, RowShape::EveryRow, keys)],
        ..Options::default()
    }
}

fn goods(shop: &Shop) -> Vec<(i64, i64, bool)> {
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    let orders = facts.order.iter().map(|id| {
        let content = shop.store.read(|tx| tx.stored_order(*id)).unwrap().content;
        (content.goods, content.units, content.cancelled_at.is_some())
    });
    orders.collect()
}

#[test]
fn packed_items_without_prices_leave_the_total_to_be_the_goods() {
    let shop = german();
    let text = "Order,Date,Email,Products,Total\n1,2026-05-13,a@x.de,\"2x Cup, 1x Plate\",25.00\n2,2026-05-14,a@x.de,Cup,10.00\n";
    let options = of_lines(&["orderNumber", "placedAt", "email", "packedLines", "total"]);
    bring(&shop, "own.csv", text, &options);
    assert_eq!(goods(&shop), [(2500, 3, false), (1000, 1, false)]);
}

#[test]
fn words_for_states_are_known_in_tables_of_ones_own() {
    let shop = german();
    let text = "Order,Date,Email,Item,Qty,Price,Status\n1,2026-05-13,a@x.de,Cup,1,10.00,Bezahlt\n2,2026-05-14,b@x.de,Cup,1,10.00,Storniert\n3,2026-05-15,b@x.de,Cup,1,10.00,Cancelled\n";
    let keys = [
        "orderNumber",
        "placedAt",
        "email",
        "lineName",
        "lineQuantity",
        "linePrice",
        "payment",
    ];
    bring(&shop, "own.csv", text, &of_lines(&keys));
    let cancelled: Vec<bool> = goods(&shop)
        .iter()
        .map(|(.., cancelled)| *cancelled)
        .collect();
    assert_eq!(cancelled, [false, true, true]);
}

#[test]
fn amounts_that_differ_from_row_to_row_are_those_of_the_lines() {
    let shop = german();
    let text = "Order,Date,Email,Item,Qty,Price,Discount\n1,2026-05-13,a@x.de,Cup,2,10.00,1.00\n1,2026-05-13,a@x.de,Plate,1,7.00,0.50\n";
    let keys = [
        "orderNumber",
        "placedAt",
        "email",
        "lineName",
        "lineQuantity",
        "linePrice",
        "discounts",
    ];
    bring(&shop, "own.csv", text, &of_lines(&keys));
    assert_eq!(goods(&shop), [(2550, 3, false)]);
}
