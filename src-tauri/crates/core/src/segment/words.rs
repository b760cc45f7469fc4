//! The words of the sentences, for reading and for writing.

use super::{Calendar, Contact, Deed, Measure, PlacePart, Said, Unit, Which};
use crate::Channel;

/// The word for a value, from the table that reading uses.
pub(super) fn word_of<T: PartialEq>(table: &[(&'static str, T)], value: &T) -> &'static str {
    let found = table.iter().find(|(_, known)| known == value);
    found.map_or("", |(word, _)| word)
}

/// What a sentence begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Everyone,
    Orders(Measure),
    Ordered(Which),
    Group,
    HighValue,
    Predicted,
    Place(PlacePart),
    Consent(Said),
    Has(Contact),
    Tagged,
    Did(Deed),
    LeftCart,
    Points,
    Tier,
    CloseToReward,
    HasReward,
    InSegment,
}

pub(super) const OPENINGS: &[(&str, Opening)] = &[
    ("everyone", Opening::Everyone),
    ("orders", Opening::Orders(Measure::Orders)),
    ("spent", Opening::Orders(Measure::Spent)),
    (
        "spent after refunds",
        Opening::Orders(Measure::SpentAfterRefunds),
    ),
    ("refunded", Opening::Orders(Measure::Refunded)),
    ("items", Opening::Orders(Measure::Items)),
    ("average order", Opening::Orders(Measure::AverageOrder)),
    ("largest order", Opening::Orders(Measure::LargestOrder)),
    ("items per order", Opening::Orders(Measure::ItemsPerOrder)),
    ("first order", Opening::Ordered(Which::First)),
    ("last order", Opening::Ordered(Which::Last)),
    ("score group", Opening::Group),
    // What those who know the method type.
    ("rfm group", Opening::Group),
    ("high-value", Opening::HighValue),
    ("predicted value", Opening::Predicted),
    ("country", Opening::Place(PlacePart::Country)),
    ("region", Opening::Place(PlacePart::Region)),
    ("city", Opening::Place(PlacePart::City)),
    ("can get", Opening::Consent(Said::Reachable)),
    ("agreed to", Opening::Consent(Said::Yes)),
    ("said no to", Opening::Consent(Said::No)),
    ("never asked about", Opening::Consent(Said::Nothing)),
    ("has e-mail", Opening::Has(Contact::Email)),
    ("has phone", Opening::Has(Contact::Phone)),
    ("tagged", Opening::Tagged),
    ("viewed", Opening::Did(Deed::Viewed)),
    ("wishlisted", Opening::Did(Deed::Wishlisted)),
    ("carted", Opening::Did(Deed::Carted)),
    ("left a cart", Opening::LeftCart),
    ("points", Opening::Points),
    ("tier", Opening::Tier),
    ("close to a reward", Opening::CloseToReward),
    ("has an unused reward", Opening::HasReward),
    ("in segment", Opening::InSegment),
];

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    AtLeast,
    AtMost,
    Exactly,
    Between,
    Top,
}

pub(super) const COMPARE: &[(&str, Compare)] = &[
    ("at least", Compare::AtLeast),
    ("at most", Compare::AtMost),
    ("exactly", Compare::Exactly),
    ("between", Compare::Between),
    ("in the top", Compare::Top),
];

/// Which orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeWord {
    Product,
    Category,
    Vendor,
    Code,
    Channel,
    WithDiscount,
    WithoutDiscount,
    WithRefund,
}

pub(super) const SCOPES: &[(&str, ScopeWord)] = &[
    ("of product", ScopeWord::Product),
    ("of category", ScopeWord::Category),
    ("of vendor", ScopeWord::Vendor),
    ("with code", ScopeWord::Code),
    ("through channel", ScopeWord::Channel),
    ("with a discount", ScopeWord::WithDiscount),
    ("without a discount", ScopeWord::WithoutDiscount),
    ("with a refund", ScopeWord::WithRefund),
];

/// When.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhenWord {
    InLast,
    NotInLast,
    This,
    Before,
    From,
    Since,
    Until,
}

pub(super) const WHEN: &[(&str, WhenWord)] = &[
    ("in the last", WhenWord::InLast),
    ("not in the last", WhenWord::NotInLast),
    ("this", WhenWord::This),
    ("the", WhenWord::Before),
    ("from", WhenWord::From),
    ("since", WhenWord::Since),
    ("before", WhenWord::Until),
];

pub(super) const UNITS: &[(&str, Unit)] = &[
    ("days", Unit::Days),
    ("weeks", Unit::Weeks),
    ("months", Unit::Months),
    ("years", Unit::Years),
    ("day", Unit::Days),
    ("week", Unit::Weeks),
    ("month", Unit::Months),
    ("year", Unit::Years),
];

pub(super) const CALENDAR: &[(&str, Calendar)] = &[
    ("week", Calendar::Week),
    ("month", Calendar::Month),
    ("quarter", Calendar::Quarter),
    ("year", Calendar::Year),
];

pub(super) const CHANNELS: &[(&str, Channel)] = &[
    ("e-mail", Channel::Email),
    ("sms", Channel::Sms),
    ("whatsapp", Channel::WhatsApp),
];

/// With what something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WithWord {
    Anything,
    Product,
    Category,
}

pub(super) const WITH: &[(&str, WithWord)] = &[
    ("anything", WithWord::Anything),
    ("product", WithWord::Product),
    ("category", WithWord::Category),
];

/// What ends a sentence about the site.
pub(super) const NOT_BOUGHT: &str = "but not bought since";

/// What comes before the number of a cart.
pub(super) const WORTH: &str = "worth";
