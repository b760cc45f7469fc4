//! Segments as a merchant meets them: the ready-made ones, one's own, and odd people.

use std::{fmt::Write as _, sync::Arc};

use pannier_api::{
    Code, Role, Shop, breakdown, create_sample_shop, delete_segment, explore, get_segment,
    list_orders, list_segments, preview_segment, read_segment, restore_segment, save_segment,
    segment_overlap, snapshot_segment,
    views::{
        BreakdownInput, BreakdownSort, Dimension, ExploreInput, Formula, ListOrders, OrderFilter,
        PreviewSegment, ReadSegment, SaveSegment, SegmentPreview, SegmentRow, WhyGroupsInput,
    },
    why_groups,
};
use pannier_core::{Cancel, Currency, FixedClock, Reporter};

use crate::{
    random_rules::{Random, Vocabulary},
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

fn asked(text: &str) -> PreviewSegment {
    PreviewSegment {
        text: Some(text.to_owned()),
        sample: 6,
        ..PreviewSegment::default()
    }
}

fn preview(shop: &Shop, text: &str) -> SegmentPreview {
    preview_segment(shop, &asked(text)).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn refused(shop: &Shop, text: &str) -> String {
    let error = preview_segment(shop, &asked(text)).unwrap_err();
    assert_eq!(error.code, Code::Validation);
    error.message
}

fn save(shop: &Shop, id: Option<u32>, name: &str, text: &str) -> pannier_api::Result<SegmentRow> {
    save_segment(
        shop,
        &SaveSegment {
            id,
            name: name.to_owned(),
            text: Some(text.to_owned()),
            ..SaveSegment::default()
        },
    )
}

/// The sample shop on a day; the folder goes with it.
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

#[test]
fn the_ready_made_ones_mean_something_in_the_sample_shop() {
    let (_folder, shop) = sample_shop();
    let list = list_segments(&shop).unwrap();
    assert_eq!(list.segments.len(), 10);
    for row in &list.segments {
        let figures = row.figures.as_ref().unwrap_or_else(|| panic!("{row:?}"));
        let part = f64::from(figures.people) / f64::from(list.everyone);
        assert!(part > 0.002 && part < 0.7, "{}: {part}", row.name);
    }
    let of = |name: &str| list.segments.iter().find(|row| row.name == name).unwrap();
    let average = |row: &SegmentRow| {
        let figures = row.figures.as_ref().unwrap();
        figures.aov.as_ref().unwrap().minor.0
    };
    let all = preview(&shop, "everyone");
    assert_eq!(all.figures, all.all);
    assert_eq!(all.everyone, all.figures.people);
    let usual = all.all.aov.unwrap().minor.0;
    let high = preview(&shop, "high-value");
    // People there hardly differ in what an order comes to: a fifth is told, and what it is worth.
    let part = f64::from(high.figures.people) / f64::from(high.figures.buyers);
    assert!(part > 0.9, "all of them bought: {part}");
    assert!(high.figures.aov.is_some_and(|aov| aov.minor.0 > usual));
    assert!(
        high.unknown[0].contains("partly luck"),
        "{:?}",
        high.unknown
    );
    assert!(average(of("Big-basket buyers")) > usual);
    let detail = get_segment(&shop, of("Cart left").id).unwrap();
    assert_eq!(detail.days.len(), 1, "what it comes to today is kept");
    let champions = of("Champions").figures.as_ref().unwrap().people;
    assert_eq!(segment_overlap(&shop).unwrap().both[1][1], champions);
}

#[test]
fn a_segment_is_built_sentence_by_sentence() {
    let (_folder, shop) = sample_shop();
    let text = "spent at least 300.00 in the last 365 days and last order not in the last 60 days and can get e-mail";
    let seen = preview(&shop, text);
    assert_eq!(seen.text, text);
    let left: Vec<u32> = seen.steps.iter().map(|step| step.left).collect();
    assert!(
        left[0] > left[1] && left[1] > left[2] && left[2] > 0,
        "{left:?}"
    );
    assert_eq!(seen.figures.people, left[2]);
    let out: u32 = seen.steps[2].unreachable.iter().map(|out| out.people).sum();
    assert_eq!(
        out,
        left[1] - left[2],
        "everyone who drops out has a reason"
    );
    assert!(seen.buyers_of_year > left[0] && seen.everyone > seen.buyers_of_year);
    assert!(seen.year.revenue.minor.0 <= seen.figures.revenue.minor.0);
    assert_eq!(seen.sample.len(), 6);
    for person in &seen.sample {
        assert_eq!(person.reasons.len(), 3);
        assert!(
            person.reasons.iter().all(|reason| reason.holds),
            "{person:?}"
        );
        assert!(person.days_ago.is_some_and(|days| days >= 60), "{person:?}");
    }
    let others = PreviewSegment {
        draw: 1,
        ..asked(text)
    };
    let others = preview_segment(&shop, &others).unwrap();
    assert_ne!(
        others.sample, seen.sample,
        "another draw shows other people"
    );
    assert_eq!(others.steps, seen.steps);
    let tree = PreviewSegment {
        rule: Some(seen.rule.clone()),
        sample: 6,
        ..PreviewSegment::default()
    };
    assert_eq!(preview_segment(&shop, &tree).unwrap(), seen);
    let wrong = preview(
        &shop,
        "tagged \"wholsale\" and orders at most 1 and orders at least 4",
    );
    assert_eq!(wrong.figures.people, 0);
    assert_eq!(
        wrong.unknown,
        ["Nothing in your shop has the tag “wholsale”"]
    );
    assert_eq!(
        wrong.contradictions,
        ["No one can fulfil both “orders at most 1” and “orders at least 4”"]
    );
    let read = read_segment(
        &shop,
        &ReadSegment {
            text: "orders atleast 3".into(),
        },
    )
    .unwrap();
    assert_eq!(read.error.map(|error| error.column), Some(8));
}

#[test]
fn trees_and_sentences_cross_the_boundary_unharmed() {
    let test = shop_in("EUR");
    let words: Vec<String> = ["Linen throw", "a \"b\" \\", "כרית", ""]
        .map(str::to_owned)
        .into();
    let vocabulary = Vocabulary {
        products: words.clone(),
        categories: words.clone(),
        vendors: words.clone(),
        codes: words.clone(),
        channels: words.clone(),
        countries: words.clone(),
        cities: words.clone(),
        tags: words,
        today: "2026-06-30".parse().unwrap(),
        worked_out: false,
    };
    let mut texts: Vec<String> = (0..150)
        .map(|seed| vocabulary.rule(&mut Random(seed), 3).text(Currency::EUR))
        .collect();
    texts.push("score group \"Champions\", \"Cannot lose them\" or high-value".into());
    texts.push("predicted value in the top 10 % and in segment \"Champions\" #2".into());
    for text in texts {
        let seen = preview(&test.shop, &text);
        assert_eq!(seen.text, text);
        let again = PreviewSegment {
            rule: Some(seen.rule),
            ..PreviewSegment::default()
        };
        assert_eq!(preview_segment(&test.shop, &again).unwrap().text, text);
    }
}

#[test]
fn segments_name_each_other_and_never_in_a_circle() {
    let test = shop_in("EUR");
    let shop = &test.shop;
    let orders: Vec<Order> = (0..9)
        .map(|n| {
            order(
                n,
                "2026-05-04 10:12:00 +0200",
                &format!("p{}@example.com", n / 3),
                "30.00",
            )
        })
        .collect();
    let file = test.file("orders.csv", export(&orders));
    test.import(&[&file]).unwrap();
    let regulars = save(shop, None, "Regulars", "orders at least 3").unwrap();
    assert_eq!(regulars.figures.unwrap().people, 3);
    let rest = save(shop, None, "The rest", "not in segment \"regulars\"").unwrap();
    assert_eq!(
        rest.text,
        format!("not in segment \"Regulars\" #{}", regulars.id)
    );
    let circle = save(
        shop,
        Some(regulars.id),
        "Regulars",
        "in segment \"The rest\"",
    )
    .unwrap_err();
    assert!(
        circle
            .message
            .starts_with("Segments go round in a circle: Regulars → The rest → Regulars"),
        "{circle}"
    );
    // Under another name it is the same segment.
    save(shop, Some(regulars.id), "Old friends", "orders at least 2").unwrap();
    assert!(preview(shop, &rest.text).text.contains("\"Old friends\""));
    delete_segment(shop, regulars.id).unwrap();
    let gone = "The segment “Old friends” is named here and was deleted. Restore it, or take the sentence out";
    assert_eq!(refused(shop, &rest.text), gone);
    let list = list_segments(shop).unwrap();
    let row = list.segments.iter().find(|row| row.id == rest.id).unwrap();
    assert_eq!(
        (row.figures.as_ref(), row.problem.as_deref()),
        (None, Some(gone))
    );
    restore_segment(shop, regulars.id).unwrap();
    assert_eq!(preview(shop, &rest.text).figures.people, 0);
    assert_eq!(
        refused(shop, "in segment \"Chmpions\""),
        "There is no segment called “Chmpions”. Did you mean “Champions”?"
    );
    let taken = save(shop, None, "champions", "everyone").unwrap_err();
    assert_eq!(taken.code, Code::Conflict);
    assert!(save(shop, None, "  ", "everyone").is_err());
}

#[test]
fn a_saved_segment_filters_and_splits_the_explorer() {
    let (_folder, shop) = sample_shop();
    let row = save(&shop, None, "Regulars", "orders at least 4").unwrap();
    let figures = row.figures.unwrap();
    let by = |value: &str| OrderFilter {
        by: Dimension::Segment,
        value: value.to_owned(),
    };
    let input = ExploreInput {
        filters: vec![by(&row.id.to_string())],
        ..ExploreInput::default()
    };
    let explored = explore(&shop, &input).unwrap();
    assert_eq!(explored.filters[0].name, "Regulars");
    assert!(explored.dimensions.contains(&Dimension::Segment));
    let seen = explored.figures;
    assert_eq!(
        (seen.orders, &seen.revenue),
        (figures.orders, &figures.revenue)
    );
    let whole = BreakdownInput {
        orders: ExploreInput::default(),
        by: Dimension::Segment,
        sort: BreakdownSort::Aov,
        ascending: false,
    };
    let split = breakdown(&shop, &whole).unwrap();
    assert!(split.several && split.other.is_none());
    let averages: Vec<i64> = split
        .rows
        .iter()
        .map(|row| row.figures.aov.as_ref().unwrap().minor.0)
        .collect();
    assert!(averages.is_sorted_by(|a, b| a >= b), "{averages:?}");
    let own = split
        .rows
        .iter()
        .find(|one| one.name == "Regulars")
        .unwrap();
    assert_eq!(own.figures.revenue, seen.revenue);
    assert!(own.share.is_some_and(|share| share > 0.05 && share < 1.0));
    assert_eq!(own.spark.len(), split.all.spark.len());
    // The list of orders, by name, and two segments at once: who is in one of them is enough.
    let list = |filters: &[OrderFilter]| {
        let asked = ListOrders {
            filters: filters.to_vec(),
            counted_by: Some(Formula::Goods),
            limit: 1,
            ..ListOrders::default()
        };
        list_orders(&shop, &asked).unwrap().total
    };
    assert_eq!(list(&[by("regulars")]), seen.orders);
    let champions = split.rows.iter().find(|one| one.name == "Champions");
    let both = [by("Regulars"), by(&champions.unwrap().value)];
    assert!(list(&both) >= list(&both[..1]));
    // Other rules under the same name are another list.
    save(&shop, Some(row.id), "Regulars", "orders at least 5").unwrap();
    assert!(list(&[by("Regulars")]) < seen.orders);
    save(&shop, Some(row.id), "Regulars", "orders at least 4").unwrap();
    let groups = WhyGroupsInput {
        orders: ExploreInput::default(),
        by: Dimension::Segment,
        group: "Regulars".into(),
        against: None,
    };
    let why = why_groups(&shop, &groups).unwrap();
    assert_eq!((why.group.as_str(), why.both), ("Regulars", 0));
    let gone = ExploreInput {
        filters: vec![by("Nobody")],
        ..ExploreInput::default()
    };
    let error = explore(&shop, &gone).unwrap_err();
    assert_eq!(error.code, Code::Validation);
    assert!(error.message.contains("“Nobody”"), "{}", error.message);
    let frozen = snapshot_segment(&shop, row.id).unwrap();
    assert_eq!(
        (frozen.people, frozen.still),
        (figures.people, figures.people)
    );
    let personas: Vec<SegmentRow> = [
        ("First", 1, "orders at least 3"),
        ("Second", 2, "orders at least 2"),
    ]
    .map(|(name, rank, text)| {
        let input = SaveSegment {
            name: name.into(),
            text: Some(text.into()),
            priority: Some(rank),
            ..SaveSegment::default()
        };
        save_segment(&shop, &input).unwrap()
    })
    .into();
    let people = |row: &SegmentRow| row.figures.as_ref().unwrap().people;
    assert_eq!(personas[0].persona, Some(people(&personas[0])));
    assert_eq!(
        personas[1].persona,
        Some(people(&personas[1]) - people(&personas[0]))
    );
}

const CUSTOMERS: &str = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,\
Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,\
Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,\
Total Spent,Total Orders,Note,Tax Exempt,Tags\n";

/// People as no one would make them up.
fn odd_people() -> TestShop {
    let test = shop_in("EUR");
    let many_tags: Vec<String> = (0..2_000).map(|n| format!("t{n}")).collect();
    let mut text = CUSTOMERS.to_owned();
    for (id, first, email, city, tags) in [
        (1, "Anna", "anna@example.com", "Hamburg", "wholesale"),
        (2, "Anna", "anna2@example.com", "Hamburg", ""),
        (3, "🕯️ כרמל", "carmel@example.com", "תל אביב", "VIP"),
        (4, "No", "", "Berlin", ""),
        (5, "Never", "never@example.com", "", ""),
        (
            6,
            "Tagged",
            "tagged@example.com",
            "Bremen",
            &many_tags.join(", "),
        ),
    ] {
        let _ = writeln!(
            text,
            "'710422019{id:04},{first},Berg,{email},yes,,,,{city},,DE,,,,no,0.00,0,,no,\"{tags}\""
        );
    }
    let customers = test.file("customers.csv", text);
    let mut orders: Vec<Order> = (0..2_000)
        .map(|n| order(n, "2026-05-04 10:12:00 +0200", "anna@example.com", "10.00"))
        .collect();
    orders.push(order(
        9_001,
        "2026-05-04 10:12:00 +0200",
        "anna2@example.com",
        "10.00",
    ));
    orders.push(order(
        9_002,
        "2026-05-04 10:12:00 +0200",
        "carmel@example.com",
        "10.00",
    ));
    let file = test.file("orders.csv", export(&orders));
    test.import(&[&customers]).unwrap();
    test.import(&[&file]).unwrap();
    test
}

#[test]
fn odd_people_are_found_like_others() {
    let test = odd_people();
    let count = |text: &str| preview(&test.shop, text).figures.people;
    for (text, people) in [
        ("everyone", 6),
        ("orders exactly 0", 3),
        ("orders at least 2000", 1),
        ("first order from 2026-05-04 until 2026-05-05", 3),
        ("city \"תל אביב\" and tagged \"vip\"", 1),
        ("tagged \"t1999\"", 1),
        ("tagged \"t199\", \"wholesale\"", 2),
        ("not has e-mail", 1),
        ("can get e-mail", 5),
        ("agreed to e-mail and not can get e-mail", 1),
        ("average order at most 1000.00", 3),
        ("average order exactly 10.00", 3),
        ("average order in the top 20 %", 0),
        ("orders in the top 20 %", 1),
        ("country \"germany\"", 6),
        ("high-value", 0),
        ("predicted value at least 0.00", 0),
        ("viewed anything", 0),
    ] {
        assert_eq!(count(text), people, "{text}");
    }
    let found = preview(&test.shop, "city \"תל אביב\"");
    assert_eq!(found.sample[0].name, "🕯️ כרמל Berg");
    let nobody = preview(&shop_in("EUR").shop, "orders at least 1");
    assert_eq!((nobody.everyone, nobody.figures.people), (0, 0));
    assert_eq!(nobody.figures.aov, None);
}
