//! Points in messages: what `{{ points.balance }}` and the like stand for.

use std::collections::BTreeMap;

use crate::Member;

/// The names that messages can use, with what each stands for.
pub const VARIABLES: [(&str, &str); 9] = [
    ("points.balance", "points to spend now"),
    ("points.pending", "points that can be spent later"),
    (
        "points.to_next_reward",
        "points missing for the next reward",
    ),
    ("points.next_reward", "what the next reward gives"),
    ("points.tier", "their tier"),
    ("points.expiring", "points that expire next"),
    ("points.expire_on", "the last day to spend those"),
    (
        "points.reward_code",
        "the code of the unused reward that ends first",
    ),
    ("points.reward", "what that reward gives"),
];

/// What each name stands for with someone. Numbers and days are written plainly (`120`,
/// `2026-06-30`), since how they look is the message's; what someone does not have is empty. A
/// person who owes points has 0 to spend.
///
/// `last_day` says on which day points can be spent last that go at a moment.
pub fn message_variables(
    member: &Member,
    last_day: impl Fn(pannier_core::Timestamp) -> pannier_core::Day,
) -> BTreeMap<&'static str, String> {
    let next = member.next_reward.as_ref();
    let reward = member.rewards.first();
    let expiry = member.balance.next_expiry;
    let texts = [
        member.balance.available.max(0).to_string(),
        member.balance.pending.to_string(),
        next.map_or_else(String::new, |next| next.missing.to_string()),
        next.map_or_else(String::new, |next| next.gives.clone()),
        member.tier.clone().unwrap_or_default(),
        expiry.map_or_else(String::new, |(_, points)| points.to_string()),
        expiry.map_or_else(String::new, |(at, _)| last_day(at).to_string()),
        reward.map_or_else(String::new, |reward| reward.code.clone()),
        reward.map_or_else(String::new, |reward| reward.gives.clone()),
    ];
    let names = VARIABLES.iter().map(|(name, _)| *name);
    names.zip(texts).collect()
}

#[cfg(test)]
mod tests {
    use pannier_core::{ShopZone, Timestamp};

    use super::*;
    use crate::{Balance, NextReward, OpenReward};

    #[test]
    fn every_name_stands_for_something() {
        let zone = ShopZone::UTC;
        let goes: Timestamp = "2026-07-01T00:00:00Z".parse().unwrap();
        let last_day = |at| zone.day_of(at).plus_days(-1);
        let rich = Member {
            balance: Balance {
                available: 120,
                pending: 10,
                next_expiry: Some((goes, 30)),
            },
            tier: Some("Gold".to_owned()),
            next_reward: Some(NextReward {
                gives: "25 % off one order".to_owned(),
                missing: 0,
                one_order_away: false,
            }),
            rewards: vec![OpenReward {
                code: "AB23".to_owned(),
                gives: "free shipping of one order".to_owned(),
                valid_until: None,
            }],
        };
        let said = message_variables(&rich, last_day);
        let texts: Vec<&str> = VARIABLES
            .iter()
            .map(|(name, _)| said[name].as_str())
            .collect();
        assert_eq!(
            texts,
            [
                "120",
                "10",
                "0",
                "25 % off one order",
                "Gold",
                "30",
                "2026-06-30",
                "AB23",
                "free shipping of one order"
            ]
        );
        let owing = Member {
            balance: Balance {
                available: -20,
                ..Balance::default()
            },
            tier: None,
            next_reward: None,
            rewards: Vec::new(),
        };
        let said = message_variables(&owing, last_day);
        assert_eq!(said["points.balance"], "0");
        assert!(said.values().filter(|text| text.is_empty()).count() == 7);
    }
}
