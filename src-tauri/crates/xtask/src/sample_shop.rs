//! Writes `assets/sample-shop`: Wren & Willow, a shop for home goods that we made up.
//!
//! Fourteen months in Shopify's own export formats, the same bytes each time. The dates are fixed;
//! who loads the shop shifts them by whole weeks. All people are invented (see [`people`]).

mod baskets;
mod calendar;
mod catalogue;
mod checkouts;
mod csv;
mod demand;
mod drawing;
mod order_files;
mod orders;
mod people;
mod pictures;
mod random;
mod shop_files;
mod tones;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};

use crate::workspace;

/// What the application must know of the shop before it reads the files.
const SHOP: &str = r#"{
  "name": "Wren & Willow",
  "currency": "EUR",
  "country": "DE",
  "time_zone": "Europe/Berlin"
}
"#;

/// The most that the whole folder may take.
const MOST_BYTES: u64 = 10 * 1024 * 1024;

/// `cargo xtask sample-shop`.
pub(crate) fn write() -> Result<()> {
    let folder = workspace::root().join("assets/sample-shop");
    fs::create_dir_all(folder.join("pictures"))?;
    for (name, text) in texts() {
        write_text(&folder.join(name), &text)?;
    }
    for place in catalogue::places() {
        let name = format!("pictures/{}.png", place.product().handle);
        let picture = pictures::png(place).with_context(|| format!("drawing {name}"))?;
        fs::write(folder.join(name), picture)?;
    }
    let bytes = size_of(&folder)?;
    ensure!(
        bytes <= MOST_BYTES,
        "the sample shop has grown to {bytes} bytes"
    );
    println!("{} written, {:.1} MB", folder.display(), megabytes(bytes));
    Ok(())
}

fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}

/// Every file of text by name; those that end in `.gz` are packed when written.
fn texts() -> Vec<(&'static str, String)> {
    let people = people::all();
    let guests = people::guests();
    let orders = orders::all(&people, &guests);
    let checkouts = checkouts::all(&people);
    vec![
        ("shop.json", SHOP.to_owned()),
        ("orders_export.csv.gz", order_files::orders(&orders)),
        (
            "customers_export.csv.gz",
            shop_files::customers(&people, &orders),
        ),
        ("products_export.csv", shop_files::products()),
        (
            "checkouts_export.csv.gz",
            order_files::checkouts(&checkouts),
        ),
        (
            "behaviour.csv.gz",
            checkouts::behaviour(&people, &orders, &checkouts),
        ),
    ]
}

/// An orders export with the sample shop's orders so many times over.
pub(crate) fn many_orders(copies: i64) -> String {
    let (people, guests) = (people::all(), people::guests());
    order_files::repeated(&orders::all(&people, &guests), copies)
}

/// Writes a file unless it holds that text already: how well a packer packs may change between
/// its versions, and that is no change of the shop.
fn write_text(path: &Path, text: &str) -> Result<()> {
    if read_text(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    if path.extension().is_some_and(|extension| extension == "gz") {
        let file = fs::File::create(path)?;
        let mut packer = GzBuilder::new().mtime(0).write(file, Compression::best());
        packer.write_all(text.as_bytes())?;
        packer.finish()?;
    } else {
        fs::write(path, text)?;
    }
    Ok(())
}

fn read_text(path: &Path) -> Result<String> {
    let bytes = fs::read(path)?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        let mut text = String::new();
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
        return Ok(text);
    }
    Ok(String::from_utf8(bytes)?)
}

fn size_of(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() {
            size_of(&entry.path())?
        } else {
            metadata.len()
        };
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_files_are_what_the_generator_writes() {
        let folder = workspace::root().join("assets/sample-shop");
        for (name, text) in texts() {
            let committed = read_text(&folder.join(name)).unwrap();
            // Not assert_eq: a difference of megabytes helps nobody.
            assert!(
                committed == text,
                "{name} is stale: run `cargo xtask sample-shop`"
            );
        }
    }

    #[test]
    fn every_product_has_its_picture() {
        let folder = workspace::root().join("assets/sample-shop/pictures");
        for place in catalogue::places() {
            let name = format!("{}.png", place.product().handle);
            let file = fs::File::open(folder.join(&name)).unwrap();
            let reader = png::Decoder::new(std::io::BufReader::new(file))
                .read_info()
                .unwrap();
            assert_eq!(
                (reader.info().width, reader.info().height),
                (400, 400),
                "{name}"
            );
        }
        assert_eq!(
            fs::read_dir(&folder).unwrap().count(),
            90,
            "no picture without a product"
        );
    }
}
