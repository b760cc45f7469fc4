//! Deciding about each order and customer of a drop: known or not, changed or not, said before
//! or not. Nothing is written, and what is kept of each is a few bytes.

mod customers;
mod kept;
mod orders;
mod versions;

use std::{
    collections::{HashMap, HashSet},
    io,
};

use pannier_core::{SourceId, Timestamp};
use pannier_store::{LightOrder, OrderIndex, ReadTx};

use crate::{
    Error, ShopContext,
    orders::{
        build::Who,
        survey::{Halt, NameSet, name_of},
        walk::WalkError,
    },
};

pub(crate) use kept::{cart, refund};
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
    /// The sources of the platforms that the shop file knows, with their products.
    sources: HashMap<String, (SourceId, HashMap<String, i64>)>,
    /// The platform of the file at hand.
    platform: String,
    /// Whether the file at hand says the lines of its orders.
    has_lines: bool,
    /// For platforms of which files with lines and files without came together: the orders said,
    /// and whether with their lines.
    pub(crate) joins: HashMap<String, HashMap<u64, bool>>,
    /// Products that came in with this drop.
    new_products: NameSet,
    /// Ids of orders, and number with minute of those with and without an id.
    order_ids: NameSet,
    minutes_with_id: NameSet,
    minutes_without_id: NameSet,
    /// Orders of which another file than the first has the version that stands.
    pub(crate) winners: HashMap<u64, usize>,
    /// The file at hand.
    pub(crate) file: usize,
    /// The newest moment that it speaks of.
    pub(crate) newest_at: Option<Timestamp>,
    /// Keys, addresses and numbers of customers of customers files.
    said_customers: HashSet<String>,
    /// Addresses of the shop file that their customers have left with this drop.
    left_emails: HashSet<String>,
    /// Everyone that orders or customers files of this drop speak of.
    people: NameSet,
    /// Products, carts, payments, refunds and behaviour that this drop has said.
    kept: NameSet,
    /// The orders that payments may be of, where the drop has payments.
    pub(crate) order_index: Option<OrderIndex>,
    /// New orders of the shop itself, where payments that count as orders may be the same sales.
    pub(crate) new_orders: Option<Vec<LightOrder>>,
}

impl<'d> Drop<'d> {
    pub(crate) fn new(tx: &'d ReadTx<'d>, shop: &'d ShopContext) -> Self {
        Self {
            tx,
            shop,
            sources: HashMap::new(),
            platform: String::new(),
            has_lines: true,
            joins: HashMap::new(),
            new_products: NameSet::default(),
            order_ids: NameSet::default(),
            minutes_with_id: NameSet::default(),
            minutes_without_id: NameSet::default(),
            winners: HashMap::new(),
            file: 0,
            newest_at: None,
            said_customers: HashSet::new(),
            left_emails: HashSet::new(),
            people: NameSet::default(),
            kept: NameSet::default(),
            order_index: None,
            new_orders: None,
        }
    }

    /// Turns to a file of that platform.
    pub(crate) fn turn_to(
        &mut self,
        file: usize,
        platform: &str,
        has_lines: bool,
    ) -> crate::Result<()> {
        self.file = file;
        self.has_lines = has_lines;
        platform.clone_into(&mut self.platform);
        if !self.sources.contains_key(platform)
            && let Some(source) = self.tx.source(platform, SOURCE_NAME)?
        {
            let products = self.tx.known_products(source)?;
            self.sources.insert(platform.to_owned(), (source, products));
        }
        Ok(())
    }

    /// The source of the file at hand, where the shop file knows it.
    fn source(&self) -> Option<SourceId> {
        self.sources.get(&self.platform).map(|(source, _)| *source)
    }

    /// Whether the shop file knows a product of the source at hand.
    fn knows_product(&self, key: &str) -> bool {
        let source = self.sources.get(&self.platform);
        source.is_some_and(|(_, products)| products.contains_key(key))
    }

    /// A name that is known among the files of one platform that say the same things only.
    fn own(&self, name: u64) -> u64 {
        among(&self.platform, self.has_lines, name)
    }
}

/// A shop file holds one shop of a platform: exports do not say which one they are from.
pub(crate) const SOURCE_NAME: &str = "";

/// A name that is known among the files of one platform with lines, or without them, only.
pub(crate) fn among(platform: &str, has_lines: bool, name: u64) -> u64 {
    within(platform, name).rotate_left(u32::from(!has_lines))
}

/// A name that is known within one platform only.
pub(crate) fn within(platform: &str, name: u64) -> u64 {
    name.rotate_left(17) ^ name_of(platform)
}

/// Someone, as one word.
pub(crate) fn person(who: &Who, platform: &str) -> String {
    match who {
        Who::Email(email) => format!("email:{email}"),
        Who::Phone(phone) => format!("phone:{phone}"),
        Who::Key(key) => format!("key:{platform}:{key}"),
    }
}
