//! Sentences about someone's orders.

use std::ops::Range;

use pannier_core::{
    Currency, Day, Facts, div_half_even,
    segment::{Measure, Scope, Span},
};
use rayon::prelude::*;

use super::{
    Segmenter,
    people::{Words, labelled},
};
use crate::Formula;

/// Its amounts are in the shop's currency.
const MAIN: u8 = 1;
/// Something was taken off its goods.
const DISCOUNT: u8 = 2;
/// Some of its money went back.
const REFUND: u8 = 4;

/// The counted orders of all people, person by person, each one's oldest first.
#[derive(Debug, Default)]
pub(super) struct Slots {
    /// Where each person's begin, and at the end where the last one's end.
    first: Vec<u32>,
    /// The order's position in the facts.
    position: Vec<u32>,
    day: Vec<i32>,
    /// 0 in another currency; as are refunds.
    goods: Vec<i64>,
    refunds: Vec<i64>,
    units: Vec<i64>,
    flags: Vec<u8>,
}

impl Slots {
    pub(super) fn of(
        facts: &Facts,
        of_customer: &[Option<u32>],
        people: usize,
        currency: Currency,
    ) -> Self {
        let main = facts.currency_index(currency);
        let person = |at: usize| {
            let known = of_customer.get(facts.customer[at] as usize);
            let counts = Formula::Goods.counts(facts.flags[at]);
            known.copied().flatten().filter(|_| counts)
        };
        let mut next = vec![0_u32; people + 1];
        for at in 0..facts.len() {
            if let Some(person) = person(at) {
                next[person as usize + 1] += 1;
            }
        }
        for index in 1..next.len() {
            next[index] += next[index - 1];
        }
        let first = next.clone();
        let mut position = vec![0; first.last().map_or(0, |last| *last as usize)];
        for at in 0..facts.len() {
            if let Some(person) = person(at) {
                let next = &mut next[person as usize];
                position[*next as usize] = u32::try_from(at).unwrap_or(u32::MAX);
                *next += 1;
            }
        }
        let of = |value: &(dyn Fn(usize) -> i64 + Sync)| -> Vec<i64> {
            position.par_iter().map(|at| value(*at as usize)).collect()
        };
        let in_main = |at: usize, value: i64| {
            if Some(facts.currency[at]) == main {
                value
            } else {
                0
            }
        };
        let flags = |at: &u32| {
            let at = *at as usize;
            let bit = |is: bool, bit: u8| if is { bit } else { 0 };
            bit(Some(facts.currency[at]) == main, MAIN)
                | bit(facts.discounts[at] > 0, DISCOUNT)
                | bit(facts.refunded[at] > 0, REFUND)
        };
        Self {
            day: position
                .par_iter()
                .map(|at| facts.day[*at as usize])
                .collect(),
            goods: of(&|at| in_main(at, facts.goods[at])),
            refunds: of(&|at| in_main(at, facts.goods_refunded[at])),
            units: of(&|at| facts.units[at]),
            flags: position.par_iter().map(flags).collect(),
            first,
            position,
        }
    }

    fn of_person(&self, person: usize) -> Range<usize> {
        self.first[person] as usize..self.first[person + 1] as usize
    }

    /// The days of a person's first and last order.
    pub(super) fn ends(&self, person: usize) -> Option<(i32, i32)> {
        let days = &self.day[self.of_person(person)];
        days.first().copied().zip(days.last().copied())
    }

    pub(super) fn last(&self, person: usize) -> Option<Day> {
        self.ends(person)
            .and_then(|(_, last)| Day::from_number(last))
    }

    /// The positions of a person's orders, the oldest first.
    pub(super) fn positions(&self, person: usize) -> &[u32] {
        &self.position[self.of_person(person)]
    }

    /// The number of a person's orders in the shop's currency, and their goods.
    pub(super) fn spent(&self, person: usize, days: (i32, i32)) -> (u32, i64) {
        let (mut orders, mut spent) = (0, 0_i64);
        for slot in self.of_person(person) {
            if days.0 <= self.day[slot] && self.day[slot] < days.1 && self.flags[slot] & MAIN != 0 {
                orders += 1;
                spent = spent.saturating_add(self.goods[slot]);
            }
        }
        (orders, spent)
    }
}

/// Days as numbers, the second one no longer in it.
pub(super) fn days(from: Option<Day>, until: Option<Day>) -> (i32, i32) {
    (
        from.map_or(i32::MIN, Day::number),
        until.map_or(i32::MAX, Day::number),
    )
}

/// `sum ÷ count`, rounded half to even once.
pub(super) fn ratio(sum: i64, count: i64) -> i64 {
    let exact = div_half_even(sum.into(), i128::from(count.max(1)));
    i64::try_from(exact).unwrap_or(sum)
}

/// A sentence about orders, ready to be asked of anyone.
pub(super) struct OrdersTest<'s> {
    measure: Measure,
    least: i64,
    most: i64,
    days: (i32, i32),
    /// Flags that an order must have, and those that it must not.
    with: u8,
    without: u8,
    /// By label of the facts: whether it is one of those asked for.
    labels: Vec<(&'s [u32], Vec<bool>)>,
    /// By product: whether it is one of those asked for.
    products: Option<Vec<bool>>,
}

impl<'s> OrdersTest<'s> {
    pub(super) fn of(
        segmenter: &'s Segmenter,
        measure: Measure,
        is: Span,
        of: &[Scope],
        days: (i32, i32),
    ) -> Self {
        let facts: &Facts = &segmenter.facts;
        let mut test = Self {
            measure,
            least: i64::MIN,
            most: i64::MAX,
            days,
            with: 0,
            without: 0,
            labels: Vec::new(),
            products: None,
        };
        for scope in of {
            match scope {
                Scope::WithDiscount => test.with |= DISCOUNT,
                Scope::WithoutDiscount => test.without |= DISCOUNT,
                Scope::WithRefund => test.with |= REFUND,
                Scope::Code(codes) => {
                    let words = Words::of(codes);
                    let is = |name: &String| name.split(',').any(|code| words.has(code));
                    let named = facts.codes.names.iter().map(is).collect();
                    test.labels.push((&facts.codes.of, named));
                }
                Scope::Channel(channels) => {
                    let named = labelled(&facts.channel, channels);
                    test.labels.push((&facts.channel.of, named));
                }
                Scope::Product(_) | Scope::Category(_) | Scope::Vendor(_) => {
                    test.keep_products(&segmenter.products_of(scope));
                }
            }
        }
        if let Some((least, most)) = is.ends() {
            // Pieces an order are counted in hundredths.
            let scale = if measure == Measure::ItemsPerOrder {
                100
            } else {
                1
            };
            test.least = least.saturating_mul(scale);
            test.most = most.saturating_mul(scale);
        } else if let Span::Top(percent) = is {
            test.least = test.top(segmenter, percent);
        }
        test
    }

    fn keep_products(&mut self, more: &[bool]) {
        match &mut self.products {
            None => self.products = Some(more.to_vec()),
            Some(known) => {
                for (known, more) in known.iter_mut().zip(more) {
                    *known &= more;
                }
            }
        }
    }

    pub(super) fn holds(&self, segmenter: &Segmenter, person: usize) -> bool {
        let (_, value) = self.value(segmenter, person);
        value.is_some_and(|value| self.least <= value && value <= self.most)
    }

    /// How many of someone's orders fit, and what was asked for of them.
    pub(super) fn value(&self, segmenter: &Segmenter, person: usize) -> (i64, Option<i64>) {
        let slots = &segmenter.slots;
        let facts: &Facts = &segmenter.facts;
        let (mut orders, mut in_main, mut sum, mut largest) = (0_i64, 0_i64, 0_i64, i64::MIN);
        for slot in slots.of_person(person) {
            let day = slots.day[slot];
            let flags = slots.flags[slot];
            if day < self.days.0
                || day >= self.days.1
                || flags & self.with != self.with
                || flags & self.without != 0
            {
                continue;
            }
            let position = slots.position[slot] as usize;
            let named = |(of, named): &(&[u32], Vec<bool>)| named[of[position] as usize];
            if !self.labels.iter().all(named) {
                continue;
            }
            let mut of_lines = None;
            if let Some(products) = &self.products {
                let (mut found, mut goods, mut pieces) = (false, 0_i64, 0_i64);
                for line in facts.lines.of(position) {
                    if products[facts.lines.product[line] as usize] {
                        found = true;
                        goods = goods.saturating_add(facts.lines.goods(line));
                        if !facts.lines.gift_card[line] {
                            pieces += i64::from(facts.lines.quantity[line]);
                        }
                    }
                }
                if !found {
                    continue;
                }
                of_lines = Some((goods, pieces));
            }
            orders += 1;
            let is_main = flags & MAIN != 0;
            in_main += i64::from(is_main);
            let amount = match self.measure {
                Measure::Orders => continue,
                Measure::Spent => match of_lines {
                    Some((goods, _)) if is_main => goods,
                    Some(_) => 0,
                    None => slots.goods[slot],
                },
                Measure::AverageOrder | Measure::LargestOrder => slots.goods[slot],
                Measure::SpentAfterRefunds => slots.goods[slot] - slots.refunds[slot],
                Measure::Refunded => slots.refunds[slot],
                Measure::Items => of_lines.map_or(slots.units[slot], |(_, pieces)| pieces),
                Measure::ItemsPerOrder => slots.units[slot],
            };
            sum = sum.saturating_add(amount);
            if is_main {
                largest = largest.max(amount);
            }
        }
        let value = match self.measure {
            Measure::Orders => Some(orders),
            Measure::AverageOrder => (in_main > 0).then(|| ratio(sum, in_main)),
            Measure::LargestOrder => (in_main > 0).then_some(largest),
            Measure::ItemsPerOrder => (orders > 0).then(|| ratio(sum.saturating_mul(100), orders)),
            _ => Some(sum),
        };
        (orders, value)
    }

    /// The least number that lies above the cut (type 7 of Hyndman and Fan, *Sample quantiles in
    /// statistical packages*, 1996) of everyone who has such an order.
    fn top(&self, segmenter: &Segmenter, percent: u8) -> i64 {
        let people = (0..segmenter.people.len()).into_par_iter();
        let mut values: Vec<i64> = people
            .filter_map(|person| {
                let (orders, value) = self.value(segmenter, person);
                value.filter(|_| orders > 0)
            })
            .collect();
        above_cut(&mut values, percent).unwrap_or(i64::MAX)
    }
}

/// The least whole number above the cut that leaves the top so many in a hundred.
pub(super) fn above_cut(values: &mut [i64], percent: u8) -> Option<i64> {
    let last = values.len().checked_sub(1)?;
    let part = last * usize::from(100 - percent.min(100));
    let (at, over) = (part / 100, part % 100);
    let (_, low, above) = values.select_nth_unstable(at);
    let low = i128::from(*low);
    let high = above.iter().copied().min().map_or(low, i128::from);
    let over = i128::try_from(over).unwrap_or_default();
    let cut = (low * 100 + over * (high - low)).div_euclid(100);
    i64::try_from(cut + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_lies_above_the_cut() {
        let of = |values: &[i64], percent| above_cut(&mut values.to_vec(), percent);
        assert_eq!(of(&[], 20), None);
        assert_eq!(of(&[7], 20), Some(8), "one alone is not above itself");
        assert_eq!(of(&[5; 9], 20), Some(6), "nobody is where all are equal");
        assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 20), Some(9));
        assert_eq!(of(&[1, 1, 1, 1, 1, 1, 1, 2, 2, 9], 20), Some(3));
        assert_eq!(of(&[10, 20], 50), Some(16));
    }
}
