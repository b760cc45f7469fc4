//! The sample shop: made-up orders that come with Pannier, moved so that they end in these days.

use std::{
    collections::HashMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use flate2::read::GzDecoder;
use pannier_core::{Cancel, Clock, Day, Reporter, ShopZone};
use pannier_store::{NewShop, Role};

use crate::{
    ApiError, Code, Result, Shop, apply_import, checked,
    pictures::{remove_pictures, write_sample_pictures},
    preview_import,
    views::{PreviewInput, ShopSettings},
};

/// The files that come with Pannier, in Shopify's export formats.
const FILES: [(&str, &[u8]); 5] = [
    (
        "customers_export.csv",
        include_bytes!("../../../../assets/sample-shop/customers_export.csv.gz"),
    ),
    (
        "orders_export.csv",
        include_bytes!("../../../../assets/sample-shop/orders_export.csv.gz"),
    ),
    (
        "products_export.csv",
        include_bytes!("../../../../assets/sample-shop/products_export.csv"),
    ),
    (
        "checkouts_export.csv",
        include_bytes!("../../../../assets/sample-shop/checkouts_export.csv.gz"),
    ),
    (
        "behaviour.csv",
        include_bytes!("../../../../assets/sample-shop/behaviour.csv.gz"),
    ),
];

/// Its name and what it counts in.
const SHOP: &str = include_str!("../../../../assets/sample-shop/shop.json");

/// Columns that hold a moment.
const MOMENTS: [&str; 5] = [
    "Created at",
    "Paid at",
    "Fulfilled at",
    "Cancelled at",
    "time",
];

/// Shopify's way to write one.
const FORMAT: &str = "%Y-%m-%d %H:%M:%S %z";

/// What the sample shop counts in.
pub(crate) fn sample_settings() -> Result<NewShop> {
    #[derive(serde::Deserialize)]
    struct Described {
        name: String,
        currency: String,
        country: String,
        time_zone: String,
    }
    let described: Described = serde_json::from_str(SHOP)
        .map_err(|e| ApiError::new(Code::Internal, format!("shop.json: {e}")))?;
    let Described {
        name,
        currency,
        country,
        time_zone,
    } = described;
    checked(
        &ShopSettings {
            name,
            currency,
            country,
            time_zone,
        },
        true,
    )
}

/// Makes a shop file with the sample shop in it, at `path`. The dates of its files are moved by
/// whole weeks, so that the weekdays stay true and the last of them is yesterday or up to six days
/// before it.
///
/// # Errors
/// [`Code::Validation`] where there is a file already, or what the disk says; a shop half made is
/// taken away again.
pub fn create_sample_shop(
    path: &Path,
    role: Role,
    clock: std::sync::Arc<dyn Clock>,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Shop> {
    let new = sample_settings()?;
    let yesterday = new.zone.day_of(clock.now()).plus_days(-1);
    let folder = tempfile::tempdir()?;
    let paths = write_files(folder.path(), new.zone, yesterday)?;
    let shop = Shop::create(path, &new, role, clock)?;
    let filled = fill(&shop, paths, reporter, cancel).and_then(|()| write_sample_pictures(path));
    if let Err(error) = filled {
        drop(shop);
        remove_shop_file(path);
        return Err(error);
    }
    Ok(shop)
}

fn fill(shop: &Shop, paths: Vec<String>, reporter: &Reporter, cancel: &Cancel) -> Result<()> {
    let input = PreviewInput {
        paths,
        ..PreviewInput::default()
    };
    let preview = preview_import(shop, &input, reporter, cancel)?;
    apply_import(shop, preview.id, false, reporter, cancel)?;
    Ok(())
}

/// Takes a shop file away, with SQLite's companions of it and its pictures. Its backups stay.
pub(crate) fn remove_shop_file(path: &Path) {
    remove_pictures(path);
    // The journal of sent mail goes with the shop that it is of.
    for suffix in ["", "-wal", "-shm", ".sent"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        // What is not there need not be removed.
        let _ = fs::remove_file(PathBuf::from(name));
    }
}

fn write_files(folder: &Path, zone: ShopZone, yesterday: Day) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for (name, packed) in FILES {
        let mut text = Vec::new();
        if packed.starts_with(b"\x1F\x8B") {
            GzDecoder::new(packed).read_to_end(&mut text)?;
        } else {
            text.extend_from_slice(packed);
        }
        texts.push((name, text));
    }
    let internal = |e: csv::Error| ApiError::new(Code::Internal, format!("the sample shop: {e}"));
    let mut last: Option<Day> = None;
    for (_, text) in &texts {
        last = last.max(last_day(text, zone).map_err(internal)?);
    }
    let shift = last.map_or(0, |last| {
        let days = i64::from(yesterday.number() - last.number());
        days.div_euclid(7) * 7
    });
    let mut paths = Vec::new();
    for (name, text) in texts {
        let path = folder.join(name);
        fs::write(&path, moved(&text, zone, shift).map_err(internal)?)?;
        paths.push(path.display().to_string());
    }
    Ok(paths)
}

fn last_day(text: &[u8], zone: ShopZone) -> Result<Option<Day>, csv::Error> {
    let mut reader = csv::Reader::from_reader(text);
    let Some(column) = reader
        .byte_headers()?
        .iter()
        .position(|h| h == b"Created at")
    else {
        return Ok(None);
    };
    let mut last = None;
    for record in reader.byte_records() {
        let record = record?;
        let local = record
            .get(column)
            .and_then(|cell| moment(&String::from_utf8_lossy(cell)));
        last = last.max(local.map(|local| zone.day_of(zone.instant_of(local))));
    }
    Ok(last)
}

fn moment(cell: &str) -> Option<NaiveDateTime> {
    DateTime::parse_from_str(cell, FORMAT)
        .ok()
        .map(|time| time.naive_local())
}

/// The same file with all its moments `days` later, at the same local time of day.
fn moved(text: &[u8], zone: ShopZone, days: i64) -> Result<Vec<u8>, csv::Error> {
    let mut reader = csv::Reader::from_reader(text);
    let header = reader.headers()?.clone();
    let columns: Vec<usize> = header
        .iter()
        .enumerate()
        .filter(|(_, h)| MOMENTS.contains(h))
        .map(|(i, _)| i)
        .collect();
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(text.len()));
    writer.write_record(&header)?;
    // The same moment stands on each line of an order.
    let mut known: HashMap<String, String> = HashMap::new();
    for record in reader.records() {
        let record = record?;
        writer.write_record(record.iter().enumerate().map(|(index, cell)| {
            if columns.contains(&index) && !cell.is_empty() {
                known
                    .entry(cell.to_owned())
                    .or_insert_with(|| later(cell, zone, days))
                    .clone()
            } else {
                cell.to_owned()
            }
        }))?;
    }
    writer
        .into_inner()
        .map_err(|e| csv::Error::from(e.into_error()))
}

fn later(cell: &str, zone: ShopZone, days: i64) -> String {
    moment(cell).map_or_else(
        || cell.to_owned(),
        |local| zone.with_offset(local + TimeDelta::days(days), FORMAT),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_move_by_weeks_and_keep_their_time_of_day() {
        let zone: ShopZone = "Europe/Berlin".parse().unwrap();
        let text = b"Name,Created at,Note\n#2,2026-03-28 09:30:00 +0100,a\n#1,,\"b,c\"\n";
        let out = String::from_utf8(moved(text, zone, 7).unwrap()).unwrap();
        assert_eq!(
            out,
            "Name,Created at,Note\n#2,2026-04-04 09:30:00 +0200,a\n#1,,\"b,c\"\n"
        );
    }
}
