//! Writing orders: whole, with their lines, their refund and their words for search.

use pannier_core::{CustomerId, ImportId, OrderId, ShopZone, SourceId};
use rusqlite::{CachedStatement, ToSql, named_params};
use serde::{Deserialize, Serialize};

use super::{
    Fingerprint, OrderContent, ProductNumbers, Sighting,
    lines::LineWriter,
    rows::RowWriter,
    sold::{Sold, SoldProducts},
    words::words_of,
};
use crate::{Error, ReadTx, Result, Topic, WriteTx};

/// Of an order that is new, so that no other sighting is in its way.
const NEW_SIGHTING: &str = "INSERT OR FAIL INTO import_order
  (import_id, order_id, import_file_id, verdict, former) VALUES";

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
}

/// An order before an update, as kept for undo.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FormerOrder {
    pub(crate) content: OrderContent,
    pub(super) refund: Option<i64>,
}

/// An order with all that storing it takes besides the shop file: made on the thread that reads,
/// so that the one that writes does nothing else.
#[derive(Debug, Clone)]
pub struct ReadyOrder {
    content: OrderContent,
    fingerprint: Fingerprint,
    day: String,
    /// For search, each once.
    words: String,
    /// What each line sells, where that was numbered.
    sold: Vec<Sold>,
}

impl ReadyOrder {
    /// Prepares an order of a shop that counts its days in `zone`.
    pub fn new(content: OrderContent, zone: ShopZone) -> Self {
        Self {
            fingerprint: content.fingerprint(),
            day: zone.day_of(content.placed_at).to_string(),
            words: words_of(&content, content.lines.iter()),
            sold: Vec::new(),
            content,
        }
    }

    /// Prepares a new order, whose products are numbered by the [writer](OrderWriter) of it.
    pub fn numbered(content: OrderContent, zone: ShopZone, products: &mut ProductNumbers) -> Self {
        let sold: Vec<Sold> = content.lines.iter().map(|line| products.of(line)).collect();
        let lines = content.lines.iter().zip(&sold);
        let apart = lines.filter(|(_, sold)| !sold.has_its_name);
        Self {
            fingerprint: content.fingerprint(),
            day: zone.day_of(content.placed_at).to_string(),
            words: words_of(&content, apart.map(|(line, _)| line)),
            sold,
            content,
        }
    }

    /// The words it is found by.
    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// What is to be stored.
    pub fn content(&self) -> &OrderContent {
        &self.content
    }
}

/// A statement that runs many times with the same names in the same order: they are looked up
/// the first time only, which is most of the work of binding forty of them.
struct Repeated<'t> {
    statement: CachedStatement<'t>,
    positions: Vec<usize>,
}

impl<'t> Repeated<'t> {
    fn new(tx: &WriteTx<'t>, sql: &str) -> Result<Self> {
        Ok(Self {
            statement: tx.connection().prepare_cached(sql)?,
            positions: Vec::new(),
        })
    }

    fn run(&mut self, params: &[(&str, &dyn ToSql)]) -> Result<()> {
        if self.positions.is_empty() {
            for (name, _) in params {
                let position = self.statement.parameter_index(name)?;
                let unknown = || rusqlite::Error::InvalidParameterName((*name).to_owned());
                self.positions.push(position.ok_or_else(unknown)?);
            }
        }
        for (position, (_, value)) in self.positions.iter().zip(params) {
            self.statement.raw_bind_parameter(*position, value)?;
        }
        self.statement.raw_execute()?;
        Ok(())
    }
}

/// Writes many orders.
pub struct OrderWriter<'t> {
    tx: &'t WriteTx<'t>,
    insert: Repeated<'t>,
    update: Repeated<'t>,
    lines: LineWriter<'t>,
    refund: Repeated<'t>,
    sighting: Repeated<'t>,
    new_sightings: RowWriter<'t>,
    source: SourceId,
    products: SoldProducts<'t>,
    /// Those of the lines at hand.
    sold: Vec<i64>,
}

impl std::fmt::Debug for OrderWriter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OrderWriter({} products)", self.products.len())
    }
}

impl ReadTx<'_> {
    pub(super) fn refund_of(&self, order: OrderId) -> Result<Option<i64>> {
        let sql = "SELECT max(id) FROM refund WHERE order_id = :order";
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_row(named_params! { ":order": order.0 }, |row| row.get(0))?)
    }
}

impl<'t> OrderWriter<'t> {
    /// A writer of orders of one source.
    pub fn new(tx: &'t WriteTx<'t>, source: SourceId) -> Result<Self> {
        Ok(Self {
            tx,
            insert: Repeated::new(tx, include_str!("../sql/orders/insert.sql"))?,
            update: Repeated::new(tx, include_str!("../sql/orders/update.sql"))?,
            lines: LineWriter::new(tx),
            refund: Repeated::new(tx, include_str!("../sql/orders/insert_refund.sql"))?,
            sighting: Repeated::new(
                tx,
                "INSERT INTO import_order (import_id, order_id, import_file_id, verdict, former)
                 VALUES (:import, :order, :file, :verdict, :former)
                 ON CONFLICT (import_id, order_id) DO UPDATE
                    SET verdict = excluded.verdict, former = excluded.former
                  WHERE verdict = 'unchanged'",
            )?,
            new_sightings: RowWriter::new(tx, NEW_SIGHTING, 5),
            source,
            products: SoldProducts::new(tx, source)?,
            sold: Vec::new(),
        })
    }

    /// Numbers for the products of [`ReadyOrder::numbered`]: of one writer, all orders have the
    /// numbers that it gave out last.
    pub fn product_numbers(&mut self) -> Result<ProductNumbers> {
        self.products.numbers(self.source)
    }

    /// Writes a new order.
    pub fn insert(&mut self, place: &OrderPlace, order: &ReadyOrder) -> Result<OrderId> {
        self.insert_all(place, &[(place.customer, order)])
    }

    /// Writes new orders, each with its customer, where that is known. Returns the row of the
    /// first; the others follow it.
    pub fn insert_all(
        &mut self,
        place: &OrderPlace,
        orders: &[(Option<CustomerId>, &ReadyOrder)],
    ) -> Result<OrderId> {
        let first: i64 = self
            .tx
            .connection()
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM orders")?
            .query_row([], |row| row.get(0))?;
        let mut lines = Vec::with_capacity(4 * orders.len());
        self.sold.clear();
        for ((customer, order), id) in orders.iter().zip(first..) {
            let place = OrderPlace {
                customer: *customer,
                ..*place
            };
            let own: &[(&str, &dyn ToSql)] = named_params! { ":id": id, ":source_id": place.source.0, ":import_id": place.import.0 };
            run_order(&mut self.insert, &place, order, own)?;
            let content = &order.content;
            self.tx.order_there(OrderId(id), &order.day, content);
            self.own_refund(id, &place, content, None)?;
            let mut more = String::new();
            for (position, line) in content.lines.iter().enumerate() {
                let (product, is_apart) = match order.sold.get(position) {
                    Some(sold) => self.products.numbered(&place, line, *sold)?,
                    None => (self.products.of(&place, line)?, false),
                };
                if is_apart {
                    more.push(' ');
                    more.push_str(&line.name);
                }
                self.sold.push(product);
                lines.push((id, position, line));
            }
            if more.is_empty() {
                self.tx.add_words(id, &order.words)?;
            } else {
                self.tx.add_words(id, &[&*order.words, &*more].concat())?;
            }
        }
        self.lines.write(&lines, &self.sold)?;
        let ids = |index: usize| first + i64::try_from(index).unwrap_or(i64::MAX - first);
        self.new_sightings
            .write(orders.len(), |statement, after, index| {
                statement.raw_bind_parameter(after + 1, place.import.0)?;
                statement.raw_bind_parameter(after + 2, ids(index))?;
                statement.raw_bind_parameter(after + 3, place.file)?;
                statement.raw_bind_parameter(after + 4, Sighting::New.word())?;
                statement.raw_bind_parameter(after + 5, None::<&str>)?;
                Ok(())
            })?;
        self.tx.touch(Topic::Orders);
        Ok(OrderId(first))
    }

    /// Writes an order that was there before, with the number it had where that is free, and the
    /// number its refund had.
    pub(super) fn put_back(
        &mut self,
        id: Option<OrderId>,
        place: &OrderPlace,
        order: &ReadyOrder,
        refund: Option<i64>,
    ) -> Result<OrderId> {
        let own: &[(&str, &dyn ToSql)] = named_params! { ":id": id.map(|id| id.0), ":source_id": place.source.0, ":import_id": place.import.0 };
        run_order(&mut self.insert, place, order, own)?;
        let id = OrderId(self.tx.connection().last_insert_rowid());
        self.tx.order_there(id, &order.day, &order.content);
        self.parts(id, place, order, refund)?;
        self.tx.touch(Topic::Orders);
        Ok(id)
    }

    /// Changes an order that is there, and keeps what it said before.
    pub fn update(&mut self, id: OrderId, place: &OrderPlace, order: &ReadyOrder) -> Result<()> {
        let stored = self.tx.stored_order(id)?;
        let former = FormerOrder {
            content: stored.content,
            refund: self.tx.refund_of(id)?,
        };
        let json = serde_json::to_string(&former)
            .map_err(|e| Error::Damaged(format!("an order cannot be kept for undo: {e}")))?;
        self.rewrite(id, place, order, former.refund)?;
        self.see(place, id, Sighting::Updated, Some(&json))?;
        self.tx.touch(Topic::Orders);
        Ok(())
    }

    /// Notes that an import saw an order that says the same.
    pub fn keep(&mut self, id: OrderId, place: &OrderPlace) -> Result<()> {
        self.see(place, id, Sighting::Unchanged, None)
    }

    /// Puts other content into an order that is there.
    pub(super) fn rewrite(
        &mut self,
        id: OrderId,
        place: &OrderPlace,
        order: &ReadyOrder,
        refund: Option<i64>,
    ) -> Result<()> {
        self.tx.order_goes(id)?;
        run_order(
            &mut self.update,
            place,
            order,
            named_params! { ":id": id.0 },
        )?;
        self.tx.order_there(id, &order.day, &order.content);
        for sql in [
            "DELETE FROM order_line WHERE order_id = :id",
            "DELETE FROM refund WHERE order_id = :id",
        ] {
            self.tx
                .connection()
                .prepare_cached(sql)?
                .execute(named_params! { ":id": id.0 })?;
        }
        self.tx.remove_words(id.0)?;
        self.parts(id, place, order, refund)
    }

    fn parts(
        &mut self,
        id: OrderId,
        place: &OrderPlace,
        order: &ReadyOrder,
        refund: Option<i64>,
    ) -> Result<()> {
        let ReadyOrder { content, words, .. } = order;
        let mut lines = Vec::with_capacity(content.lines.len());
        self.sold.clear();
        for (position, line) in content.lines.iter().enumerate() {
            let product = self.products.of(place, line)?;
            self.sold.push(product);
            lines.push((id.0, position, line));
        }
        self.lines.write(&lines, &self.sold)?;
        self.tx.add_words(id.0, words)?;
        self.own_refund(id.0, place, content, refund)
    }

    /// What the order itself says was refunded.
    fn own_refund(
        &mut self,
        order: i64,
        place: &OrderPlace,
        content: &OrderContent,
        refund: Option<i64>,
    ) -> Result<()> {
        if content.refunded == 0 {
            return Ok(());
        }
        self.refund.run(named_params! {
            ":id": refund, ":order": order, ":currency": content.currency.code(),
            ":amount": content.refunded, ":goods": content.goods_refunded,
            ":import": place.import.0,
        })
    }

    fn see(
        &mut self,
        place: &OrderPlace,
        id: OrderId,
        sighting: Sighting,
        former: Option<&str>,
    ) -> Result<()> {
        self.sighting.run(named_params! {
            ":import": place.import.0, ":order": id.0, ":file": place.file,
            ":verdict": sighting.word(), ":former": former,
        })
    }
}

fn run_order(
    statement: &mut Repeated<'_>,
    place: &OrderPlace,
    ready: &ReadyOrder,
    own: &[(&str, &dyn ToSql)],
) -> Result<()> {
    let order = &ready.content;
    let params: &[(&str, &dyn ToSql)] = named_params! {
        ":external_id": order.external_id, ":number": order.number,
        ":placed_at": order.placed_at.0, ":placed_day": ready.day,
        ":currency": order.currency.code(), ":customer_id": place.customer.map(|c| c.0),
        ":customer_name": order.customer_name, ":customer_key": order.customer_key, ":email": order.email, ":phone": order.phone,
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
        ":channel": order.channel, ":device": order.device,
        ":campaign": order.campaign, ":tags": order.tags,
        ":accepts_marketing": order.accepts_marketing,
        ":content_hash": ready.fingerprint, ":import_file_id": place.file,
    };
    statement.run(&[params, own].concat())
}
