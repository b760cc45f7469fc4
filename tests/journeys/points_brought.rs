//! Points brought along from another loyalty programme: looked at, imported, imported again, undone,
//! spent, expired, and of people who come later.

use pannier_api::{
    customer_data, doctor, erase_customer, loyalty_programme, points_balance, points_lines,
    post_points, preview_erase, preview_import, redeem_points, set_loyalty_programme, undo_import,
    views::{DataFormat, EraseCustomer, ExportCustomerData, LedgerLine, Preview},
};
use pannier_core::{Cancel, CustomerId, Reporter};

use crate::{
    shop::{TestShop, input, shop_in},
    shopify::{export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";

fn with_programme() -> TestShop {
    let test = shop_in("EUR");
    let suggested = loyalty_programme(&test.shop).unwrap().suggested;
    set_loyalty_programme(&test.shop, &suggested, Some("2026-05-01")).unwrap();
    let orders = [
        order(1, DAY, "ada@example.com", "120.00"),
        order(2, DAY, "bea@example.com", "20.00"),
    ];
    let file = test.file("orders.csv", export(&orders));
    test.import(&[&file]).unwrap();
    test
}

fn customer(test: &TestShop, email: &str) -> CustomerId {
    CustomerId(pannier_api::customer_named(&test.shop, email).unwrap())
}

fn available(test: &TestShop, email: &str) -> i64 {
    points_balance(&test.shop, customer(test, email))
        .unwrap()
        .available
}

fn told(lines: &[LedgerLine]) -> Vec<String> {
    lines
        .iter()
        .map(|line| format!("{} {:+}", line.kind, line.points))
        .collect()
}

fn is_sound(test: &TestShop) {
    assert_eq!(post_points(&test.shop).unwrap().lines, 0);
    let health = doctor(&test.shop).unwrap();
    assert!(health.findings.is_empty(), "{:?}", health.findings);
}

fn preview(test: &TestShop, text: &str) -> Preview {
    let file = test.file("points.csv", text);
    let input = input(&[&file]);
    preview_import(&test.shop, &input, &Reporter::default(), &Cancel::default()).unwrap()
}

fn bring(test: &TestShop, text: &str) -> u32 {
    let file = test.file("points.csv", text);
    test.import(&[&file]).unwrap().import_id.unwrap()
}

const POINTS: &str =
    "email,points\nADA@example.com,\"1,250\"\nbea@example.com,40\nzoe@example.com,7\n";

#[test]
fn points_are_brought_once_and_an_undo_takes_them_back_with_lines_of_its_own() {
    let test = with_programme();
    let seen = preview(&test, POINTS);
    let file = &seen.files[0];
    assert_eq!(file.kind.as_deref(), Some("balances"), "{file:?}");
    assert_eq!(file.balances.new, 3);
    assert!(
        file.notes.contains(&"1297 points in all".to_owned())
            && file
                .notes
                .iter()
                .any(|note| note.starts_with("1 person is not among")),
        "{:?}",
        file.notes
    );
    assert_eq!(
        available(&test, "ada@example.com"),
        10,
        "nothing is written"
    );

    let first = bring(&test, POINTS);
    assert_eq!(available(&test, "ada@example.com"), 1_260);
    assert_eq!(available(&test, "bea@example.com"), 40);
    is_sound(&test);
    let again = bring(&test, POINTS);
    assert_eq!(available(&test, "ada@example.com"), 1_260, "twice is once");
    is_sound(&test);
    let undo = |import| {
        undo_import(&test.shop, import, &Reporter::default(), &Cancel::default()).unwrap();
    };
    undo(first);
    assert_eq!(
        available(&test, "ada@example.com"),
        1_260,
        "the other import says so, too"
    );
    undo(again);
    assert_eq!(available(&test, "ada@example.com"), 10);
    is_sound(&test);
    bring(&test, POINTS);
    let lines = points_lines(&test.shop, customer(&test, "bea@example.com")).unwrap();
    assert_eq!(told(&lines), ["opening +40", "reverse -40", "opening +40"]);
    is_sound(&test);
}

#[test]
fn a_later_file_says_what_someone_has() {
    let test = with_programme();
    bring(&test, POINTS);
    redeem_points(&test.shop, customer(&test, "ada@example.com"), 1).unwrap();
    let second = bring(
        &test,
        "email,points\nada@example.com,50\nbea@example.com,0\n",
    );
    assert_eq!(available(&test, "ada@example.com"), 10 + 50 - 100);
    assert_eq!(available(&test, "bea@example.com"), 0);
    is_sound(&test);
    undo_import(&test.shop, second, &Reporter::default(), &Cancel::default()).unwrap();
    assert_eq!(available(&test, "ada@example.com"), 1_160);
    assert_eq!(available(&test, "bea@example.com"), 40);
    is_sound(&test);
}

#[test]
fn points_wait_for_their_people_and_for_a_programme() {
    let test = shop_in("EUR");
    bring(&test, POINTS);
    let file = test.file(
        "orders.csv",
        export(&[order(9, DAY, "zoe@example.com", "20.00")]),
    );
    let orders = test.import(&[&file]).unwrap().import_id.unwrap();
    let suggested = loyalty_programme(&test.shop).unwrap().suggested;
    set_loyalty_programme(&test.shop, &suggested, None).unwrap();
    assert_eq!(available(&test, "zoe@example.com"), 7);
    is_sound(&test);
    let more = test.file(
        "more.csv",
        export(&[order(1, DAY, "ada@example.com", "20.00")]),
    );
    test.import(&[&more]).unwrap();
    assert_eq!(available(&test, "ada@example.com"), 1_250);
    undo_import(&test.shop, orders, &Reporter::default(), &Cancel::default()).unwrap();
    is_sound(&test);
}

#[test]
fn rows_that_make_no_sense_are_named_with_what_to_do() {
    let test = with_programme();
    let text = "email,points,points expire\n\
                ada@example.com,-5,\n\
                bea@example.com,12.5,\n\
                cleo@example.com,99999999999999999999,\n\
                not an address,5,\n\
                dora@example.com,5,2026-01-31\n\
                ,5,\n\
                ella@example.com,,\n\
                fay@example.com,8,2027-01-31\n\
                FAY@example.com,9,2027-01-31\n";
    let seen = preview(&test, text);
    let file = &seen.files[0];
    let rejected: Vec<(u32, &str)> = file
        .rejected
        .iter()
        .map(|row| (row.line, row.reason.split('.').next().unwrap()))
        .collect();
    assert_eq!(
        rejected,
        [
            (2, "Points below 0 cannot be brought along"),
            (3, "This is not a whole number of points"),
            (4, "These are more points than can be counted"),
            (5, "This is not an e-mail address"),
        ]
    );
    let ignored: Vec<&str> = file.ignored.iter().map(|row| row.reason.as_str()).collect();
    assert_eq!(
        ignored,
        [
            "Points that had expired already",
            "Rows that do not say whose points they are",
            "Rows without points"
        ]
    );
    assert_eq!((file.balances.new, file.row_verdicts.merged), (1, 1));
}

#[test]
fn points_of_someone_who_is_erased_go_and_do_not_come_back() {
    let test = with_programme();
    bring(
        &test,
        "email,points,note\nbea@example.com,40,from the card\n",
    );
    let bea = customer(&test, "bea@example.com");
    let held = ExportCustomerData {
        customer: bea.0,
        format: DataFormat::Json,
    };
    let held = customer_data(&test.shop, &held).unwrap();
    let held: serde_json::Value = serde_json::from_slice(&held.bytes).unwrap();
    assert_eq!(held["points"]["to_spend"], 40);
    assert_eq!(
        held["points"]["lines"][0]["what_for"],
        "Brought from elsewhere: from the card"
    );
    let confirm = preview_erase(&test.shop, bea.0).unwrap().confirm;
    let input = EraseCustomer {
        customer: bea.0,
        confirm,
    };
    erase_customer(&test.shop, &input).unwrap();
    post_points(&test.shop).unwrap();
    is_sound(&test);
    let again = preview(
        &test,
        "email,points,note\nbea@example.com,40,from the card\n",
    );
    let file = &again.files[0];
    assert_eq!((file.balances.new, file.row_verdicts.ignored), (0, 1));
    assert!(
        file.ignored[0]
            .reason
            .starts_with("Someone whom you erased")
    );
}
