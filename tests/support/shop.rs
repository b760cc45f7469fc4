//! A shop of a test: a real file in a folder of its own, a clock that stands still.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use pannier_api::{
    Role, Shop, apply_import, checked, preview_import,
    views::{Imported, PreviewInput, ShopSettings},
};
use pannier_core::{Cancel, FixedClock, Reporter, Timestamp};

/// Noon of 30 June 2026 in UTC.
pub(crate) const NOW: FixedClock = FixedClock(Timestamp(1_782_820_800_000));

pub(crate) struct TestShop {
    pub(crate) shop: Shop,
    pub(crate) folder: tempfile::TempDir,
}

pub(crate) fn settings(currency: &str) -> ShopSettings {
    ShopSettings {
        name: "Wren & Willow".to_owned(),
        currency: currency.to_owned(),
        country: "DE".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
    }
}

/// An empty shop that counts in `currency`, in Berlin.
pub(crate) fn shop_in(currency: &str) -> TestShop {
    let folder = tempfile::tempdir().unwrap();
    let new = checked(&settings(currency), false).unwrap();
    let shop = Shop::create(
        &folder.path().join("wren.pannier"),
        &new,
        Role::Owner,
        Arc::new(NOW),
    )
    .unwrap();
    TestShop { shop, folder }
}

impl TestShop {
    /// Writes a file beside the shop.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Previews and applies files, as the command line does.
    pub(crate) fn import(&self, paths: &[&Path]) -> pannier_api::Result<Imported> {
        let preview = preview_import(
            &self.shop,
            &input(paths),
            &Reporter::default(),
            &Cancel::default(),
        )?;
        apply_import(
            &self.shop,
            preview.id,
            false,
            &Reporter::default(),
            &Cancel::default(),
        )
    }
}

pub(crate) fn input(paths: &[&Path]) -> PreviewInput {
    PreviewInput {
        paths: paths.iter().map(|p| p.display().to_string()).collect(),
        ..PreviewInput::default()
    }
}
