//! A segment: which customers are meant, as a tree of rules.
//!
//! The tree says what is asked for and nothing of how it is found; words of the shop (products,
//! tags, places) stand in it as they were written. [`Rule::text`] writes it as a sentence that
//! [`Rule::parse`] reads back.

mod check;
mod lex;
mod parse;
mod ready_made;
mod refs;
mod spelling;
mod words;
mod write;

use serde::{Deserialize, Serialize};

pub use check::Contradiction;
pub use parse::RuleError;
pub use ready_made::{READY_MADE, ReadyMade};
pub use refs::{Known, ReferenceError, resolve};

use crate::{Channel, Day};

/// The version of the sentences that this program writes.
pub const RULES_VERSION: u32 = 1;

/// What has to hold of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum Rule {
    /// Each of these.
    All(Vec<Rule>),
    /// One of these at least.
    Any(Vec<Rule>),
    /// Not this.
    Not(Box<Rule>),
    /// One sentence.
    Is(Condition),
}

/// One sentence of a segment. Amounts are minor units of the shop's currency.
///
/// Orders that count are those of the default formula: all but test, cancelled and gift-card-only
/// ones; amounts are those of orders in the shop's currency.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    content = "of",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Condition {
    /// Every customer.
    Everyone,
    /// What someone's orders come to.
    Orders {
        /// What of them.
        measure: Measure,
        /// How much of it.
        is: Span,
        /// Only orders of these kinds, each of them.
        of: Vec<Scope>,
        /// Only orders of this time.
        when: Option<When>,
    },
    /// When someone's first or last order was. Nobody without orders.
    Ordered {
        /// Which order.
        which: Which,
        /// When.
        when: When,
    },
    /// The group by recency, frequency and value.
    Group(Vec<RfmGroup>),
    /// The top of the shop by mean order value, drawn towards the shop's mean.
    HighValue,
    /// What someone is expected to spend in the next 365 days. Nobody of whom it cannot be told.
    Predicted(Span),
    /// Where someone lives.
    Place {
        /// What of the place.
        part: PlacePart,
        /// One of these.
        values: Vec<String>,
    },
    /// What someone said to messages.
    Consent {
        /// By which way.
        channel: Channel,
        /// What.
        said: Said,
    },
    /// There is an address or a number.
    Has(Contact),
    /// One of these tags.
    Tagged(Vec<String>),
    /// What someone did on the site.
    Did {
        /// What.
        deed: Deed,
        /// With what.
        with: With,
        /// At this time.
        when: Option<When>,
        /// And bought no such thing since.
        not_bought_since: bool,
    },
    /// Someone left a cart behind.
    LeftCart {
        /// What was in it came to this.
        worth: Option<Span>,
        /// At this time.
        when: Option<When>,
        /// And ordered nothing since.
        not_bought_since: bool,
    },
    /// Points that someone can spend now; 0 of someone who never had any.
    Points(Span),
    /// One of these tiers of the loyalty programme holds for them today.
    Tier(Vec<String>),
    /// One more order could be enough for the cheapest reward that points buy.
    CloseToReward,
    /// A reward was given to them that they can still use.
    HasReward,
    /// Someone is in another segment.
    InSegment {
        /// Its row, where it is known; else the name decides.
        id: Option<i64>,
        /// Its name when this was written.
        name: String,
    },
}

/// What of someone's orders is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Measure {
    /// Their number.
    Orders,
    /// Goods, as at the time of order; of products, the fitting lines alone.
    Spent,
    /// Goods less refunds of goods.
    SpentAfterRefunds,
    /// Refunds of goods.
    Refunded,
    /// Pieces; of products, those of the fitting lines alone.
    Items,
    /// Goods ÷ orders. Nobody without an order.
    AverageOrder,
    /// The goods of the largest. Nobody without an order.
    LargestOrder,
    /// Pieces ÷ orders. Nobody without an order.
    ItemsPerOrder,
}

impl Measure {
    /// Whether it is an amount of money.
    pub const fn is_money(self) -> bool {
        matches!(
            self,
            Self::Spent
                | Self::SpentAfterRefunds
                | Self::Refunded
                | Self::AverageOrder
                | Self::LargestOrder
        )
    }

    /// Whether nobody without an order has it.
    pub const fn needs_order(self) -> bool {
        matches!(
            self,
            Self::AverageOrder | Self::LargestOrder | Self::ItemsPerOrder
        )
    }
}

/// How much. Ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum Span {
    /// So much or more.
    AtLeast(i64),
    /// So much or less.
    AtMost(i64),
    /// So much.
    Exactly(i64),
    /// From one to the other.
    Between(i64, i64),
    /// As much as the top so many in a hundred of those who have any; equal values are in or out
    /// together.
    Top(u8),
}

/// A kind of order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum Scope {
    /// One of these products is on it, by name or SKU. Several kinds of product must meet on one
    /// line.
    Product(Vec<String>),
    /// A product of one of these categories is on it.
    Category(Vec<String>),
    /// A product of one of these vendors is on it.
    Vendor(Vec<String>),
    /// One of these discount codes was used.
    Code(Vec<String>),
    /// It came through one of these channels.
    Channel(Vec<String>),
    /// Something was taken off its goods.
    WithDiscount,
    /// Nothing was taken off its goods.
    WithoutDiscount,
    /// Some of its money went back.
    WithRefund,
}

impl Scope {
    /// Whether it is of the lines of an order.
    pub const fn is_of_lines(&self) -> bool {
        matches!(self, Self::Product(_) | Self::Category(_) | Self::Vendor(_))
    }
}

/// A time, as days of the shop. It is worked out anew each day where it hangs on today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    content = "of",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum When {
    /// In the so many days that end with today.
    InLast {
        /// How many.
        count: u32,
        /// Of what.
        unit: Unit,
    },
    /// Before those.
    NotInLast {
        /// How many.
        count: u32,
        /// Of what.
        unit: Unit,
    },
    /// In the calendar's present one.
    This(Calendar),
    /// In the one before it.
    Before(Calendar),
    /// From a day on, up to but without another.
    Between {
        /// The first day.
        from: Day,
        /// The day after the last.
        until: Day,
    },
    /// From a day on.
    Since(Day),
    /// Up to but without a day.
    Until(Day),
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// A day.
    Days,
    /// Seven.
    Weeks,
    /// A calendar month.
    Months,
    /// Twelve.
    Years,
}

/// A part of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Calendar {
    /// From Monday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// One of someone's orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Which {
    /// The first.
    First,
    /// The last.
    Last,
}

/// A group by recency, frequency and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the names say it; which codes are in which stands with the scores"
)]
pub enum RfmGroup {
    Champions,
    Loyal,
    PotentialLoyalists,
    NewCustomers,
    Promising,
    NeedAttention,
    AboutToSleep,
    AtRisk,
    CannotLoseThem,
    Hibernating,
    Lost,
}

/// A part of where someone lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PlacePart {
    /// By code or name.
    Country,
    /// As the files say it.
    Region,
    /// As the files say it.
    City,
}

/// What someone said to messages of one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Said {
    /// Yes, and there is an address or number: they may be written to.
    Reachable,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nothing.
    Nothing,
}

/// A way to reach someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Contact {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
}

/// What someone did on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Deed {
    /// Looked at it.
    Viewed,
    /// Wished for it.
    Wishlisted,
    /// Put it into the cart.
    Carted,
}

/// What it was done with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum With {
    /// Whatever it is.
    Anything,
    /// One of these products, by name, SKU or the file's word.
    Products(Vec<String>),
    /// A product of one of these categories.
    Categories(Vec<String>),
}

impl Condition {
    /// Whether it asks for points, tiers or rewards.
    pub const fn is_of_points(&self) -> bool {
        matches!(
            self,
            Self::Points(_) | Self::Tier(_) | Self::CloseToReward | Self::HasReward
        )
    }
}

impl Rule {
    /// Whether any sentence in it asks for points, tiers or rewards.
    pub fn is_of_points(&self) -> bool {
        let mut found = false;
        self.each(&mut |condition| found |= condition.is_of_points());
        found
    }

    /// The same rules in the one shape that has a sentence: groups of one are that one, groups of
    /// nothing say nothing, and where nothing is said it is everyone.
    #[must_use]
    pub fn normal(self) -> Self {
        self.said().unwrap_or(Self::Is(Condition::Everyone))
    }

    fn said(self) -> Option<Self> {
        let group = |rules: Vec<Self>, of: fn(Vec<Self>) -> Self| {
            let mut said: Vec<Self> = rules.into_iter().filter_map(Self::said).collect();
            if said.len() > 1 {
                return Some(of(said));
            }
            said.pop()
        };
        match self {
            Self::All(rules) => group(rules, Self::All),
            Self::Any(rules) => group(rules, Self::Any),
            Self::Not(rule) => rule.said().map(|rule| Self::Not(Box::new(rule))),
            Self::Is(condition) => Some(Self::Is(condition)),
        }
    }

    /// Hands every sentence in it to `each`.
    pub fn each<'r>(&'r self, each: &mut impl FnMut(&'r Condition)) {
        match self {
            Self::All(rules) | Self::Any(rules) => {
                for rule in rules {
                    rule.each(each);
                }
            }
            Self::Not(rule) => rule.each(each),
            Self::Is(condition) => each(condition),
        }
    }

    /// Hands every sentence in it to `each`, which may change it.
    pub fn each_mut(&mut self, each: &mut impl FnMut(&mut Condition)) {
        match self {
            Self::All(rules) | Self::Any(rules) => {
                for rule in rules {
                    rule.each_mut(each);
                }
            }
            Self::Not(rule) => rule.each_mut(each),
            Self::Is(condition) => each(condition),
        }
    }
}

impl Span {
    /// The least and the most; nothing for a part of the shop's customers.
    pub const fn ends(self) -> Option<(i64, i64)> {
        match self {
            Self::AtLeast(least) => Some((least, i64::MAX)),
            Self::AtMost(most) => Some((i64::MIN, most)),
            Self::Exactly(number) => Some((number, number)),
            Self::Between(least, most) => Some((least, most)),
            Self::Top(_) => None,
        }
    }
}

impl When {
    /// The first day of it and the day after its last, as of a day; open where nothing.
    pub fn days(self, today: Day) -> (Option<Day>, Option<Day>) {
        let tomorrow = today.plus_days(1);
        match self {
            Self::InLast { count, unit } => (Some(unit.before(tomorrow, count)), Some(tomorrow)),
            Self::NotInLast { count, unit } => (None, Some(unit.before(tomorrow, count))),
            Self::This(part) => {
                let start = part.start(today);
                (Some(start), Some(part.next(start)))
            }
            Self::Before(part) => {
                let start = part.start(today);
                (Some(part.start(start.plus_days(-1))), Some(start))
            }
            Self::Between { from, until } => (Some(from), Some(until)),
            Self::Since(from) => (Some(from), None),
            Self::Until(until) => (None, Some(until)),
        }
    }
}

impl Unit {
    fn before(self, day: Day, count: u32) -> Day {
        let months = |each: i32| {
            i32::try_from(count)
                .unwrap_or(i32::MAX)
                .saturating_mul(-each)
        };
        match self {
            Self::Days => day.plus_days(-i64::from(count)),
            Self::Weeks => day.plus_days(-7 * i64::from(count)),
            Self::Months => day.plus_months(months(1)),
            Self::Years => day.plus_months(months(12)),
        }
    }
}

impl Calendar {
    fn start(self, day: Day) -> Day {
        match self {
            Self::Week => day.week_start(),
            Self::Month => day.month_start(),
            Self::Quarter => day.quarter_start(),
            Self::Year => day.year_start(),
        }
    }

    fn next(self, start: Day) -> Day {
        match self {
            Self::Week => start.plus_days(7),
            Self::Month => start.plus_months(1),
            Self::Quarter => start.plus_months(3),
            Self::Year => start.plus_months(12),
        }
    }
}

impl RfmGroup {
    /// All of them, the best first.
    pub const ALL: [Self; 11] = [
        Self::Champions,
        Self::Loyal,
        Self::PotentialLoyalists,
        Self::NewCustomers,
        Self::Promising,
        Self::NeedAttention,
        Self::AboutToSleep,
        Self::AtRisk,
        Self::CannotLoseThem,
        Self::Hibernating,
        Self::Lost,
    ];

    /// Its place in [`RfmGroup::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Champions => "Champions",
            Self::Loyal => "Loyal",
            Self::PotentialLoyalists => "Potential loyalists",
            Self::NewCustomers => "New customers",
            Self::Promising => "Promising",
            Self::NeedAttention => "Need attention",
            Self::AboutToSleep => "About to sleep",
            Self::AtRisk => "At risk",
            Self::CannotLoseThem => "Cannot lose them",
            Self::Hibernating => "Hibernating",
            Self::Lost => "Lost",
        }
    }

    /// The group of that name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        Self::ALL
            .into_iter()
            .find(|group| group.name().eq_ignore_ascii_case(name))
    }
}
