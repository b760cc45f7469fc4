//! The products that enough baskets hold to learn from, by dense ranks.

use crate::{history::Baskets, num::id};

/// The rank of a product that has none.
pub(crate) const NO_RANK: u32 = u32::MAX;

/// Products with enough baskets, ascending, and how many hold each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Items {
    rank: Vec<u32>,
    product: Vec<u32>,
    orders: Vec<u32>,
}

impl Items {
    /// The products that at least `least` baskets hold.
    pub(crate) fn of(baskets: Baskets, least: u32) -> Self {
        let mut orders: Vec<u32> = Vec::new();
        for basket in 0..baskets.len() {
            for product in baskets.products(basket) {
                let at = *product as usize;
                if orders.len() <= at {
                    orders.resize(at + 1, 0);
                }
                orders[at] += 1;
            }
        }
        let mut items = Self {
            rank: vec![NO_RANK; orders.len()],
            ..Self::default()
        };
        for (product, held) in (0..).zip(orders) {
            if held >= least.max(1) {
                items.rank[product as usize] = id(items.product.len());
                items.product.push(product);
                items.orders.push(held);
            }
        }
        items
    }

    /// So many baskets must hold a product before anything is learnt of it: a handful, and fewer in
    /// a shop that has few.
    pub(crate) fn least(baskets: usize) -> u32 {
        match baskets {
            0..1_000 => 3,
            _ => 5,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.product.len()
    }

    pub(crate) fn rank(&self, product: u32) -> Option<u32> {
        let rank = self.rank.get(product as usize).copied();
        rank.filter(|rank| *rank != NO_RANK)
    }

    pub(crate) fn product(&self, rank: u32) -> u32 {
        self.product[rank as usize]
    }

    pub(crate) fn orders(&self, rank: u32) -> u32 {
        self.orders[rank as usize]
    }

    /// The ranks of a basket of products, ascending as they are.
    pub(crate) fn ranks<'a>(
        &'a self,
        products: &'a [u32],
    ) -> impl Iterator<Item = u32> + Clone + 'a {
        products.iter().filter_map(|product| self.rank(*product))
    }
}
