//! Where the merchant let the bands of the map of customers end.

use pannier_core::Currency;
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{ReadTx, Result, Topic, WriteTx, shop::parsed};

/// Bands that were moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapBandsRecord {
    /// The least of each band of spend but the lowest, ascending, in minor units.
    pub spent: [i64; 4],
    /// Of this currency.
    pub currency: Currency,
    /// The last day of each band of days but the longest ago, ascending.
    pub days: [u32; 4],
}

/// The row as it stands, its currency still a text.
fn stored(row: &Row) -> rusqlite::Result<([i64; 4], String, [u32; 4])> {
    Ok((
        [
            row.get("spent_1")?,
            row.get("spent_2")?,
            row.get("spent_3")?,
            row.get("spent_4")?,
        ],
        row.get("currency")?,
        [
            row.get("days_1")?,
            row.get("days_2")?,
            row.get("days_3")?,
            row.get("days_4")?,
        ],
    ))
}

impl ReadTx<'_> {
    /// The bands of the map, where they were moved.
    pub fn map_bands(&self) -> Result<Option<MapBandsRecord>> {
        let row = self
            .connection()
            .query_row("SELECT * FROM map_bands", [], stored)
            .optional()?;
        row.map(|(spent, currency, days)| {
            Ok(MapBandsRecord {
                spent,
                currency: parsed(&currency)?,
                days,
            })
        })
        .transpose()
    }
}

impl WriteTx<'_> {
    /// Moves the bands of the map, or puts them back to what suits the shop.
    pub fn set_map_bands(&self, bands: Option<&MapBandsRecord>) -> Result<()> {
        self.connection().execute("DELETE FROM map_bands", [])?;
        if let Some(MapBandsRecord {
            spent,
            currency,
            days,
        }) = bands
        {
            self.connection().execute(
                "INSERT INTO map_bands (id, currency, spent_1, spent_2, spent_3, spent_4,
                   days_1, days_2, days_3, days_4)
                 VALUES (1, :currency, :s1, :s2, :s3, :s4, :d1, :d2, :d3, :d4)",
                named_params! {
                    ":currency": currency.code(),
                    ":s1": spent[0], ":s2": spent[1], ":s3": spent[2], ":s4": spent[3],
                    ":d1": days[0], ":d2": days[1], ":d3": days[2], ":d4": days[3],
                },
            )?;
        }
        self.touch(Topic::Settings);
        Ok(())
    }
}
