//! Orders customer by customer: what every question walks along, worked out once for the facts.

use std::{borrow::Cow, ops::Range, sync::OnceLock};

use pannier_core::{Facts, NO_CUSTOMER};
use rayon::prelude::*;

use super::{
    Dimension, Explorer,
    codes::Codes,
    lists::Lists,
    pick::Mask,
    walk::{Laid, Sides, number},
};
use crate::{Formula, question::Question};

/// Orders that one piece has about: their amounts stay near the processor.
const PIECE: usize = 65_536;

/// With fewer orders than one in so many, sorting them by customer beats the walk along all.
const FEW: usize = 24;

/// All orders, each customer's oldest first; those that nobody can be tied to at the end.
#[derive(Debug)]
pub(super) struct ByCustomer {
    /// Positions.
    at: Vec<u32>,
    /// A number for each customer. Orders that nobody can be tied to have one each.
    who: Vec<u32>,
    /// Where each piece begins, and at the end where the last one ends. No customer lies in two.
    cuts: Vec<usize>,
    /// By formula, where it was asked for.
    revenue: [OnceLock<Revenue>; 4],
    units: OnceLock<Vec<i64>>,
    /// By product, category and vendor, where they were asked for: piece by piece.
    lists: [OnceLock<Vec<Lists>>; 3],
}

/// What every order brought.
#[derive(Debug)]
struct Revenue {
    /// No order brought less than the first nor more than the second.
    ends: (i64, i64),
    all: Vec<i64>,
}

/// Some customers' orders, those of a question marked.
pub(super) struct Piece<'e> {
    /// See [`ByCustomer::at`].
    pub(super) at: Cow<'e, [u32]>,
    /// See [`ByCustomer::who`].
    pub(super) who: Cow<'e, [u32]>,
    pub(super) revenue: Cow<'e, [i64]>,
    pub(super) units: Cow<'e, [i64]>,
    /// Which of them the question means, in whatever period.
    pub(super) picked: Mask,
    /// Those of its period.
    pub(super) now: Mask,
    /// Those of the period that it is compared with.
    pub(super) then: Mask,
}

impl ByCustomer {
    pub(super) fn of(facts: &Facts) -> Self {
        let customers = facts.customer_ids.len();
        let home = |customer: u32| (customer as usize).min(customers);
        let mut next = vec![0_u32; customers + 2];
        for customer in &facts.customer {
            next[home(*customer) + 1] += 1;
        }
        for at in 1..next.len() {
            next[at] += next[at - 1];
        }
        let (mut at, mut who) = (vec![0; facts.len()], vec![0; facts.len()]);
        let mut alone = number(customers);
        for (position, customer) in (0..).zip(&facts.customer) {
            let next = &mut next[home(*customer)];
            at[*next as usize] = position;
            who[*next as usize] = if home(*customer) < customers {
                *customer
            } else {
                alone += 1;
                alone - 1
            };
            *next += 1;
        }
        Self {
            cuts: cuts(&who),
            at,
            who,
            revenue: [const { OnceLock::new() }; 4],
            units: OnceLock::new(),
            lists: [const { OnceLock::new() }; 3],
        }
    }

    fn revenue(&self, facts: &Facts, formula: Formula) -> &Revenue {
        let place = match formula {
            Formula::Goods => 0,
            Formula::Shopify => 1,
            Formula::Net => 2,
            Formula::Collected => 3,
        };
        self.revenue[place].get_or_init(|| {
            let places = self.at.par_iter().with_min_len(PIECE / 4);
            let all: Vec<i64> = places
                .map(|at| formula.revenue(facts, *at as usize))
                .collect();
            let ends = all.par_iter().with_min_len(PIECE / 4);
            let ends = ends.map(|value| (*value, *value));
            Revenue {
                ends: ends.reduce(|| (0, 0), |a, b| (a.0.min(b.0), a.1.max(b.1))),
                all,
            }
        })
    }

    fn units(&self, facts: &Facts) -> &[i64] {
        self.units.get_or_init(|| {
            let places = self.at.par_iter().with_min_len(PIECE / 4);
            places.map(|at| facts.units[*at as usize]).collect()
        })
    }

    /// The ranges of the pieces.
    fn pieces(&self) -> impl IndexedParallelIterator<Item = (usize, Range<usize>)> {
        let ends = self.cuts.par_windows(2);
        ends.map(|ends| ends[0]..ends[1]).enumerate()
    }

    /// Bytes that it takes in memory as it is now.
    pub(super) fn bytes(&self) -> usize {
        let numbers = self.at.capacity() + self.who.capacity();
        let revenue = self.revenue.iter().filter_map(OnceLock::get);
        let amounts = revenue.map(|revenue| &revenue.all).chain(self.units.get());
        let amounts: usize = amounts.map(Vec::capacity).sum();
        let lists = self.lists.iter().filter_map(OnceLock::get).flatten();
        numbers * 4 + amounts * 8 + lists.map(Lists::bytes).sum::<usize>()
    }
}

/// Cuts between customers into pieces of nearly equal size, an even number of them where there are
/// several: two processors then have as much to do each.
fn cuts(who: &[u32]) -> Vec<usize> {
    let wanted = who.len().div_ceil(PIECE);
    let wanted = if wanted > 1 {
        wanted.next_multiple_of(2)
    } else {
        1
    };
    let width = who.len().div_ceil(wanted);
    let mut cuts = vec![0];
    for piece in 1..wanted {
        let mut cut = (piece * width).min(who.len());
        while cut > 0 && cut < who.len() && who[cut] == who[cut - 1] {
            cut += 1;
        }
        if cut > cuts[cuts.len() - 1] {
            cuts.push(cut);
        }
    }
    if cuts[cuts.len() - 1] < who.len() {
        cuts.push(who.len());
    }
    cuts
}

impl Explorer {
    /// The orders that a question means in a stretch, customer by customer, with the lists of
    /// their `count` values. Those of some dimensions are kept.
    pub(super) fn laid<C: Codes>(
        &self,
        question: &Question,
        stretch: Range<usize>,
        sides: Sides,
        kept: Option<Dimension>,
        codes: &C,
        count: usize,
    ) -> Laid<'_> {
        let mask = self.mask(question, stretch.clone());
        let few = mask.count(&stretch) * FEW <= self.facts.len();
        if few {
            let piece = few_orders(&self.facts, question.formula, &mask, stretch, &sides);
            let lists = Lists::of(&piece.at, &piece.picked, codes, count);
            return Laid {
                pieces: vec![piece],
                lists: vec![Cow::Owned(lists)],
                count,
                sides,
            };
        }
        let kept = kept.and_then(|dimension| self.kept_lists(dimension, codes, count));
        let (pieces, lists) = self
            .by_customer
            .pieces()
            .map(|(index, range)| {
                let piece = self.piece(question.formula, (&mask, &stretch), range, &sides);
                let lists = match kept {
                    Some(kept) => Cow::Borrowed(&kept[index]),
                    None => Cow::Owned(Lists::of(&piece.at, &piece.picked, codes, count)),
                };
                (piece, lists)
            })
            .unzip();
        Laid {
            pieces,
            lists,
            count,
            sides,
        }
    }

    /// Ends that the revenue of no order lies beyond.
    pub(super) fn revenue_ends(&self, formula: Formula) -> (i64, i64) {
        self.by_customer.revenue(&self.facts, formula).ends
    }

    fn piece(
        &self,
        formula: Formula,
        (mask, stretch): (&Mask, &Range<usize>),
        range: Range<usize>,
        sides: &Sides,
    ) -> Piece<'_> {
        let all = &self.by_customer;
        let at = &all.at[range.clone()];
        let picked = marks(at, |at| mask.has(at));
        let side = |side: &Range<usize>| {
            if side.is_empty() {
                Mask::none(at.len())
            } else if side.start <= stretch.start && stretch.end <= side.end {
                picked.clone()
            } else {
                marks(at, |at| mask.has(at) & is_in(side, at))
            }
        };
        Piece {
            now: side(&sides.now),
            then: side(&sides.then),
            picked,
            who: all.who[range.clone()].into(),
            revenue: all.revenue(&self.facts, formula).all[range.clone()].into(),
            units: all.units(&self.facts)[range].into(),
            at: at.into(),
        }
    }

    /// By value of a dimension the orders of each piece that have it, whatever is asked of them;
    /// nothing for dimensions of which an order has one value alone.
    fn kept_lists<C: Codes>(
        &self,
        dimension: Dimension,
        codes: &C,
        count: usize,
    ) -> Option<&[Lists]> {
        let all = &self.by_customer;
        let kept = match dimension {
            Dimension::Product => &all.lists[0],
            Dimension::Category => &all.lists[1],
            Dimension::Vendor => &all.lists[2],
            _ => return None,
        };
        let lists = kept.get_or_init(|| {
            let lists = all.pieces().map(|(_, range)| {
                let at = &all.at[range];
                Lists::of(at, &Mask::full(at.len()), codes, count)
            });
            lists.collect()
        });
        Some(lists)
    }
}

fn few_orders<'e>(
    facts: &Facts,
    formula: Formula,
    mask: &Mask,
    stretch: Range<usize>,
    sides: &Sides,
) -> Piece<'e> {
    let mut orders: Vec<(u32, u32)> = Vec::new();
    mask.each(stretch, |at| {
        orders.push((facts.customer[at], number(at)));
    });
    orders.sort_unstable();
    let at: Vec<u32> = orders.iter().map(|(_, at)| *at).collect();
    let who = (0..).zip(&orders).map(|(place, (customer, _))| {
        // Past all customers: a number of its own.
        if *customer == NO_CUSTOMER {
            number(facts.customer_ids.len()) + place
        } else {
            *customer
        }
    });
    let amounts = |of: &dyn Fn(usize) -> i64| at.iter().map(|at| of(*at as usize)).collect();
    Piece {
        who: who.collect(),
        revenue: amounts(&|at| formula.revenue(facts, at)),
        units: amounts(&|at| facts.units[at]),
        picked: Mask::full(at.len()),
        now: marks(&at, |at| is_in(&sides.now, at)),
        then: marks(&at, |at| is_in(&sides.then, at)),
        at: at.into(),
    }
}

/// Without a branch: which orders are in is often as good as chance.
#[inline]
fn is_in(stretch: &Range<usize>, position: usize) -> bool {
    position.wrapping_sub(stretch.start) < stretch.len()
}

fn marks(at: &[u32], is: impl Fn(usize) -> bool) -> Mask {
    let words = at.chunks(64).map(|positions| {
        (0..).zip(positions).fold(0, |bits, (bit, position)| {
            bits | u64::from(is(*position as usize)) << bit
        })
    });
    Mask::of_words(words.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_customer_lies_in_two_pieces(
            customers in prop::collection::vec((1_usize..20, 0_u32..4), 0..40),
            large in 0_usize..200_000,
        ) {
            // Most have a few orders, one may have more than a piece has.
            let mut who: Vec<u32> = Vec::new();
            for (customer, (orders, scale)) in (0..).zip(&customers) {
                let orders = if customer == 7 { large } else { orders * 10_usize.pow(*scale) };
                who.extend(std::iter::repeat_n(customer, orders));
            }
            let cuts = cuts(&who);
            prop_assert_eq!(cuts[0], 0);
            prop_assert_eq!(cuts[cuts.len() - 1], who.len());
            prop_assert!(cuts.is_sorted_by(|a, b| a < b));
            for cut in cuts.iter().filter(|cut| **cut > 0 && **cut < who.len()) {
                prop_assert_ne!(who[*cut], who[*cut - 1]);
            }
        }
    }
}
