//! `cargo xtask screens`: a picture of every screen, on the sample shop, from the real window.

use std::fs;

use anyhow::{Result, ensure};

use crate::interface;
use crate::system::{self, Purpose};
use crate::window;
use crate::workspace::{succeed, target};

/// Takes the pictures, once for each theme.
pub(crate) fn take(themes: &[String], size: &str) -> Result<()> {
    system::prepare(Purpose::Test)?;
    interface::install()?;
    interface::script("build")?;
    let folder = target().join("screens");
    fs::create_dir_all(&folder)?;
    for theme in themes {
        succeed(
            window::tests()?
                .args(["--nocapture", "screens"])
                .env("PANNIER_SCREENS_DIR", &folder)
                .env("PANNIER_SCREENS_THEME", theme)
                .env("PANNIER_SCREENS_SIZE", size),
        )?;
    }
    let mut names: Vec<String> = fs::read_dir(&folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "png"))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    names.sort_unstable();
    ensure!(!names.is_empty(), "no picture was taken");
    println!("In {}:\n  {}", folder.display(), names.join("\n  "));
    Ok(())
}
