//! Reading orders: rows of a list, one order whole, and search.

use std::{fmt, str::FromStr};

use pannier_core::{Currency, Day, OrderId, Timestamp};
use rusqlite::{CachedStatement, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::{Error, ReadTx, Result, shop::parsed};

/// Where payment stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    /// Paid.
    Paid,
    /// Not yet.
    Pending,
    /// Reserved, not taken.
    Authorized,
    /// In part.
    PartiallyPaid,
    /// Paid back in part.
    PartiallyRefunded,
    /// Paid back.
    Refunded,
    /// Given up.
    Voided,
    /// Ran out.
    Expired,
    /// Not said.
    #[default]
    Unknown,
}

impl Payment {
    /// All of them with the words they are stored and exported as.
    pub const WORDS: [(Self, &'static str); 9] = [
        (Self::Paid, "paid"),
        (Self::Pending, "pending"),
        (Self::Authorized, "authorized"),
        (Self::PartiallyPaid, "partially_paid"),
        (Self::PartiallyRefunded, "partially_refunded"),
        (Self::Refunded, "refunded"),
        (Self::Voided, "voided"),
        (Self::Expired, "expired"),
        (Self::Unknown, "unknown"),
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(payment, _)| *payment == self)
            .map_or("unknown", |(_, word)| word)
    }
}

impl FromStr for Payment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::WORDS
            .iter()
            .find(|(_, word)| *word == text)
            .map(|(payment, _)| *payment)
            .ok_or_else(|| format!("“{text}” is no payment status"))
    }
}

impl fmt::Display for Payment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// An order without its lines. Amounts are minor units of `currency`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRecord {
    /// Row id.
    pub id: OrderId,
    /// The platform it came from.
    pub platform: String,
    /// The shop's own number.
    pub number: String,
    /// When it was placed (UTC).
    pub placed_at: Timestamp,
    /// The shop's day then.
    pub placed_day: Day,
    /// Currency of all its amounts.
    pub currency: Currency,
    /// Name as in the file, or empty.
    pub customer_name: String,
    /// E-mail as in the file, or empty.
    pub email: String,
    /// Town, or empty.
    pub city: String,
    /// Country, or empty.
    pub country: String,
    /// Lines before discounts, gift cards left out.
    pub gross: i64,
    /// Discounts on goods, positive.
    pub discounts: i64,
    /// gross − discounts.
    pub goods: i64,
    /// Shipping charged.
    pub shipping: i64,
    /// All tax.
    pub tax: i64,
    /// All that was charged.
    pub total: i64,
    /// Refunded so far.
    pub refunded: i64,
    /// When the last of it was, where a file says so: a payments file, for Shopify.
    pub refunded_at: Option<Timestamp>,
    /// Pieces.
    pub units: i64,
    /// Prices include tax.
    pub tax_included: bool,
    /// A test.
    pub is_test: bool,
    /// Gift cards alone.
    pub gift_cards_only: bool,
    /// When it was cancelled, where it was.
    pub cancelled_at: Option<Timestamp>,
    /// Where payment stands.
    pub payment: Payment,
    /// How it was paid, as in the file.
    pub payment_method: String,
    /// Codes as in the file.
    pub discount_codes: String,
    /// Name of the file it reads as now.
    pub file: String,
}

/// A line of an order. Amounts are minor units of the order's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLineRecord {
    /// Name as in the file.
    pub name: String,
    /// SKU, or empty.
    pub sku: String,
    /// Pieces.
    pub quantity: i64,
    /// Before discounts.
    pub amount: i64,
    /// Share of all discounts, positive.
    pub discount: i64,
    /// A gift card.
    pub gift_card: bool,
}

impl ReadTx<'_> {
    /// The orders with these ids, in their order; ids that are gone are left out.
    pub fn orders_by_id(&self, ids: &[OrderId]) -> Result<Vec<OrderRecord>> {
        let mut statement = self.order_statement()?;
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            let found = statement
                .query_row(named_params! { ":id": id.0 }, |row| Ok(order_of(row)))
                .optional()?;
            records.extend(found.transpose()?);
        }
        Ok(records)
    }

    /// One order with its lines.
    ///
    /// # Errors
    /// [`Error::Missing`] when it is gone.
    pub fn order(&self, id: OrderId) -> Result<(OrderRecord, Vec<OrderLineRecord>)> {
        let missing = || Error::Missing("This order is not in the shop file any more".to_owned());
        let order = self.orders_by_id(&[id])?.pop().ok_or_else(missing)?;
        let mut statement = self.connection().prepare_cached(
            "SELECT name, sku, quantity, amount, discount, gift_card
               FROM order_line WHERE order_id = :id ORDER BY position",
        )?;
        let lines = statement
            .query_map(named_params! { ":id": id.0 }, |row| {
                Ok(OrderLineRecord {
                    name: row.get("name")?,
                    sku: row.get("sku")?,
                    quantity: row.get("quantity")?,
                    amount: row.get("amount")?,
                    discount: row.get("discount")?,
                    gift_card: row.get("gift_card")?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok((order, lines))
    }

    /// Ids of the orders that hold a word beginning with each of the searched ones, sorted.
    /// Words are looked for in number, name, e-mail, town, products and SKUs.
    pub fn search_orders(&self, search: &str) -> Result<Vec<OrderId>> {
        let mut words = search
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| format!("\"{word}\"*"));
        let Some(first) = words.next() else {
            return Ok(Vec::new());
        };
        let mut found = self.orders_with(&first)?;
        for word in words {
            let also = self.orders_with(&word)?;
            found.retain(|order| also.binary_search(order).is_ok());
        }
        Ok(found)
    }

    /// Orders with a word, sorted: their own, or that of a product in them.
    fn orders_with(&self, word: &str) -> Result<Vec<OrderId>> {
        let mut orders = Vec::new();
        for sql in [
            "SELECT rowid FROM order_search WHERE order_search MATCH :word",
            "SELECT order_id FROM order_line WHERE product_id IN (
               SELECT rowid FROM product_search WHERE product_search MATCH :word)",
        ] {
            let mut statement = self.connection().prepare_cached(sql)?;
            let mut rows = statement.query(named_params! { ":word": word })?;
            while let Some(row) = rows.next()? {
                orders.push(OrderId(row.get(0)?));
            }
        }
        orders.sort_unstable();
        orders.dedup();
        Ok(orders)
    }

    fn order_statement(&self) -> Result<CachedStatement<'_>> {
        Ok(self
            .connection()
            .prepare_cached(include_str!("sql/orders/by_id.sql"))?)
    }
}

fn order_of(row: &Row) -> Result<OrderRecord> {
    Ok(OrderRecord {
        id: OrderId(row.get("id")?),
        platform: row.get("platform")?,
        number: row.get("number")?,
        placed_at: Timestamp(row.get("placed_at")?),
        placed_day: parsed(&row.get::<_, String>("placed_day")?)?,
        currency: parsed(&row.get::<_, String>("currency")?)?,
        customer_name: row.get("customer_name")?,
        email: row.get("email")?,
        city: row.get("city")?,
        country: row.get("country")?,
        gross: row.get("gross")?,
        discounts: row.get("discounts")?,
        goods: row.get("goods")?,
        shipping: row.get("shipping")?,
        tax: row.get("tax")?,
        total: row.get("total")?,
        refunded: row.get("refunded")?,
        refunded_at: row.get::<_, Option<i64>>("refunded_at")?.map(Timestamp),
        units: row.get("units")?,
        tax_included: row.get("tax_included")?,
        is_test: row.get("is_test")?,
        gift_cards_only: row.get("gift_cards_only")?,
        cancelled_at: row.get::<_, Option<i64>>("cancelled_at")?.map(Timestamp),
        payment: parsed(&row.get::<_, String>("payment")?)?,
        payment_method: row.get("payment_method")?,
        discount_codes: row.get("discount_codes")?,
        file: row.get("file")?,
    })
}
