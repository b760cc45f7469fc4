//! What a set is sold for now, and what it could be sold for.

use std::collections::BTreeMap;

use pannier_core::{Facts, div_half_even};

use crate::clusters::fit;

/// Lines that are looked at to see how the shop's prices end.
const LINES: usize = 20_000;

/// How the shop's prices end: `price mod unit == end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ending {
    unit: i64,
    end: i64,
}

impl Ending {
    /// The commonest ending of the newest lines' prices, within one whole unit of the currency, or
    /// within a hundred where it has no smaller coin; zero where no ending has a fifth of them.
    pub(super) fn of(facts: &Facts, currency: u8, positions: &[u32]) -> Self {
        let exponent = facts
            .currencies
            .get(usize::from(currency))
            .map_or(2, |currency| currency.exponent());
        let unit = if exponent == 0 {
            100
        } else {
            10_i64.pow(exponent)
        };
        let mut ends: BTreeMap<i64, u32> = BTreeMap::new();
        let mut all = 0_u32;
        let lines = positions
            .iter()
            .rev()
            .flat_map(|position| facts.lines.of(*position as usize))
            .take(LINES);
        for line in lines {
            let (amount, quantity) = (facts.lines.amount[line], facts.lines.quantity[line]);
            if quantity == 0 || facts.lines.gift_card[line] || amount <= 0 {
                continue;
            }
            if amount % i64::from(quantity) == 0 {
                let price = amount / i64::from(quantity);
                *ends.entry(price.rem_euclid(unit)).or_default() += 1;
                all += 1;
            }
        }
        // Of equally common ones the lowest, so that the answer never wavers.
        let commonest = ends.iter().rev().max_by_key(|(_, count)| **count);
        let end = commonest.map_or(0, |(end, count)| if *count * 5 >= all { *end } else { 0 });
        Self { unit, end }
    }

    /// The highest price with this ending that is at most `most`.
    fn at_most(self, most: i64) -> i64 {
        most - (most - self.end).rem_euclid(self.unit)
    }

    /// The same to a tenth of the unit, for prices that are small beside it.
    fn finer(self) -> Self {
        let unit = (self.unit / 10).max(1);
        Self {
            unit,
            end: self.end.rem_euclid(unit),
        }
    }
}

/// A price for a set that now comes to `sum`: the highest that is 5 to 10 % under it and ends as
/// the shop's prices end, to a tenth of a unit where none does, and else exactly 5 % under it.
/// Nothing where it would lie under `least`, below which the shop's margin would be gone.
pub(super) fn set_price(sum: i64, least: Option<i64>, ending: Ending) -> Option<i64> {
    if sum <= 0 {
        return None;
    }
    let part = |percent: i128| i128::from(sum) * percent;
    let most = fit(part(95).div_euclid(100));
    let fewest = fit(-(-part(90)).div_euclid(100));
    let floor = fewest.max(least.unwrap_or(i64::MIN)).max(1);
    [ending.at_most(most), ending.finer().at_most(most), most]
        .into_iter()
        .find(|price| *price >= floor && *price <= most)
}

/// What one piece of a product was paid with in an order, after discounts, rounded half to even;
/// nothing where the order has none of it.
pub(super) fn paid_for_one(facts: &Facts, position: u32, product: u32) -> Option<i64> {
    let (mut goods, mut pieces) = (0_i128, 0_i128);
    for line in facts.lines.of(position as usize) {
        if facts.lines.product[line] == product && !facts.lines.gift_card[line] {
            goods += i128::from(facts.lines.goods(line));
            pieces += i128::from(facts.lines.quantity[line]);
        }
    }
    (pieces > 0).then(|| fit(div_half_even(goods, pieces)))
}

/// The value that so many of a hundred lie below.
pub(crate) fn quantile_of(values: &mut [i64], percent: usize) -> Option<i64> {
    let last = values.len().checked_sub(1)?;
    let (_, value, _) = values.select_nth_unstable((last * percent + 50) / 100);
    Some(*value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NINETY: Ending = Ending { unit: 100, end: 90 };

    #[test]
    fn set_prices_end_as_the_shops_prices_end() {
        for (sum, least, expected) in [
            (7_180, None, Some(6_790)),
            (7_180, Some(6_900), None),
            (7_180, Some(6_750), Some(6_790)),
            // 9.02 to 9.52: the next 90 is 8.90; to a tenth, 9.50.
            (1_003, None, Some(950)),
            (7, None, None),
            (40, None, Some(38)),
            (0, None, None),
            (-5, None, None),
        ] {
            assert_eq!(set_price(sum, least, NINETY), expected, "{sum} {least:?}");
        }
    }

    proptest! {
        #[test]
        fn set_prices_are_5_to_10_percent_under(sum in 1_i64..10_000_000, end in 0_i64..100, least in prop::option::of(0_i64..10_000_000)) {
            if let Some(price) = set_price(sum, least, Ending { unit: 100, end }) {
                prop_assert!(price * 100 <= sum * 95 && price * 100 >= sum * 90, "{price} of {sum}");
                prop_assert!(least.is_none_or(|least| price >= least));
            }
        }
    }
}
