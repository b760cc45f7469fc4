//! Frozen lists: who stayed, who left and who came since.

use pannier_api::{
    Code, Shop, frozen_list, get_segment, save_segment, snapshot_segment,
    views::{FrozenAsked, FrozenPage, FrozenPart, SaveSegment},
};

use crate::{
    shop::shop_in,
    shopify::{export, order},
};

fn page(shop: &Shop, segment: u32, list: u32, part: FrozenPart) -> FrozenPage {
    let asked = FrozenAsked {
        segment,
        list,
        part,
        offset: 0,
        limit: 50,
    };
    frozen_list(shop, &asked).unwrap()
}

#[test]
fn a_frozen_list_stands_beside_the_segment_as_it_is_now() {
    let test = shop_in("EUR");
    let placed = |number, day: &str, who: &str, price: &str| {
        order(
            number,
            &format!("{day} 10:00:00 +0200"),
            &format!("{who}@example.com"),
            price,
        )
    };
    let before = [
        placed(1, "2026-05-04", "ada", "40.00"),
        placed(2, "2026-05-05", "nora", "60.00"),
    ];
    let file = test.file("before.csv", export(&before));
    test.import(&[&file]).unwrap();
    let saved = SaveSegment {
        name: "Came once".into(),
        text: Some("orders exactly 1".into()),
        ..SaveSegment::default()
    };
    let segment = save_segment(&test.shop, &saved).unwrap().id;
    let frozen = snapshot_segment(&test.shop, segment).unwrap();
    assert_eq!(frozen.people, 2);
    // Ada comes back and is in it no more; Piet comes for the first time.
    let after = [
        placed(3, "2026-06-10", "ada", "25.00"),
        placed(4, "2026-06-11", "piet", "30.00"),
    ];
    let file = test.file("after.csv", export(&after));
    test.import(&[&file]).unwrap();

    let names = |part| {
        let page = page(&test.shop, segment, frozen.id, part);
        assert_eq!((page.stayed, page.left, page.joined), (1, 1, 1));
        assert_eq!(page.total as usize, page.rows.len());
        let rows = page.rows.into_iter();
        rows.map(|row| row.email).collect::<Vec<_>>()
    };
    // Whoever spent the most stands first.
    assert_eq!(
        names(FrozenPart::Then),
        ["ada@example.com", "nora@example.com"]
    );
    assert_eq!(names(FrozenPart::Stayed), ["nora@example.com"]);
    assert_eq!(names(FrozenPart::Left), ["ada@example.com"]);
    assert_eq!(names(FrozenPart::Joined), ["piet@example.com"]);

    let missing = FrozenAsked {
        segment,
        list: frozen.id + 7,
        part: FrozenPart::Then,
        offset: 0,
        limit: 50,
    };
    assert_eq!(
        frozen_list(&test.shop, &missing).unwrap_err().code,
        Code::NotFound
    );

    let months = get_segment(&test.shop, segment).unwrap().months;
    assert_eq!(months.len(), 13);
    let june = months
        .iter()
        .find(|month| month.month == "2026-06-01")
        .unwrap();
    assert_eq!(
        (june.orders, june.revenue.minor.0),
        (1, 3_000),
        "of Nora and Piet"
    );
    assert_eq!(june.all_aov.as_ref().unwrap().minor.0, 2_750);
    let none = months.iter().find(|month| month.orders == 0).unwrap();
    assert_eq!(none.aov, None);
}
