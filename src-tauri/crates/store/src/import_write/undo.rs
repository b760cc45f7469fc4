//! Taking an import back, so that the file reads as if it had never been applied.
//!
//! Sightings of an order form a chain by import. Each updated link holds what the order said
//! before it. Taking a link out hands what it held to the next one; taking the last one out puts
//! it back into the tables. Someone's “no” stays, whatever is taken back.

use pannier_core::{
    Cancel, CustomerId, ImportId, OrderId, Phase, Reporter, ShopZone, SourceId, Timestamp,
};
use rusqlite::{OptionalExtension, named_params};

use super::{
    CustomerContent, OrderPlace, OrderWriter,
    chain::{Chain, Link},
    customers::FormerCustomer,
    orders::FormerOrder,
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
        let zone = self.shop()?.zone;
        let total = self.sightings(import)?;
        let mut done = 0;
        let mut writer = None;
        for chain in [Chain::Order, Chain::Customer] {
            let mut after = i64::MIN;
            loop {
                cancel.check()?;
                let links = self.links(chain, import, after)?;
                reporter.report(Phase::Saving, done, Some(total));
                for link in &links {
                    self.take_out(chain, import, link, zone, &mut writer)?;
                    after = link.subject;
                }
                done += links.len() as u64;
                if links.len() < BATCH {
                    break;
                }
            }
        }
        self.connection().execute(
            "UPDATE consent SET voided_at = :now
              WHERE import_id = :import AND state <> 'unsubscribed' AND voided_at IS NULL",
            named_params! { ":import": import.0, ":now": now.0 },
        )?;
        self.pass_on_keys(import)?;
        self.pass_on_customers(import, cancel)?;
        self.pass_on_products(import)?;
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
                  + (SELECT count(*) FROM import_customer WHERE import_id = :import)",
            named_params! { ":import": import.0 },
            |row| row.get(0),
        )?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    fn links(&self, chain: Chain, import: ImportId, after: i64) -> Result<Vec<Link>> {
        let mut statement = self.connection().prepare_cached(chain.of_import())?;
        let links = statement
            .query_map(
                named_params! { ":import": import.0, ":after": after },
                |row| {
                    Ok(Link {
                        subject: row.get("subject")?,
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
        chain: Chain,
        import: ImportId,
        link: &Link,
        zone: ShopZone,
        writer: &mut Option<OrderWriter<'w>>,
    ) -> Result<()> {
        let next: Option<(i64, String)> = self
            .connection()
            .prepare_cached(chain.next())?
            .query_row(
                named_params! { ":subject": link.subject, ":import": import.0 },
                |row| Ok((row.get("import_id")?, row.get("verdict")?)),
            )
            .optional()?;
        self.connection()
            .prepare_cached(chain.remove())?
            .execute(named_params! { ":import": import.0, ":subject": link.subject })?;
        if let Some((next_import, next_verdict)) = &next {
            let handed = match (link.verdict.as_str(), next_verdict.as_str()) {
                ("new", _) => Some(("new", None)),
                ("updated", _) => Some(("updated", link.former.as_deref())),
                _ => None,
            };
            if let Some((verdict, former)) = handed {
                self.connection()
                    .prepare_cached(chain.relink())?
                    .execute(named_params! {
                        ":verdict": verdict, ":former": former, ":import": next_import,
                        ":subject": link.subject,
                    })?;
            }
        }
        match chain {
            Chain::Order => self.settle_order(
                OrderId(link.subject),
                link,
                next.is_some(),
                import,
                zone,
                writer,
            ),
            Chain::Customer => self.settle_customer(CustomerId(link.subject), link, next.is_some()),
        }
    }

    fn settle_order<'w>(
        &'w self,
        id: OrderId,
        link: &Link,
        has_next: bool,
        import: ImportId,
        zone: ShopZone,
        writer: &mut Option<OrderWriter<'w>>,
    ) -> Result<()> {
        if !has_next && link.verdict == "new" {
            for sql in [
                "DELETE FROM order_search WHERE rowid = :id",
                "DELETE FROM orders WHERE id = :id",
            ] {
                self.connection()
                    .prepare_cached(sql)?
                    .execute(named_params! { ":id": id.0 })?;
            }
            return Ok(());
        }
        if let (false, Some(former)) = (has_next, &link.former) {
            let former: FormerOrder = kept(former)?;
            let (source, file): (i64, i64) = self
                .connection()
                .prepare_cached("SELECT source_id, import_file_id FROM orders WHERE id = :id")?
                .query_row(named_params! { ":id": id.0 }, |row| {
                    Ok((row.get("source_id")?, row.get("import_file_id")?))
                })?;
            let source = SourceId(source);
            let place = OrderPlace {
                source,
                import,
                file,
                customer: former.customer.map(CustomerId),
                zone,
            };
            // Its products are there: an order that said so before is a reason to keep them.
            if writer.is_none() {
                *writer = Some(OrderWriter::new(self, source)?);
            }
            if let Some(writer) = writer {
                writer.rewrite(id, &place, &former.content, former.refund)?;
            }
        }
        self.connection()
            .prepare_cached(include_str!("../sql/imports/settle_order.sql"))?
            .execute(named_params! { ":id": id.0 })?;
        self.connection()
            .prepare_cached(
                "UPDATE refund SET import_id = (SELECT f.import_id FROM orders o
                                                  JOIN import_file f ON f.id = o.import_file_id
                                                 WHERE o.id = :id)
                  WHERE order_id = :id",
            )?
            .execute(named_params! { ":id": id.0 })?;
        Ok(())
    }

    fn settle_customer(&self, id: CustomerId, link: &Link, has_next: bool) -> Result<()> {
        match (&link.former, has_next) {
            (Some(former), false) => {
                let mut former: FormerCustomer = kept(former)?;
                let taken = match &former.content.email {
                    Some(email) => self
                        .customer_by_email(email)?
                        .is_some_and(|other| other.id != id),
                    None => false,
                };
                if taken {
                    // Someone else came by that address since; two customers cannot have one.
                    former.content.email = None;
                }
                self.rewrite_customer(id, &former.content, former.fingerprint)
            }
            (None, false) if link.verdict == "new" => {
                self.rewrite_customer(id, &self.as_guest(id)?, None)
            }
            _ => Ok(()),
        }
    }

    /// What a customer would be if only orders had ever spoken of them.
    fn as_guest(&self, id: CustomerId) -> Result<CustomerContent> {
        let known = self.stored_customer(id)?;
        let name: Option<String> = self
            .connection()
            .prepare_cached(
                "SELECT customer_name FROM orders WHERE customer_id = :id ORDER BY id LIMIT 1",
            )?
            .query_row(named_params! { ":id": id.0 }, |row| row.get(0))
            .optional()?;
        let phone = if known.email.is_some() {
            None
        } else {
            known.phone
        };
        Ok(CustomerContent::guest(
            known.email,
            phone,
            name.as_deref().unwrap_or_default(),
        ))
    }

    fn pass_on_keys(&self, import: ImportId) -> Result<()> {
        self.connection().execute(
            "UPDATE customer_key SET import_id = coalesce(
                      (SELECT min(s.import_id) FROM import_customer s
                        WHERE s.customer_id = customer_key.customer_id), import_id)
              WHERE import_id = :import",
            named_params! { ":import": import.0 },
        )?;
        self.connection().execute(
            "DELETE FROM customer_key WHERE import_id = :import",
            named_params! { ":import": import.0 },
        )?;
        Ok(())
    }

    fn pass_on_customers(&self, import: ImportId, cancel: &Cancel) -> Result<()> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/imports/owned_customers.sql"))?;
        let owned = statement
            .query_map(named_params! { ":import": import.0 }, |row| {
                Ok((
                    row.get("id")?,
                    row.get("heir")?,
                    row.get("is_guest")?,
                    row.get("said_no")?,
                ))
            })?
            .collect::<rusqlite::Result<Vec<(i64, Option<i64>, bool, bool)>>>()?;
        for (position, (id, heir, is_guest, said_no)) in owned.into_iter().enumerate() {
            if position % BATCH == 0 {
                cancel.check()?;
            }
            let params = named_params! { ":id": id };
            if let Some(heir) = heir {
                if is_guest {
                    let id = CustomerId(id);
                    self.rewrite_customer(id, &self.as_guest(id)?, None)?;
                }
                self.connection()
                    .prepare_cached("UPDATE customer SET import_id = :heir WHERE id = :id")?
                    .execute(named_params! { ":id": id, ":heir": heir })?;
            } else if !said_no {
                for sql in [
                    "DELETE FROM consent WHERE customer_id = :id",
                    "DELETE FROM customer_key WHERE customer_id = :id",
                    "DELETE FROM customer WHERE id = :id",
                ] {
                    self.connection().prepare_cached(sql)?.execute(params)?;
                }
            }
        }
        Ok(())
    }

    fn pass_on_products(&self, import: ImportId) -> Result<()> {
        let params = named_params! { ":import": import.0 };
        self.connection().execute(
            "DELETE FROM product WHERE import_id = :import
                AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.product_id = product.id)",
            params,
        )?;
        self.connection()
            .execute(include_str!("../sql/imports/pass_on_products.sql"), params)?;
        Ok(())
    }
}

fn kept<T: serde::de::DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json)
        .map_err(|e| Error::Damaged(format!("what was kept for undo cannot be read: {e}")))
}
