//! Orders as sets of products, without what too few orders hold.

use std::ops::Range;

use pannier_core::Facts;
use rayon::prelude::*;

/// What each order held, by dense ranks of the products that enough orders hold.
///
/// Counting is our own: order by order into a table of all pairs, or for very many products item by
/// item over the orders that hold it, into one row of counters. Both split over threads and are exact.
/// Crates for frequent sets (Apriori, FP-growth) take lists of strings or of hash sets, which a
/// million orders would first have to be turned into; none is widely kept up.
#[derive(Debug, Default)]
pub struct Baskets {
    /// Orders of which any product is known.
    orders: u32,
    /// The product of each rank, ascending.
    products: Vec<u32>,
    /// Orders that hold it.
    held: Vec<u32>,
    /// The same since the day that was asked for.
    recent: Vec<u32>,
    /// Where each kept order's items begin; kept are those with two products or more.
    first: Vec<u32>,
    /// Ranks, ascending within an order.
    item: Vec<u32>,
    /// The position of each kept order, as the caller counts them.
    position: Vec<u32>,
    /// Where each rank's holders begin.
    holders_first: Vec<u32>,
    /// Kept orders, ascending for each rank.
    holders: Vec<u32>,
    /// The first kept order that is recent.
    recent_from: u32,
}

/// What there is to know of an order while baskets are filled.
struct Order<'a> {
    position: u32,
    products: &'a [u32],
    gift_cards: &'a [bool],
    recent: bool,
}

impl Order<'_> {
    fn products(&self) -> impl Iterator<Item = u32> {
        // A list without gift-card marks has none.
        self.products
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.gift_cards.get(*index).copied().unwrap_or(false))
            .map(|(_, product)| *product)
    }
}

/// The kept orders of one stretch, as in [`Baskets`].
#[derive(Default)]
struct Kept {
    ends: Vec<u32>,
    item: Vec<u32>,
    position: Vec<u32>,
    recent_from: u32,
}

impl Kept {
    fn of<'a>(ranks: &[u32], orders: impl Iterator<Item = Order<'a>>) -> Self {
        let mut kept = Self::default();
        let mut count = 0;
        for order in orders {
            if order.products.len() < 2 {
                continue;
            }
            let start = kept.item.len();
            for product in order.products() {
                let rank = ranks.get(product as usize).copied().unwrap_or(u32::MAX);
                if rank != u32::MAX && !kept.item[start..].contains(&rank) {
                    kept.item.push(rank);
                }
            }
            if kept.item.len() < start + 2 {
                kept.item.truncate(start);
                continue;
            }
            kept.item[start..].sort_unstable();
            let end = u32::try_from(kept.item.len()).unwrap_or(u32::MAX);
            kept.ends.push(end);
            kept.position.push(order.position);
            count += 1;
            if !order.recent {
                kept.recent_from = count;
            }
        }
        kept
    }
}

/// So many orders cut into a stretch for each thread.
fn stretches(count: usize) -> Vec<Range<usize>> {
    let width = count.div_ceil(rayon::current_num_threads().max(1)).max(1);
    let starts = (0..count).step_by(width);
    starts.map(|from| from..(from + width).min(count)).collect()
}

impl Baskets {
    /// The products of the orders at these positions, gift cards left out, as far as at least
    /// `least` of the orders hold them. Orders count as recent from the shop's day
    /// `recent_day` ([`pannier_core::Day::number`]) on.
    pub fn of(facts: &Facts, positions: &[u32], least: u32, recent_day: i32) -> Self {
        let order = move |position: &u32| {
            let at = *position as usize;
            let lines = facts.lines.of(at);
            Order {
                position: *position,
                products: &facts.lines.product[lines.clone()],
                gift_cards: &facts.lines.gift_card[lines],
                recent: facts.day[at] >= recent_day,
            }
        };
        Self::fill(facts.products.len(), least, positions.len(), |range| {
            positions[range].iter().map(order)
        })
    }

    /// Sets of ids by hand; an id that stands twice in a list counts once.
    pub fn from_lists(lists: &[Vec<u32>], least: u32) -> Self {
        let largest = lists.iter().flatten().max();
        let order = |(index, list)| Order {
            position: index,
            products: list,
            gift_cards: &[],
            recent: true,
        };
        let largest = largest.map_or(0, |id| *id as usize + 1);
        Self::fill(largest, least, lists.len(), |range| {
            let from = u32::try_from(range.start).unwrap_or(u32::MAX);
            (from..)
                .zip(lists[range].iter().map(Vec::as_slice))
                .map(order)
        })
    }

    fn fill<'a, I: Iterator<Item = Order<'a>>>(
        products: usize,
        least: u32,
        count: usize,
        orders: impl Fn(Range<usize>) -> I + Sync,
    ) -> Self {
        let least = least.max(1);
        let mut baskets = Self::default();
        let ranks = baskets.count_products(products, least, count, &orders);
        baskets.keep(&ranks, count, orders);
        baskets.turn_round();
        baskets
    }

    /// Counts orders by product; gives the rank of each product that stays, else `u32::MAX`.
    fn count_products<'a, I: Iterator<Item = Order<'a>>>(
        &mut self,
        products: usize,
        least: u32,
        count: usize,
        orders: impl Fn(Range<usize>) -> I + Sync,
    ) -> Vec<u32> {
        // Last order seen (from 1), orders, recent orders.
        let counted = stretches(count).into_par_iter().map(|range| {
            let (mut seen, mut known) = (vec![[0_u32; 3]; products], 0);
            for (number, order) in (1..).zip(orders(range)) {
                let mut any = false;
                for product in order.products() {
                    any = true;
                    let Some(entry) = seen.get_mut(product as usize) else {
                        continue;
                    };
                    if entry[0] != number {
                        entry[0] = number;
                        entry[1] += 1;
                        entry[2] += u32::from(order.recent);
                    }
                }
                known += u32::from(any);
            }
            (seen, known)
        });
        let both = |(mut seen, known): (Vec<[u32; 3]>, u32),
                    (other, more): (Vec<[u32; 3]>, u32)| {
            for (all, other) in seen.iter_mut().zip(other) {
                all[1] += other[1];
                all[2] += other[2];
            }
            (seen, known + more)
        };
        let (seen, known) = counted.reduce_with(both).unwrap_or_default();
        self.orders = known;
        let mut ranks = vec![u32::MAX; products];
        for ((product, rank), [_, held, recent]) in (0..).zip(&mut ranks).zip(seen) {
            if held >= least {
                *rank = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
                self.products.push(product);
                self.held.push(held);
                self.recent.push(recent);
            }
        }
        ranks
    }

    /// Keeps the orders with two ranked products or more, stretch by stretch on all threads.
    fn keep<'a, I: Iterator<Item = Order<'a>>>(
        &mut self,
        ranks: &[u32],
        count: usize,
        orders: impl Fn(Range<usize>) -> I + Sync,
    ) {
        let kept: Vec<Kept> = stretches(count)
            .into_par_iter()
            .map(|range| Kept::of(ranks, orders(range)))
            .collect();
        self.first.push(0);
        for kept in kept {
            // Four thousand million lines do not fit into memory.
            let items = u32::try_from(self.item.len()).unwrap_or(u32::MAX);
            let before = u32::try_from(self.position.len()).unwrap_or(u32::MAX);
            self.first.extend(kept.ends.iter().map(|end| items + end));
            self.item.extend(kept.item);
            self.position.extend(kept.position);
            if kept.recent_from > 0 {
                self.recent_from = before + kept.recent_from;
            }
        }
    }

    /// Makes the lists of holders.
    fn turn_round(&mut self) {
        let mut next = vec![0_u32; self.products.len() + 1];
        for item in &self.item {
            next[*item as usize + 1] += 1;
        }
        for rank in 1..next.len() {
            next[rank] += next[rank - 1];
        }
        self.holders_first.clone_from(&next);
        self.holders = vec![0; self.item.len()];
        for (kept, ends) in (0..).zip(self.first.windows(2)) {
            for item in &self.item[ends[0] as usize..ends[1] as usize] {
                let place = &mut next[*item as usize];
                self.holders[*place as usize] = kept;
                *place += 1;
            }
        }
    }

    /// Orders of which any product is known.
    pub fn orders(&self) -> u32 {
        self.orders
    }

    /// Orders that hold a product; nothing where too few do.
    pub fn held(&self, product: u32) -> Option<u32> {
        self.rank(product).map(|rank| self.held[rank as usize])
    }

    pub(super) fn rank(&self, product: u32) -> Option<u32> {
        let found = self.products.binary_search(&product).ok()?;
        u32::try_from(found).ok()
    }

    pub(super) fn ranks(&self) -> u32 {
        u32::try_from(self.products.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn product(&self, rank: u32) -> u32 {
        self.products[rank as usize]
    }

    /// Recent orders that hold a product.
    pub(super) fn recent_by_rank(&self, rank: u32) -> u32 {
        self.recent[rank as usize]
    }

    /// The kept orders that hold a product.
    pub(super) fn holders(&self, rank: u32) -> &[u32] {
        let ends = &self.holders_first[rank as usize..];
        &self.holders[ends[0] as usize..ends[1] as usize]
    }

    /// The kept and recent ones among them.
    pub(super) fn recent_holders(&self, rank: u32) -> &[u32] {
        let holders = self.holders(rank);
        &holders[holders.partition_point(|kept| *kept < self.recent_from)..]
    }

    pub(super) fn is_recent(&self, kept: u32) -> bool {
        kept >= self.recent_from
    }

    /// The ranks in a kept order.
    pub(super) fn items(&self, kept: u32) -> &[u32] {
        self.items_at(kept as usize)
    }

    /// The same, by its place.
    pub(super) fn items_at(&self, kept: usize) -> &[u32] {
        &self.item[self.first[kept] as usize..self.first[kept + 1] as usize]
    }

    /// The number of kept orders.
    pub(super) fn kept(&self) -> usize {
        self.position.len()
    }

    /// The position of a kept order.
    pub(super) fn position(&self, kept: u32) -> u32 {
        self.position[kept as usize]
    }
}
