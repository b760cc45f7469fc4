//! The interface in `ui`: its packages and its build.

use std::fs;

use anyhow::{Context, Result};

use crate::toolchain;
use crate::workspace::{npm, root, succeed};

/// Installs the packages that the lock file names, unless they are there already.
pub(crate) fn install() -> Result<()> {
    toolchain::check_node()?;
    let lock = root().join("ui/package-lock.json");
    // A copy of the lock file that the installed packages belong to.
    let stamp = root().join("ui/node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("reading {}", lock.display()))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("The packages of the interface are here.");
        return Ok(());
    }
    succeed(npm().args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, wanted)?;
    Ok(())
}

/// Runs one of the scripts of `ui/package.json`.
pub(crate) fn script(name: &str) -> Result<()> {
    succeed(npm().args(["run", "--silent", name]))
}
