//! What imports keep of orders for their undo: an undo must not bring anybody back.

use pannier_core::SourceId;
use rusqlite::named_params;

use super::{Words, rows::speaks_of};
use crate::{
    CustomerWord, Erased, Error, Result, WriteTx,
    import_write::{FormerOrder, OrderContent},
};

impl WriteTx<'_> {
    /// Makes former values of orders speak of nobody where they spoke of an erased person.
    pub(super) fn erase_former(&self, words: &Words, erased: &Erased, country: &str) -> Result<()> {
        self.rewrite_former(
            "SELECT i.import_id, i.order_id, o.source_id, i.former
               FROM import_order i JOIN orders o ON o.id = i.order_id
              WHERE i.former IS NOT NULL
              UNION ALL
             SELECT i.import_id, i.order_id, a.source_id, i.former
               FROM import_order i JOIN set_aside a ON a.order_id = i.order_id
              WHERE i.former IS NOT NULL",
            "UPDATE import_order SET former = :former WHERE import_id = :import AND order_id = :order",
            (words, erased, country),
        )?;
        self.rewrite_former(
            "SELECT import_id, order_id, source_id, former FROM set_aside",
            "UPDATE set_aside SET former = :former WHERE import_id = :import AND order_id = :order",
            (words, erased, country),
        )
    }

    fn rewrite_former(
        &self,
        find: &str,
        update: &str,
        (words, erased, country): (&Words, &Erased, &str),
    ) -> Result<()> {
        let unreadable = |e: serde_json::Error| {
            Error::Damaged(format!("what was kept for undo cannot be read: {e}"))
        };
        let mut statement = self.connection().prepare(find)?;
        let mut rows = statement.query([])?;
        let mut anew = Vec::new();
        while let Some(row) = rows.next()? {
            let order: i64 = row.get("order_id")?;
            let json = row.get_ref("former")?.as_str().unwrap_or_default();
            if !words.orders.iter().any(|own| own.0 == order) && !speaks_of(json, words) {
                continue;
            }
            let mut former: FormerOrder = serde_json::from_str(json).map_err(unreadable)?;
            if self.is_of_other(&former.content)? {
                continue;
            }
            let source = Some(SourceId(row.get("source_id")?));
            if erased.blank_order(source, country, &mut former.content) {
                let json = serde_json::to_string(&former).map_err(unreadable)?;
                anew.push((row.get::<_, i64>("import_id")?, order, json));
            }
        }
        drop(rows);
        let mut statement = self.connection().prepare(update)?;
        for (import, order, json) in anew {
            statement.execute(named_params! {
                ":former": json, ":import": import, ":order": order,
            })?;
        }
        Ok(())
    }

    /// Whether an order was one of a customer who is there: it can have been corrected since.
    fn is_of_other(&self, order: &OrderContent) -> Result<bool> {
        if order.email.is_empty() {
            return Ok(false);
        }
        let email = CustomerWord::Email(order.email.clone());
        Ok(self.customer_known_by(&email)?.is_some())
    }
}
