//! Taking back what an import said of records besides orders and customers.

use pannier_core::{Cancel, ImportId};
use rusqlite::named_params;

use super::{
    BalanceContent, CatalogueContent, CheckoutContent, Kept, KeptKind, PaymentContent,
    RefundContent, saying::is_said_alike,
};
use crate::{Result, WriteTx};

/// Records between two looks at whether the work should stop.
const BATCH: usize = 500;

impl WriteTx<'_> {
    /// Takes out what an import said; what no other says goes.
    pub(in super::super) fn take_out_kept(&self, import: ImportId, cancel: &Cancel) -> Result<()> {
        for kind in KeptKind::ALL {
            let mut after = i64::MIN;
            loop {
                cancel.check()?;
                let records = self.kept_seen_by(import, kind, after)?;
                for id in &records {
                    self.take_out_record(import, kind, *id)?;
                    after = *id;
                }
                if records.len() < BATCH {
                    break;
                }
            }
        }
        for sql in [
            "DELETE FROM said_record WHERE NOT EXISTS
               (SELECT 1 FROM import_sighting s WHERE s.said_id = said_record.id)",
            "DELETE FROM behaviour_person WHERE NOT EXISTS
               (SELECT 1 FROM behaviour b WHERE b.person_id = behaviour_person.id)",
            "DELETE FROM behaviour_product WHERE NOT EXISTS
               (SELECT 1 FROM behaviour b WHERE b.product_id = behaviour_product.id)",
            "UPDATE refund SET import_id = (SELECT min(s.import_id) FROM import_sighting s
                                             WHERE s.kind = 'refunds' AND s.record_id = refund.id)
              WHERE source_id IS NOT NULL",
        ] {
            self.connection().execute(sql, [])?;
        }
        Ok(())
    }

    fn kept_seen_by(&self, import: ImportId, kind: KeptKind, after: i64) -> Result<Vec<i64>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT record_id FROM import_sighting
              WHERE import_id = :import AND kind = :kind AND record_id > :after
              ORDER BY record_id LIMIT 500",
        )?;
        let params = named_params! {
            ":import": import.0, ":kind": kind.word(), ":after": after,
        };
        let records = statement.query_map(params, |row| row.get(0))?;
        Ok(records.collect::<rusqlite::Result<_>>()?)
    }

    fn take_out_record(&self, import: ImportId, kind: KeptKind, id: i64) -> Result<()> {
        let changes_nothing = is_said_alike(&self.kept_seen(kind, id)?);
        self.connection()
            .prepare_cached(
                "DELETE FROM import_sighting
                  WHERE import_id = :import AND kind = :kind AND record_id = :id",
            )?
            .execute(named_params! { ":import": import.0, ":kind": kind.word(), ":id": id })?;
        if changes_nothing {
            return Ok(());
        }
        match kind {
            KeptKind::Products => self.read_again::<CatalogueContent>(id),
            KeptKind::Checkouts => self.read_again::<CheckoutContent>(id),
            KeptKind::Payments => self.read_again::<PaymentContent>(id),
            KeptKind::Refunds => self.read_again::<RefundContent>(id),
            KeptKind::Balances => self.read_again::<BalanceContent>(id),
            KeptKind::Behaviour => {
                let seen = self
                    .connection()
                    .prepare_cached(
                        "SELECT 1 FROM import_sighting WHERE kind = 'behaviour' AND record_id = :id",
                    )?
                    .exists(named_params! { ":id": id })?;
                if seen {
                    Ok(())
                } else {
                    self.drop_kept(kind, id)
                }
            }
        }
    }

    pub(crate) fn read_again<K: Kept>(&self, id: i64) -> Result<()> {
        match self.kept_content::<K>(id)? {
            Some(content) => content.rewrite(self, id),
            None => self.drop_kept(K::KIND, id),
        }
    }

    fn drop_kept(&self, kind: KeptKind, id: i64) -> Result<()> {
        self.connection()
            .prepare_cached(kind.delete())?
            .execute(named_params! { ":id": id })?;
        match kind {
            KeptKind::Balances => self.balances_changed()?,
            KeptKind::Products => self.catalogue_changes(),
            _ => {}
        }
        Ok(())
    }
}
