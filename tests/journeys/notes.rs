//! What the merchant writes of customers: it stays theirs through files, undos, joining and parting.

use std::fmt::Write as _;

use pannier_api::{
    Code, Shop, add_tag, change_note, customer_detail, customer_named, join_customers,
    part_customers, preview_segment, remove_note, remove_tag, undo_import,
    views::{ChangeNote, CustomerDetail, CustomerTag, PairInput, PreviewSegment, WriteNote},
    write_note,
};
use pannier_core::{Cancel, Reporter};

use crate::{
    shop::{TestShop, shop_in},
    shopify::{export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";

fn detail(shop: &Shop, email: &str) -> CustomerDetail {
    customer_detail(shop, customer_named(shop, email).unwrap()).unwrap()
}

fn note(shop: &Shop, email: &str, text: &str) {
    let input = WriteNote {
        customer: customer_named(shop, email).unwrap(),
        text: text.to_owned(),
    };
    write_note(shop, &input).unwrap();
}

fn tag(shop: &Shop, email: &str, tag: &str) -> pannier_api::Result<Vec<String>> {
    let input = CustomerTag {
        customer: customer_named(shop, email).unwrap(),
        tag: tag.to_owned(),
    };
    add_tag(shop, &input)
}

fn notes(shop: &Shop, email: &str) -> Vec<String> {
    let notes = detail(shop, email).notes.into_iter();
    notes.map(|note| note.text).collect()
}

fn people(rows: &str) -> String {
    format!("Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n{rows}")
}

fn shop_of(rows: &str) -> (TestShop, u32) {
    let test = shop_in("EUR");
    let file = test.file("customers_export.csv", people(rows));
    let done = test.import(&[&file]).unwrap();
    (test, done.import_id.unwrap())
}

#[test]
fn a_note_is_written_changed_and_taken_away() {
    let (test, _) = shop_of("'1,Ann,Lee,ann@example.com,yes,\n");
    let shop = &test.shop;
    note(shop, "ann@example.com", "  Likes linen \n");
    let written = detail(shop, "ann@example.com").notes.remove(0);
    assert_eq!(
        (written.text.as_str(), written.written_on.as_str()),
        ("Likes linen", "2026-06-30")
    );
    assert_eq!(written.changed_on, None);
    let input = ChangeNote {
        id: written.id,
        text: "Likes silk".to_owned(),
    };
    assert_eq!(
        change_note(shop, &input).unwrap().changed_on.as_deref(),
        Some("2026-06-30")
    );
    assert_eq!(notes(shop, "ann@example.com"), ["Likes silk"]);
    let empty = WriteNote {
        customer: 1,
        text: " ".to_owned(),
    };
    assert_eq!(
        write_note(shop, &empty).unwrap_err().field.as_deref(),
        Some("text")
    );
    remove_note(shop, written.id).unwrap();
    assert_eq!(notes(shop, "ann@example.com"), Vec::<String>::new());
    assert_eq!(
        remove_note(shop, written.id).unwrap_err().code,
        Code::NotFound
    );
}

#[test]
fn own_tags_stand_beside_those_of_files_and_segments_see_both() {
    let (test, _) = shop_of(
        "'1,Ann,Lee,ann@example.com,yes,\"wholesale, Early\"\n'2,Bo,Moss,bo@example.com,no,\n",
    );
    let shop = &test.shop;
    assert_eq!(
        tag(shop, "ann@example.com", " Friend ").unwrap(),
        ["Friend"]
    );
    assert_eq!(
        tag(shop, "ann@example.com", "FRIEND").unwrap(),
        ["Friend"],
        "case does not matter"
    );
    assert_eq!(tag(shop, "bo@example.com", "Friend").unwrap(), ["Friend"]);
    for bad in ["", "a, b", "two\nlines"] {
        assert_eq!(
            tag(shop, "bo@example.com", bad).unwrap_err().code,
            Code::Validation,
            "{bad:?}"
        );
    }
    let found = |rules: &str| {
        let input = PreviewSegment {
            text: Some(rules.to_owned()),
            ..PreviewSegment::default()
        };
        let seen = preview_segment(shop, &input).unwrap();
        (seen.figures.people, seen.unknown.len())
    };
    assert_eq!(found("tagged \"friend\""), (2, 0));
    assert_eq!(found("tagged \"wholesale\" and tagged \"friend\""), (1, 0));
    // A later file says other tags: only its own change.
    let file = test.file("later.csv", people("'1,Ann,Lee,ann@example.com,yes,Late\n"));
    test.import(&[&file]).unwrap();
    let ann = detail(shop, "ann@example.com");
    assert_eq!(
        (ann.tags.as_slice(), ann.own_tags.as_slice()),
        (
            ["Late".to_owned()].as_slice(),
            ["Friend".to_owned()].as_slice()
        )
    );
    let input = CustomerTag {
        customer: ann.row.id,
        tag: "friend".to_owned(),
    };
    assert_eq!(remove_tag(shop, &input).unwrap(), Vec::<String>::new());
    assert_eq!(found("tagged \"friend\""), (1, 0));
}

#[test]
fn two_thousand_tags_are_a_person_s_like_any_other() {
    let mut said = String::new();
    for number in 0..1_000 {
        write!(said, "said {number}, ").unwrap();
    }
    let (test, _) = shop_of(&format!("'1,Ann,Lee,ann@example.com,yes,\"{said}\"\n"));
    for number in 0..1_000 {
        tag(&test.shop, "ann@example.com", &format!("own {number}")).unwrap();
    }
    let ann = detail(&test.shop, "ann@example.com");
    assert_eq!((ann.tags.len(), ann.own_tags.len()), (1_000, 1_000));
}

#[test]
fn notes_and_tags_outlive_the_undo_of_the_file_that_brought_their_customer() {
    let rows = "'1,Ann,Lee,ann@example.com,yes,\n'2,Bo,Moss,bo@example.com,no,\n";
    let (test, import) = shop_of(rows);
    let shop = &test.shop;
    note(shop, "ann@example.com", "Likes linen");
    tag(shop, "ann@example.com", "Friend").unwrap();
    undo_import(shop, import, &Reporter::default(), &Cancel::default()).unwrap();
    assert_eq!(
        customer_named(shop, "ann@example.com").unwrap_err().code,
        Code::NotFound
    );
    // Bo comes first now, and has the row that was Ann's.
    let again = people("'2,Bo,Moss,bo@example.com,no,\n'1,Ann,Lee,ann@example.com,yes,\n");
    let file = test.file("again.csv", again);
    test.import(&[&file]).unwrap();
    let ann = detail(shop, "ann@example.com");
    assert_eq!((ann.notes.len(), ann.own_tags.len()), (1, 1));
    let bo = detail(shop, "bo@example.com");
    assert_eq!((bo.notes.len(), bo.own_tags.len()), (0, 0));
}

#[test]
fn a_note_goes_with_its_customer_to_another_address_and_into_a_joining_and_out_again() {
    let test = shop_in("EUR");
    let shop = &test.shop;
    let guests = export(&[
        order(1, DAY, "ann@example.com", "10.00"),
        order(2, DAY, "a.lee@example.com", "20.00"),
    ]);
    let file = test.file("orders_export.csv", guests);
    test.import(&[&file]).unwrap();
    note(shop, "ann@example.com", "A guest");
    note(shop, "a.lee@example.com", "Another");
    let file = test.file(
        "customers_export.csv",
        people("'1,Ann,Lee,ann@example.com,yes,\n"),
    );
    test.import(&[&file]).unwrap();
    let moved = test.file("moved.csv", people("'1,Ann,Lee,ann.lee@example.com,yes,\n"));
    test.import(&[&moved]).unwrap();
    assert_eq!(
        notes(shop, "ann.lee@example.com"),
        ["A guest"],
        "she has another address by now"
    );
    let pair = PairInput {
        a: "ann.lee@example.com".to_owned(),
        b: "a.lee@example.com".to_owned(),
    };
    join_customers(shop, &pair).unwrap();
    for email in ["ann.lee@example.com", "a.lee@example.com"] {
        let mut both = notes(shop, email);
        both.sort();
        assert_eq!(both, ["A guest", "Another"]);
    }
    tag(shop, "a.lee@example.com", "Friend").unwrap();
    part_customers(shop, &pair).unwrap();
    assert_eq!(notes(shop, "ann.lee@example.com"), ["A guest"]);
    assert_eq!(notes(shop, "a.lee@example.com"), ["Another"]);
    let friends = ["ann.lee@example.com", "a.lee@example.com"];
    let tagged: usize = friends
        .iter()
        .map(|email| detail(shop, email).own_tags.len())
        .sum();
    assert_eq!(tagged, 1, "it stays with one of them");
}
