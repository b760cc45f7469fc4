//! Is the shop file whole, and do its sums agree?

use crate::{
    Result, Shop,
    views::{Finding, Health},
};

/// Checks the shop file.
///
/// # Errors
/// What SQLite says of a file it cannot read through.
pub fn doctor(shop: &Shop) -> Result<Health> {
    let health = shop.read(|tx| Ok(tx.health()?))?;
    Ok(Health {
        checks: health.checks.into_iter().map(str::to_owned).collect(),
        findings: health
            .findings
            .into_iter()
            .map(|f| Finding {
                check: f.check.to_owned(),
                message: f.message,
            })
            .collect(),
    })
}
