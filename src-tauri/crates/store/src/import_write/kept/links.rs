//! What belongs together across kinds of records, worked out anew after each import and undo,
//! so that it does not matter which side came first.

use std::collections::HashMap;

use pannier_core::Timestamp;
use rusqlite::{Row, named_params};

use super::{LightOrder, OrderIndex, PaymentHint, PaymentKind};
use crate::{Error, ReadTx, Result, Topic, WriteTx, shop::parsed};

impl ReadTx<'_> {
    /// All orders, for finding those that payments are of.
    pub fn order_index(&self) -> Result<OrderIndex> {
        let mut index = OrderIndex::default();
        let mut statement = self.connection().prepare_cached(
            "SELECT o.id, s.platform, o.external_id, o.number, o.placed_at, o.currency, o.total,
                    -- By which payments of an erased person are told from others.
                    iif(o.customer_key GLOB 'erased:*', o.customer_key, o.email) AS email
               FROM orders o JOIN source s ON s.id = o.source_id
              WHERE NOT o.is_test ORDER BY o.placed_at, s.platform, o.external_id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            index.add(LightOrder {
                id: row.get("id")?,
                platform: row.get("platform")?,
                external_id: row.get("external_id")?,
                number: row.get("number")?,
                placed_at: Timestamp(row.get("placed_at")?),
                currency: parsed(&row.get::<_, String>("currency")?)?,
                total: row.get("total")?,
                email: row.get("email")?,
            });
        }
        Ok(index)
    }

    pub(super) fn has_any(&self, table: &str) -> Result<bool> {
        let mut statement = self.connection().prepare_cached(table)?;
        Ok(statement.exists([])?)
    }
}

impl WriteTx<'_> {
    /// Links payments and refunds with their orders, variants with what order lines sold, carts and
    /// behaviour with customers and products.
    pub fn link_kept(&self) -> Result<()> {
        if self.take_catalogue_changed() {
            self.products_are_due()?;
        }
        self.link_variants()?;
        for sql in [
            "UPDATE checkout SET customer_id = (SELECT c.id FROM customer c WHERE c.email = checkout.email)",
            "UPDATE behaviour_person SET customer_id =
               (SELECT c.id FROM customer c WHERE c.email = behaviour_person.email)",
        ] {
            self.connection().execute(sql, [])?;
        }
        self.link_balances()?;
        self.link_payments()?;
        self.attach_refunds()?;
        self.link_behaviour()
    }

    /// Which variants are which products of order lines follows from those two alone.
    fn link_variants(&self) -> Result<()> {
        let is_due = self.take_variants_changed()
            && self.has_any("SELECT 1 FROM product LIMIT 1")?
            && self.has_any("SELECT 1 FROM catalogue_variant LIMIT 1")?;
        if is_due {
            let sql = include_str!("../../sql/kept/link_variants.sql");
            self.connection().execute(sql, [])?;
        }
        Ok(())
    }

    fn link_payments(&self) -> Result<()> {
        if !self.has_any("SELECT 1 FROM payment LIMIT 1")? {
            return Ok(());
        }
        let mut index = self.order_index()?;
        let mut changes = Vec::new();
        let mut statement = self.connection().prepare_cached(
            "SELECT p.id, s.platform, p.external_id, p.occurred_at, p.kind, p.currency, p.amount,
                    p.email, p.order_ref, p.order_text, p.payment_ref, p.order_id, p.status
               FROM payment p JOIN source s ON s.id = p.source_id
              ORDER BY p.occurred_at, s.platform, p.external_id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let order = find(&mut index, row)?;
            if order != row.get::<_, Option<i64>>("order_id")? {
                changes.push((row.get::<_, i64>("id")?, order));
            }
        }
        let mut update = self
            .connection()
            .prepare_cached("UPDATE payment SET order_id = :order WHERE id = :id")?;
        for (id, order) in changes {
            update.execute(named_params! { ":id": id, ":order": order })?;
            self.touch(Topic::Orders);
        }
        Ok(())
    }

    fn link_behaviour(&self) -> Result<()> {
        if !self.has_any("SELECT 1 FROM behaviour_product LIMIT 1")? {
            return Ok(());
        }
        let catalogue = self.words(include_str!("../../sql/kept/catalogue_words.sql"))?;
        let sold = self.words(include_str!("../../sql/kept/sold_words.sql"))?;
        let mut texts = self
            .connection()
            .prepare_cached("SELECT id, text FROM behaviour_product")?;
        let texts: Vec<(i64, String)> = texts
            .query_map([], |row| Ok((row.get("id")?, row.get("text")?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut update = self.connection().prepare_cached(
            "UPDATE behaviour_product SET catalogue_id = :catalogue, sold_as = :sold WHERE id = :id",
        )?;
        for (id, text) in texts {
            let names = names_of(&text);
            let find = |words: &HashMap<String, i64>| {
                names.iter().find_map(|name| words.get(name)).copied()
            };
            update.execute(named_params! {
                ":id": id, ":catalogue": find(&catalogue), ":sold": find(&sold),
            })?;
        }
        Ok(())
    }

    /// Words and what they mean, the first meaning of each.
    fn words(&self, sql: &str) -> Result<HashMap<String, i64>> {
        let mut words = HashMap::new();
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let word: String = row.get("word")?;
            words
                .entry(word.trim().to_lowercase())
                .or_insert(row.get("id")?);
        }
        words.remove("");
        Ok(words)
    }
}

fn find(index: &mut OrderIndex, row: &Row) -> Result<Option<i64>> {
    let status: String = row.get("status")?;
    if status != "success" {
        return Ok(None);
    }
    let text = |column: &str| {
        row.get::<_, Option<String>>(column)
            .map(Option::unwrap_or_default)
    };
    let (platform, external_id): (String, String) = (row.get("platform")?, row.get("external_id")?);
    let (email, order_ref) = (text("email")?, text("order_ref")?);
    let (order_text, payment_ref) = (text("order_text")?, text("payment_ref")?);
    let kind: String = row.get("kind")?;
    let unknown = || Error::Damaged(format!("“{kind}” is no kind of payment"));
    let hint = PaymentHint {
        platform: &platform,
        external_id: &external_id,
        occurred_at: Timestamp(row.get("occurred_at")?),
        kind: PaymentKind::of_word(&kind).ok_or_else(unknown)?,
        currency: parsed(&row.get::<_, String>("currency")?)?,
        amount: row.get("amount")?,
        email: &email,
        order_ref: &order_ref,
        order_text: &order_text,
        payment_ref: &payment_ref,
    };
    Ok(index.find(&hint).and_then(|order| order.id))
}

/// What a product may be called by: the text, and the last part of it where it is an address.
fn names_of(text: &str) -> Vec<String> {
    let whole = text.trim().to_lowercase();
    let mut names = vec![whole.clone()];
    if whole.contains('/') {
        let path = whole.split(['?', '#']).next().unwrap_or_default();
        names.push(path.trim_end_matches('/').to_owned());
        let last = path.trim_end_matches('/').rsplit('/').next();
        names.extend(last.map(str::to_owned));
    }
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_called_by_the_end_of_its_address() {
        let names = names_of("https://wren.example/products/Linen-Throw/?variant=4#top");
        assert_eq!(names.last().map(String::as_str), Some("linen-throw"));
        assert_eq!(names_of(" Linen Throw "), ["linen throw"]);
    }
}
