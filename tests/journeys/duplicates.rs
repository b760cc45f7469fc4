//! Customers who may be one person, as a merchant goes through them.

use std::sync::{Arc, Mutex};

use pannier_api::{
    Code, dismiss_duplicate, doctor, duplicates, home, join_customers, part_customers,
    views::{
        DismissInput, DuplicateList, DuplicateReason, DuplicatesInput, DuplicatesPage, HomeInput,
        Likelihood, PairInput, Topic,
    },
};

use crate::{
    shop::{TestShop, shop_in},
    shopify::{export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";

fn list(test: &TestShop, list: DuplicateList) -> DuplicatesPage {
    let input = DuplicatesInput {
        list,
        offset: 0,
        limit: 50,
    };
    duplicates(&test.shop, &input).unwrap()
}

fn pair(a: &str, b: &str) -> PairInput {
    PairInput {
        a: a.to_owned(),
        b: b.to_owned(),
    }
}

/// Two addresses of one mailbox and one that is not, with an order each.
fn shop_with_guests() -> TestShop {
    let test = shop_in("EUR");
    let file = test.file(
        "a.csv",
        export(&[
            order(1, DAY, "anna.lark@gmail.com", "10.00"),
            order(2, DAY, "annalark@gmail.com", "20.00"),
            order(3, DAY, "ben@example.com", "30.00"),
        ]),
    );
    test.import(&[&file]).unwrap();
    test
}

#[test]
fn a_pair_goes_from_likely_to_joined_and_back() {
    let test = shop_with_guests();
    let told: Arc<Mutex<Vec<Topic>>> = Arc::default();
    let heard = Arc::clone(&told);
    test.shop
        .listen(move |topics| heard.lock().unwrap().extend(topics));
    let likely = list(&test, DuplicateList::Likely);
    let first = &likely.rows[0];
    assert_eq!(
        (
            likely.likely,
            likely.joined,
            likely.apart,
            first.reasons.as_slice()
        ),
        (
            1,
            0,
            0,
            [DuplicateReason::Mailbox, DuplicateReason::Name].as_slice()
        )
    );
    assert_eq!(first.likelihood, Some(Likelihood::High));
    assert_eq!((first.a.orders, first.b.orders), (1, 1));
    let both = pair(&first.a.handle, &first.b.handle);
    let before = home(&test.shop, &HomeInput::default()).unwrap();

    assert!(join_customers(&test.shop, &both).unwrap().changed);
    assert!(told.lock().unwrap().contains(&Topic::Customers));
    let joined = list(&test, DuplicateList::Joined);
    assert_eq!((joined.likely, joined.joined), (0, 1));
    assert!(joined.rows[0].said_at.is_some() && joined.rows[0].reasons.is_empty());
    assert_eq!(
        home(&test.shop, &HomeInput::default())
            .unwrap()
            .current
            .revenue,
        before.current.revenue,
        "nothing of the orders moves"
    );

    assert!(part_customers(&test.shop, &both).unwrap().changed);
    assert_eq!(list(&test, DuplicateList::Likely), likely);
    assert_eq!(home(&test.shop, &HomeInput::default()).unwrap(), before);
    assert_eq!(doctor(&test.shop).unwrap().findings, []);
}

#[test]
fn two_people_stay_two_through_another_import() {
    let test = shop_with_guests();
    let both = pair("anna.lark@gmail.com", "annalark@gmail.com");
    let say = |apart| {
        let input = DismissInput {
            pair: both.clone(),
            apart,
        };
        dismiss_duplicate(&test.shop, &input).unwrap().changed
    };
    assert!(say(true));
    let again = test.file(
        "b.csv",
        export(&[order(4, DAY, "annalark@gmail.com", "5.00")]),
    );
    test.import(&[&again]).unwrap();
    let page = list(&test, DuplicateList::Apart);
    assert_eq!((page.likely, page.apart), (0, 1));
    assert!(say(false));
    assert_eq!(list(&test, DuplicateList::Likely).likely, 1);
}

#[test]
fn who_is_not_there_is_said_by_the_field() {
    let test = shop_with_guests();
    let refused = |a, b| join_customers(&test.shop, &pair(a, b)).unwrap_err();
    let nobody = refused("ben@example.com", "nobody@example.com");
    assert_eq!(
        (nobody.code, nobody.field.as_deref()),
        (Code::NotFound, Some("b"))
    );
    assert_eq!(refused("7", "ben@example.com").field.as_deref(), Some("a"));
    let same = refused("ben@example.com", " BEN@example.com");
    assert_eq!(
        (same.code, same.field.as_deref()),
        (Code::Validation, Some("b"))
    );
}
