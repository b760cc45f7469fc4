//! Adding rows to the ledger. Nothing else is ever done to them.

use pannier_core::{OrderId, SourceId};
use rusqlite::named_params;

use super::{LedgerOrder, LedgerRow};
use crate::{ReadTx, Result, Topic, WriteTx, import_write::RowWriter};

/// So many rows into an empty ledger are sorted into its indices once, at the end.
const MANY: usize = 50_000;

/// Indices that a first posting builds at its end, and how each is taken away.
const POSTPONED: [(&str, &str); 4] = [
    ("ledger_by_account", "DROP INDEX ledger_by_account"),
    ("ledger_by_grant", "DROP INDEX ledger_by_grant"),
    ("ledger_order_by_key", "DROP INDEX ledger_order_by_key"),
    ("ledger_order_by_order", "DROP INDEX ledger_order_by_order"),
];

const NEW_ROW: &str = "INSERT INTO ledger (id, account_id, points, kind, recorded_at, effective_at,
  counts_from, order_id, part, rule, sequence, programme_id, reverses, lot_id, expires_at) VALUES";
const NEW_ORDER: &str = "INSERT INTO ledger_order (id, source_id, external_id, order_id) VALUES";

impl ReadTx<'_> {
    /// The numbers that the next row, the next account and the next order of the ledger get.
    pub fn next_in_ledger(&self) -> Result<(i64, i64, i64)> {
        let next = |table: &str| -> Result<i64> {
            let mut statement = self.connection().prepare_cached(
                "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = :table",
            )?;
            Ok(statement.query_row(named_params! { ":table": table }, |row| row.get(0))?)
        };
        Ok((
            next("ledger")?,
            next("ledger_account")?,
            next("ledger_order")?,
        ))
    }
}

impl WriteTx<'_> {
    /// Adds rows, and the orders that caused them as far as they are new. All carry their numbers.
    pub fn add_to_ledger(&self, orders: &[LedgerOrder], rows: &[LedgerRow]) -> Result<()> {
        let connection = self.connection();
        let has_rows: bool =
            connection.query_row("SELECT EXISTS (SELECT 1 FROM ledger)", [], |row| row.get(0))?;
        let mut postponed = Vec::new();
        if !has_rows && rows.len() >= MANY {
            for (name, drop) in POSTPONED {
                let sql: String = connection.query_row(
                    "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = :name",
                    named_params! { ":name": name },
                    |row| row.get(0),
                )?;
                connection.execute_batch(drop)?;
                postponed.push(sql);
            }
            // Whoever posts so many has read what they refer to, or adds it with them.
            self.trust_references(true)?;
        }
        RowWriter::new(self, NEW_ORDER, 4).write(orders.len(), |statement, after, index| {
            let order = &orders[index];
            statement.raw_bind_parameter(after + 1, order.id)?;
            statement.raw_bind_parameter(after + 2, order.source.0)?;
            statement.raw_bind_parameter(after + 3, &*order.external_id)?;
            statement.raw_bind_parameter(after + 4, order.order.0)?;
            Ok(())
        })?;
        RowWriter::new(self, NEW_ROW, 15).write(rows.len(), |statement, after, index| {
            let row = &rows[index];
            statement.raw_bind_parameter(after + 1, row.id)?;
            statement.raw_bind_parameter(after + 2, row.account)?;
            statement.raw_bind_parameter(after + 3, row.points)?;
            statement.raw_bind_parameter(after + 4, row.kind.word())?;
            statement.raw_bind_parameter(after + 5, row.recorded_at.0)?;
            statement.raw_bind_parameter(after + 6, row.effective_at.0)?;
            statement.raw_bind_parameter(after + 7, row.counts_from.0)?;
            statement.raw_bind_parameter(after + 8, row.order)?;
            statement.raw_bind_parameter(after + 9, row.part)?;
            statement.raw_bind_parameter(after + 10, row.rule)?;
            statement.raw_bind_parameter(after + 11, row.sequence)?;
            statement.raw_bind_parameter(after + 12, row.programme)?;
            statement.raw_bind_parameter(after + 13, row.reverses)?;
            statement.raw_bind_parameter(after + 14, row.lot)?;
            statement.raw_bind_parameter(after + 15, row.expires_at.map(|at| at.0))?;
            Ok(())
        })?;
        self.trust_references(false)?;
        for sql in postponed {
            connection.execute_batch(&sql)?;
        }
        if !rows.is_empty() {
            self.touch(Topic::Ledger);
        }
        Ok(())
    }

    /// Notes the row that an order of the ledger has in the shop file now.
    pub fn ledger_order_is_at(&self, id: i64, order: OrderId) -> Result<()> {
        self.connection()
            .prepare_cached("UPDATE ledger_order SET order_id = :order WHERE id = :id")?
            .execute(named_params! { ":order": order.0, ":id": id })?;
        Ok(())
    }

    /// The number by which the ledger knows an order, made where it is new.
    pub fn ensure_ledger_order(
        &self,
        source: SourceId,
        external_id: &str,
        order: OrderId,
    ) -> Result<i64> {
        if let Some(known) = self.ledger_order_by_key(source, external_id)? {
            return Ok(known.id);
        }
        let (_, _, id) = self.next_in_ledger()?;
        let new = LedgerOrder {
            id,
            source,
            external_id: external_id.into(),
            order,
        };
        self.add_to_ledger(&[new], &[])?;
        Ok(id)
    }
}
