//! The window's state: which shop files there are, which is open, and the app's own settings.
//!
//! ```text
//! data_dir/shops/*.pannier     the merchant's shop files, backups/ beside them
//! data_dir/sample/*.pannier    the sample shop, kept apart
//! config_dir/settings.json     which was open last, and the appearance
//! ```

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, Weak},
    thread,
    time::Duration,
};

use pannier_core::Clock;
use pannier_store::Role;
use serde::{Deserialize, Serialize};

use crate::{
    ApiError, Code, Result, Shop, back_up_daily, checked,
    shop::{Listener, lock},
    views::{Appearance, ShopEntry, ShopSettings, Topic},
};

/// How often the open shop file is looked at for changes by other processes.
const WATCH_EVERY: Duration = Duration::from_millis(700);

/// Where the app keeps its things, and what a first shop counts in.
#[derive(Debug, Clone)]
pub struct AppConfig {
    /// Folder of the shop files.
    pub data_dir: PathBuf,
    /// Folder of the app's own settings.
    pub config_dir: PathBuf,
    /// The only source of now.
    pub clock: Arc<dyn Clock>,
    /// What a first shop counts in, as far as the computer tells.
    pub first_shop: ShopSettings,
    /// Passwords of mail accounts are kept in the keychain of the system, else for as long as the app
    /// runs; and the computer is kept awake while messages leave.
    pub keychain: bool,
}

/// The running app. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    config: AppConfig,
    state: Mutex<State>,
    listener: Mutex<Option<Listener>>,
}

#[derive(Default)]
struct State {
    shop: Option<Arc<Shop>>,
    problem: Option<ApiError>,
    /// The file that could not be opened, whose copies can be restored.
    unopened: Option<PathBuf>,
    settings: Settings,
}

/// The app's own settings, outside any shop file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Settings {
    appearance: Appearance,
    last_shop: Option<PathBuf>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "App({})", self.0.config.data_dir.display())
    }
}

impl App {
    /// Starts the app: opens the shop that was open last, or the only one, or makes an empty one.
    /// A shop that cannot be opened does not keep the app from starting: [`crate::views::AppInfo::problem`]
    /// says why, and the other shops can be chosen.
    pub fn start(config: AppConfig) -> Self {
        let settings = read_settings(&config.config_dir);
        let app = Self(Arc::new(Inner {
            config,
            state: Mutex::new(State {
                settings,
                ..State::default()
            }),
            listener: Mutex::default(),
        }));
        app.open_or_say_why();
        app.watch();
        app
    }

    /// Calls `listener` after each change of the open shop, or of which shop is open.
    pub fn subscribe(&self, listener: impl Fn(&[Topic]) + Send + Sync + 'static) {
        *lock(&self.0.listener) = Some(Arc::new(listener));
    }

    /// The open shop.
    ///
    /// # Errors
    /// Why none is open.
    pub fn shop(&self) -> Result<Arc<Shop>> {
        let state = lock(&self.0.state);
        state.shop.clone().ok_or_else(|| {
            state
                .problem
                .clone()
                .unwrap_or_else(|| ApiError::new(Code::NotFound, "No shop is open"))
        })
    }

    /// The open shop, why none is open, and how the window looks.
    pub(crate) fn standing(&self) -> (Option<Arc<Shop>>, Option<ApiError>, Appearance) {
        let state = lock(&self.0.state);
        (
            state.shop.clone(),
            state.problem.clone(),
            state.settings.appearance,
        )
    }

    /// Remembers how the window looks.
    pub(crate) fn keep_appearance(&self, appearance: Appearance) -> Result<()> {
        lock(&self.0.state).settings.appearance = appearance;
        self.write_settings()
    }

    /// Lets go of a shop file, if it is the open one.
    pub(crate) fn close(&self, path: &Path) {
        let mut state = lock(&self.0.state);
        if state.shop.as_ref().is_some_and(|shop| shop.path() == path) {
            if let Some(shop) = state.shop.take() {
                shop.trained.end();
                shop.end_sending();
            }
            state.settings.last_shop = None;
        }
    }

    pub(crate) fn open_or_say_why(&self) {
        if let Err(problem) = self.open_first() {
            lock(&self.0.state).problem = Some(problem);
        }
    }

    /// The file that is open, or that should be.
    pub(crate) fn current_path(&self) -> Option<PathBuf> {
        let state = lock(&self.0.state);
        state
            .shop
            .as_ref()
            .map(|shop| shop.path().to_owned())
            .or_else(|| state.unopened.clone())
    }

    pub(crate) fn open_first(&self) -> Result<()> {
        let last = lock(&self.0.state).settings.last_shop.clone();
        let shops = self.shop_files();
        let path = last
            .filter(|path| shops.contains(path))
            .or_else(|| shops.first().cloned());
        match path {
            Some(path) => {
                lock(&self.0.state).unopened = Some(path.clone());
                self.switch_to(Shop::open(&path, Role::Owner, self.clock())?);
            }
            None => self.switch_to(self.make_shop(&self.0.config.first_shop)?),
        }
        Ok(())
    }

    pub(crate) fn make_shop(&self, settings: &ShopSettings) -> Result<Shop> {
        let new = checked(settings, false)?;
        let folder = self.0.config.data_dir.join("shops");
        Shop::create(
            &free_path(&folder, &new.name),
            &new,
            Role::Owner,
            self.clock(),
        )
    }

    pub(crate) fn switch_to(&self, shop: Shop) {
        let app = Arc::downgrade(&self.0);
        shop.listen(move |topics| tell(&app, topics));
        if self.0.config.keychain {
            shop.use_keychain();
            shop.stay_awake();
        }
        {
            let mut state = lock(&self.0.state);
            state.settings.last_shop = Some(shop.path().to_owned());
            state.problem = None;
            state.unopened = None;
            let shop = Arc::new(shop);
            shop.read_ahead();
            // Whatever keeps it from going on is shown with the message.
            let _ = crate::sending::resume(&shop);
            if let Some(before) = state.shop.replace(shop) {
                before.trained.end();
                before.end_sending();
            }
        }
        // Forgetting which shop was open last is no reason to refuse to open it.
        let _ = self.write_settings();
        tell(
            &Arc::downgrade(&self.0),
            &[
                Topic::Shops,
                Topic::Orders,
                Topic::Customers,
                Topic::Imports,
                Topic::Settings,
            ],
        );
    }

    /// One thread looks at the open file for what others wrote, and makes the copy of the day. It
    /// ends with the app.
    fn watch(&self) {
        let app = Arc::downgrade(&self.0);
        let name = "pannier-watch".to_owned();
        let spawned = thread::Builder::new().name(name).spawn(move || {
            // The shop and day whose copy was made last: listing the folder each round is too much.
            let mut backed_up = None;
            loop {
                thread::sleep(WATCH_EVERY);
                let Some(app) = app.upgrade() else { return };
                let Some(shop) = lock(&app.state).shop.clone() else {
                    continue;
                };
                // A file that is busy or away for a moment is looked at again in the next round;
                // whoever uses it meanwhile is told.
                let _ = shop.poll();
                let Ok(context) = shop.context() else {
                    continue;
                };
                let wanted = Some((shop.path().to_owned(), context.today));
                if backed_up != wanted && back_up_daily(&shop).is_ok_and(|made| made) {
                    backed_up = wanted;
                }
            }
        });
        // Without the thread everything works but noticing other programs; nothing is lost.
        drop(spawned);
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.0.config.clock)
    }

    pub(crate) fn sample_path(&self) -> PathBuf {
        self.0
            .config
            .data_dir
            .join("sample")
            .join("sample-shop.pannier")
    }

    pub(crate) fn shop_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.0.config.data_dir.join("shops"))
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|e| e == "pannier") && path.is_file())
            .collect();
        files.sort();
        let sample = self.sample_path();
        files.extend(sample.is_file().then_some(sample));
        files
    }

    pub(crate) fn entry(&self, path: &Path, open: Option<&Path>) -> ShopEntry {
        // A file that cannot be read is listed by its file name: opening it says what is wrong.
        let name = pannier_store::peek(path).map_or_else(|_| stem(path), |shop| shop.name);
        ShopEntry {
            path: path.display().to_string(),
            name,
            sample: path == self.sample_path(),
            open: open == Some(path),
        }
    }

    fn write_settings(&self) -> Result<()> {
        let settings = lock(&self.0.state).settings.clone();
        let folder = &self.0.config.config_dir;
        fs::create_dir_all(folder)?;
        let text = serde_json::to_string_pretty(&settings).map_err(std::io::Error::from)?;
        let fresh = folder.join("settings.json.new");
        fs::write(&fresh, text)?;
        Ok(fs::rename(&fresh, folder.join("settings.json"))?)
    }
}

fn tell(app: &Weak<Inner>, topics: &[Topic]) {
    let listener = app.upgrade().and_then(|app| lock(&app.listener).clone());
    if let Some(listener) = listener {
        listener(topics);
    }
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read_settings(folder: &Path) -> Settings {
    // A settings file that is missing or spoilt means the settings of a first start.
    fs::read_to_string(folder.join("settings.json"))
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// A path for a new shop file, named after the shop.
fn free_path(folder: &Path, name: &str) -> PathBuf {
    let slug: String = name
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let slug = if slug.is_empty() {
        "shop".to_owned()
    } else {
        slug
    };
    let numbered = |n: u32| {
        if n == 1 {
            format!("{slug}.pannier")
        } else {
            format!("{slug}-{n}.pannier")
        }
    };
    let free = (1..=u32::MAX)
        .map(|n| folder.join(numbered(n)))
        .find(|path| !path.exists());
    free.unwrap_or_else(|| folder.join(slug))
}
