//! The open shop file: four readers, one writer, and a look-out for what other processes write.

use std::{
    collections::BTreeSet,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError},
};

use pannier_core::{Clock, Timestamp};
use rusqlite::Connection;

use crate::{
    BackupReason, ChangedOrders, Error, MIGRATIONS, Migration, NewShop, ReadTx, Result, Topic,
    WriteTx, backup,
    connection::{self, Mode, check_identity},
    folding::Folding,
    migrate::{self, Standing},
    shop,
};

/// What the opening process may do to the file besides using it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The window: brings an older file up to date, after a backup.
    Owner,
    /// The command line: uses the file as it is.
    Guest,
}

/// How a shop file is opened.
#[derive(Debug, Clone, Copy)]
pub struct OpenOptions {
    /// What the process may do.
    pub role: Role,
    /// The most pages the file may have; more is a full disk. For trying that out.
    pub page_limit: Option<u32>,
    /// The steps known; other than [`MIGRATIONS`] only to try migrating itself.
    pub migrations: &'static [Migration],
}

impl OpenOptions {
    /// The usual options of a role.
    pub const fn new(role: Role) -> Self {
        Self {
            role,
            page_limit: None,
            migrations: MIGRATIONS,
        }
    }
}

/// Readers at a time. More would only wait for the same disk.
const READERS: usize = 4;

type Listener = Arc<dyn Fn(&BTreeSet<Topic>) + Send + Sync>;

/// An open shop file. Shared by reference; closes when dropped.
pub struct Store {
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
    reader_free: Condvar,
    /// A connection of its own, with the last version it saw of what *others* committed.
    watch: Mutex<(Connection, i64)>,
    folding: Folding,
    /// Dropped after the readers: the last writer to close folds the log into the file.
    writer: Mutex<Connection>,
    listener: Mutex<Option<Listener>>,
    /// Orders that changed since this was last asked.
    changed: Mutex<ChangedOrders>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.path.display())
    }
}

/// A lock is poisoned when a holder panicked. Every holder works in a transaction that is rolled
/// back as it unwinds, so what the lock guards is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the file says of itself that it is a shop.
pub fn is_shop_file(path: &Path) -> bool {
    path.is_file()
        && connection::open(path, Mode::Read, None).is_ok_and(|c| check_identity(&c, path).is_ok())
}

impl Store {
    /// Makes a new shop file.
    ///
    /// # Errors
    /// [`Error::AlreadyThere`], or what the disk says. A file half made is taken away again.
    pub fn create(
        path: &Path,
        new: &NewShop,
        options: OpenOptions,
        clock: &dyn Clock,
    ) -> Result<Self> {
        if path.exists() {
            return Err(Error::AlreadyThere(path.to_owned()));
        }
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let now = clock.now();
        let made = Self::make(path, new, options, now);
        if made.is_err() {
            for suffix in ["", "-wal", "-shm", "-journal"] {
                // What was never made cannot be removed, and that is as good.
                let _ = std::fs::remove_file(with_suffix(path, suffix));
            }
        }
        made
    }

    fn make(path: &Path, new: &NewShop, options: OpenOptions, now: Timestamp) -> Result<Self> {
        let writer = connection::open(path, Mode::Create, options.page_limit)?;
        migrate::run(&writer, options.migrations, now.0)?;
        {
            let tx = WriteTx::begin(&writer)?;
            shop::insert(&tx, new, now)?;
            tx.insert_ready_made_segments(now)?;
            tx.commit()?;
        }
        Self::around(path, writer)
    }

    /// Opens a shop file.
    ///
    /// # Errors
    /// [`Error`] says why it cannot be opened; the file is then as it was.
    pub fn open(path: &Path, options: OpenOptions, clock: &dyn Clock) -> Result<Self> {
        if !path.exists() {
            return Err(Error::NotFound(path.to_owned()));
        }
        if path.is_dir() {
            return Err(Error::NotAShop(path.to_owned()));
        }
        if !begins_as_sqlite(path)? {
            return Err(Error::NotAShop(path.to_owned()));
        }
        let writer = connection::open(path, Mode::Write, options.page_limit)?;
        check_identity(&writer, path)?;
        match migrate::standing(&writer, options.migrations)? {
            Standing::Current => {}
            // A shop file is made with its first step in it; without it, it is none.
            Standing::Empty => return Err(Error::Damaged("it has no tables".to_owned())),
            Standing::Older if options.role == Role::Guest => return Err(Error::TooOld),
            Standing::Older => {
                let now = clock.now();
                backup::copy(&writer, path, BackupReason::BeforeMigration, now)?;
                migrate::run(&writer, options.migrations, now.0)?;
            }
        }
        let store = Self::around(path, writer)?;
        if options.role == Role::Owner {
            // What an erasure left undone: it can wait for the next opening.
            let _ = store.overwrite_erased(clock.now());
        }
        Ok(store)
    }

    fn around(path: &Path, writer: Connection) -> Result<Self> {
        // A copy that was put back by hand is not in this mode yet.
        writer.pragma_update(None, "journal_mode", "WAL")?;
        // Also finds out at once whether the file can be read at all.
        writer.query_row("SELECT count(*) FROM shop", [], |row| row.get::<_, i64>(0))?;
        let mut readers = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            readers.push(connection::open(path, Mode::Read, None)?);
        }
        let watch = connection::open(path, Mode::Read, None)?;
        let seen = data_version(&watch)?;
        Ok(Self {
            path: path.to_owned(),
            folding: Folding::new(path),
            writer: Mutex::new(writer),
            readers: Mutex::new(readers),
            reader_free: Condvar::new(),
            watch: Mutex::new((watch, seen)),
            listener: Mutex::new(None),
            changed: Mutex::default(),
        })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Calls `listener` after each commit of this process, with what it changed.
    pub fn listen(&self, listener: impl Fn(&BTreeSet<Topic>) + Send + Sync + 'static) {
        *lock(&self.listener) = Some(Arc::new(listener));
    }

    /// Reads from one state of the file.
    ///
    /// # Errors
    /// What `work` returns, or what SQLite says.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&ReadTx) -> Result<T, E>,
    ) -> Result<T, E> {
        let lease = self.reader();
        let tx = ReadTx::begin(lease.connection()).map_err(E::from)?;
        work(&tx)
    }

    /// Writes: all of it, or nothing.
    ///
    /// # Errors
    /// What `work` returns, or what SQLite says; nothing was written then.
    pub fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&WriteTx) -> Result<T, E>,
    ) -> Result<T, E> {
        let (value, topics) = {
            let writer = lock(&self.writer);
            let tx = WriteTx::begin(&writer).map_err(E::from)?;
            // Nobody else can commit from here on.
            let elsewhere = self.changed_elsewhere().map_err(E::from)?;
            let value = work(&tx)?;
            let (mut topics, orders) = tx.commit().map_err(E::from)?;
            self.folding.begin_anew(&writer);
            if elsewhere {
                topics.extend(Topic::ALL);
            }
            lock(&self.changed).add(orders);
            // Our own commit is no news from elsewhere.
            self.look_elsewhere().map_err(E::from)?;
            (value, topics)
        };
        self.folding.after_commit();
        self.tell(&topics);
        Ok(value)
    }

    /// Does something with the writer that no transaction may be around. It is no news from
    /// elsewhere.
    pub(crate) fn on_writer<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let writer = lock(&self.writer);
        let elsewhere = self.changed_elsewhere()?;
        let done = work(&writer)?;
        self.look_elsewhere()?;
        drop(writer);
        if elsewhere {
            self.tell(&Topic::ALL.into());
        }
        Ok(done)
    }

    /// The orders that changed since this was last asked.
    pub fn take_changed(&self) -> ChangedOrders {
        std::mem::take(&mut *lock(&self.changed))
    }

    /// Gives back what was taken and could not be used.
    pub fn give_back_changed(&self, orders: ChangedOrders) {
        lock(&self.changed).add(orders);
    }

    /// Whether another process (or a restore) changed the file since this was last asked.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn changed_elsewhere(&self) -> Result<bool> {
        let changed = self.look_elsewhere()?;
        if changed {
            lock(&self.changed).add(ChangedOrders::All);
        }
        Ok(changed)
    }

    fn look_elsewhere(&self) -> Result<bool> {
        let mut watch = lock(&self.watch);
        let now = data_version(&watch.0)?;
        let changed = now != watch.1;
        watch.1 = now;
        Ok(changed)
    }

    /// Makes a copy of the file beside it.
    ///
    /// # Errors
    /// What the disk says; a copy half made is taken away again.
    pub fn back_up(&self, reason: BackupReason, clock: &dyn Clock) -> Result<crate::Backup> {
        let lease = self.reader();
        backup::copy(lease.connection(), &self.path, reason, clock.now())
    }

    fn tell(&self, topics: &BTreeSet<Topic>) {
        let listener = lock(&self.listener).clone();
        if let Some(listener) = listener.filter(|_| !topics.is_empty()) {
            listener(topics);
        }
    }

    /// Readers that see the same state of the file: as many as asked for and free, and one where
    /// somebody is writing.
    pub(crate) fn same_view(&self, count: usize) -> Result<Vec<View<'_>>> {
        let writer = match self.writer.try_lock() {
            Ok(writer) => Some(writer),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        };
        let mut views = Vec::new();
        // While the right to write is held, nothing changes between two beginnings.
        let quiet = match &writer {
            Some(writer) if count > 1 => connection::at_once(writer, WriteTx::begin).ok(),
            _ => None,
        };
        views.push(View::begin(self.reader())?);
        while quiet.is_some() && views.len() < count {
            let Some(connection) = lock(&self.readers).pop() else {
                break;
            };
            views.push(View::begin(Lease {
                store: self,
                connection: Some(connection),
            })?);
        }
        Ok(views)
    }

    fn reader(&self) -> Lease<'_> {
        let mut free = lock(&self.readers);
        loop {
            if let Some(connection) = free.pop() {
                return Lease {
                    store: self,
                    connection: Some(connection),
                };
            }
            free = self
                .reader_free
                .wait(free)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Looked at before SQLite does: the system's own words for a file without permission are better
/// than SQLite's, and a text file is no damaged shop.
fn begins_as_sqlite(path: &Path) -> Result<bool> {
    use std::io::Read;
    let mut start = Vec::new();
    std::fs::File::open(path)?
        .take(16)
        .read_to_end(&mut start)?;
    Ok(start == *b"SQLite format 3\0")
}

fn data_version(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A reader on loan; goes back when dropped, also when its holder panics.
struct Lease<'s> {
    store: &'s Store,
    connection: Option<Connection>,
}

impl Lease<'_> {
    #[expect(clippy::expect_used, reason = "the connection leaves only in drop")]
    fn connection(&self) -> &Connection {
        self.connection
            .as_ref()
            .expect("a lease holds its connection until it is dropped")
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            lock(&self.store.readers).push(connection);
            self.store.reader_free.notify_one();
        }
    }
}

/// A reader within a transaction that can go to another thread.
pub(crate) struct View<'s>(Lease<'s>);

impl<'s> View<'s> {
    fn begin(lease: Lease<'s>) -> Result<Self> {
        let view = Self(lease);
        // The state that is seen is settled by the first look.
        view.connection()
            .execute_batch("BEGIN; SELECT 1 FROM shop;")?;
        Ok(view)
    }

    pub(crate) fn connection(&self) -> &Connection {
        self.0.connection()
    }
}

impl Drop for View<'_> {
    fn drop(&mut self) {
        // Ends the transaction, where it was begun and nobody ended it.
        drop(ReadTx::of_begun(self.connection()));
    }
}

/// The shop's own row of a file that need not be opened, or may be open elsewhere.
///
/// # Errors
/// [`Error`] says why it cannot be read.
pub fn peek(path: &Path) -> Result<crate::ShopRecord> {
    if !begins_as_sqlite(path)? {
        return Err(Error::NotAShop(path.to_owned()));
    }
    let connection = connection::open(path, Mode::Read, None)?;
    check_identity(&connection, path)?;
    let tx = ReadTx::begin(&connection)?;
    tx.shop()
}
