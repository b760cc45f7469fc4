//! Writing orders: whole, with their lines, their refund and their words for search.

use std::collections::HashMap;

use pannier_core::{CustomerId, ImportId, OrderId, ShopZone, SourceId};
use rusqlite::{CachedStatement, ToSql, named_params};
use serde::{Deserialize, Serialize};

use super::{OrderContent, Sighting};
use crate::{Error, ReadTx, Result, Topic, WriteTx};

/// Where an order belongs.
#[derive(Debug, Clone, Copy)]
pub struct OrderPlace {
    /// Its source.
    pub source: SourceId,
    /// The import that says it.
    pub import: ImportId,
    /// The file that says it.
    pub file: i64,
    /// Whose it is, where that is known.
    pub customer: Option<CustomerId>,
    /// The zone that its day is counted in.
    pub zone: ShopZone,
}

/// An order before an update, as kept for undo.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FormerOrder {
    pub(super) content: OrderContent,
    pub(super) customer: Option<i64>,
    pub(super) refund: Option<i64>,
}

impl ReadTx<'_> {
    fn refund_of(&self, order: OrderId) -> Result<Option<i64>> {
        let sql = "SELECT max(id) FROM refund WHERE order_id = :order";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row(named_params! { ":order": order.0 }, |row| row.get(0))?)
    }
}

impl WriteTx<'_> {
    /// Writes a new order. `products` are the known ones by key; new ones are added to it.
    pub fn insert_order(
        &self,
        place: &OrderPlace,
        order: &OrderContent,
        products: &mut HashMap<String, i64>,
    ) -> Result<OrderId> {
        let statement = self
            .connection()
            .prepare_cached(include_str!("../sql/orders/insert.sql"))?;
        run_order(
            statement,
            place,
            order,
            &[
                (":source_id", &place.source.0),
                (":import_id", &place.import.0),
            ],
        )?;
        let id = OrderId(self.connection().last_insert_rowid());
        self.write_parts(id, place, order, products, None)?;
        self.see_order(place, id, Sighting::New, None)?;
        self.touch(Topic::Orders);
        Ok(id)
    }

    /// Changes an order that is there, and keeps what it said before.
    pub fn update_order(
        &self,
        id: OrderId,
        place: &OrderPlace,
        order: &OrderContent,
        products: &mut HashMap<String, i64>,
    ) -> Result<()> {
        let stored = self.stored_order(id)?;
        let former = FormerOrder {
            content: stored.content,
            customer: stored.customer.map(|c| c.0),
            refund: self.refund_of(id)?,
        };
        let former_json = serde_json::to_string(&former)
            .map_err(|e| Error::Damaged(format!("an order cannot be kept for undo: {e}")))?;
        self.rewrite_order(id, place, order, products, former.refund)?;
        self.see_order(place, id, Sighting::Updated, Some(&former_json))?;
        self.touch(Topic::Orders);
        Ok(())
    }

    /// Notes that an import saw an order that says the same.
    pub fn keep_order(&self, id: OrderId, place: &OrderPlace) -> Result<()> {
        self.see_order(place, id, Sighting::Unchanged, None)
    }

    pub(super) fn rewrite_order(
        &self,
        id: OrderId,
        place: &OrderPlace,
        order: &OrderContent,
        products: &mut HashMap<String, i64>,
        refund: Option<i64>,
    ) -> Result<()> {
        let statement = self
            .connection()
            .prepare_cached(include_str!("../sql/orders/update.sql"))?;
        run_order(statement, place, order, &[(":id", &id.0)])?;
        for sql in [
            "DELETE FROM order_line WHERE order_id = :id",
            "DELETE FROM refund WHERE order_id = :id",
            "DELETE FROM order_search WHERE rowid = :id",
        ] {
            self.connection()
                .prepare_cached(sql)?
                .execute(named_params! { ":id": id.0 })?;
        }
        self.write_parts(id, place, order, products, refund)
    }

    fn write_parts(
        &self,
        id: OrderId,
        place: &OrderPlace,
        order: &OrderContent,
        products: &mut HashMap<String, i64>,
        refund: Option<i64>,
    ) -> Result<()> {
        let mut words = String::with_capacity(160);
        for word in [
            &order.number,
            &order.customer_name,
            &order.email,
            &order.city,
        ] {
            words.push_str(word);
            words.push(' ');
        }
        let mut statement = self.connection().prepare_cached(
            "INSERT INTO order_line (order_id, position, product_id, name, sku, vendor, quantity,
                                     unit_price, amount, discount, gift_card)
             VALUES (:order, :position, :product, :name, :sku, :vendor, :quantity, :price, :amount,
                     :discount, :gift_card)",
        )?;
        for (position, line) in order.lines.iter().enumerate() {
            let key = line.product_key();
            let product = if let Some(product) = products.get(&key) {
                *product
            } else {
                let product = self.insert_product(place, &key, line)?;
                products.insert(key, product);
                product
            };
            statement.execute(named_params! {
                ":order": id.0, ":position": i64::try_from(position).unwrap_or(i64::MAX),
                ":product": product, ":name": line.name, ":sku": line.sku, ":vendor": line.vendor,
                ":quantity": line.quantity, ":price": line.unit_price, ":amount": line.amount,
                ":discount": line.discount, ":gift_card": line.gift_card,
            })?;
            for word in [&line.name, &line.sku] {
                words.push_str(word);
                words.push(' ');
            }
        }
        self.connection()
            .prepare_cached("INSERT INTO order_search (rowid, words) VALUES (:id, :words)")?
            .execute(named_params! { ":id": id.0, ":words": words })?;
        if order.refunded > 0 {
            self.connection()
                .prepare_cached(
                    "INSERT INTO refund (id, order_id, refunded_at, currency, amount, goods_amount, import_id)
                     VALUES (:id, :order, NULL, :currency, :amount, :goods, :import)",
                )?
                .execute(named_params! {
                    ":id": refund, ":order": id.0, ":currency": order.currency.code(),
                    ":amount": order.refunded, ":goods": order.goods_refunded,
                    ":import": place.import.0,
                })?;
        }
        Ok(())
    }

    fn insert_product(
        &self,
        place: &OrderPlace,
        key: &str,
        line: &super::LineContent,
    ) -> Result<i64> {
        self.connection()
            .prepare_cached(
                "INSERT INTO product (source_id, key, sku, name, vendor, import_id)
                 VALUES (:source, :key, :sku, :name, :vendor, :import)",
            )?
            .execute(named_params! {
                ":source": place.source.0, ":key": key, ":sku": line.sku, ":name": line.name,
                ":vendor": line.vendor, ":import": place.import.0,
            })?;
        Ok(self.connection().last_insert_rowid())
    }

    fn see_order(
        &self,
        place: &OrderPlace,
        id: OrderId,
        sighting: Sighting,
        former: Option<&str>,
    ) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT INTO import_order (import_id, order_id, import_file_id, verdict, former)
                 VALUES (:import, :order, :file, :verdict, :former)",
            )?
            .execute(named_params! {
                ":import": place.import.0, ":order": id.0, ":file": place.file,
                ":verdict": sighting.word(), ":former": former,
            })?;
        Ok(())
    }
}

fn run_order(
    mut statement: CachedStatement<'_>,
    place: &OrderPlace,
    order: &OrderContent,
    more: &[(&str, &dyn ToSql)],
) -> Result<()> {
    let day = place.zone.day_of(order.placed_at).to_string();
    let params: &[(&str, &dyn ToSql)] = named_params! {
        ":external_id": order.external_id, ":number": order.number,
        ":placed_at": order.placed_at.0, ":placed_day": day,
        ":currency": order.currency.code(), ":customer_id": place.customer.map(|c| c.0),
        ":customer_name": order.customer_name, ":email": order.email, ":phone": order.phone,
        ":city": order.city, ":zip": order.zip, ":region": order.region,
        ":country": order.country, ":gross": order.gross, ":discounts": order.discounts,
        ":goods": order.goods, ":gift_cards": order.gift_cards, ":shipping": order.shipping,
        ":tax": order.tax, ":goods_tax": order.goods_tax, ":duties": order.duties,
        ":tip": order.tip, ":unexplained": order.unexplained, ":total": order.total,
        ":refunded": order.refunded, ":goods_refunded": order.goods_refunded,
        ":units": order.units, ":tax_included": order.tax_included,
        ":is_test": order.is_test, ":gift_cards_only": order.gift_cards_only,
        ":fully_refunded": order.fully_refunded, ":payment": order.payment.word(),
        ":cancelled_at": order.cancelled_at.map(|at| at.0),
        ":payment_method": order.payment_method, ":discount_codes": order.discount_codes,
        ":channel": order.channel, ":tags": order.tags,
        ":accepts_marketing": order.accepts_marketing,
        ":content_hash": order.fingerprint(), ":import_file_id": place.file,
    };
    statement.execute(&*[params, more].concat())?;
    Ok(())
}
