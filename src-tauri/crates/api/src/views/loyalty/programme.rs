//! The programme as a tree. The same shape as `pannier_loyalty::Programme` has.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::views::Minor;

/// A number of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct Points(#[specta(type = specta_typescript::Number)] pub i64);

/// What earns points and what they buy. All amounts are minor units of its currency; a percentage
/// is whole per cent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeRules {
    /// ISO 4217 code. Orders in another currency earn nothing.
    pub currency: String,
    /// What earns points. Every rule that fits gives its points.
    pub rules: Vec<ProgrammeRule>,
    /// What does not count as goods.
    pub exclusions: ProgrammeExclusions,
    /// What makes points more. Of several that fit, the highest counts.
    pub factors: Vec<ProgrammeFactor>,
    /// The most that orders can earn a person.
    pub caps: ProgrammeCaps,
    /// Standing that is earned by coming back.
    pub tiers: Option<ProgrammeTiers>,
    /// What points buy.
    pub rewards: Vec<ProgrammeReward>,
    /// When points go.
    pub expiry: ProgrammeExpiry,
    /// Points of an order can be spent so many days after it; 0: at once.
    pub pending_days: u32,
    /// Nothing earns points for the time being.
    pub paused: bool,
}

/// One rule that earns points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeRule {
    /// Its number, from 1, kept from version to version.
    pub id: u32,
    /// What earns how much.
    pub earns: ProgrammeEarning,
}

/// What earns how many points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ProgrammeEarning {
    /// Each order whose goods come to an amount.
    PerOrder {
        /// How many.
        points: Points,
        /// The least that the goods come to; 0: any.
        from: Minor,
        /// What the goods stay below, where there is such a limit.
        below: Option<Minor>,
    },
    /// Each amount spent.
    PerAmount {
        /// For each such amount.
        points: Points,
        /// The amount, over 0.
        each: Minor,
        /// What becomes of a part of it.
        rounding: ProgrammeRounding,
        /// The least that the goods come to; 0: any.
        from: Minor,
    },
    /// Each piece of some products.
    PerItem {
        /// For each piece.
        points: Points,
        /// Which products.
        of: ProgrammePick,
    },
    /// Someone's first order.
    FirstOrder {
        /// How many.
        points: Points,
        /// The least that the goods come to; 0: any.
        from: Minor,
    },
    /// Someone's second, third … order.
    NthOrder {
        /// How many.
        points: Points,
        /// Which one, from 2.
        nth: u32,
        /// Every nth one.
        again: bool,
    },
    /// Joining: someone's first order while there is a programme.
    Joining {
        /// How many.
        points: Points,
    },
    /// The birthday, of someone who ordered in the 365 days before.
    Birthday {
        /// How many.
        points: Points,
    },
    /// Bringing a friend, who uses a member's code with their first order.
    Referral {
        /// For the member.
        points: Points,
        /// For the friend; 0: none.
        friend_points: Points,
        /// The least that the goods come to; 0: any.
        from: Minor,
    },
}

/// What becomes of a part of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProgrammeRounding {
    /// It is dropped.
    Down,
    /// Half and more is a whole one; of exactly half, every other time.
    Nearest,
    /// It is a whole one.
    Up,
}

/// Some products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "word", rename_all = "camelCase")]
pub enum ProgrammePick {
    /// The one with that SKU or that name.
    Product(String),
    /// Those of a category, as the products file says.
    Category(String),
    /// Those with a tag, as the products file says.
    Tag(String),
    /// Those of a vendor.
    Vendor(String),
}

/// What does not count as goods. Shipping, tips, gift cards, tests and cancelled orders never do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeExclusions {
    /// Pieces of which something was taken off.
    pub discounted_items: bool,
    /// These products.
    pub products: Vec<ProgrammePick>,
}

/// What makes points more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeFactor {
    /// Of the points of a rule, over 100.
    pub percent: u32,
    /// For whom, and when.
    pub when: ProgrammeFactorWhen,
}

/// For whom or when points are more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ProgrammeFactorWhen {
    /// Orders of these days of the shop.
    Days {
        /// The first.
        from: String,
        /// The first one after.
        until: String,
    },
    /// Customers of a frozen list of a segment.
    FrozenList {
        /// The list.
        #[specta(type = specta_typescript::Number)]
        snapshot: i64,
        /// What the segment was called.
        name: String,
    },
    /// Customers of a saved segment, as it was when they ordered.
    Segment {
        /// Its row.
        #[specta(type = specta_typescript::Number)]
        segment: i64,
        /// What it was called.
        name: String,
    },
}

/// The most points that orders can earn a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeCaps {
    /// Within a day of the shop.
    pub per_day: Option<Points>,
    /// Within a calendar month.
    pub per_month: Option<Points>,
}

/// Standing by what someone spent or earned lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeTiers {
    /// What counts.
    pub by: ProgrammeTierMeasure,
    /// Over which time.
    pub over: ProgrammeTierWindow,
    /// Days that a tier is kept after it would be lost.
    pub grace_days: u32,
    /// The tiers, the lowest first.
    pub tiers: Vec<ProgrammeTier>,
}

/// What standing is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProgrammeTierMeasure {
    /// Goods of counted orders.
    Spend,
    /// Points of orders.
    Points,
}

/// Over which time standing is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ProgrammeTierWindow {
    /// The last months, day by day.
    Rolling {
        /// How many, from 1.
        months: u32,
    },
    /// The calendar year: a tier holds for the rest of it and for the next one.
    CalendarYear,
}

/// One tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeTier {
    /// Its number, from 1, kept from version to version.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// What it takes: minor units or points.
    pub from: Minor,
    /// Of the points of a rule; 100: no more than without.
    pub percent: u32,
    /// Points on reaching it for the first time; 0: none.
    pub entry_points: Points,
    /// The number of the reward on reaching it for the first time.
    pub entry_reward: Option<u32>,
}

/// What points buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeReward {
    /// Its number, from 1, kept from version to version.
    pub id: u32,
    /// Points that it costs; 0: it is given, not bought.
    pub costs: Points,
    /// What it gives.
    pub gives: RewardGives,
    /// On what terms.
    pub terms: RewardTerms,
}

/// What a reward gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RewardGives {
    /// So much less of one order.
    PercentOff {
        /// 1 to 100.
        percent: u32,
        /// The most that it takes off.
        at_most: Option<Minor>,
    },
    /// An amount less of one order.
    AmountOff {
        /// How much.
        amount: Minor,
    },
    /// Shipping of one order.
    FreeShipping,
    /// Something with one order.
    FreeProduct {
        /// What, in the shop's words.
        name: String,
        /// What it costs customers otherwise, where it has a price.
        worth: Option<Minor>,
    },
    /// A gift card.
    GiftCard {
        /// How much is on it.
        amount: Minor,
    },
}

/// On what terms a reward is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RewardTerms {
    /// The least that an order comes to on which it can be used.
    pub minimum_order: Option<Minor>,
    /// Days that it can be used, that of issue among them; nothing: for good.
    pub valid_days: Option<u32>,
    /// How often one person can have it.
    pub per_person: Option<u32>,
    /// How often all together can have it.
    pub in_all: Option<u32>,
}

/// When points go, the oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ProgrammeExpiry {
    /// They stay.
    Never,
    /// Months after they were earned, through the end of that day.
    AfterEarning {
        /// From 1.
        months: u32,
        /// So many days before the first ones go, members have to be told.
        warning_days: u32,
    },
    /// Months without an order: all that someone has.
    WithoutOrder {
        /// From 1.
        months: u32,
        /// So many days before the first ones go, members have to be told.
        warning_days: u32,
    },
}

/// The programme to set, or to try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeAsked {
    /// What it is to be.
    pub programme: ProgrammeRules,
    /// To set: the shop's day from which it holds, from now on where none is named. To try: the
    /// first day of the orders, a year back where none is named.
    pub from: Option<String>,
}
