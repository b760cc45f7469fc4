//! The one place that opens a connection, and the settings that every connection has.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{Error, Result};

/// `PAN1`: tells a shop file from any other SQLite file.
pub(crate) const APPLICATION_ID: i64 = 0x5041_4E31;

/// How long to wait for another program's transaction before saying that the file is busy.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How a connection is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Makes the file where there is none.
    Create,
    /// Reads and writes a file that is there.
    Write,
    /// Reads only.
    Read,
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that opens connections"
)]
fn open_raw(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// Opens a connection with the settings of this store.
pub(crate) fn open(path: &Path, mode: Mode, page_limit: Option<u32>) -> Result<Connection> {
    let flags = match mode {
        Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Mode::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let connection = open_raw(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(64);
    if mode == Mode::Create {
        // Before the first page is written: neither can change afterwards.
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    // Otherwise a statement on a table with a partial index is made anew for each value it is given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A writer sorts indices: in memory as long as they fit into its cache, and in one piece.
    let temporary = if mode == Mode::Read { "MEMORY" } else { "FILE" };
    connection.pragma_update(None, "temp_store", temporary)?;
    // 64 MiB for the writer, 16 MiB for each reader.
    connection.pragma_update(
        None,
        "cache_size",
        if mode == Mode::Read { -16_384 } else { -65_536 },
    )?;
    if mode != Mode::Read {
        // A commit is on the disk when it returns: an import that was reported stays.
        connection.pragma_update(None, "synchronous", "FULL")?;
        // The log is folded into the file on a thread of its own, and by the last one to close it.
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        connection.pragma_update(None, "journal_size_limit", 1 << 20)?;
    }
    if let Some(pages) = page_limit {
        connection.pragma_update(None, "max_page_count", pages)?;
    }
    Ok(connection)
}

/// Does something without waiting for another program's transaction to end.
pub(crate) fn at_once<'c, T>(
    connection: &'c Connection,
    work: impl FnOnce(&'c Connection) -> Result<T>,
) -> Result<T> {
    connection.busy_timeout(Duration::ZERO)?;
    let done = work(connection);
    connection.busy_timeout(BUSY_TIMEOUT)?;
    done
}

/// Refuses a file that is not a shop, without touching it.
pub(crate) fn check_identity(connection: &Connection, path: &Path) -> Result<()> {
    let id: i64 = match connection.pragma_query_value(None, "application_id", |row| row.get(0)) {
        Ok(id) => id,
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(Error::NotAShop(path.to_owned()));
        }
        Err(error) => return Err(error.into()),
    };
    if id == APPLICATION_ID {
        Ok(())
    } else {
        Err(Error::NotAShop(path.to_owned()))
    }
}
