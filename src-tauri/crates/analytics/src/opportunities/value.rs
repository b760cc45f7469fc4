//! Customers whose orders are worth more than others', not by luck.
//!
//! A customer's mean order value is drawn towards the shop's mean, the more the fewer orders speak
//! for it: (sum + k·mean) ÷ (orders + k), where k is the variance of one customer's orders ÷ the
//! variance of customers' true means, both estimated from the shop (Bühlmann and Straub,
//! *Glaubwürdigkeit für Schadensätze*, Mitteilungen VSVM 70, 1970). One large order makes nobody
//! high-value where orders of one person differ as much as those of several.

use pannier_core::Facts;

use crate::{Formula, interval::float};

/// Where customers hardly differ, or not at all by what the shop's orders say, the estimate of the
/// shrinkage has no upper end. So many orders draw every mean to the shop's: what then ranks a
/// customer is how much all their orders together exceed as many average ones.
pub const MOST_SHRINKAGE: f64 = 10_000.0;

/// The customers with the highest drawn-in mean order value.
#[derive(Debug, Clone, PartialEq)]
pub struct HighValue {
    /// Orders of the shop's mean that every customer's own are mixed with, at most
    /// [`MOST_SHRINKAGE`].
    pub shrinkage: f64,
    /// Whether customers differ by more than luck: below the most shrinkage.
    pub differ: bool,
    /// The shop's mean order value over known customers, in minor units.
    pub mean: f64,
    /// The least drawn-in mean among them, in minor units.
    pub cut: f64,
    /// Their dense indexes, ascending, each with the drawn-in mean.
    pub customers: Vec<(u32, f64)>,
}

/// The customers in the top `share` by drawn-in mean order value; equal values are in or out
/// together. Nothing where that cannot be said: fewer than five customers, nobody who came back, or
/// all alike.
pub fn high_value(
    facts: &Facts,
    formula: Formula,
    positions: &[u32],
    share: f64,
) -> Option<HighValue> {
    // Sum, sum of squares and count of each customer.
    let mut sums = vec![(0.0_f64, 0.0_f64, 0.0_f64); facts.customer_ids.len()];
    let (mut all, mut orders) = (0.0, 0.0);
    for position in positions {
        let at = *position as usize;
        if let Some((sum, squares, count)) = sums.get_mut(facts.customer[at] as usize) {
            let value = float(formula.revenue(facts, at));
            *sum += value;
            *squares += value * value;
            *count += 1.0;
            all += value;
            orders += 1.0;
        }
    }
    if orders < 2.0 {
        return None;
    }
    let mean = all / orders;
    let (mut customers, mut within, mut between, mut uneven) = (0.0, 0.0, 0.0, 0.0);
    for (sum, squares, count) in sums.iter().filter(|known| known.2 > 0.0) {
        customers += 1.0;
        within += (squares - sum * sum / count).max(0.0);
        between += count * (sum / count - mean) * (sum / count - mean);
        uneven += count * count;
    }
    let (repeats, spread) = (orders - customers, orders - uneven / orders);
    if repeats < 1.0 || customers < 5.0 || spread <= 0.0 {
        return None;
    }
    let one_order = within / repeats;
    let true_means = (between - (customers - 1.0) * one_order) / spread;
    let differ = true_means > one_order / MOST_SHRINKAGE && true_means > 0.0;
    let shrinkage = if differ {
        one_order / true_means
    } else {
        MOST_SHRINKAGE
    };
    let drawn_in =
        |(sum, _, count): &(f64, f64, f64)| (sum + shrinkage * mean) / (count + shrinkage);
    let mut ranked: Vec<f64> = sums
        .iter()
        .filter(|known| known.2 > 0.0)
        .map(drawn_in)
        .collect();
    let part = share.clamp(0.0, 1.0) * customers;
    let (top, _) = crate::interval::rounded((part.floor(), 0.0));
    let top = usize::try_from(top).ok().filter(|top| *top > 0)?;
    let place = ranked.len().checked_sub(top)?;
    let (_, cut, _) = ranked.select_nth_unstable_by(place, f64::total_cmp);
    let cut = *cut;
    if ranked.iter().all(|value| *value >= cut) {
        return None;
    }
    let customers: Vec<(u32, f64)> = (0..)
        .zip(&sums)
        .filter(|(_, known)| known.2 > 0.0)
        .map(|(customer, known)| (customer, drawn_in(known)))
        .filter(|(_, value)| *value >= cut)
        .collect();
    Some(HighValue {
        shrinkage,
        differ,
        mean,
        cut,
        customers,
    })
}
