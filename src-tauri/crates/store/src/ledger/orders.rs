//! Orders as far as points follow from them.

use std::collections::HashMap;

use pannier_core::{Currency, CustomerId, Day, OrderId, SourceId, Timestamp};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{ReadTx, Result, shop::parsed};

/// An order as far as points follow from it. Amounts are minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarningOrder {
    /// Its row.
    pub id: OrderId,
    /// Where it comes from.
    pub source: SourceId,
    /// Its id there.
    pub external_id: Box<str>,
    /// Whose it is, where that is known.
    pub customer: Option<CustomerId>,
    /// When it was placed (UTC).
    pub placed_at: Timestamp,
    /// The shop's day then.
    pub day: Day,
    /// Of all its amounts.
    pub currency: Currency,
    /// Goods after discounts, tax as the shop's prices show it, gift cards left out.
    pub goods: i64,
    /// All that was taken off goods, positive.
    pub discounts: i64,
    /// Refunded of goods.
    pub goods_refunded: i64,
    /// All of it was paid back.
    pub fully_refunded: bool,
    /// It is neither a test nor cancelled nor of gift cards alone, and payment did not fail.
    pub counts: bool,
    /// When it was cancelled (UTC), where it was.
    pub cancelled_at: Option<Timestamp>,
    /// When the newest of its refunds was made (UTC), where a file says.
    pub refunded_at: Option<Timestamp>,
    /// Discount codes as the file says them, parted by commas.
    pub codes: Box<str>,
}

/// A line of an order as far as points follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarningLine {
    /// What it sold, a row of products.
    pub product: i64,
    /// Pieces.
    pub quantity: i64,
    /// What was paid for it, in minor units; nothing for a gift card.
    pub goods: i64,
    /// Something was taken off its price.
    pub discounted: bool,
}

/// A product of order lines, with what the products file says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SoldThing {
    /// Its row.
    pub id: i64,
    /// As the files of orders say it.
    pub name: String,
    /// Or empty.
    pub sku: String,
    /// Who makes it, in each way a file says so.
    pub vendors: Vec<String>,
    /// What kind of thing it is.
    pub categories: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// An order that rows of the ledger were caused by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerOrder {
    /// Its row.
    pub id: i64,
    /// Where it comes from.
    pub source: SourceId,
    /// Its id there.
    pub external_id: Box<str>,
    /// The row it had when it was posted last.
    pub order: OrderId,
}

const ORDERS: &str = include_str!("../sql/ledger/orders.sql");

/// Days as they were read last: files go through the days.
#[derive(Debug, Default)]
pub(super) struct Days(Option<(String, Day)>);

impl Days {
    pub(super) fn read(&mut self, text: &str) -> Result<Day> {
        if let Some((known, day)) = &self.0
            && known == text
        {
            return Ok(*day);
        }
        let day: Day = parsed(text)?;
        self.0 = Some((text.to_owned(), day));
        Ok(day)
    }
}

fn earning_order(row: &Row, days: &mut Days, shop: Currency) -> Result<EarningOrder> {
    let text = |name: &str| -> Result<&str> { Ok(row.get_ref(name)?.as_str().unwrap_or_default()) };
    let currency = text("currency")?;
    let time = |name: &str| -> Result<Option<Timestamp>> {
        Ok(row.get::<_, Option<i64>>(name)?.map(Timestamp))
    };
    Ok(EarningOrder {
        id: OrderId(row.get("id")?),
        source: SourceId(row.get("source_id")?),
        external_id: text("external_id")?.into(),
        customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
        placed_at: Timestamp(row.get("placed_at")?),
        day: days.read(text("placed_day")?)?,
        currency: if currency == shop.code() {
            shop
        } else {
            parsed(currency)?
        },
        goods: row.get("goods")?,
        discounts: row.get("discounts")?,
        goods_refunded: row.get("goods_refunded")?,
        fully_refunded: row.get("fully_refunded")?,
        counts: row.get("counts")?,
        cancelled_at: time("cancelled_at")?,
        refunded_at: time("newest_refund_at")?,
        codes: text("discount_codes")?.into(),
    })
}

impl ReadTx<'_> {
    /// All orders, as they lie in the file.
    pub fn earning_orders(&self) -> Result<Vec<EarningOrder>> {
        self.earning_orders_where("", &[])
    }

    /// The orders of a customer, added in any order.
    pub fn earning_orders_of(
        &self,
        customer: CustomerId,
        into: &mut Vec<EarningOrder>,
    ) -> Result<()> {
        let found = self.earning_orders_where("WHERE o.customer_id = ?1", &[&customer.0])?;
        into.extend(found);
        Ok(())
    }

    /// One order by its row, where there is one.
    pub fn earning_order(&self, id: OrderId) -> Result<Option<EarningOrder>> {
        let found = self.earning_orders_where("WHERE o.id = ?1", &[&id.0])?;
        Ok(found.into_iter().next())
    }

    /// One order by what it is known by outside, where there is one.
    pub fn earning_order_by_key(
        &self,
        source: SourceId,
        external_id: &str,
    ) -> Result<Option<EarningOrder>> {
        let found = self.earning_orders_where(
            "WHERE o.source_id = ?1 AND o.external_id = ?2",
            &[&source.0, &external_id],
        )?;
        Ok(found.into_iter().next())
    }

    fn earning_orders_where(
        &self,
        condition: &str,
        params: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<EarningOrder>> {
        let shop = self.shop()?.currency;
        let sql = [ORDERS, condition].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut rows = statement.query(params)?;
        let mut days = Days::default();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(earning_order(row, &mut days, shop)?);
        }
        Ok(found)
    }

    /// The lines of an order.
    pub fn earning_lines(&self, order: OrderId) -> Result<Vec<EarningLine>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT product_id, quantity, amount, discount, gift_card FROM order_line
              WHERE order_id = :order ORDER BY position",
        )?;
        let lines = statement.query_map(named_params! { ":order": order.0 }, |row| {
            let amount: i64 = row.get("amount")?;
            let discount: i64 = row.get("discount")?;
            let gift_card: bool = row.get("gift_card")?;
            Ok(EarningLine {
                product: row.get("product_id")?,
                quantity: if gift_card { 0 } else { row.get("quantity")? },
                goods: if gift_card {
                    0
                } else {
                    amount.saturating_sub(discount)
                },
                discounted: discount != 0,
            })
        })?;
        Ok(lines.collect::<rusqlite::Result<_>>()?)
    }

    /// All products that order lines name.
    pub fn sold_things(&self) -> Result<Vec<SoldThing>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/ledger/sold_things.sql"))?;
        let mut rows = statement.query([])?;
        let mut things: Vec<SoldThing> = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get("id")?;
            if things.last().is_none_or(|last| last.id != id) {
                things.push(SoldThing {
                    id,
                    name: row.get("name")?,
                    sku: row.get("sku")?,
                    ..SoldThing::default()
                });
            }
            let Some(thing) = things.last_mut() else {
                continue;
            };
            for column in ["vendor", "made_by"] {
                add_word(&mut thing.vendors, row.get(column)?);
            }
            add_word(&mut thing.categories, row.get("category")?);
            let tags: Option<String> = row.get("tags")?;
            for tag in tags.unwrap_or_default().split(',') {
                add_word(&mut thing.tags, Some(tag.trim().to_owned()));
            }
        }
        Ok(things)
    }

    /// All orders that rows of the ledger were caused by.
    pub fn ledger_orders(&self) -> Result<Vec<LedgerOrder>> {
        let sql = [LEDGER_ORDERS, "ORDER BY id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let found = statement.query_map([], ledger_order)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// An order that rows of the ledger were caused by.
    pub fn ledger_order(&self, id: i64) -> Result<Option<LedgerOrder>> {
        let sql = [LEDGER_ORDERS, "WHERE id = :id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let found = statement.query_row(named_params! { ":id": id }, ledger_order);
        Ok(found.optional()?)
    }

    /// The same, by what it is known by outside.
    pub fn ledger_order_by_key(
        &self,
        source: SourceId,
        external_id: &str,
    ) -> Result<Option<LedgerOrder>> {
        let sql = [
            LEDGER_ORDERS,
            "WHERE source_id = :source AND external_id = :key",
        ]
        .concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let params = named_params! { ":source": source.0, ":key": external_id };
        Ok(statement.query_row(params, ledger_order).optional()?)
    }

    /// Those that had a row in the shop file when they were posted last.
    pub fn ledger_orders_at(&self, order: OrderId) -> Result<Vec<LedgerOrder>> {
        let sql = [LEDGER_ORDERS, "WHERE order_id = :order"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let found = statement.query_map(named_params! { ":order": order.0 }, ledger_order)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Numbers of orders as the shop says them, by what rows of the ledger call them; those that
    /// are not in the shop file any more are left out.
    pub fn ledger_order_numbers(&self, ids: &[i64]) -> Result<HashMap<i64, String>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT o.number FROM ledger_order l
               JOIN orders o ON o.source_id = l.source_id AND o.external_id = l.external_id
              WHERE l.id = :id",
        )?;
        let mut numbers = HashMap::new();
        for id in ids {
            let number = statement.query_row(named_params! { ":id": id }, |row| row.get(0));
            if let Some(number) = number.optional()? {
                numbers.insert(*id, number);
            }
        }
        Ok(numbers)
    }
}

const LEDGER_ORDERS: &str = "SELECT id, source_id, external_id, order_id FROM ledger_order ";

fn ledger_order(row: &Row) -> rusqlite::Result<LedgerOrder> {
    Ok(LedgerOrder {
        id: row.get("id")?,
        source: SourceId(row.get("source_id")?),
        external_id: row.get::<_, String>("external_id")?.into(),
        order: OrderId(row.get("order_id")?),
    })
}

fn add_word(words: &mut Vec<String>, word: Option<String>) {
    if let Some(word) = word.filter(|word| !word.is_empty() && !words.contains(word)) {
        words.push(word);
    }
}
