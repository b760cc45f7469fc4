//! Orders into columns.

use chrono::Timelike;
use pannier_core::{
    Currency, CustomerId, Day, Facts, FactsBuilder, OrderFact, OrderFlags, OrderId, OrderWords,
    Products, Timestamp,
};

use crate::{ReadTx, Result, shop::parsed};

impl ReadTx<'_> {
    /// All orders as columns, sorted by time and row id. Customers who were joined are one there.
    pub fn facts(&self) -> Result<Facts> {
        // A scan in row order and a sort here beat a walk along the index by time, which would
        // fetch each row from another page.
        let mut statement = self
            .connection()
            .prepare(include_str!("sql/orders/facts.sql"))?;
        let people = self.people()?;
        let zone = self.shop()?.zone;
        let mut currencies: Vec<(String, Currency)> = Vec::new();
        let mut facts: Vec<OrderFact> = Vec::new();
        let column = |name: &str| statement.column_index(name);
        let (id, placed_at, placed_day, currency) = (
            column("id")?,
            column("placed_at")?,
            column("placed_day")?,
            column("currency")?,
        );
        let (customer, goods, goods_tax, total) = (
            column("customer_id")?,
            column("goods")?,
            column("goods_tax")?,
            column("total")?,
        );
        let discounts = column("discounts")?;
        let (gift_cards, shipping, tax, duties, tip) = (
            column("gift_cards")?,
            column("shipping")?,
            column("tax")?,
            column("duties")?,
            column("tip")?,
        );
        let (refunded, goods_refunded, units, flags) = (
            column("refunded")?,
            column("goods_refunded")?,
            column("units")?,
            column("flags")?,
        );
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let code = row.get_ref(currency)?.as_str().unwrap_or_default();
            let known = currencies.iter().find(|(known, _)| known == code);
            let currency = if let Some((_, currency)) = known {
                *currency
            } else {
                let currency = parsed(code)?;
                currencies.push((code.to_owned(), currency));
                currency
            };
            let bits: u8 = row.get(flags)?;
            let customer: Option<i64> = row.get(customer)?;
            let placed_at = Timestamp(row.get(placed_at)?);
            facts.push(OrderFact {
                id: OrderId(row.get(id)?),
                placed_at,
                hour: u8::try_from(zone.local(placed_at).hour()).unwrap_or_default(),
                day: parsed::<Day>(row.get_ref(placed_day)?.as_str().unwrap_or_default())?,
                currency,
                customer: customer.map(|id| people.person(CustomerId(id)).0),
                goods: row.get(goods)?,
                discounts: row.get(discounts)?,
                goods_tax: row.get(goods_tax)?,
                total: row.get(total)?,
                gift_cards: row.get(gift_cards)?,
                shipping: row.get(shipping)?,
                tax: row.get(tax)?,
                duties: row.get(duties)?,
                tip: row.get(tip)?,
                refunded: row.get(refunded)?,
                goods_refunded: row.get(goods_refunded)?,
                units: row.get(units)?,
                flags: OrderFlags::from_bits(bits),
            });
        }
        facts.sort_unstable_by_key(|f| (f.placed_at, f.id));
        let mut builder = FactsBuilder::with_capacity(facts.len());
        for fact in &facts {
            builder.push(fact, &OrderWords::default(), &[]);
        }
        Ok(builder.finish(Products::default()))
    }
}
