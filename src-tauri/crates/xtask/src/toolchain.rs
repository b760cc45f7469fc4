//! The tools that the project is built with, as far as they can be missing: Node, and the parts of
//! Rust that a small installation leaves out.

use anyhow::{Context, Result, ensure};

use crate::workspace::{answer, cargo, program, succeed};

/// The oldest Node that the interface's tools run on.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Whether Node is here and young enough.
pub(crate) fn check_node() -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let wanted = format!("Node {major}.{minor} or later is needed: https://nodejs.org");
    let version = answer(program("node").arg("--version")).with_context(|| wanted.clone())?;
    let here = node_version(&version).with_context(|| format!("node is {version}"))?;
    ensure!(here >= OLDEST_NODE, "{wanted}. Here is {}", version.trim());
    Ok(())
}

/// `v22.11.0` as major and minor version.
fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Fetches rustfmt and clippy where Rust was installed without them.
pub(crate) fn prepare_checks() -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if answer(cargo().args([subcommand, "--version"])).is_err() {
            println!("{component} is missing: it checks the source. Fetching it with rustup.");
            succeed(program("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_as_numbers() {
        assert_eq!(node_version("v20.19.0\n"), Some((20, 19)));
        assert!(node_version("v22.3.1") > Some(OLDEST_NODE));
        assert!(
            node_version("v20.9.0") < Some(OLDEST_NODE),
            "nine comes before nineteen"
        );
        assert_eq!(node_version("what?"), None);
    }
}
