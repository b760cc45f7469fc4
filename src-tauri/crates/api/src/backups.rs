//! Copies of the shop file, and the way back.

use pannier_store::{Backup, BackupReason as Stored};

use crate::{
    Result, Shop,
    views::{BackupReason, BackupRow},
};

/// Makes a copy now.
///
/// # Errors
/// What the disk says; a copy half made is taken away again.
pub fn back_up_now(shop: &Shop) -> Result<BackupRow> {
    Ok(row(shop.store().back_up(Stored::Asked, shop.clock())?))
}

/// Makes today's copy where there is none, and takes away daily ones older than two weeks.
/// Whether today's copy is there now.
///
/// # Errors
/// What the disk says.
pub fn back_up_daily(shop: &Shop) -> Result<bool> {
    // An empty shop has nothing to lose yet: its first copy is made once it holds orders.
    if shop.facts()?.1.is_empty() {
        return Ok(false);
    }
    shop.store().back_up_daily(shop.clock())?;
    Ok(true)
}

/// All copies, newest first.
///
/// # Errors
/// What the disk says.
pub fn list_backups(shop: &Shop) -> Result<Vec<BackupRow>> {
    Ok(shop.store().backups()?.into_iter().map(row).collect())
}

/// Puts a copy in the place of the shop file; what is there now is kept as a copy.
///
/// # Errors
/// [`crate::Code::NotFound`], [`crate::Code::Busy`], or what the disk says; nothing changed then.
pub fn restore_backup(shop: &Shop, name: &str) -> Result<BackupRow> {
    let restored = pannier_store::restore(shop.path(), name, shop.clock())?;
    shop.poll()?;
    Ok(row(restored))
}

pub(crate) fn row(backup: Backup) -> BackupRow {
    BackupRow {
        name: backup.name,
        made_at: backup.made_at.0,
        reason: match backup.reason {
            Stored::Daily => BackupReason::Daily,
            Stored::Asked => BackupReason::Asked,
            Stored::BeforeMigration => BackupReason::BeforeMigration,
            Stored::BeforeRestore => BackupReason::BeforeRestore,
        },
        bytes: i64::try_from(backup.bytes).unwrap_or(i64::MAX),
    }
}

/// Restores a shop file that cannot be opened, from one of its copies.
///
/// # Errors
/// [`crate::Code::NotFound`], or what the disk says; nothing changed then.
pub fn restore_file(
    path: &std::path::Path,
    name: &str,
    clock: &dyn pannier_core::Clock,
) -> Result<BackupRow> {
    Ok(row(pannier_store::restore(path, name, clock)?))
}

/// All copies of a shop file that cannot be opened, newest first.
///
/// # Errors
/// What the disk says.
pub fn list_file_backups(path: &std::path::Path) -> Result<Vec<BackupRow>> {
    Ok(pannier_store::list_backups(path)?
        .into_iter()
        .map(row)
        .collect())
}
