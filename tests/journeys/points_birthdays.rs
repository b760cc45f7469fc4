//! Birthdays: from a customers file to points on the day, for who ordered in the year before.

use pannier_api::{
    customer_data, doctor, points_balance, points_lines, post_points, set_loyalty_programme,
    undo_import,
    views::{DataFormat, ExportCustomerData},
};
use pannier_core::{Cancel, CustomerId, Reporter};

use crate::{
    shop::{TestShop, shop_in},
    shopify::{export, order},
};

const PEOPLE: &str = "firstname,lastname,email,password,dob,gender,street,city,region,country_id,postcode,telephone\n\
    Ada,Lind,ada@example.com,x,1980-06-20,2,Hill 1,Hamburg,,DE,20095,\n\
    Bea,Moor,bea@example.com,x,1991-06-29,2,Hill 2,Hamburg,,DE,20095,\n\
    Cleo,Nye,cleo@example.com,x,1975-07-01,2,Hill 3,Hamburg,,DE,20095,\n\
    Dora,Oak,dora@example.com,x,1975-06-20,2,Hill 3,Hamburg,,DE,20095,\n\
    Ella,Pim,ella@example.com,x,,2,Hill 3,Hamburg,,DE,20095,\n";

const RULES: &str = r#"{"currency":"EUR","rules":[{"id":1,"earns":{"kind":"perOrder","points":10}},
    {"id":2,"earns":{"kind":"birthday","points":25}}],"rewards":[{"id":1,"costs":100,
    "gives":{"kind":"freeShipping"}}]}"#;

fn available(test: &TestShop, email: &str) -> i64 {
    let id = pannier_api::customer_named(&test.shop, email).unwrap();
    points_balance(&test.shop, CustomerId(id))
        .unwrap()
        .available
}

#[test]
fn a_birthday_is_given_points_where_an_order_came_in_the_year_before() {
    let test = shop_in("EUR");
    set_loyalty_programme(&test.shop, RULES, Some("2025-01-01")).unwrap();
    let orders = [
        // Two birthdays since, and an order within a year before each of them.
        order(1, "2025-03-04 12:00:00 +0200", "ada@example.com", "120.00"),
        order(2, "2026-01-04 12:00:00 +0200", "ada@example.com", "120.00"),
        // Two days before one birthday, and over a year before the next.
        order(3, "2025-06-27 12:00:00 +0200", "bea@example.com", "120.00"),
        // Tomorrow.
        order(4, "2026-05-04 12:00:00 +0200", "cleo@example.com", "120.00"),
        // The order came after the day.
        order(5, "2026-06-20 12:00:00 +0200", "dora@example.com", "120.00"),
        order(6, "2026-05-04 12:00:00 +0200", "ella@example.com", "120.00"),
    ];
    let file = test.file("orders.csv", export(&orders));
    let first = test.import(&[&file]).unwrap().import_id.unwrap();
    assert_eq!(
        available(&test, "ada@example.com"),
        20,
        "nobody knows the day"
    );
    let people = test.file("people.csv", PEOPLE);
    let second = test.import(&[&people]).unwrap().import_id.unwrap();
    assert_eq!(available(&test, "ada@example.com"), 70);
    assert_eq!(available(&test, "bea@example.com"), 35);
    assert_eq!(available(&test, "cleo@example.com"), 10);
    assert_eq!(available(&test, "dora@example.com"), 10);
    assert_eq!(available(&test, "ella@example.com"), 10);
    let ada = pannier_api::customer_named(&test.shop, "ada@example.com").unwrap();
    let lines = points_lines(&test.shop, CustomerId(ada)).unwrap();
    let days: Vec<&str> = lines
        .iter()
        .filter(|line| line.kind == "bonus")
        .map(|line| line.effective_on.as_str())
        .collect();
    assert_eq!(days, ["2025-06-20", "2026-06-20"]);
    let held = ExportCustomerData {
        customer: ada,
        format: DataFormat::Json,
    };
    let held = String::from_utf8(customer_data(&test.shop, &held).unwrap().bytes).unwrap();
    assert!(
        held.contains("\"birthday\": \"06-20\""),
        "the year is not kept"
    );
    assert!(!held.contains("1980"));
    assert_eq!(post_points(&test.shop).unwrap().lines, 0);
    assert_eq!(doctor(&test.shop).unwrap().findings, []);

    let undo = |import| {
        undo_import(&test.shop, import, &Reporter::default(), &Cancel::default()).unwrap();
    };
    undo(second);
    assert_eq!(available(&test, "ada@example.com"), 20);
    test.import(&[&people]).unwrap();
    assert_eq!(available(&test, "ada@example.com"), 70);
    undo(first);
    assert_eq!(available(&test, "ada@example.com"), 0);
    assert_eq!(post_points(&test.shop).unwrap().lines, 0);
    assert_eq!(doctor(&test.shop).unwrap().findings, []);
}
