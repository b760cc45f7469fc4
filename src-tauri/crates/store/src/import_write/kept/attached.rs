//! Refunds that a file says by themselves, and the orders that they name.
//!
//! What an order’s own file says was refunded is all of its refunds; refunds of their own are one
//! each. Both may speak of the same money: the greater of the two is what was refunded.

use pannier_core::OrderId;
use rusqlite::named_params;

use crate::{Result, Topic, WriteTx};

impl WriteTx<'_> {
    /// Leads refunds to the orders that they name, and works out anew what was refunded of those.
    pub(super) fn attach_refunds(&self) -> Result<()> {
        if !self.has_any("SELECT 1 FROM refund WHERE order_ref IS NOT NULL LIMIT 1")?
            && !self.has_any("SELECT 1 FROM orders WHERE refunded_own IS NOT NULL LIMIT 1")?
        {
            return Ok(());
        }
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../../sql/kept/refund_orders.sql"))?;
        let leads: Vec<(i64, Option<i64>)> = statement
            .query_map([], |row| Ok((row.get("id")?, row.get("order_id")?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut attach = self
            .connection()
            .prepare_cached("UPDATE refund SET attached_order_id = :order WHERE id = :id")?;
        for (id, order) in leads {
            attach.execute(named_params! { ":id": id, ":order": order })?;
            self.touch(Topic::Orders);
        }
        self.refund_orders()
    }

    /// Writes what was refunded into orders of which refunds of their own speak, or spoke.
    fn refund_orders(&self) -> Result<()> {
        struct Refunded {
            order: i64,
            all: i64,
            goods: i64,
            own: Option<i64>,
            fully: bool,
        }
        let mut statement = self
            .connection()
            .prepare_cached(include_str!("../../sql/kept/refunded_anew.sql"))?;
        let changes: Vec<Refunded> = statement
            .query_map([], |row| {
                Ok(Refunded {
                    order: row.get("id")?,
                    all: row.get("refunded")?,
                    goods: row.get("goods_refunded")?,
                    own: row.get("refunded_own")?,
                    fully: row.get("fully_refunded")?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut update = self.connection().prepare_cached(
            "UPDATE orders SET refunded = :all, goods_refunded = :goods, refunded_own = :own,
                    fully_refunded = :fully
              WHERE id = :id",
        )?;
        for change in changes {
            let id = OrderId(change.order);
            self.order_goes(id)?;
            update.execute(named_params! {
                ":id": id.0, ":all": change.all, ":goods": change.goods, ":own": change.own,
                ":fully": change.fully,
            })?;
            self.order_changed(id)?;
            self.touch(Topic::Orders);
        }
        Ok(())
    }
}
