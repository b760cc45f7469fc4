//! All that is needed to recommend in a shop.

use pannier_core::{Cancelled, Day};
use rayon::prelude::*;

use crate::{
    Behaviour, Catalogue, Rules, Work,
    choose::{Choice, STEPS},
    desk::Desk,
    evidence::{Evidence, Together},
    history::History,
    model::Model,
    num::real,
    people::{People, Rebuy},
    popular::LATELY,
    prove::{Proof, prove},
    reason::Reason,
    rules::Filter,
};

/// Baskets of two products or more from which it can be told what goes with what.
const PAIRS: u32 = 50;
/// Customers from which it can be told what people like.
const PEOPLE: u32 = 50;

/// Something worth showing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggestion {
    /// The product, as an index into the catalogue.
    pub product: u32,
    /// Why.
    pub reason: Reason,
    /// By what the list is sorted; only comparable within a list.
    pub score: f32,
}

/// There are too few orders to tell, and noise is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooFew {
    /// Too few orders of two products or more.
    #[error("Too few orders to tell: {have} with two products or more, of {need} that it takes")]
    Pairs {
        /// How many there are.
        have: u32,
        /// How many it takes.
        need: u32,
    },
    /// Too few known customers.
    #[error("Too few orders to tell: it takes {need} customers, and {have} ordered")]
    People {
        /// How many there are.
        have: u32,
        /// How many it takes.
        need: u32,
    },
    /// A product that is bought too rarely.
    #[error("Too few orders to tell: {have} with this product, of {need} that it takes")]
    Product {
        /// How many there are.
        have: u32,
        /// How many it takes.
        need: u32,
    },
}

/// What was chosen, proven and learnt for a shop, ready to recommend.
#[derive(Debug)]
pub struct Recommender {
    pub(crate) catalogue: Catalogue,
    pub(crate) behaviour: Behaviour,
    pub(crate) model: Model,
    pub(crate) evidence: Evidence,
    /// By product the customers who first bought it when they had been here before.
    pub(crate) came_for: Vec<u32>,
    /// The middle number of pieces that a basket holds of a product.
    pieces: Option<u32>,
    choice: Choice,
    proof: Option<Proof>,
}

impl Recommender {
    /// Chooses, proves and learns. What is chosen without the last four weeks is proven on them,
    /// and then learns from all; where there is too little before them, what does well in most
    /// shops.
    ///
    /// # Errors
    /// [`Cancelled`] when it was asked to stop; nothing is kept then.
    pub fn build(
        catalogue: Catalogue,
        history: &History,
        behaviour: Behaviour,
        mut work: Work,
    ) -> Result<Self, Cancelled> {
        work.begin(STEPS + 2 * Model::STEPS + 2);
        let (choice, proof) = match prove(history, &catalogue, &work)? {
            Some((choice, proof)) => (choice, Some(proof)),
            None => (Choice::usual(), None),
        };
        Self::learn(catalogue, history, behaviour, choice, proof, &work)
    }

    /// Learns with what was chosen before, and kept with its proof: a few times as fast.
    ///
    /// # Errors
    /// [`Cancelled`] when it was asked to stop.
    pub fn again(
        catalogue: Catalogue,
        history: &History,
        behaviour: Behaviour,
        (choice, proof): (Choice, Option<Proof>),
        mut work: Work,
    ) -> Result<Self, Cancelled> {
        work.begin(Model::STEPS + 1);
        Self::learn(catalogue, history, behaviour, choice, proof, &work)
    }

    fn learn(
        catalogue: Catalogue,
        history: &History,
        behaviour: Behaviour,
        choice: Choice,
        proof: Option<Proof>,
        work: &Work,
    ) -> Result<Self, Cancelled> {
        let all = history.all();
        let model = Model::learn(all, &catalogue, &choice.settings, work)?;
        let evidence = Evidence::of(all, catalogue.len());
        let came_for = came_for(&model.parts.people, catalogue.len());
        work.step()?;
        Ok(Self {
            catalogue,
            behaviour,
            model,
            evidence,
            came_for,
            pieces: all.usual_pieces(),
            choice,
            proof,
        })
    }

    /// The products.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What was chosen for this shop.
    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    /// How well the last four weeks would have been foretold; nothing where there was nothing
    /// before them.
    pub fn proof(&self) -> Option<&Proof> {
        self.proof.as_ref()
    }

    /// Orders that it learnt from.
    pub fn orders(&self) -> u32 {
        self.evidence.baskets
    }

    /// The day after the newest basket.
    pub fn as_of(&self) -> Option<Day> {
        self.model.as_of()
    }

    /// How a product is bought again.
    pub fn rebuy(&self, product: u32) -> Rebuy {
        let rebuy = self.model.parts.rebuy.get(product as usize).copied();
        rebuy.unwrap_or_default()
    }

    /// What a product is sold for, in minor units: the catalogue's price, else what was paid last.
    pub fn price(&self, product: u32) -> Option<i64> {
        self.model.prices.get(product as usize).copied().flatten()
    }

    /// Baskets with either of two products and with both.
    pub fn together(&self, one: u32, other: u32) -> Together {
        self.evidence
            .together(self.catalogue.now(one), self.catalogue.now(other))
    }

    /// Pieces that an order would hold more, if a share `take` of the orders that can be shown
    /// something took it. `shown` is what goes with each product ([`Recommender::goes_with_all`]).
    /// How many take it is an assumption: what people would have done with a suggestion that nobody
    /// made cannot be read from their orders. Nothing where there was no order lately.
    pub fn extra_pieces(&self, shown: &[Vec<Suggestion>], take: f64) -> Option<f64> {
        let since = self.model.parts.as_of - LATELY;
        let from = self.evidence.days.partition_point(|day| *day < since);
        let mut reached = vec![false; self.evidence.days.len() - from];
        for (product, _) in (0..).zip(shown).filter(|(_, shown)| !shown.is_empty()) {
            for basket in self.evidence.holders.of(product).iter().rev() {
                let Some(lately) = (*basket as usize).checked_sub(from) else {
                    break;
                };
                reached[lately] = true;
            }
        }
        let lately = reached.len();
        let reached = reached.into_iter().filter(|reached| *reached).count();
        let pieces = f64::from(self.pieces?);
        (lately > 0).then(|| take * pieces * real(reached) / real(lately))
    }

    /// Whether it can be told what goes with what.
    ///
    /// # Errors
    /// How many orders there are, and how many it takes.
    pub fn enough_for_pairs(&self) -> Result<(), TooFew> {
        let (have, need) = (self.evidence.pairs, PAIRS);
        if have < need {
            return Err(TooFew::Pairs { have, need });
        }
        Ok(())
    }

    /// Whether it can be told what people like.
    ///
    /// # Errors
    /// How many customers there are, and how many it takes.
    pub fn enough_for_people(&self) -> Result<(), TooFew> {
        let (have, need) = (self.evidence.people, PEOPLE);
        if have < need {
            return Err(TooFew::People { have, need });
        }
        Ok(())
    }

    /// What each of these customers may like, at most `most` each, by the merchant's rules. An
    /// unknown customer is shown what newcomers are.
    ///
    /// # Errors
    /// [`TooFew`] where it cannot be told what people like.
    pub fn recommend_for(
        &self,
        customers: &[u32],
        most: usize,
        rules: &Rules,
    ) -> Result<Vec<Vec<Suggestion>>, TooFew> {
        self.enough_for_people()?;
        let filter = self.filter(rules);
        let newcomers = self.popular_now(None);
        let each = |desk: &mut Desk, customer: &u32| {
            self.for_customer(desk, *customer, most, &filter, &newcomers)
        };
        Ok(customers
            .par_iter()
            .map_init(|| self.model.desk(), each)
            .collect())
    }

    pub(crate) fn filter(&self, rules: &Rules) -> Filter<'_> {
        Filter::of(rules, &self.catalogue, &self.model.prices)
    }

    /// Why something is shown that many buy.
    pub(crate) fn popular(&self, product: u32) -> Reason {
        let as_of = self.model.parts.as_of;
        let start = as_of - LATELY;
        let before = self.evidence.held(product, start - 3 * LATELY..start);
        Reason::Popular {
            orders: self.evidence.held(product, start..as_of),
            usual: (before + 1) / 3,
        }
    }
}

fn came_for(people: &People, products: usize) -> Vec<u32> {
    let mut came = vec![0; products];
    for customer in 0..crate::num::id(people.len()) {
        let first = people.days[customer as usize].0;
        for owned in people.of_customer(customer) {
            came[owned.product as usize] += u32::from(owned.first > first);
        }
    }
    came
}
