//! Which order a payment is of. A shop's own payments name their order; those of a payment
//! service are found by a number in their text, else by amount, time and address.

use std::collections::{HashMap, HashSet};

use pannier_core::{Currency, Timestamp};

use super::PaymentKind;

const DAY: i64 = 86_400_000;
/// A number in a text means an order only near the time of the payment.
const NUMBER_WITHIN: i64 = 60 * DAY;
/// Money is taken within days of the order.
const AMOUNT_WITHIN: i64 = 3 * DAY;

/// An order, as far as it tells whether a payment is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LightOrder {
    /// Its row; nothing while it is not written yet.
    pub id: Option<i64>,
    /// Its platform.
    pub platform: String,
    /// The platform's id.
    pub external_id: String,
    /// The shop's own number.
    pub number: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Currency of the total.
    pub currency: Currency,
    /// All that was charged, in minor units.
    pub total: i64,
    /// Normalised where it is an address, or empty.
    pub email: String,
}

/// What a payment says of its order.
#[derive(Debug, Clone, Copy)]
pub struct PaymentHint<'p> {
    /// Its platform.
    pub platform: &'p str,
    /// Its id there.
    pub external_id: &'p str,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// What it was.
    pub kind: PaymentKind,
    /// Currency of the amount.
    pub currency: Currency,
    /// In minor units.
    pub amount: i64,
    /// Who paid, or empty.
    pub email: &'p str,
    /// The platform's id of the order, or empty.
    pub order_ref: &'p str,
    /// Text that may hold the number of the order, or empty.
    pub order_text: &'p str,
    /// The payment that it is a refund of, or empty.
    pub payment_ref: &'p str,
}

/// Orders, for finding those that payments are of.
#[derive(Debug, Default)]
pub struct OrderIndex {
    orders: Vec<LightOrder>,
    by_id: HashMap<(String, String), usize>,
    by_number: HashMap<String, Vec<usize>>,
    by_amount: HashMap<(Currency, i64), Vec<usize>>,
    platforms: HashSet<String>,
    /// Orders that were found by their amount.
    taken: HashSet<usize>,
    /// Payments that are of an order.
    found: HashMap<(String, String), usize>,
}

/// A number without the signs that shops put before it.
fn plain(number: &str) -> String {
    number
        .trim()
        .trim_start_matches(['#', '№'])
        .trim()
        .to_lowercase()
}

impl OrderIndex {
    /// Adds an order; one that is there already stays as it is.
    pub fn add(&mut self, order: LightOrder) {
        let position = self.orders.len();
        let id = (order.platform.clone(), order.external_id.clone());
        if self.by_id.contains_key(&id) {
            return;
        }
        self.by_id.insert(id, position);
        let numbers = self.by_number.entry(plain(&order.number)).or_default();
        numbers.push(position);
        let amounts = self.by_amount.entry((order.currency, order.total));
        amounts.or_default().push(position);
        if !self.platforms.contains(&order.platform) {
            self.platforms.insert(order.platform.clone());
        }
        self.orders.push(order);
    }

    /// Whether there is no order at all.
    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    /// The order that a payment is of. Payments are asked for in the order they happened.
    pub fn find(&mut self, payment: &PaymentHint) -> Option<&LightOrder> {
        let key = |id: &str| (payment.platform.to_owned(), id.to_owned());
        let before = self.found.get(&key(payment.payment_ref)).copied();
        let position = before.or_else(|| {
            if self.platforms.contains(payment.platform) {
                self.own(payment)
            } else {
                self.by_text(payment).or_else(|| self.by_sum(payment))
            }
        })?;
        self.found.insert(key(payment.external_id), position);
        self.orders.get(position)
    }

    /// The order that a payment of the same platform names.
    fn own(&self, payment: &PaymentHint) -> Option<usize> {
        let id = (payment.platform.to_owned(), payment.order_ref.to_owned());
        let by_id = self.by_id.get(&id).copied();
        by_id.or_else(|| {
            let numbers = self.by_number.get(&plain(payment.order_text))?;
            let own = numbers
                .iter()
                .copied()
                .filter(|position| self.orders[*position].platform == payment.platform);
            own.min_by_key(|position| self.distance(*position, payment))
        })
    }

    /// The order whose number stands in the text of a payment.
    fn by_text(&self, payment: &PaymentHint) -> Option<usize> {
        let whole = plain(payment.order_text);
        let words = payment
            .order_text
            .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))
            .filter(|word| word.len() >= 3 && word.chars().any(|c| c.is_ascii_digit()))
            .map(plain);
        let words = std::iter::once(whole).chain(words);
        let found = words.filter(|word| !word.is_empty()).filter_map(|word| {
            let near = self.by_number.get(&word)?.iter().copied();
            near.filter(|position| {
                self.orders[*position].currency == payment.currency
                    && self.distance(*position, payment) <= NUMBER_WITHIN
            })
            .min_by_key(|position| self.distance(*position, payment))
        });
        found.min_by_key(|position| self.distance(*position, payment))
    }

    /// The one order of that amount, near that time, of that address where both have one.
    fn by_sum(&mut self, payment: &PaymentHint) -> Option<usize> {
        if !matches!(payment.kind, PaymentKind::Sale | PaymentKind::Capture) || payment.amount <= 0
        {
            return None;
        }
        let of_amount = self.by_amount.get(&(payment.currency, payment.amount))?;
        let near: Vec<usize> = of_amount
            .iter()
            .copied()
            .filter(|position| !self.taken.contains(position))
            .filter(|position| self.distance(*position, payment) <= AMOUNT_WITHIN)
            .collect();
        let email = |position: &usize| self.orders[*position].email.as_str();
        let same: Vec<usize> = near
            .iter()
            .copied()
            .filter(|position| !payment.email.is_empty() && email(position) == payment.email)
            .collect();
        let open: Vec<usize> = near
            .into_iter()
            .filter(|position| payment.email.is_empty() || email(position).is_empty())
            .collect();
        let nearest = |of: &[usize]| {
            let mut of = of.iter().copied();
            of.by_ref().min_by_key(|p| (self.distance(*p, payment), *p))
        };
        let found = match (same.len(), open.len()) {
            (0, 1) => open.first().copied(),
            // Nothing tells several of one amount apart.
            (0, _) => None,
            _ => nearest(&same),
        }?;
        self.taken.insert(found);
        Some(found)
    }

    fn distance(&self, position: usize, payment: &PaymentHint) -> i64 {
        let placed = self.orders[position].placed_at.0;
        payment
            .occurred_at
            .0
            .saturating_sub(placed)
            .saturating_abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(platform: &str, number: &str, day: i64, total: i64, email: &str) -> LightOrder {
        LightOrder {
            id: None,
            platform: platform.into(),
            external_id: format!("id-{number}"),
            number: number.into(),
            placed_at: Timestamp(day * DAY),
            currency: Currency::EUR,
            total,
            email: email.into(),
        }
    }

    fn paid(platform: &'static str, day: i64, amount: i64) -> PaymentHint<'static> {
        PaymentHint {
            platform,
            external_id: "p1",
            occurred_at: Timestamp(day * DAY),
            kind: PaymentKind::Sale,
            currency: Currency::EUR,
            amount,
            email: "",
            order_ref: "",
            order_text: "",
            payment_ref: "",
        }
    }

    fn index() -> OrderIndex {
        let mut index = OrderIndex::default();
        index.add(order("shopify", "#1001", 100, 2500, "ada@example.com"));
        index.add(order("shopify", "#1002", 101, 2500, "ben@example.com"));
        index.add(order("shopify", "#1003", 101, 4000, ""));
        index
    }

    #[test]
    fn an_order_is_found_by_its_number_amount_and_address() {
        let base = paid("stripe", 101, 2500);
        for (payment, expected) in [
            (
                PaymentHint {
                    order_text: "Order #1002 at Wren",
                    ..base
                },
                Some("#1002"),
            ),
            (
                PaymentHint {
                    order_text: "order 1001",
                    occurred_at: Timestamp(300 * DAY),
                    ..base
                },
                None,
            ),
            (
                PaymentHint {
                    email: "ada@example.com",
                    ..base
                },
                Some("#1001"),
            ),
            (
                PaymentHint {
                    email: "cy@example.com",
                    ..base
                },
                None,
            ),
            (base, None),
            (
                PaymentHint {
                    amount: 4000,
                    ..base
                },
                Some("#1003"),
            ),
            (
                PaymentHint {
                    amount: 4000,
                    occurred_at: Timestamp(106 * DAY),
                    ..base
                },
                None,
            ),
            (
                PaymentHint {
                    amount: 4000,
                    currency: Currency::USD,
                    ..base
                },
                None,
            ),
            (
                PaymentHint {
                    platform: "shopify",
                    order_ref: "id-#1003",
                    ..base
                },
                Some("#1003"),
            ),
            (
                PaymentHint {
                    platform: "shopify",
                    order_text: "1002",
                    ..base
                },
                Some("#1002"),
            ),
            // A shop's own payment that names no order of it is not guessed at.
            (
                PaymentHint {
                    platform: "shopify",
                    amount: 4000,
                    ..base
                },
                None,
            ),
        ] {
            let mut index = index();
            let found = index.find(&payment).map(|order| order.number.clone());
            assert_eq!(found.as_deref(), expected, "{payment:?}");
        }
    }

    #[test]
    fn an_order_is_paid_once_and_a_refund_follows_its_payment() {
        let mut index = index();
        let first = PaymentHint {
            external_id: "a",
            ..paid("paypal", 101, 4000)
        };
        assert!(index.find(&first).is_some());
        let second = PaymentHint {
            external_id: "b",
            ..first
        };
        assert!(index.find(&second).is_none());
        let refund = PaymentHint {
            external_id: "c",
            kind: PaymentKind::Refund,
            amount: -4000,
            occurred_at: Timestamp(140 * DAY),
            payment_ref: "a",
            ..first
        };
        assert_eq!(
            index.find(&refund).map(|o| o.number.as_str()),
            Some("#1003")
        );
    }
}
