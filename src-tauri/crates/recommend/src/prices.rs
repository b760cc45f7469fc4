//! What products are sold for.

use crate::{Catalogue, history::Baskets};

/// The price of each product in minor units: the catalogue's, else what was paid last.
pub(crate) fn prices(baskets: Baskets, catalogue: &Catalogue) -> Vec<Option<i64>> {
    let mut prices: Vec<Option<i64>> = vec![None; catalogue.len()];
    for basket in 0..baskets.len() {
        let products = baskets.products(basket).iter();
        for (product, paid) in products.zip(baskets.prices(basket)) {
            if let (Some(price), Some(paid)) = (prices.get_mut(*product as usize), paid) {
                *price = Some(paid);
            }
        }
    }
    for (product, price) in (0..).zip(&mut prices) {
        *price = catalogue.price(product).or(*price);
    }
    prices
}
