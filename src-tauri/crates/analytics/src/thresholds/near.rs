//! Orders that stopped just short of a threshold, and the one item that would have carried them
//! over it.

use pannier_core::{Facts, div_half_even};

use crate::clusters::{fit, median};

/// Newest lines that are read for what things are sold for.
const LINES: usize = 200_000;
/// Prices of one product that are looked at.
const PRICES: usize = 15;

/// How many orders ended just below a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NearThreshold {
    /// The threshold.
    pub threshold: i64,
    /// The least goods that count as near.
    pub lowest: i64,
    /// All orders that were looked at.
    pub orders: u32,
    /// Orders at the threshold or above it.
    pub at_or_above: u32,
    /// Orders from `lowest` to just below the threshold.
    pub near: u32,
    /// What those lack in all.
    pub sum_gap: i64,
    /// What they lack on average, rounded half to even; nothing without such orders.
    pub mean_gap: Option<i64>,
}

/// Counts the orders that ended in `[lowest, threshold)`.
pub fn near_threshold(
    facts: &Facts,
    positions: &[u32],
    threshold: i64,
    lowest: i64,
) -> NearThreshold {
    let (mut at_or_above, mut near, mut sum) = (0_u32, 0_u32, 0_i128);
    for position in positions {
        let goods = facts.goods[*position as usize];
        if goods >= threshold {
            at_or_above += 1;
        } else if goods >= lowest {
            near += 1;
            sum += i128::from(threshold) - i128::from(goods);
        }
    }
    NearThreshold {
        threshold,
        lowest,
        orders: u32::try_from(positions.len()).unwrap_or(u32::MAX),
        at_or_above,
        near,
        sum_gap: fit(sum),
        mean_gap: (near > 0).then(|| fit(div_half_even(sum, i128::from(near)))),
    }
}

/// Those orders themselves.
pub fn orders_near(facts: &Facts, positions: &[u32], threshold: i64, lowest: i64) -> Vec<u32> {
    let near = |position: &u32| (lowest..threshold).contains(&facts.goods[*position as usize]);
    positions.iter().copied().filter(near).collect()
}

/// Orders by goods in `bins` steps of `step` from 0 on; below 0 counts into the first, and beyond
/// the end into one more, the last.
pub fn goods_histogram(facts: &Facts, positions: &[u32], step: i64, bins: usize) -> Vec<u32> {
    let mut counts = vec![0_u32; bins + 1];
    let step = step.max(1);
    for position in positions {
        let bin = facts.goods[*position as usize].max(0) / step;
        let bin = usize::try_from(bin).unwrap_or(bins).min(bins);
        counts[bin] += 1;
    }
    counts
}

/// A popular product that would have carried orders over a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FittingItem {
    /// Index into the products.
    pub product: u32,
    /// What it is sold for: the middle one of its newest prices before discounts.
    pub price: i64,
    /// Orders that hold it.
    pub sold_in: u32,
    /// Orders just short that it would carry over and that do not hold it.
    pub fits: u32,
}

/// Orders that lack just one popular item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OneItemShort {
    /// Orders just short that at least one of the items would carry over.
    pub orders: u32,
    /// The items, those that fit most orders first.
    pub items: Vec<FittingItem>,
}

/// Which orders in `[lowest, threshold)` are one popular item short: an item that at least
/// `least_orders` of the orders hold, that costs what the order lacks or more, but no more than
/// `threshold − lowest`, and is not in the order yet.
pub fn one_item_short(
    facts: &Facts,
    positions: &[u32],
    threshold: i64,
    lowest: i64,
    least_orders: u32,
) -> OneItemShort {
    let near = orders_near(facts, positions, threshold, lowest);
    let mut items = popular(facts, positions, least_orders);
    items.retain(|item| item.price > 0 && item.price <= threshold.saturating_sub(lowest));
    let mut gaps: Vec<i64> = near
        .iter()
        .map(|position| threshold - facts.goods[*position as usize])
        .collect();
    gaps.sort_unstable();
    let mut index = vec![usize::MAX; facts.products.len()];
    for (place, item) in items.iter_mut().enumerate() {
        let within = gaps.partition_point(|gap| *gap <= item.price);
        item.fits = u32::try_from(within).unwrap_or(u32::MAX);
        index[item.product as usize] = place;
    }
    // The dearest first: an order is looked at until one item carries it.
    let mut dearest: Vec<(i64, u32)> = items
        .iter()
        .map(|item| (item.price, item.product))
        .collect();
    dearest.sort_unstable_by(|one, other| other.cmp(one));
    let mut orders = 0;
    let mut own: Vec<u32> = Vec::new();
    for position in near {
        let at = position as usize;
        let gap = threshold - facts.goods[at];
        own.clear();
        own.extend_from_slice(&facts.lines.product[facts.lines.of(at)]);
        own.sort_unstable();
        own.dedup();
        for product in &own {
            let place = index.get(*product as usize).copied().unwrap_or(usize::MAX);
            if let Some(item) = items.get_mut(place)
                && item.price >= gap
            {
                item.fits -= 1;
            }
        }
        let mut enough = dearest.iter().take_while(|(price, _)| *price >= gap);
        orders += u32::from(enough.any(|(_, product)| own.binary_search(product).is_err()));
    }
    items.retain(|item| item.fits > 0);
    items.sort_by_key(|item| (std::cmp::Reverse((item.fits, item.sold_in)), item.product));
    OneItemShort { orders, items }
}

/// Products that enough orders hold, with their price where a newest line says it.
fn popular(facts: &Facts, positions: &[u32], least_orders: u32) -> Vec<FittingItem> {
    // Last order seen (from 1) and orders.
    let mut seen = vec![[0_u32; 2]; facts.products.len()];
    for (number, position) in (1..).zip(positions) {
        for line in facts.lines.of(*position as usize) {
            let product = facts.lines.product[line] as usize;
            if let Some(entry) = seen.get_mut(product)
                && !facts.lines.gift_card[line]
                && entry[0] != number
            {
                *entry = [number, entry[1] + 1];
            }
        }
    }
    let least = least_orders.max(1);
    let mut prices: Vec<Vec<i64>> = vec![Vec::new(); facts.products.len()];
    let newest = positions
        .iter()
        .rev()
        .flat_map(|position| facts.lines.of(*position as usize).rev())
        .take(LINES);
    for line in newest {
        let product = facts.lines.product[line] as usize;
        let quantity = facts.lines.quantity[line];
        if quantity == 0 || facts.lines.gift_card[line] {
            continue;
        }
        if let (Some(entry), Some(known)) = (seen.get(product), prices.get_mut(product))
            && entry[1] >= least
            && known.len() < PRICES
        {
            let amount = i128::from(facts.lines.amount[line]);
            known.push(fit(div_half_even(amount, i128::from(quantity))));
        }
    }
    (0..)
        .zip(prices)
        .filter_map(|(product, mut prices)| {
            Some(FittingItem {
                product,
                price: median(&mut prices)?,
                sold_in: seen[product as usize][1],
                fits: 0,
            })
        })
        .collect()
}
