//! What the commands share: the use-cases' state, the work that can be cancelled, the dialogs.

use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use pannier_api::{ApiError, App, AppConfig, Code, Shop};
use pannier_core::Cancel;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tauri_plugin_notification::NotificationExt;

/// The answer of a command.
pub(crate) type Answer<T> = Result<T, ApiError>;

/// The state behind the commands. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Host(Arc<Inner>);

struct Inner {
    config: AppConfig,
    app: OnceLock<App>,
    running: Mutex<Vec<(u64, Cancel)>>,
    dialogs: Dialogs,
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host")
            .field("opened", &self.app.get().is_some())
            .finish_non_exhaustive()
    }
}

impl Host {
    /// A host for the shops that `config` names. Nothing is opened yet.
    pub fn new(config: AppConfig, dialogs: Dialogs) -> Self {
        Self(Arc::new(Inner {
            config,
            app: OnceLock::new(),
            running: Mutex::default(),
            dialogs,
        }))
    }

    /// The use-cases' state. The first to ask opens the shop file, which can take a while: never
    /// call it on the window's own thread.
    pub(crate) fn app(&self) -> &App {
        self.0.app.get_or_init(|| App::start(self.0.config.clone()))
    }

    /// Does `work` on a thread that may wait. A panic in it becomes an error like any other.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let host = self.clone();
        on_a_waiting_thread(move || work(host.app())).await
    }

    /// Does `work` on the open shop.
    pub(crate) async fn on_shop<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shop) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        self.blocking(move |app| work(&*app.shop()?)).await
    }

    /// Does `work` that [`Host::cancel`] can end.
    pub(crate) async fn cancellable<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App, &Cancel) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let cancel = Cancel::default();
        let entry = Entry::new(self.clone(), cancel.clone());
        let answer = self.blocking(move |app| work(app, &cancel)).await;
        drop(entry);
        answer
    }

    /// Asks all work that runs now to stop.
    pub(crate) fn cancel(&self) {
        let running = self
            .0
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        running.iter().for_each(|(_, cancel)| cancel.request());
    }

    /// The dialogs for choosing files.
    pub(crate) fn dialogs(&self) -> &Dialogs {
        &self.0.dialogs
    }
}

/// Keeps a piece of work in the list of what can be cancelled for as long as it lives.
struct Entry {
    host: Host,
    number: u64,
}

impl Entry {
    fn new(host: Host, cancel: Cancel) -> Self {
        let mut running = host
            .0
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let number = running.last().map_or(0, |(last, _)| last + 1);
        running.push((number, cancel));
        drop(running);
        Self { host, number }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut running = self
            .host
            .0
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        running.retain(|(number, _)| *number != self.number);
    }
}

async fn on_a_waiting_thread<T: Send + 'static>(
    work: impl FnOnce() -> Answer<T> + Send + 'static,
) -> Answer<T> {
    tauri::async_runtime::spawn_blocking(work).await.unwrap_or_else(|_panicked| {
        Err(ApiError::new(
            Code::Internal,
            "Something went wrong inside Pannier. What was saved before is safe. Try again, and \
             start Pannier anew if it happens twice",
        ))
    })
}

type Choose = Box<dyn Fn() -> Vec<PathBuf> + Send + Sync>;
type Save = Box<dyn Fn(&str) -> Option<PathBuf> + Send + Sync>;
type Open = Box<dyn Fn(&str) + Send + Sync>;
type Notify = Box<dyn Fn(&str, &str) + Send + Sync>;

/// What is asked outside the window: the dialogs for choosing files, the browser and the desktop's
/// notices, or a test's answers.
pub struct Dialogs {
    choose: Choose,
    save: Save,
    open: Open,
    notify: Notify,
}

impl fmt::Debug for Dialogs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dialogs")
    }
}

impl Dialogs {
    /// Dialogs that answer with what `choose` (files to read) and `save` (where to write a file
    /// of the suggested name) return.
    pub fn new(
        choose: impl Fn() -> Vec<PathBuf> + Send + Sync + 'static,
        save: impl Fn(&str) -> Option<PathBuf> + Send + Sync + 'static,
    ) -> Self {
        Self {
            choose: Box::new(choose),
            save: Box::new(save),
            open: Box::new(|_| {}),
            notify: Box::new(|_, _| {}),
        }
    }

    /// With a desktop that shows notices.
    #[must_use]
    pub fn noticing(mut self, notify: impl Fn(&str, &str) + Send + Sync + 'static) -> Self {
        self.notify = Box::new(notify);
        self
    }

    /// With a browser that addresses of the web are opened in; without one they are only shown.
    #[must_use]
    pub fn browsing(mut self, open: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.open = Box::new(open);
        self
    }

    /// The system's own dialogs.
    pub fn native<R: Runtime>(app: &AppHandle<R>) -> Self {
        let (opener, saver, noticer) = (app.clone(), app.clone(), app.clone());
        let path = |file: FilePath| file.into_path().ok();
        Self::new(
            move || {
                let files = dialog(&opener)
                    .add_filter("CSV", &["csv", "tsv", "txt"])
                    .add_filter("*", &["*"]);
                files
                    .blocking_pick_files()
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(path)
                    .collect()
            },
            move |name| {
                let kind = name.rsplit('.').next().unwrap_or("csv");
                let file = dialog(&saver)
                    .add_filter(kind.to_uppercase(), &[kind])
                    .set_file_name(name);
                file.blocking_save_file().and_then(path)
            },
        )
        // Where no browser opens, the address is shown for opening it by hand.
        .browsing(|url| drop(open::that_detached(url)))
        // A desktop that shows none, or was told not to, is no trouble of the merchant's.
        .noticing(move |title, text| {
            drop(
                noticer
                    .notification()
                    .builder()
                    .title(title)
                    .body(text)
                    .show(),
            );
        })
    }

    /// The files that were chosen; none when the dialog was closed.
    pub(crate) fn choose(&self) -> Vec<PathBuf> {
        (self.choose)()
    }

    /// Opens an address of the web in the merchant's browser, where there is one.
    pub(crate) fn open(&self, url: &str) {
        (self.open)(url);
    }

    /// Shows a notice on the desktop, where that shows any.
    pub(crate) fn notify(&self, title: &str, text: &str) {
        (self.notify)(title, text);
    }

    /// Where to write; nothing when the dialog was closed.
    pub(crate) fn save(&self, name: &str) -> Option<PathBuf> {
        (self.save)(name)
    }
}

/// A dialog that belongs to the window, so that it cannot slip behind it.
fn dialog<R: Runtime>(app: &AppHandle<R>) -> FileDialogBuilder<R> {
    use tauri::Manager as _;
    let dialog = app.dialog().file();
    match app.get_webview_window(crate::window::LABEL) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let answer: Answer<()> =
            tauri::async_runtime::block_on(on_a_waiting_thread(|| panic!("a fault")));
        assert_eq!(answer.unwrap_err().code, Code::Internal);
    }
}
