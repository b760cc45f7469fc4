//! Writing the file anew after an erasure, and which copies of it still hold the person.

use std::{collections::BTreeSet, path::Path, thread, time::Duration};

use pannier_core::{CustomerId, Timestamp};
use rusqlite::{Connection, named_params};

use super::{ErasedCounts, Words};
use crate::{
    Backup, CustomerWord, Result, Store,
    connection::{self, Mode, check_identity},
};

/// What an erasure did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// What went, and what stays.
    pub counts: ErasedCounts,
    /// Copies of the shop file that hold the person still, or that could not be looked into.
    pub backups: Vec<Backup>,
    /// Whether the file was written anew. If not, that is done when it is opened next.
    pub overwritten: bool,
}

/// How often the log is tried to be emptied, while someone reads from it.
const TRIES: u32 = 50;
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(100);

impl Store {
    /// Erases a person, all customers whom the merchant said to be one with this one, and writes the
    /// file anew, so that nothing of them is left in its free pages. It cannot be undone, and no copy is
    /// made before: that would keep what is to go.
    ///
    /// # Errors
    /// [`crate::Error::Missing`] when they are gone, [`crate::Error::Conflict`] when they were erased
    /// before, or what SQLite says; nothing was changed then.
    pub fn erase_customer(&self, customer: CustomerId, now: Timestamp) -> Result<Erasure> {
        let backups = self.backups_holding(customer)?;
        self.on_writer(|writer| Ok(writer.pragma_update(None, "secure_delete", true)?))?;
        let erased = self.write(|tx| tx.erase_person(customer, now));
        let overwritten = erased.is_ok() && self.overwrite(now).unwrap_or(false);
        self.on_writer(|writer| Ok(writer.pragma_update(None, "secure_delete", false)?))?;
        Ok(Erasure {
            counts: erased?,
            backups,
            overwritten,
        })
    }

    /// Writes the file anew where that was left undone after an erasure. Whether none is left.
    ///
    /// # Errors
    /// What SQLite or the disk says; nothing is lost then.
    pub(crate) fn overwrite_erased(&self, now: Timestamp) -> Result<bool> {
        let is_due = self.read(|tx| {
            let sql = "SELECT 1 FROM erased_person WHERE overwritten_at IS NULL";
            Ok::<_, crate::Error>(tx.connection().prepare_cached(sql)?.exists([])?)
        })?;
        if !is_due {
            return Ok(true);
        }
        self.on_writer(|writer| Ok(writer.pragma_update(None, "secure_delete", true)?))?;
        let done = self.overwrite(now);
        self.on_writer(|writer| Ok(writer.pragma_update(None, "secure_delete", false)?))?;
        done
    }

    fn overwrite(&self, now: Timestamp) -> Result<bool> {
        self.on_writer(|writer| Ok(writer.execute_batch("VACUUM")?))?;
        // What is folded from the log stays in it until it is cut to nothing.
        let mut tries = 0;
        while !self.on_writer(empty_log)? {
            tries += 1;
            if tries == TRIES {
                return Ok(false);
            }
            thread::sleep(PAUSE);
        }
        self.write(|tx| {
            tx.connection().execute(
                "UPDATE erased_person SET overwritten_at = :now WHERE overwritten_at IS NULL",
                named_params! { ":now": now.0 },
            )?;
            Ok::<_, crate::Error>(())
        })?;
        Ok(true)
    }

    /// Copies of the shop file in which a person still stands, and those that cannot be looked into.
    ///
    /// # Errors
    /// [`crate::Error::Missing`] when they are gone, or what the disk says.
    pub fn backups_holding(&self, customer: CustomerId) -> Result<Vec<Backup>> {
        let words = self.read(|tx| {
            let members: BTreeSet<CustomerId> = tx.members_of(customer)?;
            Words::of(tx, &members)
        })?;
        let mut holding = Vec::new();
        for backup in self.backups()? {
            let path = self.backup_path(&backup.name);
            if holds(&path, &words).unwrap_or(true) {
                holding.push(backup);
            }
        }
        Ok(holding)
    }
}

/// Folds the whole log into the file and cuts it to nothing; whether nobody was in the way.
fn empty_log(writer: &Connection) -> Result<bool> {
    let busy: i64 = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}

fn holds(path: &Path, words: &Words) -> Result<bool> {
    let copy = connection::open(path, Mode::Read, None)?;
    check_identity(&copy, path)?;
    let mut by_email = copy.prepare(include_str!("../sql/erase/holds_email.sql"))?;
    let mut by_phone = copy.prepare("SELECT 1 FROM customer WHERE phone = :word")?;
    let mut by_key = copy
        .prepare("SELECT 1 FROM customer_key WHERE source_id = :source AND external_id = :word")?;
    for word in &words.known_by {
        let found = match word {
            CustomerWord::Email(word) => by_email.exists(named_params! { ":word": word })?,
            CustomerWord::Phone(word) => by_phone.exists(named_params! { ":word": word })?,
            CustomerWord::Key(source, word) => {
                by_key.exists(named_params! { ":source": source.0, ":word": word })?
            }
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}
