//! What points cost, and rewards at the shop: what would pay for a programme, codes from a file for
//! the shop to the order that carries one.

use pannier_api::{
    Code, customer_named, doctor, export_liability, give_reward_to, liability, loyalty_effect,
    loyalty_programme, preview_codes, preview_loyalty_start, redeem_points, reward_codes,
    save_segment, set_loyalty_assumptions, set_loyalty_programme, set_loyalty_start,
    stop_loyalty_start, try_programme_rules, undo_redemption,
    views::{
        Amount, CodesTarget, ExportCodes, ExportFormat, ExportLiability, GiveReward,
        LoyaltyAssumptions, Minor, OddKind, Origin, PlanStart, ProgrammeReward, ProgrammeRules,
        ProgrammesTried, RewardGives, SaveSegment, StartVerdict, TryProgramme,
    },
    write_codes,
};
use pannier_core::CustomerId;

use crate::{
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";

fn minor(amount: Option<&Amount>) -> Option<i64> {
    amount.map(|amount| amount.minor.0)
}

/// Twenty orders of 120.00 and ten of 95.00, each of someone else.
fn filled() -> TestShop {
    let test = shop_in("EUR");
    let one = |number: u32, price| order(number, DAY, &format!("b{number}@example.com"), price);
    let mut orders: Vec<Order> = (1..=20).map(|number| one(number, "120.00")).collect();
    orders.extend((21..=30).map(|number| one(number, "95.00")));
    let file = test.file("a.csv", export(&orders));
    test.import(&[&file]).unwrap();
    test
}

fn begin(test: &TestShop) -> ProgrammeRules {
    loyalty_programme(&test.shop).unwrap().begin
}

fn halves() -> LoyaltyAssumptions {
    LoyaltyAssumptions {
        redeemed: Some(0.5),
        breakage: Some(0.0),
        margin: Some(0.4),
    }
}

fn tried(test: &TestShop, input: &TryProgramme) -> ProgrammesTried {
    try_programme_rules(&test.shop, input).unwrap()
}

fn asked(programme: ProgrammeRules, assumed: LoyaltyAssumptions) -> TryProgramme {
    TryProgramme {
        programme,
        from: Some("2026-01-01".to_owned()),
        thresholds: None,
        assumed,
    }
}

#[test]
fn a_programme_is_tried_in_money_beside_its_neighbours() {
    let test = filled();
    let found = tried(&test, &asked(begin(&test), halves()));
    // 25 % of 20 × 120.00 and 10 × 95.00 is 27.92 on average, so points cost 0.2792.
    let buy = found.buy.unwrap();
    assert_eq!((buy.points, minor(buy.worth.as_ref())), (100, Some(2_792)));
    let this = &found.this;
    assert_eq!((found.orders, found.goods.minor.0), (30, 335_000));
    assert_eq!((this.points, this.orders_above), (200, Some(20)));
    // 200 points ÷ 100 × 27.92 × 50 %.
    assert_eq!(this.cost.as_ref().unwrap().likely.minor.0, 2_792);
    assert_eq!(minor(this.cost_at_most.as_ref()), Some(5_584));
    // An order that is topped up brings 5.00 × 40 % and costs 10 × 0.1396: 0.604. 46.2 of these
    // would pay, and there are ten.
    let near = this.near.as_ref().unwrap();
    assert_eq!(
        (near.orders, minor(near.mean_gap.as_ref())),
        (10, Some(500))
    );
    assert_eq!(this.top_ups, Some(47));
    // 27.92 ÷ (3,350.00 × 40 % − 27.92) = 2.13 %.
    let rise = this.rise.unwrap();
    assert!((rise - 0.021_279).abs() < 1e-6, "{rise}");
    assert_eq!(minor(this.average_needed.as_ref()), Some(11_404));
    assert_eq!(
        this.verdict,
        "It likely costs 27,92\u{a0}€. It pays for itself if goods rise by 2,1%"
    );
    assert_eq!(minor(this.costs_more.as_ref()), Some(0));
    let beside: Vec<(Option<i64>, i64, Option<i64>)> = found
        .beside
        .iter()
        .map(|one| {
            let threshold = minor(one.threshold.as_ref());
            (threshold, one.points, minor(one.costs_more.as_ref()))
        })
        .collect();
    assert_eq!(
        beside,
        [
            (Some(8_000), 300, Some(1_396)),
            (Some(12_000), 200, Some(0)),
            (Some(14_000), 0, Some(-2_792)),
        ]
    );
    assert_eq!(
        found.beside[2].verdict,
        "It costs nothing, since no order earns points"
    );
    let month = found.months.last().unwrap();
    assert_eq!(
        (month.outstanding, minor(month.liability.as_ref())),
        (200, Some(2_792))
    );
    let said: Vec<&str> = found
        .formulas
        .iter()
        .map(|said| said.sentence.as_str())
        .collect();
    assert_eq!(
        said[1],
        "200 points given and not expired ÷ 100 points for a reward × 27,92\u{a0}€ × 50% spent × \
         (100% − 0% never used) = 27,92\u{a0}€"
    );
}

#[test]
fn what_is_taken_for_granted_is_kept_and_says_where_it_is_from() {
    let test = filled();
    let nothing = LoyaltyAssumptions::default();
    let usual = tried(&test, &asked(begin(&test), nothing)).assumed;
    assert_eq!(usual.redeemed.from, Origin::Assumed);
    set_loyalty_assumptions(&test.shop, &halves()).unwrap();
    let kept = tried(&test, &asked(begin(&test), nothing)).assumed;
    assert_eq!(
        (kept.redeemed.from, kept.margin.from),
        (Origin::Given, Origin::Given)
    );
    assert!((kept.redeemed.likely - 0.5).abs() < 1e-9);
    let now = LoyaltyAssumptions {
        redeemed: Some(0.8),
        ..nothing
    };
    let said = tried(&test, &asked(begin(&test), now)).assumed;
    assert!((said.redeemed.likely - 0.8).abs() < 1e-9);
    assert!((said.margin.likely - 0.4).abs() < 1e-9);
    let wrong = LoyaltyAssumptions {
        breakage: Some(1.2),
        ..nothing
    };
    let refused = set_loyalty_assumptions(&test.shop, &wrong).unwrap_err();
    assert_eq!(refused.code, Code::Validation);
}

#[test]
fn a_trial_says_what_it_cannot_tell() {
    let test = filled();
    let mut programme = begin(&test);
    programme.rewards = vec![ProgrammeReward {
        gives: RewardGives::FreeProduct {
            name: "a candle".to_owned(),
            worth: None,
        },
        ..programme.rewards[0].clone()
    }];
    let found = tried(&test, &asked(programme.clone(), halves()));
    assert_eq!((found.this.cost.as_ref(), found.formulas.len()), (None, 0));
    assert!(
        found.this.verdict.contains("cannot be told"),
        "{}",
        found.this.verdict
    );
    let many = TryProgramme {
        thresholds: Some((1..=7).map(Minor).collect()),
        ..asked(programme, halves())
    };
    let refused = try_programme_rules(&test.shop, &many).unwrap_err();
    assert_eq!(refused.code, Code::Validation);
}

/// Ada has points for two rewards, Bea none.
fn running() -> TestShop {
    let test = shop_in("EUR");
    let mut orders: Vec<Order> = (1..=20)
        .map(|number| order(number, DAY, "ada@example.com", "120.00"))
        .collect();
    orders.push(order(21, DAY, "bea@example.com", "80.00"));
    let file = test.file("a.csv", export(&orders));
    test.import(&[&file]).unwrap();
    let suggested = loyalty_programme(&test.shop).unwrap().suggested;
    set_loyalty_programme(&test.shop, &suggested, Some("2026-05-01")).unwrap();
    test
}

fn redeem(test: &TestShop, reward: u32) -> String {
    let ada = CustomerId(customer_named(&test.shop, "ada@example.com").unwrap());
    redeem_points(&test.shop, ada, reward).unwrap().reward.code
}

fn everyone(test: &TestShop) -> GiveReward {
    let saved = save_segment(
        &test.shop,
        &SaveSegment {
            id: None,
            name: "Everyone".to_owned(),
            rule: None,
            text: Some("orders at least 1".to_owned()),
            priority: None,
        },
    )
    .unwrap();
    GiveReward {
        segment: saved.id,
        snapshot: None,
        reward: 1,
    }
}

fn bought(test: &TestShop, name: &str, number: u32, email: &str, code: &str) {
    let later = "2026-06-30 14:00:00 +0200";
    let with = Order {
        code: code.to_owned(),
        discount: "10.00".to_owned(),
        total: "30.00".to_owned(),
        ..order(number, later, email, "40.00")
    };
    let file = test.file(name, export(&[with]));
    test.import(&[&file]).unwrap();
}

#[test]
fn codes_go_to_the_shop_in_a_file_and_come_back_with_an_order() {
    let test = running();
    let code = redeem(&test, 1);
    let input = ExportCodes {
        target: CodesTarget::WooCommerce,
        only_theirs: true,
        ..ExportCodes::default()
    };
    let seen = preview_codes(&test.shop, &input).unwrap();
    assert_eq!(
        (seen.codes, seen.file_name.as_str()),
        (1, "woocommerce-coupons.csv")
    );
    let path = test.folder.path().join("coupons.csv");
    assert_eq!(write_codes(&test.shop, &input, &path).unwrap().codes, 1);
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(
        rows,
        [
            "post_title,post_excerpt,post_status,post_date,discount_type,coupon_amount,\
             expiry_date,minimum_amount,individual_use,usage_limit,usage_limit_per_user,\
             customer_email,product_ids,exclude_sale_items,free_shipping",
            // It can be used through 29 June.
            &format!(
                "{code},25 % off one order,publish,2026-06-30,percent,25,2027-06-30,,yes,1,1,\
                 ada@example.com,,no,no"
            ),
        ]
    );
    let refused = write_codes(&test.shop, &input, &path).unwrap_err();
    assert!(
        refused.message.contains("were written before"),
        "{}",
        refused.message
    );
    let again = ExportCodes {
        again: true,
        ..input
    };
    assert_eq!(preview_codes(&test.shop, &again).unwrap().codes, 1);

    let typed = format!("{} {}", &code[..4].to_lowercase(), &code[4..]);
    bought(&test, "b.csv", 30, "ada@example.com", &typed);
    let codes = reward_codes(&test.shop).unwrap();
    assert_eq!((codes.rewards[0].used, codes.rewards[0].open), (1, 0));
    assert_eq!(codes.odd, []);
    assert_eq!(
        preview_codes(&test.shop, &again).unwrap().codes,
        0,
        "it is closed"
    );
    assert!(doctor(&test.shop).unwrap().findings.is_empty());
}

#[test]
fn codes_that_orders_should_not_carry_are_listed_and_the_orders_stand() {
    let test = running();
    let code = redeem(&test, 1);
    bought(&test, "b.csv", 30, "ada@example.com", &code);
    bought(&test, "c.csv", 31, "bea@example.com", &code);
    bought(&test, "d.csv", 32, "bea@example.com", "ab2c3 defgh");
    bought(&test, "e.csv", 33, "bea@example.com", "SUMMER2026");
    let back = redeem(&test, 2);
    undo_redemption(&test.shop, &back).unwrap();
    bought(&test, "f.csv", 34, "ada@example.com", &back);
    let codes = reward_codes(&test.shop).unwrap();
    let told: Vec<(OddKind, &str, Vec<&str>)> = codes
        .odd
        .iter()
        .map(|odd| {
            let orders = odd.orders.iter().map(|order| &*order.number);
            (odd.kind, odd.code.as_str(), orders.collect())
        })
        .collect();
    assert!(
        told.contains(&(OddKind::NeverGiven, "AB2C3DEFGH", vec!["#32"])),
        "{told:?}"
    );
    assert!(
        told.contains(&(OddKind::UsedTwice, &code, vec!["#30", "#31"])),
        "{told:?}"
    );
    assert!(
        told.contains(&(OddKind::SomeoneElse, &code, vec!["#31"])),
        "{told:?}"
    );
    assert!(
        told.contains(&(OddKind::TakenBack, &back, vec!["#34"])),
        "{told:?}"
    );
    assert_eq!((told.len(), codes.odd_in_all), (4, 4), "{told:?}");
    let twice = codes
        .odd
        .iter()
        .find(|odd| odd.kind == OddKind::UsedTwice)
        .unwrap();
    assert_eq!(
        twice.sentence,
        format!("{code} can be used once. 2 orders carry it")
    );
    assert!(doctor(&test.shop).unwrap().findings.is_empty());
}

#[test]
fn for_shopify_there_is_a_list_to_paste_and_one_code_for_all_of_a_month() {
    let test = running();
    redeem(&test, 1);
    let input = ExportCodes {
        target: CodesTarget::Shopify,
        ..ExportCodes::default()
    };
    let seen = preview_codes(&test.shop, &input).unwrap();
    assert_eq!(seen.columns, ["code"]);
    assert!(
        seen.notes[0].contains("not known to read codes"),
        "{:?}",
        seen.notes
    );
    let shared = seen.shared[0].code.clone();
    assert_eq!(
        (seen.shared[0].open, seen.shared[0].month.as_str()),
        (1, "2026-06-01")
    );
    bought(
        &test,
        "b.csv",
        30,
        "ada@example.com",
        &shared.to_lowercase(),
    );
    bought(&test, "c.csv", 31, "bea@example.com", &shared);
    let codes = reward_codes(&test.shop).unwrap();
    assert_eq!(codes.rewards[0].used, 1);
    let told: Vec<OddKind> = codes.odd.iter().map(|odd| odd.kind).collect();
    assert_eq!(told, [OddKind::NoReward]);
    assert_eq!(codes.odd[0].orders[0].number, "#31");
}

#[test]
fn a_segment_is_given_a_reward_for_shopware() {
    let test = running();
    let give = everyone(&test);
    let given = give_reward_to(&test.shop, &give).unwrap();
    assert_eq!(
        (given.given, given.sentence.as_str()),
        (2, "2 people were given a reward")
    );
    let again = give_reward_to(&test.shop, &give).unwrap();
    assert_eq!((again.given, again.had), (0, 2));
    let input = ExportCodes {
        target: CodesTarget::Shopware,
        reward: Some(1),
        promotion: Some("0189ABCD-EF01-2345-6789-abcdef012345".to_owned()),
        ..ExportCodes::default()
    };
    let path = test.folder.path().join("codes.csv");
    write_codes(&test.shop, &input, &path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(';').collect()).collect();
    assert_eq!(rows[0], ["id", "promotion_id", "code"]);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1][1], "0189abcdef0123456789abcdef012345");
    assert_eq!((rows[1][0].len(), rows[1][2].len()), (32, 10));
    let wrong = ExportCodes {
        promotion: Some("promotion".to_owned()),
        ..input
    };
    assert_eq!(
        preview_codes(&test.shop, &wrong).unwrap_err().code,
        Code::Validation
    );
    let missing = GiveReward {
        segment: 99,
        ..give
    };
    assert_eq!(
        give_reward_to(&test.shop, &missing).unwrap_err().code,
        Code::NotFound
    );
}

#[test]
fn what_points_likely_cost_is_told_by_month_and_goes_to_the_books() {
    let test = running();
    redeem(&test, 1);
    let found = liability(&test.shop, &halves()).unwrap();
    assert_eq!((found.points.0, found.rewards), (100, 1));
    // 25 % of 20 × 120.00 and 80.00 is 29.52 on average: half of it for 100 points, all of it for
    // the reward that was given out.
    assert_eq!(minor(found.likely.as_ref()), Some(1_476 + 2_952));
    assert_eq!(minor(found.at_most.as_ref()), Some(2 * 2_952));
    let months: Vec<(Option<&str>, i64, u32)> = found
        .months
        .iter()
        .map(|month| (month.month.as_deref(), month.points.0, month.rewards))
        .collect();
    assert_eq!(months, [(Some("2027-06-01"), 0, 1), (None, 100, 0)]);
    let file = ExportLiability {
        format: ExportFormat::Csv,
        assumed: halves(),
    };
    let exported = export_liability(&test.shop, &file).unwrap();
    assert_eq!(exported.name, "points-liability.csv");
    let text = String::from_utf8(exported.bytes).unwrap();
    assert!(text.contains("no last day,100,0,14.76,29.52"), "{text}");
    assert!(text.contains("All,100,1,44.28,59.04"), "{text}");
    let picture = ExportLiability {
        format: ExportFormat::Png,
        assumed: halves(),
    };
    let refused = export_liability(&test.shop, &picture).unwrap_err();
    assert_eq!(refused.code, Code::Validation);
}

#[test]
fn a_freebie_that_has_no_price_is_left_out_of_the_cost_and_said() {
    let test = running();
    redeem(&test, 1);
    redeem(&test, 2);
    let found = liability(&test.shop, &halves()).unwrap();
    assert_eq!((found.points.0, found.rewards, found.unpriced), (0, 2, 1));
    assert_eq!(minor(found.likely.as_ref()), Some(2_952));
    let said = found.formulas.last().unwrap();
    assert_eq!(said.name, "Rewards without a price");
}

#[test]
fn members_stand_beside_others_who_were_like_them_and_nothing_is_proved_by_it() {
    let test = shop_in("EUR");
    let mut orders = Vec::new();
    for person in 0..10_u32 {
        // Five begin above 100.00 and come back twice; five below it and come back once.
        let (email, price, times) = if person < 5 {
            (format!("m{person}@example.com"), "120.00", 2)
        } else {
            (format!("o{person}@example.com"), "40.00", 1)
        };
        for (place, month) in (1..=3).enumerate().take(times + 1) {
            let created = format!("2026-0{month}-10 12:00:00 +0100");
            let number = person * 10 + u32::try_from(place).unwrap();
            orders.push(order(100 + number, &created, &email, price));
        }
    }
    let file = test.file("a.csv", export(&orders));
    test.import(&[&file]).unwrap();
    let none = loyalty_effect(&test.shop).unwrap();
    assert_eq!(
        (none.comparison, none.comparison_note.as_str()),
        (None, "There is no programme yet")
    );
    let suggested = loyalty_programme(&test.shop).unwrap().suggested;
    set_loyalty_programme(&test.shop, &suggested, Some("2026-01-01")).unwrap();
    let found = loyalty_effect(&test.shop).unwrap();
    let beside = found.comparison.unwrap();
    assert_eq!((beside.members, beside.others, beside.days), (5, 5, 90));
    assert!((beside.of_members.orders_after - 2.0).abs() < 1e-9);
    assert!((beside.of_others.orders_after - 1.0).abs() < 1e-9);
    assert_eq!(beside.of_others.money_after.minor.0, 4_000);
    assert!(found.comparison_note.starts_with("A comparison, not proof"));
    assert!(found.start.is_none() && !found.can_start);
}

#[test]
fn a_start_by_chance_is_planned_set_and_says_nothing_before_its_time() {
    let test = filled();
    let plan = PlanStart {
        later_share: 0.5,
        days: 60,
        smallest: 0.1,
    };
    let refused = preview_loyalty_start(&test.shop, &plan).unwrap_err();
    assert_eq!(refused.code, Code::Conflict, "{}", refused.message);
    let suggested = loyalty_programme(&test.shop).unwrap().suggested;
    set_loyalty_programme(&test.shop, &suggested, Some("2026-07-01")).unwrap();
    assert!(loyalty_effect(&test.shop).unwrap().can_start);
    let seen = preview_loyalty_start(&test.shop, &plan).unwrap();
    assert_eq!((seen.people, seen.starts_on.as_str()), (30, "2026-07-01"));
    assert_eq!(seen.later_on, "2026-08-30");
    assert!(!seen.is_enough, "{}", seen.sentence);
    let wrong = PlanStart { days: 7, ..plan };
    assert_eq!(
        preview_loyalty_start(&test.shop, &wrong).unwrap_err().code,
        Code::Validation
    );
    set_loyalty_start(&test.shop, &plan).unwrap();
    let start = loyalty_effect(&test.shop).unwrap().start.unwrap();
    assert_eq!(start.verdict, StartVerdict::NotBegun);
    assert_eq!(start.at_once.people + start.later.people, 30);
    assert!(start.later.people > 4 && start.at_once.people > 4);
    assert_eq!(start.orders_ahead, None);
    let again = set_loyalty_start(&test.shop, &plan).unwrap_err();
    assert_eq!(again.code, Code::Conflict);
    stop_loyalty_start(&test.shop).unwrap();
    let start = loyalty_effect(&test.shop).unwrap().start.unwrap();
    assert_eq!(start.verdict, StartVerdict::Stopped);
    assert!(doctor(&test.shop).unwrap().findings.is_empty());
}
