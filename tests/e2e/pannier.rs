//! Pannier itself: its window under the driver, its command line, and a folder of its own.

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

use crate::{desk::Desk, driver::Session};

/// The moment that all stories play at.
pub(crate) const NOW: &str = "2026-07-01T08:00:00Z";

/// The window's title, as a pattern.
pub(crate) const PANNIER: &str = ".*Pannier";

/// Tells one story: a fresh folder, what `before` puts into it, then the window. When it goes
/// wrong, what the window showed is kept in `target/e2e`.
pub(crate) fn story(
    name: &str,
    before: impl FnOnce(&Folder) -> Result<()>,
    tell: impl FnOnce(&Pannier) -> Result<()>,
) -> Result<()> {
    let folder = Folder::new()?;
    before(&folder)?;
    let pannier = Pannier::open(folder)?;
    let told = catch_unwind(AssertUnwindSafe(|| tell(&pannier)));
    if !matches!(told, Ok(Ok(()))) {
        let kept = pannier.keep(name);
        println!("the window at the end of {name}: {kept:?}");
    }
    told.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Nothing is there before the window opens.
#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands where other beginnings can fail"
)]
pub(crate) fn nothing(_: &Folder) -> Result<()> {
    Ok(())
}

/// A shop of the merchant's own, with no orders.
pub(crate) fn empty_shop(folder: &Folder) -> Result<()> {
    let settings = [
        "--name",
        "Wren & Willow",
        "--currency",
        "EUR",
        "--country",
        "DE",
    ];
    folder.cli(
        &[
            &["new"],
            settings.as_slice(),
            &["--time-zone", "Europe/Berlin"],
        ]
        .concat(),
    )?;
    Ok(())
}

/// A folder with shop files, and the command line for them.
pub(crate) struct Folder(TempDir);

impl Folder {
    fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        fs::create_dir_all(folder.path().join("data/shops"))?;
        Ok(Self(folder))
    }

    /// A path in it, outside what Pannier keeps.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The merchant's shop file.
    pub(crate) fn shop(&self) -> PathBuf {
        self.data().join("shops/wren-willow.pannier")
    }

    /// Writes a file into it, beside what Pannier keeps.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> Result<PathBuf> {
        let path = self.path(name);
        fs::write(&path, text)?;
        Ok(path)
    }

    /// Writes a file and imports it into the merchant's shop, on the command line.
    pub(crate) fn import(&self, name: &str, text: impl AsRef<[u8]>) -> Result<()> {
        let file = self.file(name, text)?;
        self.cli(&["import", &file.display().to_string()]).map(drop)
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// Runs `pannier-cli` on the merchant's shop file and returns what it prints.
    pub(crate) fn cli(&self, arguments: &[&str]) -> Result<String> {
        let program = program().with_file_name("pannier-cli");
        ensure!(
            program.exists(),
            "build the command line first: cargo build -p pannier-cli"
        );
        let output = Command::new(program)
            .arg("--shop")
            .arg(self.shop())
            .args(arguments)
            .env("PANNIER_NOW", NOW)
            .output()?;
        ensure!(
            output.status.success(),
            "pannier-cli {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// The open window.
pub(crate) struct Pannier {
    /// Its page.
    pub(crate) page: Session,
    /// What it stands on, for as long as it is open.
    _desk: Desk,
    /// Where its shop files are.
    pub(crate) folder: Folder,
    /// From the start of the program until the driver reached the page.
    pub(crate) opened: Instant,
}

impl Pannier {
    fn open(folder: Folder) -> Result<Self> {
        let desk = Desk::new()?;
        let opened = Instant::now();
        let variables = [
            ("PANNIER_E2E", "1".to_owned()),
            ("PANNIER_NOW", NOW.to_owned()),
            ("PANNIER_DATA_DIR", folder.data().display().to_string()),
            // What the webview itself remembers is forgotten with the folder.
            (
                "XDG_DATA_HOME",
                folder.path("home/data").display().to_string(),
            ),
            (
                "XDG_CACHE_HOME",
                folder.path("home/cache").display().to_string(),
            ),
            (
                "XDG_CONFIG_HOME",
                folder.path("home/config").display().to_string(),
            ),
            ("LANG", "en_US.UTF-8".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
        ];
        let page = Session::start(&program(), &variables, &folder.path("driver.log"))?;
        Ok(Self {
            page,
            _desk: desk,
            folder,
            opened,
        })
    }

    /// Keeps what the window shows and what the programs said, for whoever looks into a failure.
    fn keep(&self, name: &str) -> Result<PathBuf> {
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .parent()
            .context("no target")?
            .join("e2e");
        fs::create_dir_all(&kept)?;
        fs::copy(
            self.folder.path("driver.log"),
            kept.join(format!("{name}.log")),
        )?;
        let picture = kept.join(format!("{name}.png"));
        fs::write(&picture, self.page.screenshot()?)?;
        Ok(picture)
    }
}

/// The program under test: the one just built, or another (a release build) that is named.
fn program() -> PathBuf {
    env::var_os("PANNIER_PROGRAM")
        .map_or_else(|| env!("CARGO_BIN_EXE_pannier").into(), PathBuf::from)
}
