//! Which orders count, and which of their amounts is called revenue.

use std::{fmt, ops::Range, str::FromStr};

use pannier_core::{Facts, OrderFlags};

/// A way to compute the average order value: revenue ÷ number of orders, over the same orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Formula {
    /// Goods as at the time of order, tax as the prices show it; all but test, cancelled and
    /// gift-card-only orders.
    #[default]
    Goods,
    /// What Shopify calls it: goods without tax; all but test and gift-card-only orders, so
    /// cancelled and unpaid ones are in it.
    Shopify,
    /// Goods less refunds of goods; as [`Formula::Goods`], less fully refunded orders.
    Net,
    /// All that was charged less all refunds; the orders of [`Formula::Net`].
    Collected,
}

/// A word that names no formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a formula. Use goods, shopify, net or collected")]
pub struct UnknownFormula(pub String);

const NO_GOODS: OrderFlags = OrderFlags::TEST.with(OrderFlags::GIFT_CARDS_ONLY);
const NO_SALE: OrderFlags = NO_GOODS.with(OrderFlags::CANCELLED);
const NOTHING_KEPT: OrderFlags = NO_SALE.with(OrderFlags::FULLY_REFUNDED);

impl Formula {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Goods, Self::Shopify, Self::Net, Self::Collected];

    /// Any one of these keeps an order out.
    const fn leaves_out(self) -> OrderFlags {
        match self {
            Self::Goods => NO_SALE,
            Self::Shopify => NO_GOODS,
            Self::Net | Self::Collected => NOTHING_KEPT,
        }
    }

    /// Whether an order counts.
    pub const fn counts(self, flags: OrderFlags) -> bool {
        flags.bits() & self.leaves_out().bits() == 0
    }

    /// The revenue of the order at a position of the facts, in minor units of its currency,
    /// whether or not the order counts.
    ///
    /// # Panics
    /// When the facts have no such position.
    pub fn revenue(self, facts: &Facts, position: usize) -> i64 {
        let goods = facts.goods[position];
        match self {
            Self::Shopify if facts.flags[position].has(OrderFlags::TAX_INCLUDED) => {
                goods.saturating_sub(facts.goods_tax[position])
            }
            Self::Goods | Self::Shopify => goods,
            Self::Net => goods.saturating_sub(facts.goods_refunded[position]),
            Self::Collected => facts.total[position].saturating_sub(facts.refunded[position]),
        }
    }

    /// Hands the position and the revenue of every counted order of one currency to `each`, in
    /// order. The formula is settled once, outside the loop.
    pub(crate) fn each(
        self,
        facts: &Facts,
        currency: u8,
        range: Range<usize>,
        each: impl FnMut(usize, i64),
    ) {
        let out = self.leaves_out().bits();
        match self {
            Self::Goods => {
                scan(
                    facts,
                    out,
                    currency,
                    range,
                    |at| Self::Goods.revenue(facts, at),
                    each,
                );
            }
            Self::Shopify => {
                scan(
                    facts,
                    out,
                    currency,
                    range,
                    |at| Self::Shopify.revenue(facts, at),
                    each,
                );
            }
            Self::Net => {
                scan(
                    facts,
                    out,
                    currency,
                    range,
                    |at| Self::Net.revenue(facts, at),
                    each,
                );
            }
            Self::Collected => {
                scan(
                    facts,
                    out,
                    currency,
                    range,
                    |at| Self::Collected.revenue(facts, at),
                    each,
                );
            }
        }
    }
}

#[inline]
fn scan(
    facts: &Facts,
    left_out: u8,
    currency: u8,
    range: Range<usize>,
    revenue: impl Fn(usize) -> i64,
    mut each: impl FnMut(usize, i64),
) {
    let flags = &facts.flags[range.clone()];
    let currencies = &facts.currency[range.clone()];
    for (position, (flags, of)) in range.zip(flags.iter().zip(currencies)) {
        if *of == currency && flags.bits() & left_out == 0 {
            each(position, revenue(position));
        }
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Goods => "goods",
            Self::Shopify => "shopify",
            Self::Net => "net",
            Self::Collected => "collected",
        })
    }
}

impl FromStr for Formula {
    type Err = UnknownFormula;

    /// Reads the word that [`fmt::Display`] writes, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownFormula> {
        let word = text.trim();
        Self::ALL
            .into_iter()
            .find(|formula| formula.to_string().eq_ignore_ascii_case(word))
            .ok_or_else(|| UnknownFormula(word.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_counts_is_the_table_of_the_definitions() {
        use OrderFlags as Flags;
        // Paid, test, cancelled, gift cards alone, refunded in full; by goods, shopify, net,
        // collected.
        for (flags, counts) in [
            (Flags::default(), [true, true, true, true]),
            (Flags::TAX_INCLUDED, [true, true, true, true]),
            (Flags::TEST, [false, false, false, false]),
            (Flags::CANCELLED, [false, true, false, false]),
            (Flags::GIFT_CARDS_ONLY, [false, false, false, false]),
            (Flags::FULLY_REFUNDED, [true, true, false, false]),
            (
                Flags::CANCELLED.with(Flags::FULLY_REFUNDED),
                [false, true, false, false],
            ),
            (
                Flags::CANCELLED.with(Flags::TEST),
                [false, false, false, false],
            ),
            (
                Flags::CANCELLED.with(Flags::GIFT_CARDS_ONLY),
                [false, false, false, false],
            ),
        ] {
            assert_eq!(
                Formula::ALL.map(|formula| formula.counts(flags)),
                counts,
                "{flags:?}"
            );
        }
    }

    #[test]
    fn words_name_formulas() {
        for formula in Formula::ALL {
            assert_eq!(formula.to_string().parse(), Ok(formula));
        }
        assert_eq!(" Shopify ".parse(), Ok(Formula::Shopify));
        assert!("gross".parse::<Formula>().is_err());
    }
}
