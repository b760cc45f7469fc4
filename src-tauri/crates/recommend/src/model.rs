//! A model: what was learnt from baskets, ready to be asked.

use pannier_core::{Cancelled, Day};
use rayon::prelude::*;

use crate::{
    Catalogue,
    content::Content,
    desk::{Desk, Scored},
    history::Baskets,
    parts::Parts,
    prices::prices,
    settings::Settings,
    work::Work,
};

/// What is asked of a [`Model`]. Products and customers are named by their indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask<'a> {
    /// What a customer's next order holds, repeats allowed.
    Next(u32),
    /// What a customer may like that they do not have.
    New(u32),
    /// What completes a cart.
    Cart(&'a [u32]),
    /// What goes with one product.
    One(u32),
    /// What someone buys of whom nothing is known.
    Newcomer,
}

/// What was learnt from the baskets up to some day.
#[derive(Debug, PartialEq)]
pub struct Model {
    pub(crate) parts: Parts,
    pub(crate) content: Content,
    pub(crate) prices: Vec<Option<i64>>,
    pub(crate) settings: Settings,
}

impl Model {
    /// The number of steps of [`Model::learn`].
    pub(crate) const STEPS: u64 = Parts::STEPS + 1;

    /// Learns from baskets with what was chosen. The same baskets give the same model, on however
    /// many threads.
    ///
    /// # Errors
    /// [`Cancelled`] when it was asked to stop.
    pub fn learn(
        baskets: Baskets,
        catalogue: &Catalogue,
        settings: &Settings,
        work: &Work,
    ) -> Result<Self, Cancelled> {
        let prices = prices(baskets, catalogue);
        let content = Content::of(catalogue, &prices);
        work.step()?;
        Ok(Self {
            parts: Parts::learn(baskets, catalogue, &content, settings, work)?,
            content,
            prices,
            settings: settings.clone(),
        })
    }

    /// The products that it foretells, likeliest first, without any rule of the merchant's.
    pub fn foretell(&self, ask: Ask, most: usize) -> Vec<u32> {
        let mut desk = self.desk();
        self.named(&self.scored(&mut desk, ask, most))
    }

    /// The same for many at once.
    pub fn foretell_all(&self, asks: &[Ask], most: usize) -> Vec<Vec<u32>> {
        asks.par_iter()
            .map_init(
                || self.desk(),
                |desk, ask| self.named(&self.scored(desk, *ask, most)),
            )
            .collect()
    }

    /// The day after the last basket that it learnt from; nothing where there was none.
    pub fn as_of(&self) -> Option<Day> {
        Day::from_number(self.parts.as_of).filter(|_| self.parts.as_of > 0)
    }

    /// The number of products with enough baskets to learn from.
    pub fn products(&self) -> usize {
        self.parts.items.len()
    }

    pub(crate) fn desk(&self) -> Desk {
        Desk::new(self.parts.items.len())
    }

    fn named(&self, list: &[Scored]) -> Vec<u32> {
        let product = |scored: &Scored| self.parts.items.product(scored.rank);
        list.iter().map(product).collect()
    }

    fn scored(&self, desk: &mut Desk, ask: Ask, most: usize) -> Vec<Scored> {
        let (parts, settings) = (&self.parts, &self.settings);
        let ranks = |products: &[u32]| -> Vec<u32> {
            let known = products
                .iter()
                .filter_map(|product| parts.items.rank(*product));
            known.collect()
        };
        match ask {
            Ask::Next(_) if settings.again.popular => parts.popular(desk, most),
            Ask::Next(customer) => {
                let new = parts.new_things(desk, customer, &[], &settings.new, most);
                parts.next(customer, &new, &settings.again, most, |_| true)
            }
            Ask::New(customer) => parts.new_things(desk, customer, &[], &settings.new, most),
            Ask::Cart(cart) => parts.fill(desk, &ranks(cart), &parts.orders, &settings.cart, most),
            Ask::One(product) => {
                parts.fill(desk, &ranks(&[product]), &parts.single, &settings.one, most)
            }
            Ask::Newcomer => parts.popular(desk, most),
        }
    }
}
