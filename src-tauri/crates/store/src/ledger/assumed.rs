//! What the merchant takes for granted of points, where the shop's own figures do not say it.

use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result, Topic, WriteTx};

/// What the cost of points leans on, in millionths; nothing where the merchant said nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssumedOfPoints {
    /// Of points, the part that is spent on rewards.
    pub redeemed: Option<i64>,
    /// Of rewards, the part that is never used.
    pub breakage: Option<i64>,
    /// What is left of goods after tax and cost.
    pub margin: Option<i64>,
}

impl ReadTx<'_> {
    /// What the merchant takes for granted of points.
    pub fn assumed_of_points(&self) -> Result<AssumedOfPoints> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT redeemed, breakage, margin FROM loyalty_assumed")?;
        let said = statement.query_row([], |row| {
            Ok(AssumedOfPoints {
                redeemed: row.get("redeemed")?,
                breakage: row.get("breakage")?,
                margin: row.get("margin")?,
            })
        });
        Ok(said.optional()?.unwrap_or_default())
    }
}

impl WriteTx<'_> {
    /// Keeps what the merchant takes for granted, in the place of what was said before.
    pub fn put_assumed_of_points(&self, said: &AssumedOfPoints) -> Result<()> {
        self.connection().execute(
            "INSERT OR REPLACE INTO loyalty_assumed (id, redeemed, breakage, margin)
             VALUES (1, :redeemed, :breakage, :margin)",
            named_params! {
                ":redeemed": said.redeemed, ":breakage": said.breakage, ":margin": said.margin,
            },
        )?;
        self.touch(Topic::Ledger);
        Ok(())
    }
}
