//! The right to send from a shop file: one computer at a time, and one program on it.

use pannier_core::Timestamp;
use rusqlite::{OptionalExtension, named_params};

use crate::{Error, ReadTx, Result, WriteTx};

/// A program that said nothing for so long has ended, or its computer sleeps.
const SILENT_MS: i64 = 120_000;

/// The right to send, as one run holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The run, by chance.
    pub run: [u8; 16],
    /// The computer.
    pub machine: String,
}

impl ReadTx<'_> {
    /// Whether the right to send is still this run's. After an older copy of the file was put back
    /// it is not.
    pub fn holds_lease(&self, lease: &Lease) -> Result<bool> {
        let sql = "SELECT run = :run FROM sender_lease";
        let mut statement = self.connection().prepare_cached(sql)?;
        let holds: Option<bool> = statement
            .query_row(named_params! { ":run": lease.run }, |row| row.get(0))
            .optional()?;
        Ok(holds == Some(true))
    }

    /// Whether some program sends from this file now.
    pub fn someone_sends(&self, now: Timestamp) -> Result<bool> {
        let sql = "SELECT beat_at FROM sender_lease";
        let mut statement = self.connection().prepare_cached(sql)?;
        let beat: Option<i64> = statement.query_row([], |row| row.get(0)).optional()?;
        Ok(beat.is_some_and(|beat| (now.0 - beat).abs() < SILENT_MS))
    }
}

impl WriteTx<'_> {
    /// Takes the right to send. On this computer the caller has made sure that no other program
    /// sends; from another computer it is taken over when that one has been silent.
    ///
    /// # Errors
    /// [`Error::Conflict`] while another computer sends.
    pub fn take_lease(&self, machine: &str, now: Timestamp) -> Result<Lease> {
        let sql = "SELECT machine, beat_at FROM sender_lease";
        let held: Option<(String, i64)> = self
            .connection()
            .prepare_cached(sql)?
            .query_row([], |row| Ok((row.get("machine")?, row.get("beat_at")?)))
            .optional()?;
        // A beat that is ahead of the clock is from a clock that was set back since, or from another
        // computer’s: as long as it is near, that one may be alive.
        if held.is_some_and(|(of, beat)| of != machine && (now.0 - beat).abs() < SILENT_MS) {
            let other = "Another computer sends from this shop file now. Nothing was sent from here: \
                         wait until it is done, or pause it there";
            return Err(Error::Conflict(other.to_owned()));
        }
        let run: [u8; 16] = self
            .connection()
            .prepare_cached("SELECT randomblob(16)")?
            .query_row([], |row| row.get(0))?;
        self.connection()
            .prepare_cached(
                "INSERT INTO sender_lease (id, run, machine, taken_at, beat_at)
                 VALUES (1, :run, :machine, :now, :now)
                 ON CONFLICT (id) DO UPDATE SET run = excluded.run, machine = excluded.machine,
                   taken_at = excluded.taken_at, beat_at = excluded.beat_at",
            )?
            .execute(named_params! { ":run": run, ":machine": machine, ":now": now.0 })?;
        Ok(Lease {
            run,
            machine: machine.to_owned(),
        })
    }

    /// Says that this run is alive. Whether the right is still its.
    pub fn beat_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool> {
        let changed = self
            .connection()
            .prepare_cached("UPDATE sender_lease SET beat_at = :now WHERE run = :run")?
            .execute(named_params! { ":now": now.0, ":run": lease.run })?;
        Ok(changed == 1)
    }

    /// Gives the right back.
    pub fn release_lease(&self, lease: &Lease) -> Result<()> {
        self.connection()
            .prepare_cached("DELETE FROM sender_lease WHERE run = :run")?
            .execute(named_params! { ":run": lease.run })?;
        Ok(())
    }
}
