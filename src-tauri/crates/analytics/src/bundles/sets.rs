//! Pairs and sets of three worth offering, with their counts, price and what they may bring.

use pannier_core::{Facts, Products};
use rayon::prelude::*;

use super::{
    baskets::Baskets,
    price::{Ending, paid_for_one, set_price},
    together::Together,
};
use crate::{
    clusters::{fit, median},
    interval::float,
    margin::{Margin, margin},
    ranges::{Assumption, MoneyRange, Range, over_corners},
};

/// Pairs, by how sure they are, that are priced and extended to sets of three.
const PAIRS: usize = 100;
/// Newest orders with a set that are looked at for its price.
const PRICED: usize = 1_000;
/// A log-likelihood ratio that chance reaches once in 1,000 pairs that have nothing to do with each
/// other. There are many pairs, so most shops' lists start far above it.
const SURE: f64 = 10.83;

/// What a merchant can move about bundles.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleOptions {
    /// Orders that must hold a set; where none is said, one in a thousand and at least 5.
    pub least_orders: Option<u32>,
    /// The lift, drawn towards 1, that a set must reach.
    pub least_lift: f64,
    /// Prices, and what a set may bring, are of the last so many days before the newest order.
    pub days: u16,
    /// The share of orders with all but one of a set's products that would take the last one too.
    pub take: Assumption,
    /// What must be left of a set's price after tax and cost, as a share of it, where costs are
    /// known.
    pub least_margin: f64,
    /// Whether the costs of products are in the currency of the orders.
    pub costs: bool,
    /// Sets to give at most.
    pub most: usize,
}

impl Default for BundleOptions {
    fn default() -> Self {
        Self {
            least_orders: None,
            least_lift: 1.2,
            days: 90,
            take: Assumption::assumed(0.01, 0.03, 0.06),
            least_margin: 0.2,
            costs: false,
            most: 50,
        }
    }
}

/// What a set may bring in 30 days, in minor units. No cause is claimed: it is what the assumed
/// share of orders that lacked one product would add.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundleValue {
    /// Revenue when the products are shown together at their own prices.
    pub shown_together: MoneyRange,
    /// Revenue at the set price, which those who would have bought it all anyway pay as well;
    /// nothing where no set price is suggested.
    pub as_set: Option<MoneyRange>,
    /// Margin when shown together, where the costs of all its products are known.
    pub shown_together_margin: Option<MoneyRange>,
    /// Margin at the set price, where both are known.
    pub as_set_margin: Option<MoneyRange>,
}

/// Two or three products that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// The products, as indexes into [`Products`], ascending.
    pub products: Vec<u32>,
    /// Orders of which products are known.
    pub orders: u32,
    /// Orders that hold each product.
    pub each: Vec<u32>,
    /// Orders that hold all of them.
    pub held: u32,
    /// For each product: the orders with all the others, with it, and with all.
    pub rules: Vec<Together>,
    /// Times as often as chance says; the least over the rules.
    pub lift: f64,
    /// The same drawn towards 1.
    pub shrunk_lift: f64,
    /// How sure it is; the least over the rules (see [`Together::log_likelihood_ratio`]).
    pub log_likelihood_ratio: f64,
    /// Orders of the last days that hold all of them.
    pub recent_held: u32,
    /// Orders of the last days that lack just one of them.
    pub recent_one_short: u32,
    /// What one piece of each cost those buyers after discounts, the middle one; nothing where no
    /// recent order holds the set.
    pub paid: Option<Vec<i64>>,
    /// The middle sum of one piece each in those orders.
    pub sells_for: Option<i64>,
    /// What one piece each costs the shop, where all is known.
    pub cost: Option<i64>,
    /// A price for the set: 5 to 10 % under what it sells for, ending as the shop's prices end, and
    /// never under cost and the least margin. Nothing where there is no such price.
    pub set_price: Option<i64>,
    /// What it may bring; nothing where it cannot be told.
    pub value: Option<BundleValue>,
}

/// The sets that the orders at these positions speak for, most money first. The positions are
/// counted orders of one currency in time order.
///
/// A set is one where each product goes with the others more than chance says, after its lift is
/// drawn towards 1, and surely so. They are ranked by what they are likely to bring, never by lift.
pub fn bundles(
    facts: &Facts,
    currency: u8,
    positions: &[u32],
    options: &BundleOptions,
) -> Vec<Bundle> {
    let Some(last) = positions.last() else {
        return Vec::new();
    };
    let recent_day = facts.day[*last as usize].saturating_sub(i32::from(options.days)) + 1;
    let count = u32::try_from(positions.len()).unwrap_or(u32::MAX);
    let least = options.least_orders.unwrap_or(count.div_ceil(1000).max(5));
    let baskets = Baskets::of(facts, positions, least, recent_day);
    let recent = &positions
        [positions.partition_point(|position| facts.day[*position as usize] < recent_day)..];
    let shop = Shop {
        facts,
        baskets: &baskets,
        options,
        ending: Ending::of(facts, currency, positions),
        margin: margin(facts, recent, options.costs),
    };
    let mut found = shop.candidates(least);
    found
        .par_iter_mut()
        .for_each(|bundle| shop.put_a_price_on(bundle));
    found.sort_by(|one, other| other.rank().total_cmp(&one.rank()));
    found.truncate(options.most);
    found
}

struct Shop<'a> {
    facts: &'a Facts,
    baskets: &'a Baskets,
    options: &'a BundleOptions,
    ending: Ending,
    margin: Margin,
}

impl Shop<'_> {
    fn candidates(&self, least: u32) -> Vec<Bundle> {
        let counted = self.baskets.pairs(least);
        // All pairs of a set of three are counted: none is rarer than the set.
        let with = |one, two| {
            let place = counted.binary_search_by_key(&[one, two], |pair| pair.products);
            place.map_or(0, |place| counted[place].orders)
        };
        let judged = counted.par_iter().filter_map(|pair| {
            let bundle = self.judge(&pair.products, pair.orders, &[])?;
            Some((pair, bundle))
        });
        let mut pairs: Vec<_> = judged.collect();
        pairs.sort_by(|(_, one), (_, other)| {
            other
                .log_likelihood_ratio
                .total_cmp(&one.log_likelihood_ratio)
        });
        pairs.truncate(PAIRS);
        let chosen: Vec<_> = pairs.iter().map(|(pair, _)| **pair).collect();
        let mut triples = Vec::new();
        for triple in self.baskets.triples(&chosen, least) {
            let [a, b, c] = triple.products;
            let without = [with(b, c), with(a, c), with(a, b)];
            triples.extend(self.judge(&triple.products, triple.orders, &without));
        }
        triples.sort_by(|one, other| {
            other
                .log_likelihood_ratio
                .total_cmp(&one.log_likelihood_ratio)
        });
        triples.truncate(PAIRS);
        pairs
            .into_iter()
            .map(|(_, bundle)| bundle)
            .chain(triples)
            .collect()
    }

    /// A set where every product goes with the others. `without` counts the orders with all but
    /// each product of a set of three; of a pair those are the orders of the other one.
    fn judge(&self, products: &[u32], held: u32, without: &[u32]) -> Option<Bundle> {
        let orders = self.baskets.orders();
        let each: Vec<u32> = products
            .iter()
            .map(|product| self.baskets.held(*product))
            .collect::<Option<_>>()?;
        let mut rules = Vec::with_capacity(products.len());
        let (mut lift, mut shrunk, mut sure) = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
        for (index, right) in each.iter().enumerate() {
            let others = each.len() - 1 - index;
            let left = without.get(index).copied().unwrap_or(each[others]);
            let rule = Together {
                orders,
                left,
                right: *right,
                both: held,
            };
            lift = lift.min(rule.lift()?);
            shrunk = shrunk.min(rule.shrunk_lift()?);
            sure = sure.min(rule.log_likelihood_ratio()?);
            rules.push(rule);
        }
        (shrunk >= self.options.least_lift && sure >= SURE).then(|| Bundle {
            products: products.to_vec(),
            orders,
            each,
            held,
            rules,
            lift,
            shrunk_lift: shrunk,
            log_likelihood_ratio: sure,
            recent_held: 0,
            recent_one_short: 0,
            paid: None,
            sells_for: None,
            cost: None,
            set_price: None,
            value: None,
        })
    }

    fn put_a_price_on(&self, bundle: &mut Bundle) {
        let Some(ranks) = bundle
            .products
            .iter()
            .map(|product| self.baskets.rank(*product))
            .collect::<Option<Vec<_>>>()
        else {
            return;
        };
        let short = self.count_recent(bundle, &ranks);
        let (mut sums, mut paid) = (Vec::new(), vec![Vec::new(); ranks.len()]);
        let recent = |kept: &u32| self.baskets.is_recent(*kept);
        for kept in self
            .baskets
            .holding(&ranks)
            .rev()
            .take_while(recent)
            .take(PRICED)
        {
            let position = self.baskets.position(kept);
            let prices = bundle
                .products
                .iter()
                .map(|product| paid_for_one(self.facts, position, *product));
            let Some(prices) = prices.collect::<Option<Vec<_>>>() else {
                continue;
            };
            sums.push(fit(prices.iter().copied().map(i128::from).sum()));
            paid.iter_mut()
                .zip(prices)
                .for_each(|(all, price)| all.push(price));
        }
        bundle.sells_for = median(&mut sums);
        bundle.paid = paid.iter_mut().map(|all| median(all)).collect();
        let costs = if self.options.costs {
            costs(&self.facts.products, &bundle.products)
        } else {
            None
        };
        bundle.cost = costs
            .as_ref()
            .map(|all| fit(all.iter().copied().map(i128::from).sum()));
        let Some((sum, paid)) = bundle.sells_for.zip(bundle.paid.as_ref()) else {
            return;
        };
        bundle.set_price = set_price(sum, self.least_price(bundle.cost), self.ending);
        let lacking = Lacking {
            short: &short,
            paid,
            costs: costs.as_deref(),
            held: bundle.recent_held,
            off: bundle.set_price.map(|price| sum - price),
            tax: self.margin.tax_share.unwrap_or(0.0),
        };
        bundle.value = Some(lacking.value(self.options));
    }

    /// The least price that leaves the wanted margin after tax and cost.
    fn least_price(&self, cost: Option<i64>) -> Option<i64> {
        let cost = cost?;
        let left = 1.0 - self.margin.tax_share.unwrap_or(0.0) - self.options.least_margin;
        if left <= 0.0 {
            return Some(i64::MAX);
        }
        let least = Range::exactly((float(cost) / left).ceil());
        Some(MoneyRange::of(least).likely)
    }

    /// Recent orders that lack just this product of the set, for each product.
    fn count_recent(&self, bundle: &mut Bundle, ranks: &[u32]) -> Vec<u32> {
        let mut short = vec![0; ranks.len()];
        let mut held = 0;
        // Orders that hold nothing else of what is counted are not kept, and are those that lack
        // everything but one: of a pair, what is not held together lacks one.
        let mut seen_lacking = |kept: u32, from: usize| {
            let items = self.baskets.items(kept);
            if ranks[..from].iter().any(|earlier| items.contains(earlier)) {
                return;
            }
            let mut lacking = ranks
                .iter()
                .enumerate()
                .filter(|(_, rank)| !items.contains(rank));
            match (lacking.next(), lacking.next()) {
                (None, _) => held += 1,
                (Some((index, _)), None) => short[index] += 1,
                _ => {}
            }
        };
        for (from, rank) in ranks.iter().enumerate() {
            for kept in self.baskets.recent_holders(*rank) {
                seen_lacking(*kept, from);
            }
        }
        if let [one, two] = ranks {
            // Those who bought one alone, whatever else they bought.
            short = vec![
                self.baskets.recent_by_rank(*two) - held,
                self.baskets.recent_by_rank(*one) - held,
            ];
        }
        bundle.recent_held = held;
        bundle.recent_one_short = short.iter().sum();
        short
    }
}

/// The orders that a set could still be sold to.
struct Lacking<'a> {
    short: &'a [u32],
    paid: &'a [i64],
    costs: Option<&'a [i64]>,
    held: u32,
    off: Option<i64>,
    tax: f64,
}

impl Lacking<'_> {
    fn value(&self, options: &BundleOptions) -> BundleValue {
        let a_month = 30.0 / f64::from(options.days.max(1));
        let (mut orders, mut added, mut kept) = (0.0, 0.0, 0.0);
        for (index, (short, paid)) in self.short.iter().zip(self.paid).enumerate() {
            let (short, paid) = (f64::from(*short), float(*paid));
            let cost = self.costs.map_or(0.0, |costs| float(costs[index]));
            orders += short;
            added += short * paid;
            kept += short * (paid * (1.0 - self.tax) - cost);
        }
        let value = |each: f64, off: f64| {
            let held = f64::from(self.held);
            let figure = |[take]: [f64; 1]| a_month * (take * each - (held + take * orders) * off);
            MoneyRange::of(over_corners([options.take.value.within(0.0, 1.0)], figure))
        };
        let off = self.off.map(float);
        let known = self.costs.is_some();
        BundleValue {
            shown_together: value(added, 0.0),
            as_set: off.map(|off| value(added, off)),
            shown_together_margin: known.then(|| value(kept, 0.0)),
            as_set_margin: off
                .filter(|_| known)
                .map(|off| value(kept, off * (1.0 - self.tax))),
        }
    }
}

impl Bundle {
    /// What it is likely to bring, for the order of the list.
    fn rank(&self) -> f64 {
        self.value.map_or(f64::NEG_INFINITY, |value| {
            let best = value.as_set.map_or(value.shown_together.likely, |set| {
                set.likely.max(value.shown_together.likely)
            });
            float(best)
        })
    }
}

fn costs(products: &Products, of: &[u32]) -> Option<Vec<i64>> {
    of.iter()
        .map(|product| products.cost.get(*product as usize).copied().flatten())
        .collect()
}
