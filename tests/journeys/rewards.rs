//! What points cost, and rewards at the shop: what would pay for a programme, codes from a file for
//! the shop to the order that carries one.

use pannier_api::{
    Code, loyalty_programme, set_loyalty_assumptions, try_programme_rules,
    views::{
        Amount, LoyaltyAssumptions, Minor, Origin, ProgrammeReward, ProgrammeRules,
        ProgrammesTried, RewardGives, TryProgramme,
    },
};

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
