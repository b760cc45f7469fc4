//! How many orders hold two or three products together.

use rayon::prelude::*;

use super::baskets::Baskets;

/// Two or three products and the orders that hold them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counted<const N: usize> {
    /// The products, ascending.
    pub products: [u32; N],
    /// Orders that hold all of them.
    pub orders: u32,
}

/// Products up to which pairs have a table of their own: 17 MB for each thread.
const DENSE: u32 = 2_900;

/// A row of counters that is wiped only where it was written to.
struct Row {
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl Row {
    fn new(ranks: u32) -> Self {
        Self {
            counts: vec![0; ranks as usize],
            touched: Vec::new(),
        }
    }

    #[inline]
    fn add(&mut self, rank: u32) {
        let count = &mut self.counts[rank as usize];
        if *count == 0 {
            self.touched.push(rank);
        }
        *count += 1;
    }

    /// What reached `least`, by rank; and wiped.
    fn drain(&mut self, least: u32) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for rank in self.touched.drain(..) {
            let count = std::mem::take(&mut self.counts[rank as usize]);
            if count >= least {
                found.push((rank, count));
            }
        }
        found.sort_unstable();
        found
    }
}

impl Baskets {
    /// Every pair of products that at least `least` orders hold together, ascending. Exact as long
    /// as `least` is not under that of the baskets.
    pub fn pairs(&self, least: u32) -> Vec<Counted<2>> {
        let mut found = if self.ranks() <= DENSE {
            self.pairs_by_table(least.max(1))
        } else {
            self.pairs_by_holders(least.max(1))
        };
        found.sort_unstable();
        found
    }

    /// Order by order into a table of all pairs, popular products first: most counts then stand
    /// close together.
    fn pairs_by_table(&self, least: u32) -> Vec<Counted<2>> {
        let mut by_popularity: Vec<u32> = (0..self.ranks()).collect();
        by_popularity.sort_by_key(|rank| std::cmp::Reverse(self.holders(*rank).len()));
        let mut place = vec![0_usize; by_popularity.len()];
        for (index, rank) in by_popularity.iter().enumerate() {
            place[*rank as usize] = index;
        }
        let cells = by_popularity.len() * by_popularity.len().saturating_sub(1) / 2;
        let kept = self.kept();
        let stretch = kept.div_ceil(rayon::current_num_threads().max(1)).max(1);
        let starts: Vec<usize> = (0..kept).step_by(stretch).collect();
        let counted = |start: usize| {
            let mut counts = vec![0_u32; cells];
            let mut places = Vec::new();
            for order in start..(start + stretch).min(kept) {
                places.clear();
                let items = self.items_at(order);
                places.extend(items.iter().map(|rank| place[*rank as usize]));
                for (index, one) in places.iter().enumerate() {
                    for other in &places[index + 1..] {
                        let (low, high) = (*one.min(other), *one.max(other));
                        counts[high * (high - 1) / 2 + low] += 1;
                    }
                }
            }
            counts
        };
        let tables: Vec<Vec<u32>> = starts.into_par_iter().map(counted).collect();
        let Some((first, others)) = tables.split_first() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut cell = 0;
        for (high, one) in by_popularity.iter().enumerate() {
            for other in &by_popularity[..high] {
                let orders = first[cell] + others.iter().map(|table| table[cell]).sum::<u32>();
                cell += 1;
                if orders >= least {
                    let mut products = [self.product(*one), self.product(*other)];
                    products.sort_unstable();
                    found.push(Counted { products, orders });
                }
            }
        }
        found
    }

    /// Item by item over the orders that hold it: for more products than a table has room for.
    fn pairs_by_holders(&self, least: u32) -> Vec<Counted<2>> {
        let row = || Row::new(self.ranks());
        let found = (0..self.ranks())
            .into_par_iter()
            .map_init(row, |row, rank| {
                for kept in self.holders(rank) {
                    let items = self.items(*kept);
                    // Ascending: those after this one.
                    let after = items.iter().rev().take_while(|other| **other > rank);
                    after.for_each(|other| row.add(*other));
                }
                let pair = |(other, orders)| Counted {
                    products: [self.product(rank), self.product(other)],
                    orders,
                };
                row.drain(least).into_iter().map(pair).collect::<Vec<_>>()
            })
            .collect::<Vec<_>>();
        found.concat()
    }

    /// Every set of three that holds one of these pairs and is held by at least `least` orders,
    /// ascending. Given all frequent pairs, these are all frequent sets of three: none can be
    /// without its pairs being so (Agrawal and Srikant, VLDB 1994).
    pub fn triples(&self, pairs: &[Counted<2>], least: u32) -> Vec<Counted<3>> {
        let row = || Row::new(self.ranks());
        let found = pairs
            .par_iter()
            .map_init(row, |row, pair| self.thirds(row, pair, least))
            .collect::<Vec<_>>();
        let mut found = found.concat();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn thirds(&self, row: &mut Row, pair: &Counted<2>, least: u32) -> Vec<Counted<3>> {
        let [Some(one), Some(two)] = pair.products.map(|product| self.rank(product)) else {
            return Vec::new();
        };
        for kept in self.holding(&[one, two]) {
            for item in self.items(kept) {
                if *item != one && *item != two {
                    row.add(*item);
                }
            }
        }
        let triple = |(third, orders)| {
            let mut products = [pair.products[0], pair.products[1], self.product(third)];
            products.sort_unstable();
            Counted { products, orders }
        };
        row.drain(least.max(1)).into_iter().map(triple).collect()
    }

    /// The kept orders that hold all of these ranks, ascending.
    pub(super) fn holding(&self, ranks: &[u32]) -> impl DoubleEndedIterator<Item = u32> {
        let rarest = ranks
            .iter()
            .copied()
            .min_by_key(|rank| self.holders(*rank).len());
        let holders = rarest.map_or(&[][..], |rank| self.holders(rank));
        holders.iter().copied().filter(move |kept| {
            let items = self.items(*kept);
            ranks.iter().all(|rank| items.contains(rank))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_counting_agree() {
        let mut state = 7_u64;
        let mut below = |count: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            u32::try_from((state >> 33) % count).unwrap()
        };
        let lists: Vec<Vec<u32>> = (0..400)
            .map(|_| (0..below(7)).map(|_| below(30)).collect())
            .collect();
        for least in [1, 2, 5] {
            let baskets = Baskets::from_lists(&lists, least);
            let by_holders = baskets.pairs_by_holders(least);
            assert!(by_holders.len() > 20);
            assert_eq!(baskets.pairs(least), by_holders);
        }
    }
}
