//! `cargo xtask bundle`: what is shipped, built as it is shipped.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::interface;
use crate::system::{self, Purpose};
use crate::workspace::{program, root, succeed, target};

/// Builds the release and its packages, and prints their sizes.
pub(crate) fn build() -> Result<()> {
    system::prepare(Purpose::Run)?;
    interface::install()?;
    let kinds = match std::env::consts::OS {
        "linux" => "deb,rpm",
        "macos" => "app,dmg",
        "windows" => "nsis,msi",
        other => bail!("there are no packages for {other}"),
    };
    let tauri = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    let tauri = root().join("ui/node_modules/.bin").join(tauri);
    succeed(program(tauri).args(["build", "--bundles", kinds]))?;

    let release = target().join("release");
    println!("\nBuilt:");
    print_size(&release.join(format!("pannier{}", std::env::consts::EXE_SUFFIX)))?;
    for kind in kinds.split(',') {
        for entry in fs::read_dir(release.join("bundle").join(kind))? {
            let path = entry?.path();
            // A macOS application is a folder; its disk image is what counts.
            if path.is_file()
                && path
                    .extension()
                    .is_some_and(|extension| extension == kind || extension == "exe")
            {
                print_size(&path)?;
            }
        }
    }
    Ok(())
}

fn print_size(path: &Path) -> Result<()> {
    let kibibytes = fs::metadata(path)?.len() / 1024;
    println!(
        "  {:>4}.{} MiB  {}",
        kibibytes / 1024,
        kibibytes % 1024 * 10 / 1024,
        path.display()
    );
    Ok(())
}
