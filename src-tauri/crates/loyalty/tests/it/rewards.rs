//! Rewards given to many, and codes that all of a month share.

use pannier_core::Currency;
use pannier_loyalty::{Error, GivenToMany, Programme, give_to_many, is_like_ours, shared_code};
use pannier_store::RewardRecord;

use crate::support::{Said, Shop, shop};

const ADA: &str = "ada@example.com";
const BEA: &str = "bea@example.com";
const CEM: &str = "cem@example.com";

fn filled() -> Shop {
    let shop = shop("2026-03-10T12:00:00Z");
    shop.set(
        &Programme::default_of(Currency::EUR),
        Some("2026-01-01T00:00:00Z"),
    );
    let mut orders: Vec<Said> = (1..=10)
        .map(|number| Said::plain(number, ADA, "2026-02-01T10:00:00Z", 12_000))
        .collect();
    orders.push(Said::plain(11, BEA, "2026-02-01T10:00:00Z", 2_000));
    orders.push(Said::plain(12, CEM, "2026-02-01T10:00:00Z", 2_000));
    shop.import(&orders);
    shop
}

fn given(shop: &Shop) -> Vec<RewardRecord> {
    shop.store.read(|tx| tx.rewards()).unwrap()
}

fn give(shop: &Shop, emails: &[&str], reward: u32) -> Result<GivenToMany, Error> {
    let customers: Vec<_> = emails
        .iter()
        .filter_map(|email| shop.customer(email))
        .collect();
    shop.write(|tx| give_to_many(tx, &customers, reward, shop.now()))
}

fn uses(shop: &Shop) -> Vec<u32> {
    given(shop).iter().map(|reward| reward.uses).collect()
}

fn with_code(number: u32, email: &str, at: &str, code: &str) -> Said {
    Said {
        codes: code.to_owned(),
        discounts: 500,
        ..Said::plain(number, email, at, 1_500)
    }
}

#[test]
fn many_are_given_one_each_and_nobody_a_second_while_one_waits() {
    let shop = filled();
    let first = give(&shop, &[ADA, BEA, ADA], 1).unwrap();
    assert_eq!((first.given, first.had), (2, 0));
    let again = give(&shop, &[ADA, BEA, CEM], 1).unwrap();
    assert_eq!((again.given, again.had), (1, 2));
    let all = given(&shop);
    let codes: std::collections::BTreeSet<&str> = all.iter().map(|one| &*one.code).collect();
    assert_eq!(codes.len(), 3);
    assert!(
        all.iter()
            .all(|one| is_like_ours(&one.code) && one.row.is_none())
    );
    assert_eq!(shop.available(ADA), 100, "no points were spent");
    shop.assert_settled();
    shop.import(&[with_code(
        20,
        BEA,
        "2026-03-09T10:00:00Z",
        &all[1].code.to_lowercase(),
    )]);
    let used = give(&shop, &[BEA], 1).unwrap();
    assert_eq!(used.given, 1, "the first was used");
    assert!(matches!(give(&shop, &[BEA], 9), Err(Error::NoReward(9))));
    shop.assert_settled();
}

#[test]
fn no_more_are_given_than_there_are() {
    let shop = filled();
    let mut programme = Programme::default_of(Currency::EUR);
    programme.rewards[0].terms.in_all = Some(2);
    programme.rewards[0].terms.per_person = Some(1);
    shop.set(&programme, None);
    let done = give(&shop, &[ADA, BEA, CEM], 1).unwrap();
    assert_eq!((done.given, done.left_out), (2, 1));
    let code = given(&shop)[0].code.clone();
    shop.write(|tx| pannier_loyalty::unredeem(tx, &code, shop.now()))
        .unwrap();
    let done = give(&shop, &[ADA, BEA, CEM], 1).unwrap();
    assert_eq!((done.given, done.had, done.left_out), (1, 0, 2));
    shop.assert_settled();
}

#[test]
fn a_code_that_all_share_closes_the_oldest_of_its_users_rewards_of_the_month() {
    let shop = filled();
    give(&shop, &[ADA, BEA], 1).unwrap();
    let key = shop.store.read(|tx| tx.shop_key()).unwrap();
    let march = shared_code(&key, 1, "2026-03-01".parse().unwrap());
    let typed = format!("{} {}", &march[..5].to_lowercase(), &march[5..]);
    shop.import(&[
        with_code(30, ADA, "2026-03-10T11:00:00Z", &march),
        with_code(31, CEM, "2026-03-11T10:00:00Z", &march),
    ]);
    assert_eq!(uses(&shop), [0, 0], "too early, and someone who had none");
    shop.go_to("2026-03-20T12:00:00Z");
    shop.import(&[
        with_code(32, BEA, "2026-03-12T10:00:00Z", &typed),
        with_code(33, BEA, "2026-03-13T10:00:00Z", &march),
    ]);
    assert_eq!(uses(&shop), [0, 1], "the second order closes nothing more");
    shop.assert_settled();
    assert_eq!(uses(&shop), [0, 1]);
    // With the reward's own code used before, the shared one has nothing left to close.
    let own = given(&shop)[0].code.clone();
    shop.import(&[
        with_code(34, ADA, "2026-03-14T10:00:00Z", &own),
        with_code(35, ADA, "2026-03-15T10:00:00Z", &march),
    ]);
    assert_eq!(uses(&shop), [1, 1]);
    shop.assert_settled();
}
