//! People handed over to other programs: who is, who is not, and what stands in the files.

use std::{fs, path::Path};

use pannier_api::{
    Code, Shop, add_tag, customer_named, erase_customer, join_customers, preview_erase,
    preview_hand_over, save_segment, snapshot_segment,
    views::{
        CustomerTag, EraseCustomer, HandOver, HandOverTarget, LeftOut, LeftOutReason, PairInput,
        SaveSegment,
    },
    write_hand_over,
};
use sha2::{Digest as _, Sha256};

use crate::{
    shop::{TestShop, shop_in},
    shopify::{export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";
const HEAD: &str = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,\
Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,\
Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,\
Total Orders,Note,Tax Exempt,Tags";

/// One who agreed, one who said no, one who was never asked, one without an address.
fn shop() -> TestShop {
    let test = shop_in("EUR");
    let row = |id: u32, first: &str, last: &str, email: &str, accepts: &str, tags: &str| {
        format!(
            "'{id},{first},{last},{email},{accepts},,Elm Street {id},,Bad Elster,SN,DE,08645,,'+49 30 901820{id},no,0,0,,no,{tags}\n"
        )
    };
    let people = |rows: &[String]| format!("{HEAD}\n{}", rows.concat());
    let first = people(&[
        row(
            1,
            "Ada",
            "O’Brien",
            "ada@example.com",
            "yes",
            "\"vip, wholesale\"",
        ),
        row(2, "=Bo", "Moss", "bo@example.com", "yes", ""),
        row(3, "Cy", "Lark", "cy@example.com", "no", ""),
        row(4, "Di", "Fenn", "", "yes", ""),
    ]);
    let file = test.file("customers_export.csv", first);
    test.import(&[&file]).unwrap();
    let file = test.file(
        "customers_later.csv",
        people(&[row(2, "=Bo", "Moss", "bo@example.com", "no", "")]),
    );
    test.import(&[&file]).unwrap();
    let orders = export(&[
        order(1, DAY, "ada@example.com", "10.00"),
        order(2, DAY, "ada@example.com", "20.00"),
    ]);
    let file = test.file("orders_export.csv", orders);
    test.import(&[&file]).unwrap();
    test
}

fn to(target: HandOverTarget) -> HandOver {
    HandOver {
        target,
        text: Some("everyone".to_owned()),
        ..HandOver::default()
    }
}

fn written(shop: &Shop, input: &HandOver, folder: &Path) -> Vec<Vec<String>> {
    let path = folder.join("out.csv");
    let done = write_hand_over(shop, input, &path).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(rows.len(), done.people as usize + 1, "{input:?}");
    rows
}

fn hash(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

#[test]
fn only_who_agreed_is_handed_over_and_the_others_are_counted() {
    let test = shop();
    let reasons = [
        LeftOut {
            reason: LeftOutReason::SaidNo,
            people: 1,
        },
        LeftOut {
            reason: LeftOutReason::NeverAsked,
            people: 1,
        },
        LeftOut {
            reason: LeftOutReason::NoAddress,
            people: 1,
        },
    ];
    for target in [
        HandOverTarget::Shopify,
        HandOverTarget::Mailchimp,
        HandOverTarget::Klaviyo,
        HandOverTarget::Google,
        HandOverTarget::Meta,
        HandOverTarget::Csv,
        HandOverTarget::Xlsx,
    ] {
        let seen = preview_hand_over(&test.shop, &to(target)).unwrap();
        assert_eq!((seen.people, seen.included), (4, 1), "{target:?}");
        assert_eq!(seen.left_out, reasons, "{target:?}");
        assert_eq!(seen.sample.len(), 1);
        assert_eq!(seen.sample[0].len(), seen.columns.len());
        let everybody = HandOver {
            everybody: true,
            ..to(target)
        };
        match preview_hand_over(&test.shop, &everybody) {
            Ok(all) => {
                assert!(seen.may_be_everybody);
                assert_eq!(all.included, 4, "{target:?}");
            }
            Err(error) => {
                assert!(!seen.may_be_everybody);
                assert_eq!(error.field.as_deref(), Some("everybody"));
            }
        }
    }
}

#[test]
fn each_program_gets_the_columns_it_asks_for() {
    let test = shop();
    let (shop, folder) = (&test.shop, test.folder.path());
    let rows = written(
        shop,
        &HandOver {
            tag: Some("Summer".to_owned()),
            ..to(HandOverTarget::Shopify)
        },
        folder,
    );
    assert_eq!(rows[0], ["Email", "Tags"]);
    assert_eq!(
        rows[1],
        ["ada@example.com", "vip, wholesale, Summer"],
        "no tag of theirs is lost"
    );
    let rows = written(shop, &to(HandOverTarget::Mailchimp), folder);
    assert_eq!(
        rows[1],
        [
            "ada@example.com",
            "Ada",
            "O’Brien",
            "+49309018201",
            "Elm Street 1  Bad Elster  SN  08645  DE",
            "Customers"
        ]
    );
    let rows = written(shop, &to(HandOverTarget::Klaviyo), folder);
    assert_eq!(
        rows[0][4..6],
        [
            "Email Marketing Consent",
            "Email Marketing Consent Timestamp"
        ]
    );
    assert_eq!(rows[1][3..5], ["+49309018201", "Subscribe"]);
    assert_eq!(rows[1][9..11], ["2", "30.00"]);
    let rows = written(shop, &to(HandOverTarget::Google), folder);
    assert_eq!(
        rows[0],
        [
            "Email",
            "Phone",
            "First Name",
            "Last Name",
            "Country",
            "Zip"
        ]
    );
    assert_eq!(
        rows[1],
        [
            hash("ada@example.com"),
            hash("+49309018201"),
            hash("ada"),
            hash("o’brien"),
            "DE".to_owned(),
            "08645".to_owned()
        ]
    );
    let rows = written(shop, &to(HandOverTarget::Meta), folder);
    assert_eq!(rows[1][1], hash("49309018201"), "digits alone");
    assert_eq!(rows[1][3], hash("obrien"));
    assert_eq!(
        (rows[1][7].as_str(), rows[1][8].as_str()),
        (hash("de").as_str(), "30.00")
    );
    let plain = HandOver {
        plain: true,
        ..to(HandOverTarget::Meta)
    };
    assert_eq!(written(shop, &plain, folder)[1][0], "ada@example.com");
    let everybody = HandOver {
        everybody: true,
        ..to(HandOverTarget::Csv)
    };
    let rows = written(shop, &everybody, folder);
    let bo = rows.iter().find(|row| row[0] == "bo@example.com").unwrap();
    assert_eq!(
        (bo[1].as_str(), bo[4].as_str()),
        ("'=Bo", "'+49309018202"),
        "no formula is run"
    );
    assert_eq!(bo[13], "said no");
}

#[test]
fn segments_and_frozen_lists_are_handed_over_by_their_name() {
    let test = shop();
    let shop = &test.shop;
    let saved = save_segment(
        shop,
        &SaveSegment {
            name: "Best, always".to_owned(),
            text: Some("orders at least 1".to_owned()),
            ..SaveSegment::default()
        },
    )
    .unwrap();
    let list = snapshot_segment(shop, saved.id).unwrap();
    let input = HandOver {
        segment: Some(saved.id),
        text: None,
        ..to(HandOverTarget::Mailchimp)
    };
    let seen = preview_hand_over(shop, &input).unwrap();
    assert_eq!(
        (seen.file_name.as_str(), seen.tag.as_str()),
        ("best-always-mailchimp.csv", "Best always")
    );
    let frozen = HandOver {
        snapshot: Some(list.id),
        ..input.clone()
    };
    assert_eq!(preview_hand_over(shop, &frozen).unwrap().included, 1);
    let gone = HandOver {
        snapshot: Some(list.id + 9),
        ..input
    };
    assert_eq!(
        preview_hand_over(shop, &gone).unwrap_err().code,
        Code::NotFound
    );
    let nobody = HandOver {
        text: Some("orders at least 9".to_owned()),
        ..to(HandOverTarget::Csv)
    };
    let path = test.folder.path().join("none.csv");
    assert_eq!(
        write_hand_over(shop, &nobody, &path).unwrap_err().code,
        Code::Validation
    );
    assert!(!path.exists());
}

#[test]
fn of_two_who_were_joined_the_address_that_agreed_is_given_and_own_tags_stay_here() {
    let test = shop_in("EUR");
    let shop = &test.shop;
    // The guest's row stands for both; nobody asked them by that address.
    let file = test.file(
        "orders.csv",
        export(&[order(1, DAY, "guest@example.com", "10.00")]),
    );
    test.import(&[&file]).unwrap();
    let people = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n'1,Ada,Moss,ada@example.com,yes,vip\n";
    let file = test.file("customers.csv", people);
    test.import(&[&file]).unwrap();
    let pair = PairInput {
        a: "guest@example.com".to_owned(),
        b: "ada@example.com".to_owned(),
    };
    join_customers(shop, &pair).unwrap();
    let input = CustomerTag {
        customer: customer_named(shop, "ada@example.com").unwrap(),
        tag: "private".to_owned(),
    };
    add_tag(shop, &input).unwrap();
    let rows = written(shop, &to(HandOverTarget::Shopify), test.folder.path());
    assert_eq!(rows[1], ["ada@example.com", "vip, Customers"]);
}

#[test]
fn whoever_was_erased_is_never_handed_over() {
    let test = shop();
    let shop = &test.shop;
    let customer = customer_named(shop, "ada@example.com").unwrap();
    let confirm = preview_erase(shop, customer).unwrap().confirm;
    erase_customer(shop, &EraseCustomer { customer, confirm }).unwrap();
    let everybody = HandOver {
        everybody: true,
        ..to(HandOverTarget::Csv)
    };
    let seen = preview_hand_over(shop, &everybody).unwrap();
    assert_eq!((seen.people, seen.included), (4, 3));
    assert_eq!(
        seen.left_out,
        [LeftOut {
            reason: LeftOutReason::Erased,
            people: 1
        }]
    );
}
