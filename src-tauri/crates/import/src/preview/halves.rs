//! Platforms that say the items of orders in one file and their totals in another: which of the
//! two a file is, and which one belongs to it.

use crate::{
    FileReport, Kind, MappingDraft,
    profile::{Field, profiles},
};

/// One of two files that say the same orders between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    /// Whether it says the items of the orders; else it says their totals.
    pub says_items: bool,
    /// The files of the drop that say the other half, which are read together with it.
    pub with: Vec<String>,
    /// Where none of the drop does, and the platform exports one: how that is made, a sentence.
    pub missing: Option<String>,
}

/// For each file of a drop, the half of the orders that it says; nothing where it says all that
/// there is of them.
pub fn halves(files: &[FileReport]) -> Vec<Option<Half>> {
    let halves = files.iter().enumerate().map(|(index, file)| {
        let (platform, says_items) = side(file)?;
        let is_other = |(other, report): &(usize, &FileReport)| {
            *other != index && side(report) == Some((platform, !says_items))
        };
        let with = files.iter().enumerate().filter(is_other);
        let with: Vec<String> = with.map(|(_, report)| report.name.clone()).collect();
        let missing = with
            .is_empty()
            .then(|| other_export(platform, says_items))
            .flatten();
        (missing.is_some() || !with.is_empty()).then_some(Half {
            says_items,
            with,
            missing,
        })
    });
    halves.collect()
}

/// The platform of a file of orders, and whether it says their items.
fn side(file: &FileReport) -> Option<(&str, bool)> {
    let is_orders = file.kind == Some(Kind::Orders) && file.refused.is_none();
    let mapping = file.mapping.as_ref().filter(|_| is_orders)?;
    Some((file.platform.as_deref()?, has_items(mapping)))
}

fn has_items(mapping: &MappingDraft) -> bool {
    let mut meanings = mapping.columns.iter().filter_map(|column| column.field);
    meanings.any(|key| Field::of_key(key).is_some_and(Field::is_of_line))
}

/// How the export that says the other half is made, where the platform has one for each.
fn other_export(platform: &str, says_items: bool) -> Option<String> {
    let of_platform = |wants_items: bool| {
        let mut own = profiles().iter().filter(|profile| {
            let has_items = || profile.columns.keys().any(|field| field.is_of_line());
            profile.platform == platform
                && profile.kind == Some(Kind::Orders)
                && has_items() == wants_items
        });
        own.next()
    };
    of_platform(says_items)?;
    of_platform(!says_items).map(|profile| profile.need.clone())
}
