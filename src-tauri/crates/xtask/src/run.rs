//! `cargo xtask run`: set up, build, open the window.

use std::path::Path;
use std::{env, fs, process};

use anyhow::{Context, Result};

use crate::interface;
use crate::system::{self, Purpose};
use crate::workspace::{self, built, program, succeed};

/// Builds everything and opens the window; without a display, does the main job in words.
pub(crate) fn run() -> Result<()> {
    system::prepare(Purpose::Run)?;
    interface::install()?;
    interface::script("build").context("building the interface")?;
    workspace::build()?;
    if system::has_display() {
        println!("Opening the window.");
        return succeed(&mut program(built("pannier")));
    }
    println!("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window");
    println!("can be opened. Instead, the command line imports the sample shop into a fresh file");
    println!("and reports its average order value.");
    let folder = env::temp_dir().join(format!("pannier-sample-{}", process::id()));
    fs::create_dir_all(&folder)?;
    let report = report(&folder.join("sample.pannier"));
    fs::remove_dir_all(&folder)?;
    report
}

fn report(shop: &Path) -> Result<()> {
    let cli = || {
        let mut command = program(built("pannier-cli"));
        command.arg("--shop").arg(shop);
        command
    };
    succeed(cli().arg("sample-shop"))?;
    succeed(cli().args(["report", "aov"]))
}
