//! Payments that were taken for orders, and the orders of the shop that come later: the same money
//! is never counted twice in silence.

use std::{collections::BTreeMap, fmt::Write};

use pannier_core::ImportId;
use pannier_import::{Error, Options, PaymentsAre, Plan, Question, SalesAre};
use pannier_store::PaymentContent;

use crate::{
    export::{Order, export},
    support::{Shop, shop},
};

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

/// Payments of Stripe: day of May, cents, of it refunded, whose.
fn stripe(payments: &[(u32, i64, i64, &str)]) -> String {
    let mut text = "id,Created date (UTC),Amount,Amount Refunded,Currency,Description,Fee,Status,Customer Email\n".to_owned();
    for (position, (day, cents, refunded, who)) in payments.iter().enumerate() {
        let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        let status = if refunded == cents {
            "Refunded"
        } else {
            "Paid"
        };
        let (paid, back) = (money(*cents), money(*refunded));
        writeln!(
            text,
            "ch_{position},2026-05-{day:02} 08:20:00,{paid},{back},eur,,0.50,{status},{who}@example.com"
        )
        .unwrap();
    }
    text
}

const PAID: [(u32, i64, i64, &str); 4] = [
    (4, 3100, 0, "person1"),
    (6, 3100, 0, "person2"),
    (4, 3600, 0, "other.address"),
    (20, 9900, 0, "workshop"),
];

/// Orders 1 to `count`, of 31.00 each, save the third: 36.00; all of 4 May.
fn orders(from: u64, count: u64) -> String {
    let orders: Vec<Order> = (from..from + count)
        .map(|index| {
            let mut order = Order::plain(index);
            order.shipping = if index == 3 { 500 } else { 0 };
            order
        })
        .collect();
    export(&orders)
}

fn options(payments: Option<PaymentsAre>, sales: Option<SalesAre>) -> Options {
    Options {
        payments,
        sales,
        ..Options::default()
    }
}

fn as_orders(shop: &Shop, text: &str) -> ImportId {
    let options = options(Some(PaymentsAre::Orders), None);
    let file = shop.file("stripe.csv", text);
    shop.import_with(&[file], &options).import.unwrap()
}

fn import(shop: &Shop, name: &str, text: &str, sales: Option<SalesAre>) -> ImportId {
    let file = shop.file(name, text);
    shop.import_with(&[file], &options(None, sales))
        .import
        .unwrap()
}

fn look(shop: &Shop, name: &str, text: &str, sales: Option<SalesAre>) -> Plan {
    shop.preview_with(&[shop.file(name, text)], &options(None, sales))
}

/// Orders with whose they are, and payments with the order they are of.
#[derive(Debug, PartialEq, Eq)]
struct Money {
    /// By number: total, refunded, and the address of the customer.
    orders: BTreeMap<String, (i64, i64, Option<String>)>,
    payments: Vec<(PaymentContent, Option<String>)>,
    day_sums: Vec<(String, i64, i64)>,
}

fn money(shop: &Shop) -> Money {
    let read = shop.store.read(|tx| {
        let mut orders = BTreeMap::new();
        for id in tx.facts()?.order {
            let stored = tx.stored_order(id)?;
            let customer = stored.customer.map(|id| tx.stored_customer(id));
            let email = customer.transpose()?.and_then(|customer| customer.email);
            let order = stored.content;
            orders.insert(order.number, (order.total, order.refunded, email));
        }
        let payments = tx.payments()?.into_iter();
        let sums = tx.day_sums()?.into_iter();
        Ok::<_, pannier_store::Error>(Money {
            orders,
            payments: payments.map(|p| (p.content, p.order_number)).collect(),
            day_sums: sums
                .map(|s| (s.day.to_string(), s.total, s.orders))
                .collect(),
        })
    });
    shop.assert_healthy();
    read.unwrap()
}

fn revenue(shop: &Shop) -> i64 {
    money(shop).orders.values().map(|(total, ..)| total).sum()
}

#[test]
fn orders_of_a_shop_that_counts_payments_are_asked_about() {
    let shop = german();
    as_orders(&shop, &stripe(&PAID));
    let plan = look(&shop, "orders.csv", &orders(1, 4), None);
    assert_eq!(plan.questions(), [Question::SameSales]);
    assert!(matches!(shop.apply(&plan), Err(Error::Undecided(_))));
    let sales = plan.same_sales().unwrap();
    assert_eq!(sales.services, ["Stripe"]);
    assert_eq!((sales.payments, sales.orders), (4, 4));
    // Two of the same amount, one of that amount from another address; the fourth order has none.
    assert_eq!(sales.alike, 3);
    assert_eq!(sales.paid.1.to_string(), "2026-05-20");
    assert_eq!(sales.ordered.0.to_string(), "2026-05-04");
    assert_eq!(
        revenue(&shop),
        3100 + 3100 + 3600 + 9900,
        "nothing was written"
    );
}

#[test]
fn the_same_sales_count_once_and_an_undo_puts_the_payments_back() {
    let shop = german();
    as_orders(&shop, &stripe(&PAID));
    let before = money(&shop);
    let same = import(&shop, "orders.csv", &orders(1, 4), Some(SalesAre::Same));
    let after = money(&shop);
    assert_eq!(after.orders.len(), 4);
    assert_eq!(revenue(&shop), 3 * 3100 + 3600);
    assert_eq!(after.payments.len(), 4);
    let paid: Vec<_> = after
        .payments
        .iter()
        .map(|(_, order)| order.as_deref())
        .collect();
    assert_eq!(paid, [Some("#1001"), None, Some("#1002"), None]);
    assert!(
        after
            .orders
            .values()
            .all(|(.., email)| email.as_deref() != Some("workshop@example.com")),
        "whom only a payment names is no customer"
    );
    // The next file of payments is one of payments.
    let next = look(&shop, "stripe.csv", &stripe(&PAID), None);
    assert_eq!(next.questions(), []);
    assert_eq!(next.files()[0].payments.updated, 4, "{:?}", next.files()[0]);
    shop.undo(same).unwrap();
    assert_eq!(money(&shop), before);
}

#[test]
fn what_a_payment_was_goes_when_its_import_is_undone() {
    let shop = german();
    let first = as_orders(&shop, &stripe(&PAID[..2]));
    let later = as_orders(
        &shop,
        &stripe(&[PAID[0], (6, 3100, 3100, "person2"), PAID[2]]),
    );
    let same = import(&shop, "orders.csv", &orders(1, 2), Some(SalesAre::Same));
    let refunded = |shop: &Shop| -> Vec<Option<i64>> {
        money(shop)
            .payments
            .iter()
            .map(|(p, _)| p.refunded)
            .collect()
    };
    assert_eq!(refunded(&shop), [Some(0), Some(0), Some(3100)]);
    shop.undo(later).unwrap();
    assert_eq!(refunded(&shop), [Some(0), Some(0)]);
    shop.undo(first).unwrap();
    assert_eq!((money(&shop).payments.len(), revenue(&shop)), (0, 6200));
    shop.undo(same).unwrap();
    assert_eq!(money(&shop).orders.len(), 0);
}

#[test]
fn different_sales_both_count_and_are_not_asked_about_again() {
    let shop = german();
    as_orders(&shop, &stripe(&PAID));
    let plan = look(
        &shop,
        "orders.csv",
        &orders(1, 4),
        Some(SalesAre::Different),
    );
    let notes = plan.files()[0].notes.join("\n");
    assert!(
        notes.contains("3 of the 4 new orders look like them"),
        "{notes}"
    );
    let different = shop.apply(&plan).unwrap().unwrap();
    assert_eq!(revenue(&shop), 19_700 + 12_900);
    let plan = look(&shop, "more.csv", &orders(5, 2), None);
    assert_eq!(plan.questions(), []);
    assert!(
        plan.files()[0]
            .notes
            .join("\n")
            .contains("count as orders beside these")
    );
    let again = look(&shop, "stripe.csv", &stripe(&PAID), None);
    assert_eq!(
        (again.questions().len(), again.files()[0].orders.unchanged),
        (0, 4)
    );
    shop.undo(different).unwrap();
    let plan = look(&shop, "orders.csv", &orders(1, 4), None);
    assert_eq!(
        plan.questions(),
        [Question::SameSales],
        "who said so is gone"
    );
}

#[test]
fn orders_that_are_known_already_are_not_asked_about() {
    let shop = german();
    import(&shop, "orders.csv", &orders(1, 4), None);
    as_orders(&shop, &stripe(&PAID));
    assert_eq!(
        look(&shop, "orders.csv", &orders(1, 4), None).questions(),
        []
    );
    let plan = look(&shop, "more.csv", &orders(1, 5), None);
    assert_eq!(plan.questions(), [Question::SameSales]);
    assert_eq!(plan.same_sales().unwrap().orders, 1);
    // Of the next payments nobody knows whose money they are.
    let plan = look(&shop, "stripe.csv", &stripe(&PAID), None);
    assert_eq!(plan.questions(), [Question::PaymentsOrOrders]);
}

#[test]
fn payments_of_a_second_service_are_asked_about_while_payments_alone_are_orders() {
    let shop = german();
    as_orders(&shop, &stripe(&PAID));
    let paypal = crate::support::fixture("paypal/activity_de.csv");
    let plan = shop.preview(&[paypal]);
    assert_eq!(plan.questions(), [Question::PaymentsOrOrders]);
}

/// The files of the histories below: what they are called, and what is said of them.
fn say(shop: &Shop, step: usize) -> ImportId {
    let later = [
        PAID[0],
        (6, 3100, 3100, "person2"),
        PAID[2],
        PAID[3],
        (21, 700, 0, "person5"),
    ];
    match step {
        0 => as_orders(shop, &stripe(&PAID)),
        1 => as_orders(shop, &stripe(&later)),
        2 => import(shop, "a.csv", &orders(1, 3), Some(SalesAre::Same)),
        3 => import(shop, "b.csv", &orders(2, 4), Some(SalesAre::Same)),
        _ => {
            let options = options(Some(PaymentsAre::Payments), None);
            let file = shop.file("paid.csv", stripe(&later));
            shop.import_with(&[file], &options).import.unwrap()
        }
    }
}

#[test]
fn whatever_is_undone_reads_as_if_it_had_never_been() {
    let steps = 5;
    // In any order of undoing: the first to go, then the second.
    for undone in 0..steps * steps {
        let order = [undone / steps, undone % steps];
        if order[0] == order[1] {
            continue;
        }
        let shop = german();
        let imports: Vec<ImportId> = (0..steps).map(|step| say(&shop, step)).collect();
        let mut left: Vec<usize> = (0..steps).collect();
        for step in order {
            shop.undo(imports[step]).unwrap();
            left.retain(|other| *other != step);
            // Said to be payments beside payments that are orders: the shop has no orders then.
            if left.contains(&4) && !left.contains(&2) && !left.contains(&3) {
                continue;
            }
            let fresh = german();
            for step in &left {
                say(&fresh, *step);
            }
            assert_eq!(money(&shop), money(&fresh), "{order:?}: {left:?} are left");
        }
    }
}
