//! The messages of a sending as files, for looking at them without sending anything.

use std::path::Path;

use pannier_campaign::{Composer, Reader};
use pannier_store::OutboxState;

use super::connect::headers;
use crate::{ApiError, Result, Shop};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesWritten {
    /// Messages, each a file that mail programs open.
    pub files: u64,
}

/// Writes the message of everyone who waits for it to a folder, as it would be sent. Nothing is sent,
/// and nothing in the shop file changes.
///
/// # Errors
/// [`crate::Code::Validation`] where something lacks, or what the disk says.
pub fn write_sending_files(shop: &Shop, id: u32, folder: &Path) -> Result<FilesWritten> {
    std::fs::create_dir_all(folder)?;
    let now = shop.clock().now();
    let sending = shop.read(|tx| Ok(tx.sending(id.into())?))?;
    let lacks = || ApiError::invalid("account", "Choose the mail account that it goes out from");
    let account = sending.settings.account.ok_or_else(lacks)?;
    crate::campaigns::with_letters(shop, sending.id, |variables| {
        shop.read(|tx| {
            let account = tx.mail_account(account)?;
            let composer = Composer::new(tx, &sending, &account, variables, &headers(&account))?;
            let mut files = 0;
            tx.each_waiting(sending.id, |row| {
                let Some(customer) = row.customer.filter(|_| row.state == OutboxState::Ready)
                else {
                    return Ok(());
                };
                let message = composer.compose(
                    tx,
                    Reader {
                        customer,
                        address: &row.address,
                        name: &row.name,
                        word: &row.word,
                    },
                )?;
                let bytes = pannier_mail::as_file(&message, now)
                    .map_err(|error| ApiError::invalid("text", error.to_string()))?;
                std::fs::write(folder.join(format!("{}.eml", row.word)), bytes)?;
                files += 1;
                Ok::<(), ApiError>(())
            })?;
            Ok(FilesWritten { files })
        })
    })
}
