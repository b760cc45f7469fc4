//! The programme as data: what earns points, what points buy, when they go.
//!
//! Kept as JSON, one version for each change, so that what was promised stays what it was. All
//! amounts are minor units of [`Programme::currency`]; a percentage is whole per cent.

mod check;
mod sentence;
mod thresholds;

use pannier_core::{Currency, Day};
use serde::{Deserialize, Serialize};

pub use check::ProgrammeError;

/// The most points that a rule, a reward or a balance may have: whole numbers up to here are the
/// same everywhere, also in JavaScript.
pub const MOST_POINTS: i64 = 1 << 53;

/// The most rules, tiers, factors or rewards that a programme may have of each.
pub const MOST_PARTS: usize = 100;

/// What earns points and what they buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Programme {
    /// Of all amounts. Orders in another currency earn nothing.
    pub currency: Currency,
    /// What earns points. Every rule that fits gives its points.
    pub rules: Vec<Rule>,
    /// What does not count as goods.
    #[serde(default)]
    pub exclusions: Exclusions,
    /// What makes points more. Of several that fit, the highest counts.
    #[serde(default)]
    pub factors: Vec<Factor>,
    /// The most that orders can earn a person.
    #[serde(default)]
    pub caps: Caps,
    /// Standing that is earned by coming back.
    #[serde(default)]
    pub tiers: Option<TierPlan>,
    /// What points buy.
    pub rewards: Vec<Reward>,
    /// When points go.
    #[serde(default)]
    pub expiry: Expiry,
    /// Points of an order can be spent so many days after it; 0: at once.
    #[serde(default)]
    pub pending_days: u32,
    /// Nothing earns points for the time being. What there is can be spent, and expires.
    #[serde(default)]
    pub paused: bool,
}

/// One rule that earns points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// Its number, from 1. It stays the same from version to version, and is never given to
    /// another rule.
    pub id: u32,
    /// What earns how much.
    pub earns: Earning,
}

/// What earns how many points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Earning {
    /// Each order whose goods come to an amount.
    PerOrder {
        /// Points.
        points: i64,
        /// The least that the goods come to; 0: any.
        #[serde(default)]
        from: i64,
        /// What the goods stay below, where there is such a limit.
        #[serde(default)]
        below: Option<i64>,
    },
    /// Each amount spent.
    PerAmount {
        /// Points for each such amount.
        points: i64,
        /// The amount, over 0.
        each: i64,
        /// What becomes of a part of it.
        rounding: Rounding,
        /// The least that the goods come to; 0: any.
        #[serde(default)]
        from: i64,
    },
    /// Each piece of some products.
    PerItem {
        /// Points for each piece.
        points: i64,
        /// Which products.
        of: Pick,
    },
    /// Someone's first order.
    FirstOrder {
        /// Points.
        points: i64,
        /// The least that the goods come to; 0: any.
        #[serde(default)]
        from: i64,
    },
    /// Someone's second, third … order.
    NthOrder {
        /// Points.
        points: i64,
        /// Which one, from 2.
        nth: u32,
        /// Every nth one: the 5th, the 10th, the 15th …
        #[serde(default)]
        again: bool,
    },
    /// Joining: someone's first order while there is a programme.
    Joining {
        /// Points.
        points: i64,
    },
    /// The birthday, of someone who ordered in the 365 days before.
    Birthday {
        /// Points.
        points: i64,
    },
    /// Bringing a friend, who uses a member's code with their first order.
    Referral {
        /// Points for the member.
        points: i64,
        /// Points for the friend; 0: none.
        #[serde(default)]
        friend_points: i64,
        /// The least that the goods come to; 0: any.
        #[serde(default)]
        from: i64,
    },
}

/// What becomes of a part of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rounding {
    /// It is dropped.
    Down,
    /// Half and more is a whole one; of exactly half, every other time.
    Nearest,
    /// It is a whole one.
    Up,
}

/// Some products.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    content = "word",
    rename_all = "camelCase",
    deny_unknown_fields
)]
pub enum Pick {
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Exclusions {
    /// Pieces of which something was taken off.
    #[serde(default)]
    pub discounted_items: bool,
    /// These products.
    #[serde(default)]
    pub products: Vec<Pick>,
}

/// What makes points more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Factor {
    /// Of the points of a rule, over 100.
    pub percent: u32,
    /// For whom, and when.
    pub when: FactorWhen,
}

/// For whom or when points are more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum FactorWhen {
    /// Orders of these days of the shop.
    Days {
        /// The first.
        from: Day,
        /// The first one after.
        until: Day,
    },
    /// Customers of a frozen list of a segment. A list that is not frozen changes by the day, and
    /// nobody could tell afterwards why someone got more.
    FrozenList {
        /// The list.
        snapshot: i64,
        /// What the segment was called.
        name: String,
    },
    /// Customers of a saved segment, as it was when they ordered: by the newest of its frozen lists
    /// then, else by the first one. A list is frozen each week, so that nothing that was given is
    /// looked at anew when people come and go.
    Segment {
        /// Its row.
        segment: i64,
        /// What it was called.
        name: String,
    },
}

/// The most points that orders can earn a person. Referrals and joining are beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Caps {
    /// Within a day of the shop.
    #[serde(default)]
    pub per_day: Option<i64>,
    /// Within a calendar month.
    #[serde(default)]
    pub per_month: Option<i64>,
}

/// Standing by what someone spent or earned lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TierPlan {
    /// What counts.
    pub by: TierMeasure,
    /// Over which time. Orders from before the programme count.
    pub over: TierWindow,
    /// Days that a tier is kept after it would be lost.
    #[serde(default)]
    pub grace_days: u32,
    /// The tiers, the lowest first.
    pub tiers: Vec<Tier>,
}

/// What standing is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TierMeasure {
    /// Goods of counted orders as at the time of order, in minor units.
    Spend,
    /// Points of orders.
    Points,
}

/// Over which time standing is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum TierWindow {
    /// The last months, day by day.
    Rolling {
        /// How many, from 1.
        months: u32,
    },
    /// The calendar year: a tier holds for the rest of it and for the next one.
    CalendarYear,
}

/// One tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tier {
    /// Its number, from 1, kept from version to version.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// What it takes: minor units or points.
    pub from: i64,
    /// Of the points of a rule; 100: no more than without.
    pub percent: u32,
    /// Points on reaching it for the first time; 0: none.
    #[serde(default)]
    pub entry_points: i64,
    /// The number of the reward on reaching it for the first time; nothing: none.
    #[serde(default)]
    pub entry_reward: Option<u32>,
}

/// What points buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reward {
    /// Its number, from 1, kept from version to version.
    pub id: u32,
    /// Points that it costs; 0: it is given, not bought.
    pub costs: i64,
    /// What it gives.
    pub gives: Gives,
    /// On what terms.
    #[serde(default)]
    pub terms: Terms,
}

/// What a reward gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Gives {
    /// So much less of one order.
    PercentOff {
        /// 1 to 100.
        percent: u32,
        /// The most that it takes off.
        #[serde(default)]
        at_most: Option<i64>,
    },
    /// An amount less of one order.
    AmountOff {
        /// Minor units.
        amount: i64,
    },
    /// Shipping of one order.
    FreeShipping,
    /// Something with one order.
    FreeProduct {
        /// What, in the shop's words.
        name: String,
        /// What it costs customers otherwise, where it has a price.
        #[serde(default)]
        worth: Option<i64>,
    },
    /// A gift card.
    GiftCard {
        /// Minor units.
        amount: i64,
    },
}

/// On what terms a reward is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Terms {
    /// The least that an order comes to on which it can be used.
    #[serde(default)]
    pub minimum_order: Option<i64>,
    /// Days that it can be used, that of issue among them; nothing: for good.
    #[serde(default)]
    pub valid_days: Option<u32>,
    /// How often one person can have it.
    #[serde(default)]
    pub per_person: Option<u32>,
    /// How often all together can have it.
    #[serde(default)]
    pub in_all: Option<u32>,
}

/// When points go, the oldest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Expiry {
    /// They stay.
    #[default]
    Never,
    /// Months after they were earned, through the end of that day.
    AfterEarning {
        /// From 1.
        months: u32,
        /// So many days before the first ones go, members have to be told.
        warning_days: u32,
    },
    /// Months without an order, through the end of that day: all that someone has.
    WithoutOrder {
        /// From 1.
        months: u32,
        /// So many days before the first ones go, members have to be told.
        warning_days: u32,
    },
}

impl Programme {
    /// The programme to begin with: 10 points for each order of 100.00 or more; at 100 points, a
    /// quarter off the next order or a freebie.
    pub fn default_of(currency: Currency) -> Self {
        let hundred = 100 * 10_i64.pow(currency.exponent());
        let terms = || Terms {
            valid_days: Some(365),
            ..Terms::default()
        };
        Self {
            currency,
            rules: vec![Rule {
                id: 1,
                earns: Earning::PerOrder {
                    points: 10,
                    from: hundred,
                    below: None,
                },
            }],
            exclusions: Exclusions::default(),
            factors: Vec::new(),
            caps: Caps::default(),
            tiers: None,
            rewards: vec![
                Reward {
                    id: 1,
                    costs: 100,
                    gives: Gives::PercentOff {
                        percent: 25,
                        at_most: None,
                    },
                    terms: terms(),
                },
                Reward {
                    id: 2,
                    costs: 100,
                    gives: Gives::FreeProduct {
                        name: "a freebie".to_owned(),
                        worth: None,
                    },
                    terms: terms(),
                },
            ],
            expiry: Expiry::Never,
            pending_days: 0,
            paused: false,
        }
    }

    /// Reads a programme as it is kept, without asking whether it makes sense.
    ///
    /// # Errors
    /// [`ProgrammeError::NotAProgramme`] says what cannot be read.
    pub fn from_json(text: &str) -> Result<Self, ProgrammeError> {
        serde_json::from_str(text).map_err(|error| ProgrammeError::NotAProgramme(error.to_string()))
    }

    /// As it is kept.
    pub fn to_json(&self) -> String {
        // Only numbers, words and lists: nothing in it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The reward with that number.
    pub fn reward(&self, id: u32) -> Option<&Reward> {
        self.rewards.iter().find(|reward| reward.id == id)
    }

    /// Whether any rule or exclusion looks at what an order is made of.
    pub fn looks_at_lines(&self) -> bool {
        self.exclusions.discounted_items
            || !self.exclusions.products.is_empty()
            || self.picks().next().is_some()
    }

    /// What it gives on a birthday, rule by rule.
    pub fn birthday_rules(&self) -> impl Iterator<Item = (u32, i64)> {
        self.rules.iter().filter_map(|rule| match rule.earns {
            Earning::Birthday { points } => Some((rule.id, points)),
            _ => None,
        })
    }

    /// The saved segments that it follows.
    pub fn followed_segments(&self) -> impl Iterator<Item = i64> {
        self.factors.iter().filter_map(|factor| match factor.when {
            FactorWhen::Segment { segment, .. } => Some(segment),
            FactorWhen::Days { .. } | FactorWhen::FrozenList { .. } => None,
        })
    }

    /// Whether it looks at what the products file says.
    pub fn looks_at_products(&self) -> bool {
        self.picks()
            .chain(&self.exclusions.products)
            .next()
            .is_some()
    }

    /// The products that rules name.
    pub fn picks(&self) -> impl Iterator<Item = &Pick> {
        self.rules.iter().filter_map(|rule| match &rule.earns {
            Earning::PerItem { of, .. } => Some(of),
            _ => None,
        })
    }

    /// The cheapest reward that points buy.
    pub fn cheapest_reward(&self) -> Option<&Reward> {
        self.rewards
            .iter()
            .filter(|reward| reward.costs > 0)
            .min_by_key(|reward| (reward.costs, reward.id))
    }
}

impl Earning {
    /// Whether it is given for what an order is worth, so that a refund takes its share back. What
    /// is given for coming or bringing someone is taken back only with the order.
    pub const fn follows_refunds(&self) -> bool {
        !matches!(
            self,
            Self::Joining { .. } | Self::Birthday { .. } | Self::Referral { .. }
        )
    }
}
