//! What goes with a product: in the same order, and later.

use std::collections::HashMap;

use crate::{
    Rules,
    evidence::Together,
    num::id,
    reason::Reason,
    recommender::{Recommender, Suggestion, TooFew},
    rules::{Filter, Place},
};

/// Days within which someone comes back because of what they bought.
const LATER: i32 = 365;
/// Suggestions that are looked at beyond those asked for, since rules take some away.
pub(crate) const SPARE: usize = 60;

impl Recommender {
    /// What goes with a product: in the same orders more than chance says, and surely so, likeliest
    /// first.
    ///
    /// # Errors
    /// [`TooFew`] where it cannot be told.
    pub fn goes_with(
        &self,
        product: u32,
        most: usize,
        rules: &Rules,
    ) -> Result<Vec<Suggestion>, TooFew> {
        self.goes_with_by(product, most, &self.filter(rules))
    }

    /// The same for every product, in the order of the catalogue.
    ///
    /// # Errors
    /// [`TooFew::Pairs`] where it cannot be told of any; a single product that is bought too rarely
    /// has an empty list.
    pub fn goes_with_all(
        &self,
        most: usize,
        rules: &Rules,
    ) -> Result<Vec<Vec<Suggestion>>, TooFew> {
        use rayon::prelude::*;
        self.enough_for_pairs()?;
        let filter = self.filter(rules);
        let products = self.catalogue.indexes().into_par_iter();
        let each = |product| {
            self.goes_with_by(product, most, &filter)
                .unwrap_or_default()
        };
        Ok(products.map(each).collect())
    }

    fn goes_with_by(
        &self,
        product: u32,
        most: usize,
        filter: &Filter,
    ) -> Result<Vec<Suggestion>, TooFew> {
        self.enough_for_pairs()?;
        let product = self.catalogue.now(product);
        let parts = &self.model.parts;
        let need = self.evidence.least;
        let have = id(self.evidence.holders.of(product).len());
        let Some(rank) = parts.items.rank(product) else {
            return Self::only_wanted(product, most, filter, TooFew::Product { have, need });
        };
        let mut desk = self.model.desk();
        let blend = &self.model.settings.one;
        let list = parts.fill(&mut desk, &[rank], &parts.single, blend, usize::MAX);
        let sure = list.iter().filter_map(|scored| {
            let other = parts.items.product(scored.rank);
            let counts = self.evidence.together(product, other);
            let reason = Reason::Together {
                with: product,
                counts,
            };
            let suggestion = Suggestion {
                product: other,
                reason,
                score: scored.score,
            };
            counts.is_sure(need).then_some(suggestion)
        });
        Ok(Self::sifted(&[product], filter, sure, most))
    }

    /// What the merchant wants beside a product of which nothing can be told.
    fn only_wanted(
        product: u32,
        most: usize,
        filter: &Filter,
        too_few: TooFew,
    ) -> Result<Vec<Suggestion>, TooFew> {
        let wanted = Self::sifted(&[product], filter, [], most);
        if wanted.is_empty() {
            return Err(too_few);
        }
        Ok(wanted)
    }

    /// What completes a cart. Where nothing goes with it, what many buy; where it cannot be told
    /// what goes with what, nothing but what the merchant wants.
    ///
    /// # Errors
    /// [`TooFew`] where it cannot be told.
    pub fn for_cart(
        &self,
        cart: &[u32],
        most: usize,
        rules: &Rules,
    ) -> Result<Vec<Suggestion>, TooFew> {
        self.enough_for_pairs()?;
        let mut cart: Vec<u32> = cart
            .iter()
            .map(|product| self.catalogue.now(*product))
            .collect();
        cart.sort_unstable();
        cart.dedup();
        let parts = &self.model.parts;
        let ranks: Vec<u32> = parts.items.ranks(&cart).collect();
        let mut desk = self.model.desk();
        let blend = &self.model.settings.cart;
        let list = parts.fill(&mut desk, &ranks, &parts.orders, blend, most + SPARE);
        let found = list.iter().map(|scored| {
            let product = parts.items.product(scored.rank);
            Suggestion {
                product,
                reason: self.why_in_cart(&cart, product),
                score: scored.score,
            }
        });
        Ok(Self::sifted(&cart, &self.filter(rules), found, most))
    }

    /// The product of the cart that speaks most surely for a suggestion.
    fn why_in_cart(&self, cart: &[u32], product: u32) -> Reason {
        let counts = cart
            .iter()
            .map(|with| (*with, self.evidence.together(*with, product)));
        let surest = counts
            .filter(|(_, counts)| counts.says_something())
            .max_by(|one, other| {
                let sure = |counts: &Together| counts.log_likelihood_ratio();
                sure(&one.1)
                    .total_cmp(&sure(&other.1))
                    .then(other.0.cmp(&one.0))
            });
        match surest {
            Some((with, counts)) => Reason::Together { with, counts },
            None => self.popular(product),
        }
    }

    /// A list by the rules, with what the merchant wants shown in any case.
    pub(crate) fn sifted(
        beside: &[u32],
        filter: &Filter,
        found: impl IntoIterator<Item = Suggestion>,
        most: usize,
    ) -> Vec<Suggestion> {
        let place = Place {
            beside,
            owned: &|_| false,
        };
        let wanted = filter.wanted(place);
        let first = wanted.iter().map(|product| Suggestion {
            product: *product,
            reason: Reason::Merchant,
            score: f32::MAX,
        });
        let rest = found
            .into_iter()
            .filter(|found| !wanted.contains(&found.product));
        filter.sift(place, first.chain(rest), |found| found.product, most)
    }

    /// What buyers of a product come back for within a year, likeliest first. Two purchases of one
    /// basket, or of one day, do not count: that is what goes with it.
    ///
    /// # Errors
    /// [`TooFew`] where it cannot be told.
    pub fn then_bought(
        &self,
        product: u32,
        most: usize,
        rules: &Rules,
    ) -> Result<Vec<Suggestion>, TooFew> {
        self.enough_for_people()?;
        let product = self.catalogue.now(product);
        let people = &self.model.parts.people;
        let mut came_again = 0;
        let mut gaps: HashMap<u32, Vec<u32>> = HashMap::new();
        for customer in self.evidence.buyers.of(product) {
            let Some(had) = people.owns(*customer, product) else {
                continue;
            };
            let (_, last) = people.days[*customer as usize];
            came_again += u32::from(last > had.first);
            for owned in people.of_customer(*customer) {
                let gap = owned.first - had.first;
                if (1..=LATER).contains(&gap) {
                    gaps.entry(owned.product)
                        .or_default()
                        .push(gap.unsigned_abs());
                }
            }
        }
        let all = id(people
            .days
            .iter()
            .filter(|(first, last)| last > first)
            .count());
        let mut found: Vec<Suggestion> = Vec::new();
        for (other, mut gaps) in gaps {
            let counts = Together {
                all,
                left: came_again,
                right: self.came_for[other as usize],
                both: id(gaps.len()),
            };
            if !counts.is_sure(self.evidence.least) {
                continue;
            }
            let middle = (gaps.len() - 1) / 2;
            let days = *gaps.select_nth_unstable(middle).1;
            let reason = Reason::Later {
                after: product,
                counts,
                days,
            };
            // The share who came back for it, drawn towards chance where few did.
            let likely = counts.confidence().unwrap_or(0.0) * (1.0 - 1.0 / counts.shrunk_lift());
            found.push(Suggestion {
                product: other,
                reason,
                score: crate::num::single(likely),
            });
        }
        sort(&mut found);
        Ok(Self::sifted(&[product], &self.filter(rules), found, most))
    }

    /// Why nothing goes with a product; nothing where something does.
    pub fn why_nothing_goes_with(&self, product: u32, rules: &Rules) -> Option<WhyNothing> {
        match self.goes_with(product, 1, rules) {
            Err(too_few) => Some(WhyNothing::TooFew(too_few)),
            Ok(list) if list.is_empty() => {
                Some(match self.goes_with(product, 1, &Rules::default()) {
                    Ok(list) if !list.is_empty() => WhyNothing::Rules,
                    _ => WhyNothing::Alone,
                })
            }
            Ok(_) => None,
        }
    }
}

/// Why nothing is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WhyNothing {
    /// There are too few orders.
    #[error(transparent)]
    TooFew(#[from] TooFew),
    /// Nothing is bought with it more than chance says.
    #[error("Nothing is bought with it more often than chance says")]
    Alone,
    /// The rules leave nothing.
    #[error("Your rules leave nothing to show")]
    Rules,
}

/// Highest first; of equal ones the first of the catalogue.
pub(crate) fn sort(found: &mut [Suggestion]) {
    found.sort_unstable_by(|one, other| {
        let by_score = other.score.total_cmp(&one.score);
        by_score.then(one.product.cmp(&other.product))
    });
}
