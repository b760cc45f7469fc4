//! What the merchant decides: redeeming, taking back, giving, and codes that come back on orders.

use pannier_core::Currency;
use pannier_loyalty::{Error, Gives, Programme, Reward, Terms};
use pannier_store::LedgerKind;

use crate::{
    posting::per_euro,
    support::{Said, Shop, at, shop},
};

const ADA: &str = "ada@example.com";
const BEA: &str = "bea@example.com";

/// Ada has 250 points.
fn rich(programme: &Programme) -> Shop {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(programme, Some("2026-01-01T00:00:00Z"));
    shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 25_000)]);
    shop
}

impl Shop {
    fn redeem(&self, email: &str, reward: u32) -> Result<pannier_loyalty::Issued, Error> {
        let customer = self.customer(email).unwrap();
        self.write(|tx| pannier_loyalty::redeem(tx, customer, reward, self.now()))
    }

    fn unredeem(&self, code: &str) -> Result<i64, Error> {
        self.write(|tx| pannier_loyalty::unredeem(tx, code, self.now()))
    }

    fn adjust(&self, email: &str, points: i64, reason: &str) -> Result<i64, Error> {
        let customer = self.customer(email).unwrap();
        self.write(|tx| pannier_loyalty::adjust(tx, customer, points, reason, self.now()))
    }
}

#[test]
fn spending_never_overdraws() {
    let shop = rich(&per_euro());
    let first = shop.redeem(ADA, 1).unwrap();
    assert_eq!(first.available, 150);
    assert_eq!(first.gives, "25 % off one order");
    assert_eq!(first.valid_until, Some("2027-02-28".parse().unwrap()));
    let second = shop.redeem(ADA, 2).unwrap();
    assert_ne!(first.code, second.code);
    assert_eq!(second.available, 50);
    let refused = shop.redeem(ADA, 1).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "This takes 100 points; there are 50 to spend"
    );
    assert_eq!(shop.available(ADA), 50);
    assert!(matches!(shop.redeem(ADA, 9), Err(Error::NoReward(9))));
    shop.assert_settled();
}

#[test]
fn a_clock_that_goes_back_to_before_an_order_makes_what_was_spent_of_it_owed() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(&per_euro(), Some("2026-01-01T00:00:00Z"));
    // Its file says a day that has not come.
    shop.import(&[Said::plain(1, ADA, "2026-03-10T10:00:00Z", 25_000)]);
    assert_eq!(shop.available(ADA), 0);
    shop.go_to("2026-03-20T10:00:00Z");
    assert_eq!(shop.redeem(ADA, 1).unwrap().available, 150);
    shop.go_to("2026-03-05T10:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), -100);
    shop.go_to("2026-03-10T10:00:00Z");
    shop.post();
    assert_eq!(shop.available(ADA), 150);
    shop.assert_settled();
}

#[test]
fn a_reversal_may_take_more_than_there_is_and_the_next_points_pay_it() {
    let shop = rich(&per_euro());
    shop.redeem(ADA, 1).unwrap();
    shop.redeem(ADA, 1).unwrap();
    let order = Said::plain(1, ADA, "2026-01-05T10:00:00Z", 25_000);
    shop.import(&[order.refunded(25_000)]);
    assert_eq!(shop.available(ADA), -200);
    assert!(shop.redeem(ADA, 1).is_err());
    shop.import(&[Said::plain(2, ADA, "2026-02-05T10:00:00Z", 29_900)]);
    assert_eq!(shop.available(ADA), 99);
    assert!(shop.redeem(ADA, 1).is_err());
    shop.assert_settled();
}

#[test]
fn a_reward_that_was_not_used_can_be_taken_back_once() {
    let shop = rich(&per_euro());
    let issued = shop.redeem(ADA, 1).unwrap();
    let typed = format!(
        " {}-{} ",
        &issued.code[..4],
        issued.code[4..].to_lowercase()
    );
    assert_eq!(shop.unredeem(&typed).unwrap(), 250);
    let kinds: Vec<LedgerKind> = shop.rows().iter().map(|row| row.kind).collect();
    assert_eq!(
        kinds,
        [LedgerKind::Earn, LedgerKind::Redeem, LedgerKind::Unredeem]
    );
    assert_eq!(
        shop.unredeem(&issued.code).unwrap_err().to_string(),
        format!(
            "The reward with the code {} was taken back already. Nothing was changed",
            issued.code
        )
    );
    assert!(matches!(shop.unredeem("NEVER"), Err(Error::NoCode(_))));
    shop.assert_settled();
}

#[test]
fn a_code_on_an_order_closes_its_reward() {
    let shop = rich(&per_euro());
    let issued = shop.redeem(ADA, 1).unwrap();
    let with_code = Said {
        codes: format!("WELCOME,{} ", issued.code.to_lowercase()),
        discounts: 2_500,
        ..Said::plain(2, BEA, "2026-02-05T10:00:00Z", 7_500)
    };
    let import = shop.import(std::slice::from_ref(&with_code));
    let used = |code: &str| {
        let reward = shop.store.read(|tx| tx.reward_by_code(code)).unwrap();
        reward.unwrap().uses
    };
    assert_eq!(used(&issued.code), 1);
    assert_eq!(
        shop.available(BEA),
        100,
        "the order counts as it was before the reward"
    );
    assert!(shop.unredeem(&issued.code).is_err());
    shop.import(&[Said {
        number: 3,
        ..with_code.clone()
    }]);
    assert_eq!(used(&issued.code), 2, "used twice, and said so");
    shop.import(&[Said {
        number: 3,
        codes: String::new(),
        ..with_code
    }]);
    assert_eq!(used(&issued.code), 1);
    shop.undo(import);
    assert_eq!(used(&issued.code), 0);
    shop.assert_settled();
}

#[test]
fn a_threshold_looks_at_the_order_before_the_reward() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(
        &Programme::default_of(Currency::EUR),
        Some("2026-01-01T00:00:00Z"),
    );
    shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 10_000)]);
    shop.adjust(ADA, 90, "moved from the card in the shop")
        .unwrap();
    let issued = shop.redeem(ADA, 1).unwrap();
    shop.import(&[
        Said {
            codes: issued.code.clone(),
            discounts: 2_500,
            ..Said::plain(2, ADA, "2026-02-05T10:00:00Z", 7_500)
        },
        // Another discount is one: this order came to less.
        Said {
            codes: "SUMMER".to_owned(),
            discounts: 2_500,
            ..Said::plain(3, ADA, "2026-02-06T10:00:00Z", 7_500)
        },
    ]);
    assert_eq!(shop.available(ADA), 10);
    shop.assert_settled();
}

#[test]
fn limits_of_a_reward_hold() {
    let limited = Programme {
        rewards: vec![
            Reward {
                id: 1,
                costs: 10,
                gives: Gives::FreeShipping,
                terms: Terms {
                    per_person: Some(1),
                    in_all: Some(2),
                    ..Terms::default()
                },
            },
            Reward {
                id: 2,
                costs: 0,
                gives: Gives::FreeShipping,
                terms: Terms::default(),
            },
        ],
        ..per_euro()
    };
    let shop = rich(&limited);
    shop.import(&[
        Said::plain(2, BEA, "2026-01-05T10:00:00Z", 25_000),
        Said::plain(3, "cleo@example.com", "2026-01-05T10:00:00Z", 25_000),
    ]);
    let first = shop.redeem(ADA, 1).unwrap();
    assert_eq!(first.valid_until, None);
    assert!(matches!(shop.redeem(ADA, 1), Err(Error::HadBefore(1))));
    shop.redeem(BEA, 1).unwrap();
    assert!(matches!(
        shop.redeem("cleo@example.com", 1),
        Err(Error::AllGone(2))
    ));
    shop.unredeem(&first.code).unwrap();
    shop.redeem("cleo@example.com", 1).unwrap();
    assert!(matches!(shop.redeem(ADA, 2), Err(Error::NotForPoints(2))));
    let ada = shop.customer(ADA).unwrap();
    let given = shop
        .write(|tx| pannier_loyalty::give_reward(tx, ada, 2, shop.now()))
        .unwrap();
    assert_eq!(given.available, 250, "a gift costs nothing");
    shop.unredeem(&given.code).unwrap();
    assert_eq!(shop.available(ADA), 250);
    shop.assert_settled();
}

#[test]
fn points_by_hand_have_a_reason_that_can_be_erased() {
    let shop = rich(&per_euro());
    assert_eq!(shop.adjust(ADA, 15, " parcel arrived late ").unwrap(), 265);
    assert!(matches!(
        shop.adjust(ADA, -266, ""),
        Err(Error::NotEnough {
            needed: 266,
            available: 265
        })
    ));
    assert_eq!(shop.adjust(ADA, -265, "").unwrap(), 0);
    assert!(matches!(shop.adjust(ADA, 0, ""), Err(Error::BadPoints(0))));
    assert!(shop.adjust(ADA, i64::MAX, "").is_err());
    assert!(shop.adjust(ADA, i64::MIN, "").is_err());
    let ada = shop.customer(ADA).unwrap();
    let lines = shop
        .store
        .read(|tx| pannier_loyalty::lines(tx, ada))
        .unwrap();
    let told: Vec<(i64, Option<&str>, Option<&str>)> = lines
        .iter()
        .map(|l| (l.sum, l.order_number.as_deref(), l.reason.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (250, Some("#1"), None),
            (265, None, Some("parcel arrived late")),
            (0, None, None)
        ]
    );
    shop.store.erase_customer(ada, shop.now()).unwrap();
    let row = lines[1].row.id;
    let reason = shop.store.read(|tx| tx.ledger_reason(row)).unwrap();
    assert_eq!(reason, None);
    assert_eq!(
        shop.rows().len(),
        3,
        "the lines stay: they hold numbers alone"
    );
}

#[test]
fn a_balance_from_elsewhere_is_as_old_as_it_is() {
    let shop = rich(&per_euro());
    let ada = shop.customer(ADA).unwrap();
    let open = |points, earned: &str| {
        shop.write(|tx| pannier_loyalty::open_balance(tx, ada, points, at(earned), shop.now()))
    };
    assert_eq!(open(40, "2025-06-01T00:00:00Z").unwrap(), 290);
    assert!(matches!(
        open(-1, "2025-06-01T00:00:00Z"),
        Err(Error::BadPoints(-1))
    ));
    let holder = shop
        .store
        .read(|tx| pannier_loyalty::holder_of(tx, ada))
        .unwrap();
    shop.redeem(ADA, 1).unwrap();
    let lots = shop
        .store
        .read(|tx| tx.ledger_lots_of(holder.unwrap()))
        .unwrap();
    let left: Vec<i64> = lots.iter().map(|lot| lot.points).collect();
    assert_eq!(left, [190], "the oldest points went first");
    shop.assert_settled();
}

#[test]
fn nothing_is_decided_without_a_programme_or_against_time() {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 25_000)]);
    assert!(matches!(shop.redeem(ADA, 1), Err(Error::NoProgramme)));
    let programme = per_euro();
    shop.set(&programme, Some("2026-02-01T00:00:00Z"));
    let earlier = shop.write(|tx| {
        let start = Some(at("2026-02-28T00:00:00Z"));
        pannier_loyalty::set_programme(tx, &programme, start, shop.now())
    });
    assert!(matches!(earlier, Err(Error::BeginsInThePast)));
    let nobody =
        shop.write(|tx| pannier_loyalty::redeem(tx, pannier_core::CustomerId(77), 1, shop.now()));
    assert!(matches!(nobody, Err(Error::NoCustomer(_))));
}
