//! Points, tiers and rewards of everyone at once: the same as of each.

use pannier_core::{Currency, PointsFacts};
use pannier_loyalty::{
    Earning, Programme, Rounding, Rule, Tier, TierMeasure, TierPlan, TierWindow, points_facts,
};

use crate::{
    posting::per_euro,
    support::{Said, Shop, shop},
};

const ADA: &str = "ada@example.com";
const BEA: &str = "bea@example.com";
const CLEO: &str = "cleo@example.com";

impl Shop {
    fn facts(&self) -> PointsFacts {
        self.store
            .read(|tx| points_facts(tx, &tx.people_facts()?, self.now()))
            .unwrap()
    }

    /// Points, tier and rewards of someone in the columns.
    fn in_columns(&self, email: &str) -> (i64, String, u16) {
        let facts = self.facts();
        let customer = self.customer(email).unwrap();
        let person = self.store.read(|tx| {
            let people = tx.people_facts()?;
            Ok::<_, pannier_loyalty::Error>(people.index(tx.people()?.person(customer)))
        });
        let person = person.unwrap().unwrap() as usize;
        let tier = facts.tier.names[facts.tier(person) as usize].clone();
        (facts.available(person), tier, facts.rewards(person))
    }
}

fn tiers(by: TierMeasure, over: TierWindow, grace_days: u32) -> TierPlan {
    let tier = |id, name: &str, from| Tier {
        id,
        name: name.to_owned(),
        from,
        percent: 100,
        entry_points: 0,
        entry_reward: None,
    };
    let scale = if by == TierMeasure::Spend { 100 } else { 1 };
    TierPlan {
        by,
        over,
        grace_days,
        tiers: vec![tier(1, "Silver", 100 * scale), tier(2, "Gold", 300 * scale)],
    }
}

#[test]
fn without_a_programme_nobody_has_anything() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000)]);
    assert_eq!(shop.facts(), PointsFacts::default());
}

#[test]
fn points_and_rewards_of_all_are_those_of_each() {
    let shop = shop("2026-03-01T12:00:00Z");
    let programme = Programme {
        pending_days: 14,
        ..per_euro()
    };
    shop.set(&programme, Some("2026-01-01T00:00:00Z"));
    shop.import(&[
        Said::plain(1, ADA, "2026-01-05T10:00:00Z", 25_000),
        Said::plain(2, ADA, "2026-02-25T10:00:00Z", 3_000),
        Said::plain(3, BEA, "2026-01-05T10:00:00Z", 6_000),
        Said::plain(4, CLEO, "2025-06-05T10:00:00Z", 6_000),
    ]);
    let ada = shop.customer(ADA).unwrap();
    let issued = shop
        .write(|tx| pannier_loyalty::redeem(tx, ada, 1, shop.now()))
        .unwrap();
    assert_eq!(shop.in_columns(ADA), (150, String::new(), 1));
    assert_eq!(shop.available(ADA), 150);
    assert_eq!(shop.in_columns(BEA), (60, String::new(), 0));
    assert_eq!(shop.in_columns(CLEO), (0, String::new(), 0));
    let facts = shop.facts();
    assert_eq!(facts.cheapest, Some(100));
    // The usual order comes to 100.00, and one of up to twice as much has no threshold to reach.
    assert_eq!(facts.one_order, 100);
    let release = "2026-03-10T23:00:00Z".parse().unwrap();
    let midnight = "2026-03-01T23:00:00Z".parse().unwrap();
    assert_eq!(facts.until, Some(midnight), "before {release}");
    shop.go_to("2026-03-10T22:59:59Z");
    shop.post();
    assert_eq!(shop.facts().until, Some(release));
    assert_eq!(shop.in_columns(ADA).0, 150);
    shop.go_to("2026-03-10T23:00:00Z");
    assert_eq!(shop.in_columns(ADA).0, 180);
    shop.import(&[Said {
        codes: issued.code.to_lowercase(),
        ..Said::plain(5, BEA, "2026-03-09T10:00:00Z", 6_000)
    }]);
    assert_eq!(shop.in_columns(ADA).2, 0, "it was used");
    shop.go_to("2028-01-01T00:00:00Z");
    let ada = shop.customer(ADA).unwrap();
    shop.write(|tx| pannier_loyalty::redeem(tx, ada, 1, shop.now()))
        .unwrap();
    assert_eq!(shop.in_columns(ADA).2, 1);
    shop.go_to("2029-01-01T00:00:00Z");
    assert_eq!(shop.in_columns(ADA).2, 0, "its last day is past");
}

#[test]
fn a_tier_of_spend_counts_orders_from_before_the_programme_and_keeps_its_grace() {
    let shop = shop("2026-03-01T12:00:00Z");
    let plan = tiers(TierMeasure::Spend, TierWindow::Rolling { months: 12 }, 30);
    let programme = Programme {
        tiers: Some(plan),
        ..per_euro()
    };
    shop.set(&programme, Some("2026-02-01T00:00:00Z"));
    shop.import(&[
        Said::plain(1, ADA, "2025-04-05T10:00:00Z", 20_000),
        Said::plain(2, ADA, "2025-06-05T10:00:00Z", 12_000),
        Said::plain(3, BEA, "2025-02-20T10:00:00Z", 10_000),
        Said {
            is_test: true,
            ..Said::plain(4, BEA, "2026-02-05T10:00:00Z", 90_000)
        },
        Said::plain(5, CLEO, "2026-02-28T10:00:00Z", 9_999),
    ]);
    assert_eq!(shop.in_columns(ADA).1, "Gold");
    assert_eq!(shop.in_columns(BEA).1, "Silver", "kept 30 days longer");
    assert_eq!(shop.in_columns(CLEO).1, "");
    shop.go_to("2026-03-25T12:00:00Z");
    assert_eq!(shop.in_columns(BEA).1, "");
    shop.go_to("2026-05-06T12:00:00Z");
    assert_eq!(shop.in_columns(ADA).1, "Silver");
    let facts = shop.facts();
    assert_eq!(facts.tier.names, ["", "Silver", "Gold"]);
}

#[test]
fn a_tier_of_points_is_that_which_orders_are_multiplied_by() {
    let shop = shop("2026-03-01T12:00:00Z");
    let plan = tiers(TierMeasure::Points, TierWindow::CalendarYear, 0);
    let programme = Programme {
        rules: vec![Rule {
            id: 1,
            earns: Earning::PerAmount {
                points: 1,
                each: 100,
                rounding: Rounding::Down,
                from: 0,
            },
        }],
        tiers: Some(plan),
        ..Programme::default_of(Currency::EUR)
    };
    shop.set(&programme, Some("2025-01-01T00:00:00Z"));
    shop.import(&[
        Said::plain(1, ADA, "2025-04-05T10:00:00Z", 31_000),
        Said::plain(2, BEA, "2026-02-20T10:00:00Z", 12_000),
    ]);
    assert_eq!(shop.in_columns(ADA).1, "Gold", "of last year");
    assert_eq!(shop.in_columns(BEA).1, "Silver");
    shop.go_to("2027-01-01T12:00:00Z");
    assert_eq!(shop.in_columns(ADA).1, "");
    assert_eq!(shop.in_columns(BEA).1, "Silver");
}
