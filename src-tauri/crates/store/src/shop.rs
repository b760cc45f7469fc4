//! The shop's own row: its name and what it counts in.

use std::str::FromStr;

use pannier_core::{Currency, ShopZone, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use crate::{Error, ReadTx, Result, Topic, WriteTx};

/// A shop as it is first made.
#[derive(Debug, Clone)]
pub struct NewShop {
    /// Its name, not empty.
    pub name: String,
    /// Its base currency.
    pub currency: Currency,
    /// ISO 3166 code, two letters.
    pub country: String,
    /// Its zone.
    pub zone: ShopZone,
    /// Whether it is the sample shop.
    pub is_sample: bool,
}

/// The shop's row.
#[derive(Debug, Clone)]
pub struct ShopRecord {
    /// Its name.
    pub name: String,
    /// Its base currency.
    pub currency: Currency,
    /// ISO 3166 code, two letters.
    pub country: String,
    /// Its zone: what a day is.
    pub zone: ShopZone,
    /// Whether it is the sample shop.
    pub is_sample: bool,
}

pub(crate) fn insert(tx: &WriteTx, new: &NewShop, now: Timestamp) -> Result<()> {
    tx.connection().execute(
        "INSERT INTO shop (id, name, currency, country, time_zone, is_sample, key, created_at)
         VALUES (1, :name, :currency, :country, :zone, :sample, randomblob(32), :now)",
        named_params! {
            ":name": new.name, ":currency": new.currency.code(), ":country": new.country,
            ":zone": new.zone.name(), ":sample": new.is_sample, ":now": now.0,
        },
    )?;
    Ok(())
}

/// Reads a stored word back into its type; a word that cannot be is damage.
pub(crate) fn parsed<T: FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T> {
    text.parse()
        .map_err(|e: T::Err| Error::Damaged(e.to_string()))
}

impl ReadTx<'_> {
    /// The shop.
    pub fn shop(&self) -> Result<ShopRecord> {
        let row = self
            .connection()
            .query_row(
                "SELECT name, currency, country, time_zone, is_sample FROM shop",
                [],
                |row| {
                    Ok((
                        row.get::<_, String>("name")?,
                        row.get::<_, String>("currency")?,
                        row.get::<_, String>("country")?,
                        row.get::<_, String>("time_zone")?,
                        row.get::<_, bool>("is_sample")?,
                    ))
                },
            )
            .optional()?;
        let (name, currency, country, zone, is_sample) =
            row.ok_or_else(|| Error::Damaged("the shop's own row is missing".to_owned()))?;
        Ok(ShopRecord {
            name,
            currency: parsed(&currency)?,
            country,
            zone: parsed(&zone)?,
            is_sample,
        })
    }
}

impl ReadTx<'_> {
    /// The key of the picture with its logo, where the merchant chose one.
    pub fn logo(&self) -> Result<Option<String>> {
        let logo: String = self
            .connection()
            .prepare_cached("SELECT logo FROM shop")?
            .query_row([], |row| row.get("logo"))?;
        Ok(Some(logo).filter(|logo| !logo.is_empty()))
    }
}

impl WriteTx<'_> {
    /// Says which picture is its logo; nothing for its name alone.
    pub fn set_logo(&self, logo: Option<&str>) -> Result<()> {
        self.connection()
            .prepare_cached("UPDATE shop SET logo = :logo")?
            .execute(named_params! { ":logo": logo.unwrap_or_default() })?;
        self.touch(Topic::Settings);
        Ok(())
    }

    /// Changes what the shop counts in. Where the zone changes, every order's local day is worked
    /// out anew in the same transaction.
    pub fn update_shop(&self, shop: &ShopRecord) -> Result<()> {
        let before = self.shop()?;
        self.connection().execute(
            "UPDATE shop SET name = :name, currency = :currency, country = :country, time_zone = :zone",
            named_params! {
                ":name": shop.name, ":currency": shop.currency.code(), ":country": shop.country,
                ":zone": shop.zone.name(),
            },
        )?;
        self.touch(Topic::Settings);
        if before.zone != shop.zone {
            self.rebuild_days(shop.zone)?;
            self.touch(Topic::Orders);
        }
        Ok(())
    }

    fn rebuild_days(&self, zone: ShopZone) -> Result<()> {
        let connection = self.connection();
        let mut read = connection.prepare("SELECT id, placed_at, placed_day FROM orders")?;
        let mut write = connection.prepare("UPDATE orders SET placed_day = :day WHERE id = :id")?;
        let mut rows = read.query([])?;
        let mut changed = Vec::new();
        while let Some(row) = rows.next()? {
            let day = zone.day_of(Timestamp(row.get("placed_at")?)).to_string();
            if row.get::<_, String>("placed_day")? != day {
                changed.push((row.get::<_, i64>("id")?, day));
            }
        }
        for (id, day) in changed {
            write.execute(named_params! { ":day": day, ":id": id })?;
        }
        self.every_day_changed()
    }
}
