//! What the screen of the programme shows and does: figures, members, the ledger, points by hand,
//! rewards and back, a pause, and pages to hand out.

use pannier_api::{
    Code, adjust_points, customer_named, export_ledger, friend_code, list_ledger, list_members,
    loyalty_overview, loyalty_programme, member_detail, pause_loyalty, points_statement,
    redeem_reward, set_programme_rules, tell_of_expiry, undo_redemption,
    views::{
        AdjustPoints, EarnedBy, ExportFormat, ExportLedger, LedgerAsked, LedgerOnly, LedgerWhat,
        ListLedger, ListMembers, MemberSort, MembersOnly, Minor, Points, ProgrammeAsked,
        ProgrammeCaps, ProgrammeEarning, ProgrammeExclusions, ProgrammeExpiry, ProgrammeFactor,
        ProgrammeFactorWhen, ProgrammeHolds, ProgrammePick, ProgrammeReward, ProgrammeRounding,
        ProgrammeRule, ProgrammeRules, ProgrammeTier, ProgrammeTierMeasure, ProgrammeTierWindow,
        ProgrammeTiers, RedeemPoints, RewardGives, RewardState, RewardTerms, StatementAsked,
    },
};
use pannier_core::CustomerId;

use crate::{
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";
const LATER: &str = "2026-05-20 12:00:00 +0200";

fn id(test: &TestShop, email: &str) -> i64 {
    customer_named(&test.shop, email).unwrap()
}

fn from_may(programme: ProgrammeRules) -> ProgrammeAsked {
    ProgrammeAsked {
        programme,
        from: Some("2026-05-01".to_owned()),
    }
}

fn members(test: &TestShop, only: MembersOnly, search: &str) -> Vec<(String, i64)> {
    let input = ListMembers {
        search: search.to_owned(),
        only,
        sort: MemberSort::Points,
        ascending: false,
        offset: 0,
        limit: 50,
    };
    let page = list_members(&test.shop, &input).unwrap();
    assert_eq!(page.total as usize, page.rows.len());
    let row = |row: pannier_api::views::MemberRow| (row.email, row.points.0);
    page.rows.into_iter().map(row).collect()
}

fn lines(test: &TestShop, customer: Option<i64>, only: LedgerOnly) -> Vec<(LedgerWhat, i64, i64)> {
    let input = ListLedger {
        who: LedgerAsked { customer, only },
        offset: 0,
        limit: 200,
    };
    let page = list_ledger(&test.shop, &input).unwrap();
    let line =
        |entry: pannier_api::views::LedgerEntry| (entry.what, entry.points.0, entry.balance.0);
    page.rows.into_iter().map(line).collect()
}

/// Ada has 100 points and Bea 90, each from orders of 120; Cleo ordered too little for any.
fn with_orders() -> TestShop {
    let test = shop_in("EUR");
    let mut orders: Vec<Order> = (1..=10)
        .map(|number| order(number, DAY, "ada@example.com", "120.00"))
        .collect();
    orders.extend((11..=19).map(|number| order(number, DAY, "bea@example.com", "120.00")));
    orders.push(order(20, DAY, "cleo@example.com", "95.00"));
    let file = test.file("a.csv", export(&orders));
    test.import(&[&file]).unwrap();
    test
}

fn with_programme() -> TestShop {
    let test = with_orders();
    let begin = loyalty_programme(&test.shop).unwrap().begin;
    set_programme_rules(&test.shop, &from_may(begin)).unwrap();
    test
}

#[test]
fn the_figures_on_top_follow_the_ledger() {
    let test = with_orders();
    let none = loyalty_overview(&test.shop).unwrap();
    assert_eq!((none.members, none.points), (0, Points(0)));
    let begin = loyalty_programme(&test.shop).unwrap().begin;
    set_programme_rules(&test.shop, &from_may(begin)).unwrap();

    let seen = loyalty_overview(&test.shop).unwrap();
    assert_eq!((seen.members, seen.points), (2, Points(190)));
    assert_eq!((seen.can_use, seen.rewards_worth), (1, Some(1)));
    assert_eq!((seen.one_order, seen.one_order_away), (Points(10), 1));
    assert!(!seen.expires);
    let close = members(&test, MembersOnly::OneOrderAway, "");
    assert_eq!(close, [("bea@example.com".to_owned(), 90)]);
    let enough = members(&test, MembersOnly::CanUse, "");
    assert_eq!(enough, [("ada@example.com".to_owned(), 100)]);
    assert_eq!(members(&test, MembersOnly::All, "cleo"), []);
    assert_eq!(members(&test, MembersOnly::All, "bea").len(), 1);

    // A refund after the points were spent leaves less than nothing.
    let ada = id(&test, "ada@example.com");
    let spend = RedeemPoints {
        customer: ada,
        reward: 1,
    };
    redeem_reward(&test.shop, &spend).unwrap();
    let refunded = Order {
        status: "refunded".to_owned(),
        refunded: "120.00".to_owned(),
        ..order(1, DAY, "ada@example.com", "120.00")
    };
    let file = test.file("b.csv", export(&[refunded]));
    test.import(&[&file]).unwrap();
    let seen = loyalty_overview(&test.shop).unwrap();
    assert_eq!((seen.owing, seen.points), (1, Points(90)));
    assert_eq!((seen.rewards_out, seen.rewards_used), (1, 0));
    let owing = members(&test, MembersOnly::Owing, "");
    assert_eq!(owing, [("ada@example.com".to_owned(), -10)]);
    let back = lines(&test, Some(ada), LedgerOnly::TakenBack);
    assert!(
        matches!(
            &back[..],
            [(LedgerWhat::TakenBack { of: Points(10), .. }, -10, -10)]
        ),
        "{back:?}"
    );
}

#[test]
fn points_are_given_spent_and_given_back_by_hand() {
    let test = with_programme();
    let bea = id(&test, "bea@example.com");
    let give = |points: i64, reason: &str| {
        let input = AdjustPoints {
            customer: bea,
            points: Points(points),
            reason: reason.to_owned(),
        };
        adjust_points(&test.shop, &input)
    };
    assert_eq!(give(15, " ").unwrap_err().field.as_deref(), Some("reason"));
    assert_eq!(give(0, "nothing").unwrap_err().code, Code::Validation);
    assert_eq!(give(-91, "too much").unwrap_err().code, Code::Conflict);
    assert_eq!(give(15, "The parcel was late").unwrap(), Points(105));
    let redeemed = redeem_reward(
        &test.shop,
        &RedeemPoints {
            customer: bea,
            reward: 1,
        },
    )
    .unwrap();
    assert_eq!(redeemed.available, 5);
    let code = redeemed.reward.code;
    let detail = member_detail(&test.shop, CustomerId(bea)).unwrap();
    assert_eq!((detail.row.points, detail.row.open_rewards), (Points(5), 1));
    assert_eq!(detail.rewards[0].state, RewardState::Open);
    let a_quarter = RewardGives::PercentOff {
        percent: 25,
        at_most: None,
    };
    assert_eq!(detail.rewards[0].gives.as_ref(), Some(&a_quarter));
    let typed = format!(" {} ", code.to_lowercase());
    assert_eq!(undo_redemption(&test.shop, &typed).unwrap(), Points(105));
    let again = undo_redemption(&test.shop, &code).unwrap_err();
    assert_eq!(again.code, Code::Conflict);
    let detail = member_detail(&test.shop, CustomerId(bea)).unwrap();
    assert_eq!(detail.rewards[0].state, RewardState::TakenBack);

    let all = lines(&test, Some(bea), LedgerOnly::All);
    let unspent = LedgerWhat::Unspent {
        gives: Some(a_quarter.clone()),
    };
    assert_eq!(all[0], (unspent, 100, 105));
    let spent = LedgerWhat::Spent {
        gives: Some(a_quarter),
        code: Some(code),
    };
    assert_eq!(all[1], (spent, -100, 5));
    let given = LedgerWhat::ByHand {
        reason: Some("The parcel was late".to_owned()),
    };
    assert_eq!(all[2], (given, 15, 105));
    let earned = LedgerWhat::Earned {
        by: EarnedBy::Order,
    };
    assert_eq!(all[3], (earned, 10, 90));
    assert_eq!(all.len(), 12);
    assert_eq!(lines(&test, None, LedgerOnly::ByHand).len(), 1);
    assert_eq!(lines(&test, None, LedgerOnly::All).len(), 22);
    let cleo = id(&test, "cleo@example.com");
    assert_eq!(lines(&test, Some(cleo), LedgerOnly::All), []);
    let unknown = member_detail(&test.shop, CustomerId(cleo)).unwrap_err();
    assert_eq!(unknown.code, Code::NotFound);
}

#[test]
fn a_pause_holds_what_is_to_come_too() {
    let test = with_programme();
    let begin = loyalty_programme(&test.shop).unwrap().begin;
    let mut more = begin.clone();
    more.pending_days = 14;
    let later = ProgrammeAsked {
        programme: more,
        from: Some("2027-01-01".to_owned()),
    };
    set_programme_rules(&test.shop, &later).unwrap();
    pause_loyalty(&test.shop, true).unwrap();
    let file = test.file(
        "b.csv",
        export(&[order(30, LATER, "dora@example.com", "150.00")]),
    );
    test.import(&[&file]).unwrap();
    let state = || {
        let said = loyalty_programme(&test.shop).unwrap().versions;
        let state = |one: pannier_api::views::ProgrammeSaid| {
            (
                one.starts_on,
                one.holds,
                one.rules.paused,
                one.rules.pending_days,
            )
        };
        said.into_iter().map(state).collect::<Vec<_>>()
    };
    let today = test.shop.context().unwrap().today.to_string();
    let new_year = "2027-01-01".to_owned();
    assert_eq!(
        state()[1..],
        [
            (new_year.clone(), ProgrammeHolds::Never, false, 14),
            (today, ProgrammeHolds::Now, true, 0),
            (new_year, ProgrammeHolds::Later, true, 14),
        ]
    );
    pause_loyalty(&test.shop, false).unwrap();
    let said = state();
    assert_eq!(said.len(), 6);
    assert_eq!((said[4].1, said[4].2), (ProgrammeHolds::Now, false));
    assert_eq!((said[5].1, said[5].2), (ProgrammeHolds::Later, false));
    let none = shop_in("EUR");
    assert_eq!(
        pause_loyalty(&none.shop, true).unwrap_err().code,
        Code::Conflict
    );
}

#[test]
fn pages_to_hand_out_say_what_the_screen_says() {
    let test = with_programme();
    let ada = id(&test, "ada@example.com");
    let spend = RedeemPoints {
        customer: ada,
        reward: 1,
    };
    let code = redeem_reward(&test.shop, &spend).unwrap().reward.code;
    let asked = |pdf| StatementAsked { customer: ada, pdf };
    let page = points_statement(&test.shop, &asked(false)).unwrap();
    assert!(page.name.starts_with("points-"), "{}", page.name);
    let text = String::from_utf8(page.bytes).unwrap();
    for words in [code.as_str(), "25 % off one order", "For order #10"] {
        assert!(text.contains(words), "{words}");
    }
    let pdf = points_statement(&test.shop, &asked(true)).unwrap();
    assert!(pdf.bytes.starts_with(b"%PDF"), "{}", pdf.name);

    let asked = |format| ExportLedger {
        who: LedgerAsked::default(),
        format,
    };
    let file = export_ledger(&test.shop, &asked(ExportFormat::Csv)).unwrap();
    let text = String::from_utf8(file.bytes).unwrap();
    assert_eq!(text.lines().count(), 21, "{text}");
    let newest = text.lines().nth(1).unwrap();
    assert!(newest.contains("Spent on a reward, code"), "{newest}");
    let picture = export_ledger(&test.shop, &asked(ExportFormat::Png)).unwrap_err();
    assert_eq!(picture.code, Code::Validation);
    assert_eq!(friend_code(&test.shop, CustomerId(ada)).unwrap().len(), 10);
}

#[test]
fn members_are_told_before_anything_expires() {
    let test = with_programme();
    let mut rules = loyalty_programme(&test.shop).unwrap().begin;
    rules.expiry = ProgrammeExpiry::AfterEarning {
        months: 12,
        warning_days: 30,
    };
    let now = ProgrammeAsked {
        programme: rules,
        from: None,
    };
    set_programme_rules(&test.shop, &now).unwrap();
    let seen = loyalty_overview(&test.shop).unwrap();
    assert!(seen.expires && seen.told_on.is_none());
    tell_of_expiry(&test.shop).unwrap();
    let seen = loyalty_overview(&test.shop).unwrap();
    let today = test.shop.context().unwrap().today;
    assert_eq!(seen.told_on, Some(today.to_string()));
    let ada = member_detail(&test.shop, CustomerId(id(&test, "ada@example.com"))).unwrap();
    assert_eq!(ada.row.next_expiry, Some(Points(100)));
    assert_eq!(
        ada.row.next_expiry_on,
        Some(today.plus_months(12).to_string()),
        "one full period after expiry is switched on"
    );
}

/// Every part that a programme can have crosses the boundary and comes back as it was.
#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a programme with everything that there is is long"
)]
fn a_programme_of_every_kind_of_rule_is_kept_as_it_was_said() {
    let test = with_orders();
    let rule = |id: u32, earns: ProgrammeEarning| ProgrammeRule { id, earns };
    let word = |word: &str| word.to_owned();
    let points = Points;
    let terms = RewardTerms {
        minimum_order: Some(Minor(6_000)),
        valid_days: Some(90),
        per_person: Some(2),
        in_all: Some(100),
    };
    let reward = |id: u32, gives: RewardGives| ProgrammeReward {
        id,
        costs: points(100),
        gives,
        terms: terms.clone(),
    };
    let rules = ProgrammeRules {
        currency: word("EUR"),
        rules: vec![
            rule(
                1,
                ProgrammeEarning::PerOrder {
                    points: points(5),
                    from: Minor(0),
                    below: Some(Minor(10_000)),
                },
            ),
            rule(
                2,
                ProgrammeEarning::PerAmount {
                    points: points(1),
                    each: Minor(1_000),
                    rounding: ProgrammeRounding::Down,
                    from: Minor(2_000),
                },
            ),
            rule(
                3,
                ProgrammeEarning::PerItem {
                    points: points(3),
                    of: ProgrammePick::Tag(word("new")),
                },
            ),
            rule(
                4,
                ProgrammeEarning::FirstOrder {
                    points: points(7),
                    from: Minor(0),
                },
            ),
            rule(
                5,
                ProgrammeEarning::NthOrder {
                    points: points(9),
                    nth: 5,
                    again: true,
                },
            ),
            rule(6, ProgrammeEarning::Joining { points: points(20) }),
            rule(
                7,
                ProgrammeEarning::Referral {
                    points: points(50),
                    friend_points: points(10),
                    from: Minor(3_000),
                },
            ),
        ],
        exclusions: ProgrammeExclusions {
            discounted_items: true,
            products: vec![
                ProgrammePick::Product(word("Candle")),
                ProgrammePick::Category(word("Gifts")),
                ProgrammePick::Vendor(word("Wren")),
            ],
        },
        factors: vec![ProgrammeFactor {
            percent: 200,
            when: ProgrammeFactorWhen::Days {
                from: word("2026-12-01"),
                until: word("2026-12-25"),
            },
        }],
        caps: ProgrammeCaps {
            per_day: Some(points(100)),
            per_month: Some(points(500)),
        },
        tiers: Some(ProgrammeTiers {
            by: ProgrammeTierMeasure::Spend,
            over: ProgrammeTierWindow::Rolling { months: 12 },
            grace_days: 30,
            tiers: vec![ProgrammeTier {
                id: 1,
                name: word("Gold"),
                from: Minor(50_000),
                percent: 150,
                entry_points: points(25),
                entry_reward: None,
            }],
        }),
        rewards: vec![
            reward(
                1,
                RewardGives::PercentOff {
                    percent: 25,
                    at_most: Some(Minor(4_000)),
                },
            ),
            reward(
                2,
                RewardGives::AmountOff {
                    amount: Minor(1_000),
                },
            ),
            reward(3, RewardGives::FreeShipping),
            reward(
                4,
                RewardGives::FreeProduct {
                    name: word("a candle"),
                    worth: Some(Minor(1_200)),
                },
            ),
            reward(
                5,
                RewardGives::GiftCard {
                    amount: Minor(1_500),
                },
            ),
        ],
        expiry: ProgrammeExpiry::WithoutOrder {
            months: 24,
            warning_days: 30,
        },
        pending_days: 14,
        paused: false,
    };
    set_programme_rules(&test.shop, &from_may(rules.clone())).unwrap();
    let kept = loyalty_programme(&test.shop).unwrap().versions.remove(0);
    assert_eq!(kept.rules, rules);
    let tiers = members(&test, MembersOnly::All, "");
    assert_eq!(tiers.len(), 3, "even Cleo earns by a small order");
    let ada = member_detail(&test.shop, CustomerId(id(&test, "ada@example.com"))).unwrap();
    assert_eq!(ada.row.tier, "Gold");
}
