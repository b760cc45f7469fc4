//! Which orders a question means.

use std::{borrow::Cow, ops::Range};

use pannier_core::{Currency, Facts};
use rayon::prelude::*;

use super::{
    Explorer, WAYS,
    codes::{Codes, with_codes},
    counting,
};
use crate::{
    Formula,
    question::{Condition, Question},
};

/// Words of a mask that one piece of work should at least have.
const WORTH_A_TASK: usize = 256;

/// A bit for each order.
#[derive(Debug, Default, Clone)]
pub(super) struct Mask {
    words: Vec<u64>,
}

impl Mask {
    pub(super) fn of_words(words: Vec<u64>) -> Self {
        Self { words }
    }

    /// None of so many orders.
    pub(super) fn none(orders: usize) -> Self {
        Self::of_words(vec![0; orders.div_ceil(64)])
    }

    /// All of so many orders.
    pub(super) fn full(orders: usize) -> Self {
        Self::of_words(vec![u64::MAX; orders.div_ceil(64)])
    }

    #[inline]
    pub(super) fn put(&mut self, position: usize) {
        self.words[position / 64] |= 1 << (position % 64);
    }

    /// Leaves out what is not in another mask as well.
    pub(super) fn intersect(&mut self, other: &Self) {
        for (bits, other) in self.words.iter_mut().zip(&other.words) {
            *bits &= other;
        }
    }

    #[inline]
    pub(super) fn has(&self, position: usize) -> bool {
        self.words[position / 64] >> (position % 64) & 1 == 1
    }

    /// Hands every order of a stretch that is in it to `each`, the oldest first.
    #[inline]
    pub(super) fn each(&self, stretch: Range<usize>, mut each: impl FnMut(usize)) {
        for word in stretch.start / 64..stretch.end.div_ceil(64) {
            let mut bits = self.words[word] & within(word, &stretch);
            while bits != 0 {
                each(word * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    /// What is in it of a stretch, the oldest first.
    fn positions(&self, stretch: Range<usize>) -> Vec<u32> {
        let mut positions = Vec::with_capacity(self.count(&stretch));
        self.each(stretch, |position| {
            positions.push(u32::try_from(position).unwrap_or(u32::MAX));
        });
        positions
    }

    pub(super) fn count(&self, stretch: &Range<usize>) -> usize {
        (stretch.start / 64..stretch.end.div_ceil(64))
            .map(|word| (self.words[word] & within(word, stretch)).count_ones() as usize)
            .sum()
    }
}

/// Which orders count at all.
#[derive(Debug)]
pub(super) struct Counted {
    /// By way of counting.
    ways: [Mask; 3],
    /// By currency.
    currencies: Vec<Mask>,
}

impl Counted {
    pub(super) fn of(facts: &Facts) -> Self {
        let orders = facts.len();
        let currencies = (0..).take(facts.currencies.len());
        Self {
            ways: WAYS.map(|way| Mask::which(orders, |at| way.counts(facts.flags[at]))),
            currencies: currencies
                .map(|currency: u8| Mask::which(orders, |at| facts.currency[at] == currency))
                .collect(),
        }
    }
}

/// The bits of a word that lie within a stretch.
fn within(word: usize, stretch: &Range<usize>) -> u64 {
    let first = word * 64;
    let mut bits = u64::MAX;
    if stretch.start > first {
        bits &= u64::MAX << (stretch.start - first);
    }
    if stretch.end < first + 64 {
        bits &= !(u64::MAX << (stretch.end - first));
    }
    bits
}

/// The orders that are meant, whatever their time within a stretch, and the revenue of each.
pub(super) struct Picked<'e> {
    pub(super) mask: Mask,
    /// By position.
    pub(super) revenue: Cow<'e, [i64]>,
}

impl Explorer {
    /// The positions of the orders that a question means, the oldest first.
    pub fn pick(&self, question: &Question) -> Vec<u32> {
        let stretch = self.facts.positions(question.from, question.until);
        self.mask(question, stretch.clone()).positions(stretch)
    }

    pub(super) fn picked(&self, question: &Question, stretch: Range<usize>) -> Picked<'_> {
        Picked {
            mask: self.mask(question, stretch),
            revenue: self.revenue(question.formula),
        }
    }

    /// Every order's revenue, whether or not it counts.
    pub(super) fn revenue(&self, formula: Formula) -> Cow<'_, [i64]> {
        let facts: &Facts = &self.facts;
        if formula == Formula::Goods {
            return Cow::Borrowed(&facts.goods);
        }
        let all = (0..facts.len()).into_par_iter().with_min_len(16_384);
        Cow::Owned(all.map(|at| formula.revenue(facts, at)).collect())
    }

    /// The orders of a stretch that count and fulfil all conditions.
    pub(super) fn mask(&self, question: &Question, stretch: Range<usize>) -> Mask {
        let mut mask = self.of_currency(question.currency, &stretch);
        mask.intersect(&self.counted.ways[usize::from(counting(question.formula))]);
        self.narrow(&mut mask, question);
        mask
    }

    /// The positions of all orders that fulfil the conditions of a question, the oldest first,
    /// whether or not its formula counts them.
    pub fn fitting(&self, question: &Question) -> Vec<u32> {
        let facts: &Facts = &self.facts;
        let stretch = facts.positions(question.from, question.until);
        let mut mask = self.of_currency(question.currency, &stretch);
        self.narrow(&mut mask, question);
        mask.positions(stretch)
    }

    fn of_currency(&self, currency: Currency, stretch: &Range<usize>) -> Mask {
        let mut mask = Mask::none(self.facts.len());
        let index = self.facts.currency_index(currency);
        let known = index.and_then(|index| self.counted.currencies.get(usize::from(index)));
        if let Some(known) = known {
            for word in stretch.start / 64..stretch.end.div_ceil(64) {
                mask.words[word] = known.words[word] & within(word, stretch);
            }
        }
        mask
    }

    /// Leaves out the orders that do not fulfil the conditions.
    fn narrow(&self, mask: &mut Mask, question: &Question) {
        let facts: &Facts = &self.facts;
        let formula = question.formula;
        for condition in &question.filter.conditions {
            match condition {
                Condition::Value {
                    dimension,
                    values,
                    is_not,
                } => {
                    let chosen = self.chosen(*dimension, values);
                    with_codes!(self, *dimension, formula, codes => {
                        mask.keep(|at| codes.any(at, |code| chosen[code as usize]) != *is_not);
                    });
                }
                Condition::Goods(span) => mask.keep(|at| span.holds(facts.goods[at])),
                Condition::Revenue(span) => {
                    mask.keep(|at| span.holds(formula.revenue(facts, at)));
                }
                Condition::Units(span) => mask.keep(|at| span.holds(facts.units[at])),
                Condition::Customers { customers, .. } => {
                    mask.keep(|at| customers.has(facts.customer[at]));
                }
            }
        }
    }
}

impl Mask {
    /// The orders for which `is` holds.
    fn which(orders: usize, is: impl Fn(usize) -> bool + Sync) -> Self {
        let words = (0..orders.div_ceil(64)).into_par_iter();
        let words = words.with_min_len(WORTH_A_TASK).map(|word| {
            let positions = word * 64..((word + 1) * 64).min(orders);
            positions.fold(0, |bits, at| bits | u64::from(is(at)) << (at % 64))
        });
        Self::of_words(words.collect())
    }

    /// Leaves out the orders for which `is` does not hold.
    fn keep(&mut self, is: impl Fn(usize) -> bool + Sync) {
        self.words
            .par_iter_mut()
            .enumerate()
            .with_min_len(WORTH_A_TASK)
            .for_each(|(word, bits)| {
                let mut left = *bits;
                while left != 0 {
                    let bit = left.trailing_zeros();
                    if !is(word * 64 + bit as usize) {
                        *bits &= !(1 << bit);
                    }
                    left &= left - 1;
                }
            });
    }
}
