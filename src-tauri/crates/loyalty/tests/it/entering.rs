//! What someone is given for reaching a tier, and points that follow a segment.

use pannier_core::CustomerId;
use pannier_loyalty::{
    Factor, FactorWhen, Gives, Programme, ProgrammeError, Reward, Terms, Tier, TierMeasure,
    TierPlan, TierWindow,
};
use pannier_store::RewardRecord;

use crate::{
    posting::per_euro,
    support::{Said, Shop, shop},
};

const ADA: &str = "ada@example.com";
const BEA: &str = "bea@example.com";

fn gold(entry_points: i64, entry_reward: Option<u32>) -> Programme {
    let mut programme = per_euro();
    programme.rewards.push(Reward {
        id: 9,
        costs: 0,
        gives: Gives::FreeShipping,
        terms: Terms {
            valid_days: Some(30),
            ..Terms::default()
        },
    });
    programme.tiers = Some(TierPlan {
        by: TierMeasure::Spend,
        over: TierWindow::Rolling { months: 12 },
        grace_days: 0,
        tiers: vec![Tier {
            id: 3,
            name: "Gold".to_owned(),
            from: 10_000,
            percent: 100,
            entry_points,
            entry_reward,
        }],
    });
    programme
}

impl Shop {
    fn rewards(&self) -> Vec<RewardRecord> {
        self.store.read(|tx| tx.rewards()).unwrap()
    }

    /// Of each reward: used, taken back, or open.
    fn standing(&self) -> Vec<&'static str> {
        let state = |reward: &RewardRecord| match (reward.uses, reward.taken_back_at) {
            (1.., _) => "used",
            (0, Some(_)) => "taken back",
            (0, None) => "open",
        };
        self.rewards().iter().map(state).collect()
    }
}

#[test]
fn reaching_a_tier_gives_its_reward_once() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&gold(0, Some(9)), Some("2026-01-01T00:00:00Z"));
    let first = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 6_000);
    let second = Said::plain(2, ADA, "2026-01-08T10:00:00Z", 6_000);
    shop.import(&[
        first.clone(),
        Said::plain(3, BEA, "2026-01-08T10:00:00Z", 9_900),
    ]);
    assert!(shop.standing().is_empty());
    shop.import(std::slice::from_ref(&second));
    let rewards = shop.rewards();
    assert_eq!(shop.standing(), ["open"]);
    assert_eq!((rewards[0].number, rewards[0].row), (9, None));
    assert_eq!(rewards[0].valid_until, Some("2026-03-30".parse().unwrap()));
    shop.assert_settled();
    shop.import(&[Said::plain(4, ADA, "2026-02-08T10:00:00Z", 20_000)]);
    assert_eq!(shop.standing(), ["open"], "nobody is welcomed twice");
    shop.assert_settled();
    assert_eq!(shop.rewards().len(), 1);
}

#[test]
fn a_tier_that_was_not_reached_after_all_takes_an_unused_reward_back() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&gold(50, Some(9)), Some("2026-01-01T00:00:00Z"));
    let order = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 12_000);
    let cancelled = Said {
        cancelled_at: Some("2026-01-06T10:00:00Z".parse().unwrap()),
        ..order.clone()
    };
    shop.import(std::slice::from_ref(&order));
    assert_eq!((shop.available(ADA), shop.standing()), (170, vec!["open"]));
    shop.import(std::slice::from_ref(&cancelled));
    assert_eq!(
        (shop.available(ADA), shop.standing()),
        (0, vec!["taken back"])
    );
    shop.assert_settled();
    shop.import(std::slice::from_ref(&order));
    assert_eq!(shop.standing(), ["taken back", "open"]);
    let code = shop.rewards()[1].code.clone();
    shop.import(&[Said {
        codes: code,
        ..Said::plain(2, ADA, "2026-02-05T10:00:00Z", 1_000)
    }]);
    shop.import(std::slice::from_ref(&cancelled));
    assert_eq!(
        shop.standing(),
        ["taken back", "used"],
        "what was used is gone"
    );
    shop.import(std::slice::from_ref(&order));
    assert_eq!(shop.standing(), ["taken back", "used"]);
    shop.assert_settled();
}

#[test]
fn the_reward_of_a_tier_is_said_and_has_to_be_there() {
    let programme = gold(20, Some(9));
    let sentences = programme.sentences();
    assert!(
        sentences.contains(
            &"Gold from 100.00 EUR spent within 12 months, 20 points and free shipping of one order on reaching it."
                .to_owned()
        ),
        "{sentences:?}"
    );
    let missing = gold(0, Some(8)).check(pannier_core::Currency::EUR);
    assert_eq!(
        missing,
        Err(ProgrammeError::EntryReward { tier: 3, reward: 8 })
    );
}

#[test]
fn a_factor_follows_a_segment_and_leaves_the_past_alone() {
    let shop = shop("2026-01-10T12:00:00Z");
    let (ada, bea) = {
        shop.import(&[
            Said::plain(1, ADA, "2025-12-01T10:00:00Z", 100),
            Said::plain(2, BEA, "2025-12-01T10:00:00Z", 100),
        ]);
        (shop.customer(ADA).unwrap(), shop.customer(BEA).unwrap())
    };
    let freeze = |people: &[CustomerId]| {
        shop.write(|tx| Ok(tx.snapshot_segment(1, people, shop.now())?))
            .unwrap();
    };
    freeze(&[ada]);
    let programme = Programme {
        factors: vec![Factor {
            percent: 300,
            when: FactorWhen::Segment {
                segment: 1,
                name: "Regulars".to_owned(),
            },
        }],
        ..per_euro()
    };
    assert_eq!(programme.followed_segments().collect::<Vec<_>>(), [1]);
    shop.set(&programme, Some("2026-01-01T00:00:00Z"));
    shop.import(&[
        // From before the first list: that one holds.
        Said::plain(3, ADA, "2026-01-05T10:00:00Z", 1_000),
        Said::plain(4, BEA, "2026-01-05T10:00:00Z", 1_000),
    ]);
    assert_eq!((shop.available(ADA), shop.available(BEA)), (30, 10));
    shop.pass(8 * 24);
    freeze(&[bea]);
    shop.pass(2);
    shop.import(&[
        Said::plain(5, ADA, "2026-01-18T11:00:00Z", 1_000),
        Said::plain(6, ADA, "2026-01-18T13:00:00Z", 1_000),
        Said::plain(7, BEA, "2026-01-18T13:00:00Z", 1_000),
    ]);
    assert_eq!(
        shop.available(ADA),
        30 + 30 + 10,
        "as of the hour of each order"
    );
    assert_eq!(shop.available(BEA), 10 + 30);
    shop.assert_settled();
}
