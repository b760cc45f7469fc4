//! Two files of one platform that say different things of the same orders.

use std::path::PathBuf;

use pannier_store::OrderContent;

use crate::support::{Shop, shop};

const ORDERS: &str = "\
Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,Payment Method,Date Shipped,Street 1,Street 2,Ship City,Ship State,Ship Zipcode,Ship Country,Currency,Order Value,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,Adjusted Order Total,Adjusted Card Processing Fees,Adjusted Net Order Amount,Buyer,Order Type,Payment Type,InPerson Discount,InPerson Location,SKU
12/30/25,9000000001,ann1,Ann Lee,Ann,Lee,3,Credit Card,,1 Mill Lane,,Bath,OH,43001,United States,USD,21.00,SPRING,,2.10,0,4.00,0,22.90,,0.90,22.00,,,,ann1,online,online_cc,,,
12/31/25,9000000002,bo2,Bo Hill,Bo,Hill,1,Credit Card,,2 Mill Lane,,Bath,OH,43001,United States,USD,12.00,,,0,0,0,0,12.00,,0.60,11.40,,0.35,6.65,bo2,online,online_cc,,,
";

const ITEMS: &str = "\
\"Sale Date\",\"Item Name\",Buyer,Quantity,Price,\"Coupon Code\",\"Coupon Details\",\"Discount Amount\",\"Shipping Discount\",\"Order Shipping\",\"Order Sales Tax\",\"Item Total\",Currency,\"Transaction ID\",\"Listing ID\",\"Date Paid\",\"Date Shipped\",\"Ship Name\",\"Ship Address1\",\"Ship Address2\",\"Ship City\",\"Ship State\",\"Ship Zipcode\",\"Ship Country\",\"Order ID\",Variations,\"Order Type\",\"Listings Type\",\"Payment Type\",\"InPerson Discount\",\"InPerson Location\",\"VAT Paid by Buyer\",SKU
12/30/25,\"Cup, blue\",ann1,2,4.50,SPRING,,0,0,4.00,0,9.00,USD,7000000001,800001,12/30/2025,,Ann Lee,1 Mill Lane,,Bath,OH,43001,United States,9000000001,,online,listing,online_cc,,,0,C-1
12/30/25,Plate,ann1,1,12.00,SPRING,,0,0,4.00,0,12.00,USD,7000000002,800002,12/30/2025,,Ann Lee,1 Mill Lane,,Bath,OH,43001,United States,9000000001,,online,listing,online_cc,,,0,P-1
12/31/25,Plate,bo2,1,12.00,,,0,0,0,0,12.00,USD,7000000003,800002,12/31/2025,,Bo Hill,2 Mill Lane,,Bath,OH,43001,United States,9000000002,,online,listing,online_cc,,,0,P-1
";

fn american() -> Shop {
    shop("USD", "US", "America/New_York")
}

fn files(shop: &Shop) -> [PathBuf; 2] {
    [
        shop.file("EtsySoldOrders2025.csv", ORDERS),
        shop.file("EtsySoldOrderItems2025.csv", ITEMS),
    ]
}

fn orders(shop: &Shop) -> Vec<OrderContent> {
    shop.store
        .read(|tx| {
            let ids = tx.facts()?.order.clone();
            let stored = ids.into_iter().map(|id| Ok(tx.stored_order(id)?.content));
            stored.collect::<Result<Vec<_>, pannier_store::Error>>()
        })
        .unwrap()
}

fn assert_joined(shop: &Shop) {
    let mut orders = orders(shop);
    orders.sort_by(|a, b| a.number.cmp(&b.number));
    let [ann, bo] = &orders[..] else {
        panic!("two orders: {orders:?}");
    };
    let names = |order: &OrderContent| {
        let lines = order.lines.iter();
        lines.map(|line| line.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(ann), ["Cup, blue", "Plate"]);
    assert_eq!(names(bo), ["Plate"]);
    assert_eq!((ann.gross, ann.discounts, ann.goods), (2100, 210, 1890));
    assert_eq!((ann.shipping, ann.total, ann.units), (400, 2290, 3));
    assert_eq!(ann.lines.iter().map(|line| line.discount).sum::<i64>(), 210);
    assert_eq!((bo.refunded, bo.total), (500, 1200));
    shop.assert_healthy();
}

#[test]
fn orders_and_their_items_are_joined_in_one_drop() {
    for turned in [false, true] {
        let shop = american();
        let mut files = files(&shop);
        if turned {
            files.reverse();
        }
        let imported = shop.import(&files);
        let new: u64 = imported.files.iter().map(|file| file.orders.new).sum();
        let merged: u64 = imported.files.iter().map(|f| f.row_verdicts.merged).sum();
        assert_eq!(new, 2);
        assert!(merged == 2 || merged == 3, "the rows of one of the files");
        assert_joined(&shop);
        let again = shop.preview(&files);
        for file in again.files() {
            assert_eq!(file.orders.unchanged, 2, "{} again: {file:?}", file.name);
            assert_eq!(file.row_verdicts.unchanged, file.rows);
        }
        shop.undo(imported.import.unwrap()).unwrap();
        assert_eq!(orders(&shop), []);
        shop.assert_healthy();
    }
}

#[test]
fn they_are_joined_one_after_the_other_and_come_apart_again() {
    for turned in [false, true] {
        let shop = american();
        let mut files = files(&shop);
        if turned {
            files.reverse();
        }
        let first = shop.import(&files[..1]).import.unwrap();
        let alone = orders(&shop);
        let second = shop.import(&files[1..]).import.unwrap();
        assert_joined(&shop);
        shop.undo(second).unwrap();
        assert_eq!(orders(&shop), alone, "as before the second file");
        shop.assert_healthy();
        shop.import(&files[1..]);
        assert_joined(&shop);
        shop.undo(first).unwrap();
        shop.assert_healthy();
    }
}
