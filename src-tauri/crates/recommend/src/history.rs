//! What was bought, as columns: one row a basket, sorted by day.

use pannier_core::{Day, Facts, NO_CUSTOMER};

use crate::{Catalogue, num::id};

/// The price of a line that says none.
const NO_PRICE: i64 = i64::MIN;

/// One product in a basket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasketLine {
    /// The product, as an index into the [`Catalogue`].
    pub product: u32,
    /// Pieces; a line without any is left out.
    pub quantity: u32,
    /// What a piece cost the buyer after discounts, in minor units of the shop's currency, where
    /// it is known.
    pub unit_price: Option<i64>,
}

/// Every basket that counts, oldest first. A product stands once in a basket, however many lines
/// had it; gift cards and unknown products are left out, and merged products are one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    day: Vec<i32>,
    customer: Vec<u32>,
    first: Vec<u32>,
    product: Vec<u32>,
    quantity: Vec<u32>,
    unit_price: Vec<i64>,
}

/// Fills a [`History`].
#[derive(Debug, Default)]
pub struct HistoryBuilder {
    day: Vec<i32>,
    customer: Vec<u32>,
    first: Vec<u32>,
    lines: Vec<BasketLine>,
}

impl HistoryBuilder {
    /// Adds a basket. Customers are dense indexes; a guest has none. Days may come in any order;
    /// baskets of one day stay in the order in which they are added.
    pub fn push(
        &mut self,
        day: Day,
        customer: Option<u32>,
        lines: impl IntoIterator<Item = BasketLine>,
    ) {
        self.add(day.number(), customer.unwrap_or(NO_CUSTOMER), lines);
    }

    fn add(&mut self, day: i32, customer: u32, lines: impl IntoIterator<Item = BasketLine>) {
        self.day.push(day);
        self.customer.push(customer);
        self.first.push(id(self.lines.len()));
        self.lines.extend(lines);
    }

    /// The finished columns.
    pub fn finish(self, catalogue: &Catalogue) -> History {
        let now: Vec<u32> = catalogue
            .indexes()
            .map(|index| catalogue.now(index))
            .collect();
        let mut order: Vec<u32> = (0..id(self.day.len())).collect();
        if !self.day.is_sorted() {
            order.sort_by_key(|basket| self.day[*basket as usize]);
        }
        let mut history = History {
            first: vec![0],
            ..History::default()
        };
        let mut held: Vec<BasketLine> = Vec::new();
        for basket in order {
            let basket = basket as usize;
            let end = self.first.get(basket + 1).copied();
            let end = end.map_or(self.lines.len(), |end| end as usize);
            held.clear();
            for line in &self.lines[self.first[basket] as usize..end] {
                let Some(product) = now.get(line.product as usize).copied() else {
                    continue;
                };
                if line.quantity > 0 && !catalogue.is_gift_card(product) {
                    held.push(BasketLine { product, ..*line });
                }
            }
            if held.is_empty() {
                continue;
            }
            history.keep(self.day[basket], self.customer[basket], &mut held);
        }
        history
    }
}

impl History {
    /// The orders at these positions, which the caller found to count: one currency, no tests, not
    /// cancelled.
    pub fn of(facts: &Facts, positions: &[u32], catalogue: &Catalogue) -> Self {
        let mut builder = HistoryBuilder::default();
        builder.day.reserve(positions.len());
        for position in positions {
            let at = *position as usize;
            let lines = facts
                .lines
                .of(at)
                .filter(|line| !facts.lines.gift_card[*line]);
            let lines = lines.map(|line| {
                let quantity = facts.lines.quantity[line];
                let paid = facts.lines.goods(line);
                BasketLine {
                    product: facts.lines.product[line],
                    quantity,
                    unit_price: paid
                        .checked_div(i64::from(quantity))
                        .filter(|paid| *paid > 0),
                }
            });
            builder.add(facts.day[at], facts.customer[at], lines);
        }
        builder.finish(catalogue)
    }

    fn keep(&mut self, day: i32, customer: u32, held: &mut [BasketLine]) {
        held.sort_by_key(|line| line.product);
        self.day.push(day);
        self.customer.push(customer);
        for same in held.chunk_by(|one, other| one.product == other.product) {
            let pieces = same
                .iter()
                .fold(0_u32, |sum, line| sum.saturating_add(line.quantity));
            // Of several lines of a product the price of the last stands.
            let price = same.iter().rev().find_map(|line| line.unit_price);
            self.product.push(same[0].product);
            self.quantity.push(pieces);
            self.unit_price.push(price.unwrap_or(NO_PRICE));
        }
        self.first.push(id(self.product.len()));
    }

    /// The number of baskets.
    pub fn len(&self) -> usize {
        self.day.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.day.is_empty()
    }

    /// All baskets.
    pub fn all(&self) -> Baskets<'_> {
        self.upto(self.len())
    }

    /// The baskets before a day. Whatever learns is given this and cannot reach further.
    pub fn before(&self, day: Day) -> Baskets<'_> {
        self.before_number(day.number())
    }

    pub(crate) fn before_number(&self, day: i32) -> Baskets<'_> {
        self.upto(self.day.partition_point(|other| *other < day))
    }

    fn upto(&self, baskets: usize) -> Baskets<'_> {
        let lines = self.first.get(baskets).copied().unwrap_or(0) as usize;
        Baskets {
            day: &self.day[..baskets],
            customer: &self.customer[..baskets],
            first: self.first.get(..=baskets).unwrap_or(&[0]),
            product: &self.product[..lines],
            quantity: &self.quantity[..lines],
            unit_price: &self.unit_price[..lines],
        }
    }

    /// The shop's day of a basket.
    pub fn day(&self, basket: usize) -> Option<Day> {
        Day::from_number(*self.day.get(basket)?)
    }

    /// The day of the newest basket.
    pub fn last_day(&self) -> Option<Day> {
        Day::from_number(*self.day.last()?)
    }

    /// Whose it is, where that is known.
    ///
    /// # Panics
    /// When there is no such basket.
    pub fn customer(&self, basket: usize) -> Option<u32> {
        self.all().customer(basket)
    }

    /// The products of a basket, ascending.
    ///
    /// # Panics
    /// When there is no such basket.
    pub fn products(&self, basket: usize) -> &[u32] {
        self.all().products(basket)
    }

    /// Bytes that the columns take in memory.
    pub fn bytes(&self) -> usize {
        4 * (self.day.len() + self.customer.len() + self.first.len()) + 16 * self.product.len()
    }
}

/// The baskets up to some day, and nothing after.
#[derive(Debug, Clone, Copy)]
pub struct Baskets<'a> {
    day: &'a [i32],
    customer: &'a [u32],
    first: &'a [u32],
    product: &'a [u32],
    quantity: &'a [u32],
    unit_price: &'a [i64],
}

impl<'a> Baskets<'a> {
    /// The number of baskets.
    pub fn len(self) -> usize {
        self.day.len()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.day.is_empty()
    }

    /// The days from the first basket to the day after the last.
    pub(crate) fn days(self) -> std::ops::Range<i32> {
        match (self.day.first(), self.day.last()) {
            (Some(first), Some(last)) => *first..*last + 1,
            _ => 0..0,
        }
    }

    pub(crate) fn before(self, day: i32) -> Self {
        let baskets = self.day.partition_point(|other| *other < day);
        let lines = self.first[baskets] as usize;
        Self {
            day: &self.day[..baskets],
            customer: &self.customer[..baskets],
            first: &self.first[..=baskets],
            product: &self.product[..lines],
            quantity: &self.quantity[..lines],
            unit_price: &self.unit_price[..lines],
        }
    }

    /// The number of customers, one more than the largest index.
    pub(crate) fn customers(self) -> usize {
        let known = self
            .customer
            .iter()
            .filter(|customer| **customer != NO_CUSTOMER);
        known.max().map_or(0, |last| *last as usize + 1)
    }

    pub(crate) fn day(self, basket: usize) -> i32 {
        self.day[basket]
    }

    /// Who bought it, where that is known.
    pub(crate) fn customer(self, basket: usize) -> Option<u32> {
        Some(self.customer[basket]).filter(|customer| *customer != NO_CUSTOMER)
    }

    /// The products of a basket, ascending.
    pub(crate) fn products(self, basket: usize) -> &'a [u32] {
        &self.product[self.first[basket] as usize..self.first[basket + 1] as usize]
    }

    /// The prices beside them, where they are known.
    pub(crate) fn prices(self, basket: usize) -> impl Iterator<Item = Option<i64>> {
        let lines = self.first[basket] as usize..self.first[basket + 1] as usize;
        let prices = self.unit_price[lines].iter();
        prices.map(|price| Some(*price).filter(|price| *price != NO_PRICE))
    }

    /// The middle number of pieces of a product in a basket; nothing where there is no basket.
    pub(crate) fn usual_pieces(self) -> Option<u32> {
        let mut pieces = self.quantity.to_vec();
        let middle = pieces.len().checked_sub(1)? / 2;
        Some(*pieces.select_nth_unstable(middle).1)
    }
}
