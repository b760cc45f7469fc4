//! Numbered steps from one version of the file to the next. They only go forward.

use rusqlite::{Connection, named_params};

use crate::{Error, Result};

/// One step. Once released, it is never edited.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// `YYYYMMDDHHMMSS`, rising.
    pub number: i64,
    /// What it does, in a word or two.
    pub name: &'static str,
    /// Its statements.
    pub sql: &'static str,
}

/// All steps, in order.
#[expect(
    clippy::inconsistent_digit_grouping,
    reason = "the numbers are dates and times"
)]
pub const MIGRATIONS: &[Migration] = &[Migration {
    number: 2026_11_22_12_00_00,
    name: "first",
    sql: include_str!("../migrations/20261122120000_first.sql"),
}];

/// How the file's version relates to what this program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No step was run yet.
    Empty,
    /// All steps were run.
    Current,
    /// Some are still to run.
    Older,
}

/// Compares the file with `migrations`.
///
/// # Errors
/// [`Error::TooNew`] when the file has seen a step that is not among them.
pub(crate) fn standing(connection: &Connection, migrations: &[Migration]) -> Result<Standing> {
    let known = migrations.last().map_or(0, |m| m.number);
    let has_table: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration')",
        [],
        |row| row.get(0),
    )?;
    if !has_table {
        return Ok(Standing::Empty);
    }
    let found: Option<i64> =
        connection.query_row("SELECT max(number) FROM migration", [], |row| row.get(0))?;
    match found {
        None => Ok(Standing::Empty),
        Some(found) if found > known => Err(Error::TooNew { found, known }),
        Some(found) if found == known => Ok(Standing::Current),
        Some(_) => Ok(Standing::Older),
    }
}

/// Runs the steps that the file has not seen: each with its record in one transaction.
pub(crate) fn run(connection: &Connection, migrations: &[Migration], now: i64) -> Result<()> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (
           number INTEGER PRIMARY KEY, name TEXT NOT NULL, run_at INTEGER NOT NULL
         ) STRICT",
    )?;
    for step in migrations {
        let done: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM migration WHERE number = :number)",
            named_params! { ":number": step.number },
            |row| row.get(0),
        )?;
        if done {
            continue;
        }
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let outcome = run_step(connection, step, now);
        match outcome {
            Ok(()) => connection.execute_batch("COMMIT")?,
            Err(error) => {
                // The failed step is the news; a rollback that fails too adds nothing to it.
                let _ = connection.execute_batch("ROLLBACK");
                return Err(error);
            }
        }
    }
    Ok(())
}

fn run_step(connection: &Connection, step: &Migration, now: i64) -> Result<()> {
    connection.execute_batch(step.sql)?;
    connection.execute(
        "INSERT INTO migration (number, name, run_at) VALUES (:number, :name, :now)",
        named_params! { ":number": step.number, ":name": step.name, ":now": now },
    )?;
    let broken: Option<String> = connection
        .prepare("PRAGMA foreign_key_check")?
        .query_map([], |row| row.get::<_, String>(0))?
        .next()
        .transpose()?;
    match broken {
        Some(table) => Err(Error::Damaged(format!(
            "rows of {table} point to nothing after “{}”",
            step.name
        ))),
        None => Ok(()),
    }
}
