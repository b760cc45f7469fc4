//! What orders can be split and filtered by.

use std::{fmt, str::FromStr};

/// A way to tell orders apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// The platform and the shop on it.
    Source,
    /// Where on the platform it was sold.
    Channel,
    /// What it was ordered with.
    Device,
    /// The tag of the campaign that led to it.
    Campaign,
    /// Where it was sent: country.
    Country,
    /// Where it was sent: region.
    Region,
    /// A product on it.
    Product,
    /// The category of a product on it.
    Category,
    /// The vendor of a product on it.
    Vendor,
    /// A discount code used.
    Code,
    /// How it was paid.
    Payment,
    /// Whether it is the customer's first counted order ever.
    Customer,
    /// The day of the week in the shop's zone.
    Weekday,
    /// The hour of the day in the shop's zone.
    Hour,
    /// Pieces on it.
    Basket,
    /// The part of the goods' price that was taken off.
    Discount,
}

/// A word that names no dimension.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is nothing that orders are told apart by. Use {words}", words = words())]
pub struct UnknownDimension(pub String);

fn words() -> String {
    let words: Vec<&str> = Dimension::ALL.iter().map(|d| d.word()).collect();
    let (last, rest) = words.split_last().unwrap_or((&"", &[]));
    format!("{} or {last}", rest.join(", "))
}

/// The days of the week, from Monday.
pub(super) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Hours of the day.
const HOURS: [&str; 24] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
    "17", "18", "19", "20", "21", "22", "23",
];

/// Pieces on an order; what each begins with is in [`basket`].
const BASKETS: [&str; 6] = ["1", "2", "3", "4", "5-9", "10+"];

/// Discounts in percent of the price before them. Each band holds its lower end and not its upper
/// one; the first is no discount at all.
const DISCOUNTS: [&str; 8] = [
    "0", "0-5", "5-10", "10-15", "15-20", "20-30", "30-50", "50+",
];

const CUSTOMERS: [&str; 2] = ["new", "returning"];

impl Dimension {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 16] = [
        Self::Source,
        Self::Channel,
        Self::Device,
        Self::Campaign,
        Self::Country,
        Self::Region,
        Self::Product,
        Self::Category,
        Self::Vendor,
        Self::Code,
        Self::Payment,
        Self::Customer,
        Self::Weekday,
        Self::Hour,
        Self::Basket,
        Self::Discount,
    ];

    /// The word for it in filters.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Channel => "channel",
            Self::Device => "device",
            Self::Campaign => "campaign",
            Self::Country => "country",
            Self::Region => "region",
            Self::Product => "product",
            Self::Category => "category",
            Self::Vendor => "vendor",
            Self::Code => "code",
            Self::Payment => "payment",
            Self::Customer => "customer",
            Self::Weekday => "weekday",
            Self::Hour => "hour",
            Self::Basket => "basket",
            Self::Discount => "discount",
        }
    }

    /// Whether every order has exactly one value. Where not, an order counts once under each of
    /// its values, and what the values come to is more than the whole.
    pub const fn adds_up(self) -> bool {
        !matches!(
            self,
            Self::Product | Self::Category | Self::Vendor | Self::Code
        )
    }

    /// The values in their own order, where they are the same in every shop.
    pub const fn fixed_values(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Customer => Some(&CUSTOMERS),
            Self::Weekday => Some(&WEEKDAYS),
            Self::Hour => Some(&HOURS),
            Self::Basket => Some(&BASKETS),
            Self::Discount => Some(&DISCOUNTS),
            _ => None,
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Dimension {
    type Err = UnknownDimension;

    /// Reads the word that [`fmt::Display`] writes, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownDimension> {
        let word = text.trim();
        Self::ALL
            .into_iter()
            .find(|dimension| dimension.word().eq_ignore_ascii_case(word))
            .ok_or_else(|| UnknownDimension(word.chars().take(40).collect()))
    }
}

/// The value of [`Dimension::Basket`] for so many pieces, as an index from 1; 0 where none are
/// known.
pub(super) const fn basket(units: i64) -> u32 {
    match units {
        i64::MIN..=0 => 0,
        1 => 1,
        2 => 2,
        3 => 3,
        4 => 4,
        5..=9 => 5,
        _ => 6,
    }
}

/// The value of [`Dimension::Discount`] as an index from 1; 0 where there was no price to take
/// anything off.
pub(super) fn discount(goods: i64, discounts: i64) -> u32 {
    let price = goods.saturating_add(discounts);
    if price <= 0 {
        return 0;
    }
    if discounts <= 0 {
        return 1;
    }
    // Amounts lie within 2⁵³, so that a hundred times as much fits. Without a division and without
    // a branch: there are as many as orders.
    let taken_off = discounts.saturating_mul(100);
    [5, 10, 15, 20, 30, 50]
        .into_iter()
        .fold(2, |band, percent| {
            band + u32::from(taken_off >= price.saturating_mul(percent))
        })
}

/// The value of [`Dimension::Weekday`] as an index from 1.
pub(super) fn weekday(day: i32) -> u32 {
    // Day 1 of the common era was a Monday.
    1 + (day - 1).rem_euclid(7).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use pannier_core::Day;

    use super::*;

    #[test]
    fn words_name_dimensions() {
        for dimension in Dimension::ALL {
            assert_eq!(dimension.to_string().parse(), Ok(dimension));
        }
        assert_eq!(" Country ".parse(), Ok(Dimension::Country));
        let error = "contry".parse::<Dimension>().unwrap_err().to_string();
        assert!(error.contains("source, channel") && error.ends_with("basket or discount"));
    }

    #[test]
    fn bands_hold_their_lower_end() {
        let day = |text: &str| text.parse::<Day>().unwrap().number();
        assert_eq!(weekday(day("2026-11-23")), 1, "a Monday");
        assert_eq!(weekday(day("2024-02-29")), 4, "a Thursday");
        assert_eq!([0, 1, 4, 5, 9, 10, 700].map(basket), [0, 1, 4, 5, 5, 6, 6]);
        for (goods, discounts, band) in [
            (0, 0, 0),
            (1000, 0, 1),
            (1000, -10, 1),
            (9_501, 499, 2),
            (9_500, 500, 3),
            (8_000, 2_000, 6),
            (5_001, 4_999, 7),
            (5_000, 5_000, 8),
            (0, 100, 8),
            (-100, 100, 0),
        ] {
            assert_eq!(
                discount(goods, discounts),
                band,
                "{discounts} off to {goods}"
            );
        }
    }
}
