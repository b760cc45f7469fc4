//! Which programme held when, and since when points go in which way.

use pannier_core::{Currency, ShopZone, Timestamp};
use pannier_store::ProgrammeRecord;

use crate::{Expiry, Programme, Result};

/// A programme from a moment on.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    /// Its row.
    pub(crate) id: i64,
    pub(crate) starts_at: Timestamp,
    pub(crate) programme: Programme,
}

/// One way of expiring, from a moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ExpirySpan {
    pub(crate) expiry: Expiry,
    pub(crate) from: Timestamp,
    /// Without end where nothing comes after.
    pub(crate) until: Option<Timestamp>,
}

/// Everything besides orders that decides about points.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    /// In the order they were said.
    versions: Vec<Version>,
    /// From when which of them holds, by time.
    holds: Vec<(Timestamp, usize)>,
    pub(crate) expiry: Vec<ExpirySpan>,
    /// When members were told that points expire, the oldest first.
    pub(crate) warnings: Vec<Timestamp>,
    pub(crate) zone: ShopZone,
    pub(crate) currency: Currency,
}

impl Timeline {
    pub(crate) fn new(
        records: &[ProgrammeRecord],
        warnings: Vec<Timestamp>,
        zone: ShopZone,
        currency: Currency,
    ) -> Result<Self> {
        let versions = records
            .iter()
            .map(|record| {
                Ok(Version {
                    id: record.id,
                    starts_at: record.starts_at,
                    programme: Programme::from_json(&record.rules)?,
                })
            })
            .collect::<Result<Vec<Version>>>()?;
        Ok(Self::of(versions, warnings, zone, currency))
    }

    pub(crate) fn of(
        versions: Vec<Version>,
        warnings: Vec<Timestamp>,
        zone: ShopZone,
        currency: Currency,
    ) -> Self {
        let mut starts: Vec<Timestamp> = versions.iter().map(|v| v.starts_at).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut holds: Vec<(Timestamp, usize)> = Vec::new();
        for at in starts {
            // A later word holds over an earlier one, also over one that was to begin later.
            let last = versions.iter().rposition(|v| v.starts_at <= at);
            if let Some(last) = last
                && holds.last().is_none_or(|(_, held)| *held != last)
            {
                holds.push((at, last));
            }
        }
        let mut expiry: Vec<ExpirySpan> = Vec::new();
        for (from, version) in &holds {
            let way = versions[*version].programme.expiry;
            match expiry.last_mut() {
                Some(last) if last.expiry == way => {}
                last => {
                    if let Some(last) = last {
                        last.until = Some(*from);
                    }
                    expiry.push(ExpirySpan {
                        expiry: way,
                        from: *from,
                        until: None,
                    });
                }
            }
        }
        Self {
            versions,
            holds,
            expiry,
            warnings,
            zone,
            currency,
        }
    }

    /// What held at a moment.
    pub(crate) fn at(&self, moment: Timestamp) -> Option<&Version> {
        let after = self.holds.partition_point(|(from, _)| *from <= moment);
        let (_, version) = self.holds.get(after.checked_sub(1)?)?;
        self.versions.get(*version)
    }

    /// When the first programme begins, where there is one.
    pub(crate) fn begins(&self) -> Option<Timestamp> {
        self.holds.first().map(|(from, _)| *from)
    }

    pub(crate) fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Whether any programme looks at what orders are made of.
    pub(crate) fn looks_at_lines(&self) -> bool {
        self.versions.iter().any(|v| v.programme.looks_at_lines())
    }

    /// Whether any way of expiring asks when someone ordered last.
    pub(crate) fn asks_for_orders(&self) -> bool {
        let waits = |span: &ExpirySpan| matches!(span.expiry, Expiry::WithoutOrder { .. });
        self.expiry.iter().any(waits)
    }
}
