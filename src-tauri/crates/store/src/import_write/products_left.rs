//! Products that an import brought, once it was taken back.

use std::collections::BTreeSet;

use pannier_core::{ImportId, OrderId};
use rusqlite::named_params;

use super::words::words_of;
use crate::{Result, WriteTx};

impl WriteTx<'_> {
    /// Takes the products of an import out that nothing sells any more, and gives the others to the
    /// first import that still sells them.
    pub(super) fn pass_on_products(&self, import: ImportId) -> Result<()> {
        let connection = self.connection();
        let params = named_params! { ":import": import.0 };
        self.write_words()?;
        for sql in [
            "DELETE FROM product_search WHERE rowid IN (
               SELECT id FROM product WHERE import_id = :import
                  AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.product_id = product.id))",
            "DELETE FROM product WHERE import_id = :import
                AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.product_id = product.id)",
        ] {
            connection.execute(sql, params)?;
        }
        self.variants_change();
        let renamed = self.renamed(import)?;
        connection.execute(include_str!("../sql/imports/pass_on_products.sql"), params)?;
        self.find_by_own_name(&renamed)
    }

    /// The products of an import with their names.
    fn renamed(&self, import: ImportId) -> Result<Vec<(i64, String)>> {
        let sql = "SELECT id, name FROM product WHERE import_id = :import";
        let mut statement = self.connection().prepare(sql)?;
        let products = statement
            .query_map(named_params! { ":import": import.0 }, |row| {
                Ok((row.get("id")?, row.get("name")?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(products)
    }

    /// Where a product is called something else by now, orders whose lines say another name than
    /// that are found by their own words.
    fn find_by_own_name(&self, before: &[(i64, String)]) -> Result<()> {
        let connection = self.connection();
        let mut orders = BTreeSet::new();
        for (product, name) in before {
            let params = named_params! { ":id": product };
            let (now, sku): (String, String) = connection
                .prepare_cached("SELECT name, sku FROM product WHERE id = :id")?
                .query_row(params, |row| Ok((row.get("name")?, row.get("sku")?)))?;
            if now == *name {
                continue;
            }
            connection
                .prepare_cached("DELETE FROM product_search WHERE rowid = :id")?
                .execute(params)?;
            connection
                .prepare_cached("INSERT INTO product_search (rowid, words) VALUES (:id, :words)")?
                .execute(named_params! { ":id": product, ":words": [&*now, &*sku].join(" ") })?;
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT l.order_id FROM order_line l JOIN product p ON p.id = l.product_id
                  WHERE p.id = :id AND l.name <> p.name",
            )?;
            let mut rows = statement.query(params)?;
            while let Some(row) = rows.next()? {
                orders.insert(OrderId(row.get(0)?));
            }
        }
        for id in orders {
            let content = self.stored_order(id)?.content;
            self.remove_words(id.0)?;
            self.add_words(id.0, &words_of(&content, content.lines.iter()))?;
        }
        Ok(())
    }
}
