//! Transactions: the only doors to the tables.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    ops::Deref,
};

use rusqlite::{Connection, config::DbConfig};

use crate::{
    ChangedOrders, Result, changes::OrderChanges, customer_search::TouchedCustomers,
    import_write::WaitingWords,
};

/// A part of the shop that a commit changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Orders, lines, refunds, products.
    Orders,
    /// Customers and their consent.
    Customers,
    /// Imports of the past.
    Imports,
    /// The shop's settings.
    Settings,
    /// The goal, and the notices that were put away.
    Goals,
    /// Saved segments, their snapshots and history.
    Segments,
    /// Notes on customers.
    Notes,
    /// The loyalty programme, points and rewards.
    Ledger,
    /// The merchant's rules for suggestions.
    Suggestions,
    /// Mail accounts, messages and what became of them, addresses that nothing is sent to.
    Sending,
}

impl Topic {
    /// All of them: what may have changed when another process wrote.
    pub const ALL: [Self; 10] = [
        Self::Orders,
        Self::Customers,
        Self::Imports,
        Self::Settings,
        Self::Goals,
        Self::Segments,
        Self::Notes,
        Self::Ledger,
        Self::Suggestions,
        Self::Sending,
    ];
}

/// One state of the file, from beginning to end.
#[derive(Debug)]
pub struct ReadTx<'c> {
    connection: &'c Connection,
}

impl<'c> ReadTx<'c> {
    pub(crate) fn begin(connection: &'c Connection) -> Result<Self> {
        connection.execute_batch("BEGIN")?;
        Ok(Self { connection })
    }

    /// A transaction that was begun on a connection already.
    pub(crate) fn of_begun(connection: &'c Connection) -> Self {
        Self { connection }
    }

    pub(crate) fn connection(&self) -> &'c Connection {
        self.connection
    }
}

impl Drop for ReadTx<'_> {
    fn drop(&mut self) {
        // A write transaction has ended by itself by now; a read one has nothing to lose.
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

/// The one write transaction there is at a time.
#[derive(Debug)]
pub struct WriteTx<'c> {
    read: ReadTx<'c>,
    topics: RefCell<BTreeSet<Topic>>,
    /// Words of orders that the search index does not have yet.
    pub(crate) words: RefCell<WaitingWords>,
    /// Orders that were written, and what that does to the sums of their days.
    pub(crate) changes: RefCell<OrderChanges>,
    /// Customers whose words the search index does not have yet.
    pub(crate) customers: RefCell<TouchedCustomers>,
    /// Whether references are written without being looked up.
    trusts: Cell<bool>,
    /// Whether variants of the catalogue or products of order lines were written or removed.
    variants_changed: Cell<bool>,
    /// Whether products of the catalogue were written or removed.
    catalogue_changed: Cell<bool>,
}

impl<'c> WriteTx<'c> {
    /// Takes the write lock at once: a read that is upgraded later would ignore the busy timeout.
    pub(crate) fn begin(connection: &'c Connection) -> Result<Self> {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Self {
            read: ReadTx { connection },
            topics: RefCell::default(),
            words: RefCell::default(),
            changes: RefCell::default(),
            customers: RefCell::default(),
            trusts: Cell::default(),
            variants_changed: Cell::default(),
            catalogue_changed: Cell::default(),
        })
    }

    /// Whether references are looked up as they are written. Only rows whose references were read
    /// from this file or written to it by this transaction may be inserted without, and nothing
    /// may be deleted then.
    pub(crate) fn trust_references(&self, trusts: bool) -> Result<()> {
        if self.trusts.replace(trusts) != trusts {
            // Unlike the pragma, this holds within a transaction as well.
            let switch = DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY;
            self.connection().set_db_config(switch, !trusts)?;
        }
        Ok(())
    }

    /// Variants of the catalogue or products of order lines are being written or removed.
    pub(crate) fn variants_change(&self) {
        self.variants_changed.set(true);
    }

    /// Products of the catalogue are being written or removed.
    pub(crate) fn catalogue_changes(&self) {
        self.catalogue_changed.set(true);
    }

    /// Whether products of the catalogue were since this was asked last.
    pub(crate) fn take_catalogue_changed(&self) -> bool {
        self.catalogue_changed.take()
    }

    /// Whether they were since this was asked last.
    pub(crate) fn take_variants_changed(&self) -> bool {
        self.variants_changed.take()
    }

    /// Says that this transaction changes a part of the shop.
    pub fn touch(&self, topic: Topic) {
        self.topics.borrow_mut().insert(topic);
    }

    pub(crate) fn commit(self) -> Result<(BTreeSet<Topic>, ChangedOrders)> {
        self.write_words()?;
        self.write_customer_words()?;
        self.write_day_sums()?;
        self.keep_ledger_due()?;
        self.trust_references(false)?;
        self.read.connection.execute_batch("COMMIT")?;
        Ok((self.topics.take(), self.changes.take().into_orders()))
    }
}

impl Drop for WriteTx<'_> {
    fn drop(&mut self) {
        // The connection outlives a transaction that failed. It can fail only where the connection
        // is of no use any more.
        let _ = self.trust_references(false);
    }
}

impl<'c> Deref for WriteTx<'c> {
    type Target = ReadTx<'c>;

    fn deref(&self) -> &ReadTx<'c> {
        &self.read
    }
}
