//! Every screen, in both themes, to axe-core's rules; and a picture of each.

use std::{env, fs, path::PathBuf};

use anyhow::{Context as _, Result};

use crate::{
    axe,
    pannier::{nothing, story},
    tour,
};

#[test]
#[ignore = "needs a display"]
fn axe_finds_nothing_serious_in_the_light_theme() -> Result<()> {
    accessible("light")
}

#[test]
#[ignore = "needs a display"]
fn axe_finds_nothing_serious_in_the_dark_theme() -> Result<()> {
    accessible("dark")
}

fn accessible(theme: &str) -> Result<()> {
    story(&format!("accessible-{theme}"), nothing, |pannier| {
        tour::all(pannier, theme, |screen| axe::check(&pannier.page, screen))
    })
}

/// Pictures for people; see the head of main.rs.
#[test]
#[ignore = "needs a display, and PANNIER_SCREENS_DIR"]
fn screens() -> Result<()> {
    let Some(folder) = env::var_os("PANNIER_SCREENS_DIR").map(PathBuf::from) else {
        println!("no pictures: PANNIER_SCREENS_DIR names no folder");
        return Ok(());
    };
    let theme = env::var("PANNIER_SCREENS_THEME").unwrap_or_else(|_| "light".to_owned());
    let size = env::var("PANNIER_SCREENS_SIZE").unwrap_or_else(|_| "1280x820".to_owned());
    let (width, height) = size
        .split_once('x')
        .context("PANNIER_SCREENS_SIZE is like 1280x820")?;
    let (width, height) = (width.parse()?, height.parse()?);
    fs::create_dir_all(&folder)?;
    story("screens", nothing, |pannier| {
        pannier.page.reads("Drop your order exports here")?;
        pannier.page.resize(width, height)?;
        tour::all(pannier, &theme, |screen| {
            let picture = folder.join(format!("{screen}-{theme}-{size}.png"));
            Ok(fs::write(picture, pannier.page.screenshot()?)?)
        })
    })
}
