//! Customers as a merchant meets them: the map, the list, and one of them.

use std::sync::Arc;

use pannier_api::{
    Code, Role, Shop, create_sample_shop, customer_detail, customers_overview, list_customers,
    preview_segment, set_map_bands, shop_info,
    views::{
        ConsentWord, CustomerEvent, CustomerPage, CustomerSort, CustomersAsked, ListCustomers,
        MapBandsMoved, MapCellAt, MapPart, Minor, PreviewSegment, SetMapBands,
    },
};
use pannier_core::{Cancel, FixedClock, Reporter};

use crate::{
    shop::shop_in,
    shopify::{export, order},
};

fn sample_shop() -> (tempfile::TempDir, Shop) {
    let folder = tempfile::tempdir().unwrap();
    let shop = create_sample_shop(
        &folder.path().join("sample-shop.pannier"),
        Role::Owner,
        Arc::new(FixedClock("2027-03-10T09:00:00Z".parse().unwrap())),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    (folder, shop)
}

fn list(shop: &Shop, who: CustomersAsked, sort: CustomerSort, ascending: bool) -> CustomerPage {
    let input = ListCustomers {
        who,
        sort,
        ascending,
        offset: 0,
        limit: 200,
    };
    list_customers(shop, &input).unwrap()
}

fn searched(shop: &Shop, words: &str) -> CustomerPage {
    let who = CustomersAsked {
        search: words.to_owned(),
        ..CustomersAsked::default()
    };
    list(shop, who, CustomerSort::Spent, false)
}

#[test]
fn the_map_the_groups_and_the_list_are_of_the_same_people() {
    let (_folder, shop) = sample_shop();
    let overview = customers_overview(&shop).unwrap();
    let parts: u32 = overview.parts.iter().map(|part| part.customers).sum();
    let cells: u32 = overview
        .cells
        .iter()
        .flatten()
        .map(|cell| cell.customers)
        .sum();
    assert_eq!((parts, cells), (overview.ordered, overview.ordered));
    assert!(overview.ordered > 1_000 && overview.customers >= overview.ordered);
    for part in &overview.parts {
        let who = CustomersAsked {
            part: Some(part.part),
            ..CustomersAsked::default()
        };
        assert_eq!(
            list(&shop, who, CustomerSort::Spent, false).total,
            part.customers
        );
    }
    let who = CustomersAsked {
        cell: Some(MapCellAt { spent: 0, days: 0 }),
        ..CustomersAsked::default()
    };
    let page = list(&shop, who, CustomerSort::Spent, false);
    assert_eq!(page.total, overview.cells[0][0].customers);
    assert_eq!(overview.cells[0][0].part, MapPart::Best);
    let grouped: u32 = overview.groups.iter().map(|group| group.customers).sum();
    for group in &overview.groups {
        let who = CustomersAsked {
            group: Some(group.group),
            ..CustomersAsked::default()
        };
        assert_eq!(
            list(&shop, who, CustomerSort::Name, true).total,
            group.customers
        );
    }
    let all = list(&shop, CustomersAsked::default(), CustomerSort::Spent, false);
    assert_eq!(all.total, overview.customers);
    assert!(grouped <= all.total && grouped >= overview.ordered);
    let before: u32 = overview.groups.iter().map(|group| group.before).sum();
    let came: u32 = overview
        .moves
        .iter()
        .filter(|m| m.from.is_none())
        .map(|m| m.customers)
        .sum();
    let left: u32 = overview
        .moves
        .iter()
        .filter(|m| m.to.is_none())
        .map(|m| m.customers)
        .sum();
    assert_eq!(
        before + came - left,
        grouped,
        "who moved makes up the difference"
    );
}

/// How many people fulfil a sentence, and how many ordered within 12 months.
fn counted(shop: &Shop, text: &str) -> (u32, u32) {
    let input = PreviewSegment {
        text: Some(text.to_owned()),
        ..PreviewSegment::default()
    };
    let found = preview_segment(shop, &input).unwrap();
    (found.figures.people, found.buyers_of_year)
}

#[test]
fn bands_of_the_map_can_be_moved_and_say_what_sentences_say() {
    let (_folder, shop) = sample_shop();
    let suited = customers_overview(&shop).unwrap();
    assert!(!suited.bands_moved);
    let moved = |spent: [i64; 4], days| {
        let bands = Some(MapBandsMoved {
            spent: spent.map(Minor),
            days,
        });
        set_map_bands(&shop, &SetMapBands { bands })
    };
    moved([2_500, 5_000, 12_000, 25_000], [14, 45, 90, 200]).unwrap();
    let overview = customers_overview(&shop).unwrap();
    assert!(overview.bands_moved);
    assert_eq!(overview.day_bands, [14, 45, 90, 200]);
    assert_eq!(overview.spent_bands[3].minor.0, 25_000);
    assert_eq!(
        overview.ordered, suited.ordered,
        "they part the same people"
    );
    let year = "last order in the last 12 months";
    assert_eq!(
        counted(&shop, year),
        (overview.ordered, overview.ordered),
        "the map and the segments know one year"
    );
    let cell = |spent: usize, days: usize| overview.cells[spent][days].customers;
    for (spent, days, sentence) in [
        (
            0,
            0,
            "spent after refunds at least 250.00 in the last 12 months and last order in the last 15 days",
        ),
        (
            2,
            3,
            "spent after refunds between 50.00 and 119.99 in the last 12 months and last order not in the last 91 days and last order in the last 201 days",
        ),
        (
            4,
            4,
            "spent after refunds at most 24.99 in the last 12 months and last order not in the last 201 days and last order in the last 12 months",
        ),
    ] {
        assert!(cell(spent, days) > 0, "{sentence}");
        assert_eq!(counted(&shop, sentence).0, cell(spent, days), "{sentence}");
    }
    let who = CustomersAsked {
        cell: Some(MapCellAt { spent: 2, days: 3 }),
        ..CustomersAsked::default()
    };
    let page = list(&shop, who, CustomerSort::Spent, false);
    assert_eq!(page.total, cell(2, 3), "the list follows the map");

    let wrong = moved([5_000, 5_000, 12_000, 25_000], [14, 45, 90, 200]).unwrap_err();
    assert_eq!(
        (wrong.code, wrong.field.as_deref()),
        (Code::Validation, Some("spent"))
    );
    let wrong = moved([1, 2, 3, 4], [14, 45, 90, 365]).unwrap_err();
    assert_eq!(
        (wrong.code, wrong.field.as_deref()),
        (Code::Validation, Some("days"))
    );
    set_map_bands(&shop, &SetMapBands::default()).unwrap();
    assert_eq!(customers_overview(&shop).unwrap(), suited, "and back again");
}

#[test]
fn lists_are_sorted_either_way_and_page_by_page() {
    let (_folder, shop) = sample_shop();
    let most = list(&shop, CustomersAsked::default(), CustomerSort::Spent, false);
    assert!(
        most.rows
            .is_sorted_by(|a, b| a.spent.minor.0 >= b.spent.minor.0)
    );
    let least = list(&shop, CustomersAsked::default(), CustomerSort::Orders, true);
    assert!(least.rows.is_sorted_by(|a, b| a.orders <= b.orders));
    assert!(
        least.rows[0].orders > 0,
        "who never ordered stands at the end"
    );
    let named = list(&shop, CustomersAsked::default(), CustomerSort::Name, true);
    let last_name = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    assert!(
        named.rows[..20]
            .iter()
            .all(|row| last_name(&row.name).starts_with('a')),
        "{:?}",
        &named.rows[..3]
    );
    let second = ListCustomers {
        offset: 200,
        limit: 50,
        ..ListCustomers::default()
    };
    let page = list_customers(&shop, &second).unwrap();
    assert_eq!((page.rows.len(), page.total), (50, most.total));
    assert!(page.rows[0].spent.minor.0 <= most.rows[199].spent.minor.0);
}

#[test]
fn someone_is_found_by_name_address_town_and_order_and_their_page_adds_up() {
    let (_folder, shop) = sample_shop();
    let best = list(&shop, CustomersAsked::default(), CustomerSort::Spent, false)
        .rows
        .remove(0);
    let detail = customer_detail(&shop, best.id).unwrap();
    assert_eq!(detail.row, best);
    let number = detail.events.iter().find_map(|event| match event {
        CustomerEvent::Ordered { number, .. } => Some(number.clone()),
        _ => None,
    });
    let name = best.name.to_uppercase();
    for words in [
        name.as_str(),
        &best.email,
        &number.unwrap(),
        &format!("{} {}", best.city, best.name),
    ] {
        let found = searched(&shop, words);
        assert!(found.rows.iter().any(|row| row.id == best.id), "{words}");
    }
    assert_eq!(searched(&shop, "qqqq zzzz").total, 0);
    let bought: i64 = detail
        .products
        .iter()
        .map(|product| product.spent.minor.0)
        .sum();
    assert!(bought > 0 && bought <= best.spent.minor.0);
    let orders = detail
        .events
        .iter()
        .filter(|event| matches!(event, CustomerEvent::Ordered { counts: true, .. }));
    assert!(orders.count() <= best.orders as usize);
    let scores = detail.scores.unwrap();
    assert_eq!(scores.group, best.group.unwrap());
    assert_eq!(scores.spent_score.score, 5);
    assert!(detail.shop_average.unwrap().minor.0 > 0);
    assert_eq!(detail.consent.len(), 3);
}

#[test]
fn a_shop_without_customers_and_one_with_two_say_what_they_can() {
    let test = shop_in("EUR");
    let empty = customers_overview(&test.shop).unwrap();
    assert_eq!((empty.customers, empty.ordered, empty.cuts), (0, 0, None));
    assert_eq!(searched(&test.shop, "").total, 0);

    let orders = [
        order(
            1_001,
            "2026-05-04 10:00:00 +0200",
            "ada@example.com",
            "40.00",
        ),
        order(
            1_002,
            "2026-05-20 10:00:00 +0200",
            "ada@example.com",
            "60.00",
        ),
        order(
            1_003,
            "2026-05-21 10:00:00 +0200",
            "ben@example.com",
            "20.00",
        ),
    ];
    test.import(&[&test.file("orders_export.csv", export(&orders))])
        .unwrap();
    let people = "Email,First Name,Last Name,Phone,Accepts Email Marketing,Tags\n\
        ada@example.com,Ada,Reed,,yes,\nnobody@example.com,Nora,Quiet,,no,\n";
    test.import(&[&test.file("customers.csv", people)]).unwrap();
    let all = searched(&test.shop, "");
    assert_eq!(all.total, 3);
    let names: Vec<(&str, u32)> = all
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.orders))
        .collect();
    assert_eq!(names[0], ("Ada Reed", 2));
    assert_eq!(names[2].1, 0, "who has not ordered is listed last");
    assert_eq!(all.rows[0].average.as_ref().unwrap().minor.0, 5_000);
    let ada = customer_detail(&test.shop, all.rows[0].id).unwrap();
    assert!(ada.forecast.is_none() && ada.cannot_tell.is_some());
    assert_eq!(ada.consent[0].state, ConsentWord::Subscribed);
    assert_eq!(ada.every_days, Some(16));
    let nora = customer_detail(&test.shop, all.rows[2].id).unwrap();
    assert_eq!(
        (nora.since, nora.scores, nora.events.len()),
        (None, None, 0)
    );
    assert_eq!(
        customer_detail(&test.shop, 999_999).unwrap_err().code,
        pannier_api::Code::NotFound
    );
}

#[test]
fn a_list_of_addresses_alone_is_people_to_look_at_and_to_write_to() {
    let test = shop_in("EUR");
    assert!(!shop_info(&test.shop).unwrap().customers);
    let path = test.file(
        "customers_export.csv",
        "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,\
         Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,\
         Tags,Note,Tax Exempt\n\
         Mara,Linde,mara@example.com,yes,,,,,,,Germany,DE,,,no,0.00,0,,,no\n\
         Otto,Feld,otto@example.com,no,,,,,,,Germany,DE,,,no,0.00,0,,,no\n",
    );
    test.import(&[&path]).unwrap();
    let info = shop_info(&test.shop).unwrap();
    assert!(info.customers && info.orders == 0);
    let overview = customers_overview(&test.shop).unwrap();
    assert_eq!((overview.customers, overview.ordered), (2, 0));
    assert_eq!(searched(&test.shop, "mara").total, 1);
    assert_eq!(counted(&test.shop, "agreed to e-mail").0, 1);
}
