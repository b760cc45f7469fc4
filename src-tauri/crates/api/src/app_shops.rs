//! Which shop is open: the use-cases of the window around its shop files.

use std::path::PathBuf;

use pannier_core::{Cancel, Reporter};
use pannier_store::Role;

use crate::{
    ApiError, App, Code, Result, Shop, list_file_backups, restore_backup, restore_file,
    sample::{create_sample_shop, remove_shop_file},
    shop_info,
    views::{AppInfo, Appearance, BackupRow, ShopSettings},
};

/// What the window needs to begin.
///
/// # Errors
/// What the open shop's file says.
pub fn app_info(app: &App) -> Result<AppInfo> {
    if app.shop().is_err() {
        // Whatever kept it shut may be over: the file is back, or another program is done with it.
        app.open_or_say_why();
    }
    let (shop, problem, appearance) = app.standing();
    let open = shop.as_ref().map(|shop| shop.path().to_owned());
    Ok(AppInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        appearance,
        shops: app
            .shop_files()
            .iter()
            .map(|path| app.entry(path, open.as_deref()))
            .collect(),
        shop: shop.as_deref().map(shop_info).transpose()?,
        problem,
    })
}

/// Light, dark, or as the computer is set.
///
/// # Errors
/// What the disk says; it then holds until the app is closed.
pub fn set_appearance(app: &App, appearance: Appearance) -> Result<()> {
    app.keep_appearance(appearance)
}

/// Makes another shop file and opens it.
///
/// # Errors
/// [`Code::Validation`] with the field, or what the disk says.
pub fn create_shop(app: &App, settings: &ShopSettings) -> Result<AppInfo> {
    app.switch_to(app.make_shop(settings)?);
    app_info(app)
}

/// Opens another of the listed shop files.
///
/// # Errors
/// [`Code::NotFound`] for a file that is not listed, or why it cannot be opened; the open one
/// stays open then.
pub fn open_shop(app: &App, path: &str) -> Result<AppInfo> {
    let path = PathBuf::from(path);
    if !app.shop_files().contains(&path) {
        return Err(ApiError::new(
            Code::NotFound,
            "This shop file is not there any more",
        ));
    }
    app.switch_to(Shop::open(&path, Role::Owner, app.clock())?);
    app_info(app)
}

/// Opens the sample shop; the first time, it is made.
///
/// # Errors
/// What the disk says; nothing half made stays.
pub fn open_sample_shop(app: &App, reporter: &Reporter, cancel: &Cancel) -> Result<AppInfo> {
    let path = app.sample_path();
    let shop = if path.is_file() {
        Shop::open(&path, Role::Owner, app.clock())?
    } else {
        create_sample_shop(&path, Role::Owner, app.clock(), reporter, cancel)?
    };
    app.switch_to(shop);
    app_info(app)
}

/// The copies of the shop that is open, or of the one that could not be opened, newest first.
///
/// # Errors
/// What the disk says.
pub fn list_shop_backups(app: &App) -> Result<Vec<BackupRow>> {
    app.current_path()
        .map_or_else(|| Ok(Vec::new()), |path| list_file_backups(&path))
}

/// Puts a copy in the place of the shop file that is open, or that could not be opened. What is
/// there now is kept as a copy.
///
/// # Errors
/// [`Code::NotFound`], [`Code::Busy`], or what the disk says; nothing changed then.
pub fn restore_shop(app: &App, name: &str) -> Result<AppInfo> {
    let open = app.shop().ok();
    if let Some(shop) = open {
        restore_backup(&shop, name)?;
    } else if let Some(path) = app.current_path() {
        restore_file(&path, name, &*app.clock())?;
    }
    app_info(app)
}

/// Takes the sample shop away and opens a shop of the merchant's own. It is made anew, with dates
/// of these days, when it is asked for again.
///
/// # Errors
/// Why the merchant's own shop cannot be opened.
pub fn delete_sample_shop(app: &App) -> Result<AppInfo> {
    let path = app.sample_path();
    app.close(&path);
    remove_shop_file(&path);
    if app.shop().is_err() {
        app.open_first()?;
    }
    app_info(app)
}
