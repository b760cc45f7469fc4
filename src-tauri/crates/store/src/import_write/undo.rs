//! Taking an import back, so that the file reads as if it had never been applied.
//!
//! Sightings of an order form a chain by import. Each updated link holds what the order said
//! before it. Taking a link out hands what it held to the next one; taking the last one out puts
//! it back into the tables. Customers, their ids and their consent are then worked out anew from
//! what still stands. Someone's “no” stays, whatever is taken back.

use pannier_core::{
    Cancel, CustomerId, ImportId, OrderId, Phase, Reporter, ShopZone, SourceId, Timestamp,
};
use rusqlite::{OptionalExtension, named_params};

use super::{
    OrderPlace, OrderWriter, ReadyOrder,
    chain::{self, Link},
    orders::FormerOrder,
    web::{Touched, Word},
};
use crate::{Error, Result, Topic, WriteTx};

/// Orders between two looks at whether the work should stop.
const BATCH: usize = 500;

impl WriteTx<'_> {
    /// Takes an import back.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such import, [`Error::Conflict`] when it was undone
    /// before, [`Error::Cancelled`] when asked to stop.
    pub fn revert_import(
        &self,
        import: ImportId,
        now: Timestamp,
        reporter: &Reporter,
        cancel: &Cancel,
    ) -> Result<()> {
        let state: Option<String> = self
            .connection()
            .query_row(
                "SELECT state FROM import WHERE id = :id",
                named_params! { ":id": import.0 },
                |row| row.get(0),
            )
            .optional()?;
        match state.as_deref() {
            None => {
                return Err(Error::Missing(format!(
                    "There is no import number {}",
                    import.0
                )));
            }
            Some("applied") => {}
            Some(_) => {
                let words = format!(
                    "Import number {} was undone before. Nothing was changed",
                    import.0
                );
                return Err(Error::Conflict(words));
            }
        }
        let shop = self.shop()?;
        let total = self.sightings(import)?;
        let mut touched = Touched::default();
        reporter.report(Phase::Saving, 0, Some(total));
        let mut done = self.take_out_own_orders(import, &mut touched, cancel)?;
        let mut writer = None;
        let mut after = i64::MIN;
        loop {
            cancel.check()?;
            let links = self.links(import, after)?;
            reporter.report(Phase::Saving, done, Some(total));
            for link in &links {
                self.take_out(import, link, shop.zone, &mut writer, &mut touched)?;
                after = link.order;
            }
            done += links.len() as u64;
            if links.len() < BATCH {
                break;
            }
        }
        self.take_out_said(import, &mut touched)?;
        self.pass_on_set_aside(import, shop.zone, &mut touched)?;
        self.take_out_kept(import, cancel)?;
        let pause = || -> Result<()> { Ok(cancel.check()?) };
        self.replay(&touched, &shop.country, now, &pause)?;
        self.settle_joined()?;
        self.settle_noted()?;
        self.settle_outbox()?;
        self.pass_on_products(import)?;
        self.link_kept()?;
        self.write_customer_words()?;
        self.connection().execute(
            "UPDATE import SET state = 'reverted', reverted_at = :now WHERE id = :import",
            named_params! { ":import": import.0, ":now": now.0 },
        )?;
        for topic in [Topic::Orders, Topic::Customers, Topic::Imports] {
            self.touch(topic);
        }
        Ok(())
    }

    fn sightings(&self, import: ImportId) -> Result<u64> {
        let count: i64 = self.connection().query_row(
            "SELECT (SELECT count(*) FROM import_order WHERE import_id = :import)
                  + (SELECT count(*) FROM import_customer WHERE import_id = :import)
                  + (SELECT count(*) FROM import_sighting WHERE import_id = :import)",
            named_params! { ":import": import.0 },
            |row| row.get(0),
        )?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    fn links(&self, import: ImportId, after: i64) -> Result<Vec<Link>> {
        let mut statement = self.connection().prepare_cached(chain::OF_IMPORT)?;
        let links = statement
            .query_map(
                named_params! { ":import": import.0, ":after": after },
                |row| {
                    Ok(Link {
                        order: row.get("order_id")?,
                        verdict: row.get("verdict")?,
                        former: row.get("former")?,
                    })
                },
            )?
            .collect::<rusqlite::Result<_>>()?;
        Ok(links)
    }

    fn take_out<'w>(
        &'w self,
        import: ImportId,
        link: &Link,
        zone: ShopZone,
        writer: &mut Option<OrderWriter<'w>>,
        touched: &mut Touched,
    ) -> Result<()> {
        let params = named_params! { ":order": link.order, ":import": import.0 };
        let next: Option<(i64, String)> = self
            .connection()
            .prepare_cached(chain::NEXT)?
            .query_row(params, |row| {
                Ok((row.get("import_id")?, row.get("verdict")?))
            })
            .optional()?;
        self.connection()
            .prepare_cached(chain::REMOVE)?
            .execute(params)?;
        if let Some((next_import, next_verdict)) = &next {
            let handed = match (link.verdict.as_str(), next_verdict.as_str()) {
                ("new", _) => Some(("new", None)),
                ("updated", _) => Some(("updated", link.former.as_deref())),
                _ => None,
            };
            let changes_nothing = match handed {
                Some((_, Some(former))) => self.says_again(link.order, *next_import, former)?,
                _ => false,
            };
            let handed = handed.map(|handed| match handed {
                // From A to B and back to A, and the first of the two is gone.
                _ if changes_nothing => ("unchanged", None),
                handed => handed,
            });
            if let Some((verdict, former)) = handed {
                self.connection()
                    .prepare_cached(chain::RELINK)?
                    .execute(named_params! {
                        ":verdict": verdict, ":former": former, ":import": next_import,
                        ":order": link.order,
                    })?;
            }
        }
        if link.order < 0 {
            return self.settle_set_aside(link, next.is_some());
        }
        self.settle_order(link, next.is_some(), import, zone, writer, touched)
    }

    /// Whether an order reads after an import as it did before: as that `former` value says.
    fn says_again(&self, order: i64, import: i64, former: &str) -> Result<bool> {
        let params = named_params! { ":order": order, ":import": import };
        let mut statement = self.connection().prepare_cached(chain::AFTER)?;
        let after: Option<String> = statement.query_row(params, |row| row.get(0)).optional()?;
        let before = kept::<FormerOrder>(former)?.content.fingerprint();
        let after = match after {
            Some(after) => kept::<FormerOrder>(&after)?.content,
            None if order < 0 => self.set_aside_content(order)?,
            None => self.stored_order(OrderId(order))?.content,
        };
        Ok(before == after.fingerprint())
    }

    fn settle_order<'w>(
        &'w self,
        link: &Link,
        has_next: bool,
        import: ImportId,
        zone: ShopZone,
        writer: &mut Option<OrderWriter<'w>>,
        touched: &mut Touched,
    ) -> Result<()> {
        let id = OrderId(link.order);
        let (source, file, customer): (i64, i64, Option<i64>) = self
            .connection()
            .prepare_cached(
                "SELECT source_id, import_file_id, customer_id FROM orders WHERE id = :id",
            )?
            .query_row(named_params! { ":id": id.0 }, |row| {
                Ok((
                    row.get("source_id")?,
                    row.get("import_file_id")?,
                    row.get("customer_id")?,
                ))
            })?;
        if let Some(customer) = customer {
            touched.customers.entry(customer).or_default();
        }
        if let (false, Some(former)) = (has_next, &link.former) {
            let former: FormerOrder = kept(former)?;
            let source = SourceId(source);
            // Whose it was is worked out anew, once all orders read as they did.
            let place = OrderPlace {
                source,
                import,
                file,
                customer: customer.map(CustomerId),
            };
            // Its products are there: an order that said so before is a reason to keep them.
            if writer.is_none() {
                *writer = Some(OrderWriter::new(self, source)?);
            }
            if let Some(writer) = writer {
                let ready = ReadyOrder::new(former.content, zone);
                writer.rewrite(id, &place, &ready, former.refund)?;
            }
            if customer.is_none() {
                touched.orders.push(id.0);
            }
        }
        self.settle_owner(id)
    }

    /// Works out who brought an order, and the file it reads as, from the sightings that are left.
    pub(super) fn settle_owner(&self, id: OrderId) -> Result<()> {
        for sql in [
            include_str!("../sql/imports/settle_order.sql"),
            "UPDATE refund SET import_id = (SELECT f.import_id FROM orders o
                                              JOIN import_file f ON f.id = o.import_file_id
                                             WHERE o.id = :id)
              WHERE order_id = :id",
        ] {
            self.connection()
                .prepare_cached(sql)?
                .execute(named_params! { ":id": id.0 })?;
        }
        Ok(())
    }

    /// Takes out what the import's customers files said, and notes whom that touches.
    fn take_out_said(&self, import: ImportId, touched: &mut Touched) -> Result<()> {
        let params = named_params! { ":import": import.0 };
        let mut statement = self.connection().prepare(
            "SELECT customer_id, source_id, external_id, email, phone FROM import_customer
              WHERE import_id = :import",
        )?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            let words = touched
                .customers
                .entry(row.get("customer_id")?)
                .or_default();
            if let Some(key) = row.get("external_id")? {
                words.push(Word::Key(row.get("source_id")?, key));
            }
            words.extend(row.get::<_, Option<String>>("email")?.map(Word::Email));
            words.extend(row.get::<_, Option<String>>("phone")?.map(Word::Phone));
        }
        let mut statement = self
            .connection()
            .prepare("SELECT id FROM customer WHERE import_id = :import")?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            touched.customers.entry(row.get("id")?).or_default();
        }
        self.connection().execute(
            "DELETE FROM import_customer WHERE import_id = :import",
            params,
        )?;
        Ok(())
    }
}

pub(super) fn kept<T: serde::de::DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json)
        .map_err(|e| Error::Damaged(format!("what was kept for undo cannot be read: {e}")))
}
