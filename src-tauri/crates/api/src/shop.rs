//! The open shop: its file, its clock, and what is kept in memory of it.

use std::{
    collections::BTreeSet,
    fmt,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use pannier_core::{Clock, Currency, Day, Facts, ShopZone};
use pannier_store::{NewShop, OpenOptions, ReadTx, Role, ShopRecord, Store, WriteTx};

use crate::{
    ApiError, Result, duplicates::DuplicatesCache, imports::Previews, order_list::ListCache,
    views::Topic,
};

/// What is told after a change: the parts that changed.
pub(crate) type Listener = Arc<dyn Fn(&[Topic]) + Send + Sync>;

/// One open shop file. Shared by `Arc`; every use-case takes a reference to it.
pub struct Shop {
    store: Store,
    clock: Arc<dyn Clock>,
    shared: Arc<Shared>,
    pub(crate) previews: Previews,
    pub(crate) lists: ListCache,
    pub(crate) duplicates: DuplicatesCache,
}

/// What commits reach through the store's listener.
#[derive(Default)]
struct Shared {
    /// The columns with the generation they were read in.
    facts: Mutex<Option<(u32, Arc<Facts>)>>,
    /// Rises with every change of orders, customers or settings.
    generation: AtomicU32,
    listener: Mutex<Option<Listener>>,
}

impl fmt::Debug for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shop({})", self.store.path().display())
    }
}

/// What a poisoned lock guards here is replaced whole or not at all.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a shop is asked to count in: the parsed settings.
#[derive(Debug, Clone)]
pub struct ShopContext {
    /// Base currency.
    pub currency: Currency,
    /// ISO 3166 code.
    pub country: String,
    /// Zone.
    pub zone: ShopZone,
    /// Today there.
    pub today: Day,
}

impl Shop {
    /// Makes a new shop file and opens it.
    ///
    /// # Errors
    /// [`ApiError`] says why it could not be made.
    pub fn create(path: &Path, new: &NewShop, role: Role, clock: Arc<dyn Clock>) -> Result<Self> {
        Ok(Self::around(
            Store::create(path, new, OpenOptions::new(role), &*clock)?,
            clock,
        ))
    }

    /// Opens a shop file.
    ///
    /// # Errors
    /// [`ApiError`] says why it could not be opened; the file is then as it was.
    pub fn open(path: &Path, role: Role, clock: Arc<dyn Clock>) -> Result<Self> {
        Ok(Self::around(
            Store::open(path, OpenOptions::new(role), &*clock)?,
            clock,
        ))
    }

    fn around(store: Store, clock: Arc<dyn Clock>) -> Self {
        let shared = Arc::new(Shared::default());
        let told = Arc::clone(&shared);
        store.listen(move |topics| told.changed(topics));
        Self {
            store,
            clock,
            shared,
            previews: Previews::default(),
            lists: ListCache::default(),
            duplicates: DuplicatesCache::default(),
        }
    }

    /// Where its file is.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// Calls `listener` after each change, by this process or, once [`Shop::poll`] sees it, by
    /// another.
    pub fn listen(&self, listener: impl Fn(&[Topic]) + Send + Sync + 'static) {
        *lock(&self.shared.listener) = Some(Arc::new(listener));
    }

    /// Looks whether another process changed the file, and tells the listener if so.
    ///
    /// # Errors
    /// What the file says.
    pub fn poll(&self) -> Result<()> {
        if self.store.changed_elsewhere()? {
            self.shared.changed(&pannier_store::Topic::ALL.into());
        }
        Ok(())
    }

    /// The columns of all orders as they are now. A reader keeps the ones it was given.
    ///
    /// # Errors
    /// What the file says.
    pub fn facts(&self) -> Result<(u32, Arc<Facts>)> {
        // The lock is held while reading, so that two who ask at once read once.
        let mut kept = lock(&self.shared.facts);
        let generation = self.shared.generation.load(Ordering::Acquire);
        if let Some((seen, facts)) = &*kept
            && *seen == generation
        {
            return Ok((generation, Arc::clone(facts)));
        }
        let facts = Arc::new(self.read(|tx| Ok(tx.facts()?))?);
        *kept = Some((generation, Arc::clone(&facts)));
        Ok((generation, facts))
    }

    /// Rises with every change of orders, customers or settings.
    pub(crate) fn generation(&self) -> u32 {
        self.shared.generation.load(Ordering::Acquire)
    }

    /// What the shop counts in, and its today.
    ///
    /// # Errors
    /// What the file says.
    pub fn context(&self) -> Result<ShopContext> {
        let shop = self.record()?;
        let today = shop.zone.day_of(self.clock.now());
        Ok(ShopContext {
            currency: shop.currency,
            country: shop.country,
            zone: shop.zone,
            today,
        })
    }

    pub(crate) fn record(&self) -> Result<ShopRecord> {
        self.read(|tx| Ok(tx.shop()?))
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&ReadTx) -> Result<T>) -> Result<T> {
        self.store.read(work)
    }

    pub(crate) fn write<T>(&self, work: impl FnOnce(&WriteTx) -> Result<T>) -> Result<T> {
        self.store.write(work)
    }
}

impl Shared {
    fn changed(&self, topics: &BTreeSet<pannier_store::Topic>) {
        use pannier_store::Topic as Stored;
        if topics
            .iter()
            .any(|t| matches!(t, Stored::Orders | Stored::Customers | Stored::Settings))
        {
            self.generation.fetch_add(1, Ordering::AcqRel);
        }
        let listener = lock(&self.listener).clone();
        if let Some(listener) = listener {
            let views: Vec<Topic> = topics
                .iter()
                .map(|topic| match topic {
                    Stored::Orders => Topic::Orders,
                    Stored::Customers => Topic::Customers,
                    Stored::Imports => Topic::Imports,
                    Stored::Settings => Topic::Settings,
                })
                .collect();
            listener(&views);
        }
    }
}

/// A day that came over the boundary as text.
pub(crate) fn day_of(field: &str, text: Option<&str>) -> Result<Option<Day>> {
    text.map(|text| {
        text.parse()
            .map_err(|e: pannier_core::TimeError| ApiError::invalid(field, e.to_string()))
    })
    .transpose()
}
