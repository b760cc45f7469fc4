//! The sample shop, as it is loaded on some day.

use std::sync::Arc;

use pannier_api::{Role, create_sample_shop, doctor, home, shop_info, views::HomeInput};
use pannier_core::{Cancel, Day, FixedClock, Reporter};

#[test]
fn it_ends_in_the_days_before_today_and_its_sums_agree() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample-shop.pannier");
    let clock = Arc::new(FixedClock("2027-03-10T09:00:00Z".parse().unwrap()));
    let shop = create_sample_shop(
        &path,
        Role::Owner,
        clock,
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    let info = shop_info(&shop).unwrap();
    assert!(info.sample && info.orders > 9_000, "{} orders", info.orders);
    let newest: Day = info.newest_order_local.unwrap()[..10].parse().unwrap();
    let today: Day = "2027-03-10".parse().unwrap();
    let ago = today.number() - newest.number();
    assert!((1..=7).contains(&ago), "the newest order is {ago} days old");
    let view = home(&shop, &HomeInput::default()).unwrap();
    assert_eq!(
        view.current.from, "2027-02-01",
        "the newest month that is over"
    );
    let aov = view.current.aov.unwrap().minor.0;
    assert!(
        (4_500..7_500).contains(&aov),
        "a believable home goods shop, not {aov}"
    );
    assert!(view.chart.len() >= 14 && view.before.is_some());
    assert!(doctor(&shop).unwrap().findings.is_empty());
}
