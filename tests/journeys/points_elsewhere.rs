//! Points where customers are looked at: in segments, on their page and in what is held of them.

use pannier_api::{
    customer_detail, get_segment, list_segments, loyalty_programme, points_balance,
    points_variables, post_points, preview_segment, redeem_points, save_segment,
    set_loyalty_programme, undo_import,
    views::{PreviewSegment, SaveSegment, SegmentFound, SegmentPreview},
};
use pannier_core::{Cancel, CustomerId, Reporter};

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

#[test]
fn a_products_file_that_comes_later_says_which_products_a_rule_means() {
    let test = shop_in("EUR");
    let rules = r#"{"currency":"EUR","rules":[{"id":1,"earns":{"kind":"perItem","points":7,
        "of":{"kind":"category","word":"Throws"}}}],"rewards":[{"id":1,"costs":100,
        "gives":{"kind":"freeShipping"}}]}"#;
    set_loyalty_programme(&test.shop, rules, Some("2026-05-01")).unwrap();
    let file = test.file(
        "a.csv",
        export(&[order(1, DAY, "ada@example.com", "120.00")]),
    );
    test.import(&[&file]).unwrap();
    let ada = CustomerId(pannier_api::customer_named(&test.shop, "ada@example.com").unwrap());
    let available = || points_balance(&test.shop, ada).unwrap().available;
    assert_eq!(available(), 0, "nobody has said what a Linen throw is");
    let products = "Title,URL handle,Description,Vendor,Product category,Type,Tags,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Cost per item,Inventory quantity,Gift card\n\
                    Linen throw,linen-throw,,Wren,,Throws,home,Active,SKU-Linen-throw,Title,Default Title,120.00,,,4,FALSE\n";
    let file = test.file("products.csv", products);
    let import = test.import(&[&file]).unwrap().import_id.unwrap();
    assert_eq!(available(), 7);
    undo_import(&test.shop, import, &Reporter::default(), &Cancel::default()).unwrap();
    assert_eq!(available(), 0);
    assert_eq!(post_points(&test.shop).unwrap().lines, 0);
}

#[test]
fn someones_page_shows_what_they_have_and_messages_can_name_it() {
    let test = with_points();
    let id = |email: &str| pannier_api::customer_named(&test.shop, email).unwrap();
    let bea = customer_detail(&test.shop, id("bea@example.com"))
        .unwrap()
        .points
        .unwrap();
    assert_eq!((bea.points.0, bea.to_next.unwrap().0), (90, 10));
    assert!(bea.one_order_away && bea.rewards.is_empty());
    assert_eq!(bea.next_reward.as_deref(), Some("25 % off one order"));
    assert_eq!((bea.lines.len(), bea.earlier), (5, 4));
    assert_eq!(bea.lines[0].balance.0, 90);
    let redeemed = redeem_points(&test.shop, CustomerId(id("ada@example.com")), 1).unwrap();
    let ada = customer_detail(&test.shop, id("ada@example.com"))
        .unwrap()
        .points
        .unwrap();
    assert_eq!(ada.rewards[0].code, redeemed.reward.code);
    assert!(!ada.one_order_away);
    let names = points_variables(&test.shop, CustomerId(id("ada@example.com"))).unwrap();
    let said = |name: &str| names[name].as_str();
    assert_eq!(
        [
            "points.balance",
            "points.to_next_reward",
            "points.reward_code",
            "points.tier"
        ]
        .map(said),
        ["10", "90", redeemed.reward.code.as_str(), ""]
    );
    let cleo = customer_detail(&test.shop, id("cleo@example.com"))
        .unwrap()
        .points
        .unwrap();
    assert_eq!((cleo.points.0, cleo.lines.len()), (0, 0));
}

#[test]
fn a_programme_follows_a_saved_segment_week_by_week() {
    let test = with_points();
    let saved = SaveSegment {
        name: "Regulars".to_owned(),
        text: Some("orders at least 5".to_owned()),
        ..SaveSegment::default()
    };
    let segment = save_segment(&test.shop, &saved).unwrap().id;
    let rules = |segment: u32| {
        format!(
            r#"{{"currency":"EUR","rules":[{{"id":1,"earns":{{"kind":"perOrder","points":10}}}}],
            "factors":[{{"percent":200,"when":{{"kind":"segment","segment":{segment},
            "name":"Regulars"}}}}],"rewards":[{{"id":1,"costs":100,
            "gives":{{"kind":"freeShipping"}}}}]}}"#
        )
    };
    let missing = set_loyalty_programme(&test.shop, &rules(999), None).unwrap_err();
    assert_eq!(missing.code, pannier_api::Code::NotFound);
    set_loyalty_programme(&test.shop, &rules(segment), None).unwrap();
    let lists = || get_segment(&test.shop, segment).unwrap().snapshots;
    assert_eq!((lists().len(), lists()[0].people), (1, 2), "Ada and Bea");
    let later = "2026-06-30 14:00:00 +0200";
    let file = test.file(
        "later.csv",
        export(&[
            order(31, later, "ada@example.com", "20.00"),
            order(32, later, "cleo@example.com", "20.00"),
        ]),
    );
    test.import(&[&file]).unwrap();
    let available = |email: &str| {
        let id = pannier_api::customer_named(&test.shop, email).unwrap();
        points_balance(&test.shop, CustomerId(id))
            .unwrap()
            .available
    };
    assert_eq!(available("ada@example.com"), 110 + 20);
    assert_eq!(available("cleo@example.com"), 10);
    post_points(&test.shop).unwrap();
    assert_eq!(lists().len(), 1, "once a week is enough");
}
