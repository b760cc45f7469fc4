//! The rules of a segment as a tree. The same shape as `pannier_core::segment::Rule` has.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::views::{Minor, ScoreGroup};

/// What has to hold of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum SegmentRule {
    /// Each of these.
    All(Vec<SegmentRule>),
    /// One of these at least.
    Any(Vec<SegmentRule>),
    /// Not this.
    Not(Box<SegmentRule>),
    /// One sentence.
    Is(SegmentCondition),
}

/// One sentence. Amounts are minor units of the shop's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    content = "of",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SegmentCondition {
    /// Every customer.
    Everyone,
    /// What someone's orders come to.
    Orders {
        /// What of them.
        measure: SegmentMeasure,
        /// How much of it.
        is: SegmentSpan,
        /// Only orders of these kinds.
        of: Vec<SegmentScope>,
        /// Only orders of this time.
        when: Option<SegmentWhen>,
    },
    /// When someone's first or last order was.
    Ordered {
        /// Which order.
        which: SegmentWhich,
        /// When.
        when: SegmentWhen,
    },
    /// The group by recency, frequency and value.
    Group(Vec<ScoreGroup>),
    /// The top of the shop by order value.
    HighValue,
    /// What someone is expected to spend in the next 365 days.
    Predicted(SegmentSpan),
    /// Where someone lives.
    Place {
        /// What of the place.
        part: SegmentPlacePart,
        /// One of these.
        values: Vec<String>,
    },
    /// What someone said to messages.
    Consent {
        /// By which way.
        channel: SegmentChannel,
        /// What.
        said: SegmentSaid,
    },
    /// There is an address or a number.
    Has(SegmentContact),
    /// One of these tags.
    Tagged(Vec<String>),
    /// What someone did on the site.
    Did {
        /// What.
        deed: SegmentDeed,
        /// With what.
        with: SegmentWith,
        /// At this time.
        when: Option<SegmentWhen>,
        /// And bought no such thing since.
        not_bought_since: bool,
    },
    /// Someone left a cart behind.
    LeftCart {
        /// What was in it came to this.
        worth: Option<SegmentSpan>,
        /// At this time.
        when: Option<SegmentWhen>,
        /// And ordered nothing since.
        not_bought_since: bool,
    },
    /// Points that someone can spend now.
    Points(SegmentSpan),
    /// One of these tiers of the loyalty programme holds for them.
    Tier(Vec<String>),
    /// One more order could be enough for a reward.
    CloseToReward,
    /// There is a reward that they can still use.
    HasReward,
    /// Someone is in another segment.
    InSegment {
        /// Its row, where it is known; else the name decides.
        id: Option<u32>,
        /// Its name.
        name: String,
    },
}

/// What of someone's orders is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SegmentMeasure {
    /// Their number.
    Orders,
    /// Goods; of products, the fitting lines alone.
    Spent,
    /// Goods less refunds of goods.
    SpentAfterRefunds,
    /// Refunds of goods.
    Refunded,
    /// Pieces; of products, those of the fitting lines alone.
    Items,
    /// Goods ÷ orders.
    AverageOrder,
    /// The goods of the largest.
    LargestOrder,
    /// Pieces ÷ orders.
    ItemsPerOrder,
}

/// How much. Ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum SegmentSpan {
    /// So much or more.
    AtLeast(Minor),
    /// So much or less.
    AtMost(Minor),
    /// So much.
    Exactly(Minor),
    /// From one to the other.
    Between(Minor, Minor),
    /// As much as the top so many in a hundred.
    Top(u8),
}

/// A kind of order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum SegmentScope {
    /// One of these products is on it.
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

/// A time, as days of the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    content = "of",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SegmentWhen {
    /// In the so many days that end with today.
    InLast {
        /// How many.
        count: u32,
        /// Of what.
        unit: SegmentUnit,
    },
    /// Before those.
    NotInLast {
        /// How many.
        count: u32,
        /// Of what.
        unit: SegmentUnit,
    },
    /// In the calendar's present one.
    This(SegmentCalendar),
    /// In the one before it.
    Before(SegmentCalendar),
    /// From a day on, up to but without another.
    Between {
        /// The first day.
        from: String,
        /// The day after the last.
        until: String,
    },
    /// From a day on.
    Since(String),
    /// Up to but without a day.
    Until(String),
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SegmentUnit {
    Days,
    Weeks,
    Months,
    Years,
}

/// A part of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SegmentCalendar {
    Week,
    Month,
    Quarter,
    Year,
}

/// One of someone's orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SegmentWhich {
    First,
    Last,
}

/// A part of where someone lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SegmentPlacePart {
    Country,
    Region,
    City,
}

/// A way of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SegmentChannel {
    Email,
    Sms,
    WhatsApp,
}

/// What someone said to messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SegmentSaid {
    /// Yes, and there is an address or number.
    Reachable,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nothing.
    Nothing,
}

/// A way to reach someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SegmentContact {
    Email,
    Phone,
}

/// What someone did on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum SegmentDeed {
    Viewed,
    Wishlisted,
    Carted,
}

/// What it was done with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "of", rename_all = "camelCase")]
pub enum SegmentWith {
    /// Whatever it is.
    Anything,
    /// One of these products.
    Products(Vec<String>),
    /// A product of one of these categories.
    Categories(Vec<String>),
}
