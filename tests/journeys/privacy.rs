//! One person's data: handed to them, proved, and erased.

use std::fs;

use pannier_api::{
    Code, Shop, add_tag, apply_import, back_up_now, consent_proof, customer_data, customer_detail,
    customer_named, doctor, erase_customer, explore, preview_erase, preview_import,
    views::{CustomerTag, DataFormat, EraseCustomer, ExploreInput, ExportCustomerData, WriteNote},
    write_customer_data, write_note,
};
use pannier_core::{Cancel, Reporter};

use crate::{
    shop::{TestShop, input, shop_in},
    shopify::{export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";

fn people() -> &'static str {
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Address1,City,Zip,Tags,Note\n\
     '1,Mara <b>,Moss,mara@example.com,yes,Elm Street 9,Bad Elster,08645,vip,Rings twice\n\
     '2,Bo,Lark,bo@example.com,no,,,,,\n"
}

fn shop() -> TestShop {
    let test = shop_in("EUR");
    let customers = test.file("customers_export.csv", people());
    let mut first = order(1, DAY, "mara@example.com", "10.00");
    "4.00".clone_into(&mut first.refunded);
    "partially_refunded".clone_into(&mut first.status);
    let orders = test.file(
        "orders_export.csv",
        export(&[first, order(2, DAY, "bo@example.com", "30.00")]),
    );
    test.import(&[&customers, &orders]).unwrap();
    let mara = customer_named(&test.shop, "mara@example.com").unwrap();
    let note = WriteNote {
        customer: mara,
        text: "Asked about silk".to_owned(),
    };
    write_note(&test.shop, &note).unwrap();
    let tag = CustomerTag {
        customer: mara,
        tag: "friend".to_owned(),
    };
    add_tag(&test.shop, &tag).unwrap();
    test
}

fn erase(shop: &Shop, email: &str) -> pannier_api::views::ErasedCustomer {
    let customer = customer_named(shop, email).unwrap();
    let confirm = preview_erase(shop, customer).unwrap().confirm;
    erase_customer(shop, &EraseCustomer { customer, confirm }).unwrap()
}

#[test]
fn all_that_is_held_of_a_person_is_handed_out() {
    let test = shop();
    let customer = customer_named(&test.shop, "mara@example.com").unwrap();
    let folder = test.folder.path().join("out");
    let files = write_customer_data(&test.shop, customer, &folder).unwrap();
    assert_eq!(files.len(), 2);
    let page = fs::read_to_string(&files[0]).unwrap();
    assert!(page.contains("default-src 'none'"), "it fetches nothing");
    assert!(!page.contains("Mara <b>"), "names are no markup");
    let json = fs::read_to_string(&files[1]).unwrap();
    for held in [
        "mara@example.com",
        "Moss",
        "Elm Street 9",
        "Rings twice",
        "Asked about silk",
        "friend",
        "Linen throw",
        "customers_export.csv",
    ] {
        assert!(page.contains(held), "the page holds {held}");
        assert!(json.contains(held), "the data holds {held}");
    }
    assert!(
        page.contains("4,00") && json.contains("4.00"),
        "what was refunded"
    );
    for other in ["bo@example.com", "Lark"] {
        assert!(
            !page.contains(other) && !json.contains(other),
            "nothing of others: {other}"
        );
    }
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["orders"][0]["total"], "10.00");
    assert_eq!(value["worked_out"]["orders"], 1);
    let gone = ExportCustomerData {
        customer: 999,
        format: DataFormat::Json,
    };
    assert_eq!(
        customer_data(&test.shop, &gone).unwrap_err().code,
        Code::NotFound
    );
}

#[test]
fn consent_is_proved_with_where_it_stands_and_when_in_the_shop_s_time() {
    let test = shop();
    let customer = customer_named(&test.shop, "mara@example.com").unwrap();
    let proof = consent_proof(&test.shop, customer).unwrap();
    assert_eq!(proof.name, "consent-mara-b-moss.html");
    let page = String::from_utf8(proof.bytes).unwrap();
    for said in [
        "agreed",
        "customers_export.csv, line 2",
        "2026-06-30 14:00 +02:00",
        "Europe/Berlin",
        "the box of order #1",
        "do not hold the words",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let detail = customer_detail(&test.shop, customer).unwrap();
    assert!(
        detail
            .consent_history
            .iter()
            .all(|line| line.day.len() == 10)
    );
}

#[test]
fn erasing_asks_for_the_name_and_names_the_copies_that_hold_it() {
    let test = shop();
    let shop = &test.shop;
    let customer = customer_named(shop, "mara@example.com").unwrap();
    let backup = back_up_now(shop).unwrap();
    let would = preview_erase(shop, customer).unwrap();
    assert_eq!(
        (would.confirm.as_str(), would.orders, would.notes),
        ("Mara <b> Moss", 1, 1)
    );
    assert_eq!(would.backups, [backup]);
    let wrong = EraseCustomer {
        customer,
        confirm: "Bo Lark".to_owned(),
    };
    let error = erase_customer(shop, &wrong).unwrap_err();
    assert_eq!(
        (error.code, error.field.as_deref()),
        (Code::Validation, Some("confirm"))
    );
    let typed = EraseCustomer {
        customer,
        confirm: "  mara <b>  moss ".to_owned(),
    };
    let before = explore(shop, &ExploreInput::default()).unwrap();
    let erased = erase_customer(shop, &typed).unwrap();
    assert_eq!(
        (erased.orders, erased.backups.len(), erased.overwritten),
        (1, 1, true)
    );
    assert!(
        erased.advice[0].contains("still holds them: delete it"),
        "{:?}",
        erased.advice
    );
    let after = explore(shop, &ExploreInput::default()).unwrap();
    assert_eq!(
        before.figures, after.figures,
        "no figure of the shop changes"
    );
    let detail = customer_detail(shop, customer).unwrap();
    assert!(detail.erased && detail.ids.is_empty() && detail.notes.is_empty());
    assert!(
        detail.consent_history.is_empty(),
        "a tick of nobody is no yes"
    );
    let again = erase_customer(
        shop,
        &EraseCustomer {
            customer,
            confirm: "erase".to_owned(),
        },
    );
    assert_eq!(again.unwrap_err().code, Code::Conflict);
    assert_eq!(doctor(shop).unwrap().findings, []);
    let bytes = fs::read(shop.path()).unwrap();
    for gone in [
        "mara@example.com",
        "Elm Street 9",
        "Rings twice",
        "Asked about silk",
    ] {
        assert!(
            !bytes
                .windows(gone.len())
                .any(|part| part == gone.as_bytes()),
            "{gone}"
        );
    }
}

#[test]
fn a_preview_of_before_cannot_be_applied_and_a_new_one_brings_nobody_back() {
    let test = shop();
    let shop = &test.shop;
    let customers = test.file("again.csv", people());
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let preview = preview_import(shop, &input(&[&customers]), &reporter, &cancel).unwrap();
    erase(shop, "mara@example.com");
    let applied = apply_import(shop, preview.id, false, &reporter, &cancel);
    assert_eq!(
        applied.unwrap_err().code,
        Code::NotFound,
        "what waited is gone"
    );
    let done = test.import(&[&customers]).unwrap();
    assert_eq!(
        done.files[0].row_verdicts.ignored, 1,
        "{:?}",
        done.files[0].ignored
    );
    assert_eq!(
        customer_named(shop, "mara@example.com").unwrap_err().code,
        Code::NotFound
    );
    assert_eq!(doctor(shop).unwrap().findings, []);
}
