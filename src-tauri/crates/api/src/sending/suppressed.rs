//! Addresses that nothing is sent to any more: looked through, added, taken off, as a file.

use std::path::Path;

use pannier_core::Email;
use pannier_store::{NewSuppression, SuppressedAddress, SuppressionReason as Why};

use super::{
    count,
    outbox::plain,
    words::{suppression_reason, suppression_words},
};
use crate::{
    ApiError, Code, Exported, Result, Shop,
    views::{ListSuppressed, SuppressedImported, SuppressedPage, SuppressedRow, UnreadableLine},
    words::hex,
};

/// Rows of a page at most.
const MOST: u32 = 200;
/// Lines that could not be read that are shown.
const SHOWN: usize = 100;
/// A longer file is no list of addresses (bytes).
const LONGEST: u64 = 64 << 20;

fn key_of(hash: &[u8; 32]) -> String {
    hex(hash)
}

fn hash_of(key: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if key.len() != 64 {
        return None;
    }
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(key.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}

fn row(of: SuppressedAddress) -> SuppressedRow {
    SuppressedRow {
        key: key_of(&of.hash),
        address: of.address,
        reason: suppression_reason(of.reason),
        why: suppression_words(of.reason).to_owned(),
        source: of.source,
        said: of.said,
        added_at: of.added_at.0,
        may_be_removed: of.reason.may_be_lifted(),
    }
}

/// A page of the list, the newest first.
///
/// # Errors
/// What the shop file says.
pub fn list_suppressed(shop: &Shop, input: &ListSuppressed) -> Result<SuppressedPage> {
    let search = input.search.trim();
    shop.read(|tx| {
        let rows =
            tx.suppressed_addresses(search, input.offset.into(), input.limit.min(MOST).into())?;
        let total = tx.count_suppressed(search)?.iter().map(|(_, of)| of).sum();
        Ok(SuppressedPage {
            total: count(total),
            rows: rows.into_iter().map(row).collect(),
        })
    })
}

/// Puts an address on the list by the merchant's word. Whether that is news.
///
/// # Errors
/// [`Code::Validation`] where it is no address, or what the shop file says.
pub fn suppress_address(shop: &Shop, address: &str) -> Result<bool> {
    let email =
        Email::parse(address).map_err(|error| ApiError::invalid("address", error.to_string()))?;
    let now = shop.clock().now();
    shop.write(|tx| {
        Ok(tx.suppress_address(&NewSuppression {
            address: email.as_str(),
            reason: Why::ByHand,
            source: "you",
            said: "",
            at: now,
        })?)
    })
}

/// Takes an address off the list; gives what was there. Putting it back is
/// [`suppress_address`].
///
/// # Errors
/// [`Code::NotFound`] when it is not on it, [`Code::Conflict`] where its reader said no.
pub fn unsuppress_address(shop: &Shop, key: &str) -> Result<SuppressedRow> {
    let hash = hash_of(key)
        .ok_or_else(|| ApiError::new(Code::NotFound, "This address is not on the list"))?;
    shop.write(|tx| Ok(row(tx.unsuppress_address(&hash)?)))
}

/// The list as a file for a table. Those who were erased are not in it.
///
/// # Errors
/// What the shop file says.
pub fn export_suppressed(shop: &Shop) -> Result<Exported> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let full = |error: csv::Error| ApiError::new(Code::Internal, error.to_string());
    file.write_record(["email", "reason", "source", "added_at"])
        .map_err(full)?;
    let all = shop.read(|tx| Ok(tx.suppressed_addresses("", 0, u64::MAX)?))?;
    for one in all.iter().filter(|one| !one.address.is_empty()) {
        let cells = [
            plain(&one.address),
            one.reason.word().to_owned(),
            one.source.clone(),
            one.added_at.to_string(),
        ];
        file.write_record(cells).map_err(full)?;
    }
    let bytes = file
        .into_inner()
        .map_err(|error| ApiError::new(Code::Internal, error.to_string()))?;
    Ok(Exported {
        name: "suppressed-addresses.csv".to_owned(),
        bytes,
    })
}

/// Puts the addresses of a file on the list: of a table the column that is called so, else the first
/// one that has an address in it. A reason that we wrote ourselves is kept.
///
/// # Errors
/// [`Code::Unreadable`] where the file cannot be read, or what the shop file says.
pub fn import_suppressed(shop: &Shop, path: &Path) -> Result<SuppressedImported> {
    if std::fs::metadata(path)?.len() > LONGEST {
        let words = "This file is too large for a list of addresses. Nothing was changed";
        return Err(ApiError::new(Code::Validation, words));
    }
    let text = String::from_utf8_lossy(&std::fs::read(path)?).into_owned();
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|of| first.bytes().filter(|byte| byte == of).count())
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut imported = SuppressedImported {
        path: path.to_string_lossy().into_owned(),
        added: 0,
        known: 0,
        unreadable: Vec::new(),
    };
    let source = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let now = shop.clock().now();
    shop.write(|tx| {
        let (mut columns, mut reasons) = (None, None);
        for (line, record) in (1_u32..).zip(reader.records()) {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    say_unreadable(&mut imported, line, error.to_string());
                    continue;
                }
            };
            if line == 1 {
                let named = |names: &[&str]| {
                    let mut cells = record.iter();
                    cells.position(|cell| names.contains(&cell.trim().to_lowercase().as_str()))
                };
                columns = named(&[
                    "email",
                    "e-mail",
                    "email address",
                    "e-mail address",
                    "address",
                ]);
                reasons = named(&["reason"]);
                if columns.is_some() {
                    continue;
                }
            }
            let cell = match columns {
                Some(column) => record.get(column),
                None => record.iter().find(|cell| cell.contains('@')),
            };
            let cell = cell.unwrap_or_default().trim().trim_start_matches('\'');
            match Email::parse(cell) {
                Ok(email) => {
                    let said = reasons.and_then(|column| record.get(column));
                    let reason = said
                        .and_then(Why::of_word)
                        .filter(|why| *why != Why::Erased);
                    let reason = reason.unwrap_or(Why::ByHand);
                    let is_news = if reason.is_their_word() {
                        tx.unsubscribe_address(email.as_str(), reason, &source, now, now)?
                            .is_news
                    } else {
                        tx.suppress_address(&NewSuppression {
                            address: email.as_str(),
                            reason,
                            source: &source,
                            said: "",
                            at: now,
                        })?
                    };
                    if is_news {
                        imported.added += 1;
                    } else {
                        imported.known += 1;
                    }
                }
                Err(_) if record.iter().all(|cell| cell.trim().is_empty()) => {}
                Err(error) => say_unreadable(&mut imported, line, error.to_string()),
            }
        }
        Ok(())
    })?;
    Ok(imported)
}

fn say_unreadable(imported: &mut SuppressedImported, line: u32, why: String) {
    if imported.unreadable.len() < SHOWN {
        imported.unreadable.push(UnreadableLine { line, why });
    }
}
