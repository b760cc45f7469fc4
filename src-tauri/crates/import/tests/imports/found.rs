//! Customers are found by what their own row says, after imports, changes and undos.

use crate::support::{Shop, shop};

const FIRST: &str = "Email,First Name,Last Name,Phone,Accepts Email Marketing,Tags\n\
    zoe@example.com,Zoë,Šimková,+420601123456,yes,\n\
    otto.lang@example.net,Otto,Lang,,no,vip\n";
const LATER: &str = "Email,First Name,Last Name,Phone,Accepts Email Marketing,Tags\n\
    otto.lang@example.net,Otto,Kurz,,no,vip\n\
    langley@example.org,Ann,Reed,,no,\n";

fn found(shop: &Shop, word: &str) -> Vec<String> {
    shop.store
        .read(|tx| {
            tx.search_customers(word)?
                .into_iter()
                .map(|id| Ok(tx.stored_customer(id)?.email.unwrap_or_default()))
                .collect::<pannier_store::Result<Vec<_>>>()
        })
        .unwrap()
}

#[test]
fn the_index_follows_what_is_imported_changed_and_undone() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let first = shop.file("customers.csv", FIRST);
    shop.import(&[first]).import.unwrap();
    for word in ["zo", "SIMK", "šimková", "42060112", "zoe@example.com"] {
        assert_eq!(found(&shop, word), ["zoe@example.com"], "{word}");
    }
    assert_eq!(found(&shop, "lang"), ["otto.lang@example.net"]);
    assert_eq!(found(&shop, "example").len(), 2);
    assert!(found(&shop, "vip").is_empty(), "tags are no words");
    assert!(found(&shop, " \"*'; -- ").is_empty(), "signs are no words");
    shop.assert_healthy();

    let later = shop.file("later.csv", LATER);
    let second = shop.import(&[later]).import.unwrap();
    assert_eq!(found(&shop, "kurz"), ["otto.lang@example.net"]);
    assert_eq!(
        found(&shop, "lang"),
        ["otto.lang@example.net", "langley@example.org"],
        "a word that begins so"
    );
    shop.assert_healthy();

    shop.undo(second).unwrap();
    assert!(found(&shop, "kurz").is_empty());
    assert_eq!(found(&shop, "lang"), ["otto.lang@example.net"]);
    shop.assert_healthy();
}

#[test]
fn an_order_number_leads_to_whose_order_it_is() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let orders = shop.file(
        "orders_export.csv",
        "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id\n\
         #1001,ada@example.com,paid,EUR,10.00,0.00,0.00,10.00,2026-01-05 10:00:00 +0100,1,Bowl,10.00,1\n\
         #1012,ben@example.com,paid,EUR,10.00,0.00,0.00,10.00,2026-01-06 10:00:00 +0100,1,Bowl,10.00,2\n\
         #7,cid@example.com,paid,EUR,10.00,0.00,0.00,10.00,2026-01-06 10:00:00 +0100,1,Bowl,10.00,3\n",
    );
    shop.import(&[orders]).import.unwrap();
    let found = |number: &str| {
        shop.store
            .read(|tx| {
                tx.customers_of_order_number(number)?
                    .into_iter()
                    .map(|id| Ok(tx.stored_customer(id)?.email.unwrap_or_default()))
                    .collect::<pannier_store::Result<Vec<_>>>()
            })
            .unwrap()
    };
    assert_eq!(found("#1001"), ["ada@example.com"]);
    assert_eq!(found("100"), ["ada@example.com"]);
    assert!(found("10").is_empty(), "two signs begin too many numbers");
    assert!(found("12").is_empty(), "a number begins so or does not");
    assert_eq!(found("7"), ["cid@example.com"], "all of a short number");
    assert!(found("#").is_empty());
}
