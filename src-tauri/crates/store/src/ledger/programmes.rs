//! What the programme was, from a moment on.

use pannier_core::Timestamp;
use rusqlite::named_params;

use crate::{ReadTx, Result, Topic, WriteTx};

/// What the programme is from a moment on. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeRecord {
    /// Its number; of two that begin at one moment the higher holds.
    pub id: i64,
    /// From when.
    pub starts_at: Timestamp,
    /// When the merchant said so.
    pub recorded_at: Timestamp,
    /// JSON of what it is.
    pub rules: String,
}

impl ReadTx<'_> {
    /// All that the programme ever was, in the order it was said.
    pub fn programmes(&self) -> Result<Vec<ProgrammeRecord>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, starts_at, recorded_at, rules FROM programme ORDER BY id",
        )?;
        let records = statement.query_map([], |row| {
            Ok(ProgrammeRecord {
                id: row.get("id")?,
                starts_at: Timestamp(row.get("starts_at")?),
                recorded_at: Timestamp(row.get("recorded_at")?),
                rules: row.get("rules")?,
            })
        })?;
        Ok(records.collect::<rusqlite::Result<_>>()?)
    }

    /// When members were told that points expire (UTC), the oldest first.
    pub fn expiry_warnings(&self) -> Result<Vec<Timestamp>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT told_at FROM expiry_warning ORDER BY told_at")?;
        let told = statement.query_map([], |row| row.get(0).map(Timestamp))?;
        Ok(told.collect::<rusqlite::Result<_>>()?)
    }
}

impl WriteTx<'_> {
    /// Sets what the programme is from a moment on. Everything is due then.
    pub fn insert_programme(
        &self,
        starts_at: Timestamp,
        now: Timestamp,
        rules: &str,
    ) -> Result<i64> {
        self.connection().execute(
            "INSERT INTO programme (starts_at, recorded_at, rules) VALUES (:starts, :now, :rules)",
            named_params! { ":starts": starts_at.0, ":now": now.0, ":rules": rules },
        )?;
        let id = self.connection().last_insert_rowid();
        self.everything_is_due()?;
        self.touch(Topic::Ledger);
        Ok(id)
    }

    /// Notes that members were told that points expire.
    pub fn insert_expiry_warning(&self, told_at: Timestamp) -> Result<()> {
        self.connection().execute(
            "INSERT INTO expiry_warning (told_at) VALUES (:told)",
            named_params! { ":told": told_at.0 },
        )?;
        self.everything_is_due()?;
        self.touch(Topic::Ledger);
        Ok(())
    }
}
