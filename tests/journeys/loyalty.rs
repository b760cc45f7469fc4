//! Points from the first look at a programme to a reward: tried, switched on, earned by an import,
//! taken back by a refund and an undo, spent.

use pannier_api::{
    Code, customer_named, doctor, join_customers, loyalty_programme, part_customers,
    points_balance, points_lines, post_points, redeem_points, set_loyalty_programme,
    try_programme_rules, undo_import,
    views::{LoyaltyAssumptions, PairInput, TryProgramme},
};
use pannier_core::{Cancel, CustomerId, Reporter};

use crate::{
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";
const LATER: &str = "2026-05-20 12:00:00 +0200";

fn available(test: &TestShop, email: &str) -> i64 {
    let customer = CustomerId(customer_named(&test.shop, email).unwrap());
    points_balance(&test.shop, customer).unwrap().available
}

fn is_sound(test: &TestShop) {
    assert_eq!(post_points(&test.shop).unwrap().lines, 0);
    let health = doctor(&test.shop).unwrap();
    assert!(health.findings.is_empty(), "{:?}", health.findings);
}

#[test]
fn from_a_first_look_to_a_reward() {
    let test = shop_in("EUR");
    let mut orders: Vec<Order> = (1..=11)
        .map(|number| order(number, DAY, "ada@example.com", "120.00"))
        .collect();
    orders.push(order(12, DAY, "bea@example.com", "95.00"));
    let file = test.file("a.csv", export(&orders));
    test.import(&[&file]).unwrap();

    let none = loyalty_programme(&test.shop).unwrap();
    assert_eq!(none.holds, None);
    assert_eq!(
        none.suggested_sentences[0],
        "10 points for every order of 100.00 EUR or more."
    );
    let asked = TryProgramme {
        programme: none.begin,
        from: Some("2026-05-01".to_owned()),
        thresholds: None,
        assumed: LoyaltyAssumptions::default(),
    };
    let tried = try_programme_rules(&test.shop, &asked).unwrap();
    let this = &tried.this;
    assert_eq!(
        (tried.orders, this.earning_orders, this.points),
        (12, 11, 110)
    );
    assert_eq!(this.rewards, 1);
    assert_eq!(this.near.as_ref().map(|near| near.orders), Some(1));
    assert_eq!(
        available(&test, "ada@example.com"),
        0,
        "nothing was written"
    );

    let posted = set_loyalty_programme(&test.shop, &none.suggested, Some("2026-05-01")).unwrap();
    assert_eq!(posted.lines, 11);
    assert_eq!(loyalty_programme(&test.shop).unwrap().holds, Some(0));
    assert_eq!(available(&test, "ada@example.com"), 110);
    let refused = set_loyalty_programme(&test.shop, &none.suggested, Some("2026-05-02"));
    assert_eq!(refused.unwrap_err().code, Code::Validation);

    let refunded = Order {
        status: "refunded".to_owned(),
        refunded: "120.00".to_owned(),
        ..orders[0].clone()
    };
    let more = order(20, LATER, "ada@example.com", "150.00");
    let file = test.file("b.csv", export(&[refunded, more]));
    let second = test.import(&[&file]).unwrap().import_id.unwrap();
    assert_eq!(
        available(&test, "ada@example.com"),
        110,
        "one more, one back"
    );
    let ada = CustomerId(customer_named(&test.shop, "ada@example.com").unwrap());
    let redeemed = redeem_points(&test.shop, ada, 1).unwrap();
    assert_eq!(redeemed.available, 10);
    assert_eq!(redeemed.reward.valid_until.as_deref(), Some("2027-06-29"));
    assert_eq!(
        redeem_points(&test.shop, ada, 1).unwrap_err().message,
        "This takes 100 points; there are 10 to spend"
    );
    is_sound(&test);

    undo_import(&test.shop, second, &Reporter::default(), &Cancel::default()).unwrap();
    assert_eq!(available(&test, "ada@example.com"), 10);
    let lines = points_lines(&test.shop, ada).unwrap();
    let told: Vec<String> = lines[11..]
        .iter()
        .map(|line| format!("{} {:+} {}", line.kind, line.points, line.text))
        .collect();
    assert_eq!(
        told,
        [
            "reverse -10 taken back for order #1",
            "earn +10 an order",
            "redeem -100 spent on a reward",
            "earn +10 order #1",
            "reverse -10 taken back for an order",
        ]
    );
    is_sound(&test);
}

#[test]
fn joined_people_share_their_points() {
    let test = shop_in("EUR");
    let suggested = loyalty_programme(&test.shop).unwrap().suggested;
    set_loyalty_programme(&test.shop, &suggested, Some("2026-01-01")).unwrap();
    let file = test.file(
        "a.csv",
        export(&[
            order(1, DAY, "ada@example.com", "120.00"),
            order(2, DAY, "bea@example.com", "120.00"),
        ]),
    );
    test.import(&[&file]).unwrap();
    let pair = PairInput {
        a: "ada@example.com".to_owned(),
        b: "bea@example.com".to_owned(),
    };
    join_customers(&test.shop, &pair).unwrap();
    assert_eq!(available(&test, "ada@example.com"), 20);
    part_customers(&test.shop, &pair).unwrap();
    assert_eq!(available(&test, "bea@example.com"), 10);
    is_sound(&test);
}
