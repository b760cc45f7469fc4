//! Rows of one order number that stand together and say one order once.

use pannier_core::Timestamp;

use super::{
    amounts::{Present, discount_of, line_discount},
    head::Head,
    row::{Item, OrderRow},
};

/// Rows that belong together, in the file's order.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) rows: Vec<OrderRow>,
    /// When the order was placed, as its first row says.
    pub(super) placed_at: Option<Timestamp>,
    /// Line of its first row.
    pub(super) line: u64,
    /// Whether rows came to it that stood elsewhere.
    pub(super) is_mixed: bool,
    /// Σ of the lines, and of their discounts, in minor units.
    gross: i128,
    discounts: i128,
}

/// Cuts rows of one number into groups. The flag says that other rows stood before this one.
pub(super) fn segments(rows: Vec<(bool, OrderRow)>, present: Present) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (is_apart, row) in rows {
        match segments.last_mut() {
            Some(last) if !is_apart && last.goes_on_with(&row, present) => last.push(row),
            _ => segments.push(Segment::of(row)),
        }
    }
    segments
}

impl Segment {
    fn of(row: OrderRow) -> Self {
        let placed_at = row.head.as_ref().map(|head| head.placed_at);
        let mut segment = Self {
            placed_at: placed_at.or(row.placed_at),
            line: row.line,
            rows: Vec::new(),
            is_mixed: false,
            gross: 0,
            discounts: 0,
        };
        segment.push(row);
        segment
    }

    pub(super) fn is_headed(&self) -> bool {
        self.rows.first().is_some_and(|row| row.is_head)
    }

    pub(super) fn key(&self) -> Option<&str> {
        self.rows.first().and_then(|row| row.key.as_deref())
    }

    fn head(&self) -> Option<&Head> {
        self.rows.first().and_then(|row| row.head.as_deref())
    }

    fn push(&mut self, row: OrderRow) {
        let currency = self
            .head()
            .or(row.head.as_deref())
            .map(|head| head.currency);
        for item in &row.items {
            let Some(currency) = currency else { break };
            // What is too large to be held is found when sums are made.
            let amount = item.gross(currency).unwrap_or(i64::MAX);
            self.gross += i128::from(amount);
            self.discounts += line_discount(item, amount, currency);
        }
        self.rows.push(row);
    }

    /// Whether a row right below is one more of the same order.
    fn goes_on_with(&self, row: &OrderRow, present: Present) -> bool {
        if !row.is_head {
            // Below a row of another moment, it belongs to an order further away.
            return row.placed_at.is_none()
                || self.placed_at.is_none()
                || row.placed_at == self.placed_at;
        }
        if !self.is_headed() || row.key.is_none() || row.key.as_deref() != self.key() {
            return false;
        }
        let is_repetition = || {
            let first = self.rows.first();
            first.is_some_and(|first| first.fingerprint == row.fingerprint)
        };
        let is_worth_nothing = || row.items.iter().all(Item::is_worth_nothing);
        // Some tools write the fields of the order into each of its rows; where its lines add up
        // already, such a row says the order again.
        match self.is_complete(present) {
            Some(true) => self.says_the_same(row) && is_worth_nothing() && !is_repetition(),
            Some(false) => self.says_the_same(row),
            None => self.says_the_same(row) && !is_repetition(),
        }
    }

    /// Whether the row says the same of the whole order; one that cannot be read may.
    fn says_the_same(&self, row: &OrderRow) -> bool {
        match (self.head(), row.head.as_deref()) {
            (Some(known), Some(head)) => known == head || known.is_but_for_codes(head),
            _ => true,
        }
    }

    /// Whether the lines add up to what the order says of itself; nothing where it does not say.
    fn is_complete(&self, present: Present) -> Option<bool> {
        let head = self.head().filter(|_| present.price)?;
        let goods = self.gross - discount_of(head, self.discounts);
        if let Some(subtotal) = head.subtotal {
            return Some(goods == i128::from(subtotal));
        }
        let total = i128::from(head.total?);
        let extras = i128::from(head.shipping) + i128::from(head.duties) + i128::from(head.tip);
        let charged = [total, total - extras, total - extras - i128::from(head.tax)];
        Some(charged.contains(&goods))
    }
}
