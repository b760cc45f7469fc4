//! Payments that were taken for orders while no file said the orders that they paid for.
//!
//! When such orders come, the merchant says whether they are the same sales. If so, the payments
//! are set aside: they are payments from then on, and count as orders no more. The orders they were
//! are kept whole, with their sightings, so that an undo of the import that set them aside puts
//! them back, and an undo of the one that brought them takes them out. Where a later import brought
//! orders of the shop too, what was said goes on with that one.

use pannier_core::{
    Cancel, Currency, CustomerId, ImportId, OrderId, ShopZone, SourceId, Timestamp,
};
use rusqlite::{OptionalExtension, Row, named_params};

use super::{
    OrderContent, OrderPlace, OrderWriter, PaymentContent, PaymentKind, PaymentStatus, ReadyOrder,
    chain::{self, Link},
    kept::KeptPlace,
    orders::FormerOrder,
    undo::kept,
    web::Touched,
};
use crate::{Error, Payment, ReadTx, Result, Topic, WriteTx, shop::parsed};

/// Payments between two looks at whether the work should stop.
const BATCH: usize = 500;

/// What payments that count as orders are, beside the orders of the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SalesAre {
    /// The same sales: the payments count no more.
    Same,
    /// Other sales: both count.
    Different,
}

impl SalesAre {
    /// What the payments are by that.
    fn word(self) -> &'static str {
        match self {
            Self::Same => "payments",
            Self::Different => "orders",
        }
    }
}

/// What there is beside the payments of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// Payments of it count as orders.
    pub own: bool,
    /// There are orders that are no payments.
    pub others: bool,
    /// Payments of it did count as orders, and were set aside.
    pub set_aside: bool,
}

/// A payment that counts as an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// Its row.
    pub id: OrderId,
    /// The service.
    pub platform: String,
    /// When it was made.
    pub placed_at: Timestamp,
    /// Currency of the total.
    pub currency: Currency,
    /// What was paid, in minor units.
    pub total: i64,
    /// Normalised where it is an address, or empty.
    pub email: String,
    source: SourceId,
    customer: Option<CustomerId>,
}

impl PaymentOrder {
    fn of(row: &Row) -> Result<Self> {
        Ok(Self {
            id: OrderId(row.get("id")?),
            platform: row.get("platform")?,
            placed_at: Timestamp(row.get("placed_at")?),
            currency: parsed(&row.get::<_, String>("currency")?)?,
            total: row.get("total")?,
            email: row.get("email")?,
            source: SourceId(row.get("source_id")?),
            customer: row.get::<_, Option<i64>>("customer_id")?.map(CustomerId),
        })
    }
}

fn list(services: &[&str]) -> Result<String> {
    serde_json::to_string(services)
        .map_err(|e| Error::Damaged(format!("what was said of payments cannot be kept: {e}")))
}

impl ReadTx<'_> {
    /// What there is beside the payments of a service, where orders without lines of `services` are
    /// payments.
    pub fn orders_beside(&self, platform: &str, services: &[&str]) -> Result<Beside> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/kept/orders_beside.sql"))?;
        let params = named_params! { ":platform": platform, ":services": list(services)? };
        Ok(statement.query_row(params, |row| {
            Ok(Beside {
                own: row.get("own")?,
                others: row.get("others")?,
                set_aside: row.get("set_aside")?,
            })
        })?)
    }

    /// Payments of these services that count as orders.
    pub fn payment_orders(&self, services: &[&str]) -> Result<Vec<PaymentOrder>> {
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../sql/kept/payment_orders.sql"))?;
        let mut rows = statement.query(named_params! { ":services": list(services)? })?;
        let mut orders = Vec::new();
        while let Some(row) = rows.next()? {
            orders.push(PaymentOrder::of(row)?);
        }
        Ok(orders)
    }

    /// What the merchant said last of payments that count as orders, in an import that stands.
    pub fn said_of_payments(&self) -> Result<Option<SalesAre>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT are FROM import_payments ORDER BY import_id DESC LIMIT 1")?;
        let are: Option<String> = statement.query_row([], |row| row.get("are")).optional()?;
        Ok(are.map(|are| match are.as_str() {
            "payments" => SalesAre::Same,
            _ => SalesAre::Different,
        }))
    }

    /// An order that was set aside, as it would read.
    pub(super) fn set_aside_content(&self, id: i64) -> Result<OrderContent> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT former FROM set_aside WHERE order_id = :id")?;
        let former: String = statement.query_row(named_params! { ":id": id }, |row| row.get(0))?;
        Ok(kept::<FormerOrder>(&former)?.content)
    }

    /// Imports that spoke of an order, with their file, the earliest first.
    fn seen_by(&self, order: i64) -> Result<Vec<(i64, i64)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT import_id, import_file_id FROM import_order WHERE order_id = :order ORDER BY import_id",
        )?;
        let seen = statement.query_map(named_params! { ":order": order }, |row| {
            Ok((row.get("import_id")?, row.get("import_file_id")?))
        })?;
        Ok(seen.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Keeps what the merchant said of payments of `services` that count as orders, with the import
    /// that it was said for, and sets them aside where they are the same sales as its orders.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when asked to stop, or what the shop file says.
    pub fn say_of_payments(
        &self,
        import: ImportId,
        are: SalesAre,
        services: &[&str],
        now: Timestamp,
        cancel: &Cancel,
    ) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT INTO import_payments (import_id, are, services) VALUES (:import, :are, :services)",
            )?
            .execute(named_params! {
                ":import": import.0, ":are": are.word(), ":services": list(services)?,
            })?;
        if are == SalesAre::Different {
            return Ok(());
        }
        let shop = self.shop()?;
        let mut touched = Touched::default();
        for (position, order) in self.payment_orders(services)?.iter().enumerate() {
            if position % BATCH == 0 {
                cancel.check()?;
            }
            self.set_aside(import, order)?;
            if let Some(customer) = order.customer {
                touched.customers.entry(customer.0).or_default();
            }
        }
        let pause = || -> Result<()> { Ok(cancel.check()?) };
        self.replay(&touched, &shop.country, now, &pause)?;
        self.touch(Topic::Orders);
        Ok(())
    }

    fn set_aside(&self, import: ImportId, order: &PaymentOrder) -> Result<()> {
        let id = order.id;
        let former = FormerOrder {
            content: self.stored_order(id)?.content,
            refund: self.refund_of(id)?,
        };
        let json = serde_json::to_string(&former)
            .map_err(|e| Error::Damaged(format!("an order cannot be kept for undo: {e}")))?;
        self.say_as_payments(order.source, id, &former.content)?;
        self.remove_words(id.0)?;
        self.order_goes(id)?;
        for sql in [
            "DELETE FROM orders WHERE id = :id",
            "UPDATE import_order SET order_id = -order_id WHERE order_id = :id",
        ] {
            self.connection()
                .prepare_cached(sql)?
                .execute(named_params! { ":id": id.0 })?;
        }
        self.connection()
            .prepare_cached(
                "INSERT INTO set_aside (order_id, import_id, source_id, former)
                 VALUES (:order, :import, :source, :former)",
            )?
            .execute(named_params! {
                ":order": -id.0, ":import": import.0, ":source": order.source.0, ":former": json,
            })?;
        Ok(())
    }

    /// Lets each import that spoke of an order say it as a payment.
    fn say_as_payments(&self, source: SourceId, id: OrderId, now: &OrderContent) -> Result<()> {
        for (import, file) in self.seen_by(id.0)? {
            let mut statement = self.connection().prepare_cached(chain::AFTER)?;
            let params = named_params! { ":order": id.0, ":import": import };
            let former: Option<String> =
                statement.query_row(params, |row| row.get(0)).optional()?;
            let said = match former {
                Some(former) => payment_of(&kept::<FormerOrder>(&former)?.content),
                None => payment_of(now),
            };
            let place = KeptPlace {
                source,
                import: ImportId(import),
                file,
            };
            self.say_kept(&place, said)?;
        }
        Ok(())
    }

    /// An import goes that spoke of an order that is set aside.
    pub(super) fn settle_set_aside(&self, link: &Link, has_next: bool) -> Result<()> {
        let params = named_params! { ":id": link.order };
        if !has_next && link.verdict == "new" {
            self.connection()
                .prepare_cached("DELETE FROM set_aside WHERE order_id = :id")?
                .execute(params)?;
        } else if let (false, Some(former)) = (has_next, &link.former) {
            self.connection()
                .prepare_cached("UPDATE set_aside SET former = :former WHERE order_id = :id")?
                .execute(named_params! { ":former": former, ":id": link.order })?;
        }
        Ok(())
    }

    /// An import goes: what was said with it of payments goes on with the next one that brought
    /// orders of the shop, or else the payments count as orders again.
    pub(super) fn pass_on_set_aside(
        &self,
        import: ImportId,
        zone: ShopZone,
        touched: &mut Touched,
    ) -> Result<()> {
        let params = named_params! { ":import": import.0 };
        let said: Option<(String, String)> = self
            .connection()
            .query_row(
                "SELECT are, services FROM import_payments WHERE import_id = :import",
                params,
                |row| Ok((row.get("are")?, row.get("services")?)),
            )
            .optional()?;
        let Some((are, services)) = said else {
            return Ok(());
        };
        let heir: Option<i64> = self.connection().query_row(
            include_str!("../sql/kept/heir_of_payments.sql"),
            named_params! { ":import": import.0, ":services": services },
            |row| row.get(0),
        )?;
        match heir {
            Some(heir) if are == SalesAre::Same.word() => {
                let params = named_params! { ":heir": heir, ":import": import.0 };
                for sql in [
                    "INSERT OR REPLACE INTO import_payments (import_id, are, services)
                     SELECT :heir, are, services FROM import_payments WHERE import_id = :import",
                    "UPDATE set_aside SET import_id = :heir WHERE import_id = :import",
                ] {
                    self.connection().execute(sql, params)?;
                }
            }
            _ => self.put_back_set_aside(import, zone, touched)?,
        }
        self.connection().execute(
            "DELETE FROM import_payments WHERE import_id = :import",
            params,
        )?;
        Ok(())
    }

    fn put_back_set_aside(
        &self,
        import: ImportId,
        zone: ShopZone,
        touched: &mut Touched,
    ) -> Result<()> {
        let mut statement = self.connection().prepare(
            "SELECT order_id, source_id, former FROM set_aside WHERE import_id = :import
              ORDER BY order_id DESC",
        )?;
        let mut rows = statement.query(named_params! { ":import": import.0 })?;
        let mut writer: Option<(SourceId, OrderWriter)> = None;
        let mut back = Vec::new();
        while let Some(row) = rows.next()? {
            let (aside, source) = (
                row.get::<_, i64>("order_id")?,
                SourceId(row.get("source_id")?),
            );
            let former: FormerOrder = kept(&row.get::<_, String>("former")?)?;
            let seen = self.seen_by(aside)?;
            let Some((owner, file)) = seen.first().copied() else {
                continue;
            };
            self.say_no_payments(source, &seen, &former.content)?;
            let taken = self
                .connection()
                .prepare_cached("SELECT 1 FROM orders WHERE id = -:aside")?
                .exists(named_params! { ":aside": aside })?;
            let place = OrderPlace {
                source,
                import: ImportId(owner),
                file,
                customer: None,
            };
            if writer.as_ref().is_none_or(|(of, _)| *of != source) {
                writer = Some((source, OrderWriter::new(self, source)?));
            }
            if let Some((_, writer)) = &mut writer {
                let id = (!taken).then_some(OrderId(-aside));
                let ready = ReadyOrder::new(former.content, zone);
                let id = writer.put_back(id, &place, &ready, former.refund)?;
                back.push((aside, id));
            }
        }
        for (aside, id) in back {
            self.connection()
                .prepare_cached("UPDATE import_order SET order_id = :id WHERE order_id = :aside")?
                .execute(named_params! { ":id": id.0, ":aside": aside })?;
            self.settle_owner(id)?;
            touched.orders.push(id.0);
        }
        self.connection().execute(
            "DELETE FROM set_aside WHERE import_id = :import",
            named_params! { ":import": import.0 },
        )?;
        Ok(())
    }

    /// Takes out what imports said of an order as of a payment.
    fn say_no_payments(
        &self,
        source: SourceId,
        seen: &[(i64, i64)],
        order: &OrderContent,
    ) -> Result<()> {
        let Some(record) = self.kept_id(source, &payment_of(order))? else {
            return Ok(());
        };
        for (import, _) in seen {
            self.connection()
                .prepare_cached(
                    "DELETE FROM import_sighting
                      WHERE import_id = :import AND kind = 'payments' AND record_id = :record",
                )?
                .execute(named_params! { ":import": import, ":record": record })?;
        }
        self.read_again::<PaymentContent>(record)
    }
}

/// The payment that an order without lines is.
fn payment_of(order: &OrderContent) -> PaymentContent {
    let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    PaymentContent {
        external_id: order.external_id.clone(),
        occurred_at: order.placed_at,
        kind: PaymentKind::Sale,
        status: match order.payment {
            Payment::Pending | Payment::Authorized => PaymentStatus::Pending,
            Payment::Voided | Payment::Expired => PaymentStatus::Failed,
            Payment::Paid
            | Payment::PartiallyPaid
            | Payment::PartiallyRefunded
            | Payment::Refunded
            | Payment::Unknown => PaymentStatus::Success,
        },
        currency: order.currency,
        amount: order.total,
        refunded: Some(order.refunded),
        refunded_at: None,
        fee: None,
        fee_currency: None,
        method: said(&order.payment_method),
        email: said(&order.email),
        name: said(&order.customer_name),
        order_ref: None,
        order_text: None,
        payment_ref: None,
    }
}
