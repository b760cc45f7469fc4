//! Copies of the shop file, beside it in `backups/<name of the shop file>/`, and the way back.
//!
//! A copy is made by `VACUUM INTO`: one consistent state, compact, readable on its own. Its name
//! says when and why: `2026-06-30T175211Z-daily.pannier`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::NaiveDateTime;
use pannier_core::{Clock, Timestamp};
use rusqlite::{Connection, backup::Backup as Copying, named_params};

use crate::{
    Error, OpenOptions, Result, Role, Store,
    connection::{self, Mode, check_identity},
    erase::erased_there,
    store::with_suffix,
};

/// Why a copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupReason {
    /// One a day.
    Daily,
    /// Asked for.
    Asked,
    /// Before the file was brought up to date.
    BeforeMigration,
    /// What a restore put aside.
    BeforeRestore,
}

/// A copy of the shop file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// File name.
    pub name: String,
    /// When it was made (UTC).
    pub made_at: Timestamp,
    /// Why.
    pub reason: BackupReason,
    /// Size in bytes.
    pub bytes: u64,
}

const REASONS: [(BackupReason, &str); 4] = [
    (BackupReason::Daily, "daily"),
    (BackupReason::Asked, "asked"),
    (BackupReason::BeforeMigration, "before-migration"),
    (BackupReason::BeforeRestore, "before-restore"),
];

const EXTENSION: &str = ".pannier";
const TIME_FORMAT: &str = "%Y-%m-%dT%H%M%SZ";

/// Days that daily copies are kept.
const DAILY_KEPT_DAYS: i64 = 14;

fn folder_of(shop: &Path) -> PathBuf {
    let stem = shop.file_stem().unwrap_or_default();
    shop.parent()
        .unwrap_or(Path::new(""))
        .join("backups")
        .join(stem)
}

fn name_of(made_at: Timestamp, reason: BackupReason, again: u32) -> String {
    let word = REASONS
        .iter()
        .find(|(r, _)| *r == reason)
        .map_or("asked", |(_, word)| word);
    let time = made_at.to_utc().format(TIME_FORMAT);
    if again == 0 {
        format!("{time}-{word}{EXTENSION}")
    } else {
        format!("{time}-{word}-{again}{EXTENSION}")
    }
}

fn read_name(name: &str) -> Option<(Timestamp, BackupReason)> {
    let stem = name.strip_suffix(EXTENSION)?;
    let (time, rest) = stem.split_at_checked(18)?;
    let made_at = NaiveDateTime::parse_from_str(time, TIME_FORMAT)
        .ok()?
        .and_utc();
    let word = rest
        .strip_prefix('-')?
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end_matches('-');
    let reason = REASONS.iter().find(|(_, w)| *w == word).map(|(r, _)| *r)?;
    Some((Timestamp::from_utc(made_at), reason))
}

/// Copies the state that `connection` sees.
pub(crate) fn copy(
    connection: &Connection,
    shop: &Path,
    reason: BackupReason,
    now: Timestamp,
) -> Result<Backup> {
    let folder = folder_of(shop);
    fs::create_dir_all(&folder)?;
    let (name, target) = free_name(&folder, now, reason);
    // Under another name until it is whole: what has a backup's name can be restored.
    let partial = with_suffix(&target, ".partial");
    let made = vacuum_into(connection, &partial).and_then(|()| {
        fs::File::open(&partial)?.sync_all()?;
        fs::rename(&partial, &target)?;
        Ok(fs::metadata(&target)?.len())
    });
    match made {
        Ok(bytes) => Ok(Backup {
            name,
            made_at: now,
            reason,
            bytes,
        }),
        Err(error) => {
            // The copy that failed is the news, not the remains of it.
            let _ = fs::remove_file(&partial);
            Err(error)
        }
    }
}

fn free_name(folder: &Path, now: Timestamp, reason: BackupReason) -> (String, PathBuf) {
    let mut again = 0;
    loop {
        let name = name_of(now, reason, again);
        let target = folder.join(&name);
        if !target.exists() {
            return (name, target);
        }
        again += 1;
    }
}

fn vacuum_into(connection: &Connection, target: &Path) -> Result<()> {
    let path = target
        .to_str()
        .ok_or_else(|| Error::Unreadable("the folder's name is not readable text".into()))?;
    connection.execute("VACUUM INTO :path", named_params! { ":path": path })?;
    Ok(())
}

impl Store {
    /// Where the copy of that name is.
    pub(crate) fn backup_path(&self, name: &str) -> PathBuf {
        folder_of(self.path()).join(name)
    }

    /// All copies of this shop file, newest first.
    ///
    /// # Errors
    /// What the disk says.
    pub fn backups(&self) -> Result<Vec<Backup>> {
        list(self.path())
    }

    /// Makes today's copy if there is none yet, and takes away daily ones older than two weeks.
    /// Returns the copy it made.
    ///
    /// # Errors
    /// What the disk says.
    pub fn back_up_daily(&self, clock: &dyn Clock) -> Result<Option<Backup>> {
        let now = clock.now();
        let zone = self.read(|tx| tx.shop())?.zone;
        let today = zone.day_of(now);
        let daily: Vec<Backup> = self
            .backups()?
            .into_iter()
            .filter(|b| b.reason == BackupReason::Daily)
            .collect();
        let made = if daily.iter().any(|b| zone.day_of(b.made_at) == today) {
            None
        } else {
            Some(self.back_up(BackupReason::Daily, clock)?)
        };
        let oldest_kept = today.plus_days(-DAILY_KEPT_DAYS);
        for old in daily
            .iter()
            .filter(|b| zone.day_of(b.made_at) < oldest_kept)
        {
            fs::remove_file(folder_of(self.path()).join(&old.name))?;
        }
        Ok(made)
    }
}

/// All copies of a shop file, newest first. Also for one that cannot be opened.
///
/// # Errors
/// What the disk says.
pub fn list(shop: &Path) -> Result<Vec<Backup>> {
    let folder = folder_of(shop);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut backups = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((made_at, reason)) = read_name(&name) {
            backups.push(Backup {
                name,
                made_at,
                reason,
                bytes: entry.metadata()?.len(),
            });
        }
    }
    backups.sort_by(|a, b| b.made_at.cmp(&a.made_at).then_with(|| b.name.cmp(&a.name)));
    Ok(backups)
}

/// Puts a copy in the place of the shop file. What is there now is kept aside as a backup, also
/// when it is damaged; where it is gone, the copy takes its place. Programs that have the file open
/// go on with what was restored. Who was erased since the copy was made is erased from it again.
///
/// # Errors
/// [`Error::NoBackup`], [`Error::Busy`] while another program writes, or what the disk says; the
/// shop file is then as it was.
pub fn restore(shop: &Path, name: &str, clock: &dyn Clock) -> Result<Backup> {
    let no_backup = || Error::NoBackup(name.to_owned());
    let source_path = folder_of(shop).join(name);
    if read_name(name).is_none() || !source_path.is_file() {
        return Err(no_backup());
    }
    let source = sound(&source_path).map_err(|error| match error {
        Error::Damaged(why) => Error::BadBackup {
            name: name.to_owned(),
            why,
        },
        Error::NotAShop(_) => Error::BadBackup {
            name: name.to_owned(),
            why: "it is no shop file".to_owned(),
        },
        other => other,
    })?;
    let now = clock.now();
    let erased = erased_there(shop);
    if !shop.exists() {
        replace_file(&source_path, shop, now)?;
    }
    match replace_pages(&source, shop, now) {
        Err(Error::Damaged(_) | Error::NotAShop(_)) => replace_file(&source_path, shop, now),
        done => done,
    }?;
    // A copy from before a migration is brought up to date again.
    let store = Store::open(shop, OpenOptions::new(Role::Owner), clock)?;
    if let Some(erased) = &erased {
        store.erase_again(erased, now)?;
    }
    drop(store);
    list(shop)?
        .into_iter()
        .find(|b| b.name == name)
        .ok_or_else(no_backup)
}

/// Opens a copy after looking through all of it.
fn sound(path: &Path) -> Result<Connection> {
    let source = connection::open(path, Mode::Read, None)?;
    check_identity(&source, path)?;
    let health: String = source.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if health == "ok" {
        Ok(source)
    } else {
        Err(Error::Damaged(health))
    }
}

/// Page by page into the live file, in one transaction of SQLite's: safe with others reading.
fn replace_pages(source: &Connection, shop: &Path, now: Timestamp) -> Result<()> {
    let mut live = connection::open(shop, Mode::Write, None)?;
    check_identity(&live, shop)?;
    copy(&live, shop, BackupReason::BeforeRestore, now)?;
    let copying = Copying::new(source, &mut live)?;
    match copying.step(-1)? {
        rusqlite::backup::StepResult::Done => Ok(()),
        _ => Err(Error::Busy),
    }
}

/// For a file too damaged to be written to: it is moved aside whole, with its companions.
fn replace_file(source: &Path, shop: &Path, now: Timestamp) -> Result<()> {
    let folder = folder_of(shop);
    let (_, aside) = free_name(&folder, now, BackupReason::BeforeRestore);
    let fresh = with_suffix(shop, ".restoring");
    fs::copy(source, &fresh)?;
    fs::File::open(&fresh)?.sync_all()?;
    if shop.exists() {
        fs::rename(shop, &aside)?;
    }
    for suffix in ["-wal", "-shm"] {
        let companion = with_suffix(shop, suffix);
        if companion.exists() {
            fs::rename(&companion, with_suffix(&aside, suffix))?;
        }
    }
    fs::rename(&fresh, shop)?;
    Ok(())
}
