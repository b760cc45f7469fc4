//! The open shop: its file, its clock, and what is kept in memory of it.

use std::{
    collections::BTreeSet,
    fmt,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pannier_analytics::Explorer;
use pannier_core::{Clock, Currency, Day, DaySum, Facts, ShopZone};
use pannier_store::{NewShop, OpenOptions, ReadFacts, ReadTx, Role, ShopRecord, Store, WriteTx};

use crate::{
    ApiError, Result, campaigns::CampaignsCache, customers::CustomerLists,
    duplicates::DuplicatesCache, explore::ShippingCache, imports::Previews, loyalty::LoyaltyCache,
    opportunities::OpportunitiesCache, order_list::ListCache, people::PeopleCache,
    products::ProductsCache, segments::SegmentsCache, sending::SendingWork,
    suggesting::TrainedCache, views::Topic,
};

/// The columns of fewer orders are read before anybody notices.
const READ_IN_A_MOMENT: i64 = 50_000;

/// How long the columns of a large shop wait for Home to be asked for: reading them keeps all cores
/// busy, and the window is still being made.
const FIGURE_FIRST: Duration = Duration::from_millis(1_500);

/// How long they wait for the window to show what it was told.
const SHOWN: Duration = Duration::from_millis(150);

/// What is told after a change: the parts that changed.
pub(crate) type Listener = Arc<dyn Fn(&[Topic]) + Send + Sync>;

/// One open shop file. Shared by `Arc`; every use-case takes a reference to it.
pub struct Shop {
    store: Store,
    clock: Arc<dyn Clock>,
    shared: Arc<Shared>,
    pub(crate) previews: Previews,
    pub(crate) lists: ListCache,
    pub(crate) people: PeopleCache,
    pub(crate) customers: CustomerLists,
    pub(crate) segments: SegmentsCache,
    pub(crate) duplicates: DuplicatesCache,
    pub(crate) opportunities: OpportunitiesCache,
    pub(crate) products: ProductsCache,
    pub(crate) trained: TrainedCache,
    pub(crate) loyalty: LoyaltyCache,
    pub(crate) sending: SendingWork,
    pub(crate) campaigns: CampaignsCache,
    /// The columns made ready for the explorer, with the generation they were read in.
    explorer: Mutex<Option<(u32, Arc<Explorer>)>>,
    pub(crate) shipping: ShippingCache,
}

/// What commits reach through the store's listener.
#[derive(Default)]
struct Shared {
    /// The columns with the generation they were read in.
    facts: Mutex<Option<(u32, ReadFacts)>>,
    /// Whether the columns of a shop just opened are being read on a thread of their own.
    is_reading: AtomicBool,
    /// Whether anybody was given sums in their place.
    was_asked: AtomicBool,
    /// Rises with every change of orders, customers or settings.
    generation: AtomicU32,
    /// Rises with every change of points, rewards or the programme.
    points: AtomicU32,
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
            people: PeopleCache::default(),
            customers: CustomerLists::default(),
            segments: SegmentsCache::default(),
            duplicates: DuplicatesCache::default(),
            opportunities: OpportunitiesCache::default(),
            products: ProductsCache::default(),
            trained: TrainedCache::default(),
            loyalty: LoyaltyCache::default(),
            sending: SendingWork::default(),
            campaigns: CampaignsCache::default(),
            explorer: Mutex::default(),
            shipping: ShippingCache::default(),
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
        if let Some((seen, read)) = &*kept
            && *seen == generation
        {
            return Ok((generation, Arc::clone(&read.facts)));
        }
        // What changes from here on is read next time.
        let changed = self.store.take_changed();
        let read = match &*kept {
            Some((_, before)) => self.store.facts_after(before, &changed),
            None => self.store.facts(),
        };
        let read = read.inspect_err(|_| self.store.give_back_changed(changed))?;
        let facts = Arc::clone(&read.facts);
        *kept = Some((generation, read));
        Ok((generation, facts))
    }

    /// Reads the columns on a thread of its own, and tells the listener when they are there. Until
    /// then, [`Shop::sums_meanwhile`] gives figures.
    pub(crate) fn read_ahead(self: &Arc<Self>) {
        let shop = Arc::clone(self);
        shop.shared.is_reading.store(true, Ordering::Release);
        let name = "pannier-facts".to_owned();
        let spawned = thread::Builder::new().name(name).spawn(move || {
            shop.let_the_figure_be_first();
            // Whoever asks next reads again, and is told what is wrong.
            let read = shop.facts().is_ok();
            let was_asked = shop.shared.was_asked.swap(false, Ordering::AcqRel);
            shop.shared.is_reading.store(false, Ordering::Release);
            if read && was_asked {
                shop.shared.tell(&[Topic::Orders]);
            }
            // The clock went on while the shop was closed. Whoever posts next posts the rest.
            let _ = crate::post_points(&shop);
        });
        if spawned.is_err() {
            self.shared.is_reading.store(false, Ordering::Release);
        }
    }

    /// Waits, with many orders, until Home was answered from the sums of days. Whoever needs the
    /// columns before reads them without waiting.
    fn let_the_figure_be_first(&self) {
        let sums = self.read(|tx| Ok(tx.day_sums()?)).unwrap_or_default();
        if sums.iter().map(|sum| sum.orders).sum::<i64>() < READ_IN_A_MOMENT {
            return;
        }
        let begun = Instant::now();
        while begun.elapsed() < FIGURE_FIRST {
            if self.shared.was_asked.load(Ordering::Acquire) {
                thread::sleep(SHOWN);
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The sums of all days, while the columns of a large shop that was just opened are being
    /// read; nothing once they are there, or when they will be in a moment.
    ///
    /// # Errors
    /// What the file says.
    pub(crate) fn sums_meanwhile(&self) -> Result<Option<Vec<DaySum>>> {
        if !self.shared.is_reading.load(Ordering::Acquire) {
            return Ok(None);
        }
        let sums = self.read(|tx| Ok(tx.day_sums()?))?;
        let orders: i64 = sums.iter().map(|sum| sum.orders).sum();
        if orders < READ_IN_A_MOMENT {
            return Ok(None);
        }
        self.shared.was_asked.store(true, Ordering::Release);
        // Between the two looks the columns may have come, and nobody would be told.
        let still = self.shared.is_reading.load(Ordering::Acquire);
        Ok(still.then_some(sums))
    }

    /// The columns made ready to be split and filtered.
    ///
    /// # Errors
    /// What the file says.
    pub(crate) fn explorer(&self) -> Result<(u32, Arc<Explorer>)> {
        let mut kept = lock(&self.explorer);
        let (generation, facts) = self.facts()?;
        if let Some((seen, explorer)) = &*kept
            && *seen == generation
        {
            return Ok((generation, Arc::clone(explorer)));
        }
        let explorer = Arc::new(Explorer::new(facts));
        *kept = Some((generation, Arc::clone(&explorer)));
        Ok((generation, explorer))
    }

    /// Tells the listener of something that no commit told of.
    pub(crate) fn tell(&self, topics: &[Topic]) {
        self.shared.tell(topics);
    }

    /// Rises with every change of orders, customers or settings.
    pub(crate) fn generation(&self) -> u32 {
        self.shared.generation.load(Ordering::Acquire)
    }

    /// Rises with every change of points, rewards or the programme.
    pub(crate) fn points_generation(&self) -> u32 {
        self.shared.points.load(Ordering::Acquire)
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

    pub(crate) fn clock_arc(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
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
        if topics.contains(&Stored::Ledger) {
            self.points.fetch_add(1, Ordering::AcqRel);
        }
        let views: Vec<Topic> = topics
            .iter()
            .map(|topic| match topic {
                Stored::Orders => Topic::Orders,
                Stored::Customers => Topic::Customers,
                Stored::Imports => Topic::Imports,
                Stored::Settings => Topic::Settings,
                Stored::Goals => Topic::Goals,
                Stored::Segments => Topic::Segments,
                Stored::Notes => Topic::Notes,
                Stored::Ledger => Topic::Ledger,
                Stored::Suggestions => Topic::Suggestions,
                Stored::Sending => Topic::Sending,
            })
            .collect();
        self.tell(&views);
    }

    fn tell(&self, topics: &[Topic]) {
        let listener = lock(&self.listener).clone();
        if let Some(listener) = listener {
            listener(topics);
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
