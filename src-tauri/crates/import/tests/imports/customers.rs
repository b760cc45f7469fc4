//! What a customers export comes to, and what it says of consent.

use pannier_core::{Channel, ConsentState, CustomerId};

use crate::support::{Shop, fixture, shop};

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

fn id_of(shop: &Shop, email: &str) -> CustomerId {
    shop.store
        .read(|tx| tx.customer_by_email(email))
        .unwrap()
        .unwrap()
        .id
}

fn said(shop: &Shop, email: &str) -> Option<ConsentState> {
    let id = id_of(shop, email);
    shop.store
        .read(|tx| tx.last_said(id, Channel::Email))
        .unwrap()
}

#[test]
fn every_age_of_export_brings_the_same_people() {
    for year in ["2024", "2023", "2022", "oldest"] {
        let shop = german();
        let path = fixture(&format!("shopify/customers_{year}.csv"));
        let outcome = shop.import(std::slice::from_ref(&path));
        let file = &outcome.files[0];
        assert_eq!(
            (file.rows, file.customers.new, file.row_verdicts.rejected),
            (5, 5, 0),
            "{year}: {:?}",
            file.rejected
        );
        let anna = shop
            .store
            .read(|tx| tx.stored_customer(id_of(&shop, "anna.lark@example.com")))
            .unwrap();
        assert_eq!(
            (
                anna.last_name.as_str(),
                anna.zip.as_str(),
                anna.tags.as_str()
            ),
            ("Lark", "06304", "vip, newsletter"),
            "{year}"
        );
        assert_eq!(anna.phone.as_deref(), Some("+4930901820"));
        assert_eq!(anna.address, "806 Oak Street, Apt 3");
        assert_eq!(
            said(&shop, "anna.lark@example.com"),
            Some(ConsentState::Subscribed)
        );
        assert_eq!(
            said(&shop, "ida@example.com"),
            Some(ConsentState::NotSubscribed)
        );
        let again = shop.import(&[path]);
        assert_eq!(again.files[0].customers.unchanged, 5, "{year}");
        shop.assert_healthy();
    }
}

#[test]
fn people_of_orders_and_of_the_customers_file_are_the_same_people() {
    let (orders, customers) = (
        fixture("shopify/orders_2025.csv"),
        fixture("shopify/customers_2024.csv"),
    );
    let together = german();
    let outcome = together.import(&[orders.clone(), customers.clone()]);
    assert_eq!(outcome.files[1].customers.new, 5);
    let known = outcome.files[0].customers;
    assert_eq!(known.unchanged, 3, "Anna, Ida, and Gus by phone: {known:?}");
    let one_by_one = german();
    one_by_one.import(&[orders]);
    let later = one_by_one.import(&[customers]);
    assert_eq!(
        (
            later.files[0].customers.new,
            later.files[0].customers.updated
        ),
        (2, 3)
    );
    let people = |shop: &Shop| {
        let facts = shop.store.read(|tx| tx.facts()).unwrap();
        (facts.customer, facts.customer_ids.len())
    };
    assert_eq!(people(&together), people(&one_by_one));
}

#[test]
fn a_no_after_a_yes_is_kept_for_good() {
    let shop = german();
    shop.import(&[fixture("shopify/customers_2024.csv")]);
    let later = shop.import(&[fixture("shopify/customers_2024_later.csv")]);
    assert_eq!(
        (
            later.files[0].customers.updated,
            later.files[0].customers.unchanged
        ),
        (1, 4)
    );
    assert_eq!(
        said(&shop, "anna.lark@example.com"),
        Some(ConsentState::Unsubscribed)
    );
    shop.import(&[fixture("shopify/customers_2024.csv")]);
    assert_eq!(
        said(&shop, "anna.lark@example.com"),
        Some(ConsentState::Unsubscribed),
        "an undated yes lifts no no"
    );
    shop.undo(later.import.unwrap()).unwrap();
    assert_eq!(
        said(&shop, "anna.lark@example.com"),
        Some(ConsentState::Unsubscribed),
        "nor does undo"
    );
    shop.assert_healthy();
}

#[test]
fn undoing_a_customers_file_leaves_those_of_the_orders_as_they_were() {
    let shop = german();
    shop.import(&[fixture("shopify/orders_2025.csv")]);
    let ida = id_of(&shop, "ida@example.com");
    let before = shop.store.read(|tx| tx.stored_customer(ida)).unwrap();
    let people = shop.import(&[fixture("shopify/customers_2024.csv")]);
    assert_ne!(
        shop.store.read(|tx| tx.stored_customer(ida)).unwrap(),
        before
    );
    shop.undo(people.import.unwrap()).unwrap();
    assert_eq!(
        shop.store.read(|tx| tx.stored_customer(ida)).unwrap(),
        before
    );
    assert!(
        shop.store
            .read(|tx| tx.customer_by_email("subscriber@example.com"))
            .unwrap()
            .is_none()
    );
    shop.assert_healthy();
}

#[test]
fn rows_that_say_a_customer_again_are_merged() {
    let shop = german();
    let header = "First Name,Last Name,Email,Accepts Email Marketing,Phone,Total Spent,Total Orders,Tags,Tax Exempt";
    let file = shop.look(
        "customers.csv",
        format!("{header}\nA,B,a@example.com,yes,,0,0,,no\nA,B, A@Example.com ,no,,0,0,,no\n,,,,,,,,\nC,D,not an address,no,,0,0,,no\n"),
    );
    let rows = file.row_verdicts;
    assert_eq!(
        (rows.new, rows.merged, rows.ignored, rows.rejected),
        (1, 1, 1, 1)
    );
    assert_eq!(
        (file.rejected[0].line, file.rejected[0].column.as_str()),
        (5, "Email")
    );
}

#[test]
fn a_line_of_totals_is_no_customer_and_a_customer_called_sum_is_one() {
    let shop = german();
    let header = "First Name,Last Name,Email,Accepts Email Marketing,Phone,Total Spent,Total Orders,Tags,Tax Exempt";
    let file = shop.look(
        "sum.csv",
        format!("{header}\nSum,Li,sum@example.com,yes,,0,0,,no\nTotal,,,,,12.00,1,,\n"),
    );
    assert_eq!(
        (file.customers.new, file.row_verdicts.ignored),
        (1, 1),
        "{file:?}"
    );
}
