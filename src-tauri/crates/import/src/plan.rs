//! What an import would do: the reports that people see, and one light decision for each order
//! and customer that applying obeys.

use std::{collections::HashSet, path::PathBuf, sync::Arc};

use pannier_core::{CustomerId, ImportId, OrderId, Timestamp};
use pannier_store::{ImportStamp, SaidProduct};

use crate::{
    FileReport, Kind, Mapping, Question, SalesAre, SameSales, ShopContext, customers,
    file::TableFile, kept::KeptReading, orders::row::Reading, unpack::Spool,
};

/// What to do with one order or customer of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision<Id> {
    Insert,
    Update(Id),
    Keep(Id),
    /// Said by another file of the drop, which says other things of it: both together.
    Join,
    Skip,
}

/// What is staged of one file.
#[derive(Debug)]
pub(crate) enum Staged {
    /// Refused, or nothing in it is kept.
    Nothing,
    Orders(Box<StagedOrders>),
    Customers(Box<StagedCustomers>),
    Kept(Box<StagedKept>),
}

#[derive(Debug)]
pub(crate) struct StagedOrders {
    pub(crate) file: TableFile,
    pub(crate) reading: Reading,
    pub(crate) scattered: HashSet<u64>,
    /// One for each order, in the order of the walk.
    pub(crate) decisions: Vec<Decision<OrderId>>,
    pub(crate) newest_at: Option<Timestamp>,
}

#[derive(Debug)]
pub(crate) struct StagedCustomers {
    pub(crate) file: TableFile,
    pub(crate) reading: customers::Reading,
    /// One for each row that could be read.
    pub(crate) decisions: Vec<Decision<CustomerId>>,
}

/// A file of products, payments or behaviour.
#[derive(Debug)]
pub(crate) struct StagedKept {
    pub(crate) file: TableFile,
    pub(crate) reading: KeptReading,
    pub(crate) rows: u64,
    /// Records that the preview met.
    pub(crate) records: u64,
    /// One for each record of a file of products, in the order of the walk: what all imports have
    /// said of it, where the file says just that.
    pub(crate) same: Vec<Option<SaidProduct>>,
    pub(crate) newest_at: Option<Timestamp>,
}

/// What an import would do, before anything is written.
#[derive(Debug)]
pub struct Plan {
    pub(crate) files: Vec<FileReport>,
    pub(crate) questions: Vec<Question>,
    /// Payments that may be the same sales as orders of the files.
    pub(crate) same_sales: Option<SameSales>,
    /// What is said of those payments with this import.
    pub(crate) sales: Option<SalesAre>,
    pub(crate) stamp: ImportStamp,
    pub(crate) shop: ShopContext,
    /// For each file.
    pub(crate) staged: Vec<Staged>,
    /// The files in the order in which they are applied.
    pub(crate) sequence: Vec<usize>,
    /// What was unpacked: it stays until the plan goes.
    pub(crate) spool: Spool,
}

impl Plan {
    pub(crate) fn take(&mut self, report: FileReport, staged: Staged) {
        self.files.push(report);
        self.staged.push(staged);
    }

    /// The platform of an orders file, and whether it says the lines of its orders.
    pub(crate) fn group(&self, index: usize) -> Option<(&str, bool)> {
        let report = &self.files[index];
        match &self.staged[index] {
            Staged::Orders(staged) if report.kind == Some(Kind::Orders) => Some((
                report.platform.as_deref().unwrap_or_default(),
                staged.reading.columns.has_lines(),
            )),
            _ => None,
        }
    }

    /// Mappings that the merchant wants to keep, each for the header of its file.
    pub fn mappings_to_keep(&self) -> Vec<Mapping> {
        let files = self.staged.iter().filter_map(|staged| match staged {
            Staged::Nothing => None,
            Staged::Orders(staged) => Some(&staged.file),
            Staged::Customers(staged) => Some(&staged.file),
            Staged::Kept(staged) => Some(&staged.file),
        });
        let profiles = files.map(|file| &file.table.found.profile);
        profiles
            .filter(|profile| profile.is_said && !profile.name.is_empty())
            .map(|profile| Mapping(Arc::clone(profile)))
            .collect()
    }

    /// The files, in the order they were given.
    pub fn files(&self) -> &[FileReport] {
        &self.files
    }

    /// What has to be answered first; nothing can be applied while there is a question.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Payments that count as orders and may be the same sales as new orders of the files.
    pub fn same_sales(&self) -> Option<&SameSales> {
        self.same_sales.as_ref()
    }

    /// Whether anything would be written.
    pub fn has_effect(&self) -> bool {
        self.files.iter().any(|file| {
            let seen = |counts: &crate::Counts| counts.new + counts.updated + counts.unchanged > 0;
            let things = [
                file.orders,
                file.customers,
                file.products,
                file.checkouts,
                file.payments,
                file.refunds,
                file.behaviour,
                file.balances,
            ];
            file.refused.is_none() && things.iter().any(seen)
        })
    }

    /// Whether rows of the files could not be understood.
    pub fn has_rejections(&self) -> bool {
        self.files.iter().any(|file| file.row_verdicts.rejected > 0)
    }

    /// The files that would be read again.
    pub fn paths(&self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = self.files.iter().map(|file| file.path.clone()).collect();
        paths.dedup();
        paths
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// For undoing it; nothing where there was nothing to write.
    pub import_id: Option<ImportId>,
}
