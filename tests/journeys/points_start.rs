//! A start by chance from its draw to its end: nothing is told before, and then what holds.

use std::sync::Arc;

use pannier_api::{
    Role, Shop, list_members, loyalty_effect, loyalty_programme, set_loyalty_programme,
    set_loyalty_start,
    views::{ListMembers, MemberSort, MembersOnly, PlanStart, StartRead, StartVerdict},
};
use pannier_core::FixedClock;

use crate::{
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

const PEOPLE: u32 = 800;

fn email(person: u32) -> String {
    format!("p{person:03}@example.com")
}

fn price(person: u32) -> String {
    format!("{}.00", 100 + person * 7 % 61)
}

/// What everybody of `people` orders on a day, numbered from `first`.
fn all_order(people: &[u32], first: u32, day: &str) -> Vec<Order> {
    let created = format!("{day} 12:00:00 +0200");
    let one = |person: &u32| order(first + person, &created, &email(*person), &price(*person));
    people.iter().map(one).collect()
}

/// The same file, opened on another day.
fn on(test: TestShop, day: &str) -> TestShop {
    let TestShop { shop, folder } = test;
    drop(shop);
    let path = folder.path().join("wren.pannier");
    let clock = FixedClock(format!("{day}T09:00:00Z").parse().unwrap());
    let shop = Shop::open(&path, Role::Owner, Arc::new(clock)).unwrap();
    TestShop { shop, folder }
}

fn import(test: &TestShop, name: &str, orders: &[Order]) {
    let file = test.file(name, export(orders));
    test.import(&[&file]).unwrap();
}

/// Who of everybody has points, and so has the programme.
fn with_points(test: &TestShop) -> Vec<u32> {
    let mut found = Vec::new();
    loop {
        let input = ListMembers {
            search: String::new(),
            only: MembersOnly::All,
            sort: MemberSort::Points,
            ascending: false,
            offset: u32::try_from(found.len()).unwrap(),
            limit: 200,
        };
        let page = list_members(&test.shop, &input).unwrap();
        let number = |email: &str| email[1..4].parse::<u32>().unwrap();
        found.extend(page.rows.iter().map(|row| number(&row.email)));
        if page.rows.is_empty() || found.len() == page.total as usize {
            return found;
        }
    }
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

fn read(test: &TestShop) -> StartRead {
    loyalty_effect(&test.shop).unwrap().start.unwrap()
}

/// A shop in August of which half the customers were drawn to have the programme since July, and
/// all ordered once since. Returns who has it.
fn begun() -> (TestShop, Vec<u32>) {
    let test = shop_in("EUR");
    let everybody: Vec<u32> = (0..PEOPLE).collect();
    import(
        &test,
        "may.csv",
        &all_order(&everybody, 1_000, "2026-05-04"),
    );
    let suggested = loyalty_programme(&test.shop).unwrap().suggested;
    set_loyalty_programme(&test.shop, &suggested, Some("2026-07-01")).unwrap();
    let plan = PlanStart {
        later_share: 0.5,
        days: 60,
        smallest: 0.2,
    };
    set_loyalty_start(&test.shop, &plan).unwrap();
    let test = on(test, "2026-08-01");
    import(
        &test,
        "july.csv",
        &all_order(&everybody, 3_000, "2026-07-10"),
    );
    let has = with_points(&test);
    assert!((340..=460).contains(&has.len()), "{} of 800", has.len());
    (test, has)
}

#[test]
fn more_orders_of_those_who_have_it_are_told_when_the_window_closes() {
    let (test, has) = begun();
    let third: Vec<u32> = has.iter().copied().filter(|p| p % 3 == 0).collect();
    import(&test, "extra.csv", &all_order(&third, 5_000, "2026-07-25"));
    let counting = read(&test);
    assert_eq!(counting.verdict, StartVerdict::StillCounting);
    assert!(counting.orders_ahead.is_none() && counting.money_ahead.is_none());
    let test = on(test, "2026-09-05");
    let told = read(&test);
    assert_eq!(told.verdict, StartVerdict::More, "{}", told.sentence);
    assert_eq!(count(told.at_once.people.into()), has.len());
    assert_eq!(count(told.at_once.orders), has.len() + third.len());
    assert_eq!(told.later.orders, u64::from(told.later.people));
    let ahead = told.orders_ahead.unwrap();
    let of = |people: &[u32]| f64::from(u32::try_from(people.len()).unwrap());
    let exactly = of(&third) / of(&has);
    assert!((ahead.likely - exactly).abs() < 1e-9, "{}", ahead.likely);
    assert!(ahead.low > 0.0 && ahead.low < exactly && exactly < ahead.high);
    // What comes after the window is no longer counted.
    let everybody: Vec<u32> = (0..PEOPLE).collect();
    import(
        &test,
        "late.csv",
        &all_order(&everybody, 7_000, "2026-09-02"),
    );
    assert_eq!(read(&test), told);
}

#[test]
fn where_all_order_alike_no_gain_is_claimed() {
    let (test, _) = begun();
    let some: Vec<u32> = (0..PEOPLE).filter(|person| person % 5 == 0).collect();
    import(&test, "extra.csv", &all_order(&some, 5_000, "2026-07-25"));
    let told = read(&on(test, "2026-09-05"));
    assert_eq!(
        told.verdict,
        StartVerdict::NoneWorthHaving,
        "{}",
        told.sentence
    );
    let ahead = told.orders_ahead.unwrap();
    assert!(ahead.low < 0.0 && ahead.high > 0.0);
}
