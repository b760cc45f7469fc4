//! Points where customers are looked at: in segments, on their page and in what is held of them.

use pannier_api::{
    list_segments, loyalty_programme, preview_segment, redeem_points, save_segment,
    set_loyalty_programme,
    views::{PreviewSegment, SaveSegment, SegmentFound, SegmentPreview},
};
use pannier_core::CustomerId;

use crate::{
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";

/// Ada has 110 points, Bea 90, Cleo none.
fn with_points() -> TestShop {
    let test = shop_in("EUR");
    let suggested = loyalty_programme(&test.shop).unwrap().suggested;
    set_loyalty_programme(&test.shop, &suggested, Some("2026-05-01")).unwrap();
    let mut orders: Vec<Order> = (1..=11)
        .map(|number| order(number, DAY, "ada@example.com", "120.00"))
        .collect();
    orders.extend((12..=20).map(|number| order(number, DAY, "bea@example.com", "120.00")));
    orders.push(order(21, DAY, "cleo@example.com", "20.00"));
    let file = test.file("a.csv", export(&orders));
    test.import(&[&file]).unwrap();
    test
}

fn preview(test: &TestShop, text: &str) -> SegmentPreview {
    let asked = PreviewSegment {
        text: Some(text.to_owned()),
        sample: 3,
        ..PreviewSegment::default()
    };
    preview_segment(&test.shop, &asked).unwrap()
}

fn who(test: &TestShop, text: &str) -> Vec<String> {
    let mut emails: Vec<String> = preview(test, text)
        .sample
        .into_iter()
        .filter_map(|person| person.email)
        .collect();
    emails.sort();
    emails
}

#[test]
fn segments_follow_points_as_they_come_and_go() {
    let test = with_points();
    assert_eq!(who(&test, "points at least 100"), ["ada@example.com"]);
    assert_eq!(who(&test, "close to a reward"), ["bea@example.com"]);
    assert_eq!(
        who(&test, "points at most 0 or has an unused reward"),
        ["cleo@example.com"]
    );
    let close = preview(&test, "close to a reward");
    assert_eq!(
        close.sample[0].reasons[0].found,
        SegmentFound::PointsMissing(10)
    );
    assert_eq!(
        preview(&test, "points at least 1").sample[0].reasons[0].found,
        SegmentFound::Points(110)
    );
    let saved = SaveSegment {
        name: "Has a code".to_owned(),
        text: Some("has an unused reward and points at most 20".to_owned()),
        ..SaveSegment::default()
    };
    let id = save_segment(&test.shop, &saved).unwrap().id;
    let size = || {
        let list = list_segments(&test.shop).unwrap();
        let row = list.segments.into_iter().find(|row| row.id == id).unwrap();
        row.figures.unwrap().people
    };
    assert_eq!(size(), 0);
    let ada = pannier_api::customer_named(&test.shop, "ada@example.com").unwrap();
    redeem_points(&test.shop, CustomerId(ada), 1).unwrap();
    assert_eq!(size(), 1, "no import was needed");
    assert_eq!(who(&test, "in segment \"Has a code\""), ["ada@example.com"]);
    let unknown = preview(&test, "tier \"Gold\"").unknown;
    assert_eq!(unknown, ["Nothing in your shop has the tier “Gold”"]);
}

#[test]
fn without_a_programme_it_is_said_that_nobody_has_points() {
    let test = shop_in("EUR");
    let file = test.file(
        "a.csv",
        export(&[order(1, DAY, "ada@example.com", "120.00")]),
    );
    test.import(&[&file]).unwrap();
    let seen = preview(&test, "close to a reward");
    assert_eq!(seen.figures.people, 0);
    assert_eq!(
        seen.unknown,
        ["There is no loyalty programme yet: no one has points, tiers or rewards"]
    );
}
