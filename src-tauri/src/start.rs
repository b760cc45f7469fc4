//! What the surroundings say when Pannier starts: folders, clock, country.

use std::{env, path::PathBuf, sync::Arc};

use pannier_api::AppConfig;
use pannier_core::{Clock, FixedClock, SystemClock};
use tauri::{AppHandle, Manager as _, Runtime};

use crate::{
    host::{Dialogs, Host},
    locale,
};

/// Another window beside this one is fine: end-to-end tests open many, each on its own folder.
pub(crate) fn several_allowed() -> bool {
    env::var_os("PANNIER_E2E").is_some()
}

/// The host of the merchant's own shops.
pub(crate) fn host<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<Host> {
    let (data_dir, config_dir) = match env::var_os("PANNIER_DATA_DIR") {
        Some(folder) => (PathBuf::from(&folder), PathBuf::from(&folder)),
        None => (app.path().app_data_dir()?, app.path().app_config_dir()?),
    };
    let config = AppConfig {
        data_dir,
        config_dir,
        clock: clock(),
        first_shop: locale::first_shop(),
        // Nothing of a test goes into the keychain of whoever runs it.
        keychain: !several_allowed(),
    };
    Ok(Host::new(config, Dialogs::native(app)))
}

/// The machine's clock, or the moment that `PANNIER_NOW` names, where time stands still.
fn clock() -> Arc<dyn Clock> {
    match env::var("PANNIER_NOW")
        .ok()
        .and_then(|moment| moment.parse().ok())
    {
        Some(moment) => Arc::new(FixedClock(moment)),
        None => Arc::new(SystemClock),
    }
}

/// Says why the window could not open.
#[expect(clippy::print_stderr, reason = "there is no window that could say it")]
pub(crate) fn complain(error: &tauri::Error) {
    eprintln!("Pannier could not open its window: {error}");
}
