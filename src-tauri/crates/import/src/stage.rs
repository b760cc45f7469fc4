//! Deciding about each order and customer of a drop: known or not, changed or not, said before
//! or not. Nothing is written, and what is kept of each is a few bytes.

mod customers;
mod orders;
mod versions;

use std::{
    collections::{HashMap, HashSet},
    io,
};

use pannier_core::SourceId;
use pannier_store::ReadTx;

use crate::{
    Error, ShopContext,
    orders::{build::Who, survey::Halt, walk::WalkError},
};

pub(crate) use versions::Versions;

/// Why staging ended early.
pub(crate) enum StageError {
    /// The file cannot be read to its end.
    Unreadable(io::Error),
    /// The whole preview ends.
    Stop(Error),
}

impl<E: Into<Error>> From<E> for StageError {
    fn from(error: E) -> Self {
        Self::Stop(error.into())
    }
}

impl StageError {
    fn of_walk(error: WalkError<Self>) -> Self {
        match error {
            WalkError::Halt(Halt::Io(error)) => Self::Unreadable(error),
            WalkError::Halt(Halt::Cancelled(cancelled)) => Self::Stop(cancelled.into()),
            WalkError::Visitor(error) => error,
        }
    }
}

/// What was seen so far in one drop of files.
pub(crate) struct Drop<'d> {
    tx: &'d ReadTx<'d>,
    shop: &'d ShopContext,
    source: Option<SourceId>,
    /// Products of the shop file.
    products: HashMap<String, i64>,
    /// Products that came in with this drop.
    new_products: HashSet<u64>,
    /// Ids of orders, and number with minute of those with and without an id.
    order_ids: HashSet<u64>,
    minutes_with_id: HashSet<u64>,
    minutes_without_id: HashSet<u64>,
    /// Orders of which another file than the first has the version that stands.
    pub(crate) winners: HashMap<u64, usize>,
    /// The file at hand.
    pub(crate) file: usize,
    /// Keys, addresses and numbers of customers of customers files.
    said_customers: HashSet<String>,
    /// Addresses of the shop file that their customers have left with this drop.
    left_emails: HashSet<String>,
    /// Everyone that orders or customers files of this drop speak of.
    people: HashSet<u64>,
}

impl<'d> Drop<'d> {
    pub(crate) fn new(tx: &'d ReadTx<'d>, shop: &'d ShopContext) -> crate::Result<Self> {
        let source = tx.source(PLATFORM, SOURCE_NAME)?;
        let products = match source {
            Some(source) => tx.known_products(source)?,
            None => HashMap::new(),
        };
        Ok(Self {
            tx,
            shop,
            source,
            products,
            new_products: HashSet::new(),
            order_ids: HashSet::new(),
            minutes_with_id: HashSet::new(),
            minutes_without_id: HashSet::new(),
            winners: HashMap::new(),
            file: 0,
            said_customers: HashSet::new(),
            left_emails: HashSet::new(),
            people: HashSet::new(),
        })
    }
}

/// The platform of all files so far.
pub(crate) const PLATFORM: &str = "shopify";
/// A shop file holds one Shopify shop: its exports do not say which one they are from.
pub(crate) const SOURCE_NAME: &str = "";

/// Someone, as one word.
pub(crate) fn person(who: &Who) -> String {
    match who {
        Who::Email(email) => format!("email:{email}"),
        Who::Phone(phone) => format!("phone:{phone}"),
    }
}
