//! One person's data: handed to them, proved, or erased.

mod data;
mod page;
mod proof;

use std::path::Path;

use pannier_core::CustomerId;
use pannier_report::{About, Document, Locale};
use pannier_store::{Backup, CustomerCard, ErasedCounts};

pub use proof::{consent_proof, write_consent_proof};

use crate::{
    ApiError, Code, Exported, Result, Shop, backups,
    views::{DataFormat, EraseCustomer, ErasePreview, ErasedCustomer, ExportCustomerData},
};

/// All that is held of one person, as a file.
///
/// # Errors
/// [`Code::NotFound`] when they are gone, or what the file says.
pub fn customer_data(shop: &Shop, input: &ExportCustomerData) -> Result<Exported> {
    let held = data::held(shop, input.customer)?;
    let (bytes, extension) = match input.format {
        DataFormat::Json => (format!("{:#}\n", data::json(&held)), "json"),
        DataFormat::Html => {
            let about = about(shop, &format!("All that is held of {}", held.called))?;
            let blocks = page::blocks(&held, &about.locale);
            (written(&Document { about, blocks })?, "html")
        }
    };
    Ok(Exported {
        name: file_name("customer-data", &held.called, extension),
        bytes: bytes.into_bytes(),
    })
}

/// What erasing a person would do, and what has to be typed for it.
///
/// # Errors
/// [`Code::NotFound`] when they are gone, [`Code::Conflict`] when they were erased before, or what
/// the file says.
pub fn preview_erase(shop: &Shop, customer: i64) -> Result<ErasePreview> {
    let id = CustomerId(customer);
    let (counts, card, joined) = shop.read(|tx| {
        let counts = tx.erasing(id)?;
        let people = tx.people()?;
        let cards = tx.customer_cards(&[people.person(id)])?;
        Ok((counts, cards, people.same(id).len()))
    })?;
    let ErasedCounts {
        orders,
        carts,
        payments,
        behaviour,
        notes,
        lists,
    } = counts;
    let few = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(ErasePreview {
        confirm: word_for(card.first()),
        joined: few(joined as u64),
        orders: few(orders),
        carts: few(carts),
        payments: few(payments),
        looks: few(behaviour),
        notes: few(notes),
        lists: few(lists),
        backups: rows(shop.store().backups_holding(id)?),
    })
}

/// Erases a person, for good: what is personal goes from every table, index and kept former value,
/// their orders stay as orders of nobody, and no later import, undo or file brings them back. No copy
/// of the shop file is made before, since it would keep what is to go. Older copies that hold them
/// are named.
///
/// # Errors
/// [`Code::Validation`] where what was typed is not what [`preview_erase`] asks for, else as that.
pub fn erase_customer(shop: &Shop, input: &EraseCustomer) -> Result<ErasedCustomer> {
    let id = CustomerId(input.customer);
    let cards = shop.read(|tx| Ok(tx.customer_cards(&[tx.people()?.person(id)])?))?;
    let wanted = word_for(cards.first());
    let same = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    if same(&input.confirm) != same(&wanted) {
        let message =
            format!("To erase this customer for good, type “{wanted}”. Nothing was changed");
        return Err(ApiError::invalid("confirm", message));
    }
    // What waits to be imported was read before, and is unpacked in a folder of its own.
    shop.previews.discard_all();
    let now = shop.clock().now();
    let erasure = shop.store().erase_customer(id, now)?;
    let mut advice = Vec::new();
    match erasure.backups.len() {
        0 => {}
        1 => advice.push(format!(
            "The backup {} still holds them: delete it. Restoring it here erases them again",
            erasure.backups[0].name
        )),
        count => advice.push(format!(
            "{count} backups still hold them: delete those. Restoring one here erases them again"
        )),
    }
    if !erasure.overwritten {
        advice.push(
            "The shop file is in use. The last traces go when Pannier is started next".to_owned(),
        );
    }
    advice.push(
        "Erase them in your shop, your newsletter and the files that you exported, too".to_owned(),
    );
    Ok(ErasedCustomer {
        orders: u32::try_from(erasure.counts.orders).unwrap_or(u32::MAX),
        backups: rows(erasure.backups),
        overwritten: erasure.overwritten,
        advice,
    })
}

/// Writes all that is held of a person into a folder, as a page and for other programs. Returns the
/// paths.
///
/// # Errors
/// As [`customer_data`]; [`Code::DiskFull`] or [`Code::Unreadable`], as the system says.
pub fn write_customer_data(shop: &Shop, customer: i64, folder: &Path) -> Result<Vec<String>> {
    std::fs::create_dir_all(folder)?;
    let mut paths = Vec::new();
    for format in [DataFormat::Html, DataFormat::Json] {
        let file = customer_data(shop, &ExportCustomerData { customer, format })?;
        let path = folder.join(&file.name);
        file.write(&path)?;
        paths.push(path.to_string_lossy().into_owned());
    }
    Ok(paths)
}

fn rows(found: Vec<Backup>) -> Vec<crate::views::BackupRow> {
    found.into_iter().map(backups::row).collect()
}

/// What has to be typed: what they are called, or a word where nothing is known of them.
fn word_for(card: Option<&CustomerCard>) -> String {
    let called = card.map(CustomerCard::called).unwrap_or_default();
    if called.is_empty() {
        "erase".to_owned()
    } else {
        called
    }
}

fn about(shop: &Shop, title: &str) -> Result<About> {
    let context = shop.context()?;
    Ok(About {
        title: title.to_owned(),
        shop: shop.record()?.name,
        period: format!("As of {}, times in {}", context.today, context.zone.name()),
        formula: String::new(),
        made_on: context.today,
        locale: Locale::of_region(&context.country),
    })
}

fn written(document: &Document) -> Result<String> {
    pannier_report::to_html(document)
        .map_err(|error| ApiError::new(Code::Internal, error.to_string()))
}

pub(crate) fn file_name(what: &str, called: &str, extension: &str) -> String {
    let words = pannier_core::plain_words(called);
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let name: String = words.join("-").chars().take(60).collect();
    if name.is_empty() {
        format!("{what}.{extension}")
    } else {
        format!("{what}-{name}.{extension}")
    }
}
